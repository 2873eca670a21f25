"""The colours and strokes of drawings, read from the site's style sheets: the one place where they are chosen.

On a page the browser applies these rules to the class of each element. A drawing that is printed as a PNG needs the
same looks as values, those of the light scheme: the first block of the style sheets that gives ``--paper`` a colour.
What is defined twice (for paper, for the dark) counts where it comes first.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

ASSETS = Path(__file__).parents[3] / "docs" / "assets"

_LIGHT = re.compile(r"\{([^{}]*--paper:\s*#[^{}]*)\}")
_COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})\b")
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


@cache
def _styles() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(ASSETS.glob("*.css")) if path.is_file())


@cache
def colours() -> dict[str, str]:
    """Name -> ``#rrggbb`` in the light scheme, for every variable of colour, those included that stand for another."""
    light = _LIGHT.search(_styles())
    names = dict(_COLOUR.findall(light[1])) if light else {}
    for name, other in _ALIAS.findall(_styles()):
        if other in names:
            names.setdefault(name, names[other])
    return names


@cache
def rules() -> dict[str, str]:
    """Class -> declarations, for every rule ``.chart .CLASS { … }`` of the style sheets."""
    return dict(reversed(_RULE.findall(_styles())))


@cache
def look(name: str) -> Look:
    """The look of a class such as ``l-series``. One without a rule has the colour of its role, else ink."""
    declarations = dict(re.findall(r"([\w-]+):\s*([^;]+)", rules().get(name, "")))
    kind, role = name.split("-", 1)
    colour = declarations.get("stroke" if kind in "ld" else "fill", role)
    edge = declarations.get("stroke") if kind == "f" else None
    return Look(
        colour=_value(colour),
        width=float(declarations.get("stroke-width", "1")),
        opacity=float(declarations.get("stroke-opacity") or declarations.get("fill-opacity") or 1),
        dashes=tuple(float(length) for length in declarations.get("stroke-dasharray", "").split()),
        cap=declarations.get("stroke-linecap", "round"),
        edge=_value(edge) if edge else "none",
        bold=int(declarations.get("font-weight", "400")) >= 600,
    )


def _value(colour: str) -> str:
    """``var(--NAME)`` or ``NAME`` -> ``#rrggbb``; ink where there is no such colour."""
    name = colour.removeprefix("var(--").removeprefix("c-").removesuffix(")")
    return colours().get(name, colours()["ink"])


@cache
def shades() -> bytes:
    """Every colour in equal steps from paper to itself, as the palette of a PNG: r, g, b, r, g, b …, at most 256."""
    distinct = dict.fromkeys([colours()["paper"], *colours().values()])
    paper, *others = (tuple(bytes.fromhex(colour[1:])) for colour in distinct)
    out = [*paper]
    for colour in others:
        pairs = list(zip(paper, colour, strict=True))
        far = max(abs(ink - ground) for ground, ink in pairs)
        steps = min(255 // len(others), max(1, far // 8))  # Pillow takes colours that are nearer for one
        out += [round(ground + (ink - ground) * step / steps) for step in range(1, steps + 1) for ground, ink in pairs]
    return bytes(out)
