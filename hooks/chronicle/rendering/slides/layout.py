"""How much a slide holds on a wall, in hundredths of its width: 1280 x 720 and whatever has its shape.

The measures are those of ``docs/assets/slides.css``; where the estimate misses by a line, and on a phone held upright,
the page's script sets the slide in smaller type.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from ..exhibits import Exhibit
from .rows import Row

_WIDE = re.compile("[\u2e80-\U0010ffff]+")
#: The room between the margins; the size of titles, of text and of notes; the width of the column of leads; what parts
#: rows.
WIDTH, HEIGHT = 91, 49.6
TITLE, TEXT, NOTE = 3.4, 2.2, 1.65
LEAD, GAP = 15, 1.3
#: Rows that fill less than this share of the wall are set a quarter larger, which takes half as much again.
ROOMY = 0.6
#: Kinds of slides that are text alone.
TEXTS = ("rows", "summary", "closing")
#: A slide of fewer texts than this is too little by itself.
LITTLE = 3


@dataclass(frozen=True)
class Slide:
    """One slide. ``kind`` names its template, ``block`` the chronicle's block that it shows, ``id`` leads to it.

    A slide of ``rows`` is number ``nth`` of ``of`` that its list takes; a ``block`` has its words as rows, too. A slide
    with a chart carries its ``exhibit``.
    """

    block: str
    kind: str
    title: str = ""
    kicker: str = ""
    say: str = ""
    rows: tuple[Row, ...] = ()
    nth: int = 1
    of: int = 1
    roomy: bool = False
    exhibit: Exhibit | None = None
    lesson: str = ""
    principle: str = ""
    text: str = ""
    html: str = ""
    id: str = ""

    @property
    def lines(self) -> int:
        """How many texts it shows, its title among them; 0 where it is more than text."""
        if self.kind not in TEXTS:
            return 0
        return sum(bool(row.words) + bool(row.note) for row in self.rows) + sum(
            map(bool, (self.title, self.kicker, self.say))
        )


@lru_cache(maxsize=4096)  # asked for again for every way of dividing a list
def ems(text: str) -> float:
    """About how wide a text is, in its own size: Chinese takes one em a character, Latin a good half."""
    wide = sum(map(len, _WIDE.findall(text)))
    return (100 * wide + 58 * (len(text) - wide)) / 100


def lines(text: str, size: float, width: float = WIDTH) -> int:
    """How many lines of this size the text takes."""
    return ceil(ems(text) * size / width) if text else 0


def room_of(slide: Slide) -> float:
    """The height that title, kicker and the agent's own line leave for all else."""
    say = lines(slide.say, TEXT, WIDTH - 2 * TEXT)
    title = 1.35 * TITLE * lines(slide.title, TITLE)
    kicker = 1.5 * NOTE if slide.kicker else 0
    return HEIGHT - (title + 1.5 * TEXT * say + GAP * (1 + bool(say)) + kicker)


def height_of(row: Row) -> float:
    """The height of a row."""
    width = WIDTH - (LEAD if row.lead else 0)
    return 1.5 * (TEXT * lines(row.words, TEXT, width) + NOTE * lines(row.note, NOTE, width)) + GAP


def divide(rows: Sequence[Row], slide: Slide) -> list[list[Row]]:
    """Rows onto as few slides like this one as hold them, and evenly."""
    short = [part for row in rows for part in row.split()]
    divided = _filled(short, room_of(slide))
    if len(divided) > 1:
        shares = (_filled(short, room_of(slide) * share / 20) for share in range(8, 20))
        divided = next((even for even in shares if len(even) == len(divided)), divided)
    return divided


def _filled(rows: Sequence[Row], room: float) -> list[list[Row]]:
    """Rows onto slides of this room, each filled before the next begins."""
    slides: list[list[Row]] = []
    left = 0.0
    for row in rows:
        if not slides or height_of(row) > left:
            slides.append([])
            left = room
        slides[-1].append(row)
        left -= height_of(row)
    return slides
