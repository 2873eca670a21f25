"""Which files a log's patterns mean, and a key that changes when their content does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..reading.nearest import nearest
from ..reading.text import is_passed_over, is_utf8, printable
from ..records.model import Log


class RefusedError(Exception):
    """A pattern or a file that is not read; its arguments are the reason and the mend in Chinese."""


def matching(root: Path, pattern: str, data_folder: str = "data") -> list[Path]:
    """The files below the data folder of ``root`` that a pattern means, in order of their names.

    Drafts (``_``, ``.``) and Excel's own lock files (``~$``) are left alone.

    Raises:
        RefusedError: the pattern leaves ``data/``, reaches a symbolic link, or means no file.
    """
    data = root / data_folder
    pattern = pattern.replace("\\", "/").removeprefix(f"{data_folder}/")
    relative = PurePosixPath(pattern)
    if relative.is_absolute() or PureWindowsPath(pattern).drive or ".." in relative.parts:
        mend = "日志请放在 data/ 里面，路径从 data/ 往下写，如 logs/*.csv"
        raise RefusedError(f"「{pattern}」指到了 data/ 之外", mend)
    if (data / pattern).is_dir():
        raise RefusedError(f"「{pattern}」是文件夹", "请写到文件，如 logs/*.csv")
    try:
        paths = [data / pattern] if (data / pattern).is_file() else sorted(data.glob(pattern))
    except ValueError as error:  # such as a ** that is not alone between two slashes
        raise RefusedError(f"「{pattern}」不是可用的路径写法", "如 logs/*.csv 或 logs/**/*.csv") from error
    files = [path for path in paths if path.is_file() and not any(map(is_passed_over, path.relative_to(data).parts))]
    for path in files:
        if not is_utf8(str(path.relative_to(data))):
            raise RefusedError(f"「{printable(path.name)}」的文件名里有读不出的字符", "给文件改名，如 2025.csv")
        steps = [path, *path.parents]
        is_linked = any(step.is_symlink() for step in steps[: steps.index(data)])
        if is_linked or data.resolve() not in path.resolve().parents:
            raise RefusedError(f"「{path.relative_to(data).as_posix()}」是符号链接", "请把文件本身放进 data/")
    if not files:
        there = {*(data / relative.parent).glob("*.*"), *(data / "logs").rglob("*.*")}
        near = sorted(path.relative_to(data).as_posix() for path in there if not is_passed_over(path.name))
        mend = f"那里有：{'、'.join(near[:3])}" if near else "请核对文件夹和文件名，路径从 data/ 往下写"
        stems = {PurePosixPath(each).stem: each for each in near}
        if meant := nearest(relative.stem, stems, within=True):
            mend = f"是不是 {stems[meant]}？路径从 data/ 往下写"
        raise RefusedError(f"没有文件符合「{pattern}」", mend)
    return files


def fingerprint(
    root: Path,
    logs: Sequence[Log],
    agents: Mapping[str, Iterable[int]] | None = None,
    vague_words: Iterable[str] = (),
    data_folder: str = "data",
    periods: Mapping[tuple[str, int], range] | None = None,
) -> str:
    """A key for what ``read`` would return for the same arguments: equal keys, equal readings.

    It rests on the content of the files, never on their dates.
    """
    files: list[list[str]] = []
    for pattern in (pattern for log in logs for pattern in log.files):
        try:
            paths = matching(root, pattern, data_folder)
            files += [[pattern, path.relative_to(root).as_posix(), digest(path)] for path in paths]
        except RefusedError as refused:
            files.append([pattern, *refused.args])
    parts = {
        "logs": [log.model_dump(mode="json") for log in logs],
        "agents": sorted((agent, sorted(years)) for agent, years in (agents or {}).items()),
        "periods": sorted((*key, months[0], months[-1]) for key, months in (periods or {}).items()),
        "words": list(vague_words),
        "files": files,
    }
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=20).hexdigest()


def digest(path: Path) -> str:
    """A key for a file's content; of a file that cannot be opened, for the reason."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "blake2b").hexdigest()
    except OSError as error:
        return str(error)
