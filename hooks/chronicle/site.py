"""The only file that sees all the stages: folders in, pages out. Knows nothing of MkDocs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from itertools import count
from pathlib import Path

from . import (
    blocks,
    cards,
    examples,
    exhibits,
    figures,
    library,
    life,
    logs,
    masking,
    onefile,
    pages,
    placing,
    poster,
    proof,
    series,
    slides,
    team,
    teampages,
)  # fmt: skip
from .bindery import Bindery, Later, craft
from .blocks import Card, Shelf
from .cache import Cache, key
from .chapter import Chapter, Story
from .cloud import Word
from .encoding import is_link
from .errors import Problem
from .exhibits import Exhibit
from .figures import Annual, Given
from .life import Life
from .logs import AgentLog
from .model import Log, Team, Year
from .onefile import Finished
from .pages import Page
from .privacy import Gate
from .source import Loc
from .studio import Drawings, Job, Progress, Studio, png

#: What turns Markdown and templates into pages.
_RENDERERS = ("markdown", "pymdown-extensions", "jinja2", "nh3")
_NOTHING = b"nothing found"
_CONCERNS = re.compile(r"(?:data|docs)/agents/([a-z0-9][a-z0-9-]*)/(\d{4})(?:\.\w+$|/(?:index\.md$)?)?")


#: A file beside the pages, made when it is written, so that a build never holds all of them.
Extra = Callable[[], bytes]


Middles = Mapping[int, Mapping[str, tuple[tuple[float, float] | None, ...]]]


@dataclass(frozen=True)
class Site:
    """Everything that one build publishes of ours. ``extras`` are files beside the pages, by URI below the site."""

    team: Team
    pages: Mapping[str, Page]
    extras: Mapping[str, Extra]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    notes: tuple[str, ...]
    vocabulary: tuple[str, ...]
    people: int
    doors: tuple[teampages.Door, ...] = ()
    finished: Finished = field(default_factory=Finished)
    gate: Gate = field(default_factory=Gate)
    middles: Middles = field(default_factory=dict)


@dataclass(frozen=True)
class Masked:
    """A manuscript after the gate: nothing in it is secret any more."""

    manuscript: library.Chapter
    record: Year
    stories: tuple[Story, ...]
    body_lines: Mapping[str, int]
    places: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def identity(self) -> tuple[str, int]:
        """Agent and year."""
        return self.manuscript.agent, self.manuscript.year


@dataclass
class Assembly:
    """The state of one assembly, filled stage by stage; every stage reads only what an earlier one wrote."""

    root: Path
    store: Cache
    progress: Progress
    written: library.Library
    gate: Gate
    bindery: Bindery
    studio: Studio
    site_url: str = ""
    finished: Finished = field(default_factory=Finished)
    seen: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    shelves: dict[tuple[str, int], Shelf] = field(default_factory=dict)
    digests: dict[tuple[str, int], str] = field(default_factory=dict)
    bound: dict[tuple[str, int], list[Page]] = field(default_factory=dict)
    together: teampages.Together = field(default_factory=teampages.Together)
    lives: dict[str, Life] = field(default_factory=dict)
    held: Middles = field(default_factory=dict)
    middles: Middles = field(default_factory=dict)
    craft: str = field(default_factory=craft)
    ground: str = ""


def assemble(
    root: Path, docs: Iterable[str], store: Cache, progress: Progress, site_url: str = "", held: Middles | None = None
) -> Site:
    """Read, check, mask, reckon, draw and compose. ``docs`` are the Markdown files outside ``agents/``.
    ``site_url``: where the site will stand, if that is known; posters and one-file chronicles lead there.
    ``held``: the team's middle halves of an earlier assembly, which a preview goes on showing for a moment, since one
    number moves everybody's.

    Never raises for what people wrote: what is wrong comes back as ``problems``, and the pages concerned show it.
    """
    written = library.load(root)
    names = [each.record.name for each in written.years if each.record]
    gate = Gate([*written.team.allow, *names])
    written, in_team = _team_masked(written, gate)
    work = Assembly(root, store, progress, written, gate, Bindery(store), Studio(store), site_url)
    work.held, work.warnings = held or {}, list(in_team)
    blocks.renew(work.craft)
    masked = [_masked(each, work) for each in written.years if each.record]
    read = _read_logs(work, masked)
    annuals = _annuals(masked, written.team, read)
    _shelve(work, masked, annuals, read)
    made = _compose(work, masked, list(docs))
    uncovered = [p for each in masked for p in _unmeasured(each, annuals[_id(each)][0])]
    found = _all_problems(work, made, [*read.problems, *uncovered, *_unshown(work, masked)])
    warned = {*work.warnings, *_all_warnings(work, masked, read)}
    return Site(
        team=written.team,
        pages={**{page.uri: page for page in made}, **_ailing(found, written)},
        extras=_extras(work),
        problems=tuple(found),
        warnings=tuple(sorted(masking.mask_problem(each, gate) for each in warned)),
        notes=tuple(map(str, read.notes)),
        vocabulary=_vocabulary(masked),
        people=len({each.manuscript.agent for each in masked}),
        doors=tuple(teampages.doors(work.together)),
        finished=work.finished,
        gate=gate,
        middles=work.middles,
    )


def second_look(found: Site, folder: Path, store: Cache) -> tuple[Problem, ...]:
    """What is still personal in the finished site in ``folder``; what was read before and is the same is not read."""
    name = key("proof", craft(), found.gate.allow)
    reader = proof.Reader(found.gate, frozenset((store.get(name) or b"").decode().split()))
    problems = [p for uri, path in _words_of(folder) for p in reader.look(uri, path.read_bytes())]
    store.put(name, "\n".join(sorted(reader.clean)).encode())
    return tuple(problems)


def _words_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """The site's files that hold people's words."""
    for path in sorted(folder.rglob("*")):
        uri = path.relative_to(folder).as_posix()
        if path.suffix in proof.READ and not uri.startswith("assets/"):
            yield uri, path


def _all_problems(work: Assembly, made: Sequence[Page], others: Iterable[Problem]) -> list[Problem]:
    """Everything that is wrong, of all stages, masked."""
    in_pages = (problem for page in made for problem in page.placed.problems)
    wrong = {*work.written.problems, *work.problems, *in_pages, *others}
    return sorted(masking.mask_problem(each, work.gate) for each in wrong)


def _all_warnings(work: Assembly, masked: Sequence[Masked], read: logs.LogReading) -> Iterator[Problem]:
    yield from read.warnings
    for each in masked:
        yield from each.warnings
        log = read.agents.get(_id(each))
        yield from series.differences(each.record, each.places, log, work.written.team.catalogue)


# --- masking ------------------------------------------------------------------------------------------------------


def _masked(manuscript: library.Chapter, work: Assembly) -> Masked:
    """The manuscript after the gate; what was once found to hold nothing personal is not looked through again."""
    clear = key("clear", work.craft, work.gate.allow, _text(manuscript))
    if work.store.get(clear) == _NOTHING:
        return _unmasked(manuscript)
    made = _through(manuscript, work.gate)
    if not made.warnings:
        work.store.put(clear, _NOTHING)
    return made


def _unmasked(manuscript: library.Chapter) -> Masked:
    assert manuscript.record is not None
    right = [(each, each.record) for each in manuscript.cases if each.record]
    stories = [Story(each.slug, case, each.body, each.document.path) for each, case in right]
    stories.sort(key=lambda story: (story.case.date, story.slug))
    lines = {each.slug: each.document.body_line for each, _ in right}
    return Masked(manuscript, manuscript.record, tuple(stories), lines, _places(manuscript))


def _team_masked(written: library.Library, gate: Gate) -> tuple[library.Library, tuple[Problem, ...]]:
    """The library with the team's own words masked; its list of allowed words and the paths of its logs are none."""
    own, found = masking.mask_record(written.team, written.team_document, gate)
    own = own.model_copy(update={"allow": written.team.allow, "logs": written.team.logs})
    return replace(written, team=own), found


