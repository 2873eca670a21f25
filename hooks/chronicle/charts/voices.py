"""The way of a customer's voice: voice, process step, department, outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..figures.formatting import amount
from .canvas import Sheet
from .label_placement import spread
from .sizes import Form
from .text_metrics import clean, width, wrap

#: voice, process step, department, outcome in words, how many customers said so
Voice = tuple[str, str | None, str | None, str, int | None]


@dataclass(frozen=True)
class Voices:
    """Voices in the writer's order."""

    rows: tuple[Voice, ...]


def draw(spec: Voices, form: Form, label: str) -> str:
    """Four columns with threads from left to right, or one voice after the other."""
    sheet = Sheet(form)
    height = _flow(sheet, spec.rows) if form.wide else _stack(sheet, spec.rows)
    return sheet.svg(label, height)


#: Left edge and width of the four columns in the wide form; threads run between them.
_COLUMNS = ((0.0, 250.0), (318.0, 120.0), (486.0, 120.0), (654.0, 106.0))
_HEADS = ("客户声音", "流程节点", "响应部门", "结果")


class _Stop(NamedTuple):
    """A name in a column: where its middle is and how many lines it has."""

    column: int
    name: str
    y: float


def _flow(sheet: Sheet, rows: tuple[Voice, ...]) -> float:
    form = sheet.form
    for (x, _room), head in zip(_COLUMNS, _HEADS, strict=True):
        sheet.words(head, x, form.text, "soft")
    middles, bottom = _voices(sheet, rows, form.text * 2.2)
    stops = {(stop.column, stop.name): stop.y for c in (1, 2, 3) for stop in _column(sheet, rows, c, middles, bottom)}
    for row, y in zip(rows, middles, strict=True):
        _thread(sheet, row, y, stops)
    _names(sheet, stops)
    return max([bottom, *(y + form.leading * 1.6 for y in stops.values())])


def _said(row: Voice) -> str:
    return f"「{row[0]}」" + (f"（{amount(row[4], '人')}）" if row[4] else "")


def _voices(sheet: Sheet, rows: tuple[Voice, ...], top: float) -> tuple[list[float], float]:
    """The voices one below the other; returns their middles and the lowest edge."""
    form = sheet.form
    middles = []
    for row in rows:
        y = top + form.text
        end = sheet.paragraph(_said(row), 0, y, _COLUMNS[0][1], 3)
        middles.append((y + end - form.leading) / 2 - form.text * 0.36)
        top = max(end - form.leading + form.text * 0.9, y + form.text * 1.4)
    return middles, top


def _column(sheet: Sheet, rows: tuple[Voice, ...], column: int, middles: list[float], bottom: float) -> list[_Stop]:
    """The distinct names of a column, each as near as can be to the voices that lead to it."""
    met: dict[str, list[float]] = {}
    for row, y in zip(rows, middles, strict=True):
        if name := _names_of(row)[column]:
            met.setdefault(name, []).append(y)
    wanted = [sum(ys) / len(ys) for ys in met.values()]
    gap = sheet.form.leading * 2 + 8
    placed = spread(wanted, gap, min(middles), max(bottom - gap / 2, min(middles) + gap * (len(met) - 1)))
    return [_Stop(column, name, y) for name, y in zip(met, placed, strict=True)]


def _names_of(row: Voice) -> tuple[str, str | None, str | None, str]:
    return row[0], row[1], row[2], row[3]


def _thread(sheet: Sheet, row: Voice, y: float, stops: dict[tuple[int, str], float]) -> None:
    """A soft line from the voice through its stops; it passes by a column in which it has none."""
    at = (_COLUMNS[0][1] + 6, y)
    for column in (1, 2, 3):
        name = _names_of(row)[column]
        if name is None:
            continue
        to = (_COLUMNS[column][0] - 12, stops[column, name])
        bend = (to[0] - at[0]) / 2
        sheet.curve((at, (at[0] + bend, at[1]), (to[0] - bend, to[1]), to), "lead")
        end = _COLUMNS[column][0] + min(width(name, sheet.form.text), _COLUMNS[column][1]) + 6
        at = (end, to[1])


def _names(sheet: Sheet, stops: dict[tuple[int, str], float]) -> None:
    form = sheet.form
    for (column, name), y in stops.items():
        x, room = _COLUMNS[column]
        lines = len(wrap(clean(name), form.text, room, 2))
        role = "strong" if column == 3 else "ink"
        sheet.paragraph(name, x, y + form.text * 0.36 - (lines - 1) * form.leading / 2, room, 2, role)
    sheet.dots([(_COLUMNS[column][0] - 9, y) for (column, _), y in stops.items()], "series", 3.5)


def _stack(sheet: Sheet, rows: tuple[Voice, ...]) -> float:
    """Each voice, and below it its way as a line with stops."""
    y = 0.0
    for row in rows:
        y = _steps(sheet, row, y + sheet.form.text)
    return y - sheet.form.text * 0.6


def _steps(sheet: Sheet, row: Voice, y: float) -> float:
    form = sheet.form
    y = sheet.paragraph(_said(row), 0, y, form.width, 3) + form.text * 0.15
    points = []
    for head, name in zip(_HEADS[1:], _names_of(row)[1:], strict=True):
        if name:
            points.append((8.0, y - form.text * 0.36))
            role = "strong" if head == _HEADS[3] else "ink"
            lead = sheet.words(head, 22, y, "soft").right + 8
            y = sheet.paragraph(name, lead, y, form.width - lead, 2, role) + form.text * 0.1
    sheet.line(points, "lead")
    sheet.dots(points, "series", 3.5)
    return y + form.text * 0.7
