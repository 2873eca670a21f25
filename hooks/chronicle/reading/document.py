"""Text of a file -> a document: plain values, each with the line and column at which it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from typing import Any

import yaml

from ..errors import Problem
from . import slips
from .text import without_strange
from .yaml_errors import explain

Loc = tuple[str | int, ...]
Position = tuple[int, int]

#: More than any honest file has; a full year has about 600 values, five deep.
MAX_NODES = 20_000
MAX_DEPTH = 40
#: Problems of one file that are told one by one.
MAX_TOLD = 100
_NAMED = 2  # keys deep: what a page tells the source of
#: Locs and places as they were met before: a year's file has two thousand, nearly the same in everybody's.
_LOCS: dict[Loc, Loc] = {}
_PLACES: dict[Position, Position] = {}
#: After so many places at which the parser had to stop, the rest is noise.
MAX_FAULTS = 12

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTE_IT = "如果是普通文字，给值加上英文引号"
_NOTHING = frozenset({"", "~", "～", "null", "Null", "NULL"})
_FENCE = re.compile(r"---\s*")
_FENCE_END = re.compile(r"(---|\.\.\.)\s*")
#: A line that holds a number and nothing else.
_LONE = re.compile(r"\s*(\d[\d,.]*%?)\s*(?:#.*)?")
_ODD_FENCE = re.compile(r"\s*([-－–—_=]{2,})\s*")
_OWN_LINE_KEY = re.compile(r"\s*(?:([a-z][a-z_]+)\s*[：:]|[-－–—•]\s)")


@dataclass(frozen=True)
class Document:
    """One file as it was typed.

    ``path`` is relative to the project, with ``/``. ``data`` holds dicts, lists and scalars; a scalar is the text
    that was typed, or None where nothing or ``~`` was. ``marks`` gives the line and column (from 1) of every value
    by its path in ``data``, ``keys`` those of its key. ``body`` is the Markdown below the front matter, which
    starts at line ``body_line`` of the file ('' and 0 for YAML and CSV). ``loose`` holds the paths of the unquoted
    values inside ``[ ]`` and ``{ }``. ``problems`` are those found while reading; ``broken`` says that ``data`` is
    not what the writer meant, so validating it would only add noise.
    """

    path: str
    data: dict[str, Any] = field(default_factory=dict)
    marks: Mapping[Loc, Position] = field(default_factory=dict)
    keys: Mapping[Loc, Position] = field(default_factory=dict)
    body: str = ""
    body_line: int = 0
    loose: frozenset[Loc] = frozenset()
    lines: tuple[str, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    broken: bool = False

    @cached_property
    def digest(self) -> str:
        """What stands for the file's name and every line of it."""
        return blake2b("\n".join((self.path, *self.lines)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The PATH:LINE of every key and of what stands right below it, such as ``metrics.contacts``."""
        marks = (*self.marks.items(), *self.keys.items())  # the line of the key, where there is one
        return {".".join(map(str, loc)): f"{self.path}:{line}" for loc, (line, _) in marks if len(loc) <= _NAMED}

    def where(self, loc: Loc = ()) -> Position:
        """Line and column of the value at ``loc``, or of its nearest parent that is there."""
        return next((self.marks[part] for part in _upwards(loc) if part in self.marks), (1, 1))

    def key_where(self, loc: Loc) -> Position:
        """Line and column of the key at ``loc``, or where the value or its nearest parent is."""
        return self.keys[loc] if loc in self.keys else self.where(loc)

    def value(self, loc: Loc) -> Any:
        """What was typed at ``loc``; None where nothing was."""
        value: Any = self.data
        for step in loc:
            value = _step(value, step)
        return value

    def problem(self, loc: Loc, message: str, mend: str = "", *, at_key: bool = False) -> Problem:
        """A problem at the value (or the key) of ``loc``."""
        line, column = self.key_where(loc) if at_key else self.where(loc)
        return Problem(self.path, line, column, message, mend)

    def texts(self) -> Iterator[tuple[Loc, str]]:
        """Every text that was typed as a value, with its path; in the order of the file."""
        return _texts((), self.data)


def broken(path: str, *problems: Problem) -> Document:
    """The document of a file that cannot be read."""
    return Document(path, problems=problems, broken=True)


def capped(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first MAX_TOLD, and how many more there are."""
    more = len(problems) - MAX_TOLD
    if more <= 0:
        return tuple(problems)
    last = problems[MAX_TOLD - 1]
    rest = replace(last, message=f"后面还有 {more} 处问题", mend="先改前面的，再看一遍")
    return (*problems[:MAX_TOLD], rest)


def parse_yaml(path: str, text: str) -> Document:
    """The document of a YAML file. Never raises: what is wrong with it is in its ``problems``."""
    return _parse(path, text.split("\n"))


def parse_story(path: str, text: str, *, needed: bool = True) -> Document:
    """The document of a Markdown file: front matter between ``---`` lines, and the body below.

    ``needed``: a file without front matter is a problem; otherwise all of it is the body.
    """
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    opening = lines[start] if start < len(lines) else ""
    if not _FENCE.fullmatch(opening):
        problem = _no_front(path, opening, start + 1) if needed else None
        told = (problem,) if problem else ()
        return Document(path, body=text, body_line=1, lines=tuple(lines), problems=told, broken=needed)
    end = next((number for number in range(start + 1, len(lines)) if _FENCE_END.fullmatch(lines[number])), None)
    if end is None:
        return _unclosed(path, lines, start)
    document = _parse(path, ["" if number <= start else line for number, line in enumerate(lines[:end])], start + 1)
    return replace(document, body="\n".join(lines[end + 1 :]), body_line=end + 2, lines=tuple(lines))


def _no_front(path: str, opening: str, line: int) -> Problem:
    if not opening:
        return Problem(path, 1, 1, "文件是空的", "写上开头的 --- 与 title、date、lesson，再写正文")
    if wrong := _ODD_FENCE.fullmatch(opening):
        mend = "改成三个半角短横“---”，单独一行"
        return Problem(path, line, 1, f"开头的“---”写成了“{wrong[1]}”", mend)
    mend = "第一行写“---”，接着 title、date、lesson，再一行“---”"
    return Problem(path, line, 1, "故事的开头没有“---”围起来的标题、日期和收获", mend)


def _unclosed(path: str, lines: list[str], start: int) -> Document:
    """Up to the first blank line it is still looked at, so that its slips are told in the same run."""
    end = next((number for number in range(start + 1, len(lines)) if not lines[number].strip()), len(lines))
    odd = next((number for number in range(start + 1, end) if _ODD_FENCE.fullmatch(lines[number])), None)
    at = start + 1 if odd is None else odd + 1
    problem = Problem(path, at, 1, "开头的几行没有结束", "在它的末尾加一行三个半角短横“---”")
    document = _parse(path, ["" if number <= start else line for number, line in enumerate(lines[: odd or end])])
    return replace(document, lines=tuple(lines), problems=(problem, *document.problems), broken=True)


def _parse(path: str, lines: list[str], first: int = 1) -> Document:
    """``lines`` as they are; where that fails or looks odd, as they were meant, with a problem for each slip."""
    text = "\n".join(lines)
    plain = _Composer(path, tuple(lines), first)
    fault = plain.compose(text)
    if fault is None and not slips.suspicious(text):
        return plain.document()
    found = slips.find(lines)
    if fault is None and not found:
        return plain.document()
    repaired = slips.repair(lines, found)
    return _salvaged(path, tuple(lines), first, repaired, list(_told(path, found)))


def _told(path: str, found: Iterable[slips.Slip]) -> Iterator[Problem]:
    """A problem for each slip; the same one many times on a line is one, with their number."""
    alike: dict[tuple[int, str, str], list[slips.Slip]] = {}
    for slip in found:
        alike.setdefault((slip.line, slip.message, slip.mend), []).append(slip)
    for (line, message, mend), each in alike.items():
        many = f"，这一行有 {len(each)} 处" if len(each) > 1 else ""
        yield Problem(path, line, each[0].column, message + many, mend)


def _pasted(faults: Sequence[Problem], lines: Sequence[str]) -> Iterator[Problem]:
    """A column of numbers that came out of a spreadsheet is one mistake, not one a line."""
    runs: list[list[Problem]] = []
    for fault in faults:
        lone = _LONE.fullmatch(lines[fault.line - 1])
        if lone and runs and runs[-1][-1].line == fault.line - 1 and _LONE.fullmatch(lines[fault.line - 2]):
            runs[-1].append(fault)
        else:
            runs.append([fault])
    for first, *more in runs:
        numbers = ", ".join(_LONE.sub(r"\1", lines[each.line - 1]).replace(",", "") for each in (first, *more[:1]))
        message, mend = (
            f"从这里起 {len(more) + 1} 行都只有一个数",
            f"写在一行里，放进方括号，用半角逗号隔开：[{numbers}, …]",
        )
        yield replace(first, message=message, mend=mend) if more else first


def _salvaged(path: str, lines: tuple[str, ...], first: int, repaired: slips.Repaired, told: list[Problem]) -> Document:
    """What can still be read, and the problems: where the parser stops, that entry is left out and it starts anew."""
    composer = _Composer(path, lines, first, repaired)
    fault = composer.compose("\n".join(repaired.lines))
    stopped = 0
    faults: list[Problem] = []
    while fault and fault.line > stopped and len(faults) < MAX_FAULTS and not composer.exhausted:
        stopped = fault.line
        faults.append(fault)
        repaired = replace(repaired, lines=_without_entry(repaired.lines, fault.line))
        composer = _Composer(path, lines, first, repaired)
        fault = composer.compose("\n".join(repaired.lines))
    shifted = any(problem.message.startswith("缩进") for problem in told)  # the depth is a guess from here on
    faults = [] if shifted else [fault for fault in faults if fault.line not in repaired.edits]
    document = composer.document([*told, *_pasted(faults, lines), *([fault] if composer.exhausted and fault else [])])
    return replace(document, broken=bool(stopped or fault or shifted))


def _without_entry(lines: tuple[str, ...], number: int) -> tuple[str, ...]:
    """``lines`` with line ``number`` and all that is indented below it blank."""
    width = _width(lines[number - 1]) if number <= len(lines) else 0
    below = (at for at in range(number, len(lines)) if lines[at].strip() and _width(lines[at]) <= width)
    end = next(below, len(lines))
    return (*lines[: number - 1], *[""] * (end - number + 1), *lines[end:])


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


class _StopError(Exception):
    """Reading stops here."""


class _Composer:
    """The events of YAML's parser -> values and marks. Limits what a file may ask of the machine."""

    def __init__(self, path: str, lines: tuple[str, ...], first: int, repaired: slips.Repaired | None = None) -> None:
        self.path = path
        self.lines = lines
        self.repaired = repaired
        self.problems: list[Problem] = []
        self.marks: dict[Loc, Position] = {(): (first, 1)}
        self.keys: dict[Loc, Position] = {}
        self.loose: set[Loc] = set()
        self.data: dict[str, Any] = {}
        self.next: Callable[[], Any] = lambda: None
        self.nodes = 0
        self.exhausted = False  # a limit was passed: no use in starting anew

    def document(self, told: Iterable[Problem] = ()) -> Document:
        """What was read, with the problems that are ``told`` already."""
        return Document(
            self.path,
            self.data,
            self.marks,
            self.keys,
            loose=frozenset(self.loose),
            lines=self.lines,
            problems=capped(sorted({*self.problems, *told})),
        )

    def compose(self, text: str) -> Problem | None:
        """Reads ``text``; the problem at which reading stopped."""
        try:
            self._stream(text)
        except yaml.YAMLError as error:
            lines = self.repaired.lines if self.repaired else self.lines
            line, column, message, mend = explain(error, lines)
            return Problem(self.path, *self._typed(line, column), message, mend)
        except _StopError:
            return self.problems.pop()
        return None

    def _stream(self, text: str) -> None:
        loader = _LOADER(text)
        self.next = loader.get_event
        try:
            self._documents()
        finally:
            loader.dispose()

    def _documents(self) -> None:
        documents = 0
        while not isinstance(event := self.next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.exhausted = True
                    self._stop(event, "一个文件里有两份内容，用“---”隔开了", "删掉这一行“---”，或拆成两个文件")
            elif isinstance(event, yaml.NodeEvent):
                self._root(event)

    def _root(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent) and not (event.value in _NOTHING and not event.style):
            line = self.lines[self._place(event)[0] - 1]
            mend = "写成“键: 值”：补上半角冒号和一个空格，如“name: 林夏”"
            self._stop(event, f"“{slips.clip(line)}”不是“键: 值”的样子", mend)
        top = self.marks[()]
        value = self._node(event, (), 0)
        if isinstance(value, dict):
            self.data = value
        elif value is None:
            self.marks[()] = top
        else:
            mend = "每行写成“键: 值”，如“name: 林夏”，冒号是半角、后面有一个空格"
            self._stop(event, "整个文件应该是一行行的“键: 值”", mend)

    def _node(self, event: Any, loc: Loc, depth: int) -> Any:
        self._count(event, depth)
        self.marks[loc] = self._place(event)
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._report(event, f"“*{event.anchor}”是引用，这里不支持", f"把内容再写一遍；{_QUOTE_IT}")
            return None
        if event.anchor is not None or event.tag is not None:
            self._plainly(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        return self._list(event, loc, depth) if kind is yaml.SequenceStartEvent else self._mapping(loc, depth)

    def _count(self, event: yaml.Event, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            self.exhausted = True
            many = (
                f"文件里的值超过 {MAX_NODES:,} 个" if self.nodes > MAX_NODES else f"括号或缩进套了 {MAX_DEPTH} 层以上"
            )
            self._stop(event, many, "检查是不是粘贴错了内容")

    def _plainly(self, event: Any) -> None:
        """No anchors and no tags: a file says what it says."""
        if event.anchor is not None:
            self._report(event, f"“&{event.anchor}”是锚点，这里不支持", f"删掉它；{_QUOTE_IT}")
        if event.tag not in (None, "!"):
            sign = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(event, f"“{slips.clip(sign)}”是类型标记，这里不支持", f"删掉它；{_QUOTE_IT}")

    def _list(self, start: Any, loc: Loc, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            here = _loc(*loc, len(items))
            items.append(self._node(event, here, depth + 1))
            if start.flow_style and type(event) is yaml.ScalarEvent and not event.style:
                self.loose.add(here)
        return items

    def _mapping(self, loc: Loc, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while type(event := self.next()) is not yaml.MappingEndEvent:
            key = self._key(event, depth)
            if key in values:
                self._twice(event, loc, key, depth)
                continue
            here = _loc(*loc, key)
            self.keys[here] = self._place(event)
            values[key] = self._node(self.next(), here, depth + 1)
        return values

    def _twice(self, event: yaml.Event, loc: Loc, key: str, depth: int) -> None:
        """Of a key written twice the first stands; the second is read for its own problems."""
        first = self.keys[(*loc, key)][0]
        self._report(event, f"“{slips.clip(key)}”写了两次（第 {first} 行已经有了）", "合成一个，或改名")
        self._node(self.next(), (*loc, key, "\0"), depth + 1)

    def _key(self, event: Any, depth: int) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "键只能是一个词", "值以括号开头时，给整个值加上英文引号")
        self._count(event, depth)
        if event.anchor is not None or event.tag is not None:
            self._plainly(event)
        key = _unquoted(self._value(event).strip())
        if not key:
            self._report(event, "冒号前面没有键", "在冒号前写上名称，或删掉这一行")
        return str(key)

    def _scalar(self, event: Any) -> str | None:
        text = self._value(event)
        if event.style:
            return text if event.style in "'\"" else text.rstrip("\n")
        if text in _NOTHING:
            return None
        if event.end_mark.line > event.start_mark.line:
            self._continued(event)
        if "“" in text or "”" in text:
            self._stray(event, text)
            return _unquoted(text)
        return text

    def _value(self, event: Any) -> str:
        """What a scalar says; an escape in double quotes may stand for a character that a file may not hold."""
        text, strange = without_strange(event.value) if event.style == '"' else (event.value, "")
        if strange:
            self._report(event, f"双引号里的反斜杠写出了{strange}", "删掉这个反斜杠和后面的编码")
        return str(text)

    def _continued(self, event: Any) -> None:
        """A value over several lines: a line of it that looks like a key was meant to be one."""
        lines = self.repaired.lines if self.repaired else self.lines
        last = event.end_mark.line + bool(event.end_mark.column)
        for number in range(event.start_mark.line + 1, last):
            found = _OWN_LINE_KEY.match(lines[number]) if number < len(lines) else None
            if found and not (self.repaired and number + 1 in self.repaired.edits):
                place = self._typed(number + 1, found.end())
                name = found[1] or slips.clip(lines[number], 12)
                mend = f"让“{name}”与同类的行左边对齐；它要是列表或键的第一行，上一行的冒号后面就不写值"
                self.problems.append(Problem(self.path, *place, f"“{name}”这一行被当成了上一行的文字", mend))

    def _stray(self, event: Any, text: str) -> None:
        """One Chinese quotation mark without the other, at the end where quotes stand in YAML."""
        opened, closed = text.count("“"), text.count("”")
        if opened != closed and (text[0] in "“”" or text[-1] in "“”"):
            self._report(event, f"引号不成对：{slips.clip(text)}", "补上另一半，或者删掉；要保留就给整个值加上英文引号")

    def _report(self, event: yaml.Event, message: str, mend: str) -> None:
        self.problems.append(Problem(self.path, *self._place(event), message, mend))

    def _stop(self, event: yaml.Event, message: str, mend: str) -> None:
        self._report(event, message, mend)
        raise _StopError

    def _place(self, event: Any) -> Position:
        mark = event.start_mark
        place: Position = mark.line + 1, mark.column + 1
        place = self.repaired.place(*place) if self.repaired else place
        return _PLACES.setdefault(place, place)

    def _typed(self, line: int, column: int) -> Position:
        return self.repaired.place(line, column) if self.repaired else (line, column)


def _loc(*parts: str | int) -> Loc:
    return _LOCS.setdefault(parts, parts)


def _unquoted(text: str) -> str:
    """A value wholly in Chinese quotation marks is a quoted value, as one in English ones is."""
    whole = len(text) > 2 and text[0] == "“" and text[-1] == "”" and "“" not in text[1:] and "”" not in text[:-1]
    return text[1:-1] if whole else text


def _step(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _upwards(loc: Loc) -> Iterator[Loc]:
    return (loc[:size] for size in range(len(loc), -1, -1))


def _texts(loc: Loc, value: Any) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _texts((*loc, key), item)
