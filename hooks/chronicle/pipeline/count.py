"""Masked years and call logs -> everybody's figures, as agent years."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from .. import calllogs
from ..cache import Cache, key
from ..calllogs import AgentLog, LogReading
from ..errors import Problem
from ..figures import annual, series, team
from ..figures.agent_year import AgentYear
from ..figures.annual import Given, Values
from ..figures.channels import ChannelWords, channel_of
from ..figures.words import word_list
from ..privacy.detector import Detector
from ..privacy.masking import mask_problem
from ..reading.document import Loc
from ..records.model import Team
from ..records.project import Project
from ..rendering.pages import Identity
from .brand import CompanyLook
from .masked import MaskedYear


@dataclass(frozen=True)
class Bands:
    """The middle half of the team, as it is drawn behind everybody's lines: per year and metric the first and the
    third quartile of each month; and the people that it was worked out of."""

    people: tuple[Identity, ...] = ()
    quartiles: Mapping[int, Mapping[str, tuple[tuple[float, float] | None, ...]]] = field(default_factory=dict)
    medians: Mapping[int, Mapping[str, Values]] = field(default_factory=dict)

    def behind(self, agent_year: AgentYear) -> AgentYear:
        """The year with the team's bands and medians; none behind a lead's, whose figures are the team's own."""
        if agent_year.is_lead:
            return agent_year
        medians = self.medians.get(agent_year.year, {}) if agent_year.team.team_line else {}
        return replace(agent_year, middle=self.quartiles.get(agent_year.year, {}), median=medians)


def read_logs(
    root: Path,
    project: Project,
    years: Sequence[MaskedYear],
    detector: Detector,
    code: str,
    cache: Cache,
    progress: calllogs.Progress = calllogs.silent,
) -> LogReading:
    """What the call logs say of people who have a file here, masked before it is kept; from the cache while neither a
    log nor our own ``code`` has changed.

    A log that names its agents, none of whom is here, is left alone: it went with them.
    """
    people, periods, names = calllogs.people_of((year.agent, year.year, year.record) for year in years)
    given = [
        (index, log)
        for index, log in enumerate(project.team.logs)
        if not log.agents or any(agent in people for agent in log.agents.values())
    ]
    if not given or not people:
        return LogReading()
    logs = calllogs.with_names([log for _, log in given], names)

    def where(loc: Loc) -> tuple[int, int]:
        return project.team_document.where((loc[0], given[int(loc[1])][0], *loc[2:]))

    vague = calllogs.vague_words(word_list(root, "vague_words.txt"))
    places = "\n".join(project.team_document.lines)
    fingerprint = calllogs.fingerprint(root, logs, people, vague, project.folders.data, periods)
    name = key("logs", fingerprint, places, code, detector.allow)
    known = cache.get(name)
    reading = LogReading.from_json(json.loads(known)) if known is not None else None
    if reading is None:

        def tell(what: str, seconds: int) -> None:
            progress(detector.mask(what)[0], seconds)

        folder = project.folders.data
        reading = calllogs.read(root, logs, people, vague, where, tell, data_folder=folder, periods=periods)
        reading = _masked(reading, detector)  # what people typed into another system goes nowhere as it is
        cache.put(name, json.dumps(reading.to_json(), ensure_ascii=False).encode())
    return reading


def _masked(reading: LogReading, detector: Detector) -> LogReading:
    """The reading with everything personal masked: in its reasons and channels, in names of files and sheets, and in
    what is told."""

    def mask(text: str) -> str:
        return detector.mask(text)[0]

    agents = {
        identity: replace(
            log,
            issues=tuple(replace(reason, name=mask(reason.name)) for reason in log.issues),
            channels=tuple((mask(channel), number) for channel, number in log.channels),
            sources=tuple(replace(source, path=mask(source.path)) for source in log.sources),
        )
        for identity, log in reading.agents.items()
    }
    files = tuple(
        replace(
            use,
            path=mask(use.path),
            unread=tuple(map(mask, use.unread)),
            first={reason: (mask(sheet), line) for reason, (sheet, line) in use.first.items()},
        )
        for use in reading.files
    )
    problems, warnings, notes = (
        tuple(mask_problem(problem, detector) for problem in told)
        for told in (reading.problems, reading.warnings, reading.notes)
    )
    return replace(reading, agents=agents, files=files, problems=problems, warnings=warnings, notes=notes)


