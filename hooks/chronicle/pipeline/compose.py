"""Agent years -> exhibits, drawings and pages: the steps of a build that put pages together."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any

from ..cache import Cache
from ..calllogs import LogReading
from ..errors import Problem
from ..figures.agent_year import AgentYear
from ..figures.words import Vocabulary, cloud_words
from ..privacy import masking
from ..privacy.detector import Detector
from ..reading.document import Document, Written
from ..records import examples
from ..records.model import Team
from ..records.project import Manuscript, Project, read_page
from ..rendering import pages, person, slides, team_pages
from ..rendering.blocks import Blocks
from ..rendering.home import roll, roll_entries, unread
from ..rendering.jobs import chart_jobs, spark_job
from ..rendering.outline import exhibits_of
from ..rendering.pages import Identity, Page, Roll, Scope
from ..rendering.placeholders import names
from ..rendering.team_pages import TeamContent
from .count import count
from .masked import MaskedYear, mask_manuscript
from .pool import Drawings, Pool

_MARKDOWN = re.compile(r"[\\`*_{}\[\]()#+.!~:|-]")
#: What the front matter of a free page may say, and what of the page it may hide.
_META = ("title", "description", "hide")
_PARTS = ("navigation", "toc", "path", "footer")
_META_MEND = "能写的只有 title、description，和 hide: [navigation, toc]"
#: The pages about the project itself, which come with it.
PROJECT_PAGES = frozenset({"architecture.md", "guide.md", "logs.md", "publish.md", "reference.md"})
_TITLE = re.compile(r"(?m)^# +(.*)$")


@dataclass(frozen=True)
class FreePage:
    """A page that belongs to nobody's year, masked. ``example`` is the year that it carries itself, of no person."""

    uri: str
    text: Written
    meta: Mapping[str, Any]
    example: Manuscript | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        """What the navigation calls it."""
        heading = _TITLE.search(self.text.text)
        return str(self.meta.get("title") or (heading[1] if heading else ""))


def read_free(root: Path, uri: str, project: Project, detector: Detector, site_name: str, cache: Cache) -> FreePage:
    """``docs/URI``; a home page that nobody wrote has no words of its own but the site's name and the roll."""
    path = f"docs/{uri}"
    if not (root / path).is_file():
        path = f"{project.folders.docs}/{uri}"
    document = read_page(root, path) if (root / path).is_file() else Document(path)
    if not (root / path).is_file() and uri == "index.md":
        document = replace(document, body="# " + _MARKDOWN.sub(r"\\\g<0>", escape(site_name, quote=False)))
    content = (document, detector.allow, project.team)
    return cache.recall(f"{path} free", content, lambda: _free_page(uri, document, project.team, detector))


def _free_page(uri: str, document: Document, team: Team, detector: Detector) -> FreePage:
    body, warnings = masking.mask_text(document.body, document.path, document.body_line, detector)
    meta, in_front = _front_matter(document, detector)
    example = examples.read(document.path, body, document.body_line, team)
    problems = (*document.problems, *(example.problems if example else ()))
    written = Written(body, document.path, document.body_line)
    return FreePage(uri, written, meta, example, problems, (*warnings, *in_front))


def _front_matter(document: Document, detector: Detector) -> tuple[dict[str, Any], list[Problem]]:
    """What a theme may read of a free page, masked, and what of its front matter was not taken over.

    A theme and its plugins read many more keys (``tags``, ``search``, ``template``, ``icon``), each in a form of its
    own that no page of ours needs, and some unescaped: none of them passes.
    """
    meta: dict[str, Any] = {}
    warnings: list[Problem] = []
    for name, value in document.data.items():
        if name in ("title", "description") and isinstance(value, str):
            line, _ = document.where((name,))
            meta[name], findings = masking.mask_text(value, document.path, line, detector)
            warnings += findings
        elif name == "hide" and all(part in _PARTS for part in (value if isinstance(value, list) else [value])):
            meta[name] = value
        elif value is not None:
            what = "写法" if name in _META else "键"
            told = detector.mask(name)[0]
            warnings.append(
                document.problem((name,), f"页面开头的“{told}”是不认识的{what}，没有用上", _META_MEND, at_key=True)
            )
    return meta, warnings


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
    agent_years: Sequence[AgentYear], vocabulary: Vocabulary, cache: Cache, pool: Pool
) -> dict[Identity, Blocks]:
    """Exhibits and blocks of these years; all that they show is ordered from the pool, clouds first.

    Clouds are waited for: a drawing tells how many words found no room, and its page says so.
    """
    blocks = {}
    for agent_year in agent_years:
        bodies = [story.body for story in agent_year.stories]
        words = cloud_words(cache, agent_year.record, bodies, vocabulary.lists, vocabulary.coined)
        agent_year = replace(agent_year, words=words)
        exhibits = exhibits_of(agent_year)
        jobs = chart_jobs(agent_year, exhibits)
        blocks[agent_year.identity] = Blocks(agent_year, exhibits, jobs, Drawings(jobs, pool))
    everything = [(name, job) for year in blocks.values() for name, job in year.jobs.items()]
    pool.order(job for _, job in sorted(everything, key=lambda pair: pair[0] != "tags"))
    for year in blocks.values():
        if "tags" in year.jobs:
            pool.data(year.jobs["tags"])
    return blocks


