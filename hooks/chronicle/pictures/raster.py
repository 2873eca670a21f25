"""A sheet of pixels for the pictures that leave the site (share card, poster), and its PNG.

Paper, ink and one vermilion, in the fonts that ``pylopdf-fonts-zh-cn`` ships, so that a picture is the same on every
machine. The sheet holds indexes into a fixed palette: each role has fifteen shades on its own ground, which is all
that antialiasing needs, makes small files, and no two machines round differently. Lengths are pixels, y grows down.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..charts.canvas import Box, Point
from ..charts.text_metrics import SLACK, clean, ems, wrap
from .png import encode

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

Face = Literal["serif", "sans"]
Anchor = Literal["start", "middle", "end"]
Colour = tuple[int, int, int]

_PAPER: Colour = (250, 246, 238)
_ACCENT: Colour = (179, 50, 27)
#: The roles of docs/assets/book.css in the light scheme: what a role looks like, and the ground that it stands on.
_ROLES: dict[str, tuple[Colour, Colour]] = {
    "ink": ((31, 29, 26), _PAPER),
    "soft": ((102, 95, 84), _PAPER),
    "accent": (_ACCENT, _PAPER),
    "series": ((43, 75, 115), _PAPER),
    "good": ((58, 106, 78), _PAPER),
    "pale": ((179, 169, 149), _PAPER),
    "hair": ((226, 218, 201), _PAPER),
    "band": ((240, 230, 210), _PAPER),
    "surface": ((255, 253, 248), _PAPER),
    "inside": (_PAPER, _ACCENT),
}
_SHADES = 15
_STEP = 255 // _SHADES
_ANY = [0] + [255] * 255
_MOSTLY = [0] * 128 + [255] * 128
_APART = 24  # bare rows that are worth being left out
_FINE = 3  # lines are drawn this many times finer, then reduced

#: Readers' fonts need some slack, which ``wrap`` gives; here the font is known, and most of it can be used.
_EXACT = 1 + (SLACK - 1) * 0.6

#: Characters in no shipped font -> the nearest one that is; what has no near one becomes 〓, printers' sign for it.
_NEAR = {"𠮷": "吉", "𠮟": "叱", "𡈽": "土", "𥔎": "崎", "𨳝": "开"}
_MISSING = "〓"
#: Signs that are drawn as pictures or not at all: a picture of ours has no colour font.
_PICTORIAL = frozenset("\u200d\ufe0e\ufe0f\u20e3")


Place = tuple[int, int]


class _Mark(NamedTuple):
    """Something drawn: its rows, and what draws it on an image whose left top corner stands at a place."""

    top: int
    bottom: int
    draw: Callable[[Image, Place], None]


class Line(NamedTuple):
    """One line of text as it was set: its words and the box of its ink."""

    words: str
    box: Box


@lru_cache(maxsize=64)
def font(face: Face, size: int) -> FreeTypeFont:
    """A shipped font, opened once a size. The basic layout is the same with and without libraqm."""
    from PIL import ImageFont
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    path = serif_path() if face == "serif" else sans_path()
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def legible(text: str) -> str:
    """``text`` in characters that the shipped fonts have: emoji are dropped, rare ones become their nearest or 〓."""
    kept = "".join(map(_drawn, unicodedata.normalize("NFC", clean(text))))
    return " ".join(filter(None, kept.split(" ")))  # a no-break space stays one


@lru_cache(maxsize=4096)
def _drawn(c: str) -> str:
    if c.isascii() or c == "\u00a0" or "\u4e00" <= c <= "\u9fa5":
        return c
    if c in _PICTORIAL or (unicodedata.category(c) in ("So", "Cf", "Co", "Cn") and not _has(c)):
        return ""
    if 0x1F000 <= ord(c) <= 0x1FAFF or (unicodedata.category(c) in ("Sk", "Mn") and not _has(c)):
        return ""
    return c if _has(c) else _NEAR.get(c, _MISSING)


def _has(c: str) -> bool:
    """Whether the fonts have a character: what they lack, they draw as an unassigned one."""
    return bytes(font("serif", 20).getmask(c)) != _unassigned()


@lru_cache(maxsize=1)
def _unassigned() -> bytes:
    return bytes(font("serif", 20).getmask("\U0010fffd"))


class _Glyph(NamedTuple):
    """How far a character moves the pen, and the box of its ink beside the pen, in whole pixels."""

    advance: float
    box: tuple[int, int, int, int]


@lru_cache(maxsize=16384)
def _glyph(c: str, face: Face, size: int) -> _Glyph:
    used = font(face, size)
    left, top, right, bottom = map(round, used.getbbox(c, anchor="ls"))
    return _Glyph(float(used.getlength(c)), (left, top, right, bottom))


def length(text: str, face: Face, size: int) -> float:
    """The advance width of ``text``: the sum of its characters', since the basic layout knows no kerning."""
    return sum(_glyph(c, face, size).advance for c in text)


