"""Shelves -> pages, and the files beside the pages."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, replace
from functools import partial

from .. import calllogs
from ..cache import key
from ..charts.drawings import Drawings
from ..errors import Problem
from ..figures.words import read_word_lists
from ..privacy import masking  # fmt: skip
from ..records import examples, project
from ..rendering import blocks, outline, pages, slides, team_pages
from ..rendering.blocks import Blocks, RollEntry
from ..rendering.pages import Page
from ..rendering.person import Life
from .assembly import Assembly, Identity, Masked
from .bindery import Later
from .crew import outcome
from .masked import pass_gate
from .reckoning import reckon
from .shelving import one_chapter, team_year
from .workshop import Extra, chapter_jobs, spark_job


def compose(work: Assembly, masked: Sequence[Masked], docs: Sequence[str]) -> list[Page]:
    """Every page: each person's, the team's, and the free ones (``docs``).

    Those of several people are made first, while the crew is at the others.
    """
    home = _home(work)
    joint: list[Page] = []
    for agent, life in work.lives.items():
        joint += work.bindery.pages(work.joint(agent), partial(_life, life))
    joint += work.bindery.pages(work.joint(), partial(team_pages.pages, work.together))
    joint += [_free(work, uri, home) for uri in docs]
    made = [page for identity in _made(work, masked) for page in _own_pages(work, identity, home)]
    return [*made, *joint]


def _made(work: Assembly, masked: Sequence[Masked]) -> Iterator[Identity]:
    """Each person's year in its order, once the crew has made it where it was to; what it has not is made then."""
    done, new = 0, len(work.sent)
    for each in masked:
        if outcome(work.sent.get(each.identity)):
            work.bound.add(each.identity)
        yield each.identity
        if each.identity in work.sent:
            done += 1
            work.progress(done, new)


def _own_pages(work: Assembly, identity: Identity, home: pages.Home) -> list[Page]:
    order, shelf = work.orders[identity], work.shelves[identity]
    if identity not in work.bound and any(slides.unknown(shelf)):
        return work.workshop.unbound(order, shelf, work.shelves, home)
    return work.workshop.pages(order, shelf, work.shelves, home, work.bindery)


def _life(life: Life) -> list[Page]:
    return [pages.life(life)]


def _free(work: Assembly, uri: str, home: pages.Home) -> Page:
    document = project.read_page(work.root, f"docs/{uri}")
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
        return [work.joint(), *(order.shown for order in work.orders.values())]
    return [work.joint()] if names else []


def _example(work: Assembly, manuscript: project.Manuscript | None) -> Blocks | None:
    """The blocks of the year that a page carries itself: of no person, and known to that page only."""
    work.problems += manuscript.problems if manuscript else ()
    if manuscript is None or manuscript.record is None:
        return None
    masked, read = pass_gate(manuscript, work), calllogs.LogReading()
    agent_year = one_chapter(work, masked, reckon([masked], work.written.team, read), read, read_word_lists(work))
    shown = Later(partial(outline.exhibits_of, agent_year))
    return Blocks(agent_year, shown, Drawings(Later(partial(chapter_jobs, agent_year, shown)), work.studio))


def files_beside(work: Assembly) -> dict[str, Extra]:
    """The files beside the pages, of everybody."""
    made: dict[str, Extra] = {}
    for identity, order in work.orders.items():
        made |= work.workshop.files(order, work.shelves[identity], work.finished)
    return made


def doors(work: Assembly) -> tuple[team_pages.Door, ...]:
    """The ways to the team's pages that exist."""

    def found() -> bytes:
        return json.dumps([astuple(door) for door in team_pages.doors(work.together)], ensure_ascii=False).encode()

    return tuple(team_pages.Door(*door) for door in json.loads(work.bindery.kept(key("doors", work.joint()), found)))


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
        return blocks.agents(_cards(work, year), year, at) + team_pages.doors_block(work.together, at)

    return render


def _cards(work: Assembly, year: int) -> list[RollEntry]:
    """One card an agent: the team's year where there is one, else the latest."""
    shelves = work.shelves
    by_agent: dict[str, list[int]] = {}
    for agent, each in sorted(shelves):
        by_agent.setdefault(agent, []).append(each)
    cards = []
    for agent, years in by_agent.items():
        shelf = shelves[agent, year if year in years else max(years)]
        others = tuple(sorted((y for y in years if y != shelf.agent_year.year), reverse=True))
        cards.append(RollEntry(shelf.agent_year, work.studio.drawn(spark_job(shelf.agent_year))[0], others))
    return cards


def unread_chapters(written: project.Library) -> list[project.Manuscript]:
    """The years whose file cannot be read as it is."""
    return [each for each in written.years if each.record is None]
