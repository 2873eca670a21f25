from __future__ import annotations

import pytest

from chronicle.reading.nearest import nearest
from chronicle.records.validation import nearest_key, suggestion


@pytest.mark.parametrize(
    ("word", "known"),
    [("y/n", None), ("Agen", "Agent"), ("ＡＧＥＮＴ", "Agent"), ("zzz", None), ("", None)],
)
def test_the_nearest_word(word: str, known: str | None) -> None:
    assert nearest(word, ["Agent", "Answered (Y/N)", ""]) == known


def test_a_word_within_another_will_do_where_it_is_asked_for() -> None:
    assert nearest("Answered", ["Agent", "Answered (Y/N)"], within=True) == "Answered (Y/N)"
    assert nearest("Talk Agent Name", ["Agent", "A"], within=True) == "Agent"
    assert nearest("zzz", ["Agent", ""], within=True) is None


@pytest.mark.parametrize(
    ("word", "known"),
    [("moto", "motto"), ("Name", "name"), ("姓名", "name"), ("ｎａｍｅ", "name"), ("qoutes", "quotes"), ("zzz", None)],
)
def test_the_nearest_key_knows_chinese_names(word: str, known: str | None) -> None:
    assert nearest_key(word, ("name", "motto", "quotes")) == known


def test_a_very_long_word_takes_no_long_time() -> None:
    assert nearest("x" * 1_000_000, ["name"] * 50) is None


def test_of_many_words_a_few_are_named_the_likest_first_and_the_page_that_has_all() -> None:
    known = [f"trend-{name}" for name in "abcdefghijklmnop"]
    assert suggestion("x", ["one", "two"]) == "可以用的有：one、two"
    assert suggestion("p", known, "《写作指南》") == (
        "可以用的如：trend-p、trend-a、trend-b、trend-c、trend-d、trend-e；全部列在《写作指南》里"
    )
