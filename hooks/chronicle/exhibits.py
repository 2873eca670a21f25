"""Figures -> exhibits: a finding, the picture that shows it, the sentence beneath and the data behind.

An exhibit only holds the values that its picture is drawn from; drawing is a later, cached step.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from . import craft, sentences
from .chapter import Chapter, Story
from .charts.calendar import Calendar
from .charts.campaign import Campaign
from .charts.energy import Energy
from .charts.growth import Growth
from .charts.issues import Issues
from .charts.journey import Journey
from .charts.needs import Needs
from .charts.puzzle import Puzzle
from .charts.quarters import Quarters
from .charts.rhythm import Rhythm
from .charts.ticks import Ticks
from .charts.trend import Trend
from .charts.voices import Voices
from .charts.years import Years
from .cloud import Word
from .figures import Measure
from .model import MONTHS, Metric, Suggestion
from .sentences import Parts
from .wording import amount, month, number

Spec = (
    Trend | Quarters | Issues | Campaign | Energy | Growth | Journey | Needs | Voices | Rhythm | Calendar | Ticks
    | Puzzle | Years | tuple[Word, ...]
)  # fmt: skip


#: Per month, the first and the third quartile of the team.
Middle = tuple[tuple[float, float] | None, ...]


@dataclass(frozen=True)
class Table:
    """The data of a picture in rows of plain text; the first cell of a row names it."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Exhibit:
    """A chart NAME of the contract with everything around it. ``spec`` is what ``draw`` draws."""

    name: str
    title: str
    subtitle: str
    caption: Parts
    table: Table
    spec: Spec
    source: str = ""

    @property
    def label(self) -> str:
        """What the picture is called by a screen reader: the finding, then the sentence beneath."""
        return f"{self.title}。{sentences.plain(self.caption)}"


def _cell(value: float | None, decimals: int | None = None) -> str:
    return "—" if value is None else number(value, decimals)


# --- metrics ------------------------------------------------------------------------------------------------------


def trend(chapter: Chapter, found: Measure) -> Exhibit:
    """``trend-<metric>``."""
    marked = None if found.level else (found.peak.month, found.valley.month)
    spec = Trend(
        values=found.values,
        unit=found.metric.unit,
        decimals=found.decimals,
        year=chapter.year,
        previous=found.previous,
        target=found.metric.target,
        peak=marked and marked[0],
        valley=marked and marked[1],
        events=tuple((event.month, event.title) for event in chapter.events(found.key)),
        bands=tuple(_bands(chapter)),
        middle=chapter.middle.get(found.key),
    )
    return Exhibit(
        name=f"trend-{found.key}",
        title=sentences.trend_title(chapter, found),
        subtitle=sentences.trend_subtitle(found),
        caption=sentences.trend_caption(chapter, found),
        table=_trend_table(chapter, found),
        spec=spec,
        source=found.source,
    )


def rounded(middles: Mapping[str, Middle], catalogue: Mapping[str, Metric]) -> dict[str, Middle]:
    """The bands as they are drawn: no finer than the data, counts and seconds to two digits.

    They still say where the middle half is; and one colleague's small correction does not redraw everyone's chart.
    """
    return {name: _rounded(pairs, catalogue[name]) for name, pairs in middles.items()}


def _rounded(middle: Middle, metric: Metric) -> Middle:
    fine = metric.total != "sum" and metric.unit != "秒"
    return tuple(pair and (_round(pair[0], fine), _round(pair[1], fine)) for pair in middle)


def _round(value: float, fine: bool) -> float:
    return round(value, 1) if fine else float(f"{value:.2g}")


def _bands(chapter: Chapter) -> Iterator[tuple[float, float, str]]:
    """Each special task in months from 1.0 (New Year) to 13.0, cut to this year."""
    for each in chapter.record.campaigns:
        start = (
            1.0 if each.start.year < chapter.year else _in_months(each.start.month, each.start.day - 1, chapter.year)
        )
        end = 13.0 if each.end.year > chapter.year else _in_months(each.end.month, each.end.day, chapter.year)
        if start < end and each.start.year <= chapter.year <= each.end.year:
            yield start, end, each.title


def _in_months(at: int, days: int, year: int) -> float:
    return round(at + days / monthrange(year, at)[1], 3)


