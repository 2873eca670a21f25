"""A document -> a record, or problems that say in Chinese what to type instead."""

from __future__ import annotations

import re
import types
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import Problem
from ..reading import slips
from ..reading.document import MAX_TOLD, Document, Loc, capped
from ..reading.slips import clip
from .model import BUILT_IN, MONTHS, Record, Year

R = TypeVar("R", bound=Record)

#: What people call the keys in their own language; pages and spreadsheets do too.
SYNONYMS: Mapping[str, str] = {
    "姓名": "name", "名字": "name", "岗位": "role", "职位": "role", "角色": "role", "班组": "team", "团队": "team",
    "入职": "since", "入职时间": "since", "座右铭": "motto", "格言": "motto", "工作日": "workdays", "指标": "metrics",
    "接听量": "contacts", "话务量": "contacts", "来电量": "contacts", "calls": "contacts", "满意度": "csat",
    "一次解决率": "fcr", "首次解决率": "fcr", "质检": "qa", "质检得分": "qa", "平均处理时长": "aht", "事件": "events",
    "月份": "month", "月": "month", "标题": "title", "题目": "title", "备注": "note", "说明": "note", "标签": "tags",
    "原话": "quotes", "来电原因": "issues", "类型": "kind", "优先级": "priority", "次数": "count", "数量": "count",
    "专项任务": "campaigns", "开始": "from", "结束": "to", "start": "from", "end": "to", "摘要": "summary",
    "数据": "figures", "之前": "before", "期间": "during", "之后": "after", "建议": "suggestions", "提交": "submitted",
    "采纳": "adopted", "部门": "to", "状态": "status", "效果": "effect", "远程生活助手": "assist_hours",
    "知识晶体": "crystals", "规则": "rule", "场景": "scenes", "话术": "phrasing", "案例": "case", "预见": "foresight",
    "信号": "signal", "行动": "action", "能量": "energy", "成长": "growth", "技能": "skill", "改进": "improve",
    "计划": "plan", "目标": "goal", "结语": "closing", "知识": "knowledge", "日期": "date", "日志": "journal",
    "渠道": "channel", "需求": "need", "情绪曲线": "journey", "心情": "mood", "教训": "lesson", "感悟": "lesson",
    "启示": "lesson", "原则": "principle", "步骤": "steps", "线索": "clues", "根因": "root_cause", "闭环": "closure",
}  # fmt: skip

_EXAMPLES: Mapping[str, str] = {
    "Year.name": "name: 林夏", "Principle.name": "name: 情绪急救四步走", "name": "name: 电费账单",
    "Case.title": "title: 穿越技术的鸿沟", "title": "title: 迎峰度夏", "date": "date: 2025-03-12",
    "lesson": "lesson: 真正的服务，是将心比心的共情", "month": "month: 7", "count": "count: 120",
    "from": "from: 2025-07-01", "to": "to: 2025-08-31", "rule": "rule: 先接住情绪，再给确定性", "before": "before: 3",
    "after": "after: 5", "during": "during: 168", "label": "label: 日均接听", "mood": "mood: -2", "at": "at: 来电",
    "track": "track: 能力提升", "goal": "goal: 数据分析入门", "skill": "skill: 三秒情绪识别", "stage": "stage: 熟练",
    "heard": "heard: 你们到底管不管", "meant": "meant: 我很怕没有人负责", "say": "say: 我帮您查一下",
    "instead_of": "instead_of: 这个我不知道", "note": "note: 他最后给了五星", "block": "block: tags",
    "signal": "signal: 新版本发布后集中来电", "action": "action: 提前同步图解", "files": "files: logs/*.csv",
    "feature": "feature: 电子账单订阅", "problem": "problem: 每月来电查账单", "agent": "agent: 坐席",
    "columns": "columns: {agent: 坐席, at: 时间}",
}  # fmt: skip

#: Lists of names: a ``，`` or ``、`` inside an unquoted name there was meant to part two of them.
_NAMES = frozenset({"tags", "scenes", "claimed", "has", "adds", "steps", "metrics"})

_COMMA = re.compile("[，、]")

_Said = tuple[str, str]  # message and mend


