"""Blocks -> slides: an agent's year for the wall, parted so that no slide holds more than it can show.

What a slide holds is reckoned for the two stages that it is shown on (a projector, a phone held upright) in the
measures of ``docs/assets/slides.css``; what the reckoning misses by a line, the page's script mends by its measure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from math import ceil
from posixpath import relpath
from typing import Any

from markupsafe import Markup

from ..figures import sentences, service_methods
from ..figures.agent_year import Story
from ..figures.formatting import amount, date_in_words
from ..figures.sentences import Parts
from ..records.validation import suggestion
from .blocks import Blocks, environment, kicker
from .exhibits import Exhibit
from .outline import HEADINGS, OUTLINE

#: The folder of the slides, below the chronicle's.
FOLDER = "present"
#: What is shown where the agent chooses nothing: the chronicle, in its order.
_BESIDE = {"journal": ("days",), "knowledge": ("ticks",), "pathway": ("puzzle",)}
_OFF_ORDER = frozenset({"takeaway", "sources"})
ORDER = tuple(
    each
    for part in OUTLINE
    for entry in part.entries
    if entry.name not in _OFF_ORDER
    for each in (entry.name, *_BESIDE.get(entry.name, ()))
)
_TITLES = {**HEADINGS, "calmed": "什么能安顿它", "plan": "来年", "sources": "数据来源"}

#: Sections that are there for the chronicle's page, and have nothing to show.
_OFF_STAGE = frozenset({"takeaway"})
#: Longer text is parted at the end of a sentence: more than this nobody reads off a wall.
_LONGEST = 150
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*[”’」』）)]*|[。！？；!?;\n]+")
_VIEW = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
_BEYOND_THE_HEADLINE = ("characters.total", "suggestions.submitted", "suggestions.adopted", "assist_hours")
#: Rows that fill less than this share of the wall are set a quarter larger, which takes half as much again.
_ROOMY = 0.6
#: What is reckoned to be a little too much for the wall still stands there, in slightly smaller type.
_NEARLY = 1.06
_DECIMAL = re.compile(r"\d+")
_WIDE = re.compile("[\u2e80-\U0010ffff]+")


@dataclass(frozen=True)
class Row:
    """A line of a list: ``lead`` names or dates it, ``note`` stands beneath in smaller type."""

    text: str | Parts
    note: str = ""
    lead: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Slide:
    """One slide. ``kind`` names its template, ``content`` is what that template shows."""

    block: str
    kind: str
    title: str = ""
    say: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""


# --- what a slide holds -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Screen:
    """Where slides are shown, in hundredths of its width: sizes of type, the room between the margins."""

    width: float
    height: float
    title: float
    text: float
    note: float
    lead: float  #: width of the column of leads; 0 where a lead is a line of its own
    gap: float
    chart: int  #: which form of a drawing it shows

    def lines(self, text: str, size: float, width: float | None = None) -> int:
        """How many lines of this size the text takes."""
        return ceil(ems(text) * size / (width or self.width)) if text else 0

    def heading(self, slide: Slide) -> float:
        """The height of title, kicker and the agent's own line."""
        said = self.lines(slide.say, self.text, self.width - 2 * self.text)
        titled = self.lines(slide.title, self.title)
        kicker = 1.5 * self.note if slide.content.get("kicker") else 0
        return 1.35 * self.title * titled + 1.5 * self.text * said + self.gap * (1 + bool(said)) + kicker

    def height_of(self, row: Row, named: bool) -> float:
        """The height of a row; ``named`` where the row before it stands under the same lead."""
        beside = self.lead if row.lead else 0
        text = self.lines(sentences.plain(_parts(row.text)), self.text, self.width - beside)
        note = self.lines(row.note, self.note, self.width - beside)
        above = 1.5 * self.note if row.lead and not beside and not named else 0
        return 1.5 * (self.text * text + self.note * note) + above + self.gap


