"""The chronicle as one file: complete, at most 1 MiB, and nothing in it leads to another file."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from chronicle.rendering import single_file
from chronicle.rendering.pages import folder_of
from chronicle.rendering.single_file import LARGEST, Finished, article, page
from make import agent_year, story

URI = "agents/linxia/2025"
YEAR = agent_year(stories=(story("first", title="第一则"), story("second", title="第二则", date="2025-05-01")))
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")


class Links(HTMLParser):
    """Every id, and every address that a browser might ask for or lead to."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.targets, self.sources = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            {"id": self.ids, "href": self.targets, "src": self.sources, "srcset": self.sources}.get(name, []).append(
                value
            )


@pytest.fixture
def site(tmp_path):
    """A finished site: the chronicle, two stories, a style sheet, a small and a large picture."""
    folder = tmp_path / URI
    (folder / "first").mkdir(parents=True)
    (folder / "first" / "small.png").write_bytes(PNG)
    (folder / "huge.png").write_bytes(PNG + bytes(400_000))
    (tmp_path / "a.css").write_text('[data-md-color-scheme="slate"] { --x: #000; } /* note */ .a{b:c}', "utf-8")
    articles = {
        f"{URI}/index.md": '<h1 id="start">林夏</h1><a href="first/index.html">一</a>'
        '<a href="../2024/index.html">去年</a><a href="#start">上</a><a href="mailto:a@b.example">信</a>'
        '<img src="huge.png" alt="大"><p>写 id="a" 的人</p>',
        f"{URI}/first.md": '<h1 id="start">一</h1><h2 id="fn:1">节</h2><a href="#fn:1">注</a>'
        '<a href="../index.html">回</a><a href="../second/index.html#x">下</a><img src="small.png" alt="小">'
        '<section aria-labelledby="start"></section>',
        f"{URI}/second.md": "<h1>二</h1><p>全文二</p>",
    }
    finished = Finished({}, ("a.css",), (tmp_path,))
    for uri, html in articles.items():
        put(finished, uri, html)
    return finished


def put(finished, uri, html):
    """A page of the site whose own words are ``html``."""
    file = f"{folder_of(uri)}/index.html"
    whole = f"<html><article>{html}</article></html>"
    (finished.folders[0] / file).parent.mkdir(parents=True, exist_ok=True)
    (finished.folders[0] / file).write_text(whole, "utf-8")
    finished.articles[uri] = article(whole, html, file)


def text(finished, url="", year=YEAR):
    return page(year, finished, url).decode()


def test_everything_is_inside(site):
    html = text(site)
    assert "林夏" in html
    assert "全文二" in html
    assert f"data:image/png;base64,{single_file.b64encode(PNG).decode()}" in html
    assert "<script" not in html


def test_links_lead_inside_or_nowhere(site):
    found = Links(text(site))
    inside = [target for target in found.targets if target.startswith("#")]
    assert {target[1:] for target in inside} <= set(found.ids)
    assert [target for target in found.targets if not target.startswith("#")] == ["mailto:a@b.example"]
    assert all(source.startswith("data:") for source in found.sources)
    assert "#story-first" in inside
    assert "#story-second" in inside


def test_links_out_become_absolute_where_the_address_is_known(site):
    found = Links(text(site, "http://intranet.example/guancha"))
    assert "http://intranet.example/guancha/agents/linxia/2024" in found.targets
    assert "http://intranet.example/guancha/agents/linxia/2025/" in found.targets


def test_ids_of_the_parts_stay_apart(site):
    found = Links(text(site))
    assert len(found.ids) == len(set(found.ids))
    assert {"start", "first-start", "first-fn:1"} <= set(found.ids)
    assert 'aria-labelledby="first-start"' in text(site)


def test_text_that_looks_like_an_attribute_is_left_alone(site):
    put(site, f"{URI}/first.md", '<p title="1 > 0">写 id="a" 的人</p>')
    assert '<p title="1 > 0">写 id="a" 的人</p>' in text(site)


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ('<p title="a <b">甲<i id="q">', '<p title="a <b">甲<i id="second-q">'),
        ('<p title="<i id=q>">', '<p title="<i id=q>">'),
        ('<i class="a" id="q">', '<i class="a" id="second-q">'),
        ('<i\n  class="a"\n  id="q"\n>', '<i\n  class="a"\n  id="second-q"\n>'),
        ('<I ID="q">', '<I id="second-q">'),
        ("<i class='>' id=\"q\">", "<i class='>' id=\"second-q\">"),
        ('<i data-id="q" class=">" hidden/>', '<i data-id="q" class=">" hidden/>'),
    ],
)
def test_tags_are_told_apart_however_they_are_written(site, written, made):
    put(site, f"{URI}/second.md", f"<p>{written}")
    assert f"<p>{made}" in text(site)


