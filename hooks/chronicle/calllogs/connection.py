"""The one place that opens a database: in memory, confined to the files at hand, and nothing fetched from anywhere.

And how it is told what takes long there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

Progress = Callable[[str, int], None]  #: what is being done, and for how many seconds already; 0 is the end of it

Row = dict[str, Any]

_TICK = 1.0  #: seconds between two tellings


@contextmanager
def connected(files: Iterable[Path], scratch: Path) -> Iterator[Any]:
    """A database that can read ``files`` and nothing else, write only to ``scratch``, and not be talked out of it."""
    import duckdb

    with duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": "320MB",  # so that reading stays below 500 MB; what does not fit goes to the scratch folder
            "temp_directory": scratch.as_posix(),
        }
    ) as base:
        base.execute("SET TimeZone = 'UTC'")  # so that a time means the same on every machine
        base.execute(f"SET allowed_paths = [{', '.join(text(file.as_posix()) for file in files)}]")
        base.execute(f"SET allowed_directories = [{text(scratch.as_posix())}]")  # copies made on the way
        base.execute("SET enable_external_access = false")
        base.execute("SET lock_configuration = true")
        yield base


def rows_of(base: Any, query: str) -> list[Row]:
    """The rows of a query by the names of its columns."""
    result = base.execute(query)
    columns = [column[0] for column in result.description]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def silent(what: str, seconds: int) -> None:
    """A progress that nobody sees."""


@contextmanager
def told(progress: Progress, what: str) -> Iterator[None]:
    """Tell of something that takes long, every second until it is done."""
    done = threading.Event()

    def tell() -> None:
        for seconds in count(1):
            if done.wait(_TICK):
                return
            progress(what, seconds)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        progress(what, 0)
