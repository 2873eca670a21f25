"""One chapter from its values to its files, and on to the crew once its pages are written."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from chronicle.cache import Cache
from chronicle.pipeline import workshop as room
from chronicle.pipeline.bindery import Bindery, craft
from chronicle.pipeline.handover import Handover
from chronicle.pipeline.stock import Finish, Stock
from chronicle.pipeline.workshop import Order, Proofs, Workshop, bind, complete
from chronicle.privacy.detector import Gate
from chronicle.rendering.placeholders import Written
from chronicle.rendering.single_file import Article, Finished
from make import agent_year, story

URI = "agents/linxia/2025"
YEAR = agent_year(stories=(story("first", title="第一则"), story("second", title="第二则", date="2025-05-01")))
LINES = {"first": 9, "second": 9}
BESIDE = {
    "card.png", "poster.png", "first/card.png", "second/card.png", "stories.js", "present/index.html", "chronicle.html",
}  # fmt: skip


@pytest.fixture
def workshop(tmp_path):
    return Workshop(Cache(tmp_path / "cache"), craft())


def order(year=YEAR, own=None, digest="digest", shown="shown"):
    return Order(year, digest, shown, own, LINES)


def is_bound(workshop, digest):
    return Bindery(workshop.store).knows(digest)


# --- bound ---------------------------------------------------------------------------------------------------------


def test_a_chapter_is_bound_with_its_stories_and_slides(workshop):
    assert bind(workshop, order())
    assert is_bound(workshop, "digest")
    assert is_bound(workshop, "shown")
    shelf = workshop.shelf(YEAR)
    pages = workshop.pages(order(), shelf, {}, str)
    assert [page.uri for page in pages] == order().uris == [f"{URI}/index.md", f"{URI}/first.md", f"{URI}/second.md"]
    assert "<svg" in "".join(slot.render() for slot in pages[0].placed.slots)


def test_what_is_bound_here_is_what_would_be_made_here(workshop, tmp_path):
    bind(workshop, order())
    other = Workshop(Cache(tmp_path / "other"), craft())
    kept, made = (each.pages(order(), each.shelf(YEAR), {}, str) for each in (workshop, other))
    assert [(a.uri, a.meta, a.placed.markdown) for a in kept] == [(b.uri, b.meta, b.placed.markdown) for b in made]
    assert [slot.render() for a in kept for slot in a.placed.slots] == [
        s.render() for b in made for s in b.placed.slots
    ]


def test_a_page_with_someone_elses_block_is_left_to_the_process_that_knows_everybody(workshop):
    own = Written("# 我\n\n::: other/2025/trends\n", "docs/x.md", 1)
    assert bind(workshop, order(own=own))
    assert not is_bound(workshop, "shown")
    assert is_bound(workshop, "digest")


def test_slides_that_do_not_exist_are_told_each_time(workshop):
    assert not bind(workshop, order(agent_year(stories=YEAR.stories, present=[{"block": "nothing"}])))
    assert not is_bound(workshop, "digest")
    assert not is_bound(workshop, "shown")


# --- completed -----------------------------------------------------------------------------------------------------


def written(folder, words="慢慢说"):
    """A site in which the chapter's pages stand."""
    articles = {}
    for uri, name in ((f"{URI}/index.md", "index.html"), (f"{URI}/first.md", "first/index.html")):
        path = folder / URI / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f"<main><p>{words}</p><p>{name}</p></main>"
        path.write_text(text, "utf-8")
        articles[uri] = Article(f"{URI}/{name}", text.index("<p>"), text.index("</main>"))
    return articles


def proofs(folder, articles, wanted, **more):
    return Proofs((folder,), (), articles, [f"{URI}/{name}" for name in wanted], **more)


def test_a_chapter_is_completed_with_its_files_and_looked_at(workshop, tmp_path):
    site = tmp_path / "site"
    looked = complete(workshop, Gate(), order(), proofs(site, written(site), BESIDE))
    assert {path.relative_to(site / URI).as_posix() for path in (site / URI).rglob("*") if path.is_file()} == {
        *BESIDE, "index.html", "first/index.html",
    }  # fmt: skip
    assert looked.written == {f"{URI}/{name}" for name in BESIDE}
    assert "慢慢说" in looked.lines
    assert "慢慢说" in (site / URI / "chronicle.html").read_text("utf-8")
    assert len(looked.clean) == 5  # two pages, slides, the single file, the stories for paper; pictures are not read


