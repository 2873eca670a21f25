"""Office documents are zip files: packed so that the same parts are the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from ...figures.agent_year import AgentYear

#: Characters that XML does not know.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: The date of every file in a document: the earliest that a zip file knows.
_DATE = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of these parts, in their order, all of one date."""
    body = BytesIO()
    with ZipFile(body, "w") as file:
        for name, data in parts.items():
            info = ZipInfo(name, _DATE)
            info.compress_type = ZIP_STORED if name.endswith((".png", ".xlsx")) else ZIP_DEFLATED
            file.writestr(info, data)
    return body.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file, in their order."""
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def saved(file: Any, agent_year: AgentYear) -> bytes:
    """A document of an Office library as bytes; in its properties stands whose it is, and nothing of a template's."""
    core = file.core_properties
    core.author = core.last_modified_by = agent_year.record.name
    core.title, core.comments, core.revision = f"{agent_year.record.name} · {agent_year.title}", "", 1
    core.category = core.keywords = core.subject = ""
    core.created = core.modified = dt.datetime(2000, 1, 1)
    body = BytesIO()
    file.save(body)
    return repack(body.getvalue())


def repack(data: bytes) -> bytes:
    """A document without the time at which it, or a workbook embedded in it, was written."""
    parts = unpack(data)
    for name, part in parts.items():
        if name == _CORE:
            parts[name] = _TIME.sub(rb"\g<1>2000-01-01T00:00:00Z\g<3>", part)
        elif name.endswith(".xlsx"):
            parts[name] = repack(part)
    return pack(parts)
