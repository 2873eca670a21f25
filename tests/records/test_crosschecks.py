from __future__ import annotations

from typing import Any

import pytest

from chronicle.reading.document import parse_story, parse_yaml
from chronicle.records.crosschecks import check_case, check_team, check_year, doubt_weights
from chronicle.records.model import BUILT_IN, Case, Team, Year
from chronicle.records.validation import validate

METRICS = "name: 林夏\nmetrics: {contacts: [1, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~]}\n"


def year(text: str, **given: Any) -> list[str]:
    document = parse_yaml("x.yml", text)
    record, problems = validate(document, Year)
    assert record is not None, problems
    options: dict[str, Any] = {"year": 2025, "catalogue": BUILT_IN, "slugs": (), **given}
    return [str(problem) for problem in check_year(document, record, **options)]


def team(text: str) -> list[str]:
    document = parse_yaml("t.yml", text)
    record, problems = validate(document, Team)
    assert record is not None, problems
    return [str(problem) for problem in check_team(document, record)]


def test_a_right_year_has_no_problems() -> None:
    text = METRICS + "events: [{month: 7, title: 夏, metrics: [fcr]}, {month: 7, title: 秋}]\n"
    text += "crystals: [{title: a, rule: b, case: c}]\nsince: 2025-05\n"
    assert year(text, slugs=("c",)) == []


# --- metrics ------------------------------------------------------------------------------------------------------


def test_a_value_out_of_its_metrics_range_is_told_at_the_value() -> None:
    text = "name: a\nmetrics:\n  csat: [100.1, -1, 100, 0, ~, ~, ~, ~, ~, ~, ~, ~]\n"
    text += "  aht: [-5, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~]\n"
    assert year(text) == [
        "x.yml:3:10: 满意度 1 月的 100.1 超出范围 — 写 0 到 100 之间的数，没有就写 ~",
        "x.yml:3:17: 满意度 2 月的 -1 超出范围 — 写 0 到 100 之间的数，没有就写 ~",
        "x.yml:4:9: 平均处理时长 1 月的 -5 超出范围 — 写不小于 0 的数，没有就写 ~",
    ]


def test_an_unknown_metric_is_told_with_the_nearest_by_key_or_name() -> None:
    series = "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"
    found = year(f"name: a\nmetrics:\n  满意: {series}\n  contact: {series}\n  zzz: {series}\n")
    assert found[0] == "x.yml:3:3: 不认识的指标“满意” — 是不是“csat”？"
    assert found[1] == "x.yml:4:3: 不认识的指标“contact” — 是不是“contacts”？"
    assert found[2].startswith(
        "x.yml:5:3: 不认识的指标“zzz” — 可以用的有：contacts、fcr、csat、qa、aht；新的指标先写进"
    )


def test_an_events_unknown_metric_is_told_at_the_metric() -> None:
    text = METRICS + "events:\n  - {month: 7, title: 夏, metrics: [fcr, crs]}\n"
    assert year(text)[0].startswith("x.yml:4:41: 不认识的指标“crs”")


def test_the_target_of_a_plan_is_of_a_known_metric_and_in_its_range() -> None:
    plan = "plan: [{track: 能力提升, goal: a, target: {metric: %s, value: %s}}]\n"
    assert year(METRICS + plan % ("fcr", 96)) == []
    assert year(METRICS + plan % ("fcr", 101)) == ["x.yml:3:60: 目标 101 超出范围 — 写 0 到 100 之间的数"]
    assert year(METRICS + plan % ("frc", 96))[0].startswith("x.yml:3:48: 不认识的指标“frc” — 是不是“fcr”")


def test_without_a_catalogue_no_metric_is_unknown() -> None:
    text = METRICS.replace("contacts", "zzz") + "events: [{month: 7, title: 夏, metrics: [yyy]}]\n"
    assert year(text, catalogue=None) == []


