"""Records -> key numbers, each with the place that it comes from and the decimals that it is shown with.

Every formula is the contract's ("Figures and how they are worked out"); a docstring names it where it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from ..reading.values import SECONDS
from ..records.model import BUILT_IN, MONTHS, Metric, Shown, Suggestions, Team, Year
from ..records.span import YEAR, Span, span_of
from .channels import HOTLINE, MIXED, ChannelWords, catalogue, comparable
from .formatting import amount, decimal, decimals_of, difference, months, shown, told_apart

Values = tuple[float | None, ...]
Series = tuple[Shown | None, ...]
Method = Literal["sum", "weighted", "mean"]

#: A series of no values.
GAPS: Values = (None,) * MONTHS
#: What weighs as much as one point of a rate or a score, where changes of several metrics are held against each other.
_NOISE_POINTS, _NOISE_PERCENT = 0.05, 0.5
#: So many contacts or ratings stand at least behind a rate that a sentence is built on.
FEW = 30


@dataclass(frozen=True, slots=True)
class Figure:
    """A key number. ``value`` is unrounded, in ``unit``; ``source`` is PATH:LINE, or the path of a call log."""

    key: str
    label: str
    value: Shown
    unit: str
    source: str
    formula: str
    month: int | None = None
    months: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """From the previous year to this: ``value`` in percent or in points; ``months`` is set where only those compare,
    ``span`` is what the later chronicle is about.

    Points are the difference of the two numbers as they are shown; level means that these are equal.
    """

    value: Shown
    kind: Literal["percent", "points"]
    verdict: Literal["better", "worse", "level", "neutral"]
    months: tuple[int, ...] = ()
    span: Span = YEAR


@dataclass(frozen=True, slots=True)
class Extreme:
    """A peak or a valley: the earliest month (1 … 12) that has it, its value, and every month that has it."""

    month: int
    value: Shown
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One metric's year: twelve values with gaps as None, and what was worked out of them.

    ``span``: the months that the chronicle is about; the others are gaps. ``people``: of a lead's metric out of the
    people's own, how many stand behind each month and how they were put together, in words; ``people_before`` the same
    of the year before, where it is otherwise; ``fewer`` the months of such a sum in which fewer people had a value than
    in others.

    ``behind``: how many contacts or ratings of a log stand behind each month; empty where the values were typed.
    ``weight``: the label of the metric that a weighted year is weighted by; ``plain`` the quarters (1 … 4) that are the
    plain mean of their months.
    """

    key: str
    metric: Metric
    values: Series
    source: str
    annual: Shown
    method: Method
    quarters: Series
    peak: Extreme
    valley: Extreme
    change: Change | None = None
    previous: Series | None = None
    behind: tuple[int, ...] = ()
    weight: str = BUILT_IN["contacts"].label
    span: Span = YEAR
    people: str = ""
    people_before: str = ""
    fewer: tuple[int, ...] = ()
    plain: tuple[int, ...] = ()

    @property
    def total_key(self) -> str:
        """The KEY of the year's value: ``contacts.total`` for a sum, ``fcr.year`` for a mean."""
        return f"{self.key}.{'total' if self.method == 'sum' else 'year'}"

    @property
    def moved(self) -> float:
        """How far it changed against the year before, in steps that count as a change of such a metric; else 0."""
        return abs(self.change.value) / self.step if self.change else 0.0

    @property
    def step(self) -> float:
        """What counts as one step of its change, in per cent for sums, else in its own unit."""
        return _NOISE_PERCENT if self.metric.total == "sum" or self.metric.unit == "秒" else _NOISE_POINTS

    @property
    def decimals(self) -> int:
        """The decimals of its most exact month."""
        return decimals_of(self.values)

    @property
    def months(self) -> tuple[int, ...]:
        """The months that have a value."""
        return tuple(month for month, value in enumerate(self.values, 1) if value is not None)

    @property
    def whole(self) -> bool:
        """Whether every month of its span has a value."""
        return self.months == self.span.months

    @property
    def covered(self) -> str:
        """How much of its span the data covers, in words: ``这一年``, ``1—3 月``."""
        return self.span.covered(self.months)

    @property
    def few(self) -> tuple[int, ...]:
        """The months of a log's rate behind which there is little, and of a sum behind which there are fewer people: no
        sentence is built on them."""
        return self.fewer or tuple(month for month, count in enumerate(self.behind, 1) if 0 < count < FEW)

    @property
    def points(self) -> list[tuple[int, Shown]]:
        """Month and value of every month that a sentence may speak of: enough stand behind it."""
        return [(month, v) for month, v in enumerate(self.values, 1) if v is not None and month not in self.few]

    @property
    def by_quarter(self) -> bool:
        """Whether two quarters that lie wholly in its span have a value."""
        return sum(self.quarters[at - 1] is not None for at in self.span.quarters) > 1

    @property
    def unlike(self) -> tuple[int, ...]:
        """The quarters (1 … 4) that are the plain mean of their months where others are weighted: no equals."""
        return self.plain if len(self.plain) < sum(value is not None for value in self.quarters) else ()

    @property
    def whole_quarters(self) -> list[tuple[int, Shown]]:
        """Number (1 … 4) and value of each quarter of which all three months may be spoken of, all worked out alike."""
        spoken_of = {month for month, _ in self.points}
        return [
            (at, value)
            for at, value in enumerate(self.quarters, 1)
            if value is not None and at not in self.unlike and spoken_of.issuperset(range(3 * at - 2, 3 * at + 1))
        ]

    @property
    def level(self) -> bool:
        """Whether every month has the same value, one month of data included."""
        return self.peak.value == self.valley.value


