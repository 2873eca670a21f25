"""A metric through the years: one value a year, named where it stands."""

from dataclasses import dataclass

from ..figures.formatting import amount, number
from .canvas import Box, Sheet
from .label_placement import Field, Spot
from .sizes import Form
from .text_metrics import widest
from .year_axes import fit, runs, value_axis


@dataclass(frozen=True)
class Years:
    """One value for each year from the first to the last; None where a year has none.

    ``span``: how far apart the ends of the axis are at least, the same for all metrics of a unit, so that a small
    change looks small; a count (``summed``) starts at zero.
    """

    first: int
    values: tuple[float | None, ...]
    unit: str
    target: float | None = None
    span: float = 0.0
    summed: bool = False


def draw(spec: Years, form: Form) -> Sheet:
    """A line from year to year; the last value stands out, and of the others those are named that have room."""
    sheet = Sheet(form)
    free = Field(sheet, Box(0, 0, form.width, float("inf")))
    top, bottom = form.text * 2.4, form.text * 2.4 + (150 if form.wide else 120)
    given, target = [value for value in spec.values if value is not None], spec.target
    span, middle = max(given) - min(given), (max(given) + min(given)) / 2
    if target is not None and not (span and min(given) - 1.5 * span <= target <= max(given) + 1.5 * span):
        target = None  # it would press the line flat
    ends = [0.0] if spec.summed else [middle - spec.span / 2, middle + spec.span / 2]
    ends = [min(max(end, 0.0), 100.0) for end in ends] if spec.unit == "%" else ends
    scale = fit([*given, *ends, *([] if target is None else [target])], spec.unit, bottom, top, 3, snap=False)
    left = value_axis(sheet, scale, spec.unit)
    texts = ("2000", *(_text(spec, value) for value in given))
    air = widest(texts, form.text, bold=True) / 2 + 4  # at either end, half a label
    pitch = (form.width - left - 2 * air) / max(1, len(spec.values) - 1)
    start = left + air if len(spec.values) > 1 else (left + form.width) / 2
    points = [None if v is None else (start + i * pitch, scale.y(v)) for i, v in enumerate(spec.values)]
    if target is not None:
        y = scale.y(target)
        sheet.line(((left, y), (form.width, y)), "target")
        ends_of_rule = [Spot(left + 4, y - 5, "start"), Spot(form.width, y - 5, "end")]
        free.put(f"目标 {_text(spec, target)}", ends_of_rule, "soft")
    for run in runs(points):
        if len(run) > 1:
            sheet.line(run, "series")
    dots = [point for point in points if point]
    sheet.dots(dots[:-1], "soft", 3.6, ring=True)
    sheet.dots(dots[-1:], "series", 4.6, ring=True)
    rows = zip(range(spec.first, spec.first + len(points)), spec.values, points, strict=True)
    marks = [(year, value, point) for year, value, point in rows if value is not None and point]
    first, last = marks[0][0], marks[-1][0]
    # below, the last year and the first before the others; none where it would touch another
    for year, _, (x, _y) in sorted(marks, key=lambda mark: (mark[0] != last, mark[0] != first, -mark[0])):
        free.put(str(year), [Spot(x, bottom + form.text * 1.5, "middle")], "strong" if year == last else "soft")
    # the last value, the extremes, then the others from the newest, above the point or else below it
    by_value = sorted(marks, key=lambda mark: (mark[1], mark[0]))
    extremes = {by_value[0][0], by_value[-1][0]}
    for year, value, (x, y) in sorted(marks, key=lambda mark: (mark[0] != last, mark[0] not in extremes, -mark[0])):
        spots = [Spot(x, y - form.text * 0.75, "middle"), Spot(x, y + form.text * 1.45, "middle")]
        free.put(_text(spec, value), spots, "series" if year == last else "ink")
    return sheet.cut(bottom + form.text * 2.1)


def _text(spec: Years, value: float) -> str:
    return amount(value, spec.unit) if spec.unit == "%" else number(value)
