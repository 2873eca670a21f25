"""The team's pages: there where there is something to show, light, and silent where fewer than five stand behind it."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import make
from chronicle.figures.agent_year import AgentYear
from chronicle.pipeline.build import Site
from chronicle.rendering import team_pages
from chronicle.rendering.team_pages import TeamContent, TeamPage, roll, roll_entries
from composed import composed, html_of

TOKEN = "<p>\ue0000\ue001</p>"


def together(agent_years: Sequence[AgentYear], year: int = make.YEAR) -> TeamContent:
    """Everybody's years with the exhibits that lie between them."""
    return team_pages.team_content(agent_years, year)


def shown(pages: Sequence[TeamPage]) -> dict[str, str]:
    """The HTML of each page by its address."""
    return {page.uri: page.page().text.fill(TOKEN, searched=False) for page in pages}


def person(agent: str, year: int = make.YEAR, series: dict[str, Any] | None = None, **keys: Any) -> AgentYear:
    """A colleague's year under an id of its own."""
    return replace(make.agent_year(series, **keys), agent=agent, year=year)


def writer(agent: str = "p", year: int = make.YEAR) -> AgentYear:
    """Someone with one of each."""
    return person(
        agent, year, stories=(make.story("bill", title="看不清<的>账单", need="尊重"), make.story("fish", need="公平")),
        crystals=[{"title": "短句", "rule": "十个字", "case": "bill"}],
        suggestions={"items": [{"title": "大字版", "voice": "字太小", "node": "账单", "to": "产品部", "count": 3}]},
        issues=[{"name": "电费账单", "kind": "咨询", "count": 7}],
        foresight=[{"signal": "六月停电", "action": "备话术", "expected": "少三成"}],
    )  # fmt: skip


def test_where_nobody_is_there_is_no_page_and_no_door() -> None:
    assert team_pages.pages(team_pages.team_content((), 0)) == []
    assert team_pages.doors(team_pages.team_content((), 0)) == []
    assert team_pages.doors_block(team_pages.team_content((), 0), "") == ""


def test_an_agent_of_a_coming_year_is_none_of_the_past() -> None:
    years = {"now": make.YEAR, "later": make.YEAR + 1, "before": make.YEAR - 1}
    entries = roll_entries([person(agent, year) for agent, year in years.items()], make.YEAR)
    order = [
        f"{make.YEAR} 年的观察员",
        "agents/now",
        "已经写到新一年的观察员",
        "agents/later",
        "往年的观察员",
        "agents/before",
    ]
    html = roll(entries, make.YEAR, "")
    places = [html.index(word) for word in order]
    assert places == sorted(places)


def test_a_card_has_a_small_line_from_two_months_on() -> None:
    def card(*values: int) -> str:
        series = [*values, *[None] * (12 - len(values))]
        return roll(roll_entries([person("p", series={"contacts": series})], make.YEAR), make.YEAR, "")

    assert "每月接听量，7—9" in card(7, 9)
    assert "agent__spark" not in card(7)
    assert "每月" not in card(7)


def test_a_page_is_there_only_where_there_is_something_to_show() -> None:
    assert [page.uri for page in team_pages.pages(together([person("p")]))] == ["team/year.md"]
    assert [page.uri for page in team_pages.pages(together([writer()]))] == [
        f"team/{name}.md" for name in ("cases", "crystals", "voices", "foresight", "year")
    ]


def test_reasons_alone_make_a_page_of_voices() -> None:
    pages = shown(team_pages.pages(together([person("p", issues=[{"name": "电费账单", "count": 7}])])))
    assert "电费账单" in pages["team/voices.md"]
    assert "data-filters" not in pages["team/voices.md"]


def test_doors_lead_to_every_page() -> None:
    block = team_pages.doors_block(together([writer()]), "")
    for name in ("cases", "crystals", "voices", "foresight", "year"):
        assert f'href="team/{name}/index.html"' in block
    assert "遇到相似的事，先来这里找一找。" in block


def test_what_people_wrote_is_escaped() -> None:
    pages = shown(team_pages.pages(together([writer()])))
    assert "看不清&lt;的&gt;账单" in pages["team/cases.md"]
    assert "<的>" not in "".join(pages.values())


def test_links_lead_to_files_from_any_depth() -> None:
    pages = shown(team_pages.pages(together([writer()])))
    assert 'href="../../agents/p/2025/bill/index.html"' in pages["team/cases.md"]
    assert 'src="../../assets/filters.js"' in pages["team/cases.md"]


def test_every_story_carries_codes_that_the_filters_know() -> None:
    for uri, html in shown(team_pages.pages(together([writer("a"), writer("b", 2024)]))).items():
        known = set(re.findall(r'data-code="(\w+)"', html))
        carried = {code for codes in re.findall(r'data-codes="([^"]*)"', html) for code in codes.split()}
        assert carried <= known, uri
        assert known or uri != "team/cases.md", uri


def test_what_became_of_the_teams_voices_adds_up() -> None:
    items = [{"title": name, "status": name} for name in ("adopted", "declined", "submitted")]
    text = shown(team_pages.pages(together([person("a", suggestions={"items": items})])))["team/voices.md"]
    assert "3 条建议与声音，1 条已采纳，1 条未采纳，1 条还开着" in text.replace("\u00a0", " ")