def test_metrics_may_come_from_a_log_and_from_nowhere_else() -> None:
    assert year("name: a\n", covered=True) == []
    assert year("# c\nname: a\n") == [
        "x.yml:2:1: 没有月度指标 — "
        "三种办法：写 metrics:，或在旁边放 2025.csv，或在 data/team.yml 的 logs 里接上话务记录"
    ]


# --- the calendar -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("2024-12-01", "2025-01-31", None),
        ("2025-12-01", "2026-02-28", None),
        ("2024-11-01", "2026-02-28", None),
        ("2025-07-01", "2025-07-01", None),
        ("2024-07-01", "2024-08-31", "x.yml:5:11: 2024-07-01 到 2024-08-31 不在 2025 年 — 改日期，或移到那一年的文件"),
        (
            "2025-07-02",
            "2025-07-01",
            "x.yml:6:9: 结束（2025-07-01）早于开始（2025-07-02） — 把 from 和 to 对调，或改日期",
        ),
    ],
)
def test_a_campaign_touches_its_year(start: str, end: str, message: str | None) -> None:
    text = METRICS + f"campaigns:\n  - title: 夏\n    from: {start}\n    to: {end}\n"
    assert year(text) == ([message] if message else [])


def test_a_journal_keeps_to_its_year() -> None:
    text = METRICS + "journal:\n  - {date: 2025-12-31, note: a}\n  - {date: 2026-01-01, note: b}\n"
    assert year(text) == ["x.yml:5:12: 2026-01-01 不在 2025 年 — 改日期，或移到那一年的文件"]


def test_nobody_joins_after_the_year() -> None:
    assert year(METRICS + "since: 2026-01\n") == ["x.yml:3:8: 入职 2026-01 晚于 2025 年 — 检查年份"]


def test_a_case_keeps_to_the_year_of_its_folder() -> None:
    document = parse_story("x.md", "---\ntitle: a\ndate: 2024-03-12\nlesson: b\n---\n")
    record, _ = validate(document, Case)
    assert record is not None
    assert check_case(document, record, 2024) == ()
    assert [str(each) for each in check_case(document, record, 2025)] == [
        "x.md:3:7: 2024-03-12 不在 2025 年 — 改日期，或把文件移到 2024 的文件夹"
    ]


# --- across the file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slugs", "mend"),
    [
        (("midnight-bill", "x"), "是不是“midnight-bill”？"),
        (("x", "a"), "写故事的文件名（不带 .md）：a、x"),
        ((), "先写这篇故事，或删掉 case"),
    ],
)
def test_a_crystals_case_is_a_story(slugs: tuple[str, ...], mend: str) -> None:
    text = METRICS + "crystals:\n  - {title: a, rule: b, case: midnight-bil}\n"
    assert year(text, slugs=slugs) == [f"x.yml:4:31: 没有叫“midnight-bil”的故事 — {mend}"]


def test_no_more_is_adopted_than_was_submitted() -> None:
    assert year(METRICS + "suggestions: {submitted: 4, adopted: 4}\n") == []
    assert year(METRICS + "suggestions: {adopted: 4}\n") == []
    assert year(METRICS + "suggestions: {submitted: 3, adopted: 4}\n")[0].startswith("x.yml:3:38: 采纳 4 条")


# --- the team -----------------------------------------------------------------------------------------------------


def test_a_right_team_has_no_problems() -> None:
    assert team("targets: {fcr: 95, repeat: 2}\nmetrics:\n  repeat: {label: 二次投诉率, min: 0, max: 100}\n") == []


def test_a_target_needs_its_metric_and_its_range() -> None:
    assert team("targets: {frc: 95, csat: 101}\n") == [
        "t.yml:1:11: 不认识的指标“frc” — 是不是“fcr”？",
        "t.yml:1:26: 目标 101 超出范围 — 写 0 到 100 之间的数",
    ]


