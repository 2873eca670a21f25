"""Finished pages, kept by all that they rest on, so that a build makes only what changed.

A page rests on what it is made of (its digest) and on what every page rests on (the frame: theme, settings, styles'
names, the titles in the navigation). Where both are the same, so is every byte of it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from ..cache import Cache, key
from ..errors import ChronicleError, Problem
from ..rendering.pages import Page
from ..rendering.single_file import Article
from ..search.segmentation import IndexEntry

_LEVEL = 1  # a page shrinks to a sixth; a higher level takes three times as long for a tenth less


@dataclass(frozen=True)
class Finish:
    """What the rest of the site has of a finished page.

    ``entries`` stand in the search index, their Chinese cut as ``cut`` says; ``anchors`` are the ids that others may
    lead to, ``links`` the anchors that it leads to itself, by URI, each with the link as it was written; ``article`` is
    where its words stand in its file.
    """

    title: str = ""
    entries: Sequence[IndexEntry] = ()
    cut: str = ""
    anchors: Sequence[str] = ()
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    article: Article | None = None


class Stock:
    """Finished pages in the cache. ``frame`` stands for all that every page rests on."""

    def __init__(self, store: Cache, frame: str) -> None:
        self._store, self._frame = store, frame

    def find(self, page: Page) -> Finish | None:
        """What is known of a page that stands finished, whole and unharmed; None where it has to be made."""
        head = self._store.get(self._key(page.uri, page.digest, "head")) if page.digest else None
        if head is None or self._store.get(self._key(page.uri, page.digest, "body")) is None:
            return None
        known = json.loads(head)
        article = Article(**known["article"]) if known["article"] else None
        return Finish(**{**known, "article": article})

    def html(self, page: Page) -> str:
        """The file of a page that was found; read when it is written, so that no build holds all of them."""
        body = self._store.get(self._key(page.uri, page.digest, "body"))
        if body is None:
            raise ChronicleError([Problem(f"docs/{page.uri}", 1, 1, "生成时缓存被别人删了", "再生成一次")])
        return zlib.decompress(body).decode()

    def keep(self, uri: str, digest: str, file: bytes, finish: Finish) -> None:
        """Remember a page by its URI and digest, and its ``file`` as the site shows it."""
        if digest:
            self._store.put(self._key(uri, digest, "body"), zlib.compress(file, _LEVEL))
            self._store.put(self._key(uri, digest, "head"), json.dumps(asdict(finish), ensure_ascii=False).encode())

    def _key(self, uri: str, digest: str, part: str) -> str:
        return key("stock", part, self._frame, uri, digest)
