"""NAME -> HTML block: what ``::: NAME`` and ``{{ KEY }}`` resolve to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from posixpath import relpath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from ..errors import Problem
from ..figures import sentences, service_methods, work_report
from ..figures.agent_year import AgentYear, Story
from ..figures.annual import Figure, Measure
from ..figures.formatting import amount, date_in_words, number, year_in_characters
from ..records.model import Closure, Record
from ..sanitize import csp
from .exhibits import Exhibit
from .outline import ENTRIES, SECTIONS

#: Exhibits and sparks, drawn: NAME -> the SVG of each form.
Drawings = Mapping[str, tuple[str, ...]]

#: The parts of a case page; they are placed by the case's own template.
CASE_PARTS = ("case_head", "case_foot", "case_way")
#: Blocks whose words stand on no other page, so that the search looks into them.
SEARCHED = frozenset({*(entry.name for entry in ENTRIES.values() if entry.searched), "case_head", "case_foot"})

_HEADLINE = 4
#: A cloud says of itself how many words found no room.
_LEFT_OUT = re.compile(r'<svg data-left-out="[1-9]')
_EXCERPT = 68
_PLACED = re.compile(r"(?:\{\{|｛｛)[ 　]*([\w./-]+)[ 　]*(?:\}\}|｝｝)")
_MARKDOWN = re.compile(
    r"!\[[^\]\n]*\]\([^)\n]*\)|\[([^\]\n]*)\]\([^)\n]*\)|[*_`]{1,3}|^[#>+\-\s]+|\{[^}\n]*\}|<[^>\n]*>", re.M
)


def raw(value: float) -> str:
    """A number for scripts: unrounded, no separators."""
    return str(int(value)) if float(value).is_integer() else f"{value:.6f}"


@cache
def environment() -> Environment:
    """Jinja over ``templates/``: everything is escaped, an unknown name is an error, data never becomes a template."""
    folder = Path(__file__).parent / "templates"
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        raw=raw,
        amount=amount,
        number=number,
        figure_text=sentences.figure_text,
        changed=sentences.changed,
        compared=sentences.compared,
        campaign_dates=sentences.campaign_dates,
        statuses=sentences.STATUSES,
        policy=csp.META,
        year_in_characters=year_in_characters,
        date_in_words=date_in_words,
    )
    made.globals["m"] = made.get_template("macros.html").make_module(made.globals)
    return made


@cache
def _template(path: str) -> Template:
    return environment().get_template(path)


def compile_templates() -> None:
    """Have every template at hand."""
    for path in environment().list_templates(extensions=("html", "md")):
        _template(path)


@lru_cache(maxsize=1)
def renew(craft: str) -> None:
    """Forget the compiled templates where their text is another than the last time: an edit under ``mkdocs serve``."""
    environment.cache_clear()
    _template.cache_clear()


def link_from(at: str) -> Callable[[str], str]:
    """Links from a page (a folder below the site) to another; always to the file, so that they work from a folder."""
    return lambda target: relpath(f"{target}/index.html".lstrip("/"), at or ".")


def excerpt(story: Story, figures: Mapping[str, Figure]) -> str:
    """The first words of a story as plain text, with its key numbers."""
    words = ""
    for part in story.body.split("\n\n"):
        if len(words) >= _EXCERPT:
            break
        if not part.lstrip().startswith(("|", "```", ":::", "![")):
            told = _PLACED.sub(lambda key: sentences.figure_text(figures[key[1]]) if key[1] in figures else "", part)
            words += " ".join(_MARKDOWN.sub(r"\1", told).split())
    return words if len(words) <= _EXCERPT else words[:_EXCERPT].rstrip("，。、；：“") + "……"


def whose(record: Record) -> str:
    """Role and team in one line."""
    return " · ".join(filter(None, (getattr(record, "role", None), getattr(record, "team", None))))


def tenure(agent_year: AgentYear) -> str:
    """Role, team and the year of service that this is."""
    since = agent_year.record.since
    nth = agent_year.year - since[0] + 1 if since else 0
    return " · ".join(filter(None, (whose(agent_year.record), f"第{_ordinal(nth)}年" if nth > 0 else "")))


def _ordinal(value: int) -> str:
    digits = "零一二三四五六七八九十"
    if value <= 10:
        return digits[value]
    tens, ones = divmod(value, 10)
    return f"{digits[tens] if tens > 1 else ''}十{digits[ones] if ones else ''}" if value < 100 else str(value)


def headline(agent_year: AgentYear) -> list[tuple[Measure, Figure]]:
    """The four numbers that open a chronicle, each with its measure."""
    figures = agent_year.annual.figures
    found = [
        (each, figures[f"{each.key}.{'total' if each.method == 'sum' else 'year'}"])
        for each in agent_year.annual.measures.values()
    ]
    return found[:_HEADLINE]


def kicker(story: Story) -> str:
    """Month, channel and need above a story's title."""
    case = story.case
    return " · ".join(filter(None, (f"{case.date.month} 月", case.channel, case.need)))


def _closure(closure: Closure | None) -> list[tuple[str, str]]:
    given = closure or Closure()
    pairs = (("客户", given.customer), ("内部", given.internal), ("跟进", given.follow_up))
    return [(name, text) for name, text in pairs if text]


