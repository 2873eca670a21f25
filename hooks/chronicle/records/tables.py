"""Sheets -> documents: metrics by month in every shape that people keep them in, tags, and contact reasons.

A shape is no more than where the person, the month and the metric of a number stand: in a column of their own, at the
head of the number's column, or in the name of the sheet. So one reading serves them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, permutations

from ..errors import Problem
from ..reading.document import Document, Layout, Loc, Position, broken, capped
from ..reading.nearest import fold, nearest
from ..reading.sheets import Cell, Row, Sheets, Worksheet
from ..reading.slips import clip
from ..reading.values import MONTHS, SECONDS, UNCOUNTED, amount, day, month, nearly
from .keys import names
from .metric_names import names_of
from .model import Metric
from .monthly import GAPS

_PLACES = {"month", "person", "metric"}
_HEAD = 15  # rows among which the header is looked for; above it stands a title
_ROLE_OF = names("columns")
_ROLES = {*_ROLE_OF.values()}
_BEST = {"person": "名", "month": "月"}  # 坐席 beside 姓名 is a number, 日期 beside 月份 another day
_SUMS_OF = ("合计", "总计", "小计", "汇总", "平均", "均值")  # which stand behind what they are of, too: 一组小计
_SUMS = (*_SUMS_OF, "年均", "全年", "累计", "total", "grand total", "average", "avg", "sum", "mean")
_SUM = re.compile(rf"(?:{'|'.join(_SUMS)})(?![a-z])|.*(?:{'|'.join(_SUMS_OF)})$")
_BESIDE = re.compile(
    r"(?:[月日人组班]均|总[数量和]|同比|环比|目标|计划|任务|考核|标准|[去上]年(?:同期)?|[达完]成率|差[值异距]|最[大小高低]|中位)[值数]?"
)
_SEASON = re.compile(r"第?[一二三四1-4]季度?|q[1-4]|[上下]半年|h[12]")
_SHEET = re.compile(r"(?:sheet|工作表|表)\s*\d*")
_UNIT = re.compile(
    r"\s*[(\[](?:单位:)?([^()\[\]]*)[)\]]$|\s*[/_:]\s*(?:单位:)?([^\s/_:\d]{1,3})$|\s+(秒钟?|分钟?|小时|s|min|h|%)$|\s*(%)$"
)
#: What stands around a metric's name and says no more.
_AROUND = re.compile(r"^(?:[*#]+|本人|个人|实际|[本当每]月|月度?|(?:求和|平均值|计数|最[大小]值)项:)|实际值?$|\*+$")
#: A month in a title that is no end of a span.
_TITLE_MONTH = re.compile(
    r"(?:20\d\d\s*年\s*)?(?<![\d~～至到、,，—–-])(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?![\d日]|份?\s*[~～至到、,，—–-]+\s*\d)"
)
_OF_OTHERS = re.compile("目标|计划|任务|预测|累计|同期|对比|排名|[去上]年|旧|备份|副本|作废|草稿|模板")
#: A header that says both: 1月接听量.
_MONTH_AND_METRIC = re.compile(r"((?:20\d\d年)?\d{1,2}月份?)[-_ ]*(\S.*)")
#: A day in a title that is not of the numbers.
_DAY_BESIDE = re.compile(
    r"(?:制[表作]|填[表报]|导出|打印|更新|报送|入职|截[至止])[^\d]{0,5}20\d\d\s*年\S*|20\d\d\s*年[^\s,。]{0,6}?(?:入职|加入|转正|起)"
)
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*(?=年|指标)")
#: At the head of the only column of numbers.
_NUMBERS = re.compile(r"(?:数|实际|完成|结果|指标)?值|数量|实[际绩]|完成|[本个]人|结果|value")
_ONLY_YEAR = re.compile(r"(?:20(?=\d\d)|(?=\d\d年))(\d\d)(?:\.0)?(?:年度?)?")
#: The blanks that spread the characters of a name: 林 夏.
SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
#: The dots that people type within a name: 阿依古丽•买买提.
_DOT = re.compile(r"(?<=[\u4e00-\u9fff]) ?[.•・‧∙⋅] ?(?=[\u4e00-\u9fff])")
#: What must be filled in, or has a footnote: *姓名, 林夏*.
_STARRED = re.compile(r"^[*★☆]+(?=\w)|(?<=[\w)])[*★☆:]+$")
_NUMBERED = re.compile(
    r"(?<=[\u4e00-\u9fff])\s*[-_/#(\[]?\s*\d+\s*[)\]]?$|^\d+\s*[-_/#]?\s*(?=[\u4e00-\u9fff])"
)  # 林夏(1001)
_ITEM = re.compile(r"^(?:[一二三四五六七八九十]|\d+)[、.)]\s*")
_REPORT = re.compile("(?<=月)份?(?:绩效|数据|指标|汇总|统计|报表|考核|情况|表)+$")
_REMARK = re.compile("注|备注|说明|数据|审核|制表|填表|单位|.*[,。;起]")
_CALLED = re.compile("^姓名[: ]*")
_BRACKETS = re.compile(r"\s*[(\[【][^()\[\]【】]*[)\]】]$")  # 林夏(一组)
_TIMES = SECONDS.keys() - {"分"} | {"毫秒", "ms", "天", "日"}


def plain(text: str) -> str:
    """A header or a name without the blanks that spread its characters, ``姓 名`` is 姓名, nor a star beside it, and
    with one kind of dot."""
    return _STARRED.sub("", _DOT.sub("·", SPREAD.sub("", " ".join(fold(text).split()))))


def person_of(text: str) -> str:
    """A name without its number and what stands in brackets behind it: ``林夏(1001)`` and ``林夏（一组）`` are 林夏."""
    return _BRACKETS.sub("", _NUMBERED.sub("", plain(text)))


def _year_of(text: str) -> int | None:
    """The year of a text that says nothing else: 2024, 2024年, 24年度."""
    said = _ONLY_YEAR.fullmatch(plain(text))
    return 2000 + int(said[1]) if said else None


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
    parts = [part for sheet in sheets.sheets for part in _parts(sheet, known)]
    readings = [_Reading(table, part, known, catalogue, people, year) for part in parts]
    fitting = [reading for reading in readings if reading.fits()]
    if everybody and all(reading.sheet_person for reading in fitting):
        fitting += [reading for reading in readings if reading not in fitting and reading.is_of_a_person()]
    if any(_year_of(reading.sheet.name) == year for reading in fitting if year):
        fitting = [reading for reading in fitting if _year_of(reading.sheet.name) in (None, year)]
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
        cells = (cell for sheet in sheets.sheets for row in sheet.rows[:_HEAD] for cell in row)
        of_season = next((cell for cell in cells if _SEASON.fullmatch(plain(cell.text))), None)
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
    table.notes += _passed_over(table.path, passed)
    return table


def _passed_over(path: str, passed: Sequence[str]) -> list[Problem]:
    """One note on everything that was not read."""
    message, mend = f"没有读：{'、'.join(dict.fromkeys(passed))}", "不需要的可以留着，不影响"
    return [Problem(path, 1, 1, message, mend)] if passed else []


def _parts(sheet: Worksheet, known: Mapping[str, str]) -> Iterator[Worksheet]:
    """The tables of a sheet: below one another, where another header stands between numbers, each with its title; and
    side by side, where a header says month, person or metric twice: those behind have what stands before both."""
    starts, header = [0], -1
    for at, row in enumerate(sheet.rows):
        if not _is_header(row, known):
            continue
        first = at
        while first > header + 1 and not any(map(_is_value, sheet.rows[first - 1])):
            first -= 1
        again = first == at and header >= 0 and [c.text for c in row] == [c.text for c in sheet.rows[header]]
        if not again and header >= 0 and first > header + 1:
            starts.append(first)
        header = header if again else at
    for start, end in pairwise([*starts, len(sheet.rows)]):
        yield from _beside(replace(sheet, rows=sheet.rows[start:end]), known)


def _is_value(cell: Cell) -> bool:
    is_gap, typed = plain(cell.text) in GAPS, amount(cell.text)
    return bool(cell.text) and (is_gap or bool(month(cell.text) or (typed and typed.unit[:1] != "年")))


def _is_header(row: Row, known: Mapping[str, str]) -> bool:
    """Whether a row names month, person or metric and what stands in the other columns, or months or metrics alone."""
    texts = [plain(cell.text) for cell in row if cell.text]
    roles = {_ROLE_OF.get(text) for text in texts} & _PLACES
    months = [text for text in texts if _is_month(text)]
    metrics = [text for text in texts if _UNIT.sub("", text) in known]
    alone = len(months) == len(texts) > 2 or len(metrics) == len(texts) > 1  # what stands beside them needs no name
    return alone or bool(roles and len(roles) + len(months) + len(metrics) > 1)


def _month_within(text: str) -> tuple[int | None, int] | None:
    """The only month that a text names among other words."""
    said = {month(found[0]) for found in _TITLE_MONTH.finditer(text)}
    return said.pop() if len(said) == 1 else None


def _is_month(text: str) -> bool:
    return bool(day(text)) and not plain(text).isdecimal()


def _beside(sheet: Worksheet, known: Mapping[str, str]) -> Iterator[Worksheet]:
    start = next((at for at, row in enumerate(sheet.rows) if _is_header(row, known)), 0)
    header, below = sheet.rows[start] if sheet.rows else (), sheet.rows[start + 1 :]
    names_of_places = [plain(cell.text) if _ROLE_OF.get(plain(cell.text)) in _PLACES else "" for cell in header]
    for at, cell in enumerate(header):
        column = [row[at].text for row in below if at < len(row) and row[at].text]
        if not cell.text and len(column) > 1 and all(map(_is_month, column[:2])):
            names_of_places[at] = "月份"
    again = next((at for at, name in enumerate(names_of_places) if name and name in names_of_places[:at]), 0)
    if not again:
        yield sheet
        return
    shared = names_of_places.index(names_of_places[again])
    sides = [row[:again] for row in sheet.rows], [row[:shared] + row[again:] for row in sheet.rows]
    left, right = (tuple(row for row in rows if any(cell.text for cell in row)) for rows in sides)
    yield replace(sheet, rows=left)
    yield from _beside(replace(sheet, rows=right), known)


def _joined(sheet: Worksheet, known: Collection[str]) -> Worksheet:
    """A sheet whose header stands in two rows that say one thing, with one row for both; ``known`` are the names of
    metrics, and of persons."""
    for at, (above, below) in enumerate(pairwise(sheet.rows[:_HEAD])):
        if heads := _dated(above, below) or _reached(above, below) or _completed(above, below, known):
            return _joined(replace(sheet, rows=(*sheet.rows[:at], heads, *sheet.rows[at + 2 :])), known)
    return sheet


def _spread(above: Row, below: Row) -> list[str]:
    """The texts of a row, each over the empty cells behind it, as merged ones are."""
    texts = _named(above, below)
    for column in range(1, len(texts)):
        texts[column] = texts[column] or texts[column - 1]
    return texts


def _named(above: Row, below: Row) -> list[str]:
    """The texts of a row, as many as ``below`` has."""
    return [*(cell.text for cell in above), *[""] * len(below)][: len(below)]


def _dated(above: Row, below: Row) -> Row:
    """Months below their years, or merged over them, as 2024年1月; () where they are none."""
    named = _named(above, below)
    pairs = [*zip(_spread(above, below), (cell.text for cell in below), strict=True)]
    counted = "1 2 3" in " ".join(text for _, text in pairs)  # which are months, as no other numbers are
    dated = [_in_year(over, text) if counted or _is_month(text) else "" for over, text in pairs]
    if sum(map(bool, dated)) < 2:
        dated = [_in_year(text, over) for over, text in pairs]
        are_merged = any(date and not name for date, name in zip(dated, named, strict=True))
        are_numbers = any(amount(text) and not _year_of(text) for _, text in pairs)
        if not are_merged or are_numbers or sum(map(_is_month, named)) < 2:
            return ()
    texts = (date or cell.text or name for date, cell, name in zip(dated, below, named, strict=True))
    return (*map(lambda cell, text: replace(cell, text=text), below, texts), *above[len(below) :])


def _in_year(year: str, named: str) -> str:
    """What two texts say together, a year and a month without one; '' where they are none."""
    said, when = _year_of(year), month(named)
    return f"{said}年{when[1]}月" if said and when and not when[0] else ""


def _reached(above: Row, below: Row) -> Row:
    """A header above a row of 目标 and 实际 as 1月目标, and 1月 for what was reached; () where they are none."""
    named = _named(above, below)
    words = ["" if cell.text in named else plain(cell.text) for cell in below]
    reached = [bool(_NUMBERS.fullmatch(word)) for word in words]
    others = [word for word, is_reached in zip(words, reached, strict=True) if word and not is_reached]
    are_beside = all(_BESIDE.fullmatch(word) or word.endswith(_SUMS_OF) for word in others)
    if len([*filter(None, named)]) < 2 or not any(reached) or not are_beside:
        return ()
    heads, upper = list[Cell](), _spread(above, below)
    for column, cell in enumerate(below):
        under = upper[column] if reached[column] else upper[column] + words[column]
        heads.append(replace(cell, text=under if words[column] else named[column]))
    return (*heads, *above[len(heads) :])


def _completed(above: Row, below: Row, known: Collection[str]) -> Row:
    """A header below the names of groups of columns, with what stands beside those alone; () where it is none."""

    def is_known(text: str) -> bool:
        word = _UNIT.sub("", plain(text))
        return word in known or word in _ROLE_OF or _is_month(text) or person_of(text) in known

    texts, groups, beside = [cell.text for cell in below if cell.text], list[str](), dict[int, Cell]()
    for at, over in enumerate(above):
        if at < len(below) and below[at].text:
            groups += [over.text] if over.text else []
        elif over.span[0] > 1 or is_known(over.text) or _SUM.match(plain(over.text)):
            beside[at] = over
    has_numbers = any(amount(text) and not _is_month(text) for text in texts)
    if not groups or not beside or has_numbers or len({*texts}) < len(texts) or any(map(is_known, groups)):
        return ()
    whole = [*below, *(replace(over, text="") for over in above[len(below) :])]
    return tuple(beside.get(at, cell) for at, cell in enumerate(whole)) if any(map(is_known, texts)) else ()


class _Reading:
    """One table: the roles of its columns, then its rows."""

    def __init__(
        self, table: Table, sheet: Worksheet, known: Mapping[str, str], catalogue: Mapping[str, Metric],
        people: Collection[str] | None, year: int | None,
    ) -> None:  # fmt: skip
        self.table, self.known, self.catalogue = table, known, catalogue
        self.sheet = _joined(sheet, {*known, *(people or ())})
        self.everybody, self.named, self.year = people is not None, people or (), year
        self.passed: list[str] = []
        self.problems: list[Problem] = []
        self.seen: set[tuple[str, tuple[int | None, int], tuple[str, str] | None]] = set()
        self.sheet_person = ""
        #: Of the row above: the person, None where it was passed over, and its cells by role.
        self.last: tuple[str | None, Mapping[str, Cell]] = ("", {})
        self.titled: int | None = None  # the year that the sheet's name or title tells
        self.above: int | None = None  # the year that a row tells for itself and those below
        self.roles: dict[str, int] = {}
        self.months: dict[int, tuple[int | None, int]] = {}
        self.metrics: dict[int, tuple[str, str]] = {}  # column -> key and unit
        self.people: dict[int, str] = {}  # column -> name
        self.by_rows = False  # whether each person stands alone in a row above the person's
        self.lacks: dict[str, bool] = {}  # by person, metric and month, whether no column says it
        self.numbers: list[int] = []  # the only column of numbers, where all that they are of stands beside them
        self.titles = self.start = 0  # how many rows of titles there are, and the last row of the header
        self.sheet_month = month(sheet.name) if sheet.name else None
        self.sheet_metric = self._metric(sheet.name)

    def problem(self, cell: Cell, message: str, mend: str) -> None:
        """Something that has to be mended, at a cell."""
        self.problems.append(cell.problem(self.table.path, message, mend))

    def _metric(self, text: str) -> tuple[str, str] | None:
        """The metric that a header, a row or a sheet is named after, and the unit said there."""
        bare = _AROUND.sub("", plain(text).removeprefix(f"{self.year}年"))
        for name, unit in ((plain(text), None), (bare, None), (bare, _UNIT.search(bare))):
            if (name := name[: unit.start()] if unit else name) in self.known:
                return self.known[name], next(filter(None, unit.groups()), "") if unit else ""
        return None

    def _person(self, text: str) -> str:
        """Whom a cell names: as it stands where somebody is called so, else without a number or brackets."""
        return plain(text) if plain(text) in self.named else person_of(text)

    def _call(self, person: str, typed: str) -> None:
        """Keeps how a person is called, without a number."""
        self.table.names.setdefault(person, _NUMBERED.sub("", SPREAD.sub("", typed)).strip(" *★☆"))

    def _is_sum(self, text: str) -> bool:
        word = plain(text)
        is_sum = _SUM.match(word) or _SEASON.match(word) or _BESIDE.fullmatch(word)
        return bool(is_sum and self._metric(text) is None)

    def _likeness(self, row: Row) -> int:
        """How many cells of a row are such as a header has."""
        roles = sum(plain(cell.text) in _ROLE_OF for cell in row)
        months = sum(day(cell.text) is not None for cell in row)
        people = sum(self._person(cell.text) in self.named for cell in row)
        metrics = sum(self._metric(cell.text) is not None for cell in row if cell.text)
        is_title = not any(cell.text for cell in row[1:])
        return 2 * (roles + metrics) + (months > 1) * months + (people > 1) * people - is_title

    def fits(self) -> bool:
        """Whether person, month and metric are found for the numbers, in the columns or the sheet's name or title."""
        return any(self._is_headed(*heading) for heading in self._headings())

    def _headings(self) -> Iterator[tuple[int, int, list[Sequence[str]]]]:
        """The first and the last row of what may be the header, and the texts that head each column: one row; or two
        texts each, month and metric in one cell, or the cells of two rows, of which the upper has merged ones."""
        rows = self.sheet.rows[:_HEAD]
        start = max(range(len(rows)), key=lambda at: (self._likeness(rows[at]), -at), default=0)
        for at, row in enumerate(rows[start : start + 1], start):
            yield at, at, [(cell.text,) for cell in row]
        for at, row in enumerate(rows):
            parted = [_MONTH_AND_METRIC.fullmatch(plain(cell.text)) for cell in row]
            yield at, at, [both.groups() if both else ("", "") for both in parted]
        for at, (above, below) in enumerate(pairwise(rows)):
            yield at, at + 1, [(head, cell.text) for head, cell in zip(_spread(above, below), below, strict=False)]

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
        self.roles = {role: at for at, cell in cells if (role := _ROLE_OF.get(plain(cell.text)))}
        pairs = ((at, pair) for at, heads in enumerate(texts) for pair in permutations(heads, 2))
        found = {at: (head, metric) for at, (head, tail) in pairs if (metric := self._metric(tail))}
        self.months = {at: when for at, (head, _) in found.items() if (when := month(head))}
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
        return [(at, cell) for at, cell in cells if at not in self.metrics and plain(cell.text) not in _ROLE_OF]

    def _sort(self, header: Row) -> list[tuple[int, Cell]]:
        """Sorts the columns by their headers; those that say nothing known."""
        unknown: list[tuple[int, Cell]] = []
        for at, cell in enumerate(header):
            role, metric, named = _ROLE_OF.get(plain(cell.text)), self._metric(cell.text), month(cell.text)
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

    def _read_title(self) -> None:
        """The metric, the month and the person that the header does not say, where the title, the first row below the
        header or, among other words, the sheet's name says one."""
        first = [cell.text for row in self.sheet.rows[self.start + 1 : self.start + 2] for cell in row if cell.text]
        cells = [cell.text for row in self.sheet.rows[: self.titles] for cell in row] + first * (len(first) == 1)
        if self.lacks["person"]:
            words = [word for text in cells for word in (text, *text.split())]
            whose = {self._person(_CALLED.sub("", plain(word))) for word in words}.intersection(self.named)
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

    def _is_heading(self, row: Row) -> bool:
        """Whether a row says by itself whose, of what or of which month the rows below are, which no column does."""
        filled = [(at, cell.text) for at, cell in enumerate(row) if cell.text]
        text = filled[0][1]
        if len(filled) > 1 or filled[0][0] in self._columns() or self._is_sum(text) or _REMARK.match(plain(text)):
            return False
        bare = _CALLED.sub("", plain(text))
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
            self._call(person, _CALLED.sub("", text))
        return bool(metric or when or is_person)

    def is_of_a_person(self) -> bool:
        """A sheet that is a person's own table, named after the person."""
        name = plain(self.sheet.name)
        if not name or _SHEET.fullmatch(name) or self.sheet_month or self.sheet_metric or self._is_sum(name):
            return False
        self.everybody, self.sheet_person = False, self.sheet.name
        return self.fits()

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
                months = all(_is_month(text) or self._is_sum(text) for text in below) and any(map(_is_month, below))
                if months if self.everybody else any(map(month, below)) or not self.metrics:
                    self.roles["month"] = at

    def _pass_over(self, header: Row, unknown: Sequence[tuple[int, Cell]]) -> None:
        """The columns that the header does not explain; the only one may hold the sheet's metric, or its month."""
        unknown = [(at, cell) for at, cell in unknown if at not in {*self.roles.values(), *self.people}]
        values = [at for at, cell in unknown if not self._is_sum(cell.text)]
        named = [at for at, cell in unknown if at in values and _NUMBERS.fullmatch(plain(cell.text))]
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
        self.passed += [
            f"“{clip(header[at].text)}”列" for at in [self.roles.get("passed")] if at is not None and header[at].text
        ]

    def _unknown(self, cell: Cell, line: str = "列") -> None:
        """A column or a row of another matter is passed over; a misspelt metric that is nowhere else is asked about."""
        near = nearest(cell.text, self.known, 0.6 if len(cell.text) > 2 else 0.7)  # 得分 is hardly 质检得分
        if near and plain(cell.text).endswith("率") and not near.endswith("率"):
            near = None  # 接听率 is no slip of 接听量
        missing = (
            near and self.known[near] not in {key for key, _ in self.metrics.values()} and not self._metric(cell.text)
        )
        if missing and near and not self._is_sum(cell.text) and not self.months and plain(cell.text) not in _ROLE_OF:
            label = self.catalogue[self.known[near]].label
            mend = f"是不是“{label}”？不是的，在后面加上“（不用读）”"
            self.problem(cell, f"不认识的{line}“{clip(cell.text)}”", mend)
        else:
            self.passed.append(f"“{clip(cell.text)}”{line}")

    def read(self) -> None:
        """The facts of every row below the header."""
        header, person = self.sheet.rows[self.start], self._person(self.sheet_person)
        self._call(person, self.sheet_person)
        body = [(row, self._said(row)) for row in self.sheet.rows[self.start + 1 :]]
        if self._is_refused(header, [said for _, said in body]):
            return
        if not self._reads_year(header):
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
            if any(_ROLE_OF.get(plain(cell.text)) == role for role, cell in said.items()):
                self._pass_row(row)  # the header once more
                continue
            self._call(person, typed)
            is_empty = not any(cell.text for cell in said.values()) and not self._has_number(row)
            if extra := _overhang(self.table.path, row, header, self.roles.values()):
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
        if any(said[role].text for role in _PLACES):
            beside = [text for text in beside if not text.endswith(("组", "班", "队", "部"))]
        if month(said["month"].text):  # which stands in a quarter
            beside = [text for text in beside if not _SEASON.fullmatch(plain(text))]
        return any(map(self._is_sum, named + beside))

    def _reads_year(self, header: Row) -> bool:
        """Keeps the year that the sheet's name, its title or a corner of the table tells, unless they tell several;
        False where it is not the one that a person's own table may speak of."""
        cells = [cell for row in self.sheet.rows[: self.titles] for cell in row]
        cells += [cell for cell in header if _year_of(cell.text)]
        cells.append(replace(self.sheet.rows[0][0], text=self.sheet.name))
        told: dict[int, Cell] = {}
        for cell in cells:
            year, text = _year_of(cell.text), _DAY_BESIDE.sub("", cell.text)
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
        """Keeps the year that a row says for itself and those below, in the first of merged cells or alone; whether
        there is no more to be read of it: it says the year alone, or another than a person's own table may."""
        filled = [(at, cell) for at, cell in enumerate(row) if cell.text]
        is_alone = len(filled) == 1 and filled[0][0] not in self._columns()
        cell = filled[0][1] if is_alone else said
        year = _year_of(cell.text)
        if year and self.year and year not in (self.year, self.above):
            self.problem(cell, f"“{clip(cell.text)}”不是 {self.year} 年", f"这个文件只写 {self.year} 年")
        self.above = year or self.above
        return bool(year and is_alone) or bool(self.year and self.above not in (None, self.year))

    def _said(self, row: Row) -> dict[str, Cell]:
        """The cells of a row by their roles; an empty one for each role that it has not."""
        empty = Cell("", row[0].line, row[0].column)
        places = {role: self.roles.get(role, len(row)) for role in _ROLES}
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
        return any(char.isdigit() for at in self._columns() if at < len(row) for char in row[at].text)

    def _columns(self) -> Collection[int]:
        """The columns that hold numbers."""
        return self.people or self.months or self.metrics or self.numbers

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


