"""The folders ``data`` and ``docs/agents`` -> everything that people wrote, read, validated and cross-checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import unquote

from ..cache import Memo
from ..errors import COMMAND, ChronicleError, Problem
from ..reading.document import Document, Loc, broken, parse_story, parse_yaml
from ..reading.sheets import WORKBOOK_LIMIT, Sheets, Worksheet, read_sheets
from ..reading.slips import clip
from ..reading.text import LIMIT, crowded, decode, is_for_windows, is_link, is_passed_over, printable, read, relative
from ..reading.values import narrow
from . import crosschecks, monthly, tables
from .metric_names import team_keys, with_keys
from .model import BUILT_IN, Case, Metric, Team, Year
from .promises import check_last_year
from .template import STORY, YEAR, examples_of, find_examples, find_left_over, words_of
from .validation import Tables, legible, nearest_key, table_of, validate

SHARED = ("metrics.xlsx", "metrics.csv")
_REASONS = "来电原因"

AGENT = re.compile(r"[a-z0-9][a-z0-9-]*")
#: An agent and a year.
Key = tuple[str, int]
Item = TypeVar("Item")

_YEAR = re.compile(r"[1-9][0-9]{3}")
_SLUG = re.compile(r"[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff_-]{0,79}")
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})
_UNSEEN_PICTURES = frozenset({".heic", ".heif", ".bmp", ".tif", ".tiff", ".psd", ".jfif", ".raw", ".dng"})
_TABLE = re.compile(r"([1-9][0-9]{3})(?:\.(?:指标|标签|来电原因))?\.(?:csv|xlsx)")
_MATTERS = {"指标": "metrics", "标签": "tags", "来电原因": "issues"}
#: The matter that a table holds by a word in its name.
_NAMED = {"指标": "指标|metric", "标签": "标签|评价|tag", _REASONS: "原因|issue|reason"}
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(<?([^\n]+?\.[A-Za-z]{3,5})>?(?:\s+\"[^\n]*\")?\)")
_TABLES = frozenset({".xlsx", ".xls", ".csv", ".et", ".numbers", ".xlsm", ".ods"})
_KEEP = "不用的放进名字以 _ 开头的文件夹，或者删掉"
#: Where a file belongs that lies a folder too high.
_PLACES = {".yml": "放进各人的文件夹，如 linxia/2025.yml", ".md": "放进各人各年的文件夹，如 linxia/2025/"}


@dataclass(frozen=True)
class Folders:
    """Where a project's files lie, as folders below its root: people's own, or the sample's while nobody is there."""

    data: str = "data"
    docs: str = "docs"

    @property
    def people(self) -> str:
        """The folder of everybody's data."""
        return f"{self.data}/agents"

    @property
    def stories(self) -> str:
        """The folder of everybody's stories."""
        return f"{self.docs}/agents"

    @property
    def team(self) -> str:
        """The team's file."""
        return f"{self.data}/team.yml"


OWN, SAMPLE = Folders(), Folders("data/_sample", "docs/_sample")


def folders_of(root: Path) -> Folders:
    """The sample is shown exactly as long as ``data/agents`` holds nobody."""
    own = root / OWN.people
    nobody = not own.exists() or (own.is_dir() and all(is_passed_over(path.name) for path in own.iterdir()))
    return SAMPLE if nobody and (root / SAMPLE.people).is_dir() else OWN


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


def story_of(slug: str, document: Document, year: int) -> StoryFile:
    """The story in a ``document`` that lies in the folder of a ``year``."""
    record, problems = validate(document, Case)
    readable = record or legible(document, Case)
    checked = crosschecks.check_case(document, readable, year) if readable else ()
    return StoryFile(slug, document, record, document.also(*problems, *checked).problems)


@dataclass(frozen=True)
class Manuscript:
    """One agent's year as it was written.

    ``document`` and ``record`` are the YAML (no record where it is wrong), ``tables`` the documents of what the YAML
    does not give itself, ``cases`` the stories by date and slug, ``index`` the agent's own ``index.md``. ``problems``
    are those of the YAML, the tables and the index; a story has its own.
    """

    agent: str
    year: int
    document: Document
    record: Year | None
    tables: Tables = field(default_factory=dict)
    cases: tuple[StoryFile, ...] = ()
    index: Document | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def documents(self) -> list[Document]:
        """Every file that the year was read from: the YAML, tables, the index, the stories."""
        tables = {id(table): table for table in self.tables.values()}.values()
        return [self.document, *tables, *([self.index] if self.index else []), *(case.document for case in self.cases)]

    @property
    def places(self) -> Mapping[str, str]:
        """The PATH:LINE of every key of the year and of what stands right below it, such as ``metrics.contacts``."""
        places = dict(self.document.places)
        for loc, table in self.tables.items():
            above = ".".join(map(str, loc))
            places.update((name, at) for name, at in table.places.items() if f"{name}.".startswith(f"{above}."))
        return places

    def source(self, loc: Loc) -> tuple[str, int]:
        """Path and line of what stands at ``loc``: its key's line where it has one; in a table for what that gave."""
        document = table_of(self.tables, loc) or self.document
        return document.path, document.key_where(loc)[0]


