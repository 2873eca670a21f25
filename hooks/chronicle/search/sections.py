"""A page's HTML -> its sections as Material's search plugin finds them, at a fifth of the cost.

The plugin reads with ``html.parser``: a method call for every tag and a pattern for every attribute. Pages that were
cleaned are regular enough for one expression to part; what is not (a script, an attribute without quotes, a stray <) is
left to the plugin. What counts as a section, and what of it is kept, are the plugin's own rules to the letter, oddities
included (it knows elements by their names alone), so that the same index comes out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from itertools import islice

_NAME = "(?:[a-z][a-z0-9:_-]*|viewBox|preserveAspectRatio)"
#: The name of an end tag; the name of a start tag, its attributes, the slash of one that ends itself; or a comment.
_TAG = re.compile(rf'<(?:/([a-z][a-z0-9]*)|([a-z][a-z0-9]*)((?:[ \n]+{_NAME}(?:="[^"]*")?)*)[ \n]*(/?)|!--[^<>-]+--)>')
_ATTRIBUTE = re.compile(rf'({_NAME})(?:="([^"]*)")?')
#: Entities where names are compared: not every Python reads them alike.
_ODD = re.compile(r'(?:id|class)="[^"&]*&')

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NEVER = frozenset({"object", "script", "style"})
#: What stands in these is not read as tags, in some Pythons.
_RAW = frozenset(
    {"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"}
)
#: The tag of what no heading opens.
_NO_HEADING = "hx"


@dataclass(slots=True)
class Section:
    """What stands under a heading: pieces of title and text with the few tags that are kept; where it is ``excluded``,
    the search leaves it out."""

    tag: str
    depth: float = 0
    excluded: bool = False
    id: str | None = None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


def read(html: str) -> list[Section] | None:
    """The sections of a page's content, in order; None where its HTML is not regular enough to be read here."""
    parts = _TAG.split(html)
    texts, ends, starts, attributes, slashes = (parts[nth::5] for nth in range(5))
    last = texts.pop()
    if "<" in last or "<" in "".join(texts) or not _RAW.isdisjoint(starts) or _ODD.search(html):
        return None
    reader = _Reader()
    for text, end, start, given, slash in zip(texts, ends, starts, attributes, slashes, strict=False):
        if text:
            reader.say(text)
        if start:
            reader.start(start, given)
        if end or slash:
            reader.end(end or start)
    if last:
        reader.say(last)
    return reader.sections


@lru_cache(maxsize=4096)
def _heeded(attributes: str) -> dict[str, str | None]:
    """Those of a tag's attributes that decide anything."""
    given: dict[str, str | None] = {found[1]: found[2] for found in _ATTRIBUTE.finditer(attributes)}
    if given.get("class") not in ("headerlink", "linenodiv"):
        given.pop("class", None)
    return {name: given[name] for name in ("id", "class", "data-search-exclude") if name in given}


class _Reader:
    """Where the reading of a page stands: the names of the elements around, the section that is being filled."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self._section = Section(_NO_HEADING)
        self._around: list[str] = []
        self._skipped = set(_NEVER)
        self._hidden = 0  # how many of the elements around are skipped
        self._permalinks: list[int] = []  # how deep they stand

    def start(self, tag: str, attributes: str) -> None:
        """An element begins."""
        if tag in _VOID:
            return
        self._around.append(tag)
        if tag in self._skipped:
            self._hidden += 1
        if attributes and (heeded := _heeded(attributes)):
            self._heed(tag, heeded)
        if not self.sections:
            self.sections.append(self._section)
        if tag in _KEPT and not self._hidden:
            self._place().append(f"<{tag}>")

    def end(self, tag: str) -> None:
        """An element ends, if it is the innermost."""
        depth = len(self._around)
        if not depth or self._around[-1] != tag:
            return
        if self._section.depth > depth:
            self._leave_section(depth)
        if self._permalinks and self._permalinks[-1] == depth:
            self._permalinks.pop()
        self._around.pop()
        if tag in self._skipped:
            self._show(tag)
        elif tag in _KEPT and not self._hidden:
            _close(self._place(), tag)

    def say(self, text: str) -> None:
        """What stands between two tags."""
        if self._hidden:
            return
        if not self.sections:
            self.sections.append(self._section)
        said = unescape(text) if "&" in text else text
        blank, verbatim, section = said.isspace(), "pre" in self._around, self._section
        if not verbatim:
            said = " " if blank else said.replace("\n", " ")
        if section.tag in self._around:
            section.title += [] if self._permalinks else [escape(said, quote=False)]
        elif not blank:
            section.text.append(escape(said, quote=False))
        elif verbatim or not section.text or not section.text[-1].isspace():
            section.text.append(said)

    def _heed(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in _HEADINGS and "id" in given:
            self._begin(tag, given)
        if tag == "a" and given.get("class") == "headerlink":
            self._permalinks.append(len(self._around))
        if "data-search-exclude" in given or given.get("class") == "linenodiv":
            self._hide(tag)

    def _begin(self, tag: str, given: dict[str, str | None]) -> None:
        """A heading opens a section; what stands before the first but a title is a section too, without a heading."""
        depth = len(self._around)
        if tag != "h1" and not self.sections:
            self.sections.append(Section(_NO_HEADING, depth))
        name = given["id"] if self.sections else None
        self._section = Section(tag, depth, "data-search-exclude" in given, name)
        self.sections.append(self._section)

    def _leave_section(self, depth: int) -> None:
        """Where a heading stood in an element that ends: go on with the section around it, and never come back."""
        outer = next((each for each in reversed(self.sections) if each.depth <= depth), None)
        if outer:
            self._section.depth = float("inf")
            self._section = outer

    def _place(self) -> list[str]:
        return self._section.title if self._section.tag in self._around else self._section.text

    def _hide(self, tag: str) -> None:
        if tag not in self._skipped:
            self._skipped.add(tag)
            self._hidden += self._around.count(tag)

    def _show(self, tag: str) -> None:
        self._hidden -= 1
        if tag not in _NEVER:
            self._skipped.remove(tag)
            self._hidden -= self._around.count(tag)


def _close(pieces: list[str], tag: str) -> None:
    """End an element, or take it out with the blanks in it where it holds nothing."""
    first = pieces.index(f"<{tag}>")
    if all(map(str.isspace, islice(pieces, first + 1, None))):
        del pieces[first:]
    else:
        pieces.append(f"</{tag}>")
