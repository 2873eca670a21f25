"""What a chapter's pages became, kept by everything that they are made of, so that an unchanged year costs a look.

A digest stands for all that a chapter rests on: its files and last year's, the team's file and lists, what its log
says, the team's middle half, and the code and templates that make pages of it. Equal digests, equal pages.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from .cache import Cache, key
from .pages import Page
from .placing import Placed, Slot, Written

V = TypeVar("V")
_FOLDER = Path(__file__).parent


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


class Bindery:
    """Bound pages by chapter digest, in the cache."""

    def __init__(self, store: Cache) -> None:
        self._store = store
        self._read = lru_cache(maxsize=4)(self._load)

    def _load(self, digest: str) -> Mapping[str, Any] | None:
        raw = self._store.get(key("bound", digest))
        return json.loads(raw) if raw is not None else None

    def pages(self, digest: str) -> list[Page] | None:
        """A chapter's pages as they were bound; None where they are not. What fills them is read when it is placed."""
        bound = self._read(digest)
        if bound is None:
            return None
        return [self._page(digest, uri, each) for uri, each in bound.items()]

    def _page(self, digest: str, uri: str, bound: Mapping[str, Any]) -> Page:
        slots = tuple(Slot(partial(self._slot, digest, uri, n), s, w) for n, (s, _, w) in enumerate(bound["slots"]))
        placed = Placed(bound["markdown"], slots, written=Written(*bound["written"]))
        return Page(uri, bound["kind"], placed, bound["meta"], digest)

    def _slot(self, digest: str, uri: str, number: int) -> str:
        bound = self._read(digest)
        if bound is None:
            raise LookupError(f"the cache lost {uri} while it was in use")
        return str(bound[uri]["slots"][number][1])

    def bind(self, digest: str, made: Sequence[Page]) -> list[Page]:
        """Fill every slot of a chapter's pages and keep them; the pages as they are where that cannot be."""
        if any(page.placed.problems or any("/" in name for name in page.placed.names) for page in made):
            return list(made)
        bound = {
            page.uri: {
                "kind": page.kind,
                "meta": page.meta,
                "markdown": page.placed.markdown,
                "written": [page.placed.written.text, page.placed.written.path, page.placed.written.first_line],
                "slots": [[slot.searched, str(slot.render()), slot.written] for slot in page.placed.slots],
            }
            for page in made
        }
        self._store.put(key("bound", digest), json.dumps(bound, ensure_ascii=False).encode())
        self._read.cache_clear()
        return self.pages(digest) or list(made)

    def kept(self, name: str, make: Callable[[], bytes]) -> bytes:
        """A file by everything that it is made of, as it was kept, else made now."""
        known = self._store.get(name)
        if known is None:
            known = make()
            self._store.put(name, known)
        return known
