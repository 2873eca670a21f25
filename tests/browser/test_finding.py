"""Our search beside the theme's own, in a real browser: the same pages, the same marks, less to load."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from playwright.sync_api import Page

from browser.conftest import Witness, until
from chronicle.cache import Cache
from chronicle.search import shards

pytestmark = pytest.mark.browser

#: Speaks to a worker as the theme's bundle does, and gives what it answers to each query.
ASK = """async ([address, index, queries]) => {
    const worker = window.asked ??= new Worker(address)
    const said = message => new Promise(done => {
        worker.addEventListener("message", ({data}) => done(data), {once: true})
        worker.postMessage(message)
    })
    if (index) await said({type: 0, data: {...index, options: {suggest: false}}})
    const found = []
    for (const data of queries) found.push((await said({type: 2, data})).data.items)
    return found
}"""
OURS = "assets/javascripts/search.js"
BREAK = "\u200b"

#: Queries whose words the theme's own engine cuts right, so that it answers as it means to: on a longer run of Chinese
#: it never looks at the last character, so that 停电 finds all that begins with 停.
SAME = ["峰谷电价", "App", "app", "2025", "26", "凭证", "index.md", "markdown yml", "2025 app", "App -2024"]
#: What an independent reckoning must find: words, prefixes, parts of words, several at once.
QUERIES = [
    "停电", "停", "老人", "账单", "停电通知", "情绪急救四步走", "四步走", "急救", "顾一川", "林夏", "共情", "谢谢",
    "迎峰度夏", "凌晨", "停电 老人", "App 账单", "ａｐｐ", "APP", "mkdocs", "20", "知识晶体", "不存在的词语", "龘",
    "\"停电 通知\"", "+停电 +短信", "停电 -短信", "-停电",
]  # fmt: skip
#: Word for word in a story.
SAID = ["店费怎么这么搞", "字真大", "三句确认法", "一行不超过十个字", "停电通知将发到尾号", "题目出错了，不是我算错了"]


@pytest.fixture(scope="module")
def index(built_site: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((built_site / "search" / "search_index.json").read_text("utf-8"))
    return found


@pytest.fixture
def ask(built_site: Path, site_url: str, page: Page, index: dict[str, Any]) -> Callable[..., Any]:
    """What our worker, or the theme's own, answers to some queries."""

    def answers(queries: list[str], *, theme: bool = False, base: str = site_url) -> list[list[list[dict[str, Any]]]]:
        (theirs,) = (built_site / "assets" / "javascripts" / "workers").glob("search.*.min.js")
        page.goto(base + "index.html", wait_until="load")
        worker = f"assets/javascripts/workers/{theirs.name}" if theme else OURS
        found: list[list[list[dict[str, Any]]]] = page.evaluate(
            ASK, [base + worker, index if theme else {"config": index["config"], "docs": []}, queries]
        )
        return found

    return answers


def addresses(items: list[list[dict[str, Any]]]) -> list[str]:
    return [group[0]["location"].partition("#")[0] for group in items]


# --- the same as the theme's own ---


def test_what_the_theme_found_right_is_found(ask: Callable[..., Any]) -> None:
    ours, theirs = ask(SAME), ask(SAME, theme=True)
    for query, mine, other in zip(SAME, ours, theirs, strict=True):
        assert sorted(addresses(mine)) == sorted(addresses(other)), query
        assert len(set(addresses(mine))) == len(mine) > 0, query


def test_titles_and_excerpts_are_marked_as_the_theme_marks_them(ask: Callable[..., Any]) -> None:
    queries = ["峰谷电价", "app", "2025", "凭证", "markdown yml"]
    ours, theirs = ask(queries), ask(queries, theme=True)
    seen = 0
    for mine, other in zip(ours, theirs, strict=True):
        marked = {item["location"]: item for group in other for item in group}
        for item in (item for group in mine for item in group if item["score"]):
            known = marked[item["location"]]
            assert item["terms"] == known["terms"]
            for field in ("title", "text"):
                assert item[field].replace(BREAK, "") == known[field].replace(BREAK, "")
                assert not re.search(f"{BREAK}[，。、；：！？”」）]", item[field])  # it could begin a line
                seen += "<mark>" in item[field]
    assert seen > 20


