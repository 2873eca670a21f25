"""Logs -> a reading: files are found, opened, matched with their headers, counted by one statement, and told about."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import Problem
from ..records.model import Log
from . import messages as say
from .aggregate import Books, CountRow, Counts, counts
from .connection import connected
from .discovery import RefusedError, matching
from .formats import LogTable, table
from .records import FileUse, LogReading
from .spelling import nearest, shown
from .sql import RESULT, Picked, Statement, folded_names, moment, scan, statement

Loc = tuple[str | int, ...]
Where = Callable[[Loc], tuple[int, int]]

_TEAM = "data/team.yml"
_SOUGHT = 3_000_000  #: rows in which the first unreadable time is looked for
_BATCH = 2_000
_MOST_WORDS = 60  #: each is a bit of a number in the statement


def read(
    root: Path,
    logs: Sequence[Log],
    agents: Mapping[str, Collection[int]],
    vague_words: Sequence[str] = (),
    where: Where = lambda loc: (1, 1),
) -> LogReading:
    """Count what the logs say about the agents and years that have a file here.

    ``root`` holds ``data/``; ``agents`` gives the years of each agent; ``where`` the line and column in
    ``data/team.yml`` of a place such as ``("logs", 0, "files")``. Nothing is raised for what is wrong with a log:
    it is among the problems, warnings and notes of the reading.
    """
    books = Books(agents, tuple(vague_words)[:_MOST_WORDS])
    if len(vague_words) > _MOST_WORDS:
        books.warnings.append(Problem("data/vague_words.txt", 1, 1, *say.wordy(len(vague_words), _MOST_WORDS)))
    with tempfile.TemporaryDirectory(prefix="chronicle-", ignore_cleanup_errors=True) as scratch:
        for number, log in enumerate(logs):
            _Reader(root, number, log, books, where, Path(scratch)).read()
    return books.reading()


class _Reader:
    """One log on its way into the books."""

    def __init__(self, root: Path, number: int, log: Log, books: Books, where: Where, scratch: Path) -> None:
        self.root, self.number, self.log, self.books, self.where = root, number, log, books, where
        self.scratch = scratch / str(number)
        self.scratch.mkdir()

    def read(self) -> None:
        opened = [(table, picked) for path in self.paths() for table, picked in self.opened(path)]
        if opened:
            names = folded_names(self.log, self.books.agents)
            self.count(opened, statement(self.log, opened, names, self.books.years, self.books.words))

    def problem(self, loc: Loc, message: str, mend: str = "") -> Problem:
        line, column = self.where(("logs", self.number, *loc))
        return Problem(_TEAM, line, column, message, mend)

    # ---- files

    def paths(self) -> list[Path]:
        """Every file of the patterns, once."""
        found: dict[Path, None] = {}
        for pattern in self.log.files:
            try:
                found |= dict.fromkeys(matching(self.root, pattern))
            except RefusedError as refused:
                self.books.problems.append(self.problem(("files",), f"通话日志：{refused.message}", refused.mend))
        for path in found:
            self.claim(path.relative_to(self.root).as_posix())
        return list(found)

    def claim(self, name: str) -> None:
        if name in self.books.claimed:
            self.books.warnings.append(self.problem(("files",), *say.twice(name)))
        self.books.claimed.add(name)

    def opened(self, path: Path) -> Iterator[tuple[LogTable, Picked]]:
        """The file's table with the columns that are mapped; nothing where that cannot be, which is then told."""
        name = path.relative_to(self.root).as_posix()
        wanted = [header for _, header, _ in self.wanted()]
        try:
            found = table(path, name, wanted, self.scratch)
        except RefusedError as refused:
            self.books.problems.append(Problem(name, 1, 1, refused.message, refused.mend))
            return
        if found is None:
            self.books.warnings.append(Problem(name, 1, 1, *say.EMPTY))
        elif picked := self.picked(found):
            yield found, picked

    def wanted(self) -> list[tuple[str, str, Loc]]:
        """Field, header, and the header's place in ``columns``, of all that is mapped."""
        given = {name: value for name, value in self.log.columns.model_dump().items() if value is not None}
        single = [(name, value, (name,)) for name, value in given.items() if name != "at"]
        return [*single, *(("at", header, ("at", spot)) for spot, header in enumerate(given["at"]))]

    def picked(self, found: LogTable) -> Picked | None:
        """Field -> positions of its columns; None, and a problem for each, where a header is not there."""
        picked: dict[str, tuple[int, ...]] = {}
        missing = []
        for name, header, loc in self.wanted():
            position = found.column(header)
            if position is None:
                close = nearest(header, found.header)
                missing.append(
                    self.problem(("columns", *loc), *say.no_column(found.path, header, close, shown(found.header)))
                )
            else:
                picked[name] = (*picked.get(name, ()), position)
        self.books.problems += missing
        return None if missing else picked

    # ---- counting

    def count(self, opened: Sequence[tuple[LogTable, Picked]], made: Statement) -> None:
        import duckdb

        tables = [each for each, _ in opened]
        try:
            with connected([each.file for each in tables], self.scratch) as base:
                rows = counts(base.execute(made.sql, made.values).fetchall())
                broken = _broken(base) if any(each.form != "parquet" for each in tables) else {}
                self.told(base, opened, rows, broken)
        except duckdb.Error:  # its message may hold a line of the log
            names = shown([each.path for each in tables], 3)
            self.books.problems.append(self.problem(("files",), *say.unreadable(names)))

    def told(
        self, base: Any, opened: Sequence[tuple[LogTable, Picked]], rows: Counts, broken: Mapping[str, tuple[int, int]]
    ) -> None:
        """Enter the counts, and say what is worth saying of each file."""
        paths = [each.path for each, _ in opened]
        gone = {each.path: broken.get(each.file.as_posix(), (0, 0)) for each, _ in opened}
        self.books.enter(self.log, paths, rows, {path: lost for path, (lost, _) in gone.items()})
        by_file = {(row.part, row.file): row for row in (*rows["file"], *rows["undated"])}
        for number, (each, picked) in enumerate(opened):
            self.books.warnings += say.of_broken(each.path, *gone[each.path])
            if whole := by_file.get(("file", number)):
                self.books.warnings += say.of_file(each, picked, whole)
            elif not gone[each.path][0]:
                self.books.warnings.append(Problem(each.path, each.line, 1, *say.ROWLESS))
            if undated := by_file.get(("undated", number)):
                self.undated(base, each, picked["at"], int(undated.n), self.books.files[number - len(opened)])
        self.mapped(rows, opened)

    def undated(self, base: Any, each: LogTable, columns: Sequence[int], count: int, use: FileUse) -> None:
        """Some times that cannot be read are a warning; when all are, the wrong column is mapped."""
        every = count == use.rows - use.unanswered - use.broken
        problem = say.of_undated(each, columns, count, every, _first_undated(base, each, columns))
        (self.books.problems if every else self.books.warnings).append(problem)

    def mapped(self, rows: Counts, opened: Sequence[tuple[LogTable, Picked]]) -> None:
        """What is odd about the mapping as a whole."""
        self.books.warnings += [self.problem(loc, *text) for loc, text in say.of_yes(self.log, rows)]
        self.books.notes += [self.problem(("agents",), *text) for text in say.of_agents(self.log, self.books.agents)]
        zoned = any(_zoned(each, picked) for each, picked in opened)
        self.books.notes += [self.problem(("columns", "at"), *say.ZONED)] if zoned else []


