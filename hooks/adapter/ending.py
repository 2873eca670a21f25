"""What ends a build or a preview from outside: Ctrl-C, another program, the closing of the window."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

#: Whoever sends one of these leaves as little behind as Ctrl-C does.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Ending:
    """Ends the process in a word; while MkDocs serves, in its own."""

    is_serving = False

    def watch(self) -> None:
        """Take the place of what Python or the system would do; what is ignored stays ignored."""
        for number in _signals():
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                signal.signal(number, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.is_serving:
            raise KeyboardInterrupt
        raise SystemExit("已停下。")


@contextmanager
def undisturbed() -> Iterator[None]:
    """Whoever is impatient does not stop what is done meanwhile."""
    handlers = {number: signal.signal(number, signal.SIG_IGN) for number in _signals()}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _signals() -> list[int]:
    """Those that this system has; only the main thread may choose what follows."""
    names = _NAMES if current_thread() is main_thread() else ()
    return [getattr(signal, name) for name in names if hasattr(signal, name)]