def _overhang(path: str, row: Row, header: Row, named: Collection[int] = ()) -> Problem | None:
    """What is wrong with the first cell that says something and stands below no header, but in the ``named`` columns:
    a number with a comma for thousands has moved the others."""
    for at, cell in enumerate(row):
        if cell.text and at not in named and (at >= len(header) or not header[at].text):
            mend = "补上表头；数字里的千分位逗号要去掉，或给数字加上英文引号"
            return cell.problem(path, f"“{clip(cell.text)}”上面没有表头", mend)
    return None


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


def by_person(sheets: Sheets, people: Collection[str]) -> dict[tuple[str, str], Sheets]:
    """A table of everybody's taken apart: the rows of each person and year ('' where none is told) below the header;
    ``people`` are called so as they stand, all others without a number or brackets."""
    found: dict[tuple[str, str], dict[str, Worksheet]] = {}
    whose = ("", "")
    for sheet in sheets.sheets:
        roles = [[_ROLE_OF.get(plain(cell.text), "") for cell in row] for row in sheet.rows[:_HEAD]]
        start = next((at for at, row in enumerate(roles) if "person" in row), None)
        if start is None:
            continue
        for row in sheet.rows[start + 1 :]:
            said = {role: plain(cell.text) for cell, role in zip(row, roles[start], strict=False) if role}
            name, year = said.get("person", ""), said.get("year", "").removesuffix("年")
            name = name if name in people else person_of(name)
            whose = (name, year) if name else (whose[0], year or whose[1])  # of merged cells the first one has it
            if _SUM.match(whose[0]):
                continue
            own = found.setdefault(whose, {}).get(sheet.name) or Worksheet(sheet.name, (sheet.rows[start],))
            found[whose][sheet.name] = replace(own, rows=(*own.rows, row))
    return {whose: replace(sheets, sheets=tuple(own.values())) for whose, own in found.items()}


