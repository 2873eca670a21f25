"""What is wrong in a whole build, and what is odd: collected from every step, masked, in the order of files; and what
looks like a name in people's prose and is published as it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from ..cache import Cache, key
from ..calllogs import AgentLog, LogReading
from ..errors import Problem
from ..figures import annual, series
from ..figures.agent_year import AgentYear
from ..figures.scorecard import open_promises
from ..pictures.company_look import CompanyLook
from ..privacy import masking
from ..privacy.hints import Hint, Passage, find_hints
from ..reading.document import Document
from ..reading.slips import clip
from ..reading.text import is_passed_over
from ..rendering import faults
from ..rendering.blocks import Blocks
from ..rendering.free_page import PROJECT_PAGES
from ..rendering.pages import Identity, Page
from ..rendering.placeholders import names
from .digests import code_digest
from .masked import MaskedProject, MaskedYear, find_telling_folders, read_masked


@dataclass(frozen=True)
class Findings:
    """What ends a build that is published (``problems``), what is told and ends none (``warnings``), what was passed
    over (``notes``); ``pages``, by URI, are those in which something of their own is wrong or odd."""

    problems: list[Problem]
    warnings: list[Problem]
    notes: list[str]
    pages: frozenset[str]


def find(
    written: MaskedProject, logs: LogReading, look: CompanyLook, agent_years: Sequence[AgentYear],
    blocks: Mapping[Identity, Blocks], pages: Mapping[str, Page], others: Iterable[Problem],
) -> Findings:  # fmt: skip
    """Everything that the steps of a build met with, masked; ``others`` are further warnings."""
    project, detector = written.project, written.detector
    problems = {*project.problems, *find_telling_folders(project, detector), *logs.problems}
    problems.update(*(page.problems for page in written.free))
    if project.has_metrics:  # else a name may be of one of them
        problems.update(*(page.text.problems for page in pages.values()))
    shared = any(problem.path.startswith("data/metrics.") for problem in project.problems)
    to_mend = project.team_document.problems or logs.problems or shared  # which may cover an agent
    warnings = {*others, *look.warnings, *written.team_warnings, *project.warnings, *logs.warnings}
    warnings.update(*(page.warnings for page in written.free))
    passed_over, odd = [*project.notes], {uri for uri, page in pages.items() if page.text.problems}
    for year, agent_year in zip(written.years, agent_years, strict=True):
        document, own, chronicle = year.manuscript.document, blocks.get(year.identity), next(iter(year.texts))
        log = logs.agents.get(year.identity)
        warnings.update(year.warnings, _odd_numbers(year, agent_year, log))
        if not agent_year.is_lead:
            catalogue, typed_at = agent_year.team.catalogue, partial(_typed_at, year)
            passed_over += series.unused(year.record, typed_at, log, catalogue, agent_year.span)
        passed_over += _untold(document, agent_year)
        if not (to_mend or year.manuscript.problems or agent_year.annual.measures or agent_year.is_lead):
            message = "没有 metrics，话务记录里也没有这个人的这一年"
            mend = "补上 metrics，或在 data/team.yml 的 logs.agents 里对上名字"
            problems.add(document.problem(("name",), message, mend))
        if own:
            if absent := [*faults.slides_of_nothing(document, own)]:
                passed_over += absent
                odd.add(chronicle)
            problems.update(faults.unknown(document, own) if project.has_metrics else ())
        if own and chronicle in pages and pages[chronicle].text.markdown:
            placed = chain(pages[chronicle].text.names, *(names(text) for text in year.texts.values() if text))
            if silent := [*faults.silent(document, own, {*placed})]:
                warnings.update(silent)
                odd.add(chronicle)
    return Findings(
        problems=sorted(masking.mask_problems(problems, detector)),
        warnings=sorted(masking.mask_problems(warnings, detector)),
        notes=[*look.notes, *map(str, logs.notes), *map(str, masking.mask_problems(passed_over, detector))],
        pages=frozenset(odd),
    )


def _untold(document: Document, agent_year: AgentYear) -> Iterator[Problem]:
    """A note on last year's promises without an outcome, where the writer told the outcome of others."""
    last_year = agent_year.record.last_year
    for section in ("plan", "foresight"):
        untold = open_promises(agent_year, section) if last_year and getattr(last_year, section) else []
        if untold:
            promises = "、".join(map(clip, untold))
            said = f"{agent_year.year - 1} 年说过的还有：{promises}，后来怎样没有写，纪实里就没有它们"
            yield document.problem(("last_year", section), said, "也写一条；不想写的可以不写", at_key=True)


