"""What several test files share: the sample site, built once the way a user builds it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def build(root: Path, site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``mkdocs build`` of the project in ``root`` into ``site``, in a process of its own, as text."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site), *options]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample site, built strictly."""
    site = tmp_path_factory.mktemp("sample") / "site"
    result = build(ROOT, site, "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    return site
