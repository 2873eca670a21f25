"""Figures -> sentences that are always true. A sentence is parts: plain text, and figures that keep their source.

What several share alike is named with all that share it, up to three of them, and else not claimed of any.
Sentences on a metric's months, quarters and years stand in ``metric_sentences``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from ..records.model import (
    DURATIONS,
    MONTHS,
    Campaign,
    Comparison,
    Energy,
    Growth,
    Issue,
    Kind,
    Metric,
    Pathway,
    Shown,
    Step,
)
from ..records.span import YEAR
from .agent_year import AgentYear, Story
from .annual import Change, Figure, Measure, mean
from .channels import ChannelWords
from .formatting import amount, difference, listed, month, months, number, scaled, share, signed, told_apart, within
from .words import Word

Parts = tuple["str | Figure", ...]

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
#: So many may share a superlative; where more do, there is none.
MOST_EQUALS = 3
#: Fewer months than this are told one by one: nothing is the most of two.
LEAST_MONTHS = 3
#: From this strength down a month of 1 … 10 is one of weariness.
_WEARY = 5


def leaders(counts: Mapping[str, float]) -> list[str]:
    """The names with the largest count, in their order; none where more than three share it."""
    most = max(counts.values(), default=0)
    first = [name for name, count in counts.items() if count == most]
    return first if len(first) <= MOST_EQUALS else []


def marked(measure: Measure) -> tuple[int | None, int | None]:
    """The month that alone is the highest and the one that alone is the lowest, where months are told apart at all."""
    if len(measure.months) < LEAST_MONTHS or measure.few:
        return None, None
    high, low = (end.month if len(end.months) == 1 else None for end in (measure.peak, measure.valley))
    return high, low


def _quoted(names: Iterable[str]) -> str:
    return listed(f"「{name}」" for name in names)


# --- a year beside the year before ---


def points(metric: Metric) -> str:
    """The unit of a difference: rates differ by points."""
    return "个百分点" if metric.unit == "%" else metric.unit


def compared(metric: Metric) -> tuple[str, str]:
    """What is said of the larger and of the smaller of two values: 多 and 少, 慢 and 快, 高 and 低."""
    if metric.total == "sum":
        return "多", "少"
    if metric.unit in DURATIONS:
        return ("慢", "快") if metric.better == "lower" else ("长", "短")
    return "高", "低"


def change_words(change: Change, metric: Metric) -> tuple[str, str]:
    """What a change says, and by how much: ``比上年多`` and ``4.8 %``, ``与上年持平`` and nothing."""
    against = "上年" if change.span.is_year else "上年同期"
    if change.months not in ((), change.span.months):
        against = f"上年同期（{YEAR.covered(change.months)}）"
    if change.verdict == "level":
        return f"与{against}持平", ""
    unit = "%" if change.kind == "percent" else points(metric)
    size = Shown(abs(change.value), change.value.decimals)
    return f"比{against}{compared(metric)[change.value < 0]}", amount(size, unit)


def changed(change: Change, metric: Metric) -> str:
    """``比上年多 4.8 %``, ``比上年同期（1—3 月）高 1.8 个百分点``, ``与上年持平``; of a period ``比上年同期``."""
    return " ".join(filter(None, change_words(change, metric)))


def because(agent_year: AgentYear, measure: Measure, peaks: Sequence[int]) -> str:
    """What stood behind the one month that stands out, where something is known of it."""
    reason = agent_year.reason(measure.key, peaks[0]) if len(peaks) == 1 else None
    return f"，正值「{reason}」" if reason else ""


# --- what customers say and ask ---


def tags_title(tags: Mapping[str, int]) -> str:
    """The word that customers said most."""
    words = leaders(tags) if any(tags.values()) else []
    if not words:
        return "客户眼里的我"
    each = "各" if len(words) > 1 else ""
    return f"客户眼里的我：{_quoted(words)}{each}被说了 {number(tags[words[0]])} 次"


#: So many words of blame are told of each kind.
_MOST_BLAME = 3
#: Said beneath a cloud in which not every word found room at a legible size.
LEFT_OUT = "放不下的词，都在「看数据」里。"


def tags_legend(words: Sequence[Word]) -> str:
    """What size and colours mean, of those that there are."""
    tones = {word.tone for word in words}
    inks = {"blame": "朱红是批评", "neutral": "墨色的词不算称赞，也不算批评", "topic": "灰色来自留言和故事"}
    return "；".join(["字越大，次数越多", *(ink for tone, ink in inks.items() if tone in tones)]) + "。"


def tags_caption(words: Sequence[Word], then: Mapping[str, int], when: str) -> Parts:
    """The most frequent words of blame with their counts, beside those of last year where they are to be held against
    each other: ``then``, which is called ``when``."""
    blame = [word for word in words if word.tone == "blame"]
    fresh = [f"「{word.text}」{number(word.count)} 次" for word in blame if word.text not in then][:_MOST_BLAME]
    both = [f"{w.text} {number(then[w.text])} → {number(w.count)}" for w in blame if w.text in then][:_MOST_BLAME]
    kept = f"批评也留着{'：' if fresh else ''}{listed(fresh)}。" if blame else _counted(words)
    return (kept + (f"对照{when}：{'，'.join(both)}。" if both else ""),)


def _counted(words: Sequence[Word]) -> str:
    tags = [word for word in words if word.tone != "topic"]
    if len(tags) < 2:
        return "只有这一个词。" if tags else "这些词在留言和故事里出现得最多。"
    return f"{amount(len(tags), '个词')}，一共被说了 {amount(sum(word.count for word in tags), '次')}。"


def reason_counts(issues: Iterable[Issue]) -> Counter[str]:
    """The contacts of each reason, over all its kinds and priorities."""
    counts = Counter[str]()
    for issue in issues:
        counts[issue.name] += issue.count
    return counts


def ranked_issues(issues: Sequence[Issue]) -> list[Issue]:
    """The largest reason first, by its count over all kinds and priorities; of one reason the largest kind first."""
    whole = reason_counts(issues)
    first = {issue.name: place for place, issue in reversed(list(enumerate(issues)))}
    return sorted(issues, key=lambda issue: (-whole[issue.name], first[issue.name], -issue.count))


def issues_title(issues: Sequence[Issue], channel: ChannelWords) -> str:
    """The most frequent contact reason, over all its kinds, and its share of what was counted."""
    return _most_frequent(f"{channel.noun}原因", reason_counts(issues), channel, "登记原因的")


def channels_title(counts: Mapping[str, int], channel: ChannelWords) -> str:
    """The channel that most contacts came by, and its share of those that name theirs."""
    return _most_frequent("渠道", counts, channel, "记了渠道的")


def _most_frequent(what: str, counts: Mapping[str, int], channel: ChannelWords, of: str) -> str:
    first, whole = leaders(counts), sum(counts.values())
    if not first or not whole:
        return f"{what}：{amount(len(counts), '种')}"
    most = amount(counts[first[0]], channel.unit)
    if len(counts) == 1:
        return f"{what}：「{first[0]}」{most}"
    if len(first) == len(counts):
        return f"{what}：{_quoted(first)}，各 {most}"
    if len(first) > 1:
        return f"{what}里最多的是{_quoted(first)}，各 {most}"
    return f"{what}里最多的是「{first[0]}」：{most}，占{of} {share(counts[first[0]], whole)}"


def issues_caption(issues: Sequence[Issue], channel: ChannelWords) -> Parts:
    """How the reasons fall on the four kinds, and how many were urgent."""
    by_kind = [(kind, sum(issue.count for issue in issues if issue.kind == kind)) for kind in get_args(Kind)]
    kinds = "、".join(f"{kind} {amount(count, channel.unit)}" for kind, count in by_kind if count)
    urgent = sum(issue.count for issue in issues if issue.priority == "高")
    text = f"登记了原因的共 {amount(sum(issue.count for issue in issues), channel.unit)}" + (
        f"：{kinds}" if kinds else ""
    )
    return (text + (f"；其中高优先级 {amount(urgent, channel.unit)}" if urgent else "") + "。",)


def rhythm_title(busiest: Sequence[tuple[int, int]]) -> str:
    """The hours of the week (weekday from 0, hour) with the most contacts."""
    if len(busiest) > MOST_EQUALS:
        return "一周的节奏"
    return f"一周里最忙的是{listed(hour_of_week(*slot) for slot in busiest)}"


def hour_of_week(day: int, hour: int) -> str:
    """(0, 9) -> ``周一 9 点``."""
    return f"{WEEKDAYS[day]} {hour} 点"


def voices_title(statuses: Sequence[str]) -> str:
    """How many voices found an answer, and which; a voice that was declined waits no longer."""
    text, words = f"{amount(len(statuses), '条')}客户的声音", {"adopted": "已采纳", "declined": "未采纳"}
    told = Counter(words.get(status, "还在等回音") for status in statuses)
    if len(told) == 1:
        return f"{text}，{'都' if len(statuses) > 1 else ''}{next(iter(told))}"
    order = (*words.values(), "还在等回音")
    return "，".join([text, *(f"{amount(told[word], '条')}{word}" for word in order if told[word])])


# --- special tasks ---


def campaign_title(campaign: Campaign) -> str:
    """The task and the figure that moved most."""
    moved = [figure for figure in campaign.figures if figure.before]
    if not moved:
        return campaign.title
    most = max(moved, key=lambda figure: abs(figure.during / figure.before - 1))
    return f"{campaign.title}：{most.label}{_from_to(most)}"


def _from_to(figure: Comparison) -> str:
    if figure.during == figure.before:
        return f"保持 {amount(figure.before, figure.unit)}"
    return f"从 {within(figure.before, figure.unit)}到 {amount(figure.during, figure.unit)}"


def campaign_dates(campaign: Campaign) -> str:
    """When it ran, and for how many days."""
    start, end = campaign.start, campaign.end
    until = f"{end.month} 月 {end.day} 日" if end.year == start.year else f"{end.year} 年 {end.month} 月 {end.day} 日"
    if start == end:
        return f"{start.year} 年 {start.month} 月 {start.day} 日，一天"
    return f"{start.year} 年 {start.month} 月 {start.day} 日至 {until}，共 {(end - start).days + 1} 天"


def campaign_caption(campaign: Campaign) -> Parts:
    """What the task was, and every figure of it, before and during."""
    summary = f"{campaign.summary.rstrip('。')}。" if campaign.summary else ""
    return (summary + "，".join(figure.label + _from_to(figure) for figure in campaign.figures) + "。",)


# --- energy, growth, the curve of a case ---


def energy_title(energy: Energy) -> str:
    """The month of the least energy, and how far it rose after it."""
    there = [(at, value) for at, value in enumerate(energy.monthly or (), 1) if value is not None]
    if not there:
        return "什么给我能量，什么消耗我"
    if len(there) < LEAST_MONTHS:
        return "能量：" + "，".join(f"{month(at)} {amount(value, '分')}" for at, value in there)
    values = [value for _, value in there]
    low, high = min(values), max(values)
    lowest = [at for at, value in there if value == low]
    if low == high:
        which = "每个月的" if len(there) == MONTHS else f"有记录的 {amount(len(there), '个月')}，"
        return f"{which}能量都是 {amount(low, '分')}"
    if len(lowest) > MOST_EQUALS:
        return f"能量在 {amount(low, '分')}和 {amount(high, '分')}之间"
    each = "都" if len(lowest) > 1 else ""
    best = max((value for at, value in there if at > lowest[-1]), default=low)
    when = next((at for at, value in there if at > lowest[-1] and value == best), 0)
    rest = f"，{month(when)}升到 {amount(best, '分')}" if best > low else ""
    if low > _WEARY:
        return f"能量最低的是 {months(lowest)}，{each}有 {amount(low, '分')}{rest}"
    return f"{months(lowest)}最累，能量{each}只有 {amount(low, '分')}{rest}"


def energy_caption(energy: Energy) -> Parts:
    """The average, and what restores."""
    values = [value for value in energy.monthly or () if value is not None]
    average = told_apart([mean(values)], 0, values)[0]
    text = "1 分是耗尽，10 分是满格" if values else ""
    if average is not None and len({*values}) > 1:
        text += f"；{amount(len(values), '个月')}平均 {amount(average, '分')}"
    return (text + ("。" if text else "") + (f"把我拉回来的：{listed(energy.restores)}。" if energy.restores else ""),)


def growth_title(growth: Sequence[Growth], ends: Sequence[str] = YEAR.ends) -> str:
    """The skills that grew most; ``ends``: what the two moments are called."""
    gains = {skill.skill: difference(skill.after, skill.before) for skill in growth if skill.after > skill.before}
    first = leaders(gains)
    if not gains:
        return f"能力：{'与'.join(ends)}"
    if not first:  # too many to be named
        count = [*gains.values()].count(max(gains.values()))
        return f"{amount(count, '项')}能力各升 {amount(max(gains.values()), '级')}"
    if len(first) > 1:
        which = "长进最多的是" if len(first) < len(gains) else "有长进的是"
        return f"{which}{_quoted(first)}，各升 {amount(gains[first[0]], '级')}"
    most = next(skill for skill in growth if skill.skill == first[0])
    word = "长进最多的是" if len(gains) > 1 else "有长进的是"
    return f"{word}「{most.skill}」：从 {amount(most.before, '级')}到 {amount(most.after, '级')}"


def growth_caption(growth: Sequence[Growth]) -> Parts:
    """How many skills grew, how many fell, and the notes."""
    grown, fell = (sum(sign * skill.after > sign * skill.before for skill in growth) for sign in (1, -1))
    notes = "；".join(f"{skill.skill}：{skill.note}" for skill in growth if skill.note)
    if len(growth) == 1 and grown:  # the title says how far
        return (f"{notes}。" if notes else "只记了这一项。",)
    every = "都" if len(growth) > 1 else ""
    some = f"{amount(grown, '项')}有提升"
    count = some if 0 < grown < len(growth) else f"{every}{'' if grown else '没'}有提升"
    if fell:
        lower = f"{amount(fell, '项')}有下降" if len(growth) > 1 else "有下降"
        count = f"{some}，{lower}" if grown else lower
    return (f"{amount(len(growth), '项')}能力，{count}。" + (f"{notes}。" if notes else ""),)


def strongest(steps: Sequence[Step]) -> list[Step]:
    """The most intense steps of a case, good or bad: every one that is as far from 0 as any."""
    most = max(abs(step.mood) for step in steps)
    return [step for step in steps if abs(step.mood) == most]


def step_words(step: Step) -> str:
    """``「复电」+2，听见没有``."""
    return f"「{step.at}」{signed(step.mood)}" + (f"，{step.note}" if step.note else "")


#: Characters of a note that may stand in a title.
_SHORT_NOTE = 14


def journey_title(steps: Sequence[Step]) -> str:
    """From the hardest moment to the last in the writer's words, where they are short; else in moods."""
    hardest, end = min(steps, key=lambda step: step.mood), steps[-1]
    words = [step.note for step in (hardest, end) if step.note and len(step.note) <= _SHORT_NOTE]
    if len(words) == 2 and words[0] != words[1]:
        return f"从「{words[0]}」到「{words[1]}」"
    first, last = steps[0].mood, end.mood
    if all(step.mood == first for step in steps):
        return f"情绪停在 {signed(first)}"
    return f"情绪从 {signed(first)} 走到 {signed(last)}" if first != last else f"情绪有起落，最后仍是 {signed(last)}"


