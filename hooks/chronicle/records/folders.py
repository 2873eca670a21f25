"""The folders of a project, and what reads the files in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ..cache import Memo
from ..errors import ChronicleError, Problem
from ..reading.document import Document, broken, parse_story, parse_yaml
from ..reading.sheets import WORKBOOK_LIMIT, Sheets, read_sheets
from ..reading.text import LIMIT, crowded, decode, is_link, is_passed_over, printable, read, relative

#: Everybody's table, the first that is there.
SHARED = ("metrics.xlsx", "metrics.csv")

#: The name of an agent's folder.
AGENT = re.compile(r"[a-z0-9][a-z0-9-]*")
#: An agent and a year.
Key = tuple[str, int]
#: Suffixes of tables, readable or not, and what is to be done with what belongs nowhere.
TABLES = frozenset({".xlsx", ".xls", ".csv", ".et", ".numbers", ".xlsm", ".ods"})
KEEP = "不用的放进名字以 _ 开头的文件夹，或者删掉"
#: Where a file belongs that lies a folder too high.
_PLACES_OF_FILES = {".yml": "放进各人的文件夹，如 linxia/2025.yml", ".md": "放进各人各年的文件夹，如 linxia/2025/"}


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


class Absent(NamedTuple):
    """A person and year that the team's table holds and no file does: ``agent`` is empty where the person has no
    folder, ``year`` 0 where the table tells none."""

    name: str
    agent: str
    year: int


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
class ProjectFiles:
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
                self.odd(path, f"这里只放文件夹，不放“{path.name}”", _PLACES_OF_FILES.get(path.suffix.lower(), KEEP))
            elif not pattern.fullmatch(path.name):
                self.odd(path, f"文件夹名“{path.name}”不能用", mend)
            else:
                yield path
