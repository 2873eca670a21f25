"""Drawings: out of the cache, from a process that is at it, or drawn here.

What a build needs is ordered early and collected when a page or a file wants it. Processes only draw: they are given
jobs and put what they drew into the cache, so that one that dies leaves nothing undone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing.connection import wait
from pathlib import Path

from ..cache import Cache
from ..charts.drawings import Job, svgs

_HOOKS = str(Path(__file__).parents[2])
_CORES = min(os.cpu_count() or 1, 8)  # more processes would wait for the one that runs MkDocs
_ENOUGH = 200  # charts; fewer are made here in the time that a process needs to load its libraries
#: What each process needs at its first drawing; matplotlib's defaults are set before its figure is loaded.
_LIBRARIES = (
    "chronicle.pipeline.pool", "chronicle.charts.agg", "chronicle.charts.svg", "matplotlib.figure", "wordcloud",
    "PIL.ImageDraw",
)  # fmt: skip
#: What it needs later in a build.
_DOCUMENTS = ("chronicle.rendering.documents.pptx", "chronicle.rendering.documents.docx")


class Pool:
    """The drawings of one build.

    ``processes``: how many may help; by default one for each core. ``running`` ones, see :func:`start`, help with
    whatever is ordered, and outlive the pool. Call :meth:`close`: a pool that nobody closes may hold up the end of the
    program.
    """

    def __init__(self, cache: Cache, processes: int = _CORES, running: ProcessPoolExecutor | None = None) -> None:
        self._cache = cache
        self._processes = processes
        self._executor, self._running = running, running
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, Job] = {}
        self._coming: dict[str, Future[None]] = {}

    def order(self, charts: Iterable[Job]) -> None:
        """Have these charts drawn; pages ask for them by their keys, so that they are remembered."""
        new = {job.key: job for job in charts}
        self._jobs |= new
        self.begin(new.values())

    def begin(self, jobs: Iterable[Job]) -> None:
        """Have these made, first what is named first, a group by one process; what is few is left until it is
        wanted."""
        for job in jobs:
            if job.key not in self._coming and self._cache.get(job.key) is None:
                self._waiting.setdefault(job.key, job)
        much = sum(job.weight for job in self._waiting.values()) >= _ENOUGH
        if self._executor is None and much and self._processes > 1:
            self._executor = start(self._processes)
        if self._executor:
            groups: dict[str, list[Job]] = {}
            for job in self._waiting.values():
                groups.setdefault(job.group or job.key, []).append(job)
            for group in groups.values():
                with contextlib.suppress(BrokenExecutor, OSError):
                    coming = self._executor.submit(_draw, self._cache.folder, group)
                    self._coming |= dict.fromkeys((job.key for job in group), coming)
            self._waiting.clear()

    def data(self, job: Job) -> bytes:
        """A drawing as its job makes it: kept, under way, or drawn now.

        What is under way is waited for, even where no process has come to it: the one that runs MkDocs would load every
        library that draws, which takes more memory than a hundred years do, and the others are busy meanwhile.
        """
        self._waiting.pop(job.key, None)
        if coming := self._coming.pop(job.key, None):
            with contextlib.suppress(Exception):  # killed perhaps; a mistake in this one is met again, here
                coming.result()
        return self._cache.made(job.key, job.draw)

    def svgs(self, key: str) -> tuple[str, ...]:
        """The forms of a chart that was ordered, by its job's key."""
        return svgs(self.data(self._jobs[key]))

    def close(self) -> None:
        """End the processes that were started here; what was not drawn is drawn by whoever asks. Safe to repeat."""
        executor, self._executor = self._executor, None
        self._coming.clear()
        if executor and executor is not self._running:
            executor.shutdown(wait=True, cancel_futures=True)


def load_libraries() -> None:
    """Have at hand what the first drawing needs."""
    for name in _LIBRARIES:
        import_module(name)


def _draw(folder: Path, jobs: Sequence[Job]) -> None:
    """In a process of the pool: nothing goes back but by the cache in ``folder``; what builds recall stays here."""
    for job in jobs:
        Pool(Cache(folder)).data(job)


def start(processes: int = _CORES, *, with_documents: bool = True) -> ProcessPoolExecutor | None:
    """Processes for drawing, the first of them getting ready; None where the machine has none. On Linux they come from
    one that has loaded the libraries, those ``with_documents`` too, elsewhere each loads them."""
    if _HOOKS not in sys.path:  # MkDocs takes it away once a hook is loaded; processes look for our modules there
        sys.path.append(_HOOKS)
    try:
        if sys.platform.startswith("linux"):
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload([*_LIBRARIES, *(_DOCUMENTS if with_documents else ())])
        else:
            context = multiprocessing.get_context("spawn")  # type: ignore[assignment]
        executor = ProcessPoolExecutor(processes, context, initializer=_follow_parent)
        executor.submit(load_libraries)
        return executor
    except (OSError, ImportError, NotImplementedError):  # a machine without processes still gets its pages
        return None


def _follow_parent() -> None:
    """A process ends with the one that asked for it, however that ends: nobody would read what it draws."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of them, and only the one that asked has a word
    parent = multiprocessing.parent_process()

    def watch() -> None:
        wait([parent.sentinel])  # type: ignore[union-attr]
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
