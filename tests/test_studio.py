"""Processes that draw load nothing else, and draw what would be drawn here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from chronicle import studio
from chronicle.cache import Cache
from chronicle.cards import Card
from chronicle.charts.trend import Trend
from chronicle.cloud import Word
from chronicle.poster import Poster
from chronicle.studio import Job

YEAR = tuple(float(90 + month) for month in range(12))
JOBS = {
    "chart": Job("chart", Trend(YEAR, "%", 1, 2025, peak=12, valley=1), "一次解决率"),
    "tags": Job("tags", (Word("耐心", 9, "praise"), Word("太慢", 2, "blame")), "词云"),
    "spark": Job("spark", YEAR, ""),
    "card": Job("card", Card("林夏", "", "慢慢说", 2025, "接听量", "25,750", "通", YEAR, 12, "12 月"), ""),
    "poster": Job("poster", Poster("林夏", "", "慢慢说", 2025, words=(Word("耐心", 9, "praise"),)), ""),
}
NOT_NEEDED = {
    "matplotlib.pyplot", "matplotlib.figure", "matplotlib.backend_bases", "matplotlib.font_manager", "pydantic",
    "jinja2", "duckdb", "mkdocs", "chronicle.model",
}  # fmt: skip
WORKER = """
import json, sys
sys.path[:0] = sys.argv[1:]
import test_studio as here
from chronicle import studio
print(json.dumps([[studio.draw(job) for job in here.JOBS.values()], sorted(sys.modules)]))
"""


def test_a_process_that_only_draws_loads_no_more_than_it_needs():
    tests = Path(__file__).parent
    folders = [str(tests), str(tests.parent / "hooks")]
    ran = subprocess.run([sys.executable, "-c", WORKER, *folders], capture_output=True, check=True, encoding="utf-8")
    drawn, loaded = json.loads(ran.stdout)
    assert NOT_NEEDED.isdisjoint(loaded)
    assert {"matplotlib.path", "wordcloud", "PIL"} <= set(loaded)
    assert [tuple(each) for each in drawn] == [studio.draw(job) for job in JOBS.values()]


@pytest.mark.parametrize("threads", [None, "3"])
def test_where_processes_start_everything_is_put_back(threads, monkeypatch):
    if threads:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", threads)
    else:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    path, main = list(sys.path), sys.modules["__main__"]
    with studio._only_drawing():
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
        assert not hasattr(sys.modules["__main__"], "__file__")
        assert sys.path[1:] == path
    assert os.environ.get("OPENBLAS_NUM_THREADS") == threads
    assert sys.path == path
    assert sys.modules["__main__"] is main


@pytest.mark.parametrize("writable", [True, False])
def test_what_the_pool_draws_is_what_would_be_drawn_here(writable, tmp_path, monkeypatch):
    """Through the cache, or by itself where the cache takes nothing (its folder is a file)."""
    monkeypatch.setattr(studio, "_POOL_FROM", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    folder = tmp_path / "cache"
    if not writable:
        folder.write_text("")
    told = []
    room = studio.Studio(Cache(folder))
    room.order(JOBS.values())
    room.draw_all(lambda done, whole: told.append((done, whole)))
    assert {name: room.drawn(job) for name, job in JOBS.items()} == {name: studio.draw(j) for name, j in JOBS.items()}
    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)
    assert folder.is_dir() == writable


def test_a_pool_that_breaks_leaves_nothing_undrawn(tmp_path, monkeypatch):
    monkeypatch.setattr(studio, "_POOL_FROM", 1)
    monkeypatch.setattr(studio, "_opened", _broken)
    room = studio.Studio(Cache(tmp_path))
    room.order(JOBS.values())
    room.draw_all(lambda done, whole: None)
    assert room.drawn(JOBS["chart"]) == studio.draw(JOBS["chart"])
    assert room.drawn(JOBS["card"]) == studio.draw(JOBS["card"])


class _broken(ProcessPoolExecutor):  # noqa: N801 - stands in for a function
    def submit(self, *_args, **_more):
        coming = Future()
        coming.set_exception(BrokenProcessPool())
        return coming
