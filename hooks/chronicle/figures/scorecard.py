"""The year held against its targets, metric by metric, with the appraisal's weights. There is no total: what the
appraisal makes of it is not ours to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..records.model import Metric, Shown
from .agent_year import AgentYear
from .annual import FEW, Figure, Measure
from .channels import catalogue
from .formatting import amount, difference, shown, told_apart
from .sentences import changed, figure_text, points

_NOTHING, REACHED = "—", "达到"


@dataclass(frozen=True)
class ScoreCell:
    """One cell: its text, the PATH:LINE that it comes from, and the key number that it is, if it is one."""

    text: str
    source: str
    figure: Figure | None = None


@dataclass(frozen=True)
class Scorecard:
    """``heads`` of the columns that have anything to say, and a row for each metric, its label first; the metrics'
    ``keys``."""

    heads: tuple[str, ...]
    rows: tuple[tuple[ScoreCell, ...], ...]
    keys: tuple[str, ...]


def scorecard(agent_year: AgentYear) -> Scorecard | None:
    """The metrics of the year that have a target or a weight; None where the year has a number of none of them."""
    metrics = catalogue(agent_year.team, agent_year.channel)
    weights = agent_year.team.weights
    keys = [key for key, metric in metrics.items() if key in weights or metric.target is not None]
    if not any(agent_year.measure(key) for key in keys):
        return None
    rows = [dict(_cells(agent_year, key, metrics[key])) for key in keys]
    heads = [head for head in rows[0] if any(row[head].text != _NOTHING for row in rows)]
    return Scorecard(tuple(heads), tuple(tuple(row[head] for head in heads) for row in rows), tuple(keys))


def _cells(agent_year: AgentYear, key: str, metric: Metric) -> Iterator[tuple[str, ScoreCell]]:
    measure, weight = agent_year.measure(key), agent_year.team.weights.get(key)
    own = measure.source if measure else agent_year.path
    of_team = agent_year.sources
    weighed = of_team.get(f"team.weights.{key}", own)
    aimed = of_team.get(f"team.targets.{key}") or of_team.get(f"team.metrics.{key}", own)
    yield "指标", ScoreCell(metric.label, own)
    yield "权重", _number(f"{key}.weight", "权重", weight, "%", weighed)
    target = _number(f"{key}.target", f"{metric.label}目标", metric.target, metric.unit, aimed)
    monthly = "每月 " if metric.total == "sum" and metric.target is not None else ""
    yield "目标", replace(target, text=monthly + target.text)
    if measure is None:
        yield from ((head, ScoreCell(_NOTHING, own)) for head in ("实际", "达成", "同比"))
        return
    if monthly:  # the target of a sum is one month's, as it is drawn
        mean = told_apart([measure.annual / len(measure.months)], measure.decimals, [metric.target])[0]
        measure = replace(measure, annual=mean or measure.annual)
        formula, label = "各月之和 ÷ 月数", f"每月{metric.label}"
        figure = Figure(f"{key}.monthly", label, measure.annual, metric.unit, own, formula)
        yield "实际", ScoreCell(monthly + figure_text(figure) + _scope(measure), own, figure)
    else:
        yield "实际", actual(agent_year, measure)
    yield "达成", reached(measure, metric.target)
    yield "同比", ScoreCell(changed(measure.change, metric) if measure.change else _NOTHING, own)


def _number(key: str, label: str, value: float | None, unit: str, source: str) -> ScoreCell:
    if value is None:
        return ScoreCell(_NOTHING, source)
    figure = Figure(key, label, shown(value, 0), unit, source, "按填写")
    return ScoreCell(amount(figure.value, unit), source, figure)


def actual(agent_year: AgentYear, measure: Measure) -> ScoreCell:
    """The span's value; one that is not whole says of which months it is."""
    figure = replace(agent_year.annual.figures[measure.total_key], value=measure.annual)
    return ScoreCell(figure_text(figure) + _scope(measure), measure.source, figure)


def _scope(measure: Measure) -> str:
    return "" if measure.whole else f"（{measure.covered}）"


def reached(measure: Measure, target: float | None) -> ScoreCell:
    """达到, or the gap between the two numbers as they are shown, in the metric's unit."""
    source = measure.source
    if target is None:
        return ScoreCell(_NOTHING, source)
    if 0 < sum(measure.behind) < FEW:
        return ScoreCell(f"样本不足 {FEW}", source)
    gap = difference(measure.annual, target)
    words, size = gap_words(measure.metric, gap), Shown(abs(gap), gap.decimals)
    size = Shown(0, 0) if words == REACHED else size
    return ScoreCell(
        words, source, Figure(f"{measure.key}.gap", "离目标", size, points(measure.metric), source, "实际与目标之差")
    )


def gap_words(metric: Metric, gap: Shown) -> str:
    """What ``gap`` (actual − target, as shown) says: 达到, 还差 0.3 个百分点; of a metric that has no better way only
    which side of the target it lies on."""
    size = amount(Shown(abs(gap), gap.decimals), points(metric))
    if not gap or (metric.better != "none" and (gap > 0) == (metric.better == "higher")):
        return REACHED
    if metric.better == "none":
        return f"{'多' if gap > 0 else '少'} {size}"
    return f"{'超出' if gap > 0 else '还差'} {size}"
