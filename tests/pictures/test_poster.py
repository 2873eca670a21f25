"""Posters: as wide as a phone, four screens at most, light, and every word inside whatever the data."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image
from tests.pictures.printed import lines

from chronicle.charts.agg import png
from chronicle.charts.canvas import Sheet
from chronicle.charts.wordcloud import Word
from chronicle.pictures import content, poster
from make import agent_year, months, story

URL = "http://intranet.example/guancha/agents/linxia/2025/"
LAST = {"contacts": [1900] * 12, "fcr": [93.6] * 12, "aht": [320] * 12}
WORDS = tuple(Word(f"词语{index}", 100 - index, "blame" if index % 9 == 0 else "praise") for index in range(60))
LONG = "先接住情绪，再给确定性，然后把话一句一句说到对方听得懂为止；" * 12

FULL = content.poster(
    replace(
        agent_year(
            before=LAST, motto="每一个来电都值得认真对待", quotes=["谢谢，一切都好"],
            closing="您好，请问有什么可以帮您？",
            tags={"耐心": 812}, stories=(story(),), campaigns=[
                {"title": "迎峰度夏", "from": "2025-07-01", "to": "2025-08-31"}],
        ),
        words=WORDS,
    ),
    URL,
)  # fmt: skip
SPECS = {
    "full": FULL,
    "bare": content.poster(agent_year(series={"fcr": months(m3=95.2)}), ""),
    "nothing": content.poster(agent_year(series={}), ""),
    "long": replace(FULL, name="阿卜杜拉·买买提江·努尔艾力𠮷䶮", motto=LONG, quote=LONG, lesson=LONG, story=LONG,
                    closing=LONG, whose=LONG, summary=LONG, finding=LONG, portrait=LONG, url=URL + "x" * 300),
    "latin": replace(FULL, name="W" * 90, motto="W" * 300, quote="W" * 300, lesson="W" * 300),
    "huge": content.poster(agent_year(series={"contacts": [123_456_789_012] * 12}), ""),
}  # fmt: skip
every = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)


@every
def test_a_poster_is_as_wide_as_a_phone_and_at_most_four_screens_long(spec):
    file = png(poster.draw(spec))
    width, height = Image.open(io.BytesIO(file)).size
    assert width == 1080
    assert 400 < height <= 7680
    assert len(file) <= 600 * 1024
    assert file == png(poster.draw(spec))


@every
def test_words_stay_inside(spec):
    sheet = poster.draw(spec)
    for words, box in lines(sheet):
        assert box.left >= 20, words
        assert box.right <= 1060, words
        assert box.top >= 14, words
        assert box.bottom <= sheet.height - 10, words


@every
def test_lines_do_not_stand_on_each_other(spec):
    cloud = {each.text for each in spec.words}
    written = sorted((line.box.top, line) for line in lines(poster.draw(spec)) if line.words not in cloud)
    for (_, (a, box)), (_, (b, other)) in pairwise(written):
        assert not box.meets(other._replace(top=other.top + 6)), f"{a} / {b}"


def test_a_poster_holds_the_year():
    written = "".join(line.words for line in lines(poster.draw(FULL)))
    for part in (
        "林夏",
        "25,750",
        "一次解决率",
        "比上年",
        "「谢谢，一切都好」",
        "将心比心",
        "《凌晨一点的电费》",
        "您好，请问",
        "扫一扫",
    ):
        assert part in written, part


def test_what_is_absent_leaves_no_gap():
    assert poster.draw(SPECS["bare"]).height < poster.draw(FULL).height
    assert "扫一扫，读完这一年" not in [line.words for line in lines(poster.draw(SPECS["bare"]))]


def test_a_single_month_is_said_and_not_drawn():
    year = agent_year(series={"contacts": [None, None, 812, *[None] * 9]})
    written = [line.words for line in lines(poster.draw(content.poster(year, "")))]
    assert "接听量：3 月，812 通" in [words.replace("\u00a0", " ") for words in written]
    assert "12 月" not in written


def test_the_code_is_the_chronicles_address():
    """Each module stands where segno puts it."""
    import segno

    sheet = Sheet(poster.FORM, "picture")
    end = poster.draw_code(sheet, URL, 20)
    rows = segno.make(URL, error="m", micro=False).matrix
    pitch = 300 // len(rows)
    left, top = (poster.WIDTH - pitch * len(rows)) // 2, 20 + 4 * pitch
    image = Image.open(io.BytesIO(png(sheet.cut(500)))).convert("L")
    dark = [
        [image.getpixel((left + x * pitch + 2, top + y * pitch + 2)) < 128 for x in range(len(rows))]
        for y in range(len(rows))
    ]
    assert dark == [[bool(module) for module in row] for row in rows]
    assert end <= 500