def _unmerged(rows: tuple[Row, ...], places: Mapping[int, str]) -> tuple[Row, ...]:
    """``rows`` with what stands in the first of merged cells in the others, too: in a first column of kinds in which
    nothing stands twice."""
    at, first = next(iter(places.items()), (0, ""))
    typed = [row[at].text for row in rows if row[at : at + 1] and row[at].text]
    if first != "kind" or len({*typed}) < len(typed):
        return rows
    whole: list[Row] = []
    above: Row = ()
    for row in rows:
        above = row[at : at + 1] if row[at : at + 1] and row[at].text else above
        whole.append((*row[:at], *(above or row[at : at + 1]), *row[at + 1 :]))
    return tuple(whole)


def _below_one_another(
    header: Row, body: tuple[Row, ...], fields: Callable[[Row], dict[int, str]]
) -> tuple[Row, tuple[Row, ...]]:
    """Lists side by side, each below the same header, as one list."""
    places = fields(header)
    first = next(iter(places), 0)
    width = next((at - first for at in places if at > first and places[at] == places[first]), 0)
    sides = range(0, len(header), width) if width else ()
    if not sides or any(fields(header[at : at + width]) != fields(header[:width]) for at in sides):
        return header, body
    return header[:width], tuple(row[at : at + width] for at in sides for row in body)


