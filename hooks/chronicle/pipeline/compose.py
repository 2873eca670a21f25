"""Agent years -> exhibits, drawings and pages: the steps of a build that put pages together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ..cache import Cache
from ..calllogs import LogReading
from ..figures.agent_year import AgentYear
from ..figures.words import Vocabulary, cloud_words
from ..rendering import pages, person, team_pages
from ..rendering.blocks import Blocks
from ..rendering.free_page import FreePage
from ..rendering.outline import chart_jobs, exhibits_of, spark_job
from ..rendering.pages import Identity, Page, Scope
from ..rendering.team_pages import TeamContent, TeamPage, roll, roll_entries, unread
from .count import count
from .masked import MaskedProject, MaskedYear, mask_manuscript
from .pool import Pool

# --- exhibits and drawings ---


def wanted_years(years: Sequence[MaskedYear], free: Sequence[FreePage], stale: Collection[str]) -> set[Identity]:
    """The years whose blocks this build shows: those with a ``stale`` page, and those that a stale page names."""
    wanted: set[Identity] = set()
    for year in years:
        for uri, text in year.texts.items():
            wanted |= {year.identity, *pages.quoted(text)} if uri in stale else set()
    for page in free:
        wanted |= pages.quoted(page.text.text) if page.uri in stale else set()
    return wanted


def blocks_of(
    agent_years: Sequence[AgentYear], vocabulary: Vocabulary, cache: Cache, pool: Pool, *, with_documents: bool = True
) -> dict[Identity, Blocks]:
    """Exhibits and blocks of these years; all that they show is ordered from the pool, clouds first.

    Clouds are waited for: a drawing tells how many words found no room, and its page says so. ``with_documents``:
    whether documents for other programs will stand beside the pages.
    """
    blocks = {}
    for agent_year in agent_years:
        bodies = [story.body for story in agent_year.stories]
        words = cloud_words(cache, agent_year.record, bodies, vocabulary)
        agent_year = replace(agent_year, words=words)
        exhibits = exhibits_of(agent_year)
        jobs = chart_jobs(agent_year, exhibits)
        blocks[agent_year.identity] = Blocks(agent_year, exhibits, jobs, pool.svgs, with_documents)
    everything = [(name, job) for year in blocks.values() for name, job in year.jobs.items()]
    pool.order(job for _, job in sorted(everything, key=lambda pair: pair[0] != "tags"))
    for year in blocks.values():
        if "tags" in year.jobs:
            pool.data(year.jobs["tags"])
    return blocks


def example_blocks(
    written: MaskedProject, stale: Collection[str], vocabulary: Vocabulary, cache: Cache, pool: Pool
) -> dict[str, Blocks]:
    """The blocks of the years that ``stale`` free pages carry themselves, by the page's URI."""
    blocks = {}
    for page in written.free:
        if page.uri in stale and page.example and page.example.record:
            masked = [mask_manuscript(page.example, written.detector, written.code, cache)]
            counted = count(masked, written.project.team, LogReading(), {}, cache)
            blocks[page.uri] = blocks_of(counted, vocabulary, cache, pool)[masked[0].identity]
    return blocks


# --- pages; one that is not stale stands as it is ---


def compose(
    written: MaskedProject, agent_years: Sequence[AgentYear], together: TeamContent, of_team: Sequence[TeamPage],
    blocks: Mapping[Identity, Blocks], examples: Mapping[str, Blocks], stale: Collection[str], cache: Cache,
    pool: Pool, with_cards: bool,
) -> dict[str, Page]:  # fmt: skip
    """Every ``stale`` page of the site by URI. ``with_cards``: whether cards for links are made."""
    identities, composed = [year.identity for year in written.years], list[Page]()
    broken = frozenset((manuscript.agent, manuscript.year) for manuscript in written.unreadable)

    # chronicle and cases of everybody
    for year in written.years:
        for uri, story in zip(year.texts, (None, *year.stories), strict=True):
            if uri in stale:
                own, leading = blocks[year.identity], frozenset({"events"} if story and not year.own else ())
                scope = Scope(pages.folder_of(uri), identities, blocks, own, story, anchors=leading, unread=broken)
                composed.append(
                    pages.case(own, story, scope, with_cards)
                    if story
                    else pages.chronicle(own, scope, year.own, with_cards)
                )

    # the own page of every agent
    by_agent: dict[str, list[AgentYear]] = {}
    for agent_year in agent_years:
        by_agent.setdefault(agent_year.agent, []).append(agent_year)
    for agent, of_agent in by_agent.items():
        if f"agents/{agent}/index.md" in stale:
            of_agent.sort(key=lambda agent_year: agent_year.year)
            exhibits = person.exhibits(of_agent).values()
            pool.order(exhibit.job for exhibit in exhibits)
            composed.append(pages.person(of_agent, exhibits))

    # the team's
    for shared in of_team:
        if shared.uri in stale:
            composed.append(cache.recall(f"{shared.uri} page", (shared, written.code), shared.page))

    # home and guide
    def make_roll(at: str) -> str:
        entries = roll_entries(agent_years, together.year)
        pool.order(spark_job(shown) for shown, _ in entries)
        uris = [f"agents/{manuscript.agent}/{manuscript.year}" for manuscript in written.unreadable]
        return roll(entries, together.year, at) + team_pages.doors_block(together, at) + unread(uris, at)

    for page in written.free:
        if page.uri in stale:
            example = examples.get(page.uri)  # short names mean the year that a page carries itself
            story = next(iter(example.agent_year.stories), None) if example else None
            of_all = None if example else make_roll
            scope = Scope(pages.folder_of(page.uri), identities, blocks, example, story, of_all, unread=broken)
            composed.append(pages.free(page.uri, page.text, page.meta, scope))
    return {page.uri: page for page in composed}
