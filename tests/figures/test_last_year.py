"""What became of last year's promises: found by a few words, worked out where a number was promised."""

from __future__ import annotations

from dataclasses import replace

import make
from chronicle.figures.channels import CHANNELS
from chronicle.figures.scorecard import last_year, open_promises, reasons_then
from chronicle.figures.sentences import tags_caption
from chronicle.figures.words import Word
from chronicle.records.model import Metric, Team, Year
from chronicle.rendering.blocks import render
from chronicle.rendering.slides.rows import LISTS

BEFORE = Year.model_validate(
    {
        "name": "林夏",
        "plan": [
            {"track": "能力提升", "goal": "练三句确认", "by": "2025-09", "target": {"metric": "fcr", "value": "96"}},
            {"track": "经验传承", "goal": "带出第一个徒弟", "measure": "独立值夜班"},
            {"track": "流程优化", "goal": "少问一句"},
        ],
        "foresight": [{"signal": "头一场寒潮必有跳闸", "action": "备好三步", "expected": "少排队"}],
    }
)
PLACES = {f"plan.{at}": f"data/agents/linxia/2024.yml:{at + 3}" for at in range(3)}


def year(before=BEFORE, fcr=95, **record):
    return replace(make.agent_year({"fcr": (fcr,) * 12}, **record), before=before, before_sources=PLACES)


def test_a_promised_number_is_worked_out_without_a_word():
    kept = last_year(year())
    assert [(item.text, item.outcome) for item in kept["plan"]] == [("练三句确认", "")]
    assert [cell.text for cell in kept["plan"][0].cells] == [
        "一次解决率目标 96\u00a0%", "95\u00a0%", "还差 1\u00a0个百分点",
    ]  # fmt: skip
    assert kept["plan"][0].source == "data/agents/linxia/2024.yml:3"
    assert open_promises(year(), "plan") == ["带出第一个徒弟", "少问一句"]
    assert open_promises(year(), "foresight") == ["头一场寒潮必有跳闸"]
    assert last_year(year(fcr=96))["plan"][0].cells[-1].text == "达到"


def test_a_number_just_short_of_its_promise_is_not_rounded_to_it():
    series = {"contacts": (1, 1, *(None,) * 10), "fcr": (96, 95.9, *(None,) * 10)}
    almost = replace(make.agent_year(series), before=BEFORE, before_sources=PLACES)
    assert [cell.text for cell in last_year(almost)["plan"][0].cells[1:]] == [
        "95.95\u00a0%（1、2\u00a0月）", "还差 0.05\u00a0个百分点",
    ]  # fmt: skip


def test_a_promised_number_that_is_not_there_yet_stands_without_a_verdict_and_is_asked_about():
    targets = {"repeat": "2", "complaints": "3"}
    plan = [
        {"track": "能力提升", "goal": key, "target": {"metric": key, "value": value}} for key, value in targets.items()
    ]
    counted = Metric(label="投诉件", unit="件", better="lower", total="sum")
    team = Team(metrics={"repeat": Metric(label="二次投诉率", unit="%", better="lower"), "complaints": counted})
    here = make.agent_year({"complaints": (1,) * 6 + (None,) * 6}, team=team)
    here = replace(here, before=Year.model_validate({"name": "林夏", "plan": plan}))
    assert [[cell.text for cell in item.cells] for item in last_year(here)["plan"]] == [
        ["二次投诉率目标 2\u00a0%", "没有这个数"], ["投诉件目标 3\u00a0件", "6\u00a0件（1—6\u00a0月）"],
    ]  # fmt: skip
    assert [row.note for row in LISTS["last-year"](here)] == [
        "二次投诉率目标 2\u00a0%，这一年没有这个数", "投诉件目标 3\u00a0件，这一年 6\u00a0件（1—6\u00a0月）",
    ]  # fmt: skip
    assert open_promises(here, "plan") == ["repeat", "complaints"]
    shown = render("sections/last-year.html", given=last_year(here), agent_year=here)
    assert "这一年<span" in shown
    assert "kept__outcome" not in shown


def test_outcomes_stand_with_their_promise_in_its_order():
    told = {
        "plan": [{"goal": "徒弟", "outcome": "做到", "note": "九月"}, {"goal": "练三句确认", "outcome": "还在做"}],
        "foresight": [{"signal": "寒潮", "outcome": "来了"}],
    }
    kept = last_year(year(last_year=told))
    assert [(item.text, item.outcome, item.note) for item in kept["plan"]] == [
        ("练三句确认", "还在做", ""),
        ("带出第一个徒弟", "做到", "九月"),
    ]
    assert kept["plan"][0].cells
    assert [(item.text, item.outcome) for item in kept["foresight"]] == [("头一场寒潮必有跳闸", "来了")]


def test_without_last_years_file_the_outcomes_stand_as_written():
    kept = last_year(year(None, last_year={"plan": [{"goal": "带徒弟", "outcome": "没做到"}]}))
    assert [(item.text, item.outcome) for item in kept["plan"]] == [("带徒弟", "没做到")]


def test_where_nothing_is_told_and_nothing_can_be_worked_out_there_is_no_block():
    assert last_year(year(None)) is None
    assert last_year(year(BEFORE.model_copy(update={"plan": BEFORE.plan[1:]}))) is None


def test_last_year_in_another_channel_is_no_measure_of_contacts():
    reasons = [{"name": "账单", "count": 60}, {"name": "没有人问的", "count": 0}]
    target = {"track": "能力提升", "goal": "多接", "target": {"metric": "contacts", "value": "1000"}}
    before = Year.model_validate({"name": "林夏", "channel": "外呼", "issues": reasons, "plan": [target]})
    here = replace(make.agent_year({"contacts": (100,) * 12}, issues=reasons, channel="外呼"), before=before)
    here = replace(here, before_channel=CHANNELS["外呼"])
    there = replace(here, record=here.record.model_copy(update={"channel": "在线"}))
    assert reasons_then(here) == "对照上年：账单 60 → 60。"
    assert last_year(here)["plan"][0].cells[-1].text == "多 200\u00a0通"
    assert reasons_then(there) == ""
    assert [cell.text for cell in last_year(there)["plan"][0].cells] == [
        "外呼量目标 1,000\u00a0通",
        "换了渠道，不作比较",
    ]
    assert open_promises(there, "plan") == ["多接"]
    assert reasons_then(replace(there, before_channel=CHANNELS["热线"])) == ""
    lead = there.record.model_copy(update={"role_kind": "lead", "channel": None})
    of_people = replace(there, record=lead, members=(CHANNELS["在线"],))
    assert reasons_then(replace(of_people, before_channel=CHANNELS["在线"]))
    assert not reasons_then(of_people)


def test_words_of_blame_that_are_not_named_beside_last_years_are_counted():
    tags = {"推诿": 5, "等太久": 4, "态度不佳": 3, "说不清": 1}
    here = [Word(name, count, "blame") for name, count in tags.items()]
    assert tags_caption(here, dict.fromkeys(tags, 9), "上年") == (
        "批评也留着。对照上年：推诿 9 → 5，等太久 9 → 4，态度不佳 9 → 3，等 4\u00a0个词。",
    )