def _text(manuscript: library.Chapter) -> list[str]:
    """All that was typed for an agent's year, file by file."""
    documents = [manuscript.document, manuscript.metrics_document, manuscript.index]
    documents += [each.document for each in manuscript.cases]
    return ["\n".join((each.path, *each.lines)) for each in documents if each]


def _through(manuscript: library.Chapter, gate: Gate) -> Masked:
    assert manuscript.record is not None
    record, warnings = masking.mask_record(manuscript.record, manuscript.document, gate)
    stories, found = [], list(warnings)
    lines: dict[str, int] = {}
    for each in manuscript.cases:
        if each.record is None:
            continue
        case, in_front = masking.mask_record(each.record, each.document, gate)
        body, in_body = masking.mask_text(each.body, each.document.path, each.document.body_line, gate)
        slug, in_name = _slug(each, gate, lines)
        stories.append(Story(slug, case, body, masking.mask_name(each.document.path, gate)))
        lines[slug] = each.document.body_line
        found += [*in_front, *in_body, *in_name]
    stories.sort(key=lambda story: (story.case.date, story.slug))
    return Masked(manuscript, record, tuple(stories), lines, _places(manuscript), tuple(found))


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug}-{number}"


def _slug(story: library.Story, gate: Gate, taken: Iterable[str]) -> tuple[str, list[Problem]]:
    """The name of a story's page: what is personal in the file's name is masked there too."""
    slug = masking.mask_name(story.slug, gate)
    if slug == story.slug:
        return slug, []
    mend = "网址里已经遮住；请给文件改名"
    number = next(n for n in count(1) if _numbered(slug, n) not in taken)
    return _numbered(slug, number), [Problem(story.document.path, 1, 1, "文件名里有个人信息", mend)]


