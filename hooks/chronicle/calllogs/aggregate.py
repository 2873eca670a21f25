"""The counts of every log, added up per agent and year, and the shares that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, get_args

from ..errors import Problem
from ..records.model import MONTHS, Kind, Log, Priority
from . import messages as say
from .records import AgentLog, FileUse, LogReading, Reason, Rule, Source, Values
from .spelling import BLANKS, fold

_HOURS, _WEEK = 24, 168
_MOST_REASONS = 60  #: more different ones in a year are no reasons but remarks
_KINDS: dict[str, Kind] = {fold(kind): kind for kind in get_args(Kind)}
_PRIORITIES: dict[str, Priority] = {fold(priority): priority for priority in get_args(Priority)}

Monthly = Counter[int]


class CountRow(NamedTuple):
    """One row of the statement's result; what ``n`` and ``a`` … ``f`` count depends on ``part``.

    ``file``: rows; odd seconds, odd ratings. ``undated``: rows. ``month``: contacts; resolved of ``b``, satisfied
    of ``d``, milliseconds of ``f``. ``follow``: contacts with a customer; followed up, those after a vague word.
    ``stranger``: contacts; people. ``issue``, ``channel``, ``rhythm``, ``heard``, ``signal``: contacts.
    """

    part: str
    file: int
    agent: str
    year: int
    month: int
    slot: int
    label: str
    kind: str | None
    priority: str | None
    n: int
    a: int
    b: int
    c: int
    d: int
    e: int
    f: int


Counts = Mapping[str, Sequence[CountRow]]  #: part -> its rows; every part is there

#: Those parts that belong to an agent's year.
_PARTS = ("month", "rhythm", "issue", "channel", "follow", "heard", "signal")


def counts(rows: Iterable[tuple[object, ...]]) -> Counts:
    """The statement's result by its parts."""
    found: dict[str, list[CountRow]] = {part: [] for part in (*_PARTS, "file", "undated", "stranger")}
    for row in map(CountRow._make, rows):
        found[row.part].append(row)
    return found


