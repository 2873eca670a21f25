"""Typed values over logged ones: the series that an agent's figures are worked out of, and where the two differ."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping

from ..calllogs import AgentLog
from ..errors import Problem
from ..reading.values import SECONDS
from ..records.model import Campaign, Comparison, Metric, Suggestions, Team, Year
from ..records.span import Span, span_of
from .annual import GAPS, Annual, Given, Measure, Values, total
from .channels import channel_of, talked
from .formatting import amount, decimal, decimals_of, months, told_apart

_LOGGED = ("contacts", "fcr", "csat", "aht")


def logged(log: AgentLog | None, catalogue: Mapping[str, Metric]) -> dict[str, Values]:
    """The series that a log gives, by metric, in the metric's unit; a metric that the log cannot know is absent."""
    series: dict[str, Values] = {key: getattr(log, key) for key in _LOGGED} if log else {}
    if (size := SECONDS.get(catalogue["aht"].unit, 1)) > 1 and series:
        series["aht"] = tuple(None if value is None else value / size for value in series["aht"])
    return {key: values for key, values in series.items() if any(value is not None for value in values)}


def given(year: int, record: Year, places: Mapping[str, str], log: AgentLog | None, team: Team | None = None) -> Given:
    """What the YAML (or its CSV) gives, and beneath it what the log gives; every series with its source.

    A series of months that are all left open gives nothing. Of a period only its months are taken. ``places`` maps a
    place in the record (``metrics.fcr``) to its PATH:LINE; a log's series has the log's path.
    """
    log = None if record.role_kind == "lead" else log  # whose figures are the people's
    channel = channel_of(record, team or Team(), log.channels if log else ())
    from_log = logged(log, (team or Team()).catalogue)
    path = log.source if log else ""
    typed = {key: series for key, series in record.metrics.items() if any(value is not None for value in series)}
    sources = {f"metrics.{key}": path for key in from_log if path and key not in typed}  # in one order always
    behind = {key: counts for key, counts in log.behind.items() if key not in typed} if log else {}
    span = span_of(record.period, year)
    values = {key: span.cut(series) for key, series in {**from_log, **typed}.items()}
    seconds = talked(log) if log else ()
    return Given(year, record, values, {**places, **sources}, channel, behind, talked=seconds, log_source=path)


def differences(
    record: Year, where: Callable[[str, int], str], log: AgentLog | None, catalogue: Mapping[str, Metric]
) -> Iterator[Problem]:
    """A warning for each metric of which a month was typed and logged with two numbers, as exact as it was typed.

    ``where`` gives the PATH:LINE of what was typed of a metric for a month, counted from 1.
    """
    from_log = logged(log, catalogue)
    name = (log.source if log else "") or "话务记录"
    for key in record.metrics.keys() & from_log.keys():
        metric, pairs = catalogue[key], zip(record.metrics[key], from_log[key], strict=True)
        apart = [
            (at, typed, counted)
            for at, (typed, counted) in enumerate(pairs, 1)
            if typed is not None and counted is not None and decimal(typed) != decimal(counted, decimals_of([typed]))
        ]
        if not apart:
            continue
        at, typed, counted = apart[0]
        here, there = told_apart((typed, counted), decimals_of([typed]))
        both = f"填写的是 {amount(here or 0, metric.unit)}，{name} 里是 {amount(there or 0, metric.unit)}"
        more = f"；一共有 {len(apart)} 个月不一样" if len(apart) > 1 else ""
        message = f"{metric.label} {at} 月{both}{more}"
        yield Problem.at(where(key, at), message, "页面用填写的值；请核对哪一个对")


