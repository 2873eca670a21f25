"""The first year of somebody new: the templates as the guide tells to copy them, and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from reader import Page, text
from strangers import place

from building import ROOT, build
from chronicle.records import project
from chronicle.rendering.outline import HEADINGS

YEAR = "data/agents/linxia/2025.yml"
STORY = "docs/agents/linxia/2025/midnight-bill.md"


def newcomer(root: Path) -> Path:
    """The steps of the guide's first table."""
    place(root)
    shutil.copytree(ROOT / "data/_template/xingming", root / "data/agents/linxia")
    shutil.copytree(ROOT / "docs/_template/xingming", root / "docs/agents/linxia")
    (root / "docs/agents/linxia/2025/story.md").rename(root / STORY)
    year = (root / YEAR).read_text("utf-8")
    for key, value in {"contacts": 1800, "fcr": 92.4, "csat": 99.1, "qa": 98.8, "aht": 262}.items():
        year = re.sub(rf"(?m)^  {key}:( *)\[~", rf"  {key}:\1[{value}", year)
    (root / YEAR).write_text(year, "utf-8")
    return root


def uncommented(path: Path) -> None:
    """What is commented out, taken into use as the template tells: without the ``#`` that begins the line."""
    path.write_text(re.sub(r"(?m)^#(?=[a-z]|  )", "", path.read_text("utf-8")), encoding="utf-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    root = newcomer(tmp_path_factory.mktemp("newcomer") / "project")
    result = build(root, root / "site")
    assert result.returncode == 0, result.stdout + result.stderr
    odd = [line for line in result.stderr.splitlines() if line.startswith(("WARNING", "ERROR"))]
    assert len(odd) == 6
    assert all("还是模板里的" in line for line in odd)
    return root


def test_the_templates_as_they_stand_show_a_chronicle_and_a_story(first):
    chronicle = Page(first / "site", "agents/linxia/2025/index.html")
    assert {"trend-contacts", "trend-fcr", "trend-csat"} <= chronicle.chart_names
    assert "您的姓名" in chronicle.words
    assert "agents/linxia/2025/midnight-bill/index.html" in chronicle.links()
    assert "agents/linxia/2025/index.html" in Page(first / "site", "index.html").links()


def test_the_templates_themselves_are_no_pages(first):
    site = first / "site"
    assert not [path for path in site.rglob("*") if "_template" in path.as_posix() or "xingming" in path.name]


def test_every_section_of_the_template_is_right_once_it_is_taken_into_use(tmp_path):
    root = newcomer(tmp_path)
    uncommented(root / YEAR)
    uncommented(root / STORY)
    loaded = project.load(root)
    assert loaded.problems == ()
    (agent_year,) = loaded.years
    empty = {name for name in type(agent_year.record).model_fields if not getattr(agent_year.record, name)}
    assert empty == {"present"}
    case = agent_year.cases[0].record
    empty = {name for name in type(case).model_fields if not getattr(case, name)}
    assert empty <= {
        "lead",
        "asked",
    }  # the template has one story, which needs no mark, and the reference names the rest


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_the_template_is_read_the_same_as_notepad_may_save_it(tmp_path, encoding):
    root = newcomer(tmp_path)
    before = project.load(root).years[0].record
    said = (root / YEAR).read_text("utf-8")
    (root / YEAR).write_bytes(said.replace("\n", "\r\n").encode(encoding))
    loaded = project.load(root)
    assert loaded.problems == ()
    assert loaded.years[0].record == before


def test_the_templates_lead_an_editor_to_the_schema(tmp_path):
    root = newcomer(tmp_path)
    for path in (root / YEAR, ROOT / "data/_template/xingming/2025.yml"):
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text("utf-8"))
        assert found
        assert (path.parent / found[1]).is_file()


def test_the_guide_shows_every_block_live_where_there_are_no_people(first):
    guide = Page(first / "site", "guide/index.html")
    charts = {"trend-fcr", "quarters-csat", "tags", "issues", "campaign-1", "voices", "journey", "energy", "growth"}
    assert charts <= guide.chart_names
    for name in ("crystals", "phrasing", "translations", "plan", "record", "foresight", "formulas", "pathway"):
        assert [each for each in guide.root.iter() if name in each.attrib.get("class", "").split()], name
    assert "25,750 通" in text(guide.article)


def test_the_numbers_of_the_guide_come_from_the_lines_that_it_shows(first):
    lines = (ROOT / "docs/guide.md").read_text("utf-8").splitlines()
    figures = Page(first / "site", "guide/index.html").all(data_figure="")
    assert len(figures) >= 10
    for each in figures:
        path, _, number = each.attrib["data-source"].rpartition(":")
        assert path == "docs/guide.md"
        assert re.match(r" *[a-z_]+:", lines[int(number) - 1])


@pytest.mark.parametrize("path", ["guide", "reference", "publish"])
def test_every_link_of_the_guides_leads_somewhere(first, path):
    page = Page(first / "site", f"{path}/index.html")
    for address, target, anchor in page.inner():
        file = first / "site" / target
        assert file.is_file(), address
        if anchor and target == page.path:
            assert anchor in page.anchors, address


def test_the_example_is_nobody(first):
    site = first / "site"
    assert not (site / "agents" / "范例").exists()
    home = Page(site, "index.html")
    assert "范例" not in home.words
    assert [each for each in home.all("li") if "agent" in each.attrib.get("class", "").split()]
    people = [page for folder in ("agents", "team") for page in (site / folder).rglob("*.html")]
    assert len(people) > 3
    assert not [page for page in people if "范例" in page.read_text("utf-8")]


def test_the_guide_names_every_section_that_can_be_placed():
    guide = (ROOT / "docs/guide.md").read_text("utf-8")
    charts = {"tags", "issues", "voices", "needs", "energy", "growth", "rhythm"}
    ours = {name for name in HEADINGS if name not in {"trends", "quarters", "campaigns", "suggestions"}}
    assert not [name for name in ours | charts if f"`{name}`" not in guide]
