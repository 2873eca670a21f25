"""Golden sentences: for each kind of fault that a sentence can have a year that invites it, and what is said of it.

A case in ``tests/cases/sentences``: ``year`` (a YAML file's keys; a series may be shorter than twelve months, it is
filled with gaps), and where wanted ``before`` (last year's series), ``before_channel``, ``team``, ``log`` and
``stories``. ``says`` gives sentences whole, by their place (see ``sentences.told``); ``holds`` parts of them; ``never``
what stands in none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

import make
from chronicle.calllogs import AgentLog
from chronicle.figures.agent_year import AgentYear, Story
from chronicle.figures.annual import annual
from chronicle.figures.series import given
from chronicle.figures.words import Vocabulary, words
from chronicle.records.model import MONTHS, Case, Team, Year
from rows import for_each
from sentences import told

FOLDER = Path(__file__).parents[1] / "cases" / "sentences"


def _typed(value: Any) -> Any:
    """Scalars as the text that was typed, gaps as None."""
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    return [_typed(item) for item in value] if isinstance(value, list) else None if value == "~" else value


CASES = {
    f"{file.stem}: {name}": _typed(case)
    for file in sorted(FOLDER.glob("*.yml"))
    for name, case in yaml.load(file.read_text("utf-8"), yaml.CBaseLoader).items()
}


def _series(values: dict[str, list[str | None]]) -> dict[str, list[str | None]]:
    return {key: row + [None] * (MONTHS - len(row)) for key, row in values.items()}


def _record(keys: dict[str, Any]) -> Year:
    return Year.model_validate({"name": "林夏", **keys, "metrics": _series(keys.get("metrics", {}))})


def _log(keys: dict[str, Any]) -> AgentLog:
    numbers = {key: [float(value) for value in row] for key, row in keys.get("metrics", {}).items()}
    series = {key: tuple([*row, *[None] * MONTHS][:MONTHS]) for key, row in numbers.items()}
    gaps = (None,) * MONTHS
    behind = {key: tuple([*map(int, row), *[0] * MONTHS][:MONTHS]) for key, row in keys.get("behind", {}).items()}
    channels = tuple((name, int(count)) for name, count in keys.get("channels", {}).items())
    contacts, *rates = (series.get(key, gaps) for key in ("contacts", "fcr", "csat", "aht"))
    whole = tuple(None if value is None else int(value) for value in contacts)
    talk = {name: tuple([*map(float, row), *[0.0] * MONTHS][:MONTHS]) for name, row in keys.get("talk", {}).items()}
    return AgentLog("linxia", make.YEAR, whole, *rates, channels=channels, talk=talk, behind=behind)


def agent_year_of(case: dict[str, Any]) -> AgentYear:
    """The year that a case describes."""
    team, record = Team.model_validate(case.get("team", {})), _record(case.get("year", {}))
    log = _log(case["log"]) if "log" in case else None
    now = given(make.YEAR, record, {}, log, team)
    earlier = _record({"metrics": case.get("before", {}), "channel": case.get("before_channel")})
    last = given(make.YEAR - 1, earlier, {}, None, team) if "before" in case else None
    stories = tuple(
        Story(slug, Case.model_validate({"title": slug, "date": "2025-03-12", "lesson": "听完再说", **keys}), "", slug)
        for slug, keys in case.get("stories", {}).items()
    )
    return AgentYear(
        agent="linxia",
        year=make.YEAR,
        record=record,
        annual=annual(now, last, team),
        stories=stories,
        team=team,
        path="data/agents/linxia/2025.yml",
        sources={},
        words=words(record.tags, (), Vocabulary()),
        log=log,
    )


@for_each("name", CASES)
def test_a_golden_sentence(name: str) -> None:
    case = CASES[name]
    said = told(agent_year_of(case))
    for place, sentence in case.get("says", {}).items():
        assert said.get(place, "") == sentence, place
    for place, parts in case.get("holds", {}).items():
        missing = [part for part in parts if part not in said.get(place, "")]
        assert not missing, said.get(place)
    for part in case.get("never", ()):
        assert not {place: text for place, text in said.items() if part in text and not place.startswith("sources")}
