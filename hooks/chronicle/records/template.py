"""What a file still has from the template that it was copied from: words that are nobody's own, and whole examples.

Single words and numbers of the template's commented examples are not looked for: anybody may have written them too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import Problem
from ..reading.document import Document, Loc, parse_story, parse_yaml

YEAR, STORY = "data/_template/xingming/2025.yml", "docs/_template/xingming/2025/story.md"
#: Values that the template offers and anybody may keep.
_KEPT = frozenset({"role", "closing", "kind", "priority", "channel", "track", "status"})
_WORDS = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff]", re.S)
#: The sign of remarks before an example that is ready to be used.
_READY = re.compile(r"(?m)^#(?=[a-z]|  )")
_MEND = "换成自己的；用不着的整段删掉"


def template_of(root: Path, path: str) -> Document:
    """A template of the project; empty where it was removed."""
    file = root / path
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    return parse_story(path, text) if path.endswith(".md") else parse_yaml(path, text)


def words_of(root: Path, path: str) -> Mapping[str, Collection[Loc]]:
    """What is looked for in the files that were copied from the template at ``path``: its texts, each with the keys
    that lead to it, and its lines of Markdown, with none."""
    template, words = template_of(root, path), dict[str, set[Loc]]()
    for loc, text in [*template.texts(), *(((), line.strip()) for line in template.body.split("\n"))]:
        if _WORDS.search(text):
            words.setdefault(text, set()).add(_shape(loc))
    return words


def examples_of(root: Path, path: str) -> Mapping[str, Any]:
    """What the template at ``path`` has ready behind signs of remarks, by key; but a period, of which there are few."""
    file = root / path
    text = _READY.sub("", file.read_text("utf-8", "replace")) if file.is_file() else ""
    ready = (parse_story(path, text) if path.endswith(".md") else parse_yaml(path, text)).data
    return {key: value for key, value in ready.items() if key != "period"}


def find_examples(document: Document, examples: Mapping[str, Any]) -> list[Problem]:
    """A note for each example of the template's that somebody uses as it was: two values of it or more."""
    places = [loc for key in document.data for loc in _same(document.data[key], examples.get(key), (key,))]
    named = [(loc, next(step for step in reversed(loc) if isinstance(step, str))) for loc in places]
    return [document.problem(loc, f"“{name}”里还是模板的例子", _MEND) for loc, name in named]


def _same(typed: Any, example: Any, loc: Loc) -> Iterator[Loc]:
    """Where something typed is the ``example``, or one of its parts is."""
    if typed == example and _count(typed) > 1:
        yield loc
    elif isinstance(typed, dict) and isinstance(example, dict):
        for key in filter(example.__contains__, typed):
            yield from _same(typed[key], example[key], (*loc, key))
    elif isinstance(typed, list) and isinstance(example, list):
        yield from ((*loc, at) for at, item in enumerate(typed) if item in example and _count(item) > 1)


def _count(typed: Any) -> int:
    """How many values something holds."""
    if isinstance(typed, dict | list):
        return sum(map(_count, typed.values() if isinstance(typed, dict) else typed))
    return int(typed is not None)


def find_left_over(document: Document, template: Mapping[str, Collection[Loc]]) -> list[Problem]:
    """A warning for each text and each line of Markdown that is the template's at its place."""
    texts = [(loc, text) for loc, text in document.texts() if text in template and _shape(loc) in template[text]]
    places = [(document.where(loc), text) for loc, text in texts if str(loc[-1]) not in _KEPT]
    lines = enumerate(map(str.strip, document.body.split("\n")), document.body_line)
    places += [((number, 1), line) for number, line in lines if () in template.get(line, ())]
    return [Problem(document.path, *place, f"“{text[:20]}”还是模板里的", _MEND) for place, text in places]


def _shape(loc: Loc) -> Loc:
    return tuple(part for part in loc if isinstance(part, str))
