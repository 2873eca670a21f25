"""Figures -> sentences that are always true. A sentence is parts: plain text, and figures that keep their source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from ..records.model import Campaign, Comparison, Energy, Growth, Issue, Metric, Pathway, Step
from .agent_year import AgentYear, Story
from .annual import Change, Figure, Measure, Values, mean
from .formatting import NBSP, amount, listed, month, months, number, scaled, signed, times, within

Parts = tuple["str | Figure", ...]

QUARTERS = ("一季度", "二季度", "三季度", "四季度")
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
STATUSES = {"submitted": "已提交", "accepted": "已受理", "adopted": "已采纳", "declined": "未采纳"}
#: From this share of the year's span on, the way from the first month to the last is the story of a metric.
_JOURNEY = 0.5


def points(metric: Metric) -> str:
    """The unit of a difference: rates differ by points."""
    return "个百分点" if metric.unit == "%" else metric.unit


def changed(change: Change, metric: Metric) -> str:
    """``+4.8 %``, ``+1.8 个百分点``, ``持平``."""
    if change.verdict == "level":
        return "持平"
    if change.kind == "percent":
        return signed(change.value, "%", 1)
    return signed(change.value, points(metric), 0 if metric.unit == "秒" else 1)


def compared(change: Change) -> str:
    """What the change is against; a year that is not whole is held against the same months."""
    return f"比上年同期（{months(change.months)}）" if change.months else "比上年"


def span(covered: Sequence[int]) -> str:
    """How much of the year the data covers."""
    return "这一年" if len(covered) == 12 else f"{months(covered)}"


def _value(found: Measure, value: float) -> str:
    return amount(value, found.metric.unit, found.decimals)


def _inside(found: Measure, value: float) -> str:
    return within(value, found.metric.unit, found.decimals)


def _there(values: Values) -> list[tuple[int, float]]:
    return [(index, value) for index, value in enumerate(values, 1) if value is not None]


# --- trends -------------------------------------------------------------------------------------------------------


def trend_title(agent_year: AgentYear, found: Measure) -> str:
    """The finding as the title."""
    there = _there(found.values)
    label = found.metric.label
    if len(there) == 1:
        return f"{label}：{month(there[0][0])}，{_value(found, there[0][1])}"
    if found.level:
        return f"{label}：有数据的 {len(there)} 个月都是 {_value(found, there[0][1])}"
    if found.metric.total == "sum":
        return _busiest(agent_year, found)
    return _moved(found, there[0][1], there[-1][1])


def _busiest(agent_year: AgentYear, found: Measure) -> str:
    reason = agent_year.reason(found.key, found.peak.month)
    because = f"，正值「{reason}」" if reason else ""
    most = "最忙" if found.key == "contacts" else f"{found.metric.label}最多"
    return f"{month(found.peak.month)}{most}：{_value(found, found.peak.value)}{because}"


def _moved(found: Measure, first: float, last: float) -> str:
    label, rise = found.metric.label, last - first
    if abs(rise) < _JOURNEY * (found.peak.value - found.valley.value):
        return f"{label}在 {_inside(found, found.valley.value)}和 {_inside(found, found.peak.value)}之间"
    verb = {
        ("higher", True): "走到", ("higher", False): "回落到", ("lower", False): "降到", ("lower", True): "升到",
    }.get((found.metric.better, rise > 0), "变为")  # fmt: skip
    return f"{label}从 {_inside(found, first)}{verb} {_value(found, last)}"


def trend_subtitle(found: Measure) -> str:
    """The measure in small type."""
    unit = f"，{found.metric.unit}" if found.metric.unit else ""
    better = {"higher": "；越高越好", "lower": "；越低越好"}.get(found.metric.better, "")
    return f"每月{found.metric.label}{unit}{better}"


def trend_caption(agent_year: AgentYear, found: Measure) -> Parts:
    """What the picture does not say: both extremes, the year's value and how it was worked out, the target."""
    figures = agent_year.annual.figures
    peak, valley = figures[f"{found.key}.peak"], figures[f"{found.key}.valley"]
    year = figures[f"{found.key}.{'total' if found.method == 'sum' else 'year'}"]
    parts: Parts = (
        f"最高是 {month(found.peak.month)}的 ",
        peak,
        _above(found),
        f"，最低是 {month(found.valley.month)}的 ",
    )
    parts = (*parts, valley, "；全年 " if len(found.months) == 12 else f"；{months(found.months)}合起来 ", year)
    rest = (_against_target(found), _against_last(agent_year, found), _band(agent_year, found))
    return (*parts, _method(found), "。", *rest)


def _band(agent_year: AgentYear, found: Measure) -> str:
    """What the pale band is, where there is one."""
    return "浅色带是团队当月居中的一半人，满五人才画。" if any(agent_year.middle.get(found.key, ())) else ""


