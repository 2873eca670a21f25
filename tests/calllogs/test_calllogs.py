"""Call logs: every form in, the contract's figures out, and a clear line for what is wrong."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest
from tests import logmaker

from chronicle.calllogs import AgentLog, ContactReason, LogReading, Source, fingerprint, read, vague_words
from chronicle.calllogs.spelling import fold
from chronicle.records.model import Log

ROOT = Path(__file__).parents[2]
PUBLIC = ROOT.parent / "shared/data/phonenow_call_log.xlsx"
WORDS = ("考虑一下", "好吧", "再看看")
PLAIN = {"agent": "agent", "at": "at"}


def a_log(columns: dict[str, object] = PLAIN, files: object = "logs/*", **rest: object) -> Log:
    return Log.model_validate({"files": files, "columns": columns, **rest})


def put(root: Path, text: str | bytes, name: str = "a.csv") -> Path:
    path = root / "data/logs" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def of(root: Path, *logs: Log, **years: list[int]) -> LogReading:
    return read(root, logs or (a_log(),), years or {"mei": [2025]}, WORDS)


def mei(root: Path, *logs: Log) -> AgentLog:
    reading = of(root, *logs)
    assert not reading.problems, reading.problems
    return reading.agents["mei", 2025]


def apart(root: Path, header: str, rows: Iterable[str], *logs: Log) -> dict[str, AgentLog]:
    """What each row says by itself: all are read together, each in a file of its own, of an agent of its own."""
    agents = {f"a{number}": row for number, row in enumerate(rows)}
    for agent, row in agents.items():
        put(root, f"{header}\n{agent},{row}\n", f"{agent}.csv")
    reading = of(root, *logs, **{agent: [2025] for agent in agents})
    assert not reading.problems + reading.warnings
    return {row: reading.agents[agent, 2025] for agent, row in agents.items()}


def hours(log: AgentLog) -> list[tuple[int, int]]:
    """The days of the week and the hours in which there were contacts, and none where hours are not known."""
    return [(day, hour) for day, row in enumerate(log.rhythm or ()) for hour, count in enumerate(row) if count]


def first(series: tuple[object, ...]) -> object:
    """January's value; the other months have none."""
    assert series[1:] == (None,) * 11
    return series[0]


# ---- the figures, against a computation that shares no line with the package


def test_public_log_gives_eight_right_agents(tmp_path: Path) -> None:
    if not PUBLIC.is_file():
        pytest.skip(f"the public log is not beside this checkout ({PUBLIC.name})")
    put(tmp_path, PUBLIC.read_bytes(), "phonenow.xlsx")
    columns = {
        "agent": "Agent",
        "at": ["Date", "Time"],
        "reason": "Topic",
        "answered": "Answered (Y/N)",
        "resolved": "Resolved",
        "seconds": "AvgTalkDuration",
        "rating": "Satisfaction rating",
    }
    names = ["Becky", "Dan", "Diane", "Greg", "Jim", "Joe", "Martha", "Stewart"]
    log = a_log(columns, agents={name: name.lower() for name in names})
    reading = read(tmp_path, (log,), {name.lower(): (2021,) for name in names})
    assert (reading.problems, reading.warnings) == ((), ())
    assert [note.message for note in reading.notes] == ["读到 5,000 行：用了 4,054 行；946 行没有接通"]
    assert sorted(reading.agents) == [(name.lower(), 2021) for name in names]
    for name in names:
        check_public(reading.agents[name.lower(), 2021], name)
    assert sum(log.sources[0].used for log in reading.agents.values()) == reading.files[0].used == 4054
    assert reading.files[0].used / reading.files[0].rows == pytest.approx(0.8108)


