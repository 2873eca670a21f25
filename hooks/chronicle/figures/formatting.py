"""Figures -> words: numbers as Chinese readers write them, and sentences that are always true."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

#: Joins a number and its unit: they are one word, and a line never ends between them.
NBSP = "\u00a0"

_WAN, _YI = 10_000, 100_000_000
_DIGITS = "〇一二三四五六七八九"


@lru_cache(maxsize=4096)  # a figure is written in its chart, its table, its sentence, and on every slide and card
def number(value: float, decimals: int | None = None) -> str:
    """25750 -> ``25,750``; halves round up, as people do on paper. Without ``decimals``: none or one, as needed."""
    exact = Decimal(repr(round(float(value), 9)))
    if decimals is None:
        decimals = 0 if exact == exact.to_integral_value() else 1
    text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"
    return text.removeprefix("-") if not any(c in "123456789" for c in text) else text.replace("-", "−")


def amount(value: float, unit: str = "", decimals: int | None = None) -> str:
    """25750, 通 -> ``25,750 通`` (with a no-break space); 97.6, % -> ``97.6 %``."""
    return f"{number(value, decimals)}{NBSP}{unit}" if unit else number(value, decimals)


def within(value: float, unit: str = "", decimals: int | None = None) -> str:
    """An amount that a Chinese word follows at once: ``312 秒降到``, but ``93.8 % 走到``."""
    text = amount(value, unit, decimals)
    return text if unit and "\u4e00" <= unit[-1] <= "\u9fff" else f"{text} "


def scaled(value: float, unit: str) -> str:
    """26010000, 字 -> ``2,601 万字``: counts too long to be read digit by digit."""
    if abs(value) >= _YI:
        return amount(value / _YI, f"亿{unit}", 2)
    if abs(value) >= 10 * _WAN:
        return amount(value / _WAN, f"万{unit}", 0)
    return amount(value, unit, 0)


def signed(value: float, unit: str = "", decimals: int | None = None) -> str:
    """1.8, 个百分点 -> ``+1.8 个百分点``."""
    sign = "+" if value > 0 else ""
    return sign + amount(value, unit, decimals)


def month(index: int) -> str:
    """7 -> ``7 月``."""
    return f"{index}{NBSP}月"


def months(indexes: Sequence[int]) -> str:
    """(1, 2, 3) -> ``1—3 月``; (1, 3) -> ``1、3 月``."""
    if len(indexes) > 2 and list(indexes) == list(range(indexes[0], indexes[-1] + 1)):
        return f"{indexes[0]}—{indexes[-1]}{NBSP}月"
    return "、".join(map(str, indexes)) + f"{NBSP}月"


def date_in_words(text: str) -> str:
    """2026-06 -> ``2026 年 6 月``; 2026-06-30 -> ``2026 年 6 月 30 日``."""
    return " ".join(f"{int(part)}{NBSP}{name}" for part, name in zip(text.split("-"), "年月日", strict=False))


def year_in_characters(year: int) -> str:
    """2025 -> ``二〇二五``."""
    return "".join(_DIGITS[int(digit)] for digit in str(year))


def listed(items: Iterable[str], last: str = "和") -> str:
    """("甲", "乙", "丙") -> ``甲、乙和丙``."""
    *head, tail = list(items) or [""]
    return f"{'、'.join(head)}{last}{tail}" if head else tail


def times(ratio: float) -> str:
    """35.6 -> ``36 倍``; 1.26 -> ``1.3 倍``; below one -> a share in percent."""
    if ratio >= 10:
        return amount(ratio, "倍", 0)
    return amount(ratio, "倍", 1) if ratio >= 1 else amount(ratio * 100, "%", 0)