def _extent(text: str, face: Face, size: int) -> tuple[int, int, int, int]:
    """The box of the ink of ``text`` beside the beginning of its baseline, made of its characters' boxes."""
    pen, boxes = 0, []
    for c in text:
        advance, (left, top, right, bottom) = _glyph(c, face, size)
        boxes.append((pen + left, top, pen + right, bottom))
        pen += round(advance)
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def fitted(text: str, face: Face, sizes: Sequence[int], room: float, lines: int) -> tuple[int, list[str]]:
    """The largest of ``sizes`` at which ``text`` fits into ``lines`` lines of ``room``, and those lines.

    At the smallest size what is too long ends in ….
    """
    whole_width = ems(text)
    for size in sizes:
        if whole_width * size > room * lines * SLACK:
            continue  # far too long: not worth breaking into lines
        found = wrap(text, size, room * _EXACT, lines)
        whole = "".join(found).replace(" ", "") == text.replace(" ", "")
        if whole and _fit(found, face, size, room):
            return size, found
    return sizes[-1], _squeezed(text, face, sizes[-1], room, lines)


def _fit(lines: Sequence[str], face: Face, size: int, room: float) -> bool:
    return all(length(line, face, size) <= room for line in lines)


def _squeezed(text: str, face: Face, size: int, room: float, lines: int) -> list[str]:
    """``text`` in narrower and narrower lines until they fit: a Latin W is wider here than where ``wrap`` measures."""
    wide = room * _EXACT
    while not _fit(found := wrap(text, size, wide, lines), face, size, room) and wide > 2 * size:
        wide *= 0.94
    return found


@lru_cache(maxsize=1)
def _tables() -> dict[str, list[int]]:
    """For each role: from how much of a pixel is covered (0 … 255) to the index of its shade; 0 is paper."""
    found = {}
    for order, role in enumerate(_ROLES):
        first = 1 + order * _SHADES
        found[role] = [0 if cover <= _STEP // 2 else first + round(cover / _STEP) - 1 for cover in range(256)]
    return found


class _Stamp(NamedTuple):
    """A line of text ready to be put on a sheet: its shades, where they are not paper, and where the left top corner
    stands beside the beginning of the baseline."""

    shades: Image
    stencil: Image
    left: int
    top: int


@lru_cache(maxsize=512)
def _stamp(text: str, face: Face, size: int, role: str, bold: bool) -> _Stamp:
    """Much of what is written comes again: months, labels, names on each of a person's cards."""
    mask, left, top = _bold(text, face, size) if bold else _plain(text, face, size)
    return _Stamp(*_shaded(mask, role), left, top)


def _plain(text: str, face: Face, size: int, air: int = 0) -> tuple[Image, int, int]:
    """How much of each pixel the text covers, with so many pixels of air and one more to the right and below."""
    from PIL import Image, ImageDraw

    left, top, right, bottom = _extent(text, face, size)
    left, top = left - air, top - air
    mask = Image.new("L", (right - left + air + 1, bottom - top + air + 1))
    ImageDraw.Draw(mask).text((-left, -top), text, 255, font(face, size), anchor="ls")
    return mask, left, top


def _bold(text: str, face: Face, size: int) -> tuple[Image, int, int]:
    """Each stroke a pixel wider on every side: FreeType's stroker looks the same and takes four times as long."""
    from PIL import ImageChops

    mask, left, top = _plain(text, face, size, 1)
    sides = (mask.crop((x, y, x + mask.width, y + mask.height)) for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)))
    return reduce(ImageChops.lighter, sides, mask), left, top


def _shaded(mask: Image, role: str) -> tuple[Image, Image]:
    """The shades of ``role`` where ``mask`` covers, and where that is."""
    shades = mask.point(_tables()[role])
    return shades, shades.point(_ANY)


@lru_cache(maxsize=1)
def _palette() -> bytes:
    flat = [*_PAPER]
    for colour, ground in _ROLES.values():
        for shade in range(1, _SHADES + 1):
            flat += [round(b + (a - b) * shade / _SHADES) for a, b in zip(colour, ground, strict=True)]
    return bytes(flat)


