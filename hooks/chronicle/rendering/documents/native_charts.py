"""The spec of a chart -> a native chart of PowerPoint with its data in it, to be edited there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.chart import XL_TICK_LABEL_POSITION as XL_TICK_LABEL
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from ...charts.bars import Bars, shown
from ...charts.before_after import BeforeAfter, Change
from ...charts.quarters import Quarters
from ...charts.trend import Trend
from ...figures.formatting import QUARTERS, decimal, number
from .inks import Colour, Inks, set_colour
from .pptx_template import Room

_THOUSANDS = "#,##0"
#: More figures before and after than this are a picture.
_MOST_FIGURES = 4
_POINT = 12_700  # EMU

Values = Sequence[float | None]


def is_native(spec: object) -> bool:
    """Whether a chart of this spec can be native: without, a picture of it is shown."""
    if isinstance(spec, BeforeAfter):
        return len(spec.figures) <= _MOST_FIGURES
    return type(spec) in _KINDS


def _pattern(value: float) -> str:
    """The format of a number as the page shows it."""
    decimals = len(number(value).partition(".")[2])
    return f"{_THOUSANDS}.{'0' * decimals}" if decimals else _THOUSANDS


def _common(values: Values) -> str:
    """The format of several numbers: their own, ``General`` where they differ and there are no thousands to set off."""
    there = [value for value in values if value is not None]
    patterns = sorted({_pattern(value) for value in there}, key=len) or [_THOUSANDS]
    return "General" if len(patterns) > 1 and max(map(abs, there)) < 1000 else patterns[-1]


def _is_shown_by(form: str, value: float) -> bool:
    """Whether a format shows this number as the page does; ``General`` leaves out zeros at the end."""
    text = number(value)
    return form == _pattern(value) or (form == "General" and not ("." in text and text.endswith("0")))


@dataclass(frozen=True)
class ChartWriter:
    """Puts charts among the ``shapes`` of a slide, their words ``text`` points high."""

    shapes: Any
    text: float
    inks: Inks

    def add(self, spec: object, room: Room) -> list[Any]:
        """The chart of ``spec``; returns its shapes."""
        if isinstance(spec, BeforeAfter):
            each = room.width // len(spec.figures)
            rooms = [room._replace(left=room.left + at * each, width=each) for at in range(len(spec.figures))]
            return [self._before_after(spec, figure, place) for figure, place in zip(spec.figures, rooms, strict=True)]
        return [_KINDS[type(spec)](self, spec, room)]

    def _trend(self, spec: Trend, room: Room) -> Any:
        """The year's line over last year's and the target, its peak marked."""
        months, own = [f"{month} 月" for month in spec.months], f"{spec.year} 年"
        series: dict[str, Values] = {}
        if spec.previous and any(value is not None for value in spec.previous):
            series[f"{spec.year - 1} 年"] = [spec.previous[month - 1] for month in spec.months]
        if spec.target is not None:
            series["目标"] = (spec.target,) * len(spec.months)
        series[own] = values = [spec.values[month - 1] for month in spec.months]
        frame, chart = self._placed(XL_CHART_TYPE.LINE_MARKERS, months, series, room)
        for name, line in zip(series, chart.plots[0].series, strict=True):
            line.smooth = False
            line.format.line.width = Pt(2.5 if name == own else 1.5)
            set_colour(line.format.line, self.inks.year if name == own else self.inks.behind)
            line.marker.style = XL_MARKER_STYLE.CIRCLE if name == own else XL_MARKER_STYLE.NONE
            if name == own:
                line.marker.size = 5
                set_colour(line.marker.format.fill, self.inks.year)
                set_colour(line.marker.format.line, self.inks.year)
            if name == "目标":
                line.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        if spec.peak:
            at = spec.months.index(spec.peak)
            marker = chart.plots[0].series[-1].points[at].marker
            marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 11
            set_colour(marker.format.fill, self.inks.marked)
            set_colour(marker.format.line, self.inks.marked)
            value = values[at]
            assert value is not None
            wide = len(number(value)) * 0.6 * (self.text + 2) > 1.5 * room.width / _POINT / len(months)
            sides = {0: XL_LABEL_POSITION.RIGHT, len(months) - 1: XL_LABEL_POSITION.LEFT} if wide else {}
            label = self._label(chart, value, at, sides.get(at, XL_LABEL_POSITION.ABOVE), self.text + 2)
            label.font.bold = True
            set_colour(label.font, self.inks.marked)
        if len(series) > 1:
            chart.has_legend = True
            assert chart.legend
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        return _unbroken(frame)

    def _quarters(self, spec: Quarters, room: Room) -> Any:
        names = [QUARTERS[at - 1] for at in spec.shown]
        values = [spec.values[at - 1] for at in spec.shown]
        series = {f"季度值（{spec.unit}）" if spec.unit else "季度值": values}
        marked = {spec.shown.index(spec.best): self.inks.best} if spec.best else {}
        return self._bars(XL_CHART_TYPE.COLUMN_CLUSTERED, names, series, room, marked)

    def _counts(self, spec: Bars, room: Room) -> Any:
        """Bars by count; complaints stand out, what is summed up stands back."""
        rows = shown(spec)
        marked = {at: self.inks.marked for at, (_, kind, _, _) in enumerate(rows) if kind == "投诉"}
        if len(rows) < len(spec.rows):
            marked[len(rows) - 1] = self.inks.behind
        names, series = [name for name, *_ in rows], {"次数": [count for *_, count in rows]}
        return self._bars(XL_CHART_TYPE.BAR_CLUSTERED, names, series, room, marked)

    def _before_after(self, spec: BeforeAfter, figure: Change, room: Room) -> Any:
        """One figure, from before to after."""
        label, unit, *pair = figure
        name = f"{label}（{unit}）" if unit else label
        marked = {0: self.inks.behind}
        frame = self._bars(
            XL_CHART_TYPE.COLUMN_CLUSTERED, spec.ends, {name: pair}, room, marked, spec.most and spec.most * 1.1
        )
        frame.chart.has_title = True
        words = frame.chart.chart_title.text_frame
        words.text = name
        font = words.paragraphs[0].runs[0].font
        font.size, font.bold = Pt(self.text), True
        set_colour(font, self.inks.soft)
        return frame

    # --- what the charts have in common ---

    def _placed(
        self, kind: XL_CHART_TYPE, categories: Sequence[str], series: Mapping[str, Values], room: Room
    ) -> tuple[Any, Chart]:
        """A chart without a title, with quiet axes; its numbers are the page's."""
        numbers = [*series.values()][-1]
        data = CategoryChartData(number_format=_common(numbers))
        data.categories = categories
        for name, values in series.items():
            data.add_series(name, [None if value is None else float(decimal(value)) for value in values])
        frame = self.shapes.add_chart(kind, *room, data)
        chart: Chart = frame.chart
        chart.has_title = chart.has_legend = False
        chart.font.size = Pt(self.text)
        set_colour(chart.font, self.inks.soft)
        for axis in (chart.category_axis, chart.value_axis):
            axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
            axis.tick_label_position = XL_TICK_LABEL.LOW  # where values are below 0, too
            set_colour(axis.format.line, self.inks.hairline)
        chart.category_axis.has_major_gridlines = False
        set_colour(chart.value_axis.major_gridlines.format.line, self.inks.hairline)
        chart.value_axis.format.line.fill.background()
        large = any(abs(value) >= 1000 for values in series.values() for value in values if value is not None)
        chart.value_axis.tick_labels.number_format = _THOUSANDS if large else "General"
        chart.value_axis.tick_labels.number_format_is_linked = False
        return frame, chart

    def _bars(
        self, kind: XL_CHART_TYPE, categories: Sequence[str], series: Mapping[str, Values], room: Room,
        marked: Mapping[int, Colour], most: float | None = None,
    ) -> Any:  # fmt: skip
        """Bars or columns from zero, each with its value at its end in place of an axis; ``marked`` ones in an ink of
        their own."""
        frame, chart = self._placed(kind, categories, series, room)
        plot, axis = chart.plots[0], chart.value_axis
        axis.minimum_scale, axis.maximum_scale, axis.visible, axis.has_major_gridlines = 0, most, False, False
        plot.gap_width, plot.vary_by_categories = 60, False
        size = self.text
        if kind is XL_CHART_TYPE.BAR_CLUSTERED:
            chart.category_axis.reverse_order = True  # the first stands at the top
        else:
            widest = max((len(number(v)) for values in series.values() for v in values if v is not None), default=1)
            size = max(8, min(size, room.width / _POINT / max(1, len(categories)) / (0.6 * widest)))
        labels = plot.series[-1].data_labels  # not the plot's: a series with a label of its own shows no other of those
        labels.position, labels.show_value, labels.font.size = XL_LABEL_POSITION.OUTSIDE_END, True, Pt(round(size, 1))
        for each in plot.series:
            set_colour(each.format.fill, self.inks.year)
            for at, colour in marked.items():
                set_colour(each.points[at].format.fill, colour)
        numbers = [*series.values()][-1]
        for at, value in enumerate(numbers):
            if value is not None and not _is_shown_by(_common(numbers), value):
                self._label(chart, value, at, XL_LABEL_POSITION.OUTSIDE_END, size)
        return _unbroken(frame)

    def _label(self, chart: Chart, value: float, at: int, position: XL_LABEL_POSITION, size: float) -> Any:
        """The label of one point of the last series, with the decimals of its own number."""
        series = chart.plots[0].series[-1]
        label = series.points[at].data_label
        label.position = position
        label.font.size = Pt(round(size, 1))
        [index] = chart.element.xpath(f".//c:ser[last()]/c:dLbls/c:dLbl/c:idx[@val='{at}']")
        index.addnext(etree.Element(qn("c:numFmt"), formatCode=_pattern(value), sourceLinked="0"))
        return label


def _unbroken(frame: Any) -> Any:
    """The chart with numbers that no program breaks into two lines."""
    for properties in frame.chart.element.xpath(".//c:dLbls//a:bodyPr"):
        properties.set("wrap", "none")
    return frame


_KINDS: Mapping[type, Callable[[ChartWriter, Any, Room], Any]] = {
    Trend: ChartWriter._trend,
    Quarters: ChartWriter._quarters,
    Bars: ChartWriter._counts,
}
