"""The pictures of the agent: special tasks, energy, what was learned and written down."""

from __future__ import annotations

from collections.abc import Iterator

from ...charts.bars import plain_bars
from ...charts.before_after import BeforeAfter
from ...charts.calendar import Calendar
from ...charts.energy import EnergyChart
from ...charts.journey import Journey
from ...charts.puzzle import Puzzle
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
    """``energy``: the year's energy with what gives, drains and restores it."""
    given, span = agent_year.energy, agent_year.span
    if given is None or not (given.monthly or given.gives or given.drains or given.restores):
        return None
    monthly = given.monthly if given.monthly and any(v is not None for v in given.monthly) else None
    spec = EnergyChart(monthly, given.gives, given.drains, given.restores, span.months)
    rows = [(month(index), cell(monthly[index - 1])) for index in span.months] if monthly else []
    rows += [(name, "；".join(items)) for name, items in spec.lists.items()]
    return Exhibit(
        name="energy",
        title=sentences.energy_title(given),
        subtitle="每月的服务能量，1—10 分" if monthly else "服务是情绪的劳动",
        caption=sentences.energy_caption(given),
        table=DataTable(("月份", "能量"), tuple(rows)),
        spec=spec,
        source=agent_year.source("energy"),
    )


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


#: What is told of the puzzle's pieces, and the key that they are of.
_PIECES = {"实线是已有的": "has", "虚线是要补的": "adds", "朱红是拼成之后": "next"}


def puzzle(agent_year: AgentYear) -> Exhibit | None:
    """``puzzle``: the abilities one has, those to add, the next step as the last piece."""
    path = agent_year.record.pathway
    if path is None or not (path.has or path.adds):
        return None
    rows = (("已有", path.has), ("要补", path.adds), ("拼成", (path.next,) if path.next else ()))
    return Exhibit(
        name="puzzle",
        title=sentences.puzzle_title(path),
        subtitle="能力拼图",
        caption=(sentences.puzzle_caption(path),),
        legend="，".join(words for words, there in _PIECES.items() if getattr(path, there)) + "。",
        table=DataTable(("拼图", "能力"), tuple((name, ability) for name, abilities in rows for ability in abilities)),
        spec=Puzzle(path.has, path.adds, path.next),
        source=agent_year.source("pathway"),
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
