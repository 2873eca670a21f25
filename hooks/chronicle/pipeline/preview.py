"""``mkdocs serve`` makes only what changed: which pages those are, and how they join what stands already.

The first build, and every build after a change to the frame (files that came or went, settings, templates, styles,
titles in the navigation), makes everything. Any other build makes the pages whose digest
changed into a scratch folder, from which they are carried over; correct beats fast, so a page without a digest is
always made.

A build that follows a save is swift: it makes the pages of the file that was saved, and leaves for a moment what
follows from it elsewhere (the home page, the team's pages and middle halves, the search, what stands beside the
pages). Once the writer pauses, a build that catches up makes all that.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..rendering.pages import Page
from ..rendering.single_file import Article
from ..search.segmentation import Cut
from .assembly import Between

_INDEX = "search/search_index.json"
#: Lists of all pages: the ones that stand are right while no page came or went.
_LISTS = frozenset({"sitemap.xml", "sitemap.xml.gz"})


@dataclass
class Preview:
    """What stands in the served folder, and the plan of the build that is under way.

    ``behind`` says that a build left something; ``swift`` that the one under way leaves files beside the pages.
    """

    frame: str = ""
    digests: dict[str, str] = field(default_factory=dict)
    entries: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    whole: bool = True
    behind: bool = False
    _catching_up: bool = False
    _shown: Between | None = None
    _latest: Between | None = None
    _cut: str = ""
    _owed: set[str] = field(default_factory=set)
    _next: tuple[str, dict[str, str]] = ("", {})

    @property
    def swift(self) -> bool:
        """Whether the build under way leaves what stands beside the pages for the next one."""
        return self.behind and not self.whole

    def catch_up(self) -> None:
        """Let the next build make all that was left."""
        self._catching_up = True

    def hold(self) -> Between | None:
        """What lay between people and goes on being shown for now; None where nothing stands yet."""
        return self._shown if self.frame else None

    @property
    def settled(self) -> Between | None:
        """What lay between people in the last build, where the one under way is to make everything right; it is not
        to do so if somebody has saved meanwhile, who would have to wait."""
        return self._latest if self._catching_up else None

    def plan(self, frame: str, pages: Mapping[str, Page], between: Between, *, is_held: bool) -> None:
        """Decide which pages stand as they are, and whether something is left for the next build.

        ``frame`` stands for all that every page rests on. ``between`` is what lies between people now; if it
        ``is_held``, what was shown last goes on being shown.
        """
        digests = {uri: page.digest for uri, page in pages.items()}
        self.whole = frame != self.frame
        stand = (uri for uri, digest in digests.items() if digest and digest == self.digests.get(uri))
        self.same = frozenset() if self.whole else frozenset(stand)
        self._shown = self._shown if is_held else between
        self.behind = is_held and (self._shown != between or not (self.whole or len(self.same) == len(pages)))
        self._catching_up = False
        self._latest = between
        self._next = (frame, digests)
        self.frame = ""  # a build that fails on its way leaves nothing to stand on

    def stands(self, uri: str) -> bool:
        """Whether a file beside the pages stands as it is: its chapter's page does, and it was made with it."""
        if not self.same and not self.swift:
            return False
        folders = [f"{folder}/index.md" for folder in PurePosixPath(uri).parents]
        made = any(folder in self.same for folder in folders) and not self._owed.intersection(folders)
        return made or (self.swift and bool(folders))

    def join_index(self, scratch: Path, outputs: Mapping[str, str], cut: Cut) -> None:
        """Complete the scratch's search index; ``outputs`` gives every page's file below the site, in its order."""
        index = _read_index(scratch)
        if not index:
            return
        if self._cut != cut.name:
            self.entries = {url: cut.again(entries) for url, entries in self.entries.items()}
        self._cut = cut.name
        docs = self._merged(index["docs"], outputs)
        if self.swift:
            (scratch / _INDEX).unlink()
        else:
            text = json.dumps({**index, "docs": docs}, ensure_ascii=False, separators=(",", ":"))
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
        self._owed = self._owed | (set(self.digests) - self.same) if self.swift else set()

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
