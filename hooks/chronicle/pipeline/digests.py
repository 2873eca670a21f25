"""What each page rests on, as one digest a page: equal digests, equal pages.

A page rests on a year's files and the year before, on the words in it that anybody coins, on the team's file and
lists, on what a log says, and on the code and templates that make it; a chronicle on the team's bands too, a lead's on
the team's figures; a page about several people on all of theirs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from ..cache import Cache, key
from ..figures.agent_year import AgentYear
from ..figures.words import coined_here
from ..rendering.pages import quoted
from ..rendering.placeholders import names
from .masked import MaskedProject, MaskedYear

#: What makes pages of words and templates, beside our own code.
_MADE_WITH = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments", "jinja2", "nh3", "jieba")
_HOOKS = Path(__file__).parents[2]


def code_digest() -> str:
    """Our own code, templates and lists, and the libraries; read anew at each build, so that an edited template counts
    in a preview."""
    digest = blake2b(key([version(name) for name in _MADE_WITH]).encode(), digest_size=16)
    files = (file for file in _HOOKS.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    for file in sorted(files):
        digest.update(os.fsencode(file.relative_to(_HOOKS).as_posix()) + file.read_bytes())
    return digest.hexdigest()


def page_digests(
    ground: Sequence[object], written: MaskedProject, agent_years: Sequence[AgentYear], coined: Mapping[str, str],
    team_uris: Iterable[str], cache: Cache,
) -> dict[str, str]:  # fmt: skip
    """The digest of every page by URI; ``ground``: what all pages rest on; ``coined``: words that the team coins."""
    years = written.years
    all_pages = key(*ground)
    told = {year.identity: (year.digest, shown.log) for year, shown in zip(years, agent_years, strict=True)}
    of_year: dict[tuple[str, int], str] = {}
    for year, agent_year in zip(years, agent_years, strict=True):
        content = all_pages, year, told.get((year.agent, year.year - 1)), agent_year, coined
        of_year[year.identity] = cache.recall(f"{year.path} digest", content, partial(_of_year, *content))
    everybody = key("everybody", all_pages, list(of_year.values()))
    with_bands = [key(of_year[shown.identity], shown.bands, shown.mixed, shown.quoted) for shown in agent_years]
    quotable = key("quotable", everybody, with_bands)

    digests: dict[str, str] = {}
    for year, banded in zip(years, with_bands, strict=True):
        for story, (uri, text) in zip((None, *year.stories), year.texts.items(), strict=True):
            digests[uri] = _quoting(of_year[year.identity] if story else banded, text, quotable)
    for agent in dict.fromkeys(year.agent for year in years):
        theirs = [digest for (name, _), digest in of_year.items() if name == agent]
        digests[f"agents/{agent}/index.md"] = key("person", theirs)
    for page in written.free:
        text = page.text.text
        shows_own = page.example and page.example.record  # a year that it carries itself
        rests_on = [everybody] if page.uri == "index.md" or (names(text) and not shows_own) else []
        digests[page.uri] = _quoting(key("page", all_pages, text, page.meta, rests_on), text, quotable)
    return digests | dict.fromkeys(team_uris, everybody)


def _of_year(
    all_pages: str, year: MaskedYear, before: object, agent_year: AgentYear, coined: Mapping[str, str]
) -> str:  # fmt: skip
    """What every page of a year rests on; ``before``: what was typed and logged for the year before."""
    of_people = (agent_year.annual, agent_year.members, agent_year.before_channel) if agent_year.is_lead else None
    here = coined_here(year.record, (story.body for story in year.stories), coined)
    return key(all_pages, year.identity, year.digest, before, agent_year.years, agent_year.log, of_people, here)


def _quoting(digest: str, markdown: str, quotable: str) -> str:
    """A page that places somebody else's block by AGENT/YEAR/NAME rests on everybody."""
    return key(digest, quotable) if quoted(markdown) else digest
