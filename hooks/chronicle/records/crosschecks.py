"""Checks that need more than one record: the metric catalogue, the folder's year, the stories beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..errors import Problem
from ..reading.document import Document, Loc
from ..reading.markdown_code import KEY
from ..reading.nearest import nearest
from ..reading.slips import clip
from ..reading.values import month as month_of
from ..reading.values import seconds
from .keys import example_line, write_within
from .metric_names import names_of
from .model import BUILT_IN, DURATIONS, MONTHS, Case, Metric, Team, Year
from .monthly import FEW_SECONDS
from .span import month_words, span_of
from .validation import Tables, nearest_key, suggestion, table_of

_METRIC_KEY = re.compile(r"[a-z][a-z0-9_-]*")


def check_team(document: Document, team: Team) -> tuple[Problem, ...]:
    """Problems of the team's file: unknown metrics in targets and weights, wrong definitions of metrics."""
    catalogue = team.catalogue
    found: list[Problem] = []
    for key, metric in team.metrics.items():
        found += _own_metric(document, key, metric, catalogue)
    for section, key in [("targets", key) for key in team.targets] + [("weights", key) for key in team.weights]:
        if key not in catalogue:
            mend = suggestion(key, list(catalogue))
            found.append(document.problem((section, key), f"不认识的指标“{clip(key)}”", mend, at_key=True))
        elif section == "targets":
            found += _target(document, (section, key), key, catalogue[key], team.targets[key])
    return tuple(sorted(found))


def doubt_weights(document: Document, team: Team) -> Iterator[Problem]:
    """A warning where the appraisal's weights are not 100 per cent together."""
    total = round(sum(team.weights.values()), 6)
    if team.weights and total != 100:
        message = f"权重合计 {total:g}，不是 100"
        mend = "写成百分数，如 30、70" if total == 1 else "核对各项，差的补上"
        yield document.problem(("weights",), message, mend, at_key=True)


def _own_metric(document: Document, key: str, metric: Metric, catalogue: Mapping[str, Metric]) -> Iterator[Problem]:
    loc = ("metrics", key)
    if plain := BUILT_IN.get(key):
        for name in ("total", "weight"):
            if getattr(metric, name) != getattr(plain, name):
                message = f"“{key}”是内置的指标（{plain.label}），算法不能改"
                yield document.problem((*loc, name), message, "删掉这一项，或另起一个指标", at_key=True)
        if key == "aht" and metric.unit not in DURATIONS:
            message = f"{plain.label}的单位不能是“{clip(metric.unit)}”"
            yield document.problem((*loc, "unit"), message, f"可选：{'、'.join(DURATIONS)}")
    elif not _METRIC_KEY.fullmatch(key):
        mend = "用小写英文字母开头，后面是字母、数字、- 或 _，中文名写在 label 里"
        yield document.problem(loc, f"指标的键不能写“{clip(key)}”", mend, at_key=True)
    if metric.min is not None and metric.max is not None and metric.min > metric.max:
        yield document.problem((*loc, "min"), f"最小值 {metric.min:g} 大于最大值 {metric.max:g}", "把 min 和 max 对调")
    else:
        yield from _target(document, (*loc, "target"), key, metric, metric.target)
    if key not in BUILT_IN and metric.weight:
        if metric.weight not in catalogue:
            yield _unknown(document, (*loc, "weight"), metric.weight, catalogue)
        elif metric.weight == key:
            yield document.problem((*loc, "weight"), f"“{key}”不能按自己加权", "写另一个指标，如 contacts")
        elif metric.total != "weighted":
            message = f"weight 要和 total: weighted 一起用，这里是 {metric.total}"
            yield document.problem((*loc, "weight"), message, "加上 total: weighted，或删掉 weight")
    same = [other for other, each in catalogue.items() if other != key and each.label == metric.label]
    if same:
        message = f"“{clip(metric.label)}”与指标 {same[0]} 的名称相同"
        yield document.problem((*loc, "label"), message, "换一个名称，表格的表头要靠它分辨")


def _target(document: Document, loc: Loc, key: str, metric: Metric, target: float | None) -> Iterator[Problem]:
    typed = str(document.value(loc))
    if target is None:
        return
    if not _within(metric, target):
        yield document.problem(loc, f"目标 {target:g} 超出范围", write_within(metric.min, metric.max))
    elif metric.max == 100 and metric.better == "higher" and 0 < target <= 1 and not re.search(r"[%％]", typed):
        mend = f"写成百分数：{round(target * 100, 10):.10g}；真的这么低，就带上单位：{target:.10g}%"
        yield document.problem(loc, f"目标 {target:.10g} 像是把百分数写成了小数", mend)
    elif key == "aht" and metric.unit == "秒" and 0 < target < FEW_SECONDS and seconds(typed) is None:
        mend = f"要是分钟，写成秒：{target * 60:.10g}；真的是秒，就带上单位：{target:.10g}秒"
        yield document.problem(loc, f"目标 {target:.10g} 像是按分钟写的", mend)