def test_what_is_open_says_since_when() -> None:
    pages = shown(team_pages.pages(together([writer("a", 2024)], 2025)))
    text = pages["team/voices.md"].replace("\u00a0", " ")
    assert "1 条还开着，等得最久的自 2024 年" in text
    assert '<td data-column="自">2024 年</td>' in text


def test_the_calendar_shows_who_sees_it_coming() -> None:
    text = shown(team_pages.pages(together([writer()])))["team/foresight.md"]
    june = text[text.index("6 月<span>") : text.index("<h2>7 月")]
    assert "六月停电" in june
    assert "备话术" in june
    assert "少三成" in june
    assert 'href="../../agents/p/2025/index.html">林夏' in june


# --- the rule of five ---


def test_the_year_of_four_says_why_nothing_is_shown() -> None:
    text = shown(team_pages.pages(together([person(f"p{at}") for at in range(4)])))["team/year.md"]
    assert "data-chart" not in text
    assert "不满 5 人" in text


def test_the_year_of_five_has_a_picture_and_names_nobody() -> None:
    agent_years = [person(f"p{at}", name=f"客服{at}号") for at in range(5)]
    text = shown(team_pages.pages(together(agent_years)))["team/year.md"]
    assert 'data-chart="team-fcr"' in text
    assert "客服" not in text
    assert "agents/" not in text


def test_the_counts_of_few_are_not_on_the_page() -> None:
    issue = [{"name": "电费账单", "kind": "咨询", "count": 7777}]
    few = shown(team_pages.pages(together([person(f"p{at}", issues=issue) for at in range(4)])))["team/voices.md"]
    many = shown(team_pages.pages(together([person(f"p{at}", issues=issue) for at in range(5)])))["team/voices.md"]
    assert "7,777" not in few
    assert "31,108" not in few
    assert "38,885" in many


def test_earlier_years_have_a_page_of_their_own() -> None:
    pages = shown(team_pages.pages(together([person("p"), person("p", 2024)])))
    assert {"team/year.md", "team/year/2024.md"} <= set(pages)
    assert 'href="2024/index.html"' in pages["team/year.md"]


# --- a long list ---


def words(chance: random.Random, count: int) -> str:
    return "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(count))


@pytest.mark.parametrize("length", [30, 600])
def test_each_page_of_a_long_list_stays_light(length: int) -> None:
    """Text that packs as badly as Chinese can: every character by chance."""
    chance = random.Random(7)
    agent_years = [
        person(f"p{at}", stories=tuple(
            make.story(f"s{n}", title=words(chance, 10), lesson=words(chance, length), tags=[words(chance, 3)])
            for n in range(4)
        ))
        for at in range(200)
    ]  # fmt: skip
    pages = shown(team_pages.pages(together(agent_years)))
    cases = {uri: html for uri, html in pages.items() if "cases" in uri}
    assert sum(html.count('class="team-cases__lesson') for html in cases.values()) == 800
    assert len(cases) > 1 or length < 600
    assert {uri: size for uri, html in cases.items() if (size := len(gzip.compress(html.encode()))) > 140 * 1024} == {}
    if len(cases) > 1:
        assert 'href="2/index.html" data-keeps-choice' in cases["team/cases.md"]
        assert 'href="../index.html" data-keeps-choice' in cases["team/cases/2.md"]


def test_a_sum_of_some_says_of_how_many_it_is() -> None:
    people = [person(f"p{at}", series={"contacts": (100,) * 12}) for at in range(6)]
    whole = shown(team_pages.pages(together(people)))["team/year.md"]
    assert "这一年全组接起 7,200\u00a0通来电。</p>" in whole
    some = [
        *people,
        person("new", series={"contacts": (None,) * 6 + (100,) * 6}),
        person("mute", series={"fcr": (95,) * 12}),
    ]
    said = shown(team_pages.pages(together(some)))["team/year.md"]
    assert "这一年全组接起 7,800\u00a0通来电。团队接听量每月由 6—7 位观察员的数相加而来。</p>" in said


# --- through the whole site ---


def a_team_of(tmp_path: Path, count: int) -> Site:
    """So many people with one metric each, from files to pages."""
    for at in range(count):
        folder = tmp_path / "data" / "agents" / f"p{at}"
        folder.mkdir(parents=True)
        values = ", ".join(str(90 + at) for _ in range(12))
        (folder / "2025.yml").write_text(f"name: 客服{at}号\nmetrics:\n  csat: [{values}]\n", "utf-8")
    (tmp_path / "docs").mkdir(parents=True)
    return composed(tmp_path)


@pytest.mark.parametrize(("count", "banded"), [(4, False), (5, True)])
def test_a_chronicle_carries_the_band_from_five_people_on(tmp_path: Path, count: int, banded: bool) -> None:
    made = a_team_of(tmp_path, count)
    assert not made.problems
    html = html_of(made, "agents/p0/2025/index.md", tmp_path)
    assert ('class="f-middle"' in html) is banded
    assert ("团队的中间一半" in html) is banded


def test_the_navigation_gets_the_teams_pages_and_nobodys_site_has_none(tmp_path: Path) -> None:
    assert [door.uri for door in a_team_of(tmp_path / "some", 1).doors] == ["team/year"]
    nobody = a_team_of(tmp_path / "none", 0)
    assert not nobody.doors
    assert not [uri for uri in nobody.pages if uri.startswith("team/")]
