"""Which slides an agent's year has, in which order, and the page that shows them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from posixpath import relpath

from ...figures import sentences, service_methods
from ...figures.agent_year import headline, telling, tenure
from ..blocks import Blocks, render
from ..outline import own_sections
from ..placeholders import fill_drawings
from .layout import LITTLE, TEXTS, TITLE, Slide, divide, ems, lines
from .of_block import FOLDER, further, list_slides, slides_of, story_slides, title_of
from .rows import LISTS, Row

#: Slides where the agent chooses none, and blocks that an agent may choose: nobody listens to more.
MOST, MOST_CHOSEN = 12, 20


#: How much text a cover and the slide of numbers take beside their own, in ems.
_BESIDE = {"cover": 60, "numbers": 160}
#: The title of a slide on which more stands than its title can name.
_SEVERAL = "还有几件事"


# --- what a speaker would choose ----------------------------------------------------------------------------------


def talk(blocks: Blocks) -> list[Slide]:
    """Eight minutes on a year, :data:`MOST` slides or fewer: its numbers, its busiest months, what was aimed at, what
    customers say, the hardest task, a story in full, what others can use of it, what became of last year's promises,
    what is still to mend, what comes."""
    agent_year = blocks.agent_year
    record, stories = agent_year.record, agent_year.stories
    summary = sentences.summary(agent_year)
    numbers = [replace(slide, rows=(Row(summary),) if summary else ()) for slide in slides_of(blocks, "numbers")]
    first, *further = [f"trend-{measure.key}" for measure in telling(agent_year)] or [""]
    tasks = sorted(range(1, len(record.campaigns) + 1), key=lambda nth: -len(record.campaigns[nth - 1].figures))
    told = service_methods.lead_story(stories)
    others = [Row(story.case.title, story.case.lesson) for story in stories if story is not told]
    improve = [Row(line, lead="还要改进") for line in record.improve]
    plan = LISTS["plan"](agent_year)
    if plan and len(improve) < 3:  # too little for a slide of its own
        improve, plan = [], [*improve, *plan]
    end = slides_of(blocks, "closing")
    if plan:
        closing = [Row(record.closing, kind="quote")] if record.closing else []
        end = _one(Slide("plan", "rows", title_of(agent_year, "plan")), plan, closing)
    own = slides_of(blocks, *own_sections(agent_year))
    aims = _listed(blocks, "scorecard")
    second = [] if aims else slides_of(blocks, *further[:1])
    reasons, telling_on = slides_of(blocks, "issues"), (story_slides(blocks, told)[:2] if told else [])
    mend = _one(Slide("results", "rows", "仍需改进之处"), [replace(row, lead="") for row in improve])
    slides = [
        *slides_of(blocks, "cover"),
        *(numbers or slides_of(blocks, "summary")),
        *slides_of(blocks, "trend-contacts", first),
        *aims,
        *second,
        *slides_of(blocks, "tags"),
        *reasons,
        *slides_of(blocks, *(f"campaign-{nth}" for nth in tasks[:1]))[:1],
        *telling_on,
        *_one(Slide("stories", "rows", "还有这些故事"), others),
        *_listed(blocks, "crystals"),
        *own,
        *_listed(blocks, "last-year"),
        *mend,
        *end,
    ]
    slides = _without_little(slides)
    dispensable = [*telling_on[1:], *second, *reasons, *mend, *own]
    for slide in [slide for slide in dispensable if slide in slides][: max(0, len(slides) - MOST)]:
        slides.remove(slide)
    return slides


def _without_little(slides: Sequence[Slide]) -> list[Slide]:
    """Merges slides of fewer than :data:`LITTLE` texts with the next slide that takes them, else with one before."""
    made = list(slides)
    for short in [slide for slide in made[1:] if 0 < slide.lines < LITTLE]:
        at = made.index(short) if short in made else 0  # one that took another's line is there no more
        after = () if short.kind in ("summary", "closing") else range(at + 1, len(made))
        for beside in [*after, *range(at - 1, -1, -1)] if at else ():
            if both := together(made[min(at, beside)], made[max(at, beside)]):
                made[beside] = both
                del made[at]
                break
    return made


def _listed(blocks: Blocks, name: str) -> list[Slide]:
    """A section that is a list, on one slide with the agent's own sentence; none where the data has nothing to show."""
    rows = LISTS[name](blocks.agent_year) if blocks.filled(name) else []
    return _one(
        Slide(name, "rows", title_of(blocks.agent_year, name), say=blocks.agent_year.record.say.get(name, "")), rows
    )


