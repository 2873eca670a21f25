"""What people type for a number, a day, a month or a duration -> the value. What reads one way only is read."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

MONTHS = 12

#: What a workbook's cell is read as whose formula has no value yet.
UNCOUNTED = "还没有算出结果的公式"
#: Seconds of each unit of time that people write.
SECONDS = {
    "秒": 1, "秒钟": 1, "s": 1, "sec": 1, "secs": 1, "分": 60, "分钟": 60, "min": 60, "mins": 60, "小时": 3600,
    "个小时": 3600, "时": 3600, "钟头": 3600, "h": 3600,
}  # fmt: skip
#: Units that say what is counted and change no number; 分 is a mark wherever no time is asked for.
COUNTED = frozenset("通次件个条人单张份家户位名天日项句遍回篇例场级点分元字页起笔票号%") | {"人次", "字/分"}

_AMOUNT = re.compile(
    r"([+-]?(?:[1-9]\d{0,2}(?:[,'’]\d{3})+(?:\.\d+)?|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?))\s*([千万亿]?)\s*([^\s\d]{0,4})"
)
#: What stands around a number and says no more than about how much.
_ROUGHLY = re.compile(
    r"[约近≈≥≤<>=]{0,2}\s*(\d.*?)\s*(?:以[上下内]|左右|上下|多|余|\+|个[\u4e00-\u9fff]{2,3}"
    r"|[*#↑↓▲▼]+|注\d*|[(\[][^()\[\]]*[)\]])?"
)
#: The mark of a footnote behind a number, which half width would make one more digit of.
_MARK = re.compile(r"(?<=[\d月])[①-⑳⓪-⓾❶-➓¹²³⁰-⁹]+")
_LETTERS = str.maketrans("oil", "011")  # typed for the digits that they look like
_LONGEST = 60  # characters; a longer text is none of these, and would take its time
_SCALES = {"": 1, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.0+)?")
#: Hours, minutes, seconds and milliseconds, any of which may be absent.
_PARTS = re.compile(
    r"(?:(\d+(?:\.\d+)?)(?:个?小时|个?钟头|时|h|hrs?|hours?))?(?:(\d+(?:\.\d+)?)(?:分钟?|m|mins?|minutes?))?"
    r"(?:(\d+(?:\.\d+)?)(?:秒钟?|s|secs?|seconds?))?(?:(\d+(?:\.\d+)?)(?:毫秒|ms))?"
)
#: Other ways to say a part of a duration, each with the one that is read.
_SPOKEN = (
    (re.compile("''|′′|[\"″”]"), "秒"),
    (re.compile(r"(?<=\d)['′’]"), "分"),
    (re.compile(r"(?<=分)半$|(?<=分)钟半$"), "30秒"),
    (re.compile(r"(?<=分)(\d{1,2})$"), r"\1秒"),
)
_CLOCK_TIME = (
    r"\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?|\s*[时点](?:\s*\d{1,2}\s*分?|半)?)(?:z|[+-]\d\d:?\d\d|左右|多|许)?"
)
_DAYTIME = r"(?:周|星期|礼拜)[一二三四五六日天]|凌晨|清晨|早上|上午|中午|下午|傍晚|晚上?|夜里|深夜"
#: In brackets behind a month: it is not the month's own number that is meant.
_NOT_ITS_OWN = "[^()]*(?:目标|计划|任务|累计|合计|平均|同期|同比|环比|对比|[去上]年)"
#: What a day or a month is said with and does not need, each with what stands for it.
_SAID_MORE = (
    (re.compile("[–—]"), "-"),
    (re.compile(r"^第(?=\d{1,2}月)"), ""),
    (re.compile("元月"), "1月"),
    (re.compile(r"(?<=^\d{4})m(?=\d\d?$)"), "-"),
    (re.compile(rf"(?:\s*\(?(?:{_DAYTIME})\)?)*(?:[t\s]*{_CLOCK_TIME})?$"), ""),
    (re.compile(r"(?<=[\d月日号底末])(?:之前|以前|前)$|(?<=[\d日号])[.,;。]$"), ""),
    (re.compile(r"(?:(?<=\d年)|^年)[底末]$"), "12月"),
    (re.compile(r"(?<=月)(?:[底末]|(?:实际|完成)?值?(?:\((?!" + _NOT_ITS_OWN + r")[^()]*\))?\*?)$"), ""),
)
_DAY = re.compile(r"(\d{4}|\d{2}(?=年))(?:\s*[-/.年]\s*|\s+)(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*[日号]?|\s*月份?)?")
_SPAN = re.compile(r"\s*[~至到]\s*| - |(?<=\d)-(?=20\d\d\D)|(?<=^\d{8})-(?=\d{8}$)")
_DAY_ALONE = re.compile(r"\d{1,2}[日号]?")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)?")
#: A day as spreadsheets count them, of the years 2000 to 2099, and the day from which they count.
_SERIAL = re.compile(r"(?:3[6-9]|[4-6]\d|7[0-3])\d{3}")
_SERIAL_FROM = dt.date(1899, 12, 30)
_YEAR_LAST = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")
_MONTH = re.compile(r"(\d{1,2})\s*月(?:份|(\d{1,2})[日号])?")
_ENGLISH = re.compile(r"(?:(\d{1,4})[-/ ]+)?([a-z]{3})[a-z]*\.?(?:[-/ ,]+(\d{1,4}))?(?:[-/ ,]+(\d{4}))?")
_NUMERALS = {name: number for number, name in enumerate("零一二三四五六七八九")} | {"〇": 0}
_NUMERAL = re.compile("[〇零一二三四五六七八九十]+")
_NAMES = {"janfebmaraprmayjunjulaugsepoctnovdec"[at : at + 3]: at // 3 + 1 for at in range(0, 36, 3)}


def seconds_of(unit: str) -> int | None:
    """The seconds of a metric's unit, where that is one of time; 分 are marks."""
    return SECONDS.get(unit) if unit != "分" else None


