"""A matplotlib renderer that writes terse SVG: classes instead of colours, no ids, no definitions, no styles.

A class tells how an element is drawn (``l`` line, ``f`` filled, ``d`` dot with the page's ground inside, ``t`` text)
and its role; the style sheet gives both their looks. One unit of the drawing is one unit of the viewBox, and y grows
downward, so paths are written as they were given, without the transform that places them on a PNG.
"""

from functools import lru_cache
from html import escape
from typing import Any

from matplotlib import rcdefaults, rcParams
from matplotlib.backend_bases import RendererBase
from matplotlib.patheffects import PathEffectRenderer
from matplotlib.text import Text

from .text_metrics import Face, width

rcdefaults()  # what a matplotlibrc of the machine says must not change a drawing
rcParams["text.hinting"] = "none"  # costs a third of a text's time, and bends Chinese strokes at these sizes

#: What share of a text's width lies before its anchor.
_BEFORE = {"left": 0.0, "center": 0.5, "right": 1.0}


class Mark(str):
    """An artist's gid: the class of its element, and what else the element says.

    ``tooltip`` becomes its ``<title>``; ``length`` fixes the width of a text in any font.
    """

    tooltip: str = ""
    length: float | None = None


class SvgRenderer(RendererBase):
    """Collects the elements of a figure in :attr:`elements`; what carries no :class:`Mark` is not written.

    ``size`` is the usual size of text, which the ``<svg>`` element states for all.
    """

    def __init__(self, size: float) -> None:
        super().__init__()
        self.elements: list[str] = []
        self._size = size
        self._mark: Mark | None = None

    def open_group(self, s: str, gid: str | None = None) -> None:
        """An artist announces itself before it is drawn."""
        self._mark = gid if isinstance(gid, Mark) else None

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803 - matplotlib's
        """A line, a curve or an area."""
        if self._mark is not None:
            points = path.vertices.tolist()
            if path.codes is None:
                data = _polyline(points)
            else:  # a start, then three points for each cubic piece
                start, *rest = (f"{number(x)} {number(y)}" for x, y in points)
                data = f"M{start}" + "".join("C" + " ".join(rest[at : at + 3]) for at in range(0, len(rest), 3))
            self._add("path", f' d="{data}"')

    def draw_markers(
        self, gc: Any, marker_path: Any, marker_trans: Any, path: Any, trans: Any, rgbFace: Any = None  # noqa: N803
    ) -> None:  # fmt: skip
        """Dots: matplotlib's circle marker is the unit circle scaled to the radius."""
        radius = number(marker_trans.get_matrix()[0][0])
        for x, y in path.vertices.tolist():
            self._add("circle", f' cx="{number(x)}" cy="{number(y)}" r="{radius}"')

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        """Text as text at its own anchor: the reader's browser lays it out."""
        x, y = mtext.get_position()
        anchor = {"left": "", "center": "middle", "right": "end"}[mtext.get_horizontalalignment()]
        length = self._mark and self._mark.length
        attributes = f' x="{number(x)}" y="{number(y)}"'
        attributes += f' text-anchor="{anchor}"' if anchor else ""
        attributes += f' font-size="{number(prop.get_size())}"' if prop.get_size() != self._size else ""
        attributes += f' textLength="{number(length)}" lengthAdjust="spacingAndGlyphs"' if length is not None else ""
        self._add("text", attributes, escape(s, quote=False))

    def _add(self, tag: str, attributes: str, inner: str = "") -> None:
        if self._mark is None:
            return
        if self._mark.tooltip:
            inner += f"<title>{escape(self._mark.tooltip, quote=False)}</title>"
        end = f">{inner}</{tag}>" if inner else "/>"
        self.elements.append(f'<{tag} class="{self._mark}"{attributes}{end}')


class Label(Text):
    """A line of text at its anchor, in the shipped ``face``: a browser lays it out, and how wide it is in the shipped
    font is known, so that matplotlib, which takes as long to measure a text as to draw it, need not."""

    face: Face = "sans"

    def draw(self, renderer: Any) -> None:
        """Where it stands on the page, or in the pixels of matplotlib's Agg."""
        text, font = self.get_text(), self.get_fontproperties()
        if not text:
            return
        renderer.open_group("text", self.get_gid())
        if isinstance(renderer, SvgRenderer):
            renderer.draw_text(None, 0, 0, text, font, 0, mtext=self)
            return
        (x, y), pixels = self.get_transform().transform(self.get_position()), renderer.points_to_pixels(font.get_size())
        x -= _BEFORE[self.get_horizontalalignment()] * width(text, pixels, face=self.face)
        context, effects = renderer.new_gc(), self.get_path_effects()
        context.set_foreground(self.get_color())
        printer = PathEffectRenderer(effects, renderer) if effects else renderer
        printer.draw_text(context, x, renderer.height - y, text, font, 0, mtext=self)
        context.restore()


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """One decimal, and none where it is zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _polyline(points: list[list[float]]) -> str:
    """Straight pieces, horizontal and vertical ones as such; NaN parts the pieces of a broken line."""
    out, last_x, last_y = "", "", ""
    for at_x, at_y in points:
        x, y = ("", "") if at_x != at_x else (number(at_x), number(at_y))
        if x and not last_x:
            out += f"M{x} {y}"
        elif x:
            out += f"H{x}" if y == last_y else f"V{y}" if x == last_x else f"L{x} {y}"
        last_x, last_y = x, y
    return out
