"""One screen for a phone, 1080 x 1440: somebody's words, whose year it is, one number, the way to the whole."""

from __future__ import annotations

from dataclasses import dataclass

from ..charts.canvas import Sheet
from ..charts.sizes import Form
from .poster import draw_code
from .typesetting import Picture, block, fitted, line, seal, sheet_of

FORM = Form("moment", 1080, 34)
WIDTH, HEIGHT = 1080, 1440
_LEFT, _RIGHT = 96, 984
#: The room of the words: below the seal, above the name.
_TOP, _BOTTOM = 320, 960
_SIZES = (104, 92, 80, 70, 62, 54, 48, 42, 36)


@dataclass(frozen=True)
class PhoneScreen(Picture):
    """What the screen shows; what is empty is left out. ``words`` are ``quoted`` where a customer said them."""

    words: str
    quoted: bool
    number: str
    url: str = ""


def draw(spec: PhoneScreen) -> Sheet:
    """The screen as a sheet, one unit a pixel."""
    sheet = sheet_of(FORM, spec, _LEFT, 84, 60)
    sheet.bar(0, 0, WIDTH, 14, "accent")
    seal(sheet, spec.year, _RIGHT - 70, 84, 42)
    text = f"「{spec.words}」" if spec.quoted else spec.words
    room = _RIGHT - _LEFT
    for size in _SIZES:  # the largest whose lines stand in the room, the last of them not nearly empty
        size, lines = fitted(text, "serif", (size,), room, int((_BOTTOM - _TOP) / (size * 1.6)))
        if not lines[-1].endswith("…") and (len(lines) == 1 or len(lines[-1]) > 3):
            break
    tall = size * 1.6 * (len(lines) - 1)
    block(sheet, lines, _LEFT, (_TOP + _BOTTOM - tall) / 2 + size * 0.35, size, size * 1.6, bold=True)
    if spec.quoted:
        line(sheet, "客户的原话", _LEFT, (_TOP + _BOTTOM + tall) / 2 + size * 0.35 + 84, (30,), room)
    room = 560 if spec.url else room  # a code stands at the right
    sheet.bar(_LEFT, 1060, _LEFT + 80, 1064, "accent")
    line(sheet, spec.name, _LEFT, 1160, (64, 54, 46, 38, 32, 28, 26), room, "ink", "serif", bold=True)
    size, lines = fitted(spec.whose, "sans", (30, 26, 22), room, 2)
    block(sheet, lines, _LEFT, 1228 - 12 * len(lines), size, 36, "soft", "sans")
    line(sheet, spec.number, _LEFT, 1300, (40, 34, 28), room, "accent", "serif")
    if spec.url:
        draw_code(sheet, spec.url, 1020, _RIGHT - 140)
    line(sheet, spec.title, _LEFT, 1384, (26,), _RIGHT - _LEFT)
    return sheet.cut(HEIGHT)
