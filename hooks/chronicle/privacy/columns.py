"""Columns of tables and of comma-separated values: what the head says holds for each cell below it.

A cell is read with its head before it, as ``姓名:车秀兰``, so that every rule for a word before a datum is one for
columns, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .forms import LISTS
from .patterns import LISTS as NUMBER_LISTS
from .patterns import one_of

_CELL_SIGNS = "|\t,"
_PADDING = ' \t"*\r'
_CELL = re.compile(
    rf"[{_CELL_SIGNS}\n][ \t\"*]{{0,3}}+(?P<cell>[\u4e00-\u9fffA-Za-z_]{{1,16}})(?:\([^()\n]{{1,8}}\))?"
    rf"[ \t\"*\r]{{0,3}}+(?![^{_CELL_SIGNS}\n])"
)
_HEAD = re.compile(
    rf"{one_of(NUMBER_LISTS['platforms'] + ' QQ')}|(?i:wi-?fi)密码|"
    rf"[\u4e00-\u9fff]{{0,4}}{one_of(LISTS['labels'] + ' 客户 用户')}|(?i:name|{one_of(LISTS['keys'])}(?:_?name)?)|"
    r"[\u4e00-\u9fff]{0,8}(?:[号码址]|电话|手机|座机|生日|出生日期|年月日?|车牌|身份证|微信|(?i:qq)|[Ii][Dd]|口令)|"
    r"(?i:[a-z_]{0,16}(?:_?id|_?no|number|phone|mobile|tel|address|birthday|password|wechat|qq|account))"
)
# The engine runs at full speed to the last character of what may be a head
_LAST = "".join({word[-1] for word in LISTS["labels"].split()}) + "户号码址话机日期年月信牌证令旺书手音钉博a-zA-Z"
_HEAD_END = re.compile(rf"[{_LAST}](?=(?:\([^()\n]{{1,8}}\))?[ \t\"*\r]{{0,3}}+[{_CELL_SIGNS}\n])")
_MOST = 40  # columns of a line that are looked at


def labelled_cells(text: str) -> Iterator[tuple[str, int, str]]:
    """Each cell below a head that says what it holds: the head, where the cell begins in *text*, and the cell.

    A line with bars is the head of a table; one with commas or tabs is one where it holds nothing but short words, and
    the lines below it have as many cells: 姓名，写在第一行 is a sentence.
    """
    text, at = f"\n{text}\n", 0
    while head := _HEAD_END.search(text, at):
        start = text.rfind("\n", at, head.start()) + 1
        at = text.index("\n", start)
        sign = next((sign for sign in _CELL_SIGNS if sign in text[start:at]), "\n")
        cells = text[start:at].split(sign, _MOST)
        width = len(cells) if sign == "|" or all(_CELL.fullmatch(f"|{cell}") for cell in cells) else 0
        heads = {n: cell.strip(_PADDING) for n, cell in enumerate(cells[:width]) if _is_head(cell)}
        while heads and width > 1 and (end := text.find("\n", at + 1)) >= 0:
            cells = text[at + 1 : end].split(sign, _MOST)
            if len(cells) < 2 or (len(cells) != width and sign != "|") or any(map(_is_head, cells)):
                break
            place = at  # in the text as it came, which begins one character later
            for n, cell in enumerate(cells):
                value = cell.strip(_PADDING)
                if n in heads and len(value.strip("-:")) > 1:
                    yield heads[n], place + cell.index(value), value
                place += len(cell) + 1
            at = end


@lru_cache(4096)
def _is_head(cell: str) -> bool:
    match = _CELL.fullmatch(f"|{cell}")
    return match is not None and _HEAD.fullmatch(match["cell"]) is not None
