"""The scorecard: every number against its target, as both are shown."""

from __future__ import annotations

import make
from chronicle.calllogs import AgentLog, Source
from chronicle.figures.annual import annual
from chronicle.figures.scorecard import gap_words, scorecard
from chronicle.figures.series import given
from chronicle.records.model import BUILT_IN, Metric, Shown, Team, Year

NONE = (None,) * 12


def rows(year):
    card = scorecard(year)
    return {
        row[0].text: {head: cell.text for head, cell in zip(card.heads[1:], row[1:], strict=True)} for row in card.rows
    }


def test_no_target_and_no_weight_is_no_scorecard():
    assert scorecard(make.agent_year()) is None
    assert scorecard(make.agent_year({"contacts": (10,) * 12}, team=Team(targets={"fcr": Shown(95, 0)}))) is None


def test_a_row_says_weight_target_actual_gap_and_the_year_before():
    team = Team(targets={"fcr": Shown(95, 0), "aht": Shown(299, 0)}, weights={"fcr": Shown(60, 0), "qa": Shown(40, 0)})
    year = make.agent_year({"fcr": (94.6,) * 12, "aht": (310,) * 12}, {"fcr": (94.9,) * 12}, team=team)
    assert rows(year) == {
        "一次解决率": {
            "权重": "60\u00a0%", "目标": "95\u00a0%", "实际": "94.6\u00a0%",
            "达成": "还差 0.4\u00a0个百分点", "同比": "比上年低 0.3\u00a0个百分点",
        },
        "质检得分": {"权重": "40\u00a0%", "目标": "—", "实际": "—", "达成": "—", "同比": "—"},
        "平均处理时长": {"权重": "—", "目标": "299\u00a0秒", "实际": "310\u00a0秒",
            "达成": "超出 11\u00a0秒", "同比": "—"},
    }  # fmt: skip
    cells = scorecard(year).rows[0]
    assert all(cell.source for cell in cells)
    assert cells[4].figure.value == 0.4


def test_columns_that_say_nothing_are_absent():
    team = Team(targets={"fcr": Shown(95, 0)})
    assert scorecard(make.agent_year({"fcr": (96,) * 12}, team=team)).heads == ("指标", "目标", "实际", "达成")


def test_reached_is_what_is_shown_and_a_part_of_the_year_says_so():
    team = Team(targets={"fcr": Shown(95, 0)})
    almost = make.agent_year({"fcr": (94.99,) * 6 + (None,) * 6}, team=team)
    assert rows(almost)["一次解决率"]["实际"] == "94.99\u00a0%（1—6\u00a0月）"
    assert rows(almost)["一次解决率"]["达成"] == "还差 0.01\u00a0个百分点"
    assert rows(make.agent_year({"fcr": (95,) * 12}, team=team))["一次解决率"]["达成"] == "达到"


def test_a_months_share_of_a_sum_has_the_decimals_that_the_metric_asks_for():
    saved = Metric(label="挽回金额", unit="万元", better="higher", total="sum", decimals=1, target="10")
    year = make.agent_year({"saved": (2.25,) * 6 + (12.5,) * 6}, team=Team(metrics={"saved": saved}))
    assert rows(year)["挽回金额"]["实际"] == "每月 7.4\u00a0万元"


def test_of_a_metric_without_a_better_way_only_the_side_is_said():
    assert gap_words(BUILT_IN["contacts"], Shown(-12, 0)) == "少 12\u00a0通"
    assert gap_words(Metric(label="转介"), Shown(3, 0)) == "多 3"


def test_a_handful_of_ratings_is_no_judgement():
    log = AgentLog("linxia", 2025, (5, *NONE[1:]), NONE, (80.0, *NONE[1:]), NONE,
                   sources=(Source("data/logs/a.csv", 9, 9),), behind={"csat": (5,) + (0,) * 11})  # fmt: skip
    team = Team(targets={"csat": Shown(95, 0)})
    year = make.agent_year(team=team)
    counted = annual(given(2025, Year(name="林夏"), {}, log, team), None, team)
    year = year.__class__(**{**vars(year), "annual": counted})
    assert rows(year)["满意度"]["达成"] == "样本不足 30"
