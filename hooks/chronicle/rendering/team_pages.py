"""The team's pages, and the roll of its home page: built of the agents' own files, present only where there is
something to show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from posixpath import relpath
from typing import Any, NamedTuple

from markupsafe import Markup

from ..charts.trend import Trend
from ..figures import sentences, team
from ..figures.agent_year import AgentYear
from ..figures.annual import AT_LEAST
from ..figures.formatting import amount, in_characters, month, within
from ..figures.team import Foreseen, Insight, TeamMeasure, TeamStory, TeamVoice
from ..records.span import few_months
from .blocks import link_from, render
from .exhibits import DataTable, Exhibit, customers
from .exhibits.exhibit import cell, from_to
from .outline import spark_job
from .pages import Page, folder_of, one_block
from .placeholders import drawing_mark

#: What the list of one page may weigh packed, so that the page stays below 150 KiB with the theme around it. Chinese
#: packs to at most 0.7 of its UTF-8 bytes (characters by chance; prose to 0.5), an item's markup to some sixty.
_HEAVY, _PACKED, _MARKUP = 120_000, 0.7, 60
#: So many voices are still one picture.
_VOICES = 14

_TITLES = {
    "cases": ("最佳实践案例库", "每一则都是一个人真正办过的一件事。遇到相似的事，先来这里找一找。"),
    "crystals": ("知识晶体与原则", "手感一旦写下来，就不会随着人走。每一条都带着它长出来的那则故事。"),
    "voices": ("客户之声", "一句抱怨，经过哪一步、交给了谁、后来怎样；还开着的排在前面。"),
    "foresight": ("来年预见", "看出了什么规律，打算提前做什么，都放在来年的日历上。"),
    "year": ("团队这一年", "只看整体，不排名次。一个数字背后不满五个人，就不显示，免得从中读出某一位。"),
}


@dataclass(frozen=True)
class TeamContent:
    """Everything that the team's pages are made of.

    ``year`` is the year that the home page opens with; ``exhibits`` are the charts by name: ``voices``, and
    ``<year>/<metric>``; ``stories`` the newest first, ``gems`` every crystal, principle and phrasing, ``ahead`` what
    lies ahead, by its first month.
    """

    agent_years: tuple[AgentYear, ...]
    year: int
    exhibits: Mapping[str, Exhibit]
    stories: Sequence[TeamStory]
    gems: Sequence[Insight]
    voices: Sequence[TeamVoice]
    ahead: Sequence[Foreseen]

    def of(self, year: int) -> list[AgentYear]:
        """Everyone's one year."""
        return [agent_year for agent_year in self.agent_years if agent_year.year == year]

    @property
    def years(self) -> list[int]:
        """Every year, the team's own first, then the newest."""
        years = {agent_year.year for agent_year in self.agent_years}
        return sorted(years, key=lambda year: (year != self.year, -year))


def team_content(agent_years: Sequence[AgentYear], year: int) -> TeamContent:
    """What everybody wrote, put together; ``year``: the team's own."""
    voices, ahead = team.voices(agent_years), team.ahead(agent_years, year)
    return TeamContent(
        agent_years=tuple(agent_years),
        year=year,
        exhibits=_exhibits(agent_years, voices),
        stories=team.stories(agent_years),
        gems=team.gems(agent_years),
        voices=voices,
        ahead=sorted(ahead, key=lambda item: item.months or (99,)),
    )


# --- charts -------------------------------------------------------------------------------------------------------


def _exhibits(agent_years: Sequence[AgentYear], voices: Sequence[TeamVoice]) -> dict[str, Exhibit]:
    heard = customers.ways("team-voices", (voice.item for voice in voices), most=_VOICES)
    shown = {"voices": heard} if heard else {}
    for year in sorted({agent_year.year for agent_year in agent_years}):
        measures = team.year_in_numbers([agent_year for agent_year in agent_years if agent_year.year == year])
        shown.update({f"{year}/{measure.key}": _metric_exhibit(measure, year) for measure in measures})
    return shown


def _metric_exhibit(measure: TeamMeasure, year: int) -> Exhibit:
    """A metric over the team: sums per person, the rest as the value of all."""
    metric = measure.metric
    values, pairs = measure.values, measure.middle
    per_person = "人均" if metric.total == "sum" else "团队"
    rows = tuple(zip(map(month, range(1, 13)), map(cell, values), map(from_to, pairs), strict=True))
    last = measure.months[-1]
    low, high = pairs[last - 1] or (0.0, 0.0)
    between = f"在 {within(low, metric.unit)}到 {within(high, metric.unit)}之间"
    between = f"都是 {amount(low, metric.unit)}" if low == high else between
    line = "线是全体按每人的量加权的值" if measure.weighted else "线是各人的简单平均"
    missing = "" if len(measure.months) == 12 else f"；只有 {few_months(measure.months)}满五人，其余月份不画"
    return Exhibit(
        name=f"team-{measure.key}",
        title=f"{metric.label}：{month(last)}，中间一半的人{between}",
        subtitle=f"每月{per_person}{metric.label}" + (f"，{metric.unit}" if metric.unit else ""),
        caption=(f"{line}，浅色带是居中的一半人{missing}。",),
        table=DataTable(("月份", f"{per_person}{metric.label}", "中间一半"), rows),
        spec=Trend(values, metric.unit, year, target=metric.target, middle=pairs, with_team=True, named=last),
    )


