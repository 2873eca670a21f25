"""The folders ``data`` and ``docs/agents`` -> everything that people wrote, read, validated and cross-checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from ..cache import Memo
from ..errors import COMMAND, Problem
from ..reading.document import Document, Loc
from ..reading.slips import clip
from ..reading.text import is_for_windows, is_link
from ..reading.values import narrow
from . import crosschecks
from .folders import AGENT, KEEP, OWN, SAMPLE, SHARED, TABLES, Absent, Folders, Key, ProjectFiles, folders_of
from .metric_names import team_keys, with_keys
from .model import BUILT_IN, Case, Metric, Team, Year
from .promises import check_last_year
from .tables.sources import WORDS_OF_MATTERS, of_everybody, own_tables, rank
from .template import STORY, YEAR, examples_of, find_examples, find_left_over, words_of
from .validation import Tables, legible, nearest_key, table_of, validate

_YEAR = re.compile(r"[1-9][0-9]{3}")
_SLUG = re.compile(r"[0-9A-Za-z\u3400-\u9fff][0-9A-Za-z\u3400-\u9fff_-]{0,79}")
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})
_UNSEEN_PICTURES = frozenset({".heic", ".heif", ".bmp", ".tif", ".tiff", ".psd", ".jfif", ".raw", ".dng"})
_TABLE = re.compile(r"([1-9][0-9]{3})(?:\.(?:指标|标签|来电原因))?\.(?:csv|xlsx)")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\(<?([^\n]+?\.[A-Za-z]{3,5})>?(?:\s+\"[^\n]*\")?\)")


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
    reader = ProjectFiles(root, memo or Memo(), folders or folders_of(root))
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
    shared, reasons = of_everybody(reader, documents, team, known)
    years: dict[Key, Manuscript] = {}
    for key, document in documents.items():
        own = own_tables(reader, beside[key], key, document, reasons.get(key), known)
        metrics = [table for table in (own.pop("metrics", None), shared.get(key)) if table]
        last = years.get((key[0], key[1] - 1))
        years[key] = _manuscript(reader, key, document, metrics, own, stories.get(key, []), team, catalogue, last)
    problems = {*reader.problems, *team_document.problems}
    for manuscript in years.values():
        problems.update(manuscript.problems, *(story.problems for story in manuscript.cases))
    warnings, notes = tuple(sorted(reader.warnings)), tuple(dict.fromkeys(reader.notes))
    told = tuple(sorted(problems))
    return Project(
        team, team_document, tuple(years.values()), told, warnings, notes, reader.folders,
        tuple(dict.fromkeys(reader.absent)), catalogue is not None,
    )  # fmt: skip


def read_team(root: Path, folders: Folders | None = None) -> Team:
    """The team's record, without what is wrong there. ``folders`` as for :func:`load`."""
    return _team(ProjectFiles(root, Memo(), folders or folders_of(root)))[1]


def read_page(root: Path, path: str) -> Document:
    """A free page, such as ``docs/index.md``: its front matter, if it has one, and its Markdown."""
    return ProjectFiles(root, Memo(), OWN).document(root / path)


# --- finding ------------------------------------------------------------------------------------------------------


_AGENT_MEND = "只用小写字母、数字和短横，如 linxia，姓名写在文件里的 name"


def _find_people(reader: ProjectFiles) -> dict[Key, list[Path]]:
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
                reader.odd(path, f"这里只放 <年份>.yml 和 <年份>.csv，不放文件夹“{path.name}”", KEEP)
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
    year, is_table = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", name), suffix in TABLES
    if is_table and (not year or suffix not in (".xlsx", ".csv")):
        return "在表格软件里另存为“Excel 工作簿（.xlsx）”，取名如“2025.xlsx”"
    if not year:
        return f"取名为四位年份加 .yml，如“2025.yml”；{KEEP}"
    matters = [f".{title}" for title, word in WORDS_OF_MATTERS.items() if is_table and re.search(word, name.lower())]
    meant = f"{year[0]}{''.join(matters[:1])}{suffix if is_table else '.yml'}"
    if path.with_name(meant).exists() and path.name.lower() != meant:
        return f"“{meant}”已经有了；{KEEP}"
    return _rename(path, meant)


def _find_stories(reader: ProjectFiles, years: Collection[Key]) -> dict[Key, list[Path]]:
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
        return f"故事的文件夹里不放文件夹“{name}”", KEEP
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
        return f"不认识的文件“{name}”", f"{pasted}；{KEEP}"
    if not _SLUG.fullmatch(path.stem):
        plain = re.sub(r"[\W_]+", "-", path.stem)[:80].strip("-") or "midnight-bill"
        return f"文件名“{name}”不能用", f"改名为“{plain}.md”；只用字母、数字、汉字、- 和 _，不超过 80 个字"
    if path.stem.lower() in ("index", "onepage", "present", "readme") or not is_for_windows(name):
        return f"文件名“{name}”另有用处", "自己写的总页叫 index.md；故事换一个名字，如 midnight-bill.md"
    return None


# --- putting together ---------------------------------------------------------------------------------------------


def _team(reader: ProjectFiles) -> tuple[Document, Team, Mapping[str, Metric] | None]:
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


def _manuscript(
    reader: ProjectFiles, key: Key, document: Document, metrics: Sequence[Document], lists: Mapping[str, Document],
    paths: Sequence[Path], team: Team, catalogue: Mapping[str, Metric] | None, last: Manuscript | None,
) -> Manuscript:  # fmt: skip
    """A year out of its ``document``, the tables that give its ``metrics`` and its ``lists`` (tags, issues), and the
    ``paths`` of its stories and its index; ``last`` is the same agent's year before."""
    agent, year = key
    known = catalogue or BUILT_IN
    given, warnings = rank(document, metrics, known)
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
    for written, template in ((document, YEAR), *((story.document, STORY) for story in stories)):
        find = partial(crosschecks.find_unplaced, written)
        reader.warnings += reader.memo.recall(f"{written.path} unplaced", written, find)
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


def _find_missing_pictures(reader: ProjectFiles, key: Key, document: Document) -> Iterator[Problem]:
    """A warning for each picture in the Markdown of a year's file that does not lie beside the stories."""
    folder, sections = f"{reader.folders.stories}/{key[0]}/{key[1]}", document.data.get("sections")
    count = len(sections) if isinstance(sections, list) else 0
    locs: list[Loc] = [("opening",), *(("sections", at, "text") for at in range(count))]
    for loc in locs:
        for name in _PICTURE.findall(str(document.value(loc) or "")):
            if not (reader.root / folder / unquote(name)).exists() and "//" not in name:
                mend = f"把图片放在 {folder}/ 里，只写文件名，大小写也要一样"
                yield document.problem(loc, f"没有“{clip(name)}”这张图", mend)


def _story(reader: ProjectFiles, path: Path, year: int) -> StoryFile:
    document = reader.document(path)
    return reader.memo.recall(f"{document.path} Case", document, lambda: story_of(path.stem, document, year))
