"""The picture of a chart in a document that cannot hold the chart itself."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import lru_cache
from typing import Any

from ...charts.agg import png
from ...charts.sizes import WIDE

#: Pixels of a picture for each unit of the drawing: 1,520 across a page or a slide.
_SCALE = 2


@lru_cache(maxsize=32)  # slides and text of a year show some of the same charts, one after the other
def chart_png(spec: Any, accent: str = "") -> bytes:
    """The chart of an exhibit's ``spec`` as a PNG, in its wide form and light colours; ``accent`` is a company's."""
    return png(sys.modules[type(spec).__module__].draw(spec, replace(WIDE, accent=accent)), _SCALE)
