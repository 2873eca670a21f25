"""A matplotlib backend that writes terse SVG: classes instead of colours, no ids, no definitions, no styles.

The only file that imports matplotlib, and imported only when something is really drawn. A picture is one artist, which
hands its marks to the renderer as matplotlib's paths; without pyplot, Figure, Axes and ticks, whose modules take twice
as long to load as all that is needed here. Display space is the SVG's own: one unit is one unit of the viewBox and y
grows downward, so nothing needs a transform.

What a class says: the first letter how (``l`` line, ``f`` filled, ``d`` dot with the page's ground inside, ``t``
text), the rest the role; ``docs/assets/charts.css`` gives both their looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from matplotlib.artist import Artist
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, IdentityTransform

from .canvas import Area, Curve, Dots, Line, Mark, Words

_HERE = IdentityTransform()
_CIRCLE = Path.unit_circle()


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """One decimal, and none where it is zero."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


class Terse:
    """A renderer as matplotlib's artists expect one; collects SVG elements in :attr:`out`.

    Not a ``RendererBase``: what that adds (fonts, images, mathematical text) is not in our pictures and is not loaded.
    """

    _raster_depth, _rasterizing = 0, False  # artists ask for both: here everything stays vectors

    def __init__(self) -> None:
        self.out: list[str] = []
        self._mark: Mark | None = None

    def open_group(self, s: str, gid: Any = None) -> None:
        """Each mark announces itself here before it is drawn."""
        self._mark = gid

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803 - matplotlib's
        """A line, or an area where there is a face."""
        kind = "l" if rgbFace is None else "f"
        data = (_polyline if path.codes is None else _curve)(path.vertices.tolist())
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


def _polyline(points: Iterable[tuple[float, float]]) -> str:
    """Straight pieces, horizontal and vertical ones as such; NaN parts the pieces of a broken line."""
    out: list[str] = []
    last_x = last_y = ""
    for at_x, at_y in points:
        if at_x != at_x:
            last_x = last_y = ""
            continue
        x, y = number(at_x), number(at_y)
        if not last_x:
            out.append(f"M{x} {y}")
        elif y == last_y:
            out.append(f"H{x}")
        else:
            out.append(f"V{y}" if x == last_x else f"L{x} {y}")
        last_x, last_y = x, y
    return "".join(out)


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """A start, then three points for each cubic piece."""
    start, *rest = (f"{number(x)} {number(y)}" for x, y in points)
    return f"M{start}" + "".join("C" + " ".join(rest[at : at + 3]) for at in range(0, len(rest), 3))


class Picture(Artist):
    """All marks of a drawing, in painting order.

    One artist for all, as matplotlib's own collections are: an artist for each costs more than what it draws. Text is
    handed on as it is, since the reader's browser lays it out; ``$`` is a character like any other.
    """

    def __init__(self, marks: Iterable[Mark]) -> None:
        super().__init__()
        self._marks = marks

    def draw(self, renderer: Any) -> None:
        """Hand each mark to the renderer as what it is."""
        for mark in self._marks:
            renderer.open_group(type(mark).__name__, mark)
            _hand_over(mark, renderer)


def _hand_over(mark: Mark, renderer: Any) -> None:
    match mark:
        case Words():
            renderer.draw_text(None, mark.x, mark.y, mark.text, None, 0)
        case Dots():
            renderer.draw_markers(None, _CIRCLE, Affine2D().scale(mark.radius), Path(mark.points), _HERE, mark.role)
        case Line():
            renderer.draw_path(None, Path(mark.points), _HERE)
        case Area():
            renderer.draw_path(None, Path(mark.points), _HERE, mark.role)
        case Curve():
            codes = [Path.MOVETO] + [Path.CURVE4] * (len(mark.points) - 1)
            renderer.draw_path(None, Path(mark.points, codes), _HERE)


def render(marks: Iterable[Mark]) -> str:
    """The SVG elements of ``marks``, in their order."""
    renderer = Terse()
    Picture(marks).draw(renderer)
    return "".join(renderer.out)
