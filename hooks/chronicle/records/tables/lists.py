"""Sheets -> documents of lists: tags, and contact reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from ...errors import Problem
from ...reading.document import Document, Layout, Loc, Position, broken, capped
from ...reading.sheets import Cell, Row, Sheets, Worksheet
from ...reading.slips import clip
from ...reading.values import amount
from ..keys import names
from .names import HEAD, REMARK, ROLE_OF, SPREAD, SUM, SUMS, UNIT, is_month, note_on, overhang, person_of, plain


def by_person(sheets: Sheets, people: Collection[str]) -> dict[tuple[str, str], Sheets]:
    """A table of everybody's taken apart: the rows of each person and year ('' where none is told) below the header;
    ``people`` are called so as they stand, all others without a number or brackets."""
    found: dict[tuple[str, str], dict[str, Worksheet]] = {}
    whose = ("", "")
    for sheet in sheets.sheets:
        roles = [[ROLE_OF.get(plain(cell.text), "") for cell in row] for row in sheet.rows[:HEAD]]
        start = next((at for at, row in enumerate(roles) if "person" in row), None)
        if start is None:
            continue
        for row in sheet.rows[start + 1 :]:
            said = {role: plain(cell.text) for cell, role in zip(row, roles[start], strict=False) if role}
            name, year = said.get("person", ""), said.get("year", "").removesuffix("年")
            name = name if name in people else person_of(name)
            whose = (name, year) if name else (whose[0], year or whose[1])  # of merged cells the first one has it
            if SUM.match(whose[0]) or REMARK.match(whose[0]):
                continue
            own = found.setdefault(whose, {}).get(sheet.name) or Worksheet(sheet.name, (sheet.rows[start],))
            found[whose][sheet.name] = replace(own, rows=(*own.rows, row))
    return {whose: replace(sheets, sheets=tuple(own.values())) for whose, own in found.items()}


def _is_remark(row: Row) -> bool:
    """Whether a row says one thing, of the table as a whole."""
    said = [plain(cell.text) for cell in row if cell.text]
    return len(said) == 1 and bool(REMARK.match(said[0]))


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
        bare = [UNIT.sub("", plain(cell.text)) for cell in row]
        return {at: columns[text] for at, text in enumerate(bare) if text in columns}

    start = max(range(len(rows[:HEAD])), key=lambda at: (len({*fields(rows[at]).values()}), -at))
    header, body, places = rows[start], rows[start + 1 :], fields(rows[start])
    numbers = [bool(amount(cell.text)) and not is_month(cell.text) for cell in rows[0][:2]]
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
        if at not in used and cell.text and ROLE_OF.get(plain(cell.text)) not in ("passed", "person", "year")
    ]
    unread += [f"第 {row[0].line} 行“{clip(''.join(c.text for c in row), 12)}”" for row in body if _is_remark(row)]
    body = _unmerged(tuple(row for row in body if not _is_remark(row)), places)
    entries: dict[Loc, dict[str, Cell]] = {}  # of tags by their words, of which none may stand twice
    problems = []
    for row in body:
        cells = {field: row[at] for at, field in places.items() if at < len(row) and row[at].text}
        words = [UNIT.sub("", plain(cell.text)).strip(":") for cell in row]
        if not cells or any(word in SUMS or word.endswith("小计") for word in words):
            continue
        word = cells.get(name)
        first = word or next(iter(cells.values()))
        loc: Loc = (key, SPREAD.sub("", first.text) if key == "tags" else len(entries))
        if extra := header and overhang(path, row, header):
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
    return read, note_on(path, unread)
