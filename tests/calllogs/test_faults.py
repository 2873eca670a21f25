"""Numbers that once went wrong in silence: each is read right, or told."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests import logmaker
from tests.calllogs.test_calllogs import (
    PLAIN,
    a_log,
    apart,
    assert_durations,
    assert_ratings,
    first,
    hours,
    mei,
    of,
    one_line,
    put,
)

from chronicle.calllogs import ContactReason, people_of, read, with_names
from chronicle.calllogs.values import UNREADABLE, yes_or_no
from chronicle.figures.annual import weighted
from chronicle.records.model import Log, Year


def workbook(
    path: Path, sheets: dict[str, Sequence[Sequence[logmaker.Cell]]], merges: dict[str, str] | None = None
) -> None:
    """A workbook of several sheets, with merged ranges where ``merges`` names any."""
    path.parent.mkdir(parents=True, exist_ok=True)
    single = path.with_suffix(".one")
    logmaker.write_xlsx(single, [], ["x"])
    with zipfile.ZipFile(single) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist()}
    single.unlink()
    del parts["xl/worksheets/sheet1.xml"]
    kind = '<Override PartName="/xl/worksheets/sheet{}.xml" ContentType="application/vnd.openxmlformats-officedocument'
    kind += '.spreadsheetml.worksheet+xml"/>'
    relation = '<Relationship Id="s{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    relation += '/worksheet" Target="worksheets/sheet{0}.xml"/>'
    entry = '<sheet name="{1}" sheetId="{0}" r:id="s{0}"/>'
    numbered = list(enumerate(sheets, 1))
    types = parts["[Content_Types].xml"]
    start = types.index('<Override PartName="/xl/worksheets')
    parts["[Content_Types].xml"] = types[:start] + "".join(kind.format(n) for n, _ in numbered) + "</Types>"
    relations = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>", "".join(relation.format(n) for n, _ in numbered) + "</Relationships>"
    ).replace('<Relationship Id="r1"', '<Relationship Id="r1"')
    book = parts["xl/workbook.xml"]
    before, _, rest = book.partition("<sheets>")
    after = rest.partition("</sheets>")[2]
    parts["xl/workbook.xml"] = (
        f"{before}<sheets>{''.join(entry.format(n, name) for n, name in numbered)}</sheets>{after}"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        for number, name in numbered:
            packed.writestr(f"xl/worksheets/sheet{number}.xml", sheet(sheets[name], (merges or {}).get(name, "")))


def sheet(rows: Sequence[Sequence[logmaker.Cell]], merged: str = "") -> str:
    body = "".join(
        f'<row r="{number}">'
        + "".join(
            logmaker._cell(cell).replace("<c", f'<c r="{chr(65 + column)}{number}"', 1)
            for column, cell in enumerate(row)
            if cell != ""
        )
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    merge = "".join(f'<mergeCell ref="{part}"/>' for part in merged.split())
    merge = f"<mergeCells>{merge}</mergeCells>" if merge else ""
    return f'<worksheet xmlns="{logmaker._SHEET}"><sheetData>{body}</sheetData>{merge}</worksheet>'


# ---- 1. one sheet only


def test_every_sheet_whose_header_fits_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    months = {
        f"{month}月": [("坐席", "时间"), *[("mei", f"2025-{month:02}-{day:02} 10:00") for day in range(1, month + 3)]]
        for month in range(1, 13)
    }
    workbook(tmp_path / "data/logs/a.xlsx", {"说明": [("本表由系统导出",)], **months, "组员": [("坐席",), ("mei",)]})
    reading = of(tmp_path, a_log({"agent": "坐席", "at": "时间"}))
    assert not reading.problems + reading.warnings
    assert reading.agents["mei", 2025].contacts == tuple(range(3, 15))
    assert reading.files[0].rows == reading.files[0].used == sum(range(3, 15))
    assert reading.files[0].unread == ("说明", "组员")
    assert "没有读的工作表（表头对不上）：说明、组员" in one_line(reading.notes)


def test_a_sheet_with_a_title_and_its_header_further_down(tmp_path: Path) -> None:
    sheets = {
        "一": [("agent", "at"), ("mei", "2025-01-01 10:00")],
        "二": [("通话明细",), ("2025 年",), ("at", "agent"), ("2025-02-01 11:00", "mei")],
    }
    workbook(tmp_path / "data/logs/a.xlsx", sheets)
    assert mei(tmp_path).contacts[:3] == (1, 1, None)


# ---- 2. line breaks within cells


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("head", ['"通话\n明细",,\nagent,at,"备\n注"', 'agent,at,"备\r\n注"', "agent,at,备注"])
def test_a_line_break_in_a_title_or_header_costs_no_row(tmp_path: Path, newline: str, head: str) -> None:
    rows = [f'mei,2025-03-{day:02},"第{newline}{day} 行"' for day in range(1, 21)]
    put(tmp_path, newline.join([head, *rows, ""]))
    log = mei(tmp_path, a_log({**PLAIN, "remark": "备注"}))
    assert log.contacts[2] == 20
    assert log.sources[0].rows == 20


def test_a_bare_line_feed_in_a_crlf_file_spoils_no_other_file(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,note\r\n" + 'mei,2025-01-06,"a\nb"\r\n' * 7, "a.csv")
    put(tmp_path, "agent,at,note\r\n" + "mei,2025-02-06,c\r\n" * 5, "b.csv")
    put(tmp_path, "agent,at,note\r\nmei,2025-03-06,c\nmei,2025-03-07,d\r\n", "c.csv")
    assert mei(tmp_path).contacts[:4] == (7, 5, 2, None)


# ---- 3. durations


def test_durations_with_a_part_left_out(tmp_path: Path) -> None:
    expected = {
        "7分": 420, "7分30秒": 450, "50秒": 50, "2小时": 7200, "2小时3分": 7380, "2小时5秒": 7205, "5m12s": 312,
        "1h5m": 3900, "6分钟": 360, "3min": 180, "PT4M3S": 243, "90s": 90, "4'05\"": 245, "1.5小时": 5400,
        "1天2小时": 93600, "0 days 00:05:12": 312, "350毫秒": 0.35, "142,5": 142.5, "5:12": 312, "0:05:12": 312,
        "005:12": 312, "1,234.5": 1234.5, "２小时": 7200, "0:00:12.5": 12.5, "5分半": 330, "5分12秒300毫秒": 312.3,
        "P1DT2H": 93600, "2天": 172800, "4′05″": 245, "2个钟头": 7200,
    }  # fmt: skip
    assert_durations(tmp_path, expected)


@pytest.mark.parametrize(
    "typed",
    ["很久", "1:75", "-20", "inf", "5:12:99", "12:34:56:78", "3分4", "1e400", "P1M", "9e99", "9" * 30, "9" * 30 + "秒",
     '"5:12\n5:13"'],
)  # fmt: skip
def test_durations_that_cannot_be_read_are_told_and_not_counted(tmp_path: Path, typed: str) -> None:
    put(tmp_path, f"agent,at,s\nmei,2025-01-06,{typed}\nmei,2025-01-06,200\n")
    reading = of(tmp_path, a_log({**PLAIN, "seconds": "s"}))
    assert first(reading.agents["mei", 2025].aht) == 200
    assert "第一处在第 2 行" in one_line(reading.warnings)


def test_numbers_below_one_are_days_only_where_all_are(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,s\n" + "".join(f"mei,2025-01-06,{s}\n" for s in ("410.5", "0.4", "189.1")))
    assert first(mei(tmp_path, a_log({**PLAIN, "seconds": "s"})).aht) == pytest.approx(200)
    put(tmp_path, "agent,at,s\n" + "".join(f"mei,2025-01-06,{s}\n" for s in ("0.002", "0.003", "0.004")))
    assert first(mei(tmp_path, a_log({**PLAIN, "seconds": "s"})).aht) == pytest.approx(259.2)


@pytest.mark.parametrize(
    ("header", "unit", "typed", "seconds"),
    [
        *(("时长", "分", "3.5", 210), ("时长", "时", "0.1", 360), ("时长", "毫秒", "215000", 215)),
        *(("通话时长（分钟）", None, "4", 240), ("时长(秒)", None, "240", 240), ("duration_ms", None, "99000", 99)),
        *(
            ("Talk time (minutes)", None, "2.5", 150),
            ("时长（小时）", None, "0.05", 180),
            ("时长[分]", None, "0.5", 30),
        ),
        *(("时长min", None, "4", 240), ("duration_hours", None, "0.1", 360), ("Talk (m:ss)", None, "312", 312)),
        *(("时长", "分", "5:12:00", 312), ("时长", "分", "6", 360), ("时长（分钟）", "秒", "300", 300)),
    ],
)
def test_the_unit_is_what_the_log_or_its_header_says(
    tmp_path: Path, header: str, unit: str | None, typed: str, seconds: float
) -> None:
    put(tmp_path, f"agent,at,{header}\n" + f"mei,2025-01-06,{typed}\n" * 4)
    log = mei(tmp_path, a_log({**PLAIN, "seconds": header}, seconds_in=unit))
    assert first(log.aht) == pytest.approx(seconds)


@pytest.mark.parametrize("typed", ["3", "312000", "5:12:00", "0.9", "0.0003"])
def test_a_mean_that_makes_no_sense_ends_the_build(tmp_path: Path, typed: str) -> None:
    put(
        tmp_path,
        "agent,at,s\n" + f"mei,2025-01-06,{typed}\n" * 5 if typed != "3" else "agent,at,s\n" + "mei,2025-01-06,3\n" * 5,
    )
    if typed == "0.0003":  # 26 seconds, as Excel writes them
        assert first(mei(tmp_path, a_log({**PLAIN, "seconds": "s"})).aht) == pytest.approx(25.92)
        return
    problem = one_line(of(tmp_path, a_log({**PLAIN, "seconds": "s"})).problems)
    assert "不像通话时长" in problem
    assert "seconds_in" in problem


def test_parquet_durations_in_microseconds_are_no_seconds(tmp_path: Path) -> None:
    rows = [("mei", "2025-01-06", str(seconds * 1_000_000)) for seconds in (200, 300, 400)]
    (tmp_path / "data/logs").mkdir(parents=True)
    types = 'agent, CAST("at" AS TIMESTAMP) AS "at", CAST(s AS BIGINT) AS s'
    logmaker.write_parquet(tmp_path / "data/logs/a.parquet", rows, ["agent", "at", "s"], types)
    assert "不像通话时长" in one_line(of(tmp_path, a_log({**PLAIN, "seconds": "s"})).problems)
    assert first(mei(tmp_path, a_log({**PLAIN, "seconds": "s"}, seconds_in="微秒")).aht) == 300


# ---- 4. further contacts at one moment


def test_of_two_contacts_at_one_moment_the_earlier_row_was_followed_up(tmp_path: Path) -> None:
    rows = [f"{agent},2025-04-{day:02},K{day}" for day in range(1, 29) for agent in ("lan", "mei")]
    put(tmp_path, "agent,at,who\n" + "\n".join(rows) + "\n")
    log = a_log({**PLAIN, "customer": "who"})
    reading = of(tmp_path, log, mei=[2025], lan=[2025])
    assert (reading.agents["lan", 2025].fcr[3], reading.agents["mei", 2025].fcr[3]) == (0, 100)
    put(tmp_path, "agent,at,who\n" + "mei,2025-04-01,K\n", "b.csv")
    put(tmp_path, "agent,at,who\n" + "lan,2025-04-01,K\n", "a.csv")
    reading = of(tmp_path, log, mei=[2025], lan=[2025])
    assert (reading.agents["lan", 2025].fcr[3], reading.agents["mei", 2025].fcr[3]) == (0, 100)


# ---- 5. reasons


def test_a_reason_is_ranked_over_all_its_kinds(tmp_path: Path) -> None:
    counts = [
        ("换表", "咨询", 20),
        ("换表", "故障", 25),
        ("换表", "建议", 21),
        ("断网", "故障", 50),
        ("其他", "咨询", 1),
    ]
    put(tmp_path, "agent,at,why,kind\n" + "".join(f"mei,2025-01-06,{w},{k}\n" * n for w, k, n in counts))
    issues = mei(tmp_path, a_log({**PLAIN, "reason": "why", "kind": "kind"})).issues
    assert issues[:4] == (
        ContactReason("换表", "故障", None, 25),
        ContactReason("换表", "建议", None, 21),
        ContactReason("换表", "咨询", None, 20),
        ContactReason("断网", "故障", None, 50),
    )


# ---- 6. satisfaction


def csat(root: Path, typed: Sequence[str], **rest: object) -> tuple[float | None, int]:
    put(root, "agent,at,r\n" + "".join(f"mei,2025-01-06,{rating}\n" for rating in typed))
    reading = of(root, a_log({**PLAIN, "rating": "r"}, **rest))
    assert not reading.problems
    log = reading.agents["mei", 2025]
    return log.csat[0], log.behind.get("csat", (0,))[0]


def test_zero_and_less_and_no_numbers_are_no_ratings(tmp_path: Path) -> None:
    assert csat(tmp_path, ["5"] * 8 + ["2"] * 2 + ["0", "-1", "-2", "NaN", "inf", "-inf", "NULL", "-"]) == (80, 10)
    assert csat(tmp_path, ["1", "1", "0", "0"], satisfied=1) == (50, 4)


def test_a_scale_on_which_one_is_best(tmp_path: Path) -> None:
    assert csat(tmp_path, ["1", "1", "2", "3", "5", "0"], satisfied="<=2") == (60, 5)
    assert csat(tmp_path, ["1-非常满意", "2-满意", "5-非常不满意"], satisfied="<= 2")[0] == pytest.approx(200 / 3)


def test_words_of_the_satisfied_and_the_dissatisfied(tmp_path: Path) -> None:
    satisfied = (
        "基本满意", "比较满意", "十分满意", "好评", "5-非常满意", "非常满意(5分)", "1:满意", "满意。", "Very satisfied",
        "5 - Very satisfied", "5-十分满意", "5星好评", "★★★★★", "5/5", "4.0", "５星", "Good", '="5"',
    )  # fmt: skip
    dissatisfied = "差评", "不太满意", "5-非常不满意", "一般", "★★☆☆☆", "2/5", "bad", "很不满意（1分）", "rated bad"
    assert_ratings(tmp_path, {**dict.fromkeys(satisfied, 100), **dict.fromkeys(dissatisfied, 0)})


def test_what_the_system_gave_in_the_customers_place_is_asked_about(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,r\nmei,2025-01-06,超时默认满意\nmei,2025-01-06,不满意\n")
    reading = of(tmp_path, a_log({**PLAIN, "rating": "r"}))
    assert first(reading.agents["mei", 2025].csat) == 0
    assert "超时默认满意" in reading.warnings[0].message


def test_words_of_the_unrated_are_no_warning(tmp_path: Path) -> None:
    unrated = "未评价", "未参评", "超时未评价", "Unoffered", "--", "null", "未邀评"
    assert_ratings(tmp_path, {"5": 100, **dict.fromkeys(unrated)})


def test_ratings_that_the_team_explains(tmp_path: Path) -> None:
    ratings = {"棒": "满意", "糟": "不满意", "没空": None, "0": "不满意", "9": None}
    assert csat(tmp_path, ["棒", "棒", "糟", "没空", "0", "9", "5"], ratings=ratings) == (60, 5)


@pytest.mark.parametrize("ratings", ["9 10 3 8", "95 100 60", "9/10 5/10"])
def test_a_scale_of_more_than_five_has_to_say_what_is_satisfied(tmp_path: Path, ratings: str) -> None:
    put(tmp_path, "agent,at,r\n" + "".join(f"mei,2025-01-06,{rating}\n" for rating in ratings.split()))
    assert "没有写明几分起算满意" in one_line(of(tmp_path, a_log({**PLAIN, "rating": "r"})).problems)
    assert not of(tmp_path, a_log({**PLAIN, "rating": "r"}, satisfied=9)).problems
    put(tmp_path, "agent,at,r\n" + "mei,2025-01-06,5\n" * 200 + "mei,2025-01-06,55\n")  # a slip
    assert not of(tmp_path, a_log({**PLAIN, "rating": "r"})).problems


# ---- 7. customers who are nobody


@pytest.mark.parametrize("nobody", ["匿名", "未知", "-", "0", "无", "NULL", "Anonymous", "访客", "未登记用户"])
def test_nobody_in_particular_does_not_call_again(tmp_path: Path, nobody: str) -> None:
    rows = [f"mei,2025-01-{day:02},{nobody}" for day in range(1, 10)] + ["mei,2025-01-20,A", "mei,2025-01-21,A"]
    put(tmp_path, "agent,at,who\n" + "\n".join(rows) + "\n")
    log = mei(tmp_path, a_log({**PLAIN, "customer": "who"}, nobody=["访客", "未登记用户"]))
    assert (log.fcr[0], log.behind["fcr"][0]) == (50, 2)


# ---- 8. quotes


def test_a_stray_quote_swallows_nothing(tmp_path: Path) -> None:
    rows = [f"mei,2025-01-06,第 {n} 通" for n in range(300)]
    rows[40] = 'mei,2025-01-06,"客户说'
    rows[120] = 'mei,2025-01-06,12" 的屏'
    rows[200] = 'mei,2025-01-06,"再打来'
    put(tmp_path, "agent,at,note\n" + "\n".join(rows) + "\n")
    log = mei(tmp_path, a_log({**PLAIN, "remark": "note"}))
    assert (log.contacts[0], log.sources[0].rows) == (300, 300)


def test_a_stray_quote_in_the_header(tmp_path: Path) -> None:
    put(tmp_path, '"agent,at,note\n' + "mei,2025-01-06,x\n" * 4)
    assert first(mei(tmp_path).contacts) == 4


def test_quotes_that_are_not_doubled(tmp_path: Path) -> None:
    rows = [f'"mei","2025-01-06 10:00:{n % 60:02}",""Anna" <{n}>","{n}"' for n in range(500)]
    put(tmp_path, '"agent","at","clid","n"\n' + "\n".join(rows) + "\n")
    reading = of(tmp_path, a_log({**PLAIN, "customer": "clid"}))
    assert not reading.problems + reading.warnings
    assert reading.agents["mei", 2025].contacts[0] == 500


def test_cells_with_line_breaks_stay_whole_beside_stray_quotes(tmp_path: Path) -> None:
    put(tmp_path, 'agent,at,why\nmei,2025-01-06,"一\n二, ""三"""\nmei,2025-01-06,"四\nmei,2025-01-06,五\n')
    reasons = mei(tmp_path, a_log({**PLAIN, "reason": "why"})).issues
    assert sorted(reason.name for reason in reasons) == ['"四', '一\n二, "三"', "五"]


