"""Worksheets -> numbered CSV copies. A workbook is weighed before it is opened, so that a hostile one costs nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

from .discovery import RefusedError
from .tables import TITLE_ROWS, LogTable, find_header

_INFLATED = 2 << 30  #: bytes; a workbook that unpacks to more is not a log
_RATIO, _SMALL = 200, 64 << 20  #: a part of more bytes than ``_SMALL`` that packs this well is no table
_MOST_CELLS = 12_000_000  #: of a worksheet's rectangle, which is held in memory
_CHUNK = 1 << 20
_REFERENCE = re.compile(rb'<c [^<>]*?r="([A-Z]{1,3})(\d{1,7})"')
_UNCOUNTED = re.compile(
    rb'<c(?![^<>]*t="str")(?:\s[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"|(?=[\s>]))[^<>]*>\s*'
    rb"(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)\s*(?:<v\s*/>\s*|<v></v>\s*)?</c>"
)
"""A cell with a formula and no value; a formula may well give an empty text."""

_MOST_UNCOUNTED = 100_000  #: such cells that are kept in mind
_TAIL = 1 << 14  #: bytes of a chunk that the next one sees again; a cell is seldom longer

TORN = "不是完好的 xlsx 文件", "请用 Excel 打开，另存一份 .xlsx 或 CSV UTF-8"
"""A workbook that cannot be opened, and the mend."""

PACKED = "是压缩包或别种文件，里面没有 Excel 的表格", "请解压，或用能打开它的程序另存为 .xlsx，再放进 data/logs/"
"""An archive that holds no workbook, and the mend."""

UNCOUNTED = "的公式没有存下算出的值，会读成空的", "请在 Excel 里打开，等它算完，再存一次"
"""What is the matter with a cell, and the mend."""

Places = dict[tuple[int, int], str]  #: row and column of cells, from 1, and their address


def open_sheets(path: Path, name: str, known: frozenset[str], scratch: Path) -> tuple[list[LogTable], list[str]]:
    """Every worksheet whose header has all ``known`` columns, as a numbered copy, and the names of the others.

    Where none has them all, the one that comes nearest.

    Raises:
        RefusedError: it is locked, corrupt, or too large.
    """
    import python_calamine as calamine

    try:
        uncounted = _weigh(path)
        content = io.BytesIO(path.read_bytes())  # of a path the ending would count, and not what is in it
        fitting: list[LogTable] = []
        others: dict[str, LogTable] = {}
        with calamine.CalamineWorkbook.from_filelike(content) as book:
            several = len(book.sheet_names) > 1
            for title in book.sheet_names:
                sheet = book.get_sheet_by_name(title)
                if sheet.start is None:
                    continue
                header = find_header(list(islice(_rows(sheet), TITLE_ROWS)), known)
                if header is None:
                    continue
                copy = scratch / f"{uuid4()}.csv"
                copy.touch()
                types = ("VARCHAR",) * len(header.names)
                table = LogTable(name, copy, "numbered", header, types, title if several else "")
                if header.known < len(known):
                    others[title] = table
                    continue
                fitting.append(replace(table, uncounted=_copy(sheet, table, uncounted.get(title, {}))))
        if others and not fitting:
            fitting.append(max(others.values(), key=lambda table: (table.header.known, table.header.width)))
        return fitting, list(others)
    except calamine.PasswordError as error:
        raise RefusedError("设了打开密码", "请在 Excel 里去掉密码，再存一次") from error
    except (
        calamine.CalamineError,
        zipfile.BadZipFile,
        ValueError,
        OverflowError,
        NotImplementedError,
        KeyError,
        ElementTree.ParseError,
    ) as error:
        raise RefusedError(*TORN) from error


def _copy(sheet: Any, table: LogTable, uncounted: Places) -> dict[tuple[int, frozenset[int]], str]:
    """Write the rows below the header to the table's copy, each with its number.

    What comes back are the ``uncounted`` cells among them, as :attr:`LogTable.uncounted` has them: by their column and
    the columns of their row that hold something, the first address of each.
    """
    holes = {place: address for place, address in uncounted.items() if place[0] > table.header.line}
    lines = {line for line, _ in holes}
    filled: dict[int, frozenset[int]] = {}
    with table.file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        for line, row in _rows(sheet):
            if line > table.header.line and any(row):
                writer.writerow([line, *row])
            if line in lines:
                filled[line] = frozenset(position for position, cell in enumerate(row) if cell)
    first: dict[tuple[int, frozenset[int]], str] = {}
    for (line, column), address in holes.items():
        first.setdefault((column - 1 - sheet.start[1], filled.get(line, frozenset())), address)
    return first


def _weigh(path: Path) -> dict[str, Places]:
    """The cells of each worksheet that hold a formula without its value.

    Refuses what unpacks to no table: by the sizes that the archive states, then by the cells that it holds.
    """
    with zipfile.ZipFile(path) as packed:
        entries = packed.infolist()
        if not any(entry.filename.startswith("xl/") for entry in entries):
            raise RefusedError(*PACKED)
        size = sum(entry.file_size for entry in entries)
        dense = [entry for entry in entries if entry.file_size > max(_SMALL, _RATIO * max(entry.compress_size, 1))]
        if size > _INFLATED or dense:
            raise RefusedError(f"解压后有 {size / 2**20:,.0f} MB，太大了", "请导出为 CSV 或 Parquet")
        uncounted: dict[str, Places] = {}
        for entry in entries:
            if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                with packed.open(entry) as stream:
                    rows, columns, last, uncounted[entry.filename.rsplit("/", 1)[-1]] = _extent(stream)
                if rows * columns > _MOST_CELLS:
                    raise RefusedError(
                        f"有一张工作表一直排到 {last} 格，共 {rows:,} 行 {columns:,} 列，太大了",
                        "多半是很远的地方有一格误填，请删去数据后面的空行空列再存；真有这么多，请导出为 CSV 或 Parquet",
                    )
        if not any(uncounted.values()):
            return {}
        book, relations = (
            ElementTree.fromstring(packed.read(f"xl/{name}")) for name in ("workbook.xml", "_rels/workbook.xml.rels")
        )
        parts = {each.get("Id"): each.get("Target", "").rsplit("/", 1)[-1] for each in relations}
        sheets = (dict(each.items()) for each in book.iter() if each.tag.endswith("}sheet"))
        known = {each["name"]: parts[next(each[key] for key in each if key.endswith("}id"))] for each in sheets}
        return {title: uncounted[part] for title, part in known.items() if part in uncounted}


def _extent(stream: Any) -> tuple[int, int, str, Places]:
    """Rows and columns of the rectangle that a worksheet's cells take, the cell at its end, and formulas without value.

    Raises:
        RefusedError: such formulas are too many, or nothing says where they stand.
    """
    first = last = 0
    widest, tail = (1, b"A"), b""
    uncounted: Places = {}
    while chunk := stream.read(_CHUNK):
        text = tail + chunk
        for cell in _UNCOUNTED.finditer(text) if b"<f" in text else ():
            if not cell[1] or len(uncounted) == _MOST_UNCOUNTED:
                raise RefusedError(f"有的格里{UNCOUNTED[0]}", UNCOUNTED[1])
            uncounted[int(cell[2]), _column(cell[1])] = f"{cell[1].decode()}{cell[2].decode()}"
        for match in _REFERENCE.finditer(text):
            letters, row = match[1], int(match[2])
            first, last = first or row, max(last, row)
            widest = max(widest, (len(letters), letters))
        tail = text[-_TAIL:]
    return (last - first + 1 if last else 0), _column(widest[1]), f"{widest[1].decode()}{last}", uncounted


def _column(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows as text, each with its number; a merged cell's value stands in all of its cells."""
    left = sheet.start[1]  # where the rows begin; they are all there, from the first one of the sheet
    merges: dict[int, list[tuple[int, int, int]]] = {}
    for (row, column), (end_row, end_column) in sheet.merged_cell_ranges or ():
        if end_row > row or end_column > column:
            merges.setdefault(row, []).append((end_row, column - left, end_column - left))
    active: list[tuple[int, int, int, str]] = []
    for number, cells in enumerate(sheet.iter_rows()):
        row = [_cell(cell) for cell in cells]
        active = [merge for merge in active if merge[0] >= number]
        active += [
            (end, start, stop, row[start]) for end, start, stop in merges.get(number, ()) if 0 <= start < len(row)
        ]
        for _, start, stop, value in active:
            for position in range(start, min(stop + 1, len(row))):
                row[position] = row[position] or value
        yield number + 1, row


def _cell(value: Any) -> str:
    """A cell as an export to CSV would write it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.timedelta):
        thousandths = round(value.total_seconds() * 1000)
        return f"{thousandths // 3_600_000}:{thousandths // 60_000 % 60:02}:{thousandths / 1000 % 60:06.3f}"
    return str(value)  # dates and times in ISO form
