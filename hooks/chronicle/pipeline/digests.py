"""What each page rests on, as one digest a page: equal digests, equal pages.

A page rests on a year's files and the year before, on the words in it that anybody coins, on the team's file and
lists, on what a log says, and on the code and templates that make it; a chronicle, and a story with a block in it, on
the team's bands too, a lead's on the team's figures; a page about several people on all of theirs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cache as once
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
    """Our own code, templates and lists, and the libraries.

    Templates are read anew at each build, so that an edited one counts in a preview. All else counts as this process
    has loaded it, even where an update came in since.
    """
    return key(_loaded(_HOOKS), _content(_HOOKS, live=True))


@once
def _loaded(hooks: Path) -> str:
    return key([version(name) for name in _MADE_WITH], _content(hooks, live=False))


def _content(hooks: Path, *, live: bool) -> str:
    """The files that a page is made with: those that are read for each page, or those that are loaded once."""
    digest = blake2b(digest_size=16)
    for file in sorted(hooks.rglob("*")):
        parts = file.relative_to(hooks).parts
        is_live = ("templates" in parts or "theme" in parts) and file.name != "macros.html"
        if is_live == live and "__pycache__" not in parts and file.is_file():
            digest.update(os.fsencode("/".join(parts)) + file.read_bytes())
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
        before = told.get((year.agent, year.year - 1))
        content = all_pages, year, before, agent_year, coined
        of_year[year.identity] = cache.recall(f"{year.path} digest", content, partial(_of_year, *content))
    unread = [manuscript.document.path for manuscript in written.unreadable]
    everybody = key("everybody", all_pages, list(of_year.values()), unread)
    with_bands = [key(of_year[shown.identity], shown.bands, shown.mixed, shown.quoted) for shown in agent_years]
    quotable = key("quotable", everybody, with_bands)

    digests: dict[str, str] = {}
    for year, banded in zip(years, with_bands, strict=True):
        for story, (uri, text) in zip((None, *year.stories), year.texts.items(), strict=True):
            shows_bands = not story or ":::" in text.replace("：", ":")  # a block may be a trend
            digests[uri] = _quoting(banded if shows_bands else of_year[year.identity], text, quotable)
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
