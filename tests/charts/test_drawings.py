"""A chart as a job: kept by what it is drawn from, and the same in any process."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from building import PATIENCE, ROOT
from chronicle.charts.drawings import chart_job, svgs
from chronicle.charts.sizes import FORMS, SPARK
from chronicle.charts.sparkline import MoodSparkline, Sparkline
from chronicle.charts.trend import Trend
from chronicle.charts.wordcloud import Cloud, Word

YEAR = tuple(float(90 + month) for month in range(12))
JOBS = {
    "chart": chart_job(Trend(YEAR, "%", 2025, peak=12, valley=1), "一次解决率"),
    "cloud": chart_job(Cloud((Word("耐心", 9, "praise"), Word("太慢", 2, "blame"))), "词云"),
    "spark": chart_job(Sparkline(YEAR), forms=(SPARK,)),
    "mood": chart_job(MoodSparkline((-2, 3)), forms=(SPARK,)),
}
every = pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)


@every
def test_a_job_gives_an_svg_in_each_form(job):
    drawings = svgs(job.draw())
    assert len(drawings) == (1 if job in (JOBS["spark"], JOBS["mood"]) else len(FORMS))
    assert all(svg.startswith("<svg ") and svg.endswith("</svg>") for svg in drawings)


@every
def test_a_job_goes_to_another_process_and_keeps_its_key(job):
    copy = pickle.loads(pickle.dumps(job))
    assert (copy.key, copy.draw()) == (job.key, job.draw())


def test_keys_tell_content_label_and_forms_apart():
    spec = Trend(YEAR, "%", 2025, peak=12, valley=1)
    others = [chart_job(spec, "x"), chart_job(spec, forms=(SPARK,)), chart_job(replace(spec, year=2024), "一次解决率")]
    assert chart_job(spec, "一次解决率").key == JOBS["chart"].key
    assert len({job.key for job in (*others, *JOBS.values())}) == len(others) + len(JOBS)


def test_drawings_are_the_same_in_any_process_and_locale(tmp_path):
    """matplotlib reads a user's settings: none of them may reach a drawing."""
    (tmp_path / "matplotlibrc").write_text("path.sketch: 1, 100, 2\ntext.usetex: True\nlines.linewidth: 9\n")
    code = (
        "import sys, hashlib; from tests.charts.test_drawings import JOBS;"
        "print(hashlib.sha256(b''.join(job.draw() for job in JOBS.values())).hexdigest())"
    )
    root = Path(__file__).parents[2]
    path = os.pathsep.join(map(str, (root / "hooks", root / "tests", root)))
    digests = set()
    for more in ({"LC_ALL": "C"}, {"LC_ALL": "zh_CN.UTF-8", "PYTHONHASHSEED": "2", "MATPLOTLIBRC": str(tmp_path)}):
        environment = {**os.environ, **more, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_matplotlib_without_a_folder_of_its_own_is_silent(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    around = {**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "MPLCONFIGDIR": str(tmp_path / "file" / "none")}
    command = [sys.executable, "-c", "import chronicle.charts.svg, matplotlib.font_manager"]
    assert subprocess.run(command, env=around, capture_output=True, text=True, check=True).stderr == ""
