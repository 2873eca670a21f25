"""Logs -> a reading: files are found, opened, matched with their headers, loaded and counted."""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from ..errors import Problem
from ..reading.nearest import nearest
from ..reading.slips import in_quotes
from ..records.model import Log
from . import messages as say
from . import sql
from .aggregate import Books
from .connection import Progress, Row, connected, rows_of, silent, text, told
from .discovery import RefusedError, matching
from .formats import open_tables, read_forgivingly
from .ledger import Ledger
from .records import SERIES, FileUse, LogReading
from .spelling import extension, fold, shown, unwrapped
from .sql import Picked
from .tables import LogTable, is_summary
from .times import ELSEWHERE, ORDERS, clock, moment, short_date
from .values import MOST_SECONDS, UNITS, UNREADABLE, WORDS, Verdict, points_of, satisfied, seconds, unit_of, yes_or_no
from .workbooks import UNCOUNTED

Loc = tuple[str | int, ...]
Where = Callable[[Loc], tuple[int, int]]
Look = Callable[[LogTable, Picked, list[Row]], None]

_MOST_VAGUE_WORDS = 60  #: each is a bit of a number in the statement
_MOST_WORDS = 100_000  #: different ones of a column that are judged; a column of more holds no such words
_FEW_RATINGS, _FEW_DATES = 5, 3  #: that say something about their scale, or their order
_BEST, _STRAY = 5, 0.01  #: a rating is at most so much, but for such a part of them
_FEW_WORDS = 40  #: of a column that may stand in a statement


