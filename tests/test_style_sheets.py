"""The style sheets, one for each kind of page, and every colour in one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "docs" / "assets"
SHEETS = {path.name: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S) for path in ASSETS.glob("*.css")}
ONE_FILE = (ROOT / "hooks/chronicle/rendering/templates/onefile.css").read_text("utf-8")


def declared(selector: str) -> list[dict[str, str]]:
    """What each rule of this selector in book.css gives the custom properties."""
    rules = re.findall(rf"(?:^|\n) *{re.escape(selector)} \{{([^}}]*)\}}", SHEETS["book.css"])
    return [dict(re.findall(r"--([\w-]+): ([^;]+);", rule)) for rule in rules]


LIGHT, DARK = declared(":root")[:2]


def test_there_is_one_for_each_kind_of_page():
    assert set(SHEETS) == {"book.css", "onepage.css", "plain.css", "print.css", "slides.css"}


@pytest.mark.parametrize("name", [*sorted(SHEETS), "onefile.css"])
def test_colours_stand_in_the_palette_alone(name):
    _, _, after = SHEETS["book.css"].partition("--song:")
    css = {**SHEETS, "book.css": after, "onefile.css": ONE_FILE}[name]
    rules = re.sub(r'url\("[^"]*"\)', "", css)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])|\b(?:rgb|hsl|oklch|color-mix)a?\(", rules) == []


def test_dark_has_a_colour_for_every_ink_and_ground():
    assert all(re.fullmatch(r"#[0-9a-f]{3,6}", colour) for colour in (*LIGHT.values(), *DARK.values()))
    assert {f"night-{name}" for name in LIGHT} - set(DARK) == {"night-blackout"}


@pytest.mark.parametrize("scheme", ["slate", "auto"])
def test_every_dark_scheme_wears_all_of_the_dark_colours(scheme):
    [worn] = declared(f'[data-md-color-scheme="{scheme}"]')
    assert worn == {name.removeprefix("night-"): f"var(--{name})" for name in DARK}


def test_every_property_that_is_used_is_declared():
    css = "\n".join((*SHEETS.values(), ONE_FILE))
    scripted = {"fit", "done", "running"}  # set by slides.js and print.js
    used = set(re.findall(r"var\(--([\w-]+)", css)) - scripted
    assert used - set(re.findall(r"--([\w-]+):", css)) - {"md-default-fg-color", "md-default-bg-color"} == set()
