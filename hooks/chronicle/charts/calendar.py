"""The days of a year on which something was written down."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from .canvas import NAN, Point, Sheet
from .sizes import Form
from .text_metrics import widest
from .year_axes import YEAR


@dataclass(frozen=True)
class Calendar:
    """The days that shine; days of other years are left out."""

    year: int
    days: tuple[date, ...]
    months: tuple[int, ...] = YEAR


def draw(spec: Calendar, form: Form) -> Sheet:
    """A row of small squares for each month, one for each day; the days that were written down shine."""
    sheet = Sheet(form)
    names = [f"{month} 月" for month in spec.months]
    left, top, tall = widest(names, form.text) + 10, form.text * 1.7, form.leading * 0.9
    side = (form.width - left) / 31
    squares: dict[bool, list[Point]] = {False: [], True: []}
    for row, (name, month) in enumerate(zip(names, spec.months, strict=True)):
        y = top + (row + 0.5) * tall
        sheet.words(name, left - 10, y + form.text * 0.36, "soft", "end")
        for day in range(1, monthrange(spec.year, month)[1] + 1):
            shines = date(spec.year, month, day) in spec.days
            x, r = left + (day - 0.5) * side, (0.43 if shines else 0.30) * min(side, tall)
            squares[shines] += [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r), (NAN, NAN)]
    sheet.area(squares[False], "hair")
    sheet.area(squares[True], "light")
    for day in (1, 10, 20, 30):
        sheet.words(str(day), left + (day - 0.5) * side, form.text, "soft", "middle")
    return sheet.cut(top + len(names) * tall)
