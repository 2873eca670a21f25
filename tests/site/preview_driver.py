"""``mkdocs serve`` without the server: one build into a folder for every line on standard input, in one process.

python preview_driver.py ROOT SERVED
"""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config


def main(root: Path, served: str) -> None:
    config = load_config(str(root / "mkdocs.yml"), site_dir=served)
    config.plugins.on_startup(command="serve", dirty=False)
    for _ in sys.stdin:
        build(load_config(str(root / "mkdocs.yml"), site_dir=served), serve_url="http://127.0.0.1:8000/")
        print("built", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
