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
from pathlib import PurePosixPath

from .errors import Problem
from .privacy import LABELS, Gate

READ = frozenset({".html", ".htm", ".svg", ".json", ".js", ".txt", ".csv", ".xml"})
"""Suffixes of the files that hold words; ``assets/`` and the theme's own files are code."""
SHARD = re.compile(r"search/(texts|names|words)/\d+\.js")
"""Scripts that hold words: pieces of the search index (module ``shards`` writes them)."""

_SKIPPED = re.compile(r"<(?:!--(.*?)--|(script|style)\b[^>]*>.*?</\2\s*)>", re.S | re.I)
_TAG = re.compile(r"</?+([a-zA-Z][\w:-]*+)(?=[\s/>])[^>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^>\"']*+)*+>")
_INLINE_NAMES = (
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s", "samp"),
    *("small", "span", "strong", "sub", "sup", "tspan", "u", "var", "wbr"),
)
_INLINE = frozenset((*_INLINE_NAMES, *map(str.upper, _INLINE_NAMES)))
_ATTRIBUTES = ("alt", "title", "aria-label", "href", "src", "content", "id", "placeholder", "label", "data-source")
_NAMED = "|".join(rf"(?<=\s{name}=\")" for name in _ATTRIBUTES)
_SPOKEN = re.compile(rf'="(?<=[{"".join(sorted({name[-1] for name in _ATTRIBUTES}))}]=")(?:{_NAMED})(?!data:)([^"]++)"')
_STRING = re.compile(r'"((?:[^"\\\n]++|\\.)*+)"|\'((?:[^\'\\\n]++|\\.)*+)\'|/\*(.*?)\*/|//([^\n]*+)|(\d{11,19}+)', re.S)
_PIECE = re.compile(r"<(svg|table)\b")
_NAV = re.compile(r'<div class="md-sidebar\b.*?(?=<div class="md-content"|<div class="md-sidebar|</main>)', re.S)
# Too short to be anybody's, or the name of a file, a place in one, or a part of the page
_BARE = re.compile(
    r".?|[\d\s,.%+:/−–—-]{1,9}[通月年日次分秒级]?"
    r"|(?=[a-zA-Z\d./#_:-]++\Z)(?!.*(?i:we|wx|vx|wj|qq|q[\d:]|v:))"
    r"(?:[a-zA-Z./#_:-]*+\d){0,5}+[a-zA-Z./#_-]*+(?::\d{1,5})?"
)
_BREAKS = str.maketrans("", "", "\u200b\u00ad\x7f")


def visible(html: str) -> str:
    """What a page or a drawing shows or has read out: a line for each block of text and each spoken attribute.

    Markup inside a line leaves no trace (``138<b>1234</b>5678`` is a number again), comments are text that anyone may
    read, and pictures in the page itself (``data:``) are left out. Linear in the length of ``html``.
    """
    if "<" not in html:
        return unescape(html)
    text = _SKIPPED.sub(lambda found: f"<p>{found[1] or ''}<p>", html)
    return unescape("\n".join([_TAG.sub(_instead, text), *dict.fromkeys(_SPOKEN.findall(text))]))


def _instead(tag: re.Match[str]) -> str:
    return "" if tag[1] in _INLINE else "\n"


def region(html: str) -> str:
    """The part of a page that people's words reach: head and main, without the theme's navigation."""
    head, main, end = html.find("</head>"), html.find("<main"), html.rfind("</main>")
    if main < 0 or end < main:
        return html
    return _NAV.sub("", html[: max(0, head)] + html[main:end] + "</main>")


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
    return PurePosixPath(uri).suffix in READ and not uri.startswith("assets/") and uri != "search/manifest.js"


def said(script: str) -> str:
    """What a script that carries data says: its strings, read as pages are, its comments and its long numbers."""
    quoted = dict.fromkeys(each for found in _STRING.findall(script) for each in found if each)
    return "\n".join(visible(_unquoted(each).translate(_BREAKS)) for each in quoted)


def _unquoted(literal: str) -> str:
    """A string as the browser reads it; what is no JSON stays as it was typed, and the gate reads that too."""
    if "\\" not in literal:
        return literal
    try:
        text: str = json.loads(f'"{literal}"', strict=False)
    except ValueError:
        return literal
    return text


def parts(uri: str, raw: bytes, fresh: Callable[[str], str] = str) -> Iterator[tuple[str, str]]:
    """What is to be looked at in one file: where it stands, and its words; *fresh* may leave out what is known."""
    text = raw.decode("utf-8", "replace")
    suffix = PurePosixPath(uri).suffix
    if uri == "search/search_index.json":
        yield from ((f"{uri}#{place}", words) for place, words in entries(text))
    elif shard := SHARD.fullmatch(uri):
        yield from ((f"{uri}#{place}", words) for place, words in pieces(shard[1], text))
    elif suffix in {".html", ".htm"}:
        yield uri, visible(fresh(region(text)))
    elif suffix == ".js":
        yield uri, said(text)
    else:
        yield uri, visible(text) if suffix in {".svg", ".xml"} else text


@dataclass
class Reader:
    """Looks at files, and remembers by content what was clean, so that nothing is read twice.

    ``known`` are the digests of an earlier look with the same gate; ``clean`` those of this one, ``lines`` what was
    clean in them, ``met`` those of them that nobody has asked for yet. A line, a drawing or a table that stands on
    several pages (chronicle, single file, slides, search) is read where it is met first.
    """

    gate: Gate
    known: frozenset[str] = frozenset()
    clean: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)
    met: list[str] = field(default_factory=list)
    _pieces: set[bytes] = field(default_factory=set)

    def look(self, uri: str, raw: bytes) -> tuple[Problem, ...]:
        """What is still personal in a file of the site, by kind and never by value."""
        whole = blake2b(raw, digest_size=16).hexdigest()
        if whole in self.known:
            self.clean.add(whole)
            return ()
        met: set[bytes] = set()
        words = parts(uri, raw, lambda html: self._without_known(html, met))
        found = tuple(problem for place, lines in words for problem in self._read(place, lines))
        if not found:
            self.clean.add(whole)
            self._pieces |= met
        return found

    def _without_known(self, html: str, met: set[bytes]) -> str:
        """The page without drawings and tables that were clean elsewhere; what is new is put down in *met*."""
        kept, at = [], 0
        while piece := _PIECE.search(html, at):
            end = html.find(f"</{piece[1]}>", piece.end())
            end = len(html) if end < 0 else end
            digest = blake2b(html[piece.start() : end].encode("utf-8", "replace"), digest_size=16).digest()
            kept.append(html[at : piece.start() if digest in self._pieces else end])
            met.add(digest)
            at = end
        return "".join([*kept, html[at:]])

    def _read(self, place: str, words: str) -> Iterable[Problem]:
        fresh = [line for line in dict.fromkeys(map(str.strip, words.split("\n"))) if line not in self.lines]
        found = self.gate.find("\n".join(line for line in fresh if not _BARE.fullmatch(line)))
        if not found:
            self.lines.update(fresh)
            self.met += fresh
        for kind in dict.fromkeys(each.kind for each in found):
            yield Problem(self.gate.mask(place)[0], 1, 1, f"成品里还有{LABELS[kind]}", "站点没有遮住它；请改写原文")
