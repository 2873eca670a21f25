"""Blocks -> pages: chronicle, case, an agent's own page, home and free pages; Markdown with tokens for blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from ..errors import Problem
from ..figures import sentences
from ..figures.agent_year import AgentYear, Story
from ..figures.annual import Figure
from ..pictures import content
from ..pictures.card import ShareCard
from ..reading.document import Written
from ..reading.markdown_code import BLOCK, KEY, with_code
from ..records.project import Manuscript
from ..records.validation import suggestion
from .blocks import CASE_PARTS, FOLD, SEARCHED, Blocks, is_searched, link_from, render
from .exhibits import Exhibit
from .outline import COVERED, OUTLINE, OWN, Section, own_sections
from .person import person_html
from .placeholders import PlacedText, Slot, UnknownNameError, names, place
from .prose import as_heading

_REST = re.compile(r"[ \t　]*[:：]{3}[ \t　]*rest[ \t　]*")
#: Ids of the chronicle in its Markdown: of a heading, of a section that is folded, of a block that has one itself.
_ANCHORS = re.compile(r"\{ #([\w-]+)|^::: fold-([\w-]+)|^::: (events|sources|lead-story)$", re.M)
#: The file of a year's data or page: agent, year.
_CONCERNS = re.compile(r"(?:data|docs)/(?:_sample/)?agents/([a-z0-9][a-z0-9-]*)/(\d{4})(?:\.\w+$|/(?:index\.md$)?)?")
_DESCRIPTION = 120  # characters

#: Agent and year.
Identity = tuple[str, int]
#: The team's roll as it stands on a page, whose folder below the site it is given.
Roll = Callable[[str], str]


@dataclass(frozen=True)
class Page:
    """A page before Markdown: ``uri`` is its Markdown file below ``docs``.

    ``meta`` is what a theme reads (title, description, what to hide): plain text, not yet escaped. ``digest`` stands
    for all that the page is made of: the same digest, the same page; empty where the page is to be made each time.
    ``text`` is empty where an earlier build's page with this digest is used again.
    """

    uri: str
    text: PlacedText = field(default_factory=PlacedText)
    meta: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""


def folder_of(uri: str) -> str:
    """Where a page stands below the site: ``agents/linxia/2025/index.md`` -> ``agents/linxia/2025``."""
    return uri.removesuffix("index.md").removesuffix(".md").rstrip("/")


def _shortened(text: str) -> str:
    return text if len(text) <= _DESCRIPTION else text[: _DESCRIPTION - 1] + "…"


@dataclass(frozen=True)
class Scope:
    """What names mean on the page ``at``: those of its own year, and everyone's by ``AGENT/YEAR/NAME``.

    ``identities`` are all years that exist, ``unread`` those whose own file is wrong, ``years`` the blocks of those
    that are named on pages of this build.
    ``anchors`` are ids of the chronicle that blocks may lead to.
    """

    at: str
    identities: Sequence[Identity]
    years: Mapping[Identity, Blocks]
    own: Blocks | None = None
    story: Story | None = None
    roll: Roll | None = None
    anchors: frozenset[str] = frozenset()
    unread: Collection[Identity] = ()

    def _blocks(self, name: str) -> tuple[Blocks, str]:
        """Whose block a name means, and its name there."""
        agent, slash, rest = name.partition("/")
        if not slash:
            if self.own is None:
                whose, year = next(iter(self.identities), ("linxia", 2025))
                mend = f"写全：拼音/年份/{name}，如 {whose}/{year}/{name}"
                raise UnknownNameError(f"这一页不属于哪一位，不知道“{name}”是谁的", mend)
            return self.own, name
        identity, last = identity_of(name)
        if identity in self.unread:
            raise UnknownNameError("", "")
        if identity not in self.years:
            years = [year for whose, year in self.identities if whose == agent and not last]
            known = [f"{whose}/{year}/{last or rest}" for whose, year in self.identities]
            mend = suggestion(name, known, "首页") if known else "检查拼音和年份"
            mend = f"年份也写上：{agent}/{max(years)}/{rest}" if years else mend
            raise UnknownNameError(f"没有“{agent}/{rest.partition('/')[0]}”这一年的纪实", mend)
        return self.years[identity], last

    def block(self, name: str) -> Slot:
        """``::: NAME``."""
        if name == "agents" and self.roll:
            return Slot(self.roll(self.at), False)
        blocks, last = self._blocks(name)
        own = blocks is self.own
        said = "" if own else render("sections/whence.html", agent_year=blocks.agent_year, link=link_from(self.at))
        if own and self.story and last in (*CASE_PARTS, "journey"):
            return Slot(blocks.block(last, self.at, self.story, anchors=self.anchors), last in SEARCHED)
        if last.startswith(FOLD) and last.removeprefix(FOLD) in blocks.sections:
            last = last.removeprefix(FOLD)
            return Slot(blocks.folded(last, self.at) + said, own and is_searched(last))
        if not blocks.has(last):
            raise UnknownNameError(*blocks.no_block(last))
        html = blocks.block(last, self.at, anchors=self.anchors if own else ())
        return Slot(html and html + said, own and self.story is None and is_searched(last))

    def key(self, name: str) -> Slot:
        """``{{ KEY }}``."""
        blocks, last = self._blocks(name)
        if last not in blocks.agent_year.annual.figures:
            raise UnknownNameError(*blocks.no_figure(last))
        return Slot(blocks.figure(last), True)


def identity_of(name: str) -> tuple[Identity, str]:
    """``AGENT/YEAR/NAME`` -> ((agent, year), name); year 0 where it is no number."""
    agent, _, rest = name.partition("/")
    year, _, last = rest.partition("/")
    return (agent, int(year) if year.isdecimal() else 0), last


def quoted_figures(agent_year: AgentYear, everybody: Mapping[Identity, AgentYear]) -> dict[str, Figure]:
    """The key numbers of other years that a year's texts place by AGENT/YEAR/KEY, by that name."""
    record = agent_year.record
    texts = [record.opening, *(own.text for own in record.sections), *(story.body for story in agent_year.stories)]
    placed = {name: identity_of(name) for text in texts if text and KEY.search(text) for name in names(text)}
    theirs = {identity: year.annual.figures for identity, year in everybody.items()}
    found = {name: theirs.get(whose, {}).get(key) for name, (whose, key) in placed.items()}
    return {name: figure for name, figure in found.items() if figure}