@dataclass(frozen=True)
class Annual:
    """An agent's year in numbers: ``measures`` by metric in the catalogue's order, ``figures`` by KEY.

    ``spoken``: the months whose contacts and handling time are known; empty where contacts are no calls.
    """

    year: int
    measures: Mapping[str, Measure]
    figures: Mapping[str, Figure]
    spoken: tuple[int, ...] = ()


@dataclass(frozen=True)
class Given:
    """What the figures are worked out of.

    ``series`` by metric; ``sources`` of each place in the record; ``channel`` the words for contacts; ``behind`` by
    metric how many contacts or ratings of a log stand behind each month; ``people`` by metric how a lead's was put
    together of the people's own, ``fewer`` the months of a sum in which fewer had a value; ``talked`` the seconds of a
    log's calls, month by month, and the log's path.
    """

    year: int
    record: Year
    series: Mapping[str, Values]
    sources: Mapping[str, str]
    channel: ChannelWords = HOTLINE
    behind: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    fewer: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    talked: Values = ()
    log_source: str = ""

    @property
    def span(self) -> Span:
        """The months that it is about: in others no series has a value."""
        return span_of(self.record.period, self.year)


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


def extremes(values: Series) -> tuple[Extreme, Extreme]:
    """Peak and valley: the largest and the smallest value with every month that has it."""

    def extreme(value: Shown) -> Extreme:
        near = [(month, v) for month, v in enumerate(values, 1) if v is not None and abs(v - value) < 0.001]
        months = tuple(month for month, v in near if decimal(v) == decimal(value))  # alike is what looks alike
        return Extreme(months[0], value, months)

    there = [value for value in values if value is not None]
    return extreme(max(there)), extreme(min(there))


def change(
    metric: Metric, now: Values, before: Values, weights: tuple[Values, Values], span: Span = YEAR, decimals: int = 0
) -> Change | None:
    """This year's ``span`` against the agent's previous year: percent for counts, points for rates (contract).

    Where the two years do not cover the same months, only the months that both have are compared.
    """
    shared = tuple(m for m in range(1, MONTHS + 1) if now[m - 1] is not None and before[m - 1] is not None)
    covered = {tuple(m for m, v in enumerate(values, 1) if v is not None) for values in (now, before)}
    totals = [
        total(metric, [values[m - 1] for m in shared], [weight[m - 1] for m in shared])
        for values, weight in zip((now, before), weights, strict=True)
    ]
    pair = [value for value, _ in totals]
    are_years = len(covered) == 1 and span.is_year  # each year's own number, as its chronicle has it
    if alike(now, before) or (not are_years and len({method for _, method in totals}) > 1):
        # months that are all alike differ by their weights alone; a weighted mean is no equal of a plain one
        pair = [mean(values[m - 1] for m in shared) for values in (now, before)]
    if pair[0] is None or pair[1] is None:
        return None
    percent = metric.total == "sum" and min(pair[0], pair[1]) > 0  # of nought or a negative number no share is told
    fine = decimals_of([*now, *before])
    fine = decimals_of(told_apart(pair, max(fine, decimals) if len(covered) == 1 else fine))  # near 0 one may need more
    here, there = (shown(float(value), fine) for value in pair if value is not None)
    gap = difference(here, there)
    value = shown((here / there - 1) * 100, 1) if percent and float(gap) else gap
    verdict: Literal["better", "worse", "level", "neutral"] = "neutral"
    if not float(gap):
        verdict = "level"
    elif metric.better != "none":
        verdict = "better" if (gap > 0) == (metric.better == "higher") else "worse"
    return Change(value, "percent" if percent else "points", verdict, shared if len(covered) > 1 else (), span)


