"""What call logs say, as frozen records, and the same as plain JSON for a cache."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from ..errors import Problem
from ..records.model import Kind, Priority

Rule = Literal["resolved", "repeat"]
Values = tuple[float | None, ...]

FORMAT = 1  #: of the JSON; a cache that holds another number is not read


@dataclass(frozen=True, slots=True)
class Source:
    """A file that an agent's year rests on: ``path`` (``data/logs/…``), its ``rows``, and those that count here."""

    path: str
    rows: int
    used: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A contact reason with its count; ``kind`` and ``priority`` where the log names one of the model's."""

    name: str
    kind: Kind | None
    priority: Priority | None
    count: int


@dataclass(frozen=True, slots=True)
class AgentLog:
    """One agent's year. Every series has twelve values, January first; None is a month without any.

    ``contacts`` in 通, ``fcr`` and ``csat`` in percent (0 … 100), ``aht`` in seconds. ``issues`` and ``channels``
    have the largest first. ``rhythm`` is 7 × 24 contacts, Monday and midnight first, or None where the log has no
    time of day. ``signals`` gives, for each vague word that was heard, the contacts per month with it; ``heard`` the
    contacts with any (None: the log has no remarks), ``came_back`` those of them that the same customer followed
    up within 7 days (None: the log has no customers). ``fcr_rule`` says what ``fcr`` rests on.
    """

    agent: str
    year: int
    contacts: tuple[int | None, ...]
    fcr: Values
    csat: Values
    aht: Values
    fcr_rule: Rule | None = None
    issues: tuple[Reason, ...] = ()
    channels: tuple[tuple[str, int], ...] = ()
    rhythm: tuple[tuple[int, ...], ...] | None = None
    signals: Mapping[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    heard: int | None = None
    came_back: int | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class FileUse:
    """What became of one file's rows. ``rows`` = ``used`` + ``undated`` + ``unanswered`` + ``strangers`` + ``broken``.

    ``undated`` have no readable time, ``unanswered`` are contacts that nobody took, ``strangers`` belong to agents
    or years without a file here, ``broken`` do not have the columns of the header.
    """

    path: str
    rows: int
    used: int
    undated: int
    unanswered: int
    strangers: int
    broken: int

    @property
    def share(self) -> float:
        """The part of the rows that is in somebody's chronicle, 0 … 1."""
        return self.used / self.rows if self.rows else 0.0


@dataclass(frozen=True, slots=True)
class LogReading:
    """All that the logs of a team say. ``problems`` stop a build, ``warnings`` and ``notes`` do not."""

    agents: Mapping[tuple[str, int], AgentLog] = dataclasses.field(default_factory=dict)
    files: tuple[FileUse, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, lists, texts and numbers."""
        return {
            "format": FORMAT,
            "agents": [_nested(log) for log in self.agents.values()],
            **{
                name: [_plain(each) for each in getattr(self, name)]
                for name in ("files", "problems", "warnings", "notes")
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LogReading | None:
        """The reading back, or None where the JSON is of another format."""
        if data.get("format") != FORMAT:
            return None
        logs = [_agent(each) for each in data["agents"]]
        return cls(
            {(log.agent, log.year): log for log in logs},
            tuple(FileUse(**each) for each in data["files"]),
            *(tuple(Problem(**each) for each in data[name]) for name in ("problems", "warnings", "notes")),
        )


def _plain(record: Any) -> dict[str, Any]:
    """A record as a dict, one level deep; ``asdict`` copies every number of it, which tells for a thousand agents."""
    return {each.name: getattr(record, each.name) for each in dataclasses.fields(record)}


def _nested(log: AgentLog) -> dict[str, Any]:
    return _plain(log) | {"issues": [*map(_plain, log.issues)], "sources": [*map(_plain, log.sources)]}


def _agent(data: Mapping[str, Any]) -> AgentLog:
    parts = {
        "issues": tuple(Reason(**each) for each in data["issues"]),
        "signals": {word: tuple(months) for word, months in data["signals"].items()},
        "sources": tuple(Source(**each) for each in data["sources"]),
    }
    return AgentLog(**{key: _frozen(value) for key, value in data.items()} | cast(dict[str, Any], parts))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple) else value
