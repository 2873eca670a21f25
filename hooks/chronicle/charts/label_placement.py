"""Where labels go: the first free place of several, and columns of labels that do not touch."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .canvas import Box, Point, Sheet

#: What each crossing of a line costs a spot.
CROSSING = 40.0


class Spot(NamedTuple):
    """One place that a label may take: its anchor, its baseline, and what it costs to stand there."""

    x: float
    y: float
    anchor: str
    cost: float = 0.0


@dataclass
class Field:
    """The part of a sheet in which labels stand, and the lines that they rather do not cross."""

    sheet: Sheet
    bounds: Box
    segments: list[tuple[Point, Point]] = field(default_factory=list)

    def add_line(self, points: Sequence[Point | None]) -> None:
        """A line that labels rather do not cross; None breaks it."""
        self.segments += [(a, b) for a, b in pairwise(points) if a and b]

    def free(self, where: Box) -> bool:
        """Whether nothing stands there and it is inside."""
        return where.within(self.bounds) and not any(map(where.meets, self.sheet.taken))

    def crossings(self, where: Box) -> int:
        """How many pieces of lines run through the box."""
        return sum(_crosses(a, b, where) for a, b in self.segments)

    def put(self, text: str, spots: Iterable[Spot], role: str, dearest: float = math.inf) -> Spot | None:
        """Write ``text`` at the free spot that costs the least; None, and nothing written, where none costs less than
        ``dearest``."""
        cheapest: Spot | None = None
        lowest = dearest
        for spot in spots:
            where = self.sheet.box(text, spot.x, spot.y, role, spot.anchor)
            if spot.cost < lowest and self.free(where):
                cost = spot.cost + CROSSING * self.crossings(where)
                if cost < lowest:
                    cheapest, lowest = spot, cost
        if cheapest:
            self.sheet.words(text, cheapest.x, cheapest.y, role, cheapest.anchor)
        return cheapest


def _crosses(a: Point, b: Point, where: Box) -> bool:
    """Whether the piece from a to b runs through the box: neither an axis nor the piece itself parts the two."""
    wide, high, dx, dy = where.right - where.left, where.bottom - where.top, b[0] - a[0], b[1] - a[1]
    x, y = a[0] + b[0] - where.left - where.right, a[1] + b[1] - where.top - where.bottom  # twice between the middles
    return (
        abs(x) < abs(dx) + wide and abs(y) < abs(dy) + high and abs(x * dy - y * dx) < wide * abs(dy) + high * abs(dx)
    )


def around(x: float, y: float, size: float, above: bool) -> Iterator[Spot]:
    """Spots beside a point, the natural side first: above a peak, below a valley."""
    gap = 9
    for tier in range(4):
        far = tier * (size * 1.3)
        up, down = y - gap - far, y + gap + size * 0.86 + far
        for side, (base, extra) in enumerate(((up, 0.0), (down, 8.0)) if above else ((down, 0.0), (up, 8.0))):
            cost = tier * 10 + extra + side
            yield Spot(x, base, "middle", cost)
            yield Spot(x - gap, base, "start", cost + 3)
            yield Spot(x + gap, base, "end", cost + 3)
        yield Spot(x + gap + 2 + tier * 4, y + size * 0.36, "start", tier * 10 + 5)
        yield Spot(x - gap - 2 - tier * 4, y + size * 0.36, "end", tier * 10 + 5)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as can be to ``wanted`` (in any order), at least ``gap`` apart, between low and high."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    out, floor, ceiling = [0.0] * len(wanted), low, high
    for i in order:
        out[i] = max(wanted[i], floor)
        floor = out[i] + gap
    for i in reversed(order):
        out[i] = min(out[i], ceiling)
        ceiling = out[i] - gap
    return out
