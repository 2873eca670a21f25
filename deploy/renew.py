"""Renew what ``requirements.txt`` and ``requirements-dev.txt`` pin, with hashes for Linux, macOS and Windows.

``python deploy/renew.py`` pins what the ``.in`` files ask for and keeps every other version; ``--upgrade`` takes the
newest of those, too. Needs a network and uv (``pip install uv``); says what changed, so that the tests can be run and
the change be looked at before it is committed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = ("requirements", "requirements-dev")
_PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def pins(text: str) -> dict[str, str]:
    """What a requirement file pins: versions by name."""
    return dict(_PIN.findall(text))


def changes(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """A line for each package that came, went or has another version."""
    names = sorted(old.keys() | new.keys())
    return [f"{n}: {old.get(n, '—')} → {new.get(n, '—')}" for n in names if old.get(n) != new.get(n)]


def main(arguments: list[str]) -> int:
    """Write both files; 1 where uv is missing or refuses."""
    if shutil.which("uv") is None:
        print("先装 uv：pip install uv")
        return 1
    site: dict[str, str] = {}
    for name in FILES:
        path = ROOT / f"{name}.txt"
        before = pins(path.read_text("utf-8")) if path.is_file() else {}
        command = ["uv", "pip", "compile", "--quiet", "--no-header", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", f"{name}.in", "--output-file", f"{name}.txt", *arguments]
        command += [f"--no-emit-package={package}" for package in site]  # the tests' file begins with the site's
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            return 1
        first = [f"# Written by deploy/renew.py out of {name}.in: every version, and the hashes of its files."]
        first += ["-r requirements.txt"] if site else []
        text = path.read_text("utf-8").partition("\n# The following packages were excluded")[0]
        path.write_text("\n".join([*first, text]), "utf-8", newline="\n")
        site = pins(text)
        print(f"{name}.txt：{'，'.join(changes(before, site)) or '没有变'}")
    print("接下来：装到新的环境里，跑测试，再提交。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
