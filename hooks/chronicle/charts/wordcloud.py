"""Words -> SVG: the portrait that customers' words make.

wordcloud lays out, over boxes that we measure and towards the middle; the SVG fixes each word's width
(``textLength``), so that nothing overlaps in any reader's font. Its libraries are loaded when they are needed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from .canvas import Words, wrap_svg
from .sizes import Form
from .text_metrics import ASCENT, DESCENT, clean, ems, shorten

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Tone = Literal["praise", "blame", "topic"]


@dataclass(frozen=True)
class Word:
    """A word, how often it came, and whether it praises, blames or only names a matter."""

    text: str
    count: int
    tone: Tone


# --- words --------------------------------------------------------------------------------------------------------

#: Topics at most: the tags are the portrait, the topics its ground.
_MOST_TOPICS = 60
_TOKEN = re.compile(r"[\u4e00-\u9fff]{2,12}|[A-Za-z][A-Za-z0-9+#.-]{1,19}")
#: What Markdown and HTML put between the words: targets of links, tags, code.
_MARKUP = re.compile(r"\]\([^)\n]{0,500}\)|<[^<>\n]{0,300}>|https?://[^\s<>）)]{1,500}|`[^`\n]{0,200}`")


def words(
    tags: Mapping[str, int],
    quotes: Iterable[str],
    texts: Iterable[str],
    vocabulary: Iterable[str],
    stop: str,
    blame: str,
) -> tuple[Word, ...]:
    """The cloud's words, the most frequent first.

    ``tags`` carry their own counts and are praise or blame. Words of the customers' own ``quotes`` and of the
    ``texts`` of stories are topics and count by occurrences; a story's word counts from its second on.
    ``vocabulary``: words that are never cut apart. ``stop`` and ``blame``: the texts of the lists that a team edits.
    """
    marks, never = _blame(blame), entries(stop)
    tagged = [Word(tag, count, "blame" if is_blame(tag, marks) else "praise") for tag, count in tags.items()]
    whole = _whole([*vocabulary, *tags])
    spoken = Counter(_tokens(quotes, whole, never))
    told = Counter(_tokens(texts, whole, never))
    topics = [Word(w, spoken[w] + n, "topic") for w, n in (told | spoken).items() if w in spoken or n > 1]
    topics = sorted((w for w in topics if w.text not in tags), key=_rank)[:_MOST_TOPICS]
    return tuple(sorted([*(word for word in tagged if word.count > 0), *topics], key=_rank))


def _rank(word: Word) -> tuple[int, str]:
    return -word.count, word.text


def entries(text: str) -> frozenset[str]:
    """The words of a list: one a line, what follows ``#`` is a remark."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line.lower() for line in lines if line)


class Blame(NamedTuple):
    """Words that mark a tag as blame, and words that do not although they contain one."""

    marks: tuple[str, ...]
    harmless: tuple[str, ...]


def _blame(text: str) -> Blame:
    lines = sorted(entries(text), key=lambda line: (-len(line), line))
    return Blame(
        tuple(line for line in lines if line[0] not in "!！"),
        tuple(line[1:].strip() for line in lines if line[0] in "!！" and line[1:].strip()),
    )


def is_blame(tag: str, blame: Blame) -> bool:
    """Whether a tag holds a mark of blame outside the harmless words."""
    rest = tag.lower()
    for word in blame.harmless:
        rest = rest.replace(word, "，")
    return any(mark in rest for mark in blame.marks)


def _whole(vocabulary: Iterable[str]) -> re.Pattern[str]:
    """Finds the words that are never cut apart, the longest first."""
    longest_first = sorted(set(filter(None, vocabulary)), key=lambda word: (-len(word), word))
    return re.compile("(" + "|".join(map(re.escape, longest_first)) + ")" if longest_first else "(?!)")


