"""Dates and times as exports write them, beyond the ISO forms that the database reads itself.

A moment is given in seconds since 1970 on the clocks of China, without a zone: what states an offset, and what counts
from an epoch, is turned into that.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from .spelling import fold, unwrapped

ORDERS = ("日/月/年", "月/日/年")
"""Two readings of 03/04/2025."""

_EPOCH = dt.datetime(1970, 1, 1)
_EXCEL = dt.datetime(1899, 12, 30)
_CHINA = 8 * 3600  #: seconds
_DAY = 86_400
_YEARS = range(1970, 2100)

_BEFORE_NOON = {"上午", "凌晨", "早上", "清晨", "am", "a.m."}
_AFTER_NOON = {"下午", "晚上", "傍晚", "中午", "pm", "p.m."}
_HALF = "|".join(re.escape(word) for word in sorted(_BEFORE_NOON | _AFTER_NOON))
_CLOCK = (
    rf"(?P<before>{_HALF})?\s*(?P<h>\d{{1,2}}):(?P<m>\d{{1,2}})(?::(?P<s>\d{{1,2}})(?:[.,:]\d+)?)?\s*"
    rf"(?P<after>{_HALF})?"
)
_OFFSET = r"(?:\(?(?P<offset>z|utc|gmt|(?:utc|gmt)?(?P<sign>[+-])(?P<oh>\d{1,2})(?::?(?P<om>\d\d))?)\)?)"
_HEADER_ZONE = re.compile(
    r"(?<![a-z])(?P<offset>utc|gmt)(?: ?(?P<sign>[+-])(?P<oh>\d{1,2})(?::?(?P<om>\d\d))?)?(?![a-z\d])"
)
ELSEWHERE = re.compile(
    r"\b(?!asia/(?:shanghai|chongqing|hong_kong|macau|taipei))(?:africa|america|asia|australia|europe|pacific|us)/[a-z]"
    r"|\b(?:eastern|central|mountain|pacific) time|\b(?:[emp][sd]|cd)t\b"
)
"""In a header, clocks that are sometimes an hour nearer to those of China than at other times."""

_REST = rf"(?:[t ,_-]+{_CLOCK}\s*{_OFFSET}?)?"
_WHOLE = re.compile(rf"(?P<y>\d{{4}})[-/.](?P<mo>\d{{1,2}})[-/.](?P<d>\d{{1,2}}){_REST}")
_PACKED = re.compile(
    r"(?P<y>\d{4})(?P<mo>\d\d)(?P<d>\d\d)[t _-]?"
    rf"(?:(?P<h>\d\d):?(?:(?P<m>\d\d):?(?:(?P<s>\d\d)(?:\.?\d{{3}})?)?)?{_OFFSET}?)?"
)
_SHORT = re.compile(rf"(?P<one>\d{{1,2}})[-/.](?P<two>\d{{1,2}})[-/.](?P<three>\d{{4}}|\d\d?){_REST}")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
_MONTH = rf"(?P<mo>{'|'.join(_MONTHS)})[a-z]*\.?"
_ENGLISH = [
    re.compile(
        rf"(?:[a-z]{{3,9}},? )?(?P<d>\d{{1,2}})[-/ ]{_MONTH}[-/ ,]+(?P<y>\d{{4}}|\d\d)(?:[t ,:]+{_CLOCK}\s*{_OFFSET}?)?"
    ),
    re.compile(rf"(?:[a-z]{{3,9}},? )?{_MONTH} (?P<d>\d{{1,2}}),? (?P<y>\d{{4}})(?:[t ,]+{_CLOCK}\s*{_OFFSET}?)?"),
    re.compile(rf"(?P<y>\d{{4}})[-/ ]{_MONTH}[-/ ](?P<d>\d{{1,2}}){_REST}"),
    re.compile(rf"[a-z]{{3,9}} {_MONTH} (?P<d>\d{{1,2}}) {_CLOCK} ?(?:{_OFFSET} )?(?P<y>\d{{4}})"),
]
_LONE_CLOCK = re.compile(rf"(?:[^:]*?[t ])??{_CLOCK}")
_CHINESE = str.maketrans(
    {**dict.fromkeys("年月\\", "-"), **dict.fromkeys("日号秒", " "), **dict.fromkeys("时点分", ":")}
)
_SAYS_NOTHING = re.compile(
    r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?|\[?asia/(?:shanghai|chongqing|hong_kong|macau|taipei)\]?|北京时间|"
    r"(?<=[+-]\d{4}) (?:\([^\d()]*\)|[a-z]{3,4}(?: m=[+-][\d.]+)?)$| at(?= \d)|^[a-z]{3,9},? (?=\d{1,4}[-/]\d)"
)
"""A weekday, a zone whose clocks are China's, the name of a zone after its offset."""

_DOTTED_CLOCK = re.compile(r"(?<=[ t])(\d{1,2})\.(\d\d)\.(\d\d)(?=\D|$)")


