"""Words are chosen and packed."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest

from chronicle.charts import wordcloud
from chronicle.charts.sizes import FORMS, NARROW, WIDE, Form
from chronicle.charts.wordcloud import CloudLayout
from chronicle.figures.words import Tone, Word

TONES: tuple[Tone, ...] = ("praise", "blame", "topic")


def crowd(count: int) -> tuple[Word, ...]:
    return tuple(Word(f"词{chr(0x4E00 + i)}{'长' * (i % 4)}", 1 + 900 // (i + 1), TONES[i % 3]) for i in range(count))


LEVEL = tuple(Word(word.text, 1, word.tone) for word in crowd(40))
LONG = tuple(
    Word(f"{i}号一个极长的标签它有二十五个字或者还要多一些", 60 - i, "blame" if i > 34 else "praise") for i in range(40)
)
HOLLOW = tuple(
    Word(text, 900 - 20 * i, "praise") for i, text in enumerate(["同一口", "回国", "门", "一", *"口同回国门"])
)


def drawn(words: tuple[Word, ...], form: Form) -> str:
    """The cloud as SVG."""
    return wordcloud.draw(wordcloud.Cloud(words), form).svg("云")


def check(layout: CloudLayout, words: tuple[Word, ...], form: Form) -> None:
    """Each word is drawn once or reported, within the frame, apart from the others and legible."""
    assert sorted([*(p.word for p in layout.placed), *layout.left_out], key=repr) == sorted(words, key=repr)
    boxes = [(p.x, p.y - 0.86 * p.size, p.x + p.length, p.y + 0.18 * p.size) for p in layout.placed]
    assert all(b[0] >= 0 and b[2] <= form.width and b[1] >= 0 and b[3] <= layout.height for b in boxes)
    assert not [1 for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]
    assert min(p.size for p in layout.placed) >= form.text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("words", [crowd(1), crowd(3), crowd(40), crowd(300), LEVEL, LONG, HOLLOW])
def test_words_are_drawn_or_reported_and_never_touch(words: tuple[Word, ...], form: Form) -> None:
    check(wordcloud.lay_out(words, form), words, form)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("words", [crowd(40), LEVEL])
def test_forty_words_find_room(words: tuple[Word, ...], form: Form) -> None:
    assert wordcloud.lay_out(words, form).left_out == ()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_of_more_than_forty_the_rarest_are_left_out(form: Form) -> None:
    left_out = wordcloud.lay_out(crowd(300), form).left_out
    assert len(left_out) == 260
    assert max(word.count for word in left_out) <= crowd(300)[39].count


def test_the_most_frequent_complaints_are_never_crowded_out() -> None:
    praise = tuple(Word(f"好{chr(0x4E00 + i)}", 900 - i, "praise") for i in range(100))
    blame = tuple(Word(f"慢{chr(0x4E00 + i)}", 20 - i, "blame") for i in range(9))
    chosen = wordcloud.chosen([*praise, *blame])
    assert len(chosen) == 40
    assert [word for word in chosen if word.tone == "blame"] == list(blame[:5])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_where_there_is_no_room_complaints_stay(form: Form) -> None:
    layout = wordcloud.lay_out(LONG, form)
    assert layout.left_out
    assert {word.tone for word in layout.left_out} == {"praise"}
    assert len(layout.placed) >= 12


def test_size_follows_the_count() -> None:
    layout = wordcloud.lay_out(crowd(40), WIDE)
    sizes = [placed.size for placed in sorted(layout.placed, key=lambda placed: -placed.word.count)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] >= 2.5 * sizes[-1]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_words_that_came_equally_often_are_about_equally_large(form: Form) -> None:
    sizes = [placed.size for placed in wordcloud.lay_out(LEVEL, form).placed]
    assert min(sizes) >= 0.8 * max(sizes)


def test_sizes_are_few_because_a_browser_loads_a_font_for_each() -> None:
    layout = wordcloud.lay_out(tuple(Word(f"词语{n}", 400 - 7 * n, "praise") for n in range(40)), WIDE)
    assert all(placed.size % 2 == 0 for placed in layout.placed)


def test_the_cloud_holds_together() -> None:
    layout = wordcloud.lay_out(crowd(40), WIDE)
    inked = sum(placed.length * placed.size for placed in layout.placed)
    left = min(placed.x for placed in layout.placed)
    right = max(placed.x + placed.length for placed in layout.placed)
    assert inked / ((right - left) * layout.height) > 0.35


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_largest_words_stand_in_the_middle_and_no_side_is_heavy(form: Form) -> None:
    layout = wordcloud.lay_out(crowd(40), form)
    middles = [(p.x + p.length / 2, (p.top + p.bottom) / 2, p.length * p.size) for p in layout.placed]
    x, y, _ = middles[0]
    assert abs(x - form.width / 2) < form.width / 8
    assert abs(y - layout.height / 2) < layout.height / 6
    ink = sum(area for *_, area in middles)
    assert 0.45 < sum(x * area for x, _, area in middles) / ink / form.width < 0.55
    assert 0.45 < sum(y * area for _, y, area in middles) / ink / layout.height < 0.55


def test_few_words_stand_in_the_middle() -> None:
    placed = wordcloud.lay_out(crowd(2), WIDE).placed
    left, right = min(word.x for word in placed), max(word.x + word.length for word in placed)
    assert left + right == pytest.approx(WIDE.width)


def test_svg_fixes_widths_says_tones_and_reports_what_is_left_out() -> None:
    words = (Word("耐心", 9, "praise"), Word("<慢>&", 2, "blame"))
    root = ElementTree.fromstring(drawn(words, NARROW))
    texts = list(root.iter("text"))
    assert {(text.text, text.get("class")) for text in texts} == {("耐心", "t-praise"), ("<慢>&", "t-blame")}
    assert all(float(text.get("textLength", 0)) > 0 for text in texts)
    assert root.get("data-left-out") == "0"
    assert ElementTree.fromstring(drawn(crowd(300), NARROW)).get("data-left-out") == "260"


def test_a_shortened_word_has_its_full_text_as_its_title() -> None:
    whole = "一个极其极其长的标签超过一行宽度真的很长很长很长很长"
    (text,) = ElementTree.fromstring(drawn((Word(whole, 9, "praise"),), NARROW)).iter("text")
    assert (text.text or "").endswith("…")
    assert [title.text for title in text] == [whole]


def test_no_words_is_an_empty_cloud() -> None:
    assert wordcloud.lay_out((), WIDE).placed == ()
    assert "<text" not in drawn((), WIDE)
    assert "<text" not in drawn((Word("\x00", 2, "topic"),), WIDE)


def test_the_same_words_in_any_order_give_the_same_bytes() -> None:
    words = crowd(40)
    first = drawn(words, WIDE)
    wordcloud.lay_out.cache_clear()
    assert drawn(words[::-1], WIDE) == first
