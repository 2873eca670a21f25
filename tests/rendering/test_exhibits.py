"""What stands around a picture."""

from __future__ import annotations

from chronicle.rendering.exhibits import DataTable


def test_columns_of_numbers_are_told_from_columns_of_words():
    rows = (("1 月", "2,310 通", "—", "寒潮", "3 月前"), ("2 月", "1,960", "−1.2", "", "很久"))
    assert DataTable(("月份", "接听量", "同比", "事件", "何时"), rows).numbers == (2, 3)


def test_a_column_that_says_nothing_holds_no_numbers():
    assert DataTable(("名目", "值"), (("甲", "—"), ("乙", ""))).numbers == ()
    assert DataTable(("名目",), ()).numbers == ()
