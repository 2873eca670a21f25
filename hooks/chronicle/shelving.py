"""Chapters and what lies between them: what is bound already stays, the rest is shared out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version

from . import (
    life,
    logs,
    team,
    teampages,
)  # fmt: skip
from .assembly import Assembly, Between, Identity, Masked, Middles
from .bindery import Later
from .cache import key
from .chapter import Chapter
from .exhibits import Exhibit, metrics
from .figures import Annual, Given
from .gate import typed
from .life import Life
from .logs import AgentLog
from .model import Year
from .studio import Drawings, Job
from .vocabulary import Counted, WordLists, read_word_lists
from .workshop import Order, bind

#: What turns Markdown and templates into pages.
_RENDERERS = ("markdown", "pymdown-extensions", "jinja2", "nh3")


def shelve(
    work: Assembly, masked: Sequence[Masked], annuals: Mapping[tuple[str, int], tuple[Annual, Given]],
    read: logs.LogReading,
) -> None:  # fmt: skip
    """Chapters with their exhibits; what is not bound yet goes to the crew, where there is enough of it."""
    chapters = [one_chapter(work, each, annuals, read, read_word_lists(work)) for each in masked]
    _find_between(work, masked, chapters)
    chapters = [replace(each, middle=_middles(work)[each.year]) for each in chapters]
    for each, chapter in zip(masked, chapters, strict=True):
        order = _order(work, each, chapter)
        work.orders[each.identity] = order
        work.shelves[each.identity] = work.workshop.shelf(chapter, work.studio)
        if work.bindery.knows(order.digest) and work.bindery.knows(order.shown):
            work.bound.add(each.identity)
    unbound = {identity: order for identity, order in work.orders.items() if identity not in work.bound}
    work.crew.share(len(unbound))
    _join(work, chapters)
    work.sent = {identity: work.crew.send(bind, work.workshop, order) for identity, order in unbound.items()}


def _order(work: Assembly, each: Masked, chapter: Chapter) -> Order:
    digest = work.digests[each.identity]
    return Order(chapter, digest, key(digest, chapter.middle), each.own, each.body_lines)


def owed(work: Assembly) -> list[Order]:
    """The chapters that are still to be bound once nothing is held any more: their team's middle half has moved."""
    middles = work.between.middles if work.held else {}
    moved = (
        replace(order, chapter=replace(order.chapter, middle=middle), shown=key(order.digest, middle))
        for order in work.orders.values()
        if (middle := middles.get(order.chapter.year)) is not None
    )
    return [order for order in moved if not work.bindery.knows(order.shown)]


def _join(work: Assembly, chapters: Sequence[Chapter]) -> None:
    """What lies between an agent's years, and between all agents; drawn first, since its pages are set first."""
    for agent in dict.fromkeys(chapter.agent for chapter in chapters):
        shelves = tuple(shelf for (whose, _), shelf in sorted(work.shelves.items()) if whose == agent)
        between = Later(partial(life.exhibits, [shelf.chapter for shelf in shelves]))
        own = Later(partial(_plain_jobs, between))
        work.lives[agent] = Life(shelves, between, Drawings(own, work.studio))
        if not work.bindery.knows(work.joint(agent)):
            work.studio.order(own.values())
    pictures = Later(partial(teampages.exhibits, chapters))
    shared = Later(partial(_plain_jobs, pictures))
    work.together = teampages.Together(tuple(chapters), team_year(work), pictures, Drawings(shared, work.studio))
    if not work.bindery.knows(work.joint()):
        work.studio.order(shared.values())


def _plain_jobs(shown: Mapping[str, Exhibit]) -> dict[str, Job]:
    return {name: Job("chart", each.spec, each.label) for name, each in shown.items()}


def _find_between(work: Assembly, masked: Sequence[Masked], chapters: Sequence[Chapter]) -> None:
    """What each chapter rests on, and what lies between them; a preview holds on to the latter while people stay and
    somebody saves."""
    work.digests = _digests(work, masked, chapters)
    catalogue, years = work.written.team.catalogue, sorted({each.year for each in chapters})
    middles = {year: team.middles(each for each in chapters if each.year == year) for year in years}
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


def _digests(work: Assembly, masked: Sequence[Masked], chapters: Sequence[Chapter]) -> dict[Identity, str]:
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
        for each in chapters
    }  # fmt: skip


def team_year(work: Assembly) -> int:
    """The year that the team's pages open with: its own, else the latest that anybody wrote."""
    return work.written.team.year or max((year for _, year in work.shelves), default=0)


def one_chapter(
    work: Assembly, each: Masked, annuals: Mapping[tuple[str, int], tuple[Annual, Given]], read: logs.LogReading,
    word_lists: WordLists,
) -> Chapter:  # fmt: skip
    """One agent's year as the later stages see it."""
    agent, year = each.identity
    annual, given = annuals[agent, year]
    return Chapter(
        agent=agent,
        year=year,
        record=_with_issues(each.record, read.agents.get((agent, year))),
        annual=annual,
        stories=each.stories,
        team=work.written.team,
        path=each.manuscript.document.path,
        sources=given.sources,
        years=tuple(sorted(y for a, y in annuals if a == agent)),
        counted=Counted(work.store, each.record, each.stories, word_lists),
        log=read.agents.get((agent, year)),
    )


def _with_issues(record: Year, log: AgentLog | None) -> Year:
    """Contact reasons from the log where the file gives none."""
    return record.model_copy(update={"issues": log.issues}) if log and log.issues and not record.issues else record
