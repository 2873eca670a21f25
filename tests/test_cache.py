from __future__ import annotations

import datetime as dt
import enum
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from chronicle import cache as module
from chronicle.cache import Cache, Memo, key
from chronicle.records.model import Shown


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


@dataclass(frozen=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True)
class Place:
    x: float
    y: float


class Record(BaseModel):
    name: str
    tags: tuple[str, ...] = ()

    @cached_property
    def size(self) -> int:
        return len(self.tags)


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("??/*") if path.is_file())


def _only(folder: Path) -> Path:
    (entry,) = _entries(folder)
    return entry


@pytest.fixture
def store(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "deep" / "cache")


@pytest.mark.parametrize("value", [b"", b"x", "图".encode(), os.urandom(100_000)])
def test_what_is_put_comes_back(store: Cache, value: bytes) -> None:
    store.put("a", value)
    assert store.get("a") == value
    assert store.get("b") is None


def test_builds_of_one_process_recall_what_the_one_before_made_of_the_same(store: Cache) -> None:
    made: list[str] = []

    def make(cache: Cache, content: str) -> int:
        return cache.recall("a", content, lambda: made.append(content) or len(made))

    memo = Memo()
    assert [make(Cache(store.folder, memo), content) for content in ("x", "x", "y", "x")] == [1, 1, 2, 3]
    assert [make(store, "x"), make(store, "x")] == [4, 5]


def test_what_is_shown_otherwise_is_not_the_same() -> None:
    """95.50 and 95.5 are equal numbers, and the page shows which was typed."""
    memo, targets = Memo(), [Shown(95.5, 1), Shown(95.5, 1), Shown(95.5, 2), 95.5]
    contents = [(Point(target, 1), {"fcr": [target]}, Record(name="a")) for target in targets]
    made = [memo.recall("a", content, object) for content in contents]
    assert [one is other for one, other in pairwise(made)] == [True, False, False]


def test_the_later_value_counts(store: Cache) -> None:
    store.put("a", b"1")
    store.put("a", b"2")
    assert store.get("a") == b"2"