def test_a_story_stands_below_the_chronicle(site):
    html = text(site)
    assert html.count("<h1") == 1
    assert '<h2 id="first-start">' in html
    assert '<h3 id="first-fn:1">' in html


def test_dark_follows_the_system(site):
    html = text(site)
    assert '@media screen and (prefers-color-scheme: dark) { [data-md-color-scheme="default"] { --x: #000; } }' in html
    assert "/*" not in re.search("<style>(.*)</style>", html, re.S)[1]


def test_a_large_picture_stays_outside_with_its_text(site):
    assert '<img src="data:," alt="大">' in text(site)


def test_a_picture_outside_the_site_is_not_read(site, tmp_path):
    (tmp_path.parent / "secret.png").write_bytes(PNG)
    put(site, f"{URI}/index.md", f'<img src="../../../../{"secret.png"}" alt="x">')
    assert '<img src="data:," alt="x">' in text(site)


@pytest.mark.parametrize("size", [700_000, 1_500_000])
def test_a_year_too_long_for_one_file_leaves_stories_to_the_site(site, size):
    put(site, f"{URI}/first.md", f"<p>{'长' * (size // 3)}</p>")
    put(site, f"{URI}/second.md", f"<p>{'文' * (500_000 // 3)}</p>")
    html = text(site, "http://intranet.example/")
    assert len(html.encode()) <= LARGEST
    assert html.count("放不进这个文件") == 1
    assert "http://intranet.example/agents/linxia/2025/" in html


def test_tables_go_before_the_chronicle_itself_does(site):
    rows = f'<details class="exhibit__data"><p>{"数" * 350_000}</p></details>'
    put(site, f"{URI}/index.md", f"<p>正文</p>{rows}")
    html = text(site)
    assert len(html.encode()) <= LARGEST
    assert "正文" in html
    assert "全文二" in html


def appended(site):
    """The section that ``stories.js`` appends."""
    script = single_file.stories(YEAR, site).decode()
    found = re.fullmatch(r'document\.querySelector\("article"\)\.insertAdjacentHTML\("beforeend", (".*")\);\n', script)
    return json.loads(found[1])


def test_the_stories_alone_stand_after_the_chronicle(site):
    html = appended(site)
    found = Links(html)
    assert "林夏" not in html
    assert "全文二" in html
    assert {"story-first", "story-second", "first-start", "first-fn:1"} <= set(found.ids)
    assert "appendix--paper" in html


def test_their_links_and_pictures_lead_on_from_the_chronicle(site):
    found = Links(appended(site))
    assert found.sources == ["first/small.png"]
    assert found.targets == ["#first-fn:1", "index.html", "#story-second"]


def test_the_same_site_gives_the_same_bytes(site):
    assert page(YEAR, site, "") == page(replace(YEAR), site, "")


def test_a_file_rests_on_the_pictures_that_it_shows(site):
    before = single_file.pictures(YEAR, site)
    assert [uri for uri, _ in before] == [f"{URI}/first/small.png", f"{URI}/huge.png"]
    (site.folders[0] / URI / "huge.png").write_bytes(PNG)
    assert [a == b for a, b in zip(before, single_file.pictures(YEAR, site), strict=True)] == [True, False]


def test_an_article_is_found_where_it_stands():
    html = '<nav><p>x</p></nav><article class="a"><p>字</p><img data-src="b" src="a.png" nosrc="c"></article>'
    words = '<p>字</p><img data-src="b" src="a.png" nosrc="c">'
    found = article(html, words, "x/index.html")
    assert html[found.start : found.end] == words
    assert (found.file, list(found.sources)) == ("x/index.html", ["b", "a.png"])


def test_where_a_theme_changed_the_words_all_between_the_articles_tags_is_taken():
    html = '<nav></nav><article class="a"><p>改</p></article><footer></footer>'
    found = article(html, "<p>字</p>", "x")
    assert html[found.start : found.end] == "<p>改</p>"
