"""What is said about logs, in Chinese. A customer's number or a stranger's name is in none of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import Problem
from ..records.model import Log
from .formats import LogTable
from .records import AgentLog
from .spelling import shown

if TYPE_CHECKING:
    from .aggregate import CountRow, Counts

Text = tuple[str, str]

EMPTY: Text = ("日志是空文件", "请重新导出一份，或把它移出 data/logs/")
ROWLESS: Text = ("日志只有表头，没有一行记录", "请重新导出一份，或把它移出 data/logs/")
ZONED: Text = ("时间列带有时区，已换算为北京时间", "")
_MOST_NAMES = 8


def twice(name: str) -> Text:
    """A file that two logs name."""
    return f"{name} 被两条 logs 同时用到，它的通话会算两次", "请把它从其中一条的 files 里去掉"


def wordy(count: int, most: int) -> Text:
    """A list of vague words that is longer than what is counted."""
    return f"有 {count:,} 个词，只用前 {most} 个", "请删去不常听到的词"


def no_column(path: str, header: str, close: str | None, headers: str) -> Text:
    """A header that is mapped and not there."""
    if close:
        return (
            f"{path} 里没有「{header}」这一列，最接近的是「{close}」",
            f"请改成「{close}」，或核对导出的表头：{headers}",
        )
    return f"{path} 里没有「{header}」这一列", f"它的表头是：{headers}" if headers else "它没有表头，请连同表头一起导出"


def unreadable(names: str) -> Text:
    """A log that the database gave up on."""
    return f"{names} 读到一半读不下去", "请用 Excel 打开看看是否完好，再重新导出一份（CSV UTF-8、xlsx 或 Parquet）"


def of_broken(path: str, count: int, line: int) -> list[Problem]:
    """Rows whose cells do not fit the header."""
    if not count:
        return []
    mend = "多半是某一格里有逗号或引号而没有加引号，请改好或重新导出"
    return [
        Problem(path, max(line, 1), 1, f"有 {count:,} 行的列数与表头对不上，没有计入，第一处在第 {line:,} 行", mend)
    ]


def of_file(table: LogTable, picked: Mapping[str, Sequence[int]], counts: CountRow) -> list[Problem]:
    """Durations and ratings that cannot be read."""
    found = []
    for name, count, label, mend in (
        ("seconds", counts.a, "时长", "时长写秒数，或 时:分:秒，如 143 或 0:02:23"),
        ("rating", counts.b, "评分", "评分写数字，如 1 到 5"),
    ):
        if count:
            column = picked[name][0]
            message = f"「{table.header[column]}」有 {count:,} 个{label}看不懂，这几通不计入该项"
            found.append(Problem(table.path, table.line, column + 1, message, mend))
    return found


def of_undated(table: LogTable, columns: Sequence[int], undated: int, every: bool, first: int | None) -> Problem:
    """Times that cannot be read; ``first`` is the line of the first."""
    names = " 和 ".join(f"「{table.header[column]}」" for column in columns)
    spot = f"，第一处在第 {first:,} 行" if first else ""
    message = f"{names}{'全部' if every else '有'} {undated:,} 行的时间看不懂，没有计入{spot}"
    mend = "时间写作 2021-01-01 09:12:58、2021/1/1 9:12 或 20210101，日期和时刻可以分两列"
    return Problem(table.path, first or table.line, columns[0] + 1, message, mend)


def of_yes(log: Log, counts: Counts) -> list[tuple[tuple[str, ...], Text]]:
    """A yes-or-no column in which nothing says yes: it is written in other words than ``yes`` lists."""
    words = "、".join(log.yes)
    mend = f"请在 yes 里写上日志用的说法，现在是：{words}"
    if log.columns.answered and counts["file"] and not (counts["month"] or counts["stranger"] or counts["undated"]):
        return [(("columns", "answered"), (f"「{log.columns.answered}」没有一行算接通，这份日志一通也没有计入", mend))]
    asked, resolved = sum(row.b for row in counts["month"]), sum(row.a for row in counts["month"])
    if log.columns.resolved and asked and not resolved:
        return [(("columns", "resolved"), (f"「{log.columns.resolved}」没有一通算解决，一次解决率会是 0 %", mend))]
    return []


def of_agents(log: Log, agents: Collection[str]) -> list[Text]:
    """Agents that the mapping names and that have no file."""
    unknown = sorted({agent for agent in log.agents.values() if agent not in agents})
    return [
        (f"agents 里的 {agent} 没有档案，日志里他的通话没有计入", f"要计入，请建 data/agents/{agent}/年份.yml")
        for agent in unknown
    ]


def of_strangers(paths: Sequence[str], counts: Counts) -> list[Problem]:
    """Agents in the log that have no file here: how many, how much, and no more of a name than its first sign."""
    found: dict[int, list[CountRow]] = {}
    for row in counts["stranger"]:
        found.setdefault(row.file, []).append(row)
    return [Problem(paths[file], 1, 1, *_strangers(each)) for file, each in sorted(found.items())]


def _strangers(rows: Sequence[CountRow]) -> Text:
    blank = sum(row.n for row in rows if row.label == "")
    named = sorted((row for row in rows if row.label), key=lambda row: (-row.n, row.label))
    who = "、".join(
        f"{'编号' if row.label == '*' else row.label} {row.a:,} 位 {row.n:,} 通" for row in named[:_MOST_NAMES]
    )
    more = " 等" if len(named) > _MOST_NAMES else ""
    count, contacts = sum(row.a for row in named), sum(row.n for row in named)
    people = f"有 {count:,} 位坐席在这里没有档案，共 {contacts:,} 通没有计入（{who}{more}）"
    nobody = f"有 {blank:,} 通没有写坐席，没有计入"
    message = "；".join(part for part, there in ((people, named), (nobody, blank)) if there)
    return message, "离职的、别组的不必管；是本组的，请在 agents 里写明日志里的名字对应谁" if named else ""


def of_years(paths: Sequence[str], counts: Counts, agents: Mapping[str, Collection[int]]) -> list[Problem]:
    """Contacts of agents who have a file, in years for which they have none."""
    found: dict[int, Counter[str]] = {}
    for row in counts["month"]:
        if row.agent in agents and row.year not in agents[row.agent]:
            found.setdefault(row.file, Counter())[row.agent] += int(row.n)
    return [Problem(paths[file], 1, 1, *_years(each)) for file, each in sorted(found.items())]


def _years(counts: Counter[str]) -> Text:
    who = shown([f"{agent} {count:,} 通" for agent, count in sorted(counts.items())], _MOST_NAMES)
    message = f"有 {counts.total():,} 通在坐席没有档案的年份，没有计入（{who}）"
    return message, "要计入，请建那一年的 data/agents/坐席/年份.yml"


def of_reasons(log: AgentLog, different: int, most: int) -> Problem | None:
    """A column of reasons that holds free text."""
    if different <= most:
        return None
    message = f"{log.agent} 在 {log.year} 年有 {different:,} 种不同的来电原因，只取最多的 {most} 种"
    return Problem(log.sources[0].path, 1, 1, message, "reason 应对应分类的列，不是备注")
