from __future__ import annotations

import re
import sys
import types
import unicodedata
from typing import Any

import jieba
import pytest
from backrefs import bre
from material.plugins.search.plugin import SearchIndex

from chronicle.search.segmentation import HAN, Cut, install, segmenter

STORY = "客户来电反映连续高温导致停电；座席耐心安抚 App 用户，并协调抢修，最终当晚复电。服务是将心比心。"


def _words(text: str, *vocabulary: str) -> list[str]:
    return segmenter(vocabulary)(text).split("\u200b")


def test_a_word_of_the_data_is_one_word() -> None:
    assert "情绪急救四步走" not in _words("他用情绪急救四步走安抚客户")
    assert "情绪急救四步走" in _words("他用情绪急救四步走安抚客户", "情绪急救四步走")


def test_a_word_of_the_language_is_one_word_without_our_help() -> None:
    assert "将心比心" in _words("真正的服务是将心比心的共情")


@pytest.mark.parametrize("vocabulary", [("VIP客户三步法",), ("「客户三步法」",), ("客户三步法 2.0",)])
def test_the_chinese_part_of_a_mixed_word_is_whole(vocabulary: tuple[str, ...]) -> None:
    assert "客户三步法" in _words("我们的客户三步法很好", *vocabulary)


def test_a_sentence_and_a_single_character_are_no_words() -> None:
    assert segmenter(["的", "字" * 17]) is segmenter([])


def test_the_same_words_in_any_order_give_the_same_segmenter() -> None:
    assert segmenter(["将心比心", "三步法"]) is segmenter(["三步法", "将心比心"])


def test_nothing_but_breaks_is_added() -> None:
    assert segmenter(["三步法"])(STORY).replace("\u200b", "") == STORY


@pytest.mark.parametrize("text", [STORY, "", "plain ASCII", "。中。", "中", "〇一𠀀", "a中b国c"])
def test_without_words_of_ours_the_index_is_materials_own(text: str) -> None:
    jieba.setLogLevel("ERROR")
    assert segmenter([])(text) == SearchIndex()._segment_chinese(text)


SEPARATOR = '[\\s\\u200b\\-，。、；：？！“”‘’「」《》（）,.;:?!()"]+'


@pytest.mark.parametrize("text", [STORY, "<p>停电</p>了（吗）", "50%的人", "App上线", "停电", " 停电 "])
def test_what_divides_anyway_needs_no_break_beside_it(text: str) -> None:
    """Fewer breaks, and the same words."""
    split = re.compile(f"<[^>]*>|{SEPARATOR}").split
    short, long = segmenter([], SEPARATOR)(text), segmenter([])(text)
    assert [word for word in split(short) if word] == [word for word in split(long) if word]
    assert not re.search(rf"\u200b(?:[<>]|{SEPARATOR})|(?:[<>]|{SEPARATOR})\u200b", short)


def test_breaks_are_a_good_part_of_the_index() -> None:
    short, long = segmenter([], SEPARATOR)(STORY), segmenter([])(STORY)
    assert short.count("\u200b") < 0.8 * long.count("\u200b")


def test_han_is_what_materials_expression_means() -> None:
    """Apart from characters that are too new for this Python's own tables."""
    theirs = bre.compile(r"\p{script: Han}", bre.UNICODE)
    ours = re.compile(f"[{HAN}]")
    points = (chr(point) for point in range(0x32500) if not 0xD800 <= point < 0xE000)
    different = [point for point in points if bool(theirs.match(point)) != bool(ours.match(point))]
    assert [f"{ord(point):X}" for point in different if unicodedata.category(point) != "Cn"] == []
    assert [f"{ord(point):X}" for point in different if not ours.match(point)] == []


def test_install_reaches_the_plugins_index(monkeypatch: pytest.MonkeyPatch) -> None:
    module: Any = types.ModuleType("fake_search")
    exec("jieba = None\nclass Plugin: pass", module.__dict__)
    monkeypatch.setitem(sys.modules, "fake_search", module)
    plugin = module.Plugin()
    plugin.search_index = SearchIndex()
    install({"material/search": plugin}, ["情绪急救四步走"])
    assert plugin.search_index._segment_chinese("用情绪急救四步走") == "用\u200b情绪急救四步走"
    assert module.jieba


def test_install_without_a_search_plugin_does_nothing() -> None:
    assert install({}, ["情绪急救四步走"]) == Cut()


def test_entries_cut_in_another_way_are_cut_again() -> None:
    before, after = segmenter([]), Cut("new", segmenter(["情绪急救四步走"]))
    entries = [{"location": "a", "title": before(STORY), "text": before("情绪急救四步走，<p>停电</p>"), "boost": 2}]
    [again] = after.again(entries)
    assert again == {
        "location": "a",
        "title": after.segment(STORY),
        "text": after.segment("情绪急救四步走，<p>停电</p>"),
        "boost": 2,
    }
    assert again != entries[0]