def _tokens(texts: Iterable[str], whole: re.Pattern[str], stop: frozenset[str]) -> Iterator[str]:
    """The words of the texts that say something.

    Cut by jieba's dictionary and algorithm (rjieba, its port to Rust: a fifth of the time to load). Our own words are
    taken out beforehand rather than added to its dictionary, which all agents share and which costs 0.1 s to copy.
    """
    import rjieba

    for text in texts:
        for i, piece in enumerate(whole.split(_MARKUP.sub(" ", clean(text)))):
            for token in [piece] if i % 2 else rjieba.cut(piece):
                if _TOKEN.fullmatch(token) and token.lower() not in stop:
                    yield token


# --- layout -------------------------------------------------------------------------------------------------------


class PlacedWord(NamedTuple):
    """A word in its place: left end of its baseline, size and width, in units of the viewBox."""

    word: Word
    text: str
    x: float
    y: float
    size: float
    length: float


@dataclass(frozen=True)
class Layout:
    """A cloud: what stands where, how high it is, and what found no room."""

    placed: tuple[PlacedWord, ...]
    height: float
    left_out: tuple[Word, ...]


class _Sized(NamedTuple):
    word: Word
    text: str
    size: float
    across: float
    down: float


class _Limits(NamedTuple):
    """Of one form: the largest word's size, at most and at least, and the cloud's height, at least and at most."""

    largest: float
    leading: float
    low: float
    high: float


_LIMITS = {"wide": _Limits(84, 42, 110, 470), "narrow": _Limits(54, 32, 110, 520)}
#: How much of its frame the shape covers.
_SHAPE = 0.83
_GAP = 3.0
#: Between words of a line, in ems: without it neighbours read as one.
_SPACE = 0.16


@lru_cache(maxsize=8)
def lay_out(words: tuple[Word, ...], form: Form) -> Layout:
    """Place ``words``, the most frequent first and nearest the middle; size grows with the count or its root."""
    distinct = {clean(word.text): word for word in sorted(words, key=_rank, reverse=True)}
    ranked = sorted((word for text, word in distinct.items() if text), key=_rank)
    if not ranked:
        return Layout((), 0, ())
    sized, height = _fit(ranked, form)
    found = _arrange(sized, form.width, height)
    while len(found) < len(sized) and height < _LIMITS[form.name].high:
        height = min(_LIMITS[form.name].high, height * 1.25)
        found = _arrange(sized, form.width, height)
    return _cropped(found, ranked)


def _fit(words: Sequence[Word], form: Form) -> tuple[list[_Sized], float]:
    """The largest sizes with which the words fill a cloud of agreeable height, and that height.

    Where many words are too much for it, first the largest shrinks, then all but the largest; where even the highest
    cloud cannot hold them so, the rarest are left out.
    """
    limits, shape = _LIMITS[form.name], form.width * _SHAPE * (0.5 + 0.3 * min(1.0, len(words) / 60))
    agreeable = min(limits.high, limits.low + 16.0 * len(words) ** 0.62 * (form.width / 760) ** -0.55)
    sized: list[_Sized] = []
    for curve in _curves(limits):
        sized = [_size(word, words[0].count, curve, form) for word in words]
        if _needed(sized) <= agreeable * shape:
            break
    kept = _as_many_as_fit(sized, limits.high * shape)
    if len(kept) < len(words):
        kept = _level(words, form, limits.high * shape) or kept
    return kept, min(max(_needed(kept) / shape, kept[0].down * 1.5, limits.low), limits.high)


def _curves(limits: _Limits) -> Iterator[tuple[float, float]]:
    """Largest size and power of the count, from generous to sparing."""
    largest = limits.largest
    while largest > limits.leading:
        yield largest, 0.5
        largest *= 0.93
    for tenths in range(6, 15, 2):
        yield limits.leading, tenths / 10


