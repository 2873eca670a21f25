"""What Lighthouse says of the built site: ``python -m tests.bench.lighthouse`` prints a table, fails below the marks.

    .venv/bin/mkdocs build && .venv/bin/python -m tests.bench.lighthouse [--runs 5] [--command "npx lighthouse"]

A site is served from the loopback address as ``deploy/nginx.conf`` serves it: packed, with its headers and its times to
keep. Every page is visited as a phone and as a desktop; of a page's runs the median counts, since a busy machine makes
single ones noisy. The last column is how fast Lighthouse found the machine (an idle desktop is near 2,000 or above;
figures of a slower moment say little of the page). Needs Node, Chromium and ``npm install lighthouse``, anywhere (see
``--command``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import mimetypes
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "hooks"))

from chronicle.sanitize import csp  # noqa: E402 - the package lies in hooks/

PAGES = {"home": "", "chronicle": "agents/linxia/2025/", "case": "agents/linxia/2025/midnight-bill/"}
DEVICES: dict[str, list[str]] = {"phone": [], "desktop": ["--preset=desktop"]}
MARKS = {"performance": 0.95, "accessibility": 1.0, "best-practices": 1.0}
#: Audits shown beside the marks, with the factor that makes them milliseconds or a plain number.
SHOWN = {
    "first-contentful-paint": "FCP ms", "largest-contentful-paint": "LCP ms", "total-blocking-time": "TBT ms",
    "cumulative-layout-shift": "CLS",
}  # fmt: skip
_MACHINE = "machine"
_FLAGS = "--headless=new --no-sandbox --disable-gpu"
_FOREVER = re.compile(r"\.[0-9a-f]{8}\.min\.(?:css|js)$")
_HOUR = re.compile(r"\.(?:png|svg|woff2)$")
_PACKED = {"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"}


class _Handler(SimpleHTTPRequestHandler):
    """One file of the site, packed where its kind is text."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer from memory, so that reading and packing are not in the figures."""
        path = Path(self.translate_path(self.path))
        body, kind = _body(path / "index.html" if path.is_dir() else path)
        self.send_response(200 if body else 404)
        if kind in _PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind in _PACKED else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", csp.HEADER)
        self.send_header("Cache-Control", _kept(path.name))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@cache
def _body(path: Path) -> tuple[bytes, str]:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if not path.is_file():
        return b"", kind
    return (gzip.compress(path.read_bytes(), 6) if kind in _PACKED else path.read_bytes()), kind


def _kept(name: str) -> str:
    """As ``deploy/nginx.conf`` has it."""
    if _FOREVER.search(name):
        return "public, max-age=31536000, immutable"
    return "public, max-age=3600" if _HOUR.search(name) else "no-cache"


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which ``site`` stands meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def visit(command: Sequence[str], url: str, options: Sequence[str]) -> dict[str, Any]:
    """Lighthouse's report of one visit."""
    fixed = ["--output=json", "--quiet", "--throttling-method=simulate", f"--chrome-flags={_FLAGS}"]
    only = f"--only-categories={','.join(MARKS)}"
    found = subprocess.run([*command, url, *fixed, only, *options], capture_output=True, check=True, text=True)
    return dict(json.loads(found.stdout))


def measured(reports: Sequence[dict[str, Any]]) -> dict[str, float]:
    """The medians of a page's runs: the marks, then what is shown beside them."""
    marks = {name: median(float(each["categories"][name]["score"] or 0) for each in reports) for name in MARKS}
    shown = {
        label: median(float(each["audits"][name]["numericValue"]) for each in reports) for name, label in SHOWN.items()
    }
    return {**marks, **shown, _MACHINE: median(float(each["environment"]["benchmarkIndex"]) for each in reports)}


def complaints(report: dict[str, Any]) -> list[str]:
    """Audits that were not passed, with what Lighthouse says of them."""
    audits = report["audits"].values()
    bad = [each for each in audits if each["score"] is not None and each["score"] < 0.9]
    return [f"{each['id']}: {each.get('displayValue') or each['title']}" for each in bad]


def main() -> int:
    """Print the table; 1 where a mark is missed, 2 where Lighthouse is not there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("site", type=Path, nargs="?", default=ROOT / "site")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--command", default="npx --no-install lighthouse", help="how Lighthouse is called")
    given = options.parse_args()
    command = shlex.split(given.command)
    if not shutil.which(command[0]) or subprocess.run([*command, "--version"], capture_output=True).returncode:
        print(f"Lighthouse does not answer to: {given.command}", file=sys.stderr)
        return 2
    os.environ.setdefault("CHROME_PATH", shutil.which("chromium") or "")
    print("page | device |", " | ".join((*MARKS, *SHOWN.values(), _MACHINE)))
    with served(given.site) as address:
        return max(_row(command, address, name, device, given.runs) for name in PAGES for device in DEVICES)


def _row(command: Sequence[str], address: str, name: str, device: str, runs: int) -> int:
    """One line of the table; 1 where it misses a mark."""
    reports = [visit(command, address + PAGES[name], DEVICES[device]) for _ in range(runs)]
    row = measured(reports)
    print(
        f"{name} | {device} |", " | ".join(f"{value:.2f}" if value < 10 else f"{value:.0f}" for value in row.values())
    )
    for line in complaints(reports[-1]):
        print(f"    {line}")
    sys.stdout.flush()
    return int(any(row[mark] < least for mark, least in MARKS.items()))


if __name__ == "__main__":
    sys.exit(main())
