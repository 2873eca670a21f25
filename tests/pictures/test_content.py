"""What cards and posters show: the number that tells most, and the story that moved most."""

from __future__ import annotations

from chronicle.pictures import content
from make import AHT, CONTACTS, FCR, agent_year, story

LAST = {"contacts": [1900] * 12, "fcr": [93.6] * 12, "aht": [300] * 12}


def test_the_change_farthest_from_noise_tells_most():
    spec = content.card(agent_year(before=LAST))
    assert (spec.label, spec.number, spec.unit) == ("一次解决率比上年高", "1.8", "个百分点")
    less = agent_year(series={"contacts": CONTACTS, "aht": AHT}, before={"aht": [320] * 12, "contacts": [1900] * 12})
    spec = content.card(less)
    assert (spec.label, spec.number, spec.unit) == ("平均处理时长比上年快", "17", "秒")


def test_without_a_change_for_the_better_the_contacts_tell():
    worse = agent_year(before={"fcr": [99.0] * 12, "contacts": [1] * 12, "aht": [100] * 12})
    spec = content.card(worse)
    assert (spec.label, spec.number, spec.unit) == ("这一年的接听量", "25,750", "通")
    spec = content.card(agent_year(series={"fcr": FCR}))
    assert (spec.label, spec.number, spec.unit) == ("这一年的一次解决率", "95.5", "%")


def test_the_story_that_rose_most_gives_the_lesson():
    flat = story("a", title="平", journey=[{"at": "始", "mood": 1}, {"at": "终", "mood": 1}])
    rose = story("b", title="起", journey=[{"at": "始", "mood": -2}, {"at": "终", "mood": 3}])
    assert content.poster(agent_year(stories=(flat, rose)), "").story == "起"
