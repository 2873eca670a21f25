"""The colours of a presentation by what they mean, each one of its own theme's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from lxml import etree
from pptx.dml.fill import FillFormat
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from ...charts import palette

#: One of the theme's colours and how much lighter (to 1) or darker (to -1) it is.
Colour: TypeAlias = tuple[MSO_THEME_COLOR, float]


@dataclass(frozen=True)
class Inks:
    """``year``: the year that is told; ``marked``: what the reader must look at, complaints among it; ``best``;
    ``behind``: what is compared with; ``hairline``; ``soft``: small text."""

    behind: Colour
    hairline: Colour
    soft: Colour
    marked: Colour = (MSO_THEME_COLOR.TEXT_1, 0.0)
    best: Colour = (MSO_THEME_COLOR.TEXT_1, 0.0)
    year: Colour = (MSO_THEME_COLOR.ACCENT_1, 0.0)


_ON_LIGHT, _ON_DARK = (
    Inks(*((MSO_THEME_COLOR.TEXT_1, tint) for tint in tints)) for tints in ((0.65, 0.85, 0.35), (-0.5, -0.65, -0.25))
)
#: Those of our own look, whose second accent is vermilion and whose third is bamboo green.
BUILT_IN = replace(_ON_LIGHT, marked=(MSO_THEME_COLOR.ACCENT_2, 0.0), best=(MSO_THEME_COLOR.ACCENT_3, 0.0))


def inks_of(master: Any) -> Inks:
    """The inks of a company's template: its first accent, and text and its tints, lighter or darker as its ground asks.

    Its other accents are left alone: what is red or green there need not warn or praise.
    """
    theme = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    name = master.element.find(qn("p:clrMap")).get("tx1", "dk1")
    shades = theme.xpath(f".//*[local-name()='{name}']/*")
    text = f"#{(shades[0].get('lastClr') or shades[0].get('val')).lower()}" if shades else "#000000"
    return _ON_DARK if palette.contrast(text, "#000000") > palette.contrast(text, "#ffffff") else _ON_LIGHT


def set_colour(target: Any, colour: Colour) -> None:
    """Colour a font, a line or a fill of the library."""
    if isinstance(target, FillFormat):
        target.solid()
    chosen = target.fore_color if isinstance(target, FillFormat) else target.color
    chosen.theme_color, chosen.brightness = colour
