"""Shelves -> pages, and the files beside the pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from functools import partial

from . import (
    blocks,
    examples,
    library,
    logs,
    masking,
    onefile,
    outline,
    pages,
    slides,
    teampages,
)  # fmt: skip
from .assembly import Assembly, Identity, Masked
from .bindery import Later
from .blocks import Card, Shelf
from .cache import key
from .chapter import Chapter
from .errors import Problem
from .gate import pass_gate
from .life import Life
from .pages import Page
from .placing import Written
from .reckoning import reckon
from .shelving import chapter_jobs, one_chapter, spark_job, team_year
from .studio import Drawings, png
from .vocabulary import read_word_lists

#: A file beside the pages, made when it is written, so that a build never holds all of them.
Extra = Callable[[], bytes]


def compose(work: Assembly, masked: Sequence[Masked], docs: Sequence[str]) -> list[Page]:
    """Every page: each person's, the team's, and the free ones (``docs``)."""
    home = _home(work)
    made: list[Page] = []
    for each in masked:
        chronicle = partial(_chronicle, work, each.identity, each.own, home)
        stories = partial(_stories, work, each.identity, each.body_lines, home)
        if each.identity not in work.bound and any(slides.unknown(work.shelves[each.identity])):
            made += [*chronicle(), *stories()]  # what is wrong is to be told each time, so nothing is bound
            continue
        made += work.bindery.pages(work.shown[each.identity], chronicle)
        made += work.bindery.pages(work.digests[each.identity], stories)
    for agent, life in work.lives.items():
        made += work.bindery.pages(work.joint(agent), partial(_life, life))
    made += work.bindery.pages(work.joint(), partial(teampages.pages, work.together))
    return [*made, *(_free(work, uri, home) for uri in docs)]


def _chronicle(work: Assembly, identity: Identity, own: Written | None, home: pages.Home) -> list[Page]:
    return [pages.chronicle(work.shelves[identity], work.shelves, home, own)]


def _stories(work: Assembly, identity: Identity, lines: Mapping[str, int], home: pages.Home) -> list[Page]:
    shelf = work.shelves[identity]
    return [pages.case(shelf, story, work.shelves, home, lines[story.slug]) for story in shelf.chapter.stories]


def _life(life: Life) -> list[Page]:
    return [pages.life(life)]


def _free(work: Assembly, uri: str, home: pages.Home) -> Page:
    document = library.read_page(work.root, f"docs/{uri}")
    work.problems += document.problems
    body, found = masking.mask_text(document.body, document.path, document.body_line, work.gate)
    work.warnings += found
    meta = {key: work.gate.mask(value)[0] if isinstance(value, str) else value for key, value in document.data.items()}
    own = _example(work, examples.read(document.path, body, document.body_line, work.written.team))
    made = pages.free(uri, body, meta, document.path, document.body_line, work.shelves, home, own)
    rests_on = _rests_on(work, made.placed.names)
    return replace(made, digest=key("free", body, meta, rests_on, work.ground))


def _rests_on(work: Assembly, names: Collection[str]) -> list[str]:
    """What the blocks of a free page rest on: on everybody, and someone's own block on the team's middle half too."""
    if any("/" in name for name in names):
        return [work.joint(), *work.shown.values()]
    return [work.joint()] if names else []


def _example(work: Assembly, manuscript: library.Chapter | None) -> Shelf | None:
    """The blocks of the year that a page carries itself: of no person, and known to that page only."""
    work.problems += manuscript.problems if manuscript else ()
    if manuscript is None or manuscript.record is None:
        return None
    masked, read = pass_gate(manuscript, work), logs.LogReading()
    chapter = one_chapter(work, masked, reckon([masked], work.written.team, read), read, read_word_lists(work))
    shown = Later(partial(outline.exhibits_of, chapter))
    return Shelf(chapter, shown, Drawings(Later(partial(chapter_jobs, chapter, shown)), work.studio))


def files_beside(work: Assembly) -> dict[str, Extra]:
    """The files beside the pages, each kept by its chapter's digest."""
    made: dict[str, Extra] = {}
    for identity, shelf in work.shelves.items():
        for uri, make in _beside(work, shelf).items():
            made[uri] = partial(work.bindery.kept, key("file", work.digests[identity], uri), make)
        for uri, make in _with_middle(work, shelf, work.shown[identity]).items():
            made[uri] = make
    return made


