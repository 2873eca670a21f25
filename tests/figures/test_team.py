"""What a team knows together, and what it must never show: the rule of five, no ranking, quartiles by their formula."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import make
from chronicle.figures import team
from chronicle.figures.agent_year import AgentYear
from chronicle.figures.annual import Band, Given, annual, quartiles
from chronicle.figures.formatting import number
from chronicle.records.model import Shown, Team, Year
from chronicle.rendering.exhibits import metrics
from rows import for_each

FLAT = (50.0,) * 12


def person(agent: str, year: int = make.YEAR, series: dict[str, Any] | None = None, **keys: Any) -> AgentYear:
    """A colleague's chapter under an id of its own."""
    return replace(make.agent_year(series, **keys), agent=agent, year=year)


def crew(count: int, **series: Any) -> list[AgentYear]:
    """So many people; the value of each month is their number, from 1."""
    return [person(f"p{at}", series={"contacts": (100.0 * at,) * 12, "fcr": (80.0 + at,) * 12, **series}) for at in
            range(1, count + 1)]  # fmt: skip


# --- quartiles: Hyndman and Fan (1996), definition 8 ---


@pytest.mark.parametrize(
    ("values", "first", "third"),
    [
        # (n + 1/3) p + 1/3: for n = 5 the places 5/3 and 13/3; for n = 6, 23/12 and 61/12; for n = 8, 29/12 and 79/12
        ([1, 2, 3, 4, 5], 5 / 3, 13 / 3),
        ([10, 20, 30, 40, 50, 60], 10 + 10 * 11 / 12, 50 + 10 * 1 / 12),
        ([8, 7, 6, 5, 4, 3, 2, 1], 29 / 12, 79 / 12),
        ([3, 3, 3, 3, 3], 3, 3),
    ],
)
def test_quartiles_by_definition_eight(values: list[float], first: float, third: float) -> None:
    assert quartiles(values) == (pytest.approx(first), pytest.approx(third))


@for_each("count", range(5, 60))
def test_no_quartile_is_any_ones_own_value(count: int) -> None:
    people = [float(at) for at in range(count)]
    assert not set(quartiles(people)) & set(people)


# --- the rule of five ---


def test_a_month_is_counted_by_who_has_a_value_in_it() -> None:
    people = [*crew(4), person("p5", series={"contacts": (900.0, *(None,) * 11)})]
    band = team.bands(people)["contacts"]
    assert band.middle[0] is not None
    assert band.median[0] == 300
    assert band.middle[1:] == band.median[1:] == (None,) * 11


def test_of_four_people_the_year_shows_nothing() -> None:
    assert team.bands(crew(4)) == {}
    assert team.year_in_numbers(crew(4)) == []


def test_a_metric_that_only_four_have_is_left_out_beside_one_that_five_have() -> None:
    people = crew(5)
    people[0] = person("p1", series={"contacts": FLAT})
    shown = {each.key: each for each in team.year_in_numbers(people)}
    assert "fcr" not in shown
    assert "contacts" in shown


def test_a_month_without_its_band_has_no_mean_either() -> None:
    people = crew(5)
    people[0] = person("p1", series={"contacts": (None, *FLAT[1:])})
    (contacts,) = [each for each in team.year_in_numbers(people) if each.key == "contacts"]
    assert contacts.values[0] is None
    assert contacts.middle[0] is None
    assert contacts.months == tuple(range(2, 13))


def test_the_mean_of_a_rate_is_weighted_by_contacts() -> None:
    (fcr,) = [each for each in team.year_in_numbers(crew(5)) if each.key == "fcr"]
    assert fcr.weighted
    assert fcr.values[0] == pytest.approx(sum(100 * at * (80 + at) for at in range(1, 6)) / 1500)


def test_a_count_is_a_mean_a_person() -> None:
    (contacts,) = [each for each in team.year_in_numbers(crew(5)) if each.key == "contacts"]
    assert contacts.values[0] == pytest.approx(300)
    assert not contacts.weighted


