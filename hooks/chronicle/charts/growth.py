"""Skills before and after, 1 to 5."""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.formatting import number
from .canvas import NAN, Sheet
from .sizes import Form
from .text_metrics import width


@dataclass(frozen=True)
class GrowthChart:
    """Skills in the writer's order: name, level before, level after."""

    rows: tuple[tuple[str, float, float], ...]


_LEVELS = (1, 2, 3, 4, 5)


def draw(spec: GrowthChart, form: Form, label: str) -> str:
    """For each skill a way from before to after on one scale."""
    sheet = Sheet(form)
    names = min(max((width(name, form.text) for name, _b, _a in spec.rows), default=0), 300) if form.wide else 0
    ends = max((width(_ends(b, a), form.text) for _n, b, a in spec.rows), default=0)
    left, right = (names + 24, form.width - ends - 24) if form.wide else (12.0, form.width - ends - 20)
    pitch, top = (34.0, form.text * 1.9) if form.wide else (48.0, form.text * 1.9)
    _levels(sheet, left, right, top, len(spec.rows) * pitch)
    for i, (name, before, after) in enumerate(spec.rows):
        y = top + (i + 0.5) * pitch if form.wide else top + i * pitch + 36
        room = names if form.wide else form.width
        sheet.line_of(name, 0, y + form.text * 0.36 if form.wide else y - 15, room)
        _way(sheet, [left + (v - 1) / 4 * (right - left) for v in (before, after)], y)
        sheet.words(_ends(before, after), form.width, y + form.text * 0.36, "soft", "end")
    return sheet.svg(label, top + len(spec.rows) * pitch + 4)


def _ends(before: float, after: float) -> str:
    return f"{number(before)} → {number(after)}" if before != after else number(after)


def _levels(sheet: Sheet, left: float, right: float, top: float, height: float) -> None:
    xs = [left + (level - 1) / 4 * (right - left) for level in _LEVELS]
    sheet.line([p for x in xs for p in ((x, top), (x, top + height), (NAN, NAN))], "hair")
    for level, x in zip(_LEVELS, xs, strict=True):
        sheet.words(f"{level} 级" if level == 1 else str(level), x, sheet.form.text, "soft", "middle")


def _way(sheet: Sheet, places: list[float], y: float) -> None:
    before, after = places
    if before != after:
        sheet.line(((before, y), (after, y)), "way")
        sheet.dots(((before, y),), "pale", 5.5, ring=True)
    sheet.dots(((after, y),), "series", 6.5)