def _zoned(each: LogTable, picked: Picked) -> bool:
    return each.types[picked["at"][0]] == "TIMESTAMP WITH TIME ZONE"


def _broken(base: Any) -> dict[str, tuple[int, int]]:
    """File -> how many rows were put aside, and the line of the first."""
    found = base.execute(
        "SELECT file_path, count(DISTINCT line), min(line) "
        "FROM reject_errors JOIN reject_scans USING (scan_id, file_id) GROUP BY ALL"
    ).fetchall()
    return {path: (count, line) for path, count, line in found}


# ---- the first row whose time cannot be read


def _first_undated(base: Any, found: LogTable, columns: Sequence[int]) -> int | None:
    """Its line in the file (its row, of a worksheet; counted from 1, of Parquet); None if it stands too far down."""
    if found.form == "parquet":
        made = Statement()
        rows = scan(found, [found.file.as_posix()], made)
        sql = f"SELECT min(file_row_number) FROM {rows} WHERE {moment(found, columns)} IS NULL"
        return int(base.execute(sql, made.values).fetchone()[0]) + 1
    with suppress(csv.Error), found.file.open(encoding="utf-8-sig", newline="") as stream:
        return _first_line(base, found, columns, islice(_lines(stream, found), _SOUGHT))
    return None


def _lines(stream: Iterable[str], found: LogTable) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text with the line that each begins on."""
    source = iter(stream)
    for _ in islice(source, found.skip):
        pass
    reader = csv.reader(source, delimiter=found.delimiter)
    line = found.skip + 1
    for row in reader:
        if found.form == "sheet":
            yield int(row[0]), row[1:]
        elif len(row) == len(found.header):
            yield line, row
        line = found.skip + reader.line_num + 1


def _first_line(
    base: Any, found: LogTable, columns: Sequence[int], rows: Iterator[tuple[int, list[str]]]
) -> int | None:
    """Ask the database, a batch at a time, by the very expression that the statement reads a time with."""
    plain = LogTable(found.path, found.file, "csv", ("",) * len(columns), ("VARCHAR",) * len(columns))
    each = ", ".join(f"unnest($c{spot}) AS c{spot}" for spot in range(len(columns)))
    unread = f"{moment(plain, range(len(columns)))} IS NULL"
    sql = f"SELECT min(line) FROM (SELECT unnest($lines) AS line, {each}) WHERE {unread}"
    while batch := list(islice(rows, _BATCH)):
        values = {f"c{spot}": [row[column] for _, row in batch] for spot, column in enumerate(columns)}
        line = base.execute(sql, {"lines": [line for line, _ in batch], **values}).fetchone()[0]
        if line is not None:
            return int(line)
    return None


assert CountRow._fields == RESULT
