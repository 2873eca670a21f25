"""The first hour, and the years after: an empty home page, the team's name and address, updates, moves, renamings."""

from __future__ import annotations

import filecmp
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from reader import Page, text
from strangers import FULL, YEAR, person, place, story, write

from building import ROOT, build, contents, copied_project, copy_code, share_cache

NAME = "客服 & <售后> *中心*"
URL = "http://intranet.example/kefu"
CASE = {"title": "雨夜", "date": f"{YEAR}-03-04", "lesson": "先让人知道有人在"}
PUBLISH = (ROOT / "docs/publish.md").read_text("utf-8")


def built(root: Path, site: Path | None = None) -> Path:
    site = site or root / "site"
    result = build(root, site, "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    return site


def head(page: Page) -> tuple[list[str], list[str]]:
    """The title of a page, and its headings of the first level."""
    return [text(element) for element in page.all("title")][:1], [text(element) for element in page.all("h1")]


def users(root: Path) -> dict[str, bytes]:
    """What a user owns."""
    own = ("data/", "docs/agents/", "docs/index.md")
    return {path: raw for path, raw in contents(root).items() if path.startswith(own) and not path.startswith("data/_")}


def inhabited(root: Path) -> Path:
    """The user's files: two people, one with a story and a draft, the team's file, its table, lists, a home page."""
    write(root, "data/team.yml", f"name: 渡口坐席\nyear: {YEAR}\n")
    write(root, "data/stopwords.txt", "渡口\n")
    write(root, "data/metrics.csv", f"姓名,月份,满意度\n公羊留下,{YEAR}-01,99.5\n钟离采薇,{YEAR}-01,98.5\n")
    person(root, "stays", {"contacts": FULL["contacts"]}, name="公羊留下")
    person(root, "other", {"contacts": FULL["contacts"]}, name="钟离采薇")
    story(root, "stays", "rain", CASE, "雨下了一夜。")
    write(root, "docs/agents/stays/_notes.txt", "草稿\n")
    write(root, "docs/index.md", "# 渡口\n\n::: agents\n")
    return root


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project without anybody and without the sample, in which the team has said its name and address."""
    root = tmp_path_factory.mktemp("empty") / "project"
    place(root)
    write(root, "data/team.yml", f"name: {NAME!r}\nurl: {URL}\n")
    built(root)
    return root


def test_the_empty_home_page_says_the_next_step(empty: Path) -> None:
    words = Page(empty / "site", "index.html").words
    for said in ("请您", "python -m hooks new 您的姓名", "新建.bat", "data/_template/xingming"):
        assert said in words
    assert "你" not in words


def test_the_teams_name_and_address_are_the_sites(empty: Path) -> None:
    site = empty / "site"
    home, guide = Page(site, "index.html"), Page(site, "guide/index.html")
    assert head(home) == ([NAME], [NAME])
    assert head(guide)[0] == [f"写作指南 - {NAME}"]
    assert NAME in [text(element) for element in guide.all("span")]  # of the header
    assert f'<link rel="canonical" href="{URL}/guide/index.html">' in guide.source
    assert f"<loc>{URL}/guide/index.html</loc>" in (site / "sitemap.xml").read_text("utf-8")


def test_a_name_and_an_address_that_mkdocs_yml_was_changed_to_have_win(empty: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    copied_project(empty, root)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    settings = settings.replace("site_name: 人间观察员", "site_name: 北岭\nsite_url: http://other.example/")
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    home = Page(built(root), "index.html")
    assert head(home) == (["北岭"], ["北岭"])
    assert '<link rel="canonical" href="http://other.example/index.html">' in home.source


def test_an_odd_address_is_asked_about(empty: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    copied_project(empty, root)
    write(root, "data/team.yml", "url: intranet.example\n")
    result = build(root, root / "site")
    assert result.returncode
    assert "data/team.yml:1:6: “intranet.example”不是网址 — 从 http:// 写起" in result.stderr


def older(root: Path) -> Path:
    """The project as an earlier version of it may have been: other looks, other templates, a file that has gone."""
    root.mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", root)
    copy_code(root)
    for name in ("docs", "data"):
        shutil.copytree(ROOT / name, root / name)
    for path in ("docs/assets/book.css", "docs/guide.md", "data/_template/xingming/2025.yml"):
        file = root / path
        file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    page = root / "hooks/chronicle/rendering/templates/sections/agents.html"
    page.write_text(page.read_text("utf-8").replace("roll__title", "roll__title roll__title--old"), "utf-8")
    write(root, "docs/gone.md", "# 从前的一页\n")
    return root


def test_an_update_without_git_changes_nothing_of_the_users(tmp_path: Path) -> None:
    """By the lines of the guide: the three things that are the user's are copied beside a new version."""
    old, new = inhabited(older(tmp_path / "guancha")), tmp_path / "guancha-new"
    before, was = users(old), built(old)
    assert "roll__title--old" in (was / "index.html").read_text("utf-8")
    shutil.copytree(
        ROOT,
        new,
        ignore=shutil.ignore_patterns(
            ".git", ".venv", ".cache", ".*_cache", ".hypothesis", "site", "tests", "__pycache__"
        ),
    )
    command = re.search(r"```sh\n(find guancha/data.*?)```", PUBLISH, re.S)
    assert command
    subprocess.run(["sh", "-euc", command[1]], cwd=tmp_path, check=True)
    assert users(new) == before
    share_cache(new)
    fresh = contents(built(new))
    (new / ".cache").unlink()
    shutil.copytree(old / ".cache", new / ".cache")  # of the older version
    assert contents(built(new)) == fresh
    assert users(new) == before
    pages = {path for path in fresh if path.endswith(".html")}
    assert {path.split("/")[1] for path in pages if path.startswith("agents/")} == {"stays", "other"}
    assert "gone/index.html" not in pages
    assert not [path for path in pages if b"roll__title--old" in fresh[path]]
    assert "渡口坐席" in (new / "site/index.html").read_text("utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_an_update_by_git_meets_no_conflict(tmp_path: Path) -> None:
    project, mine = tmp_path / "project", tmp_path / "mine"

    def git(folder: Path, *words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    older(project)
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "old")
    git(tmp_path, "clone", "-q", str(project), "mine")
    before = users(inhabited(mine))
    git(mine, "add", "-A")
    git(mine, "commit", "-qm", "mine")
    for name in ("hooks", "docs", "data"):
        shutil.rmtree(project / name)
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    git(project, "add", "-A")
    git(project, "commit", "-qm", "new")
    assert "`git pull --no-rebase`" in PUBLISH
    git(mine, "pull", "--no-rebase")
    assert users(mine) == before
    assert not filecmp.dircmp(mine / "hooks", ROOT / "hooks").diff_files
    assert not (mine / "docs/gone.md").exists()


def test_a_renamed_folder_moves_a_person_and_two_folders_sent_in_make_the_same_pages(tmp_path: Path) -> None:
    root, there = tmp_path / "one", tmp_path / "two"
    place(root, guides=False)
    place(there, guides=False)
    inhabited(root)
    person(there, "host", {"contacts": FULL["contacts"]}, name="主人")
    for above in ("data/agents", "docs/agents"):
        (root / above / "stays").rename(root / above / "moved")
        shutil.copytree(root / above / "moved", there / above / "moved")
    write(there, "data/agents/__MACOSX/moved/._x.yml", "x\n")
    write(there, "docs/agents/moved/2031/Thumbs.db", "x\n")
    write(there, "docs/index.md", "# 家\n\n::: stays/2031/trend-contacts\n")
    result = build(there, there / "site")
    assert result.returncode
    assert "docs/index.md:3:" in result.stderr  # what still names the old folder is told
    (there / "docs/index.md").unlink()
    assert not [path for path in contents(built(root)) if "stays" in path]
    pages = {path for path in contents(built(there)) if path.startswith("agents/moved/")}
    assert "agents/moved/2031/rain/index.html" in pages


def test_a_year_that_is_put_aside_leaves_its_page_and_a_new_one_begins(tmp_path: Path) -> None:
    root = tmp_path / "one"
    place(root, guides=False)
    inhabited(root)
    person(root, "stays", {"contacts": FULL["contacts"]}, YEAR + 1, name="公羊留下")
    (root / "data/agents/stays" / f"{YEAR}.yml").rename(root / "data/agents/stays" / f"_{YEAR}.yml")
    (root / "docs/agents/stays" / f"{YEAR}").rename(root / "docs/agents/stays" / f"_{YEAR}")
    site = built(root)
    assert sorted(path.name for path in (site / "agents/stays").iterdir()) == [str(YEAR + 1), "index.html"]
    home = Page(site, "index.html").words
    assert "已经写到新一年的观察员" in home
    assert "往年的观察员" not in home
