"""The pictures of the metrics: twelve months and four quarters of each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date

from ...charts.quarters import Quarters
from ...charts.trend import Trend, of_team
from ...figures import metric_sentences
from ...figures.agent_year import AgentYear
from ...figures.annual import Measure
from ...figures.formatting import QUARTERS, month, number
from ...figures.sentences import marked
from ...records.model import MONTHS
from .exhibit import DataTable, Exhibit, cell, from_to


def of_year(agent_year: AgentYear) -> Iterator[Exhibit]:
    """``trend-<metric>`` and ``quarters-<metric>`` of every metric that the agent has; of a period without two whole
    quarters no quarters."""
    for measure in agent_year.annual.measures.values():
        yield trend(agent_year, measure)
        if len(agent_year.span.quarters) > 1:
            yield quarters(measure)


def widest(series: Iterable[tuple[str, Iterable[float | None]]]) -> dict[str, float]:
    """How far the values of a metric lie apart, the widest of each unit: charts that stand side by side share it."""
    spans: dict[str, float] = {}
    for unit, values in series:
        given = [float(value) for value in values if value is not None]
        spans[unit] = max(spans.get(unit, 0.0), max(given) - min(given))
    return spans


def trend(agent_year: AgentYear, measure: Measure) -> Exhibit:
    """``trend-<metric>``."""
    (peak, valley), band = marked(measure), agent_year.bands.get(measure.key)
    spec = Trend(
        values=measure.values,
        unit=measure.metric.unit,
        year=agent_year.year,
        previous=measure.previous,
        target=measure.metric.target,
        peak=peak,
        valley=valley,
        events=tuple((event.month, event.title) for event in agent_year.events(measure.key)),
        bands=tuple(_bands(agent_year)),
        middle=band and measure.span.cut(band.middle),
        median=measure.span.cut(band.median) if band and band.median else None,
        with_team=len(measure.months) == 1,
        peers=agent_year.peers(measure.key),
        months=agent_year.span.months,
        named=measure.points[-1][0] if measure.points else None,
    )
    return Exhibit(
        name=f"trend-{measure.key}",
        title=metric_sentences.trend_title(agent_year, measure),
        subtitle=metric_sentences.trend_subtitle(measure),
        caption=metric_sentences.trend_caption(agent_year, measure),
        legend=metric_sentences.trend_legend(spec.peers, *of_team(spec)),
        table=_trend_table(agent_year, measure),
        spec=spec,
        source=measure.source,
    )


def _bands(agent_year: AgentYear) -> Iterator[tuple[float, float, str]]:
    """Each special task in months from 1.0 (New Year) to 13.0, cut to this year; none outside its span."""
    year, span = agent_year.year, agent_year.span

    def in_months(day: date, days: int) -> float:
        return round(day.month + days / monthrange(year, day.month)[1], 3)

    for task in agent_year.record.campaigns:
        start = 1.0 if task.start.year < year else in_months(task.start, task.start.day - 1)
        end = 13.0 if task.end.year > year else in_months(task.end, task.end.day)
        if max(start, span.first) < min(end, span.last + 1) and task.start.year <= year <= task.end.year:
            yield start, end, task.title


def _trend_table(agent_year: AgentYear, measure: Measure) -> DataTable:
    unit = f"（{measure.metric.unit}）" if measure.metric.unit else ""
    columns: list[tuple[str, list[str]]] = [
        ("月份", [month(index) for index in range(1, MONTHS + 1)]),
        (f"{agent_year.year} 年{unit}", [cell(value) for value in measure.values]),
    ]
    if measure.behind and measure.few:
        columns.append(("样本", [number(count) for count in measure.behind]))
    if measure.previous:
        columns.append((f"{agent_year.year - 1} 年{unit}", [cell(value) for value in measure.previous]))
    if band := agent_year.bands.get(measure.key):
        columns.append((f"{agent_year.peers(measure.key)}的中间一半", [from_to(pair) for pair in band.middle]))
    events = agent_year.events(measure.key)
    notes = [
        "；".join(
            f"{e.title}：{'，'.join(filter(None, (e.note, e.method)))}".rstrip("：") for e in events if e.month == index
        )
        for index in range(1, MONTHS + 1)
    ]
    if any(notes):
        columns.append(("这个月", notes))
    heads, cells = zip(*((head, agent_year.span.of_months(column)) for head, column in columns), strict=True)
    return DataTable(heads, tuple(zip(*cells, strict=True)), metric_sentences.method(measure))


def quarters(measure: Measure) -> Exhibit:
    """``quarters-<metric>``."""
    shown = measure.span.quarters
    best = metric_sentences.best_quarters(measure)
    spec = Quarters(
        values=tuple(value if at in shown else None for at, value in enumerate(measure.quarters, 1)),
        months=tuple(value if (at + 2) // 3 in shown else None for at, value in enumerate(measure.values, 1)),
        unit=measure.metric.unit,
        best=best[0] if len(best) == 1 else None,
        shown=shown,
        summed=measure.method == "sum",
    )
    unit = f"（{measure.metric.unit}）" if measure.metric.unit else ""
    rows = tuple(
        (QUARTERS[at], *map(cell, (measure.quarters[at], *measure.values[3 * at : 3 * at + 3])))
        for at in (quarter - 1 for quarter in shown)
    )
    return Exhibit(
        name=f"quarters-{measure.key}",
        title=metric_sentences.quarters_title(measure),
        subtitle=f"每季度{measure.metric.label}" + (f"，{measure.metric.unit}" if measure.metric.unit else ""),
        caption=metric_sentences.quarters_caption(measure),
        legend=metric_sentences.quarters_legend(measure),
        table=DataTable(
            ("季度", f"季度值{unit}", "第一个月", "第二个月", "第三个月"),
            rows,
            metric_sentences.method(measure, by_quarter=True),
        ),
        spec=spec,
        source=measure.source,
    )
