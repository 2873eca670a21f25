"""A metric by quarter, with the months that each quarter is made of."""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.formatting import amount, number, scaled
from .canvas import NAN, Sheet
from .scale import Scale, fit, tick_labels
from .sizes import Form
from .text_metrics import width


@dataclass(frozen=True)
class Quarters:
    """Four quarterly values and the twelve months behind them; None where there is none."""

    values: tuple[float | None, ...]
    months: tuple[float | None, ...]
    unit: str
    decimals: int | None
    best: int | None = None  #: quarter 1 … 4; None where all are equal
    worst: int | None = None


_NAMES = ("一季度", "二季度", "三季度", "四季度")


@dataclass(frozen=True)
class _Ground:
    """Four columns side by side."""

    sheet: Sheet
    scale: Scale
    left: float
    pitch: float
    values_beside: bool

    def middle(self, quarter: int) -> float:
        """x of a quarter's (0 … 3) middle; a plate in the wide form leaves room for its value on the right."""
        return self.left + (quarter + (0.35 if self.values_beside else 0.5)) * self.pitch

    def month(self, month: int) -> float:
        """x of a month (0 … 11) within its quarter."""
        return self.middle(month // 3) + (month % 3 - 1) * self.pitch * 0.25

    @property
    def reach(self) -> float:
        """Half the width of a quarter's plate."""
        return self.pitch * (0.29 if self.values_beside else 0.4)


def draw(spec: Quarters, form: Form, label: str) -> str:
    """Each quarter's value with its months: a bar made of them where it is their sum, a plate among them else."""
    sheet = Sheet(form)
    summed = _summed(spec)
    ground = _ground(sheet, spec, summed)
    if summed:
        _bars(ground, spec)
    else:
        _plates(ground, spec)
    return sheet.svg(label, ground.scale.bottom + form.text * (2.2 if summed else 5.2))


def _summed(spec: Quarters) -> bool:
    """Whether the quarters are the sums of their months, as contacts are."""
    pairs = [(v, spec.months[3 * q : 3 * q + 3]) for q, v in enumerate(spec.values) if v is not None]
    several = [(v, [m for m in own if m is not None]) for v, own in pairs if sum(m is not None for m in own) > 1]
    return bool(several) and all(abs(v - sum(own)) <= 1e-6 * max(1.0, abs(v)) for v, own in several)


def _ground(sheet: Sheet, spec: Quarters, summed: bool) -> _Ground:
    form = sheet.form
    top, height = form.text * 2.2, 190 if form.wide else 160
    given = [v for v in (*spec.values, *(() if summed else spec.months)) if v is not None]
    parts = 4 if form.wide else 3
    scale = fit([*given, *([0.0] if summed else [])], spec.unit, top + height, top, parts, snap=not summed)
    labels = tick_labels(scale.ticks(), spec.unit)
    left = max(width(text, form.text) for text in labels) + 8
    pitch = (form.width - left) / 4
    longest = max((width(text, form.text, bold=True) for text in _texts(spec)), default=0)
    ground = _Ground(sheet, scale, left, pitch, form.wide and not summed and longest < pitch * 0.35 - 8)
    _hairlines(ground, labels, summed)
    return ground


def _texts(spec: Quarters) -> list[str]:
    return [amount(value, spec.unit, spec.decimals) for value in spec.values if value is not None]


def _hairlines(ground: _Ground, labels: list[str], summed: bool) -> None:
    sheet, scale, form = ground.sheet, ground.scale, ground.sheet.form
    for tick, text in zip(scale.ticks(), labels, strict=True):
        sheet.words(text, ground.left - 8, scale.y(tick) + form.text * 0.36, "soft", "end")
    ys = [scale.y(tick) for tick in scale.ticks()[1:]]
    sheet.line([p for y in ys for p in ((ground.left, y), (form.width, y), (NAN, NAN))], "hair")
    sheet.line(((ground.left, scale.bottom), (form.width, scale.bottom)), "axis")
    for quarter, name in enumerate(_NAMES):
        sheet.words(name, ground.middle(quarter), scale.bottom + form.text * (1.5 if summed else 3), "ink", "middle")


def _bars(ground: _Ground, spec: Quarters) -> None:
    form = ground.sheet.form
    longest = max(width(f"12月 {number(v)}", form.text) for v in spec.months if v is not None)
    with_values = form.wide and longest < 2 * ground.reach
    for quarter, value in enumerate(spec.values):
        if value is None:
            continue
        months = [(m, spec.months[m] or 0.0) for m in range(3 * quarter, 3 * quarter + 3)]
        _bar(ground, ground.middle(quarter), months, with_values)
        text = amount(value, spec.unit, spec.decimals)
        if width(text, form.text, bold=True) > ground.pitch - 4:
            text = scaled(value, spec.unit)
        role = "accent" if quarter + 1 == spec.best else "strong"
        ground.sheet.words(text, ground.middle(quarter), ground.scale.y(value) - 7, role, "middle")


def _bar(ground: _Ground, x: float, months: list[tuple[int, float]], with_values: bool) -> None:
    """January at the foot; a thin line of ground between the months."""
    total, form = 0.0, ground.sheet.form
    for month, value in months:
        low, total = ground.scale.y(total), total + value
        high = ground.scale.y(total)
        if low - high > 0.5:
            ground.sheet.bar(x - ground.reach, high, x + ground.reach, low - 1.2, "series")
        text = f"{month + 1}月 {number(value)}" if with_values else f"{month + 1}月"
        if low - high > form.text * 1.3 and width(text, form.text) < 2 * ground.reach:
            ground.sheet.words(text, x, (low + high) / 2 + form.text * 0.34, "inside", "middle")


def _plates(ground: _Ground, spec: Quarters) -> None:
    sheet, form = ground.sheet, ground.sheet.form
    y = ground.scale.bottom + form.text * 1.5
    for month in range(12):
        sheet.words(f"{month + 1}月" if form.wide else str(month + 1), ground.month(month), y, "soft", "middle")
    for quarter, value in enumerate(spec.values):
        if value is not None:
            role = "accent" if quarter + 1 == spec.best else "series"
            x, at = ground.middle(quarter), ground.scale.y(value)
            sheet.bar(x - ground.reach, at - 2.5, x + ground.reach, at + 2.5, role)
            ink = "accent" if role == "accent" else "strong"
            _value(ground, quarter, amount(value, spec.unit, spec.decimals), at, ink)
    dots = [(ground.month(m), ground.scale.y(v)) for m, v in enumerate(spec.months) if v is not None]
    sheet.dots(dots, "soft", 3.6, ring=True)


def _value(ground: _Ground, quarter: int, text: str, y: float, role: str) -> None:
    """A plate's value beside it, or, where columns are too narrow, below its quarter's name."""
    form, x = ground.sheet.form, ground.middle(quarter)
    if ground.values_beside:
        ground.sheet.words(text, x + ground.reach + 7, y + form.text * 0.36, role)
    else:
        ground.sheet.words(text, x, ground.scale.bottom + form.text * 4.5, role, "middle")
