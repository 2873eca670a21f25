"""Thirty-odd ways to make a page do something, in every text that people write, in one site that a browser opens."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import tinyhtml5
import yaml
from playwright.sync_api import Browser
from reader import local

from building import ROOT, build


RUN = "window.__pwned=1"
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
    f"<iframe srcdoc='<script>parent.{RUN[7:]}</script>'></iframe>",
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
)  # fmt: skip
#: Keys whose values are one of a few words, or name something else.
_FIXED = "kind priority status track case since from date by month metrics block present need channel better total"
FIXED = frozenset((*_FIXED.split(), "targets", "logs", "allow"))


class Poison:
    """Payload after payload behind every text, none left out."""

    def __init__(self) -> None:
        self._turn = count()
        self.used: list[str] = []

    def text(self, value: str) -> str:
        self.used.append(PAYLOADS[next(self._turn) % len(PAYLOADS)])
        return f"{value} {self.used[-1]}"

    def tree(self, value: Any, key: str = "") -> Any:
        if key in FIXED:
            return value
        if isinstance(value, dict):
            free = key in {"tags", "signals"}
            return {(self.text(k) if free else k): self.tree(v, str(k)) for k, v in value.items()}
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
    tricks = "\n\n".join(PAYLOADS)
    heading = "\n\n".join(f"## 标题 {each}" for each in PAYLOADS[:34])
    poisoned = _dump(poison.tree(yaml.load(front, _Loader)))
    path.write_text(f"---\n{poisoned}---\n{body}\n\n{tricks}\n\n{heading}\n", "utf-8")


def write_project(root: Path) -> Poison:
    """The sample, with a payload behind every text."""
    poison = Poison()
    for name in ("hooks", "docs", "data"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    for path in [root / "data/team.yml", *sorted((root / "data/agents").rglob("*.yml"))]:
        _poison_yaml(path, poison)
    for path in sorted((root / "docs/agents").rglob("*.md")):
        if path.name != "index.md":
            _poison_story(path, poison)
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


def test_pages_and_programs_of_others_are_not_published(hostile: tuple[Path, str]) -> None:
    site, said = hostile
    assert not (site / "page.html").exists()
    assert not (site / "run.js").exists()
    assert "docs/page.html:1:1" in said
    drawing = (site / "drawing.svg").read_text("utf-8")
    assert "<circle" in drawing
    assert RUN not in drawing


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


@pytest.mark.browser
def test_nothing_runs_even_without_the_policy(
    hostile: tuple[Path, str], browser: Browser, serve_folder: Callable[..., str]
) -> None:
    """The policy is switched off, so that what it would stop is seen."""
    site, _ = hostile
    url = serve_folder(site)
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    dialogs: list[str] = []
    foreign: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda asked: foreign.append(asked.url) if "evil" in asked.url else None)
    ran = []
    for path in _pages(site):
        page.goto(url + path.relative_to(site).as_posix(), wait_until="load")
        page.evaluate("document.querySelectorAll('main *').forEach(e => e.dispatchEvent(new Event('mouseover')))")
        if page.evaluate("window.__pwned"):
            ran.append(path)
    assert ran == []
    for words in ("标题", "鸡蛋", "script", "onerror", "一页", "点这里"):
        page.goto(url + "index.html", wait_until="load")
        page.locator("input.md-search__input").click()
        page.keyboard.insert_text(words)
        page.keyboard.press("End")
        page.locator(".md-search-result__link").first.wait_for(timeout=15_000)
        page.wait_for_timeout(300)
        assert not page.evaluate("window.__pwned"), words
        assert page.locator(".md-search-result :is(script, iframe, img, svg[onload])").count() == 0
    assert dialogs == []
    assert foreign == []
    context.close()


# --- what a file may not hold at all ---


@pytest.mark.parametrize("strange", ["\u2028", "\u202e", "\ue000", "\x07", "\ufffe"])
@pytest.mark.parametrize("escaped", [False, True])
def test_characters_that_mislead_are_refused_with_their_place(strange: str, escaped: bool) -> None:
    from chronicle.encoding import decode
    from chronicle.source import parse_yaml

    written = f"\\U{ord(strange):08x}" if escaped else strange
    text = decode("a.yml", f'name: "林{written}夏"\n'.encode())
    document = parse_yaml("a.yml", text.text)
    places = {(problem.line, problem.column) for problem in (*text.problems, *document.problems)}
    assert places == {(1, 7 if escaped else 9)}
    assert strange not in document.data["name"]