class Absent(NamedTuple):
    """A person and year that the team's table holds and no file does: ``agent`` is empty where the person has no
    folder, ``year`` 0 where the table tells none."""

    name: str
    agent: str
    year: int


@dataclass(frozen=True)
class Project:
    """The team and all manuscripts, by agent and year.

    ``problems`` holds every problem of every file, sorted; ``warnings`` what is read but stands in two places with two
    numbers; ``notes`` what was passed over in tables, and who is in them and has no file: ``absent``. ``has_metrics``:
    whether the metrics in the team's file could be read.
    """

    team: Team
    team_document: Document
    years: tuple[Manuscript, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    folders: Folders = OWN
    absent: tuple[Absent, ...] = ()
    has_metrics: bool = True


def load(root: Path, memo: Memo | None = None, folders: Folders | None = None) -> Project:
    """Everything below ``root`` that the chronicle is made of. Never raises for what people wrote.

    ``memo``: what earlier calls read; a file whose bytes have not changed is neither parsed nor validated again.
    ``folders``: where to read; absent, people's own, or the sample's while nobody is there.
    """
    reader = _Reader(root, memo or Memo(), folders or folders_of(root))
    if reader.folders is SAMPLE:
        unseen = (root / OWN.data / name for name in ("team.yml", *SHARED))
        for path in [path for path in unseen if path.exists()][:1]:
            message = "还没有人有自己的文件，显示的是示例，这个文件用不上"
            reader.tell(reader.warnings, path, message, f"运行 {COMMAND} new，它照表或照姓名建好")
    team_document, team, catalogue = _team(reader)
    known = catalogue or BUILT_IN
    beside = _find_people(reader)
    stories = _find_stories(reader, beside)
    documents: dict[Key, Document] = {}
    for agent, year in beside:
        typed = reader.document(root / reader.folders.people / agent / f"{year}.yml")
        renamed = partial(with_keys, typed, known)
        documents[agent, year] = reader.memo.recall(f"{typed.path} keys", (typed, known), renamed)
    shared, reasons = _everybody(reader, documents, team, known)
    years: dict[Key, Manuscript] = {}
    for key, document in documents.items():
        own = _own_tables(reader, beside[key], key, document, reasons.get(key), known)
        metrics = [table for table in (own.pop("metrics", None), shared.get(key)) if table]
        last = years.get((key[0], key[1] - 1))
        years[key] = _manuscript(reader, key, document, metrics, own, stories.get(key, []), team, catalogue, last)
    problems = {*reader.problems, *team_document.problems}
    for manuscript in years.values():
        problems.update(manuscript.problems, *(story.problems for story in manuscript.cases))
    warnings, notes = tuple(sorted(reader.warnings)), tuple(dict.fromkeys(reader.notes))
    told = tuple(sorted(problems))
    return Project(
        team, team_document, tuple(years.values()), told, warnings, notes, reader.folders, tuple(reader.absent),
        catalogue is not None,
    )  # fmt: skip


def read_team(root: Path, folders: Folders | None = None) -> Team:
    """The team's record, without what is wrong there. ``folders`` as for :func:`load`."""
    return _team(_Reader(root, Memo(), folders or folders_of(root)))[1]


def read_page(root: Path, path: str) -> Document:
    """A free page, such as ``docs/index.md``: its front matter, if it has one, and its Markdown."""
    return _Reader(root, Memo(), OWN).document(root / path)


# --- reading ------------------------------------------------------------------------------------------------------


def _parse(path: str, raw: bytes, parse: Callable[[str, str], Document]) -> Document:
    """The document of a file's bytes, with the problems of its characters."""
    text = decode(path, raw)
    if text.lost:
        return broken(path, *text.problems)
    if problem := crowded(path, text.text):
        return broken(path, problem)
    return parse(path, text.text).also(*text.problems)


@dataclass
class _Reader:
    """Reads below ``root``; ``problems`` are those that belong to no page."""

    root: Path
    memo: Memo
    folders: Folders
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)

    def document(self, path: Path) -> Document:
        """The document of a YAML or Markdown file; a broken one says why it cannot be read."""
        name = relative(self.root, path)
        try:
            raw = read(self.root, path)
        except ChronicleError as error:
            return broken(name, *error.problems)
        parse: Callable[[str, str], Document] = parse_yaml
        if path.suffix == ".md":
            parse = partial(parse_story, needed=name.startswith(self.folders.stories) and path.name != "index.md")
        return self.memo.recall(name, raw, lambda: _parse(name, raw, parse))

    def sheets(self, path: Path) -> Sheets:
        """The sheets of a table; its problems say why it cannot be read."""
        name = relative(self.root, path)
        try:
            raw = read(self.root, path, WORKBOOK_LIMIT if path.suffix == ".xlsx" else LIMIT)
        except ChronicleError as error:
            return Sheets(name, problems=error.problems)
        return self.memo.recall(name, raw, lambda: read_sheets(name, raw))

    def tell(self, told: list[Problem], path: Path, message: str, mend: str, line: int = 1) -> None:
        """Adds to what is ``told`` (problems, warnings or notes) something about a file or folder as a whole."""
        told.append(Problem(relative(self.root, path), line, 1, printable(message), mend))

    def odd(self, path: Path, message: str, mend: str) -> None:
        """A file or folder that should not be where it is."""
        self.tell(self.problems, path, message, mend)

    def passed_over(self, table: str, workbook: str) -> None:
        """A warning about a ``table`` beside the ``workbook``, or other table, that is read in its place; as paths."""
        names = "和".join(f"“{path.rsplit('/')[-1]}”" for path in (table, workbook))
        which = "工作簿" if workbook.endswith(".xlsx") else "后一个"
        self.warnings.append(Problem(table, 1, 1, f"{names}写的是同一件事，只读{which}", "删掉一个"))

    def entries(self, folder: Path) -> list[Path]:
        """What lies in ``folder``, without drafts; two names that differ in case only are one file elsewhere."""
        try:
            paths = sorted(path for path in folder.iterdir() if not is_passed_over(path.name))
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

    def subfolders(self, folder: Path, pattern: re.Pattern[str], mend: str) -> Iterator[Path]:
        """The folders in ``folder`` whose names fit; whatever else is there is odd."""
        for path in self.entries(folder):
            if is_link(path):
                self.odd(path, f"“{path.name}”是符号链接，不会被读取", "把真正的文件复制到这里")
            elif not path.is_dir():
                self.odd(path, f"这里只放文件夹，不放“{path.name}”", _PLACES.get(path.suffix.lower(), _KEEP))
            elif not pattern.fullmatch(path.name):
                self.odd(path, f"文件夹名“{path.name}”不能用", mend)
            else:
                yield path


