"""The files of somebody new: where they stand, what is filled in, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from building import ROOT
from chronicle.records import newcomer, project
from chronicle.records.newcomer import NotMadeError, create, folder_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in which nobody is: the templates and the sample."""
    for name in ("data", "docs"):
        for inner in ("_template", "_sample"):
            shutil.copytree(ROOT / name / inner, tmp_path / name / inner)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("林夏", "linxia"), ("欧阳娜娜", "ouyangnana"), ("单雄信", "shanxiongxin"), ("曾小满", "zengxiaoman"),
        ("阿依古丽·买买提", "ayiguli-maimaiti"), ("Diane Wang", "diane-wang"), ("José", "jose"), ("김민수", ""),
    ],
)  # fmt: skip
def test_a_folder_is_called_as_the_name_sounds(name: str, folder: str) -> None:
    assert folder_of(name) == folder


def test_a_person_has_two_files_with_name_and_year_that_wait_for_numbers(root: Path) -> None:
    assert create(root, "林夏", 2031) == ["data/agents/linxia/2031.yml", "docs/agents/linxia/2031/story.md"]
    assert [problem.message for problem in project.load(root).problems] == ["所有月份都没有值"]
    year = root / "data/agents/linxia/2031.yml"
    year.write_text(year.read_text("utf-8").replace("contacts: [~", "contacts: [900"), "utf-8")
    loaded = project.load(root)
    (manuscript,) = loaded.years
    assert (manuscript.agent, manuscript.year, loaded.problems) == ("linxia", 2031, ())
    assert manuscript.record is not None
    assert manuscript.record.name == "林夏"
    assert manuscript.cases[0].record is not None
    assert manuscript.cases[0].record.date.year == 2031
    assert {warning.path for warning in loaded.warnings} == {"docs/agents/linxia/2031/story.md"}  # nothing in the data


@pytest.mark.parametrize("name", ["No", "123", "阿依古丽·买买提", "O'Neil", "王（小）"])
def test_a_name_is_read_as_it_was_given(root: Path, name: str) -> None:
    create(root, name, 2031, "someone")
    record = project.load(root).years[0].record
    assert record is not None
    assert record.name == name


@pytest.mark.parametrize("name", ["", " ", "../x", "a/b", "林夏: x", "林\n夏", "<b>", "林夏" * 20, "{x}", "#"])
def test_an_odd_name_is_refused_in_one_line(root: Path, name: str) -> None:
    with pytest.raises(NotMadeError, match=r"\A.*不像姓名：.*\Z"):
        create(root, name, 2031, "someone")
    assert not (root / "data/agents").exists()


@pytest.mark.parametrize("folder", ["Lin", "夏", "a b", "../x", "-a"])
def test_an_odd_folder_and_an_odd_year_are_refused(root: Path, folder: str) -> None:
    with pytest.raises(NotMadeError, match="不能用"):
        create(root, "林夏", 2031, folder)
    with pytest.raises(NotMadeError, match="不像年份"):
        create(root, "林夏", 31)
    with pytest.raises(NotMadeError, match=r"写成 --year 2031；是工号，.* new 林夏 a2031"):
        create(root, "林夏", 2030, "2031")


def test_nothing_is_written_over(root: Path) -> None:
    create(root, "林夏", 2031)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(NotMadeError, match="已经有了"):
        create(root, "林 夏", 2031)
    with pytest.raises(NotMadeError, match=r"是另一位的.* new 林霞 linxia-2"):
        create(root, "林霞", 2032)
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    year = root / "data/agents/linxia/2031.yml"
    year.write_bytes(year.read_text("utf-8").encode("gb18030"))  # as an old Notepad saves it
    (root / "docs/agents/linxia/2032").mkdir()
    assert create(root, "林夏", 2032) == ["data/agents/linxia/2032.yml"]  # stories that are there stay alone


def test_everybody_of_the_table_who_has_no_file(root: Path) -> None:
    header = "姓名,工号,月份,接听量"
    rows = [
        f"{name},{at},{month}月,{900 + at}" for at, name in enumerate(("林夏", "林 霞", "Diane")) for month in (1, 2)
    ]
    (root / "data/metrics.csv").write_text("\n".join([header, *rows, "合计,,,9999"]), "utf-8")
    create(root, "林夏", 2031)
    people, problems = newcomer.absent_people(root)
    assert ([person.name for person in people], problems) == (["林霞", "Diane"], ())
    assert list(newcomer.create_all(root, people, 2031)) == [
        "data/agents/linxia-2/2031.yml、docs/agents/linxia-2/2031/_story.md",
        "data/agents/diane/2031.yml、docs/agents/diane/2031/_story.md",
    ]
    loaded = project.load(root)
    assert loaded.problems == ()
    assert [manuscript.source(("metrics", "contacts"))[0] for manuscript in loaded.years] == ["data/metrics.csv"] * 3
    assert newcomer.absent_people(root) == ((), ())


def test_two_years_of_somebody_new_are_in_one_folder(root: Path) -> None:
    (root / "data/metrics.csv").write_text("姓名,月份,接听量\n林夏,2031-12,900\n林夏,2032-01,800\n", "utf-8")
    people, _ = newcomer.absent_people(root)
    made = [line.split("、")[0] for line in newcomer.create_all(root, people, 2031)]
    assert made == ["data/agents/linxia/2031.yml", "data/agents/linxia/2032.yml"]
    assert project.load(root).problems == ()


def test_somebody_new_in_two_sheets_of_the_table_is_made_once(root: Path) -> None:
    book = Workbook()
    book.active.title = "2032年指标"
    for sheet, rows in (
        (book.active, [["姓名", "月份", "接听量"], ["林夏", "12月", 900]]),
        (book.create_sheet("来电原因"), [["姓名", "名称", "数量"], ["林夏", "账单", 9]]),
    ):
        for row in rows:
            sheet.append(row)
    book.save(root / "data/metrics.xlsx")
    people, _ = newcomer.absent_people(root)
    assert [line.split("、")[0] for line in newcomer.create_all(root, people, 2031)] == ["data/agents/linxia/2032.yml"]
    assert project.load(root).problems == ()


def test_a_new_year_in_the_table_is_a_new_file_in_the_same_folder(root: Path) -> None:
    create(root, "林夏", 2031, "xia")
    (root / "data/metrics.csv").write_text("姓名,月份,接听量\n林夏,2032-01,900\n", "utf-8")
    people, _ = newcomer.absent_people(root)
    assert [*newcomer.create_all(root, people, 2031)] == ["data/agents/xia/2032.yml、docs/agents/xia/2032/_story.md"]


def test_while_the_sample_is_shown_a_file_of_the_teams_own_is_named(root: Path) -> None:
    assert project.load(root).warnings == ()
    (root / "data/metrics.csv").write_text("姓名,月份,接听量\n林夏,1月,900\n", "utf-8")
    (warning,) = project.load(root).warnings
    assert str(warning).startswith("data/metrics.csv:1:1: 还没有人有自己的文件，显示的是示例")
    assert "python -m hooks new" in warning.mend


def test_the_year_is_the_teams_own(root: Path) -> None:
    (root / "data/team.yml").write_text("year: 2031\n", "utf-8")
    assert newcomer.usual_year(root) == 2031
    (root / "data/team.yml").unlink()
    assert newcomer.usual_year(root) in newcomer._YEARS  # and not the sample's
