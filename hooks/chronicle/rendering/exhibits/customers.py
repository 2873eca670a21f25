"""The pictures of the customers: their words, reasons, needs and hours."""

from __future__ import annotations

from ...charts.issues import Issues
from ...charts.needs import Needs
from ...charts.rhythm import Rhythm
from ...charts.voices import Voices
from ...figures import sentences, service_methods
from ...figures.agent_year import AgentYear
from ...figures.formatting import amount, number
from ...records.model import Suggestion
from .exhibit import DataTable, Exhibit

_TONES = {"praise": "称赞", "blame": "批评", "topic": "留言与故事"}


def tags(agent_year: AgentYear) -> Exhibit | None:
    """``tags``: the word cloud."""
    if not agent_year.words:
        return None
    counts = agent_year.record.tags
    blame = [word.text for word in agent_year.words if word.tone == "blame" and word.text in counts]
    rows = tuple((word.text, number(word.count), _TONES[word.tone]) for word in agent_year.words)
    return Exhibit(
        name="tags",
        title=sentences.tags_title(counts),
        subtitle="客户的评价标签、留言，和故事里的词",
        caption=sentences.tags_caption(counts, blame),
        table=DataTable(("词", "次数", "来自"), rows),
        spec=agent_year.words,
        source=agent_year.source("tags"),
    )


def issues(agent_year: AgentYear) -> Exhibit | None:
    """``issues``: contact reasons by kind and priority."""
    given = agent_year.record.issues
    if not given:
        return None
    ordered = sorted(given, key=lambda each: -each.count)
    return Exhibit(
        name="issues",
        title=sentences.issues_title(ordered),
        subtitle="来电原因，按四类和优先级，通",
        caption=sentences.issues_caption(ordered),
        table=DataTable(
            ("原因", "类别", "优先级", "通"),
            tuple((each.name, each.kind or "—", each.priority or "—", number(each.count)) for each in ordered),
        ),
        spec=Issues(tuple((each.name, each.kind, each.priority, each.count) for each in given)),
        source=agent_year.sources.get("issues") or agent_year.log_source or agent_year.path,
    )


def voices(agent_year: AgentYear) -> Exhibit | None:
    """``voices``: voice -> process step -> department -> outcome."""
    items = agent_year.record.suggestions.items if agent_year.record.suggestions else ()
    heard = [item for item in items if item.voice or item.node]
    if not heard:
        return None
    settled = sum(item.status == "adopted" for item in heard)
    return Exhibit(
        name="voices",
        title=sentences.voices_title(settled, len(heard)),
        subtitle="客户的话 → 流程节点 → 部门 → 结果",
        caption=(_voices_caption(heard),),
        table=DataTable(
            ("客户的话", "流程节点", "部门", "结果", "提到的人次", "建议", "成效"), tuple(map(_voice_row, heard))
        ),
        spec=Voices(tuple(_voice_flow(item) for item in heard)),
        source=agent_year.source("suggestions.items"),
    )


def _voice_flow(item: Suggestion) -> tuple[str, str | None, str | None, str, int | None]:
    return item.voice or item.title, item.node, item.to, sentences.STATUSES[item.status], item.count


def _voice_row(item: Suggestion) -> tuple[str, ...]:
    count = "—" if item.count is None else number(item.count)
    outcome = sentences.STATUSES[item.status]
    return (item.voice or "—", item.node or "—", item.to or "—", outcome, count, item.title, item.effect or "—")


def _voices_caption(heard: list[Suggestion]) -> str:
    effects = [f"{item.title}：{item.effect}" for item in heard if item.effect and item.status == "adopted"]
    people = sum(item.count or 0 for item in heard)
    said = f"共 {amount(people, '人次')}提到。" if people else ""
    return said + (f"{'；'.join(effects)}。" if effects else "一句抱怨，走到能改它的人那里，才算走完。")


def needs(agent_year: AgentYear) -> Exhibit | None:
    """``needs``: the feeling behind the request, over the cases."""
    counts = sentences.need_counts(agent_year.stories)
    if not counts:
        return None
    named = {
        need: "、".join(f"《{s.case.title}》" for s in agent_year.stories if s.case.need == need) for need, _ in counts
    }
    return Exhibit(
        name="needs",
        title=sentences.needs_title(counts),
        subtitle="每则故事背后的情感需求，则",
        caption=("先认出需要，再回答问题。",),
        table=DataTable(
            ("需要", "则", "故事", "怎样安抚"),
            tuple((need, number(count), named[need], service_methods.WAYS[need]) for need, count in counts),
        ),
        spec=Needs(counts),
        source=next(story.path for story in agent_year.stories if story.case.need),
    )


def rhythm(agent_year: AgentYear) -> Exhibit | None:
    """``rhythm``: weekday by hour, from a call log."""
    grid = agent_year.log.rhythm if agent_year.log else None
    if not grid or not any(map(any, grid)):
        return None
    busiest = max(((day, hour) for day in range(7) for hour in range(24)), key=lambda at: grid[at[0]][at[1]])
    hours = [hour for hour in range(24) if any(row[hour] for row in grid)]
    at = f"{sentences.WEEKDAYS[busiest[0]]} {busiest[1]} 点"
    whole = sum(map(sum, grid))
    return Exhibit(
        name="rhythm",
        title=f"一周里最忙的是{at}",
        subtitle="按星期和钟点的接听量，通",
        caption=(f"{at}共接 {amount(grid[busiest[0]][busiest[1]], '通')}；由通话记录统计，共 {amount(whole, '通')}。",),
        table=DataTable(
            ("星期", *(f"{hour} 点" for hour in hours)),
            tuple((sentences.WEEKDAYS[day], *(number(grid[day][hour]) for hour in hours)) for day in range(7)),
        ),
        spec=Rhythm(grid),
        source=agent_year.log_source,
    )
