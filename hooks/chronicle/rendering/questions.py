"""What the writer may still tell: questions that the year's own data raise, each with the lines that answer it.

They are asked in a preview, never in a published site. A question is gone as soon as its answer is written. A role is
read here only, and only to ask: no sentence is built on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import get_args

import yaml

from ..figures.agent_year import AgentYear, telling
from ..figures.annual import FEW, Measure
from ..figures.channels import HOTLINE
from ..figures.formatting import amount, decimal, difference, months, number
from ..figures.scorecard import REACHED, actual, alike, gap_words, open_promises
from ..figures.sentences import LEAST_MONTHS, MOST_EQUALS, points, reason_counts
from ..figures.tones import known_tone
from ..records.model import DURATIONS, ForesightResult, PlanResult, Shown
from .blocks import render

#: So many are asked at once; the others wait until one of these is answered.
MOST = 5
#: What names another channel than the telephone, in a role or in what a metric is called.
_CHANNELS = {
    "在线": re.compile(r"在线|网络|聊天|会话|接待|微信|小程序|首响|响应|\b(?:app|im)\b", re.I),
    "工单": re.compile(r"工单|邮件|办结"),
    "外呼": re.compile(r"外呼|呼出|拨出|回访|电销"),
}
_TELEPHONE = re.compile(r"热线|电话|呼入")
#: A count has risen where it is larger than last year's by a fifth, and by more than a few.
_RISEN, _MORE_THAN_FEW = 1.2, 3


@dataclass(frozen=True)
class Question:
    """What is asked, the ``lines`` to be filled in and pasted, and ``where`` to paste them."""

    text: str
    where: str
    lines: str


def questions(agent_year: AgentYear) -> list[Question]:
    """The first question of each kind, then the second ones; at most five."""
    kinds = (_channel, _months, _promises, _targets, _energy, _rises, _endings, _crystals)
    in_turn = chain.from_iterable(zip_longest(*(kind(agent_year) for kind in kinds)))
    return list(filter(None, in_turn))[:MOST]


def questions_html(agent_year: AgentYear) -> str:
    """The questions as they stand at the head of a preview's page; empty where there is none."""
    asked = questions(agent_year)
    return render("sections/questions.html", questions=asked) if asked else ""


def _asked(agent_year: AgentYear, text: str, key: str, entry: str) -> Question:
    """A question that an ``entry`` below a ``key`` of the year's file answers, a dotted key being one inside another;
    of the keys those come along that are not written yet."""
    keys = key.split(".")
    written = max(at for at in range(len(keys) + 1) if not at or ".".join(keys[:at]) in agent_year.sources)
    above = ".".join(keys[:written])
    where = f"加到 {agent_year.source(above)} 的 {keys[written - 1]} 里" if above else f"加到 {agent_year.path} 的末尾"
    below = [place for name, place in agent_year.sources.items() if above and name.startswith(f"{above}.")]
    if agent_year.source(above) in below:  # all in one line
        bare = entry.partition("  #")[0].removeprefix("- ")
        for name in reversed(keys[written:]):
            bare = f"{name}: [{bare}]" if entry.startswith("- ") else f"{name}: {bare}"
        return Question(text, f"{where}，写进它的括号，与别的用逗号隔开", bare)
    if written == len(keys) and entry.startswith("- "):  # which may stand below the first letter of the key
        where += "，“- ”与别的左边对齐"
    lines = [f"{'  ' * at}{name}:" for at, name in enumerate(keys) if at >= written]
    return Question(text, where, "\n".join([*lines, f"{'  ' * len(keys)}{entry}"]))


def _written(text: str) -> str:
    """A text as it may stand in the braces of YAML."""
    return yaml.safe_dump([text], default_flow_style=True, allow_unicode=True, width=1 << 20).strip()[1:-1]


