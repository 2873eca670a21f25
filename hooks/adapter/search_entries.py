"""The entries of the search index, as Material's plugin or MkDocs' own has read them: those of unchanged pages join
those of new ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as SitePage

from chronicle.cache import Cache
from chronicle.reading import chinese
from chronicle.search.segmentation import Cut, IndexEntry, by_page

#: How the browser's side reads what MkDocs' own plugin makes; docs/assets/javascripts/plain.js says the same.
_SETTINGS = {
    "lang": ["zh"],
    "separator": r'[\s\u200b\-，。、；：？！“”‘’「」《》（）,.;:?!()"]+',
    "pipeline": [],
    "fields": {"title": {"boost": 1000}, "text": {"boost": 1}},
}


class SearchEntries:
    """The index of one build; nothing where the search plugin is not in use.

    ``vocabulary``: the words of the team, which stay whole in the index.
    """

    def __init__(self, config: MkDocsConfig, vocabulary: Mapping[str, str], cache: Cache) -> None:
        plugin: Any = config.plugins.get("material/search") or config.plugins.get("search")
        self._index = getattr(plugin, "search_index", None)
        self._is_plain = hasattr(self._index, "_entries")
        self.cut = Cut(cache, vocabulary, chinese.cut)
        chinese.use_words(vocabulary)

    @property
    def _entries(self) -> list[IndexEntry]:
        """What has been read so far; MkDocs' own plugin has no public name for it."""
        entries: list[IndexEntry] = getattr(self._index, "_entries" if self._is_plain else "entries", [])
        return entries

    def of(self, page: SitePage) -> list[IndexEntry]:
        """What the plugin has just read of a page."""
        entries: list[IndexEntry] = []
        for entry in reversed(self._entries):
            if entry["location"].partition("#")[0] != page.url:
                break
            entries.append(entry)
        return entries[::-1]

    def add(self, entries: Sequence[IndexEntry], before: str) -> None:
        """The entries of a page that was not made, cut under the key ``before``."""
        if self._index:
            self._entries.extend(self.cut.recut(entries, before))

    def whole(self, order: Iterable[str]) -> dict[str, Any] | None:
        """The index as the plugin writes it, page by page in this ``order`` of addresses."""
        if not self._index:
            return None
        index: dict[str, Any]
        if self._is_plain:
            index = {"docs": self.cut.recut(self._entries, ""), "config": _SETTINGS}
        else:
            index = json.loads(self._index.generate_search_index(None))
        pages = by_page(index["docs"])
        index["docs"] = [entry for url in order for entry in pages.get(url, ())]
        return index
