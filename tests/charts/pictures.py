"""Every sample drawn in both forms, and the boxes of its words."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from xml.etree import ElementTree

from tests.charts import samples

from chronicle.charts import (  # fmt: skip
    bars,
    before_after,
    calendar,
    journey,
    quarters,
    rhythm,
    trend,
    voices,
    wordcloud,
    years,
)
from chronicle.charts.canvas import Box, box, is_bold
from chronicle.charts.sizes import FORMS, Form
from chronicle.charts.text_metrics import ASCENT, DESCENT

CASES = {
    trend: samples.TRENDS, quarters: samples.QUARTERS, bars: samples.BARS, before_after: samples.BEFORE_AFTER,
    journey: samples.JOURNEYS,
    voices: samples.VOICES, rhythm: samples.RHYTHMS, calendar: samples.CALENDARS, years: samples.YEARS,
    wordcloud: samples.CLOUDS,
}  # fmt: skip
NAMES = [(module, name) for module, cases in CASES.items() for name in cases]
IDS = [f"{module.__name__.rpartition('.')[2]}-{name}" for module, name in NAMES]


@cache
def picture(module: ModuleType, name: str, form: Form) -> str:
    """One sample drawn."""
    return module.draw(CASES[module][name], form).svg(f'{name} <&"')


def every() -> list[tuple[str, str]]:
    """Name and SVG of every sample in every form."""
    return [
        (f"{ids} {form.name}", picture(module, name, form))
        for (module, name), ids in zip(NAMES, IDS, strict=True)
        for form in FORMS
    ]


def words(svg: str) -> list[tuple[str, Box]]:
    """The text of a drawing and where it stands by our own measure."""
    root = ElementTree.fromstring(svg)
    usual = float(root.get("font-size", "0"))
    return [(element.text or "", _box(element, usual)) for element in root.iter("text")]


def _box(element: ElementTree.Element, usual: float) -> Box:
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    size = float(element.get("font-size", usual))
    length = element.get("textLength")
    if length:
        return Box(x, y - ASCENT * size, x + float(length), y + DESCENT * size)
    bold = is_bold(element.get("class", "").removeprefix("t-"))
    return box(element.text or "", x, y, element.get("text-anchor", "start"), size, bold)