def _above(found: Measure) -> str:
    average = mean(found.values)
    if found.metric.total != "sum" or not average or len(found.months) < 3 or found.level:
        return ""
    scope = "全年" if len(found.months) == 12 else "这几个月的"
    return f"（比{scope}月均高 {number((found.peak.value / average - 1) * 100, 0)}{NBSP}%）"


def _method(found: Measure) -> str:
    if found.method == "sum" or len(found.months) == 1:
        return ""
    return "（按接听量加权）" if found.method == "weighted" else "（各月简单平均，未加权）"


def _against_target(found: Measure) -> str:
    target, better = found.metric.target, found.metric.better
    if target is None or better == "none":
        return ""
    reached = sum(value >= target if better == "higher" else value <= target for _, value in _there(found.values))
    goal = amount(target, found.metric.unit)
    if reached == len(found.months):
        return f"每个月都达到目标 {goal}。"
    return f"{len(found.months)} 个月里有 {reached} 个月达到目标 {goal}。" if reached else f"目标 {goal}，还没有达到。"


def _against_last(agent_year: AgentYear, found: Measure) -> str:
    if found.change is None:
        return ""
    if found.change.verdict == "level":
        return f"与 {agent_year.year - 1} 年持平。" if not found.change.months else "与上年同期持平。"
    return f"{compared(found.change)} {changed(found.change, found.metric)}。"


# --- quarters -----------------------------------------------------------------------------------------------------


def _best_quarter(found: Measure) -> tuple[int, int] | None:
    there = _there(found.quarters)
    if len(there) < 2 or len({value for _, value in there}) == 1:
        return None
    high = max(there, key=lambda pair: (pair[1], -pair[0]))[0]
    low = min(there, key=lambda pair: (pair[1], pair[0]))[0]
    return (low, high) if found.metric.better == "lower" else (high, low)


def best_and_worst_quarter(found: Measure) -> tuple[int | None, int | None]:
    """The quarters (1 … 4) that stand out, by what is good for this metric; none where all are alike."""
    return _best_quarter(found) or (None, None)


def quarters_title(found: Measure) -> str:
    """Which quarter stands out."""
    best = _best_quarter(found)
    if best is None:
        return f"{found.metric.label}：各季度"
    most = "最高" if found.metric.better == "none" else "最好"
    value = amount(found.quarters[best[0] - 1] or 0, found.metric.unit, _quarter_decimals(found))
    return f"{found.metric.label}：{QUARTERS[best[0] - 1]}{most}，{value}"


def _quarter_decimals(found: Measure) -> int:
    return found.decimals if found.method == "sum" or found.metric.unit == "秒" else max(1, found.decimals)


def quarters_caption(found: Measure) -> Parts:
    """The distance between the best and the worst quarter, and how a quarter was worked out."""
    how = {"sum": "季度值是三个月之和", "weighted": "季度值按接听量加权", "mean": "季度值是各月简单平均，未加权"}
    best = _best_quarter(found)
    if best is None:
        return (f"{how[found.method]}。",)
    high, low = (found.quarters[index - 1] or 0 for index in best)
    gap = amount(abs(high - low), points(found.metric), _quarter_decimals(found))
    return (f"与{QUARTERS[best[1] - 1]}相差 {gap}。{how[found.method]}；小点是各月。",)


# --- what customers say and ask -----------------------------------------------------------------------------------


def tags_title(tags: dict[str, int]) -> str:
    """The word that customers said most."""
    if not tags:
        return "客户眼里的我"
    word = max(tags, key=lambda each: tags[each])
    return f"客户眼里的我：「{word}」被说了 {number(tags[word])} 次"


#: Said beneath a cloud in which not every word found room at a legible size.
LEFT_OUT = "放不下的词，都在“看数据”里。"


def tags_caption(tags: dict[str, int], blame: Sequence[str]) -> Parts:
    """Praise and blame told apart."""
    text = "字越大，说的人越多；灰色来自留言和故事。"
    if blame:
        text += f"朱红是批评，也留着：{listed(f'「{word}」{number(tags[word])} 次' for word in blame[:3])}。"
    return (text,)


def issues_title(issues: Sequence[Issue]) -> str:
    """The most frequent contact reason and its share of what was counted."""
    top, whole = max(issues, key=lambda each: each.count), sum(each.count for each in issues)
    share = f"，占 {number(top.count / whole * 100, 0)}{NBSP}%" if len(issues) > 1 and whole else ""
    return f"问得最多的是「{top.name}」：{amount(top.count, '通')}{share}"


