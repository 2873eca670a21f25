"""The sheet of A4, whatever of the scorecard there is."""

from __future__ import annotations

from typing import Any

import pytest

from chronicle.figures.work_report import parts
from chronicle.records.model import Team
from chronicle.rendering import onepage
from chronicle.rendering.blocks import Blocks
from chronicle.rendering.outline import exhibits_of
from make import agent_year

DRAWN = ("<svg></svg>", "")


@pytest.mark.parametrize(
    ("team", "shown"),
    [
        ({"targets": {"fcr": "95"}}, "目标 "),
        ({"weights": {"fcr": "100"}}, "权重 "),
        ({"targets": {"fcr": "95"}, "weights": {"fcr": "100"}}, " · "),
        ({}, "一次解决率"),
    ],
)
def test_a_scorecard_without_weights_or_targets_is_one(team: dict[str, Any], shown: str) -> None:
    year = agent_year(team=Team.model_validate(team))
    exhibits = exhibits_of(year)
    assert shown in onepage.page(Blocks(year, exhibits, {}, lambda _: DRAWN)).decode()


@pytest.mark.parametrize(
    ("opening", "shown"), [("这一年，我学会了 **慢**。", "我学会了 慢。"), (None, "「谢谢，一切都好」")]
)
def test_the_sheet_opens_with_the_writers_own_words_and_else_with_a_customers(opening: str | None, shown: str) -> None:
    year = agent_year(opening=opening, quotes=["谢谢，一切都好"])
    exhibits = exhibits_of(year)
    sheet = onepage.page(Blocks(year, exhibits, {}, lambda _: DRAWN)).decode()
    assert shown in sheet
    assert ("sheet__quote" in sheet) == (opening is None)


def test_the_sheet_says_how_much_of_the_work_report_and_the_plan_is_in_the_chronicle_only() -> None:
    goals = [{"track": "能力提升", "goal": f"第 {at} 项"} for at in range(7)]
    year = agent_year({"contacts": [900] * 12}, improve=["叹气", "急"], results=["全勤"] * 4, plan=goals)
    sheet = onepage.page(Blocks(year, exhibits_of(year), {}, lambda _: DRAWN)).decode()
    lines = sum(len(lines) for _, lines in parts(year))
    assert f"另有 {lines - 4} 条，都在纪实里。" in sheet
    assert "另有 2 项，都在纪实里。" in sheet
