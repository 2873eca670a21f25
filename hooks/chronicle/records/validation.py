"""A document -> a record, or problems that say in Chinese what to type instead."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import Problem
from ..reading import slips
from ..reading.document import MAX_TOLD, Document, Loc, capped
from ..reading.nearest import fold, most_like, nearest
from ..reading.slips import clip
from ..reading.values import MONTHS, amount, day, month, narrow, nearly
from . import monthly
from .keys import example_line, names, synonyms, write_within
from .model import BUILT_IN, CHOICES, Metric, Record, Year, in_unit
from .schema import limits_of, part

R = TypeVar("R", bound=Record)

#: Lists of names: a ``，`` or ``、`` inside an unquoted name there was meant to part two of them.
_NAMES = frozenset({"tags", "scenes", "claimed", "has", "adds", "steps", "metrics", "allow"})

#: So many known words are all named; of more only a few.
_MANY, _FEW = 15, 6

#: What parts two names of a list in place of its comma; in a list of one, blanks do, too.
_COMMA = re.compile("[，、,；;]")
_BLANK = re.compile(f"{_COMMA.pattern}|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
#: Two quotations, or two numbered items, on one line.
_QUOTED = re.compile(
    r"”\s*[，、,；;]\s*“|^\s*(?:1[、.．)）](?!\d)|一、|[（(][1一][)）]|①).*?(?:2[、.．)）](?!\d)|二、|[（(][2二][)）]|②)"
)

#: A day, its year said or not, and what stands behind it.
_FIRST_DAY = re.compile(
    r"(?:(\d{4}|\d\d(?=\D+\d+\D+\d))\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?\s*(.*)"
)
#: Parts of a year, each with its first month and its last; two months, or days, without their years.
_TERMS = [("上半年", 1, 6), ("下半年", 7, 12), ("全年", 1, 12)]
_TERMS += [(f"[{nth}{'一二三四'[nth - 1]}]季度|q{nth}", 3 * nth - 2, 3 * nth) for nth in range(1, 5)]
_MONTHS = re.compile(r"(\d{1,2})(?:[-/.月]\d{1,2}日?|月)?\D+?(\d{1,2})(?:[-/.月]\d{1,2}日?|月份?)?")

_BOUNDS = ("greater_than_equal", "less_than_equal", "greater_than", "less_than")
_Said = tuple[str, str]  # message and mend
_YearMonth = tuple[int, int]
_WORDS: Mapping[str, _Said] = tomllib.loads(Path(__file__).with_name("wrong.toml").read_text("utf-8"))

#: The documents of what stands in a table beside a file: ``("metrics",)`` all metrics, ``("metrics", "fcr")`` one.
Tables = Mapping[Loc, Document]


def table_of(tables: Tables, loc: Loc) -> Document | None:
    """The table that gave what stands at ``loc``, if one did."""
    return tables.get(loc[:2]) or tables.get(loc[:1])


def validate(
    document: Document, model: type[R], tables: Tables | None = None, catalogue: Mapping[str, Metric] = BUILT_IN
) -> tuple[R | None, tuple[Problem, ...]]:
    """The record in ``document``, with what ``tables`` give, and what is wrong with it. ``catalogue``: in which unit
    each metric is, for a year.

    No record where a problem lies in the values or the document is broken. Problems that reading found already
    are not repeated.
    """
    if not document.data and not document.problems and (required := part(model, ())[1].get("required")):
        mend = f"至少写上“{example_line(model.__name__, required[0])}”"
        return None, (document.problem((), "开头两行“---”之间是空的" if document.body else "文件是空的", mend),)
    tables = tables or {}
    data, problems = _whole(document, model, tables, catalogue)
    faulty = bool(problems)
    record: R | None = None
    errors: list[ErrorDetails] = []
    try:
        record = model.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        errors = error.errors(include_url=False)
    problems += _parted(document, model)
    for wrong in _worth_telling(errors, model, document):
        problems += _told(wrong, model, table_of(tables, wrong["loc"]) or document)
    known = {(problem.path, problem.line, problem.column) for problem in document.problems}
    fresh = sorted({each for each in problems if (each.path, each.line, each.column) not in known})
    return (None if document.broken or errors or faulty else record), capped(fresh)


def legible(
    document: Document, model: type[R], tables: Tables | None = None, catalogue: Mapping[str, Metric] = BUILT_IN,
    depth: int = 1,
) -> R | None:  # fmt: skip
    """The record of a document without its wrong parts (keys at most ``depth`` deep), so that the checks which follow
    tell what they find in the same run; None where the rest makes no record."""
    data, _ = _whole(document, model, tables or {}, catalogue)
    try:
        return None if document.broken else model.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        errors = sorted(error.errors(include_url=False), key=lambda each: each["type"] == "missing")
        for wrong in dict.fromkeys(each["loc"][:depth] for each in errors if each["loc"]):
            data = _without(data, wrong)  # what lacks a key goes as a whole, after what is wrong in it
    stand_ins = dict.fromkeys(part(model, ())[1].get("required", ()), "？")
    try:
        return model.model_validate(stand_ins | data, by_alias=True, by_name=False)
    except ValidationError:
        return None


def _without(data: dict[Any, Any], loc: Loc) -> dict[Any, Any]:
    """``data`` without the key at ``loc``; an item of a list takes the whole list with it."""
    inner = data.get(loc[0])
    if loc[1:] and isinstance(inner, dict) and loc[1] in inner:
        return {**data, loc[0]: _without(inner, loc[1:])}
    return {key: value for key, value in data.items() if key != loc[0]}


def _whole(
    document: Document, model: type[Record], tables: Tables, catalogue: Mapping[str, Metric]
) -> tuple[dict[str, Any], list[Problem]]:
    """What the document and the ``tables`` say, with twelve numbers for each metric; what is wrong with those."""
    data = dict(document.data)
    for loc, table in tables.items():
        section, given = str(loc[0]), table.value(loc)
        above = data.get(section)
        if not loc[1:]:
            data[section] = given
        elif above is None or isinstance(above, dict):
            data[section] = {**(above or {}), str(loc[1]): given}
    problems: list[Problem] = []
    if model is Year:
        problems = _read_months(document, data, tables, catalogue)
        data["plan"] = _with_targets(data.get("plan"), catalogue)
    return data, problems


@lru_cache(maxsize=4096)  # every strange key is held against all that stand beside it
def nearest_key(word: str, known: tuple[str, ...]) -> str | None:
    """The one of ``known`` that ``word`` means: by its Chinese name, in another case, or misspelt."""
    said = next((key for key in synonyms().get(fold(word), ()) if key in known), None)
    if said is None and not word.isascii():
        called = {name: key for name, keys in synonyms().items() for key in keys if key in known}
        said = called.get(nearest(word, called, 0.6) or "")
    return said or nearest(word, known, 0.6)


def suggestion(word: str, known: Sequence[str], listed: str = "《键名总表》") -> str:
    """The mend for a ``word`` that is none of ``known``, all of which are ``listed`` on a page."""
    if near := nearest_key(word, tuple(known)):
        return f"是不是“{near}”？"
    if len(known) <= _MANY:
        return f"可以用的有：{'、'.join(known)}"
    return f"可以用的如：{'、'.join(most_like(word, known, _FEW))}；全部列在{listed}里"


# --- which errors are worth telling -------------------------------------------------------------------------------


def _worth_telling(errors: list[ErrorDetails], model: type[Record], document: Document) -> Iterator[ErrorDetails]:
    """The errors, without missing keys that are only misspelt or stand in a part that could not be read."""
    unknown = [error["loc"] for error in errors[:MAX_TOLD] if error["type"] == "extra_forbidden"]
    meant = {(*loc[:-1], nearest_key(str(loc[-1]), _keys(model, loc[:-1]))) for loc in unknown}
    told = {problem.line for problem in document.problems}
    inside = {error["loc"][:-1] for error in errors}
    for error in errors[: MAX_TOLD * 2]:
        loc = error["loc"]
        if error["type"] == "missing":
            unread = document.broken or (loc in document.layout.marks and document.where(loc)[0] in told)
            in_unknown = loc[:-1] and any(other[:-1] == loc[:-1] for other in unknown)  # where it is named
            if unread or loc in meant or in_unknown or _is_strange(document, loc[:-1], model):
                continue
        if error["type"] == "too_short" and loc in inside:  # of a list those that are wrong are not counted
            continue
        yield error


def _is_strange(document: Document, loc: Loc, model: type[Record]) -> bool:
    """Whether below the top a mapping has no key that is known, such as ``- 来电: -2``."""
    typed, known = document.value(loc), _keys(model, loc)
    return bool(loc and isinstance(typed, dict) and typed) and not any(nearest_key(str(key), known) for key in typed)


def _keys(model: type[Record], loc: Loc) -> tuple[str, ...]:
    return tuple(part(model, loc)[1].get("properties", ()))


def _read_months(
    document: Document, data: dict[str, Any], tables: Tables, catalogue: Mapping[str, Metric]
) -> list[Problem]:
    """Puts twelve numbers in ``data`` for what was typed of every metric and of the energy; what is wrong with them."""
    problems = []
    period = _typed_period(data.get("period"))
    series: list[tuple[Loc, Metric | None]] = []
    if isinstance(data.get("metrics"), dict):
        data["metrics"] = {key: typed for key, typed in data["metrics"].items() if typed is not None}
        series += [(("metrics", key), catalogue.get(key)) for key in data["metrics"]]
    if isinstance(data.get("energy"), dict) and data["energy"].get("monthly") is not None:
        data["energy"] = dict(data["energy"])
        series.append((("energy", "monthly"), None))
    for loc, metric in series:
        section, key = str(loc[0]), str(loc[1])
        source = table_of(tables, loc) or document
        values, faults = monthly.read(key, data[section][key], metric, period, in_table=source is not document)
        data[section][key] = values if len(values) == MONTHS else [None] * MONTHS
        is_known = metric or section != "metrics"  # of a metric that is none that alone is told
        for place, message, mend in faults if is_known else ():
            problems.append(source.problem(loc if place is None else (*loc, place), message, mend))
    return problems


def _with_targets(plan: Any, catalogue: Mapping[str, Metric]) -> Any:
    """A plan with the targets that are durations, such as ``5分``, in the units of their metrics."""

    def in_its_unit(goal: Any) -> Any:
        target: Any = goal.get("target") if isinstance(goal, dict) else None
        metric = catalogue.get(str(target.get("metric"))) if isinstance(target, dict) else None
        return {**goal, "target": {**target, "value": in_unit(target.get("value"), metric.unit)}} if metric else goal

    return [in_its_unit(goal) for goal in plan] if isinstance(plan, list) else plan


def _typed_period(typed: Any) -> range:
    """The months of a typed ``period``, even of one that is still to be mended: twelve without a period, none where
    they cannot be told. Those of the year after count on from 13."""
    if typed is None:
        return range(1, MONTHS + 1)
    if isinstance(typed, dict):
        ends: Sequence[Any] = [month(str(typed.get(end))) for end in ("from", "to")]
    else:
        ends = _months_in(narrow(str(typed)), 0) or [None]
    if all(ends):
        (year, first), (later, last) = ends
        count = MONTHS * ((later or 0) - (year or 0)) + last - first + 1
        if 0 < count <= MONTHS:
            return range(first, first + count)
    return range(0)


def _parted(document: Document, model: type[Record]) -> Iterator[Problem]:
    """Problems of texts that were meant as a list: names parted by ``，`` or ``、``, several lines or quotations."""
    layout = document.layout
    for loc, text in document.texts():
        line, column = layout.marks.get(loc, (1, 1))
        is_below = layout.keys.get(loc, (line, column))[0] < line < len(document.lines)
        listed = len(loc) > 1 and loc[-2] in _NAMES and loc in layout.loose
        named = listed or loc[-1] in _NAMES
        is_one_of_many = listed and len(document.value(loc[:-1])) > 1
        comma = (_COMMA if is_one_of_many else _BLANK if named else _QUOTED).search(text)
        if not (comma or is_below) or loc[0] == "say":  # a sentence under say is one text
            continue
        alone = not isinstance(loc[-1], int) and part(model, loc)[1].get("type") == "array"
        if comma and (listed or (alone and (named or not is_below))):
            sign = comma[0].strip("”“ \u3000") or "空格"
            message = f"几项之间用了“{sign}”" if len(sign) < 3 else "几项写在了一行里"
            mend = "改成半角逗号加一个空格“, ”，整列放在 [ ] 里；要当成一项，就给它加上英文引号"
            if alone and named:
                names = ", ".join(filter(None, (name.strip(" 【】［］[]") for name in _BLANK.split(text))))
                mend = f"写成 {loc[-1]}: [{names}]；要当成一项，写成 {loc[-1]}: [{slips.in_quotes(text)}]"
            elif alone:
                mend = "一条一行，每行前面加短横和空格“- ”"
            at = column + comma.start() if listed else column
            yield Problem(document.path, line, at, f"{message}：{clip(text)}", mend)
        elif alone and is_below:
            below = document.lines[line]
            if below.strip() and slips.width(below) >= column - 1 and not below.lstrip().startswith("#"):
                mend = "一条一行，每行前面加短横和空格“- ”；真的只有一条，就写在一行里"
                yield Problem(document.path, line, column, f"几行连成了一条：{clip(text)}", mend)


# --- one error in words -------------------------------------------------------------------------------------------


def _told(error: ErrorDetails, model: type[Record], document: Document) -> Iterator[Problem]:
    loc, kind = error["loc"], error["type"]
    loc = loc[:-1] if loc and loc[-1] == "[key]" else loc
    if kind == "missing":
        yield _missing(loc, model, document)
    elif kind == "extra_forbidden":
        yield _extra(loc, model, document)
    elif kind in ("keys", "dict_type") and (wide := [*_wide_pairs(loc, model, document)]):
        yield from wide
    else:
        message, mend = _wrong(error, loc, model)
        yield document.problem(loc, message, _dated(error, loc, document.path) or mend)


def _example(loc: Loc, model: type[Record]) -> str:
    """What may stand at ``loc``, as one would type it: the example of its list or its key; '' where there is none."""
    key = next((at for at in range(len(loc), 0, -1) if isinstance(loc[at - 1], str)), 0)
    record = part(model, loc[: key - 1])[0] if key else ""
    return example_line(record, str(loc[key - 1])) if record and loc[key - 1] in _keys(model, loc[: key - 1]) else ""


def _missing(loc: Loc, model: type[Record], document: Document) -> Problem:
    example = example_line(part(model, loc[:-1])[0], str(loc[-1]))
    if loc in document.layout.keys:
        return document.problem(loc, f"“{clip(str(loc[-1]))}”后面没有值", f"写成“{example}”", at_key=True)
    if document.path.endswith((".csv", ".xlsx")):
        columns = {text: key for text, key in names(str(loc[0])).items() if key == loc[-1]}
        heads = [cell for row in document.lines for cell in row.split("\t") if fold(cell) in columns]
        column = heads[0] if heads else next(iter(columns))
        mend = f"在“{column}”列补上" if heads else f"添“{column}”列"
        return document.problem(loc, f"这一行缺少“{column}”", mend)
    where = "加上一行" if len(loc) == 1 else "在这里补上"
    return document.problem(loc, f"缺少“{loc[-1]}”", f"{where}“{example}”")


def _extra(loc: Loc, model: type[Record], document: Document) -> Problem:
    message = f"不认识的键“{clip(str(loc[-1]))}”"
    return document.problem(loc, message, _instead(loc, model, document), at_key=True)


def _instead(loc: Loc, model: type[Record], document: Document) -> str:
    """The mend for an unknown key: where it belongs, the key that it is like, or how its part is written."""
    key, known = str(loc[-1]), _keys(model, loc[:-1])
    near = nearest_key(key, known)
    if loc[1:] and key in _keys(model, ()) and near is None:
        return f"“{key}”不在“{clip(str(loc[0]))}”里面：把它移到行首，前面不空格"
    required: Sequence[str] = part(model, loc[:-1])[1].get("required", ())
    if _is_strange(document, loc[:-1], model):
        if "text" in required and isinstance(said := document.value(loc), str):  # a text may stand by itself
            return f"给整句加上英文引号：- {slips.in_quotes(f'{key}: {said}')}"
        return f"照这样写：{_example(loc[:-1], model)}"
    if loc[1:]:
        given = {nearest_key(str(name), known) for name in document.value(loc[:-1]) or ()}
        lacking = [name for name in required if name not in given]
        return suggestion(key, known) + (f"；还缺 {'、'.join(lacking)}" if lacking else "")
    if model is Year and near is None and (metric := nearest_key(key, tuple(BUILT_IN))):
        return f"“{metric}”是指标：放到“metrics:”下面，行首空两格"
    before = [name for name in takewhile(lambda name: name != key, document.data) if name in known]
    if before:
        above = before[-1]
        takes_any = above == "tags" or part(model, (above,))[1].get("additionalProperties")
        is_next = takes_any and near is None and document.value((above,)) is None
        if is_next or key in (*_keys(model, (above,)), *_keys(model, (above, 0))):
            return f"“{key}”是“{above}”里的：行首空两格"
    inside = next((name for name in known if key in _keys(model, (name,))), "") if key not in ("name", "title") else ""
    return f"“{key}”是“{inside}”里的：写在“{inside}:”下面，行首空两格" if inside else suggestion(key, known)


def _wide_pairs(loc: Loc, model: type[Record], document: Document) -> Iterator[Problem]:
    """``键：值`` on lines of their own, which YAML takes for one text; in a list only where it begins with a key."""
    text = document.value(loc)
    is_text = document.lines and isinstance(text, str)
    if is_text and isinstance(loc[-1], int) and not nearest_key(text.partition("：")[0], _keys(model, loc)):
        return
    for number, at, mended in slips.pairs(document.lines, document.where(loc)[0]) if is_text else ():
        if document.lines[number - 1][at - 1] == "：":
            yield Problem(document.path, number, at, "冒号用了全角“：”", f"改成半角冒号加一个空格“{mended}”")


def _wrong(error: ErrorDetails, loc: Loc, model: type[Record]) -> _Said:
    """Message and mend for a value that its field does not take."""
    typed = error["input"]
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    if typed is None or typed == "":
        return f"“{clip(name)}”里有一处是空的", "写上内容，或者删掉它"
    if error["type"] in _BOUNDS:
        return f"{_shown(typed)} 超出范围", write_within(*limits_of(part(model, loc)[1]))
    if error["type"] == "literal_error":
        choices = [choice for choice in part(model, loc)[1]["enum"] if choice]
        near = nearest(str(typed), choices)
        meant = f"，是不是“{near}”？" if near else ""
        said = "、".join(f"{choice}（{CHOICES[choice]}）" if choice in CHOICES else choice for choice in choices)
        return f"“{_shown(typed)}”不能用在这里", f"可选：{said}{meant}"
    above = loc[:-1] if isinstance(loc[-1], str) else loc[:-2]
    known = name in _keys(model, above)
    example = example_line(part(model, above)[0], name) if known else ""
    if error["type"] in ("tuple_type", "list_type"):
        of_one = "第一行的前面加短横和空格“- ”，同一条的其余各行与它的第一个字对齐"
        is_one = isinstance(typed, dict) and any(nearest_key(str(key), _keys(model, (*loc, 0))) for key in typed)
        ways = of_one if is_one else "一条一行，前面加短横和空格“- ”"
        return f"“{clip(name)}”应该是列表", f"{ways}{f'，或写成“{example}”' if known else ''}"
    message, mend = _WORDS.get(error["type"], _WORDS["other"])
    if error["type"] in ("number", "whole"):
        message = "“{typed}”不是月份" if name == "month" else message
        mend = _as_number(str(typed), name, loc, model, error["type"] == "whole")
    elif error["type"] in ("keys", "dict_type") and known:
        node = part(model, loc)[1]
        of_texts = (node.get("additionalProperties") or {}).get("type") == "string"
        message = message.replace("名称: 数", "名称: 话") if of_texts else message
        between = _left_out(typed, node) if isinstance(typed, list) else ""
        mend = f"中间少了“{between}”：写成“{name}: {{{between}: […]}}”" if between else f"写成“{example}”"
    elif error["type"] == "string_type" and isinstance(typed, dict) and len(typed) == 1:
        (key, value), head = next(iter(typed.items())), f"{name}:" if isinstance(loc[-1], str) else "-"
        mend = f"给整句加上英文引号：{head} {slips.in_quotes(f'{key}: {value}')}" if isinstance(value, str) else mend
    return message.format(typed=_shown(typed), name=clip(name)), mend


def _left_out(typed: list[Any], node: Mapping[str, Any]) -> str:
    """The key of a part ``node`` that a list, ``typed`` for the whole part, belongs to: of texts one that takes a text
    alone, too. '' where there is none."""
    are_texts = bool(typed) and isinstance(typed[0], str) and amount(typed[0]) is None
    inner = {} if "required" in node else node.get("properties", {})
    lists = [key for key, inside in inner.items() if "array" in str(inside.get("type") or inside.get("anyOf"))]
    return min(lists, key=lambda key: ("anyOf" in inner[key]) != are_texts, default="")


def _dated(error: ErrorDetails, loc: Loc, path: str) -> str:
    """The mend that writes out the date which was meant, '' where none can be told. A year that was not typed is the
    file's, for a plan the one after."""
    typed, kind, key = narrow(str(error["input"])).lower(), error["type"], loc[-1]
    in_path = re.search(r"/(\d{4})[./]", path)
    usual = int(in_path[1]) + (key == "by") if in_path and key != "since" else 0
    named, at = day(typed.removeprefix("明年")), month(typed.removeprefix("明年"))
    named = named if named and 1 <= named.month <= MONTHS else None
    if kind == "date_none" and named:
        return f"那个月的最后一天是 {named.year}-{named.month:02}-{monthrange(named.year or 1, named.month)[1]}"
    if kind == "keys" and loc == ("period",) and (ends := _months_in(typed, usual)):
        return "写成“period: {{from: {}-{:02}, to: {}-{:02}}}”".format(*ends[0], *ends[1])
    if kind not in ("year_month", "date_form"):
        return ""
    if two := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", typed):
        here, there = sorted((int(two[1]), int(two[2])))
        days = (f"-{there:02}", f"-{here:02}") if kind == "date_form" else ("", "")
        return f"读得出两种，写成 {two[3]}-{here:02}{days[0]} 或 {two[3]}-{there:02}{days[1]}"
    if alone := re.fullmatch(r"(20\d\d|19\d\d)年?", typed):
        return f"月{'和日' * (kind == 'date_form')}也写上，如 {alone[1]}-07{'-01' * (kind == 'date_form')}"
    if kind == "date_form" and named and not named.day and (year := named.year or usual):
        number = monthrange(year, named.month)[1] if key == "to" else 1
        return f"{'日' if named.year else '年和日'}也写上，如 {year}-{named.month:02}-{number:02}"
    if usual and at and not at[0] and (kind == "year_month" or named):
        return f"年份也写上：{usual}-{at[1]:02}{f'-{named.day:02}' if named and named.day else ''}"
    if kind == "year_month":
        if key != "by" or not usual:
            return ""
        ends = _months_in(typed, usual)
        return "写成 {}-{:02}".format(*ends[1]) if ends else f"年和月都写，如 {usual}-06；没有期限，就删掉 by"
    if first := _FIRST_DAY.fullmatch(typed):
        full = first[1] if len(first[1] or "") == 4 else str(usual)
        meant = day(f"{full}-{first[2]}-{first[3]}") if first[1] in (None, full, full[2:]) else None
        if meant and 1 <= meant.month <= MONTHS and meant.day in range(1, monthrange(int(full), meant.month)[1] + 1):
            said = "只写一天：" if first[4] else "写成 " if first[1] else "年份也写上："
            return f"{said}{full}-{meant.month:02}-{meant.day:02}"
    return ""


