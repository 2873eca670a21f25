"""The service methods over a whole year: peak and end, double loop, needs, quotes, the stages of a career."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..records.model import Closure, Pathway, Year
from .agent_year import AgentYear, Story
from .formatting import amount, difference

_METHODS = tomllib.loads(Path(__file__).with_name("methods.toml").read_text("utf-8"))
#: 情感需求识别矩阵: each need with its way of calming.
WAYS: Mapping[str, str] = _METHODS["calming"]
#: Words that name a time of the year, and its months.
TIMES: Mapping[str, Sequence[int]] = _METHODS["times"]
_MARKS = re.compile(r"[\s，。、；：！？,.;:!?“”「」『』\"'…—]+")


# --- 服务记忆峰值 -------------------------------------------------------------------------------------------------


def with_curve(stories: Iterable[Story]) -> list[Story]:
    """The cases that have an emotion curve of two steps or more."""
    return [story for story in stories if len(story.case.journey) > 1]


def moments_line(stories: Sequence[Story]) -> str:
    """How many ended well, and what 情感账户 took in: the mood at the end less the mood at the beginning, added up."""
    curves = [story.case.journey for story in stories]
    ended = sum(steps[-1].mood > 0 for steps in curves)
    account = sum(difference(steps[-1].mood, steps[0].mood) for steps in curves)
    entry = f"合计{'支出' if account < 0 else '存入'} {amount(abs(account), '分')}" if account else "不多不少"
    return (
        f"人们记住的，是最强烈的那一刻和最后一刻。{amount(len(curves), '则')}故事记了情绪曲线，"
        f"{amount(ended, '则') if ended else '没有一则'}以好心情收尾；从开头到结尾，情感账户{entry}。"
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
    is_taught = any(story.case.need or story.case.root_cause or hardest(story) for story in agent_year.stories)
    return agent_year.stories if is_taught else ()


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
    of_all = "每则故事都" if asked == whole else f"{amount(whole, '则')}故事里，{amount(asked, '则')}"
    return f"{of_all}又问了一层「这个问题为什么会有」。"


# --- 最佳瞬间 -----------------------------------------------------------------------------------------------------


def quoted(agent_year: AgentYear) -> list[tuple[str, Story | None]]:
    """Customers' words, each with the story that the quote names by ``case``, else with None."""
    stories = {story.slug: story for story in agent_year.stories}
    return [(quote.text, stories.get(quote.case or "")) for quote in agent_year.record.quotes]


#: Words from this length on are found again only where they were really said.
_TELLING = 5


def told_in(text: str, stories: Iterable[Story]) -> Story | None:
    """The first story whose text holds these words; None for fewer than five characters, which occur by chance."""
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
    """A stage of the path: its name, what it is measured by, and whether it is ``done``, ``now`` or ``ahead``."""

    name: str
    focus: str
    mark: str


def stages(pathway: Pathway) -> list[CareerStage]:
    """The path with the agent's stage marked; a stage of a team's own stands alone with the next one."""
    known = _METHODS["stages"]
    at, goal = (
        next((place for place, stage in enumerate(known) if name in stage["names"]), None)
        for name in (pathway.stage, pathway.next)
    )
    path = [CareerStage(pathway.stage, "", "now")]
    if at is not None:
        done, ahead = (
            [CareerStage(stage["names"][0], stage["focus"], mark) for stage in part]
            for part, mark in ((known[:at], "done"), (known[at + 1 :], "ahead"))
        )
        path = [*done, CareerStage(pathway.stage, known[at]["focus"], "now"), *ahead]
    if pathway.next and (at is None or goal is None):
        path.append(CareerStage(pathway.next, "下一步", "ahead"))
    return path
