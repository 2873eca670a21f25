"""``mkdocs build`` as a user runs it, and what tests do without a tool that they need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[1]


def build(root: Path, site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``mkdocs build`` of the project in ``root`` into ``site``, in a process of its own, as text."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site), *options]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )


def missing(reason: str) -> NoReturn:
    """A tool that a test needs is not on this machine: at home the test is skipped, in CI it fails."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
