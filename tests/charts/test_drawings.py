"""Drawings: kept by what they are drawn from, by a crew or here, the same picture."""

from __future__ import annotations

import pytest

from chronicle.cache import Cache
from chronicle.charts import drawings
from chronicle.charts.drawings import Job
from chronicle.charts.trend import Trend
from chronicle.charts.wordcloud import Word
from chronicle.pictures.card import ShareCard
from chronicle.pictures.poster import Poster
from chronicle.pipeline.crew import Crew

YEAR = tuple(float(90 + month) for month in range(12))
JOBS = {
    "chart": Job("chart", Trend(YEAR, "%", 1, 2025, peak=12, valley=1), "一次解决率"),
    "tags": Job("tags", (Word("耐心", 9, "praise"), Word("太慢", 2, "blame")), "词云"),
    "spark": Job("spark", YEAR, ""),
    "card": Job("card", ShareCard("林夏", "", "慢慢说", 2025, "接听量", "25,750", "通", YEAR, 12, "12 月"), ""),
    "poster": Job("poster", Poster("林夏", "", "慢慢说", 2025, words=(Word("耐心", 9, "praise"),)), ""),
}


@pytest.mark.parametrize("writable", [True, False])
def test_what_the_crew_draws_is_what_would_be_drawn_here(writable, tmp_path, two_cores):
    """Through the cache; here where the cache takes nothing (its folder is a file)."""
    folder = tmp_path / "cache"
    if not writable:
        folder.write_text("")
    crew = Crew()
    crew.share(1000)
    room = drawings.Studio(Cache(folder), crew)
    room.order(JOBS.values())
    assert {name: room.drawn(job) for name, job in JOBS.items()} == {name: drawings.draw(j) for name, j in JOBS.items()}
    crew.dismiss()
    assert folder.is_dir() == writable


def test_without_a_crew_nothing_is_drawn_before_it_is_asked_for(tmp_path):
    room = drawings.Studio(Cache(tmp_path), Crew())
    room.order(JOBS.values())
    assert not list(tmp_path.iterdir())
    assert room.drawn(JOBS["spark"]) == drawings.draw(JOBS["spark"])


def test_a_picture_is_drawn_once_even_where_the_cache_takes_nothing(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("")
    room = drawings.Studio(Cache(tmp_path / "cache"))
    drawn = []
    monkeypatch.setattr(drawings, "draw", lambda job: drawn.append(job) or ("<svg/>",))
    assert room.drawn(JOBS["spark"]) == room.drawn(JOBS["spark"]) == ("<svg/>",)
    assert len(drawn) == 1


def test_what_is_remembered_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(drawings, "draw", lambda job: (str(job.spec),))
    room = drawings.Studio(Cache(tmp_path))
    jobs = [Job("spark", (float(n),), "") for n in range(300)]
    assert [room.drawn(job) for job in jobs] == [room.drawn(job) for job in jobs]
    assert len(room._recent) < 100
