from __future__ import annotations

import pytest

from chronicle.reading.markdown_code import code_spans, fences, prose, with_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\n```\nb\n```\nc", [1, 2, 3]),
        ("a\n```\nb\nc", []),  # nothing closes it
        ("````\n```\n````\na", [0, 1, 2]),
        ("~~~ yaml\na\n~~~~\n~~~", [0, 1, 2, 3]),
        ("> ```\n> a\n> ```", [0, 1, 2]),
        ("a\n\n    b\n\tc\nd", []),  # an indent of what was pasted
        ("- a\n\n    b", []),
        ("!!! note\n\n    b", []),
        ("[^1]: a\n\n    b", []),
    ],
)
def test_which_lines_are_code(text: str, code: list[int]) -> None:
    assert [number for number, (_, inside) in enumerate(with_code(text.split("\n"))) if inside] == code


def test_a_fence_inside_another_is_text() -> None:
    assert list(fences(["````", "```", "a", "```", "````"])) == [(0, 4)]


@pytest.mark.parametrize(
    ("text", "code"),
    [("a `b` c", ["`b`"]), ("``a ` b`` `c`", ["``a ` b``", "`c`"]), ("` a", []), ("`a`` b`", ["`a`` b`"])],
)
def test_inline_code_ends_at_a_run_of_the_same_length(text: str, code: list[str]) -> None:
    assert [text[start:end] for start, end in code_spans(text)] == code


def test_many_backticks_are_read_in_linear_time() -> None:
    assert code_spans(" ".join("`" * (n % 97 + 1) for n in range(20_000)))


def test_prose_is_what_people_told() -> None:
    text = "她说 {{ contacts.total }} `x` 好\n\n::: tags\n\n```\ncode\n```\n\n    完"
    assert prose(text).split() == ["她说", "好", "完"]
