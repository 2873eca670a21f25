"""An agent's year on one sheet of A4: what an appraiser reads, complete, each part no longer than its place."""

from __future__ import annotations

from posixpath import relpath

from ..figures.agent_year import headline, telling
from ..figures.scorecard import scorecard
from .blocks import Blocks, render
from .placeholders import fill_drawings

#: The folder of the sheet below the chronicle's.
FOLDER = "onepage"
#: How many metrics the sheet has room for; the template takes as much of all else as fits.
_METRICS = 6


def page(blocks: Blocks) -> bytes:
    """The sheet as a page of its own, without a script."""
    year = blocks.agent_year
    first = {measure.key for measure, _ in headline(year)}
    card = scorecard(year)
    rows = dict(zip(card.keys, card.rows, strict=True)) if card else {}
    scored = [row for key, row in rows.items() if year.measure(key)]
    others = [measure for key, measure in year.annual.measures.items() if key not in first | rows.keys()]
    more = max(0, len(scored) - _METRICS) + max(0, len(others) - (0 if scored else _METRICS))
    chart = next((f"trend-{measure.key}" for measure in telling(year)), "trend-contacts")
    html = render(
        "onepage.html",
        agent_year=year,
        record=year.record,
        scored=[dict(zip(card.heads, row, strict=True)) for row in scored[:_METRICS]] if card else [],
        others=[year.annual.figures[measure.total_key] for measure in others[:_METRICS]],
        more=more,
        exhibit=blocks.exhibits.get(chart),
        assets=relpath("assets", f"{year.uri}/{FOLDER}"),
    )
    return fill_drawings(html, blocks.svgs).encode()
