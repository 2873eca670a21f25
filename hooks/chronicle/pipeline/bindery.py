"""What a chapter's pages became, kept by everything that they are made of, so that an unchanged year costs a look.

A digest stands for all that pages rest on: a year's files and last year's, the team's file and lists, what its log
says, the code and templates that make pages of it; for a chronicle the team's middle half too, which its stories do
without. Equal digests, equal pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from ..cache import Cache, key
from ..rendering.pages import Page
from ..rendering.placeholders import PlacedText, Slot, Written

V = TypeVar("V")
_FOLDER = Path(__file__).parents[1]


class Later(Mapping[str, V]):
    """A mapping that is worked out when it is first looked into."""

    def __init__(self, make: Callable[[], Mapping[str, V]]) -> None:
        self._make: Callable[[], Mapping[str, V]] | None = make
        self._made: Mapping[str, V] = {}

    def _all(self) -> Mapping[str, V]:
        if self._make:
            self._made, self._make = self._make(), None
        return self._made

    def __getitem__(self, name: str) -> V:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def craft() -> str:
    """The code and templates that pages are made with; read anew, so that an edited template counts under serve."""
    digest = blake2b(digest_size=16)
    for file in sorted(each for each in _FOLDER.rglob("*") if each.suffix in {".py", ".html", ".css", ".md", ".txt"}):
        digest.update(file.relative_to(_FOLDER).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


Make = Callable[[], Sequence[Page]]


class Bindery:
    """Bound pages by digest, in the cache: what they are in one entry, what fills each of them in one of its own."""

    def __init__(self, store: Cache) -> None:
        self._store = store
        self._filled = lru_cache(maxsize=4)(self._fillings)

    def knows(self, digest: str) -> bool:
        """Whether pages are bound under ``digest``."""
        return self._store.get(key("bound", digest)) is not None

    def pages(self, digest: str, make: Make) -> list[Page]:
        """The pages that are bound under ``digest``, else those that ``make`` makes, bound from now on.

        What fills a bound page is read when it is placed; where the cache has lost it, the page is made after all.
        """
        raw = self._store.get(key("bound", digest))
        if raw is None:
            return self._bind(digest, make)
        return [self._page(digest, make, uri, each) for uri, each in json.loads(raw).items()]

    def _page(self, digest: str, make: Make, uri: str, bound: Mapping[str, Any]) -> Page:
        slots = tuple(
            Slot(partial(self._slot, digest, make, uri, n), s, written) for n, (s, written) in enumerate(bound["slots"])
        )
        placed = PlacedText(bound["markdown"], slots, written=Written(*bound["written"]))
        return Page(uri, bound["kind"], placed, bound["meta"], digest)

    def _slot(self, digest: str, make: Make, uri: str, number: int) -> str:
        return self._filled(digest, make, uri)[number]

    def _fillings(self, digest: str, make: Make, uri: str) -> list[str]:
        raw = self._store.get(key("filled", digest, uri))
        if raw is not None:
            return list(json.loads(raw))
        page = next(page for page in make() if page.uri == uri)
        return [str(slot.render()) for slot in page.placed.slots]

    def _bind(self, digest: str, make: Make) -> list[Page]:
        """Fill every slot of new pages and keep them; the pages as they are where that cannot be."""
        made = make()
        if any(page.placed.problems or any("/" in name for name in page.placed.names) for page in made):
            return list(made)
        bound = {
            page.uri: {
                "kind": page.kind,
                "meta": page.meta,
                "markdown": page.placed.markdown,
                "written": [page.placed.written.text, page.placed.written.path, page.placed.written.first_line],
                "slots": [[slot.searched, slot.written] for slot in page.placed.slots],
            }
            for page in made
        }
        for page in made:
            fillings = [str(slot.render()) for slot in page.placed.slots]
            self._store.put(key("filled", digest, page.uri), json.dumps(fillings, ensure_ascii=False).encode())
        self._store.put(key("bound", digest), json.dumps(bound, ensure_ascii=False).encode())
        return [self._page(digest, make, uri, each) for uri, each in bound.items()]

    def kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        """A file by everything that it is made of, as it was kept, else made now."""
        known = self._store.get(name)
        if known is None:
            known = make()
            self._store.put(name, known)
        return known
