from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.input_cases import CASES, YEAR, InputCase

from chronicle.cache import Memo
from chronicle.reading.text import LIMIT, OPENINGS
from chronicle.records import project

STORY = "---\ntitle: 夜里的账单\ndate: 2025-03-12\nlesson: 先接住情绪\n---\n正文\n"


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def lines(root: Path) -> list[str]:
    return [str(problem) for problem in project.load(root).problems]


def test_a_metric_that_is_wrong_takes_no_other_with_it(tmp_path: Path) -> None:
    wrong = "".join(f"  {key}: {{lable {key}: {key}}}\n" for key in ("wait", "hold", "idle", "more", "less"))
    write(tmp_path, {"data/team.yml": f"metrics:\n  push: {{label: 推荐率}}\n{wrong}"})
    assert [*project.read_team(tmp_path).metrics] == ["push"]


# --- kinds of broken input ----------------------------------------------------------------------------------------


def test_there_are_more_than_forty_kinds_of_broken_input() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_input_is_named_at_its_place_and_nothing_else_is(case: InputCase, tmp_path: Path) -> None:
    case.write(tmp_path)
    found = lines(tmp_path)
    assert len(found) == len(case.lines), found
    for line, expected in zip(found, case.lines, strict=True):
        assert line.startswith(expected)


def test_all_kinds_in_one_tree_are_all_told_in_one_run(tmp_path: Path) -> None:
    for case in CASES:
        case.write(tmp_path)
    found = lines(tmp_path)
    expected = sorted(line for case in CASES for line in case.lines)
    missing = [line for line in expected if not any(each.startswith(line) for each in found)]
    assert not missing
    assert len(found) == len(expected)


def test_every_problem_says_the_mend_and_speaks_chinese(tmp_path: Path) -> None:
    for case in CASES:
        case.write(tmp_path)
    for problem in project.load(tmp_path).problems:
        assert problem.mend
        assert any("\u4e00" <= char <= "\u9fff" for char in problem.message)
        assert not any(word in str(problem) for word in ("pydantic", "expected", "Error", "str_type", "None"))
        assert "\n" not in str(problem)


# --- what is right ------------------------------------------------------------------------------------------------


def test_an_empty_project_is_no_problem(tmp_path: Path) -> None:
    loaded = project.load(tmp_path)
    assert (loaded.years, loaded.problems) == ((), ())
    assert loaded.team.name == "客服团队"


def test_chapters_come_by_agent_and_year_with_stories_by_date(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "data/agents/lin-xia/2025.yml": YEAR,
            "data/agents/lin-xia/2024.yml": YEAR,
            "data/agents/a1/2025.yml": YEAR,
            "docs/agents/lin-xia/2025/b.md": STORY,
            "docs/agents/lin-xia/2025/雨夜.md": STORY.replace("03-12", "01-02"),
            "docs/agents/lin-xia/2025/index.md": "自己的话\n",
            "docs/agents/lin-xia/2025/photo.png": "",
        },
    )
    loaded = project.load(tmp_path)
    assert loaded.problems == ()
    assert [(each.agent, each.year) for each in loaded.years] == [("a1", 2025), ("lin-xia", 2024), ("lin-xia", 2025)]
    agent_year = loaded.years[2]
    assert [story.slug for story in agent_year.cases] == ["雨夜", "b"]
    assert agent_year.cases[0].body == "正文\n"
    assert agent_year.cases[0].document.body_line == 6
    assert agent_year.index is not None
    assert (agent_year.index.body, agent_year.index.body_line) == ("自己的话\n", 1)


def test_drafts_and_templates_are_left_alone(tmp_path: Path) -> None:
    names = ["data/agents/_template/2025.yml", "data/agents/.git/x", "data/agents/a/_2025.yaml"]
    names += ["docs/agents/a/2025/_draft.md", "docs/agents/_x/1/y", "data/_team.yml"]
    left = ["~$2025.csv", "2025.yml~", "2025.tmp", "2025.yml.bak", "desktop.ini", "Thumbs.db", "x.crdownload"]
    names += [f"{folder}/{name}" for folder in ("data/agents/a", "docs/agents/a/2025", "docs/agents") for name in left]
    names += ["data/agents/@eaDir/2025.yml", "data/agents/__MACOSX/2025.yml", "docs/agents/a/@eaDir/x.md"]
    write(tmp_path, {**dict.fromkeys(names, "：坏的"), "data/agents/a/2025.yml": YEAR})
    assert lines(tmp_path) == []


