"""What the columns of a table of metrics are: by their header, the title above it, or the sheet's name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

from ...errors import Problem
from ...reading.nearest import nearest
from ...reading.sheets import Cell, Row, Worksheet
from ...reading.slips import clip
from ...reading.values import day, month
from ..model import Metric
from .layout import spread_out, with_one_header
from .names import BESIDE, CALLED, HEAD, NUMBERS, ROLE_OF, SEASON, SUM, UNIT, is_month, person_of, plain

_BEST = {"person": "名", "month": "月"}  # 坐席 beside 姓名 is a number, 日期 beside 月份 another day
_SHEET = re.compile(r"(?:sheet|工作表|表)\s*\d*")
#: What stands around a metric's name and says no more.
_AROUND = re.compile(r"^(?:[*#]+|本人|个人|实际|[本当每]月|月度?|(?:求和|平均值|计数|最[大小]值)项:)|实际值?$|\*+$")
#: A month in a title that is no end of a span.
_TITLE_MONTH = re.compile(
    r"(?:20\d\d\s*年\s*)?(?<![\d~～至到、,，—–-])(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?![\d日]|份?\s*[~～至到、,，—–-]+\s*\d)"
)
_OF_OTHERS = re.compile("目标|计划|任务|预测|累计|同期|对比|排名|[去上]年|旧|备份|副本|作废|草稿|模板")
#: A header that says both: 1月接听量.
_MONTH_AND_METRIC = re.compile(r"((?:20\d\d年)?\d{1,2}月份?)[-_ ]*(\S.*)")


class Headed:
    """One table, and what was found of whose, when and of which metric its numbers are."""

    def __init__(
        self, path: str, sheet: Worksheet, known: Mapping[str, str], catalogue: Mapping[str, Metric],
        people: Collection[str] | None, year: int | None,
    ) -> None:  # fmt: skip
        self.path, self.known, self.catalogue = path, known, catalogue
        self.sheet = with_one_header(sheet, {*known, *(people or ())})
        self.everybody, self.named, self.year = people is not None, people or (), year
        self.passed: list[str] = []
        self.problems: list[Problem] = []
        self.roles: dict[str, int] = {}
        self.months: dict[int, tuple[int | None, int]] = {}
        self.metrics: dict[int, tuple[str, str]] = {}  # column -> key and unit
        self.people: dict[int, str] = {}  # column -> name
        self.by_rows = False  # whether each person stands alone in a row above the person's
        self.lacks: dict[str, bool] = {}  # by person, metric and month, whether no column says it
        self.numbers: list[int] = []  # the only column of numbers, where all that they are of stands beside them
        self.titles = self.start = 0  # how many rows of titles there are, and the last row of the header
        self.sheet_person = ""
        self.sheet_month = month(sheet.name) if sheet.name else None
        self.sheet_metric = self._metric(sheet.name)

    def problem(self, cell: Cell, message: str, mend: str) -> None:
        """Something that has to be mended, at a cell."""
        self.problems.append(cell.problem(self.path, message, mend))

    def fits(self) -> bool:
        """Whether person, month and metric are found for the numbers, in the columns or the sheet's name or title."""
        return any(self._is_headed(*heading) for heading in self._headings())

    def is_of_a_person(self) -> bool:
        """A sheet that is a person's own table, named after the person."""
        name = plain(self.sheet.name)
        if not name or _SHEET.fullmatch(name) or self.sheet_month or self.sheet_metric or self._is_sum(name):
            return False
        self.everybody, self.sheet_person = False, self.sheet.name
        return self.fits()

    def _headings(self) -> Iterator[tuple[int, int, list[Sequence[str]]]]:
        """The first and the last row of what may be the header, and the texts that head each column: one row; or two
        texts each, month and metric in one cell, or the cells of two rows, of which the upper has merged ones."""
        rows = self.sheet.rows[:HEAD]
        start = max(range(len(rows)), key=lambda at: (self._likeness(rows[at]), -at), default=0)
        for at, row in enumerate(rows[start : start + 1], start):
            yield at, at, [(cell.text,) for cell in row]
        for at, row in enumerate(rows):
            parted = [_MONTH_AND_METRIC.fullmatch(plain(cell.text)) for cell in row]
            yield at, at, [both.groups() if both else ("", "") for both in parted]
        for at, (above, below) in enumerate(pairwise(rows)):
            yield at, at + 1, [(head, cell.text) for head, cell in zip(spread_out(above, below), below, strict=False)]

    def _likeness(self, row: Row) -> int:
        """How many cells of a row are such as a header has."""
        roles = sum(plain(cell.text) in ROLE_OF for cell in row)
        months = sum(day(cell.text) is not None for cell in row)
        people = sum(self._person(cell.text) in self.named for cell in row)
        metrics = sum(self._metric(cell.text) is not None for cell in row if cell.text)
        is_title = not any(cell.text for cell in row[1:])
        return 2 * (roles + metrics) + (months > 1) * months + (people > 1) * people - is_title

    def _is_headed(self, first: int, last: int, texts: Sequence[Sequence[str]]) -> bool:
        """Whether all is found below the rows ``first`` to ``last``, whose columns these ``texts`` head."""
        header = self.sheet.rows[last]
        self.titles, self.start, self.passed = first, last, []
        self.roles, self.months, self.metrics, self.people, self.numbers = {}, {}, {}, {}, []
        if any(len(heads) > 1 for heads in texts):
            unknown = self._sort_both(self.sheet.rows[first : last + 1], texts)
            if len(self.metrics) < 2:
                return False
            self.problems = []
        else:
            unknown = self._sort(header)
        if self.everybody and not self.people and "person" not in self.roles:
            if self.months or self.metrics:
                self._find_people()
            else:
                self._read_people([(at, cell.text) for at, cell in unknown if not self._is_sum(cell.text)])
        self._settle(header)
        self.lacks = {
            "person": self.everybody and not self.people and "person" not in self.roles,
            "metric": not (self.metrics or "metric" in self.roles),
            "month": not (self.months or "month" in self.roles),
        }
        self._read_title()
        self._pass_over(header, unknown)
        if self.year:
            self._refuse_other_years(header)
        said = {"person": self.sheet_person, "metric": self.sheet_metric, "month": self.sheet_month}
        return all(said[role] for role, is_lacking in self.lacks.items() if is_lacking)

    def _sort_both(self, rows: Sequence[Row], texts: Sequence[Sequence[str]]) -> list[tuple[int, Cell]]:
        """Keeps the columns that have a month, or a person, in one of their two texts and a metric in the other; what
        says nothing known in the ``rows``."""
        cells = [(at, cell) for row in rows for at, cell in enumerate(row) if cell.text]
        self.roles = {role: at for at, cell in cells if (role := ROLE_OF.get(plain(cell.text)))}
        pairs = ((at, pair) for at, heads in enumerate(texts) for pair in permutations(heads, 2))
        found = {at: (head, metric) for at, (head, tail) in pairs if (metric := self._metric(tail))}
        heads = {at: when for at, (head, _) in found.items() if (when := month(head))}
        counted = {(None, 1), (None, 2), (None, 3)} <= {*heads.values()}  # other lone numbers are a metric's values
        self.months = {at: when for at, when in heads.items() if counted or is_month(found[at][0])}
        if self.everybody and not self.months:
            self._read_people([(at, head) for at, (head, _) in found.items() if head and not self._is_sum(head)])
        if self.people:  # 姓名 and 指标 say what stands beside them
            self.roles = {role: at for role, at in self.roles.items() if role not in ("person", "metric")}
        self.metrics = {at: metric for at, (_, metric) in found.items() if at in (self.months or self.people)}
        below = rows[-1]
        cells = [  # 全年 above 接听量 is 全年接听量
            (at, replace(cell, text="".join(texts[at]) or cell.text) if cell in below else cell)
            for at, cell in cells
            if cell in below or at >= len(below) or not below[at].text
        ]
        return [(at, cell) for at, cell in cells if at not in self.metrics and plain(cell.text) not in ROLE_OF]

    def _sort(self, header: Row) -> list[tuple[int, Cell]]:
        """Sorts the columns by their headers; those that say nothing known."""
        unknown: list[tuple[int, Cell]] = []
        for at, cell in enumerate(header):
            role, metric, named = ROLE_OF.get(plain(cell.text)), self._metric(cell.text), month(cell.text)
            same = [at for at, (key, _) in self.metrics.items() if metric and key == metric[0]]
            if metric and same:
                own = plain(self.catalogue[metric[0]].label), metric[0]
                exact = [column for column in (*same, at) if plain(header[column].text) in own]
                if len(exact) == 1:  # 呼入量 beside 接听量 is another matter
                    self.passed += [f"“{clip(header[column].text)}”列" for column in {*same, at}.difference(exact)]
                    self.metrics = {c: of for c, of in self.metrics.items() if c not in same} | {exact[0]: metric}
                else:
                    first, message = clip(header[same[0]].text), f"“{clip(cell.text)}”这一列有两次"
                    message = message if first in message else f"“{first}”和“{clip(cell.text)}”都是{own[0]}"
                    self.problem(cell, message, "只留一列")
            elif metric:
                self.metrics[at] = metric
            elif named:
                self.months[at] = named
            elif role and (role not in self.roles or _BEST.get(role, "-") in plain(cell.text)):
                if role in self.roles:
                    self.passed.append(f"“{clip(header[self.roles[role]].text)}”列")
                self.roles[role] = at
            elif cell.text:
                unknown.append((at, cell))
        if len(self.months) < 3 and not all(day(header[at].text) for at in self.months):
            self.months = {}
        if self.months and self.metrics and not self.everybody:
            self.metrics = {}
        return unknown

    def _find_people(self) -> None:
        """The column that holds persons, whatever its header is."""
        passed = self.roles.pop("passed", None)  # 工号 may be what folders are called
        taken = {*self.roles.values(), *self.metrics, *self.months}
        for row in self.sheet.rows[self.start + 1 :]:
            named = [at for at, cell in enumerate(row) if at not in taken and self._person(cell.text) in self.named]
            if len(named) == 1:
                self.roles["person"] = named[0]
                break
        if passed not in (None, self.roles.get("person")):
            self.roles["passed"] = passed

    def _read_people(self, heads: Sequence[tuple[int, str]]) -> None:
        """The columns that are headed by persons: where one of them has a file, the others are persons' too."""
        known = [at for at, text in heads if self._person(text) in self.named]
        if not known:
            return
        before = {*range(heads[0][0])}.difference(self.roles.values())  # a column without a header names the rows
        labels = heads[0][0] not in known and not before and not self.roles.keys() & {"month", "metric"}
        self.people = dict(heads[labels:])

    def _settle(self, header: Row) -> None:
        """Gives a first column without a heading its role: months where metrics run across, metrics where months do."""
        taken = {*self.roles.values(), *self.metrics, *self.months, *self.people}
        free = [at for at, cell in enumerate(header) if at not in taken and not self._is_sum(cell.text)]
        if self.people:
            below = [row[free[0]].text for row in self.sheet.rows[self.start + 1 :] if free and len(row) > free[0]]
            for role, names_one in (("month", month), ("metric", self._metric)):
                if role not in self.roles and any(map(names_one, below)):
                    self.roles[role] = free[0]
        elif self.months and not self.metrics and "metric" not in self.roles and not self.sheet_metric:
            place = self.roles.pop("month", free[0] if free else None)
            if place is not None:
                self.roles["metric"] = place
        elif not self.months and "month" not in self.roles and not self.sheet_month:
            for at in [at for at in free if not header[at].text] if self.everybody else free[:1]:
                below = [row[at].text for row in self.sheet.rows[self.start + 1 :] if len(row) > at and row[at].text]
                months = all(is_month(text) or self._is_sum(text) for text in below) and any(map(is_month, below))
                if months if self.everybody else any(map(month, below)) or not self.metrics:
                    self.roles["month"] = at

    def _read_title(self) -> None:
        """The metric, the month and the person that the header does not say, where the title, the first row below the
        header or, among other words, the sheet's name says one."""
        first = [cell.text for row in self.sheet.rows[self.start + 1 : self.start + 2] for cell in row if cell.text]
        cells = [cell.text for row in self.sheet.rows[: self.titles] for cell in row] + first * (len(first) == 1)
        if self.lacks["person"]:
            words = [word for text in cells for word in (text, *text.split())]
            whose = {self._person(CALLED.sub("", plain(word))) for word in words}.intersection(self.named)
            self.sheet_person = whose.pop() if len(whose) == 1 else ""
            self.by_rows = len(first) == 1 and self._person(first[0]) == self.sheet_person
        cells = [text for text in (self.sheet.name, *cells) if not _OF_OTHERS.search(text)]
        if self.lacks["metric"] and not self.sheet_metric:
            self.sheet_metric = self._metric_within(cells)
        if self.lacks["month"] and not self.sheet_month:
            self.sheet_month = _month_within(" ".join(cells))

    def _metric_within(self, texts: Sequence[str]) -> tuple[str, str] | None:
        """The only metric that ``texts`` name among other words, with the unit that one of them says."""
        title = plain(" ".join(texts))
        names = [name for name in self.known if len(name) > 1 and name in title]
        keys = {self.known[name] for name in names if not any(name in other and name != other for other in names)}
        whole = {metric for text in texts if (metric := self._metric(text))}
        return whole.pop() if len(whole) == 1 else (keys.pop(), "") if len(keys) == 1 else None

    def _pass_over(self, header: Row, unknown: Sequence[tuple[int, Cell]]) -> None:
        """The columns that the header does not explain; the only one may hold the sheet's metric, or its month."""
        unknown = [(at, cell) for at, cell in unknown if at not in {*self.roles.values(), *self.people}]
        values = [at for at, cell in unknown if not self._is_sum(cell.text)]
        named = [at for at, cell in unknown if at in values and NUMBERS.fullmatch(plain(cell.text))]
        values = named if len(named) == 1 else values
        if len(values) == 1 and not (self.months or self.metrics or self.people):
            if self.sheet_metric and "metric" not in self.roles:
                self.metrics[values[0]] = self.sheet_metric
            elif self.sheet_month and "metric" in self.roles:
                self.months[values[0]] = self.sheet_month
            elif {"month", "metric"} <= self.roles.keys():
                self.numbers = values
        for at, cell in unknown:
            if at not in self._columns():
                self._unknown(cell)
        at = self.roles.get("passed", len(header))
        if at < len(header) and header[at].text:
            self.passed.append(f"“{clip(header[at].text)}”列")

    def _unknown(self, cell: Cell, line: str = "列") -> None:
        """A column or a row of another matter is passed over; a misspelt metric that is nowhere else is asked about."""
        word, read = plain(cell.text), {key for key, _ in self.metrics.values()}
        near = nearest(cell.text, self.known, 0.6 if len(cell.text) > 2 else 0.7)  # 得分 is hardly 质检得分
        is_rate_only = word.endswith("率") and near and not near.endswith("率")  # 接听率 is no slip of 接听量
        is_told = word in ROLE_OF or self._is_sum(cell.text) or self._metric(cell.text)
        if not near or is_rate_only or is_told or self.months or self.known[near] in read:
            self.passed.append(f"“{clip(cell.text)}”{line}")
        else:
            mend = f"是不是“{self.catalogue[self.known[near]].label}”？不是的，在后面加上“（不用读）”"
            self.problem(cell, f"不认识的{line}“{clip(cell.text)}”", mend)

    def _refuse_other_years(self, header: Row) -> None:
        """Adds a problem for each month of another year at the head of a column or in the sheet's name, in a person's
        own table."""
        heads = [(header[at], when) for at, when in self.months.items()]
        if self.sheet_month:
            heads.append((replace(self.sheet.rows[0][0], text=self.sheet.name), self.sheet_month))
        if others := [cell for cell, (year, _) in heads if year not in (None, self.year)]:
            self._other_year(others[0], len(others))
        self.months = {at: when for at, when in self.months.items() if when[0] in (None, self.year)}

    def _other_year(self, cell: Cell, columns: int = 1) -> None:
        several = f"等 {columns} 列" if columns > 1 else ""
        message = f"“{clip(cell.text)}”{several}不是 {self.year} 年的月份"
        self.problem(cell, message, f"这个文件只写 {self.year} 年")

    def _metric(self, text: str) -> tuple[str, str] | None:
        """The metric that a header, a row or a sheet is named after, and the unit said there."""
        bare = _AROUND.sub("", plain(text).removeprefix(f"{self.year}年"))
        for name, unit in ((plain(text), None), (bare, None), (bare, UNIT.search(bare))):
            if (name := name[: unit.start()] if unit else name) in self.known:
                return self.known[name], next(filter(None, unit.groups()), "") if unit else ""
        return None

    def _person(self, text: str) -> str:
        """Whom a cell names: as it stands where somebody is called so, else without a number or brackets."""
        return plain(text) if plain(text) in self.named else person_of(text)

    def _is_sum(self, text: str) -> bool:
        word = plain(text)
        is_sum = SUM.match(word) or SEASON.match(word) or BESIDE.fullmatch(word)
        return bool(is_sum and self._metric(text) is None)

    def _columns(self) -> Collection[int]:
        """The columns that hold numbers."""
        return self.people or self.months or self.metrics or self.numbers


def _month_within(text: str) -> tuple[int | None, int] | None:
    """The only month that a text names among other words."""
    said = {month(found[0]) for found in _TITLE_MONTH.finditer(text)}
    return said.pop() if len(said) == 1 else None
