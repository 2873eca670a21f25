"""Data that a page carries itself: a fence titled ``范例 FILE`` is read as that file, and shown as it stands.

A guide can thus put a block beneath the very YAML that it is made of, with nothing to keep in step and nobody's data
to lean on::

    ```yaml title="范例 2025.yml"
    tags: {耐心: 812}
    ```

    ::: tags

All YAML fences of a page are one year, as if they were one file; a Markdown fence is one case story.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..reading.document import parse_story, parse_yaml
from ..reading.markdown_code import fences
from . import crosschecks
from .metric_names import with_keys
from .model import Team, Year
from .project import Manuscript, story_of
from .validation import validate

#: Whose year it is: no agent can have this name, so that an example never meets a person.
WHOSE = "范例"

_OPEN = re.compile(r"""(`{3,})[ ]*(?:yaml|markdown)[ ]+title=["']范例[ ]+(?P<stem>[\w-]+)\.(?P<kind>yml|md)["'][ ]*""")


def read(path: str, body: str, first_line: int, team: Team) -> Manuscript | None:
    """The year that the page at ``path`` carries in its Markdown ``body``; None where it carries none.

    ``first_line`` is the body's first line in its file: every place in the records is one in that file.
    """
    lines = body.split("\n")
    opened = ((_OPEN.fullmatch(lines[start]), range(start + 1, end)) for start, end in fences(lines))
    examples = [(head["kind"], head["stem"], inside) for head, inside in opened if head]
    years = {inside: int(stem) for kind, stem, inside in examples if kind == "yml" and stem.isdecimal()}
    if not years:
        return None

    def text(wanted: Iterable[range]) -> str:
        """The text of these fences, every line at its own place and all others empty."""
        kept = {number for inside in wanted for number in inside}
        return "\n" * (first_line - 1) + "\n".join(line if at in kept else "" for at, line in enumerate(lines))

    year = next(iter(years.values()))
    stories = [(stem, parse_story(path, text([inside]))) for kind, stem, inside in examples if kind == "md"]
    cases = tuple(story_of(stem, story, year) for stem, story in stories)
    document = with_keys(parse_yaml(path, text(years)), team.catalogue)
    record, problems = validate(document, Year, catalogue=team.catalogue)
    if record:
        slugs = [case.slug for case in cases]
        problems += crosschecks.check_year(
            document, record, year=year, catalogue=team.catalogue, slugs=slugs, covered=True
        )
    told = document.also(*problems, *(problem for case in cases for problem in case.problems)).problems
    return Manuscript(WHOSE, year, document, record, cases=cases, problems=told)
