"""Long names, long roles, titles of 32 characters: nothing is cut, nothing widens a page, nothing runs into another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from browser.conftest import Tab
from browser.sample import REACH, of_kind, opened, paths
from building import LONG_NAMES, LONG_TITLE, Sample

pytestmark = pytest.mark.browser

#: What stands wider than the page, or is cut off or spilled by its own box; what scrolls by itself is left aside.
TOO_WIDE = """() => [...document.querySelectorAll(':is(article, .slide) :not(svg *)')].filter(each => {
  if (!each.checkVisibility() || each.closest('.sr-only, .exhibit__scroll, .filters, pre, .md-typeset__scrollwrap')
      || getComputedStyle(each).clipPath !== 'none') return false;
  return each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
      || (getComputedStyle(each).display !== 'inline' && each.scrollWidth > each.clientWidth + 2);
}).map(each => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 20)}`)"""
#: Lines of what is set large that begin with a mark.
AMISS = """() => [...document.querySelectorAll(
    'h1, h2, h3, .exhibit__title, .cover__motto, .agent__motto, .summary, .say, [class$=lesson], [class$=loose]'
)].filter(each => each.checkVisibility()).flatMap(each => {
  const walk = document.createTreeWalker(each, NodeFilter.SHOW_TEXT), range = document.createRange(), first = new Map();
  while (walk.nextNode()) for (let at = 0; at < walk.currentNode.length; at++) {
    range.setStart(walk.currentNode, at);
    range.setEnd(walk.currentNode, at + 1);
    const {bottom, width} = range.getBoundingClientRect(), line = Math.round(bottom / 8);
    if (width && !first.has(line) && !first.has(line - 1)) first.set(line, walk.currentNode.data[at]);
  }
  return [...first.values()].filter(sign => '，。、；：？！」'.includes(sign)).map(sign => sign + each.textContent);
})"""
MEDIA: dict[Literal["screen", "print"], int] = {"screen": 360, "print": 665}  # what the margins leave of A4
#: What of the cover's words the seal stands on.
UNDER_THE_SEAL = """() => {
  const seal = document.querySelector('.seal').getBoundingClientRect();
  return [...document.querySelectorAll('.cover__words > *')].filter(each => {
    const text = document.createRange();
    text.selectNodeContents(each);
    return [...text.getClientRects()].some(line => line.right > seal.left - 3 && line.left < seal.right + 3
      && line.bottom > seal.top - 3 && line.top < seal.bottom + 3);
  }).map(each => each.className);
}"""


@dataclass(frozen=True)
class Seen:
    """What of a page is cut or stands beyond it, what of the large text has a mark at the beginning of a line, how far
    it reaches in a window of each width, and what of its cover's words the seal stands on, on a screen and on paper."""

    cut: dict[int, list[str]]
    amiss: dict[int, list[str]]
    reach: dict[int, int]
    sealed: dict[str, list[str]]


def _looked_at(page: Page) -> Seen:
    cut, amiss, reach, sealed = {}, {}, {}, {}
    for width in (320, 345, 360, 900):
        page.set_viewport_size({"width": width, "height": 740})
        reach[width] = page.evaluate(REACH)
        cut[width] = page.evaluate(TOO_WIDE)
        amiss[width] = page.evaluate(AMISS)
    if page.locator(".seal").count():
        for media, width in MEDIA.items():
            page.set_viewport_size({"width": width, "height": 740})
            page.emulate_media(media=media)
            assert page.evaluate("media => matchMedia(media).matches", media)
            sealed[media] = page.evaluate(UNDER_THE_SEAL)
        page.emulate_media(media="screen")
    return Seen(cut, amiss, reach, sealed)


@pytest.fixture(scope="module")
def seen(addressed_sample: Sample, tab: Tab) -> dict[str, Seen]:
    """Every page of people and of the team, opened once."""
    found = {}
    for path in paths(addressed_sample.site):
        if re.match(r"agents/\w+/(2025/)?(present/)?index|team/|index", path):
            opened(tab.page, (addressed_sample.site / path).as_uri())
            found[path] = _looked_at(tab.page)
    tab.forget()
    return found


def test_nothing_is_cut_and_nothing_widens_a_page(seen: dict[str, Seen]) -> None:
    pages = {path: page for path, page in seen.items() if "/present/" not in path}
    assert len(pages) > 15
    assert {path: page.cut for path, page in pages.items() if any(page.cut.values())} == {}
    assert {path: page.amiss for path, page in pages.items() if any(page.amiss.values())} == {}
    wider = {path: page.reach for path, page in pages.items() if any(at > width for width, at in page.reach.items())}
    assert wider == {}


def test_letters_twice_as_large_widen_no_page_on_a_phone(addressed_sample: Sample, own_page: Page) -> None:
    own_page.set_viewport_size({"width": 360, "height": 740})
    own_page.context.new_cdp_session(own_page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    for path in ("index.html", "agents/linxia/2025/index.html", "agents/linxia/2025/fish-pond/index.html"):
        opened(own_page, (addressed_sample.site / path).as_uri())
        assert own_page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
        assert own_page.evaluate(REACH) <= 360, path


def test_no_word_of_the_cover_runs_through_the_seal(seen: dict[str, Seen]) -> None:
    covers = {path: page.sealed for path, page in seen.items() if re.search(r"/2025/(present/)?index\.html", path)}
    assert len(covers) > 8
    assert {path: under for path, under in covers.items() if under != {"screen": [], "print": []}} == {}


def test_the_seal_is_whole_on_paper(built_site: Path, page: Page) -> None:
    """Its outer line stands three pixels beyond its border, and what stands beyond the page's text is not printed."""
    page.set_viewport_size({"width": 665, "height": 940})
    opened(page, (built_site / of_kind(built_site, "chronicle")).as_uri())
    page.emulate_media(media="print")
    assert page.locator(".cover .seal").evaluate("seal => seal.getBoundingClientRect().right + 3") <= 665


def test_on_a_phone_the_voices_are_cards_with_all_that_the_table_has(built_site: Path, page: Page) -> None:
    path = (built_site / "team/voices/index.html").as_uri()
    columns = ["流程节点", "人次", "结果", "自", "出自"]
    shown = "cells => cells.map(cell => [cell.dataset.column, cell.textContent.trim(), cell.checkVisibility()])"
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, path)
    cells = page.locator(".team-table td").evaluate_all(shown)
    assert [column for column, _, _ in cells[:5]] == columns
    assert all(visible == (text != "—") for _, text, visible in cells)
    heads = page.locator(".team-table thead th").evaluate_all("heads => heads.slice(1).map(head => head.textContent)")
    assert heads == columns
    assert page.locator(".exhibit__scroll:has(.team-table)").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_on_a_phone_a_long_title_is_whole_in_the_table_of_lessons(addressed_sample: Sample, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, (addressed_sample.site / "agents/linxia/2025/index.html").as_uri())
    assert LONG_TITLE in page.locator(".lessons").text_content()
    assert page.locator(".lessons").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_a_name_on_a_card_breaks_after_its_dots(addressed_sample: Sample, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, (addressed_sample.site / "index.html").as_uri())
    name = page.locator(".agent__name--long a", has_text=LONG_NAMES[0]).first
    ends = """link => [...link.childNodes].filter(part => part.nodeType === 3).map(part => {
      const range = document.createRange();
      range.selectNodeContents(part);
      return range.getClientRects().length;
    })"""
    assert name.evaluate(ends) == [1, 1, 1, 1]
