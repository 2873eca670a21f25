"""A metric through the year."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import dist

from ..figures.formatting import amount
from .canvas import NAN, Point, Sheet
from .label_placement import CROSSING, Spot, around
from .sizes import FORMS, Form
from .text_metrics import widest, width
from .year_axes import YEAR, Plot, Scale, Values, fit, ground, hairlines, places, runs


@dataclass(frozen=True)
class Trend:
    """Twelve months of one metric and what stood behind them."""

    values: tuple[float | None, ...]  #: January first, None where there is none
    unit: str
    year: int
    previous: tuple[float | None, ...] | None = None  #: the same months a year earlier
    target: float | None = None
    peak: int | None = None  #: month 1 … 12; None where all are equal or there is only one
    valley: int | None = None
    events: tuple[tuple[int, str], ...] = ()  #: month 1 … 12, title
    bands: tuple[tuple[float, float, str], ...] = ()  #: start and end in months (1.0 … 13.0), title
    middle: tuple[tuple[float, float] | None, ...] | None = None  #: per month, the team's middle half
    median: tuple[float | None, ...] | None = None  #: per month, the team's
    peers: str = "团队"  #: whose half and median these are
    with_team: bool = False  #: whether the scale holds the team's half too; else what lies outside is cut off
    months: tuple[int, ...] = YEAR  #: those that the ground has, in a row; the others have no value
    named: int | None = None  #: the month whose value is named where there is neither peak nor valley


def draw(spec: Trend, form: Form) -> Sheet:
    """The year's line with its peak and valley, what stood behind them, last year and the target."""
    sheet = Sheet(form)
    events = _events(spec)
    scale = _scale(spec, form)
    ends = [str(spec.year)] if form.wide or spec.previous else []  # what stands at the ends of the lines
    ends += [_target(spec, spec.target)] if form.wide and spec.target is not None else []
    strong = [month for month, _ in events]
    plot = ground(sheet, scale, scale.ticks(spec.unit), widest(ends, form.text, bold=True) + 10, strong, spec.months)
    _lines(plot, spec)
    _extremes(plot, spec)
    _name_lines(plot, spec)
    _name_notes(plot, spec, events)
    return sheet.cut(plot.scale.bottom + form.text * 2.1)


def _scale(spec: Trend, form: Form) -> Scale:
    top, high = form.text * 2.6, 178 if form.wide else 140
    values = [v for v in (*spec.values, *(spec.previous or ()), spec.target) if v is not None]
    values += [v for pair in spec.middle or () if pair for v in pair] if spec.with_team else []
    return fit(values, spec.unit, top + high, top, 4 if form.wide else 3)


def of_team(spec: Trend) -> tuple[bool, bool | None]:
    """What of the team stands on the ground, in either form: whether its half does, and whether its median does; of
    the latter None where there is none."""
    scales = [_scale(spec, form) for form in FORMS]
    low, high = min(scale.low for scale in scales), max(scale.high for scale in scales)
    pairs = pairwise(spec.middle or ())  # of a single month nothing is drawn
    half = any(all(pair and pair[0] < high and pair[1] > low for pair in two) for two in pairs)
    medians = [(min(a, b), max(a, b)) for a, b in pairwise(spec.median or ()) if a is not None and b is not None]
    return half, any(least <= high and most >= low for least, most in medians) if medians else None


def _target(spec: Trend, value: float) -> str:
    return f"目标 {amount(value, spec.unit, places([value]))}"


