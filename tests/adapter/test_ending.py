"""Whoever ends us is told in a word, and nobody disturbs what is tidied up."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

import observer
from adapter.net import end_by


@pytest.fixture(autouse=True)
def terminal() -> Iterator[None]:
    """As if it was started from a terminal."""
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    kept = {number: signal.getsignal(number) for number in numbers}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_build_ends_in_a_word_and_what_serves_in_that_of_mkdocs(sign: signal.Signals) -> None:
    observer.on_startup(command="build", dirty=False)
    with pytest.raises(SystemExit, match="已停下"):
        signal.raise_signal(sign)
    end_by(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(sign)


@pytest.mark.parametrize("command", ["build", "serve"])
def test_a_second_sign_does_not_stop_the_tidying_up(command: str) -> None:
    observer.on_startup(command=command, dirty=False)
    with pytest.raises(SystemExit):
        signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
    observer.on_shutdown()
    signal.raise_signal(signal.SIGTERM)  # MkDocs removes what a preview served


def test_a_sign_that_comes_to_nothing_can_be_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    end_by(SystemExit())
    for now in (100.0, 200.0):
        monkeypatch.setattr(time, "monotonic", lambda now=now: now)
        with pytest.raises(SystemExit):
            signal.raise_signal(signal.SIGINT)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGHUP")
def test_what_is_ignored_stays_ignored() -> None:
    kept = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    end_by(SystemExit())
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    signal.signal(signal.SIGHUP, kept)