def test_every_group_has_its_page_and_its_best_section_first(ask: Callable[..., Any]) -> None:
    for items in ask(["停电", "情绪急救", "2025"]):
        tops = [group[0]["score"] for group in items]
        assert tops == sorted(tops, reverse=True)
        for group in items:
            assert sum("#" not in item["location"] for item in group) == 1
            scores = [item["score"] for item in group]
            assert scores == sorted(scores, reverse=True)


# --- an independent reckoning ---


class Reckoning:
    """Which pages answer to a query, reckoned from the whole index without any shard."""

    def __init__(self, index: dict[str, Any]) -> None:
        self.split = re.compile(f"<[^>]*>|{index['config']['separator']}").split
        self.words: dict[str, set[str]] = {}
        for entry in index["docs"]:
            found = self.split(f"{entry['title']}{BREAK}{entry['text']}")
            own = self.words.setdefault(entry["location"].partition("#")[0], set())
            own.update(normalize("NFKC", word).lower() for word in found)
        self.known = set().union(*self.words.values())

    def holds(self, page: str, asked: str) -> bool:
        inner = len(asked) > 1 and asked > "\u3000"
        return any(word.startswith(asked) or (inner and asked in word) for word in self.words[page])

    def cut(self, run: str, known: set[str]) -> tuple[int, tuple[str, ...]]:
        """The fewest words that a run is made of; a character in none costs twice."""
        ways = [(0, ())] if not run else []
        for end in range(len(run), 0, -1):
            if end == 1 or run[:end] in known:
                cost, rest = self.cut(run[end:], known)
                ways.append((cost + (1 if run[:end] in known else 2), (run[:end], *rest)))
        return min(ways, key=lambda way: way[0])

    def inside(self, word: str) -> tuple[str, ...]:
        pieces = self.cut(word, self.known - {word})[1] if word > "\u3000" and len(word) > 3 else ()
        return pieces if all(len(piece) > 1 for piece in pieces) else ()

    def opening(self, run: str) -> list[str]:
        """What brings in a page: long words, what they are made of, the run as part of a word; else its characters."""
        pieces = self.cut(run, self.known)[1] if run > "\u3000" else (run,)
        whole = [run] if len(pieces) > 1 and any(run in word for word in self.known) else []
        long = [piece for piece in pieces if len(piece) > 1]
        return [*(long or whole or pieces), *whole, *(part for piece in long for part in self.inside(piece))]

    def runs(self, query: str) -> list[tuple[str, str]]:
        """Every run of a query after its sign."""
        sign = "+" if query.startswith('"') else ""
        parts = [(part[0] if part[0] in "+-" else sign, part.lstrip("+-")) for part in query.strip('"').split()]
        words = [(sign, word) for sign, part in parts for word in self.split(normalize("NFKC", part).lower())]
        return [(sign, run) for sign, word in words for run in re.findall("[\u4e00-\u9fff]+|[^\u4e00-\u9fff]+", word)]

    def answers(self, page: str, query: str) -> bool:
        runs = self.runs(query)
        return (
            any(self.holds(page, word) for sign, run in runs if sign != "-" for word in self.opening(run))
            and all(self.holds(page, run) for sign, run in runs if sign == "+")
            and not any(self.holds(page, run) for sign, run in runs if sign == "-")
        )

    def pages(self, query: str) -> set[str]:
        return {page for page in self.words if self.answers(page, query)}


@pytest.fixture(scope="module")
def reckoned(index: dict[str, Any]) -> Reckoning:
    return Reckoning(index)


@pytest.mark.parametrize("start", ["http", "file"])
def test_the_pages_found_are_those_that_answer(
    built_site: Path, site_url: str, ask: Callable[..., Any], reckoned: Reckoning, witness: Witness, start: str
) -> None:
    found = ask(QUERIES, base=site_url if start == "http" else built_site.as_uri() + "/")
    for query, items in zip(QUERIES, found, strict=True):
        assert set(addresses(items)) == reckoned.pages(query), query
    assert witness.errors == []
    assert witness.foreign == []


def test_the_reckoning_finds_something(reckoned: Reckoning) -> None:
    nothing = {query for query in QUERIES if not reckoned.pages(query)}
    assert nothing == {"龘", "-停电"}


