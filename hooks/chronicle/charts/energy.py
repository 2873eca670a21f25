"""Energy through the year, and what gave, drained and restored it."""

from dataclasses import dataclass

from ..figures.formatting import number
from .canvas import Sheet
from .label_placement import around
from .sizes import Form
from .year_axes import YEAR, Scale, ground, hairlines


@dataclass(frozen=True)
class EnergyChart:
    """Twelve levels from 1 (drained) to 10 (full), and three lists of short texts; any of them may be absent."""

    monthly: tuple[float | None, ...] | None = None
    gives: tuple[str, ...] = ()
    drains: tuple[str, ...] = ()
    restores: tuple[str, ...] = ()
    months: tuple[int, ...] = YEAR  #: those that the ground has

    @property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The lists that are not empty, by what they are called."""
        named = {"给我力量": self.gives, "消耗我": self.drains, "让我恢复": self.restores}
        return {name: items for name, items in named.items() if items}


_TICKS = {10.0: "充盈 10", 7.0: "7", 4.0: "4", 1.0: "耗尽 1"}
_ROLES = {"给我力量": "series-2", "消耗我": "accent", "让我恢复": "series"}


def draw(spec: EnergyChart, form: Form) -> Sheet:
    """The year's line, its low and its high marked, and below it what stood behind: lists side by side, or one below
    the other."""
    sheet, lowest = Sheet(form), 0.0
    if spec.monthly and any(v is not None for v in spec.monthly):
        lowest = _line(sheet, spec.monthly, spec.months) + form.text
    lists, gap, y, top = spec.lists, 28.0, lowest, lowest
    room = (form.width - gap * (len(lists) - 1)) / max(1, len(lists)) if form.wide else form.width
    for i, (head, items) in enumerate(lists.items()):
        x, y = (i * (room + gap), top) if form.wide else (0.0, y)
        y += form.text * 1.1
        sheet.bar(x, y - form.text * 0.62, x + 10, y - form.text * 0.62 + 3, _ROLES[head])
        sheet.words(head, x + 17, y, "strong")
        y += form.text * 1.7
        for item in items:
            y = sheet.paragraph(item, x, y, room, 3) + form.text * 0.2
        y -= form.text * 0.4
        lowest = max(lowest, y)
    return sheet.cut(lowest)


def _line(sheet: Sheet, values: tuple[float | None, ...], months: tuple[int, ...]) -> float:
    """The line with its lowest month and its highest, the earlier of equals; one where all are equal."""
    form = sheet.form
    top = form.text * 2
    plot = ground(sheet, Scale(1, 10, top + (150 if form.wide else 130), top, 3), _TICKS, 14, (), months)
    hairlines(sheet, plot.scale, plot.ticks, plot.left, plot.right)
    plot.line(values, "series-2", 4)
    given = [(v, i) for i, v in enumerate(values, 1) if v is not None]
    low, high = min(given), max(given, key=lambda pair: (pair[0], -pair[1]))
    several = low[0] < high[0]
    for value, month, name, role in ((*high, "最高 ", "series-2"), (*low, "最低 ", "accent"))[: 2 if several else 1]:
        x, y = plot.at(month, value)
        sheet.dots([(x, y)], role, 5.5, ring=True)
        plot.labels.put((name if several else "") + number(value), around(x, y, form.text, role == "series-2"), role)
    return plot.scale.bottom + form.text * 1.5
