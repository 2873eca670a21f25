"""Words that people wrote stand in Markdown as they wrote them."""

from __future__ import annotations

import re

import markdown
import pytest
from lxml import html

from chronicle.rendering.prose import as_heading, beside, prose


@pytest.mark.parametrize(
    "words",
    ["热线中心:一组", "甲|乙 ~丙~", "*丁* _戊_ `己`", "1. #[庚](辛)! {#id}", "<b>&amp; a\\b", "C++ - 一组 >> 二组"],
)
def test_a_heading_says_what_was_written(words: str) -> None:
    shown = markdown.markdown(f"# {as_heading(words)}", extensions=["attr_list", "def_list", "tables", "toc"])
    [heading] = html.fragments_fromstring(shown)
    assert heading.tag == "h1"
    assert heading.text_content() == words


def test_addresses_in_tags_that_the_writer_typed_lead_beside_the_file():
    typed = '<img src="图 1.png"><a href="other.md">甲</a>'
    kept = '<img src="../b.png"><a href="#x">乙</a><a href="https://a.example/x">丙</a><a href="/y">丁</a>'
    assert beside(typed + kept) == '<img src="../图 1.png"><a href="../other/index.html">甲</a>' + kept


def test_a_block_holds_what_a_page_may_hold():
    """A footnote whose ids are no other text's, and a list of things to tick off."""
    first, second = (prose(f"{word}。[^1]\n\n- [x] 做了\n\n[^1]: 外墙。", lambda _: None, "a", "a") for word in "甲乙")
    for shown in (first, second):
        tree = html.fragment_fromstring(shown, "div")
        [mark], [note] = tree.find_class("footnote-ref"), tree.xpath(".//*[@class='footnote']//li")
        assert mark.get("href") == f"#{note.get('id')}"
        assert note.text_content().strip().startswith("外墙。")
        assert [box.get("checked") is not None for box in tree.iter("input")] == [True]
    assert not {*re.findall(r'id="(.*?)"', first)} & {*re.findall(r'id="(.*?)"', second)}


def test_footnotes_stand_before_the_way_to_another_story():
    way, notes = "<p>\ue0002\ue001</p>\n", '<div class="footnote">\n<ol><li>外墙。</li></ol>\n</div>'
    assert beside(f"<p>文</p>\n{way}{notes}\n") == f"<p>文</p>\n{notes}{way}\n"
    assert beside(f"<p>文</p>\n{way}") == f"<p>文</p>\n{way}"


def test_the_numbers_of_a_list_go_on_behind_a_paragraph():
    shown = html.fragment_fromstring(prose("1. 先听\n他说完。\n2. 再查\n查完。", lambda _: None, "a", "a"), "div")
    assert [each.get("start") for each in shown.iter("ol")] == [None, "2"]
