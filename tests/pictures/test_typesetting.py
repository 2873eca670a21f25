"""Text on cards and posters: as large as fits, in the width that the shipped fonts give it."""

from __future__ import annotations

import pytest
from tests.pictures.printed import lines

from chronicle.charts.canvas import Sheet
from chronicle.charts.text_metrics import width
from chronicle.charts.year_axes import points_in, runs
from chronicle.pictures.card import FORM
from chronicle.pictures.typesetting import fitted


def test_the_largest_size_that_fits_is_taken():
    room = 1.05 * width("八个字正好放得下", 40, face="serif")
    assert fitted("八个字正好放得下", "serif", (60, 40, 20), room, 1) == (40, ["八个字正好放得下"])


@pytest.mark.parametrize("text", ["很长的题目" * 30, "Antidisestablishmentarianism" * 9])
def test_what_is_too_long_at_the_smallest_size_ends_in_an_ellipsis_and_fits(text):
    size, lines = fitted(text, "serif", (40, 30), 300, 2)
    assert size == 30
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(width(line, size, face="serif") <= 300 for line in lines)


@pytest.mark.parametrize("text", ["林夏", "AV To fi", "7\u00a0月 2,890 通", "①→“好”！《》—…", "25,750"])
@pytest.mark.parametrize("face", ["serif", "sans"])
@pytest.mark.parametrize("size", [20, 41, 104])
def test_text_is_as_wide_as_it_was_measured(text, face, size):
    """But for kerning, which matplotlib knows."""
    sheet = Sheet(FORM, "picture")
    sheet.words(text, 0, 0, size=size, face=face)
    ((_, box),) = lines(sheet.cut(100))
    wide = box.right - box.left
    assert 0.93 * width(text, size, face=face) <= wide + size / 5
    assert wide <= width(text, size, face=face) * 1.01 + 3


def test_a_broken_curve_is_runs_of_points():
    points = points_in((1, 3, None, 2), 0, 10, 30, 20)
    assert points == [(0, 20), (10, 10), None, (30, 15)]
    assert runs(points) == [[(0, 20), (10, 10)], [(30, 15)]]
