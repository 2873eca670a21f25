"""A team of any size for benchmarks: people after the sample's full agent, each with their own numbers."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = "linxia"
YEAR = 2025
_SERIES = re.compile(r"(?m)^(  \w+:\s*)\[([^\]]*)\]")


def project(root: Path, people: int) -> None:
    """A copy of the project in ``root`` with ``people`` agents in place of the sample's, four stories each."""
    root.mkdir(parents=True)
    shutil.copy(ROOT / "mkdocs.yml", root)
    shutil.copytree(ROOT / "hooks", root / "hooks", ignore=shutil.ignore_patterns("*.pyc.*"))  # written this moment
    for name, shared in (("docs", "index.md"), ("data", "team.yml")):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("_sample"))
        shutil.copy(ROOT / name / "_sample" / shared, root / name)
    for index in range(people):
        person(root, index)


def person(root: Path, index: int, numbers: int | None = None) -> None:
    """One agent: the sample's year with every number moved a little, and its stories; ``numbers``: those of another."""
    dice = random.Random(index if numbers is None else numbers)
    agent = f"agent-{index:04d}"
    year = (ROOT / "data" / "_sample" / "agents" / SAMPLE / f"{YEAR}.yml").read_text("utf-8")
    year = re.sub(r"(?m)^name: .*$", f"name: 观察员{index:04d}号", year, count=1)
    head, metrics, tail = _split(year)
    file = root / "data" / "agents" / agent / f"{YEAR}.yml"
    file.parent.mkdir(parents=True)
    file.write_text(head + _SERIES.sub(lambda found: _moved(found, dice), metrics) + tail, "utf-8")
    folder = root / "docs" / "agents" / agent / str(YEAR)
    folder.mkdir(parents=True)
    for story in sorted((ROOT / "docs" / "_sample" / "agents" / SAMPLE / str(YEAR)).glob("*.md")):
        text = story.read_text("utf-8")
        if story.name != "index.md":
            (folder / story.name).write_text(text + f"\n\n这是第 {dice.randint(1, 10**6)} 次想起这件事。\n", "utf-8")


def _split(year: str) -> tuple[str, str, str]:
    """What stands before ``metrics:``, its block, and what follows."""
    start = year.index("\nmetrics:")
    end = re.compile(r"\n(?=[a-z_]+:)").search(year, start + 1)
    assert end
    return year[:start], year[start : end.start()], year[end.start() :]


def _moved(found: re.Match[str], dice: random.Random) -> str:
    values = [value.strip() for value in found[2].split(",")]
    return f"{found[1]}[{', '.join(_near(value, dice) for value in values)}]"


def _near(value: str, dice: random.Random) -> str:
    if value == "~":
        return value
    if "." in value:
        return f"{max(0.0, float(value) - dice.random() * 2):.1f}"
    return str(int(int(value) * (0.9 + 0.2 * dice.random())))
