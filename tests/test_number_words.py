"""Numbers reach words in one place: only ``figures/formatting.py`` rounds one or writes it out for a reader."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from rows import for_each

PACKAGE = Path(__file__).parents[1] / "hooks" / "chronicle"
#: What scripts and style sheets read, ids, coordinates of drawings, a month of an axis, and years and days as digits.
ALLOWED = {
    "rendering/blocks.py": {".6f"},
    "rendering/prose.py": {"x"},
    "rendering/single_file.py": {"x"},
    "rendering/team_pages.py": {"%Y.%m"},
    "figures/annual.py": {"g"},
    "charts/palette.py": {"02x"},
    "charts/svg.py": {".1f"},
    "charts/canvas.py": {"g"},
}
FILES = sorted(
    file for folder in ("figures", "charts", "pictures", "rendering") for file in (PACKAGE / folder).rglob("*.py")
)


def specs(file: Path) -> set[str]:
    """The formats that f-strings and ``format`` of a file ask for."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            found.add(ast.unparse(node.format_spec)[2:-1])
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "format":
            found.add("format()")
    return found


@for_each("file", FILES)
def test_no_file_writes_numbers_in_a_way_of_its_own(file: Path) -> None:
    name = file.relative_to(PACKAGE).as_posix()
    if name != "figures/formatting.py":
        assert specs(file) <= ALLOWED.get(name, set())


@for_each("file", FILES)
def test_no_caller_rounds(file: Path) -> None:
    name = file.relative_to(PACKAGE).as_posix()
    calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    rounds = [node.lineno for node in calls if getattr(node.func, "id", "") == "round"]
    coordinates = ("charts/", "rendering/exhibits/metrics.py", "pictures/poster.py", "rendering/documents/")
    assert not rounds or name == "figures/formatting.py" or name.startswith(coordinates)


def test_a_template_hands_values_over_as_they_are() -> None:
    for file in filter(Path.is_file, (PACKAGE / "rendering" / "templates").rglob("*")):
        written = " ".join(re.findall(r"\{[{%].*?[%}]\}", file.read_text("utf-8"), re.S))
        assert not re.search(r"\|\s*(?:round|format|int|float)\b|\.decimals|%[.,]|\.format\(", written), file
