"""``::: NAME`` and ``{{ KEY }}`` in what people write -> tokens that Markdown leaves alone, and what each stands for.

A token is a number between two private-use characters, which the reader refuses in what people write, so that a token
cannot be forged. Nothing else is interpreted, and nothing inside code is. A drawing has a mark of the same kind: pages
are put together while their charts are still being drawn, and stay small until they are written.
"""

from __future__ import annotations

import pickle
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import count
from urllib.parse import urlsplit

from ..errors import Problem
from ..reading.document import Written
from ..reading.markdown_code import BLOCK, BLOCK_WITHIN, INDENTED, KEY, code_spans, key_of, with_code
from ..reading.pasted import as_markdown
from ..reading.values import narrow

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"<p>{_OPEN}(\\d+){_CLOSE}</p>|<!--{_OPEN}(\\d+){_CLOSE}-->|{_OPEN}(\\d+){_CLOSE}")
_TOKEN_IN_TAG = re.compile(f"<[A-Za-z][^<>]*{_OPEN}[^<>]*>")
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.S)
_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(
    r"(?:\]\(\s*<?|\]:\s+<?|<|\b(?:href|src)\s*=\s*[\"']?)((?:[a-z][\w+.-]*:)?//[^\s)>\"']*)", re.IGNORECASE
)
#: A key in braces, of which one may be missing; a star between numbers, which is a sign of times and no emphasis.
_MEANT = re.compile(r"[{｛]{1,2}[ 　]*([^\W_][\w./。．-]{0,120})[ 　]*[}｝]{1,2}|(?<=\d)\*(?=\d)")
#: Tags with their signs, or a number with its sign, at the beginning of a line: no heading, which ``#2025年`` and
#: ``#1. 背景`` are.
_HASHTAG = re.compile(r"[ \t　]*#(?=\d+(?![\d年.、．])|[^\s#]+[ 　]+#)")
#: A block behind too few colons, or too many.
_COLONS = re.compile(r"[ \t　]*(?:[:：]{2}|[:：]{4,})[ \t　]*([a-z][\w/-]*)[ \t　]*")
_DRAWING = re.compile(f"{_OPEN}([0-9a-f]{{8,}})\\.(\\d){_CLOSE}")
_UNIT = re.compile("\u00a0(?:[万亿](?=字))?([^\\s<]+)(?=(?:</span>)?$)")


