"""The forms that charts are drawn in: two of each, so that the smallest text is at least 11 px on any screen."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """One size of drawing. Lengths are units of the drawing's own viewBox; the page scales the whole."""

    name: str  #: ends the class of the SVG: ``chart--wide``
    width: float  #: of the viewBox
    text: float  #: size of ordinary and smallest text
    accent: str = ""  #: the colour of ``accent`` in a PNG, ``#rrggbb``; the style sheets' where it is empty

    @property
    def leading(self) -> float:
        """From one baseline to the next within a paragraph."""
        return self.text * 1.35

    @property
    def wide(self) -> bool:
        """Whether there is room for a label beside a line and not only above it."""
        return self.width >= 600


#: Shown at 600 to 812 px: 14 units are 11.05 px at the least.
WIDE = Form("wide", 760, 14)
#: Shown at 288 to 480 px: 13 units are 11.4 px at the least.
NARROW = Form("narrow", 328, 13)
FORMS = (WIDE, NARROW)
#: Without text; the card that it stands on gives it its width.
SPARK = Form("spark", 160, 13)
