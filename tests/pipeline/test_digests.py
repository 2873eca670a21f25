"""What a page's digest rests on: an edit changes the pages that show it, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import FREE, small, story, write, year

from chronicle.cache import Cache
from chronicle.pipeline import digests as digests_module
from chronicle.pipeline.build import Inputs, build
from chronicle.privacy.detector import Detector
from composed import composed, pool_of

OF_LINXIA = {f"agents/linxia/{page}.md" for page in ("2024/index", "2025/index", "2025/night", "index")}
OF_ZHOUNING = {"agents/zhouning/2025/index.md", "agents/zhouning/index.md"}
OF_ALL = {"index.md", "team"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def digests(root: Path, site_url: str = "") -> dict[str, str]:
    site = composed(root, FREE, site_url)
    assert not site.problems
    assert all(page.digest for page in site.pages.values())
    return {uri: page.digest for uri, page in site.pages.items()}


def changed(root: Path, path: str, text: str) -> set[str]:
    """The pages whose digest changes when a file is saved; the team's pages, which change together, are ``team``."""
    before = digests(root)
    write(root, path, text)
    after = digests(root)
    assert before.keys() == after.keys()
    different = {uri for uri in after if after[uri] != before[uri]}
    team = {uri for uri in after if uri.startswith("team/")}
    assert team
    assert team <= different or not team & different
    return {"team" if uri in team else uri for uri in different}


def test_the_same_project_has_the_same_digests(root: Path) -> None:
    assert digests(root) == digests(root)


def test_a_number_changes_the_pages_of_its_person_and_those_of_all(root: Path) -> None:
    assert changed(root, "data/agents/zhouning/2025.yml", year("周宁", 999)) == OF_ZHOUNING | OF_ALL


def test_a_year_changes_the_year_after_it_too(root: Path) -> None:
    assert changed(root, "data/agents/linxia/2024.yml", year("林夏", 999)) == OF_LINXIA | OF_ALL


def test_so_does_what_was_logged_in_it(root: Path) -> None:
    log = "{files: logs/*.csv, columns: {agent: 坐席, at: 时间}, agents: {林夏: linxia}}"
    write(root, "data/team.yml", f"name: 热线中心\nyear: 2025\nlogs: [{log}]\n")
    rows = "坐席,时间\n林夏,2024-03-05 10:00:00\n林夏,2024-03-06 11:00:00\n"
    write(root, "data/logs/2024.csv", rows)
    assert changed(root, "data/logs/2024.csv", rows + "林夏,2024-04-05 10:00:00\n") == OF_LINXIA | OF_ALL


def test_a_story_changes_the_pages_of_its_year(root: Path) -> None:
    expected = (OF_LINXIA | OF_ALL) - {"agents/linxia/2024/index.md"}
    assert changed(root, "docs/agents/linxia/2025/night.md", story("她说灯太暗。")) == expected


def test_a_word_that_somebody_coins_changes_the_years_whose_texts_have_it(root: Path) -> None:
    """A cloud's words are cut by it: what was kept would differ from what is made anew."""
    write(root, "docs/agents/linxia/2025/night.md", story("她说灯太暗，冷库四步法也没有用。"))
    coining = year("周宁") + "tags: {冷库四步法: 9}\n"
    of_this_year = OF_LINXIA - {"agents/linxia/2024/index.md"}
    assert changed(root, "data/agents/zhouning/2025.yml", coining) == of_this_year | OF_ZHOUNING | OF_ALL


def test_a_page_about_nobody_rests_on_itself(root: Path) -> None:
    assert changed(root, "docs/about.md", "# 关于\n\n另一句话。\n") == {"about.md"}


def test_so_does_one_that_shows_a_year_of_its_own(root: Path) -> None:
    fence = '```yaml title="范例 2025.yml"\nname: 范例\ntags: {{耐心: {0}}}\n```\n\n::: tags\n'
    write(root, "docs/about.md", fence.format(812))
    assert changed(root, "data/agents/zhouning/2025.yml", year("周宁", 999)) == OF_ZHOUNING | OF_ALL
    assert changed(root, "docs/about.md", fence.format(813)) == {"about.md"}


def test_a_story_that_quotes_somebody_rests_on_everybody(root: Path) -> None:
    write(root, "docs/agents/linxia/2025/night.md", story("周宁接了 {{ zhouning/2025/contacts.total }}。"))
    edited = changed(root, "data/agents/zhouning/2025.yml", year("周宁", 999))
    assert edited == OF_ZHOUNING | OF_ALL | {"agents/linxia/2025/night.md", "agents/linxia/2025/index.md"}


