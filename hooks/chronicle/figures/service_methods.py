"""The service methods over a whole year: peak and end, double loop, needs, quotes, the stages of a career."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ..records.model import Closure, Pathway, Year
from .agent_year import AgentYear, Story
from .formatting import amount, difference
from .sentences import MOST_EQUALS, need_counts, step_words, strongest

#: 情感需求识别矩阵: each need with its way of calming.
WAYS = {
    "效率": "先给时间点，不让人重讲第二遍",
    "公平": "讲清规则，对谁都一样，错了就认",
    "尊重": "先听完，先认可，再解释",
    "安全": "先报平安，再说原因，陪到落地",
    "掌控": "给选择，也教会下一次怎么办",
    "归属": "记得他，有一个人负责到底",
}
#: 成长路径: the stages, what each is measured by, and the words that people use for it.
STAGES = (
    ("新手", "应答速度、一次解决率", ("新手", "新人", "入门", "见习")),
    ("熟练", "满意度、少有二次投诉", ("熟练", "熟手", "成熟")),
    ("资深", "看出规律、推动跨部门", ("资深", "骨干", "高级")),
)
_MARKS = re.compile(r"[\s，。、；：！？,.;:!?“”「」『』\"'…—]+")


# --- 服务记忆峰值 -------------------------------------------------------------------------------------------------


def with_curve(stories: Iterable[Story]) -> list[Story]:
    """The cases that have an emotion curve of two steps or more."""
    return [story for story in stories if len(story.case.journey) > 1]


def moments(story: Story) -> list[tuple[str, str]]:
    """What people remember of a case, each moment named and in words: the most intense one (several where they are
    equally intense) and the last."""
    steps = story.case.journey
    peaks, end = strongest(steps), steps[-1]
    if peaks == [end]:
        return [("最强烈，也是最后", step_words(end))]
    name = "最强烈的一刻" if len(peaks) == 1 else "最强烈的时刻"
    name = "与最后一刻一样强烈" if end in peaks else name
    told = len(peaks) <= MOST_EQUALS and len({step.mood for step in steps}) > 1
    most = [(name, "；".join(step_words(step) for step in peaks if step is not end))] if told else []
    return [*most, ("最后一刻", step_words(end))]


def moments_line(stories: Sequence[Story]) -> str:
    """How many ended well, and what 情感账户 took in: the mood at the end less the mood at the beginning, added up."""
    curves = [story.case.journey for story in stories]
    ended, count = sum(steps[-1].mood > 0 for steps in curves), len(curves)
    account = sum(difference(steps[-1].mood, steps[0].mood) for steps in curves)
    well = f"其中 {amount(ended, '则')}" if 0 < ended < count else "都" if ended else "没有一则"
    well = well if count > 1 else "" if ended else "没有"
    points = amount(abs(account), "分")
    total = f"存入 {points}" if account > 0 else f"支出 {points}" if account < 0 else "不增不减"
    return (
        f"人们记住的，是最强烈的那一刻和最后一刻。{amount(count, '则')}故事记了情绪曲线，{well}以好心情收尾；"
        f"从开头到结尾，情感账户合计{total}。"
    )


def lead_story(stories: Sequence[Story]) -> Story | None:
    """The story that is told in full: the marked one, else the one whose mood rose most from its lowest step to its
    end, the earlier one where two are equal."""

    def rise(story: Story) -> tuple[bool, float]:
        steps = story.case.journey
        return story.case.lead, steps[-1].mood - min(step.mood for step in steps) if steps else 0.0

    return max(stories, key=rise, default=None)


def hardest(story: Story) -> str:
    """The hardest moment of a story and its last one: ``鱼在翻肚 → 第三天回访``; empty without a curve."""
    steps = story.case.journey
    if len(steps) < 2:
        return ""
    first = min(steps, key=lambda step: step.mood)
    return " → ".join(dict.fromkeys(step.note or step.at for step in (first, steps[-1])))


def taught(agent_year: AgentYear) -> tuple[Story, ...]:
    """All stories, where one of them tells more than its lesson: a need, a curve, a root cause."""
    told = any(story.case.need or story.case.root_cause or hardest(story) for story in agent_year.stories)
    return agent_year.stories if told else ()


def kept(story: Story, record: Year) -> str:
    """What stays of a story: the crystals that grew from it, else its principle, else its lesson."""
    crystals = [crystal.title for crystal in record.crystals if crystal.case == story.slug]
    principle = story.case.principle
    return "；".join(crystals) or (principle.name if principle else story.case.lesson)


# --- 双环学习 -----------------------------------------------------------------------------------------------------


def loops(agent_year: AgentYear) -> list[tuple[Story, list[tuple[str, str]]]]:
    """The cases with a root cause (double loop), in the order of the stories, each with what became of it, named: what
    was done inside, what followed, the crystals that grew from it."""
    closed = []
    for story in agent_year.stories:
        if story.case.root_cause:
            closure = story.case.closure or Closure()
            outcome = [("内部", closure.internal), ("跟进", closure.follow_up)]
            outcome += [("留下", crystal.title) for crystal in agent_year.record.crystals if crystal.case == story.slug]
            closed.append((story, [(name, text) for name, text in outcome if text]))
    return closed


def loops_line(asked: int, whole: int) -> str:
    """How many of the cases asked why."""
    if asked == whole:
        every = f"{amount(whole, '则')}故事都" if whole > 1 else "这则故事"
        return f"{every}没有停在「解决了」，又问了一层：这个问题为什么会有。"
    others = amount(whole - asked, "则")
    told = f"{amount(whole, '则')}故事里，{amount(asked, '则')}又问了一层「这个问题为什么会有」"
    return f"{told}；其余 {others}停在当次解决。"


# --- 情感需求 -----------------------------------------------------------------------------------------------------


def calmed(stories: Sequence[Story]) -> list[tuple[str, list[Story]]]:
    """Every need of these stories with those that answered it, the most frequent first."""
    return [(need, [story for story in stories if story.case.need == need]) for need, _ in need_counts(stories)]


def what_calmed(story: Story) -> str:
    """A story's principle with its steps, else its lesson."""
    principle = story.case.principle
    if principle is None:
        return story.case.lesson
    return f"{principle.name}：{'、'.join(principle.steps)}" if principle.steps else principle.name


