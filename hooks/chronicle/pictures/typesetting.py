"""Text and lines on the pictures that leave the site, where the fonts are known and nothing needs slack.

Sizes and places are pixels, y grows downward.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..charts.canvas import NAN, Point, Sheet
from ..charts.sizes import Form
from ..charts.text_metrics import Face, legible, width, wrap
from ..charts.year_axes import YEAR, Values, runs
from ..figures.formatting import year_in_characters


@dataclass(frozen=True)
class Curve:
    """A metric's year as a line; ``floor`` is the value at the foot of its scale, None for the smallest. The month that
    is ``marked``, by its place from 1, is named by ``note``."""

    values: Values = ()
    months: tuple[int, ...] = YEAR
    floor: float | None = None
    marked: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What every picture shows: whose year it is and what it is called, the company's colour and logo, which are empty
    where the book's own look holds."""

    name: str
    whose: str
    year: int
    title: str
    accent: str = ""
    logo: bytes = b""


def sheet_of(form: Form, spec: Picture, left: float, top: float, height: float) -> Sheet:
    """An empty sheet in the company's colour, with its logo, which is as high and stands there."""
    sheet = Sheet(replace(form, accent=spec.accent), "picture")
    sheet.logo = spec.logo, left, top, height
    return sheet


def fitted(text: str, face: Face, sizes: Sequence[int], room: float, lines: int) -> tuple[int, list[str]]:
    """The largest of ``sizes`` at which ``text`` fits into ``lines`` lines of ``room``, and those lines.

    At the smallest size what is too long ends in ….
    """
    text = legible(text)
    for size in sizes:
        if width(text, size, face=face) <= room * lines:  # else far too long: not worth breaking into lines
            broken = wrap(text, size, room, lines, face=face)
            if "".join(broken).replace(" ", "") == text.replace(" ", ""):
                return size, broken
    return sizes[-1], wrap(text, sizes[-1], room, lines, face=face)


def block(
    sheet: Sheet, lines: Sequence[str], x: float, y: float, size: float, leading: float = 0, role: str = "ink",
    face: Face = "serif", anchor: str = "start", bold: bool = False,
) -> float:  # fmt: skip
    """Lines below one another, the first on baseline ``y``; returns the baseline after the last."""
    for line in lines:
        sheet.words(line, x, y, role, anchor, size, face=face, bold=bold)
        y += leading
    return y


def line(
    sheet: Sheet, text: str, x: float, y: float, sizes: Sequence[int], room: float, role: str = "soft",
    face: Face = "sans", anchor: str = "start", bold: bool = False,
) -> float:  # fmt: skip
    """``text`` on one line, as large as ``sizes`` and ``room`` allow; returns its width."""
    size, lines = fitted(text, face, sizes, room, 1)
    block(sheet, lines, x, y, size, 0, role, face, anchor, bold)
    return width(lines[0], size, face=face)


def frame(sheet: Sheet, left: float, top: float, right: float, bottom: float, role: str, thick: float) -> None:
    """The outline of a rectangle, drawn inside it: once around outside, once inside the other way."""
    near, high, far, low = left + thick, top + thick, right - thick, bottom - thick
    outside = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    inside = [(near, high), (near, low), (far, low), (far, high), (near, high)]
    sheet.area([*outside, (NAN, NAN), *inside], role)


def seal(sheet: Sheet, year: int, left: float, top: float, size: int = 34) -> None:
    """The year as a seal: four characters below one another in a double frame."""
    digits, pitch = year_in_characters(year), size * 1.26
    right, bottom = left + size + 28, top + pitch * len(digits) + 20
    frame(sheet, left, top, right, bottom, "accent", 4)
    frame(sheet, left + 7, top + 7, right - 7, bottom - 7, "accent", 1)
    for order, digit in enumerate(digits):
        y = top + 12 + pitch * (order + 0.84)
        sheet.words(digit, (left + right) / 2, y, "accent", "middle", size, face="serif", bold=True)


def dot(sheet: Sheet, at: Point, radius: float, role: str, ring: float = 0) -> None:
    """A dot with a seam of paper around it; a ``ring`` so thick has paper inside too."""
    sheet.dots([at], "paper", radius + max(3.0, radius / 4))
    sheet.dots([at], role, radius - ring / 2, ring=bool(ring), thick=ring)


def name_peak(sheet: Sheet, text: str, x: float, y: float, size: float, left: float, right: float) -> None:
    """``text`` over the point at ``x``, moved as far as it must be to stand between ``left`` and ``right``."""
    half = width(text, size, face="sans") / 2
    sheet.words(text, min(max(x, left + half), right - half), y, "accent", "middle", size, bold=False)


def draw_curve(sheet: Sheet, points: Sequence[Point | None], role: str, thick: float) -> None:
    """A line through the points, broken where one is missing; a point without neighbours is a dot."""
    for run in runs(points):
        if len(run) > 1:
            sheet.line(run, role, thick=thick)
        else:
            dot(sheet, run[0], thick * 1.4, role)
