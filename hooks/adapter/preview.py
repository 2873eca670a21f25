"""``mkdocs serve`` makes only what changed: which pages those are, and how they join what stands already.

The first build, and every build after a change to the frame (files that came or went, settings, templates, styles,
titles in the navigation), makes everything. Any other build makes the pages whose digest changed into a folder beside
the served one, from which they are carried over; a page without a digest is always made.
"""

from __future__ import annotations

import filecmp
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from chronicle.cache import Memo
from chronicle.figures.team import Bands
from chronicle.pipeline.build import Site

from .incremental import Finish

#: Lists of all pages: the ones that stand are right while no page came or went.
_LISTS = frozenset({"sitemap.xml", "sitemap.xml.gz"})


class CompiledTemplates(BytecodeCache):
    """The theme's templates as they were compiled: MkDocs loads them anew for each build, and every page needs some
    forty of them. In memory alone, so that nothing on the disk is ever executed."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Jinja compares the source's checksum, so that an edited template is compiled anew."""
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._codes[bucket.key] = bucket.bytecode_to_string()


@dataclass
class Preview:
    """What stands in the served folder, and which of it the build under way leaves: the pages of ``same``.

    ``bands`` are the team's, as the first build drew them: one number moves everybody's middle half, so that they are
    kept while the preview runs. ``finishes`` are what the site needs of each page that stands, by URI.
    """

    bands: Bands | None = None
    memo: Memo = field(default_factory=Memo)
    templates: CompiledTemplates = field(default_factory=CompiledTemplates)
    finishes: dict[str, Finish] = field(default_factory=dict)
    same: frozenset[str] = frozenset()
    whole: bool = True
    _frame: str = ""
    _next: str = ""
    _digests: dict[str, str] = field(default_factory=dict)
    _contents: dict[str, tuple[object, object]] = field(default_factory=dict)

    def find(self, frame: str, digests: Mapping[str, str]) -> Collection[str]:
        """The pages that stand as they are; ``frame`` stands for all that every page rests on."""
        self.whole = frame != self._frame
        self._frame, self._next = "", frame  # a build that fails on its way leaves nothing to stand on
        stand = (uri for uri, digest in self._digests.items() if digest and digest == digests.get(uri))
        self.same = frozenset() if self.whole else frozenset(stand)
        return self.same

    def begin(self, site: Site) -> frozenset[str]:
        """The pages that the build leaves as they stand: also those that turned out the same, but for a year's, which
        have files beside them. One with a mistake in it does not stand, whatever it rests on."""
        self.bands = site.bands
        of_years = {uri for year in site.years.values() for uri in year.uris}
        new = {uri: page for uri, page in site.pages.items() if page.text.markdown and uri not in of_years}
        alike = {uri for uri, page in new.items() if (page.text, page.meta) == self._contents.get(uri)}
        sound = {uri for uri, page in site.pages.items() if page.digest and self._digests.get(uri)}
        self.same = frozenset() if self.whole else self.same.union(alike) & sound & self.finishes.keys()
        self._digests = {uri: page.digest for uri, page in site.pages.items()}
        standing = {uri: content for uri, content in self._contents.items() if uri in self.same}
        self._contents = standing | {uri: (page.text, page.meta) for uri, page in new.items()}
        return self.same

    def carry_over(self, scratch: Path, served: Path, outputs: Mapping[str, str]) -> None:
        """Put what was made in place of what stood; a whole build also takes away what it no longer made."""
        keep = {outputs[uri] for uri in self.same if uri in outputs} | (set() if self.whole else _LISTS)
        new_files = _files(scratch)
        for path in new_files:
            new, old = scratch / path, served / path
            if path in keep or (old.is_file() and filecmp.cmp(old, new, shallow=False)):
                continue
            old.parent.mkdir(parents=True, exist_ok=True)
            new.replace(old)  # in one step: a browser never reads half a page
        for path in {*_files(served)}.difference(new_files) if self.whole else ():
            (served / path).unlink()
        self._frame = self._next


def _files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
