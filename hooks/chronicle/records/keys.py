"""``keys.yml``: what every key means, in Chinese, and an example of it; for editors, the list of keys and messages.

And ``names.toml``: what else people call keys, metrics and the columns of tables, and write where there is no number.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("keys.yml")


@cache
def words() -> Mapping[str, Mapping[str, tuple[str, Any]]]:
    """Record -> key -> what it is and an example, as typed: a day and a number are text."""
    read: Any = yaml.load(_FILE.read_text("utf-8"), yaml.BaseLoader)
    return {
        record: {key: (", ".join(map(str, said[:-1])), said[-1]) for key, said in keys.items()}
        for record, keys in read.items()
    }


@cache
def sections() -> Mapping[str, Mapping[str, str]]:
    """``names.toml``: section -> a thing -> what people call it, parted by blanks."""
    return tomllib.loads(_FILE.with_name("names.toml").read_text("utf-8"))


def names(section: str) -> dict[str, str]:
    """A section of ``names.toml``: what people call a metric or a column -> its own name."""
    return {word: key for key, words in sections()[section].items() for word in _words(words)}


def _words(words: str) -> Iterator[str]:
    """Words that are parted by blanks; with a blank for each ``_``, too."""
    for word in words.split():
        yield from (word, word.replace("_", " "))


@cache
def synonyms() -> Mapping[str, Sequence[str]]:
    """What people call keys and metrics -> all that are called so: 目标 is a team's ``targets``, a plan's ``goal``."""
    found: dict[str, list[str]] = {}
    for key, words in (*sections()["keys"].items(), *sections()["metrics"].items()):
        for word in dict.fromkeys(_words(words)):
            found.setdefault(word, []).append(key)
    return found


def shown(example: Any) -> str:
    """An example on one line, as one would type it."""
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {shown(value)}" for key, value in example.items()) + "}"
    if isinstance(example, list):
        return "[" + ", ".join(map(shown, example)) + "]"
    if isinstance(example, bool):
        return str(example).lower()
    return f'"{example}"' if str(example)[:1] in ("%", "#") else str(example)


def example_line(record: str, key: str) -> str:
    """``KEY: EXAMPLE``, ready to be copied."""
    return f"{key}: {shown(words()[record][key][1])}"


def bounds(least: float | None, most: float | None, above: float | None = None) -> str:
    """The numbers that may stand somewhere: ``1 到 10``, ``不小于 0``, ``不大于 5``, ``大于 0``; '' for all."""
    if least is not None and most is not None:
        return f"{least:g} 到 {most:g}"
    words = {"大于": above, "不小于": least, "不大于": most}
    return next((f"{word} {limit:g}" for word, limit in words.items() if limit is not None), "")


def write_within(least: float | None, most: float | None, above: float | None = None) -> str:
    """The mend for a number beyond its :func:`bounds`: ``写 1 到 10 之间的数``, ``写不小于 0 的数``."""
    words = bounds(least, most, above)
    return f"写 {words} 之间的数" if least is not None and most is not None else f"写{words} 的数"
