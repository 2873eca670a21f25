"""What is on the disk is in the repository: a rule of ``.gitignore`` never swallows a source or a test."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from building import ROOT

FOLDERS = ("hooks", "tests", "docs", "data", "deploy", ".ci", ".vscode")
MADE = ("__pycache__/", ".pyc", ".DS_Store", "Thumbs.db", ".swp")


def test_git_ignores_no_file_that_somebody_wrote():
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    command = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", *FOLDERS]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert [path for path in found.stdout.splitlines() if not any(made in path for made in MADE)] == []