def _trend_table(chapter: Chapter, found: Measure) -> Table:
    unit = f"（{found.metric.unit}）" if found.metric.unit else ""
    columns: list[tuple[str, list[str]]] = [
        ("月份", [month(index) for index in range(1, MONTHS + 1)]),
        (f"{chapter.year} 年{unit}", [_cell(value, found.decimals) for value in found.values]),
    ]
    if found.previous:
        columns.append((f"{chapter.year - 1} 年{unit}", [_cell(value, found.decimals) for value in found.previous]))
    middle = chapter.middle.get(found.key)
    if middle and any(middle):
        columns.append(("团队的中间一半", [_pair(pair, found.decimals) for pair in middle]))
    notes = [_month_notes(chapter, found.key, index) for index in range(1, MONTHS + 1)]
    if any(notes):
        columns.append(("这个月", notes))
    heads, cells = zip(*columns, strict=True)
    return Table(heads, tuple(zip(*cells, strict=True)))


def _pair(pair: tuple[float, float] | None, decimals: int) -> str:
    return f"{number(pair[0], decimals)}—{number(pair[1], decimals)}" if pair else "—"


def _month_notes(chapter: Chapter, metric: str, index: int) -> str:
    events = [e.title + (f"：{e.note}" if e.note else "") for e in chapter.events(metric) if e.month == index]
    return "；".join(events)


def quarters(found: Measure) -> Exhibit:
    """``quarters-<metric>``."""
    best, worst = sentences.best_and_worst_quarter(found)
    spec = Quarters(
        values=tuple(None if v is None else round(v, 6) for v in found.quarters),
        months=found.values,
        unit=found.metric.unit,
        decimals=found.decimals if found.method == "sum" or found.metric.unit == "秒" else max(1, found.decimals),
        best=best,
        worst=worst,
    )
    unit = f"（{found.metric.unit}）" if found.metric.unit else ""
    rows = tuple(
        (sentences.QUARTERS[index], _cell(spec.values[index], spec.decimals), *_of_quarter(found, index))
        for index in range(4)
    )
    return Exhibit(
        name=f"quarters-{found.key}",
        title=sentences.quarters_title(found),
        subtitle=f"每季度{found.metric.label}" + (f"，{found.metric.unit}" if found.metric.unit else ""),
        caption=sentences.quarters_caption(found),
        table=Table(("季度", f"季度值{unit}", "第一个月", "第二个月", "第三个月"), rows),
        spec=spec,
        source=found.source,
    )


def _of_quarter(found: Measure, index: int) -> tuple[str, ...]:
    return tuple(_cell(value, found.decimals) for value in found.values[3 * index : 3 * index + 3])


# --- customers ----------------------------------------------------------------------------------------------------

_TONES = {"praise": "称赞", "blame": "批评", "topic": "留言与故事"}


def tags(chapter: Chapter) -> Exhibit | None:
    """``tags``: the word cloud."""
    if not chapter.words:
        return None
    counts = chapter.record.tags
    blame = [word.text for word in chapter.words if word.tone == "blame" and word.text in counts]
    rows = tuple((word.text, number(word.count), _TONES[word.tone]) for word in chapter.words)
    return Exhibit(
        name="tags",
        title=sentences.tags_title(counts),
        subtitle="客户的评价标签、留言，和故事里的词",
        caption=sentences.tags_caption(counts, blame),
        table=Table(("词", "次数", "来自"), rows),
        spec=chapter.words,
        source=chapter.sources.get("tags", chapter.path),
    )


def issues(chapter: Chapter) -> Exhibit | None:
    """``issues``: contact reasons by kind and priority."""
    given = chapter.record.issues
    if not given:
        return None
    ordered = sorted(given, key=lambda each: -each.count)
    return Exhibit(
        name="issues",
        title=sentences.issues_title(ordered),
        subtitle="来电原因，按四类和优先级，通",
        caption=sentences.issues_caption(ordered),
        table=Table(
            ("原因", "类别", "优先级", "通"),
            tuple((each.name, each.kind or "—", each.priority or "—", number(each.count)) for each in ordered),
        ),
        spec=Issues(tuple((each.name, each.kind, each.priority, each.count) for each in given)),
        source=chapter.sources.get("issues") or _log_source(chapter) or chapter.path,
    )


