"""What the sections say that is worked out of the data: a template only sets it."""

from __future__ import annotations

from dataclasses import replace

from ..records.model import Goal, Signal, Suggestion
from . import sentences
from .agent_year import AgentYear
from .channels import HOTLINE
from .formatting import amount, listed, number, shown
from .sentences import Parts


def results(agent_year: AgentYear) -> bool:
    """Whether there is anything to put on record: the three parts of the 工作纪实."""
    return bool(achievements(agent_year) or grown(agent_year) or agent_year.record.improve)


def achievements(agent_year: AgentYear) -> list[Parts]:
    """Part one of the 工作纪实, with its dry humour: lines that are worked out of the data, then the agent's own."""
    figures, record = agent_year.annual.figures, agent_year.record
    lines: list[Parts] = []
    channel = agent_year.channel
    if contacts := figures.get("contacts.total"):
        done = f"累计{channel.verb}{channel.noun} "
        if channel is HOTLINE:
            done, contacts = "累计完成情绪疏导 ", replace(contacts, unit="例")
        lines.append((done, contacts, "（此项贡献尚未开通财务核算通道）。"))
    if spoken := figures.get("characters.total"):
        scope, beside = sentences.spoken_scope(agent_year), sentences.beside(agent_year, spoken.value)
        lines.append((f"{scope}以平稳的声调说出约 ", spoken, f"{beside}，稿费未结。"))
    lines += _officer(agent_year)
    if hours := figures.get("assist_hours"):
        days = hours.value / 8
        folded = f"，按八小时折算约 {amount(shown(days, 0), '个工作日')}" if days >= 2 else ""
        lines.append(("提供远程生活助手服务 ", hours, f"{folded}，帮人越过屏幕那道坎。"))
    if titles := [f"「{campaign.title}」" for campaign in record.campaigns]:
        lines.append((f"参加专项任务 {amount(len(titles), '次')}：{listed(titles)}。",))
    if agent_year.stories:
        lines.append((f"记下 {amount(len(agent_year.stories), '则')}故事，已归档于本纪实，不计工时。",))
    lines += [(line,) for line in record.results]
    return lines


def _officer(agent_year: AgentYear) -> list[Parts]:
    """The line of suggestions: handed in, taken up, and of the rest what is known: declined, or still on its way."""
    figures, told = agent_year.annual.figures, agent_year.record.suggestions
    submitted, adopted = figures.get("suggestions.submitted"), figures.get("suggestions.adopted")
    if submitted is None:
        return [("兼任民间产品体验官，建议被采纳 ", adopted, "。")] if adopted else []
    if adopted is None:
        return [("兼任民间产品体验官，提交建议 ", submitted, "。")]
    if submitted.value <= adopted.value:
        return [
            (
                "兼任民间产品体验官，提交建议 ",
                submitted,
                "，被采纳 ",
                adopted,
                "，无一落空。" if submitted.value else "。",
            )
        ]
    statuses = [item.status for item in told.items] if told else []
    declined, waiting = statuses.count("declined"), statuses.count("submitted") + statuses.count("accepted")
    rest = ""
    if adopted.value + declined + waiting == submitted.value:  # else what became of some is not written
        rest = f"，未采纳 {amount(declined, '条')}" if declined else ""
        rest += f"；{amount(waiting, '条')}仍在流程里学习等待" if waiting else ""
    return [("兼任民间产品体验官，提交建议 ", submitted, "，被采纳 ", adopted, f"{rest}。")]


def grown(agent_year: AgentYear) -> list[str]:
    """Part two of the 工作纪实: every skill that grew."""
    return [
        f"{skill.skill}：{number(skill.before)} 级 → {number(skill.after)} 级"
        + (f"，{skill.note}。" if skill.note else "。")
        for skill in agent_year.record.growth
        if skill.after > skill.before
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


def followed_signals(agent_year: AgentYear) -> list[tuple[str, Signal]]:
    """Words of people about to leave that were followed up: the most frequent first."""
    return sorted(agent_year.record.signals.items(), key=lambda pair: (-pair[1].count, pair[0]))


def log_signals(agent_year: AgentYear) -> list[tuple[str, int]]:
    """Words of people about to leave, counted in the call log: the most frequent first."""
    signals = agent_year.log.signals if agent_year.log else {}
    return sorted(((word, sum(counts)) for word, counts in signals.items() if sum(counts)), key=lambda p: (-p[1], p[0]))
