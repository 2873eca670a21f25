"""Rows of one test: each is tried whatever became of the others, and every one that fails is told with its values.

``pytest.mark.parametrize`` makes a test of its own of each row, which costs more than most rows do. ``for_each`` is
written in the same way, for rows that need nothing of their own (no folder, no patch): thousands of them are one test.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest


def for_each(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The test for every row; ``names`` and ``rows`` as ``parametrize`` takes them."""
    keys = tuple(name.strip() for name in names.split(",")) if isinstance(names, str) else names
    given = [row if len(keys) > 1 else (row,) for row in rows]
    assert given, f"no row for {', '.join(keys)}"

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def tried(**fixtures: Any) -> None:
            failed = []
            for row in given:
                values = dict(zip(keys, row, strict=True))
                try:
                    test(**values, **fixtures)
                except (Exception, pytest.fail.Exception) as error:
                    error.add_note(f"Row: {values!r:.1000}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(given)} rows fail", failed)

        signature = inspect.signature(test)
        others = [parameter for name, parameter in signature.parameters.items() if name not in keys]
        tried.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        return tried

    return decorate
