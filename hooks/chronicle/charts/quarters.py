"""A metric by quarter, with the months that each quarter is made of."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..figures.formatting import QUARTERS, amount, scaled
from .canvas import Sheet
from .sizes import Form
from .text_metrics import widest, width
from .year_axes import Scale, fit, value_axis


@dataclass(frozen=True)
class Quarters:
    """Four quarterly values and the twelve months behind them, None where there is none; ``summed``: each is the sum of
    its months."""

    values: tuple[float | None, ...]
    months: tuple[float | None, ...]
    unit: str
    best: int | None = None  #: quarter 1 … 4; None where all are equal
    shown: tuple[int, ...] = (1, 2, 3, 4)  #: the quarters that the ground has, in a row
    summed: bool = False


def draw(spec: Quarters, form: Form) -> Sheet:
    """Each quarter's value: a bar where it is the sum of its months, a plate among them else."""
    sheet, summed = Sheet(form), spec.summed
    top, height = form.text * 2.2, (190 if summed else 140) if form.wide else 104
    given = [v for v in (*spec.values, *((0.0,) if summed else spec.months)) if v is not None]
    scale = fit(given, spec.unit, top + height, top, 4 if form.wide else 3, snap=not summed)
    left = value_axis(sheet, scale, spec.unit)
    pitch = (form.width - left) / len(spec.shown)
    longest = widest((amount(v, spec.unit) for v in spec.values if v is not None), form.text, bold=True)
    beside = form.wide and not summed and longest < pitch * 0.35 - 8
    middles = [left + (at - spec.shown[0] + (0.35 if beside else 0.5)) * pitch for at in range(1, 5)]
    for quarter in spec.shown:
        name, x = QUARTERS[quarter - 1], middles[quarter - 1]
        sheet.words(name, x, scale.bottom + form.text * (1.5 if summed else 3), "ink", "middle")
    if summed:
        _bars(sheet, spec, scale, middles, pitch)
    else:
        spec = spec if longest < pitch - 4 else replace(spec, unit="")  # the axis names it
        _plates(sheet, spec, scale, middles, pitch, beside)
    return sheet.cut(scale.bottom + form.text * (2.2 if summed else 5.2))


def _bars(sheet: Sheet, spec: Quarters, scale: Scale, middles: Sequence[float], pitch: float) -> None:
    """A bar for each quarter, from zero."""
    for quarter, (x, value) in enumerate(zip(middles, spec.values, strict=True), 1):
        if value is None:
            continue
        text, best = amount(value, spec.unit), quarter == spec.best
        text = scaled(value, spec.unit) if width(text, sheet.form.text, bold=True) > pitch - 4 else text
        if value:
            sheet.bar(x - pitch * 0.3, scale.y(value), x + pitch * 0.3, scale.y(0), "series-2" if best else "series")
        sheet.words(text, x, scale.y(value) - 7, "series-2" if best else "strong", "middle")


def _plates(sheet: Sheet, spec: Quarters, scale: Scale, middles: Sequence[float], pitch: float, beside: bool) -> None:
    """A plate at each quarter's value, named beside it or, where columns are too narrow, below its quarter's name."""
    form, reach = sheet.form, pitch * (0.29 if beside else 0.4)
    months = [middles[month // 3] + (month % 3 - 1) * pitch * 0.25 for month in range(12)]
    for month, x in enumerate(months, 1):
        if (month + 2) // 3 in spec.shown:
            sheet.words(f"{month}月" if form.wide else str(month), x, scale.bottom + form.text * 1.5, "soft", "middle")
    for quarter, (x, value) in enumerate(zip(middles, spec.values, strict=True), 1):
        if value is None:
            continue
        y, best = scale.y(value), quarter == spec.best
        sheet.bar(x - reach, y - 2.5, x + reach, y + 2.5, "series-2" if best else "series")
        place = (x + reach + 7, y + form.text * 0.36) if beside else (x, scale.bottom + form.text * 4.5)
        text, role = amount(value, spec.unit), "series-2" if best else "strong"
        sheet.words(text, *place, role, "start" if beside else "middle")
    sheet.dots([(x, scale.y(v)) for x, v in zip(months, spec.months, strict=True) if v is not None], "soft", 3.6, True)
