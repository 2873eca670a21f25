"""The share card: what a chat shows of a link, 1200 × 630. A card is drawn from the plain values that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ..charts.canvas import Point
from ..figures.formatting import NBSP, year_in_characters
from .raster import Anchor, Raster, fitted, legible, length

WIDTH, HEIGHT = 1200, 630
_LEFT, _RIGHT = 84, 1116
_SEAL = 100  # the width of the seal and its air, right above

Values = tuple[float | None, ...]


@dataclass(frozen=True)
class ShareCard:
    """A chronicle's card. ``number`` tells the year best, ``label`` says of what; ``line`` is the year behind it."""

    name: str
    whose: str
    motto: str
    year: int
    label: str
    number: str
    unit: str
    line: Values
    marked: int | None = None  #: the month (1 … 12) that the line's dot stands at
    note: str = ""


@dataclass(frozen=True)
class CaseCard:
    """A case's card: title, lesson and the emotion curve."""

    title: str
    lesson: str
    who: str
    year: int
    moods: tuple[float, ...]
    first: str = ""
    last: str = ""


def told(spec: ShareCard | CaseCard) -> str:
    """What a card shows, in words, for those who cannot see it."""
    if isinstance(spec, CaseCard):
        return f"{spec.title}。{spec.lesson}"
    number_ = f"：{spec.label} {spec.number} {spec.unit}".rstrip() if spec.number else ""
    return f"{spec.name}的 {spec.year} 年{number_}".replace(NBSP, " ")


def draw(spec: ShareCard | CaseCard) -> bytes:
    """The PNG; the same values give the same bytes."""
    return picture(spec).png()


def picture(spec: ShareCard | CaseCard) -> Raster:
    """The card as a sheet, before it becomes a file."""
    sheet = Raster(WIDTH, HEIGHT)
    sheet.bar(0, 0, WIDTH, 10, "accent")
    seal(sheet, spec.year, _RIGHT - 62, 64)
    if isinstance(spec, ShareCard):
        _person(sheet, spec)
    else:
        _story(sheet, spec)
    return sheet


def seal(sheet: Raster, year: int, left: float, top: float, size: int = 34) -> None:
    """The year as a seal: four characters below one another in a double frame."""
    digits, pitch = year_in_characters(year), size * 1.26
    right, bottom = left + size + 28, top + pitch * len(digits) + 20
    sheet.bar(left, top, right, bottom, "accent", outline=4)
    sheet.bar(left + 7, top + 7, right - 7, bottom - 7, "accent", outline=1)
    for order, digit in enumerate(digits):
        middle = (left + right) / 2
        sheet.words(digit, middle, top + 12 + pitch * (order + 0.84), size, "accent", anchor="middle", bold=True)


def _person(sheet: Raster, spec: ShareCard) -> None:
    room = _RIGHT - _LEFT - _SEAL
    sheet.words(f"{spec.year} 年度“人间观察员”工作纪实", _LEFT, 100, 28, "soft")
    size, name = fitted(legible(spec.name), "serif", (92, 80, 68, 56, 46, 38), room, 1)
    y = sheet.block(name, _LEFT, 126 + size * 0.86, size, size, bold=True)
    whose = fitted(legible(spec.whose), "sans", (28, 24), room, 1)[1]
    y = sheet.block(whose, _LEFT, 126 + size * 0.86 + 58, 28, 34, "soft", "sans") if spec.whose else y
    _motto(sheet, spec.motto)
    _number(sheet, spec)


def _motto(sheet: Raster, motto: str) -> None:
    size, lines = fitted(legible(motto), "serif", (38, 34, 30, 26), _RIGHT - _LEFT - _SEAL - 30, 2)
    leading = size * 1.45
    top = 338 - leading * (len(lines) - 1) / 2
    sheet.bar(_LEFT, top - size * 0.98, _LEFT + 5, top + leading * (len(lines) - 1) + size * 0.3, "accent")
    sheet.block(lines, _LEFT + 28, top, size, leading)


def _number(sheet: Raster, spec: ShareCard) -> None:
    """The number at the left below the rule, its line at the right."""
    sheet.bar(_LEFT, 404, _RIGHT, 407, "ink")
    if not spec.number:
        return
    unit, room = legible(spec.unit), 500
    size = next(s for s in (112, 96, 84, 70, 56, 40) if length(spec.number, "serif", s) <= room - 40 or s == 40)
    box = sheet.words(spec.number, _LEFT, 530, size, "accent", bold=True)
    sheet.block(
        fitted(unit, "sans", (32, 26, 20), _LEFT + room - box.right, 1)[1], box.right + 14, 530, 30, 34, "soft", "sans"
    )
    label = fitted(legible(spec.label), "sans", (28, 24, 20), room, 1)
    sheet.block(label[1], _LEFT, 582, label[0], 34, "soft", "sans")
    _spark(sheet, spec)


