"""The second look: what the finished site shows and says, read as a browser reads it, once more through the gate.

The gate stood before everything else, so that this finds nothing unless a later stage joined what was apart, or text
came in by another way. Chart geometry, numbers in ``data-value`` and the theme's own furniture are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from html import unescape
from itertools import chain, filterfalse
from pathlib import PurePosixPath

from ..errors import Problem
from .detector import LABELS, Gate

READ = frozenset({".html", ".htm", ".svg", ".json", ".js", ".txt", ".csv", ".xml"})
"""Suffixes of the files that hold words; ``assets/`` and the theme's own files are code."""
SHARD = re.compile(r"search/(texts|names|words)/\d+\.js")
"""Scripts that hold words: pieces of the search index (module ``shards`` writes them)."""

See = Callable[[Iterable[bytes]], str]
"""What reads markup, piece by piece: :func:`seen`, or a reader that leaves out what it knows."""

_SKIPPED = re.compile(rb"<(?=[!sS])(?:!--(.*?)--|(script|style)\b[^>]*>(?:[^<]++|<(?!/\2\s*>))*+</\2\s*)>", re.S | re.I)
_SKIPPED_BEGINS = re.compile(rb"<(?=[!sS])(?:!--|(?:script|style)\b)", re.I)
_TAG = re.compile(r"</?+([a-zA-Z][\w:-]*+)(?=[\s/>])[^>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^>\"']*+)*+>")
_INLINE_NAMES = (
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "sup", "tspan", "u", "var", "wbr"),
)
_INLINE = frozenset((*_INLINE_NAMES, *map(str.upper, _INLINE_NAMES)))
_ATTRIBUTES = ("alt", "title", "aria-label", "href", "src", "content", "id", "placeholder", "label", "data-source")
_NAMED = "|".join(rf"(?<=\s{name}=\")" for name in _ATTRIBUTES)
_SPOKEN = re.compile(
    rf'="(?<=[{"".join(sorted({name[-1] for name in _ATTRIBUTES}))}]=")(?:{_NAMED})(?!data:)(?=([^"]++)")'
)
_STRING = re.compile(r'"((?:[^"\\\n]++|\\.)*+)"|\'((?:[^\'\\\n]++|\\.)*+)\'|/\*(.*?)\*/|//([^\n]*+)|(\d{11,19}+)', re.S)
_TAG_BEGINS = re.compile("</?[a-zA-Z]")
# Too short to be anybody's, or the name of a file, a place in one, or a part of the page
_BARE = re.compile(
    r".?|[\d\s,.%+:/−–—-]{1,9}[通月年日次分秒级]?"
    r"|(?=[a-zA-Z\d./#_:-]++\Z)(?!.*(?i:we|wx|vx|wj|qq|q[\d:]|v:))"
    r"(?:[a-zA-Z./#_:-]*+\d){0,5}+[a-zA-Z./#_-]*+(?::\d{1,5})?"
)
_BREAKS = "\u200b\u00ad\x7f"


def visible(html: str) -> str:
    """What a page or a drawing shows or has read out: a line for each block of text and each spoken attribute.

    Markup inside a line leaves no trace (``138<b>1234</b>5678`` is a number again), comments are text that anyone may
    read, and pictures in the page itself (``data:``) are left out.
    """
    return seen([html.encode("utf-8", "replace")])


def seen(pieces: Iterable[bytes]) -> str:
    """What the pieces of a page show, as :func:`visible` tells it."""
    return _shown(_unscripted(b"\n".join(pieces)))[0]


def _unscripted(html: bytes) -> bytes:
    return _SKIPPED.sub(lambda found: b"<p>%b<p>" % (found[1] or b""), html)


def _shown(html: bytes) -> tuple[str, bool]:
    """What markup without scripts shows, and whether each line of it shows the same by itself: no tag and no spoken
    attribute goes on behind a line end."""
    text = html.decode("utf-8", "replace")
    if "<" not in text:
        return unescape(text), not _SPOKEN.search(text)
    between = _TAG.split(text)
    breaks = ["" if name in _INLINE else "\n" for name in between[1::2]]
    words = "".join(chain.from_iterable(zip(between[::2], [*breaks, ""], strict=True)))
    spoken = dict.fromkeys(_SPOKEN.findall(text))
    goes_on = words.count("\n") < text.count("\n") + breaks.count("\n") or "\n" in "".join(spoken)
    return unescape("\n".join([words, *spoken])), not (goes_on or _TAG_BEGINS.search(words))


def region(page: bytes) -> list[bytes]:
    """The parts of a page that people's words reach: head and main."""
    head, main, end = page.find(b"</head>"), page.find(b"<main"), page.rfind(b"</main>")
    return [page] if main < 0 or end < main else [page[: max(0, head)], page[main:end]]


def entries(index: str, see: See = seen) -> Iterator[tuple[str, str]]:
    """Address and words of every entry of Material's search index, as the browser shows them."""
    for entry in json.loads(index).get("docs", ()):
        yield entry["location"], see([_unbroken(f"{entry['title']}\n{entry['text']}")])


