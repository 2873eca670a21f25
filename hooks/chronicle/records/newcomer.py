"""The files of somebody new, made from the templates; nothing that is there is ever written over."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import yaml

from ..errors import COMMAND, Problem
from ..reading.nearest import fold
from ..reading.text import decode, printable
from .folders import AGENT, OWN, Absent
from .project import load, read_team
from .tables.names import SPREAD
from .template import STORY, YEAR

_NAME = re.compile(r"[^\W_](?:[\w .·•'’-]|[（(]\w+[）)])*")
_LONGEST = 30  # characters of a name
#: Characters that sound otherwise as a surname, and one each that always sounds so.
_SURNAMES = str.maketrans("单仇解查区盖朴翟缪曾", "善求谢扎欧葛飘宅妙增")
_YEARS = range(2000, 2100)


class NotMadeError(Exception):
    """What cannot be made: one line in Chinese with the mend."""


def folder_of(name: str) -> str:
    """The folder of a name by its sound: ``林夏`` -> ``linxia``, ``Diane Wang`` -> ``diane-wang``; may be empty."""
    from pypinyin import lazy_pinyin  # its dictionary takes longer to load than all else that a command needs

    sound = "".join(lazy_pinyin(name[:1].translate(_SURNAMES) + name[1:]))
    plain = unicodedata.normalize("NFKD", re.sub(r"\W+", "-", sound)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def usual_year(root: Path) -> int:
    """The year that the team writes: as its file says, else the one that lay half a year ago."""
    return read_team(root, OWN).year or (dt.date.today() - dt.timedelta(days=182)).year


def create(root: Path, name: str, year: int, folder: str = "", *, draft: bool = False) -> list[str]:
    """Make a person's two folders for a year; returns the paths of the new files.

    A ``draft`` of a story is no page before its name loses its ``_``.

    Raises:
        NotMadeError: for an odd name, folder or year, and where the year or a namesake's folder is there.
    """
    name = SPREAD.sub("", name.strip())
    known = (
        path.parent.name for path in sorted((root / OWN.people).glob("*/[0-9]*.yml")) if _name_in(path) == fold(name)
    )
    folder = folder or next(known, folder_of(name))  # whoever wrote other years has a folder
    if len(name) > _LONGEST or not _NAME.fullmatch(name):
        raise NotMadeError(
            f"“{printable(name[:_LONGEST])}”不像姓名：只写字、字母、空格和间隔号，如 林夏、阿依古丽·买买提"
        )
    if year not in _YEARS:
        raise NotMadeError(f"“{year}”不像年份：写四位数，如 --year 2026")
    if re.fullmatch(r"\d{4}", folder):
        mend = f"年份写成 --year {folder}；是工号，就另给一个文件夹名，如 {COMMAND} new {name} a{folder}"
        raise NotMadeError(f"“{folder}”像年份，不像文件夹名：{mend}")
    if not AGENT.fullmatch(folder):
        message = f"文件夹名“{printable(folder)}”不能用：用小写字母、数字和 -，如 {COMMAND} new {name} xiaoming"
        raise NotMadeError(f"{message}；是另一个人的，一次建一位；姓名里有空格的，姓名加上引号")
    people, own = root / OWN.people, root / OWN.people / folder
    if own.is_dir() and any(_name_in(path) not in ("", fold(name)) for path in own.glob("[0-9]*.yml")):
        raise NotMadeError(f"{OWN.people}/{folder} 是另一位的：另给一个文件夹名，如 {COMMAND} new {name} {folder}-2")
    data, story = people / folder / f"{year}.yml", root / OWN.stories / folder / str(year)
    if data.exists():
        mend = "打开它接着写，或加上 --year 写另一年；同名的另一位，再写一个文件夹名"
        raise NotMadeError(f"{OWN.people}/{folder}/{year}.yml 已经有了，没有动它：{mend}")
    files = {data: _filled(root / YEAR, year, name)}
    if not story.exists():
        files[story / ("_story.md" if draft else "story.md")] = _filled(root / STORY, year, name)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    return [path.relative_to(root).as_posix() for path in files]


def _name_in(path: Path) -> str:
    """The name that a year's file gives, as names are compared."""
    found = re.search(r"(?m)^name\s*[:：]\s*([^#\n]*)", decode(path.name, path.read_bytes()).text)
    return fold(found[1].strip(" '\"")) if found else ""


def _filled(template: Path, year: int, name: str) -> str:
    """A template with the name, and its days moved into the year and the year after."""
    text = template.read_text("utf-8")
    written = yaml.safe_dump({"name": name}, allow_unicode=True).strip()
    text = re.sub(r"(?m)^name: \S+.*$", lambda _: written, text)
    return re.sub(r"\b202([56])-", lambda found: f"{year + int(found[1]) - 5}-", text)


def absent_people(root: Path) -> tuple[tuple[Absent, ...], tuple[Problem, ...]]:
    """Whom the team's table names and who has no file; and why the table cannot be read, where that is so."""
    project = load(root, folders=OWN)
    tables = f"{OWN.data}/metrics."
    return project.absent, tuple(problem for problem in project.problems if problem.path.startswith(tables))


def create_all(root: Path, people: tuple[Absent, ...], year: int) -> Iterator[str]:
    """Make the files of each, one line on each; ``year`` where the table tells none for a name anywhere. A name in
    several years is one person; where its folder is somebody else's, another one ends in -2."""
    folders: dict[str, str] = {}
    dated = {person.name for person in people if person.year}
    for person in (person for person in people if person.year or person.name not in dated):
        folder, number = person.agent or folders.get(person.name) or folder_of(person.name), 1
        while not person.agent and person.name not in folders and (root / OWN.people / folder).exists():
            number += 1
            folder = f"{folder_of(person.name)}-{number}"
        folders[person.name] = folder
        try:
            yield "、".join(create(root, person.name, person.year or year, folder, draft=True))
        except NotMadeError as refused:
            yield f"没有建：{refused}"
