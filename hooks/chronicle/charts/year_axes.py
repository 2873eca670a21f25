"""Twelve months from left to right: the ground on which a year's line is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .canvas import NAN, Box, Point, Sheet
from .label_placement import Field
from .scale import Scale
from .text_metrics import width

Values = Sequence[float | None]


@dataclass(frozen=True)
class Plot:
    """A year's ground: where months and values stand."""

    sheet: Sheet
    scale: Scale
    first: float  #: x of January
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

    def points(self, values: Values) -> list[Point | None]:
        """A series as points; None where there is no value."""
        return [None if v is None else self.at(i, v) for i, v in enumerate(values, 1)]

    def line(self, values: Values, role: str, dot: float) -> list[Point | None]:
        """Draw a series: gaps are gaps, and a month without neighbours is a dot."""
        points = self.points(values)
        lonely = _lonely(points)
        if any(a and b for a, b in pairwise(points)):
            self.sheet.line([(NAN, NAN) if p is None or p in lonely else p for p in points], role)
        self.sheet.dots(lonely, role, dot)
        return points

    def field(self) -> Field:
        """The sheet as a field for labels: everything above the months."""
        return Field(self.sheet, Box(1, 1, self.sheet.form.width - 1, self.scale.bottom + 1))


def _lonely(points: Sequence[Point | None]) -> list[Point]:
    padded = [None, *points, None]
    triples = zip(padded, padded[1:], padded[2:], strict=False)
    return [b for a, b, c in triples if b and not a and not c]


def ground(
    sheet: Sheet, scale: Scale, ticks: Mapping[float, str], right_room: float, strong: Iterable[int] = ()
) -> Plot:
    """The ground with ticks on the left and months below, ``right_room`` left free on the right.

    ``strong``: months whose names stand out, because a note below speaks of them.
    """
    form = sheet.form
    left = max(width(label, form.text) for label in ticks.values()) + 8
    right = form.width - right_room
    pitch = (right - left) / 11.7
    plot = Plot(sheet, scale, left + 0.35 * pitch, pitch, left, right, tuple(ticks))
    for tick, label in ticks.items():
        sheet.words(label, left - 8, scale.y(tick) + form.text * 0.36, "soft", "end")
    _months(plot, frozenset(strong))
    return plot


def hairlines(plot: Plot) -> None:
    """A hairline at each tick, the lowest a little stronger."""
    scale, right = plot.scale, plot.right
    upper = [scale.y(tick) for tick in plot.ticks if tick != scale.low]
    plot.sheet.line([p for y in upper for p in ((plot.left, y), (right, y), (NAN, NAN))], "hair")
    plot.sheet.line([(plot.left, scale.bottom), (right, scale.bottom)], "axis")


def _months(plot: Plot, strong: frozenset[int]) -> None:
    text = plot.sheet.form.text
    y = plot.scale.bottom + text * 1.5
    for month in range(1, 13):
        label = "1月" if month == 1 else str(month)
        plot.sheet.words(label, plot.x(month), y, "strong" if month in strong else "soft", "middle")