@pytest.mark.parametrize(("bad", "warned"), [(1, False), (2, True)])
def test_more_than_one_broken_row_in_a_hundred_is_a_warning(tmp_path: Path, bad: int, warned: bool) -> None:
    put(tmp_path, "agent,at\n" + "mei,2025-01-06\n" * (100 - bad) + "mei,2025-01-06,x,y\n" * bad)
    reading = of(tmp_path)
    assert bool(reading.warnings) == warned
    assert (reading.files[0].rows, reading.files[0].used, reading.files[0].left) == (100, 100 - bad, {"broken": bad})


# ---- 9. losses that nobody was told


def test_a_name_with_its_number_beside_it_is_told(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\n" + "mei(8001),2025-01-06\n" * 20)
    warning = one_line(of(tmp_path).warnings)
    assert "21 行里有 20 行不是这里任何人的" in warning
    assert "第 3 行" in warning


def test_words_for_yes_of_one_family_are_one(tmp_path: Path) -> None:
    put(
        tmp_path,
        "agent,at,ok\n" + "".join(f"mei,2025-01-06,{ok}\n" for ok in ("接听", "已接听", "接通", "未接", "ANSWERED")),
    )
    assert first(mei(tmp_path, a_log({**PLAIN, "answered": "ok"}, yes=["接听"])).contacts) == 4


@pytest.mark.parametrize(
    ("column", "listed", "word", "meant"),
    [
        *(
            ("answered", {}, word, True)
            for word in ("是", "yes", "TRUE", "1", "√", "已接", "已接听", "接通", "ANSWERED")
        ),
        *(("resolved", {}, word, True) for word in ("是", "yes", "TRUE", "1", "√", "已解决", "解决", "Solved")),
        *(("answered", {}, word, None) for word in ("已解决", "2", "转接")),
        *(("answered", {}, word, False) for word in ("座席未接", "客服未接", "人工未接听")),
        *(("resolved", {}, word, None) for word in ("已接听", "已关闭", "closed", "转接", "无需解决")),
        *(("resolved", {}, word, False) for word in ("未解决", "未能解决", "无法解决", "not_resolved")),
        ("resolved", {"yes": ["接听"]}, "是", True),
        ("resolved", {"yes": ["已解决"]}, "已关闭", True),
        ("answered", {"yes": ["2"]}, "1", None),
        ("answered", {"yes": ["否"]}, "是", None),
        ("answered", {"no": ["是"]}, "YES", None),
    ],
)
def test_words_that_read_one_way_in_their_column_are_read(
    column: str, listed: dict[str, object], word: str, meant: bool | None
) -> None:
    log = a_log({**PLAIN, column: "ok"}, **listed)
    assert yes_or_no(word, column, log) == (UNREADABLE if meant is None else meant)


def test_what_is_not_filled_in_is_not_no(tmp_path: Path) -> None:
    words = ["是", "Yes", "未填", "", "-", "否", "NO"]
    put(tmp_path, "agent,at,ok\n" + "".join(f"mei,2025-01-06,{ok}\n" for ok in words))
    log = mei(tmp_path, a_log({**PLAIN, "resolved": "ok"}))
    assert (first(log.fcr), log.behind["fcr"][0]) == (50, 4)


def test_a_word_that_is_neither_yes_nor_no_is_told_until_it_is_listed(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,ok\n" + "mei,2025-01-06,是\n" * 3 + "mei,2025-01-06,转交中\n" * 2)
    reading = of(tmp_path, a_log({**PLAIN, "resolved": "ok"}))
    assert "有 2 个写法看不懂（如「转交中」）" in one_line(reading.warnings)
    assert first(reading.agents["mei", 2025].fcr) == 100
    assert first(mei(tmp_path, a_log({**PLAIN, "resolved": "ok"}, no=["转交中"])).fcr) == 60
    reading = of(tmp_path, a_log({**PLAIN, "answered": "ok"}))
    assert reading.files[0].left == {"unclear": 2}


@pytest.mark.parametrize(
    "typed", ["25-07-02", "2025-07-02 09:05-10:00", "2025-07-02 9:05 至 9:10", "2025/7/2 晚上12:30"]
)
def test_a_year_of_two_digits_a_span_or_half_past_noon_at_night_is_no_moment(tmp_path: Path, typed: str) -> None:
    put(tmp_path, f"agent,at\nmei,{typed}\nmei,2025-07-02\n")
    assert of(tmp_path).files[0].left == {"undated": 1}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        *(("at (UTC)", "2025-01-05 22:30:00"), ("at UTC", "2025/1/5 下午10:30"), ("时间GMT+8", "2025-01-06 06:30")),
        *(("Date (GMT),Time", "2025-01-05,22:30:00"), ("Date,Time (UTC+1)", "5-Jan-2025,11:30 PM")),
        *(("at(UTC)", "2025-01-05T22:30:00Z"), ("at (UTC)", "1736116200"), ("at (UTC)", "45662.9375")),
    ],
)
def test_a_header_may_say_whose_clocks_those_are(tmp_path: Path, header: str, cells: str) -> None:
    put(tmp_path, f"agent,{header}\nmei,{cells}\n")
    assert hours(mei(tmp_path, a_log({"agent": "agent", "at": header.split(",")}))) == [(0, 6)]


