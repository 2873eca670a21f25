"""The methods over a whole year, and the block of each, placed by its name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

import make
from chronicle.figures import sentences, service_methods
from chronicle.figures.words import Word
from chronicle.records.model import Pathway
from chronicle.rendering.blocks import Blocks
from chronicle.rendering.exhibits import customers
from chronicle.rendering.outline import chart_jobs, exhibits_of

STEPS = [
    {"at": "接通", "mood": -2, "note": "四点停的电"},
    {"at": "鱼在翻肚", "mood": -3},
    {"at": "道别", "mood": 2, "note": "八月你来钓"},
]
PRINCIPLE = {"name": "情绪急救四步走", "steps": ["全心倾听", "真诚共情"]}
CLOSURE = {"customer": "认可", "internal": "工单办结", "follow_up": "逐户回访"}


def asked() -> object:
    """A case that asked why, with its curve, its need and what became of it."""
    return make.story(
        "fish-pond", body="他停下来说：“谢谢你，一直报！”", title="一塘鱼的清晨", need="公平", journey=STEPS,
        principle=PRINCIPLE, root_cause="养殖户不在告知名单里", closure=CLOSURE,
    )  # fmt: skip


def plain() -> object:
    """A case that was solved, and no more."""
    return make.story("bill", title="看不清的账单", need="尊重", date="2025-04-01")


# --- 服务记忆峰值 ---


def test_a_moment_is_the_most_intense_step_and_the_last() -> None:
    (story,) = service_methods.with_curve((asked(), plain()))
    assert [words[:5] for _, words in sentences.moments(story.case.journey)] == ["「鱼在翻肚", "「道别」+"]


def test_two_equally_intense_steps_are_both_named() -> None:
    steps = make.story(
        journey=[{"at": "甲", "mood": -3}, {"at": "乙", "mood": 3}, {"at": "丙", "mood": 1}]
    ).case.journey
    assert sentences.moments(steps)[0] == ("最强烈的两刻", "「甲」−3；「乙」+3")


def test_the_account_is_the_end_less_the_beginning() -> None:
    worse = make.story("worse", journey=[{"at": "甲", "mood": 1}, {"at": "乙", "mood": -1}])
    line = service_methods.moments_line((asked(), worse))
    assert "2\u00a0则故事记了情绪曲线，1\u00a0则以好心情收尾" in line
    assert "存入 2\u00a0分" in line  # +4 and -2
    assert "支出 2\u00a0分" in service_methods.moments_line((worse,))


# --- 双环学习 ---


def test_only_a_case_with_a_root_cause_closes_the_second_loop() -> None:
    agent_year = make.agent_year(
        stories=(asked(), plain()), crystals=[{"title": "给个时间", "rule": "先报", "case": "fish-pond"}]
    )
    ((story, outcome),) = service_methods.loops(agent_year)
    assert story.case.root_cause == "养殖户不在告知名单里"
    assert outcome == [("内部", "工单办结"), ("跟进", "逐户回访"), ("留下", "给个时间")]
    assert "2\u00a0则故事里，1\u00a0则又问了一层" in service_methods.loops_line(1, 2)
    assert "其余" not in service_methods.loops_line(2, 2)


# --- 情感需求 ---


def test_the_matrix_knows_every_need_of_the_contract() -> None:
    assert set(service_methods.WAYS) == {"效率", "公平", "尊重", "安全", "掌控", "归属"}


# --- 最佳瞬间 ---


def test_only_a_quote_that_names_its_story_comes_from_it() -> None:
    quotes = ["谢谢你一直报", {"text": "好的", "case": "bill"}]
    agent_year = make.agent_year(stories=(plain(), asked()), quotes=quotes)
    told = [(text, story.slug if story else None) for text, story in service_methods.quoted(agent_year)]
    assert told == [("谢谢你一直报", None), ("好的", "bill")]


# --- 成长路径 ---


def marks(**keys: object) -> list[tuple[str, str]]:
    return [(stage.name, stage.mark) for stage in service_methods.stages(Pathway.model_validate(keys))]


def test_the_stage_is_marked_on_the_path() -> None:
    path = [("新手", "done"), ("熟练", "now"), ("资深", "ahead"), ("服务专家", "ahead")]
    assert marks(stage="熟练", next="服务专家") == path


def test_a_stage_keeps_the_name_that_was_written() -> None:
    assert marks(stage="新人", next="熟练") == [("新人", "now"), ("熟练", "ahead"), ("资深", "ahead")]


def test_a_stage_of_the_teams_own_stands_with_the_next() -> None:
    assert marks(stage="值班长", next="培训师") == [("值班长", "now"), ("培训师", "ahead")]


# --- the exhibits ---


def test_the_ticks_name_the_most_frequent_and_its_share() -> None:
    agent_year = make.agent_year(knowledge={"score": 46, "feedback": {"答案错误": 9, "场景缺失": 21, "表述模糊": 12}})
    shown = exhibits_of(agent_year)["ticks"]
    assert "「场景缺失」：21\u00a0条，占全部勾选的 50\u00a0%" in shown.title
    assert shown.table.rows[1] == ("场景缺失", "21")


def test_without_a_tick_there_is_no_picture_of_ticks() -> None:
    assert "ticks" not in exhibits_of(make.agent_year(knowledge={"score": 46}))
    assert "ticks" not in exhibits_of(make.agent_year(knowledge={"feedback": {"答案错误": 0}}))


def test_only_days_of_this_year_shine_and_each_once() -> None:
    days = ["2025-07-01", "2025-07-01", "2025-07-09", "2025-03-02", "2024-12-31"]
    agent_year = make.agent_year(journal=[{"date": day, "note": "亮"} for day in days])
    shown = exhibits_of(agent_year)["days"]
    assert shown.title.startswith("3\u00a0天")
    assert "7\u00a0月最亮，2\u00a0天" in shown.caption[0]
    assert shown.table.rows[6] == ("7\u00a0月", "2")


# --- the blocks: every method has one, and says what was written ---

WRITTEN = {
    "translations": [{"heard": "你们管不管", "meant": "怕没人负责", "reply": "我跟到底"}],
    "phrasing": [{"instead_of": "我不知道", "say": "我帮您查", "why": "给确定性"}],
    "value": [{"feature": "电子账单", "problem": "每月来查", "saves": "12 次", "brings": "纠纷减少"}],
    "knowledge": {"claimed": ["阶梯电价"], "score": 46, "feedback": {"场景缺失": 21}, "points": [
        {"title": "七天退货", "rule": "自签收起算", "scenes": ["快递延误"], "asks": ["膜撕了能退吗"]}]},
    "signals": {"考虑一下": 58, "好吧": {"count": 41, "kept": 17}},
    "results": ["没有迟到过一个夜班"],
    "last_year": {"plan": [{"goal": "带出徒弟", "outcome": "做到"}]},
    "journal": [{"date": "2025-04-02", "note": "他最后给了五星"}],
    "pathway": {"stage": "熟练", "next": "专家", "has": ["沟通"], "adds": ["数据"]},
    "crystals": [
        {"title": "黄金话术", "rule": "先接住情绪", "scenes": ["深夜停电"], "phrasings": ["您别急"],
         "case": "fish-pond"},
    ],
    "foresight": [{"signal": "发版后找不到入口", "action": "先发对比图", "expected": "减少三成"}],
    "energy": {"monthly": [7] * 11 + [3], "gives": ["那声谢谢"], "drains": ["沉默"], "restores": ["放空"]},
    "quotes": [{"text": "谢谢你一直报", "case": "fish-pond"}],
    "plan": [{"track": "能力提升", "goal": "数据入门", "by": "2026-06", "measure": "独立完成"}],
}  # fmt: skip
#: Block -> words that it must show.
SAYS = {
    "translations": ("你们管不管", "怕没人负责", "我跟到底"),
    "phrasing": ("我不知道", "我帮您查", "给确定性"),
    "value": (
        "「<strong>电子账单</strong>」替您解决<em>每月来查</em>，为您省下<em> 12 次</em>，还带来<em>纠纷减少</em>。",
    ),
    "knowledge": ("阶梯电价", "46 分", 'data-chart="ticks"', "自签收起算", "快递延误", "膜撕了能退吗"),
    "ticks": ('data-chart="ticks"', "<td>21</td>"),
    "signals": ("跟进了 99 次。", "考虑一下", "58", "41 次，留住 17 位"),
    "last-year": ("带出徒弟", "做到"),
    "journal": ('data-chart="days"', "他最后给了五星"),
    "days": ('data-chart="days"',),
    "pathway": ('aria-current="step"', "在这里", "<dt>已有</dt>", "<li>沟通</li>", "<dt>要补</dt>", "<li>数据</li>"),
    "crystals": ("黄金话术", "先接住情绪", "深夜停电", "您别急", "一塘鱼的清晨"),
    "foresight": ("发版后找不到入口", "先发对比图", "估计的成效", "减少三成"),
    "energy": ('data-chart="energy"', "那声谢谢", "沉默", "放空"),
    "quotes": ("谢谢你一直报", "一塘鱼的清晨"),
    "plan": ("数据入门", "2026-06", "独立完成"),
    "moments": ("「鱼在翻肚」−3", "「道别」+2，八月你来钓", "情感账户"),
    "double-loop": ("养殖户不在告知名单里", "逐户回访", "黄金话术"),
    "needs": ('data-chart="needs"', "讲清规则"),
    "stories": ("一塘鱼的清晨", "问到根因"),
}


@pytest.fixture
def shelf() -> Blocks:
    """A full year whose pictures are empty frames."""
    agent_year = make.agent_year(stories=(asked(), plain()), **WRITTEN)
    exhibits = exhibits_of(agent_year)
    return Blocks(agent_year, exhibits, chart_jobs(agent_year, exhibits), lambda _: ("<svg></svg>", ""))


@pytest.mark.parametrize("name", SAYS)
def test_each_method_has_a_block_that_says_what_was_written(shelf: Blocks, name: str) -> None:
    assert shelf.has(name)
    shown = shelf.block(name, "agents/linxia/2025").replace("\u00a0", " ")
    assert [words for words in SAYS[name] if words not in shown] == []


@pytest.mark.parametrize("name", SAYS)
def test_a_block_without_data_is_known_and_empty(name: str) -> None:
    bare = Blocks(make.agent_year(), {}, {}, lambda _: ())
    assert bare.has(name)
    assert not bare.filled(name)
    assert bare.block(name, "agents/linxia/2025") == ""


def test_three_confirmations_stand_on_the_case(shelf: Blocks) -> None:
    story = shelf.agent_year.stories[0]
    shown = shelf.block("case_foot", f"{shelf.agent_year.uri}/{story.slug}", story)
    assert [text for text in ("三重确认", "认可", "工单办结", "逐户回访", "再问一层为什么") if text not in shown] == []


@pytest.mark.parametrize(
    ("given", "ranks"), [({}, ["2"]), ({"principle": {"name": "三问", "steps": ["问"]}}, ["2", "3"])]
)
def test_below_the_title_of_a_case_no_rank_of_headings_is_left_out(given: dict[str, Any], ranks: list[str]) -> None:
    told = make.story(root_cause="字号过小", **given)
    foot = Blocks(make.agent_year(stories=(told,)), {}, {}, lambda _: ()).block("case_foot", "x", told)
    assert re.findall(r"<h(\d)", foot) == ranks


def test_a_cloud_that_left_words_out_says_where_they_are():
    year = replace(make.agent_year(), words=(Word("耐心", 9, "praise"),))
    shown = {"tags": customers.tags(year)}
    whole = '<svg data-left-out="0"></svg>'
    said = "放不下的词，都在「看数据」里。"
    jobs = {name: exhibit.job for name, exhibit in shown.items()}
    assert said not in Blocks(year, shown, jobs, lambda _: (whole, whole)).chart("tags")
    assert said in Blocks(year, shown, jobs, lambda _: (whole, '<svg data-left-out="12"></svg>')).chart("tags")


def test_a_story_says_what_was_asked_beside_what_was_needed(shelf: Blocks) -> None:
    told = make.story(asked="查上月电费", need="尊重")
    head = Blocks(make.agent_year(stories=(told,)), {}, {}, lambda _: ()).block("case_head", "x", told)
    assert "他开口要的：<strong>查上月电费</strong>" in head
    assert "他开口要的" not in shelf.block("case_head", "x", shelf.agent_year.stories[0])


def test_own_results_stand_behind_those_that_are_worked_out(shelf: Blocks) -> None:
    shown = shelf.block("results", "x")
    assert shown.index("累计接起来电") < shown.index("<li>没有迟到过一个夜班</li>")
