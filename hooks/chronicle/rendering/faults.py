"""Problems of what a year's file asks of its pages and slides: what does not exist, and what none of them shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..errors import Problem
from ..reading.document import Document
from . import slides
from .blocks import Blocks


def unknown(document: Document, blocks: Blocks) -> Iterator[Problem]:
    """A problem for each unknown block or key number in ``present``, ``say``, ``after`` and the file's Markdown."""
    for index, message, mend in slides.unknown(blocks):
        yield document.problem(("present", index, "block"), message, mend)
    for place, message, mend in blocks.unknown():
        yield document.problem(place, message, mend, at_key=place[0] == "say")


def slides_of_nothing(document: Document, blocks: Blocks) -> Iterator[Problem]:
    """Slides of what the year has no data of."""
    for index, name in slides.without_data(blocks):
        message, mend = f"放映里的“{name}”没有数据，没有这一页", "补上它的数据，或从 present 里删掉这一项"
        yield document.problem(("present", index, "block"), message, mend)


def silent(document: Document, blocks: Blocks, placed: Collection[str]) -> Iterator[Problem]:
    """Sentences for a block, where the pages have ``placed`` only these, and parts of the file's Markdown that no page
    shows."""
    for name in blocks.silent(placed):
        message = f"给“{name}”写的这句话没有地方放：这一年的页面上没有它"
        mend = f"换一个页面上有的栏目，或者在自己的 index.md 里写一行 ::: {name}"
        mend = mend if blocks.filled(name) else "补上它的数据，或者删掉这一句"
        yield document.problem(("say", name), message, mend, at_key=True)
    for place, message, mend in blocks.dropped():
        yield document.problem(place, message, mend)
