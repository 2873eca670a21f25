"""Every chart in a real browser, in its own fonts: nothing overlaps, nothing is cut, nothing is too small."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.charts.pictures import every, picture
from tests.charts.samples import TRENDS

from chronicle.charts.sizes import NARROW, WIDE

pytestmark = pytest.mark.browser

STYLE = (Path(__file__).parents[2] / "docs" / "assets" / "book.css").read_text("utf-8")
#: Ink of a line of text: as wide as the browser sets it; of the line's height what glyphs fill.
MEASURE = """figure => {
  const svg = figure.querySelector('svg'), view = svg.viewBox.baseVal, scale = figure.clientWidth / view.width;
  const texts = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim()).map(t => {
    const size = parseFloat(getComputedStyle(t).fontSize), wide = t.getBBox(), y = t.y.baseVal[0].value;
    const text = t.firstChild.data;
    return {text, size: size * scale, box: [wide.x, y - .86 * size, wide.x + wide.width, y + .18 * size]};
  });
  const rings = [...svg.querySelectorAll('circle.d-accent')].map(c => {
    const [x, y, r] = [c.cx, c.cy, c.r].map(v => v.baseVal.value);
    return [x - r, y - r, x + r, y + r];
  });
  return {texts, rings, width: view.width, height: view.height};
}"""


@pytest.fixture
def page(page: Page) -> Page:
    page.set_viewport_size({"width": 900, "height": 800})
    return page


def shown(page: Page, drawings: list[tuple[str, str]], font: str = "sans-serif") -> list[tuple[str, dict[str, Any]]]:
    """Drawings on one page, each form as small as it is ever shown, measured."""
    figures = "".join(
        f'<figure style="margin:0;width:{600 if "chart--wide" in svg else 288}px">{svg}</figure>' for _, svg in drawings
    )
    page.set_content(f"<style>{STYLE} .chart.chart {{ display: block; font-family: {font} }}</style>{figures}")
    return [
        (name, f.evaluate(MEASURE)) for (name, _), f in zip(drawings, page.query_selector_all("figure"), strict=True)
    ]


def meet(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] - 0.3 and b[0] < a[2] - 0.3 and a[1] < b[3] - 0.3 and b[1] < a[3] - 0.3


def faults(name: str, seen: dict[str, Any]) -> Iterator[str]:
    """Everything wrong with one drawing, in words."""
    texts = seen["texts"]
    for i, one in enumerate(texts):
        left, top, right, bottom = one["box"]
        if left < -1 or top < -1 or right > seen["width"] + 1 or bottom > seen["height"] + 1:
            yield f"{name}: {one['text']!r} is cut"
        if one["size"] < 11:
            yield f"{name}: {one['text']!r} is {one['size']} px"
        yield from (f"{name}: {one['text']!r} on {two['text']!r}" for two in texts[:i] if meet(one["box"], two["box"]))
        yield from (f"{name}: {one['text']!r} on a marked point" for ring in seen["rings"] if meet(one["box"], ring))


@pytest.mark.parametrize("font", ["sans-serif", "serif", "Noto Sans CJK SC"])
def test_nothing_overlaps_is_cut_or_too_small(page, font):
    assert not [fault for name, seen in shown(page, every(), font) for fault in faults(name, seen)]


def test_the_check_sees_an_overlap_a_cut_and_small_type(page):
    svg = (
        '<svg class="chart chart--wide" viewBox="0 0 760 100" font-size="13">'
        '<circle class="d-accent" cx="12" cy="46" r="5"/>'
        '<text x="-9" y="50">停电</text><text x="10" y="52">停电</text></svg>'
    )
    ((name, seen),) = shown(page, [("x", svg)])
    found = " ".join(faults(name, seen))
    assert all(word in found for word in ("is cut", "px", "on '停电'", "marked point"))


@pytest.mark.parametrize(("width", "form"), [(288, NARROW), (480, NARROW), (599, NARROW), (600, WIDE), (812, WIDE)])
def test_the_room_decides_which_form_is_shown(page, width, form):
    from chronicle.charts import trend

    both = "".join(picture(trend, next(iter(TRENDS)), each) for each in (WIDE, NARROW))
    page.set_content(f'<style>{STYLE}</style><figure data-chart="x" style="margin:0;width:{width}px">{both}</figure>')
    visible = [svg for svg in page.query_selector_all("svg") if svg.is_visible()]
    assert [svg.get_attribute("class") for svg in visible] == [f"chart chart--{form.name}"]
    assert visible[0].bounding_box()["width"] <= width
