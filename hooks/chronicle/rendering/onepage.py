"""An agent's year on one sheet of A4: what an appraiser reads, complete, each part no longer than its place."""

from __future__ import annotations

from posixpath import relpath

from ..figures import sentences, service_methods, work_report
from ..figures.agent_year import headline, telling, tenure
from ..figures.scorecard import scorecard
from .blocks import Blocks, environment
from .outline import excerpt, kicker

#: The folder of the sheet below the chronicle's.
FOLDER = "onepage"
#: How many metrics, lines of the 工作纪实 and goals the sheet has room for; the stylesheet cuts what is too long.
_METRICS, _LINES, _GOALS = 6, 3, 5


def page(blocks: Blocks) -> bytes:
    """The sheet as a page of its own, without a script."""
    year = blocks.agent_year
    first = {measure.key for measure, _ in headline(year)}
    card = scorecard(year)
    rows = dict(zip(card.keys, card.rows, strict=True)) if card else {}
    scored = [row for key, row in rows.items() if year.measure(key)]
    others = [measure for key, measure in year.annual.measures.items() if key not in first | rows.keys()]
    more = max(0, len(scored) - _METRICS) + max(0, len(others) - (0 if scored else _METRICS))
    story = service_methods.lead_story(year.stories)
    chart = next((f"trend-{measure.key}" for measure in telling(year)), "trend-contacts")
    goals = [(track, goal) for track, goals in work_report.tracks(year) for goal in goals]
    at = f"{year.uri}/{FOLDER}"
    html = (
        environment()
        .get_template("onepage.html")
        .render(
            agent_year=year,
            record=year.record,
            whose=tenure(year),
            headline=headline(year),
            scored=[dict(zip(card.heads, row, strict=True)) for row in scored[:_METRICS]] if card else [],
            others=[year.annual.figures[measure.total_key] for measure in others[:_METRICS]],
            more=more,
            summary=sentences.summary(year),
            exhibit=blocks.exhibits.get(chart),
            drawing=blocks.drawings[chart][0] if chart in blocks.exhibits else "",
            lines=work_report.achievements(year)[:_LINES],
            mend=year.record.improve[:1],
            story=story,
            kicker=kicker(story) if story else "",
            excerpt=excerpt(year, story, 120) if story else "",
            goals=goals[:_GOALS],
            assets=relpath("assets", at),
        )
    )
    return html.encode()
