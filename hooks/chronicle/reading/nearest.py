"""The known word that was most likely meant by another: for every message that ends in "did you mean"."""

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_LONGEST = 80  # characters that are compared; comparing takes as long as the product of both lengths


def fold(word: str) -> str:
    """The form that two spellings of one word share: half width, lower case, no blanks around it."""
    return unicodedata.normalize("NFKC", word.strip()[:_LONGEST]).strip().lower()


def nearest(word: str, known: Iterable[str], cutoff: float = 0.5, *, within: bool = False) -> str | None:
    """The one of ``known`` that is most like ``word``; None where none is.

    ``cutoff``: how much of both must agree, from 0 to 1, as ``difflib`` reckons it. ``within``: a known word that
    holds ``word`` or is held in it will do where none is like it, as ``Answered (Y/N)`` for ``answered``.
    """
    folded = {fold(name): name for name in reversed(list(known)) if name.strip()}
    plain = fold(word)
    close = get_close_matches(plain, folded, 1, cutoff)
    if not close and within:
        close = [name for name in folded if plain in name or (len(name) > 1 and name in plain)]
    return folded[close[0]] if close else None


def most_like(word: str, known: Iterable[str], count: int) -> list[str]:
    """The ``count`` of ``known`` that are most like ``word``, however little; of equal ones the first."""
    plain = fold(word)
    return sorted(known, key=lambda name: -SequenceMatcher(None, plain, fold(name)).ratio())[:count]
