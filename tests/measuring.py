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


Bound = tuple[float, Callable[[], object]]
"""So many times the CPU time of something else."""


def assert_within(times: float, other: Callable[[], object], act: Callable[[], object], *bounds: Bound) -> None:
    """*act* takes no more than so many times the CPU time of the *other*, and is within the *bounds*; on a machine that
    others use too, the first of five rounds in which it does so counts."""
    for _ in range(_ROUNDS):
        bound = min(most * seconds(than) + _NOISE for most, than in ((times, other), *bounds))
        took = seconds(act)
        if took <= bound:
            return
    raise AssertionError(f"{took:.2f} s, where {bound:.2f} s are allowed")


def assert_linear(act: Callable[[Any], object], given: Sequence[Any], *bounds: Bound) -> None:
    """Four times as much takes no more than 9 times the time: 16 would be square. *bounds* as of ``assert_within``."""
    assert_within(9, lambda: act(given[: len(given) // 4]), lambda: act(given), *bounds)
