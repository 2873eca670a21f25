"""The second look at what a browser shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chronicle.cache import Cache
from chronicle.privacy.audit import Reader, is_read, said, visible, words_of
from chronicle.privacy.detector import Detector, Finding
from chronicle.search import shards

MOBILE = "13812345678"


def kinds(uri: str, text: str) -> list[str]:
    """The kinds that are told, without what they begin with."""
    return [problem.message.partition("（")[0] for problem in Reader(Detector()).look(uri, text.encode())]


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
        f"<main><!--\n<p>{MOBILE}</p>\n--></main>",
        f'<main><img alt="打给\n{MOBILE}"></main>',
        f'<main><p>他写 title="好</p><img alt="{MOBILE}"></main>',
        f'<main><div class="md-sidebar"><a href="../">{MOBILE}</a></div></main>',
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
    words = words_of("search/search_index.json", index.encode()).split("\n")
    assert {"打电话", "13812345678"} <= set(words)
    assert kinds("search/search_index.json", index) == ["成品里还有手机号"]


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
    files = {f"search/{name}": text for name, text in shards.files(index, Cache(Path()))}
    holding = [uri for uri, text in files.items() if MOBILE in text.replace("\x7f", "").replace("<b>", "")]
    assert holding
    for uri in holding:
        assert is_read(uri), uri
        assert kinds(uri, files[uri]) == ["成品里还有手机号"], uri


def test_code_is_not_read() -> None:
    read = [uri for uri in ("assets/a.js", "search/manifest.js", "a/b.css", "a/data.js") if is_read(uri)]
    assert read == ["a/data.js"]


@pytest.mark.parametrize(
    "script",
    [
        f'document.querySelector("article").insertAdjacentHTML("beforeend", "<p>打给 {MOBILE}</p>")',
        'let html = "<p>138<b>1234</b>5678<\\/p>"',
        'let html = "<p title=\\"\\u0031\\u0033\\u0038\\u200b12345678\\">x</p>"',
        "let words = ['打给 13812345678']",
        f"var __index = {{'docs': [], 'n': {MOBILE}}}",
        f"/* {MOBILE} */ let x = 1 // 好",
        f'let broken = "\\q 打给 {MOBILE}"',
    ],
)
def test_a_script_that_carries_data_is_read_as_text(script: str) -> None:
    assert kinds("agents/a/2025/stories.js", script) == ["成品里还有手机号"]


def test_a_script_s_own_words_are_no_secrets() -> None:
    script = 'let sizes = [138, 1234, 5678]; go("main > p", 1e9, "tel:110"); // 95598\nlet path = "../assets/a.css"'
    assert kinds("agents/a/2025/stories.js", script) == []
    assert said('f("一", "<b>二</b>", 20251231235959) // 三').split() == ["一", "二", "20251231235959", "三"]


def test_a_drawing_or_a_table_is_read_where_it_is_met_first_and_again_while_it_is_not_clean() -> None:
    dirty = f"<main><svg><text>{MOBILE}</text></svg><table><tr><td>一</td></tr></table></main>"
    page = f"<head></head>{dirty}"
    reader = Reader(Detector())
    assert reader.look("a.html", page.encode())
    assert reader.look("b.html", f"{page}<p>二</p>".encode())
    clean = page.replace(MOBILE, "三")
    assert reader.look("c.html", clean.encode()) == ()
    assert reader.look("d.html", clean.replace("</main>", f"<p>{MOBILE}</p></main>").encode())


class Asked(Detector):
    """A detector that keeps what it is asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def find(self, text: str, *, is_lone: bool = True) -> tuple[Finding, ...]:
        self.texts.append(text)
        return super().find(text, is_lone=is_lone)


def test_what_several_files_share_is_read_once() -> None:
    detector = Asked()
    reader = Reader(detector)
    shared = "<p>一个晚上</p>\n<svg><text>两盏灯</text></svg>\n"
    assert reader.look("a/chronicle.html", f"<main>\n{shared}<p>三个人</p>\n</main>".encode()) == ()
    assert reader.look("a/index.html", f"<main>\n{shared}<p>四句话</p>\n</main>".encode()) == ()
    assert reader.look("a/stories.js", f"let html = {json.dumps(shared)}".encode()) == ()
    assert detector.texts == ["一个晚上\n\n两盏灯\n\n三个人", "四句话"]


def test_lines_that_come_together_by_chance_are_no_table() -> None:
    assert Detector().find("姓名,事\n文字,照抄") != ()
    assert Reader(Detector()).look("a.html", "<p>姓名,事</p>\n<p>文字,照抄</p>".encode()) == ()


