from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown
import pytest

from chronicle.sanitize.html import clean, findings, told
from measuring import assert_linear
from rows import for_each

EXTENSIONS = [
    "admonition", "attr_list", "md_in_html", "footnotes", "tables", "abbr", "def_list", "toc",
    "pymdownx.details", "pymdownx.superfences", "pymdownx.highlight", "pymdownx.tasklist",
    "pymdownx.tabbed", "pymdownx.mark", "pymdownx.caret", "pymdownx.tilde", "pymdownx.keys",
]  # fmt: skip
OPTIONS = {
    "toc": {"permalink": True},
    "pymdownx.tasklist": {"custom_checkbox": True},
    "pymdownx.tabbed": {"alternate_style": True},
    "pymdownx.highlight": {"anchor_linenums": True, "line_spans": "__span", "linenums": True},
}

HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.test/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img/src=x /onerror=alert(1)>",
    "<IMG SRC=x OnErRoR='alert(1)'>",
    "<p onclick=alert(1)>x</p>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\" &#1;javascript:alert(1)\">x</a>",
    "<a href=\"JaVa&#115;cript:alert(1)\">x</a>",
    "<a href=\"&#x6a;avascript&colon;alert(1)\">x</a>",
    "<a href=\"vbscript:x\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVa&#115;cript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "<javascript:alert(1)>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "![x](https://evil.test/pixel.png)",
    "![x](//evil.test/pixel.png)",
    "![x](\\\\\\\\evil.test\\\\pixel.png)",
    "<img src=\"http://evil.test/p.png\">",
    "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
    "<img srcset=\"https://evil.test/a.png 2x\" src=a.png>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math href=\"javascript:alert(1)\">x</math>",
    "<iframe src=\"https://evil.test\"></iframe>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<object data=\"x.swf\"></object>",
    "<embed src=\"x.swf\">",
    "<base href=\"https://evil.test/\">",
    "<link rel=stylesheet href=\"https://evil.test/x.css\">",
    "<meta http-equiv=refresh content=\"0;url=https://evil.test\">",
    "<style>@import url(https://evil.test/x.css)</style>",
    "<p style=\"background:url(https://evil.test/x)\">x</p>",
    "<form action=\"https://evil.test\"><button formaction=\"javascript:alert(1)\">x</button></form>",
    "<input type=image src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video src=x onerror=alert(1)></video>",
    "<audio src=\"https://evil.test/x.mp3\" autoplay></audio>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\"></textarea>",
    "<xmp><p title=\"</xmp><script>alert(1)</script>\">",
    "# x { onclick=alert(1) }",
    "x\n{: onmouseover=alert(1) }",
    "[x](a.md){: style=position:fixed;inset:0 }",
    "![x](a.png){ onerror=alert(1) }",
    "![x](a.png){ srcset=https://evil.test/a.png }",
    "<div markdown onclick=alert(1)>\n**x**\n</div>",
    "!!! note \"<img src=x onerror=alert(1)>\"\n    x",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "x[^1]\n\n[^1]: <script>alert(1)</script>",
    "<a id=__search href=a.md>x</a>",
    "<div class=\"md-overlay\">x</div>",
    "<b><script>alert(1)</b></script>",
    "<a href=\"feed:javascript:alert(1)\">x</a>",
    "<a href=\"file:///etc/passwd\">x</a>",
    "<a href=a.md ping=\"https://evil.test\">x</a>",
    "<table background=\"https://evil.test/x.png\"><tr><td>x</td></tr></table>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<p title=\"<!--\"><img src=x onerror=alert(1)><p title=\"-->\">",
]  # fmt: skip

ORDINARY = """# 标题 {#top}

!!! note "提示"
    正文 `<script>` ==高亮== ^^加入^^ ~~删去~~ H~2~O ++ctrl+c++

??? warning "折叠"
    - [x] 做了
    - [ ] 没做

| a | b |
|:--|--:|
| 1 | 2 |

=== "一"
    甲
=== "二"
    乙

脚注[^1] 与 [链接](../x.md "题") 与 [外](https://e.test/a?b=1&c=2) 与 [电话](tel:95598) <a@b.test> \ue000令\uf8ff

[^1]: 内容

```python
def f(x): return "<b onclick=1>" + x
```

![图](a.png){ width=300 loading=lazy .right }

词
:   释义 AB，5 < 6，<ruby>将<rt>jiāng</rt></ruby>

*[AB]: 缩写
"""


def _render(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS, extension_configs=OPTIONS)