def journey_caption(steps: Sequence[Step]) -> Parts:
    """The peak and the end."""
    peaks, end = strongest(steps), steps[-1]
    if peaks == [end] and len(steps) > 1:
        return (f"最强烈的一刻也是最后一刻：{step_words(end)}。",)
    if len(peaks) > MOST_EQUALS or len({step.mood for step in steps}) == 1:  # of equals none is the strongest
        return (f"最后停在{step_words(end)}。",)
    words = "；".join(map(step_words, peaks))
    most = f"最强烈的一刻是{words}" if len(peaks) == 1 else f"最强烈的{'两三'[len(peaks) - 2]}刻：{words}"
    return (f"{most}。" if end in peaks else f"{most}；最后停在{step_words(end)}。",)


# --- knowledge, the path, the journal ---


def ticks_title(rows: Sequence[tuple[str, int]]) -> str:
    """The tick that was made most, and its share."""
    counts = dict(rows)
    first, whole = leaders(counts), sum(counts.values())
    if len(first) == len(counts):
        return f"为知识库挑出的三种问题一样多，各 {amount(counts[first[0]], '条')}"
    if len(first) > 1:
        return f"为知识库挑出最多的是{_quoted(first)}，各 {amount(counts[first[0]], '条')}"
    most = counts[first[0]]
    if most == whole:
        return f"为知识库挑出「{first[0]}」{amount(most, '条')}"
    return f"为知识库挑出最多的是「{first[0]}」：{amount(most, '条')}，占全部勾选的 {share(most, whole)}"