# --- figures ------------------------------------------------------------------------------------------------------


def _places(manuscript: library.Chapter) -> dict[str, str]:
    """The PATH:LINE of every place in the record; where it has a key, the key's line."""
    places: dict[str, str] = {}
    for document in filter(None, (manuscript.document, manuscript.metrics_document)):
        for marks in (document.marks, document.keys):
            places.update({_place(loc): f"{document.path}:{line}" for loc, (line, _) in marks.items()})
    return places


def _place(loc: Loc) -> str:
    return ".".join(map(str, loc))


def _read_logs(work: Assembly, masked: Sequence[Masked]) -> logs.LogReading:
    """What the call logs say of people who have a file here, from the cache while no log has changed.

    A log that names its agents, none of whom is here, is left alone: it went with them.
    """
    years: dict[str, list[int]] = {}
    for each in masked:
        years.setdefault(each.manuscript.agent, []).append(each.manuscript.year)
    given = [(n, log) for n, log in enumerate(work.written.team.logs) if _concerns(log, years)]
    if not given:
        return logs.LogReading()
    used = tuple(log for _, log in given)

    def where(loc: Loc) -> tuple[int, int]:
        return work.written.team_document.where((loc[0], given[int(loc[1])][0], *loc[2:]))

    vague = logs.vague_words(_list(work.root, "vague_words.txt"))
    places = "\n".join(work.written.team_document.lines)
    name = key("logs", logs.fingerprint(work.root, used, years, vague, work.seen), places)
    known = work.store.get(name)
    read = logs.LogReading.from_json(json.loads(known)) if known is not None else None
    if read is None:
        read = logs.read(work.root, used, years, vague, where)
        work.store.put(name, json.dumps(read.to_json(), ensure_ascii=False).encode())
    return replace(read, agents={whose: _log_masked(log, work.gate) for whose, log in read.agents.items()})


def _concerns(log: Log, people: Collection[str]) -> bool:
    """Whether a log is about anybody who has a file here; one that names nobody may be about everyone."""
    return bool(people) and (not log.agents or any(agent in people for agent in log.agents.values()))


def _log_masked(log: AgentLog, gate: Gate) -> AgentLog:
    """Contact reasons and channels are words that somebody typed into another system."""
    issues = tuple(replace(reason, name=gate.mask(reason.name)[0]) for reason in log.issues)
    return replace(log, issues=issues, channels=tuple((gate.mask(name)[0], count) for name, count in log.channels))


def _unmeasured(each: Masked, annual: Annual) -> list[Problem]:
    """Neither the file nor a log says anything: the log that was to cover this agent does not."""
    if annual.measures or each.manuscript.problems:
        return []
    line, column = each.manuscript.document.where(("name",))
    message = "没有 metrics，通话记录里也没有这个人的这一年"
    return [
        Problem(
            each.manuscript.document.path,
            line,
            column,
            message,
            "补上 metrics，或在 data/team.yml 的 logs.agents 里对上名字",
        )
    ]


