"""Documents for other programs as jobs: their libraries take longer to load than many a build takes, and are loaded
where a document is made."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ...charts.drawings import Job
from ...figures.agent_year import AgentYear
from ..blocks import Blocks
from ..exhibits import Exhibit
from ..slides import Slide, deck
from .flow import Piece

_WEIGHT = 40  # charts that take as long as a document
_MOST_PICTURES = 4  # more would cost as much as all else in the file; the other charts are tables


def pptx_job(blocks: Blocks, key: str, template: bytes) -> Job:
    """``chronicle.pptx`` of a year, to be kept under ``key``; its drawings must be there, since slides are laid out by
    them."""
    agent_year = blocks.agent_year
    return Job(key, partial(_presentation, agent_year, tuple(deck(blocks)), template), _WEIGHT, agent_year.uri)


def docx_job(blocks: Blocks, pieces: Sequence[Piece], key: str) -> Job:
    """``chronicle.docx`` of a year, to be kept under ``key``: pictures of the charts that the slides show first."""
    exhibits = {slide.exhibit.name: slide.exhibit for slide in deck(blocks) if slide.exhibit}
    shown = tuple(exhibits.values())[:_MOST_PICTURES]
    agent_year = blocks.agent_year
    return Job(key, partial(_document, agent_year, tuple(pieces), shown), _WEIGHT, agent_year.uri)


def _presentation(agent_year: AgentYear, slides: Sequence[Slide], template: bytes) -> bytes:
    from .pptx import presentation

    return presentation(agent_year, slides, template)


def _document(agent_year: AgentYear, pieces: Sequence[Piece], exhibits: Sequence[Exhibit]) -> bytes:
    from .docx import document

    return document(agent_year, pieces, exhibits)