def example_blocks(
    free: Sequence[FreePage], stale: Collection[str], team: Team, detector: Detector, code: str, vocabulary: Vocabulary,
    cache: Cache, pool: Pool,
) -> dict[str, Blocks]:  # fmt: skip
    """The blocks of the years that ``stale`` free pages carry themselves, by the page's URI."""
    blocks = {}
    for page in free:
        if page.uri in stale and page.example and page.example.record:
            masked = [mask_manuscript(page.example, detector, code, cache)]
            counted = count(masked, team, LogReading(), {}, cache)
            blocks[page.uri] = blocks_of(counted, vocabulary, cache, pool)[masked[0].identity]
    return blocks


# --- pages; one that is not stale stands as it is, and has no text here ---


def year_pages(
    years: Sequence[MaskedYear], blocks: Mapping[Identity, Blocks], stale: Collection[str], with_cards: bool
) -> Iterator[Page]:
    """Chronicle and cases of everybody; ``with_cards``: whether cards for links are made."""
    identities = [year.identity for year in years]
    for year in years:
        own = blocks.get(year.identity)
        for uri, story in zip(year.texts, (None, *year.stories), strict=True):
            leading = frozenset({"events"} if story and not year.own else ())
            scope = Scope(pages.folder_of(uri), identities, blocks, own, story, anchors=leading)
            if own is None or uri not in stale:
                yield Page(uri, "case" if story else "chronicle")
            elif story:
                yield pages.case(own, story, scope, year.lines[story.slug], with_cards)
            else:
                yield pages.chronicle(own, scope, year.own, with_cards)


def person_pages(agent_years: Sequence[AgentYear], stale: Collection[str], pool: Pool) -> Iterator[Page]:
    """The own page of every agent."""
    by_agent: dict[str, list[AgentYear]] = {}
    for agent_year in agent_years:
        by_agent.setdefault(agent_year.agent, []).append(agent_year)
    for agent, own in by_agent.items():
        uri = f"agents/{agent}/index.md"
        if uri in stale:
            own.sort(key=lambda agent_year: agent_year.year)
            exhibits = person.exhibits(own).values()
            pool.order(exhibit.job for exhibit in exhibits)
            yield pages.person(own, exhibits)
        else:
            yield Page(uri, "life")


def team_together(agent_years: Sequence[AgentYear], team: Team, pool: Pool) -> TeamContent:
    """What the team's pages are made of; they open with the team's own year, else with the latest there is."""
    exhibits = team_pages.exhibits(agent_years)
    year = team.year or max((agent_year.year for agent_year in agent_years), default=0)
    pool.order(exhibit.job for exhibit in exhibits.values())
    return TeamContent(tuple(agent_years), year, exhibits)


def roll_maker(
    agent_years: Sequence[AgentYear], unreadable: Sequence[Manuscript], together: TeamContent, pool: Pool
) -> Roll:
    """What makes the team's roll for a page: everybody's cards, the ways to the team's pages, the years unread."""

    def make(at: str) -> str:
        entries = roll_entries(agent_years, together.year)
        pool.order(spark_job(shown) for shown, _ in entries)
        uris = [f"agents/{manuscript.agent}/{manuscript.year}" for manuscript in unreadable]
        return roll(entries, together.year, at) + team_pages.doors_block(together, at) + unread(uris, at)

    return make


def free_pages(
    free: Sequence[FreePage], years: Sequence[MaskedYear], blocks: Mapping[Identity, Blocks],
    examples: Mapping[str, Blocks], stale: Collection[str], make_roll: Roll,
) -> Iterator[Page]:  # fmt: skip
    """Home and guide; short names mean the year that a page carries itself."""
    identities = [year.identity for year in years]
    for page in free:
        if page.uri in stale:
            example = examples.get(page.uri)
            story = next(iter(example.agent_year.stories), None) if example else None
            at, roll_here = pages.folder_of(page.uri), None if example else make_roll
            yield pages.free(page.uri, page.text, page.meta, Scope(at, identities, blocks, example, story, roll_here))
        else:
            yield Page(page.uri, "home" if page.uri == "index.md" else "page")


def find_silent(
    years: Sequence[MaskedYear], blocks: Mapping[Identity, Blocks], pages_of_build: Iterable[Page]
) -> list[tuple[str, Problem]]:
    """Sentences that were written for a block which no page of the year shows: the chronicle's URI, and the line."""
    composed = {page.uri: page for page in pages_of_build}
    found = []
    for year in years:
        chronicle = composed[next(iter(year.texts))]
        if year.manuscript and year.identity in blocks and chronicle.text.markdown:
            placed = {*chronicle.text.names, *chain.from_iterable(names(text) for text in year.texts.values() if text)}
            for name in blocks[year.identity].silent(placed):
                message = f"给“{name}”写的这句话没有地方放：这一年的页面上没有它"
                mend = f"换一个页面上有的栏目，或者在自己的 index.md 里写一行 ::: {name}"
                problem = year.manuscript.document.problem(("say", name), message, mend, at_key=True)
                found.append((chronicle.uri, problem))
    return found


def find_unknown_blocks(years: Sequence[MaskedYear], blocks: Mapping[Identity, Blocks]) -> list[Problem]:
    """Blocks that a year's file names and that do not exist, each at its line."""
    shown = [
        (year.manuscript.document, blocks[year.identity])
        for year in years
        if year.manuscript and year.identity in blocks
    ]
    return [
        *(
            document.problem(("present", index, "block"), message, mend)
            for document, of_year in shown
            for index, message, mend in slides.unknown(of_year)
        ),
        *(
            document.problem(loc, message, mend, at_key=loc[0] == "say")
            for document, of_year in shown
            for loc, message, mend in of_year.unknown()
        ),
    ]
