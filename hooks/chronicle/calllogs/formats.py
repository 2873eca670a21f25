"""A file of any accepted form -> tables that DuckDB reads as they stand."""

from __future__ import annotations

import codecs
import csv
import io
import re
import shutil
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import IO
from uuid import uuid4

from .connection import connected
from .discovery import RefusedError
from .spelling import BLANKS, fold
from .sql import scan, trimmed
from .tables import TITLE_ROWS, LogTable, find_header
from .workbooks import PACKED, TORN, open_sheets

_DELIMITERS = ",;\t|"
_HEAD = 1 << 18  #: bytes in which a header has to stand
_CHUNK = 1 << 22
_LONGEST_LINE = 1 << 20  #: characters; a longer line is no row
_TOO_LONG = "\0"  #: stands for such a line: one cell
_LOOKED_AT = 100_000  #: rows of a table of which some words are asked for
_MOST_BREAKS = 200  #: line breaks within one cell
_PARQUET, _ZIP, _OLE, _GZIP = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_STRAYS = 0.02  #: of a text that may be NUL, and of what is beyond ASCII that may be cut within a character
_COMMON, _ODD = 0.9, 0.5  #: of them that people write, where it is an encoding, and where it may be
_FEW = 10  #: of which that says nothing
_STRAY, _BEYOND_ASCII = re.compile("[\udc80-\udcff]"), re.compile("[^\0-\x7f]")
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|meta|head|\?xml)", re.IGNORECASE)


def open_tables(path: Path, name: str, wanted: Iterable[str], scratch: Path) -> tuple[list[LogTable], list[str]]:
    """The tables of a file that hold every wanted column, and the names of worksheets that do not.

    Where none does, the one that comes nearest. Copies, where needed, go to ``scratch``.

    Raises:
        RefusedError: it is locked, corrupt, too large to be a log, or of no accepted form.
    """
    known = frozenset(map(fold, wanted))
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if not head.strip():
            return [], []
        if head.startswith(_PARQUET):
            return [_parquet(path, name, known, scratch)], []
        if head.startswith(_OLE):
            raise RefusedError("设了打开密码，或是旧版 .xls", "请在 Excel 里去掉密码，另存为 .xlsx 或 CSV UTF-8")
        if head.startswith(_GZIP):
            raise RefusedError(*PACKED)
        if head.startswith(_ZIP):
            return open_sheets(path, name, known, scratch)
        if path.suffix.lower() == ".parquet":
            raise RefusedError("不是完好的 Parquet 文件", "请重新导出一份")
        if _MARKUP.match(head):
            raise RefusedError("其实是网页（HTML 或 XML），不是表格", "请用 Excel 打开，另存为 .xlsx 或 CSV UTF-8")
        tables = _text(path, name, head, known, scratch)
        if path.suffix.lower() == ".xlsx" and not any(table.header.known for table in tables):
            raise RefusedError(*TORN)
        return tables, []
    except PermissionError as error:
        raise RefusedError("打不开，可能正被 Excel 或别的程序占用", "请关掉占用它的程序，再生成一次") from error
    except OSError as error:
        raise RefusedError("读不出来", "请重新导出一份") from error


def words_of(table: LogTable, position: int, scratch: Path, most: int = 50) -> list[str]:
    """Different words in a column's first rows, not more than ``most``; none where a file cannot be read as it is."""
    import duckdb

    try:
        with connected([table.file], scratch) as base:
            rows = f"SELECT {trimmed(table, position)} AS word FROM {scan(table, [table.file.as_posix()])}"
            query = f"SELECT DISTINCT word FROM ({rows} LIMIT {_LOOKED_AT}) WHERE word IS NOT NULL LIMIT {most}"
            return [word for (word,) in base.execute(query).fetchall()]
    except duckdb.Error:
        return []


def _addressable(path: Path, scratch: Path) -> Path:
    """DuckDB reads ``*?[`` in a path as a pattern, so a file named so is read from a copy."""
    if not set("*?[") & set(str(path)):
        return path
    copy = scratch / f"{uuid4()}{path.suffix}"
    shutil.copyfile(path, copy)
    return copy


def _parquet(path: Path, name: str, known: frozenset[str], scratch: Path) -> LogTable:
    import duckdb

    file = _addressable(path, scratch)
    try:
        with connected([file], scratch) as base:
            columns = base.execute(
                "DESCRIBE SELECT * FROM read_parquet($file, binary_as_string = true)", {"file": file.as_posix()}
            ).fetchall()
    except duckdb.Error as error:
        raise RefusedError("不是完好的 Parquet 文件", "请重新导出一份") from error
    header = find_header([(0, [column[0] for column in columns])], known)
    if header is None:
        raise RefusedError("没有一列有名字", "请连同列名一起导出")
    return LogTable(name, file, "parquet", replace(header, line=1), tuple(str(column[1]) for column in columns))


# ---- text


