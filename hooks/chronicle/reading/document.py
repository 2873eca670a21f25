"""Text of a file -> a document: plain values, each with the line and column at which it was typed."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

import yaml

from ..errors import Problem
from . import slips, values
from .pasted import with_links
from .sheets import in_sheet
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
#: After so many places at which the parser had to stop, the rest is noise.
MAX_FAULTS = 12

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTE_IT = "如果是普通文字，给值加上英文引号"
_NOTHING = frozenset({"", "~", "～", "null", "Null", "NULL"})
_FENCE = re.compile(r" {0,3}---\s*")
_FENCE_END = re.compile(r" {0,3}---\s*|\.\.\.\s*")
#: A line that holds numbers and nothing else.
_ONE = r"\d[\d,.:，．：/'′-]*(?:\s*(?:[%％\"″]|[a-z]{1,4}|[\u4e00-\u9fff]{1,3}))?"
_VALUE = rf"(?:[-+]?{_ONE}(?:\d[\d.]*(?:[a-z]{{1,4}}|[\u4e00-\u9fff]{{1,3}}|[\"″])){{0,2}}|[~～—–])"
_LONE = re.compile(rf"\s*({_VALUE}(?:[\s,，、;；]+{_VALUE})*+)\s*(?:#.*)?")
#: A row of a Markdown table, below a key and behind it.
_TABLE_ROW = re.compile(r"\s*\|(.*\d.*|[\s|:-]+)\|\s*")
_ROW_BEHIND = re.compile(r"(\s*[^\s#:-][^\s:]*\s*[:：]\s*)\|(.*\d.*)\|\s*")
#: The sign of a colour's code, which YAML takes for the beginning of a remark.
_COLOUR_SIGN = re.compile(r"(\baccent: +)#(?=[0-9a-fA-F]{3,6}\s*(?:[,}]|$| #))")
#: A key with nothing or numbers behind it.
_OPEN_KEY = re.compile(r"\s*[^\s#:-][^\s:]*\s*[:：][\d,.%\s]*(?:#.*)?")
#: A number, or what a comma cut one into, a key, and a remark that begins without a blank.
_NUMBER, _MORE = re.compile(r"[\d,.]+"), re.compile(r"[\d,.]+|\d{3}(?!\d)[^\d,:]*")
_NAME = re.compile(r"[a-z][a-z_]+")
_REMARK = re.compile(r"[ \t]+#[^\s#].*")
_ODD_FENCE = re.compile(r"\s*([-－–—_=]{2,})\s*")
_OWN_LINE_KEY = re.compile(r"\s*(?:([a-z][a-z_]+)\s*[：:]|[-－–—•]\s)")
#: What a list's items begin with where no dash does.
_NUMBERED = re.compile(r"\s*(?:\d{1,2}[.、．)）]|[（(]\d{1,2}[）)]|[①-⑳·●○■◆▪])\s*[^\s\d]")
#: Signs between which a line that is folded into the next needs no blank.
_WIDE = re.compile(r"[\u2014-\u2026\u3000-\u9fff\uff00-\uffef]")


class Layout(NamedTuple):
    """Where the values of a file stand.

    ``marks`` gives the line and column (from 1) of every value by its path, ``keys`` those of its key. ``loose`` holds
    the paths of the unquoted values inside ``[ ]`` and ``{ }``, ``sheets`` the worksheets of values out of several.
    """

    marks: Mapping[Loc, Position] = {}
    keys: Mapping[Loc, Position] = {}
    loose: frozenset[Loc] = frozenset()
    sheets: Mapping[Loc, str] = {}

    def packed(self) -> bytes:
        """As a document keeps it: the seven hundred places of a year take 20 KiB so, and 250 KiB as objects."""
        return pickle.dumps(tuple(self))

    def moved(self, place: Callable[[Loc], Loc]) -> bytes:
        """Packed, with the path that ``place`` gives in the place of each."""
        marks, keys = ({place(loc): at for loc, at in places.items()} for places in (self.marks, self.keys))
        return self._replace(marks=marks, keys=keys, loose=frozenset(map(place, self.loose))).packed()

    def typed(self, loc: Loc) -> Loc:
        """``loc`` without the steps that were not typed."""
        typed: Loc = ()
        for step in loc:
            typed = (*typed, step) if (*typed, step) in self.marks else typed
        return typed


@lru_cache(maxsize=1)  # whoever validates a file asks for many of its places
def _unpacked(layout: bytes) -> Layout:
    return Layout(*pickle.loads(layout))


@dataclass(frozen=True)
class Document:
    """One file as it was typed.

    ``path`` is relative to the project, with ``/``. ``data`` holds dicts, lists and scalars; a scalar is the text
    that was typed, or None where nothing or ``~`` was. ``packed`` is its layout. ``body`` is the Markdown below the
    front matter, which starts at line ``body_line`` of the file ('' and 0 for YAML and CSV). ``problems`` are those
    found while reading; ``broken`` says that ``data`` is not what the writer meant, so validating it would only add
    noise.
    """

    path: str
    data: dict[str, Any] = field(default_factory=dict)
    packed: bytes = field(default=Layout().packed(), repr=False)
    body: str = ""
    body_line: int = 0
    lines: tuple[str, ...] = field(default=(), repr=False)
    problems: tuple[Problem, ...] = ()
    broken: bool = False

    @property
    def layout(self) -> Layout:
        """Where its values stand."""
        return _unpacked(self.packed)

    @cached_property
    def digest(self) -> str:
        """What stands for the file's name and every line of it."""
        return blake2b("\n".join((self.path, *self.lines)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The PATH:LINE of every key and of what stands right below it, such as ``metrics.contacts``."""
        marks = (*self.layout.marks.items(), *self.layout.keys.items())  # the line of the key, where there is one
        return {".".join(map(str, loc)): f"{self.path}:{line}" for loc, (line, _) in marks if len(loc) <= _NAMED}

    def where(self, loc: Loc = ()) -> Position:
        """Line and column of the value at ``loc``; a step that was not typed is passed over."""
        return self.layout.marks.get(self.layout.typed(loc), (1, 1))

    def key_where(self, loc: Loc) -> Position:
        """Line and column of the key at ``loc``, or where the value is; a step that was not typed is passed over."""
        typed, keys = self.layout.typed(loc), self.layout.keys
        return keys[typed] if loc and typed[-1:] == loc[-1:] and typed in keys else self.where(loc)

    def value(self, loc: Loc) -> Any:
        """What was typed at ``loc``; None where nothing was."""
        value: Any = self.data
        for step in loc:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def problem(self, loc: Loc, message: str, mend: str = "", *, at_key: bool = False) -> Problem:
        """A problem at the value (or the key) of ``loc``."""
        line, column = self.key_where(loc) if at_key else self.where(loc)
        sheet = self.layout.sheets.get(self.layout.typed(loc), "")
        return Problem(self.path, line, column, in_sheet(sheet, message), mend)

    def also(self, *problems: Problem) -> Document:
        """The document with more problems, each once and in their order."""
        return replace(self, problems=tuple(sorted({*self.problems, *problems})))

    def texts(self) -> list[tuple[Loc, str]]:
        """Every text that was typed as a value, with its path; in the order of the file."""
        texts: list[tuple[Loc, str]] = []

        def collect(loc: Loc, items: Iterable[tuple[str | int, Any]]) -> None:
            for key, item in items:
                if isinstance(item, str):
                    texts.append(((*loc, key), item))
                elif item is not None:
                    collect((*loc, key), item.items() if isinstance(item, dict) else enumerate(item))

        collect((), self.data.items())
        return texts


@dataclass(frozen=True)
class Written:
    """Markdown as it was written, and where its first line stands in its file, for warnings about a line of it."""

    text: str = ""
    path: str = ""
    first_line: int = 1

    def where(self, line: int) -> str:
        """``PATH:LINE`` of a line of ``text``, counted from 1; lines that the page added belong to its first."""
        return f"{self.path}:{max(1, self.first_line + line - 1)}"


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
        message, mend = (
            "故事的开头没有“---”围起来的标题、日期和收获",
            "第一行写“---”，接着 title、date、lesson，再一行“---”",
        )
        if not opening:
            start, message, mend = 0, "文件是空的", "写上开头的 --- 与 title、date、lesson，再写正文"
        elif wrong := _ODD_FENCE.fullmatch(opening):
            message, mend = f"开头的“---”写成了“{wrong[1]}”", "改成三个半角短横“---”，单独一行"
        problems = (Problem(path, start + 1, 1, message, mend),) if needed else ()
        return Document(path, body=with_links(text), body_line=1, lines=tuple(lines), problems=problems, broken=needed)
    end = next((number for number in range(start + 1, len(lines)) if _FENCE_END.fullmatch(lines[number])), None)
    if end is None:
        return _unclosed(path, lines, start)
    document = _parse(path, ["" if number <= start else line for number, line in enumerate(lines[:end])], start + 1)
    below = next((number for number in range(end + 1, len(lines)) if lines[number].strip()), end)
    end = below if _FENCE.fullmatch(lines[below]) else end  # the sign was typed twice
    body = with_links("\n".join(lines[end + 1 :]))
    return replace(document, body=body, body_line=end + 2, lines=tuple(lines))


def _unclosed(path: str, lines: list[str], start: int) -> Document:
    """Up to the first blank line it is still looked at, so that its slips are told in the same run."""
    end = next((number for number in range(start + 1, len(lines)) if not lines[number].strip()), len(lines))
    odd = next((number for number in range(start + 1, end) if _ODD_FENCE.fullmatch(lines[number])), None)
    problem = Problem(path, start + 1, 1, "开头的几行没有结束", "在它的末尾加一行三个半角短横“---”")
    if odd is not None:
        message = f"开头的最后一行，“---”写成了“{lines[odd].strip()}”"
        problem = Problem(path, odd + 1, 1, message, "改成三个半角短横“---”，单独一行")
    document = _parse(path, ["" if number <= start else line for number, line in enumerate(lines[: odd or end])])
    return replace(document, lines=tuple(lines), problems=(problem, *document.problems), broken=True)


def _parse(path: str, lines: list[str], first: int = 1) -> Document:
    """``lines`` as they are; where that fails or looks odd, as they were meant, with a problem for each slip."""
    typed, lines = tuple(lines), _columns(lines)
    plain = _Composer(path, typed, first)
    fault = plain.compose(lines)
    mistakes = slips.find(lines)
    if not fault and not mistakes:
        return plain.document()
    alike: dict[tuple[int, str, str], list[slips.Slip]] = {}
    for slip in mistakes:
        alike.setdefault((slip.line, slip.message, slip.mend), []).append(slip)
    told = [
        Problem(path, line, same[0].column, message + (f"，这一行有 {len(same)} 处" if len(same) > 1 else ""), mend)
        for (line, message, mend), same in alike.items()
    ]
    return _salvaged(path, typed, first, slips.repair(lines, mistakes), told)


def _columns(lines: list[str]) -> list[str]:
    """A column of numbers out of a spreadsheet, or rows of a Markdown table, pasted below a key or behind it, belong to
    that key however they are indented; and the code of a colour is no remark."""
    meant: list[str] = []
    key: int | None = None
    for line in lines:
        if "accent:" in line:
            line = _COLOUR_SIGN.sub(r"\1 ", line)
        if row := "|" in line and _ROW_BEHIND.fullmatch(line):
            line = f"{row[1]} {row[2]}"
        if key is not None and (lone := _LONE.fullmatch(line) or _TABLE_ROW.fullmatch(line)):
            line = " " * max(slips.width(line), key + 2) + lone[1]
        elif line.strip():
            key = slips.width(line) if _OPEN_KEY.fullmatch(line) else None
        meant.append(line)
    return meant


def _salvaged(
    path: str, lines: tuple[str, ...], first: int, repaired: slips.Repaired, known: list[Problem]
) -> Document:
    """What can still be read, and the problems: where the parser stops, that entry is left out and it starts anew."""
    stopped, faults = 0, list[Problem]()
    while True:
        composer = _Composer(path, lines, first, repaired)
        fault = composer.compose(repaired.lines)
        if not fault or fault.line <= stopped or len(faults) == MAX_FAULTS or composer.exhausted:
            break
        stopped = fault.line
        faults.append(fault)
        kept = list(repaired.lines)
        width = slips.width(kept[stopped - 1]) if stopped <= len(kept) else 0
        after = (at for at in range(stopped, len(kept)) if kept[at].strip() and slips.width(kept[at]) <= width)
        end = next(after, len(kept))
        kept[stopped - 1 : end] = [""] * (end - stopped + 1)
        repaired = replace(repaired, lines=tuple(kept))
    shifted = any(problem.message.startswith("缩进") for problem in known)  # the depth is a guess from here on
    faults = [] if shifted else [fault for fault in faults if fault.line not in repaired.edits]
    document = composer.document([*known, *faults, *([fault] if composer.exhausted and fault else [])])
    return replace(document, broken=bool(stopped or fault or shifted))


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
        self.composed: Sequence[str] = ()  # the lines that are read, repaired where they were
        self.next: Callable[[], Any] = lambda: None
        self.nodes = 0
        self.exhausted = False  # a limit was passed: no use in starting anew

    def document(self, known: Iterable[Problem] = ()) -> Document:
        """What was read, with the problems that are ``known`` already."""
        layout = Layout(self.marks, self.keys, frozenset(self.loose))
        problems = capped(sorted({*self.problems, *known}))
        return Document(self.path, self.data, layout.packed(), lines=self.lines, problems=problems)

    def compose(self, lines: Sequence[str]) -> Problem | None:
        """Reads ``lines``; the problem at which reading stopped."""
        loader, self.composed = _LOADER("\n".join(lines)), lines
        self.next = loader.get_event
        begun = False
        try:
            while not isinstance(event := self.next(), yaml.StreamEndEvent):
                if isinstance(event, yaml.DocumentStartEvent):
                    if begun:
                        self.exhausted = True
                        self._stop(event, "一个文件里有两份内容，用“---”隔开了", "删掉这一行“---”，或拆成两个文件")
                    begun = True
                elif isinstance(event, yaml.NodeEvent):
                    self._root(event)
        except yaml.YAMLError as error:
            line, column, message, mend = explain(error, self.composed)
            return Problem(self.path, *self._typed(line, column), message, mend)
        except _StopError:
            return self.problems.pop()
        finally:
            loader.dispose()
        return None

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
            mend = "最外面一层不写短横：删掉行首的“- ”，每行写成“键: 值”，如“name: 林夏”"
            self._stop(event, "整个文件应该是一行行的“键: 值”", mend)

    def _node(self, event: Any, loc: Loc, depth: int) -> Any:
        self._check(event, depth)
        self.marks[loc] = self._place(event)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event, loc)
        if kind is yaml.AliasEvent:
            self._report(event, f"“*{event.anchor}”是引用，这里不支持", f"把内容再写一遍；{_QUOTE_IT}")
            return None
        return self._list(event, loc, depth) if kind is yaml.SequenceStartEvent else self._mapping(event, loc, depth)

    def _check(self, event: Any, depth: int) -> None:
        """No more values than a machine can take, no anchors and no tags: a file says what it says."""
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            self.exhausted = True
            too_many = f"文件里的值超过 {MAX_NODES:,} 个"
            message = too_many if self.nodes > MAX_NODES else f"括号或缩进套了 {MAX_DEPTH} 层以上"
            self._stop(event, message, "检查是不是粘贴错了内容")
        if event.anchor is not None and type(event) is not yaml.AliasEvent:
            self._report(event, f"“&{event.anchor}”是锚点，这里不支持", f"删掉它；{_QUOTE_IT}")
        if (tag := getattr(event, "tag", None)) == "!":
            self._report(event, "值不能以“!”开头", "给整个值加上英文引号")
        elif tag is not None:
            sign = tag.replace("tag:yaml.org,2002:", "!!")
            self._report(event, f"“{slips.clip(sign)}”是类型标记，这里不支持", f"删掉它；{_QUOTE_IT}")

    def _list(self, start: Any, loc: Loc, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self.next()) is not yaml.SequenceEndEvent:
            here = (*loc, len(items))
            items.append(self._node(event, here, depth + 1))
            if start.flow_style and type(event) is yaml.ScalarEvent and not event.style:
                self.loose.add(here)
        return items

    def _mapping(self, start: Any, loc: Loc, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        cut: dict[str, Position] = {}
        last = ""
        while type(event := self.next()) is not yaml.MappingEndEvent:
            key = self._key(event, depth)
            if key in items:
                first = self.keys[(*loc, key)][0]
                above = f"是“{slips.clip(last)}”里的，就在行首空两格；不是，" if last and items[last] is None else ""
                self._report(event, f"“{slips.clip(key)}”写了两次（第 {first} 行已经有了）", f"{above}合成一个，或改名")
                self._node(self.next(), (*loc, key, "\0"), depth + 1)  # not kept, but its own problems are told
                continue
            value = self.next()
            if start.flow_style and self._is_cut(event, value, items.get(last)):
                is_number, before = _NUMBER.fullmatch(items[last]), self.composed[event.start_mark.line]
                if not is_number:
                    cut[last] = self.marks[(*loc, last)]
                is_close = is_number or before[: event.start_mark.column].endswith(",")
                items[last] += f"{',' if is_close else ', '}{key}"
                continue
            here, last = (*loc, key), key
            self.keys[here] = self._place(event)
            items[key] = self._node(value, here, depth + 1)
        for key, place in cut.items():
            mend = f"给整句加上英文引号：{key}: {slips.in_quotes(items[key])}"
            mend += f"；是几项的，写 {key}: [{items[key]}]" if ", " in items[key] else ""
            head = slips.clip(items[key].partition(",")[0])
            self.problems.append(Problem(self.path, *place, f"逗号把“{head}”后面的话切断了", mend))
        return items

    def _is_cut(self, key: Any, event: Any, before: Any) -> bool:
        """Whether a word in braces is no key, having neither colon nor value, but goes on with the text before it."""
        if type(event) is not yaml.ScalarEvent or event.value or event.style or not isinstance(before, str):
            return False
        end: Any = key.end_mark
        begin: Any = event.start_mark
        if end.line != begin.line or ":" in self.composed[end.line][end.column : begin.column + 1]:
            return False
        if _NUMBER.fullmatch(before):
            return bool(_MORE.fullmatch(key.value) and before[-1:].isdigit())  # thousands, a point, twelve numbers
        return not _NAME.fullmatch(key.value)

    def _key(self, event: Any, depth: int) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "键只能是一个词", "值以括号开头时，给整个值加上英文引号")
        self._check(event, depth)
        mark: Any = event.start_mark
        if self.composed[mark.line][: mark.column].rstrip().endswith("?"):
            self._report(event, "值不能以“?”开头", "给整个值加上英文引号")
        key = _unquoted(self._value(event).strip())
        if not key:
            self._report(event, "冒号前面没有键", "在冒号前写上名称，或删掉这一行")
        return str(key)

    def _scalar(self, event: Any, loc: Loc) -> str | None:
        text = self._value(event)
        if event.style:
            return text if event.style in "'\"" else text.rstrip("\n")
        end = event.end_mark
        has_remark = end.line < len(self.composed) and "#" in self.composed[end.line]
        if text in _NOTHING:
            if not text and has_remark:
                self._remark(event, loc, text)
            return None
        if end.line > event.start_mark.line:
            self._continued(event)
            text = self._folded(event)
        if has_remark:
            self._remark(event, loc, text)
        if "“" in text or "”" in text:
            if text.count("“") != text.count("”") and (text[0] in "“”" or text[-1] in "“”"):
                mend = "补上另一半，或者删掉；要保留就给整个值加上英文引号"
                self._report(event, f"引号不成对：{slips.clip(text)}", mend)
            return _unquoted(text)
        return text

    def _value(self, event: Any) -> str:
        """What a scalar says; an escape in double quotes may stand for a character that a file may not hold."""
        if event.style != '"':
            return str(event.value)
        text, strange = without_strange(event.value)
        if strange:
            self._report(event, f"双引号里的反斜杠写出了{strange}", "删掉这个反斜杠和后面的编码")
        return text

    def _remark(self, event: Any, loc: Loc, text: str) -> None:
        """What stands behind `` #`` without a blank after it was hardly meant as a remark."""
        remark = _REMARK.match(self.composed[event.end_mark.line], event.end_mark.column)
        number = values.amount(text) if remark else None
        counted = number and number.unit in {"", *values.COUNTED, *values.SECONDS}
        if remark and loc and not counted and not values.day(text):
            whole = slips.in_quotes(f"{text}{remark[0]}".strip())
            head = f"{loc[-1]}:" if isinstance(loc[-1], str) else "-"
            mend = f"给整句加上英文引号：{head} {whole}；真的是说明，就在 # 后面空一格"
            if not text and (words := re.findall(r"#([^\s#]+)", remark[0]))[1:]:
                mend = f"几个词的，不写 #：{head} [{', '.join(words)}]；是一句话，{mend}"
            self._report(event, "“ #”后面的字会被当成说明丢掉", mend)

    def _continued(self, event: Any) -> None:
        """A value over several lines: a line of it that looks like a key, or a list's item, was meant to be one."""
        last = event.end_mark.line + bool(event.end_mark.column)
        for number in range(event.start_mark.line + 1, last):
            if _NUMBERED.match(line := self.composed[number]):
                place = self._typed(number + 1, slips.width(line) + 1)
                message = f"“{slips.clip(line, 12)}”这一行接在上一行后面，成了一句话"
                mend = "是一条一条的，每条前面改成“- ”；是几段文字，就在冒号后面写“|”，文字另起一行"
                self.problems.append(Problem(self.path, *place, message, mend))
                return
            found = _OWN_LINE_KEY.match(line)
            if found and not (self.repaired and number + 1 in self.repaired.edits):
                place = self._typed(number + 1, found.end())
                name = found[1] or slips.clip(self.composed[number], 12)
                mend = f"让“{name}”与同类的行左边对齐；它要是列表或键的第一行，上一行的冒号后面就不写值"
                self.problems.append(Problem(self.path, *place, f"“{name}”这一行被当成了上一行的文字", mend))

    def _folded(self, event: Any) -> str:
        """The lines of a plain value as one text: an empty line parts paragraphs, as in Markdown, and no blank stands
        between two lines of Chinese."""
        first, last = event.start_mark, event.end_mark
        lines = [*self.composed[first.line : last.line], self.composed[last.line][: last.column]]
        lines[0] = lines[0][first.column :]
        text, parted = "", False
        for line in map(str.strip, lines):
            wide = text and line and _WIDE.match(text[-1]) and _WIDE.match(line)
            text += ("\n\n" if parted else "" if wide or not text else " ") + line if line else ""
            parted = not line and bool(text)
        return text

    def _report(self, event: yaml.Event, message: str, mend: str) -> None:
        self.problems.append(Problem(self.path, *self._place(event), message, mend))

    def _stop(self, event: yaml.Event, message: str, mend: str) -> None:
        self._report(event, message, mend)
        raise _StopError

    def _place(self, event: Any) -> Position:
        mark = event.start_mark
        return self._typed(mark.line + 1, mark.column + 1)

    def _typed(self, line: int, column: int) -> Position:
        return self.repaired.place(line, column) if self.repaired else (line, column)


def _unquoted(text: str) -> str:
    """A value wholly in Chinese quotation marks is a quoted value, as one in English ones is."""
    whole = len(text) > 2 and text[0] == "“" and text[-1] == "”" and "“" not in text[1:] and "”" not in text[:-1]
    return text[1:-1] if whole else text
