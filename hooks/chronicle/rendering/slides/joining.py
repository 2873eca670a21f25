"""Two slides of little on one, so that none shows a single line."""

from __future__ import annotations

import re
from dataclasses import replace

from .layout import LITTLE, TEXTS, WALL, Slide, divide, ems
from .of_block import list_slides
from .rows import Row

#: What rows cannot hold of a block of the chronicle.
_MORE_THAN_TEXT = re.compile(r'<(?:img|table|pre|figure|svg)\b|class="key"')
#: How much text a cover and the slide of numbers take beside their own, in ems.
_BESIDE = {"cover": 60, "numbers": 160}
#: The title of a slide on which more stands than its title can name.
_SEVERAL = "还有几件事"


def together(first: Slide, second: Slide) -> Slide | None:
    """Both slides on one; None where one of them is more than text, or where there is no room.

    What shows less than :data:`LITTLE`, or is a block, is named by its heading in each row; a longer list stays as it
    is. A cover and the slide of numbers take lines in, but for a closing line, which is no number's.
    """
    if first.kind in _BESIDE and _is_text(second):
        rows = (*first.rows, *_named(second, second.title))
        wide = sum(ems(row.lead + row.words + row.note) for row in rows)
        closes = first.kind == "numbers" and second.kind == "closing"
        return None if closes or wide > _BESIDE[first.kind] else replace(first, rows=rows)
    if not (_is_text(first) and _is_text(second)):
        return None
    title = "、".join(filter(None, (first.title, second.title)))
    title = title if WALL.lines(title, WALL.title) == 1 else _SEVERAL
    kept = [slide for slide in (first, second) if not _is_little(slide)]
    slide = Slide(max(first, second, key=lambda each: each.lines).block, "rows", title, say=kept[0].say if kept else "")
    names = (first.title, second.title) if first.title and second.title else ("", "")  # else the title says it
    rows = tuple(
        row
        for each, name in zip((first, second), names, strict=True)
        for row in (_named(each, name) if _is_little(each) else each.rows)
    )
    return list_slides(slide, rows)[0] if len(divide(rows, slide)) == 1 else None


def _is_text(slide: Slide) -> bool:
    """Whether it is a whole list of plain text."""
    return slide.kind in TEXTS and slide.of == 1 and not slide.kicker and not _MORE_THAN_TEXT.search(slide.html)


def _is_little(slide: Slide) -> bool:
    return slide.kind != "rows" or slide.lines < LITTLE


def _named(slide: Slide, name: str) -> tuple[Row, ...]:
    """Its rows, the agent's own line first; ``name`` stands where a row's own lead would."""
    said = (Row(slide.say, lead=name),) if slide.say else ()
    return said + tuple(
        replace(row, lead=name, text=(f"{row.lead}：", *([row.text] if isinstance(row.text, str) else row.text)))
        if row.lead and name
        else replace(row, lead=row.lead or name)
        for row in slide.rows
    )
