"""An agent's year on slides, made so that no slide holds more than it can show."""

from .deck import MOST, deck, page, unknown, uri
from .layout import Slide
from .rows import Row

__all__ = ["MOST", "Row", "Slide", "deck", "page", "unknown", "uri"]