def test_only_what_is_wanted_is_written(workshop, tmp_path):
    site = tmp_path / "site"
    looked = complete(workshop, Gate(), order(), proofs(site, written(site), ["card.png"]))
    assert looked.written == {f"{URI}/card.png"}
    assert not (site / URI / "chronicle.html").exists()


def test_what_is_personal_is_not_clean(workshop, tmp_path):
    site = tmp_path / "site"
    looked = complete(workshop, Gate(), order(), proofs(site, written(site, "打给 13812345678"), []))
    assert not looked.clean
    assert not any("138" in line for line in looked.lines)


def test_a_page_is_kept_as_it_was_written(workshop, tmp_path):
    site = tmp_path / "site"
    articles, finish = written(site), Finish("林夏")
    complete(workshop, Gate(), order(), proofs(site, articles, [], frame="f", kept=[(f"{URI}/first.md", "d", finish)]))
    page = next(
        p for p in workshop.pages(order(digest="d"), workshop.shelf(YEAR), {}, str) if p.uri.endswith("first.md")
    )
    stock = Stock(workshop.store, "f")
    assert stock.find(page).title == finish.title
    assert stock.html(page) == (site / URI / "first/index.html").read_text("utf-8")


# --- handed over ---------------------------------------------------------------------------------------------------


class Crew:
    """Notes what it is sent; it does it when it is told to, or dies."""

    def __init__(self, dies=False, here=True):
        self.is_here, self.dies, self.sent = here, dies, []

    def share(self, agent_years):
        pass

    def send(self, task, *args):
        self.sent.append(task.__name__)
        coming = Future()
        coming.set_exception(BrokenProcessPool()) if self.dies else coming.set_result(task(*args))
        return coming


def handed(workshop, tmp_path, crew, same=()):
    """The chapter's pages, written one after the other, as MkDocs does: each is there when the next is announced."""
    site = tmp_path / "site"
    finished = Finished(folders=(site,))
    handover = Handover(crew, workshop, Gate(), [order()], finished)
    handover.begin("frame", same, lambda uri: uri.endswith("poster.png"), published=True)
    pages = [page for page in workshop.pages(order(), workshop.shelf(YEAR), {}, str) if page.uri not in same]
    taken = []
    for page in pages:
        file = site / page.uri.replace("index.md", "index.html").replace(".md", "/index.html")
        finish = Finish(page.uri, article=Article(file.relative_to(site).as_posix(), 0, 9))
        taken.append(handover.take(page, finish, keep=True))
        finished.articles[page.uri] = finish.article
        assert "complete" not in crew.sent
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("<p>慢慢说</p>", "utf-8")
    return taken, pages, handover.collect()


@pytest.mark.parametrize("dies", [False, True])
def test_a_chapter_goes_on_once_its_last_page_is_written_and_is_made_here_if_nobody_can(workshop, tmp_path, dies):
    crew = Crew(dies)
    taken, pages, looked = handed(workshop, tmp_path, crew)
    assert taken == [True] * 3
    assert crew.sent == ["complete"]
    assert looked.written == {f"{URI}/{name}" for name in BESIDE - {"poster.png"}}
    assert all(Stock(workshop.store, "frame").find(page).title == page.uri for page in pages)


def test_pages_that_stand_are_not_waited_for(workshop, tmp_path):
    crew = Crew()
    taken, _, looked = handed(workshop, tmp_path, crew, same={f"{URI}/first.md"})
    assert taken == [True] * 2
    assert crew.sent == ["complete"]
    assert f"{URI}/chronicle.html" in looked.written


def test_a_chapter_of_which_a_page_never_came_is_completed_all_the_same(workshop, tmp_path):
    handover = Handover(Crew(), workshop, Gate(), [order()], Finished(folders=(tmp_path,)))
    handover.begin("frame", (), lambda uri: False, published=False)
    looked = handover.collect()
    assert looked.written == {f"{URI}/{name}" for name in BESIDE}
    assert not looked.clean  # a preview is nobody else's
    assert not handover.collect().written


def test_without_a_crew_nothing_is_taken(workshop, tmp_path):
    taken, _, looked = handed(workshop, tmp_path, Crew(here=False))
    assert taken == [False] * 3
    assert looked == room.Looked()
