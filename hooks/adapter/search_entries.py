"""The entries of the search index, as Material's plugin or MkDocs' own has read them: those of unchanged pages join
those of new ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from chronicle.cache import Cache
from chronicle.reading import chinese
from chronicle.search.segmentation import Cut, IndexEntry

from .incremental import Finish

#: How the browser's side reads what MkDocs' own plugin makes; docs/assets/javascripts/plain.js says the same.
_SETTINGS = {
    "lang": ["zh"],
    "separator": r'[\s\u200b\-，。、；：？！“”‘’「」《》（）,.;:?!()"]+',
    "pipeline": [],
    "fields": {"title": {"boost": 1000}, "text": {"boost": 1}},
}


class SearchEntries:
    """The index of one build; nothing where the search plugin is not in use.

    ``vocabulary``: the words of the team, which stay whole in the index. Entries are taken from the plugin page by
    page, so that what it writes itself is empty: a whole index replaces it.
    """

    def __init__(self, config: MkDocsConfig, vocabulary: Mapping[str, str], cache: Cache) -> None:
        plugin: Any = config.plugins.get("material/search") or config.plugins.get("search")
        self._index = getattr(plugin, "search_index", None)
        self._is_plain = hasattr(self._index, "_entries")  # MkDocs' own plugin has no public name for what it has read
        self._pages: dict[str, list[IndexEntry]] = {}
        self.cut = Cut(cache, vocabulary, chinese.cut)
        chinese.use_words(vocabulary)

    def take(self, url: str) -> list[IndexEntry]:
        """What the plugin has just read of the page at ``url``, cut; MkDocs' own plugin cuts nothing."""
        read: list[IndexEntry] = getattr(self._index, "_entries" if self._is_plain else "entries", [])
        entries = self.cut.recut(read, "") if self._is_plain else [*read]
        read.clear()
        self._pages[url] = entries
        return entries

    def add(self, url: str, finish: Finish) -> None:
        """The entries of the page at ``url``, which was not made."""
        self._pages[url] = self.cut.recut(finish.entries, finish.cut)

    def whole(self, order: Iterable[str]) -> dict[str, Any] | None:
        """The index as the plugin would write it, page by page in this ``order`` of addresses."""
        if not self._index:
            return None
        config = _SETTINGS if self._is_plain else json.loads(self._index.generate_search_index(None))["config"]
        return {"config": config, "docs": [entry for url in order for entry in self._pages.get(url, ())]}
