"""The slips that a Chinese keyboard makes in YAML: full-width signs in the place of its own, and their mends.

Only what cannot have been meant otherwise is called a slip: a ``：`` in prose, a ``，`` in a customer's words and
a dash that begins a sentence are left alone. Each slip carries its repair, so that the rest of the file can be
read as meant and its other problems are told in the same run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

#: Who made this many has the same mend for the rest.
MAX_SLIPS = 200

_BLANKS = "\t\u3000\xa0\u2002\u2003\u2009"
_INDENT = re.compile(rf"[ {_BLANKS}]*")
_DASH = re.compile(rf"([-－–—•])([ {_BLANKS}]+|(?=[^-－–—•\s\d.~])|$)")
_KEY = re.compile(r"[a-z][a-z_]+")
_ENTRY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|[^\s#"'\[\]{}&*!|>%@`：:，,][^：:\n]*)([：:])([ \u3000\xa0\t]*)""")
_PAIR = re.compile(r"\s*(-\s+)?([^\s：:，。]{1,20})\s*[：:]\s*(.*)")
_ROOT_KEY = re.compile(r"[a-z][a-z_]+\s*[：:]")
_BLOCK = re.compile(r"[|>][-+1-9]{0,2}\s*(#.*)?$")
_NUMBER = re.compile(r"\s*([-+]?\d[\d.]*\s*[%％]?|~|～|null)?\s*")
_KEY_FOLLOWS = re.compile(r"\s*[a-z][a-z_]+\s*[:：]")
_LAST_KEY = re.compile(r"\s*[^\s，：:]{1,20}\s*")
_COLON = re.compile(r"\s*:(\s|$)")
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>[\[{［｛])|(?P<close>[\]}])|(?P<comma>,)|(?P<colon>:(?=\s|$))|(?P<note>\#.*)
    |(?P<quoted>"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+')|(?P<unclosed>["'].*)
    |(?P<plain>(?:[^,\[\]{}:\s]|:(?!\s|$)|\s(?!\#|$))+))""",
    re.VERBOSE,
)
_REST = re.compile(r"\s*(\#.*)?$")
_REMARK = re.compile(r"\s+#")
_FLOW_ENTRY = re.compile(r"\s*([^\s：:][^：:]*)([：:])([ \u3000]*)")
_OPENERS = {"[": "[", "{": "{", "［": "[", "｛": "{"}
_CLOSERS = {"[": "]", "{": "}"}
_WIDE_CLOSERS = {"】": "【", "］": "［", "｝": "｛"}

_NEAR = 80  # characters on either side of a comma that tell what it was meant for

#: Where none of these is in a text, none of the slips that YAML itself lets pass is either: a quick look first.
_HINTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\n(?:[ {_BLANKS}]*[－–—•＃{_BLANKS}]|[ {_BLANKS}-]*[A-Za-z_]+\s*(?:：|:[^\s/])| *-[^\s\d.-])",
        r"""，(?<=[\d~～%\]}"”']，)|，(?<=[\d~～%\]}"”'] ，)|，\s*[a-z_]{2,}\s*[:：]""",
        r"[{,] *[a-z_]+:[^\s/]",
        r"[{,][^{},：:\n]*：",
        r"[］｝】]\s*(?:\n|#)|[［｛]",
        r":\u3000",
    )
)


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip at ``line`` and ``column`` (from 1): ``size`` characters there stand for ``repair``."""

    line: int
    column: int
    size: int
    repair: str
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """Lines with their slips repaired; ``place`` leads from a repaired line back to the typed one."""

    lines: tuple[str, ...]
    edits: dict[int, tuple[Slip, ...]]

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Where the character at ``line`` and ``column`` of the repaired text was typed."""
        shift = 0
        for slip in self.edits.get(line, ()):
            if column + shift > slip.column:
                shift = max(slip.column - column, shift + slip.size - len(slip.repair))
        return line, column + shift


def suspicious(text: str) -> bool:
    """Whether a slip that YAML lets pass may be in ``text``; where not, there is none."""
    return any(hint.search(f"\n{text}\n") for hint in _HINTS)


def find(lines: Sequence[str]) -> list[Slip]:
    """The slips in the YAML ``lines``, in their order; the first MAX_SLIPS."""
    scan = _Scan()
    found = (slip for number, line in enumerate(lines, 1) for slip in scan.line(number, line))
    return list(islice(found, MAX_SLIPS))


def repair(lines: Sequence[str], slips: Sequence[Slip]) -> Repaired:
    """``lines`` as they were meant."""
    edits: dict[int, list[Slip]] = {}
    for slip in slips:
        edits.setdefault(slip.line, []).append(slip)
    mended = tuple(_mended(line, edits.get(number, ())) for number, line in enumerate(lines, 1))
    return Repaired(mended, {number: tuple(found) for number, found in edits.items()})


def pairs(lines: Sequence[str], start: int) -> Iterator[tuple[int, int, str]]:
    """Line, column of the colon, and the mended text of each ``键：值`` in the block that begins at line ``start``."""
    indent = _width(lines[start - 1])
    for number, line in enumerate(lines[start - 1 :], start):
        if (line.strip() and _width(line) < indent) or number > start + _NEAR:
            return
        if found := _PAIR.match(line):
            yield number, found.end(2) + 1, clip(f"{found[2]}: {found[3]}")


def clip(text: str, size: int = 24) -> str:
    """``text`` short enough for a message, on one line."""
    text = " ".join(text[:400].split())
    return text if len(text) <= size else text[: size - 1] + "…"


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _mended(line: str, slips: Sequence[Slip]) -> str:
    parts, position = [], 0
    for slip in slips:
        parts += [line[position : slip.column - 1], slip.repair]
        position = slip.column - 1 + slip.size
    return "".join([*parts, line[position:]])


@dataclass
class _Scan:
    """Reads a file line by line and knows where it is: in a block of text, in quotes, in brackets or in neither."""

    block: int | None = None
    quote: str = ""
    flow: list[str] = field(default_factory=list)
    fresh: bool = True  # the next token of the flow begins an entry
    columns: list[int] = field(default_factory=list)  # those of the mappings that are open

    def line(self, number: int, line: str) -> Iterator[Slip]:
        """The slips of the next line."""
        if not line.strip() or self._in_block(line) or line.startswith(("%", "---", "...")):
            return
        if (self.quote or self.flow) and _ROOT_KEY.match(line):
            self.quote, self.flow = "", []  # never closed: the parser says so; the next key is a key all the same
        if self.quote or self.flow:
            yield from self._flow(number, line, self._after_quote(line) if self.quote else 0)
        else:
            yield from self._entry(number, line)

    def _in_block(self, line: str) -> bool:
        if self.block is not None and _width(line) <= self.block:
            self.block = None
        return self.block is not None

    def _after_quote(self, line: str) -> int:
        end = line.find(self.quote)
        if end < 0:
            return len(line)
        self.quote = ""
        return end + 1

    def _entry(self, number: int, line: str) -> Iterator[Slip]:
        """A line outside brackets: its indentation and dashes, then what follows them."""
        start = _indent(line)
        yield from _bad_indent(number, line, start)
        if line[start] == "＃":
            yield Slip(number, start + 1, 1, "#", "注释的井号“＃”是全角的", "改成半角“#”")
        if line[start] in "#＃":
            return
        self.columns = [column for column in self.columns if column <= start] if self.columns else [start]
        position = start
        while found := _DASH.match(line, position):
            yield from _bad_dash(number, line, found)
            position = found.end()
        yield from self._key(number, line, position, sibling=position == start and start in self.columns)

    def _key(self, number: int, line: str, start: int, *, sibling: bool) -> Iterator[Slip]:
        """A key, where there must be one, and its value. ``sibling``: keys stand right above in this column."""
        found = _ENTRY.match(line, start)
        slip = found and _bad_colon(number, line, found, sibling)
        if slip:
            yield slip
        if found and (slip or _is_colon(found)):
            self.columns = [column for column in self.columns if column < start] + [start]
            start = found.end()
        yield from self._value(number, line, start)

    def _value(self, number: int, line: str, start: int) -> Iterator[Slip]:
        value = line[start:]
        if value.startswith(("[", "{", '"', "'", "［", "｛")) or (value[:1] == "【" and _is_numbers(value[1:])):
            yield from self._flow(number, line, start)
        elif _BLOCK.match(value):
            self.block = self.columns[-1] if self.columns else -1

    def _flow(self, number: int, line: str, position: int) -> Iterator[Slip]:
        """The tokens of what is in brackets or in quotes, to the end of the line or of the brackets."""
        if line[position : position + 1] == "【":
            yield self._open(number, position, "[")
            position += 1
        while found := _TOKEN.match(line, position):
            position = found.end()
            yield from self._token(number, line, found)
            if not self.flow:
                return

    def _token(self, number: int, line: str, found: re.Match[str]) -> Iterator[Slip]:
        kind, start = found.lastgroup or "", found.start(found.lastgroup or 0)
        if kind == "open":
            if found["open"] not in _CLOSERS:
                yield self._open(number, start, _OPENERS[found["open"]])
                return
            self.flow.append(found["open"])
        elif kind == "close" and self.flow:
            self.flow.pop()
        elif kind == "unclosed":
            yield from self._unclosed(number, line, start)
        elif kind == "plain" and self.flow:
            yield from self._plain(number, line, start, found.end())
        self.fresh = kind in ("open", "comma") or (kind == "note" and self.fresh)

    def _open(self, number: int, start: int, narrow: str) -> Slip:
        self.flow.append(narrow)
        self.fresh = True
        mend = f"改成半角“{narrow}”，右边也用半角“{_CLOSERS[narrow]}”"
        return Slip(number, start + 1, 1, narrow, "用了全角的左括号", mend)

    def _unclosed(self, number: int, line: str, start: int) -> Iterator[Slip]:
        """A quotation mark without its other half on the line: it goes on below, or ends in a Chinese one."""
        rest, narrow = line[start + 1 :], line[start]
        if narrow == '"' and rest.count("”") > rest.count("“"):
            column = start + 1 + rest.rindex("”")
            yield Slip(number, column + 1, 1, narrow, "左边是半角引号，右边是中文引号“””", f"右边也改成半角 {narrow}")
        else:
            self.quote = narrow

    def _plain(self, number: int, line: str, start: int, end: int) -> Iterator[Slip]:
        """An unquoted piece inside brackets: several entries where ``，`` was typed for a comma."""
        mapping = self.flow[-1] == "{"
        for first, last, is_entry in _entries(line, start, end, mapping):
            if first > start:
                yield _bad_comma(number, first - 1)
            if mapping and (is_entry or self.fresh):
                yield from _bad_flow_colon(number, line, first, last)
        yield from self._wide_close(number, line, start, end)

    def _wide_close(self, number: int, line: str, start: int, end: int) -> Iterator[Slip]:
        """``】`` for ``]`` at the end of the line."""
        last = line[end - 1]
        opener = _WIDE_CLOSERS.get(last)
        if opener and _REST.match(line, end) and line.count(last, start, end) > line.count(opener, start, end):
            narrow = _CLOSERS[self.flow.pop()]
            yield Slip(number, end, 1, narrow, f"右括号用了全角“{last}”", f"改成半角“{narrow}”")


def _indent(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0


def _is_numbers(text: str) -> bool:
    found = _NUMBER.match(text)
    return bool(found and found[1]) and text[found.end() : found.end() + 1] in tuple(",，]】") if found else False


def _is_colon(found: re.Match[str]) -> bool:
    """Whether it is a colon that YAML takes for one: a blank or nothing after it."""
    after = found[3][:1] or found.string[found.end() : found.end() + 1]
    return found[2] == ":" and after in ("", " ", "\t")


def _bad_indent(number: int, line: str, start: int) -> Iterator[Slip]:
    for index, char in enumerate(line[:start]):
        if char != " ":
            name = {"\t": "制表符（Tab）", "\u3000": "全角空格"}.get(char, "特殊空格")
            repaired = "".join("  " if char in "\t\u3000" else " " for char in line[index:start])
            yield Slip(number, index + 1, start - index, repaired, f"缩进用了{name}", "改成半角空格，每一层两个")
            return


def _bad_dash(number: int, line: str, found: re.Match[str]) -> Iterator[Slip]:
    after = found[2]
    mend = f"写成半角短横加一个空格“- {clip(line[found.end() : found.end() + 40], 12)}”"
    if found[1] != "-":
        yield Slip(number, found.start() + 1, len(found[0]), "- ", f"列表的短横用了“{found[1]}”", mend)
    elif not after and found.end() < len(line):
        yield Slip(number, found.start() + 1, 1, "- ", "列表的短横“-”后面少了空格", mend)
    elif after.strip(" \t"):
        yield Slip(number, found.start() + 1, len(found[0]), "- ", "短横后面是全角空格", mend)


def _bad_colon(number: int, line: str, found: re.Match[str], sibling: bool) -> Slip | None:
    """The first colon of a line, where it must part a key from its value and YAML will not see it."""
    typed, blank = found[2], found[3]
    rest = line[found.end() :]
    said = _REMARK.split(rest, maxsplit=1)[0]
    is_name = bool(_KEY.fullmatch(found[1].strip())) and not rest.startswith("//")
    if _is_colon(found) or not (is_name or (sibling and not re.search(r":(\s|$)", line[found.start(2) :]))):
        return None
    size = 1 + len(blank)
    mend = f"改成半角冒号加一个空格“{clip(f'{found[1].strip()}: {said}')}”"
    message = "冒号用了全角“：”" if typed == "：" else "冒号后面是全角空格" if blank else "冒号后面少了空格"
    return Slip(number, found.start(2) + 1, size, ": ", message, mend)


def _bad_flow_colon(number: int, line: str, first: int, last: int) -> Iterator[Slip]:
    """In ``{ }`` a key without a value makes no sense, so its ``：`` was meant for a colon."""
    found = _FLOW_ENTRY.match(line, first, last)
    if not found or (_COLON.match(line, last) and not _KEY.fullmatch(found[1].strip())):
        return
    wide = found[2] == "："
    mend = f"改成半角冒号加一个空格“{clip(f'{found[1].strip()}: {line[found.end() : last]}')}”"
    message = "冒号用了全角“：”" if wide else "冒号后面少了空格"
    yield Slip(number, found.start(2) + 1, 1 + len(found[3]), ": ", message, mend)


def _bad_comma(number: int, index: int) -> Slip:
    mend = "改成半角逗号加一个空格“, ”；如果逗号是话里的，给整句加上英文引号"
    return Slip(number, index + 1, 1, ", ", "逗号用了全角“，”", mend)


def _entries(line: str, start: int, end: int, mapping: bool) -> Iterator[tuple[int, int, bool]]:
    """Begin and end of each entry in the unquoted piece, and whether a ``，`` that must be a comma stands before."""
    first, seen = start, False
    for comma in [index for index in range(start, end) if line[index] == "，"]:
        if _must_part(line, first, comma, end, mapping):
            yield first, comma, seen
            first, seen = comma + 1, True
    yield first, end, seen


def _must_part(line: str, first: int, comma: int, end: int, mapping: bool) -> bool:
    before, after = line[max(first, comma - _NEAR) : comma], line[comma + 1 : min(end, comma + _NEAR)]
    value = re.split("[：:]", before)[-1] if mapping else before
    return bool(
        _NUMBER.fullmatch(value)
        or _KEY_FOLLOWS.match(line, comma + 1)
        or (value.rstrip().endswith("”") and after.lstrip().startswith("“"))
        or (mapping and end - comma < _NEAR and _LAST_KEY.fullmatch(after) and _COLON.match(line, end))
    )
