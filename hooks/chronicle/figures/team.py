"""Chapters -> what a team knows together: stories, crystals, voices, what lies ahead, and its year in numbers.

Nobody is ranked. A number that is worked out of people's figures is there only where at least five stand behind it
(``figures.AT_LEAST``), so that nobody's own can be read from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from ..records.model import MONTHS, Metric, Suggestion
from .agent_year import AgentYear, Story
from .annual import AT_LEAST, Values, mean, middle, weighted
from .service_methods import told_in

Item = TypeVar("Item")
Quartiles = tuple[tuple[float, float] | None, ...]

SEASONS = ("春", "夏", "秋", "冬")
#: The order in which values with an order of their own are listed; the others stand by frequency.
_ORDERED = {
    "need": ("效率", "公平", "尊重", "安全", "掌控", "归属"),
    "kind": ("咨询", "投诉", "建议", "故障"),
    "season": SEASONS,
    "sort": ("知识晶体", "原则", "话术"),
    "track": ("主动预见", "能力提升", "经验传承", "流程优化"),
    "status": ("已提交", "已受理", "已采纳", "未采纳"),
}
#: More values than this of one facet are no help to anybody; the site's search finds the rest.
_MOST_VALUES = 60


# --- filters and pages --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A value to filter by: a short code that its items carry, and how many carry it."""

    code: str
    text: str
    count: int


@dataclass(frozen=True)
class Facet:
    """What one may filter by: ``key`` stands in the address, ``label`` on the page."""

    key: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Aspect:
    """Reads an item's values of one facet."""

    key: str
    label: str
    read: Callable[..., Iterable[str | None]]


def facets(aspects: Sequence[Aspect], items: Sequence[Item]) -> tuple[list[Facet], list[str]]:
    """The facets that tell these items apart, and for each item the codes that it carries."""
    found, carried = [], [[] for _ in items]  # type: tuple[list[Facet], list[list[str]]]
    for aspect in aspects:
        values = [[text for text in aspect.read(item) if text] for item in items]
        facet = _facet(aspect, values)
        if len(facet.choices) > 1:
            found.append(facet)
            codes = {choice.text: choice.code for choice in facet.choices}
            for own, texts in zip(carried, values, strict=True):
                own += [codes[text] for text in dict.fromkeys(texts) if text in codes]
    return found, [" ".join(own) for own in carried]


def _facet(aspect: Aspect, values: Iterable[Iterable[str]]) -> Facet:
    counted = Counter(text for texts in values for text in dict.fromkeys(texts))
    order = _ORDERED.get(aspect.key, ())
    places = {text: at for at, text in enumerate(order)}
    ranked = sorted(counted.items(), key=lambda pair: (places.get(pair[0], len(order)), -pair[1], pair[0]))
    choices = (Choice(f"{aspect.key[:2]}{at}", text, count) for at, (text, count) in enumerate(ranked[:_MOST_VALUES]))
    return Facet(aspect.key, aspect.label, tuple(choices))


def parts(items: Sequence[Item], weight: Callable[[Item], int], most: int) -> list[list[Item]]:
    """Items in pages, in their order, each page at most ``most`` heavy, an item that is heavier alone."""
    pages: list[list[Item]] = []
    load = most + 1
    for item in items:
        own = weight(item)
        if load + own > most:
            pages.append([])
            load = 0
        pages[-1].append(item)
        load += own
    return pages


# --- 最佳实践案例库 -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A story and whose it is."""

    agent_year: AgentYear
    story: Story

    @property
    def uri(self) -> str:
        """Its page."""
        return f"{self.agent_year.uri}/{self.story.slug}"


