"""The chronicle as a book on a phone: how long it is, what comes first, and what opens."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import until
from browser.sample import opened

pytestmark = pytest.mark.browser

YEAR = "agents/linxia/2025/index.html"
PHONE = {"width": 360, "height": 780}


def _screen(page: Page, selector: str) -> float:
    """On which screen an element begins."""
    top = page.locator(selector).first.evaluate("element => element.getBoundingClientRect().top + scrollY")
    return float(top) / PHONE["height"] + 1


def test_a_year_is_short_and_its_story_and_record_come_early(site_url: str, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened(page, site_url + YEAR)
    assert page.evaluate("document.scrollingElement.scrollHeight") / PHONE["height"] <= 16
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    assert _screen(page, ".lead-story") < 3
    assert _screen(page, ".record") < 7
    assert _screen(page, "figure[data-chart^='trend-']") > _screen(page, ".record")


def test_the_drawer_is_there_for_keys_only_while_it_is_open(site_url: str, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened(page, site_url + YEAR)
    drawer = page.locator(".md-sidebar--primary a", has_text="写作指南")
    expect(drawer).not_to_be_visible()
    page.locator("label[for=__drawer].md-header__button").click()
    expect(drawer).to_be_visible()


def test_a_finger_finds_what_stands_alone(site_url: str, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    alone = ".years a, .ways a, .numbers__way, .exhibit__data > summary, .case-head__way a, .md-header__button.md-icon"
    for path in (YEAR, "agents/linxia/2025/fish-pond/index.html"):
        opened(page, site_url + path)
        heights = page.locator(alone).evaluate_all(
            "all => all.filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().height)"
        )
        assert len(heights) > 4
        assert round(min(heights)) >= 44
    context.close()


def test_a_year_is_short_on_a_desk_and_light(built_site: Path, site_url: str, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    opened(page, site_url + YEAR)
    assert page.evaluate("document.scrollingElement.scrollHeight") <= 9500
    assert len(gzip.compress((built_site / YEAR).read_bytes())) <= 60 * 1024


@pytest.mark.parametrize("anchor", ["energy", "source-contacts-total"])
def test_a_link_to_what_is_folded_opens_it(site_url: str, page: Page, anchor: str) -> None:
    opened(page, f"{site_url}{YEAR}#{anchor}")
    page.locator(f"#{anchor}").scroll_into_view_if_needed()
    until(page, f"document.getElementById('{anchor}').closest('details').open")


def test_the_summary_of_a_fold_tells_its_finding_and_opens_its_chart(site_url: str, page: Page) -> None:
    opened(page, site_url + YEAR)
    chart = page.locator("figure[data-chart='energy']")
    assert not chart.is_visible()
    summary = page.locator(".fold", has=page.locator("#energy")).locator("> summary")
    assert "能量只有" in summary.inner_text()
    summary.click()
    expect(chart).to_be_visible()


def test_a_phone_opens_the_contents_of_the_page_itself(site_url: str, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened(page, site_url + YEAR)
    sheet = page.locator(".md-sidebar--secondary")
    assert not sheet.is_visible()
    page.locator(".contents > summary").click()
    expect(sheet).to_be_visible()
    sheet.get_by_role("link", name="情绪翻译").click()
    page.locator(".translations").wait_for(state="visible")
    expect(sheet).to_be_hidden()
    top = "document.getElementById('translations').closest('.fold').getBoundingClientRect().top"
    until(page, f"48 <= {top} && {top} < {PHONE['height']}")  # beneath the header


def test_a_story_is_named_three_times_at_most_before_anything_is_opened(site_url: str, page: Page) -> None:
    opened(page, site_url + YEAR)
    text = page.evaluate(
        """() => {
        const walk = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT), words = []
        while (walk.nextNode()) if (walk.currentNode.parentElement.checkVisibility()) words.push(walk.currentNode.data)
        return words.join("")
        }"""
    )
    for title in ("一塘鱼的清晨", "凌晨一点的「店费」", "没等来的那条短信", "关了闸，表还在走"):
        assert 1 <= text.count(title) <= 3, title
