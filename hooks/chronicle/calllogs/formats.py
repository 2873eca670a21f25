"""A file of any accepted form -> a table that DuckDB reads as it stands: where its header is, and its columns."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from .discovery import RefusedError
from .spelling import BLANKS, fold

_DELIMITERS = ",;\t|"
_HEAD = 1 << 18  #: bytes in which a header has to stand
_CHUNK = 1 << 22
_TITLE_ROWS = 20  #: lines of title that an export may have above its header
_INFLATED = 4 << 30  #: bytes; a workbook that unpacks to more is not a log
_PARQUET, _ZIP, _OLE = b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class LogTable:
    """A log file made readable.

    ``path`` is what people know it by, ``file`` what is read in its place. ``header`` and ``types`` (DuckDB's names
    of types; VARCHAR for all but Parquet) stand in the order of the columns. ``skip`` lines of ``file`` precede the
    rows. Rows of a worksheet carry their row number in front, in a column that ``header`` does not name.
    """

    path: str
    file: Path
    form: Literal["csv", "sheet", "parquet"]
    header: tuple[str, ...]
    types: tuple[str, ...]
    line: int = 1
    skip: int = 1
    delimiter: str = ","

    def column(self, name: str) -> int | None:
        """The position of the column that a header names, whatever its blanks, width and case."""
        folded = [fold(each) for each in self.header]
        return folded.index(fold(name)) if fold(name) in folded else None


def table(path: Path, name: str, wanted: Iterable[str], scratch: Path) -> LogTable | None:
    """Make a file readable; None where it holds nothing at all. Copies, where needed, go to ``scratch``.

    Raises:
        RefusedError: it is locked, corrupt, or of no accepted form.
    """
    known = frozenset(map(fold, wanted))
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if not head.strip():
            return None
        return _opened(path, name, head, known, scratch)
    except PermissionError as error:
        raise RefusedError("打不开，可能正被 Excel 或别的程序占用", "请关掉占用它的程序，再生成一次") from error
    except OSError as error:
        raise RefusedError("读不出来", "请重新导出一份") from error


def _opened(path: Path, name: str, head: bytes, known: frozenset[str], scratch: Path) -> LogTable | None:
    if head.startswith(_PARQUET):
        return _parquet(_addressable(path, scratch), name)
    if head.startswith(_OLE):
        raise RefusedError("设了打开密码，或是旧版 .xls", "请在 Excel 里去掉密码，另存为 .xlsx 或 CSV UTF-8")
    if head.startswith(_ZIP) or path.suffix.lower() == ".xlsx":
        return _workbook(path, name, known, scratch)
    if path.suffix.lower() == ".parquet":
        raise RefusedError("不是完好的 Parquet 文件", "请重新导出一份")
    return _text(path, name, head, known, scratch)


def _addressable(path: Path, scratch: Path) -> Path:
    """DuckDB reads ``*?[`` in a path as a pattern, so a file named so is read from a copy."""
    if not set("*?[") & set(str(path)):
        return path
    copy = _fresh(scratch, path.suffix)
    shutil.copyfile(path, copy)
    return copy


def _fresh(scratch: Path, suffix: str) -> Path:
    return scratch / f"{sum(1 for _ in scratch.iterdir())}{suffix}"


# ---- Parquet


def _parquet(path: Path, name: str) -> LogTable:
    import duckdb

    from .connection import connected

    try:
        with connected([path]) as base:
            columns = base.execute("DESCRIBE SELECT * FROM read_parquet($file)", {"file": path.as_posix()}).fetchall()
    except duckdb.Error as error:
        raise RefusedError("不是完好的 Parquet 文件", "请重新导出一份") from error
    return LogTable(name, path, "parquet", tuple(c[0] for c in columns), tuple(str(c[1]) for c in columns), 1, 0)


# ---- CSV


def _text(path: Path, name: str, head: bytes, known: frozenset[str], scratch: Path) -> LogTable | None:
    encoding = _encoding(path, head)
    text = codecs.getincrementaldecoder(encoding)().decode(head)
    heads = [_header(list(_records(text, delimiter)), delimiter, known) for delimiter in _DELIMITERS]
    best = max((each for each in heads if each), key=lambda each: each[0], default=None)
    if best is None:
        return None
    _, line, header, delimiter = best
    plain = encoding.startswith("utf-8")
    file = _addressable(path, scratch) if plain else _transcoded(path, encoding, _fresh(scratch, ".csv"))
    return LogTable(name, file, "csv", header, ("VARCHAR",) * len(header), line, line, delimiter)


def _encoding(path: Path, head: bytes) -> str:
    """UTF-8 if all of the file is, else GB18030 if all of it is; a byte order mark settles it."""
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        if (marked == "utf-16" or b"\0" not in head) and _reads(path, encoding):
            return encoding
    raise RefusedError("不是 UTF-8，也不是 GB18030 的文字", "请在 Excel 里另存为「CSV UTF-8（逗号分隔）」")


def _reads(path: Path, encoding: str) -> bool:
    try:
        return all(True for _ in _decoded(path, encoding))
    except UnicodeError:
        return False


def _decoded(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _transcoded(path: Path, encoding: str, copy: Path) -> Path:
    with copy.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(_decoded(path, encoding))
    return copy


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The first records of a text, each with the line that it ends on."""
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        for _, record in zip(range(_TITLE_ROWS), reader, strict=False):
            yield reader.line_num, record
    except csv.Error:
        return


Header = tuple[tuple[int, int], int, tuple[str, ...], str]


def _header(records: Sequence[tuple[int, Sequence[str]]], delimiter: str, known: frozenset[str]) -> Header | None:
    """The record that names most of the wanted columns (else the first that is not blank), with how well it fits."""
    fits = [
        ((sum(fold(cell) in known for cell in record), len(record)), -line, record)
        for line, record in records
        if any(cell.strip(BLANKS) for cell in record)
    ]
    if not fits:
        return None
    named = max(fits, key=lambda fit: (fit[0][0], fit[1]))
    return named[0], -named[1], tuple(cell.strip(BLANKS) for cell in named[2]), delimiter


# ---- worksheets


def _workbook(path: Path, name: str, known: frozenset[str], scratch: Path) -> LogTable | None:
    import python_calamine as calamine

    try:
        _sane(path)
        with calamine.CalamineWorkbook.from_path(path) as book:
            sheets = [_sheet(book.get_sheet_by_name(title), known) for title in book.sheet_names]
            best = max((each for each in sheets if each), key=lambda each: each[0][0], default=None)
            return _written(best, name, _fresh(scratch, ".csv")) if best else None
    except calamine.PasswordError as error:
        raise RefusedError("设了打开密码", "请在 Excel 里去掉密码，再存一次") from error
    except (calamine.CalamineError, zipfile.BadZipFile, ValueError, OverflowError) as error:
        raise RefusedError("不是完好的 xlsx 文件", "请用 Excel 打开，另存一份 .xlsx 或 CSV UTF-8") from error


def _sane(path: Path) -> None:
    with zipfile.ZipFile(path) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    if size > _INFLATED:
        raise RefusedError(f"解压后有 {size / 2**30:.0f} GB，太大了", "请导出为 CSV 或 Parquet")


Sheet = tuple[Header, Any]


def _sheet(sheet: Any, known: frozenset[str]) -> Sheet | None:
    if sheet.start is None:
        return None
    first = sheet.start[0] + 1
    rows = zip(range(first, first + _TITLE_ROWS), sheet.iter_rows(), strict=False)
    header = _header([(line, [_cell(cell) for cell in row]) for line, row in rows], ",", known)
    return (header, sheet) if header else None


def _written(found: Sheet, name: str, copy: Path) -> LogTable:
    """A worksheet's rows as CSV, each with its row number in front."""
    (_, line, header, _), sheet = found
    with copy.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            [number, *map(_cell, row)]
            for number, row in enumerate(sheet.iter_rows(), sheet.start[0] + 1)
            if number > line and any(cell != "" for cell in row)
        )
    return LogTable(name, copy, "sheet", header, ("VARCHAR",) * len(header), line, 0)


def _cell(value: Any) -> str:
    """A cell as an export to CSV would write it."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(value.total_seconds(), 60)
        return f"{minutes // 60:.0f}:{minutes % 60:02.0f}:{seconds:02.0f}"
    return str(value)  # dates and times in ISO form
