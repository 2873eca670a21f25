"""A block of the chronicle -> its slides."""

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from ...figures import sentences, service_methods, work_report
from ...figures.agent_year import AgentYear, Story, headline
from ...figures.annual import Figure
from ..blocks import Blocks
from ..documents.flow import pieces_of
from ..outline import HEADINGS, excerpt, kicker
from ..placeholders import fill_drawings
from .layout import ROOMY, Slide, divide, ems, height_of, room_of
from .rows import LISTS, Row

#: Key numbers that the slide of numbers shows beneath the four of the headline, those that are not 0.
_FURTHER = ("characters.total", "suggestions.submitted", "suggestions.adopted", "assist_hours")
#: What rows cannot hold of a block of the chronicle: pictures, code, numbers with their source.
_MORE_THAN_TEXT = re.compile(r'<(?:img|pre|figure|svg)\b|class="key"')
#: How long lesson and principle may be on a wall beside a story's curve, in ems.
_LESSON = 90
#: The folder of the slides below the chronicle's.
FOLDER = "present"


def further(agent_year: AgentYear) -> list[Figure]:
    """The numbers of :data:`_FURTHER`; as in the 工作纪实, nothing is said of what there was none of, but that no
    suggestion of those handed in was taken up."""
    figures = agent_year.annual.figures
    submitted = figures.get("suggestions.submitted")
    also_0 = "suggestions.adopted" if submitted and submitted.value else ""
    return [figures[key] for key in _FURTHER if key in figures and (figures[key].value or key == also_0)]


def title_of(agent_year: AgentYear, name: str) -> str:
    """What the slides of a block are headed by; empty where they say it themselves."""
    span = agent_year.span
    return {**HEADINGS, "numbers": f"{span.this}，用数字说", "plan": span.coming}.get(name, "")


def list_slides(slide: Slide, rows: Sequence[Row]) -> list[Slide]:
    """A list on as many slides as it needs; the agent's own line stands on the first."""
    divided = divide(rows, slide)
    roomy = all(sum(map(height_of, part)) <= ROOMY * room_of(slide) for part in divided)
    return [
        replace(slide, say="" if nth > 1 else slide.say, rows=tuple(part), nth=nth, of=len(divided), roomy=roomy)
        for nth, part in enumerate(divided, 1)
    ]


def story_slides(blocks: Blocks, story: Story) -> list[Slide]:
    """A story with its curve and its lesson; where the lesson is long, one after the other."""
    case, exhibit = story.case, blocks.exhibits.get(f"journey/{story.slug}")
    text = excerpt(blocks.agent_year, story.body)
    parts = (case.principle.name, " → ".join(case.principle.steps)) if case.principle else ()
    slide = Slide(
        "stories", "story", case.title, kicker(story), text=text, lesson=case.lesson, id=story.slug,
        principle="：".join(filter(None, parts)), exhibit=exhibit,
    )  # fmt: skip
    if ems(slide.lesson + slide.principle) <= _LESSON:
        return [slide]
    rows = [Row(case.lesson, kind="rule"), *([Row(slide.principle)] if slide.principle else [])]
    return [
        replace(slide, lesson="", principle=""),
        *list_slides(Slide("stories", "rows", case.title, slide.kicker, id=story.slug), rows),
    ]


def slides_of(blocks: Blocks, *names: str) -> list[Slide]:
    """The slides of these blocks, or of the stories in files of these names, the first of each with the agent's own
    sentence; none where the data has nothing to show."""
    shown = []
    for name in names:
        slides, said = _slides_of(blocks, name), blocks.agent_year.record.say.get(name, "")
        shown += [replace(slide, say=said or slide.say) for slide in slides[:1]] + slides[1:]
    return shown


