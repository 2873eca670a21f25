"""A year as plain Markdown, to be pasted where text goes: no HTML, charts as their findings and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .flow import Piece

_MARKUP = re.compile(r"[\\`*<]")
_BEGINS = re.compile(r"^(?=[#>+-]\s|\d+[.)]\s)")


def markdown(pieces: Iterable[Piece]) -> bytes:
    """The pieces one after the other, in UTF-8."""
    text, last = "", ""
    for piece in pieces:
        text += "" if not text else "\n" if piece.kind == last == "item" else "\n\n"
        text += _written(piece)
        last = piece.kind
    return f"{text}\n".encode()


def _written(piece: Piece) -> str:
    lead = f"**{_escaped(piece.lead)}**：" if piece.lead else ""
    if piece.kind == "heading":
        return f"{'#' * min(piece.level, 6)} {_escaped(piece.text)}"
    if piece.kind == "item":
        return f"{'   ' * piece.level}{piece.mark} {lead}{_escaped(piece.text)}"
    if piece.kind == "quote":
        return "\n".join(f"> {_escaped(line)}" for line in piece.text.split("\n"))
    if piece.kind == "table":
        return _table(piece.rows)
    if piece.kind == "chart":
        title = "" if piece.titled else f"**{_escaped(piece.text)}**"
        parts = (title, _escaped(piece.lead), _escaped(piece.caption), _table(piece.rows), _escaped(piece.note))
        return "\n\n".join(filter(None, parts))
    return lead + "  \n".join(_BEGINS.sub(r"\\", _escaped(line)) for line in piece.text.split("\n"))


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _table(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [[_escaped(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    lines.insert(1, ["---"] * len(rows[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
