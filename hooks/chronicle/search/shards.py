"""The search index in small pieces, so that a query loads a few files of some KiB and not what a thousand people wrote.

Below ``search/`` stand, all derived from Material's finished ``search_index.json`` and never from anything else:

``words/N.js``
    The inverted index, a word in shard ``code point of its first character mod number of shards``. A word leads to its
    pages, each with where it stands there (``ONCE``, ``OFTEN``, ``HEADING``, ``TITLE``), see :func:`encode`. ``inner``
    leads from a character to the longer words that hold it further in, so that 急救 also finds 情绪急救四步走.
``texts/N.js``
    The entries themselves, page by page: what results quote. Pages of one agent's year stand together.
``names/N.js``
    Address and title of all pages, ``NAMES`` a file, for results too far down to be quoted. An address is the number
    of characters that it shares with the one before it, and the rest.
``manifest.js``
    How many there are of each, and a digest of each file's content.
``search_index.js`` and ``search_config.json``
    What the theme itself asks for, from a folder and from a server: settings, and an empty index.

Each file is a script that calls ``shard(name, digest, content)``: a worker reads it as text, a page opened from a
folder runs it. A reader asks for ``N.js?DIGEST`` and compares the digest inside, so that neither a browser's cache nor
a tab that stayed open while the site was renewed ever mixes two sites. ``docs/assets/javascripts/search.js`` reads all.
"""

import json
import re
from array import array
from base64 import urlsafe_b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from os.path import commonprefix
from pathlib import Path
from typing import Any
from unicodedata import normalize

from .segmentation import IndexEntry

ONCE, OFTEN, HEADING, TITLE = range(4)
"""Where a word stands on a page, the weightiest place: once or more often in the text, in a heading, in the title."""

NAMES = 512
"""Pages for each file of names."""
_TEXTS = 8 * 1024  # characters of entries for each file; a longer page has its own
_WORDS = 8 * 1024  # characters of postings for each file, about
_MOST = 512  # files of words
_INNER = 3  # characters: a shorter word holds no other word of two

_BREAK = "\u200b"
_MARK = "\x7f"  # stands for U+200B in a file: one byte, which JSON leaves as it is, in place of three
_TAG = re.compile(r"<[^>]*>")
_WORDLIKE = re.compile(r"\w")
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

Split = Callable[[str], list[str]]


def encode(postings: Iterable[int]) -> str:
    """Postings, each ``page * 4 + place`` and ascending, as text: their differences, so that most are one character."""
    before, parts = 0, []
    for posting in postings:
        parts.append(_digits(posting - before))
        before = posting & ~3
    return "".join(parts)


@cache
def _digits(number: int) -> str:
    """A number in base 64, five bits a digit, the lowest first; the sixth bit says that more follow."""
    rest = number >> 5
    return _DIGITS[number & 31 | 32] + _digits(rest) if rest else _DIGITS[number]


@cache
def _folded(word: str) -> str:
    """A word as it is compared: one width, lower case; empty where nobody would type it."""
    return normalize("NFKC", word).lower() if _WORDLIKE.search(word) else ""


def places(entries: Sequence[IndexEntry], split: Split) -> tuple[tuple[str, ...], ...]:
    """The words of one page, each at the weightiest of the four places where it stands."""

    def words(texts: Iterable[str]) -> list[str]:
        return split(_TAG.sub(_BREAK, _BREAK.join(texts)))

    weightiest: dict[str, int] = {}
    for word, count in Counter(words(entry["text"] for entry in entries)).items():
        weightiest[_folded(word)] = ONCE if count == 1 and _folded(word) not in weightiest else OFTEN
    titles = [entry["title"] for entry in entries]
    weightiest.update((_folded(word), HEADING) for word in words(titles[1:]))
    weightiest.update((_folded(word), TITLE) for word in words(titles[:1]))
    weightiest.pop("", None)
    return tuple(tuple(word for word, place in weightiest.items() if place == at) for at in range(4))


