"""Where Markdown is code: fenced blocks and inline spans. The only scanner of it.

Nothing inside code is interpreted, masked apart or counted as words, so that everybody who reads Markdown asks here.
"""

import re
from collections.abc import Iterator, Sequence

_PLACED = r"[:：]{3}[ \t　]*([^\s:：].*?)[ \t　]*"
#: A line that places a block, ``::: NAME``: its indentation and the name.
BLOCK = re.compile(rf"([ \t　]*){_PLACED}")
#: The same behind the sign of a quotation, an item or a heading, where it places nothing: the sign and the name.
BLOCK_WITHIN = re.compile(rf"[ \t　]*([>*+-]|#+|\d+[.)、])[ \t　>]*{_PLACED}")
#: A number placed in prose, ``{{ KEY }}``: the key.
KEY = re.compile(r"(?:\{\{|｛｛)[ 　]*([^\W_][\w./。．-]{0,120})[ 　]*(?:\}\}|｝｝)")
#: Four blanks or a tab, as Python-Markdown asks of what belongs to a list or a box.
INDENTED = re.compile(r" {4}| {0,3}\t")

_FENCE = re.compile(r"[ \t>]*(`{3,}(?=[^`]*$)|~{3,})")
_TICKS = re.compile(r"`+")


def key_of(placed: re.Match[str]) -> str:
    """The key of a number that :data:`KEY` found, whatever was typed for its point."""
    return re.sub("[。．]", ".", placed[1])


def fences(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first and the last line (from 0) of every fenced block; a fence that nothing closes is none.

    As in pymdownx.superfences, a block closes at a line that holds the very same sign and nothing else.
    """
    bare = {text.strip(" \t>"): index for index, text in enumerate(lines) if _FENCE.match(text)}
    sign, start = "", 0
    for index, text in enumerate(lines):
        opening = _FENCE.match(text)
        if sign and opening and text.strip(" \t>") == sign:
            yield start, index
            sign = ""
        elif not sign and opening and bare.get(opening[1], -1) > index:
            sign, start = opening[1], index


def with_code(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it is in a fenced block; what is merely indented is prose (:mod:`.pasted`)."""
    fenced = {index for first, last in fences(lines) for index in range(first, last + 1)}
    yield from ((text, index in fenced) for index, text in enumerate(lines))


def code_spans(text: str) -> list[tuple[int, int]]:
    """Begin and end of the inline code in one line: from a run of backticks to the next run of the same length.

    Linear in the length of the line: every run is looked for once among those of its length.
    """
    runs = [run.span() for run in _TICKS.finditer(text)]
    following: dict[int, int] = {}  # length of a run -> the end of the next one that is as long
    closers = []
    for start, end in reversed(runs):
        closers.append(following.get(end - start, 0))
        following[end - start] = end
    spans, free = [], 0
    for (start, _), closer in zip(runs, reversed(closers), strict=True):
        if start >= free and closer:
            spans.append((start, closer))
            free = closer
    return spans


def prose(markdown: str) -> str:
    """What people told, without code, placed blocks and placed numbers: the words to count."""
    lines = []
    for text, code in with_code(markdown.split("\n")):
        if not code and not BLOCK.fullmatch(text):
            for start, end in reversed(code_spans(text)):
                text = text[:start] + text[end:]
            lines.append(KEY.sub("", text))
    return "\n".join(lines)