#: 1280 x 720 and whatever has its shape; and a phone of 360 x 740; on a shorter one the type is smaller.
WALL = Screen(width=91, height=49.6, title=3.4, text=2.2, note=1.65, lead=15, gap=1.3, chart=0)
PHONE = Screen(width=90, height=186, title=6.2, text=4.7, note=4, lead=0, gap=2.8, chart=1)
STAGES = (WALL, PHONE)
_STAGES = ((WALL, "wall"), (PHONE, "phone"))


@lru_cache(maxsize=4096)  # each is asked for once a stage, and again for every way of parting its slide
def ems(text: str) -> float:
    """About how wide a text is: Chinese takes one em a character, Latin a good half."""
    wide = sum(map(len, _WIDE.findall(text)))
    return (100 * wide + 58 * (len(text) - wide)) / 100


def _parts(text: str | Parts) -> Parts:
    return (text,) if isinstance(text, str) else text


def parted(text: str, longest: int = _LONGEST) -> list[str]:
    """A long text in pieces of whole sentences; a sentence that is itself too long is cut."""
    pieces = [""]
    for sentence in _SENTENCE.findall(text):
        for start in range(0, len(sentence), longest):
            part = sentence[start : start + longest]
            if len(pieces[-1]) + len(part) > longest:
                pieces.append("")
            pieces[-1] += part
    return [piece.strip().lstrip("、，；") for piece in pieces if piece.strip(" 、，；")]


def _short(row: Row) -> Iterator[Row]:
    """A row, or the rows that a row of long texts is parted into."""
    texts = parted(row.text) if isinstance(row.text, str) else [row.text]
    notes = parted(row.note)
    yield from (replace(row, text=text, note="") for text in texts[:-1])
    yield replace(row, text=texts[-1] if texts else "", note=notes[0] if notes else "")
    yield from (replace(row, text="", note=note) for note in notes[1:])


def pour(rows: Sequence[Row], slide: Slide) -> list[list[Row]]:
    """Rows onto as few slides like this one as hold them on every stage, and evenly."""
    short = [_measured(part) for row in rows for part in _short(row)]
    room = [stage.height - stage.heading(slide) for stage in STAGES]
    poured = _poured(short, room)
    if len(poured) > 1:
        shares = (_poured(short, [height * share / 20 for height in room]) for share in range(8, 20))
        poured = next((even for even in shares if len(even) == len(poured)), poured)
    return [[each.row for each in each_slide] for each_slide in poured]


@dataclass(frozen=True)
class _Measured:
    """A row and its height on every stage: under a lead of its own, and under that of the row before."""

    row: Row
    alone: Sequence[float]
    under: Sequence[float]


def _measured(row: Row) -> _Measured:
    alone, under = ([stage.height_of(row, named) for stage in STAGES] for named in (False, True))
    return _Measured(row, alone, under)


def _poured(rows: Sequence[_Measured], room: Sequence[float]) -> list[list[_Measured]]:
    slides: list[list[_Measured]] = []
    left: list[float] = []
    for each in rows:
        named = bool(slides and slides[-1][-1].row.lead == each.row.lead)
        wanted = each.under if named else each.alone
        if not slides or any(need > have for need, have in zip(wanted, left, strict=True)):
            slides.append([])
            left = list(room)
            wanted = each.alone
        slides[-1].append(each)
        left = [have - need for have, need in zip(left, wanted, strict=True)]
    return slides


def _roomy(rows: Sequence[Row], slide: Slide) -> bool:
    """Whether the rows leave so much of the wall empty that they may stand in larger type."""
    return sum(WALL.height_of(row, False) for row in rows) <= _ROOMY * (WALL.height - WALL.heading(slide))


# --- the rows of a section ----------------------------------------------------------------------------------------

Context = Mapping[str, Any]


def _joined(*parts: str | None) -> str:
    """What there is of a few short statements, as one line."""
    return "；".join(filter(None, parts))


def _named(name: str, text: str | None) -> str:
    return f"{name}{text}" if text else ""


