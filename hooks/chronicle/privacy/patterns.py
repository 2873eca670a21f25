"""What the rules are made of: word lists and pieces of patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

MASK = "×"
"""What stands for one hidden character; a mask has one, three or four of them, or as many as it hides."""


class Finding(NamedTuple):
    """Personal data at ``text[start:end]``: its kind (of ``detector.LABELS``) and what may stand there instead."""

    start: int
    end: int
    kind: str
    masked: str


Confirm = Callable[[str, re.Match[str]], str | None]
"""Takes the text and a match; the mask, or None where the match is nothing personal."""


class Rule(NamedTuple):
    """A pattern whose group ``v`` is what would be masked, and the function that confirms a match of it."""

    kind: str
    pattern: re.Pattern[str]
    confirm: Confirm


def read_lists(name: str) -> dict[str, str]:
    """The word lists of a text file beside this one: the words of each ``[section]``, separated by blanks.

    A line that begins with ``#`` is a comment, and so is what follows the ``]`` of a section.
    """
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    sections = re.split(r"^\[(\w+)\].*$", re.sub(r"^#.*$", "", text, flags=re.MULTILINE), flags=re.MULTILINE)
    return {title: " ".join(body.split()) for title, body in zip(sections[1::2], sections[2::2], strict=True)}


def one_of(words: str) -> str:
    """A pattern for one of *words*, the longest first; Latin letters in either case. Words that begin alike stand
    together, so that the engine looks at few of them."""
    case = "i" if re.search("[A-Za-z]", words) else ""
    rests: dict[str, list[str]] = {}
    for word in sorted(words.split(), key=lambda word: (-len(word), word)):
        rests.setdefault(word[0].lower(), []).append(re.escape(word[1:]))
    bodies = {first: rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})" for first, rest in rests.items()}
    return f"(?{case}:" + "|".join(re.escape(first) + body for first, body in bodies.items()) + ")"


def led(first: str, body: str) -> str:
    """A pattern for *body* that is tried only where a character of *first* stands; what is wanted is in its groups.

    The engine runs through a text at full speed for a set of characters at the head of a pattern, and at a tenth of it
    for a choice of words there. Only the first character is consumed: every place is tried, and the repeats in *body*
    bound the time.
    """
    return f"[{first}](?<=(?={body}).)"


def behind(words: str, body: str = "") -> str:
    """A pattern for *body* right behind one of *words*, tried as :func:`led` says."""
    first = {variant for word in words.split() for variant in (word[0].lower(), word[0].upper())}
    return led("".join(map(re.escape, sorted(first))), one_of(words) + body)


class RuleTable:
    """The rules in a TOML file beside this one, and what their patterns are put together of: *pieces* and those of the
    file, and the words of *lists*."""

    def __init__(self, name: str, lists: Mapping[str, str], **pieces: str) -> None:
        self.rows: dict[str, Any] = tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
        self.lists, self.pieces = lists, pieces
        for piece, pattern in self.rows.pop("pieces").items():
            self.pieces[piece] = self.expanded(pattern)

    def expanded(self, pattern: str) -> str:
        """A pattern with what the names in it stand for: @piece, @list (one of its words), @^list (the first characters
        of its words), @<list (a place behind one of them)."""

        def meant(match: re.Match[str]) -> str:
            sign, name = match.groups()
            if sign == "^":
                return "".join(sorted({word[0] for word in self.lists[name].split()}))
            if sign == "<":
                return "|".join(f"(?<={word})" for word in self.lists[name].split())
            return self.pieces.get(name) or one_of(self.lists[name])

        return re.sub("@([<^]?)([a-z_]+)", meant, re.sub(r"(?:^|\n)\s*", "", pattern))

    def pattern(self, row: Mapping[str, Any], more: str = "") -> str:
        """The pattern of a row, with *more* at its end: behind its ``words``, or tried at its ``first``."""
        pattern = self.expanded(row.get("pattern", "")) + more
        if "words" in row:
            return behind(re.sub("@([a-z_]+)", lambda match: self.lists[match[1]], row["words"]), pattern)
        return led(self.expanded(row["first"]), pattern) if "first" in row else pattern


LISTS = read_lists("numbers.txt")
"""Words that stand beside numbers."""

PLAUSIBLE_ID = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])\d{4}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|"
    r"3[01])\d{3}[\dXx×]"
)
"""An ID number (GB 11643): a province and a date in 18 characters."""

# --- Digits -----------------------------------------------------------------------------------------------------------

LOOKALIKE = str.maketrans("OolI", "0011")
SPELLED = "零〇○洞一壹幺二贰两三叁四肆五伍六陆七柒拐八捌九玖勾"
AS_DIGITS = str.maketrans(SPELLED, "00001112223344556677788999")
"""Digits as people write and say them, and what stands for each."""

TABLE = RuleTable("rules.toml", LISTS, spelled=SPELLED)
"""The rules for whatever is no Chinese name, and what their patterns are put together of."""
FILLER = TABLE.pieces["filler"]
"""A pattern for what is said between two groups of a number's digits."""

_SPELLED_NUMBER = re.compile(
    rf"[\d{SPELLED}](?<![\d{SPELLED}].)(?:(?:{TABLE.pieces['joint']}|[转横])?+[\d{SPELLED}]){{4,}}+"
)
_SPELLED_DIGIT = re.compile(rf"(?P<words>{FILLER})|[{SPELLED}](?!位)")
_WORD_FOLLOWS = re.compile(
    "[一二两三四五六七八九][个次天年月日号家户位名遍趟声分点种人周部]|"
    "一[直共再起下定样般些旦并切边面向时同道块半律概口手张件早会]"
)
_WORD_BEFORE = frozenset("第周期统唯之万初")


def digits_of(text: str) -> str:
    """The digits in *text*."""
    return "".join(filter(str.isdecimal, text))


def with_digits(text: str) -> str:
    """*text* with numbers spelled in Chinese digits (five or more in a row) in ASCII ones; its length stays."""
    parts, done = [], 0
    for match in _SPELLED_NUMBER.finditer(text):
        start, end = match.span()
        if text[end - 1] in SPELLED and text[end - 2].isdecimal() and _WORD_FOLLOWS.match(text, end - 1):
            end -= 1  # 586一直: a number, and a word that begins with a digit
        if text[start] in SPELLED and text[start + 1].isdecimal() and text[start - 1 : start] in _WORD_BEFORE:
            start += 1
        digits = _SPELLED_DIGIT.sub(lambda each: each["words"] or each[0].translate(AS_DIGITS), text[start:end])
        if digits != text[start:end]:
            parts += [text[done:start], digits]
            done = end
    return "".join([*parts, text[done:]])


def ends_of(value: str, keep: int = 3) -> str:
    """The first and the last *keep* characters of *value*, its middle masked."""
    return f"{value[:keep]}{MASK * 4}{value[-keep:]}"


def ending(keep: int) -> Confirm:
    """Confirms every match, and shows *keep* characters at both ends of it."""
    return lambda text, match: ends_of(match["v"], keep)


def hidden(stars: int) -> Confirm:
    """Confirms every match, and hides the whole of it."""
    return lambda text, match: MASK * stars
