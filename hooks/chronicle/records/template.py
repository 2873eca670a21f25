"""What a file still has from the template that it was copied from: words that are nobody's own.

The template's commented examples are not looked for: they are what anybody may have written too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import Problem
from ..reading.document import Document, Loc, parse_story, parse_yaml

YEAR, STORY = "data/_template/xingming/2025.yml", "docs/_template/xingming/2025/story.md"
#: Values that the template offers and anybody may keep.
_KEPT = frozenset({"role", "closing", "kind", "priority", "channel", "track", "status"})
_WORDS = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff].*[\u4e00-\u9fff]", re.S)
_MEND = "换成自己的；用不着的整段删掉"


def template_of(root: Path, path: str) -> Document:
    """A template of the project; empty where it was removed."""
    file = root / path
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    return parse_story(path, text) if path.endswith(".md") else parse_yaml(path, text)


def find_left_over(document: Document, template: Document) -> Iterator[Problem]:
    """A warning for each text and each line of Markdown that is the template's at its place."""
    known = {(_shape(loc), text) for loc, text in template.texts() if _WORDS.search(text)}
    for loc, text in document.texts():
        if (_shape(loc), text) in known and str(loc[-1]) not in _KEPT:
            yield Problem(document.path, *document.where(loc), f"“{text[:20]}”还是模板里的", _MEND)
    lines = {line.strip() for line in template.body.split("\n") if _WORDS.search(line)}
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        if line.strip() in lines:
            yield Problem(document.path, number, 1, f"“{line.strip()[:20]}”还是模板里的", _MEND)


def _shape(loc: Loc) -> tuple[str, ...]:
    return tuple(part for part in loc if isinstance(part, str))