def test_weights_are_of_known_metrics_and_a_hundred_together() -> None:
    assert team("weights: {frc: 60, csat: 40}\n") == ["t.yml:1:11: 不认识的指标“frc” — 是不是“fcr”？"]

    def doubts(text: str) -> list[str]:
        document = parse_yaml("t.yml", text)
        record, _ = validate(document, Team)
        assert record is not None
        return [str(problem) for problem in doubt_weights(document, record)]

    assert doubts("name: 甲\nweights: {fcr: 30, csat: 40}\n") == [
        "t.yml:2:1: 权重合计 70，不是 100 — 核对各项，差的补上"
    ]
    assert doubts("weights: {fcr: 33.3, csat: 33.3, qa: 33.4}\n") == doubts("name: 甲\n") == []


@pytest.mark.parametrize("key", ["Repeat", "二次投诉率", "1st", "a b", "a.b"])
def test_a_metric_of_the_teams_own_has_a_plain_key(key: str) -> None:
    assert team(f"metrics:\n  {key}: {{label: x}}\n")[0].startswith(f"t.yml:2:3: 指标的键不能写“{key}”")


def test_a_metric_of_the_teams_own_is_its_own() -> None:
    found = team(
        "metrics:\n  a: {label: 满意度, min: 5, max: 1}\n  b: {label: y, max: 5, target: 9}\n"
        "  c: {label: c, weight: cotacts, total: weighted}\n  d: {label: d, weight: contacts}\n"
        "  e: {label: e, weight: e, total: weighted}\n  f: {label: f, weight: a, total: weighted, decimals: 2}\n"
    )
    assert found == [
        "t.yml:2:14: “满意度”与指标 csat 的名称相同 — 换一个名称，表格的表头要靠它分辨",
        "t.yml:2:24: 最小值 5 大于最大值 1 — 把 min 和 max 对调",
        "t.yml:3:33: 目标 9 超出范围 — 写不大于 5 的数",
        "t.yml:4:25: 不认识的指标“cotacts” — 是不是“contacts”？",
        "t.yml:5:25: weight 要和 total: weighted 一起用，这里是 mean — 加上 total: weighted，或删掉 weight",
        "t.yml:6:25: “e”不能按自己加权 — 写另一个指标，如 contacts",
    ]


def test_a_built_in_metric_may_be_called_and_counted_otherwise_but_its_formula_stays() -> None:
    text = "metrics:\n  contacts: {label: 接待量, unit: 次, better: higher, target: 20000}\n"
    text += "  aht: {unit: 分钟, decimals: 2}\n"
    assert team(text) == []
    record, _ = validate(parse_yaml("t.yml", text), Team)
    assert record is not None
    contacts, aht = record.catalogue["contacts"], record.catalogue["aht"]
    assert (contacts.label, contacts.unit, contacts.better, contacts.total) == ("接待量", "次", "higher", "sum")
    assert (contacts.target, contacts.min, aht.label, aht.decimals) == (20000, 0, "平均处理时长", 2)
    assert team("metrics:\n  fcr: {total: mean, weight: qa, max: 5, target: 9}\n  aht: {unit: 通}\n") == [
        "t.yml:2:9: “fcr”是内置的指标（一次解决率），算法不能改 — 删掉这一项，或另起一个指标",
        "t.yml:2:22: “fcr”是内置的指标（一次解决率），算法不能改 — 删掉这一项，或另起一个指标",
        "t.yml:2:50: 目标 9 超出范围 — 写 0 到 5 之间的数",
        "t.yml:3:15: 平均处理时长的单位不能是“通” — 可选：秒、分钟、小时",
    ]


def test_the_story_of_a_quote_lies_beside_it() -> None:
    text = METRICS + "quotes: [{text: 谢谢, case: midnite-bill}]\n"
    assert year(text, slugs=("midnight-bill",)) == ["x.yml:3:27: 没有叫“midnite-bill”的故事 — 是不是“midnight-bill”？"]


def test_no_more_stay_than_were_followed_up() -> None:
    assert year(METRICS + "signals: {好吧: {count: 41, kept: 17}, 算了: 3}\n") == []
    assert year(METRICS + "signals: {好吧: {count: 4, kept: 17}}\n") == [
        "x.yml:3:32: “好吧”留住 17 位，多于跟进的 4 次 — 检查 count 和 kept 这两个数"
    ]
