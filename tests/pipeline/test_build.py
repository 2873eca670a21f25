"""One build, from the folders to the pages: what it makes, what it leaves, what it says; and how deep drawing lies."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pytest
from small_project import FREE, small, story, write, year

from building import ROOT, run
from chronicle.cache import Cache, Memo
from chronicle.figures.annual import Band
from chronicle.pipeline.build import Inputs, Site, build
from chronicle.rendering.questions import questions_html
from composed import composed, html_of, pool_of
from measuring import assert_linear

#: Frames of ours that may lie on the stack when a chart is drawn.
MOST_FRAMES = 8
YEAR = "agents/linxia/2025/index.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def built(root: Path, current: Collection[str], inputs: Inputs | None = None) -> Site:
    """A build in which these pages can stand as they are."""
    inputs = inputs or Inputs(root, FREE)
    return build(inputs, Cache(root / ".cache"), pool_of(root), lambda navigation, digests: current)


def test_everybody_and_the_team_have_their_pages(root: Path) -> None:
    site = composed(root, FREE)
    ours = {uri for uri in site.pages if not uri.startswith("team/")}
    assert ours == {
        "index.md", "about.md", "agents/linxia/index.md", "agents/linxia/2024/index.md", YEAR,
        "agents/linxia/2025/night.md", "agents/zhouning/index.md", "agents/zhouning/2025/index.md",
    }  # fmt: skip
    assert site.years.keys() == {"agents/linxia/2024", "agents/linxia/2025", "agents/zhouning/2025"}
    assert site.years["agents/linxia/2025"].uris == (YEAR, "agents/linxia/2025/night.md")
    assert f"{site.doors[0].uri}.md" in site.pages
    assert (site.problems, site.warnings) == ([], [])


def test_a_number_and_a_sentence_reach_the_page(root: Path) -> None:
    site = composed(root, FREE)
    assert "<svg" in html_of(site, YEAR, root)
    assert 'data-value="1000"' in html_of(site, YEAR, root)
    assert "她说眼睛不好。" in html_of(site, "agents/linxia/2025/night.md", root)


def test_what_can_stand_is_not_made(root: Path) -> None:
    everything = composed(root, FREE)
    site = built(root, everything.pages.keys() - {"agents/zhouning/2025/index.md"})
    texts = {uri for uri, page in site.pages.items() if page.text.markdown and not uri.startswith("team/")}
    assert texts == {"agents/zhouning/2025/index.md"}
    assert [uri for uri, each in site.years.items() if each.blocks] == ["agents/zhouning/2025"]
    assert {uri: page.digest for uri, page in site.pages.items()} == {
        uri: page.digest for uri, page in everything.pages.items()
    }


def test_who_is_quoted_on_a_page_that_is_made_is_there(root: Path) -> None:
    write(root, "docs/about.md", "{{ zhouning/2025/contacts.total }}\n")
    everything = composed(root, FREE)
    site = built(root, everything.pages.keys() - {"about.md"})
    assert html_of(site, "about.md", root) == html_of(everything, "about.md", root)
    assert "{{" not in html_of(site, "about.md", root)


def test_the_navigation_and_all_digests_are_asked_about(root: Path) -> None:
    asked: list[tuple[Sequence[object], Mapping[str, str]]] = []

    def find_current(navigation: Sequence[object], digests: Mapping[str, str]) -> Collection[str]:
        asked.append((navigation, digests))
        return ()

    site = build(Inputs(root, FREE), Cache(root / ".cache"), pool_of(root), find_current)
    ((navigation, digests),) = asked
    assert digests == {uri: page.digest for uri, page in site.pages.items()}
    assert navigation[0] == [("index.md", "人间观察员"), ("about.md", "关于")]


def test_a_mistake_stands_on_the_pages_that_it_concerns_and_is_looked_for_each_time(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", "name: 林夏\nmetrics: {contacts: [一, 二]}\n")
    write(root, "docs/about.md", "::: no/2025/such\n")
    site = composed(root, FREE)
    assert {problem.path for problem in site.problems} == {"data/agents/linxia/2025.yml", "docs/about.md"}
    ailing = {uri for uri, page in site.pages.items() if not page.digest}
    assert ailing == {YEAR, "agents/linxia/2025/night.md", "about.md"}


def test_a_mistake_of_the_team_stands_on_the_home_page(root: Path) -> None:
    write(root, "data/team.yml", "name: [\n")
    site = composed(root, FREE)
    assert not site.pages["index.md"].digest
    assert "data/team.yml" in site.pages["index.md"].text.slots[0].html


def test_a_slide_of_nothing_is_told_at_each_build(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("林夏", more="present: [trend-contacts, energy]\n"))
    site = composed(root, FREE)
    again = built(root, {uri for uri, page in site.pages.items() if page.digest})
    assert len(site.notes) == 1
    assert again.notes == site.notes


def test_nothing_personal_is_said_of_what_is_personal(root: Path) -> None:
    write(root, "docs/agents/linxia/2025/13912345678.md", story("她留下 13912345678。"))
    site = composed(root, FREE)
    assert site.warnings
    assert "13912345678" not in str((site.warnings, site.problems, [*site.pages]))


def test_a_preview_keeps_the_teams_bands_as_long_as_the_people_are_the_same(root: Path) -> None:
    for at, name in enumerate(("陈一诺", "许安然", "沈知秋")):
        write(root, f"data/agents/agent-{'abc'[at]}/2025.yml", year(name, 1200 + at))
    memo = Memo()

    def bands(memo: Memo | None) -> Mapping[str, Band]:
        return composed(root, FREE, memo=memo).years["agents/agent-b/2025"].agent_year.bands

    first = bands(memo)
    assert first
    write(root, "data/agents/agent-a/2025.yml", year("陈一诺", 100))
    assert bands(memo) == first != bands(None)
    write(root, "data/agents/agent-d/2025.yml", year("方小满", 100))
    assert bands(memo) == bands(None) != first


_COUNTS = """
import importlib, json, pkgutil, sys
from pathlib import Path
hooks, project = map(Path, sys.argv[1:])
sys.path.insert(0, str(hooks))
import chronicle.charts
from mkdocs.commands.build import build
from mkdocs.config import load_config

