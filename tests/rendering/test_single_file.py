"""The chronicle as one file: complete, at most 1 MiB, and nothing in it leads to another file."""

from __future__ import annotations

import json
import random
import re
from base64 import b64decode
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO

import pytest
from PIL import Image

from chronicle.rendering.single_file import LARGEST, chronicle_file, stories_script
from make import agent_year, story

URI = "agents/linxia/2025"
YEAR = agent_year(stories=(story("first", title="第一则"), story("second", title="第二则", date="2025-05-01")))
STYLES = '[data-md-color-scheme="slate"] { --x: #000; } /* note */ .a{b:c}'


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


def photo(width, height, mode="RGB"):
    """A picture that packs badly: every pixel by chance."""
    chance = random.Random(7)
    image = Image.frombytes(mode, (width, height), chance.randbytes(width * height * len(mode)))
    body = BytesIO()
    image.save(body, "PNG")
    return body.getvalue()


SMALL, LARGE = photo(8, 8), photo(1600, 500)


@dataclass
class Site:
    """The articles of a chronicle and two stories, a style sheet, a small and a large picture."""

    articles: dict[str, str]
    pictures: dict[str, bytes]

    def text(self, url="", year=YEAR):
        return chronicle_file(year, self.articles, STYLES, self.pictures.get, url).decode()


@pytest.fixture
def site():
    articles = {
        f"{URI}/index.md": '<h1 id="start">林夏</h1><a href="first/index.html">一</a>'
        '<a href="../2024/index.html">去年</a><a href="#start">上</a><a href="mailto:a@b.example">信</a>'
        '<img src="large.png" alt="大"><p>写 id="a" 的人</p>',
        f"{URI}/first.md": '<h1 id="start">一</h1><h2 id="fn:1">节</h2><a href="#fn:1">注</a>'
        '<a href="../index.html">回</a><a href="../second/index.html#x">下</a><img src="small.png" alt="小">'
        '<section aria-labelledby="start"></section>',
        f"{URI}/second.md": "<h1>二</h1><p>全文二</p>",
    }
    return Site(articles, {f"{URI}/first/small.png": SMALL, f"{URI}/large.png": LARGE})


def embedded(html):
    """The pictures of a file: kind, bytes."""
    found = re.findall(r'src="data:image/([a-z]+);base64,([^"]+)"', html)
    return [(kind, b64decode(data)) for kind, data in found]


def test_everything_is_inside(site):
    html = site.text()
    assert "林夏" in html
    assert "全文二" in html
    assert embedded(html)[1] == ("png", SMALL)
    assert "<script" not in html


def test_links_lead_inside_or_nowhere(site):
    found = Links(site.text())
    inside = [target for target in found.targets if target.startswith("#")]
    assert {target[1:] for target in inside} <= set(found.ids)
    assert [target for target in found.targets if not target.startswith("#")] == ["mailto:a@b.example"]
    assert all(source.startswith("data:") for source in found.sources)
    assert "#story-first" in inside
    assert "#story-second" in inside


def test_links_out_become_absolute_where_the_address_is_known(site):
    found = Links(site.text("http://intranet.example/guancha"))
    assert "http://intranet.example/guancha/agents/linxia/2024" in found.targets
    assert "http://intranet.example/guancha/agents/linxia/2025/" in found.targets


def test_ids_of_the_parts_stay_apart(site):
    found = Links(site.text())
    assert len(found.ids) == len(set(found.ids))
    assert {"start", "first-start", "first-fn:1"} <= set(found.ids)
    assert 'aria-labelledby="first-start"' in site.text()


def test_text_that_looks_like_an_attribute_is_left_alone(site):
    site.articles[f"{URI}/first.md"] = '<p title="1 > 0">写 id="a" 的人</p>'
    assert '<p title="1 &gt; 0">写 id="a" 的人</p>' in site.text()


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ('<p title="a &lt;b">甲<i id="q"></i></p>', '<p title="a &lt;b">甲<i id="second-q"></i></p>'),
        ('<p title="&lt;i id=q&gt;">乙</p>', '<p title="&lt;i id=q&gt;">乙</p>'),
        ("<I ID='q' class='>'></I>", '<i id="second-q" class="&gt;"></i>'),
        ('<i data-id="q" hidden></i>', '<i data-id="q" hidden></i>'),
        ('<svg viewBox="0 0 9 9"><text textLength="3">字</text></svg>', '<text textlength="3">字</text></svg>'),
        ('<p>甲<br>乙<img src="data:,x" alt="丙"></p>', '<p>甲<br>乙<img src="data:,x" alt="丙"></p>'),
    ],
)
def test_tags_are_told_apart_however_they_are_written(site, written, made):
    site.articles[f"{URI}/second.md"] = written
    assert made in site.text()


