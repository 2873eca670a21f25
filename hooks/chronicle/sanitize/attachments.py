"""Files that people put beside their words: what of each is published, under which name.

Published is what can be looked at: pictures without what a camera or a drawing program wrote beside them, and plain
text, masked. Web pages, programs and office files are left out. ``assets/`` belongs to whoever runs the site: its
programs and styles pass, its pictures are cleaned like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..errors import Problem
from ..privacy.detector import LABELS, Gate
from ..privacy.masking import finding_problem
from . import images
from .images import ImageError

_TEXT = frozenset({".txt", ".csv"})
_PLAIN_NAMES = frozenset({"CNAME", "robots.txt", "favicon.ico"})
_BETWEEN_TAGS = re.compile(r"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)")


@dataclass(frozen=True)
class Attachment:
    """What becomes of a file. ``data`` is None where it is left out; ``uri`` is its masked name, as links write it.

    ``problems`` are for the writer to mend, ``notes`` what was taken out without a word being lost.
    """

    uri: str
    data: bytes | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """The name in the site: no system's file names may hold a star on Windows."""
        return self.uri.replace("*", "x")


def judge(uri: str, data: bytes, gate: Gate) -> Attachment:
    """The file at ``uri`` below ``docs`` as it is to be published."""
    name, named = _named(uri, gate)
    try:
        clean, removed = images.strip(uri, data)
    except ImageError as error:
        return Attachment(name, None, (*named, _problem(name, f"{error}；这个文件没有发布")))
    told = tuple(f"docs/{name}: 去掉了图片里的{each}" for each in removed)
    if uri.endswith(".svg"):
        clean, found = _masked(name, clean, gate, lambda text, mask: _BETWEEN_TAGS.sub(lambda m: mask(m[0]), text))
        unsafe = tuple(_problem(name, f"去掉了图片里的{each}") for each in removed)
        return Attachment(name, clean, (*named, *unsafe, *found))
    if removed or images.is_picture(uri) or uri.startswith("assets/") or uri in _PLAIN_NAMES:
        return Attachment(name, clean, named, told)
    if PurePosixPath(uri).suffix.lower() in _TEXT:
        clean, found = _masked(name, clean, gate, lambda text, mask: mask(text))
        return Attachment(name, clean, (*named, *found))
    mend = "这里只放图片；要给人下载的文件请放到别处，在文中写链接"
    return Attachment(name, None, (*named, _problem(name, "这种文件看不出里面有什么，没有发布", mend)))


def _named(uri: str, gate: Gate) -> tuple[str, tuple[Problem, ...]]:
    name, findings = gate.mask(uri)
    mend = "已换成遮住的文件名；请改名，并改文中的链接"
    kinds = dict.fromkeys(each.kind for each in findings)
    return name, tuple(_problem(name, f"文件名里有{LABELS[kind]}", mend) for kind in kinds)


def _problem(uri: str, message: str, mend: str = "") -> Problem:
    return Problem(f"docs/{uri}", 1, 1, message, mend)


Mask = Callable[[str], str]


def _masked(uri: str, data: bytes, gate: Gate, apply: Callable[[str, Mask], str]) -> tuple[bytes, tuple[Problem, ...]]:
    """``data`` with the words that ``apply`` hands on masked; the same bytes where nothing is found."""
    problems: list[Problem] = []

    def mask(text: str) -> str:
        clean, findings = gate.mask(text)
        problems.extend(finding_problem(f"docs/{uri}", 1, 1, each) for each in findings)
        return clean

    text = apply(data.decode("utf-8-sig", "replace"), mask)
    return (text.encode() if problems else data), tuple(problems)
