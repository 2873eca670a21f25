"""The emotion curve of a case."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..figures.formatting import clean
from .canvas import Box, Point, Sheet
from .label_placement import Field
from .sizes import Form
from .text_metrics import width, wrap


@dataclass(frozen=True)
class Journey:
    """Steps of a case in order: where, mood from -3 to 3, what was said or felt there."""

    steps: tuple[tuple[str, float, str | None], ...]


_GAP = 28.0  #: between the columns of the steps


def draw(spec: Journey, form: Form) -> Sheet:
    """The curve over the steps; what people remember, its peak and its end, marked."""
    sheet = Sheet(form)
    direct = len(spec.steps) <= (6 if form.wide else 3)
    left = form.text * 2.2
    pitch = (form.width - left) / max(1, len(spec.steps))
    unit = 21.0 if form.wide else 20.0  # length of one step of mood
    zero = 3 * unit + form.text * (4.2 if direct and any(note for _at, _mood, note in spec.steps) else 1)
    points = [(left + (i + 0.5) * pitch, zero - step[1] * unit) for i, step in enumerate(spec.steps)]
    for mood, text in ((3, "+3"), (0, "0"), (-3, "−3")):
        y = zero - mood * unit
        sheet.words(text, left - 8, y + form.text * 0.36, "soft", "end")
        sheet.line(((left, y), (form.width, y)), "hair" if mood else "axis")
    sheet.curve(smooth(points), "series")
    marked = sorted({peak_of([step[1] for step in spec.steps]), len(points) - 1})
    sheet.dots([point for i, point in enumerate(points) if i not in marked], "series", 3.5)
    sheet.dots([points[i] for i in marked], "accent", 5.5, ring=True)
    if not direct:
        foot = zero + 3 * unit + form.text * 1.5
        for i, (x, _y) in enumerate(points, 1):
            sheet.words(str(i), x, foot, "strong", "middle")
        columns = 2 if form.wide else 1
        across, rows = (form.width - (columns - 1) * _GAP) / columns, -(-len(spec.steps) // columns)
        y = lowest = foot + form.text * 2
        for i, (step, _mood, note) in enumerate(spec.steps):  # numbered, in columns
            x, y = i // rows * (across + _GAP), y if i % rows else foot + form.text * 2
            sheet.words(str(i + 1), x, y, "strong")
            text, lead = f"{step}：{note}" if note else step, form.text * 1.7
            y = sheet.paragraph(text, x + lead, y, across - lead, 2) + form.text * 0.3
            lowest = max(lowest, y)
        return sheet.cut(lowest - form.text * 0.7)
    labels = Field(sheet, Box(0, 0, form.width, 1e6))
    labels.add_line(flat(smooth(points)))
    labels.add_line([(left, zero), (form.width, zero)])
    return sheet.cut(_columns(labels, spec, points, zero + 3 * unit, pitch - 12))


def peak_of(moods: Sequence[float]) -> int:
    """The index of the most intense moment before the end, the earliest of equals."""
    before = range(max(1, len(moods) - 1))
    return max(before, key=lambda i: (abs(moods[i]), -i))


def _columns(labels: Field, spec: Journey, points: Sequence[Point], foot: float, room: float) -> float:
    """Step names below, notes above or below their points, each within its own column."""
    form = labels.sheet.form
    lowest = foot + form.text
    for (x, y), (_, _mood, note) in zip(points, spec.steps, strict=True):
        if note:
            foot = max(foot, _note(labels, clean(note), x, y, room))
    for (x, _y), (at, _mood, _) in zip(points, spec.steps, strict=True):
        lowest = max(lowest, labels.sheet.paragraph(at, x, foot + form.text * 1.6, room, 2, "strong", "middle"))
    return lowest - form.text * 0.6


def _note(labels: Field, note: str, x: float, y: float, room: float) -> float:
    """A note of up to three lines above its point, or below; returns how far down it reaches."""
    sheet, form = labels.sheet, labels.sheet.form
    lines = wrap(note, form.text, room, 3)
    tall = form.leading * (len(lines) - 1)
    wide = max(width(line, form.text) for line in lines)
    tops = [y - 13 - tall - d for d in (0, 8, 16)] + [y + 13 + form.text * 0.86 + d for d in (0, 8, 16, 24)]

    def cost(top: float) -> float:
        place = Box(x - wide / 2, top - form.text * 0.9, x + wide / 2, top + tall + form.text * 0.2)
        return labels.crossings(place) * 10 + abs(top - y) * 0.05 + (0 if labels.free(place) else 1000)

    return sheet.paragraph(note, x, min(tops, key=cost), room, 3, "note", "middle") - form.leading + form.text * 0.3


def smooth(points: Sequence[Point]) -> list[Point]:
    """Cubic pieces through ``points`` that never overshoot (Steffen 1990, Astron. Astrophys. 239, 443).

    Slopes are zero at an extreme, else limited by the flatter neighbour.
    """
    rises = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    limited = ((a, min(2 * abs(a), 2 * abs(b), abs(a + b) / 2) if a * b > 0 else 0.0) for a, b in pairwise(rises))
    slopes = [*rises[:1], *(math.copysign(slope, a) if slope else 0.0 for a, slope in limited), *rises[-1:]]
    out: list[Point] = list(points[:1])
    for (x0, y0), (x1, y1), s0, s1 in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (x1 - x0) / 3
        out += [(x0 + third, y0 + s0 * third), (x1 - third, y1 - s1 * third), (x1, y1)]
    return out


def flat(curve: Sequence[Point]) -> list[Point | None]:
    """A curve as short straight pieces."""
    from matplotlib.bezier import BezierSegment

    out: list[Point | None] = list(curve[:1])
    for i in range(0, len(curve) - 3, 3):
        piece = BezierSegment(curve[i : i + 4])([step / 8 for step in range(1, 9)])
        out += [(x, y) for x, y in piece.tolist()]
    return out
