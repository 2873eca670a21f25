"""The rule of the house: a package imports only packages that stand before it, and nothing goes in a circle."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from rows import for_each

HOOKS = Path(__file__).parents[1] / "hooks"
PACKAGE = HOOKS / "chronicle"

#: Data goes one way: each row may import the rows above it; packages of one row do not know each other.
ROWS = (
    {"errors", "cache"},
    {"reading", "search"},
    {"records"},
    {"privacy", "calllogs"},
    {"sanitize", "figures"},
    {"charts"},
    {"pictures"},
    {"rendering"},
    {"pipeline"},
)
#: ``search`` stands apart: it needs nothing but the cache.
ALONE = {"search": {"cache"}}
#: How many files a folder may hold; ``charts`` has a file for each kind of chart.
MOST_FILES = defaultdict(lambda: 14, charts=25)

FILES = sorted(PACKAGE.rglob("*.py"))
#: What knows MkDocs: its events, and what they need of its classes.
ADAPTER = [HOOKS / "observer.py", *sorted((HOOKS / "adapter").glob("*.py"))]
#: What comes with the packages that requirements.txt pins, beside the standard library.
LIBRARIES = {
    "PIL", "docx", "duckdb", "filelock", "jieba", "jinja2", "lxml", "markdown", "markupsafe", "matplotlib", "nh3",
    "numpy", "openpyxl", "pptx", "pydantic", "pydantic_core", "pylopdf_fonts_zh_cn", "pypinyin", "python_calamine",
    "segno", "sqlglot", "wordcloud", "yaml",
}  # fmt: skip


def name_of(path: Path) -> str:
    """``charts/trend.py`` -> ``charts.trend``; a package by its own name."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in FILES if path.parent != PACKAGE or path.name != "__init__.py"}


def imports(path: Path) -> list[tuple[int, str]]:
    """Line and dotted name of every import of a file, those inside functions included; ours begin with a dot."""
    found = []
    base = [*path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            stem = [*base[: len(base) - node.level + 1], *(node.module.split(".") if node.module else [])]
            for alias in node.names:
                whole = ".".join([*stem, alias.name])
                found.append((node.lineno, "." + (whole if whole in MODULES else ".".join(stem))))
        elif isinstance(node, ast.ImportFrom):
            found.append((node.lineno, node.module or ""))
    return found


def ours(path: Path) -> list[tuple[int, str]]:
    """The imports that lead to files of the package."""
    return [(line, name[1:]) for line, name in imports(path) if name.startswith(".")]


@for_each("name", MODULES)
def test_a_package_imports_only_packages_that_stand_before_it(name: str) -> None:
    own = name.split(".")[0]
    row = next(index for index, packages in enumerate(ROWS) if own in packages)
    allowed = ALONE.get(own) or {package for packages in ROWS[:row] for package in packages} - ALONE.keys()
    if own == "pipeline":
        allowed |= ALONE.keys()
    wrong = [f"line {line}: {to}" for line, to in ours(MODULES[name]) if to.split(".")[0] not in {own, *allowed}]
    assert not wrong


def test_no_file_imports_itself_over_others() -> None:
    graph = {name: {to for _, to in ours(path)} for name, path in MODULES.items()}
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> None:
        assert name not in way, " -> ".join([*way[way.index(name) :], name])
        if name not in done:
            for to in sorted(graph.get(name, ())):
                walk(to, [*way, name])
            done.add(name)

    for name in sorted(graph):
        walk(name, [])


def test_a_folder_holds_few_files() -> None:
    held = Counter(path.parent for path in FILES if path.name != "__init__.py")
    assert not [f"{folder.name}: {count}" for folder, count in held.items() if count > MOST_FILES[folder.name]]


def test_no_class_name_stands_for_two_things() -> None:
    found = defaultdict(list)
    for path in [*FILES, *ADAPTER]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path.relative_to(HOOKS).as_posix())
    assert not {name: where for name, where in found.items() if len(where) > 1}


@for_each("name", MODULES)
def test_the_package_knows_nothing_of_mkdocs(name: str) -> None:
    for line, to in imports(MODULES[name]):
        top = to.split(".")[0]
        known = to.startswith(".") or top in sys.stdlib_module_names or top in LIBRARIES
        assert known, f"{name}:{line} imports {to}"


def test_the_architecture_page_names_every_package_in_its_row() -> None:
    page = (HOOKS.parent / "docs/architecture.md").read_text("utf-8")
    named = defaultdict(list)
    for row, package in re.findall(r"(?m)^\| (\d+) \| `(\w+)` \|", page):
        named[int(row) - 1].append(package)
    assert named == {index: [*dict.fromkeys(named[index])] for index in range(len(ROWS))}
    assert [set(packages) for _, packages in sorted(named.items())] == [*ROWS]


def test_the_rows_hold_every_package() -> None:
    assert {name.split(".")[0] for name in MODULES} == {package for packages in ROWS for package in packages}
