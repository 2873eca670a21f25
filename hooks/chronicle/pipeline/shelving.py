"""Chapters and what lies between them: what is bound already stays, the rest is shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version

from .. import calllogs
from ..cache import key
from ..calllogs import AgentLog
from ..charts.drawings import Drawings, Job
from ..figures import team  # fmt: skip
from ..figures.agent_year import AgentYear
from ..figures.annual import Annual, Given
from ..figures.words import WordCounter, WordLists, read_word_lists
from ..records.model import Year
from ..rendering import person, team_pages
from ..rendering.exhibits import Exhibit, metrics
from ..rendering.person import Life
from .assembly import Assembly, Between, Identity, Masked, Middles
from .bindery import Later
from .masked import typed
from .workshop import Order, bind

#: What turns Markdown and templates into pages.
_RENDERERS = ("markdown", "pymdown-extensions", "jinja2", "nh3")


def shelve(
    work: Assembly, masked: Sequence[Masked], annuals: Mapping[tuple[str, int], tuple[Annual, Given]],
    read: calllogs.LogReading,
) -> None:  # fmt: skip
    """Chapters with their exhibits; what is not bound yet goes to the crew, where there is enough of it."""
    agent_years = [one_chapter(work, each, annuals, read, read_word_lists(work)) for each in masked]
    _find_between(work, masked, agent_years)
    agent_years = [replace(each, middle=_middles(work)[each.year]) for each in agent_years]
    for each, agent_year in zip(masked, agent_years, strict=True):
        order = _order(work, each, agent_year)
        work.orders[each.identity] = order
        work.shelves[each.identity] = work.workshop.shelf(agent_year, work.studio)
        if work.bindery.knows(order.digest) and work.bindery.knows(order.shown):
            work.bound.add(each.identity)
    unbound = {identity: order for identity, order in work.orders.items() if identity not in work.bound}
    work.crew.share(len(unbound))
    _join(work, agent_years)
    work.sent = {identity: work.crew.send(bind, work.workshop, order) for identity, order in unbound.items()}


def _order(work: Assembly, each: Masked, agent_year: AgentYear) -> Order:
    digest = work.digests[each.identity]
    return Order(agent_year, digest, key(digest, agent_year.middle), each.own, each.body_lines)


def owed(work: Assembly) -> list[Order]:
    """The chapters that are still to be bound once nothing is held any more: their team's middle half has moved."""
    middles = work.between.middles if work.held else {}
    moved = (
        replace(order, agent_year=replace(order.agent_year, middle=middle), shown=key(order.digest, middle))
        for order in work.orders.values()
        if (middle := middles.get(order.agent_year.year)) is not None
    )
    return [order for order in moved if not work.bindery.knows(order.shown)]


def _join(work: Assembly, agent_years: Sequence[AgentYear]) -> None:
    """What lies between an agent's years, and between all agents; drawn first, since its pages are set first."""
    for agent in dict.fromkeys(agent_year.agent for agent_year in agent_years):
        shelves = tuple(shelf for (whose, _), shelf in sorted(work.shelves.items()) if whose == agent)
        between = Later(partial(person.exhibits, [shelf.agent_year for shelf in shelves]))
        own = Later(partial(_plain_jobs, between))
        work.lives[agent] = Life(shelves, between, Drawings(own, work.studio))
        if not work.bindery.knows(work.joint(agent)):
            work.studio.order(own.values())
    pictures = Later(partial(team_pages.exhibits, agent_years))
    shared = Later(partial(_plain_jobs, pictures))
    work.together = team_pages.Together(tuple(agent_years), team_year(work), pictures, Drawings(shared, work.studio))
    if not work.bindery.knows(work.joint()):
        work.studio.order(shared.values())


def _plain_jobs(shown: Mapping[str, Exhibit]) -> dict[str, Job]:
    return {name: Job("chart", each.spec, each.label) for name, each in shown.items()}


def _find_between(work: Assembly, masked: Sequence[Masked], agent_years: Sequence[AgentYear]) -> None:
    """What each chapter rests on, and what lies between them; a preview holds on to the latter while people stay and
    somebody saves."""
    work.digests = _digests(work, masked, agent_years)
    catalogue, years = work.written.team.catalogue, sorted({each.year for each in agent_years})
    middles = {year: team.middles(each for each in agent_years if each.year == year) for year in years}
    joints = {agent: _joint(work, agent) for agent in ("", *(agent for agent, _ in work.digests))}
    drawn = {year: metrics.rounded(found, catalogue) for year, found in middles.items()}
    work.between = Between(tuple(work.digests), drawn, joints)
    if work.held and (work.held.people != work.between.people or work.settled == work.between):
        work.held = None


def _middles(work: Assembly) -> Middles:
    return (work.held or work.between).middles


def _joint(work: Assembly, agent: str) -> str:
    over = [(list(identity), digest) for identity, digest in work.digests.items() if agent in ("", identity[0])]
    return key("joint", agent, over, work.craft)


def _digests(work: Assembly, masked: Sequence[Masked], agent_years: Sequence[AgentYear]) -> dict[Identity, str]:
    """What stands for all that a chapter's pages rest on, the team's middle half apart."""
    settings = work.root / "mkdocs.yml"
    work.ground = shared = key(
        work.craft, work.gate.allow, "\n".join(work.written.team_document.lines), read_word_lists(work),
        work.workshop.site_url, settings.read_bytes() if settings.is_file() else b"",
        [version(name) for name in _RENDERERS],
    )  # fmt: skip
    texts = {each.identity: typed(each.manuscript) for each in masked}
    return {
        (each.agent, each.year): key(
            shared, texts[each.agent, each.year], texts.get((each.agent, each.year - 1), []),
            each.years, each.log,
        )
        for each in agent_years
    }  # fmt: skip


def team_year(work: Assembly) -> int:
    """The year that the team's pages open with: its own, else the latest that anybody wrote."""
    return work.written.team.year or max((year for _, year in work.shelves), default=0)


def one_chapter(
    work: Assembly, each: Masked, annuals: Mapping[tuple[str, int], tuple[Annual, Given]], read: calllogs.LogReading,
    word_lists: WordLists,
) -> AgentYear:  # fmt: skip
    """One agent's year as the later stages see it."""
    agent, year = each.identity
    annual, given = annuals[agent, year]
    return AgentYear(
        agent=agent,
        year=year,
        record=_with_issues(each.record, read.agents.get((agent, year))),
        annual=annual,
        stories=each.stories,
        team=work.written.team,
        path=each.manuscript.document.path,
        sources=given.sources,
        years=tuple(sorted(y for a, y in annuals if a == agent)),
        counted=WordCounter(work.store, each.record, each.stories, word_lists),
        log=read.agents.get((agent, year)),
    )


def _with_issues(record: Year, log: AgentLog | None) -> Year:
    """Contact reasons from the log where the file gives none."""
    return record.model_copy(update={"issues": log.issues}) if log and log.issues and not record.issues else record
