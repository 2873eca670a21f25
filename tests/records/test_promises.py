from __future__ import annotations

from chronicle.reading.document import parse_yaml
from chronicle.records.model import Year
from chronicle.records.promises import check_last_year, find_promise
from chronicle.records.validation import validate

BEFORE = Year.model_validate(
    {
        "name": "林夏",
        "plan": [{"track": "经验传承", "goal": "带出第一个徒弟"}, {"track": "流程优化", "goal": "少问一句"}],
    }
)
TOLD = """\
name: 林夏
last_year:
  plan:
    - {goal: 徒弟, outcome: 做到}
    - {goal: 带出第二个徒弟, outcome: 做到}
    - {goal: 写手册, outcome: 没做到}
  foresight:
    - {signal: 寒潮, outcome: 来了}
"""


def test_a_promise_is_found_by_its_words_or_by_a_part_that_only_it_has():
    promises = ["带出第一个徒弟", "带出第二个徒弟", "少问一句", "少问一句话"]
    assert find_promise("带出第一个徒弟", promises) == 0
    assert find_promise("第二个", promises) == 1
    assert find_promise("少问一句", promises) == 2
    assert find_promise("徒弟", promises) is None
    assert find_promise("写手册", promises) is None


def test_an_outcome_without_its_promise_is_named_with_its_line():
    document = parse_yaml("x.yml", TOLD)
    record, problems = validate(document, Year)
    assert record is not None, problems
    problems, notes = check_last_year(document, record, BEFORE, 2025)
    assert [str(problem) for problem in problems] == [
        "x.yml:5:14: 2024 年的计划里没有“带出第二个徒弟” — 是不是“带出第一个徒弟”？",
        "x.yml:6:14: 2024 年的计划里没有“写手册” — 照去年的写：带出第一个徒弟、少问一句",
    ]
    assert [str(note) for note in notes] == [
        "x.yml:7:3: 2024 年没有可以对照的 foresight，照这里写的显示 — 有去年的文件就放在旁边"
    ]
    problems, notes = check_last_year(document, record, None, 2025)
    assert (problems, len(notes)) == ([], 2)


def test_a_promise_is_told_of_once():
    document = parse_yaml("x.yml", TOLD.replace("第二个", "第一个"))
    record, problems = validate(document, Year)
    assert record is not None, problems
    assert str(check_last_year(document, record, BEFORE, 2025)[0][0]) == (
        "x.yml:5:14: “带出第一个徒弟”后来怎样，第 4 行已经说了 — 两条合成一条；说的是另一件，就照去年的写全"
    )


def test_an_outcome_is_one_of_those_that_there_are():
    _, problems = validate(parse_yaml("x.yml", TOLD.replace("没做到", "没有做")), Year)
    assert [str(problem) for problem in problems] == [
        "x.yml:6:28: “没有做”不能用在这里 — 可选：做到、部分做到、没做到、还在做，是不是“没做到”？"
    ]