def voices(chapter: Chapter) -> Exhibit | None:
    """``voices``: voice -> process step -> department -> outcome."""
    items = chapter.record.suggestions.items if chapter.record.suggestions else ()
    heard = [item for item in items if item.voice or item.node]
    if not heard:
        return None
    settled = sum(item.status == "adopted" for item in heard)
    return Exhibit(
        name="voices",
        title=sentences.voices_title(settled, len(heard)),
        subtitle="客户的话 → 流程节点 → 部门 → 结果",
        caption=(_voices_caption(heard),),
        table=Table(
            ("客户的话", "流程节点", "部门", "结果", "提到的人次", "建议", "成效"), tuple(map(_voice_row, heard))
        ),
        spec=Voices(tuple(_voice_flow(item) for item in heard)),
        source=chapter.sources.get("suggestions.items", chapter.path),
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


def needs(chapter: Chapter) -> Exhibit | None:
    """``needs``: the feeling behind the request, over the cases."""
    counts = sentences.need_counts(chapter.stories)
    if not counts:
        return None
    named = {
        need: "、".join(f"《{s.case.title}》" for s in chapter.stories if s.case.need == need) for need, _ in counts
    }
    return Exhibit(
        name="needs",
        title=sentences.needs_title(counts),
        subtitle="每则故事背后的情感需求，则",
        caption=("先认出需要，再回答问题。",),
        table=Table(
            ("需要", "则", "故事", "怎样安抚"),
            tuple((need, number(count), named[need], craft.WAYS[need]) for need, count in counts),
        ),
        spec=Needs(counts),
        source=next(story.path for story in chapter.stories if story.case.need),
    )


def rhythm(chapter: Chapter) -> Exhibit | None:
    """``rhythm``: weekday by hour, from a call log."""
    grid = chapter.log.rhythm if chapter.log else None
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
        table=Table(
            ("星期", *(f"{hour} 点" for hour in hours)),
            tuple((sentences.WEEKDAYS[day], *(number(grid[day][hour]) for hour in hours)) for day in range(7)),
        ),
        spec=Rhythm(grid),
        source=_log_source(chapter),
    )


def _log_source(chapter: Chapter) -> str:
    return chapter.log.sources[0].path if chapter.log and chapter.log.sources else ""


# --- the agent ----------------------------------------------------------------------------------------------------


def campaign(chapter: Chapter, index: int) -> Exhibit | None:
    """``campaign-<n>``: a special task before and during, counted from 1."""
    task = chapter.record.campaigns[index - 1]
    if not task.figures:
        return None
    rows = tuple((each.label, each.unit or "—", number(each.before), number(each.during)) for each in task.figures)
    return Exhibit(
        name=f"campaign-{index}",
        title=sentences.campaign_title(task),
        subtitle=sentences.campaign_dates(task),
        caption=sentences.campaign_caption(task),
        table=Table(("项目", "单位", "此前", "期间"), rows),
        spec=Campaign(tuple((each.label, each.unit, each.before, each.during) for each in task.figures)),
        source=chapter.sources.get(f"campaigns.{index - 1}", chapter.path),
    )


def energy(chapter: Chapter) -> Exhibit | None:
    """``energy``: the year's energy with what gives, drains and restores it."""
    given = chapter.record.energy
    if given is None or not (given.monthly or given.gives or given.drains or given.restores):
        return None
    monthly = given.monthly if given.monthly and any(v is not None for v in given.monthly) else None
    rows = [(month(index), _cell(value)) for index, value in enumerate(monthly or (), 1)]
    lists = (("给我能量", given.gives), ("消耗我的", given.drains), ("让我恢复", given.restores))
    rows += [(name, "；".join(items)) for name, items in lists if items]
    return Exhibit(
        name="energy",
        title=sentences.energy_title(given),
        subtitle="每月的服务能量，1—10 分" if monthly else "服务是情绪的劳动",
        caption=sentences.energy_caption(given),
        table=Table(("月份", "能量"), tuple(rows)),
        spec=Energy(monthly, given.gives, given.drains, given.restores),
        source=chapter.sources.get("energy", chapter.path),
    )


def growth(chapter: Chapter) -> Exhibit | None:
    """``growth``: skills before and after."""
    given = chapter.record.growth
    if not given:
        return None
    return Exhibit(
        name="growth",
        title=sentences.growth_title(given),
        subtitle="核心能力，年初与年末，1—5 级",
        caption=sentences.growth_caption(given),
        table=Table(
            ("能力", "年初", "年末", "说明"),
            tuple((each.skill, number(each.before), number(each.after), each.note or "—") for each in given),
        ),
        spec=Growth(tuple((each.skill, each.before, each.after) for each in given)),
        source=chapter.sources.get("growth", chapter.path),
    )


