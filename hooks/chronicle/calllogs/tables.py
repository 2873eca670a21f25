"""A log's table, whatever file it came from: where its header is, which column a name means, which entry fits it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, Literal

from ..records.model import Log
from .discovery import RefusedError
from .messages import told
from .spelling import BLANKS, extension, fold, shown, simple, unwrapped
from .times import ORDERS, clock, moment
from .values import COUNT_HEADER, UNREADABLE, WORDS, is_known_yes, seconds, yes_or_no

TITLE_ROWS = 20  #: rows of title that an export may have above its header
_MOST_COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Header:
    """A header: the names of the columns, the names that each also goes by, and the lines down to its last."""

    names: tuple[str, ...]
    aliases: tuple[frozenset[str], ...]
    line: int
    known: int  #: how many of the wanted columns it names
    width: int  #: cells with a name

    def columns(self, name: str) -> list[int]:
        """The positions of the columns that a name means, whatever its blanks, width and case."""
        return [position for position, aliases in enumerate(self.aliases) if fold(name) in aliases]

    @property
    def told(self) -> str:
        """The names as a message says them; or that there are none, where the row is a contact."""
        none, those = told("the_header", headers=shown(self.names))
        return none if any(moment(name, ORDERS[0]) is not None for name in self.names) else those


@dataclass(frozen=True, slots=True)
class LogTable:
    """A table of a log file, made readable.

    ``path`` is what people know the file by, ``sheet`` the worksheet; ``file`` is what is read in its place.
    ``types`` (DuckDB's names; VARCHAR for all but Parquet) stand in the order of the header. Form ``csv`` is read from
    its second line on and has ``lines`` rows; form ``numbered`` is a CSV copy whose rows carry their line in the
    original in front, and from which ``broken`` rows were left out, the first in line ``first_broken``. ``uncounted``
    gives the address of the first cell that holds a formula without its value, for each position and what other
    positions of its row are filled.
    """

    path: str
    file: Path
    form: Literal["csv", "numbered", "parquet"]
    header: Header
    types: tuple[str, ...]
    sheet: str = ""
    delimiter: str = ","
    lines: int = 0
    broken: int = 0
    first_broken: int = 0
    uncounted: Mapping[tuple[int, frozenset[int]], str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The file, and the worksheet where there are several."""
        return f"{self.path}「{self.sheet}」" if self.sheet else self.path

    @property
    def inside(self) -> str:
        """Where in the file it is, in words; nothing where there is but one table."""
        return f"工作表「{self.sheet}」里" if self.sheet else ""


def find_header(rows: Sequence[tuple[int, Sequence[str]]], known: frozenset[str]) -> Header | None:
    """The header among the first rows, each with the line that it ends on: the one that names most wanted columns.

    A header may span two rows, the upper naming groups: a column then goes by its lower name, by the upper one where
    the lower is blank, and by both (``通话时长``, ``通话/时长``). None where every row is blank.

    Raises:
        RefusedError: a row has thousands of columns.
    """
    rows = [(line, row) for line, row in rows if any(cell.strip(BLANKS) for cell in row)]
    if any(len(row) > _MOST_COLUMNS for _, row in rows):
        raise RefusedError(f"有 {max(len(row) for _, row in rows):,} 列，不像通话记录", "请删去空列，再另存一份")
    headers = [_header(line, row, known) for line, row in rows]
    if not headers:
        return None
    best = max(headers, key=lambda header: (header.known, header.width, -header.line))
    pairs = [_header(line, row, known, upper) for (_, upper), (line, row) in pairwise(rows)]
    pair = max(pairs, key=lambda header: (header.known, -header.line), default=best)
    return pair if pair.known > best.known else best


def _header(line: int, lower: Sequence[str], known: frozenset[str], upper: Sequence[str] = ()) -> Header:
    names, aliases, group = [], [], ""
    for name, over in zip_longest(map(_words, lower), map(_words, upper), fillvalue=""):
        group = over or (group if name else "")  # a group's name stands over its first column only
        both = (f"{group}{sign}{name}" for sign in ("", "/", "-", " ") if group and name)
        names.append(name or over)
        aliases.append(frozenset(map(fold, (name or over, *both))) - {""})
    found = known & frozenset().union(*aliases)
    return Header(tuple(names), tuple(aliases), line, len(found), sum(map(bool, names)))


def _words(cell: str) -> str:
    """A header's cell on one line."""
    return unwrapped(re.sub(r"\s*[\r\n]+\s*", "", cell))


def is_summary(header: Header) -> bool:
    """Whether a row is somebody's month, of whom something was counted, and not a contact."""
    months = any(header.columns(word) for word in WORDS["months"])
    return months and any(COUNT_HEADER.search(fold(name)) or "率" in name for name in header.names)


# ---- the entry of a table that has none

_DATE_ORDERS = (*ORDERS, "年/月/日")
_UNIT = re.compile(r"(?<=..)(?:分钟?|小时|毫?秒|mins?|minutes|m?s|secs?|seconds|hrs?|hours|utc|gmt)$")
_PLAIN = Log.model_validate({"files": "logs/*", "columns": {"agent": "agent", "at": "at"}})


def guess_entry(table: LogTable, words: Callable[[int], Collection[str]], people: Collection[str]) -> dict[str, Any]:
    """The entry of ``logs`` that a table seems to want: ``columns``, ``yes`` and ``dates``, without its ``files``.

    ``words`` gives some cells of the column in a position, ``people`` the folded names of those who have a file here.
    Of several columns with a fitting header that one is taken whose cells can be read, else the likeliest header.
    """
    forms = [{form for alias in aliases for form in _forms(alias)} for aliases in table.header.aliases]
    found: dict[str, int] = {}
    read: set[str] = set()
    for name, headers in WORDS["headers"].items():
        likely = [position for header in headers for position, each in enumerate(forms) if _close(header) in each]
        fitting = [position for position in likely if any(_is_read(name, word, people) for word in words(position))]
        if fitting or (likely and forms[likely[0]].isdisjoint(WORDS["vague"])):
            found[name] = (fitting or likely)[0]
        read |= {name} if fitting else set()
    day, time = found.pop("day", None), found.pop("clock", None)
    if day is not None and "at" not in read:
        found["at"] = day
    columns: dict[str, Any] = {name: table.header.names[found[name]] for name in WORDS["headers"] if name in found}
    if day is not None and time not in (None, day) and found["at"] == day:
        columns["at"] = [columns["at"], table.header.names[time]]
    if table.header.columns("dstchannel"):
        columns.pop("channel", None)  # a telephone's line, not how the customer came
    entry: dict[str, Any] = {"columns": columns}
    asked = (word for name in ("answered", "resolved") if name in found for word in words(found[name]))
    if (yes := {*filter(is_known_yes, asked)}) - {"是", "Y"}:
        entry["yes"] = sorted(yes)
    days = [word for word in words(found["at"]) if _is_read("day", word, ())] if "at" in found else []
    orders = [order for order in _DATE_ORDERS if all(moment(word, order) is not None for word in days)]
    if len(orders) == 1 and any(moment(word, "") is None for word in days):
        entry["dates"] = orders[0]
    return entry


def _is_read(name: str, word: str, people: Collection[str]) -> bool:
    """Whether a cell says something of a field, or of a half of ``at``; of others every cell does."""
    match name:
        case "agent":
            return fold(unwrapped(word)) in people or extension(word) in people
        case "at" | "day":  # midnight is a day alone
            moments = [moment(word, order) for order in _DATE_ORDERS]
            return any(at is not None and (name == "day" or at % 86_400) for at in moments)
        case "clock":
            return clock(word) is not None
        case "answered" | "resolved":
            return is_known_yes(word) or yes_or_no(word, name, _PLAIN) is False
    return name != "seconds" or seconds(word, "秒") not in (None, UNREADABLE)


def _forms(name: str) -> set[str]:
    """A header, and what it is without what it adds in brackets, and without a unit or a zone."""
    bare = re.sub(r"[(\[].*", "", _close(name))
    return {_close(name), bare, _UNIT.sub("", bare)}


def _close(name: str) -> str:
    """A header without its blanks and strokes, in simplified characters."""
    return re.sub(r"[\s_-]", "", simple(unwrapped(name)))
