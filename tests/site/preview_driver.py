"""``mkdocs serve`` without the server: one build into a folder for every line on standard input, in one process.

``build`` also makes what the swift build left, as the server does when the writer pauses; ``swift`` does not, and
``caught`` is the build of a pause in which somebody has saved.

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
    preview = config.hooks["hooks/observer.py"]._run.preview
    for line in sys.stdin:
        if line.strip() == "caught":
            preview.catch_up()
        build(load_config(str(root / "mkdocs.yml"), site_dir=served), serve_url="http://127.0.0.1:8000/")
        if preview.behind and line.strip() == "build":
            preview.catch_up()
            build(load_config(str(root / "mkdocs.yml"), site_dir=served), serve_url="http://127.0.0.1:8000/")
        print("built", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
