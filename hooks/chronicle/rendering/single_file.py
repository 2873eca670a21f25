"""The chronicle as one file: the page's own article, its stories in full, the styles and pictures inside.

For sending where there is no server. The article is the one that the site shows, after cleaning; only what leads out
of it is changed: links to stories lead to the appendix, links to the rest of the site are made absolute where the
site's address is known and are plain words where it is not, pictures move inside.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import blake2b
from html import escape, unescape
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from urllib.parse import quote, unquote, urljoin, urlsplit

from ..figures.agent_year import AgentYear, Story
from .blocks import environment

#: A file of this size passes every mail gateway and chat that we know.
LARGEST = 2**20
_LARGEST_PICTURE = 300 * 1024
_TYPES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".gif": "gif", ".webp": "webp", ".svg": "svg+xml"}

#: What a tag must hold to be rewritten.
_TOUCHED = r"(?i:src|href|srcset|id|for|aria-(?:label|labelledby|describedby))="
#: After its ``<``: a tag that holds nothing of it. Nearly all are: the marks of charts.
_PLAIN = rf'/?[a-z][\w-]*+(?:[ \n]++(?!{_TOUCHED})[\w:-]++(?:="[^"<]*+")?+)*+[ \n]*+/?>'
_TAG = re.compile(rf"""<(?!{_PLAIN})(/?[a-zA-Z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([\w:-]+)="([^"]*)\"""")
_SOURCE = re.compile(r'src(?<!\wsrc)="([^"]+)"')  # begun by letters, it is looked for without trying every place
_REFERENCES = frozenset({"id", "aria-labelledby", "aria-describedby", "for"})
_DARK = re.compile(r'\[data-md-color-scheme="slate"\]\s*\{([^{}]*)\}')
_DATA = re.compile(r'<details class="exhibit__data">.*?</details>', re.S)

Read = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Article:
    """Where a page's own words stand: from which character of which file of the site to which, and what pictures."""

    file: str
    start: int
    end: int
    sources: Sequence[str] = ()


def article(html: str, content: str, file: str) -> Article:
    """The place of ``content`` in a page's ``html``; all between its article's tags where a theme changed it."""
    start = html.find(content) if content else -1
    end = start + len(content)
    if start < 0:
        start = html.find(">", html.find("<article")) + 1
        end = max(start, html.rfind("</article>"))
    return Article(file, start, end, _SOURCE.findall(html[start:end]))


@dataclass
class Finished:
    """What the site has made by the time that the extras are written: articles by URI, and the folders of its files,
    of which a preview has two: what was made just now goes before what stands."""

    articles: dict[str, Article] = field(default_factory=dict)
    styles: Sequence[str] = ()
    folders: Sequence[Path] = ()

    @cached_property
    def look(self) -> str:
        """The styles as one text: what a chronicle in one file looks like."""
        return "".join((self.read(uri) or b"").decode() for uri in self.styles if uri.endswith(".css"))

    def article(self, uri: str) -> str:
        """A page's own words as its file shows them; nothing where there is no such page."""
        found = self.articles.get(uri)
        return (self.read(found.file) or b"").decode()[found.start : found.end] if found else ""

    def read(self, uri: str) -> bytes | None:
        """A file of the site."""
        paths = [(folder.resolve(), (folder / uri).resolve()) for folder in self.folders]
        found = (path for folder, path in paths if path.is_relative_to(folder) and path.is_file())
        path = next(found, None)
        return path.read_bytes() if path else None


def page(agent_year: AgentYear, finished: Finished, site_url: str) -> bytes:
    """``chronicle.html`` of a chapter, at most :data:`LARGEST` bytes as long as its own words leave room."""
    article = finished.article(f"{agent_year.uri}/index.md")
    wrapped = _Wrapped(agent_year, finished.read, site_url)
    main = wrapped.part(article, agent_year.uri, "")
    appended = _parts(wrapped, finished)
    style = _style(finished)
    kept = _that_fit(main, appended, len(style.encode()))
    if kept is None:
        main = _DATA.sub("", main)
        kept = _that_fit(main, appended, len(style.encode())) or [False] * len(appended)
    text = _document(agent_year, main, list(zip(appended, kept, strict=True)), style, site_url)
    return wrapped.pictures_in(text).encode()


