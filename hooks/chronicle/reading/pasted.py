"""Prose out of Word and WeChat, where every line is a paragraph, as Markdown, where an empty line parts them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .markdown_code import INDENTED, fences

_BLANKS = re.compile(r"[ \t\u3000\xa0]*")
_PICTURE = r"!\[[^\[\]]*\]\([^\n]*\)\s*$"
#: What begins a paragraph wherever it stands: a speaker, a number, a list's sign that Markdown has not, a picture.
_PARAGRAPH = re.compile(
    r"\w{1,8}(?:（\w{1,8}）)?：|[\u4e00-\u9fff]{1,8}:(?!:)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、．]"
    rf"|[（(]\w{{1,3}}[)）]|\d{{1,2}}[)）]|[①-⑳•●■◆▪·【]|——|{_PICTURE}"
)
_ITEM = re.compile(r" {0,3}([-+*]|\d{1,2}\.)[ \t]")
#: A row of dashes or equal signs, which Markdown takes the line above for a heading by.
_RULE = re.compile(r"\s*(?:-{3,}|={3,})\s*")
#: What a line that ends a sentence ends with; two blanks after it are Markdown's own break.
_ENDED = re.compile(rf"[。！？…：][”」』’）)]*[ \t]?$|^\s*{_PICTURE}")
#: Two quotations, one below the other.
_SAID, _SAYS = re.compile(r"[”」』][ \t]?$"), re.compile(r"[“「『]")
#: Characters of a paragraph or an item that nobody breaks off before its end.
_SHORT = 30
#: What only Markdown begins a line with.
_MARKDOWN = re.compile(r"\s*(?:[>#<:!{=~`]|\[\^|\*\[|[-*_]{3})")
#: What a list item, an admonition, a footnote and a definition begin with: what is indented below is theirs.
_CONTAINER = re.compile(r" {0,3}(?:[-+*][ \t]|\d+\.[ \t]|!!!|\?\?\?|===|\[\^[^\]]+\]:|:[ \t])")


#: What a Chinese keyboard makes of a picture's or a link's signs: the sign before its words, the brackets behind them.
_WIDE_PICTURE = re.compile(
    r"(?mi)^([ \t\u3000]*)！(?=\[[^\[\]\n]*\][(（][^()（）\n]+\.(?:png|jpe?g|gif|webp|avif)[)）])"
)
_WIDE_LINK = re.compile(
    r"(?i)(\[[^\[\]\n]*\])[(（]((?:https?://[^\s()（）]+|[^()（）\n:]+\.(?:md|png|jpe?g|gif|webp|avif)))[)）]"
)


def with_links(text: str) -> str:
    """``！[图]（图.jpg）`` and ``[文]（http://…）`` as the picture and the link that were meant."""
    return _WIDE_LINK.sub(r"\1(\2)", _WIDE_PICTURE.sub(r"\1!", text)) if "]（" in text or "）" in text else text


def as_markdown(lines: Sequence[str]) -> Iterator[tuple[bool, int]]:
    """Of each line: whether an empty line is missed before it, and how many blanks at its start are mere indent.

    An indent of full-width blanks or of four blanks begins a paragraph and is never code; fenced blocks, tables and
    what belongs to a list or a box stay as they are. A line at the margin below a short line that stands by itself, or
    a short item, is no part of it.
    """
    fenced = {index for first, last in fences(lines) for index in range(first, last + 1)}
    tables = _tables(lines)
    contained, apart, numbered, before = False, False, False, ""
    for index, line in enumerate(lines):
        blanks = _BLANKS.match(line)[0]  # type: ignore[index]  # which matches every line
        is_indented = bool(INDENTED.match(line))
        if index in fenced or (contained and is_indented):
            yield False, 0
        elif index in tables:
            yield tables[index] and bool(before.strip()), 0
            contained = False
        elif len(blanks) == len(line):
            yield False, len(line)
        else:
            indent = len(blanks) if is_indented or blanks.strip(" \t") else 0
            text = line[indent:]
            is_row = "\t" in text.strip()  # of a table out of Word or a spreadsheet
            item, stands = _ITEM.match(text), bool(indent or is_row or _PARAGRAPH.match(text))
            if item:
                begins = not contained or numbered != item[1][:1].isdigit()
                numbered = item[1][:1].isdigit()
            else:
                is_over = bool(_ENDED.search(before) or (_SAID.search(before) and _SAYS.match(text)))
                is_over = is_over or (apart and len(before) < _SHORT)
                is_prose = not _MARKDOWN.match(text) or (_ENDED.search(before) and _RULE.fullmatch(text))
                begins = stands or index - 1 in tables or (is_over and bool(is_prose))
            apart = bool(item) or stands
            yield begins and bool(before.strip()), indent
            contained = bool(_CONTAINER.match(text))
        before = line if index not in fenced else ""


def _tables(lines: Sequence[str]) -> dict[int, bool]:
    """The lines of Markdown's tables, and whether a table begins there: its head, the rule below it, its rows."""
    found: dict[int, bool] = {}
    for index, (above, line) in enumerate(pairwise(lines), 1):
        is_rule = "|" in line and "-" in line and not line.strip("|:- \t")
        if is_rule and "|" in above and index - 1 not in found:
            found |= {index - 1: True, index: False}
        elif index - 1 in found and "|" in line:
            found[index] = False
    return found
