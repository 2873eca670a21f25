"""The statement that ``python -m hooks logs sql`` prints, on PostgreSQL and ClickHouse: the figures of a build.

Run beside the suite, by name: ``pytest tests/engines/engines.py``. Needs Debian's ``postgresql`` and what
``requirements-engines.txt`` lists; where an engine is missing, its test fails.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import logmaker

from chronicle.calllogs import LogReading, read, sql
from chronicle.records.model import Log

AGENTS = ["mei", "lan", "wu"]
TYPES = {
    "postgres": {"DOUBLE": "double precision"},
    "clickhouse": {
        "VARCHAR": "Nullable(String)",
        "TIMESTAMP": "Nullable(DateTime)",
        "BOOLEAN": "Nullable(Bool)",
        "DOUBLE": "Nullable(Float64)",
        "BIGINT": "Int64",
    },
}


def typed(rows: list[logmaker.Row], *, resolved: bool) -> list[tuple[str, ...]]:
    """The rows as the view gives them; an empty text is NULL. Ties of one customer's contacts are among them."""
    found = []
    for number, row in enumerate(rows):
        call = dict(zip(logmaker.HEADER, row, strict=True))
        yes = {"是": "true", "否": "false", "": ""}
        satisfied = "" if not call["评分"] else str(int(call["评分"]) >= 4).lower()
        found.append(
            (
                call["坐席"], call["接入时间"], yes[call["是否接通"]], yes[call["是否解决"]] if resolved else "",
                call["客户"], call["通话时长"], satisfied, call["来电原因"], call["类型"], call["优先级"], call["渠道"],
                str(number),
            )
        )  # fmt: skip
    return found


def calls() -> list[logmaker.Row]:
    """A year of calls, many at one moment and by one customer."""
    rows = logmaker.calls(AGENTS, 4000, 2025, seed=11)
    return [
        (*row[:2], row[2][:13] + ":00:00", *row[3:11], f"K{number % 700}", *row[12:]) for number, row in enumerate(rows)
    ]


def built(root: Path, rows: list[logmaker.Row], *, resolved: bool) -> LogReading:
    """What a build says of them."""
    logmaker.write_csv(root / "data/logs/a.csv", rows)
    columns = {name: header for name, header in logmaker.COLUMNS.items() if name != "resolved" or resolved}
    log = Log.model_validate({"files": "logs/*", "columns": columns, "yes": ["是"]})
    reading = read(root, (log,), {agent: [2025] for agent in AGENTS})
    assert not reading.problems
    return reading


def check(result: str, reading: LogReading) -> None:
    """The result, as CSV, is what the build says."""
    rows = list(csv.DictReader(io.StringIO(result)))
    assert len(rows) == 36
    for row in rows:
        log, month = reading.agents[row["姓名"], int(row["年份"])], int(row["月份"]) - 1
        assert int(row["接听量"]) == log.contacts[month]
        for label, series in (("一次解决率", log.fcr), ("满意度", log.csat), ("平均处理时长", log.aht)):
            assert float(row[label]) == pytest.approx(series[month])


def table(dialect: str) -> str:
    """A table in the place of the view."""
    types = TYPES[dialect]
    columns = ", ".join(f'"{name}" {types.get(kind, kind)}' for name, (kind, _) in sql.COLUMNS.items())
    return f"CREATE TABLE calls ({columns})"


def as_csv(rows: list[tuple[str, ...]], null: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([[cell or null for cell in row] for row in rows])
    return stream.getvalue()


@pytest.fixture(scope="module")
def postgres() -> Iterator[list[str]]:
    """A server of its own in a folder of its own, that ends with the test."""
    folder = Path(tempfile.mkdtemp(prefix="chronicle-postgres-"))
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    as_server = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_server = ["setpriv", "--reuid=postgres", "--clear-groups"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data, options = folder / "data", f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    subprocess.run([*as_server, binaries / "initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8"], check=True)
    control = [*as_server, binaries / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], check=True)
    try:
        yield [
            "psql",
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-U",
            "test",
            "-d",
            "postgres",
            "-v",
            "ON_ERROR_STOP=1",
            "-q",
        ]
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True)
        shutil.rmtree(folder)


@pytest.mark.parametrize("resolved", [False, True])
def test_postgres_counts_what_a_build_counts(postgres: list[str], tmp_path: Path, resolved: bool) -> None:
    rows = calls()
    source = tmp_path / "calls.csv"
    source.write_text(as_csv(typed(rows, resolved=resolved), ""), "utf-8")
    statement = sql.in_dialect(sql.figures(), "postgres")
    script = f"DROP TABLE IF EXISTS calls; {table('postgres')};\n\\copy calls FROM '{source}' CSV\n"
    script += f"\\copy ({' '.join(statement.split())}) TO STDOUT CSV HEADER\n"
    done = subprocess.run(postgres, input=script, capture_output=True, text=True, check=True)
    check(done.stdout, built(tmp_path, rows, resolved=resolved))


@pytest.mark.parametrize("resolved", [False, True])
def test_clickhouse_counts_what_a_build_counts(tmp_path: Path, resolved: bool) -> None:
    import chdb.session

    rows = calls()
    source = tmp_path / "calls.csv"
    source.write_text(as_csv(typed(rows, resolved=resolved), "\\N"), "utf-8")
    session = chdb.session.Session(str(tmp_path / "clickhouse"))
    try:
        session.query(f"{table('clickhouse')} ENGINE = MergeTree ORDER BY sequence")
        session.query(f"INSERT INTO calls FROM INFILE '{source}' FORMAT CSV")
        result = session.query(sql.in_dialect(sql.figures(), "clickhouse"), "CSVWithNames")
        check(str(result), built(tmp_path, rows, resolved=resolved))
    finally:
        session.close()