def check_year(
    document: Document, record: Year, *, year: int, catalogue: Mapping[str, Metric] | None, slugs: Sequence[str],
    titles: Mapping[str, str] = {}, tables: Tables | None = None, covered: bool = False,
) -> tuple[Problem, ...]:  # fmt: skip
    """An agent's year against the metric ``catalogue`` (None where the team's file is broken), the calendar and the
    ``slugs`` of the stories beside it, which their ``titles`` lead to. ``tables``: what gave metrics in the place of
    ``document``. ``covered``: a call log may give metrics."""
    tables = tables or {}
    found = [*_presence(document, record, year, tables, covered), *_calendar(document, record, year)]
    if catalogue is not None:
        found += _metrics(document, record, tables, catalogue, year)
        found += _named_metrics(document, record, catalogue)
    named = [(("crystals", at, "case"), crystal.case) for at, crystal in enumerate(record.crystals)]
    named += [(("quotes", at, "case"), quote.case) for at, quote in enumerate(record.quotes)]
    for loc, slug in named:
        if slug and slug not in slugs:
            near = titles.get(slug) or nearest(slug.removesuffix(".md"), sorted(slugs))
            known = "、".join(sorted(slugs))
            mend = f"写故事的文件名（不带 .md）：{known}" if known else "先写这篇故事，或删掉 case"
            mend = f"是不是“{near}”？" if near else mend
            found.append(document.problem(loc, f"没有叫“{clip(slug)}”的故事", mend))
    told_as: dict[str, str] = {}
    for tone, word in [(tone, word) for tone, counts in record.tags for word in counts]:
        if told_as.setdefault(word, tone) != tone:
            at: Loc = ("tags", word) if tone == "other" else ("tags", tone, word)
            found.append(document.problem(at, f"“{clip(word)}”在 {told_as[word]} 里已经有了", "只留一处", at_key=True))
    for word, signal in record.signals.items():
        if signal.kept is not None and signal.kept > signal.count:
            message = f"“{clip(word)}”留住 {signal.kept} 位，多于跟进的 {signal.count} 次"
            found.append(document.problem(("signals", word, "kept"), message, "检查 count 和 kept 这两个数"))
    told = record.suggestions
    if told and told.submitted is not None and told.adopted is not None and told.adopted > told.submitted:
        message = f"采纳 {told.adopted} 条，多于提交的 {told.submitted} 条"
        found.append(document.problem(("suggestions", "adopted"), message, "检查 submitted 和 adopted 这两个数"))
    return tuple(sorted(found))


def check_case(document: Document, case: Case, year: int) -> tuple[Problem, ...]:
    """A story's day lies in the year of its folder."""
    if case.date.year == year:
        return ()
    mend = f"改日期，或把文件移到 {case.date.year} 的文件夹"
    return (document.problem(("date",), f"{case.date} 不在 {year} 年", mend),)


def find_outside(
    document: Document, record: Year, year: int, tables: Tables, stories: Sequence[tuple[Document, Case]]
) -> Iterator[Problem]:
    """Notes on what lies in the year and outside its ``period``: it is named, since it is not counted. No warnings,
    because twelve values may be written (contract)."""
    if record.period is None:
        return
    months = span_of(record.period, year).months
    outside, mend = f"不在 period 的 {month_words(months)}里", "核对月份；要写进来，就改 period"
    series: dict[Loc, Sequence[float | None]] = {("metrics", key): values for key, values in record.metrics.items()}
    series[("energy", "monthly")] = (record.energy.monthly if record.energy else None) or ()
    for loc, values in series.items():
        there = [month for month, value in enumerate(values, 1) if value is not None and month not in months]
        if there:
            message = f"“{clip(str(loc[-1]))}”的 {month_words(there)}{outside}，没有算进来"
            yield (table_of(tables, loc) or document).problem(loc, message, mend, at_key=True)
    if record.workdays and record.workdays > (most := span_of(record.period, year).days(year)):
        message = f"上班 {record.workdays} 天，period 里一共才 {most} 天，没有算日均"
        yield document.problem(("workdays",), message, "写这段时间里上了几天班")
    for at, event in enumerate(record.events):
        if event.month not in months:
            message = f"“{clip(event.title)}”在 {event.month} 月，{outside}，没有标在图上"
            yield document.problem(("events", at, "month"), message, mend)
    for at, task in enumerate(record.campaigns):
        if not any((task.start.year, task.start.month) <= (year, m) <= (task.end.year, task.end.month) for m in months):
            message = f"“{clip(task.title)}”（{task.start} 到 {task.end}）{outside}，没有标在图上"
            yield document.problem(("campaigns", at, "from"), message, mend)
    days = [(at, entry.date) for at, entry in enumerate(record.journal) if entry.date.month not in months]
    if days:
        named = "、".join(f"{day.month}-{day.day}" for _, day in days)
        message = f"journal 里有 {len(days)} 天{outside}，日历上没有：{named}"
        yield document.problem(("journal", days[0][0], "date"), message, mend)
    for source, case in stories:
        if case.date.month not in months:
            yield source.problem(("date",), f"{case.date} {outside}，故事还留在这一册里", mend)