def _odd_numbers(year: MaskedYear, agent_year: AgentYear, log: AgentLog | None) -> Iterator[Problem]:
    """Numbers of one year that cannot be true together, or that were typed and logged differently; of a lead's, too few
    people for a sum, and contacts of their own in a log, which are not the team's."""
    yield from series.contradictions(year.record, year.places, agent_year.measure("contacts"))
    if not agent_year.is_lead:
        yield from series.differences(year.record, partial(_typed_at, year), log, agent_year.team.catalogue)
        return
    count = len(agent_year.members)
    place = year.places.get("role_kind", f"{year.path}:1")
    if count < annual.AT_LEAST:
        message = f"团队的数满 {annual.AT_LEAST} 人才合计，这里是 {count} 人，没有合计"
        mend = "核对各人的 team 是不是同一个写法；也可以把团队的指标自己写在 metrics 里"
        yield Problem.at(place, message, mend)
    if log and (own := sum(filter(None, log.contacts))):
        message = f"话务记录里有班长自己的 {own:,} 通，没有算进来"
        yield Problem.at(place, message, "这一册的指标是团队的")


def _typed_at(year: MaskedYear, key: str, month: int) -> str:
    """The PATH:LINE of what was typed of a metric for a month."""
    path, line = year.manuscript.source(("metrics", key, month - 1))
    return f"{path}:{line}"


# --- what looks like a name: told to the lead, who knows whose it is ---


def hints_of(written: MaskedProject, cache: Cache) -> list[Hint]:
    """The hints in everybody's years and in the team's own pages, in the order of files and lines; what was masked is
    none. Prose that was read before, by the same code and with the same names allowed, is not read again."""
    hints, allow = list[Hint](), written.detector.allow
    for year in written.years:
        find = partial(_hints_of_year, year, allow, key("hints", written.code, allow, year.digest), cache)
        hints += cache.recall(f"{year.path} hints", (year, written.code, allow), find)
    for page in written.free:
        if page.uri not in PROJECT_PAGES and page.text.text:
            passage = Passage(page.text.path, page.text.text, page.text.first_line)
            hints += find_hints([passage], key("hints", written.code, allow, passage.text), allow, cache)
    return sorted(hints)


def _hints_of_year(year: MaskedYear, allow: Collection[str], name: str, cache: Cache) -> list[Hint]:
    documents = (document for document in year.manuscript.documents if document.lines)
    passages = [Passage(document.path, _prose(document)) for document in documents]
    hints = list(find_hints(passages, name, allow, cache))
    records = (year.record, *year.cases) if hints else ()
    said = "\n".join(chain(*map(masking.texts, records), year.texts.values()))
    return [hint for hint in hints if hint.name in said]


def _prose(document: Document) -> str:
    """The text of a file; comments in YAML reach no page."""
    is_yaml = not document.path.endswith(".md")
    return "\n".join("" if is_yaml and line.lstrip().startswith("#") else line for line in document.lines)


def all_hints(root: Path, cache: Cache) -> list[Hint]:
    """Every hint in the project below ``root``; builds no site."""
    uris = [path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.md") if path.is_file()]
    uris = [uri for uri in uris if not uri.startswith("agents/") and not any(map(is_passed_over, uri.split("/")))]
    return hints_of(read_masked(root, uris, "", code_digest(), cache), cache)