# --- finding ------------------------------------------------------------------------------------------------------


_AGENT_MEND = "只用小写字母、数字和短横，如 linxia，姓名写在文件里的 name"


def _find_people(reader: _Reader) -> dict[Key, list[Path]]:
    """Each agent's year that has a YAML, in their order, with the tables beside it."""
    folder = reader.root / reader.folders.people
    if is_link(folder) or (folder.exists() and not folder.is_dir()):
        reader.odd(folder, "data/agents 应该是一个普通的文件夹", "删掉它，建一个同名的文件夹")
        return {}
    written: set[Key] = set()
    found: dict[Key, list[Path]] = {}
    for agent in reader.subfolders(folder, AGENT, _AGENT_MEND):
        for path in reader.entries(agent):
            if path.is_dir() and not is_link(path):
                reader.odd(path, f"这里只放 <年份>.yml 和 <年份>.csv，不放文件夹“{path.name}”", _KEEP)
            elif path.suffix == ".yml" and _YEAR.fullmatch(path.stem):
                written.add((agent.name, int(path.stem)))
            elif named := _TABLE.fullmatch(path.name):
                found.setdefault((agent.name, int(named[1])), []).append(path)
            else:
                reader.odd(path, f"文件名“{path.name}”不能用", _year_mend(path))
    for key in found.keys() - written:
        mend = f"在旁边建 {key[1]}.yml，至少写上“name: 姓名”"
        reader.odd(found[key][0], f"只有表格，没有 {key[1]}.yml", mend)
    return {key: found.get(key, []) for key in sorted(written)}


def _rename(path: Path, meant: str) -> str:
    """The mend for a file that should be called ``meant``; Windows hides the ending that Notepad adds."""
    unseen = "；看不到末尾的 .txt，就在资源管理器的“查看”里勾选“文件扩展名”"
    return f"改名为“{meant}”{unseen if re.search(r'(?i)[.](ya?ml|md)[.]txt$', path.name) else ''}"


def _year_mend(path: Path) -> str:
    name, suffix = narrow(path.name), path.suffix.lower()
    year, is_table = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", name), suffix in _TABLES
    if is_table and (not year or suffix not in (".xlsx", ".csv")):
        return "在表格软件里另存为“Excel 工作簿（.xlsx）”，取名如“2025.xlsx”"
    if not year:
        return f"取名为四位年份加 .yml，如“2025.yml”；{_KEEP}"
    matters = [f".{title}" for title, word in _NAMED.items() if is_table and re.search(word, name.lower())]
    meant = f"{year[0]}{''.join(matters[:1])}{suffix if is_table else '.yml'}"
    if path.with_name(meant).exists() and path.name.lower() != meant:
        return f"“{meant}”已经有了；{_KEEP}"
    return _rename(path, meant)


