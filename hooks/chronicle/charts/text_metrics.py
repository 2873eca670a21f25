"""How wide text will be in a reader's font, and how it is wrapped or shortened to fit.

Advance widths are those of the fonts that ``pylopdf-fonts-zh-cn`` ships, Noto Sans SC where nothing else is said.
Readers have other fonts, so :func:`width` carries some slack (:data:`SLACK`, :data:`LATIN_SLACK`); in a PNG the shipped
fonts are used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from ..figures.formatting import clean

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

#: The widest of the usual system fonts (PingFang, YaHei, Source Han) is about this much wider.
SLACK = 1.08
#: Digits and Latin letters of DejaVu, which a Linux machine may set beside any Chinese font, are wider still.
LATIN_SLACK = 1.15
#: Semibold text is about this much wider than regular text, and DejaVu has no semibold: its digits are bold.
BOLD, LATIN_BOLD = 1.05, 1.1
#: Of the font size: how far ink reaches above and below the baseline.
ASCENT, DESCENT = 0.86, 0.18
ELLIPSIS = "…"

Face = Literal["sans", "serif"]

#: The size at which the shipped fonts are measured, in pixels.
EM = 1000
_NO_LINE_START = frozenset("，。、；：？！）》」』”’…—·,.;:?!)%\u00a0")
_NO_LINE_END = frozenset("（《「『“‘(")
_CLAUSE = re.compile(r".+?(?:[，。；：！？]+[」』”’）》]*|$)")


def font_path(face: Face) -> str:
    """The file of a shipped font."""
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    return str(serif_path() if face == "serif" else sans_path())


@cache
def font(face: Face) -> FreeTypeFont:
    """A shipped font of :data:`EM` pixels."""
    from PIL import ImageFont

    return ImageFont.truetype(font_path(face), EM, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=8192)
def advance(c: str, face: Face = "sans") -> float:
    """The width of one character, in ems."""
    code = ord(c)
    if 0x4E00 <= code <= 0x9FFF or 0x3001 <= code <= 0x3011 or 0xFF01 <= code <= 0xFF60:
        return 1.0
    if 0x1F000 <= code <= 0x1FAFF or 0x2600 <= code <= 0x27BF:
        return 1.4  # emoji: colour fonts draw them wider than one em
    if c in "\u200d\ufe0e\ufe0f" or unicodedata.combining(c):
        return 0.0
    return float(font(face).getlength(c)) / EM


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False, face: Face | None = None) -> float:
    """The width to keep free for ``text`` at ``size``, in the unit of ``size``; with a ``face`` exactly that of the
    shipped font."""
    whole = sum(advance(c, face or "sans") for c in text)
    if face:
        return whole * size
    latin = sum(advance(c) for c in text if c < "\u0370")
    other = whole - latin + text.count("−") * 0.3  # DejaVu's minus sign is half as wide again
    return (other * SLACK * (BOLD if bold else 1) + latin * LATIN_SLACK * (LATIN_BOLD if bold else 1)) * size


def widest(texts: Iterable[str], size: float, bold: bool = False) -> float:
    """The width to keep free for any of ``texts``; 0 for none."""
    return max((width(text, size, bold) for text in texts), default=0)


def clusters(text: str) -> list[str]:
    """Characters as readers see them: an emoji sequence, a flag or an accented letter is one."""
    out: list[str] = []
    for c in text:
        before = out[-1] if out else ""
        flag = len(before) == 1 and all("\U0001f1e6" <= half <= "\U0001f1ff" for half in (before, c))
        tone = "\U0001f3fb" <= c <= "\U0001f3ff"
        if before and (flag or tone or before[-1] == "\u200d" or advance(c) == 0):
            out[-1] += c
        else:
            out.append(c)
    return out


def shorten(text: str, size: float, room: float, bold: bool = False, face: Face | None = None) -> str:
    """``text``, or as much of its beginning as fits into ``room`` with … after it."""
    if width(text, size, bold, face) <= room + 0.01:
        return text
    kept = ""
    for cluster in clusters(text):
        if width(kept + cluster + ELLIPSIS, size, bold, face) > room:
            break
        kept += cluster
    return kept.rstrip(" ，、；：") + ELLIPSIS


def wrap(text: str, size: float, room: float, lines: int, bold: bool = False, face: Face | None = None) -> list[str]:
    """``text`` in at most ``lines`` lines of ``room``, the last not of a single character where it can be helped, each
    ending with a mark where that takes no more; Latin words stay whole where they can, the rest ends in …."""
    pieces: list[str] = []  # between which a line may break; one wider than a line is broken anywhere
    for cluster in clusters(text):
        if pieces and _stays(pieces[-1], cluster) and width(pieces[-1] + cluster, size, bold, face) <= room:
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
    out: list[str] = []
    while pieces and len(out) < lines - 1:
        line, count = pieces[0], 1
        while count < len(pieces) and width((line + pieces[count]).rstrip(), size, bold, face) <= room:
            line += pieces[count]
            count += 1
        out.append(line.strip())
        del pieces[:count]
    rest = "".join(pieces).strip()
    out += [shorten(rest, size, room, bold, face)] if rest or not out else []
    if len(out) > 1 and rest in ("", out[-1]):  # after marks alone, where that takes no more lines
        told = [""]
        for clause in _CLAUSE.findall(text):
            told += [""] if width(told[-1] + clause, size, bold, face) > room else []
            told[-1] += clause
        if len(told) == len(out) and all(width(line, size, bold, face) <= room for line in told):
            return [line.strip() for line in told]
    if len(out) > 1 and sum(map(str.isalnum, out[-1])) < 2 and room > 4 * size:
        closer = wrap(text, size, room - size, lines, bold, face)
        return closer if len(closer) == len(out) and ELLIPSIS not in closer[-1] else out
    return out


def _stays(before: str, c: str) -> bool:
    """Whether a line must not break between the two."""
    latin = all((x.isalnum() and ord(x) < 0x2E80) or x in "-_/.+'@&#" for x in (before[-1], c[0]))
    return latin or c[0] in _NO_LINE_START or before[-1] in _NO_LINE_END or before[-1] == "\u00a0"


# --- what the shipped fonts can draw ------------------------------------------------------------------------------

#: Characters in no shipped font -> the nearest one that is; what has no near one becomes 〓, printers' sign for it.
_NEAR = {"𠮷": "吉", "𠮟": "叱", "𡈽": "土", "𥔎": "崎", "𨳝": "开"}
_MISSING = "〓"
#: Joiners and selectors of emoji, which a font without pictures draws as boxes.
_PICTORIAL = frozenset("\u200d\ufe0e\ufe0f\u20e3")


def legible(text: str) -> str:
    """``text`` in characters that the shipped fonts have: emoji are dropped, rare ones become their nearest or 〓."""
    drawn = "".join(map(_drawn, unicodedata.normalize("NFC", clean(text))))
    return " ".join(filter(None, drawn.split(" ")))  # a no-break space stays one


def is_printable(text: str) -> bool:
    """Whether the shipped fonts have all of a text but its emoji, and it has more than these."""
    words = legible(text)
    return _MISSING not in words and any(map(str.isalnum, words))


@lru_cache(maxsize=4096)
def _drawn(c: str) -> str:
    if c.isascii() or c == "\u00a0" or "\u4e00" <= c <= "\u9fa5":
        return c
    if c in _PICTORIAL or 0x1F000 <= ord(c) <= 0x1FAFF:
        return ""
    if all(ord(c) in _characters(face) for face in ("sans", "serif")):
        return c
    return "" if unicodedata.category(c) in ("So", "Cf", "Co", "Cn", "Sk", "Mn") else _NEAR.get(c, _MISSING)


@cache
def _characters(face: Face) -> frozenset[int]:
    """The code points that a shipped font has."""
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(font_path(face)).get_charmap())