def quoted(markdown: str) -> set[Identity]:
    """The years whose blocks are placed in a text by AGENT/YEAR/NAME."""
    return {identity_of(name)[0] for name in names(markdown) if "/" in name} if "/" in markdown else set()


def _card(spec: ShareCard, with_card: bool) -> dict[str, str]:
    """What a page says of the card that a chat shows for its link; an empty name where no card is made."""
    return {"card": "card.png", "card_alt": spec.alt} if with_card else {"card": ""}


def chronicle(blocks: Blocks, scope: Scope, own: Written | None, with_card: bool) -> Page:
    """An agent's year: in the agent's own words and order where ``own`` is given, else complete.

    ``with_card``: whether a picture for links is made of it.
    """
    agent_year = blocks.agent_year
    if own:
        text = _own_words(blocks, scope, own)
    else:
        whole = _generated(blocks, frozenset())
        text = place(whole, agent_year.path, 1, _with_anchors(scope, whole).block, scope.key)
    return Page(
        uri=f"{agent_year.uri}/index.md",
        text=text,
        meta={
            "title": f"{agent_year.record.name} · {agent_year.title}",
            "description": _shortened(sentences.plain(sentences.summary(agent_year)).replace("\u00a0", " ")),
            **_card(content.card(agent_year), with_card),
            "hide": ["navigation"],
        },
    )


def _own_words(blocks: Blocks, scope: Scope, own: Written) -> PlacedText:
    """A page of the agent's own, with the rest of the chronicle where it says so, and after it where it places nothing;
    else with what every chronicle has at its end: the stories, the ways to take it, the sources."""
    placed, lines = names(own.text), own.text.split("\n")
    codes = [code for _, code in with_code(lines)]
    rests = [at for at, text in enumerate(lines) if not codes[at] and _REST.fullmatch(text)]
    places = rests or any(BLOCK.fullmatch(text) for text, code in zip(lines, codes, strict=True) if not code)
    for at in rests:
        lines[at] = ""
    problems = place("\n".join(lines), own.path, own.first_line, scope.block, scope.key).problems
    if places and not rests:
        told = blocks.agent_year.stories and "stories" not in placed
        stories = f"\n\n## {blocks.agent_year.span.this}的故事 {{ #stories }}\n\n::: stories\n" if told else ""
        lines += [stories, *(f"\n\n::: {name}\n" for name in ("ways", "takeaway", "sources") if name not in placed)]
    else:
        lines.insert(rests[0] if rests else len(lines), f"\n{_generated(blocks, placed)}\n")
    whole = "\n".join(lines)
    text = place(whole, own.path, own.first_line, _with_anchors(scope, whole).block, scope.key)
    return replace(text, problems=problems, written=own)


def _with_anchors(scope: Scope, markdown: str) -> Scope:
    """A scope that knows which ids of the chronicle stand on its page."""
    return replace(scope, anchors=frozenset(name for found in _ANCHORS.findall(markdown) for name in found if name))


