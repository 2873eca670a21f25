"""The folders ``data`` and ``docs/agents`` -> everything that people wrote, read, validated and cross-checked."""

from __future__ import annotations

import datetime as dt
import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from ..errors import ChronicleError, Problem
from ..reading.document import Document, Loc, broken, parse_story, parse_yaml
from ..reading.spreadsheet import parse_csv
from ..reading.text import Text, decode, is_link, printable, read, relative
from . import crosschecks
from .model import BUILT_IN, Case, Metric, Record, Team, Year
from .validation import validate

TEAM = "data/team.yml"
PEOPLE = "data/agents"
STORIES = "docs/agents"

_AGENT = re.compile(r"[a-z0-9][a-z0-9-]*")
_YEAR = re.compile(r"[0-9]{4}")
_SLUG = re.compile(r"[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff_-]{0,79}")
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})
_RESERVED = frozenset(
    {"readme", "present", "con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}
)
_KEEP = "不用的放进名字以 _ 开头的文件夹，或者删掉"


@dataclass(frozen=True)
class StoryFile:
    """``docs/agents/<agent>/<year>/<slug>.md``; ``record`` is None where its front matter is wrong."""

    slug: str
    document: Document
    record: Case | None
    problems: tuple[Problem, ...] = ()

    @property
    def body(self) -> str:
        """The Markdown below the front matter."""
        return self.document.body


@dataclass(frozen=True)
class Manuscript:
    """One agent's year as it was written.

    ``document`` and ``record`` are the YAML (no record where it is wrong), ``metrics_document`` the CSV where that
    gave the metrics, ``cases`` the stories by date and slug, ``index`` the agent's own ``index.md``. ``problems``
    are those of the YAML, the CSV and the index; a story has its own.
    """

    agent: str
    year: int
    document: Document
    record: Year | None
    metrics_document: Document | None = None
    cases: tuple[StoryFile, ...] = ()
    index: Document | None = None
    problems: tuple[Problem, ...] = ()

    def source(self, loc: Loc) -> tuple[str, int]:
        """Path and line of what stands at ``loc``: its key's line where it has one; in the CSV for its metrics."""
        table = self.metrics_document if loc[:1] == ("metrics",) else None
        document = table or self.document
        return document.path, document.key_where(loc)[0]


@dataclass(frozen=True)
class Library:
    """The team and all chapters, by agent and year; ``problems`` holds every problem of every file, sorted."""

    team: Team
    team_document: Document
    years: tuple[Manuscript, ...]
    problems: tuple[Problem, ...] = ()


def load(root: Path) -> Library:
    """Everything below ``root`` that the chronicle is made of. Never raises for what people wrote.

    A file whose bytes have not changed since the last call is neither parsed nor validated again.
    """
    shelf = _Shelf(root)
    team_document, team, catalogue = _team(shelf)
    found = _Found()
    _find_people(shelf, found)
    _find_stories(shelf, found)
    with uncollected():
        years = tuple(_chapter(shelf, found, key, team, catalogue) for key in sorted(found.years))
    told = [*shelf.problems, *team_document.problems, *(p for each in years for p in _all_problems(each))]
    return Library(team, team_document, years, tuple(sorted(set(told))))


def forget() -> None:
    """Let go of what was read; the next call of :func:`load` reads it again."""
    for known in (_parsed, _tabled, _validated):
        known.cache_clear()


def read_page(root: Path, path: str) -> Document:
    """A free page, such as ``docs/index.md``: its front matter, if it has one, and its Markdown."""
    return _Shelf(root).page(root / path)


@contextmanager
def uncollected() -> Iterator[None]:
    """Marks are many small objects that all live on; the collector walking them again and again takes a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _all_problems(agent_year: Manuscript) -> Iterator[Problem]:
    yield from agent_year.problems
    for story in agent_year.cases:
        yield from story.problems


# --- reading; pure functions of path and bytes, so that what has not changed is not read twice ---------------------


@lru_cache(maxsize=8192)
def _parsed(path: str, raw: bytes) -> Document:
    text = decode(path, raw)
    if text.lost:
        return broken(path, *text.problems)
    if path.endswith(".md"):
        return _with(parse_story(path, text.text, needed=path.startswith(STORIES) and not _is_index(path)), text)
    return _with(parse_yaml(path, text.text), text)


@lru_cache(maxsize=2048)
def _tabled(path: str, raw: bytes, labels: tuple[tuple[str, str], ...], year: int) -> Document:
    text = decode(path, raw)
    return broken(path, *text.problems) if text.lost else _with(parse_csv(path, text.text, dict(labels), year), text)


@lru_cache(maxsize=8192)
def _validated(
    path: str, raw: bytes, model: type[Record], table: tuple[str, bytes, tuple[tuple[str, str], ...], int] | None = None
) -> tuple[Record | None, tuple[Problem, ...]]:
    return validate(_parsed(path, raw), model, _tabled(*table) if table else None)


def _is_index(path: str) -> bool:
    return path.rsplit("/", 1)[-1] == "index.md"


def _with(document: Document, text: Text) -> Document:
    if not text.problems:
        return document
    return replace(document, problems=tuple(sorted({*document.problems, *text.problems})))


@dataclass
class _Shelf:
    """Reads below ``root`` and remembers what belongs to no page."""

    root: Path
    problems: list[Problem] = field(default_factory=list)

    def page(self, path: Path) -> Document:
        """The document of a YAML or Markdown file."""
        raw = self.raw(path)
        return _parsed(relative(self.root, path), raw) if isinstance(raw, bytes) else raw

    def raw(self, path: Path) -> bytes | Document:
        """The bytes of a file, or the broken document that says why there are none."""
        try:
            return read(self.root, path)
        except ChronicleError as error:
            return broken(relative(self.root, path), *error.problems)

    def odd(self, path: Path, message: str, mend: str) -> None:
        """A file or folder that should not be where it is."""
        self.problems.append(Problem(relative(self.root, path), 1, 1, printable(message), mend))

    def entries(self, folder: Path) -> list[Path]:
        """What lies in ``folder``, without drafts; two names that differ in case only are one file elsewhere."""
        try:
            paths = sorted(path for path in folder.iterdir() if path.name[0] not in "._")
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            self.odd(folder, f"文件夹打不开（{type(error).__name__}）", "检查这个文件夹的权限")
            return []
        seen: dict[str, Path] = {}
        for path in paths:
            other = seen.setdefault(path.name.casefold(), path)
            if other != path:
                self.odd(path, f"“{path.name}”与“{other.name}”只有大小写不同", "改名；在 Windows 上它们是同一个文件")
        return paths

    def folders(self, folder: Path, pattern: re.Pattern[str], mend: str) -> Iterator[Path]:
        """The folders in ``folder`` whose names fit; whatever else is there is odd."""
        for path in self.entries(folder):
            if is_link(path):
                self.odd(path, f"“{path.name}”是符号链接，不会被读取", "把真正的文件复制到这里")
            elif not path.is_dir():
                self.odd(path, f"这里只放文件夹，不放“{path.name}”", _KEEP)
            elif not pattern.fullmatch(path.name):
                self.odd(path, f"文件夹名“{path.name}”不能用", mend)
            else:
                yield path


# --- finding ------------------------------------------------------------------------------------------------------


@dataclass
class _Found:
    """Where the files of each agent's year are."""

    years: dict[tuple[str, int], Path] = field(default_factory=dict)
    tables: dict[tuple[str, int], Path] = field(default_factory=dict)
    stories: dict[tuple[str, int], list[Path]] = field(default_factory=dict)
    pages: dict[tuple[str, int], Path] = field(default_factory=dict)


_AGENT_MEND = "只用小写字母、数字和短横，如 linxia，姓名写在文件里的 name"


def _find_people(shelf: _Shelf, found: _Found) -> None:
    folder = shelf.root / PEOPLE
    if is_link(folder) or (folder.exists() and not folder.is_dir()):
        shelf.odd(folder, "data/agents 应该是一个普通的文件夹", "删掉它，建一个同名的文件夹")
        return
    for agent in shelf.folders(folder, _AGENT, _AGENT_MEND):
        for path in shelf.entries(agent):
            _find_year(shelf, found, agent.name, path)
    for key, path in found.tables.items():
        if key not in found.years:
            shelf.odd(path, f"只有表格，没有 {key[1]}.yml", f"在旁边建 {key[1]}.yml，至少写上“name: 姓名”")


def _find_year(shelf: _Shelf, found: _Found, agent: str, path: Path) -> None:
    places = {".yml": found.years, ".csv": found.tables}
    if path.is_dir() and not is_link(path):
        shelf.odd(path, f"这里只放 <年份>.yml 和 <年份>.csv，不放文件夹“{path.name}”", _KEEP)
    elif path.suffix in places and _YEAR.fullmatch(path.stem):
        places[path.suffix][agent, int(path.stem)] = path
    else:
        shelf.odd(path, f"文件名“{path.name}”不能用", _year_mend(path))


def _unhidden(name: str) -> str:
    """The mend for a name with one more ending than Windows shows."""
    return f"改名为“{name}”；看不到末尾的 .txt，就在资源管理器的“查看”里勾选“文件扩展名”"


def _year_mend(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix == ".txt" and path.stem.endswith((".yml", ".yaml")):
        return _unhidden(f"{path.stem.split('.')[0]}.yml")
    if suffix in (".yaml", ".yml", ".txt", ".json") and _YEAR.fullmatch(path.stem):
        return f"改名为“{path.stem}.yml”"
    if suffix in (".xlsx", ".xls", ".csv", ".et", ".numbers"):
        return "在表格软件里另存为 CSV，取名如“2025.csv”"
    return f"取名为四位年份加 .yml，如“2025.yml”；{_KEEP}"


def _find_stories(shelf: _Shelf, found: _Found) -> None:
    folder = shelf.root / STORIES
    if is_link(folder) or is_link(folder.parent):
        shelf.odd(folder, "docs/agents 是符号链接，不会被读取", "换成真正的文件夹")
        return
    for agent in shelf.folders(folder, _AGENT, _AGENT_MEND):
        for year in shelf.folders(agent, _YEAR, "文件夹名写四位年份，如 2025"):
            _find_in_year(shelf, found, (agent.name, int(year.name)), year)


def _find_in_year(shelf: _Shelf, found: _Found, key: tuple[str, int], folder: Path) -> None:
    entries = shelf.entries(folder)
    if entries and key not in found.years:
        mend = f"建 {PEOPLE}/{key[0]}/{key[1]}.yml，或检查文件夹名有没有写错"
        shelf.odd(folder, f"有故事，却没有 {key[0]} 的 {key[1]} 年数据", mend)
    for path in entries:
        if path.name == "index.md":
            found.pages[key] = path
        elif message := _odd_story(path):
            shelf.odd(path, *message)
        elif path.suffix == ".md":
            found.stories.setdefault(key, []).append(path)


def _odd_story(path: Path) -> tuple[str, str] | None:
    """What is wrong with the name of a file among the stories; pictures may lie beside them."""
    name = path.name
    if path.is_dir() and not is_link(path):
        return f"故事的文件夹里不放文件夹“{name}”", _KEEP
    if path.suffix.lower() in _PICTURES and not is_link(path):
        return None
    if name.lower().endswith(".md.txt"):
        return f"文件名“{name}”不能用", _unhidden(path.stem)
    if path.suffix != ".md":
        return f"不认识的文件“{name}”", f"故事存成 .md；{_KEEP}"
    if path.stem.lower() in {*_RESERVED, "index"}:
        return f"文件名“{name}”另有用处", "自己写的总页叫 index.md；故事换一个名字，如 midnight-bill.md"
    if not _SLUG.fullmatch(path.stem):
        return f"文件名“{name}”不能用", "只用字母、数字、汉字、- 和 _，不超过 80 个字，如 midnight-bill.md"
    return None


# --- assembling ---------------------------------------------------------------------------------------------------


def _team(shelf: _Shelf) -> tuple[Document, Team, Mapping[str, Metric] | None]:
    """The team's file, its record, and the catalogue; no catalogue where the file is wrong."""
    _odd_in_data(shelf)
    path = shelf.root / TEAM
    if not path.exists() and not is_link(path):
        return Document(TEAM), Team(), BUILT_IN
    raw = shelf.raw(path)
    if isinstance(raw, Document):
        return raw, Team(), None
    document = _parsed(TEAM, raw)
    record, problems = _validated(TEAM, raw, Team)
    team = record if isinstance(record, Team) else Team()
    found = {*document.problems, *problems, *(crosschecks.check_team(document, team) if record else ())}
    return replace(document, problems=tuple(sorted(found))), team, team.catalogue if record else None


def _odd_in_data(shelf: _Shelf) -> None:
    for path in shelf.entries(shelf.root / "data"):
        stem, name = path.stem.lower(), path.name.lower()
        if stem == "team" and path.name != "team.yml":
            shelf.odd(path, f"文件名“{path.name}”不能用", "改名为“team.yml”")
        elif name in ("agents", "agent") and path.name != "agents":
            shelf.odd(path, f"文件夹名“{path.name}”不能用", "改名为“agents”")


def _chapter(
    shelf: _Shelf, found: _Found, key: tuple[str, int], team: Team, catalogue: Mapping[str, Metric] | None
) -> Manuscript:
    agent, year = key
    raw = shelf.raw(found.years[key])
    stories = _stories(shelf, found.stories.get(key, ()), year)
    index = shelf.page(found.pages[key]) if key in found.pages else None
    told = index.problems if index else ()
    if isinstance(raw, Document):
        return Manuscript(agent, year, raw, None, None, stories, index, tuple(sorted({*raw.problems, *told})))
    document, table, record, problems = _year(shelf, found, key, raw, catalogue)
    if record:
        slugs = [story.slug for story in stories]
        unread = catalogue is None or (table is not None and bool(table.problems))  # it may be what gives the metrics
        covered = unread or crosschecks.covers(team, agent)
        problems += crosschecks.check_year(
            document, record, year=year, catalogue=catalogue, slugs=slugs, table=table, covered=covered
        )
    return Manuscript(agent, year, document, record, table, stories, index, tuple(sorted({*problems, *told})))


def _year(
    shelf: _Shelf, found: _Found, key: tuple[str, int], raw: bytes, catalogue: Mapping[str, Metric] | None
) -> tuple[Document, Document | None, Year | None, tuple[Problem, ...]]:
    """The YAML, and the CSV where the YAML has no metrics; the record of both, and what is wrong with them."""
    path = relative(shelf.root, found.years[key])
    document, csv = _parsed(path, raw), None
    table: Document | None = None
    if key in found.tables and document.data.get("metrics") is None:
        given = shelf.raw(found.tables[key])
        labels = tuple((name, metric.label) for name, metric in (catalogue or BUILT_IN).items())
        csv = None if isinstance(given, Document) else (relative(shelf.root, found.tables[key]), given, labels, key[1])
        table = given if isinstance(given, Document) else _tabled(*csv) if csv else None
    record, problems = _validated(path, raw, Year, csv)
    told = (*document.problems, *problems, *(table.problems if table else ()))
    return document, table, record if isinstance(record, Year) else None, told


def _stories(shelf: _Shelf, paths: Iterable[Path], year: int) -> tuple[StoryFile, ...]:
    stories = [_story(shelf, path, year) for path in paths]
    return tuple(sorted(stories, key=_by_date))


def _by_date(story: StoryFile) -> tuple[dt.date, str]:
    return story.record.date if story.record else dt.date.max, story.slug


def _story(shelf: _Shelf, path: Path, year: int) -> StoryFile:
    raw = shelf.raw(path)
    if isinstance(raw, Document):
        return StoryFile(path.stem, raw, None, raw.problems)
    name = relative(shelf.root, path)
    document = _parsed(name, raw)
    record, problems = _validated(name, raw, Case)
    case = record if isinstance(record, Case) else None
    found: Sequence[Problem] = crosschecks.check_case(document, case, year) if case else ()
    return StoryFile(path.stem, document, case, tuple(sorted({*document.problems, *problems, *found})))
