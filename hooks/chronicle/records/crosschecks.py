"""What one record cannot know alone: the catalogue, the year, the stories beside it. Each finding at its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from ..errors import Problem
from ..reading.document import Document
from ..reading.slips import clip
from .model import BUILT_IN, MONTHS, Case, Metric, Team, Year
from .validation import nearest, suggestion

_METRIC_KEY = re.compile(r"[a-z][a-z0-9_-]*")


def check_team(document: Document, team: Team) -> tuple[Problem, ...]:
    """Targets of unknown metrics, and metrics of the team's own that cannot be."""
    catalogue = team.catalogue
    targets = (
        document.problem(("targets", key), f"不认识的指标“{clip(key)}”", suggestion(key, list(catalogue)), at_key=True)
        for key in team.targets
        if key not in catalogue
    )
    own = (problem for key, metric in team.metrics.items() for problem in _own_metric(document, key, metric, catalogue))
    ranges = (problem for key in team.targets for problem in _target(document, key, catalogue))
    return tuple(sorted([*targets, *own, *ranges]))


def _own_metric(document: Document, key: str, metric: Metric, catalogue: Mapping[str, Metric]) -> Iterator[Problem]:
    loc = ("metrics", key)
    if key in BUILT_IN:
        mend = f"换一个键；只想改目标值时，写 targets: {{{key}: …}}"
        yield document.problem(loc, f"“{key}”是内置的指标（{BUILT_IN[key].label}）", mend, at_key=True)
    elif not _METRIC_KEY.fullmatch(key):
        mend = "用小写英文字母开头，后面是字母、数字、- 或 _，中文名写在 label 里"
        yield document.problem(loc, f"指标的键不能写“{clip(key)}”", mend, at_key=True)
    if metric.min is not None and metric.max is not None and metric.min > metric.max:
        yield document.problem((*loc, "min"), f"最小值 {metric.min:g} 大于最大值 {metric.max:g}", "把 min 和 max 对调")
    elif metric.target is not None and not _within(metric, metric.target):
        yield document.problem((*loc, "target"), f"目标 {metric.target:g} 超出范围", f"写{_range(metric)}的数")
    same = [other for other, each in catalogue.items() if other != key and each.label == metric.label]
    if same:
        message = f"“{clip(metric.label)}”与指标 {same[0]} 的名称相同"
        yield document.problem((*loc, "label"), message, "换一个名称，表格的表头要靠它分辨")


def _target(document: Document, key: str, catalogue: Mapping[str, Metric]) -> Iterator[Problem]:
    metric = catalogue.get(key)
    if metric and metric.target is not None and not _within(metric, metric.target):
        yield document.problem(("targets", key), f"目标 {metric.target:g} 超出范围", f"写{_range(metric)}的数")


def check_year(
    document: Document,
    record: Year,
    *,
    year: int,
    catalogue: Mapping[str, Metric] | None,
    slugs: Sequence[str],
    table: Document | None = None,
    covered: bool = False,
) -> tuple[Problem, ...]:
    """An agent's year against the metric ``catalogue`` (None where the team's file is broken), the calendar and the
    ``slugs`` of the stories beside it. ``table``: the CSV that gave the metrics. ``covered``: a call log may give
    metrics."""
    found = [
        *_metrics(table or document, record, catalogue),
        *_presence(document, record, year, table, covered),
        *_events(document, record, catalogue),
        *_calendar(document, record, year),
        *_crystals(document, record, slugs),
        *_suggestions(document, record),
    ]
    return tuple(sorted(found))


def check_case(document: Document, case: Case, year: int) -> tuple[Problem, ...]:
    """A story's day lies in the year of its folder."""
    if case.date.year == year:
        return ()
    mend = f"改日期，或把文件移到 {case.date.year} 的文件夹"
    return (document.problem(("date",), f"{case.date} 不在 {year} 年", mend),)


def covers(team: Team, agent: str) -> bool:
    """Whether one of the team's call logs may hold this agent: it is named there, or the log names nobody."""
    return any(not log.agents or agent in log.agents.values() for log in team.logs)


def _metrics(source: Document, record: Year, catalogue: Mapping[str, Metric] | None) -> Iterator[Problem]:
    for key, values in record.metrics.items() if catalogue is not None else ():
        metric = (catalogue or {}).get(key)
        if metric is None:
            yield source.problem(
                ("metrics", key), f"不认识的指标“{clip(key)}”", _metric_mend(key, catalogue or {}), at_key=True
            )
        else:
            for month, value in enumerate(values):
                yield from _value(source, key, metric, month, value)