def stories(agent_year: AgentYear, finished: Finished) -> bytes:
    """``stories.js`` beside a chronicle: a script that appends the stories in full, to be seen on paper only.

    A script, since that is what a page may load from a folder as well as from a server; its links and pictures lead on
    from the chronicle's own place.
    """
    beside = _Beside(agent_year, finished.read, "")
    parts = [(each.story, each.html) for each in _parts(beside, finished)]
    section = environment().get_template("appendix.html").render(stories=parts, paper=True, address="")
    place = 'document.querySelector("article").insertAdjacentHTML("beforeend", {});\n'
    return place.format(json.dumps(section, ensure_ascii=False)).encode()


def pictures(agent_year: AgentYear, finished: Finished) -> list[tuple[str, str]]:
    """The pictures that a chapter's articles show, each with a digest of its file."""
    folders = {f"{agent_year.uri}/index.md": agent_year.uri}
    folders |= {f"{agent_year.uri}/{story.slug}.md": f"{agent_year.uri}/{story.slug}" for story in agent_year.stories}
    uris = {
        _from_root(unescape(src), folder)
        for uri, folder in folders.items()
        for src in (finished.articles[uri].sources if uri in finished.articles else ())
        if not src.startswith("data:")
    }
    return [(uri, blake2b(finished.read(uri) or b"", digest_size=16).hexdigest()) for uri in sorted(uris)]


def _from_root(src: str, folder: str) -> str:
    """A picture's place below the site."""
    return normpath(f"{folder}/{unquote(urlsplit(src).path)}")


@dataclass(frozen=True)
class _Part:
    """A story of the appendix."""

    story: Story
    html: str


def _parts(wrapped: _Wrapped, finished: Finished) -> list[_Part]:
    """The stories of a chronicle, made to stand after it."""
    made = []
    for story in wrapped.agent_year.stories:
        folder = f"{wrapped.agent_year.uri}/{story.slug}"
        body = finished.article(f"{folder}.md")
        made += [_Part(story, wrapped.part(_lower(body), folder, f"{story.slug}-"))] if body else []
    return made


def _that_fit(main: str, stories: Sequence[_Part], style: int) -> list[bool] | None:
    """Which stories fit, in their order; None where not even the chronicle does."""
    room = LARGEST - len(main.encode()) - style - 8192
    if room < 0:
        return None
    kept = []
    for each in stories:
        size = len(each.html.encode()) + 256
        kept.append(size <= room)
        room -= size if kept[-1] else 1024
    return kept


def _lower(html: str) -> str:
    """A story's title stands below the chronicle's, its parts below that."""
    return re.sub(r"<(/?)h([1-5])(?=[\s>])", lambda found: f"<{found[1]}h{int(found[2]) + 1}", html)


def _document(agent_year: AgentYear, main: str, stories: list[tuple[_Part, bool]], style: str, site_url: str) -> str:
    return (
        environment()
        .get_template("onefile.html")
        .render(
            agent_year=agent_year,
            main=main,
            stories=[(each.story, each.html if kept else None) for each, kept in stories],
            style=style,
            paper=False,
            address=_absolute(site_url, agent_year.uri) if site_url else "",
        )
    )


def _absolute(site_url: str, uri: str) -> str:
    return urljoin(site_url.rstrip("/") + "/", uri.rstrip("/") + "/")


# --- styles -------------------------------------------------------------------------------------------------------


def _style(finished: Finished) -> str:
    """The site's own style sheets after the few rules of the theme's that they stand on."""
    sheets = [finished.read(uri) or b"" for uri in finished.styles if uri.endswith(".css")]
    return stylesheet(tuple(sheet.decode("utf-8", "replace") for sheet in sheets))


@cache
def stylesheet(sheets: tuple[str, ...]) -> str:
    """Style sheets as one; dark follows the reader's system, since no script is there to switch it."""
    base = (Path(__file__).parent / "templates" / "onefile.css").read_text("utf-8")
    dark = '@media screen and (prefers-color-scheme: dark) {{ [data-md-color-scheme="default"] {{{}}} }}'
    joined = _DARK.sub(lambda found: dark.format(found[1]), "\n".join((base, *sheets)))
    return re.sub(r"/\*.*?\*/", "", joined, flags=re.S).replace("</", "<\\/")


