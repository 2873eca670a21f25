"""One screen: whose words it shows, and that everything on it stands inside."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image
from tests.pictures.printed import lines

from chronicle.charts.agg import png
from chronicle.pictures import content, moment
from make import agent_year

URL = "http://intranet.example/guancha/agents/linxia/2025/"
LONG = "先接住情绪，再给确定性，然后把话一句一句说到对方听得懂为止；" * 12
FULL = content.moment(agent_year(motto="听完了，再开口", quotes=["谢谢，一切都好", "姑娘，字真大"]), URL)
SPECS = {
    "full": FULL,
    "long": replace(FULL, words=LONG, name="买买提·阿布都热合曼·库尔班江·艾则孜江江", whose=LONG, url=URL + "x" * 200),
    "latin": replace(FULL, words="W" * 300, name="W" * 90),
    "nothing": content.moment(agent_year(series={}), ""),
}


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_a_screen_is_a_screen_and_all_its_words_stand_inside(spec):
    sheet = moment.draw(spec)
    file = png(sheet)
    assert Image.open(io.BytesIO(file)).size == (1080, 1440)
    assert len(file) <= 300 * 1024
    for words, box in lines(sheet):
        assert box.left >= 20, words
        assert box.right <= 1060, words
        assert box.top >= 14, words
        assert box.bottom <= 1430, words


def test_a_long_role_stands_whole_in_two_lines_that_can_be_read():
    whose = "全渠道工单处理与跨部门督办专员（双语） · 工单督办组 · 第七年"
    sheet = moment.draw(replace(FULL, whose=whose))
    role = [(words, box) for words, box in lines(sheet) if words.replace(" ", "") in whose.replace(" ", "")]
    assert "".join(words for words, _ in role).replace(" ", "") == whose.replace(" ", "")
    assert [box.bottom - box.top > 20 for _, box in role] == [True, True]


@pytest.mark.parametrize(
    ("quotes", "shown"),
    [
        (["👍👍", "شكرا", "谢谢你👍"], "谢谢你👍"),
        (["Thank you!"], "Thank you!"),
        (["شكرا", "❤️"], "听完了，再开口"),
        (["好"], "好"),
    ],
)
def test_words_that_no_font_of_ours_has_are_passed_over(quotes, shown):
    year = agent_year(motto="听完了，再开口", quotes=quotes)
    assert content.moment(year, "").words == shown
    assert content.poster(year, "").quote == (shown if shown in quotes else "")


def test_the_first_quote_else_the_motto_else_a_number():
    assert (FULL.words, FULL.quoted) == ("谢谢，一切都好", True)
    motto = content.moment(agent_year(motto="听完了，再开口"), "")
    assert (motto.words, motto.quoted) == ("听完了，再开口", False)
    spoken = content.moment(agent_year(), "")
    assert spoken.words.startswith("说了约 ")
    assert not spoken.quoted
    assert spoken.number.startswith("接起 ")
    assert content.moment(agent_year(series={"contacts": [9] * 12}), "").words == "接起 108\u00a0通来电"
    assert content.moment(agent_year(series={}), "").words == "林夏的 2025 年"