def _level(words: Sequence[Word], form: Form, area: float) -> list[_Sized]:
    """All words, the largest smaller than it should be, if that makes room for all; else nothing.

    So it is with many words that came equally often: there is no tail that could be left out with reason.
    """
    for share in (0.8, 0.6, 0.45, 0.3, 0.15):
        largest = form.text + (_LIMITS[form.name].leading - form.text) * share
        sized = [_size(word, words[0].count, (largest, 0.5), form) for word in words]
        if _needed(sized) <= area:
            return sized
    return []


def _needed(sized: Sequence[_Sized]) -> float:
    return sum((each.across + _GAP) * (each.down + _GAP) for each in sized)


def _as_many_as_fit(sized: Sequence[_Sized], area: float) -> list[_Sized]:
    kept: list[_Sized] = []
    for each in sized:
        area -= _needed([each])
        if area < 0 and kept:
            break
        kept.append(each)
    return kept


def _size(word: Word, most: int, curve: tuple[float, float], form: Form) -> _Sized:
    smallest, (largest, power) = form.text, curve
    size = round(smallest + (largest - smallest) * (word.count / most) ** power)  # whole: each size is a font to load
    text = clean(word.text)
    room = form.width * 0.86
    size = max(smallest, min(size, room / max(ems(text), 0.1)))
    text = shorten(text, size, room * 1.1) if ems(text) * size > room else text
    return _Sized(word, text, size, (ems(text) + _SPACE) * size, (ASCENT + DESCENT) * size)


