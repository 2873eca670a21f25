"""Of what a Chinese name is made, and what only looks like one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .patterns import one_of, read_lists

LISTS = read_lists("names.txt")
"""The words and characters by which a name is told."""

COMMON_COMPOUNDS = frozenset(LISTS["compound"].split())
COMPOUNDS = COMMON_COMPOUNDS | frozenset(LISTS["rare_compound"].split())
"""Surnames of two characters, and the common ones among them."""
NOT_NAMES = frozenset(LISTS["words"].split())
"""Words that look like surname and given name."""
FAMOUS = frozenset(LISTS["famous"].split())
"""People of history and of books."""
NOT_PEOPLE = tuple(LISTS["not_people"].split())
"""What the names of firms and places end in."""

_CHARS = {name: frozenset(words.replace(" ", "")) for name, words in LISTS.items()}
COMMON, GIVEN, SINGLE = (_CHARS[name] for name in ("surnames", "given", "single"))
"""Surnames that seldom begin a word; characters of given names, and those that may stand alone."""
KNOWN = COMMON | _CHARS["rare"]
"""Surnames of one character that are met often, and those of them that are also words."""
SURNAMES = KNOWN | _CHARS["rarest"]
"""Surnames of one character."""
FOREIGN_PART = one_of(LISTS["foreign_parts"])
"""A pattern for the parts by which names of other peoples are known."""
_ANSWERS = frozenset(LISTS["kinds_of_answers"].split())
_TITLES = tuple(LISTS["titles"].split())
LONG_TITLES = tuple(title for title in _TITLES if len(title) > 1)
"""How one speaks of people without their name, in two characters or more."""

_ONLY_HAN = re.compile("[\u4e00-\u9fff]+")
# 家 is a word of its own more often than it begins a given name
_OF_HOME = frozenset(f"家{char}" for char in "豪俊伟宝辉杰诚栋祥欣琪怡慧玲铭骏骥瑞荣昌裕明强")
_AT_HOME = re.compile("家(?:明[天日年显确白]|强[行烈调大化])")


def is_given(given: str, characters: frozenset[str] = GIVEN) -> bool:
    """Whether *given* is made like a given name."""
    return characters.issuperset(given) or given in _OF_HOME


class NameForm(NamedTuple):
    """What makes a name: a surname of one character with as many characters behind it as ``lengths`` says, or one of
    two with one or two. ``given`` is what these may be, None for any."""

    surnames: frozenset[str]
    compounds: frozenset[str]
    lengths: tuple[int, ...]
    given: frozenset[str] | None = GIVEN

    def fits(self, value: str) -> bool:
        """Whether *value* is such a name."""
        size = len(value)
        is_single = size - 1 in self.lengths and value[0] in self.surnames
        return (is_single and self._is_given(value[1:])) or (
            2 < size < 5 and value[:2] in self.compounds and self._is_given(value[2:])
        )

    def _is_given(self, given: str) -> bool:
        return _ONLY_HAN.fullmatch(given) is not None if self.given is None else is_given(given, self.given)

    def ends(self, text: str, start: int) -> Iterator[int]:
        """Where such a name ends that begins at *start*, the longest first."""
        if text[start : start + 1] in self.surnames or text[start : start + 2] in self.compounds:
            for value in (text[start : start + size] for size in (4, 3, 2)):
                if self.fits(value) and not _AT_HOME.match(text, start + len(value) - 2):
                    yield start + len(value)


def may_begin(text: str, at: int) -> bool:
    """Whether a surname stands at a place of the text."""
    return text[at : at + 1] in SURNAMES or text[at : at + 2] in COMPOUNDS


_SINGLES = {"common": COMMON, "known": KNOWN, "every": SURNAMES}
_DOUBLES = {"common": COMMON_COMPOUNDS, "every": COMPOUNDS}
_GIVEN = {"single": SINGLE, "in_cell": GIVEN - _CHARS["place_ends"], "double": GIVEN | COMMON, "any": None}
FORMS = {
    name: NameForm(
        _SINGLES.get(form.get("surnames"), frozenset()),
        _DOUBLES.get(form.get("compounds"), frozenset()),
        tuple(form.get("lengths", ())),
        _GIVEN.get(form.get("given"), GIVEN),
    )
    for name, form in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
"""The forms of a name by their names in ``forms.toml``."""
LISTED = (FORMS["every"], FORMS["short"])
"""Those of names that stand beside others."""


def listed_end(text: str, start: int) -> int | None:
    """Where a name ends that begins at *start* and stands beside others."""
    return next((end for form in (*LISTED, FORMS["anyhow"]) for end in form.ends(text, start)), None)


def could_be_a_name(value: str, *, is_said: bool = False) -> bool:
    """Whether what stands behind a label is a name, whatever its surname, and no word, answer or firm. *is_said*: the
    label leaves room for nothing else, so that it may be a word (姓名：高兴)."""
    if (
        value in _ANSWERS
        or value.endswith(NOT_PEOPLE)
        or not _CHARS["not_in_names"].isdisjoint(value)
        or value[0] in "小老阿某"
        or value[-1] == "人"
    ):
        return False
    if value[:2] in COMPOUNDS:
        return len(value) > 2
    return value[1:] not in _TITLES and (is_said or value[:2] not in NOT_NAMES or is_over_word(value))


def is_over_word(value: str) -> bool:
    """Whether the name *value* only begins like a word (万里鹏): what says that a name stands there must be sure."""
    is_name = len(value) == 3 and value[2] in GIVEN - _CHARS["word_ends"]
    return is_name and value[1:] not in NOT_NAMES and value not in NOT_NAMES


def is_word(value: str) -> bool:
    """Whether what could be a name is a word like any other, or a surname with its title."""
    is_split = value[1:] in NOT_NAMES and value[0] in _CHARS["rarest"]  # 于凌晨
    return value[:2] in NOT_NAMES or value in NOT_NAMES or is_split or has_title(value)


def has_title(value: str) -> bool:
    """Whether what could be a name is a surname, alone or with a title."""
    size = 2 if value[:2] in COMPOUNDS else 1
    if value[size : size + 1] == "老" and value[size:] not in _TITLES:
        return False  # 夏老根
    return value in COMPOUNDS or value.startswith(_TITLES, size)
