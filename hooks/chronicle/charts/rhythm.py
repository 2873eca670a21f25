"""Weekday by hour."""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.formatting import amount
from .canvas import NAN, Point, Sheet
from .sizes import Form
from .text_metrics import width


@dataclass(frozen=True)
class Rhythm:
    """Counts: seven rows from Monday, each of 24 hours from midnight."""

    grid: tuple[tuple[int, ...], ...]


_DAYS = "一二三四五六日"
_STEPS = 5


def draw(spec: Rhythm, form: Form, label: str) -> str:
    """Cells darker with the count, in five steps; the busiest hour outlined and named."""
    sheet = Sheet(form)
    left, top = form.text * 2.4 if form.wide else form.text * 1.5, form.text * 1.9
    across, down = (form.width - left) / 24, 25.0 if form.wide else 21.0
    for step, points in sorted(_cells(spec, left, top, across, down).items()):
        sheet.area(points, f"heat-{step}")
    _names(sheet, left, top, across, down)
    _peak(sheet, spec, (left, top), (across, down))
    return sheet.svg(label, top + 7 * down + form.text * 1.8)


def _cells(spec: Rhythm, left: float, top: float, across: float, down: float) -> dict[int, list[Point]]:
    """The outlines of all cells of a step, one after the other."""
    most = max((max(row) for row in spec.grid), default=0)
    out: dict[int, list[Point]] = {}
    for day, row in enumerate(spec.grid):
        for hour, count in enumerate(row):
            x, y = left + hour * across, top + day * down
            out.setdefault(step_of(count, most), []).extend(_outline(x, y, across - 1.6, down - 1.6))
    return out


def _outline(x: float, y: float, across: float, down: float) -> list[Point]:
    return [(x, y), (x + across, y), (x + across, y + down), (x, y + down), (NAN, NAN)]


def step_of(count: int, most: int) -> int:
    """0 for nothing, else 1 … 5 in equal steps up to the largest count."""
    return -(-count * _STEPS // most) if count > 0 else 0


def _names(sheet: Sheet, left: float, top: float, across: float, down: float) -> None:
    form = sheet.form
    for day, name in enumerate(_DAYS):
        y = top + (day + 0.5) * down + form.text * 0.34
        sheet.words(f"周{name}" if form.wide else name, 0, y, "soft")
    for hour in range(0, 24, 3 if form.wide else 6):
        text = f"{hour} 时" if hour == 0 or form.wide else str(hour)
        sheet.words(text, left + hour * across, top + 7 * down + form.text * 1.2, "soft")


def _peak(sheet: Sheet, spec: Rhythm, corner: Point, cell: Point) -> None:
    most, day, hour = max((count, -d, -h) for d, row in enumerate(spec.grid) for h, count in enumerate(row))
    if most == 0:
        return
    x, y = corner[0] - hour * cell[0], corner[1] - day * cell[1]
    sheet.line([*_outline(x, y, cell[0] - 1.6, cell[1] - 1.6)[:4], (x, y)], "accent")
    text = f"周{_DAYS[-day]} {-hour} 时最忙，{amount(most, '通')}"
    half = width(text, sheet.form.text, bold=True) / 2
    middle = min(max(x + cell[0] / 2, half + 1), sheet.form.width - half - 1)
    sheet.words(text, middle, sheet.form.text, "accent", "middle")