def _generated(blocks: Blocks, placed: Collection[str]) -> str:
    """The chronicle as Markdown, without what was ``placed`` already."""
    agent_year = blocks.agent_year
    own = own_sections(agent_year)
    left = {name: section for name, section in own.items() if name not in placed}
    covered = {*placed, *chain.from_iterable(COVERED.get(name, ()) for name in placed)}
    after = {f"{OWN}-{at}": section.after or "" for at, section in enumerate(agent_year.record.sections, 1)}

    def following(names: Collection[str]) -> list[tuple[Section, list[str]]]:
        return [(left.pop(name), [name]) for name in list(left) if after[name] in names]

    parts = []
    for part in OUTLINE:
        entries = []
        for section in part.sections:
            inside, enough = blocks.exhibits_in(section), len(agent_year.stories) >= section.least
            kept = [name for name in inside if name not in placed]
            if section.name not in covered and enough and blocks.filled(section.name) and (kept or not inside):
                entries.append((section, [section.name] if kept == inside else kept))
            entries += following([section.name, *inside])
        parts.append((part, entries))
    before_plan = next(entries for part, entries in parts if part.id == "own")
    before_plan += following(after.values())
    return render("chronicle.md", parts=[pair for pair in parts if pair[1]], escaped=as_heading, span=agent_year.span)


def case(blocks: Blocks, story: Story, scope: Scope, with_card: bool) -> Page:
    """A case story with what was distilled from it and the way to the next one; ``with_card``: whether a picture for
    links is made."""
    agent_year = blocks.agent_year
    curve = "" if "journey" in names(story.body) else "\n\n::: journey"
    text = f"::: case_head\n\n{story.body}{curve}\n\n::: case_foot\n\n::: case_way\n"
    return Page(
        uri=f"{agent_year.uri}/{story.slug}.md",
        text=place(text, story.path, story.line - 2, scope.block, scope.key),
        meta={
            "title": story.case.title,
            "description": _shortened(story.case.lesson),
            **_card(content.case_card(agent_year, story), with_card),
            "hide": ["navigation", "toc"],
        },
    )


def person(agent_years: Sequence[AgentYear], exhibits: Iterable[Exhibit]) -> Page:
    """The agent's own page: every year, oldest first, each metric through the years, all stories."""
    latest, years = agent_years[-1], [agent_year.year for agent_year in agent_years]
    record = latest.record
    span = f"{years[0]}—{years[-1]} 年" if len(years) > 1 else f"{years[0]} 年"
    stories = sum(len(agent_year.stories) for agent_year in agent_years)
    meta = {
        "title": f"{record.name} · 人间观察员",
        "description": f"{record.name}：{span}的工作纪实{f'，{stories} 则故事' if stories else ''}。",
        "hide": ["navigation", "toc"],
    }
    text = one_block("life", latest.path, person_html(agent_years, exhibits))
    return Page(f"agents/{latest.agent}/index.md", text, meta)


def free(uri: str, text: Written, meta: Mapping[str, Any], scope: Scope) -> Page:
    """A page that belongs to nobody's year: home, guide. The home page always ends with everyone's cards."""
    at_home, markdown = uri == "index.md", text.text
    if at_home and "agents" not in names(markdown):
        markdown += "\n\n::: agents\n"
    hidden = {"hide": ["navigation", "toc"]} if at_home else {}
    placed = place(markdown, text.path, text.first_line, scope.block, scope.key)
    return Page(uri, placed, {**hidden, **meta})


def problem_pages(problems: Iterable[Problem], unreadable: Sequence[Manuscript]) -> dict[str, Page]:
    """The pages that show problems in place of their content, under ``mkdocs serve``, and heal when they are mended.

    What concerns no single page stands on the home page; the stories of a year that cannot be read show what is wrong
    with the year.
    """
    concerned: dict[str, list[Problem]] = {}
    for problem in problems:
        year = _CONCERNS.match(problem.path)
        markdown = re.fullmatch(r"docs/(?:_sample/)?(.*\.md)", problem.path)
        uri = markdown[1] if markdown else "index.md"
        if year and not markdown:
            uri = f"agents/{year[1]}/{year[2]}/index.md"
        concerned.setdefault(uri, []).append(problem)
    for manuscript in unreadable:
        folder = f"agents/{manuscript.agent}/{manuscript.year}"
        for story in manuscript.cases:
            concerned.setdefault(f"{folder}/{story.slug}.md", []).extend(concerned.get(f"{folder}/index.md", ()))
    title, pages = "这一页还差一点", {}
    for uri, of_page in concerned.items():
        shared = uri == "index.md" and any(problem.path != "docs/index.md" for problem in of_page)
        html = render("sections/problems.html", problems=of_page, title=title, shared=shared)
        meta = {"title": title, "hide": ["navigation", "toc"]}
        pages[uri] = Page(uri, one_block("problems", uri, html), meta)
    return pages


def one_block(name: str, path: str, html: str, before: str = "") -> PlacedText:
    """Markdown that is nothing but one block, which the search is spared since its words stand on other pages too."""
    slot = Slot(html, False)
    return place(f"{before}::: {name}", path, 1, lambda _: slot, lambda _: slot)
