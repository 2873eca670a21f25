"""What every exhibit is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from ...charts.drawings import Job, chart_job
from ...figures import sentences
from ...figures.formatting import number
from ...figures.sentences import Parts
from ..placeholders import drawing_mark

_NUMBER = re.compile(r"[+−-]?\d")


@dataclass(frozen=True)
class DataTable:
    """The data of a picture in rows of plain text, the first cell of each its name; ``note``: how it was worked out."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The columns that hold numbers, counted from 1: set flush right, so that their digits stand in line."""
        columns = list(zip(*self.rows, strict=False))[1:]
        return tuple(
            at
            for at, column in enumerate(columns, 2)
            if any(map(_NUMBER.match, column)) and all(_NUMBER.match(c) or c in ("", "—") for c in column)
        )


@dataclass(frozen=True)
class Exhibit:
    """A chart NAME of the contract with everything around it; ``legend``: what the signs of the picture mean, which is
    said where the picture is.

    ``spec`` is a frozen record of plain values; the module that defines it draws it: ``draw(spec, form) -> Sheet``.
    """

    name: str
    title: str
    subtitle: str
    caption: Parts
    table: DataTable
    spec: object
    source: str = ""
    legend: str = ""

    @property
    def told(self) -> str:
        """The finding, then the sentence beneath."""
        return f"{self.title}。{sentences.plain(self.caption)}"

    @property
    def label(self) -> str:
        """What the picture is called by a screen reader."""
        return self.told + self.legend

    @cached_property
    def job(self) -> Job:
        """How it is drawn."""
        return chart_job(self.spec, self.label)

    @property
    def drawn(self) -> tuple[str, str]:
        """The marks of the picture in both its forms, which stand for it until a page is written."""
        return drawing_mark(self.job.key, 0), drawing_mark(self.job.key, 1)


def cell(value: float | None) -> str:
    """A number in a table; a dash where there is none."""
    return "—" if value is None else number(value)


def from_to(pair: tuple[float, float] | None) -> str:
    """Both ends of a range in a table; a dash where there is none."""
    return "—".join(map(number, pair)) if pair else "—"
