"""Chinese in the search index: where Material's plugin puts breaks, and entries whose words are cut anew.

The plugin cuts with jieba and puts U+200B around each word; the browser splits there. Its index is made of the pages
that a build renders; entries of pages that stand as they were come from the cache, cut with the words of that day.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable
from typing import Any

from ..cache import Cache, key

#: What the browser's side splits words at.
BREAK = "\u200b"

# Unicode 16's Script=Han, as the plugin asks for it by name of another regular-expression engine
HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufa6d\ufa70-\ufad9\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    "\U0002b740-\U0002b81d\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d"
    "\U00030000-\U0003134a\U00031350-\U000323af"
)
_HAN_RUN = re.compile(f"[{HAN}]+")

IndexEntry = dict[str, Any]
Cutter = Callable[[str], Iterable[str]]


def segment(text: str, cut: Cutter) -> str:
    """A text with a break on both sides of each Chinese word, none at its ends: what the plugin makes of it."""
    return _HAN_RUN.sub(lambda run: f"{BREAK}{BREAK.join(cut(run[0]))}{BREAK}", text).strip(BREAK)


class Cut:
    """How a build cuts Chinese: by ``cut``, which keeps ``words`` whole.

    ``key`` stands for the words. They are kept in the cache under it, so that a later build knows which words came or
    went since an entry was cut, and cuts only the entries that hold one of them.
    """

    def __init__(self, cache: Cache, words: Collection[str], cut: Cutter) -> None:
        self._cache, self._words, self._cut = cache, frozenset(words), cut
        self.key = key("cut", sorted(words))
        cache.made(self.key, json.dumps(sorted(words), ensure_ascii=False).encode)
        self._changed: dict[str, frozenset[str] | None] = {}

    def recut(self, entries: Iterable[IndexEntry], before: str) -> list[IndexEntry]:
        """Entries of the index that were cut under the key ``before``, as they are cut now."""
        if before == self.key:
            return [*entries]
        if before not in self._changed:
            known = self._cache.get(before)
            self._changed[before] = None if known is None else self._words.symmetric_difference(json.loads(known))
        changed, cut_now = self._changed[before], []
        for entry in entries:
            plain = {name: entry[name].replace(BREAK, "") for name in ("title", "text")}
            if changed is None or any(word in text for word in changed for text in plain.values()):
                entry = {**entry, **{name: segment(text, self._cut) for name, text in plain.items()}}
            cut_now.append(entry)
        return cut_now