def test_what_is_said_word_for_word_comes_first(ask: Callable[..., Any], index: dict[str, Any]) -> None:
    texts: dict[str, str] = {}
    for entry in index["docs"]:
        page = entry["location"].partition("#")[0]
        texts[page] = texts.get(page, "") + f"{entry['title']}\n{entry['text']}\n".replace(BREAK, "")
    for query, items in zip(SAID, ask(SAID), strict=True):
        holding = {page for page, text in texts.items() if query in text}
        assert holding, query
        assert set(addresses(items)[: len(holding)]) == holding, query


def test_all_words_come_before_some(ask: Callable[..., Any], reckoned: Reckoning) -> None:
    both, one = reckoned.pages("+停电 +老人"), reckoned.pages("停电 老人")
    (items,) = ask(["停电 老人"])
    assert both < one
    assert set(addresses(items)[: len(both)]) == both


# --- what it costs, and what may go wrong ---


def type_in(page: Page, words: str) -> None:
    page.locator("input.md-search__input").click()
    page.keyboard.insert_text(words)
    page.keyboard.press("End")
    page.locator(".md-search-result__link").first.wait_for()


def test_a_page_loads_no_index_and_a_query_only_what_it_needs(site_url: str, own_page: Page) -> None:
    asked: list[str] = []
    own_page.on("request", lambda request: asked.append(request.url.removeprefix(site_url).partition("?")[0]))
    own_page.goto(site_url + "index.html", wait_until="load")
    until(own_page, lambda: "search/search_config.json" in asked)
    own_page.wait_for_timeout(200)  # what would come as well
    assert [url for url in asked if url.startswith("search/")] == ["search/search_config.json"]
    type_in(own_page, "峰谷电价")
    loaded = {url for url in asked if url.startswith("search/")} - {"search/search_config.json"}
    assert "search/manifest.js" in loaded
    assert {re.sub(r"\d+", "N", url) for url in loaded} == {
        "search/manifest.js",
        "search/words/N.js",
        "search/texts/N.js",
    }
    assert len(loaded) < 9


def test_a_result_leads_to_the_words_marked_on_their_page(site_url: str, page: Page, witness: Witness) -> None:
    page.goto(site_url + "index.html", wait_until="load")
    type_in(page, "四步走")
    page.locator(".md-search-result__link").first.click()
    page.wait_for_url("**/fish-pond/**")
    assert page.locator("mark[data-md-highlight]").first.text_content() == "四步走"
    assert witness.errors == []


def test_a_tab_that_stayed_open_finds_what_the_new_site_says(
    built_site: Path, serve_folder: Callable[..., str], page: Page, tmp_path: Path, index: dict[str, Any]
) -> None:
    """The site is renewed between two queries: pages are others, and so is every number in the shards."""
    shutil.copytree(built_site, tmp_path / "site")
    base = serve_folder(tmp_path / "site")
    page.goto(base + "index.html", wait_until="load")
    head = {"config": index["config"], "docs": []}
    (before,) = page.evaluate(ASK, [base + OURS, head, ["峰谷电价"]])
    new = {"location": "new/index.html", "title": "峰谷电价\u200b停电", "text": ""}
    docs = [new, *(each for each in index["docs"] if "midnight-bill" not in each["location"])]
    shards.publish(tmp_path / "site", {**index, "docs": docs}, Cache(tmp_path))
    first, second = page.evaluate(ASK, [None, None, ["停电", "峰谷电价"]])
    assert "new/index.html" not in addresses(before)
    assert addresses(first)[0] == addresses(second)[0] == "new/index.html"
    assert not any("midnight-bill" in address for address in addresses(second))


def test_what_is_far_down_is_found_by_its_title(
    built_site: Path, serve_folder: Callable[..., str], page: Page, tmp_path: Path, index: dict[str, Any]
) -> None:
    shutil.copytree(built_site, tmp_path / "site")
    docs = [{"location": f"p/{n}/index.html", "title": f"第\u200b{n}\u200b夜", "text": "停电"} for n in range(1200)]
    shards.publish(tmp_path / "site", {**index, "docs": docs}, Cache(tmp_path))
    base = serve_folder(tmp_path / "site")
    page.goto(base + "index.html", wait_until="load")
    (items,) = page.evaluate(ASK, [base + OURS, {"config": index["config"], "docs": []}, ["停电"]])
    assert addresses(items) == [each["location"] for each in docs]
    assert [group[0]["title"] for group in items] == [each["title"] for each in docs]
    assert items[0][0]["text"] == "<mark>停电</mark>"
    assert items[-1] == [{**docs[-1], "text": "", "score": 0, "terms": {"停电": True}}]
