"""A metric through the year."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ..figures.formatting import amount, month
from .canvas import Point, Sheet
from .label_placement import Field, Spot, around
from .scale import fit, places, tick_labels
from .sizes import Form
from .text_metrics import width
from .year_axes import Plot, ground, hairlines


@dataclass(frozen=True)
class Trend:
    """Twelve months of one metric and what stood behind them."""

    values: tuple[float | None, ...]  #: January first, None where there is none
    unit: str
    decimals: int | None  #: digits after the point in labels; None: as many as needed (none or one)
    year: int
    previous: tuple[float | None, ...] | None = None  #: the same months a year earlier
    target: float | None = None
    peak: int | None = None  #: month 1 … 12; None where all are equal or there is only one
    valley: int | None = None
    events: tuple[tuple[int, str], ...] = ()  #: month 1 … 12, title
    bands: tuple[tuple[float, float, str], ...] = ()  #: start and end in months (1.0 … 13.0), title
    middle: tuple[tuple[float, float] | None, ...] | None = None  #: per month, the team's middle half


@dataclass(frozen=True)
class _Note:
    """Something that is named: at a point of the line, in its band, or, where there is no room, below the plot."""

    start: int  #: month
    end: int
    title: str
    band: tuple[float, float] | None = None

    @property
    def when(self) -> str:
        """Its months in words."""
        return month(self.start) if self.start == self.end else f"{self.start}—{month(self.end)}"


def draw(spec: Trend, form: Form, label: str) -> str:
    """The year's line with its peak and valley, what stood behind them, last year and the target."""
    sheet = Sheet(form)
    notes = _notes(spec)
    direct = _may_be_direct(notes, form)
    plot = _plot(sheet, spec, () if direct else [n.start for n in notes if n.band is None])
    labels = plot.field()
    _backdrop(plot, spec)
    _lines(plot, spec, labels)
    _extremes(plot, spec, labels)
    _ends(plot, spec, labels)
    _middle(plot, spec, labels)
    bottom = plot.scale.bottom + form.text * 1.5
    if not (direct and _name_directly(plot, spec, labels, notes)):
        bottom = _list(sheet, plot, spec, notes, bottom)
    return sheet.svg(label, bottom + form.text * 0.6)


def _plot(sheet: Sheet, spec: Trend, strong: Iterable[int]) -> Plot:
    form = sheet.form
    top = form.text * 2.6
    scale = fit(_everything(spec), spec.unit, top + (216 if form.wide else 176), top, 4 if form.wide else 3)
    ends = [str(spec.year)] if form.wide or spec.previous else []
    if form.wide and spec.target is not None:
        ends.append(_target(spec))
    room = max((width(end, form.text, bold=True) for end in ends), default=0) + 10
    ticks = scale.ticks()
    return ground(sheet, scale, dict(zip(ticks, tick_labels(ticks, spec.unit), strict=True)), room, strong)


def _everything(spec: Trend) -> list[float]:
    """Every value that the scale must hold."""
    series = [v for v in (*spec.values, *(spec.previous or ()), spec.target) if v is not None]
    return series + [v for pair in spec.middle or () if pair for v in pair]


def _target(spec: Trend) -> str:
    value = spec.target or 0.0
    return f"目标 {amount(value, spec.unit, places([value]))}"


def _backdrop(plot: Plot, spec: Trend) -> None:
    """Campaigns as soft bands, the team's middle half as a pale one, the hairlines above both."""
    scale = plot.scale
    for start, end, title in spec.bands:
        plot.sheet.bar(plot.edge(start), scale.top, plot.edge(end), scale.bottom, "band", title)
    for piece in _pieces(plot, spec):
        plot.sheet.area(piece, "middle")
    hairlines(plot)


def _middle(plot: Plot, spec: Trend, labels: Field) -> None:
    """The pale band's name, where the fewest lines cross it."""
    size = plot.sheet.form.text
    given = [(at, *pair) for at, pair in enumerate(spec.middle or (), 1) if pair]
    spots = []
    for at, low, high in given:
        anchor = "start" if at <= 6 else "end"
        spots += [Spot(plot.x(at), plot.scale.y(low) - 6, anchor), Spot(plot.x(at), plot.scale.y(high) + size, anchor)]
    if spots:
        labels.put("团队的中间一半", spots, "middle")


