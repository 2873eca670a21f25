"""Value axes: a sensible span and round ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from ..figures.formatting import amount, number

#: Steps that people count in.
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)
#: Where the smallest value is below this share of the largest, the axis starts at zero.
_FROM_ZERO = 0.35
#: What an axis holds above and below values that are all alike, at least.
_LEVEL = 2.0


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high`` on y from ``bottom`` up to ``top``."""

    low: float
    high: float
    bottom: float
    top: float
    step: float

    def y(self, value: float) -> float:
        """Where ``value`` stands."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def ticks(self) -> list[float]:
        """Round values from low to high."""
        count = math.floor((self.high - self.low) / self.step + 1e-6)
        first = math.ceil(self.low / self.step - 1e-6) * self.step
        return [round(first + i * self.step, 10) for i in range(count + 1)]


def nice_step(span: float, parts: int) -> float:
    """The smallest round step that covers ``span`` in at most ``parts`` steps."""
    rough = span / parts
    power = 10.0 ** math.floor(math.log10(rough))
    steps = _ROUND if power >= 10 else (1.0, 2.0, 5.0, 10.0)  # 0.25 needs a digit more than 0.5
    return next(r * power for r in steps if r * power >= rough * (1 - 1e-9))


def fit(values: Iterable[float], unit: str, bottom: float, top: float, parts: int, snap: bool = True) -> Scale:
    """A scale that holds ``values`` with some air; a percentage never goes beyond 0 … 100 where its values do not.

    ``snap``: it ends at a tick; else just above the largest value.
    """
    low, high = _aired(list(values), unit)
    step = nice_step(high - low, parts)
    floor, ceiling = math.floor(low / step + 1e-6) * step, math.ceil(high / step - 1e-6) * step
    return Scale(floor, max(ceiling if snap else high, floor + step), bottom, top, step)


def _aired(values: list[float], unit: str) -> tuple[float, float]:
    least, most = (min(values), max(values)) if values else (0.0, 1.0)
    low, high = least - (most - least) * 0.14, most + (most - least) * 0.06
    if least == most:  # alone or all alike: in the middle of an axis that does not make much of nothing
        around = max(abs(most) * 0.05, _LEVEL)
        low, high = least - around, most + around
    if least >= 0 and (low < 0 or least < _FROM_ZERO * most):
        low = 0.0
    if unit == "%" and most <= 100:
        high = min(high, 100.0)
    return low, high


def tick_labels(ticks: list[float], unit: str) -> list[str]:
    """Ticks as short as they can be: 通 is not repeated at each line, % is; large numbers in 万 and 亿."""
    largest = max(map(abs, ticks))
    for size, name in ((1e8, "亿"), (1e5, "万")):
        if largest >= size:
            scaled = [tick / (1e8 if name == "亿" else 1e4) for tick in ticks]
            return [amount(v, name, places(scaled)) if v else "0" for v in scaled]
    digits = places(ticks)
    return [amount(tick, unit, digits) if unit == "%" else number(tick, digits) for tick in ticks]


def places(ticks: list[float]) -> int:
    """How many digits after the point the values need."""
    return next((p for p in range(6) if all(abs(t - round(t, p)) < 1e-9 for t in ticks)), 6)
