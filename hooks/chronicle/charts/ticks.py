"""What an agent gave the knowledge base: a score, and the three ticks of the feedback form."""

from __future__ import annotations

from dataclasses import dataclass

from ..figures.formatting import amount, number
from .canvas import Sheet
from .sizes import Form
from .text_metrics import width


@dataclass(frozen=True)
class Ticks:
    """The score where there is one, and each tick (答案错误, 场景缺失, 表述模糊) with its count."""

    score: float | None
    rows: tuple[tuple[str, int], ...]


_PITCH, _THICK, _SIZE = 30.0, 13.0, 2.6


def draw(spec: Ticks, form: Form, label: str) -> str:
    """The score in large type, beside it (on a phone below it) a bar for each tick."""
    sheet = Sheet(form)
    left, top = _score(sheet, spec.score)
    names = max(width(name, form.text) for name, _ in spec.rows) + 14
    ends = max(width(amount(count, "条"), form.text, bold=True) for _, count in spec.rows) + 8
    most = max(count for _, count in spec.rows)
    room = form.width - left - names - ends
    for i, (name, count) in enumerate(spec.rows):
        y = top + (i + 0.5) * _PITCH
        end = left + names + room * count / most
        sheet.words(name, left, y + form.text * 0.36)
        sheet.bar(left + names, y - _THICK / 2, end, y + _THICK / 2, "series")
        sheet.words(amount(count, "条"), end + 8, y + form.text * 0.36, "accent" if count == most else "soft")
    return sheet.svg(label, max(top + len(spec.rows) * _PITCH, form.text * (_SIZE + 2)))


def _score(sheet: Sheet, score: float | None) -> tuple[float, float]:
    """The score with its name below; returns where the bars begin."""
    if score is None:
        return 0.0, 0.0
    form, size = sheet.form, sheet.form.text * _SIZE
    right = sheet.words(number(score), 0, size, "strong", size=size).right
    if form.wide:
        sheet.words("知识贡献分", 0, size + form.leading * 1.2, "soft")
        return max(right, width("知识贡献分", form.text)) + 56, 0.0
    sheet.words("知识贡献分", right + 10, size, "soft")
    return 0.0, size + form.leading