def test_a_reason_is_counted_only_where_five_tell_of_it() -> None:
    issue = [{"name": "电费账单", "kind": "咨询", "count": 100}]
    people = [person(f"p{at}", issues=issue) for at in range(4)]
    assert team.reasons(people) == [team.SharedReason("电费账单", ("咨询",), 4, None)]
    (found,) = team.reasons([*people, person("p4", issues=issue)])
    assert (found.people, found.count) == (5, 500)


# --- the pale band on a person's own trend ---


def test_a_trend_carries_the_teams_middle_half() -> None:
    pair = Shown(94.0, 1), Shown(96.1, 1)
    agent_year = replace(make.agent_year(), bands={"fcr": Band((pair, pair, *(None,) * 10), ())})
    shown = metrics.trend(agent_year, agent_year.annual.measures["fcr"])
    assert shown.spec.middle == (pair, pair, *(None,) * 10)  # type: ignore[union-attr]
    assert shown.table.head[-1] == "团队的中间一半"
    assert shown.table.rows[0][-1] == "94.0—96.1"
    assert shown.table.rows[2][-1] == "—"
    assert shown.legend == "浅色带是团队居中的一半人。"
    far = tuple((Shown(value, 0), Shown(value + 1, 0)) for value in (60, 60))
    apart = replace(agent_year, bands={"fcr": Band((*far, *(None,) * 10), (60.0, 60.0, *(None,) * 10))})
    assert metrics.trend(apart, apart.annual.measures["fcr"]).legend == "团队的中位数在图外，箭头指着它。"
    alone = replace(agent_year, bands={"fcr": Band((pair, *(None,) * 11), ())})  # of a single month nothing is drawn
    assert not metrics.trend(alone, alone.annual.measures["fcr"]).legend


def test_without_a_band_nothing_is_said_of_it() -> None:
    shown = metrics.trend(make.agent_year(), make.agent_year().annual.measures["fcr"])
    assert shown.spec.middle is None  # type: ignore[union-attr]
    assert not shown.legend
    assert "团队的中间一半" not in shown.table.head


def test_a_band_has_the_digits_at_which_nobody_is_taken_for_inside_who_is_outside() -> None:
    people = [person(f"p{at}", series={"aht": (value,) * 12}) for at, value in enumerate((240, 248, 250, 260, 270))]
    low, high = team.bands(people)["aht"].middle[0] or (0, 0)
    assert (number(low), number(high)) == ("245", "263")
    people = [person(f"p{at}", series={"aht": (value,) * 12}) for at, value in enumerate((247, 248, 250, 260, 261))]
    low, high = team.bands(people)["aht"].middle[0] or (0, 0)
    assert (number(low), number(high)) == ("247.7", "260.3")  # 248 is inside, 260 too: 248 and 260 would say nothing


def test_a_month_without_somebodys_contacts_makes_every_month_the_plain_mean() -> None:
    people = crew(5)
    people[0] = person("p1", series={"contacts": (None, *FLAT[1:]), "fcr": (81.0,) * 12})
    (fcr,) = [each for each in team.year_in_numbers(people) if each.key == "fcr"]
    assert not fcr.weighted
    assert set(fcr.values) == {83.0}


# --- stories and facets ---


def test_stories_stand_newest_first() -> None:
    one = person("a", stories=(make.story("old", date="2025-01-02"), make.story("new", date="2025-11-02")))
    two = person("b", stories=(make.story("mid", date="2025-06-02"),))
    assert [told.uri.rpartition("/")[2] for told in team.stories([one, two])] == ["new", "mid", "old"]


@pytest.mark.parametrize(
    ("month", "name"), [(3, "春"), (5, "春"), (6, "夏"), (9, "秋"), (11, "秋"), (12, "冬"), (2, "冬")]
)
def test_seasons(month: int, name: str) -> None:
    assert team.season(month) == name


