"""``python -m hooks new``: what it says, what it asks, and how it ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

import commands
from building import ROOT

PEOPLE = ("林夏", "周宁", "顾一川", "陈晓棠", "云小满", "欧阳青")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project in which nobody is, with the sheet of six people."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name / "_template", tmp_path / name / "_template")
    book = Workbook()
    book.active.append(["姓名", "月份", "接听量", "一次解决率"])
    for name in PEOPLE:
        for month in range(1, 13):
            book.active.append([name, f"2031-{month:02}", 900 + month, 95.5])
    book.save(tmp_path / "data/metrics.xlsx")
    return tmp_path


def new(root: Path, *words: str) -> int:
    return commands.main(["new", *words, "--root", str(root)])


def made(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in (root / "data/agents").glob("*/*"))


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is typed at a terminal, the first line first."""
    lines: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: lines.pop(0))
    return lines


def test_a_name_makes_the_files_and_says_what_to_open(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(root, "林夏", "--year", "2031") == 0
    said = capsys.readouterr().out
    assert all(words in said for words in ("data/agents/linxia/2031.yml", "docs/agents/linxia/2031/story.md", "mkdocs"))
    assert new(root, "林夏", "--year", "2031") == 1
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "已经有了" in said
    assert new(root, "林夏", "xia", "--year", "2032") == 0
    assert made(root) == ["data/agents/linxia/2031.yml", "data/agents/xia/2032.yml"]
    assert new(root, "周宁", "zhou", "--year", "2031") == new(root, "周宁", "--year", "2032") == 0
    assert made(root)[2:] == ["data/agents/zhou/2031.yml", "data/agents/zhou/2032.yml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nwe", "林夏"], "看不懂“nwe”；是不是“new”？"),
        (["new", "--name", "林夏"], "看不懂“--name”；在后面加上 -h"),
        (["new", "林夏", "--year", "今年"], "看不懂“今年”；"),
        (["new", "林夏", "--year"], "“--year”后面要写一个值"),
        (["logs", "sql", "--dialect", "mysql"], "看不懂“mysql”；可以用的有：postgres、"),
    ],
)
def test_what_is_not_understood_is_named(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        commands.main(words)
    assert said in capsys.readouterr().err


def test_everybody_of_the_table_is_made_without_a_question_or_after_a_yes(root: Path, typed: list[str]) -> None:
    typed += ["n", ""]
    assert new(root) == 1
    assert not (root / "data/agents").exists()
    typed += ["y"]
    assert new(root) == 0
    six = made(root)
    assert len(six) == len(PEOPLE)
    shutil.rmtree(root / "data/agents")
    assert new(root, "--all") == 0
    assert made(root) == six
    assert new(root, "--all", "沈舟", "--year", "2031") == 0
    assert "data/agents/shenzhou/2031.yml" in made(root), "whom the table does not name"


def test_who_makes_nobody_of_the_table_is_asked_for_a_name(root: Path, typed: list[str]) -> None:
    typed += ["n", "沈舟"]
    assert new(root, "--year", "2031") == 0
    assert made(root) == ["data/agents/shenzhou/2031.yml"]


def test_without_a_table_or_a_name_it_says_what_to_write(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(root) == 1  # nobody sits at a terminal
    assert "new --all" in capsys.readouterr().out
    (root / "data/metrics.xlsx").unlink()
    assert new(root) == 1
    assert "python -m hooks new 林夏" in capsys.readouterr().out
    assert new(root, "--all") == 0
    assert "都有文件了" in capsys.readouterr().out


def test_a_table_that_cannot_be_read_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "data/metrics.xlsx").write_bytes(b"no workbook")
    assert new(root, "--all") == 1
    assert "data/metrics.xlsx:1:1: " in capsys.readouterr().out


def test_a_command_is_told_in_chinese_and_so_is_a_missing_package() -> None:
    command = [sys.executable, "-m", "hooks"]
    plain = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    assert "new " in plain
    assert "usage" not in plain
    bare = subprocess.run([sys.executable, "-S", "-m", "hooks"], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert bare.returncode == 1
    assert bare.stderr.startswith("还没有装好")
    assert bare.stderr.count("\n") == 1


def test_what_the_machine_refuses_is_told_in_a_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(root / "data/_template")
    assert new(root, "林夏") == 1
    assert capsys.readouterr().err.startswith("读写文件时出错")
    assert not (root / "data/agents").exists()