depths = {}

def counting(name, draw):
    def counted(*given):
        frame, depth = sys._getframe(), 1  # draw itself
        while frame := frame.f_back:
            comprehension = frame.f_code.co_name.endswith("comp>")  # no frame from Python 3.12 on
            depth += not comprehension and Path(frame.f_code.co_filename).is_relative_to(hooks)
        depths[name] = max(depth, depths.get(name, 0))
        return draw(*given)
    return counted

for kind in pkgutil.iter_modules(chronicle.charts.__path__):
    module = importlib.import_module(f"chronicle.charts.{kind.name}")
    if hasattr(module, "draw"):
        module.draw = counting(kind.name, module.draw)
build(load_config(str(project / "mkdocs.yml")))
print(json.dumps(depths))
"""


def test_few_of_our_frames_lie_on_the_stack_when_a_chart_is_drawn(root: Path, tmp_path: Path) -> None:
    more = "tags: {耐心: 20, 专业: 10}\n"
    write(root, "data/agents/linxia/2025.yml", year("林夏", more=more))
    settings = f"""
site_name: 人间观察员
hooks: [{ROOT / "hooks/observer.py"}]
theme: {{name: material, custom_dir: {ROOT / "hooks/theme"}, font: false}}
plugins: []
"""
    write(root, "mkdocs.yml", settings)
    script = tmp_path / "counts.py"
    script.write_text(_COUNTS, "utf-8")
    result = run(root, str(script), str(ROOT / "hooks"), str(root))
    assert result.returncode == 0, result.stderr
    depths = json.loads(result.stdout.splitlines()[-1])
    assert {"trend", "wordcloud", "sparkline"} <= depths.keys()
    assert {name: depth for name, depth in depths.items() if depth > MOST_FRAMES} == {}


def test_front_matter_passes_only_what_a_page_needs(root: Path) -> None:
    """Themes and plugins read many more keys, some unescaped and some in a form of their own."""
    front = "title: 找13812345678\nhide: [toc]\nsearch: 3\ntags: ['<img src=x onerror=a()>', [13812345678]]"
    write(root, "docs/about.md", f"---\n{front}\ntemplate: x.html\n---\n# 关于\n")
    site = composed(root, FREE)
    assert site.pages["about.md"].meta == {"title": "找138××××5678", "hide": ["toc"]}
    told = [(problem.line, problem.message) for problem in site.warnings]
    unknown = [
        (line, f"页面开头的“{name}”是不认识的键，没有用上")
        for line, name in ((4, "search"), (5, "tags"), (6, "template"))
    ]
    assert told == [(2, "发现手机号"), *unknown]


@pytest.mark.parametrize("hide", ["[sidebar]", "3", "{a: b}", "[[toc]]"])
def test_only_parts_of_a_page_are_hidden(root: Path, hide: str) -> None:
    write(root, "docs/about.md", f"---\nhide: {hide}\n---\n# 关于\n")
    site = composed(root, FREE)
    assert site.pages["about.md"].meta == {}
    assert [problem.message for problem in site.warnings] == ["页面开头的“hide”是不认识的写法，没有用上"]


def test_a_list_in_front_matter_is_not_deep_without_end(root: Path) -> None:
    write(root, "docs/about.md", f"---\ntitle: 关于\nx: {'[' * 300}{']' * 300}\n---\n# 关于\n")
    (problem,) = composed(root, FREE).problems
    assert (problem.line, problem.message) == (3, "括号或缩进套了 40 层以上")


@pytest.mark.parametrize("piece", ["{{ ", "{{ a ", "[", "[a](", "![", "<a ", "{", "**"])
def test_a_story_of_nothing_but_beginnings_takes_no_time(root: Path, piece: str) -> None:
    def build_with(text: str) -> None:
        write(root, "docs/agents/linxia/2025/night.md", story(text))
        composed(root)

    build_with("")  # what loads once
    assert_linear(build_with, piece * 30_000)


def test_the_writer_is_asked_of_a_year_that_was_made_and_of_one_that_was_kept(root: Path) -> None:
    for current in ((), [YEAR]):
        asked = questions_html(built(root, current).years[YEAR.removesuffix("/index.md")].agent_year)
        assert asked.startswith('<details class="fold questions">')
        assert "12\u00a0月接听量最多" in asked


@pytest.mark.parametrize("agents", ["{林夏: linxia}", "{小林: 林夏}"])
def test_a_log_fills_what_a_template_leaves_open_and_a_wrong_one_is_not_said_to_hold_nobody(
    root: Path, agents: str
) -> None:
    write(root, "data/agents/linxia/2025.yml", f"name: 林夏\nmetrics: {{contacts: [{', '.join('~' * 12)}]}}\n")
    who = agents.strip("{").partition(":")[0]
    write(root, "data/logs/a.csv", "坐席,时间\n" + f"{who},2025-03-01 09:00\n" * 3 + f"{who},2025-04-02 09:00\n")
    team = f"logs: [{{files: logs/a.csv, agents: {agents}, columns: {{agent: 坐席, at: 时间}}}}]\n"
    write(root, "data/team.yml", team)
    site = composed(root, FREE)
    assert site.problems == []
    assert site.years["agents/linxia/2025"].agent_year.annual.figures["contacts.total"].value == 4
    write(root, "data/team.yml", team.replace("at: 时间", "at: 时刻"))
    assert ["没有「时刻」这一列" in problem.message for problem in composed(root, FREE).problems] == [True]


def test_the_cache_holds_no_word_of_a_log_as_it_was(root: Path) -> None:
    rows = "".join(f"林夏,2025-03-{day:02} 09:00,查账单 13812345678,客户王芳来电\n" for day in range(1, 29))
    write(root, "data/logs/a.csv", f"坐席,时间,来电原因,渠道\n{rows}")
    columns = "{agent: 坐席, at: 时间, reason: 来电原因, channel: 渠道}"
    write(
        root,
        "data/team.yml",
        f"name: 热线中心\nyear: 2025\nlogs: [{{files: logs/a.csv, agents: {{林夏: linxia}}, columns: {columns}}}]\n",
    )
    for _ in range(2):  # counted, and out of the cache
        log = composed(root, FREE).years["agents/linxia/2025"].agent_year.log
        assert log
        assert [reason.name for reason in log.issues] == ["查账单 138××××5678"]
        assert [channel for channel, _ in log.channels] == ["客户王×来电"]
    kept = b"".join(path.read_bytes() for path in (root / ".cache").rglob("*") if path.is_file())
    assert "查账单 138××××5678".encode() in kept
    assert b"13812345678" not in kept
    assert "王芳".encode() not in kept


def test_a_table_that_is_to_be_mended_is_the_only_fault(root: Path) -> None:
    """Whom it covers cannot be told, and nobody is said to lack metrics."""
    write(root, "data/agents/zhouning/2025.yml", "name: 周宁\n")
    write(root, "data/metrics.csv", "甲,乙\n丙,丁\n")
    [problem] = composed(root, FREE).problems
    assert problem.path == "data/metrics.csv"


@pytest.mark.parametrize(
    ("metrics", "unknown"),
    [("metrics: 按时率", []), ("metrics: {hold: {label: 等候, totl: sum}}", ["没有叫“trend-hodl”的图表或栏目"])],
)
def test_names_of_metrics_are_looked_for_where_the_teams_can_be_told(
    root: Path, metrics: str, unknown: list[str]
) -> None:
    write(root, "data/team.yml", f"channel: 工单\n{metrics}\n")
    write(root, "docs/agents/zhouning/2025/index.md", "# 我\n\n::: trend-hold\n\n::: trend-hodl\n")
    site = composed(root, FREE)
    assert [problem.message for problem in site.problems if problem.path != "data/team.yml"] == unknown
    assert site.years["agents/zhouning/2025"].agent_year.channel.name == "工单"