def season(month: int) -> str:
    """3, 4, 5 -> 春; December is winter."""
    return SEASONS[(month - 3) % 12 // 3]


CASE_ASPECTS = (
    Aspect("need", "需要", lambda told: (told.story.case.need,)),
    Aspect("kind", "类别", lambda told: (told.story.case.kind,)),
    Aspect("channel", "渠道", lambda told: (told.story.case.channel,)),
    Aspect("season", "季节", lambda told: (season(told.story.case.date.month),)),
    Aspect("year", "年份", lambda told: (f"{told.agent_year.year} 年",)),
    Aspect("principle", "原则", lambda told: (told.story.case.principle.name if told.story.case.principle else None,)),
    Aspect("tag", "标签", lambda told: told.story.case.tags),
)


def stories(agent_years: Iterable[AgentYear]) -> list[Told]:
    """Every story of the team, the newest first."""
    told = [Told(agent_year, story) for agent_year in agent_years for story in agent_year.stories]
    return sorted(told, key=lambda each: (-each.story.case.date.toordinal(), each.uri))


# --- 知识晶体与原则 -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gem:
    """A crystal, a principle or a phrasing: what it says, where it is used, how it sounds, what it grew from."""

    sort: str
    title: str
    rule: str
    steps: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    sayings: tuple[str, ...] = ()
    instead_of: str | None = None
    origins: tuple[Told, ...] = ()
    agent_year: AgentYear | None = None


GEM_ASPECTS = (
    Aspect("sort", "是什么", lambda gem: (gem.sort,)),
    Aspect("need", "出自哪种需要", lambda gem: [told.story.case.need for told in gem.origins]),
    Aspect("scene", "场景", lambda gem: gem.scenes),
)


def gems(agent_years: Sequence[AgentYear]) -> list[Gem]:
    """Every crystal, principle and phrasing of the team, each kind in the order of the chapters."""
    return [*_crystals(agent_years), *_principles(agent_years), *_phrasings(agent_years)]


def _crystals(agent_years: Iterable[AgentYear]) -> list[Gem]:
    return [
        Gem(
            "知识晶体", each.title, each.rule, scenes=each.scenes, sayings=each.phrasings, agent_year=agent_year,
            origins=tuple(Told(agent_year, story) for story in agent_year.stories if story.slug == each.case),
        )
        for agent_year in agent_years
        for each in agent_year.record.crystals
    ]  # fmt: skip


def _principles(agent_years: Iterable[AgentYear]) -> list[Gem]:
    """One entry for each name and its steps, with every story that it was distilled from."""
    met: dict[tuple[str, tuple[str, ...]], list[Told]] = {}
    for told in stories(agent_years):
        principle = told.story.case.principle
        if principle:
            met.setdefault((principle.name, principle.steps), []).append(told)
    return [Gem("原则", name, "", steps=steps, origins=tuple(origins)) for (name, steps), origins in met.items()]


def _phrasings(agent_years: Iterable[AgentYear]) -> list[Gem]:
    found = []
    for agent_year in agent_years:
        for each in agent_year.record.phrasing:
            story = told_in(each.say, agent_year.stories)
            origins = (Told(agent_year, story),) if story else ()
            found.append(
                Gem(
                    "话术", each.say, each.why or "", instead_of=each.instead_of, origins=origins, agent_year=agent_year
                )
            )
    return found


# --- 客户之声 -----------------------------------------------------------------------------------------------------

STATUS_WORDS = {"submitted": "已提交", "accepted": "已受理", "adopted": "已采纳", "declined": "未采纳"}
NOBODY = "还没有交给谁"


@dataclass(frozen=True)
class Heard:
    """A customer's voice or a proposal: what became of it, and since which year it waits."""

    agent_year: AgentYear
    item: Suggestion
    since: int

    @property
    def open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.item.status in {"submitted", "accepted"}

    @property
    def outcome(self) -> str:
        """The status in words."""
        return STATUS_WORDS[self.item.status]


VOICE_ASPECTS = (
    Aspect("to", "交给谁", lambda heard: (heard.item.to or NOBODY,)),
    Aspect("status", "结果", lambda heard: (heard.outcome,)),
    Aspect("node", "流程节点", lambda heard: (heard.item.node,)),
    Aspect("since", "自哪年起", lambda heard: (f"{heard.since} 年",)),
)


def voices(agent_years: Iterable[AgentYear]) -> list[Heard]:
    """Every voice; what an agent tells in several years is one, with its latest status and its first year."""
    latest: dict[tuple[str, str], Heard] = {}
    for agent_year in sorted(agent_years, key=lambda each: (each.year, each.agent)):
        for item in agent_year.record.suggestions.items if agent_year.record.suggestions else ():
            name = (agent_year.agent, item.title)
            since = latest[name].since if name in latest else agent_year.year
            latest[name] = Heard(agent_year, item, since)
    return sorted(latest.values(), key=lambda each: (-(each.item.count or 0), each.since, each.item.title))


@dataclass(frozen=True)
class Department:
    """What one department was told: what is still open first."""

    name: str
    heard: tuple[Heard, ...]

    @property
    def open(self) -> int:
        """How many wait for an answer."""
        return sum(each.open for each in self.heard)

    @property
    def adopted(self) -> int:
        """How many were taken up."""
        return sum(each.item.status == "adopted" for each in self.heard)


def departments(heard: Iterable[Heard]) -> list[Department]:
    """Voices by department, the one with the most open first; those that nobody was given at the end."""
    by_name: dict[str, list[Heard]] = {}
    for each in heard:
        by_name.setdefault(each.item.to or NOBODY, []).append(each)
    found = [Department(name, tuple(sorted(own, key=_urgency))) for name, own in by_name.items()]
    return sorted(found, key=lambda each: (each.name == NOBODY, -each.open, -len(each.heard), each.name))


def _urgency(heard: Heard) -> tuple[bool, int, int, str]:
    return not heard.open, -(heard.item.count or 0), heard.since, heard.item.title


Thread = tuple[str, str | None, str | None, str, int | None]


def threads(heard: Sequence[Heard], most: int) -> list[Thread]:
    """Voices that go the same way (step, department, outcome) as one, named by the most frequent; the largest first."""
    way = {id(each): (each.item.node or "", each.item.to or "", each.outcome) for each in heard}
    ordered = sorted(heard, key=lambda each: way[id(each)])  # stable: within a way the most frequent stays first
    grouped = [(key, list(own)) for key, own in groupby(ordered, key=lambda each: way[id(each)])]
    grouped.sort(key=lambda pair: (-sum(each.item.count or 1 for each in pair[1]), pair[0]))
    return [(_named(own), node or None, to or None, outcome, _said(own)) for (node, to, outcome), own in grouped[:most]]


def _named(own: Sequence[Heard]) -> str:
    first = own[0].item.voice or own[0].item.title
    return first if len(own) == 1 else f"{first}（等 {len(own)} 条）"


def _said(own: Sequence[Heard]) -> int | None:
    return sum(each.item.count or 0 for each in own) or None


@dataclass(frozen=True)
class Reason:
    """A contact reason over the team; ``count`` is None where fewer than five people's counts stand behind it."""

    name: str
    kinds: tuple[str, ...]
    people: int
    count: int | None


def reasons(agent_years: Iterable[AgentYear]) -> list[Reason]:
    """Why customers called in one year: by counts where they may be shown, then by how many tell of it."""
    met: dict[str, list[tuple[str, str | None, int]]] = {}
    for agent_year in agent_years:
        for issue in agent_year.record.issues:
            met.setdefault(issue.name, []).append((agent_year.agent, issue.kind, issue.count))
    found = [_reason(name, own) for name, own in met.items()]
    return sorted(found, key=lambda each: (-(each.count or 0), -each.people, each.name))


def _reason(name: str, own: Sequence[tuple[str, str | None, int]]) -> Reason:
    people = len({agent for agent, _, _ in own})
    kinds = tuple(sorted({kind for _, kind, _ in own if kind}))
    return Reason(name, kinds, people, sum(count for _, _, count in own) if people >= AT_LEAST else None)


# --- 来年预见 -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Foreseen:
    """Something that someone sees coming, or means to have done: its months of the coming year, none where unknown."""

    agent_year: AgentYear
    track: str
    months: tuple[int, ...]
    text: str
    action: str | None = None
    outcome: str | None = None


AHEAD_ASPECTS = (Aspect("track", "是什么", lambda ahead: (ahead.track,)),)

_DIGITS = "一二三四五六七八九"
_MONTH_NAMES = {**{f"{name}月": at for at, name in enumerate(_DIGITS, 1)}, "十月": 10, "十一月": 11, "十二月": 12}
_NAMED = re.compile(r"(?:十[一二]|[一二三四五六七八九十]|(?<!\d)(?:1[0-2]|[1-9])\s*)月")
#: Words that name a time of the year, and its months.
_TIMES: Mapping[str, tuple[int, ...]] = {
    "迎峰度夏": (7, 8), "迎峰度冬": (12,), "春节": (1, 2), "春运": (1, 2), "清明": (4,), "五一": (5,), "高考": (6,),
    "开学": (9,), "国庆": (10,), "双十一": (11,), "元旦": (1,), "高温": (7, 8), "台风": (7, 8, 9), "汛期": (6, 7, 8),
    "寒潮": (12, 1), "初雪": (12,), "首场雪": (12,), "春季": (3, 4, 5), "夏季": (6, 7, 8), "夏天": (6, 7, 8),
    "秋季": (9, 10, 11), "冬季": (12, 1, 2), "冬天": (12, 1, 2), "年底": (12,), "年初": (1,),
}  # fmt: skip


def months_named(text: str) -> tuple[int, ...]:
    """The months that a sentence names, by number or by a time of the year; none where it names none."""
    named = {_month_of(found) for found in _NAMED.findall(text)}
    named |= {month for word, months in _TIMES.items() if word in text for month in months}
    return tuple(sorted(named))


def _month_of(text: str) -> int:
    return _MONTH_NAMES.get(text) or int(text.removesuffix("月"))


def ahead(agent_years: Iterable[AgentYear], year: int) -> list[Foreseen]:
    """What the people of ``year`` see coming in the next: foresight by the months that it names, plans by their day."""
    found: list[Foreseen] = []
    for agent_year in sorted(agent_years, key=lambda each: each.agent):
        if agent_year.year == year:
            found += [
                Foreseen(agent_year, "主动预见", months_named(each.signal), each.signal, each.action, each.expected)
                for each in agent_year.record.foresight
            ]
        found += _plans(agent_year, year)
    return found


def _plans(agent_year: AgentYear, year: int) -> list[Foreseen]:
    due = ((goal, *(_due(goal.by) if goal.by else (None, 0))) for goal in agent_year.record.plan)
    return [
        Foreseen(agent_year, goal.track, (month,) if month else (), goal.goal, None, goal.measure)
        for goal, when, month in due
        if when == year + 1 or (when is None and agent_year.year == year)
    ]


def _due(text: str) -> tuple[int, int]:
    year, month = re.findall(r"\d+", text)[:2]
    return int(year), int(month)


@dataclass(frozen=True)
class MonthAhead:
    """A month of the coming year with everything that someone sees in it; 0 is any time."""

    month: int
    seen: tuple[Foreseen, ...]


def calendar(seen: Sequence[Foreseen]) -> list[MonthAhead]:
    """The twelve months, empty ones too, then what has no month, if there is any."""
    order = _ORDERED["track"]
    seen = sorted(seen, key=lambda each: order.index(each.track))
    months = [MonthAhead(at, tuple(each for each in seen if at in each.months)) for at in range(1, MONTHS + 1)]
    loose = tuple(each for each in seen if not each.months)
    return [*months, *([MonthAhead(0, loose)] if loose else [])]


# --- 团队这一年 ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TeamMeasure:
    """A metric over everyone: a month's mean and middle half where at least five have a value, else nothing."""

    key: str
    metric: Metric
    values: Values
    middle: Quartiles
    weighted: bool

    @property
    def months(self) -> tuple[int, ...]:
        """The months that are shown."""
        return tuple(month for month, value in enumerate(self.values, 1) if value is not None)


def series(agent_years: Iterable[AgentYear], key: str) -> list[tuple[Values, Values]]:
    """Everyone's values of one metric, each with that person's contacts."""
    gaps: Values = (None,) * MONTHS
    found = [(each.annual.measures.get(key), each.annual.measures.get("contacts")) for each in agent_years]
    return [(own.values, contacts.values if contacts else gaps) for own, contacts in found if own]


def middles(agent_years: Iterable[AgentYear]) -> dict[str, Quartiles]:
    """The middle half of each metric over one year's chapters; a metric of which no month has five is left out."""
    agent_years = list(agent_years)
    keys = dict.fromkeys(key for each in agent_years for key in each.annual.measures)
    found = {key: middle([values for values, _ in series(agent_years, key)]) for key in keys}
    return {key: pairs for key, pairs in found.items() if any(pairs)}


def year_in_numbers(agent_years: Sequence[AgentYear]) -> list[TeamMeasure]:
    """Every metric of one year that may be shown, in the catalogue's order."""
    shown = middles(agent_years)
    catalogue = agent_years[0].team.catalogue if agent_years else {}
    return [_team_measure(key, metric, agent_years, shown[key]) for key, metric in catalogue.items() if key in shown]


def _team_measure(key: str, metric: Metric, agent_years: Sequence[AgentYear], pairs: Quartiles) -> TeamMeasure:
    own = series(agent_years, key)
    months = [_month_mean(metric, own, at) if pairs[at] else (None, True) for at in range(MONTHS)]
    by_contacts = metric.total == "weighted" and all(how for _, how in months)
    return TeamMeasure(key, metric, tuple(value for value, _ in months), pairs, by_contacts)


def _month_mean(metric: Metric, own: Sequence[tuple[Values, Values]], at: int) -> tuple[float | None, bool]:
    """The team's value of a month: rates weighted by contacts as in a person's year, the rest a plain mean a person."""
    there = [(values[at], contacts[at]) for values, contacts in own if values[at] is not None]
    if metric.total != "weighted":
        return mean(value for value, _ in there), False
    value, method = weighted([value for value, _ in there], [contact for _, contact in there])
    return value, method == "weighted"


def people(agent_years: Iterable[AgentYear]) -> int:
    """How many people these chapters are of."""
    return len({each.agent for each in agent_years})
