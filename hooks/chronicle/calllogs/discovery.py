"""Which files a log's patterns mean, and a key that changes when their content does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..records.model import Log
from .records import FORMAT

_CHUNK = 1 << 20


class RefusedError(Exception):
    """A pattern or a file that is not read, with the reason and the mend in Chinese."""

    def __init__(self, message: str, mend: str) -> None:
        super().__init__(message)
        self.message, self.mend = message, mend


def matching(root: Path, pattern: str) -> list[Path]:
    """The files below ``root/data`` that a pattern means, in order of their names.

    Drafts (``_``, ``.``) and Excel's own lock files (``~$``) are left alone.

    Raises:
        RefusedError: the pattern leaves ``data/``, reaches a symbolic link, or means no file.
    """
    data = root / "data"
    pattern = pattern.replace("\\", "/")
    _inside(pattern)
    whole = data / pattern
    found = [whole] if whole.is_file() else _glob(data, pattern)
    files = [path for path in found if path.is_file() and not _draft(path.relative_to(data))]
    for path in files:
        _plain(data, path)
    if not files:
        raise RefusedError(f"没有文件符合「{pattern}」", _mend_none(data, pattern))
    return files


def _glob(data: Path, pattern: str) -> list[Path]:
    try:
        return sorted(data.glob(pattern))
    except ValueError as error:  # such as a ** that is not alone between two slashes
        raise RefusedError(f"「{pattern}」不是可用的路径写法", "如 logs/*.csv 或 logs/**/*.csv") from error


def _inside(pattern: str) -> None:
    outside = PurePosixPath(pattern).is_absolute() or PureWindowsPath(pattern).drive
    if outside or ".." in PurePosixPath(pattern).parts:
        raise RefusedError(
            f"「{pattern}」指到了 data/ 之外", "日志请放在 data/ 里面，路径从 data/ 往下写，如 logs/*.csv"
        )


def _draft(path: Path) -> bool:
    return any(part.startswith(("_", ".", "~$")) for part in path.parts)


def _plain(data: Path, path: Path) -> None:
    """Refuse what only looks as if it were inside: a symbolic link on the way."""
    steps = [path, *path.parents]
    if any(step.is_symlink() for step in steps[: steps.index(data)]) or data.resolve() not in path.resolve().parents:
        raise RefusedError(f"「{path.relative_to(data).as_posix()}」是符号链接", "请把文件本身放进 data/")


def _mend_none(data: Path, pattern: str) -> str:
    if pattern.startswith("data/"):
        return f"路径从 data/ 往下写，去掉开头的 data/：{pattern.removeprefix('data/')}"
    folder = data / PurePosixPath(pattern).parent
    near = (
        sorted(path.name for path in folder.glob("*.*") if not _draft(Path(path.name)))[:3] if folder.is_dir() else []
    )
    return f"那个文件夹里有：{'、'.join(near)}" if near else "请核对文件夹和文件名，路径从 data/ 往下写"


def fingerprint(
    root: Path,
    logs: Iterable[Log],
    agents: Mapping[str, Iterable[int]] | None = None,
    vague_words: Iterable[str] = (),
    memo: MutableMapping[str, str] | None = None,
) -> str:
    """A key for what ``read`` would return for the same arguments: equal keys, equal readings.

    It rests on the content of the files, never on their dates; ``memo`` (path, size and time of change -> digest;
    the caller may keep it as JSON) only spares hashing a file again that was not touched.
    """
    memo = {} if memo is None else memo
    logs = tuple(logs)
    parts = {
        "format": FORMAT,
        "logs": [log.model_dump(mode="json") for log in logs],
        "agents": sorted((agent, sorted(years)) for agent, years in (agents or {}).items()),
        "words": list(vague_words),
        "files": [[pattern, _content(root, pattern, memo)] for log in logs for pattern in log.files],
    }
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=20).hexdigest()


def _content(root: Path, pattern: str, memo: MutableMapping[str, str]) -> list[list[str]] | str:
    try:
        return [[path.relative_to(root).as_posix(), _digest(root, path, memo)] for path in matching(root, pattern)]
    except RefusedError as refused:
        return f"{refused.message} {refused.mend}"


def _digest(root: Path, path: Path, memo: MutableMapping[str, str]) -> str:
    try:
        stat = path.stat()
        key = f"{path.relative_to(root).as_posix()}:{stat.st_size}:{stat.st_mtime_ns}"
        if key not in memo:
            memo[key] = _hashed(path)
        return memo[key]
    except OSError as error:
        return type(error).__name__


def _hashed(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=20)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
