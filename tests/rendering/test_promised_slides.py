"""What was aimed at and promised, as the lines of a slide."""

from __future__ import annotations

from dataclasses import replace

from chronicle.records.model import Shown, Team, Year
from chronicle.rendering.slides.rows import LISTS
from make import agent_year


def test_targets_and_promises_are_lines_on_slides():
    before = Year.model_validate(
        {"name": "林夏", "plan": [{"track": "能力提升", "goal": "练确认", "target": {"metric": "fcr", "value": "96"}}]}
    )
    of_both = {
        "targets": {"fcr": Shown(95, 0), "qa": Shown(98, 0)},
        "weights": {"fcr": Shown(60, 0), "qa": Shown(40, 0)},
    }
    team = Team(**of_both)
    made = replace(agent_year({"fcr": (95,) * 12}, team=team), before=before)
    rows = {name: [(row.lead, row.words, row.note) for row in LISTS[name](made)] for name in ("scorecard", "last-year")}
    assert rows["scorecard"] == [
        ("一次解决率", "目标 95\u00a0%，实际 95\u00a0%，达到", "权重 60\u00a0%"),
        ("质检得分", "目标 98\u00a0分，没有数据", "权重 40\u00a0%"),
    ]
    assert rows["last-year"] == [("还差 1\u00a0个百分点", "练确认", "一次解决率目标 96\u00a0%，这一年 95\u00a0%")]
