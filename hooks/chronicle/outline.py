"""The chronicle from its cover to its sources: every block in its order, its heading, and what fills it.

A new chart or section is one line here; slides, one-file book, search and suggestions follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import craft, findings
from .chapter import Chapter
from .exhibits import Exhibit, agent, customers, metrics

#: What a section shows; nothing of it, and the section is absent.
Given = Callable[[Chapter], object]


@dataclass(frozen=True)
class Entry:
    """A block by its NAME: a chart, or a section, which is the template ``sections/NAME.html``.

    ``given`` is what the template finds under this name, and what must not be empty for the section to be there: the
    record's own key of the NAME, unless told otherwise. ``searched``: its words stand on no other page, so that the
    search looks into it.
    """

    name: str
    heading: str = ""
    chart: Callable[[Chapter], Exhibit | None] | None = None
    given: Given | None = None
    searched: bool = False

    def filling(self, chapter: Chapter) -> object:
        """What the section shows of this chapter; nothing for a chart, which is an exhibit or is not there."""
        if self.chart:
            return None
        return self.given(chapter) if self.given else getattr(chapter.record, self.name, None)


@dataclass(frozen=True)
class Part:
    """A part of the chronicle under a heading of its own; without a title its blocks stand by themselves."""

    entries: tuple[Entry, ...]
    id: str = ""
    title: str = ""
    lead: str = ""


def _always(_: Chapter) -> bool:
    return True


def _measures(chapter: Chapter) -> object:
    return chapter.annual.measures


OUTLINE = (
    Part(
        (
            Entry("cover", given=_always),
            Entry("numbers", given=_always),
            Entry("summary", given=_always),
        )
    ),
    Part(
        id="facts",
        title="*实* 让服务的足迹清晰可循",
        lead="数字是骨架。每一个数字都能回到它的出处。",
        entries=(
            Entry("trends", "每月走势", given=_measures),
            Entry("quarters", "四个季度", given=_measures),
            Entry("tags", "客户眼里的我", chart=customers.tags),
            Entry("issues", "他们为什么打来", chart=customers.issues),
            Entry("rhythm", "一周的节奏", chart=customers.rhythm),
            Entry("campaigns", "专项任务"),
            Entry("signals", "服务临界信号", given=lambda c: c.record.signals or findings.log_signals(c)),
            Entry("voices", "客户之声", chart=customers.voices),
            Entry("suggestions", "产品体验官的建议", given=findings.plain_suggestions, searched=True),
        ),
    ),
    Part(
        id="truth",
        title="*真* 让服务的瞬间重现温度",
        lead="数字说不出的，由故事来说。",
        entries=(
            Entry("stories", "案例故事", given=lambda c: c.stories),
            Entry("moments", "服务记忆峰值", given=lambda c: craft.moments(c.stories)),
            Entry("double-loop", "双环学习", given=craft.loops),
            Entry("needs", "请求背后的需要", chart=customers.needs),
            Entry("calmed", given=lambda c: craft.calmed(c.stories)),
            Entry("quotes", "最佳瞬间：客户的原话", searched=True),
            Entry("translations", "情绪翻译", searched=True),
            Entry("journal", "每日成功记录", searched=True),
        ),
    ),
    Part(
        id="kept",
        title="留下来的东西",
        entries=(
            Entry("crystals", "知识晶体", searched=True),
            Entry("phrasing", "话术迭代", searched=True),
            Entry("knowledge", "知识库里的我", searched=True),
            Entry("value", "场景价值", searched=True),
            Entry("foresight", "主动预见", searched=True),
        ),
    ),
    Part(
        id="self",
        title="给出去的与长出来的",
        entries=(
            Entry("energy", "服务能量", chart=agent.energy),
            Entry("growth", "能力成长", chart=agent.growth),
            Entry("pathway", "成长路径"),
        ),
    ),
    Part(id="record", title="工作纪实", entries=(Entry("results", given=findings.results, searched=True),)),
    Part(id="next", title="来年", entries=(Entry("plan", searched=True),)),
    Part(
        (
            Entry("closing", given=_always),
            Entry("takeaway", given=_always),
            Entry("sources", given=_always),
        )
    ),
)
#: Charts that stand inside a section, and may be placed by themselves.
INSIDE = (
    Entry("ticks", chart=agent.ticks),
    Entry("puzzle", chart=agent.puzzle),
    Entry("days", chart=agent.days),
)

ENTRIES = {entry.name: entry for entry in (*(entry for part in OUTLINE for entry in part.entries), *INSIDE)}
HEADINGS = {entry.name: entry.heading for entry in ENTRIES.values() if entry.heading}
SECTIONS = tuple(entry.name for entry in ENTRIES.values() if not entry.chart)


def exhibits_of(chapter: Chapter) -> dict[str, Exhibit]:
    """Every chart that the chapter's data has, by NAME; the curve of a story by ``journey/SLUG``."""
    found = {each.name: each for each in _exhibits(chapter)}
    curves = {f"journey/{story.slug}": made for story in chapter.stories if (made := agent.journey(story))}
    return found | curves


def _exhibits(chapter: Chapter) -> Iterator[Exhibit]:
    yield from metrics.of_chapter(chapter)
    yield from agent.campaigns(chapter)
    for entry in ENTRIES.values():
        if entry.chart and (made := entry.chart(chapter)):
            yield made