def puzzle_title(path: Pathway) -> str:
    """How many pieces there are, and how many are missing."""
    have, add = amount(len(path.has), "块"), amount(len(path.adds), "块")
    goal = f"，拼成「{path.next}」" if path.next and path.adds else ""
    if not path.has:
        return f"要补 {add}拼图{goal}"
    return f"手里有 {have}，再补 {add}{goal}" if path.adds else f"手里有 {have}拼图"


def puzzle_caption(path: Pathway) -> str:
    """The abilities in words."""
    parts = [f"已有{listed(path.has)}" if path.has else "", f"要补{listed(path.adds)}" if path.adds else ""]
    return "；".join(filter(None, parts)) + "。"


def days_caption(by_month: Sequence[int]) -> str:
    """The months that shone most."""
    there = [at for at, count in enumerate(by_month, 1) if count]
    brightest = [at for at in there if by_month[at - 1] == max(by_month)]
    if len(there) == 1:
        return f"{'都' if sum(by_month) > 1 else ''}在 {month(there[0])}。"
    if len(brightest) > MOST_EQUALS or len(brightest) == len(there):
        return f"记在 {amount(len(there), '个月')}里。"
    return f"{months(brightest)}最亮，{'各 ' if len(brightest) > 1 else ''}{amount(max(by_month), '天')}。"


