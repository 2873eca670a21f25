"""Two values of each thing: the figures of a special task before and during it, skills at the year's ends."""

from dataclasses import dataclass

from ..figures.formatting import amount, difference, shown, signed
from .canvas import Sheet
from .sizes import Form
from .text_metrics import widest

#: label, unit, before, after
Change = tuple[str, str, float | None, float | None]


@dataclass(frozen=True)
class BeforeAfter:
    """Figures before and after, and what the two are called. Each has a scale of its own, and its change in per cent;
    where the scale ends at ``most`` for all of them, the change is told in their unit."""

    figures: tuple[Change, ...]
    ends: tuple[str, str] = ("此前", "期间")
    most: float | None = None


def draw(spec: BeforeAfter, form: Form) -> Sheet:
    """Two dots for each figure, from before to after, with the change beside them.

    Names stand on the left of the track where it keeps enough room, else above it.
    """
    sheet = Sheet(form)
    texts = [amount(v, unit) for _label, unit, *pair in spec.figures for v in pair if v is not None]
    room = widest(texts, form.text, bold=True) + 12
    told = [_change(spec, *figure) for figure in spec.figures]
    changes = widest(told, form.text, bold=True)
    left = widest((figure[0] for figure in spec.figures), form.text) + 16 + room
    right = form.width - room - changes - 14
    beside = form.wide and right - left > 200
    left, right = (left, right) if beside else (room, form.width - room)
    y = form.text * (2.6 if beside else 1)
    for i, figure in enumerate(spec.figures):
        changed = sheet.words(told[i], form.width, y, "strong", "end")
        if beside:
            sheet.words(figure[0], 0, y)
        else:
            y = sheet.paragraph(figure[0], 0, y, changed.left - 8, 3) + form.text * (0.55 if i else 1.85)
        _pair(sheet, spec, i, left, right, y - form.text * 0.36)
        y += form.text * (2.8 if beside else 2.4)
    return sheet.cut(y - form.text * (1.4 if beside else 1.0))


def _pair(sheet: Sheet, spec: BeforeAfter, at: int, left: float, right: float, y: float) -> None:
    """Both dots on their track, each with its value on the outer side and, in the first row, its name above."""
    _label, unit, *pair = spec.figures[at]
    values = [value for value in pair if value is not None] or [0.0, 1.0]
    low, high = 0.0, spec.most or max(values) or 1.0  # from zero, so that a small change looks small
    if unit == "%" or min(values) < 0:  # a percentage moves in points: from near its values
        air = max(max(values) - min(values), 2.0)
        low, high = min(values) - air, max(values) + air * 0.5
    places = [None if v is None else left + (v - low) * (right - left) / (high - low) for v in pair]
    start, end = places
    sheet.line(((left, y), (right, y)), "hair")
    if start is not None and end is not None:
        sheet.line(((start, y), (end, y)), "way")
    rising = start is None or end is None or end >= start
    sides = ((spec.ends[0], "pale", "soft", not rising), (spec.ends[1], "series", "series", rising))
    for x, value, (head, role, ink, on_right) in zip(places, pair, sides, strict=True):
        if x is not None and value is not None:
            sheet.dots(((x, y),), role, 6, ring=role == "pale")
            side, anchor = (11, "start") if on_right else (-11, "end")
            sheet.words(amount(value, unit), x + side, y + sheet.form.text * 0.36, ink, anchor)
            if at == 0:
                sheet.words(head, x + side, y - sheet.form.text * 0.95, ink, anchor)


def _change(spec: BeforeAfter, _label: str, unit: str, before: float | None, after: float | None) -> str:
    """Percent for counts, points for rates; the difference where there was nothing before, or one scale for all."""
    if before is None or after is None:
        return ""
    gap = difference(after, before)
    if after == before:
        return "持平"
    if unit == "%" or not before or spec.most:
        return signed(gap, "个百分点" if unit == "%" else unit)
    return signed(shown(gap / abs(before) * 100, 0), "%")
