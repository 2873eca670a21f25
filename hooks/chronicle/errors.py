"""What is wrong, where it stands, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in what people wrote.

    ``path`` is relative to the project and uses ``/``; ``line`` and ``column`` count from 1.
    ``message`` says in Chinese what is wrong, ``mend`` what to do about it.
    """

    path: str
    line: int
    column: int
    message: str
    mend: str = ""

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        return f"{text} — {self.mend}" if self.mend else text


class ChronicleError(Exception):
    """The base of everything that the package raises on purpose; carries the problems that it is about."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