def _annuals(
    masked: Sequence[Masked], team: Team, read: logs.LogReading
) -> dict[tuple[str, int], tuple[Annual, Given]]:
    givens = {
        _id(each): series.given(each.manuscript.year, each.record, each.places, read.agents.get(_id(each)))
        for each in masked
    }
    return {
        (agent, year): (figures.annual(given, givens.get((agent, year - 1)), team), given)
        for (agent, year), given in givens.items()
    }


def _id(each: Masked) -> tuple[str, int]:
    return each.manuscript.agent, each.manuscript.year


# --- exhibits and drawings ----------------------------------------------------------------------------------------


def _shelve(
    work: Assembly, masked: Sequence[Masked], annuals: Mapping[tuple[str, int], tuple[Annual, Given]],
    read: logs.LogReading,
) -> None:  # fmt: skip
    """Chapters with their exhibits; what is not bound yet is drawn in one go, by one pool of processes for everyone."""
    jobs: dict[str, Job] = {}
    chapters = _chapters(work, masked, annuals, read)
    work.digests = _digests(work, masked, chapters)
    for chapter in chapters:
        identity = (chapter.agent, chapter.year)
        shown = Later(partial(_exhibits, chapter))
        own = Later(partial(_all_jobs, work, chapter, shown))
        work.shelves[identity] = Shelf(chapter, shown, Drawings(own, work.studio))
        bound = work.bindery.pages(work.digests[identity])
        if bound is not None:
            work.bound[identity] = bound
        else:
            jobs.update({f"{chapter.uri}/{name}": job for name, job in own.items()})
    _join(work, chapters, jobs)
    work.studio.draw_all(jobs, work.progress)


def _join(work: Assembly, chapters: Sequence[Chapter], jobs: dict[str, Job]) -> None:
    """What lies between an agent's years, and between all agents; its pictures are drawn with the others."""
    for agent in dict.fromkeys(chapter.agent for chapter in chapters):
        shelves = tuple(shelf for (whose, _), shelf in sorted(work.shelves.items()) if whose == agent)
        between = Later(partial(life.exhibits, [shelf.chapter for shelf in shelves]))
        own = Later(partial(_plain_jobs, between))
        work.lives[agent] = Life(shelves, between, Drawings(own, work.studio))
        if any((chapter.agent, chapter.year) not in work.bound for chapter in chapters if chapter.agent == agent):
            jobs.update({f"{agent}/{name}": job for name, job in own.items()})
    pictures = Later(partial(teampages.exhibits, chapters))
    shared = Later(partial(_plain_jobs, pictures))
    work.together = teampages.Together(tuple(chapters), _team_year(work), pictures, Drawings(shared, work.studio))
    if len(work.bound) < len(chapters):
        jobs.update({f"team/{name}": job for name, job in shared.items()})


def _plain_jobs(shown: Mapping[str, Exhibit]) -> dict[str, Job]:
    return {name: Job("chart", each.spec, each.label) for name, each in shown.items()}


def _exhibits(chapter: Chapter) -> dict[str, Exhibit]:
    curves = {f"journey/{s.slug}": e for s in chapter.stories if (e := exhibits.journey(s))}
    return {**exhibits.of_chapter(chapter), **curves}


def _all_jobs(work: Assembly, chapter: Chapter, shown: Mapping[str, Exhibit]) -> dict[str, Job]:
    return _jobs(chapter, shown) | _pictures(work, chapter)


def _digests(work: Assembly, masked: Sequence[Masked], chapters: Sequence[Chapter]) -> dict[tuple[str, int], str]:
    """What stands for all that a chapter's pages rest on."""
    settings = work.root / "mkdocs.yml"
    work.ground = shared = key(
        work.craft, work.gate.allow, "\n".join(work.written.team_document.lines), _word_lists(work), work.site_url,
        settings.read_bytes() if settings.is_file() else b"", [version(name) for name in _RENDERERS],
    )  # fmt: skip
    texts = {each.identity: key(*_text(each.manuscript)) for each in masked}
    return {
        (each.agent, each.year): key(
            shared, texts[each.agent, each.year], texts.get((each.agent, each.year - 1), ""),
            each.years, each.log, each.middle,
        )
        for each in chapters
    }  # fmt: skip


