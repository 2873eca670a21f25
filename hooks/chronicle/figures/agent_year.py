"""One agent's year as every later stage sees it: what was written (masked), its figures, its stories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ..calllogs import AgentLog
from ..records.model import Campaign, Case, Energy, Event, Record, Team, Year
from ..records.span import Span, span_of
from .annual import Annual, Band, Figure, Measure
from .channels import OF_CHANNEL, OF_TEAM, ChannelWords, catalogue, channel_of
from .formatting import in_characters
from .words import Word

#: How many numbers open a chronicle.
_HEADLINE = 4


@dataclass(frozen=True)
class Story:
    """A case story: its front matter, its Markdown, the file of both, and the line in it where the latter begins."""

    slug: str
    case: Case
    body: str
    path: str
    line: int = 1


@dataclass(frozen=True)
class AgentYear:
    """An agent's year.

    ``sources`` maps a place in the record (``energy``) to its PATH:LINE. ``words`` are those of the cloud, the most
    frequent first, where they were counted. ``bands`` has the team's middle half behind each metric, and its median
    where that is to be shown; ``mixed``: the team's people of this year work in several channels. ``members``: of a
    lead's year, the channels of those whose figures it sums. ``worked_out``: how the figures of special tasks (by their
    place from 0) came out of the months, where the writer gave none. ``before`` is what the same agent wrote the year
    before, ``before_sources`` the places there, ``before_channel`` the channel then. ``quoted`` are key numbers of
    other years that its texts place, by AGENT/YEAR/KEY.
    ``accent`` is the company's colour, ``#rrggbb``, and ``logo`` its picture, a small PNG; both empty
    where the book's own look holds.
    """

    agent: str
    year: int
    record: Year
    annual: Annual
    stories: tuple[Story, ...]
    team: Team
    path: str
    sources: Mapping[str, str]
    years: tuple[int, ...] = ()
    words: tuple[Word, ...] = ()
    log: AgentLog | None = None
    bands: Mapping[str, Band] = field(default_factory=dict)
    mixed: bool = False
    members: tuple[ChannelWords, ...] = ()
    worked_out: Mapping[int, str] = field(default_factory=dict)
    quoted: Mapping[str, Figure] = field(default_factory=dict)
    before: Year | None = None
    before_sources: Mapping[str, str] = field(default_factory=dict)
    before_channel: ChannelWords | None = None
    accent: str = ""
    logo: bytes = b""

    @property
    def identity(self) -> tuple[str, int]:
        """Agent and year."""
        return self.agent, self.year

    @property
    def span(self) -> Span:
        """The months that it is about."""
        return span_of(self.record.period, self.year)

    @property
    def when(self) -> str:
        """What it is about, beside a name: ``2025``, ``2025 年下半年``."""
        return str(self.year) if self.span.is_year else self.span.of(self.year)

    @property
    def is_lead(self) -> bool:
        """Whether it is a team lead's chronicle: its figures are the team's."""
        return self.record.role_kind == "lead"

    @property
    def uri(self) -> str:
        """The folder of its pages, below the site: ``agents/linxia/2025``."""
        return f"agents/{self.agent}/{self.year}"

    @property
    def title(self) -> str:
        """The chronicle's full title."""
        kind = f"{self.year} 年度" if self.span.is_year and not self.span.name else self.span.of(self.year)
        return f"{kind}“人间观察员”工作纪实"

    @property
    def channel(self) -> ChannelWords:
        """The words for this agent's contacts, counted in the team's own unit where it has one."""
        channel = channel_of(self.record, self.team, self.log.channels if self.log else (), self.members)
        unit = catalogue(self.team, channel)["contacts"].unit
        return channel if unit == channel.unit else replace(channel, unit=unit)

    def source(self, place: str) -> str:
        """PATH:LINE of a place in the record; the file where the place is not written."""
        return self.sources.get(place, self.path)

    @property
    def figures(self) -> Mapping[str, Figure]:
        """Every key number that its texts may place, by its name there."""
        return {**self.annual.figures, **self.quoted}

    @property
    def log_source(self) -> str:
        """The call log that the year's counts come from; empty where there is none."""
        return self.log.source if self.log else ""

    def events(self, metric: str) -> tuple[Event, ...]:
        """The events that stand behind this metric; one that names no metric stands behind all."""
        there = (event for event in self.record.events if event.month in self.span.months)
        return tuple(event for event in there if not event.metrics or metric in event.metrics)

    @property
    def energy(self) -> Energy | None:
        """What was written of the energy, without the months outside its span."""
        energy = self.record.energy
        return energy and energy.model_copy(update={"monthly": energy.monthly and self.span.cut(energy.monthly)})

    @property
    def tasks(self) -> tuple[Campaign, ...]:
        """The special tasks that ran within its span, in the writer's order."""
        there = {task for month in self.span.months for task in self.campaigns(month)}
        return tuple(task for task in self.record.campaigns if task in there)

    def campaigns(self, month: int) -> tuple[Campaign, ...]:
        """The special tasks that ran in a month of this year, the shortest first: it says the most about the month."""
        running = (
            campaign
            for campaign in self.record.campaigns
            if (campaign.start.year, campaign.start.month) <= (self.year, month)
            and (self.year, month) <= (campaign.end.year, campaign.end.month)
        )
        return tuple(sorted(running, key=lambda campaign: (campaign.end - campaign.start, campaign.title)))

    def reason(self, metric: str, month: int) -> str | None:
        """What stood behind a month, in the agent's own words: an event, else a special task that did not run in all
        the others, too."""
        named = [event.title for event in self.events(metric) if event.month == month]
        tasks = self.campaigns(month) if metric == "contacts" else ()
        named += [task.title for task in tasks if any(task not in self.campaigns(at) for at in self.span.months)]
        return named[0] if named else None

    def peers(self, metric: str) -> str:
        """Whose middle half and median stand behind a metric: the team's, or those of the same channel."""
        return "同渠道" if self.mixed and metric in OF_CHANNEL else OF_TEAM

    def measure(self, key: str) -> Measure | None:
        """A metric's year, where the agent has it."""
        return self.annual.measures.get(key)

    @property
    def leading(self) -> Measure | None:
        """The metric that stands for the year: contacts, or the first that there is."""
        return self.measure("contacts") or next(iter(self.annual.measures.values()), None)


def whose(record: Record) -> str:
    """Role and team in one line, of what is given: ``热线客服代表 · 热线一组``."""
    return " · ".join(filter(None, (getattr(record, "role", None), getattr(record, "team", None))))


def tenure(agent_year: AgentYear) -> str:
    """Role, team and which year of service this is: ``热线客服代表 · 热线一组 · 第五年``."""
    since = agent_year.record.since
    nth = agent_year.year - since[0] + 1 if since else 0
    return " · ".join(filter(None, (whose(agent_year.record), f"第{in_characters(nth)}年" if nth > 0 else "")))


def headline(agent_year: AgentYear) -> list[tuple[Measure, Figure]]:
    """The four numbers that open a chronicle, each with its measure."""
    annual = agent_year.annual
    return [(measure, annual.figures[measure.total_key]) for measure in annual.measures.values()][:_HEADLINE]


def telling(agent_year: AgentYear) -> list[Measure]:
    """The metrics but contacts, those first that an event explains, then those that moved most in the year."""

    def order(measure: Measure) -> tuple[bool, float]:
        return not any(measure.key in event.metrics for event in agent_year.record.events), -measure.moved

    others = [measure for measure in agent_year.annual.measures.values() if measure.key != "contacts"]
    return sorted(others, key=order)
