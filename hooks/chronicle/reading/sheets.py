"""A table's bytes -> sheets of cells, each with its place: CSV, and the workbooks of spreadsheet programs."""

import datetime as dt
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from ..errors import Problem
from .slips import clip
from .text import decode
from .values import UNCOUNTED

#: The largest workbook that is read, in bytes; everybody's year has about 300,000.
WORKBOOK_LIMIT = 20 << 20
_UNPACKED = 200 << 20  # bytes
_ROWS, _COLUMNS = 20_000, 200  # beyond them lies nothing but a stray cell
_GAP = 1_000  # empty rows after which a sheet is over
_DELIMITERS = "\t,;，；|"
#: A cell in quotation marks that holds line ends, as headers do; few, since a mark may have been left open.
_TALL = re.compile(r'(?m)(?:^|(?<=[\t,;，；]))"(?:[^"\n]|"")*(?:\n(?:[^"\n]|"")*){1,4}"(?=[\t,;，；]|$)')
_BEGUN = "\v"  # stands for a line end in a cell; no text that was decoded holds it
_RULED = re.compile(r"[\s|:-]*--[\s|:-]*")  # below the head of a Markdown table
_QUOTED = re.compile(r' *"((?:[^"]|"")*+)" *')
_DECIMALS = re.compile(r"[0#]\.(0+)")
_LITERAL = re.compile(r'"([^"]*)"')
_BESIDE = re.compile(r'"[^"]*"|[\\!_*].|\[[^\]]*\]')  # of a format: texts, escapes, widths, colours and places
#: A comma behind the last digit of a format shows thousands as ones.
_SCALED = re.compile(r"[0#?],+(?![0#?.,])")
#: A cell with a formula and no value; a formula may well give an empty text.
_UNCOUNTED = re.compile(
    rb'<c(?![^>]*t="str")(\s+r="\w+")?[^>]*>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK\x03\x04"
_SAVE = "用表格软件打开，另存为“Excel 工作簿（.xlsx）”，不设密码"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, with its line and column from 1: the row and the column of a workbook's sheet, whose name
    stands in ``sheet`` where there are others. ``span``: how many rows and columns it takes, merged with others."""

    text: str
    line: int
    column: int
    sheet: str = ""
    span: tuple[int, int] = (1, 1)

    def problem(self, path: str, message: str, mend: str) -> Problem:
        """What is wrong at the cell, of a table at ``path``."""
        return Problem(path, self.line, self.column, in_sheet(self.sheet, message), mend)


def in_sheet(sheet: str, message: str) -> str:
    """A ``message`` with the name of the sheet that it is about, which is '' where there are no others."""
    return f"工作表“{clip(sheet)}”：{message}" if sheet else message


Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Worksheet:
    """The rows of a sheet that say anything; ``name`` is '' for a CSV."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheets:
    """The sheets of one file, and why it, or a part of it, cannot be read."""

    path: str
    sheets: tuple[Worksheet, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_sheets(path: str, raw: bytes) -> Sheets:
    """The sheets in the bytes of a CSV or an xlsx file, whatever it is called. Never raises for what is in them."""
    if path.endswith(".xlsx") or raw.startswith(_ZIP):
        return _workbook(path, raw)
    text = decode(path, raw)
    lines = [] if text.lost else _TALL.sub(lambda cell: cell[0].replace("\n", _BEGUN), text.text).split("\n")
    delimiter, number, filled = _delimiter(lines), 1, list[Row]()
    for line in lines:
        row = tuple(_cells(number, line.replace(_BEGUN, " "), delimiter))
        number += 1 + line.count(_BEGUN)
        if line[:4] != "sep=" and not _RULED.fullmatch(line) and any(cell.text for cell in row):
            filled.append(row)
    return Sheets(path, (Worksheet("", tuple(filled)),), text.problems)


def _delimiter(lines: Sequence[str]) -> str:
    """What parts the cells: the sign that stands in most of the first lines; Excel's ``sep=;`` says it itself."""
    first = [line for line in lines if line.strip()][:9]
    if first and re.fullmatch(r"sep=.", first[0].strip("\n ")):
        return first[0][4]
    bare = [re.sub(r'"[^"]*"', "", line) for line in first]
    return max(_DELIMITERS, key=lambda sign: (sum(sign in line for line in bare), "".join(bare).count(sign)))


def _cells(number: int, line: str, delimiter: str) -> Iterator[Cell]:
    start = 0
    while start <= len(line):
        quoted = _QUOTED.match(line, start)
        if quoted and (line.startswith(delimiter, quoted.end()) or quoted.end() == len(line)):
            text, end = quoted[1].replace('""', '"').strip(), quoted.end()
        else:
            end = line.find(delimiter, start)
            end = len(line) if end < 0 else end
            text = line[start:end].strip().removeprefix("'")  # which marks a text in a spreadsheet, as ="" does
            text = text[2:-1] if text.startswith('="') and text.endswith('"') else text
        blank = len(line[start:end]) - len(line[start:end].lstrip())
        yield Cell(text, number, start + 1 + (blank if text else 0))
        start = end + 1


# --- workbooks ----------------------------------------------------------------------------------------------------


def _workbook(path: str, raw: bytes) -> Sheets:
    import openpyxl  # takes 0.2 s, which only those wait for who have a workbook

    def refused(message: str, mend: str = _SAVE) -> Sheets:
        return Sheets(path, problems=(Problem(path, 1, 1, message, mend),))

    if raw.startswith(_OLE):
        return refused("这个工作簿有密码，或是旧的 .xls 改了名字")
    try:
        packed = ZipFile(BytesIO(raw))
        if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
            return refused("工作簿解开以后超过 200 MB", "检查是不是放错了文件；只留需要的工作表，再另存一份")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep (styles, validation) is not asked for
            book = openpyxl.load_workbook(BytesIO(_marked(packed) or raw), read_only=True, data_only=True)
            several, spans = len(book.worksheets) > 1, _spans(packed, raw)
            sheets = [
                Worksheet(sheet.title, tuple(_sheet_rows(sheet, several, spans.get(sheet.title, {}))))
                for sheet in book.worksheets
            ]
    except BadZipFile:
        return refused("这不是 Excel 工作簿，或者文件坏了")
    except Exception:  # openpyxl raises what its parsers raise
        return refused("工作簿读不出来，可能已经损坏")
    return Sheets(path, tuple(sheets))


def _marked(packed: ZipFile) -> bytes:
    """The workbook with a text in each cell whose formula has no value: who needs the cell names it. b"" where there is
    none."""
    parts = {name: packed.read(name) for name in packed.namelist()}
    said = rf'<c\1 t="str"><v>{UNCOUNTED}</v></c>'.encode()
    marked = {name: _UNCOUNTED.subn(said, part) for name, part in parts.items() if name.startswith("xl/worksheets/")}
    if not any(count for _, count in marked.values()):
        return b""
    out = BytesIO()
    with ZipFile(out, "w") as made:
        for name, part in {**parts, **{name: part for name, (part, _) in marked.items()}}.items():
            made.writestr(name, part)
    return out.getvalue()


def _spans(packed: ZipFile, raw: bytes) -> dict[str, dict[tuple[int, int], tuple[int, int]]]:
    """By sheet the rows and columns that merged cells take, by the line and column of the first."""
    worksheets = (name for name in packed.namelist() if name.startswith("xl/worksheets/"))
    if not any(b"mergeCell" in packed.read(name) for name in worksheets):
        return {}
    import python_calamine as calamine  # openpyxl sees merged cells only where it holds a whole workbook

    with calamine.CalamineWorkbook.from_filelike(BytesIO(raw)) as book:
        return {
            name: {
                (row + 1, column + 1): (last_row - row + 1, last_column - column + 1)
                for (row, column), (last_row, last_column) in book.get_sheet_by_name(name).merged_cell_ranges or ()
            }
            for name in book.sheet_names
        }


def _sheet_rows(sheet: Any, several: bool, spans: Mapping[tuple[int, int], tuple[int, int]]) -> Iterator[Row]:
    """A cell far out, left behind by a slip of the hand, ends the sheet before it costs anything."""
    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
    empty, name = 0, f"{sheet.title}{'（隐藏的）' * (sheet.sheet_state != 'visible')}" if several else ""
    for number, cells in enumerate(sheet.iter_rows(max_row=_ROWS), 1):
        row = [
            Cell(_shown(cell), number, column, name, spans.get((number, column), (1, 1)))
            for column, cell in enumerate(cells[:_COLUMNS], 1)
        ]
        width = max((cell.column for cell in row if cell.text), default=0)
        if width:
            empty = 0
            yield tuple(row[:width])
        elif (empty := empty + 1) > _GAP:
            return


def _shown(cell: Any) -> str:
    """The text that a cell shows: per cent as per cent, a unit that its format adds, the decimals of its format, in
    General at most two (of a fraction four, which are two of per cent). Where the format shows thousands as ones, the
    number that was typed."""
    value, form = cell.value, str(getattr(cell, "number_format", None) or "General").split(";")[0]
    form = "General" if re.search(r"\[[<>=]", form) else form  # which depends on the number
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.time):
        value = dt.datetime.combine(dt.date.min, value) - dt.datetime.min
    if isinstance(value, dt.timedelta):
        whole = round(value.total_seconds())
        return f"{whole // 3600}:{whole // 60 % 60:02}" + (f":{whole % 60:02}" if "s" in form else "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else str(value).strip().removeprefix("'")
    unit = "".join(_LITERAL.findall(form)).strip()
    plain = _BESIDE.sub("", form)
    decimals = _DECIMALS.search(plain)
    digits = len(decimals[1]) if decimals else 0
    if "%" in plain:
        return f"{_rounded(value, digits, 100)}%"
    if _SCALED.search(plain):
        return f"{value:.12g}"
    if decimals or "0" in plain:
        return f"{_rounded(value, digits)}{unit}"
    return f"{_rounded(value, 4 if abs(value) < 1 else 2).normalize():f}{unit}"


def _rounded(value: float, digits: int, factor: int = 1) -> Decimal:
    """``value`` times ``factor`` with so many ``digits`` after the point, a half up, as spreadsheets round."""
    number = Decimal(repr(value)) * factor
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) if number.adjusted() < 20 else number
