"""Every row of what is said of logs is said somewhere, with all the values that it wants."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from string import Formatter

from chronicle.calllogs import sql

HOOKS = Path(__file__).parents[2] / "hooks"
ROWS = tomllib.loads((HOOKS / "chronicle" / "calllogs" / "messages.toml").read_text("utf-8"))["told"]
WANTED = {
    name: {place for text in texts for _, place, *_ in Formatter().parse(text) if place} for name, texts in ROWS.items()
}


def test_each_row_is_said_with_the_values_that_it_wants() -> None:
    said = set()
    for file in (HOOKS / "commands.py", *(HOOKS / "chronicle" / "calllogs").glob("*.py")):
        functions = (n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.FunctionDef))
        for function in functions:
            calls = [n for n in ast.walk(function) if isinstance(n, ast.Call) and ast.unparse(n.func).endswith("told")]
            given = [{keyword.arg for keyword in call.keywords} for call in calls]
            words = {n.value for n in ast.walk(function) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
            names = words & WANTED.keys() if calls else set()
            names |= {f"odd_{kind}" for kind in sql.WORDS} if "odd_" in words and calls else set()
            assert all(any(WANTED[name] <= each for each in given) for name in names), function.name
            said |= names
    assert said == WANTED.keys()