def issues_caption(issues: Sequence[Issue]) -> Parts:
    """How the reasons fall on the four kinds, and how many were urgent."""
    by_kind = {
        kind: sum(each.count for each in issues if each.kind == kind) for kind in ("咨询", "投诉", "建议", "故障")
    }
    kinds = listed((f"{kind} {amount(count, '通')}" for kind, count in by_kind.items() if count), "，")
    urgent = sum(each.count for each in issues if each.priority == "高")
    text = f"登记在册的 {amount(sum(each.count for each in issues), '通')}" + (f"：{kinds}" if kinds else "")
    return (text + (f"；高优先级 {amount(urgent, '通')}" if urgent else "") + "。",)


# --- special tasks ------------------------------------------------------------------------------------------------


def campaign_title(campaign: Campaign) -> str:
    """The task and the figure that moved most."""
    moved = [each for each in campaign.figures if each.before]
    if not moved:
        return campaign.title
    most = max(moved, key=lambda each: abs(each.during / each.before - 1))
    return f"{campaign.title}：{most.label}{_from_to(most)}"


def _from_to(figure: Comparison) -> str:
    if figure.during == figure.before:
        return f"保持 {amount(figure.before, figure.unit)}"
    return f"从 {within(figure.before, figure.unit)}到 {amount(figure.during, figure.unit)}"


def campaign_dates(campaign: Campaign) -> str:
    """When it ran, and for how many days."""
    start, end = campaign.start, campaign.end
    until = f"{end.month} 月 {end.day} 日" if end.year == start.year else f"{end.year} 年 {end.month} 月 {end.day} 日"
    return f"{start.year} 年 {start.month} 月 {start.day} 日至 {until}，共 {(end - start).days + 1} 天"


def campaign_caption(campaign: Campaign) -> Parts:
    """What the task was, and every figure of it, before and during."""
    told = f"{campaign.summary.rstrip('。')}。" if campaign.summary else ""
    return (told + listed((each.label + _from_to(each) for each in campaign.figures), "，") + "。",)


# --- energy, growth, the curve of a case --------------------------------------------------------------------------


def energy_title(energy: Energy) -> str:
    """The month that drained most and where it went from there."""
    there = _there(energy.monthly or ())
    if not there:
        return "什么给我能量，什么消耗我"
    low = min(there, key=lambda pair: (pair[1], pair[0]))
    if len({value for _, value in there}) == 1:
        return f"能量一直在 {number(low[1])} 分"
    later = [pair for pair in there if pair[0] > low[0]]
    best = max(later, key=lambda pair: (pair[1], -pair[0]), default=None)
    rest = f"，{month(best[0])}回到 {number(best[1])} 分" if best and best[1] > low[1] else ""
    return f"{month(low[0])}最累，能量只有 {number(low[1])} 分{rest}"


def energy_caption(energy: Energy) -> Parts:
    """The average, and what restores."""
    average = mean(energy.monthly or ())
    text = f"1 分是耗尽，10 分是满格；平均 {number(average, 1)} 分。" if average is not None else ""
    return (text + (f"把我拉回来的：{listed(energy.restores)}。" if energy.restores else ""),)


def growth_title(growth: Sequence[Growth]) -> str:
    """The skill that grew most."""
    most = max(growth, key=lambda each: each.after - each.before)
    if most.after <= most.before:
        return "能力：年初与年末"
    return f"长进最多的是「{most.skill}」：从 {number(most.before)} 级到 {number(most.after)} 级"


def growth_caption(growth: Sequence[Growth]) -> Parts:
    """How many skills grew, and the notes."""
    grown = sum(each.after > each.before for each in growth)
    notes = "；".join(f"{each.skill}：{each.note}" for each in growth if each.note)
    return (f"{len(growth)} 项能力中 {grown} 项有提升（1—5 级）。" + (f"{notes}。" if notes else ""),)


def mood(value: float) -> str:
    """2 -> ``+2``."""
    return signed(value) if value else "0"


def lowest(steps: Sequence[Step]) -> Step:
    """The most intense low of a case, the earlier one where two are equal."""
    return min(steps, key=lambda step: step.mood)


def journey_title(steps: Sequence[Step]) -> str:
    """Where the emotion began and where it ended."""
    if len(steps) == 1:
        return f"情绪停在 {mood(steps[0].mood)}"
    return f"情绪从 {mood(steps[0].mood)} 走到 {mood(steps[-1].mood)}"


def journey_caption(steps: Sequence[Step]) -> Parts:
    """The peak and the end, which is what people remember."""
    strongest, end = max(steps, key=lambda step: abs(step.mood)), steps[-1]
    said = f"，{end.note}" if end.note else ""
    felt = f"，{strongest.note}" if strongest.note else ""
    if strongest is end:
        return (f"最强烈的一刻也是最后一刻：「{end.at}」{mood(end.mood)}{said}。",)
    text = f"最强烈的一刻是「{strongest.at}」{mood(strongest.mood)}{felt}；最后停在「{end.at}」{mood(end.mood)}{said}。"
    return (text + "人们记住的，是最强烈的那一刻和最后一刻。",)


