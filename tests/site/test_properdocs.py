"""ProperDocs, the fork that goes on where MkDocs 1 ends, builds the same site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

from building import ROOT, missing


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """The sample site built by ProperDocs."""
    if find_spec("properdocs") is None:
        missing("properdocs is not installed")
    folder = tmp_path_factory.mktemp("properdocs")
    command = [
        sys.executable,
        "-m",
        "properdocs",
        "build",
        "--strict",
        "--config-file",
        "mkdocs.yml",
        "--site-dir",
        str(folder / "site"),
    ]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    result = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site"


def content(site):
    """Every file of a site but what tells the time of the build or who built it."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: _timeless(path.read_bytes()) for name, path in files.items() if not name.startswith("sitemap")}


def _timeless(raw: bytes) -> bytes:
    """A page without the line that names its maker."""
    return re.sub(rb'<meta name="generator"[^>]*>|\n<!--\nMkDocs version[^>]*-->|\n<!--\nProperDocs[^>]*-->', b"", raw)


def test_the_site_is_the_same(built_site, other):
    ours, theirs = content(built_site), content(other)
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []
