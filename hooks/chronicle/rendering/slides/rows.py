"""The sections of an agent's year that are lists, as rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from ...figures import sentences, service_methods, work_report
from ...figures.agent_year import AgentYear
from ...figures.formatting import amount, date_in_words
from ...figures.scorecard import last_year, scorecard
from ...figures.sentences import Parts
from ...records.model import CHOICES

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


def _knowledge(agent_year: AgentYear) -> list[Row]:
    known = agent_year.record.knowledge
    assert known  # a section without data has no slide
    rows = [Row("、".join(known.claimed), lead="认领的知识")] if known.claimed else []
    if known.score is not None:
        rows.append(Row(amount(known.score, "分"), lead="知识贡献分"))
    if known.feedback:
        counts = (f"{name} {amount(count, '条')}" for name, count in known.feedback.counts.items())
        rows.append(Row("，".join(counts), lead="知识反馈"))
    for point in known.points:
        scenes, asks = "、".join(point.scenes), "".join(f"「{ask}」" for ask in point.asks)
        rows.append(Row(point.rule, _note(("用在：", scenes), ("会这样问：", asks)), point.title))
    return rows


def _signals(agent_year: AgentYear) -> list[Row]:
    followed = [
        Row(
            f"「{word}」",
            "" if signal.kept is None else f"留住 {amount(signal.kept, '位')}",
            f"跟进 {amount(signal.count, '次')}",
            "quote",
        )
        for word, signal in work_report.followed_signals(agent_year)
    ]
    heard = [
        Row(f"「{word}」", lead=f"听到 {amount(count, '次')}", kind="quote")
        for word, count in work_report.log_signals(agent_year)
    ]
    return followed + heard


def _scorecard(agent_year: AgentYear) -> list[Row]:
    card = scorecard(agent_year)
    assert card  # a section without data has no slide
    rows = []
    for label, *cells in card.rows:
        said = {head: cell.text for head, cell in zip(card.heads[1:], cells, strict=True) if cell.text != "—"}
        parts = [f"{head} {said[head]}" for head in ("目标", "实际") if head in said]
        text = "，".join(filter(None, (*parts, said.get("达成")))) or "没有数据"
        rows.append(Row(text, _note(("权重 ", said.get("权重")), ("", said.get("同比"))), label.text))
    return rows


def _last_year(agent_year: AgentYear) -> list[Row]:
    rows = []
    for item in chain.from_iterable((last_year(agent_year) or {}).values()):
        target, reached, gap = (cell.text for cell in item.cells) if item.cells else ("", "", "")
        figures = f"{target}，{agent_year.span.this} {reached}" if item.cells else ""
        rows.append(Row(item.text, _note(("", figures), ("", item.note)), item.outcome or gap))
    return rows


#: The rows of each section that is a list.
LISTS: Mapping[str, Callable[[AgentYear], list[Row]]] = {
    "signals": _signals,
    "suggestions": lambda year: [
        Row(item.title + (f"（交给{item.to}）" if item.to else ""), item.effect or "", CHOICES[item.status])
        for item in work_report.plain_suggestions(year)
    ],
    "moments": lambda year: [
        Row(story.case.title, _note(*((f"{name}：", words) for name, words in sentences.moments(story.case.journey))))
        for story in service_methods.with_curve(year.stories)
    ],
    "double-loop": lambda year: [
        Row(
            story.case.root_cause or "",
            _note(("", story.case.title), *((f"{name}：", text) for name, text in outcome)),
        )
        for story, outcome in service_methods.loops(year)
    ],
    "calmed": lambda year: [
        Row(service_methods.WAYS[need], "、".join(f"《{story.case.title}》" for story in stories), need)
        for need, stories in service_methods.calmed(year.stories)
    ],
    "quotes": lambda year: [Row(f"「{quote.text}」", kind="quote") for quote in year.record.quotes],
    "translations": lambda year: [
        Row(f"「{item.heard}」——{item.meant}", f"我答：「{item.reply}」" if item.reply else "", kind="quote")
        for item in year.record.translations
    ],
    "journal": lambda year: [
        Row(entry.note, lead=f"{entry.date.month} 月 {entry.date.day} 日")
        for entry in sorted(year.record.journal, key=lambda entry: entry.date)
    ],
    "phrasing": lambda year: [
        Row(f"「{item.say}」", _note(("从前说", f"「{item.instead_of}」"), ("", item.why)), kind="quote")
        for item in year.record.phrasing
    ],
    "crystals": lambda year: [
        Row(
            item.rule,
            _note(("用在", "、".join(item.scenes)), ("怎么说：", "".join(f"「{said}」" for said in item.phrasings))),
            item.title,
        )
        for item in year.record.crystals
    ],
    "knowledge": _knowledge,
    "value": lambda year: [
        Row(f"{item.feature}，替您解决「{item.problem}」", _note(("省下：", item.saves), ("带来：", item.brings)))
        for item in year.record.value
    ],
    "foresight": lambda year: [
        Row(item.signal, _note(("提前做：", item.action), ("预计：", item.expected))) for item in year.record.foresight
    ],
    "pathway": lambda year: [
        Row(text if isinstance(text, str) else "、".join(text), lead=lead)
        for lead, name in (("现在", "stage"), ("下一步", "next"), ("已有的拼图", "has"), ("要补的拼图", "adds"))
        if (text := getattr(year.record.pathway, name))
    ],
    "scorecard": _scorecard,
    "last-year": _last_year,
    "plan": lambda year: [
        Row(
            goal.goal,
            _note(("", goal.by and f"{date_in_words(goal.by)}之前"), ("做到的标志：", goal.measure)),
            track,
        )
        for track, goals in work_report.tracks(year)
        for goal in goals
    ],
    "sources": lambda year: [
        Row(sentences.figure_text(figure), f"{figure.formula}（{figure.source}）", figure.label)
        for figure in year.annual.figures.values()
        if not figure.month
    ],
}
