"""Chapters, their exhibits and their drawings: what is bound already stays, the rest is drawn in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from importlib.metadata import version

from . import (
    blocks,
    keepsakes,
    life,
    logs,
    outline,
    team,
    teampages,
)  # fmt: skip
from .assembly import Assembly, Between, Identity, Masked, Middles
from .bindery import Later
from .blocks import Shelf
from .cache import key
from .chapter import Chapter
from .exhibits import Exhibit, metrics
from .figures import Annual, Given
from .gate import typed
from .life import Life
from .logs import AgentLog
from .model import Year
from .studio import Drawings, Job
from .vocabulary import WordLists, cloud_words, read_word_lists

#: What turns Markdown and templates into pages.
_RENDERERS = ("markdown", "pymdown-extensions", "jinja2", "nh3")


def shelve(
    work: Assembly, masked: Sequence[Masked], annuals: Mapping[tuple[str, int], tuple[Annual, Given]],
    read: logs.LogReading,
) -> None:  # fmt: skip
    """Chapters with their exhibits; what is not bound yet is drawn in one go, by one pool of processes for everyone."""
    chapters = [one_chapter(work, each, annuals, read, read_word_lists(work)) for each in masked]
    _find_between(work, masked, chapters)
    chapters = [replace(each, middle=_middles(work)[each.year]) for each in chapters]
    for chapter in chapters:
        identity = (chapter.agent, chapter.year)
        shown = Later(partial(outline.exhibits_of, chapter))
        own = Later(partial(_all_jobs, work, chapter, shown))
        work.shelves[identity] = Shelf(chapter, shown, Drawings(own, work.studio))
        work.shown[identity] = key(work.digests[identity], chapter.middle)
        if work.bindery.knows(work.digests[identity]) and work.bindery.knows(work.shown[identity]):
            work.bound.add(identity)
        else:
            work.studio.order(own.values())
    _join(work, chapters)
    work.studio.draw_all(work.progress)


def _join(work: Assembly, chapters: Sequence[Chapter]) -> None:
    """What lies between an agent's years, and between all agents; its pictures are drawn with the others."""
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


def _all_jobs(work: Assembly, chapter: Chapter, shown: Mapping[str, Exhibit]) -> dict[str, Job]:
    return chapter_jobs(chapter, shown) | _pictures(work, chapter)


def _find_between(work: Assembly, masked: Sequence[Masked], chapters: Sequence[Chapter]) -> None:
    """What each chapter rests on, and what lies between them; a preview holds on to the latter while people stay."""
    work.digests = _digests(work, masked, chapters)
    catalogue, years = work.written.team.catalogue, sorted({each.year for each in chapters})
    middles = {year: team.middles(each for each in chapters if each.year == year) for year in years}
    joints = {agent: _joint(work, agent) for agent in ("", *(agent for agent, _ in work.digests))}
    drawn = {year: metrics.rounded(found, catalogue) for year, found in middles.items()}
    work.between = Between(tuple(work.digests), drawn, joints)
    if work.held and work.held.people != work.between.people:
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
        work.craft, work.gate.allow, "\n".join(work.written.team_document.lines), read_word_lists(work), work.site_url,
        settings.read_bytes() if settings.is_file() else b"", [version(name) for name in _RENDERERS],
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


def _pictures(work: Assembly, chapter: Chapter) -> dict[str, Job]:
    """The pictures that leave the site: a card for the chronicle and for each case, and the poster."""
    url = f"{work.site_url.rstrip('/')}/{chapter.uri}/" if work.site_url else ""
    jobs = {"card": Job("card", keepsakes.card(chapter, blocks.whose(chapter.record)), "")}
    jobs["poster"] = Job("poster", keepsakes.poster(chapter, url), "")
    return jobs | {
        f"card/{story.slug}": Job("card", keepsakes.case_card(chapter, story), "") for story in chapter.stories
    }


def chapter_jobs(chapter: Chapter, shown: Mapping[str, Exhibit]) -> dict[str, Job]:
    """What is to be drawn for a chapter's pages."""
    jobs = {name: Job("tags" if name == "tags" else "chart", each.spec, each.label) for name, each in shown.items()}
    for story in chapter.stories:
        if len(story.case.journey) > 1:
            jobs[f"spark/{story.slug}"] = Job("curve", tuple(step.mood for step in story.case.journey), "")
    jobs["spark"] = spark_job(chapter)
    return jobs


def spark_job(chapter: Chapter) -> Job:
    """The tiny line of a card on the home page."""
    return Job("spark", chapter.monthly_contacts, "")


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
        counted=cache(partial(cloud_words, work.store, each.record, each.stories, word_lists)),
        log=read.agents.get((agent, year)),
    )


def _with_issues(record: Year, log: AgentLog | None) -> Year:
    """Contact reasons from the log where the file gives none."""
    return record.model_copy(update={"issues": log.issues}) if log and log.issues and not record.issues else record
