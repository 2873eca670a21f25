"""The methods of the craft over a whole year: what was most intense, why it arose, what calmed, where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..records.model import Crystal, Pathway, Step
from .agent_year import AgentYear, Story
from .formatting import NBSP, number, signed
from .sentences import need_counts

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


@dataclass(frozen=True)
class Moment:
    """What people remember of a case: the most intense step and the last one."""

    story: Story
    strongest: Step
    end: Step

    @property
    def one(self) -> bool:
        """Whether the last moment is itself the most intense."""
        return self.strongest is self.end


def strongest(steps: Sequence[Step]) -> Step:
    """The most intense step, good or bad; the earlier one where two are equal."""
    return max(steps, key=lambda step: abs(step.mood))


def moments(stories: Iterable[Story]) -> list[Moment]:
    """Peak and end of every case that has an emotion curve of two steps or more."""
    curves = ((story, story.case.journey) for story in stories if len(story.case.journey) > 1)
    return [Moment(story, strongest(steps), steps[-1]) for story, steps in curves]


def moments_line(found: Sequence[Moment]) -> str:
    """How many ended well, and what 情感账户 took in: the mood at the end less the mood at the beginning, added up."""
    ended = sum(each.end.mood > 0 for each in found)
    account = sum(each.end.mood - each.story.case.journey[0].mood for each in found)
    all_well = "都停在高处" if ended == len(found) else f"{ended} 则停在高处"
    return (
        f"人们记住的，是最强烈的那一刻和最后一刻。{len(found)} 则有情绪曲线的故事里，{all_well}；"
        f"从开头到道别，情感账户一共{'存入' if account >= 0 else '支出'} {number(abs(account))}{NBSP}格。"
    )


def step_words(step: Step) -> str:
    """「复电」+2，听见没有."""
    return f"「{step.at}」{signed(step.mood) if step.mood else '0'}" + (f"，{step.note}" if step.note else "")


# --- 双环学习 -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Loop:
    """A case that asked why: its root cause, what became of it inside, what followed, what grew from it."""

    story: Story
    cause: str
    outcome: tuple[tuple[str, str], ...]
    crystals: tuple[Crystal, ...]


def loops(agent_year: AgentYear) -> list[Loop]:
    """The cases with a root cause (double loop), in the order of the stories."""
    return [
        Loop(story, story.case.root_cause, _became(story), _grown(agent_year, story))
        for story in agent_year.stories
        if story.case.root_cause
    ]


def _became(story: Story) -> tuple[tuple[str, str], ...]:
    closure = story.case.closure
    given = (("内部", closure.internal), ("跟进", closure.follow_up)) if closure else ()
    return tuple((name, text) for name, text in given if text)


def _grown(agent_year: AgentYear, story: Story) -> tuple[Crystal, ...]:
    return tuple(crystal for crystal in agent_year.record.crystals if crystal.case == story.slug)


def loops_line(asked: int, whole: int) -> str:
    """How many of the cases asked why."""
    if asked == whole:
        return f"{whole} 则故事都没有停在「解决了」，又问了一层：这个问题为什么会有。"
    return f"{whole} 则故事里，{asked} 则又问了一层「这个问题为什么会有」；其余 {whole - asked} 则停在当次解决。"


# --- 情感需求 -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Calmed:
    """A need, its general way of calming, and the stories that answered it."""

    need: str
    way: str
    stories: tuple[Story, ...]


def calmed(stories: Sequence[Story]) -> list[Calmed]:
    """Every need of these stories with what calmed it, the most frequent first."""
    return [
        Calmed(need, WAYS[need], tuple(story for story in stories if story.case.need == need))
        for need, _ in need_counts(stories)
    ]


def what_calmed(story: Story) -> str:
    """A story's principle with its steps, else its lesson."""
    principle = story.case.principle
    if principle is None:
        return story.case.lesson
    return f"{principle.name}：{'、'.join(principle.steps)}" if principle.steps else principle.name


# --- 最佳瞬间 -----------------------------------------------------------------------------------------------------


#: A part of a sentence from this length on is found again only where it was really said.
_TELLING = 5


def told_in(text: str, stories: Iterable[Story]) -> Story | None:
    """The story in which these words, or one telling part of them, stand."""
    parts = [part for part in _MARKS.split(text) if len(part) >= _TELLING]
    whole = _MARKS.sub("", text)
    return next((story for story in stories if _tells(story, [whole, *parts])), None) if whole else None


def _tells(story: Story, parts: Sequence[str]) -> bool:
    told = _MARKS.sub("", story.body + "".join(step.note or "" for step in story.case.journey))
    return any(part in told for part in parts)


def quoted(agent_year: AgentYear) -> list[tuple[str, Story | None]]:
    """Customers' words, each with the story that it was said in, where one tells of it."""
    return [(quote, told_in(quote, agent_year.stories)) for quote in agent_year.record.quotes]


# --- 成长路径 -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CareerStage:
    """A stage of the path: its name, what it is measured by, and where the agent stands."""

    name: str
    focus: str
    mark: Literal["done", "now", "ahead"]


def stages(pathway: Pathway) -> list[CareerStage]:
    """The path with the agent's stage marked; a stage of a team's own stands alone with the next one."""
    at = _stage(pathway.stage)
    if at is None:
        return [CareerStage(pathway.stage, "", "now"), *_last(pathway)]
    path = [
        CareerStage(pathway.stage if i == at else name, focus, "done" if i < at else "now" if i == at else "ahead")
        for i, (name, focus, _) in enumerate(STAGES)
    ]
    return [*path, *(_last(pathway) if pathway.next and _stage(pathway.next) is None else [])]


def _stage(name: str) -> int | None:
    return next((i for i, (_, _, words) in enumerate(STAGES) if name in words), None)


def _last(pathway: Pathway) -> list[CareerStage]:
    return [CareerStage(pathway.next, "下一步", "ahead")] if pathway.next else []
