"""The share card: what a chat shows of a link, 1200 × 630. A card is drawn from the plain values that it shows."""

from dataclasses import dataclass, field

from ..charts.canvas import Sheet
from ..charts.sizes import Form
from ..charts.year_axes import points_in
from .typesetting import Curve, Picture, block, dot, draw_curve, fitted, line, name_peak, seal, sheet_of

FORM = Form("card", 1200, 28)
WIDTH, HEIGHT = 1200, 630
_LEFT, _RIGHT = 84, 1116
_SEAL = 100  # the width of the seal and its air, right above
_ROOM = _RIGHT - _LEFT - _SEAL


@dataclass(frozen=True)
class ShareCard(Picture):
    """The card of a chronicle, or of a case, whose title is its ``name``. ``words`` lead it: the motto, a customer's, a
    lesson; ``number`` tells most, ``label`` says of what, and ``curve`` is the year behind it; ``alt`` is the card in
    words, for those who cannot see it."""

    words: str
    alt: str
    label: str = ""
    number: str = ""
    unit: str = ""
    curve: Curve = field(default_factory=Curve)


def draw(spec: ShareCard) -> Sheet:
    """The card as a sheet, one unit a pixel."""
    sheet = sheet_of(FORM, spec, _LEFT, 26, 38)
    sheet.bar(0, 0, WIDTH, 10, "accent")
    seal(sheet, spec.year, _RIGHT - 62, 64)
    line(sheet, spec.title, _LEFT, 100, (28,), _ROOM, face="serif")
    size, name = fitted(spec.name, "serif", (92, 80, 68, 56, 46, 38), _ROOM, 1)
    if name[-1].endswith("…"):
        size, name = fitted(spec.name, "serif", (46, 40, 36), _ROOM, 2)
    below = block(sheet, name, _LEFT, 126 + size * 0.86, size, size * 1.25, bold=True)
    line(sheet, spec.whose, _LEFT, below - size * 1.25 + 58, (28, 24), _ROOM)
    size, words = fitted(spec.words, "serif", (64, 56, 48, 42, 36)[2 * len(name) - 2 :], _RIGHT - _LEFT - 30, 2)
    if words[-1].endswith("…"):
        size, words = fitted(spec.words, "serif", (30, 26), _RIGHT - _LEFT - 30, 3)
    leading, middle = size * 1.4, 378 if spec.number else 430
    top, bottom = middle - leading * (len(words) - 1) / 2, middle + leading * (len(words) - 1) / 2
    sheet.bar(_LEFT, top - size * 0.98, _LEFT + 5, bottom + size * 0.3, "accent")
    block(sheet, words, _LEFT + 28, top, size, leading)
    if spec.number:
        _number(sheet, spec)
    return sheet.cut(HEIGHT)


def _number(sheet: Sheet, spec: ShareCard) -> None:
    """Below a rule: left the number, its unit beside it and its name below; right the year behind it."""
    sheet.bar(_LEFT, 474, _RIGHT, 476, "hair")
    room = 500
    wide = line(sheet, spec.number, _LEFT, 546, (60, 52, 44, 36), room - 40, "accent", "serif", bold=True)
    line(sheet, spec.unit, _LEFT + wide + 12, 546, (26, 22, 20), room - wide)
    line(sheet, spec.label, _LEFT, 590, (26, 22, 20), room)
    curve = spec.curve
    if len(curve.values) < 2:
        return
    left, right, top, bottom = 650.0, float(_RIGHT - 8), 520.0, 570.0
    points = points_in(curve.values, left, top, right, bottom, curve.floor)
    draw_curve(sheet, points, "series", 4.5)
    for month, x, anchor in ((curve.months[0], left, "start"), (curve.months[-1], right, "end")):
        sheet.words(f"{month} 月", x, 602, "soft", anchor, 20)
    if peak := points[curve.marked - 1] if curve.marked else None:
        dot(sheet, peak, 9, "accent", ring=4)
        name_peak(sheet, curve.note, peak[0], peak[1] - 16, 20, left, _RIGHT)
