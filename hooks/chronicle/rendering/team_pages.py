"""The team's pages: built of the agents' own files, present only where there is something to show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import relpath
from typing import Any

from markupsafe import Markup

from ..charts.trend import Trend
from ..charts.voices import Voices
from ..figures import sentences, team
from ..figures.agent_year import AgentYear
from ..figures.annual import AT_LEAST
from ..figures.formatting import amount, month, months, number, within
from ..figures.team import Department, Foreseen, Gem, Heard, TeamMeasure, Told
from .blocks import Drawings, environment
from .exhibits import DataTable, Exhibit
from .pages import Page, folder_of
from .placeholders import Slot, place

#: What the list of one page may weigh packed, so that the page stays below 150 KiB with the theme around it. Chinese
#: packs to at most 0.7 of its UTF-8 bytes (characters by chance; prose to 0.5), an item's markup to some sixty.
_HEAVY, _PACKED, _MARKUP = 120_000, 0.7, 60
#: So many threads of voices are still one picture.
_THREADS = 14
_NUMERALS = "一二三四五六七八九十"

_TITLES = {
    "cases": ("最佳实践案例库", "每一则都是一个人真正办过的一件事。遇到相似的来电，先来这里找一找。"),
    "crystals": ("知识晶体与原则", "手感一旦写下来，就不会随着人走。每一条都带着它长出来的那则故事。"),
    "voices": ("客户之声", "一句抱怨，经过哪一步、交给了谁、后来怎样；还开着的排在前面。"),
    "foresight": ("来年预见", "看出了什么规律，打算提前做什么，都放在来年的日历上。"),
    "year": ("团队这一年", "只看整体，不排名次。一个数字背后不满五个人，就不显示，免得从中读出某一位。"),
}


@dataclass(frozen=True)
class Together:
    """Everything that the team's pages are made of; ``year`` is the year that the home page opens with."""

    agent_years: tuple[AgentYear, ...] = ()
    year: int = 0
    shown: Mapping[str, Exhibit] = field(default_factory=dict)
    drawings: Drawings = field(default_factory=dict)

    @cached_property
    def stories(self) -> list[Told]:
        """Every story, the newest first."""
        return team.stories(self.agent_years)

    @cached_property
    def gems(self) -> list[Gem]:
        """Every crystal, principle and phrasing."""
        return team.gems(self.agent_years)

    @cached_property
    def voices(self) -> list[Heard]:
        """Every voice."""
        return team.voices(self.agent_years)

    @cached_property
    def ahead(self) -> list[Foreseen]:
        """What lies ahead, by its first month."""
        return sorted(team.ahead(self.agent_years, self.year), key=lambda each: each.months or (99,))

    def of(self, year: int) -> list[AgentYear]:
        """The chapters of one year."""
        return [each for each in self.agent_years if each.year == year]

    @property
    def years(self) -> list[int]:
        """Every year, the team's own first, then the newest."""
        return sorted({each.year for each in self.agent_years}, key=lambda year: (year != self.year, -year))


# --- pictures -----------------------------------------------------------------------------------------------------


def exhibits(agent_years: Sequence[AgentYear]) -> dict[str, Exhibit]:
    """Every picture of the team's pages by name: ``voices``, and ``<year>/<metric>``."""
    heard = [each for each in team.voices(agent_years) if each.item.voice or each.item.node]
    shown = {"voices": _voices(heard)} if heard else {}
    for year in sorted({each.year for each in agent_years}):
        own = [each for each in agent_years if each.year == year]
        shown.update({f"{year}/{each.key}": _metric(each, year) for each in team.year_in_numbers(own)})
    return shown


