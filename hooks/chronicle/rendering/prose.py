"""Markdown that stands inside a block: the opening, an agent's own sections, the story told in full; and words that
stand in Markdown as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from posixpath import relpath
from urllib.parse import quote, unquote
from zlib import crc32

import markdown  # type: ignore[import-untyped]
from markupsafe import Markup

from ..sanitize import html as safe_html
from ..sanitize.attachments import address_of
from .placeholders import Slot, UnknownNameError, place

_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "tables", "pymdownx.details", "pymdownx.superfences",
    "pymdownx.tasklist", "sane_lists",
)  # fmt: skip
#: Signs that a backslash makes a sign and nothing more.
_SIGNS = re.compile(r"[\\`*_{}\[\]()#+.!|-]")
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")
_ADDRESS = re.compile(r'(?<=\s)(src|href)="(?![a-z][a-z+.-]*:|[/#])([^"#]+)')
#: The block that ends a page, and the footnotes that Markdown sets after it.
_WAY_AND_NOTES = re.compile(r'(<p>\ue000\d+\ue001</p>\s*)(<div class="footnote">.*</div>)(?=\s*$)', re.S)


def prose(text: str, figure: Callable[[str], Markup | None], folder: str, at: str) -> Markup:
    """``text`` as safe HTML, with its key numbers; placed blocks are left out, headings are those of a part of a page.

    ``figure`` gives a key number, None where there is none of that name; ``folder`` is where the text's relative
    addresses begin, ``at`` the folder of the page that shows it.
    """

    def key(name: str) -> Slot:
        number = figure(name)
        if number is None:
            raise UnknownNameError("", "")
        return Slot(number, True)

    def address(match: re.Match[str]) -> str:
        path = address_of(unquote(re.sub(r"\.md$", "/index.html", f"{folder}/{match[2]}")))
        return f'{match[1]}="{quote(relpath(path, at or "."), safe="/&;")}'

    placed = place(text, "", 1, lambda _: Slot("", True), key)
    notes = {
        "SEPARATOR": f"-{crc32(text.encode()):x}-",
        "BACKLINK_TITLE": "回到正文里的注 {}",
    }  # ids of this text alone
    written = markdown.markdown(placed.markdown, extensions=_EXTENSIONS, extension_configs={"footnotes": notes})
    html, _ = safe_html.clean(written)
    html = _HEADING.sub(lambda tag: f"<{tag[1]}h4>", _ADDRESS.sub(address, html))
    return Markup(placed.fill(html, searched=True))


def removed(text: str) -> tuple[str, ...]:
    """The names of what is unsafe in ``text`` and stands on no page."""
    return safe_html.clean(markdown.markdown(text, extensions=_EXTENSIONS))[1] if "<" in text or "](" in text else ()


def as_heading(text: str) -> str:
    """Words for a heading, which Markdown leaves as they are."""
    return _SIGNS.sub(r"\\\g<0>", escape(" ".join(text.split()), quote=False))


def beside(html: str) -> str:
    """``html`` of a page in a folder of its own: addresses in tags that the writer typed, which MkDocs leaves alone,
    as they lead from there, and its footnotes before the block that ends it, which is the way to another story."""

    def address(tag: re.Match[str]) -> str:
        path = re.sub(r"\.md$", "/index.html", tag[2])
        return tag[0] if path.startswith(".") else f'{tag[1]}="../{path}'

    return _WAY_AND_NOTES.sub(r"\2\1", _ADDRESS.sub(address, html))
