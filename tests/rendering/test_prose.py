"""Words that people wrote stand in Markdown as they wrote them."""

from __future__ import annotations

import markdown
import pytest
from lxml import html

from chronicle.rendering.prose import as_heading


@pytest.mark.parametrize(
    "words",
    ["热线中心:一组", "甲|乙 ~丙~", "*丁* _戊_ `己`", "1. #[庚](辛)! {#id}", "<b>&amp; a\\b", "C++ - 一组 >> 二组"],
)
def test_a_heading_says_what_was_written(words: str) -> None:
    shown = markdown.markdown(f"# {as_heading(words)}", extensions=["attr_list", "def_list", "tables", "toc"])
    [heading] = html.fragments_fromstring(shown)
    assert heading.tag == "h1"
    assert heading.text_content() == words