def journey(story: Story) -> Exhibit | None:
    """``journey``: the emotion curve of a case."""
    steps = story.case.journey
    if not steps:
        return None
    return Exhibit(
        name="journey",
        title=sentences.journey_title(steps),
        subtitle="这一通里客户的情绪，−3 到 +3",
        caption=sentences.journey_caption(steps),
        table=Table(
            ("时刻", "情绪", "当时"), tuple((each.at, sentences.mood(each.mood), each.note or "—") for each in steps)
        ),
        spec=Journey(tuple((each.at, each.mood, each.note) for each in steps)),
        source=story.path,
    )


def ticks(chapter: Chapter) -> Exhibit | None:
    """``ticks``: the knowledge score and the three ticks of the feedback form."""
    knowledge = chapter.record.knowledge
    given = knowledge.feedback if knowledge else None
    if knowledge is None or given is None or not given.wrong + given.missing + given.vague:
        return None
    rows = (("答案错误", given.wrong), ("场景缺失", given.missing), ("表述模糊", given.vague))
    scored = (("知识贡献分", number(knowledge.score)),) if knowledge.score is not None else ()
    return Exhibit(
        name="ticks",
        title=sentences.ticks_title(rows),
        subtitle="知识反馈的三种勾选，条" + ("；左边是知识贡献分" if scored else ""),
        caption=(f"一年勾了 {amount(sum(count for _, count in rows), '条')}。每勾一次，下一个来问的人就少绕一段路。",),
        table=Table(("项目", "数"), (*scored, *((name, number(count)) for name, count in rows))),
        spec=Ticks(knowledge.score, rows),
        source=chapter.sources.get("knowledge", chapter.path),
    )


def puzzle(chapter: Chapter) -> Exhibit | None:
    """``puzzle``: the abilities one has, those to add, the next step as the last piece."""
    path = chapter.record.pathway
    if path is None or not (path.has or path.adds):
        return None
    rows = (("已有", path.has), ("要补", path.adds), ("拼成", (path.next,) if path.next else ()))
    return Exhibit(
        name="puzzle",
        title=sentences.puzzle_title(path),
        subtitle="能力拼图：实线是已有的，虚线是要补的" + ("，朱红是拼成之后" if path.next else ""),
        caption=(sentences.puzzle_caption(path),),
        table=Table(("拼图", "能力"), tuple((name, each) for name, items in rows for each in items)),
        spec=Puzzle(path.has, path.adds, path.next),
        source=chapter.sources.get("pathway", chapter.path),
    )


def days(chapter: Chapter) -> Exhibit | None:
    """``days``: the days of the year on which a success was written down."""
    shining = tuple(sorted({each.date for each in chapter.record.journal if each.date.year == chapter.year}))
    if not shining:
        return None
    by_month = [sum(day.month == index for day in shining) for index in range(1, MONTHS + 1)]
    return Exhibit(
        name="days",
        title=f"{amount(len(shining), '天')}，记下了一点光",
        subtitle="每日成功记录：一格是一天，一列是一周，亮着的是写下来的日子",
        caption=(sentences.days_caption(by_month),),
        table=Table(("月份", "天数"), tuple((month(i), number(count)) for i, count in enumerate(by_month, 1))),
        spec=Calendar(chapter.year, shining),
        source=chapter.sources.get("journal", chapter.path),
    )


_SINGLE: tuple[Callable[[Chapter], Exhibit | None], ...] = (
    tags, issues, rhythm, needs, voices, energy, growth, ticks, puzzle, days,
)  # fmt: skip


def of_chapter(chapter: Chapter) -> Mapping[str, Exhibit]:
    """Every chart that the chapter's data has, by NAME."""
    found: list[Exhibit | None] = [trend(chapter, each) for each in chapter.annual.measures.values()]
    found += [quarters(each) for each in chapter.annual.measures.values()]
    found += [campaign(chapter, index) for index in range(1, len(chapter.record.campaigns) + 1)]
    found += [make(chapter) for make in _SINGLE]
    return {each.name: each for each in found if each is not None}
