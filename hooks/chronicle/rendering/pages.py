"""Blocks -> pages: chronicle, case, home, as Markdown whose blocks are filled in after Markdown has run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from ..errors import Problem
from ..figures import sentences
from ..figures.agent_year import Story
from ..pictures import card, content
from . import blocks
from .blocks import CASE_PARTS, SEARCHED, Blocks, environment
from .outline import OUTLINE
from .person import Life
from .placeholders import PlacedText, Slot, UnknownNameError, Written, names, place

_STORIES = "\n\n## 这一年的故事 { #stories }\n\n::: stories\n"
_DESCRIPTION = 120

Shelves = Mapping[tuple[str, int], Blocks]
Home = Callable[[str], str]


@dataclass(frozen=True)
class Page:
    """A page before Markdown: ``uri`` is its Markdown file below ``docs``.

    ``meta`` is what a theme reads (title, description, what to hide): plain text, not yet escaped. ``digest`` stands
    for all that the page is made of: the same digest, the same page.
    """

    uri: str
    kind: str
    placed: PlacedText
    meta: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""

    @property
    def folder(self) -> str:
        """Where the page stands below the site: ``agents/linxia/2025``."""
        return folder_of(self.uri)


def folder_of(uri: str) -> str:
    """``agents/linxia/2025/index.md`` -> ``agents/linxia/2025``; ``guide.md`` -> ``guide``."""
    return uri.removesuffix("index.md").removesuffix(".md").rstrip("/")


def _shortened(text: str) -> str:
    return text if len(text) <= _DESCRIPTION else text[: _DESCRIPTION - 1] + "…"


def _nearest(name: str, known: Sequence[str]) -> str:
    """The mend of an unknown name: the nearest that exists, else a few to choose from."""
    near = get_close_matches(name, known, 1, 0.5)
    return f"是不是想写 {near[0]}？" if near else f"可以用的有：{'、'.join(known[:12])} 等"


@dataclass(frozen=True)
class Scope:
    """What names mean on one page: an agent's own, and everyone's by ``AGENT/YEAR/NAME``."""

    at: str
    shelves: Shelves
    home: Home
    own: Blocks | None = None
    story: Story | None = None

    def _shelf(self, name: str) -> tuple[Blocks, str]:
        agent, slash, rest = name.partition("/")
        if not slash:
            if self.own is None:
                raise UnknownNameError(
                    f"这一页不属于哪一位，不知道“{name}”是谁的", f"写全：姓名/年份/{name}，如 linxia/2025/{name}"
                )
            return self.own, name
        year, _, last = rest.partition("/")
        shelf = self.shelves.get((agent, int(year) if year.isdecimal() else 0))
        if shelf is None:
            known = [f"{agent}/{year}/{last}" for agent, year in self.shelves]
            raise UnknownNameError(
                f"没有“{agent}/{year}”这一年的纪实", _nearest(name, known) if known else "检查姓名和年份"
            )
        return shelf, last

    def block(self, name: str) -> Slot:
        """``::: NAME``."""
        if name == "agents" and self.own is None:
            return Slot(lambda: self.home(self.at), False)
        shelf, last = self._shelf(name)
        mine = shelf is self.own
        if mine and self.story and last in (*CASE_PARTS, "journey"):
            return Slot(lambda: shelf.block(last, self.at, self.story), last in SEARCHED)
        if not shelf.has(last):
            raise UnknownNameError(f"没有叫“{last}”的图表或栏目", _nearest(last, shelf.names()))
        return Slot(lambda: shelf.block(last, self.at), mine and self.story is None and last in SEARCHED)

    def key(self, name: str) -> Slot:
        """``{{ KEY }}``."""
        shelf, last = self._shelf(name)
        known = list(shelf.agent_year.annual.figures)
        if last not in known:
            raise UnknownNameError(f"数据里没有“{last}”这个数字", _nearest(last, known))
        return Slot(lambda: shelf.figure(last), True)


def chronicle(shelf: Blocks, shelves: Shelves, home: Home, own: Written | None) -> Page:
    """An agent's year: in the agent's own words and order where ``own`` is given, else complete."""
    agent_year = shelf.agent_year
    scope = Scope(agent_year.uri, shelves, home, shelf)
    told = Written(_own(own.text, bool(agent_year.stories)), own.path, own.first_line) if own else None
    told = told or Written(_generated(shelf), agent_year.path)
    return Page(
        uri=f"{agent_year.uri}/index.md",
        kind="chronicle",
        placed=place(told.text, told.path, told.first_line, scope.block, scope.key),
        meta={
            "title": f"{agent_year.record.name} · {agent_year.title}",
            "description": _shortened(sentences.plain(sentences.summary(agent_year)).replace("\u00a0", " ")),
            "card": "card.png",
            "card_alt": card.told(content.card(agent_year, "")),
            "hide": ["navigation"],
        },
    )


def _own(text: str, has_stories: bool) -> str:
    """What the agent wrote, and at its end what every chronicle has: the stories, the ways to take it, the sources."""
    placed = names(text)
    stories = "" if "stories" in placed or not has_stories else _STORIES
    ends = (f"\n\n::: {name}\n" for name in ("takeaway", "sources") if name not in placed)
    return text + stories + "".join(ends)


def _generated(shelf: Blocks) -> str:
    parts = [(part, [entry for entry in part.entries if shelf.filled(entry.name)]) for part in OUTLINE]
    return environment().get_template("chronicle.md").render(parts=[pair for pair in parts if pair[1]])


def case(shelf: Blocks, story: Story, shelves: Shelves, home: Home, first_line: int) -> Page:
    """A case story with what was distilled from it and the way to the next one."""
    agent_year = shelf.agent_year
    scope = Scope(f"{agent_year.uri}/{story.slug}", shelves, home, shelf, story)
    curve = "" if "journey" in names(story.body) else "\n\n::: journey"
    text = f"::: case_head\n\n{story.body}{curve}\n\n::: case_foot\n\n::: case_way\n"
    return Page(
        uri=f"{agent_year.uri}/{story.slug}.md",
        kind="case",
        placed=place(text, story.path, first_line - 2, scope.block, scope.key),
        meta={
            "title": story.case.title,
            "description": _shortened(story.case.lesson),
            "card": "card.png",
            "card_alt": card.told(content.case_card(agent_year, story)),
            "hide": ["navigation", "toc"],
        },
    )


def life(found: Life) -> Page:
    """The agent's own page: every year, each metric through the years, all stories."""
    slot = Slot(lambda: found.render(found.uri), False)
    record = found.latest.record
    years = [shelf.agent_year.year for shelf in found.shelves]
    span = f"{years[0]}—{years[-1]} 年" if len(years) > 1 else f"{years[0]} 年"
    stories = sum(len(shelf.agent_year.stories) for shelf in found.shelves)
    told = f"，{stories} 则故事" if stories else ""
    meta = {
        "title": f"{record.name} · 人间观察员",
        "description": f"{record.name}：{span}的工作纪实{told}。",
        "hide": ["navigation", "toc"],
    }
    return Page(
        f"{found.uri}/index.md", "life", place("::: life", found.latest.path, 1, lambda _: slot, lambda _: slot), meta
    )


