"""What a file still has from the template that it was copied from: words that are nobody's own.

The template's commented examples are not looked for: they are what anybody may have written too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
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


def words_of(root: Path, path: str) -> Mapping[str, Collection[Loc]]:
    """What is looked for in the files that were copied from the template at ``path``: its texts, each with the keys
    that lead to it, and its lines of Markdown, with none."""
    template, words = template_of(root, path), dict[str, set[Loc]]()
    for loc, text in [*template.texts(), *(((), line.strip()) for line in template.body.split("\n"))]:
        if _WORDS.search(text):
            words.setdefault(text, set()).add(_shape(loc))
    return words


def find_left_over(document: Document, template: Mapping[str, Collection[Loc]]) -> list[Problem]:
    """A warning for each text and each line of Markdown that is the template's at its place."""
    texts = [(loc, text) for loc, text in document.texts() if text in template and _shape(loc) in template[text]]
    places = [(document.where(loc), text) for loc, text in texts if str(loc[-1]) not in _KEPT]
    lines = enumerate(map(str.strip, document.body.split("\n")), document.body_line)
    places += [((number, 1), line) for number, line in lines if () in template.get(line, ())]
    return [Problem(document.path, *place, f"“{text[:20]}”还是模板里的", _MEND) for place, text in places]


def _shape(loc: Loc) -> Loc:
    return tuple(part for part in loc if isinstance(part, str))
