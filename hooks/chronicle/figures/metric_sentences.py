"""What is said of a metric: its months, its quarters and its years. Every sentence holds for whatever data there is.

Only what is alike is compared: whole quarters, whole years, the same months of two years. A superlative names every
month that has the value, up to three, and is not there where there are more. Of a rate a direction is told where the
last three months stand apart from the first three by more than the months differ among themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from statistics import median

from ..records.model import MONTHS, Metric, Shown
from ..records.span import few_months
from .agent_year import AgentYear
from .annual import FEW, Measure
from .formatting import NBSP, QUARTERS, amount, decimal, difference, listed, month, months, number, shown, within
from .sentences import LEAST_MONTHS, MOST_EQUALS, Parts, apiece, because, changed, compared, points

#: The first and the last months that are held against each other, and from how many months on.
_ENDS, _LONG = 3, 6
#: By how many times the middle distance between neighbouring months the ends of a year stand apart where it went
#: somewhere (the difference of two means of three months has 0.82 of a month's standard deviation, that distance 0.95:
#: chance alone reaches this in one year of twenty), and a single month from both ends where the year turned there.
_APART, _TURN = 1.7, 3.0
#: By how many times the distance of the ends a turn lies from both, where it is told in the place of the way.
_FARTHER = 1.5


def _value(measure: Measure, value: Shown) -> str:
    return amount(value, measure.metric.unit)


# --- trends ---


def trend_title(agent_year: AgentYear, measure: Measure) -> str:
    """A trend's title: a count's busiest months; from where to where a rate moved, else the range that it stayed in."""
    label, points = measure.metric.label, measure.points
    values = [value for _, value in points]
    if measure.few:
        known = measure.fewer or sum(measure.behind) >= FEW
        return f"{label}：{scope(measure)} {_value(measure, measure.annual)}" if known else label
    if len(points) < LEAST_MONTHS:
        between = "，" if len(points) == 1 else " "
        return f"{label}：" + "，".join(f"{month(at)}{between}{_value(measure, value)}" for at, value in points)
    if min(values) == max(values):
        which = "每个月" if measure.whole else f"有数据的 {amount(len(points), '个月')}"
        return f"{label}：{which}都是 {_value(measure, values[0])}"
    if measure.metric.total == "sum":
        peaks = [at for at, value in points if value == max(values)]
        if len(peaks) > MOST_EQUALS:
            return _between(measure, values)
        most = "最忙" if measure.key == "contacts" else f"{label}最多"
        top = f"{apiece(peaks)}{_value(measure, max(values))}"
        return f"{months(peaks)}{most}：{top}{because(agent_year, measure, peaks)}"
    return course(measure) or _between(measure, values)


def course(measure: Measure) -> str:
    """From where to where a metric moved, or the month at which it turned, where that lies well beyond both ends; empty
    where it did neither."""
    way = _way(measure)
    if len(measure.points) < _LONG:
        return way
    start, end, _ = _ends(measure)
    return _turn(measure, _FARTHER * abs(end - start) if way else 0) or way


def _between(measure: Measure, values: Sequence[Shown]) -> str:
    unit = measure.metric.unit
    return f"{measure.metric.label}在 {within(min(values), unit)}和 {within(max(values), unit)}之间"


def _ends(measure: Measure) -> tuple[float, float, float]:
    """The means of the first and the last months, and the middle distance between neighbouring months."""
    values = [float(value) for _, value in measure.points]
    steps = [abs(after - before) for before, after in pairwise(values)]
    return sum(values[:_ENDS]) / _ENDS, sum(values[-_ENDS:]) / _ENDS, median(steps)


def _way(measure: Measure) -> str:
    """``从 93.8 % 走到 97.6 %``, where the year as a whole moved that way, or, of a few months, each step did; else
    empty."""
    points = measure.points
    first, last = points[0][1], points[-1][1]
    if len(points) < _LONG:
        steps = [after - before for (_, before), (_, after) in pairwise(points)]
        enough = len(points) > LEAST_MONTHS or measure.whole
        went = enough and (all(step > 0 for step in steps) or all(step < 0 for step in steps))
    else:
        start, end, step = _ends(measure)
        went = abs(end - start) > _APART * step and (end - start) * (last - first) >= (end - start) ** 2 / 2
        values = [float(value) for _, value in points]  # no way rests on one month alone
        went = went and (end - start) * (median(values[-_ENDS:]) - median(values[:_ENDS])) > 0
    return f"{measure.metric.label}{_from_to(measure.metric, first, last)}" if went else ""


def _from_to(metric: Metric, first: Shown, last: Shown) -> str:
    up, down = ("增到", "减到") if metric.total == "sum" else ("升到", "降到")
    verb = "走到" if metric.better == "higher" and last > first else up if last > first else down
    return f"从 {within(first, metric.unit)}{verb} {amount(last, metric.unit)}"


def _turn(measure: Measure, least: float) -> str:
    """The month at which a year turned, or up to three in a row, more than ``least`` from both ends, and where it stood
    in the end and since when."""
    points = measure.points
    start, end, step = _ends(measure)
    values = [value for _, value in points[1:-1]]
    last_month, last = points[-1]
    since = [at for at, _ in takewhile(lambda point: point[1] == last, reversed(points))][-1]
    then = month(last_month) if since == last_month else f"{month(since)}起"
    for word, verb, value, sign in (("最低", "升到", min(values), -1), ("最高", "降到", max(values), 1)):
        away = min(sign * (value - start), sign * (value - end))
        turns = [at for at, v in points if v == value]
        is_most = all(sign * (value - v) >= 0 for _, v in points)
        in_a_row = turns[-1] - turns[0] < len(turns) <= MOST_EQUALS
        if away > max(_TURN * step, least) and in_a_row and is_most:
            unit = measure.metric.unit
            top = f"{months(turns)}{word}，{apiece(turns)}{amount(value, unit)}"
            return f"{measure.metric.label}：{top}，{then}{verb} {amount(last, unit)}"
    return ""


def range_words(measure: Measure) -> str:
    """What a small line without an axis shows: ``每月接听量，1,935—2,890 通``."""
    metric, low, high = measure.metric, measure.valley.value, measure.peak.value
    ends = amount(high, metric.unit) if low == high else f"{number(low)}—{amount(high, metric.unit)}"
    return f"每月{metric.label}，{ends}"


def trend_subtitle(measure: Measure) -> str:
    """The measure in small type."""
    unit = f"，{measure.metric.unit}" if measure.metric.unit else ""
    better = {"higher": "；越高越好", "lower": "；越低越好"}.get(measure.metric.better, "")
    return f"每月{measure.metric.label}{unit}{better}"


def trend_caption(agent_year: AgentYear, measure: Measure) -> Parts:
    """What the picture does not say: both extremes and what stood behind them, the year's value, what brought the year
    back, the target. How the year was worked out stands in the table."""
    parts: Parts = (*_extremes(agent_year, measure),)
    if (len(measure.months) > 1 or measure.whole) and not measure.few:  # else the title says the year
        year = agent_year.annual.figures[measure.total_key]
        parts = (*parts, "；" if parts else "", f"{scope(measure)} ", year, "。")
    elif not measure.few:
        parts = (f"只有 {months(measure.months)}有数据。",)
    few = ""
    if measure.few:
        which = "各月" if not measure.points and len(measure.few) > 1 else few_months(measure.few)
        why = "有数的人比别的月少" if measure.fewer else f"的样本不足 {FEW} 个"
        few = f"{which}{why}，只列在表里，不作比较。"
    parts = (*parts, _brought_back(agent_year, measure))
    last = f"{changed(measure.change, measure.metric)}。" if measure.change else ""
    return (*parts, _against_target(measure), last, few)


def trend_legend(peers: str, half: bool, inside: bool | None) -> str:
    """What is drawn behind the line: the middle ``half`` of the ``peers``; their median, ``inside`` the picture or not
    (None: there is none)."""
    lines = [f"浅色带是{peers}居中的一半人"] if half else []
    if inside is not None:
        lines.append(f"细线是{'' if half else f'{peers}的'}中位数" if inside else f"{peers}的中位数在图外，箭头指着它")
    return f"{'，'.join(lines)}。" if lines else ""


def scope(measure: Measure) -> str:
    """What the year's value is of: ``全年``, ``1—4 月合计``, ``5、6 月平均``."""
    if measure.whole:
        return measure.span.whole
    return measure.covered + ("合计" if measure.method == "sum" else "平均")