# --- over the stories ---


def need_counts(stories: Iterable[Story]) -> tuple[tuple[str, int], ...]:
    """How many stories were about each need, the most frequent first."""
    return tuple(Counter(sorted(story.case.need for story in stories if story.case.need)).most_common())


def needs_title(counts: Sequence[tuple[str, int]]) -> str:
    """What customers needed behind what they asked for."""
    first = leaders(dict(counts))
    if len(counts) == 1:
        return f"请求背后的需要{'都' if counts[0][1] > 1 else ''}是「{counts[0][0]}」"
    if all(count == 1 for _, count in counts):
        return f"{amount(len(counts), '种')}需要，各有一则故事：{listed(need for need, _ in counts)}"
    if not first or len(first) == len(counts):
        return f"请求背后有 {amount(len(counts), '种')}需要"
    return f"请求背后，最常见的需要是{_quoted(first)}"


# --- the year in a few words ---


def summary(agent_year: AgentYear) -> Parts:
    """The year in a line of plain words: contacts, characters beside the yardstick, the busiest month."""
    contacts, figures, channel = agent_year.measure("contacts"), agent_year.annual.figures, agent_year.channel
    count = len(agent_year.stories)
    stories = (f"数字之外，还有 {amount(count, '则')}故事。",) if count else ()
    if contacts is None or not contacts.annual:
        return stories
    parts: Parts = (f"{contacts.covered}{channel.subject}{channel.verb} ", figures["contacts.total"], channel.counted)
    if daily := figures.get("contacts.daily"):
        parts = (*parts, "，平均每个工作日 ", daily)
    if (spoken := figures.get("characters.total")) and spoken.value:
        parts = (*parts, f"，{spoken_scope(agent_year)}说了约 ", spoken, beside(agent_year, spoken.value))
    peaks = contacts.peak.months
    told = (
        len(contacts.months) >= LEAST_MONTHS and len(peaks) <= MOST_EQUALS and not contacts.level and not contacts.few
    )
    busiest = f"最忙的是 {months(peaks)}{because(agent_year, contacts, peaks)}。" if told else ""
    return (*parts, "。", busiest, *stories)


def spoken_scope(agent_year: AgentYear) -> str:
    """Of which months the characters are known, where it is not every month with contacts; of several channels, that
    it is the telephone's."""
    if not agent_year.channel.name:
        return "电话里"
    contacts, spoken = agent_year.measure("contacts"), agent_year.annual.spoken
    return "" if contacts and contacts.months == spoken else f"有处理时长的 {amount(len(spoken), '个月')}"


def beside(agent_year: AgentYear, characters: float) -> str:
    """The characters beside a book that everybody knows; nothing where they do not fill a tenth of it."""
    book = agent_year.team.yardstick
    ratio = characters / book.characters
    if ratio < 0.1:
        return ""
    return f"，相当于 {amount(Shown(ratio, 0 if ratio >= 10 else 1), '部')}《{book.title}》"


def plain(parts: Parts) -> str:
    """A sentence without its sources, for descriptions and labels."""
    return "".join(part if isinstance(part, str) else figure_text(part) for part in parts)


def figure_text(figure: Figure) -> str:
    """A figure as it is read in a sentence."""
    if figure.unit == "字":
        return scaled(figure.value, figure.unit)
    return amount(figure.value, figure.unit)