def _suggestions(context: Context) -> Iterator[Row]:
    for each in context["plain_suggestions"]:
        to = f"（交给{each.to}）" if each.to else ""
        yield Row(each.title + to, each.effect or "", sentences.STATUSES[each.status])


def _quotes(context: Context) -> Iterator[Row]:
    return (Row(f"「{quote}」", kind="quote") for quote in context["record"].quotes)


def _translations(context: Context) -> Iterator[Row]:
    for each in context["record"].translations:
        answer = f"我答：「{each.reply}」" if each.reply else ""
        yield Row(f"「{each.heard}」——{each.meant}", answer, kind="quote")


def _journal(context: Context) -> Iterator[Row]:
    for each in sorted(context["record"].journal, key=lambda entry: entry.date):
        yield Row(each.note, lead=f"{each.date.month} 月 {each.date.day} 日")


def _phrasing(context: Context) -> Iterator[Row]:
    for each in context["record"].phrasing:
        yield Row(f"「{each.say}」", _joined(f"从前说「{each.instead_of}」", each.why), kind="quote")


def _knowledge(context: Context) -> Iterator[Row]:
    known = context["record"].knowledge
    if known.claimed:
        yield Row("、".join(known.claimed), lead="认领的知识")
    if known.score is not None:
        yield Row(amount(known.score, "分"), lead="知识贡献分")
    if known.feedback:
        given = known.feedback
        counts = (("答案错误", given.wrong), ("场景缺失", given.missing), ("表述模糊", given.vague))
        yield Row("，".join(f"{name} {amount(count, '条')}" for name, count in counts), lead="知识反馈")
    for point in known.points:
        scenes, asks = "、".join(point.scenes), "".join(f"「{ask}」" for ask in point.asks)
        yield Row(point.rule, _joined(_named("用在：", scenes), _named("会这样问：", asks)), point.title)


def _value(context: Context) -> Iterator[Row]:
    for each in context["record"].value:
        saved = _joined(_named("省下：", each.saves), _named("带来：", each.brings))
        yield Row(f"{each.feature}，替您解决「{each.problem}」", saved)


def _foresight(context: Context) -> Iterator[Row]:
    for each in context["record"].foresight:
        yield Row(each.signal, _joined(f"提前做：{each.action}", _named("预计：", each.expected)))


def _pathway(context: Context) -> Iterator[Row]:
    path = context["record"].pathway
    pairs = (("现在", path.stage), ("下一步", path.next or ""), ("已有的拼图", "、".join(path.has)))
    for lead, text in (*pairs, ("要补的拼图", "、".join(path.adds))):
        if text:
            yield Row(text, lead=lead)


def _signals(context: Context) -> Iterator[Row]:
    followed = sorted(context["record"].signals.items(), key=lambda pair: (-pair[1], pair[0]))
    yield from (Row(f"「{word}」", lead=f"跟进 {amount(count, '次')}", kind="quote") for word, count in followed)
    heard = context["log_signals"]
    yield from (Row(f"「{word}」", lead=f"听到 {amount(count, '次')}", kind="quote") for word, count in heard)


def _moments(context: Context) -> Iterator[Row]:
    for each in service_methods.moments(context["agent_year"].stories):
        peak = "" if each.one else f"最强烈的一刻：{service_methods.step_words(each.strongest)}"
        last = "最强烈，也是最后：" if each.one else "最后一刻："
        yield Row(each.story.case.title, _joined(peak, last + service_methods.step_words(each.end)))


def _double_loop(context: Context) -> Iterator[Row]:
    for each in service_methods.loops(context["agent_year"]):
        became = [f"{name}：{text}" for name, text in each.outcome]
        grown = [f"留下：{crystal.title}" for crystal in each.crystals]
        yield Row(each.cause, _joined(each.story.case.title, *became, *grown))


def _calmed(context: Context) -> Iterator[Row]:
    for each in service_methods.calmed(context["agent_year"].stories):
        told = "、".join(f"《{story.case.title}》" for story in each.stories)
        yield Row(each.way, told, each.need)


