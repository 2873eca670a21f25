"""Words are counted, told apart and packed."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from chronicle.charts import wordcloud
from chronicle.charts.sizes import FORMS, NARROW, WIDE
from chronicle.charts.wordcloud import Word

DATA = Path(__file__).parents[2] / "data"
STOP = (DATA / "stopwords.txt").read_text("utf-8")
BLAME = (DATA / "blame.txt").read_text("utf-8")


def found(tags=None, quotes=(), texts=(), vocabulary=(), stop="", blame=BLAME):
    return wordcloud.words(tags or {}, quotes, texts, vocabulary, stop, blame)


def test_tags_carry_their_own_counts_and_tone():
    assert found({"耐心": 812, "机械答复": 6, "零": 0}) == (Word("耐心", 812, "praise"), Word("机械答复", 6, "blame"))


@pytest.mark.parametrize(
    "tag", ["态度不佳", "机械答复", "敷衍", "响应慢", "推诿扯皮", "听不懂方言", "太啰嗦", "等待太久"]
)
def test_blame(tag):
    assert found({tag: 1})[0].tone == "blame"


@pytest.mark.parametrize(
    "tag", ["耐心", "不厌其烦", "从不推诿", "慢慢讲", "解决速度快", "不错", "没有敷衍", "不打断我"]
)
def test_praise_that_holds_a_word_of_blame(tag):
    assert found({tag: 1})[0].tone == "praise"


def test_words_of_quotes_count_from_one_and_of_stories_from_two():
    words = {word.text: word for word in found(quotes=["停电有人管"], texts=["冷库停电。账单和账单。"])}
    assert words["停电"] == Word("停电", 2, "topic")
    assert words["账单"] == Word("账单", 2, "topic")
    assert "冷库" not in words


def test_the_vocabulary_is_never_cut_apart():
    text = ["情绪急救四步走，情绪急救四步走"]
    assert [word.text for word in found(texts=text, vocabulary=["情绪急救四步走"])] == ["情绪急救四步走"]
    assert "情绪急救四步走" not in [word.text for word in found(texts=text)]


def test_stop_words_numbers_single_characters_and_markup_are_left_out():
    text = ["我们我们 12 12 <b>b</b><b>b</b> [账单](https://example.org/page) [账单](page.md) `code` `code` 电 电"]
    assert [word.text for word in found(texts=text, stop="# 说明\n我们 # 指代")] == ["账单"]


def test_a_tag_is_not_a_topic_as_well():
    assert found({"耐心": 5}, ["耐心 耐心"]) == (Word("耐心", 5, "praise"),)


def test_the_shipped_lists_name_each_word_once():
    for text in (STOP, BLAME):
        lines = [line.partition("#")[0].strip() for line in text.splitlines()]
        named = [line for line in lines if line]
        assert len(named) == len(set(named)) > 100
    assert {"我们", "because", "the"} & wordcloud.entries(STOP) == {"我们", "the"}


def crowd(count: int) -> tuple[Word, ...]:
    tones = ("praise", "blame", "topic")
    return tuple(Word(f"词{chr(0x4E00 + i)}{'长' * (i % 4)}", 1 + 900 // (i + 1), tones[i % 3]) for i in range(count))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("count", [1, 3, 40, 300])
def test_words_are_drawn_or_reported_and_never_touch(count, form):
    layout = wordcloud.lay_out(crowd(count), form)
    assert {each.word for each in layout.placed} | set(layout.left_out) == set(crowd(count))
    assert len(layout.placed) + len(layout.left_out) == count
    boxes = [(p.x, p.y - 0.86 * p.size, p.x + p.length, p.y + 0.18 * p.size) for p in layout.placed]
    assert all(b[0] >= 0 and b[2] <= form.width and b[1] >= 0 and b[3] <= layout.height for b in boxes)
    assert not [1 for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
    assert min(p.size for p in layout.placed) >= form.text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_what_is_left_out_is_the_rarest_and_a_hundred_words_find_room(form):
    assert len(wordcloud.lay_out(crowd(60), form).left_out) == 0
    layout = wordcloud.lay_out(crowd(300), form)
    assert len(layout.placed) >= (150 if form is WIDE else 90)
    assert {word.count for word in layout.left_out} <= {word.count for word in crowd(300)[60:]}


def test_size_follows_the_count():
    layout = wordcloud.lay_out(crowd(40), WIDE)
    sizes = [each.size for each in sorted(layout.placed, key=lambda each: -each.word.count)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 2.5 * sizes[-1]


def test_sizes_are_few_because_a_browser_loads_a_font_for_each():
    layout = wordcloud.lay_out(tuple(Word(f"词语{n}", 400 - 7 * n, "praise") for n in range(40)), WIDE)
    assert all(each.size == int(each.size) for each in layout.placed)


def test_the_cloud_holds_together():
    layout = wordcloud.lay_out(crowd(40), WIDE)
    inked = sum(each.length * each.size for each in layout.placed)
    left = min(each.x for each in layout.placed)
    right = max(each.x + each.length for each in layout.placed)
    assert inked / ((right - left) * layout.height) > 0.5


def test_the_layout_leaves_the_library_as_it_was():
    import wordcloud.wordcloud as module

    before = (module.ImageFont, module.ImageDraw, module.IntegralOccupancyMap)
    wordcloud.lay_out.cache_clear()
    wordcloud.lay_out(crowd(5), WIDE)
    assert (module.ImageFont, module.ImageDraw, module.IntegralOccupancyMap) == before


def test_svg_fixes_widths_says_tones_and_reports_what_is_left_out():
    words = (Word("耐心", 9, "praise"), Word("<慢>&", 2, "blame"))
    root = ElementTree.fromstring(wordcloud.draw(words, NARROW, "云"))
    texts = list(root.iter("text"))
    assert {(text.text, text.get("class")) for text in texts} == {("耐心", "t-praise"), ("<慢>&", "t-blame")}
    assert all(float(text.get("textLength")) > 0 for text in texts)
    assert root.get("data-left-out") == "0"
    assert int(ElementTree.fromstring(wordcloud.draw(crowd(300), NARROW, "云")).get("data-left-out")) > 0


def test_no_words_is_an_empty_cloud():
    assert wordcloud.lay_out((), WIDE).placed == ()
    assert "<text" not in wordcloud.draw((), WIDE, "云")


def test_the_same_words_in_any_order_give_the_same_bytes():
    words = crowd(40)
    first = wordcloud.draw(words, WIDE, "云")
    wordcloud.lay_out.cache_clear()
    assert wordcloud.draw(words[::-1], WIDE, "云") == first
