from __future__ import annotations

import pytest

from chronicle.figures.formatting import (
    amount,
    date_in_words,
    listed,
    months,
    number,
    scaled,
    signed,
    times,
    year_in_characters,
)


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (25750, None, "25,750"),
        (97.6, None, "97.6"),
        (97.65, 1, "97.7"),
        (95.45, 1, "95.5"),
        (0.1 + 0.2, 1, "0.3"),
        (-0.04, 1, "0.0"),
        (-1.25, 1, "−1.3"),
        (1e15, 0, "1,000,000,000,000,000"),
        (99.96, 1, "100.0"),
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
    assert signed(1.84, "个百分点", 1) == "+1.8\u00a0个百分点"
    assert signed(-12, "秒", 0) == "−12\u00a0秒"


def test_months_runs_are_spans():
    assert months((5, 6, 7, 8)) == "5—8\u00a0月"
    assert months((1, 3)) == "1、3\u00a0月"
    assert months((7,)) == "7\u00a0月"


@pytest.mark.parametrize(("ratio", "written"), [(35.63, "36\u00a0倍"), (1.26, "1.3\u00a0倍"), (0.42, "42\u00a0%")])
def test_times(ratio, written):
    assert times(ratio) == written


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
