"""What is said about logs and what became of their rows, in Chinese: the rows of ``messages.toml``, filled in."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import Problem
from ..reading.slips import in_quotes
from .records import FileUse, Place, Source
from .spelling import BLANKS

ROWS: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
"""The tables of ``messages.toml``."""

REASONS = ROWS["reasons"]
"""Why rows are left out: what the output says, and what the page says."""

_MOST_NAMES = 8
_BROKEN, NOBODYS = 0.01, 0.1  #: parts of a file's rows from which on a line becomes a warning


def told(row: str, /, **values: object) -> tuple[str, str]:
    """What a row says, and its mend, with these ``values``."""
    message, mend = (text.format(**values) for text in ROWS["told"][row])
    return message, mend


def spot(place: Place) -> str:
    """Where something is, in words."""
    sheet, line = place
    return f"第一处在{f'工作表「{sheet}」' if sheet else ''}第 {line:,} 行"


def months(earliest: dt.datetime, latest: dt.datetime) -> str:
    """A span of months: 2025 年 4 月到 6 月."""
    first, last = (f"{at.year} 年 {at.month} 月" for at in (earliest, latest))
    return first if first == last else f"{first}到 {last.removeprefix(f'{earliest.year} 年 ')}"


def summary(each: str, inside: str = "") -> tuple[str, str]:
    """A table of sums where a log is asked for; ``inside`` is its worksheet, in words."""
    return told("summary_sheet" if inside else "summary", each=each, inside=inside)


def alike(path: str, people: Sequence[tuple[str, str, int]]) -> Problem:
    """Agents who seem to be somebody here under another spelling: the name in the log, the person, the contacts."""
    shown = [(name.strip(BLANKS), agent, count) for name, agent, count in people[:_MOST_NAMES]]
    who = "、".join(f"{name} {count:,} 行" for name, _, count in shown)
    entries = ", ".join(f"{in_quotes(name)}: {agent}" for name, agent, _ in shown)
    total = sum(count for *_, count in people)
    return Problem(path, 1, 1, *told("other_spelling", count=total, people=who, entries=entries))


def examples(words: Sequence[str]) -> str:
    """The commonest of some words, where they are short and no numbers."""
    shown = [word for word in words if len(word) <= 8 and sum(sign.isdigit() for sign in word) < 4][:3]
    return f"（如「{'」「'.join(shown)}」）" if shown else ""


def line(use: FileUse) -> Problem:
    """One line for a file: rows read, used, and left out by reason."""
    left = ""
    for reason, count in use.left.items():
        sheet, first = use.first.get(reason, ("", 0))
        place = f"，第一处 {use.path}{f'「{sheet}」' if sheet else ''}:{first}" if first else ""
        years = f"（{'、'.join(map(str, use.years))}）" if reason == "years" else ""
        left += f"；{count:,} 行{REASONS[reason][0]}{years}{place}"
    sheets = f"；没有读的工作表（表头对不上）：{'、'.join(use.unread)}" if use.unread else ""
    return Problem(use.path, 1, 1, *told("read", rows=use.rows, used=use.used, left=left, sheets=sheets))


def warnings(use: FileUse) -> list[Problem]:
    """What of a file's ledger somebody should look at: many broken rows, or many that are nobody's."""
    nobodys = [reason for reason in ("nameless", "strangers") if reason in use.left]
    found = []
    for name, reasons, most in (("broken_rows", ["broken"], _BROKEN), ("nobodys_rows", nobodys, NOBODYS)):
        count = sum(use.left.get(reason, 0) for reason in reasons)
        if count > use.rows * most:
            place = use.first[reasons[0]]
            about = told(name, count=count, rows=use.rows, spot=spot(place))
            found.append(Problem(use.path, place[1], 1, *about))
    return found


def source(use: FileUse, used: int) -> Source:
    """A file as the sources of one agent's year show it."""
    left = tuple((REASONS[reason][1], count) for reason, count in use.left.items())
    return Source(use.path, use.rows, used, use.used - used, left)
