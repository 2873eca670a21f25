"""A number is shown as it was typed, whatever way it took into the record."""

from __future__ import annotations

from pathlib import Path

from chronicle.records.project import load


def test_the_decimals_of_a_series_are_those_that_were_typed(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "agents" / "linxia"
    folder.mkdir(parents=True)
    row = "[93.80, 94, 94.6, 95.0 %, ９５．５０, ~, ~, ~, ~, ~, ~, ~]"
    yaml = f"name: 林夏\nassist_hours: 320.50\nmetrics:\n  fcr: {row}\n"
    (folder / "2025.yml").write_text(yaml, "utf-8")
    (folder / "2025.csv").write_text("月份,满意度\n1,99.50\n2,99\n", "utf-8")
    (year,) = load(tmp_path).years
    assert year.record is not None, year.problems
    shown = {key: [value and value.decimals for value in row][:5] for key, row in year.record.metrics.items()}
    assert shown == {"fcr": [2, 0, 1, 1, 2], "csat": [2, 0, None, None, None]}
    assert year.record.assist_hours.decimals == 2
