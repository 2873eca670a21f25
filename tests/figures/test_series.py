"""What is typed wins over a log; where the two differ somebody should look."""

from __future__ import annotations

from dataclasses import replace

import pytest

import make
from chronicle.calllogs import AgentLog, Source
from chronicle.figures.series import contradictions, differences, given, logged, unused
from chronicle.records.model import BUILT_IN, Period, Year
from chronicle.records.span import span_of

NONE = (None,) * 12
PLACES = {"metrics.contacts": "data/agents/linxia/2025.yml:9", "metrics.aht": "data/agents/linxia/2025.yml:10"}


def log(contacts=(100,) * 12, aht=(300.0,) * 12):
    used = (Source("data/logs/calls.csv", 1300, 1200),)
    return AgentLog("linxia", 2025, contacts, NONE, NONE, aht, sources=used)


def typed(**metrics):
    return Year.model_validate({"name": "林夏", "metrics": metrics})


def test_a_metric_that_a_log_cannot_know_is_absent():
    assert set(logged(log(), BUILT_IN)) == {"contacts", "aht"}
    assert logged(None, BUILT_IN) == {}


def test_what_is_typed_wins_and_the_rest_names_the_log():
    found = given(2025, typed(contacts=[90] * 12), {"metrics.contacts": PLACES["metrics.contacts"]}, log())
    assert found.series["contacts"] == (90,) * 12
    assert found.series["aht"] == (300.0,) * 12
    assert found.sources["metrics.contacts"] == "data/agents/linxia/2025.yml:9"
    assert found.sources["metrics.aht"] == "data/logs/calls.csv"


def test_months_that_are_all_left_open_leave_the_metric_to_the_log():
    found = given(2025, typed(contacts=[None] * 12, fcr=[None] * 12), PLACES, log())
    assert (found.series["contacts"], found.sources["metrics.contacts"]) == ((100,) * 12, "data/logs/calls.csv")
    assert "fcr" not in found.series


def test_the_file_that_most_rows_are_from_is_the_source():
    of_two = replace(log(), sources=(Source("data/logs/a.csv", 90, 3), Source("data/logs/b.csv", 90, 80)))
    assert given(2025, typed(fcr=[90] * 12), {}, of_two).sources["metrics.contacts"] == "data/logs/b.csv"


def where(key, month):
    return f"data/agents/linxia/2025.csv:{month + 1}"


@pytest.mark.parametrize(
    ("metrics", "told"),
    [
        ({"contacts": [100] * 8 + [99] * 4}, [(10, "接听量 9 月填写的是 99 通，LOG 里是 100 通；一共有 4 个月不一样")]),
        ({"contacts": [100] * 11 + [101]}, [(13, "接听量 12 月填写的是 101 通，LOG 里是 100 通")]),
        ({"aht": ["300.0"] * 12}, [(2, "平均处理时长 1 月填写的是 300.0 秒，LOG 里是 300.4 秒；一共有 12 个月不一样")]),
        ({"aht": [300] * 12}, []),  # as exact as it was typed
        ({"aht": [None] * 11 + [300]}, []),
        ({"contacts": [None] * 12}, []),
    ],
)  # fmt: skip
def test_a_month_that_was_typed_and_logged_with_two_numbers_is_told_with_its_line(metrics, told):
    found = differences(typed(**metrics), where, log(aht=(300.4,) * 12), BUILT_IN)
    said = [
        (problem.line, problem.message.replace("\u00a0", " ").replace("data/logs/calls.csv", "LOG"))
        for problem in found
    ]
    assert said == told


@pytest.mark.parametrize(
    ("contacts", "period", "told"),
    [
        ([100] * 6 + [None] * 6, None, [(8, "接听量没有填 7—12 月，LOG 里有")]),
        ([None] * 2 + [100] * 10, None, [(2, "接听量没有填 1、2 月，LOG 里有")]),
        ([100] * 6 + [None] * 6, {"from": "2025-01", "to": "2025-06"}, []),
        ([None] * 12, None, []),
    ],
)
def test_logged_months_of_a_metric_that_was_typed_without_them_are_noted(contacts, period, told):
    record = typed(contacts=contacts)
    span = span_of(Period.model_validate(period) if period else None, 2025)
    found = [(each.line, each.message.replace("\u00a0", " ")) for each in unused(record, where, log(), BUILT_IN, span)]
    assert [(line, message.replace("data/logs/calls.csv", "LOG")) for line, message in found] == told


def test_numbers_that_cannot_be_true_together_are_told_with_their_line():
    year = make.agent_year(
        {"contacts": (350,) * 12},
        suggestions={"submitted": 5, "adopted": 1, "items": [{"title": str(n), "status": "adopted"} for n in range(3)]},
        issues=[{"name": "账单", "count": 9000}, {"name": "停电", "count": 100}],
    )
    places = {"suggestions.adopted": "data/agents/linxia/2025.yml:20", "issues": "data/agents/linxia/2025.yml:30"}
    found = contradictions(year.record, places, year.measure("contacts"))
    assert [(problem.line, problem.message.replace("\u00a0", " ")) for problem in found] == [
        (20, "采纳 1 条，items 里写着已采纳的却有 3 条"),
        (30, "各种原因合计 9,100 通，接听量只有 4,200 通"),
    ]


def test_numbers_that_can_be_true_together_are_no_warning():
    year = make.agent_year(suggestions={"submitted": 5, "adopted": 1}, issues=[{"name": "账单", "count": 9000}])
    assert list(contradictions(year.record, {}, year.measure("contacts"))) == []