def unused(
    record: Year, where: Callable[[str, int], str], log: AgentLog | None, catalogue: Mapping[str, Metric], span: Span
) -> Iterator[Problem]:
    """A note for each metric that was typed without some of the months of ``span`` that are logged: they are not used.
    ``where`` as in :func:`differences`."""
    for key, counted in logged(log, catalogue).items():
        typed = record.metrics.get(key, GAPS)
        left = [at for at in span.months if typed[at - 1] is None and counted[at - 1] is not None]
        if left and log and any(value is not None for value in typed):
            message = f"{catalogue[key].label}没有填 {months(left)}，{log.source or '话务记录'} 里有"
            yield Problem.at(where(key, left[0]), message, "页面只用填写的月份；补上，或整行删去，全用记录的")


#: So many figures of a special task are worked out at most: contacts and the first rates of the catalogue.
_MOST_COMPARED = 3


def before_and_during(task: Campaign, year: Annual) -> tuple[tuple[Comparison, ...], str]:
    """The figures of a special task out of the metrics' months, where its dates are whole months of the year and as
    many months lie before it: of a count the mean month, of a rate the mean of those months by its weight. Also how
    they were worked out, in words; nothing where there are none."""
    first, last = task.start.month, task.end.month
    whole = task.start.day == 1 and task.end.day == monthrange(task.end.year, last)[1]
    during = range(first, last + 1)
    before = range(first - len(during), first)
    if not whole or not task.start.year == task.end.year == year.year or before[0] < 1:
        return (), ""
    compared = []
    for measure in year.measures.values():
        known = {month for month, _ in measure.points}
        if not known.issuperset((*before, *during)):
            continue
        by = year.measures.get(measure.metric.weight or "contacts")
        weights: Values = measure.behind or (by.values if by else GAPS)
        months_of = [measure.values[there[0] - 1 : there[-1]] for there in (before, during)]
        summed = measure.method == "sum"
        pair = [
            total(measure.metric, values, weights[there[0] - 1 : there[-1]])[0]
            for values, there in zip(months_of, (before, during), strict=True)
        ]
        if len(during) == 1:  # as they were typed
            pair = [value for values in months_of for value in values]
        elif summed:
            pair = [value / len(during) for value in pair if value is not None]
        start, end = told_apart(pair, decimals_of([*months_of[0], *months_of[1]]))
        label = f"月均{measure.metric.label}" if summed else measure.metric.label
        if start is not None and end is not None:
            compared.append(Comparison(label=label, unit=measure.metric.unit, before=start, during=end))
    how = f"由每月的数算出：此前是 {months(before)}，期间是 {months(during)}。"
    return tuple(compared[:_MOST_COMPARED]), how if compared else ""


def contradictions(record: Year, places: Mapping[str, str], contacts: Measure | None) -> Iterator[Problem]:
    """Warnings where numbers of one file cannot be true together: more suggestions taken up one by one than in all,
    more contacts with a reason than contacts."""
    suggestions, reasons = record.suggestions or Suggestions(), sum(issue.count for issue in record.issues)
    submitted, adopted = suggestions.submitted, suggestions.adopted or 0
    listed = sum(item.status == "adopted" for item in suggestions.items)
    others = len(suggestions.items) - listed
    if suggestions.adopted is not None and listed > adopted:
        message = f"采纳 {adopted} 条，items 里写着已采纳的却有 {listed} 条"
        yield Problem.at(places.get("suggestions.adopted", ""), message, "检查 adopted 和各条的 status")
    if submitted is not None and adopted <= submitted < max(adopted, listed) + others:
        message = f"提交 {submitted} 条，采纳的和 items 里没有采纳的合起来更多"
        mend = "检查 submitted、adopted 和各条的 status"
        yield Problem.at(places.get("suggestions.submitted", ""), message, mend)
    if contacts and reasons > contacts.annual:
        words = f"{contacts.metric.label}只有 {amount(contacts.annual, contacts.metric.unit)}"
        message = f"各种原因合计 {amount(reasons, contacts.metric.unit)}，{words}"
        yield Problem.at(places.get("issues", ""), message, "检查 issues 的 count 和 contacts")
