"""Plain text behind what hides it, with a way back.

Full-width and circled digits, HTML entities, percent-encoding, zero-width characters and inline tags hide words from a
pattern and not from a reader. :func:`plain` takes them off and remembers where each character came from. Its time grows
with the length of the text and nothing else, also where every character is a disguise.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate


@dataclass(slots=True)
class _Steps:
    """Where each stretch of a shortened text came from.

    Stretch *i* begins at ``at[i]`` of the new text and at ``origin[i]`` of the old one; it is one piece that stands for
    ``width[i]`` characters, or, where that is 0, was taken over as it is.
    """

    at: list[int] = field(default_factory=lambda: [0])
    origin: list[int] = field(default_factory=lambda: [0])
    width: list[int] = field(default_factory=lambda: [0])

    def back(self, start: int, end: int) -> tuple[int, int]:
        first, last = bisect_right(self.at, start) - 1, bisect_right(self.at, end - 1) - 1
        begin = self.origin[first] + (0 if self.width[first] else start - self.at[first])
        return begin, self.origin[last] + (self.width[last] or end - self.at[last])


@dataclass(frozen=True)
class Plain:
    """Text without disguise; ``opened`` is the same text before single characters were made plain, and ``steps`` lead
    from there to the original."""

    text: str
    opened: str
    steps: _Steps

    @cached_property
    def _ends(self) -> list[int]:
        """Where each character of ``opened`` begins in ``text``."""
        return list(accumulate(map(len, map(_BARE.__getitem__, map(ord, self.opened))), initial=0))

    @property
    def untouched(self) -> bool:
        """Whether places in ``text`` are those of the original."""
        return self.text is self.opened and len(self.steps.at) == 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of ``text[start:end]``, which must not be empty."""
        if self.text is not self.opened:
            start, end = bisect_right(self._ends, start) - 1, bisect_right(self._ends, end - 1)
        return self.steps.back(start, end)


# --- Characters -------------------------------------------------------------------------------------------------------

# All others are what they seem: Han, Chinese quotes, arrows, boxes, most emoji
_DOUBTFUL = re.compile(
    "[^\x00-\x7f\u2190-\u21ff\u2500-\u2775\u2b00-\u2bff\u3400-\u4dbf\u4e00-\u9fff\U0001f300-\U0001faff、。“”‘’《》「」·…]"
)


def _bare(char: str) -> str:
    """Return the character that a reader takes *char* for: compatibility form, ASCII digit or dash; nothing where it
    cannot be seen."""
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category == "Pd" or char == "−":
        return "-"
    if char in "•・‧∙⋅":
        return "·"
    digit = unicodedata.digit(char, None)
    return unicodedata.normalize("NFKC", char) if digit is None else str(digit)


class _Table(dict[int, str]):
    """What stands for each character, worked out when it is first met; the memory that it takes is bounded."""

    def __missing__(self, code: int) -> str:
        bare = _bare(chr(code))
        if len(self) < 40_000:
            self[code] = bare
        return bare


_BARE = _Table({ord("…"): "…"})


_RANGES = ((0xA0, 0xC0), (0x2000, 0x20A0), (0x2460, 0x2500), (0x2776, 0x2794), (0x3000, 0x3001), (0xFE30, 0xFFF0))
_SAME_WIDTH = {code: bare for first, end in _RANGES for code in range(first, end) if len(bare := _bare(chr(code))) == 1}
_WIDE = re.compile("[" + "".join(re.escape(chr(code)) for code, bare in _SAME_WIDTH.items() if chr(code) != bare) + "]")
_FEW = 16  # different characters, that replacing one by one costs less than a table
_EVERYDAY = tuple((char, _bare(char)) for char in "，：；！？（）％～－—–−\u3000\xa0")


def _narrow(text: str) -> str:
    """Return *text* with the characters that stand for one other character replaced: full-width and circled forms,
    dashes, spaces. What stands in every text is replaced at a tenth of the cost of a table."""
    if text.isascii():
        return text
    for char, bare in _EVERYDAY:
        text = text.replace(char, bare)
    return text.translate(_SAME_WIDTH) if _WIDE.search(text) else text


def _undisguised(text: str) -> str:
    """Return *text* with every character as a reader takes it; the very same object where nothing changes."""
    doubtful = sorted(set(_DOUBTFUL.findall(text)))
    changed = [(char, bare) for char in doubtful if (bare := _BARE[ord(char)]) != char]
    if len(changed) > _FEW or any(_DOUBTFUL.search(bare) for _, bare in changed):
        return text.translate(_BARE)
    for char, bare in changed:
        text = text.replace(char, bare)
    return text


# --- Disguises of several characters ----------------------------------------------------------------------------------

_TAGS = "b|i|u|s|em|strong|span|mark|wbr|small|font|code|del|ins|sub|sup|kbd"
_DISGUISE = re.compile(
    r"[&%\\<](?:"
    r"(?<=&)(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});"
    r"|(?<=%)[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*+"
    r"|(?<=\\)(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})"
    rf"|(?<=<)/?(?:{_TAGS})[ \t]{{0,3}}/?>(?:</?(?:{_TAGS})>)*+"
    r"|(?<=<)!--[ \t-]{0,5}-->"
    r"|(?<=[\d>]<)/?[a-z]{1,6}(?:[ \t][^<>\n]{0,60})?>(?=[\d<]))"
)


def _of_percent(token: str) -> list[tuple[str, int]]:
    """Return the characters that percent-encoding stands for, each with its width; what is no printable text stays as
    it is, with width 0."""
    raw, here = bytes.fromhex(token.replace("%", "")), 0
    found: list[tuple[str, int]] = []
    while here < len(raw):
        size = 1 if 32 <= raw[here] < 127 else next((n for n in (2, 3, 4) if _decodes(raw[here : here + n])), 0)
        if size:
            found.append((raw[here : here + size].decode(), 3 * size))
        else:
            found.append((token[3 * here : 3 * here + 3], 0))
        here += size or 1
    return found


@lru_cache(4096)
def _decodes(raw: bytes) -> bool:
    try:
        return len(text := raw.decode()) == 1 and text.isprintable()
    except UnicodeDecodeError:
        return False


@lru_cache(4096)
def _of_token(token: str) -> str:
    """Return what stands behind an entity, an escape or a tag."""
    if token[0] == "<":
        return ""
    return "".join(map(_bare, html.unescape(token) if token[0] == "&" else chr(int(token[2:], 16))))


def _opened(wide: str) -> tuple[str, _Steps]:
    """Return *wide* with every disguise of several characters taken off, and the way back."""
    parts: list[str] = []
    steps = _Steps()
    at, origin, widths = steps.at, steps.origin, steps.width
    done = size = 0
    for match in _DISGUISE.finditer(wide):
        start, end = match.span()
        token = match[0]
        pieces = _of_percent(token) if token[0] == "%" else ((_of_token(token), end - start),)
        parts.append(wide[done:start])
        size += start - done
        for piece, width in pieces:
            at.append(size)
            origin.append(start)
            widths.append(width)
            parts.append(piece)
            size += len(piece)
            start += width or len(piece)
        at.append(size)
        origin.append(end)
        widths.append(0)
        done = end
    return "".join([*parts, wide[done:]]), steps


def plain(text: str) -> Plain:
    """Return *text* as a reader sees it: NFKC, entities and percent-encoding resolved, invisible characters and
    inline tags gone."""
    opened, steps = _opened(_narrow(text))
    return Plain(_undisguised(opened), opened, steps)
