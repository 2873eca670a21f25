"""The pool draws: out of the cache, in processes, or here; and no process outlives the one that asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from building import PATIENCE
from chronicle.cache import Cache, Memo
from chronicle.charts.drawings import chart_job, svgs
from chronicle.charts.sizes import SPARK
from chronicle.charts.sparkline import Sparkline
from chronicle.pipeline import pool as pools
from chronicle.pipeline.pool import Pool

HOOKS = Path(pools.__file__).parents[2]
CHARTS = [chart_job(Sparkline((1.0, 2.0, float(number))), forms=(SPARK,)) for number in range(4)]


@dataclass(frozen=True)
class Picture:
    """A job that notes who drew it; ``fatal`` to any process but the one that made it, ``faulty`` in all."""

    key: str
    fatal: bool = False
    faulty: bool = False
    weight: int = 1
    group: str = ""
    home: int = field(default_factory=os.getpid)

    def draw(self) -> bytes:
        if self.fatal and os.getpid() != self.home:
            os._exit(1)
        if self.faulty:
            raise ValueError(self.key)
        return str(os.getpid()).encode()


def test_what_is_drawn_is_kept(tmp_path: Path) -> None:
    drawn = Pool(Cache(tmp_path)).data(CHARTS[0])
    assert Cache(tmp_path).get(CHARTS[0].key) == drawn
    assert drawn == CHARTS[0].draw()


def test_the_first_drawing_of_a_preview_waits_for_no_library() -> None:
    code = (
        "import sys; from chronicle.pipeline.pool import load_libraries; load_libraries(); known = {*sys.modules}\n"
        "from chronicle.charts.drawings import chart_job; from chronicle.charts.sparkline import Sparkline\n"
        "chart_job(Sparkline((1.0, 2.0, 3.0))).draw()\n"
        "print(*(name for name in {*sys.modules} - known if name.startswith('matplotlib')))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(HOOKS)}, capture_output=True
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, b"")


def test_few_drawings_are_made_here(tmp_path: Path) -> None:
    with_pool = Pool(Cache(tmp_path), processes=2)
    with_pool.order([Picture("a")])
    assert with_pool.data(Picture("a")) == str(os.getpid()).encode()


def test_one_that_takes_long_is_made_elsewhere_and_those_that_wait_with_it(tmp_path: Path) -> None:
    pool = Pool(Cache(tmp_path), processes=2)
    for job in (small := Picture("d"), long := Picture("e", weight=pools._ENOUGH)):
        pool.begin([job])
    try:
        assert str(os.getpid()).encode() not in (pool.data(small), pool.data(long))
    finally:
        pool.close()


def test_a_group_is_made_by_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_ENOUGH", 1)
    pool = Pool(Cache(tmp_path), processes=2)
    groups = [[Picture(f"{group}{nth}", group=group) for nth in range(3)] for group in "hij"]
    pool.begin(job for jobs in zip(*groups, strict=True) for job in jobs)
    try:
        makers = [{pool.data(job) for job in group} for group in groups]
        assert [len(of_group) for of_group in makers] == [1, 1, 1]
        assert str(os.getpid()).encode() not in set.union(*makers)
    finally:
        pool.close()


def test_a_mistake_in_one_of_a_group_is_met_where_that_one_is_wanted(tmp_path: Path) -> None:
    pool = Pool(Cache(tmp_path), processes=2)
    faulty, sound = Picture("m", faulty=True, weight=200, group="m"), Picture("n", group="m")
    pool.begin([faulty, sound])
    try:
        assert pool.data(sound)
        with pytest.raises(ValueError, match="m"):
            pool.data(faulty)
    finally:
        pool.close()


def test_processes_that_run_already_make_what_is_ordered_and_outlive_the_pool(tmp_path: Path) -> None:
    running = pools.start(1)
    assert running
    try:
        for name in ("f", "g"):
            pool = Pool(Cache(tmp_path), running=running)
            pool.order([Picture(name)])
            assert pool.data(Picture(name)) != str(os.getpid()).encode()
            pool.close()
    finally:
        running.shutdown()


def test_many_are_made_elsewhere_and_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_ENOUGH", 2)
    monkeypatch.syspath_prepend(str(HOOKS))
    memo = Memo()
    memo.recall("what no process can be handed", None, lambda: lambda: None)
    pool = Pool(Cache(tmp_path, memo), processes=2)
    pool.order(CHARTS)
    try:
        assert [pool.svgs(job.key)[0] for job in CHARTS] == [
            svgs(Pool(Cache(tmp_path / "alone"), processes=1).data(job))[0] for job in CHARTS
        ]
    finally:
        pool.close()
        pool.close()


def test_what_a_process_could_not_draw_is_drawn_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_ENOUGH", 1)
    pool = Pool(Cache(tmp_path), processes=2)
    pool.order([Picture("b", fatal=True), Picture("c")])
    try:
        assert pool.data(Picture("b", fatal=True)) == str(os.getpid()).encode()
        assert pool.data(Picture("c"))
    finally:
        pool.close()


def test_a_machine_without_processes_still_draws(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "_ENOUGH", 1)
    monkeypatch.setattr(pools.multiprocessing, "get_context", lambda _: (_ for _ in ()).throw(NotImplementedError))
    pool = Pool(Cache(tmp_path), processes=2)
    pool.order(CHARTS)
    assert pool.data(CHARTS[0])


_ASKS = """
import sys, time
sys.path.insert(0, sys.argv[1])
from chronicle.cache import Cache
from chronicle.charts.drawings import chart_job
from chronicle.charts.sizes import SPARK
from chronicle.charts.sparkline import Sparkline
from chronicle.pipeline import pool as pools
from pathlib import Path
if __name__ == "__main__":
    pools._ENOUGH = 1
    pool = pools.Pool(Cache(Path(sys.argv[2])), processes=2)
    job = chart_job(Sparkline((1.0, 2.0)), forms=(SPARK,))
    pool.order([job])
    pool.data(job)
    print(*pool._executor._processes, flush=True)
    time.sleep(3600)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_no_process_outlives_the_one_that_asked(tmp_path: Path) -> None:
    script = tmp_path / "asks.py"
    script.write_text(_ASKS, "utf-8")
    asking = subprocess.Popen([sys.executable, script, HOOKS, tmp_path / "cache"], stdout=subprocess.PIPE, text=True)
    assert asking.stdout
    workers = [int(number) for number in asking.stdout.readline().split()]
    assert workers
    asking.send_signal(signal.SIGKILL)
    asking.wait(PATIENCE)
    asking.stdout.close()
    end = time.monotonic() + PATIENCE
    while any(_is_running(worker) for worker in workers):
        assert time.monotonic() < end, "a process that draws goes on"
        time.sleep(0.1)


def _is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
