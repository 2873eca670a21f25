"""A page that belongs to nobody's year, as it was written: home, guide, whatever else lies in ``docs``; masked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..cache import Cache
from ..errors import Problem
from ..privacy import masking
from ..privacy.detector import Detector
from ..reading.document import Document, Written
from ..records import examples
from ..records.model import Team
from ..records.project import Manuscript, Project, read_page
from .prose import as_heading

#: What the front matter of a free page may say, and what of the page it may hide.
_META = ("title", "description", "hide")
_PARTS = ("navigation", "toc", "path", "footer")
_META_MEND = "能写的只有 title、description，和 hide: [navigation, toc]"
#: The pages about the project itself, which come with it.
PROJECT_PAGES = frozenset({"architecture.md", "guide.md", "logs.md", "publish.md", "reference.md"})
_TITLE = re.compile(r"(?m)^# +(.*)$")


@dataclass(frozen=True)
class FreePage:
    """A page that belongs to nobody's year, masked. ``example`` is the year that it carries itself, of no person."""

    uri: str
    text: Written
    meta: Mapping[str, Any]
    example: Manuscript | None = None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        """What the navigation calls it."""
        heading = _TITLE.search(self.text.text)
        return str(self.meta.get("title") or (heading[1] if heading else ""))


def read_free(root: Path, uri: str, project: Project, detector: Detector, site_name: str, cache: Cache) -> FreePage:
    """``docs/URI``; a home page that nobody wrote has no words of its own but the site's name and the roll."""
    paths = (f"docs/{uri}", f"{project.folders.docs}/{uri}")
    path = next((path for path in paths if (root / path).is_file()), "")
    own = f"# {as_heading(site_name)}" if uri == "index.md" else ""
    document = read_page(root, path) if path else Document(paths[1], body=own)
    content = (document, detector.allow, project.team)
    return cache.recall(f"{document.path} free", content, lambda: _free_page(uri, document, project.team, detector))


def _free_page(uri: str, document: Document, team: Team, detector: Detector) -> FreePage:
    body, warnings = masking.mask_text(document.body, document.path, document.body_line, detector)
    meta, in_front = _front_matter(document, detector)
    example = examples.read(document.path, body, document.body_line, team)
    problems = (*document.problems, *(example.problems if example else ()))
    written = Written(body, document.path, document.body_line)
    return FreePage(uri, written, meta, example, problems, (*warnings, *in_front))


def _front_matter(document: Document, detector: Detector) -> tuple[dict[str, Any], list[Problem]]:
    """What a theme may read of a free page, masked, and what of its front matter was not taken over.

    A theme and its plugins read many more keys (``tags``, ``search``, ``template``, ``icon``), each in a form of its
    own that no page of ours needs, and some unescaped: none of them passes.
    """
    meta: dict[str, Any] = {}
    warnings: list[Problem] = []
    for name, value in document.data.items():
        if name in ("title", "description") and isinstance(value, str):
            line, _ = document.where((name,))
            meta[name], findings = masking.mask_text(value, document.path, line, detector)
            warnings += findings
        elif name == "hide" and all(part in _PARTS for part in (value if isinstance(value, list) else [value])):
            meta[name] = value
        elif value is not None:
            what = "写法" if name in _META else "键"
            told = detector.mask(name)[0]
            warnings.append(
                document.problem((name,), f"页面开头的“{told}”是不认识的{what}，没有用上", _META_MEND, at_key=True)
            )
    return meta, warnings