def find_early(document: Document, record: Year, year: int) -> Iterator[Problem]:
    """A note on contacts before the month of the year in which somebody joined."""
    joined = record.since if record.since and record.since[0] == year else (year, 1)
    values = record.metrics.get("contacts", ())
    if early := [month for month, value in enumerate(values, 1) if value and month < joined[1]]:
        message = f"{month_words(early)}已经填了数，入职写的是 {_year_month(joined)}"
        yield document.problem(("since",), message, "核对 since；两样都对就不用改")


def find_empty(document: Document, record: Year) -> Iterator[Problem]:
    """Notes on sections of one's own that have a title and nothing below it: they are left out."""
    for at, section in enumerate(record.sections):
        if not section.text and not section.items:
            message = f"“{clip(section.title)}”这一节还没有内容，没有显示"
            yield document.problem(("sections", at, "title"), message, "写上 text（一段话）或 items（几条）")


def find_unplaced(document: Document) -> list[Problem]:
    """Warnings on key numbers in texts that are no Markdown: a page shows their braces."""
    mend = "写出数字来；会换的只有 opening、sections 的 text 和故事的正文"
    return [
        document.problem(loc, f"“{clip(found[0])}”在这里不会换成数字，照原样显示", mend)
        for loc, text in document.texts()
        if (found := KEY.search(text)) and loc[0] != "opening" and (loc[0], loc[-1]) != ("sections", "text")
    ]


def check_leads(stories: Sequence[tuple[str, Document, Case]]) -> tuple[Problem, ...]:
    """At most one of a year's ``stories`` (slug, document, record) is the one that is told in full."""
    leads = [(slug, document) for slug, document, case in stories if case.lead]
    message = f"{'、'.join(slug for slug, _ in leads)} 都写了 lead: true，只能有一则"
    return tuple(
        document.problem(("lead",), message, "留下最想讲的一则，别处的 lead 删掉", at_key=True)
        for _, document in leads[1:]
    )


def _metrics(
    document: Document, record: Year, tables: Tables, catalogue: Mapping[str, Metric], year: int
) -> Iterator[Problem]:
    period = span_of(record.period, year).months
    for key, values in record.metrics.items():
        source, metric = table_of(tables, ("metrics", key)) or document, catalogue.get(key)
        if metric is None:
            yield _unknown(source, ("metrics", key), key, catalogue, at_key=True)
            continue
        typed = source.value(("metrics", key))
        before = period[0] - 1 if isinstance(typed, list) and len(typed) == len(period) else 0
        for month, value in enumerate(values):
            loc = ("metrics", key, month - before)
            if value is not None and not _within(metric, value):
                mend = f"{write_within(metric.min, metric.max)}，没有就{'写 ~' if source is document else '空着'}"
                yield source.problem(loc, f"{metric.label} {month + 1} 月的 {value:g} 超出范围", mend)
            elif value is not None and key == "contacts" and not value.is_integer():
                yield source.problem(loc, f"{metric.label} {month + 1} 月的 {value:g} 不是整数", "写成整数，如 1980")