def _slides_of(blocks: Blocks, name: str) -> list[Slide]:
    agent_year = blocks.agent_year
    record, slide = agent_year.record, Slide(name, "rows", title_of(agent_year, name))
    if exhibit := blocks.exhibits.get(name):
        rows = LISTS[name](agent_year) if name in LISTS else []
        return [Slide(name, "chart", exhibit.title, exhibit=exhibit), *(list_slides(slide, rows) if rows else ())]
    if not blocks.has(name):
        return [slide for story in agent_year.stories if story.slug == name for slide in story_slides(blocks, story)]
    if name == "numbers":
        return [replace(slide, kind=name)] if headline(agent_year) or further(agent_year) else []
    if name.startswith("campaign-"):  # which has no figures
        task = record.campaigns[int(name.removeprefix("campaign-")) - 1]
        told = replace(slide, title=task.title, kicker=sentences.campaign_dates(task))
        return list_slides(told, [Row(task.summary)]) if task.summary else []
    if name in ("stories", "journey"):
        stories = agent_year.stories if name == "stories" else service_methods.with_curve(agent_year.stories)
        return [each for story in stories for each in story_slides(blocks, story)]
    whole = {
        "cover": (),
        "summary": (Row(sentences.summary(agent_year)),),
        "closing": (Row(record.closing or "", kind="quote"),),
    }
    if not blocks.filled(name) or name in ("ways", "takeaway", "sources"):
        return []
    return [replace(slide, kind=name, rows=whole[name])] if name in whole else _section(blocks, slide)


def _section(blocks: Blocks, slide: Slide) -> list[Slide]:
    """The slides of a section; one that has none of its own shows its text as rows, or where it is more than text
    stands as it does in the chronicle; the charts inside follow."""
    name, agent_year = slide.block, blocks.agent_year
    if name in LISTS:
        return list_slides(slide, LISTS[name](agent_year))
    if name in ("trends", "quarters"):
        kind = name.replace("trends", "trend")
        return slides_of(blocks, *(f"{kind}-{key}" for key in agent_year.annual.measures))
    if name == "campaigns":
        return slides_of(blocks, *(f"campaign-{nth}" for nth, _ in enumerate(agent_year.record.campaigns, 1)))
    if name == "results":
        slide, parts = replace(slide, kicker=f"《{agent_year.title}》"), work_report.parts(agent_year)
        lists = (list_slides(replace(slide, title=title), [Row(line) for _, line in lines]) for title, lines in parts)
        return [slide for slides in lists for slide in slides]
    block = fill_drawings(blocks.block(name, f"{agent_year.uri}/{FOLDER}"), blocks.svgs)
    slide = replace(slide, title=blocks.sections[name].heading or slide.title)
    charts = slides_of(blocks, *blocks.exhibits_in(blocks.sections[name]))
    rows = [row for row in _text_of(block) if row.text != agent_year.record.say.get(name)]
    if not charts and _MORE_THAN_TEXT.search(block):
        return [replace(slide, kind="block", rows=tuple(rows), html=Markup(block))]
    return [*(list_slides(slide, rows) if rows else ()), *charts]


def _text_of(block: str) -> list[Row]:
    """The lines of a block of the chronicle: what stands below a line as its note, a heading before the line that it
    names; of a table a line for each of its rows."""
    rows, heading = list[Row](), ""
    for piece in pieces_of(block):
        text = f"{piece.lead}：{piece.text}" if piece.lead else piece.text
        if piece.kind == "table":
            head, *others = piece.rows
            told = ([f"{name}：{cell}" for name, cell in zip(head, cells, strict=False) if cell] for cells in others)
            rows += [Row("；".join(cells[1:]), lead=cells[0].partition("：")[2]) for cells in told if cells]
        elif piece.kind == "heading":
            heading = piece.text
        elif piece.level and rows and not heading:
            rows[-1] = replace(rows[-1], note="；".join(filter(None, (rows[-1].note, text.rstrip("。")))))
        elif heading:
            rows.append(Row(text, lead=heading))
            heading = ""
        elif piece.text and piece.kind != "chart":
            rows.append(Row(piece.text, lead=piece.lead, kind="quote" if piece.text.startswith("「") else ""))
    return rows