def _text(path: Path, name: str, head: bytes, known: frozenset[str], scratch: Path) -> list[LogTable]:
    text = codecs.getincrementaldecoder(_encoding(path, head))("replace").decode(head).lstrip("\ufeff")
    headers = []
    for delimiter in _DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        records: list[tuple[int, list[str]]] = []
        with suppress(csv.Error):  # a cell beyond all measure; what came before may hold the header
            for record in islice(reader, TITLE_ROWS):
                records.append((reader.line_num, record))
        lines = io.StringIO(text, newline=None).read().split("\n")[:TITLE_ROWS]
        single = [[cell.strip('"') for cell in line.split(delimiter)] for line in lines]  # no quote swallows lines here
        for is_record, rows in ((True, records), (False, list(enumerate(single, 1)))):
            if header := find_header(rows, known):
                headers.append((header.known, is_record, header.width, header, delimiter))
    if not headers:
        return []
    *_, header, delimiter = max(headers, key=lambda each: each[:3])
    types = ("VARCHAR",) * len(header.names)
    table = LogTable(name, _addressable(path, scratch), "csv", header, types, "", delimiter)
    is_plain = header.line == 1 and text.split("\n", 1)[0].count('"') % 2 == 0 and not _fit([head], "utf-8-sig")[0]
    if is_plain and (count := _count_lines(path, f"\n{delimiter * (len(types) - 1)}".encode())):
        return [replace(table, lines=count - 1)]
    return [read_forgivingly(table, scratch)]


def _encoding(path: Path, head: bytes = b"") -> str:
    """UTF-8 if the ``head`` is, or all of the file where none is given, else GB18030 or Big5; a mark settles it.

    Every other byte of UTF-16 is zero in figures and signs, which tells it without a mark. Nearly any bytes are
    characters of GB18030, and most of Big5 are: it is the one whose characters are such as people write.
    """
    with path.open("rb") as stream:
        start = stream.read(_HEAD)
        if marked := next((name for mark, name in _MARKS if start.startswith(mark)), None):
            return marked
        zeros = [start[place::2].count(0) for place in (0, 1)]
        if max(zeros) > len(start) // 8 and min(zeros) < max(zeros) // 100:
            return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        is_likely, is_text = False, sum(zeros) <= _STRAYS * len(start)
        for encoding in ("utf-8", "gb18030", "big5hkscs") if is_text else ():
            stream.seek(0)
            strays, common, beyond = _fit([head] if head else iter(lambda: stream.read(_CHUNK), b""), encoding)
            if encoding == "utf-8" and strays:
                stream.seek(0)
                _refuse_two(io.BytesIO(head) if head else stream)
            if strays <= _STRAYS and (common >= _COMMON or encoding == "utf-8"):
                return encoding
            is_likely |= encoding == "gb18030" and strays <= _STRAYS and (common >= _ODD or beyond < _FEW)
    if is_likely:
        return "gb18030"
    raise RefusedError("不是 UTF-8，也不是 GB18030 或 Big5 的文字", "请在 Excel 里另存为「CSV UTF-8（逗号分隔）」")


def _refuse_two(stream: IO[bytes]) -> None:
    """Refuse a text of which some lines are UTF-8 and others GB18030: one of the two would be read as other words."""
    first = ""
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), 1):
        wide = _BEYOND_ASCII.findall(line.decode(errors="replace"))
        if "\ufffd" not in wide:
            told = "UTF-8" if len(wide) > 1 and min(wide) >= "\u0800" else ""  # nearly no pairs of GB18030 look so
        elif first == "GB18030":
            told = first  # nothing new, and looking closely is slow
        else:
            strays, common, beyond = _fit([line], "gb18030")
            told = "GB18030" if not strays and common == 1 and beyond > 2 else ""
        if first and told and told != first:
            mend = "多半是两份表拼成的，请分开，各存成 CSV UTF-8"
            raise RefusedError(f"有两种文字编码：前面是 {first}，第 {number:,} 行起有 {told}", mend)
        first = first or told


