"""Months from left to right: the ground on which the line of a year, or of a part of it, is drawn."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from .canvas import NAN, Box, Point, Sheet
from .label_placement import Field
from .scale import Scale
from .text_metrics import widest

Values = Sequence[float | None]

#: The months of a whole year.
YEAR = tuple(range(1, 13))


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

    def line(self, values: Values, role: str, dot: float) -> list[Point | None]:
        """Draw a series: gaps are gaps, and a month without neighbours is a dot."""
        points = [None if v is None else self.at(month, v) for month, v in enumerate(values, 1)]
        pieces = runs(points)
        lonely = [piece[0] for piece in pieces if len(piece) == 1]
        self.sheet.line([p for piece in pieces if len(piece) > 1 for p in (*piece, (NAN, NAN))], role)
        self.sheet.dots(lonely, role, dot)
        return points

    def field(self) -> Field:
        """The sheet as a field for labels: everything above the months."""
        return Field(self.sheet, Box(1, 1, self.sheet.form.width - 1, self.scale.bottom + 1))


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
    plot = Plot(sheet, scale, left + (1.35 - months[0]) * pitch, pitch, left, right, tuple(ticks))
    for month in months:
        name, role = f"{month}月" if month == months[0] else str(month), "strong" if month in strong else "soft"
        sheet.words(name, plot.x(month), scale.bottom + form.text * 1.5, role, "middle")
    return plot


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