def read(
    root: Path,
    logs: Sequence[Log],
    agents: Mapping[str, Collection[int]],
    vague_words: Sequence[str] = (),
    where: Where = lambda loc: (1, 1),
    progress: Progress = silent,
    look: Look | None = None,
    data_folder: str = "data",
    periods: Mapping[tuple[str, int], range] | None = None,
) -> LogReading:
    """Count what the logs say about the agents and years that have a file here.

    ``root`` holds the ``data_folder``; ``agents`` gives the years of each agent; ``where`` the line and column in
    its ``team.yml`` of a place such as ``("logs", 0, "files")``; ``progress`` is told what takes long;
    ``look`` is shown every table, its columns and its first three rows as they were understood. Of a year with one of
    ``periods`` only these months count.
    Nothing is raised for what is wrong with a log: it is among the problems, warnings and notes of the reading.
    """
    with tempfile.TemporaryDirectory(prefix="chronicle-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        telling = tuple(name for name in sql.TELLING if all(getattr(log.columns, name) for log in logs))
        words = tuple(vague_words)[:_MOST_VAGUE_WORDS]
        books = Books(agents, words, periods or {}, scratch, telling if len(logs) > 1 else None)
        if len(vague_words) > _MOST_VAGUE_WORDS:
            about = say.told("many_words", count=len(vague_words), most=_MOST_VAGUE_WORDS)
            books.warnings.append(Problem("data/vague_words.txt", 1, 1, *about))
        for number, log in enumerate(logs):
            LogReader(root, data_folder, number, log, books, where, scratch, progress, look).read()
    return books.reading()


@dataclass
class LogReader:
    """One log on its way into the books: ``tables`` are its files' tables, ``picked`` the columns of each.

    ``parts`` gives the form of each relation of loaded rows: of Parquet it is a view, else a table.
    """

    root: Path
    data_folder: str
    number: int
    log: Log
    books: Books
    where: Where
    scratch: Path
    progress: Progress
    look: Look | None
    tables: list[LogTable] = field(default_factory=list)
    picked: list[Picked] = field(default_factory=list)
    parts: dict[str, str] = field(default_factory=dict)
    order: str = ""
    digits: dict[int, int] = field(default_factory=dict)
    shifts: list[int] = field(default_factory=list)
    base: Any = None
    error: type[Exception] = Exception

    def read(self) -> None:
        """Open the files, count, and enter what was counted."""
        import duckdb

        self.error = duckdb.Error
        opened = self.open_files()
        if not opened:
            return
        with connected({table.file for table in opened}, self.scratch) as self.base:
            for table in opened:
                self.pick(table)
            for word, meaning in self.log.ratings.items():
                if satisfied(word, self.log) is UNREADABLE:
                    about = say.told("rating_word", meaning=meaning)
                    self.books.problems.append(self.problem(("ratings", word), *about))
            for agent in sorted({*self.log.agents.values()} - {*self.books.agents}):
                turned = (
                    name for name, value in self.log.agents.items() if value == agent and name in self.books.agents
                )
                meant = next(turned, None) or nearest(agent, self.books.agents, 0.6)
                about = say.told("no_record_near" if meant else "no_record", agent=agent, meant=meant)
                self.books.notes.append(self.problem(("agents",), *about))
            for _, group in groupby(range(len(self.tables)), key=self.shape):
                numbers = list(group)
                with told(self.progress, f"读 {shown(self.tables[number].path for number in numbers)}"):
                    self.load(numbers)
            if self.parts:
                try:
                    with told(self.progress, "数记录"):
                        self.count()
                except self.error:  # its message may hold a line of the log
                    files = shown(dict.fromkeys(table.path for table in self.tables), 3)
                    self.books.problems.append(self.problem(("files",), *say.told("unreadable", name=files)))

    def problem(self, loc: Loc, message: str, mend: str = "") -> Problem:
        """Something to be mended in ``data/team.yml``."""
        line, column = self.where(("logs", self.number, *loc))
        return Problem(f"{self.data_folder}/team.yml", line, column, message, mend)

    # ---- files

    def open_files(self) -> list[LogTable]:
        """The tables of every file of the patterns, each read once; of one that cannot be read the reason is told.

        A file that was read before is a problem, also under another name.
        """
        files: dict[Path, None] = {}
        for pattern in self.log.files:
            try:
                files |= dict.fromkeys(matching(self.root, pattern, self.data_folder))
            except RefusedError as refused:
                message, mend = refused.args
                self.books.problems.append(self.problem(("files",), f"通话日志：{message}", mend))
        headers = [header for _, header, _ in self.wanted()]
        opened: list[LogTable] = []
        for path in files:
            name = path.relative_to(self.root).as_posix()
            if name in self.books.files:
                self.books.problems.append(self.problem(("files",), *say.told("used_twice", name=name)))
            elif other := self.books.twin(path):
                about = say.told("same_content", name=name, other=other.relative_to(self.root).as_posix())
                self.books.problems.append(Problem(name, 1, 1, *about))
            use = self.books.files.setdefault(name, FileUse(name))
            try:
                with told(self.progress, f"打开 {name}"):
                    tables, unread = open_tables(path, name, headers, self.scratch)
            except RefusedError as refused:
                self.books.problems.append(Problem(name, 1, 1, *refused.args))
                continue
            if not tables:
                self.books.warnings.append(Problem(name, 1, 1, *say.told("empty")))
            use.unread = tuple(unread)
            opened += tables
        return opened

    def wanted(self) -> list[tuple[str, str, Loc]]:
        """Field, header, and the header's place in ``columns``, of all that is mapped."""
        given = self.log.columns.model_dump(exclude_none=True)
        at = [("at", header, ("at", spot)) for spot, header in enumerate(given.pop("at"))]
        return [*((name, header, (name,)) for name, header in given.items()), *at]

    def pick(self, table: LogTable) -> None:
        """Keep a table with the positions of its columns; where a header is not there, a problem for each.

        Of several columns of one name the one that holds anything is taken, with a warning where several do.
        """
        picked: dict[str, tuple[int, ...]] = {}
        missing = []
        for name, header, loc in self.wanted():
            positions = table.header.columns(header)
            if not positions and not table.header.known and not is_summary(table.header):
                about = say.told("no_header", path=table.label, headers=table.header.told)
                self.books.problems.append(self.problem(("columns",), *about))
                return
            if not positions:
                close = nearest(header, table.header.names, within=True)
                halves = [half for half in re.split("[ ,，、/+]+", header) if table.header.columns(half)]
                is_two, path, headers = name == "at" and len(halves) > 1, table.label, table.header.told
                case = "no_column_of_two" if is_two else "no_column_near" if close else "no_column"
                typed, both = in_quotes(close or ""), ", ".join(halves)
                about = say.told(case, path=path, header=header, close=close, typed=typed, halves=both, headers=headers)
                missing.append(self.problem(("columns", *loc), *about))
                continue
            if len(positions) > 1:
                counts = ", ".join(f"count({sql.trimmed(table, position)})" for position in positions)
                with suppress(self.error):
                    source = sql.scan(table, [table.file.as_posix()])
                    cells = self.base.execute(f"SELECT {counts} FROM {source}").fetchone()
                    positions = [each for each, count in zip(positions, cells, strict=True) if count] or positions[:1]
                if len(positions) > 1:
                    count, first = len(positions), positions[0] + 1
                    about = say.told("several_columns", path=table.label, count=count, header=header, first=first)
                    self.books.warnings.append(self.problem(("columns",), *about))
            picked[name] = (*picked.get(name, ()), positions[0])
        at = (table.header.names[position] for position in picked.get("at", ()))
        for header in (header for header in at if ELSEWHERE.search(fold(header))):
            about = say.told("elsewhere", header=header)
            self.books.problems.append(Problem(table.path, table.header.line, 1, *about))
        is_month = any(fold(header) in WORDS["months"] for header in self.log.columns.at)
        if is_summary(table.header) and (missing or is_month):
            self.books.problems.append(Problem(table.path, table.header.line, 1, *say.summary("月", table.inside)))
            return
        self.books.problems += missing
        if missing:
            return
        mapped = {position for positions in picked.values() for position in positions}
        for (position, filled), address in table.uncounted.items():  # a row without its time is one of sums
            if position in picked["at"] or (position in mapped and not filled.isdisjoint(picked["at"])):
                message = f"{table.inside}{address} 格{UNCOUNTED[0]}"
                self.books.problems.append(Problem(table.path, 1, 1, message, UNCOUNTED[1]))
                return
        self.tables.append(table)
        self.picked.append(picked)

    # ---- loading

    def shape(self, number: int) -> tuple[object, ...]:
        """What files must share to be read by one scan."""
        table = self.tables[number]
        names = table.header.names if table.form == "parquet" else ()
        shift = sql.shift_of_clocks(table, self.picked[number])
        return table.form, table.types, names, table.delimiter, shift, sorted(self.picked[number].items())

    def load(self, numbers: Sequence[int]) -> None:
        """Read files of one shape together; where that fails each alone, and one that fails row by row."""
        if self.load_part(numbers):
            return
        if len(numbers) > 1:
            for number in numbers:
                self.load([number])
            return
        (number,) = numbers
        table = self.tables[number]
        if table.form == "csv":
            try:
                self.tables[number] = read_forgivingly(table, self.scratch)
            except RefusedError as refused:
                self.books.problems.append(Problem(table.path, 1, 1, *refused.args))
                return
            if self.load_part(numbers):
                return
        self.books.problems.append(Problem(table.path, 1, 1, *say.told("unreadable", name=table.path)))

    def load_part(self, numbers: Sequence[int]) -> bool:
        """Add a table (of Parquet a view) of the files' rows; false where a file is not as it should be.

        Every line of a CSV is to be a row: where it is not, quotes have swallowed some, or cells hold line breaks.
        """
        first = self.tables[numbers[0]]
        source = sql.scan(first, [self.tables[number].file.as_posix() for number in numbers])
        file = f"file_index + {numbers[0]}" if len(numbers) > 1 else str(numbers[0])
        name, kind = f"part{len(self.parts)}", "VIEW" if first.form == "parquet" else "TABLE"
        query = sql.rows(self.log, first, self.picked[numbers[0]], self.books.words, file, source)
        is_whole = False
        with suppress(self.error):
            self.base.execute(f"CREATE TEMP {kind} {name} AS {query}")
            counts = dict(self.base.execute(f"SELECT file, count(*) FROM {name} GROUP BY file").fetchall())
            is_whole = first.form != "csv" or all(counts.get(each, 0) == self.tables[each].lines for each in numbers)
        if is_whole:
            self.parts[name] = first.form
        else:
            self.base.execute(f"DROP {kind} IF EXISTS {name}")
        return is_whole

    # ---- counting

    def count(self) -> None:
        """Judge words, count, and enter everything."""
        columns = self.log.columns
        loaded = sql.union(self.parts)
        names = {column[0] for column in self.base.execute(f"SELECT * FROM ({loaded}) LIMIT 0").description}
        few, many = self.judge(loaded, names)
        self.base.execute(sql.calls(self.log, loaded, names, self.units(), few, many))
        files = {row["file"]: row for row in rows_of(self.base, sql.accounts())}
        self.name_people()
        ledger = Ledger(self.log, self.tables, self.picked, self.books, self.base, self.problem)
        ledger.leave_repeated(files)
        repeat = bool(columns.customer and not columns.resolved)
        self.base.execute(f"CREATE TEMP TABLE months AS {sql.monthly(by_file=True, repeat=repeat)}")
        sums = ", ".join(f"CAST({name} AS BIGINT) AS {name}" for name in SERIES)
        months = rows_of(self.base, sql.statement("months", sums=sums))
        self.books.enter(self.log, [table.path for table in self.tables], months)
        self.enter_labels()
        ledger.account(files, months)
        if self.look:
            self.show(self.look)

    def name_people(self) -> None:
        """Say in a table ``names`` whose each name of ``every`` in the log is, of those who have a file here."""
        people = {fold(agent): agent for agent in self.books.agents}
        people |= {fold(value): agent for value, agent in self.log.agents.items() if agent in self.books.agents}
        self.base.create_function(
            "person",
            lambda text: people.get(fold(text)) or people.get(fold(unwrapped(text))) or people.get(extension(text)),
            ["VARCHAR"],
            "VARCHAR",
            null_handling="special",
        )
        self.base.execute("CREATE TEMP TABLE every AS SELECT DISTINCT agent AS value FROM typed")  # else asked of rows
        self.base.execute(sql.statement("names"))

    def enter_labels(self) -> None:
        """Enter contacts by hour, reason, channel and what was heard; of a year of a period its months alone."""
        columns, periods = self.log.columns, sorted(self.books.periods.items())
        spans = (f", ({text(agent)}, {year}, {span[0]}, {span[-1]})" for (agent, year), span in periods)
        self.base.execute(sql.statement("periods", spans="".join(spans)))
        heard = columns.remark and self.books.words
        given = {
            "rhythm": columns.at,
            "reason": columns.reason,
            "channel": columns.channel,
            "talk": columns.channel and columns.seconds,
            "heard": heard,
            "again": heard and columns.customer,
        }
        for part in filter(given.get, given):
            for agent, year, *lists in self.base.execute(sql.labels(part)).fetchall():
                if self.books.has(agent, year):
                    self.books.accounts[agent, year].add_labels(part, zip(*lists, strict=True))

    def show(self, look: Look) -> None:
        """Show every table's first three rows."""
        for file, table in enumerate(self.tables):
            look(table, self.picked[file], rows_of(self.base, sql.statement("first_rows", file=file)))

    def judge(self, loaded: str, names: Collection[str]) -> tuple[sql.Few, set[str]]:
        """Say in a table ``judged`` what every different word of the columns means, that are words.

        ``loaded`` is the query of all rows, and ``names`` its columns. Returns the words of yes-or-no columns that
        have few, and the columns of which the table is to be asked.
        """
        self.base.create_function("meaning", self.meaning, ["VARCHAR", "VARCHAR", "INTEGER"], "DOUBLE",
                                  null_handling="special")  # fmt: skip
        self.shifts = [*map(sql.shift_of_clocks, self.tables, self.picked)]
        self.base.execute("CREATE TEMP TABLE judged (kind VARCHAR, word VARCHAR, verdict DOUBLE)")
        for kind in (kind for kind in (*sql.WORDS, *sql.TIMES) if kind in names):
            limit = f"ORDER BY count(*) DESC, word LIMIT {_MOST_WORDS}" if kind in sql.WORDS else ""
            self.base.execute(sql.statement("words", kind=kind, loaded=loaded, limit=limit))
            if kind == "day_word":
                self.order = self.date_order(loaded)
            if kind == "clock_word":
                self.digits = dict(self.base.execute(sql.statement("longest", digits=r"'\d{1,6}'")).fetchall())
            if kind == "rating":
                self.check_scale()
            self.base.execute(f"INSERT INTO judged SELECT '{kind}', word, meaning('{kind}', word, file) FROM words")
        few: dict[str, dict[str, Verdict]] = {}
        for kind, word, verdict in self.base.execute(sql.statement("few", most=_FEW_WORDS)).fetchall():
            few.setdefault(kind, {})[word] = verdict
        kinds = self.base.execute("SELECT DISTINCT kind FROM judged").fetchall()
        return few, {kind for (kind,) in kinds} - few.keys()

    def meaning(self, kind: str, word: str, file: int) -> Verdict:
        """What one word of a file means, as a number; None: nothing is said, infinite: it cannot be read."""
        match kind:
            case "day_word":
                return moment(word, self.order, 0 if len(self.log.columns.at) > 1 else self.shifts[file])
            case "clock_word":
                at = clock(word, self.digits.get(file, 0))
                return None if at is None else at + self.shifts[file]
            case "spoken":
                verdict = seconds(word, self.unit(file) or "秒")
                verdict = UNREADABLE if verdict and verdict > MOST_SECONDS else verdict
            case "rating":
                verdict = satisfied(word, self.log)
            case _:
                verdict = yes_or_no(word, kind, self.log)
        return None if verdict is None else float(verdict)

    def check_scale(self) -> None:
        """Ask about ratings that read two ways: what is satisfied where they go beyond five or keep below four.

        Also about a scale of which one is the commonest, and about zeros where zero may be the worst.
        """
        cells: dict[float, int] = {}
        words = self.base.execute("SELECT word, cells FROM words").fetchall()
        for word, count in words:
            points = points_of(word)
            if points is not None and math.isfinite(points) and word not in self.log.ratings:
                cells[points] = cells.get(points, 0) + count
        zeros, header = cells.pop(0, 0), self.log.columns.rating
        best, rated = max(cells, default=0), sum(cells.values())
        beyond = sum(count for points, count in cells.items() if points > _BEST) > _STRAY * rated
        limit, downward = self.log.threshold
        is_written = "satisfied" in self.log.model_fields_set
        nobody = rated + zeros >= _FEW_RATINGS and not any(satisfied(word, self.log) == 1 for word, _ in words)
        asked, case, least = self.books.warnings, "", best * 0.8
        if beyond and not is_written:
            asked, case = self.books.problems, "beyond_five"
            least = next((top * 0.8 for top in (10, 100) if best <= top), 80)
        elif nobody and rated and not is_written:
            asked, case = self.books.problems, "nobody_satisfied" if best > 1 else "nobody_satisfied_of_ones"
        elif nobody and rated:
            case = "out_of_reach"
        elif cells.get(1, 0) * 2 > rated >= _FEW_RATINGS and not is_written:
            case = "mostly_ones"
        elif zeros and limit > _BEST and not downward:
            case = "zeros"
        if case:
            about = say.told(case, header=header, best=best, least=least, zeros=zeros)
            asked.append(self.problem(("columns", "rating"), *about))

    def date_order(self, loaded: str) -> str:
        """The order of dates such as 03/04/2025, as they show it themselves; nothing, and a problem, where not.

        Excel takes the day for the month in dates whose order is not its own, and leaves as text those whose day is
        beyond twelve: a file of such halves is refused, as no order puts the first half right.
        """
        most = [0, 0]
        texts: dict[int, list[int]] = {}
        result = self.base.execute("SELECT word, file FROM words")
        while batch := result.fetchmany(_MOST_WORDS):
            for numbers, file in ((short_date(word), file) for word, file in batch):
                if numbers:
                    most = [max(most[0], numbers[0]), max(most[1], numbers[1])]
                    texts.setdefault(file, []).append(max(numbers))
        halves = [str(file) for file, days in texts.items() if len(days) >= _FEW_DATES and min(days) > 12]
        swapped = sql.statement("swapped", loaded=loaded, files=", ".join(halves) or "NULL", least=_FEW_DATES)
        for (file,) in self.base.execute(swapped).fetchall():
            header = self.tables[file].header.names[self.picked[file]["at"][0]]
            about = say.told("swapped_dates", header=header)
            self.books.problems.append(Problem(self.tables[file].path, 1, 1, *about))
        fitting = [order for order, month in zip(ORDERS, most[::-1], strict=True) if month <= 12]
        if self.log.dates or len(fitting) == 1:
            return self.log.dates or fitting[0]
        if most != [0, 0]:
            self.books.problems.append(self.problem(("columns", "at"), *say.told("two_orders")))
        return ""

    def unit(self, file: int) -> str | None:
        """The unit of a file's plain numbers, as the log or its header says."""
        position = self.picked[file]["seconds"][0]
        return self.log.seconds_in or unit_of(self.tables[file].header.names[position])

    def units(self) -> dict[int, float]:
        """The seconds of a plain number in each file: of its unit, or a day where all are parts of one (Excel).

        Where most are such parts and some are not, that is a problem.
        """
        if not self.log.columns.seconds:
            return {}
        parts = [name for name, form in self.parts.items() if form != "parquet"]
        found = (row for part in parts for row in rows_of(self.base, sql.statement("parts_of_days", part=part)))
        days = {row["file"]: row["every"] for row in found}
        scales = {}
        for file, table in enumerate(self.tables):
            if table.types[self.picked[file]["seconds"][0]] in ("TIME", "INTERVAL"):
                continue
            unit = self.unit(file) or "秒"
            is_day = file in days and unit == "秒" and not self.log.seconds_in
            if is_day and not days[file]:
                header = table.header.names[self.picked[file]["seconds"][0]]
                self.books.problems.append(Problem(table.path, 1, 1, *say.told("parts_of_days", header=header)))
            scales[file] = 86_400.0 if is_day else UNITS[unit]
        return scales
