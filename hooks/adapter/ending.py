"""What ends a build or a preview from outside: Ctrl-C, another program, the closing of the window."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

#: Whoever sends one of these leaves as little behind as Ctrl-C does.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


def end_by(exception: BaseException) -> None:
    """Whoever ends the process from outside raises ``exception`` in it; what is ignored stays ignored."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise exception

    for number in _signals():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


@contextmanager
def undisturbed(to_the_end: bool = False) -> Iterator[None]:
    """Whoever is impatient does not stop what is done meanwhile, nor what follows it ``to_the_end`` of the process."""
    handlers = {number: signal.signal(number, signal.SIG_IGN) for number in _signals()}
    try:
        yield
    finally:
        for number, handler in handlers.items() if not to_the_end else ():
            signal.signal(number, handler)


def _signals() -> list[int]:
    """Those that this system has; only the main thread may choose what follows."""
    names = _NAMES if current_thread() is main_thread() else ()
    return [getattr(signal, name) for name in names if hasattr(signal, name)]