@dataclass
class Account:
    """What has been counted for one agent's year; months count from 1."""

    contacts: Monthly = field(default_factory=Counter)
    resolved: Monthly = field(default_factory=Counter)
    asked: Monthly = field(default_factory=Counter)
    satisfied: Monthly = field(default_factory=Counter)
    rated: Monthly = field(default_factory=Counter)
    spent: Monthly = field(default_factory=Counter)
    timed: Monthly = field(default_factory=Counter)
    once: Monthly = field(default_factory=Counter)
    known: Monthly = field(default_factory=Counter)
    issues: Counter[tuple[str, Kind | None, Priority | None]] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    slots: Counter[int] = field(default_factory=Counter)
    signals: dict[str, Monthly] = field(default_factory=dict)
    heard: int | None = None
    came_back: int | None = None
    used: Counter[str] = field(default_factory=Counter)

    def month(self, row: CountRow, path: str) -> None:
        """A month of one file."""
        self.used[path] += int(row.n)
        series = (self.contacts, self.resolved, self.asked, self.satisfied, self.rated, self.spent, self.timed)
        for counter, count in zip(series, row[RESULT_N:], strict=True):
            counter[row.month] += int(count or 0)

    def follow(self, row: CountRow, log: Log) -> None:
        """A month's further contacts; where the log says itself what was resolved, only those after a vague word."""
        if not log.columns.resolved:
            self.known[row.month] += int(row.n)
            self.once[row.month] += int(row.n - row.a)
        if log.columns.remark:
            self.came_back = (self.came_back or 0) + int(row.b)

    def rhythms(self, row: CountRow) -> None:
        """Hours of the week with their contacts."""
        for pair in row.label.split():
            slot, _, count = pair.partition(":")
            self.slots[int(slot) % _WEEK] += int(count)

    def issue(self, row: CountRow) -> None:
        """A reason; a kind or priority that is none of the model's is left away."""
        kind, priority = _KINDS.get(fold(row.kind or "")), _PRIORITIES.get(fold(row.priority or ""))
        if name := row.label.strip(BLANKS):
            self.issues[name, kind, priority] += int(row.n)

    def channel(self, row: CountRow) -> None:
        """A channel."""
        if name := row.label.strip(BLANKS):
            self.channels[name] += int(row.n)

    def signal(self, row: CountRow, words: Sequence[str]) -> None:
        """A month of a vague word."""
        self.signals.setdefault(words[row.slot], Counter())[row.month] += int(row.n)

    # ---- the shares

    @property
    def rule(self) -> Rule | None:
        """What the log says itself goes before what can be concluded from it; the two are never mixed."""
        return "resolved" if self.asked.total() else "repeat" if self.known.total() else None

    @property
    def fcr(self) -> Values:
        """First-contact resolution in percent, by ``rule``."""
        repeat = self.rule == "repeat"
        return _share(self.once, self.known, 100) if repeat else _share(self.resolved, self.asked, 100)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The largest first; those beyond ``_MOST_REASONS`` are left out."""
        ranked = sorted(
            self.issues.items(), key=lambda each: (-each[1], each[0][0], each[0][1] or "", each[0][2] or "")
        )
        return tuple(Reason(*key, count) for key, count in ranked[:_MOST_REASONS])

    @property
    def rhythm(self) -> tuple[tuple[int, ...], ...] | None:
        """None where every contact falls on midnight: such a log has days, and no hours."""
        if all(slot % _HOURS == 0 for slot in self.slots):
            return None
        hours = [self.slots[slot] for slot in range(_WEEK)]
        return tuple(tuple(hours[day : day + _HOURS]) for day in range(0, _WEEK, _HOURS))

    def said(self, words: Iterable[str]) -> dict[str, tuple[int, ...]]:
        """Vague word -> contacts per month, in the order of the list."""
        return {word: _series(self.signals[word]) for word in words if word in self.signals}

    def log(self, agent: str, year: int, words: Iterable[str], rows: Mapping[str, int]) -> AgentLog:
        """The finished record; ``rows`` gives the length of every file."""
        return AgentLog(
            agent=agent,
            year=year,
            contacts=tuple(count or None for count in _series(self.contacts)),
            fcr=self.fcr,
            csat=_share(self.satisfied, self.rated, 100),
            aht=_share(self.spent, self.timed, 1 / 1000),
            fcr_rule=self.rule,
            issues=self.reasons,
            channels=tuple(sorted(self.channels.items(), key=lambda each: (-each[1], each[0]))[:_MOST_REASONS]),
            rhythm=self.rhythm,
            signals=self.said(words),
            heard=self.heard,
            came_back=self.came_back,
            sources=tuple(Source(path, rows[path], used) for path, used in sorted(self.used.items())),
        )


RESULT_N = CountRow._fields.index("n")


def _of_file(rows: Iterable[CountRow]) -> Counter[int]:
    """The contacts of each file, by its number."""
    found: Counter[int] = Counter()
    for row in rows:
        found[row.file] += int(row.n)
    return found


def _series(counter: Monthly) -> tuple[int, ...]:
    return tuple(counter[month] for month in range(1, MONTHS + 1))


def _share(part: Monthly, whole: Monthly, scale: float) -> Values:
    """Month by month, ``part`` of ``whole`` times ``scale``; None where ``whole`` is nothing."""
    pairs = zip(_series(part), _series(whole), strict=True)
    return tuple(above / below * scale if below else None for above, below in pairs)


class Books:
    """Where every log is entered, and what the reading is made from in the end."""

    def __init__(self, agents: Mapping[str, Collection[int]], words: tuple[str, ...]) -> None:
        self.agents, self.words = agents, words
        self.accounts: dict[tuple[str, int], Account] = {}
        self.files: list[FileUse] = []
        self.claimed: set[str] = set()
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.notes: list[Problem] = []

    @property
    def years(self) -> set[int]:
        """Every year that anybody has a file for."""
        return {year for years in self.agents.values() for year in years}

    def enter(self, log: Log, paths: Sequence[str], counts: Counts, broken: Mapping[str, int]) -> None:
        """Add a log's counts. ``paths`` names its files in the order of the statement."""
        ours = {
            (agent, year)
            for agent, year in {(row.agent, row.year) for row in counts["month"]}
            if year in self.agents.get(agent, ())
        }
        for key in ours:
            self._begin(self.accounts.setdefault(key, Account()), log)
        for part in _PARTS:
            for row in counts[part]:
                if (row.agent, row.year) in ours:
                    self._add(self.accounts[row.agent, row.year], row, log, paths)
        self._use(paths, counts, broken)
        self.notes += say.of_strangers(paths, counts)
        self.notes += say.of_years(paths, counts, self.agents)

    def _begin(self, account: Account, log: Log) -> None:
        """A log that has remarks counts from nothing, where others have no say."""
        if log.columns.remark and self.words:
            account.heard = account.heard or 0
            account.came_back = (account.came_back or 0) if log.columns.customer else account.came_back

    def _add(self, account: Account, row: CountRow, log: Log, paths: Sequence[str]) -> None:
        match row.part:
            case "rhythm":
                account.rhythms(row)
            case "month":
                account.month(row, paths[row.file])
            case "follow":
                account.follow(row, log)
            case "issue":
                account.issue(row)
            case "channel":
                account.channel(row)
            case "signal":
                account.signal(row, self.words)
            case "heard":
                account.heard = (account.heard or 0) + int(row.n)

    def _use(self, paths: Sequence[str], counts: Counts, broken: Mapping[str, int]) -> None:
        used = _of_file(row for row in counts["month"] if row.year in self.agents.get(row.agent, ()))
        kept = _of_file([*counts["month"], *counts["stranger"]])
        whole, undated = _of_file(counts["file"]), _of_file(counts["undated"])
        for number, path in enumerate(paths):
            unanswered = whole[number] - undated[number] - kept[number]
            others = kept[number] - used[number]
            lost = broken[path]
            self.files.append(
                FileUse(path, whole[number] + lost, used[number], undated[number], unanswered, others, lost)
            )

    def reading(self) -> LogReading:
        """Everything that was entered, in an order that does not depend on how it was counted."""
        rows: Counter[str] = Counter()
        for use in self.files:
            rows[use.path] = max(rows[use.path], use.rows)
        logs = [account.log(*key, self.words, rows) for key, account in sorted(self.accounts.items())]
        told = [say.of_reasons(log, len(self.accounts[log.agent, log.year].issues), _MOST_REASONS) for log in logs]
        warnings = [*self.warnings, *(each for each in told if each)]
        return LogReading(
            {(log.agent, log.year): log for log in logs},
            tuple(self.files),
            *(tuple(dict.fromkeys(sorted(each))) for each in (self.problems, warnings, self.notes)),
        )
