"""The sample site as a reader meets it: its kinds of pages, its search, its HTML, without a script, by keyboard."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page
from tinyhtml5.parser import HTMLParser

from browser.conftest import Witness
from browser.sample import KINDS, of_kind, opened, paths, search

pytestmark = pytest.mark.browser


def test_every_kind_of_page_is_in_the_sample(built_site: Path) -> None:
    for kind in KINDS:
        assert (built_site / of_kind(built_site, kind)).is_file()
    kinds = {
        path: [kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path)] for path in paths(built_site)
    }
    assert {path: found for path, found in kinds.items() if len(found) != 1} == {}


def test_what_is_not_there_is_answered_in_the_sites_own_page(site_url: str, page: Page) -> None:
    answer = page.goto(site_url + "agents/nobody/2025/deep/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("link[rel=stylesheet]").count() > 0
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")


# --- search ---


@pytest.mark.parametrize("start", ["http", "file"])
@pytest.mark.parametrize("words", ["峰谷电价", "停电"])
def test_a_search_in_chinese_finds_the_page(
    built_site: Path, site_url: str, page: Page, witness: Witness, start: str, words: str
) -> None:
    base = site_url if start == "http" else built_site.as_uri() + "/"
    opened(page, base + "index.html")
    found = [re.split(r"[?#]", link)[0] for link in search(page, words)]
    texts = [(built_site / unquote(link.removeprefix(base))).read_text(encoding="utf-8") for link in found]
    assert words in texts[0]
    assert witness.errors == []
    assert witness.foreign == []


# --- valid HTML ---


def _mistakes(text: str) -> list[str]:
    """Every error by the HTML standard's own parsing rules, and names that stand twice."""
    parser = HTMLParser()
    parser.parse(text)
    mistakes = [f"{place[0]}:{place[1]} {code} {values or ''}" for place, code, values in parser.errors]
    ids = Counter(re.findall(r"<[^<>]*\sid=[\"']?([^\"'\s>]+)", text))
    return mistakes + [f"id {name} stands {count} times" for name, count in ids.items() if count > 1]


def test_the_checker_sees_mistakes() -> None:
    assert _mistakes("<!doctype html><title>x</title><p id=a><table><p id=a></table>")
    assert _mistakes("<!doctype html><title>x</title><p id=a>x</p>") == []


def test_every_page_is_valid_html(built_site: Path) -> None:
    wrong = {path: _mistakes((built_site / path).read_text(encoding="utf-8")) for path in paths(built_site)}
    assert {path: mistakes[:5] for path, mistakes in wrong.items() if mistakes} == {}


def test_a_page_needs_no_script_to_be_read(scriptless: Page, built_site: Path, site_url: str) -> None:
    scriptless.goto(site_url + of_kind(built_site, "chronicle"))
    assert scriptless.locator("h1").first.is_visible()
    assert scriptless.locator("figure svg").first.is_visible()


@pytest.mark.parametrize("kind", ["home", "chronicle", "case"])
def test_the_keyboard_reaches_the_content(built_site: Path, site_url: str, page: Page, kind: str) -> None:
    """The first stop leads past the header, and a focus is always to be seen."""
    opened(page, site_url + of_kind(built_site, kind))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.md-skip')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main, .md-footer')")
