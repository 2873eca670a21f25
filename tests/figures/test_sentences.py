"""Sentences are true for whatever data there is: each branch against a year made for it."""

from __future__ import annotations

import pytest

from chronicle.figures import metric_sentences, sentences
from chronicle.figures.channels import HOTLINE
from chronicle.records.model import Campaign, Energy, Growth, Metric, Step, Team
from chronicle.rendering.exhibits.metrics import trend
from make import AHT, CONTACTS, FCR, agent_year, months, story


def text(parts):
    return sentences.plain(parts).replace("\u00a0", " ")


def title(year, key):
    return metric_sentences.trend_title(year, year.measure(key)).replace("\u00a0", " ")


def caption(year, key):
    return text(metric_sentences.trend_caption(year, year.measure(key)))


SUMMER = {"title": "迎峰度夏", "from": "2025-07-01", "to": "2025-08-31"}


def test_the_busiest_month_is_the_title_with_what_stood_behind_it():
    assert title(agent_year(events=[{"month": 7, "title": "台风"}]), "contacts") == "7 月最忙：2,890 通，正值「台风」"
    assert title(agent_year(campaigns=[SUMMER]), "contacts") == "7 月最忙：2,890 通，正值「迎峰度夏」"
    whole = {"title": "全年带教", "from": "2024-11-01", "to": "2025-12-31"}  # which is no reason for one month
    assert title(agent_year(campaigns=[whole]), "contacts") == "7 月最忙：2,890 通"
    assert title(agent_year(), "contacts") == "7 月最忙：2,890 通"


def test_a_task_without_figures_is_its_summary_and_one_stop():
    for typed, told in (("顶了两个月", "顶了两个月。"), ("顶住了！", "顶住了！"), ("顶了。", "顶了。"), (None, "")):
        assert text(sentences.campaign_caption(Campaign.model_validate({**SUMMER, "summary": typed}))) == told


def test_an_event_of_another_metric_is_no_reason():
    found = agent_year(events=[{"month": 7, "title": "质检改版", "metrics": ["qa"]}])
    assert title(found, "contacts") == "7 月最忙：2,890 通"


def test_the_shortest_of_two_campaigns_explains_a_month():
    long = {"title": "全年练兵", "from": "2025-01-01", "to": "2025-12-31"}
    assert title(agent_year(campaigns=[long, SUMMER]), "contacts").endswith("「迎峰度夏」")


@pytest.mark.parametrize(
    ("key", "values", "expected"),
    [
        ("fcr", FCR, "一次解决率从 93.8 % 走到 97.6 %"),
        ("fcr", tuple(reversed(FCR)), "一次解决率从 97.6 % 降到 93.8 %"),
        ("aht", AHT, "平均处理时长从 312 秒降到 288 秒"),
        ("aht", tuple(reversed(AHT)), "平均处理时长从 288 秒升到 312 秒"),
        ("fcr", (95.0, 97.0, 93.0, 95.5) * 3, "一次解决率在 93.0 % 和 97.0 % 之间"),
        ("fcr", (95,) * 12, "一次解决率：每个月都是 95 %"),
        ("fcr", months(m6=95.2), "一次解决率：6 月，95.2 %"),
    ],
)
def test_a_rate_is_told_by_where_it_went(key, values, expected):
    assert title(agent_year({key: values}), key) == expected


def test_the_caption_holds_both_extremes_and_the_year_and_the_table_how_it_was_worked_out():
    found = caption(agent_year(), "contacts")
    assert found == "最高是 7 月，2,890 通，比全年月均多 35 %；最低是 2 月，1,875 通；全年 25,750 通。"
    year, alone = agent_year(), agent_year({"fcr": FCR})
    assert trend(year, year.measure("fcr")).table.note == "合成一个数时，按接听量加权。"
    assert trend(alone, alone.measure("fcr")).table.note == "合成一个数时，各月简单平均，未加权。"


def test_a_part_of_the_year_is_called_so():
    part = {"contacts": months(m5=100, m6=120, m7=110)}
    assert "；5—7 月合计 330 通" in caption(agent_year(part), "contacts")
    assert text(sentences.summary(agent_year(part))).startswith("5—7 月接起 330 通来电")


@pytest.mark.parametrize(
    ("target", "expected"),
    [(90, "12 个月都达到目标 90 %。"), (97, "12 个月里有 3 个月达到目标 97 %。"), (99, "12 个月都没有达到目标 99 %。")],
)
def test_the_target_is_counted_in_months(target, expected):
    assert expected in caption(agent_year(team=Team(targets={"fcr": target})), "fcr")


def test_for_aht_reaching_the_target_is_being_below_it():
    assert "有 6 个月达到目标 302 秒" in caption(agent_year(team=Team(targets={"aht": 302})), "aht")


def test_the_previous_year_is_named_and_level_is_level():
    last = {"contacts": tuple(round(v / 1.05, 2) for v in CONTACTS), "fcr": FCR, "aht": AHT}
    assert "比上年多 5.0 %。" in caption(agent_year(before=last), "contacts")
    assert "与上年持平。" in caption(agent_year(before=last), "fcr")


