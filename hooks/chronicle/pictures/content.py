"""An agent's year -> the plain values that its share card, its cases' cards, its poster and its screen show."""

from typing import Any

from ..charts.drawings import Job, picture_job
from ..charts.text_metrics import is_printable
from ..figures import metric_sentences, sentences, service_methods
from ..figures.agent_year import AgentYear, Story, headline, tenure, whose
from ..figures.annual import Measure
from ..figures.formatting import NBSP, amount, month, number
from .card import ShareCard
from .moment import PhoneScreen
from .poster import Number, Poster
from .typesetting import Curve

#: How many words of the cloud a poster shows: more would be too small on a phone held at arm's length.
_WORDS = 32


def card(agent_year: AgentYear) -> ShareCard:
    """The card of a chronicle.

    It leads with the motto; without one with a customer's words, else with the closing line. Its number is the change
    for the better that is the largest in its metric's own steps (:attr:`Measure.step`); where nothing changed for the
    better, the year's contacts; where those are not known, the year of the first metric.
    """
    record, measures = agent_year.record, agent_year.annual.measures
    better = [m for m in measures.values() if m.change and m.change.verdict == "better"]
    measure = measures.get("contacts") or next(iter(measures.values()), None)
    label = digits = unit = ""
    quote = _quote(agent_year)
    best = max(better, key=lambda m: m.moved, default=None)
    if best and best.change:
        measure = best
        words, size = sentences.change_words(best.change, best.metric)
        label = f"{measure.metric.label}{words}"
        digits, _, unit = size.partition(NBSP)
    elif measure:
        figure = agent_year.annual.figures[measure.total_key]
        label = f"{measure.covered}的{measure.metric.label}"
        digits, unit = number(figure.value), figure.unit
    told = f"：{label} {digits} {unit}".rstrip() if digits else ""
    return ShareCard(
        words=record.motto or (quote and f"「{quote}」") or record.closing or "数字是骨架，故事是血肉。",
        alt=f"{record.name}的 {agent_year.span.of(agent_year.year)}{told}".replace(NBSP, " "),
        label=label,
        number=digits,
        unit=unit,
        curve=_curve(measure),
        **_shared(agent_year, whose(record)),
    )


def _quote(agent_year: AgentYear) -> str:
    """The first of the customers' words that the pictures' fonts can write; empty where there are none."""
    return next((quote.text for quote in agent_year.record.quotes if is_printable(quote.text)), "")


def _shared(agent_year: AgentYear, whose: str) -> dict[str, Any]:
    """What every picture of the year shows, ``whose`` it is."""
    look = {"accent": agent_year.accent, "logo": agent_year.logo}
    return {"name": agent_year.record.name, "whose": whose, "year": agent_year.year,
            "title": agent_year.title, **look}  # fmt: skip


def _curve(measure: Measure | None) -> Curve:
    """The year's line, counts from zero; where one month stands out, it and its value in words: ``7 月 2,890 通``."""
    if not measure:
        return Curve()
    span, floor = measure.span, 0.0 if measure.metric.total == "sum" else None
    peak, _ = sentences.marked(measure)
    note = f"{month(peak)} {amount(measure.peak.value, measure.metric.unit)}" if peak else ""
    marked = span.months.index(peak) + 1 if peak else None
    return Curve(span.of_months(measure.values), span.months, floor, marked, note)


def case_card(agent_year: AgentYear, story: Story) -> ShareCard:
    """The card of a case: its lesson, and the need behind it."""
    case = story.case
    day = f"{agent_year.record.name} · {agent_year.year} 年 {case.date.month} 月 {case.date.day} 日"
    shared = _shared(agent_year, day) | {"name": case.title}
    label = "请求背后的需要" if case.need else ""
    return ShareCard(case.lesson, f"{case.title}。{case.lesson}", label, case.need or "", **shared)


def poster(agent_year: AgentYear, url: str) -> Poster:
    """The poster of a chronicle; ``url`` is its address, empty where the site's is not known."""
    record, story = agent_year.record, service_methods.lead_story(agent_year.stories)
    measure = agent_year.measure("contacts") or next(iter(agent_year.annual.measures.values()), None)
    numbers = []
    for shown, figure in headline(agent_year):
        change = (sentences.changed(shown.change, shown.metric), shown.change.verdict) if shown.change else ()
        numbers.append(Number(shown.metric.label, number(figure.value), figure.unit, *change))
    return Poster(
        motto=record.motto or "",
        this=agent_year.span.this,
        numbers=tuple(numbers),
        summary=sentences.plain(sentences.summary(agent_year)),
        finding=metric_sentences.trend_title(agent_year, measure) if measure else "",
        curve=_curve(measure),
        words=tuple(word for word in agent_year.words if word.tone != "blame")[:_WORDS],
        portrait=sentences.tags_title({word.text: word.count for word in agent_year.words if word.tone != "topic"}),
        quote=_quote(agent_year),
        lesson=story.case.lesson if story else "",
        story=story.case.title if story else "",
        closing=record.closing or "",
        url=url,
        **_shared(agent_year, tenure(agent_year)),
    )


def moment(agent_year: AgentYear, url: str) -> PhoneScreen:
    """One screen: a customer's words, the first that were written; else the motto, else the year in a sentence.

    ``url`` is where its code leads.
    """
    record, figures, channel = agent_year.record, agent_year.annual.figures, agent_year.channel
    number = ""
    if (contacts := figures.get("contacts.total")) and contacts.value:
        number = f"{channel.subject}{channel.verb} {sentences.figure_text(contacts)}{channel.counted}"
    elif numbers := headline(agent_year):
        number = f"{numbers[0][1].label} {sentences.figure_text(numbers[0][1])}"
    quote = _quote(agent_year)
    spoken = figures.get("characters.total")
    characters = ""
    if spoken and spoken.value:
        scope, beside = sentences.spoken_scope(agent_year), sentences.beside(agent_year, spoken.value)
        characters = f"{channel.subject}{scope}说了约 {sentences.figure_text(spoken)}{beside}。"
    words = quote or record.motto or characters or number or f"{record.name}的 {agent_year.span.of(agent_year.year)}"
    number = "" if number == words else number  # said once
    return PhoneScreen(words, bool(quote), number, url, **_shared(agent_year, tenure(agent_year)))


def picture_jobs(agent_year: AgentYear, site_url: str) -> dict[str, Job]:
    """The pictures that leave the site, by their file below the chronicle's folder: a poster and one screen, and
    where the site's address is known, so that a chat can show them, a card for the chronicle and for each case."""
    url = f"{site_url.rstrip('/')}/{agent_year.uri}/" if site_url else ""
    jobs = {
        "poster.png": picture_job(poster(agent_year, url)),
        "moment.png": picture_job(moment(agent_year, url)),
    }
    if site_url:
        jobs["card.png"] = picture_job(card(agent_year))
        for story in agent_year.stories:
            jobs[f"{story.slug}/card.png"] = picture_job(case_card(agent_year, story))
    return jobs
