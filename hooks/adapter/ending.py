"""What ends a build or a preview from outside: Ctrl-C, another program, the closing of the window."""

from __future__ import annotations

import signal
import time
from threading import current_thread, main_thread
from types import FrameType

#: Whoever sends one of these leaves as little behind as Ctrl-C does.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_TIDYING = 10.0  # seconds


def end_by(exception: BaseException) -> None:
    """Whoever ends the process from outside raises ``exception`` in it; what is ignored stays ignored.

    One sign is enough: whoever is impatient and sends more of them does not stop the tidying up that follows the first.
    """
    begun = -_TIDYING

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal begun
        if time.monotonic() - begun > _TIDYING:
            begun = time.monotonic()
            raise exception

    for name in _NAMES if current_thread() is main_thread() else ():  # only that one may choose what follows
        number = getattr(signal, name, None)  # not every system has all of them
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
