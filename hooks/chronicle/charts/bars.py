"""Counts by name, as bars: contact reasons by kind and priority, channels, needs, what was fed back."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..figures.formatting import number
from .canvas import Sheet
from .sizes import Form
from .text_metrics import widest

#: name, kind (咨询, 投诉, 建议, 故障), priority (高, 中, 低), count
Bar = tuple[str, str | None, str | None, int]


@dataclass(frozen=True)
class Bars:
    """Counts in any order; only contact reasons have a kind and a priority."""

    rows: tuple[Bar, ...]


def plain_bars(counts: Iterable[tuple[str, int]]) -> Bars:
    """Names and their counts, without kind and priority."""
    return Bars(tuple((name, None, None, count) for name, count in counts))


_ROLES = {"咨询": "series", "投诉": "blame", "建议": "series-2", "故障": "fault"}
#: Bars at most; more than that become the five largest and the rest.
_MOST = 6
_REST = "其余"


def shown(spec: Bars) -> list[Bar]:
    """The rows that are drawn: by count, and beyond six the rest in one."""
    rows = sorted(spec.rows, key=lambda row: -row[3])
    if len(rows) <= _MOST:
        return rows
    head, tail = rows[: _MOST - 1], rows[_MOST - 1 :]
    return [*head, (f"{_REST} {len(tail)} 项", None, None, sum(row[3] for row in tail))]


def draw(spec: Bars, form: Form) -> Sheet:
    """Bars by count; kind and priority in words at each, before the bar or, on a phone, above it."""
    sheet, rows = Sheet(form), shown(spec)
    pitch = 27 if form.wide else 38
    names = min(widest((row[0] for row in rows), form.text), 250)
    kinds, priorities = 36 if any(row[1] for row in rows) else 0, 26 if any(row[2] for row in rows) else 0
    left = names + 12 + kinds + priorities if form.wide else 0.0
    longest = form.width - left - widest((number(row[3]) for row in rows), form.text, bold=True) - 8
    most = max(1, *(row[3] for row in rows))
    for i, (name, kind, priority, count) in enumerate(rows):
        urgency = "strong" if priority == "高" else "soft"
        if form.wide:
            base, y = i * pitch + 20.0, i * pitch + 20 - form.text * 0.36
            sheet.paragraph(name, names, base, names, 1, "ink", "end")
            sheet.words(kind or "", names + 12, base, "soft")
            sheet.words(priority or "", names + 12 + kinds, base, urgency)
        else:
            base, right = i * pitch + form.text, form.width
            y = base + 11  # nearer to its own name than to the next
            if priority:
                right = sheet.words(priority, right, base, urgency, "end").left - 6
            if kind:
                right = sheet.words(kind, right, base, "soft", "end").left - 8
            sheet.paragraph(name, 0, base, right, 1)
        length = max(2.0, longest * count / most)
        role = "pale" if kind is None and name.startswith(_REST) else _ROLES.get(kind or "", "series")
        half = 7 if form.wide else 5
        sheet.bar(left, y - half, left + length, y + half, role)
        sheet.words(number(count), left + length + 6, y + form.text * 0.36, "strong")
    return sheet.cut(len(rows) * pitch + (6 if form.wide else 0))
