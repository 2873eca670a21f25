"""The emotion curve of a case."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .canvas import Box, Point, Sheet
from .label_placement import Field
from .sizes import Form
from .sparkline import HEIGHT, SPARK, hidden
from .text_metrics import clean, width, wrap


@dataclass(frozen=True)
class Journey:
    """Steps of a case in order: where, mood from -3 to 3, what was said or felt there."""

    steps: tuple[tuple[str, float, str | None], ...]


def draw(spec: Journey, form: Form, label: str) -> str:
    """The curve over the steps; what people remember, its peak and its end, marked."""
    sheet = Sheet(form)
    direct = len(spec.steps) <= (6 if form.wide else 3)
    course = _course(sheet, spec, direct)
    _ground(sheet, course)
    sheet.curve(smooth(course.points), "series")
    _mark(sheet, spec, course)
    bottom = _columns(sheet, spec, course) if direct else _numbered(sheet, spec, course)
    return sheet.svg(label, bottom)


@dataclass(frozen=True)
class _Course:
    """Where the steps stand."""

    points: tuple[Point, ...]
    pitch: float
    zero: float
    unit: float  #: length of one step of mood
    left: float


def _course(sheet: Sheet, spec: Journey, direct: bool) -> _Course:
    form = sheet.form
    left = form.text * 2.2
    pitch = (form.width - left) / max(1, len(spec.steps))
    notes = any(note for _at, _mood, note in spec.steps) and direct
    unit = 24.0 if form.wide else 20.0
    zero = 3 * unit + form.text * (4.2 if notes else 1)
    points = tuple((left + (i + 0.5) * pitch, zero - step[1] * unit) for i, step in enumerate(spec.steps))
    return _Course(points, pitch, zero, unit, left)


def _ground(sheet: Sheet, course: _Course) -> None:
    form = sheet.form
    for mood, text in ((3, "+3"), (0, "0"), (-3, "−3")):
        y = course.zero - mood * course.unit
        sheet.words(text, course.left - 8, y + form.text * 0.36, "soft", "end")
        sheet.line(((course.left, y), (form.width, y)), "hair" if mood else "axis")


def _mark(sheet: Sheet, spec: Journey, course: _Course) -> None:
    peak = peak_of([step[1] for step in spec.steps])
    last = len(spec.steps) - 1
    plain = [p for i, p in enumerate(course.points) if i not in (peak, last)]
    sheet.dots(plain, "series", 3.5)
    sheet.dots([course.points[i] for i in sorted({peak, last})], "accent", 5.5, ring=True)


def peak_of(moods: Sequence[float]) -> int:
    """The index of the most intense moment before the end, the earliest of equals."""
    before = range(max(1, len(moods) - 1))
    return max(before, key=lambda i: (abs(moods[i]), -i))


def _columns(sheet: Sheet, spec: Journey, course: _Course) -> float:
    """Step names below, notes above or below their points, each within its own column."""
    form = sheet.form
    labels = Field(sheet, Box(0, 0, sheet.form.width, 1e6))
    labels.add_line(flat(smooth(course.points)))
    labels.add_line([(course.left, course.zero), (form.width, course.zero)])
    foot = course.zero + 3 * course.unit
    room = course.pitch - 12
    lowest = foot + form.text
    for (x, y), (_at, _mood, note) in zip(course.points, spec.steps, strict=True):
        if note:
            foot = max(foot, _note(labels, clean(note), x, y, room))
    for (x, _y), (at, _mood, _) in zip(course.points, spec.steps, strict=True):
        lowest = max(lowest, sheet.paragraph(at, x, foot + form.text * 1.6, room, 2, "strong", "middle"))
    return lowest - form.text * 0.6


def _note(labels: Field, note: str, x: float, y: float, room: float) -> float:
    """A note of up to three lines above its point, or below; returns how far down it reaches."""
    sheet, form = labels.sheet, labels.sheet.form
    lines = wrap(note, form.text, room, 3)
    tall = form.leading * (len(lines) - 1)
    wide = max(width(line, form.text) for line in lines)
    tops = [y - 13 - tall - d for d in (0, 8, 16)] + [y + 13 + form.text * 0.86 + d for d in (0, 8, 16, 24)]

    def cost(top: float) -> float:
        where = Box(x - wide / 2, top - form.text * 0.9, x + wide / 2, top + tall + form.text * 0.2)
        return labels.crossings(where) * 10 + abs(top - y) * 0.05 + (0 if labels.free(where) else 1000)

    top = min(tops, key=cost)
    return sheet.paragraph(note, x, top, room, 3, "note", "middle") - form.leading + form.text * 0.3


def _numbered(sheet: Sheet, spec: Journey, course: _Course) -> float:
    """Numbers below the points, and below them a list: number, step, note."""
    form = sheet.form
    y = course.zero + 3 * course.unit + form.text * 1.5
    for i, (x, _y) in enumerate(course.points, 1):
        sheet.words(str(i), x, y, "strong", "middle")
    columns = 2 if form.wide else 1
    rows = -(-len(spec.steps) // columns)
    room = (form.width - 28 * (columns - 1)) / columns
    lowest = y
    for column in range(columns):
        at = y + form.text * 2
        for i in range(column * rows, min((column + 1) * rows, len(spec.steps))):
            at = _entry(sheet, i, spec.steps[i], column * (room + 28), at, room)
        lowest = max(lowest, at)
    return lowest - form.text * 0.7


def _entry(sheet: Sheet, index: int, step: tuple[str, float, str | None], x: float, y: float, room: float) -> float:
    form = sheet.form
    indent = form.text * 1.7
    sheet.words(str(index + 1), x, y, "strong")
    y = sheet.paragraph(step[0], x + indent, y, room - indent, 2, "ink")
    if step[2]:
        y = sheet.paragraph(step[2], x + indent, y, room - indent, 2, "soft")
    return y + form.text * 0.3


def smooth(points: Sequence[Point]) -> list[Point]:
    """Cubic pieces through ``points`` that never overshoot (Steffen 1990, Astron. Astrophys. 239, 443)."""
    slopes = _slopes(points)
    out: list[Point] = list(points[:1])
    for (x0, y0), (x1, y1), s0, s1 in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (x1 - x0) / 3
        out += [(x0 + third, y0 + s0 * third), (x1 - third, y1 - s1 * third), (x1, y1)]
    return out


def _slopes(points: Sequence[Point]) -> list[float]:
    """Steffen's slopes: zero at an extreme, else limited by the flatter neighbour."""
    rises = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    inner = [
        0.0 if a * b <= 0 else math.copysign(min(2 * abs(a), 2 * abs(b), abs(a + b) / 2), a) for a, b in pairwise(rises)
    ]
    return [rises[0], *inner, rises[-1]] if rises else [0.0]


def flat(curve: Sequence[Point]) -> list[Point | None]:
    """A curve as short straight pieces."""
    out: list[Point | None] = list(curve[:1])
    for i in range(0, len(curve) - 3, 3):
        out += [_bezier(curve[i : i + 4], t / 8) for t in range(1, 9)]
    return out


def _bezier(p: Sequence[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x, y = (sum(w * q[axis] for w, q in zip(weights, p, strict=True)) for axis in (0, 1))
    return x, y


def spark(moods: Sequence[float]) -> str:
    """The curve alone, for a card; hidden from screen readers."""
    if not moods:
        return ""
    sheet = Sheet(SPARK)
    pitch = (SPARK.width - 16) / max(1, len(moods) - 1)
    points = [(8 + i * pitch, HEIGHT / 2 - mood / 3 * (HEIGHT / 2 - 5)) for i, mood in enumerate(moods)]
    sheet.line(((0, HEIGHT / 2), (SPARK.width, HEIGHT / 2)), "hair")
    sheet.curve(smooth(points), "series")
    peak, last = peak_of(moods), len(moods) - 1
    sheet.dots([points[i] for i in sorted({peak, last})], "accent", 3.6, ring=True)
    return hidden(sheet.marks, HEIGHT)
