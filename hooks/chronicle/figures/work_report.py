"""The sentences of the 工作纪实 and of other sections that are worked out of the data; templates only lay them out.

The lines of the 工作纪实 stand in ``work_report.toml``, each in several ways.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import get_args

from ..records.model import Goal, Signal, Suggestion, Track
from . import sentences
from .agent_year import AgentYear
from .annual import Figure
from .channels import catalogue
from .formatting import amount, decimal, difference, in_characters, listed, shown
from .sentences import Parts

_PLACES = re.compile(r"\{(\w+)\}")


@cache
def ways() -> Mapping[str, list[str]]:
    """Every worked-out line of the 工作纪实 by its name, in all its ways."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _line(agent_year: AgentYear, name: str, nth: int = 0, **values: str | Figure | Parts) -> Parts:
    """A line in this year's way: chosen by the agent's folder and the year, so that builds repeat and a neighbour's
    reads otherwise. The ``nth`` of its kind in a document takes the next way."""
    digest = blake2b(f"{name} {agent_year.uri}".encode(), digest_size=4).digest()
    texts = ways()[name]
    pieces = _PLACES.split(texts[(int.from_bytes(digest) + nth) % len(texts)])
    found = [values[piece] if at % 2 else piece for at, piece in enumerate(pieces)]
    return tuple(part for each in found for part in (each if isinstance(each, tuple) else (each,)) if part)


def parts(agent_year: AgentYear) -> list[tuple[str, list[tuple[str, Parts]]]]:
    """The 工作纪实 in its three parts, each its title and its lines; a part without lines is absent.

    A line stands after the id of what it leads to, a section or a row of the sources; empty for nowhere.
    """
    parts_by_title: dict[str, list[tuple[str, Parts]]] = {
        "主要工作成果": [*achievements(agent_year)],
        "核心能力成长": [("growth", (line,)) for line in grown(agent_year)],
        "仍需改进之处": [("next", (line,)) for line in agent_year.record.improve],
    }
    there = [(title, lines) for title, lines in parts_by_title.items() if lines]
    return [(f"{in_characters(nth)}、{title}", lines) for nth, (title, lines) in enumerate(there, 1)]


def achievements(agent_year: AgentYear) -> Iterator[tuple[str, Parts]]:
    """Part one, with its dry humour: lines that are worked out of the data, then the agent's own."""
    figures, channel = agent_year.annual.figures, agent_year.channel
    of_team: Parts = (channel.subject,) if channel.subject else ()
    if (contacts := figures.get("contacts.total")) and contacts.value:
        verb, noun, unit = channel.verb, channel.counted, contacts.unit or channel.unit
        yield "trends", of_team + _line(agent_year, "contacts", verb=verb, noun=noun, contacts=contacts, unit=unit)
    if (spoken := figures.get("characters.total")) and spoken.value:
        scope, beside = sentences.spoken_scope(agent_year), sentences.beside(agent_year, spoken.value)
        yield "sources", of_team + _line(agent_year, "spoken", scope=scope, spoken=spoken, beside=beside)
    if line := _suggestions(agent_year):
        place = "suggestions" if plain_suggestions(agent_year) else "voices"
        yield place, _line(agent_year, "officer", told=line)
    if (hours := figures.get("assist_hours")) and hours.value:
        days = hours.value / 8
        folded = f"，按八小时折算约 {amount(shown(days, 0), '个工作日')}" if days >= 2 else ""
        yield "sources", _line(agent_year, "assistance", hours=hours, folded=folded)
    if titles := [f"「{campaign.title}」" for campaign in agent_year.tasks]:
        count = amount(len(titles), "次")
        yield "campaigns", _line(agent_year, "campaigns", count=count, titles=listed(titles))
    if agent_year.stories:
        yield "lessons", _line(agent_year, "stories", count=amount(len(agent_year.stories), "则"))
    yield from (("", (line,)) for line in agent_year.record.results)


def _suggestions(agent_year: AgentYear) -> Parts:
    """Suggestions handed in, taken up, and of the rest what is known: declined, or still on its way."""
    figures, suggestions = agent_year.annual.figures, agent_year.record.suggestions
    submitted, adopted = figures.get("suggestions.submitted"), figures.get("suggestions.adopted")
    if submitted is None:
        return ("建议被采纳 ", adopted) if adopted and adopted.value else ()
    if adopted is None or not submitted.value:
        return ("提交建议 ", submitted) if submitted.value else ()
    rest: Parts = ()
    statuses = [item.status for item in suggestions.items] if suggestions else []
    declined, waiting = statuses.count("declined"), statuses.count("submitted") + statuses.count("accepted")
    if submitted.value <= adopted.value:
        rest = () if declined or waiting else ("，", *_line(agent_year, "all_adopted"))
    elif adopted.value + declined + waiting == submitted.value:  # else what became of some is not written
        rest = (f"，未采纳 {amount(declined, '条')}",) if declined else ()
        rest += ("；", *_line(agent_year, "waiting", count=amount(waiting, "条"))) if waiting else ()
    taken: Parts = ("，被采纳 ", adopted) if adopted.value or not rest else ()  # else the rest are all of them
    return "提交建议 ", submitted, *taken, *rest


def grown(agent_year: AgentYear) -> list[str]:
    """Part two of the 工作纪实: every skill that grew, in the agent's own words where there are any."""
    lines, untold, span = [], 0, agent_year.span
    times = {"start": span.ends[0], "end": span.ends[1], "this": span.this}
    for skill in agent_year.record.growth:
        if skill.after > skill.before:
            gain = amount(difference(skill.after, skill.before), "级")
            plain = sentences.plain(_line(agent_year, "grown", untold, skill=skill.skill, gain=gain, **times))
            lines.append(f"{skill.skill}：{skill.note}" if skill.note else plain)
            untold += not skill.note
    return lines


def tracks(agent_year: AgentYear) -> list[tuple[str, list[Goal]]]:
    """The plan's goals by track, in the order of the tracks."""
    plan = agent_year.record.plan
    grouped = ((track, [goal for goal in plan if goal.track == track]) for track in get_args(Track))
    return [(track, goals) for track, goals in grouped if goals]


def aim(agent_year: AgentYear, goal: Goal) -> str:
    """The number that a goal is to reach, as its words do not say: 一次解决率目标 95 %."""
    metric = catalogue(agent_year.team, agent_year.channel).get(goal.target.metric) if goal.target else None
    if goal.target is None or metric is None:
        return ""
    words, value = f"{goal.goal} {goal.measure}", re.escape(str(decimal(goal.target.value)))
    if re.search(rf"(?<![\d.]){value}(?![\d.])", words) or (metric.label in words and "百分之" in words):
        return ""
    return f"{metric.label}目标 {amount(goal.target.value, metric.unit)}"


def plain_suggestions(agent_year: AgentYear) -> list[Suggestion]:
    """Suggestions that are not already in the picture of voices."""
    items = agent_year.record.suggestions.items if agent_year.record.suggestions else ()
    return [item for item in items if not (item.voice or item.node)]


def followed_signals(agent_year: AgentYear) -> list[tuple[str, Signal]]:
    """Words of people about to leave that were followed up: the most frequent first."""
    return sorted(agent_year.record.signals.items(), key=lambda pair: (-pair[1].count, pair[0]))


def log_signals(agent_year: AgentYear) -> list[tuple[str, int]]:
    """Words of people about to leave, counted in the call log: the most frequent first."""
    signals = agent_year.log.signals if agent_year.log else {}
    return sorted(((word, sum(counts)) for word, counts in signals.items() if sum(counts)), key=lambda p: (-p[1], p[0]))
