"""The files of the repository: none is ignored by mistake, the requirements hold, Windows can run what is for it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from building import ROOT

FOLDERS = ("hooks", "tests", "docs", "data", "deploy", ".ci", ".vscode")
MADE = ("__pycache__/", ".pyc", ".DS_Store", "Thumbs.db", ".swp")


def test_git_ignores_no_file_that_somebody_wrote():
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    command = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", *FOLDERS]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert [path for path in found.stdout.splitlines() if not any(made in path for made in MADE)] == []


def pinned(name: str) -> dict[str, str]:
    """The distributions that a requirement file pins itself, by their normal name."""
    lines = [line for line in (ROOT / name).read_text("utf-8").splitlines() if line and not line.startswith(("#", "-"))]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    return {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in lines}


def imported(path: Path) -> set[str]:
    """The first names of everything that a file imports by its full name."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(n.module).split(".")[0] for n in nodes if isinstance(n, ast.ImportFrom) and not n.level}


def test_the_site_needs_nothing_but_its_own_requirements():
    site, ours = pinned("requirements.txt"), {"adapter", "chronicle", "commands"}
    distributions = metadata.packages_distributions()
    names = {name for path in (ROOT / "hooks").rglob("*.py") for name in imported(path)}
    for name in names - ours - sys.stdlib_module_names:
        assert {canonicalize_name(holder) for holder in distributions[name]} & site.keys(), name


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_a_requirement_file_pins_what_its_packages_need_and_what_is_installed_here(file):
    own, all_pins = pinned(file), pinned("requirements.txt") | pinned(file)
    for name, version in own.items():
        if name in ("colorama", "tzdata"):  # for Windows
            continue
        assert metadata.version(name) == version
        for needed in map(Requirement, metadata.requires(name) or ()):
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in all_pins, f"{name} needs {needed.name}"


def test_the_tests_requirements_begin_with_the_sites():
    text = (ROOT / "requirements-dev.txt").read_text("utf-8")
    assert next(line for line in text.splitlines() if not line.startswith("#")) == "-r requirements.txt"
    assert not pinned("requirements-dev.txt").keys() & pinned("requirements.txt").keys()


def test_each_command_of_the_readme_installs_what_it_needs():
    readme = (ROOT / "README.md").read_text("utf-8")
    for python, folder in (("python3", ".venv/bin/"), ("py", ".venv\\Scripts\\")):
        install = f"{python} -m venv .venv && {folder}pip install -r "
        assert f"{install}requirements.txt && {folder}mkdocs serve\n" in readme
        assert f"{install}requirements-dev.txt && {folder}pytest\n" in readme
    for path in (ROOT / "deploy").glob("*.yml"):
        assert "requirements-dev" not in path.read_text("utf-8")


def test_what_a_double_click_runs_has_the_line_ends_of_windows():
    assert "*.bat text eol=crlf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
    files = [*ROOT.glob("*.bat"), *(ROOT / "deploy").glob("*.bat")]
    assert {path.name for path in files} == {"新建.bat", "预览.bat", "windows.bat"}
    for path in files:
        raw = path.read_bytes()
        assert raw.count(b"\r\n") == raw.count(b"\n") > 0
        assert not raw.startswith(b"\xef\xbb\xbf")
