"""Contact reasons by kind and priority."""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.formatting import number
from .canvas import Sheet
from .sizes import Form
from .text_metrics import width

#: name, kind (咨询, 投诉, 建议, 故障), priority (高, 中, 低), count
Reason = tuple[str, str | None, str | None, int]


@dataclass(frozen=True)
class Issues:
    """Contact reasons in any order."""

    rows: tuple[Reason, ...]


_KINDS = ("咨询", "投诉", "建议", "故障")
_PRIORITIES = ("高", "中", "低")
_ROLES = dict(zip(_KINDS, ("series", "blame", "series-2", "fault"), strict=True))
#: Bars at most; more than that become the largest but one and the rest.
_MOST = 12
_REST = "其余"


def shown(spec: Issues) -> list[Reason]:
    """The rows that are drawn: by count, and beyond twelve the rest in one."""
    rows = sorted(spec.rows, key=lambda row: -row[3])
    if len(rows) <= _MOST:
        return rows
    head, tail = rows[: _MOST - 1], rows[_MOST - 1 :]
    return [*head, (f"{_REST} {len(tail)} 项", None, None, sum(row[3] for row in tail))]


def draw(spec: Issues, form: Form, label: str) -> str:
    """Bars by count; kind and priority in words at each."""
    sheet = Sheet(form)
    rows = shown(spec)
    height = _wide(sheet, rows) if form.wide else _narrow(sheet, rows)
    return sheet.svg(label, height)


def _wide(sheet: Sheet, rows: list[Reason]) -> float:
    form, pitch = sheet.form, 30
    names = min(max(width(row[0], form.text) for row in rows), 250)
    kinds = 36 if any(row[1] for row in rows) else 0
    priorities = 26 if any(row[2] for row in rows) else 0
    left = names + 12 + kinds + priorities
    longest = form.width - left - max(width(number(row[3]), form.text, bold=True) for row in rows) - 8
    for i, (name, kind, priority, _count) in enumerate(rows):
        base = i * pitch + 20
        sheet.line_of(name, names, base, names, "ink", "end")
        if kind:
            sheet.words(kind, names + 12, base, "soft")
        if priority:
            sheet.words(priority, names + 12 + kinds, base, _urgency(priority))
        _bar(sheet, rows, i, left, base - form.text * 0.36, longest)
    return len(rows) * pitch + 6


def _narrow(sheet: Sheet, rows: list[Reason]) -> float:
    form, pitch = sheet.form, 44
    longest = form.width - max(width(number(row[3]), form.text, bold=True) for row in rows) - 8
    for i, (name, kind, priority, _count) in enumerate(rows):
        base = i * pitch + form.text
        right = form.width
        if priority:
            right = sheet.words(priority, right, base, _urgency(priority), "end").left - 6
        if kind:
            right = sheet.words(kind, right, base, "soft", "end").left - 8
        sheet.line_of(name, 0, base, right)
        _bar(sheet, rows, i, 0, base + 14, longest)
    return len(rows) * pitch


def _bar(sheet: Sheet, rows: list[Reason], row: int, left: float, y: float, longest: float) -> None:
    name, kind, _priority, count = rows[row]
    length = max(2.0, longest * count / max(1, *(r[3] for r in rows)))
    role = "pale" if kind is None and name.startswith(_REST) else _ROLES.get(kind or "", "series")
    sheet.bar(left, y - 7, left + length, y + 7, role)
    sheet.words(number(count), left + length + 6, y + sheet.form.text * 0.36, "strong")


def _urgency(priority: str | None) -> str:
    """高 stands out, the others do not."""
    return "strong" if priority == "高" else "soft"


def matrix(spec: Issues, form: Form, label: str) -> str:
    """Kind by priority, squares by count; the empty string where no row knows both."""
    cells: dict[tuple[str, str], int] = {}
    for _name, kind, priority, count in spec.rows:
        if kind and priority:
            cells[kind, priority] = cells.get((kind, priority), 0) + count
    if not cells:
        return ""
    sheet = Sheet(form)
    kinds = [kind for kind in _KINDS if any(key[0] == kind for key in cells)]
    height = _grid(sheet, kinds, cells)
    return sheet.svg(label, height)


def _grid(sheet: Sheet, kinds: list[str], cells: dict[tuple[str, str], int]) -> float:
    form = sheet.form
    left, top, row = 52.0, form.text * 2, 58.0
    column = min((form.width - left) / 3, 180)
    for i, priority in enumerate(_PRIORITIES):
        sheet.words(f"优先级{priority}" if form.wide else priority, left + i * column, form.text, "soft")
    most = max(cells.values())
    largest = min(row - 10, column - 14 - max(width(number(count), form.text, bold=True) for count in cells.values()))
    for j, kind in enumerate(kinds):
        y = top + j * row + row / 2
        sheet.words(kind, 0, y + form.text * 0.36, "ink")
        for i, priority in enumerate(_PRIORITIES):
            if count := cells.get((kind, priority)):
                _cell(sheet, left + i * column, y, largest * (count / most) ** 0.5, kind, count)
    return top + len(kinds) * row + 4


def _cell(sheet: Sheet, left: float, y: float, side: float, kind: str, count: int) -> None:
    side = max(side, 3.0)
    sheet.bar(left, y - side / 2, left + side, y + side / 2, _ROLES[kind])
    sheet.words(number(count), left + side + 6, y + sheet.form.text * 0.36, "strong")