def check_public(log: AgentLog, name: str) -> None:
    import python_calamine

    head, *rows = python_calamine.load_workbook(PUBLIC).get_sheet_by_index(0).to_python()
    mine = [row for row in (dict(zip(head, cells, strict=True)) for cells in rows) if row["Agent"] == name]
    taken = [row for row in mine if row["Answered (Y/N)"] == "Y"]
    for month in range(1, 13):
        here = [row for row in taken if int(str(row["Date"])[5:7]) == month]
        assert log.contacts[month - 1] == (len(here) or None)
        resolved = [row for row in here if row["Resolved"] == "Y"]
        satisfied = [row for row in here if row["Satisfaction rating"] != "" and row["Satisfaction rating"] >= 4]
        spent = sum(t.hour * 3600 + t.minute * 60 + t.second for t in (row["AvgTalkDuration"] for row in here))
        expected = [100 * len(resolved), 100 * len(satisfied), spent]
        got = [log.fcr[month - 1], log.csat[month - 1], log.aht[month - 1]]
        assert got == ([pytest.approx(each / len(here)) for each in expected] if here else [None] * 3)
    reasons: dict[str, int] = defaultdict(int)
    hours: dict[tuple[int, int], int] = defaultdict(int)
    for row in taken:
        reasons[row["Topic"]] += 1
        hours[dt.date.fromisoformat(str(row["Date"])[:10]).weekday(), row["Time"].hour] += 1
    assert {issue.name: issue.count for issue in log.issues} == reasons
    assert log.rhythm == tuple(tuple(hours[day, hour] for hour in range(24)) for day in range(7))
    left = (("没有接通", 946),)
    assert log.sources == (Source("data/logs/phonenow.xlsx", 5000, len(taken), 4054 - len(taken), left),)


@pytest.mark.parametrize("form", ["csv", "gb18030", "semicolon", "parquet", "xlsx"])
def test_made_log_counts_the_same_in_every_form(tmp_path: Path, form: str) -> None:
    rows = logmaker.calls(["mei", "lan"], 800, 2025)
    folder = tmp_path / "data/logs"
    folder.mkdir(parents=True)
    match form:
        case "csv":
            logmaker.write_csv(folder / "a.csv", rows, encoding="utf-8-sig")
        case "gb18030":
            logmaker.write_csv(folder / "a.csv", rows, encoding="gb18030")
        case "semicolon":
            logmaker.write_csv(folder / "a.csv", rows, delimiter=";")
        case "parquet":
            logmaker.write_parquet(
                folder / "a.parquet", rows, types='* REPLACE (CAST("接入时间" AS TIMESTAMP) AS "接入时间")'
            )
        case "xlsx":
            logmaker.write_xlsx(folder / "a.xlsx", rows)
    columns = {key: value for key, value in logmaker.COLUMNS.items() if key != "resolved"}
    reading = of(tmp_path, a_log(columns), mei=[2025], lan=[2025])
    assert not reading.problems + reading.warnings
    for agent in ("mei", "lan"):
        check_made(reading.agents[agent, 2025], rows, agent)


def check_made(log: AgentLog, rows: list[logmaker.Row], agent: str) -> None:
    taken = [row for row in (dict(zip(logmaker.HEADER, each, strict=True)) for each in rows) if row["是否接通"] == "是"]
    contacts: dict[str, list[dt.datetime]] = defaultdict(list)
    for row in taken:
        contacts[row["客户"]].append(dt.datetime.fromisoformat(row["接入时间"]))

    def again(row: dict[str, str]) -> bool:
        at = dt.datetime.fromisoformat(row["接入时间"])
        return any(at < other <= at + dt.timedelta(7) for other in contacts[row["客户"]])

    mine = [row for row in taken if row["坐席"] == agent]
    for month in range(1, 13):
        here = [row for row in mine if int(row["接入时间"][5:7]) == month]
        once = [row for row in here if not again(row)]
        assert log.fcr[month - 1] == pytest.approx(100 * len(once) / len(here))
        for channel, seconds in log.talk.items():
            assert seconds[month - 1] == sum(int(row["通话时长"]) for row in here if row["渠道"] == channel)
    assert log.talk.keys() == {name for name, _ in log.channels}
    heard = [row for row in mine if any(word in row["备注"] for word in WORDS)]
    assert log.fcr_rule == "repeat"
    assert len(heard) == sum(map(sum, log.signals.values()))
    assert log.came_back == sum(map(again, heard)) > 0
    assert sum(count for _, count in log.channels) == sum(issue.count for issue in log.issues) == len(mine)
    billing = sum(row["来电原因"] == "电费账单" for row in mine)
    assert log.issues[0] == ContactReason("电费账单", "咨询", "低", billing)


# ---- times, durations, words


MONDAY_AT_NINE = [(0, 9)]  # 6 January 2025


