"""``mkdocs serve`` makes only what changed: which pages those are, and how they join what stands already.

The first build, and every build after a change to the frame (files that came or went, settings, templates, styles,
the words of the search, titles in the navigation), makes everything. Any other build makes the pages whose digest
changed into a scratch folder, from which they are carried over; correct beats fast, so a page without a digest is
always made.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from .pages import Page

_INDEX = "search/search_index.json"
#: Lists of all pages: the ones that stand are right while no page came or went.
_LISTS = frozenset({"sitemap.xml", "sitemap.xml.gz"})


@dataclass
class Preview:
    """What stands in the served folder, and the plan of the build that is under way."""

    frame: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    whole: bool = True
    behind: bool = False
    shown: Any = None
    _next: tuple[str, dict[str, str]] = ("", {})

    def hold(self) -> Any:
        """The team's middle halves that this build shows: those that stand, so that the page being written is there
        at once, or None for new ones, where they were put off once already."""
        return None if self.behind or not self.frame else self.shown

    def note(self, new: Any, held: Any) -> None:
        """Compare what the team's middle halves are with what was shown: other pages may have to follow."""
        self.behind = held is not None and held != new
        self.shown = held if held is not None else new

    def plan(self, frame: str, pages: Mapping[str, Page]) -> None:
        """Decide which pages stand as they are. ``frame`` stands for all that every page rests on."""
        digests = {uri: page.digest for uri, page in pages.items()}
        self.whole = frame != self.frame
        stand = (uri for uri, digest in digests.items() if digest and digest == self.digests.get(uri))
        self.same = frozenset() if self.whole else frozenset(stand)
        self._next = (frame, digests)
        self.frame = ""  # a build that fails on its way leaves nothing to stand on

    def stands(self, uri: str) -> bool:
        """Whether a file beside the pages stands as it is: its chapter's page does."""
        folders = (f"{folder}/index.md" for folder in PurePosixPath(uri).parents)
        return any(folder in self.same for folder in folders)

    def join_index(self, scratch: Path, outputs: Mapping[str, str]) -> None:
        """Complete the scratch's search index; ``outputs`` gives every page's file below the site, in its order."""
        index = _read_index(scratch)
        if index:
            whole = {**index, "docs": self._merged(index["docs"], outputs)}
            text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
            (scratch / _INDEX).write_text(text, "utf-8")

    def carry_over(self, scratch: Path, served: Path, outputs: Mapping[str, str]) -> None:
        """Put what was made in place of what stood; a whole build also takes away what it no longer made."""
        keep = {outputs[uri] for uri in self.same if uri in outputs} | (set() if self.whole else _LISTS)
        made = list(_files(scratch))
        for path in made:
            if path not in keep:
                _carry(scratch / path, served / path)
        for path in set(_files(served)) - set(made) if self.whole else ():
            (served / path).unlink()
        self.frame, self.digests = self._next

    def _merged(self, docs: Iterable[dict[str, Any]], outputs: Mapping[str, str]) -> list[dict[str, Any]]:
        """The index's entries page by page: new ones of the pages that were made, the others as they stand."""
        stand = {outputs[uri] for uri in self.same if uri in outputs}
        made: dict[str, list[dict[str, Any]]] = {}
        for entry in docs:
            made.setdefault(entry["location"].partition("#")[0], []).append(entry)
        kept = {url: self.entries.get(url, []) if url in stand else made.get(url, []) for url in outputs.values()}
        self.entries = kept
        return [entry for entries in kept.values() for entry in entries]


def _read_index(folder: Path) -> dict[str, Any]:
    file = folder / _INDEX
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()


def _carry(new: Path, old: Path) -> None:
    """In one step, so that a browser never reads half a page; a file that is the same is left alone."""
    if old.is_file() and old.stat().st_size == new.stat().st_size and old.read_bytes() == new.read_bytes():
        return
    old.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(new, beside := old.with_name(f"{old.name}.new"))
    beside.replace(old)
