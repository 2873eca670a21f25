"""The rows of a slide that is a list, and the sections that a talk shows so."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from ...figures import sentences, work_report
from ...figures.agent_year import AgentYear
from ...figures.formatting import date_in_words
from ...figures.scorecard import last_year, scorecard
from ...figures.sentences import Parts
from ..exhibits.agent import energies

#: Longer text is split at the end of a sentence: more than this nobody reads off a wall.
_LONGEST = 150
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;\n]*[”’」』）)]*|[。！？；!?;\n]+")


@dataclass(frozen=True)
class Row:
    """A line of a list: ``lead`` names or dates it, ``note`` stands beneath in smaller type.

    ``kind`` is how it is set: ``quote``, ``rule``, or as a plain line.
    """

    text: str | Parts
    note: str = ""
    lead: str = ""
    kind: str = ""

    @property
    def words(self) -> str:
        """The text with its figures written out."""
        return self.text if isinstance(self.text, str) else sentences.plain(self.text)

    def split(self) -> list[Row]:
        """The row, or where its text or note is too long for a slide, several rows of whole sentences."""
        is_plain = isinstance(self.text, str) or all(isinstance(part, str) for part in self.text)
        texts = split_text(self.words) if is_plain else [self.text]
        notes = split_text(self.note)
        last = replace(self, text=texts[-1] if texts else "", note=notes[0] if notes else "")
        before = [replace(self, text=text, note="") for text in texts[:-1]]
        return [*before, last, *(replace(self, text="", note=note) for note in notes[1:])]


def split_text(text: str, longest: int = _LONGEST) -> list[str]:
    """A long text in pieces of whole sentences, ``longest`` characters at most; a longer sentence is cut."""
    pieces = [""]
    for sentence in _SENTENCE.findall(text):
        for start in range(0, len(sentence), longest):
            part = sentence[start : start + longest]
            if len(pieces[-1]) + len(part) > longest:
                pieces.append("")
            pieces[-1] += part
    return [piece.strip().lstrip("、，；") for piece in pieces if piece.strip(" 、，；")]


def _note(*statements: tuple[str, str | None]) -> str:
    """Statements as one line, each after its label; those without a text are left out."""
    return "；".join(f"{label}{text}" for label, text in statements if text)


def _scorecard(agent_year: AgentYear) -> list[Row]:
    card = scorecard(agent_year)
    assert card  # a section without data has no slide
    rows = []
    for label, *cells in card.rows:
        said = {head: cell.text for head, cell in zip(card.heads[1:], cells, strict=True) if cell.text != "—"}
        parts = [f"{head} {said[head]}" for head in ("目标", "实际") if head in said]
        parts.append(said.get("达成", "") if "实际" in said else "没有数据")
        rows.append(
            Row("，".join(filter(None, parts)), _note(("权重 ", said.get("权重")), ("", said.get("同比"))), label.text)
        )
    return rows


def _last_year(agent_year: AgentYear) -> list[Row]:
    rows = []
    for item in chain.from_iterable((last_year(agent_year) or {}).values()):
        texts = [cell.text for cell in item.cells]
        blank = " " if texts and item.cells[1].figure else ""
        figures = f"{texts[0]}，{agent_year.span.this}{blank}{texts[1]}" if texts else ""
        rows.append(Row(item.text, _note(("", figures), ("", item.note)), item.outcome or "".join(texts[2:])))
    return rows


#: The rows of the sections that are more than the lines of their block.
LISTS: Mapping[str, Callable[[AgentYear], list[Row]]] = {
    "energy": lambda year: [Row("、".join(items), lead=name) for _, name, items in energies(year)],
    "crystals": lambda year: [
        Row(
            item.rule,
            _note(("用在", "、".join(item.scenes)), ("怎么说：", "".join(f"「{said}」" for said in item.phrasings))),
            item.title,
        )
        for item in year.record.crystals
    ],
    "scorecard": _scorecard,
    "last-year": _last_year,
    "plan": lambda year: [
        Row(
            goal.goal,
            _note(
                ("", goal.by and f"{date_in_words(goal.by)}之前"),
                ("", work_report.aim(year, goal)),
                ("做到的标志：", goal.measure),
            ),
            track,
        )
        for track, goals in work_report.tracks(year)
        for goal in goals
    ],
}