def _find_stories(reader: _Reader, years: Collection[Key]) -> dict[Key, list[Path]]:
    """The stories of each agent's year and its ``index.md``; ``years`` are those that have a YAML."""
    folder = reader.root / reader.folders.stories
    if is_link(folder) or is_link(folder.parent):
        reader.odd(folder, "docs/agents 是符号链接，不会被读取", "换成真正的文件夹")
        return {}
    found: dict[Key, list[Path]] = {}
    for agent in reader.subfolders(folder, AGENT, _AGENT_MEND):
        for year in reader.subfolders(agent, _YEAR, "文件夹名写四位年份，如 2025"):
            key, entries = (agent.name, int(year.name)), reader.entries(year)
            if entries and key not in years:
                mend = f"建 {reader.folders.people}/{key[0]}/{key[1]}.yml，或检查文件夹名有没有写错"
                reader.odd(year, f"有故事，却没有 {key[0]} 的 {key[1]} 年数据", mend)
            for path in entries:
                if path.name != "index.md" and (message := _odd_story(path)):
                    reader.odd(path, *message)
                elif path.suffix == ".md":
                    found.setdefault(key, []).append(path)
    return found


def _odd_story(path: Path) -> tuple[str, str] | None:
    """What is wrong with the name of a file among the stories; pictures may lie beside them."""
    name = path.name
    if path.is_dir() and not is_link(path):
        return f"故事的文件夹里不放文件夹“{name}”", _KEEP
    if path.suffix.lower() in _PICTURES and not is_link(path):
        return None
    if path.suffix.lower() in _UNSEEN_PICTURES:
        mend = "用看图软件或“画图”打开，另存为 JPEG 或 PNG；苹果手机在“设置、相机、格式”里选“兼容性最佳”，以后拍的就是"
        return f"网页显示不了“{name}”这种图片", mend
    if path.suffix != ".md" and path.suffix.lower() in (".md", ".markdown", ".mdown", ".txt"):
        return f"文件名“{name}”不能用", _rename(path, re.sub("(?i)[.]md$", "", path.stem) + ".md")
    if path.suffix != ".md":
        is_typed = path.suffix.lower() in (".doc", ".docx", ".wps")
        pasted = "打开它，把文字贴进一个新的 .md 文件" if is_typed else "故事存成 .md"
        return f"不认识的文件“{name}”", f"{pasted}；{_KEEP}"
    if not _SLUG.fullmatch(path.stem):
        plain = re.sub(r"[\W_]+", "-", path.stem)[:80].strip("-") or "midnight-bill"
        return f"文件名“{name}”不能用", f"改名为“{plain}.md”；只用字母、数字、汉字、- 和 _，不超过 80 个字"
    if path.stem.lower() in ("index", "onepage", "present", "readme") or not is_for_windows(name):
        return f"文件名“{name}”另有用处", "自己写的总页叫 index.md；故事换一个名字，如 midnight-bill.md"
    return None


# --- putting together ---------------------------------------------------------------------------------------------


def _team(reader: _Reader) -> tuple[Document, Team, Mapping[str, Metric] | None]:
    """The team's file, its record without what is wrong there, and the catalogue; none where metrics are wrong."""
    for path in reader.entries(reader.root / reader.folders.data):
        if re.fullmatch(r"team(\.ya?ml)?\.(ya?ml|txt|json)", path.name.lower()) and path.name != "team.yml":
            reader.odd(path, f"文件名“{path.name}”不能用", _rename(path, "team.yml"))
        elif path.suffix.lower() in (".yml", ".yaml") and path.name != "team.yml":
            mend = "团队的写在 data/team.yml，各人的放进 data/agents/<拼音>/"
            reader.tell(reader.notes, path, "这个文件没有用上", mend)
        elif path.name.lower() in ("agents", "agent") and path.name != "agents":
            reader.odd(path, f"文件夹名“{path.name}”不能用", "改名为“agents”")
    path = reader.root / reader.folders.team
    if not path.exists() and not is_link(path):
        return Document(reader.folders.team), Team(), BUILT_IN
    document = team_keys(reader.document(path))
    record, problems = reader.memo.recall(f"{document.path} Team", document, lambda: validate(document, Team))
    team = record or legible(document, Team, depth=3) or Team()
    # else targets and people's files may be of metrics that could not be read
    meant = [key for key in document.data if nearest_key(key, (*Team.model_fields,)) == "metrics"]
    typed = document.data.get("metrics") or ()
    whole = record or (meant in ([], ["metrics"]) and len(team.metrics) == len(typed) and not document.broken)
    checked = crosschecks.check_team(document, team) if whole else ()
    reader.warnings += crosschecks.doubt_weights(document, record or Team())
    catalogue = reader.memo.recall("catalogue", team, lambda: team.catalogue)
    return document.also(*problems, *checked), team, catalogue if whole else None