@dataclass
class Shards:
    """What was written last, so that a preview makes and writes only what changed."""

    _pages: dict[str, str] = field(default_factory=dict)
    _places: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    def publish(self, site: Path, index: Mapping[str, Any], *, whole: bool = True) -> None:
        """Write the search ``index`` of a site, and its shards.

        In place of the plugin's own index, whose escapes take six bytes where Chinese takes three. ``whole``: all
        shards, else only those that changed since the last time.
        """
        for name, content in [("search_index.json", _json(index)), *self.files(index, whole=whole)]:
            file = site / "search" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8", newline="\n")

    def files(self, index: Mapping[str, Any], *, whole: bool = True) -> Iterator[tuple[str, str]]:
        """Every file below ``search/``: its name and its text."""
        before = {} if whole else self._digests
        pages: dict[str, list[IndexEntry]] = {}
        for entry in index["docs"]:
            pages.setdefault(entry["location"].partition("#")[0], []).append(entry)
        split, packed = re.compile(index["config"]["separator"]).split, dict[str, str]()
        for address, entries in pages.items():
            packed[address] = _packed(address, entries)
            if packed[address] != self._pages.get(address):
                self._places[address] = places(entries, split)
        self._pages, self._places = packed, {address: self._places[address] for address in packed}
        files = _files_of_texts(packed)
        contents = {
            **{f"texts/{n}": f"[{','.join(packed[page] for page in file)}]" for n, file in enumerate(files)},
            **dict(_names(pages)),
            **{f"words/{n}": _json(shard) for n, shard in enumerate(_word_shards(self._places.values()))},
        }
        self._digests = {
            name: urlsafe_b64encode(blake2b(content.encode(), digest_size=6).digest()).decode()
            for name, content in contents.items()
        }
        for name, content in contents.items():
            if before.get(name) != self._digests[name]:
                yield _script(name, self._digests[name], content)
        kinds = ("texts", "names", "words")
        manifest = {kind: [self._digests[name] for name in contents if name.startswith(kind)] for kind in kinds}
        yield _script("manifest", "", _json({**manifest, "step": NAMES, "pages": [len(file) for file in files]}))
        head = _json({"config": index["config"], "docs": []})
        yield "search_config.json", head
        yield "search_index.js", f"var __index={head}\n"


def _word_shards(pages: Iterable[Sequence[Sequence[str]]]) -> list[dict[str, Any]]:
    """The postings of every word of the ``places`` of all pages, by shard.

    The number of shards is a power of two, so that a word more or less seldom changes it.
    """
    postings: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for number, words_by_place in enumerate(pages):
        for place, words in enumerate(words_by_place):
            for word in words:
                postings[word].append(number * 4 + place)
    rows = {word: encode(postings[word]) for word in sorted(postings)}
    count = min(1 << (sum(map(len, rows.values())) // _WORDS).bit_length(), _MOST)
    shards: list[dict[str, Any]] = [{"words": {}, "inner": {}} for _ in range(count)]
    for word, row in rows.items():
        shards[ord(word[0]) % count]["words"][word] = row
        for character in dict.fromkeys(word[1:-1]) if len(word) >= _INNER and not word.isascii() else ():
            shards[ord(character) % count]["inner"].setdefault(character, []).append(word)
    return shards


def _packed(address: str, entries: Iterable[IndexEntry]) -> str:
    """One page as JSON: its address, and each entry's place on it, title, text and whatever else it has."""
    rows = []
    for entry in entries:
        rest = {key: value for key, value in entry.items() if key not in ("location", "title", "text")}
        row = [entry["location"][len(address) :], _lean(entry["title"]), _lean(entry["text"])]
        rows.append([*row, rest] if rest else row)
    return _json([address, rows])


def _names(pages: Mapping[str, list[IndexEntry]]) -> Iterator[tuple[str, str]]:
    """The files of names: how many characters an address shares with the one before, the rest of it, and the title."""
    names = [(address, _lean(entries[0]["title"])) for address, entries in pages.items()]
    for start in range(0, len(names), NAMES):
        rows, before = [], ""
        for address, title in names[start : start + NAMES]:
            shared = len(commonprefix((before, address)))  # noqa: RUF071 - characters are meant
            rows.append((shared, address[shared:], title))
            before = address
        yield f"names/{start // NAMES}", _json(rows)


def _lean(text: str) -> str:
    return text.replace(_MARK, "").replace(_BREAK, _MARK)


def _files_of_texts(pages: Mapping[str, str]) -> list[list[str]]:
    """Addresses of pages that stand in one file: of one agent's year, or of one part of the site, and not too long."""
    files: list[list[str]] = []
    last, room = "", 0
    for address, packed in pages.items():
        parts = address.split("/")
        part = "/".join(parts[: 3 if parts[0] == "agents" else 1])
        if not files or part != last or len(packed) > room:
            files.append([])
            last, room = part, _TEXTS
        files[-1].append(address)
        room -= len(packed)
    return files


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _script(name: str, digest: str, content: str) -> tuple[str, str]:
    """The name and the text of a shard's file."""
    return f"{name}.js", f'shard("{name}","{digest}",{content})\n'
