from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chronicle.errors import ChronicleError
from chronicle.reading import slips
from chronicle.reading.document import MAX_NODES, MAX_TOLD, Document, parse_story, parse_yaml
from chronicle.reading.text import decode, read, relative
from chronicle.records.model import Case, Team, Year
from chronicle.records.validation import validate
from measuring import assert_linear
from rows import for_each


def told(document: Document) -> list[str]:
    return [f"{each.line}:{each.column}: {each.message}" for each in document.problems]


# --- values and their places --------------------------------------------------------------------------------------


def test_scalars_stay_as_they_were_typed() -> None:
    document = parse_yaml("x", 'a: 0123\nb: NO\nc: 12:30\nd: 1_000\ne: ""\nf: "~"\n')
    assert document.data == {"a": "0123", "b": "NO", "c": "12:30", "d": "1_000", "e": "", "f": "~"}
    assert document.problems == ()


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", "～"])
def test_nothing_typed_is_nothing(nothing: str) -> None:
    assert parse_yaml("x", f"a: {nothing}\nb: 1\n").data == {"a": None, "b": "1"}


def test_every_value_and_key_has_its_place() -> None:
    document = parse_yaml("x", "name: 林夏\nevents:\n  - {month: 7, title: 夏}\n  - month: 8\n    title: 秋\n")
    assert document.where(("name",)) == (1, 7)
    assert document.key_where(("name",)) == (1, 1)
    assert document.where(("events", 0)) == (3, 5)
    assert document.where(("events", 0, "title")) == (3, 23)
    assert document.key_where(("events", 0, "title")) == (3, 16)
    assert document.where(("events", 1, "title")) == (5, 12)


def test_what_is_missing_stands_where_its_nearest_parent_does() -> None:
    document = parse_yaml("x", "# c\nevents:\n  - month: 7\n")
    assert document.where(("events", 0, "title", 3)) == (3, 5)
    assert document.where(("gone",)) == document.where(()) == (2, 1)


def test_values_and_texts_by_their_path() -> None:
    document = parse_yaml("x", "a: [x, {b: y}]\nc: ~\n")
    assert document.value(("a", 1, "b")) == "y"
    assert [document.value(loc) for loc in [("a", 9), ("a", "b"), ("z", 0, "y"), ("a", 0, 0)]] == [None] * 4
    assert list(document.texts()) == [(("a", 0), "x"), (("a", 1, "b"), "y")]


def test_unquoted_values_in_brackets_are_known() -> None:
    assert parse_yaml("x", "a: [x, 'y']\nb:\n  - z\n").layout.loose == {("a", 0)}


def test_blocks_of_text_keep_their_lines() -> None:
    document = parse_yaml("x", "a: |\n  原因：很多\n  name：x\nb: >-\n  一\n  二\n")
    assert document.data == {"a": "原因：很多\nname：x", "b": "一 二"}
    assert document.problems == ()


# --- stories ------------------------------------------------------------------------------------------------------


def test_lines_of_a_plain_text_are_one_paragraph_up_to_an_empty_line() -> None:
    text = "opening:\n  数字是\n  对账的，\n  不是\n\n  A line\n  and 一行\n  又一行\ncloses: 1"
    assert parse_yaml("x.yml", text).data["opening"] == "数字是对账的，不是\n\nA line and 一行又一行"


def test_front_matter_keeps_the_lines_of_the_file() -> None:
    document = parse_story("x", "---\ntitle: 夜\ntags: [a]\n---\n正文\n\n---\n完\n")
    assert document.data == {"title": "夜", "tags": ["a"]}
    assert document.where(("tags", 0)) == (3, 8)
    assert document.where(("gone",)) == (2, 1)
    assert (document.body, document.body_line) == ("正文\n\n---\n完\n", 5)


def test_a_page_without_front_matter_is_all_body_where_none_is_needed() -> None:
    document = parse_story("x", "# 您好\n", needed=False)
    assert (document.body, document.body_line, document.data, document.problems) == ("# 您好\n", 1, {}, ())


def test_slips_are_told_even_where_front_matter_never_ends() -> None:
    assert told(parse_story("x", "---\ntitle：夜\ndate：x\n\n正文：一\n")) == [
        "1:1: 开头的几行没有结束",
        "2:6: 冒号用了全角“：”",
        "3:5: 冒号用了全角“：”",
    ]


# --- slips --------------------------------------------------------------------------------------------------------


def test_a_file_full_of_slips_is_read_as_meant_and_every_slip_is_told() -> None:
    text = "name：林夏\nevents：\n  －month：7\n    title: 夏\ntags：{耐心：812，专业：3}\nx: [1，2】\n"
    document = parse_yaml("x", text)
    columns = [(problem.line, problem.column) for problem in document.problems]
    assert columns == [(1, 5), (2, 7), (3, 3), (3, 9), (5, 5), (5, 9), (5, 13), (5, 16), (6, 6), (6, 8)]


