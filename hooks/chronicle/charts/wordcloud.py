"""Words -> SVG: the portrait that customers' words make.

The library wordcloud measures with the shipped font and lays out; the SVG is written from its layout, each word as text
of a fixed width (``textLength``), so that nothing overlaps in any reader's font. Libraries are loaded when used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from ..figures.formatting import clean
from ..figures.words import Word, rank
from .canvas import Sheet
from .sizes import Form
from .text_metrics import ASCENT, DESCENT, EM, font, font_path, shorten

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Words at most, and the complaints among them that are the last to be left out.
MOST_WORDS = 40
SURE_COMPLAINTS = 5


class PlacedWord(NamedTuple):
    """A word in its place: left end of its baseline, size and width, in units of the viewBox."""

    word: Word
    text: str
    x: float
    y: float
    size: float
    length: float

    @property
    def top(self) -> float:
        """How far up the word may reach, in any font."""
        return self.y - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """How far down the word may reach, in any font."""
        return self.y + DESCENT * self.size


@dataclass(frozen=True)
class CloudLayout:
    """A cloud: what stands where, how high it is, and what found no room."""

    placed: tuple[PlacedWord, ...]
    height: float
    left_out: tuple[Word, ...]


#: Of each form: the cloud's height at least and at most, and the largest size of a word.
_LIMITS = {"wide": (110.0, 470.0, 84.0), "narrow": (110.0, 520.0, 48.0)}
#: Units of the viewBox in a pixel of wordcloud's canvas: a small canvas is quick. Sizes are even, so whole there.
_PIXEL = 2
_MARGIN = 2  # pixels by which wordcloud keeps words apart
_LONGEST = 0.8  # of the form's width: longer words are set smaller, then shortened
_DENSE = 0.56  # how much of its frame a cloud's words take, about
_TIGHT = 0.62  # how much of a lozenge its words may take: the first that is tried
_WIDER = 1.25  # by how much larger the next one is
_ALIKE = 0.6  # words of so much of the largest one's size are given room together: none fits into another's strokes
_ROUND = 2.6  # the lozenge's exponent: 2 would be an ellipse, more is nearer to a rectangle


def chosen(words: Sequence[Word]) -> list[Word]:
    """The words that a cloud is tried with, the most frequent first: at most :data:`MOST_WORDS`, the most frequent
    complaints always among them; of words that read the same the most frequent."""
    distinct = {clean(word.text): word for word in sorted(words, key=rank, reverse=True)}
    ranked = sorted((word for text, word in distinct.items() if text), key=rank)
    sure = [word for word in ranked if word.tone == "blame"][:SURE_COMPLAINTS]
    others = [word for word in ranked if word not in sure][: MOST_WORDS - len(sure)]
    return sorted([*sure, *others], key=rank)


@lru_cache(maxsize=8)
def lay_out(words: tuple[Word, ...], form: Form) -> CloudLayout:
    """Place the :func:`chosen` of ``words``; a word's size grows with its count.

    Tried from generous sizes to sparing ones, until all fit a cloud of agreeable height; the smallest sizes may fill
    the highest cloud. Where they find no room even there, the rarest words are left out, complaints last.
    """
    texts: dict[str, Word] = {}
    for word in chosen(words):
        texts.setdefault(shorten(clean(word.text), form.text, form.width * _LONGEST), word)
    low, high, largest = _LIMITS[form.name]
    smallest = -(-form.text // _PIXEL) * _PIXEL
    while texts:
        most, sizes = max(word.count for word in texts.values()), dict[str, int]()
        for text, word in texts.items():  # by the root of a word's share of the highest count; none too wide
            wanted = smallest + (largest - smallest) * (word.count / most) ** 0.5
            fitting = min(wanted, form.width * _LONGEST / _box(text).width)
            sizes[text] = int(max(smallest, fitting // _PIXEL * _PIXEL))
        area = sum(_box(text).width * _box(text).height * size**2 for text, size in sizes.items())
        height = max(area / (form.width * _DENSE), max(sizes.values()) * 1.5, low)
        agreeable = low + 22 * len(texts) ** 0.62 * (form.width / 760) ** -0.55
        limit = high if largest == smallest else min(agreeable, high)
        placed = _arrange(texts, sizes, form, height, limit) if height <= limit else []
        if len(placed) == len(texts):
            top, bottom = min(word.top for word in placed) - 2, max(word.bottom for word in placed) + 2
            aside = (form.width - min(word.x for word in placed) - max(word.x + word.length for word in placed)) / 2
            moved = tuple(word._replace(x=word.x + aside, y=word.y - top) for word in placed)  # in the middle
            kept = {word.word for word in placed}
            return CloudLayout(moved, bottom - top, tuple(word for word in words if word not in kept))
        if largest > smallest:
            largest = max(smallest, largest * 0.93)
        else:
            rarest = sorted(texts, key=lambda text: (texts[text].tone == "blame", texts[text].count))
            for text in rarest[: max(1, len(texts) - len(placed)) if placed else 1]:
                del texts[text]
    return CloudLayout((), 0, words)


class _Box(NamedTuple):
    """A text between brackets as wordcloud measures it, in ems of the shipped font.

    Brackets, as high as any character, keep a blank around it, without which neighbours of one line would read as one
    word; they are not drawn.
    """

    width: float
    height: float
    left: float  # from the box's left edge to the text's
    above: float  # from the box's upper edge to the baseline


@lru_cache(maxsize=4096)
def _box(text: str) -> _Box:
    sans = font("sans")
    left, top, right, bottom = (side / EM for side in sans.getbbox(f"({text})", anchor="ls"))
    return _Box(right - left, bottom - top, sans.getlength("(") / EM - left, -top)


def _arrange(
    texts: Mapping[str, Word], sizes: Mapping[str, int], form: Form, height: float, limit: float
) -> list[PlacedWord]:
    """The words from the middle outward, the largest first: they stand where wordcloud finds room for them in as small
    a lozenge around the middle as will do. The lozenge is ``height`` high where it is as wide as the form, and the
    cloud at most ``limit``. Without the first word that finds no room and all that come after it."""
    import numpy as np

    across = np.abs(np.linspace(-1, 1, round(form.width / _PIXEL)))[np.newaxis, :]
    down = np.abs(np.linspace(-1, 1, round(limit / _PIXEL)))[:, np.newaxis] * limit / height
    share = (across**_ROUND + down**_ROUND) ** (2 / _ROUND)  # of the frame that the lozenge through each pixel takes
    is_taken = np.zeros(share.shape, bool)
    placed, room = list[PlacedWord](), 0.0
    waiting = sorted(texts, key=lambda text: -sizes[text])
    areas = [_box(text).width * _box(text).height * sizes[text] ** 2 for text in waiting]
    while waiting:
        least = sizes[waiting[0]] * (_ALIKE if placed else 1)
        group = {text: sizes[text] // _PIXEL for text in waiting if sizes[text] >= least}
        room = max(sum(areas[: len(placed) + len(group)]) / (form.width * height * _TIGHT), room)
        spots = _spots(group, is_taken | (share > room), len(placed))
        for text, (left, top) in spots.items():
            box, size = _box(text), sizes[text]
            bottom, right = top + ceil(box.height * size / _PIXEL), left + ceil(box.width * size / _PIXEL)
            is_taken[max(0, top - 1) : bottom + 1, left:right] = True  # other fonts' characters are a little higher
            x, y = left * _PIXEL + box.left * size, top * _PIXEL + box.above * size
            placed.append(PlacedWord(texts[text], text, x, y, size, font("sans").getlength(text) / EM * size))
        waiting = waiting[len(spots) :]
        if len(spots) < len(group):
            if room > share.max():
                break
            room *= _WIDER
    return placed


def _spots(pixels: Mapping[str, int], is_closed: NDArray[np.bool_], seed: int) -> dict[str, tuple[int, int]]:
    """The left and upper pixel of each text's box, the largest first, where wordcloud finds room for it at its size on
    what of the canvas is not closed; without the first that finds none and all that come after it."""
    import numpy as np
    from wordcloud import WordCloud

    largest, smallest = max(pixels.values()), min(pixels.values())
    cloud = WordCloud(
        font_path=font_path("sans"), mask=np.where(is_closed, 255, 0), margin=_MARGIN, prefer_horizontal=1,
        relative_scaling=1, max_font_size=largest, min_font_size=smallest, font_step=largest,  # no word is made smaller
        random_state=seed, color_func=lambda *_, **__: "",  # its colour is its class; the library's would load pyplot
    )  # fmt: skip
    cloud.generate_from_frequencies({f"({text})": size for text, size in pixels.items()})
    return {text[1:-1]: (int(left), int(top)) for (text, _), _, (top, left), _, _ in cloud.layout_}


@dataclass(frozen=True)
class Cloud:
    """The words of a cloud, in any order."""

    words: tuple[Word, ...]


def draw(spec: Cloud, form: Form) -> Sheet:
    """The cloud; each word keeps its width in any font, and ``data-left-out`` counts those that found no room."""
    layout = lay_out(spec.words, form)
    sheet = Sheet(form, "cloud")
    sheet.data["left-out"] = len(layout.left_out)
    for place in layout.placed:
        word = place.word
        sheet.words(place.text, place.x, place.y, word.tone, "start", place.size, clean(word.text), place.length)
    return sheet.cut(layout.height)