def _lines(plot: Plot, spec: Trend) -> None:
    """Campaigns as soft bands, the team's middle half as a pale one, the hairlines above both, then the lines."""
    scale = plot.scale
    for start, end, title in spec.bands:
        plot.sheet.bar(plot.edge(start), scale.top, plot.edge(end), scale.bottom, "band", title)
    for there, run in groupby(enumerate(spec.middle or (), 1), key=lambda month: month[1] is not None):
        pairs = [(month, pair) for month, pair in run if pair] if there else []
        if len(pairs) > 1:
            low, high = ([plot.within(month, pair[side]) for month, pair in pairs] for side in (0, 1))
            plot.sheet.area([*low, *reversed(high)], "middle")
    hairlines(plot.sheet, scale, plot.ticks, plot.left, plot.right)
    _median(plot, spec)
    if spec.target is not None:
        y = scale.y(spec.target)
        rule = ((plot.left, y), (plot.right, y))
        plot.sheet.line(rule, "target")
        plot.labels.add_line(rule)
    if spec.previous:
        plot.line(spec.previous, "pale", 2.5)
    plot.line(spec.values, "series", 4)


def _median(plot: Plot, spec: Trend) -> None:
    """The team's median as a hairline; where it leaves the ground, an arrow points after it."""
    top, bottom, drawn = plot.scale.top, plot.scale.bottom, [(NAN, NAN)]
    for run in runs(None if v is None else plot.at(month, v) for month, v in enumerate(spec.median or (), 1)):
        if len(run) < 2:
            continue
        if all(y < top for _, y in run) or all(y > bottom for _, y in run):
            x, y = run[-1][0], top if run[-1][1] < top else bottom
            drawn += _arrow(plot, x, y)
            plot.labels.put(spec.peers, [Spot(x - 8, y + (plot.sheet.form.text if y == top else -4), "end")], "middle")
        for (x, y), (end_x, end_y) in pairwise(run):
            rise = (end_y - y) or 1e-9
            cuts = sorted(((top - y) / rise, (bottom - y) / rise))
            first, last = max(cuts[0], 0.0), min(cuts[1], 1.0)
            if first >= last:
                continue
            ends = [(x + at * (end_x - x), y + at * rise) for at in (first, last)]
            drawn += ends[1:] if dist(drawn[-1], ends[0]) < 0.01 else [(NAN, NAN), *ends]
            plot.labels.add_line(ends)
            for at, (cut_x, cut_y) in ((first, ends[0]), (1 - last, ends[1])):
                if at > 0:
                    drawn += _arrow(plot, cut_x, top if abs(cut_y - top) < abs(cut_y - bottom) else bottom)
    plot.sheet.line(drawn[2:], "median")


def _arrow(plot: Plot, x: float, y: float) -> list[Point]:
    """The head of an arrow that leaves the ground at its upper or lower edge, after a break."""
    back = 6 if y == plot.scale.top else -6
    return [(NAN, NAN), (x - 4, y + back), (x, y), (x + 4, y + back)]


def _extremes(plot: Plot, spec: Trend) -> None:
    """Peak and valley: a ring each, and the value beside it; where there is neither, the month that is named all the
    same, at a dot."""
    given = {month: value for month, value in enumerate(spec.values, 1) if value is not None}
    marked = [(month, above) for month, above in ((spec.peak, True), (spec.valley, False)) if month and month in given]
    role, radius = ("accent", 5.5) if marked else ("series", 3.5)
    if not marked and spec.named:
        marked = [(spec.named, True)]
    plot.sheet.dots([plot.at(month, given[month]) for month, _ in marked], role, radius, ring=role == "accent")
    for month, above in marked:
        spots = around(*plot.at(month, given[month]), plot.sheet.form.text, above)
        plot.labels.put(amount(given[month], spec.unit), spots, role)