def _plan(context: Context) -> Iterator[Row]:
    for track, goals in context["tracks"]:
        for each in goals:
            by = f"{date_in_words(each.by)}之前" if each.by else ""
            yield Row(each.goal, _joined(by, _named("做到的标志：", each.measure)), track)


def _sources(context: Context) -> Iterator[Row]:
    for each in context["agent_year"].annual.figures.values():
        if not each.month:
            yield Row(sentences.figure_text(each), f"{each.formula}（{each.source}）", each.label)


_LISTS: Mapping[str, Callable[[Context], Iterator[Row]]] = {
    "signals": _signals,
    "suggestions": _suggestions,
    "moments": _moments,
    "double-loop": _double_loop,
    "calmed": _calmed,
    "quotes": _quotes,
    "translations": _translations,
    "journal": _journal,
    "phrasing": _phrasing,
    "knowledge": _knowledge,
    "value": _value,
    "foresight": _foresight,
    "pathway": _pathway,
    "plan": _plan,
    "sources": _sources,
}


# --- slides of a block --------------------------------------------------------------------------------------------


def _listed(slide: Slide, rows: Sequence[Row]) -> list[Slide]:
    """A list on as many slides as it needs; the agent's own line stands on the first."""
    poured = pour(rows, slide)
    roomy = all(_roomy(part, slide) for part in poured)
    shown = []
    for index, part in enumerate(poured):
        led = [(row, not (before and before.lead == row.lead)) for before, row in pairwise([None, *part]) if row]
        said = slide.say if index == 0 else ""
        content = {**slide.content, "rows": led, "leads": any(row.lead for row in part), "nth": index + 1}
        shown.append(replace(slide, say=said, content={**content, "of": len(poured), "roomy": roomy}))
    return shown


def _section(name: str, context: Context) -> list[Slide]:
    return _listed(Slide(name, "rows", _TITLES[name]), list(_LISTS[name](context)))


def _results(context: Context) -> list[Slide]:
    """The 工作纪实 in its three parts."""
    parts = (
        ("一、主要工作成果", context["achievements"]),
        ("二、核心能力成长", context["grown"]),
        ("三、仍需改进之处", context["record"].improve),
    )
    kicker = {"kicker": f"《{context['agent_year'].title}》"}
    made = (
        _listed(Slide("results", "rows", title, content=kicker), [Row(line) for line in lines])
        for title, lines in parts
        if lines
    )
    return [slide for slides in made for slide in slides]


def _crystals(context: Context) -> list[Slide]:
    """One crystal a slide."""
    made = (_crystal(each, context["titles"].get(each.case, "")) for each in context["record"].crystals)
    return [slide for slides in made for slide in slides]


def _crystal(crystal: Any, grown_from: str) -> list[Slide]:
    rows = [Row(crystal.rule, kind="rule")]
    rows += [Row("、".join(crystal.scenes), lead="用在")] if crystal.scenes else []
    rows += [Row(f"「{phrase}」", lead="怎么说", kind="quote") for phrase in crystal.phrasings]
    rows += [Row(f"《{grown_from}》", lead="出自")] if grown_from else []
    return _listed(Slide("crystals", "rows", crystal.title, content={"kicker": "知识晶体"}), rows)


def _campaigns(blocks: Blocks) -> list[Slide]:
    made = (_campaign(blocks, index) for index in range(1, len(blocks.agent_year.record.campaigns) + 1))
    return [slide for slides in made for slide in slides]


def _campaign(blocks: Blocks, index: int) -> list[Slide]:
    """A special task: its picture, or its words where it has no figures."""
    name = f"campaign-{index}"
    if name in blocks.exhibits:
        return [_chart(name)]
    task = blocks.agent_year.record.campaigns[index - 1]
    content = {"kicker": sentences.campaign_dates(task)}
    return _listed(Slide(name, "rows", task.title, content=content), [Row(task.summary)]) if task.summary else []


