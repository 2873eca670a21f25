"""An agent's year on slides, made so that no slide holds more than it can show."""

from .deck import deck, page, unknown, without_data
from .layout import Slide
from .rows import Row

__all__ = ["Row", "Slide", "deck", "page", "unknown", "without_data"]