@pytest.mark.parametrize(
    "page",
    [
        f'<p>一</p>\n<img alt="\n<p>二</p>\n{MOBILE}">',
        f'<p>二</p>\n<img\n<p>一</p>\nalt="{MOBILE}">',
        f"<!--\n<p>一</p>\n{MOBILE} -->",
        f"<p>一</p>\n<!-- <script>{MOBILE}</script> -->",
        f"<p>一</p>\n<script>\n<p>二</p>\n</script>\n<p>{MOBILE}</p>",
        '<p>一</p>\n<b>138</b><b>1234</b>5678\n<p>二</p>\n"',
    ],
)
def test_a_page_of_lines_that_are_known_hides_nothing_between_them(page: str) -> None:
    reader = Reader(Detector())
    for known in ("<p>一</p>\n<p>二</p>\n<b>138</b>\n<!--\n<script>\n", '-->\n</script>\n">\n'):
        assert reader.look("a.html", known.encode()) == ()
    assert [each.message for each in reader.look("b.html", page.encode())] == ["成品里还有手机号（“1”开头的 11 个字）"]


def test_an_attribute_left_open_is_no_line_by_itself() -> None:
    reader = Reader(Detector())
    assert reader.look("a.html", b' title="') == ()
    assert reader.look("b.html", f' title="\n<br {MOBILE}>\n="\n'.encode())


def test_an_open_drawing_reaches_to_the_end() -> None:
    assert kinds("a.html", f"<main><svg><text>{MOBILE}</main>") == ["成品里还有手机号"]


@pytest.mark.parametrize("line", ["../../wx_13812345678/a.png", "wxid_abcdef1", "qq12345678", "tel:13812345678"])
def test_a_short_look_at_file_names_misses_no_secret(line: str) -> None:
    assert kinds("a.html", f'<main><a href="{line}">看</a></main>') != []


def test_a_finding_never_shows_the_secret() -> None:
    found = Reader(Detector()).look(f"{MOBILE}/index.html", f"<main>{MOBILE} 和 a@b.com</main>".encode())
    assert [each.message for each in found] == [
        "成品里还有手机号（“1”开头的 11 个字）",
        "成品里还有邮箱（“a”开头的 7 个字）",
    ]
    assert all(MOBILE not in str(each) and "a@b.com" not in str(each) for each in found)


def test_what_was_clean_is_not_read_again_and_what_was_not_is() -> None:
    clean, dirty = b"<main>\xe6\xad\xa3\xe6\x96\x87\xe5\xbe\x88\xe9\x95\xbf</main>", f"<main>{MOBILE}</main>".encode()
    first = Reader(Detector())
    assert first.look("a.html", clean) == ()
    assert first.look("b.html", dirty)

    class Blind(Detector):
        def find(self, text: str, *, is_lone: bool = True) -> tuple[()]:
            raise AssertionError("read again")

    second = Reader(Blind(), frozenset(first.clean))
    assert second.look("a.html", clean) == ()
    with pytest.raises(AssertionError, match="read again"):
        second.look("b.html", dirty)


def test_allowed_words_are_allowed_here_too() -> None:
    page = "<main><p>王芳女士是我们的班长</p></main>"
    assert kinds("a.html", page) == ["成品里还有客户姓名"]
    assert Reader(Detector(["王芳"])).look("a.html", page.encode()) == ()


def test_a_page_without_main_is_read_whole() -> None:
    assert words_of("a.html", "<body>甲</body>".encode()).split() == ["甲"]
    assert words_of("a.html", "<body>甲<main>乙</main>".encode()).split() == ["乙"]


def test_the_cells_of_a_table_in_text_are_apart() -> None:
    row = "| 周六 | 10 | 6 | 5 | 5 | 9 | 4 | 5 | 7 | 1 | 7 | 5 | 8 | 4 | 7 | 8 | 3 | 6 | 7 | 5 |"
    assert Reader(Detector()).look("agents/a/2025/chronicle.md", row.encode()) == ()
    assert Reader(Detector()).look("agents/a/2025/chronicle.md", b"| a | 13812345678 |") != ()


def test_lines_are_blocks() -> None:
    assert visible("<ul><li>一</li><li>二<br>三</li></ul>").split() == ["一", "二", "三"]


def test_a_finding_is_told_where_it_was_typed() -> None:
    sources = [("data/team.yml", "name: 甲\n"), ("docs/agents/a/2025/b.md", "一\n\n找 １３８１２３４５６７８ 吧\n")]
    found = Reader(Detector(), sources=lambda: sources).look("a/index.html", f"<main>{MOBILE}</main>".encode())
    assert [(each.path, each.line) for each in found] == [("docs/agents/a/2025/b.md", 3)]
    assert MOBILE not in str(found)


@pytest.mark.parametrize("name", ["陈静怡", "顾一鸣", "贾宝玉", "周明亮"])
def test_a_word_by_itself_is_nobody_s_name(name: str) -> None:
    """What the search cuts out of a sentence, a heading, a tag."""
    docs = [{"location": "a/", "title": f"搭档{name}替我顶了夜班", "text": f"<h2>{name}</h2><p>{name} 说</p>"}]
    index = {"config": {"separator": "[\\s\u200b]+"}, "docs": docs}
    for uri, text in shards.files(index, Cache(Path())):
        assert kinds(f"search/{uri}", text) == [], uri
    words = f'shard("words/0","x",{{"words":{{"{name}":"0C"}},"inner":{{"{name[1]}":["{name}"]}}}})'
    assert kinds("search/words/0.js", words) == []
    assert kinds("a/index.html", f"<main><h2>{name}</h2><ul><li>{name}</li></ul><td>{name}</td></main>") == []
