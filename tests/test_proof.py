"""The second look at what a browser shows."""

from __future__ import annotations

import json

import pytest

from chronicle.privacy import Gate
from chronicle.proof import Reader, entries, is_read, region, visible
from chronicle.shards import Shards

MOBILE = "13812345678"


def kinds(uri: str, text: str) -> list[str]:
    return [problem.message for problem in Reader(Gate()).look(uri, text.encode())]


@pytest.mark.parametrize(
    "html",
    [
        f"<main><p>打给 {MOBILE} 吧</p></main>",
        "<main><p>打给 138<b>1234</b>5678 吧</p></main>",
        "<main><p>打给 &#49;3812345678 吧</p></main>",
        "<main><p>打给 138\u200b1234\u200b5678 吧</p></main>",
        f'<main><img src="a.png" alt="{MOBILE}"></main>',
        f'<main><a href="tel:{MOBILE}">打电话</a></main>',
        f"<main><svg><title>{MOBILE}</title></svg></main>",
        "<main><svg><text><tspan>138</tspan><tspan>12345678</tspan></text></svg></main>",
        f"<head><title>{MOBILE}</title></head><main></main>",
        f'<head><meta name="description" content="打给 {MOBILE}"></head><main></main>',
        f"<main><!-- {MOBILE} --></main>",
        f'<main><h2 id="{MOBILE}">打电话</h2></main>',
    ],
)
def test_a_number_is_found_however_a_page_shows_it(html: str) -> None:
    assert kinds("a/index.html", f"<!doctype html><html>{html}</html>") == ["成品里还有手机号"]


@pytest.mark.parametrize(
    "html",
    [
        f'<main><span data-value="{MOBILE}">约一百亿</span></main>',
        f'<main><path d="M{MOBILE} 0"/></main>',
        f'<main><img src="data:image/png;base64,AAAA{MOBILE}"></main>',
        f"<main><script>var x = {MOBILE}</script></main>",
        "<main><td>138</td><td>1234</td><td>5678</td></main>",
        f'<main><div class="md-sidebar md-sidebar--primary">{MOBILE}</div><div class="md-content">正文</div></main>',
        f"<body><header>{MOBILE}</header><main>正文</main></body>",
    ],
)
def test_geometry_code_cells_and_furniture_are_no_words(html: str) -> None:
    assert kinds("a/index.html", f"<!doctype html><html>{html}</html>") == []


def test_the_search_index_is_read_as_the_browser_shows_it() -> None:
    docs = [
        {"location": "a/#b", "title": "打\u200b电话", "text": "<p>138\u200b1234<b>5678</b></p>"},
        {"location": "c/", "title": "", "text": ""},
    ]
    index = json.dumps({"config": {}, "docs": docs})
    assert ("a/#b", "打电话\n\n13812345678\n") in list(entries(index))
    found = Reader(Gate()).look("search/search_index.json", index.encode())
    assert [(each.path, each.message) for each in found] == [("search/search_index.json#a/#b", "成品里还有手机号")]


@pytest.mark.parametrize(
    "docs",
    [
        [{"location": "a/", "title": "打\u200b电话", "text": "<p>138\u200b1234<b>5678</b></p>"}],
        [{"location": "a/", "title": f"打\u200b给\u200b{MOBILE}", "text": ""}],
        [{"location": "a/", "title": "打电话", "text": MOBILE}],
    ],
)
def test_no_piece_of_the_search_index_goes_unread(docs: list[dict[str, str]]) -> None:
    index = {"config": {"separator": "[\\s\u200b]+"}, "docs": docs}
    files = {f"search/{name}": text for name, text in Shards().files(index)}
    holding = [uri for uri, text in files.items() if MOBILE in text.replace("\x7f", "").replace("<b>", "")]
    assert holding
    for uri in holding:
        assert is_read(uri), uri
        assert kinds(uri, files[uri]) == ["成品里还有手机号"], uri


def test_code_is_not_read() -> None:
    read = [uri for uri in ("assets/a.html", "search/manifest.js", "search.js", "a/index.html") if is_read(uri)]
    assert read == ["a/index.html"]


def test_a_finding_never_shows_the_secret() -> None:
    found = Reader(Gate()).look(f"{MOBILE}/index.html", f"<main>{MOBILE} 和 a@b.com</main>".encode())
    assert [each.message for each in found] == ["成品里还有手机号", "成品里还有邮箱"]
    assert all(MOBILE not in str(each) and "a@b.com" not in str(each) for each in found)


def test_what_was_clean_is_not_read_again_and_what_was_not_is() -> None:
    clean, dirty = b"<main>\xe6\xad\xa3\xe6\x96\x87\xe5\xbe\x88\xe9\x95\xbf</main>", f"<main>{MOBILE}</main>".encode()
    first = Reader(Gate())
    assert first.look("a.html", clean) == ()
    assert first.look("b.html", dirty)

    class Blind(Gate):
        def find(self, text: str) -> tuple[()]:
            raise AssertionError("read again")

    second = Reader(Blind(), frozenset(first.clean))
    assert second.look("a.html", clean) == ()
    with pytest.raises(AssertionError, match="read again"):
        second.look("b.html", dirty)


def test_allowed_words_are_allowed_here_too() -> None:
    page = "<main><p>王芳女士是我们的班长</p></main>"
    assert kinds("a.html", page) == ["成品里还有客户姓名"]
    assert Reader(Gate(["王芳"])).look("a.html", page.encode()) == ()


def test_a_page_without_main_is_read_whole() -> None:
    assert region("<p>x</p>") == "<p>x</p>"


def test_lines_are_blocks() -> None:
    assert visible("<ul><li>一</li><li>二<br>三</li></ul>").split() == ["一", "二", "三"]
