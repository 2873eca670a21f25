"""Words that people wrote stand in Markdown as they wrote them."""

from __future__ import annotations

import markdown
import pytest
from lxml import html

from chronicle.rendering.prose import as_heading, beside


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
