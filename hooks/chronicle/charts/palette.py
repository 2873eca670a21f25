"""The colours and strokes of drawings, read from the site's style sheets: the one place where they are chosen.

On a page the browser applies these rules to the class of each element. A drawing that is printed as a PNG needs the
same looks as values, those of the light scheme: the first block of the style sheets that gives ``--paper`` a colour.
What is defined twice (for paper, for the dark) counts where it comes first.
"""

import re
from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache
from pathlib import Path
from typing import NamedTuple

ASSETS = Path(__file__).parents[3] / "docs" / "assets"

_LIGHT = re.compile(r"\{([^{}]*--paper:\s*#[^{}]*)\}")
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b")
_PRINT = re.compile(r"@media print \{\s*:root[^{]*(\{[^{}]*\})")
_GROUND = re.compile(r"--(?:night-)?(?:paper|surface|band|wash): (#[0-9a-f]{3,6})\b")
#: The variable that a company's colour takes the place of, and its value: in the light, for the dark, on paper.
_ACCENT = re.compile(r"(?<=--)((?:night-)?vermilion: )(#[0-9a-fA-F]{6})\b")
#: The least contrast of text and its ground that WCAG's level AA asks for.
_AA = 4.5
_ALIAS = re.compile(r"--([\w-]+):\s*var\(--([\w-]+)\)")
_RULE = re.compile(r"^\.chart \.([lfdt]-[\w-]+) \{([^}]*)\}", re.MULTILINE)


class Look(NamedTuple):
    """How one class of element is drawn. Widths and dashes are units of the drawing, colours ``#rrggbb``."""

    colour: str
    width: float = 1.0  #: of a stroke
    opacity: float = 1.0
    dashes: tuple[float, ...] = ()
    cap: str = "round"  #: of a stroke: ``round`` or ``butt``
    edge: str = "none"  #: the colour of a filled area's edge
    bold: bool = False


class Accents(NamedTuple):
    """A company's colour as each scheme shows it, ``#rrggbb``."""

    light: str
    dark: str
    print: str


@cache
def accents(colour: str) -> Accents:
    """``colour``, and where text in it would not be read well on a scheme's grounds, the nearest shade that is: darker
    on light ones, lighter on dark ones, of the same hue."""
    light, printed = _LIGHT.search(_styles()), _PRINT.search(_styles())
    assert light
    assert printed
    night = "\n".join(re.findall(r"--night-.*", _styles()))
    return Accents(*(_legible(colour, _GROUND.findall(text)) for text in (light[1], night, printed[1])))


def _legible(colour: str, grounds: list[str]) -> str:
    red, green, blue = (part / 255 for part in bytes.fromhex(colour[1:]))
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    step = 0.005 if _luminance(grounds[0]) < 0.5 else -0.005
    while min(contrast(colour, ground) for ground in grounds) < _AA:
        lightness = min(1, max(0, lightness + step))
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in hls_to_rgb(hue, lightness, saturation))
    return colour


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 … 21, as WCAG 2 works it out."""
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [part / 255 for part in bytes.fromhex(digits)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def in_brand(text: str, colour: str) -> str:
    """A style sheet, or our own drawing of the seal, with a company's ``colour`` in place of vermilion."""
    own, shades, printed = colours()["vermilion"], accents(colour), iter((accents(colour).light,))

    def shade(match: re.Match[str]) -> str:
        dark = match[1].startswith("night-")
        return match[1] + (shades.dark if dark else next(printed, shades.print))

    return _ACCENT.sub(shade, text).replace(f'fill="{own}"', f'fill="{shades.light}"')


@cache
def _styles() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(ASSETS.glob("*.css")) if path.is_file())


@cache
def colours(accent: str = "") -> dict[str, str]:
    """Name -> ``#rrggbb`` in the light scheme, for every variable of colour, those included that stand for another;
    with a company's colour, where there is one, as :attr:`Accents.light`."""
    light = _LIGHT.search(_styles())
    names = dict(_COLOUR.findall(light[1])) if light else {}
    if accent:
        names["vermilion"] = accents(accent).light
    for name, other in _ALIAS.findall(_styles()):
        if other in names:
            names.setdefault(name, names[other])
    return names


@cache
def rules() -> dict[str, str]:
    """Class -> declarations, for every rule ``.chart .CLASS { … }`` of the style sheets."""
    return dict(reversed(_RULE.findall(_styles())))


@cache
def look(name: str, accent: str = "") -> Look:
    """The look of a class such as ``l-series``. One without a rule has the colour of its role, else ink.

    ``accent``: as for :func:`colours`.
    """
    declarations = dict(re.findall(r"([\w-]+):\s*([^;]+)", rules().get(name, "")))
    kind, role = name.split("-", 1)
    colour = declarations.get("stroke" if kind in "ld" else "fill", role)
    edge = declarations.get("stroke") if kind == "f" else None
    return Look(
        colour=_value(colour, accent),
        width=float(declarations.get("stroke-width", "1")),
        opacity=float(declarations.get("stroke-opacity") or declarations.get("fill-opacity") or 1),
        dashes=tuple(float(length) for length in declarations.get("stroke-dasharray", "").split()),
        cap=declarations.get("stroke-linecap", "round"),
        edge=_value(edge, accent) if edge else "none",
        bold=int(declarations.get("font-weight", "400")) >= 600,
    )


def _value(colour: str, accent: str) -> str:
    """``var(--NAME)`` or ``NAME`` -> ``#rrggbb``; ink where there is no such colour."""
    name = colour.removeprefix("var(--").removeprefix("c-").removesuffix(")")
    return colours(accent).get(name, colours()["ink"])
