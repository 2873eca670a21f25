"""Made-up call logs: a small seeded generator, and writers for the forms that exports have.

``python -m tests.logmaker data/_sample/logs/hotline-2025.csv`` writes the sample agent's log again, byte for byte.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

HEADER = (
    "流水号",
    "坐席",
    "接入时间",
    "来电原因",
    "类型",
    "优先级",
    "渠道",
    "是否接通",
    "是否解决",
    "通话时长",
    "评分",
    "客户",
    "备注",
)

#: The same for ``data/team.yml``.
COLUMNS = {
    "agent": "坐席",
    "at": "接入时间",
    "reason": "来电原因",
    "kind": "类型",
    "priority": "优先级",
    "channel": "渠道",
    "answered": "是否接通",
    "resolved": "是否解决",
    "seconds": "通话时长",
    "rating": "评分",
    "customer": "客户",
    "remark": "备注",
}

#: Reason, kind, priority, and how often.
_REASONS = (
    ("电费账单", "咨询", "低", 30),
    ("停电报修", "故障", "高", 18),
    ("缴费与发票", "咨询", "低", 20),
    ("过户与更名", "咨询", "中", 10),
    ("阶梯电价", "咨询", "中", 12),
    ("服务投诉", "投诉", "高", 6),
    ("复电通知", "建议", "中", 4),
)
_REMARKS = ("", "", "", "", "", "已说明", "客户致谢", "说先考虑一下", "好吧，就这样", "再看看")
_MONTHS = (8, 7, 8, 8, 8, 10, 13, 12, 8, 8, 7, 8)  #: the summer peak
_HOURS = (1, 1, 0, 0, 0, 1, 2, 4, 9, 12, 12, 9, 6, 7, 10, 11, 9, 7, 6, 7, 6, 4, 2, 1)

Row = tuple[str, ...]


def calls(agents: Sequence[str], count: int, year: int, seed: int = 1) -> list[Row]:
    """``count`` calls of a year in order of time, as text; customers are numbered and not real."""
    dice = random.Random(seed)
    times = sorted(_moment(dice, year) for _ in range(count))
    return [_call(dice, number, agents, at, count) for number, at in enumerate(times, 1)]


def _moment(dice: random.Random, year: int) -> dt.datetime:
    month = dice.choices(range(1, 13), _MONTHS)[0]
    hour = dice.choices(range(24), _HOURS)[0]
    return dt.datetime(year, month, dice.randint(1, 28), hour, dice.randrange(60), dice.randrange(60))


def _call(dice: random.Random, number: int, agents: Sequence[str], at: dt.datetime, count: int) -> Row:
    reason, kind, priority, _ = dice.choices(_REASONS, [each[3] for each in _REASONS])[0]
    answered = dice.random() < 0.95
    told = ["是" if answered else "否", "", "", ""]
    if answered:
        rated = str(dice.choices((5, 4, 3, 2), (70, 20, 7, 3))[0]) if dice.random() < 0.6 else ""
        told[1:] = ["是" if dice.random() < 0.95 else "否", str(round(dice.gauss(300, 70).__abs__()) + 20), rated]
    customer = f"K{dice.randrange(max(count * 2 // 3, 1)):05}"
    channel = dice.choices(("电话", "在线", "工单"), (8, 2, 1))[0]
    remark = dice.choice(_REMARKS) if answered else ""
    return (f"L{number:06}", dice.choice(agents), str(at), reason, kind, priority, channel, *told, customer, remark)


def write_csv(
    path: Path,
    rows: Iterable[Sequence[str]],
    header: Sequence[str] = HEADER,
    encoding: str = "utf-8",
    delimiter: str = ",",
) -> Path:
    """A log as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, types: str = "") -> Path:
    """A log as Parquet; ``types`` replaces ``*`` in ``SELECT *``."""
    import duckdb

    source = write_csv(path.with_suffix(".tmp"), rows, header)
    with duckdb.connect() as base:
        read = f"SELECT {types or '*'} FROM read_csv('{source.as_posix()}', all_varchar = true, header = true)"
        base.execute(f"COPY ({read}) TO '{path.as_posix()}' (FORMAT parquet)")
    source.unlink()
    return path


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}">'
    '<sheets><sheet name="通话" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    # Style 1 is a date with its time, style 2 a time of day.
    "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><fonts/><fills/><borders/><cellStyleXfs/><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="21"/></cellXfs></styleSheet>',
}

Cell = str | float | bool | dt.datetime | dt.time


def write_xlsx(path: Path, rows: Iterable[Sequence[Cell]], header: Sequence[str] = HEADER) -> Path:
    """A log as a workbook of one sheet, with real dates, times, numbers and ticks where cells are such."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in (header, *rows))
    sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{body}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (*_PARTS.items(), ("xl/worksheets/sheet1.xml", sheet)):
            packed.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path


def _cell(value: Cell) -> str:
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, dt.datetime):
        return f'<c s="1"><v>{(value - dt.datetime(1899, 12, 30)) / dt.timedelta(1)!r}</v></c>'
    if isinstance(value, dt.time):
        return f'<c s="2"><v>{(value.hour * 3600 + value.minute * 60 + value.second) / 86400!r}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"<c><v>{value!r}</v></c>"


if __name__ == "__main__":
    write_csv(Path(sys.argv[1]), calls(["晓棠"], 600, 2025, seed=2025))