class UnknownNameError(LookupError):
    """A block or a key that does not exist here; carries what is wrong and the mend, or nothing where that is told
    elsewhere."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message, self.mend = message, mend


@dataclass(frozen=True)
class Slot:
    """What a token stands for: its HTML, whether the search looks into it, and what was ``written`` in its place."""

    html: str
    searched: bool
    written: str = ""


Resolve = Callable[[str], Slot]


@dataclass(frozen=True)
class PlacedText:
    """Markdown with tokens, the slots behind them, the names that were placed, and what was not found.

    The slots are ``packed``, to a seventh: those of all pages wait together until the first page is written.
    """

    markdown: str = ""
    packed: bytes = field(default=b"", repr=False)
    names: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    written: Written = field(default_factory=Written)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """What each token stands for, by its number."""
        slots: tuple[Slot, ...] = pickle.loads(zlib.decompress(self.packed)) if self.packed else ()
        return slots

    def fill(self, html: str, *, searched: bool) -> str:
        """Put the searched slots (or those that the search is spared) into rendered HTML.

        What waits for the second filling waits as a comment, which the search does not read. A token in an attribute
        becomes the words of its slot, and one that Markdown made code of what was written.
        """
        if _OPEN not in html:
            return html
        slots = self.slots

        def put(token: re.Match[str]) -> str:
            slot = slots[_number(token)]
            return slot.html if slot.searched == searched else f"<!--{_OPEN}{_number(token)}{_CLOSE}-->"

        def undo(code: re.Match[str]) -> str:
            return _TOKEN.sub(lambda token: escape(slots[_number(token)].written), code[0])

        return _TOKEN.sub(put, _TOKEN_IN_TAG.sub(lambda tag: self.plain(tag[0]), _CODE.sub(undo, html)))

    def plain(self, html: str) -> str:
        """Every token as the words of its slot, escaped: for a title, a table of contents, an attribute."""

        def words(token: re.Match[str]) -> str:
            return _TAG.sub("", _DRAWING.sub("", self.slots[_number(token)].html)).replace('"', "&quot;")

        return _TOKEN.sub(words, html) if _OPEN in html else html


def _number(token: re.Match[str]) -> int:
    return int(token[token.lastindex or 0])


def said_once(number: str, following: str) -> str:
    """A key number, as text or in its element, without the unit that the writer says after it, too."""
    unit, rest = _UNIT.search(number), following.lstrip(" \u3000\u00a0").replace("％", "%")
    if unit is None or not rest.startswith(unit[1]):
        return number
    return number[: unit.start(1)].rstrip("\u00a0") + number[unit.end() :]


def place(markdown: str, path: str, first_line: int, block: Resolve, key: Resolve) -> PlacedText:
    """Resolve every ``::: NAME`` and ``{{ KEY }}`` outside code; ``first_line`` is the Markdown's in its file.

    ``block`` and ``key`` return the slot of a name or raise :class:`UnknownNameError`. An unknown name in a line that
    is indented by four blanks stays as it is written: whoever knows Markdown shows by that how something is written.
    """
    slots, names, problems = list[Slot](), set[str](), list[Problem]()
    given = markdown.split("\n")
    layout = [*as_markdown(given)]
    shown, times = _shown(given, layout, first_line), r"\*" if markdown.count("*") > 1 else "*"

    def token(resolve: Resolve, name: str, line: int, column: int, written: str, following: str = "") -> str:
        try:
            slot = resolve(name)
            slots.append(replace(slot, html=said_once(slot.html, following), written=written))
        except UnknownNameError as error:
            if error.message and line not in shown:
                problems.append(Problem(path, line, column, error.message, error.mend))
            return written
        names.add(name)
        return f"{_OPEN}{len(slots) - 1}{_CLOSE}"

    def with_tokens(number: int, text: str) -> str:
        if whole := BLOCK.fullmatch(text):
            indent = whole[1] if INDENTED.match(whole[1]) else ""
            return f"\n{indent}{token(block, whole[2], number, whole.start(2) + 1, text.strip())}\n"
        problems.extend(Problem(path, number, *wrong) for wrong in (*_block_within(text), *_miscounted(text, block)))
        if not any(sign in text for sign in ("//", "{", "｛", "*")):
            return text
        code = code_spans(text)
        problems.extend(Problem(path, number, *wrong) for wrong in _bad_addresses(text, code))

        def put(match: re.Match[str]) -> str:
            if any(start <= match.start() < end for start, end in code):
                return match[0]
            if match[0] == "*":
                return times
            if KEY.fullmatch(match[0]):
                return token(key, key_of(match), number, match.start() + 1, match[0], text[match.end() :])
            problems.extend(Problem(path, number, match.start() + 1, *wrong) for wrong in _bad_braces(match, key))
            return match[0]

        return _MEANT.sub(put, text)

    lines = list[str]()
    for number, (text, is_code), (is_apart, indent) in zip(count(first_line), with_code(given), layout, strict=False):
        line = text if is_code else with_tokens(number, text)
        line = line.replace("#", r"\#", 1) if not is_code and _HASHTAG.match(text) else line
        lines.append("\n" * is_apart + (line.replace(text[:indent], "", 1) if indent else line))
    written = Written(markdown, path, first_line)
    packed = zlib.compress(pickle.dumps(tuple(slots)), 1) if slots else b""
    return PlacedText("\n".join(lines), packed, frozenset(names), tuple(problems), written)


def _shown(lines: Sequence[str], layout: Sequence[tuple[bool, int]], first_line: int) -> set[int]:
    """The numbers of the lines that are indented by four blanks and, by their ``layout``, belong to no list and no
    box."""
    pairs = enumerate(zip(lines, layout, strict=True), first_line)
    return {number for number, (line, (_, indent)) in pairs if indent and INDENTED.match(line)}


def _bad_braces(match: re.Match[str], key: Resolve) -> Iterator[tuple[str, str]]:
    """Message and mend for a key with a brace missing; in two braces a word that is none stays as it is."""
    name = key_of(match)
    mend = f"写成 {{{{ {name} }}}}；要照原样显示，前后加上反引号"
    try:
        key(name)
    except UnknownNameError as error:
        if sum(map(match[0].count, "{}｛｝")) < 3:
            return
        mend = f"{error.message}，{error.mend}"
    yield f"“{match[0]}”左右要各有两个大括号", mend


def _block_within(line: str) -> Iterator[tuple[int, str, str]]:
    """Column, message and mend of a block written in a quotation, an item or a heading, where it places nothing."""
    if within := BLOCK_WITHIN.fullmatch(line):
        message = f"“::: {within[2]}”前面有“{within[1]}”，不会放出图表或栏目"
        yield within.start(2) + 1, message, f"删掉“{within[1]}”，让它独占一行"


def _miscounted(line: str, block: Resolve) -> Iterator[tuple[int, str, str]]:
    """Column, message and mend of a block that exists, behind another number of colons than three."""
    if odd := _COLONS.fullmatch(line):
        try:
            block(odd[1])
        except UnknownNameError:
            return
        yield odd.start(1) + 1, f"“{odd[1]}”前面要三个冒号", f"写成 ::: {odd[1]}"


def _bad_addresses(text: str, code: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str, str]]:
    """Column, message and mend of each address outside ``code`` that is none."""
    for found in _ADDRESS.finditer(text):
        if not any(start <= found.start() < end for start, end in code) and not _is_address(found[1]):
            meant = narrow(found[1])
            mend = f"改成 {meant}" if _is_address(meant) else "写成真正的网址，或删掉这个链接"
            yield found.start(1) + 1, f"“{found[1][:40]}”不是网址", mend


def _is_address(text: str) -> bool:
    """Whether the host and the port can be told; MkDocs stops where they cannot."""
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def names(markdown: str) -> frozenset[str]:
    """The names that are placed outside code, whether they exist or not."""
    slot = Slot("", False)
    return place(markdown, "", 1, lambda _: slot, lambda _: slot).names


# --- drawings ---


def drawing_mark(key: str, form: int) -> str:
    """What stands for a drawing: its job's key (hexadecimal) and which of its forms is meant."""
    return f"{_OPEN}{key}.{form}{_CLOSE}"


def fill_drawings(html: str, svgs: Callable[[str], tuple[str, ...]]) -> str:
    """The drawings in the place of their marks; ``svgs`` gives the forms of a drawing by its job's key."""
    return _DRAWING.sub(lambda mark: svgs(mark[1])[int(mark[2])], html)
