"""The parts that charts are drawn with."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pytest

from chronicle.charts import bars, journey, palette, quarters, rhythm
from chronicle.charts.bars import Bars
from chronicle.charts.canvas import Box, Sheet
from chronicle.charts.label_placement import Field, Spot, around, spread
from chronicle.charts.quarters import Quarters
from chronicle.charts.sizes import NARROW, WIDE
from chronicle.charts.svg import number
from chronicle.charts.text_metrics import clusters, legible, shorten, width, wrap
from chronicle.charts.trend import Trend, of_team
from chronicle.charts.trend import draw as trend
from chronicle.charts.year_axes import Scale, fit
from chronicle.records.model import Shown

NBSP = "\u00a0"


# --- measure


def test_han_is_one_em_and_latin_less():
    assert width("停电", 10) == pytest.approx(20 * 1.08)
    assert 0 < width("il", 10) < width("WM", 10) < width("停电", 10)
    assert width("停电", 10, bold=True) > width("停电", 10)


def test_clusters_keep_sequences_whole():
    assert clusters("e\u0301🏃\u200d♀\ufe0f🇨🇳👍🏽停") == ["e\u0301", "🏃\u200d♀\ufe0f", "🇨🇳", "👍🏽", "停"]


def test_shorten_keeps_what_fits():
    assert shorten("停电报修", 10, 100) == "停电报修"
    short = shorten("停电报修咨询", 10, 45)
    assert short == "停电报…"
    assert width(short, 10) <= 45


def test_wrap_keeps_words_whole_and_marks_what_is_left_out():
    assert wrap("停电了没有通知", 10, 44, 3) == ["停电了没", "有通知"]
    assert wrap("call me back now", 10, 53, 4) == ["call me", "back now"]
    assert wrap("停电了没有通知我们", 10, 44, 2) == ["停电了没", "有通知…"]
    assert wrap("", 10, 44, 2) == [""]


def test_wrap_leaves_no_character_alone_on_the_last_line():
    assert wrap("发现只有自己没收到", 10, 88, 3) == ["发现只有自己没", "收到"]
    assert wrap("发现只有自己没收到。", 10, 88, 3) == ["发现只有自己没", "收到。"]
    assert wrap("发现只有自己没收到", 10, 98, 3) == ["发现只有自己没收到"]
    assert wrap("一二三四五六七八九", 10, 44, 3) == ["一二三", "四五六", "七八九"]
    assert wrap("一二三四五六七", 10, 33, 3) == ["一二三", "四五六", "七"]  # there is no other way in three lines


def test_wrap_breaks_after_a_mark_where_that_takes_no_more_lines():
    assert wrap("四点停的电，增氧机停了", 14, 110, 3) == ["四点停的电，", "增氧机停了"]
    assert wrap("说“等。”我等", 10, 56, 3) == ["说“等。”", "我等"]
    assert wrap("好，四点停的电增氧机停了", 14, 110, 2) == ["好，四点停的电", "增氧机停了"]


def test_wrap_begins_no_line_with_a_full_stop():
    lines = wrap("停电了吗。修好了。", 10, 44, 4)
    assert "".join(lines) == "停电了吗。修好了。"
    assert not [line for line in lines if line[0] == "。"]


# --- scale


def test_ticks_are_round_and_hold_the_values():
    scale = fit([1875, 2890], "通", 200, 0, 4)
    assert list(scale.ticks("通")) == [1500, 2000, 2500, 3000]
    assert scale.y(scale.low) == 200
    assert scale.y(scale.high) == 0


def test_a_percentage_ends_at_a_hundred():
    assert fit([99.4, 100], "%", 200, 0, 4).high == 100
    assert fit([99.4, 100], "分", 200, 0, 4).high > 100


def test_a_wide_span_starts_at_zero_and_never_below():
    assert fit([10, 100], "通", 200, 0, 4).low == 0
    assert fit([0, 0], "通", 200, 0, 4).low == 0
    assert fit([-5, 5], "分", 200, 0, 4).low < -5


@pytest.mark.parametrize("values", [[5], [0.002], [3.5e8], [-7], []])
def test_one_value_has_a_scale(values):
    scale = fit(values, "", 200, 0, 4)
    assert 2 <= len(scale.ticks("")) <= 6
    assert all(scale.low < v < scale.high for v in values)


@pytest.mark.parametrize(
    ("low", "high", "step", "unit", "names"),
    [
        (99.5, 100, 0.5, "%", [f"99.5{NBSP}%", f"100.0{NBSP}%"]),
        (0, 2000, 2000, "通", ["0", "2,000"]),
        (0, 250_000, 250_000, "通", ["0", f"25{NBSP}万"]),
        (1e8, 1.5e8, 5e7, "通", [f"1.0{NBSP}亿", f"1.5{NBSP}亿"]),
    ],
)
def test_tick_labels_are_short(low, high, step, unit, names):
    assert list(Scale(low, high, 200, 0, step).ticks(unit).values()) == names


# --- place


def field() -> Field:
    return Field(Sheet(WIDE), Box(0, 0, 760, 300))


def test_labels_keep_off_each_other():
    labels = field()
    spots = [Spot(100, 100, "start"), Spot(100, 140, "start", 5)]
    assert labels.put("甲", spots, "ink") == spots[0]
    assert labels.put("乙", spots, "ink") == spots[1]
    assert labels.put("丙", spots, "ink") is None
    assert [artist.get_text() for artist in labels.sheet.figure.artists] == ["甲", "乙"]


def test_labels_stay_inside():
    assert field().put("停电", [Spot(750, 100, "start")], "ink") is None


def test_labels_rather_do_not_cross_a_line():
    labels = field()
    labels.add_line([(0, 96), (760, 96), None])
    assert labels.put("停电", [Spot(100, 100, "start"), Spot(100, 200, "start", 20)], "ink").y == 200


def test_the_natural_side_is_cheapest():
    assert min(around(0, 100, 14, above=True), key=lambda s: s.cost).y < 100
    assert min(around(0, 100, 14, above=False), key=lambda s: s.cost).y > 100


@pytest.mark.parametrize("wanted", [[5, 5, 5], [0, 90, 50], [100, 100], [95, 1, 97, 3]])
def test_spread_keeps_distance_and_bounds(wanted):
    found = sorted(spread(wanted, 10, 0, 100))
    assert all(b - a >= 10 - 1e-9 for a, b in pairwise(found))
    assert found[0] >= 0
    assert found[-1] <= 100


def test_spread_leaves_alone_what_does_not_touch():
    assert spread([80, 10, 40], 10, 0, 100) == [80, 10, 40]


# --- sheet


def test_artists_become_terse_elements():
    nan, sheet = float("nan"), Sheet(WIDE)
    sheet.line([(0, 0), (10.04, 0), (10, 5.5), (nan, nan), (20, 6), (21, 7)], "hair")
    sheet.area([(0, 0), (5, 0), (5, 5)], "band", "高温 & 台风")
    sheet.curve([(0, 0), (1, 0), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)], "series")
    sheet.dots([(1, 2), (3.25, 4)], "accent", 5.5, ring=True)
    sheet.dots([(1, 2)], "accent", 3)
    sheet.words("$a_1$ <b>", 1, -0.04, "soft", "end", 12.5, "全文", 30)
    sheet.words("", 1, 2)
    sheet.line([], "hair")
    assert sheet.cut(99.6).svg("<名>") == (
        '<svg class="chart chart--wide" viewBox="0 0 760 100" font-size="14" role="img" aria-label="&lt;名&gt;">'
        '<path class="l-hair" d="M0 0H10V5.5M20 6L21 7"/>'
        '<path class="f-band" d="M0 0H5V5"><title>高温 &amp; 台风</title></path>'
        '<path class="l-series" d="M0 0C1 0 2 2 3 3C4 4 5 5 6 6"/>'
        '<circle class="d-accent" cx="1" cy="2" r="5.5"/><circle class="d-accent" cx="3.2" cy="4" r="5.5"/>'
        '<circle class="f-accent" cx="1" cy="2" r="3"/>'
        '<text class="t-soft" x="1" y="0" text-anchor="end" font-size="12.5" textLength="30" '
        'lengthAdjust="spacingAndGlyphs">$a_1$ &lt;b&gt;<title>全文</title></text></svg>'
    )


def test_other_artists_of_a_figure_are_not_written():
    sheet = Sheet(WIDE)
    sheet.figure.text(0.5, 0.5, "not ours")
    assert ">not ours<" not in sheet.svg("x")


def test_looks_are_those_of_the_style_sheet():
    style = "\n".join(path.read_text("utf-8") for path in sorted(palette.ASSETS.glob("*.css")))
    assert f": {palette.look('t-accent').colour};" in style
    band, target = palette.look("f-band"), palette.look("l-target")
    assert (band.colour, band.edge) == (palette.colours()["band"], palette.colours()["paper"])
    assert target.dashes == (1, 4.5)
    assert palette.look("l-hair").cap == "butt"
    assert palette.look("f-middle").opacity == 0.28
    assert palette.look("t-strong").bold
    assert not palette.look("t-soft").bold
    assert palette.look("f-paper").colour == palette.colours()["paper"]


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("林夏", "林夏"),
        ("𠮷野䶮", "吉野䶮"),  # the first is in no shipped font, the last is
        ("谢谢😀👨‍👩‍👧❤️ 再见", "谢谢 再见"),
        ("한", "〓"),
        ("\x07a\nb", "a b"),
        ("Zoë é", "Zoë é"),
        ("7\u00a0月", "7\u00a0月"),  # stays one word
        ("①→“好”", "①→“好”"),
        ("", ""),
    ],
)
def test_text_becomes_legible(written, drawn):
    assert legible(written) == drawn


def test_number_has_one_decimal_at_most():
    assert [number(v) for v in (1, 1.04, 1.06, -0.01, 100)] == ["1", "1", "1.1", "0", "100"]


# --- kinds


def test_curve_runs_through_its_points_and_never_beyond():
    points = [(0, 0), (10, 30), (20, 30), (30, -30), (40, -29), (50, 10)]
    curve = journey.smooth(points)
    assert curve[::3] == points
    for i, (low, high) in enumerate(pairwise(points)):
        ys = [y for _, y in journey.flat(curve[3 * i : 3 * i + 4])]
        assert min(low[1], high[1]) - 1e-9 <= min(ys) <= max(ys) <= max(low[1], high[1]) + 1e-9


def test_the_peak_of_a_journey_is_the_earliest_most_intense_before_the_end():
    assert journey.peak_of([-2, -3, 3, 1, 3]) == 1
    assert journey.peak_of([1, 3]) == 0
    assert journey.peak_of([0]) == 0


def test_beyond_five_reasons_the_rest_is_one():
    rows = tuple((f"第{i}", None, None, i) for i in range(1, 15))
    found = bars.shown(Bars(rows))
    assert len(found) == 6
    assert found[0] == ("第14", None, None, 14)
    assert found[-1] == ("其余 9 项", None, None, sum(range(1, 10)))
    assert sum(row[3] for row in found) == sum(row[3] for row in rows)
    assert len(bars.shown(Bars(rows[:6]))) == 6


@pytest.mark.parametrize(("count", "step"), [(0, 0), (1, 1), (20, 1), (21, 2), (99, 5), (100, 5)])
def test_heat_has_five_steps(count, step):
    assert rhythm.step_of(count, 100) == step


@pytest.mark.parametrize(("decimals", "label"), [(1, ">100.0\u00a0%</text>"), (3, ">100.000</text>")])
def test_quarters_that_would_touch_leave_the_unit_to_the_axis(decimals, label):
    values = tuple(Shown(value, decimals) for value in (99.5, 100.0, 100.0, 100.0))
    assert quarters.draw(Quarters(values, values * 3, "%"), NARROW).svg("x").count(label) >= 3


def test_quarters_that_are_sums_are_bars_from_zero():
    months = (1.0, 2.0, 3.0) * 4
    sums = quarters.draw(Quarters((6, 6, 6, 6), months, "通", summed=True), WIDE).svg("x")
    plates = quarters.draw(Quarters((2, 2, 2, 2), months, "通"), WIDE).svg("x")
    assert ">0<" in sums
    assert "circle" not in sums
    assert plates.count("<circle") == 12


def test_gaps_are_gaps_and_lonely_months_are_dots():
    svg = trend(Trend((1, 2, None, 3, None, 4, 5, *(None,) * 5), "通", 2025), WIDE).svg("x")
    line = svg.split('class="l-series" d="')[1].split('"')[0]
    assert line.count("M") == 2
    assert line.count("L") == 2
    assert svg.count('class="f-series"') == 1


def test_the_teams_band_is_named_where_no_line_crosses_the_name_and_not_on_a_phone():
    values = (*range(12),)
    wide = Trend(values, "通", 2025, middle=((2, 9),) * 12)
    assert "团队的中间一半</text>" in trend(wide, WIDE).svg("x")
    crossed = Trend(
        values, "通", 2025, tuple(v + 0.5 for v in values), middle=tuple((v - 0.2, v + 0.3) for v in values)
    )
    for spec, form in ((wide, NARROW), (crossed, NARROW), (crossed, WIDE)):
        assert "f-middle" in trend(spec, form).svg("x")
        assert "团队的中间一半</text>" not in trend(spec, form).svg("x")


def test_a_single_month_stands_within_the_whole_of_the_teams_band():
    month = (None,) * 8 + (2035, None, None, None)
    ground = {"middle": ((1500, 2600),) * 12, "median": (1500.0, 2600.0) * 6, "named": 9}
    pieces = {}
    for with_team in (False, True):
        svg = trend(Trend(month, "通", 2025, with_team=with_team, **ground), WIDE).svg("x")
        [pieces[with_team]] = re.findall(r'class="l-median" d="([^"]*)"', svg)
    assert pieces[False].count("M") > 11  # cut at the ground's edges, with arrows
    assert pieces[True].count("M") == 1
    assert len(re.findall("[MHVL]", pieces[True])) == 12


def test_what_the_team_has_of_months_alone_is_neither_drawn_nor_named():
    alone = (None, 1800.0, None, 2100.0, *(None,) * 8)
    spec = Trend((1900,) * 12, "通", 2025, middle=tuple(v and (v - 300, v + 300) for v in alone), median=alone)
    assert of_team(spec) == (False, None)
    for form in (WIDE, NARROW):
        assert not re.search("l-median|f-middle|中间一半", trend(spec, form).svg("x"))


def test_without_peak_and_valley_the_value_that_is_named_has_a_dot():
    sheet = trend(Trend((1, 2, 3, *(None,) * 9), "件", 2025, named=3), WIDE)
    svg = sheet.svg("x")
    assert re.findall(r"([\d.]+)\u00a0件</text>", svg) == ["3"]
    assert svg.count("<circle") == 1
    assert "<circle" not in trend(Trend((1, 2, 3, *(None,) * 9), "件", 2025), WIDE).svg("x")


def test_of_many_events_a_few_are_named_those_at_peak_and_valley_first():
    events = tuple((month, f"第{month}件") for month in range(1, 13))
    spec = Trend(tuple(range(0, 120, 10)), "通", 2025, peak=12, valley=1, events=events)
    for form, most in ((WIDE, 8), (NARROW, 4)):
        named = re.findall(r"第(\d+)件</text>", trend(spec, form).svg("x"))
        assert {"1", "12"} <= {*named}
        assert len(named) <= most


def test_an_event_that_is_its_campaign_is_named_once():
    svg = trend(Trend((*range(12),), "通", 2025, events=((7, "高温"),), bands=((7.0, 9.0, "高温"),)), WIDE).svg("x")
    assert svg.count("高温</text>") == 1


def test_a_shortened_name_keeps_its_full_text():
    name = "很长的来电原因" * 9
    svg = bars.draw(Bars(((name, "咨询", "高", 3),)), WIDE).svg("x")
    assert f"<title>{name}</title>" in svg
    assert "…" in svg


def test_scale_is_finite_for_any_float():
    scale = fit([1e-12, 1e15], "", 200, 0, 4)
    assert all(math.isfinite(scale.y(tick)) for tick in scale.ticks(""))