# --- the home page --------------------------------------------------------------------------------------------------

#: An agent on the home page: the year that is shown, and the other years there are, the newest first.
RollEntry = tuple[AgentYear, list[int]]


def roll_entries(agent_years: Iterable[AgentYear], year: int) -> list[RollEntry]:
    """One entry for each agent: the team's ``year`` where there is one, else the latest."""
    by_agent: dict[str, dict[int, AgentYear]] = {}
    for agent_year in sorted(agent_years, key=lambda each: each.identity):
        by_agent.setdefault(agent_year.agent, {})[agent_year.year] = agent_year
    entries = []
    for years in by_agent.values():
        shown = years.get(year) or years[max(years)]
        entries.append((shown, sorted(years.keys() - {shown.year}, reverse=True)))
    return entries


def roll(entries: Sequence[RollEntry], year: int, at: str) -> str:
    """The team's roll on the page ``at``: everyone of this year, of the coming one, and of the years before."""
    groups = (
        (f"{year} 年的观察员", [entry for entry in entries if entry[0].year == year]),
        ("已经写到新一年的观察员", [entry for entry in entries if entry[0].year > year]),
        ("往年的观察员", [entry for entry in entries if entry[0].year < year]),
    )
    return render(
        "sections/agents.html",
        groups=[group for group in groups if group[1]],
        link=link_from(at),
        spark=lambda agent_year: Markup(drawing_mark(spark_job(agent_year).key, 0)),
    )


def unread(uris: Sequence[str], at: str) -> str:
    """The way to the chronicles that show their problems, under ``mkdocs serve``; nothing where all is well."""
    return render("sections/unread.html", uris=uris, link=link_from(at))


# --- pages --------------------------------------------------------------------------------------------------------


class PageLink(NamedTuple):
    """A link to one of the team's pages, or to one of several that a long list takes: its title, what stands there."""

    uri: str
    title: str
    line: str = ""


def doors(together: TeamContent) -> list[PageLink]:
    """The team's pages that exist, in their order."""
    there = {
        "cases": together.stories,
        "crystals": together.gems,
        "voices": together.voices or team.reasons(together.of(together.year)),
        "foresight": together.ahead,
        "year": together.agent_years,
    }
    return [PageLink(f"team/{name}", *_TITLES[name]) for name, shown in there.items() if shown]


def doors_block(together: TeamContent, at: str) -> str:
    """The links to the team's pages, below everybody's cards on the page ``at``; empty where nobody is."""
    there = doors(together)
    return render("team/doors.html", doors=there, link=link_from(at)) if there else ""


@dataclass(frozen=True)
class TeamPage:
    """A page of the team that is known but not rendered: its kind, address, heading, and all that its template shows;
    equals show the same."""

    doors: Sequence[PageLink]
    name: str
    uri: str
    heading: str
    context: Mapping[str, Any]

    def page(self) -> Page:
        """The page: its heading in Markdown, all else a block that the search is spared, since it stands elsewhere."""
        _, lead = _TITLES[self.name]
        folder = folder_of(self.uri)
        frame = {
            "doors": self.doors, "here": f"team/{self.name}", "link": link_from(folder), "lead": lead,
            "script": relpath("assets/filters.js", folder), "at_least": AT_LEAST,
        }  # fmt: skip
        html = render(f"team/{self.name}.html", **frame, **self.context)
        text = one_block("team", self.uri, html, f"# {self.heading} {{ #{self.name} }}\n\n")
        return Page(self.uri, text, {"title": self.heading, "description": lead, "hide": ["navigation", "toc"]})


def pages(together: TeamContent) -> list[TeamPage]:
    """Every page of the team."""
    makers = {"cases": _cases, "crystals": _crystals, "voices": _voices, "foresight": _foresight, "year": _years}
    names = [door.uri.removeprefix("team/") for door in doors(together)]
    return [page for name in names for page in makers[name](together)]


def _list_pages(
    together: TeamContent,
    name: str,
    items: Sequence[Any],
    shown: Callable[[list[Any]], Mapping[str, Any]],
    **context: Any,
) -> list[TeamPage]:
    """A list in as many pages as its weight asks for; ``shown`` is what the template is handed of a page's items."""
    split = team.parts(items, _weight, _HEAVY) or [[]]
    count = range(1, len(split) + 1)
    ways = [PageLink(f"team/{name}" + (f"/{at}" if at > 1 else ""), in_characters(at)) for at in count]
    new_pages = []
    for part, way in zip(split, ways, strict=True):
        first = way is ways[0]
        page = {"whole": len(items), "parts": ways, "part": way, "first": first, **context, **shown(part)}
        heading = _TITLES[name][0] + ("" if first else f"（{way.title}）")
        new_pages.append(TeamPage(doors(together), name, f"{way.uri}.md", heading, page))
    return new_pages


