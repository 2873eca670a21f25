"""The worked-out lines of the 工作纪实: in several ways, the same in every build, true for one as for many."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from chronicle.figures import sentences, work_report
from chronicle.figures.agent_year import AgentYear
from make import agent_year, story

SUMMER = {"title": "迎峰度夏", "from": "2025-07-01", "to": "2025-08-31"}
FOLDERS = [f"{surname}{name}" for surname in ("wang", "li", "zhang", "chen") for name in ("fang", "min", "lei", "qian")]


def full(agent: str = "linxia") -> AgentYear:
    told = {"submitted": 30, "adopted": 12, "items": [{"title": "大字版", "status": "accepted"}] * 18}
    year = agent_year(stories=(story(),), suggestions=told, assist_hours=40, campaigns=[SUMMER])
    return replace(year, agent=agent)


def lines(year: AgentYear) -> list[str]:
    return [sentences.plain(line).replace("\u00a0", " ") for _, line in work_report.achievements(year)]


def test_every_line_has_six_ways_and_no_joke_stands_twice() -> None:
    ways = work_report.ways()
    jokes = [way.rpartition("，")[2] for name, texts in ways.items() if name != "grown" for way in texts]
    told = [joke for joke in jokes if "{" not in joke]
    assert all(len(set(texts)) >= 6 for texts in ways.values())
    assert len(told) == len(set(told))


def test_no_way_supposes_that_there_are_several() -> None:
    for texts in work_report.ways().values():
        assert not re.search("[都皆各]|全员|每一", "".join(texts))


def test_all_ways_hold_the_same_numbers() -> None:
    found = {tuple(tuple(re.findall(r"[\d,.]+", line)) for line in lines(full(agent))) for agent in FOLDERS}
    assert len(found) == 1


def test_builds_repeat_and_neighbours_differ() -> None:
    assert lines(full()) == lines(full())
    for one, other in pairwise(map(lines, map(full, FOLDERS))):
        assert sum(a != b for a, b in zip(one, other, strict=True)) * 3 >= len(one)


@pytest.mark.parametrize("told", [{"submitted": 0}, {"submitted": 0, "adopted": 0}, {"adopted": 0}])
def test_nothing_is_said_of_no_suggestions(told: dict[str, int]) -> None:
    assert not any("兼任" in line for line in lines(agent_year(suggestions=told)))


def test_growth_is_told_in_the_agents_words_else_by_what_it_gained() -> None:
    grown = [{"skill": "倾听", "before": 3, "after": 5, "note": "先听喘气，再听字"},
             {"skill": "表达", "before": 2, "after": 3}, {"skill": "共情", "before": 2, "after": 3},
             {"skill": "协作", "before": 2, "after": 2, "note": "原地踏步"}]  # fmt: skip
    told, one, other = work_report.grown(agent_year(growth=grown))
    assert told == "倾听：先听喘气，再听字"
    assert one.startswith("表达：")
    assert one.endswith("1\u00a0级")
    assert one.removeprefix("表达") != other.removeprefix("共情")


@pytest.mark.parametrize(
    ("goal", "metric", "value", "said"),
    [
        ("多听录音", "fcr", "96.5", "一次解决率目标 96.5 %"),
        ("一次解决率到 96.5", "fcr", "96.5", ""),  # it says so itself
        ("一次解决率降到百分之五", "fcr", "5", ""),
        ("带 25 个人", "aht", "2", "平均处理时长目标 2 秒"),
    ],
)
def test_the_number_of_a_goal_is_said_once(goal: str, metric: str, value: str, said: str) -> None:
    target = {"metric": metric, "value": value}
    year = agent_year(plan=[{"track": "能力提升", "goal": goal, "target": target}])
    assert work_report.aim(year, year.record.plan[0]).replace("\u00a0", " ") == said
