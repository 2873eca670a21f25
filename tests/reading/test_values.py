from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chronicle.reading.values import amount, day, month, nearly, seconds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,890", (2890, "")),
        ("２８９０", (2890, "")),
        ("95.5 %", (95.5, "%")),
        ("９５．５％", (95.5, "%")),
        ("-2", (-2, "")),
        ("1.2万", (12000, "")),
        ("12.5 万 通", (125000, "通")),
        ("1，980", (1980, "")),
        ("1'980", (1980, "")),
        ("12’980.5", (12980.5, "")),
        ("1'98", None),
        ("312s", (312, "s")),
        ("1e3", (1000, "")),
        ("5分12秒", None),
        ("1,98", None),
        ("约100", None),
        ("", None),
        ("10-20", None),
        ("九十", None),
        ("1 2", None),
        ("1980①", (1980, "*")),
        ("2010²", (2010, "*")),
    ],
)
def test_a_number_with_its_unit(text: str, value: tuple[float, str] | None) -> None:
    number = amount(text)
    assert (number and number[:2]) == value


@pytest.mark.parametrize(
    ("text", "decimals"), [("95", 0), ("95.50", 2), ("2,890.5", 1), ("1.25万", 0), ("1.23456万", 1), ("95.5 %", 1)]
)
def test_the_decimals_of_a_number_are_those_that_were_typed(text: str, decimals: int) -> None:
    number = amount(text)
    assert number is not None
    assert number.decimals == decimals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5:12", 312),
        ("0:05:12", 312),
        ("5分12秒", 312),
        ("5 分 12 秒", 312),
        ("5分", 300),
        ("1小时5分", 3900),
        ("312s", 312),
        ("12秒", 12),
        ("5.2分钟", 312),
        ("5mins 12secs", 312),
        ("1hour5minutes", 3900),
        ("2个钟头", 7200),
        ("5’12”", 312),
        ("350ms", 0.35),
        ("５：１２", 312),
        ("3天", None),
        ("312", None),
        ("", None),
        ("5:1", None),
        ("五分", None),
    ],
)
def test_a_duration_in_seconds(text: str, value: float | None) -> None:
    assert seconds(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-06", (2026, 6, None)),
        ("2026/6", (2026, 6, None)),
        ("2026.6", (2026, 6, None)),
        ("202606", (2026, 6, None)),
        ("2026年6月", (2026, 6, None)),
        ("2026 年 6 月", (2026, 6, None)),
        ("２０２６年６月", (2026, 6, None)),
        ("2026年6月30日", (2026, 6, 30)),
        ("2025/7/1", (2025, 7, 1)),
        ("2025.07.01", (2025, 7, 1)),
        ("20250701", (2025, 7, 1)),
        ("2025年7月1号", (2025, 7, 1)),
        ("25年7月", (2025, 7, None)),
        ("2025-03-12 14:30", (2025, 3, 12)),
        ("2025-07-01T00:00:00", (2025, 7, 1)),
        ("2025-07-01T00:00:00Z", (2025, 7, 1)),
        ("45839", (2025, 7, 1)),
        ("99999", None),
        ("13/7/2025", (2025, 7, 13)),
        ("7/13/2025", (2025, 7, 13)),
        ("3/7/2025", None),
        ("7/7/2025", (2025, 7, 7)),
        ("2025-13", (2025, 13, None)),
        ("7月1日", (None, 7, 1)),
        ("明年", None),
        ("", None),
    ],
)
def test_a_day_in_every_usual_form(text: str, value: tuple[int | None, int, int | None] | None) -> None:
    assert day(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", (None, 1)),
        ("12月", (None, 12)),
        ("０３月份", (None, 3)),
        ("十二月", (None, 12)),
        ("2025-01", (2025, 1)),
        ("2025年1月", (2025, 1)),
        ("2025/11/30", (2025, 11)),
        ("Jan", (None, 1)),
        ("Sept.", (None, 9)),
        ("Jan-25", (2025, 1)),
        ("January 2025", (2025, 1)),
        ("2025年三月", (2025, 3)),
        ("202507", (2025, 7)),
        ("45658", (2025, 1)),
        ("第1月", (None, 1)),
        ("元月", (None, 1)),
        ("2025M07", (2025, 7)),
        ("20250701-20250731", (2025, 7)),
        ("2025年7月1日至31日", (2025, 7)),
        ("2025-07-01~2025-08-31", None),
        ("13月", None),
        ("0", None),
        ("", None),
        ("合计", None),
        ("foo", None),
        ("13", None),
    ],
)
def test_months_are_read_in_every_usual_form(text: str, value: tuple[int | None, int] | None) -> None:
    assert month(text) == value


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("约100", "只写 100"),
        ("≥95", "只写 95"),
        ("约5分", "只写 5分"),
        ("12%左右", "只写 12%"),
        ("300秒以内", "只写 300秒"),
        ("1980①", "只写 1980"),
        ("1 980", "一个数的，中间不空格：1980"),
        ("1950↑", "只写 1950"),
        ("2010[2]", "只写 2010"),
        ("9o", "像是把字母当成了数字：90"),
        ("99,5", "小数点写成了逗号：99.5"),
        ("95x", ""),
        ("一百", ""),
        ("约", ""),
    ],
)
def test_what_is_nearly_a_number_is_told_with_it(text: str, mend: str) -> None:
    assert nearly(text) == mend


@given(st.text(alphabet="0123456789.,:-/年月日时分秒万%一十 jan", max_size=20))
def test_no_text_raises(text: str) -> None:
    for read in (amount, seconds, day, month, nearly):
        read(text)
