"""``mkdocs serve`` without the server: builds into a folder, in one process, as many as are asked for.

python preview_driver.py ROOT SERVED [BUILDS]: without their number, one for every line on standard input
"""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config


def main(root: Path, served: str, builds: str = "") -> None:
    config = load_config(str(root / "mkdocs.yml"), site_dir=served)
    config.plugins.on_startup(command="serve", dirty=False)
    for _ in range(int(builds)) if builds else sys.stdin:
        build(load_config(str(root / "mkdocs.yml"), site_dir=served), serve_url="http://127.0.0.1:8000/")
        print("built", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
