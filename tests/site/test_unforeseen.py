"""What nobody foresaw: one line that names the file, no traceback, and a preview that goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from strangers import CASE, ONE, YEAR, person, place, story, write

from building import preview_once, run

DEEP = "\n".join("    " * depth + "- 一层" for depth in range(250))
PAGE = f"docs/agents/deep/{YEAR}/story.md"
#: A mistake of ours, for want of one that is known.
BROKEN = """
from chronicle.figures import annual
def broken(given, *rest, original=annual.annual):
    if given.record.name == "东方将错":
        raise KeyError("东方将错")
    return original(given, *rest)
annual.annual = broken
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    place(root, guides=False)
    person(root, "fine", ONE, name="端木无恙")
    person(root, "deep", ONE, name="东方将错")
    return root


def test_a_page_that_markdown_cannot_render_ends_a_build_in_a_line_and_shows_it_in_a_preview(root: Path) -> None:
    story(root, "deep", "story", CASE, DEEP)
    result = run(root, "mkdocs", "build", "-q")
    assert result.returncode == 1
    assert result.stderr.startswith(f"{PAGE}:1:1: 列表、引用或标签套得太深")
    assert result.stderr.count("\n") == 1
    shown = preview_once(root, root.parent / "served")
    served = root.parent / "served/agents"
    assert (shown.stdout, "Traceback" in shown.stderr) == ("built\n", False)
    assert f"{PAGE}:1:1" in (served / f"deep/{YEAR}/story/index.html").read_text("utf-8")
    assert "端木无恙" in (served / f"fine/{YEAR}/index.html").read_text("utf-8")


def test_a_mistake_of_ours_is_told_at_the_page_and_the_preview_goes_on(root: Path) -> None:
    write(root, "hooks/mistake.py", BROKEN)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    write(root, "mkdocs.yml", settings.replace("hooks/observer.py]", "hooks/observer.py, hooks/mistake.py]"))
    line = f"data/agents/deep/{YEAR}.yml:1:1: 程序在这里出了意外（KeyError，"
    result = run(root, "mkdocs", "build", "-q")
    assert (result.returncode, "Traceback" in result.stderr, line in result.stderr) == (1, False, True)
    shown = preview_once(root, root.parent / "served", builds=2)
    assert (shown.stdout, "Traceback" in shown.stderr, shown.stderr.count(line)) == ("built\n" * 2, False, 2)
    for page in (f"agents/deep/{YEAR}/index.html", "index.html"):
        assert "程序在这里出了意外" in (root.parent / "served" / page).read_text("utf-8")
