"""A person's own workbook, and everybody's, in the shapes that a CSV cannot have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from chronicle.cache import Memo
from chronicle.records import project

GAPS = (None,) * 10


def save(path: Path, *merged: str, **sheets: list[list[Any]]) -> None:
    """A workbook at ``path``; ``merged`` are ranges of its last sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, float) and cell.value < 1:
                    cell.number_format = "0.0%"
    for place in merged:
        sheet.merge_cells(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def person(root: Path, agent: str, name: str, year: int = 2025, text: str = "") -> Path:
    path = root / f"data/agents/{agent}/{year}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"name: {name}\n{text}", "utf-8")
    return path


def metrics(loaded: project.Project, agent: str) -> dict[str, tuple[float | None, ...]]:
    record = next(year.record for year in loaded.years if year.agent == agent)
    assert record is not None, loaded.problems
    return record.metrics


def test_a_persons_workbook_gives_metrics_tags_and_reasons(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    save(
        tmp_path / "data/agents/lin/2025.xlsx",
        指标=[["月份", "接听量", "一次解决率"], ["1月", 1980, 0.938], ["2月", 1875, 0.94]],
        标签=[["标签", "次数"], ["耐心", 812]],
        来电原因=[["名称", "类别", "优先级", "数量"], ["电费账单", "咨询", "低", 6200]],
        草稿=[["随便写写"]],
    )
    loaded = project.load(tmp_path)
    assert (loaded.problems, loaded.warnings, loaded.notes) == ((), (), ())
    record = loaded.years[0].record
    assert record is not None
    assert record.metrics == {"contacts": (1980, 1875, *GAPS), "fcr": (93.8, 94, *GAPS)}
    assert record.tags.counts == {"耐心": 812}
    assert (record.issues[0].name, record.issues[0].kind, record.issues[0].count) == ("电费账单", "咨询", 6200)
    assert loaded.years[0].source(("metrics", "fcr")) == ("data/agents/lin/2025.xlsx", 1)
    assert loaded.years[0].places["tags"] == "data/agents/lin/2025.xlsx:1"


def test_a_sheet_that_holds_something_and_is_not_read_is_named(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    save(
        tmp_path / "data/agents/lin/2025.xlsx",
        月度指标=[["月份", "接听量"], ["1月", 1980]],
        评价标签=[["标签", "次数"], ["耐心", 812]],
        标签=[["标签", "次数"], ["专业", 640]],
        来电原因汇总=[["名称", "类别", "优先级", "数量"], ["电费账单", "咨询", "低", 6200]],
        说明=[["数据取自系统"]],
        空着=[],
    )
    loaded = project.load(tmp_path)
    assert loaded.problems == ()
    assert sorted(note.message for note in loaded.notes) == ["没有读：工作表“来电原因汇总”", "没有读：工作表“评价标签”"]


def test_the_only_sheet_needs_no_name_and_counts_before_a_csv(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    save(tmp_path / "data/agents/lin/2025.xlsx", Sheet1=[["月份", "接听量"], ["1月", 1], ["2月", 2]])
    (tmp_path / "data/agents/lin/2025.csv").write_text("月份,接听量\n1月,7\n", "utf-8")
    loaded = project.load(tmp_path)
    assert metrics(loaded, "lin") == {"contacts": (1, 2, *GAPS)}
    assert [warning.message for warning in loaded.warnings] == [
        "“2025.csv”和“2025.xlsx”写的是同一件事，只读工作簿",
    ]


def test_everybodys_sheets_named_by_person_or_by_a_month_in_figures(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    save(tmp_path / "data/metrics.xlsx", 林夏=[["月份", "接听量"], ["1月", 1], ["2月", 2]], 说明=[["这里只是说明"]])
    assert metrics(project.load(tmp_path), "lin") == {"contacts": (1, 2, *GAPS)}
    save(
        tmp_path / "data/metrics.xlsx",
        **{"202501": [["姓名", "接听量"], ["林夏", 3]], "2": [["姓名", "接听量"], ["林夏", 4]]},
    )
    assert metrics(project.load(tmp_path), "lin") == {"contacts": (3, 4, *GAPS)}


def test_a_sheet_named_after_a_person_with_a_number_is_the_persons(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    person(tmp_path, "gu", "顾一川")
    rows = [["月份", "接听量"], ["1月", 1], ["2月", 2]]
    save(
        tmp_path / "data/metrics.xlsx",
        **{"林夏(1001)": [["姓名：林夏 组别：一组"], *rows], "顾一川1002": [["2024年指标"], *rows]},
    )
    (tmp_path / "data/team.yml").write_text("year: 2025\n", "utf-8")
    loaded = project.load(tmp_path)
    assert metrics(loaded, "lin") == {"contacts": (1, 2, *GAPS)}
    assert metrics(loaded, "gu") == {}, "which are those of 2024"


def test_a_persons_sheets_named_by_year_are_read_for_that_year_alone(tmp_path: Path) -> None:
    rows = [["月份", "接听量"], ["1月", 1], ["2月", 2]]
    path = person(tmp_path, "lin", "林夏").with_suffix(".xlsx")
    save(path, **{"2024年": [["月份", "接听量"], ["1月", 9], ["3月", 9]], "2025年": rows})
    loaded = project.load(tmp_path)
    assert metrics(loaded, "lin") == {"contacts": (1, 2, *GAPS)}
    assert [note.message for note in loaded.notes] == ["没有读：工作表“2024年”"]
    save(path, **{"2024年": rows})
    assert [problem.message for problem in project.load(tmp_path).problems] == [
        "“2024年”写的是 2024 年，这个文件是 2025 年的"
    ]


def test_everybodys_sheets_named_by_month(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    person(tmp_path, "gu", "顾一川")
    head = ["工号", "姓名", "接听量", "满意度(%)"]
    save(
        tmp_path / "data/metrics.xlsx",
        **{
            "1月": [["热线一组"], head, [1, "林夏", 10, 99.5], [2, "顾一川", 20, 98.5], ["", "合计", 30]],
            "2025年2月": [head, [1, "林夏", 11, 99], [2, "gu", 21, 98]],
            "说明": [["这里只是说明"]],
        },
    )
    loaded = project.load(tmp_path)
    assert loaded.problems == ()
    assert metrics(loaded, "lin") == {"contacts": (10, 11, *GAPS), "csat": (99.5, 99, *GAPS)}
    assert metrics(loaded, "gu") == {"contacts": (20, 21, *GAPS), "csat": (98.5, 98, *GAPS)}
    (note,) = loaded.notes
    assert note.message == "没有读：“工号”列、第 1 行的标题“热线一组”、第 5 行“合计”、工作表“说明”"


def test_a_persons_sheets_named_by_month_with_a_metric_a_row(tmp_path: Path) -> None:
    one, two = ([["指标", "数值"], ["接听量", count], ["满意度", rate]] for count, rate in ((10, 0.99), (11, 0.98)))
    save(person(tmp_path, "lin", "林夏").with_suffix(".xlsx"), **{"1月": one, "2月": two})
    loaded = project.load(tmp_path)
    assert (loaded.problems, loaded.notes) == ((), ())
    assert metrics(loaded, "lin") == {"contacts": (10, 11, *GAPS), "csat": (99, 98, *GAPS)}


ACROSS = [["指标", "1月", "2月", "3月"], ["接听量", 10, None, 12], ["质检得分", 99, 98, "产假"]]
DOWN = [["月份", "接听量"], ["1月", 10], ["2月", None], [None, None], ["4月", 13]]


@pytest.mark.parametrize(
    ("rows", "merged", "told"),
    [
        (ACROSS, ["B2:C2"], ["2:2: “10”占着合并的几格，看不出各是多少"]),
        (ACROSS, ["B2:B3"], ["2:2: “10”占着合并的几格，看不出各是多少"]),
        (ACROSS, ["A1:A1", "D3:E3"], []),  # a word for no number, and beside it nothing
        (DOWN, ["B2:B3"], ["2:2: “10”占着合并的几格，看不出各是多少"]),
        (DOWN, ["A3:A4", "B3:B4", "A1:A1", "B5:D5"], []),  # as tall as its month, and as wide as no other number
    ],
)
def test_a_number_that_is_merged_over_others_is_asked_about(
    tmp_path: Path, rows: list[list[Any]], merged: list[str], told: list[str]
) -> None:
    save(person(tmp_path, "lin", "林夏").with_suffix(".xlsx"), *merged, 指标=rows)
    found = [f"{each.line}:{each.column}: {each.message}" for each in project.load(tmp_path).problems]
    assert found == told


def test_a_reason_without_its_number_is_told_by_the_name_of_the_column(tmp_path: Path) -> None:
    rows = [["名称", "类别", "优先级", "通数"], ["电费", "咨询", "低", 600], ["停电", "故障", "高", None]]
    save(person(tmp_path, "lin", "林夏").with_suffix(".xlsx"), "D2:D3", 指标=DOWN[:2], 来电原因=rows)
    (problem,) = project.load(tmp_path).problems
    assert str(problem).endswith("2025.xlsx:3:1: 工作表“来电原因”：这一行缺少“通数” — 在“通数”列补上")


def test_everybodys_sheets_named_by_metric(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    person(tmp_path, "gu", "顾一川")
    save(
        tmp_path / "data/metrics.xlsx",
        接听量=[["姓名", "1月", "2月", "3月"], ["林夏", 10, 11, None], ["顾一川", 20, 21, None]],
        一次解决率=[["姓名", 202501, 202502, 202503], ["林夏", 0.95, 0.96, None], ["顾一川", 0.9, 0.91, None]],
    )
    loaded = project.load(tmp_path)
    assert (loaded.problems, loaded.notes) == ((), ())
    assert metrics(loaded, "lin") == {"contacts": (10, 11, *GAPS), "fcr": (95, 96, *GAPS)}
    assert metrics(loaded, "gu") == {"contacts": (20, 21, *GAPS), "fcr": (90, 91, *GAPS)}


def test_only_whose_row_changed_is_validated_again(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    person(tmp_path, "gu", "顾一川")
    memo = Memo()
    rows = [["姓名", "月份", "接听量"], ["林夏", "1月", 10], ["顾一川", "1月", 20]]
    save(tmp_path / "data/metrics.xlsx", 月报=rows)
    before = project.load(tmp_path, memo)
    save(tmp_path / "data/metrics.xlsx", 月报=[*rows[:2], ["顾一川", "1月", 21]])
    after = project.load(tmp_path, memo)
    digests = [[table.digest for table in year.tables.values()] for load in (before, after) for year in load.years]
    assert digests[1] == digests[3]
    assert digests[0] != digests[2]
    assert after.years[1].record is before.years[1].record


def test_a_workbook_that_cannot_be_read_is_told_in_a_line(tmp_path: Path) -> None:
    path = person(tmp_path, "lin", "林夏").with_suffix(".xlsx")
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "data/metrics.xlsx").write_bytes(b"x")
    found = [str(problem).split(" — ")[0] for problem in project.load(tmp_path).problems]
    assert found == [
        "data/agents/lin/2025.xlsx:1:1: 这个工作簿有密码，或是旧的 .xls 改了名字",
        "data/metrics.xlsx:1:1: 这不是 Excel 工作簿，或者文件坏了",
    ]


def test_a_header_of_the_only_sheet_that_is_misspelt_is_told_with_what_was_meant(tmp_path: Path) -> None:
    save(person(tmp_path, "lin", "林夏").with_suffix(".xlsx"), Sheet1=[["月份", "接听里"], ["1月", 10]])
    loaded = project.load(tmp_path)
    assert [str(problem) for problem in (*loaded.problems, *loaded.notes)] == [
        "data/agents/lin/2025.xlsx:1:2: 不认识的列“接听里” — 是不是“接听量”？不是的，在后面加上“（不用读）”"
    ]


METRICS, TAGS = [["月份", "接听量"], ["1月", 7]], [["标签", "次数"], ["耐心", 8]]


@pytest.mark.parametrize(
    ("sheets", "contacts", "tags", "warned"),
    [
        ({"指标": METRICS, " 评价标签": TAGS}, 7, {"耐心": 8}, ["2025.csv", "2025.标签.csv"]),
        ({"Sheet1": METRICS}, 7, {"热情": 9}, ["2025.csv"]),
        ({"标签": TAGS}, 5, {"耐心": 8}, ["2025.标签.csv"]),
        ({"标签": TAGS, "草稿": [["随便写写"]]}, 5, {"耐心": 8}, ["2025.标签.csv"]),
    ],
    ids=["both", "the only sheet", "tags alone", "tags and a draft"],
)
def test_a_workbook_counts_before_the_csv_of_the_same_matter_and_of_no_other(
    sheets: dict[str, list[list[Any]]], contacts: int, tags: dict[str, int], warned: list[str], tmp_path: Path
) -> None:
    path = person(tmp_path, "lin", "林夏")
    save(path.with_suffix(".xlsx"), **sheets)
    path.with_suffix(".csv").write_text("月份,接听量\n1月,5\n", "utf-8")
    path.with_name("2025.标签.csv").write_text("标签,次数\n热情,9\n", "utf-8")
    loaded = project.load(tmp_path)
    assert (loaded.problems, loaded.notes) == ((), ())
    assert [warning.path.rsplit("/")[-1] for warning in loaded.warnings] == warned
    assert metrics(loaded, "lin")["contacts"][0] == contacts
    record = loaded.years[0].record
    assert record is not None
    assert record.tags.counts == tags


def test_a_sheet_may_say_its_metric_or_its_month_among_other_words(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    persons = ["坐席", "姓名", "接听量"]
    save(
        tmp_path / "data/metrics.xlsx",
        **{
            "2025年7月绩效": [persons, [8001, "林夏", 10]],
            "1-6月绩效": [persons, [8001, "林夏", 60]],
            "质检统计": [["姓名", "1月实际", "2月（分）", "3月①"], ["林夏", 97, 98, 99]],
            "质检目标": [["姓名", "1月", "2月", "3月"], ["林夏", 95, 95, 95]],
        },
    )
    loaded = project.load(tmp_path)
    assert metrics(loaded, "lin") == {
        "contacts": (*GAPS[:6], 10, *GAPS[:5]),
        "qa": (97, 98, 99, *GAPS[:9]),
    }
    assert [str(problem).split(" — ")[0] for problem in (*loaded.problems, *loaded.notes)] == [
        "data/metrics.xlsx:1:1: 没有读：“坐席”列、工作表“1-6月绩效”、工作表“质检目标”"
    ]


def test_everybodys_sheets_named_by_metric_with_persons_across(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    person(tmp_path, "gu", "顾一川")
    save(
        tmp_path / "data/metrics.xlsx",
        接听量=[["月份", "林夏", "顾一川"], [45658, 10, 20], [45689, 11, 21]],
        一次解决率=[[None, "林夏（1001）", "顾一川"], ["1月", 0.95, 0.96], ["2月", 0.94, 0.97]],
    )
    loaded = project.load(tmp_path)
    assert (loaded.problems, loaded.notes) == ((), ())
    assert metrics(loaded, "lin") == {"contacts": (10, 11, *GAPS), "fcr": (95, 94, *GAPS)}
    assert metrics(loaded, "gu") == {"contacts": (20, 21, *GAPS), "fcr": (96, 97, *GAPS)}


def test_everybodys_sheets_named_by_year(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏", 2024)
    person(tmp_path, "gu", "顾一川")
    head = ["姓名", "月份", "接听量"]
    save(tmp_path / "data/metrics.xlsx", **{"2024": [head, ["林夏", "1月", 9]], "2025": [head, ["顾一川", "1月", 2]]})
    loaded = project.load(tmp_path)
    assert (loaded.problems, loaded.notes) == ((), ())
    assert metrics(loaded, "lin") == {"contacts": (9, None, *GAPS)}
    assert metrics(loaded, "gu") == {"contacts": (2, None, *GAPS)}


@pytest.mark.parametrize(("team", "meant"), [("", 2024), ("year: 2025\n", 2025)])
def test_what_tells_no_year_is_of_the_teams_year_or_of_the_only_one_that_is_told(
    tmp_path: Path, team: str, meant: int
) -> None:
    """A sheet or reason without a year is of one year, not of the newest or of every one that a person has."""
    months = [f"{month}月" for month in range(1, 13)]
    save(
        tmp_path / "data/metrics.xlsx",
        接听=[["2024年度汇总"], ["姓名", "指标", *months], ["林夏", "接听量", *[2000] * 12]],
        质检=[["姓名", *months], ["林夏", *[98] * 12]],
        来电原因=[["姓名", "年份", "名称", "类别", "优先级", "数量"], ["林夏", None, "电费账单", "咨询", "低", 62]],
    )
    (tmp_path / "data/team.yml").write_text(team, "utf-8")
    for year in (2023, 2024, 2025):
        person(tmp_path, "lin", "林夏", year, f"metrics: {{csat: [{', '.join(['99.5'] * 12)}]}}\n")
    loaded = project.load(tmp_path)
    assert not loaded.problems
    records = {each.year: each.record for each in loaded.years if each.record}
    assert [year for year, record in records.items() if "qa" in record.metrics] == [meant]
    assert [year for year, record in records.items() if "contacts" in record.metrics] == [2024]
    assert [year for year, record in records.items() if record.issues] == [meant]


def test_reasons_with_and_without_a_year_are_asked_about(tmp_path: Path) -> None:
    reasons = "姓名,年份,名称,类别,优先级,数量\n林夏,,电费账单,咨询,低,62\n周宁,2025,停电,故障,高,9\n"
    person(tmp_path, "lin", "林夏", text=f"metrics: {{csat: [{', '.join(['99.5'] * 12)}]}}\n")
    person(tmp_path, "zhou", "周宁", text=f"metrics: {{csat: [{', '.join(['99.5'] * 12)}]}}\n")
    path = tmp_path / "data/metrics.来电原因.csv"
    path.write_text(reasons, "utf-8")
    loaded = project.load(tmp_path)
    assert not loaded.problems
    assert all(year.record and len(year.record.issues) == 1 for year in loaded.years)
    path.write_text(f"{reasons}林夏,2025,停电,故障,高,3\n", "utf-8")
    assert [str(problem) for problem in project.load(tmp_path).problems] == [
        "data/metrics.来电原因.csv:4:1: 同一个人的来电原因，有的行写了年份，有的没写 — 每一行都写上年份"
    ]


def test_what_is_wrong_in_one_of_several_sheets_names_the_sheet(tmp_path: Path) -> None:
    person(tmp_path, "lin", "林夏")
    head = ["姓名", "接听量", "满意度"]
    sheets = {"1月": [head, ["林夏", 10, 99]], "2月": [head, ["林夏", "很多", 990]], "1月份": [head, ["林夏", 11, 99]]}
    save(tmp_path / "data/metrics.xlsx", **sheets)
    assert [str(problem).split(" — ")[0] for problem in project.load(tmp_path).problems] == [
        "data/metrics.xlsx:2:2: 工作表“1月份”：接听量 1 月有两个值：10 和 11",
        "data/metrics.xlsx:2:2: 工作表“2月”：“很多”不是数字",
        "data/metrics.xlsx:2:3: 工作表“2月”：满意度 2 月的 990 超出范围",
    ]


@pytest.mark.parametrize(
    ("rows", "contacts", "said"),
    [
        ([["月份", "接听量", "月均"], ["1月", 10, "=B2"], ["合计", "=SUM(B2)"]], 10, []),
        ([["月份", "接听量"], ["1月", "=5+5"]], None, ["2:2: “还没有算出结果的公式”不是数字"]),
        ([["月份", "接听量"], ["=A1", 10]], None, ["2:1: 看不出是谁的、哪个月的、什么的：还没有算出结果的公式"]),
        (
            [["月份", "接听量", "=B1"], ["1月", 10, 9]],
            None,
            ["1:3: 看不出是谁的、哪个月的、什么的：还没有算出结果的公式"],
        ),
    ],
    ids=["a sum and a column of no matter", "a number", "a month", "a header"],
)
def test_a_formula_without_its_value_is_told_where_it_is_needed(
    rows: list[list[Any]], contacts: int | None, said: list[str], tmp_path: Path
) -> None:
    save(
        person(tmp_path, "lin", "林夏").with_suffix(".xlsx"),
        指标=rows,
        草稿=[["=1+1"]],
        标签=[["标签", "次数"], ["耐心", 8]],
    )
    loaded = project.load(tmp_path)
    told = [str(problem).removeprefix("data/agents/lin/2025.xlsx:").split(" — ")[0] for problem in loaded.problems]
    assert told == [line.replace(": ", ": 工作表“指标”：", 1) for line in said]
    record = loaded.years[0].record
    assert contacts == (record.metrics["contacts"][0] if record and record.metrics else None)
