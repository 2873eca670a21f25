"""A special task: its figures before and during."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..figures.formatting import amount, signed
from .canvas import Sheet
from .sizes import Form
from .text_metrics import width

#: label, unit, before, during
Change = tuple[str, str, float | None, float | None]


@dataclass(frozen=True)
class CampaignChart:
    """The figures of one campaign, each on a scale of its own."""

    figures: tuple[Change, ...]


def draw(spec: CampaignChart, form: Form, label: str) -> str:
    """Two dots for each figure, from before to during, with the change beside them."""
    sheet = Sheet(form)
    frame = _frame(spec, form)
    y = form.text
    for i, figure in enumerate(spec.figures):
        y = _row(sheet, figure, frame, y, i == 0)
    return sheet.svg(label, y - form.text * 1.4)


class _Frame(NamedTuple):
    """The track on which all dots stand, and the room for names on its left; without such room names stand above."""

    left: float
    right: float
    names: float


def _frame(spec: CampaignChart, form: Form) -> _Frame:
    texts = [amount(v, unit) for _label, unit, *pair in spec.figures for v in pair if v is not None]
    room = max((width(text, form.text, bold=True) for text in texts), default=0) + 12
    changes = max((width(_change(*figure), form.text, bold=True) for figure in spec.figures), default=0)
    names = max((width(figure[0], form.text) for figure in spec.figures), default=0)
    beside = _Frame(names + 16 + room, form.width - room - changes - 14, names)
    if form.wide and beside.right - beside.left > 200:
        return beside
    return _Frame(room, form.width - room, 0)


def _row(sheet: Sheet, figure: Change, frame: _Frame, y: float, first: bool) -> float:
    """One figure, from baseline ``y``; returns where the next begins."""
    form = sheet.form
    if frame.names:
        y += form.text * 1.6 if first else 0
    changed = sheet.words(_change(*figure), form.width, y, "strong", "end")
    if frame.names:
        sheet.words(figure[0], 0, y)
    else:
        y = sheet.paragraph(figure[0], 0, y, changed.left - 8, 3) + form.text * (1.85 if first else 0.55)
    _pair(sheet, figure, frame, y - form.text * 0.36, first)
    return y + form.text * 2.8


def _pair(sheet: Sheet, figure: Change, frame: _Frame, y: float, first: bool) -> None:
    _label, unit, before, during = figure
    low, high = _span(unit, [v for v in (before, during) if v is not None])
    scale = (frame.right - frame.left) / (high - low)
    sheet.line(((frame.left, y), (frame.right, y)), "hair")
    places = [None if v is None else frame.left + (v - low) * scale for v in (before, during)]
    start, end = places
    if start is not None and end is not None:
        sheet.line(((start, y), (end, y)), "way")
    rising = start is None or end is None or end >= start
    if start is not None and before is not None:
        _dot(sheet, start, y, amount(before, unit), "此前" if first else "", "pale", not rising)
    if end is not None and during is not None:
        _dot(sheet, end, y, amount(during, unit), "期间" if first else "", "series", rising)


def _dot(sheet: Sheet, x: float, y: float, text: str, head: str, role: str, on_right: bool) -> None:
    """A dot with its value on the outer side and, in the first row, its name above."""
    sheet.dots(((x, y),), role, 6, ring=role == "pale")
    side, anchor = (11, "start") if on_right else (-11, "end")
    ink = "soft" if role == "pale" else role
    sheet.words(text, x + side, y + sheet.form.text * 0.36, ink, anchor)
    if head:
        sheet.words(head, x + side, y - sheet.form.text * 0.95, ink, anchor)


def _span(unit: str, values: list[float]) -> tuple[float, float]:
    """From zero, so that a small change looks small; a percentage, which moves in points, from near its values."""
    least, most = (min(values), max(values)) if values else (0.0, 1.0)
    if unit == "%" or least < 0:
        air = max(most - least, 2.0)
        return least - air, most + air * 0.5
    return 0.0, most or 1.0


def _change(_label: str, unit: str, before: float | None, during: float | None) -> str:
    """Percent for counts, points for rates; the difference where there was nothing before."""
    if before is None or during is None:
        return ""
    if during == before:
        return "持平"
    if unit == "%":
        return signed(during - before, "个百分点")
    return signed((during - before) / abs(before) * 100, "%", 0) if before else signed(during - before, unit)