def _voices(heard: Sequence[Heard]) -> Exhibit:
    threads = team.threads(heard, _THREADS)
    adopted = sum(each.item.status == "adopted" for each in heard)
    ways = len(team.threads(heard, len(heard)))
    left_out = f"图里是人数最多的 {amount(len(threads), '条')}路，其余在下面的表里。" if ways > len(threads) else ""
    return Exhibit(
        name="team-voices",
        title=sentences.voices_title(adopted, len(heard)),
        subtitle="客户的话 → 流程节点 → 部门 → 结果；走同一条路的合在一起",
        caption=(f"{left_out}一句抱怨，走到能改它的人那里，才算走完。",),
        table=DataTable(
            ("客户的话", "流程节点", "部门", "结果", "提到的人次"),
            tuple(
                (said, node or "—", to or "—", outcome, "—" if count is None else number(count))
                for said, node, to, outcome, count in threads
            ),
        ),
        spec=Voices(tuple(threads)),
    )


def _metric(found: TeamMeasure, year: int) -> Exhibit:
    metric = found.metric
    places = 0 if metric.total == "sum" or metric.unit == "秒" else 1
    values = tuple(None if value is None else round(value, places) for value in found.values)
    pairs = tuple(pair and (round(pair[0], places), round(pair[1], places)) for pair in found.middle)
    per_person = "人均" if metric.total == "sum" else "团队"
    rows = tuple(
        (month(at), "—" if value is None else number(value, places), _span(pair, places))
        for at, (value, pair) in enumerate(zip(values, pairs, strict=True), 1)
    )
    return Exhibit(
        name=f"team-{found.key}",
        title=_metric_title(found, pairs, places),
        subtitle=f"每月{per_person}{metric.label}" + (f"，{metric.unit}" if metric.unit else ""),
        caption=(_metric_caption(found),),
        table=DataTable(("月份", f"{per_person}{metric.label}", "中间一半"), rows),
        spec=Trend(values, metric.unit, places, year, target=metric.target, middle=pairs),
    )


def _span(pair: tuple[float, float] | None, places: int) -> str:
    return f"{number(pair[0], places)}—{number(pair[1], places)}" if pair else "—"


def _metric_title(found: TeamMeasure, pairs: team.Quartiles, places: int) -> str:
    last = found.months[-1]
    low, high = pairs[last - 1] or (0.0, 0.0)
    unit = found.metric.unit
    between = f"{within(low, unit, places)}到 {within(high, unit, places)}之间"
    return f"{found.metric.label}：{month(last)}，中间一半的人在 {between}"


def _metric_caption(found: TeamMeasure) -> str:
    line = "线是全体按接听量加权的值" if found.weighted else "线是各人的平均"
    missing = "" if len(found.months) == 12 else f"；只有{months(found.months)}满五人，其余月份不画"
    return f"{line}，浅色带是居中的一半人（四分位数之间）{missing}。"


# --- pages --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Door:
    """The way to one of the team's pages: its title, one line of what is behind it."""

    uri: str
    title: str
    line: str


def doors(together: Together) -> list[Door]:
    """The team's pages that exist, in their order."""
    if not together.agent_years:
        return []
    whole = (
        ("cases", len(together.stories), f"{amount(len(together.stories), '则')}故事，按需要、渠道、原则、标签查找"),
        ("crystals", len(together.gems), f"{amount(len(together.gems), '条')}晶体、原则与话术"),
        ("voices", len(together.voices), _voices_line(together.voices)),
        ("foresight", len(together.ahead), f"{amount(len(together.ahead), '件')}已经有人想到的事"),
        ("year", 1, f"{amount(team.people(together.of(together.year)), '位')}观察员的 {together.year} 年"),
    )
    found = [(name, line) for name, count, line in whole if count or (name == "voices" and _reasons(together))]
    return [Door(f"team/{name}", _TITLES[name][0], line) for name, line in found]


def _voices_line(heard: Sequence[Heard]) -> str:
    if not heard:
        return "他们为什么打来"
    waiting = sum(each.open for each in heard)
    return f"{amount(len(heard), '条')}建议与声音，" + (f"{amount(waiting, '条')}还开着" if waiting else "条条有回音")


def _reasons(together: Together) -> list[team.Reason]:
    return team.reasons(together.of(together.year))