def test_times_in_the_forms_of_exports(tmp_path: Path) -> None:
    times = (
        "2025-01-06 09:12:58", "2025/1/6 9:12", "2025-1-6 9:12", "2025-01-06T09:12:58", "2025-01-06T09:12:58+08:00",
        "2025-01-06T01:12:58Z", "45663.3840046", "20250106 09:12", "20250106091258", "2025年1月6日 9:12",
        "2025.1.6 9:12", "２０２５－０１－０６　０９：１２", "  2025/1/6 9:12  ", "2025/1/6 9:12:58.250",
    )  # fmt: skip
    found = {row: hours(log) for row, log in apart(tmp_path, "agent,at", times).items()}
    assert found == dict.fromkeys(times, MONDAY_AT_NINE)


def test_date_and_time_in_two_columns(tmp_path: Path) -> None:
    days = "2025-01-06", "20250106", "45663", "2025/1/6", "2025/1/6 0:00"
    times = "9:12", "09:12:58", "0.384", "1899-12-30 09:12:58", "9:12:58 AM"
    rows = [*map(",".join, product(days, times))]
    logs = apart(tmp_path, "agent,day,time", rows, a_log({"agent": "agent", "at": ["day", "time"]}))
    assert {row: hours(log) for row, log in logs.items()} == dict.fromkeys(rows, MONDAY_AT_NINE)


