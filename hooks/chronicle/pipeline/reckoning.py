"""Call logs and typed series -> everybody's figures."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace

from .. import calllogs  # fmt: skip
from ..cache import key
from ..calllogs import AgentLog
from ..errors import Problem
from ..figures import annual, series
from ..figures.annual import Annual, Given
from ..figures.words import word_list
from ..privacy.detector import Gate
from ..reading.document import Loc
from ..records.model import Log, Team
from .assembly import Assembly, Masked


def read_logs(work: Assembly, masked: Sequence[Masked]) -> calllogs.LogReading:
    """What the call logs say of people who have a file here, from the cache while no log has changed.

    A log that names its agents, none of whom is here, is left alone: it went with them.
    """
    years: dict[str, list[int]] = {}
    for each in masked:
        years.setdefault(each.manuscript.agent, []).append(each.manuscript.year)
    given = [(n, log) for n, log in enumerate(work.written.team.logs) if _concerns(log, years)]
    if not given:
        return calllogs.LogReading()
    used = tuple(log for _, log in given)

    def where(loc: Loc) -> tuple[int, int]:
        return work.written.team_document.where((loc[0], given[int(loc[1])][0], *loc[2:]))

    vague = calllogs.vague_words(word_list(work.root, "vague_words.txt"))
    places = "\n".join(work.written.team_document.lines)
    name = key("logs", calllogs.fingerprint(work.root, used, years, vague, work.seen), places)
    known = work.store.get(name)
    read = calllogs.LogReading.from_json(json.loads(known)) if known is not None else None
    if read is None:
        read = calllogs.read(work.root, used, years, vague, where)
        work.store.put(name, json.dumps(read.to_json(), ensure_ascii=False).encode())
    return replace(read, agents={whose: _log_masked(log, work.gate) for whose, log in read.agents.items()})


def _concerns(log: Log, people: Collection[str]) -> bool:
    """Whether a log is about anybody who has a file here; one that names nobody may be about everyone."""
    return bool(people) and (not log.agents or any(agent in people for agent in log.agents.values()))


def _log_masked(log: AgentLog, gate: Gate) -> AgentLog:
    """Contact reasons and channels are words that somebody typed into another system."""
    issues = tuple(replace(reason, name=gate.mask(reason.name)[0]) for reason in log.issues)
    return replace(log, issues=issues, channels=tuple((gate.mask(name)[0], count) for name, count in log.channels))


def find_unmeasured(each: Masked, annual: Annual) -> list[Problem]:
    """Neither the file nor a log says anything: the log that was to cover this agent does not."""
    if annual.measures or each.manuscript.problems:
        return []
    line, column = each.manuscript.document.where(("name",))
    message = "没有 metrics，通话记录里也没有这个人的这一年"
    return [
        Problem(
            each.manuscript.document.path,
            line,
            column,
            message,
            "补上 metrics，或在 data/team.yml 的 logs.agents 里对上名字",
        )
    ]


def reckon(
    masked: Sequence[Masked], team: Team, read: calllogs.LogReading
) -> dict[tuple[str, int], tuple[Annual, Given]]:
    """Figures and what they were worked out of, by agent and year; each year beside the one before."""
    givens = {
        each.identity: series.given(each.manuscript.year, each.record, each.places, read.agents.get(each.identity))
        for each in masked
    }
    return {
        (agent, year): (annual.annual(given, givens.get((agent, year - 1)), team), given)
        for (agent, year), given in givens.items()
    }
