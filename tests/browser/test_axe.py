"""Everyone can read it: axe-core on each kind of page of the sample, wide and narrow, light and dark, and in use."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from browser.accessibility import AXE, COLOURS, findings, findings_again
from browser.conftest import come_to_rest
from browser.sample import KINDS, NARROW, WIDE, of_kind, opened, search

pytestmark = pytest.mark.browser

#: What is made of parts that another kind shows: wide and light, narrow and dark are enough.
TWO_WAYS = {"single file", "team crystals", "team foresight", "other", "404"}
#: In which ways a page is looked at, and what for: where the scheme alone is another one, the colours alone are.
LOOKS: dict[str, tuple[ViewportSize, Literal["light", "dark"], tuple[str, ...]]] = {
    "wide and light": (WIDE, "light", ()),
    "wide and dark": (WIDE, "dark", COLOURS),
    "narrow and dark": (NARROW, "dark", ()),
    "narrow and light": (NARROW, "light", COLOURS),
}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "slides"])  # see test_present
def test_axe_finds_nothing(built_site: Path, site_url: str, page: Page, kind: str) -> None:
    """One page after the other is turned from look to look, as a reader's device does it."""
    page.emulate_media(reduced_motion="reduce")
    opened(page, site_url + of_kind(built_site, kind))
    page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    found = {}
    for look, (size, scheme, rules) in LOOKS.items():
        if kind not in TWO_WAYS or look in ("wide and light", "narrow and dark"):
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            come_to_rest(page)
            found[look] = findings_again(page, *rules) if found else findings(page)
    assert {look: faults for look, faults in found.items() if faults} == {}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_while_searching(site_url: str, page: Page, size: Any) -> None:
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    opened(page, site_url)
    assert search(page, "将心比心")
    come_to_rest(page)  # the panel has slid in, and its colours are its own
    assert findings(page) == []


def test_axe_finds_nothing_in_the_open_drawer(built_site: Path, site_url: str, page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.emulate_media(reduced_motion="reduce")
    opened(page, site_url + of_kind(built_site, "404"))
    page.locator("label[for=__drawer].md-header__button").click()
    come_to_rest(page)
    assert findings(page) == []


def test_the_check_sees_what_is_wrong(page: Page) -> None:
    """As axe itself does, also where a colour is read once and remembered."""
    colours = ("#777", "#999", "rgb(120 120 120 / 60%)", "hsl(0 0% 60%)", "gray", "#777", "#999")
    grounds = ("#fff", "#eee", "rgb(0 0 0 / 5%)", "color-mix(in srgb, white, black 20%)")
    texts = "".join(f'<p style="color:{c};background:{g}">看不清的字</p>' for c in colours for g in grounds)
    page.set_content(f"<html lang=zh><title>x</title><main><h1>x</h1>{texts}<img src=x></main>")
    plain = findings(page, AXE)
    assert findings_again(page, *COLOURS) == [each for each in plain if each.startswith(COLOURS)]
    assert sum(each.startswith("color-contrast") for each in plain) > 20
    assert sum(each.startswith("image-alt") for each in plain) == 1
    assert findings(page) == plain
