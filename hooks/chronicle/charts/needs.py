"""The need behind each case."""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.formatting import amount
from .canvas import Sheet
from .sizes import Form
from .text_metrics import width


@dataclass(frozen=True)
class Needs:
    """Needs (效率, 公平, 尊重, 安全, 掌控, 归属) and the number of cases of each."""

    rows: tuple[tuple[str, int], ...]


_RADIUS, _PITCH = 6.5, 19.0


def draw(spec: Needs, form: Form, label: str) -> str:
    """A row of dots for each need, one dot for each case, the most frequent first."""
    sheet = Sheet(form)
    rows = sorted(spec.rows, key=lambda row: -row[1])
    left = min(max((width(name, form.text) for name, _n in rows), default=0), form.width * 0.4) + 18
    room = form.width - left - max((width(amount(n, "例"), form.text, bold=True) for _name, n in rows), default=0) - 8
    per_line = int(room // _PITCH)
    y = 0.0
    for i, (name, count) in enumerate(rows):
        y = _row(sheet, name, count, left, per_line, y, i == 0 and _leads(rows))
    return sheet.svg(label, y)


def _leads(rows: list[tuple[str, int]]) -> bool:
    """Whether one need alone is the most frequent."""
    return len(rows) > 1 and rows[0][1] > rows[1][1]


def _row(sheet: Sheet, name: str, count: int, left: float, per_line: int, y: float, leads: bool) -> float:
    middle = y + 16
    points = [(left + i % per_line * _PITCH + _RADIUS, middle + i // per_line * _PITCH) for i in range(count)]
    sheet.line_of(name, left - 18, middle + sheet.form.text * 0.36, left - 18, "ink", "end")
    sheet.dots(points, "series", _RADIUS)
    end = left + min(count, per_line) * _PITCH + 4
    sheet.words(amount(count, "例"), end, middle + sheet.form.text * 0.36, "accent" if leads else "soft")
    return middle + max(0, (count - 1) // per_line) * _PITCH + 16
