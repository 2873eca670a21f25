"""Manuscripts through the gate: what comes out holds nothing personal any more, and every place has its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count

from ..cache import key
from ..errors import Problem
from ..figures.agent_year import Story
from ..privacy import masking  # fmt: skip
from ..privacy.detector import LABELS, Gate
from ..records import project
from ..rendering.placeholders import Written
from .assembly import Assembly, Masked

_NOTHING, _SOMETHING = b"nothing found", b"something found"


def pass_all(work: Assembly) -> list[Masked]:
    """Every readable manuscript after the gate; where many are new, the crew gets ready meanwhile."""
    readable = [each for each in work.written.years if each.record]
    before = [work.store.get(_name(each, work)) for each in readable]
    work.crew.share(before.count(None))
    return [_passed(each, work, known) for each, known in zip(readable, before, strict=True)]


def pass_gate(manuscript: project.Manuscript, work: Assembly) -> Masked:
    """The manuscript after the gate; what was once found to hold nothing personal is not looked through again."""
    return _passed(manuscript, work, work.store.get(_name(manuscript, work)))


def _name(manuscript: project.Manuscript, work: Assembly) -> str:
    return key("clear", work.craft, work.gate.allow, typed(manuscript))


def _passed(manuscript: project.Manuscript, work: Assembly, known: bytes | None) -> Masked:
    if known == _NOTHING:
        return _unmasked(manuscript)
    made = _through(manuscript, work.gate)
    if known is None:
        work.store.put(_name(manuscript, work), _SOMETHING if made.warnings else _NOTHING)
    return made


def _unmasked(manuscript: project.Manuscript) -> Masked:
    assert manuscript.record is not None
    right = [(each, each.record) for each in manuscript.cases if each.record]
    stories = [Story(each.slug, case, each.body, each.document.path) for each, case in right]
    stories.sort(key=lambda story: (story.case.date, story.slug))
    lines = {each.slug: each.document.body_line for each, _ in right}
    index = manuscript.index
    own = Written(index.body, index.path, index.body_line) if index else None
    return Masked(manuscript, manuscript.record, tuple(stories), lines, _places(manuscript), own)


def pass_team(written: project.Library, gate: Gate) -> tuple[project.Library, tuple[Problem, ...]]:
    """The library with the team's own words masked; its list of allowed words and the paths of its logs are none."""
    own, found = masking.mask_record(written.team, written.team_document, gate)
    own = own.model_copy(update={"allow": written.team.allow, "logs": written.team.logs})
    return replace(written, team=own), found


def gate_of(written: project.Library) -> Gate:
    """The gate of a team: what it allows, and the agents' own names; a number in the place of a name is none."""
    allowed = Gate(written.team.allow)
    names = [each.record.name for each in written.years if each.record]
    sure = [name for name in names if all(found.kind == "name" for found in allowed.find(name))]
    return Gate([*written.team.allow, *sure])


def find_telling_folders(written: project.Library, gate: Gate) -> Iterator[Problem]:
    """Agents whose folder says something personal: it would stand in every address, and no page can do without it."""
    mend = (
        "它会写进每一页的网址：给 data/agents 和 docs/agents 里的文件夹改名，如 linxia；"
        "可以公开的，写进 data/team.yml 的 allow"
    )
    for agent in dict.fromkeys(each.agent for each in written.years):
        for kind in dict.fromkeys(found.kind for found in gate.find(agent)):
            yield Problem(f"data/agents/{agent}", 1, 1, f"文件夹名里有{LABELS[kind]}", mend)


def typed(manuscript: project.Manuscript) -> list[str]:
    """What stands for all that was typed for an agent's year, file by file."""
    documents = [manuscript.document, manuscript.metrics_document, manuscript.index]
    documents += [each.document for each in manuscript.cases]
    return [each.digest for each in documents if each]


def _through(manuscript: project.Manuscript, gate: Gate) -> Masked:
    assert manuscript.record is not None
    record, warnings = masking.mask_record(manuscript.record, manuscript.document, gate)
    stories, found = [], list(warnings)
    lines: dict[str, int] = {}
    for each in manuscript.cases:
        if each.record is None:
            continue
        case, in_front = masking.mask_record(each.record, each.document, gate)
        body, in_body = masking.mask_text(each.body, each.document.path, each.document.body_line, gate)
        slug, in_name = _slug(each, gate, lines)
        stories.append(Story(slug, case, body, masking.mask_name(each.document.path, gate)))
        lines[slug] = each.document.body_line
        found += [*in_front, *in_body, *in_name]
    stories.sort(key=lambda story: (story.case.date, story.slug))
    own, in_own = _own(manuscript, gate)
    return Masked(manuscript, record, tuple(stories), lines, _places(manuscript), own, (*found, *in_own))


def _own(manuscript: project.Manuscript, gate: Gate) -> tuple[Written | None, tuple[Problem, ...]]:
    """The agent's own ``index.md``, where there is one."""
    index = manuscript.index
    if index is None:
        return None, ()
    text, found = masking.mask_text(index.body, index.path, index.body_line, gate)
    return Written(text, index.path, index.body_line), found


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug}-{number}"


def _slug(story: project.StoryFile, gate: Gate, taken: Iterable[str]) -> tuple[str, list[Problem]]:
    """The name of a story's page: what is personal in the file's name is masked there too."""
    slug = masking.mask_name(story.slug, gate)
    if slug == story.slug:
        return slug, []
    mend = "网址里已经遮住；请给文件改名"
    number = next(n for n in count(1) if _numbered(slug, n) not in taken)
    return _numbered(slug, number), [Problem(story.document.path, 1, 1, "文件名里有个人信息", mend)]


def _places(manuscript: project.Manuscript) -> Mapping[str, str]:
    """The PATH:LINE of every place in the record."""
    table = manuscript.metrics_document
    return {**manuscript.document.places, **table.places} if table else manuscript.document.places
