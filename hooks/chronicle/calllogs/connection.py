"""The one place that opens a database: in memory, confined to the files at hand, and nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


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


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"
