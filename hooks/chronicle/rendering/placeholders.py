"""``::: NAME`` and ``{{ KEY }}`` in what people write -> tokens that Markdown leaves alone, and what each stands for.

A token is a number between two private-use characters; ``source`` refuses those characters in what people
write, so a token cannot be forged. Nothing else is interpreted, and nothing inside code is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html import escape

from ..errors import Problem

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"<p>{_OPEN}(\\d+){_CLOSE}</p>|<!--{_OPEN}(\\d+){_CLOSE}-->|{_OPEN}(\\d+){_CLOSE}")
_TOKEN_IN_TAG = re.compile(f"<[A-Za-z][^<>]*{_OPEN}[^<>]*>")
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.S)
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(r"([ \t]*)[:：]{3}[ \t　]*([^\s:：].*?)[ \t　]*")
_KEY = re.compile(r"(?:\{\{|｛｛)[ 　]*([A-Za-z0-9][\w./-]{0,120})[ 　]*(?:\}\}|｝｝)")
_FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*$)|~{3,})")
_INDENTED = re.compile(r" {4}| {0,3}\t")
#: What a list item, an admonition, a footnote and a definition begin with: what is indented below is theirs, not code.
_CONTAINER = re.compile(r" {0,3}(?:[-+*][ \t]|\d+[.)][ \t]|!!!|\?\?\?|===|\[\^[^\]]+\]:|:[ \t])")
_TICKS = re.compile(r"`+")

Render = Callable[[], str]


class UnknownNameError(LookupError):
    """A block or a key that does not exist here; carries what is wrong and the mend."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message, self.mend = message, mend


@dataclass(frozen=True)
class Slot:
    """What a token stands for. ``searched`` says whether the search looks into it, ``written`` what it was."""

    render: Render
    searched: bool
    written: str = ""


Resolve = Callable[[str], Slot]


@dataclass(frozen=True)
class Written:
    """Markdown before its names were resolved, and where its first line stands: a page's own lines, for warnings."""

    text: str = ""
    path: str = ""
    first_line: int = 1

    def where(self, line: int) -> str:
        """``PATH:LINE`` of a line of ``text``, counted from 1; lines that the page added belong to its first."""
        return f"{self.path}:{max(1, self.first_line + line - 1)}"


@dataclass(frozen=True)
class PlacedText:
    """Markdown with tokens, the slots behind them, the names that were placed, and what was not found."""

    markdown: str
    slots: tuple[Slot, ...]
    names: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    written: Written = Written()

    def fill(self, html: str, *, searched: bool) -> str:
        """Put the searched slots (or those that the search is spared) into rendered HTML.

        What waits for the second filling waits as a comment, which the search does not read. A token in an attribute
        becomes the words of its slot, and one that Markdown made code of what was written.
        """

        def put(found: re.Match[str]) -> str:
            slot = self._slot(found)
            if slot.searched == searched:
                return slot.render()
            return f"<!--{_OPEN}{found[found.lastindex or 0]}{_CLOSE}-->"

        if _OPEN not in html:
            return html
        html = _TOKEN_IN_TAG.sub(lambda tag: self.plain(tag[0]), _CODE.sub(lambda code: self._undo(code[0]), html))
        return _TOKEN.sub(put, html)

    def plain(self, html: str) -> str:
        """Every token as the words of its slot, escaped: for a title, a table of contents, an attribute."""
        if _OPEN not in html:
            return html
        return _TOKEN.sub(lambda found: _TAG.sub("", self._slot(found).render()).replace('"', "&quot;"), html)

    def _undo(self, html: str) -> str:
        return _TOKEN.sub(lambda found: escape(self._slot(found).written), html)

    def _slot(self, found: re.Match[str]) -> Slot:
        return self.slots[int(found[found.lastindex or 0])]


