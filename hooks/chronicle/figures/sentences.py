"""Figures -> sentences that are always true. A sentence is parts: plain text, and figures that keep their source.

What several share alike is named with all that share it, up to three of them, and else not claimed of any.
Sentences on a metric's months, quarters and years stand in ``metric_sentences``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Sized
from typing import TypeVar, get_args

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
Key = TypeVar("Key")

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
#: So many may share a superlative; where more do, there is none.
MOST_EQUALS = 3
#: Fewer months than this are told one by one: nothing is the most of two.
LEAST_MONTHS = 3
#: From this strength down a month of 1 … 10 is one of weariness.
_WEARY = 5


def leaders(values: Mapping[Key, float]) -> list[Key]:
    """The keys of the largest value, in their order; none where more than three share it."""
    most = max(values.values(), default=0)
    first = [key for key, value in values.items() if value == most]
    return first if len(first) <= MOST_EQUALS else []


def apiece(equals: Sized) -> str:
    """``各`` before a value that several share, else empty."""
    return "各 " if len(equals) > 1 else ""


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
    """What stood behind the one month that stands out, where something is known of it that did not stand behind the
    month at the other end, too."""
    high, low = (agent_year.reason(measure.key, end.month) for end in (measure.peak, measure.valley))
    reason = agent_year.reason(measure.key, peaks[0]) if len(peaks) == 1 and high != low else None
    return f"，正值「{reason}」" if reason else ""


# --- what customers say and ask ---


def tags_title(tags: Mapping[str, int]) -> str:
    """The word that customers said most."""
    words = leaders(tags) if any(tags.values()) else []
    if not words:
        return "客户眼里的我"
    return f"{_quoted(words)}{apiece(words).strip()}被说了 {number(tags[words[0]])} 次"


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
    fresh = [f"「{word.text}」{number(word.count)} 次" for word in blame if word.text not in then]
    both = [f"{word.text} {number(then[word.text])} → {number(word.count)}" for word in blame if word.text in then]
    more_fresh, more_both = (f"等 {amount(len(n), '个词')}" if len(n) > _MOST_BLAME else "" for n in (fresh, both))
    tags = [word for word in words if word.tone != "topic"]
    text = f"{amount(len(tags), '个词')}，一共被说了 {amount(sum(word.count for word in tags), '次')}。"
    if len(tags) < 2:
        text = "只有这一个词。" if tags else "这些词在留言和故事里出现得最多。"
    if blame:
        text = f"批评也留着{'：' if fresh else ''}{listed(fresh[:_MOST_BLAME])}{more_fresh}。"
    counts = "，".join(filter(None, (*both[:_MOST_BLAME], more_both)))
    return (text + (f"对照{when}：{counts}。" if both else ""),)


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
    return most_frequent(f"{channel.noun}原因", reason_counts(issues), channel.unit, "登记原因的")


def most_frequent(what: str, counts: Mapping[str, int], unit: str, of: str = "", most: str = "里最多的是") -> str:
    """A title that names what was counted most often, with its share where ``of`` names the whole. Up to three equals
    are all named; where more share the first place, the title only says how many things were counted."""
    counts = {name: count for name, count in counts.items() if count}
    first, whole = leaders(counts), sum(counts.values())
    if not first:
        return f"{what}：{amount(len(counts), '种')}"
    count = amount(counts[first[0]], unit)
    if len(first) > 1:
        return f"{what}{'：' if len(first) == len(counts) else most}{_quoted(first)}，各 {count}"
    if len(counts) == 1:
        return f"{what}：「{first[0]}」{count}"
    part = f"，占{of} {share(counts[first[0]], whole)}" if of else ""
    return f"{what}{most}「{first[0]}」：{count}{part}"


def issues_caption(issues: Sequence[Issue], channel: ChannelWords) -> Parts:
    """How the reasons fall on the four kinds, and how many were urgent."""
    names: list[str | None] = [*get_args(Kind), *([None] if any(issue.kind for issue in issues) else [])]
    by_kind = [(kind, sum(issue.count for issue in issues if issue.kind == kind)) for kind in names]
    kinds = "、".join(f"{kind or '未分类'} {amount(count, channel.unit)}" for kind, count in by_kind if count)
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
    outcomes = Counter(words.get(status, "还在等回音") for status in statuses)
    if len(outcomes) == 1:
        return f"{text}，{'都' if len(statuses) > 1 else ''}{next(iter(outcomes))}"
    order = (*words.values(), "还在等回音")
    return "，".join([text, *(f"{amount(outcomes[word], '条')}{word}" for word in order if outcomes[word])])


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
    lines = (campaign.summary or "", "，".join(figure.label + _from_to(figure) for figure in campaign.figures))
    return ("".join(text if text.endswith(("。", "！", "？", "…")) else f"{text}。" for text in lines if text),)


# --- energy, growth, the curve of a case ---


def energy_title(energy: Energy) -> str:
    """The month of the least energy, and how far it rose after it."""
    there = [(at, value) for at, value in enumerate(energy.monthly or (), 1) if value is not None]
    if len(there) < LEAST_MONTHS:
        return "能量：" + "，".join(f"{month(at)} {amount(value, '分')}" for at, value in there)
    low, high = min(value for _, value in there), max(value for _, value in there)
    lowest = leaders({at: -value for at, value in there})
    if low == high:
        which = "每个月的" if len(there) == MONTHS else f"有记录的 {amount(len(there), '个月')}，"
        return f"{which}能量都是 {amount(low, '分')}"
    if not lowest:
        return f"能量在 {amount(low, '分')}和 {amount(high, '分')}之间"
    each = "都" if len(lowest) > 1 else ""
    best = max((value for at, value in there if at > lowest[-1]), default=low)
    when = next((at for at, value in there if at > lowest[-1] and value == best), 0)
    rest = f"，{month(when)}升到 {amount(best, '分')}" if best > low else ""
    if low > _WEARY:
        return f"能量最低的是 {months(lowest)}，{each}有 {amount(low, '分')}{rest}"
    return f"{months(lowest)}最累，能量{each}只有 {amount(low, '分')}{rest}"


def energy_caption(energy: Energy) -> Parts:
    """What the ends of the scale mean, and the average."""
    values = [value for value in energy.monthly or () if value is not None]
    average = told_apart([mean(values)], 0, values)[0]
    is_even = len({*values}) < 2
    also = f"；{amount(len(values), '个月')}平均 {amount(average, '分')}" if average and not is_even else ""
    return (f"1 分是耗尽，10 分是满格{also}。",)


def growth_title(growth: Sequence[Growth], ends: Sequence[str] = YEAR.ends) -> str:
    """The skills that grew most; ``ends``: what the two moments are called."""
    gains = {skill.skill: difference(skill.after, skill.before) for skill in growth if skill.after > skill.before}
    if not gains:
        return f"能力：{'与'.join(ends)}"
    first, most = leaders(gains), max(gains.values())
    if not first:  # too many to be named
        return f"{amount([*gains.values()].count(most), '项')}能力各升 {amount(most, '级')}"
    word = "长进最多的是" if len(first) < len(gains) else "有长进的是"
    if len(first) > 1:
        return f"{word}{_quoted(first)}，各升 {amount(most, '级')}"
    before, after = next((skill.before, skill.after) for skill in growth if skill.skill == first[0])
    return f"{word}「{first[0]}」：从 {amount(before, '级')}到 {amount(after, '级')}"


def growth_caption(growth: Sequence[Growth]) -> Parts:
    """How many skills grew, how many fell, and the notes."""
    grown, fell = (sum(sign * skill.after > sign * skill.before for skill in growth) for sign in (1, -1))
    counted = [(count, word) for count, word in ((grown, "有提升"), (fell, "有下降")) if count]
    every = "都" if len(growth) > 1 else ""
    parts = [f"{every if count == len(growth) else amount(count, '项')}{word}" for count, word in counted]
    notes = "；".join(f"{skill.skill}：{skill.note}" for skill in growth if skill.note)
    if len(growth) == 1 and grown:  # the title says how far
        return (f"{notes or '只记了这一项'}。",)
    return (f"{amount(len(growth), '项')}能力，{'，'.join(parts) or '没有变化'}。" + (f"{notes}。" if notes else ""),)


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


def moments(steps: Sequence[Step]) -> list[tuple[str, str]]:
    """What people remember of a case, each moment named and in words: the most intense one, of equals up to three, and
    the last, where it is not among these."""
    most, end = max(abs(step.mood) for step in steps), steps[-1]
    peaks = [step for step in steps if abs(step.mood) == most]
    if len(peaks) > MOST_EQUALS or len({step.mood for step in steps}) == 1:  # of equals none is the strongest
        return [("最后一刻", step_words(end))]
    name = "最强烈也是最后的一刻" if peaks == [end] else f"最强烈的{'一两三'[len(peaks) - 1]}刻"
    last = [] if end in peaks else [("最后一刻", step_words(end))]
    return [(name, "；".join(map(step_words, peaks))), *last]


def journey_caption(steps: Sequence[Step]) -> Parts:
    """The peak and the end."""
    return ("；".join(f"{name}是{words}" for name, words in moments(steps)) + "。",)


# --- knowledge, the path, the journal ---


def days_caption(by_month: Sequence[int]) -> str:
    """The months that shone most."""
    there = {at: count for at, count in enumerate(by_month, 1) if count}
    brightest = leaders(there)
    if not brightest or len(brightest) == len(there):
        return f"记在 {months([*there])}。" if len(there) == 1 else f"记在 {amount(len(there), '个月')}里。"
    return f"{months(brightest)}最亮，{apiece(brightest)}{amount(max(by_month), '天')}。"


# --- over the stories ---


def need_counts(stories: Iterable[Story]) -> tuple[tuple[str, int], ...]:
    """How many stories were about each need, the most frequent first."""
    return tuple(Counter(sorted(story.case.need for story in stories if story.case.need)).most_common())


def needs_title(counts: Sequence[tuple[str, int]]) -> str:
    """What customers needed behind what they asked for."""
    return most_frequent("请求背后的需要", dict(counts), "则", most="，最常见的是")


# --- the year in a few words ---


def summary(agent_year: AgentYear) -> Parts:
    """The year in a line of plain words: contacts, characters beside the yardstick, the busiest month."""
    contacts, figures, channel = agent_year.measure("contacts"), agent_year.annual.figures, agent_year.channel
    count = len(agent_year.stories)
    beside_numbers = "数字之外，还有" if figures else "这里有"
    stories = (f"{beside_numbers} {amount(count, '则')}故事。",) if count else ()
    if contacts is None or not contacts.annual:
        return stories
    parts: Parts = (f"{contacts.covered}{channel.subject}{channel.verb} ", figures["contacts.total"], channel.counted)
    if daily := figures.get("contacts.daily"):
        parts = (*parts, "，平均每个工作日 ", daily)
    if (spoken := figures.get("characters.total")) and spoken.value:
        parts = (*parts, f"，{spoken_scope(agent_year)}说了约 ", spoken, beside(agent_year, spoken.value))
    peaks = contacts.peak.months
    is_told = (
        len(contacts.months) >= LEAST_MONTHS and len(peaks) <= MOST_EQUALS and not contacts.level and not contacts.few
    )
    busiest = f"最忙的是 {months(peaks)}{because(agent_year, contacts, peaks)}。" if is_told else ""
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
