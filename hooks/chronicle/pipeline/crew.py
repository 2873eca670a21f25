"""Processes that make chapters and draw, beside the one that runs MkDocs."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:  # loaded when processes are called; most builds need none
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext

P = ParamSpec("P")
T = TypeVar("T")

#: What each process needs at its first task; where the system can, it is loaded once for all of them.
_TOOLS = (
    *(f"chronicle.{each}" for each in ("pipeline.workshop", "charts.backend", "charts.wordcloud", "pictures.poster")),
    *("wordcloud.wordcloud", "rjieba", "PIL.ImageDraw"),
)
_FOLDER = str(Path(__file__).parents[2])
_MOST = 8  # processes; more would wait for the one that runs MkDocs
_ENOUGH = 6  # chapters; fewer are made here in the time that the processes need to get ready


class Crew:
    """A pool of processes, started when it is called; where there is none, whoever asks does the work itself."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    @property
    def is_here(self) -> bool:
        """Whether there are processes to send anything to."""
        return self._pool is not None

    def share(self, agent_years: int) -> None:
        """Let the processes start where so many chapters are worth it: their tools take a second to load."""
        if agent_years >= _ENOUGH:
            self._pool = self._pool or _opened()

    def send(self, task: Callable[P, T], *args: P.args, **more: P.kwargs) -> Future[T] | None:
        """Have something done; None where nobody is there to do it. Everything must go through ``pickle``."""
        if self._pool:
            with suppress(BrokenExecutor, OSError):
                return self._pool.submit(task, *args, **more)
        return None

    def dismiss(self) -> None:
        """Nothing more is wanted, not even what was sent; returns once everybody is gone, and is safe to repeat.

        A pool that nobody waits for does all that it was sent, and may end in a traceback when the program does.
        """
        pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=True, cancel_futures=True)


def outcome(coming: Future[T] | None) -> T | None:
    """What came of something that was sent; None where it has to be done here after all."""
    with suppress(BrokenExecutor, OSError):  # killed, or out of what the machine has
        return coming.result() if coming else None
    return None


def _opened() -> ProcessPoolExecutor | None:
    """A pool of processes, on their way to have their tools at hand; none where there is one core."""
    from concurrent.futures import ProcessPoolExecutor

    workers = min(os.cpu_count() or 1, _MOST)
    if workers == 1:
        return None
    try:
        pool = ProcessPoolExecutor(workers, _context(), initializer=_get_ready)
        with _only_ours():
            for _ in range(workers):
                pool.submit(int)  # nothing; but a process starts for each
    except (OSError, ImportError, NotImplementedError):  # a machine without processes still gets its pages
        return None
    return pool


def _context() -> BaseContext:
    """On Linux processes come from one that has loaded the tools already; elsewhere each loads them itself."""
    import multiprocessing

    if not sys.platform.startswith("linux"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_TOOLS])
    return context


def load_tools() -> None:
    """Have at hand what the first chapter needs."""
    for tool in _TOOLS:
        import_module(tool)


def _get_ready() -> None:
    if hasattr(os, "nice"):
        os.nice(5)  # all wait for the process that makes the pages
    load_tools()


@contextmanager
def _only_ours() -> Iterator[None]:
    """Processes that start here find this package, which MkDocs takes off ``sys.path`` again, and load nothing more.

    Each would import the program that runs, MkDocs with all its commands; and OpenBLAS would start a thread for every
    core, which waits for sums that nobody asks for by turning in circles.
    """
    main, names = sys.modules["__main__"], ("OPENBLAS_NUM_THREADS", "PYTHONPATH")
    before = {name: os.environ.get(name) for name in names}
    sys.path.insert(0, _FOLDER)
    sys.modules["__main__"] = ModuleType("__main__")
    os.environ.update(zip(names, ("1", os.pathsep.join(filter(None, (_FOLDER, before["PYTHONPATH"])))), strict=True))
    try:
        yield
    finally:
        sys.path.remove(_FOLDER)
        sys.modules["__main__"] = main
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
