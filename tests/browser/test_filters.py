"""The team's pages in a real browser: filters with and without a server, with and without a script, for everyone."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from browser.accessibility import findings
from browser.conftest import Witness

pytestmark = pytest.mark.browser

PAGES = ("cases", "crystals", "voices", "foresight", "year")
SHOWN = "[data-codes]:not([hidden])"


def address(built_site: Path, site_url: str, start: str, name: str = "cases") -> str:
    base = site_url if start == "http" else built_site.as_uri() + "/"
    return f"{base}team/{name}/index.html"


def pick(page: Page, facet: str, value: str) -> None:
    """Click a value as a person does."""
    page.locator(f"input[name={facet}][value={value}]").check()


def listed(page: Page) -> list[str]:
    titles: list[str] = page.locator(f"{SHOWN} h2").all_text_contents()
    return titles


def said(page: Page, value: str) -> list[str]:
    """The titles whose line above names the value."""
    lines = page.locator("li[data-codes]").all()
    return [line.locator("h2").inner_text() for line in lines if value in line.locator("p").first.inner_text()]


@pytest.mark.parametrize("start", ["http", "file"])
def test_a_choice_narrows_the_list_and_stays_in_the_address(
    built_site: Path, site_url: str, page: Page, witness: Witness, start: str
) -> None:
    page.goto(address(built_site, site_url, start))
    whole = len(listed(page))
    wanted = said(page, "尊重")
    assert 0 < len(wanted) < whole
    pick(page, "need", "尊重")
    assert listed(page) == wanted
    expect(page.locator("[data-state]")).to_have_text(f"{whole} 则里找到 {len(wanted)} 则")
    page.reload()
    assert listed(page) == wanted
    page.locator("form.filters button[type=reset]").click()
    assert len(listed(page)) == whole
    assert page.evaluate("location.hash") == ""
    assert witness.errors == []
    assert witness.foreign == []


def test_within_a_facet_any_between_facets_all(built_site: Path, site_url: str, page: Page) -> None:
    page.goto(address(built_site, site_url, "http"))
    either = {*said(page, "尊重"), *said(page, "公平")}
    calls = set(said(page, "电话"))
    pick(page, "need", "尊重")
    pick(page, "need", "公平")
    assert set(listed(page)) == either
    pick(page, "channel", "电话")
    assert set(listed(page)) == either & calls
    assert page.evaluate("location.hash").count("need=") == 2


def test_each_count_is_what_a_click_would_show(built_site: Path, site_url: str, page: Page) -> None:
    page.goto(address(built_site, site_url, "http"))
    pick(page, "kind", "咨询")
    for box in page.locator("input[name=season]:enabled").all():
        promised = int(box.locator("xpath=following-sibling::span/b").inner_text())
        box.check()
        assert len(listed(page)) == promised
        box.uncheck()


def test_a_link_to_a_choice_opens_with_it(built_site: Path, site_url: str, page: Page) -> None:
    page.goto(address(built_site, site_url, "file") + "#need=公平")
    assert page.locator("input[value=公平]").is_checked()
    assert listed(page) == said(page, "公平")
    page.goto(address(built_site, site_url, "file") + "#need=没有这一种")
    expect(page.locator(SHOWN)).to_have_count(0)  # the page stays open, and hears of its new address a moment later


def test_the_keyboard_works_the_filters(built_site: Path, site_url: str, page: Page) -> None:
    page.goto(address(built_site, site_url, "http"))
    page.locator("input[name=need]").first.focus()
    page.keyboard.press("Space")
    assert page.locator("input[name=need]").first.is_checked()
    assert len(listed(page)) < page.locator("li[data-codes]").count()
    outline = "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle"
    page.keyboard.press("Tab")
    assert page.evaluate(outline) == "solid"


def test_nothing_moves_when_the_script_comes(own_page: Page, site_url: str) -> None:
    own_page.add_init_script(
        "moved = 0; new PerformanceObserver(list => list.getEntries().forEach(each => moved += each.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    own_page.goto(f"{site_url}team/cases/index.html", wait_until="load")
    own_page.locator("[data-state]").wait_for()
    own_page.wait_for_timeout(300)  # until the observer is told
    assert own_page.evaluate("moved") < 0.01


@pytest.mark.parametrize("name", PAGES)
def test_without_a_script_all_is_listed(scriptless: Page, built_site: Path, site_url: str, name: str) -> None:
    scriptless.goto(address(built_site, site_url, "file", name))
    assert scriptless.locator("h1").is_visible()
    assert not scriptless.locator("form.filters").first.is_visible()
    hidden = [item for item in scriptless.locator("[data-codes]").all() if not item.is_visible()]
    assert hidden == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_when_packed(built_site: Path, name: str) -> None:
    html = (built_site / "team" / name / "index.html").read_bytes()
    assert len(gzip.compress(html)) <= 150 * 1024


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_axe_finds_nothing_where_a_choice_is_made(
    built_site: Path, site_url: str, page: Page, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Pages as they open, these among them, are looked at with all the others."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(address(built_site, site_url, "http"))
    pick(page, "need", "尊重")
    assert findings(page) == []
