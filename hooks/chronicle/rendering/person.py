"""An agent over the years: every chronicle, each metric through the years, and all stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..charts.years import Years
from ..figures import metric_sentences, sentences
from ..figures.agent_year import AgentYear
from ..figures.annual import Measure
from ..figures.channels import comparable
from ..figures.formatting import decimal, difference, number, shown
from ..records.model import MONTHS
from ..records.span import YEAR
from .blocks import link_from, render
from .exhibits import DataTable, Exhibit
from .exhibits.metrics import widest


def person_html(agent_years: Sequence[AgentYear], exhibits: Iterable[Exhibit]) -> str:
    """The one block of an agent's own page: the years, oldest first, and the exhibits of what lies between them."""
    latest = agent_years[-1]
    link = link_from(f"agents/{latest.agent}")
    return render("sections/life.html", agent_years=agent_years[::-1], latest=latest, exhibits=[*exhibits], link=link)


def exhibits(agent_years: Sequence[AgentYear]) -> dict[str, Exhibit]:
    """``years-<metric>`` for each metric that two years or more have; ``agent_years`` oldest first. A team's sums and a
    person's own numbers are not held against each other, nor contacts of two channels."""
    latest, measured = agent_years[-1], []
    for key in latest.team.catalogue:
        years = [
            (year.year, measure)
            for year in agent_years
            if year.is_lead == latest.is_lead
            and (measure := year.measure(key))
            and comparable(key, year.channel, latest.channel)
        ]
        measured += [_alike(years)] if len(years) > 1 else []
    rates = [years for years in measured if years[-1][1].metric.total != "sum"]
    spans = widest((years[-1][1].metric.unit, [measure.annual for _, measure in years]) for years in rates)
    told = (_exhibit(years, spans.get(years[-1][1].metric.unit, 0.0)) for years in measured)
    return {exhibit.name: exhibit for exhibit in told}


def _alike(years: list[tuple[int, Measure]]) -> list[tuple[int, Measure]]:
    """The years with as many decimals as make each change that is told the difference of the two numbers beside it;
    each year's own page may show fewer."""
    told = [
        (measure.change.value, difference(measure.annual, before.annual))
        for (_, before), (_, measure) in pairwise(years)
        if measure.change and _is_of_both(before, measure)
    ]
    if all(decimal(value) == decimal(gap) for value, gap in told):
        return years
    places = max(value.decimals for value in (*(measure.annual for _, measure in years), *(value for value, _ in told)))
    finer: list[tuple[int, Measure]] = []
    for year, measure in years:
        here, change = shown(float(measure.annual), places), measure.change
        before = finer[-1][1] if finer else None
        if before and change and float(change.value) and _is_of_both(before, measure):
            change = replace(change, value=difference(here, before.annual))
        finer.append((year, replace(measure, annual=here, change=change)))
    return finer


def _is_of_both(before: Measure, measure: Measure) -> bool:
    """Whether a change is in points and of the same months of both years: the difference of their values."""
    change = measure.change
    return bool(change and change.kind == "points" and not change.months and before.months == measure.months)


def _exhibit(years: Sequence[tuple[int, Measure]], span: float) -> Exhibit:
    metric, values = years[-1][1].metric, {year: measure.annual for year, measure in years}
    first, last = min(values), max(values)
    unit = f"（{metric.unit}）" if metric.unit else ""
    rows = tuple(
        (
            f"{year} 年",
            number(measure.annual),
            "全年" if len(measure.months) == MONTHS else YEAR.covered(measure.months),
            sentences.changed(measure.change, metric) if measure.change else "—",
        )
        for year, measure in reversed(years)
    )
    through = tuple(values.get(year) for year in range(first, last + 1))
    target = None if metric.total == "sum" else metric.target  # that of a sum is one month's
    return Exhibit(
        name=f"years-{years[-1][1].key}",
        title=metric_sentences.years_title(years),
        subtitle=f"每年的{metric.label}" + (f"，{metric.unit}" if metric.unit else ""),
        caption=(metric_sentences.years_caption(years),),
        table=DataTable(("年份", f"{metric.label}{unit}", "有数据的月份", "与上年比"), rows),
        spec=Years(first, through, metric.unit, target, span, metric.total == "sum"),
        source=years[-1][1].source,
    )
