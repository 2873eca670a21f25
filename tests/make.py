"""Small builders for tests: a chapter from a few keyword arguments, with sources that name their line."""

from __future__ import annotations

from typing import Any

from chronicle.figures.agent_year import AgentYear, Story
from chronicle.figures.annual import Given, annual
from chronicle.figures.channels import channel_of
from chronicle.records.model import Case, Team, Year

YEAR = 2025
CONTACTS = (1980, 1875, 2010, 1950, 2060, 2380, 2890, 2760, 2040, 1930, 1890, 1985)
FCR = (93.8, 94.0, 94.6, 95.1, 95.5, 95.2, 94.1, 94.9, 96.4, 97.0, 97.3, 97.6)
AHT = (312, 309, 305, 301, 298, 306, 318, 311, 296, 292, 290, 288)


def months(**values: float) -> tuple[float | None, ...]:
    """``months(m1=5)``: January is 5, the rest are gaps."""
    return tuple(values.get(f"m{index}") for index in range(1, 13))


def case(title: str = "凌晨一点的电费", **values: Any) -> Case:
    return Case.model_validate({"title": title, "date": "2025-03-12", "lesson": "将心比心", **values})


def story(slug: str = "midnight-bill", body: str = "她说眼睛不好。", **values: Any) -> Story:
    return Story(slug, case(**values), body, f"docs/agents/linxia/{YEAR}/{slug}.md")


def given(series: dict[str, Any], year: int = YEAR, team: Team | None = None, **record: Any) -> Given:
    typed = {key: [None if value is None else str(value) for value in values] for key, values in series.items()}
    written = Year.model_validate({"name": "林夏", "metrics": typed, **record})
    sources = {f"metrics.{key}": f"data/agents/linxia/{year}.yml:{line}" for line, key in enumerate(series, 3)}
    return Given(year, written, written.metrics, sources, channel_of(written, team or Team()))


def agent_year(
    series: dict[str, Any] | None = None, before: dict[str, Any] | None = None, stories: tuple[Story, ...] = (),
    team: Team | None = None, **record: Any,
) -> AgentYear:  # fmt: skip
    """林夏's 2025 with these series, the previous year's series, stories and keys of the YAML."""
    team = team or Team()
    now = given({"contacts": CONTACTS, "fcr": FCR, "aht": AHT} if series is None else series, team=team, **record)
    last = given(before, YEAR - 1) if before else None
    return AgentYear(
        agent="linxia",
        year=YEAR,
        record=now.record,
        annual=annual(now, last, team),
        stories=tuple(sorted(stories, key=lambda each: each.case.date)),
        team=team,
        path=f"data/agents/linxia/{YEAR}.yml",
        sources=now.sources,
        years=(YEAR,),
    )
