"""What became of every row of a log: used, or left out for a reason; and what of it somebody should know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, islice
from typing import Any

from ..errors import Problem
from ..records.model import Log
from . import messages as say
from . import sql
from .aggregate import Books
from .connection import Row, rows_of, text
from .records import Place
from .spelling import fold, likely
from .sql import Picked
from .tables import LogTable
from .times import is_month
from .values import COUNT_HEADER, NOTHING, unit_of

_MINUTE = 60
_SHORTEST, _LONGEST = 10, 7_200  #: seconds between which the mean of a file's durations has to lie
_FEW = 3  #: durations of which the mean says something, rows beside a count, months
_MONTHS, _DAYS, _MOST = 6, 20, 100_000  #: rows of a table of sums
_SAME = 0.01  #: of a table's rows that may be the same as others
_NOT_REPEATED = "ANTI JOIN (SELECT sequence FROM repeated WHERE certain) USING (sequence)"


@dataclass
class Ledger:
    """Accounts for the rows of one log, whose view ``typed`` is in ``base``, in the ``books``.

    ``tables`` and ``picked`` are those that were loaded; ``problem`` makes one of a place in the log's entry.
    """

    log: Log
    tables: Sequence[LogTable]
    picked: Sequence[Picked]
    books: Books
    base: Any
    problem: Callable[..., Problem]

    def leave_repeated(self, files: Mapping[int, Row]) -> None:
        """Make the view ``calls`` of all rows but those that another table has too, and say of which months they are.

        Tables whose rows are all the same are one export twice. Only those are compared whose times overlap.
        """
        spans = sorted((row["earliest"], row["latest"], file) for file, row in files.items() if row["earliest"])
        alike = {
            str(file)
            for (start, end, one), (other_start, other_end, other) in combinations(spans, 2)
            if start <= other_end and other_start <= end
            for file in (one, other)
        }
        own = sql.contacts(
            f"""(SELECT typed.* REPLACE (COALESCE(names.agent, typed.agent) AS agent)
FROM typed LEFT JOIN names ON value = typed.agent WHERE file IN ({", ".join(alike) or -1}))""",
            sql.TELLING,
        )
        self.base.execute(f"CREATE TEMP TABLE repeated AS {sql.repeated(own)}")
        sizes = {file: row["contacts"] for file, row in files.items()}
        before = self.compare_logs() if self.books.telling is not None else {}
        tables = {file - len(self.books.tables): table for file, table in enumerate((*self.books.tables, *self.tables))}
        pairs = rows_of(self.base, sql.statement("pairs"))
        for pair in pairs:
            file, is_before = pair["file"], pair["other"] < 0
            table, other = tables[file], tables[pair["other"]]
            size = before if is_before else sizes
            least = 1 if pair["certain"] or pair["timed"] or not is_before else _DAYS
            if is_before and table.path == other.path:
                pass  # that was told when it was opened
            elif size[file] == size[pair["other"]] == pair["shared"] > least:
                about = say.told("same_content", name=table.label, other=other.label)
                self.books.problems.append(Problem(table.path, 1, 1, *about))
            elif pair["certain"] or pair["timed"] * 2 >= pair["spanned"] > _FEW:
                asked, case = (self.books.notes, "shared") if pair["certain"] else (self.books.warnings, "alike")
                months = say.months(pair["earliest"], pair["latest"])
                about = say.told(case, name=table.label, other=other.label, count=pair["shared"], months=months)
                asked.append(Problem(table.path, 1, 1, *about))
            if pair["certain"]:
                place = self.place(files[file], pair["first"])
                self.books.files[table.path].leave("repeated", pair["shared"], place)
        self.books.tables += self.tables
        self.base.execute(f"CREATE TEMP VIEW calls AS SELECT * FROM typed {_NOT_REPEATED if pairs else ''}")

    def compare_logs(self) -> dict[int, int]:
        """Add to ``repeated`` what logs before this one have too, whose files have negative numbers.

        Returns the contacts of people with a file here, by file.
        """
        books, offset = self.books, len(self.books.tables)
        source = f"""(SELECT typed.* REPLACE (names.agent AS agent) FROM typed {_NOT_REPEATED}
JOIN names ON value = typed.agent)"""
        own = sql.contacts(source, books.telling or (), offset)
        copy = f"{books.scratch.as_posix()}/{offset}.parquet"
        self.base.execute(f"COPY ({own}) TO {text(copy)} (FORMAT parquet)")
        books.compared.append(copy)
        every = f"SELECT * FROM read_parquet([{', '.join(map(text, books.compared))}])"
        if offset:
            self.base.execute(f"INSERT INTO repeated {sql.repeated(every, offset)}")
        return {
            row["file"] - offset: row["size"]
            for row in rows_of(self.base, f"SELECT file, count(*) AS size FROM ({every}) GROUP BY file")
        }

    def account(self, files: Mapping[int, Row], months: Sequence[Row]) -> None:
        """Enter what became of every row, and say what somebody should know."""
        nobodys = rows_of(self.base, sql.statement("strangers"))
        strangers: dict[str, Counter[str]] = {}
        for file, table in enumerate(self.tables):
            use = self.books.files[table.path]
            use.rows += table.broken
            use.leave("broken", table.broken, (table.sheet, table.first_broken))
            row = files.get(file)
            if row is None:
                if not table.broken and not any(problem.path == table.path for problem in self.books.problems):
                    self.books.warnings.append(Problem(table.path, table.header.line, 1, *say.told("only_header")))
                continue
            use.rows += row["rows"]
            use.leave("unanswered", row["unanswered"])
            for reason in ("unclear", "undated", "nameless"):
                use.leave(reason, row[reason], self.place(row, row[f"first_{reason}"]))
            for group in (group for group in nobodys if group["file"] == file):
                reason = "nameless" if fold(group["agent"]) in NOTHING else "strangers"
                use.leave(reason, group["contacts"], self.place(row, group["first"]))
                if reason == "strangers":
                    strangers.setdefault(table.path, Counter())[group["agent"]] += group["contacts"]
            own = (month for month in months if month["file"] == file)
            absent = [month for month in own if not self.books.has(month["agent"], month["year"])]
            use.leave("years", sum(month["contacts"] for month in absent))
            use.years = tuple(sorted({*use.years, *(month["year"] for month in absent)}))
            self.complain(row)
        for path, names in strangers.items():
            is_told = names.total() > say.NOBODYS * self.books.files[path].rows  # that many are somebody's
            (self.books.notes if is_told else self.books.warnings).extend(self.suggestion(path, names))
        for path, sheets in groupby(files.values(), key=lambda row: self.tables[row["file"]].path):
            self.complain_of_words(path, [*sheets])
        self.summaries(files)
        if self.log.columns.customer and not self.log.columns.resolved:
            self.one_customer()

    def suggestion(self, path: str, strangers: Mapping[str, int]) -> list[Problem]:
        """A question whether strangers are people here under another spelling, where it can be only one."""
        known = {name: agent for name, agent in self.log.agents.items() if agent in self.books.agents}
        known |= {agent: agent for agent in self.books.agents}
        found = []
        for name, count in islice(strangers.items(), _MOST):
            people = {known[each] for each in likely(name, known)}
            if len(people) == 1 and not re.search(r"\d{7}", name):
                found.append((name, people.pop(), count))
        return [say.alike(path, sorted(found, key=lambda each: -each[2]))] if found else []

    def place(self, row: Row, sequence: int | None) -> Place:
        """The line in its file (the row, of Parquet) of what ``sequence`` names; ``row`` is the file's account."""
        table = self.tables[row["file"]]
        if sequence is None:
            return "", 0
        return table.sheet, sequence - row["first"] + 2 if table.form == "csv" else sequence & sql.ROW_NUMBER

    def complain_of_times(self, row: Row) -> None:
        """Contacts of people here whose time cannot be read; where it is all, once for all sheets of a workbook.

        Sums, notes below the table and a header that stands again have no time either, and are nobody's.
        """
        file = row["file"]
        table, picked, every = self.tables[file], self.picked[file], not row["dated"]
        named = "agent IS NOT NULL AND raw_at IS NOT NULL" if every else "false"
        undated, first = self.base.execute(sql.statement("undated", file=file, named=named)).fetchone()
        is_asked = say.told("two_orders")[0] in {problem.message for problem in self.books.problems}
        if not undated or (every and is_asked):
            return
        place = self.place(row, first)
        names = " 和 ".join(f"「{table.header.names[column]}」" for column in picked["at"])
        share = "全部" if every else "有"
        about = say.told("times", headers=names, share=share, count=undated, spot=say.spot(place))
        problem = Problem(table.path, place[1], picked["at"][0] + 1, *about)
        words = self.base.execute(f"SELECT DISTINCT raw_at FROM typed WHERE file = {file} AND raw_at > '' LIMIT 20")
        if every and any(is_month(word) for (word,) in words.fetchall()):
            problem = Problem(table.path, place[1], 1, *say.summary("月", table.inside))
        if not every or (table.path, problem.mend) not in {(told.path, told.mend) for told in self.books.problems}:
            (self.books.problems if every else self.books.warnings).append(problem)

    def complain(self, row: Row) -> None:
        """What of one table's columns cannot be right."""
        file: int = row["file"]
        table, picked = self.tables[file], self.picked[file]
        if row["undated"]:
            self.complain_of_times(row)
        for name, positions in picked.items():
            if name not in ("remark", "at") and row["rows"] > 1 and not row[f"cells_{name}"]:
                case, position = "blank_customer" if name == "customer" else "blank_column", positions[0]
                about = say.told(case, inside=table.inside, header=table.header.names[position])
                self.books.warnings.append(Problem(table.path, table.header.line, position + 1, *about))
        is_zoned = table.types[picked["at"][0]] == "TIMESTAMP WITH TIME ZONE"
        if is_zoned or sql.shift_of_clocks(table, picked):
            self.books.notes.append(self.problem(("columns", "at"), *say.told("zoned")))
        if row["timed"] >= _FEW:
            self.complain_of_durations(row)

    def complain_of_words(self, path: str, rows: Sequence[Row]) -> None:
        """Words that cannot be read, once for each column of a file; ``rows`` are the accounts of its sheets."""
        for kind, name in sql.WORDS.items():
            odd = [row for row in rows if row[f"odd_{kind}"]]
            if not odd:
                continue
            first, files = odd[0]["file"], ", ".join(str(row["file"]) for row in odd)
            words = self.base.execute(sql.statement("odd_words", kind=kind, files=files)).fetchall()
            example, position = say.examples([word for (word,) in words]), self.picked[first][name][0]
            count, place = sum(row[f"odd_{kind}"] for row in odd), self.place(odd[0], odd[0][f"first_odd_{kind}"])
            header, spot = self.tables[first].header.names[position], say.spot(place)
            about = say.told(f"odd_{kind}", header=header, count=count, example=example, spot=spot)
            self.books.warnings.append(Problem(path, place[1], position + 1, *about))

    def complain_of_durations(self, row: Row) -> None:
        """A mean of one table's durations that cannot be one of calls, or that may be one of minutes."""
        file: int = row["file"]
        table = self.tables[file]
        header, mean = table.header.names[self.picked[file]["seconds"][0]], row["spent"] / row["timed"]
        if not _SHORTEST <= mean <= _LONGEST:
            value = f"{mean / 3600:,.1f} 小时" if mean >= 60 else f"{mean:.2f} 秒"
            self.books.problems.append(Problem(table.path, 1, 1, *say.told("odd_mean", header=header, mean=value)))
        elif mean < _MINUTE and not (self.log.seconds_in or unit_of(header)):
            broken = f"SELECT count(*) FROM calls WHERE file = {file} AND answered AND seconds <> floor(seconds)"
            if self.base.execute(broken).fetchone()[0] * 2 > row["timed"]:
                about = say.told("seconds_or_minutes", header=header, mean=mean)
                self.books.warnings.append(Problem(table.path, 1, 1, *about))

    def summaries(self, files: Mapping[int, Row]) -> None:
        """Refuse tables of which a row is a person's month, or a person's day or hour with a column of counts.

        They have no time of day, or whole hours, as logs of few contacts have that look alike. Tables of one header,
        such as one for each month, are also looked at together. Of each it is told where rows are the same as others.
        """
        first: dict[tuple[str, ...], int] = {}
        small = [file for file, row in files.items() if row["rows"] <= _MOST]
        kin = [first.setdefault(self.tables[file].header.names, file) for file in small]
        groups = rows_of(self.base, sql.statement("sums", files=small, kin=kin, least=_FEW))
        for group in groups:
            is_one = group["file"] is not None
            table, rows = self.tables[group["file"] if is_one else group["kin"]], group["rows"]
            if is_one and group["same"] > rows * _SAME:
                about = say.told("same_rows", name=table.label, count=group["same"])
                self.books.warnings.append(Problem(table.path, 1, 1, *about))
            if group["odd"]:
                continue
            is_counted = any(COUNT_HEADER.search(fold(name)) for name in table.header.names)
            each = ""
            if group["timed"]:
                each = "小时" if is_counted and group["moments"] == rows >= _DAYS else ""
            elif group["months"] == rows >= _MONTHS and group["spread"] >= _FEW:
                each = "月"
            elif group["days"] == rows >= (_FEW if is_counted else _DAYS):
                each = "天"
            is_certain = is_counted or each == "月"
            if each and (is_certain or is_one):
                problem = Problem(table.path, 1, 1, *say.summary(each, table.inside if is_one else ""))
                (self.books.problems if is_certain else self.books.warnings).append(problem)

    def one_customer(self) -> None:
        """Tell where one customer has most of the contacts: a number that is the team's own, or nobody's."""
        most, every = self.base.execute(sql.statement("one_customer", rows=_MOST)).fetchone()
        if every and every >= _DAYS and most * 2 > every:
            about = say.told("one_customer", header=self.log.columns.customer)
            self.books.warnings.append(self.problem(("columns", "customer"), *about))
