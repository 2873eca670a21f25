"""A matplotlib backend that writes terse SVG: classes instead of colours, no ids, no definitions, no styles.

The only file that imports matplotlib, and imported only when something is really drawn. Artists stand straight on a
:class:`~matplotlib.figure.Figure`, without pyplot, Axes and ticks. Display space is the SVG's own: one unit is one
unit of the viewBox and y grows downward, so artists need no transform.

What a class says: the first letter how (``l`` line, ``f`` filled, ``d`` dot with the page's ground inside, ``t``
text), the rest the role; ``docs/assets/charts.css`` gives both their looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, cast

from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from .canvas import Area, Curve, Dots, Line, Mark, Words

_HERE = IdentityTransform()
_PLAIN = GraphicsContextBase()
_ANY_FONT = FontProperties()


def number(value: float) -> str:
    """One decimal, and none where it is zero."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


class Terse(RendererBase):
    """Collects one SVG element per artist in :attr:`out`."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self._mark: Mark | None = None

    def open_group(self, s: str, gid: Any = None) -> None:
        """Each artist announces itself here; its gid is the mark that it was made from."""
        self._mark = gid

    def flipy(self) -> bool:
        """Display space is not flipped: y grows downward here as in SVG."""
        return False

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803 - matplotlib's
        """A line, or an area where there is a face."""
        kind = "l" if rgbFace is None else "f"
        data = _path_data(path.vertices.tolist(), path.codes)
        self.out.append(f'<path class="{self._class(kind)}" d="{data}"{self._end("path")}')

    def draw_markers(
        self,
        gc: Any,
        marker_path: Any,
        marker_trans: Any,
        path: Any,
        trans: Any,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        """Dots: matplotlib's circle marker is the unit circle scaled to the radius."""
        radius = number(marker_trans.get_matrix()[0][0])
        assert isinstance(self._mark, Dots)
        kind = self._class("d" if self._mark.ring else "f")
        self.out += [
            f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{radius}"{self._end("circle")}'
            for x, y in path.vertices.tolist()
        ]

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        """Text as text, at its own anchor."""
        mark = self._mark
        assert isinstance(mark, Words)
        anchor = "" if mark.anchor == "start" else f' text-anchor="{mark.anchor}"'
        size = "" if mark.size is None else f' font-size="{number(mark.size)}"'
        length = "" if mark.length is None else f' textLength="{number(mark.length)}" lengthAdjust="spacingAndGlyphs"'
        title = f"<title>{escape(mark.title, quote=False)}</title>" if mark.title else ""
        place = f'x="{number(mark.x)}" y="{number(mark.y)}"'
        self.out.append(
            f'<text class="{self._class("t")}" {place}{anchor}{size}{length}>{escape(s, quote=False)}{title}</text>'
        )

    def _class(self, kind: str) -> str:
        return f"{kind}-{self._mark.role}" if self._mark else kind

    def _end(self, tag: str) -> str:
        title = self._mark.title if self._mark else ""
        return f"><title>{escape(title, quote=False)}</title></{tag}>" if title else "/>"


def _path_data(points: Sequence[tuple[float, float]], codes: Any) -> str:
    steps = codes.tolist() if codes is not None else [Path.MOVETO] + [Path.LINETO] * (len(points) - 1)
    out: list[str] = []
    at = ("", "")
    for (x, y), code in zip(points, steps, strict=True):
        if code == Path.CLOSEPOLY:
            out.append("Z")
        elif x == x:  # NaN parts the pieces of a broken line
            point = (number(x), number(y))
            out.append(_step(code, at, point, out))
            at = point
        else:
            at = ("", "")
    return "".join(out)


def _step(code: int, at: tuple[str, str], point: tuple[str, str], out: list[str]) -> str:
    if code == Path.MOVETO or at == ("", ""):
        return f"M{point[0]} {point[1]}"
    if code == Path.CURVE4:
        return f"{'C' if _controls(out) % 3 == 0 else ' '}{point[0]} {point[1]}"
    if point[1] == at[1]:
        return f"H{point[0]}"
    return f"V{point[1]}" if point[0] == at[0] else f"L{point[0]} {point[1]}"


def _controls(out: list[str]) -> int:
    """How many points of a curve stand at the end already."""
    count = 0
    for step in reversed(out):
        if step[0] not in "C ":
            break
        count += 1
    return count


def _polyline(points: Iterable[tuple[float, float]]) -> tuple[list[float], list[float]]:
    xs, ys = zip(*points, strict=True)
    return list(xs), list(ys)


class Label(Artist):
    """A line of text that the reader's browser lays out.

    matplotlib's own ``Text`` opens a font and measures lines that it cannot know here: 0.25 ms each, most of a chart.
    """

    def __init__(self, mark: Words) -> None:
        super().__init__()
        self.mark = mark

    def draw(self, renderer: RendererBase) -> None:
        """Hand the text to the renderer as it is; ``$`` is a character like any other."""
        renderer.open_group("text", cast("str", self.mark))
        renderer.draw_text(_PLAIN, self.mark.x, self.mark.y, self.mark.text, _ANY_FONT, 0)
        renderer.close_group("text")


def _artist(mark: Mark) -> Artist:
    match mark:
        case Words():
            return Label(mark)
        case Dots():
            return Line2D(*_polyline(mark.points), ls="none", marker="o", ms=2 * mark.radius)
        case Line():
            return Line2D(*_polyline(mark.points), color="black")
        case Area():
            return PathPatch(Path(mark.points, closed=False))
        case Curve():
            codes = [Path.MOVETO] + [Path.CURVE4] * (len(mark.points) - 1)
            return PathPatch(Path(mark.points, codes), fill=False)


def render(marks: Iterable[Mark]) -> str:
    """The SVG elements of ``marks``, in their order."""
    figure = Figure(figsize=(1, 1), dpi=72)
    figure.patch.set_visible(False)
    for order, mark in enumerate(marks):
        artist = _artist(mark)
        artist.set_gid(cast("str", mark))  # handed to open_group as it is
        artist.set_zorder(order)
        artist.set_transform(_HERE)
        figure.add_artist(artist)
    renderer = Terse()
    figure.draw(renderer)
    return "".join(renderer.out)