def test_so_do_an_own_chronicle_and_a_free_page(root: Path) -> None:
    write(root, "docs/agents/linxia/2025/index.md", "::: zhouning/2025/trend-contacts\n")
    write(root, "docs/about.md", "{{ zhouning/2025/contacts.total }}\n")
    edited = changed(root, "data/agents/zhouning/2025.yml", year("周宁", 999))
    assert edited == OF_ZHOUNING | OF_ALL | {"agents/linxia/2025/index.md", "about.md"}


def test_what_became_of_peoples_files_counts_for_every_page(root: Path) -> None:
    """One that broke in a folder that many share was told of on no page that shows it."""
    asked: list[object] = []
    inputs = Inputs(root, FREE, attach=lambda _: [("pictures/map.png", True, "a")])
    build(inputs, Cache(root / ".cache"), pool_of(root), lambda beside, _: asked.extend(beside) or ())
    assert asked[-1] == inputs.attach(Detector())


def test_somebody_whose_file_cannot_be_read_counts_for_the_home_page(root: Path) -> None:
    def home() -> str:
        return composed(root, FREE).pages["index.md"].digest

    before = home()
    write(root, "data/agents/xiaotang/2025.yml", "name: [\n")
    first = home()
    write(root, "data/agents/zhenyi/2025.yml", "name: [\n")
    assert len({before, first, home()}) == 3


@pytest.mark.parametrize("before", ["", "\n", "\n\n"])
def test_so_does_the_line_in_which_a_table_says_something(root: Path, before: str) -> None:
    write(root, "data/agents/zhouning/2025.标签.csv", "标签,次数\n耐心,9\n")
    assert changed(root, "data/agents/zhouning/2025.标签.csv", f"\n{before}标签,次数\n耐心,9\n") >= OF_ZHOUNING


def test_a_slash_in_a_sentence_quotes_nobody(root: Path) -> None:
    write(root, "docs/agents/linxia/2025/night.md", story("`{{ zhouning/2025/contacts.total }}` 和 1/2。"))
    assert changed(root, "data/agents/zhouning/2025.yml", year("周宁", 999)) == OF_ZHOUNING | OF_ALL


def test_the_teams_middle_half_stands_on_chronicles_and_on_a_story_with_a_block(root: Path) -> None:
    write(root, "docs/agents/zhouning/2025/trend.md", story("那一格掉下去了。\n\n：：： trend-contacts\n"))
    for at, name in enumerate(("陈一诺", "许安然", "沈知秋")):
        write(root, f"data/agents/agent-{'abc'[at]}/2025.yml", year(name, 1200 + at))
    edited = changed(root, "data/agents/agent-a/2025.yml", year("陈一诺", 900))
    others = {"agents/linxia/2025/index.md", "agents/zhouning/2025/index.md", "agents/zhouning/2025/trend.md"}
    assert others <= edited
    assert not edited & {"agents/linxia/2025/night.md", "agents/linxia/2024/index.md", "about.md"}


@pytest.mark.parametrize("path", ["data/team.yml", "data/stopwords.txt"])
def test_what_all_share_changes_every_page(root: Path, path: str) -> None:
    before = digests(root)
    write(root, path, "name: 另一个中心\nyear: 2025\n" if path.endswith("yml") else "热线\n")
    after = digests(root)
    assert [uri for uri in after if after[uri] == before[uri]] == []


def test_so_do_the_sites_address_and_our_own_code(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, addressed = digests(root), digests(root, "http://intranet.example/")
    monkeypatch.setattr("chronicle.pipeline.build.code_digest", lambda: "other code")
    other = digests(root)
    assert not [uri for uri in before if before[uri] in (addressed[uri], other[uri])]


@pytest.mark.parametrize(
    ("path", "at_once"),
    [("templates/page.html", True), ("theme/main.html", True), ("templates/pptx/_rels/.rels", True), ("code.py", False),
     ("templates/macros.html", False), ("words.toml", False), ("keys.yml", False)],
)  # fmt: skip
def test_an_edited_template_counts_at_once_and_all_that_a_process_loads_when_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, at_once: bool
) -> None:
    """A preview that runs while an update comes in keeps what it makes under the name of the code that made it."""
    monkeypatch.setattr(digests_module, "_HOOKS", tmp_path)
    write(tmp_path, path, "<p>")
    before = digests_module.code_digest()
    write(tmp_path, "__pycache__/code.cpython-311.pyc", "compiled")
    assert digests_module.code_digest() == before
    write(tmp_path, path, "<b>")
    assert (digests_module.code_digest() != before) == at_once
    digests_module._loaded.cache_clear()
    assert digests_module.code_digest() != before
