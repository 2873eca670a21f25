"""What the sections say that is worked out of the data: a template only sets it."""

from __future__ import annotations

from collections.abc import Mapping

from ..records.model import Goal, Suggestion
from . import sentences
from .agent_year import AgentYear
from .annual import Figure
from .formatting import amount, listed, number
from .sentences import Parts


def results(agent_year: AgentYear) -> bool:
    """Whether there is anything to put on record: the three parts of the 工作纪实."""
    return bool(achievements(agent_year) or agent_year.record.growth or agent_year.record.improve)


def achievements(agent_year: AgentYear) -> list[Parts]:
    """Part one of the 工作纪实, with its dry humour; every line is worked out of the data."""
    figures = agent_year.annual.figures
    lines: list[Parts | None] = [
        _line(figures, "累计完成情绪疏导 ", "contacts.total", "（此项贡献尚未开通财务核算通道）。", "例"),
        _spoken(agent_year),
        _officer(figures),
        _assistant(agent_year),
        _tasks(agent_year),
        _heard(agent_year),
    ]
    return [line for line in lines if line]


def _line(figures: Mapping[str, Figure], before: str, key: str, after: str, unit: str = "") -> Parts | None:
    found = figures.get(key)
    if found is None:
        return None
    shown = Figure(found.key, found.label, found.value, unit or found.unit, found.decimals, found.source, found.formula)
    return (before, shown, after)


def _spoken(agent_year: AgentYear) -> Parts | None:
    figure = agent_year.annual.figures.get("characters.total")
    if figure is None:
        return None
    beside = sentences.beside(agent_year, figure.value)
    return ("以平稳的声调说出约 ", figure, f"，{beside}，稿费未结。")


def _officer(figures: Mapping[str, Figure]) -> Parts | None:
    submitted, adopted = figures.get("suggestions.submitted"), figures.get("suggestions.adopted")
    if submitted is None:
        return ("兼任民间产品体验官，建议被采纳 ", adopted, "。") if adopted else None
    if adopted is None:
        return ("兼任民间产品体验官，提交建议 ", submitted, "。")
    waiting = int(submitted.value - adopted.value)
    rest = "，无一落空。" if submitted.value else "。"
    if waiting > 0:
        rest = f"；其余 {amount(waiting, '条')}，仍在流程里学习等待。"
    return ("兼任民间产品体验官，提交建议 ", submitted, "，被采纳 ", adopted, rest)


def _assistant(agent_year: AgentYear) -> Parts | None:
    figure = agent_year.annual.figures.get("assist_hours")
    if figure is None:
        return None
    days = figure.value / 8
    folded = f"，按八小时折算约 {amount(days, '个工作日', 0)}" if days >= 2 else ""
    return ("提供远程生活助手服务 ", figure, f"{folded}，帮人越过屏幕那道坎。")


def _tasks(agent_year: AgentYear) -> Parts | None:
    titles = [f"「{each.title}」" for each in agent_year.record.campaigns]
    return (f"参加专项任务 {amount(len(titles), '次')}：{listed(titles)}，全员归队。",) if titles else None


def _heard(agent_year: AgentYear) -> Parts | None:
    stories = len(agent_year.stories)
    return (f"记住 {amount(stories, '个人')}的故事，已归档于本纪实，不计工时。",) if stories else None


def grown(agent_year: AgentYear) -> list[str]:
    """Part two of the 工作纪实: every skill that grew."""
    return [
        f"{each.skill}：{number(each.before)} 级 → {number(each.after)} 级"
        + (f"，{each.note}" if each.note else "")
        + "。"
        for each in agent_year.record.growth
    ]


def tracks(agent_year: AgentYear) -> list[tuple[str, list[Goal]]]:
    """The plan's goals by track, in the order of the tracks."""
    names = ("能力提升", "经验传承", "流程优化")
    grouped = ((track, [goal for goal in agent_year.record.plan if goal.track == track]) for track in names)
    return [(track, goals) for track, goals in grouped if goals]


def plain_suggestions(agent_year: AgentYear) -> list[Suggestion]:
    """Suggestions that are not already in the picture of voices."""
    items = agent_year.record.suggestions.items if agent_year.record.suggestions else ()
    return [item for item in items if not (item.voice or item.node)]


def log_signals(agent_year: AgentYear) -> list[tuple[str, int]]:
    """Words of people about to leave, counted in the call log: the most frequent first."""
    signals = agent_year.log.signals if agent_year.log else {}
    return sorted(((word, sum(counts)) for word, counts in signals.items() if sum(counts)), key=lambda p: (-p[1], p[0]))
