from __future__ import annotations

import markdown
import pytest

from chronicle.rendering.placeholders import Slot, UnknownNameError, place, said_once


def block(name):
    if name == "nothing":
        raise UnknownNameError("没有 nothing", "用 tags")
    return Slot(f"<b>{name}</b>", name == "searched")


def key(name):
    if not name.endswith(".total"):
        raise UnknownNameError(f"没有 {name}", "")
    return Slot(f"<i>{name}</i>", True)


def placed(text, first_line=1):
    return place(text, "docs/x.md", first_line, block, key)


def filled(text):
    found = placed(text)
    html = "\n".join(f"<p>{line}</p>" for line in found.markdown.split("\n") if line)
    return found.fill(found.fill(html, searched=True), searched=False)


@pytest.mark.parametrize("line", ["::: tags", ":::tags", "：：： tags", "  ::: tags  "])
def test_a_block_takes_the_place_of_its_paragraph(line):
    assert filled(line) == "<b>tags</b>"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("> ::: tags", 7),
        (">：：：tags", 5),
        ("  > > ::: tags", 11),
        ("- ::: tags", 7),
        ("2. ::: tags", 8),
        ("## ::: tags", 8),
    ],
)
def test_a_block_behind_a_sign_of_markdown_is_told_and_stands_as_written(line: str, column: int):
    found = placed(f"她说：\n\n{line}\n> 就这样")
    message = f"“::: tags”前面有“{line.split()[0].rstrip('：tags')}”，不会放出图表或栏目"
    assert [(each.line, each.column, each.message) for each in found.problems] == [(3, column, message)]
    assert "tags" in found.markdown
    assert placed(f"```\n{line}\n```\n\n> `::: tags`").problems == ()


@pytest.mark.parametrize("line", [":: tags", "：：tags", "::::tags", "  :: tags "])
def test_a_block_behind_another_number_of_colons_is_told(line: str) -> None:
    assert [(each.line, each.mend) for each in placed(f"一\n{line}\n:: nothing").problems] == [(2, "写成 ::: tags")]


@pytest.mark.parametrize("line", ["#老年客户 #共情", "#1 工单", "　　#3021 转了三次"])
def test_a_tag_and_a_number_with_its_sign_are_no_headings(line: str) -> None:
    assert markdown.markdown(placed(line).markdown) == f"<p>{line.strip()}</p>"
    assert markdown.markdown(placed("#标题\n\n## 二 #").markdown) == "<h1>标题</h1>\n<h2>二</h2>"
    assert markdown.markdown(placed("#2025年\n\n#1. 因").markdown) == "<h1>2025年</h1>\n<h1>1. 因</h1>"


@pytest.mark.parametrize(
    "text",
    [
        "a {{ contacts.total }} b",
        "a {{contacts.total}} b",
        "a ｛｛ contacts.total ｝｝ b",
        "a {{contacts。total}} b",
        "a ｛｛ contacts．total ｝｝ b",
    ],
)
def test_a_key_stands_in_its_sentence(text):
    assert filled(text) == "<p>a <i>contacts.total</i> b</p>"


@pytest.mark.parametrize(
    "text",
    [
        "```\n::: tags\n```",
        "~~~~\n{{ contacts.total }}\n```\n::: tags\n~~~~",
        "`{{ contacts.total }}`",
        "``a ` {{ contacts.total }}``",
        "- item\n\n    ```\n    {{ contacts.total }}\n    ```",
        "> ```\n> {{ contacts.total }}\n> ```",
    ],
)
def test_nothing_inside_code_is_interpreted(text):
    assert placed(text).markdown == text


def test_what_markdown_makes_code_is_put_back_as_it_was_written():
    found = placed("`over two\nlines {{ contacts.total }}`")
    assert found.fill(f"<p><code>{found.markdown}</code></p>", searched=True).count("{{ contacts.total }}") == 1


@pytest.mark.parametrize("text", ["- item\n\n    {{ contacts.total }}", "!!! note\n\n    {{ contacts.total }}"])
def test_what_belongs_to_a_list_or_a_box_is_no_code(text):
    assert placed(text).names == {"contacts.total"}


def test_an_indent_is_no_code():
    found = placed("一\n    {{ contacts.total }}\n　　::: tags\n　　见 {{ x.year }}")
    assert found.names == {"contacts.total", "tags"}
    assert found.markdown.split() == ["一", "\ue0000\ue001", "\ue0001\ue001", "见", "{{", "x.year", "}}"]
    assert [(problem.line, problem.column) for problem in found.problems] == [(4, 5)]
    shown = placed("一\n\n    {{ contacts.total }} {{ x.year }}\n")
    assert (shown.names, shown.problems) == ({"contacts.total"}, ())
    assert shown.markdown.split() == ["一", "\ue0000\ue001", "{{", "x.year", "}}"]


