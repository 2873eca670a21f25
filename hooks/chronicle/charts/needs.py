"""The need behind each case."""

from dataclasses import dataclass

from ..figures.formatting import amount
from .canvas import Sheet
from .sizes import Form
from .text_metrics import widest


@dataclass(frozen=True)
class Needs:
    """Needs (效率, 公平, 尊重, 安全, 掌控, 归属) and the number of cases of each."""

    rows: tuple[tuple[str, int], ...]


_RADIUS, _PITCH = 6.5, 19.0


def draw(spec: Needs, form: Form) -> Sheet:
    """A row of dots for each need, one dot for each case, the most frequent first; one that alone leads stands out."""
    sheet = Sheet(form)
    rows = sorted(spec.rows, key=lambda row: -row[1])
    left = min(widest((name for name, _ in rows), form.text), form.width * 0.4) + 18
    room = form.width - left - widest((amount(count, "例") for _, count in rows), form.text, bold=True) - 8
    across = int(room // _PITCH)
    leads = len(rows) > 1 and rows[0][1] > rows[1][1]
    y = 0.0
    for i, (name, count) in enumerate(rows):
        y += 16
        base, end = y + form.text * 0.36, left + min(count, across) * _PITCH + 4
        sheet.paragraph(name, left - 18, base, left - 18, 1, "ink", "end")
        points = [(left + dot % across * _PITCH + _RADIUS, y + dot // across * _PITCH) for dot in range(count)]
        sheet.dots(points, "series", _RADIUS)
        sheet.words(amount(count, "例"), end, base, "accent" if i == 0 and leads else "soft")
        y += max(0, (count - 1) // across) * _PITCH + 16
    return sheet.cut(y)
