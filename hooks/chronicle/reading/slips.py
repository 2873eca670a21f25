"""The slips that a Chinese keyboard makes in YAML: full-width signs in the place of its own, and their mends.

Only what cannot have been meant otherwise is called a slip: a ``：`` in prose, a ``，`` in a customer's words and
a dash that begins a sentence are left alone. Each slip carries its repair, so that the rest of the file can be
read as meant and its other problems are told in the same run.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

#: Who made this many has the same mend for the rest.
MAX_SLIPS = 200

_BLANKS = "\t\u3000\xa0\u2002\u2003\u2009"
_DASH = re.compile(rf"([-－–—•])([ {_BLANKS}]+|(?=[^-－–—•\s\d.~])|$)")
_KEY = re.compile(r"[a-z][a-z_]+")
_ENTRY = re.compile(r"""("[^"\n]*"|'[^'\n]*'|[^\s#"'\[\]{}&*!|>%@`：:，,][^：:\n]*)([：:])([ \u3000\xa0\t]*)""")
_PAIR = re.compile(r"\s*(-\s+)?([^\s：:，。]{1,20})\s*[：:]\s*(.*)")
_ROOT_KEY = re.compile(r"[a-z][a-z_]+\s*[：:]")
_BLOCK = re.compile(r"[|>][-+1-9]{0,2}\s*(#.*)?$")
_WIDE_BLOCK = re.compile(r"[｜＞]\s*$")
_ONE = r"(?:[-+]?\d[\d.]*+\s*+[%％]?|~|～|null)"
_NUMBER = re.compile(rf"\s*{_ONE}?\s*")
_WIDE_NUMBERS = re.compile(rf"【\s*+{_ONE}\s*+[,，\]】]")
_KEY_FOLLOWS = re.compile(r"\s*[a-z][a-z_]+\s*[:：]")
_LAST_KEY = re.compile(r"\s*[^\s，：:]{1,20}\s*")
_COLON = re.compile(r"\s*:(\s|$)")
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>[\[{［｛])|(?P<close>[\]}])|(?P<comma>,)|(?P<colon>:(?=\s|$))|(?P<note>\#.*)
    |(?P<quoted>"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+')|(?P<unclosed>["'].*)
    |(?P<plain>(?:[^,\[\]{}:\s]++|:(?!\s|$)|\s(?!\#|$))+))""",
    re.VERBOSE,
)
#: Brackets that end in their line and have nothing in them that could be a slip; a ``，`` between words is none where
#: no colon follows.
_CALM = re.compile(
    r"""[\[{](?:[^\[\]{}"'#：:，【】［］｛｝]++|:(?=\s)|(?<=[\u4e00-\u9fff])，(?![^，,\[\]{}:]*:))*+[\]}]\s*(?:\#.*)?"""
)
#: What an unquoted piece inside brackets has to hold to be one.
_WIDE = re.compile("[，：:】］｝]")
_REST = re.compile(r"\s*(\#.*)?$")
_REMARK = re.compile(r"(?<!\s)\s+#")
#: What was meant as a remark behind a value: the sign is full-width (and no number's), or no blank stands before it.
_BAD_REMARK = re.compile(r"(?<=\s)＃(?!\d)|(?<=[\u4e00-\u9fff])#(?=\s)|(?<=[\]}])＃")
_FLOW_ENTRY = re.compile(r"\s*([^\s：:][^：:]*)([：:])([ \u3000]*)")
_OPENERS = {"[": "[", "{": "{", "［": "[", "｛": "{"}
_CLOSERS = {"[": "]", "{": "}"}
_WIDE_CLOSERS = {"】": "【", "］": "［", "｝": "｛"}

_NEAR = 80  # characters on either side of a comma that tell what it was meant for


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
    mended = list(lines)
    for slip in reversed(slips):
        line, start = mended[slip.line - 1], slip.column - 1
        mended[slip.line - 1] = line[:start] + slip.repair + line[start + slip.size :]
    return Repaired(tuple(mended), {number: tuple(found) for number, found in edits.items()})


def pairs(lines: Sequence[str], start: int) -> Iterator[tuple[int, int, str]]:
    """Line, column of the colon, and the mended text of each ``键：值`` in the block that begins at line ``start``."""
    indent = width(lines[start - 1])
    for number, line in enumerate(lines[start - 1 :], start):
        if (line.strip() and width(line) < indent) or number > start + _NEAR:
            return
        if found := _PAIR.match(line):
            yield number, found.end(2) + 1, clip(f"{found[2]}: {found[3]}")


def clip(text: str, size: int = 24) -> str:
    """``text`` short enough for a message, on one line."""
    text = " ".join(text[:400].split())
    return text if len(text) <= size else text[: size - 1] + "…"


def in_quotes(text: str) -> str:
    """``text`` as YAML reads it whatever is in it."""
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def width(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip(" "))


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
        if not line.strip():
            return
        if self.block is not None and width(line) <= self.block:
            self.block = None
        if self.block is not None or line.startswith(("%", "---", "...")):
            return
        if (self.quote or self.flow) and _ROOT_KEY.match(line):
            self.quote, self.flow = "", []  # never closed: the parser says so; the next key is a key all the same
        if self.quote:
            if self.quote in line:
                end, self.quote = line.index(self.quote) + 1, ""
                yield from self._flow(number, line, end)
        elif self.flow:
            yield from self._flow(number, line, 0)
        else:
            yield from self._entry(number, line)

    def _entry(self, number: int, line: str) -> Iterator[Slip]:
        """A line outside brackets: its indentation and dashes, then what follows them."""
        start = len(line) - len(line.lstrip(f" {_BLANKS}"))
        if odd := line[:start].lstrip(" "):
            name = {"\t": "制表符（Tab）", "\u3000": "全角空格"}.get(odd[0], "特殊空格")
            blanks = re.sub("[^\t\u3000]", " ", odd).replace("\t", "  ").replace("\u3000", "  ")
            column = start - len(odd) + 1
            yield Slip(number, column, len(odd), blanks, f"缩进用了{name}", "改成半角空格，每一层两个")
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
        if found := _ENTRY.match(line, start):
            after = found[3][:1] or line[found.end() : found.end() + 1]
            is_colon = found[2] == ":" and after in ("", " ", "\t")  # which YAML takes for one
            slip = None if is_colon else _bad_colon(number, line, found, sibling)
            if slip:
                yield slip
            if slip or is_colon:
                self.columns = [column for column in self.columns if column < start] + [start]
                start = found.end()
        value = line[start:]
        if sign := _bad_remark(value):
            mend = "是说明，就写成“ # ”，半角，前后都空一格；是话里的，给整句加上英文引号"
            yield Slip(number, start + sign.start() + 1, len(sign[0]), " # ", f"“{sign[0].strip()}”后面像是说明", mend)
            line = line[: start + sign.start()]
            value = line[start:]
        if _CALM.fullmatch(value):
            return
        if value.startswith(("[", "{", '"', "'", "［", "｛")) or _WIDE_NUMBERS.match(value):
            yield from self._flow(number, line, start)
        elif _WIDE_BLOCK.match(value):
            narrow = "|" if value[0] == "｜" else ">"
            yield Slip(number, start + 1, 1, narrow, f"“{value[0]}”是全角的", f"改成半角“{narrow}”")
            self.block = self.columns[-1] if self.columns else -1
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

    def _token(self, number: int, line: str, match: re.Match[str]) -> Iterator[Slip]:
        kind, start = match.lastgroup or "", match.start(match.lastgroup or 0)
        if kind == "open":
            if match["open"] not in _CLOSERS:
                yield self._open(number, start, _OPENERS[match["open"]])
                return
            self.flow.append(match["open"])
        elif kind == "close" and self.flow:
            self.flow.pop()
        elif kind == "unclosed":
            rest, sign = line[start + 1 :], line[start]  # it goes on below, or ends in a Chinese one
            if sign == '"' and rest.count("”") > rest.count("“"):
                column = start + 2 + rest.rindex("”")
                yield Slip(number, column, 1, sign, "左边是半角引号，右边是中文引号“””", f"右边也改成半角 {sign}")
            else:
                self.quote = sign
        elif kind == "plain" and self.flow:
            yield from self._plain(number, line, start, match.end())
        self.fresh = kind in ("open", "comma") or (kind == "note" and self.fresh)

    def _open(self, number: int, start: int, narrow: str) -> Slip:
        self.flow.append(narrow)
        self.fresh = True
        mend = f"改成半角“{narrow}”，右边也用半角“{_CLOSERS[narrow]}”"
        return Slip(number, start + 1, 1, narrow, "用了全角的左括号", mend)

    def _plain(self, number: int, line: str, start: int, end: int) -> Iterator[Slip]:
        """An unquoted piece inside brackets: several entries where ``，`` was typed for a comma."""
        if not _WIDE.search(line, start, end):
            return
        mapping = self.flow[-1] == "{"
        for first, last, is_entry in _entries(line, start, end, mapping):
            if first > start:
                mend = "改成半角逗号加一个空格“, ”；如果逗号是话里的，给整句加上英文引号"
                yield Slip(number, first, 1, ", ", "逗号用了全角“，”", mend)
            if mapping and (is_entry or self.fresh):
                yield from _bad_flow_colon(number, line, first, last)
        sign = line[end - 1]  # ``】`` for ``]`` at the end of the line
        opener = _WIDE_CLOSERS.get(sign)
        if opener and _REST.match(line, end) and line.count(sign, start, end) > line.count(opener, start, end):
            narrow = _CLOSERS[self.flow.pop()]
            yield Slip(number, end, 1, narrow, f"右括号用了全角“{sign}”", f"改成半角“{narrow}”")


def _bad_remark(value: str) -> re.Match[str] | None:
    """The sign of what was meant as a remark behind a value, and is none to YAML: behind words or closed brackets."""
    if value.startswith(('"', "'", "“", "|", ">")) or ("＃" not in value and "#" not in value):
        return None
    end = max(map(value.rfind, "]}】］｝")) + 1 if value[:1] in (*_OPENERS, "【") else 0
    return _BAD_REMARK.search(_REMARK.split(value, maxsplit=1)[0], end)


def _bad_dash(number: int, line: str, match: re.Match[str]) -> Iterator[Slip]:
    after = match[2]
    mend = f"写成半角短横加一个空格“- {clip(line[match.end() : match.end() + 40], 12)}”"
    if match[1] != "-":
        yield Slip(number, match.start() + 1, len(match[0]), "- ", f"列表的短横用了“{match[1]}”", mend)
    elif not after and match.end() < len(line):
        yield Slip(number, match.start() + 1, 1, "- ", "列表的短横“-”后面少了空格", mend)
    elif after.strip(" \t"):
        yield Slip(number, match.start() + 1, len(match[0]), "- ", "短横后面是全角空格", mend)


def _bad_colon(number: int, line: str, match: re.Match[str], sibling: bool) -> Slip | None:
    """The first colon of a line, where it must part a key from its value and YAML will not see it."""
    rest = line[match.end() :]
    is_name = bool(_KEY.fullmatch(match[1].strip())) and not rest.startswith("//")
    if not is_name and not (sibling and not re.search(r":(\s|$)", line[match.start(2) :])):
        return None
    return _colon(number, match, _REMARK.split(rest, maxsplit=1)[0])


def _bad_flow_colon(number: int, line: str, first: int, last: int) -> Iterator[Slip]:
    """In ``{ }`` a key without a value makes no sense, so its ``：`` was meant for a colon."""
    found = _FLOW_ENTRY.match(line, first, last)
    if found and (_KEY.fullmatch(found[1].strip()) or not _COLON.match(line, last)):
        yield _colon(number, found, line[found.end() : last])


def _colon(number: int, match: re.Match[str], said: str) -> Slip:
    """The slip of a colon: its ``match`` holds the key, what was typed for the colon, and the blanks after it."""
    key, typed, blank = match.groups()
    mend = f"改成半角冒号加一个空格“{clip(f'{key.strip()}: {said}')}”"
    message = "冒号用了全角“：”" if typed == "：" else "冒号后面是全角空格" if blank else "冒号后面少了空格"
    return Slip(number, match.start(2) + 1, 1 + len(blank), ": ", message, mend)


def _entries(line: str, start: int, end: int, mapping: bool) -> Iterator[tuple[int, int, bool]]:
    """Begin and end of each entry in the unquoted piece, and whether a ``，`` that must be a comma stands before."""
    first, seen, comma = start, False, start - 1
    while (comma := line.find("，", comma + 1, end)) >= 0:
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
