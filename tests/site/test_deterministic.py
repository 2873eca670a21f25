"""Two builds of one input are the same bytes, wherever, whenever and however they are made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from building import ROOT

#: Runs MkDocs on another day: ``time.time`` and ``datetime`` of the process are moved, files keep their own times.
_OTHER_DAY = """
import datetime, runpy, sys, time
now, local = time.time, time.localtime
shift = 401 * 86_400
time.time = lambda: now() + shift
time.localtime = lambda at=None: local(time.time() if at is None else at)
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return super().utcfromtimestamp(time.time())
    @classmethod
    def today(cls):
        return cls.now()
class LaterDate(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime, datetime.date = Later, LaterDate
sys.argv = ["mkdocs", *sys.argv[1:]]
runpy.run_module("mkdocs", run_name="__main__")
"""


def project(root: Path) -> Path:
    """A copy of the sample with a site address, so that there is a sitemap, and with younger files."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("hooks", "docs", "data"):
        shutil.copytree(ROOT / name, root / name, ignore=ignored, copy_function=shutil.copyfile)
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(f"{text}\nsite_url: http://intranet.example/guancha/\n", "utf-8")
    return root


def made(root: Path, *, later: bool = False, **environment: str) -> dict[str, str]:
    """Every file of a strict build, by its SHA-256."""
    start = ["-c", _OTHER_DAY] if later else ["-m", "mkdocs"]
    around = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    around.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, *start, "build", "--strict"]
    result = subprocess.run(
        command, cwd=root, env=around, capture_output=True, encoding="utf-8", timeout=300, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*")) if path.is_file()
    }  # fmt: skip


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    here = project(tmp_path_factory.mktemp("first") / "甲 一")
    return made(here, TZ="Asia/Shanghai", LANG="zh_CN.UTF-8", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def test_the_site_is_whole(first: dict[str, str]) -> None:
    assert {"index.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json", "404.html"} <= first.keys()
    assert len(first) > 60


def test_another_folder_zone_locale_seed_and_day_cold_and_warm(first: dict[str, str], tmp_path: Path) -> None:
    there = project(tmp_path / "a" / "deep" / "folder")
    around = {"TZ": "America/St_Johns", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "1"}
    cold = made(there, later=True, **around)
    assert differing(first, cold) == set()
    warm = made(there, **around)
    assert differing(first, warm) == set()


def test_no_page_knows_the_folder_or_the_day(first: dict[str, str], tmp_path: Path) -> None:
    """What differs between machines would be found here even where both builds agree."""
    here = project(tmp_path / "a-telling-name")
    made(here)
    for path in (here / "site").rglob("*"):
        if path.suffix in {".html", ".json", ".js", ".svg", ".xml", ".css"} and "assets" not in path.parts:
            assert "a-telling-name" not in path.read_text("utf-8"), path
