"""Sheets -> documents of metrics by month, in every shape that people keep them in.

A shape is no more than where the person, the month and the metric of a number stand: in a column of their own, at the
head of the number's column, or in the name of the sheet. So one reading serves them all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...errors import Problem
from ...reading.document import Document, Layout, Loc, Position, capped
from ...reading.sheets import Cell, Row, Sheets, Worksheet
from ...reading.slips import clip
from ...reading.values import MONTHS, SECONDS, UNCOUNTED, amount, day, month, nearly
from ..metric_names import names_of
from ..model import Metric
from ..monthly import GAPS
from .headers import Headed
from .layout import tables_in
from .names import CALLED, HEAD, NUMBERED, PLACES, ROLE_OF, SEASON, SPREAD, is_month, note_on, overhang, plain, year_of

#: A day in a title that is not of the numbers.
_DAY_BESIDE = re.compile(
    r"(?:制[表作]|填[表报]|导出|打印|更新|报送|入职|截[至止])[^\d]{0,5}20\d\d\s*年\S*|20\d\d\s*年[^\s,。]{0,6}?(?:入职|加入|转正|起)"
)
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?=年|指标)")
_ITEM = re.compile(r"^(?:[一二三四五六七八九十]|\d+)[、.)]\s*")
_REPORT = re.compile("(?<=月)份?(?:绩效|数据|指标|汇总|统计|报表|考核|情况|表)+$")
_REMARK = re.compile("注|备注|说明|数据|审核|制表|填表|单位|.*[,。;起]")
_TIMES = SECONDS.keys() - {"分"} | {"毫秒", "ms", "天", "日"}


@dataclass(frozen=True)
class Fact:
    """One number of a table: whose, when, of which metric; ``head`` is where its series is named."""

    person: str
    year: int | None
    month: int
    key: str
    cell: Cell
    text: str
    head: Cell


@dataclass
class Table:
    """What was read of one file: facts, what is wrong, and what was passed over; ``names`` are the persons as typed."""

    path: str
    names: dict[str, str] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def read_metrics(
    sheets: Sheets, catalogue: Mapping[str, Metric], *, people: Collection[str] | None = None, year: int | None = None
) -> Table:
    """The numbers of a person's own table, or with ``people`` (plain names and folders) of a team's, where a person is
    named for each.

    ``year``: the only one that a person's own table may speak of. Rows of totals, titles, columns of other matters and
    sheets whose header does not fit are passed over, and named in one note.
    """
    table = Table(sheets.path, problems=list(sheets.problems))
    known = {SPREAD.sub("", name): key for name, key in names_of(catalogue).items()}
    everybody, passed, titled = people is not None, list[str](), dict[str, int | None]()
    parts = [part for sheet in sheets.sheets for part in tables_in(sheet, known)]
    readings = [_Reading(table, part, known, catalogue, people, year) for part in parts]
    fitting = [reading for reading in readings if reading.fits()]
    if everybody and all(reading.sheet_person for reading in fitting):
        fitting += [reading for reading in readings if reading not in fitting and reading.is_of_a_person()]
    if any(year_of(reading.sheet.name) == year for reading in fitting if year):
        fitting = [reading for reading in fitting if year_of(reading.sheet.name) in (None, year)]
    names_read = {reading.sheet.name for reading in fitting}
    for reading, part in zip(readings, parts, strict=True):
        if reading in fitting:
            reading.titled = titled.get(part.name)  # the year above the first table of a sheet is that of all
            reading.read()
            titled[part.name] = reading.titled
            passed += reading.passed
        elif part.rows and part.name in names_read:
            passed.append(f"第 {part.rows[0][0].line} 行起的“{clip(' '.join(cell.text for cell in part.rows[0]), 12)}”")
            continue
        elif part.rows and part.name and len(parts) > 1:
            passed.append(f"工作表“{clip(part.name)}”")
            continue
        table.problems += reading.problems
    if not fitting and not table.problems:
        first = next((sheet.rows[0][0] for sheet in sheets.sheets if sheet.rows), None)
        cells = (cell for sheet in sheets.sheets for row in sheet.rows[:HEAD] for cell in row)
        of_season = next((cell for cell in cells if SEASON.fullmatch(plain(cell.text))), None)
        message, mend = "表格不是一月一行的样子", "表头写“月份,接听量,…”，一月一行；或“指标,1月,…,12月”，一行一个指标"
        if first is None:
            message, mend = "表格是空的", "第一行写表头“月份,接听量,…”，下面一月一行"
        elif everybody:
            message, mend = "看不出这张表的表头", "表头写“姓名,月份,接听量,…”，一人一月一行；或“姓名,指标,1月,…,12月”"
        if of_season:
            first, message = of_season, f"“{clip(of_season.text)}”不是一个月：季度和半年的数分不到各月"
        line, column = (first.line, first.column) if first else (1, 1)
        table.problems.append(Problem(sheets.path, line, column, message, mend))
    if fitting and not table.facts and not table.problems:
        below = [cell.text for sheet in sheets.sheets for row in sheet.rows[1:] for cell in row]
        said = table.problems if everybody or any(map(amount, below)) else table.notes
        said.append(Problem(table.path, 1, 1, "从这张表里没有读到一个数", "数写在指标的名称下面，一月一行"))
    table.notes += note_on(table.path, passed)
    return table


class _Reading(Headed):
    """The rows below a header, read to facts."""

    def __init__(
        self, table: Table, sheet: Worksheet, known: Mapping[str, str], catalogue: Mapping[str, Metric],
        people: Collection[str] | None, year: int | None,
    ) -> None:  # fmt: skip
        super().__init__(table.path, sheet, known, catalogue, people, year)
        self.table = table
        self.seen: set[tuple[str, tuple[int | None, int], tuple[str, str] | None]] = set()
        #: Of the row above: the person, None where it was passed over, and its cells by role.
        self.last: tuple[str | None, Mapping[str, Cell]] = ("", {})
        self.titled: int | None = None  # the year that the sheet's name or title tells
        self.above: int | None = None  # the year that a row tells for itself and those below

    def _call(self, person: str, typed: str) -> None:
        """Keeps how a person is called, without a number."""
        self.table.names.setdefault(person, NUMBERED.sub("", SPREAD.sub("", typed)).strip(" *★☆"))

    def _is_heading(self, row: Row) -> bool:
        """Whether a row says by itself whose, of what or of which month the rows below are, which no column does."""
        filled = [(at, cell.text) for at, cell in enumerate(row) if cell.text]
        text = filled[0][1]
        if len(filled) > 1 or filled[0][0] in self._columns() or self._is_sum(text) or _REMARK.match(plain(text)):
            return False
        bare = CALLED.sub("", plain(text))
        person = self._person(bare)
        metric = self._metric(_ITEM.sub("", text)) if self.lacks["metric"] else None
        when = month(_REPORT.sub("", bare)) if self.lacks["month"] else None
        if metric:
            self.sheet_metric, self.metrics = metric, dict.fromkeys(self.metrics, metric)
        if when:
            self.sheet_month, self.months = when, dict.fromkeys(self.months, when)
        is_named = person in self.named or bare != plain(text) or self.by_rows
        is_person = self.lacks["person"] and is_named and not (metric or when)
        if is_person:
            self.sheet_person = person
            self._call(person, CALLED.sub("", text))
        return bool(metric or when or is_person)

    def read(self) -> None:
        """The facts of every row below the header."""
        header, person = self.sheet.rows[self.start], self._person(self.sheet_person)
        self._call(person, self.sheet_person)
        body = [(row, self._said(row)) for row in self.sheet.rows[self.start + 1 :]]
        if self._is_refused(header, [said for _, said in body]) or not self._reads_year(header):
            return
        sums: list[Row] = []
        for row in self.sheet.rows[: self.titles]:
            self.passed.append(f"第 {row[0].line} 行的标题“{clip(next(cell.text for cell in row if cell.text), 12)}”")
        for row, said in body:
            if self._is_of_year(row, said["year"]):
                continue
            if self._is_heading(row):
                person = self.sheet_person or person
                continue
            typed = said["person"].text  # of merged cells the first one has the name
            person = person if self._is_sum(typed) else self._person(typed) or person
            if self._is_of_sums(row, said):
                sums.append(row)
                named = {role: cell for role, cell in said.items() if cell.text and not self._is_sum(cell.text)}
                self.last = None, {**self.last[1], **named}
                continue
            if any(ROLE_OF.get(plain(cell.text)) == role for role, cell in said.items()):
                self._pass_row(row)  # the header once more
                continue
            self._call(person, typed)
            is_empty = not any(cell.text for cell in said.values()) and not self._has_number(row)
            if extra := overhang(self.path, row, header, self.roles.values()):
                self.problems.append(extra)
            elif is_empty and "month" not in self.roles:
                self._pass_row(row)  # units below the header
            else:
                self._row(row, said, header, person)
        if sums:
            more = f"等 {len(sums)} 行合计或平均" if len(sums) > 1 else ""
            self.passed.append(
                f"第 {sums[0][0].line} 行“{clip(next(c.text for c in sums[0] if self._is_sum(c.text)), 12)}”{more}"
            )

    def _is_of_sums(self, row: Row, said: Mapping[str, Cell]) -> bool:
        """Whether a row is no month's: a sum of others, a target. A group may well be called 平均组."""
        named = [cell.text for role, cell in said.items() if role != "passed"]
        beside = [cell.text for cell in (*row[:3], said["passed"])]
        if any(said[role].text for role in PLACES):
            beside = [text for text in beside if not text.endswith(("组", "班", "队", "部"))]
        if month(said["month"].text):  # which stands in a quarter
            beside = [text for text in beside if not SEASON.fullmatch(plain(text))]
        return any(map(self._is_sum, named + beside))

    def _reads_year(self, header: Row) -> bool:
        """Keeps the year that the sheet's name, its title or a corner of the table tells, unless they tell several;
        False where it is not the one that a person's own table may speak of."""
        cells = [cell for row in self.sheet.rows[: self.titles] for cell in row]
        cells += [cell for cell in header if year_of(cell.text)]
        cells.append(replace(self.sheet.rows[0][0], text=self.sheet.name))
        told: dict[int, Cell] = {}
        for cell in cells:
            year, text = year_of(cell.text), _DAY_BESIDE.sub("", cell.text)
            whole = [year] if year else map(int, _TITLE_YEAR.findall(text))
            told |= {year: cell for year in whole if year not in told}
        if told:
            self.titled = next(iter(told)) if len(told) == 1 else None
        if self.year and self.titled not in (None, self.year):
            cell, mend = told[self.titled], "哪个写错了就改哪个：文件名里的年份，或这里的"
            self.problem(cell, f"“{clip(cell.text)}”写的是 {self.titled} 年，这个文件是 {self.year} 年的", mend)
            return False
        return True

    def _is_of_year(self, row: Row, said: Cell) -> bool:
        """Keeps the year that a row says, in its cell ``said`` or alone, for the rows below, too. True where the
        row has no more to read: it says nothing else, or a year that is not that of a person's own table."""
        filled = [(at, cell) for at, cell in enumerate(row) if cell.text]
        is_alone = len(filled) == 1 and filled[0][0] not in self._columns()
        cell = filled[0][1] if is_alone else said
        year = year_of(cell.text)
        if year and self.year and year not in (self.year, self.above):
            self.problem(cell, f"“{clip(cell.text)}”不是 {self.year} 年", f"这个文件只写 {self.year} 年")
        self.above = year or self.above
        return bool(year and is_alone) or bool(self.year and self.above not in (None, self.year))

    def _said(self, row: Row) -> dict[str, Cell]:
        """The cells of a row by their roles; an empty one for each role that it has not."""
        empty = Cell("", row[0].line, row[0].column)
        places = {role: self.roles.get(role, len(row)) for role in {*ROLE_OF.values()}}
        return {role: row[at] if at < len(row) else empty for role, at in places.items()}

    def _is_refused(self, header: Row, body: Sequence[Mapping[str, Cell]]) -> bool:
        """Whether nothing can be read: the rows are days, or contacts, or what names the numbers is not there yet."""
        first: dict[tuple[int | None, int], str] = {}
        for cell in (said["month"] for said in body):
            named = day(cell.text)
            clock = cell.text if ":" in cell.text else str(named and named.day)
            if named and named.day and first.setdefault((named.year, named.month), clock) != clock:
                mend = "按月合成一行；一通一行的记录放进 data/logs，照《接话务记录》接上"
                self.problems = []
                self.problem(cell, "一个月写了好几天：这里要一月一行", mend)
                return True
        naming = [*header, *(cell for said in body for cell in said.values())]
        for cell in [cell for cell in naming if cell.text == UNCOUNTED][:1]:
            self.problem(cell, f"看不出是谁的、哪个月的、什么的：{UNCOUNTED}", nearly(UNCOUNTED))
            return True
        return False

    def _row(self, row: Row, said: dict[str, Cell], header: Row, person: str) -> None:
        """The facts of one row, which speaks of ``person`` unless its columns do of others."""
        typed, (before, last) = said["metric"].text, self.last
        merged = (
            self.numbers or self.people or before is None or (self.everybody and person != before)
        )  # the first one has the text
        if merged and self._has_number(row):
            for role in last.keys() & {"month", "metric"}:
                said[role] = replace(said[role], text=said[role].text or last[role].text)
        self.last = person, said
        when = self._month(row, said["month"], person) if "month" in self.roles else self.sheet_month
        metric, head = self.sheet_metric, row[0]
        if "metric" in self.roles:
            head = said["metric"]
            metric = self._metric(head.text)
            if metric is None and typed:
                self._unknown(head, "行")
            elif metric is None and self._has_number(row):
                self._pass_row(row)
            if metric is None:
                return
        for at in sorted(self._columns()):
            column_when = self.months.get(at) or when
            column_metric = self.metrics.get(at) or metric
            if at >= len(row) or column_when is None or column_metric is None or not row[at].text:
                continue
            key, unit = column_metric[0], column_metric[1] or plain(said["unit"].text)
            of_year = column_when[0] or self.above or self.titled
            text = self._with_unit(row[at].text, unit, key)
            if self._is_of_several(row[at], header, said.values()):
                message = f"“{clip(text)}”占着合并的几格，看不出各是多少"
                self.problem(row[at], message, "取消合并，一格写一个数；没有数的空着")
                continue
            if at in self.people:
                person = self._person(self.people[at])
                self._call(person, self.people[at])
            top = header[at] if at in self.metrics and not self.everybody else head
            self.table.facts.append(Fact(person, of_year, column_when[1], key, row[at], text, top))

    def _pass_row(self, row: Row) -> None:
        texts = [cell.text for at, cell in enumerate(row) if cell.text and at != self.roles.get("person")]
        self.passed.append(f"第 {row[0].line} 行" + (f"“{clip(' '.join(texts), 12)}”" if texts else ""))

    def _is_of_several(self, cell: Cell, header: Row, naming: Iterable[Cell]) -> bool:
        """Whether a number is merged over the cells of other numbers: of another column, or of a row that is named."""
        rows, columns = cell.span
        beside = sum(cell.column <= header[at].column < cell.column + columns for at in self._columns())
        tall = [named.span[0] for named in naming if named.text]
        return plain(cell.text) not in GAPS and (beside > 1 or rows > max(tall, default=1))

    def _has_number(self, row: Row) -> bool:
        texts = [plain(row[at].text) for at in self._columns() if at < len(row)]
        days = {text for text in texts if is_month(text.rpartition(":")[2])}  # of whoever signs below: 日期：2026-01-05
        return any(char.isdigit() for text in texts if text not in days for char in text)

    def _with_unit(self, text: str, unit: str, key: str) -> str:
        """A number with the ``unit`` that its header says, where that changes it."""
        typed = amount(text)
        if not typed or typed.unit:
            return text
        if unit[:1] in ("千", "万", "亿"):
            return text + unit[0]
        own = self.catalogue[key].unit
        if unit == "%" == own:  # which says no more than the metric: fractions are still asked about
            return text
        return text + unit if unit == "%" or unit in _TIMES or (unit == "分" and own in _TIMES) else text

    def _month(self, row: Row, cell: Cell, person: str) -> tuple[int | None, int] | None:
        """The month of a row, which its ``cell`` says; None where it has none, or another year's, or one twice."""
        named = month(cell.text)
        if named is None and not self._has_number(row):  # units below the header, or a remark
            said = {at: plain(row[at].text) for at in self.metrics if at < len(row)}
            times = {at: (self.metrics[at][0], unit) for at, unit in said.items() if unit in _TIMES | {"分"}}
            self.metrics |= times
            if not times:
                self._pass_row(row)
        elif named is None:
            message = f"“{clip(cell.text)}”不是月份" if cell.text else "这一行没有月份"
            self.problem(cell, message, "写成 1月、2025-01 或 Jan；不是一个月的，删掉这一行，合计的写上“合计”")
        elif self.year and named[0] not in (None, self.year):
            self._other_year(cell)
            return None
        elif "metric" not in self.roles and not self.everybody:
            if (person, named, self.sheet_metric) in self.seen:
                october = f"是 10 月，就写成“{named[0]}年10月”；不是，就" * cell.text.endswith(".1")
                self.problem(cell, f"{named[1]} 月有两行", f"{october}只留一行")
                return None
            self.seen.add((person, named, self.sheet_metric))
        return named


