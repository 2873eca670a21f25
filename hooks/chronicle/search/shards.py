"""The search index in small pieces, so that a query loads a few files of some KiB and not what a thousand people wrote.

Below ``search/`` stand, all derived from Material's finished ``search_index.json`` and never from anything else:

``words/N.js``
    The inverted index, a word in shard ``code point of its first character mod number of shards``. A word leads to its
    pages, each as ``4 * pages since the one before + where it stands there`` (``ONCE``, ``OFTEN``, ``HEADING``,
    ``TITLE``). ``inner`` leads from a character to the longer words that hold it further in, so that 急救 also finds
    情绪急救四步走.
``texts/N.js``
    The entries themselves, page by page, ``TEXTS`` pages a file: what results quote.
``names/N.js``
    Address and title of all pages, ``NAMES`` a file, for results too far down to be quoted.
``manifest.js``
    How many pages there are, how many stand in a file, and a digest of each file's content.
``search_index.js`` and ``search_config.json``
    What the theme itself asks for, from a folder and from a server: settings, and an empty index.

Each file is a script that calls ``shard(name, digest, content)``: a worker reads it as text, a page opened from a
folder runs it. A reader asks for ``N.js?DIGEST`` and compares the digest inside, so that neither a browser's cache nor
a tab that stayed open while the site was renewed ever mixes two sites. ``docs/assets/javascripts/search.js`` reads all.
"""

import json
import re
from base64 import urlsafe_b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any
from unicodedata import normalize

from ..cache import Cache
from .segmentation import BREAK, IndexEntry

ONCE, OFTEN, HEADING, TITLE = range(4)
"""Where a word stands on a page, the weightiest place: once or more often in the text, in a heading, in the title."""

TEXTS, NAMES = 4, 512
"""Pages for each file of texts, and of names."""
_WORDS = 4 * 1024  # postings for each file, about
_MOST = 512  # files of words
_INNER = 3  # characters: a shorter word holds no other word of two

_MARK = "\x7f"  # stands for a break in a file: one byte, which JSON leaves as it is, in place of three
_TAG = re.compile(r"<[^>]*>")
_WORDLIKE = re.compile(r"\w")

Split = Callable[[str], list[str]]


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    """A word as it is compared: one width, lower case; empty where nobody would type it."""
    return normalize("NFKC", word).lower() if _WORDLIKE.search(word) else ""


def places(entries: Sequence[IndexEntry], split: Split) -> dict[str, int]:
    """The words of one page, each with the weightiest of the four places where it stands."""

    def words(texts: Iterable[str]) -> list[str]:
        return split(_TAG.sub(BREAK, BREAK.join(texts)))

    weightiest: dict[str, int] = {}
    for word, count in Counter(words(entry["text"] for entry in entries)).items():
        weightiest[_folded(word)] = ONCE if count == 1 and _folded(word) not in weightiest else OFTEN
    titles = [entry["title"] for entry in entries]
    weightiest.update((_folded(word), HEADING) for word in words(titles[1:]))
    weightiest.update((_folded(word), TITLE) for word in words(titles[:1]))
    weightiest.pop("", None)
    return weightiest


def publish(
    site: Path, index: Mapping[str, Any], cache: Cache, standing: Mapping[str, int] = MappingProxyType({})
) -> dict[str, int]:
    """Write the search ``index`` of a site, in place of the plugin's own, whose escapes take six bytes where Chinese
    takes three, and its shards; gives the hash of each file by its address, which this process knows it by.

    What is ``standing`` already, as it was given when it was written, is not written again.
    """
    hashes = {}
    for name, content in chain([("search_index.json", _json(index))], files(index, cache)):
        uri = f"search/{name}"
        hashes[uri] = hash(content)
        if standing.get(uri) != hashes[uri] or (site / uri).exists():  # the plugin has written an index of its own
            (site / uri).parent.mkdir(parents=True, exist_ok=True)
            (site / uri).write_text(content, encoding="utf-8", newline="\n")
    return hashes


def files(index: Mapping[str, Any], cache: Cache) -> Iterator[tuple[str, str]]:
    """Every file below ``search/``: its name and its text."""
    separator, pages = index["config"]["separator"], dict[str, list[IndexEntry]]()
    for entry in index["docs"]:
        pages.setdefault(entry["location"].partition("#")[0], []).append(entry)
    split = re.compile(separator).split
    words = (  # one page after the other, so that a build never holds all of them
        cache.recall(f"{address} words", (separator, entries), partial(places, entries, split))
        for address, entries in pages.items()
    )
    texts = [
        [address, cache.recall(f"{address} texts", entries, partial(_rows, address, entries))]
        for address, entries in pages.items()
    ]
    names = [[address, _lean(entries[0]["title"])] for address, entries in pages.items()]
    manifest: dict[str, Any] = {"count": len(pages), "steps": {"texts": TEXTS, "names": NAMES}}
    for kind, shards in (
        ("texts", _parts(texts, TEXTS)),
        ("names", _parts(names, NAMES)),
        ("words", _word_shards(words)),
    ):
        contents = [*map(_json, shards)]
        digests = (blake2b(content.encode(), digest_size=6).digest() for content in contents)
        manifest[kind] = [urlsafe_b64encode(digest).decode() for digest in digests]
        for number, (digest, content) in enumerate(zip(manifest[kind], contents, strict=True)):
            yield _script(f"{kind}/{number}", digest, content)
    yield _script("manifest", "", _json(manifest))
    head = _json({"config": index["config"], "docs": []})
    yield "search_config.json", head
    yield "search_index.js", f"var __index={head}\n"


def _word_shards(pages: Iterable[Mapping[str, int]]) -> list[dict[str, Any]]:
    """The postings of every word of the ``places`` of all pages, by shard.

    The number of shards is a power of two, so that a word more or less seldom changes it.
    """
    rows, last = defaultdict[str, list[int]](list), dict[str, int]()
    for number, words in enumerate(pages):
        for word, place in words.items():
            rows[word].append(4 * (number - last.get(word, 0)) + place)
            last[word] = number
    count = min(1 << (sum(map(len, rows.values())) // _WORDS).bit_length(), _MOST)
    shards: list[dict[str, Any]] = [{"words": {}, "inner": {}} for _ in range(count)]
    for word, row in sorted(rows.items()):
        shards[ord(word[0]) % count]["words"][word] = row
        for character in dict.fromkeys(word[1:-1]) if len(word) >= _INNER and not word.isascii() else ():
            shards[ord(character) % count]["inner"].setdefault(character, []).append(word)
    return shards


def _parts(rows: list[Any], step: int) -> list[list[Any]]:
    return [rows[start : start + step] for start in range(0, len(rows), step)]


def _rows(address: str, entries: Iterable[IndexEntry]) -> list[list[Any]]:
    """Each entry of one page: its place on it, title, text and whatever else it has."""
    rows = []
    for entry in entries:
        rest = {key: value for key, value in entry.items() if key not in ("location", "title", "text")}
        row = [entry["location"][len(address) :], _lean(entry["title"]), _lean(entry["text"])]
        rows.append([*row, rest] if rest else row)
    return rows


def _lean(text: str) -> str:
    return text.replace(_MARK, "").replace(BREAK, _MARK)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _script(name: str, digest: str, content: str) -> tuple[str, str]:
    """The name and the text of a shard's file."""
    return f"{name}.js", f'shard("{name}","{digest}",{content})\n'
