"""The pictures of the agent: special tasks, energy, what was learned and written down."""

from __future__ import annotations

from collections.abc import Iterator

from ...charts.bars import plain_bars
from ...charts.before_after import BeforeAfter
from ...charts.calendar import Calendar
from ...charts.journey import Journey
from ...charts.trend import Trend
from ...figures import sentences
from ...figures.agent_year import AgentYear, Story
from ...figures.formatting import amount, month, number, signed
from ...records.model import MONTHS
from .exhibit import DataTable, Exhibit, cell


def campaigns(agent_year: AgentYear) -> Iterator[Exhibit]:
    """``campaign-<n>`` of every special task that has figures, before and during, counted from 1."""
    for index, task in enumerate(agent_year.record.campaigns, 1):
        if task.figures:
            changes = tuple((item.label, item.unit, item.before, item.during) for item in task.figures)
            rows = tuple(
                (label, unit or "—", number(before), number(during)) for label, unit, before, during in changes
            )
            yield Exhibit(
                name=f"campaign-{index}",
                title=sentences.campaign_title(task),
                subtitle=sentences.campaign_dates(task),
                caption=sentences.campaign_caption(task),
                table=DataTable(("项目", "单位", "此前", "期间"), rows, agent_year.worked_out.get(index - 1, "")),
                spec=BeforeAfter(changes),
                source=agent_year.source(f"campaigns.{index - 1}"),
            )


def energy(agent_year: AgentYear) -> Exhibit | None:
    """``energy``: the energy of each month."""
    monthly, span = (agent_year.energy and agent_year.energy.monthly) or (), agent_year.span
    there = [value for value in monthly if value is not None]
    if not agent_year.energy or not there:
        return None
    high, low = ([at for at, value in enumerate(monthly, 1) if value == end] for end in (max(there), min(there)))
    peak, valley = (ends[0] if len(ends) == 1 and high != low else None for ends in (high, low))
    return Exhibit(
        name="energy",
        title=sentences.energy_title(agent_year.energy),
        subtitle="每月的服务能量，1—10 分",
        caption=sentences.energy_caption(agent_year.energy),
        table=DataTable(("月份", "能量"), tuple((month(at), cell(monthly[at - 1])) for at in span.months)),
        spec=Trend(monthly, "", agent_year.year, peak=peak, valley=valley, months=span.months),
        source=agent_year.source("energy"),
    )


def energies(agent_year: AgentYear) -> list[tuple[str, str, tuple[str, ...]]]:
    """What gives, drains and restores: each with its key and what it is called; what is empty is left out."""
    named = {"gives": "给我力量", "drains": "消耗我", "restores": "让我恢复"}
    lists = ((key, name, getattr(agent_year.energy, key, ())) for key, name in named.items())
    return [entry for entry in lists if entry[2]]


#: The highest level of a skill.
_LEVELS = 5


def growth(agent_year: AgentYear) -> Exhibit | None:
    """``growth``: skills before and after."""
    given, ends = agent_year.record.growth, agent_year.span.ends
    if not given:
        return None
    return Exhibit(
        name="growth",
        title=sentences.growth_title(given, ends),
        subtitle=f"核心能力，{'与'.join(ends)}，1—5 级",
        caption=sentences.growth_caption(given),
        table=DataTable(
            ("能力", *ends, "说明"),
            tuple((item.skill, number(item.before), number(item.after), item.note or "—") for item in given),
        ),
        spec=BeforeAfter(tuple((item.skill, "级", item.before, item.after) for item in given), ends, _LEVELS),
        source=agent_year.source("growth"),
    )


def journey(story: Story) -> Exhibit | None:
    """``journey``: the emotion curve of a case."""
    steps = story.case.journey
    if not steps:
        return None
    return Exhibit(
        name="journey",
        title=sentences.journey_title(steps),
        subtitle="客户的情绪，−3 到 +3",
        caption=sentences.journey_caption(steps),
        table=DataTable(
            ("时刻", "情绪", "当时"), tuple((step.at, signed(step.mood), step.note or "—") for step in steps)
        ),
        spec=Journey(tuple((step.at, step.mood, step.note) for step in steps)),
        source=story.path,
    )


def ticks(agent_year: AgentYear) -> Exhibit | None:
    """``ticks``: the three ticks of the feedback form."""
    knowledge = agent_year.record.knowledge
    given = knowledge.feedback if knowledge else None
    if given is None or not any(given.counts.values()):
        return None
    rows = tuple(given.counts.items())
    return Exhibit(
        name="ticks",
        title=sentences.most_frequent("为知识库挑出", given.counts, "条", "全部勾选的", "最多的是"),
        subtitle="知识反馈的三种勾选，条",
        caption=(f"共勾了 {amount(sum(count for _, count in rows), '条')}。每勾一次，下一个来问的人就少绕一段路。",),
        table=DataTable(("勾选", "条"), tuple((name, number(count)) for name, count in rows)),
        spec=plain_bars(rows),
        source=agent_year.source("knowledge"),
    )


def days(agent_year: AgentYear) -> Exhibit | None:
    """``days``: the days of the year on which a success was written down."""
    months = agent_year.span.months
    there = {entry.date for entry in agent_year.record.journal if entry.date.month in months}
    shining = tuple(sorted(day for day in there if day.year == agent_year.year))
    if not shining:
        return None
    by_month = [sum(day.month == index for day in shining) for index in range(1, MONTHS + 1)]
    return Exhibit(
        name="days",
        title=f"{amount(len(shining), '天')}，记下了一点光",
        subtitle="写下来的日子",
        caption=(sentences.days_caption(by_month),),
        legend="一行是一个月，一格是一天，亮着的是写下来的日子。",
        table=DataTable(("月份", "天数"), tuple((month(at), number(by_month[at - 1])) for at in months)),
        spec=Calendar(agent_year.year, shining, months),
        source=agent_year.source("journal"),
    )
