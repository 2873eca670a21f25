"""``mkdocs build`` as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(root: Path, site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """``mkdocs build`` of the project in ``root`` into ``site``, in a process of its own, as text."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site), *options]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
