"""How much a slide holds, worked out for the two screens that it is shown on: a projector, a phone held upright.

The measures are those of ``docs/assets/slides.css``; where the estimate misses by a line, the page's script sets the
slide in smaller type.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from ..exhibits import Exhibit
from .rows import Row

_VIEW = re.compile(r'viewBox="0 0 (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)"')
_WIDE = re.compile("[\u2e80-\U0010ffff]+")
#: Rows that fill less than this share of the wall are set a quarter larger, which takes half as much again.
ROOMY = 0.6
#: A story that is estimated to be a little too high for the wall still stands there, in slightly smaller type.
_NEARLY = 1.06
#: Kinds of slides that are text alone.
TEXTS = ("rows", "block", "summary", "closing")
#: A slide of fewer texts than this is too little by itself.
LITTLE = 3
#: The width of a story's curve on the wall.
_CURVE = 41


@dataclass(frozen=True)
class Slide:
    """One slide. ``kind`` names its template, ``block`` the chronicle's block that it shows, ``id`` leads to it.

    A slide of ``rows`` is number ``nth`` of ``of`` that its list takes; a ``block`` has its words as rows, too. A slide
    with a chart carries its ``exhibit`` and the SVG of its two ``drawings``.
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
    drawings: Sequence[str] = ()
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


@dataclass(frozen=True)
class Screen:
    """Where slides are shown, in hundredths of its width: sizes of type, the room between the margins.

    ``lead`` is the width of the column of leads, 0 where a lead is a line of its own.
    """

    width: float
    height: float
    title: float
    text: float
    note: float
    lead: float
    gap: float

    def lines(self, text: str, size: float, width: float | None = None) -> int:
        """How many lines of this size the text takes."""
        return ceil(ems(text) * size / (width or self.width)) if text else 0

    def heading(self, slide: Slide) -> float:
        """The height of title, kicker and the agent's own line."""
        say = self.lines(slide.say, self.text, self.width - 2 * self.text)
        title = 1.35 * self.title * self.lines(slide.title, self.title)
        kicker = 1.5 * self.note if slide.kicker else 0
        return title + 1.5 * self.text * say + self.gap * (1 + bool(say)) + kicker

    def height_of(self, row: Row, again: bool = False) -> float:
        """The height of a row; ``again`` where the row before it stands under the same lead."""
        width = self.width - (self.lead if row.lead else 0)
        text, note = self.lines(row.words, self.text, width), self.lines(row.note, self.note, width)
        above = 1.5 * self.note if row.lead and not self.lead and not again else 0
        return 1.5 * (self.text * text + self.note * note) + above + self.gap


#: 1280 x 720 and whatever has its shape; and a phone of 360 x 740; on a shorter one the type is smaller.
WALL = Screen(width=91, height=49.6, title=3.4, text=2.2, note=1.65, lead=15, gap=1.3)
PHONE = Screen(width=90, height=186, title=6.2, text=4.7, note=4, lead=0, gap=2.8)
SCREENS = (WALL, PHONE)


@lru_cache(maxsize=4096)  # asked for on each screen, and again for every way of dividing a list
def ems(text: str) -> float:
    """About how wide a text is, in its own size: Chinese takes one em a character, Latin a good half."""
    wide = sum(map(len, _WIDE.findall(text)))
    return (100 * wide + 58 * (len(text) - wide)) / 100


def divide(rows: Sequence[Row], slide: Slide) -> list[list[Row]]:
    """Rows onto as few slides like this one as hold them on every screen, and evenly."""
    short = [part for row in rows for part in row.split()]
    room = [screen.height - screen.heading(slide) for screen in SCREENS]
    divided = _filled(short, room)
    if len(divided) > 1:
        shares = (_filled(short, [height * share / 20 for height in room]) for share in range(8, 20))
        divided = next((even for even in shares if len(even) == len(divided)), divided)
    return divided


def _filled(rows: Sequence[Row], room: Sequence[float]) -> list[list[Row]]:
    """Rows onto slides of this room on each screen, each slide filled before the next begins."""
    slides: list[list[Row]] = []
    left: list[float] = []
    for row in rows:
        again = bool(slides and slides[-1][-1].lead == row.lead)
        needed = [screen.height_of(row, again) for screen in SCREENS]
        if not slides or any(need > have for need, have in zip(needed, left, strict=True)):
            slides.append([])
            left, needed = list(room), [screen.height_of(row) for screen in SCREENS]
        slides[-1].append(row)
        left = [have - need for have, need in zip(left, needed, strict=True)]
    return slides


def fits_with_lesson(slide: Slide) -> bool:
    """Whether the wall holds a story's curve (or its first words) and its lesson on one slide."""
    size = _VIEW.search(slide.drawings[1]) if slide.drawings else None
    curve = _CURVE * float(size[2]) / float(size[1]) if size else 0.0
    width = WALL.width - _CURVE - 4 if curve else WALL.width
    lesson = WALL.lines(slide.lesson, 1.15 * WALL.text, width) * 1.15 * WALL.text
    principle = WALL.lines(slide.principle, WALL.note, width) * WALL.note
    told = 1.98 * WALL.text * WALL.lines(slide.text, 1.1 * WALL.text, width) if curve else 3 * WALL.text * 1.75
    return WALL.heading(slide) + max(curve, told + 1.5 * (lesson + principle) + WALL.gap) <= _NEARLY * WALL.height
