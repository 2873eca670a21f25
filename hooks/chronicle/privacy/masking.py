"""Mask records and Markdown before anything is made of them, so that no later stage ever holds a secret."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ..errors import Problem
from ..reading.document import Document, Loc
from ..records.model import Record
from .detector import LABELS, Detector
from .patterns import MASK, Finding

R = TypeVar("R", bound=Record)
T = TypeVar("T")
_Masks = Mapping[str, tuple[str, tuple[Finding, ...]]]
"""Of every string that holds something: what may stand there instead, and what was found."""


def finding_problem(path: str, line: int, column: int, finding: Finding) -> Problem:
    """A finding as a line: its place and its kind, never the secret."""
    mend = "已在页面上遮住；请改写原文，或把可以公开的词写进 data/team.yml 的 allow"
    return Problem(path, line, column, f"发现{LABELS[finding.kind]}", mend)


def masked(value: T, detector: Detector) -> tuple[T, list[tuple[Loc, Finding]]]:
    """A record, a dataclass, or a tuple or mapping of such with every string masked, and what was found at which place
    in it; untouched where nothing was."""
    looked = ((text, detector.mask(text)) for text in detector.suspect(texts(value)))
    masks = {text: mask for text, mask in looked if mask[1]}
    found: list[tuple[Loc, Finding]] = []
    return (_walk(value, (), masks, found) if masks else value), found


def mask_problems(problems: Iterable[Problem], detector: Detector) -> list[Problem]:
    """The same mistakes told without a secret, which may stand in what they quote or in the names of files."""
    return [*masked(tuple(problems), detector)[0]]


def mask_name(name: str, detector: Detector) -> str:
    """A file's name or path as the site uses it: in letters that an address need not encode."""
    return detector.mask(name)[0].replace(MASK, "x")


def mask_record(record: R, document: Document, detector: Detector) -> tuple[R, tuple[Problem, ...]]:
    """The record with every string masked, and where each finding stands."""
    record, found = masked(record, detector)
    places = ((document.where(loc), finding) for loc, finding in found)
    problems = (finding_problem(document.path, line, column + f.start, f) for (line, column), f in places)
    return record, tuple(problems)


def texts(value: Any) -> Iterator[str]:
    """Every string in a record or a dataclass, keys of mappings too, in no order."""
    todo: list[Any] = [value]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            todo += value
        elif isinstance(value, Record):
            todo += vars(value).values()
        elif is_dataclass(value):
            todo += [getattr(value, each.name) for each in fields(value)]
        elif isinstance(value, Mapping):
            todo += (*value, *value.values())


def _walk(value: Any, loc: Loc, masks: _Masks, found: list[tuple[Loc, Finding]]) -> Any:
    """The same value where nothing was found, so that an untouched record is not copied."""
    if isinstance(value, str):
        text, findings = masks.get(value, (value, ()))
        found += [(loc, finding) for finding in findings]
        return text
    if isinstance(value, Record):
        old = {name: (info.alias or name, getattr(value, name)) for name, info in type(value).model_fields.items()}
        new = {name: _walk(part, (*loc, alias), masks, found) for name, (alias, part) in old.items()}
        changed = {name: part for name, part in new.items() if part is not old[name][1]}
        return value.model_copy(update=changed) if changed else value
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _walk(getattr(value, f.name), loc, masks, found) for f in fields(value)})
    if isinstance(value, tuple):
        items = tuple(_walk(item, (*loc, index), masks, found) for index, item in enumerate(value))
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if isinstance(value, Mapping):
        pairs = [(_walk(k, (*loc, k), masks, found), _walk(v, (*loc, k), masks, found)) for k, v in value.items()]
        same = all(a is k and b is v for (a, b), (k, v) in zip(pairs, value.items(), strict=True))
        return value if same else dict(pairs)
    return value


def mask_text(text: str, path: str, first_line: int, detector: Detector) -> tuple[str, tuple[Problem, ...]]:
    """Markdown with everything personal masked, and where each finding stands; lines stay where they are."""
    masked, findings = detector.mask(text)
    if not findings:
        return text, ()
    starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]
    problems = []
    for finding in findings:
        line = bisect_right(starts, finding.start) - 1
        problems.append(finding_problem(path, first_line + line, finding.start - starts[line] + 1, finding))
    return masked, tuple(problems)