def test_the_table_gives_metrics_where_the_yaml_has_none(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"data/agents/a/2025.yml": "name: 林夏\n", "data/agents/a/2025.csv": "月份,满意度(%)\n3月,99.5%\n"},
    )
    loaded = project.load(tmp_path)
    agent_year = loaded.years[0]
    assert loaded.problems == ()
    assert agent_year.record is not None
    assert agent_year.record.metrics == {"csat": (None, None, 99.5, *[None] * 9)}
    assert agent_year.source(("metrics", "csat")) == ("data/agents/a/2025.csv", 1)
    assert agent_year.source(("name",)) == ("data/agents/a/2025.yml", 1)


def test_the_yaml_wins_over_the_table(tmp_path: Path) -> None:
    write(tmp_path, {"data/agents/a/2025.yml": YEAR, "data/agents/a/2025.csv": "月份,接听量\n1月,7\n"})
    loaded = project.load(tmp_path)
    agent_year = loaded.years[0]
    assert agent_year.problems == ()
    assert agent_year.tables == {}
    assert agent_year.source(("metrics", "contacts")) == ("data/agents/a/2025.yml", 2)
    assert [str(warning).split(": ")[0] for warning in loaded.warnings] == ["data/agents/a/2025.csv:2:4"]


def test_a_table_speaks_of_the_teams_own_metrics(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "data/team.yml": "metrics: {repeat: {label: 二次投诉率, max: 100}}\n",
            "data/agents/a/2025.yml": "name: 林夏\n",
            "data/agents/a/2025.csv": "月份,二次投诉率\n1月,150\n",
        },
    )
    assert lines(tmp_path) == [
        "data/agents/a/2025.csv:2:4: 二次投诉率 1 月的 150 超出范围 — 写不大于 100 的数，没有就空着"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_as_meant_in_any_usual_encoding(encoding: str, tmp_path: Path) -> None:
    path = write(tmp_path, {"data/agents/a/2025.yml": ""}) / "data/agents/a/2025.yml"
    path.write_bytes((YEAR + "motto: 每一个来电都值得认真对待\n").replace("\n", "\r\n").encode(encoding))
    loaded = project.load(tmp_path)
    assert loaded.problems == ()
    assert loaded.years[0].record is not None
    assert loaded.years[0].record.motto == "每一个来电都值得认真对待"


def test_a_log_that_may_cover_the_agent_stands_for_metrics(tmp_path: Path) -> None:
    team = "logs:\n  - {files: logs/x.csv, columns: {agent: A, at: T}, agents: {Diane: diane}}\n"
    write(tmp_path, {"data/team.yml": team, "data/agents/diane/2025.yml": "name: D\n"})
    write(tmp_path, {"data/agents/other/2025.yml": "name: O\n"})
    assert lines(tmp_path) == []  # anybody may be found there by name; who is not is told when it has been read
    (tmp_path / "data/team.yml").write_text("logs: []\n", "utf-8")
    assert [line.split(" — ")[0] for line in lines(tmp_path)] == [
        f"data/agents/{agent}/2025.yml:1:1: 没有月度指标" for agent in ("diane", "other")
    ]


# --- files that are odd -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Lin Xia", "林夏", "-a", "a_b", "Linxia"])
def test_an_odd_agent_id_is_named(name: str, tmp_path: Path) -> None:
    write(tmp_path, {f"data/agents/{name}/2025.yml": YEAR})
    loaded = project.load(tmp_path)
    assert loaded.years == ()
    assert [str(problem).split(" — ")[0] for problem in loaded.problems] == [
        f"data/agents/{name}:1:1: 文件夹名“{name}”不能用"
    ]


def test_names_that_differ_in_case_only_are_named(tmp_path: Path) -> None:
    write(tmp_path, {"data/agents/a/2025.yml": YEAR, "docs/agents/a/2025/bill.md": STORY})
    (tmp_path / "docs/agents/a/2025/Bill.md").write_text(STORY, encoding="utf-8")
    if len(list((tmp_path / "docs/agents/a/2025").iterdir())) == 1:
        pytest.skip("this file system has one name for both")
    assert [line.split(" — ")[0] for line in lines(tmp_path)] == [
        "docs/agents/a/2025/bill.md:1:1: “bill.md”与“Bill.md”只有大小写不同"
    ]


@pytest.mark.parametrize("name", ["team.yaml", "Team.yml", "team.txt"])
def test_a_team_file_by_another_name_is_named(name: str, tmp_path: Path) -> None:
    write(tmp_path, {f"data/{name}": "name: x\n"})
    assert lines(tmp_path) == [f"data/{name}:1:1: 文件名“{name}”不能用 — 改名为“team.yml”"]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    write(tmp_path, {"data/agents/a/2025.yml": "#" * (LIMIT + 1)})
    loaded = project.load(tmp_path)
    assert [problem.message for problem in loaded.problems] == ["文件超过 1 MiB，不像是手写的一年"]
    assert loaded.years[0].record is None


@pytest.mark.parametrize("opening", ["[", "![a](", "<a ", "<![CDATA[", "[^1]"])
def test_a_text_of_nothing_but_openings_is_refused(opening: str, tmp_path: Path) -> None:
    """Markdown takes minutes for it."""
    body = opening * OPENINGS
    write(tmp_path, {"data/agents/a/2025.yml": YEAR, "docs/agents/a/2025/b.md": f"{STORY}甲{body}甲[\n"})
    count = body.count("[") + body.count("<") + 1
    [line] = lines(tmp_path)
    place = f"docs/agents/a/2025/b.md:7:{2 + opening.startswith('!')}"
    assert line.startswith(f"{place}: “[”和“<”一共有 {count} 个，不像是写的文字（最多 2000 个） — 粘贴时只粘贴文字")


def test_chinese_without_end_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"data/agents/a/2025.yml": YEAR, "docs/agents/a/2025/b.md": f"{STORY}甲，{'王' * 20000}"})
    assert lines(tmp_path) == [
        "docs/agents/a/2025/b.md:7:3: 这里的中文有两万字没有一个标点，不像是写的文字 — 加上标点，分成几段"
    ]