def _arrange(sized: Sequence[_Sized], width: float, height: float) -> list[PlacedWord]:
    """wordcloud's layout on a small canvas of boxes, scaled back."""
    from wordcloud import WordCloud

    scale = 0.5 if len(sized) <= 40 else 1 / 3
    boxes = {each.text: (-(-each.across * scale // 1), -(-each.down * scale // 1)) for each in sized}
    mask = _shape(round(width * scale), round(height * scale))
    cloud = WordCloud(mask=mask, margin=round(_GAP * scale), prefer_horizontal=1, relative_scaling=0,
                      max_font_size=1, min_font_size=1, max_words=len(sized), random_state=1,
                      color_func=_colourless)  # fmt: skip
    with _our_tools(boxes):
        cloud.generate_from_frequencies({each.text: each.size for each in sized})
    found = {text: (left / scale, top / scale) for (text, _), _, (top, left), _, _ in cloud.layout_ if top < _NOWHERE}
    return [_place(each, *found[each.text]) for each in sized if each.text in found]


def _place(each: _Sized, left: float, top: float) -> PlacedWord:
    baseline = top + ASCENT * each.size
    left += _SPACE / 2 * each.size
    return PlacedWord(each.word, each.text, left, baseline, each.size, ems(each.text) * each.size)


def _cropped(found: list[PlacedWord], words: Sequence[Word]) -> Layout:
    """Without the empty rows above and below."""
    top = min(each.y - ASCENT * each.size for each in found) - 2
    bottom = max(each.y + DESCENT * each.size for each in found) + 2
    there = {each.word for each in found}
    placed = tuple(each._replace(y=each.y - top) for each in found)
    return Layout(placed, bottom - top, tuple(word for word in words if word not in there))


def _shape(width: int, height: int) -> NDArray[np.uint8]:
    """A soft lozenge between an ellipse and a rectangle: 0 where words may stand."""
    import numpy as np

    x = np.abs(np.linspace(-1, 1, width))[np.newaxis, :]
    y = np.abs(np.linspace(-1, 1, height))[:, np.newaxis]
    return np.where(x**2.6 + y**2.6 <= 1, 0, 255).astype(np.uint8)


#: The row of a word that found no room; wordcloud would end the layout there.
_NOWHERE = 1_000_000


@contextmanager
def _our_tools(boxes: Mapping[str, tuple[float, float]]) -> Iterator[None]:
    """Let wordcloud measure and fill our boxes instead of opening fonts, and look for room from the middle outward.

    Its module is given three tools for as long as the layout takes: more than half of its time is Pillow measuring on
    fonts opened anew for each try, and it takes free places at random.
    """
    import wordcloud.wordcloud as module

    names = ("ImageFont", "ImageDraw", "IntegralOccupancyMap")
    before = [getattr(module, name) for name in names]
    for name, tool in zip(names, (_NoFonts, _Pen(boxes), _middle_first(module.IntegralOccupancyMap)), strict=True):
        setattr(module, name, tool)
    try:
        yield
    finally:
        for name, tool in zip(names, before, strict=True):
            setattr(module, name, tool)


def _colourless(*_: object, **__: object) -> str:
    """In place of wordcloud's own colours, which pyplot is loaded for: a word's colour is its class."""
    return ""


class _NoFonts:
    """Stands for PIL's ``ImageFont``: no font is opened."""

    @staticmethod
    def truetype(_path: str, _size: int) -> None:
        return None

    @staticmethod
    def TransposedFont(_font: None, orientation: object) -> None:  # noqa: N802 - PIL's name
        return None


class _Pen:
    """Stands for PIL's ``ImageDraw``: a word is its box."""

    def __init__(self, boxes: Mapping[str, tuple[float, float]]) -> None:
        self._boxes = boxes

    def Draw(self, image: Any) -> _Pen:  # noqa: N802 - PIL's name
        from PIL import ImageDraw

        self._draw = ImageDraw.Draw(image)
        return self

    def textbbox(self, _at: tuple[int, int], word: str, font: None, anchor: str) -> tuple[int, int, int, int]:
        across, down = self._boxes[word]
        return 0, 0, int(across), int(down)

    def text(self, at: tuple[int, int], word: str, fill: str, font: None) -> None:
        left, top = int(at[0]), int(at[1])
        if top < _NOWHERE:
            across, down = self._boxes[word]
            self._draw.rectangle((left, top, left + int(across) - 1, top + int(down) - 1), fill=fill)


def _middle_first(base: Any) -> type:
    """wordcloud's map of what is free, taking the free place nearest the middle."""
    import numpy as np

    class MiddleFirst(base):  # type: ignore[misc]
        def sample_position(self, down: int, across: int, _random: object) -> tuple[int, int]:
            filled = self.integral
            inside = filled[down:, across:] + filled[:-down, :-across]
            free = inside == filled[down:, :-across] + filled[:-down, across:]
            if not free.any():
                return _NOWHERE, 0
            far = np.where(free, _distances(filled.shape, down, across), np.inf)
            row, column = np.unravel_index(int(far.argmin()), far.shape)
            return int(row) + 1, int(column) + 1

        def update(self, image: Any, row: int, column: int) -> None:
            if row < _NOWHERE:
                super().update(image, row, column)

    return MiddleFirst


def _distances(shape: tuple[int, int], down: int, across: int) -> NDArray[np.float64]:
    """How far a box's middle would be from the canvas's, in its own proportions, for each place of its corner."""
    import numpy as np

    rows = (np.arange(shape[0] - down) + (down - shape[0]) / 2) / shape[0]
    columns = (np.arange(shape[1] - across) + (across - shape[1]) / 2) / shape[1]
    distances: NDArray[np.float64] = rows[:, np.newaxis] ** 2 + columns[np.newaxis, :] ** 2
    return distances


# --- drawing ------------------------------------------------------------------------------------------------------


def draw(words: Sequence[Word], form: Form, label: str) -> str:
    """The cloud as SVG; ``data-left-out`` says how many words found no room at a legible size."""
    from .backend import render

    layout = lay_out(tuple(words), form)
    marks = [_mark(each) for each in layout.placed]
    svg = wrap_svg(render(marks), form, label, layout.height, "cloud")
    return svg.replace("<svg ", f'<svg data-left-out="{len(layout.left_out)}" ', 1)


def _mark(each: PlacedWord) -> Words:
    full = clean(each.word.text)
    title = full if each.text != full else ""
    return Words(each.text, each.word.tone, each.x, each.y, "start", each.size, each.length, title)
