"""Everywhere in the sample site: every page served and from a folder, opened wide and narrow, and asked everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from browser.conftest import Witness, watched
from browser.sample import REACH, opened, paths
from chronicle.sanitize import csp

pytestmark = pytest.mark.browser

#: Where a walk starts, and the widths of its window: pages are opened in the first, and drawn to the others. To a
#: browser's zoom of 200 % a window of 1280 is one of 640.
WALKS = {"http": (1280, 768, 640), "file": (360,)}
#: Only a server shows it, and its paths are the server's.
LOST = "404.html"
HEADERS = {"Content-Security-Policy": csp.HEADER, "X-Content-Type-Options": "nosniff"}
LISTEN = """addEventListener("securitypolicyviolation", event => {
    (window.refused ??= []).push(`${event.violatedDirective} ${event.blockedURI}`)
})"""
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href.split('#')[0])"


@dataclass(frozen=True)
class Seen:
    """A page: how far it reaches in a window of each width, where it leads, and what the policy refused it."""

    reach: dict[int, int]
    links: frozenset[str]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class Walk:
    start: str
    base: str
    pages: dict[str, Seen]
    witness: Witness


def _looked_at(page: Page, widths: tuple[int, ...]) -> Seen:
    reach = {widths[0]: page.evaluate("document.scrollingElement.scrollWidth")}
    for width in widths[1:]:
        page.set_viewport_size({"width": width, "height": 740})
        reach[width] = page.evaluate(REACH)
    seen = Seen(reach, frozenset(page.evaluate(LINKS)), tuple(page.evaluate("window.refused ?? []")))
    if widths[1:]:
        page.set_viewport_size({"width": widths[0], "height": 740})
    return seen


def _walked(page: Page, base: str, names: list[str], widths: tuple[int, ...]) -> dict[str, Seen]:
    page.add_init_script(LISTEN)
    page.set_viewport_size({"width": widths[0], "height": 740})
    found = {}
    for name in names:
        opened(page, base + name)
        found[name] = _looked_at(page, (*widths, 360) if name == LOST else widths)
    return found


@pytest.fixture(scope="module", params=list(WALKS))
def walk(request: pytest.FixtureRequest, browser: Browser, built_site: Path, serve_folder: Callable[..., str]) -> Walk:
    """Every page, under the headers of the publishing guide where there is a server."""
    start = request.param
    base = serve_folder(built_site, HEADERS) if start == "http" else built_site.as_uri() + "/"
    names = [name for name in paths(built_site) if start == "http" or name != LOST]
    context = browser.new_context(color_scheme="light", locale="zh-CN")
    page = context.new_page()
    with watched(page) as witness:
        pages = _walked(page, base, names, WALKS[start])
    context.close()
    assert len(pages) > 30
    return Walk(start, base, pages, witness)


def test_no_page_complains_or_asks_another_host(walk: Walk) -> None:
    assert walk.witness.errors == []
    assert walk.witness.foreign == []


def test_no_page_goes_against_the_policy(walk: Walk) -> None:
    assert {path: seen.refused for path, seen in walk.pages.items() if seen.refused} == {}


def test_no_page_scrolls_sideways(walk: Walk) -> None:
    wider = {
        (path, width): reach
        for path, seen in walk.pages.items() for width, reach in seen.reach.items() if reach > width
    }  # fmt: skip
    assert wider == {}


def test_every_link_leads_somewhere(walk: Walk, built_site: Path) -> None:
    broken = {}
    for path, seen in walk.pages.items():
        inside = [link.removeprefix(walk.base) for link in seen.links if link.startswith(walk.base)]
        missing = [link for link in inside if not _exists(built_site, unquote(link), walk.start)]
        if missing:
            broken[path] = missing
    assert broken == {}


def _exists(site: Path, path: str, start: str) -> bool:
    """A folder's page is found by a server, and not by a browser that looks at a folder."""
    target = site / path
    return target.is_file() or (start == "http" and (target / "index.html").is_file())


def test_a_walk_sees_what_is_wrong(own_page: Page, tmp_path: Path) -> None:
    """A page that is too wide, leads astray, asks others and runs what its policy refuses."""
    rule = '<meta http-equiv="Content-Security-Policy" content="script-src \'none\'; connect-src *">'
    wrong = (
        '<p style="width:2000px">x</p><a href="gone.html#x">x</a><img src="http://127.9.9.9:9/x.png"><script>1</script>'
    )
    (tmp_path / "wrong.html").write_text(f"<!doctype html>{rule}<title>x</title>{wrong}", "utf-8")
    with watched(own_page) as witness:
        found = _walked(own_page, tmp_path.as_uri() + "/", ["wrong.html"], (1280, 360))
    seen = found["wrong.html"]
    assert seen.reach[1280] >= 2000
    assert seen.reach[360] >= 2000
    assert seen.links == {(tmp_path / "gone.html").as_uri()}
    assert seen.refused == ("script-src-elem inline",)
    assert witness.foreign == ["http://127.9.9.9:9/x.png"]
    assert len(witness.errors) >= 2
