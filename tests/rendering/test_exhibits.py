"""What stands around a picture."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chronicle.figures.words import Word
from chronicle.rendering.blocks import loose
from chronicle.rendering.exhibits import DataTable, customers
from make import agent_year


def test_columns_of_numbers_are_told_from_columns_of_words():
    rows = (("1 月", "2,310 通", "—", "寒潮", "3 月前"), ("2 月", "1,960", "−1.2", "", "很久"))
    assert DataTable(("月份", "接听量", "同比", "事件", "何时"), rows).numbers == (2, 3)


def test_a_column_that_says_nothing_holds_no_numbers():
    assert DataTable(("名目", "值"), (("甲", "—"), ("乙", ""))).numbers == ()
    assert DataTable(("名目",), ()).numbers == ()


@pytest.mark.parametrize("count", [0, 1, 4, 5])
def test_a_few_nouns_out_of_stories_are_no_cloud(count: int):
    nouns = tuple(Word(f"词{at}", 3, "topic") for at in range(count))
    year = replace(agent_year(), words=nouns)
    assert (customers.tags(year) is not None) == (count == 5)
    assert customers.tags(replace(year, words=(*nouns, Word("耐心", 1, "praise"))))


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("先关阀，再问话。", 10, ""),
        ("她问的是电费，怕的是老伴受冻；听懂那个怕，才算听懂了问题。", 10, ""),
        ("愤怒的人不缺道理，缺一个肯先问问鱼怎么样了的人。", 12, " loose"),
        ("一二三四五六七八九十。", 10, " loose"),
        ("一二三 四五六七八九", 10, ""),
        ("", 10, ""),
    ],
)
def test_what_has_no_mark_for_long_is_set_loose(text: str, most: int, expected: str):
    assert loose(text, most) == expected
