"""What a word in a log means: yes or no, satisfied or not, a number of seconds.

A log has few different words of each kind, so the database hands over every different one once, and is told in
return what it means. Times, of which there are as many as rows, are read by the database itself (``sql``).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from ..reading.values import seconds as spoken
from ..records.model import Log
from .spelling import fold, simple, unwrapped

Verdict = float | None
"""1 and 0 for yes and no, or a number; None where nothing is said, and what cannot be read is ``UNREADABLE``."""

UNREADABLE = math.inf

WORDS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))
"""The word lists of ``words.toml``."""

NOTHING = frozenset(map(fold, WORDS["nothing"]))
"""Written where nothing is known."""

NOBODY = NOTHING.union(map(fold, WORDS["nobody"]))
"""Customers who are nobody in particular."""


def _bare(words: Iterable[str]) -> list[str]:
    return [simple(unwrapped(word)) for word in words]


_YES = {name: frozenset(words) for name, words in WORDS["yes"].items()}
_FAMILIES = (_YES["anywhere"] | _YES["digits"], _YES["answered"], _YES["resolved"] | _YES["ended"])
_DENIED = re.compile("[未没无不](?![需用必]).{0,2}$|un$|not?[ _-]?$")


def yes_or_no(text: str, column: str, log: Log) -> Verdict:
    """Whether a cell of the column ``answered`` or ``resolved`` says yes.

    The log's own ``no`` and ``yes`` come first, then the words that can mean nothing else there, unless the log turns
    the sense around (yes: 否), and families of which ``yes`` lists a word and ``no`` none. A yes of any family that is
    denied is a no (振铃未接听).
    """
    (word,) = _bare([text])
    listed, denied = _bare(log.yes), _bare(log.no)
    if word in listed or word in denied:
        return word not in denied
    families = [family for family in _FAMILIES if not family.isdisjoint(listed)]
    if not {*WORDS["no"]}.intersection(listed):
        families.append(_YES["anywhere"] | _YES[column])
    if any(word in family and family.isdisjoint(denied) for family in families):
        return True
    if word in NOTHING:
        return None
    ends = (word.removesuffix(yes) for yes in (*listed, *chain(*_FAMILIES)) if len(yes) > 1 and word.endswith(yes))
    return False if word in WORDS["no"] or any(map(_DENIED.search, ends)) else UNREADABLE


def is_known_yes(text: str) -> bool:
    """Whether a cell is one of the words for yes that every team writes."""
    return any(_bare([text])[0] in family for family in _FAMILIES)


# ---- ratings

_RATINGS = {word: int(points) for points, words in WORDS["ratings"].items() for word in words}
_UNRATED = NOTHING.union(WORDS["unrated"])
_AROUND = re.compile(r"^(满意度|评价|[\W\d])+[分星]?[\W\d]*|[\W\d]+[分星]?[\W\d]*$")
_LONE_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(?:%|分|星|颗星|points?|stars?|/\s*\d+|out of \d+)?")
_DENIAL = re.compile("不|没|未|无|难|欠|非(?!常)")
_MORE_OR_LESS = re.compile(r"([\u4e00-\u9fff]{0,4})满意")
_STARS = {"★": 1, "⭐": 1, "🌟": 1, "☆": 0}


def points_of(text: str) -> float | None:
    """The number of a rating that is one: 5, 4.5, 5分, 5/5, ★★★★☆; None where it is a word."""
    word = simple(unwrapped(text))
    if word and set(word) <= _STARS.keys():
        return float(sum(_STARS[sign] for sign in word))
    number = _LONE_NUMBER.fullmatch(word)
    return float(number[1].replace(",", ".")) if number else None


def _points_in_words(word: str) -> int | None:
    """The points of five that a word stands for, with or without a number beside it; None for any other word."""
    for each in (word, bare := _AROUND.sub("", word)):
        if each in _RATINGS:
            return _RATINGS[each]
    degree = _MORE_OR_LESS.fullmatch(bare) if "默认" not in bare else None  # which the customer did not say
    denials = len(_DENIAL.findall(degree[1])) if degree else 2
    return (4, 2)[denials] if denials < 2 else None


def satisfied(text: str, log: Log) -> Verdict:
    """Whether a rating counts as satisfied by the log's ``satisfied``; None where it is no rating.

    ``ratings`` comes first. Zero and less are no ratings, unless ``satisfied`` is one or less or downward. A word
    counts before the number that stands beside it (``5-非常满意``, ``1-非常满意``).
    """
    word = simple(unwrapped(text))
    meaning = {simple(key): meaning for key, meaning in log.ratings.items()}.get(word, word)
    if meaning is None or (word := simple(meaning)) in _UNRATED:
        return None
    limit, downward = log.threshold
    if (points := _points_in_words(word)) is not None:
        return points >= (limit if not downward and 1 < limit <= 5 else 4)
    rating = points_of(word)
    if rating is None:
        return UNREADABLE
    if not math.isfinite(rating) or rating < 0 or (rating == 0 and (limit >= 1 if downward else limit > 1)):
        return None
    return rating <= limit if downward else rating >= limit


# ---- durations

MOST_SECONDS = 10**9  #: of one contact; more is no duration, and too many to be added up
UNITS: Mapping[str, float] = {"秒": 1, "分": 60, "时": 3600, "毫秒": 0.001, "微秒": 0.000001}
_HEADER_UNIT = re.compile(
    r"(?P<毫秒>毫秒|ms\b|milli)|(?P<微秒>微秒|(?<![a-z])us\b|micro)"
    r"|(?P<时>小时|[([/]时[)\]]|时:分(?!:秒)|\bhh?:mm(?!:s)|单位[:为是]? ?时|hours?|(?<![a-z\d])(?:hrs?|h)(?![a-z:]))"
    r"|(?P<分>分钟|[([/]分[)\]]?|单位[:为是]? ?分|minutes?|(?<![a-z\d])(?:mins?|m)(?![a-z:]))"
    r"|(?P<秒>秒|\bsec|seconds?|_s$|[([]s[)\]])"
)
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)")
COUNT_HEADER = re.compile(
    r"(接听|接通|接入|接待|呼入|呼出|呼叫|来电|通话|会话|服务|处理|受理)(总?量|总?数|次数)|件数|通数|\bcalls\b|contacts|count|volume"
)
"""A header of a number of contacts, as a table of sums has it and a log does not."""

_EXCEL_DAY = re.compile(r"(?:1899[-/]12[-/]3[01]|1900[-/]0?1[-/]0?[01])[ t]")
"""The day that spreadsheets and databases put before a time without one."""

_DAYS = re.compile(r"(?:(\d+(?:\.\d+)?)(?:天|days?|d),?)?(.*)", re.DOTALL)


def unit_of(header: str) -> str | None:
    """The unit that a header names, such as 通话时长（分钟）; None where it names none."""
    match = _HEADER_UNIT.search(fold(header))
    return match.lastgroup if match else None


def seconds(text: str, unit: str) -> Verdict:
    """A duration that is no plain number, in seconds: a clock, units, or a number with signs.

    A clock is h:mm:ss or mm:ss; where the log or its header says minutes, Excel's 5:12:00 is five minutes, and where
    they say hours, 1:30 is an hour and a half.
    """
    word = _EXCEL_DAY.sub("", simple(unwrapped(text))).replace(" ", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", word):
        word = word.replace(",", "")
    if re.fullmatch(r"\d+([.,]\d+)?", word):
        return float(word.replace(",", ".")) * UNITS[unit]
    word = re.sub(r"^p(\d+d)?(?:t|$)", r"\1", word)  # ISO writes P1DT2H
    days, part = _DAYS.fullmatch(word).groups("")  # type: ignore[union-attr] # fits anything
    if clock := _CLOCK.fullmatch(part):
        hours, minutes, rest = (float((number or "0").replace(",", ".")) for number in clock.groups())
        if unit == "分" and clock[1] is not None and rest == 0 and not days:
            return hours * 60 + minutes
        if unit == "时" and clock[1] is None and rest.is_integer():
            hours, minutes, rest = minutes, rest, 0
        spent = hours * 3600 + minutes * 60 + rest if rest < 60 and (not clock[1] or minutes < 60) else None
    else:
        spent = spoken(part) if part and not part[-1].isdigit() else 0.0 if days and not part else None
    if spent is not None:
        return float(days or 0) * 86_400 + spent
    return None if fold(text) in NOTHING else UNREADABLE