def _name_lines(plot: Plot, spec: Trend) -> None:
    """Years at the ends of their lines, the target's name at its rule, the pale band's where no line crosses it: the
    sentence beneath says what the band is."""
    form = plot.sheet.form
    lines: list[tuple[Values, int, str]] = [(spec.values, spec.year, "series")] if form.wide or spec.previous else []
    lines += [(spec.previous, spec.year - 1, "soft")] if spec.previous else []
    for values, year, role in lines:
        given = [(month, value) for month, value in enumerate(values, 1) if value is not None]
        if len(given) > 1 or (given and len(lines) > 1):  # a month alone is named by its value
            x, y = plot.at(*given[-1])
            at_edge = given[-1][0] == spec.months[-1]
            beside = _column(plot.right + 6, y, form.text) if at_edge else around(x, y, form.text, above=True)
            plot.labels.put(str(year), beside, role)
    if spec.target is not None:
        y = plot.scale.y(spec.target)
        spots = _column(plot.right + 6, y, form.text)
        if not form.wide:  # above and below the rule, from either end
            ends = ((plot.right, "end"), (plot.left + 4, "start"), ((plot.left + plot.right) / 2, "middle"))
            spots = [Spot(x, base, anchor) for x, anchor in ends for base in (y - 5, y + form.text)]
        plot.labels.put(_target(spec, spec.target), spots, "soft")
    spots = []
    halves = (None, *((spec.middle if form.wide else None) or ()), None)
    for month, (before, pair, after) in enumerate(zip(halves, halves[1:], halves[2:], strict=False), 1):
        if pair and (before or after) and plot.within(month, pair[0]) != plot.within(month, pair[1]):
            x, low = plot.within(month, pair[0])
            high = plot.within(month, pair[1])[1]
            anchor = "start" if 2 * month < spec.months[0] + spec.months[-1] else "end"
            spots += [Spot(x, low - 6, anchor), Spot(x, high + form.text, anchor)]
    plot.labels.put(f"{spec.peers}的中间一半", spots, "middle", CROSSING)


def _column(x: float, y: float, size: float) -> list[Spot]:
    """Spots at the right edge, as near to ``y`` as can be."""
    return [Spot(x, y + size * 0.36 + d, "start", abs(d)) for far in range(0, 90, 3) for d in (-far, far)]


def _events(spec: Trend) -> list[tuple[int, str]]:
    """The events in the order of time; one that is a campaign's beginning is named in its band."""

    def in_band(month: int, title: str) -> bool:
        return any(name == title and start < month + 1 and end > month for start, end, name in spec.bands)

    return sorted(event for event in spec.events if not in_band(*event))


def _name_notes(plot: Plot, spec: Trend, events: list[tuple[int, str]]) -> None:
    """A dot at each event, and the names of the first campaigns and events that find room at their places, those at the
    peak and the valley before all: the list of the year's events at the head of the chapter names every one."""
    sheet, wide = plot.sheet, plot.sheet.form.wide
    ends = [month for month in (spec.peak, spec.valley) if month]
    sheet.dots(sorted({_point(plot, spec, month) for month, _ in events if month not in ends}), "series", 3.5)
    notes: list[tuple[bool, str, Iterable[Spot]]] = []
    for start, end, title in sorted(spec.bands):
        at_end = any(start < month + 1 and end > month for month in ends)
        if wide or at_end:  # on a phone the list tells the others
            notes.append((at_end, title, _band_spots(plot, start, end)))
    for month, title in events:
        beside = around(*_point(plot, spec, month), sheet.form.text, above=month != spec.valley)
        notes.append((month in ends, title, beside))
    room, left = (190, 8) if wide else (130, 4)
    for _, title, spots in sorted(notes, key=lambda note: not note[0]):
        if left and width(title, sheet.form.text) <= room:
            left -= bool(plot.labels.put(title, spots, "note", CROSSING))


def _band_spots(plot: Plot, start: float, end: float) -> list[Spot]:
    """Within a band, the lowest row first, or at its top."""
    left, right = plot.edge(start), plot.edge(end)
    size, low, high = plot.sheet.form.text, plot.scale.bottom - 8, plot.scale.top
    rows = [(low - i * size * 1.3, i) for i in range(4)] + [(high + size * 0.95, 2), (high - size * 0.5, 3)]
    sides = (((left + right) / 2, "middle", 0), (left + 3, "start", 1), (right - 3, "end", 1))
    return [Spot(x, y, anchor, cost + row) for y, row in rows for x, anchor, cost in sides]


def _point(plot: Plot, spec: Trend, month: int) -> Point:
    """Where an event stands: at its month's value, or at the foot where there is none."""
    value = spec.values[month - 1]
    return plot.at(month, value) if value is not None else (plot.x(month), plot.scale.bottom)