def _plain(text: str) -> str:
    """A text with narrow digits, in lower case, Chinese dates as ISO writes them, without what says nothing more."""
    text = re.sub(r"^(\d\d)(?=年)", r"20\1", _SAYS_NOTHING.sub(" ", fold(unwrapped(text)))).translate(_CHINESE)
    text = re.sub(r"\s*(-|/|:)-?\s*(?=\d)", r"\1", re.sub(r"\s+", " ", text))
    return _DOTTED_CLOCK.sub(r"\1:\2:\3", text).strip(' :[]"')


def is_month(text: str) -> bool:
    """Whether a text is a month, with or without its year, and no day: 1月, 2025-01, 2025年1月."""
    return bool(re.fullmatch(r"(\d{4}-?)?([01]?\d|[一二三四五六七八九十]{1,2})-?", _plain(text)))


def short_date(text: str) -> tuple[int, int] | None:
    """The first two numbers of a date whose year comes last and whose order has to be known, such as 03/04/2025."""
    match = _SHORT.fullmatch(_plain(text))
    return (int(match["one"]), int(match["two"])) if match and len(match["three"]) == 4 else None


def shift_of(headers: Iterable[str]) -> int:
    """How many seconds the clocks that headers name, as in ``Start (UTC)``, are behind those of China; else 0."""
    matches = (_HEADER_ZONE.search(fold(header)) for header in headers)
    return next((_shift(match.groupdict()) for match in matches if match), 0)


def moment(text: str, order: str, shift: int = 0) -> float | None:
    """A date, with or without its time. ``order`` says how a date reads whose year is not written first in full, and
    ``shift`` how many seconds a clock without an offset is behind those of China.

    Besides ISO forms: Chinese and English ones, 20250106 with or without a time, Excel's days since 1899, seconds,
    milliseconds, micro- and nanoseconds since 1970. None if unreadable.
    """
    word = _plain(text)
    if re.fullmatch(r"\d+(\.\d+)?", word):
        whole, _, rest = word.partition(".")
        if len(whole) == 5:
            return round(float(word) * _DAY) + (_EXCEL - _EPOCH).total_seconds() + (shift if rest.strip("0") else 0)
        if len(whole) in (10, 13, 16, 19) and whole.startswith("1") and (len(whole) == 10 or not rest):
            return float(int(whole[:10]) + _CHINA)
    if match := _WHOLE.fullmatch(word) or _PACKED.fullmatch(word):
        return _from_parts(match.groupdict(), match["y"], match["mo"], match["d"], shift)
    if order and (match := _SHORT.fullmatch(word)):
        parts = dict(zip(order.split("/"), (match["one"], match["two"], match["three"]), strict=True))
        return _from_parts(match.groupdict(), parts["年"], parts["月"], parts["日"], shift)
    for pattern in _ENGLISH:
        if match := pattern.fullmatch(word):
            day, year = match["d"], match["y"]
            if len(year) == 2 and order.startswith("年"):
                day, year = year, day
            if len(year) == 4 or order:
                return _from_parts(match.groupdict(), year, str(_MONTHS[match["mo"]]), day, shift)
    return None


def _from_parts(parts: dict[str, str | None], year: str, month: str, day: str, shift: int) -> float | None:
    seconds = _clock_seconds(parts) if parts.get("h") else 0
    try:
        date = dt.datetime(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
    if seconds is None or date.year not in _YEARS:
        return None
    if parts.get("sign") == "-" and not parts.get("s"):
        return None  # from nine to ten, more likely than nine by the clocks of Hawaii
    if parts.get("h"):
        seconds += _shift(parts) if parts.get("offset") else shift
    return (date - _EPOCH).total_seconds() + seconds


def _shift(offset: dict[str, str | None]) -> int:
    hours, minutes = int(offset.get("oh") or 0), int(offset.get("om") or 0)
    return _CHINA - (hours * 3600 + minutes * 60) * (-1 if offset.get("sign") == "-" else 1)


def _clock_seconds(parts: dict[str, str | None]) -> int | None:
    hour, minute, second = (int(parts.get(name) or 0) for name in "hms")
    half = parts.get("before") or parts.get("after") or ""
    if half == "晚上" and hour == 12:
        return None  # midnight to some
    if half in _AFTER_NOON and hour < 12 and not (half == "中午" and hour > 9):
        hour += 12
    elif half in _BEFORE_NOON and hour == 12:
        hour = 0
    return hour * 3600 + minute * 60 + second if hour < 24 and minute < 60 and second < 60 else None


def clock(text: str, digits: int = 2) -> float | None:
    """A time of day in seconds: 9:05, 上午 9:05, 905, 0905, 090500, a part of a day, or that of a whole moment.

    ``digits``: how many the longest of its column has without signs; zeros in front may be lacking.
    """
    word = _plain(text)
    if re.fullmatch(r"\d*\.\d+(e-\d+)?|0", word) or (word == "1" and digits < 4):
        return round(float(word) % 1 * _DAY) % _DAY
    if re.fullmatch(r"\d{1,6}", word) and (len(word) > 2 or digits > 2):
        word = word.zfill(6 if max(digits, len(word)) > 4 else 4)
        return _clock_seconds({"h": word[:2], "m": word[2:4], "s": word[4:]})
    match = _LONE_CLOCK.fullmatch(word)
    return _clock_seconds(match.groupdict()) if match else None
