"""What is said about logs and what became of their rows, in Chinese.

A customer's number or a stranger's name is in none of it. Short messages stand where they are said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from ..errors import Problem
from .records import FileUse, Place, Source
from .spelling import BLANKS
from .tables import LogTable

Text = tuple[str, str]

REMOVE = "请重新导出一份，或把它移出 data/logs/"
"""The mend for a file in which there is nothing."""

NO_HEADER = "它没有表头，请连同表头一起导出，或在第一行补上"
"""The mend for a file that begins with a contact."""

TWO_ORDERS = "日期有两种读法（如 03/04/2025）"
"""What is said once for all dates of which only the log's entry can tell the order."""

_MOST_NAMES = 8
_BROKEN, NOBODYS = 0.01, 0.1  #: parts of a file's rows from which on a line becomes a warning

#: Reason -> what the output says, and what the page says, where nobody can mend anything.
REASONS: Mapping[str, tuple[str, str]] = {
    "broken": ("列数与表头对不上", "残缺"),
    "unclear": ("是否接通的写法不认得", "接通与否不明"),
    "unanswered": ("没有接通", "没有接通"),
    "undated": ("的时间看不懂", "没有可读的时间"),
    "nameless": ("没有写坐席", "没有写坐席"),
    "strangers": ("的坐席不在 agents 里", "坐席不在名单里"),
    "years": ("在坐席没有档案的年份", "在别的年份"),
    "repeated": ("别处已有，只算一次", "别处已有"),
    "period": ("在坐席的 period 之外", "在 period 之外"),
}


def spot(place: Place) -> str:
    """Where something is, in words."""
    sheet, line = place
    return f"第一处在{f'工作表「{sheet}」' if sheet else ''}第 {line:,} 行"


def months(earliest: dt.datetime, latest: dt.datetime) -> str:
    """A span of months: 2025 年 4 月到 6 月."""
    first, last = (f"{at.year} 年 {at.month} 月" for at in (earliest, latest))
    return first if first == last else f"{first}到 {last.removeprefix(f'{earliest.year} 年 ')}"


def shared(table: LogTable, other: LogTable, count: int, months: str, *, certain: bool) -> Problem:
    """Rows of a table that another has too: counted once, unless it cannot be told whether they are the same."""
    if certain:
        message = f"{table.label} 有 {count:,} 行在 {other.label} 里也有（{months}），只算一次"
        return Problem(table.path, 1, 1, message)
    message = f"{table.label} 和 {other.label} 有 {count:,} 行的坐席和时间一样（{months}），两份都计入了"
    mend = "是重复导出的，请移出一份，或只导出不重叠的月份；不是，请在 columns 里写上 customer 或 seconds，好分清"
    return Problem(table.path, 1, 1, message, mend)


def same_content(name: str, other: str) -> Text:
    """Two files that hold the same rows."""
    return f"{name} 和 {other} 是同一份记录，每一通会算两次", "请去掉其中一份：文件移出 data/logs/，工作表删去"


def summary(each: str, inside: str = "") -> Text:
    """A table of sums where a log is asked for; ``inside`` is its worksheet, in words."""
    mend = "请导出一通一行的明细；只有汇总的，一人一月一行存成 data/metrics.xlsx 或 data/metrics.csv"
    mend = f"请删去这张表，或{mend.removeprefix('请')}" if inside else mend
    return f"{inside}每人每{each}只有一行，像是汇总表，不是一通一行的记录", mend


def no_column(path: str, header: str, close: str | None, headers: str) -> Text:
    """A header that is mapped and not there."""
    mend = f"它的表头是：{headers}" if headers else NO_HEADER
    if close:
        mend = f"请改成「{close}」，或核对导出的表头：{headers}"
    return f"{path} 里没有「{header}」这一列{f'，最接近的是「{close}」' if close else ''}", mend


def no_header(path: str, headers: str) -> Text:
    """A table that has none of the mapped columns."""
    mend = "请连同表头一起导出；列之间用逗号、分号、制表符或竖线" if headers else NO_HEADER
    return f"{path} 里没有 columns 写的任何一列{headers and f'，读到的表头是：{headers}'}", mend


