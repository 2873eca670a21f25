"""CPU time held against CPU time of the same moment: seconds alone tell of the machine, and of who else is at work."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

_NOISE = 0.03  # seconds, of which nothing is said
_ROUNDS = 5


def seconds(act: Callable[[], object]) -> float:
    """The CPU time of this process that *act* takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def assert_within(times: float, other: Callable[[], object], act: Callable[[], object]) -> None:
    """*act* takes no more than so many times the CPU time of the *other*; on a machine that others use too, the first
    of five rounds in which it does so counts."""
    for _ in range(_ROUNDS):
        bound = times * seconds(other) + _NOISE
        took = seconds(act)
        if took <= bound:
            return
    raise AssertionError(f"{took:.2f} s, where {bound:.2f} s are allowed")


def assert_linear(act: Callable[[Any], object], given: Sequence[Any]) -> None:
    """Twice as much takes no more than 3.2 times the time: 4 would be square."""
    assert_within(3.2, lambda: act(given[: len(given) // 2]), lambda: act(given))