def _shared_table(reader: _Reader, team: Team) -> Path | None:
    """Everybody's table, where there is one; other tables beside it are named."""
    readable: list[Path] = []
    for path in reader.entries(reader.root / reader.folders.data):
        name = path.name.lower()
        logged = any(fnmatch(path.name, pattern.removeprefix("data/")) for log in team.logs for pattern in log.files)
        if path.name in SHARED:
            readable.append(path)
        elif re.fullmatch(r"metrics(\.xlsx|\.csv)?\.\w+", name):
            meant = next((f"改名为“{shared}”" for shared in SHARED if name.startswith(shared)), "")
            mend = meant or "在表格软件里另存为“Excel 工作簿（.xlsx）”，取名“metrics.xlsx”"
            reader.odd(path, f"文件名“{path.name}”不能用", mend)
        elif path.suffix.lower() in _TABLES and path.name != f"metrics.{_REASONS}.csv" and not logged:
            mend = "全队的指标取名 metrics.xlsx；话务记录放进 data/logs，写进 team.yml 的 logs"
            reader.tell(reader.notes, path, "这张表没有用上", mend)
    if len(readable) > 1:  # the workbook comes last by name
        reader.passed_over(*(relative(reader.root, path) for path in readable))
    return readable[-1] if readable else None


def _everybody(
    reader: _Reader, documents: Mapping[Key, Document], team: Team, catalogue: Mapping[str, Metric]
) -> tuple[dict[Key, Document], dict[Key, Sheets]]:
    """What the team's one table says of each agent's year, and its contact reasons: a sheet of it, or a file of their
    own."""
    path, usual = _shared_table(reader, team), team.year
    people = tuple(_agents_by_name(documents))
    facts: dict[Key, list[tables.Fact]] = {}
    table = tables.Table("")
    if path:
        sheets = reader.sheets(path)
        sheets = replace(sheets, sheets=tuple(sheet for sheet in sheets.sheets if sheet.name != _REASONS))
        read_all = partial(tables.read_metrics, sheets, catalogue, people=people)
        table = reader.memo.recall(f"{sheets.path} Table", (sheets, catalogue, people), read_all)
        reader.problems += table.problems
        reader.notes += table.notes
        usual = usual or _only_year(fact.year for fact in table.facts)
        rows = [_Row(fact.person, table.names[fact.person], fact.year, fact.cell.line) for fact in table.facts]
        facts = _by_owner(reader, path, documents, usual, zip(rows, table.facts, strict=True), reader.problems)
    shared = {key: tables.document_of(table, theirs, catalogue) for key, theirs in facts.items()}
    folder = reader.root / reader.folders.data
    path, book = folder / f"metrics.{_REASONS}.csv", folder / "metrics.xlsx"
    if not path.exists() and not book.exists():
        return shared, {}
    sheets = reader.sheets(path if path.exists() else book)
    if not path.exists():
        path, own = book, tuple(sheet for sheet in sheets.sheets if sheet.name == _REASONS)
        sheets = replace(sheets, sheets=own, problems=())
    reader.problems += sheets.problems
    parts = tables.by_person(sheets, people)
    if not parts and (filled := [sheet.rows[0][0] for sheet in sheets.sheets if sheet.rows]):
        mend = "表头写“姓名,名称,类别,优先级,数量”，一人一个原因一行"
        reader.notes.append(filled[0].problem(sheets.path, "看不出是谁的来电原因，没有读", mend))
    rows = [
        _Row(name, name, int(year) if year.isdecimal() else None, part.sheets[0].rows[-1][0].line)
        for (name, year), part in parts.items()
    ]
    usual = usual or _only_year(row.year for row in rows)
    reasons = _by_owner(reader, path, documents, usual, zip(rows, parts.values(), strict=True), reader.notes)
    for part, *more in reasons.values():
        if more:
            line, mend = more[0].sheets[0].rows[-1][0].line, "每一行都写上年份"
            message = "同一个人的来电原因，有的行写了年份，有的没写"
            reader.problems.append(Problem(part.path, line, 1, message, mend))
    return shared, {key: parts[0] for key, parts in reasons.items()}


class _Row(NamedTuple):
    """Whose a row of everybody's table is, as it is looked up and as it was typed; of which year, and where."""

    name: str
    typed: str
    year: int | None
    line: int


