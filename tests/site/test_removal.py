"""Somebody leaves: two folders are deleted, and the next build holds no trace, although the cache remembers."""

from __future__ import annotations

import shutil

from strangers import FULL, YEAR, person, place, story, write

from building import build

SERIES = {key: FULL[key] for key in ("contacts", "fcr")}
NAME, WORD, SLUG = "欧阳离岗", "鳜鱼肥时", "gone-story"
CASE = {"title": f"{WORD}的那一通", "date": f"{YEAR}-03-04", "lesson": f"记得{WORD}", "tags": [WORD]}


def traces(folder, words):
    """Files of a folder that hold one of the words in their content or their name."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if any(word in path.relative_to(folder).as_posix() for word in words)
        or (path.is_file() and any(word.encode() in path.read_bytes() for word in words))
    ]


def test_two_folders_deleted_leave_no_trace_in_the_next_build(tmp_path):
    root = tmp_path / "project"
    place(root, guides=False)
    write(root, "data/team.yml", f"name: 渡口坐席\nyear: {YEAR}\n")
    person(root, "stays", SERIES, name="公羊留下")
    person(root, "leaves", SERIES, name=NAME, quotes=[f"{WORD}，谢谢"], tags={"耐心": 8, WORD: 3})
    story(root, "leaves", SLUG, CASE, f"他说{WORD}。")
    words = (NAME, WORD, SLUG, "leaves")
    first = build(root, root / "site")
    assert first.returncode == 0, first.stderr
    assert traces(root / "site", words)
    shutil.rmtree(root / "data/agents/leaves")
    shutil.rmtree(root / "docs/agents/leaves")
    second = build(root, root / "site")
    assert second.returncode == 0, second.stderr
    assert traces(root / "site", (NAME, WORD, SLUG, "agents/leaves")) == []
    assert (root / "site/agents/stays").is_dir()
    (root / ".cache").unlink()
    assert traces(root, (NAME, WORD, SLUG)) == []
