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
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter


@dataclass(frozen=True)
class Plain:
    """``text`` as a reader sees it, of ``original``: first single characters were made plain, then disguises of several
    were taken off.

    ``steps`` lead back over the latter. Each (``at``, ``origin``, ``width``) says that the text from ``at`` on came
    from ``origin`` on: one piece that stands for ``width`` characters, or, where that is 0, what was taken over as it
    is.
    """

    text: str
    original: str
    steps: list[tuple[int, int, int]]

    @cached_property
    def _shifts(self) -> list[tuple[int, int]]:
        """Behind each character that became none or several: where what follows it begins, made plain and in the
        original."""
        odd = "".join(char for char in set(self.original) if len(_BARE[ord(char)]) != 1)
        shifts = [(0, 0)]
        for match in re.finditer(f"[{re.escape(odd)}]", self.original) if odd else ():
            at, origin = shifts[-1]
            shifts.append((at + match.start() - origin + len(_BARE[ord(match[0])]), match.end()))
        return shifts

    def _origin(self, at: int) -> int:
        """Which character of the original the one at *at* came from, single characters made plain."""
        next_shift = bisect_right(self._shifts, at, key=itemgetter(0))
        start, origin = self._shifts[next_shift - 1]
        is_last = next_shift == len(self._shifts)
        return origin + at - start if is_last else min(origin + at - start, self._shifts[next_shift][1] - 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of ``text[start:end]``, which must not be empty."""
        at, origin, width = self.steps[bisect_right(self.steps, start, key=itemgetter(0)) - 1]
        begin = origin + (0 if width else start - at)
        at, origin, width = self.steps[bisect_right(self.steps, end - 1, key=itemgetter(0)) - 1]
        return self._origin(begin), self._origin(origin + (width or end - at) - 1) + 1


# --- Characters -------------------------------------------------------------------------------------------------------


def _bare(char: str) -> str:
    """The character that a reader takes *char* for: compatibility form, ASCII digit or dash; nothing where it cannot be
    seen."""
    category = unicodedata.category(char)
    if char.isascii() or char == "…":
        return char
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


_BARE = _Table()

# --- Disguises of several characters ----------------------------------------------------------------------------------

_TAGS = "b|i|u|s|em|strong|span|mark|wbr|small|font|code|del|ins|sub|sup|kbd"
_DISGUISE = re.compile(
    r"[&%\\<\u2600-\u2664\u2666-\u2763\u2765-\u2794\u2796-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff](?:"
    r"(?<=&)(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});"
    r"|(?<=%)[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*+"
    r"|(?<=\\)(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})"
    rf"|(?<=<)/?(?:{_TAGS})[ \t]{{0,3}}/?>(?:</?(?:{_TAGS})>)*+"
    r"|(?<=<)!--[ \t-]{0,5}-->"
    r"|(?<=[\d>]<)/?[a-z]{1,6}(?:[ \t][^<>\n]{0,60})?>(?=[\d<])"
    r"|(?<=[\u4e00-\u9fff][^&%\\<])(?=[\u4e00-\u9fff]))"  # a picture within a word: 抖🎵音
)


def _of_percent(token: str) -> list[tuple[str, int]]:
    """The characters that percent-encoding stands for, each with its width; what is no printable text stays as it is,
    with width 0."""
    raw, here = bytes.fromhex(token.replace("%", "")), 0
    characters: list[tuple[str, int]] = []
    while here < len(raw):
        size = 1 if 32 <= raw[here] < 127 else next((n for n in (2, 3, 4) if _decodes(raw[here : here + n])), 0)
        if size:
            characters.append(("".join(map(_bare, raw[here : here + size].decode())), 3 * size))
        else:
            characters.append((token[3 * here : 3 * here + 3], 0))
        here += size or 1
    return characters


@lru_cache(4096)
def _decodes(raw: bytes) -> bool:
    try:
        return len(text := raw.decode()) == 1 and text.isprintable()
    except UnicodeDecodeError:
        return False


@lru_cache(4096)
def _of_token(token: str) -> str:
    """What stands behind an entity, an escape or a tag."""
    if token[0] not in "&\\":  # a tag, a picture
        return ""
    return "".join(map(_bare, html.unescape(token) if token[0] == "&" else chr(int(token[2:], 16))))


def plain(text: str) -> Plain:
    """*text* as a reader sees it: NFKC, entities and percent-encoding resolved, invisible characters and inline tags
    gone."""
    bare = text.translate(_BARE)
    parts: list[str] = []
    steps = [(0, 0, 0)]
    done = size = 0
    for match in _DISGUISE.finditer(bare):
        start, end = match.span()
        parts.append(bare[done:start])
        size += start - done
        for piece, width in _of_percent(match[0]) if match[0][0] == "%" else [(_of_token(match[0]), end - start)]:
            steps.append((size, start, width))
            parts.append(piece)
            size += len(piece)
            start += width or len(piece)
        steps.append((size, end, 0))
        done = end
    return Plain("".join([*parts, bare[done:]]), text, steps)
