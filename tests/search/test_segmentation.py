"""Entries of the index that are cut anew look as if Material's plugin had cut them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from backrefs import bre
from material.plugins.search.plugin import SearchIndex

from chronicle.cache import Cache
from chronicle.reading import chinese
from chronicle.search.segmentation import BREAK, HAN, Cut, IndexEntry, segment

STORY = "客户来电反映连续高温导致停电；座席耐心安抚 App 用户，并协调抢修，最终当晚复电。服务是将心比心。"
FIRST, SECOND = {"四步走": "n"}, {"情绪急救四步走": "n"}


@pytest.fixture(autouse=True)
def _no_words_stay() -> Iterator[None]:
    chinese.use_words({})
    yield
    chinese.use_words({})


def indexed(*bodies: str) -> list[IndexEntry]:
    """What the plugin has of a page with these bodies as its sections."""
    chinese.load()
    index = SearchIndex()
    content = "".join(f'<h2 id="s{number}">{body}</h2><p>{body}</p>' for number, body in enumerate(bodies))
    page: Any = SimpleNamespace(content=content, meta={"search": {"boost": 2}}, toc=[], url="p/", title="标题")
    index.add_entry_from_context(page)
    return list(index.entries)


@pytest.mark.parametrize(
    "text", [STORY, "。中。", "中", "〇一𠀀", "a中b国c", "50%的人", "App上线 停电", "用情绪急救四步走"]
)
def test_a_text_is_cut_as_the_plugin_cuts_it(text: str) -> None:
    chinese.use_words(SECOND)
    assert segment(text, chinese.cut) in [entry["title"] for entry in indexed(text)]


def test_a_word_of_the_data_is_one_word_in_the_plugins_index() -> None:
    assert BREAK + "情绪急救四步走" not in indexed("他用情绪急救四步走安抚客户")[1]["text"]
    chinese.use_words(SECOND)
    assert BREAK + "情绪急救四步走" + BREAK in indexed("他用情绪急救四步走安抚客户")[1]["text"]


def test_nothing_but_breaks_is_added() -> None:
    assert segment(STORY, chinese.cut).replace(BREAK, "") == STORY
    assert segment("", chinese.cut) == ""


def test_entries_of_other_words_are_cut_as_a_build_of_today_would(tmp_path: Path) -> None:
    bodies = ["他用情绪急救四步走", STORY, "四步走"]
    chinese.use_words(FIRST)
    before, entries = Cut(Cache(tmp_path), FIRST, chinese.cut), indexed(*bodies)
    chinese.use_words(SECOND)
    now = Cut(Cache(tmp_path), SECOND, chinese.cut)
    assert now.key != before.key
    assert now.recut(entries, before.key) == indexed(*bodies) != entries


def test_only_what_holds_a_word_that_came_or_went_is_cut(tmp_path: Path) -> None:
    chinese.use_words(FIRST)
    before, entries = Cut(Cache(tmp_path), FIRST, chinese.cut), indexed(STORY, "情绪急救四步走")
    asked: list[str] = []
    now = Cut(Cache(tmp_path), SECOND, lambda run: asked.append(run) or [run])  # type: ignore[func-returns-value]
    now.recut(entries, before.key)
    assert set(asked) == {"情绪急救四步走"}


def test_the_same_words_are_the_same_cut(tmp_path: Path) -> None:
    one, other = (Cut(Cache(tmp_path), words, pytest.fail) for words in (["甲乙", "丙丁"], {"丙丁", "甲乙"}))
    assert one.key == other.key
    entries = [{"location": "a", "title": "甲乙", "text": "丙丁"}]
    assert other.recut(entries, one.key) == entries


def test_where_the_former_words_are_not_known_everything_is_cut(tmp_path: Path) -> None:
    entries = [{"location": "a", "title": f"客{BREAK}户", "text": f"<p>{BREAK}客{BREAK}户{BREAK}</p>", "boost": 2}]
    cut = Cut(Cache(tmp_path), [], chinese.cut)
    assert cut.recut(entries, "") == [
        {"location": "a", "title": "客户", "text": f"<p>{BREAK}客户{BREAK}</p>", "boost": 2}
    ]


def test_han_is_what_materials_expression_means() -> None:
    """Apart from characters that are too new for this Python's own tables."""
    theirs = bre.compile(r"\p{script: Han}", bre.UNICODE)
    ours = re.compile(f"[{HAN}]")
    points = (chr(point) for point in range(0x32500) if not 0xD800 <= point < 0xE000)
    different = [point for point in points if bool(theirs.match(point)) != bool(ours.match(point))]
    assert [f"{ord(point):X}" for point in different if unicodedata.category(point) != "Cn"] == []
    assert [f"{ord(point):X}" for point in different if not ours.match(point)] == []
