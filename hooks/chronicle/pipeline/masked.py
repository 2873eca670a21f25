"""Manuscripts -> masked years: nothing that comes out is personal any more, and every place keeps its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path

from ..cache import Cache, key
from ..errors import Problem
from ..figures.agent_year import Story
from ..privacy import masking
from ..privacy.detector import LABELS, Detector
from ..reading.document import Written
from ..records.model import Case, Year
from ..records.project import Manuscript, Project, load
from ..rendering.free_page import FreePage, read_free


@dataclass(frozen=True)
class MaskedYear:
    """One agent's year after masking.

    ``places`` tells the PATH:LINE of every place in the record; ``own`` is the agent's own ``index.md``; ``digest``
    stands for all that was typed.
    """

    agent: str
    year: int
    manuscript: Manuscript
    record: Year
    stories: tuple[Story, ...]
    path: str
    places: Mapping[str, str]
    own: Written | None = None
    digest: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def identity(self) -> tuple[str, int]:
        """Agent and year."""
        return self.agent, self.year

    @property
    def cases(self) -> list[Case]:
        """What the front matter of each story says."""
        return [story.case for story in self.stories]

    @property
    def texts(self) -> dict[str, str]:
        """The Markdown of the year's pages by their URI: the chronicle's, empty where it is ours, then the stories."""
        folder = f"agents/{self.agent}/{self.year}"
        cases = {f"{folder}/{story.slug}.md": story.body for story in self.stories}
        return {f"{folder}/index.md": self.own.text if self.own else "", **cases}


@dataclass(frozen=True)
class MaskedProject:
    """Everything that people wrote, without anything personal in it.

    ``project`` has the team's own words masked; ``years`` are everybody's that can be read, ``unreadable`` the others;
    ``free`` the pages that belong to nobody. ``code`` stands for our own code, which found what ``detector`` finds.
    """

    project: Project
    years: tuple[MaskedYear, ...]
    unreadable: tuple[Manuscript, ...]
    free: tuple[FreePage, ...]
    detector: Detector
    code: str
    team_warnings: tuple[Problem, ...] = ()


def read_masked(root: Path, free_uris: Iterable[str], site_name: str, code: str, cache: Cache) -> MaskedProject:
    """Read what lies below ``root`` and mask it; ``free_uris`` are the Markdown files outside ``agents/``."""
    project = load(root, cache.memo)
    free_of = project.team.allow, [_name_in(manuscript) for manuscript in project.years]
    detector = cache.recall("detector", free_of, partial(detector_of, project))
    project, warnings = mask_team(project, detector)
    readable = [manuscript for manuscript in project.years if manuscript.record]
    return MaskedProject(
        project=project,
        years=tuple(mask_manuscript(manuscript, detector, code, cache) for manuscript in readable),
        unreadable=tuple(manuscript for manuscript in project.years if not manuscript.record),
        free=tuple(read_free(root, uri, project, detector, site_name, cache) for uri in free_uris),
        detector=detector,
        code=code,
        team_warnings=warnings,
    )


def detector_of(project: Project) -> Detector:
    """What finds personal data in this project: it leaves what the team allows, and the agents' own names.

    A number that stands in the place of a name is none.
    """
    allowed = Detector(project.team.allow)
    names = list(filter(None, map(_name_in, project.years)))
    numbers = {name for name in allowed.suspect(names) if any(each.kind != "name" for each in allowed.find(name))}
    return Detector([*project.team.allow, *(name for name in names if name not in numbers)])


_NAME = re.compile(r"name[ 　]*[:：][ 　]*[\"'“]?([^\s\"'“”#](?:[^\"'“”#]{0,38}[^\s\"'“”#])?)")


def _name_in(manuscript: Manuscript) -> str | None:
    """The agent's name, also where the file cannot be read: what is wrong with it quotes the name."""
    if manuscript.record:
        return manuscript.record.name
    found = next(filter(None, map(_NAME.match, manuscript.document.lines)), None)
    return found[1] if found else None


