"""The sample site as a reader meets it: every page, wide and narrow, light and dark, served and from a folder."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tinyhtml5.parser import HTMLParser

from browser.conftest import Witness

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# One of each kind of page; the walks below go everywhere
KINDS = {
    "home": r"index\.html",
    "life": r"agents/[^/]+/index\.html",
    "chronicle": r"agents/[^/]+/\d{4}/index\.html",
    "case": r"agents/[^/]+/\d{4}/(?!present/)[^/]+/index\.html",
    "slides": r"agents/[^/]+/\d{4}/present/index\.html",
    "single file": r"agents/[^/]+/\d{4}/chronicle\.html",
    "team cases": r"team/cases/(?:\d+/)?index\.html",
    "team crystals": r"team/crystals/(?:\d+/)?index\.html",
    "team voices": r"team/voices/(?:\d+/)?index\.html",
    "team foresight": r"team/foresight/(?:\d+/)?index\.html",
    "team year": r"team/year/(?:\d{4}/)?index\.html",
    "other": r"(?!agents/|team/)[^/]+/index\.html",
    "404": r"404\.html",
}


def _paths(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def _of_kind(site: Path, kind: str) -> str:
    """The heaviest page of its kind: the one with the most on it."""
    found = [path for path in _paths(site) if re.fullmatch(KINDS[kind], path)]
    assert found, f"the sample has no page of the kind {kind}"
    return max(found, key=lambda path: (site / path).stat().st_size)


def _open(page: Page, url: str) -> None:
    page.goto(url, wait_until="load")
    if page.locator("script[src*=bundle]").count():  # the theme's pages; a policy forbids to wait for an expression
        page.locator("html.js").wait_for(state="attached")


def _from_folder(site: Path) -> str:
    return site.as_uri() + "/"


def test_every_kind_of_page_is_in_the_sample(built_site: Path) -> None:
    for kind in KINDS:
        assert (built_site / _of_kind(built_site, kind)).is_file()
    kinds = {
        path: [kind for kind, pattern in KINDS.items() if re.fullmatch(pattern, path)] for path in _paths(built_site)
    }
    assert {path: found for path, found in kinds.items() if len(found) != 1} == {}


def test_no_page_complains_or_asks_another_host(built_site: Path, site_url: str, page: Page, witness: Witness) -> None:
    for path in _paths(built_site):
        _open(page, site_url + path)
    assert witness.errors == []
    assert witness.foreign == []


def test_from_a_folder_no_page_complains_either(built_site: Path, page: Page, witness: Witness) -> None:
    for path in _paths(built_site):
        if path != "404.html":  # only a server shows it, and its paths are the server's
            _open(page, _from_folder(built_site) + path)
    assert witness.errors == []
    assert witness.foreign == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_page_scrolls_sideways(built_site: Path, site_url: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    wider = {}
    for path in _paths(built_site):
        _open(page, site_url + path)
        reach = page.evaluate("document.scrollingElement.scrollWidth")
        if reach > width:
            wider[path] = reach
    assert wider == {}


def test_text_may_grow_to_twice_its_size(built_site: Path, site_url: str, page: Page) -> None:
    """A browser's zoom of 200 % on a window of 1280 is a page of 640."""
    page.set_viewport_size({"width": 640, "height": 450})
    for kind in KINDS:
        _open(page, site_url + _of_kind(built_site, kind))
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 640, kind


def _links(page: Page) -> set[str]:
    found: list[str] = page.evaluate("[...document.querySelectorAll('a[href]')].map(link => link.href.split('#')[0])")
    return set(found)


@pytest.mark.parametrize("start", ["http", "file"])
def test_every_link_leads_somewhere(built_site: Path, site_url: str, page: Page, start: str) -> None:
    base = site_url if start == "http" else _from_folder(built_site)
    broken = {}
    for path in _paths(built_site):
        if path == "404.html" and start == "file":
            continue
        _open(page, base + path)
        inside = [link.removeprefix(base) for link in _links(page) if link.startswith(base)]
        missing = [link for link in inside if not _exists(built_site, unquote(link), start)]
        if missing:
            broken[path] = missing
    assert broken == {}


def _exists(site: Path, path: str, start: str) -> bool:
    """A folder's page is found by a server, and not by a browser that looks at a folder."""
    target = site / path
    return target.is_file() or (start == "http" and (target / "index.html").is_file())


def test_what_is_not_there_is_answered_in_the_sites_own_page(site_url: str, page: Page) -> None:
    answer = page.goto(site_url + "agents/nobody/2025/deep/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("link[rel=stylesheet]").count() > 0
    assert page.evaluate("[...document.styleSheets].every(sheet => sheet.cssRules.length > 0)")


# --- everyone can read it ---


def _findings(page: Page) -> list[str]:
    """What axe-core finds, as one line for each place."""
    found: dict[str, Any] = Axe().run(page).response
    return [f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("kind", list(KINDS))
def test_axe_finds_nothing(
    built_site: Path, site_url: str, page: Page, kind: str, size: Any, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    _open(page, site_url + _of_kind(built_site, kind))
    page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    assert _findings(page) == []


def _search(page: Page, words: str) -> list[str]:
    """Type into the search as a person does; the addresses of what is found."""
    field = page.locator("input.md-search__input")
    if page.viewport_size and page.viewport_size["width"] < 960:  # there it waits behind its icon
        page.locator("label[for=__search].md-header__button").click()
    field.click()
    page.keyboard.insert_text(words)
    page.keyboard.press("End")
    page.locator(".md-search-result__link").first.wait_for(timeout=10_000)
    found: list[str] = page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)")
    return found


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_while_searching(site_url: str, page: Page, size: Any) -> None:
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    _open(page, site_url)
    assert _search(page, "将心比心")
    page.wait_for_timeout(400)  # the panel has slid in, and its colours are its own
    assert _findings(page) == []


def test_axe_finds_nothing_in_the_open_drawer(built_site: Path, site_url: str, page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.emulate_media(reduced_motion="reduce")
    _open(page, site_url + _of_kind(built_site, "other"))
    page.locator("label[for=__drawer].md-header__button").click()
    page.wait_for_timeout(400)
    assert _findings(page) == []


# --- search ---


@pytest.mark.parametrize("start", ["http", "file"])
@pytest.mark.parametrize("words", ["峰谷电价", "停电"])
def test_a_search_in_chinese_finds_the_page(
    built_site: Path, site_url: str, page: Page, witness: Witness, start: str, words: str
) -> None:
    base = site_url if start == "http" else _from_folder(built_site)
    _open(page, base + "index.html")
    found = [re.split(r"[?#]", link)[0] for link in _search(page, words)]
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
    wrong = {path: _mistakes((built_site / path).read_text(encoding="utf-8")) for path in _paths(built_site)}
    assert {path: mistakes[:5] for path, mistakes in wrong.items() if mistakes} == {}


def test_a_page_needs_no_script_to_be_read(browser: Any, built_site: Path, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url + _of_kind(built_site, "chronicle"))
    assert page.locator("h1").first.is_visible()
    assert page.locator("figure svg").first.is_visible()
    context.close()


@pytest.mark.parametrize("kind", ["home", "chronicle", "case"])
def test_the_keyboard_reaches_the_content(built_site: Path, site_url: str, page: Page, kind: str) -> None:
    """The first stop leads past the header, and a focus is always to be seen."""
    _open(page, site_url + _of_kind(built_site, kind))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.md-skip')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main, .md-footer')")
