"""A sheet of pixels for the pictures that leave the site (share card, poster), and its PNG.

Paper, ink and one vermilion, in the fonts that ``pylopdf-fonts-zh-cn`` ships, so that a picture is the same on every
machine. The sheet holds indexes into a fixed palette: each role has fifteen shades on its own ground, which is all
that antialiasing needs, makes small files, and no two machines round differently. Lengths are pixels, y grows down.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from .charts.canvas import Box, Point
from .charts.measure import SLACK, clean, ems, wrap

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
_FINE = 3  # lines are drawn this many times finer, then reduced

#: Readers' fonts need some slack, which ``wrap`` gives; here the font is known, and most of it can be used.
_EXACT = 1 + (SLACK - 1) * 0.6

#: Characters in no shipped font -> the nearest one that is; what has no near one becomes 〓, printers' sign for it.
_NEAR = {"𠮷": "吉", "𠮟": "叱", "𡈽": "土", "𥔎": "崎", "𨳝": "开"}
_MISSING = "〓"
#: Signs that are drawn as pictures or not at all: a picture of ours has no colour font.
_PICTORIAL = frozenset("\u200d\ufe0e\ufe0f\u20e3")


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


def length(text: str, face: Face, size: int) -> float:
    """The advance width of ``text``."""
    return float(font(face, size).getlength(text))


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


@lru_cache(maxsize=1)
def _palette() -> list[int]:
    flat = list(_PAPER)
    for colour, ground in _ROLES.values():
        for shade in range(1, _SHADES + 1):
            flat += [round(b + (a - b) * shade / _SHADES) for a, b in zip(colour, ground, strict=True)]
    return flat


class Raster:
    """A sheet of paper. ``lines`` remembers what was written and where, so that a test can look."""

    def __init__(self, width: int, height: int) -> None:
        from PIL import Image

        self.width, self.height = width, height
        self.lines: list[Line] = []
        self._image = Image.new("L", (width, height), 0)

    def words(
        self, text: str, x: float, y: float, size: int, role: str = "ink", face: Face = "serif",
        anchor: Anchor = "start", bold: int = 0,
    ) -> Box:  # fmt: skip
        """A line of text with its baseline at ``y``; ``bold`` widens each stroke by so many pixels a side."""
        from PIL import Image, ImageDraw

        if not text.strip():
            return Box(x, y, x, y)
        used = font(face, size)
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * used.getlength(text)
        left, top, right, bottom = map(round, used.getbbox(text, anchor="ls", stroke_width=bold))
        mask = Image.new("L", (right - left + 1, bottom - top + 1))
        ImageDraw.Draw(mask).text((-left, -top), text, 255, used, anchor="ls", stroke_width=bold)
        at = (round(x) + left, round(y) + top)
        self._print(mask, at, role)
        box = Box(at[0], at[1], at[0] + mask.width, at[1] + mask.height)
        self.lines.append(Line(text, box))
        return box

    def block(
        self, lines: Sequence[str], x: float, y: float, size: int, leading: float, role: str = "ink",
        face: Face = "serif", anchor: Anchor = "start", bold: int = 0,
    ) -> float:  # fmt: skip
        """Lines below one another, the first on baseline ``y``; returns the baseline after the last."""
        for line in lines:
            self.words(line, x, y, size, role, face, anchor, bold)
            y += leading
        return y

    def bar(self, left: float, top: float, right: float, bottom: float, role: str, outline: int = 0) -> None:
        """A filled rectangle, or its outline of so many pixels."""
        from PIL import ImageDraw

        full, draw = _tables()[role][255], ImageDraw.Draw(self._image)
        place = (round(left), round(top), round(right) - 1, round(bottom) - 1)
        draw.rectangle(place, outline=full, width=outline) if outline else draw.rectangle(place, fill=full)

    def area(self, points: Sequence[Point], role: str) -> None:
        """A filled polygon; its edge is meant to lie below a line."""
        from PIL import ImageDraw

        ImageDraw.Draw(self._image).polygon([(round(x), round(y)) for x, y in points], fill=_tables()[role][255])

    def line(self, points: Sequence[Point], role: str, width: float) -> None:
        """A polyline with round joints."""
        from PIL import ImageDraw

        left, top, mask = self._fine(points, width)
        fine = [((x - left) * _FINE, (y - top) * _FINE) for x, y in points]
        draw, radius = ImageDraw.Draw(mask), width * _FINE / 2
        draw.line(fine, fill=255, width=round(width * _FINE))
        for x, y in fine:
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
        self._print(mask.reduce(_FINE), (left, top), role)

    def dot(self, at: Point, radius: float, role: str, ring: float = 0) -> None:
        """A dot with a seam of paper around it; a ``ring`` of so many pixels has paper inside too."""
        self._disc(at, radius + max(3.0, radius / 4), None)
        self._disc(at, radius, role)
        if ring:
            self._disc(at, radius - ring, None)

    def _disc(self, at: Point, radius: float, role: str | None) -> None:
        from PIL import ImageDraw

        left, top, mask = self._fine([at], 2 * radius)
        x, y, r = (at[0] - left) * _FINE, (at[1] - top) * _FINE, radius * _FINE
        ImageDraw.Draw(mask).ellipse((x - r, y - r, x + r, y + r), fill=255)
        mask = mask.reduce(_FINE)
        if role is None:
            self._image.paste(0, (left, top), mask.point([255 if cover > 127 else 0 for cover in range(256)]))
        else:
            self._print(mask, (left, top), role)

    def _fine(self, points: Sequence[Point], width: float) -> tuple[int, int, Image]:
        """A mask around ``points``, finer than the sheet, and where its left top corner stands."""
        from PIL import Image

        air = int(width) + 2
        left, top = int(min(x for x, _ in points)) - air, int(min(y for _, y in points)) - air
        right, bottom = int(max(x for x, _ in points)) + air, int(max(y for _, y in points)) + air
        return left, top, Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE))

    def _print(self, mask: Image, at: tuple[int, int], role: str) -> None:
        """Put the shades of ``role`` where ``mask`` covers the sheet."""
        shades = mask.point(_tables()[role])
        self._image.paste(shades, at, shades.point([0] + [255] * 255))

    def modules(self, rows: Sequence[bytes], left: int, top: int, pitch: int, role: str) -> None:
        """A grid of squares ``pitch`` wide, full where a byte is not zero."""
        from PIL import Image

        small = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)).point([0] + [255] * 255)
        across, down = small.width * pitch, small.height * pitch
        self._print(small.resize((across, down), Image.Resampling.NEAREST), (left, top), role)

    def cut(self, height: float) -> None:
        """Keep so much of the sheet and drop what is below."""
        self.height = min(self.height, round(height))
        self._image = self._image.crop((0, 0, self.width, self.height))

    def png(self) -> bytes:
        """The sheet as a PNG without a date, a place or a program's name."""
        from PIL import Image

        image = Image.frombytes("P", self._image.size, self._image.tobytes())
        image.putpalette(_palette())
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=3)  # 6 takes twice as long for a fifth less
        return out.getvalue()
