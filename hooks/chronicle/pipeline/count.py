"""Masked years and call logs -> everybody's figures, as agent years."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from .. import calllogs
from ..cache import Cache, key
from ..calllogs import AgentLog, LogReading
from ..figures import annual, series, team
from ..figures.agent_year import AgentYear
from ..figures.annual import Given
from ..figures.channels import ChannelWords, channel_of
from ..figures.words import word_list
from ..reading.document import Loc
from ..records.model import Team
from ..rendering.pages import Identity
from ..sanitize.call_logs import mask_reading
from .masked import MaskedProject, MaskedYear


def read_logs(
    root: Path, written: MaskedProject, cache: Cache, progress: calllogs.Progress = calllogs.silent
) -> LogReading:
    """What the call logs say of people who have a file here, masked before it is kept; from the cache while neither a
    log nor our own ``code`` has changed.

    A log that names its agents, none of whom is here, is left alone: it went with them.
    """
    project, years, detector = written.project, written.years, written.detector
    people, periods, names = calllogs.people_of((year.agent, year.year, year.record) for year in years)
    given = [
        (index, log)
        for index, log in enumerate(project.team.logs)
        if not log.agents or any(agent in people or agent in names for agent in log.agents.values())
    ]
    if not given or not people:
        return LogReading()
    logs = calllogs.with_names([log for _, log in given], names)

    def where(loc: Loc) -> tuple[int, int]:
        return project.team_document.where((loc[0], given[int(loc[1])][0], *loc[2:]))

    vague = calllogs.vague_words(word_list(root, "vague_words.txt"))
    places = "\n".join(project.team_document.lines)
    fingerprint = calllogs.fingerprint(root, logs, people, vague, project.folders.data, periods)
    name = key("logs", fingerprint, places, written.code, detector.allow)

    def tell(what: str, seconds: int) -> None:
        progress(detector.mask(what)[0], seconds)

    def read() -> bytes:
        folder = project.folders.data
        reading = calllogs.read(root, logs, people, vague, where, tell, data_folder=folder, periods=periods)
        reading = mask_reading(reading, detector)  # what people typed into another system goes nowhere as it is
        return json.dumps(reading.to_json(), ensure_ascii=False).encode()

    return LogReading.from_json(json.loads(cache.made(name, read)))


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
        log = logs.agents.get(year.identity)
        givens[year.identity] = series.given(year.year, year.record, year.places, log, settings)
    counted: dict[Identity, AgentYear] = {}
    leads = [year for year in years if year.record.role_kind == "lead"]
    for year in (*(year for year in years if year not in leads), *sorted(leads, key=lambda lead: lead.year)):
        last = year.agent, year.year - 1
        every_year = tuple(sorted(number for agent, number in givens if agent == year.agent))
        log, given = logs.agents.get(year.identity), givens[year.identity]
        channels = tuple[ChannelWords, ...]()
        if year in leads:
            people, log = team.members(year.record, year.year, counted.values()), None
            channels = tuple(person.channel for person in people)
            given = replace(given, channel=channel_of(year.record, settings, members=channels))
            given = givens[year.identity] = team.sums(given, people)
        whole = (year, given, log, channels, masked.get(last), givens.get(last), logs.agents.get(last), settings)
        content = (*whole, of_team, every_year)
        counted[year.identity] = cache.recall(f"{year.path} counted", content, partial(_agent_year, *content))
    return [counted[year.identity] for year in years]


def _agent_year(
    year: MaskedYear, given: Given, log: AgentLog | None, members: tuple[ChannelWords, ...], before: MaskedYear | None,
    given_before: Given | None, log_before: AgentLog | None, settings: Team, of_team: Mapping[str, str],
    every_year: tuple[int, ...],
) -> AgentYear:  # fmt: skip
    """One agent's year; ``before`` and what ends in ``_before`` belong to the same agent's previous year."""
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
        before_channel=given_before.channel if given_before else None,
    )