def _chapters(
    work: Assembly, masked: Sequence[Masked], annuals: Mapping[tuple[str, int], tuple[Annual, Given]],
    read: logs.LogReading,
) -> list[Chapter]:  # fmt: skip
    """Everybody's chapters, each with the middle half of its own year."""
    word_lists = _word_lists(work)
    made = [_chapter(work, each, annuals, read, word_lists) for each in masked]
    years = sorted({each.year for each in made})
    work.middles = {year: team.middles(each for each in made if each.year == year) for year in years}
    shown = {**work.middles, **work.held}
    return [replace(each, middle=shown[each.year]) for each in made]


def _team_year(work: Assembly) -> int:
    """The year that the team's pages open with: its own, else the latest that anybody wrote."""
    return work.written.team.year or max((year for _, year in work.shelves), default=0)


def _pictures(work: Assembly, chapter: Chapter) -> dict[str, Job]:
    """The pictures that leave the site: a card for the chronicle and for each case, and the poster."""
    url = f"{work.site_url.rstrip('/')}/{chapter.uri}/" if work.site_url else ""
    jobs = {"card": Job("card", cards.of_chapter(chapter, blocks.whose(chapter.record)), "")}
    jobs["poster"] = Job("poster", poster.of_chapter(chapter, url), "")
    return jobs | {f"card/{story.slug}": Job("card", cards.of_story(chapter, story), "") for story in chapter.stories}


def _jobs(chapter: Chapter, shown: Mapping[str, Exhibit]) -> dict[str, Job]:
    jobs = {name: Job("tags" if name == "tags" else "chart", each.spec, each.label) for name, each in shown.items()}
    for story in chapter.stories:
        if len(story.case.journey) > 1:
            jobs[f"spark/{story.slug}"] = Job("curve", tuple(step.mood for step in story.case.journey), "")
    jobs["spark"] = _spark(chapter)
    return jobs


def _spark(chapter: Chapter) -> Job:
    return Job("spark", chapter.monthly_contacts, "")


def _chapter(
    work: Assembly, each: Masked, annuals: Mapping[tuple[str, int], tuple[Annual, Given]], read: logs.LogReading,
    word_lists: WordLists,
) -> Chapter:  # fmt: skip
    agent, year = _id(each)
    annual, given = annuals[agent, year]
    return Chapter(
        agent=agent,
        year=year,
        record=_with_issues(each.record, read.agents.get((agent, year))),
        annual=annual,
        stories=each.stories,
        team=work.written.team,
        path=each.manuscript.document.path,
        sources=given.sources,
        years=tuple(sorted(y for a, y in annuals if a == agent)),
        words=_words(work.store, each, word_lists),
        log=read.agents.get((agent, year)),
    )


def _with_issues(record: Year, log: AgentLog | None) -> Year:
    """Contact reasons from the log where the file gives none."""
    return record.model_copy(update={"issues": log.issues}) if log and log.issues and not record.issues else record


# --- words --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WordLists:
    """The lists that a team edits: words to leave out of the cloud, and words that mark a tag as blame."""

    stop: str
    blame: str


def _word_lists(work: Assembly) -> WordLists:
    return WordLists(_list(work.root, "stopwords.txt"), _list(work.root, "blame.txt"))


def _list(root: Path, name: str) -> str:
    path = root / "data" / name
    return path.read_text("utf-8-sig", "replace") if path.is_file() else ""


def _words(store: Cache, each: Masked, lists: WordLists) -> tuple[Word, ...]:
    """The cloud's words; cutting text needs jieba, so that they are kept."""
    texts = tuple(placing.prose(story.body) for story in each.stories)
    own = _own_vocabulary(each)
    name = key("words", 1, each.record.tags, each.record.quotes, texts, own, lists)
    known = store.get(name)
    if known is not None:
        return tuple(Word(*word) for word in json.loads(known))
    from . import cloud

    found = cloud.words(each.record.tags, each.record.quotes, texts, own, lists.stop, lists.blame)
    kept = [(word.text, word.count, word.tone) for word in found]
    store.put(name, json.dumps(kept, ensure_ascii=False).encode())
    return found


