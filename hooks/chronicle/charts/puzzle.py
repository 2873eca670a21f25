"""能力拼图: the abilities that one has, those to be added, and what the picture will show when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin
from typing import NamedTuple

from .canvas import Point, Sheet
from .sizes import Form
from .text_metrics import clean, wrap


@dataclass(frozen=True)
class Puzzle:
    """Abilities one has, abilities to add, and the next step, which is the last piece."""

    has: tuple[str, ...]
    adds: tuple[str, ...]
    next: str | None = None


class _Piece(NamedTuple):
    name: str
    role: str  #: has, adds, next


_HEIGHT = 78.0
_KNOB = 9.0  #: the radius of a knob
_NECK = 0.75  #: how far its centre stands out, in radii
_OUT = _KNOB * (1 + _NECK)
_WORDS = {"has": "ink", "adds": "soft", "next": "accent"}
#: A knob's arc, from where it leaves the edge to where it comes back, as angles about its centre.
_ARC = tuple(radians(step) for step in range(-48, 229, 12))


def draw(spec: Puzzle, form: Form, label: str) -> str:
    """Pieces that lock into each other, row by row: those one has are filled, those to come are drawn with dashes."""
    sheet = Sheet(form)
    pieces = _pieces(spec)
    across = min(4 if form.wide else 2, len(pieces))
    board = _Board(min(form.width / across, 240.0) - 1, across, len(pieces))
    for at, piece in reversed(list(enumerate(pieces))):  # a knob lies over the piece that it reaches into
        outline = list(board.outline(at))
        if piece.role == "has":
            sheet.area(outline, "piece", clean(piece.name))
        sheet.line(outline, f"piece-{piece.role}")
    for at, piece in enumerate(pieces):
        _name(sheet, board, at, piece)
    return sheet.svg(label, board.rows * _HEIGHT + 2)


def _pieces(spec: Puzzle) -> list[_Piece]:
    last = [_Piece(spec.next, "next")] if spec.next else []
    return [*(_Piece(each, "has") for each in spec.has), *(_Piece(each, "adds") for each in spec.adds), *last]


def _name(sheet: Sheet, board: _Board, at: int, piece: _Piece) -> None:
    """The ability in the middle of what neighbours leave free."""
    form, (left, top) = sheet.form, board.corner(at)
    from_left = _OUT if at % board.across else 0.0
    from_top = _OUT if at >= board.across else 0.0
    room = board.width - from_left - 16
    lines = len(wrap(clean(piece.name), form.text, room, 2, piece.role == "next"))
    y = top + (from_top + _HEIGHT) / 2 + form.text * 0.36 - (lines - 1) * form.leading / 2
    sheet.paragraph(piece.name, left + (from_left + board.width) / 2, y, room, 2, _WORDS[piece.role], "middle")


@dataclass(frozen=True)
class _Board:
    """Where the pieces lie."""

    width: float
    across: int
    count: int

    @property
    def rows(self) -> int:
        return -(-self.count // self.across)

    def corner(self, at: int) -> Point:
        """The left top of a piece."""
        return 1 + at % self.across * self.width, 1 + at // self.across * _HEIGHT

    def outline(self, at: int) -> Iterator[Point]:
        """A piece's edge, clockwise from its left top; a neighbour's knob is this piece's hollow."""
        (x, y), wide, high = self.corner(at), self.width, _HEIGHT
        right = at % self.across < self.across - 1 and at + 1 < self.count
        yield (x, y)
        if at >= self.across:
            yield from reversed(_knob(x + wide / 2, y))
        yield (x + wide, y)
        if right:
            yield from _knob(x + wide, y + high / 2, sideways=True)
        yield (x + wide, y + high)
        if at + self.across < self.count:
            yield from _knob(x + wide / 2, y + high)
        yield (x, y + high)
        if at % self.across:
            yield from reversed(_knob(x, y + high / 2, sideways=True))
        yield (x, y)


def _knob(x: float, y: float, sideways: bool = False) -> list[Point]:
    """A knob at a point of an edge: downward, from its right to its left; ``sideways`` to the right, from its top."""
    offsets = [(_KNOB * cos(angle), _KNOB * (_NECK + sin(angle))) for angle in _ARC]
    return [(x + out, y - along) if sideways else (x + along, y + out) for along, out in offsets]
