"""The search index in small pieces, so that a query loads a few files of some KiB and not what a thousand people wrote.

Below ``search/`` stand, all derived from Material's finished ``search_index.json`` and never from anything else:

``words/N.js``
    The inverted index. A word belongs to shard ``code point of its first character mod number of shards``, so that
    all words that begin alike stand in one file. A word leads to its pages, each with where it stands there
    (``ONCE``, ``OFTEN``, ``HEADING``, ``TITLE``), as differences in base 64 of variable length: the most common,
    "the next page, once", is one character. ``inner`` leads from a character to the longer words that hold it further
    in, so that 急救 also finds 情绪急救四步走.
``texts/N.js``
    The entries themselves, page by page: what results quote. Pages of one chapter stand together.
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

from __future__ import annotations

import json
import re
from array import array
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from os.path import commonprefix
from pathlib import Path
from typing import Any
from unicodedata import normalize

ONCE, OFTEN, HEADING, TITLE = range(4)
"""Where a word stands on a page, the weightiest place: once or more often in the text, in a heading, in the title."""

NAMES = 512
"""Pages for each file of names."""
_TEXTS = 8 * 1024  # characters of entries for each file; a longer page has its own
_WORDS = 8 * 1024  # characters of postings for each file, about
_MOST = 512  # files of words
_MANY = 8  # where more than this part of the pages changed, all postings are made anew
_INNER = 3  # characters: a shorter word holds no other word of two

_BREAK = "\u200b"
_MARK = "\x7f"  # stands for U+200B in a file: one byte, which JSON leaves as it is, in place of three
_TAG = re.compile(r"<[^>]*>")
_WORDLIKE = re.compile(r"\w")
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}

IndexEntry = dict[str, Any]
Split = Callable[[str], list[str]]


class _Numbers(dict[int, str]):
    """Numbers as digits of base 64, five bits each, the lowest first; the sixth bit says that more follow."""

    def __missing__(self, number: int) -> str:
        rest = number >> 5
        self[number] = _DIGITS[number & 31 | 32] + self[rest] if rest else _DIGITS[number]
        return self[number]


_NUMBERS = _Numbers()


def encode(postings: Iterable[int]) -> str:
    """Postings, each ``page * 4 + place`` and ascending, as text."""
    before, parts = 0, []
    for posting in postings:
        parts.append(_NUMBERS[posting - before])
        before = posting & ~3
    return "".join(parts)


def decode(text: str) -> Iterator[int]:
    """What ``encode`` was given."""
    page, number, shift = 0, 0, 0
    for digit in text:
        number |= (_VALUE[digit] & 31) << shift
        shift += 5
        if _VALUE[digit] < 32:
            yield page + number
            page, number, shift = (page + number) & ~3, 0, 0


class _Folded(dict[str, str]):
    """Words as they are compared: one width, lower case; empty where nobody would type it."""

    def __missing__(self, word: str) -> str:
        self[word] = normalize("NFKC", word).lower() if _WORDLIKE.search(word) else ""
        return self[word]


def places(entries: Sequence[IndexEntry], split: Split, folded: Mapping[str, str]) -> dict[str, int]:
    """The words of one page, each with the weightiest place where it stands."""
    found: dict[str, int] = {}
    for word, count in Counter(_words((entry["text"] for entry in entries), split)).items():
        found[folded[word]] = ONCE if count == 1 and folded[word] not in found else OFTEN
    titles = [entry["title"] for entry in entries]
    found.update((folded[word], HEADING) for word in _words(titles[1:], split))
    found.update((folded[word], TITLE) for word in _words(titles[:1], split))
    found.pop("", None)
    return found


def _words(fields: Iterable[str], split: Split) -> list[str]:
    return split(_TAG.sub(_BREAK, _BREAK.join(fields)))


@dataclass
class Shards:
    """What was written last, so that a preview makes and writes only what changed."""

    _pages: dict[str, str] = field(default_factory=dict)
    _rows: dict[str, str] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)
    _folded: _Folded = field(default_factory=_Folded)

    def publish(self, site: Path, *, whole: bool = True) -> None:
        """Write the shards of the finished site's index, which itself is written anew where it could be smaller.

        ``whole``: all files, else only those that changed since the last time. No index, nothing to do.
        """
        path = site / "search" / "search_index.json"
        if not path.is_file():
            return
        text = path.read_text(encoding="utf-8")
        index = json.loads(text)
        if "\\u" in text:  # the plugin's own escapes, six bytes where Chinese takes three
            path.write_text(_json(index), encoding="utf-8", newline="\n")
        for name, content in self.files(index, whole=whole):
            file = path.parent / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(content, encoding="utf-8", newline="\n")

    def files(self, index: Mapping[str, Any], *, whole: bool = True) -> Iterator[tuple[str, str]]:
        """Every file below ``search/``: its name and its text."""
        before = {} if whole else self._digests
        pages = _by_page(index["docs"])
        self._learn(pages, re.compile(index["config"]["separator"]).split)
        contents = dict(self._contents(pages))
        self._digests = {name: _digest(content) for name, content in contents.items()}
        for name, content in contents.items():
            if before.get(name) != self._digests[name]:
                yield f"{name}.js", _script(name, self._digests[name], content)
        yield "manifest.js", _script("manifest", "", json.dumps(self._manifest(), separators=(",", ":")))
        head = _json({"config": index["config"], "docs": []})
        yield "search_config.json", head
        yield "search_index.js", f"var __index={head}\n"

    def _learn(self, pages: Mapping[str, list[IndexEntry]], split: Split) -> None:
        """Bring the postings up to date, and remember the pages they stand for."""
        new = {address: _packed(address, entries) for address, entries in pages.items()}
        changed = [number for number, each in enumerate(new) if new[each] != self._pages.get(each)]
        if list(new) != list(self._pages) or len(changed) > len(new) // _MANY:
            self._rows = _rows(places(entries, split, self._folded) for entries in pages.values())
        else:
            self._replace(list(new), changed, new, split)
        self._pages = new

    def _replace(self, order: Sequence[str], changed: Iterable[int], new: Mapping[str, str], split: Split) -> None:
        """The same pages, a few with other words: only the rows of those words change."""
        for number in changed:
            packed = self._pages[order[number]], new[order[number]]
            was, now = (places(_unpacked(each), split, self._folded) for each in packed)
            for word in was.keys() | now.keys():
                if was.get(word) != now.get(word):
                    self._move(word, number, now.get(word))

    def _move(self, word: str, number: int, place: int | None) -> None:
        postings = [each for each in decode(self._rows.pop(word, "")) if each >> 2 != number]
        if place is not None:
            postings.append(number * 4 + place)
        if postings:
            self._rows[word] = encode(sorted(postings))

    def _contents(self, pages: Mapping[str, list[IndexEntry]]) -> Iterator[tuple[str, str]]:
        """Name and content of every shard."""
        for number, shelf in enumerate(_shelves(self._pages)):
            yield f"texts/{number}", f"[{','.join(self._pages[address] for address in shelf)}]"
        names = [(address, _lean(entries[0]["title"])) for address, entries in pages.items()]
        for start in range(0, len(names), NAMES):
            yield f"names/{start // NAMES}", _json(list(_fronted(names[start : start + NAMES])))
        for number, shard in enumerate(self._shard_words()):
            yield f"words/{number}", _json(shard)

    def _shard_words(self) -> list[dict[str, Any]]:
        """The rows by shard, in an order that does not depend on what was there before."""
        count = _count(sum(map(len, self._rows.values())))
        shards: list[dict[str, Any]] = [{"words": {}, "inner": {}} for _ in range(count)]
        for word in sorted(self._rows):
            shards[ord(word[0]) % count]["words"][word] = self._rows[word]
            for sign in dict.fromkeys(word[1:-1]) if len(word) >= _INNER and not word.isascii() else ():
                shards[ord(sign) % count]["inner"].setdefault(sign, []).append(word)
        return shards

    def _manifest(self) -> dict[str, Any]:
        """Digests of all shards by kind, and how many pages each shard of texts holds."""
        kinds: dict[str, Any] = {"texts": [], "names": [], "words": []}
        for name, digest in self._digests.items():
            kinds[name.partition("/")[0]].append(digest)
        return {**kinds, "step": NAMES, "pages": [len(shelf) for shelf in _shelves(self._pages)]}


def _by_page(docs: Iterable[IndexEntry]) -> dict[str, list[IndexEntry]]:
    pages: dict[str, list[IndexEntry]] = {}
    for entry in docs:
        pages.setdefault(entry["location"].partition("#")[0], []).append(entry)
    return pages


def _rows(pages: Iterable[Mapping[str, int]]) -> dict[str, str]:
    """The postings of every word, as text."""
    postings: dict[str, array[int]] = {}
    for number, words in enumerate(pages):
        base = number * 4
        for word, place in words.items():
            row = postings.get(word)
            if row is None:
                row = postings[word] = array("I")
            row.append(base + place)
    return {word: encode(row) for word, row in postings.items()}


def _packed(address: str, entries: Iterable[IndexEntry]) -> str:
    """One page as JSON: its address, and each entry's place on it, title, text and whatever else it has."""
    rows = []
    for entry in entries:
        rest = {key: value for key, value in entry.items() if key not in ("location", "title", "text")}
        row = [entry["location"][len(address) :], _lean(entry["title"]), _lean(entry["text"])]
        rows.append([*row, rest] if rest else row)
    return _json([address, rows])