def validate(document: Document, model: type[R], table: Document | None = None) -> tuple[R | None, tuple[Problem, ...]]:
    """The record in ``document``, with the metrics of ``table`` where one is given, and what is wrong with it.

    No record where a problem lies in the values or the document is broken. Problems that reading found already
    are not repeated.
    """
    if not document.data and not document.problems and _required(model):
        mend = f"至少写上“{_example(model, _required(model)[0])}”"
        return None, (document.problem((), "开头两行“---”之间是空的" if document.body else "文件是空的", mend),)
    data = {**document.data, **(table.data if table else {})}
    record, errors = _validated(model, data)
    problems = [*_lengths(document, model, table), *_parted(document)]
    for error in _worth_telling(errors, model, document):
        problems += _told(error, model, _of(error["loc"], document, table))
    known = {(problem.line, problem.column) for problem in document.problems}
    fresh = sorted({problem for problem in problems if (problem.line, problem.column) not in known})
    return (None if document.broken or errors else record), capped(fresh)


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The one of ``known`` that was most likely meant by ``word``: its Chinese name, another case, or a misspelling."""
    plain = unicodedata.normalize("NFKC", word).strip().lower()[:40]
    if SYNONYMS.get(plain) in known:
        return SYNONYMS[plain]
    near = get_close_matches(plain, list(known), 1, 0.6)
    return near[0] if near else None


def suggestion(word: str, known: Sequence[str]) -> str:
    """The mend for a ``word`` that is none of ``known``."""
    near = nearest(word, known)
    return f"是不是“{near}”？" if near else f"可以用的有：{'、'.join(known)}"


def _validated(model: type[R], data: dict[str, Any]) -> tuple[R | None, list[ErrorDetails]]:
    try:
        return model.model_validate(data, by_alias=True, by_name=False), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _of(loc: Loc, document: Document, table: Document | None) -> Document:
    return table if table and loc[:1] == ("metrics",) else document


# --- which errors are worth telling -------------------------------------------------------------------------------


def _worth_telling(errors: list[ErrorDetails], model: type[Record], document: Document) -> Iterator[ErrorDetails]:
    """Not: a key missed only because it is misspelt, or stands in a part that could not be read."""
    meant = {(*loc[:-1], nearest(str(loc[-1]), _keys(model, loc[:-1]))) for loc in _unknown(errors[:MAX_TOLD])}
    told = {problem.line for problem in document.problems}
    for error in errors[: MAX_TOLD * 2]:
        loc = error["loc"]
        if error["type"] == "missing":
            unread = document.broken or (loc in document.marks and document.where(loc)[0] in told)
            if unread or loc in meant:
                continue
        if not (error["type"] in ("too_short", "too_long") and isinstance(error["input"], list)):
            yield error


def _unknown(errors: Sequence[ErrorDetails]) -> Iterator[Loc]:
    return (error["loc"] for error in errors if error["type"] == "extra_forbidden")


def _lengths(document: Document, model: type[Record], table: Document | None) -> Iterator[Problem]:
    """Pydantic counts only the items that are right; people count what they typed."""
    if model is not Year:
        return
    metrics = _of(("metrics",), document, table).value(("metrics",))
    named = [("metrics", key) for key in metrics] if isinstance(metrics, dict) else []
    for loc in [*named, ("energy", "monthly")]:
        source = _of(loc, document, table)
        typed = source.value(loc)
        if isinstance(typed, list) and len(typed) != MONTHS:
            mend = "一月一个值，没有的月份写 ~"
            mend += "；数字里不写千分位逗号" if len(typed) > MONTHS else ""
            yield source.problem(loc, f"“{clip(str(loc[-1]))}”有 {len(typed)} 个值，应为 {MONTHS} 个", mend)


def _parted(document: Document) -> Iterator[Problem]:
    """Names in a list that a ``，`` or ``、`` was meant to part."""
    for loc, (line, column) in document.marks.items():
        listed = len(loc) > 1 and loc[-2] in _NAMES and loc in document.loose
        if not listed and not (loc and loc[-1] in _NAMES):
            continue
        text = document.value(loc)
        if isinstance(text, str) and (comma := _COMMA.search(text)):
            mend = "改成半角逗号加一个空格“, ”，整列放在 [ ] 里；要当成一项，就给它加上英文引号"
            at = column + comma.start() if listed else column
            yield Problem(document.path, line, at, f"几项之间用了“{comma[0]}”：{clip(text)}", mend)


# --- one error in words -------------------------------------------------------------------------------------------


def _told(error: ErrorDetails, model: type[Record], document: Document) -> Iterator[Problem]:
    loc, kind = error["loc"], error["type"]
    loc = loc[:-1] if loc and loc[-1] == "[key]" else loc
    if kind == "missing":
        yield _missing(loc, model, document)
    elif kind == "extra_forbidden":
        yield _extra(loc, model, document)
    elif kind in ("keys", "dict_type") and isinstance(error["input"], str) and "：" in error["input"]:
        yield from _wide_pairs(loc, document)
    else:
        yield document.problem(loc, *_wrong(error, loc, model))


def _missing(loc: Loc, model: type[Record], document: Document) -> Problem:
    example = _example(_model(model, loc[:-1]), str(loc[-1]))
    if loc in document.keys:
        return document.problem(loc, f"“{clip(str(loc[-1]))}”后面没有值", f"写成“{example}”", at_key=True)
    where = "加上一行" if len(loc) == 1 else "在这里补上"
    return document.problem(loc, f"缺少“{loc[-1]}”", f"{where}“{example}”")


def _extra(loc: Loc, model: type[Record], document: Document) -> Problem:
    key = str(loc[-1])
    mend = suggestion(key, _keys(model, loc[:-1]))
    if model is Year and len(loc) == 1 and nearest(key, _keys(model, ())) is None and nearest(key, tuple(BUILT_IN)):
        mend = f"“{nearest(key, tuple(BUILT_IN))}”是指标：放到“metrics:”下面，行首空两格"
    return document.problem(loc, f"不认识的键“{clip(str(loc[-1]))}”", mend, at_key=True)


def _wide_pairs(loc: Loc, document: Document) -> Iterator[Problem]:
    """``键：值`` on lines of their own, which YAML takes for one text."""
    line, column = document.where(loc)
    found = list(slips.pairs(document.lines, line)) if document.lines else []
    for number, at, mended in found or [(line, column, "键: 值")]:
        if "：" in document.lines[number - 1][at - 1 : at] or not found:
            yield Problem(document.path, number, at, "冒号用了全角“：”", f"改成半角冒号加一个空格“{mended}”")


def _wrong(error: ErrorDetails, loc: Loc, model: type[Record]) -> _Said:
    """Message and mend for a value that its field does not take."""
    typed = error["input"]
    name = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
    if typed is None or typed == "":
        return f"“{clip(name)}”里有一处是空的", "写上内容，或者删掉它"
    if error["type"] in _BOUNDS:
        return f"{_shown(typed)} 超出范围", _range(_kind(model, loc))
    if error["type"] == "literal_error":
        return _choice(str(typed), error)
    if error["type"] in ("tuple_type", "list_type"):
        return _list(name, loc, typed)
    message, mend = _WORDS.get(error["type"], ("“{typed}”放在这里不对", "对照样例的写法改一改"))
    mend = _as_number(str(typed), name, loc) if error["type"] in ("number", "whole") else mend
    return message.format(typed=_shown(typed), name=clip(name)), mend


_BOUNDS = ("greater_than_equal", "less_than_equal", "greater_than", "less_than")

_WORDS: Mapping[str, _Said] = {
    "number": ("“{typed}”不是数字", ""),
    "whole": ("“{typed}”不是整数", ""),
    "huge": ("{typed} 大得不像真的", "检查是不是多打了几位"),
    "year_month": ("“{typed}”不是年月", "年和月都写，如 2025-07"),
    "date_form": ("“{typed}”不是日期", "年、月、日都写，如 2025-07-01"),
    "date_none": ("没有“{typed}”这一天", "检查月和日，写成 2025-07-01"),
    "too_short": ("“{name}”是空的", "写上内容，或者删掉这一行"),
    "string_type": ("“{name}”应该是一段文字", "写成一行文字；文字里有冒号加空格或括号时，给它加上英文引号"),
    "keys": ("“{typed}”应该是几个“键: 值”", "一行一个，写成“键: 值”，冒号后面有一个空格"),
    "dict_type": ("“{name}”应该是“名称: 数”的样子", "一行一个，写成“耐心: 812”"),
}


_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE_MONTHS = ("一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")
_SCALES = {"千": 1_000, "万": 10_000, "亿": 100_000_000}
_WITH_UNIT = re.compile(r"[约近≈~]?\s*(\d[\d,]*(?:\.\d+)?)\s*([千万亿])?\s*[%\u4e00-\u9fff]{0,6}")
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")
_PARTS = re.compile(r"[\s、；;，]+")
_PLAIN = re.compile(r"\d+(\.\d+)?%?|~")
_LETTERS = str.maketrans("oil", "011")  # typed for the digits that they look like


def _as_number(typed: str, name: str, loc: Loc) -> str:
    """The mend for what is not a number: the number that was meant, where that can be told."""
    plain = unicodedata.normalize("NFKC", typed).strip().lower()
    if name in ("month", "year"):
        return _as_month(plain) if name == "month" else "写四位数字，如 2025"
    if several := _numbers(plain):
        return f"数与数之间用半角逗号隔开：{', '.join(several[:2])}, …"
    if clock := _CLOCK.fullmatch(plain):
        return f"如果是时长，换算成秒：{int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])}"
    found = _WITH_UNIT.fullmatch(plain)
    if found:
        meant = float(found[1].replace(",", "")) * _SCALES.get(found[2] or "", 1)
        return f"只写数字，不带单位：{meant:.10g}"
    if plain[:1].isdigit() and re.fullmatch(r"\d+(\.\d+)?", plain.translate(_LETTERS)):
        return f"像是把字母当成了数字：{plain.translate(_LETTERS)}"
    gap = "；没有就写 ~" if loc[0] == "metrics" or name == "monthly" else ""
    return f"写成数字，如 {'95.5' if gap else '120'}{gap}"


def _numbers(text: str) -> list[str]:
    """The numbers that a text consists of, parted by blanks or Chinese signs: a row out of a spreadsheet."""
    parts = [part.replace(",", "") for part in _PARTS.split(text.strip("[]【】()（） \t")) if part]
    return parts if len(parts) > 1 and all(_PLAIN.fullmatch(part) for part in parts) else []


def _as_month(plain: str) -> str:
    digits = plain.removesuffix("份").removesuffix("月")
    named = {name: at for names in (_CHINESE_MONTHS, _ENGLISH_MONTHS) for at, name in enumerate(names, 1)}
    meant = int(digits) if digits.isdecimal() else named.get(f"{digits}月") or named.get(plain[:3])
    return f"写月份的数字：{meant}" if meant in range(1, MONTHS + 1) else "写 1 到 12 的数字，如 7"


def _choice(typed: str, error: ErrorDetails) -> _Said:
    choices = re.findall("'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    near = get_close_matches(typed[:40], choices, 1, 0.5)
    meant = f"，是不是“{near[0]}”？" if near else ""
    return f"“{clip(typed)}”不能用在这里", f"可选：{'、'.join(choices)}{meant}"


def _list(name: str, loc: Loc, typed: Any) -> _Said:
    if loc[0] == "metrics" or name == "monthly":
        first = ", ".join((_numbers(str(typed)) or ["1980", "1875"])[:2])
        return f"“{clip(name)}”应该是 12 个值的列表", f"写成“{clip(name)}: [{first}, …]”，没有的月份写 ~"
    return f"“{clip(name)}”应该是列表", "一条一行，前面加短横和空格“- ”"


def _shown(typed: Any) -> str:
    return "{…}" if isinstance(typed, dict) else "[…]" if isinstance(typed, list) else clip(str(typed))


def _range(kind: Any) -> str:
    least, most = _bound(kind, ("ge", "gt")), _bound(kind, ("le", "lt"))
    if least is not None and most is not None:
        return f"写 {least:g} 到 {most:g} 之间的数"
    if least is not None:
        return f"写大于 {least:g} 的数" if _bound(kind, ("gt",)) is not None else f"写不小于 {least:g} 的数"
    return f"写不大于 {most:g} 的数" if most is not None else "写一个合适的数"


def _bound(kind: Any, names: tuple[str, ...]) -> float | None:
    notes = [note for each in _notes(kind) for note in (getattr(each, "metadata", None) or [each])]
    return next((getattr(note, name) for note in notes for name in names if hasattr(note, name)), None)


# --- what the records say about themselves ------------------------------------------------------------------------


def _notes(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) is Annotated:
        inner, *notes = get_args(kind)
        return (*notes, *_notes(inner))
    return tuple(note for each in get_args(kind) if _is_union(kind) for note in _notes(each))


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, types.UnionType)


def _bare(kind: Any) -> Any:
    """A type without its annotations and without None."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if _is_union(kind):
        return next(_bare(each) for each in get_args(kind) if each is not type(None))
    return kind


def _below(kind: Any, step: str | int) -> Any:
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, Record):
        return _fields(kind).get(str(step))
    arguments = get_args(kind)
    return arguments[1 if get_origin(kind) is dict else 0] if arguments else None


def _kind(model: type[Record], loc: Loc) -> Any:
    kind: Any = model
    for step in loc:
        kind = _below(kind, step)
    return kind


def _model(model: type[Record], loc: Loc) -> type[Record] | None:
    kind = _bare(_kind(model, loc))
    return kind if isinstance(kind, type) and issubclass(kind, Record) else None


def _keys(model: type[Record], loc: Loc) -> list[str]:
    inner = _model(model, loc)
    return list(_fields(inner)) if inner else []


@lru_cache(maxsize=64)
def _fields(model: type[Record]) -> dict[str, Any]:
    """Key as people type it -> its type with annotations."""
    infos = model.model_fields.items()
    return {info.alias or name: Annotated[info.annotation, *info.metadata, ""] for name, info in infos}


def _required(model: type[Record]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items() if info.is_required()]


def _example(model: type[Record] | None, key: str) -> str:
    own = f"{model.__name__}.{key}" if model else ""
    return _EXAMPLES.get(own) or _EXAMPLES.get(key) or f"{key}: …"