def test_a_key_is_never_a_path(store: Cache, tmp_path: Path) -> None:
    for name in ("../../outside", "/etc/x", "a\0b", "", "很" * 5000):
        store.put(name, b"1")
        assert store.get(name) == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_every_flipped_bit_cut_and_addition_is_a_miss(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put("a", b"content")
    entry = _only(tmp_path)
    whole = entry.read_bytes()
    damaged = (
        [_flip(whole, at) for at in range(len(whole))] + [whole[:cut] for cut in range(len(whole))] + [whole + b"x"]
    )
    for data in damaged:
        entry.write_bytes(data)
        assert store.get("a") is None
    store.put("a", b"content")
    assert store.get("a") == b"content"


def test_an_entry_planted_under_another_name_is_a_miss(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put("a", b"of a")
    planted = _only(tmp_path).read_bytes()
    store.put("b", b"of b")
    for entry in _entries(tmp_path):
        entry.write_bytes(planted)
    assert (store.get("a"), store.get("b")) == (b"of a", None)


def test_a_folder_in_the_place_of_an_entry_is_a_miss(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put("a", b"x")
    entry = _only(tmp_path)
    entry.unlink()
    entry.mkdir()
    assert store.get("a") is None
    store.put("a", b"y")
    assert store.get("a") is None
    assert [path.name for path in entry.parent.iterdir()] == [entry.name]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_in_the_place_of_an_entry_is_not_waited_for(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put("a", b"x")
    entry = _only(tmp_path)
    entry.unlink()
    os.mkfifo(entry)
    assert store.get("a") is None
    store.put("a", b"y")
    assert store.get("a") == b"y"


def test_where_nothing_can_be_written_there_is_no_cache_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    store = Cache(tmp_path / "cache")
    store.put("a", b"x")
    store.prune()
    assert store.get("a") is None
    assert (tmp_path / "cache").read_text() == "a file"


@pytest.mark.parametrize("before", [None, b"older"])
def test_a_full_disk_leaves_nothing_torn_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        write(self, data[:3])
        raise OSError(28, "No space left on device")

    store = Cache(tmp_path)
    if before:
        store.put("a", before)
    monkeypatch.setattr(Path, "write_bytes", full)
    store.put("a", b"content")
    assert store.get("a") == before
    assert len(_entries(tmp_path)) == (1 if before else 0)


def test_what_a_killed_build_left_torn_is_mended(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put("a", b"content")
    _only(tmp_path).write_bytes(b"")
    store.put("a", b"content")
    assert store.get("a") == b"content"
    assert len(_entries(tmp_path)) == 1


@pytest.mark.parametrize("before", [None, b"first"])
def test_whoever_reads_while_an_entry_is_written_never_finds_a_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bytes | None
) -> None:
    store, write, seen = Cache(tmp_path), Path.write_bytes, []
    if before:
        store.put("a", before)

    def watched(self: Path, data: bytes) -> int:
        write(self, data[: len(data) // 2])
        seen.append(store.get("a"))
        written = write(self, data)
        seen.append(store.get("a"))
        return written

    monkeypatch.setattr(Path, "write_bytes", watched)
    store.put("a", b"second")
    assert [*seen, store.get("a")] == [before, before, b"second"]


def test_an_old_entry_that_may_only_be_read_is_of_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    store = Cache(tmp_path)
    store.put("a", b"x")
    _age(_only(tmp_path), 2)
    monkeypatch.setattr(os, "utime", refused)
    assert store.get("a") == b"x"


def test_many_writers_and_readers_share_one_cache(tmp_path: Path) -> None:
    values = [str(number).encode() * 5000 for number in range(4)]

    def work(number: int) -> bool:
        store = Cache(tmp_path)
        store.put("same", values[number % 4])
        return store.get("same") in [None, *values]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
    assert Cache(tmp_path).get("same") in values
    assert len(_entries(tmp_path)) == 1


def test_backups_know_that_it_is_a_cache(tmp_path: Path) -> None:
    Cache(tmp_path).put("a", b"x")
    assert (
        (tmp_path / "CACHEDIR.TAG")
        .read_text(encoding="utf-8")
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )


def _age(path: Path, days: float) -> None:
    then = time.time() - days * 86_400
    os.utime(path, (then, then))


def test_what_was_long_unused_is_dropped_and_what_is_used_stays(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    for name in ("used", "unused"):
        store.put(name, b"x")
    for entry in _entries(tmp_path):
        _age(entry, 100)
    assert store.get("used") == b"x"
    store.prune(days=60)
    assert (store.get("used"), store.get("unused")) == (b"x", None)


def test_beyond_its_size_the_least_recently_used_go(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    for number in range(10):
        store.put(str(number), b"x" * 984)  # and 16 of checksum
        (new,) = [entry for entry in _entries(tmp_path) if time.time() - entry.stat().st_mtime < 3_600]
        _age(new, 10 - number)
    store.prune(size=3_000)
    assert [number for number in range(10) if store.get(str(number))] == [7, 8, 9]


def test_it_prunes_once_a_day(tmp_path: Path) -> None:
    store = Cache(tmp_path)
    store.put("a", b"x")
    store.prune()
    store.prune(size=0)
    assert store.get("a") == b"x"
    _age(tmp_path / "pruned", 2)
    store.prune(size=0)
    assert store.get("a") is None


def test_pruning_keeps_to_its_own_entries(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("x")
    store = Cache(tmp_path)
    store.put("a", b"x")
    store.prune(size=0)
    assert (tmp_path / "notes" / "mine.txt").exists()


DIFFERENT: list[Any] = [
    *(None, False, True, 0, 1, 2**80, 1.0, -0.0, 0.0, float("nan")),
    *("", "1", b"1", "None", "2025-01-01", dt.date(2025, 1, 1), dt.datetime(2025, 1, 1)),
    *((), ((),), ("a", "b"), ("ab",), ("a", ("b",)), ("ab", "")),
    *("l0:", ("s1:a",), ("s", "1", "a"), "n", (None,), ("i1;",), (b"a", b"b"), (b"ab",), "\ud800\udc00", "\U00010000"),
    *({"a": 1}, ("a", 1), {("a", 1)}, [["a", 1]], {"a": (1,)}, {"a", "1"}, {("a", "1")}, 10, (1, 0)),
    *({}, {"a": 1, "b": 2}, {"b": 2, "a": 1}, {1, 2}, {1}),
    *(Colour.RED, Colour.BLUE, Point(1, 2), Point(2, 1), Place(1, 2)),
    *(Record(name="a"), Record(name="a", tags=("b",))),
]


def test_different_content_has_different_keys() -> None:
    assert len({key(value) for value in DIFFERENT}) == len(DIFFERENT)
    assert len({key("a", "b"), key("ab"), key("a", "b", None), key(("a", "b"))}) == 4


def test_equal_content_has_equal_keys() -> None:
    assert key([1, "a"]) == key((1, "a"))
    assert key({"a", "b", "c"}) == key({"c", "b", "a"})
    assert key(Point(1.0, 2.0)) == key(Point(1.0, 2.0))
    assert key(Record(name="a", tags=("b",))) == key(Record(tags=("b",), name="a"))


def test_what_was_worked_out_of_a_record_is_no_part_of_it() -> None:
    record = Record(name="a", tags=("b",))
    before = key(record)
    assert record.size == 1
    assert key(record) == before


def test_a_key_is_the_same_tomorrow() -> None:
    """Changed on purpose only: with it every entry that people have is lost."""
    value = (None, True, 1, -0.5, "中", b"x", dt.date(2025, 1, 2), [{"a": {2, 1}}])
    assert key(value) == "44a7b01a902139b0f68c6376cca60e13d84f31de"


def test_what_has_no_stable_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no stable key for object"):
        key(object())


def test_the_hash_seed_does_not_reach_the_key() -> None:
    code = "from chronicle.cache import key; print(key({'a', 'b', 'c'}, {'x': (1, 2.5, None)}, '中'))"
    hooks = str(Path(module.__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": hooks}
    names = {
        subprocess.run(
            [sys.executable, "-c", code], env={**environment, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(names) == 1
