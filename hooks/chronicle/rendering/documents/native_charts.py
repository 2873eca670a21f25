"""The spec of a chart -> a native chart of PowerPoint with its data in it, to be edited there.

Colours are those of the presentation's theme: accent 1 for the year, accent 2 for what matters, accent 3 for the best,
a tint of the ink for what lies behind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import LineSeries
from pptx.dml.fill import FillFormat
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.util import Pt

from ...charts.campaign import CampaignChart
from ...charts.energy import EnergyChart
from ...charts.growth import GrowthChart
from ...charts.issues import Issues, shown
from ...charts.needs import Needs
from ...charts.quarters import Quarters
from ...charts.trend import Trend
from ...figures.formatting import decimals_of
from .pptx_template import Room

#: A theme colour and how much lighter (to 1) or darker (to -1) it is.
Colour = tuple[MSO_THEME_COLOR, float]
YEAR: Colour = (MSO_THEME_COLOR.ACCENT_1, 0)
MARKED: Colour = (MSO_THEME_COLOR.ACCENT_2, 0)
BEST: Colour = (MSO_THEME_COLOR.ACCENT_3, 0)
BEHIND: Colour = (MSO_THEME_COLOR.TEXT_1, 0.65)
HAIRLINE: Colour = (MSO_THEME_COLOR.TEXT_1, 0.85)
SOFT: Colour = (MSO_THEME_COLOR.TEXT_1, 0.35)

_THOUSANDS = "#,##0"
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
#: More figures of a special task than this are a table.
_MOST_FIGURES = 4


def is_native(spec: object) -> bool:
    """Whether a chart of this spec can be native: without, a picture of it is shown."""
    if isinstance(spec, EnergyChart):
        return any(value is not None for value in spec.monthly or ())
    if isinstance(spec, CampaignChart):
        return len(spec.figures) <= _MOST_FIGURES
    return type(spec) in _KINDS


def add_chart(shapes: Any, spec: object, room: Room, text: float) -> list[Any]:
    """Put the chart of ``spec`` on a slide, its words ``text`` points high; returns its shapes."""
    if isinstance(spec, CampaignChart):
        each = room.width // len(spec.figures)
        rooms = [room._replace(left=room.left + at * each, width=each) for at in range(len(spec.figures))]
        return [_before_during(shapes, figure, place, text) for figure, place in zip(spec.figures, rooms, strict=True)]
    return [_KINDS[type(spec)](shapes, spec, room, text)]


def set_colour(target: Any, colour: Colour) -> None:
    """Colour a font, a line or a fill of the library."""
    if isinstance(target, FillFormat):
        target.solid()
    chosen = target.fore_color if isinstance(target, FillFormat) else target.color
    chosen.theme_color, chosen.brightness = colour


def _data(categories: Sequence[str], series: Mapping[str, Sequence[float | None]], decimals: int | None) -> Any:
    """The workbook behind a chart, its numbers as the page shows them.

    ``decimals`` None: as the last series has them, whose values stand at its points; where they differ each number as
    it was typed, unless thousands are to be set off.
    """
    numbers = [value for value in [*series.values()][-1] if value is not None]
    several = decimals is None and len({decimals_of([number]) for number in numbers}) > 1
    decimals = decimals_of(numbers) if decimals is None else decimals
    pattern = _THOUSANDS + ("." + "0" * decimals if decimals else "")
    if several and max(map(abs, numbers), default=0) < 1000:
        pattern = "General"
    data = CategoryChartData(number_format=pattern)
    data.categories = categories
    for name, values in series.items():
        data.add_series(name, [None if value is None else round(value, decimals_of([value])) for value in values])
    return data


def _placed(shapes: Any, kind: XL_CHART_TYPE, data: Any, room: Room, text: float) -> tuple[Any, Chart]:
    """A chart without a title, with quiet axes."""
    frame = shapes.add_chart(kind, *room, data)
    chart: Chart = frame.chart
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(text)
    set_colour(chart.font, SOFT)
    for axis in (chart.category_axis, chart.value_axis):
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        set_colour(axis.format.line, HAIRLINE)
    chart.category_axis.has_major_gridlines = False
    set_colour(chart.value_axis.major_gridlines.format.line, HAIRLINE)
    chart.value_axis.format.line.fill.background()
    large = any(abs(value) >= 1000 for series in chart.plots[0].series for value in series.values if value is not None)
    chart.value_axis.tick_labels.number_format = _THOUSANDS if large else "General"
    chart.value_axis.tick_labels.number_format_is_linked = False
    return frame, chart


def _legend(chart: Chart) -> None:
    chart.has_legend = True
    assert chart.legend
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False


def _mark(series: Any, at: int, colour: Colour, text: float) -> None:
    """Make one point stand out, with its value beside it."""
    point = series.points[at]
    if isinstance(series, LineSeries):
        point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 11
        set_colour(point.marker.format.fill, colour)
        set_colour(point.marker.format.line, colour)
        label = point.data_label
        label.position = XL_LABEL_POSITION.ABOVE
        label.font.size, label.font.bold = Pt(text + 2), True
        set_colour(label.font, colour)
    else:
        set_colour(point.format.fill, colour)


def _trend(shapes: Any, spec: Trend, room: Room, text: float) -> Any:
    """The year's line over last year's and the target, its peak marked."""
    series: dict[str, Sequence[float | None]] = {}
    if spec.previous and any(value is not None for value in spec.previous):
        series[f"{spec.year - 1} 年"] = [spec.previous[month - 1] for month in spec.months]
    if spec.target is not None:
        series["目标"] = (spec.target,) * len(spec.months)
    series[f"{spec.year} 年"] = [spec.values[month - 1] for month in spec.months]
    months = [f"{month} 月" for month in spec.months]
    frame, chart = _placed(shapes, XL_CHART_TYPE.LINE_MARKERS, _data(months, series, None), room, text)
    for line in chart.plots[0].series:
        line.smooth = False
        is_year = line.name == f"{spec.year} 年"
        line.format.line.width = Pt(2.5 if is_year else 1.5)
        set_colour(line.format.line, YEAR if is_year else BEHIND)
        line.marker.style = XL_MARKER_STYLE.CIRCLE if is_year else XL_MARKER_STYLE.NONE
        if is_year:
            line.marker.size = 5
            set_colour(line.marker.format.fill, YEAR)
            set_colour(line.marker.format.line, YEAR)
        if line.name == "目标":
            line.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        if is_year and spec.peak:
            _mark(line, spec.months.index(spec.peak), MARKED, text)
    if len(series) > 1:
        _legend(chart)
    return frame


def _bars(
    shapes: Any, kind: XL_CHART_TYPE, data: Any, room: Room, text: float, most: float | None = None
) -> tuple[Any, Chart]:
    """Bars or columns from zero, each with its value at its end in place of an axis."""
    frame, chart = _placed(shapes, kind, data, room, text)
    plot, axis = chart.plots[0], chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.visible, axis.has_major_gridlines = 0, most, False, False
    plot.gap_width, plot.vary_by_categories, plot.has_data_labels = 60, False, True
    plot.data_labels.position, plot.data_labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    plot.data_labels.font.size = Pt(text)
    if kind is XL_CHART_TYPE.BAR_CLUSTERED:
        chart.category_axis.reverse_order = True  # the first stands at the top
    for series in plot.series:
        set_colour(series.format.fill, YEAR)
    return frame, chart


def _quarters(shapes: Any, spec: Quarters, room: Room, text: float) -> Any:
    names = [_QUARTERS[at - 1] for at in spec.shown]
    values = [spec.values[at - 1] for at in spec.shown]
    data = _data(names, {f"季度值（{spec.unit}）" if spec.unit else "季度值": values}, None)
    frame, chart = _bars(shapes, XL_CHART_TYPE.COLUMN_CLUSTERED, data, room, text)
    if spec.best:
        _mark(chart.plots[0].series[0], spec.shown.index(spec.best), BEST, text)
    return frame


def _issues(shapes: Any, spec: Issues, room: Room, text: float) -> Any:
    """Reasons by count; complaints stand out, what is summed up stands back."""
    rows = shown(spec)
    data = _data([name for name, *_ in rows], {"次数": [count for *_, count in rows]}, 0)
    frame, chart = _bars(shapes, XL_CHART_TYPE.BAR_CLUSTERED, data, room, text)
    for at, (_, kind, _, _) in enumerate(rows):
        is_rest = at == len(rows) - 1 and len(rows) < len(spec.rows)
        if is_rest or kind == "投诉":
            _mark(chart.plots[0].series[0], at, BEHIND if is_rest else MARKED, text)
    return frame


def _needs(shapes: Any, spec: Needs, room: Room, text: float) -> Any:
    data = _data([name for name, _ in spec.rows], {"故事": [count for _, count in spec.rows]}, 0)
    return _bars(shapes, XL_CHART_TYPE.BAR_CLUSTERED, data, room, text)[0]


def _energy(shapes: Any, spec: EnergyChart, room: Room, text: float) -> Any:
    """Levels from 1 to 10, the lowest marked."""
    levels = [spec.monthly[month - 1] for month in spec.months] if spec.monthly else []
    months = [f"{month} 月" for month in spec.months] if levels else []
    frame, chart = _bars(shapes, XL_CHART_TYPE.COLUMN_CLUSTERED, _data(months, {"能量": levels}, None), room, text, 11)
    there = [(value, at) for at, value in enumerate(levels) if value is not None]
    if len({value for value, _ in there}) > 1:
        _mark(chart.plots[0].series[0], min(there)[1], MARKED, text)
    return frame


def _growth(shapes: Any, spec: GrowthChart, room: Room, text: float) -> Any:
    first, last = spec.ends
    series = {first: [before for _, before, _ in spec.rows], last: [after for *_, after in spec.rows]}
    data = _data([name for name, *_ in spec.rows], series, None)
    frame, chart = _bars(shapes, XL_CHART_TYPE.BAR_CLUSTERED, data, room, text, 5.5)
    set_colour(chart.plots[0].series[0].format.fill, BEHIND)
    _legend(chart)
    return frame


def _before_during(shapes: Any, figure: tuple[str, str, float | None, float | None], room: Room, text: float) -> Any:
    """One figure of a special task, on a scale of its own."""
    label, unit, before, during = figure
    name = f"{label}（{unit}）" if unit else label
    frame, chart = _bars(
        shapes, XL_CHART_TYPE.COLUMN_CLUSTERED, _data(("此前", "期间"), {name: (before, during)}, None), room, text
    )
    chart.has_title = True
    words = chart.chart_title.text_frame
    words.text = name
    words.paragraphs[0].runs[0].font.size, words.paragraphs[0].runs[0].font.bold = Pt(text), True
    set_colour(words.paragraphs[0].runs[0].font, SOFT)
    _mark(chart.plots[0].series[0], 0, BEHIND, text)
    return frame


_KINDS: Mapping[type, Callable[[Any, Any, Room, float], Any]] = {
    Trend: _trend,
    Quarters: _quarters,
    Issues: _issues,
    Needs: _needs,
    EnergyChart: _energy,
    GrowthChart: _growth,
}
