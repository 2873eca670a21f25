"""The days of a year on which something was written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from .canvas import NAN, Point, Sheet
from .sizes import Form


@dataclass(frozen=True)
class Calendar:
    """The days that shine; days of other years are left out."""

    year: int
    days: tuple[date, ...]


def draw(spec: Calendar, form: Form, label: str) -> str:
    """Every day of the year a small square, a week a column; the days that were written down shine."""
    sheet = Sheet(form)
    rows = 1 if form.wide else 2
    weeks = 54 // rows
    side = form.width / weeks
    height = 7 * side + form.text * 1.9
    year = _Year(spec.year, rows, side, height, form.text * 1.5)
    shining = {day for day in spec.days if day.year == spec.year}
    first = date(spec.year, 1, 1)
    days = [first + timedelta(i) for i in range((date(spec.year, 12, 31) - first).days + 1)]
    sheet.area([p for day in days if day not in shining for p in year.square(day, 0.30)], "hair")
    sheet.area([p for day in days if day in shining for p in year.square(day, 0.43)], "light")
    for month in range(1, 13):
        x, y = year.corner(date(spec.year, month, 1))
        sheet.words(f"{month} 月" if form.wide or month in (1, 7) else str(month), x, y, "soft")
    return sheet.svg(label, rows * height)


@dataclass(frozen=True)
class _Year:
    """Where the days of a year stand."""

    year: int
    rows: int
    side: float
    height: float
    top: float

    def place(self, day: date) -> tuple[int, int]:
        """Row and week of a day; weeks begin on Monday, each row with the week of its own first day."""
        row = (day.month - 1) // 6 if self.rows == 2 else 0
        first = date(self.year, 1 + row * 6, 1)
        return row, ((day - first).days + first.weekday()) // 7

    def square(self, day: date, reach: float) -> list[Point]:
        """A day's outline, ``reach`` of a side from its middle."""
        row, week = self.place(day)
        x = (week + 0.45) * self.side
        y = row * self.height + self.top + (day.weekday() + 0.5) * self.side
        r = reach * self.side
        return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r), (NAN, NAN)]

    def corner(self, first: date) -> Point:
        """Where a month's name begins: above the first week that is wholly its own, or nearly."""
        row, week = self.place(first + timedelta((7 - first.weekday()) % 7))
        return week * self.side, row * self.height + self.top * 0.66
