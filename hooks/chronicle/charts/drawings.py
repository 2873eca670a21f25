"""Exhibits -> drawings, out of the cache where they are known, else drawn."""

from __future__ import annotations

import json
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..cache import Cache, key
from ..pipeline.crew import Crew, outcome

#: Kinds of job that make a PNG.
PICTURES = ("card", "poster")
_REMEMBERED = 96  # pictures, of about 12 KB each: those of one chapter, of which a page and the slides show the same


@dataclass(frozen=True)
class Job:
    """One picture: what it is drawn from (a chart's record, the cloud's words, a spark's values) and its name."""

    kind: str
    spec: Any
    label: str

    @cached_property
    def key(self) -> str:
        """The picture's key in the cache: its content and everything that draws it."""
        drawn_by = _craft(self.kind), _own_craft(type(self.spec).__module__)
        return key("drawing", drawn_by, self.kind, self.spec, self.label)


@cache
def _craft(kind: str) -> str:
    """What draws: our own drawing code and the libraries beneath it."""
    folder = Path(__file__).parent
    files = [folder.parent / "figures" / "formatting.py", *sorted(folder.glob("*.py"))]
    if kind in PICTURES:
        files += sorted((folder.parent / "pictures").glob("*.py"))
    digest = blake2b(digest_size=16)
    for file in files:
        digest.update(file.read_bytes())
    for library in ("matplotlib", "wordcloud", "pillow", "pylopdf-fonts-zh-cn", "segno"):
        digest.update(f"{library} {version(library)};".encode())
    return digest.hexdigest()


@cache
def _own_craft(module: str) -> bytes:
    """The file that defines a record and draws it: it may stand beside the exhibit instead of in ``charts/``."""
    path = getattr(sys.modules[module], "__file__", None)
    return Path(path).read_bytes() if path else b""


def draw(job: Job) -> tuple[str, ...]:
    """Draw a picture in each of its forms: wide and narrow, or the one form of a spark or a PNG."""
    if job.kind in PICTURES:
        return (b64encode(import_module(type(job.spec).__module__).draw(job.spec)).decode("ascii"),)
    if job.kind == "spark":
        return (import_module(".sparkline", __package__).spark(job.spec),)
    if job.kind == "curve":
        return (import_module(".journey", __package__).spark(job.spec),)
    forms = import_module(".sizes", __package__).FORMS
    if job.kind == "tags":
        cloud = import_module(".wordcloud", __package__)
        return tuple(cloud.draw(job.spec, form, job.label) for form in forms)
    chart = import_module(type(job.spec).__module__)
    return tuple(chart.draw(job.spec, form, job.label) for form in forms)


def png(drawn: tuple[str, ...]) -> bytes:
    """The bytes of a card or a poster."""
    return b64decode(drawn[0])


class Drawings(Mapping[str, tuple[str, ...]]):
    """NAME -> drawings of one chapter, read from the cache when they are asked for."""

    def __init__(self, jobs: Mapping[str, Job], studio: Studio) -> None:
        self._jobs, self._studio = jobs, studio

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self._studio.drawn(self._jobs[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._jobs)

    def __len__(self) -> int:
        return len(self._jobs)


class Studio:
    """Draws what the cache does not have, with a crew's help where there is one.

    What was drawn last is remembered, since a picture stands on several pages, and a cache may take nothing.
    """

    def __init__(self, store: Cache, crew: Crew | None = None) -> None:
        self._store, self._crew = store, crew
        self._recent: dict[str, tuple[str, ...]] = {}
        self._coming: dict[str, Future[bool] | None] = {}

    def order(self, jobs: Iterable[Job]) -> None:
        """Let the crew, if it is here, draw what will be asked for."""
        for job in jobs if self._crew and self._crew.is_here else ():
            if job.key not in self._coming and self._known(job.key) is None:
                self._coming[job.key] = self._crew.send(draw_for, self._store, job) if self._crew else None

    def drawn(self, job: Job) -> tuple[str, ...]:
        """A picture, as it was drawn last, from the cache, from the crew that is still at it, or drawn now."""
        outcome(self._coming.pop(job.key, None))
        known = self._known(job.key)
        if known is None:
            known = draw(job)
            self._store.put(job.key, json.dumps(known, ensure_ascii=False).encode())
            self._remember(job.key, known)
        return known

    def _known(self, name: str) -> tuple[str, ...] | None:
        if name not in self._recent:
            stored = self._store.get(name)
            if stored is None:
                return None
            self._remember(name, tuple(json.loads(stored)))
        return self._recent[name]

    def _remember(self, name: str, drawn: tuple[str, ...]) -> None:
        if len(self._recent) >= _REMEMBERED:
            self._recent.pop(next(iter(self._recent)))
        self._recent[name] = drawn


def draw_for(store: Cache, job: Job) -> bool:
    """In a process of the crew: what is drawn goes into the cache, and nothing comes back."""
    Studio(store).drawn(job)
    return True
