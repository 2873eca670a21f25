"""The days of a year on which something was written down."""

from dataclasses import dataclass
from datetime import date, timedelta

from .canvas import NAN, Point, Sheet
from .sizes import Form


@dataclass(frozen=True)
class Calendar:
    """The days that shine; days of other years are left out."""

    year: int
    days: tuple[date, ...]


def draw(spec: Calendar, form: Form) -> Sheet:
    """Every day of the year a small square, a week a column; the days that were written down shine.

    Weeks begin on Monday; the narrow form has two rows, each of which begins with the week of its own first day.
    """
    sheet = Sheet(form)
    rows, top = 1 if form.wide else 2, form.text * 1.5
    side = form.width / (54 // rows)
    height = 7 * side + form.text * 1.9

    def place(day: date) -> tuple[int, int]:
        row = (day.month - 1) // 6 if rows == 2 else 0
        first = date(spec.year, 1 + row * 6, 1)
        return row, ((day - first).days + first.weekday()) // 7

    squares: dict[bool, list[Point]] = {False: [], True: []}
    day = date(spec.year, 1, 1)
    while day.year == spec.year:
        shines = day in spec.days
        row, week = place(day)
        x, y = (week + 0.45) * side, row * height + top + (day.weekday() + 0.5) * side
        r = (0.43 if shines else 0.30) * side
        squares[shines] += [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r), (NAN, NAN)]
        day += timedelta(1)
    sheet.area(squares[False], "hair")
    sheet.area(squares[True], "light")
    for month in range(1, 13):  # above the first week that is wholly the month's own, or nearly
        first = date(spec.year, month, 1)
        row, week = place(first + timedelta((7 - first.weekday()) % 7))
        name = f"{month} 月" if form.wide or month in (1, 7) else str(month)
        sheet.words(name, week * side, row * height + top * 0.66, "soft")
    return sheet.cut(rows * height)