def _by_owner(
    reader: _Reader, path: Path, documents: Mapping[Key, Document], usual: int | None,
    rows: Iterable[tuple[_Row, Item]], told: list[Problem],
) -> dict[Key, list[Item]]:  # fmt: skip
    """The ``rows`` of everybody's table by agent and year. A row without a year belongs to the ``usual`` one, else to
    the agent's last. Names without a file, and names that several people have, are each told once; where no row has
    an owner, that is added to ``told``."""
    agents, table = _agents_by_name(documents), relative(reader.root, path)
    found: dict[Key, list[Item]] = {}
    absent: dict[Absent, int] = {}  # each with the line where it stands first
    namesakes: dict[str, Problem] = {}
    for row, item in rows:
        named = agents.get(row.name, set())
        agent = next(iter(named), "")
        last = max((year for who, year in documents if who == agent or not agent), default=0)
        key = agent, row.year or usual or last
        if len(named) > 1:
            mend = f"姓名这里改写文件夹名：{'、'.join(sorted(named))}"
            namesakes.setdefault(row.name, Problem(table, row.line, 1, "有几个人都叫这个名字", mend))
        elif key in documents:
            found.setdefault(key, []).append(item)
        else:
            absent.setdefault(Absent(row.typed, *key), row.line)
    reader.problems += namesakes.values()
    reader.absent += absent
    files = [f"{reader.folders.people}/{a.agent or '<拼音>'}/{a.year or '<年份>'}.yml" for a in absent]
    mend = f"建 {'、'.join(dict.fromkeys(files))}，写上“name: 姓名”，或运行 {COMMAND} new 一次建好"
    if absent and not found and not namesakes:
        message, same = "这张表里一个有文件的人也没有", "姓名要与各人文件里的 name 相同"
        if any(person.agent for person in absent):
            message, same = "这张表里的人，那一年都没有文件", "姓名和年份要与各人的文件相同"
        reader.tell(told, path, message, f"{same}；还没有文件的，{mend}")
    elif absent:
        masked = dict.fromkeys(person.name[:1] + "＊" * (len(person.name) - 1) for person in absent)
        message = f"表里有，却还没有自己的文件：{'、'.join(masked)}"
        reader.tell(reader.notes, path, message, mend, next(iter(absent.values())))
    return found


def _only_year(told: Iterable[int | None]) -> int | None:
    """The year for places of a table that name none: the one that all others name; None where these differ."""
    years = set(filter(None, told))
    return years.pop() if len(years) == 1 else None


def _agents_by_name(documents: Mapping[Key, Document]) -> dict[str, set[str]]:
    """Every name that a table may use for a person -> the folders of those who are called so."""
    agents: dict[str, set[str]] = {}
    for (agent, _), document in documents.items():
        name = str(document.data.get("name") or agent)
        for called in (tables.plain(name), tables.person_of(name), agent):
            agents.setdefault(called, set()).add(agent)
    return agents


def _own_tables(
    reader: _Reader, paths: Sequence[Path], key: Key, document: Document, reasons: Sheets | None,
    catalogue: Mapping[str, Metric],
) -> dict[str, Document]:  # fmt: skip
    """What the tables beside a year's YAML give, by the key that it stands for: metrics, tags, issues; the latter also
    from everybody's ``reasons`` of theirs.
    """
    names = str(document.data.get("name") or key[0]), key[0]
    found: dict[str, Document] = {}
    for matter, (sheets, *others) in _matters(reader, paths, catalogue).items():
        for other in others:
            reader.passed_over(other.path, sheets.path)
        read_own = partial(_own_table, sheets, matter, names, key[1], catalogue)
        content = (sheets, catalogue, names)
        found[matter], notes = reader.memo.recall(f"{sheets.path} {matter}", content, read_own)
        reader.notes += notes
    if reasons and "issues" in found:
        message = f"{key[0]} 的来电原因 {found['issues'].path} 也写了，算那里的"
        reader.warnings.append(Problem(reasons.path, reasons.sheets[0].rows[-1][0].line, 1, message, "删掉一处"))
    elif reasons:
        found["issues"], notes = tables.read_list(reasons, "issues")
        reader.notes += notes
    return found


def _matters(reader: _Reader, paths: Sequence[Path], catalogue: Mapping[str, Metric]) -> dict[str, list[Sheets]]:
    """The sheets of each matter (metrics, tags, issues) in a year's tables, of each file; the workbook first. Sheets
    beside others that are named after a matter are drafts, unless nothing else gives the metrics and they do."""
    found: dict[str, list[Sheets]] = {matter: [] for matter in _MATTERS.values()}
    drafts, left = list[Sheets](), list[Sheets]()
    for path in sorted(paths, key=lambda path: (path.suffix != ".xlsx", path.name)):
        sheets, named = reader.sheets(path), path.name.split(".")[1]
        titled: dict[str, list[Worksheet]] = {}
        for sheet in sheets.sheets:
            title = next((title for title in _MATTERS if tables.plain(sheet.name).endswith(title)), "")
            titled.setdefault(title, []).append(sheet)
        default = named if named in _MATTERS else "指标"
        if default not in titled and (titled.keys() <= {""} or named in _MATTERS):
            titled = {default: titled.get("", []), **titled}
        elif "" in titled:
            (left if default in titled else drafts).append(replace(sheets, sheets=tuple(titled[""])))
        for title, alike in titled.items():
            exact = [sheet for sheet in alike if tables.plain(sheet.name) == title]
            own = [*exact, *(sheet for sheet in alike if sheet not in exact)]
            if title:
                found[_MATTERS[title]].append(replace(sheets, sheets=tuple(own)))
                left += [replace(sheets, sheets=tuple(own[1:]))] if title != "指标" else []  # a list is one sheet
    given = [each for each in drafts if tables.read_metrics(each, catalogue).facts] if not found["metrics"] else []
    found["metrics"] += given
    reader.notes += _left_sheets([*(each for each in drafts if each not in given), *left], catalogue)
    return {matter: sources for matter, sources in found.items() if sources}


