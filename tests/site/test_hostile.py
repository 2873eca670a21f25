"""A hundred ways to make a page do something, in every text that people write, in one site that a browser opens."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import tinyhtml5
import yaml
from playwright.sync_api import Browser
from reader import local

from building import build, copied
from rows import for_each

RUN = "pwned()"  # a sign of equality or a quote in a bare attribute, and Markdown takes the tag for text
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</textarea></style></noscript><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror={RUN}>',
    f"'><img src=x onerror={RUN}>",
    f'" onmouseover="{RUN}" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}' autofocus onfocus='{RUN}' x='",
    f"<svg onload={RUN}>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s></svg>",
    f"<svg><use href='data:image/svg+xml,<svg onload={RUN}>'/></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}></style></mglyph></table></mtext></math>",
    f"<math href=javascript:{RUN}>数</math>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<object data=javascript:{RUN}></object><embed src=javascript:{RUN}>",
    f"<a href=javascript:{RUN}>点这里</a>",
    f"<a href='java&#10;script:{RUN}'>点这里</a>",
    f"[点这里](javascript:{RUN})",
    f"![图](javascript:{RUN})",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'; body{display:none}</style>",
    "<p style='background:url(//evil.example/x)'>x</p>",
    f"<form action=javascript:{RUN}><button>x</button></form>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<video><source onerror={RUN}></video>",
    f"<body onload={RUN}>",
    "{{ 7*7 }}",
    "{% raw %}{{ config.items() }}{% endraw %}{% for x in y %}",
    "${7*7} #{7*7} <%= 7*7 %> {{{{''.__class__.__mro__}}}}",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&amp;lt;img src=x onerror={RUN}&amp;gt;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<img/src=x/onerror={RUN}//",
    f"`<script>{RUN}</script>",
    "&#xE000;0&#xE001;&#57344;1&#57345;",
    "字" * 10_000,
    f"<input autofocus onfocus={RUN}><select onfocus={RUN}></select>",
    f"<template><script>{RUN}</script></template><xmp><script>{RUN}</script></xmp>",
    "../../../../etc/passwd",
    "CON\ttab  ​",
    f"<!--> <img src=x onerror={RUN}> -->",
    f"--!><script>{RUN}</script>",
    f'"><svg/onload={RUN}>',
    f'"}};{RUN};//',
    f"*/{RUN}/*",
    f"`-{RUN}-`",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"javascript&colon;{RUN}",
    f'{{: onclick="{RUN}" }}',
    "<img srcset=//evil.example/a.png src=//evil.example/b.png>",
    "</svg></table></div></main></body></html>",
    "<a id=__config class=md-overlay name=document>x</a>",
)  # fmt: skip
#: Each on a page of its own, since some swallow what follows, with what the warnings name; nothing where it stays text.
TRICKS = (
    (f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>", ("表单 <form>", "标签 <math>", "标签 <mtext>", "标签 <mglyph>", "样式 <style>", "事件 onerror")),
    (f'<svg></p><style><a id="</style><img src=1 onerror={RUN}>">', ("标签 <svg>", "样式 <style>")),
    (f'<noscript><p title="</noscript><img src=x onerror={RUN}>">', ("标签 <noscript>",)),
    (f'<math><annotation-xml encoding="text/html"><script>{RUN}</script></annotation-xml></math>', ("标签 <math>", "标签 <annotation-xml>", "脚本 <script>")),
    (f"<svg><foreignObject><iframe srcdoc='&lt;script&gt;parent.{RUN}&lt;/script&gt;'></iframe></foreignObject></svg>", ("标签 <svg>", "标签 <foreignobject>", "内嵌网页 <iframe>")),
    (f"<svg><set attributeName=href to=javascript:{RUN} /><a href=#><text>点</text></a></svg>", ("标签 <svg>", "标签 <set>", "标签 <text>")),
    (f'<svg><a xlink:href="javascript:{RUN}"><text y=20>点</text></a></svg>', ("标签 <svg>", "属性 xlink:href", "标签 <text>")),
    ("<svg><style>@import url(//evil.example/a.css);</style></svg>", ("标签 <svg>", "样式 <style>")),
    (f"<table><td><select><option><style></option></select><img src=x onerror={RUN}></style></table>", ("标签 <select>", "标签 <option>", "样式 <style>", "事件 onerror")),
    (f"<p/onclick={RUN} id=x tabindex=1 onfocus={RUN} autofocus>x", ("事件 onclick", "属性 tabindex", "事件 onfocus", "属性 autofocus")),
    (f"<xss onpointerrawupdate={RUN} style=display:block>x</xss>", ("标签 <xss>",)),
    (f'<a href="jAvAsCrIpT&colon;{RUN}">点</a>', ("javascript: 链接",)),
    (f"<a href='javascript&Tab;:{RUN}'>点</a>", ("javascript: 链接",)),
    ('<a href="data:text/html;base64,PHNjcmlwdD5wYXJlbnQucHduZWQoKTwvc2NyaXB0Pg==">点</a>', ("data: 链接",)),
    (f"<a href='DaTa:\ttext/html,<script>opener.{RUN}</script>'>点</a>", ("data: 链接",)),
    ('<a href="blob:https://evil.example/1">点</a> <a href="view-source:x">点</a>', ("blob: 链接", "view-source: 链接")),
    ('<img srcset="//evil.example/a.png 1x" src="seal.png">', ("属性 srcset",)),
    ('<picture><source srcset="//evil.example/b.png"><img src=seal.png></picture>', ("标签 <picture>", "标签 <source>")),
    (f'<img src="seal.png" usemap=#m><map name=m><area shape=rect coords=0,0,9,9 href=javascript:{RUN}></map>', ("属性 usemap", "标签 <map>", "标签 <area>")),
    ('<img src="\\\\\\\\evil.example\\\\x.png"> <img src="/\\\\evil.example/x.png">', ("外部图片 evil.example",)),
    (f"<input type=image src=//evil.example/i.png formaction=javascript:{RUN}>", ("表单控件 image", "属性 src", "属性 formaction")),
    ("<link rel=prefetch href=//evil.example/p><link rel=import href=//evil.example/i>", ("外部资源 <link>",)),
    ("<meta name=referrer content=unsafe-url><meta charset=utf-7>", ("跳转或设置 <meta>",)),
    (f"<base target=_top><base href=javascript:{RUN}//>", ("改写链接的 <base>",)),
    (f"<dialog open onclose={RUN}><form method=dialog><button>x</button></form></dialog>", ("标签 <dialog>", "表单 <form>", "标签 <button>")),
    (f"<audio src onloadstart={RUN}></audio><video poster=javascript:{RUN}//></video>", ("标签 <audio>", "标签 <video>")),
    (f"<div style=\"width:expression({RUN});background:url('javascript:{RUN}')\">x</div>", ("属性 style",)),
    ('<div id=__search class="md-overlay md-dialog">盖住</div><div id="__config">{}</div>', ("占用网页部件的 id __search", "占用网页部件的类 md-overlay", "占用网页部件的 id __config")),
    ("<a id=location name=document><img name=cookie id=__pwned></a>", ("属性 name", "占用网页部件的 id __pwned")),
    (f"[x](javascript&#58;{RUN})", ("javascript: 链接",)),
    (f"[x](JaVaScRiPt&colon;{RUN})", ("javascript: 链接",)),
    (f"[x](<java\tscript:{RUN}>)", ("javascript: 链接",)),
    ('[x](data:text/html;base64,PHNjcmlwdD4x "t")', ("data: 链接",)),
    (f'[参][r]\n\n[r]: javascript:{RUN} "t"', ("javascript: 链接",)),
    (f"[参照]\n\n[参照]: <vbscript:{RUN}>", ("vbscript: 链接",)),
    ("![图][p]\n\n[p]: //evil.example/x.png", ("外部图片 evil.example",)),
    ('![图](//evil.example/y.png "t")\n\n![图](https://evil.example/z.png){ width=1 }', ("外部图片 evil.example",)),
    (f"<javascript:{RUN}>\n\n<data:text/html,x>", ("javascript: 链接", "data: 链接")),
    (f'段落\n{{: onclick="{RUN}" .a }}', ("事件 onclick",)),
    (f"[x](index.html){{: onmouseover={RUN} target=_blank }}", ("事件 onmouseover",)),
    (f"## 标题 {{: #__drawer onclick={RUN} }}", ("占用网页部件的 id __drawer", "事件 onclick")),
    (f'## 标题 {{ #x" onclick="{RUN} }}', ("事件 onclick",)),
    (f'```{{.py onload="{RUN}" style="x"}}\nprint(1)\n```', ()),
    (f'``` {{ .html title="</span><img src=x onerror={RUN}>" }}\n<b>x</b>\n```', ()),
    (f'```"><img/src=x/onerror={RUN}>\nx\n```', ()),
    (f'!!! note "<img src=x onerror={RUN}>"\n    正文', ("事件 onerror",)),
    (f'!!! danger" onmouseover="{RUN}\n    正文', ()),
    (f'??? note "<script>{RUN}</script>"\n    <iframe src=javascript:{RUN}></iframe>', ("脚本 <script>", "内嵌网页 <iframe>")),
    (f'=== "<img src=x onerror={RUN}>"\n\n    正文\n\n=== "二"\n\n    正文', ("事件 onerror",)),
    (f"文[^<img src=x onerror={RUN}>]\n\n[^<img src=x onerror={RUN}>]: 注", ()),
    (f"注[^1]\n\n[^1]: <img src=x onerror={RUN}> [x](javascript:{RUN})", ("事件 onerror", "javascript: 链接")),
    (f'HTML 词\n\n*[HTML]: <img src=x onerror={RUN}>\n*[词]: "><script>{RUN}</script>', ()),
    (f"| 甲 | 乙 |\n| --- | --- |\n| <img src=x onerror={RUN}> | [x](javascript:{RUN}) |\n| `<script>` | <a href=javascript:{RUN}>x</a> |", ("事件 onerror", "javascript: 链接")),
    (f'<div markdown="1" onclick={RUN}>\n**粗** <script>{RUN}</script>\n</div>', ("属性 markdown", "事件 onclick", "脚本 <script>")),
    (f"<!-- --!><script>{RUN}</script> -->", ("脚本 <script>",)),
    (f"<!--> <img src=x onerror={RUN}> -->", ("事件 onerror",)),
    ('<?php echo 1 ?><?xml-stylesheet href="//evil.example/a.xsl"?>', ("处理指令 <?php", "处理指令 <?xml-stylesheet")),
    (f"- [x] <input type=text onfocus={RUN} autofocus>", ("表单控件 text", "事件 onfocus", "属性 autofocus")),
    ('--8<-- "/etc/passwd"', ()),
    (f":smile:{{ onclick={RUN} }} ++ctrl+<b>++ ==<script>{RUN}</script>== ^^<img src=x onerror={RUN}>^^", ("脚本 <script>", "事件 onerror")),
    (f"$$\\href{{javascript:{RUN}}}{{x}}$$ \\(<img src=x onerror={RUN}>\\)", ("事件 onerror",)),
    (f"<abbr title='\"><img src=x onerror={RUN}>'>缩</abbr>", ("错位的 <img>",)),
    (f"<label for=__search onclick={RUN}>点我</label><a href=# for=__drawer accesskey=x onfocus={RUN}>x</a>", ("占用网页部件的 id __search", "事件 onclick", "属性 for", "属性 accesskey", "事件 onfocus")),
)  # fmt: skip
#: The stories whose body holds every payload: one by itself, and the one that the chronicle tells in full.
POISONED = ("midnight-bill", "fish-pond")
#: Keys whose values are one of a few words, or name something else.
_FIXED = "kind priority status track case since from date by month metrics block present need channel better total"
FIXED = frozenset(
    (*_FIXED.split(), "after", "role_kind", "last_year", "metric", "weight", "lead", "targets", "logs", "allow")
)


class Poison:
    """Payload after payload behind every text, none left out."""

    def __init__(self) -> None:
        self._turn = count()
        self.used: list[str] = []

    def text(self, value: str, most: int = 10**6) -> str:
        """The next payload, or the next of so many characters at most, behind a text."""
        payload = next(found for at in self._turn if len(found := PAYLOADS[at % len(PAYLOADS)]) <= most)
        self.used.append(payload)
        return f"{value} {payload}"

    def tree(self, value: Any, key: str = "") -> Any:
        if key in FIXED:
            return value
        if isinstance(value, dict):
            free = key in {"tags", "signals"}
            # YAML writes a longer key behind a question mark, which is no way that we read
            return {(self.text(k, 100) if free else k): self.tree(v, str(k)) for k, v in value.items()}
        if isinstance(value, list):
            return [self.tree(each, key) for each in value]
        return self.text(value) if isinstance(value, str) else value


class _Loader(yaml.SafeLoader):
    """``yes`` is a word, as the project itself reads it."""


_Loader.yaml_implicit_resolvers = {
    sign: [each for each in known if each[0] != "tag:yaml.org,2002:bool"]
    for sign, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _dump(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10**6)


def _poison_yaml(path: Path, poison: Poison) -> None:
    path.write_text(_dump(poison.tree(yaml.load(path.read_text("utf-8"), _Loader))), "utf-8")


def _poison_story(path: Path, poison: Poison) -> None:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    if path.stem in POISONED:
        headings = [f"## 标题 {each}" for each in PAYLOADS[:34]]
        body = "\n\n".join((body, *PAYLOADS, *headings, ""))
    path.write_text(f"---\n{_dump(poison.tree(yaml.load(front, _Loader)))}---\n{body}", "utf-8")


def write_project(root: Path) -> Poison:
    """The sample, with a payload behind every text."""
    poison = Poison()
    copied(root, "linxia", "songqing")  # who write more than all the others
    for path in [root / "data/team.yml", *sorted((root / "data/agents").rglob("*.yml"))]:
        _poison_yaml(path, poison)
    for path in sorted((root / "docs/agents").rglob("*.md")):
        if path.name != "index.md":
            _poison_story(path, poison)
    for number, (trick, _) in enumerate(TRICKS):
        front = f"---\ntitle: 花招{number}\ndate: 2025-03-12\nlesson: 不上当\n---\n"
        trap = root / f"docs/agents/linxia/2025/trick-{number:02}.md"
        trap.write_text(f"{front}正文开头。\n\n{trick}\n\n正文结尾。\n", "utf-8")
    tricks = "\n\n".join(PAYLOADS)
    front = _dump(
        {"title": f"一页 {PAYLOADS[6]}", "description": f"讲 {PAYLOADS[7]} {PAYLOADS[1]}", "author": PAYLOADS[9]}
    )
    (root / "docs/free.md").write_text(f"---\n{front}---\n# 标题 {PAYLOADS[6]} {PAYLOADS[0]}\n\n{tricks}\n", "utf-8")
    (root / "docs/plain.md").write_text(f"# 只有标题 {PAYLOADS[35]} {PAYLOADS[36]}\n\n正文。\n", "utf-8")
    (root / "docs/drawing.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script><circle r="4"/></svg>', "utf-8"
    )
    (root / "docs/page.html").write_text(f"<script>{RUN}</script>", "utf-8")
    (root / "docs/run.js").write_text(RUN, "utf-8")
    return poison


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    root = tmp_path_factory.mktemp("hostile")
    poison = write_project(root)
    assert set(poison.used) == set(PAYLOADS)
    result = build(root, root / "site")
    assert result.returncode == 0, (result.stdout + result.stderr)[-3000:]
    assert "Traceback" not in result.stderr
    return root / "site", result.stderr


def _pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


# --- what stands in the files ---

_OWN_SCRIPTS = re.compile(r"(?:(?:\.\./)*|/|\./)assets/(?:javascripts/)?[\w.-]+\.js")
_FORBIDDEN = {"iframe", "object", "embed", "base", "frame", "applet", "math", "video", "audio", "template", "textarea"}


def _offences(path: Path) -> Iterator[str]:
    for element in tinyhtml5.parse(path.read_text("utf-8")).iter():
        if not isinstance(element.tag, str):
            continue
        tag = local(element)
        if tag in _FORBIDDEN:
            yield f"<{tag}>"
        if (tag != "style" or path.name != "chronicle.html") and _is_foreign(tag, element.attrib):
            yield f"{tag} {element.attrib}"
        yield from _bad_attributes(tag, element.attrib)


def _is_foreign(tag: str, attributes: dict[str, str]) -> bool:
    """Of the elements that the theme and the site themselves use: whether this one is not theirs."""
    if tag == "script":
        return attributes.get("type") != "application/json" and not _OWN_SCRIPTS.fullmatch(attributes.get("src", ""))
    if tag == "form":
        return attributes.get("class") not in {"md-search__form", "md-header__option", "filters"}
    return tag == "style" or attributes.get("http-equiv", "").lower() == "refresh"


def _bad_attributes(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        plain = re.sub(r"[\x00-\x20]", "", value).lower()
        if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
            yield f"{tag} {name}={value[:40]}"
        if name in {"href", "src", "action", "xlink:href"} and plain.startswith(
            ("javascript:", "data:text", "vbscript:")
        ):
            yield f"{tag} {name}={value[:40]}"
        if name in {"src", "srcset"} and re.match(r"(?:https?:)?//", plain):
            yield f"{tag} {name}={value[:40]}"


def test_no_page_holds_anything_that_could_run(hostile: tuple[Path, str]) -> None:
    site, _ = hostile
    found = {str(path.relative_to(site)): sorted(set(_offences(path)))[:5] for path in _pages(site)}
    assert len(found) > 25
    assert {path: offences for path, offences in found.items() if offences} == {}


def test_what_looks_like_a_template_stays_text(hostile: tuple[Path, str]) -> None:
    site, _ = hostile
    text = (site / "agents/linxia/2025/midnight-bill/index.html").read_text("utf-8")
    assert "{{ 7*7 }}" in text
    assert "{% raw %}" in text
    assert "__mro__" in text
    for path in _pages(site):
        assert not re.search("[\ue000-\uf8ff]", path.read_text("utf-8")), path


def test_every_removal_is_named_with_its_place(hostile: tuple[Path, str]) -> None:
    site, said = hostile
    source = (site.parent / "docs/agents/linxia/2025/midnight-bill.md").read_text("utf-8").splitlines()
    places = re.findall(r"docs/agents/linxia/2025/midnight-bill\.md:(\d+):\d+: 去掉了不安全的(\S+)", said)
    assert {"脚本", "事件", "标签", "内嵌网页", "表单", "样式"} <= {name for _, name in places}
    line = next(int(number) for number, name in places if name == "内嵌网页")
    assert "<iframe" in source[line - 1]
    assert "docs/drawing.svg" in said


@for_each(("number", "names"), [(number, names) for number, (_, names) in enumerate(TRICKS)])
def test_a_trick_is_named_with_its_line_or_stays_text(
    hostile: tuple[Path, str], number: int, names: tuple[str, ...]
) -> None:
    site, said = hostile
    lines = TRICKS[number][0].count("\n") + 1
    found = re.findall(rf"trick-{number:02}\.md:(\d+):\d+: 去掉了不安全的(.+?)(?: — .*)?$", said, re.M)
    assert {name for _, name in found} == set(names)
    assert all(8 <= int(line) < 8 + lines for line, name in found if not name.startswith("错位"))
    assert "正文开头" in (site / f"agents/linxia/2025/trick-{number:02}/index.html").read_text("utf-8")


def test_pages_and_programs_of_others_are_not_published(hostile: tuple[Path, str]) -> None:
    site, said = hostile
    assert not (site / "page.html").exists()
    assert not (site / "run.js").exists()
    assert "docs/page.html:1:1" in said
    assert not (site / "drawing.svg").exists()


def test_the_search_index_holds_no_markup_of_theirs(hostile: tuple[Path, str]) -> None:
    site, _ = hostile
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    for entry in index["docs"]:
        shown = f"<!doctype html>{' ' * 200}<body>{entry['title']}{entry['text']}</body>"
        for element in tinyhtml5.parse(shown).iter():
            if isinstance(element.tag, str):
                assert local(element) not in {*_FORBIDDEN, "script", "img", "svg", "style", "form"}, entry
                assert list(_bad_attributes("", element.attrib)) == []


# --- what a browser makes of it ---


#: Opens addresses side by side, each in a frame of the page, and does there what a reader might do.
OPENED = """urls => Promise.all(urls.map(url => new Promise(done => {
    const frame = Object.assign(document.createElement('iframe'), {src: url, width: 1280, height: 900})
    frame.onload = async () => {
        for (const element of frame.contentDocument.querySelectorAll('main *'))
            for (const event of ['mouseover', 'focus']) element.dispatchEvent(new Event(event))
        for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame)
        frame.remove()
        done()
    }
    document.body.append(frame)
})))"""
TOGETHER = 8
WOULD_RUN = f"""<main><script>{RUN}</script><img src=x: onerror={RUN}><p onmouseover={RUN}>x</p><input onfocus={RUN}>
<svg onload={RUN}></svg><svg><animate onbegin={RUN} attributeName=x dur=1s></svg></main>"""


@pytest.mark.browser
def test_nothing_runs_even_without_the_policy(
    hostile: tuple[Path, str], browser: Browser, serve_folder: Callable[..., str], tmp_path: Path
) -> None:
    """The policy is switched off, so that what it would stop is seen."""
    site, _ = hostile
    url = serve_folder(site)
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script("window.pwned = () => { (top.ran ??= []).push(location.pathname) }")
    (tmp_path / "control.html").write_text(WOULD_RUN, "utf-8")
    (tmp_path / "plain.txt").touch()
    control = serve_folder(tmp_path)
    page.goto(f"{control}plain.txt")
    page.evaluate(OPENED, [f"{control}control.html"])
    assert page.evaluate("window.ran") == ["/control.html"] * 6  # what would run is noticed
    dialogs: list[str] = []
    foreign: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: foreign.append(asked.url) if "evil" in asked.url else None)
    page.goto(url + min(site.rglob("*.css")).relative_to(site).as_posix())
    urls = [url + path.relative_to(site).as_posix() for path in _pages(site)]
    for at in range(0, len(urls), TOGETHER):
        page.evaluate(OPENED, urls[at : at + TOGETHER])
    assert page.evaluate("window.ran") is None
    for words in ("标题", "鸡蛋", "script", "onerror", "一页", "点这里"):
        page.goto(url + "index.html", wait_until="load")
        page.locator("input.md-search__input").click()
        page.keyboard.insert_text(words)
        page.keyboard.press("End")
        page.locator(".md-search-result__link").first.wait_for()
        page.wait_for_timeout(100)
        assert not page.evaluate("window.ran"), words
        assert page.locator(".md-search-result :is(script, iframe, img, svg[onload])").count() == 0
    assert dialogs == []
    assert foreign == []
    context.close()


# --- what a file may not hold at all ---


@pytest.mark.parametrize("strange", ["\u2028", "\u202e", "\ue000", "\x07", "\ufffe"])
@pytest.mark.parametrize("escaped", [False, True])
def test_characters_that_mislead_are_refused_with_their_place(strange: str, escaped: bool) -> None:
    from chronicle.reading.document import parse_yaml
    from chronicle.reading.text import decode

    written = f"\\U{ord(strange):08x}" if escaped else strange
    text = decode("a.yml", f'name: "林{written}夏"\n'.encode())
    document = parse_yaml("a.yml", text.text)
    places = {(problem.line, problem.column) for problem in (*text.problems, *document.problems)}
    assert places == {(1, 7 if escaped else 9)}
    assert strange not in document.data["name"]
