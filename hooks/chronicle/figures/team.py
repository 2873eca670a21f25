"""Agents' years -> what a team knows together: stories, crystals, voices, what lies ahead, its year in numbers.

Nobody is ranked. A number that is worked out of people's figures is there only where at least five stand behind it
(``annual.AT_LEAST``), so that nobody's own can be read from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from statistics import median
from typing import NamedTuple, TypeVar, get_args

from ..records.model import CHOICES, MONTHS, Case, Event, Kind, Metric, Need, Shown, Suggestion, Track, Year
from .agent_year import AgentYear, Story
from .annual import AT_LEAST, GAPS, Band, Given, Method, Series, Values, annual, mean, quartiles, total
from .channels import MIXED, OF_CHANNEL, OF_TEAM, ChannelWords, catalogue, channel_of
from .formatting import decimals_of, in_characters, told_apart
from .metric_sentences import course, trend_title
from .sentences import need_counts, needs_title
from .service_methods import TIMES, told_in
from .work_report import aim

Item = TypeVar("Item")

SEASONS = ("春", "夏", "秋", "冬")
_TRACKS = ("主动预见", *get_args(Track))
#: More values than this of one facet are no help to anybody; the site's search finds the rest.
_MOST_VALUES = 60


def parts(items: Sequence[Item], weight: Callable[[Item], int], most: int) -> list[list[Item]]:
    """Items in pages, in their order, each page at most ``most`` heavy, an item that is heavier alone."""
    pages: list[list[Item]] = []
    load = most + 1
    for item in items:
        heavy = weight(item)
        if load + heavy > most:
            pages.append([])
            load = 0
        pages[-1].append(item)
        load += heavy
    return pages


@dataclass(frozen=True)
class Author:
    """Whose something is, as the team's pages show it: nothing of a person's year that they do not."""

    name: str
    year: int
    uri: str


def author_of(agent_year: AgentYear) -> Author:
    """The author of what stands in a year."""
    return Author(agent_year.record.name, agent_year.year, agent_year.uri)


# --- 最佳实践案例库 -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TeamStory:
    """What a story's front matter says, and whose it is; ``uri`` is its page."""

    author: Author
    uri: str
    case: Case


def _of_team(agent_year: AgentYear, story: Story) -> TeamStory:
    return TeamStory(author_of(agent_year), f"{agent_year.uri}/{story.slug}", story.case)


