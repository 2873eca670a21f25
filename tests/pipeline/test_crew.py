"""Processes beside the one that runs MkDocs: they help where they can, and nothing depends on them."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from chronicle.pipeline import build, crew
from chronicle.pipeline.crew import Crew, outcome
from chronicle.rendering import blocks, outline

NOT_NEEDED = {
    "matplotlib.pyplot", "matplotlib.figure", "matplotlib.backend_bases", "matplotlib.font_manager", "duckdb", "mkdocs",
    "material", "jieba",
}  # fmt: skip
READY = """
import json, sys
sys.path.insert(0, sys.argv[1])
from chronicle import blocks, crew, outline, site
crew._get_ready()
print(json.dumps(sorted(sys.modules)))
"""


def test_a_process_loads_what_it_needs_and_no_more():
    folder = str(Path(crew.__file__).parents[2])
    ran = subprocess.run([sys.executable, "-c", READY, folder], capture_output=True, check=True, encoding="utf-8")
    loaded = set(json.loads(ran.stdout))
    assert NOT_NEEDED.isdisjoint(loaded)
    assert {"matplotlib.path", "wordcloud", "PIL", "chronicle.pipeline.workshop"} <= loaded


@pytest.fixture
def called(two_cores):
    made = Crew()
    made.share(1000)
    yield made
    made.dismiss()


@pytest.mark.parametrize("method", [None, "spawn"])
def test_work_is_done_elsewhere_and_comes_back(method, two_cores, monkeypatch):
    """From one process that has the tools, or, as on Windows, each by itself."""
    if method:
        monkeypatch.setattr(crew, "_context", lambda: multiprocessing.get_context(method))
    made = Crew()
    made.share(1000)
    coming = [made.send(os.getpid), made.send(divmod, 17, 5)]
    assert outcome(coming[0]) not in (None, os.getpid())
    assert outcome(coming[1]) == (3, 2)
    made.dismiss()


def test_a_few_chapters_call_nobody(two_cores):
    made = Crew()
    made.share(2)
    assert not made.is_here
    assert made.send(divmod, 17, 5) is None


def test_where_there_is_one_core_nobody_comes(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    made = Crew()
    made.share(1000)
    assert not made.is_here


@pytest.mark.parametrize("error", [PermissionError, ImportError, NotImplementedError])
def test_where_the_machine_forbids_processes_nobody_comes(error, two_cores, monkeypatch):
    def refuse(*_args, **_more):
        raise error

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refuse)
    made = Crew()
    made.share(1000)
    assert not made.is_here


def test_a_process_that_dies_leaves_the_work_to_whoever_asked(called):
    assert outcome(called.send(os._exit, 1)) is None
    assert called.send(divmod, 17, 5) is None or outcome(called.send(divmod, 17, 5)) is None


def test_what_goes_wrong_in_the_work_itself_is_told(called):
    coming = called.send(divmod, 1, 0)
    with pytest.raises(ZeroDivisionError):
        outcome(coming)


def test_who_is_dismissed_leaves_what_waits_undone(called):
    coming = [called.send(time.sleep, 0.3) for _ in range(40)]
    called.dismiss()
    assert not called.is_here
    assert all(each.done() for each in coming)
    assert any(each.cancelled() for each in coming)
    called.dismiss()


def test_nothing_sent_is_nothing_done():
    assert outcome(None) is None


def test_a_pool_that_breaks_while_it_is_sent_to_is_no_crew(two_cores, monkeypatch):
    monkeypatch.setattr(crew, "_opened", _Broken)
    made = Crew()
    made.share(1000)
    assert made.send(divmod, 17, 5) is None
    coming = Future()
    coming.set_exception(BrokenProcessPool())
    assert outcome(coming) is None


class _Broken(ProcessPoolExecutor):
    def submit(self, *_args, **_more):
        raise BrokenProcessPool


@pytest.mark.parametrize("threads", [None, "3"])
def test_where_processes_start_everything_is_put_back(threads, monkeypatch):
    if threads:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", threads)
    else:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    path, main, environment = list(sys.path), sys.modules["__main__"], dict(os.environ)
    with crew._only_ours():
        assert os.environ["OPENBLAS_NUM_THREADS"] == "1"
        assert os.environ["PYTHONPATH"].split(os.pathsep)[0] == sys.path[0]
        assert not hasattr(sys.modules["__main__"], "__file__")
        assert sys.path[1:] == path
    assert dict(os.environ) == environment
    assert sys.path == path
    assert sys.modules["__main__"] is main


def test_a_preview_is_ready_to_draw_before_anybody_saves():
    blocks.renew("another craft")
    build.get_ready()
    assert {"chronicle.charts.backend", "chronicle.pictures.poster", "wordcloud.wordcloud"} <= sys.modules.keys()
    assert blocks._template.cache_info().currsize >= len(outline.SECTIONS)