# --- what leads out of the article --------------------------------------------------------------------------------


@dataclass
class _Wrapped:
    """Rewrites the tags of one chronicle's articles; pictures are set aside until it is known what room is left."""

    agent_year: AgentYear
    read: Read
    site_url: str
    pictures: dict[str, str] = field(default_factory=dict)

    def part(self, html: str, folder: str, prefix: str) -> str:
        """An article that stood in ``folder``; ``prefix`` keeps its ids apart from the other parts'."""

        def tag(found: re.Match[str]) -> str:
            attributes = _ATTRIBUTE.sub(lambda a: self._attribute(found[1].lower(), a, folder, prefix), found[2])
            return f"<{found[1]}{attributes}>"

        return _TAG.sub(tag, html)

    def _attribute(self, tag: str, found: re.Match[str], folder: str, prefix: str) -> str:
        name, value = found[1].lower(), unescape(found[2])
        if name in _REFERENCES and prefix:
            return f'{name}="{escape(" ".join(prefix + each for each in value.split()))}"'
        if name == "href" and tag == "a":
            target = self._target(value, folder, prefix)
            return f'href="{escape(target)}"' if target else ""
        if name == "src":
            return f'src="{escape(self._picture(value, folder))}"'
        unnamed = name == "aria-label" and tag == "aside" and prefix  # one name for each story's would be no name
        return "" if name == "srcset" or unnamed else found[0]

    def _target(self, href: str, folder: str, prefix: str) -> str:
        parts = urlsplit(href)
        if parts.scheme or parts.netloc:
            return href
        if not parts.path:
            return f"#{prefix}{parts.fragment}" if parts.fragment else ""
        uri = self._uri(parts.path, folder)
        own = uri.removeprefix(f"{self.agent_year.uri}/")
        if uri == self.agent_year.uri:
            return f"#{parts.fragment}" if parts.fragment else "#top"
        if any(own == story.slug for story in self.agent_year.stories):
            return f"#story-{own}"
        if not self.site_url:
            return ""
        return urljoin(self.site_url.rstrip("/") + "/", uri) + (f"#{parts.fragment}" if parts.fragment else "")

    def _uri(self, path: str, folder: str) -> str:
        """A link's path from the site's root, a page by its folder."""
        return normpath(f"{folder}/{unquote(path)}").removesuffix("/index.html").rstrip("/")

    def _picture(self, src: str, folder: str) -> str:
        if src.startswith("data:"):
            return src
        token = f"\ue002{len(self.pictures)}\ue003"
        self.pictures[token] = _from_root(src, folder)
        return token

    def pictures_in(self, text: str) -> str:
        """``text`` with as many pictures as there is room for; the rest keep their alternative text."""
        room = LARGEST - len(text.encode())
        inlined: Mapping[str, str] = {}
        for token, uri in self.pictures.items():
            data = _data_uri(uri, self.read(uri)) if token in text else ""
            fits = bool(data) and len(data) <= room
            inlined = {**inlined, token: data if fits else _NOTHING}
            room -= len(data) if fits else 0
        return re.sub("\ue002\\d+\ue003", lambda found: inlined.get(found[0], ""), text)


class _Beside(_Wrapped):
    """For stories that stand after their chronicle within the site: pictures stay files, links stay links."""

    def _target(self, href: str, folder: str, prefix: str) -> str:
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path:
            return super()._target(href, folder, prefix)
        own = self._uri(parts.path, folder).removeprefix(f"{self.agent_year.uri}/")
        if any(own == story.slug for story in self.agent_year.stories):
            return f"#story-{own}"
        return self._picture(parts.path, folder) + (f"#{parts.fragment}" if parts.fragment else "")

    def _picture(self, src: str, folder: str) -> str:
        """From the chronicle's folder, as an address."""
        return src if src.startswith("data:") else quote(relpath(_from_root(src, folder), self.agent_year.uri))


#: An empty picture, so that a browser asks nobody and shows the alternative text's box.
_NOTHING = "data:,"


def _data_uri(uri: str, data: bytes | None) -> str:
    kind = _TYPES.get(PurePosixPath(uri).suffix.lower())
    if data is None or kind is None or len(data) > _LARGEST_PICTURE:
        return ""
    return f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"
