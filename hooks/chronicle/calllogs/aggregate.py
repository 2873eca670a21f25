"""The counts of every log, added up per agent and year, and the shares that they make."""

from __future__ import annotations

import filecmp
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from ..errors import Problem
from ..records.model import MONTHS, Kind, Log, Priority
from . import messages as say
from .records import SERIES, AgentLog, ContactReason, FileUse, LogReading, Monthly, Rule, Values
from .spelling import fold, unwrapped
from .tables import LogTable
from .values import NOTHING

_HOURS, _WEEK = 24, 168
_MOST_REASONS = 60  #: more different ones in a year are no reasons but remarks
_KINDS: dict[str, Kind] = {fold(kind): kind for kind in get_args(Kind)}
_PRIORITIES: dict[str, Priority] = {fold(priority): priority for priority in get_args(Priority)}


@dataclass
class Account:
    """What has been counted for one agent's year: sums by month, under the names of ``SERIES``, and labels.

    Reasons and channels are told apart by their folded forms; ``spellings`` counts how they are written.
    """

    months: dict[str, Monthly] = field(default_factory=lambda: {name: [0] * MONTHS for name in SERIES})
    reasons: Counter[tuple[str, Kind | None, Priority | None]] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    talk: dict[str, Monthly] = field(default_factory=dict)
    hours: list[int] = field(default_factory=lambda: [0] * _WEEK)
    signals: dict[int, Monthly] = field(default_factory=dict)
    came_back: int | None = None
    spellings: Counter[str] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)

    def add_labels(self, part: str, rows: Iterable[Sequence[Any]]) -> None:
        """Contacts by something else: the keys of ``sql.labels``, and how many.

        A kind or priority that the model lacks is left away, and so are contacts without a first key.
        """
        for *key, contacts in (row for row in rows if row[0] is not None):
            match part:
                case "rhythm":
                    self.hours[key[0]] += contacts
                case "reason":
                    name, kind, priority = key
                    if fold(name) not in NOTHING:
                        known = _KINDS.get(fold(kind or "")), _PRIORITIES.get(fold(priority or ""))
                        self.reasons[self.word(name, contacts), *known] += contacts
                case "channel":
                    if fold(key[0]) not in NOTHING:
                        self.channels[self.word(key[0], contacts)] += contacts
                case "talk":
                    name, month = key
                    self.talk.setdefault(self.word(name, 0), [0] * MONTHS)[month - 1] += contacts
                case "heard":
                    words, month = key
                    for bit in range(words.bit_length()):
                        if words >> bit & 1:
                            self.signals.setdefault(bit, [0] * MONTHS)[month - 1] += contacts
                case "again":
                    self.came_back = (self.came_back or 0) + contacts

    def word(self, name: str, contacts: int) -> str:
        """The folded form of a reason or channel, whose spelling is counted."""
        self.spellings[unwrapped(name)] += contacts
        return fold(unwrapped(name))

    @property
    def spelled(self) -> dict[str, str]:
        """The commonest spelling of every folded form."""
        return {
            fold(name): name
            for name, _ in sorted(self.spellings.items(), key=lambda pair: (-pair[1], pair[0]), reverse=True)
        }

    @property
    def rule(self) -> Rule | None:
        """What the log says itself goes before what can be concluded from it; the two are never mixed."""
        return "resolved" if any(self.months["asked"]) else "repeat" if any(self.months["known"]) else None

    @property
    def rates(self) -> Mapping[str, tuple[Monthly, Monthly, float]]:
        """Metric -> the part, the whole, and what their quotient is multiplied by."""
        repeat = self.rule == "repeat"
        return {
            "fcr": (self.months["once" if repeat else "solved"], self.months["known" if repeat else "asked"], 100),
            "csat": (self.months["pleased"], self.months["rated"], 100),
            "aht": (self.months["milliseconds"], self.months["timed"], 1 / 1000),
        }

    @property
    def ranked(self) -> tuple[ContactReason, ...]:
        """Reasons by their count over all kinds and priorities; of one reason the largest kind first."""
        spelled, whole = self.spelled, Counter[str]()
        for (name, _, _), count in self.reasons.items():
            whole[spelled[name]] += count
        reasons = [
            ContactReason(spelled[name], kind, priority, count)
            for (name, kind, priority), count in self.reasons.items()
        ]
        reasons.sort(key=lambda each: (-whole[each.name], each.name, -each.count, each.kind or "", each.priority or ""))
        kept = list(dict.fromkeys(each.name for each in reasons))[:_MOST_REASONS]
        return tuple(each for each in reasons if each.name in kept)

    @property
    def rhythm(self) -> tuple[tuple[int, ...], ...] | None:
        """None where every contact falls on midnight: such a log has days, and no hours."""
        days = tuple(tuple(self.hours[day : day + _HOURS]) for day in range(0, _WEEK, _HOURS))
        return days if any(any(day[1:]) for day in days) else None

    def log(self, agent: str, year: int, words: Iterable[str], files: Mapping[str, FileUse]) -> AgentLog:
        """The finished record; ``files`` gives the use of every file."""
        shares: dict[str, Values] = {
            name: tuple(above / below * scale if below else None for above, below in zip(part, whole, strict=True))
            for name, (part, whole, scale) in self.rates.items()
        }
        spelled = self.spelled
        channels = sorted((-count, spelled[name]) for name, count in self.channels.items())[:_MOST_REASONS]
        return AgentLog(
            agent=agent,
            year=year,
            contacts=tuple(count or None for count in self.months["contacts"]),
            fcr=shares["fcr"],
            csat=shares["csat"],
            aht=shares["aht"],
            fcr_rule=self.rule,
            behind={name: tuple(whole) for name, (_, whole, _) in self.rates.items() if any(whole)},
            issues=self.ranked,
            channels=tuple((name, -count) for count, name in channels),
            talk={spelled[name]: tuple(ms / 1000 for ms in self.talk[name]) for name in sorted(self.talk)},
            rhythm=self.rhythm,
            signals={word: tuple(self.signals[bit]) for bit, word in enumerate(words) if bit in self.signals},
            came_back=self.came_back,
            sources=tuple(say.source(files[path], used) for path, used in sorted(self.used.items())),
        )


