"""One build, from the folders to the pages: read from top to bottom. Knows nothing of MkDocs.

Every step takes values and gives values. Drawings are ordered from the pool as soon as they are known, and collected
when a page or a file is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ..cache import Cache
from ..calllogs import Progress, silent
from ..errors import Problem
from ..figures.agent_year import AgentYear
from ..figures.words import Vocabulary, coined, read_word_lists
from ..privacy.detector import Detector
from ..privacy.hints import Hint
from ..privacy.masking import mask_problem
from ..reading.text import is_passed_over
from ..records.project import Manuscript, load
from ..rendering import pages as page_makers
from ..rendering import team_pages
from ..rendering.blocks import Blocks
from ..rendering.jobs import picture_jobs
from ..rendering.pages import Page
from ..rendering.questions import questions_html
from ..rendering.team_pages import PageLink
from . import compose, count, hinted, masked
from .brand import CompanyLook, read_look
from .count import Bands
from .digests import code_digest, page_digests
from .pool import Pool

#: Told what the navigation shows and the digest of every page by URI: which pages can stand as they are.
FindCurrent = Callable[[Sequence[object], Mapping[str, str]], Collection[str]]

#: What the site is called where neither the team nor ``mkdocs.yml`` says it.
SITE_NAME = "人间观察员"
#: The company's look for presentations.
TEMPLATE = "data/template.pptx"
_PRESENTATION = re.compile(r"\.(?:ppt|pot|pps|dps)[xmt]?$")
_CONCERNS = re.compile(r"(?:data|docs)/(?:_sample/)?agents/([a-z0-9][a-z0-9-]*)/(\d{4})(?:\.\w+$|/(?:index\.md$)?)?")


@dataclass(frozen=True)
class Inputs:
    """What a build is made of beside what the project's folders hold.

    ``free_uris`` are the Markdown files outside ``agents/``; ``site_url`` is where the site will stand, where that is
    known, ``site_name`` what it is called; a preview hands on ``bands``, the team's as it showed them first. In a
    ``preview`` no documents for other programs are made or linked. ``progress`` is told of logs that take long.
    """

    root: Path
    free_uris: Sequence[str]
    site_url: str = ""
    bands: Bands | None = None
    site_name: str = SITE_NAME
    preview: bool = False
    progress: Progress = silent

    @cached_property
    def template(self) -> bytes:
        """The content of ``data/template.pptx``; empty where there is none."""
        path = self.root / TEMPLATE
        return path.read_bytes() if path.is_file() else b""


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
    files stand; ``asked`` is what a preview asks the writer, as HTML at the head of the page."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    years: Mapping[str, BuiltYear] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    warnings: Sequence[Problem] = ()
    notes: Sequence[str] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    doors: Sequence[PageLink] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    bands: Bands = field(default_factory=Bands)
    detector: Detector = field(default_factory=Detector)
    hints: Sequence[Hint] = ()
    look: CompanyLook = field(default_factory=CompanyLook)


def build(inputs: Inputs, cache: Cache, pool: Pool, find_current: FindCurrent) -> Site:
    """Read, mask, count, draw and compose.

    Never raises for what people wrote: what is wrong comes back as ``problems``, and the pages concerned show it.
    """
    # what people wrote, without anything personal
    code = code_digest()
    project = load(inputs.root, cache.memo)
    detector = masked.detector_of(project)
    project, team_warnings = masked.mask_team(project, detector)
    look = read_look(inputs.root, project)
    readable = [manuscript for manuscript in project.years if manuscript.record]
    unreadable = [manuscript for manuscript in project.years if not manuscript.record]
    years = [masked.mask_manuscript(manuscript, detector, code, cache) for manuscript in readable]
    free = [
        compose.read_free(inputs.root, uri, project, detector, inputs.site_name, cache)
        for uri in dict.fromkeys(["index.md", *inputs.free_uris])
    ]
    words = coined([(year.record, year.cases) for year in years])
    vocabulary = Vocabulary(read_word_lists(inputs.root), words)

    # everybody's figures, and the team's
    logs = count.read_logs(inputs.root, project, years, detector, code, cache, inputs.progress)
    agent_years = count.count(years, project.team, logs, project.team_document.places, cache)
    bands = count.team_bands(agent_years, inputs.bands)
    agent_years = [count.complete(counted, bands, look, cache) for counted in agent_years]
    together = compose.team_together(agent_years, project.team, pool)
    doors = team_pages.doors(together)

    # what each page rests on, and which pages can stand as they are
    team_text, kind = "\n".join(project.team_document.lines), (inputs.site_url, inputs.preview)
    ground = (code, detector.allow, team_text, look, vocabulary.lists, kind)
    digests, everybody = page_digests(ground, years, agent_years, free)
    shared = team_pages.pages(together)
    digests |= {page.uri: everybody for page in shared}
    navigation = [[(page.uri, page.title) for page in free], [(door.uri, door.title) for door in doors]]
    stale = digests.keys() - find_current(navigation, digests)

    # exhibits, their drawings, and the pages that show them
    wanted = compose.wanted_years(years, free, stale)
    shown = [counted for counted in agent_years if counted.identity in wanted]
    blocks = compose.blocks_of(shown, vocabulary, cache, pool)
    if inputs.preview:
        blocks = {identity: replace(own, with_documents=False) for identity, own in blocks.items()}
    for year_blocks in blocks.values():
        pool.order(picture_jobs(year_blocks.agent_year, inputs.site_url).values())
    examples = compose.example_blocks(free, stale, project.team, detector, code, vocabulary, cache, pool)
    make_roll = compose.roll_maker(agent_years, unreadable, together, pool)
    composed = [
        *compose.year_pages(years, blocks, stale, bool(inputs.site_url)),
        *compose.person_pages(agent_years, stale, pool),
        *(page.page() if page.uri in stale else Page(page.uri, "team") for page in shared),
        *compose.free_pages(free, years, blocks, examples, stale, make_roll),
    ]
    unknown_blocks = compose.find_unknown_blocks(years, blocks)
    silent = compose.find_silent(years, blocks, composed)

    # what is wrong, what is odd; a page with a mistake is made anew each time
    problems = {
        *project.problems,
        *masked.find_telling_folders(project, detector),
        *logs.problems,
        *unknown_blocks,
        *(problem for page in free for problem in page.problems),
        *(problem for page in composed for problem in page.text.problems),
    }
    if not project.team_document.problems:  # else its logs may be what covers an agent
        problems |= {*count.find_unmeasured(years, agent_years)}
    warnings = {
        *team_warnings,
        *_find_template_fault(inputs),
        *look.warnings,
        *project.warnings,
        *logs.warnings,
        *(difference for year in years for difference in count.find_differences(year, project.team, logs)),
        *(warning for year in years for warning in year.warnings),
        *(warning for page in free for warning in page.warnings),
        *(problem for _, problem in silent),
        *count.find_contradictions(years, agent_years),
        *count.find_small_teams(years, agent_years, logs),
    }
    masked_problems = sorted(mask_problem(problem, detector) for problem in problems)
    ailing = ailing_pages(masked_problems, unreadable)
    spoken_of = {uri for uri, _ in silent}
    pages = {
        page.uri: replace(page, digest="" if page.text.problems or page.uri in spoken_of else digests[page.uri])
        for page in composed
    }
    return Site(
        pages=pages | ailing,
        years={
            counted.uri: BuiltYear(counted, uris, digests[uris[0]], blocks.get(counted.identity))
            for counted, uris in zip(agent_years, (tuple(year.texts) for year in years), strict=True)
        },
        problems=masked_problems,
        warnings=sorted(mask_problem(warning, detector) for warning in warnings),
        notes=[*look.notes, *map(str, logs.notes), *(str(mask_problem(note, detector)) for note in project.notes)],
        vocabulary=vocabulary,
        doors=doors,
        asked={f"{year.uri}/index.md": questions_html(year) for year in agent_years} if inputs.preview else {},
        bands=bands,
        detector=detector,
        hints=sorted(hinted.hints_of(years, free, detector, code, cache)),
        look=look,
    )


def _find_template_fault(inputs: Inputs) -> list[Problem]:
    """Why the company's template is not followed, where this build makes presentations and one is there, or a file
    that was meant to be one."""
    if inputs.preview:
        return []
    if not inputs.template:
        files = sorted(path.name for path in (inputs.root / TEMPLATE).parent.glob("*.*") if path.is_file())
        mend = "在 PowerPoint 里另存为 .pptx，改名“template.pptx”；先用了自带的样子"
        return [
            Problem(f"data/{name}", 1, 1, "没有照这个文件做 PPT：模板只认有内容的 template.pptx", mend)
            for name in files
            if _PRESENTATION.search(name.lower()) and not is_passed_over(name)
        ]
    from ..rendering.documents.pptx import fault  # loading the library takes as long as many a build

    reason = fault(inputs.template)
    return [Problem(TEMPLATE, 1, 1, f"没有照这个模板做 PPT：{reason}", "先用了自带的样子")] if reason else []


def ailing_pages(problems: Iterable[Problem], unreadable: Sequence[Manuscript]) -> dict[str, Page]:
    """The pages that show problems in place of their content; what concerns no single page stands on the home page.

    The stories of a year that cannot be read show what is wrong with the year.
    """
    concerned: dict[str, list[Problem]] = {}
    for problem in problems:
        year = _CONCERNS.match(problem.path)
        markdown = re.fullmatch(r"docs/(?:_sample/)?(.*\.md)", problem.path)
        uri = markdown[1] if markdown else "index.md"
        if year and not markdown:
            uri = f"agents/{year[1]}/{year[2]}/index.md"
        concerned.setdefault(uri, []).append(problem)
    for manuscript in unreadable:
        folder = f"agents/{manuscript.agent}/{manuscript.year}"
        for story in manuscript.cases:
            concerned.setdefault(f"{folder}/{story.slug}.md", []).extend(concerned.get(f"{folder}/index.md", ()))
    return {uri: page_makers.ailing(uri, "这一页还差一点", of_page) for uri, of_page in concerned.items()}