def _chart(name: str) -> Slide:
    return Slide(name, "chart", content={"name": name})


def _story(blocks: Blocks, story: Story) -> list[Slide]:
    """A story with its curve and its lesson; where the wall does not hold both, one after the other."""
    case, name = story.case, f"journey/{story.slug}"
    slide = Slide("stories", "story", case.title, content={"kicker": kicker(story), "story": story}, id=story.slug)
    curve = _drawn(WALL, blocks.drawings[name]) if name in blocks.exhibits else 3 * WALL.text * 1.75
    principle = _principle(story)
    told = WALL.lines(case.lesson, 1.15 * WALL.text) * 1.15 * WALL.text + WALL.lines(principle, WALL.note) * WALL.note
    if WALL.heading(slide) + curve + 1.5 * told <= _NEARLY * WALL.height:
        return [replace(slide, content={**slide.content, "lesson": case.lesson, "principle": principle})]
    rows = [Row(case.lesson, kind="rule"), *([Row(principle)] if principle else [])]
    return [slide, *_listed(replace(slide, kind="rows", content={"kicker": slide.content["kicker"]}), rows)]


def _principle(story: Story) -> str:
    given = story.case.principle
    return "：".join(filter(None, (given.name, " → ".join(given.steps)))) if given else ""


def _measures(blocks: Blocks, kind: str) -> list[Slide]:
    return [_chart(f"{kind}-{key}") for key in blocks.agent_year.annual.measures]


def _stories(blocks: Blocks) -> list[Slide]:
    return [slide for story in blocks.agent_year.stories for slide in _story(blocks, story)]


_GROUPS: Mapping[str, Callable[[Blocks], list[Slide]]] = {
    "trends": lambda blocks: _measures(blocks, "trend"),
    "quarters": lambda blocks: _measures(blocks, "quarters"),
    "campaigns": _campaigns,
    "stories": _stories,
}


_PARTS: Mapping[str, Callable[[Context], list[Slide]]] = {"results": _results, "crystals": _crystals}


def _plain(name: str, context: Context) -> list[Slide]:
    """The slides that hold one thing: cover, numbers, summary, closing."""
    there = {
        "cover": True,
        "numbers": bool(context["headline"]),
        "summary": bool(context["summary"]),
        "closing": bool(context["record"].closing),
    }
    return [Slide(name, name)] if there[name] else []


def _of_block(name: str, blocks: Blocks, context: Context) -> list[Slide]:
    """The slides of one block; none where the data has nothing to show."""
    kind, _, nth = name.partition("-")
    if name in blocks.exhibits:
        return [_chart(name)]
    if name in ("cover", "numbers", "summary", "closing"):
        return _plain(name, context)
    if kind == "campaign" and _DECIMAL.fullmatch(nth):
        return _campaign(blocks, int(nth)) if 1 <= int(nth) <= len(blocks.agent_year.record.campaigns) else []
    if name in _OFF_STAGE:
        return []
    if blocks.has(name):
        return _of_section(name, blocks, context) if blocks.filled(name) else []
    return [slide for story in blocks.agent_year.stories if story.slug == name for slide in _story(blocks, story)]


def _of_section(name: str, blocks: Blocks, context: Context) -> list[Slide]:
    """The slides of a section; one that has no slides of its own stands as it does in the chronicle."""
    if name in _GROUPS:
        return _GROUPS[name](blocks)
    if name in _PARTS:
        return _PARTS[name](context)
    if name in _LISTS:
        return _section(name, context)
    html = blocks.block(name, _at(blocks))
    return [Slide(name, "block", _TITLES.get(name, ""), content={"html": Markup(html)})] if html else []


# --- the deck -----------------------------------------------------------------------------------------------------


def known(blocks: Blocks, name: str) -> bool:
    """Whether ``present`` may name this block: every block of the contract, and each of the agent's stories."""
    return any(name == story.slug for story in blocks.agent_year.stories) or ("/" not in name and blocks.has(name))


