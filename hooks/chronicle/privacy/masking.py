"""Lays the privacy gate over records and Markdown, so that no later stage ever holds a secret."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from ..errors import Problem
from ..reading.document import Document, Loc
from ..records.model import Record
from .detector import LABELS, Finding, Gate

R = TypeVar("R", bound=Record)
_Masks = Mapping[str, tuple[str, tuple[Finding, ...]]]
"""Of every string that holds something: what may stand there instead, and what was found."""


def finding_problem(path: str, line: int, column: int, finding: Finding) -> Problem:
    """A finding as a line: its place and its kind, never the secret."""
    mend = "已在页面上遮住；请改写原文，或把可以公开的词写进 data/team.yml 的 allow"
    return Problem(path, line, column, f"发现{LABELS[finding.kind]}", mend)


def mask_problem(problem: Problem, gate: Gate) -> Problem:
    """The same mistake told without a secret, which may stand in what it quotes or in the name of the file."""
    path, message, mend = (gate.mask(text)[0] for text in (problem.path, problem.message, problem.mend))
    return Problem(path, problem.line, problem.column, message, mend)


def mask_name(name: str, gate: Gate) -> str:
    """A file's name or path as the site uses it; a star may stand in no file name on Windows."""
    return gate.mask(name)[0].replace("*", "x")


def mask_record(record: R, document: Document, gate: Gate) -> tuple[R, tuple[Problem, ...]]:
    """The record with every string masked, and where each finding stands."""
    looked = ((text, gate.mask(text)) for text in gate.suspect(_texts(record)))
    masks = {text: mask for text, mask in looked if mask[1]}
    if not masks:
        return record, ()
    found: list[tuple[Loc, Finding]] = []
    masked = _walk(record, (), masks, found)
    return masked, tuple(_placed(document, loc, finding) for loc, finding in found)


def _texts(record: Record) -> Iterator[str]:
    """Every string in a record, keys of mappings too, in no order."""
    todo: list[Any] = [record]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            todo += value
        elif isinstance(value, Record):
            todo += vars(value).values()
        elif isinstance(value, Mapping):
            todo += (*value, *value.values())


def _placed(document: Document, loc: Loc, finding: Finding) -> Problem:
    line, column = document.where(loc)
    return finding_problem(document.path, line, column + finding.start, finding)


def _walk(value: Any, loc: Loc, masks: _Masks, found: list[tuple[Loc, Finding]]) -> Any:
    """The same value where nothing was found, so that an untouched record is not copied."""
    if isinstance(value, str):
        masked, findings = masks.get(value, (value, ()))
        found += [(loc, finding) for finding in findings]
        return masked
    if isinstance(value, Record):
        return _walk_record(value, loc, masks, found)
    if isinstance(value, tuple):
        new = tuple(_walk(item, (*loc, index), masks, found) for index, item in enumerate(value))
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new
    if isinstance(value, Mapping):
        return _walk_mapping(value, loc, masks, found)
    return value


def _walk_record(record: Record, loc: Loc, masks: _Masks, found: list[tuple[Loc, Finding]]) -> Record:
    changed = {}
    for name, info in type(record).model_fields.items():
        old = getattr(record, name)
        new = _walk(old, (*loc, info.alias or name), masks, found)
        if new is not old:
            changed[name] = new
    return record.model_copy(update=changed) if changed else record


def _walk_mapping(value: Mapping[Any, Any], loc: Loc, masks: _Masks, found: list[tuple[Loc, Finding]]) -> Any:
    pairs = [(_walk(k, (*loc, k), masks, found), _walk(v, (*loc, k), masks, found)) for k, v in value.items()]
    same = all(a is k and b is v for (a, b), (k, v) in zip(pairs, value.items(), strict=True))
    return value if same else dict(pairs)


def mask_text(text: str, path: str, first_line: int, gate: Gate) -> tuple[str, tuple[Problem, ...]]:
    """Markdown with everything personal masked, and where each finding stands; lines stay where they are."""
    masked, findings = gate.mask(text)
    if not findings:
        return text, ()
    starts = [0, *(index + 1 for index, char in enumerate(text) if char == "\n")]
    problems = []
    for finding in findings:
        line = bisect_right(starts, finding.start) - 1
        problems.append(finding_problem(path, first_line + line, finding.start - starts[line] + 1, finding))
    return masked, tuple(problems)
