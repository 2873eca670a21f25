"""What every chart is drawn on: a sheet puts matplotlib's artists on a figure, which becomes SVG or (:mod:`.agg`) PNG.

Lengths are units of the viewBox, y grows downward. A role is a meaning (``series``, ``accent``, ``soft`` …), never a
colour: the page's style sheet colours the SVG by class, and :mod:`.palette` reads the same rules for the PNG. Text is
placed by its measured box, so that a sheet knows what is free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from ..figures.formatting import clean
from . import palette
from .sizes import Form
from .text_metrics import ASCENT, DESCENT, ELLIPSIS, Face, font_path, width, wrap

Point = tuple[float, float]
NAN = float("nan")

_ALIGNMENTS = {"start": "left", "middle": "center", "end": "right"}
_RING = 2.4  #: stroke of a ring


class Box(NamedTuple):
    """A rectangle from left top to right bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share some area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether this lies in ``other`` entirely."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def is_bold(role: str) -> bool:
    """Whether the style sheet sets the text of a role semibold."""
    return palette.look(f"t-{role}").bold


def box(text: str, x: float, y: float, anchor: str, size: float, bold: bool = False) -> Box:
    """Where ``text`` stands when its anchor is at ``x`` and its baseline at ``y``."""
    wide = width(text, size, bold)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return Box(left, y - ASCENT * size, left + wide, y + DESCENT * size)


@lru_cache(maxsize=256)
def _font(face: Face, size: float, bold: bool) -> Any:
    """A shipped font for matplotlib; a PNG thickens the strokes of what is bold.

    Its family is named, since for each font that "sans-serif" stands for the file would be opened once more.
    """
    from matplotlib.font_manager import FontProperties

    return FontProperties(family=["shipped"], weight="bold" if bold else "normal", size=size, fname=font_path(face))


