"""Skills before and after, 1 to 5."""

from dataclasses import dataclass

from ..figures.formatting import number
from .canvas import NAN, Sheet
from .sizes import Form
from .text_metrics import widest


@dataclass(frozen=True)
class GrowthChart:
    """Skills in the writer's order: name, level before, level after."""

    rows: tuple[tuple[str, float, float], ...]
    ends: tuple[str, str] = ("年初", "年末")  #: what before and after are called


def draw(spec: GrowthChart, form: Form) -> Sheet:
    """For each skill a way from before to after on one scale of five levels."""
    sheet = Sheet(form)
    names = min(widest((name for name, _, _ in spec.rows), form.text), 300) if form.wide else 0
    ends = widest((_ends(before, after) for _, before, after in spec.rows), form.text)
    left, right = (names + 24, form.width - ends - 24) if form.wide else (12.0, form.width - ends - 20)
    pitch, top = 34.0 if form.wide else 48.0, form.text * 1.9
    bottom = top + len(spec.rows) * pitch
    levels = [left + step / 4 * (right - left) for step in range(5)]
    sheet.line([p for x in levels for p in ((x, top), (x, bottom), (NAN, NAN))], "hair")
    for level, x in enumerate(levels, 1):
        sheet.words(f"{level} 级" if level == 1 else str(level), x, form.text, "soft", "middle")
    for i, (name, before, after) in enumerate(spec.rows):
        y = top + (i + 0.5) * pitch if form.wide else top + i * pitch + 36
        sheet.paragraph(name, 0, y + form.text * 0.36 if form.wide else y - 15, names or form.width, 1)
        start, end = (left + (level - 1) / 4 * (right - left) for level in (before, after))
        if before != after:
            sheet.line(((start, y), (end, y)), "way")
            sheet.dots(((start, y),), "pale", 5.5, ring=True)
        sheet.dots(((end, y),), "series", 6.5)
        sheet.words(_ends(before, after), form.width, y + form.text * 0.36, "soft", "end")
    return sheet.cut(bottom + 4)


def _ends(before: float, after: float) -> str:
    return f"{number(before)} → {number(after)}" if before != after else number(after)