def mask_team(project: Project, detector: Detector) -> tuple[Project, tuple[Problem, ...]]:
    """The project with the team's own words masked; its list of allowed words, the paths of its logs and its brand
    are none."""
    team, warnings = masking.mask_record(project.team, project.team_document, detector)
    team = team.model_copy(update={name: getattr(project.team, name) for name in ("allow", "logs", "brand")})
    return replace(project, team=team), warnings


def mask_manuscript(manuscript: Manuscript, detector: Detector, code: str, cache: Cache) -> MaskedYear:
    """One readable manuscript, masked, with a warning for each finding.

    What was once found to hold nothing personal, by the same ``code`` and for the same allowed words, is not looked
    through again.
    """
    content = (manuscript, detector.allow, code)
    return cache.recall(f"{manuscript.document.path} masked", content, lambda: _mask(manuscript, detector, code, cache))


def _mask(manuscript: Manuscript, detector: Detector, code: str, cache: Cache) -> MaskedYear:
    record, index = manuscript.record, manuscript.index
    assert record is not None
    digest = key([document.digest for document in manuscript.documents])
    name = key("masked", code, detector.allow, digest)
    is_clean = cache.get(name) is not None
    if not is_clean:  # a name that is found anywhere in the year is masked everywhere in it
        bodies = [document.body for document in (*(case.document for case in manuscript.cases), index) if document]
        records = [record, *(case.record for case in manuscript.cases if case.record)]
        detector = detector.knowing(detector.names_in([*(t for each in records for t in masking.texts(each)), *bodies]))
    warnings: list[Problem] = []
    stories = list[Story]()
    for story in manuscript.cases:
        if story.record is None:
            continue
        case, body, slug, path = story.record, story.body, story.slug, story.document.path
        if not is_clean:
            case, in_front = masking.mask_record(case, story.document, detector)
            body, in_body = masking.mask_text(body, path, story.document.body_line, detector)
            masked_name = masking.mask_name(slug, detector)
            in_name = []
            if masked_name != slug:
                names = (masked_name if number == 1 else f"{masked_name}-{number}" for number in count(1))
                slug = next(free for free in names if free not in {story.slug for story in stories})
                in_name = [Problem(path, 1, 1, "文件名里有个人信息", "网址里已经遮住；请给文件改名")]
            path = masking.mask_name(path, detector)
            warnings += [*in_front, *in_body, *in_name]
        stories.append(Story(slug, case, body, path, story.document.body_line))
    own = Written(index.body, index.path, index.body_line) if index else None
    if not is_clean:
        record, in_record = masking.mask_record(record, manuscript.document, detector)
        in_own: tuple[Problem, ...] = ()
        if own:
            text, in_own = masking.mask_text(own.text, own.path, own.first_line, detector)
            own = replace(own, text=text)
        warnings = [*in_record, *warnings, *in_own]
        if not warnings:
            cache.put(name, b"")
    return MaskedYear(
        agent=manuscript.agent,
        year=manuscript.year,
        manuscript=manuscript,
        record=record,
        stories=tuple(sorted(stories, key=lambda story: (story.case.date, story.slug))),
        path=manuscript.document.path,
        places=manuscript.places,
        own=own,
        digest=digest,
        warnings=tuple(warnings),
    )


def find_telling_folders(project: Project, detector: Detector) -> Iterator[Problem]:
    """Agents whose folder says something personal: it would stand in every address, and no page can do without it."""
    mend = (
        "它会写进每一页的网址：给 data/agents 和 docs/agents 里的文件夹改名，如 linxia；"
        "可以公开的，写进 data/team.yml 的 allow"
    )
    for agent in detector.suspect(manuscript.agent for manuscript in project.years):
        for kind in dict.fromkeys(finding.kind for finding in detector.find(agent)):
            yield Problem(f"data/agents/{agent}", 1, 1, f"文件夹名里有{LABELS[kind]}", mend)
