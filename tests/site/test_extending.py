"""The worked examples of the architecture page, done as the page says: one metric, one section, one chart."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from reader import Page, text

from building import ROOT, build, copied, run

PAGE = (ROOT / "docs/architecture.md").read_text("utf-8")
MOST = 10


class Step(NamedTuple):
    """A fence of the page: a file as a whole, or the lines that come and go."""

    kind: str
    path: str
    code: str


def steps(name: str) -> list[Step]:
    """The fences of the section ``extend-<name>``."""
    section = re.search(rf"(?ms)^### [^\n]*\{{ #extend-{name} \}}$(.*?)(?=^##)", PAGE)
    assert section
    return [Step(*found) for found in re.findall(r'(?ms)^```(\w+) title="([^"]+)"\n(.*?)^```$', section[1])]


def follow(root: Path, step: Step) -> None:
    path = root / step.path
    if step.kind != "diff":
        assert not path.exists()
        path.write_text(step.code, encoding="utf-8")
        return
    lines = step.code.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    whole = "\n" + path.read_text("utf-8")
    assert whole.count("\n" + before) == 1, f"{step.path} has no such place, or several: {before}"
    path.write_text(whole.replace("\n" + before, "\n" + after)[1:], encoding="utf-8")


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """A copy of the project after all steps of the page, with its site."""
    root = tmp_path_factory.mktemp("extended") / "project"
    copied(root)
    for step in (*steps("metric"), *steps("section"), *steps("chart")):
        follow(root, step)
    assert run(root / "hooks", "chronicle.records.schema").returncode == 0
    year = root / "data/agents/linxia/2025.yml"
    year.write_text(year.read_text("utf-8").rstrip() + "\nthanks: [替我顶夜班的搭档]\n", encoding="utf-8")
    other = root / "data/agents/songqing/2025.yml"
    other.write_text(other.read_text("utf-8").rstrip() + "\npresent: [cover, origins]\n", encoding="utf-8")
    result = build(root, root / "site", "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture(scope="module")
def chronicle(extended):
    return Page(extended / "site", "agents/linxia/2025/index.html")


def test_a_metric_has_its_charts_and_its_number(chronicle):
    assert {"trend-hold", "quarters-hold"} <= chronicle.chart_names
    assert any("平均等候" in text(each) for each in chronicle.all("figure", data_chart="trend-hold"))
    assert chronicle.all("span", data_figure="hold.peak", data_value="58", data_month="7")


def test_a_section_stands_under_its_heading_with_its_source(chronicle, extended):
    lines = (extended / "data/agents/linxia/2025.yml").read_text("utf-8").splitlines()
    (block,) = chronicle.all("div", data_source=f"data/agents/linxia/2025.yml:{len(lines)}")
    assert text(block) == "替我顶夜班的搭档"
    assert [text(each) for each in chronicle.all("h3", id="thanks")] == ["想谢谢的人"]


def test_a_section_is_absent_where_nothing_was_written(extended):
    page = Page(extended / "site", "agents/songqing/2025/index.html")
    assert not page.all("h3", id="thanks")


def test_the_new_key_is_in_the_schema_and_in_the_reference(extended):
    assert '"thanks"' in (extended / "data/_schema/year.schema.json").read_text("utf-8")
    assert "想谢谢的人" in (extended / "docs/reference.md").read_text("utf-8")


def test_a_chart_is_drawn_in_both_forms_with_its_data(chronicle, extended):
    (figure,) = chronicle.all("figure", data_chart="origins")
    drawings = [each.attrib["class"] for each in figure.iter() if "viewbox" in each.attrib]
    assert drawings == ["chart chart--wide", "chart chart--narrow"]
    assert "一点是一则故事。" in text(figure)


@pytest.mark.parametrize("name", ["metric", "section", "chart"])
def test_each_takes_fewer_than_ten_lines(name):
    edits = [step for step in steps(name) if step.kind != "python"]
    added = sum(line.startswith("+") or step.kind != "diff" for step in edits for line in step.code.splitlines())
    assert 0 < added < MOST
    for step in steps(name):
        for node in ast.parse(step.code).body if step.kind == "python" else ():
            assert (node.end_lineno or 0) - node.lineno + 1 < MOST
