"""The finished site is read once more: the one place where what was written is read back, and only to be looked at.

Presentations and Word files are not opened: the former are made of the masked values that the pages are made of
(``tests/pipeline/test_year_files.py`` looks inside one), the latter of the articles of the pages, which are read here.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ..cache import Cache, key
from ..errors import Problem
from ..privacy import audit
from ..privacy.detector import Detector


def second_look(folder: Path, detector: Detector, code: str, cache: Cache, root: Path) -> tuple[Problem, ...]:
    """What is still personal in the site in ``folder``, told where it was typed below ``root``.

    A file that was found clean before is not read again.
    ``code`` stands for our own code: what was found clean by other rules is read again.
    """
    name = key("second look", code, detector.allow)
    known = frozenset((cache.get(name) or b"").decode().split())
    reader = audit.Reader(detector, known, sources=partial(audit.typed, root))
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        uri = path.relative_to(folder).as_posix()
        if audit.is_read(uri) and path.is_file():
            problems += reader.look(uri, path.read_bytes())
    cache.put(name, "\n".join(sorted(reader.clean)).encode())
    return tuple(problems)
