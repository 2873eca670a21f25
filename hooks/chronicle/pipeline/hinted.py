"""What looks like a name in people's prose and is published as it stands: told to the lead, who knows whose it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from ..cache import Cache, key
from ..privacy import masking
from ..privacy.detector import Detector
from ..privacy.hints import Hint, Passage, find_hints
from ..reading.text import is_passed_over
from ..records.project import load
from .compose import PROJECT_PAGES, FreePage, read_free
from .digests import code_digest
from .masked import MaskedYear, detector_of, mask_manuscript


def hints_of(
    years: Iterable[MaskedYear], free: Iterable[FreePage], detector: Detector, code: str, cache: Cache
) -> Iterator[Hint]:
    """The hints in these years and in the team's own pages; what was masked is none. Prose that was read before, by the
    same ``code`` and with the same names allowed, is not read again."""
    ground = (code, detector.allow)
    for year in years:
        if year.manuscript:
            find = partial(_hints_of_year, year, detector.allow, key("hints", *ground, year.digest), cache)
            yield from cache.recall(f"{year.path} hints", (year, ground), find)
    for page in free:
        if page.uri not in PROJECT_PAGES and page.text.text:
            passage = Passage(page.text.path, page.text.text, page.text.first_line)
            yield from find_hints([passage], key("hints", *ground, passage.text), detector.allow, cache)


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
    """Every hint in the project below ``root``, in the order of files and lines; builds no site."""
    project, code = load(root), code_digest()
    detector = detector_of(project)
    readable = [manuscript for manuscript in project.years if manuscript.record]
    years = [mask_manuscript(manuscript, detector, code, cache) for manuscript in readable]
    uris = [path.relative_to(root / "docs").as_posix() for path in (root / "docs").rglob("*.md")]
    uris = [uri for uri in uris if not uri.startswith("agents/") and not any(map(is_passed_over, uri.split("/")))]
    free = [read_free(root, uri, project, detector, "", cache) for uri in uris if (root / "docs" / uri).is_file()]
    return sorted(hints_of(years, free, detector, code, cache))
