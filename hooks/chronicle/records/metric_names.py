"""The names that people have for metrics, read as the metrics' keys wherever a file names one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..reading.document import Document, Loc
from ..reading.nearest import fold
from .keys import synonyms
from .model import BUILT_IN, Metric, in_one

#: Sections whose keys are metrics, and the values that are one.
_KEYED = ("metrics", "targets", "weights")
_VALUE = re.compile(r"events\.\d+\.metrics(\.\d+)?|plan\.\d+\.target\.metric|metrics\.[^.]*\.weight")


def names_of(catalogue: Mapping[str, Metric]) -> dict[str, str]:
    """What a metric may be called, folded, with its key: other names for it, its label, the key itself."""
    names = {word: key for word, keys in synonyms().items() for key in keys if key in catalogue}
    return names | {fold(name): key for key, metric in catalogue.items() for name in (metric.label, key)}


def with_keys(document: Document, catalogue: Mapping[str, Metric]) -> Document:
    """The document with the keys of metrics in the place of other names; one that is written under two names stays."""
    document = _joined(document)
    names, data, moved = names_of(catalogue), dict(document.data), dict[Loc, Loc]()
    names |= {fold(f"{name}({catalogue[key].unit})"): key for name, key in names.items()}  # 接听量(通)
    for section in _KEYED:
        typed = data.get(section)
        if isinstance(typed, dict):
            meant = {str(key): names.get(fold(key), key) for key in typed}
            meant = {key: name if [*meant.values()].count(name) == 1 else key for key, name in meant.items()}
            data[section] = {meant[key]: value for key, value in typed.items()}
            moved.update({(section, key): (section, name) for key, name in meant.items() if name and key != name})
    for loc, text in document.texts():
        if loc[0] in ("events", "plan", "metrics") and _VALUE.fullmatch(".".join(map(str, loc))):
            data = _put(data, loc, names.get(fold(text), text))
    if data == document.data:
        return document

    moved_layout = document.layout.moved(lambda loc: (*moved[loc[:2]], *loc[2:]) if loc[:2] in moved else loc)
    return replace(document, data=data, packed=moved_layout)


def _joined(document: Document) -> Document:
    """The document with a list of mappings in one, ``- contacts: […]``, where metrics are the keys."""
    joined = {section: in_one(document.data.get(section)) for section in _KEYED}
    lists = {section for section, value in joined.items() if value is not document.data.get(section)}
    if not lists:
        return document

    data = document.data | {section: joined[section] for section in lists}
    moved_layout = document.layout.moved(lambda loc: (loc[0], *loc[2:]) if loc and loc[0] in lists else loc)
    return replace(document, data=data, packed=moved_layout)


def team_keys(document: Document) -> Document:
    """The same for the team's file, which may name metrics of its own."""
    typed = _joined(document).data.get("metrics")
    own = {
        key: BUILT_IN["qa"].model_copy(update={"label": str(value.get("label") or key)})
        for key, value in (typed.items() if isinstance(typed, dict) else ())
        if isinstance(value, dict) and key.isascii()
    }
    return with_keys(document, {**BUILT_IN, **own})


def _put(value: Any, loc: Loc, text: str) -> Any:
    """``value`` with another text at ``loc``."""
    if not loc:
        return text
    copy = value.copy()
    copy[loc[0]] = _put(value[loc[0]], loc[1:], text)
    return copy