def method(measure: Measure, *, by_quarter: bool = False) -> str:
    """How months become one number, or one a quarter, beneath their table; nothing where they are added up, or where
    there is one."""
    apart = "人数不一样，不作比较" if measure.people_before and measure.method == "sum" else ""
    of_people = "；".join(filter(None, (measure.people, measure.people_before, apart)))
    of_people += "。" if of_people else ""
    if measure.method == "sum" or len(measure.months) < 2:
        return of_people
    weighted, plain = f"按{measure.weight}加权", "各月简单平均，未加权"
    how = plain if (measure.plain if by_quarter else measure.method == "mean") else weighted
    if by_quarter and measure.unlike:
        how = f"{_named(measure.unlike)}{plain}，其余{weighted}"
    return f"{of_people}合成一个数时，{'逐条记录一起算' if measure.behind else how}。"


def _extremes(agent_year: AgentYear, measure: Measure) -> Parts:
    """The highest and the lowest months; nothing where the months are few or all alike, or too many share a value."""
    if len(measure.points) < LEAST_MONTHS or measure.level or measure.few:
        return ()
    parts: Parts = ()
    for name, word, extreme in (("peak", "最高", measure.peak), ("valley", "最低", measure.valley)):
        if len(extreme.months) <= MOST_EQUALS:
            is_in_title = name == "peak" and measure.metric.total == "sum"  # by the title
            behind = _above(measure) if is_in_title else because(agent_year, measure, extreme.months)
            figure = agent_year.annual.figures[f"{measure.key}.{name}"]
            parts = (
                *parts,
                "；" if parts else "",
                f"{word}是 {months(extreme.months)}，{apiece(extreme.months)}",
                figure,
                behind,
            )
    return parts