def _pieces(plot: Plot, spec: Trend) -> list[list[Point]]:
    """The outline of each unbroken run of the team's middle half."""
    runs: list[list[tuple[int, float, float]]] = [[]]
    for at, pair in enumerate(spec.middle or (), 1):
        if pair is None:
            runs.append([])
        else:
            runs[-1].append((at, *pair))
    outlines = [[(m, low) for m, low, _ in run] + [(m, high) for m, _, high in reversed(run)] for run in runs]
    return [[plot.at(m, v) for m, v in outline] for outline in outlines if len(outline) > 2]


def _lines(plot: Plot, spec: Trend, labels: Field) -> None:
    if spec.target is not None:
        y = plot.scale.y(spec.target)
        plot.sheet.line(((plot.left, y), (plot.right, y)), "target")
        labels.add_line(((plot.left, y), (plot.right, y)))
    if spec.previous:
        labels.add_line(plot.line(spec.previous, "pale", 2.5))
    labels.add_line(plot.line(spec.values, "series", 4))


def _extremes(plot: Plot, spec: Trend, labels: Field) -> None:
    """Peak and valley: a ring each, and the value beside it."""
    marked = [(m, spec.values[m - 1], above) for m, above in ((spec.peak, True), (spec.valley, False)) if m]
    points = [(plot.at(m, v), v, above) for m, v, above in marked if v is not None]
    plot.sheet.dots([point for point, _, _ in points], "accent", 5.5, ring=True)
    if not points:
        _only(plot, spec, labels)
    for (x, y), value, above in points:
        labels.put(amount(value, spec.unit, spec.decimals), around(x, y, plot.sheet.form.text, above), "accent")


