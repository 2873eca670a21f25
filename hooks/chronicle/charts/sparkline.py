"""A line without words, for a card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .canvas import NAN, Mark, Sheet
from .sizes import Form

#: The line's own small form; the card's style sheet gives it its width.
SPARK = Form("spark", 160, 13)
HEIGHT = 36
_AIR = 5.0


def spark(values: Sequence[float | None]) -> str:
    """The year as a tiny line with its peak as a dot; hidden from screen readers, to whom the numbers are read."""
    given = [v for v in values if v is not None]
    if not given:
        return ""
    low, span = min(given), (max(given) - min(given)) or 1.0
    pitch = (SPARK.width - 2 * _AIR) / max(1, len(values) - 1)
    points = [
        None if v is None else (_AIR + i * pitch, HEIGHT - _AIR - (v - low) / span * (HEIGHT - 2 * _AIR))
        for i, v in enumerate(values)
    ]
    sheet = Sheet(SPARK)
    sheet.line([p or (NAN, NAN) for p in points], "series")
    peak = max(range(len(values)), key=lambda i: float("-inf") if values[i] is None else values[i] or 0.0)
    sheet.dots([p for p in [points[peak]] if p], "accent", 3.4)
    return hidden(sheet.marks, HEIGHT)


def hidden(marks: Iterable[Mark], height: float) -> str:
    """A drawing that says nothing of its own."""
    from .backend import render

    return f'<svg class="chart spark" viewBox="0 0 {SPARK.width:g} {height:g}" aria-hidden="true">{render(marks)}</svg>'
