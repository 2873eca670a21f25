"""能力拼图: the abilities that one has, those to be added, and what the picture will show when it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin

from ..figures.formatting import clean
from .canvas import Point, Sheet
from .sizes import Form
from .text_metrics import wrap


@dataclass(frozen=True)
class Puzzle:
    """Abilities one has, abilities to add, and the next step, which is the last piece."""

    has: tuple[str, ...]
    adds: tuple[str, ...]
    next: str | None = None


_HEIGHT = 78.0
_KNOB = 9.0  #: the radius of a knob
_NECK = 0.75  #: how far its centre stands out, in radii
_OUT = _KNOB * (1 + _NECK)
_WORDS = {"has": "ink", "adds": "soft", "next": "accent"}
#: A knob's arc, from where it leaves the edge to where it comes back, as angles about its centre.
_ARC = tuple(radians(step) for step in range(-48, 229, 12))


def draw(spec: Puzzle, form: Form) -> Sheet:
    """Pieces that lock into each other, row by row: those one has are filled, those to come are drawn with dashes."""
    sheet = Sheet(form)
    pieces = [*((name, "has") for name in spec.has), *((name, "adds") for name in spec.adds)]
    pieces += [(spec.next, "next")] if spec.next else []
    across = min(4 if form.wide else 2, len(pieces))
    wide = min(form.width / across, 240.0) - 1
    corners = [(1 + at % across * wide, 1 + at // across * _HEIGHT) for at in range(len(pieces))]
    for at, (name, role) in reversed(list(enumerate(pieces))):  # a knob lies over the piece that it reaches into
        outline = list(_outline(at, corners[at], wide, across, len(pieces)))
        if role == "has":
            sheet.area(outline, "piece", clean(name))
        sheet.line(outline, f"piece-{role}")
    for at, ((name, role), (left, top)) in enumerate(zip(pieces, corners, strict=True)):
        from_left, from_top = _OUT if at % across else 0.0, _OUT if at >= across else 0.0  # what neighbours leave free
        room = wide - from_left - 16
        lines = len(wrap(clean(name), form.text, room, 2, role == "next"))
        y = top + (from_top + _HEIGHT) / 2 + form.text * 0.36 - (lines - 1) * form.leading / 2
        sheet.paragraph(name, left + (from_left + wide) / 2, y, room, 2, _WORDS[role], "middle")
    return sheet.cut(-(-len(pieces) // across) * _HEIGHT + 2)


def _outline(at: int, corner: Point, wide: float, across: int, count: int) -> Iterator[Point]:
    """A piece's edge, clockwise from its left top; a neighbour's knob is this piece's hollow."""
    (x, y), high = corner, _HEIGHT
    yield (x, y)
    if at >= across:
        yield from reversed(_knob(x + wide / 2, y))
    yield (x + wide, y)
    if at % across < across - 1 and at + 1 < count:
        yield from _knob(x + wide, y + high / 2, sideways=True)
    yield (x + wide, y + high)
    if at + across < count:
        yield from _knob(x + wide / 2, y + high)
    yield (x, y + high)
    if at % across:
        yield from reversed(_knob(x, y + high / 2, sideways=True))
    yield (x, y)


def _knob(x: float, y: float, sideways: bool = False) -> list[Point]:
    """A knob at a point of an edge: downward, from its right to its left; ``sideways`` to the right, from its top."""
    offsets = [(_KNOB * cos(angle), _KNOB * (_NECK + sin(angle))) for angle in _ARC]
    return [(x + out, y - along) if sideways else (x + along, y + out) for along, out in offsets]
