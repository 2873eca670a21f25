"""Find and mask personal data in Chinese customer-service text.

The text is first made plain (:mod:`.normalize`). Rules then look at the plain text, each a pattern whose repeats are
bounded or possessive, so that time grows with the length of the text and nothing else; what a pattern proposes, a small
function confirms with what stands around it, and looks at no more of the text than that. Checksums only ever speak for
a finding, never against one. Every pattern is a row of ``rules.toml``, and where a name may stand one of
``names.toml``; what confirms their matches stands in a file for each kind of datum: :mod:`.contacts`, :mod:`.numbers`,
:mod:`.labelled`, :mod:`.addresses`, :mod:`.names`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from . import addresses, contacts, labelled, names, numbers
from .columns import labelled_cells
from .context import uncounted
from .names import find_names
from .normalize import plain
from .patterns import MASK, TABLE, Confirm, Finding, Rule, ending, hidden, with_digits

LABELS: Mapping[str, str] = TABLE.rows["labels"]
"""What a reader calls each kind. Of two readings of the same characters the kind that stands first here is told."""

_RANKS = {kind: rank for rank, kind in enumerate(LABELS)}


class Detector:
    """Finds and masks personal data.

    *allow* are words of two characters or more in which nothing is found: the agents' own names, say; a name is free
    only where it is one of them. *names* are people's names that are masked wherever they stand.
    """

    def __init__(self, allow: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        self.allow = frozenset(word for word in (plain(entry.strip()).text for entry in allow) if len(word) > 1)
        self.names = frozenset(names)

    def knowing(self, names: Iterable[str]) -> Detector:
        """A detector that masks *names* wherever they stand, and is like this one otherwise."""
        return Detector(self.allow, [*self.names, *names])

    def names_in(self, texts: Iterable[str]) -> frozenset[str]:
        """The Chinese names that a label, a title or what they do gives away in one of *texts*."""
        names = set()
        for text in self.suspect(texts):
            bare = plain(text).text
            hits = self._forbidden(bare, self._hits(bare, is_lone=False))
            names |= {bare[hit.start : hit.end] for hit in hits if hit.kind == "name"}
        return frozenset(name for name in names if name.isalpha())

    def find(self, text: str, *, is_lone: bool = True) -> tuple[Finding, ...]:
        """What is personal in *text*, in order and without overlap; offsets are those of *text*, and none spans a
        line end. *is_lone*: also names that nothing but their place on a line or in a cell speaks for."""
        bare = plain(text)
        merged = _merged(self._forbidden(bare.text, self._hits(bare.text, is_lone=is_lone)))
        return tuple(Finding(*bare.span(start, end), kind, masked) for start, end, kind, masked in merged)

    def mask(self, text: str) -> tuple[str, tuple[Finding, ...]]:
        """*text* with every finding masked, and the findings; masking the result again finds nothing, and lines stay
        lines."""
        first = findings = self.find(text)
        rounds = 0
        while findings and rounds < 5:  # what stood beside a number may look like another one beside its mask
            parts, done = [], 0
            for start, end, _, masked in findings:
                parts += [text[done:start], masked]
                done = end
            text = "".join([*parts, text[done:]])
            findings = self.find(text)
            rounds += 1
        return text, first

    def suspect(self, texts: Iterable[str]) -> frozenset[str]:
        """Those of *texts* in which :meth:`find` might find something; in each of the others it finds nothing.

        Short texts are looked through together: asking each alone costs ten times as much, and nearly none holds
        anything. What one of them says (an invented name, an allowed word) clears no other.
        """
        apart = list(dict.fromkeys(texts))
        bare = plain("".join([_APART, *(text + _APART for text in apart)]))
        starts = list(accumulate((len(text) + len(_APART) for text in apart), initial=len(_APART)))
        places = (bare.span(hit.start, hit.end)[0] for hit in self._hits(bare.text, is_strict=True))
        return frozenset(apart[bisect_right(starts, place) - 1] for place in places)

    def _hits(self, text: str, *, is_strict: bool = False, is_lone: bool = True) -> list[Finding]:
        """Everything personal in plain text, in any order and with overlaps; *is_strict*: invented names, too."""
        cells = list(labelled_cells(text))
        hits = list(self._hits_in(cells, is_strict=is_strict)) if cells else []
        known = self.names.union(text[hit.start : hit.end] for hit in hits if hit.kind == "name")
        hits += find_names(text, known, is_strict=is_strict, is_lone=is_lone)
        digits = with_digits(text)
        hits += [*_apply((*_BOTH, *_TEXT), text), *contacts.find_emails(text)]
        if _DIGIT.search(digits):
            hits += [*_apply(_NUMBER, text), *contacts.find_broken(digits, text)]
        return [*hits, *(_apply((*_BOTH, *_NUMBER), digits) if digits != text else ())]

    def _hits_in(self, cells: list[tuple[str, int, str]], *, is_strict: bool) -> Iterator[Finding]:
        """Everything personal in the cells below a head: what would be so behind the head and a colon."""
        places: dict[tuple[str, str], list[int]] = {}  # cells that say the same are read once
        for head, place, cell in cells:
            places.setdefault((head, cell), []).append(place)
        lines = [f"{head}:{cell}" for head, cell in places]
        starts = list(accumulate((len(line) + len(_BETWEEN_CELLS) for line in lines), initial=0))
        known = list(places.items())
        for hit in self._hits(_BETWEEN_CELLS.join(lines), is_strict=is_strict):
            number = bisect_right(starts, hit.start) - 1
            (head, _), found = known[number]
            start, end = (at - starts[number] - len(head) - 1 for at in hit[:2])
            if start >= 0:
                yield from (Finding(place + start, place + end, hit.kind, hit.masked) for place in found)

    def _forbidden(self, text: str, hits: list[Finding]) -> list[Finding]:
        """*hits* without those that allowed words cover."""
        words = [word for word in self.allow if word in text] if hits else []
        if not words:
            return hits

        def is_allowed(hit: Finding) -> bool:
            return any(text.find(word, max(0, hit.end - len(word)), hit.start + len(word)) >= 0 for word in words)

        return [hit for hit in hits if not is_allowed(hit)]


_APART = "\n" * 16
"""What keeps texts apart that are looked through together: a number is read on over twelve line ends at most, and what
stands before a number pardons it from a few characters away."""

_BETWEEN_CELLS = "\n\0\n"  # no rule reads on over the sign in the middle

_FILES = {"contacts": contacts, "numbers": numbers, "labelled": labelled, "addresses": addresses}


def _confirm(row: Mapping[str, Any]) -> Confirm:
    """What confirms the matches of a row of ``rules.toml``."""
    if "by" in row:
        file, name = row["by"].split(".")
        confirm: Confirm = getattr(_FILES[file], name)
        return confirm
    if "said" in row:
        return contacts.id_behind(row["said"], row.get("sure", 99))
    make, key = next((make, key) for key, make in _MASKS.items() if key in row)
    return make(row[key])


_MASKS = {"hides": hidden, "keeps": ending, "uncounted": uncounted}
_BOTH, _TEXT, _NUMBER = (
    [Rule(row["kind"], re.compile(TABLE.pattern(row)), _confirm(row)) for row in TABLE.rows[group]]
    for group in ("both", "text", "number")
)
_TEXT += names.RULES
_DIGIT = re.compile("[0-9]")


def _apply(rules: Iterable[Rule], text: str) -> Iterator[Finding]:
    for kind, pattern, confirm in rules:
        for match in pattern.finditer(text):
            mask = confirm(text, match)
            if mask is not None:
                yield Finding(*match.span("v"), kind, mask)


def _merged(hits: list[Finding]) -> list[Finding]:
    """Findings that do not overlap and together cover all that *hits* cover; where two overlap, the mask is the
    first one's and the kind that of the higher rank."""
    merged: list[Finding] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, _RANKS[hit.kind])):
        last = merged[-1] if merged else None
        if last is None or hit.start >= last.end:
            merged.append(hit)
        elif hit.end > last.end:
            kind = min(last.kind, hit.kind, key=_RANKS.__getitem__)
            merged[-1] = Finding(last.start, hit.end, kind, last.masked.rstrip(MASK) + MASK * 4)
    return merged