def _fit(chunks: Iterable[bytes], encoding: str) -> tuple[float, float, int]:
    """How much of what is not ASCII in a text, or in its beginning, is not of an encoding, and how much is of the
    characters that people write, 0 to 1; and how much there is."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    strays = common = beyond = 0
    for chunk in chunks:
        text = decoder.decode(chunk)
        if not text.isascii():
            wide = _BEYOND_ASCII.findall(text)
            strays, beyond = strays + len(_STRAY.findall(text)), beyond + len(wide)
            common += sum(map(_common().__contains__, wide)) if encoding != "utf-8" else 0
    return (strays / beyond, common / beyond, beyond) if beyond else (0, 1, 0)


@cache
def _common() -> frozenset[str]:
    """The characters of GB 2312 and of the first level of Big5."""
    pairs = [bytes((lead, trail)) for lead in range(0xA1, 0xFF) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))]
    parts = (
        pair.decode("gb2312", "ignore") + (pair.decode("big5", "ignore") if pair[0] < 0xC7 else "") for pair in pairs
    )
    return frozenset("".join(parts))


def _count_lines(path: Path, blank: bytes) -> int:
    """The lines of a text; 0 where they do not all end alike, in LF or in CR LF, or one is ``blank`` or holds a NUL."""
    lines, returns, pairs, last = 0, 0, 0, b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            chunk += stream.read(1) if chunk.endswith(b"\r") else b""
            lines, last = lines + chunk.count(b"\n"), chunk[-1:]
            if b"\0" in chunk or blank + b"\n" in chunk or blank + b"\r" in chunk or chunk.endswith(blank):
                return 0
            if b"\r" in chunk:  # to count what is not there takes longer than to look for it
                returns, pairs = returns + chunk.count(b"\r"), pairs + chunk.count(b"\r\n")
    return lines + (last != b"\n") if returns in (0, lines) and returns == pairs else 0


def read_forgivingly(table: LogTable, scratch: Path) -> LogTable:
    """A text whose quotes or line ends are not those of the standard, copied row by row with its line numbers.

    Rows that do not have the header's columns are left out and counted.
    """
    copy = scratch / f"{uuid4()}.csv"
    broken = first_broken = 0
    with (
        table.file.open(encoding=_encoding(table.file), errors="replace", newline=None) as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        for number, row in _rows(_numbered_lines(source), table):
            if row is None:
                broken, first_broken = broken + 1, first_broken or number
            else:
                target.write(f"{number}{table.delimiter}{row}\n")
    return replace(table, file=copy, form="numbered", broken=broken, first_broken=first_broken)


def _rows(lines: Iterator[tuple[int, str]], table: LogTable) -> Iterator[tuple[int, str | None]]:
    """The rows below the header in standard form, each with its first line; None for one without its columns.

    A cell may hold line breaks within quotes. A quote that is never closed, or only by one that belongs to a later
    row, is taken for a character: the lines after it are rows of their own.
    """
    delimiter, width = table.delimiter, len(table.header.names)
    blank = BLANKS + delimiter
    waiting: deque[tuple[int, str]] = deque()
    while entry := waiting.popleft() if waiting else next(lines, None):
        number, line = entry
        if number <= table.header.line or not line.strip(blank):
            continue
        if '"' not in line and line.count(delimiter) == width - 1 and "\0" not in line:
            yield number, line
            continue
        cells = _cells(line, delimiter, width)
        if cells is None and line.count('"') % 2:
            cells = _joined(line, lines, waiting, table)
        cells = cells or _loose_cells(line, delimiter, width)
        quoted = (cell.replace("\0", "").replace('"', '""') for cell in cells or ())
        yield number, delimiter.join(f'"{cell}"' for cell in quoted) if cells else None


def _joined(
    line: str, lines: Iterator[tuple[int, str]], waiting: deque[tuple[int, str]], table: LogTable
) -> list[str] | None:
    """The cells of a row that goes on over the next lines, which are then taken; None where it does not."""
    width = len(table.header.names)
    for step in range(_MOST_BREAKS):
        if step == len(waiting):
            following = next(lines, None)
            if following is None:
                return None
            waiting.append(following)
        part = waiting[step][1]
        closes = part.count('"') % 2
        if not closes and _cells(part, table.delimiter, width) is not None:
            return None  # a row of its own
        line = f"{line}\n{part}"
        if closes and (cells := _cells(line, table.delimiter, width)):
            for _ in range(step + 1):
                waiting.popleft()
            return cells
    return None


def _numbered_lines(source: io.TextIOBase) -> Iterator[tuple[int, str]]:
    """Every line with its number; of a line beyond all measure nothing is kept but its place."""
    number = 0
    while line := source.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith("\n"):
            while (rest := source.readline(_LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            line = _TOO_LONG
        yield number, line.removesuffix("\n")


def _cells(line: str, delimiter: str, width: int) -> list[str] | None:
    """The cells of a row by the standard; None where they are not as many as the header's."""
    try:
        (cells,) = csv.reader([line], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        return None
    return _fitted(cells, width)


def _loose_cells(line: str, delimiter: str, width: int) -> list[str] | None:
    """The cells of a row in which quotes are not doubled: they have a backslash, or end a cell before a delimiter."""
    if '\\"' in line:
        escaped = csv.reader([line], delimiter=delimiter, escapechar="\\", doublequote=False)
        if cells := _fitted(next(escaped, []), width):
            return cells
    end = re.escape(delimiter)
    pairs = re.findall(rf'"(.*?)"\s*{end}|([^{end}]*){end}', line + delimiter, re.DOTALL)
    cells = [quoted.replace('""', '"') or plain for quoted, plain in pairs]
    return _fitted(cells, width) or _fitted(line.split(delimiter), width)


def _fitted(cells: list[str], width: int) -> list[str] | None:
    """Cells beyond the header are passed over where they are blank."""
    if len(cells) < width or any(cell.strip(BLANKS) for cell in cells[width:]):
        return None
    return cells[:width]
