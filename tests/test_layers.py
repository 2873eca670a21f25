"""The line of the house: each file imports only files that stand above it, and nothing of MkDocs."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "hooks" / "chronicle"

#: Data goes one way; a file may import what stands before it.
LINE = (
    "errors", "encoding", "slips", "syntax", "source", "table", "model", "schema", "validation", "checks",
    "library", "examples", "disguise", "privacy", "masking", "clean", "paper", "images", "attachments", "policy",
    "styles", "proof", "publish", "cache", "sections", "search", "shards", "wording", "logs", "figures", "series",
    "charts", "cloud", "chapter", "sentences", "craft", "exhibits", "findings", "outline", "blocks", "placing", "team",
    "slides", "png", "raster", "cards", "poster", "keepsakes", "life", "onefile", "pages", "teampages", "bindery",
    "stock", "crew", "studio", "workshop", "handover", "ahead", "assembly", "preview", "vocabulary", "gate",
    "reckoning", "shelving", "composing", "site",
)  # fmt: skip
FILES = sorted(PACKAGE.rglob("*.py"))
#: What knows MkDocs: its events, and what they need of its classes.
ADAPTER = [PACKAGE.parent / "observer.py", *sorted((PACKAGE.parent / "adapter").glob("*.py"))]
#: What comes with the packages that requirements.txt pins, beside the standard library.
LIBRARIES = {
    "PIL", "duckdb", "jieba", "jinja2", "markupsafe", "matplotlib", "nh3", "numpy", "pydantic", "pydantic_core",
    "pylopdf_fonts_zh_cn", "python_calamine", "rjieba", "segno", "wordcloud", "yaml",
}  # fmt: skip


def room(path: Path) -> str:
    """The room of the line that a file belongs to: ``charts/trend.py`` belongs to ``charts``."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[tuple[int, str]]:
    """Line and full dotted name of every import of a file, those inside functions included."""
    found = []
    base = ["chronicle", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = base[: len(base) - node.level + 1] if node.level else []
            stem = [*above, *(node.module.split(".") if node.module else [])]
            names = [alias.name for alias in node.names] if len(stem) == 1 and stem[0] == "chronicle" else [""]
            found += [(node.lineno, ".".join([*stem, name]).rstrip(".")) for name in names]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_file_imports_only_what_stands_above_it(path):
    own = room(path)
    if own == "__init__":
        assert not imports(path)
        return
    assert own in LINE, f"{own} has no place in the line"
    for line, name in imports(path):
        parts = name.split(".")
        if parts[0] == "chronicle" and parts[1] != own:
            assert LINE.index(parts[1]) < LINE.index(own), f"{path.name}:{line} reaches back to {parts[1]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_package_knows_nothing_of_mkdocs(path):
    for line, name in imports(path):
        top = name.split(".")[0]
        known = top in sys.stdlib_module_names or top in LIBRARIES or top == "chronicle"
        assert known, f"{path.name}:{line} imports {name}"


def test_the_architecture_page_names_every_room_and_no_other():
    page = (PACKAGE.parents[1] / "docs/architecture.md").read_text("utf-8")
    cells = [row.split("|")[2] for row in page.split("\n## ")[1].splitlines() if row.startswith("| ")]
    assert sorted(re.findall(r"`(\w+)/?`", "".join(cells))) == sorted(LINE)


def test_no_function_is_longer_than_forty_lines():
    long = [
        f"{path.name}:{node.lineno} {node.name}"
        for path in [*FILES, *ADAPTER]
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 40
    ]
    assert not long
