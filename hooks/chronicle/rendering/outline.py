"""The chronicle from its cover to its sources: every block in its order, its heading, and what fills it.

A new chart or section is one line here; slides, one-file book, search and suggestions follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..figures import service_methods, work_report
from ..figures.agent_year import AgentYear
from .exhibits import Exhibit, agent, customers, metrics

#: What a section shows; nothing of it, and the section is absent.
Given = Callable[[AgentYear], object]


@dataclass(frozen=True)
class Section:
    """A block by its NAME: a chart, or a section, which is the template ``sections/NAME.html``.

    ``given`` is what the template finds under this name, and what must not be empty for the section to be there: the
    record's own key of the NAME, unless told otherwise. ``searched``: its words stand on no other page, so that the
    search looks into it.
    """

    name: str
    heading: str = ""
    chart: Callable[[AgentYear], Exhibit | None] | None = None
    given: Given | None = None
    searched: bool = False

    def filling(self, agent_year: AgentYear) -> object:
        """What the section shows of this chapter; nothing for a chart, which is an exhibit or is not there."""
        if self.chart:
            return None
        return self.given(agent_year) if self.given else getattr(agent_year.record, self.name, None)


@dataclass(frozen=True)
class Part:
    """A part of the chronicle under a heading of its own; without a title its blocks stand by themselves."""

    entries: tuple[Section, ...]
    id: str = ""
    title: str = ""
    lead: str = ""


def _always(_: AgentYear) -> bool:
    return True


def _measures(agent_year: AgentYear) -> object:
    return agent_year.annual.measures


OUTLINE = (
    Part(
        (
            Section("cover", given=_always),
            Section("numbers", given=_always),
            Section("summary", given=_always),
        )
    ),
    Part(
        id="facts",
        title="*实* 让服务的足迹清晰可循",
        lead="数字是骨架。每一个数字都能回到它的出处。",
        entries=(
            Section("trends", "每月走势", given=_measures),
            Section("quarters", "四个季度", given=_measures),
            Section("tags", "客户眼里的我", chart=customers.tags),
            Section("issues", "他们为什么打来", chart=customers.issues),
            Section("rhythm", "一周的节奏", chart=customers.rhythm),
            Section("campaigns", "专项任务"),
            Section("signals", "服务临界信号", given=lambda c: c.record.signals or work_report.log_signals(c)),
            Section("voices", "客户之声", chart=customers.voices),
            Section("suggestions", "产品体验官的建议", given=work_report.plain_suggestions, searched=True),
        ),
    ),
    Part(
        id="truth",
        title="*真* 让服务的瞬间重现温度",
        lead="数字说不出的，由故事来说。",
        entries=(
            Section("stories", "案例故事", given=lambda c: c.stories),
            Section("moments", "服务记忆峰值", given=lambda c: service_methods.moments(c.stories)),
            Section("double-loop", "双环学习", given=service_methods.loops),
            Section("needs", "请求背后的需要", chart=customers.needs),
            Section("calmed", given=lambda c: service_methods.calmed(c.stories)),
            Section("quotes", "最佳瞬间：客户的原话", searched=True),
            Section("translations", "情绪翻译", searched=True),
            Section("journal", "每日成功记录", searched=True),
        ),
    ),
    Part(
        id="kept",
        title="留下来的东西",
        entries=(
            Section("crystals", "知识晶体", searched=True),
            Section("phrasing", "话术迭代", searched=True),
            Section("knowledge", "知识库里的我", searched=True),
            Section("value", "场景价值", searched=True),
            Section("foresight", "主动预见", searched=True),
        ),
    ),
    Part(
        id="self",
        title="给出去的与长出来的",
        entries=(
            Section("energy", "服务能量", chart=agent.energy),
            Section("growth", "能力成长", chart=agent.growth),
            Section("pathway", "成长路径"),
        ),
    ),
    Part(id="record", title="工作纪实", entries=(Section("results", given=work_report.results, searched=True),)),
    Part(id="next", title="来年", entries=(Section("plan", searched=True),)),
    Part(
        (
            Section("closing", given=_always),
            Section("takeaway", given=_always),
            Section("sources", given=_always),
        )
    ),
)
#: Charts that stand inside a section, and may be placed by themselves.
INSIDE = (
    Section("ticks", chart=agent.ticks),
    Section("puzzle", chart=agent.puzzle),
    Section("days", chart=agent.days),
)

ENTRIES = {entry.name: entry for entry in (*(entry for part in OUTLINE for entry in part.entries), *INSIDE)}
HEADINGS = {entry.name: entry.heading for entry in ENTRIES.values() if entry.heading}
SECTIONS = tuple(entry.name for entry in ENTRIES.values() if not entry.chart)


def exhibits_of(agent_year: AgentYear) -> dict[str, Exhibit]:
    """Every chart that the chapter's data has, by NAME; the curve of a story by ``journey/SLUG``."""
    found = {each.name: each for each in _exhibits(agent_year)}
    curves = {f"journey/{story.slug}": made for story in agent_year.stories if (made := agent.journey(story))}
    return found | curves


def _exhibits(agent_year: AgentYear) -> Iterator[Exhibit]:
    yield from metrics.of_chapter(agent_year)
    yield from agent.campaigns(agent_year)
    for entry in ENTRIES.values():
        if entry.chart and (made := entry.chart(agent_year)):
            yield made
