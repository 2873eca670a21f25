"""The chronicle as one file: the page's own article, its stories in full, the styles and pictures inside.

For sending where there is no server. The articles are those of the site, after cleaning; only what leads out of them
is changed: links to stories lead to the appendix, links to the rest of the site are made absolute where the site's
address is known and are plain words where it is not, pictures are embedded.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree, html
from PIL import Image

from ..figures.agent_year import AgentYear, Story
from .blocks import render
from .documents.flow import TOLD, around

#: A file of this size passes every mail gateway and chat that we know.
LARGEST = 2**20
#: What a picture may weigh in bytes, and the longer side in pixels that it is reduced to until it does.
_HEAVIEST, _SIDES = 80 * 1024, (1000, 700, 500, 350, 200)
_TYPES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp", ".svg": "svg+xml"}
#: Room for what the template itself says, in bytes.
_FRAME = 8192

_SOURCE = re.compile(r'<img\b[^>]*?\ssrc="(?!data:)([^"]+)"')


def chronicle_file(
    agent_year: AgentYear, articles: Mapping[str, str], styles: str, picture: Callable[[str], bytes | None],
    site_url: str,
) -> bytes:  # fmt: skip
    """``chronicle.html`` of a year: at most :data:`LARGEST` bytes, unless its own words alone are longer.

    ``articles`` maps a page's Markdown file (``agents/a/2025/index.md``, ``…/case.md``) to its article's HTML,
    ``styles`` is the text of the site's style sheets, ``picture`` gives a file of the site by its URI, None where
    there is none. Where room is short stories go first (their lesson stays), then the tables behind the charts.
    """
    site = site_url.rstrip("/") + "/"

    def outside(path: str, fragment: str) -> str:
        uri = path.removesuffix("/index.html").rstrip("/")
        if uri == agent_year.uri:
            return fragment or "#top"
        return urljoin(site, uri) + fragment if site_url else ""

    main = _article(agent_year, articles, "", outside)
    stories = _stories(agent_year, articles, outside)
    style = stylesheet(styles)
    room = LARGEST - _FRAME - len(style.encode()) - _size(main)
    if room < 0:
        room += _size(main)
        for table in main.find_class("exhibit__data"):
            table.drop_tree()
        room -= _size(main)
    kept: list[tuple[Story, html.HtmlElement | None]] = []
    for story, tree in stories:
        size = _size(tree) + 256
        kept.append((story, tree if size <= room else None))
        room -= size if size <= room else 1024
    running = f"{agent_year.record.name} · {agent_year.year}"
    _embed([main, *(tree for _, tree in kept if tree is not None)], picture, room)
    return render(
        "onefile.html",
        agent_year=agent_year,
        main=_html(main),
        headings=main.xpath(".//h2[@id]"),
        stories=[(story, None if tree is None else _html(tree)) for story, tree in kept],
        style=style,
        running=re.sub(r"[^\w ·]", lambda sign: f"\\{ord(sign[0]):x} ", running),  # as a string of a style sheet
        paper=False,
        address=urljoin(site, f"{agent_year.uri}/") if site_url else "",
    ).encode()


def picture_uris(articles: Mapping[str, str]) -> list[str]:
    """The pictures that a year's articles show, by their paths below the site."""
    pictures = set()
    for uri, article in articles.items():
        folder = uri.removesuffix("/index.md").removesuffix(".md")
        sources = (unescape(source) for source in _SOURCE.findall(article))
        pictures |= {normpath(f"{folder}/{unquote(urlsplit(source).path)}") for source in sources}
    return sorted(pictures)


def stories_script(agent_year: AgentYear, articles: Mapping[str, str]) -> bytes:
    """``stories.js`` beside a chronicle: a script that appends the stories in full, to be seen on paper only.

    A script, since that is what a page may load from a folder as well as from a server; its links and pictures lead on
    from the chronicle's own folder.
    """

    def beside(path: str, fragment: str = "") -> str:
        return quote(relpath(path, agent_year.uri)) + fragment

    stories = _stories(agent_year, articles, beside)
    for _, tree in stories:
        for element in _pictures(tree):
            element.set("src", beside(element.get("src", "")))
    parts = [(story, _html(tree)) for story, tree in stories]
    section = render("appendix.html", stories=parts, paper=True, address="")
    place = 'document.querySelector("article").insertAdjacentHTML("beforeend", {});\n'
    return place.format(json.dumps(section, ensure_ascii=False)).encode()


def theme_style() -> str:
    """What the site's style sheets take from the theme, in a few rules, for where there is none."""
    return (Path(__file__).parent / "templates" / "onefile.css").read_text("utf-8")


def stylesheet(styles: str) -> str:
    """The site's style sheets after the few rules of the theme's that they stand on.

    Dark follows the reader's system, since no script is there to switch it.
    """
    return re.sub(r"/\*.*?\*/", "", f"{theme_style()}\n{styles}", flags=re.S).replace("</", "<\\/")


# --- articles -----------------------------------------------------------------------------------------------------

#: The address of a file of the site (its path below the site, and ``#…`` or nothing); empty for no link.
Outside = Callable[[str, str], str]


