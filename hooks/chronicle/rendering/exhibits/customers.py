"""The pictures of the customers: their words, reasons, needs and hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ...charts.bars import Bars, plain_bars
from ...charts.rhythm import Rhythm
from ...charts.voices import Voices
from ...charts.wordcloud import Cloud
from ...figures import sentences, service_methods
from ...figures.agent_year import AgentYear
from ...figures.formatting import amount, number
from ...figures.scorecard import alike, reasons_then, tags_then
from ...records.model import CHOICES, Suggestion
from .exhibit import DataTable, Exhibit, cell

_FEWEST_NOUNS = 5
_TONES = {"praise": "称赞", "blame": "批评", "neutral": "不褒不贬", "topic": "留言与故事"}


def tags(agent_year: AgentYear) -> Exhibit | None:
    """``tags``: the word cloud; a few nouns out of stories alone are none."""
    words = agent_year.words
    tags = [word for word in words if word.tone != "topic"]
    if not tags and len(words) < _FEWEST_NOUNS:
        return None
    sources = (("客户的评价标签", tags), ("留言和故事里的词", len(tags) < len(words)))
    return Exhibit(
        name="tags",
        title=sentences.tags_title({word.text: word.count for word in tags}),
        subtitle="，".join(name for name, there in sources if there),
        caption=sentences.tags_caption(words, tags_then(agent_year), alike(agent_year)),
        legend=sentences.tags_legend(words),
        table=DataTable(
            ("词", "次数", "来自"), tuple((word.text, number(word.count), _TONES[word.tone]) for word in words)
        ),
        spec=Cloud(words),
        source=agent_year.source("tags"),
    )


def issues(agent_year: AgentYear) -> Exhibit | None:
    """``issues``: contact reasons by kind and priority."""
    given, channel = agent_year.record.issues, agent_year.channel
    if not any(issue.count for issue in given):
        return None
    ordered = sentences.ranked_issues(given)
    parted = {"四类": any(issue.kind for issue in given), "优先级": any(issue.priority for issue in given)}
    by = "和".join(name for name, there in parted.items() if there)
    return Exhibit(
        name="issues",
        title=sentences.issues_title(ordered, channel),
        subtitle=f"{channel.noun}原因，{f'按{by}，' if by else ''}{channel.unit}",
        caption=(*sentences.issues_caption(ordered, channel), reasons_then(agent_year)),
        table=DataTable(
            ("原因", "类别", "优先级", channel.unit),
            tuple((issue.name, issue.kind or "—", issue.priority or "—", number(issue.count)) for issue in ordered),
        ),
        spec=Bars(tuple((issue.name, issue.kind, issue.priority, issue.count) for issue in given)),
        source=agent_year.sources.get("issues") or agent_year.log_source or agent_year.path,
    )


def channels(agent_year: AgentYear) -> Exhibit | None:
    """``channels``: contacts by the channel that a call log says they came by."""
    counts, words = Counter[str](), agent_year.channel
    for name, count in agent_year.log.channels if agent_year.log else ():
        counts[name] += count
    if not counts:
        return None
    return Exhibit(
        name="channels",
        title=sentences.most_frequent("渠道", counts, words.unit, "记了渠道的"),
        subtitle=f"各渠道的{words.measure}，{words.unit}",
        caption=(f"由服务记录统计，记了渠道的共 {amount(sum(counts.values()), words.unit)}。",),
        table=DataTable(("渠道", words.unit), tuple((name, number(count)) for name, count in counts.items())),
        spec=plain_bars(counts.items()),
        source=agent_year.log_source,
    )


def voices(agent_year: AgentYear) -> Exhibit | None:
    """``voices``: voice -> process step -> department -> outcome."""
    items = agent_year.record.suggestions.items if agent_year.record.suggestions else ()
    return ways("voices", items, agent_year.source("suggestions.items"))


def ways(name: str, items: Iterable[Suggestion], source: str = "", most: int | None = None) -> Exhibit | None:
    """The ways of customers' voices, the first ``most`` of them; what else was suggested is left out."""
    heard = [item for item in items if item.voice or item.node]
    if not heard:
        return None
    shown = heard[:most]
    left_out = f"图里是提到的人最多的 {amount(len(shown), '条')}，其余在下面的表里。" if len(shown) < len(heard) else ""
    effects = "；".join(f"{item.title}：{item.effect}" for item in heard if item.status == "adopted" and item.effect)
    closing = f"{effects}。" if effects and most is None else "一句抱怨，走到能改它的人那里，才算走完。"
    people = sum(item.count or 0 for item in heard)
    said = f"共 {amount(people, '人次')}提到。" if people else ""
    lines = tuple((item.voice, item.node, item.to, CHOICES[item.status], item.count) for item in shown)
    rows = tuple(
        (*(text or "—" for text in line[:4]), cell(item.count), item.title, item.effect or "—")
        for line, item in zip(lines, shown, strict=True)
    )
    return Exhibit(
        name=name,
        title=sentences.voices_title([item.status for item in heard]),
        subtitle="客户的话 → 流程节点 → 部门 → 结果",
        caption=(left_out + said + closing,),
        table=DataTable(("客户的话", "流程节点", "部门", "结果", "提到的人次", "建议", "成效"), rows),
        spec=Voices(tuple((line[0] or item.title, *line[1:]) for line, item in zip(lines, shown, strict=True))),
        source=source,
    )


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
        subtitle="每种需要各有几则故事",
        caption=("先认出需要，再回答问题。",),
        table=DataTable(
            ("需要", "几则", "故事", "怎样安抚"),
            tuple((need, number(count), named[need], service_methods.WAYS[need]) for need, count in counts),
        ),
        spec=plain_bars(counts),
        source=next(story.path for story in agent_year.stories if story.case.need),
    )


def rhythm(agent_year: AgentYear) -> Exhibit | None:
    """``rhythm``: weekday by hour, from a call log."""
    grid = agent_year.log.rhythm if agent_year.log else None
    if not grid or not any(map(any, grid)):
        return None
    most, channel = max(map(max, grid)), agent_year.channel
    busiest = [(day, hour) for day in range(7) for hour in range(24) if grid[day][hour] == most]
    hours = [hour for hour in range(24) if any(row[hour] for row in grid)]
    when = f"{sentences.hour_of_week(*busiest[0])}共" if len(busiest) == 1 else "各"
    caption = f"{when} {amount(most, channel.unit)}；" if len(busiest) <= sentences.MOST_EQUALS else ""
    return Exhibit(
        name="rhythm",
        title=sentences.rhythm_title(busiest),
        subtitle=f"按星期和钟点的{channel.measure}，{channel.unit}",
        caption=(f"{caption}由服务记录统计，共 {amount(sum(map(sum, grid)), channel.unit)}。",),
        table=DataTable(
            ("星期", *(f"{hour} 点" for hour in hours)),
            tuple((sentences.WEEKDAYS[day], *(number(grid[day][hour]) for hour in hours)) for day in range(7)),
        ),
        spec=Rhythm(grid, channel.unit),
        source=agent_year.log_source,
    )
