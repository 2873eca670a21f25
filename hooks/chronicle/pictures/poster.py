"""The poster: a year for the phone, 1080 wide and up to four screens long, drawn from the plain values it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ..charts.canvas import NAN, Sheet
from ..charts.sizes import NARROW, Form
from ..charts.text_metrics import Face, width
from ..charts.wordcloud import lay_out
from ..charts.year_axes import points_in
from ..figures.words import Word
from .typesetting import Curve, Picture, block, dot, draw_curve, fitted, frame, line, name_peak, seal, sheet_of

FORM = Form("poster", 1080, 34)
WIDTH, LONGEST = 1080, 7680
_LEFT, _RIGHT = 80, 1000
_ROOM = _RIGHT - _LEFT
_CHANGES = {"better": "good", "worse": "blame"}


@dataclass(frozen=True)
class Number:
    """One of the four numbers: its label, digits, unit, and its change in words with the verdict on it."""

    label: str
    digits: str
    unit: str
    change: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Poster(Picture):
    """What a poster shows; what is empty is left out. ``url`` is where its QR code leads."""

    motto: str
    this: str  #: how a sentence speaks of what it is about: 这一年
    curve: Curve
    numbers: tuple[Number, ...] = ()
    summary: str = ""
    finding: str = ""
    words: tuple[Word, ...] = ()
    portrait: str = ""
    quote: str = ""
    lesson: str = ""
    story: str = ""
    closing: str = ""
    url: str = ""


def draw(spec: Poster) -> Sheet:
    """The poster as a sheet, one unit a pixel."""
    sheet = sheet_of(FORM, spec, _LEFT, 42, 48)
    sheet.bar(0, 0, WIDTH, 14, "accent")
    y = _cover(sheet, spec)
    for part in (_figures, _year, _portrait, _quote, _lesson, _close):
        y = part(sheet, spec, y)
    return sheet.cut(min(y + 60, LONGEST))


def _paragraph(
    sheet: Sheet, text: str, y: float, sizes: Sequence[int], lines: int, role: str = "ink", face: Face = "serif",
    room: float = _ROOM, left: float = _LEFT, leading: float = 1.6, anchor: str = "start",
) -> float:  # fmt: skip
    """``text`` below ``y``; returns where it ends."""
    size, broken = fitted(text, face, sizes, room, lines)
    return block(sheet, broken, left, y + size * 1.1, size, size * leading, role, face, anchor) - size * (
        leading - 0.35
    )


#: A text that is centred.
_middle = partial(_paragraph, room=_ROOM - 60, left=WIDTH / 2, anchor="middle")


def _cover(sheet: Sheet, spec: Poster) -> float:
    seal(sheet, spec.year, _RIGHT - 74, 96, 46)
    room = _ROOM - 130
    line(sheet, spec.title, _LEFT, 132, (34,), room, face="serif")
    size, name = fitted(spec.name, "serif", (128, 108, 92, 76, 60, 48), room, 1)
    if name[-1].endswith("…"):
        size, name = fitted(spec.name, "serif", (56, 48), room, 2)
    block(sheet, name, _LEFT, 170 + size * 0.9, size, size * 1.25, bold=True)
    y = 170 + size * (1.25 * len(name) - 0.09)
    y = _paragraph(sheet, spec.whose, y, (34, 28), 2, "soft", "sans", room) if spec.whose else y
    if not spec.motto:
        return max(y + 60, 420)
    top = max(y + 56, 400)
    bottom = _paragraph(sheet, spec.motto, top, (48, 42, 36), 3, room=_ROOM - 36, left=_LEFT + 36)
    sheet.bar(_LEFT, top + 6, _LEFT + 7, bottom - 2, "accent")
    return bottom + 70


def _figures(sheet: Sheet, spec: Poster, y: float) -> float:
    """The numbers, two in a row, then the year in plain words."""
    if spec.numbers:
        sheet.bar(_LEFT, y, _RIGHT, y + 4, "ink")
        for order, number in enumerate(spec.numbers):
            _number(sheet, number, _LEFT + (order % 2) * (_ROOM / 2 + 20), y + (order // 2) * 216)
        y += 216 * ((len(spec.numbers) + 1) // 2) + 14
        sheet.bar(_LEFT, y, _RIGHT, y + 2, "hair")
        y += 26
    return _paragraph(sheet, spec.summary, y + 14, (40,), 6) + 50 if spec.summary else y + 30


def _number(sheet: Sheet, number: Number, x: float, y: float) -> None:
    room = _ROOM / 2 - 20
    most = room - width(number.unit, 32, face="sans") - 16
    wide = line(sheet, number.digits, x, y + 118, (104, 92, 80, 68, 56, 44), most, "ink", "serif", bold=True)
    line(sheet, number.unit, x + wide + 16, y + 118, (32, 24), room - wide)
    line(sheet, number.label, x, y + 168, (30, 26), room)
    line(sheet, number.change, x, y + 206, (28, 24), room, _CHANGES.get(number.verdict, "soft"))


def _year(sheet: Sheet, spec: Poster, y: float) -> float:
    """The year as a line with its peak named; the scale of a rate does not begin at zero, so nothing is filled."""
    curve = spec.curve
    known = sum(value is not None for value in curve.values)
    if not known:
        return y
    y = _paragraph(sheet, spec.finding, y + 40, (46, 40, 34), 2, leading=1.45) + 100
    if known == 1:
        return y - 40
    left, right, top, bottom = _LEFT + 10.0, _RIGHT - 10.0, y, y + 280
    points = points_in(curve.values, left, top, right, bottom if curve.floor == 0 else bottom - 30, curve.floor)
    sheet.bar(_LEFT, bottom, _RIGHT, bottom + 2, "pale")
    draw_curve(sheet, points, "series", 7)
    last = len(curve.months) - 1
    for at in sorted({*(range(0, last - 1, 3) if last > 5 else range(last)), last}):  # of many months every third
        x, anchor = left + at * (right - left) / last, {0: "start", last: "end"}.get(at, "middle")
        sheet.words(f"{curve.months[at]} 月", x, bottom + 46, "soft", anchor, 28)
    if peak := points[curve.marked - 1] if curve.marked else None:
        dot(sheet, peak, 15, "accent", ring=6)
        name_peak(sheet, curve.note, peak[0], peak[1] - 36, 34, _LEFT, _RIGHT)
    return bottom + 100


def _portrait(sheet: Sheet, spec: Poster, y: float) -> float:
    """The word cloud, laid out as on a phone and printed with the shipped font."""
    layout = lay_out(spec.words, NARROW) if spec.words else None
    if not layout or not layout.placed:
        return y
    y = _paragraph(sheet, spec.portrait, y + 40, (46, 40, 34), 2, leading=1.45) + 40
    scale = _ROOM / NARROW.width
    for place in layout.placed:
        sheet.words(place.text, _LEFT + place.x * scale, y + place.y * scale, place.word.tone, size=place.size * scale)
    return y + layout.height * scale + 50


def _quote(sheet: Sheet, spec: Poster, y: float) -> float:
    if not spec.quote:
        return y
    sheet.bar(WIDTH / 2 - 40, y + 40, WIDTH / 2 + 40, y + 44, "accent")
    y = _middle(sheet, f"「{spec.quote}」", y + 84, (60, 52, 44, 38), 5, "ink")
    return _middle(sheet, "客户的原话", y + 24, (30,), 1, "soft", "sans") + 60


def _lesson(sheet: Sheet, spec: Poster, y: float) -> float:
    if not spec.lesson:
        return y
    top, left, room = y + 30, _LEFT + 48, _ROOM - 96
    y = _paragraph(sheet, f"《{spec.story}》", top + 44, (34, 30), 2, "soft", room=room, left=left, leading=1.4)
    y = _paragraph(sheet, spec.lesson, y + 18, (52, 46, 40), 6, "accent", room=room, left=left)
    frame(sheet, _LEFT, top, _RIGHT, y + 50, "pale", 2)
    return y + 70


def _close(sheet: Sheet, spec: Poster, y: float) -> float:
    """The closing line, and the way to the whole."""
    y = _middle(sheet, spec.closing, y + 60, (44, 38, 34), 3, "ink") + 20 if spec.closing else y
    if spec.url:
        y = draw_code(sheet, spec.url, y + 50)
        return _middle(sheet, f"扫一扫，读完{spec.this}", y + 16, (30,), 1, "soft", "sans")
    return _middle(sheet, f"人间观察员 · {spec.year}", y + 40, (30,), 1, "soft", "sans")


def draw_code(sheet: Sheet, url: str, y: float, middle: float = WIDTH / 2) -> float:
    """A QR code of error correction M with the four modules of quiet ground that the standard asks for.

    Its top is at ``y``, its centre at ``middle``; returns its bottom.
    """
    import segno

    rows = segno.make(url, error="m", micro=False).matrix
    pitch = max(4, 300 // len(rows))
    wide = pitch * len(rows)
    left, top = round(middle - wide / 2), round(y) + 4 * pitch
    sheet.bar(left - 4 * pitch, round(y), left + wide + 4 * pitch, top + wide + 4 * pitch, "surface")
    around = ((0, 0), (pitch, 0), (pitch, pitch), (0, pitch), (NAN, NAN))
    modules = [(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    corners = [(left + x * pitch + across, top + y * pitch + down) for x, y in modules for across, down in around]
    sheet.area(corners, "ink")
    return top + wide + 4 * pitch
