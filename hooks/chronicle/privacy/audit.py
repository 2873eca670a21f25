"""The second look: what the finished site shows and says, read as a browser reads it, once more through the detector.

Everything was masked before a page was made, so that this finds nothing unless a later stage joined what was apart, or
text came in by another way. Chart geometry, numbers in ``data-value`` and the theme's own furniture are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from itertools import chain
from pathlib import Path, PurePosixPath

from ..errors import Problem
from ..reading.text import decode, is_link
from .detector import LABELS, Detector
from .normalize import plain

READ = frozenset({".html", ".htm", ".svg", ".json", ".js", ".txt", ".md", ".csv", ".xml"})
"""Suffixes of the files that hold words; ``assets/`` and the theme's own files are code."""

_SKIPPED = re.compile(r"<(?=[!sS])(?:!--(.*?)--|(script|style)\b[^>]*>(?:[^<]++|<(?!/\2\s*>))*+</\2\s*)>", re.S | re.I)
_TAG = re.compile(r"</?+([a-zA-Z][\w:-]*+)(?=[\s/>])[^>\"']*+(?:(?:\"[^\"]*+\"|'[^']*+')[^>\"']*+)*+>")
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|tspan|u|var|wbr", re.I
)
_ATTRIBUTES = ("alt", "title", "aria-label", "href", "src", "content", "id", "placeholder", "label", "data-source")
_SPOKEN = re.compile('="(?:' + "|".join(rf'(?<=\s{name}=")' for name in _ATTRIBUTES) + ')(?!data:)(?=([^"]++)")')
_STRING = re.compile(r'"((?:[^"\\\n]++|\\.)*+)"|\'((?:[^\'\\\n]++|\\.)*+)\'|/\*(.*?)\*/|//([^\n]*+)|(\d{11,19}+)', re.S)
_CONTENT = re.compile(r'shard\("[^"]*","[^"]*",')  # name and digest of a piece of the search index
# Too short to be anybody's, or the name of a file, a place in one, or a part of the page
_BARE = re.compile(
    r".?|[\d\s,.%+:/−–—-]{1,9}[通月年日次分秒级]?"
    r"|(?=[a-zA-Z\d./#_:-]++\Z)(?!.*(?i:we|wx|vx|wj|qq|q[\d:]|v:))"
    r"(?:[a-zA-Z./#_:-]*+\d){0,5}+[a-zA-Z./#_-]*+(?::\d{1,5})?"
)
# Signs that only tell where a line may be broken or a word ends
_BREAKS = dict.fromkeys(map(ord, "\u200b\u00ad\x7f"))


def is_read(uri: str) -> bool:
    """Whether a file of the site holds words."""
    return PurePosixPath(uri).suffix in READ and not uri.startswith("assets/") and uri != "search/manifest.js"


def words_of(uri: str, raw: bytes) -> str:
    """What a file of the site shows or has read out, line by line."""
    suffix = PurePosixPath(uri).suffix
    text = raw.decode("utf-8", "replace")
    if suffix in {".html", ".htm"}:
        head, main, end = text.find("</head>"), text.find("<main"), text.rfind("</main>")
        if 0 <= main <= end:  # head and main are all that people's words reach
            text = f"{text[: max(0, head)]}\n{text[main:end]}"
        return visible(text)
    if uri.startswith("search/words/"):  # its other strings are page numbers, in a code of their own
        shard = json.loads(_CONTENT.sub("", text).rpartition(")")[0])
        return "\n".join([*shard["words"], *chain.from_iterable(shard["inner"].values())])
    if suffix in {".js", ".json"}:
        return said(_CONTENT.sub("", text))
    if suffix == ".md":  # the cells of a table are apart, as they are on the page
        return text.replace(" | ", "\n")
    return visible(text) if suffix in {".svg", ".xml"} else text


