"""How wide text will be in a reader's font, and how it is wrapped or shortened to fit.

Advance widths are those of Noto Sans SC (from ``pylopdf-fonts-zh-cn``); readers have other fonts, so every width
carries some slack (:data:`SLACK`).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

#: The widest of the usual system fonts (PingFang, YaHei, Source Han, DejaVu for Latin) is about this much wider.
SLACK = 1.08
#: Semibold digits and Latin letters are about this much wider than regular ones.
BOLD = 1.05
#: Of the font size: how far ink reaches above and below the baseline.
ASCENT, DESCENT = 0.86, 0.18
ELLIPSIS = "…"

_EM = 1000
_NO_LINE_START = frozenset("，。、；：？！）》」』”’…—·,.;:?!)%\u00a0")
_NO_LINE_END = frozenset("（《「『“‘(")


def clean(text: str) -> str:
    """Text fit for XML: white space becomes a space; control characters, surrogates and non-characters are dropped."""
    if text.replace("\u00a0", " ").isprintable():
        return text.strip()
    return "".join(_clean_character(c) for c in text).strip()


def _clean_character(c: str) -> str:
    if c in "\t\n\r\u2028\u2029":
        return " "
    category = unicodedata.category(c)
    forbidden = category in ("Cc", "Cs") or (category == "Cn" and ord(c) & 0xFFFE == 0xFFFE)
    return "" if forbidden or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" else c


@lru_cache(maxsize=1)
def _font() -> FreeTypeFont:
    from PIL import ImageFont
    from pylopdf_fonts_zh_cn import sans_path

    return ImageFont.truetype(str(sans_path()), _EM, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def advance(c: str) -> float:
    """The width of one character, in ems."""
    code = ord(c)
    if 0x4E00 <= code <= 0x9FFF or 0x3001 <= code <= 0x3011 or 0xFF01 <= code <= 0xFF60:
        return 1.0
    if 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF:
        return 1.4  # emoji: colour fonts draw them wider than one em
    if c in "\u200d\ufe0e\ufe0f" or unicodedata.combining(c):
        return 0.0
    return float(_font().getlength(c)) / _EM


@lru_cache(maxsize=8192)
def ems(text: str) -> float:
    """The width of ``text`` in ems, without slack."""
    return sum(map(advance, text))


def width(text: str, size: float, bold: bool = False) -> float:
    """The width to keep free for ``text`` at ``size``, in the unit of ``size``."""
    return ems(text) * size * SLACK * (BOLD if bold else 1)


def clusters(text: str) -> list[str]:
    """Characters as readers see them: an emoji sequence or an accented letter is one."""
    found: list[str] = []
    for c in text:
        if found and _joins(found[-1], c):
            found[-1] += c
        else:
            found.append(c)
    return found


def _joins(before: str, c: str) -> bool:
    flags = "\U0001f1e6" <= c <= "\U0001f1ff" and len(before) == 1 and "\U0001f1e6" <= before <= "\U0001f1ff"
    tone = "\U0001f3fb" <= c <= "\U0001f3ff"
    return flags or tone or before[-1] == "\u200d" or advance(c) == 0


def shorten(text: str, size: float, room: float, bold: bool = False) -> str:
    """``text``, or as much of its beginning as fits into ``room`` with … after it."""
    if width(text, size, bold) <= room + 0.01:
        return text
    kept = ""
    for cluster in clusters(text):
        if width(kept + cluster + ELLIPSIS, size, bold) > room:
            break
        kept += cluster
    return kept.rstrip(" ，、；：") + ELLIPSIS


def wrap(text: str, size: float, room: float, lines: int, bold: bool = False) -> list[str]:
    """``text`` in at most ``lines`` lines of ``room``; Latin words stay whole where they can, the rest ends in …."""
    words = _unbreakable(text, size, room, bold)
    out: list[str] = []
    while words and len(out) < lines - 1:
        line, words = _first_line(words, size, room, bold)
        out.append(line)
    rest = "".join(words).strip()
    return [*out, shorten(rest, size, room, bold)] if rest or not out else out


def _first_line(words: list[str], size: float, room: float, bold: bool) -> tuple[str, list[str]]:
    line, count = words[0], 1
    while count < len(words) and width((line + words[count]).rstrip(), size, bold) <= room:
        line += words[count]
        count += 1
    return line.strip(), words[count:]


def _unbreakable(text: str, size: float, room: float, bold: bool) -> list[str]:
    """Pieces between which a line may break; a piece wider than a line is broken anywhere."""
    pieces: list[str] = []
    for cluster in clusters(text):
        if pieces and _stays(pieces[-1], cluster) and width(pieces[-1] + cluster, size, bold) <= room:
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
    return pieces


def _stays(before: str, c: str) -> bool:
    both_latin = _latin(before[-1]) and _latin(c[0])
    return both_latin or c[0] in _NO_LINE_START or before[-1] in _NO_LINE_END or before[-1] == "\u00a0"


def _latin(c: str) -> bool:
    return (c.isalnum() and ord(c) < 0x2E80) or c in "-_/.+'@&#"