def _left_sheets(left: Sequence[Sheets], catalogue: Mapping[str, Metric]) -> Iterator[Problem]:
    """A note for each sheet that is not read and holds what one of the matters has."""
    for sheets in left:
        for sheet in sheets.sheets:
            alone = replace(sheets, sheets=(sheet,))
            lists = (tables.read_list(alone, matter)[0] for matter in ("tags", "issues"))
            if tables.read_metrics(alone, catalogue).facts or any(read.data and not read.problems for read in lists):
                message, mend = f"没有读：工作表“{clip(sheet.name)}”", f"要用的，取名为{'、'.join(_MATTERS)}，各一张"
                yield Problem(sheets.path, 1, 1, message, f"{mend}；不需要的可以留着，不影响")


def _own_table(
    sheets: Sheets, matter: str, names: tuple[str, str], year: int, catalogue: Mapping[str, Metric]
) -> tuple[Document, Sequence[Problem]]:
    """The document of one matter, with its problems; and what was passed over."""
    if matter != "metrics":
        return tables.read_list(sheets, matter)
    table = tables.read_metrics(sheets, catalogue, year=year)
    year_name = sheets.path.rsplit("/")[-1].split(".")[0]
    is_headless = any(problem.mend.startswith("表头") for problem in table.problems)
    for title in [title for title in _MATTERS if title != "指标" and is_headless]:
        read, unread = tables.read_list(sheets, _MATTERS[title])
        if read.data and not read.problems and not unread:
            is_csv = sheets.path.endswith(".csv")
            name = f"文件改名为 {year_name}.{title}.csv" if is_csv else f"工作表取名为“{title}”"
            table.problems = [replace(each, mend=f"{each.mend}；是{title}，就把{name}") for each in table.problems]
    own = [fact for fact in table.facts if not fact.person or fact.person in map(tables.person_of, names)]
    document, notes = tables.document_of(table, own, catalogue).also(*table.problems), list(table.notes)
    if others := [fact for fact in table.facts if fact not in own]:
        message, mend = "表里写的是别人，没有一行是这个文件的", "姓名要与旁边文件里的 name 相同"
        problem = Problem(table.path, others[0].cell.line, 1, message, mend)
        if own:
            lines = len({fact.cell.line for fact in others})
            notes.append(replace(problem, message=f"别人的 {lines} 行没有读", mend="不需要的可以留着，不影响"))
        else:
            document = document.also(problem)
    return replace(document, broken=not document.data["metrics"] and bool(document.problems)), notes


def _ranked(
    document: Document, sources: Sequence[Document], catalogue: Mapping[str, Metric]
) -> tuple[dict[Loc, Document], list[Problem]]:
    """Which table gives which metric, the first that holds one counting, and the YAML before them all; and a warning
    for each metric of which a month stands elsewhere with another number, or nowhere else."""
    given: dict[Loc, Document] = {}
    warnings: list[Problem] = []
    for key in dict.fromkeys(key for source in sources for key in source.data.get("metrics", ())):
        loc: Loc = ("metrics", key)
        holders = [source for source in (document, *sources) if any(source.value(loc) or ())]
        first = holders[0] if holders else next(source for source in sources if key in source.data["metrics"])
        if first is not document:
            given[loc] = first
        counts = monthly.read(key, first.value(loc), catalogue.get(key))[0]
        for other in holders[1:]:
            values = monthly.read(key, other.value(loc), catalogue.get(key))[0]
            both = enumerate(zip(values, counts, strict=False))
            differing = [(at, here, there) for at, (here, there) in both if here is not None and here != there]
            if differing:
                at, here, there = differing[0]
                label = catalogue[key].label if key in catalogue else key
                place = f"{first.path}:{first.key_where((*loc, at))[0]}"
                told = "没有" if there is None else f"是 {there:.10g}"
                more = f"；另有 {len(differing) - 1} 个月也不同" if differing[1:] else ""
                message = f"{label} {at + 1} 月这里是 {here:.10g}，{place} {told}，算后者{more}"
                warnings.append(other.problem((*loc, at), message, "改成一样，或删掉一处"))
    return given, warnings