def doors_block(together: Together, at: str) -> str:
    """The ways to the team's pages, below everybody's cards; nothing where nobody is."""
    found = doors(together)
    return environment().get_template("team/doors.html").render(doors=found, link=_link(at)).strip() if found else ""


def pages(together: Together) -> list[Page]:
    """Every page of the team."""
    made: list[Page] = []
    for door in doors(together):
        name = door.uri.removeprefix("team/")
        made += _MAKERS[name](together, name)
    return made


def _link(at: str) -> Callable[[str], str]:
    return lambda target: relpath(f"{target}/index.html", at or ".")


def _page(together: Together, name: str, uri: str, heading: str, context: Mapping[str, Any]) -> Page:
    """One page: its heading in Markdown, all else a block that the search is spared, since it stands elsewhere too."""
    _, lead = _TITLES[name]
    folder = folder_of(uri)

    def render() -> str:
        own = {
            "doors": doors(together), "here": f"team/{name}", "link": _link(folder), "lead": lead,
            "script": relpath("assets/filters.js", folder), "chart": _chart(together), "id": id, **context,
        }  # fmt: skip
        return environment().get_template(f"team/{name}.html").render(own).strip()

    slot = Slot(render, False)
    placed = place(f"# {heading} {{ #{name} }}\n\n::: team", uri, 1, lambda _: slot, lambda _: slot)
    meta = {"title": heading, "description": lead, "hide": ["navigation", "toc"]}
    return Page(uri, "team", placed, meta)


def _chart(together: Together) -> Callable[[str], Markup]:
    def chart(name: str) -> Markup:
        if name not in together.shown:
            return Markup()
        macros = environment().globals["m"]
        return Markup(macros.exhibit(together.shown[name], together.drawings[name]))  # type: ignore[attr-defined]

    return chart


@dataclass(frozen=True)
class ListPage:
    """One page of a list that is too heavy for one: its address and what it is called."""

    uri: str
    name: str


def _listed(
    together: Together, name: str, items: Sequence[Any], aspects: Sequence[team.Aspect],
    extra: Callable[[list[Any], bool], Mapping[str, Any]], span: Callable[[list[Any]], str] | None = None,
) -> list[Page]:  # fmt: skip
    """A list in as many pages as its weight asks for, each with the filters of what stands on it."""
    split = team.parts(items, _weight, _HEAVY)
    ways = [
        ListPage(f"team/{name}" + (f"/{at}" if at > 1 else ""), span(own) if span else _numeral(at))
        for at, own in enumerate(split, 1)
    ]
    made = []
    for at, own in enumerate(split):
        found, codes = team.facets(aspects, own)
        context = {
            "items": own, "facets": found, "codes": {id(item): code for item, code in zip(own, codes, strict=True)},
            "parts": ways, "part": ways[at], "whole": len(items), **extra(own, at == 0),
        }  # fmt: skip
        heading = _TITLES[name][0] + (f"（{ways[at].name}）" if at else "")
        made.append(_page(together, name, f"{ways[at].uri}.md", heading, context))
    return made


def _numeral(at: int) -> str:
    return _NUMERALS[at - 1] if at <= 10 else str(at)


def _weight(item: Any) -> int:
    """About how heavy an item is on its page when that is packed, in bytes."""
    return _MARKUP + int(_PACKED * len("".join(_texts(item)).encode()))


def _texts(item: Any) -> Iterable[str]:
    """The words of an item as they stand on its page."""
    if isinstance(item, Told):
        case = item.story.case
        steps = (case.principle.name, *case.principle.steps) if case.principle else ()
        return (case.title, case.lesson, *steps, *case.tags)
    if isinstance(item, Gem):
        origins = (told.story.case.title + told.uri for told in item.origins)
        return (item.title, item.rule, *item.steps, *item.scenes, *item.sayings, item.instead_of or "", *origins)
    if isinstance(item, Foreseen):
        return (item.text, item.action or "", item.outcome or "") * max(len(item.months), 1)
    own = item.item
    return (own.title, own.voice or "", own.node or "", own.to or "", own.effect or "")


