"""What is wrong in a whole build, and what is odd: collected from every step, masked, in the order of files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from ..calllogs import LogReading
from ..errors import Problem
from ..figures import annual, series
from ..figures.agent_year import AgentYear
from ..privacy.masking import mask_problems
from ..records.model import Team
from ..rendering import slides
from ..rendering.blocks import Blocks
from ..rendering.pages import Identity, Page
from ..rendering.placeholders import names
from .masked import MaskedProject, MaskedYear, find_telling_folders


def find_problems(
    written: MaskedProject, logs: LogReading, agent_years: Sequence[AgentYear], blocks: Mapping[Identity, Blocks],
    pages: Iterable[Page],
) -> list[Problem]:  # fmt: skip
    """What ends a build that is published."""
    project, years = written.project, written.years
    problems = {
        *project.problems,
        *find_telling_folders(project, written.detector),
        *logs.problems,
        *_unknown_blocks(years, blocks),
        *(problem for page in written.free for problem in page.problems),
        *(problem for page in pages for problem in page.text.problems),
    }
    if not (project.team_document.problems or logs.problems):  # else a log that is to be mended may cover an agent
        problems |= {*_unmeasured(years, agent_years)}
    return sorted(mask_problems(problems, written.detector))


def find_warnings(
    written: MaskedProject, logs: LogReading, agent_years: Sequence[AgentYear], others: Iterable[Problem]
) -> list[Problem]:
    """What is told and ends no build; ``others`` are what other steps met with."""
    project, years = written.project, written.years
    warnings = {
        *written.team_warnings,
        *others,
        *project.warnings,
        *logs.warnings,
        *(difference for year in years for difference in _differences(year, project.team, logs)),
        *(warning for year in years for warning in year.warnings),
        *(warning for page in written.free for warning in page.warnings),
        *_contradictions(years, agent_years),
        *_small_teams(years, agent_years, logs),
    }
    return sorted(mask_problems(warnings, written.detector))


def _unmeasured(years: Sequence[MaskedYear], agent_years: Sequence[AgentYear]) -> list[Problem]:
    """People of whom neither the file nor a log says a number: the log that was to cover them does not."""
    problems = []
    for year, agent_year in zip(years, agent_years, strict=True):
        manuscript = year.manuscript
        alone = not agent_year.annual.measures and not agent_year.is_lead
        if manuscript and alone and not manuscript.problems:
            message = "没有 metrics，通话记录里也没有这个人的这一年"
            mend = "补上 metrics，或在 data/team.yml 的 logs.agents 里对上名字"
            line, column = manuscript.document.where(("name",))
            problems.append(Problem(manuscript.document.path, line, column, message, mend))
    return problems


def _small_teams(years: Sequence[MaskedYear], agent_years: Sequence[AgentYear], logs: LogReading) -> list[Problem]:
    """Warnings of leads: too few people for a sum, and contacts of their own in a log, which are not the team's."""
    problems = []
    for year, agent_year in zip(years, agent_years, strict=True):
        if not agent_year.is_lead:
            continue
        count = len(agent_year.members)
        path, _, line = year.places.get("role_kind", f"{year.path}:1").rpartition(":")
        if count < annual.AT_LEAST:
            message = f"团队的数满 {annual.AT_LEAST} 人才合计，这里是 {count} 人，没有合计"
            mend = "核对各人的 team 是不是同一个写法；也可以把团队的指标自己写在 metrics 里"
            problems.append(Problem(path, int(line), 1, message, mend))
        if (log := logs.agents.get(agent_year.identity)) and (own := sum(filter(None, log.contacts))):
            message = f"话务记录里有班长自己的 {own:,} 通，没有算进来"
            problems.append(Problem(path, int(line), 1, message, "这一册的指标是团队的"))
    return problems


def _differences(year: MaskedYear, settings: Team, logs: LogReading) -> Iterable[Problem]:
    """Warnings where a month was typed and logged with two numbers."""
    if year.record.role_kind == "lead":
        return []

    def where(key: str, month: int) -> str:
        assert year.manuscript
        path, line = year.manuscript.source(("metrics", key, month - 1))
        return f"{path}:{line}"

    return series.differences(year.record, where, logs.agents.get(year.identity), settings.catalogue)


def _contradictions(years: Sequence[MaskedYear], agent_years: Sequence[AgentYear]) -> list[Problem]:
    """Warnings where numbers of one file cannot be true together."""
    pairs = zip(years, agent_years, strict=True)
    return [
        warning
        for year, agent_year in pairs
        for warning in series.contradictions(year.record, year.places, agent_year.measure("contacts"))
    ]


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


def _unknown_blocks(years: Sequence[MaskedYear], blocks: Mapping[Identity, Blocks]) -> list[Problem]:
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
