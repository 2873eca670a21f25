"""Built HTML as a tree, and what a script finds in it: read by lxml, which makes of valid HTML what the standard's own
rules make of it, forty times faster. That the site's HTML is valid is a test of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement as Element

_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
_FETCHED = {"src", "poster", "data", "srcset", "action", "formaction", "background", "cite"}


def local(element: Element) -> str:
    """The tag's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text(element: Element) -> str:
    """The words inside, with single blanks."""
    return " ".join("".join(element.itertext()).split())


@dataclass(frozen=True)
class Page:
    """A page of the built site; ``path`` is relative to ``site``."""

    site: Path
    path: str

    @cached_property
    def source(self) -> str:
        return (self.site / self.path).read_text(encoding="utf-8")

    @cached_property
    def root(self) -> Element:
        return html.document_fromstring(self.source.encode(), parser=_PARSER)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Elements by tag and attributes; ``data_chart`` stands for ``data-chart``, ``""`` for any value."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self.root.iter()
            if isinstance(each.tag, str)
            and (not tag or local(each) == tag)
            and all(name in each.attrib and value in ("", each.attrib[name]) for name, value in wanted.items())
        ]

    @property
    def article(self) -> Element:
        return self.all("article", class_="md-content__inner md-typeset")[0]

    @property
    def words(self) -> str:
        """What stands in the content of the page."""
        return text(self.article)

    def figures(self, key: str) -> list[Element]:
        return self.all(data_figure=key)

    def chart(self, name: str) -> Element:
        return self.charts(name)[0]

    def charts(self, name: str = "") -> list[Element]:
        return self.all("figure", data_chart=name)

    @property
    def chart_names(self) -> set[str]:
        return {each.attrib["data-chart"] for each in self.charts()}

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """(attribute, address) of everything that the page loads or leads to."""
        found = []
        for each in self.root.iter():
            for name, value in each.attrib.items():
                bare = str(name).rpartition("}")[2]
                if bare == "srcset":
                    found += [(bare, part.split()[0]) for part in value.split(",")]
                elif bare == "href" or bare in _FETCHED:
                    found.append((f"{local(each)} {bare}", value))
        return found

    @cached_property
    def anchors(self) -> set[str]:
        return {each.attrib[name] for each in self.root.iter() for name in ("id", "name") if name in each.attrib}

    def links(self) -> set[str]:
        """The pages that links lead to, relative to the site."""
        return {target for _, target, _ in self.inner() if target.endswith(".html")}

    def inner(self) -> Iterator[tuple[str, str, str]]:
        """(address, path below the site, anchor) of every address inside the site."""
        for _, address in self.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            path = unquote(parts.path)
            here = Path("/") if path.startswith("/") else Path("/", self.path).parent
            whole = here / path.lstrip("/") if path else Path("/", self.path)
            yield address, _flat(whole.as_posix()) + ("/" if path.endswith("/") else ""), unquote(parts.fragment)


def _flat(path: str) -> str:
    parts: list[str] = []
    for part in path.strip("/").split("/"):
        if part == "..":
            parts = parts[:-1] if parts else ["outside"]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def pages(site: Path) -> list[Page]:
    return [Page(site, path.relative_to(site).as_posix()) for path in sorted(site.rglob("*.html"))]


def table(figure: Element) -> dict[str, list[str]]:
    """The data of a chart: the first cell of a row -> the others."""
    rows = [[text(cell) for cell in row if local(cell) in ("th", "td")] for row in figure.iter() if local(row) == "tr"]
    return {row[0]: row[1:] for row in rows}


def number(cell: str) -> float | None:
    """``2,890 通`` -> 2890.0."""
    found = re.search(r"[-−]?\d[\d,]*(\.\d+)?", cell)
    return float(found[0].replace(",", "").replace("−", "-")) if found else None


def drawn(figure: Element) -> list[str]:
    """The texts of the pictures, one string each."""
    return ["".join(each.itertext()) for each in figure.iter() if local(each) == "text"]
