"""Our reading of pages beside that of Material's own parser: the same sections, or none of ours."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from material.plugins.search.plugin import Parser, SearchIndex

from chronicle.search import segmentation
from chronicle.search.sections import read

Found = list[tuple[str | None, list[str], list[str], bool]]


def _ours(html: str) -> Found | None:
    found = read(html)
    return None if found is None else [(each.id, each.title, each.text, each.excluded) for each in found]


def _theirs(html: str) -> Found:
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [(each.id, each.title, each.text, each.is_excluded()) for each in parser.data]


def _outcome(reading: Callable[[str], Any], html: str) -> Any:
    """What a reading finds, or how it fails: where tags do not match, the plugin may not find one that it closes."""
    try:
        return reading(html)
    except ValueError:
        return "ValueError"


PAGES = {
    "nothing": "",
    "words without a tag": "只有 &amp; 字",
    "a title, parts, parts of parts": (
        '<h1 id="a">一</h1><p>甲</p><h2 id="b">二</h2>乙<h3 id="c">三</h3>丙<h2 id="d">四</h2>丁'
    ),
    "words before the first heading": '<p>先说</p><h2 id="b">二</h2><p>乙</p>',
    "a part before any title": '<h2 id="b">二</h2><p>乙</p>',
    "headings without an id": "<h1>一</h1><p>甲</p><h2>二</h2><p>乙</p>",
    "an id without a value": "<h1 id>一</h1><h2 id>二</h2>乙<h3 id=''>三</h3>".replace("''", '""'),
    "sections in elements, and what follows them": (
        '<h1 id="a">一</h1><div><h2 id="b">二</h2>乙<div><h3 id="c">三</h3>丙</div>还是乙</div>还是甲'
    ),
    "a heading in a heading": '<h2 id="b">二<h3 id="c">三</h3>余</h2>丙',
    "left out": '<h1 id="a">一</h1><p data-search-exclude>甲</p><div data-search-exclude=""><p>乙</p></div><p>丙</p>',
    "left out, with the like inside": "<div data-search-exclude>甲<div>乙</div>丙</div>丁<div>戊</div>",
    "left out, in the like": "<div>甲<div data-search-exclude>乙</div>丙</div>丁",
    "a part left out": '<h1 id="a">一</h1>甲<h2 id="b" data-search-exclude>二</h2>乙<h2 id="c">三</h2>丙',
    "numbers of lines": '<table><td><div class="linenodiv"><pre>1\n2</pre></div></td><td><code>x</code></td></table>',
    "a permanent link": '<h2 id="b">二<a class="headerlink" href="#b">¶</a>了</h2><a class="headerlink">字</a>',
    "code": "<pre><code>a\n\n  b\n<span>c</span>\n</code></pre><p>\n a\nb \n</p>",
    "nothing in it": "<p></p><p> \n </p><ul><li></li><li> </li><li>a</li></ul><p><sub></sub></p>",
    "nothing in the second": "<ul><li>a</li><li></li></ul>",
    "void tags": '甲<br>乙<br/>丙<br />丁<img src="a.png"\n  alt="<p>a</p>"><hr></br>戊<input type="radio" checked>',
    "entities": "&lt;p&gt; &amp;amp; &quot;a&quot; &#20013;&#x6587; &nbsp;<p>&nbsp;</p>a > b & c &am",
    "an entity at the end": "<p>甲</p>乙 &copy",
    "comments": "甲<!--a-->乙<!-- p -->\n<!--\ue0000\ue001-->\n丙",
    "tags that nobody opened or closed": "</p>甲</div><p>乙<ul><li>丙</ul></p>丁</li>",
    "a drawing": '<svg viewBox="0 0 9 9"><path d="M0 0"/><text x="1">图</text></svg><object>甲<p>乙</p></object>丙',
    "quotes and brackets in attributes": '<a title="a > b < c" href="?a=1&amp;b=2">甲</a><p title="it\'s">乙</p>',
    "the name that the plugin has for no heading": "<hx>甲</hx><p>乙</p>",
}


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_a_page_is_read_as_the_plugin_reads_it(html: str) -> None:
    assert _ours(html) == _theirs(html)


@pytest.mark.parametrize(
    "html",
    [
        *("a < b", "<p", "</", "<P>a</P>", "<p id=a>b</p>", "<p class='a'>b</p>", '<p a="1"b="2">c</p>', "</p a>"),
        *(
            "<script>if (a<b) {}</script>",
            "<style>p {}</style>",
            "<textarea><p></textarea>",
            "<svg><title>a</title></svg>",
        ),
        *(
            "<!doctype html>",
            "<?php ?>",
            "<![CDATA[a]]>",
            "<!---->",
            "<!-->",
            "<!--a--b-->",
            "<div DATA-SEARCH-EXCLUDE>a",
        ),
        *('<h2 id="a&amp;b">c</h2>', '<div class="lineno&#100;iv">a</div>', "<linearGradient>", '<p\tid="a">b</p>'),
    ],
)
def test_what_is_not_regular_is_left_to_the_plugin(html: str) -> None:
    assert read(f"<p>甲</p>{html}<p>乙</p>") is None


_PIECES = sorted({piece for html in PAGES.values() for piece in re.findall(r"<!--.*?-->|<[^>]+>|[^<]+", html)})


@pytest.mark.parametrize("seed", range(8))
def test_pages_that_nobody_would_write_are_read_alike(seed: int) -> None:
    dice, ours = random.Random(seed), 0
    for _ in range(250):
        html = "".join(dice.choices(_PIECES, k=dice.randrange(1, 40)))
        found = _outcome(_ours, html)
        if found is not None:
            ours += 1
            assert found == _outcome(_theirs, html), html
    assert ours > 100


def test_every_page_of_the_sample_is_read_alike(built_site: Path) -> None:
    """Without drawings and scripts, which come in when the search has been there."""
    pages = [path.read_text("utf-8") for path in built_site.rglob("*.html")]
    articles = [found[1] for page in pages if (found := re.search(r"<article[^>]*>(.*)</article>", page, re.S))]
    assert len(articles) > 10
    for article in articles:
        html = re.sub(r"<(svg|script).*?</\1>", "", article, flags=re.S)
        assert _ours(html) == _theirs(html)


# --- in the place of the plugin's ---

CONTENT = PAGES["a title, parts, parts of parts"]


def _page(content: str = CONTENT, **meta: Any) -> Any:
    item = SimpleNamespace(id="b", url="#二", children=[])
    return SimpleNamespace(content=content, meta=meta, toc=[item], url="a/", title="页")


def _installed(index: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An index as ``install`` leaves it."""
    module: Any = SimpleNamespace(jieba=None)
    plugin = type("Plugin", (), {"__module__": "fake_search"})()
    monkeypatch.setitem(sys.modules, "fake_search", module)
    plugin.search_index = index
    segmentation.install({"material/search": plugin}, [])
    return index