def visible(html: str) -> str:
    """What a page or a drawing shows or has read out: a line for each block of text and each spoken attribute.

    Markup inside a line leaves no trace (``138<b>1234</b>5678`` is a number again), comments are text that anyone may
    read, and pictures in the page itself (``data:``) are left out.
    """
    if "<" not in html and '="' not in html:
        return unescape(html)
    text = _SKIPPED.sub(lambda match: f"<p>{match[1] or ''}<p>", html)
    parts = _TAG.split(text)
    breaks = ["" if _INLINE.fullmatch(name) else "\n" for name in parts[1::2]]
    words = "".join(chain.from_iterable(zip(parts[::2], [*breaks, ""], strict=True)))
    return unescape("\n".join([words, *dict.fromkeys(_SPOKEN.findall(text))]))


def said(script: str) -> str:
    """What a script or an index says: its strings, each read as a page is, its comments and its long numbers."""
    literals = dict.fromkeys(literal for match in _STRING.findall(script) for literal in match if literal)
    return "\n".join(visible(_unquoted(literal).translate(_BREAKS)) for literal in literals)


def _unquoted(literal: str) -> str:
    """A string as the browser reads it; what is no JSON stays as it was typed, and the detector reads that too."""
    if "\\" not in literal:
        return literal
    try:
        text: str = json.loads(f'"{literal}"', strict=False)
    except ValueError:
        return literal
    return text


@dataclass
class Reader:
    """Looks at files, and remembers by content what was clean, so that nothing is read twice.

    ``known`` are the digests of an earlier look with the same detector; ``clean`` those of this one, ``lines`` the
    hashes of what was clean in them: a line of words that stands in several files (chronicle, single file, slides,
    search) is read where it is met first. ``sources`` gives path and text of what people typed: a finding is told where
    it stands there.
    """

    detector: Detector
    known: frozenset[str] = frozenset()
    clean: set[str] = field(default_factory=set)
    lines: set[int] = field(default_factory=set)
    sources: Callable[[], Iterable[tuple[str, str]]] = tuple

    def look(self, uri: str, raw: bytes) -> tuple[Problem, ...]:
        """What is still personal in a file of the site: its kind, its first character and its length, never the whole.

        A name that stands alone on its line is none here: a list of words, of tags or of headings says nothing more
        about it than the sentence that it was taken from.
        """
        digest = sha256(raw).hexdigest()
        problems = () if digest in self.known else tuple(self._read(uri, words_of(uri, raw)))
        if not problems:
            self.clean.add(digest)
        return problems

    def _read(self, uri: str, words: str) -> Iterator[Problem]:
        lines = dict.fromkeys(line.strip() for line in words.split("\n"))
        fresh = [line for line in lines if hash(line) not in self.lines]
        # Lines that were not read before have come together by chance: they are no rows of one table
        doubtful = "\n\n".join(line for line in fresh if not _BARE.fullmatch(line))
        findings = self.detector.find(doubtful, is_lone=False) if doubtful else ()
        if not findings:
            self.lines.update(map(hash, fresh))
        for kind, value in dict.fromkeys((finding.kind, doubtful[finding.start : finding.end]) for finding in findings):
            path, line = self._source(value) or (uri, 1)
            message = f"成品里还有{LABELS[kind]}（“{value[0]}”开头的 {len(value)} 个字）"
            yield Problem(self.detector.mask(path)[0], line, 1, message, "站点没有遮住它；请改写原文")

    def _source(self, value: str) -> tuple[str, int] | None:
        """Path and line of the first file of people's that holds *value*."""
        wanted = plain(value).text
        for path, text in self.sources():
            bare = plain(text)
            at = bare.text.find(wanted)
            if at >= 0:
                return path, text.count("\n", 0, bare.span(at, at + len(wanted))[0]) + 1
        return None


def typed(root: Path) -> Iterator[tuple[str, str]]:
    """Path below *root* and text of every file that people typed, their own before the sample and the templates."""
    paths = sorted(path for folder in ("data", "docs") for path in (root / folder).rglob("*"))
    for path in sorted(paths, key=lambda path: "/_" in path.relative_to(root).as_posix()):
        if path.suffix.lower() in {".yml", ".yaml", ".md", ".csv", ".txt"} and path.is_file() and not is_link(path):
            name = path.relative_to(root).as_posix()
            yield name, decode(name, path.read_bytes()).text