def _stories(
    agent_year: AgentYear, articles: Mapping[str, str], outside: Outside
) -> list[tuple[Story, html.HtmlElement]]:
    """The stories that have an article, each as :func:`_article` gives it; of the one that the chronicle tells in full
    what stands around its text."""
    there = (story for story in agent_year.stories if articles.get(f"{agent_year.uri}/{story.slug}.md"))
    stories = [(story, _article(agent_year, articles, story.slug, outside)) for story in there]
    told = TOLD.findall(articles.get(f"{agent_year.uri}/index.md", ""))
    for _, tree in ((story, tree) for story, tree in stories if story.slug in told):
        around(tree)
        before = tree.find("aside")
        if before is not None:
            before.addprevious(
                html.fragment_fromstring(
                    f'<p class="soft">正文在前面：<a href="#lead-story">{agent_year.span.this}的故事</a>。</p>'
                )
            )
    return stories


def _article(agent_year: AgentYear, articles: Mapping[str, str], slug: str, outside: Outside) -> html.HtmlElement:
    """An article as part of one document: the chronicle's where ``slug`` is empty, else a story's below it.

    A story's ids begin with its slug and its headings stand one level lower. A picture's ``src`` is its path below
    the site.
    """
    folder, prefix = (f"{agent_year.uri}/{slug}", f"{slug}-") if slug else (agent_year.uri, "")
    slugs = {story.slug for story in agent_year.stories}
    tree = html.fragment_fromstring(articles.get(f"{folder}.md" if slug else f"{folder}/index.md", ""), "div")

    def address(href: str) -> str:
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return href
        fragment = f"#{parts.fragment}" if parts.fragment else ""
        if not parts.path:
            return fragment.replace("#", f"#{prefix}", 1)
        path = normpath(f"{folder}/{unquote(parts.path)}")
        own = path.removeprefix(f"{agent_year.uri}/").removesuffix("/index.html")
        return f"#story-{own}" if own in slugs else outside(path, fragment)

    for element in tree.xpath(".//*[@href]"):
        element.set("href", address(element.attrib["href"]))
        if not element.attrib["href"]:
            del element.attrib["href"]
    for element in _pictures(tree):
        element.set("src", normpath(f"{folder}/{unquote(urlsplit(element.attrib['src']).path)}"))
        element.attrib.pop("srcset", None)
    if slug:
        for name in ("id", "for", "aria-labelledby", "aria-describedby"):
            for element in tree.xpath(f".//*[@{name}]"):
                element.set(name, " ".join(prefix + word for word in element.attrib[name].split()))
        for element in tree.xpath(".//h1 | .//h2 | .//h3 | .//h4 | .//h5"):
            element.tag = f"h{int(element.tag[1]) + 1}"
        for element in tree.iter("aside"):  # one name for each story's would be no name
            element.attrib.pop("aria-label", None)
    return tree


def _pictures(tree: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that show a file."""
    pictures: list[html.HtmlElement] = tree.xpath(".//*[@src][not(starts-with(@src, 'data:'))]")
    return pictures


def _html(tree: html.HtmlElement) -> str:
    """What stands inside of a tree's root."""
    text: str = etree.tostring(tree, encoding="unicode", method="html")
    return text.removeprefix("<div>").removesuffix("</div>").replace("</wbr>", "")  # which libxml2 thinks has an end


def _size(tree: html.HtmlElement) -> int:
    """How many bytes a tree takes in a file."""
    return len(_html(tree).encode())


# --- pictures -----------------------------------------------------------------------------------------------------


def _embed(trees: Iterable[html.HtmlElement], picture: Callable[[str], bytes | None], room: int) -> None:
    """Put the pictures inside, as large as their share of ``room`` (bytes) lets them be; what cannot be embedded is
    replaced by its alternative text."""
    elements = [element for tree in trees for element in _pictures(tree)]
    for index, element in enumerate(elements):
        uri = element.attrib["src"]
        kind = _TYPES.get(PurePosixPath(uri).suffix.lower(), "")
        most = min(_HEAVIEST, room // (len(elements) - index) * 3 // 4 - 64)
        kind, data = _reduced(kind, picture(uri) if kind and not uri.startswith("..") else None, most)
        if data:
            element.set("src", f"data:image/{kind};base64,{b64encode(data).decode('ascii')}")
            room -= len(element.attrib["src"])
        elif element.get("alt"):
            element.tag, element.text = "span", element.get("alt")
            element.attrib.clear()
        else:
            element.drop_tree()


def _reduced(kind: str, data: bytes | None, most: int) -> tuple[str, bytes]:
    """A picture of at most ``most`` bytes and 1,000 pixels, with its kind; nothing where that cannot be done."""
    if not data:
        return "", b""
    if kind == "svg+xml":
        return (kind, data) if len(data) <= most else ("", b"")
    try:
        with Image.open(BytesIO(data)) as image:
            if len(data) <= most and max(image.size) <= _SIDES[0]:
                return kind, data
            with_alpha = image.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return "", b""
    paper = Image.new("RGBA", with_alpha.size, "white")
    flat = Image.alpha_composite(paper, with_alpha).convert("RGB")
    for side in _SIDES:
        flat.thumbnail((side, side))
        body = BytesIO()
        flat.save(body, "JPEG", quality=80, optimize=True, progressive=True)
        if body.tell() <= most:
            return "jpeg", body.getvalue()
    return "", b""
