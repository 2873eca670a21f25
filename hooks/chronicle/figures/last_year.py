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
    """Plan and foresight of last year with what became of them."""

    plan: tuple[Kept, ...]
    foresight: tuple[Kept, ...]


def last_year(agent_year: AgentYear) -> LastYearKept | None:
    """None where no outcome was written and none can be worked out."""
    plan, foresight = _plan(agent_year), _foresight(agent_year)
    in_order = sorted(plan, key=lambda item: (item[0] is None, item[0] or 0))
    kept = LastYearKept(tuple(item for _, item in in_order), tuple(item for _, item in foresight))
    return kept if plan or foresight else None


def open_promises(agent_year: AgentYear, section: str) -> list[str]:
    """What last year's ``plan`` or ``foresight`` holds and nothing is told of."""
    before = agent_year.before
    promised = [goal.goal for goal in before.plan] if before else []
    if section == "foresight":
        promised = [item.signal for item in before.foresight] if before else []
    told = {at for at, _ in (_plan if section == "plan" else _foresight)(agent_year)}
    return [promise for at, promise in enumerate(promised) if at not in told]


#: The place of a promise in last year's file, None where it was not found there, and what became of it.
_Found = list[tuple[int | None, Kept]]


def _plan(agent_year: AgentYear) -> _Found:
    before, told = agent_year.before, agent_year.record.last_year
    goals, source = before.plan if before else (), agent_year.source("last_year.plan")
    plan: dict[int, Kept] = {}
    for at, goal in enumerate(goals):
        if cells := _worked_out(agent_year, goal, agent_year.before_sources.get(f"plan.{at}", "")):
            plan[at] = _promise(agent_year, at, goal, cells)
    unfound: _Found = []
    for outcome in told.plan if told else ():
        at_goal = find_promise(outcome.goal, [goal.goal for goal in goals])
        known = Kept(outcome.goal, source)
        if at_goal is not None:
            known = plan.get(at_goal) or _promise(agent_year, at_goal, goals[at_goal])
        known = replace(known, outcome=outcome.outcome, note=outcome.note or "", outcome_source=source)
        if at_goal is None:
            unfound.append((None, known))
        else:
            plan[at_goal] = known
    return [*plan.items(), *unfound]


def _foresight(agent_year: AgentYear) -> _Found:
    before, told = agent_year.before, agent_year.record.last_year
    signals, source = before.foresight if before else (), agent_year.source("last_year.foresight")
    found: _Found = []
    for seen in told.foresight if told else ():
        at = find_promise(seen.signal, [item.signal for item in signals])
        known = Kept(seen.signal, source)
        if at is not None:
            item = signals[at]
            details = (f"当时打算：{item.action}", *([f"估计：{item.expected}"] if item.expected else []))
            known = Kept(item.signal, agent_year.before_sources.get(f"foresight.{at}", source), details)
        found.append((at, replace(known, outcome=seen.outcome, note=seen.note or "", outcome_source=source)))
    return found


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
