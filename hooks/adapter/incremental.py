"""Pages that need not be made again: what an earlier build made of the same, kept in the cache.

A page rests on what it is made of (its digest) and on what every page rests on (the frame: settings, theme, scripts and
styles, people's files, the titles in the navigation). Where both are the same, so is every byte of it. MkDocs passes
by such a page; it is written as it was kept, or stands already.
"""

from __future__ import annotations

import json
import logging
import re
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import AnchorLink

from chronicle.cache import Cache, key
from chronicle.errors import ChronicleError, Problem
from chronicle.reading.document import Written
from chronicle.rendering.outline import FOLDED
from chronicle.rendering.pages import Page

from .messages import link_problem

#: The heading of a folded section: its id and its words, escaped.
_FOLDED = re.compile(r'fold__heading" id="([^"]+)">(.*?)</h3>')
#: Settings that show on a page or decide how it is made, and may come from elsewhere than ``mkdocs.yml``.
_SETTINGS = (
    "site_name", "site_url", "site_description", "site_author", "copyright", "use_directory_urls", "repo_url",
    "repo_name", "edit_uri", "edit_uri_template", "extra", "extra_css", "extra_javascript",
    "nav",
)  # fmt: skip
#: Plugins and hooks that make of the same page the same page; with any other no page is kept.
_KNOWN = frozenset({"search", "material/search", "hooks/observer.py", "hooks/observer.py build"})
_LEVEL = 1  # a page shrinks to a sixth; a higher level takes three times as long for a tenth less


@dataclass(frozen=True)
class Finish:
    """What the rest of the site needs of a page beside its file.

    ``entries`` stand in the search index, their Chinese cut as ``cut`` says; ``anchors`` are the ids that others may
    lead to, ``links`` the anchors that it leads to itself, by URI, each with the link as it was written; its article
    stands between the characters ``start`` and ``end`` of the file.
    """

    title: str = ""
    entries: Sequence[dict[str, Any]] = ()
    cut: str = ""
    anchors: Sequence[str] = ()
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    start: int = 0
    end: int = 0


