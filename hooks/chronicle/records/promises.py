"""Which promise of last year's file an outcome speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def check_last_year(document: Document, record: Year, before: Year | None, year: int) -> Iterator[Problem]:
    """Outcomes of a promise that last year's file, which has promises, does not hold, or of one told of already."""
    told = record.last_year
    if told is None or before is None:
        return
    plan, foresight = [goal.goal for goal in before.plan], [item.signal for item in before.foresight]
    said = [("plan", at, "goal", outcome.goal, plan) for at, outcome in enumerate(told.plan)]
    said += [("foresight", at, "signal", outcome.signal, foresight) for at, outcome in enumerate(told.foresight)]
    first: dict[tuple[str, int], int] = {}  # the outcome that tells of a promise
    for section, at, key, text, promises in said:
        found = find_promise(text, promises)
        if found is not None and (told_at := first.setdefault((section, found), at)) != at:
            line, _ = document.where(("last_year", section, told_at, key))
            message = f"“{clip(promises[found])}”后来怎样，第 {line} 行已经说了"
            mend = "两条合成一条；说的是另一件，就照去年的写全"
            yield document.problem(("last_year", section, at, key), message, mend)
        if not promises or found is not None:
            continue
        near = nearest(text, promises)
        mend = f"是不是“{clip(near)}”？" if near else f"照去年的写：{'、'.join(clip(text) for text in promises)}"
        name = "计划" if section == "plan" else "预见"
        message = f"{year - 1} 年的{name}里没有“{clip(text)}”"
        yield document.problem(("last_year", section, at, key), message, mend)


def find_without_promise(document: Document, record: Year, before: Year | None, year: int) -> Iterator[Problem]:
    """A note for outcomes that cannot be held against last year's file, since it is not there or promised nothing."""
    told = record.last_year
    for section in ("plan", "foresight"):
        if told and getattr(told, section) and not (before and getattr(before, section)):
            message = f"{year - 1} 年没有可以对照的 {section}，照这里写的显示"
            yield document.problem(("last_year", section), message, "有去年的文件就放在旁边", at_key=True)
