"""Every sentence that is written of an agent's year by itself, by the name of its place: for tests to read."""

from __future__ import annotations

from chronicle.figures import sentences, service_methods, work_report
from chronicle.figures.agent_year import AgentYear, headline
from chronicle.figures.scorecard import scorecard
from chronicle.pictures import content
from chronicle.rendering.outline import exhibits_of

NBSP = "\u00a0"


def told(agent_year: AgentYear) -> dict[str, str]:
    """``trend-fcr.title``, ``summary``, ``report.1`` …: what stands there, in plain text with plain blanks."""
    found = {"summary": sentences.plain(sentences.summary(agent_year))}
    for measure, figure in headline(agent_year):
        change = f"，{sentences.changed(measure.change, measure.metric)}" if measure.change else ""
        found[f"headline.{measure.key}"] = f"{measure.metric.label} {sentences.figure_text(figure)}{change}"
    for name, exhibit in exhibits_of(agent_year).items():
        found[f"{name}.title"], found[f"{name}.subtitle"] = exhibit.title, exhibit.subtitle
        found[f"{name}.caption"] = sentences.plain(exhibit.caption) + exhibit.legend
        rows = (exhibit.table.head, *exhibit.table.rows)
        found[f"{name}.table"] = "\n".join([*map(" | ".join, rows), exhibit.table.note])
    for at, (_, line) in enumerate(work_report.achievements(agent_year), 1):
        found[f"report.{at}"] = sentences.plain(line)
    found |= {f"grown.{at}": line for at, line in enumerate(work_report.grown(agent_year), 1)}
    if stories := service_methods.with_curve(agent_year.stories):
        found["moments"] = service_methods.moments_line(stories)
        for at, story in enumerate(stories, 1):
            found[f"moments.{at}"] = "；".join(
                f"{name}：{words}" for name, words in sentences.moments(story.case.journey)
            )
    if loops := service_methods.loops(agent_year):
        found["double-loop"] = service_methods.loops_line(len(loops), len(agent_year.stories))
    for at, (quote, story) in enumerate(service_methods.quoted(agent_year), 1):
        found[f"quotes.{at}"] = f"{quote}——{story.case.title}" if story else quote
    for key, figure in agent_year.annual.figures.items():
        found[f"sources.{key}"] = f"{figure.label} {sentences.figure_text(figure)}（{figure.formula}）"
    if score := scorecard(agent_year):
        found["scorecard"] = "\n".join(" | ".join(cell.text for cell in row) for row in score.rows)
    card = content.card(agent_year)
    found["card"] = f"{card.label} {card.number} {card.unit} {card.curve.note}".strip()
    return {name: text.replace(NBSP, " ") for name, text in found.items()}
