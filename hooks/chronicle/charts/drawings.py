"""Charts, pictures and documents as jobs: what each is made of, the key under which it is kept, and how it is made."""

import json
import sys
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from ..cache import key
from . import palette
from .sizes import FORMS, Form

_LIBRARIES = ("matplotlib", "numpy", "pillow", "pylopdf-fonts-zh-cn", "segno", "wordcloud")


@dataclass(frozen=True)
class ChartJob:
    """A chart of ``spec`` in each of ``forms``, named ``label`` for those who cannot see it.

    ``spec`` is a frozen record of plain values. The module that defines it has ``draw(spec, form) -> Sheet``; it may
    stand outside this package.
    """

    spec: Any
    label: str = ""
    forms: tuple[Form, ...] = FORMS

    @cached_property
    def key(self) -> str:
        """The drawing's key in the cache: its content, and everything that draws it."""
        return key("chart", drawing_code(type(self.spec).__module__), self.spec, self.label, self.forms)

    def draw(self) -> bytes:
        """The SVG of each form, as a JSON list."""
        module = sys.modules[type(self.spec).__module__]
        drawings = [module.draw(self.spec, form).svg(self.label) for form in self.forms]
        return json.dumps(drawings, ensure_ascii=False).encode()


@dataclass(frozen=True)
class PictureJob:
    """A picture of ``spec``; the module that defines it has ``draw(spec) -> Sheet``."""

    spec: Any

    @cached_property
    def key(self) -> str:
        """The picture's key in the cache: its content, everything that draws it, and the site's colours."""
        return key("picture", drawing_code(type(self.spec).__module__), palette.colours(), self.spec)

    def draw(self) -> bytes:
        """The PNG; the same values give the same bytes."""
        from .agg import png

        return png(sys.modules[type(self.spec).__module__].draw(self.spec))


@dataclass(frozen=True)
class DocumentJob:
    """A file that a module's function ``make`` makes of values alone; ``key`` stands for all that it is made of."""

    key: str
    make: partial[bytes]

    def draw(self) -> bytes:
        """The file; the same values give the same bytes."""
        return self.make()


class Job(Protocol):
    """Something that can be made in any process, and is kept under its ``key``."""

    @property
    def key(self) -> str:
        """Its key in the cache: what it is made of."""

    def draw(self) -> bytes:
        """What is kept."""


def svgs(data: bytes) -> tuple[str, ...]:
    """The drawings that :meth:`ChartJob.draw` gave."""
    return tuple(json.loads(data))


@cache
def drawing_code(module: str) -> str:
    """A digest of what draws the records of ``module``: its folder, ``charts/``, the style sheets' rules, libraries."""
    charts, own = Path(__file__).parent, Path(sys.modules[module].__file__ or __file__).parent
    paths = [charts.parent / "figures" / "formatting.py", *sorted({*charts.glob("*.py"), *own.glob("*.py")})]
    libraries = [f"{library} {version(library)}" for library in _LIBRARIES]
    return key([path.read_bytes() for path in paths], libraries, palette.rules())
