"""Axes: months from left to right, values upward with round ticks, and the ground on which a year's line is drawn."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..figures.formatting import amount, number
from .canvas import NAN, Box, Point, Sheet
from .label_placement import Field
from .text_metrics import widest

Values = Sequence[float | None]

#: The months of a whole year.
YEAR = tuple(range(1, 13))
#: Steps that people count in.
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
#: Where the smallest value is below this share of the largest, the axis starts at zero.
_FROM_ZERO = 0.35
#: What an axis holds above and below values that are all alike, at least.
_LEVEL = 2.0


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high`` on y from ``bottom`` up to ``top``."""

    low: float
    high: float
    bottom: float
    top: float
    step: float

    def y(self, value: float) -> float:
        """Where ``value`` stands."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def ticks(self, unit: str) -> dict[float, str]:
        """Round values from low to high, each with its name, as short as it can be: 通 is not repeated at each line,
        % is; large numbers in 万 and 亿."""
        count = math.floor((self.high - self.low) / self.step + 1e-6)
        first = math.ceil(self.low / self.step - 1e-6) * self.step
        ticks = [round(first + i * self.step, 10) for i in range(count + 1)]
        largest = max(map(abs, ticks))
        if largest >= 1e5:
            size, name = (1e8, "亿") if largest >= 1e8 else (1e4, "万")
            digits = places(tick / size for tick in ticks)
            return {tick: amount(tick / size, name, digits) if tick else "0" for tick in ticks}
        digits = places(ticks)
        return {tick: amount(tick, unit, digits) if unit == "%" else number(tick, digits) for tick in ticks}


def fit(values: Collection[float], unit: str, bottom: float, top: float, parts: int, snap: bool = True) -> Scale:
    """A scale that holds ``values`` with some air; a percentage never goes beyond 0 … 100 where its values do not.

    Its step is the smallest round one that covers it in at most ``parts`` steps, of whole numbers a whole one.
    ``snap``: it ends at a tick; else just above the largest value.
    """
    least, most = (min(values), max(values)) if values else (0.0, 1.0)
    low, high = least - (most - least) * 0.14, most + (most - least) * 0.06
    if most - least < 1e-9:  # alone or all alike: in the middle of an axis that does not make much of nothing
        around = max(abs(most) * 0.05, _LEVEL)
        low, high = least - around, most + around
    if least >= 0 and (low < 0 or least < _FROM_ZERO * most):
        low = 0.0
    if unit == "%" and most <= 100:
        high = min(high, 100.0)
    rough = (high - low) / parts
    power = 10.0 ** math.floor(math.log10(rough))
    steps = _ROUND if power >= 10 else (1.0, 2.0, 5.0, 10.0)  # 0.25 needs a digit more than 0.5
    step = next(size * power for size in steps if size * power >= rough * (1 - 1e-9))
    step = max(step, 1.0) if unit != "%" and all(float(value).is_integer() for value in values) else step
    floor, ceiling = math.floor(low / step + 1e-6) * step, math.ceil(high / step - 1e-6) * step
    return Scale(floor, max(ceiling if snap else high, floor + step), bottom, top, step)


def places(values: Iterable[float]) -> int:
    """How many digits after the point the values need."""
    given = list(values)
    return next((p for p in range(6) if all(abs(v - round(v, p)) < 1e-9 for v in given)), 6)


def points_in(
    values: Values, left: float, top: float, right: float, bottom: float, floor: float | None = None
) -> list[Point | None]:
    """Values as points of a rectangle, at its bottom ``floor`` or the smallest; None where there is no value."""
    given = [value for value in values if value is not None]
    low = min(given, default=0.0) if floor is None else min(floor, *given)
    span = (max(given, default=0.0) - low) or 1.0
    pitch = (right - left) / max(1, len(values) - 1)
    return [
        None if value is None else (left + index * pitch, bottom - (value - low) / span * (bottom - top))
        for index, value in enumerate(values)
    ]


def runs(points: Iterable[Point | None]) -> list[list[Point]]:
    """The unbroken pieces of a line."""
    return [[point for point in run if point] for there, run in groupby(points, key=bool) if there]


@dataclass(frozen=True)
class Plot:
    """A year's ground: where months and values stand."""

    sheet: Sheet
    scale: Scale
    first: float  #: x of January, which lies left of the ground where it begins later
    pitch: float  #: from one month to the next
    left: float
    right: float
    ticks: tuple[float, ...]
    labels: Field  #: everything above the months

    def x(self, month: float) -> float:
        """The middle of a month (1 … 12)."""
        return self.first + (month - 1) * self.pitch

    def edge(self, moment: float) -> float:
        """A moment of the year (1.0 the start of January, 13.0 the end of December), within the ground."""
        return min(max(self.x(moment - 0.5), self.left), self.right)

    def at(self, month: int, value: float) -> Point:
        """Where a month's value stands."""
        return self.x(month), self.scale.y(value)

    def within(self, month: int, value: float) -> Point:
        """Where a month's value stands, at the edge of the ground where it would leave it."""
        x, y = self.at(month, value)
        return x, min(max(y, self.scale.top), self.scale.bottom)

    def line(self, values: Values, role: str, dot: float) -> None:
        """Draw a series, of which labels keep clear: gaps are gaps, and a month without neighbours is a dot."""
        points = [None if v is None else self.at(month, v) for month, v in enumerate(values, 1)]
        pieces = runs(points)
        lonely = [piece[0] for piece in pieces if len(piece) == 1]
        self.sheet.line([p for piece in pieces if len(piece) > 1 for p in (*piece, (NAN, NAN))], role)
        self.sheet.dots(lonely, role, dot)
        self.labels.add_line(points)


