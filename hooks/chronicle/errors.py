"""What is wrong, where it stands, and how to mend it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from dataclasses import dataclass

#: How our own command is called on this machine, for mends that tell to run it.
COMMAND = r".venv\Scripts\python -m hooks" if os.name == "nt" else ".venv/bin/python -m hooks"


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

    @classmethod
    def at(cls, place: str, message: str, mend: str = "", column: int = 1) -> Problem:
        """A problem at a PATH:LINE."""
        path, _, line = place.rpartition(":")
        return cls(path, int(line or 1), column, message, mend)

    def __str__(self) -> str:
        text = f"{self.path}:{self.line}:{self.column}: {self.message}"
        return " ".join((f"{text} — {self.mend}" if self.mend else text).splitlines())


class ChronicleError(Exception):
    """The base of everything that the package raises on purpose; carries the problems that it is about."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


_REFUSALS = {
    errno.ENOSPC: "磁盘满了，清出空间再试",
    errno.EDQUOT: "磁盘配额用完了，清出空间再试",
    errno.EACCES: "没有读写的权限",
    errno.EPERM: "没有读写的权限",
    errno.EROFS: "这个磁盘是只读的",
}


def refused(error: OSError) -> str:
    """What the machine refused, in a line, and for which file."""
    said, path = _REFUSALS.get(error.errno or 0), error.filename2 or error.filename
    return f"{said}：{path}" if said and path else said or f"读写文件时出错：{error}"
