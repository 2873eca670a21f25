"""Content key -> bytes on disk. Safe to delete at any time; a cache that is broken or cannot be written is no cache.
Beside it, while a preview runs, the memory of what was made of each file.

An entry is data, never code, and begins with a checksum over its key and its bytes: what is cut short, flipped,
emptied or copied under another name is a miss. Keys come from content alone, so that nothing is ever out of date.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import enum
import os
import time
from collections.abc import Callable, Mapping, Set
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

_SUM = 16  # bytes of checksum before an entry's own
_DAY = 86_400  # seconds
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# 缓存，可以随时删除。\n"  # bford.info/cachedir: backups skip it


T = TypeVar("T")


class Memo:
    """What was made of each file before, so that a preview makes anew only what rests on what was saved since.

    Holds one entry for a name, that of its newest content.
    """

    def __init__(self) -> None:
        self._entries: dict[str, tuple[object, Any]] = {}

    def recall(self, name: str, content: object, make: Callable[[], T]) -> T:
        """What ``make`` gave for ``content`` the last time; called anew where the content of ``name`` differs."""
        entry = self._entries.get(name)
        if entry is None or not _same(entry[0], content):
            entry = self._entries[name] = content, make()
        value: T = entry[1]
        return value


def _same(one: Any, other: Any) -> bool:
    """Whether two contents are equal, and shown alike: a number has the decimals that it is shown with, too."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return one == other and getattr(one, "decimals", None) == getattr(other, "decimals", None)
    if isinstance(one, Mapping):  # the order counts, too
        one, other = [*one, *one.values()], [*other, *other.values()]
    elif fields := _fields(one):
        one, other = ([getattr(record, name) for name in fields] for record in (one, other))
    elif not isinstance(one, list | tuple):
        return bool(one == other)
    pairs = zip(one, other, strict=False)
    alike = (here == there if type(here) is str else here is there or _same(here, there) for here, there in pairs)
    return len(one) == len(other) and all(alike)


class Cache:
    """Entries under ``folder``, by text keys; builds at the same time may share it.

    ``memo``: where builds of one process, one after the other, recall what the one before made.
    """

    def __init__(self, folder: Path, memo: Memo | None = None) -> None:
        self.folder, self.memo = folder, memo

    def recall(self, name: str, content: object, make: Callable[[], T]) -> T:
        """What ``make`` gives for ``content``, as the memo has it; a build that has none makes it."""
        return self.memo.recall(name, content, make) if self.memo else make()

    def get(self, key: str) -> bytes | None:
        """The bytes that were put under ``key``, or None. Never raises for what stands on the disk."""
        path = self._path(key)
        try:
            if not path.is_file():  # a pipe would be waited for
                return None
            entry = path.read_bytes()
        except OSError:
            return None
        value = entry[_SUM:]
        if entry[:_SUM] != _checksum(key, value):
            return None
        with contextlib.suppress(OSError):  # what may only be read is of use, too
            if time.time() - path.stat().st_mtime > _DAY:
                os.utime(path)  # used today: the last to be pruned
        return value

    def made(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under ``key``; where nothing is, what ``make`` gives, which is kept from now on."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value)
        return value

    def put(self, key: str, value: bytes) -> None:
        """Remember ``value``; a full or read-only disk is no error. Nobody ever reads a part of it."""
        path = self._path(key)
        temporary = path.with_name(f"{path.name}.{uuid4().hex[:12]}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            tag = self.folder / "CACHEDIR.TAG"
            if not tag.exists():
                tag.write_text(_TAG, encoding="utf-8", newline="\n")
            temporary.write_bytes(_checksum(key, value) + value)
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def prune(self, days: float = 60, size: int = 4 * 2**30) -> None:
        """Once a day: drop what was not used for ``days``, then the least recently used beyond ``size`` bytes."""
        stamp, now = self.folder / "pruned", time.time()
        with contextlib.suppress(OSError):
            if not self.folder.is_dir() or (stamp.exists() and now - stamp.stat().st_mtime < _DAY):
                return
            stamp.touch()
            entries = []
            for path in self.folder.glob("[0-9a-f][0-9a-f]/*"):  # also what a killed build left of an entry
                with contextlib.suppress(OSError):  # another build was quicker
                    entries.append((path.lstat().st_mtime, path.lstat().st_size, path))
            for used, weight, path in sorted(entries, reverse=True):
                size -= weight
                if now - used > days * _DAY or size < 0:
                    with contextlib.suppress(OSError):
                        path.unlink()

    def _path(self, key: str) -> Path:
        name = blake2b(key.encode(), digest_size=16).hexdigest()  # any text is a key, no text a path
        return self.folder / name[:2] / name[2:]


def _checksum(key: str, value: bytes) -> bytes:
    checksum = sha256(len(key).to_bytes(8, "little") + key.encode())  # faster than blake2b
    checksum.update(value)
    return checksum.digest()[:_SUM]


def key(*parts: object) -> str:
    """A name for the content of ``parts``: equal content, equal name, on any machine and day.

    Takes None, booleans, numbers, text, bytes, dates, enumerations, sequences, mappings (whose order counts), sets
    (whose order does not), dataclasses and pydantic records, nested. Raises ``TypeError`` for anything else.
    """
    return blake2b(_spelled(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _spelled(value: Any) -> str:
    """A value as text: its kind, and its parts with their number, so that no two values read the same."""
    kind = type(value)
    if kind is str:
        return f"s{len(value)}:{value}"
    if kind in (bool, int, float, type(None)):
        return f"{kind.__name__}{value!r};"
    if isinstance(value, float):  # a number that knows its decimals
        return f"d{float(value)!r}/{getattr(value, 'decimals', '')};"
    if kind is bytes:
        return f"y{blake2b(value).hexdigest()}"
    if isinstance(value, dt.date):  # also a moment
        return f"{kind.__name__}{value.isoformat()};"
    if isinstance(value, Mapping):
        return f"m{_spelled([part for item in value.items() for part in item])}"
    if isinstance(value, list | tuple):
        return f"l{len(value)}:{''.join(map(_spelled, value))}"
    if isinstance(value, Set):
        return f"u{len(value)}:{''.join(sorted(map(_spelled, value)))}"
    if isinstance(value, enum.Enum):
        return f"e{kind.__module__}.{kind.__qualname__}{_spelled(value.name)}"
    fields = _fields(value)
    if fields is None:
        raise TypeError(f"no stable key for {kind.__name__}")
    return f"r{kind.__module__}.{kind.__qualname__}{_spelled([(name, getattr(value, name)) for name in fields])}"


def _fields(value: Any) -> list[str] | None:
    """The names of a record's fields; None of what is no record."""
    if dataclasses.is_dataclass(value):
        return [field.name for field in dataclasses.fields(value)]
    kind = type(value)  # a pydantic record is known without importing pydantic
    return list(kind.model_fields) if hasattr(kind, "model_fields") else None
