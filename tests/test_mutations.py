"""Random damage to data and stories: no traceback, no hang, and always a place that is named.

``MUTATIONS=10000 pytest tests/test_mutations.py`` runs as many as one likes; the seed of a failure is its number.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chronicle.cache import Memo
from chronicle.records import project as projects
from chronicle.sanitize import html
from composed import composed

ROOT = Path(__file__).parents[1]
COUNT = int(os.environ.get("MUTATIONS", "60"))
CHUNK = 30
LIMIT = 10.0  # seconds of CPU for one assembly; an ordinary one takes a tenth of one
PLACE = re.compile(r"^[^:\n]+:\d+:\d+: \S")
INSERTS = (
    "：", "，", "“", "”", "\t", "\x00", "\ue000", "\ufeff", "{", "}", "[", "]", "- ", "#", "&a ",
    "*a ", "!!python/object:os.system ", "%", "|", ">", "'", '"', "\\", "---\n", "...\n", "~",
    "null", "true", "1e999", "-1", "99999999999999999999", "NaN", ".inf", "2025-13-45",
    "{{ contacts.total }}", "{{ no.such }}", "{{ linxia/2024/fcr.year }}", "::: tags\n",
    "::: no-such\n", "\n\n", "\r", "<script>", "</p>", "<" * 50, "`" * 7, "[" * 200, "*" * 300,
    "字" * 3000, "13812345678", "é", "👩‍👩‍👧", "\u202e", "\ud7ff", "  " * 40,
)  # fmt: skip

Mutation = Callable[[random.Random, bytes], bytes]


def _at(dice: random.Random, data: bytes) -> int:
    return dice.randint(0, len(data))


def _insert(dice: random.Random, data: bytes) -> bytes:
    at = _at(dice, data)
    return data[:at] + dice.choice(INSERTS).encode() + data[at:]


def _delete(dice: random.Random, data: bytes) -> bytes:
    at = _at(dice, data)
    return data[:at] + data[at + dice.choice((1, 2, 7, 60, 800)) :]


def _flip(dice: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 6) if changed else 0):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _line(dice: random.Random, data: bytes) -> bytes:
    """Lines dropped, doubled, moved, or indented anew."""
    lines = data.split(b"\n")
    at = dice.randrange(len(lines))
    way = dice.randrange(4)
    if way == 0:
        del lines[at]
    elif way == 1:
        lines.insert(at, lines[at])
    elif way == 2:
        lines.insert(dice.randrange(len(lines)), lines.pop(at))
    else:
        lines[at] = b" " * dice.randrange(8) + lines[at].lstrip()
    return b"\n".join(lines)


def _value(dice: random.Random, data: bytes) -> bytes:
    """Another value behind a colon."""
    places = [found.end() for found in re.finditer(rb": ", data)]
    if not places:
        return data
    at = dice.choice(places)
    return data[:at] + dice.choice(INSERTS).encode() + data[at:].lstrip(b"0123456789.")


def _cut(dice: random.Random, data: bytes) -> bytes:
    return data[: _at(dice, data)]


def _other_encoding(dice: random.Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(dice.choice(("gb18030", "utf-16", "utf-8-sig", "big5")), "replace")


MUTATIONS: tuple[Mutation, ...] = (
    _insert,
    _insert,
    _delete,
    _flip,
    _line,
    _line,
    _value,
    _value,
    _cut,
    _other_encoding,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Memo, list[tuple[Path, bytes]]]:
    """Two people of the sample, one with every key and one with a table, the cache filled, and the bytes of every file
    that people write."""
    root = tmp_path_factory.mktemp("mutated")
    for name in ("docs", "data"):
        sample = ROOT / name / "_sample"
        shutil.copytree(sample, root / name, ignore=shutil.ignore_patterns("logs", "agents"))
        for agent in ("linxia", "yunxiaoman"):
            if (sample / "agents" / agent).is_dir():
                shutil.copytree(sample / "agents" / agent, root / name / "agents" / agent)
    memo = Memo()
    assert not composed(root, ["index.md"], memo=memo).problems
    paths = [root / "data/team.yml", root / "docs/index.md"]
    for folder in ("data/agents", "docs/agents"):
        paths += sorted(path for path in (root / folder).rglob("*") if path.suffix in {".yml", ".csv", ".md"})
    return root, memo, [(path, path.read_bytes()) for path in paths]


def _mutated(dice: random.Random, data: bytes) -> bytes:
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        data = dice.choice(MUTATIONS)(dice, data)
    return data


def _try(number: int, root: Path, memo: Memo, files: list[tuple[Path, bytes]]) -> str:
    """One mutation through the whole assembly; what is wrong with how that went, or nothing."""
    dice = random.Random(number)
    path, whole = dice.choice(files)
    path.write_bytes(_mutated(dice, whole))
    started = time.process_time()
    try:
        found = composed(root, ["index.md"], memo=memo)
        for page in found.pages.values():
            filled, removed = html.clean(page.text.markdown)
            page.text.fill(page.text.fill(filled, searched=True), searched=False)
            html.findings(page.text.written.text, removed)
    except Exception as error:
        return f"{number}: {path.relative_to(root)}: {type(error).__name__}: {error}"
    finally:
        path.write_bytes(whole)
    took = time.process_time() - started
    if took > LIMIT:
        return f"{number}: {path.relative_to(root)}: took {took:.1f} s"
    lost = [str(each) for each in (*found.problems, *found.warnings) if not PLACE.match(str(each))]
    return f"{number}: no place in {lost[0]!r}" if lost else ""


@pytest.mark.parametrize("start", range(0, COUNT, CHUNK))
def test_no_damage_brings_it_down(project: tuple[Path, Memo, list[tuple[Path, bytes]]], start: int) -> None:
    wrong = [said for number in range(start, min(start + CHUNK, COUNT)) if (said := _try(number, *project))]
    assert wrong == []


def test_the_damage_is_real(project: tuple[Path, Memo, list[tuple[Path, bytes]]]) -> None:
    """At least a third of the mutations are noticed as mistakes, so that the test above tests something."""
    root, _, files = project
    noticed = 0
    for number in range(30):
        dice = random.Random(number)
        path, whole = dice.choice(files)
        path.write_bytes(_mutated(dice, whole))
        noticed += bool(projects.load(root).problems)
        path.write_bytes(whole)
    assert noticed >= 10
