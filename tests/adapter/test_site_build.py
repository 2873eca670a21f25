"""What a build rests on is so whatever the settings say, and a preview that is ended leaves nothing."""

from __future__ import annotations

import logging
import os
import shutil
import signal
from pathlib import Path

import pytest
from mkdocs.config.base import load_config

from adapter.site_build import force_settings
from building import PATIENCE, ROOT, started, stop_in_the_middle
from loopback import free_port

SETTINGS = """
site_name: 甲
use_directory_urls: {urls}
theme: {{name: material, features: [{features}]}}
plugins: [{plugins}]
"""


def forced(root: Path, caplog: pytest.LogCaptureFixture, **settings: str) -> tuple[bool, list[str], bool, list[str]]:
    """Whether pages have folders, the theme's features, whether ``offline`` is at work, and what is told."""
    (root / "docs").mkdir()
    (root / "mkdocs.yml").write_text(SETTINGS.format(**settings), "utf-8")
    config = load_config(str(root / "mkdocs.yml"))
    with caplog.at_level(logging.INFO, "mkdocs.hooks.observer"):
        force_settings(config)
    config = config.plugins.on_config(config)
    is_offline = bool(config.extra.get("polyfills"))
    told = [record.getMessage().partition(" ")[0] for record in caplog.records]
    return config.use_directory_urls, list(config.theme["features"]), is_offline, told


def test_ordinary_settings_are_left_and_nothing_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    told = forced(tmp_path, caplog, urls="true", features="search.highlight", plugins="search")
    assert told == (True, ["search.highlight"], False, [])


def test_what_our_pages_cannot_stand_on_is_switched_off_with_a_word(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    features = "navigation.instant, search.highlight, navigation.instant.prefetch"
    told = forced(tmp_path, caplog, urls="false", features=features, plugins="search, offline")
    assert told == (True, ["search.highlight"], False, ["use_directory_urls", "offline", "navigation.instant"])


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_preview_that_is_ended_leaves_nothing_in_the_temporary_folder(tmp_path: Path, sign: signal.Signals) -> None:
    scratch, root = tmp_path / "tmp", tmp_path / "project"
    scratch.mkdir()
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "hooks").symlink_to(ROOT / "hooks")
    (root / "data").mkdir()
    stop_in_the_middle(root)
    words = ("serve", "-q", "--dev-addr", f"127.0.0.1:{free_port()}")
    with started(root, tmp_path / "log", "mkdocs", *words, TMPDIR=str(scratch)) as process:
        assert process.stdout.readline() == "waiting\n"
        assert {path.stat().st_mode & 0o777 for path in scratch.glob("mkdocs_*.next")} == {0o700}
        os.kill(process.pid, sign)
        process.wait(PATIENCE)
    assert list(scratch.iterdir()) == []
