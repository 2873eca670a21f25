"""Which table gives what to whom, by person, year and matter, and which counts where two do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from ...errors import COMMAND, Problem
from ...reading.document import Document, Loc
from ...reading.sheets import Sheets, Worksheet
from ...reading.slips import clip
from ...reading.text import relative
from .. import monthly
from ..folders import SHARED, TABLES, Absent, Key, ProjectFiles
from ..model import Metric, Team
from .lists import by_person, read_list
from .metrics import Fact, Table, document_of, read_metrics
from .names import person_of, plain

_REASONS = "来电原因"
Item = TypeVar("Item")
_MATTERS = {"指标": "metrics", "标签": "tags", "来电原因": "issues"}
#: The matter that a table holds by a word in its name.
WORDS_OF_MATTERS = {"指标": "指标|metric", "标签": "标签|评价|tag", _REASONS: "原因|issue|reason"}


def _shared_table(reader: ProjectFiles, team: Team) -> Path | None:
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
        elif path.suffix.lower() in TABLES and path.name != f"metrics.{_REASONS}.csv" and not logged:
            mend = "全队的指标取名 metrics.xlsx；话务记录放进 data/logs，写进 team.yml 的 logs"
            reader.tell(reader.notes, path, "这张表没有用上", mend)
    if len(readable) > 1:  # the workbook comes last by name
        reader.passed_over(*(relative(reader.root, path) for path in readable))
    return readable[-1] if readable else None


def of_everybody(
    reader: ProjectFiles, documents: Mapping[Key, Document], team: Team, catalogue: Mapping[str, Metric]
) -> tuple[dict[Key, Document], dict[Key, Sheets]]:
    """What the team's one table says of each agent's year, and its contact reasons: a sheet of it, or a file of their
    own."""
    path, usual = _shared_table(reader, team), team.year
    people = tuple(_agents_by_name(documents))
    facts: dict[Key, list[Fact]] = {}
    table = Table("")
    if path:
        sheets = reader.sheets(path)
        sheets = replace(sheets, sheets=tuple(sheet for sheet in sheets.sheets if sheet.name != _REASONS))
        read_all = partial(read_metrics, sheets, catalogue, people=people)
        table = reader.memo.recall(f"{sheets.path} Table", (sheets, catalogue, people), read_all)
        reader.problems += table.problems
        reader.notes += table.notes
        usual = usual or _only_year(fact.year for fact in table.facts)
        rows = [_Row(fact.person, table.names[fact.person], fact.year, fact.cell.line) for fact in table.facts]
        facts = _by_owner(reader, path, documents, usual, zip(rows, table.facts, strict=True), reader.problems)
    shared = {key: document_of(table, theirs, catalogue) for key, theirs in facts.items()}
    folder = reader.root / reader.folders.data
    path, book = folder / f"metrics.{_REASONS}.csv", folder / "metrics.xlsx"
    if not path.exists() and not book.exists():
        return shared, {}
    sheets = reader.sheets(path if path.exists() else book)
    if not path.exists():
        path, own = book, tuple(sheet for sheet in sheets.sheets if sheet.name == _REASONS)
        sheets = replace(sheets, sheets=own, problems=())
    reader.problems += sheets.problems
    parts = by_person(sheets, people)
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
    reader: ProjectFiles, path: Path, documents: Mapping[Key, Document], usual: int | None,
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
        for called in (plain(name), person_of(name), agent):
            agents.setdefault(called, set()).add(agent)
    return agents


def own_tables(
    reader: ProjectFiles, paths: Sequence[Path], key: Key, document: Document, reasons: Sheets | None,
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
        found["issues"], notes = read_list(reasons, "issues")
        reader.notes += notes
    return found


def _matters(reader: ProjectFiles, paths: Sequence[Path], catalogue: Mapping[str, Metric]) -> dict[str, list[Sheets]]:
    """The sheets of each matter (metrics, tags, issues) in a year's tables, of each file; the workbook first. Sheets
    beside others that are named after a matter are drafts, unless nothing else gives the metrics and they do."""
    found: dict[str, list[Sheets]] = {matter: [] for matter in _MATTERS.values()}
    drafts, left = list[Sheets](), list[Sheets]()
    for path in sorted(paths, key=lambda path: (path.suffix != ".xlsx", path.name)):
        sheets, named = reader.sheets(path), path.name.split(".")[1]
        titled: dict[str, list[Worksheet]] = {}
        for sheet in sheets.sheets:
            title = next((title for title in _MATTERS if plain(sheet.name).endswith(title)), "")
            titled.setdefault(title, []).append(sheet)
        default = named if named in _MATTERS else "指标"
        if default not in titled and (titled.keys() <= {""} or named in _MATTERS):
            titled = {default: titled.get("", []), **titled}
        elif "" in titled:
            (left if default in titled else drafts).append(replace(sheets, sheets=tuple(titled[""])))
        for title, alike in titled.items():
            exact = [sheet for sheet in alike if plain(sheet.name) == title]
            own = [*exact, *(sheet for sheet in alike if sheet not in exact)]
            if title:
                found[_MATTERS[title]].append(replace(sheets, sheets=tuple(own)))
                left += [replace(sheets, sheets=tuple(own[1:]))] if title != "指标" else []  # a list is one sheet
    given = [each for each in drafts if read_metrics(each, catalogue).facts] if not found["metrics"] else []
    found["metrics"] += given
    reader.notes += _left_sheets([*(each for each in drafts if each not in given), *left], catalogue)
    return {matter: sources for matter, sources in found.items() if sources}


def _left_sheets(left: Sequence[Sheets], catalogue: Mapping[str, Metric]) -> Iterator[Problem]:
    """A note for each sheet that is not read and holds what one of the matters has."""
    for sheets in left:
        for sheet in sheets.sheets:
            alone = replace(sheets, sheets=(sheet,))
            lists = (read_list(alone, matter)[0] for matter in ("tags", "issues"))
            if read_metrics(alone, catalogue).facts or any(read.data and not read.problems for read in lists):
                message, mend = f"没有读：工作表“{clip(sheet.name)}”", f"要用的，取名为{'、'.join(_MATTERS)}，各一张"
                yield Problem(sheets.path, 1, 1, message, f"{mend}；不需要的可以留着，不影响")


def _own_table(
    sheets: Sheets, matter: str, names: tuple[str, str], year: int, catalogue: Mapping[str, Metric]
) -> tuple[Document, Sequence[Problem]]:
    """The document of one matter, with its problems; and what was passed over."""
    if matter != "metrics":
        return read_list(sheets, matter)
    table = read_metrics(sheets, catalogue, year=year)
    year_name = sheets.path.rsplit("/")[-1].split(".")[0]
    is_headless = any(problem.mend.startswith("表头") for problem in table.problems)
    for title in [title for title in _MATTERS if title != "指标" and is_headless]:
        read, unread = read_list(sheets, _MATTERS[title])
        if read.data and not read.problems and not unread:
            is_csv = sheets.path.endswith(".csv")
            name = f"文件改名为 {year_name}.{title}.csv" if is_csv else f"工作表取名为“{title}”"
            table.problems = [replace(each, mend=f"{each.mend}；是{title}，就把{name}") for each in table.problems]
    own = [fact for fact in table.facts if not fact.person or fact.person in map(person_of, names)]
    document, notes = document_of(table, own, catalogue).also(*table.problems), list(table.notes)
    if others := [fact for fact in table.facts if fact not in own]:
        message, mend = "表里写的是别人，没有一行是这个文件的", "姓名要与旁边文件里的 name 相同"
        problem = Problem(table.path, others[0].cell.line, 1, message, mend)
        if own:
            lines = len({fact.cell.line for fact in others})
            notes.append(replace(problem, message=f"别人的 {lines} 行没有读", mend="不需要的可以留着，不影响"))
        else:
            document = document.also(problem)
    return replace(document, broken=not document.data["metrics"] and bool(document.problems)), notes


def rank(
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