def test_a_block_in_a_box_stays_in_it():
    assert "\n    \ue0000\ue001\n" in placed("!!! note\n\n    ::: tags").markdown


def test_a_fence_that_nothing_closes_hides_nothing():
    assert placed("```\n::: tags\n").names == {"tags"}


def test_a_number_in_an_attribute_and_in_a_title_is_its_words():
    found = placed("a {{ contacts.total }}")
    assert found.fill(f'<img alt="{found.markdown}">', searched=True) == '<img alt="a contacts.total">'
    assert found.plain(found.markdown) == "a contacts.total"


def test_a_lone_backtick_hides_nothing():
    assert placed("` {{ contacts.total }}").names == {"contacts.total"}
    assert placed("`a` {{ contacts.total }} `b`").names == {"contacts.total"}


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% raw %}", "{{ a | b }}", "::: ", "text ::: tags", "{{ }}"])
def test_nothing_else_is_interpreted(text):
    assert placed(text).markdown == text


def test_a_star_between_numbers_is_no_emphasis():
    assert placed("5*6*7 和 **8**，`5*6*7`").markdown == r"5\*6\*7 和 **8**，`5*6*7`"


def test_an_unknown_name_is_named_at_its_place():
    found = placed("one\n\n::: nothing\nsee {{ x.year }}", first_line=10)
    assert [(p.line, p.column, p.message) for p in found.problems] == [(12, 5, "没有 nothing"), (13, 5, "没有 x.year")]


def test_searched_slots_come_first_and_the_others_wait():
    found = placed("::: searched\n\n::: late")
    once = found.fill(found.markdown, searched=True)
    assert "<b>searched</b>" in once
    assert "late" not in once
    assert "<b>late</b>" in found.fill(once, searched=False)


def test_many_backticks_are_read_in_linear_time():
    text = " ".join("`" * (n % 97 + 1) for n in range(20_000)) + " {{ contacts.total }}"
    assert placed(text).slots is not None


@pytest.mark.parametrize(
    ("text", "column", "mend"),
    [
        ("见[内网](http://[填地址])", 7, "写成真正的网址，或删掉这个链接"),
        ("见[内网](http://10.1.2.3：8080/a)", 7, "改成 http://10.1.2.3:8080/a"),
        ("![图](//[x)", 6, "写成真正的网址，或删掉这个链接"),
        ("[ref]: http://[a", 8, "写成真正的网址，或删掉这个链接"),
        ('<a href="http://内网：80/">x</a>', 10, "改成 http://内网:80/"),
    ],
)
def test_what_is_no_address_is_told_before_mkdocs_stops_at_it(text, column, mend):
    nothing = Slot("", False)
    (problem,) = place(f"一行\n{text}", "x.md", 5, lambda _: nothing, lambda _: nothing).problems
    assert (problem.line, problem.column, problem.mend) == (6, column, mend)
    assert not place(f"`{text}`\n\n```\n{text}\n```", "x.md", 5, lambda _: nothing, lambda _: nothing).problems


@pytest.mark.parametrize(
    ("number", "following", "shown"),
    [
        ("<span>2,890\u00a0通</span>", " 通里", "<span>2,890</span>"),
        ("<span>93.2\u00a0%</span>", "％。", "<span>93.2</span>"),
        ("2,601\u00a0万字", " 字", "2,601\u00a0万"),
        ("2,601\u00a0万字", "　万字", "2,601\u00a0万字"),
        ("3.5\u00a0万元", "万元", "3.5"),
        ("2,890\u00a0通", "，7 月", "2,890\u00a0通"),
        ("<span>9.5</span>", "分", "<span>9.5</span>"),
    ],
)
def test_a_unit_that_the_writer_says_is_said_once(number, following, shown):
    assert said_once(number, following) == shown


@pytest.mark.parametrize("text", ["{{ a.total }", "{ a.total }}", "{a.total}", "｛｛ a.total ｝"])
def test_a_key_with_a_brace_missing_is_told(text):
    assert [(each.column, each.mend[:17]) for each in placed(f"见 {text}").problems] == [(3, "写成 {{ a.total }}；")]
    assert placed(f"`{text}` {{x}} {{客户}} {{{{ y z }}").problems == ()


@pytest.mark.parametrize("text", ["{{ x.year }", "{x.year}}", "{{ 接听量 ｝", "{{ 接听量 }}"])
def test_an_unknown_key_is_told_in_whatever_braces(text):
    assert [(each.column, "没有" in str(each)) for each in placed(f"见 {text}").problems] == [(3, True)]
