"""The one place that opens a database: in memory, confined to the files at hand, and nothing fetched from anywhere."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_MEMORY = "768MB"  #: so that reading stays below 1 GiB; what does not fit goes to the scratch folder

_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": _MEMORY,
}


@contextmanager
def connected(files: Iterable[Path], scratch: Path | None = None) -> Iterator[Any]:
    """A database that can read ``files`` and nothing else, write only to ``scratch``, and not be talked out of it."""
    import duckdb

    base = duckdb.connect(config={**_SETTINGS, "threads": str(os.cpu_count() or 1)})
    try:
        base.execute("SET TimeZone = 'UTC'")  # so that a time means the same on every machine
        base.execute("SET preserve_insertion_order = false")
        base.execute(f"SET temp_directory = {text(scratch.as_posix() if scratch else '')}")
        allowed = ", ".join(text(file.as_posix()) for file in files)
        base.execute(f"SET allowed_paths = [{allowed}]")
        base.execute("SET enable_external_access = false")
        base.execute("SET lock_configuration = true")
        yield base
    finally:
        base.close()


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
