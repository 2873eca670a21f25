"""Records -> key numbers, each with the place that it comes from. No formatting, no drawing.

Every formula is the contract's ("Figures and how they are worked out"); a docstring names it where it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..records.model import MONTHS, Metric, Suggestions, Team, Year

Values = tuple[float | None, ...]
Method = Literal["sum", "weighted", "mean"]
Rule = Literal["resolved", "repeat"]

#: What a value may differ by and still count as level: rates and scores in points, the rest in percent.
_NOISE_POINTS, _NOISE_PERCENT = 0.05, 0.5


@dataclass(frozen=True, slots=True)
class Figure:
    """A key number. ``value`` is unrounded, in ``unit``; ``source`` is PATH:LINE, or the path of a call log."""

    key: str
    label: str
    value: float
    unit: str
    decimals: int
    source: str
    formula: str
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """From the previous year to this: ``value`` in percent or in points; ``months`` is set where only those compare."""

    value: float
    kind: Literal["percent", "points"]
    verdict: Literal["better", "worse", "level", "neutral"]
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extreme:
    """A peak or a valley: the month (1 … 12) and its value."""

    month: int
    value: float


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric's year: twelve values with gaps as None, and what was worked out of them."""

    key: str
    metric: Metric
    values: Values
    source: str
    annual: float
    method: Method
    quarters: Values
    peak: Extreme
    valley: Extreme
    decimals: int
    change: Change | None = None
    previous: Values | None = None

    @property
    def months(self) -> tuple[int, ...]:
        """The months that have a value."""
        return tuple(month for month, value in enumerate(self.values, 1) if value is not None)

    @property
    def level(self) -> bool:
        """Whether every month has the same value, one month of data included."""
        return self.peak.value == self.valley.value

    def at(self, month: int) -> float | None:
        """The value of a month, 1 … 12."""
        return self.values[month - 1]


@dataclass(frozen=True)
class Annual:
    """An agent's year in numbers: ``measures`` by metric in the catalogue's order, ``figures`` by KEY."""

    year: int
    measures: Mapping[str, Measure]
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Given:
    """What the figures are worked out of: series by metric, and the source of each place in the record."""

    year: int
    record: Year
    series: Mapping[str, Values]
    sources: Mapping[str, str]


def mean(values: Iterable[float | None]) -> float | None:
    """The plain mean of the values that are there; None where there are none."""
    there = [value for value in values if value is not None]
    return sum(there) / len(there) if there else None


def weighted(values: Sequence[float | None], weights: Sequence[float | None]) -> tuple[float | None, Method]:
    """The mean weighted by contacts; the plain mean where a month that has a value lacks its contacts (contract)."""
    pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    total = sum(weight or 0 for _, weight in pairs)
    if any(weight is None for _, weight in pairs) or total == 0:
        return mean(values), "mean"
    return sum(value * (weight or 0) for value, weight in pairs) / total, "weighted"


def total(
    metric: Metric, values: Sequence[float | None], weights: Sequence[float | None]
) -> tuple[float | None, Method]:
    """A span of months in one number, the way that the metric's ``total`` says; None where no month has a value."""
    if metric.total == "weighted":
        return weighted(values, weights)
    there = [value for value in values if value is not None]
    if metric.total == "sum":
        return (sum(there) if there else None), "sum"
    return mean(there), "mean"


def extremes(values: Values) -> tuple[Extreme, Extreme]:
    """Peak and valley: the largest and the smallest month, the earlier one where two are equal."""
    there = [Extreme(month, value) for month, value in enumerate(values, 1) if value is not None]
    return max(there, key=lambda e: (e.value, -e.month)), min(there, key=lambda e: (e.value, e.month))


def _decimals(metric: Metric, values: Values) -> int:
    """As many decimals as the data itself has; means out of a log have no end, and get one (seconds none)."""
    there = [value for value in values if value is not None]
    plain = 0 if metric.unit == "秒" else 1
    return next((places for places in (0, 1, 2) if all(round(v, places) == round(v, 6) for v in there)), plain)


def _annual_decimals(metric: Metric, method: Method, values: Values) -> int:
    """A sum keeps the data's decimals; a mean of rates or scores has at least one; seconds stay whole."""
    places = _decimals(metric, values)
    return places if method == "sum" or metric.unit == "秒" else max(1, places)


def _quarters(metric: Metric, values: Values, weights: Values) -> Values:
    starts = range(0, MONTHS, 3)
    return tuple(total(metric, values[start : start + 3], weights[start : start + 3])[0] for start in starts)


def change(metric: Metric, now: Values, before: Values, weights: tuple[Values, Values]) -> Change | None:
    """This year against the agent's previous one: percent for counts, points for rates (contract).

    Where the two years do not cover the same months, only the months that both have are compared.
    """
    shared = tuple(m for m in range(1, MONTHS + 1) if now[m - 1] is not None and before[m - 1] is not None)
    here, there = (
        total(metric, [values[m - 1] for m in shared], [weight[m - 1] for m in shared])[0]
        for values, weight in zip((now, before), weights, strict=True)
    )
    if here is None or there is None or (metric.total == "sum" and there == 0):
        return None
    percent = metric.total == "sum"
    value = (here / there - 1) * 100 if percent else here - there
    covered = {tuple(m for m, v in enumerate(values, 1) if v is not None) for values in (now, before)}
    return Change(
        value, "percent" if percent else "points", _verdict(metric, value, percent), shared if len(covered) > 1 else ()
    )