_WORD = re.compile(r"[\u4e00-\u9fff]{2,12}")


def _own_vocabulary(each: Masked) -> tuple[str, ...]:
    """The words that this agent's data coins: they are never cut apart."""
    record, cases = each.record, [story.case for story in each.stories]
    coined = [*record.tags, *(c.title for c in record.crystals), *(c.title for c in record.campaigns)]
    coined += [case.principle.name for case in cases if case.principle]
    coined += [tag for case in cases for tag in case.tags] + [each.skill for each in record.growth]
    coined += [event.title for event in record.events] + [issue.name for issue in record.issues]
    return tuple(sorted({word for word in coined if _WORD.fullmatch(word)}))


def _vocabulary(masked: Sequence[Masked]) -> tuple[str, ...]:
    return tuple(sorted({word for each in masked for word in _own_vocabulary(each)}))


def is_linked(root: Path, path: Path) -> bool:
    """Whether a file below ``root`` is reached through a symbolic link, which could show any file of the machine."""
    return any(is_link(part) for part in (path, *path.parents) if part.is_relative_to(root) and part != root)


_TITLE = re.compile(r"(?m)^# +(.*)$")


def frame(root: Path, found: Site, uris: Iterable[str]) -> str:
    """What every page rests on beside its own digest: settings, templates, styles, the list of files, the words of the
    search, and the titles that stand in the navigation of all."""
    folders = (root / "hooks" / "theme", root / "docs" / "assets")
    files = [root / "mkdocs.yml", *sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())]
    free = [page for page in found.pages.values() if page.kind in ("home", "page")]
    titles = [[page.uri, page.meta.get("title"), _TITLE.findall(page.placed.markdown)[:1]] for page in free]
    return key("frame", craft(), [path.read_bytes() for path in files], sorted(uris), found.vocabulary, titles)


# --- pages --------------------------------------------------------------------------------------------------------


def _compose(work: Assembly, masked: Sequence[Masked], docs: Sequence[str]) -> list[Page]:
    home = _home(work)
    made: list[Page] = []
    for each in masked:
        shelf, digest = work.shelves[_id(each)], work.digests[_id(each)]
        if _id(each) in work.bound:
            made += work.bound[_id(each)]
            continue
        own = [_chronicle(work, each, shelf, home)]
        own += [pages.case(shelf, s, work.shelves, home, each.body_lines[s.slug]) for s in shelf.chapter.stories]
        made += own if any(slides.unknown(shelf)) else work.bindery.bind(digest, own)
    made += [page for agent in work.lives for page in _bound(work, agent, partial(_life_pages, work, agent))]
    made += _bound(work, "", partial(teampages.pages, work.together))
    return [*made, *(_free(work, uri, home) for uri in docs)]


def _life_pages(work: Assembly, agent: str) -> list[Page]:
    return [pages.life(work.lives[agent])]


def _bound(work: Assembly, agent: str, make: Callable[[], list[Page]]) -> list[Page]:
    """Pages over several chapters (an agent's, or everyone's), by the digests of them all."""
    digest = _joint(work, agent)
    return work.bindery.pages(digest) or work.bindery.bind(digest, make())


def _joint(work: Assembly, agent: str = "") -> str:
    over = [(list(identity), digest) for identity, digest in work.digests.items() if agent in ("", identity[0])]
    return key("joint", agent, over, work.craft)


def _chronicle(work: Assembly, each: Masked, shelf: Shelf, home: pages.Home) -> Page:
    index = each.manuscript.index
    if index is None:
        return pages.chronicle(shelf, work.shelves, home, None, each.manuscript.document.path, 1)
    own, found = masking.mask_text(index.body, index.path, index.body_line, work.gate)
    work.warnings += found
    return pages.chronicle(shelf, work.shelves, home, own, index.path, index.body_line)


