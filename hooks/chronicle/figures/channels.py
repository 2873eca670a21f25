"""What a contact is called, counted in and done with: the words of each channel, and whose word decides.

The person's file counts, else the team's, else the log's where nine rows in ten agree, else it is a hotline (contract).
A role is never interpreted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..calllogs import AgentLog
from ..records.model import BUILT_IN, Metric, Team, Year

#: From this share of a log's rows on, its channel is the person's.
_AGREED = 0.9


@dataclass(frozen=True)
class ChannelWords:
    """The words of a channel. ``measure``: what the count of its contacts is called. ``spoken``: whether they are
    calls, in which characters were said. ``subject``: who took them, where that is not whose chronicle it is."""

    name: str
    noun: str
    unit: str
    verb: str
    measure: str
    spoken: bool = False
    subject: str = ""

    @property
    def counted(self) -> str:
        """What was handled so many times: 来电; of several channels 服务请求."""
        return self.noun if self.name else f"{self.noun}请求"


_ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
CHANNELS: Mapping[str, ChannelWords] = {name: ChannelWords(name, **row["words"]) for name, row in _ROWS.items()}
HOTLINE = CHANNELS["热线"]
#: Who took the contacts of a lead's chronicle, and what its metrics are called by.
TEAM, OF_TEAM = "全组", "团队"
MIXED = ChannelWords("", "服务", "次", "接待", "服务量")
_LOGGED = {name: CHANNELS[channel] for channel, row in _ROWS.items() for name in (channel, *row["logged"].split())}


def channel_of(
    record: Year, team: Team, logged: Sequence[tuple[str, int]] = (), members: Collection[ChannelWords] = ()
) -> ChannelWords:
    """The words for a person's contacts; ``logged``: channels of the person's log with their contacts. A lead's are
    those that all ``members`` share."""
    if record.role_kind == "lead":
        written = record.channel or (None if members else team.channel)  # theirs is the team's where none has another
        shared = CHANNELS[written] if written else next(iter(members), HOTLINE)
        return replace(shared if written or len({*members}) < 2 else MIXED, subject=TEAM)
    if written := record.channel or team.channel:
        return CHANNELS[written]
    known: dict[ChannelWords, int] = {}
    for name, count in logged:
        channel = _LOGGED.get(name.strip().lower(), MIXED)
        known[channel] = known.get(channel, 0) + count
    if not known:
        return HOTLINE
    largest = max(known, key=lambda channel: known[channel])
    return largest if known[largest] >= _AGREED * sum(known.values()) else MIXED


#: How many contacts there are and how long they take is another matter in another channel.
OF_CHANNEL = ("contacts", "aht")


def comparable(key: str, one: ChannelWords, other: ChannelWords) -> bool:
    """Whether two years' values of a metric are held against each other: of what depends on the channel only where the
    two years' channels are one."""
    return key not in OF_CHANNEL or one.name == other.name


def talked(log: AgentLog) -> tuple[float | None, ...]:
    """The seconds that a log's calls took, month by month; a month without any is a gap."""
    calls = [seconds for name, seconds in log.talk.items() if _LOGGED.get(name.strip().lower(), MIXED).spoken]
    return tuple(sum(month) or None for month in zip(*calls, strict=True))


def catalogue(team: Team, channel: ChannelWords) -> dict[str, Metric]:
    """The team's metrics, contacts in the channel's words where the team has not given them its own; of a lead all are
    the team's, and the target of a count, which is one person's, is none."""
    metrics = dict(team.catalogue)
    contacts, plain = metrics["contacts"], BUILT_IN["contacts"]
    words = {"label": (plain.label, channel.measure), "unit": (plain.unit, channel.unit)}
    metrics["contacts"] = contacts.model_copy(
        update={name: theirs for name, (ours, theirs) in words.items() if getattr(contacts, name) == ours}
    )
    if channel.subject:
        for key, metric in metrics.items():
            target = None if metric.total == "sum" else metric.target
            label = OF_TEAM + metric.label.removeprefix(OF_TEAM)
            metrics[key] = metric.model_copy(update={"label": label, "target": target})
    return metrics
