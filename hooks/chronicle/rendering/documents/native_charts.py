"""The spec of a chart -> a native chart of PowerPoint with its data in it, to be edited there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from ...charts.bars import Bars, shown
from ...charts.before_after import BeforeAfter, Change
from ...charts.quarters import Quarters
from ...charts.trend import Trend
from ...figures.formatting import QUARTERS, decimal, number
from ..blocks import render
from .inks import Colour, Inks
from .packing import CONTROL
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


class _Series(NamedTuple):
    """One line, or the bars; the year's own stands last."""

    name: str
    values: Values
    ink: Colour
    dashed: bool = False


class _Drawing(CategoryChartData):  # type: ignore[misc] # the library's types are not read
    """The numbers of a chart, which the library puts into a workbook, and our own drawing of them."""

    def __init__(self, number_format: str, drawing: str) -> None:
        super().__init__(number_format)
        self._drawing = drawing

    def xml_bytes(self, chart_type: object) -> bytes:
        """The part of the file that draws the chart."""
        return self._drawing.encode()


def hundredths(points: float) -> int:
    """A size of type, of a tenth of a point, as the format counts it."""
    return int(Pt(round(points, 1)).centipoints)


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
        months, values = [f"{month} 月" for month in spec.months], [spec.values[month - 1] for month in spec.months]
        series = []
        if spec.previous and any(value is not None for value in spec.previous):
            previous = [spec.previous[month - 1] for month in spec.months]
            series.append(_Series(f"{spec.year - 1} 年", previous, self.inks.behind))
        if spec.target is not None:
            series.append(_Series("目标", (spec.target,) * len(months), self.inks.behind, dashed=True))
        series.append(_Series(f"{spec.year} 年", values, self.inks.year))
        marked, labels = {}, {}
        if spec.peak:
            at = spec.months.index(spec.peak)
            value = values[at]
            assert value is not None
            wide = len(number(value)) * 0.6 * (self.text + 2) > 1.5 * room.width / _POINT / len(months)
            sides = {0: "r", len(months) - 1: "l"} if wide else {}
            marked, labels = {at: self.inks.marked}, {at: (_pattern(value), sides.get(at, "t"))}
        return self._placed(XL_CHART_TYPE.LINE_MARKERS, months, series, room, marked, labels, self.text + 2)

    def _quarters(self, spec: Quarters, room: Room) -> Any:
        names = [QUARTERS[at - 1] for at in spec.shown]
        name = f"季度值（{spec.unit}）" if spec.unit else "季度值"
        marked = {spec.shown.index(spec.best): self.inks.best} if spec.best else {}
        values = [spec.values[at - 1] for at in spec.shown]
        return self._bars(XL_CHART_TYPE.COLUMN_CLUSTERED, names, name, values, room, marked)

    def _counts(self, spec: Bars, room: Room) -> Any:
        """Bars by count, the first at the top; complaints stand out, what is summed up stands back."""
        rows = shown(spec)
        marked = {at: self.inks.marked for at, (_, kind, _, _) in enumerate(rows) if kind == "投诉"}
        if len(rows) < len(spec.rows):
            marked[len(rows) - 1] = self.inks.behind
        names, counts = [name for name, *_ in rows], [count for *_, count in rows]
        return self._bars(XL_CHART_TYPE.BAR_CLUSTERED, names, "次数", counts, room, marked)

    def _before_after(self, spec: BeforeAfter, figure: Change, room: Room) -> Any:
        """One figure, from before to after."""
        label, unit, *pair = figure
        name, marked = f"{label}（{unit}）" if unit else label, {0: self.inks.behind}
        most = spec.most and spec.most * 1.1
        return self._bars(XL_CHART_TYPE.COLUMN_CLUSTERED, spec.ends, name, pair, room, marked, title=name, most=most)

    def _bars(
        self, kind: XL_CHART_TYPE, categories: Sequence[str], name: str, values: Values, room: Room,
        marked: Mapping[int, Colour], **look: object,
    ) -> Any:  # fmt: skip
        """Bars or columns from zero, each with its value at its end in place of an axis; ``marked`` ones in an ink of
        their own."""
        size, common = self.text, _common(values)
        if kind is XL_CHART_TYPE.COLUMN_CLUSTERED:
            widest = max((len(number(value)) for value in values if value is not None), default=1)
            size = max(8, min(size, room.width / _POINT / max(1, len(categories)) / (0.6 * widest)))
        labels = {
            at: (_pattern(value), "outEnd")
            for at, value in enumerate(values)
            if value is not None and not _is_shown_by(common, value)
        }
        series = [_Series(name, values, self.inks.year)]
        return self._placed(kind, categories, series, room, marked, labels, size, **look)

    def _placed(
        self, kind: XL_CHART_TYPE, categories: Sequence[str], series: Sequence[_Series], room: Room,
        marked: Mapping[int, Colour], labels: Mapping[int, tuple[str, str]], size: float,
        title: str = "", most: object = None,
    ) -> Any:  # fmt: skip
        """A chart with quiet axes; its numbers are the page's.

        ``labels`` of points of the last series have the decimals of their own number, and stand where they say; words
        of labels are ``size`` points high.
        """
        form = _common(series[-1].values)
        values = [[None if value is None else float(decimal(value)) for value in each.values] for each in series]
        large = any(abs(value) >= 1000 for each in values for value in each if value is not None)
        drawing = render(
            "office/chart.xml",
            lines=kind is XL_CHART_TYPE.LINE_MARKERS,
            lying=kind is XL_CHART_TYPE.BAR_CLUSTERED,
            categories=categories,
            series=[each._replace(values=numbers) for each, numbers in zip(series, values, strict=True)],
            form=form,
            axis=_THOUSANDS if large else "General",
            marked=marked,
            labels=labels,
            text=hundredths(self.text),
            size=hundredths(size),
            inks=self.inks,
            title=title,
            most=most,
        )
        data = _Drawing(form, CONTROL.sub("", drawing))
        data.categories = categories
        for each, numbers in zip(series, values, strict=True):
            data.add_series(each.name, numbers)
        return self.shapes.add_chart(kind, *room, data)


_KINDS: Mapping[type, Callable[[ChartWriter, Any, Room], Any]] = {
    Trend: ChartWriter._trend,
    Quarters: ChartWriter._quarters,
    Bars: ChartWriter._counts,
}
