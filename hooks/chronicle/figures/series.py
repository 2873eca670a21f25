"""Typed values over logged ones: the series that an agent's figures are worked out of, and where the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..calllogs import AgentLog
from ..errors import Problem
from ..records.model import MONTHS, Metric, Year
from . import annual
from .annual import Given, Values
from .formatting import amount

#: What a log may differ from the typed value without a word (contract: more than 1 % is a warning).
_TOLERANCE = 0.01
_LOGGED = ("contacts", "fcr", "csat", "aht")


def logged(log: AgentLog | None) -> dict[str, Values]:
    """The series that a log gives, by metric; a metric that the log cannot know is absent."""
    series = {key: getattr(log, key) for key in _LOGGED} if log else {}
    return {key: values for key, values in series.items() if any(value is not None for value in values)}


def given(year: int, record: Year, places: Mapping[str, str], log: AgentLog | None) -> Given:
    """What the YAML (or its CSV) gives, and beneath it what the log gives; every series with its source.

    ``places`` maps a place in the record (``metrics.fcr``) to its PATH:LINE; a log's series has the log's path.
    """
    from_log = logged(log)
    sources = {f"metrics.{key}": log.sources[0].path for key in from_log} if log and log.sources else {}
    return Given(year, record, {**from_log, **record.metrics}, {**sources, **places} if sources else places)


def _year(metric: Metric, values: Values, weights: Values, shared: Iterable[int]) -> float | None:
    months = tuple(shared)
    return annual.total(metric, [values[m] for m in months], [weights[m] for m in months])[0]


def differences(
    record: Year, places: Mapping[str, str], log: AgentLog | None, catalogue: Mapping[str, Metric]
) -> list[Problem]:
    """A warning where the typed year and the logged year differ by more than 1 %, over the months that both have."""
    found = []
    from_log = logged(log)
    for key in record.metrics.keys() & from_log.keys():
        typed, counted, metric = record.metrics[key], from_log[key], catalogue[key]
        shared = [m for m in range(MONTHS) if typed[m] is not None and counted[m] is not None]
        weights = record.metrics.get("contacts") or from_log.get("contacts") or (None,) * MONTHS
        mine, theirs = _year(metric, typed, weights, shared), _year(metric, counted, weights, shared)
        if mine is not None and theirs is not None and abs(mine - theirs) > _TOLERANCE * abs(theirs):
            found.append(_difference(metric, mine, theirs, places.get(f"metrics.{key}", ""), log))
    return sorted(found)


def _difference(metric: Metric, typed: float, counted: float, place: str, log: AgentLog | None) -> Problem:
    path, _, line = place.rpartition(":")
    name = log.sources[0].path if log and log.sources else "通话记录"
    both = f"填写的是 {amount(typed, metric.unit, 2)}，{name} 里是 {amount(counted, metric.unit, 2)}"
    return Problem(path, int(line or 1), 1, f"{metric.label}：{both}，相差超过 1 %", "页面用填写的值；请核对哪一个对")