def test_a_year_in_progress_is_held_against_the_same_months():
    found = agent_year({"contacts": months(m1=110, m2=110, m3=110)}, before={"contacts": (100,) * 12})
    assert "比上年同期（1—3 月）多 10.0 %。" in caption(found, "contacts")


def test_quarters_name_the_best_by_what_is_good():
    found = agent_year()
    assert metric_sentences.quarters_title(found.measure("aht")).startswith("平均处理时长：四季度最好")
    assert metric_sentences.quarters_title(found.measure("contacts")).startswith("接听量：三季度最多")
    assert metric_sentences.quarters_title(agent_year({"fcr": (95.0,) * 12}).measure("fcr")) == "一次解决率：各季度"


def test_the_summary_holds_the_year_beside_the_yardstick():
    found = text(sentences.summary(agent_year(stories=(story(),))))
    spoken = sum(n * s / 60 * 200 for n, s in zip(CONTACTS, AHT, strict=True))
    assert f"说了约 {spoken / 1e4:,.0f} 万字，相当于 {spoken / 730_000:.0f} 部《红楼梦》。" in found
    assert found.endswith("最忙的是 7 月。数字之外，还有 1 则故事。")


def test_without_contacts_the_summary_says_nothing_of_them():
    assert text(sentences.summary(agent_year({"fcr": FCR}))) == ""


def test_issues_say_their_share_and_kinds():
    rows = agent_year(
        issues=[
            {"name": "账单", "kind": "咨询", "count": 60},
            {"name": "停电", "kind": "故障", "priority": "高", "count": 40},
        ]
    ).record.issues
    title_ = sentences.issues_title(rows, HOTLINE).replace("\u00a0", " ")
    assert title_ == "来电原因里最多的是「账单」：60 通，占登记原因的 60 %"
    assert (
        text(sentences.issues_caption(rows, HOTLINE))
        == "登记了原因的共 100 通：咨询 60 通、故障 40 通；其中高优先级 40 通。"
    )


def test_the_top_reason_is_the_top_over_all_its_kinds():
    rows = agent_year(
        issues=[
            {"name": "断网", "kind": "故障", "count": 40},
            {"name": "换表", "kind": "咨询", "count": 30},
            {"name": "换表", "kind": "故障", "count": 30},
        ]
    ).record.issues
    title_ = sentences.issues_title(rows, HOTLINE).replace("\u00a0", " ")
    assert title_ == "来电原因里最多的是「换表」：60 通，占登记原因的 60 %"
    assert [issue.name for issue in sentences.ranked_issues(rows)] == ["换表", "换表", "断网"]


def test_a_campaign_is_told_by_the_figure_that_moved_most():
    task = Campaign.model_validate(
        {
            **SUMMER,
            "figures": [
                {"label": "日均接听", "unit": "通", "before": 96, "during": 168},
                {"label": "满意度", "unit": "%", "before": 99, "during": 98},
            ],
        }
    )
    assert sentences.campaign_title(task).replace("\u00a0", " ") == "迎峰度夏：日均接听从 96 通到 168 通"
    assert sentences.campaign_dates(task) == "2025 年 7 月 1 日至 8 月 31 日，共 62 天"


def test_energy_names_the_low_and_the_way_back():
    found = Energy.model_validate({"monthly": [7, 7, 6, 7, 7, 5, 3, 4, 7, 8, 8, 8]})
    assert sentences.energy_title(found).replace("\u00a0", " ") == "7 月最累，能量只有 3 分，10 月升到 8 分"
    tired = Energy.model_validate({"monthly": [8] * 11 + [2]})
    assert sentences.energy_title(tired).replace("\u00a0", " ") == "12 月最累，能量只有 2 分"


def test_growth_does_not_boast_where_nothing_grew():
    same = [Growth.model_validate({"skill": "倾听", "before": 3, "after": 3})]
    assert sentences.growth_title(same) == "能力：年初与年末"
    assert text(sentences.growth_caption(same)).startswith("1 项能力，没有变化。")


def test_the_curve_of_a_case_names_its_peak_and_its_end():
    steps = [
        Step.model_validate(each) for each in ({"at": "来电", "mood": -3, "note": "哭"}, {"at": "道别", "mood": 2})
    ]
    assert sentences.journey_title(steps).replace("\u00a0", " ") == "情绪从 −3 走到 +2"
    assert text(sentences.journey_caption(steps)).startswith("最强烈的一刻是「来电」−3，哭；最后一刻是「道别」+2。")


def test_needs_are_counted_and_ties_are_told_as_ties():
    two = (story("a", need="尊重"), story("b", need="尊重"), story("c", need="公平"))
    assert (
        sentences.needs_title(sentences.need_counts(two)).replace("\u00a0", " ")
        == "请求背后的需要，最常见的是「尊重」：2 则"
    )
    tied = (story("a", need="尊重"), story("b", need="公平"))
    assert sentences.needs_title(sentences.need_counts(tied)) == "请求背后的需要：「公平」和「尊重」，各 1\u00a0则"


def test_a_metric_of_the_teams_own_gets_the_same_sentences():
    team = Team(metrics={"gifts": Metric(label="锦旗", unit="面", total="sum", better="higher")})
    found = agent_year({"gifts": months(m3=2, m4=1, m7=1)}, team=team)
    assert title(found, "gifts") == "3 月锦旗最多：2 面"
