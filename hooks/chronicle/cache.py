"""Content key -> bytes on disk. Safe to delete at any time; a cache that is broken or cannot be written is no cache.

An entry is data, never code, and carries a checksum over its key and its bytes: what is cut short, flipped, emptied
or copied under another name is a miss. Keys come from content alone, so that nothing is ever out of date.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import enum
import os
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

_SEAL = 16  # bytes of checksum before an entry's own
_DAY = 86_400  # seconds
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# 缓存，可以随时删除。\n"  # bford.info/cachedir: backups skip it
_STAMP = "pruned"


class Cache:
    """Entries under ``folder``; builds at the same time may share it. ``version`` is the form of what is stored."""

    def __init__(self, folder: Path, version: str = "1") -> None:
        self._folder = folder
        self._version = version.encode()

    def get(self, key: str) -> bytes | None:
        """The bytes that were put under ``key``, or None. Never raises for what stands on the disk."""
        try:
            with self._path(key).open("rb") as file:
                entry = file.read()
                if time.time() - os.fstat(file.fileno()).st_mtime > _DAY:
                    os.utime(self._path(key))  # used today: the last to be pruned
        except OSError:
            return None
        seal, value = entry[:_SEAL], entry[_SEAL:]
        return value if seal == self._seal(key, value) else None

    def put(self, key: str, value: bytes) -> None:
        """Remember ``value``; a full or read-only disk is no error."""
        path = self._path(key)
        fresh = path.with_name(f"{path.name}.{uuid4().hex[:12]}")
        try:
            self._write(fresh, self._seal(key, value) + value)
            fresh.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                fresh.unlink()

    def prune(self, days: float = 60, size: int = 4 * 2**30) -> None:
        """Once a day: drop what was not used for ``days``, then the least recently used beyond ``size`` bytes."""
        with contextlib.suppress(OSError):
            if self._pruned_today() or not self._folder.is_dir():
                return
            (self._folder / _STAMP).touch()
            _drop(_aged(self._folder), time.time() - days * _DAY, size)

    def _pruned_today(self) -> bool:
        with contextlib.suppress(OSError):
            return time.time() - (self._folder / _STAMP).stat().st_mtime < _DAY
        return False

    def _path(self, key: str) -> Path:
        name = blake2b(key.encode(), digest_size=16).hexdigest()  # any text is a key, no text a path
        return self._folder / name[:2] / name[2:]

    def _seal(self, key: str, value: bytes) -> bytes:
        seal = blake2b(digest_size=_SEAL)
        for part in (self._version, key.encode(), value):
            seal.update(len(part).to_bytes(8, "little"))
            seal.update(part)
        return seal.digest()

    def _write(self, path: Path, entry: bytes) -> None:
        try:
            path.write_bytes(entry)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            (self._folder / "CACHEDIR.TAG").write_text(_TAG, encoding="utf-8", newline="\n")
            path.write_bytes(entry)


def _aged(folder: Path) -> Iterator[tuple[float, int, str]]:
    """Every entry, and every leftover of a killed one: when it was last used, its bytes, its path."""
    for shelf in os.scandir(folder):
        for entry in os.scandir(shelf) if shelf.is_dir(follow_symlinks=False) and len(shelf.name) == 2 else ():
            with contextlib.suppress(OSError):  # another build was quicker
                found = entry.stat(follow_symlinks=False)
                yield found.st_mtime, found.st_size, entry.path


def _drop(entries: Iterable[tuple[float, int, str]], oldest: float, size: int) -> None:
    for used, weight, path in sorted(entries, reverse=True):
        size -= weight
        if used < oldest or size < 0:
            with contextlib.suppress(OSError):
                Path(path).unlink()


# --- keys ---


def key(*parts: object) -> str:
    """A name for the content of ``parts``: equal content, equal name, on any machine and day.

    Takes None, booleans, numbers, text, bytes, dates, enumerations, sequences, mappings (whose order counts), sets
    (whose order does not), dataclasses and pydantic records, nested. Raises ``TypeError`` for anything else.
    """
    digest = blake2b(digest_size=20)
    _feed(digest.update, parts)
    return digest.hexdigest()


Update = Callable[[bytes], None]


def _feed(update: Update, value: Any) -> None:
    """Each value as a letter for its kind, its length, its bytes: no two values read the same."""
    simple = _SIMPLE.get(type(value))
    if simple:
        _put(update, *simple(value))
    else:
        kind, items = _items(value)
        _put(update, kind, struct.pack("<q", len(items)))
        for item in items:
            _feed(update, item)


def _put(update: Update, kind: bytes, data: bytes) -> None:
    update(kind + struct.pack("<q", len(data)) + data)


_SIMPLE: dict[type, Callable[[Any], tuple[bytes, bytes]]] = {
    type(None): lambda _: (b"n", b""),
    bool: lambda value: (b"b", b"1" if value else b"0"),
    int: lambda value: (b"i", b"%d" % value),
    float: lambda value: (b"f", struct.pack("<d", value)),
    str: lambda value: (b"s", value.encode("utf-8", "surrogatepass")),
    bytes: lambda value: (b"y", value),
    dt.date: lambda value: (b"d", value.isoformat().encode()),
    dt.datetime: lambda value: (b"t", value.isoformat().encode()),
}


def _items(value: Any) -> tuple[bytes, list[Any]]:
    """The kind of a compound value, and what it is made of."""
    name = f"{type(value).__module__}.{type(value).__qualname__}"
    if isinstance(value, enum.Enum):
        return b"e", [name, value.name]
    if dataclasses.is_dataclass(value):
        return b"r", [name, *((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))]
    if hasattr(type(value), "model_fields"):  # a pydantic record, known without importing pydantic
        return b"r", [name, *vars(value).items()]
    return _collection(value)


def _collection(value: Any) -> tuple[bytes, list[Any]]:
    if isinstance(value, Mapping):
        return b"m", list(value.items())
    if isinstance(value, list | tuple):
        return b"l", list(value)
    if isinstance(value, Set):
        return b"u", sorted(key(item) for item in value)
    raise TypeError(f"no stable key for {type(value).__name__}")