@dataclass(frozen=True)
class Blocks:
    """All blocks of one chapter: its charts drawn, its sections as templates over its data."""

    agent_year: AgentYear
    exhibits: Mapping[str, Exhibit]
    drawings: Drawings

    def has(self, name: str) -> bool:
        """Whether the contract knows a block of this name, with or without data."""
        return name in ENTRIES or name == "journey" or self._metric_chart(name) or name in self.exhibits

    def _metric_chart(self, name: str) -> bool:
        kind, _, key = name.partition("-")
        known = self.agent_year.team.catalogue
        if kind == "campaign":
            return key.isdecimal() and 1 <= int(key) <= len(self.agent_year.record.campaigns)
        return kind in {"trend", "quarters"} and key in known

    def filled(self, name: str) -> bool:
        """Whether a block of this chapter has anything to show."""
        return name in self.exhibits or (name in ENTRIES and bool(ENTRIES[name].filling(self.agent_year)))

    def names(self) -> list[str]:
        """Every block that may be placed, for a suggestion where one is misspelled."""
        return [*SECTIONS, *self.exhibits]

    def figure(self, key: str) -> Markup:
        """``{{ KEY }}``: a key number with the place that it comes from."""
        return Markup(environment().globals["m"].figure(self.agent_year.annual.figures[key]))  # type: ignore[attr-defined]

    def chart(self, name: str) -> Markup:
        """A chart with everything around it; nothing where the data has none."""
        if name not in self.exhibits:
            return Markup()
        exhibit, drawn = self.exhibits[name], self.drawings[name]
        if any(_LEFT_OUT.search(svg) for svg in drawn):
            exhibit = replace(exhibit, caption=(*exhibit.caption, sentences.LEFT_OUT))
        return Markup(environment().globals["m"].exhibit(exhibit, drawn))  # type: ignore[attr-defined]

    def block(self, name: str, at: str, story: Story | None = None) -> str:
        """The block as it stands on the page ``at``; empty where the data has nothing to show."""
        if name == "journey":
            told = [story] if story else self.agent_year.stories
            return "\n".join(self.chart(f"journey/{each.slug}") for each in told)
        if name in self.exhibits:
            return self.chart(name)
        given = ENTRIES[name].filling(self.agent_year) if name in ENTRIES else story
        if not given:
            return ""
        template = _template(f"sections/{name}.html")
        return template.render(self.context(at), given=given, **(self._case(story) if story else {})).strip()

    def context(self, at: str) -> dict[str, Any]:
        """What the templates of this chapter's blocks may use, on the page ``at``."""
        agent_year = self.agent_year
        return {
            "agent_year": agent_year,
            "record": agent_year.record,
            "whose": tenure(agent_year),
            "headline": headline(agent_year),
            "summary": sentences.summary(agent_year),
            "chart": self.chart,
            "spark": lambda story: Markup(self.drawings[f"spark/{story.slug}"][0]),
            "kicker": kicker,
            "excerpt": lambda story: excerpt(story, agent_year.annual.figures),
            "titles": {story.slug: story.case.title for story in agent_year.stories},
            "link": link_from(at),
            "beside": lambda name: relpath(f"{agent_year.uri}/{name}", at or "."),
            "source": agent_year.source,
            "plain_suggestions": work_report.plain_suggestions(agent_year),
            "log_signals": work_report.log_signals(agent_year),
            "log_source": agent_year.log_source,
            "craft": service_methods,
            "achievements": work_report.achievements(agent_year),
            "grown": work_report.grown(agent_year),
            "tracks": work_report.tracks(agent_year),
        }

    def _case(self, story: Story) -> dict[str, Any]:
        stories = self.agent_year.stories
        index = stories.index(story)
        return {
            "case": story.case,
            "closure": _closure(story.case.closure),
            "grown_crystals": [each for each in self.agent_year.record.crystals if each.case == story.slug],
            "before": stories[index - 1] if index else None,
            "after": stories[index + 1] if index + 1 < len(stories) else None,
        }


@dataclass(frozen=True)
class RollEntry:
    """An agent on the home page."""

    agent_year: AgentYear
    spark: str
    years: tuple[int, ...]

    @property
    def headline(self) -> list[tuple[Measure, Figure]]:
        """The card's four numbers."""
        return headline(self.agent_year)

    @property
    def whose(self) -> str:
        """Role and team."""
        return whose(self.agent_year.record)


def agents(cards: Iterable[RollEntry], year: int, at: str) -> str:
    """The team's roll: everyone of this year, then everyone of the years before."""
    cards = list(cards)
    now = [card for card in cards if card.agent_year.year == year]
    past = [card for card in cards if card.agent_year.year != year]
    groups = [{"title": f"{year} 年的观察员", "cards": now}, {"title": "往年的观察员", "cards": past}]
    shown = [group for group in groups if group["cards"]]
    return _template("sections/agents.html").render(groups=shown, team_year=year, link=link_from(at)).strip()


def unread(uris: Sequence[str], at: str) -> str:
    """The way to the chronicles that show their problems, under ``mkdocs serve``; nothing where all is well."""
    return _template("sections/unread.html").render(uris=uris, link=link_from(at)).strip()


def problems(found: Iterable[Problem], title: str, shared: bool) -> str:
    """A page's problems in place of its content, under ``mkdocs serve``; ``shared``: in files that everybody uses."""
    return _template("sections/problems.html").render(problems=list(found), title=title, shared=shared).strip()
