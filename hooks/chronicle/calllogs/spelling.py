"""How the same word is written: blanks around it, full width, upper and lower case; and whose a name is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..reading.traditional import simplified
from ..records.model import Log, Year

_UNSEEN = "\u200b\u200e\u200f\u202a\u202c\u2060\ufeff"
_FULL = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: " "} | dict.fromkeys(map(ord, _UNSEEN), "")

#: Characters that count as blank around a value.
BLANKS = " \t\r\n\u00a0\u3000" + _UNSEEN


@lru_cache(1 << 16)
def fold(text: str) -> str:
    """The form that two spellings of one word share."""
    return text.translate(_FULL).strip(BLANKS).lower()


def simple(text: str) -> str:
    """The folded form of a word that exports have, its traditional characters as simplified ones."""
    return simplified(fold(text)).replace("\ufe0f", "")


def unwrapped(text: str) -> str:
    """A value without what spreadsheets put around it to keep it as text: ``="0012"``, ``'0012``, ``1001.0``."""
    text = text.strip(BLANKS)
    if text.startswith("=") and text[1:2] == text[-1:] == '"' and len(text) > 2:
        text = text[2:-1]
    elif text.startswith("'"):
        text = text[1:]
    whole, dot, rest = text.partition(".")
    return whole if dot and whole.isdigit() and rest.strip("0") == "" else text


def extension(text: str) -> str:
    """The extension in the name of a telephone's line: 8001 of ``SIP/8001-0000a3f4``, ``sip:8001``; else the text."""
    kind = "agent|client|iax2|local|pjsip|sccp|sip"
    line = re.fullmatch(rf"(?:{kind})[/:]([^@/;]+?)(?:-[0-9a-f]{{4,}})?(?:[@;].*)?", fold(text))
    return line[1] if line else text


def likely(name: str, known: Iterable[str]) -> list[str]:
    """Of ``known`` names those that another seems to spell: 林夏 of ``林夏(8001)``, 8001 of ``8001@line``."""
    letters, numbers = _letters(name), {number.lstrip("0") for number in re.findall(r"\d{3,}", name)}
    return [
        each
        for each in known
        if (_letters(each) == letters if (alone := _letters(each)) and len(alone) > 1 else each.lstrip("0") in numbers)
        or fold(name).startswith(f"{fold(each)}@")
    ]


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+|工号", "", fold(text))


def shown(names: Iterable[str], most: int = 12) -> str:
    """Headers in a row for a message, a long row cut short."""
    every = [name for name in names if name.strip()]
    return "、".join(every[:most]) + (" 等" if len(every) > most else "")


def vague_words(text: str) -> tuple[str, ...]:
    """The words of ``data/vague_words.txt``: one a line; ``#`` begins a comment, a repeated word counts once."""
    lines = (line.split("#", 1)[0].strip(BLANKS) for line in text.lstrip("\ufeff").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def people_of(
    years: Iterable[tuple[str, int, Year]],
) -> tuple[dict[str, list[int]], dict[tuple[str, int], range], dict[str, str]]:
    """Of everybody's years: the years of each agent, the months of a year that is about a part of it, and to whom a
    name belongs that nobody else has."""
    agents: dict[str, list[int]] = {}
    periods: dict[tuple[str, int], range] = {}
    named: dict[str, set[str]] = {}
    for agent, year, record in years:
        agents.setdefault(agent, []).append(year)
        named.setdefault(fold(record.name), set()).add(agent)
        if record.period:
            periods[agent, year] = record.period.months(year)
    return agents, periods, {name: min(those) for name, those in named.items() if len(those) == 1}


def with_names(logs: Iterable[Log], names: Mapping[str, str]) -> tuple[Log, ...]:
    """The logs, in which people also go by their own ``names``, unless a log says otherwise; its ``agents`` may give a
    person's name in the place of the folder."""
    folders = set(names.values())

    def told(log: Log) -> dict[str, str]:
        said = {fold(name): agent for name, agent in log.agents.items()}
        return {name: agent if agent in folders else names.get(fold(agent), agent) for name, agent in said.items()}

    return tuple(log.model_copy(update={"agents": {**names, **told(log)}}) for log in logs)
