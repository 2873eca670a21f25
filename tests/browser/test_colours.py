"""Light and dark, from the first paint on, and what they cost: nothing that a phone would have to wait for."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import until
from browser.sample import NARROW, of_kind, opened

pytestmark = pytest.mark.browser


def _scheme(page: Page) -> str:
    return str(page.evaluate("document.body.dataset.mdColorScheme"))


@pytest.mark.parametrize("start", ["http", "file"])
def test_the_colours_are_the_devices_until_the_reader_chooses(
    built_site: Path, site_url: str, page: Page, start: str
) -> None:
    page.emulate_media(color_scheme="dark")
    opened(page, (site_url if start == "http" else built_site.as_uri() + "/") + "index.html")
    assert _scheme(page) == "slate"
    page.emulate_media(color_scheme="light")
    page.locator("body[data-md-color-scheme=default]").wait_for()  # the browser says so with its next frame
    page.locator("label[for=__palette_1]").click()
    assert _scheme(page) == "slate"
    expect(page.locator("label[for=__palette_1]")).to_be_hidden()
    page.reload(wait_until="load")
    assert _scheme(page) == "slate"
    page.locator("label[for=__palette_0]").click()
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(200)
    assert _scheme(page) == "default"


def test_the_colours_change_from_the_keyboard(site_url: str, page: Page) -> None:
    opened(page, site_url)
    page.locator("[name=__palette]:checked").focus()
    for scheme in ("slate", "default"):
        page.keyboard.press("Enter")
        assert _scheme(page) == scheme
        assert page.evaluate("document.activeElement.value") == scheme


def test_the_browsers_own_parts_are_in_the_pages_colours(site_url: str, page: Page) -> None:
    """Scroll bars, and the bar with the address on a phone."""
    said = "name => document.querySelector(`meta[name=${name}]`).content"
    page.emulate_media(color_scheme="dark")
    opened(page, site_url)
    for scheme, choice in (("dark", 0), ("light", 1)):
        assert page.evaluate(said, "color-scheme") == scheme
        assert page.evaluate(said, "theme-color") == page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator(f"label[for=__palette_{choice}]").click()


def test_the_colours_do_not_wait_for_the_page(site_url: str, own_page: Page) -> None:
    """They are on before the first paint: also where the theme's own script never comes."""
    own_page.route("**/bundle.*", lambda route: route.abort())
    own_page.emulate_media(color_scheme="dark")
    own_page.goto(site_url, wait_until="commit")
    own_page.locator(".md-header").wait_for()
    assert _scheme(own_page) == "slate"


def test_without_scripts_no_button_is_offered_that_needs_them(site_url: str, scriptless: Page) -> None:
    scriptless.goto(site_url)
    assert scriptless.locator(".md-header").is_visible()
    assert scriptless.locator("label[for^=__palette]:visible").count() == 0


# --- a phone does not wait ---


def _styled(page: Page, url: str) -> int:
    """How many elements' styles the browser worked out until the page stood, each as often as it did."""
    session = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    ended: list[Any] = []
    session.on("Tracing.dataCollected", lambda said: events.extend(said["value"]))
    session.on("Tracing.tracingComplete", lambda said: ended.append(said))
    session.send("Tracing.start", {"traceConfig": {"includedCategories": ["devtools.timeline", "blink"]}})
    opened(page, url)
    page.wait_for_timeout(300)
    session.send("Tracing.end")
    until(page, lambda: bool(ended))
    return sum(event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_script_has_the_whole_page_styled_anew(
    built_site: Path, site_url: str, own_page: Page, scheme: Literal["light", "dark"]
) -> None:
    """Each such round over a chronicle blocks a phone for a tenth of a second; the theme's own start takes five."""
    own_page.set_viewport_size(NARROW)
    own_page.emulate_media(color_scheme=scheme)
    styled = _styled(own_page, site_url + of_kind(built_site, "chronicle"))
    there = own_page.evaluate("[...document.querySelectorAll('*')].filter(each => each.checkVisibility()).length")
    assert there < styled < 1.5 * there