class Sheet:
    """A drawing in the making: artists on :attr:`figure` in painting order, and boxes that labels must keep off.

    ``kind`` is one more class of the SVG, :attr:`data` its ``data-NAME`` attributes. :attr:`texts` are those on the
    figure, each with its box; :attr:`place` turns units into pixels, and is set when the figure is printed; a PNG shows
    the :attr:`logo`, whose data may be empty, at its left and top, so high.
    """

    def __init__(self, form: Form, kind: str = "") -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        from . import svg  # noqa: F401 - before the figure, since it sets matplotlib's defaults

        self.form, self.kind, self.height = form, kind, 0.0
        self.taken: list[Box] = []
        self.data: dict[str, int] = {}
        self.texts: list[tuple[Any, Box]] = []
        self.logo: tuple[bytes, float, float, float] = (b"", 0, 0, 0)
        self.figure = Figure(facecolor=palette.colours()["paper"])
        self.place = Affine2D()

    def line(self, points: Iterable[Point], role: str, thick: float | None = None) -> None:
        """A polyline; a point of NaN breaks it. ``thick`` overrides the style sheet's stroke in a PNG."""
        from matplotlib.lines import Line2D

        places, look = tuple(points), self._look(f"l-{role}")
        if places:
            stroke = thick or look.width
            style: dict[str, Any] = {"solid_capstyle": look.cap, "dash_capstyle": look.cap, "solid_joinstyle": "round"}
            if look.dashes:  # matplotlib counts them in widths of the line
                style["linestyle"] = (0, tuple(length / stroke for length in look.dashes))
            line = Line2D(*zip(*places, strict=True), linewidth=stroke, color=look.colour, **style)
            self._add(line, f"l-{role}", look.opacity)

    def curve(self, points: Sequence[Point], role: str) -> None:
        """A smooth line of cubic Bézier pieces: a start, then three points for each."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        look = self._look(f"l-{role}")
        path = Path(points, [Path.MOVETO] + [Path.CURVE4] * (len(points) - 1))
        patch = PathPatch(path, fill=False, edgecolor=look.colour, linewidth=look.width, capstyle="round")
        self._add(patch, f"l-{role}", look.opacity)

    def area(self, points: Iterable[Point], role: str, title: str = "") -> None:
        """A filled polygon; a point of NaN begins another one."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        places, look = tuple(points), self._look(f"f-{role}")
        if places:
            patch = PathPatch(Path(places), facecolor=look.colour, edgecolor=look.edge, linewidth=look.width)
            self._add(patch, f"f-{role}", look.opacity if look.opacity < 1 else None, title)

    def bar(self, left: float, top: float, right: float, bottom: float, role: str, title: str = "") -> None:
        """A filled rectangle."""
        self.area(((left, top), (right, top), (right, bottom), (left, bottom), (left, top)), role, title)

    def dots(self, points: Iterable[Point], role: str, radius: float, ring: bool = False, thick: float = _RING) -> None:
        """Dots, of which labels keep clear; a ring has the ground inside, and a stroke of ``thick`` in a PNG."""
        from matplotlib.lines import Line2D

        places, name = tuple(points), f"{'d' if ring else 'f'}-{role}"
        if places:
            colour = self._look(name).colour
            style: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 2 * radius}
            style |= {"markeredgecolor": colour, "markeredgewidth": thick if ring else 0.0}
            style["markerfacecolor"] = palette.colours()["paper"] if ring else colour
            self._add(Line2D(*zip(*places, strict=True), **style), name)
            self.taken += [Box(x - radius, y - radius, x + radius, y + radius) for x, y in places]

    def words(
        self, text: str, x: float, y: float, role: str = "ink", anchor: str = "start", size: float = 0,
        full: str = "", length: float | None = None, face: Face = "sans", bold: bool | None = None,
    ) -> Box:  # fmt: skip
        """A line of text; ``full`` is what it was shortened from, ``length`` its width in any reader's font.

        Returns its box, of which later labels keep clear.
        """
        from .svg import Label

        text, full, look = clean(text), clean(full), self._look(f"t-{role}")
        where = self.box(text, x, y, role, anchor, size)
        self.taken.append(where)
        font = _font(face, size or self.form.text, look.bold if bold is None else bold)
        style: dict[str, Any] = {"horizontalalignment": _ALIGNMENTS[anchor], "parse_math": False}
        label = Label(x, y, text, color=look.colour, fontproperties=font, **style)
        label.face = face
        self._add(label, f"t-{role}", title=full if full != text else "", length=length)
        self.texts.append((label, where))
        return where

    def paragraph(
        self, text: str, x: float, y: float, room: float, lines: int, role: str = "ink", anchor: str = "start"
    ) -> float:
        """``text`` in at most ``lines`` lines of ``room``, the first on baseline ``y``; returns the next baseline."""
        whole = clean(text)
        for line in wrap(whole, self.form.text, room, lines, is_bold(role)):
            self.words(line, x, y, role, anchor, full=whole if line.endswith(ELLIPSIS) else "")
            y += self.form.leading
        return y

    def box(self, text: str, x: float, y: float, role: str, anchor: str, size: float = 0) -> Box:
        """The box that :meth:`words` would take."""
        return box(text, x, y, anchor, size or self.form.text, is_bold(role))

    def cut(self, height: float) -> Sheet:
        """The finished sheet, ``height`` high."""
        self.height = height
        return self

    def svg(self, label: str = "") -> str:
        """The drawing as SVG, named ``label`` for those who cannot see it.

        Without a label it is hidden from them, and what is empty is no drawing.
        """
        from .svg import SvgRenderer

        renderer = SvgRenderer(self.form.text)
        self.figure.draw(renderer)
        frame = f'viewBox="0 0 {self.form.width:g} {round(self.height)}"'
        inner = "".join(renderer.elements)
        if not label:
            return f'<svg class="chart {self.form.name}" {frame} aria-hidden="true">{inner}</svg>' if inner else ""
        name = f"chart chart--{self.form.name}" + (f" chart--{self.kind}" if self.kind else "")
        named = f'font-size="{self.form.text:g}" role="img" aria-label="{escape(clean(label))}"'
        data = "".join(f'data-{key}="{value}" ' for key, value in self.data.items())
        return f'<svg {data}class="{name}" {frame} {named}>{inner}</svg>'

    def _look(self, name: str) -> palette.Look:
        return palette.look(name, self.form.accent)

    def _add(
        self, artist: Any, name: str, opacity: float | None = None, title: str = "", length: float | None = None
    ) -> None:
        from .svg import Mark

        mark = Mark(name)
        mark.tooltip, mark.length = title, length
        artist.set_gid(mark)  # one by one: matplotlib's set() looks at names for longer than it takes to draw
        artist.set_transform(self.place)
        artist.set_zorder(0)
        artist.set_alpha(opacity)
        self.figure.add_artist(artist)
