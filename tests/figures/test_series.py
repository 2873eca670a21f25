"""What is typed wins over a log; where the two differ by more than 1 % somebody should look."""

from __future__ import annotations

from chronicle.calllogs import AgentLog, Source
from chronicle.figures.series import differences, given, logged
from chronicle.records.model import BUILT_IN, Year

NONE = (None,) * 12
PLACES = {"metrics.contacts": "data/agents/linxia/2025.yml:9", "metrics.aht": "data/agents/linxia/2025.yml:10"}


def log(contacts=(100,) * 12, aht=(300.0,) * 12):
    used = (Source("data/logs/calls.csv", 1300, 1200),)
    return AgentLog("linxia", 2025, contacts, NONE, NONE, aht, sources=used)


def typed(**metrics):
    return Year.model_validate({"name": "林夏", "metrics": metrics})


def test_a_metric_that_a_log_cannot_know_is_absent():
    assert set(logged(log())) == {"contacts", "aht"}
    assert logged(None) == {}


def test_what_is_typed_wins_and_the_rest_names_the_log():
    found = given(2025, typed(contacts=[90] * 12), {"metrics.contacts": PLACES["metrics.contacts"]}, log())
    assert found.series["contacts"] == (90,) * 12
    assert found.series["aht"] == (300.0,) * 12
    assert found.sources["metrics.contacts"] == "data/agents/linxia/2025.yml:9"
    assert found.sources["metrics.aht"] == "data/logs/calls.csv"


def test_a_difference_of_more_than_one_percent_is_told_with_both_numbers_and_the_line():
    (found,) = differences(typed(contacts=[102] * 12), PLACES, log(), BUILT_IN)
    assert (found.path, found.line) == ("data/agents/linxia/2025.yml", 9)
    assert "1,224" in found.message
    assert "1,200" in found.message
    assert "data/logs/calls.csv" in found.message


def test_a_difference_of_one_percent_or_less_is_none():
    assert differences(typed(contacts=[101] * 12), PLACES, log(), BUILT_IN) == []


def test_only_months_that_both_have_are_compared():
    half = (100,) * 6 + (None,) * 6
    assert differences(typed(contacts=[100] * 12), PLACES, log(contacts=half), BUILT_IN) == []
    assert differences(typed(aht=[None] * 11 + [300]), PLACES, log(), BUILT_IN) == []
