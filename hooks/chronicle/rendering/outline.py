"""The chronicle from its cover to its sources: every block in its order, its heading, and what fills it.

A new chart or section is one line here; slides, one-file chronicle, search and suggestions follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sized
from dataclasses import dataclass
from html import unescape
from itertools import chain

from ..charts.drawings import Job, chart_job
from ..charts.sizes import SPARK
from ..charts.sparkline import MoodSparkline, SmallTrend, Sparkline
from ..figures import meetings, sentences, service_methods, work_report
from ..figures.agent_year import AgentYear, Story, headline, telling
from ..figures.formatting import amount
from ..figures.scorecard import last_year, scorecard
from ..reading.markdown_code import KEY, key_of, with_code
from ..records.model import OwnSection
from .exhibits import Exhibit, agent, customers, metrics
from .placeholders import said_once

_EXCERPT = 68  # characters
#: A story of more characters is told in full on its own page only: the chronicle is read in minutes.
LONGEST_STORY = 8_000
#: A heading with the line below it that makes it one; a box with what is indented below.
_APART = re.compile(r"^\S.*\n(?:=+|-+)[ \t]*$|^(?:!!!|\?\?\?).*(?:\n(?: {4}|\t).*)*", re.M)
_SENTENCE_END = re.compile(r"[。！？…]+[”」』]?")
#: What of Markdown is no word: pictures, notes, addresses, emphasis, which is no star between numbers or blanks, signs
#: at the start of a line, lists of attributes, tags, backslashes, and line ends between Chinese characters.
_MARKDOWN = re.compile(
    r"!\[[^\[\]\n]*+\]\([^)\n]{0,500}\)|\[\^[^\[\]\n]*+\]|\[([^\[\]\n]*+)\]\([^)\n]{0,500}\)|`+"
    r"|^\s*(?:(?:>+|[-+*](?=\s))\s*)*(?:\[[ xX]\] )?|(?!(?<=\d)\*\d|(?<=\s)\*\s)\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)"
    r"|\{:?\s*[#.][^{}\n]*+\}|</?[A-Za-z!][^<>\n]*+>|\\([^\w\s])|(?<=[^\0-\x7f])\n(?=[^\0-\x7f])(?!\w{1,8}：)",
    re.M,
)
#: Lines that are no prose: tables, placed blocks, notes, pictures, rules, headings.
_NO_PROSE = re.compile(r"\s*(?:[|]|[:：]{3}|\[\^[^\]\n]*\]:|!\[[^\]\n]*\]\([^\n]*\)\s*$|#{1,6}[^#\n]|[-=*_]{3,}\s*$)")


@dataclass(frozen=True)
class Section:
    """A block by its NAME: a chart, or a section, which is the template ``sections/NAME.html``, or one below the other.

    ``given`` is what the template finds under this name, and what must not be empty for the section to be there: the
    record's own key of the NAME, unless told otherwise. ``charts`` are the beginnings of the names of the charts that
    stand inside the section. ``searched``: its words stand on no other page, so that the search looks into it.
    ``finding`` is what is said of the section where it is folded: how many ``unit`` it holds, unless told otherwise.
    ``least``: with fewer stories the chronicle leaves it out; it may still be placed.
    """

    name: str
    heading: str = ""
    chart: Callable[[AgentYear], Exhibit | None] | None = None
    given: Callable[[AgentYear], object] | None = None
    charts: tuple[str, ...] = ()
    searched: bool = False
    unit: str = "条"
    finding: Callable[[AgentYear], str] | None = None
    least: int = 0

    def filling(self, agent_year: AgentYear) -> object:
        """What the section's template shows of this year; nothing of a section that is its chart alone."""
        if self.given:
            return self.given(agent_year)
        return None if self.chart else getattr(agent_year.record, self.name, None)

    def found(self, agent_year: AgentYear) -> str:
        """What is said of the section where it is folded."""
        if self.finding:
            return self.finding(agent_year)
        given = self.filling(agent_year)
        return amount(len(given), self.unit) if isinstance(given, Sized) else ""


@dataclass(frozen=True)
class Part:
    """A part of the chronicle under a heading of its own; without a title its blocks stand by themselves.

    ``folded``: each of its sections is a line that opens.
    """

    sections: tuple[Section, ...]
    id: str = ""
    title: str = ""
    lead: str = ""
    folded: bool = False


def kicker(story: Story) -> str:
    """Month, channel and need above a story's title."""
    case = story.case
    return " · ".join(filter(None, (f"{case.date.month} 月", case.channel, case.need)))


