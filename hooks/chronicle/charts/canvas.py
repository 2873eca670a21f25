"""What every chart is drawn with: a sheet that takes lines, areas, dots and words by role, and gives SVG.

Lengths are units of the viewBox, y grows downward. A role is a meaning (``series``, ``accent``, ``soft`` …), never a
colour. Words are placed by their measured boxes, so that a sheet knows what is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from .sizes import Form
from .text_metrics import ASCENT, DESCENT, ELLIPSIS, clean, shorten, width, wrap

#: Roles whose text is set semibold by the style sheet.
BOLD_ROLES = frozenset({"accent", "series", "series-2", "strong"})

Point = tuple[float, float]
NAN = float("nan")


class Line(NamedTuple):
    """A polyline; a point of NaN breaks it."""

    points: Sequence[Point]
    role: str
    title: str = ""


class Curve(NamedTuple):
    """Cubic Bézier pieces: a start, then three points for each piece."""

    points: Sequence[Point]
    role: str
    title: str = ""


class Area(NamedTuple):
    """A filled polygon."""

    points: Sequence[Point]
    role: str
    title: str = ""


class Dots(NamedTuple):
    """Dots of one radius; a ring has the page's ground inside."""

    points: Sequence[Point]
    role: str
    radius: float
    ring: bool = False
    title: str = ""


class Words(NamedTuple):
    """A line of text; ``length`` fixes its width in any font; ``title`` is the full text of a shortened one."""

    text: str
    role: str
    x: float
    y: float
    anchor: str = "start"
    size: float | None = None
    length: float | None = None
    title: str = ""


Mark = Line | Curve | Area | Dots | Words


class Box(NamedTuple):
    """A rectangle from left top to right bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share some area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether this lies in ``other`` entirely."""
        return (
            self.left >= other.left
            and self.top >= other.top
            and self.right <= other.right
            and self.bottom <= other.bottom
        )


def box(text: str, x: float, y: float, anchor: str, size: float, bold: bool = False) -> Box:
    """Where ``text`` stands when its anchor is at ``x`` and its baseline at ``y``."""
    wide = width(text, size, bold)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return Box(left, y - ASCENT * size, left + wide, y + DESCENT * size)


@dataclass
class Sheet:
    """A drawing in the making: marks in painting order, and the boxes that labels must keep off."""

    form: Form
    marks: list[Mark] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)

    def line(self, points: Iterable[Point], role: str, title: str = "") -> None:
        """A polyline."""
        self.marks.append(Line(tuple(points), role, title))

    def curve(self, points: Iterable[Point], role: str) -> None:
        """A smooth line of cubic pieces."""
        self.marks.append(Curve(tuple(points), role))

    def area(self, points: Iterable[Point], role: str, title: str = "") -> None:
        """A filled polygon."""
        self.marks.append(Area(tuple(points), role, title))

    def bar(self, left: float, top: float, right: float, bottom: float, role: str, title: str = "") -> None:
        """A filled rectangle."""
        self.area(((left, top), (right, top), (right, bottom), (left, bottom), (left, top)), role, title)

    def dots(self, points: Iterable[Point], role: str, radius: float, ring: bool = False, title: str = "") -> None:
        """Dots, of which labels keep clear."""
        where = tuple(points)
        if where:
            self.marks.append(Dots(where, role, radius, ring, title))
            self.taken += [Box(x - radius, y - radius, x + radius, y + radius) for x, y in where]

    def words(
        self, text: str, x: float, y: float, role: str = "ink", anchor: str = "start", size: float = 0, full: str = ""
    ) -> Box:
        """A line of text; ``full`` is what it was shortened from. Returns its box, of which later labels keep clear."""
        text, full = clean(text), clean(full)
        where = self.box(text, x, y, role, anchor, size)
        own = None if size in (0, self.form.text) else size
        self.marks.append(Words(text, role, x, y, anchor, own, None, full if full != text else ""))
        self.taken.append(where)
        return where

    def paragraph(
        self, text: str, x: float, y: float, room: float, lines: int, role: str = "ink", anchor: str = "start"
    ) -> float:
        """``text`` in at most ``lines`` lines of ``room``, the first on baseline ``y``; returns the next baseline."""
        whole = clean(text)
        for line in wrap(whole, self.form.text, room, lines, role in BOLD_ROLES):
            self.words(line, x, y, role, anchor, full=whole if line.endswith(ELLIPSIS) else "")
            y += self.form.leading
        return y

    def line_of(self, text: str, x: float, y: float, room: float, role: str = "ink", anchor: str = "start") -> Box:
        """``text`` on one line, shortened to ``room`` where it must be."""
        whole = clean(text)
        return self.words(shorten(whole, self.form.text, room, role in BOLD_ROLES), x, y, role, anchor, full=whole)

    def box(self, text: str, x: float, y: float, role: str, anchor: str, size: float = 0) -> Box:
        """The box that :meth:`words` would take."""
        return box(text, x, y, anchor, size or self.form.text, role in BOLD_ROLES)

    def svg(self, label: str, height: float, kind: str = "") -> str:
        """The drawing, named ``label`` for those who cannot see it."""
        from .backend import render

        return wrap_svg(render(self.marks), self.form, label, height, kind)


def wrap_svg(inner: str, form: Form, label: str, height: float, kind: str = "") -> str:
    """An ``<svg>`` element around ``inner``; ``kind`` is one more class."""
    name = f"chart chart--{form.name}" + (f" chart--{kind}" if kind else "")
    frame = f'viewBox="0 0 {form.width:g} {round(height)}" font-size="{form.text:g}"'
    return f'<svg class="{name}" {frame} role="img" aria-label="{escape(clean(label))}">{inner}</svg>'
