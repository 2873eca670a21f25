"""The company's look, ``brand`` of ``team.yml``: its logo as every form shows it, its colour, and what is to be said of
both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..charts import palette
from ..errors import Problem
from ..reading.text import is_link
from ..records.project import Project
from ..sanitize.images import ImageError, logo

_MEND = "先用了自带的样子；标志用 PNG 或 JPEG，不大于 1 MB，放在 {folder}/ 里"


@dataclass(frozen=True)
class CompanyLook:
    """``logo`` is a small PNG, empty where there is none; ``accent`` the colour as it was written, ``#rrggbb``, empty
    where it is the book's own."""

    logo: bytes = b""
    accent: str = ""
    warnings: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def read_look(root: Path, project: Project) -> CompanyLook:
    """The look of a project's team. A logo that cannot be shown is a warning, a colour that is adjusted a note."""
    document, brand = project.team_document, project.team.brand
    accent = brand.accent if brand.accent and brand.accent != palette.colours()["vermilion"] else ""
    notes = []
    if accent and (shades := palette.accents(accent)) != (accent,) * 3:
        pairs = zip(("浅色", "深色", "打印"), shades, strict=True)
        told = "、".join(f"{scheme}用 {shade}" for scheme, shade in pairs if shade != accent)
        line, column = document.where(("brand", "accent"))
        notes.append(f"{document.path}:{line}:{column}: 主色 {accent} 配底色看不清，调过了：{told}")
    if not brand.logo:
        return CompanyLook(accent=accent, notes=tuple(notes))
    try:
        return CompanyLook(_logo(root / project.folders.data, brand.logo), accent, notes=tuple(notes))
    except ImageError as error:
        message = f"标志“{brand.logo}”没有用上：{error}"
        problem = document.problem(("brand", "logo"), message, _MEND.format(folder=project.folders.data))
        return CompanyLook(accent=accent, warnings=(problem,), notes=tuple(notes))


def _logo(folder: Path, name: str) -> bytes:
    """The logo that lies in ``folder``; raises :class:`ImageError`."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    path = folder.joinpath(*parts)
    if ".." in parts or not path.is_relative_to(folder):
        raise ImageError("它不在这个文件夹里")
    if any(is_link(folder.joinpath(*parts[:count])) for count in range(1, len(parts) + 1)):
        raise ImageError("它是一个符号链接")
    try:
        return logo(name, path.read_bytes() if path.is_file() else None)
    except OSError as error:
        raise ImageError("它读不出来") from error
