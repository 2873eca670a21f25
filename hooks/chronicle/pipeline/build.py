"""One build, from the folders to the pages: read from top to bottom. Knows nothing of MkDocs.

Every step takes values and gives values. Drawings are ordered from the pool as soon as they are known, and collected
when a page or a file is written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

from ..cache import Cache
from ..calllogs import Progress
from ..calllogs import silent as unheard
from ..errors import Problem
from ..figures.agent_year import AgentYear
from ..figures.team import team_bands
from ..figures.words import Vocabulary, coined, read_word_lists
from ..pictures.company_look import CompanyLook, read_look
from ..privacy.detector import Detector
from ..privacy.hints import Hint
from ..rendering import pages as page_makers
from ..rendering import team_pages
from ..rendering.blocks import Blocks
from ..rendering.documents.company_template import find_template_fault, read_template
from ..rendering.pages import Page
from ..rendering.team_pages import PageLink
from . import compose, findings
from .count import count, read_logs
from .digests import code_digest, page_digests
from .masked import read_masked
from .pool import Pool

#: Told what all pages rest on together (the menu, people's files), and the digest of each by URI: which can stand.
FindCurrent = Callable[[Sequence[object], Mapping[str, str]], Collection[str]]

#: What the site is called where neither the team nor ``mkdocs.yml`` says it.
SITE_NAME = "人间观察员"


@dataclass(frozen=True)
class Inputs:
    """What a build is made of beside what the project's folders hold.

    ``free_uris`` are the Markdown files outside ``agents/``; ``site_url`` is where the site will stand, where that is
    known, ``site_name`` what it is called. In a ``preview`` no documents for other programs are made or linked.
    ``progress`` is told of logs that take long. ``attach`` tells what becomes of the files beside the pages.
    """

    root: Path
    free_uris: Sequence[str]
    site_url: str = ""
    site_name: str = SITE_NAME
    preview: bool = False
    progress: Progress = unheard
    attach: Callable[[Detector], Sequence[object]] = lambda _: ()

    @cached_property
    def template(self) -> bytes:
        """The content of ``data/template.pptx``; empty where there is none."""
        return read_template(self.root)


@dataclass(frozen=True)
class BuiltYear:
    """One agent's year in a build: its figures, the URIs of its pages, and the digest of all that its files rest on;
    its blocks where they were made."""

    agent_year: AgentYear
    uris: tuple[str, ...]
    digest: str
    blocks: Blocks | None = None


@dataclass(frozen=True)
class Site:
    """Everything that one build publishes of ours: pages by URI, and by their folder the years, beside whose pages
    files stand."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    years: Mapping[str, BuiltYear] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    notes: Sequence[str] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    doors: Sequence[PageLink] = ()
    detector: Detector = field(default_factory=Detector)
    hints: Sequence[Hint] = ()
    look: CompanyLook = field(default_factory=CompanyLook)


def build(inputs: Inputs, cache: Cache, pool: Pool, find_current: FindCurrent) -> Site:
    """Read, mask, count, draw and compose.

    Never raises for what people wrote: what is wrong comes back as ``problems``, and the pages concerned show it.
    """
    # what people wrote, without anything personal
    uris = dict.fromkeys(["index.md", *inputs.free_uris])
    written = read_masked(inputs.root, uris, inputs.site_name, code_digest(), cache)
    team, years, free = written.project.team, written.years, written.free
    look = read_look(inputs.root, written.project)
    lists = read_word_lists(inputs.root)
    vocabulary = replace(lists, coined=coined([(year.record, year.cases) for year in years]))

    # everybody's figures, and the team's
    logs = read_logs(inputs.root, written, cache, inputs.progress)
    counted = count(years, team, logs, written.project.team_document.places, cache)
    people = [year.identity for year in counted]  # one number moves everybody's middle half: a preview keeps it
    bands = cache.recall("bands", people, partial(team_bands, counted))
    everybody = {year.identity: year for year in counted}
    quoted = [page_makers.quoted_figures(year, everybody) for year in counted]
    agent_years = [
        replace(bands.behind(year), accent=look.accent, logo=look.logo, quoted=figures)
        for year, figures in zip(counted, quoted, strict=True)
    ]
    shown_year = team.year or max((year.year for year in counted), default=0)
    together = team_pages.team_content(agent_years, shown_year)
    pool.order(exhibit.job for exhibit in together.exhibits.values())
    doors, of_team = team_pages.doors(together), team_pages.pages(together)

    # what each page rests on, and which pages can stand as they are
    team_text, kind = "\n".join(written.project.team_document.lines), (inputs.site_url, inputs.preview)
    ground = (written.code, written.detector.allow, team_text, look, lists, kind)
    digests = page_digests(ground, written, agent_years, vocabulary.coined, [page.uri for page in of_team], cache)
    navigation = [[(page.uri, page.title) for page in free], [(door.uri, door.title) for door in doors]]
    stale = digests.keys() - find_current([*navigation, inputs.attach(written.detector)], digests)

    # exhibits, their drawings, and the pages that show them
    wanted = compose.wanted_years(years, free, stale)
    shown_years = [agent_year for agent_year in agent_years if agent_year.identity in wanted]
    blocks = compose.blocks_of(shown_years, vocabulary, cache, pool, with_documents=not inputs.preview)
    examples = compose.example_blocks(written, stale, vocabulary, cache, pool)
    composed = compose.compose(
        written, agent_years, together, of_team, blocks, examples, stale, cache, pool, bool(inputs.site_url)
    )

    # what is wrong, what is odd; a page with a mistake is made anew each time
    faults = () if inputs.preview else find_template_fault(inputs.root, inputs.template)
    found = findings.find(written, logs, look, agent_years, blocks, composed, faults)
    pages = {uri: composed.get(uri, Page(uri)) for uri in digests}  # one that is not stale stands as it is
    sound = {uri: replace(page, digest="" if uri in found.pages else digests[uri]) for uri, page in pages.items()}
    return Site(
        pages=sound | page_makers.problem_pages(found.problems, written.unreadable),
        years={
            shown.uri: BuiltYear(shown, tuple(year.texts), digests[f"{shown.uri}/index.md"], blocks.get(shown.identity))
            for shown, year in zip(agent_years, years, strict=True)
        },
        problems=found.problems,
        warnings=found.warnings,
        notes=found.notes,
        vocabulary=vocabulary,
        doors=doors,
        detector=written.detector,
        hints=findings.hints_of(written, cache),
        look=look,
    )