def _cases(together: Together, name: str) -> list[Page]:
    return _listed(together, name, together.stories, team.CASE_ASPECTS, lambda own, first: {}, _when)


def _when(own: list[Told]) -> str:
    """The months that a page of cases reaches over, the newest first."""
    newest, oldest = (f"{told.story.case.date:%Y.%m}" for told in (own[0], own[-1]))
    return newest if newest == oldest else f"{newest}—{oldest}"


def _crystals(together: Together, name: str) -> list[Page]:
    return _listed(together, name, together.gems, team.GEM_ASPECTS, _by_sort)


def _by_sort(own: list[Gem], first: bool) -> Mapping[str, Any]:
    sorts = dict.fromkeys(gem.sort for gem in own)
    return {"groups": [(sort, [gem for gem in own if gem.sort == sort]) for sort in sorts]}


def _voices_pages(together: Together, name: str) -> list[Page]:
    ordered = [heard for each in team.departments(together.voices) for heard in each.heard]
    if not ordered:
        return [_page(together, name, f"team/{name}.md", _TITLES[name][0], _no_voices(together))]

    def extra(own: list[Heard], first: bool) -> Mapping[str, Any]:
        return {
            "departments": _in_order(own), "reasons": _reasons(together) if first else [], "first": first,
            "year": together.year, "state": _state(together.voices), "at_least": AT_LEAST,
        }  # fmt: skip

    return _listed(together, name, ordered, team.VOICE_ASPECTS, extra)


def _in_order(own: list[Heard]) -> list[Department]:
    return team.departments(own)


def _no_voices(together: Together) -> Mapping[str, Any]:
    return {
        "items": [], "departments": [], "facets": [], "codes": {}, "parts": [], "part": None, "first": True, "whole": 0,
        "reasons": _reasons(together), "year": together.year, "state": "", "at_least": AT_LEAST,
    }  # fmt: skip


def _state(heard: Sequence[Heard]) -> str:
    """What was adopted, what is open, and since when the oldest waits."""
    adopted = sum(each.item.status == "adopted" for each in heard)
    waiting = [each.since for each in heard if each.open]
    said = f"{amount(len(heard), '条')}建议与声音，{amount(adopted, '条')}已采纳"
    if not waiting:
        return f"{said}，没有一条还开着。"
    return f"{said}，{amount(len(waiting), '条')}还开着，等得最久的自 {min(waiting)} 年。"


def _foresight(together: Together, name: str) -> list[Page]:
    def extra(own: list[Foreseen], first: bool) -> Mapping[str, Any]:
        whole = len(own) == len(together.ahead)
        calendar = [each for each in team.calendar(own) if each.seen or whole]
        return {"calendar": calendar, "coming": together.year + 1}

    return _listed(together, name, together.ahead, team.AHEAD_ASPECTS, extra, _which)


def _which(own: list[Foreseen]) -> str:
    """The months that a page of the calendar begins and ends with."""
    first, last = (min(each.months, default=0) for each in (own[0], own[-1]))
    until = month(last) if last else "随时"
    return (month(first) if first else "随时") if first == last else f"{first or '随时'}—{until}"


def _year(together: Together, name: str) -> list[Page]:
    """The team's year, and each year before on a page of its own."""
    years = together.years
    ways = [ListPage(f"team/{name}" + ("" if year == years[0] else f"/{year}"), f"{year} 年") for year in years]
    made = []
    for year, way in zip(years, ways, strict=True):
        keys = [each for each in together.shown if each.startswith(f"{year}/")]
        context = {
            "year": year, "keys": keys, "people": team.people(together.of(year)), "at_least": AT_LEAST,
            "parts": ways, "part": way,
        }  # fmt: skip
        heading = _TITLES[name][0] + ("" if year == together.year else f"：{year}")
        made.append(_page(together, name, f"{way.uri}.md", heading, context))
    return made


_MAKERS: Mapping[str, Callable[[Together, str], list[Page]]] = {
    "cases": _cases,
    "crystals": _crystals,
    "voices": _voices_pages,
    "foresight": _foresight,
    "year": _year,
}