class _Reader(HTMLParser):
    """What a page means: its tags with their attributes in any order, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.meaning: list[object] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "tbody":  # the parser adds it to a table that has none, as a browser does
            same = {name: value if value not in (None, name) else "" for name, value in attrs if value != "checked"}
            self.meaning.append((tag, sorted(same.items())))

    def handle_data(self, data: str) -> None:
        self.text += data


@for_each("payload", HOSTILE)
def test_nothing_hostile_is_left_and_it_is_named(payload: str) -> None:
    page, removed = clean(_render(payload))
    for tag, attributes in _Reader(page).meaning:  # type: ignore[misc]
        assert tag not in {
            "script",
            "style",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "base",
            "link",
            "meta",
            "form",
        }
        for name, value in attributes:
            assert not name.startswith("on")
            assert name not in {"srcset", "formaction", "srcdoc", "ping", "background"}
            assert name != "style"
            assert (
                not value.strip("\x00\x01 \t\n").lower().startswith(("javascript", "data", "vbscript", "feed", "file"))
            )
            assert name != "src" or "evil" not in value
            assert not value.startswith(("__search", "md-"))
    assert removed or "<" not in page.replace("<p>", "").replace("</p>", ""), page


@for_each("payload", HOSTILE)
def test_cleaning_twice_changes_nothing(payload: str) -> None:
    once = clean(_render(payload))[0]
    assert clean(once) == (once, ())


@for_each("payload", HOSTILE)
def test_every_removal_has_its_place(payload: str) -> None:
    removed = clean(_render(f"第一段。\n\n第二段。\n\n{payload}\n"))[1]
    places = findings(f"第一段。\n\n第二段。\n\n{payload}\n", removed)
    assert {name for _, _, name in places} == set(removed)
    assert all(line >= 5 for line, _, _ in places), places


def test_ordinary_writing_means_the_same_afterwards() -> None:
    page = _render(ORDINARY)
    safe, removed = clean(page)
    assert removed == ()
    aligned = re.sub(r'style="text-align: (\w+);"', r'data-align="\1"', page)
    assert aligned != page
    before, after = _Reader(aligned), _Reader(safe)
    assert after.meaning == before.meaning
    assert after.text == before.text
    assert findings(ORDINARY, removed) == ()


def test_a_reference_that_no_picture_uses_may_lead_anywhere() -> None:
    assert clean(_render("[甲][p] ![乙](a.png)\n\n[p]: //example.org/x.png"))[1] == ()


def test_private_use_tokens_pass() -> None:
    assert clean("<p>\ue000\uf8ff</p>") == ("<p>\ue000\uf8ff</p>", ())


def test_tags_in_capitals_are_those_in_small_letters() -> None:
    assert clean('<P>a<BR>b<IMG SRC="c.png"></P>') == ('<p>a<br>b<img src="c.png"></p>', ())


def test_comments_and_tags_of_word_go_without_a_word() -> None:
    assert clean("<p>a<!-- <script>secret</script> -->b<o:p>c</o:p></p>") == ("<p>abc</p>", ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("好<script>x</script>", (1, 2, "脚本 <script>")),
        ("a\n\n你<img src=x\n  onerror=alert(1)>", (4, 3, "事件 onerror")),
        ("[x](javascript:alert(1))", (1, 5, "javascript: 链接")),
        ("![x](https://evil.test/a.png)", (1, 6, "外部图片 evil.test")),
        ("[y]: javascript:x\n\n[x][y]", (1, 6, "javascript: 链接")),
        ("<javascript:alert(1)>", (1, 1, "javascript: 链接")),
        ("# x { onclick=a }", (1, 7, "事件 onclick")),
        ("x\n{: style=color:red }", (2, 4, "属性 style")),
        ("<p\r\nonclick=1>", (2, 1, "事件 onclick")),
        ("<!--> <img src=x onerror=a()> -->", (1, 18, "事件 onerror")),
        ("<!-- --!><script>a()</script> -->", (1, 10, "脚本 <script>")),
        ("前\n\n<?php echo 1 ?>", (3, 1, "处理指令 <?php")),
        ("![图][p]\n\n[p]: //evil.example/x.png", (3, 6, "外部图片 evil.example")),
        ("![P]\n\n[p]: //evil.example/x.png", (3, 6, "外部图片 evil.example")),
        ("## 题 {: #__drawer .a }", (1, 9, "占用网页部件的 id __drawer")),
        ("## 段 {.md-overlay}", (1, 7, "占用网页部件的类 md-overlay")),
        ("![x](////evil.example/a.png)", (1, 6, "外部图片 evil.example")),
    ],
)
def test_what_was_removed_has_line_and_column(text: str, expected: tuple[int, int, str]) -> None:
    assert findings(text, clean(_render(text))[1]) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "`<script>`",
        "``a ` <script>``",
        "```\n<script>\n```",
        "~~~ html\n<script>\n```\n~~~",
        "5 < 6 > 4",
        "<!-- <script> -->",
    ],
)
def test_code_is_looked_past(text: str) -> None:
    assert clean(_render(text))[1] == ()
    places = findings(f"{text}\n\n<script>x</script>", ("脚本 <script>",))
    assert (text.count("\n") + 3, 1, "脚本 <script>") in places
    assert "<!--" in text or len(places) == 1


def test_after_an_open_fence_nothing_is_hidden() -> None:
    assert findings("```\n<script>", ("脚本 <script>",)) == ((2, 1, "脚本 <script>"),)


@pytest.mark.parametrize(
    "unit",
    [
        "<a ",
        '<a b="',
        "<a b='",
        "[",
        "[a",
        "`",
        "{a=b",
        "```\n~~~\n",
        "<a",
        "![",
        "[x]:",
        "\n",
        "](",
        "<!--",
        "/",
        "<div>",
        "&#1",
    ],
)
def test_hostile_length_takes_linear_time(unit: str) -> None:
    assert_linear(lambda text: findings(text, clean(text)[1]), "<a " + unit * (150_000 // len(unit)))


def test_a_bottomless_page_is_shown_as_text() -> None:
    page, removed = clean("<div>" * 10_000)
    assert removed == ("嵌套过深的标签",)
    assert "<" not in page


@pytest.mark.parametrize(
    "name", ["属性 style", "标签 <font>", "脚本 <script>", "外部图片 a.example", "data: 图片", "file: 图片"]
)
def test_whatever_is_removed_is_told_with_what_to_do(name: str) -> None:
    assert all(told(name))