def test_what_was_repaired_keeps_the_places_that_were_typed() -> None:
    document = parse_yaml("x", "tags: {耐心：812，专业：3, 热情: 5}\n")
    assert document.data == {"tags": {"耐心": "812", "专业": "3", "热情": "5"}}
    assert document.where(("tags", "耐心")) == (1, 11)
    assert document.key_where(("tags", "专业")) == (1, 15)
    assert document.where(("tags", "热情")) == (1, 25)


@pytest.mark.parametrize(
    "text",
    [
        "motto: 您好：请问有什么可以帮您？",
        "quotes:\n  - 您说：好\n  - APP：打不开\n  - “谢谢”，他说\n  - ——然后就挂了",
        "x: [您别急，我们一起想办法, 2025 年，很忙]",
        "x: {heard: 他说，你听：好, meant: 怕}",
        "url: http://a.example/b",
        "at: 12:30",
        "x: |\n  role：客服\n  \t－缩进",
        'x: "多行的\n  name：x"',
        "x:\n  - -5\n  - [1,\n     -2]",
        "title: 【通知】停电",
        "note: 19”显示器坏了",
        "note: 林夏#一组",
        "a: 高温\n  和暴雨：都忙",
        "x: {a: 1,\n  b: 2}",
    ],
)
def test_prose_with_chinese_punctuation_is_no_slip(text: str) -> None:
    assert told(parse_yaml("x", text + "\n")) == []
    assert slips.find(text.split("\n")) == []


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [("“林夏”", "林夏"), ('"“林夏”"', "“林夏”"), ("说“好”", "说“好”"), ("“一”和“二”", "“一”和“二”")],
)
def test_chinese_quotes_around_a_whole_value_quote_it(typed: str, read_as: str) -> None:
    assert parse_yaml("x", f"a: {typed}\n").data == {"a": read_as}


def test_a_list_below_a_value_is_not_swallowed() -> None:
    assert (
        told(parse_yaml("x", "a: 一\n  - 二\nb:\n  title: c\n   note: d\n"))[0]
        == "2:4: “- 二”这一行被当成了上一行的文字"
    )


def test_after_a_syntax_error_the_rest_is_still_looked_at() -> None:
    text = "a: @x\nb: [1, 2\nc:\n  - d: e: f\n    g: h\ni: {j: k\nl：m\n"
    document = parse_yaml("x", text)
    assert document.broken
    assert [problem.line for problem in document.problems] == [1, 2, 4, 6, 7]


def test_a_broken_document_gives_its_values_problems_but_misses_nothing() -> None:
    document = parse_yaml("x", "role: @x\nmoto: 1\n")
    record, problems = validate(document, Year)
    assert record is None
    assert [problem.message for problem in problems] == ["不认识的键“moto”"]


# --- limits -------------------------------------------------------------------------------------------------------


def test_an_alias_bomb_goes_off_nowhere() -> None:
    text = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"b{i}: &b{i} [{'*a,' * 9}]\n" for i in range(40))
    document = parse_yaml("x", text)
    assert document.problems[0].message == "“&a”是锚点，这里不支持"
    assert len(document.problems) == MAX_TOLD + 1
    assert document.problems[-1].message.startswith("后面还有")


def test_too_many_values_stop_the_reading() -> None:
    document = parse_yaml("x", "a: [" + "1, " * MAX_NODES + "1]\n")
    assert document.broken
    assert [problem.message for problem in document.problems] == ["文件里的值超过 20,000 个"]


@pytest.mark.parametrize(
    "text",
    [
        *("a: " + "[" * 200_000, "- " * 200_000, "：" * 200_000, "a: [" + "a】," * 100_000, "a: b: c\n" * 50_000),
        "a: [" + "x: y #" * 16_000,
        *("a: " + "b: " * 50_000, "a: b\n" + "- " * 50_000 + ": x", "a: b" + " " * 50_000 + ": c"),
    ],
)
def test_hostile_text_takes_no_long_time(text: str) -> None:
    assert parse_yaml("x", text).problems
    assert_linear(lambda text: parse_yaml("x", text), text)


# --- bytes --------------------------------------------------------------------------------------------------------


def test_line_ends_become_one_kind() -> None:
    assert decode("x", b"a\r\nb\rc\n").text == "a\nb\nc\n"


def test_zero_width_characters_that_mean_nothing_go_and_joined_emoji_stay() -> None:
    assert decode("x", "na\u200bme\ufeff: 👩\u200d💻".encode()).text == "name: 👩\u200d💻"


def test_strange_characters_become_blanks_and_are_told_once_a_line() -> None:
    read_as = decode("x", "a\u2028b\u202ec\nd\ue000\n".encode())
    assert read_as.text == "a b c\nd \n"
    assert [(each.line, each.column) for each in read_as.problems] == [(1, 2), (2, 2)]


@pytest.mark.parametrize("char", ["\ue000", "\uf8ff", "\U000f0000", "\U0010fffd", "\x00", "\x85", "\ufffd", "\x1b"])
def test_no_private_or_control_character_gets_through(char: str) -> None:
    read_as = decode("x", f"name: a{char}b\n".encode())
    assert char not in read_as.text
    assert read_as.problems


