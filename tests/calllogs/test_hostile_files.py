"""Files that are made to cost time or memory, or that are broken beyond measure: one clear line each."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.calllogs.test_calllogs import ROOT, a_log, first, mei, of, one_line, put
from tests.calllogs.test_faults import workbook

LIMIT = 500  # MB

CHILD = """
import pathlib, re, resource, sys
sys.path.insert(0, sys.argv[1])
from chronicle.calllogs import read
from chronicle.records.model import Log
log = Log.model_validate({"files": "logs/*", "columns": {"agent": "agent", "at": "at"}})
reading = read(pathlib.Path(sys.argv[2]), (log,), {"mei": [2025]})
status = pathlib.Path("/proc/self/status")
if status.exists():  # on Linux getrusage also counts the process that started this one
    print(int(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1]) // 1024)
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
print(sum(use.used for use in reading.files))
"""


def measured(root: Path) -> tuple[int, int]:
    """Megabytes that reading the logs takes in a process of its own, and the rows that were used."""
    pytest.importorskip("resource", reason="only where a process knows its memory")
    command = [sys.executable, "-c", CHILD, str(ROOT / "hooks"), str(root)]
    memory, used = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return int(memory), int(used)


def with_parts(path: Path, parts: dict[str, tuple[str, str]], extra: dict[str, int] | None = None) -> None:
    """A workbook of one call, with texts replaced in its parts and parts of so many bytes added."""
    workbook(path, {"x": [("agent", "at"), ("mei", "2025-01-06")]})
    with zipfile.ZipFile(path) as packed:
        contents = {name: packed.read(name).decode() for name in packed.namelist()}
    for name, (old, new) in parts.items():
        contents[name] = contents[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in contents.items():
            packed.writestr(name, content)
        for name, size in (extra or {}).items():
            with packed.open(name, "w", force_zip64=True) as stream:
                for _ in range(size >> 20):
                    stream.write(b"0" * (1 << 20))


@pytest.mark.parametrize("part", ["<c ", '<c r="Z9">', '<c r="Z9"><f>', '<c r="Z9"><f/>' + " " * 1000])
def test_cells_that_never_end_take_no_time(tmp_path: Path, part: str) -> None:
    """A pattern that looks back at each of them would take hours."""
    body = "<!--" + part * (500_000 // len(part)) + "--></sheetData>"
    with_parts(tmp_path / "data/logs/a.xlsx", {"xl/worksheets/sheet1.xml": ("</sheetData>", body)})
    of(tmp_path)


def test_a_stray_cell_in_the_last_corner_is_one_line(tmp_path: Path) -> None:
    stray = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with_parts(tmp_path / "data/logs/a.xlsx", {"xl/worksheets/sheet1.xml": ("</sheetData>", stray)})
    assert "一直排到 XFD1048576 格" in one_line(of(tmp_path).problems)
    assert not of(tmp_path).notes


def test_a_packed_bomb_is_one_line(tmp_path: Path) -> None:
    with_parts(tmp_path / "data/logs/a.xlsx", {}, {"xl/sharedStrings.xml": 90 << 20})
    assert "太大了" in one_line(of(tmp_path).problems)


def test_a_million_columns_are_one_line(tmp_path: Path) -> None:
    put(tmp_path, "agent,at," + ",".join(f"c{n}" for n in range(10**6)) + "\nmei,2025-01-06" + "," * 10**6 + "\n")
    assert "不像通话记录" in one_line(of(tmp_path).problems)


def test_a_line_without_end_is_one_broken_row(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\n" + "y" * (20 << 20) + "\nmei,2025-01-07\n")
    reading = of(tmp_path)
    assert "第一处在第 3 行" in one_line(reading.warnings)
    assert (reading.files[0].used, reading.files[0].left) == (2, {"broken": 1})


def test_one_broken_quote_in_a_large_file_costs_no_row_and_little_memory(tmp_path: Path) -> None:
    rows = [f"mei,2025-01-06 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02},x" for n in range(200_000)]
    rows[1000] = 'mei,2025-01-06,"broken'
    put(tmp_path, "agent,at,note\n" + "\n".join(rows) + "\n")
    memory, used = measured(tmp_path)
    assert used == 200_000
    assert memory < LIMIT


@pytest.mark.parametrize("agent", ["", " ", "　", "\t"])
def test_agents_of_blanks_are_nobody(tmp_path: Path, agent: str) -> None:
    put(tmp_path, f'agent,at\n"{agent}",2025-01-06\nmei,2025-01-06\n')
    assert of(tmp_path).files[0].left == {"nameless": 1}


def test_a_header_alone_of_two_rows_and_lines_of_delimiters_are_no_calls(tmp_path: Path) -> None:
    put(tmp_path, "明细,\nagent,at\n,\nmei,2025-01-06\n,\n,\n")
    reading = of(tmp_path)
    assert not reading.warnings
    assert (reading.files[0].rows, first(reading.agents["mei", 2025].contacts)) == (1, 1)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_delimiters_and_nuls_far_down_are_no_calls_and_no_words(tmp_path: Path, end: str) -> None:
    rows = ["agent,at", *["mei,2025-01-06"] * 20_000, ",", "m\0ei,2025-01-06", ",", "mei,2025-01-0\x006"]
    put(tmp_path, end.join([*rows, ""]))
    assert (of(tmp_path).files[0].rows, of(tmp_path).files[0].used) == (20_002, 20_002)
    put(tmp_path, end.join(["agent,at", "mei,2025-01-06", ","]))
    assert (of(tmp_path).files[0].rows, of(tmp_path).files[0].used) == (1, 1)


def test_one_unreadable_file_spoils_no_other(tmp_path: Path) -> None:
    put(tmp_path, "agent,at\nmei,2025-01-06\n", "a.csv")
    put(tmp_path, b"PAR1 torn", "b.parquet")
    put(tmp_path, "agent,at\nmei,2025-01-06\nmei,2025-01-07\n", "c.csv")
    reading = of(tmp_path)
    assert "不是完好的 Parquet" in one_line(reading.problems)
    assert first(reading.agents["mei", 2025].contacts) == 3


def test_many_different_agents_times_and_durations(tmp_path: Path) -> None:
    rows = [f"路人{n},2025年1月{n % 28 + 1}日{n % 24}:{n % 60:02},{n}分{n % 60}秒" for n in range(1, 3000)]
    put(tmp_path, "agent,at,s\nmei,2025-01-06,3分\n" + "\n".join(rows) + "\n")
    reading = of(tmp_path, a_log({"agent": "agent", "at": "at", "seconds": "s"}))
    assert reading.files[0].left == {"strangers": 2999}
    assert first(reading.agents["mei", 2025].aht) == 180


def test_nothing_is_written_beside_the_logs(tmp_path: Path) -> None:
    put(tmp_path, 'agent,at,note\nmei,2025-01-06,"x\n')
    mei(tmp_path)
    assert [path.name for path in (tmp_path / "data/logs").iterdir()] == ["a.csv"]