def _channel(agent_year: AgentYear) -> Iterator[Question]:
    record, team = agent_year.record, agent_year.team
    if (
        record.channel
        or team.channel
        or agent_year.channel.name != HOTLINE.name
        or (agent_year.log and agent_year.log.channels)
    ):
        return
    named = [record.role or "", *(measure.metric.label for measure in agent_year.annual.measures.values())]
    for word in named:
        meant = next((channel for channel, words in _CHANNELS.items() if words.search(word)), None)
        if meant and not _TELEPHONE.search(word):
            text = f"写着“{word}”，页面却照热线写“{HOTLINE.verb}多少{HOTLINE.unit}”：做的是{meant}，还是热线？"
            yield Question(text, f"加到 {agent_year.path} 的末尾；全队都是，就写进 data/team.yml", f"channel: {meant}")
            return


def _months(agent_year: AgentYear) -> Iterator[Question]:
    """The worst month of every metric, and the busiest one, where nothing is told of it; each month once."""
    measures, asked = telling(agent_year), set[int]()
    if contacts := agent_year.measure("contacts"):
        measures.insert(1, contacts)
    for measure in measures:
        metric = measure.metric
        extreme = measure.valley if metric.better == "higher" else measure.peak
        there = extreme.months
        if measure.few or measure.level or len(measure.points) < LEAST_MONTHS or len(there) > MOST_EQUALS:
            continue
        if asked.intersection(there) or any(agent_year.reason(measure.key, month) for month in there):
            continue
        asked.update(there)
        high = extreme is measure.peak
        most = {"sum": "少多"}.get(metric.total, "短长" if metric.unit in DURATIONS else "低高")[high]
        value = f"{'各 ' if len(there) > 1 else ''}{amount(extreme.value, metric.unit)}"
        came = (
            ""
            if extreme.month == measure.months[-1]
            else "是怎么过来的？"
            if metric.better == "none"
            else "后来靠什么回来的？"
        )
        text = f"{months(there)}{metric.label}最{most}，{value}{_before(measure, there, most)}：那个月怎么了？{came}"
        yield _asked(
            agent_year, text, "events", f"- {{month: {extreme.month}, title: , method: , metrics: [{measure.key}]}}"
        )


def _before(measure: Measure, there: tuple[int, ...], more: str) -> str:
    """How far a month lies from the one before, where that has a value."""
    before = measure.values[there[0] - 2] if there[0] > 1 else None
    if len(there) > 1 or before is None:
        return ""
    gap = difference(measure.values[there[0] - 1] or 0, before)
    return f"，比 {months([there[0] - 1])}{more} {amount(Shown(abs(gap), gap.decimals), points(measure.metric))}"


def _promises(agent_year: AgentYear) -> Iterator[Question]:
    for section, key, words, outcomes in (
        ("plan", "goal", "说要", get_args(PlanResult)),
        ("foresight", "signal", "预见到", get_args(ForesightResult)),
    ):
        for promise in open_promises(agent_year, section):
            entry = f"- {{{key}: {_written(promise)}, outcome: , note: }}  # outcome 写 {'、'.join(outcomes)}"
            text = f"{agent_year.year - 1} 年{words}“{promise}”：后来怎样了？"
            yield _asked(agent_year, text, f"last_year.{section}", entry)


def _targets(agent_year: AgentYear) -> Iterator[Question]:
    aimed = {goal.target.metric for goal in agent_year.record.plan if goal.target}
    for measure in agent_year.annual.measures.values():
        metric = measure.metric
        if metric.target is None or metric.better == "none" or measure.key in aimed or 0 < sum(measure.behind) < FEW:
            continue
        if metric.total == "sum":  # its target is a month's
            continue
        if (gap := gap_words(metric, difference(measure.annual, metric.target))) != REACHED:
            target = str(decimal(metric.target))
            text = f"{metric.label} {actual(agent_year, measure).text}，离目标 {target} {gap}："
            text += f"{agent_year.span.coming}打算怎么做？"
            entry = f"- {{track: 能力提升, goal: , measure: , target: {{metric: {measure.key}, value: {target}}}}}"
            yield _asked(agent_year, text, "plan", entry)