def test_facets_count_and_code_what_tells_items_apart() -> None:
    stories = (
        make.story("a", need="公平", kind="投诉", tags=["停电", "停电"]),
        make.story("b", need="尊重", kind="投诉", tags=["停电", "老人"], date="2025-07-01"),
        make.story("c", kind="投诉", date="2025-08-01"),
    )
    told = team.stories([person("p", stories=stories)])
    found, codes = team.facets(told)
    by_key = {facet.key: {choice.text: choice.count for choice in facet.choices} for facet in found}
    assert by_key["need"] == {"公平": 1, "尊重": 1}
    assert by_key["tag"] == {"停电": 2, "老人": 1}
    assert by_key["season"] == {"春": 1, "夏": 2}
    assert "kind" not in by_key  # all are complaints: nothing to choose
    assert "year" not in by_key
    coded = {choice.code: choice.text for facet in found for choice in facet.choices}
    assert [coded[code] for code in codes[told.index(next(t for t in told if t.uri.endswith("/b")))].split()] == [
        "尊重", "夏", "停电", "老人",
    ]  # fmt: skip
    assert len(coded) == sum(len(facet.choices) for facet in found)  # no code stands for two values


def test_a_list_is_parted_by_weight_in_its_order() -> None:
    assert team.parts([3, 3, 3, 9, 1], lambda item: item, 6) == [[3, 3], [3], [9], [1]]
    assert team.parts([], lambda item: 1, 6) == []


# --- crystals, principles, phrasings ---


def test_gems_know_the_story_that_they_grew_from() -> None:
    story = make.story("fish", body="六点半前争取送电。", principle={"name": "四步走", "steps": ["听"]})
    agent_year = person(
        "p", stories=(story,), crystals=[{"title": "给个时间", "rule": "先报", "case": "fish"}],
        phrasing=[{"instead_of": "请等待", "say": "六点半前争取送电"}, {"instead_of": "不清楚", "say": "我帮您查一查"}],
    )  # fmt: skip
    found = [(gem.sort, [told.uri.rpartition("/")[2] for told in gem.origins]) for gem in team.gems([agent_year])]
    assert found == [("知识晶体", ["fish"]), ("原则", ["fish"]), ("话术", ["fish"]), ("话术", [])]


def test_a_principle_of_two_stories_is_one() -> None:
    principle = {"name": "四步走", "steps": ["听", "懂"]}
    people = [person(name, stories=(make.story(name, principle=principle),)) for name in ("a", "b")]
    (gem,) = team.gems(people)
    assert [told.author.uri.split("/")[1] for told in gem.origins] == ["a", "b"]


def test_a_crystal_that_somebody_kept_for_years_is_one() -> None:
    crystal = {"title": "给个时间", "rule": "先报"}
    kept = [person("p", year, crystals=[{**crystal, "scenes": [str(year)]}]) for year in (2024, 2025)]
    assert [(gem.scenes, gem.author and gem.author.year) for gem in team.gems(kept)] == [(("2025",), 2025)]
    theirs = [person(name, crystals=[crystal], name=name) for name in ("甲", "乙")]
    assert len(team.gems(theirs)) == 2


# --- voices ---


def heard(year: int, agent: str = "p", **item: Any) -> AgentYear:
    return person(agent, year, suggestions={"items": [{"title": "加预计时间", **item}]})


def test_a_voice_of_two_years_keeps_its_first_year_and_its_last_status() -> None:
    (voice,) = team.voices([heard(2025, status="accepted"), heard(2024)])
    assert (voice.since, voice.outcome, voice.open) == (2024, "已受理", True)


def test_departments_stand_by_what_is_open_and_nobody_last() -> None:
    people = [
        heard(2025, "a", to="产品部", status="adopted"), heard(2025, "b", to="运营组", count=3),
        heard(2025, "c"), heard(2025, "d", to="产品部", status="declined"),
    ]  # fmt: skip
    found = [(name, [voice.open for voice in voices]) for name, voices in team.departments(team.voices(people))]
    assert found == [("运营组", [True]), ("产品部", [False, False]), (team.NOBODY, [True])]