def test_clocks_that_cannot_be_turned_into_those_of_china_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "agent,at (America/New_York)\nmei,2025-01-05 22:30\n")
    (problem,) = of(tmp_path, a_log({"agent": "agent", "at": "at (America/New_York)"})).problems
    assert "不是北京时间" in problem.message


def test_times_become_those_of_local_clocks(tmp_path: Path) -> None:
    times = (
        "2025-01-05 22:30:00+00:00", "2025-01-05 22:30:00 UTC", "2025-01-05T22:30:00Z", "2025-01-05T22:30:00.123Z",
        "2025-01-06T06:30:00+08:00", "2025-01-05 17:30:00-05:00", "2025-01-05 22:30 +0000", "2025/1/5 22:30 GMT",
        "1736116200", "1736116200000", "1736116200000000", "1736116200.5",
        "2025年1月6日6:30", "2025年01月06日 06时30分", "2025/1/6 上午 6:30", "2025-1-6 上午6:30:05", "2025.1.6 6:30",
        "6-Jan-2025 06:30", '"Jan 6, 2025 6:30 AM"', "06/Jan/2025:06:30:00", "Mon Jan 6 2025 06:30:00",
        "20250106_063000", "20250106-063000", "2025-Jan-06 06:30", "[2025-01-06 06:30:00]", "Mon 2025-01-06 06:30",
        "20250106 0630", "202501060630", "2025-01-06，06:30", "2025年1月6日 星期一 6:30",
    )  # fmt: skip
    found = {row: hours(log) for row, log in apart(tmp_path, "agent,at", times).items()}
    assert found == {at: [(0, 6)] for at in times}