def link(path: Path, target: Path, *, folder: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.symlink_to(target, target_is_directory=folder)
    except OSError:
        pytest.skip("links need a privilege here")


def test_symbolic_links_are_refused_wherever_they_are(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    write(outside, {"2025.yml": YEAR, "secret.md": STORY})
    write(root, {"data/agents/a/2025.yml": YEAR})
    link(root / "data/agents/b/2025.yml", outside / "2025.yml")
    link(root / "data/agents/c", outside, folder=True)
    link(root / "docs/agents/a/2025/x.md", outside / "secret.md")
    link(root / "data/team.yml", outside / "none.yml")
    assert [line.split(" — ")[0] for line in lines(root)] == [
        "data/agents/b/2025.yml:1:1: “2025.yml”是符号链接，不会被读取",
        "data/agents/c:1:1: “c”是符号链接，不会被读取",
        "data/team.yml:1:1: “team.yml”是符号链接，不会被读取",
        "docs/agents/a/2025/x.md:1:1: “x.md”是符号链接，不会被读取",
    ]


def test_a_linked_agents_folder_is_refused(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    write(outside, {"a/2025.yml": YEAR})
    link(root / "data/agents", outside, folder=True)
    loaded = project.load(root)
    assert loaded.years == ()
    assert [problem.path for problem in loaded.problems] == ["data/agents"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "data/agents/a").mkdir(parents=True)
    os.mkfifo(tmp_path / "data/agents/a/2025.yml")
    assert [problem.message for problem in project.load(tmp_path).problems] == ["这不是普通文件"]


def test_a_folder_in_place_of_a_file_and_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    write(tmp_path, {"data/agents/a/2025.yml/x": "", "data/agents/b": "", "docs/agents/c/2025": ""})
    assert [problem.path for problem in project.load(tmp_path).problems] == [
        "data/agents/a/2025.yml",
        "data/agents/b",
        "docs/agents/c/2025",
    ]


# --- pages that stay up, and reading once -------------------------------------------------------------------------


def test_a_broken_file_leaves_the_others_whole(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "data/agents/a/2025.yml": YEAR + "moto: x\n",
            "data/agents/b/2025.yml": YEAR,
            "docs/agents/a/2025/good.md": STORY,
            "docs/agents/b/2025/bad.md": "坏的",
        },
    )
    first, second = project.load(tmp_path).years
    assert first.record is None
    assert [problem.line for problem in first.problems] == [3]
    assert first.cases[0].record is not None
    assert second.record is not None
    assert second.problems == ()
    assert second.cases[0].record is None
    assert [problem.line for problem in second.cases[0].problems] == [1]


def test_a_broken_team_file_does_not_make_every_metric_unknown(tmp_path: Path) -> None:
    year = YEAR.replace("contacts", "repeat")
    write(tmp_path, {"data/team.yml": "metric: {repeat: {label: x}}\n", "data/agents/a/2025.yml": year})
    assert [problem.path for problem in project.load(tmp_path).problems] == ["data/team.yml"]


def test_a_team_file_that_cannot_be_read_is_not_blamed_on_those_whom_its_logs_cover(tmp_path: Path) -> None:
    logs = "logs: [{files: logs/*.csv, columns: {agent: 坐席, at: 时间}, agents: {甲: a}}]\n"
    write(tmp_path, {"data/team.yml": f"year: 今年\n{logs}", "data/agents/a/2025.yml": "name: 甲\n"})
    assert lines(tmp_path) == ["data/team.yml:1:7: “今年”不是数字 — 写四位数字，如 2025"]


def test_an_unchanged_file_is_neither_parsed_nor_validated_again(tmp_path: Path) -> None:
    write(tmp_path, {"data/agents/a/2025.yml": YEAR, "data/agents/b/2025.yml": YEAR, "docs/agents/a/2025/x.md": STORY})
    memo = Memo()
    before = project.load(tmp_path, memo)
    write(tmp_path, {"data/agents/b/2025.yml": YEAR.replace("林夏", "顾一川")})
    after = project.load(tmp_path, memo)
    assert after.years[0].document is before.years[0].document
    assert after.years[0].record is before.years[0].record
    assert after.years[0].cases[0] is before.years[0].cases[0]
    assert after.years[1].record is not None
    assert after.years[1].record.name == "顾一川"
    assert project.load(tmp_path).years[0].record is not before.years[0].record


def test_a_table_is_read_again_where_the_team_names_its_metrics_anew(tmp_path: Path) -> None:
    label = "metrics: {repeat: {label: 二次投诉率}}\n"
    table = {"data/agents/a/2025.yml": "name: 林夏\n", "data/agents/a/2025.csv": "月份,投诉率\n1月,1\n"}
    write(tmp_path, {**table, "data/team.yml": label})
    memo = Memo()
    assert project.load(tmp_path, memo).problems
    write(tmp_path, {"data/team.yml": label.replace("二次", "")})
    assert project.load(tmp_path, memo).problems == ()


def test_a_free_page_needs_no_front_matter(tmp_path: Path) -> None:
    write(tmp_path, {"docs/index.md": "---\ntitle: 首页\n---\n\n# 您好\n", "docs/about.md": "# 关于\n"})
    home = project.read_page(tmp_path, "docs/index.md")
    assert (home.data, home.body, home.body_line) == ({"title": "首页"}, "\n# 您好\n", 4)
    about = project.read_page(tmp_path, "docs/about.md")
    assert (about.body, about.body_line, about.problems) == ("# 关于\n", 1, ())


def test_a_metric_that_is_none_is_told_once_however_many_values_it_has(tmp_path: Path) -> None:
    write(tmp_path, {"data/agents/lin/2025.yml": "name: 林夏\nmetrics:\n  contacts: [1, 2]\n  未知键: 3\n"})
    told = [(problem.line, problem.message) for problem in project.load(tmp_path).problems]
    assert told == [(3, "“contacts”有 2 个值，应为 12 个"), (4, "不认识的指标“未知键”")]
