"""The months of a year that a chronicle is about, and what they are called in its sentences."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from .model import MONTHS, Period

Item = TypeVar("Item")

_MONTH = "\u00a0月"  # number and unit are one word, and a line never ends between them
_NAMES = {(1, 6): "上半年", (7, 12): "下半年", (1, 3): "一季度", (4, 6): "二季度", (7, 9): "三季度", (10, 12): "四季度"}


@dataclass(frozen=True, slots=True)
class Span:
    """From the month ``first`` (1 … 12) to the month ``last``; ``title`` as the writer named them, if they did."""

    first: int = 1
    last: int = MONTHS
    title: str = ""

    @property
    def months(self) -> tuple[int, ...]:
        """Its months."""
        return tuple(range(self.first, self.last + 1))

    @property
    def quarters(self) -> tuple[int, ...]:
        """The quarters (1 … 4) that lie wholly in it."""
        return tuple(at for at in range(1, 5) if self.first <= 3 * at - 2 and 3 * at <= self.last)

    @property
    def is_year(self) -> bool:
        """Whether it is the whole year."""
        return (self.first, self.last) == (1, MONTHS)

    @property
    def this(self) -> str:
        """How a sentence speaks of it: 这一年, 这半年, 这个季度, 这个月, 这段时间."""
        if (self.first, self.last) in _NAMES and self.last - self.first == 2:
            return "这个季度"
        return {MONTHS: "这一年", 6: "这半年", 1: "这个月"}.get(len(self.months), "这段时间")

    @property
    def whole(self) -> str:
        """How a sentence speaks of all of it: 全年, else as ``this``."""
        return "全年" if self.is_year else self.this

    @property
    def coming(self) -> str:
        """What comes after it."""
        return "来年" if self.is_year else "接下来"

    @property
    def ends(self) -> tuple[str, str]:
        """What its beginning and its end are called."""
        return ("年初", "年末") if self.is_year else ("期初", "期末")

    @property
    def name(self) -> str:
        """Its name: the writer's, else 下半年, 三季度, ``4—6 月``; empty for a year."""
        if self.is_year:
            return self.title
        return self.title or _NAMES.get((self.first, self.last)) or month_words(self.months)

    def of(self, year: int) -> str:
        """The span of a year: ``2025 年``, ``2025 年下半年``; a name that says the year stands alone."""
        if str(year) in self.name:
            return self.name
        name = self.name if self.name.startswith("年") else f"年{' ' if self.name[:1].isdigit() else ''}{self.name}"
        return f"{year} {name}"

    def cut(self, values: Sequence[Item | None]) -> tuple[Item | None, ...]:
        """Twelve values, those of other months as None."""
        return tuple(value if month in self.months else None for month, value in enumerate(values, 1))

    def of_months(self, values: Sequence[Item]) -> tuple[Item, ...]:
        """Of twelve values those of its months."""
        return tuple(values[self.first - 1 : self.last])

    def days(self, year: int) -> int:
        """How many days it has in a year."""
        return sum(monthrange(year, month)[1] for month in self.months)

    def covered(self, there: Sequence[int]) -> str:
        """How much of it ``there`` (months) is; more than six that are not in a row are only counted."""
        if tuple(there) == self.months:
            return self.this
        words = few_months(there)
        return words if words.endswith(_MONTH) else f"有数据的 {words}"


def month_words(there: Sequence[int]) -> str:
    """(1, 2, 3) -> ``1—3 月``; (1, 3) -> ``1、3 月``."""
    if len(there) > 2 and list(there) == list(range(there[0], there[-1] + 1)):
        return f"{there[0]}—{there[-1]}{_MONTH}"
    return "、".join(map(str, there)) + _MONTH


def few_months(there: Sequence[int]) -> str:
    """Months in words; more than six that are not in a row are only counted: ``9 个月``."""
    in_a_row = list(there) == list(range(there[0], there[-1] + 1))
    return month_words(there) if in_a_row or len(there) <= 6 else f"{len(there)}\u00a0个月"


YEAR = Span()


def span_of(period: Period | None, year: int) -> Span:
    """The span that a file's ``period`` says; the whole year where it says none."""
    if period is None:
        return YEAR
    there = period.months(year)
    return Span(there[0], there[-1], period.title or "")
