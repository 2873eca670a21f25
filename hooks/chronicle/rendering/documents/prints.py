"""The picture of a chart in a document that cannot hold the chart itself."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cached_property

from ...cache import key
from ...charts.canvas import png
from ...charts.drawings import drawing_code
from ...charts.sizes import WIDE
from ..exhibits import Exhibit

#: Pixels of a picture for each unit of the drawing: 1,520 across a page or a slide.
_SCALE = 2


@dataclass(frozen=True)
class PrintJob:
    """An exhibit's chart as a PNG, in its wide form and light colours; ``accent`` is a company's."""

    exhibit: Exhibit
    accent: str = ""

    @cached_property
    def key(self) -> str:
        """The picture's key in the cache: what it is drawn from, everything that draws it, and the site's colours."""
        spec = self.exhibit.spec
        return key("print", drawing_code(type(spec).__module__), spec, _SCALE, self.accent)

    def draw(self) -> bytes:
        """The PNG; the same values give the same bytes."""
        spec = self.exhibit.spec
        return png(sys.modules[type(spec).__module__].draw(spec, replace(WIDE, accent=self.accent)), _SCALE)