class Amount(NamedTuple):
    """A number, its unit as it was typed ('' where there is none), and the digits that it had after the point."""

    value: float
    unit: str
    decimals: int = 0


class Day(NamedTuple):
    """A day or a month; a part that was not said is None. Whether the calendar has it is for the caller to ask."""

    year: int | None
    month: int
    day: int | None = None


def narrow(text: str) -> str:
    """``text`` with half-width digits and signs, as a Chinese keyboard means them, and no blanks around it."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", _MARK.sub("*", text)).replace("−", "-")).strip()


def amount(text: str) -> Amount | None:
    """``2,890``, ``2'890``, ``２８９０``, ``95.5 %``, ``1.2万``, ``312 通`` as a number with its unit; None for all
    else."""
    return _amount(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=1024)  # a number is looked at by whoever cuts a line, reads it, doubts it and keeps its decimals
def _amount(text: str) -> Amount | None:
    typed = _AMOUNT.fullmatch(narrow(text))
    if not typed:
        return None
    number, scale = Decimal(re.sub("[,'’]", "", typed[1])), _SCALES[typed[2]]
    digits = -int(number.as_tuple().exponent) - (len(str(scale)) - 1)
    return Amount(float(number * scale), typed[3].lower(), max(0, digits))


def nearly(text: str) -> str:
    """The mend for what is nearly a number: a letter was typed for a digit, a comma for the point, or 约, ≥, 以上, an
    unusual unit stand around it, or it is still to be worked out; else ''."""
    if text == UNCOUNTED:
        return "用表格软件打开，等它算完，再保存一次"
    plain = narrow(text[:_LONGEST]).lower()
    if is_negative(text):
        return f"括号是负数的，写 -{plain[1:-1].strip().replace(',', '')}；不是的，去掉括号"
    digits = plain.translate(_LETTERS)
    if plain[:1].isdigit() and digits != plain and (meant := amount(digits)) and not meant.unit:
        return f"像是把字母当成了数字：{digits}"
    if re.fullmatch(r"\d+,\d{1,2}", plain):
        return f"小数点写成了逗号：{plain.replace(',', '.')}"
    if re.fullmatch(r"\d{1,3}(?:\s\d{3})+", plain):
        return f"一个数的，中间不空格：{''.join(plain.split())}"
    around = _ROUGHLY.fullmatch(plain)
    bare = around[1] if around else plain
    return f"只写 {bare}" if bare != plain and (amount(bare) or seconds(bare) is not None) else ""


def is_negative(text: str) -> bool:
    """Whether a number stands in brackets, which is how bookkeepers write one below zero."""
    plain = narrow(text[:_LONGEST])
    return plain[:1] + plain[-1:] == "()" and amount(plain[1:-1]) is not None


def seconds(text: str) -> float | None:
    """``5:12``, ``0:05:12``, ``5分12秒``, ``5分半``, ``5'12"``, ``1小时5分`` or ``312s`` in seconds; None where no unit
    is said."""
    plain = re.sub(r"\s|(?<=\d),(?=\d{3}(?!\d))", "", narrow(text[:_LONGEST]).lower())
    for spoken, meant in _SPOKEN:
        plain = spoken.sub(meant, plain)
    if clock := _CLOCK.fullmatch(plain):
        hours, minutes, rest = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
    parts = _PARTS.fullmatch(plain)
    if not plain or not parts:
        return None
    sizes = (3_600_000, 60_000, 1_000, 1)
    return sum(float(part or 0) * size for part, size in zip(parts.groups(), sizes, strict=True)) / 1_000


def day(text: str) -> Day | None:
    """A day or a month in any usual form: ``2026-06``, ``2026/6/30``, ``2026年6月底``, ``二〇二六年六月``, ``7月``,
    ``Jan-25``, ``1 July 2025``.

    ``13/7/2025`` is read, since it reads one way only; ``3/7/2025`` is not. ``45658`` is the day that a spreadsheet
    counts so, 2025-01-01.
    """
    plain = narrow(text[:_LONGEST]).lower()
    for more, meant in _SAID_MORE:
        plain = more.sub(meant, plain)
    plain = _NUMERAL.sub(_digits, plain)
    if typed := _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain):
        year, month, number = typed.groups()
        return Day(int(year) + 2000 * (len(year) == 2), int(month), int(number) if number else None)
    if _SERIAL.fullmatch(plain):
        counted = _SERIAL_FROM + dt.timedelta(days=int(plain))
        return Day(counted.year, counted.month, counted.day)
    if typed := _MONTH.fullmatch(plain):
        return Day(None, int(typed[1]), int(typed[2]) if typed[2] else None)
    if typed := _YEAR_LAST.fullmatch(plain):
        first, second, year = int(typed[1] or 0), int(typed[2]), int(typed[3])
        if not first:
            return Day(year, second)
        if first != second and (first > MONTHS) == (second > MONTHS):
            return None
        return Day(year, min(first, second) if max(first, second) > MONTHS else first, max(first, second))
    if (typed := _ENGLISH.fullmatch(plain)) and typed[2] in _NAMES:
        said = sorted(filter(None, (typed[1], typed[3], typed[4])), key=len)
        if len(said) == 2 and len(said[0]) < 3 and len(said[1]) == 4:
            return Day(int(said[1]), _NAMES[typed[2]], int(said[0]))
        if not said or (len(said) == 1 and len(said[0]) in (2, 4)):
            return Day(int(said[0]) + 2000 * (len(said[0]) == 2) if said else None, _NAMES[typed[2]])
    return None


def month(text: str) -> tuple[int | None, int] | None:
    """The year, where it is said, and the month of a text that names one, or two days of one; a lone number from 1 to
    12 is a month."""
    plain = re.sub("(?<=月)(?:初|[上中下]旬)$", "", narrow(text[:_LONGEST]))
    ends = _SPAN.split(plain)
    if len(ends) == 2 and (first := day(ends[0])) and first.day:
        last = day(ends[1]) or (Day(first.year, first.month) if _DAY_ALONE.fullmatch(ends[1]) else None)
        plain = ends[0] if last and (last.year or first.year, last.month) == first[:2] else plain
    lone = re.fullmatch(r"(\d{1,2}|[一二三四五六七八九十]{1,2})(?:\.0)?", plain)
    named = Day(None, int(_NUMERAL.sub(_digits, lone[1]))) if lone else day(plain)
    return (named.year, named.month) if named and 1 <= named.month <= MONTHS else None


def _digits(numeral: re.Match[str]) -> str:
    """``十二`` -> ``12``, ``二〇二五`` -> ``2025``."""
    tens, ten, ones = numeral[0].partition("十")
    if not ten:
        return "".join(str(_NUMERALS[char]) for char in tens)
    return str(10 * _NUMERALS.get(tens or "一", 0) + _NUMERALS.get(ones or "零", 0))
