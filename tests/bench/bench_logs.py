"""How long logs take, and how much memory: ``python -m tests.bench.bench_logs [scale]`` prints a table.

Beside each stands how many times as long it takes as the database needs to count the same file by agent and month,
in one run. The files are made in a temporary folder; each is read by a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "hooks"))

from tests import logmaker  # noqa: E402

from chronicle.calllogs import fingerprint, read  # noqa: E402 - the package lies in hooks/
from chronicle.records.model import Log  # noqa: E402

AGENTS = 1000
MEBIBYTE = 1 << 20
COLUMNS = {name: name for name in ("agent", "at", "reason", "answered", "resolved", "seconds", "rating")}
REPEAT = {**{name: name for name in COLUMNS if name != "resolved"}, "customer": "customer"}

#: Label, file, columns, rows, and what is wanted: times as long as a bare count, and MiB (None: only measured).
CASES = (
    ("Parquet", "parquet", COLUMNS, 25_000_000, 10, 500),
    ("Parquet, further contacts", "parquet", REPEAT, 25_000_000, None, 500),
    ("CSV", "csv", COLUMNS, 2_500_000, 2, 500),
    ("CSV, further contacts", "csv", REPEAT, 2_500_000, None, 500),
    ("CSV, GB18030", "gb.csv", COLUMNS, 2_500_000, None, 500),
    ("xlsx", "xlsx", COLUMNS, 200_000, None, 500),
)

ROWS = """SELECT 'agent-' || CAST(hash(i * 7) % {agents} AS INTEGER) AS agent,
  CAST(TIMESTAMP '2025-01-01' + to_seconds(CAST(hash(i) % 31536000 AS BIGINT)) AS TIMESTAMP) AS "at",
  ['账单', '报修', '停电', '缴费', '过户', '投诉', '建议', '其他'][1 + CAST(hash(i * 3) % 8 AS INTEGER)] AS reason,
  CASE WHEN hash(i * 5) % 100 < 92 THEN 'Y' ELSE 'N' END AS answered,
  CASE WHEN hash(i * 11) % 100 < 90 THEN 'Y' ELSE 'N' END AS resolved,
  CAST(30 + hash(i * 13) % 600 AS INTEGER) AS seconds,
  CASE WHEN hash(i * 17) % 3 > 0 THEN CAST(1 + hash(i * 19) % 5 AS INTEGER) END AS rating,
  'C' || (hash(i * 23) % 4000000) AS customer
FROM range({rows}) AS made(i)"""


def made(folder: Path, form: str, rows: int) -> Path:
    """A log of so many rows, made by the database."""
    import duckdb

    path = folder / "data/logs" / f"{rows}.{form}"
    query = ROWS.format(agents=AGENTS, rows=rows)
    with duckdb.connect(config={"memory_limit": "2GB"}) as base:
        base.execute("SET preserve_insertion_order = false")
        if form == "xlsx":
            found = base.execute(query)
            header = [column[0] for column in found.description]
            cells = ([cell if isinstance(cell, int) else str(cell or "") for cell in row] for row in found.fetchall())
            return logmaker.write_xlsx(path, cells, header)
        base.execute(f"COPY ({query}) TO '{path.as_posix()}' (FORMAT {'parquet' if form == 'parquet' else 'csv'})")
    if form == "gb.csv":
        path.write_text(path.read_text("utf-8"), "gb18030")
    return path


def measured(folder: str, name: str, columns: str) -> None:
    """One reading: prints seconds, MiB beyond what the process had before, seconds of the key, and the agents."""
    log = Log.model_validate({"files": f"logs/{name}", "columns": REPEAT if columns == "repeat" else COLUMNS})
    agents = {f"agent-{number}": [2025] for number in range(AGENTS)}
    before, peak = resident(), watched()
    start = time.perf_counter()
    found = read(Path(folder), (log,), agents)
    spent = time.perf_counter() - start
    most = peak()
    start = time.perf_counter()
    fingerprint(Path(folder), (log,), agents)
    key = time.perf_counter() - start
    times = spent / bare(Path(folder) / "data/logs" / name)
    print(f"{spent:.2f} {(most - before) / MEBIBYTE:.0f} {key:.2f} {len(found.agents)} {times:.1f}")


def bare(path: Path) -> float:
    """Seconds in which the database counts a file by agent and month; endless for what it cannot read."""
    import duckdb

    if path.suffix == ".xlsx" or ".gb." in path.name:
        return float("inf")
    start = time.perf_counter()
    with duckdb.connect() as base:
        base.execute(
            f"SELECT agent, date_trunc('month', \"at\"), count(*) FROM '{path.as_posix()}' GROUP BY ALL"
        ).fetchall()
    return time.perf_counter() - start


def resident() -> int:
    """Bytes of memory that this process holds now; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
    except OSError:
        return 0


def watched() -> Callable[[], int]:
    """Watch the memory from now on; what comes back stops it and gives the most that was held."""
    done, most = threading.Event(), [0]

    def look() -> None:
        while not done.wait(0.02):
            most[0] = max(most[0], resident())

    watcher = threading.Thread(target=look)
    watcher.start()

    def stop() -> int:
        done.set()
        watcher.join()
        return most[0]

    return stop


def main(scale: float) -> None:
    """Make the logs, read each in a process of its own, and print the table."""
    print(f"{'log':<28}{'rows':>12}{'s':>8}{'times':>7}{'of':>6}{'MiB':>7}{'of':>6}{'key s':>7}")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data/logs").mkdir(parents=True)
        for label, form, columns, rows, most, mebibytes in CASES:
            rows = int(rows * scale)
            path = Path(folder) / "data/logs" / f"{rows}.{form}"
            path = path if path.exists() else made(Path(folder), form, rows)
            command = [sys.executable, "-m", "tests.bench.bench_logs", "one", folder, path.name]
            kind = "repeat" if columns is REPEAT else "plain"
            done = subprocess.run([*command, kind], cwd=ROOT, capture_output=True, text=True, check=True)
            spent, memory, key, agents, times = done.stdout.split()
            assert int(agents) == AGENTS, done.stderr
            print(
                f"{label:<28}{rows:>12,}{spent:>8}{times:>7}{most or '':>6}{memory:>7}{mebibytes or '':>6}{key:>7}",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        measured(*sys.argv[2:5])
    else:
        main(float(sys.argv[1]) if sys.argv[1:] else 1.0)
