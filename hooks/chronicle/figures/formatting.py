"""Numbers, dates and lists as Chinese readers write them, and text fit to stand in XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from ..records.model import Shown
from ..records.span import month_words

#: Joins a number and its unit: they are one word, and a line never ends between them.
NBSP = "\u00a0"

#: A worked-out number never has more.
MOST_DECIMALS = 4
#: Numbers as near as this are the same: what separates them is the arithmetic of floats.
_SAME = 1e-9

_WAN, _YI = 10_000, 100_000_000
#: The numerals from nought to ten; a year is read digit by digit.
_NUMERALS = "〇一二三四五六七八九十"
_LINE_ENDS = re.compile("[\t\n\r\u2028\u2029]")
#: Control characters, surrogates, what turns the direction of a line, and the last two of each plane.
_NONE = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNFIT = re.compile(f"[\0-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069{_NONE}]")
QUARTERS = ("一季度", "二季度", "三季度", "四季度")


def decimal(value: float, decimals: int | None = None) -> Decimal:
    """The number that a reader sees.

    A :class:`Shown` value has decimals of its own; of another number ``decimals`` are shown, or, without them, none or
    one as needed. Halves round up, as people do on paper. What is not exactly 0 or 100 is never rounded to it: it has
    more decimals then, and where four are not enough it stands beside it (99.99996 -> 99.9999).
    """
    exact = Decimal(repr(round(float(value), 9)))
    places = value.decimals if isinstance(value, Shown) else decimals
    if places is None:
        places = 0 if exact == exact.to_integral_value() else 1
    seen = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    while seen != exact and abs(seen) in (0, 100) and places < MOST_DECIMALS:
        places += 1
        seen = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if seen != exact and abs(seen) in (0, 100):
        seen = exact.quantize(Decimal(1).scaleb(-places), ROUND_DOWN if abs(seen) > abs(exact) else ROUND_UP)
    return seen


def number(value: float, decimals: int | None = None) -> str:
    """25750 -> ``25,750``; −1.5 with a minus sign of its own. For ``decimals`` see :func:`decimal`."""
    text = f"{decimal(value, decimals):,f}"
    return text.removeprefix("-") if not any(c in "123456789" for c in text) else text.replace("-", "−")


def shown(value: float, decimals: int) -> Shown:
    """A worked-out value with its decimals; what was typed keeps its own."""
    if isinstance(value, Shown):
        return value
    return Shown(value, max(decimals, -_exponent(decimal(value, decimals))))


def told_apart(
    values: Sequence[float | None], decimals: int, others: Iterable[float | None] = (), most: int = MOST_DECIMALS
) -> tuple[Shown | None, ...]:
    """Worked-out values with the fewest decimals, from ``decimals`` to ``most``, at which none that differ look alike,
    and none looks above another when it lies below it, or differs from one that it equals.

    ``others`` stand beside them, and keep the decimals that they have. What was typed keeps its own, too.
    """
    most = min(most, MOST_DECIMALS)
    if not any(value is not None and not isinstance(value, Shown) for value in values):
        return tuple(shown(value, decimals) if value is not None else None for value in values)
    there, beside = ([value for value in each if value is not None] for each in (values, others))
    for places in range(min(decimals, most), most + 1):
        seen: dict[Decimal, float] = {}
        if all(abs(seen.setdefault(decimal(value, places), value) - value) < _SAME for value in there) and all(
            abs(seen.get(decimal(value, places), value) - value) < _SAME
            and all(_in_order(value, other, places) for other in there if isinstance(value, Shown))
            for value in beside
        ):
            break
    return tuple(None if value is None else shown(value, places) for value in values)


def _in_order(typed: Shown, value: float, places: int) -> bool:
    """Whether ``value``, shown with so many decimals, stands to a typed number as it does in truth."""
    if typed.decimals <= places:
        return True
    gap = decimal(value, places) - decimal(typed)
    return bool(gap == 0) if abs(value - typed) < _SAME else bool((gap > 0) == (value > typed))


def decimals_of(values: Iterable[float | None]) -> int:
    """The decimals of the most exact of these numbers; of one that was not typed, what it needs (at most four)."""
    return max((_decimals(value) for value in values if value is not None), default=0)


def _decimals(value: float) -> int:
    if isinstance(value, Shown):
        return value.decimals
    return next((n for n in range(MOST_DECIMALS) if abs(round(value, n) - value) < _SAME), MOST_DECIMALS)


def difference(one: float, other: float) -> Shown:
    """How far apart two numbers are as they are shown: never what would follow from digits that nobody sees."""
    gap = decimal(one) - decimal(other)
    return Shown(float(gap), -_exponent(gap))


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)


def amount(value: float, unit: str = "", decimals: int | None = None) -> str:
    """25750, 通 -> ``25,750 通`` (with a no-break space); 97.6, % -> ``97.6 %``."""
    return f"{number(value, decimals)}{NBSP}{unit}" if unit else number(value, decimals)


def within(value: float, unit: str = "") -> str:
    """An amount that a Chinese word follows at once: ``312 秒降到``, but ``93.8 % 走到``."""
    text = amount(value, unit)
    return text if unit and "\u4e00" <= unit[-1] <= "\u9fff" else f"{text} "


def behind(text: str) -> str:
    """What somebody wrote, right behind a Chinese word of ours: ``省下`` and ``12 次`` are parted by a blank."""
    return f" {text}" if text[:1].isascii() and text[:1].isalnum() else text


def scaled(value: float, unit: str) -> str:
    """26010000, 字 -> ``2,601 万字``: counts too long to be read digit by digit."""
    if abs(value) >= _YI:
        return amount(value / _YI, f"亿{unit}", 2)
    if abs(value) >= 10 * _WAN:
        return amount(value / _WAN, f"万{unit}", 0)
    return amount(value, unit, 0)


def signed(value: float, unit: str = "") -> str:
    """1.8, 个百分点 -> ``+1.8 个百分点``."""
    sign = "+" if value > 0 else ""
    return sign + amount(value, unit)


def month(index: int) -> str:
    """7 -> ``7 月``."""
    return f"{index}{NBSP}月"


#: (1, 2, 3) -> ``1—3 月``; (1, 3) -> ``1、3 月``.
months = month_words


def date_in_words(text: str) -> str:
    """2026-06 -> ``2026 年 6 月``; 2026-06-30 -> ``2026 年 6 月 30 日``."""
    return " ".join(f"{int(part)}{NBSP}{name}" for part, name in zip(text.split("-"), "年月日", strict=False))


def year_in_characters(year: int) -> str:
    """2025 -> ``二〇二五``."""
    return "".join(_NUMERALS[int(digit)] for digit in str(year))


def in_characters(value: int) -> str:
    """3 -> ``三``, 12 -> ``十二``, 40 -> ``四十``; from a hundred on in digits."""
    if value <= 10:
        return _NUMERALS[value]
    tens, ones = divmod(value, 10)
    return f"{_NUMERALS[tens] if tens > 1 else ''}十{_NUMERALS[ones] if ones else ''}" if value < 100 else str(value)


def listed(items: Iterable[str]) -> str:
    """("甲", "乙", "丙") -> ``甲、乙和丙``."""
    *head, tail = list(items) or [""]
    return f"{'、'.join(head)}和{tail}" if head else tail


def share(part: float, whole: float) -> str:
    """62 of 240 -> ``26 %``: a part of a count; 996 of 999 is 99.7 %, since only all of them are 100 %."""
    return amount(shown(part / whole * 100, 0), "%")


def clean(text: str) -> str:
    """Text fit for XML: white space becomes a space; control characters, surrogates and non-characters are dropped."""
    if text.replace(NBSP, " ").isprintable():
        return text.strip()
    return _UNFIT.sub("", _LINE_ENDS.sub(" ", text)).strip()