@dataclass
class _Reader:
    path: str
    first_line: int
    block: Resolve
    key: Resolve
    slots: list[Slot] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def token(self, resolve: Resolve, name: str, line: int, column: int, written: str) -> str:
        try:
            self.slots.append(replace(resolve(name), written=written))
        except UnknownNameError as error:
            self.problems.append(Problem(self.path, line, column, error.message, error.mend))
            return written
        self.names.add(name)
        return f"{_OPEN}{len(self.slots) - 1}{_CLOSE}"

    def line(self, number: int, text: str) -> str:
        found = _BLOCK.fullmatch(text)
        if found:
            token = self.token(self.block, found[2], number, found.start(2) + 1, text.strip())
            return f"\n{found[1] if _INDENTED.match(found[1]) else ''}{token}\n"
        if "{{" not in text and "｛｛" not in text:
            return text
        code = _code_spans(text)

        def put(found: re.Match[str]) -> str:
            if any(start <= found.start() < end for start, end in code):
                return found[0]
            return self.token(self.key, found[1], number, found.start() + 1, found[0])

        return _KEY.sub(put, text)


def place(markdown: str, path: str, first_line: int, block: Resolve, key: Resolve) -> PlacedText:
    """Resolve every ``::: NAME`` and ``{{ KEY }}`` outside code; ``first_line`` is the Markdown's in its file.

    ``block`` and ``key`` return the slot of a name or raise :class:`UnknownNameError`.
    """
    reader = _Reader(path, first_line, block, key)
    lines = [
        text if code else reader.line(number, text)
        for number, (text, code) in enumerate(_with_code(markdown.split("\n")), first_line)
    ]
    return PlacedText(
        "\n".join(lines),
        tuple(reader.slots),
        frozenset(reader.names),
        tuple(reader.problems),
        Written(markdown, path, first_line),
    )


def names(markdown: str) -> frozenset[str]:
    """The names that are placed outside code, whether they exist or not."""
    slot = Slot(str, False)
    return place(markdown, "", 1, lambda _: slot, lambda _: slot).names


def prose(markdown: str) -> str:
    """What people told, without the blocks and numbers placed in it and without code: the words to count."""
    told = (text for text, code in _with_code(markdown.split("\n")) if not code and not _BLOCK.fullmatch(text))
    return "\n".join(_KEY.sub("", _without_code(text)) for text in told)


def _without_code(text: str) -> str:
    for start, end in reversed(_code_spans(text)):
        text = text[:start] + text[end:]
    return text


def _with_code(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is code, fenced or indented below an empty line."""
    contained, code, after_empty = False, False, True
    for text, inside in _fences(lines):
        indented = bool(_INDENTED.match(text))
        code = indented and not contained and (code or after_empty)
        yield text, inside or code
        after_empty = not text.strip()
        if text.strip() and not indented and not inside:
            contained = bool(_CONTAINER.match(text))


def _fences(lines: list[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to a fenced code block; a fence that nothing closes is none."""
    bare = {text.strip(" \t>"): index for index, text in enumerate(lines) if _FENCE.match(text)}
    fence = ""
    for index, text in enumerate(lines):
        found = _FENCE.match(text)
        if fence:
            yield text, True
            fence = "" if found and text.strip(" \t>") == fence else fence
        else:
            fence = found[1] if found and bare.get(found[1], -1) > index else ""
            yield text, bool(fence)


def _code_spans(text: str) -> list[tuple[int, int]]:
    """Inline code of one line: from a run of backticks to the next run of the same length."""
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text)]
    closers: dict[int, list[int]] = {}
    for index, (start, end) in reversed(list(enumerate(runs))):
        closers.setdefault(end - start, []).append(index)
    spans, index = [], 0
    while index < len(runs):
        start, end = runs[index]
        waiting = closers[end - start]
        while waiting and waiting[-1] <= index:
            waiting.pop()
        if waiting:
            index = waiting.pop()
            spans.append((start, runs[index][1]))
        index += 1
    return spans
