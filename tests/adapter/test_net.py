"""Of what nobody foresaw, the file is told and where in the code it was, and no word of people's."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from jinja2 import Undefined

from adapter.net import unforeseen


@dataclass
class Holder:
    path: str


def test_the_file_is_the_one_that_the_innermost_call_knew_of(tmp_path: Path) -> None:
    def inner(document: Holder) -> None:
        missing = Undefined(name="权重")  # of a template; to ask anything of it is an error
        raise KeyError("13812345678", id(missing))

    def outer(path: Path) -> None:
        inner(Holder("data/agents/linxia/2025.yml"))

    with pytest.raises(KeyError) as caught:
        outer(tmp_path / "docs/index.md")
    problem = unforeseen(caught.value, tmp_path)
    assert str(problem).startswith("data/agents/linxia/2025.yml:1:1: 程序在这里出了意外（KeyError，")
    assert "138" not in str(problem)
