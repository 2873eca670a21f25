"""What is still the template's is named: with its line, and nothing that anybody may have written too."""

from __future__ import annotations

from pathlib import Path

import pytest

from chronicle.reading.document import parse_story, parse_yaml
from chronicle.records.template import (
    STORY,
    YEAR,
    examples_of,
    find_examples,
    find_left_over,
    template_of,
    words_of,
)

ROOT = Path(__file__).parents[2]


def left(text: str) -> list[tuple[int, str]]:
    document = parse_yaml("data/agents/a/2025.yml", text)
    return [(problem.line, problem.message) for problem in find_left_over(document, words_of(ROOT, YEAR))]


@pytest.mark.parametrize("path", [YEAR, STORY])
def test_the_templates_are_well_formed(path: str) -> None:
    document = template_of(ROOT, path)
    assert not document.problems
    assert document.texts()


def test_the_name_of_nobody_is_named_and_an_example_that_anybody_may_have_written_is_not() -> None:
    text = "name: 您的姓名\nmotto: 听完了，再开口\nquotes: [谢谢，一切都好]\n"
    assert left(text) == [(1, "“您的姓名”还是模板里的")]


def test_what_is_ones_own_is_not_named() -> None:
    own = "name: 林夏\nrole: 客服代表\nclosing: 您好，请问有什么可以帮您？\nmotto: 您的姓名\nassist_hours: 120\n"
    assert left(own) == []


def test_a_line_of_the_story_s_template_is_named_where_it_stands() -> None:
    body = template_of(ROOT, STORY).body.strip().split("\n")[0]
    story = parse_story("docs/agents/a/2025/s.md", f"---\ntitle: 一塘鱼\n---\n\n自己的话。\n\n{body}\n")
    assert [problem.line for problem in find_left_over(story, words_of(ROOT, STORY))] == [7]


def test_without_templates_nothing_is_named(tmp_path: Path) -> None:
    assert find_left_over(parse_yaml("a.yml", "name: 您的姓名\n"), words_of(tmp_path, YEAR)) == []


def test_an_example_that_stands_ready_is_named_where_it_is_used_as_it_was() -> None:
    """And neither a single word or number of one nor what somebody has changed in it."""
    text = (
        "name: 林夏\nassist_hours: 120\nmotto: 听完了，再开口\n"
        "tags: {耐心: 120, 专业: 96, 解决速度快: 71, 等待时间长: 9, 机械答复: 3}\n"
        "growth:\n  - {skill: 倾听, before: 3, after: 5}\n"
        "  - {skill: 三秒听情绪, before: 3, after: 5, note: 先听喘气，再听字}\n"
        "energy: {monthly: [7, 7, 6, 7, 7, 5, 3, 4, 7, 8, 8, 8], gives: [那声谢谢]}\n"
        "period: {from: 2025-07, to: 2025-12, title: 下半年}\nsignals: {考虑一下: 58}\n"
    )
    document = parse_yaml("data/agents/a/2025.yml", text)
    found = find_examples(document, examples_of(ROOT, YEAR))
    assert [(each.line, each.message) for each in found] == [
        (4, "“tags”里还是模板的例子"),
        (7, "“growth”里还是模板的例子"),
        (8, "“monthly”里还是模板的例子"),
    ]
    assert {"journey", "principle", "closure"} <= examples_of(ROOT, STORY).keys()