def _metric_mend(key: str, catalogue: Mapping[str, Metric]) -> str:
    """The nearest metric by key, by a name that people use for it, or by its label."""
    labels = {metric.label: known for known, metric in catalogue.items()}
    by_label = get_close_matches(key[:40], list(labels), 1, 0.6)
    if near := nearest(key, list(catalogue)) or (labels[by_label[0]] if by_label else None):
        return f"是不是“{near}”？"
    return f"{suggestion(key, list(catalogue))}；新的指标先写进 data/team.yml 的 metrics"


def _value(source: Document, key: str, metric: Metric, month: int, value: float | None) -> Iterator[Problem]:
    loc = ("metrics", key, month)
    if value is None:
        return
    if not _within(metric, value):
        mend = f"写{_range(metric)}的数，没有就写 ~"
        yield source.problem(loc, f"{metric.label} {month + 1} 月的 {value:g} 超出范围", mend)
    elif key == "contacts" and not value.is_integer():
        yield source.problem(loc, f"{metric.label} {month + 1} 月的 {value:g} 不是整数", "写成整数，如 1980")


def _within(metric: Metric, value: float) -> bool:
    least, most = metric.min, metric.max
    return (least is None or value >= least) and (most is None or value <= most)


def _range(metric: Metric) -> str:
    if metric.min is not None and metric.max is not None:
        return f" {metric.min:g} 到 {metric.max:g} 之间"
    return f"不小于 {metric.min:g} " if metric.min is not None else f"不大于 {metric.max:g} "


def _presence(document: Document, record: Year, year: int, table: Document | None, covered: bool) -> Iterator[Problem]:
    """Metrics come from the YAML, from the CSV or from a call log; without any there is no year to tell."""
    if any(value is not None for values in record.metrics.values() for value in values) or covered:
        return
    if record.metrics or table:
        source = table or document
        yield source.problem(("metrics",), "所有月份都没有值", "至少写一个月的值，没有的月份写 ~", at_key=True)
    else:
        ways = f"三种办法：写 metrics:，或在旁边放 {year}.csv，或在 data/team.yml 的 logs 里接上话务记录"
        yield document.problem((), "没有月度指标", ways)


def _events(document: Document, record: Year, catalogue: Mapping[str, Metric] | None) -> Iterator[Problem]:
    for at, event in enumerate(record.events if catalogue is not None else ()):
        for place, key in enumerate(event.metrics):
            if key not in (catalogue or {}):
                mend = _metric_mend(key, catalogue or {})
                yield document.problem(("events", at, "metrics", place), f"不认识的指标“{clip(key)}”", mend)


def _calendar(document: Document, record: Year, year: int) -> Iterator[Problem]:
    for at, each in enumerate(record.campaigns):
        if each.start > each.end:
            mend = "把 from 和 to 对调，或改日期"
            yield document.problem(("campaigns", at, "to"), f"结束（{each.end}）早于开始（{each.start}）", mend)
        elif not each.start.year <= year <= each.end.year:
            message = f"{each.start} 到 {each.end} 不在 {year} 年"
            yield document.problem(("campaigns", at, "from"), message, "改日期，或移到那一年的文件")
    for at, entry in enumerate(record.journal):
        yield from _in_year(document, at, entry.date, year)
    if record.since and record.since > (year, MONTHS):
        message = f"入职 {record.since[0]}-{record.since[1]:02} 晚于 {year} 年"
        yield document.problem(("since",), message, "检查年份")


def _in_year(document: Document, at: int, day: dt.date, year: int) -> Iterator[Problem]:
    if day.year != year:
        yield document.problem(("journal", at, "date"), f"{day} 不在 {year} 年", "改日期，或移到那一年的文件")


def _crystals(document: Document, record: Year, slugs: Sequence[str]) -> Iterator[Problem]:
    for at, crystal in enumerate(record.crystals):
        if crystal.case and crystal.case not in slugs:
            loc = ("crystals", at, "case")
            yield document.problem(loc, f"没有叫“{clip(crystal.case)}”的故事", _story_mend(crystal.case, slugs))


def _story_mend(slug: str, slugs: Iterable[str]) -> str:
    known = sorted(slugs)
    near = get_close_matches(slug[:80].removesuffix(".md"), known, 1, 0.5)
    if near:
        return f"是不是“{near[0]}”？"
    return f"写故事的文件名（不带 .md）：{'、'.join(known)}" if known else "先写这篇故事，或删掉 case"


def _suggestions(document: Document, record: Year) -> Iterator[Problem]:
    told = record.suggestions
    if told and told.submitted is not None and told.adopted is not None and told.adopted > told.submitted:
        message = f"采纳 {told.adopted} 条，多于提交的 {told.submitted} 条"
        yield document.problem(("suggestions", "adopted"), message, "检查 submitted 和 adopted 这两个数")