def count(
    years: Sequence[MaskedYear], settings: Team, logs: LogReading, team_places: Mapping[str, str], cache: Cache
) -> list[AgentYear]:
    """Everybody's figures, each year beside the one before; the team's bands and the cloud's words come later.

    ``team_places``: the PATH:LINE of every place in the team's file; an agent year has them below ``team.``.
    """
    of_team = {f"team.{place}": at for place, at in team_places.items()}
    masked = {year.identity: year for year in years}
    givens = {}
    for year in years:
        facts = (year.year, year.record, year.places, logs.agents.get(year.identity), settings)
        givens[year.identity] = cache.recall(f"{year.path} given", facts, partial(series.given, *facts))
    counted: dict[Identity, AgentYear] = {}
    leads = [year for year in years if year.record.role_kind == "lead"]
    for year in (*(year for year in years if year not in leads), *sorted(leads, key=lambda lead: lead.year)):
        last, every_year = (
            (year.agent, year.year - 1),
            sorted(number for agent, number in givens if agent == year.agent),
        )
        log, given = logs.agents.get(year.identity), givens[year.identity]
        channels = tuple[ChannelWords, ...]()
        if year in leads:
            people, log = team.members(year.record, year.year, counted.values()), None
            channels = tuple(person.channel for person in people)
            given = replace(given, channel=channel_of(year.record, settings, members=channels))
            given = givens[year.identity] = team.sums(given, people)
        whole = (year, given, log, channels, masked.get(last), givens.get(last), logs.agents.get(last), settings)
        content = (*whole, of_team, tuple(every_year))
        counted[year.identity] = cache.recall(f"{year.path} counted", content, partial(_agent_year, *content))
    return [counted[year.identity] for year in years]


def _agent_year(
    year: MaskedYear, given: Given, log: AgentLog | None, members: tuple[ChannelWords, ...], before: MaskedYear | None,
    given_before: Given | None, log_before: AgentLog | None, settings: Team, of_team: Mapping[str, str],
    every_year: tuple[int, ...],
) -> AgentYear:  # fmt: skip
    """One agent's year; what is ``before`` is of the agent's year before."""
    record, last = year.record, before.record if before else None
    if log and log.issues and not record.issues:  # contact reasons from the log where the file gives none
        record = record.model_copy(update={"issues": log.issues})  # counts of one kind are held against each other
        last = last and last.model_copy(update={"issues": log_before.issues if log_before else ()})
    numbers = annual.annual(given, team.like(given, given_before), settings)
    worked_out = {
        at: found
        for at, task in enumerate(record.campaigns)
        if not task.figures and (found := series.before_and_during(task, numbers))[0]
    }
    if worked_out:
        tasks = [
            task.model_copy(update={"figures": worked_out[at][0]}) if at in worked_out else task
            for at, task in enumerate(record.campaigns)
        ]
        record = record.model_copy(update={"campaigns": tuple(tasks)})
    return AgentYear(
        agent=year.agent,
        year=year.year,
        record=record,
        annual=numbers,
        stories=year.stories,
        team=settings,
        path=year.path,
        sources={**of_team, **given.sources},
        years=every_year,
        log=log,
        members=members,
        worked_out={at: how for at, (_, how) in worked_out.items()},
        before=last,
        before_sources=before.places if before else {},
    )


def complete(agent_year: AgentYear, bands: Bands, look: CompanyLook, cache: Cache) -> AgentYear:
    """The year with what it has from the team: its bands, and the company's look."""

    def make() -> AgentYear:
        return replace(bands.behind(agent_year), accent=look.accent, logo=look.logo)

    return cache.recall(f"{agent_year.path} complete", (agent_year, bands, look), make)


def team_bands(agent_years: Sequence[AgentYear], held: Bands | None) -> Bands:
    """The team's bands; those that are ``held`` go on as long as they are of the same people."""
    people = tuple(agent_year.identity for agent_year in agent_years)
    if held and held.people == people:
        return held
    by_year = {
        year: [each for each in agent_years if each.year == year] for year in sorted({year for _, year in people})
    }
    quartiles = {year: team.middles(of_year) for year, of_year in by_year.items()}
    medians = {year: team.medians(of_year) for year, of_year in by_year.items()}
    return Bands(people, quartiles, medians)


def find_unmeasured(years: Sequence[MaskedYear], agent_years: Sequence[AgentYear]) -> list[Problem]:
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


def find_small_teams(years: Sequence[MaskedYear], agent_years: Sequence[AgentYear], logs: LogReading) -> list[Problem]:
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


def find_differences(year: MaskedYear, settings: Team, logs: LogReading) -> Iterable[Problem]:
    """Warnings where a month was typed and logged with two numbers."""
    if year.record.role_kind == "lead":
        return []

    def where(key: str, month: int) -> str:
        assert year.manuscript
        path, line = year.manuscript.source(("metrics", key, month - 1))
        return f"{path}:{line}"

    return series.differences(year.record, where, logs.agents.get(year.identity), settings.catalogue)


def find_contradictions(years: Sequence[MaskedYear], agent_years: Sequence[AgentYear]) -> list[Problem]:
    """Warnings where numbers of one file cannot be true together."""
    pairs = zip(years, agent_years, strict=True)
    return [
        warning
        for year, agent_year in pairs
        for warning in series.contradictions(year.record, year.places, agent_year.measure("contacts"))
    ]
