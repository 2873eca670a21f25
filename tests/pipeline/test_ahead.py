"""What the preview's next build will need is bound while nobody saves, and no longer once somebody does."""

from __future__ import annotations

import pytest

from chronicle.cache import Cache
from chronicle.pipeline import crew
from chronicle.pipeline.ahead import Ahead
from chronicle.pipeline.bindery import Bindery, craft
from chronicle.pipeline.workshop import Order, Workshop
from make import agent_year, story


@pytest.fixture
def workshop(tmp_path):
    return Workshop(Cache(tmp_path), craft())


def orders(count):
    year = agent_year(stories=(story(),))
    return [Order(year, f"digest {n}", f"shown {n}", None, {"midnight-bill": 1}) for n in range(count)]


def bound(workshop, asked):
    return [Bindery(workshop.store).knows(each.digest) and Bindery(workshop.store).knows(each.shown) for each in asked]


def test_many_chapters_are_bound_before_they_are_asked_for(workshop, two_cores):
    asked = orders(crew._ENOUGH)
    assert Ahead(workshop, lambda: asked).run()
    assert all(bound(workshop, asked))


def test_a_few_chapters_are_left_to_the_build(workshop, two_cores):
    asked = orders(crew._ENOUGH - 1)
    assert Ahead(workshop, lambda: asked).run()
    assert not any(bound(workshop, asked))


def test_who_is_stopped_wants_no_build(workshop, two_cores):
    asked = orders(40)
    ahead = Ahead(workshop, lambda: asked)
    ahead.stop()
    assert not ahead.run()
    assert not all(bound(workshop, asked))


def test_where_nothing_is_owed_the_build_may_come(workshop):
    assert Ahead(workshop, list).run()
