"""A log's table, whatever file it came from: where its header is, and which column a name means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Literal

from .discovery import RefusedError
from .spelling import BLANKS, fold
from .values import COUNT_HEADER, WORDS

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
    return re.sub(r"\s*[\r\n]+\s*", "", cell).strip(BLANKS)


def is_summary(header: Header) -> bool:
    """Whether a row is somebody's month, of whom something was counted, and not a contact."""
    months = any(header.columns(word) for word in WORDS["months"])
    return months and any(COUNT_HEADER.search(fold(name)) or "率" in name for name in header.names)


def guess_columns(header: Header) -> dict[str, str | list[str]]:
    """The fields that a header seems to have, by ``words.toml``; ``at`` has two columns where the clock has its own."""
    found: dict[str, str | list[str]] = {}
    for name, words in WORDS["headers"].items():
        bare = [{*aliases, *(re.sub(r" ?\(.*\)$", "", alias) for alias in aliases)} for aliases in header.aliases]
        positions = [position for word in words for position, aliases in enumerate(bare) if word in aliases]
        if positions:
            found[name] = header.names[positions[0]]
    dates = [position for word in ("日期", "通话日期", "date") for position in header.columns(word)]
    clocks = [position for word in ("时刻", "通话时刻", "时间", "time") for position in header.columns(word)]
    if header.columns("dstchannel"):
        found.pop("channel", None)  # a telephone's line, not how the customer came
    if dates and (clocks or "at" not in found):
        found["at"] = [header.names[position] for position in (dates[0], *clocks[:1])]
    return found