def _weight(item: Any) -> int:
    """About how heavy an item is on its page when that is packed, in bytes: by the words that stand there."""
    texts: Iterable[str]
    if isinstance(item, TeamStory):
        case = item.case
        steps = (case.principle.name, *case.principle.steps) if case.principle else ()
        texts = (case.title, case.lesson, *steps, *case.tags)
    elif isinstance(item, Insight):
        origins = (told.case.title + told.uri for told in item.origins)
        texts = (item.title, item.rule, *item.steps, *item.scenes, *item.sayings, item.instead_of or "", *origins)
    elif isinstance(item, Foreseen):
        texts = (item.text, item.action or "", item.outcome or "") * max(len(item.months), 1)
    else:
        voice = item.item
        texts = (voice.title, voice.voice or "", voice.node or "", voice.to or "", voice.effect or "")
    return _MARKUP + int(_PACKED * len("".join(texts).encode()))


def _cases(together: TeamContent) -> list[TeamPage]:
    """Every story, with the filters of those on its page."""

    def shown(part: list[TeamStory]) -> dict[str, Any]:
        facets, codes = team.facets(part)
        return {"facets": facets, "stories": [*zip(part, codes, strict=True)]}

    return _list_pages(together, "cases", together.stories, shown)


def _crystals(together: TeamContent) -> list[TeamPage]:
    def shown(part: list[Insight]) -> dict[str, Any]:
        return {"groups": [(sort, list(gems)) for sort, gems in groupby(part, key=lambda gem: gem.sort)]}

    return _list_pages(together, "crystals", together.gems, shown)


def _voices(together: TeamContent) -> list[TeamPage]:
    """Voices by department, after the chart of their ways; the reasons for contacts stand on the first page."""
    heard = together.voices
    ordered = [voice for _, voices in team.departments(heard) for voice in voices]
    adopted, declined = (sum(voice.item.status == status for voice in heard) for status in ("adopted", "declined"))
    waiting = [voice.since for voice in heard if voice.open]
    state = f"{amount(len(heard), '条')}建议与声音，{amount(adopted, '条')}已采纳，"
    state += f"{amount(declined, '条')}未采纳，" if declined else ""
    state += f"{amount(len(waiting), '条')}还开着，等得最久的自 {min(waiting)} 年。" if waiting else "没有一条还开着。"
    charts = [exhibit for name, exhibit in together.exhibits.items() if name == "voices"]
    ours = together.of(together.year)
    return _list_pages(
        together, "voices", ordered, lambda part: {"groups": team.departments(part)}, state=state if heard else "",
        year=together.year, charts=charts, unit=team.words(ours).unit, reasons=team.reasons(ours),
    )  # fmt: skip


def _foresight(together: TeamContent) -> list[TeamPage]:
    """What lies ahead by month; months that nobody sees anything in are listed where the calendar is one page."""

    def shown(part: list[Foreseen]) -> dict[str, Any]:
        whole = len(part) == len(together.ahead)
        return {"groups": [(month, seen) for month, seen in team.calendar(part) if seen or whole]}

    return _list_pages(together, "foresight", together.ahead, shown, coming=together.year + 1)


def _years(together: TeamContent) -> list[TeamPage]:
    """The team's year, and each year before on a page of its own."""
    years = together.years
    ways = [PageLink("team/year" + ("" if year == years[0] else f"/{year}"), f"{year} 年") for year in years]
    new_pages = []
    for year, way in zip(years, ways, strict=True):
        whole = team.together(together.of(year))
        context = {
            "summary": _summary(whole) if whole else "",
            "findings": team.findings(whole) if whole else [],
            "year": year, "people": len(together.of(year)), "parts": ways, "part": way,
            "charts": [exhibit for name, exhibit in together.exhibits.items() if name.startswith(f"{year}/")],
        }  # fmt: skip
        heading = _TITLES["year"][0] + ("" if year == together.year else f"：{year}")
        new_pages.append(TeamPage(doors(together), "year", f"{way.uri}.md", heading, context))
    return new_pages


def _summary(whole: AgentYear) -> str:
    """The team's year in a line; where not everybody has a number in every month, of how many its sum is."""
    contacts = whole.measure("contacts")
    is_of_some = contacts and f" {len(whole.members)} 位" not in contacts.people
    told = f"{contacts.metric.label}{contacts.people}。" if contacts and is_of_some else ""
    return sentences.plain(sentences.summary(whole)) + told