def _only(plot: Plot, spec: Trend, labels: Field) -> None:
    """Where there is neither peak nor valley, one value speaks for all."""
    given = [(m, v) for m, v in enumerate(spec.values, 1) if v is not None]
    if given:
        at, value = given[len(given) // 2]
        x, y = plot.at(at, value)
        spots = around(x, y, plot.sheet.form.text, above=True)
        labels.put(amount(value, spec.unit, spec.decimals), spots, "series")


def _ends(plot: Plot, spec: Trend, labels: Field) -> None:
    """Years at the ends of their lines, and the target's name at its rule."""
    form = plot.sheet.form
    if form.wide or spec.previous:
        _year(plot, spec.values, str(spec.year), "series", labels)
    if spec.previous:
        _year(plot, spec.previous, str(spec.year - 1), "soft", labels)
    if spec.target is not None:
        y = plot.scale.y(spec.target)
        spots = _column(plot.right + 6, y, form.text) if form.wide else _along(plot, y, form.text)
        labels.put(_target(spec), spots, "soft")


def _year(plot: Plot, values: tuple[float | None, ...], text: str, role: str, labels: Field) -> None:
    last = max((i for i, v in enumerate(values, 1) if v is not None), default=0)
    value = values[last - 1] if last else None
    if value is None:
        return
    x, y = plot.at(last, value)
    size = plot.sheet.form.text
    beside = _column(plot.right + 6, y, size) if last == 12 else around(x, y, size, above=True)
    labels.put(text, beside, role)


def _column(x: float, y: float, size: float) -> list[Spot]:
    """Spots at the right edge, as near to ``y`` as can be."""
    return [Spot(x, y + size * 0.36 + d, "start", abs(d)) for far in range(0, 90, 3) for d in (-far, far)]


def _along(plot: Plot, y: float, size: float) -> list[Spot]:
    """Spots above and below a rule, from either end."""
    ends = ((plot.right, "end"), (plot.left + 4, "start"), ((plot.left + plot.right) / 2, "middle"))
    return [Spot(x, base, anchor) for x, anchor in ends for base in (y - 5, y + size)]


def _notes(spec: Trend) -> list[_Note]:
    """Campaigns and events in the order of time; an event that is a campaign's beginning is named once."""
    bands = [_band(*band) for band in spec.bands]
    events = [_Note(at, at, title) for at, title in spec.events]
    own = [e for e in events if not any(b.title == e.title and b.start <= e.start <= b.end for b in bands)]
    return sorted([*bands, *own], key=lambda note: (note.start, note.end))


def _band(start: float, end: float, title: str) -> _Note:
    first = min(max(math.floor(start), 1), 12)
    return _Note(first, min(max(first, math.ceil(end - 1e-9) - 1), 12), title, (start, end))


def _may_be_direct(notes: list[_Note], form: Form) -> bool:
    room, most = (190, 5) if form.wide else (130, 3)
    return len(notes) <= most and all(width(note.title, form.text) <= room for note in notes)


def _name_directly(plot: Plot, spec: Trend, labels: Field, notes: list[_Note]) -> bool:
    """Every note at its place; False, and nothing drawn, where one finds none."""
    sheet = plot.sheet
    marks, taken = len(sheet.marks), len(sheet.taken)
    for note in sorted(notes, key=lambda note: note.band is None):
        place = _band_spots(plot, note) if note.band else _event_spots(plot, spec, note)
        spot = labels.best(note.title, place, "note")
        if spot is None or spot.cost >= 40:
            del sheet.marks[marks:], sheet.taken[taken:]
            return False
        _name(plot, spec, note, spot)
    return True


def _band_spots(plot: Plot, note: _Note) -> list[Spot]:
    start, end = (plot.edge(moment) for moment in note.band or (1, 13))
    size, low, high = plot.sheet.form.text, plot.scale.bottom - 8, plot.scale.top
    rows = [(low - i * size * 1.3, i) for i in range(4)] + [(high + size * 0.95, 2), (high - size * 0.5, 3)]
    sides = (((start + end) / 2, "middle", 0), (start + 3, "start", 1), (end - 3, "end", 1))
    return [Spot(x, y, anchor, cost + row) for y, row in rows for x, anchor, cost in sides]


def _event_spots(plot: Plot, spec: Trend, note: _Note) -> list[Spot]:
    x, y = _event_point(plot, spec, note)
    return list(around(x, y, plot.sheet.form.text, above=note.start != spec.valley))


def _event_point(plot: Plot, spec: Trend, note: _Note) -> Point:
    value = spec.values[note.start - 1]
    return plot.at(note.start, value) if value is not None else (plot.x(note.start), plot.scale.bottom)


def _name(plot: Plot, spec: Trend, note: _Note, spot: Spot) -> None:
    if note.band is None and note.start not in (spec.peak, spec.valley):
        plot.sheet.dots([_event_point(plot, spec, note)], "series", 3.5)
    plot.sheet.words(note.title, spot.x, spot.y, "note", spot.anchor)


def _list(sheet: Sheet, plot: Plot, spec: Trend, notes: list[_Note], top: float) -> float:
    """Notes below the plot, each led by its months, and a dot at each event; returns the lowest baseline."""
    events = [n for n in notes if n.band is None and n.start not in (spec.peak, spec.valley)]
    sheet.dots(sorted({_event_point(plot, spec, note) for note in events}), "series", 3.5)
    form = sheet.form
    lead = max(width(note.when, form.text, bold=True) for note in notes) + 10
    columns = _columns(notes, form, lead)
    room = (form.width - (columns - 1) * 24) / columns
    rows = math.ceil(len(notes) / columns)
    lowest = top
    for column in range(columns):
        y = top + form.text * 2.2
        for note in notes[column * rows : (column + 1) * rows]:
            y = _entry(sheet, note, column * (room + 24), y, lead, room)
        lowest = max(lowest, y - form.text * 1.6)
    return lowest


def _columns(notes: list[_Note], form: Form, lead: float) -> int:
    if not form.wide:
        return 1
    longest = max(width(note.title, form.text) for note in notes)
    return 3 if longest + lead <= 237 and len(notes) > 4 else 2


def _entry(sheet: Sheet, note: _Note, x: float, y: float, lead: float, room: float) -> float:
    size = sheet.form.text
    sheet.words(note.when, x, y, "strong" if note.band is None else "soft")
    return sheet.paragraph(note.title, x + lead, y, room - lead, 2, "note") + size * 0.25
