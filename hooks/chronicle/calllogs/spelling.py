"""How the same word is written: blanks around it, full width, upper and lower case."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_FULL = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDE = {narrow: wide for wide, narrow in _FULL.items()}

#: What ``fold`` replaces, and by what; for SQL's ``translate``.
FULL_WIDTH = "".join(map(chr, _FULL)), "".join(map(chr, _FULL.values()))

#: Characters that count as blank around a value.
BLANKS = " \t\r\n\u00a0\u3000\ufeff"

#: Written by Excel and by most programs for a ticked box, whatever the team's own words are.
_ALWAYS_YES = ("true",)


def fold(text: str) -> str:
    """The form that two spellings of one word share."""
    return text.translate(_FULL).strip(BLANKS).lower()


def spellings(words: Iterable[str]) -> list[str]:
    """The lower-case ways in which a log may write one of the words, narrow and wide.

    Comparing with a few is what a database does fast; folding 25 million values takes it minutes.
    """
    folded = [*map(fold, words), *_ALWAYS_YES]
    return sorted({*folded, *(word.translate(_WIDE).lower() for word in folded if word not in _ALWAYS_YES)})


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, if any is."""
    folded = {fold(each): each for each in reversed(list(known)) if each.strip()}
    close = difflib.get_close_matches(fold(word), folded, 1, 0.5)
    parts = [each for key, each in folded.items() if fold(word) in key or (len(key) > 1 and key in fold(word))]
    return folded[close[0]] if close else next(iter(parts), None)


def shown(names: Iterable[str], most: int = 12) -> str:
    """Headers in a row for a message, a long row cut short."""
    every = [name for name in names if name.strip()]
    return "、".join(every[:most]) + (" 等" if len(every) > most else "")


def vague_words(text: str) -> tuple[str, ...]:
    """The words of ``data/vague_words.txt``: one a line; ``#`` begins a comment, a repeated word counts once."""
    lines = (line.split("#", 1)[0].strip(BLANKS) for line in text.lstrip("\ufeff").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))