def _energy(agent_year: AgentYear) -> Iterator[Question]:
    record, energy = agent_year.record, agent_year.energy
    monthly = dict(enumerate(energy.monthly if energy and energy.monthly else (), 1))
    told = {month: value for month, value in monthly.items() if value is not None}
    least = [month for month, value in told.items() if value == min(told.values())]
    level = len(set(told.values())) < 2 or len(told) < LEAST_MONTHS
    if level or len(least) > MOST_EQUALS or "energy" in record.say or any(e.month in least for e in record.events):
        return
    text = f"{months(least)}的能量最低，{amount(told[least[0]], '分')}：是什么耗着您？靠什么缓过来的？"
    yield _asked(agent_year, text, "say", "energy: ")


def _rises(agent_year: AgentYear) -> Iterator[Question]:
    """A reason and a tag that grew the most since the year before; not where the two years cover other months."""
    record, before = agent_year.record, agent_year.before
    if before is None or not alike(agent_year):
        return
    told = str(record.model_dump(exclude={"tags", "issues", "metrics"}))
    if reason := _risen(reason_counts(record.issues), reason_counts(before.issues), told):
        word, now, then = reason
        text = f"“{word}”从 {number(then)} 次到 {number(now)} 次：为什么多了？下一次怎么早一步？"
        yield _asked(agent_year, text, "foresight", f"- {{signal: {_written(word)}, action: , expected: }}")
    if tag := _risen(record.tags.counts, before.tags.counts, told):
        word, now, then = tag
        blamed = (record.tags.tones.get(word) or known_tone(word)) == "blame"
        text = f"“{word}”从 {number(then)} 次到 {number(now)} 次：{'打算怎么改' if blamed else '是怎么来的'}？"
        key, entry = ("improve", f"- {_written(f'{word}：')}") if blamed else ("say", f"tags: {_written(f'{word}：')}")
        yield _asked(agent_year, text, key, entry)


def _risen(now: Mapping[str, int], before: Mapping[str, int], told: str) -> tuple[str, int, int] | None:
    """The word that grew by the largest factor, its count now and before; of those nobody has ``told`` of yet."""
    shared = ((word, count, before[word]) for word, count in now.items() if before.get(word) and word not in told)
    risen = [(n / then, word) for word, n, then in shared if n >= max(_RISEN * then, then + _MORE_THAN_FEW)]
    word = max(risen, default=(0, ""))[1]
    return (word, now[word], before[word]) if word else None


def _endings(agent_year: AgentYear) -> Iterator[Question]:
    stories = agent_year.stories
    if stories and not any(story.case.journey and story.case.journey[-1].mood < 0 for story in stories):
        text = "故事里还没有一则是没能帮上的：有没有哪一次，到最后客户也不满意？那一次教会了您什么？"
        front = "title: \ndate: \nlesson: \njourney:\n  - {at: , mood: -2}\n  - {at: , mood: -1}"
        where = f"写成一则新的故事：docs/{agent_year.uri}/ 里新建一个 .md，从这几行写起"
        yield Question(text, where, f"---\n{front}\n---")


def _crystals(agent_year: AgentYear) -> Iterator[Question]:
    slugs = "、".join(story.slug for story in agent_year.stories)
    for at, crystal in enumerate(agent_year.record.crystals):
        if not crystal.case:
            text = f"知识晶体“{crystal.title}”是从哪一则故事里长出来的？"
            choice = f"  # 可选：{slugs}" if slugs else "  # 先写下那则故事，这里写它的文件名，不带 .md"
            where = f"加到 {agent_year.source(f'crystals.{at}')} 的这一条里；它在大括号里的，写进括号，用逗号隔开"
            yield Question(text, where, f"    case: {choice}")