def ground(
    sheet: Sheet,
    scale: Scale,
    ticks: Mapping[float, str],
    right_room: float,
    strong: Collection[int] = (),
    months: Sequence[int] = YEAR,
) -> Plot:
    """The ground with ticks on the left and ``months`` below, ``right_room`` left free on the right.

    ``strong``: months whose names stand out, because a note below speaks of them.
    """
    form = sheet.form
    left, right = tick_names(sheet, scale, ticks), form.width - right_room
    pitch = (right - left) / (len(months) - 0.3)
    labels = Field(sheet, Box(1, 1, form.width - 1, scale.bottom + 1))
    plot = Plot(sheet, scale, left + (1.35 - months[0]) * pitch, pitch, left, right, tuple(ticks), labels)
    for month in months:
        name, role = f"{month}月" if month == months[0] else str(month), "strong" if month in strong else "soft"
        sheet.words(name, plot.x(month), scale.bottom + form.text * 1.5, role, "middle")
    return plot


def value_axis(sheet: Sheet, scale: Scale, unit: str) -> float:
    """Ticks named on the left, and a hairline at each to the right edge; returns where the ground begins."""
    ticks = scale.ticks(unit)
    left = tick_names(sheet, scale, ticks)
    hairlines(sheet, scale, ticks, left, sheet.form.width)
    return left


def tick_names(sheet: Sheet, scale: Scale, ticks: Mapping[float, str]) -> float:
    """The names of ticks on the left; returns where the ground begins."""
    left = widest(ticks.values(), sheet.form.text) + 8
    for tick, label in ticks.items():
        sheet.words(label, left - 8, scale.y(tick) + sheet.form.text * 0.36, "soft", "end")
    return left


def hairlines(sheet: Sheet, scale: Scale, ticks: Iterable[float], left: float, right: float) -> None:
    """A hairline at each tick, the lowest a little stronger."""
    upper = [scale.y(tick) for tick in ticks if tick > scale.low + 1e-9]
    sheet.line([p for y in upper for p in ((left, y), (right, y), (NAN, NAN))], "hair")
    sheet.line([(left, scale.bottom), (right, scale.bottom)], "axis")
