"""What people write in many ways, and what is read of it: the blocks of ``cases/meant``.

A block begins with ``==== NAME``. ``@ PATH`` begins a file of it, whose text follows; ``@ => …`` lines say what must
come of it, and nothing else may: ``AGENT FIELD = VALUES`` (``~`` for None), ``problem LINE``, ``warning LINE`` and
``note LINE``, each the beginning of the line. ``<TAB>`` stands for a tab.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from chronicle.records import project

FOLDER = Path(__file__).parents[1] / "cases" / "meant"
BLOCKS = [
    (path.stem, block.partition("\n"))
    for path in sorted(FOLDER.glob("*.cases"))
    for block in path.read_text("utf-8").split("==== ")[1:]
]


def shown(value: Any) -> str:
    if value is None:
        return "~"
    if isinstance(value, dict):
        return ", ".join(f"{key}: {shown(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        return " ".join(map(shown, value))
    if isinstance(value, dt.date):
        return value.isoformat()
    return f"{value:.10g}" if isinstance(value, int | float) else str(value)


def at(years: tuple[project.Manuscript, ...], agent: str, way: str) -> str:
    manuscript = next(year for year in years if year.agent == agent)
    assert manuscript.record is not None, [str(problem) for problem in manuscript.problems]
    value: Any = manuscript.record
    for step in way.split("."):
        if step == "cases":
            value = [story.record for story in manuscript.cases]
        elif step.isdecimal():
            value = value[int(step)]
        else:
            value = value[step] if isinstance(value, dict) else getattr(value, step)
    return shown(value)


def files(block: str) -> tuple[dict[str, str], list[str]]:
    """The files of a block by path, and what must come of them."""
    found: dict[str, str] = {}
    expected: list[str] = []
    for part in f"\n{block}".split("\n@ ")[1:]:
        head, _, text = part.partition("\n")
        if head.startswith("=> "):
            expected.append(head[3:].strip())
        else:
            found[head] = text.replace("<TAB>", "\t").rstrip("\n") + "\n"
    return found, expected


def write(root: Path, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize(("kind", "block"), BLOCKS, ids=[f"{kind}: {block[0]}" for kind, block in BLOCKS])
def test_what_is_written_is_read_as_meant(kind: str, block: tuple[str, str, str], tmp_path: Path) -> None:
    texts, expected = files(block[2])
    write(tmp_path, texts)
    loaded = project.load(tmp_path)
    said = [f"problem {line}" for line in loaded.problems] + [f"warning {line}" for line in loaded.warnings]
    said += [f"note {line}" for line in loaded.notes]
    wanted = sorted(line for line in expected if line.split(" ")[0] in ("problem", "warning", "note"))
    assert len(said) == len(wanted), said
    for line, beginning in zip(sorted(said), wanted, strict=True):
        assert line.startswith(beginning)
    for line in expected:
        if line not in wanted:
            agent, way, _, value = line.split(" ", 3)
            assert at(loaded.years, agent, way) == value


TOKENS = [*'：，,\n\t~{[]}-%月"', " #", "1e999", "12", "2025/6", "合计", "姓名,", "5:12", "9" * 500]


@pytest.mark.parametrize("seed", range(60))
def test_no_damage_to_them_raises(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    for number in range(8):
        texts, _ = files(dice.choice(BLOCKS)[1][2])
        for name in texts:
            for _ in range(dice.choice([0, 1, 3])):
                at = dice.randrange(len(texts[name]) + 1)
                texts[name] = texts[name][:at] + dice.choice(TOKENS) + texts[name][at + dice.choice([0, 0, 1, 9]) :]
        write(tmp_path / str(number), texts)
        loaded = project.load(tmp_path / str(number))
        for problem in (*loaded.problems, *loaded.warnings, *loaded.notes):
            assert problem.line >= 1
            assert "\n" not in str(problem)