def _unknown(
    document: Document, loc: Loc, key: str, catalogue: Mapping[str, Metric], *, at_key: bool = False
) -> Problem:
    """The problem of an unknown metric; the mend is the nearest one by key, by another name for it, or by label."""
    names = names_of(catalogue)
    near = nearest_key(key, tuple(catalogue)) or names.get(nearest(key, names, 0.6) or "")
    mend = f"{suggestion(key, list(catalogue))}；新的指标先写进 data/team.yml 的 metrics"
    if near:
        mend = f"是不是“{near}”？"
    elif at_key and key in Year.model_fields:
        mend = f"“{key}”不在“metrics”里面：把它移到行首，前面不空格"
    elif at_key and month_of(key):
        mend = f"一行写一个指标，后面排十二个月的数：{example_line('Year', 'metrics').partition('{')[2].rstrip('}')}"
    return document.problem(loc, f"不认识的指标“{clip(key)}”", mend, at_key=at_key)


def _within(metric: Metric, value: float) -> bool:
    least, most = metric.min, metric.max
    if least is not None and most is not None and least > most:
        return True  # the team's file alone is to be mended
    return (least is None or value >= least) and (most is None or value <= most)


def _presence(document: Document, record: Year, year: int, tables: Tables, covered: bool) -> Iterator[Problem]:
    """Metrics come from the YAML, from a table or from a call log; without any there is no year to tell."""
    period = span_of(record.period, year).months
    there = any(values[month - 1] is not None for values in record.metrics.values() for month in period)
    if there or covered or record.role_kind == "lead":
        return
    table = next((table for loc, table in tables.items() if loc[0] == "metrics"), None)
    if record.metrics or table:
        mend = "至少写一个月的值，没有的月份写 ~"
        where = f"period 的 {month_words(period)}" if len(period) < MONTHS else "所有月份"
        yield (table or document).problem(("metrics",), f"{where}都没有值", mend, at_key=True)
    else:
        ways = f"三种办法：写 metrics:，或在旁边放 {year}.csv，或在 data/team.yml 的 logs 里接上话务记录"
        yield document.problem((), "没有月度指标", ways)


def _named_metrics(document: Document, record: Year, catalogue: Mapping[str, Metric]) -> Iterator[Problem]:
    """Metrics that events and plans name, and the plans' targets."""
    named: list[tuple[Loc, str]] = [
        (("events", at, "metrics", place), key)
        for at, event in enumerate(record.events)
        for place, key in enumerate(event.metrics)
    ]
    targets = [(at, goal.target) for at, goal in enumerate(record.plan) if goal.target]
    named += [(("plan", at, "target", "metric"), target.metric) for at, target in targets]
    for loc, key in named:
        if key not in catalogue and not re.search("[，、]", key):  # several in one are told while reading
            yield _unknown(document, loc, key, catalogue)
    for at, target in targets:
        if target.metric in catalogue:
            loc = ("plan", at, "target", "value")
            yield from _target(document, loc, target.metric, catalogue[target.metric], target.value)


def _calendar(document: Document, record: Year, year: int) -> Iterator[Problem]:
    """Days and months lie in the year of the file, and no end before its beginning."""
    elsewhere, mend = f"不在 {year} 年", "改日期，或移到那一年的文件"
    for at, _ in enumerate(record.events):
        typed = str(document.value(("events", at, "month")))
        if (month := month_of(typed)) and month[0] not in (None, year):
            yield document.problem(("events", at, "month"), f"{clip(typed)} {elsewhere}", "改月份，或移到那一年的文件")
    for at, task in enumerate(record.campaigns):
        if task.start > task.end:
            message = f"结束（{task.end}）早于开始（{task.start}）"
            yield document.problem(("campaigns", at, "to"), message, "把 from 和 to 对调，或改日期")
        elif not task.start.year <= year <= task.end.year:
            yield document.problem(("campaigns", at, "from"), f"{task.start} 到 {task.end} {elsewhere}", mend)
    for at, entry in enumerate(record.journal):
        if entry.date.year != year:
            yield document.problem(("journal", at, "date"), f"{entry.date} {elsewhere}", mend)
    if record.since and record.since > (year, MONTHS):
        yield document.problem(("since",), f"入职 {_year_month(record.since)} 晚于 {year} 年", "检查年份")
    if (period := record.period) and period.start > period.end:
        yield document.problem(("period", "to"), "period 的结束早于开始", "把 from 和 to 对调，或改月份")
    elif period and not period.start[0] == period.end[0] == year:
        message = f"period 是 {_year_month(period.start)}—{_year_month(period.end)}，不全在 {year} 年"
        ways = f"这里写 {year} 年的几个月；跨年的分成两册，各写在那一年的文件里"
        yield document.problem(("period", "from" if period.start[0] != year else "to"), message, ways)


def _year_month(at: tuple[int, int]) -> str:
    return f"{at[0]}-{at[1]:02}"