def curve_points(
    values: Sequence[float | None], left: float, top: float, right: float, bottom: float
) -> list[Point | None]:
    """Values as points of a frame, the smallest at its bottom; None where there is no value."""
    given = [value for value in values if value is not None]
    low, span = min(given, default=0.0), (max(given, default=0.0) - min(given, default=0.0)) or 1.0
    pitch = (right - left) / max(1, len(values) - 1)
    return [
        None if value is None else (left + index * pitch, bottom - (value - low) / span * (bottom - top))
        for index, value in enumerate(values)
    ]


def draw_curve(sheet: Raster, points: Sequence[Point | None], role: str, width: float) -> None:
    """A line through the points, broken where one is missing; a point without neighbours is a dot."""
    for there, run in groupby(points, key=bool):
        joined = [point for point in run if point]
        if there and len(joined) > 1:
            sheet.line(joined, role, width)
        elif there:
            sheet.dot(joined[0], width * 1.4, role)


def _spark(sheet: Raster, spec: ShareCard) -> None:
    left, right, top, bottom = 650.0, float(_RIGHT - 8), 474.0, 560.0
    points = curve_points(spec.line, left, top, right, bottom)
    draw_curve(sheet, points, "series", 4.5)
    sheet.words("1 月", left, 596, 20, "soft", "sans")
    sheet.words("12 月", right, 596, 20, "soft", "sans", "end")
    peak = points[spec.marked - 1] if spec.marked else None
    if peak:
        sheet.dot(peak, 9, "accent", ring=4)
        wide = length(spec.note, "sans", 24)
        middle = min(max(peak[0], left + wide / 2), _RIGHT - wide / 2)
        sheet.words(spec.note, middle, peak[1] - 24, 24, "accent", "sans", "middle")


def _story(sheet: Raster, spec: CaseCard) -> None:
    room = _RIGHT - _LEFT - _SEAL
    who = fitted(legible(spec.who), "serif", (28, 24, 20), room, 1)
    sheet.block(who[1], _LEFT, 100, who[0], 34, "soft")
    size, lines = fitted(legible(spec.title), "serif", (76, 68, 60, 52, 46, 40), room, 2)
    sheet.block(lines, _LEFT, 126 + size * 0.9, size, size * 1.32, bold=True)
    room = _RIGHT - _LEFT - 30 if not spec.moods else 560
    lesson = legible(spec.lesson)
    size, lines = fitted(lesson, "serif", (40, 36, 34), room, 3)
    if lines[-1].endswith("…"):
        size, lines = fitted(lesson, "serif", (34, 30, 26), room, 4)
    leading = size * 1.5
    top = 484 - leading * (len(lines) - 1) / 2
    sheet.bar(_LEFT, 342, _RIGHT, 345, "ink")
    sheet.bar(_LEFT, top - size * 0.98, _LEFT + 5, top + leading * (len(lines) - 1) + size * 0.3, "accent")
    sheet.block(lines, _LEFT + 28, top, size, leading, "accent")
    if spec.moods:
        _moods(sheet, spec)


def _moods(sheet: Raster, spec: CaseCard) -> None:
    """The emotion curve on its whole scale, −3 … 3, with its first and last step named."""
    left, right, top, bottom = 740.0, float(_RIGHT - 14), 396.0, 534.0
    zero = (top + bottom) / 2
    sheet.bar(left, zero, right, zero + 2, "hair")
    pitch = (right - left) / (len(spec.moods) - 1)
    points = [(left + i * pitch, zero - mood / 3 * (bottom - top) / 2) for i, mood in enumerate(spec.moods)]
    sheet.line(points, "series", 4.5)
    sheet.dot(points[0], 8, "series", ring=4)
    sheet.dot(points[-1], 10, "accent")
    _end(sheet, spec.first, left - 14, "start")
    _end(sheet, spec.last, right + 14, "end")


def _end(sheet: Raster, text: str, x: float, anchor: Anchor) -> None:
    sheet.block(fitted(legible(text), "sans", (22, 18), 170, 1)[1], x, 584, 20, 26, "soft", "sans", anchor)
