"""The pictures of the metrics: twelve months and four quarters of each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping

from ...charts.quarters import Quarters
from ...charts.trend import Trend
from ...figures import sentences
from ...figures.agent_year import AgentYear
from ...figures.annual import Measure
from ...figures.formatting import month, number
from ...records.model import MONTHS, Metric
from .exhibit import DataTable, Exhibit, cell

#: Per month, the first and the third quartile of the team.
Middle = tuple[tuple[float, float] | None, ...]


def of_chapter(agent_year: AgentYear) -> Iterator[Exhibit]:
    """``trend-<metric>`` and ``quarters-<metric>`` of every metric that the agent has."""
    for found in agent_year.annual.measures.values():
        yield trend(agent_year, found)
        yield quarters(found)


def trend(agent_year: AgentYear, found: Measure) -> Exhibit:
    """``trend-<metric>``."""
    marked = None if found.level else (found.peak.month, found.valley.month)
    spec = Trend(
        values=found.values,
        unit=found.metric.unit,
        decimals=found.decimals,
        year=agent_year.year,
        previous=found.previous,
        target=found.metric.target,
        peak=marked and marked[0],
        valley=marked and marked[1],
        events=tuple((event.month, event.title) for event in agent_year.events(found.key)),
        bands=tuple(_bands(agent_year)),
        middle=agent_year.middle.get(found.key),
    )
    return Exhibit(
        name=f"trend-{found.key}",
        title=sentences.trend_title(agent_year, found),
        subtitle=sentences.trend_subtitle(found),
        caption=sentences.trend_caption(agent_year, found),
        table=_trend_table(agent_year, found),
        spec=spec,
        source=found.source,
    )


def rounded(middles: Mapping[str, Middle], catalogue: Mapping[str, Metric]) -> dict[str, Middle]:
    """The bands as they are drawn: no finer than the data, counts and seconds to two digits.

    They still say where the middle half is; and one colleague's small correction does not redraw everyone's chart.
    """
    return {name: _rounded(pairs, catalogue[name]) for name, pairs in middles.items()}


def _rounded(middle: Middle, metric: Metric) -> Middle:
    fine = metric.total != "sum" and metric.unit != "秒"
    return tuple(pair and (_round(pair[0], fine), _round(pair[1], fine)) for pair in middle)


def _round(value: float, fine: bool) -> float:
    return round(value, 1) if fine else float(f"{value:.2g}")


def _bands(agent_year: AgentYear) -> Iterator[tuple[float, float, str]]:
    """Each special task in months from 1.0 (New Year) to 13.0, cut to this year."""
    for each in agent_year.record.campaigns:
        start = (
            1.0
            if each.start.year < agent_year.year
            else _in_months(each.start.month, each.start.day - 1, agent_year.year)
        )
        end = 13.0 if each.end.year > agent_year.year else _in_months(each.end.month, each.end.day, agent_year.year)
        if start < end and each.start.year <= agent_year.year <= each.end.year:
            yield start, end, each.title


def _in_months(at: int, days: int, year: int) -> float:
    return round(at + days / monthrange(year, at)[1], 3)


def _trend_table(agent_year: AgentYear, found: Measure) -> DataTable:
    unit = f"（{found.metric.unit}）" if found.metric.unit else ""
    columns: list[tuple[str, list[str]]] = [
        ("月份", [month(index) for index in range(1, MONTHS + 1)]),
        (f"{agent_year.year} 年{unit}", [cell(value, found.decimals) for value in found.values]),
    ]
    if found.previous:
        columns.append((f"{agent_year.year - 1} 年{unit}", [cell(value, found.decimals) for value in found.previous]))
    middle = agent_year.middle.get(found.key)
    if middle and any(middle):
        columns.append(("团队的中间一半", [_pair(pair, found.decimals) for pair in middle]))
    notes = [_month_notes(agent_year, found.key, index) for index in range(1, MONTHS + 1)]
    if any(notes):
        columns.append(("这个月", notes))
    heads, cells = zip(*columns, strict=True)
    return DataTable(heads, tuple(zip(*cells, strict=True)))


def _pair(pair: tuple[float, float] | None, decimals: int) -> str:
    return f"{number(pair[0], decimals)}—{number(pair[1], decimals)}" if pair else "—"


def _month_notes(agent_year: AgentYear, metric: str, index: int) -> str:
    events = [e.title + (f"：{e.note}" if e.note else "") for e in agent_year.events(metric) if e.month == index]
    return "；".join(events)


def quarters(found: Measure) -> Exhibit:
    """``quarters-<metric>``."""
    best, worst = sentences.best_and_worst_quarter(found)
    spec = Quarters(
        values=tuple(None if v is None else round(v, 6) for v in found.quarters),
        months=found.values,
        unit=found.metric.unit,
        decimals=found.decimals if found.method == "sum" or found.metric.unit == "秒" else max(1, found.decimals),
        best=best,
        worst=worst,
    )
    unit = f"（{found.metric.unit}）" if found.metric.unit else ""
    rows = tuple(
        (sentences.QUARTERS[index], cell(spec.values[index], spec.decimals), *_of_quarter(found, index))
        for index in range(4)
    )
    return Exhibit(
        name=f"quarters-{found.key}",
        title=sentences.quarters_title(found),
        subtitle=f"每季度{found.metric.label}" + (f"，{found.metric.unit}" if found.metric.unit else ""),
        caption=sentences.quarters_caption(found),
        table=DataTable(("季度", f"季度值{unit}", "第一个月", "第二个月", "第三个月"), rows),
        spec=spec,
        source=found.source,
    )


def _of_quarter(found: Measure, index: int) -> tuple[str, ...]:
    return tuple(cell(value, found.decimals) for value in found.values[3 * index : 3 * index + 3])
