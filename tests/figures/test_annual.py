"""The contract's formulas, each against numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chronicle.figures import series
from chronicle.figures.annual import Given, annual, change, characters, extremes, weighted
from chronicle.records.model import BUILT_IN, Metric, Suggestions, Team, Year
from chronicle.records.span import Span
from make import months

NONE = (None,) * 12
TEAM = Team()


def given(year=2025, record=None, **series):
    record = record or Year(name="甲")
    return Given(year, record, series, {f"metrics.{key}": f"data/x.yml:{n}" for n, key in enumerate(series, 3)})


def test_contacts_are_summed_and_rates_weighted_by_them():
    found = annual(given(contacts=months(m1=100, m2=300), fcr=months(m1=90.0, m2=98.0)), None, TEAM)
    assert found.figures["contacts.total"].value == 400
    assert found.figures["fcr.year"].value == pytest.approx((90 * 100 + 98 * 300) / 400)
    assert found.measures["fcr"].method == "weighted"


@pytest.mark.parametrize(("rows", "gap"), [((100, 30), 3.0), ((10, 3), None)])
def test_last_years_rate_of_a_log_is_that_of_its_rows_and_few_rows_are_held_against_nothing(rows, gap):
    behind = {"csat": rows + (0,) * 10}
    before = replace(given(2024, contacts=months(m1=100, m2=100), csat=months(m1=90.0, m2=12.0)), behind=behind)
    own = annual(before, None, TEAM).figures["csat.year"].value  # 72, and 51 by its contacts
    now = annual(given(contacts=months(m1=100, m2=100), csat=months(m1=75.0, m2=75.0)), before, TEAM)
    assert own == pytest.approx(72)
    assert (now.measures["csat"].change and now.measures["csat"].change.value) == gap


def test_a_month_without_contacts_makes_the_mean_plain():
    found = annual(given(contacts=months(m1=100), fcr=months(m1=90.0, m2=98.0)), None, TEAM)
    assert found.figures["fcr.year"].value == pytest.approx(94)
    assert found.measures["fcr"].method == "mean"


def test_a_quarter_is_weighted_on_its_own():
    found = annual(given(contacts=months(m1=100, m2=300), fcr=months(m1=90.0, m2=98.0, m7=50.0)), None, TEAM)
    assert found.measures["fcr"].quarters == (pytest.approx(96), None, pytest.approx(50), None)


def test_zero_contacts_weigh_nothing_and_all_zero_means_plain():
    assert weighted((90.0, 98.0), (0, 10)) == (98.0, "weighted")
    assert weighted((90.0, 98.0), (0, 0)) == (94.0, "mean")
    assert weighted((None, None), (1, 1)) == (None, "mean")


def test_qa_is_the_plain_mean_even_where_contacts_are_known():
    found = annual(given(contacts=months(m1=1, m2=99), qa=months(m1=90.0, m2=100.0)), None, TEAM)
    assert found.figures["qa.year"].value == 95


def test_peak_and_valley_are_the_earlier_of_equals():
    peak, valley = extremes(months(m2=5.0, m4=9.0, m9=9.0, m11=5.0))
    assert (peak.month, peak.value, valley.month, valley.value) == (4, 9.0, 2, 5.0)


def test_characters_skip_months_that_lack_either():
    spoken = characters({"contacts": months(m1=60, m2=10), "aht": months(m1=300, m3=10)}, 200)
    assert spoken[0] == 60_000
    assert spoken[1:] == NONE[1:]
    found = annual(given(contacts=months(m1=60), aht=months(m1=300)), None, TEAM)
    assert found.figures["characters.total"].value == 60_000
    assert found.figures["characters.total"].source == "data/x.yml:3"


def test_change_is_percent_for_counts_and_points_for_rates():
    contacts, fcr = BUILT_IN["contacts"], BUILT_IN["fcr"]
    now, before = (200.0,) * 12, (100.0,) * 12
    assert change(contacts, now, before, (now, before)).value == pytest.approx(100)
    rate = change(fcr, (95.0,) * 12, (93.0,) * 12, (now, before))
    assert (rate.kind, rate.value, rate.verdict, rate.months) == ("points", pytest.approx(2), "better", ())


def test_for_aht_less_is_better_and_only_the_same_is_level():
    aht, weights = BUILT_IN["aht"], ((1.0,) * 12, (1.0,) * 12)
    assert change(aht, (290.0,) * 12, (300.0,) * 12, weights).verdict == "better"
    assert change(aht, (300.2,) * 12, (300.0,) * 12, weights).verdict == "worse"
    assert change(aht, (300.0,) * 12, (300.0,) * 12, weights).verdict == "level"


def test_a_year_in_progress_is_held_against_the_same_months():
    contacts = BUILT_IN["contacts"]
    found = change(contacts, months(m1=110, m2=110), (100.0,) * 12, (NONE, NONE))
    assert found.value == pytest.approx(10)
    assert found.months == (1, 2)


def test_of_half_a_year_a_plain_mean_is_held_against_a_plain_one():
    aht, some, every = BUILT_IN["aht"], months(m7=1500), months(m7=1600, m8=2100)
    found = change(aht, months(m7=350, m8=360), months(m7=360, m8=400), (some, every), Span(7, 12))
    assert found.value == -25
    year = change(aht, (350,) * 12, tuple(range(1, 13)), (NONE, tuple(range(1, 13))))  # each has its own number
    assert year.value == 350 - 8  # 650 / 78, not 6.5


def test_nothing_to_compare_is_no_change():
    contacts = BUILT_IN["contacts"]
    assert change(contacts, months(m1=1), months(m2=1), (NONE, NONE)) is None


def test_a_metric_of_the_teams_own_is_worked_out_as_it_says():
    team = Team(
        metrics={
            "repeat": Metric(label="二次投诉率", unit="%", total="weighted"),
            "gifts": Metric(label="锦旗", total="sum"),
        }
    )
    found = annual(given(contacts=months(m1=1, m2=3), repeat=months(m1=4.0, m2=0.0), gifts=months(m3=2)), None, team)
    assert found.figures["repeat.year"].value == 1
    assert found.figures["gifts.total"].value == 2


def test_a_metric_without_any_value_has_no_figure():
    found = annual(given(contacts=NONE, fcr=months(m1=90.0)), None, TEAM)
    assert "contacts.total" not in found.figures
    assert found.figures["fcr.year"].value == 90


def test_one_month_and_all_equal_are_fine():
    found = annual(given(contacts=months(m6=2380)), None, TEAM)
    assert found.measures["contacts"].level
    assert found.figures["contacts.peak"].month == found.figures["contacts.valley"].month == 6


def test_typed_numbers_keep_their_place():
    record = Year(name="甲", suggestions=Suggestions(submitted=36, adopted=0), assist_hours=320)
    sources = {
        "suggestions.submitted": "data/x.yml:9",
        "suggestions.adopted": "data/x.yml:10",
        "assist_hours": "data/x.yml:11",
    }
    found = annual(Given(2025, record, {}, sources), None, TEAM).figures
    assert {key: (figure.value, figure.source) for key, figure in found.items()} == {
        "suggestions.submitted": (36, "data/x.yml:9"),
        "suggestions.adopted": (0, "data/x.yml:10"),
        "assist_hours": (320, "data/x.yml:11"),
    }


def test_a_metric_may_be_weighted_by_another_and_say_its_decimals():
    metrics = {
        "sold": Metric(label="成交单", total="sum"),
        "margin": Metric(label="毛利率", unit="%", total="weighted", weight="sold", decimals=2),
    }
    series = {"contacts": months(m1=1, m2=1), "sold": months(m1=100, m2=50), "margin": months(m1=30.0, m2=33.0)}
    year = annual(given(**series), None, Team(metrics=metrics))
    assert year.measures["margin"].annual == pytest.approx(31)
    assert year.measures["margin"].annual.decimals == 2
    assert year.figures["margin.year"].formula == "各月按当月成交单加权平均"


@pytest.mark.parametrize("unit", ["分", "通"])
def test_a_unit_that_is_none_of_a_duration_is_told_of_and_no_accident(unit: str):
    team = Team(metrics={"aht": BUILT_IN["aht"].model_copy(update={"unit": unit})})
    assert annual(given(contacts=months(m1=60), aht=months(m1=5.0)), None, team).measures["aht"].annual == 5
    assert series.logged(None, team.catalogue) == {}


def test_characters_are_the_same_in_another_unit_of_time():
    metrics = {"aht": BUILT_IN["aht"].model_copy(update={"unit": "分钟"})}
    year = annual(given(contacts=months(m1=60), aht=months(m1=5.0)), None, Team(metrics=metrics))
    figure = year.figures["characters.total"]
    assert (figure.value, figure.formula) == (60_000, "各月接听量 × 平均处理时长 × 每分钟 200 字，再相加")


def test_a_year_before_of_few_ratings_is_not_compared_and_has_the_number_of_its_own_page():
    def of(year: int, csat: tuple[float | None, ...], ratings: tuple[int, ...]) -> Given:
        series = {"contacts": (1000, 100, *(None,) * 10), "csat": csat}
        return Given(year, Year(name="林夏"), series, {}, behind={"csat": ratings})

    now = of(2025, months(m1=90, m2=90), (100, 100, *(0,) * 10))
    few, many = (of(2024, months(m1=80, m2=70), (*pair, *(0,) * 10)) for pair in ((20, 9), (30, 30)))
    assert annual(now, few, Team()).measures["csat"].change is None
    own = annual(many, None, Team()).figures["csat.year"].value
    assert annual(now, many, Team()).measures["csat"].change.value == 90 - own == 15
