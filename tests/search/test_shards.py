"""The search index in small files: what they hold, and that an edit changes few of them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest

from chronicle.cache import Cache, Memo
from chronicle.search import shards
from chronicle.search.shards import HEADING, NAMES, OFTEN, ONCE, TITLE, publish

CONFIG = {"lang": ["zh"], "separator": "[\\s\u200b\\-，。]+", "fields": {"title": {"boost": 1000.0}}}
WORDS = ["停电", "通知", "账单", "情绪", "急救", "情绪急救四步走", "App", "2025", "老人", "的", "林夏", "６６", "½"]


def entry(location: str, title: str, text: str = "") -> dict[str, Any]:
    return {"location": location, "title": title, "text": text}


def site(pages: int, seed: int = 0) -> list[dict[str, Any]]:
    """Entries of some people's pages, words at random."""
    dice = random.Random(seed)
    docs = []
    for number in range(pages):
        page = f"agents/a{number // 5:03d}/2025/story-{number % 5}/index.html"
        for place in ("", "#one", "#two"):
            text = "\u200b".join(dice.choices(WORDS, k=dice.randint(0, 9)))
            docs.append(entry(page + place, dice.choice(WORDS), f"<p>{text}</p>"))
    return docs


def made(docs: list[dict[str, Any]], cache: Cache = Cache(Path())) -> dict[str, str]:  # noqa: B008 - it holds nothing
    return dict(shards.files({"config": CONFIG, "docs": docs}, cache))


def content(script: str) -> Any:
    return json.loads(re.fullmatch(r'shard\("[^"]*","[^"]*",(.*)\)\n', script, re.S)[1])


def decode(row: list[int]) -> list[int]:
    """Pages and places, as ``search.js`` reads them."""
    postings, page = [], 0
    for step in row:
        page += step >> 2
        postings.append(page * 4 + (step & 3))
    return postings


