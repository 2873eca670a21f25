"""Two builds of one input are the same bytes, wherever, whenever and however they are made."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from building import PATIENCE, Sample, addressed

#: Runs MkDocs on another day: ``time.time`` and ``datetime`` of the process are moved, files keep their own times.
LATER = 401 * 86_400  # seconds
_OTHER_DAY = f"""
import datetime, runpy, sys, time
now, local = time.time, time.localtime
shift = {LATER}
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


@dataclass(frozen=True)
class Elsewhere:
    """The same project in another folder, zone and locale, on another day."""

    root: Path
    cold: dict[str, str]
    warm: dict[str, str]


def sums(site: Path) -> dict[str, str]:
    """Every file of a site, by its SHA-256."""
    return {
        path.relative_to(site).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*")) if path.is_file()
    }  # fmt: skip


def made(root: Path, *, later: bool = False, **environment: str) -> dict[str, str]:
    """The files of a strict build."""
    start = ["-c", _OTHER_DAY] if later else ["-m", "mkdocs"]
    around = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    around.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, *start, "build", "--strict"]
    result = subprocess.run(
        command, cwd=root, env=around, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return sums(root / "site")


@pytest.fixture(scope="module")
def first(addressed_sample: Sample) -> dict[str, str]:
    return sums(addressed_sample.site)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    root = addressed(tmp_path_factory.mktemp("a-telling-name") / "deep" / "folder", cold=True)
    around = {"TZ": "America/St_Johns", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "1"}
    cache = root / ".cache/chronicle"
    cache.mkdir(parents=True)
    (cache / "pruned").touch()
    os.utime(cache / "pruned", (time.time() + LATER,) * 2)  # what is drawn a year from now is not dropped as old
    cold = made(root, later=True, **around)
    assert len([*cache.glob("??/*")]) > 200
    return Elsewhere(root, cold, made(root, **around))


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def test_the_site_is_whole(first: dict[str, str]) -> None:
    assert {"index.html", "sitemap.xml", "sitemap.xml.gz", "search/search_index.json", "404.html"} <= first.keys()
    assert len(first) > 60


def test_another_folder_zone_locale_seed_and_day_cold_and_warm(first: dict[str, str], elsewhere: Elsewhere) -> None:
    assert differing(first, elsewhere.cold) == set()
    assert differing(first, elsewhere.warm) == set()


def test_no_page_knows_the_folder(elsewhere: Elsewhere) -> None:
    """What differs between machines would be found here even where both builds agree."""
    assert "a-telling-name" in elsewhere.root.as_posix()
    for path in (elsewhere.root / "site").rglob("*"):
        if path.suffix in {".html", ".json", ".js", ".svg", ".xml", ".css"} and "assets" not in path.parts:
            assert "a-telling-name" not in path.read_text("utf-8"), path
