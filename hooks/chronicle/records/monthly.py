"""What was typed or pasted for the twelve months of a metric -> twelve numbers, or what is to be written instead."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from ..reading.nearest import fold
from ..reading.slips import clip
from ..reading.values import COUNTED, MONTHS, SECONDS, amount, is_negative, month, narrow, nearly, seconds, seconds_of
from .keys import names
from .model import TOO_LARGE, Metric, Shown, in_one

#: What people and spreadsheets write where there is no number.
GAPS = frozenset(["", *names("gaps")])

_UNITS = "|".join(sorted(map(re.escape, COUNTED | SECONDS.keys()), key=len, reverse=True))
_SPACED_UNIT = re.compile(rf"(?<=[\d.]) +(?=(?:{_UNITS})(?![a-z]))", re.IGNORECASE)
#: Thousands that were cut, of any size or, where there are hundreds among them, below 100,000.
_THOUSANDS = (re.compile(r"(?<![\d.])\d{1,3}(?:;\d{3})+(?!\d)"), re.compile(r"(?<![\d.])[1-9]\d?;\d{3}(?!\d)"))
_CUT_CELL = re.compile(r"\d{1,3}(?:\s\d{3})+")
#: Thousands that were cut all along, and were not read as months in turn.
_CUT_ROW = re.compile(r"(?:[1-9]\d?;\d{3}(?:;|$)){3,}")
#: A blank for thousands, after which no number of its own can stand.
_SPLIT = re.compile(r"(?<![\d.])\d{1,3} 0\d\d(?!\d)")
#: What stands before a number: the name of its month, or its number in a list.
_NAMED = re.compile(r"(?:^|[\s,;、])(?:\d{4}年)?(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?[\s:=]*")
_NUMBERED = re.compile(r"(?:^|\s)(1[0-2]|[1-9])(?:[.)]\s+|、\s*)(?=\d)")
_SPACED_TIME = re.compile(r"(?<=时) +(?=\d{1,2} *分)|(?<=[分钟]) +(?=\d{1,2} *秒)")
_PARTING = re.compile(r"[;、→和]")
#: Of a pasted Markdown table the bars at the edges, and the line below its head.
_EDGES = re.compile(r"(?m)^\s*\||\|\s*$|(?:\|\s*)?:?-{3,}:?")
#: What a spreadsheet makes of 5:12 that was meant as five minutes and twelve seconds.
_WHOLE_MINUTES = re.compile(r"(0?[1-9]|1\d|2[0-3]):([0-5]\d):00")
_DECIMAL_COMMA = re.compile(r"(?:\d+(?=,\d\d?%?$)|0),(\d+%?)")
#: Nobody talks so shortly all year: minutes were meant.
FEW_SECONDS = 30


#: The numbers of a metric from January on, None in a gap; and what is wrong: place (None: the whole), message, mend.
Months = tuple[list[float | None], list[tuple[int | None, str, str]]]


def read(
    key: str, typed: Any, metric: Metric | None, period: range = range(1, MONTHS + 1), *, in_table: bool = False
) -> Months:
    """The months of the metric ``key``; ``metric`` says in which unit it is (None: no metric of the team's).

    Twelve values are the year's; as many as ``period`` (months from 1) has are its own, and any number where it is
    empty, which is a period that cannot be told. ``in_table``: what is to be written stands in cells and not on a line.

    ``typed`` is a list, months with their numbers, or the text that a pasted row or column of numbers is. A duration
    may be written with its unit where the metric's is one of time, and is turned into that unit.
    """
    key = metric.label if in_table and metric else key
    texts = _texts(typed, len(period))
    if texts is None or (isinstance(typed, str) and not any(map(_is_number, texts))):
        mend = f"写成“{clip(key)}: [{', '.join(_like(metric))}, …]”，没有的月份写 ~"
        return [], [(None, f"“{clip(key)}”应该是 12 个值的列表", mend)]
    if len(texts) > 10 * MONTHS:
        return [], [_miscounted(key, texts, period or range(1, MONTHS + 1))]
    split = [found for item in (typed if isinstance(typed, list) else [typed]) for found in _SPLIT.findall(str(item))]
    if split and split[0].split()[1] in texts:
        return [], [(None, f"“{split[0]}”是一个数还是两个", f"一个数的，中间不空格：{split[0].replace(' ', '')}")]
    if metric and metric.min == 0 and len(texts) == MONTHS and all(re.match(r"-\d", text) for text in texts):
        texts = [text[1:] for text in texts]  # the dashes of a list, without their blanks
    values: list[float | None] = []
    faults: list[tuple[int | None, str, str]] = []
    for place, text in enumerate(texts):
        values.append(None if fold(text) in GAPS else _value(text, metric))
        if values[-1] is None and fold(text) not in GAPS:
            where = place if isinstance(typed, list) and len(typed) == len(texts) else None
            faults.append((where, *_no_number(text, metric, "空着" if in_table else "写 ~")))
    if faults:
        return values, faults if faults[0][0] is not None else faults[:1]
    if period and len(texts) not in (MONTHS, len(period)):
        faults.append(_miscounted(key, texts, period))
    elif doubt := _doubt(key, texts, values, metric, in_table):
        first = next(at for at, value in enumerate(values) if value is not None)
        faults.append((first if in_table else None, *doubt))
    whole = [*[None] * (period[0] - 1 if period else 0), *values, *[None] * MONTHS][:MONTHS]
    return whole if len(texts) < MONTHS else values, faults


def _texts(typed: Any, count: int) -> list[str] | None:
    """The single values in what was typed for so many months; None where that is nothing that has twelve."""
    typed = in_one(typed)
    if isinstance(typed, list):  # a list for each quarter, or brackets twice
        typed = [value for item in typed for value in (item if isinstance(item, list) else [item])]
    if isinstance(typed, dict):
        named = [(month(str(key)), value) for key, value in typed.items()]
        return _placed([(at[1], str(value or "")) for at, value in named if at]) if all(at for at, _ in named) else None
    if isinstance(typed, str):
        if "|" in typed:
            typed = _EDGES.sub(" ", typed).strip().replace("|", "\t")
        if named_texts := _behind_names(narrow(typed)):
            return _placed(named_texts)
        texts = _parts(typed)
    elif isinstance(typed, list) and not any(isinstance(item, list | dict) for item in typed):
        if len(typed) == MONTHS:
            typed = ["".join(item.split()) if _CUT_CELL.fullmatch(str(item).strip()) else item for item in typed]
        texts = [part for item in typed for part in (_parts(item) if item and not is_negative(item) else [item or ""])]
    else:
        return None
    if len(texts) > MONTHS:  # the name that stands before the numbers in a row, and that of their sum
        inner = [0 < at < MONTHS or fold(text) in GAPS or any(map(str.isdigit, text)) for at, text in enumerate(texts)]
        texts = [text for text, is_given in zip(texts, inner, strict=True) if is_given]
    texts = texts if len(texts) == count < MONTHS else _uncut(texts)
    is_gap = isinstance(typed, list) and "/" in typed  # and stands between no numbers
    texts = bare if len(bare := [text for text in texts if text != "/"]) == MONTHS and not is_gap else texts
    if len(texts) == MONTHS:  # a point is a comma elsewhere
        texts = [text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text for text in texts]
    return texts


def _uncut(texts: list[str]) -> list[str]:
    """The texts with the thousands joined that a comma or a blank has cut: where that gives twelve, or where each was
    cut, and the pieces are too unlike to be months."""
    row = joined = ";".join(texts)
    for cut in _THOUSANDS:
        joined = cut.sub(lambda run: run[0].replace(";", ""), row)
        if joined.count(";") == MONTHS - 1 < len(texts) - 1 and _are_alike(joined.split(";")):
            return joined.split(";")
    are_cut = _CUT_ROW.fullmatch(row) and max(map(int, texts[1::2])) > 10 * min(map(int, texts[::2]))
    return joined.split(";") if are_cut else texts


def _are_alike(texts: Sequence[str]) -> bool:
    """Whether no number is out of all proportion, as 97,104 is among 88, 92, 95: those were 97 and 104."""
    numbers = sorted(typed.value for text in texts if (typed := amount(text)))
    return numbers[-1] < 50 * numbers[len(numbers) // 2]


def _behind_names(text: str) -> list[tuple[int, str]]:
    """Months and what was typed behind, or below, their names or their numbers in a list; nothing where it was not."""
    words = text.split()
    if len(words) == 2 * (MONTHS + 1):
        del words[MONTHS + 1], words[0]  # what the two rows are called
    for heads, behind in ((words[::2], words[1::2]), (words[:MONTHS], words[MONTHS:])):
        named = [month(head.rstrip(":")) for head in heads if not head.isdecimal() or len(head) == 6]
        places = [at[1] for at in named if at]
        if len(heads) == len(behind) == len(places) > 2:
            return [*zip(places, behind, strict=True)]
    for before in (_NAMED, _NUMBERED):
        said = before.split(text)
        places = [at[1] for name in said[1::2] if (at := month(name))]
        if len(said) > 6 and not said[0] and (before is _NAMED or places == [*range(1, len(places) + 1)]):
            return [(at, behind.strip(" \t,;:、")) for at, behind in zip(places, said[2::2], strict=True)]
    return []


def _placed(named: Sequence[tuple[int, str]]) -> list[str] | None:
    """Texts that were typed behind the names of their months, in the order of the year."""
    texts = dict(named)
    return [texts.get(at, "") for at in range(1, MONTHS + 1)] if len(texts) == len(named) <= MONTHS else None


def _parts(text: str) -> list[str]:
    """``text`` cut at tabs, else at signs, else at blanks, else at commas; a number keeps its unit."""
    if amount(text) is not None or _DECIMAL_COMMA.fullmatch(text):
        return [text]
    if "\t" not in text:
        bare = narrow(text).strip("[]【】(){}。")
        text = _SPACED_UNIT.sub("", _SPACED_TIME.sub("", narrow(text) if "(" in bare else bare))
    text = re.sub(r",(\s*)(?=,)", r",\1~", text.strip("\n"))
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
    given = sum(_is_number(part) or fold(part) in GAPS for part in parts)
    return parts if len(parts) > 1 and (given == len(parts) or given >= MONTHS) else [text.strip()]


def _is_number(text: str) -> bool:
    return amount(text) is not None or seconds(text) is not None or bool(_DECIMAL_COMMA.fullmatch(text))


def _value(text: str, metric: Metric | None) -> Shown | None:
    """The number that was meant, in the metric's unit; None where that cannot be told."""
    size = seconds_of(metric.unit) if metric else None
    typed, duration = amount(text), seconds(text) if size else None
    if size and duration is not None:
        value = duration / size
        return Shown(value, 0 if value.is_integer() else 1)
    if typed is None or abs(typed.value) >= TOO_LARGE:
        return None
    plain = not typed.unit or (metric is not None and typed.unit == metric.unit.lower())
    share = typed.unit == "%" and not (metric and (size or metric.total == "sum" or metric.unit == "‰"))
    counted = typed.unit in COUNTED - {"%"} and not size
    return Shown(typed.value, typed.decimals) if plain or share or counted else None


def _like(metric: Metric | None) -> tuple[str, str]:
    """Two plausible values of a metric, for a message's example; without a metric, of the energy (1 to 10)."""
    if metric is None:
        return "7", "6"
    return ("312", "309") if seconds_of(metric.unit) else ("1980", "1875") if metric.total == "sum" else ("95.5", "96")


def _no_number(text: str, metric: Metric | None, gap: str) -> tuple[str, str]:
    """Message and mend for a value that is none; ``gap``: what to do where there is no number."""
    typed = amount(text)
    if typed and abs(typed.value) >= TOO_LARGE:
        return f"{clip(text)} 大得不像真的", "检查是不是多打了几位"
    if near := nearly(text):
        return f"“{clip(text)}”不是数字", near
    if metric and (typed or seconds(text) is not None):
        mend = f"换算后写数字，如 {_like(metric)[0]}；没有就{gap}"
        return f"“{clip(text)}”不是{metric.label}的单位{f'（{metric.unit}）' if metric.unit else ''}", mend
    return f"“{clip(text)}”不是数字", f"写成数字，如 {_like(metric)[0]}；没有就{gap}"


def line(key: str, texts: Sequence[str]) -> str:
    """The line to write, ready to be copied."""
    return f"{key}: [{', '.join('~' if fold(text) in GAPS else text.replace(',', '') for text in texts)}]"


def _miscounted(key: str, texts: Sequence[str], period: range) -> tuple[None, str, str]:
    """One message for too few or too many, with the line as it would be right."""
    count = len(period)
    also = f"，或照 period 写 {count} 个（{period[0]}—{period[-1]} 月）" if count < MONTHS else ""
    message = f"“{clip(key)}”有 {len(texts)} 个值，应为 {MONTHS} 个{also}"
    whole = line(key, [*texts, *["~"] * count][:count])
    if len(texts) == 2 * count and all(re.fullmatch(r"\d{1,2}", text) for text in texts[1::2]):
        pairs = [f"{before}.{behind}" for before, behind in zip(texts[::2], texts[1::2], strict=True)]
        return None, message, f"一月一个值；要是小数点写成了逗号，就写 {line(key, pairs)}"
    if len(texts) == 1:
        return None, message, f"只有全年的数，这一行就不写；是其中一个月的，没有的月份写 ~：{whole}"
    if len(texts) < count:
        return None, message, f"一月一个值，没有的月份写 ~：{whole}（缺的不是末尾几个月，就把 ~ 移过去）"
    return None, message, f"一月一个值，合计和平均不写：{whole}"


def _doubt(
    key: str, texts: Sequence[str], values: Sequence[float | None], metric: Metric | None, in_table: bool
) -> tuple[str, str] | None:
    """What reads two ways: fractions for per cent, minutes for seconds. A unit at a number answers."""
    given = [value for value in values if value is not None]
    bare = [fold(text) in GAPS or not re.search(r"[^\d.,\s]", narrow(text)) for text in texts]
    if metric is None or not any(given):
        return None

    def rewritten(factor: float, unit: str = "", most: float = math.inf) -> str:
        """The line with the values up to ``most`` times ``factor``."""
        digits = 2 if factor > 100 else 10
        scaled = [value and round(value * (factor if 0 < value <= most else 1), digits) for value in values]
        if in_table:
            return "、".join(f"{value:.10g}{unit}" for value in scaled if value is not None)
        return line(key, ["~" if value is None else f"{value:.10g}{unit}" for value in scaled])

    least, most, unit = min(given), max(given), metric.unit or "%"
    unsaid = [value for value, is_bare in zip(values, bare, strict=False) if value and value > 0 and is_bare]
    low, brief = sum(value <= 1 for value in unsaid), sum(value < FEW_SECONDS for value in unsaid)
    in_seconds = seconds_of(metric.unit) == 1
    if most <= max(1, FEW_SECONDS * in_seconds) and not all(bare):
        return None
    is_high = metric.better == "higher" and (metric.max == 100 or (metric.unit == "%" and (metric.target or 0) > 50))
    if is_high and most <= 1 and least >= 0:
        mend = f"写成百分数：{rewritten(100)}；真的这么低，就带上单位：{rewritten(1, unit)}"
        return f"“{clip(key)}”的值都不超过 1，像是把百分数写成了小数", mend
    if is_high and most > 50 and low and least > 0:
        mend = f"都写成百分数：{rewritten(100, most=1)}"
        return f"“{clip(key)}”有 {low} 个值不超过 1，像是把百分数写成了小数", mend
    if is_high and least > 3 and most <= 5 and all(bare) and any(not value.is_integer() for value in given):
        mend = "换算成满分 100 的再写；五分制的均分，在 data/team.yml 的 metrics 里另起一个指标"
        return f"“{clip(key)}”的值都不超过 5，像是五分制的均分", f"{mend}；真的这么低，就带上单位：{rewritten(1, unit)}"
    clocks = [_WHOLE_MINUTES.fullmatch(narrow(text)) for text in texts if fold(text) not in GAPS]
    if in_seconds and all(clocks) and len(clocks) > 2:
        longer = "、".join(f"{clock[1]}小时{clock[2]}分" for clock in clocks[:1] if clock)
        mend = f"是几分几秒，写成秒：{rewritten(1 / 60)}；真的是几小时，写成 {longer} 这样"
        return f"“{clip(key)}”的秒都是 00，像是把几分几秒写成了几时几分", mend
    if in_seconds and most < 1:
        mend = f"写成秒：{rewritten(86_400)}；或在表格里把单元格改成时间的格式"
        return f"“{clip(key)}”的值都小于 1，像是表格里的时间（一天的几分之几）", mend
    if in_seconds and most < FEW_SECONDS:
        mend = f"要是分钟，写成秒：{rewritten(60)}；真的是秒，就带上单位：{rewritten(1, '秒')}"
        return f"“{clip(key)}”的值都小于 {FEW_SECONDS}，像是按分钟写的", mend
    if in_seconds and most > 4 * FEW_SECONDS and brief:
        mend = f"都写成秒：{rewritten(60, most=FEW_SECONDS)}"
        return f"“{clip(key)}”有 {brief} 个值小于 {FEW_SECONDS}，像是按分钟写的", mend
    return None
