"""What was typed or pasted for the twelve months of a metric -> twelve numbers, or what is to be written instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..reading.nearest import fold
from ..reading.slips import clip
from ..reading.values import COUNTED, MONTHS, SECONDS, amount, month, narrow, nearly, seconds
from .model import TOO_LARGE, Metric, Shown

#: What people and spreadsheets write where there is no number.
GAPS = frozenset(["", *"~-—–/\\无", "--", "——", "n/a", "na", "null", "none", "...", "#n/a", "#div/0!", "#value!"])

_UNITS = "|".join(sorted(map(re.escape, COUNTED | SECONDS.keys()), key=len, reverse=True))
_SPACED_UNIT = re.compile(rf"(?<=[\d.]) +(?=(?:{_UNITS})(?![a-z]))", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:;\d{3})+(?!\d)")
_NAMED = re.compile(r"(?:^|[\s,;])(?:\d{4}年)?(1[0-2]|[1-9])月份?[\s:]*")
_SPACED_TIME = re.compile(r"(?<=[分时钟]) +(?=\d{1,2} *[分秒])")
_PARTING = re.compile(r"[;、|]")
_FEW_SECONDS = 30  # nobody talks so shortly all year: minutes were meant


@dataclass
class Months:
    """The numbers of a metric from January on, None in a gap; ``faults``: place (None: the whole), message, mend."""

    values: list[float | None] = field(default_factory=list)
    faults: list[tuple[int | None, str, str]] = field(default_factory=list)


def read(key: str, typed: Any, metric: Metric | None, period: range = range(1, MONTHS + 1)) -> Months:
    """The months of the metric ``key``; ``metric`` says in which unit it is (None: no metric of the team's).

    Twelve values are the year's; as many as ``period`` (months from 1) has are its own.

    ``typed`` is a list, months with their numbers, or the text that a pasted row or column of numbers is. A duration
    may be written with its unit where the metric's is one of time, and is turned into that unit.
    """
    texts = _texts(typed)
    if texts is None or (isinstance(typed, str) and not any(map(_is_number, texts))):
        like = "1980, 1875" if metric is None or metric.total == "sum" else "95.5, 96"
        like = "312, 309" if _seconds_of(metric) else like
        mend = f"写成“{clip(key)}: [{like}, …]”，没有的月份写 ~"
        return Months(faults=[(None, f"“{clip(key)}”应该是 12 个值的列表", mend)])
    if len(texts) > 10 * MONTHS:
        return Months(faults=[_miscounted(key, texts, period)])
    if metric and metric.min == 0 and len(texts) == MONTHS and all(re.match(r"-\d", text) for text in texts):
        texts = [text[1:] for text in texts]  # the dashes of a list, without their blanks
    months = Months()
    for place, text in enumerate(texts):
        value = None if fold(text) in GAPS else _value(text, metric)
        months.values.append(value)
        if value is None and fold(text) not in GAPS:
            where = place if isinstance(typed, list) and len(typed) == len(texts) else None
            months.faults.append((where, *_no_number(text, metric)))
    if months.faults:
        months.faults = months.faults if months.faults[0][0] is not None else months.faults[:1]
        return months
    if len(texts) not in (MONTHS, len(period)):
        months.faults.append(_miscounted(key, texts, period))
    elif doubt := _doubt(key, texts, months.values, metric):
        months.faults.append((None, *doubt))
    if len(texts) < MONTHS:
        months.values = [*[None] * (period[0] - 1), *months.values, *[None] * MONTHS][:MONTHS]
    return months


def _texts(typed: Any) -> list[str] | None:
    """The single values in what was typed; None where that is nothing that has twelve.

    Twelve numbers with commas for thousands come out of YAML's brackets as more; they are joined where that gives
    twelve.
    """
    if isinstance(typed, dict):
        named = [(month(str(key)), value) for key, value in typed.items()]
        return _placed([(at[1], str(value or "")) for at, value in named if at]) if all(at for at, _ in named) else None
    if isinstance(typed, str):
        words = narrow(typed).split()
        for heads, behind in ((words[::2], words[1::2]), (words[:MONTHS], words[MONTHS:])):
            named_months = [month(head.rstrip(":")) for head in heads if not head.isdecimal() or len(head) == 6]
            places = [at[1] for at in named_months if at]
            if len(heads) == len(behind) == len(places) > 2:
                return _placed([*zip(places, behind, strict=True)])
        said = _NAMED.split(narrow(typed))
        if len(said) > 6 and not said[0]:
            return _placed([(int(at), text.strip(" \t,;:")) for at, text in zip(said[1::2], said[2::2], strict=True)])
        texts = _parts(typed)
    elif isinstance(typed, list) and not any(isinstance(item, list | dict) for item in typed):
        texts = [part for item in typed for part in (_parts(item) if item else [""])]
    else:
        return None
    if len(texts) == MONTHS + 1 and not any(char.isdigit() for char in texts[0]):
        texts = texts[1:]  # the name that stands before the numbers in a row
    if len(texts) > MONTHS:
        joined = _THOUSANDS.sub(lambda run: run[0].replace(";", ""), ";".join(texts))
        if joined.count(";") == MONTHS - 1:
            return joined.split(";")
    return texts


def _placed(named: Sequence[tuple[int, str]]) -> list[str] | None:
    """Texts that were typed behind the names of their months, in the order of the year."""
    texts = dict(named)
    return [texts.get(at, "") for at in range(1, MONTHS + 1)] if len(texts) == len(named) <= MONTHS else None


def _parts(text: str) -> list[str]:
    """``text`` cut at tabs, else at signs, else at blanks, else at commas; a number keeps its unit."""
    if amount(text) is not None:
        return [text]
    if "\t" not in text:
        text = _SPACED_UNIT.sub("", _SPACED_TIME.sub("", narrow(text).strip("[]【】(){}")))
    text = text.strip("\n")
    if "\t" in text:
        cells = (part.split() if all(map(_is_number, part.split())) else [narrow(part)] for part in text.split("\t"))
        return [piece for cell in cells for piece in cell or [""]]
    if _PARTING.search(text):
        return [part for part in (part.strip(" ,") for part in _PARTING.split(text)) if part]
    parts = [part for part in (part.strip(",") for part in text.split()) if part]
    if text.count("/") == MONTHS - 1:
        return [part.strip() for part in text.split("/")]
    if len(parts) == 1 and "," in text:
        return [part.strip() for part in text.strip(",").split(",")]
    return parts if len(parts) > 1 and all(_is_number(part) or fold(part) in GAPS for part in parts) else [text.strip()]


def _is_number(text: str) -> bool:
    return amount(text) is not None or seconds(text) is not None


def _value(text: str, metric: Metric | None) -> Shown | None:
    """The number that was meant, in the metric's unit; None where that cannot be told."""
    size = _seconds_of(metric)
    typed, duration = amount(text), seconds(text)
    if size and duration is not None:
        value = duration / size
        return Shown(value, 0 if value.is_integer() else 1)
    if typed is None or abs(typed.value) >= TOO_LARGE:
        return None
    plain = not typed.unit or (metric is not None and typed.unit == metric.unit.lower())
    share = typed.unit == "%" and not (metric and (size or metric.total == "sum"))
    counted = typed.unit in COUNTED - {"%"} and not (size and typed.unit in SECONDS)
    return Shown(typed.value, typed.decimals) if plain or share or counted else None


def _seconds_of(metric: Metric | None) -> int | None:
    """The seconds of a metric's unit, where that is one of time; 分 are marks."""
    return SECONDS.get(metric.unit) if metric and metric.unit != "分" else None


def _no_number(text: str, metric: Metric | None) -> tuple[str, str]:
    """Message and mend for a value that is none."""
    typed = amount(text)
    if typed and abs(typed.value) >= TOO_LARGE:
        return f"{clip(text)} 大得不像真的", "检查是不是多打了几位"
    if near := nearly(text):
        return f"“{clip(text)}”不是数字", near
    if metric and (typed or seconds(text) is not None):
        mend = f"换算后写数字，如 {'312' if _seconds_of(metric) else '95.5'}；没有就写 ~"
        return f"“{clip(text)}”不是{metric.label}的单位{f'（{metric.unit}）' if metric.unit else ''}", mend
    return f"“{clip(text)}”不是数字", "写成数字，如 95.5；没有就写 ~"


def line(key: str, texts: Sequence[str]) -> str:
    """The line to write, ready to be copied."""
    return f"{key}: [{', '.join('~' if fold(text) in GAPS else text.replace(',', '') for text in texts)}]"


def _miscounted(key: str, texts: Sequence[str], period: range) -> tuple[None, str, str]:
    """One message for too few or too many, with the line as it would be right."""
    count = len(period)
    also = f"，或照 period 写 {count} 个（{period[0]}—{period[-1]} 月）" if count < MONTHS else ""
    message = f"“{clip(key)}”有 {len(texts)} 个值，应为 {MONTHS} 个{also}"
    whole = line(key, [*texts, *["~"] * count][:count])
    if len(texts) < count:
        return None, message, f"一月一个值，没有的月份写 ~：{whole}（缺的不是末尾几个月，就把 ~ 移过去）"
    return None, message, f"一月一个值，合计和平均不写：{whole}"


def _doubt(
    key: str, texts: Sequence[str], values: Sequence[float | None], metric: Metric | None
) -> tuple[str, str] | None:
    """What reads two ways: fractions for per cent, minutes for seconds. A unit at a number answers."""
    given = [value for value in values if value is not None]
    bare = all(fold(text) in GAPS or not re.search(r"[^\d.,\s]", narrow(text)) for text in texts)
    if metric is None or not given or not bare or not any(given):
        return None

    def rewritten(factor: float, unit: str = "") -> str:
        shown = [None if value is None else round(value * factor, 2 if factor > 100 else 10) for value in values]
        return line(key, ["~" if value is None else f"{value:.10g}{unit}" for value in shown])

    def mixed(most: float, factor: int) -> str:
        """The line with the values up to ``most`` turned into the unit of the others."""
        shown = (None if value is None else value * factor if 0 < value <= most else value for value in values)
        return line(key, ["~" if value is None else f"{value:.10g}" for value in shown])

    low = sum(0 < value <= 1 for value in given)
    if metric.max == 100 and metric.better == "higher" and low and max(given) > 50 and min(given) > 0:
        return f"“{clip(key)}”有 {low} 个值不超过 1，像是把百分数写成了小数", f"都写成百分数：{mixed(1, 100)}"
    if metric.max == 100 and metric.better == "higher" and max(given) <= 1 and min(given) >= 0:
        mend = f"写成百分数：{rewritten(100)}；真的这么低，就带上单位：{rewritten(1, metric.unit or '%')}"
        return f"“{clip(key)}”的值都不超过 1，像是把百分数写成了小数", mend
    if metric.unit == "秒" and max(given) < 1:
        mend = f"写成秒：{rewritten(86_400)}；或在表格里把单元格改成时间的格式"
        return f"“{clip(key)}”的值都小于 1，像是表格里的时间（一天的几分之几）", mend
    brief = sum(0 < value < _FEW_SECONDS for value in given)
    if metric.unit == "秒" and brief and max(given) > 4 * _FEW_SECONDS:
        return (
            f"“{clip(key)}”有 {brief} 个值小于 {_FEW_SECONDS}，像是按分钟写的",
            f"都写成秒：{mixed(_FEW_SECONDS, 60)}",
        )
    if metric.unit == "秒" and max(given) < _FEW_SECONDS:
        mend = f"要是分钟，写成秒：{rewritten(60)}；真的是秒，就带上单位：{rewritten(1, '秒')}"
        return f"“{clip(key)}”的值都小于 {_FEW_SECONDS}，像是按分钟写的", mend
    return None