def unknown(blocks: Blocks) -> Iterator[tuple[int, str, str]]:
    """Every name in ``present`` that stands for nothing: its index, what is wrong, the mend."""
    for index, slide in enumerate(blocks.agent_year.record.present):
        if not known(blocks, slide.block):
            yield index, f"没有叫“{slide.block}”的图表或栏目", suggestion(slide.block, _names(blocks))


def _names(blocks: Blocks) -> list[str]:
    """Every name that ``present`` may hold."""
    names = [name for name in (*blocks.names(), *HEADINGS) if "/" not in name]
    return list(dict.fromkeys([*names, *(story.slug for story in blocks.agent_year.stories)]))


def deck(blocks: Blocks) -> list[Slide]:
    """All slides of an agent's year: chosen and ordered by the agent, else the chronicle in its order."""
    context = blocks.context(_at(blocks))
    chosen = blocks.agent_year.record.present
    asked = [(each.block, each.say or "") for each in chosen] if chosen else [(name, "") for name in ORDER]
    made: list[Slide] = []
    for name, say in asked:
        slides = _of_block(name, blocks, context)
        if slides:
            made += [_said(slides[0], say), *slides[1:]] if say else slides
    return _identified(made)


def _said(slide: Slide, say: str) -> Slide:
    return replace(slide, say=say)


def _identified(slides: Sequence[Slide]) -> list[Slide]:
    """Every slide under an id of its own, so that a link leads to it."""
    seen: dict[str, int] = {}
    named = []
    for slide in slides:
        base = slide.id or slide.block
        seen[base] = seen.get(base, 0) + 1
        named.append(replace(slide, id=base if seen[base] == 1 else f"{base}.{seen[base]}"))
    return named


# --- the page -----------------------------------------------------------------------------------------------------


def _at(blocks: Blocks) -> str:
    return f"{blocks.agent_year.uri}/{FOLDER}"


def uri(blocks: Blocks) -> str:
    """The page's file below the site."""
    return f"{_at(blocks)}/index.html"


def page(blocks: Blocks) -> bytes:
    """The slides as a page of its own, which needs no theme and, but for its keys and its clock, no script."""
    context = blocks.context(_at(blocks))
    template = environment().get_template("slides/page.html")
    return template.render(
        **context,
        slides=deck(blocks),
        asset=lambda name: relpath(f"assets/{name}", _at(blocks)),
        extra=_beyond(context),
        picture=lambda name, slide: _picture(blocks, name, slide),
    ).encode()


def _beyond(context: Context) -> list[Any]:
    figures = context["agent_year"].annual.figures
    return [figures[key] for key in _BEYOND_THE_HEADLINE if key in figures]


def _picture(blocks: Blocks, name: str, slide: Slide) -> dict[str, Any] | None:
    """A chart with its drawings, and what each stage has no room for beside it."""
    if name not in blocks.exhibits:
        return None
    exhibit, drawn = blocks.exhibits[name], blocks.drawings[name]
    titled = replace(slide, title=exhibit.title)
    bare = [word for stage, at in _STAGES for word in _left_out(stage, at, titled, exhibit, drawn)]
    return {"exhibit": exhibit, "drawn": drawn, "bare": bare}


def _left_out(stage: Screen, at: str, slide: Slide, exhibit: Exhibit, drawn: Sequence[str]) -> list[str]:
    """The sentence beneath goes first, then the line that names the measure; both stay for screen readers."""
    whole = stage.heading(slide) + _drawn(stage, drawn) + 1.5 * stage.note + stage.gap
    told = 1.5 * stage.note * stage.lines(sentences.plain(exhibit.caption), stage.note)
    return [f"bare-{at}"] * (whole + told > stage.height) + [f"tight-{at}"] * (whole > stage.height)


def _drawn(stage: Screen, drawn: Sequence[str]) -> float:
    """The height of a drawing as wide as the stage."""
    found = _VIEW.search(drawn[stage.chart])
    return float(found[2]) / float(found[1]) * stage.width if found else 0.0
