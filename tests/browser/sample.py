"""The pages of the sample site: where they are, of which kind, and how they are opened."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, ViewportSize

WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}
#: How far a page reaches, after it has answered to its new width.
REACH = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(
    () => done(document.scrollingElement.scrollWidth))))"""
# One of each kind of page; the walks go everywhere
KINDS = {
    "home": r"index\.html",
    "life": r"agents/[^/]+/index\.html",
    "chronicle": r"agents/[^/]+/\d{4}/index\.html",
    "case": r"agents/[^/]+/\d{4}/(?!present/|onepage/)[^/]+/index\.html",
    "slides": r"agents/[^/]+/\d{4}/present/index\.html",
    "sheet": r"agents/[^/]+/\d{4}/onepage/index\.html",
    "single file": r"agents/[^/]+/\d{4}/chronicle\.html",
    "team cases": r"team/cases/(?:\d+/)?index\.html",
    "team crystals": r"team/crystals/(?:\d+/)?index\.html",
    "team voices": r"team/voices/(?:\d+/)?index\.html",
    "team foresight": r"team/foresight/(?:\d+/)?index\.html",
    "team year": r"team/year/(?:\d{4}/)?index\.html",
    "other": r"(?!agents/|team/)[^/]+/index\.html",
    "404": r"404\.html",
}


def paths(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def of_kind(site: Path, kind: str) -> str:
    """The heaviest page of its kind: the one with the most on it."""
    found = [path for path in paths(site) if re.fullmatch(KINDS[kind], path)]
    assert found, f"the sample has no page of the kind {kind}"
    return max(found, key=lambda path: (site / path).stat().st_size)


def opened(page: Page, url: str) -> None:
    page.goto(url, wait_until="load")  # the theme's scripts are deferred, so all have run by then


def search(page: Page, words: str) -> list[str]:
    """Type into the search as a person does; the addresses of what is found."""
    field = page.locator("input.md-search__input")
    if page.viewport_size and page.viewport_size["width"] < 960:  # there it waits behind its icon
        page.locator("label[for=__search].md-header__button").click()
    field.click()
    page.keyboard.insert_text(words)
    page.keyboard.press("End")
    page.locator(".md-search-result__link").first.wait_for()
    found: list[str] = page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)")
    return found
