"""Which promise of last year's file an outcome speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import Problem
from ..reading.document import Document
from ..reading.nearest import fold, nearest
from ..reading.slips import clip
from .model import Year


def find_promise(said: str, promises: Sequence[str]) -> int | None:
    """The place of the promise that is ``said``: the same words, or the only one that has these words in it."""
    same = [at for at, promise in enumerate(promises) if fold(promise) == fold(said)]
    within = [at for at, promise in enumerate(promises) if fold(said) in fold(promise)]
    return same[0] if same else within[0] if len(within) == 1 else None


def check_last_year(
    document: Document, record: Year, before: Year | None, year: int
) -> tuple[list[Problem], list[Problem]]:
    """Problems: outcomes of a promise that last year's file, which has promises, does not hold, or that is told of
    twice. Notes: outcomes that cannot be held against that file, since it is not there or promised nothing."""
    problems, notes = list[Problem](), list[Problem]()
    for section, key, name in (("plan", "goal", "计划"), ("foresight", "signal", "预见")):
        promises = [getattr(promise, key) for promise in getattr(before, section, ())]
        outcomes = [getattr(outcome, key) for outcome in getattr(record.last_year, section, ())]
        if outcomes and not promises:
            message = f"{year - 1} 年没有可以对照的 {section}，照这里写的显示"
            notes.append(document.problem(("last_year", section), message, "有去年的文件就放在旁边", at_key=True))
        first: dict[int, int] = {}  # the outcome that tells of a promise
        for at, text in enumerate(outcomes if promises else ()):
            loc, found = ("last_year", section, at, key), find_promise(text, promises)
            if found is None:
                near = nearest(text, promises)
                mend = f"是不是“{clip(near)}”？" if near else f"照去年的写：{'、'.join(map(clip, promises))}"
                problems.append(document.problem(loc, f"{year - 1} 年的{name}里没有“{clip(text)}”", mend))
            elif (told_at := first.setdefault(found, at)) != at:
                message = (
                    f"“{clip(promises[found])}”后来怎样，第 {document.where((*loc[:2], told_at, key))[0]} 行已经说了"
                )
                problems.append(document.problem(loc, message, "两条合成一条；说的是另一件，就照去年的写全"))
    return problems, notes
