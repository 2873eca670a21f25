"""Which words are in a cloud, how often they came, and what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import make
from chronicle.cache import Cache
from chronicle.figures import words as counting
from chronicle.figures.words import MOST_NOUNS, Vocabulary, Word, cloud_words, coined
from chronicle.reading import chinese
from chronicle.records.model import Tags, Year
from rows import for_each

ROOT = Path(__file__).parents[2]
LISTS = counting.read_word_lists(ROOT)
NONE = Vocabulary("", LISTS.blame)


def counted(tags: dict[str, int] | None = None, *texts: str, lists: Vocabulary = NONE, whole: str = "") -> list[Word]:
    chinese.use_words(dict.fromkeys(whole.split(), "n"))
    return [*counting.words(Tags(other=tags or {}), texts, lists)]


def test_tags_carry_their_own_counts_and_tone() -> None:
    assert counted({"耐心": 812, "机械答复": 6, "零": 0}) == [Word("耐心", 812, "praise"), Word("机械答复", 6, "blame")]


@pytest.mark.parametrize(
    "tag", ["态度不佳", "机械答复", "敷衍", "响应慢", "推诿扯皮", "听不懂方言", "太啰嗦", "等待太久"]
)
def test_blame(tag: str) -> None:
    assert counted({tag: 1})[0].tone == "blame"


@pytest.mark.parametrize(
    "tag", ["耐心", "不厌其烦", "从不推诿", "慢慢讲", "解决速度快", "不错", "没有敷衍", "不打断我"]
)
def test_praise_that_holds_a_word_of_blame(tag: str) -> None:
    assert counted({tag: 1})[0].tone == "praise"


def test_a_noun_counts_once_wherever_it_is_said_and_from_three_on() -> None:
    said = counted({}, "冷库没电了", "账单来了，冷库也来了。账单。", "冷库")
    assert said == [Word("冷库", 3, "topic")]


def test_every_tag_and_at_most_eight_nouns() -> None:
    nouns = ["账单", "冷库", "电表", "手机", "短信", "名字", "密码", "方言", "街道", "窗口"]
    tags = {f"标签{number}": 100 - number for number in range(60)}
    found = counted(tags, *(f"{noun}。" * (20 - n) for n, noun in enumerate(nouns)))
    assert [word.text for word in found if word.tone == "topic"] == nouns[:MOST_NOUNS]
    assert len(found) == 60 + MOST_NOUNS


@for_each(
    "scrap",
    [
        "再点", "这回", "一行", "我们", "三次", "晚上", "杭州", "张伟", "小唐", "他", "慢慢", "App", "12", "webp",
        "![冷柜](photo.webp){ width=300 }"[5:], "[流泪]", "`冷库`", '<img alt="冷库">', "[1]: 冷库.png",
        "[](冷库.md)", "https://example.org/冷库",
        "[流泪][微笑]", "【偷笑】", "/微笑", "录音.mp3", "账单 (1).JPG", "![](微信图片 (1).jpg)",
    ],
)  # fmt: skip
def test_what_is_no_noun_or_stands_in_markup_never_gets_in(scrap: str) -> None:
    assert counted({}, f"{scrap}\n\n" * 5) == []


def test_the_text_of_a_link_is_said() -> None:
    assert counted({}, "[冷库](a.md) [冷库][1] ![冷库](b.png)") == [Word("冷库", 3, "topic")]


def test_a_word_of_the_data_is_one_word_and_a_name_is_none() -> None:
    text = "情绪急救四步走，情绪急救四步走，情绪急救四步走"
    assert counted({}, text, whole="情绪急救四步走") == [Word("情绪急救四步走", 3, "topic")]
    assert "情绪急救四步走" not in [word.text for word in counted({}, text)]
    chinese.use_words({"账单": "nr"})
    assert counting.words(Tags(), ["账单。账单。账单。"], NONE) == ()


def test_stop_words_and_tags_are_no_topics() -> None:
    stop = Vocabulary("# 说明\n账单 # 太常见", LISTS.blame)
    assert counted({"冷库": 5}, "账单账单账单，冷库冷库冷库", lists=stop) == [Word("冷库", 5, "neutral")]


def test_the_shipped_lists_name_each_word_once() -> None:
    lines = [line.partition("#")[0].strip() for line in LISTS.stop.splitlines()]
    named = [line for line in lines if line]
    assert len(named) == len(set(named)) > 100
    assert {"我们", "because", "the"} & counting.entries(LISTS.stop) == {"我们", "the"}


def test_absent_lists_are_empty(tmp_path: Path) -> None:
    assert counting.read_word_lists(tmp_path) == Vocabulary("", "")


def test_what_was_counted_is_kept_by_what_it_was_counted_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Year.model_validate({"name": "林夏", "tags": {"耐心": 9}, "quotes": ["冷库的四步法"]})
    bodies = ["冷库，四步法。冷库，四步法。\n\n```\n冷库\n```\n"]
    first = cloud_words(Cache(tmp_path), record, bodies, replace(NONE, coined={"四步法": "n"}))
    assert first == (Word("耐心", 9, "praise"), Word("冷库", 3, "topic"), Word("四步法", 3, "topic"))
    monkeypatch.setattr(chinese, "cut", lambda _: pytest.fail("cut again"))
    elsewhere = {"四步法": "n", "别人的词": "n"}
    assert cloud_words(Cache(tmp_path), record, bodies, replace(NONE, coined=elsewhere)) == first


def test_the_words_that_the_data_coins() -> None:
    record = Year.model_validate({"name": "林夏", "tags": {"耐心": 9, "很慢 但好": 1, "App": 2}})
    cases = [make.case(tags=["峰谷电价"], principle={"name": "三步法", "steps": ["听"]})]
    vocabulary = coined([(record, cases)])
    assert vocabulary["林夏"] == "nr"
    assert {"耐心", "峰谷电价", "三步法"} <= {word for word, tag in vocabulary.items() if tag == "n"}
    assert not {"很慢 但好", "App"} & vocabulary.keys()
    assert [*vocabulary] == sorted(vocabulary)