def free(
    uri: str, text: str, meta: Mapping[str, Any], path: str, first_line: int, shelves: Shelves, home: Home,
    own: Blocks | None = None,
) -> Page:  # fmt: skip
    """A page that belongs to nobody's year: home, guide. The home page always ends with everyone's cards.

    ``own`` is the year that the page carries itself, as examples: short names mean that one.
    """
    scope = Scope(folder_of(uri), shelves, home, own, next(iter(own.agent_year.stories), None) if own else None)
    at_home = uri == "index.md"
    if at_home and "agents" not in names(text):
        text += "\n\n::: agents\n"
    hidden = {"hide": ["navigation", "toc"]} if at_home else {}
    placed = place(text, path, first_line, scope.block, scope.key)
    return Page(uri, "home" if at_home else "page", placed, {**hidden, **meta})


def ailing(uri: str, title: str, problems: Sequence[Problem]) -> Page:
    """The page of a file with mistakes, under ``mkdocs serve``: it shows them and heals when they are mended.

    The home page also stands for what all share.
    """
    shared = uri == "index.md" and any(problem.path != "docs/index.md" for problem in problems)
    slot = Slot(lambda: blocks.problems(problems, title, shared), False)
    placed = place("::: problems", uri, 1, lambda _: slot, lambda _: slot)
    return Page(uri, "problems", placed, {"title": title, "hide": ["navigation", "toc"]})
