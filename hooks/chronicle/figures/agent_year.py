"""One agent's year as every later stage sees it: what was written (masked), its figures, its stories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..calllogs import AgentLog
from ..charts.wordcloud import Word
from ..records.model import Campaign, Case, Event, Team, Year
from .annual import Annual, Measure, Values

Marks = Mapping[str, str]


@dataclass(frozen=True)
class Story:
    """A case story: its front matter, its Markdown and the file that both stand in."""

    slug: str
    case: Case
    body: str
    path: str


@dataclass(frozen=True)
class AgentYear:
    """An agent's year. ``sources`` maps a place in the record (``energy``) to its PATH:LINE; ``counted`` counts the
    words of the cloud, which is asked for only where a cloud is drawn."""

    agent: str
    year: int
    record: Year
    annual: Annual
    stories: tuple[Story, ...]
    team: Team
    path: str
    sources: Marks
    years: tuple[int, ...] = ()
    counted: Callable[[], tuple[Word, ...]] = tuple
    log: AgentLog | None = None
    middle: Mapping[str, tuple[tuple[float, float] | None, ...]] = field(default_factory=dict)

    @property
    def uri(self) -> str:
        """The folder of its pages, below the site: ``agents/linxia/2025``."""
        return f"agents/{self.agent}/{self.year}"

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the cloud, the most frequent first."""
        return self.counted()

    @property
    def title(self) -> str:
        """The chronicle's full title."""
        return f"{self.year} 年度“人间观察员”工作纪实"

    def source(self, place: str) -> str:
        """PATH:LINE of a place in the record; the file where the place is not written."""
        return self.sources.get(place, self.path)

    @property
    def log_source(self) -> str:
        """The call log that the chapter's counts come from; empty where there is none."""
        return self.log.sources[0].path if self.log and self.log.sources else ""

    def events(self, metric: str) -> tuple[Event, ...]:
        """The events that stand behind this metric; one that names no metric stands behind all."""
        return tuple(event for event in self.record.events if not event.metrics or metric in event.metrics)

    def campaigns(self, month: int) -> tuple[Campaign, ...]:
        """The special tasks that ran in a month of this year, the shortest first: it says the most about the month."""
        running = (
            each
            for each in self.record.campaigns
            if (each.start.year, each.start.month) <= (self.year, month) <= (each.end.year, each.end.month)
        )
        return tuple(sorted(running, key=lambda each: (each.end - each.start, each.title)))

    def reason(self, metric: str, month: int) -> str | None:
        """What stood behind a month, in the agent's own words: an event, else a special task."""
        named = [event.title for event in self.events(metric) if event.month == month]
        named += [campaign.title for campaign in self.campaigns(month)] if metric == "contacts" else []
        return named[0] if named else None

    def measure(self, key: str) -> Measure | None:
        """A metric's year, where the agent has it."""
        return self.annual.measures.get(key)

    @property
    def monthly_contacts(self) -> Values:
        """The contacts of each month, for a spark line; the first metric there is where contacts are not known."""
        first = self.measure("contacts") or next(iter(self.annual.measures.values()), None)
        return first.values if first else ()
