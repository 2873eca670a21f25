"""What looks like a name in people's prose and is published as it stands: told to the lead, who knows whose it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from itertools import chain
from pathlib import Path

from ..cache import Cache, key
from ..privacy import masking
from ..privacy.hints import Hint, Passage, find_hints
from ..reading.text import is_passed_over
from ..rendering.free_page import PROJECT_PAGES
from .digests import code_digest
from .masked import MaskedProject, MaskedYear, read_masked


def hints_of(written: MaskedProject, cache: Cache) -> list[Hint]:
    """The hints in everybody's years and in the team's own pages, in the order of files and lines; what was masked is
    none. Prose that was read before, by the same code and with the same names allowed, is not read again."""
    hints, allow = list[Hint](), written.detector.allow
    ground = (written.code, allow)
    for year in written.years:
        if year.manuscript:
            find = partial(_hints_of_year, year, allow, key("hints", *ground, year.digest), cache)
            hints += cache.recall(f"{year.path} hints", (year, ground), find)
    for page in written.free:
        if page.uri not in PROJECT_PAGES and page.text.text:
            passage = Passage(page.text.path, page.text.text, page.text.first_line)
            hints += find_hints([passage], key("hints", *ground, passage.text), allow, cache)
    return sorted(hints)


def _hints_of_year(year: MaskedYear, allow: Collection[str], name: str, cache: Cache) -> list[Hint]:
    assert year.manuscript
    documents = [document for document in year.manuscript.documents if document.lines]
    passages = [Passage(document.path, _prose(document.path, document.lines)) for document in documents]
    hints = list(find_hints(passages, name, allow, cache))
    records = (year.record, *year.cases) if hints else ()
    said = "\n".join(chain(*map(masking.texts, records), year.texts.values()))
    return [hint for hint in hints if hint.name in said]


def _prose(path: str, lines: Iterable[str]) -> str:
    """The text of a file; comments in YAML reach no page."""
    is_yaml = not path.endswith(".md")
    return "\n".join("" if is_yaml and line.lstrip().startswith("#") else line for line in lines)


def find_all(root: Path, cache: Cache) -> list[Hint]:
    """Every hint in the project below ``root``; builds no site."""
    uris = [path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.md") if path.is_file()]
    uris = [uri for uri in uris if not uri.startswith("agents/") and not any(map(is_passed_over, uri.split("/")))]
    return hints_of(read_masked(root, uris, "", code_digest(), cache), cache)
