"""Where labels go: the first free place of several, and columns of labels that do not touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .canvas import Box, Point, Sheet


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
        left, top, right, bottom = where
        return where.within(self.bounds) and not any(
            left < b.right and b.left < right and top < b.bottom and b.top < bottom for b in self.sheet.taken
        )

    def crossings(self, where: Box) -> int:
        """How many pieces of lines run through the box."""
        left, _, right, _ = where
        near = (  # most pieces lie wholly to one side
            (a, b) for a, b in self.segments if (a[0] >= left or b[0] >= left) and (a[0] <= right or b[0] <= right)
        )
        return sum(_crosses(a, b, where) for a, b in near)

    def best(self, text: str, spots: Iterable[Spot], role: str, size: float = 0) -> Spot | None:
        """The cheapest free spot; each crossing of a line costs 40."""
        found: Spot | None = None
        for spot in spots:
            if found is not None and spot.cost >= found.cost:
                continue
            where = self.sheet.box(text, spot.x, spot.y, role, spot.anchor, size)
            if self.free(where):
                cost = spot.cost + 40 * self.crossings(where)
                if found is None or cost < found.cost:
                    found = spot._replace(cost=cost)
        return found

    def put(self, text: str, spots: Iterable[Spot], role: str, size: float = 0) -> Spot | None:
        """Write ``text`` at the best spot; None, and nothing written, where there is none."""
        spot = self.best(text, spots, role, size)
        if spot is not None:
            self.sheet.words(text, spot.x, spot.y, role, spot.anchor, size)
        return spot


def _crosses(a: Point, b: Point, where: Box) -> bool:
    """Whether the piece from a to b runs through the box (Liang and Barsky's clipping)."""
    enter, leave = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for step, room in (
        (-dx, a[0] - where.left),
        (dx, where.right - a[0]),
        (-dy, a[1] - where.top),
        (dy, where.bottom - a[1]),
    ):
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    return enter < leave


def around(x: float, y: float, size: float, above: bool, gap: float = 9) -> Iterator[Spot]:
    """Spots beside a point, the natural side first: above a peak, below a valley."""
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
    out = [0.0] * len(wanted)
    at = low - gap
    for i in order:
        at = max(wanted[i], at + gap)
        out[i] = at
    ceiling = high + gap
    for i in reversed(order):
        ceiling = min(out[i], ceiling - gap)
        out[i] = ceiling
    return out
