"""MkDocs' pages: those that stand finished already, and what a new one leaves behind for the next build."""

from __future__ import annotations

import logging
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import AnchorLink

from chronicle.pipeline.handover import Handover
from chronicle.pipeline.stock import Finish, Stock
from chronicle.rendering import single_file
from chronicle.rendering.pages import Page
from chronicle.search.segmentation import Cut

_TEMPLATE = "finished.html"  # a page that stands needs nothing of the theme's
#: Settings that show on a page or decide how it is made, and may come from elsewhere than ``mkdocs.yml``.
_SETTINGS = (
    "site_name", "site_url", "site_description", "site_author", "copyright", "use_directory_urls", "repo_url",
    "repo_name", "edit_uri", "edit_uri_template", "extra", "extra_css", "extra_javascript",
)  # fmt: skip
#: Plugins and hooks that make of the same page the same page.
_STEADY = frozenset({"search", "material/search", "hooks/observer.py"})


def settings(config: MkDocsConfig) -> list[str]:
    """The settings that every page rests on."""
    return [config.theme.name or "", *(f"{each}={config.get(each)!r}" for each in _SETTINGS)]


def is_steady(config: MkDocsConfig) -> bool:
    """Whether every plugin at work, and every hook (MkDocs lists them together), makes of the same page the same."""
    return _STEADY.issuperset(config.plugins)


class FinishedPage(SitePage):
    """A page that stands finished: MkDocs neither reads nor renders it, and writes it as it stands."""

    def __init__(self, file: File, config: MkDocsConfig, finish: Finish) -> None:
        super().__init__(finish.title, file, config)
        self.finish = finish

    def read_source(self, config: MkDocsConfig) -> None:
        """Nothing is read."""
        self.markdown, self.meta = "", {"template": _TEMPLATE}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Nothing is rendered; the anchors that lead here, and from here, are checked as on any page."""
        self.content, self.present_anchor_ids = "", set(self.finish.anchors)
        found = ((files.get_file_from_path(uri), links) for uri, links in self.finish.links.items())
        self.links_to_anchors = {file: dict(links) for file, links in found if file}


class _Complaints(logging.Filter):
    """What MkDocs has to say of pages, heard also where ``-q`` hides it: such a page is made anew each time."""

    def __init__(self) -> None:
        super().__init__()
        self.heard = ""

    def filter(self, record: logging.LogRecord) -> bool:
        """Listen, and let through what would be shown without us."""
        self.heard += record.getMessage()
        return record.levelno >= logging.getLogger("mkdocs").getEffectiveLevel()


class Press:
    """Lets pages stand that are in stock, and lays the new ones in.

    A page that something was said of is not kept, nor any page where a plugin is at work of which nobody knows
    whether it always makes the same of it.
    """

    def __init__(self, stock: Stock, handover: Handover, cut: Cut, config: MkDocsConfig) -> None:
        self._stock, self._handover, self._cut = stock, handover, cut
        self._steady = is_steady(config)
        self._complaints = _Complaints()
        self._blemished: set[str] = set()
        plugin: Any = config.plugins.get("material/search") or config.plugins.get("search")
        self._index: list[dict[str, Any]] = plugin.search_index.entries if hasattr(plugin, "search_index") else []
        self._new: list[dict[str, Any]] = []
        self._logger = logging.getLogger("mkdocs.structure.pages")

    def open(self, files: Files, pages: list[Page], config: MkDocsConfig) -> None:
        """Let every page stand that is in stock, and listen from now on."""
        self._logger.addFilter(self._complaints)
        self._logger.setLevel(logging.INFO)
        for page in pages if self._steady else ():
            finish, file = self._stock.find(page), files.get_file_from_path(page.uri)
            if finish and file:
                FinishedPage(file, config, finish)

    def close(self) -> None:
        """Listen no longer."""
        self._logger.removeFilter(self._complaints)
        self._logger.setLevel(logging.NOTSET)

    def blemish(self, uri: str) -> None:
        """Something is to be told of this page each time."""
        self._blemished.add(uri)

    def collect(self, page: SitePage) -> None:
        """What the search has of a page; call it once the search has read the page."""
        if isinstance(page, FinishedPage):
            kept = page.finish.entries
            self._index.extend(kept if page.finish.cut == self._cut.name else self._cut.again(kept))
        place = page.url
        new = []
        for entry in reversed(self._index):
            if entry["location"].partition("#")[0] != place:
                break
            new.append(entry)
        self._new = new[::-1]

    def finish(self, page: SitePage, html: str, ours: Page) -> tuple[str, Finish]:
        """A page's file, and what the rest of the site has of it; what is new and flawless is kept."""
        if isinstance(page, FinishedPage):
            self._handover.take(ours, page.finish, keep=False)
            return self._stock.html(ours), page.finish
        finish = Finish(
            title=str(page.title),
            entries=self._new,
            cut=self._cut.name,
            anchors=sorted(page.present_anchor_ids or ()),
            links={file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
            article=single_file.article(html, page.content or "", page.file.dest_uri),
        )
        keep = self._steady and not self._is_blemished(page)
        if not self._handover.take(ours, finish, keep=keep) and keep:
            self._stock.keep(ours.uri, ours.digest, html.encode(), finish)
        return html, finish

    def _is_blemished(self, page: SitePage) -> bool:
        uri = page.file.src_uri
        return uri in self._blemished or f"'{uri}'" in self._complaints.heard or _leads_astray(page)


def _leads_astray(page: SitePage) -> bool:
    """Whether a link of the page leads to an anchor that is not there; MkDocs tells it when all pages are made."""
    return any(
        anchor not in (file.page.present_anchor_ids or ())
        for file, links in (page.links_to_anchors or {}).items()
        if isinstance(file.page, SitePage)
        for anchor in links
    )


def fill_contents(entries: list[AnchorLink], ours: Page) -> None:
    """Numbers that stand in headings stand in the table of contents too."""
    for entry in entries:
        entry.title = ours.placed.plain(entry.title)
        fill_contents(entry.children, ours)