def _free(work: Assembly, uri: str, home: pages.Home) -> Page:
    document = library.read_page(work.root, f"docs/{uri}")
    work.problems += document.problems
    body, found = masking.mask_text(document.body, document.path, document.body_line, work.gate)
    work.warnings += found
    meta = {key: work.gate.mask(value)[0] if isinstance(value, str) else value for key, value in document.data.items()}
    own = _example(work, examples.read(document.path, body, document.body_line, work.written.team))
    made = pages.free(uri, body, meta, document.path, document.body_line, work.shelves, home, own)
    rests_on = _joint(work) if made.placed.names else ""
    return replace(made, digest=key("free", body, meta, rests_on, work.ground))


def _example(work: Assembly, manuscript: library.Chapter | None) -> Shelf | None:
    """The blocks of the year that a page carries itself: of no person, and known to that page only."""
    work.problems += manuscript.problems if manuscript else ()
    if manuscript is None or manuscript.record is None:
        return None
    masked, read = _masked(manuscript, work), logs.LogReading()
    chapter = _chapter(work, masked, _annuals([masked], work.written.team, read), read, _word_lists(work))
    shown = Later(partial(_exhibits, chapter))
    return Shelf(chapter, shown, Drawings(Later(partial(_jobs, chapter, shown)), work.studio))


def _extras(work: Assembly) -> dict[str, Extra]:
    """The files beside the pages, each kept by its chapter's digest."""
    made: dict[str, Extra] = {}
    for identity, shelf in work.shelves.items():
        for uri, make in _beside(work, shelf).items():
            made[uri] = partial(work.bindery.kept, key("file", work.digests[identity], uri), make)
        made[f"{shelf.chapter.uri}/chronicle.html"] = partial(_one_file, work, shelf.chapter, work.digests[identity])
    return made


def _beside(work: Assembly, shelf: Shelf) -> dict[str, Extra]:
    chapter, folder = shelf.chapter, shelf.chapter.uri
    pictures = {f"{folder}/card.png": "card", f"{folder}/poster.png": "poster"}
    pictures |= {f"{folder}/{story.slug}/card.png": f"card/{story.slug}" for story in chapter.stories}
    made: dict[str, Extra] = {uri: partial(_picture, shelf, name) for uri, name in pictures.items()}
    if chapter.stories:
        made[f"{folder}/stories.js"] = partial(onefile.stories, chapter, work.finished)
    return {slides.uri(shelf): partial(slides.page, shelf), **made}


def _one_file(work: Assembly, chapter: Chapter, digest: str) -> bytes:
    """A chronicle in one file: it rests on its chapter, on the styles of the site and on the pictures it shows."""
    finished = work.finished
    name = key("one", digest, finished.look, onefile.pictures(chapter, finished))
    return work.bindery.kept(name, partial(onefile.page, chapter, finished, work.site_url))


def _picture(shelf: Shelf, name: str) -> bytes:
    return png(shelf.drawings[name])


def _unshown(work: Assembly, masked: Sequence[Masked]) -> Iterator[Problem]:
    """Slides that were asked for and do not exist, each at its line; what is bound was found to have none."""
    for each in (each for each in masked if each.identity not in work.bound):
        for index, message, mend in slides.unknown(work.shelves[_id(each)]):
            yield each.manuscript.document.problem(("present", index, "block"), message, mend)


def _home(work: Assembly) -> pages.Home:
    """The team's roll, for whichever page asks for it."""

    def render(at: str) -> str:
        unread = [f"agents/{each.agent}/{each.year}" for each in _unread(work.written)]
        kept = work.bindery.kept(key("home", _joint(work), at), lambda: roll(at).encode())
        return kept.decode() + blocks.unread(unread, at)

    def roll(at: str) -> str:
        year = _team_year(work)
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
        cards.append(Card(shelf.chapter, work.studio.drawn(_spark(shelf.chapter))[0], others))
    return cards


def _unread(written: library.Library) -> list[library.Chapter]:
    """The years whose file cannot be read as it is."""
    return [each for each in written.years if each.record is None]


def _ailing(problems: Iterable[Problem], written: library.Library) -> dict[str, Page]:
    """The pages that show problems in place of their content; what concerns no single page stands on the home page.

    The stories of a year that cannot be read show what is wrong with the year.
    """
    concerned: dict[str, list[Problem]] = {}
    for problem in problems:
        concerned.setdefault(_concerned(problem.path), []).append(problem)
    for each in _unread(written):
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
