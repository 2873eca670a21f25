"""``python -m hooks``: what can be done with the chronicle's data without building a site."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

try:
    from commands import main
except ModuleNotFoundError as missing:
    python = r".venv\Scripts\python" if sys.platform == "win32" else ".venv/bin/python"
    sys.exit(f"还没有装好（缺 {missing.name}）：照 README 的第一条命令装好，再写 {python} -m hooks")

if __name__ == "__main__":
    sys.exit(main())
