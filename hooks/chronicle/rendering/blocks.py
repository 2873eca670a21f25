"""One agent's year as HTML blocks: what ``::: NAME`` and ``{{ KEY }}`` stand for on any page."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from posixpath import relpath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..charts.drawings import Job
from ..figures import meetings, metric_sentences, sentences, service_methods, work_report
from ..figures.agent_year import AgentYear, Story, headline, tenure, whose
from ..figures.formatting import amount, behind, date_in_words, number, year_in_characters
from ..reading.markdown_code import BLOCK, BLOCK_WITHIN, KEY, key_of, with_code
from ..reading.nearest import nearest
from ..records.model import CHOICES, Suggestion
from ..records.validation import suggestion
from ..sanitize import csp
from ..sanitize.html import told
from .exhibits import Exhibit
from .outline import (
    LONGEST_STORY,
    OUTLINE,
    OWN,
    SECTIONS,
    STANDING,
    Section,
    excerpt,
    full_metrics,
    kicker,
    own_sections,
)
from .placeholders import drawing_mark
from .prose import prose, removed

#: The parts of a case page; they are placed by the page itself.
CASE_PARTS = ("case_head", "case_foot", "case_way")
#: Blocks whose words stand on no other page, so that the search looks into them.
SEARCHED = frozenset({*(section.name for section in SECTIONS.values() if section.searched), "case_head", "case_foot"})

#: What stands before the name of a section that the generated chronicle folds.
FOLD = "fold-"

#: The drawing of a cloud says how many words found no room.
_LEFT_OUT = re.compile(r'<svg data-left-out="[1-9]')


#: Where a line of what is set large may break.
_RUN_END = re.compile(r"(?<=[，。；：！？、—…])(?![”’」』）》])|\s")


def is_searched(name: str) -> bool:
    """Whether the search looks into a block of the chronicle: its words stand on no other page."""
    return name in SEARCHED or name.startswith(f"{OWN}-")


def raw(value: float) -> str:
    """A number for scripts: unrounded, no separators."""
    return str(int(value)) if float(value).is_integer() else f"{value:.6f}"


def loose(text: str, most: int = 10) -> str:
    """The class of a text, set to break after marks and blanks alone, that holds more than ``most`` characters between
    two of them: what is broken in an emergency may be broken before a mark."""
    return " loose" if max(map(len, _RUN_END.split(text))) > most else ""


#: What templates may call by its name.
_FUNCTIONS = (
    raw, loose, amount, behind, number, date_in_words, year_in_characters, headline, tenure, whose, kicker, excerpt,
    full_metrics, sentences.figure_text, sentences.changed, sentences.summary, sentences.campaign_caption,
    sentences.campaign_dates, sentences.moments, metric_sentences.range_words,
)  # fmt: skip


@cache
def environment() -> Environment:
    """Jinja over ``templates/``: everything is escaped, an unknown name is an error, data never becomes a template.

    Call ``environment.cache_clear()`` to read edited templates.
    """
    jinja = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.globals |= {function.__name__: function for function in _FUNCTIONS}
    jinja.globals |= {"meetings": meetings, "service_methods": service_methods, "work_report": work_report}
    jinja.globals |= {"statuses": CHOICES, "longest_story": LONGEST_STORY, "policy": csp.META}
    jinja.globals["m"] = jinja.get_template("macros.html").make_module(jinja.globals)
    return jinja


def render(template: str, **context: Any) -> str:
    """A template of ``templates/`` with its values."""
    return environment().get_template(template).render(context).strip()


def load_templates() -> None:
    """Have every template of a page compiled before the first page needs it: together they take half a second."""
    for name in environment().list_templates(["html"]):
        environment().get_template(name)


def link_from(at: str) -> Callable[[str], str]:
    """Links from a page (a folder below the site) to another; always to the file, so that they work from a folder."""
    return lambda target: relpath(f"{target}/index.html".lstrip("/"), at or ".")


@dataclass(frozen=True)
class Blocks:
    """All blocks of one agent's year.

    ``jobs`` has what is drawn for each exhibit, and ``spark/SLUG`` for a story's small curve. Pages hold marks in the
    place of drawings; ``svgs`` gives whoever must look into one its forms, by its job's key.
    ``with_documents``: whether documents for other programs will stand beside the pages.
    """

    agent_year: AgentYear
    exhibits: Mapping[str, Exhibit]
    jobs: Mapping[str, Job]
    svgs: Callable[[str], tuple[str, ...]]
    with_documents: bool = True

    @property
    def sections(self) -> Mapping[str, Section]:
        """Every section by its NAME, the agent's own among them."""
        return {**SECTIONS, **own_sections(self.agent_year)}

    def has(self, name: str) -> bool:
        """Whether the contract knows a block of this name, with or without data."""
        kind, _, key = name.partition("-")
        if kind == "campaign" and key.isdecimal():
            return 1 <= int(key) <= len(self.agent_year.record.campaigns)
        if kind == OWN and key.isdecimal():
            return name in self.sections
        of_metric = kind in {"trend", "quarters"} and key in self.agent_year.team.catalogue
        return name in SECTIONS or name == "journey" or of_metric or name in self.exhibits

    def filled(self, name: str) -> bool:
        """Whether a block of this year has anything to show."""
        return name in self.exhibits or (name in self.sections and bool(self.sections[name].filling(self.agent_year)))

    def no_block(self, name: str, others: Iterable[str] = ()) -> tuple[str, str]:
        """What is wrong with a ``name`` that is no block's, and the mend: the block whose title on the page, or whose
        metric, it gives, or the nearest of the names and of ``others``."""
        titles = {metric.label: f"trend-{key}" for key, metric in self.agent_year.team.catalogue.items()}
        titles |= {part.title: part.sections[0].name for part in OUTLINE if part.title and len(part.sections) == 1}
        titles |= {section.heading: key for key, section in self.sections.items() if section.heading}
        meant = titles.get(nearest(name, titles, 0.6, within=True) or "", name)
        names = dict.fromkeys((*self.sections, *self.exhibits, *others))
        known = [key for key in names if "/" not in key]
        return f"没有叫“{name}”的图表或栏目", suggestion(meant, known, "《写作指南》")

    def no_figure(self, key: str) -> tuple[str, str]:
        """What is wrong with a ``key`` that is no key number's, and the mend: the key of that label, or a near one."""
        figures = self.agent_year.annual.figures
        labels = {figure.label: name for name, figure in figures.items()}
        mend = suggestion(labels.get(nearest(key, labels, 0.6, within=True) or "", key), list(figures), "《写作指南》")
        return f"数据里没有“{key}”这个数字", mend + "；要照原样显示，前后加上反引号" * (not key.isascii())

    def unknown(self) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """What the agent's own words name that does not exist: its place in the record, what is wrong, the mend."""
        record, figures = self.agent_year.record, self.agent_year.figures
        names: list[tuple[tuple[str | int, ...], str]] = [(("say", name), name) for name in record.say]
        names += [(("sections", at, "after"), own.after) for at, own in enumerate(record.sections) if own.after]
        yield from ((place, *self.no_block(name)) for place, name in names if not self.has(name))
        keys = [(place, key_of(match)) for place, text in self._texts for match in KEY.finditer(text)]
        yield from ((place, *self.no_figure(key)) for place, key in keys if key not in figures)

    @property
    def _texts(self) -> list[tuple[tuple[str | int, ...], str]]:
        """The Markdown in the year's file, each text with its place there."""
        record = self.agent_year.record
        own = ((("sections", at, "text"), section.text or "") for at, section in enumerate(record.sections))
        return [(("opening",), record.opening or ""), *own]

    def dropped(self) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """What no page can show of the Markdown in the year's file: its place there, what is wrong, the mend."""
        for place, text in self._texts:
            yield from ((place, *told(name)) for name in removed(text))
            for line, is_code in with_code(text.split("\n")):
                if (block := BLOCK.fullmatch(line) or BLOCK_WITHIN.fullmatch(line)) and not is_code:
                    yield place, f"“::: {block[2]}”不能放在这里，没有用上", "写在自己的 index.md 里"

    def figure(self, key: str) -> Markup:
        """``{{ KEY }}``: a key number with the place that it comes from."""
        figure = self.agent_year.figures[key]
        return Markup(environment().globals["m"].figure(figure))  # type: ignore[attr-defined]

    def chart(self, name: str, searched: bool = True) -> Markup:
        """A chart with everything around it; nothing where the data has none.

        ``searched``: whether the search may read it, where it stands in a block that the search reads.
        """
        if name not in self.exhibits:
            return Markup()
        exhibit = self.exhibits[name]
        drawn = exhibit.drawn
        if name == "tags" and any(_LEFT_OUT.search(svg) for svg in self.svgs(exhibit.job.key)):
            exhibit = replace(exhibit, legend=exhibit.legend + sentences.LEFT_OUT)
        html = environment().globals["m"].exhibit(exhibit, drawn, searched)  # type: ignore[attr-defined]
        return Markup(f"{html}\n{self._said(name)}".rstrip())

    def _said(self, name: str) -> str:
        """The agent's own sentence beneath a block."""
        say = self.agent_year.record.say
        sentence = say.get(name) or (say.get("stories") if name == "other-stories" else None)
        return render("sections/say.html", sentence=sentence, source=self.agent_year.source("say")) if sentence else ""

    def silent(self, placed: Collection[str]) -> list[str]:
        """The blocks with a sentence in ``say`` that no page and no slide shows; ``placed``: the pages' blocks."""
        names = {name.removeprefix(FOLD) for name in placed} | {each.block for each in self.agent_year.record.present}
        names |= {"stories"} if "other-stories" in names else set()
        names |= {"journey"} if service_methods.with_curve(self.agent_year.stories) else set()  # stands at each story
        names |= {chart for name in names & self.sections.keys() for chart in self.exhibits_in(self.sections[name])}
        if "campaigns" in names:  # one without figures is told in words
            names |= {f"campaign-{nth}" for nth, _ in enumerate(self.agent_year.record.campaigns, 1)}
        there = {name for name in names if self.filled(name) or name == "journey" or name.startswith("campaign-")}
        return [name for name in self.agent_year.record.say if name not in there and self.has(name)]

    def prose(self, text: str, at: str) -> Markup:
        """Markdown of this year's files inside a block on the page ``at``."""
        figures = self.agent_year.figures
        return prose(text, lambda key: self.figure(key) if key in figures else None, self.agent_year.uri, at)

    def folded(self, name: str, at: str) -> str:
        """A section as a line that opens: its heading and its finding, headings of the next rank below them."""
        section = self.sections[name]
        finding = self.exhibits[name].title if name in self.exhibits else section.found(self.agent_year)
        html = re.sub(r"<h3>(.*?)</h3>", r"<h4>\1</h4>", self.block(name, at, standing=True), flags=re.S)
        finding = "" if finding == section.heading else finding  # a picture that has nothing to say
        return render("sections/fold.html", name=name, heading=section.heading, finding=finding, html=Markup(html))

    def exhibits_in(self, section: Section, standing: bool = False) -> list[str]:
        """The names of the charts that stand inside a section, quarters where there are two.

        ``standing``: without those that stand elsewhere.
        """
        inside = [chart for chart in self.exhibits if chart.startswith(section.charts)] if section.charts else []
        left = {f"quarters-{key}" for key, each in self.agent_year.annual.measures.items() if not each.by_quarter}
        return [chart for chart in inside if chart not in (left | STANDING if standing else left)]

    def block(
        self, name: str, at: str, story: Story | None = None, standing: bool = False, anchors: Collection[str] = ()
    ) -> str:
        """The block as it stands on the page ``at``; empty where the data has nothing to show.

        ``story``: whose page it is, for the parts of a case page and for the curve of one story. ``standing``: it is
        folded, and leaves out the charts that stand in another section of the chronicle. ``anchors``: the ids of the
        chronicle that its lines may lead to.
        """
        if name == "journey":
            stories = [story] if story else self.agent_year.stories
            curves = "\n".join(self.chart(f"journey/{one.slug}") for one in stories).strip()
            return curves + self._said(name) if curves else ""
        above = f"{self.chart(name)}{self._became(at, spoken=True) if name == 'voices' else ''}"
        agent_year, section = self.agent_year, self.sections.get(name)
        given = section.filling(agent_year) if section else story
        if not given:
            return above
        inside = self.exhibits_in(section, standing) if section else []
        html = render(
            f"sections/{OWN if name not in SECTIONS and not story else name}.html",
            agent_year=agent_year,
            record=agent_year.record,
            source=agent_year.source,
            given=given,
            link=link_from(at),
            beside=lambda file: relpath(f"{agent_year.uri}/{file}", at or "."),
            prose=lambda text: self.prose(text, at),
            exhibits=self.exhibits,
            chart=self.chart,
            charts={chart: self.chart(chart, not (section and section.searched)) for chart in inside},
            spark=lambda name: Markup(drawing_mark(self.jobs[f"spark/{name}"].key, 0)),
            said=lambda name: Markup(self._said(name)),
            became=lambda: self._grown,
            with_documents=self.with_documents,
            anchors=anchors,
        )
        below = self._became(at, spoken=False) if name == "suggestions" else ""
        return above + html + below + ("" if above else self._said(name))

    def _became(self, at: str, spoken: bool) -> str:
        """The stories that became suggestions: those that tell a customer's words and where it hurt, or the others."""
        told = [(story, item) for story, item in self._grown if bool(item.voice or item.node) == spoken]
        return render("sections/became.html", told=told, agent_year=self.agent_year, link=link_from(at)) if told else ""

    @cached_property
    def _grown(self) -> list[tuple[Story, Suggestion]]:
        return meetings.became(self.agent_year)
