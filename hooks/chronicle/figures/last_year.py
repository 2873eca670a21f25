"""What became of what last year's chronicle promised: the agent's own outcomes, and targets on a metric worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..records.model import Goal
from ..records.promises import find_promise
from .agent_year import AgentYear
from .annual import Figure
from .formatting import amount, date_in_words, shown, told_apart
from .scorecard import ScoreCell, actual, reached


@dataclass(frozen=True)
class Kept:
    """A promise: its ``text`` and PATH:LINE as they stand in last year's file, where it was found there, ``details`` of
    it, its ``outcome`` and ``note`` by the agent with their PATH:LINE, and ``cells``: the target, what the year came
    to, and whether that reaches it."""

    text: str
    source: str
    details: tuple[str, ...] = ()
    outcome: str = ""
    note: str = ""
    outcome_source: str = ""
    cells: tuple[ScoreCell, ...] = ()


@dataclass(frozen=True)
class LastYearKept:
    """Plan and foresight of last year with what became of them; ``untold``: how many of ``promised`` plans are not."""

    plan: tuple[Kept, ...]
    foresight: tuple[Kept, ...]
    promised: int
    untold: int


def last_year(agent_year: AgentYear) -> LastYearKept | None:
    """None where no outcome was written and none can be worked out."""
    before, told = agent_year.before, agent_year.record.last_year
    goals, signals = (before.plan, before.foresight) if before else ((), ())
    plan_source, signal_source = agent_year.source("last_year.plan"), agent_year.source("last_year.foresight")
    plan: dict[int, Kept] = {}
    for at, goal in enumerate(goals):
        if cells := _worked_out(agent_year, goal, agent_year.before_sources.get(f"plan.{at}", "")):
            plan[at] = _promise(agent_year, at, goal, cells)
    unfound, kept_signals = [], []
    for outcome in told.plan if told else ():
        at_goal = find_promise(outcome.goal, [goal.goal for goal in goals])
        known = Kept(outcome.goal, plan_source)
        if at_goal is not None:
            known = plan.get(at_goal) or _promise(agent_year, at_goal, goals[at_goal])
        known = replace(known, outcome=outcome.outcome, note=outcome.note or "", outcome_source=plan_source)
        if at_goal is None:
            unfound.append(known)
        else:
            plan[at_goal] = known
    for seen in told.foresight if told else ():
        at_signal = find_promise(seen.signal, [item.signal for item in signals])
        known = Kept(seen.signal, signal_source)
        if at_signal is not None:
            item = signals[at_signal]
            details = (f"当时打算：{item.action}", *([f"估计：{item.expected}"] if item.expected else []))
            known = Kept(item.signal, agent_year.before_sources.get(f"foresight.{at_signal}", signal_source), details)
        kept_signals.append(replace(known, outcome=seen.outcome, note=seen.note or "", outcome_source=signal_source))
    if not plan and not unfound and not kept_signals:
        return None
    in_order = [plan[at] for at in sorted(plan)]
    return LastYearKept((*in_order, *unfound), tuple(kept_signals), len(goals), len(goals) - len(plan))


def _promise(agent_year: AgentYear, at: int, goal: Goal, cells: tuple[ScoreCell, ...] = ()) -> Kept:
    details = [goal.track, f"{date_in_words(goal.by)}之前" if goal.by else ""]
    details.append(f"做到的标志：{goal.measure}" if goal.measure else "")
    source = agent_year.before_sources.get(f"plan.{at}", agent_year.source("last_year.plan"))
    return Kept(goal.goal, source, tuple(filter(None, details)), cells=cells)


def _worked_out(agent_year: AgentYear, goal: Goal, source: str) -> tuple[ScoreCell, ...]:
    """The target of a plan, what the year came to, and whether that reaches it; nothing without both numbers."""
    measure = agent_year.measure(goal.target.metric) if goal.target else None
    if goal.target is None or measure is None:
        return ()
    label, value = f"{measure.metric.label}目标", goal.target.value
    year = told_apart([float(measure.annual)], measure.annual.decimals, [value])[0]  # as exact as the promise asks
    measure = replace(measure, annual=year or measure.annual)
    figure = Figure(f"{measure.key}.promised", label, shown(value, 0), measure.metric.unit, source, "按填写")
    target = ScoreCell(f"{label} {amount(value, measure.metric.unit)}", source, figure)
    return target, actual(agent_year, measure), reached(measure, goal.target.value)