def _brought_back(agent_year: AgentYear, measure: Measure) -> str:
    """What the agent did after a bad month, and the best that came of it; nothing where nothing better came."""
    values, lower = dict(measure.points), measure.metric.better == "lower"
    for event in agent_year.events(measure.key):
        later = {value: at for at, value in reversed(measure.points) if at > event.month}
        if not event.method or event.month not in values or not later or measure.few or measure.metric.better == "none":
            continue
        best = (min if lower else max)(later)
        if best < values[event.month] if lower else best > values[event.month]:
            worst = measure.peak if lower else measure.valley
            after = "后来" if event.month in worst.months else f"{month(event.month)}以后"
            return f"{after}靠「{event.method}」，{month(later[best])}到 {_value(measure, best)}。"
    return ""


def _above(measure: Measure) -> str:
    """How far a count's busiest month stands above the mean of its months."""
    count = len(measure.months)
    if measure.metric.total != "sum" or measure.annual < FEW * count:  # of a few a share says nothing
        return ""
    mean = f"{measure.span.whole}月均" if measure.whole else f"这 {amount(count, '个月')}的月均"
    return f"，比{mean}多 {amount(shown((measure.peak.value / (measure.annual / count) - 1) * 100, 0), '%')}"


def _against_target(measure: Measure) -> str:
    """In how many months the target was reached."""
    target, better = measure.metric.target, measure.metric.better
    if target is None or better == "none" or measure.few:
        return ""
    count, values = len(measure.points), [value for _, value in measure.points]
    reached = sum(value >= target if better == "higher" else value <= target for value in values)
    whole, goal = amount(count, "个月"), amount(target, measure.metric.unit)
    if reached not in (0, count):
        return f"{whole}里有 {amount(reached, '个月')}达到目标 {goal}。"
    return f"{f'{whole}都' if count > 1 else ''}{'' if reached else '没有'}达到目标 {goal}。"


# --- quarters ---


def standing_out(measure: Measure) -> tuple[list[int], list[int]]:
    """The whole quarters (1 … 4) with the highest and with the lowest value; none where they do not differ."""
    whole = [(at, decimal(value)) for at, value in measure.whole_quarters]  # alike is what looks alike
    values = [value for _, value in whole]
    if len(whole) < 2 or min(values) == max(values):
        return [], []
    return [at for at, v in whole if v == max(values)], [at for at, v in whole if v == min(values)]


