"""What a preview asks the writer: one case for each kind of question, with the line that answers it."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml

import make
from chronicle.records.model import Team, Year
from chronicle.rendering.questions import MOST, questions

FLAT = {"contacts": (100,) * 12}
VALLEY = {"contacts": (100,) * 12, "fcr": (95, 95, 95, 95, 95, 95.1, 93.5, 95, 95, 95, 95, 95)}
BEFORE = {
    "name": "林夏",
    "plan": [{"track": "经验传承", "goal": "带出: 第一个徒弟"}],
    "foresight": [{"signal": "寒潮", "action": "备好"}],
    "tags": {"机械答复": 10},
    "issues": [{"name": "充电桩", "count": 120}],
}
RISEN = {"tags": {"机械答复": 30}, "issues": [{"name": "充电桩", "count": 340}]}
ENERGY = {"energy": {"monthly": ["7"] * 6 + ["3"] + ["7"] * 5}}
CRYSTAL = {"title": "黄金话术", "rule": "先接情绪"}
BADLY = {"journey": [{"at": "来电", "mood": -2}, {"at": "道别", "mood": -1}]}
HELPED = {"journey": [{"at": "来电", "mood": -2}, {"at": "道别", "mood": 2}]}


def asked(series=None, before=None, stories=(), team=None, **record):
    year = make.agent_year(series or FLAT, stories=stories, team=team, **record)
    year = replace(year, before=Year.model_validate(before) if before else None)
    return [
        (one.text.replace("\u00a0", " "), yaml.safe_load(one.lines) if "---" not in one.lines else one.lines)
        for one in questions(year)
    ]


def promised(section, **told):
    return {"before": {"name": "林夏", section: BEFORE[section]}, **({"last_year": {section: [told]}} if told else {})}


@pytest.mark.parametrize(
    ("raised", "text", "entry", "answered"),
    [
        (
            {"series": VALLEY},
            "7 月一次解决率最低，93.5 %，比 6 月低 1.6 个百分点：那个月怎么了？后来靠什么回来的？",
            {"events": [{"month": 7, "title": None, "method": None, "metrics": ["fcr"]}]},
            {"events": [{"month": "7", "title": "迎峰度夏", "metrics": ["fcr"]}]},
        ),
        (
            {"series": {"contacts": (100,) * 11 + (200,)}},
            "12 月接听量最多，200 通，比 11 月多 100 通：那个月怎么了？",
            {"events": [{"month": 12, "title": None, "method": None, "metrics": ["contacts"]}]},
            {"campaigns": [{"title": "寒潮", "from": "2025-12-01", "to": "2025-12-20"}]},
        ),
        (
            promised("plan"),
            "2024 年说要“带出: 第一个徒弟”：后来怎样了？",
            {"last_year": {"plan": [{"goal": "带出: 第一个徒弟", "outcome": None, "note": None}]}},
            promised("plan", goal="第一个徒弟", outcome="做到"),
        ),
        (
            promised("foresight"),
            "2024 年预见到“寒潮”：后来怎样了？",
            {"last_year": {"foresight": [{"signal": "寒潮", "outcome": None, "note": None}]}},
            promised("foresight", signal="寒潮", outcome="没来"),
        ),
        (
            {"series": {"contacts": (100,) * 12, "fcr": (94.2,) * 12}, "team": Team(targets={"fcr": "95"})},
            "一次解决率 94.2 %，离目标 95 还差 0.8 个百分点：来年打算怎么做？",
            {"plan": [{"track": "能力提升", "goal": None, "measure": None, "target": {"metric": "fcr", "value": 95}}]},
            {"plan": [{"track": "能力提升", "goal": "听录音", "target": {"metric": "fcr", "value": "95"}}]},
        ),
        (
            ENERGY,
            "7 月的能量最低，3 分：是什么耗着您？靠什么缓过来的？",
            {"say": {"energy": None}},
            {"say": {"energy": "那个月天天加班"}},
        ),
        (
            {"before": {"name": "林夏", "issues": BEFORE["issues"]}, "issues": RISEN["issues"]},
            "“充电桩”从 120 次到 340 次：为什么多了？下一次怎么早一步？",
            {"foresight": [{"signal": "充电桩", "action": None, "expected": None}]},
            {"foresight": [{"signal": "节前充电桩排队", "action": "提前推送"}]},
        ),
        (
            {"before": {"name": "林夏", "tags": BEFORE["tags"]}, "tags": RISEN["tags"]},
            "“机械答复”从 10 次到 30 次：打算怎么改？",
            {"improve": ["机械答复："]},
            {"improve": ["少一点机械答复"]},
        ),
        (
            {"crystals": [CRYSTAL]},
            "知识晶体“黄金话术”是从哪一则故事里长出来的？",
            {"case": None},
            {"crystals": [{**CRYSTAL, "case": "midnight-bill"}]},
        ),
        (
            {"stories": (make.story(**HELPED),)},
            "故事里还没有一则是没能帮上的：有没有哪一次，到最后客户也不满意？那一次教会了您什么？",
            "---\ntitle: \ndate: \nlesson: \njourney:\n  - {at: , mood: -2}\n  - {at: , mood: -1}\n---",
            {"stories": (make.story(**HELPED), make.story("badly", **BADLY))},
        ),
        (
            {"role": "在线客服代表"},
            "写着“在线客服代表”，页面却照热线写“接起多少通”：做的是在线，还是热线？",
            {"channel": "在线"},
            {"channel": "热线"},
        ),
        (
            {"team": Team(metrics={"contacts": {"label": "接待量"}})},
            "写着“接待量”，页面却照热线写“接起多少通”：做的是在线，还是热线？",
            {"channel": "在线"},
            {"team": Team(metrics={"contacts": {"label": "接待量"}}, channel="在线")},
        ),
    ],
)  # fmt: skip
def test_a_question_is_asked_until_it_is_answered(raised, text, entry, answered):
    assert (text, entry) in asked(**raised)
    assert text not in [each for each, _ in asked(**{**raised, **answered})]


def test_where_nothing_is_to_be_asked_nothing_is():
    assert asked(role="热线客服代表", stories=(make.story(**BADLY),)) == []


def test_no_more_than_five_and_of_each_kind_one_before_any_second():
    low = dict.fromkeys(("fcr", "csat", "qa"), (95.0,) * 6 + (90.0,) + (95.0,) * 5)
    given = asked({**FLAT, **low}, BEFORE, (make.story(),), role="在线客服", **ENERGY, **RISEN, crystals=[CRYSTAL])
    assert len(given) == MOST
    assert [text[:4] for text, _ in given] == ["写着“在", "7 月一", "2024", "7 月的", "“充电桩"]


def test_an_entry_goes_below_a_key_that_is_written_and_brings_one_that_is_not():
    year = replace(make.agent_year(VALLEY), sources={"events": "data/agents/linxia/2025.yml:9"})
    assert (questions(year)[0].where, questions(year)[0].lines) == (
        "加到 data/agents/linxia/2025.yml:9 的 events 里，“- ”与别的左边对齐",
        "  - {month: 7, title: , method: , metrics: [fcr]}",
    )  # fmt: skip
    inline = replace(year, sources={**year.sources, "events.0": "data/agents/linxia/2025.yml:9"})
    asked_there = questions(inline)[0]
    assert asked_there.where.endswith("的 events 里，写进它的括号，与别的用逗号隔开")
    assert asked_there.lines == "{month: 7, title: , method: , metrics: [fcr]}"
    assert questions(make.agent_year(VALLEY))[0].where == "加到 data/agents/linxia/2025.yml 的末尾"


def test_of_two_months_neither_has_the_least_energy():
    assert (
        asked(role="热线客服代表", stories=(make.story(**BADLY),), energy={"monthly": ["7", "5", *[None] * 10]}) == []
    )


def test_years_that_cover_other_months_are_not_held_against_each_other():
    half = make.agent_year({"contacts": (100,) * 12}, {"contacts": (100,) * 6 + (None,) * 6}, tags={"机械答复": 30})
    before = Year.model_validate({"name": "林夏", "tags": {"机械答复": 10}})
    assert questions(replace(half, before=before)) == []
