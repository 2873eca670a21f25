"""Records and Markdown are masked: what is told, and that looking together equals looking alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from chronicle.errors import Problem
from chronicle.privacy.detector import Detector
from chronicle.privacy.masking import mask_problems, mask_record, mask_text
from chronicle.reading.document import parse_yaml
from chronicle.records.model import Record, Year
from chronicle.records.validation import validate

MOBILE = "13812345678"
HEAD = "name: 林夏\nmetrics: {contacts: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}\n"


def masked(text: str, detector: Detector) -> tuple[Year, Year, list[str]]:
    """The record before, the record after, and what was told."""
    document = parse_yaml("a.yml", HEAD + text)
    record, problems = validate(document, Year)
    assert record, problems
    after, found = mask_record(record, document, detector)
    return record, after, [f"{each.line}:{each.column} {each.message}" for each in found]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Record):
        yield from (text for name in type(value).model_fields for text in strings(getattr(value, name)))
    elif isinstance(value, Mapping):
        yield from (text for pair in value.items() for each in pair for text in strings(each))
    elif isinstance(value, tuple):
        yield from (text for each in value for text in strings(each))


def test_a_record_without_secrets_is_the_very_same() -> None:
    before, after, told = masked("motto: 每一个来电都值得认真对待\ntags: {耐心: 3}\n", Detector())
    assert after is before
    assert told == []


def test_every_finding_is_told_where_it_stands_and_in_the_order_of_the_record() -> None:
    quotes = f"quotes:\n  - 打给{MOBILE}\n  - 谢谢\n  - 打给{MOBILE}或 a@b.com\n"
    _, after, told = masked(f"{quotes}motto: 客户王志远说好\n", Detector())
    assert told == ["7:10 发现客户姓名", "4:7 发现手机号", "6:7 发现手机号", "6:20 发现邮箱"]
    assert tuple(quote.text for quote in after.quotes) == ("打给138××××5678", "谢谢", "打给138××××5678或 a×××@b.com")
    assert after.motto == "客户王××说好"


def test_a_key_may_hold_a_secret_too() -> None:
    _, after, told = masked(f"tags: {{找{MOBILE}: 3, 耐心: 4}}\n", Detector())
    assert after.tags.counts == {"找138××××5678": 3, "耐心": 4}
    assert [each.partition(":")[0] for each in told] == ["3"]


@pytest.mark.parametrize(
    ("pardons", "secret"),
    [
        ("余额", "户号3701262354241"),
        ("张小芳（化名）来电", "客户张小芳来电"),
        ("批次号", MOBILE),
        ("王志远回访", "客户陈志远来电"),
        ("一三八一二三四五六七八", "一三九一二三四五六七八"),
    ],
)
def test_what_one_text_of_a_record_says_pardons_no_other(pardons: str, secret: str) -> None:
    for first, second in ((pardons, secret), (secret, pardons)):
        _, after, _ = masked(f"quotes: [{first}, {second}]\n", Detector(["王志远"]))
        alone = [Detector(["王志远"]).mask(each)[0] for each in (first, second)]
        assert secret not in alone
        assert [quote.text for quote in after.quotes] == alone


def test_a_secret_in_any_field_is_masked() -> None:
    """Wherever a record holds words, these are looked at: a mobile number is put into each of its strings in turn."""
    text = (
        "role: 客服\nevents: [{month: 7, title: 夏, note: 热}]\ntags: {耐心: 3}\n"
        "issues: [{name: 账, kind: 咨询, count: 3}]\n"
        "suggestions: {submitted: 1, items: [{title: 短信, to: 产品部}]}\nenergy: {gives: [谢谢]}\nsignals: {好吧: 4}\n"
        "knowledge: {claimed: [退货], points: [{title: 七天, rule: 签收, asks: [能退吗]}]}\n"
    )
    for word in re.findall("[\u4e00-\u9fff]+", text.replace("咨询", "")):
        _, after, told = masked(text.replace(word, f"{word}{MOBILE}"), Detector())
        assert not any(MOBILE in each for each in strings(after)), word
        assert len(told) == 1, word


def test_an_allowed_word_in_a_record_is_left_and_not_told() -> None:
    before, after, told = masked(f"quotes: [客户王志远说好, 打给{MOBILE}]\n", Detector(["王志远", MOBILE]))
    assert after is before
    assert told == []


def test_markdown_keeps_its_lines_and_every_finding_has_its_column() -> None:
    text, found = mask_text(f"一\n\n打给{MOBILE}，客户王志远\n{MOBILE}", "a.md", 10, Detector())
    assert text == "一\n\n打给138××××5678，客户王××\n138××××5678"
    assert [(each.line, each.column) for each in found] == [(12, 3), (12, 17), (13, 1)]


def test_problems_are_told_without_what_they_quote() -> None:
    told = [Problem("a.yml", 3, 1, f"“{MOBILE}”不是日期", "改写"), Problem(f"{MOBILE}.md", 1, 1, "怪", "改名")]
    plain = Problem("b.yml", 2, 2, "没有 metrics", "补上")
    masked_problems = mask_problems([*told, plain], Detector())
    assert MOBILE not in "".join(map(str, masked_problems))
    assert [(each.line, each.column) for each in masked_problems] == [(3, 1), (1, 1), (2, 2)]
    assert masked_problems[2] == plain
