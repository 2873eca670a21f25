"""Which files of ``docs`` MkDocs may publish."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import pytest
from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files
from PIL import Image

from adapter.files import attach, leave_out
from chronicle.cache import Cache
from chronicle.privacy.detector import Detector


@pytest.fixture
def config(tmp_path: Path) -> MkDocsConfig:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# 甲", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: 甲\n", "utf-8")
    return load_config(str(tmp_path / "mkdocs.yml"))


def left(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> tuple[list[str], list[str]]:
    """The files that stay, and what is told of the others."""
    files = get_files(config)
    with caplog.at_level(logging.WARNING, "mkdocs.hooks.observer"):
        leave_out(files, config)
    return [file.src_uri for file in files], [record.getMessage() for record in caplog.records]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
@pytest.mark.parametrize("name", ["pipe.md", "pipe.png"])
def test_a_pipe_is_told_and_not_waited_for(config: MkDocsConfig, caplog: pytest.LogCaptureFixture, name: str) -> None:
    os.mkfifo(Path(config.docs_dir) / name)
    assert left(config, caplog) == (["index.md"], [f"docs/{name}:1:1: 这不是普通文件，没有发布 — 把它移走"])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every file name is Unicode")
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_name_that_is_no_utf8_is_told(config: MkDocsConfig, caplog: pytest.LogCaptureFixture, suffix: str) -> None:
    (Path(config.docs_dir) / os.fsdecode(b"\xff" + suffix.encode())).write_text("乙", "utf-8")
    told = f"docs/?{suffix}:1:1: 文件名里有读不出的字符，没有发布 — 给文件改名，如 story.md"
    assert left(config, caplog) == (["index.md"], [told])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there can be no such names")
@pytest.mark.parametrize("name", ["con.md", "aux.tar.txt", "甲:乙.txt", "甲\\乙.md", "末尾. /x.md", "a?.md"])
def test_a_name_that_windows_has_not_is_told(config: MkDocsConfig, caplog: pytest.LogCaptureFixture, name: str) -> None:
    path = Path(config.docs_dir) / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("乙", "utf-8")
    told = [f"docs/{name}:1:1: 这个名字在 Windows 上不能用，站点拷不过去 — 改名，如 story.md"]
    assert left(config, caplog)[1] == told


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there can be no such names")
def test_names_that_differ_in_case_only_are_told(config: MkDocsConfig, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("Console.md", "console.md", "a b %41 #'.txt"):
        (Path(config.docs_dir) / name).write_text("乙", "utf-8")
    told = ["docs/console.md:1:1: 与“Console.md”只有大小写不同 — 改名；在 Windows 上它们是同一个文件"]
    assert left(config, caplog)[1] == told


def test_what_became_of_a_picture_is_told(config: MkDocsConfig, tmp_path: Path) -> None:
    """Pages rest on it: one that is broken since is told of on every page that shows it."""
    picture = Path(config.docs_dir) / "pictures/map.png"
    picture.parent.mkdir(parents=True)

    def found() -> list[object]:
        return attach(get_files(config), config, Cache(tmp_path / ".cache"), Detector())

    seen: list[object] = []
    for colour in ("red", "blue", ""):
        Image.new("RGB", (8, 8), colour).save(picture) if colour else picture.write_bytes(b"no picture")
        assert found() == found()
        seen.append(found())
    assert len({*map(str, seen)}) == 3
