"""The team's home page: a card for each agent, the ways to the team's pages, and the years that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..figures import metric_sentences
from ..figures.agent_year import AgentYear, headline, whose
from ..figures.annual import Figure, Measure
from .blocks import link_from, render
from .jobs import spark_job
from .placeholders import drawing_mark


@dataclass(frozen=True)
class RollEntry:
    """An agent on the home page; ``years`` are the other years there are."""

    agent_year: AgentYear
    years: tuple[int, ...]

    @property
    def headline(self) -> list[tuple[Measure, Figure]]:
        """The four numbers of the entry."""
        return headline(self.agent_year)

    @property
    def whose(self) -> str:
        """Role and team, and the part of the year that the chronicle is about, where it is not the whole."""
        return " · ".join(filter(None, (whose(self.agent_year.record), self.agent_year.span.name)))

    @property
    def spark_words(self) -> str:
        """What the small line shows, and between which values: every line has a scale of its own."""
        measure = self.agent_year.leading
        return metric_sentences.range_words(measure) if measure else ""

    @property
    def spark(self) -> str:
        """The mark of the small line of the year's contacts."""
        return Markup(drawing_mark(spark_job(self.agent_year).key, 0))


def roll_entries(agent_years: Iterable[AgentYear], year: int) -> list[RollEntry]:
    """One entry for each agent: the team's ``year`` where there is one, else the latest."""
    by_agent: dict[str, dict[int, AgentYear]] = {}
    for agent_year in sorted(agent_years, key=lambda each: each.identity):
        by_agent.setdefault(agent_year.agent, {})[agent_year.year] = agent_year
    entries = []
    for years in by_agent.values():
        shown = years.get(year) or years[max(years)]
        entries.append(RollEntry(shown, tuple(sorted(years.keys() - {shown.year}, reverse=True))))
    return entries


def roll(entries: Sequence[RollEntry], year: int, at: str) -> str:
    """The team's roll on the page ``at``: everyone of this year, of the coming one, and of the years before."""
    now = [entry for entry in entries if entry.agent_year.year == year]
    coming = [entry for entry in entries if entry.agent_year.year > year]
    past = [entry for entry in entries if entry.agent_year.year < year]
    groups: list[Mapping[str, object]] = [
        {"title": f"{year} 年的观察员", "cards": now},
        {"title": "已经写到新一年的观察员", "cards": coming},
        {"title": "往年的观察员", "cards": past},
    ]
    shown = [group for group in groups if group["cards"]]
    return render("sections/agents.html", groups=shown, link=link_from(at))


def unread(uris: Sequence[str], at: str) -> str:
    """The way to the chronicles that show their problems, under ``mkdocs serve``; nothing where all is well."""
    return render("sections/unread.html", uris=uris, link=link_from(at))