def excerpt(agent_year: AgentYear, body: str, length: int = _EXCERPT) -> str:
    """The first words of a story, or of an opening, as plain text with its key numbers; a quoted block in 「」."""
    figures, words = agent_year.figures, ""

    def number(placed: re.Match[str]) -> str:
        key, following = key_of(placed), placed.string[placed.end() :]
        return said_once(sentences.figure_text(figures[key]), following) if key in figures else ""

    lines = [line if not is_code else "" for line, is_code in with_code(_APART.sub("", body).split("\n"))]
    for part in "\n".join("" if _NO_PROSE.match(line) else line for line in lines).split("\n\n"):
        if len(words) >= length:
            break
        told = " ".join(unescape(_MARKDOWN.sub(r"\1\2", KEY.sub(number, part))).split())
        told = f"「{told}」" if part.lstrip().startswith(">") and told[:1] not in "「“" else told
        words += " " * bool(words and told and words[-1].isalnum()) + told
    if len(words) <= length:
        return words
    whole = list(_SENTENCE_END.finditer(words, 0, length + 1))
    if whole and whole[-1].end() > length // 2:  # a sentence is better than a piece of one
        return words[: whole[-1].end()]
    return words[:length].rstrip("，。、；：“") + "……"


def others(agent_year: AgentYear) -> tuple[Story, ...]:
    """The stories but the one that is told in full."""
    lead = service_methods.lead_story(agent_year.stories)
    return tuple(story for story in agent_year.stories if story is not lead)


def full_metrics(agent_year: AgentYear) -> list[str]:
    """The metrics whose trends stand in full: contacts and the one that tells most; the two that tell most where
    contacts are not known. All of them where there are three or fewer, or a few months alone."""
    measures = agent_year.annual.measures
    if len(measures) <= 3 or not any(len(measure.months) > 3 for measure in measures.values()):
        return list(measures)
    return [key for key in ("contacts", *(measure.key for measure in telling(agent_year))) if key in measures][:2]


def _told(agent_year: AgentYear) -> tuple[str, Story] | None:
    """The first quote that names its story, with that story."""
    return next(((text, story) for text, story in service_methods.quoted(agent_year) if story), None)


def _signals(agent_year: AgentYear) -> str:
    """How often words of people about to leave were followed up, or were counted in the log."""
    written = sum(signal.count for signal in agent_year.record.signals.values())
    return amount(written or sum(count for _, count in work_report.log_signals(agent_year)), "次")


def _known(agent_year: AgentYear) -> bool:
    known = agent_year.record.knowledge
    return bool(known and (known.claimed or known.points or known.score is not None or agent.ticks(agent_year)))


def _knowledge(agent_year: AgentYear) -> str:
    known = agent_year.record.knowledge
    points = amount(len(known.points), "个知识点") if known and known.points else ""
    return points or ("认领 " + amount(len(known.claimed), "项") if known and known.claimed else "")


def _in_quarters(agent_year: AgentYear) -> list[str]:
    """The metrics that the section of quarters shows."""
    measures = agent_year.annual.measures.items()
    return [key for key, measure in measures if measure.by_quarter and f"quarters-{key}" not in STANDING]


def _pathway(agent_year: AgentYear) -> str:
    path = agent_year.record.pathway
    return " → ".join(filter(None, (path.stage, path.next))) if path else ""


#: The id of the part whose sections are folded.
FOLDED = "more"

