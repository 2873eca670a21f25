from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chronicle.reading.sheets import Sheets, read_sheets
from measuring import seconds


def book(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for place, form in (formats or {}).items():
        sheet[place].number_format = form
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def texts(sheets: Sheets) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheets.sheets[0].rows]


@pytest.mark.parametrize("part", [",", ";", "\t", "，", "；"])
def test_cells_are_parted_by_what_stands_in_most_lines(part: str) -> None:
    lines = ["2025 年, 月报", part.join(["月份", "接听量", "备注"]), part.join(["2月", '"2890"', "x"]), part * 2]
    read = read_sheets("x.csv", "\n".join(lines).encode())
    assert texts(read)[1:] == [["月份", "接听量", "备注"], ["2月", "2890", "x"]]
    assert (read.sheets[0].rows[2][1].line, read.sheets[0].rows[2][1].column) == (3, 4)


def test_a_quoted_cell_may_hold_the_sign_and_a_quote() -> None:
    assert texts(read_sheets("x.csv", b'a,"1,980","say ""hi"""\n"7"8,b\n')) == [
        ["a", "1,980", 'say "hi"'],
        ['"7"8', "b"],
    ]


def test_excel_says_the_sign_itself() -> None:
    assert texts(read_sheets("x.csv", "sep=;\na,b;c\n".encode("utf-16"))) == [["a,b", "c"]]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.938, "0.0%", "93.8%"),
        (0.938, "0%", "94%"),
        (0.9381, "0.00%", "93.81%"),
        (93.81234, "General", "93.81"),
        (93.8, "0.00", "93.80"),
        (1980, "#,##0", "1980"),
        (1980.4, "0", "1980"),
        (93.85, "0.0", "93.9"),
        (95.5, "[>=100]0;0.0", "95.5"),
        (94.25, "0.0", "94.3"),
        (0.9985, "0.0%", "99.9%"),
        (19800, '0.0,"千"', "19800"),
        (18750, '0\\.0,"万"', "18750"),
        (1980.5, '_ * #,##0.0_ ;_ * -#,##0.0_ ;_ * "-"?_ ;_ @_ ', "1980.5"),
        (1980, "General", "1980"),
        (dt.datetime(2025, 7, 1), "yyyy/m", "2025-07-01"),
        (93.8, '0.0"%"', "93.8%"),
        (312, '0"秒"', "312秒"),
        (1980, "[Red]#,##0;[Blue]-0", "1980"),
        (0.9381, "General", "0.9381"),
        (dt.time(0, 5, 12), "h:mm:ss", "0:05:12"),
        (dt.time(0, 5, 11, 990_400), "h:mm:ss", "0:05:12"),
        (dt.time(5, 12), "h:mm", "5:12"),
        (dt.timedelta(seconds=312), "[h]:mm:ss", "0:05:12"),
        ("12秒", "General", "12秒"),
        (None, "General", ""),
        (True, "General", "True"),
    ],
)
def test_a_cell_is_read_as_it_shows(value: Any, form: str, text: str) -> None:
    read = read_sheets("x.xlsx", book(["a", value, "b"], formats={"B1": form}))
    assert texts(read) == [["a", text, "b"]]


def test_a_workbook_that_is_called_a_csv_is_read() -> None:
    assert texts(read_sheets("x.csv", book(["月份", "接听量"], ["1月", 5]))) == [["月份", "接听量"], ["1月", "5"]]


def test_a_stray_cell_far_out_costs_nothing() -> None:
    made = openpyxl.Workbook()
    made.active["A1"], made.active["B1"] = "月份", "接听量"
    made.active["XFD1048576"] = "x"
    out = BytesIO()
    made.save(out)
    read: list[Sheets] = []
    assert seconds(lambda: read.append(read_sheets("x.xlsx", out.getvalue()))) < 10  # all the cells up to it take hours
    assert [row[:2] for row in texts(read[0])] == [["月份", "接听量"]]


def packed(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "这个工作簿有密码，或是旧的 .xls 改了名字"),
        (lambda: b"hello", "这不是 Excel 工作簿，或者文件坏了"),
        (lambda: b"", "这不是 Excel 工作簿，或者文件坏了"),
        (lambda: packed(a=b"x"), "工作簿读不出来，可能已经损坏"),
        (lambda: book(["a"])[:-40], "这不是 Excel 工作簿，或者文件坏了"),
        (lambda: packed(bomb=b"\0" * (201 << 20)), "工作簿解开以后超过 200 MB"),
    ],
    ids=["protected", "text", "empty", "zip", "cut short", "bomb"],
)
def test_what_is_no_workbook_is_told_in_a_line(make: Callable[[], bytes], message: str) -> None:
    read = read_sheets("x.xlsx", make())
    assert ([problem.message for problem in read.problems], read.sheets) == ([message], ())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 4000))
def test_no_bytes_raise(raw: bytes, at: int) -> None:
    whole = book(["月份", "接听量"], ["1月", 5])
    for data in (raw, whole[:at] + raw + whole[at + len(raw) :]):
        read_sheets("x.xlsx", data)
        read_sheets("x.csv", data)
