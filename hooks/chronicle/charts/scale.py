"""Value axes: a sensible span and round ticks."""

import math
from collections.abc import Collection
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


def fit(values: Collection[float], unit: str, bottom: float, top: float, parts: int, snap: bool = True) -> Scale:
    """A scale that holds ``values`` with some air; a percentage never goes beyond 0 … 100 where its values do not.

    Its step is the smallest round one that covers it in at most ``parts`` steps. ``snap``: it ends at a tick; else just
    above the largest value.
    """
    least, most = (min(values), max(values)) if values else (0.0, 1.0)
    low, high = least - (most - least) * 0.14, most + (most - least) * 0.06
    if most - least < 1e-9:  # alone or all alike: in the middle of an axis that does not make much of nothing
        around = max(abs(most) * 0.05, _LEVEL)
        low, high = least - around, most + around
    if least >= 0 and (low < 0 or least < _FROM_ZERO * most):
        low = 0.0
    if unit == "%" and most <= 100:
        high = min(high, 100.0)
    rough = (high - low) / parts
    power = 10.0 ** math.floor(math.log10(rough))
    steps = _ROUND if power >= 10 else (1.0, 2.0, 5.0, 10.0)  # 0.25 needs a digit more than 0.5
    step = next(size * power for size in steps if size * power >= rough * (1 - 1e-9))
    floor, ceiling = math.floor(low / step + 1e-6) * step, math.ceil(high / step - 1e-6) * step
    return Scale(floor, max(ceiling if snap else high, floor + step), bottom, top, step)


def tick_labels(ticks: list[float], unit: str) -> list[str]:
    """Ticks as short as they can be: 通 is not repeated at each line, % is; large numbers in 万 and 亿."""
    largest = max(map(abs, ticks))
    if largest >= 1e5:
        size, name = (1e8, "亿") if largest >= 1e8 else (1e4, "万")
        scaled = [tick / size for tick in ticks]
        return [amount(v, name, places(scaled)) if v else "0" for v in scaled]
    digits = places(ticks)
    return [amount(tick, unit, digits) if unit == "%" else number(tick, digits) for tick in ticks]


def places(ticks: list[float]) -> int:
    """How many digits after the point the values need."""
    return next((p for p in range(6) if all(abs(t - round(t, p)) < 1e-9 for t in ticks)), 6)