# --- documents ----------------------------------------------------------------------------------------------------


def document_of(table: Table, facts: Iterable[Fact], catalogue: Mapping[str, Metric]) -> Document:
    """``{"metrics": {key: [twelve texts or None]}}`` with the place of every number, of one person's year.

    A month that has two values that differ is a problem; the problems of the table are not repeated here.
    """
    marks: dict[Loc, Position] = {(): (1, 1), ("metrics",): (1, 1)}
    metrics: dict[str, list[str | None]] = {}
    problems, lines, in_sheets = list[Problem](), list[str](), dict[Loc, str]()
    for fact in facts:
        series = metrics.setdefault(fact.key, [None] * MONTHS)
        marks.setdefault(("metrics", fact.key), (fact.head.line, fact.head.column))
        text = None if plain(fact.text) in GAPS else fact.text
        loc, before = ("metrics", fact.key, fact.month - 1), series[fact.month - 1]
        if before is not None and text is not None and text != before:
            message = f"{catalogue[fact.key].label} {fact.month} 月有两个值：{clip(before)} 和 {clip(text)}"
            problems.append(fact.cell.problem(table.path, message, "只留一个"))
        elif text is not None or loc not in marks:
            series[fact.month - 1] = text
            marks[loc], in_sheets[loc] = (fact.cell.line, fact.cell.column), fact.cell.sheet
        lines.append(f"{fact.key} {fact.month} {fact.text} {fact.cell.line}")
    layout = Layout(marks, {loc: place for loc, place in marks.items() if len(loc) > 1}, sheets=in_sheets).packed()
    return Document(table.path, {"metrics": metrics}, layout, lines=tuple(lines), problems=capped(sorted(problems)))
