"""Energy through the year, and what gave, drained and restored it."""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.formatting import number
from .canvas import Sheet
from .label_placement import around
from .scale import Scale
from .sizes import Form
from .year_axes import ground, hairlines


@dataclass(frozen=True)
class EnergyChart:
    """Twelve levels from 1 (drained) to 10 (full), and three lists of short texts; any of them may be absent."""

    monthly: tuple[float | None, ...] | None = None
    gives: tuple[str, ...] = ()
    drains: tuple[str, ...] = ()
    restores: tuple[str, ...] = ()


_TICKS = {10.0: "充盈 10", 7.0: "7", 4.0: "4", 1.0: "耗尽 1"}
_LISTS = (("给我力量", "series-2"), ("消耗我", "accent"), ("让我恢复", "series"))


def draw(spec: EnergyChart, form: Form, label: str) -> str:
    """The year's line, its low and its high marked, and below it what stood behind."""
    sheet = Sheet(form)
    y = 0.0
    if spec.monthly and any(v is not None for v in spec.monthly):
        y = _line(sheet, spec.monthly) + form.text
    texts = (spec.gives, spec.drains, spec.restores)
    lists = [(head, items, role) for (head, role), items in zip(_LISTS, texts, strict=True) if items]
    return sheet.svg(label, _columns(sheet, lists, y))


def _line(sheet: Sheet, values: tuple[float | None, ...]) -> float:
    form = sheet.form
    top = form.text * 2
    plot = ground(sheet, Scale(1, 10, top + (150 if form.wide else 130), top, 3), _TICKS, 14)
    hairlines(plot)
    labels = plot.field()
    labels.add_line(plot.line(values, "series-2", 4))
    extremes = _extremes(values)
    several = len(extremes) > 1
    for at, value, above in extremes:
        x, y = plot.at(at, value)
        sheet.dots([(x, y)], "series-2" if above else "accent", 5.5, ring=True)
        text = f"{'最高' if above else '最低'} {number(value)}" if several else number(value)
        labels.put(text, around(x, y, form.text, above), "series-2" if above else "accent")
    return plot.scale.bottom + form.text * 1.5


def _extremes(values: tuple[float | None, ...]) -> list[tuple[int, float, bool]]:
    """The lowest month and the highest, the earlier of equals; one where all are equal."""
    given = [(v, i) for i, v in enumerate(values, 1) if v is not None]
    low, high = min(given), max(given, key=lambda pair: (pair[0], -pair[1]))
    marked = [(high[1], high[0], True), (low[1], low[0], False)]
    return marked if low[0] < high[0] else marked[:1]


def _columns(sheet: Sheet, lists: list[tuple[str, tuple[str, ...], str]], top: float) -> float:
    """Three lists side by side, or one below the other; returns the lowest edge."""
    form = sheet.form
    gap = 28.0
    room = (form.width - gap * (len(lists) - 1)) / max(1, len(lists)) if form.wide else form.width
    lowest = y = top
    for i, (head, items, role) in enumerate(lists):
        y = _list(sheet, head, items, role, i * (room + gap) if form.wide else 0, top if form.wide else y, room)
        lowest = max(lowest, y)
    return lowest


def _list(sheet: Sheet, head: str, items: tuple[str, ...], role: str, x: float, y: float, room: float) -> float:
    form = sheet.form
    y += form.text * 1.1
    sheet.bar(x, y - form.text * 0.62, x + 10, y - form.text * 0.62 + 3, role)
    sheet.words(head, x + 17, y, "strong")
    y += form.text * 1.7
    for item in items:
        y = sheet.paragraph(item, x, y, room, 3) + form.text * 0.2
    return y - form.text * 0.4