def read_list(sheets: Sheets, key: str) -> tuple[Document, list[Problem]]:
    """``{"tags": {word: count}}`` of a sheet with two columns, with a header or without one; or with the key "issues",
    ``{"issues": [{name, kind, priority, count}]}`` of a sheet with a header. And a note on what was passed over."""
    columns, path = names(key), sheets.path
    heads: dict[str, str] = {}  # what a column is called first of all
    for text, column in columns.items():
        heads.setdefault(column, text)
    name = next(iter(heads))
    rows = sheets.sheets[0].rows if sheets.sheets else ()
    if not rows or sheets.problems:
        return broken(path, *sheets.problems), []

    def fields(row: Row) -> dict[int, str]:
        bare = [_UNIT.sub("", plain(cell.text)) for cell in row]
        return {at: columns[text] for at, text in enumerate(bare) if text in columns}

    start = max(range(len(rows[:_HEAD])), key=lambda at: (len({*fields(rows[at]).values()}), -at))
    header, body, places = rows[start], rows[start + 1 :], fields(rows[start])
    numbers = [bool(amount(cell.text)) and not _is_month(cell.text) for cell in rows[0][:2]]
    if not places and key == "tags" and sum(numbers) == 1 < len(numbers):
        header, body, places = (), rows, {numbers.index(False): name, numbers.index(True): "count"}
    if len({*places.values()}) < 2:
        problem = rows[0][0].problem(path, "看不出这张表的表头", f"第一行写表头：{'、'.join(heads.values())}")
        return broken(path, problem), []
    header, body = _below_one_another(header, body, fields)
    places = fields(header) or places
    used = {field: at for at, field in places.items()}.values()  # of two columns of one field the last, the finer one
    unread = [
        f"“{clip(cell.text)}”列"
        for at, cell in enumerate(header)
        if at not in used and cell.text and _ROLE_OF.get(plain(cell.text)) not in ("passed", "person", "year")
    ]
    body = _unmerged(body, places)
    entries: dict[Loc, dict[str, Cell]] = {}  # of tags by their words, of which none may stand twice
    problems = []
    for row in body:
        cells = {field: row[at] for at, field in places.items() if at < len(row) and row[at].text}
        words = [_UNIT.sub("", plain(cell.text)).strip(":") for cell in row]
        if not cells or any(word in _SUMS or word.endswith("小计") for word in words):
            continue
        word = cells.get(name)
        first = word or next(iter(cells.values()))
        loc: Loc = (key, SPREAD.sub("", first.text) if key == "tags" else len(entries))
        if extra := header and _overhang(path, row, header):
            problems.append(extra)
        elif word and loc not in entries:
            entries[loc] = cells
        else:
            message, mend = ("有两行", "合成一行") if word else ("旁边没有名称", "补上")
            problems.append(first.problem(path, f"“{clip(first.text)}”{message}", mend))
    marks: dict[Loc, Position] = {(): (1, 1), (key,): (rows[start][0].line, rows[start][0].column)}
    for loc, cells in entries.items():
        cell = next(iter(cells.values())) if key == "issues" else cells.get("count", cells[name])
        marks[loc] = cell.line, cell.column
        if key == "issues":
            marks |= {(*loc, field): (cell.line, cell.column) for field, cell in cells.items()}
    texts = [{field: cell.text for field, cell in cells.items()} for cells in entries.values()]
    tags = {SPREAD.sub("", each[name]): each.get("count", "") for each in texts} if key == "tags" else {}
    typed = {row[0].line: "\t".join(cell.text for cell in row) for row in rows}
    lines = tuple(typed.get(number, "") for number in range(1, max(typed) + 1))  # each at its place in the file
    in_sheets, told = dict.fromkeys(marks, rows[start][0].sheet), capped(sorted(problems))
    layout = Layout(marks, {loc: place for loc, place in marks.items() if loc}, sheets=in_sheets).packed()
    read = Document(path, {key: tags if key == "tags" else texts}, layout, lines=lines, problems=told)
    return read, _passed_over(path, unread)