def pieces(kind: str, script: str, see: See = seen) -> Iterator[tuple[str, str]]:
    """Address and words of everything in a piece of the search index, as the browser shows it."""
    content = json.loads(script.split(",", 2)[2].rpartition(")")[0])
    if kind == "words":
        yield "", "\n".join([*content["words"], *(word for words in content["inner"].values() for word in words)])
    elif kind == "names":
        yield "", see([_unbroken("\n".join(f"{rest}\n{title}" for _, rest, title in content))])
    else:
        for address, rows in content:
            yield from ((address + row[0], see([_unbroken(f"{row[1]}\n{row[2]}")])) for row in rows)


def _unbroken(text: str) -> bytes:
    """Text without the signs that only tell where a line may be broken or a word ends."""
    for sign in _BREAKS:
        text = text.replace(sign, "")
    return text.encode("utf-8", "replace")


def is_read(uri: str) -> bool:
    """Whether a file of the site holds words."""
    return PurePosixPath(uri).suffix in READ and not uri.startswith("assets/") and uri != "search/manifest.js"


def said(script: str, see: See = seen) -> str:
    """What a script that carries data says: its strings, read as pages are, its comments and its long numbers."""
    quoted = dict.fromkeys(each for found in _STRING.findall(script) for each in found if each)
    return "\n".join(see([_unbroken(_unquoted(each))]) for each in quoted)


def _unquoted(literal: str) -> str:
    """A string as the browser reads it; what is no JSON stays as it was typed, and the gate reads that too."""
    if "\\" not in literal:
        return literal
    try:
        text: str = json.loads(f'"{literal}"', strict=False)
    except ValueError:
        return literal
    return text


def parts(uri: str, raw: bytes, see: See = seen) -> Iterator[tuple[str, str]]:
    """What is to be looked at in one file: where it stands, and its words."""
    suffix = PurePosixPath(uri).suffix
    if suffix in {".html", ".htm"}:
        yield uri, see(region(raw))
        return
    text = raw.decode("utf-8", "replace")
    if uri == "search/search_index.json":
        yield from ((f"{uri}#{place}", words) for place, words in entries(text, see))
    elif shard := SHARD.fullmatch(uri):
        yield from ((f"{uri}#{place}", words) for place, words in pieces(shard[1], text, see))
    elif suffix == ".js":
        yield uri, said(text, see)
    else:
        yield uri, see([raw]) if suffix in {".svg", ".xml"} else text


_MOST_MARKUP = 1 << 24  # bytes; more than a hundred people's, and what several files share lies close together


@dataclass
class Reader:
    """Looks at files, and remembers by content what was clean, so that nothing is read twice.

    ``known`` are the digests of an earlier look with the same gate; ``clean`` those of this one, ``lines`` what was
    clean in them, ``met`` those of them that nobody has asked for yet. A line, of words or of markup, that stands in
    several files (chronicle, single file, slides, search) is read where it is met first.
    """

    gate: Gate
    known: frozenset[str] = frozenset()
    clean: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    met: list[str] = field(default_factory=list)
    _markup: set[bytes] = field(default_factory=set)
    _size: int = 0

    def look(self, uri: str, raw: bytes) -> tuple[Problem, ...]:
        """What is still personal in a file of the site, by kind and never by value."""
        whole = blake2b(raw, digest_size=16).hexdigest()
        if whole in self.known:
            self.clean.add(whole)
            return ()
        met: list[bytes] = []
        words = parts(uri, raw, lambda pieces: self._fresh(pieces, met))
        found = tuple(problem for place, lines in words for problem in self._read(place, lines))
        if not found:
            self.clean.add(whole)
            self._remember(met)
        return found

    def _fresh(self, pieces: Iterable[bytes], met: list[bytes]) -> str:
        """What markup shows, without the lines that were clean elsewhere; those that are new are put down in *met*.

        A line may be left out only where every line shows the same by itself; else all are read.
        """
        pieces = list(pieces)
        lines = list(chain.from_iterable(map(self._unknown, pieces)))
        if not lines:
            return ""
        words, is_by_line = _shown(b"\n".join([b"", *lines, b'"']))  # so that an attribute left open goes on to there
        if not is_by_line:
            return seen(pieces)
        met += lines
        return words

    def _unknown(self, piece: bytes) -> Iterable[bytes]:
        """The new lines of markup, without scripts."""
        lines = dict.fromkeys(filterfalse(self._markup.__contains__, piece.split(b"\n")))
        if not _SKIPPED_BEGINS.search(b"\n".join(lines)):
            return lines
        return dict.fromkeys(filterfalse(self._markup.__contains__, _unscripted(piece).split(b"\n")))

    def _remember(self, met: list[bytes]) -> None:
        size = sum(map(len, met))
        if self._size + size > _MOST_MARKUP:
            self._markup.clear()
            self._size = 0
        self._markup.update(met)
        self._size += size

    def _read(self, place: str, words: str) -> Iterable[Problem]:
        lines = map(str.strip, dict.fromkeys(words.split("\n")))
        fresh = dict.fromkeys(filterfalse(self.lines.__contains__, lines))
        doubtful = "\n".join(line for line in fresh if not _BARE.fullmatch(line))
        found = self.gate.find(doubtful) if doubtful else ()
        if not found:
            self.lines.update(fresh)
            self.met += fresh
        for kind in dict.fromkeys(each.kind for each in found):
            yield Problem(self.gate.mask(place)[0], 1, 1, f"成品里还有{LABELS[kind]}", "站点没有遮住它；请改写原文")
