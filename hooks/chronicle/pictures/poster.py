"""The poster: a year for the phone, 1080 wide and up to four screens long, drawn from the plain values it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..charts.canvas import Point
from ..charts.sizes import NARROW
from ..charts.wordcloud import Word, lay_out
from .card import curve_points, draw_curve, seal
from .raster import Anchor, Face, Raster, fitted, legible, length

WIDTH, LONGEST = 1080, 7680
_LEFT, _RIGHT = 80, 1000
_ROOM = _RIGHT - _LEFT
_ROLES = {"praise": "series", "blame": "accent", "topic": "soft"}
_CHANGES = {"better": "good", "worse": "accent"}
#: The months that are named below the line, and where their names stand.
_MONTHS: tuple[tuple[int, Anchor], ...] = ((1, "start"), (4, "middle"), (7, "middle"), (10, "middle"), (12, "end"))

Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Number:
    """One of the four numbers: its label, digits, unit, and its change in words with the verdict on it."""

    label: str
    digits: str
    unit: str
    change: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Poster:
    """What a poster shows; what is empty is left out. ``url`` is where its QR code leads."""

    name: str
    whose: str
    motto: str
    year: int
    numbers: tuple[Number, ...] = ()
    summary: str = ""
    finding: str = ""
    line: Values = ()
    marked: int | None = None
    note: str = ""
    words: tuple[Word, ...] = ()
    portrait: str = ""
    quote: str = ""
    lesson: str = ""
    story: str = ""
    closing: str = ""
    url: str = ""


def draw(spec: Poster) -> bytes:
    """The PNG; the same values give the same bytes."""
    return picture(spec).png()


def picture(spec: Poster) -> Raster:
    """The poster as a sheet, before it becomes a file."""
    sheet = Raster(WIDTH, LONGEST)
    sheet.bar(0, 0, WIDTH, 14, "accent")
    y = _cover(sheet, spec)
    for part in (_figures, _year, _portrait, _quote, _lesson, _close):
        y = part(sheet, spec, y)
    sheet.cut(y + 60)
    return sheet


def _paragraph(
    sheet: Raster, text: str, y: float, sizes: Sequence[int], lines: int, role: str = "ink", face: Face = "serif",
    room: float = _ROOM, left: float = _LEFT, leading: float = 1.6,
) -> float:  # fmt: skip
    """``text`` below ``y``; returns where it ends."""
    size, found = fitted(legible(text), face, sizes, room, lines)
    return sheet.block(found, left, y + size * 1.1, size, size * leading, role, face) - size * (leading - 0.35)


def _middle(
    sheet: Raster, text: str, y: float, sizes: Sequence[int], lines: int, role: str, face: Face = "serif"
) -> float:
    """Centred below ``y``."""
    size, found = fitted(legible(text), face, sizes, _ROOM - 60, lines)
    end = sheet.block(found, WIDTH / 2, y + size * 1.1, size, size * 1.6, role, face, "middle")
    return end - size * 1.25


def _cover(sheet: Raster, spec: Poster) -> float:
    seal(sheet, spec.year, _RIGHT - 74, 96, 46)
    room = _ROOM - 130
    sheet.words(f"{spec.year} 年度“人间观察员”工作纪实", _LEFT, 132, 34, "soft")
    size, name = fitted(legible(spec.name), "serif", (128, 108, 92, 76, 60, 48), room, 1)
    sheet.block(name, _LEFT, 170 + size * 0.9, size, size, bold=True)
    y = 170 + size * 1.16
    y = _paragraph(sheet, spec.whose, y, (34, 28), 1, "soft", "sans", room) if spec.whose else y
    if not spec.motto:
        return max(y + 60, 420)
    top = max(y + 56, 400)
    bottom = _paragraph(sheet, spec.motto, top, (48, 42, 36), 3, room=_ROOM - 36, left=_LEFT + 36)
    sheet.bar(_LEFT, top + 6, _LEFT + 7, bottom - 2, "accent")
    return bottom + 70


def _figures(sheet: Raster, spec: Poster, y: float) -> float:
    """The numbers, two in a row, then the year in plain words."""
    if spec.numbers:
        sheet.bar(_LEFT, y, _RIGHT, y + 4, "ink")
        for order, each in enumerate(spec.numbers):
            _figure(sheet, each, _LEFT + (order % 2) * (_ROOM / 2 + 20), y + (order // 2) * 216)
        y += 216 * ((len(spec.numbers) + 1) // 2) + 14
        sheet.bar(_LEFT, y, _RIGHT, y + 2, "hair")
        y += 26
    return _paragraph(sheet, spec.summary, y + 14, (40,), 6) + 50 if spec.summary else y + 30


def _figure(sheet: Raster, each: Number, x: float, y: float) -> None:
    room, unit = _ROOM / 2 - 20, legible(each.unit)
    beside = length(unit, "sans", 32) + 16
    size = next(s for s in (104, 92, 80, 68, 56, 44) if length(each.digits, "serif", s) + beside <= room or s == 44)
    box = sheet.words(each.digits, x, y + 118, size, bold=True)
    sheet.block(
        fitted(unit, "sans", (32, 24), x + room - box.right, 1)[1], box.right + 16, y + 118, 32, 40, "soft", "sans"
    )
    sheet.block(fitted(legible(each.label), "sans", (32, 26), room, 1)[1], x, y + 168, 30, 40, "soft", "sans")
    if each.change:
        lines = fitted(legible(each.change), "sans", (28, 24), room, 1)
        sheet.block(lines[1], x, y + 206, lines[0], 30, _CHANGES.get(each.verdict, "soft"), "sans")


def _year(sheet: Raster, spec: Poster, y: float) -> float:
    """The year as a line with its peak named and the ground beneath it tinted."""
    if not any(value is not None for value in spec.line):
        return y
    y = _paragraph(sheet, spec.finding, y + 40, (46, 40, 34), 2, leading=1.45) + 100
    left, right, top, bottom = _LEFT + 10.0, _RIGHT - 10.0, y, y + 280
    points = curve_points(spec.line, left, top, right, bottom - 30)
    for before, after in pairwise(points):
        if before and after:
            sheet.area((before, after, (after[0], bottom), (before[0], bottom)), "band")
    sheet.bar(_LEFT, bottom, _RIGHT, bottom + 2, "pale")
    draw_curve(sheet, points, "series", 7)
    for index, anchor in _MONTHS:
        sheet.words(f"{index} 月", left + (index - 1) * (right - left) / 11, bottom + 46, 28, "soft", "sans", anchor)
    peak = points[spec.marked - 1] if spec.marked else None
    if peak:
        _peak(sheet, spec.note, peak)
    return bottom + 100


def _peak(sheet: Raster, note: str, peak: Point) -> None:
    sheet.dot(peak, 15, "accent", ring=6)
    half = length(note, "sans", 34) / 2
    sheet.words(note, min(max(peak[0], _LEFT + half), _RIGHT - half), peak[1] - 36, 34, "accent", "sans", "middle")


def _portrait(sheet: Raster, spec: Poster, y: float) -> float:
    """The word cloud, laid out as on a phone and printed with the shipped font."""
    layout = lay_out(spec.words, NARROW) if spec.words else None
    if not layout or not layout.placed:
        return y
    y = _paragraph(sheet, spec.portrait, y + 40, (46, 40, 34), 2, leading=1.45) + 40
    scale = _ROOM / NARROW.width
    for each in layout.placed:
        size = int(each.size * scale) // 2 * 2
        sheet.words(
            legible(each.text), _LEFT + each.x * scale, y + each.y * scale, size, _ROLES[each.word.tone], "sans"
        )
    return y + layout.height * scale + 50


def _quote(sheet: Raster, spec: Poster, y: float) -> float:
    if not spec.quote:
        return y
    sheet.bar(WIDTH / 2 - 40, y + 40, WIDTH / 2 + 40, y + 44, "accent")
    y = _middle(sheet, f"「{legible(spec.quote)}」", y + 84, (60, 52, 44, 38), 5, "ink")
    return _middle(sheet, "客户的原话", y + 24, (30,), 1, "soft", "sans") + 60


def _lesson(sheet: Raster, spec: Poster, y: float) -> float:
    if not spec.lesson:
        return y
    top = y + 30
    inner = _LEFT + 48
    y = _paragraph(
        sheet, f"《{legible(spec.story)}》", top + 44, (34, 30), 2, "soft", room=_ROOM - 96, left=inner, leading=1.4
    )
    y = _paragraph(sheet, spec.lesson, y + 18, (52, 46, 40), 6, "accent", room=_ROOM - 96, left=inner)
    sheet.bar(_LEFT, top, _RIGHT, y + 50, "pale", outline=2)
    return y + 70


def _close(sheet: Raster, spec: Poster, y: float) -> float:
    """The closing line, and the way to the whole."""
    y = _middle(sheet, spec.closing, y + 60, (44, 38, 34), 3, "ink") + 20 if spec.closing else y
    if spec.url:
        y = _code(sheet, spec.url, y + 50)
        return _middle(sheet, "扫一扫，读完这一年", y + 16, (30,), 1, "soft", "sans")
    return _middle(sheet, f"人间观察员 · {spec.year}", y + 40, (30,), 1, "soft", "sans")


def _code(sheet: Raster, url: str, y: float) -> float:
    """A QR code of error correction M with the four modules of quiet ground that the standard asks for."""
    import segno

    rows = [bytes(row) for row in segno.make(url, error="m", micro=False).matrix]
    pitch = max(4, 300 // len(rows))
    wide = pitch * len(rows)
    left, top = (WIDTH - wide) // 2, y + 4 * pitch
    sheet.bar(left - 4 * pitch, y, left + wide + 4 * pitch, top + wide + 4 * pitch, "surface")
    sheet.modules(rows, left, round(top), pitch, "ink")
    return top + wide + 4 * pitch
