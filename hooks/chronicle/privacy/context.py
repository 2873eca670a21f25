"""What stands around a match: words near it, units behind it, and whether it counts something."""

from __future__ import annotations

import re
from functools import cache

from .patterns import LISTS, Confirm, ends_of, one_of


@cache
def _one_of(words: str) -> re.Pattern[str]:
    return re.compile(one_of(LISTS[words]))


def before(text: str, at: int, reach: int) -> str:
    """The *reach* characters before *at*, as far as they stand in the same line."""
    return text[max(0, at - reach) : at].rpartition("\n")[2]


def is_near(text: str, at: int, words: str, reach: int = 14) -> bool:
    """Whether one of the *words* (a section of ``numbers.txt``) stands in the *reach* characters before *at*, in the
    same line."""
    return _one_of(words).search(before(text, at, reach)) is not None


def has_word(text: str, words: str) -> bool:
    """Whether one of the *words* stands anywhere in the text."""
    return _one_of(words).search(text) is not None


def is_followed(text: str, at: int, words: str, reach: int) -> bool:
    """Whether one of the *words* stands in the *reach* characters from *at* on."""
    return _one_of(words).search(text, at, at + reach) is not None


_UNIT = re.compile(
    r"[ \t]?(?=[毫微厘平秒分小元美万亿次户千公度字条件个升吨立笔步米倍%人页行mkKMb])"
    r"(?:毫[秒升克米]|微秒|厘米|平[方米]|秒(?!杀)|分钟|小时|元(?!旦)|美元|万|亿|次(?!日)|户(?!主|名|号)|千瓦|千米|公里|度(?!假)|"
    r"字(?!条)|条(?!短)|件(?!事)|个(?!人|体)|升(?!级|降)|吨|立方|笔|步|"
    r"米(?![\u4e00-\u9fff])|倍|%|人次|人(?=[,。;、\s]|$)|页|行(?=[,。])|ms\b|kWh|KB|MB|bytes)"
)
_QUANTITIES = tuple(LISTS["quantities"].split())


def has_unit(text: str, end: int) -> bool:
    """Whether a unit follows at *end*, so that the number before it counts something."""
    return _UNIT.match(text, end) is not None


def is_counted(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number counts or versions something: a unit follows, or a word for a quantity or a series comes
    before."""
    start, end = match.span("v")
    words = text[max(0, start - 18) : start].rstrip(" \t\"'`:=为是达约").lower()
    return (words.endswith(_QUANTITIES) and not words.endswith("account")) or has_unit(text, end)


def is_amount(text: str, match: re.Match[str]) -> bool:
    """Whether a number behind a word for an account is an amount all the same: a unit, a currency or decimals, or a
    word for a sum between the two."""
    start, end = match.span("v")
    return (
        has_unit(text, end)
        or text.startswith(("¥", "$", "~"), max(0, start - 1))
        or re.compile(r"\.\d").match(text, end) is not None
        or is_near(text, start, "sums", 6)
    )


def uncounted(keep: int) -> Confirm:
    """Confirms what counts nothing and is no row of one sign, and shows *keep* characters at both ends of it."""
    return lambda text, match: (
        None if is_counted(text, match) or len(set(match["v"])) == 1 else ends_of(match["v"], keep)
    )