def _one(slide: Slide, rows: Sequence[Row], last: Sequence[Row] = ()) -> list[Slide]:
    """A list on one slide, and what stands ``last`` on it; how many are left out is said after those that are shown."""
    for count in range(len(rows), 0, -1):
        left = len(rows) - count
        more = [Row(f"还有 {left} 条，{'都' if left > 1 else ''}在纪实里。")] if left else []
        if len(divide([*rows[:count], *more, *last], slide)) == 1:
            return list_slides(slide, [*rows[:count], *more, *last])
    return list_slides(slide, [*rows, *last])[:1] if rows else []


# --- two slides of little on one, so that none shows a single line --------------------------------------------------


def together(first: Slide, second: Slide) -> Slide | None:
    """Both slides on one, each row named by its heading where it has no lead; None where one of them is more than text,
    or where there is no room.

    A cover and the slide of numbers take lines in, but for a closing line, which is no number's.
    """
    if not _is_text(second):
        return None
    if first.kind in _BESIDE:
        rows = (*first.rows, *_named(second))
        wide = sum(ems(row.lead + row.words + row.note) for row in rows)
        closes = first.kind == "numbers" and second.kind == "closing"
        return None if closes or wide > _BESIDE[first.kind] else replace(first, rows=rows)
    title = "、".join(filter(None, (first.title, second.title)))
    largest = max(first, second, key=lambda each: each.lines)
    slide = Slide(largest.block, "rows", title if lines(title, TITLE) == 1 else _SEVERAL)
    rows = (*_named(first, slide.title), *_named(second, slide.title))
    return list_slides(slide, rows)[0] if _is_text(first) and len(divide(rows, slide)) == 1 else None


def _is_text(slide: Slide) -> bool:
    """Whether it is a whole list of plain text."""
    return slide.kind in TEXTS and slide.of == 1 and not slide.kicker


def _named(slide: Slide, above: str = "") -> tuple[Row, ...]:
    """Its rows, the agent's own line first, each with a lead, unless this already stands ``above`` them."""
    said = (Row(slide.say),) if slide.say else ()
    lead = slide.title if slide.title != above else ""
    return tuple(replace(row, lead=row.lead or lead) for row in (*said, *slide.rows))


# --- the deck -----------------------------------------------------------------------------------------------------


def unknown(blocks: Blocks) -> Iterator[tuple[int, str, str]]:
    """What is wrong in ``present``: its index, what is wrong, the mend. A name may be a block or a story; there are at
    most :data:`MOST_CHOSEN`."""
    slugs, requests = [story.slug for story in blocks.agent_year.stories], blocks.agent_year.record.present
    if len(requests) > MOST_CHOSEN:
        yield MOST_CHOSEN, f"放映里有 {len(requests)} 项，最多 {MOST_CHOSEN} 项", "留下最想讲的，其余的在纪实里都有"
    for index, request in enumerate(requests):
        name = request.block
        if name not in slugs and ("/" in name or not blocks.has(name)):
            yield index, *blocks.no_block(name, slugs)


def without_data(blocks: Blocks) -> list[tuple[int, str]]:
    """Blocks in ``present`` that the year has nothing to show of: index and name."""
    chosen = [(index, request.block) for index, request in enumerate(blocks.agent_year.record.present)]
    return [(index, name) for index, name in chosen if blocks.has(name) and not slides_of(blocks, name)]


def deck(blocks: Blocks) -> list[Slide]:
    """All slides of an agent's year: chosen and ordered by the agent, else as a speaker would (:func:`talk`).

    Each has an id of its own, so that a link leads to it.
    """
    chosen: list[Slide] = []
    for request in blocks.agent_year.record.present:
        slides = slides_of(blocks, request.block)
        chosen += [replace(slide, say=request.say or slide.say) for slide in slides[:1]] + slides[1:]
    met, identified = Counter[str](), []
    for slide in chosen if blocks.agent_year.record.present else talk(blocks):
        base = slide.id or slide.block
        met[base] += 1
        identified.append(replace(slide, id=base if met[base] == 1 else f"{base}.{met[base]}"))
    return identified


# --- the page -----------------------------------------------------------------------------------------------------


def page(blocks: Blocks) -> bytes:
    """The slides as a page of its own, which needs no theme and, but for its keys and its clock, no script."""
    agent_year = blocks.agent_year
    html = render(
        "slides/page.html",
        agent_year=agent_year,
        record=agent_year.record,
        whose=tenure(agent_year),
        headline=headline(agent_year),
        further=further(agent_year),
        slides=deck(blocks),
        assets=relpath("assets", f"{agent_year.uri}/{FOLDER}"),
    )
    return fill_drawings(html, blocks.svgs).encode()