def test_a_log_of_days_has_no_rhythm(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,20250106\nmei,45663\n")
    assert mei(tmp_path).rhythm is None
    assert first(mei(tmp_path).contacts) == 2


def assert_durations(root: Path, expected: dict[str, float]) -> None:
    """Each text is so many seconds."""
    rows = {f'2025-01-06,"{typed.replace(chr(34), chr(34) * 2)}"': seconds for typed, seconds in expected.items()}
    logs = apart(root, "agent,at,s", rows, a_log({**PLAIN, "seconds": "s"}))
    assert {row: first(log.aht) for row, log in logs.items()} == pytest.approx(rows, abs=0.001)


def test_durations(tmp_path: Path) -> None:
    clocks = {"1:00:00": 3600, "26:00:00": 93600, "0:02:23": 143, "02:23": 143}
    seconds = {"143": 143, "1,143": 1143, "１４３": 143, "142.5": 142.5, "0": 0, "143秒": 143, "2分23秒": 143}
    assert_durations(tmp_path, {**clocks, **seconds, "0.001655093": 143})


def assert_ratings(root: Path, expected: dict[str, float | None]) -> None:
    """Each text says that so many in a hundred are satisfied, or nothing."""
    rows = {f'2025-01-06,"{typed.replace(chr(34), chr(34) * 2)}"': satisfied for typed, satisfied in expected.items()}
    logs = apart(root, "agent,at,r", rows, a_log({**PLAIN, "rating": "r"}))
    assert {row: first(log.csat) for row, log in logs.items()} == rows


def test_ratings(tmp_path: Path) -> None:
    satisfied = {"4": 100, "3.9": 0, "５": 100, "5分": 100, "非常满意": 100, "不满意": 0, "": None}
    assert_ratings(tmp_path, satisfied)


def test_resolved_is_a_share_of_those_that_say(tmp_path: Path) -> None:
    put(
        tmp_path,
        "agent,at,ok\n"
        + "".join(f"mei,2025-01-06,{ok}\n" for ok in ["是", " Y ", "Ｙ", "y", "TRUE", "否", "N", "", " "]),
    )
    log = mei(tmp_path, a_log({**PLAIN, "resolved": "ok"}))
    assert first(log.fcr) == pytest.approx(100 * 5 / 7)
    assert (log.fcr_rule, first(log.contacts)) == ("resolved", 9)


def test_only_answered_contacts_count(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,ok,s\nmei,2025-01-06,是,100\nmei,2025-01-06,否,900\nmei,2025-03-06,否,900\n")
    log = mei(tmp_path, a_log({**PLAIN, "answered": "ok", "seconds": "s"}))
    assert (first(log.contacts), first(log.aht)) == (1, 100)


def test_a_further_contact_counts_up_to_seven_days(tmp_path: Path) -> None:
    rows = ["2025-01-01 00:00,A", "2025-01-08 00:00,A", "2025-01-15 00:01,A", "2025-01-15 00:00,B", "2025-01-16 00:00,"]
    put(tmp_path, "agent,at,who\n" + "".join(f"mei,{row}\n" for row in rows))
    log = mei(tmp_path, a_log({**PLAIN, "customer": "who"}))
    assert (first(log.fcr), log.fcr_rule) == (75, "repeat")


def test_a_contact_with_another_agent_counts_as_a_further_one(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,who\nmei,2025-01-01,A\nguest,2025-01-02,A\n")
    assert first(mei(tmp_path, a_log({**PLAIN, "customer": "who"})).fcr) == 0


def test_signals_by_month_and_those_who_came_back(tmp_path: Path) -> None:
    rows = ["2025-01-01,A,我考虑一下，好吧", "2025-01-02,A,", "2025-03-01,B,好吧", "2025-03-02,C,谢谢"]
    put(tmp_path, "agent,at,who,note\n" + "".join(f"mei,{row}\n" for row in rows))
    log = mei(tmp_path, a_log({**PLAIN, "customer": "who", "remark": "note"}))
    assert {word: (months[0], months[2], sum(months)) for word, months in log.signals.items()} == {
        "考虑一下": (1, 0, 1),
        "好吧": (1, 1, 2),
    }
    assert log.came_back == 1


# ---- files


def test_a_year_split_over_files_and_years_in_one(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\nmei,2024-12-31\n", "a.csv")
    put(tmp_path, "at;agent\n2025-01-07;mei\n2025-02-07;mei\n", "b.csv")
    reading = of(tmp_path, mei=[2024, 2025])
    assert reading.agents["mei", 2025].contacts[:3] == (2, 1, None)
    assert reading.agents["mei", 2024].contacts[11] == 1
    assert reading.agents["mei", 2025].sources == (
        Source("data/logs/a.csv", 2, 1, 1),
        Source("data/logs/b.csv", 2, 2),
    )


def test_many_files_of_one_shape_keep_their_names(tmp_path: Path) -> None:
    for day in range(1, 29):
        put(tmp_path, "agent,at\n" + f"mei,2025-01-{day:02}\n" * day, f"{day:02}.csv")
    sources = mei(tmp_path).sources
    assert [(source.path[-6:-4], source.used) for source in sources] == [(f"{day:02}", day) for day in range(1, 29)]


def test_quoted_breaks_titles_blank_lines_and_wide_headers(tmp_path: Path) -> None:
    put(tmp_path, '通话明细,\n\n ａｇｅｎｔ ,At,note\nmei,2025-01-06,"一\n二, ""三"""\nmei,2025-01-07,\n')
    log = a_log({"agent": "Agent", "at": "at", "reason": "note"})
    assert mei(tmp_path, log).issues == (ContactReason('一\n二, "三"', None, None, 1),)
    assert first(mei(tmp_path, log).contacts) == 2


def test_excel_cells(tmp_path: Path) -> None:
    when = dt.datetime(2025, 1, 6, 9, 12, 58)
    rows = [
        ("mei", when, True, dt.time(0, 2, 23), 5.0),
        (" mei", when, False, 143.0, ""),
        ("mei", 45663.384, "Y", "143", 3.0),
    ]
    logmaker.write_xlsx(tmp_path / "data/logs/a.xlsx", rows, ["agent", "at", "ok", "s", "r"])
    log = mei(tmp_path, a_log({**PLAIN, "resolved": "ok", "seconds": "s", "rating": "r"}))
    assert (first(log.contacts), first(log.aht), first(log.csat)) == (3, 143, 50)
    assert first(log.fcr) == pytest.approx(200 / 3)


def test_a_cell_of_a_workbook_that_breaks_its_lines_as_windows_does(tmp_path: Path) -> None:
    rows = [("mei", "2025-01-06", "一_x000D_\n二"), ("mei", "2025-01-07", "三")]
    logmaker.write_xlsx(tmp_path / "data/logs/a.xlsx", rows, ["agent", "at", "note"])
    log = mei(tmp_path, a_log({**PLAIN, "reason": "note"}))
    assert [reason.name for reason in log.issues] == ["一\r\n二", "三"]


def test_parquet_types_and_zones(tmp_path: Path) -> None:
    types = """agent, CAST("at" AS TIMESTAMPTZ) AS "at", ok = 'Y' AS ok, CAST(s AS TIME) AS s, CAST(r AS TINYINT) AS r,
        CAST(who AS DOUBLE) AS who"""
    rows = [
        ("mei", "2025-01-31 20:00:00+00", "Y", "00:02:23", "5", "7"),
        ("mei", "2025-02-01 00:00:00+00", "N", "00:02:23", "3", "7"),
    ]
    (tmp_path / "data/logs").mkdir(parents=True)
    logmaker.write_parquet(tmp_path / "data/logs/a.parquet", rows, ["agent", "at", "ok", "s", "r", "who"], types)
    log = a_log({**PLAIN, "resolved": "ok", "seconds": "s", "rating": "r", "customer": "who"})
    found = mei(tmp_path, log)
    assert (found.contacts[0], found.contacts[1], found.aht[1], found.csat[1], found.fcr[1]) == (None, 2, 143, 50, 50)
    assert any("北京时间" in note.message for note in of(tmp_path, log).notes)


@pytest.mark.parametrize("kind", ["INTEGER", "UINTEGER", "UBIGINT", "DECIMAL(18, 3)"])
def test_seconds_since_1970_in_any_kind_of_number(tmp_path: Path, kind: str) -> None:
    (tmp_path / "data/logs").mkdir(parents=True)
    types = f'agent, CAST("at" AS {kind}) AS "at"'
    logmaker.write_parquet(tmp_path / "data/logs/a.parquet", [("mei", "1751331933")], ["agent", "at"], types)
    assert hours(mei(tmp_path)) == [(1, 9)]


@pytest.mark.parametrize("name", ["_draft.csv", ".hidden.csv", "~$a.xlsx"])
def test_drafts_are_left_alone(tmp_path: Path, name: str) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\n")
    put(tmp_path, "what is this", name)
    assert first(mei(tmp_path).contacts) == 1


def test_a_name_with_pattern_signs_is_a_name(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\n", "a[1].csv")
    assert mei(tmp_path, a_log(files="logs/a[1].csv")).sources[0].path == "data/logs/a[1].csv"


def test_names_are_mapped_or_equal(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nMEI ,2025-01-06\n梅小姐,2025-01-06\n ＭＥＩ,2025-01-06\n")
    assert first(mei(tmp_path, a_log(agents={"梅小姐": "mei"})).contacts) == 3


def test_text_that_looks_like_sql_is_text(tmp_path: Path) -> None:
    put(tmp_path, "\"a'g\"\"e\",at,ok,note\nmei,2025-01-06,'); DROP,x' OR '1'='1\n", "it's.csv")
    log = a_log(
        {"agent": "a'g\"e", "at": "at", "answered": "ok", "reason": "note"}, yes=["'); DROP"], agents={"x'": "mei"}
    )
    assert mei(tmp_path, log).issues[0].name == "x' OR '1'='1"


# ---- what is wrong


def one_line(found: tuple[object, ...]) -> str:
    assert len(found) == 1, found
    return str(found[0])


def test_missing_column_names_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, "坐席姓名,时间\nmei,2025-01-06\n")
    log = a_log({"agent": "坐席", "at": "时间"})
    reading = read(
        tmp_path,
        (log,),
        {"mei": [2025]},
        where=lambda loc: (7, 9) if loc == ("logs", 0, "columns", "agent") else (1, 1),
    )
    line = one_line(reading.problems)
    assert line.startswith("data/team.yml:7:9: data/logs/a.csv 里没有「坐席」这一列，最接近的是「坐席姓名」")
    assert not reading.agents


@pytest.mark.parametrize(
    ("header", "columns", "mend"),
    [
        ("坐席,日期,时间", {"agent": "坐席", "at": "日期, 时间"}, "写 at: [日期, 时间]"),
        ("坐席,日期,时间", {"agent": "坐席", "at": "日期 时间"}, "写 at: [日期, 时间]"),
        ('坐席,开始,"时长,秒"', {"agent": "坐席", "at": "开始", "seconds": "时长秒"}, '请改成 "时长,秒"；它的表头是'),
        ("坐席,开始,#时长", {"agent": "坐席", "at": "开始", "seconds": "时长"}, '请改成 "#时长"'),
    ],
)
def test_the_mend_of_a_missing_column_can_be_pasted(
    tmp_path: Path, header: str, columns: dict[str, object], mend: str
) -> None:
    put(tmp_path, f"{header}\nmei,2025-01-06,9\n")
    assert mend in one_line(of(tmp_path, a_log(columns)).problems)


def test_undated_rows_are_counted_with_the_first_line(tmp_path: Path) -> None:
    put(tmp_path, 'agent,at,note\nmei,2025-01-06,"a\nb"\nmei,2025-02-30,\nmei,昨天,\nmei,,\n')
    reading = of(tmp_path)
    assert one_line(reading.warnings).startswith(
        "data/logs/a.csv:4:2: 「at」有 3 行的时间看不懂，没有计入，第一处在第 4 行"
    )
    assert (reading.files[0].used, reading.files[0].left) == (1, {"undated": 3})


def test_the_first_undated_row_of_a_sheet_and_of_parquet(tmp_path: Path) -> None:
    rows = [("mei", "2025-01-06"), ("", ""), ("mei", "昨天")]
    logmaker.write_xlsx(tmp_path / "data/logs/a.xlsx", rows, ["agent", "at"])
    assert "第一处在第 4 行" in one_line(of(tmp_path).warnings)
    logmaker.write_parquet(tmp_path / "data/logs/a.parquet", [rows[0], rows[2]], ["agent", "at"])
    assert "第一处在第 2 行" in one_line(of(tmp_path, a_log(files="logs/a.parquet")).warnings)


def test_no_readable_time_at_all_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,昨天\n")
    assert "全部 1 行的时间看不懂" in one_line(of(tmp_path).problems)


def test_broken_rows_are_counted(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\nmei\nmei,2025-01-06,x,y\n")
    reading = of(tmp_path)
    assert one_line(reading.warnings).startswith(
        "data/logs/a.csv:3:1: 有 2 行的列数与表头对不上，没有计入，第一处在第 3 行"
    )
    use = reading.files[0]
    assert (use.rows, use.used, use.left, use.first) == (3, 1, {"broken": 2}, {"broken": ("", 3)})


def test_odd_durations_and_ratings_are_told(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,s,r\nmei,2025-01-06,很久,很好\nmei,2025-01-06,60,5\n")
    reading = of(tmp_path, a_log({**PLAIN, "seconds": "s", "rating": "r"}))
    assert [str(warning).split("，")[0] for warning in reading.warnings] == [
        "data/logs/a.csv:2:3: 「s」有 1 个时长看不懂（如「很久」）",
        "data/logs/a.csv:2:4: 「r」有 1 个评分看不懂（如「很好」）",
    ]
    assert first(reading.agents["mei", 2025].aht) == 60


def test_strangers_are_counted_and_not_named(tmp_path: Path) -> None:
    put(
        tmp_path,
        "agent,at\n"
        + "王小明,2025-01-06\n" * 3
        + "Diane,2025-01-06\n13800001111,2025-01-06\n,2025-01-06\nmei,2025-01-06\nmei,2023-01-06\n",
    )
    reading = of(tmp_path)
    text = "\n".join(map(str, (*reading.notes, *reading.warnings)))
    assert "1 行没有写坐席，第一处 data/logs/a.csv:7；5 行的坐席不在 agents 里，第一处 data/logs/a.csv:2" in text
    assert "8 行里有 6 行不是这里任何人的" in text
    assert "1 行在坐席没有档案的年份（2023）" in text
    assert not any(secret in text for secret in ("小明", "iane", "1380"))
    assert (reading.files[0].used, reading.files[0].left) == (1, {"nameless": 1, "strangers": 5, "years": 1})


def test_a_mapping_to_nobody_is_noted(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nDiane,2025-01-06\n")
    notes = of(tmp_path, a_log(agents={"Diane": "diane"})).notes
    assert any("agents 里的 diane 没有档案" in str(note) for note in notes)
    notes = of(tmp_path, a_log(agents={"mei": "小梅"})).notes  # turned around
    assert any("是不是 mei？" in str(note) for note in notes)


def test_words_for_yes_that_never_occur(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,a,b\nmei,2025-01-06,转接,已关闭\n")
    for column, header, said in (
        ("answered", "a", "「a」有 1 个写法看不懂（如「转接」）"),
        ("resolved", "b", "「b」有 1 个写法"),
    ):
        assert said in one_line(of(tmp_path, a_log({**PLAIN, column: header})).warnings)


def two_encodings(first: str, second: str, rows: int) -> bytes:
    """A file put together of two exports, the second one of three rows."""
    row = "停电报修组,2025-01-06,\n"
    return ("agent,at,reason\n" + row * rows).encode(first) + (row * 3).encode(second)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "日志是空文件"),
        ("a.csv", b"\n \n", "日志是空文件"),
        ("a.csv", b"agent,at\n", "没有一行记录"),
        ("a.xlsx", b"PK\x03\x04 torn", "不是完好的 xlsx"),
        ("a.xlsx", b"torn", "不是完好的 xlsx"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "设了打开密码"),
        ("a.parquet", b"PAR1 torn", "不是完好的 Parquet"),
        ("a.parquet", b"torn", "不是完好的 Parquet"),
        ("a.csv", b"agent,at\n\xff\xff\xff,2025-01-06\n", "不是 UTF-8，也不是 GB18030"),
        ("a.csv", b"agent,at\nmei,2025\0\n", "不是 UTF-8，也不是 GB18030"),
        ("a.csv", two_encodings("utf-8", "gb18030", 30), "前面是 UTF-8，第 32 行起有 GB18030"),
        ("a.csv", two_encodings("utf-8", "gb18030", 30_000), "前面是 UTF-8，第 30,002 行起有 GB18030"),
        ("a.csv", two_encodings("gb18030", "utf-8", 30_000), "前面是 GB18030，第 30,002 行起有 UTF-8"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    put(tmp_path, content, name)
    reading = of(tmp_path)
    line = one_line((*reading.problems, *reading.warnings))
    assert line.startswith(f"data/logs/{name}:1:1: ")
    assert said in line
    assert " — " in line


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("logs/none*.csv", "没有文件符合"),
        ("a.csv", "是不是 logs/a.csv？路径从 data/ 往下写"),
        ("../secret.csv", "data/ 之外"),
        ("logs/../../x.csv", "data/ 之外"),
        ("/etc/passwd", "data/ 之外"),
        ("C:/x.csv", "data/ 之外"),
        ("logs/**x/*.csv", "没有文件符合|不是可用的路径写法"),
    ],
)
def test_patterns_that_mean_nothing_or_leave_data(tmp_path: Path, pattern: str, said: str) -> None:
    put(tmp_path, "agent,at\n")
    line = one_line(of(tmp_path, a_log(files=pattern)).problems)
    assert any(each in line for each in said.split("|"))


@pytest.mark.parametrize("folder", [False, True])
def test_symbolic_links_are_refused(tmp_path: Path, folder: bool) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.csv").write_text("agent,at\nmei,2025-01-06\n")
    (tmp_path / "data").mkdir()
    if not folder:
        (tmp_path / "data/logs").mkdir()
    target, link = (outside, tmp_path / "data/logs") if folder else (outside / "a.csv", tmp_path / "data/logs/a.csv")
    try:
        link.symlink_to(target, target_is_directory=folder)
    except OSError:
        pytest.skip("this system lets nobody make symbolic links")
    reading = of(tmp_path)
    assert "符号链接" in one_line(reading.problems)
    assert not reading.agents


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every file name is Unicode")
def test_a_name_that_is_no_utf8_is_told(tmp_path: Path):
    (tmp_path / "data/logs").mkdir(parents=True)
    (tmp_path / "data/logs" / os.fsdecode(b"\xb5.csv")).write_text("agent,at\nmei,2025-01-06\n")
    assert "「?.csv」的文件名里有读不出的字符 — 给文件改名" in one_line(of(tmp_path).problems)


def test_one_file_in_two_logs_is_told(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\n")
    reading = of(tmp_path, a_log(), a_log())
    assert "会算两次" in one_line(reading.problems)


def test_a_column_of_remarks_is_no_column_of_reasons(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,note\n" + "".join(f"mei,2025-01-06,第 {n} 种\n" for n in range(99)))
    reading = of(tmp_path, a_log({**PLAIN, "reason": "note"}))
    assert "99 种不同的来电原因" in one_line(reading.warnings)
    assert len(reading.agents["mei", 2025].issues) == 60


def test_a_customer_is_in_nothing_that_comes_out(tmp_path: Path) -> None:
    secret = "13912345678"
    rows = [
        ("mei", "2025-01-06", secret, f"好吧 {secret}"),
        ("mei", secret, secret, ""),
        ("mei", "2025-01-07", f'{secret}"x', secret),
    ]
    text = "agent,at,who,note\n" + "".join(",".join(row) + "\n" for row in rows) + f"{secret},2025-01-06,{secret},,,,\n"
    put(tmp_path, text)
    reading = of(tmp_path, a_log({**PLAIN, "customer": "who", "remark": "note"}))
    assert reading.warnings
    assert secret not in json.dumps(reading.to_json()) + repr(reading)


# ---- keys, JSON, and what is not loaded


def test_json_gives_the_same_reading_back(tmp_path: Path) -> None:
    logmaker.write_csv(tmp_path / "data/logs/a.csv", logmaker.calls(["mei", "guest"], 300, 2025))
    reading = of(tmp_path, a_log(logmaker.COLUMNS))
    assert LogReading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


def test_reading_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    logmaker.write_csv(tmp_path / "data/logs/a.csv", logmaker.calls(["mei", "guest", "lan"], 3000, 2025))
    readings = {json.dumps(of(tmp_path, a_log(logmaker.COLUMNS), mei=[2025], lan=[2025]).to_json()) for _ in range(3)}
    assert len(readings) == 1


def test_fingerprint_rests_on_content_alone(tmp_path: Path) -> None:
    path = put(tmp_path, "agent,at\nmei,2025-01-06\n")
    key = fingerprint(tmp_path, (a_log(),))
    os.utime(path, (1, 1))
    assert fingerprint(tmp_path, (a_log(),)) == key
    put(tmp_path, "agent,at\nmei,2025-01-07\n")
    assert fingerprint(tmp_path, (a_log(),)) != key


def test_fingerprint_knows_every_argument_of_read(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\n")
    keys = [
        fingerprint(tmp_path, (a_log(),)),
        fingerprint(tmp_path, (a_log(satisfied=3),)),
        fingerprint(tmp_path, (a_log(files="logs/none"),)),
        fingerprint(tmp_path, (a_log(),), {"mei": [2025]}),
        fingerprint(tmp_path, (a_log(),), vague_words=["好吧"]),
    ]
    assert len(set(keys)) == len(keys)


def test_importing_and_fingerprinting_load_no_engine(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\n")
    code = (
        "import sys, pathlib; from chronicle.calllogs import fingerprint; from chronicle.records.model import Log;"
        "log = Log.model_validate({'files': 'logs/*', 'columns': {'agent': 'a', 'at': 'b'}});"
        "fingerprint(pathlib.Path(sys.argv[1]), (log,));"
        "print([name for name in ('duckdb', 'python_calamine', 'numpy') if name in sys.modules])"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, env=env, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_engine_reads_nothing_but_the_log(tmp_path: Path) -> None:
    import duckdb

    from chronicle.calllogs.connection import connected

    allowed, other = put(tmp_path, "a\n1\n", "a.csv"), put(tmp_path, "a\n1\n", "b.csv")
    (tmp_path / "scratch").mkdir()
    with connected([allowed], tmp_path / "scratch") as base:
        assert base.execute("SELECT count(*) FROM read_csv($f)", {"f": allowed.as_posix()}).fetchone() == (1,)
        for sql in (
            f"SELECT * FROM read_csv('{other.as_posix()}')",
            f"COPY (SELECT 1) TO '{(tmp_path / 'data/out.csv').as_posix()}'",
            "SET enable_external_access = true",
            "SET autoload_known_extensions = true",
            "INSTALL httpfs",
        ):
            with pytest.raises(duckdb.Error):
                base.execute(sql)


def test_vague_words_of_the_project() -> None:
    words = vague_words((ROOT / "data/_words/vague_words.txt").read_text("utf-8"))
    assert {"考虑一下", "好吧", "升级版本"} <= set(words)
    assert vague_words("\ufeff# 说明\n好吧  # 尾注\n\n　再看看\n好吧\n") == ("好吧", "再看看")


def test_spellings() -> None:
    assert fold(" ＡＢｃ　") == "abc"


def test_the_generator_is_seeded() -> None:
    assert (
        logmaker.calls(["a"], 50, 2025, 3) == logmaker.calls(["a"], 50, 2025, 3) != logmaker.calls(["a"], 50, 2025, 4)
    )
    assert all(len(row) == len(logmaker.HEADER) for row in logmaker.calls(["a"], 50, 2025))


def test_a_list_of_vague_words_that_is_too_long_is_told(tmp_path: Path) -> None:
    put(tmp_path, "agent,at,note\nmei,2025-01-06,第59词\n")
    words = [f"第{number}词" for number in range(70)]
    reading = read(tmp_path, (a_log({**PLAIN, "remark": "note"}),), {"mei": [2025]}, words)
    assert "只用前 60 个" in one_line(reading.warnings)
    assert reading.agents["mei", 2025].signals == {"第59词": (1, *[0] * 11)}
