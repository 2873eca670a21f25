"""Many people are shared out among processes; the site is the one that a single process makes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from bench.people import YEAR, project

#: Runs MkDocs on a machine of so many cores, and says whether processes were started.
_CORES = """
import os, runpy, sys
cores = int(sys.argv.pop(1))
os.cpu_count = lambda: cores
sys.path.insert(0, "hooks")
from chronicle import crew
opened = crew._opened
def told():
    pool = opened()
    print("CREW" if pool else "ALONE")
    return pool
crew._opened = told
sys.path.remove("hooks")
runpy.run_module("mkdocs", run_name="__main__")
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight people: one shows another's chart, one has something to hide, one misspells a tag."""
    root = tmp_path_factory.mktemp("shared") / "eight"
    project(root, 8)
    stories = root / "docs/agents"
    (stories / f"agent-0001/{YEAR}/index.md").write_text(
        f"# 我的一年\n\n::: cover\n\n::: agent-0002/{YEAR}/trends\n\n{{{{ contacts.total }}}}\n", "utf-8"
    )
    story = next((stories / f"agent-0003/{YEAR}").glob("*.md"))
    story.write_text(story.read_text("utf-8") + "\n她留的号码是 13812345678。\n", "utf-8")
    story = next((stories / f"agent-0004/{YEAR}").glob("*.md"))
    story.write_text(story.read_text("utf-8") + "\n<marquee>慢慢说</marquee>\n", "utf-8")
    return root


def made(root: Path, cores: int) -> tuple[str, list[str], dict[str, str]]:
    """Who made it, what was said, and every file by its SHA-256."""
    command = [sys.executable, "-c", _CORES, str(cores), "build"]
    around = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    ran = subprocess.run(command, cwd=root, env=around, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    site = root / "site"
    files = {p.relative_to(site).as_posix(): sha256(p.read_bytes()).hexdigest() for p in site.rglob("*") if p.is_file()}
    return " ".join(sorted(set(ran.stdout.split()))), sorted(re.findall(r"(?m)^WARNING.*$", ran.stderr)), files


@pytest.fixture(scope="module")
def shared(root: Path) -> tuple[str, list[str], dict[str, str]]:
    return made(root, 2)


def test_one_process_makes_the_same_site_and_so_does_what_the_crew_kept(
    root: Path, shared: tuple[str, list[str], dict[str, str]]
) -> None:
    again = made(root, 2)
    shutil.rmtree(root / ".cache")
    alone = made(root, 1)
    assert (shared[0], again[0], alone[0]) == ("CREW", "", "ALONE")
    assert len(shared[1]) == 2  # a number that was masked, a tag that was taken away
    assert shared[1] == again[1] == alone[1]
    assert shared[2] == again[2] == alone[2]