def test_mojibake_is_not_taken_for_chinese() -> None:
    assert decode("x", "name: Müller, café\n".encode("latin-1")).problems
    assert decode("x", "每一個來電都值得認真對待，請問\n".encode("big5")).problems


@pytest.mark.parametrize("raw", [b"\xff\xfea\x00\n\x00\x00\xd8", b"\xff\xfe\x00\x00a\x00\x00\x00", b"\x00" * 9])
def test_half_and_odd_encodings_are_told(raw: bytes) -> None:
    read_as = decode("x", raw)
    assert read_as.lost
    assert len(read_as.problems) == 1


@pytest.mark.parametrize("name", ["../x.yml", "../../etc/x"])
def test_nothing_outside_the_project_is_read(name: str, tmp_path: Path) -> None:
    with pytest.raises(ChronicleError, match="不在项目文件夹里"):
        read(tmp_path, tmp_path / name)


def test_a_name_that_cannot_be_printed_is_still_told(tmp_path: Path) -> None:
    assert relative(tmp_path, tmp_path / "a\nb\udcff") == "a?b?"


# --- problems and their mends ----------------------------------------------------------------------------------------


def test_a_key_that_is_misspelt_is_not_missed_as_well() -> None:
    _, problems = validate(parse_yaml("x", "nam: 林夏\n"), Year)
    assert [problem.message for problem in problems] == ["不认识的键“nam”"]


def test_the_python_name_of_a_key_is_not_the_key() -> None:
    _, problems = validate(
        parse_yaml("x", "name: a\ncampaigns:\n  - {title: b, start: 2025-01-01, to: 2025-02-01}\n"), Year
    )
    assert [(each.column, each.mend) for each in problems] == [(16, "是不是“from”？")]


@pytest.mark.parametrize("remark", ["", "   # 必填"])
def test_the_mend_of_a_colon_leaves_the_remark_out(remark: str) -> None:
    (problem,) = parse_yaml("x", f"name：林夏{remark}\n").problems
    assert problem.mend == "改成半角冒号加一个空格“name: 林夏”"


def test_a_long_row_of_mistakes_ends_with_how_many_more() -> None:
    _, problems = validate(parse_yaml("x", "name: a\n" + "".join(f"k{i}: 1\n" for i in range(MAX_TOLD + 9))), Year)
    assert len(problems) == MAX_TOLD + 1


# --- whatever the bytes -------------------------------------------------------------------------------------------

SEEDS = (
    ("x.yml", "name: 林夏\nmetrics: {contacts: [1, ~]}\nevents:\n  - {month: 7, title: 夏, metrics: [fcr]}\n", Year),
    ("x.yml", "tags: {耐心: 8}\ncampaigns:\n  - title: 夏\n    from: 2025-07-01\n    summary: |\n      一\n", Year),
    ("x.md", "---\ntitle: 夜\ndate: 2025-03-12\njourney:\n  - {at: 来电, mood: -2}\n---\n正文：一\n", Case),
    ("x.yml", "targets: {fcr: 95}\nmetrics:\n  a: {label: 甲, min: 0}\nlogs: []\n", Team),
)
TOKENS = [
    *"：，“”【】［］｛｝－—＃[]{}:,-#&*!|>'\"%@`~?\t\u3000\xa0\ue000\u2028\ufeff\x00\n\r",
    ": ",
    "- ",
    "---\n",
    "<<",
]


def check(path: str, raw: bytes, model: type) -> None:
    """Reads and validates; fails unless every problem has a place in the file and one line."""
    text = decode(path, raw)
    document = (parse_story if path.endswith(".md") else parse_yaml)(path, text.text)
    record, problems = validate(document, model)
    problems = (*text.problems, *document.problems, *problems)
    assert record is not None or problems
    for problem in problems:
        assert 1 <= problem.line <= raw.count(b"\n") + raw.count(b"\r") + 1
        assert problem.column >= 1
        assert "\n" not in str(problem)


@for_each("seed", range(300))
def test_no_mutation_raises(seed: int) -> None:
    pick = random.Random(seed)
    path, text, model = pick.choice(SEEDS)
    raw = bytearray(text.encode(pick.choice(["utf-8", "gb18030", "utf-16"])))
    for _ in range(pick.choice([1, 2, 5, 20])):
        at = pick.randrange(len(raw) + 1)
        raw[at : at + pick.choice([0, 0, 1, 4])] = pick.choice(TOKENS).encode()
    check(path, bytes(raw), model)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(SEEDS))
def test_no_bytes_raise(raw: bytes, seed: tuple[str, str, type]) -> None:
    check(seed[0], raw, seed[2])


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab：:，,-－[]【】{}\"“”'#\n\t 　~1&*!|>", max_size=80), st.sampled_from(SEEDS))
@example("! #1", SEEDS[0])
def test_no_text_raises(text: str, seed: tuple[str, str, type]) -> None:
    check(seed[0], text.encode(), seed[2])


def test_a_sign_and_a_remark_are_no_file() -> None:
    assert parse_yaml("x.yml", "! #说明").problems
