"""``mkdocs serve`` makes only what changed: which pages those are, and how they join what stands already.

The first build, and every build after a change to the frame (files that came or went, settings, templates, styles,
titles in the navigation), makes everything. Any other build makes the pages whose digest changed into a folder beside
the served one, from which they are carried over; a page without a digest is always made.
"""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chronicle.pipeline.build import Site
from chronicle.pipeline.count import Bands
from chronicle.records.project import Memo
from chronicle.search.segmentation import IndexEntry, by_page
from chronicle.search.shards import Shards

from .search_entries import KeptEntries

#: Lists of all pages: the ones that stand are right while no page came or went.
_LISTS = frozenset({"sitemap.xml", "sitemap.xml.gz"})


@dataclass
class Preview:
    """What stands in the served folder, and which of it the build under way leaves: the pages of ``same``.

    ``bands`` are the team's, as the first build drew them: one number moves everybody's middle half, so that they are
    kept while the preview runs.
    """

    bands: Bands | None = None
    memo: Memo = field(default_factory=Memo)
    shards: Shards = field(default_factory=Shards)
    same: frozenset[str] = frozenset()
    whole: bool = True
    _frame: str = ""
    _started: str = ""
    _digests: dict[str, str] = field(default_factory=dict)
    _entries: dict[str, tuple[list[IndexEntry], str]] = field(default_factory=dict)
    _next: tuple[str, dict[str, str]] = ("", {})

    def find(self, frame: str, digests: Mapping[str, str]) -> Collection[str]:
        """The pages that stand as they are; ``frame`` stands for all that every page rests on."""
        self.whole, self._started = frame != self._frame, frame
        stand = (uri for uri, digest in digests.items() if digest and digest == self._digests.get(uri))
        self.same = frozenset() if self.whole else frozenset(stand)
        self._frame = ""  # a build that fails on its way leaves nothing to stand on
        return self.same

    def begin(self, site: Site) -> frozenset[str]:
        """The pages that the build leaves as they stand; one with a mistake in it does not, whatever it rests on."""
        self.bands = site.bands
        self._next = (self._started, {uri: page.digest for uri, page in site.pages.items()})
        self.same = frozenset(uri for uri in self.same if uri in site.pages and site.pages[uri].digest)
        return self.same

    def kept_entries(self, outputs: Mapping[str, str]) -> KeptEntries:
        """The search entries of the pages that stand; ``outputs`` gives every page's file below the site."""
        urls = {outputs[uri] for uri in self.same if uri in outputs}
        return {url: kept for url, kept in self._entries.items() if url in urls}

    def remember_entries(self, entries: Iterable[IndexEntry], cut: str) -> None:
        """The whole search index as it stands now."""
        self._entries = {address: (of_page, cut) for address, of_page in by_page(entries).items()}

    def carry_over(self, scratch: Path, served: Path, outputs: Mapping[str, str]) -> None:
        """Put what was made in place of what stood; a whole build also takes away what it no longer made."""
        keep = {outputs[uri] for uri in self.same if uri in outputs} | (set() if self.whole else _LISTS)
        new_files = _files(scratch)
        for path in new_files:
            new, old = scratch / path, served / path
            if path in keep or (old.is_file() and filecmp.cmp(old, new, shallow=False)):
                continue
            old.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new, beside := old.with_name(f"{old.name}.new"))
            beside.replace(old)  # in one step, so that a browser never reads half a page
        for path in {*_files(served)}.difference(new_files) if self.whole else ():
            (served / path).unlink()
        self._frame, self._digests = self._next


def _files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
