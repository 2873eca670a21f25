"""Where the facts and the stories of a year meet: its events and special tasks in the order of time, each with the
stories that belong to it, and the suggestions that stories became."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..records.model import Suggestion
from .agent_year import AgentYear, Story
from .formatting import month

#: Characters in a row that a story and a suggestion share where one became the other.
_SHARED = 5
_PUNCTUATION = re.compile(r"\W+")


@dataclass(frozen=True)
class Happening:
    """An event or a special task: its first and last month, and the stories of those months that its words meet."""

    start: int
    end: int
    title: str
    stories: tuple[Story, ...]

    @property
    def when(self) -> str:
        """Its months in words: ``7—8 月``."""
        return month(self.start) if self.start == self.end else f"{self.start}—{month(self.end)}"


def happenings(agent_year: AgentYear) -> list[Happening]:
    """Events and special tasks in the order of time; an event that is a task's beginning is told once."""
    year, there = agent_year.year, agent_year.span.months
    tasks = [
        (
            task.start.month if task.start.year == year else 1,
            task.end.month if task.end.year == year else 12,
            task.title,
        )
        for task in agent_year.tasks
    ]
    written = [event for event in agent_year.record.events if event.month in there]
    events = [(event.month, event.month, event.title) for event in written]
    begun = {(at, at, title) for start, end, title in tasks for at in range(start, end + 1)}
    words: dict[str, str] = {}
    notes = [(event.title, event.note) for event in written] + [(task.title, task.summary) for task in agent_year.tasks]
    for title, note in notes:
        words[title] = f"{words.get(title, title)}\n{note or ''}"

    def belongs(story: Story, start: int, end: int, title: str) -> bool:
        """Whether it is of these months and one of its tags stands in the words."""
        tags = (tag for tag in story.case.tags if len(tag) > 1)
        return start <= story.case.date.month <= end and any(tag in words[title] for tag in tags)

    return [
        Happening(*place, tuple(story for story in agent_year.stories if belongs(story, *place)))
        for place in sorted([*tasks, *(event for event in events if event not in begun)], key=lambda place: place[:2])
    ]


def happening_of(agent_year: AgentYear, story: Story) -> Happening | None:
    """The event or task that a story belongs to, the shortest of several."""
    met = [each for each in happenings(agent_year) if story in each.stories]
    return min(met, key=lambda each: each.end - each.start, default=None)


def became(agent_year: AgentYear) -> list[tuple[Story, Suggestion]]:
    """The suggestions that stories became: those with which a story shares a run of characters, or a tag that is the
    very step of the process."""
    items = agent_year.record.suggestions.items if agent_year.record.suggestions else ()
    return [(story, item) for item in items if (story := _origin(item, agent_year.stories))]


def _bare(texts: Iterable[str]) -> str:
    """Texts without their punctuation, each on a line of its own."""
    return "\n".join(_PUNCTUATION.sub("", text) for text in texts)


def _origin(item: Suggestion, stories: Sequence[Story]) -> Story | None:
    asked = _bare((item.title, item.voice or ""))

    def shared(story: Story) -> int:
        case = story.case
        notes = (step.note or "" for step in case.journey)
        about = _bare((case.title, *notes, case.root_cause or "", *case.clues, *case.tags))
        match = SequenceMatcher(None, asked, about, autojunk=False).find_longest_match()
        return _SHARED if item.node in case.tags else match.size

    best = max(stories, key=shared, default=None)
    return best if best and shared(best) >= _SHARED else None
