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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter

_Steps = list[tuple[int, int, int]]
"""The way back from an edited text. Each (``at``, ``origin``, ``width``) says that the text from ``at`` on came from
``origin`` on: one piece that stands for ``width`` characters, or, where that is 0, what was taken over as it is."""


def _edited(text: str, pieces: Iterable[tuple[int, int, str]]) -> tuple[str, _Steps]:
    """*text* with each of *pieces* (from where on, how many characters, what instead), and the way back."""
    parts: list[str] = []
    steps = [(0, 0, 0)]
    done = size = 0
    for start, width, piece in pieces:
        parts += [text[done:start], piece]
        at = size + start - done
        done, size = start + width, at + len(piece)
        steps += [(at, start, width), (size, done, 0)]
    return "".join([*parts, text[done:]]), steps


def _origin(steps: _Steps, start: int, end: int) -> tuple[int, int]:
    """Where what stands at *start* up to *end* came from."""
    at, origin, width = steps[bisect_right(steps, start, key=itemgetter(0)) - 1]
    begin = origin + (0 if width else start - at)
    at, origin, width = steps[bisect_right(steps, end - 1, key=itemgetter(0)) - 1]
    return begin, origin + (width or end - at)


@dataclass(frozen=True)
class Plain:
    """``text`` as a reader sees it, of ``original``: first single characters were made plain, then disguises of several
    were taken off, over which ``steps`` lead back."""

    text: str
    steps: _Steps
    original: str

    @cached_property
    def _characters(self) -> _Steps:
        """The way back over the characters that became none or several."""
        odd = "".join(char for char in set(self.original) if len(_BARE[ord(char)]) != 1)
        found = re.finditer(f"[{re.escape(odd)}]", self.original) if odd else ()
        return _edited(self.original, ((match.start(), 1, _BARE[ord(match[0])]) for match in found))[1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of ``text[start:end]``, which must not be empty."""
        return _origin(self._characters, *_origin(self.steps, start, end))


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


def _of_percent(token: str) -> Iterator[tuple[int, int, str]]:
    """The pieces of percent-encoding that stand for characters; what is no printable text stays as it is."""
    raw, here = bytes.fromhex(token.replace("%", "")), 0
    while here < len(raw):
        size = 1 if 32 <= raw[here] < 127 else next((n for n in (2, 3, 4) if _decodes(raw[here : here + n])), 0)
        if size:
            yield 3 * here, 3 * size, "".join(map(_bare, raw[here : here + size].decode()))
        here += size or 1


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


def _undisguised(bare: str) -> Iterator[tuple[int, int, str]]:
    """The disguises in a text whose single characters are plain, as pieces of it."""
    for match in _DISGUISE.finditer(bare):
        if match[0][0] == "%":
            yield from ((match.start() + at, width, piece) for at, width, piece in _of_percent(match[0]))
        else:
            yield match.start(), len(match[0]), _of_token(match[0])


def plain(text: str) -> Plain:
    """*text* as a reader sees it: NFKC, entities and percent-encoding resolved, invisible characters and inline tags
    gone."""
    bare = text.translate(_BARE)
    return Plain(*_edited(bare, _undisguised(bare)), text)
