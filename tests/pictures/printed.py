"""Where the lines of a card or a poster stand once they are printed."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.text import Text

from chronicle.charts.agg import print_with_agg
from chronicle.charts.canvas import Box, Sheet


class Line(NamedTuple):
    """A line of text, and the box of its glyphs."""

    words: str
    box: Box


def lines(sheet: Sheet) -> list[Line]:
    """Every line, in pixels from the left top."""
    renderer = print_with_agg(sheet, 1)
    found = []
    for text in sheet.figure.findobj(Text):
        at = text.get_window_extent(renderer)
        found.append(Line(text.get_text(), Box(at.x0, sheet.height - at.y1, at.x1, sheet.height - at.y0)))
    return found