def alike(now: Values, before: Values) -> bool:
    """Whether two years have the same number in every month that both have, as it is shown."""
    there = [(one, other) for one, other in zip(now, before, strict=True) if one is not None and other is not None]
    return all(decimal(one) == decimal(other) for one, other in there)


def series_shown(metric: Metric, values: Values) -> Series:
    """A series with its decimals: as typed; means out of a log have one (seconds none) unless the metric says how many,
    one more where two look alike: of twelve some always do."""
    plain = min(0 if metric.unit == "秒" else 1, decimals_of(values)) if metric.decimals is None else metric.decimals
    return told_apart(values, plain, most=plain + 1)


def _measure(key: str, metrics: Mapping[str, Metric], given: Given, before: Given | None, team: Team) -> Measure | None:
    """One metric's year; None where it has no value at all.

    A log's rate is weighted by what stands behind each month, which is the rate of all its rows together.
    """
    metric = metrics[key]
    weight = metric.weight or "contacts"
    values = series_shown(metric, given.series.get(key, GAPS))
    behind = given.behind.get(key, ())
    weights: Values = behind or given.series.get(weight, GAPS)
    annual, method = total(metric, values, weights)
    if annual is None:
        return None
    if before and not comparable(key, given.channel, before.channel):
        before = None
    last = given.span.cut(series_shown(metric, before.series.get(key, GAPS))) if before else ()
    before_behind = before.behind.get(key, ()) if before else ()
    then = (before_behind or before.series.get(weight, GAPS)) if before else weights
    fine = decimals_of(values) if metric.decimals is None else metric.decimals
    known = any(value is not None for value in last)
    year_before = total(metric, last, then)[0] if known and not alike(values, last) else None
    people, fewer = given.people.get(key, ""), given.fewer.get(key, ())
    earlier = before.people.get(key, "") if before and known else people
    counted_alike = earlier == people and not fewer and not (before and before.fewer.get(key))
    shared = [at for at, past in enumerate(last) if past is not None and values[at] is not None]
    enough = all(sum(counts[at] for at in shared) >= FEW for counts in (behind, before_behind) if counts)
    is_equal = enough and (metric.total != "sum" or counted_alike)
    peak, valley = extremes(values)
    others = [year_before, metric.target, peak.value, valley.value]
    finer = fine
    if year_before is not None:  # as exact as what it is held against, where that makes a difference
        finer = shown(float(year_before), max(fine, decimals_of(last) if metric.decimals is None else 0)).decimals
    year = told_apart([annual], finer if decimal(annual, fine) != decimal(annual, finer) else fine, others)[0]
    assert year is not None
    totals = [total(metric, values[at : at + 3], weights[at : at + 3]) for at in range(0, MONTHS, 3)]
    quarters = [
        Shown(value, decimals_of(values[3 * at : 3 * at + 3])) if value in (0, 100) else value
        for at, (value, _) in enumerate(totals)
    ]
    return Measure(
        key=key,
        metric=metric,
        values=values,
        source=given.sources.get(f"metrics.{key}", ""),
        annual=year,
        method=method,
        quarters=told_apart(quarters, decimals_of(told_apart(quarters, fine))),  # near 0 and 100 one may need more
        peak=peak,
        valley=valley,
        change=change(metric, values, last, (weights, then), given.span, year.decimals) if known and is_equal else None,
        previous=last if known else None,
        behind=behind,
        weight=metrics[weight].label,
        span=given.span,
        people=people,
        people_before=f"{before.year} 年{earlier}" if before and earlier != people else "",
        fewer=fewer,
        plain=tuple(at for at, (value, how) in enumerate(totals, 1) if value is not None and how == "mean"),
    )


def characters(series: Mapping[str, Values], per_minute: float) -> Values:
    """Characters spoken, month by month: contacts × aht ÷ 60 × characters per minute (contract). ``per_minute``: where
    aht is not in seconds, the characters of 60 of its units."""
    pairs = zip(series.get("contacts", GAPS), series.get("aht", GAPS), strict=True)
    return tuple(None if n is None or s is None else n * s / 60 * per_minute for n, s in pairs)


