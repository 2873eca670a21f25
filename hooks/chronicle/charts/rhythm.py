"""Weekday by hour."""

from dataclasses import dataclass

from ..figures.formatting import amount
from .canvas import NAN, Point, Sheet
from .sizes import Form
from .text_metrics import width


@dataclass(frozen=True)
class Rhythm:
    """Counts: seven rows from Monday, each of 24 hours from midnight."""

    grid: tuple[tuple[int, ...], ...]
    unit: str = "通"  #: what contacts are counted in


_DAYS = "一二三四五六日"
_STEPS = 5


def draw(spec: Rhythm, form: Form) -> Sheet:
    """Cells darker with the count, in five steps; the busiest hour outlined and named."""
    sheet = Sheet(form)
    left, top = form.text * 2.4 if form.wide else form.text * 1.5, form.text * 1.9
    across, down = (form.width - left) / 24, 25.0 if form.wide else 21.0
    most, busiest = max((count, (-day, -hour)) for day, row in enumerate(spec.grid) for hour, count in enumerate(row))

    def outline(day: int, hour: int) -> list[Point]:
        x, y = left + hour * across, top + day * down
        right, bottom = x + across - 1.6, y + down - 1.6
        return [(x, y), (right, y), (right, bottom), (x, bottom)]

    cells: dict[int, list[Point]] = {}
    for day, row in enumerate(spec.grid):
        for hour, count in enumerate(row):
            cells.setdefault(step_of(count, most), []).extend([*outline(day, hour), (NAN, NAN)])
    for step, points in sorted(cells.items()):
        sheet.area(points, f"heat-{step}")
    for day, name in enumerate(_DAYS):
        sheet.words(f"周{name}" if form.wide else name, 0, top + (day + 0.5) * down + form.text * 0.34, "soft")
    for hour in range(0, 24, 3 if form.wide else 6):
        text = f"{hour} 时" if hour == 0 or form.wide else str(hour)
        sheet.words(text, left + hour * across, top + 7 * down + form.text * 1.2, "soft")
    if most and sum(row.count(most) for row in spec.grid) == 1:
        day, hour = -busiest[0], -busiest[1]
        corners = outline(day, hour)
        sheet.line([*corners, corners[0]], "accent")
        text = f"周{_DAYS[day]} {hour} 时最忙，{amount(most, spec.unit)}"
        half = width(text, form.text, bold=True) / 2
        middle = min(max(left + (hour + 0.5) * across, half + 1), form.width - half - 1)
        sheet.words(text, middle, form.text, "accent", "middle")
    return sheet.cut(top + 7 * down + form.text * 1.8)


def step_of(count: int, most: int) -> int:
    """0 for nothing, else 1 … 5 in equal steps up to the largest count."""
    return -(-count * _STEPS // most) if count > 0 else 0
