"""A spreadsheet's export -> a document: the year's metrics, months as rows, a column for each metric."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from ..errors import Problem
from .document import Document, Loc, Position, capped
from .slips import clip

_MONTHS = 12
_DELIMITERS = "\t,;，；"
_QUOTED = re.compile(r' *"((?:[^"]|"")*+)" *')
_GAPS = frozenset({"", "~", "-", "--", "—", "——", "/", "\\", "无", "N/A", "n/a", "NA", "null"})
_MONTH_HEADERS = frozenset({"月份", "月", "month", "months", "时间", "日期", "年月", "统计月份", "date"})
_SUMS = ("合计", "总计", "小计", "平均", "均值", "全年", "年度", "累计", "total", "average", "sum", "mean")
_NUMERALS = {name: number for number, name in enumerate([*"一二三四五六七八九十", "十一", "十二"], 1)}
_ENGLISH = {"janfebmaraprmayjunjulaugsepoctnovdec"[at : at + 3]: at // 3 + 1 for at in range(0, 36, 3)}
_PLAIN = re.compile(r"(\d{1,2})月?(?:份)?")
_DATED = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:月(?:份)?|[-/.月]\d{1,2}日?)?")
_NAMED = re.compile(r"(?:(\d{2}|\d{4})[- ])?([a-z]{3})[a-z]*\.?(?:[- ](\d{2}|\d{4}))?")
_CHINESE = re.compile(r"(\d{4}年)?([一二三四五六七八九十]{1,2})月(?:份)?")


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    line: int
    column: int


def parse_csv(path: str, text: str, labels: Mapping[str, str], year: int | None = None) -> Document:
    """``{"metrics": {key: [twelve texts or None]}}`` with the place of every cell.

    The first row that says anything is the header: a month column, then metrics by key or by label (``labels``
    maps key to label). ``,`` ``;`` tab or the full-width ``，`` ``；`` parts cells. A month is ``1``, ``1月``,
    ``一月``, ``2025-01``, ``2025年1月`` or ``Jan``; a month without a row, and a cell that is empty, ``~``, ``-``,
    ``/``, ``无`` or ``N/A``, is a gap. A row of totals, a month that comes twice and a header that no metric
    has are problems. A series is marked at its header. Never raises.
    """
    lines = text.split("\n")
    table = _Table(path, tuple(lines), [])
    delimiter = _delimiter(lines)
    rows = [cells for cells in _rows(lines, delimiter) if any(cell.text for cell in cells)]
    if not rows:
        return table.failed(1, 1, "表格是空的", "第一行写表头“月份,接听量,…”，下面一月一行")
    return table.read(rows, labels, year)


@dataclass
class _Table:
    path: str
    lines: tuple[str, ...]
    problems: list[Problem]

    def failed(self, line: int, column: int, message: str, mend: str) -> Document:
        problem = Problem(self.path, line, column, message, mend)
        return Document(self.path, lines=self.lines, problems=(*self.problems, problem), broken=True)

    def read(self, rows: list[list[_Cell]], labels: Mapping[str, str], year: int | None) -> Document:
        header, body = rows[0], rows[1:]
        at = next((index for index, cell in enumerate(header) if cell.text.lower() in _MONTH_HEADERS), 0)
        if len(header) < 2 or _months_across(header):
            mend = "第一行是表头“月份,接听量,…”，下面一月一行，一列一个指标；横排的表先行列互换"
            return self.failed(header[0].line, header[0].column, "表格不是一月一行的样子", mend)
        columns = self._columns(header, at, labels)
        months = self._months(body, at, year)
        self._overhang(body, header, at)
        return self._document(columns, months)

    def _columns(self, header: Sequence[_Cell], at: int, labels: Mapping[str, str]) -> dict[str, tuple[int, _Cell]]:
        """Metric key -> the index and the header of its column."""
        known = {_plain(name): key for key, label in labels.items() for name in (label, key)}
        columns: dict[str, tuple[int, _Cell]] = {}
        for index, cell in enumerate(header):
            key = known.get(_plain(cell.text))
            if index == at or not (key or cell.text):
                continue
            if key is None:
                self._unknown(cell, known, labels)
            elif key in columns:
                self._report(cell, f"“{clip(cell.text)}”这一列有两次", "只留一列")
            else:
                columns[key] = index, cell
        return columns

    def _unknown(self, cell: _Cell, known: Mapping[str, str], labels: Mapping[str, str]) -> None:
        near = get_close_matches(_plain(cell.text)[:40], list(known), 1, 0.5)
        choices = "、".join(f"{label}（{key}）" for key, label in labels.items())
        mend = f"是不是“{labels[known[near[0]]]}”？" if near else f"可以用的列：{choices}；不需要的列删掉"
        self._report(cell, f"不认识的列“{clip(cell.text)}”", mend)

    def _months(self, body: Sequence[Sequence[_Cell]], at: int, year: int | None) -> dict[int, Sequence[_Cell]]:
        rows: dict[int, Sequence[_Cell]] = {}
        for cells in body:
            cell = cells[at] if at < len(cells) else cells[0]
            month = self._month(cell, year)
            if month in rows:
                self._report(cell, f"{month} 月有两行", "只留一行")
            elif month:
                rows[month] = cells
        return rows

    def _month(self, cell: _Cell, year: int | None) -> int | None:
        found = month_of(cell.text)
        if found and (found[0] in (None, year) or year is None):
            return found[1]
        if found:
            self._report(cell, f"“{clip(cell.text)}”不是 {year} 年的月份", f"这个文件只写 {year} 年")
        elif cell.text.lower().startswith(_SUMS):
            self._report(cell, f"“{clip(cell.text)}”这一行不是月份", "删掉这一行，全年的数由各月算出")
        else:
            self._report(cell, f"“{clip(cell.text)}”不是月份", "写成 1月、2025-01 或 Jan")
        return None

    def _overhang(self, body: Sequence[Sequence[_Cell]], header: Sequence[_Cell], at: int) -> None:
        """Every cell that says something stands below a header."""
        headless = {index for index, cell in enumerate(header) if not cell.text and index != at}
        mend = "补上表头；数字里的千分位逗号要去掉，或给数字加上英文引号"
        for cells in body:
            over = (cell for index, cell in enumerate(cells) if index >= len(header) or index in headless)
            if extra := next((cell for cell in over if cell.text), None):
                self._report(extra, f"“{clip(extra.text)}”上面没有表头", mend)

    def _document(self, columns: Mapping[str, tuple[int, _Cell]], months: Mapping[int, Sequence[_Cell]]) -> Document:
        marks: dict[Loc, Position] = {(): (1, 1), ("metrics",): (1, 1)}
        metrics: dict[str, Any] = {}
        for key, (index, header) in columns.items():
            marks["metrics", key] = header.line, header.column
            cells = [_at(months.get(month, ()), index) for month in range(1, _MONTHS + 1)]
            metrics[key] = [cell.text if cell and cell.text not in _GAPS else None for cell in cells]
            marks.update({("metrics", key, at): (cell.line, cell.column) for at, cell in enumerate(cells) if cell})
        problems, lines = capped(sorted(set(self.problems))), self.lines
        keys = {loc: place for loc, place in marks.items() if len(loc) > 1}
        return Document(self.path, {"metrics": metrics}, marks, keys, lines=lines, problems=problems)

    def _report(self, cell: _Cell, message: str, mend: str) -> None:
        self.problems.append(Problem(self.path, cell.line, cell.column, message, mend))


def month_of(text: str) -> tuple[int | None, int] | None:
    """The year, where it is said, and the month that ``text`` names; None where it names none."""
    text = unicodedata.normalize("NFKC", text).strip().lower()[:40]
    year, month = None, 0
    if found := _PLAIN.fullmatch(text):
        month = int(found[1])
    elif found := _DATED.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _CHINESE.fullmatch(text):
        year, month = int(found[1][:-1]) if found[1] else None, _NUMERALS.get(found[2], 0)
    elif found := _NAMED.fullmatch(text):
        typed = found[1] or found[3]
        year, month = int(typed) + 2000 * (len(typed) == 2) if typed else None, _ENGLISH.get(found[2], 0)
    return (year, month) if 1 <= month <= _MONTHS else None


def _delimiter(lines: Sequence[str]) -> str:
    """What parts the cells of the header; Excel's ``sep=;`` line says it itself."""
    header = next((line for line in lines if line.strip()), "")
    if re.fullmatch(r"sep=.", header.strip("\n ")):
        return header[4]
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_DELIMITERS, key=bare.count)


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[list[_Cell]]:
    for number, line in enumerate(lines, 1):
        if not line.startswith("sep="):
            yield list(_cells(number, line, delimiter))


def _cells(number: int, line: str, delimiter: str) -> Iterator[_Cell]:
    start = 0
    while start <= len(line):
        quoted = _QUOTED.match(line, start)
        if quoted and (line.startswith(delimiter, quoted.end()) or quoted.end() == len(line)):
            text, end = quoted[1].replace('""', '"').strip(), quoted.end()
        else:
            end = line.find(delimiter, start)
            end = len(line) if end < 0 else end
            text = line[start:end].strip()
        blank = len(line[start:end]) - len(line[start:end].lstrip())
        yield _Cell(text, number, start + 1 + (blank if text else 0))
        start = end + 1


def _at(cells: Sequence[_Cell], index: int) -> _Cell | None:
    return cells[index] if index < len(cells) else None


def _months_across(header: Sequence[_Cell]) -> bool:
    return sum(month_of(cell.text) is not None for cell in header) >= 3


def _plain(name: str) -> str:
    """A header without its unit: ``满意度（%）`` and ``CSAT (%)`` are satisfaction."""
    name = unicodedata.normalize("NFKC", name).strip().lower()
    return re.sub(r"\s*[(\[][^)\]]*[)\]]$|\s*%$", "", name)
