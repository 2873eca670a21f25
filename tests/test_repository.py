"""The files of the repository: none is ignored by mistake, the requirements hold, Windows can run what is for it."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from runpy import run_path

import pytest
import yaml
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
    text = re.sub(r" \\\n\s+--hash=sha256:[0-9a-f]{64}", "#", (ROOT / name).read_text("utf-8"))
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(("#", "-"))]
    found = [re.fullmatch(r"([\w.-]+)==([\w.]+)(?: ; [^#]+)?(#+)", line) for line in lines]
    assert all(found), "a version without a hash"
    return {canonicalize_name(match[1]): match[2] for match in found if match}


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
    for name in ("github-pages.yml", "gitlab-ci.yml"):
        assert "requirements-dev" not in (ROOT / "deploy" / name).read_text("utf-8")


def test_what_a_double_click_runs_has_the_line_ends_of_windows():
    assert "*.bat text eol=crlf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
    files = [*ROOT.glob("*.bat"), *(ROOT / "deploy").glob("*.bat")]
    assert {path.name for path in files} == {"新建.bat", "预览.bat", "windows.bat"}
    for path in files:
        raw = path.read_bytes()
        assert raw.count(b"\r\n") == raw.count(b"\n") > 0
        assert not raw.startswith(b"\xef\xbb\xbf")


def test_what_is_asked_for_is_what_is_pinned():
    for name in ("requirements", "requirements-dev"):
        asked = re.findall(r"^([\w.-]+)==([\w.]+)$", (ROOT / f"{name}.in").read_text("utf-8"), re.M)
        wanted = {canonicalize_name(package): version for package, version in asked}
        assert wanted.items() <= pinned(f"{name}.txt").items()


def test_the_renewal_says_what_changed():
    renew = run_path(str(ROOT / "deploy" / "renew.py"))
    old, new = renew["pins"]("a==1.0 \\\n    --hash=sha256:0\nb==2\n"), renew["pins"]("b==3 ; x == 'y'\nc-d==1\n")
    assert renew["changes"](old, new) == ["a: 1.0 → —", "b: 2 → 3", "c-d: — → 1"]


def test_the_version_stands_in_one_place():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    first = re.search(r"^## (\S+?)（(\d{4}-\d\d-\d\d)）$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert first
    assert first[1] == project["version"]


def test_licence_notices_and_security_are_there():
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")
    notices = (ROOT / "docs/assets/notices.txt").read_text("utf-8")
    for name in ("Material for MkDocs", "Material Design Icons", "Noto Sans SC", "Apache License", "Martin Donath"):
        assert name in notices
    assert "信息已经漏出去了" in (ROOT / "SECURITY.md").read_text("utf-8")
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(name in readme for name in ("LICENSE", "SECURITY.md", "NO_MKDOCS_2_WARNING"))


def test_pipelines_run_what_was_looked_at():
    """Actions by commit, images by digest, packages by hash, and only the last step may change the site."""
    files = sorted((ROOT / "deploy").glob("*.yml"))
    assert [path.name for path in files] == ["github-checks.yml", "github-pages.yml", "gitlab-ci.yml"]
    for path in files:
        text = path.read_text("utf-8")
        assert all(re.fullmatch(r"\S+@[0-9a-f]{40} # v[\d.]+", used) for used in re.findall(r"uses: (.+)", text))
        assert all(re.search(r"@sha256:[0-9a-f]{64}$", image) for image in re.findall(r"image: (.+)", text))
        assert "pip install -r" not in text
        assert "NO_MKDOCS_2_WARNING" in text
    pages = yaml.safe_load((ROOT / "deploy/github-pages.yml").read_text("utf-8"))
    rights = {name: job.get("permissions") for name, job in pages["jobs"].items()}
    assert pages["permissions"] == {"contents": "read"}
    assert rights == {"build": None, "audit": None, "deploy": {"pages": "write", "id-token": "write"}}
    for name in ("github-pages.yml", "gitlab-ci.yml"):
        text = (ROOT / "deploy" / name).read_text("utf-8")
        assert "pip-audit" in text
        assert "cyclonedx-json" in text
    checks = yaml.safe_load((ROOT / "deploy/github-checks.yml").read_text("utf-8"))
    systems = checks["jobs"]["tests"]["strategy"]["matrix"]["os"]
    assert [system.split("-")[0] for system in systems] == ["ubuntu", "windows", "macos"]
