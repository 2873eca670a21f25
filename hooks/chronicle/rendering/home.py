"""The team's home page: a card for each agent, the ways to the team's pages, and the years that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from ..figures.agent_year import AgentYear
from .blocks import link_from, render
from .jobs import spark_job
from .placeholders import drawing_mark

#: An agent on the home page: the year that is shown, and the other years there are, the newest first.
RollEntry = tuple[AgentYear, list[int]]


def roll_entries(agent_years: Iterable[AgentYear], year: int) -> list[RollEntry]:
    """One entry for each agent: the team's ``year`` where there is one, else the latest."""
    by_agent: dict[str, dict[int, AgentYear]] = {}
    for agent_year in sorted(agent_years, key=lambda each: each.identity):
        by_agent.setdefault(agent_year.agent, {})[agent_year.year] = agent_year
    entries = []
    for years in by_agent.values():
        shown = years.get(year) or years[max(years)]
        entries.append((shown, sorted(years.keys() - {shown.year}, reverse=True)))
    return entries


def roll(entries: Sequence[RollEntry], year: int, at: str) -> str:
    """The team's roll on the page ``at``: everyone of this year, of the coming one, and of the years before."""
    groups = (
        (f"{year} 年的观察员", [entry for entry in entries if entry[0].year == year]),
        ("已经写到新一年的观察员", [entry for entry in entries if entry[0].year > year]),
        ("往年的观察员", [entry for entry in entries if entry[0].year < year]),
    )
    return render(
        "sections/agents.html",
        groups=[group for group in groups if group[1]],
        link=link_from(at),
        spark=lambda agent_year: Markup(drawing_mark(spark_job(agent_year).key, 0)),
    )


def unread(uris: Sequence[str], at: str) -> str:
    """The way to the chronicles that show their problems, under ``mkdocs serve``; nothing where all is well."""
    return render("sections/unread.html", uris=uris, link=link_from(at))
