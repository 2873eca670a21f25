"""The colours of a presentation by what they mean, out of its own theme where that has a fit."""

from __future__ import annotations

from collections.abc import Sequence
from colorsys import rgb_to_hls
from dataclasses import dataclass
from typing import Any, TypeAlias

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.dml.fill import FillFormat
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from ...charts import palette

#: One of the theme's colours and how much lighter (to 1) or darker (to -1) it is; or a colour of our own.
Colour: TypeAlias = tuple[MSO_THEME_COLOR, float] | RGBColor
_ACCENTS = {f"accent{at}": MSO_THEME_COLOR[f"ACCENT_{at}"] for at in range(1, 7)}
#: Colours that warn, and that praise: their hues, in degrees.
_WARM, _GREEN = (-20, 20), (65, 170)
#: The least saturation of a colour that is one, and its least contrast with what it stands on.
_SATURATED, _SEEN = 0.35, 2.5


@dataclass(frozen=True)
class Inks:
    """``year``: the year that is told; ``marked``: what the reader must look at, complaints among it; ``best``;
    ``behind``: what is compared with; ``hairline``; ``soft``: small text."""

    year: Colour
    marked: Colour
    best: Colour
    behind: Colour
    hairline: Colour
    soft: Colour


#: What stands back, on a light ground and on a dark one: tints of the text.
_BEHIND, _BEHIND_ON_DARK = (
    [(MSO_THEME_COLOR.TEXT_1, tint) for tint in tints] for tints in ((0.65, 0.85, 0.35), (-0.5, -0.65, -0.25))
)
#: Those of our own look, whose theme was made for them.
BUILT_IN = Inks(*((_ACCENTS[f"accent{at}"], 0.0) for at in (1, 2, 3)), *_BEHIND)


def inks_of(master: Any) -> Inks:
    """The inks of a company's template: its first accent for the year, of its others those of a fitting hue.

    Red is kept for what warns: where the first accent is red, the year has the next that is not.
    """
    theme = _theme(master)
    names = master.element.find(qn("p:clrMap")).attrib
    text = theme.get(names.get("tx1", "dk1"), "#000000")
    ground = theme.get(names.get("bg1", "lt1"), "#ffffff")
    if own := master.element.xpath("./p:cSld/p:bg//a:srgbClr/@val"):
        ground = f"#{own[0]}"
    dark = palette.contrast(text, "#000000") > palette.contrast(text, "#ffffff")
    accents = {name: theme[name] for name in _ACCENTS if palette.contrast(theme.get(name, ground), ground) >= _SEEN}

    def ink(names: Sequence[str], own: str) -> Colour:
        if names:
            return _ACCENTS[names[0]], 0.0
        shades = palette.accents(palette.colours()[own])
        return RGBColor.from_string((shades.dark if dark else shades.light)[1:].upper())

    warm, green = ([name for name in accents if _is_of(accents[name], hues)] for hues in (_WARM, _GREEN))
    year = [name for name in accents if name not in warm]
    best = [name for name in (green if year[:1] != green[:1] else accents) if name not in (*warm, *year[:1])]
    return Inks(
        ink(year, "indigo"), ink(warm, "vermilion"), ink(best, "bamboo"), *(_BEHIND_ON_DARK if dark else _BEHIND)
    )


def _theme(master: Any) -> dict[str, str]:
    """The colours of a master's theme by name, ``#rrggbb``."""
    theme = etree.fromstring(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    colours = theme.iterfind(f".//{qn('a:clrScheme')}/*")
    given = {etree.QName(entry).localname: entry[0] for entry in colours if len(entry)}
    values = {name: shade.get("lastClr") or shade.get("val") or "" for name, shade in given.items()}
    return {name: f"#{value.lower()}" for name, value in values.items() if len(value) == 6}


def _is_of(colour: str, hues: tuple[int, int]) -> bool:
    hue, _, saturation = rgb_to_hls(*(part / 255 for part in bytes.fromhex(colour[1:])))
    return saturation >= _SATURATED and (hue * 360 - hues[0]) % 360 <= hues[1] - hues[0]


def set_colour(target: Any, colour: Colour) -> None:
    """Colour a font, a line or a fill of the library."""
    if isinstance(target, FillFormat):
        target.solid()
    chosen = target.fore_color if isinstance(target, FillFormat) else target.color
    if isinstance(colour, RGBColor):
        chosen.rgb = colour
    else:
        chosen.theme_color, chosen.brightness = colour