# --- 最佳瞬间 -----------------------------------------------------------------------------------------------------


def quoted(agent_year: AgentYear) -> list[tuple[str, Story | None]]:
    """Customers' words, each with the story that it names; one that names none is said to come from nowhere."""
    stories = {story.slug: story for story in agent_year.stories}
    return [(quote.text, stories.get(quote.case or "")) for quote in agent_year.record.quotes]


#: Words from this length on are found again only where they were really said.
_TELLING = 5


def told_in(text: str, stories: Iterable[Story]) -> Story | None:
    """The story in which these words stand, all of them; words of a few characters stand anywhere by chance."""
    words = _unmarked(text)
    if len(words) < _TELLING:
        return None
    return next((story for story in stories if words in _unmarked(story.body)), None)


@lru_cache(4096)
def _unmarked(text: str) -> str:
    return _MARKS.sub("", text)


# --- 成长路径 -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CareerStage:
    """A stage of the path: its name, what it is measured by, and where the agent stands."""

    name: str
    focus: str
    mark: Literal["done", "now", "ahead"]


def stages(pathway: Pathway) -> list[CareerStage]:
    """The path with the agent's stage marked; a stage of a team's own stands alone with the next one."""

    def place(name: str | None) -> int | None:
        return next((at for at, (_, _, words) in enumerate(STAGES) if name in words), None)

    at = place(pathway.stage)
    following = [CareerStage(pathway.next, "下一步", "ahead")] if pathway.next else []
    if at is None:
        return [CareerStage(pathway.stage, "", "now"), *following]
    path = [
        CareerStage(pathway.stage if i == at else name, focus, "done" if i < at else "now" if i == at else "ahead")
        for i, (name, focus, _) in enumerate(STAGES)
    ]
    return path if place(pathway.next) is not None else [*path, *following]
