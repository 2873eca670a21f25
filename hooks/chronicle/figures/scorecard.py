"""The year held against its targets, metric by metric, with the appraisal's weights, and against what last year's
chronicle promised and counted. There is no total: what the appraisal makes of it is not ours to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..records.model import MONTHS, Goal, Metric, Shown
from ..records.promises import find_promise
from ..records.span import YEAR, span_of
from .agent_year import AgentYear
from .annual import FEW, Figure, Measure
from .channels import catalogue, comparable
from .formatting import amount, difference, number, shown, told_apart
from .sentences import changed, figure_text, points, reason_counts

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
    """The metrics that have a weight, and those of the year that have a target; None where the year has a number of
    none of them."""
    metrics = catalogue(agent_year.team, agent_year.channel)
    aimed = {key for key, metric in metrics.items() if metric.target is not None and agent_year.measure(key)}
    keys = [key for key in metrics if key in agent_year.team.weights or key in aimed]
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
        mean = told_apart([measure.annual / len(measure.months)], measure.annual.decimals, [metric.target])[0]
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


# --- what last year promised ---


@dataclass(frozen=True)
class Kept:
    """A promise: its ``place`` (from 0), ``text`` and PATH:LINE in last year's file, no place where it was not found
    there; the agent's ``outcome`` and ``note`` with their PATH:LINE; ``cells``: the target, what the year came to or
    why there is nothing to say of that, and whether it reaches the target, where that is known."""

    place: int | None
    text: str
    source: str
    cells: tuple[ScoreCell, ...] = ()
    outcome: str = ""
    note: str = ""
    outcome_source: str = ""


def last_year(agent_year: AgentYear) -> dict[str, list[Kept]] | None:
    """``plan`` and ``foresight`` of last year with what became of them; None where no outcome was written and none can
    be worked out."""
    plan, foresight = (_found(agent_year, section) for section in ("plan", "foresight"))
    plan.sort(key=lambda kept: (kept.place is None, kept.place or 0))
    return {"plan": plan, "foresight": foresight} if plan or foresight else None


def open_promises(agent_year: AgentYear, section: str) -> list[str]:
    """What last year's ``plan`` or ``foresight`` holds and nothing is told of."""
    settled = {kept.place for kept in _found(agent_year, section) if kept.outcome or len(kept.cells) > 2}
    return [promise.text for promise in _promises(agent_year, section) if promise.place not in settled]


def _found(agent_year: AgentYear, section: str) -> list[Kept]:
    """What became of the promises of a section, worked out or told."""
    promises, written = _promises(agent_year, section), agent_year.record.last_year
    source, texts = agent_year.source(f"last_year.{section}"), [promise.text for promise in promises]
    found = [promise for promise in promises if promise.cells]
    for outcome in getattr(written, section, ()):
        text = outcome.goal if section == "plan" else outcome.signal
        at = find_promise(text, texts)
        kept = Kept(None, text, source) if at is None else promises[at]
        found = [other for other in found if at is None or other.place != at]
        found.append(replace(kept, outcome=outcome.outcome, note=outcome.note or "", outcome_source=source))
    return found


def _promises(agent_year: AgentYear, section: str) -> list[Kept]:
    """The promises of a section of last year's file, each with what the year came to where it promised a number."""
    promises = []
    for at, promise in enumerate(getattr(agent_year.before, section, ())):
        source = agent_year.before_sources.get(f"{section}.{at}", agent_year.source(f"last_year.{section}"))
        is_goal = isinstance(promise, Goal)
        cells = _worked_out(agent_year, promise, source) if is_goal else ()
        promises.append(Kept(at, promise.goal if is_goal else promise.signal, source, cells))
    return promises


#: So many reasons are held against last year's.
_MOST = 3


def _is_like_before(agent_year: AgentYear, key: str) -> bool:
    """Whether a metric may be compared with last year's: it does not depend on the channel, or that is the same."""
    then = agent_year.before_channel
    return then is None or comparable(key, agent_year.channel, then)


def alike(agent_year: AgentYear) -> str:
    """``上年`` or ``上年同期`` where last year's counts are of the same months and channel, else empty."""
    span, before = agent_year.span, agent_year.before
    if not _is_like_before(agent_year, "contacts"):
        return ""
    then = span_of(before.period, agent_year.year - 1) if before else YEAR
    leading = agent_year.leading
    measured = leading.months if leading else ()
    known = [month for month, value in enumerate(leading.previous or (), 1) if value is not None] if leading else []
    same = (span.first, span.last) == (then.first, then.last) and (not known or tuple(known) == measured)
    return ("上年" if span.is_year else "上年同期") if before and same else ""


def tags_then(agent_year: AgentYear) -> Mapping[str, int]:
    """Last year's counts of customers' words, where they may be held against this year's."""
    return agent_year.before.tags.counts if agent_year.before and alike(agent_year) else {}


def reasons_then(agent_year: AgentYear) -> str:
    """The most frequent contact reasons beside last year's counts, each over all its kinds."""
    when, before = alike(agent_year), agent_year.before
    then, now = reason_counts(before.issues if before else ()), reason_counts(agent_year.record.issues)
    both = [name for name, count in now.most_common() if name in then and (count or then[name])]
    changes = [f"{name} {number(then[name])} → {number(now[name])}" for name in both[:_MOST]]
    return f"对照{when}：{'，'.join(changes)}。" if when and changes else ""


def _worked_out(agent_year: AgentYear, goal: Goal, source: str) -> tuple[ScoreCell, ...]:
    """The target of a plan, what the year came to, and whether that reaches it; of a sum that is not yet the year's
    without the last, and of a metric without a number, or of contacts of another channel, with the reason."""
    if goal.target is None:
        return ()
    key, value = goal.target.metric, goal.target.value
    measure, is_like = agent_year.measure(key), _is_like_before(agent_year, key)
    channel = agent_year.channel if is_like else agent_year.before_channel or agent_year.channel
    metric = catalogue(agent_year.team, channel)[key]
    label = f"{metric.label}目标"
    figure = Figure(f"{key}.promised", label, shown(value, 0), metric.unit, source, "按填写")
    target = ScoreCell(f"{label} {amount(value, metric.unit)}", source, figure)
    if measure is None or not is_like:
        return target, ScoreCell("没有这个数" if is_like else "换了渠道，不作比较", agent_year.path)
    year = told_apart([float(measure.annual)], measure.annual.decimals, [value])[0]  # as exact as the promise asks
    measure = replace(measure, annual=year or measure.annual)
    is_judged = measure.method != "sum" or len(measure.months) == MONTHS
    return target, actual(agent_year, measure), *([reached(measure, value)] if is_judged else [])