def _measure_figures(measure: Measure) -> Iterable[Figure]:
    """The year's value, the peak and the valley of one metric."""
    metric = measure.metric
    ways = {"sum": "各月之和", "weighted": f"各月按当月{measure.weight}加权平均", "mean": "各月简单平均（未加权）"}
    way = "逐条记录合计" if measure.behind else ways[measure.method]
    formula = "；".join(filter(None, (measure.people, measure.people_before, way)))
    yield Figure(measure.total_key, metric.label, measure.annual, metric.unit, measure.source, formula)
    for name, label, extreme in (("peak", "最高月", measure.peak), ("valley", "最低月", measure.valley)):
        formula = "各月中最大的一个" if name == "peak" else "各月中最小的一个"
        formula = formula if len(measure.months) > 1 else "只有这一个月"
        samples = [str(measure.behind[at - 1]) for at in extreme.months if measure.behind and at in measure.few]
        formula += f"；样本 {'、'.join(samples)} 个" if samples else ""
        count = len(extreme.months)
        those = months(extreme.months) if count <= 3 else f"{amount(count, '个月')}一样"
        yield Figure(
            f"{measure.key}.{name}", f"{metric.label}{label}", extreme.value, metric.unit, measure.source,
            formula, extreme.month, those,
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
            yield Figure(key, label, shown(value, 0), unit, given.sources.get(key, ""), "按填写")


def annual(given: Given, before: Given | None, team: Team) -> Annual:
    """An agent's year in numbers; ``before`` is the same agent's previous year where it has a file."""
    channel = given.channel
    metrics = catalogue(team, channel)
    found = ((key, _measure(key, metrics, given, before, team)) for key in metrics)
    measures = {key: measure for key, measure in found if measure is not None}
    figures = [figure for measure in measures.values() for figure in _measure_figures(measure)]
    per_minute, aht = team.characters_per_minute, metrics["aht"]
    if channel is MIXED:
        spoken = tuple(seconds and seconds / 60 * per_minute for seconds in given.talked)
        formula, source = f"电话的通话秒数 ÷ 60 × 每分钟 {per_minute:g} 字", given.log_source
    else:
        spoken = characters(given.series, per_minute * SECONDS.get(aht.unit, 1)) if channel.spoken else ()
        minutes = aht.label + {"秒": " ÷ 60", "分钟": "", "小时": " × 60"}.get(aht.unit, "")  # no other is published
        formula = f"各月{metrics['contacts'].label} × {minutes} × 每分钟 {per_minute:g} 字，再相加"
        source = given.sources.get("metrics.contacts", "")
    if said := [value for value in spoken if value is not None]:
        label = f"{channel.subject}说过的话"
        figures.append(Figure("characters.total", label, shown(sum(said), 0), "字", source, formula))
    figures += [*_daily(given, measures.get("contacts")), *_typed_figures(given)]
    months = tuple(month for month, value in enumerate(spoken, 1) if value is not None)
    return Annual(given.year, measures, {figure.key: figure for figure in figures}, months)


def _daily(given: Given, contacts: Measure | None) -> Iterable[Figure]:
    """Contacts per working day, where every month has contacts and ``workdays`` fits into the span."""
    days = given.record.workdays
    if days and days <= given.span.days(given.year) and contacts and contacts.whole and not given.channel.subject:
        source = given.sources.get("workdays", contacts.source)
        label, unit = contacts.metric.label, contacts.metric.unit
        formula = f"{given.span.whole}{label} ÷ 上班天数（{days} 天）"
        yield Figure("contacts.daily", f"日均{label}", shown(contacts.annual / days, 0), unit, source, formula)


#: Fewer people than this behind a number, and it is not shown: one of them could be read from it.
AT_LEAST = 5


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """The first and the third quartile of at least two values.

    Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), definition 8,
    the one that they recommend: linear between the order statistics around (n + 1/3) p + 1/3. At p = 1/4 and 3/4 that
    is never a whole number, so that neither quartile is ever exactly one person's value (unless several share it).
    """
    ordered = sorted(values)
    last = float(len(ordered))
    places = [min(max((last + 1 / 3) * share + 1 / 3, 1.0), last) for share in (0.25, 0.75)]
    low, high = (
        ordered[int(at) - 1] + (at - int(at)) * (ordered[min(int(at), len(ordered) - 1)] - ordered[int(at) - 1])
        for at in places
    )
    return low, high


class Band(NamedTuple):
    """What stands behind a person's metric, month by month: the first and the third quartile of the team, and its
    median; None where fewer than five people have a value. The median is drawn, and never told: of an odd number it is
    somebody's value."""

    middle: tuple[tuple[Shown, Shown] | None, ...]
    median: Values
