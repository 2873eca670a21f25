"""The share card: what a chat shows of a link, 1200 × 630. A card is drawn from the plain values that it shows."""

from dataclasses import dataclass

from ..charts.canvas import Sheet
from ..charts.sizes import Form
from ..charts.year_axes import points_in
from ..figures.formatting import NBSP
from .typesetting import Curve, Picture, block, dot, draw_curve, fitted, line, name_peak, seal, sheet_of

FORM = Form("card", 1200, 28)
WIDTH, HEIGHT = 1200, 630
_LEFT, _RIGHT = 84, 1116
_SEAL = 100  # the width of the seal and its air, right above
_ROOM = _RIGHT - _LEFT - _SEAL


@dataclass(frozen=True)
class ShareCard(Picture):
    """A chronicle's card. ``words`` lead it: the motto or a customer's; ``number`` tells the year best, ``label`` says
    of what, and ``curve`` is the year behind it; ``when`` it is about: ``2025 年``."""

    words: str
    when: str
    label: str
    number: str
    unit: str
    curve: Curve


@dataclass(frozen=True)
class CaseCard(Picture):
    """A case's card: its title, the day beside the name, its lesson and the emotion curve."""

    lesson: str
    moods: tuple[float, ...]
    first: str = ""
    last: str = ""


def alt_text(spec: ShareCard | CaseCard) -> str:
    """What a card shows, in words, for those who cannot see it."""
    if isinstance(spec, CaseCard):
        return f"{spec.title}。{spec.lesson}"
    number = f"：{spec.label} {spec.number} {spec.unit}".rstrip() if spec.number else ""
    return f"{spec.name}的 {spec.when}{number}".replace(NBSP, " ")


def draw(spec: ShareCard | CaseCard) -> Sheet:
    """The card as a sheet, one unit a pixel."""
    sheet = sheet_of(FORM, spec, _LEFT, 26, 38)
    sheet.bar(0, 0, WIDTH, 10, "accent")
    seal(sheet, spec.year, _RIGHT - 62, 64)
    if isinstance(spec, ShareCard):
        _person(sheet, spec)
    else:
        _story(sheet, spec)
    return sheet.cut(HEIGHT)


def _person(sheet: Sheet, spec: ShareCard) -> None:
    line(sheet, spec.title, _LEFT, 100, (28,), _ROOM, face="serif")
    size, name = fitted(spec.name, "serif", (92, 80, 68, 56, 46, 38), _ROOM, 1)
    block(sheet, name, _LEFT, 126 + size * 0.86, size, bold=True)
    line(sheet, spec.whose, _LEFT, 126 + size * 0.86 + 58, (28, 24), _ROOM)
    size, motto = fitted(spec.words, "serif", (64, 56, 48, 42, 36), _RIGHT - _LEFT - 30, 2)
    _quoted(sheet, motto, 378, size, size * 1.4, "ink")
    sheet.bar(_LEFT, 474, _RIGHT, 476, "hair")
    if not spec.number:
        return
    room = 500  # left below the rule the number, its unit beside it and its name below; right the year behind it
    wide = line(sheet, spec.number, _LEFT, 546, (60, 52, 44, 36), room - 40, "accent", "serif", bold=True)
    line(sheet, spec.unit, _LEFT + wide + 12, 546, (26, 22, 20), room - wide)
    line(sheet, spec.label, _LEFT, 590, (26, 22, 20), room)
    curve = spec.curve
    if len(curve.months) == 1:
        return
    left, right, top, bottom = 650.0, float(_RIGHT - 8), 520.0, 570.0
    points = points_in(curve.values, left, top, right, bottom, curve.floor)
    draw_curve(sheet, points, "series", 4.5)
    for month, x, anchor in ((curve.months[0], left, "start"), (curve.months[-1], right, "end")):
        sheet.words(f"{month} 月", x, 602, "soft", anchor, 20)
    if peak := points[curve.marked - 1] if curve.marked else None:
        dot(sheet, peak, 9, "accent", ring=4)
        name_peak(sheet, curve.note, peak[0], peak[1] - 16, 20, left, _RIGHT)


def _quoted(sheet: Sheet, lines: list[str], middle: float, size: float, leading: float, role: str) -> None:
    """Lines around the baseline ``middle``, with a vermilion bar before them."""
    top, bottom = middle - leading * (len(lines) - 1) / 2, middle + leading * (len(lines) - 1) / 2
    sheet.bar(_LEFT, top - size * 0.98, _LEFT + 5, bottom + size * 0.3, "accent")
    block(sheet, lines, _LEFT + 28, top, size, leading, role)


def _story(sheet: Sheet, spec: CaseCard) -> None:
    line(sheet, spec.whose, _LEFT, 100, (28, 24, 20), _ROOM, face="serif")
    size, title = fitted(spec.title, "serif", (76, 68, 60, 52, 46, 40), _ROOM, 2)
    block(sheet, title, _LEFT, 126 + size * 0.9, size, size * 1.32, bold=True)
    sheet.bar(_LEFT, 342, _RIGHT, 345, "ink")
    room = 560 if spec.moods else _RIGHT - _LEFT - 30
    size, lesson = fitted(spec.lesson, "serif", (40, 36, 34), room, 3)
    if lesson[-1].endswith("…"):
        size, lesson = fitted(spec.lesson, "serif", (34, 30, 26), room, 4)
    _quoted(sheet, lesson, 484, size, size * 1.5, "accent")
    if spec.moods:  # the emotion curve on its whole scale, −3 … 3, with its first and last step named
        left, right, zero, step = 740.0, float(_RIGHT - 14), 465.0, 23.0
        sheet.bar(left, zero, right, zero + 2, "hair")
        pitch = (right - left) / (len(spec.moods) - 1)
        points = [(left + i * pitch, zero - mood * step) for i, mood in enumerate(spec.moods)]
        sheet.line(points, "series", thick=4.5)
        dot(sheet, points[0], 8, "series", ring=4)
        dot(sheet, points[-1], 10, "accent")
        line(sheet, spec.first, left - 14, 584, (20, 18), 170)
        line(sheet, spec.last, right + 14, 584, (20, 18), 170, anchor="end")