def noise(metric: Metric, percent: bool) -> float:
    """The change that still counts as level, in the change's own unit."""
    return _NOISE_PERCENT if percent or metric.unit == "秒" else _NOISE_POINTS


def _verdict(metric: Metric, value: float, percent: bool) -> Literal["better", "worse", "level", "neutral"]:
    if abs(value) < noise(metric, percent):
        return "level"
    if metric.better == "none":
        return "neutral"
    return "better" if (value > 0) == (metric.better == "higher") else "worse"


def _gaps(series: Mapping[str, Values], key: str) -> Values:
    return series.get(key, (None,) * MONTHS)


def measure(key: str, metric: Metric, given: Given, before: Given | None) -> Measure | None:
    """One metric's year; None where it has no value at all."""
    values, weights = _gaps(given.series, key), _gaps(given.series, "contacts")
    annual, method = total(metric, values, weights)
    if annual is None:
        return None
    last = before.series.get(key) if before else None
    then = _gaps(before.series, "contacts") if before else weights
    peak, valley = extremes(values)
    return Measure(
        key=key,
        metric=metric,
        values=values,
        source=given.sources.get(f"metrics.{key}", ""),
        annual=annual,
        method=method,
        quarters=_quarters(metric, values, weights),
        peak=peak,
        valley=valley,
        decimals=_decimals(metric, values),
        change=change(metric, values, last, (weights, then)) if last else None,
        previous=last if last and any(v is not None for v in last) else None,
    )


def characters(series: Mapping[str, Values], per_minute: float) -> Values:
    """Characters spoken, month by month: contacts × aht ÷ 60 × characters per minute (contract)."""
    pairs = zip(_gaps(series, "contacts"), _gaps(series, "aht"), strict=True)
    return tuple(None if n is None or s is None else n * s / 60 * per_minute for n, s in pairs)


_FORMULA: Mapping[Method, str] = {
    "sum": "各月之和",
    "weighted": "各月按当月接听量加权平均",
    "mean": "各月简单平均（未加权）",
}


def _measure_figures(found: Measure) -> Iterable[Figure]:
    """The year's value, the peak and the valley of one metric."""
    metric, suffix = found.metric, "total" if found.method == "sum" else "year"
    places = _annual_decimals(metric, found.method, found.values)
    formula = _FORMULA[found.method]
    yield Figure(f"{found.key}.{suffix}", metric.label, found.annual, metric.unit, places, found.source, formula)
    for name, label, extreme in (("peak", "最高月", found.peak), ("valley", "最低月", found.valley)):
        yield Figure(
            f"{found.key}.{name}", f"{metric.label}{label}", extreme.value, metric.unit, found.decimals,
            found.source, "各月中最大的一个" if name == "peak" else "各月中最小的一个", extreme.month,
        )  # fmt: skip


def _typed_figures(given: Given) -> Iterable[Figure]:
    """The numbers that stand in the file as they are."""
    suggestions = given.record.suggestions or Suggestions()
    typed = (
        ("suggestions.submitted", "提交建议", suggestions.submitted, "条"),
        ("suggestions.adopted", "采纳建议", suggestions.adopted, "条"),
        ("assist_hours", "远程生活助手", given.record.assist_hours, "小时"),
    )
    for key, label, value, unit in typed:
        if value is not None:
            places = 0 if float(value).is_integer() else 1
            yield Figure(key, label, float(value), unit, places, given.sources.get(key, ""), "按填写")


def _spoken(given: Given, spoken: Values, team: Team) -> Iterable[Figure]:
    there = [value for value in spoken if value is not None]
    if there:
        formula = f"各月接听量 × 平均处理时长 ÷ 60 × 每分钟 {team.characters_per_minute:g} 字，再相加"
        source = given.sources.get("metrics.contacts", "")
        yield Figure("characters.total", "说过的话", sum(there), "字", 0, source, formula)


def annual(given: Given, before: Given | None, team: Team) -> Annual:
    """An agent's year in numbers; ``before`` is the same agent's previous year where it has a file."""
    found = (measure(key, metric, given, before) for key, metric in team.catalogue.items())
    measures = {each.key: each for each in found if each is not None}
    spoken = characters(given.series, team.characters_per_minute)
    figures = [figure for each in measures.values() for figure in _measure_figures(each)]
    figures += [*_spoken(given, spoken, team), *_typed_figures(given)]
    return Annual(given.year, measures, {figure.key: figure for figure in figures})


#: Fewer people than this behind a number, and it is not shown: one of them could be read from it.
AT_LEAST = 5


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The first and the third quartile of at least two values.

    Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), definition 8,
    the one that they recommend: linear between the order statistics around (n + 1/3) p + 1/3. At p = 1/4 and 3/4 that
    is never a whole number, so that neither quartile is ever exactly one person's value (unless several share it).
    """
    ordered = sorted(values)
    low, high = (_quantile(ordered, share) for share in (0.25, 0.75))
    return low, high


def _quantile(ordered: Sequence[float], share: float) -> float:
    at = min(max((len(ordered) + 1 / 3) * share + 1 / 3, 1.0), float(len(ordered)))
    below = int(at)
    above = min(below, len(ordered) - 1)
    return ordered[below - 1] + (at - below) * (ordered[above] - ordered[below - 1])


def middle(people: Sequence[Values]) -> tuple[tuple[float, float] | None, ...]:
    """The middle half of a team, month by month: (first, third quartile), None where fewer than five have a value."""
    by_month = ([value for values in people if (value := values[month]) is not None] for month in range(MONTHS))
    return tuple(quartiles(there) if len(there) >= AT_LEAST else None for there in by_month)