def _unpacked(packed: str) -> list[IndexEntry]:
    """Titles and texts of a page's entries."""
    rows = json.loads(packed)[1]
    return [{"title": row[1].replace(_MARK, _BREAK), "text": row[2].replace(_MARK, _BREAK)} for row in rows]


def _fronted(names: Iterable[tuple[str, str]]) -> Iterator[tuple[int, str, str]]:
    """How many characters an address shares with the one before, the rest of it, and the title."""
    before = ""
    for address, title in names:
        shared = len(commonprefix((before, address)))  # noqa: RUF071 - characters are meant
        yield shared, address[shared:], title
        before = address


def _lean(text: str) -> str:
    return text.replace(_MARK, "").replace(_BREAK, _MARK)


def _shelves(pages: Mapping[str, str]) -> list[list[str]]:
    """Addresses of pages that stand in one file: of one chapter, or of one part of the site, and not too long."""
    shelves: list[list[str]] = []
    last, room = "", 0
    for address, packed in pages.items():
        parts = address.split("/")
        agent_year = "/".join(parts[: 3 if parts[0] == "agents" else 1])
        if not shelves or agent_year != last or len(packed) > room:
            shelves.append([])
            last, room = agent_year, _TEXTS
        shelves[-1].append(address)
        room -= len(packed)
    return shelves


def _count(size: int) -> int:
    """How many files of words: a power of two, so that a word more or less seldom changes it."""
    return min(1 << (size // _WORDS).bit_length(), _MOST)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _digest(content: str) -> str:
    return urlsafe_b64encode(blake2b(content.encode(), digest_size=6).digest()).decode()


def _script(name: str, digest: str, content: str) -> str:
    return f'shard("{name}","{digest}",{content})\n'
