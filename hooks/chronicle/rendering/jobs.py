"""What is drawn for a year: charts for its pages, and the pictures that leave the site."""

from __future__ import annotations

from collections.abc import Mapping

from ..charts.drawings import Job, chart_job, picture_job
from ..charts.sizes import SPARK
from ..charts.sparkline import MoodSparkline, SmallTrend, Sparkline
from ..figures.agent_year import AgentYear
from ..figures.sentences import marked
from ..pictures import content
from .exhibits import Exhibit
from .exhibits.metrics import widest
from .outline import full_metrics


def chart_jobs(agent_year: AgentYear, exhibits: Mapping[str, Exhibit]) -> dict[str, Job]:
    """What is drawn for a year's pages, by NAME; a story's small curve by ``spark/SLUG``, a metric's small line by
    ``spark/trend-METRIC``."""
    jobs = {name: exhibit.job for name, exhibit in exhibits.items()}
    for story in agent_year.stories:
        if len(story.case.journey) > 1:
            moods = tuple(float(step.mood) for step in story.case.journey)
            jobs[f"spark/{story.slug}"] = chart_job(MoodSparkline(moods), forms=(SPARK,))
    full = full_metrics(agent_year)
    small = [measure for key, measure in agent_year.annual.measures.items() if key not in full]
    spans = widest((measure.metric.unit, (*measure.values, *(measure.previous or ()))) for measure in small)
    for measure in small:
        span = measure.span
        peak, valley = (month and month - span.first + 1 for month in marked(measure))
        previous = measure.previous and span.of_months(measure.previous)
        spec = SmallTrend(span.of_months(measure.values), previous, peak, valley, spans[measure.metric.unit])
        jobs[f"spark/trend-{measure.key}"] = chart_job(spec, forms=(SPARK,))
    return jobs


def spark_job(agent_year: AgentYear) -> Job:
    """The small line of a year's contacts on the home page."""
    return chart_job(Sparkline(tuple(agent_year.monthly_contacts)), forms=(SPARK,))


def picture_jobs(agent_year: AgentYear, site_url: str) -> dict[str, Job]:
    """The pictures that leave the site, by their file below the chronicle's folder: a poster and one screen, and
    where the site's address is known, so that a chat can show them, a card for the chronicle and for each case."""
    url = f"{site_url.rstrip('/')}/{agent_year.uri}/" if site_url else ""
    jobs = {
        "poster.png": picture_job(content.poster(agent_year, url)),
        "moment.png": picture_job(content.moment(agent_year, url)),
    }
    if site_url:
        jobs["card.png"] = picture_job(content.card(agent_year))
        for story in agent_year.stories:
            jobs[f"{story.slug}/card.png"] = picture_job(content.case_card(agent_year, story))
    return jobs
