"""The search index of a build: entries of new pages and of those that were not made, in one order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from adapter.incremental import Finish
from adapter.search_entries import SearchEntries
from chronicle.cache import Cache
from chronicle.reading import chinese
from chronicle.search.segmentation import BREAK

CUT = f"冰柜{BREAK}先{BREAK}断电"


class Index:
    """What Material's plugin holds of an index."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def generate_search_index(self, previous: None) -> str:
        return json.dumps({"config": {"lang": ["zh"]}, "docs": self.entries})


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    yield
    chinese.use_words({})


def entry(location: str, text: str = "") -> dict[str, Any]:
    return {"location": location, "title": "", "text": text}


def entries_of(root: Path, index: Any, vocabulary: dict[str, str] | None = None) -> SearchEntries:
    plugins = {"material/search": SimpleNamespace(search_index=index)} if index else {}
    config: Any = SimpleNamespace(plugins=plugins)
    return SearchEntries(config, vocabulary or {}, Cache(root))


def test_without_the_search_there_is_no_index(tmp_path: Path) -> None:
    entries = entries_of(tmp_path, None)
    entries.add("a/", Finish(entries=[entry("a/")]))
    assert entries.take("b/") == []
    assert entries.whole(["a/"]) is None


def test_what_the_plugin_has_read_of_a_page_is_taken_from_it(tmp_path: Path) -> None:
    index = Index()
    entries = entries_of(tmp_path, index)
    index.entries += [entry("b/"), entry("b/#x")]
    assert entries.take("b/") == [entry("b/"), entry("b/#x")]
    assert index.entries == []


def test_what_mkdocs_own_plugin_has_read_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chinese, "cut", lambda text: [text[:2], text[2:]])
    index = SimpleNamespace(_entries=[entry("a/", "冰柜断电")])
    entries = entries_of(tmp_path, index)
    assert entries.take("a/") == [entry("a/", f"冰柜{BREAK}断电")]
    whole = entries.whole(["a/"])
    assert whole
    assert (index._entries, whole["docs"]) == ([], [entry("a/", f"冰柜{BREAK}断电")])


def test_pages_stand_in_the_order_of_the_site(tmp_path: Path) -> None:
    index = Index()
    entries = entries_of(tmp_path, index)
    index.entries += [entry("c/"), entry("c/#x")]
    entries.take("c/")
    entries.add("a/", Finish(entries=[entry("a/"), entry("a/#x")], cut=entries.cut.key))
    entries.add("b/", Finish(entries=[entry("b/")], cut=entries.cut.key))
    whole = entries.whole(["a/", "b/", "c/"])
    assert whole
    assert [each["location"] for each in whole["docs"]] == ["a/", "a/#x", "b/", "c/", "c/#x"]
    assert whole["config"] == {"lang": ["zh"]}


def test_what_was_cut_by_other_words_is_cut_anew(tmp_path: Path) -> None:
    index, before = Index(), entries_of(tmp_path, Index()).cut.key
    entries = entries_of(tmp_path, index, {"冰柜先断电": "n"})
    old, other = entry("a/", CUT), entry("a/#x", f"别的{BREAK}话")
    entries.add("a/", Finish(entries=[old, other], cut=before))
    whole = entries.whole(["a/"])
    assert whole
    assert whole["docs"] == [entry("a/", "冰柜先断电"), other]


def test_what_the_plugin_has_cut_is_not_cut_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, cut = Index(), list[str]()
    monkeypatch.setattr(chinese, "cut", lambda text: cut.append(text) or [text])
    entries = entries_of(tmp_path, index)
    index.entries.append(entry("a/", CUT))
    entries.take("a/")
    entries.add("b/", Finish(entries=[entry("b/", CUT)], cut=entries.cut.key))
    whole = entries.whole(["a/", "b/"])
    assert whole
    assert [each["text"] for each in whole["docs"]] == [CUT, CUT]
    assert cut == []