@pytest.mark.parametrize("content", [CONTENT, "<p>a<script>b</script>", ""])
@pytest.mark.parametrize(
    "meta", [{}, {"title": "题", "tags": ["甲", 1]}, {"search": {"boost": 3}}, {"search": {"exclude": True}}]
)
def test_a_page_makes_the_same_entries(content: str, meta: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = _installed(SearchIndex(), monkeypatch), SearchIndex()
    theirs._segment_chinese = ours._segment_chinese
    for index in (ours, theirs):
        index.add_entry_from_context(_page(content, **meta))
    assert ours.entries == theirs.entries
    assert bool(ours.entries) == (bool(content) and "exclude" not in meta.get("search", {}))


def test_the_plugins_parser_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    index = _installed(SearchIndex(), monkeypatch)
    monkeypatch.setattr("material.plugins.search.plugin.Parser", None)
    index.add_entry_from_context(_page())
    assert [entry["location"] for entry in index.entries] == ["a/", "a/#二", "a/#c", "a/#d"]


class _Renamed(SearchIndex):
    create_entry_for_section: Any = None


class _OtherSignature(SearchIndex):
    def add_entry_from_context(self, page: Any, files: Any) -> None:
        super().add_entry_from_context(page)


class _OtherRule(SearchIndex):
    def create_entry_for_section(self, section: Any, *rest: Any) -> None:
        if section.el.tag != "h2":  # what our sections do not tell
            super().create_entry_for_section(section, *rest)


class _OtherEntries(SearchIndex):
    def add_entry_from_context(self, page: Any) -> None:
        super().add_entry_from_context(page)
        self.entries.append({"location": "another"})


@pytest.mark.parametrize("other", [_Renamed, _OtherSignature, _OtherRule, _OtherEntries])
def test_another_version_reads_as_it_always_did(other: type[SearchIndex], monkeypatch: pytest.MonkeyPatch) -> None:
    index = _installed(other(), monkeypatch)
    assert "add_entry_from_context" not in vars(index)
    assert index.entries == []