def alike(path: str, people: Sequence[tuple[str, str, int]]) -> Problem:
    """Agents who seem to be somebody here under another spelling: the name in the log, the person, the contacts."""
    total = sum(count for *_, count in people)
    who = "、".join(f"{name.strip(BLANKS)} {count:,} 行" for name, _, count in people[:_MOST_NAMES])
    mend = ", ".join(f'"{name.strip(BLANKS)}": {agent}' for name, agent, _ in people[:_MOST_NAMES])
    message = f"有 {total:,} 行的坐席像是这里的人，写法不同，没有计入：{who}"
    return Problem(path, 1, 1, message, f"是的，请在 agents 里加上 {mend}")


def unreadable(name: str) -> Text:
    """A file that the database gave up on."""
    return f"{name} 读到一半读不下去", "请用 Excel 打开看看是否完好，再重新导出一份（CSV UTF-8、xlsx 或 Parquet）"


def odd(table: LogTable, position: int, what: str, count: int, place: Place, words: Sequence[str]) -> Problem:
    """Words of a column that cannot be read; the commonest are shown where they are short and no numbers."""
    unit, left_out, mend = _ODD[what]
    shown_words = [word for word in words if len(word) <= 8 and sum(sign.isdigit() for sign in word) < 4][:3]
    example = f"（如「{'」「'.join(shown_words)}」）" if shown_words else ""
    message = f"「{table.header.names[position]}」有 {count:,} {unit}看不懂{example}，{left_out}，{spot(place)}"
    return Problem(table.path, place[1], position + 1, message, mend)


_ODD = {
    "answered": ("个写法", "这几行没有计入", "请在 yes 里写上日志表示接通的说法，在 no 里写上没有接通的说法"),
    "resolved": ("个写法", "这几通不计入该项", "请在 yes 里写上日志表示解决的说法，在 no 里写上没有解决的说法"),
    "rating": ("个评分", "这几通不计入该项", "评分写数字，如 1 到 5；别的说法写进 ratings，如 {还可以: 满意, 弃评: ~}"),
    "spoken": ("个时长", "这几通不计入该项", "时长写秒数，或 时:分:秒，如 143 或 0:02:23"),
}


def line(use: FileUse) -> Problem:
    """One line for a file: rows read, used, and left out by reason."""
    parts = [f"用了 {use.used:,} 行"]
    for reason, count in use.left.items():
        sheet, first = use.first.get(reason, ("", 0))
        place = f"，第一处 {use.path}{f'「{sheet}」' if sheet else ''}:{first}" if first else ""
        parts.append(f"{count:,} 行{REASONS[reason][0]}{place}")
    sheets = f"；没有读的工作表（表头对不上）：{'、'.join(use.unread)}" if use.unread else ""
    return Problem(use.path, 1, 1, f"读到 {use.rows:,} 行：{'；'.join(parts)}{sheets}")


def warnings(use: FileUse) -> list[Problem]:
    """What of a file's ledger somebody should look at: many broken rows, or many that are nobody's."""
    found = []
    broken, nobodys = use.left.get("broken", 0), use.left.get("strangers", 0) + use.left.get("nameless", 0)
    if broken > use.rows * _BROKEN:
        place = use.first["broken"]
        message = f"有 {broken:,} 行的列数与表头对不上，没有计入，{spot(place)}"
        mend = "多半是某一格里有逗号或引号而没有加引号，请改好或重新导出；表格下面的说明、合计，可以删去"
        found.append(Problem(use.path, place[1], 1, message, mend))
    if nobodys > use.rows * NOBODYS:
        place = next(use.first[reason] for reason in ("nameless", "strangers") if reason in use.left)
        message = f"{use.rows:,} 行里有 {nobodys:,} 行不是这里任何人的，没有计入，{spot(place)}"
        mend = "是本组的，请在 agents 里写明日志里的名字对应谁；合并单元格的坐席请逐行填满"
        found.append(Problem(use.path, place[1], 1, message, mend))
    return found


def source(use: FileUse, used: int) -> Source:
    """A file as the sources of one agent's year show it."""
    left = tuple((REASONS[reason][1], count) for reason, count in use.left.items())
    return Source(use.path, use.rows, used, use.used - used, left)
