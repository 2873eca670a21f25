"""The Content-Security-Policy on every page, from a server with the header and from a folder, and what it stops."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.conftest import Witness
from browser.sample import paths
from chronicle.sanitize import csp

pytestmark = pytest.mark.browser

HEADERS = {"Content-Security-Policy": csp.HEADER, "X-Content-Type-Options": "nosniff"}


@pytest.fixture(scope="module")
def guarded_url(built_site: Path, serve_folder: Callable[..., str]) -> str:
    return serve_folder(built_site, HEADERS)


def test_every_page_carries_a_policy_before_any_script(built_site: Path) -> None:
    for path in paths(built_site):
        text = (built_site / path).read_text(encoding="utf-8")
        at = text.find('http-equiv="Content-Security-Policy"')
        assert at > 0, path
        assert at < (text.find("<script") if "<script" in text else len(text)), path


def test_no_page_has_a_script_or_a_style_in_it(built_site: Path) -> None:
    for path in paths(built_site):
        text = (built_site / path).read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", text), path
        assert not re.search(r"<[^>]*\s(?:style|on\w+)=", text), path
        assert path.endswith("/chronicle.html") or "<style" not in text, path


@pytest.mark.parametrize("start", ["http", "file"])
def test_search_and_colours_work_under_the_policy(
    built_site: Path, guarded_url: str, page: Page, witness: Witness, start: str
) -> None:
    page.goto((guarded_url if start == "http" else built_site.as_uri() + "/") + "index.html", wait_until="load")
    page.locator("input.md-search__input").click()
    page.keyboard.insert_text("停电")
    page.keyboard.press("End")
    page.locator(".md-search-result__link").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("label[for=__palette_1]").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    page.reload(wait_until="load")
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert witness.errors == []


def test_the_policy_stops_what_would_slip_through(built_site: Path, guarded_url: str, page: Page) -> None:
    page.goto(guarded_url + "index.html", wait_until="load")
    page.evaluate("""() => {
        const box = document.createElement('div')
        box.innerHTML = '<img src="assets/none.png" onerror="window.ran = 1">'
            + '<a id=slipped href="javascript:window.ran = 2">x</a>'
        document.body.append(box)
        const script = document.createElement('script')
        script.textContent = 'window.ran = 3'
        document.body.append(script)
        document.getElementById('slipped').click()
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