def best_quarters(measure: Measure) -> list[int]:
    """The whole quarters that are best, or, where neither way is better, highest; none where they do not differ."""
    return standing_out(measure)[measure.metric.better == "lower"]


def quarters_title(measure: Measure) -> str:
    """Which whole quarters stand out: of a count the most, of a rate the best."""
    metric, top = measure.metric, best_quarters(measure)
    if not top:
        return f"{metric.label}：各季度"
    word = "最高" if metric.better == "none" else "最好"
    if metric.total == "sum":
        word = "最少" if metric.better == "lower" else "最多"
    value = amount(dict(measure.whole_quarters)[top[0]], metric.unit)
    return f"{metric.label}：{_named(top)}{word}，{apiece(top)}{value}"


def _named(quarters: Sequence[int]) -> str:
    return listed(QUARTERS[at - 1] for at in quarters)


def quarters_caption(measure: Measure) -> Parts:
    """How far the whole quarters lie apart, and which are not whole."""
    metric, (high, low) = measure.metric, standing_out(measure)
    values = dict(measure.whole_quarters)
    by_quarter = {at: [month for month in measure.months if (month + 2) // 3 == at] for at in measure.span.quarters}
    parted = [f"{_named([at])}只有 {months(there)}" for at, there in by_quarter.items() if 0 < len(there) < 3]
    unlike = [at for at in measure.unlike if len(by_quarter.get(at, ())) == 3]
    left_out = ["，".join(parted), f"{_named(unlike)}未加权，不作比较" if unlike else ""]
    text = ""
    if high:
        gap = difference(values[high[0]], values[low[0]])
        words = compared(metric)
        ends = (low, high, words[1]) if metric.better == "lower" else (high, low, words[0])
        text = f"{_named(ends[0])}比{_named(ends[1])}{ends[2]} {amount(gap, points(metric))}。"
    elif len(values) > 1:
        text = f"{_named([*values])}都是 {amount(next(iter(values.values())), metric.unit)}。"
    elif values and not any(left_out):
        text = f"只有{_named([*values])}是完整的。"
    elif measure.few and not values:
        text = "没有一个季度的三个月都够数，不比高低。"
    return (text + "".join(f"{line}。" for line in left_out if line),)


def quarters_legend(measure: Measure) -> str:
    """What the dots are, where there are any beside the quarters' own."""
    several = any(sum(v is not None for v in measure.values[at : at + 3]) > 1 for at in range(0, MONTHS, 3))
    return "小点是各月。" if several and measure.method != "sum" else ""


# --- years ---


def years_title(measured: Sequence[tuple[int, Measure]]) -> str:
    """From the first whole year to the last; ``measured`` oldest first. Years that are not whole are not compared."""
    metric = measured[-1][1].metric
    named = {f"{year}{NBSP}年": measure for year, measure in measured}
    whole = {name: measure.annual for name, measure in named.items() if len(measure.months) == MONTHS}
    peoples = {measure.people for measure in named.values()}
    if len(whole) < 2 or (metric.total == "sum" and len(peoples) > 1):  # sums of other numbers of people are no equals
        return f"{metric.label}：{'，'.join(f'{name}{NBSP}{_value(m, m.annual)}' for name, m in named.items())}"
    (first_year, first), *_, (last_year, last) = whole.items()
    if not float(difference(first, last)):
        return f"{metric.label}：{first_year}与 {last_year}都是 {amount(last, metric.unit)}"
    ends = "" if len(whole) == len(named) else f"{first_year}到 {last_year}，"
    return f"{ends}{metric.label}{_from_to(metric, first, last)}"


def years_caption(measured: Sequence[tuple[int, Measure]]) -> str:
    """How the newest year compares, and which years are not whole."""
    year, newest = measured[-1]
    text = f"{year}{NBSP}年{changed(newest.change, newest.metric)}。" if newest.change else ""
    parted = [f"{at}{NBSP}年只有 {few_months(m.months)}" for at, m in measured if len(m.months) < MONTHS]
    return text + ("，".join(parted) + "。" if parted else "") or f"共 {amount(len(measured), '年')}。"