OUTLINE = (
    Part(
        (
            Section("cover", given=lambda _: True),
            Section("numbers", given=headline),
            Section("summary", given=sentences.summary),
            Section("ways", given=lambda _: True),
            Section("opening", given=lambda year: year.record.opening or _told(year), searched=True),
            Section("lead-story", given=lambda year: service_methods.lead_story(year.stories)),
        )
    ),
    Part(id="record", title="工作纪实", sections=(Section("results", given=work_report.parts, searched=True),)),
    Part(
        id="facts",
        title="*实* 让服务的足迹清晰可循",
        lead="数字是骨架。每一个数字都能回到它的出处。",
        sections=(
            Section("events", given=meetings.happenings),
            Section("trends", "每月走势", given=lambda year: year.annual.measures, charts=("trend-", "quarters-csat")),
            Section("tags", "客户眼里的我", chart=customers.tags),
            Section("issues", "他们为了什么事", chart=customers.issues),
            Section("channels", "走的是哪一路", chart=customers.channels),
            Section("campaigns", "专项任务", charts=("campaign-",)),
        ),
    ),
    Part(
        id="truth",
        title="*真* 让服务的瞬间重现温度",
        lead="数字说不出的，由故事来说。",
        sections=(
            Section("other-stories", "还有这些故事", given=others),
            Section("lessons", "每则故事，教会一件事", given=service_methods.taught),
            Section("needs", "请求背后的需要", chart=customers.needs, least=8),
        ),
    ),
    Part(id="own", sections=()),
    Part(
        id="against",
        title="说到与做到",
        sections=(
            Section("last-year", "去年说过的，后来怎样", given=last_year, searched=True),
            Section("scorecard", "目标与达成", given=scorecard),
        ),
    ),
    Part(id="next", title="来年", sections=(Section("plan", searched=True),)),
    Part((Section("closing"),)),
    Part(
        id=FOLDED,
        title="细看",
        folded=True,
        sections=(
            Section("voices", "客户之声", chart=customers.voices),
            Section("suggestions", "产品体验官的建议", given=work_report.plain_suggestions, searched=True),
            Section("crystals", "知识晶体", searched=True, unit="块"),
            Section("translations", "情绪翻译", searched=True, unit="句"),
            Section("phrasing", "话术迭代", searched=True, unit="句"),
            Section("knowledge", "知识库里的我", given=_known, charts=("ticks",), searched=True, finding=_knowledge),
            Section("value", "场景价值", searched=True),
            Section(
                "signals",
                "服务临界信号",
                given=lambda year: year.record.signals or work_report.log_signals(year),
                finding=_signals,
            ),
            Section("foresight", "主动预见", searched=True),
            Section("energy", "服务能量", chart=agent.energy, given=agent.energies, finding=lambda _: ""),
            Section("growth", "能力成长", chart=agent.growth),
            Section("pathway", "成长路径", finding=_pathway),
            Section("journal", "每日成功记录", charts=("days",), searched=True),
            Section("quotes", "最佳瞬间：客户的原话", searched=True, unit="句"),
            Section("rhythm", "一周的节奏", chart=customers.rhythm),
            Section("quarters", "按季度", given=_in_quarters, charts=("quarters-",), unit="个指标"),
        ),
    ),
    Part((Section("takeaway", given=lambda _: True), Section("sources", given=lambda _: True))),
)
#: Sections that the chronicle leaves to whoever places them.
PLACEABLE = (
    Section("stories", "案例故事", given=lambda year: year.stories),
    Section("moments", "服务记忆峰值", given=lambda year: service_methods.with_curve(year.stories)),
    Section("double-loop", "双环学习", given=service_methods.loops),
)
#: Charts that stand in one section of the chronicle and are not folded in another.
STANDING: frozenset[str] = frozenset({"quarters-csat"})
#: What need not be shown again where a block was placed.
COVERED = {"stories": ("lead-story", "other-stories")}
#: The beginning of the NAME of an agent's own sections, which are counted from 1.
OWN = "section"
#: Charts that stand inside a section, and may be placed by themselves.
INSIDE = (Section("ticks", chart=agent.ticks), Section("days", chart=agent.days))

#: Every block by its NAME, in the order of the chronicle.
SECTIONS = {
    section.name: section for section in (*chain.from_iterable(part.sections for part in OUTLINE), *PLACEABLE, *INSIDE)
}
HEADINGS = {section.name: section.heading for section in SECTIONS.values() if section.heading}


def own_sections(agent_year: AgentYear) -> dict[str, Section]:
    """The sections that the project has no key for, by NAME."""

    def section(index: int, own: OwnSection) -> Section:
        filled = own if own.text or own.items else None
        return Section(f"{OWN}-{index}", own.title, given=lambda _: filled, searched=True, finding=lambda _: "")

    return {f"{OWN}-{at}": section(at, own) for at, own in enumerate(agent_year.record.sections, 1)}


def exhibits_of(agent_year: AgentYear) -> dict[str, Exhibit]:
    """Every chart that the year's data has, by NAME; the curve of a story by ``journey/SLUG``."""
    of_sections = (section.chart(agent_year) for section in SECTIONS.values() if section.chart)
    charts = [*metrics.of_year(agent_year), *agent.campaigns(agent_year), *filter(None, of_sections)]
    curves = {f"journey/{story.slug}": curve for story in agent_year.stories if (curve := agent.journey(story))}
    return {exhibit.name: exhibit for exhibit in charts} | curves


def chart_jobs(agent_year: AgentYear, exhibits: Mapping[str, Exhibit]) -> dict[str, Job]:
    """What is drawn for a year's pages, by NAME; a story's small curve by ``spark/SLUG``, a metric's small line by
    ``spark/trend-METRIC``."""
    jobs = {name: exhibit.job for name, exhibit in exhibits.items()}
    for story in agent_year.stories:
        if len(story.case.journey) > 1:
            moods = tuple(float(step.mood) for step in story.case.journey)
            jobs[f"spark/{story.slug}"] = chart_job(MoodSparkline(moods), forms=(SPARK,))
    full = full_metrics(agent_year)
    small = [measure for key, measure in agent_year.annual.measures.items() if key not in full]
    spans = metrics.widest((measure.metric.unit, (*measure.values, *(measure.previous or ()))) for measure in small)
    for measure in small:
        span = measure.span
        peak, valley = (month and month - span.first + 1 for month in sentences.marked(measure))
        previous = measure.previous and span.of_months(measure.previous)
        spec = SmallTrend(span.of_months(measure.values), previous, peak, valley, spans[measure.metric.unit])
        jobs[f"spark/trend-{measure.key}"] = chart_job(spec, forms=(SPARK,))
    return jobs


def spark_job(agent_year: AgentYear) -> Job:
    """The small line of the metric that stands for a year, on the home page."""
    leading = agent_year.leading
    return chart_job(Sparkline(agent_year.span.of_months(leading.values) if leading else ()), forms=(SPARK,))
