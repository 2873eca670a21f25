"""A metric through the years: one value a year, named where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from ..figures.formatting import amount, number
from .canvas import Box, Point, Sheet
from .scale import Scale, fit
from .sizes import Form
from .text_metrics import width


@dataclass(frozen=True)
class Years:
    """One value for each year from the first to the last; None where a year has none."""

    first: int
    values: tuple[float | None, ...]
    unit: str
    decimals: int | None
    target: float | None = None


def draw(spec: Years, form: Form, label: str) -> str:
    """A line from year to year; the last value stands out, and of the others those are named that have room."""
    sheet = Sheet(form)
    height = 150 if form.wide else 120
    top, bottom = form.text * 2.4, form.text * 2.4 + height
    scale = fit(_extent(spec), spec.unit, bottom - 8, top, 3, snap=False)
    points = _points(spec, scale, form)
    sheet.line(((0, bottom), (form.width, bottom)), "axis")
    _target(sheet, spec, scale)
    for there, run in groupby(points, key=bool):
        joined = [point for point in run if point]
        if there and len(joined) > 1:
            sheet.line(joined, "series")
    _dots(sheet, points)
    _names(sheet, spec, points, bottom + form.text * 1.5)
    _values(sheet, spec, points)
    return sheet.svg(label, bottom + form.text * 2.1)


def _extent(spec: Years) -> list[float]:
    given = [value for value in spec.values if value is not None]
    near = spec.target is not None and _near(spec.target, given)
    return [*given, *([spec.target] if near and spec.target is not None else [])]


def _near(target: float, given: list[float]) -> bool:
    """Whether a target can be shown without pressing the line flat."""
    span = max(given) - min(given)
    return min(given) - 1.5 * span <= target <= max(given) + 1.5 * span if span else False


def _points(spec: Years, scale: Scale, form: Form) -> list[Point | None]:
    """Where each year stands; the outer ones leave half a label free."""
    widest = max(width(_text(spec, value), form.text, bold=True) for value in spec.values if value is not None)
    air = max(widest, width("2000", form.text, bold=True)) / 2 + 4
    pitch = (form.width - 2 * air) / max(1, len(spec.values) - 1)
    start = air if len(spec.values) > 1 else form.width / 2
    return [None if v is None else (start + i * pitch, scale.y(v)) for i, v in enumerate(spec.values)]


def _text(spec: Years, value: float) -> str:
    return amount(value, spec.unit, spec.decimals) if spec.unit == "%" else number(value, spec.decimals)


def _target(sheet: Sheet, spec: Years, scale: Scale) -> None:
    if spec.target is None or spec.target not in _extent(spec):
        return
    y, text = scale.y(spec.target), f"目标 {_text(spec, spec.target)}"
    sheet.line(((0, y), (sheet.form.width, y)), "target")
    where = sheet.box(text, 0, y - 5, "soft", "start")
    if not any(where.meets(taken) for taken in sheet.taken):
        sheet.words(text, 0, y - 5, "soft")


def _dots(sheet: Sheet, points: list[Point | None]) -> None:
    there = [point for point in points if point]
    sheet.dots(there[:-1], "soft", 3.6, ring=True)
    sheet.dots(there[-1:], "accent", 4.6, ring=True)


def _names(sheet: Sheet, spec: Years, points: list[Point | None], y: float) -> None:
    """The years below, the last and the first before the others; none where it would touch another."""
    xs = {spec.first + i: point[0] for i, point in enumerate(points) if point}
    order = sorted(xs, key=lambda year: (year != max(xs), year != min(xs), -year))
    for year in order:
        role = "strong" if year == max(xs) else "soft"
        _if_free(sheet, str(year), xs[year], y, role)


def _values(sheet: Sheet, spec: Years, points: list[Point | None]) -> None:
    """The last value, the extremes, then the others from the newest, above the point or else below it."""
    there = [(value, point, i) for i, (value, point) in enumerate(zip(spec.values, points, strict=True))
             if value is not None and point]  # fmt: skip
    last = there[-1][2]
    extremes = {max(there)[2], min(there)[2]}
    for value, (x, y), i in sorted(there, key=lambda each: (each[2] != last, each[2] not in extremes, -each[2])):
        role = "accent" if i == last else "ink"
        text = _text(spec, value)
        if not _if_free(sheet, text, x, y - sheet.form.text * 0.75, role):
            _if_free(sheet, text, x, y + sheet.form.text * 1.45, role)


def _if_free(sheet: Sheet, text: str, x: float, y: float, role: str) -> bool:
    """Write ``text`` centred where nothing stands yet and the sheet does not end."""
    where = sheet.box(text, x, y, role, "middle")
    inside = where.within(Box(0, 0, sheet.form.width, float("inf")))
    free = inside and not any(where.meets(taken) for taken in sheet.taken)
    if free:
        sheet.words(text, x, y, role, "middle")
    return free
