"""One chapter from its values to its files, in whichever process: what a build of many people shares out.

Everything that an order needs comes with it, and everything made of it goes into the cache or the site's folder, so
that little passes between processes, and a process that dies leaves nothing undone: whoever asks next makes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

from ..cache import Cache, key
from ..charts.drawings import PICTURES, Drawings, Job, Studio, png
from ..figures.agent_year import AgentYear
from ..pictures import content
from ..privacy import audit
from ..privacy.detector import Gate
from ..rendering import blocks, outline, pages, single_file, slides
from ..rendering.blocks import Blocks
from ..rendering.exhibits import Exhibit
from ..rendering.pages import Home, Page, Shelves
from ..rendering.placeholders import Written
from ..rendering.single_file import Article, Finished
from .bindery import Bindery, Later
from .stock import Finish, Stock

#: A file beside the pages, made when it is written, so that a build never holds all of them.
Extra = Callable[[], bytes]


@dataclass(frozen=True)
class Order:
    """A chapter, and all that its pages rest on beside it.

    ``own`` is the agent's own ``index.md``, ``lines`` tells in which line each story begins. ``digest`` stands for all
    that its stories are made of, ``shown`` for all that its chronicle is made of.
    """

    agent_year: AgentYear
    digest: str = ""
    shown: str = ""
    own: Written | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def uris(self) -> list[str]:
        """Its pages below ``docs``: the chronicle, then the stories."""
        folder = self.agent_year.uri
        return [f"{folder}/index.md", *(f"{folder}/{story.slug}.md" for story in self.agent_year.stories)]


@dataclass(frozen=True)
class Workshop:
    """What every chapter is made with: the cache, our own code and templates by their digest, the site's address."""

    store: Cache
    craft: str
    site_url: str = ""

    def shelf(self, agent_year: AgentYear, studio: Studio | None = None) -> Blocks:
        """A chapter's blocks; exhibits and drawings are made when they are asked for."""
        shown = Later(partial(outline.exhibits_of, agent_year))
        jobs = _Jobs(
            Later(partial(chapter_jobs, agent_year, shown)), Later(partial(_pictures, agent_year, self.site_url))
        )
        return Blocks(agent_year, shown, Drawings(jobs, studio or Studio(self.store)))

    def pages(
        self, order: Order, shelf: Blocks, shelves: Shelves, home: Home, bindery: Bindery | None = None
    ) -> list[Page]:
        """The chronicle and the stories, as they are bound, else made and bound now; pages of one ``bindery`` share
        what it remembers of fillings."""
        bindery = bindery or Bindery(self.store)
        chronicle = partial(_chronicle, order, shelf, shelves, home)
        stories = partial(_stories, order, shelf, shelves, home)
        return [*bindery.pages(order.shown, chronicle), *bindery.pages(order.digest, stories)]

    def unbound(self, order: Order, shelf: Blocks, shelves: Shelves, home: Home) -> list[Page]:
        """The same pages, made and not kept: what is wrong in them is to be told each time."""
        return [*_chronicle(order, shelf, shelves, home), *_stories(order, shelf, shelves, home)]

    def files(self, order: Order, shelf: Blocks, finished: Finished) -> dict[str, Extra]:
        """The files beside a chapter's pages, by URI below the site; each is kept by all that it is made of."""
        bindery, slide = Bindery(self.store), slides.uri(shelf)
        made: dict[str, Extra] = {
            uri: partial(bindery.kept, key("file", order.digest, uri), make)
            for uri, make in _beside(shelf, finished).items()
        }
        made[slide] = partial(bindery.kept, key("file", order.shown, slide), partial(slides.page, shelf))
        made[f"{shelf.agent_year.uri}/chronicle.html"] = partial(self._one_file, order, finished)
        return made

    def _one_file(self, order: Order, finished: Finished) -> bytes:
        """A chronicle in one file: it rests on its chapter, on the styles of the site and on the pictures it shows."""
        agent_year = order.agent_year
        name = key("one", order.shown, finished.look, single_file.pictures(agent_year, finished))
        return Bindery(self.store).kept(name, partial(single_file.page, agent_year, finished, self.site_url))


def _chronicle(order: Order, shelf: Blocks, shelves: Shelves, home: Home) -> list[Page]:
    return [pages.chronicle(shelf, shelves, home, order.own)]


def _stories(order: Order, shelf: Blocks, shelves: Shelves, home: Home) -> list[Page]:
    stories = shelf.agent_year.stories
    return [pages.case(shelf, story, shelves, home, order.lines[story.slug]) for story in stories]


def _beside(shelf: Blocks, finished: Finished) -> dict[str, Extra]:
    agent_year, folder = shelf.agent_year, shelf.agent_year.uri
    pictures = {f"{folder}/card.png": "card", f"{folder}/poster.png": "poster"}
    pictures |= {f"{folder}/{story.slug}/card.png": f"card/{story.slug}" for story in agent_year.stories}
    made: dict[str, Extra] = {uri: partial(_picture, shelf, name) for uri, name in pictures.items()}
    if agent_year.stories:
        made[f"{folder}/stories.js"] = partial(single_file.stories, agent_year, finished)
    return made


