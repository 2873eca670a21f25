"""Share cards: one size, small, the same bytes again, and every word inside whatever the data."""

from __future__ import annotations

import io
import pickle
from itertools import combinations

import pytest
from PIL import Image
from tests.pictures.printed import lines

from chronicle.charts.agg import png
from chronicle.charts.drawings import picture_job
from chronicle.pictures import card, content
from make import agent_year, months, story

LAST = {"contacts": [1900] * 12, "fcr": [93.6] * 12, "aht": [300] * 12}
CURVE = [{"at": "来电", "mood": -2}, {"at": "梳理账单", "mood": -3}, {"at": "道别", "mood": 3}]
FORTY = "穿越技术的鸿沟传递平等的尊重以及一个四十个字的标题到底能不能放得下这张小小的卡片上面"

PEOPLE = {
    "usual": agent_year(before=LAST, motto="每一个来电都值得认真对待", role="热线客服代表"),
    "long name": agent_year(name="阿卜杜拉·买买提江·努尔艾力·𠮷䶮", motto="😀 " + "先接住情绪，再给确定性，" * 9),
    "latin": agent_year(name="Alexander Montgomery-Featherstonehaugh-Smythe-Jones III", motto="Antidisestablish" * 9),
    "one month": agent_year(series={"fcr": months(m3=95.2)}),
    "gaps": agent_year(series={"contacts": months(m1=5, m2=7, m6=9, m12=1)}),
    "nothing": agent_year(series={}),
    "huge": agent_year(series={"contacts": [123_456_789_012] * 11 + [999_999_999_999]}),
    "no words": agent_year(name="😀", motto="👍"),
}
CASES = {
    "curve": story(journey=CURVE, need="尊重"),
    "forty": story(title=FORTY, lesson="真正的服务，是将心比心的共情，" * 12),
    "odd": story(title="𠮷䶮 The quick brown fox 😀 jumps", lesson="短"),
    "latin": story(title="Antidisestablishmentarianism" * 4, lesson="W" * 300, journey=CURVE),
}
SPECS = {name: content.card(each) for name, each in PEOPLE.items()}
SPECS |= {f"case {name}": content.case_card(PEOPLE["usual"], each) for name, each in CASES.items()}
every = pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)


@every
def test_a_card_is_small_and_of_the_size_that_chats_ask_for(spec):
    file = png(card.draw(spec))
    image = Image.open(io.BytesIO(file))
    assert image.size == (1200, 630)
    assert not image.info  # no date, no place, no program's name
    assert len(file) <= 120 * 1024
    assert file == picture_job(spec).draw()


@every
def test_words_stay_inside_and_off_each_other(spec):
    written = lines(card.draw(spec))
    for words, box in written:
        assert box.left >= 40, words
        assert box.right <= 1160, words
        assert box.top >= 10, words
        assert box.bottom <= 625, words
    for (a, box), (b, other) in combinations(written, 2):
        near = other._replace(top=other.top + 3, bottom=other.bottom - 3)
        assert not box.meets(near), f"{a} / {b}"


def test_a_card_shows_whose_year_it_is():
    written = [line.words for line in lines(card.draw(SPECS["usual"]))]
    assert {"林夏", "热线客服代表", "每一个来电都值得认真对待"} <= set(written)
    assert any("2025" in each for each in written)


def test_a_card_can_be_told_in_words():
    assert SPECS["usual"].alt == "林夏的 2025 年：一次解决率比上年高 1.8 个百分点"
    assert SPECS["nothing"].alt == "林夏的 2025 年"
    assert SPECS["case curve"].alt == "凌晨一点的电费。将心比心"


def test_a_job_goes_to_another_process_and_its_key_tells_content_apart():
    job = picture_job(SPECS["usual"])
    copy = pickle.loads(pickle.dumps(job))
    assert (copy.key, copy.draw()) == (job.key, job.draw())
    assert len({picture_job(spec).key for spec in SPECS.values()}) == len(SPECS)