def test_halves_of_the_day(tmp_path: Path) -> None:
    halves = {"下午 2:05": 14, "晚上9:05": 21, "中午 12:05": 12, "凌晨12:05": 0, "12:05 AM": 0}
    rows = {f"2025/1/6 {half},{half}": hour for half, hour in halves.items()}
    expected = {row: [(0, hour)] if hour else [] for row, hour in rows.items()}  # midnight alone may be a mere date
    for at in ("at", ["at", "clock"]):
        logs = apart(tmp_path, "agent,at,clock", rows, a_log({"agent": "agent", "at": at}))
        assert {row: hours(log) for row, log in logs.items()} == expected


def test_dates_whose_order_shows_and_dates_that_have_to_be_explained(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,03/04/2025 09:00\nmei,25/04/2025\n")
    assert mei(tmp_path).contacts[3] == 2
    put(tmp_path, "agent,at\nmei,03/04/2025 09:00\nmei,03/25/2025\n")
    assert mei(tmp_path).contacts[2] == 2
    put(tmp_path, "agent,at\nmei,03/04/2025 09:00\nmei,05/04/2025\n")
    assert any("日期有两种读法" in problem.message for problem in of(tmp_path).problems)
    assert mei(tmp_path, a_log(dates="日/月/年")).contacts[3] == 2
    assert mei(tmp_path, a_log(dates="月/日/年")).contacts[2:5] == (1, None, 1)
    put(tmp_path, "agent,at\nmei,25-07-02\nmei,25-7-2\nmei,25/7/2 9:05\nmei,2025-07-02\n")
    assert mei(tmp_path, a_log(dates="年/月/日")).contacts[6] == 4


def test_a_time_column_of_digits_is_not_midnight(tmp_path: Path) -> None:
    clocks = {"0905": 9, "905": 9, "170502": 17, "90500": 9, "0.75": 18}
    rows = {f"2025-01-06,{clock}": [(0, hour)] for clock, hour in clocks.items()}
    logs = apart(tmp_path, "agent,day,time", rows, a_log({"agent": "agent", "at": ["day", "time"]}))
    assert {row: hours(log) for row, log in logs.items()} == rows


def test_the_same_export_twice_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06 09:00\nmei,2025-01-07 10:00\n", "a.csv")
    put(tmp_path, "agent,at\nmei,2025-01-06 09:00\nmei,2025-01-07 10:00\n", "a副本.csv")
    assert "是同一份记录" in one_line(of(tmp_path).problems)
    put(tmp_path, "at;agent\n2025-01-06 09:00;mei\n2025-01-07 10:00;mei\n", "a副本.csv")
    assert "是同一份记录" in one_line(of(tmp_path).problems)
    put(tmp_path, "at;agent\n2025-01-06 09:00;mei\n2025-01-08 10:00;mei\n", "a副本.csv")
    assert first(mei(tmp_path).contacts) == 4


def exports(root: Path, *spans: range, cells: str = "09:{0:02}:07,K{0},{0}0") -> list[Log]:
    """A file for each span of days of a year, each day with one call; ``cells`` are its clock, customer, seconds."""
    for number, span in enumerate(spans):
        days = ((n, dt.date(2025, 1, 1) + dt.timedelta(n)) for n in span)
        rows = [f"mei,{day} {cells.format(n % 60)}\n" for n, day in days]
        put(root, "agent,at,who,s\n" + "".join(rows), f"{number}.csv")
    return [a_log({**PLAIN, "customer": "who", "seconds": "s"})]


def test_exports_that_overlap_are_counted_once_and_the_ledger_says_so(tmp_path: Path) -> None:
    logs = exports(tmp_path, range(181), range(90, 273))
    reading = of(tmp_path, *logs)
    assert not reading.problems + reading.warnings
    assert sum(filter(None, reading.agents["mei", 2025].contacts)) == 273
    second = reading.files[1]
    assert (second.rows, second.used, second.left, second.first) == (183, 92, {"repeated": 91}, {"repeated": ("", 2)})
    notes = [note.message for note in reading.notes]
    assert "data/logs/1.csv 有 91 行在 data/logs/0.csv 里也有（2025 年 4 月到 6 月），只算一次" in notes
    assert any("91 行别处已有，只算一次，第一处 data/logs/1.csv:2" in note for note in notes)
    assert reading.agents["mei", 2025].sources[1].left == (("别处已有", 91),)
    put(tmp_path, (tmp_path / "data/logs/1.csv").read_text("utf-8").replace("mei,", " MEI ,"), "1.csv")
    assert of(tmp_path, *logs).files[1].left == {"repeated": 91}


def test_logs_that_overlap_are_counted_once_whatever_their_columns_are_called(tmp_path: Path) -> None:
    (first_log,) = exports(tmp_path, range(181))
    days = [(n, dt.date(2025, 1, 1) + dt.timedelta(n)) for n in range(90, 273)]
    rows = [f"K{n % 60},{day:%Y/%m/%d} 09:{n % 60:02}:07,8001,{n % 60}0,停电\n" for n, day in days]
    put(tmp_path, "客户,时间,工号,秒,原因\n" + "".join(rows), "old/b.csv")
    columns = {"agent": "工号", "at": "时间", "customer": "客户", "seconds": "秒", "reason": "原因"}
    logs = first_log, a_log(columns, "logs/old/*", agents={"8001": "mei"})
    first_log = first_log.model_copy(update={"files": ("logs/*.csv",)})
    reading = of(tmp_path, first_log, logs[1])
    assert not reading.problems + reading.warnings
    assert sum(filter(None, reading.agents["mei", 2025].contacts)) == 273
    use = reading.files[1]
    assert (use.path, use.used, use.left, use.first["repeated"]) == (
        "data/logs/old/b.csv", 92, {"repeated": 91}, ("", 2)
    )  # fmt: skip
    assert "data/logs/old/b.csv 有 91 行在 data/logs/0.csv 里也有（2025 年 4 月到 6 月），只算一次" in str(
        reading.notes
    )
    reading = of(tmp_path, logs[1], first_log)  # the first of the entries counts
    assert [use.used for use in reading.files] == [90, 183]
    put(tmp_path, (tmp_path / "data/logs/0.csv").read_text("utf-8").replace("mei", "8001"), "old/b.csv")
    same = {"agent": "agent", "at": "at", "customer": "who"}
    reading = of(tmp_path, first_log, a_log(same, "logs/old/*", agents={"8001": "mei"}))
    assert "data/logs/old/b.csv 和 data/logs/0.csv 是同一份记录" in one_line(reading.problems)


def test_logs_of_other_people_or_other_moments_do_not_touch_each_other(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\nlan,2025-01-06 09:00:01\n", "a.csv")
    put(tmp_path, "agent,at,who\nmei,2025-01-06,K\n9527,2025-01-06 09:00:01,K\n", "b.csv")
    logs = a_log(files="logs/a.csv"), a_log({**PLAIN, "customer": "who"}, "logs/b.csv")
    reading = of(tmp_path, *logs, mei=[2025], lan=[2025])
    assert not reading.problems
    assert [first(reading.agents[agent, 2025].contacts) for agent in ("mei", "lan")] == [2, 1]


def test_rows_of_two_exports_that_may_be_the_same_are_asked_about(tmp_path: Path) -> None:
    logs = exports(tmp_path, range(181), range(90, 273), cells="09:{0:02}:07,,")
    reading = of(tmp_path, *logs)
    assert sum(filter(None, reading.agents["mei", 2025].contacts)) == 181 + 183
    warnings = [warning for warning in reading.warnings if "整列" not in warning.message]
    assert "有 91 行的坐席和时间一样（2025 年 4 月到 6 月），两份都计入了" in one_line(tuple(warnings))
    reading = of(tmp_path, *exports(tmp_path, range(181), range(90, 273), cells="00:00,,{0}"))  # a log of days
    assert not [warning for warning in reading.warnings if "一样" in warning.message]


def test_two_contacts_that_look_alike_within_one_file_are_two(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,who,s\n" + "mei,2025-01-06 09:00:01,K,60\n" * 2, "a.csv")
    put(tmp_path, "agent,at,who,s\n" + "mei,2025-01-06 09:00:01,K,60\n" * 3 + "mei,2025-01-07,K,60\n", "b.csv")
    log = mei(tmp_path, a_log({**PLAIN, "customer": "who", "seconds": "s"}))
    assert (first(log.contacts), [source.used for source in log.sources]) == (4, [2, 2])


def test_the_first_place_of_a_loss_names_the_sheet(tmp_path: Path) -> None:
    sheets = {
        "一月": [("agent", "at"), ("mei", "2025-01-06 10:00")],
        "二月": [("agent", "at"), ("mei", "2025-02-06 10:00"), ("mei", "昨天"), ("", "2025-02-07"), ("mei", "前天")],
    }
    workbook(tmp_path / "data/logs/a.xlsx", sheets)
    reading = of(tmp_path)
    assert (
        "2 行的时间看不懂，第一处 data/logs/a.xlsx「二月」:3；1 行没有写坐席，第一处 data/logs/a.xlsx「二月」:4"
        in str(reading.notes)
    )
    assert any("第一处在工作表「二月」第 3 行" in warning.message for warning in reading.warnings)


def test_a_file_that_turns_out_not_to_be_utf8_is_read_in_its_own(tmp_path: Path) -> None:
    rows = [b"mei,2025-01-06,plain\n"] * 20_000 + ["mei,2025-01-06,停电\n".encode("gb18030")]
    put(tmp_path, b"agent,at,why\n" + b"".join(rows))
    assert mei(tmp_path, a_log({**PLAIN, "reason": "why"})).issues[1] == ContactReason("停电", None, None, 1)


def test_an_empty_column_is_told(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,r\n" + "mei,2025-01-06,\n" * 3)
    assert "「r」整列是空的" in one_line(of(tmp_path, a_log({**PLAIN, "rating": "r"})).warnings)


def test_of_two_equal_headers_the_one_that_is_filled_counts(tmp_path: Path) -> None:
    put(tmp_path, "agent,s,at,s\n" + "mei,,2025-01-06,90\n" * 3)
    reading = of(tmp_path, a_log({**PLAIN, "seconds": "s"}))
    assert not reading.problems + reading.warnings
    assert first(reading.agents["mei", 2025].aht) == 90
    put(tmp_path, "agent,s,at,s\n" + "mei,30,2025-01-06,90\n" * 3)
    assert "有 2 列都叫「s」，用了第 2 列" in one_line(of(tmp_path, a_log({**PLAIN, "seconds": "s"})).warnings)


def test_a_table_of_sums_is_no_log(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,n\n" + "".join(f"mei,2025-{month:02}-01,{month * 90}\n" for month in range(1, 13)))
    assert "每人每月只有一行" in one_line(of(tmp_path).problems)
    days = [f"mei,{dt.date(2025, 1, 1) + dt.timedelta(day)}" for day in range(60)]
    put(tmp_path, "agent,at,接听量\n" + "".join(f"{day},37\n" for day in days))
    assert "每人每天只有一行" in one_line(of(tmp_path).problems)
    put(tmp_path, "agent,at,note\n" + "".join(f"{day},x\n" for day in days))
    assert "每人每天只有一行" in one_line(of(tmp_path).warnings)
    put(tmp_path, "agent,at,接听量\n" + "\n".join(days[:3]).replace("\n", ",9\n") + ",9\n合计,,27\n")
    assert "每人每天只有一行" in one_line(of(tmp_path).problems)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_of_sums_for_each_month_is_no_log(tmp_path: Path, form: str) -> None:
    months = {
        f"{month}月": [["agent", "at"], *([who, f"2025-{month:02}-28"] for who in ("mei", "lan"))]
        for month in range(1, 7)
    }
    if form == "xlsx":
        workbook(tmp_path / "data/logs/a.xlsx", months)
    for name, rows in months.items() if form == "csv" else ():
        put(tmp_path, "\n".join(map(",".join, rows)), f"{name}.csv")
    assert "每人每月只有一行" in one_line(of(tmp_path).problems)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("姓名,时间,接听量", "mei,{}月,900"),
        ("姓名,时间,接听量", "mei,2025-{:02},900"),
        ("姓名,月份,一次解决率", "mei,{},95"),
    ],
)
def test_a_table_of_months_is_recognized_by_its_times(tmp_path: Path, header: str, row: str) -> None:
    put(tmp_path, f"{header}\n" + "".join(f"{row.format(month)}\n" for month in range(1, 13)))
    columns = {"agent": "姓名", "at": header.split(",")[1]}
    assert "每人每月只有一行" in one_line(of(tmp_path, a_log(columns)).problems)
    assert (
        "每人每月只有一行" in str(of(tmp_path, a_log({"agent": "坐席", "at": "开始时间"})).problems) or "时间" in header
    )


def test_people_are_found_by_the_name_in_their_files_unless_two_share_it(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\n林夏,2025-01-06\n周舟,2025-01-06\nMei,2025-01-06\n")
    names = [("linxia", "林 夏".replace(" ", "")), ("zhou", "周舟"), ("zhou-2", "周舟"), ("mei", "梅")]
    agents, periods, own = people_of((agent, 2025, Year(name=name)) for agent, name in names)
    reading = read(tmp_path, with_names([a_log()], own), agents)
    assert not periods
    assert {agent for agent, _ in reading.agents} == {"linxia", "mei"}
    reading = read(tmp_path, with_names([a_log(agents={"周舟": "zhou"})], own), agents)
    assert {agent for agent, _ in reading.agents} == {"linxia", "mei", "zhou"}
    reading = read(tmp_path, with_names([a_log(agents={"Mei": "林夏", "周舟": "lin"})], own), agents)
    assert {agent for agent, _ in reading.agents} == {"linxia"}
    assert "冒号后面写 data/agents 里的文件夹名，是不是 linxia？" in "".join(map(str, reading.notes))


def test_a_word_that_ratings_gives_another_word_for_is_asked_about(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,stars\nmei,2025-01-06,一般\nmei,2025-01-07,还可以\n")
    columns = {"agent": "agent", "at": "at", "rating": "stars"}
    assert one_line(of(tmp_path, a_log(columns, ratings={"一般": "蓝"})).problems).endswith(
        "看不懂“蓝”是不是满意 — 冒号后面写 满意、不满意、1 到 5 的数，或 ~（没有评）"
    )
    reading = of(tmp_path, a_log(columns, ratings={"一般": "不好", "还可以": "好"}))
    assert (reading.problems, reading.agents["mei", 2025].csat[0]) == ((), 50)


def test_days_without_a_year_are_told_once_for_a_workbook(tmp_path: Path) -> None:
    workbook(tmp_path / "data/logs/a.xlsx", {month: [["agent", "at"], ["mei", "7月15日"]] for month in ("1月", "2月")})
    assert "全部 1 行的时间看不懂" in one_line(of(tmp_path).problems)


def test_odd_words_and_names_that_may_be_somebodys_are_told_once_for_a_workbook(tmp_path: Path) -> None:
    rows = [
        ["agent", "at", "s"],
        *(["mei", f"2025-07-{day}", "很久"] for day in range(10, 20)),
        ["mei(1)", "2025-07-20"],
    ]
    workbook(tmp_path / "data/logs/a.xlsx", dict.fromkeys(("1月", "2月"), rows))
    assert [line.message for line in of(tmp_path, a_log({**PLAIN, "seconds": "s"})).warnings] == [
        "有 2 行的坐席像是这里的人，写法不同，没有计入：mei(1) 2 行",
        "「s」有 20 个时长看不懂（如「很久」），这几通不计入该项，第一处在工作表「1月」第 2 行",
    ]


def test_what_takes_long_is_told_until_it_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chronicle.calllogs.connection._TICK", 0.001)
    put(tmp_path, "agent,at,note\n" + 'mei,2025-01-06,"x\n' * 2_000)
    said: list[tuple[str, int]] = []
    read(tmp_path, (a_log(),), {"mei": [2025]}, progress=lambda what, seconds: said.append((what, seconds)))
    assert ("打开 data/logs/a.csv", 0) in said
    assert ("读 data/logs/a.csv", 1) in said
    assert said[-1] == ("数记录", 0)


# ---- what most exports have


@pytest.mark.parametrize(
    ("typed", "key"), [('"=""0012"""', "0012"), ("'0012", "0012"), ("1001.0", "1001"), ("１００１", "1001")]
)
def test_agents_as_spreadsheets_write_them(tmp_path: Path, typed: str, key: str) -> None:
    put(tmp_path, f"agent,at\n{typed},2025-01-06\n")
    assert first(mei(tmp_path, a_log(agents={key: "mei"})).contacts) == 1


def test_merged_cells_and_a_header_of_two_rows(tmp_path: Path) -> None:
    rows: list[list[logmaker.Cell]] = [
        ["坐席", "通话", "", "排队", ""],
        ["", "开始", "时长", "开始", "时长"],
        ["mei", "2025-01-06 10:00", 100.0, "2025-01-06 09:59", 5.0],
        ["", "2025-01-06 11:00", 200.0, "2025-01-06 10:59", 6.0],
        ["lan", "2025-01-06 12:00", 300.0, "2025-01-06 11:59", 7.0],
    ]
    workbook(tmp_path / "data/logs/a.xlsx", {"明细": rows}, {"明细": "A1:A2 B1:C1 D1:E1 A3:A4"})
    log = a_log({"agent": "坐席", "at": "通话/开始", "seconds": "通话时长"})
    reading = of(tmp_path, log, mei=[2025], lan=[2025])
    assert not reading.problems + reading.warnings
    assert (first(reading.agents["mei", 2025].aht), first(reading.agents["lan", 2025].aht)) == (150, 300)
    assert "有 2 列都叫「时长」" in str(
        of(tmp_path, a_log({"agent": "坐席", "at": "通话开始", "seconds": "时长"})).warnings
    )


@pytest.mark.parametrize(
    "content", [b"<html><body><table><tr><td>agent</td></tr></table>", b"<?xml version='1.0'?><Workbook/>"]
)
def test_a_web_page_in_an_xls_is_one_clear_line(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, content, "a.xls")
    assert "其实是网页" in one_line(of(tmp_path).problems)


def test_a_years_rate_comes_from_rows_and_not_from_months(tmp_path: Path) -> None:
    rows = ["mei,2025-01-06,5,100"] * 9 + ["mei,2025-01-06,1,100"] + ["mei,2025-02-06,1,400"] * 2
    put(tmp_path, "agent,at,r,s\n" + "\n".join(rows) + "\n")
    log = mei(tmp_path, Log.model_validate({"files": "logs/*", "columns": {**PLAIN, "rating": "r", "seconds": "s"}}))
    assert log.csat[:2] == (90, 0)
    years = [weighted(values, log.behind[name])[0] for name, values in (("csat", log.csat), ("aht", log.aht))]
    assert years == [75, 150]
    assert log.behind == {"csat": (10, 2, *[0] * 10), "aht": (10, 2, *[0] * 10)}


# ---- encodings of Chinese


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "gb18030", "utf-8"])
@pytest.mark.parametrize("size", [1, 400])
def test_traditional_characters_in_any_encoding(tmp_path: Path, encoding: str, size: int) -> None:
    rows = "林夏,2025-01-06,非常滿意,停電報修，請儘快處理\n陳美玲,2025-01-06,不滿意,電費帳單\n" * size
    put(tmp_path, f"客服,時間,滿意度,原因\n{rows}".encode(encoding))
    columns = {"agent": "客服", "at": "時間", "rating": "滿意度", "reason": "原因"}
    log = mei(tmp_path, a_log(columns, agents={"林夏": "mei", "陳美玲": "mei"}))
    assert (first(log.contacts), first(log.csat)) == (2 * size, 50)
    assert {issue.name for issue in log.issues} == {"停電報修，請儘快處理", "電費帳單"}


def test_characters_of_another_language_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,理由\nmei,2025-01-06,お問い合わせの件\n".encode("shift-jis"))
    assert "不是 UTF-8，也不是 GB18030 或 Big5" in one_line(of(tmp_path).problems)