# --- knowledge, the path, the journal ------------------------------------------------------------------------------


def ticks_title(rows: Sequence[tuple[str, int]]) -> str:
    """The tick that was made most, and its share."""
    name, count = max(rows, key=lambda row: row[1])
    share = count / sum(each for _, each in rows) * 100
    return f"为知识库挑出最多的是「{name}」：{amount(count, '条')}，占 {number(share, 0)}{NBSP}%"


def puzzle_title(path: Pathway) -> str:
    """How many pieces there are, and how many are missing."""
    if not path.adds:
        return f"手里有 {amount(len(path.has), '块')}拼图"
    goal = f"，拼成「{path.next}」" if path.next else ""
    return f"手里有 {amount(len(path.has), '块')}，再补 {amount(len(path.adds), '块')}{goal}"


def puzzle_caption(path: Pathway) -> str:
    """The abilities in words."""
    parts = [f"已有{listed(path.has)}" if path.has else "", f"要补{listed(path.adds)}" if path.adds else ""]
    return "；".join(filter(None, parts)) + "。"


def days_caption(by_month: Sequence[int]) -> str:
    """The months that shone most."""
    most = max(by_month)
    brightest = [index for index, count in enumerate(by_month, 1) if count == most]
    if len(brightest) > 3:
        return "一天一两件，记下来，就是撑过难处的力气。"
    return f"{months(brightest)}最亮，{'各 ' if len(brightest) > 1 else ''}{amount(most, '天')}。"


# --- over the stories ---------------------------------------------------------------------------------------------


def need_counts(stories: Iterable[Story]) -> tuple[tuple[str, int], ...]:
    """How many stories were about each need, the most frequent first."""
    needs = sorted(story.case.need for story in stories if story.case.need)
    counted = [(need, len(list(group))) for need, group in groupby(needs)]
    return tuple(sorted(counted, key=lambda pair: -pair[1]))


def needs_title(counts: Sequence[tuple[str, int]]) -> str:
    """What customers needed behind what they asked for."""
    most = [need for need, count in counts if count == counts[0][1]]
    if len(most) == len(counts) and len(counts) > 1:
        return f"每一通背后的需要都不一样：{listed(most)}"
    return f"请求背后，最常见的需要是{listed(f'「{need}」' for need in most)}"


def voices_title(settled: int, count: int) -> str:
    """How many voices found an answer."""
    return f"{count} 条客户的声音，{settled} 条已采纳" if settled else f"{count} 条客户的声音，正在等回音"


# --- the year in a few words --------------------------------------------------------------------------------------


def summary(agent_year: AgentYear) -> Parts:
    """The year in a line of plain words: contacts, characters beside the yardstick, the busiest month."""
    contacts, figures = agent_year.measure("contacts"), agent_year.annual.figures
    if contacts is None:
        return _stories_line(agent_year)
    opening: Parts = (f"{span(contacts.months)}接起 ", figures["contacts.total"], "来电")
    spoken = figures.get("characters.total")
    if spoken is not None:
        opening = (*opening, "，说了约 ", spoken, f"，{beside(agent_year, spoken.value)}")
    return (*opening, "。", *_busy_line(agent_year, contacts), *_stories_line(agent_year))


def beside(agent_year: AgentYear, characters: float) -> str:
    """The characters beside a book that everybody knows."""
    book, ratio = agent_year.team.yardstick, characters / agent_year.team.yardstick.characters
    return f"相当于《{book.title}》的 {times(ratio)}"


def _busy_line(agent_year: AgentYear, contacts: Measure) -> Parts:
    if contacts.level:
        return ()
    reason = agent_year.reason("contacts", contacts.peak.month)
    because = f"，正值「{reason}」" if reason else ""
    return (f"最忙的是 {month(contacts.peak.month)}{because}。",)


def _stories_line(agent_year: AgentYear) -> Parts:
    return (f"数字之外，还有 {len(agent_year.stories)} 个人的故事。",) if agent_year.stories else ()


def plain(parts: Parts) -> str:
    """A sentence without its sources, for descriptions and labels."""
    return "".join(part if isinstance(part, str) else figure_text(part) for part in parts)


def figure_text(figure: Figure) -> str:
    """A figure as it is read in a sentence."""
    if figure.unit == "字":
        return scaled(figure.value, figure.unit)
    return amount(figure.value, figure.unit, figure.decimals)
