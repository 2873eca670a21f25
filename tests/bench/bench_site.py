"""What a build costs beside stock MkDocs and Material on the same pages' text; all ratios from one run.

    .venv/bin/python tests/bench/bench_site.py 60 [--edit] [--floor] [--rounds 3]

``floor`` is the time of stock MkDocs + Material + its Chinese search for the same pages' text without any chart;
``cold`` has nothing cached, ``warm`` nothing changed, ``edit`` goes from saving a number to the page being served;
``forms`` is the part of ``cold`` that makes what stands beside the pages, slides, documents, pictures, one file: by
itself, after the pages, with every core.
Where a machine's speed changes from minute to minute, the three are timed in turn, ``rounds`` times, and the least of
each is told: whatever else the machine does only ever adds.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from html import unescape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.people import YEAR, project

#: As people's machines have it: what was compiled of our code stays beside it.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
MKDOCS = [sys.executable, "-m", "mkdocs"]
STOCK = """site_name: floor
theme: {name: material, language: zh, font: false}
plugins: [{search: {lang: zh}}]
nav: [{首页: index.md}]
not_in_nav: /agents/
"""
_FIGURE = re.compile(r"<(figure|svg|script|style|nav|details)\b.*?</\1>", re.S)
_TAG = re.compile(r"<[^>]+>")


def build(root: Path, *options: str) -> tuple[float, int]:
    """Seconds and peak MiB of one build."""
    start = time.perf_counter()
    process = subprocess.Popen([*MKDOCS, "build", "-q", *options], cwd=root, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, f"the build in {root} failed"
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def floor(root: Path, site: Path) -> float:
    """The same pages' text, as plain Markdown, under stock MkDocs and Material."""
    (root / "docs").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(STOCK, "utf-8")
    for page in sorted(site.rglob("index.html")):
        inner = page.read_text("utf-8").split("<article", 1)[-1].split("</article>", 1)[0]
        text = unescape(_TAG.sub("\n\n", _FIGURE.sub("", inner)))
        uri = page.relative_to(site).parent
        if uri.parts[:1] not in ((), ("agents",)) or uri.parts[-1:] == ("present",):
            continue
        target = root / "docs" / (f"{uri}.md" if len(uri.parts) > 3 else uri / "index.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"# {uri.name}\n\n" + re.sub(r"\n\s*\n+", "\n\n", text), "utf-8")
    return build(root)[0]


def edit(root: Path, rounds: int = 5) -> list[float]:
    """Seconds from saving a number, then a sentence, to the changed page being served, round by round."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (root / "serve.log").open("w")
    command = [*MKDOCS, "serve", "-a", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=root, stdout=log, stderr=log, env=ENVIRONMENT)
    agent = f"agents/agent-0003/{YEAR}"
    try:
        _wait(port, f"{agent}/index.html", "观察员", 600)
        return [_edited(root, port, agent, index) for index in range(rounds)]
    finally:
        process.terminate()
        process.wait()


def _edited(root: Path, port: int, agent: str, index: int) -> float:
    time.sleep(1.5)
    if index % 2:
        file, mark = root / "docs" / agent / "midnight-bill.md", f"第{index}次改写"
        file.write_text(file.read_text("utf-8") + f"\n\n{mark}。\n", "utf-8")
        page = f"{agent}/midnight-bill/index.html"
    else:
        file, mark = root / "data" / f"{agent}.yml", f">{9000 + index:,}"
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"contacts:(\s*)\[\d+", rf"contacts:\1[{9000 + index}", text, count=1), "utf-8")
        page = f"{agent}/index.html"
    start = time.perf_counter()
    _wait(port, page, mark, 120)
    return time.perf_counter() - start


def _wait(port: int, page: str, mark: str, deadline: float) -> None:
    end = time.monotonic() + deadline
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=30) as answer:
                if mark in answer.read().decode("utf-8"):
                    return
        except OSError:
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{page} never showed {mark}")


def measure(people: int, with_edit: bool, with_floor: bool, rounds: int) -> dict[str, str]:
    """One row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        project(root / "ours", people)
        times: dict[str, list[float]] = {"floor": [], "cold": [], "warm": [], "forms": []}
        memory = 0
        for index in range(rounds):
            _set_aside(root, index)
            seconds, peak = build(root / "ours")
            times["cold"].append(seconds)
            memory = max(memory, peak)
            times["warm"].append(build(root / "ours")[0])
            command = [sys.executable, str(Path(__file__).with_name("forms.py")), str(root / "ours")]
            paths = ENVIRONMENT | {"PYTHONPATH": str(root / "ours" / "hooks")}
            times["forms"].append(float(subprocess.check_output(command, env=paths)))
            if with_floor:
                times["floor"].append(floor(root / f"stock{index}", root / "ours" / "site"))
        page = (root / "ours" / "site" / "agents" / "agent-0000" / str(YEAR) / "index.html").read_bytes()
        index_size = (root / "ours" / "site" / "search" / "search_index.json").stat().st_size
        return {
            "people": str(people),
            **_told({name: min(all_, default=0.0) for name, all_ in times.items()}),
            "edit s": " ".join(f"{each:.2f}" for each in (edit(root / "ours") if with_edit else [])) or "-",
            "page KiB gz": f"{len(gzip.compress(page)) / 1024:.1f}",
            "index KiB/person": f"{index_size / 1024 / people:.1f}",
            "memory MiB": str(memory),
        }


def _set_aside(root: Path, index: int) -> None:
    """The site and the cache of the round before, so that nothing is known; removing them would be timed, too, on
    file systems that do it later."""
    aside = root / f"round{index}"
    aside.mkdir()
    for name in ("site", ".cache"):
        if (root / "ours" / name).exists():
            (root / "ours" / name).rename(aside / name)


def _told(least: dict[str, float]) -> dict[str, str]:
    base = least["floor"]
    told = {f"{name} s": f"{seconds:.2f}" if seconds else "-" for name, seconds in least.items()}
    return told | {f"{name}/floor": f"{least[name] / base:.2f}" if base else "-" for name in ("cold", "warm", "forms")}


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser()
    options.add_argument("people", type=int, nargs="+")
    options.add_argument("--edit", action="store_true")
    options.add_argument("--floor", action="store_true")
    options.add_argument("--rounds", type=int, default=1)
    given = options.parse_args()
    for number, people in enumerate(given.people):
        row = measure(people, given.edit, given.floor, given.rounds)
        if not number:
            print(" | ".join(row))
        print(" | ".join(row.values()), flush=True)


if __name__ == "__main__":
    main()