@dataclass
class Books:
    """Where every log is entered, and what the reading is made from in the end.

    ``telling`` are the columns by which contacts of several logs are compared (``sql.TELLING``; None: there is but one
    log), ``tables`` those of the logs until now, and ``compared`` the files in ``scratch`` that hold their contacts.
    """

    agents: Mapping[str, Collection[int]]
    words: tuple[str, ...]
    periods: Mapping[tuple[str, int], range]
    scratch: Path
    telling: tuple[str, ...] | None
    accounts: defaultdict[tuple[str, int], Account] = field(default_factory=lambda: defaultdict(Account))
    files: dict[str, FileUse] = field(default_factory=dict)
    tables: list[LogTable] = field(default_factory=list)
    compared: list[str] = field(default_factory=list)
    sizes: dict[int, list[Path]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def has(self, agent: str, year: int) -> bool:
        """Whether somebody has a file here for a year."""
        return year in self.agents.get(agent, ())

    def twin(self, path: Path) -> Path | None:
        """Another file of the same content that was read before; every file is told once."""
        size = path.stat().st_size
        equals = self.sizes.setdefault(size, [])
        try:
            found = next((other for other in equals if size and filecmp.cmp(path, other, shallow=False)), None)
        except OSError:  # of a file that cannot be opened another line tells
            return None
        equals.append(path)
        return found

    def enter(self, log: Log, paths: Sequence[str], months: Iterable[Mapping[str, Any]]) -> None:
        """Add a log's months, by file. ``paths`` names its tables' files in the order of their numbers."""
        for row in months:
            if not self.has(row["agent"], row["year"]):
                continue
            period = self.periods.get((row["agent"], row["year"]))
            if period and row["month"] not in period:
                self.files[paths[row["file"]]].leave("period", row["contacts"])
                continue
            account = self.accounts[row["agent"], row["year"]]
            account.used[paths[row["file"]]] += row["contacts"]
            for name in SERIES:
                account.months[name][row["month"] - 1] += row[name] or 0
            self.files[paths[row["file"]]].used += row["contacts"]
            if log.columns.remark and log.columns.customer and self.words:  # else the log has no say
                account.came_back = account.came_back or 0

    def reading(self) -> LogReading:
        """Everything that was entered, in an order that does not depend on how it was counted."""
        uses = dict(sorted(self.files.items()))
        for use in uses.values():
            assert use.rows == use.used + sum(use.left.values()), use
            use.left = {reason: use.left[reason] for reason in say.REASONS if reason in use.left}
        logs = [account.log(*key, self.words, uses) for key, account in sorted(self.accounts.items())]
        warnings, notes = [*self.warnings], [*self.notes]
        told = {problem.path for problem in (*self.problems, *self.warnings)}
        for use in uses.values():
            warnings += say.warnings(use)
            if use.rows or use.path not in told:  # else it was not read, and that is said
                notes.append(say.line(use))
        for log in logs:
            different = {name for name, _, _ in self.accounts[log.agent, log.year].reasons}
            if len(different) > _MOST_REASONS:
                count = len(different)
                about = say.told("many_reasons", agent=log.agent, year=log.year, count=count, most=_MOST_REASONS)
                warnings.append(Problem(log.sources[0].path, 1, 1, *about))
        return LogReading(
            {(log.agent, log.year): log for log in logs},
            tuple(uses.values()),
            *(tuple(dict.fromkeys(sorted(lines))) for lines in (self.problems, warnings, notes)),
        )