def test_a_story_stands_below_the_chronicle(site):
    html = site.text()
    assert html.count("<h1") == 1
    assert '<h2 id="first-start">' in html
    assert '<h3 id="first-fn:1">' in html


def test_dark_follows_the_system_since_no_script_is_there_to_ask(site):
    assert '<body class="onefile" id="top" data-md-color-scheme="auto">' in site.text()


def test_styles_come_without_their_comments(site):
    html = site.text()
    assert ".a{b:c}" in html
    assert "/*" not in re.search("<style>(.*)</style>", html, re.S)[1]


def test_a_large_picture_is_reduced(site):
    kind, data = embedded(site.text())[0]
    assert kind == "jpeg"
    assert len(data) <= 80 * 1024
    with Image.open(BytesIO(data)) as image:
        assert max(image.size) <= 1000
        assert image.size[0] / image.size[1] == pytest.approx(1600 / 500, rel=0.01)


def test_what_is_transparent_stands_on_white(site):
    site.pictures[f"{URI}/large.png"] = photo(1200, 10, "RGBA")
    with Image.open(BytesIO(embedded(site.text())[0][1])) as image:
        assert image.mode == "RGB"


@pytest.mark.parametrize("data", [None, b"", b"GIF89a broken", b"<html>"])
def test_a_picture_that_cannot_be_embedded_leaves_its_words(site, data):
    site.pictures = {} if data is None else {f"{URI}/large.png": data}
    html = site.text()
    assert "<span>大</span>" in html
    assert 'alt="大"' not in html


def test_a_picture_without_words_that_cannot_be_embedded_leaves_nothing(site):
    site.articles[f"{URI}/index.md"] = '<p>甲<img src="none.png" alt="">乙</p>'
    assert "<p>甲乙</p>" in site.text()


def test_many_pictures_share_the_room(site):
    site.articles[f"{URI}/index.md"] = "".join(f'<img src="{at}.png" alt="图{at}">' for at in range(14))
    site.pictures = {f"{URI}/{at}.png": LARGE for at in range(14)}
    html = site.text()
    assert len(html.encode()) <= LARGEST
    assert len(embedded(html)) == 14


def test_a_picture_outside_the_site_is_not_read(site):
    asked = []
    site.articles[f"{URI}/index.md"] = '<img src="../../../../secret.png" alt="x"><img src="%2e%2e/a.png" alt="y">'
    chronicle_file(YEAR, site.articles, "", lambda uri: asked.append(uri), "")
    assert asked == ["agents/linxia/a.png", f"{URI}/first/small.png"]


@pytest.mark.parametrize("size", [700_000, 1_500_000])
def test_a_year_too_long_for_one_file_leaves_stories_to_the_site(site, size):
    site.articles[f"{URI}/first.md"] = f"<p>{'长' * (size // 3)}</p>"
    site.articles[f"{URI}/second.md"] = f"<p>{'文' * (500_000 // 3)}</p>"
    html = site.text("http://intranet.example/")
    assert len(html.encode()) <= LARGEST
    assert html.count("放不进这个文件") == 1
    assert "http://intranet.example/agents/linxia/2025/" in html


def test_tables_go_before_the_chronicle_itself_does(site):
    rows = f'<details class="exhibit__data"><p>{"数" * 350_000}</p></details>'
    site.articles[f"{URI}/index.md"] = f"<p>正文</p>{rows}"
    html = site.text()
    assert len(html.encode()) <= LARGEST
    assert "正文" in html
    assert "全文二" in html


def appended(site):
    """The section that ``stories.js`` appends."""
    script = stories_script(YEAR, site.articles).decode()
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


def test_the_same_values_give_the_same_bytes(site):
    assert site.text() == site.text()


def test_contents_stand_at_its_head(site):
    site.articles[f"{URI}/index.md"] += (
        '<h2 id="facts"><em>实</em> 足迹</h2><h2 id="next">来年<a class="headerlink"></a></h2>'
    )
    html = site.text()
    assert '<li><a href="#facts">实 足迹</a></li><li><a href="#next">来年</a></li><li><a href="#appendix">' in html
    assert html.index("onefile__contents") < html.index("<h1")


def test_a_year_without_articles_is_still_a_file():
    html = chronicle_file(YEAR, {}, "", lambda uri: None, "").decode()
    assert html.startswith("<!doctype html>")
    assert "附" not in html
