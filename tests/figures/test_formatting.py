from __future__ import annotations

import pytest

from chronicle.figures.formatting import (
    amount,
    clean,
    date_in_words,
    difference,
    in_characters,
    listed,
    months,
    number,
    scaled,
    share,
    shown,
    signed,
    told_apart,
    year_in_characters,
)
from chronicle.records.model import Shown


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (25750, None, "25,750"),
        (97.6, None, "97.6"),
        (97.65, 1, "97.7"),
        (95.45, 1, "95.5"),
        (0.1 + 0.2, 1, "0.3"),
        (-0.04, 1, "−0.04"),
        (-1.25, 1, "−1.3"),
        (1e15, 0, "1,000,000,000,000,000"),
        (99.96, 1, "99.96"),
    ],
)
def test_number_rounds_halves_up_and_groups(value, decimals, written):
    assert number(value, decimals) == written


def test_amount_keeps_number_and_unit_together():
    assert amount(2890, "通") == "2,890\u00a0通"
    assert amount(5) == "5"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (26_010_000, "2,601\u00a0万字"),
        (99_999, "99,999\u00a0字"),
        (123_456_789, "1.23\u00a0亿字"),
        (100_000, "10\u00a0万字"),
    ],
)
def test_long_counts_are_read_in_ten_thousands(value, written):
    assert scaled(value, "字") == written


def test_signed_says_which_way():
    assert signed(1.84, "个百分点") == "+1.8\u00a0个百分点"
    assert signed(-12, "秒") == "−12\u00a0秒"


def test_months_runs_are_spans():
    assert months((5, 6, 7, 8)) == "5—8\u00a0月"
    assert months((1, 3)) == "1、3\u00a0月"
    assert months((7,)) == "7\u00a0月"


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [
        (62, 240, "26\u00a0%"),
        (996, 999, "99.7\u00a0%"),
        (3, 999, "0.3\u00a0%"),
        (7, 7, "100\u00a0%"),
        (0, 7, "0\u00a0%"),
    ],
)
def test_a_share_is_100_or_0_only_where_it_is(part, whole, written):
    assert share(part, whole) == written


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (99.998333, 2, "99.998"),
        (99.999999, 1, "99.9999"),
        (100.0, 1, "100.0"),
        (0.035, 1, "0.04"),
        (0.00001, 0, "0.0001"),
        (0.0, 2, "0.00"),
        (-0.04, 1, "−0.04"),
    ],
)
def test_nothing_is_rounded_to_a_hundred_or_to_nought(value, decimals, written):
    assert number(shown(value, decimals)) == written


def test_a_typed_number_keeps_its_decimals_whatever_a_caller_asks_for():
    assert number(Shown(99.95, 2), 1) == "99.95"
    assert number(Shown(99.5, 2), 0) == "99.50"
    assert amount(Shown(94.0, 0), "%", 1) == "94\u00a0%"


def test_values_that_differ_get_decimals_until_they_look_different():
    assert [number(v) for v in told_apart((96.94, 96.91, 90.0), 1)] == ["96.94", "96.91", "90.00"]
    assert [number(v) for v in told_apart((245.0, 245.4), 0)] == ["245.0", "245.4"]
    assert [number(v) for v in told_apart((1.0000001, 1.0000002), 0)] == ["1.0000", "1.0000"]
    assert [number(v) for v in told_apart((99.953,), 2, [Shown(99.95, 2)])] == ["99.953"]
    assert [number(v) for v in told_apart((95.123456,), 6)] == ["95.1235"]  # five were typed, four are worked out
    assert [number(v) for v in told_apart((1 / 3, 2 / 6), 1)] == ["0.3", "0.3"]


def test_a_difference_is_that_of_the_numbers_shown():
    assert number(difference(shown(99.84, 1), shown(99.46, 1))) == "0.3"
    assert number(difference(Shown(88.5, 1), Shown(89.25, 2))) == "−0.75"


def test_lists_and_years():
    assert listed(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert listed([]) == ""
    assert year_in_characters(2025) == "二〇二五"


@pytest.mark.parametrize(
    ("text", "words"),
    [("2026-06", "2026\u00a0年 6\u00a0月"), ("2026-12-01", "2026\u00a0年 12\u00a0月 1\u00a0日")],
)
def test_a_date_is_said_in_words(text, words):
    assert date_in_words(text) == words


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("a\x00b", "ab"),
        ("a\tb\nc", "a b c"),
        ("\ud800x", "x"),
        ("\ufffex", "x"),
        ("\u202ex", "x"),
        (" 停电 ", "停电"),
        ("🏃\u200d♀\ufe0f", "🏃\u200d♀\ufe0f"),
    ],
)
def test_clean(dirty, cleaned):
    assert clean(dirty) == cleaned


@pytest.mark.parametrize(
    ("value", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (45, "四十五"), (100, "100")],
)
def test_a_small_number_in_characters(value, written):
    assert in_characters(value) == written


@pytest.mark.parametrize(
    ("value", "target", "seen"),
    [(30.125, 30.125, "30.125"), (30.126, 30.127, "30.126"), (30.1269, 30.127, "30.1269"), (30.122, 30.125, "30.12")],
)
def test_a_value_stands_to_a_target_as_it_does_in_truth(value: float, target: float, seen: str) -> None:
    (found,) = told_apart([value], 2, [Shown(target, 3)])
    assert found is not None
    assert number(found) == seen
