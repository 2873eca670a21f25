"""Long names, long roles, titles of 32 characters: nothing is cut, nothing widens a page, nothing runs into another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from browser.sample import of_kind, opened, paths
from building import built_once, copied

pytestmark = pytest.mark.browser

NAMES = ("阿依努尔·买买提·吐尔逊江·阿不都热合曼", "Aleksandra-Maria Konstantinopolskaya")
ROLE = "95598 客户服务中心华东远程工作站高级客户代表（业务专家方向）兼内训师"
TITLE = "那年冬天停电的夜里我守着电话听见整个村庄的人都在等一盏灯亮起来呢"
#: What stands wider than the page, or is cut off or spilled by its own box; what scrolls by itself is left aside.
TOO_WIDE = """() => [...document.querySelectorAll(':is(article, .slide) :not(svg *)')].filter(each => {
  if (!each.checkVisibility() || each.closest('.sr-only, .exhibit__scroll, .filters, pre, .md-typeset__scrollwrap')
      || getComputedStyle(each).clipPath !== 'none') return false;
  return each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
      || (getComputedStyle(each).display !== 'inline' && each.scrollWidth > each.clientWidth + 2);
}).map(each => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 20)}`)"""
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


def _project(root: Path) -> Path:
    """The sample, its people with long names and roles, one story of each with a long title."""
    copied(root)
    for index, year in enumerate(sorted((root / "data/agents").glob("*/2025.yml"))):
        text = re.sub(r"(?m)^name: .*", f"name: {NAMES[index % 2]}", year.read_text("utf-8"))
        year.write_text(re.sub(r"(?m)^role: .*", f"role: {ROLE}", text), "utf-8")
    for folder in sorted((root / "docs/agents").glob("*/2025")):
        told = min(path for path in folder.glob("*.md") if path.stem != "index")
        told.write_text(re.sub(r"(?m)^title: .*", f"title: {TITLE}", told.read_text("utf-8"), count=1), "utf-8")
    return root


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, "long", lambda folder: _project(folder / "project")).site


@pytest.mark.parametrize("width", [320, 900])
def test_nothing_is_cut_and_nothing_widens_a_page(site: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for path in [path for path in paths(site) if re.match(r"agents/\w+/(2025/)?index|team/|index", path)]:
        opened(page, (site / path).as_uri())
        assert page.evaluate(TOO_WIDE) == [], path
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width, path


@pytest.mark.parametrize(("media", "width"), [("screen", 360), ("print", 665)])  # what the margins leave of A4
def test_no_word_of_the_cover_runs_through_the_seal(
    site: Path, page: Page, media: Literal["screen", "print"], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    covers = [path for path in paths(site) if re.fullmatch(r"agents/[^/]+/2025/(present/)?index\.html", path)]
    assert len(covers) > 4
    for path in covers:
        opened(page, (site / path).as_uri())
        page.emulate_media(media=media)  # of the page that is open: the next one starts on a screen
        assert page.evaluate("media => matchMedia(media).matches", media)
        assert page.evaluate(UNDER_THE_SEAL) == [], path


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


def test_on_a_phone_a_long_title_is_whole_in_the_table_of_lessons(site: Path, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, (site / "agents/linxia/2025/index.html").as_uri())
    assert TITLE in page.locator(".lessons").text_content()
    assert page.locator(".lessons").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_a_name_on_a_card_breaks_after_its_dots(site: Path, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, (site / "index.html").as_uri())
    name = page.locator(".agent__name--long a", has_text=NAMES[0]).first
    ends = """link => [...link.childNodes].filter(part => part.nodeType === 3).map(part => {
      const range = document.createRange();
      range.selectNodeContents(part);
      return range.getClientRects().length;
    })"""
    assert name.evaluate(ends) == [1, 1, 1, 1]
