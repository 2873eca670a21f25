"""The second look: what the finished site shows and says, read as a browser reads it, once more through the gate.

The gate stood before everything else, so that this finds nothing unless a later stage joined what was apart, or text
came in by another way. Chart geometry, numbers in ``data-value`` and the theme's own furniture are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from html import unescape
from pathlib import PurePosixPath

from .errors import Problem
from .privacy import LABELS, Gate

READ = frozenset({".html", ".htm", ".svg", ".json", ".txt", ".csv", ".xml"})
"""Suffixes of the files that hold words; ``assets/`` and the theme's own files are code."""
SHARD = re.compile(r"search/(texts|names|words)/\d+\.js")
"""Scripts that hold words: pieces of the search index (module ``shards`` writes them)."""

_SKIPPED = re.compile(r"<!--(.*?)-->|<(script|style)\b[^>]*>.*?</\2\s*>", re.S | re.I)
_REST = r"(?=[\s/>])(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>"
_INLINE = re.compile(
    r"</?+(?:a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|tspan|u|var|wbr)"
    + _REST,
    re.I,
)
_BLOCK = re.compile(r"</?+[a-zA-Z][\w:-]*+" + _REST)
_SPOKEN = re.compile(
    r"\s(?:alt|title|aria-label|href|src|content|id|placeholder|label|data-source)=\"(?!data:)([^\"]++)\""
)
_REGION = re.compile(r"<head\b.*?</head>|<main\b.*</main>", re.S | re.I)
_NAV = re.compile(r'<div class="md-sidebar\b.*?(?=<div class="md-content"|<div class="md-sidebar|</main>)', re.S)
_BARE = re.compile(r".?|[\d\s,.%+:/−–—-]{1,9}[通月年日次分秒级]?")  # too short to be anybody's
_BREAKS = str.maketrans("", "", "\u200b\u00ad\x7f")


def visible(html: str) -> str:
    """What a page or a drawing shows or has read out: a line for each block of text and each spoken attribute.

    Markup inside a line leaves no trace (``138<b>1234</b>5678`` is a number again), comments are text that anyone may
    read, and pictures in the page itself (``data:``) are left out. Linear in the length of ``html``.
    """
    text = _SKIPPED.sub(lambda found: f"<p>{found[1] or ''}<p>", html)
    spoken = dict.fromkeys(_SPOKEN.findall(text))
    return unescape("\n".join([_BLOCK.sub("\n", _INLINE.sub("", text)), *spoken]))


def region(html: str) -> str:
    """The part of a page that people's words reach: head and main, without the theme's navigation."""
    return _NAV.sub("", "".join(_REGION.findall(html))) or html


def entries(index: str) -> Iterator[tuple[str, str]]:
    """Address and words of every entry of Material's search index, as the browser shows them."""
    for entry in json.loads(index).get("docs", ()):
        yield entry["location"], visible(f"{entry['title']}\n{entry['text']}".translate(_BREAKS))


def pieces(kind: str, script: str) -> Iterator[tuple[str, str]]:
    """Address and words of everything in a piece of the search index, as the browser shows it."""
    content = json.loads(script.split(",", 2)[2].rpartition(")")[0])
    if kind == "words":
        yield "", "\n".join([*content["words"], *(word for words in content["inner"].values() for word in words)])
    elif kind == "names":
        yield "", visible("\n".join(f"{rest}\n{title}" for _, rest, title in content).translate(_BREAKS))
    else:
        for address, rows in content:
            yield from ((address + row[0], visible(f"{row[1]}\n{row[2]}".translate(_BREAKS))) for row in rows)


def is_read(uri: str) -> bool:
    """Whether a file of the site holds words."""
    words = PurePosixPath(uri).suffix in READ and not uri.startswith("assets/")
    return words or SHARD.fullmatch(uri) is not None


def parts(uri: str, raw: bytes) -> Iterator[tuple[str, str]]:
    """What is to be looked at in one file: where it stands, and its words."""
    text = raw.decode("utf-8", "replace")
    suffix = PurePosixPath(uri).suffix
    if uri == "search/search_index.json":
        yield from ((f"{uri}#{place}", words) for place, words in entries(text))
    elif shard := SHARD.fullmatch(uri):
        yield from ((f"{uri}#{place}", words) for place, words in pieces(shard[1], text))
    elif suffix in {".html", ".htm"}:
        yield uri, visible(region(text))
    else:
        yield uri, visible(text) if suffix in {".svg", ".xml"} else text


@dataclass
class Reader:
    """Looks at files, and remembers by content what was clean, so that nothing is read twice.

    ``known`` are the digests of an earlier look with the same gate; ``clean`` those of this one. A line that stands on
    several pages (chronicle, single file, slides, search) is read where it is met first.
    """

    gate: Gate
    known: frozenset[str] = frozenset()
    clean: set[str] = field(default_factory=set)
    _lines: set[str] = field(default_factory=set)

    def look(self, uri: str, raw: bytes) -> tuple[Problem, ...]:
        """What is still personal in a file of the site, by kind and never by value."""
        whole = blake2b(raw, digest_size=16).hexdigest()
        if whole in self.known:
            self.clean.add(whole)
            return ()
        found = tuple(problem for place, words in parts(uri, raw) for problem in self._read(place, words))
        if not found:
            self.clean.add(whole)
        return found

    def _read(self, place: str, words: str) -> Iterable[Problem]:
        fresh = [line for line in dict.fromkeys(map(str.strip, words.split("\n"))) if line not in self._lines]
        found = self.gate.find("\n".join(line for line in fresh if not _BARE.fullmatch(line)))
        if not found:
            self._lines.update(fresh)
        for kind in dict.fromkeys(each.kind for each in found):
            yield Problem(self.gate.mask(place)[0], 1, 1, f"成品里还有{LABELS[kind]}", "站点没有遮住它；请改写原文")
