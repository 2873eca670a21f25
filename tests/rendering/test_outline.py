from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import make
from chronicle.calllogs import AgentLog
from chronicle.rendering import outline
from chronicle.rendering.blocks import Blocks
from chronicle.rendering.outline import INSIDE, OUTLINE, SECTIONS, exhibits_of

TEMPLATES = Path(outline.__file__).parent / "templates/sections"


def test_no_block_stands_twice_and_no_part_has_the_id_of_a_block():
    names = [entry.name for part in OUTLINE for entry in part.sections] + [entry.name for entry in INSIDE]
    ids = [part.id for part in OUTLINE if part.id]
    assert len({*names, *ids}) == len(names) + len(ids)


def test_every_section_has_its_template_and_of_charts_those_that_show_more():
    there = {path.stem for path in TEMPLATES.glob("*.html")}
    assert {*SECTIONS} & there == {name for name, section in SECTIONS.items() if section.given or not section.chart}


def test_a_section_is_filled_by_the_records_key_of_its_name_unless_told_otherwise():
    bare, full = make.agent_year(), make.agent_year(stories=(make.story(),), quotes=["谢谢"])
    assert not SECTIONS["quotes"].filling(bare)
    assert [quote.text for quote in SECTIONS["quotes"].filling(full)] == ["谢谢"]
    assert not SECTIONS["stories"].filling(bare)
    assert SECTIONS["stories"].filling(full) == full.stories


def test_a_fold_does_not_say_its_heading_again():
    grid = tuple(tuple(int(9 <= hour < 12) for hour in range(24)) for _ in range(7))
    flat = replace(make.agent_year(), log=AgentLog("linxia", make.YEAR, *[(None,) * 12] * 4, rhythm=grid))
    folded = Blocks(flat, exhibits_of(flat), {}, lambda _: ("<svg></svg>",) * 2).folded("rhythm", flat.uri)
    assert "fold__title" in folded
    assert "fold__finding" not in folded


def test_a_chart_may_have_a_section_below_it_and_either_stands_alone():
    lists, months = make.agent_year(energy={"gives": ["那声谢谢"]}), make.agent_year(energy={"monthly": [7] * 12})
    assert SECTIONS["energy"].filling(lists)
    assert "energy" not in exhibits_of(lists)
    assert not SECTIONS["energy"].filling(months)
    assert "energy" in exhibits_of(months)
    assert SECTIONS["tags"].filling(lists) is None


def test_exhibits_are_known_by_their_name_and_curves_by_their_story():
    steps = [{"at": "来电", "mood": -2}, {"at": "道别", "mood": 2}]
    shown = exhibits_of(make.agent_year(stories=(make.story(journey=steps), make.story("plain"))))
    assert {"trend-contacts", "quarters-fcr", "journey/midnight-bill"} <= set(shown)
    assert "journey/plain" not in shown
    assert shown["journey/midnight-bill"].name == "journey"


def test_the_first_words_of_a_story_are_without_signs():
    body = "**看**[表](a.md)[^1]和`它`。\n\n!!! note\n    框\n\n- [x] 查了\n- 没查\n\n[^1]: 注"
    assert outline.excerpt(make.agent_year(), body) == "看表和它。查了 没查"
    pasted = "　　客户：谁&nbsp;在？\n　　我：\\*我\\*，A &lt; B。\nOK\n好"
    assert outline.excerpt(make.agent_year(), pasted) == "客户：谁 在？我：*我*，A < B。 OK 好"
    told = "她打字：\n\n> 姑娘 店费\n\n我念\n出声\n客户：喂\n我：您好\n\n> “好”"
    assert outline.excerpt(make.agent_year(), told) == "她打字：「姑娘 店费」我念出声 客户：喂 我：您好 “好”"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("开头。\n\n## 小节\n内容\n\n题\n===\n\n又一段", "开头。内容 又一段"),
        ("5*6*7 通，3 * 8 小时，**5** 件 *斜*", "5*6*7 通，3 * 8 小时，5 件 斜"),
        ("-5 度，<95% 而 >90%，{林夏}，a_b_c", "-5 度，<95% 而 >90%，{林夏}，a_b_c"),
        ("> 引\n\n* 甲\n* 乙\n\n| a |\n|---|\n| 1 |\n后来\n\n```\n一\n\n二\n```", "「引」甲 乙 后来"),
    ],
)
def test_the_first_words_are_those_of_the_page(body, words):
    assert outline.excerpt(make.agent_year(), body) == words