class Raster:
    """A sheet of paper. ``lines`` remembers what was written and where, so that a test can look.

    What is drawn is remembered, and becomes pixels with :meth:`png`: by then it is known which rows stay bare.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.lines: list[Line] = []
        self._marks: list[_Mark] = []

    def words(
        self, text: str, x: float, y: float, size: int, role: str = "ink", face: Face = "serif",
        anchor: Anchor = "start", bold: bool = False,
    ) -> Box:  # fmt: skip
        """A line of text with its baseline at ``y``; ``bold`` widens each stroke by a pixel a side."""
        if not text.strip():
            return Box(x, y, x, y)
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * length(text, face, size)
        stamp = _stamp(text, face, size, role, bold)
        at = (round(x) + stamp.left, round(y) + stamp.top)
        self._press(stamp.shades, stamp.stencil, at)
        box = Box(at[0], at[1], at[0] + stamp.shades.width, at[1] + stamp.shades.height)
        self.lines.append(Line(text, box))
        return box

    def block(
        self, lines: Sequence[str], x: float, y: float, size: int, leading: float, role: str = "ink",
        face: Face = "serif", anchor: Anchor = "start", bold: bool = False,
    ) -> float:  # fmt: skip
        """Lines below one another, the first on baseline ``y``; returns the baseline after the last."""
        for line in lines:
            self.words(line, x, y, size, role, face, anchor, bold)
            y += leading
        return y

    def bar(self, left: float, top: float, right: float, bottom: float, role: str, outline: int = 0) -> None:
        """A filled rectangle, or its outline of so many pixels."""
        from PIL import ImageDraw

        full = _tables()[role][255]

        def draw(on: Image, at: Place) -> None:
            place = (round(left) - at[0], round(top) - at[1], round(right) - 1 - at[0], round(bottom) - 1 - at[1])
            ImageDraw.Draw(on).rectangle(place, fill=None if outline else full, outline=full, width=outline or 1)

        self._marks.append(_Mark(round(top), round(bottom), draw))

    def area(self, points: Sequence[Point], role: str) -> None:
        """A filled polygon; its edge is meant to lie below a line."""
        from PIL import ImageDraw

        whole, full = [(round(x), round(y)) for x, y in points], _tables()[role][255]

        def draw(on: Image, at: Place) -> None:
            ImageDraw.Draw(on).polygon([(x - at[0], y - at[1]) for x, y in whole], fill=full)

        self._marks.append(_Mark(min(y for _, y in whole), max(y for _, y in whole) + 1, draw))

    def line(self, points: Sequence[Point], role: str, width: float) -> None:
        """A polyline with round joints."""
        from PIL import ImageDraw

        left, top, mask = _fine(points, width)
        fine = [((x - left) * _FINE, (y - top) * _FINE) for x, y in points]
        draw, radius = ImageDraw.Draw(mask), width * _FINE / 2
        draw.line(fine, fill=255, width=round(width * _FINE))
        for x, y in fine:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
        self._press(*_shaded(mask.reduce(_FINE), role), (left, top))

    def dot(self, at: Point, radius: float, role: str, ring: float = 0) -> None:
        """A dot with a seam of paper around it; a ``ring`` of so many pixels has paper inside too."""
        self._disc(at, radius + max(3.0, radius / 4), None)
        self._disc(at, radius, role)
        if ring:
            self._disc(at, radius - ring, None)

    def _disc(self, at: Point, radius: float, role: str | None) -> None:
        from PIL import ImageDraw

        left, top, mask = _fine([at], 2 * radius)
        x, y, r = (at[0] - left) * _FINE, (at[1] - top) * _FINE, radius * _FINE
        ImageDraw.Draw(mask).ellipse((x - r, y - r, x + r, y + r), fill=255)
        mask = mask.reduce(_FINE)
        shades, stencil = _shaded(mask, role) if role else (0, mask.point(_MOSTLY))
        self._press(shades, stencil, (left, top))

    def modules(self, rows: Sequence[bytes], left: int, top: int, pitch: int, role: str) -> None:
        """A grid of squares ``pitch`` wide, full where a byte is not zero."""
        from PIL import Image

        small = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)).point(_ANY)
        across, down = small.width * pitch, small.height * pitch
        self._press(*_shaded(small.resize((across, down), Image.Resampling.NEAREST), role), (left, top))

    def _press(self, shades: Image | int, stencil: Image, place: Place) -> None:
        """Put the shades, or one shade, where the stencil lets them through."""

        def draw(on: Image, at: Place) -> None:
            on.paste(shades, (place[0] - at[0], place[1] - at[1]), stencil)

        self._marks.append(_Mark(place[1], place[1] + stencil.height, draw))

    def cut(self, height: float) -> None:
        """Keep so much of the sheet and drop what is below."""
        self.height = min(self.height, round(height))

    def png(self) -> bytes:
        """The sheet as a PNG without a date, a place or a program's name."""
        return encode(self.width, self.height, _palette(), self._bands())

    def _bands(self) -> Iterator[tuple[int, bytes]]:
        """The rows that are drawn on, in bands with bare paper between them, each row led by PNG's filter type."""
        from PIL import Image

        for top, bottom in _joined((max(0, mark.top), min(mark.bottom, self.height)) for mark in self._marks):
            image = Image.new("L", (self.width + 1, bottom - top))
            for mark in self._marks:
                if mark.top < bottom and mark.bottom > top:
                    mark.draw(image, (-1, top))
            image.paste(0, (0, 0, 1, bottom - top))
            yield top, image.tobytes()


def _fine(points: Sequence[Point], width: float) -> tuple[int, int, Image]:
    """A mask around ``points``, finer than the sheet, and where its left top corner stands."""
    from PIL import Image

    air = int(width) + 2
    left, top = int(min(x for x, _ in points)) - air, int(min(y for _, y in points)) - air
    right, bottom = int(max(x for x, _ in points)) + air, int(max(y for _, y in points)) + air
    return left, top, Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))


def _joined(rows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """From the top down, those made one between which little is bare."""
    found: list[tuple[int, int]] = []
    for top, bottom in sorted(each for each in rows if each[0] < each[1]):
        if found and top < found[-1][1] + _APART:
            found[-1] = found[-1][0], max(found[-1][1], bottom)
        else:
            found.append((top, bottom))
    return found
