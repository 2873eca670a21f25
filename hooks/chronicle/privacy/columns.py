"""Columns of tables and of comma-separated values: what the head says holds for each cell below it.

A cell is read with its head before it, as ``姓名:车秀兰``, so that every rule for a word before a datum is one for
columns, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .forms import LISTS
from .patterns import one_of

_CELL_SIGNS = "|\t,"
_PADDING = ' \t"*\r'
_HEAD = re.compile(
    rf"[{_CELL_SIGNS}\n][ \t\"*]{{0,3}}(?:[\u4e00-\u9fff]{{0,4}}{one_of(LISTS['labels'] + ' 客户 用户 name customer_name')}|"
    r"[\u4e00-\u9fff]{0,8}(?:[号码址]|电话|手机|座机|生日|年月日?|微信|(?i:qq)|[Ii][Dd]|口令)|"
    r"(?i:[a-z_]{0,16}(?:_?id|_?no|number|phone|mobile|tel|address|birthday|password|wechat|qq|account)))"
    rf"(?:\([^()\n]{{1,8}}\))?[ \t\"*]{{0,3}}(?=[{_CELL_SIGNS}\n])"
)
_MOST = 40  # columns of a line that are looked at


def labelled_cells(text: str) -> Iterator[tuple[str, int, str]]:
    """Each cell below a head that says what it holds: the head, where the cell begins in *text*, and the cell."""
    text, at = f"\n{text}\n", 0
    while head := _HEAD.search(text, at):
        start = text.rfind("\n", at, head.start() + 1) + 1
        end = text.index("\n", start)
        line = text[start:end]
        sign = next((sign for sign in _CELL_SIGNS if sign in line), "\n")
        cells = line.split(sign, _MOST)
        heads = {n: cell.strip(_PADDING) for n, cell in enumerate(cells) if _HEAD.match(f"\n{cell}\n")}
        at = end
        while heads and (end := text.find("\n", at + 1)) >= 0:
            line = text[at + 1 : end]
            cells = line.split(sign, _MOST)
            if len(cells) < 2 or _HEAD.search(f"\n{line}\n"):
                break
            place = at  # in the text as it came, which begins one character later
            for n, cell in enumerate(cells):
                if n in heads and cell.strip(f"{_PADDING}-:"):
                    value = cell.strip(_PADDING)
                    yield heads[n], place + cell.index(value), value
                place += len(cell) + 1
            at = end
