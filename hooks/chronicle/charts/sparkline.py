"""Small lines without text, for cards: a year's values, or the emotion curve of a case."""

from dataclasses import dataclass

from .canvas import NAN, Sheet
from .journey import peak_of, smooth
from .sizes import Form
from .year_axes import points_in


@dataclass(frozen=True)
class Sparkline:
    """One value a month; None where there is none."""

    values: tuple[float | None, ...]


@dataclass(frozen=True)
class MoodSparkline:
    """The mood of each step of a case, from -3 to 3."""

    moods: tuple[float, ...]


HEIGHT = 36
_AIR = 5.0


def draw(spec: Sparkline | MoodSparkline, form: Form) -> Sheet:
    """The line with its peak as a dot, the curve with its peak and its end; an empty sheet where there is no value."""
    sheet = Sheet(form)
    if isinstance(spec, MoodSparkline):
        if moods := spec.moods:
            pitch = (form.width - 16) / max(1, len(moods) - 1)
            points = [(8 + i * pitch, HEIGHT / 2 - mood / 3 * (HEIGHT / 2 - 5)) for i, mood in enumerate(moods)]
            sheet.line(((0, HEIGHT / 2), (form.width, HEIGHT / 2)), "hair")
            sheet.curve(smooth(points), "series")
            sheet.dots([points[i] for i in sorted({peak_of(moods), len(moods) - 1})], "accent", 3.6, ring=True)
    elif any(value is not None for value in spec.values):
        line = [p or (NAN, NAN) for p in points_in(spec.values, _AIR, _AIR, form.width - _AIR, HEIGHT - _AIR)]
        sheet.line(line, "series")
        sheet.dots([min((p for p in line if p[0] == p[0]), key=lambda point: point[1])], "accent", 3.4)
    return sheet.cut(HEIGHT)
