"""The state of one assembly: what every stage reads and the next one fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import (
    library,
    teampages,
)  # fmt: skip
from .bindery import Bindery, craft
from .blocks import Shelf
from .cache import Cache
from .chapter import Story
from .errors import Problem
from .life import Life
from .model import Year
from .onefile import Finished
from .pages import Page
from .privacy import Gate
from .studio import Progress, Studio

Middles = Mapping[int, Mapping[str, tuple[tuple[float, float] | None, ...]]]


@dataclass(frozen=True)
class Masked:
    """A manuscript after the gate: nothing in it is secret any more."""

    manuscript: library.Chapter
    record: Year
    stories: tuple[Story, ...]
    body_lines: Mapping[str, int]
    places: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def identity(self) -> tuple[str, int]:
        """Agent and year."""
        return self.manuscript.agent, self.manuscript.year


@dataclass
class Assembly:
    """The state of one assembly, filled stage by stage; every stage reads only what an earlier one wrote."""

    root: Path
    store: Cache
    progress: Progress
    written: library.Library
    gate: Gate
    bindery: Bindery
    studio: Studio
    site_url: str = ""
    finished: Finished = field(default_factory=Finished)
    seen: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    shelves: dict[tuple[str, int], Shelf] = field(default_factory=dict)
    digests: dict[tuple[str, int], str] = field(default_factory=dict)
    bound: dict[tuple[str, int], list[Page]] = field(default_factory=dict)
    together: teampages.Together = field(default_factory=teampages.Together)
    lives: dict[str, Life] = field(default_factory=dict)
    held: Middles = field(default_factory=dict)
    middles: Middles = field(default_factory=dict)
    craft: str = field(default_factory=craft)
    ground: str = ""
