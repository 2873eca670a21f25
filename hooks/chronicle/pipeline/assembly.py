"""The state of one assembly: what every stage reads and the next one fills."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ..cache import Cache
from ..charts.drawings import Studio
from ..errors import Problem
from ..figures.agent_year import Story
from ..privacy.detector import Gate
from ..records import project
from ..records.model import Year
from ..rendering import team_pages  # fmt: skip
from ..rendering.blocks import Blocks
from ..rendering.person import Life
from ..rendering.placeholders import Written
from ..rendering.single_file import Finished
from .bindery import Bindery
from .crew import Crew
from .workshop import Order, Workshop

#: Told how many of how many chapters are made.
Progress = Callable[[int, int], None]
Identity = tuple[str, int]
Middles = Mapping[int, Mapping[str, tuple[tuple[float, float] | None, ...]]]


@dataclass(frozen=True)
class Between:
    """What lies between people: the team's middle halves by year, and what the pages over several chapters rest on,
    by agent, everybody's under ``""``."""

    people: tuple[Identity, ...] = ()
    middles: Middles = field(default_factory=dict)
    joints: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Masked:
    """A manuscript after the gate: nothing in it is secret any more. ``own`` is the agent's own ``index.md``."""

    manuscript: project.Manuscript
    record: Year
    stories: tuple[Story, ...]
    body_lines: Mapping[str, int]
    places: Mapping[str, str]
    own: Written | None = None
    warnings: tuple[Problem, ...] = ()

    @property
    def identity(self) -> Identity:
        """Agent and year."""
        return self.manuscript.agent, self.manuscript.year


@dataclass
class Assembly:
    """The state of one assembly, filled stage by stage; every stage reads only what an earlier one wrote."""

    root: Path
    workshop: Workshop
    crew: Crew
    progress: Progress
    written: project.Library
    gate: Gate
    finished: Finished = field(default_factory=Finished)
    seen: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    orders: dict[Identity, Order] = field(default_factory=dict)
    sent: dict[Identity, Future[bool] | None] = field(default_factory=dict)
    shelves: dict[Identity, Blocks] = field(default_factory=dict)
    digests: dict[Identity, str] = field(default_factory=dict)
    bound: set[Identity] = field(default_factory=set)
    together: team_pages.Together = field(default_factory=team_pages.Together)
    lives: dict[str, Life] = field(default_factory=dict)
    between: Between = field(default_factory=Between)
    held: Between | None = None
    settled: Between | None = None
    ground: str = ""

    @property
    def store(self) -> Cache:
        """The project's cache."""
        return self.workshop.store

    @property
    def craft(self) -> str:
        """What stands for our own code and templates."""
        return self.workshop.craft

    @cached_property
    def bindery(self) -> Bindery:
        """Bound pages and kept files."""
        return Bindery(self.store)

    @cached_property
    def studio(self) -> Studio:
        """What draws here, or has drawn."""
        return Studio(self.store, self.crew)

    def joint(self, agent: str = "") -> str:
        """What the pages over an agent's chapters, or over everybody's, rest on; a preview's may be a moment old."""
        return (self.held or self.between).joints[agent]
