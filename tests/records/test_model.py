from __future__ import annotations

from typing import Any

import pytest

from chronicle.reading.document import parse_yaml
from chronicle.records.model import Team, Year
from chronicle.records.validation import validate


def year(text: str) -> Any:
    record, problems = validate(parse_yaml("x.yml", f"name: 林夏\n{text}"), Year)
    assert record is not None, problems
    return record


def told(text: str) -> list[str]:
    return [str(problem).split(":", 1)[1] for problem in validate(parse_yaml("x.yml", f"name: 林夏\n{text}"), Year)[1]]


@pytest.mark.parametrize(
    ("typed", "channel"), [("热线", "热线"), ("在线", "在线"), ("电话", "热线"), ("外呼", "外呼"), ("~", None)]
)
def test_a_channel_says_what_a_contact_is(typed: str, channel: str | None) -> None:
    assert year(f"channel: {typed}").channel == channel
    team, _ = validate(parse_yaml("t.yml", f"channel: {typed}"), Team)
    assert team is not None
    assert team.channel == channel


def test_another_channel_is_told_with_the_four() -> None:
    assert told("channel: 微信") == ["2:10: “微信”不能用在这里 — 可选：热线、在线、工单、外呼"]


def test_tags_may_be_told_apart_and_need_not() -> None:
    plain = year("tags: {耐心: 812, 电话: 40}").tags
    assert (plain.counts, plain.tones) == ({"耐心": 812, "电话": 40}, {})
    apart = year("tags: {praise: {耐心: 812}, blame: {要重复说: 17}, neutral: {电话: 40}}").tags
    assert apart.counts == {"耐心": 812, "要重复说": 17, "电话": 40}
    assert apart.tones == {"耐心": "praise", "要重复说": "blame", "电话": "neutral"}
    assert not year("").tags


def test_a_mistake_in_tags_is_told_where_it_stands() -> None:
    assert told("tags:\n  耐心: 许多\n")[0].startswith("3:7: “许多”不是数字")
    assert told("tags:\n  praise: {耐心: 许多}\n")[0].startswith("3:16: “许多”不是数字")
    assert told("tags: {praise: {耐心: 1}, 电话: 40}") == [
        "2:25: 不认识的键“电话” — 可以用的有：praise、blame、neutral、other"
    ]


def test_a_quote_may_name_its_story() -> None:
    quotes = year("quotes: [谢谢, {text: 一切都好, case: midnight-bill}]").quotes
    assert [(quote.text, quote.case) for quote in quotes] == [("谢谢", None), ("一切都好", "midnight-bill")]
    assert year("quotes: 谢谢").quotes[0].text == "谢谢"
    assert told("quotes:\n  - {case: midnight-bill}\n") == ["3:5: 缺少“text” — 在这里补上“text: 谢谢，一切都好”"]


def test_an_event_says_what_brought_it_back() -> None:
    assert year("events: [{month: 7, title: 夏, method: 听录音}]").events[0].method == "听录音"


def test_a_months_number_is_shown_as_it_was_typed() -> None:
    typed = "[95.50, 95, '95.5%', ~, ~, ~, ~, ~, ~, ~, ~, 95.125]"
    values = year(f"metrics: {{fcr: {typed}, aht: 5分12秒 312.5秒 312 ~ ~ ~ ~ ~ ~ ~ ~ ~}}").metrics
    assert [value.decimals for value in values["fcr"] if value is not None] == [2, 0, 1, 3]
    assert [value.decimals for value in values["aht"] if value is not None] == [0, 1, 0]


def test_nothing_is_no_value_and_of_a_yes_or_no_a_no() -> None:
    assert Year.model_validate({"name": "林夏", "role": "无", "quotes": ["无"], "improve": ["无", "一"]}).role is None
    assert [Team.model_validate({"team_line": typed}).team_line for typed in ("无", None)] == [False, True]
    assert (
        Team.model_validate({"logs": [{"files": "a.csv", "columns": {"agent": "a", "at": "b"}, "no": "无"}]}).logs[0].no
    )
