"""What call logs say, as frozen records, and the same as plain JSON for a cache."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from ..errors import Problem
from ..records.model import Kind, Priority

Rule = Literal["resolved", "repeat"]
Values = tuple[float | None, ...]

Monthly = list[int]  #: twelve counts, January first

Place = tuple[str, int]  #: worksheet, or nothing where a file has no several ones, and line


@dataclass(frozen=True, slots=True)
class Source:
    """A file that an agent's year rests on: ``path`` (``data/logs/…``), its ``rows``, and those ``used`` here.

    ``others`` are in other people's years; ``left`` says of the rest why it was left out, as words with their count.
    ``rows`` = ``used`` + ``others`` + the counts of ``left``.
    """

    path: str
    rows: int
    used: int
    others: int = 0
    left: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ContactReason:
    """A contact reason with its count; ``kind`` and ``priority`` where the log names one of the model's."""

    name: str
    kind: Kind | None
    priority: Priority | None
    count: int


@dataclass(frozen=True, slots=True)
class AgentLog:
    """One agent's year. Every series has twelve values, January first; None is a month without any.

    ``contacts`` in 通, ``fcr`` and ``csat`` in percent (0 … 100), ``aht`` in seconds. ``issues`` and ``channels``
    have the largest first; reasons that differ in kind or priority alone stand together. ``talk`` gives, for each
    channel, the seconds of its contacts per month. ``rhythm`` is 7 × 24
    contacts, Monday and midnight first, or None where the log has no time of day. ``behind`` gives, for ``fcr``,
    ``csat`` and ``aht``, the contacts behind each month's value. ``signals`` gives, for each vague word that was heard,
    the contacts per month with it; ``came_back`` those with any that the same customer followed up within 7 days (None:
    the log has no remarks or no customers). ``fcr_rule`` says what ``fcr`` rests on.
    """

    agent: str
    year: int
    contacts: tuple[int | None, ...]
    fcr: Values
    csat: Values
    aht: Values
    fcr_rule: Rule | None = None
    behind: Mapping[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    issues: tuple[ContactReason, ...] = ()
    channels: tuple[tuple[str, int], ...] = ()
    talk: Mapping[str, tuple[float, ...]] = dataclasses.field(default_factory=dict)
    rhythm: tuple[tuple[int, ...], ...] | None = None
    signals: Mapping[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    came_back: int | None = None
    sources: tuple[Source, ...] = ()

    @property
    def source(self) -> str:
        """The file that most of the year's rows are from: what a figure of the log names; empty where there is none."""
        return max(self.sources, key=lambda source: source.used).path if self.sources else ""


@dataclass(slots=True)
class FileUse:
    """What became of one file's rows: ``rows`` = ``used`` + the counts of ``left`` (reasons of ``messages.REASONS``).

    ``first`` gives the worksheet (of one among several) and line of the first row for reasons that somebody could
    mend; ``years`` are those of rows of people who have no file for them; ``unread`` names worksheets whose header does
    not fit. The worksheets of one workbook add up.
    """

    path: str
    rows: int = 0
    used: int = 0
    left: dict[str, int] = dataclasses.field(default_factory=dict)
    first: dict[str, Place] = dataclasses.field(default_factory=dict)
    years: tuple[int, ...] = ()
    unread: tuple[str, ...] = ()

    def leave(self, reason: str, count: int, first: Place = ("", 0)) -> None:
        """Leave rows out; ``first`` is the place of the first of them, where somebody could mend it."""
        if count:
            self.left[reason] = self.left.get(reason, 0) + count
            if first[1]:
                self.first.setdefault(reason, first)


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
        plain = TypeAdapter(LogReading).dump_python(self)
        return {**plain, "agents": [*plain["agents"].values()]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LogReading:
        """The reading back."""
        agents = {(log["agent"], log["year"]): log for log in data["agents"]}
        return TypeAdapter(cls).validate_python({**data, "agents": agents})


SERIES = ("contacts", "solved", "asked", "pleased", "rated", "milliseconds", "timed", "once", "known")
"""The sums of a person's month that ``sql.monthly`` counts."""
