"""An agent over the years: what is told between them is true, and one year is a page too."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from chronicle.records.model import Team
from chronicle.rendering import person
from make import CONTACTS, FCR, agent_year, months, story


def years(*written, **record):
    """Chapters of consecutive years up to 2025, each with the year before it known."""
    pairs = zip(written, (None, *written), strict=False)
    made = [agent_year(series=series, before=before, **record) for series, before in pairs]
    return [replace(each, year=2026 - len(made) + i) for i, each in enumerate(made)]


def told(found):
    return found.title.replace("\u00a0", " ")


def of(metric, *values):
    """The picture of one metric with the same value in each month of a year."""
    return person.exhibits(years(*({metric: [value] * 12} for value in values)))[f"years-{metric}"]


@pytest.mark.parametrize(
    ("metric", "values", "title"),
    [
        ("fcr", (93, 94, 95.5), "一次解决率从 93 % 走到 95.5 %"),
        ("fcr", (95.5, 93), "一次解决率从 95.5 % 降到 93 %"),
        ("aht", (300, 280), "平均处理时长从 300 秒降到 280 秒"),
        ("aht", (280, 300), "平均处理时长从 280 秒升到 300 秒"),
        ("contacts", (100, 200), "接听量从 1,200 通增到 2,400 通"),
        ("contacts", (1000, 1001), "接听量从 12,000 通增到 12,012 通"),
        ("csat", (99.5, 99.52), "满意度从 99.5 % 走到 99.52 %"),
        ("csat", (99.5, 99.5), "满意度：2024 年与 2025 年都是 99.5 %"),
    ],
)
def test_the_title_says_where_the_years_went_in_the_words_that_fit(metric, values, title):
    assert told(of(metric, *values)) == title


def test_a_metric_of_one_year_has_no_picture():
    assert not person.exhibits(years({"fcr": FCR}))
    assert list(person.exhibits(years({"fcr": FCR}, {"fcr": FCR, "aht": [300] * 12}))) == ["years-fcr"]


@pytest.mark.parametrize(
    ("coarse", "fine"),
    [
        ([90.1, 90.2, 90.2, *[90.2] * 9], [96.641, 96.637, *[96.639] * 10]),
        ([*[92.4] * 11, 92.9], [*[94.4] * 6, *[94.9] * 6]),  # 92.44 lies above the lowest month, 94.7 needs no more
    ],
)
def test_a_difference_is_that_of_the_two_numbers_beside_it(coarse, fine):
    """A year shown with one decimal and the other with more: each page has its own, here both are as exact."""
    found = person.exhibits(years({"fcr": coarse}, {"fcr": fine}))["years-fcr"]
    (_, now, _, change), (_, before, _, _) = found.table.rows
    gap = Decimal(now) - Decimal(before)
    assert f"{gap} 个百分点" in change.replace("\u00a0", " ")
    assert before in told(found)
    assert now in told(found)


def test_a_year_without_the_metric_is_a_gap_at_its_place():
    agent_years = years({"fcr": [90] * 12}, {"aht": [300] * 12}, {"fcr": [94] * 12})
    spec = person.exhibits(agent_years)["years-fcr"].spec
    assert (spec.first, spec.values) == (2023, (90.0, None, 94.0))


def test_a_target_is_drawn_beside_what_it_is_the_target_of():
    """That of a count is one month's, and no year's."""
    team = Team(targets={"contacts": 900, "fcr": 95})
    each = {"contacts": CONTACTS, "fcr": FCR}
    found = person.exhibits(years(each, each, team=team))
    assert (found["years-contacts"].spec.target, found["years-fcr"].spec.target) == (None, 95)


def test_a_year_that_is_not_whole_says_so():
    half = months(m1=90, m2=90, m3=90)
    found = person.exhibits(years({"fcr": half}, {"fcr": FCR}))["years-fcr"]
    assert "2024\u00a0年只有 1—3\u00a0月" in found.caption[0]
    assert found.table.rows[1][2] == "1—3\u00a0月"
    assert "比上年同期" in found.caption[0]


def test_the_table_has_the_newest_year_first_with_its_change():
    rows = of("fcr", 93, 94, 95).table.rows
    assert [row[0] for row in rows] == ["2025 年", "2024 年", "2023 年"]
    assert rows[0][3].replace("\u00a0", " ") == "比上年高 1 个百分点"
    assert rows[2][3] == "—"


def page(*agent_years):
    """The agent's page with marks in the place of drawings."""
    shown = person.exhibits(agent_years)
    return person.person_html(agent_years, shown.values())


def test_the_page_leads_to_every_year_and_every_story_newest_first():
    before, now = years({"contacts": CONTACTS, "fcr": [93] * 12}, {"contacts": CONTACTS, "fcr": FCR})
    before = replace(before, stories=(story("old", title="旧事"),))
    now = replace(now, stories=(story("new", title="新 <b>事"),))
    html = page(before, now)
    pages = ("2025/", "2024/", "2025/new/", "2024/old/")
    places = [html.index(f'href="{each}index.html"') for each in pages]
    assert places == sorted(places)
    assert places[1] < html.index('data-chart="years-contacts"') < places[2]
    assert "新 &lt;b&gt;事" in html
    assert "比上年" in html


def test_one_year_is_a_page_without_empty_parts():
    html = page(*years({"contacts": CONTACTS}))
    assert 'href="2025/index.html"' in html
    assert "一年一年走过来" not in html
    assert "所有的故事" not in html


@pytest.mark.parametrize("channels", [("外呼", "在线"), (None, "工单")])
def test_contacts_of_two_channels_have_no_picture_and_rates_have_one(channels: tuple[str | None, str]):
    before, now = years({"contacts": [1200] * 12, "csat": [98] * 12}, {"contacts": [900] * 12, "csat": [99] * 12})
    records = zip((before, now), channels, strict=True)
    changed = [replace(each, record=each.record.model_copy(update={"channel": name})) for each, name in records]
    assert {*person.exhibits((before, now))} == {"years-contacts", "years-csat"}
    assert {*person.exhibits(changed)} == {"years-csat"}