def season(month: int) -> str:
    """3, 4, 5 -> 春; December is winter."""
    return SEASONS[(month - 3) % 12 // 3]


@dataclass(frozen=True)
class Choice:
    """A value to filter by: a short code that its items carry, and how many carry it."""

    code: str
    text: str
    count: int


class Facet(NamedTuple):
    """What one may filter by: ``key`` stands in the address, ``label`` on the page."""

    key: str
    label: str
    choices: tuple[Choice, ...]


#: What one may filter by: its key, its label, the order of values that have one of their own (the others stand by
#: frequency), and what a story says of it.
_ASPECTS: tuple[tuple[str, str, Sequence[str], Callable[[TeamStory], Iterable[str | None]]], ...] = (
    ("need", "需要", get_args(Need), lambda story: (story.case.need,)),
    ("kind", "类别", get_args(Kind), lambda story: (story.case.kind,)),
    ("channel", "渠道", (), lambda story: (story.case.channel,)),
    ("season", "季节", SEASONS, lambda story: (season(story.case.date.month),)),
    ("year", "年份", (), lambda story: (f"{story.author.year} 年",)),
    ("principle", "原则", (), lambda story: (story.case.principle.name if story.case.principle else None,)),
    ("tag", "标签", (), lambda story: story.case.tags),
)


def facets(team_stories: Sequence[TeamStory]) -> tuple[list[Facet], list[str]]:
    """The facets that tell these stories apart, and for each story the codes that it carries."""
    shown: list[Facet] = []
    carried: list[list[str]] = [[] for _ in team_stories]
    for key, label, order, read in _ASPECTS:
        values = [list(dict.fromkeys(text for text in read(story) if text)) for story in team_stories]
        counts = Counter(chain.from_iterable(values))
        ranked = [text for text in order if text in counts]
        ranked += sorted(counts.keys() - ranked, key=lambda text: (-counts[text], text))
        if len(ranked) < 2:
            continue
        choices = [Choice(f"{key[:2]}{at}", text, counts[text]) for at, text in enumerate(ranked[:_MOST_VALUES])]
        shown.append(Facet(key, label, tuple(choices)))
        codes = {choice.text: choice.code for choice in choices}
        for item_codes, texts in zip(carried, values, strict=True):
            item_codes += [codes[text] for text in texts if text in codes]
    return shown, [" ".join(item_codes) for item_codes in carried]


def stories(agent_years: Iterable[AgentYear]) -> list[TeamStory]:
    """Every story of the team, the newest first."""
    every = [_of_team(agent_year, story) for agent_year in agent_years for story in agent_year.stories]
    return sorted(every, key=lambda story: (-story.case.date.toordinal(), story.uri))


# --- 知识晶体与原则 -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Insight:
    """A crystal, a principle or a phrasing: what it says, where it is used, how it sounds, what it grew from."""

    sort: str
    title: str
    rule: str
    steps: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    sayings: tuple[str, ...] = ()
    instead_of: str | None = None
    origins: tuple[TeamStory, ...] = ()
    author: Author | None = None


def gems(agent_years: Sequence[AgentYear]) -> list[Insight]:
    """Every crystal, principle and phrasing of the team, each kind in the order of the people.

    A principle of the same name and steps is one entry, with every story that it was distilled from; what somebody
    wrote in several years stands as in the last.
    """
    crystals = [
        Insight(
            "知识晶体", crystal.title, crystal.rule, scenes=crystal.scenes, sayings=crystal.phrasings,
            origins=tuple(_of_team(person, story) for story in person.stories if story.slug == crystal.case),
            author=author_of(person),
        )
        for person in agent_years
        for crystal in person.record.crystals
    ]  # fmt: skip
    sources: dict[tuple[str, tuple[str, ...]], list[TeamStory]] = {}
    for story in stories(agent_years):
        if principle := story.case.principle:
            sources.setdefault((principle.name, principle.steps), []).append(story)
    principles = [Insight("原则", name, "", steps, origins=tuple(its)) for (name, steps), its in sources.items()]
    phrasings = [
        Insight(
            "话术", phrasing.say, phrasing.why or "", instead_of=phrasing.instead_of,
            origins=tuple(_of_team(person, story) for story in filter(None, [told_in(phrasing.say, person.stories)])),
            author=author_of(person),
        )
        for person in agent_years
        for phrasing in person.record.phrasing
    ]  # fmt: skip
    known = {
        (gem.sort, gem.title, gem.rule, gem.steps, gem.instead_of, gem.author and gem.author.name): gem
        for gem in (*crystals, *principles, *phrasings)
    }
    return [*known.values()]


# --- 客户之声 -----------------------------------------------------------------------------------------------------

NOBODY = "还没有交给谁"


@dataclass(frozen=True)
class TeamVoice:
    """A customer's voice or a proposal: what became of it, and since which year it waits."""

    author: Author
    item: Suggestion
    since: int

    @property
    def open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.item.status in {"submitted", "accepted"}

    @property
    def outcome(self) -> str:
        """The status in words."""
        return CHOICES[self.item.status]


def voices(agent_years: Iterable[AgentYear]) -> list[TeamVoice]:
    """Every voice; what an agent tells in several years is one, with its latest status and its first year."""
    latest: dict[tuple[str, str], TeamVoice] = {}
    for agent_year in sorted(agent_years, key=lambda person: (person.year, person.agent)):
        for item in agent_year.record.suggestions.items if agent_year.record.suggestions else ():
            name = (agent_year.agent, item.title)
            since = latest[name].since if name in latest else agent_year.year
            latest[name] = TeamVoice(author_of(agent_year), item, since)
    return sorted(latest.values(), key=_most_heard)


def _most_heard(voice: TeamVoice) -> tuple[int, int, str]:
    """What sorts voices: those of most people first, of equals those that wait longest."""
    return -(voice.item.count or 0), voice.since, voice.item.title


def departments(heard: Iterable[TeamVoice]) -> list[tuple[str, list[TeamVoice]]]:
    """Voices by department, what is open first; the department with the most open first, what nobody was given last."""
    by_name: dict[str, list[TeamVoice]] = {}
    for voice in sorted(heard, key=lambda voice: (not voice.open, *_most_heard(voice))):
        by_name.setdefault(voice.item.to or NOBODY, []).append(voice)

    def waiting(place: tuple[str, list[TeamVoice]]) -> tuple[bool, int, int, str]:
        return place[0] == NOBODY, -sum(voice.open for voice in place[1]), -len(place[1]), place[0]

    return sorted(by_name.items(), key=waiting)


@dataclass(frozen=True)
class SharedReason:
    """A contact reason over the team; ``count`` is None where fewer than five people's counts stand behind it."""

    name: str
    kinds: tuple[str, ...]
    people: int
    count: int | None


def reasons(agent_years: Iterable[AgentYear]) -> list[SharedReason]:
    """Why customers called in one year: by counts where they may be shown, then by how many tell of it."""
    reasons: dict[str, list[tuple[str, str | None, int]]] = {}
    for agent_year in counted(agent_years):
        for issue in agent_year.record.issues:
            reasons.setdefault(issue.name, []).append((agent_year.agent, issue.kind, issue.count))
    shared = []
    for name, rows in reasons.items():
        people = len({agent for agent, _, _ in rows})
        kinds = tuple(sorted({kind for _, kind, _ in rows if kind}))
        count = sum(count for _, _, count in rows) if people >= AT_LEAST else None
        shared.append(SharedReason(name, kinds, people, count))
    return sorted(shared, key=lambda reason: (-(reason.count or 0), -reason.people, reason.name))


# --- 来年预见 -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Foreseen:
    """Something that someone sees coming, or means to have done: its months of the coming year, none where unknown."""

    author: Author
    track: str
    months: tuple[int, ...]
    text: str
    action: str | None = None
    outcome: str | None = None


_MONTH_NAMES = {f"{in_characters(at)}月": at for at in range(1, MONTHS + 1)}
_NAMED = re.compile(r"(?:十[一二]|[一二三四五六七八九十]|(?<!\d)(?:1[0-2]|[1-9])\s*)月")


def months_named(text: str) -> tuple[int, ...]:
    """The months that a sentence names, by number or by a time of the year; none where it names none."""
    named = {_MONTH_NAMES.get(name) or int(name.removesuffix("月")) for name in _NAMED.findall(text)}
    named |= {month for word, months in TIMES.items() if word in text for month in months}
    return tuple(sorted(named))


def ahead(agent_years: Iterable[AgentYear], year: int) -> list[Foreseen]:
    """What the people of ``year`` see coming in the next: foresight by the months that it names, plans by their day."""
    seen: list[Foreseen] = []
    for agent_year in sorted(agent_years, key=lambda person: person.agent):
        author = author_of(agent_year)
        if agent_year.year == year:
            seen += [
                Foreseen(author, "主动预见", months_named(item.signal), item.signal, item.action, item.expected)
                for item in agent_year.record.foresight
            ]
        for goal in agent_year.record.plan:
            due, month = map(int, re.findall(r"\d+", goal.by)[:2]) if goal.by else (None, 0)
            if due == year + 1 or (due is None and agent_year.year == year):
                outcome = "，".join(filter(None, (aim(agent_year, goal), goal.measure)))
                seen.append(Foreseen(author, goal.track, (month,) if month else (), goal.goal, None, outcome))
    return seen


def calendar(seen: Sequence[Foreseen]) -> list[tuple[int, list[Foreseen]]]:
    """The twelve months of the coming year with all that someone sees in each, empty ones too; then, as month 0, what
    has none, if there is any."""
    seen = sorted(seen, key=lambda item: _TRACKS.index(item.track))
    loose = [item for item in seen if not item.months]
    months = [(at, [item for item in seen if at in item.months]) for at in range(1, MONTHS + 1)]
    return [*months, *([(0, loose)] if loose else [])]


# --- 团队这一年 ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TeamMeasure:
    """A metric over everyone: a month's mean and middle half where at least five have a value, else nothing."""

    key: str
    metric: Metric
    values: Values
    middle: tuple[tuple[Shown, Shown] | None, ...]
    weighted: bool

    @property
    def months(self) -> tuple[int, ...]:
        """The months that are shown."""
        return tuple(month for month, value in enumerate(self.values, 1) if value is not None)


def counted(agent_years: Iterable[AgentYear]) -> list[AgentYear]:
    """The people whose figures make the team's: a lead's are these already, and are not counted again."""
    return [person for person in agent_years if not person.is_lead]


def series(agent_years: Iterable[AgentYear], key: str) -> list[tuple[Values, Values]]:
    """Everyone's values of one metric, each with what they are weighted by: contacts unless the metric says, and where
    all come out of logs, the rows behind them."""
    found = [(person, measure) for person in counted(agent_years) if (measure := person.measure(key))]
    if all(measure.behind for _, measure in found):
        return [(measure.values, measure.behind) for _, measure in found]
    weights = [person.measure(measure.metric.weight or "contacts") for person, measure in found]
    return [
        (measure.values, weight.values if weight else GAPS) for (_, measure), weight in zip(found, weights, strict=True)
    ]


def _shown(agent_years: Iterable[AgentYear], key: str, values: Values) -> Series:
    """The months of a metric of several people with the decimals of what these typed, where nobody typed any of what
    the logs give; one more where two look alike."""
    measures = [measure for person in counted(agent_years) if (measure := person.measure(key))]
    typed = [measure for measure in measures if not measure.behind] or measures
    fine = max((measure.decimals for measure in typed), default=0)
    return told_apart(values, fine, most=fine + 1)


def bands(agent_years: Iterable[AgentYear]) -> dict[str, Band]:
    """What stands behind each metric of one year's people; a metric of which no month has five is left out."""
    people = counted(agent_years)
    found: dict[str, Band] = {}
    for key in dict.fromkeys(key for person in people for key in person.annual.measures):
        rows = zip(*(values for values, _ in series(people, key)), strict=True)
        by_month = [[value for value in row if value is not None] for row in rows]
        fine = decimals_of(value for there in by_month for value in there)
        enough = [there if len(there) >= AT_LEAST else [] for there in by_month]
        if any(enough):
            medians = (float(median(there)) if there else None for there in enough)
            found[key] = Band(tuple(_half(there, fine) for there in enough), tuple(medians))
    return found


def _half(values: Sequence[float], decimals: int) -> tuple[Shown, Shown] | None:
    """The first and the third quartile with the decimals of the data, and more where one would, rounded, look like
    somebody's value or change sides with it; None where there are no values."""
    if not values:
        return None
    pair = quartiles(values)
    near = [value for value in values if min(abs(value - end) for end in pair) < 10**-decimals]
    low, high = told_apart(pair, decimals, near)
    return (low, high) if low is not None and high is not None else None


def words(agent_years: Iterable[AgentYear]) -> ChannelWords:
    """The words for these people's contacts: their common channel's."""
    shared = {person.channel for person in counted(agent_years)}
    return shared.pop() if len(shared) == 1 else MIXED


def monthly(
    agent_years: Iterable[AgentYear], key: str, metric: Metric, months: Iterable[int] = range(1, MONTHS + 1)
) -> tuple[Values, Method, dict[int, int]]:
    """A metric over several people, twelve values of which those are there behind which five or more have one; how they
    were put together, and how many stand behind each month.

    Counts are added up. A rate is weighted where what weighs it is known of everybody in every such month; else each
    month is the plain mean of the people, as a score's is: months of two kinds are no equals.
    """
    of_people = series(agent_years, key)
    there = {at: [(row[at - 1], by[at - 1]) for row, by in of_people if row[at - 1] is not None] for at in months}
    totals = {at: total(metric, *zip(*pairs, strict=True)) for at, pairs in there.items() if len(pairs) >= AT_LEAST}
    methods = {method for _, method in totals.values()}
    one = methods.pop() if len(methods) == 1 else "mean"
    plain = methods and one == "mean"
    values = {at: mean(v for v, _ in there[at]) if plain else value for at, (value, _) in totals.items()}
    return tuple(values.get(at) for at in range(1, MONTHS + 1)), one, {at: len(there[at]) for at in values}


def year_in_numbers(agent_years: Sequence[AgentYear]) -> list[TeamMeasure]:
    """Every metric of one year that may be shown, in the catalogue's order, in the words of the common channel; a count
    as its mean a person."""
    if not agent_years:
        return []
    agent_years, settings = counted(agent_years), agent_years[0].team
    behind, metrics = bands(agent_years), catalogue(settings, words(agent_years))
    measures = []
    for key in (key for key in metrics if key in behind):
        metric = metrics[key]
        values, method, counts = monthly(agent_years, key, metric)
        if method == "sum":
            values = tuple(value and value / counts[at] for at, value in enumerate(values, 1))
        line = _shown(agent_years, key, values)
        measures.append(TeamMeasure(key, metric, line, behind[key].middle, method == "weighted"))
    return measures


def members(lead: Year, year: int, agent_years: Iterable[AgentYear]) -> list[AgentYear]:
    """Whose figures of a year make a lead's: those whose ``team`` is the lead's, where nobody's is everybody's."""
    people = counted(person for person in agent_years if person.year == year)
    return [person for person in people if lead.team and person.record.team == lead.team] or people


def sums(given: Given, people: Sequence[AgentYear]) -> Given:
    """A lead's figures out of the people's own (``monthly``). What the lead wrote stands over them."""
    found: dict[str, Values] = {}
    sources, how, fewer, behind = {}, {}, {}, {}
    metrics = catalogue(people[0].team, given.channel) if people else {}
    for key, metric in metrics.items():
        values, method, counts = monthly(people, key, metric, given.span.months)
        if not counts or any(value is not None for value in given.series.get(key, ())):
            continue
        found[key] = _shown(people, key, values)
        measures = [measure for person in people if (measure := person.measure(key))]
        sources[f"metrics.{key}"] = measures[0].source
        least, most = min(counts.values()), max(counts.values())
        number = f"{least}—{most}" if least < most else f"{most}"
        if metric.total == "sum":
            fewer[key] = tuple(month for month, count in counts.items() if count < most)
        weights = {measure.weight for measure in measures}  # contacts, by the words of each one's channel
        shared = metrics[metric.weight or "contacts"].label.removeprefix(OF_TEAM)
        weight = weights.pop() if len(weights) == 1 else shared
        if all(measure.behind for measure in measures):
            weight = "记录数"
            behind[key] = tuple(
                sum(rows) if at in counts else 0
                for at, rows in enumerate(zip(*(m.behind for m in measures), strict=True), 1)
            )
        way = {"sum": "相加", "weighted": f"按{weight}加权", "mean": "平均"}[method]
        how[key] = f"每月由 {number} 位观察员的数{way}而来"
    found, sources = {**given.series, **found}, {**given.sources, **sources}
    return replace(given, series=found, sources=sources, people=how, fewer=fewer, behind=behind)


def like(given: Given, before: Given | None) -> Given | None:
    """What of the year ``before`` may be compared: a lead's year only with a lead's, sums over people only with such
    sums."""
    if before is None or before.record.role_kind != given.record.role_kind:
        return None
    same = {key: values for key, values in before.series.items() if (key in before.people) == (key in given.people)}
    return replace(before, series=same)


def together(agent_years: Sequence[AgentYear]) -> AgentYear | None:
    """Everybody's one year as if it were a lead's, with all stories and the events that two people or more name alike;
    None of fewer than five people."""
    people = counted(agent_years)
    if len(people) < AT_LEAST:
        return None
    settings, year, channels = people[0].team, people[0].year, tuple(person.channel for person in people)
    named = Counter((event.month, event.title) for person in people for event in set(person.record.events))
    events = tuple(Event(month=at, title=title) for (at, title), count in named.most_common() if count > 1)
    record = Year(name=settings.name, role_kind="lead", events=events)
    given = sums(Given(year, record, {}, {}, channel_of(record, settings, members=channels)), people)
    stories_told = tuple(story for person in people for story in person.stories)
    return AgentYear("", year, record, annual(given, None, settings), stories_told, settings, "", {}, members=channels)


def findings(team_year: AgentYear) -> list[str]:
    """What the team's year is remembered by, three lines at most: its busiest months, the metrics that went furthest
    from the first month to the last, the most frequent need in its stories."""
    measures, needs = team_year.annual.measures, need_counts(team_year.stories)
    moved = [measure for key, measure in measures.items() if key != "contacts" and len(measure.points) > 1]
    moved.sort(key=lambda m: -abs(m.points[-1][1] - m.points[0][1]) / m.step)
    contacts = measures.get("contacts")
    lines = [trend_title(team_year, contacts)] if contacts and not contacts.few else []
    lines += [line for measure in moved if (line := course(measure))][:2]
    lines += [needs_title(needs)] if needs else []
    return [*lines, *(trend_title(team_year, measure) for measure in moved if not course(measure))][:3]


@dataclass(frozen=True)
class Bands:
    """The middle half of the team, as it is drawn behind everybody's lines: per year and channel, by metric. What
    depends on the channel is of its people alone."""

    of_channels: Mapping[tuple[int, ChannelWords], Mapping[str, Band]] = field(default_factory=dict)

    def behind(self, agent_year: AgentYear) -> AgentYear:
        """The year with the team's bands and medians; none behind a lead's, whose figures are the team's own."""
        if agent_year.is_lead:
            return agent_year
        found = self.of_channels.get((agent_year.year, agent_year.channel), {})
        if not agent_year.team.team_line:
            found = {key: band._replace(median=()) for key, band in found.items()}
        mixed = sum(year == agent_year.year for year, _ in self.of_channels) > 1
        return replace(agent_year, bands=found, mixed=mixed)


def team_bands(agent_years: Sequence[AgentYear]) -> Bands:
    """The team's bands."""
    of_years: dict[int, dict[ChannelWords, list[AgentYear]]] = {}
    for person in counted(agent_years):
        of_years.setdefault(person.year, {}).setdefault(person.channel, []).append(person)
    found: dict[tuple[int, ChannelWords], dict[str, Band]] = {}
    for year, channels in of_years.items():
        everybody = bands(chain.from_iterable(channels.values()))
        for channel, people in channels.items():
            own = bands(people) if len(channels) > 1 else everybody
            shared = {key: band for key, band in everybody.items() if key not in OF_CHANNEL}
            found[year, channel] = shared | {key: own[key] for key in OF_CHANNEL if key in own}
    return Bands(found)
