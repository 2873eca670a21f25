"""Seconds from typing to the first result, beside the theme's own search, for teams of any size.

    .venv/bin/python tests/bench/bench_search.py 60 300 1000

One team of three is built; its people's entries, each with their own number, make an index of the size asked for. Each
query is typed on a page that was just opened, its first one with nothing in the browser's cache. ``theirs`` waits for
the theme's worker, ``ours`` for the shards; ``folder`` is ours without a server.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "hooks"))

from bench.people import project
from chronicle.cache import Cache
from chronicle.search import shards

FIRST, SECOND = "停电", "老人 账单"
PATIENCE = 600_000  # milliseconds
#: Runs before the page's own scripts: when a key was let go, and when a result stood there.
CLOCK = """addEventListener("keyup", () => { window.typed = performance.now(); window.seen = 0 }, true)
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    if (window.typed && document.querySelector(".md-search-result__link")) window.seen ||= performance.now()
}).observe(document.querySelector(".md-search-result__list"), {childList: true}))"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def multiplied(index: dict[str, Any], people: int) -> dict[str, Any]:
    """An index of so many people: those of a small team over and over, each under their own name and number."""
    own = [[each for each in index["docs"] if f"agent-000{n}/" in each["location"]] for n in range(3)]
    rest = [each for each in index["docs"] if not each["location"].startswith("agents/")]
    docs = [_renamed(entry, number % 3, number) for number in range(people) for entry in own[number % 3]]
    return {**index, "docs": [*docs, *rest]}


def _renamed(entry: dict[str, Any], old: int, new: int) -> dict[str, Any]:
    text = json.dumps(entry, ensure_ascii=False).replace(f"{old:04d}", f"{new:04d}")
    return dict(json.loads(text))


def sites(root: Path, people: int) -> dict[str, Any]:
    """Our site and the theme's in ``root``; what the index costs to build and to hold."""
    index = multiplied(json.loads((root / "team/site/search/search_index.json").read_text("utf-8")), people)
    ours, theirs = root / f"ours-{people}", root / f"theirs-{people}"
    shutil.copytree(root / "team" / "site", ours, ignore=shutil.ignore_patterns("agents", "search"))
    (ours / "search").mkdir()
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    (ours / "search" / "search_index.json").write_text(text, "utf-8")
    shutil.copytree(ours, theirs)
    (worker,) = (theirs / "assets" / "javascripts" / "workers").glob("search.*.min.js")
    page = (
        (theirs / "index.html")
        .read_text("utf-8")
        .replace("javascripts/search.js", f"javascripts/workers/{worker.name}")
    )
    (theirs / "index.html").write_text(page.replace("search-page.js", "none.js"), "utf-8")
    start = time.process_time()
    shards.publish(ours, index, Cache(root))
    spent = time.process_time() - start
    pieces = [path.stat().st_size for path in (ours / "search").rglob("*.js")]
    return {
        "people": people,
        "pages": len({each["location"].partition("#")[0] for each in index["docs"]}),
        "index MiB": f"{len(text.encode()) / 2**20:.1f}",
        "shards": len(pieces),
        "largest KiB": f"{max(pieces) / 1024:.0f}",
        "build CPU s": f"{spent:.2f}",
    }


def typed(browser: Browser, address: str) -> list[str]:
    """Seconds to the first result of two queries: one page, then another of the same visit."""
    context = browser.new_context()
    context.add_init_script(CLOCK)
    page = context.new_page()
    loaded: list[int] = []
    page.on("response", lambda answer: loaded.append(int(answer.headers.get("content-length", 0))))
    found = []
    for words in (FIRST, SECOND):
        page.goto(address, wait_until="load")
        before = sum(loaded)
        page.locator("input.md-search__input").click()
        page.keyboard.insert_text(words)
        page.keyboard.press("End")
        try:
            page.locator(".md-search-result__link").first.wait_for(timeout=PATIENCE)
            seconds = page.evaluate("(window.seen - window.typed) / 1000")
            found += [f"{seconds:.2f}", f"{(sum(loaded) - before) / 1024:.0f}"]
        except Error:
            found += [f">{PATIENCE // 1000}", "-"]
    context.close()
    return found


def measure(root: Path, people: int, browser: Browser, *, with_theirs: bool) -> dict[str, Any]:
    """One row of the table."""
    row = sites(root, people)
    handler = partial(_Quiet, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}"
        theirs = typed(browser, f"{base}/theirs-{people}/index.html") if with_theirs else ["-"] * 4
        ours = typed(browser, f"{base}/ours-{people}/index.html")
        folder = typed(browser, f"{(root / f'ours-{people}' / 'index.html').as_uri()}")
        server.shutdown()
    row |= {"theirs 1st s": theirs[0], "2nd s": theirs[2]}
    row |= {"ours 1st s": ours[0], "KiB": ours[1], "ours 2nd s": ours[2], "KiB more": ours[3]}
    return row | {"folder 1st s": folder[0], "folder 2nd s": folder[2]}


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("people", type=int, nargs="+")
    options.add_argument("--ours", action="store_true", help="leave the theme's own search out")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        project(root / "team", 3)
        subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root / "team", check=True)
        path = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for number, people in enumerate(given.people):
            row = measure(root, people, browser, with_theirs=not given.ours)
            if not number:
                print(" | ".join(row))
            print(" | ".join(map(str, row.values())), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