# --- the coming year ---


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("租约集中到期的六月和九月", (6, 9)), ("十一月与 12 月", (11, 12)),
        ("10月之后", (10,)), ("连续三天高温", (7, 8)),
        ("迎峰度冬", (12,)), ("连着三个月都这样", ()), ("新版本发布后", ()), ("第112月", ()),
    ],
)  # fmt: skip
def test_months_that_a_sentence_names(text: str, months: tuple[int, ...]) -> None:
    assert team.months_named(text) == months


def test_plans_fall_on_their_month_and_only_of_the_coming_year() -> None:
    plan = [
        {"track": "能力提升", "goal": "来年", "by": "2026-06"},
        {"track": "能力提升", "goal": "那一天", "by": "2026-09-30"},
        {"track": "能力提升", "goal": "今年", "by": "2025-12"}, {"track": "能力提升", "goal": "没写"},
    ]  # fmt: skip
    found = {each.text: each.months for each in team.ahead([person("p", plan=plan)], 2025)}
    assert found == {"来年": (6,), "那一天": (9,), "没写": ()}


def test_an_old_years_foresight_is_not_the_coming_years() -> None:
    seen = [{"signal": "八月停电", "action": "先备话术"}]
    assert team.ahead([person("p", 2024, foresight=seen)], 2025) == []
    (found,) = team.ahead([person("p", 2025, foresight=seen)], 2025)
    assert (found.track, found.months) == ("主动预见", (8,))


def test_the_calendar_has_twelve_months_and_then_any_time() -> None:
    agent_year = person(
        "p", foresight=[{"signal": "发版之后", "action": "备图"}, {"signal": "六月和九月", "action": "核对"}]
    )
    found = {month: [each.text for each in seen] for month, seen in team.calendar(team.ahead([agent_year], 2025))}
    assert list(found) == [*range(1, 13), 0]
    assert found[6] == found[9] == ["六月和九月"]
    assert found[1] == []
    assert found[0] == ["发版之后"]


def test_a_teams_months_have_one_decimal_more_than_peoples_at_most():
    def csat(at: int) -> list[float]:
        return [round(98.5 + (at * 7 + month * 11) % 15 / 10, 1) for month in range(12)]

    people = [person(f"p{at}", series={"contacts": (1500 + 137 * at,) * 12, "csat": csat(at)}) for at in range(7)]
    (shown,) = [each for each in team.year_in_numbers(people) if each.key == "csat"]
    whole = team.together(people)
    assert {value.decimals for value in (*shown.values, *whole.measure("csat").values)} == {2}
    assert whole.measure("csat").annual.decimals == 2


def test_a_teams_rate_out_of_logs_is_that_of_all_rows_and_says_nothing_of_few():
    def logged(at: int) -> AgentYear:
        csat, ratings = ((0.0, 100.0), (1, 0)) if at == 0 else ((90.0, 90.0), (20, 5))
        series = {"contacts": (100, 100, *(None,) * 10), "csat": (*csat, *(None,) * 10)}
        behind = {"csat": (*ratings, *(0,) * 10)}
        given = Given(make.YEAR, Year(name="甲"), series, {}, behind=behind)
        return replace(person(f"p{at}"), annual=annual(given, None, Team()))

    whole = team.together([logged(at) for at in range(6)])
    csat = whole.measure("csat")
    assert csat.values[0] == pytest.approx(100 * 90 / 101)
    assert (csat.behind[:2], csat.few) == ((101, 25), (2,))
    assert csat.people == "每月由 6 位观察员的数按记录数加权而来"
    assert whole.annual.figures["csat.year"].formula == f"{csat.people}；逐条记录合计"