def _manuscript(
    reader: _Reader, key: Key, document: Document, metrics: Sequence[Document], lists: Mapping[str, Document],
    paths: Sequence[Path], team: Team, catalogue: Mapping[str, Metric] | None, last: Manuscript | None,
) -> Manuscript:  # fmt: skip
    """A year out of its ``document``, the tables that give its ``metrics`` and its ``lists`` (tags, issues), and the
    ``paths`` of its stories and its index; ``last`` is the same agent's year before."""
    agent, year = key
    known = catalogue or BUILT_IN
    given, warnings = _ranked(document, metrics, known)
    for matter, table in lists.items():
        if not document.data.get(matter):
            given[matter,] = table
        else:
            place = f"{document.path}:{document.key_where((matter,))[0]}"
            warnings.append(table.problem((matter,), f"{place} 也写了 {matter}，算那里的", "删掉一处"))
    validated = partial(validate, document, Year, given, known)
    record, problems = reader.memo.recall(f"{document.path} Year", (document, given, known), validated)
    index = next((reader.document(path) for path in paths if path.name == "index.md"), None)
    if index and index.data:
        keys, mend = [*index.data], "标题写成正文的第一行“# 标题”，别的删掉"
        message = f"页面开头的 {'、'.join(map(clip, keys))} 没有用上"
        reader.notes.append(index.problem((keys[0],), message, mend, at_key=True))
    stories = [_story(reader, path, year) for path in paths if path.name != "index.md"]
    stories.sort(key=lambda story: (story.record.date if story.record else dt.date.max, story.slug))
    in_tables = {problem for source in (*metrics, *lists.values()) for problem in source.problems}
    found = {*document.problems, *problems, *in_tables, *(index.problems if index else ())}
    told = [(story, story.record) for story in stories if story.record]
    found.update(crosschecks.check_leads([(story.slug, story.document, record) for story, record in told]))
    reader.warnings += warnings
    reader.warnings += _find_missing_pictures(reader, key, document)
    for story, _ in told:
        if not story.body.strip():
            mend = "在第二行“---”下面写；还没写好的，文件名以 _ 开头就不上页"
            line = max(1, len(story.document.lines))
            reader.warnings.append(Problem(story.document.path, line, 1, "这则故事只有开头，没有正文", mend))
    for written in (document, *(story.document for story in stories)):
        reader.warnings += crosschecks.find_unplaced(written)
    for written, template in ((document, YEAR), *((story.document, STORY) for story in stories)):
        words = reader.memo.recall(template, None, partial(words_of, reader.root, template))
        find = partial(find_left_over, written, words)
        reader.warnings += reader.memo.recall(f"{written.path} template", written, find)
        if reader.folders is OWN:  # the people of the sample are where the examples come from
            ready = reader.memo.recall(f"{template} ready", None, partial(examples_of, reader.root, template))
            find = partial(find_examples, written, ready)
            reader.notes += reader.memo.recall(f"{written.path} examples", written, find)
    if readable := record or legible(document, Year, given, known):
        shared_problems = any(problem.path.startswith(f"{reader.folders.data}/metrics.") for problem in reader.problems)
        covered = catalogue is None or shared_problems or bool(in_tables or team.logs)  # anybody may be found in them
        covered, slugs = covered or record is None, [story.slug for story in stories]
        titles = {case.title: story.slug for story, case in told}
        checked = crosschecks.check_year(
            document, readable, year=year, catalogue=catalogue, slugs=slugs, titles=titles, tables=given,
            covered=covered,
        )  # fmt: skip
        found.update(checked)
    if record:
        days = [(story.document, case) for story, case in told]
        reader.notes += crosschecks.find_outside(document, record, year, given, days)
        reader.notes += [*crosschecks.find_empty(document, record), *crosschecks.find_early(document, record, year)]
        if last is None or last.record:
            wrong, notes = check_last_year(document, record, last.record if last else None, year)
            found.update(wrong)
            reader.notes += notes
    return Manuscript(agent, year, document, record, given, tuple(stories), index, tuple(sorted(found)))


def _find_missing_pictures(reader: _Reader, key: Key, document: Document) -> Iterator[Problem]:
    """A warning for each picture in the Markdown of a year's file that does not lie beside the stories."""
    folder, sections = f"{reader.folders.stories}/{key[0]}/{key[1]}", document.data.get("sections")
    count = len(sections) if isinstance(sections, list) else 0
    locs: list[Loc] = [("opening",), *(("sections", at, "text") for at in range(count))]
    for loc in locs:
        for name in _PICTURE.findall(str(document.value(loc) or "")):
            if not (reader.root / folder / unquote(name)).exists() and "//" not in name:
                mend = f"把图片放在 {folder}/ 里，只写文件名，大小写也要一样"
                yield document.problem(loc, f"没有“{clip(name)}”这张图", mend)


def _story(reader: _Reader, path: Path, year: int) -> StoryFile:
    document = reader.document(path)
    return reader.memo.recall(f"{document.path} Case", document, lambda: story_of(path.stem, document, year))
