"""Charts, pictures and documents as jobs: what each is made of, the key under which it is kept, and how it is made."""

import json
import sys
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..cache import key
from . import palette
from .sizes import FORMS, WIDE, Form

_LIBRARIES = ("matplotlib", "numpy", "pillow", "pylopdf-fonts-zh-cn", "segno", "wordcloud")


@dataclass(frozen=True)
class Job:
    """Something that can be made in any process, kept under its ``key``, which stands for all that it is made of.

    ``draw`` is a module's function with the values that it is given: the same values give the same bytes. It takes
    about as long as ``weight`` charts. Jobs of one ``group`` show some of the same drawings.
    """

    key: str
    draw: partial[bytes]
    weight: int = 1
    group: str = ""


def chart_job(spec: Any, label: str = "", forms: tuple[Form, ...] = FORMS) -> Job:
    """A chart of ``spec`` in each of ``forms``, named ``label`` for those who cannot see it; see :func:`svgs`.

    ``spec`` is a frozen record of plain values. The module that defines it has ``draw(spec, form) -> Sheet``; it may
    stand outside this package.
    """
    code = drawing_code(type(spec).__module__)
    return Job(key("chart", code, spec, label, forms), partial(_draw_chart, spec, label, forms))


def _draw_chart(spec: Any, label: str, forms: tuple[Form, ...]) -> bytes:
    draw = sys.modules[type(spec).__module__].draw
    return json.dumps([draw(spec, form).svg(label) for form in forms], ensure_ascii=False).encode()


def svgs(data: bytes) -> tuple[str, ...]:
    """The drawings that a job of :func:`chart_job` made, one for each form."""
    return tuple(json.loads(data))


def picture_job(spec: Any) -> Job:
    """A PNG of ``spec`` in the site's colours; the module that defines it has ``draw(spec) -> Sheet``."""
    code = drawing_code(type(spec).__module__)
    return Job(key("picture", code, palette.colours(), spec), partial(_draw_picture, spec))


def _draw_picture(spec: Any) -> bytes:
    from .agg import png

    return png(sys.modules[type(spec).__module__].draw(spec))


@lru_cache(maxsize=32)  # slides and text of a year show some of the same charts, one after the other
def chart_png(spec: Any, accent: str = "") -> bytes:
    """A chart as a picture for documents, in its wide form and light colours; ``accent`` is a company's.

    Two pixels for each unit of the drawing: 1,520 across a page or a slide.
    """
    from .agg import png

    return png(sys.modules[type(spec).__module__].draw(spec, replace(WIDE, accent=accent)), 2)


@cache
def drawing_code(module: str) -> str:
    """A digest of what draws the records of ``module``: its folder, ``charts/``, the style sheets' rules, libraries."""
    charts, own = Path(__file__).parent, Path(sys.modules[module].__file__ or __file__).parent
    paths = [charts.parent / "figures" / "formatting.py", *sorted({*charts.glob("*.py"), *own.glob("*.py")})]
    libraries = [f"{library} {version(library)}" for library in _LIBRARIES]
    return key([path.read_bytes() for path in paths], libraries, palette.rules())
