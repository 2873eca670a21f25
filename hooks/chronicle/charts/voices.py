"""The way of a customer's voice: voice, process step, department, outcome."""

from dataclasses import dataclass

from ..figures.formatting import amount, clean
from .canvas import Sheet
from .label_placement import spread
from .sizes import Form
from .text_metrics import width, wrap

#: voice, process step, department, outcome in words, how many customers said so
Voice = tuple[str, str | None, str | None, str, int | None]


@dataclass(frozen=True)
class Voices:
    """Voices in the writer's order."""

    rows: tuple[Voice, ...]


def draw(spec: Voices, form: Form) -> Sheet:
    """Four columns with threads from left to right, or one voice after the other."""
    sheet = Sheet(form)
    return sheet.cut(_flow(sheet, spec.rows) if form.wide else _stack(sheet, spec.rows))


#: Left edge and width of the four columns in the wide form; threads run between them.
_COLUMNS = ((0.0, 250.0), (318.0, 120.0), (486.0, 120.0), (654.0, 106.0))
_HEADS = ("客户声音", "流程节点", "响应部门", "结果")


def _said(row: Voice) -> str:
    return f"「{row[0]}」" + (f"（{amount(row[4], '人')}）" if row[4] else "")


def _flow(sheet: Sheet, rows: tuple[Voice, ...]) -> float:
    """Voices on the left, the names that they lead to in three columns, and threads between them."""
    form = sheet.form
    for (x, _room), head in zip(_COLUMNS, _HEADS, strict=True):
        sheet.words(head, x, form.text, "soft")
    middles, bottom = [], form.text * 2.2
    for row in rows:
        y = bottom + form.text
        end = sheet.paragraph(_said(row), 0, y, _COLUMNS[0][1], 3)
        middles.append((y + end - form.leading) / 2 - form.text * 0.36)
        bottom = max(end - form.leading + form.text * 0.9, y + form.text * 1.4)
    stops: dict[tuple[int, str], float] = {}
    gap = form.leading * 2 + 8
    for column in (1, 2, 3):  # the names of a column, each as near as can be to the middles of what leads to it
        leading: dict[str, list[float]] = {}
        for row, y in zip(rows, middles, strict=True):
            if name := row[column]:
                leading.setdefault(str(name), []).append(y)
        wanted = [sum(ys) / len(ys) for ys in leading.values()]
        lowest = max(bottom - gap / 2, min(middles) + gap * (len(leading) - 1))
        places = spread(wanted, gap, min(middles), lowest)
        stops |= {(column, name): y for name, y in zip(leading, places, strict=True)}
    for row, y in zip(rows, middles, strict=True):
        x = _COLUMNS[0][1] + 6
        for column, name in enumerate(row[1:4], 1):
            if name:  # else the thread passes by the column
                left, room = _COLUMNS[column]
                to = (left - 12, stops[column, name])
                bend = (to[0] - x) / 2
                sheet.curve(((x, y), (x + bend, y), (to[0] - bend, to[1]), to), "lead")
                x, y = left + min(width(name, form.text), room) + 6, to[1]
    for (column, name), y in stops.items():
        x, room = _COLUMNS[column]
        top = y + form.text * 0.36 - (len(wrap(clean(name), form.text, room, 2)) - 1) * form.leading / 2
        sheet.paragraph(name, x, top, room, 2, "strong" if column == 3 else "ink")
    sheet.dots([(_COLUMNS[column][0] - 9, y) for (column, _), y in stops.items()], "series", 3.5)
    return max([bottom, *(y + form.leading * 1.6 for y in stops.values())])


def _stack(sheet: Sheet, rows: tuple[Voice, ...]) -> float:
    """Each voice, and below it its way as a line with stops."""
    form, y = sheet.form, 0.0
    for row in rows:
        y = sheet.paragraph(_said(row), 0, y + form.text, form.width, 3) + form.text * 0.15
        points = []
        for head, name in zip(_HEADS[1:], row[1:4], strict=True):
            if name:
                points.append((8.0, y - form.text * 0.36))
                lead = sheet.words(head, 22, y, "soft").right + 8
                role = "strong" if head == _HEADS[3] else "ink"
                y = sheet.paragraph(name, lead, y, form.width - lead, 2, role) + form.text * 0.1
        sheet.line(points, "lead")
        sheet.dots(points, "series", 3.5)
        y += form.text * 0.7
    return y - form.text * 0.6