def _beside(work: Assembly, shelf: Shelf) -> dict[str, Extra]:
    chapter, folder = shelf.chapter, shelf.chapter.uri
    pictures = {f"{folder}/card.png": "card", f"{folder}/poster.png": "poster"}
    pictures |= {f"{folder}/{story.slug}/card.png": f"card/{story.slug}" for story in chapter.stories}
    made: dict[str, Extra] = {uri: partial(_picture, shelf, name) for uri, name in pictures.items()}
    if chapter.stories:
        made[f"{folder}/stories.js"] = partial(onefile.stories, chapter, work.finished)
    return made


def _with_middle(work: Assembly, shelf: Shelf, digest: str) -> dict[str, Extra]:
    """The files that show the team's middle half."""
    uri = slides.uri(shelf)
    slide = partial(work.bindery.kept, key("file", digest, uri), partial(slides.page, shelf))
    return {uri: slide, f"{shelf.chapter.uri}/chronicle.html": partial(_one_file, work, shelf.chapter, digest)}


def _one_file(work: Assembly, chapter: Chapter, digest: str) -> bytes:
    """A chronicle in one file: it rests on its chapter, on the styles of the site and on the pictures it shows."""
    finished = work.finished
    name = key("one", digest, finished.look, onefile.pictures(chapter, finished))
    return work.bindery.kept(name, partial(onefile.page, chapter, finished, work.site_url))


def _picture(shelf: Shelf, name: str) -> bytes:
    return png(shelf.drawings[name])


def doors(work: Assembly) -> tuple[teampages.Door, ...]:
    """The ways to the team's pages that exist."""

    def found() -> bytes:
        return json.dumps([astuple(door) for door in teampages.doors(work.together)], ensure_ascii=False).encode()

    return tuple(teampages.Door(*door) for door in json.loads(work.bindery.kept(key("doors", work.joint()), found)))


def find_unshown(work: Assembly, masked: Sequence[Masked]) -> Iterator[Problem]:
    """Slides that were asked for and do not exist, each at its line; what is bound was found to have none."""
    for each in (each for each in masked if each.identity not in work.bound):
        for index, message, mend in slides.unknown(work.shelves[each.identity]):
            yield each.manuscript.document.problem(("present", index, "block"), message, mend)


def _home(work: Assembly) -> pages.Home:
    """The team's roll, for whichever page asks for it."""
    unread = [f"agents/{each.agent}/{each.year}" for each in unread_chapters(work.written)]

    def render(at: str) -> str:
        kept = work.bindery.kept(key("home", work.joint(), at), lambda: roll(at).encode())
        return kept.decode() + blocks.unread(unread, at)

    def roll(at: str) -> str:
        year = team_year(work)
        return blocks.agents(_cards(work, year), year, at) + teampages.doors_block(work.together, at)

    return render


def _cards(work: Assembly, year: int) -> list[Card]:
    """One card an agent: the team's year where there is one, else the latest."""
    shelves = work.shelves
    by_agent: dict[str, list[int]] = {}
    for agent, each in sorted(shelves):
        by_agent.setdefault(agent, []).append(each)
    cards = []
    for agent, years in by_agent.items():
        shelf = shelves[agent, year if year in years else max(years)]
        others = tuple(sorted((y for y in years if y != shelf.chapter.year), reverse=True))
        cards.append(Card(shelf.chapter, work.studio.drawn(spark_job(shelf.chapter))[0], others))
    return cards


def unread_chapters(written: library.Library) -> list[library.Chapter]:
    """The years whose file cannot be read as it is."""
    return [each for each in written.years if each.record is None]
