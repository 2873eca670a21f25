"""Exhibits -> drawings, out of the cache where they are known, else drawn by a pool of processes."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from .cache import Cache, key

#: Fewer misses than this are drawn here: starting a process costs more than it saves.
_POOL_FROM = 60
#: At once with the processes; what each of them would import at its first picture.
_TOOLS = (".charts.backend", ".poster")
_THREADS = "OPENBLAS_NUM_THREADS"
#: Kinds of job that make a PNG.
_PICTURES = ("card", "poster")

Progress = Callable[[int, int], None]
Coming = Future[tuple[str, ...] | None]


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
    files = [folder / "cloud.py", folder / "wording.py", *sorted((folder / "charts").glob("*.py"))]
    if kind in _PICTURES:
        files += [folder / f"{name}.py" for name in ("png", "raster", "cards", "poster")]
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
    if job.kind in _PICTURES:
        return (b64encode(import_module(type(job.spec).__module__).draw(job.spec)).decode("ascii"),)
    if job.kind == "spark":
        return (import_module(".charts.spark", __package__).spark(job.spec),)
    if job.kind == "curve":
        return (import_module(".charts.journey", __package__).spark(job.spec),)
    forms = import_module(".charts.form", __package__).FORMS
    if job.kind == "tags":
        cloud = import_module(".cloud", __package__)
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
    """Draws what the cache does not have, and remembers what a broken cache would not keep.

    What is ordered is drawn by a pool of processes, from the moment there is enough of it to be worth one. Pages wait
    for their charts; cards and posters, which leave the site, are drawn on while the pages are made.
    """

    def __init__(self, store: Cache) -> None:
        self._store = store
        self._kept: dict[str, tuple[str, ...]] = {}
        self._coming: dict[str, Coming] = {}
        self._charts: dict[str, Job] = {}
        self._pictures: dict[str, Job] = {}
        self._pool: ProcessPoolExecutor | None = None

    def drawn(self, job: Job) -> tuple[str, ...]:
        """A picture, from the cache, from the pool that is still at work, or drawn now."""
        self._wait_for(job.key)
        known = self._known(job.key)
        if known is None:
            known = draw(job)
            if not _is_kept(self._store, job.key, known):
                self._kept[job.key] = known
        return known

    def order(self, jobs: Iterable[Job]) -> None:
        """Have drawn what the cache misses."""
        for job in jobs:
            name = job.key
            if name not in self._charts and name not in self._pictures and self._known(name) is None:
                (self._pictures if job.kind in _PICTURES else self._charts)[name] = job
        if len(self._charts) >= _POOL_FROM:
            self._send(self._charts)

    def draw_all(self, progress: Progress) -> None:
        """Draw every chart that was ordered; ``progress`` is told how many of how many are done."""
        if self._pool:
            self._send(self._charts)
            self._send(self._pictures)
            self._pool.shutdown(wait=False)
        whole = len(self._charts)
        for done, job in enumerate(self._charts.values(), 1):
            progress(done - 1, whole)
            if not self._wait_for(job.key):
                self.drawn(job)
        if whole:
            progress(whole, whole)

    def _send(self, jobs: Mapping[str, Job]) -> None:
        """To the pool, which is opened for the first of them; what cannot be sent is drawn here."""
        self._pool = self._pool or _opened()
        if self._pool:
            with suppress(BrokenProcessPool, OSError):
                for name in [name for name in jobs if name not in self._coming]:
                    self._coming[name] = self._pool.submit(_drawn_for, self._store, jobs[name])

    def _wait_for(self, name: str) -> bool:
        """Until a picture that was sent is in the cache, or here where it cannot be; false where none was."""
        coming = self._coming.pop(name, None)
        if coming is None:
            return False
        with suppress(BrokenProcessPool, OSError):
            drawn = coming.result()
            self._kept.update({name: drawn} if drawn else {})
            return True
        return False

    def _known(self, name: str) -> tuple[str, ...] | None:
        if name in self._kept:
            return self._kept[name]
        stored = self._store.get(name)
        return tuple(json.loads(stored)) if stored is not None else None


def _is_kept(store: Cache, name: str, drawn: tuple[str, ...]) -> bool:
    """Whether the cache took a picture."""
    store.put(name, json.dumps(drawn, ensure_ascii=False).encode())
    return store.get(name) is not None


def _drawn_for(store: Cache, job: Job) -> tuple[str, ...] | None:
    """In a process of the pool: nothing comes back of what is in the cache, so that no build holds all pictures."""
    drawn = draw(job)
    return None if _is_kept(store, job.key, drawn) else drawn


def _opened() -> ProcessPoolExecutor | None:
    """A pool of processes, on their way to have their tools at hand; none where there is one core."""
    workers = min(os.cpu_count() or 1, 8)
    if workers == 1:
        return None
    try:
        pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_get_ready)
        with _only_drawing():
            for _ in range(workers):
                pool.submit(int)  # nothing; but a process starts for each
    except OSError:  # a machine that forbids processes still gets its pictures
        return None
    return pool


def _get_ready() -> None:
    if hasattr(os, "nice"):
        os.nice(5)  # the pages wait for the process that makes them, not for the posters
    for tool in _TOOLS:
        import_module(tool, __package__)


@contextmanager
def _only_drawing() -> Iterator[None]:
    """Processes that start here find this package, which MkDocs takes off ``sys.path`` again, and load nothing more.

    Each would import the program that runs, MkDocs with all its commands; and OpenBLAS would start a thread for every
    core, which waits for sums that nobody asks for by turning in circles.
    """
    main, threads = sys.modules["__main__"], os.environ.get(_THREADS)
    sys.path.insert(0, folder := str(Path(__file__).parents[1]))
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        sys.path.remove(folder)
        sys.modules["__main__"] = main
        os.environ.pop(_THREADS)
        if threads is not None:
            os.environ[_THREADS] = threads
