"""The only file that sees all the stages: folders in, pages out. Knows nothing of MkDocs."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path

from .. import calllogs
from ..cache import Cache, key
from ..errors import Problem
from ..figures import series  # fmt: skip
from ..figures.words import coined
from ..privacy import audit, masking
from ..privacy.detector import Gate
from ..reading.text import is_link
from ..records import project
from ..records.model import Team
from ..rendering import blocks, pages, team_pages
from ..rendering.pages import Page
from ..rendering.single_file import Finished
from .assembly import Assembly, Between, Masked, Progress
from .bindery import craft
from .composing import compose, doors, files_beside, find_unshown, unread_chapters
from .crew import Crew, load_tools
from .handover import Handover
from .masked import find_telling_folders, gate_of, pass_all, pass_team
from .reckoning import find_unmeasured, read_logs, reckon
from .shelving import owed, shelve
from .workshop import Extra, Looked, Order, Workshop, write

#: What makes files of pages, beside our own code.
_PRESSES = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments", "jinja2", "nh3", "rjieba")
_CONCERNS = re.compile(r"(?:data|docs)/agents/([a-z0-9][a-z0-9-]*)/(\d{4})(?:\.\w+$|/(?:index\.md$)?)?")


@dataclass(frozen=True)
class Site:
    """Everything that one build publishes of ours. ``extras`` are files beside the pages, by URI below the site;
    ``handover`` takes the pages as they are written, and ``looked`` says what it has done with them."""

    team: Team
    pages: Mapping[str, Page]
    extras: Mapping[str, Extra]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...]
    vocabulary: tuple[str, ...]
    people: int
    handover: Handover
    doors: tuple[team_pages.Door, ...] = ()
    finished: Finished = field(default_factory=Finished)
    gate: Gate = field(default_factory=Gate)
    looked: Looked = field(default_factory=Looked)
    between: Between = field(default_factory=Between)
    is_held: bool = False
    owed: Callable[[], Sequence[Order]] = list


def call_crew(root: Path, store: Cache) -> Crew:
    """Who helps with a build. Where nothing was made yet by this code they are on their way at once: they need as long
    to get ready as it takes to read what everybody wrote."""
    crew = Crew()
    if store.get(_made()) is None:
        crew.share(sum(1 for _ in (root / project.PEOPLE).glob("*/*.yml")))
    return crew


def get_ready() -> None:
    """Load and compile what the first page after a save would wait for."""
    load_tools()
    blocks.compile_templates()


def _made() -> str:
    return key("made", craft())


def assemble(
    root: Path, docs: Iterable[str], store: Cache, progress: Progress, site_url: str = "",
    held: Between | None = None, settled: Between | None = None, crew: Crew | None = None,
) -> Site:  # fmt: skip
    """Read, check, mask, reckon, draw and compose. ``docs`` are the Markdown files outside ``agents/``.
    ``site_url``: where the site will stand, if that is known; posters and one-file chronicles lead there.
    ``held``: what lay between people in an earlier assembly, which a preview goes on showing for a moment, since one
    number moves everybody's middle half, and any word the pages of the team; it is held no longer where what lies
    between them is ``settled`` as it was. ``crew``: who helps; whoever calls it dismisses it.

    Never raises for what people wrote: what is wrong comes back as ``problems``, and the pages concerned show it.
    """
    with project.uncollected():
        return _assembled(root, docs, Workshop(store, craft(), site_url), crew or Crew(), progress, (held, settled))


def _assembled(
    root: Path, docs: Iterable[str], workshop: Workshop, crew: Crew, progress: Progress,
    before: tuple[Between | None, Between | None],
) -> Site:  # fmt: skip
    written = project.load(root)
    gate = gate_of(written)
    telling = list(find_telling_folders(written, gate))
    written, in_team = pass_team(written, gate)
    work = Assembly(root, workshop, crew, progress, written, gate)
    (work.held, work.settled), work.warnings = before, list(in_team)
    blocks.renew(work.craft)
    masked = pass_all(work)
    read = read_logs(work, masked)
    annuals = reckon(masked, written.team, read)
    shelve(work, masked, annuals, read)
    made = compose(work, masked, list(docs))
    sure = not written.team_document.problems  # else its logs may be what covers an agent
    uncovered = [p for each in masked if sure for p in find_unmeasured(each, annuals[each.identity][0])]
    found = _all_problems(work, made, [*telling, *read.problems, *uncovered, *find_unshown(work, masked)])
    warned = {*work.warnings, *_all_warnings(work, masked, read)}
    ailing = _ailing(found, written)
    work.written = replace(written, years=())  # what is made later no longer needs what was read
    return Site(
        team=written.team,
        pages={**{page.uri: page for page in made}, **ailing},
        extras=files_beside(work),
        problems=tuple(found),
        warnings=tuple(sorted(masking.mask_problem(each, gate) for each in warned)),
        notes=tuple(map(str, read.notes)),
        vocabulary=coined(masked),
        people=len({each.manuscript.agent for each in masked}),
        handover=Handover(crew, workshop, gate, [*work.orders.values()], work.finished),
        doors=doors(work),
        finished=work.finished,
        gate=gate,
        between=work.between,
        is_held=work.held is not None,
        owed=partial(owed, work),
    )


def second_look(found: Site, folder: Path, store: Cache) -> tuple[Problem, ...]:
    """What is still personal in the finished site in ``folder``; what was read before and is the same is not read."""
    name = key("proof", craft(), found.gate.allow)
    known = (store.get(name) or b"").decode().split()
    reader = audit.Reader(found.gate, frozenset([*known, *found.looked.clean]), lines=found.looked.lines)
    problems = [p for uri, path in _words_of(folder) for p in reader.look(uri, path.read_bytes())]
    store.put(name, "\n".join(sorted(reader.clean)).encode())
    return tuple(problems)


def _words_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """The site's files that hold people's words."""
    for path in sorted(folder.rglob("*")):
        uri = path.relative_to(folder).as_posix()
        if audit.is_read(uri) and path.is_file():
            yield uri, path


def _all_problems(work: Assembly, made: Sequence[Page], others: Iterable[Problem]) -> list[Problem]:
    """Everything that is wrong, of all stages, masked."""
    in_pages = (problem for page in made for problem in page.placed.problems)
    wrong = {*work.written.problems, *work.problems, *in_pages, *others}
    return sorted(masking.mask_problem(each, work.gate) for each in wrong)


def _all_warnings(work: Assembly, masked: Sequence[Masked], read: calllogs.LogReading) -> Iterator[Problem]:
    yield from read.warnings
    for each in masked:
        yield from each.warnings
        log = read.agents.get(each.identity)
        yield from series.differences(each.record, each.places, log, work.written.team.catalogue)


def find_linked(root: Path, paths: Iterable[Path]) -> set[Path]:
    """The files below ``root`` that are reached through a symbolic link, which could show any file of the machine."""
    seen: dict[Path, bool] = {root: False}

    def is_reached(path: Path) -> bool:
        if path not in seen:
            seen[path] = is_link(path) or (path != path.parent and is_reached(path.parent))
        return seen[path]

    return {path for path in paths if is_reached(path)}


_TITLE = re.compile(r"(?m)^# +(.*)$")


def frame(root: Path, found: Site, uris: Iterable[str], settings: Iterable[str]) -> str:
    """What every page rests on beside its own digest: settings, theme, scripts and styles, the list of files, the
    titles that stand in the navigation of all, and what makes pages of all that."""
    adapter = [root / "hooks" / "observer.py", *_tree(root / "hooks" / "adapter", "*.py")]
    files = [root / "mkdocs.yml", *adapter, *_tree(root / "hooks" / "theme"), *_tree(root / "docs" / "assets")]
    free = [page for page in found.pages.values() if page.kind in ("home", "page")]
    titles = [[page.uri, page.meta.get("title"), _TITLE.findall(page.placed.markdown)[:1]] for page in free]
    doors = [[door.uri, door.title] for door in found.doors]
    made_with = [f"{name} {version(name)}" for name in _PRESSES]
    written = [path.read_bytes() for path in files if path.is_file()]
    return key("frame", craft(), written, list(settings), sorted(uris), titles, doors, made_with)


def _tree(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if path.is_file())


def begin_writing(
    found: Site, frame: str, folders: Sequence[Path], styles: Sequence[str], same: Collection[str],
    stands: Callable[[str], bool], *, published: bool,
) -> None:  # fmt: skip
    """From now on pages are written, into the first of ``folders``; in the others stands what is not made in this
    build (the pages of ``same``, and the files beside pages that ``stands``). ``styles`` are the site's style sheets
    by URI. ``published``: the site is not only a preview."""
    found.finished.folders, found.finished.styles = folders, styles
    found.handover.begin(frame, same, stands, published=published)


def write_extras(found: Site, stands: Callable[[str], bool]) -> None:
    """Write what is no page of the theme's: the crew's chapters come in, and the others are written one file after
    the other, so that they never stand in memory together. What ``stands`` already is left alone."""
    found.looked.join(found.handover.collect())
    found.handover.workshop.store.put(_made(), b"")
    for uri, make in found.extras.items():
        if not stands(uri) and uri not in found.looked.written:
            write(found.finished.folders[0] / uri, make())


def _ailing(problems: Iterable[Problem], written: project.Library) -> dict[str, Page]:
    """The pages that show problems in place of their content; what concerns no single page stands on the home page.

    The stories of a year that cannot be read show what is wrong with the year.
    """
    concerned: dict[str, list[Problem]] = {}
    for problem in problems:
        concerned.setdefault(_concerned(problem.path), []).append(problem)
    for each in unread_chapters(written):
        uri = f"agents/{each.agent}/{each.year}"
        for story in each.cases:
            concerned.setdefault(f"{uri}/{story.slug}.md", []).extend(concerned.get(f"{uri}/index.md", ()))
    return {uri: pages.ailing(uri, "这一页还差一点", found) for uri, found in concerned.items()}


def _concerned(path: str) -> str:
    found = _CONCERNS.match(path)
    if found and path.startswith("docs/") and path.endswith(".md"):
        return path.removeprefix("docs/")
    if found:
        return f"agents/{found[1]}/{found[2]}/index.md"
    return path.removeprefix("docs/") if path.startswith("docs/") and path.endswith(".md") else "index.md"
