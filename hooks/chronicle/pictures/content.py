"""What is taken along of a year: the plain values that its card, its cases' cards and its poster show.

Apart from how they are drawn, so that a process that only draws need not know what a year is.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..figures import sentences
from ..figures.agent_year import AgentYear, Story
from ..figures.annual import Measure, noise
from ..figures.formatting import NBSP, amount, month, number
from ..rendering.blocks import headline, tenure
from .card import CaseCard, ShareCard
from .poster import Number, Poster

#: Of the cloud on a poster: more would be too small on a phone held at arm's length.
_WORDS = 32


def card(agent_year: AgentYear, whose: str) -> ShareCard:
    """The card of a chronicle; ``whose`` is role and team."""
    record, telling = agent_year.record, telling_number(agent_year)
    found, label, text, unit = telling or (None, "", "", "")
    peak = found.peak if found and not found.level else None
    return ShareCard(
        name=record.name,
        whose=whose,
        motto=record.motto or record.closing or "数字是骨架，故事是血肉。",
        year=agent_year.year,
        label=label,
        number=text,
        unit=unit,
        line=found.values if found else (),
        marked=peak.month if peak else None,
        note=peak_words(found) if found else "",
    )


def telling_number(agent_year: AgentYear) -> tuple[Measure, str, str, str] | None:
    """The one number that tells most, with its measure, label, digits and unit.

    The change for the better that stands farthest out of the noise; where nothing changed for the better, the
    contacts; where those are not known, the first metric there is.
    """
    measures = agent_year.annual.measures
    better = [each for each in measures.values() if each.change and each.change.verdict == "better"]
    if better:
        best = max(better, key=_weight)
        assert best.change
        digits, _, unit = sentences.changed(best.change, best.metric).partition(NBSP)
        return best, f"{best.metric.label}{sentences.compared(best.change)}", digits, unit
    found = measures.get("contacts") or next(iter(measures.values()), None)
    return (found, *_annual(agent_year, found)) if found else None


def peak_words(found: Measure) -> str:
    """``7 月 2,890 通``; nothing where no month stands out."""
    value = amount(found.peak.value, found.metric.unit, found.decimals)
    return "" if found.level else f"{month(found.peak.month)} {value}"


def _weight(found: Measure) -> float:
    assert found.change
    return abs(found.change.value) / noise(found.metric, found.change.kind == "percent")


def _annual(agent_year: AgentYear, found: Measure) -> tuple[str, str, str]:
    figure = agent_year.annual.figures[f"{found.key}.{'total' if found.method == 'sum' else 'year'}"]
    return f"{sentences.span(found.months)}的{found.metric.label}", number(figure.value, figure.decimals), figure.unit


def case_card(agent_year: AgentYear, story: Story) -> CaseCard:
    """The card of a case."""
    case = story.case
    steps = case.journey if len(case.journey) > 1 else ()
    return CaseCard(
        title=case.title,
        lesson=case.lesson,
        who=f"{agent_year.record.name} · {agent_year.year} 年 {case.date.month} 月 {case.date.day} 日",
        year=agent_year.year,
        moods=tuple(step.mood for step in steps),
        first=steps[0].at if steps else "",
        last=steps[-1].at if steps else "",
    )


def poster(agent_year: AgentYear, url: str) -> Poster:
    """The poster of a chronicle that stands at ``url``; empty where nobody knows."""
    record, told = agent_year.record, best_story(agent_year.stories)
    shown = agent_year.measure("contacts") or next(iter(agent_year.annual.measures.values()), None)
    peak = shown.peak if shown and not shown.level else None
    return Poster(
        name=record.name,
        whose=tenure(agent_year),
        motto=record.motto or "",
        year=agent_year.year,
        numbers=_numbers(agent_year),
        summary=sentences.plain(sentences.summary(agent_year)),
        finding=sentences.trend_title(agent_year, shown) if shown else "",
        line=shown.values if shown else (),
        marked=peak.month if peak else None,
        note=peak_words(shown) if shown else "",
        words=tuple(agent_year.words[:_WORDS]),
        portrait=sentences.tags_title(record.tags),
        quote=next(iter(record.quotes), ""),
        lesson=told.case.lesson if told else "",
        story=told.case.title if told else "",
        closing=record.closing or "",
        url=url,
    )


def _numbers(agent_year: AgentYear) -> tuple[Number, ...]:
    return tuple(
        Number(
            found.metric.label,
            number(figure.value, figure.decimals),
            figure.unit,
            f"{sentences.compared(found.change)} {sentences.changed(found.change, found.metric)}"
            if found.change
            else "",
            found.change.verdict if found.change else "",
        )
        for found, figure in headline(agent_year)
    )


def best_story(stories: Sequence[Story]) -> Story | None:
    """The story whose mood rose most, the earlier one where two are equal; the first where none has a curve."""

    def rise(story: Story) -> float:
        steps = story.case.journey
        return steps[-1].mood - min(step.mood for step in steps) if steps else 0.0

    return max(stories, key=rise, default=None)
