"""The days of a year on which something was written down."""

from dataclasses import dataclass
from datetime import date, timedelta

from .canvas import NAN, Point, Sheet
from .sizes import Form
from .year_axes import YEAR


@dataclass(frozen=True)
class Calendar:
    """The days that shine; days of other years are left out."""

    year: int
    days: tuple[date, ...]
    months: tuple[int, ...] = YEAR


def draw(spec: Calendar, form: Form) -> Sheet:
    """Every day of the months a small square, a week a column; the days that were written down shine.

    Weeks begin on Monday; the narrow form has two rows, each of which begins with the week of its own first day.
    """
    sheet = Sheet(form)
    first_month, in_a_row, top = spec.months[0], 12 if form.wide else 6, form.text * 1.5
    side = form.width / (54 if form.wide else 27)
    height = 7 * side + form.text * 1.9

    def place(day: date) -> tuple[int, int]:
        row = (day.month - first_month) // in_a_row
        first = date(spec.year, first_month + row * in_a_row, 1)
        return row, ((day - first).days + first.weekday()) // 7

    squares: dict[bool, list[Point]] = {False: [], True: []}
    day = date(spec.year, first_month, 1)
    while day.year == spec.year and day.month in spec.months:
        shines = day in spec.days
        row, week = place(day)
        x, y = (week + 0.45) * side, row * height + top + (day.weekday() + 0.5) * side
        r = (0.43 if shines else 0.30) * side
        squares[shines] += [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r), (NAN, NAN)]
        day += timedelta(1)
    sheet.area(squares[False], "hair")
    sheet.area(squares[True], "light")
    for month in spec.months:  # above the first week that is wholly the month's own, or nearly
        first = date(spec.year, month, 1)
        row, week = place(first + timedelta((7 - first.weekday()) % 7))
        name = f"{month} 月" if form.wide or (month - first_month) % 6 == 0 else str(month)
        sheet.words(name, week * side, row * height + top * 0.66, "soft")
    return sheet.cut((1 + (len(spec.months) - 1) // in_a_row) * height)