def _picture(shelf: Blocks, name: str) -> bytes:
    return png(shelf.drawings[name])


# --- what is drawn ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Jobs(Mapping[str, Job]):
    """Charts, which pages and slides show, and pictures that leave the site: who asks for one needs not the other."""

    charts: Mapping[str, Job]
    pictures: Mapping[str, Job]

    def __getitem__(self, name: str) -> Job:
        return (self.pictures if name.partition("/")[0] in PICTURES else self.charts)[name]

    def __iter__(self) -> Iterator[str]:
        return chain(self.charts, self.pictures)

    def __len__(self) -> int:
        return len(self.charts) + len(self.pictures)


def chapter_jobs(agent_year: AgentYear, shown: Mapping[str, Exhibit]) -> dict[str, Job]:
    """What is drawn for a chapter's pages."""
    jobs = {name: Job("tags" if name == "tags" else "chart", each.spec, each.label) for name, each in shown.items()}
    for story in agent_year.stories:
        if len(story.case.journey) > 1:
            jobs[f"spark/{story.slug}"] = Job("curve", tuple(step.mood for step in story.case.journey), "")
    jobs["spark"] = spark_job(agent_year)
    return jobs


def spark_job(agent_year: AgentYear) -> Job:
    """The tiny line of a card on the home page."""
    return Job("spark", agent_year.monthly_contacts, "")


def _pictures(agent_year: AgentYear, site_url: str) -> dict[str, Job]:
    """The pictures that leave the site: a card for the chronicle and for each case, and the poster."""
    url = f"{site_url.rstrip('/')}/{agent_year.uri}/" if site_url else ""
    jobs = {"card": Job("card", content.card(agent_year, blocks.whose(agent_year.record)), "")}
    jobs["poster"] = Job("poster", content.poster(agent_year, url), "")
    return jobs | {
        f"card/{story.slug}": Job("card", content.case_card(agent_year, story), "") for story in agent_year.stories
    }


# --- in a process of the crew -------------------------------------------------------------------------------------


def bind(workshop: Workshop, order: Order) -> bool:
    """Make and keep the pages of a chapter, and its slides, which show the same drawings; false where slides are
    asked for that do not exist, which is to be told each time.

    A page that names somebody else's blocks is not kept here, where nobody else is known.
    """
    blocks.renew(workshop.craft)
    shelf = workshop.shelf(order.agent_year)
    if any(slides.unknown(shelf)):
        return False
    identity = (order.agent_year.agent, order.agent_year.year)
    workshop.pages(order, shelf, {identity: shelf}, str)
    workshop.files(order, shelf, Finished())[slides.uri(shelf)]()
    return True


@dataclass(frozen=True)
class Proofs:
    """A chapter whose pages stand in the site's folder.

    ``folders`` are the site's, the one that is being written first; ``styles`` its style sheets by URI. ``wanted``
    are the files that are still to be written beside the pages; ``kept`` the pages to be kept, by URI and digest, with
    what else the site has of them; ``frame`` stands for what every page rests on; ``published``: whether others will
    see it, so that it is looked at once more.
    """

    folders: Sequence[Path]
    styles: Sequence[str]
    articles: Mapping[str, Article]
    wanted: Sequence[str]
    frame: str = ""
    kept: Sequence[tuple[str, str, Finish]] = ()
    published: bool = True


@dataclass
class Looked:
    """What was done for chapters: files ``written``, digests of files that are ``clean``, and their ``lines``."""

    written: set[str] = field(default_factory=set)
    clean: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)

    def join(self, other: Looked) -> None:
        """Add what was done elsewhere."""
        self.written |= other.written
        self.clean |= other.clean
        self.lines |= other.lines


def complete(workshop: Workshop, gate: Gate, order: Order, proofs: Proofs) -> Looked:
    """Keep the pages of a chapter, write what stands beside them, and look at all of it once more."""
    blocks.renew(workshop.craft)
    finished = Finished(dict(proofs.articles), proofs.styles, proofs.folders)
    folder, stock = proofs.folders[0], Stock(workshop.store, proofs.frame)
    for uri, digest, finish in proofs.kept:
        stock.keep(uri, digest, (folder / proofs.articles[uri].file).read_bytes(), finish)
    made = workshop.files(order, workshop.shelf(order.agent_year), finished)
    for uri in proofs.wanted:
        write(folder / uri, made[uri]())
    there = [*(each.file for each in proofs.articles.values()), *proofs.wanted] if proofs.published else []
    return _looked(gate, folder, there, proofs.wanted)


def _looked(gate: Gate, folder: Path, uris: Iterable[str], written: Iterable[str]) -> Looked:
    reader = _reader(gate.allow)
    reader.clean, reader.met = set(), []
    for uri in uris:
        if audit.is_read(uri) and (folder / uri).is_file():
            reader.look(uri, (folder / uri).read_bytes())
    return Looked(set(written), reader.clean, set(reader.met))


@lru_cache(maxsize=1)
def _reader(allow: frozenset[str]) -> audit.Reader:
    """What every page of the theme says alike is read once in each process."""
    return audit.Reader(Gate(allow))


def write(path: Path, data: bytes) -> None:
    """A file of the site, in a folder that may not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
