"""What an agent gave the knowledge base: a score, and the three ticks of the feedback form."""

from dataclasses import dataclass

from ..figures.formatting import amount, number
from .canvas import Sheet
from .sizes import Form
from .text_metrics import widest, width


@dataclass(frozen=True)
class Ticks:
    """The score where there is one, and each tick (答案错误, 场景缺失, 表述模糊) with its count."""

    score: float | None
    rows: tuple[tuple[str, int], ...]


_PITCH, _THICK, _SIZE = 30.0, 13.0, 2.6
_NAME = "知识贡献分"


def draw(spec: Ticks, form: Form) -> Sheet:
    """The score in large type, beside it (on a phone below it) a bar for each tick."""
    sheet = Sheet(form)
    left = top = 0.0
    if spec.score is not None:
        size = form.text * _SIZE
        right = sheet.words(number(spec.score), 0, size, "strong", size=size).right
        if form.wide:
            sheet.words(_NAME, 0, size + form.leading * 1.2, "soft")
            left = max(right, width(_NAME, form.text)) + 56
        else:
            sheet.words(_NAME, right + 10, size, "soft")
            top = size + form.leading
    names = widest((name for name, _ in spec.rows), form.text) + 14
    ends = widest((amount(count, "条") for _, count in spec.rows), form.text, bold=True) + 8
    most = max(count for _, count in spec.rows)
    room = form.width - left - names - ends
    for i, (name, count) in enumerate(spec.rows):
        y = top + (i + 0.5) * _PITCH
        end = left + names + room * count / most
        sheet.words(name, left, y + form.text * 0.36)
        sheet.bar(left + names, y - _THICK / 2, end, y + _THICK / 2, "series")
        sheet.words(amount(count, "条"), end + 8, y + form.text * 0.36, "accent" if count == most else "soft")
    return sheet.cut(max(top + len(spec.rows) * _PITCH, form.text * (_SIZE + 2)))