def _months_in(text: str, usual: int) -> tuple[_YearMonth, _YearMonth] | None:
    """The first and the last month of ``下半年``, ``三季度``, ``7-12月``, ``2025-07至2025-12``, all in one year: the
    ``usual`` one, unless it is said."""
    years = set(re.findall(r"20\d\d", text)) or {usual}
    found = next(((first, last) for term, first, last in _TERMS if re.search(term, text)), None)
    if not found and (ends := _MONTHS.fullmatch(re.sub(r"20\d\d\s*[-/.年]?\s*", "", text))):
        found = int(ends[1]), int(ends[2])
    if not found or len(years) > 1 or not 1 <= found[0] <= found[1] <= MONTHS:
        return None
    year = int(years.pop())
    return (year, found[0]), (year, found[1])


def _as_number(typed: str, name: str, loc: Loc, model: type[Record], is_whole: bool) -> str:
    """The mend for what is not a number: the number that was meant, where that can be told."""
    if name in ("month", "year"):
        return "写 1 到 12 的数字，如 7；跨几个月的，一个月一条" if name == "month" else "写四位数字，如 2025"
    record, field = part(model, loc[:-1])[0], part(model, loc)[1]
    example = example_line(record, name).split(": ")[1] if record else "120"
    if near := nearly(typed):
        return near
    if "minimum" in field and "maximum" in field:
        return write_within(*limits_of(field)) + (f"，如 {example}" if record else "")
    return f"写成{'整数' if is_whole else '数字'}，如 {example}"


def _shown(typed: Any) -> str:
    if isinstance(typed, float):
        return f"{typed:.10g}"
    return "{…}" if isinstance(typed, dict) else "[…]" if isinstance(typed, list) else clip(str(typed))
