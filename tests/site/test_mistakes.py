"""Mistakes of every kind: all told in one run with their place, and the published site stays as it was."""

from __future__ import annotations

import os
import re

import pytest
from strangers import CASE, FULL, ONE, RECORD, YEAR, person, place, story, write

from building import build
from input_cases import CASES

LINE = re.compile(r"(?:data|docs)/\S*?:\d+:\d+: \S")
FOLDER = f"docs/agents/zhongli-7/{YEAR}"
PAGES = {
    f"{FOLDER}/index.md": ("# 一年\n\n好的一行。\n\n::: trend-fcrr\n\n文 {{ fcr.yeer }} 字", ["5:5: ", "7:3: "]),
    f"{FOLDER}/typo.md": (
        "---\ntitle: 一\ndate: 2031-02-30\nlesson: 二\nneed: 尊敬\n---\n正文",
        ["3:7: ", "5:7: "],
    ),
    f"{FOLDER}/far.md": (
        "---\ntitle: 一\ndate: 2031-02-03\nlesson: 二\n---\n\n::: campaign-13\n\n"
        "    {{ in.code }}\n\n{{ nobody/2031/fcr.year }}\n",
        ["7:5: ", "11:1: "],
    ),
    "docs/index.md": ("# 首页\n\n::: tags\n\n{{ zhongli-7/2031/contacts.totl }}\n", ["3:5: ", "5:1: "]),
    "docs/deep/down.md": ("# 深处\n\n::: zhongli-7/1999/tags\n", ["3:5: "]),
    "data/agents/Wrong_Id/2031.yml": ("name: 一", []),
    "data/agents/a..b/2031.yml": ("name: 一", []),
    "data/agents/fine/20x1.yml": ("name: 一", []),
    "docs/agents/..b/2031/x.md": ("left alone", None),
}
NAMED = {
    "data/agents/Wrong_Id/2031.yml": "data/agents/Wrong_Id:1:1: ",
    "data/agents/a..b/2031.yml": "data/agents/a..b:1:1: ",
    "data/agents/fine/20x1.yml": "data/agents/fine/20x1.yml:1:1: ",
}


@pytest.fixture(scope="session")
def broken(tmp_path_factory):
    """One tree with everything wrong that anybody has thought of, and a site that was published before."""
    root = tmp_path_factory.mktemp("broken") / "project"
    place(root, guides=False)
    person(root, "zhongli-7", FULL, **{**RECORD, "crystals": []})
    for case in CASES:
        case.write(root)
    for path, (text, _) in PAGES.items():
        write(root, path, text)
    _link(root)
    write(root, "site/index.html", "the published one")
    result = build(root, root / "site")
    return root, result


def _link(root):
    """A file that leads out of the project, where the system lets one make such a thing."""
    target = root.parent / "secret.yml"
    target.write_text("name: 秘密\n", encoding="utf-8")
    link = root / f"data/agents/linked/{YEAR}.yml"
    link.parent.mkdir(parents=True)
    try:
        link.symlink_to(target)
    except OSError:
        (root / "data/agents/linked").rmdir()


def test_a_tree_full_of_mistakes_ends_without_a_traceback_or_a_site(broken):
    root, result = broken
    assert result.returncode not in (0, -6, -9, -11)
    assert "Traceback" not in result.stderr + result.stdout
    assert (root / "site/index.html").read_text("utf-8") == "the published one"
    assert not list(root.glob("site.*"))


def test_forty_kinds_and_more_are_told_in_one_run(broken):
    _, result = broken
    said = result.stderr.splitlines()
    missing = [line for case in CASES for line in case.lines if not any(each.startswith(line) for each in said)]
    assert len(CASES) >= 40
    assert missing == []


@pytest.mark.parametrize("path", [path for path, (_, lines) in PAGES.items() if lines])
def test_pages_are_told_by_line_and_column(broken, path):
    said = broken[1].stderr.splitlines()
    wanted = [f"{path}:{line}" for line in PAGES[path][1]]
    assert [line for line in wanted if not any(each.startswith(line) for each in said)] == []
    assert len([each for each in said if each.startswith(f"{path}:")]) == len(wanted)


@pytest.mark.parametrize("path", list(NAMED))
def test_odd_names_are_told(broken, path):
    assert any(each.startswith(NAMED[path]) for each in broken[1].stderr.splitlines())


def test_a_symbolic_link_is_told_and_not_followed(broken):
    root, result = broken
    if not os.path.lexists(root / f"data/agents/linked/{YEAR}.yml"):
        pytest.skip("this system makes no symbolic links here")
    assert f"data/agents/linked/{YEAR}.yml:1:1: " in result.stderr
    assert "秘密" not in result.stderr


def test_every_line_on_standard_error_is_a_problem_with_its_mend(broken):
    told = [each for each in broken[1].stderr.splitlines() if each.strip() and not each.startswith(("INFO", "WARNING"))]
    odd = [each for each in told if not LINE.match(each)]
    assert len(odd) <= 1, odd  # the last word: how many there are, and that the site was not changed
    assert len(set(told)) == len(told)
    assert [each for each in told if LINE.match(each) and " — " not in each] == []
    assert [each for each in told if LINE.match(each) and not re.search("[\u4e00-\u9fff]", each)] == []


def test_a_broken_team_file_is_told_beside_a_broken_story(tmp_path):
    root = tmp_path / "project"
    place(root, guides=False)
    logs = "logs: [{files: logs/*.csv, columns: {agent: 坐席, at: 时刻}}]"
    write(root, "data/team.yml", f"name: 队\nyeer: 2031\ntargets: {{fcr: 很高}}\n{logs}\n")
    person(root, "logged", None, name="司空记录")
    person(root, "someone", ONE, name="欧阳无误")
    story(root, "someone", "untold", {**CASE, "journey": [{"at": "接起", "mood": 9}]}, "正文")
    result = build(root, root / "site")
    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    for wanted in ("data/team.yml:2:1: ", "data/team.yml:3:16: ", f"docs/agents/someone/{YEAR}/untold.md:"):
        assert wanted in result.stderr
    assert "year" in result.stderr
    assert "agents/logged" not in result.stderr  # its numbers may stand in a log that the team file names
