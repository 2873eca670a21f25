"""Spellings and containers that systems are known for, each counted again; and what reads two ways, which is asked.

A log takes one spelling of every list below, so that a short run goes through all of them, in changing company.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from tests.calllogs.test_faults import workbook
from tests.calllogs.test_recount import MAPPED, YEARS, calls, check

from chronicle.calllogs import LogReading, read
from chronicle.records.model import Log

EPOCH = dt.datetime(1970, 1, 1)


def utc(at: dt.datetime) -> dt.datetime:
    return at - dt.timedelta(hours=8)


def clock12(at: dt.datetime) -> str:
    return f"{at.hour % 12 or 12}:{at:%M:%S}"


TIMES: list[Callable[[dt.datetime], str]] = [
    lambda at: f"{at.isoformat()}.123+0800",
    lambda at: f"{at:%Y-%m-%d %H:%M:%S} (UTC+08:00)",
    lambda at: f"{at.isoformat()}+08:00[Asia/Shanghai]",
    lambda at: f"{utc(at):%a, %d %b %Y %H:%M:%S} GMT",
    lambda at: f"{at:%a %b %d %Y %H:%M:%S} GMT+0800 (中国标准时间)",
    lambda at: f"{at:%a %b %d %H:%M:%S %Y}",
    lambda at: f"{at:%B} {at.day}, {at.year} at {clock12(at)}\u202f{'AM' if at.hour < 12 else 'PM'}",
    lambda at: f"{at.year}/{at.month}/{at.day}(周{'一二三四五六日'[at.weekday()]}) {at:%H:%M:%S}",
    lambda at: f"{at:%y}年{at.month}月{at.day}日 {at.hour}时{at.minute}分{at.second}秒",
    lambda at: f"{at:%Y.%m.%d %H.%M.%S}",
    lambda at: f"{at:%Y\\%m\\%d_%H:%M:%S:123}",
    lambda at: f"{at:%Y - %m - %d  %H : %M : %S}",
    lambda at: f"{utc(at):%Y%m%dT%H%M%SZ}",
    lambda at: f"{at:%Y%m%d%H%M%S}123",
    lambda at: f"{int((utc(at) - EPOCH).total_seconds())}000000000",
    lambda at: f"{at:%Y\u200e-%m\u200e-%d\u00a0%H:%M:%S}\t",
    lambda at: f"{at:%A, %B} {at.day}, {at.year} {clock12(at)} {'AM' if at.hour < 12 else 'PM'}",
    lambda at: f"{at.day} {at:%B} {at.year}, {at:%H:%M:%S}",
    lambda at: f"{at.year}-{at.month}-{at.day} 星期{'一二三四五六日'[at.weekday()]} {at:%H:%M:%S}",
    lambda at: f"{at:%Y-%m-%d %H:%M:%S}".translate({sign: sign + 0xFEE0 for sign in range(0x2D, 0x3B)}),
    lambda at: f'="{at:%Y-%m-%d %H:%M:%S}.0"',
    lambda at: f"{utc(at) - dt.timedelta(hours=5):%Y-%m-%dT%H:%M:%S}-05:00",
    lambda at: f"{at.year}/{at.month}/{at.day} {'上午' if at.hour < 12 else '下午'} {clock12(at)}",
    lambda at: f"{utc(at):%a, %d %b %Y %H:%M:%S} +0000",
    lambda at: f"{at:%Y-%m-%d %H:%M:%S}.123456 +0800 CST",
    lambda at: f"{utc(at):%Y-%m-%d %H:%M:%S} +0000 UTC m=+0.001",
    lambda at: f"{utc(at):%a %b %d %H:%M:%S} UTC {at.year}",
]
DURATIONS: list[tuple[str, Callable[[int], str]]] = [
    ("s", lambda s: f"0 days {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}"),
    ("s", lambda s: f"1899-12-30 {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}"),
    ("s", lambda s: f"1900/1/0 {s // 3600}:{s // 60 % 60:02}:{s % 60:02}"),
    ("s", lambda s: f"PT{s // 60}M{s % 60}S"),
    ("s", lambda s: f"{s // 60}分鐘{s % 60}秒"),
    ("s", lambda s: f"{s // 60}'{s % 60}\""),
    ("s", lambda s: f"{s // 60}：{s % 60:02}"),
    ("durationMs", lambda s: f"{s}000"),
    ("时长us", lambda s: f"{s}000000"),
    ("时长（单位：分）", lambda s: f"{s / 60:.8f}".replace(".", ",")),
    ("s", lambda s: f"{s // 60} mins {s % 60} secs"),
    ("s", lambda s: f"{s // 3600}时{s // 60 % 60}分{s % 60}秒"),
    ("Duration (seconds)", lambda s: f'="{s}.0"'),
    ("处理时长(小时)", lambda s: f"{s / 3600:.8f}"),
    ("Talk Time (hh:mm)", lambda s: f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}"),
    ("时长（时:分:秒）", lambda s: f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}"),
]
RATINGS: list[tuple[list[str], list[str], list[str]]] = [
    (["⭐⭐⭐⭐⭐", "⭐️⭐️⭐️⭐️", "★★★★☆"], ["⭐", "★★☆☆☆"], ["", "☆☆☆☆☆"]),
    (["5 out of 5", "4,5"], ["3/5", "1星"], ["0.0"]),
    (["五星好评", "相当满意", "还算满意", "超级满意"], ["不是很满意", "不太满意", "失望"], ["暂无评价", "未推送"]),
    (["滿意", "非常滿意"], ["不滿意"], ["未評價"]),
    (["满意度：非常满意", "满意(5分)"], ["满意度:不满意", "一般（3分）"], ["系统默认"]),
    (["😃", "🤩", "👍"], ["😐", "🙁", "👎"], [""]),
    (["Amazing", "good_with_comment", "Extremely happy"], ["OK", "Unhappy", "bad_with_comment"], ["unoffered"]),
    (["是", "TRUE"], ["否", "False"], ["-"]),
    (["5 stars", "Very happy"], ["2 stars", "Very unhappy"], ["n/a", "Not rated"]),
    (["很棒", "不错"], ["未满意", "太差"], ["拒评", "暂无"]),
]
ANSWERS: list[tuple[list[str], list[str], list[str]]] = [
    (["双方接听"], ["双方接听"], ["座席未接听", "客户未接听", "系统未应答", "无人接听"]),
    (["接通"], ["已接听", "接起"], ["振铃未接听", "失败", "忙线"]),
    (["NORMAL_CLEARING"], ["NORMAL_CLEARING"], ["USER_BUSY", "ORIGINATOR_CANCEL", "NO_USER_RESPONSE"]),
    (["completed"], ["Completed"], ["canceled", "no-answer"]),
    (["是"], ["1.0", '="是"'], ["0.0", "否"]),
    (["Y"], ["坐席接听", "Answered"], ["客户放弃", "Missed call", "Voicemail"]),
]
CUSTOMERS: list[Callable[[str], Sequence[str]]] = [
    lambda n: [n, f"+86 {n}", f"0{n}", f"{n[:3]}-{n[3:7]}-{n[7:]}"],
    lambda n: [n, f"{n}\t", f"'{n}", f"{n}.0", f'="{n}"'],
    lambda n: [f"U{n}@X.com", f"u{n}@x.COM "],
    lambda n: [f"021-{n[3:]}", f"021{n[3:]}", f"+86 (021) {n[3:7]} {n[7:]}", f"86-021-{n[3:]}", f"021{n[3:]}.0"],
]
NOBODY = ["#REF!", "-1", "号码保密", "", "0000", "****", "未知号码", "1.38E+10", "Anonymous", "\\N"]


def text(encoding: str, delimiter: str = ",", before: str = "", newline: str = "\r\n") -> Callable[..., None]:
    def write(path: Path, rows: list[list[str]]) -> None:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter, lineterminator=newline).writerows(rows)
        path.write_bytes((before + stream.getvalue()).encode(encoding))

    return write


def cut(path: Path, rows: list[list[str]]) -> None:
    """A remark that a system has cut in the middle of a character."""
    text("utf-8")(path, [[*row, "小结"] for row in rows])
    content = path.read_bytes()
    path.write_bytes(content[:-3] + content[-2:])


def book(path: Path, rows: list[list[str]]) -> None:
    workbook(path.with_suffix(".xlsx"), {"说明": [["无"]], "明细": rows})
    path.with_suffix(".xlsx").rename(path)


def escaped(path: Path, rows: list[list[str]]) -> None:
    """Quotes with a backslash before them, and not doubled."""
    text("utf-8", newline="\n")(path, [[*row, "他说@好@，急"] for row in rows])
    path.write_text(path.read_text("utf-8").replace("他说@好@，急", '"他说\\"好\\", 急"'), "utf-8")


def parquet(path: Path, rows: list[list[str]]) -> None:
    """Texts as bytes, as old writers leave them."""
    import duckdb

    header, *rows = rows
    with duckdb.connect() as base:
        typed = ", ".join(f'"{name}" VARCHAR' for name in header)
        base.execute(f"CREATE TABLE calls ({typed})")
        base.executemany(f"INSERT INTO calls VALUES ({', '.join('?' * len(header))})", rows)
        columns = ", ".join(f'encode("{name}") AS "{name}"' for name in header)
        base.execute(f"COPY (SELECT {columns} FROM calls) TO '{path}' (FORMAT parquet)")


WRITERS = [
    ("a.csv", text("utf-16-le")),
    ("a.csv", text("utf-16-be", "\t", "sep=\t\r\n")),
    ("a.xls", text("gb18030", "\t")),
    ("a.xlsx", text("utf-8-sig", ";")),
    ("a.csv", cut),
    ("a.csv", escaped),
    ("a.parquet", parquet),
    ("a.xls", book),
    ("a.csv", text("gb18030", "|", "明细\r\n\r\n", "\r")),
]


@pytest.mark.parametrize("number", range(len(TIMES)))
def test_a_spelling_is_counted_as_it_was_meant(tmp_path: Path, number: int) -> None:
    dice = random.Random(number)
    pick = [each[number % len(each)] for each in (TIMES, DURATIONS, RATINGS, ANSWERS, CUSTOMERS, WRITERS)]
    time, (header, duration), ratings, (listed, yes, no), customer, (name, write) = pick
    made, rows = calls(dice), []
    for call in made:
        call.fault, call.at = "", call.at.replace(year=2025)
        call.customer = call.customer and f"1380000000{ord(call.customer[0]) % 10}"
        agents = {"mei": ["小梅", "PJSIP/8001-0000a3f4", "8001.0"], "lan": ["lan", "LAN\u200b"], "": ["路人"]}
        rating = ratings[(True, False, None).index(call.satisfied)]
        cells = [
            agents[call.agent], [time(call.at)], yes if call.answered else no,
            ["" if call.seconds is None else duration(call.seconds)], rating,
            customer(call.customer) if call.customer else NOBODY,
            [f'="{call.reason}"', f"{call.reason} "] if call.reason else ["-", "无", "NULL", "未填写", "#VALUE!"],
        ]  # fmt: skip
        rows.append([dice.choice(each) for each in cells])
    path = tmp_path / "data/logs" / name
    path.parent.mkdir(parents=True)
    fields = ("agent", "at", "answered", "seconds", "rating", "customer", "reason")
    headers = dict(zip(fields, ("坐席", "开始", "接通", header, "评分", "号码", "原因"), strict=True))
    write(path, [[*headers.values()], *rows])
    about = f"{name}: {headers} {rows[0]}"
    reading = reading_of(tmp_path, {"columns": headers, "agents": MAPPED, "yes": listed, "dates": "年/月/日"})
    assert not reading.problems, f"{about}: {reading.problems}"
    assert not [each for each in reading.warnings if "不是这里任何人的" not in each.message], (
        f"{about}: {reading.warnings}"
    )
    check(reading, [made], [0], False, about)


def reading_of(root: Path, entry: dict[str, object]) -> LogReading:
    return read(root, (Log.model_validate({"files": "logs/*", **entry}),), YEARS)


@pytest.mark.parametrize(("digits", "meant"), [(["533", "90533", "12", "235959"], [5, 905, 0, 2359]),
                                               (["905", "1230", "5"], [905, 1230, 5])])  # fmt: skip
def test_a_time_of_day_that_has_lost_its_zeros_has_its_columns_width(
    tmp_path: Path, digits: list[str], meant: list[int]
) -> None:
    put(tmp_path, ["坐席", "日期", "时刻"], [["mei", "20250106", each] for each in digits])
    log = reading_of(tmp_path, {"columns": {"agent": "坐席", "at": ["日期", "时刻"]}}).agents["mei", 2025]
    assert log.rhythm
    assert [hour for hour, count in enumerate(log.rhythm[0]) for _ in range(count)] == sorted(m // 100 for m in meant)


def put(root: Path, header: list[str], rows: list[list[str]]) -> None:
    path = root / "data/logs/a.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    text("utf-8", newline="\n")(path, [header, *rows])


def column(field: str, cells: Sequence[str], days: Sequence[str] = ()) -> tuple[dict[str, object], list[list[str]]]:
    """An entry and rows of one column beside agent and time, a row a cell."""
    ats = [f"2025-{1 + n % 12:02}-{1 + n % 28:02} 09:{n % 60:02}:07" for n in range(len(cells))]
    columns = {"agent": "坐席", "at": "时间", field: "这一列"}
    return {"columns": columns}, [["mei", at, cell] for at, cell in zip(days or ats, cells, strict=True)]


HALVES = [f"{day}/07/2025 09:05" for day in range(13, 20)] + [f"2025-{day:02}-07 09:05:00" for day in range(1, 12)]

ASKED: list[tuple[str, Sequence[str], dict[str, object], str, str]] = [
    ("rating", "1213" * 5, {}, "最高 3 分，没有一个算满意", 'satisfied: "<=2"'),
    ("rating", "10" * 5, {}, "最高 1 分，没有一个算满意", "satisfied: 1"),
    ("rating", "1112151" * 3, {}, "最多的是 1 分", 'satisfied: "<=2"'),
    ("rating", ["1", "0.4"] * 5, {"satisfied": 80}, "够不上 satisfied", "satisfied: 0.8"),
    ("rating", ["10", "9", "0"] * 5, {"satisfied": 9}, "有 5 个 0 分", 'ratings: {"0": 不满意}'),
    ("rating", ["5", "4", "999"] * 5, {}, "有 999 分的", 'ratings: {"999": ~}'),
    ("seconds", ["12.35", "18.2", "25.61"] * 5, {}, "看不出是秒还是分", "seconds_in: 分"),
    ("customer", ["95598"] * 30 + ["13800000001"] * 5, {}, "有一半以上是同一个", "nobody"),
    ("customer", ["1.38E+10"] * 9, {}, "认不出客户", "1.38E+10"),
]


@pytest.mark.parametrize(("field", "cells", "more", "message", "mend"), ASKED)
def test_what_reads_two_ways_is_asked_about(
    tmp_path: Path, field: str, cells: Sequence[str], more: dict[str, object], message: str, mend: str
) -> None:
    entry, rows = column(field, cells)
    put(tmp_path, ["坐席", "时间", "这一列"], rows)
    reading = reading_of(tmp_path, entry | more)
    (told,) = (*reading.problems, *reading.warnings)
    assert message in told.message
    assert mend in told.mend


@pytest.mark.parametrize("more", [{}, {"dates": "日/月/年"}])
def test_a_column_of_which_excel_has_swapped_one_half_is_refused(tmp_path: Path, more: dict[str, object]) -> None:
    entry, rows = column("reason", ["停电"] * len(HALVES), HALVES)
    put(tmp_path, ["坐席", "时间", "这一列"], rows)
    assert "多半被 Excel 换过日和月" in str(reading_of(tmp_path, entry | more).problems)


def test_days_beyond_the_twelfth_on_both_sides_are_read(tmp_path: Path) -> None:
    entry, rows = column("reason", ["停电"] * 8, [*HALVES[:7], "2025-07-31 09:05:00"])
    put(tmp_path, ["坐席", "时间", "这一列"], rows)
    reading = reading_of(tmp_path, entry)
    assert not reading.problems
    assert reading.agents["mei", 2025].contacts[6] == 8


def test_parts_of_a_day_among_other_numbers_are_refused(tmp_path: Path) -> None:
    entry, rows = column("seconds", ["0.00361", "0.002", "0.004", "312"] * 5)
    put(tmp_path, ["坐席", "时间", "这一列"], rows)
    assert "像是 Excel 的一天里的一部分，有的又不是" in str(reading_of(tmp_path, entry).problems)


def test_rows_that_stand_twice_in_one_file_are_told(tmp_path: Path) -> None:
    rows = [["mei", f"2025-07-0{n} 09:05:07", f"1380000000{n}", "60"] for n in range(1, 8)]
    put(tmp_path, ["坐席", "时间", "客户", "时长"], rows + rows[2:])
    reading = reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时间", "customer": "客户", "seconds": "时长"}})
    assert "有 5 行和前面的行一样" in str(reading.warnings)
    assert reading.agents["mei", 2025].contacts[6] == 12


def test_sums_by_hour_are_no_log(tmp_path: Path) -> None:
    rows = [["mei", f"2025-07-{day:02} {hour:02}:00", "12"] for day in range(1, 8) for hour in range(9, 18)]
    put(tmp_path, ["坐席", "时段", "接听量"], rows)
    assert "每人每小时只有一行" in str(reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时段"}}).problems)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("小梅(8001)", '"小梅(8001)": mei'),
        ("8001 小梅", '"8001 小梅": mei'),
        ("小 梅", '"小 梅": mei'),
        ("008001", '"008001": mei'),
        ("lan@corp.com", '"lan@corp.com": lan'),
        ('小梅"梅姐"8001', "'小梅\"梅姐\"8001': mei"),
        ('小 "梅"', """agents: {'小 "梅"': mei}"""),
    ],
)
def test_somebody_here_under_another_spelling_is_asked_about(tmp_path: Path, name: str, line: str) -> None:
    put(tmp_path, ["坐席", "时间"], [[each, "2025-07-01 09:05:07"] for each in ["小梅"] * 50 + [name] * 3])
    columns = {"agent": "坐席", "at": "时间"}
    reading = reading_of(tmp_path, {"columns": columns, "agents": {"小梅": "mei", "8001": "mei"}})
    (told,) = reading.warnings
    assert f"有 3 行的坐席像是这里的人，写法不同，没有计入：{name} 3 行" in told.message
    assert line in told.mend


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("话务.csv", "坐席,时间\nmei,2025-07-01\n")


@pytest.mark.parametrize(
    ("name", "write", "message"),
    [
        ("a.zip", archive, "是压缩包"),
        ("a.csv", archive, "是压缩包"),
        ("a.csv.gz", lambda path: path.write_bytes(gzip.compress(b"a,b\n")), "是压缩包"),
        ("a.csv", lambda path: path.write_text("mei,2025-07-01\nmei,2025-07-02\n"), "没有 columns 写的任何一列"),
        ("a.xlsx", lambda path: uncounted(path, 2, "C"), "C2 格的公式没有存下算出的值"),
        ("a.xlsx", lambda path: uncounted(path, 9, "B"), "B9 格的公式没有存下算出的值"),
    ],
)
def test_a_file_that_is_no_log_has_one_line(
    tmp_path: Path, name: str, write: Callable[..., object], message: str
) -> None:
    path = tmp_path / "data/logs" / name
    path.parent.mkdir(parents=True)
    write(path)
    (told,) = reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时间", "reason": "原因"}}).problems
    assert message in told.message


def uncounted(path: Path, row: int, column: str) -> None:
    """A workbook with a formula without its value, beyond or in its one row."""
    workbook(path, {"明细": [["坐席", "时间", "原因", "合计"], ["mei", "2025-07-01"]]})
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    cell = f'<c r="{column}{row}"><f>A1&amp;B1</f><v/></c>'.encode()
    before, last = b"</row></sheetData>", f'</row><row r="{row}">'.encode() + cell + b"</row></sheetData>"
    with zipfile.ZipFile(path, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part.replace(before, cell + before if row == 2 else last))


@pytest.mark.parametrize(("row", "column"), [(9, "C"), (9, "D"), (2, "D")])
def test_a_formula_without_its_value_that_no_contact_rests_on_is_passed_over(
    tmp_path: Path, row: int, column: str
) -> None:
    path = tmp_path / "data/logs/a.xlsx"
    path.parent.mkdir(parents=True)
    uncounted(path, row, column)
    reading = reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时间", "reason": "原因"}})
    assert not reading.problems
    assert reading.files[0].used == reading.files[0].rows == 1


def test_a_table_that_begins_within_its_sheet_has_the_lines_of_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows = [("坐席", "时间", "时长"), ("mei", "2025-07-01 09:05:07", 59.7 / 86400), (None, "昨天", 60 / 86400)]
    for line, cells in enumerate(rows, 3):
        for column, cell in enumerate(cells, 3):
            book.active.cell(line, column, cell).number_format = "[h]:mm:ss"
    book.active.merge_cells("C4:C5")
    (tmp_path / "data/logs").mkdir(parents=True)
    book.save(tmp_path / "data/logs/a.xlsx")
    reading = reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时间", "seconds": "时长"}})
    assert reading.agents["mei", 2025].aht[6] == pytest.approx(59.7)
    assert reading.files[0].first == {"undated": ("", 5)}


@pytest.mark.parametrize(
    "last", ["合计,,300", "总计：,,", ",,300", "-,,300", "坐席,时间,时长", "共 3 条,,", ",小计,300"]
)
def test_a_row_of_sums_or_a_header_again_is_no_call_and_no_fault(tmp_path: Path, last: str) -> None:
    rows = [["mei", f"2025-07-0{n} 09:05:07", "100"] for n in range(1, 4)]
    put(tmp_path, ["坐席", "时间", "时长"], [*rows, last.split(",")])
    reading = reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时间", "seconds": "时长"}})
    assert (reading.warnings, reading.files[0].left) == ((), {"undated": 1})
    put(tmp_path, ["坐席", "时间", "时长"], [*rows, last.split(","), ["mei", "2025-07-04 09:05:07", "很久"]])
    (told,) = reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时间", "seconds": "时长"}}).warnings
    assert "有 1 个时长看不懂（如「很久」），这几通不计入该项，第一处在第 6 行" in told.message


def test_spellings_that_differ_in_width_or_case_are_one_word(tmp_path: Path) -> None:
    words = ["Bill", "bill", "Bill", "ＢＩＬＬ ", "停电", "停电", "停电"]
    put(tmp_path, ["坐席", "时间", "原因"], [["mei", f"2025-07-01 09:05:0{n}", word] for n, word in enumerate(words)])
    columns = {"agent": "坐席", "at": "时间", "reason": "原因", "channel": "原因"}
    log = reading_of(tmp_path, {"columns": columns}).agents["mei", 2025]
    assert [(issue.name, issue.count) for issue in log.issues] == [("Bill", 4), ("停电", 3)]
    assert log.channels == (("Bill", 4), ("停电", 3))


@pytest.mark.parametrize("word", ["-", "\\N", "NULL", "无", "未分配", "#N/A", "#REF!"])
def test_an_agent_in_whose_place_nothing_is_said_is_none(tmp_path: Path, word: str) -> None:
    put(tmp_path, ["坐席", "时间"], [["mei", "2025-07-01 09:05:07"], [word, "2025-07-01 09:05:08"]])
    assert reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时间"}}).files[0].left == {"nameless": 1}


def test_a_rating_that_is_denied_twice_is_asked_about(tmp_path: Path) -> None:
    entry, rows = column("rating", ["5", "没有不满意"])
    put(tmp_path, ["坐席", "时间", "这一列"], rows)
    assert "如「没有不满意」" in str(reading_of(tmp_path, entry).warnings)


def test_what_is_not_rated_is_no_zero(tmp_path: Path) -> None:
    entry, rows = column("rating", ["10", "9", "未评", "0"] * 5)
    put(tmp_path, ["坐席", "时间", "这一列"], rows)
    assert not reading_of(tmp_path, entry | {"satisfied": 9, "ratings": {"0": "不满意"}}).warnings


def test_dates_of_two_orders_are_asked_about_in_one_line(tmp_path: Path) -> None:
    put(tmp_path, ["坐席", "时间"], [["mei", "03/04/2025 09:05"]])
    (told,) = reading_of(tmp_path, {"columns": {"agent": "坐席", "at": "时间"}}).problems
    assert "日期有两种读法" in told.message


def test_a_header_may_hold_the_sign_between_cells(tmp_path: Path) -> None:
    rows = [["mei", "2025-07-01 09:05:07", "5"], ["mei", "2025-07-01 09:05:08", "1"]]
    put(tmp_path, ["坐席", "时间", "评分,\n1 到 5"], rows)
    columns = {"agent": "坐席", "at": "时间", "rating": "评分,1 到 5"}
    assert reading_of(tmp_path, {"columns": columns}).agents["mei", 2025].csat[6] == 50


def test_no_answered_call_was_resolved_though_others_were(tmp_path: Path) -> None:
    rows = [["mei", "2025-07-01 09:05:07", "否", "是"], ["mei", "2025-07-01 09:05:08", "是", "否"]]
    put(tmp_path, ["坐席", "时间", "接通", "解决"], rows)
    columns = {"agent": "坐席", "at": "时间", "answered": "接通", "resolved": "解决"}
    reading = reading_of(tmp_path, {"columns": columns})
    assert (reading.warnings, reading.agents["mei", 2025].fcr[6]) == ((), 0)
