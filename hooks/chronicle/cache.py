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
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import uuid4

_SEAL = 16  # bytes of checksum before an entry's own
_DAY = 86_400  # seconds
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# 缓存，可以随时删除。\n"  # bford.info/cachedir: backups skip it
_STAMP = "pruned"
_BINARY = getattr(os, "O_BINARY", 0)  # Windows asks for it


class Cache:
    """Entries under ``folder``; builds at the same time may share it. ``version`` is the form of what is stored."""

    def __init__(self, folder: Path, version: str = "1") -> None:
        self._folder, self._shelves = folder, str(folder)
        self._version = version.encode()

    def get(self, key: str) -> bytes | None:
        """The bytes that were put under ``key``, or None. Never raises for what stands on the disk."""
        try:
            entry = _read(self._path(key))
        except OSError:
            return None
        seal, value = entry[:_SEAL], entry[_SEAL:]
        return value if seal == self._seal(key, value) else None

    def put(self, key: str, value: bytes) -> None:
        """Remember ``value``; a full or read-only disk is no error."""
        path, entry = self._path(key), self._seal(key, value) + value
        with contextlib.suppress(OSError):
            try:
                _write(path, entry)
            except FileNotFoundError:
                self._make_shelf(Path(path).parent)
                _write(path, entry)
            except FileExistsError:  # torn, or another build's, which may be reading it
                _replace(Path(path), entry)

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

    def _path(self, key: str) -> str:
        name = blake2b(key.encode(), digest_size=16).hexdigest()  # any text is a key, no text a path
        return f"{self._shelves}/{name[:2]}/{name[2:]}"

    def _seal(self, key: str, value: bytes) -> bytes:
        before = [part for each in (self._version, key.encode()) for part in (_length(each), each)]
        seal = blake2b(b"".join([*before, _length(value)]), digest_size=_SEAL)
        seal.update(value)
        return seal.digest()

    def _make_shelf(self, shelf: Path) -> None:
        shelf.mkdir(parents=True, exist_ok=True)
        tag = self._folder / "CACHEDIR.TAG"
        if not tag.exists():
            tag.write_text(_TAG, encoding="utf-8", newline="\n")


def _length(part: bytes) -> bytes:
    return len(part).to_bytes(8, "little")


# Plain calls of the system, since a build makes ten thousand: a file object costs as much again


def _read(path: str) -> bytes:
    """The bytes of a file, which is marked as used today: the last to be pruned."""
    file = os.open(path, os.O_RDONLY | _BINARY)
    try:
        about = os.fstat(file)
        entry = os.read(file, about.st_size)
    finally:
        os.close(file)
    if time.time() - about.st_mtime > _DAY:
        with contextlib.suppress(OSError):  # what may only be read is of use, too
            os.utime(path)
    return entry


def _write(path: str, entry: bytes) -> None:
    """A new file, which nobody else is writing; none where the disk is full. Who reads it too soon finds it torn."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    written = 0
    try:
        with contextlib.suppress(OSError):
            written = os.write(file, entry)
    finally:
        os.close(file)
    if written < len(entry):
        Path(path).unlink()


def _replace(path: Path, entry: bytes) -> None:
    """A file in the place of another, all at once."""
    fresh = path.with_name(f"{path.name}.{uuid4().hex[:12]}")
    try:
        _write(str(fresh), entry)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)


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
    return blake2b(_spelled(parts).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


Spell = Callable[[Any], str]


def _spelled(value: Any) -> str:
    """A letter for a value's kind, then what it is made of, up to a sign or a length: no two values read the same."""
    kind = type(value)
    spell = _SPELLS.get(kind)
    if spell is None:
        spell = _SPELLS[kind] = _spell_for(kind)
    return spell(value)


def _text(value: str) -> str:
    return f"s{len(value)}:{value}"


def _sequence(value: Iterable[Any]) -> str:
    parts = [_spelled(item) for item in value]
    return f"l{len(parts)}:{''.join(parts)}"


def _mapping(value: Mapping[Any, Any]) -> str:
    return f"m{_sequence(part for item in value.items() for part in item)}"


def _set(value: Iterable[Any]) -> str:
    return f"u{_sequence(sorted(_spelled(item) for item in value))}"


_SPELLS: dict[type, Spell] = {
    type(None): lambda _: "n",
    bool: lambda value: "b1" if value else "b0",
    int: lambda value: f"i{value};",
    float: lambda value: f"f{value!r};",
    str: _text,
    bytes: lambda value: f"y{blake2b(value).hexdigest()}",
    dt.date: lambda value: f"d{value.isoformat()};",
    dt.datetime: lambda value: f"t{value.isoformat()};",
    list: _sequence,
    tuple: _sequence,
    dict: _mapping,
}


def _spell_for(kind: type) -> Spell:
    """How the values of a class are spelled, found out once for each."""
    name = _text(f"{kind.__module__}.{kind.__qualname__}")
    if issubclass(kind, enum.Enum):
        return lambda value: f"e{name}{_text(value.name)}"
    if dataclasses.is_dataclass(kind):
        return _spell_record(name, [field.name for field in dataclasses.fields(kind)])
    if hasattr(kind, "model_fields"):  # a pydantic record, known without importing pydantic
        return _spell_record(name, list(kind.model_fields))
    for family, spell in ((Mapping, _mapping), (list | tuple, _sequence), (Set, _set)):
        if issubclass(kind, family):
            return spell
    raise TypeError(f"no stable key for {kind.__name__}")


def _spell_record(name: str, fields: Sequence[str]) -> Spell:
    head = f"r{name}{_sequence(fields)}"
    return lambda value: head + "".join([_spelled(getattr(value, field)) for field in fields])