class IncrementalChecker(logging.Filter):
    """Knows which pages are unchanged, and keeps what was made of the others.

    ``served`` are the pages that stand in a preview: the key that each has in the cache, and its finish. After
    :meth:`find`, ``finishes`` are the pages that need not be made, joined by those that were made; ``standing`` are
    those of them that need not even be written.

    A page that MkDocs or we had something to say of is not kept, so that it is said again at the next build. To hear
    it the checker listens to MkDocs until :meth:`close`, even where ``-q`` hides it; ``astray`` is what leads nowhere
    on each page, or was taken out. What MkDocs says of links it says as a problem at a line of ``texts``, the words of
    the pages by URI.
    """

    def __init__(self, cache: Cache, served: Mapping[str, tuple[str, Finish]]) -> None:
        super().__init__()
        self._cache, self._served = cache, served
        self.finishes: dict[str, Finish] = {}
        self.standing: Collection[str] = ()
        self.astray: dict[str, list[Problem]] = {}
        self.texts: dict[str, Written] = {}
        self._uris: list[str] = []
        self._ground = ""
        self._keeps = False
        self._keys: dict[str, str] = {}
        self._logger = logging.getLogger("mkdocs.structure.pages")

    def look_at(self, config: MkDocsConfig, files: Iterable[File]) -> None:
        """The settings and the files that every page of this build rests on; listen from now on."""
        settings = Path(config.config_file_path)
        assets = [settings, *sorted((settings.parent / "docs" / "assets").rglob("*"))]
        self._ground = key(
            [path.read_bytes() for path in assets if path.is_file()],
            config.theme.name or "plain",
            [f"{name}={config.get(name)!r}" for name in _SETTINGS],
            sorted(file.src_uri for file in files),
        )
        self._keeps = _KNOWN.issuperset(config.plugins)
        self._uris = [file.src_uri for file in files]
        self._logger.addFilter(self)
        self._logger.setLevel(logging.INFO)

    def find(self, beside: Sequence[object], digests: Mapping[str, str]) -> Collection[str]:
        """Which pages are kept whole and unharmed; ``beside``: the menu, and what became of people's files.

        A page of a year stands where all pages of the year do: the files beside them show their words.
        """
        frame = key(self._ground, beside, sorted(digests))
        self._keys = {uri: key("page", frame, uri, digest) for uri, digest in digests.items()}
        same = {uri: finish for uri, (name, finish) in self._served.items() if self._keys.get(uri) == name}
        changed = {part_of(uri) for uri in digests.keys() - same.keys()}
        standing = {uri: finish for uri, finish in same.items() if part_of(uri) not in changed}
        self.standing, self.finishes = standing.keys(), dict(standing)
        for uri in digests.keys() - standing.keys():
            if kept := self._kept(uri):
                self.finishes[uri] = Finish(**json.loads(kept[0]))
        return self.finishes.keys()

    def reuse(self, files: Files, pages: Mapping[str, Page], config: MkDocsConfig) -> None:
        """Give the pages that were found their place in the navigation, but for those in whose place problems stand;
        the anchors that lead to them, and from them, are checked as on any page."""
        self.finishes = {uri: finish for uri, finish in self.finishes.items() if uri in pages and pages[uri].digest}
        for uri, finish in self.finishes.items():
            if file := files.get_file_from_path(uri):
                page = SitePage(finish.title, file, config)
                page.present_anchor_ids = set(finish.anchors)
                targets = ((files.get_file_from_path(target), links) for target, links in finish.links.items())
                page.links_to_anchors = {target: dict(links) for target, links in targets if target}

    def html(self, uri: str) -> str:
        """The file of a page that is kept; read when it is written, so that no build holds all of them."""
        kept = self._kept(uri)
        if kept is None:
            raise ChronicleError([Problem(f"docs/{uri}", 1, 1, "生成时缓存被别人删了", "再生成一次")])
        return zlib.decompress(kept[1]).decode()

    def stands(self) -> dict[str, tuple[str, Finish]]:
        """What stands when everything is written; another checker is told of it as ``served``."""
        return {uri: (self._keys[uri], finish) for uri, finish in self.finishes.items()}

    def keep(self, page: Page, site_page: SitePage, html: str, finish: Finish) -> None:
        """Remember a page: for as long as the preview runs, and in the cache unless something was said of it, or a
        plugin is at work of which nobody knows whether it always makes the same of the same page."""
        uri = page.uri
        astray = any(  # a link leads to an anchor that is not there, which MkDocs tells when all pages are made
            anchor not in (file.page.present_anchor_ids or ())
            for file, links in (site_page.links_to_anchors or {}).items()
            if isinstance(file.page, SitePage)
            for anchor in links
        )
        if self._keeps and page.digest and not astray and uri not in self.astray:
            body = zlib.compress(html.encode(), _LEVEL)
            self._cache.put(self._keys[uri], json.dumps(asdict(finish)).encode() + b"\n" + body)
        if page.digest:
            self.finishes[uri] = finish

    def _kept(self, uri: str) -> tuple[bytes, bytes] | None:
        """What is kept of a page: its finish as JSON, and its file, packed."""
        head, line_end, body = ((self._keeps and self._cache.get(self._keys[uri])) or b"").partition(b"\n")
        return (head, body) if line_end else None

    def filter(self, record: logging.LogRecord) -> bool:
        """Note what is said, and let through what would be shown without us."""
        message = record.getMessage()
        if message.rpartition("' which is excluded from")[0].rpartition("'")[2] in self.finishes:
            return False
        if told := link_problem(message, self.texts, self._uris):
            uri, problem = told
            self.astray.setdefault(uri, []).append(problem)
            record.msg, record.args = str(problem), ()
        return record.levelno >= logging.getLogger("mkdocs").getEffectiveLevel()

    def close(self) -> None:
        """Listen no longer."""
        self._logger.removeFilter(self)
        self._logger.setLevel(logging.NOTSET)


def part_of(path: str) -> str:
    """What stands or is made as a whole: ``agents/linxia/2025/night.md`` -> ``agents/linxia/2025``, any page that is
    none of a year's alone."""
    return "/".join(path.split("/")[:3])


def finish_of(page: SitePage, html: str, entries: Sequence[dict[str, Any]], cut: str) -> Finish:
    """What the rest of the site needs of a new page; its article is its content, or all between the article's tags
    where a theme changed that."""
    content = page.content or ""
    start = html.find(content) if content else -1
    end = start + len(content)
    if start < 0:
        start = html.find(">", html.find("<article")) + 1
        end = max(start, html.rfind("</article>"))
    links = {file.src_uri: anchors for file, anchors in (page.links_to_anchors or {}).items()}
    return Finish(str(page.title), entries, cut, sorted(page.present_anchor_ids or ()), links, start, end)


def fill_contents(entries: Iterable[AnchorLink], page: Page) -> None:
    """Numbers that stand in headings stand in the table of contents too; the sections that are folded below a chapter
    are its parts, of level 0."""
    for entry in entries:
        entry.title = page.text.plain(entry.title)
        fill_contents(entry.children, page)
        if entry.id == FOLDED:
            headings = chain.from_iterable(_FOLDED.findall(slot.html) for slot in page.text.slots)
            entry.children += [AnchorLink(title, name, 0) for name, title in headings]
