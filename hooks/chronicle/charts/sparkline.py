"""Small lines, for cards: a year's values, a metric beside others, or the emotion curve of a case."""

from dataclasses import dataclass

from ..figures.formatting import number
from .canvas import NAN, Sheet, is_bold
from .journey import peak_of, smooth
from .sizes import Form
from .text_metrics import width
from .year_axes import Values, points_in


@dataclass(frozen=True)
class Sparkline:
    """One value a month; None where there is none."""

    values: tuple[float | None, ...]


@dataclass(frozen=True)
class SmallTrend:
    """A metric's months and those of the year before, its peak and valley (their places from 1) named; ``span``:
    between how far values the height lies, the same for all metrics of a unit that stand side by side."""

    values: tuple[float | None, ...]
    previous: tuple[float | None, ...] | None
    peak: int | None
    valley: int | None
    span: float


@dataclass(frozen=True)
class MoodSparkline:
    """The mood of each step of a case, from -3 to 3."""

    moods: tuple[float, ...]


HEIGHT = 36
_AIR = 5.0
#: Above and below the lines of a small trend, where its values stand, and between.
_LABEL, _TALL = 17.0, 34.0


def draw(spec: Sparkline | SmallTrend | MoodSparkline, form: Form) -> Sheet:
    """The line with its peak as a dot, the curve with its peak and its end; an empty sheet where there is no value."""
    sheet = Sheet(form)
    if isinstance(spec, SmallTrend):
        return _small_trend(sheet, spec)
    if isinstance(spec, MoodSparkline):
        if moods := spec.moods:
            pitch = (form.width - 16) / max(1, len(moods) - 1)
            points = [(8 + i * pitch, HEIGHT / 2 - mood / 3 * (HEIGHT / 2 - 5)) for i, mood in enumerate(moods)]
            sheet.line(((0, HEIGHT / 2), (form.width, HEIGHT / 2)), "hair")
            sheet.curve(smooth(points), "series")
            sheet.dots([points[i] for i in sorted({peak_of(moods), len(moods) - 1})], "series", 3.6, ring=True)
    elif any(value is not None for value in spec.values):
        line = [p or (NAN, NAN) for p in points_in(spec.values, _AIR, _AIR, form.width - _AIR, HEIGHT - _AIR)]
        sheet.line(line, "series")
        sheet.dots([min((p for p in line if p[0] == p[0]), key=lambda point: point[1])], "accent", 3.4)
    return sheet.cut(HEIGHT)


def _small_trend(sheet: Sheet, spec: SmallTrend) -> Sheet:
    """This year's line over last year's pale one; peak and valley named above and below both, with a leader
    to its point where last year's line or air lies between."""
    form, size = sheet.form, sheet.form.text
    given = [value for value in (*spec.values, *(spec.previous or ())) if value is not None]
    middle, pitch = (min(given) + max(given)) / 2, (form.width - 2 * _AIR) / max(1, len(spec.values) - 1)

    def points(values: Values) -> list[tuple[float, float]]:
        scale = _TALL / (spec.span or 1.0)
        return [
            (NAN, NAN) if v is None else (_AIR + at * pitch, _LABEL + _TALL / 2 - (v - middle) * scale)
            for at, v in enumerate(values)
        ]

    foot = _LABEL + _TALL + 3
    sheet.line(((0, foot), (form.width, foot)), "hair")
    if spec.previous:
        sheet.line(points(spec.previous), "pale")
    line = points(spec.values)
    sheet.line(line, "series")

    def near(month: int) -> list[tuple[float, float]]:
        both = [*line, *(points(spec.previous) if spec.previous else ())]
        return [point for point in both if abs(point[0] - line[month - 1][0]) < 1.6 * pitch]

    for month, above in ((spec.peak, True), (spec.valley, False)):
        if month and (value := spec.values[month - 1]) is not None:
            x, y = line[month - 1]
            text = number(value)
            half = width(text, size, is_bold("series")) / 2 + 1
            sheet.dots([(x, y)], "series", 3.4)
            base = min(*(p[1] for p in near(month)), y) - 6 if above else foot + size
            near_end = base + 3 if above else base - size * 0.8
            if abs(near_end - y) > 8:
                sheet.line(((x, y), (x, near_end)), "hair")
            sheet.words(text, min(max(x, half), form.width - half), base, "series", "middle")
    return sheet.cut(foot + size + 4)