def rows(files: dict[str, str]) -> dict[str, list[tuple[int, int]]]:
    """Every word's pages and places, out of all shards."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name, script in files.items():
        if name.startswith("words/"):
            for word, row in content(script)["words"].items():
                found[word] = [(each >> 2, each & 3) for each in decode(row)]
    return found


@pytest.mark.parametrize("pages", [[0], [3], [1, 2, 900, 901], range(1000)])
def test_a_words_pages_come_back_however_far_they_are_apart(pages: Collection[int]) -> None:
    docs = [entry(f"{number}/", "题", "停电" if number in pages else "") for number in range(1000)]
    assert rows(made(docs))["停电"] == [(page, ONCE) for page in pages]


def test_the_next_page_once_is_one_character() -> None:
    files = made([entry(f"{number}/", "题", "停电") for number in range(9)])
    shards_of_words = (content(text)["words"] for name, text in files.items() if name.startswith("words/"))
    assert [each["停电"] for each in shards_of_words if "停电" in each] == [[ONCE, *[4] * 8]]


def test_a_word_leads_to_its_pages_and_says_where_it_stands() -> None:
    docs = [
        entry("a/", "停电", "<p>通知\u200b账单，账单</p>"),
        entry("a/#x", "通知"),
        entry("b/", "首页", "App\u200bＡＰＰ<code>停电</code>－"),
    ]
    assert rows(made(docs)) == {
        "停电": [(0, TITLE), (1, ONCE)],
        "通知": [(0, HEADING)],
        "账单": [(0, OFTEN)],
        "首页": [(1, TITLE)],
        "app": [(1, OFTEN)],
    }


def test_a_longer_word_is_found_by_what_it_holds() -> None:
    inner = {}
    for name, script in made([entry("a/", "情绪急救四步走", "停电\u200bApplication")]).items():
        if name.startswith("words/"):
            inner.update(content(script)["inner"])
    assert inner == {sign: ["情绪急救四步走"] for sign in "绪急救四步"}


def test_a_word_stands_in_the_shard_of_its_first_character() -> None:
    files = made(site(3000))
    count = len(content(files["manifest.js"])["words"])
    assert count > 1
    for number in range(count):
        words = content(files[f"words/{number}.js"])["words"]
        assert {ord(word[0]) % count for word in words} <= {number}


def test_texts_and_names_hold_all_that_the_index_holds() -> None:
    docs = [*site(NAMES + 7), {**entry("b/", "标题\u200b二"), "tags": ["停电"], "boost": 2}]
    files = made(docs)
    manifest = content(files["manifest.js"])
    files_of_texts = [content(files[f"texts/{number}.js"]) for number in range(len(manifest["texts"]))]
    assert {len(file) for file in files_of_texts[:-1]} == {manifest["steps"]["texts"]}
    assert sum(map(len, files_of_texts)) == manifest["count"]
    found = [
        {"location": page + row[0], "title": row[1], "text": row[2], **(row[3] if row[3:] else {})}
        for file in files_of_texts
        for page, entries in file
        for row in entries
    ]
    lean = json.loads(json.dumps(docs, ensure_ascii=False).replace("\u200b", "\x7f"))
    assert found == lean
    names = [name for number in range(len(manifest["names"])) for name in content(files[f"names/{number}.js"])]
    assert names == [[each["location"], each["title"]] for each in lean if "#" not in each["location"]]


def test_every_script_says_the_digest_that_the_manifest_says() -> None:
    files = made(site(40))
    manifest = content(files["manifest.js"])
    for kind in ("texts", "names", "words"):
        for number, digest in enumerate(manifest[kind]):
            assert files[f"{kind}/{number}.js"].startswith(f'shard("{kind}/{number}","{digest}",')


def test_the_theme_gets_settings_and_an_empty_index() -> None:
    files = made(site(5))
    assert json.loads(files["search_config.json"]) == {"config": CONFIG, "docs": []}
    assert files["search_index.js"] == f"var __index={files['search_config.json']}\n"


def test_shards_stay_small_and_few_however_many_people() -> None:
    files = made(site(5000))
    sizes = {name: len(script.encode()) for name, script in files.items()}
    assert max(size for name, size in sizes.items() if name.startswith("texts/")) < 32 * 1024
    assert len([name for name in sizes if name.startswith("texts/")]) == 1250
    assert len([name for name in sizes if name.startswith("words/")]) <= 512


def test_a_preview_ends_where_a_build_from_nothing_ends(tmp_path: Path) -> None:
    """A long row of edits: words that come and go, pages that do, texts that grow."""
    dice, docs, cache = random.Random(7), site(30), Cache(tmp_path, Memo())
    for _ in range(60):
        match dice.randrange(8):
            case 0:
                docs = docs[:-3] if len(docs) > 60 else [*docs, *site(40, 1)[len(docs) : len(docs) + 3]]
            case 1:
                docs.insert(1, entry(docs[0]["location"] + f"#{dice.random()}", "新的一节", "停电\u200b了"))
            case _:
                at = dice.randrange(len(docs))
                words = "\u200b".join(dice.choices(WORDS, k=dice.choice([0, 3, 900])))
                docs[at] = {**docs[at], dice.choice(["title", "text"]): words}
        assert made(docs, cache) == made(docs)


def test_an_edit_changes_few_files() -> None:
    docs = site(500)
    before = made(docs)
    docs[4] = {**docs[4], "text": docs[4]["text"] + "新词"}
    names = {name for name, text in made(docs).items() if before.get(name) != text}
    assert names == {"texts/0.js", "manifest.js", *(name for name in names if name.startswith("words/"))}
    assert len(names) <= 4


def test_what_stands_already_is_not_written_again(tmp_path: Path) -> None:
    docs = site(500)
    standing = publish(tmp_path / "first", {"config": CONFIG, "docs": docs}, Cache(tmp_path))
    index_of_the_plugin = tmp_path / "second" / "search" / "search_index.json"
    index_of_the_plugin.parent.mkdir(parents=True)
    index_of_the_plugin.write_text("{}", "utf-8")
    publish(tmp_path / "second", {"config": CONFIG, "docs": docs}, Cache(tmp_path), standing)
    assert [path.read_text("utf-8") != "{}" for path in (tmp_path / "second").rglob("*.*")] == [True]
    docs[4] = {**docs[4], "text": docs[4]["text"] + "新词"}
    again = publish(tmp_path / "second", {"config": CONFIG, "docs": docs}, Cache(tmp_path), standing)
    written = {path.relative_to(tmp_path / "second").as_posix() for path in (tmp_path / "second").rglob("*.*")}
    assert written == {uri for uri, content in again.items() if standing.get(uri) != content}
    assert len(written) <= 5


def test_the_index_is_written_small_and_its_shards_beside_it(tmp_path: Path) -> None:
    index = {"config": CONFIG, "docs": [entry("a/", "将\u200b心", 'a"b</script>')]}
    folder = tmp_path / "search"
    publish(tmp_path, index, Cache(tmp_path / "cache"))
    small = (folder / "search_index.json").read_text(encoding="utf-8")
    assert json.loads(small) == index
    assert "将\u200b心" in small
    assert sorted(path.name for path in folder.iterdir()) == [
        "manifest.js", "names", "search_config.json", "search_index.js", "search_index.json", "texts", "words",
    ]  # fmt: skip
    assert "将\x7f心" in (folder / "texts" / "0.js").read_text(encoding="utf-8")
