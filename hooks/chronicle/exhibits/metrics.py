"""The pictures of the metrics: twelve months and four quarters of each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping

from .. import sentences
from ..chapter import Chapter
from ..charts.quarters import Quarters
from ..charts.trend import Trend
from ..figures import Measure
from ..model import MONTHS, Metric
from ..wording import month, number
from .exhibit import Exhibit, Table, cell

#: Per month, the first and the third quartile of the team.
Middle = tuple[tuple[float, float] | None, ...]


def of_chapter(chapter: Chapter) -> Iterator[Exhibit]:
    """``trend-<metric>`` and ``quarters-<metric>`` of every metric that the agent has."""
    for found in chapter.annual.measures.values():
        yield trend(chapter, found)
        yield quarters(found)


def trend(chapter: Chapter, found: Measure) -> Exhibit:
    """``trend-<metric>``."""
    marked = None if found.level else (found.peak.month, found.valley.month)
    spec = Trend(
        values=found.values,
        unit=found.metric.unit,
        decimals=found.decimals,
        year=chapter.year,
        previous=found.previous,
        target=found.metric.target,
        peak=marked and marked[0],
        valley=marked and marked[1],
        events=tuple((event.month, event.title) for event in chapter.events(found.key)),
        bands=tuple(_bands(chapter)),
        middle=chapter.middle.get(found.key),
    )
    return Exhibit(
        name=f"trend-{found.key}",
        title=sentences.trend_title(chapter, found),
        subtitle=sentences.trend_subtitle(found),
        caption=sentences.trend_caption(chapter, found),
        table=_trend_table(chapter, found),
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


def _bands(chapter: Chapter) -> Iterator[tuple[float, float, str]]:
    """Each special task in months from 1.0 (New Year) to 13.0, cut to this year."""
    for each in chapter.record.campaigns:
        start = (
            1.0 if each.start.year < chapter.year else _in_months(each.start.month, each.start.day - 1, chapter.year)
        )
        end = 13.0 if each.end.year > chapter.year else _in_months(each.end.month, each.end.day, chapter.year)
        if start < end and each.start.year <= chapter.year <= each.end.year:
            yield start, end, each.title


def _in_months(at: int, days: int, year: int) -> float:
    return round(at + days / monthrange(year, at)[1], 3)


def _trend_table(chapter: Chapter, found: Measure) -> Table:
    unit = f"（{found.metric.unit}）" if found.metric.unit else ""
    columns: list[tuple[str, list[str]]] = [
        ("月份", [month(index) for index in range(1, MONTHS + 1)]),
        (f"{chapter.year} 年{unit}", [cell(value, found.decimals) for value in found.values]),
    ]
    if found.previous:
        columns.append((f"{chapter.year - 1} 年{unit}", [cell(value, found.decimals) for value in found.previous]))
    middle = chapter.middle.get(found.key)
    if middle and any(middle):
        columns.append(("团队的中间一半", [_pair(pair, found.decimals) for pair in middle]))
    notes = [_month_notes(chapter, found.key, index) for index in range(1, MONTHS + 1)]
    if any(notes):
        columns.append(("这个月", notes))
    heads, cells = zip(*columns, strict=True)
    return Table(heads, tuple(zip(*cells, strict=True)))


def _pair(pair: tuple[float, float] | None, decimals: int) -> str:
    return f"{number(pair[0], decimals)}—{number(pair[1], decimals)}" if pair else "—"


def _month_notes(chapter: Chapter, metric: str, index: int) -> str:
    events = [e.title + (f"：{e.note}" if e.note else "") for e in chapter.events(metric) if e.month == index]
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
        table=Table(("季度", f"季度值{unit}", "第一个月", "第二个月", "第三个月"), rows),
        spec=spec,
        source=found.source,
    )


def _of_quarter(found: Measure, index: int) -> tuple[str, ...]:
    return tuple(cell(value, found.decimals) for value in found.values[3 * index : 3 * index + 3])
