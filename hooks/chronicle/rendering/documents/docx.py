"""A year as a Word file: headings as styles, tables, pictures of the charts that are spoken about, stories in full.

Fonts stand in the styles, for Latin and East Asian text: 宋体 and 微软雅黑 are on every machine with a Chinese Office.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ...charts import palette
from ...figures.agent_year import AgentYear
from ..blocks import Blocks, render
from ..exhibits import Exhibit
from ..slides import deck
from .flow import Piece
from .packing import repack
from .prints import PrintJob

#: More pictures would cost as much as all else in the file; the other charts are tables.
MOST_PICTURES = 4
_WIDTH = Cm(16)
#: Style, Latin and East Asian font, size in points, role of its colour.
_STYLES = (
    ("Normal", "Calibri", "微软雅黑", 10.5, "ink"),
    ("Title", "Georgia", "宋体", 26, "ink"),
    ("Heading 1", "Georgia", "宋体", 22, "ink"),
    ("Heading 2", "Georgia", "宋体", 17, "vermilion"),
    ("Heading 3", "Georgia", "宋体", 13, "ink"),
    ("Heading 4", "Calibri", "微软雅黑", 11, "ink"),
    ("Heading 5", "Calibri", "微软雅黑", 10.5, "soft-ink"),
    ("Quote", "Georgia", "宋体", 10.5, "soft-ink"),
    ("Caption", "Calibri", "微软雅黑", 9, "soft-ink"),
)
#: Characters that XML does not know.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class DocxJob:
    """A year's Word file as a job for another process; ``exhibits`` are shown as pictures."""

    agent_year: AgentYear
    pieces: tuple[Piece, ...]
    exhibits: tuple[Exhibit, ...]
    key: str

    def draw(self) -> bytes:
        """The file; the same values give the same bytes."""
        accent = self.agent_year.accent
        pictures = {(exhibit.name, exhibit.title): PrintJob(exhibit, accent).draw() for exhibit in self.exhibits}
        return document(self.agent_year, self.pieces, pictures)


def docx_job(blocks: Blocks, pieces: Sequence[Piece], key: str) -> DocxJob:
    """``chronicle.docx`` of a year, to be kept under ``key``: pictures of the charts that the slides show first."""
    exhibits = {slide.exhibit.name: slide.exhibit for slide in deck(blocks) if slide.exhibit}
    return DocxJob(blocks.agent_year, tuple(pieces), tuple(exhibits.values())[:MOST_PICTURES], key)


def document(agent_year: AgentYear, pieces: Sequence[Piece], pictures: Mapping[tuple[str, str], bytes]) -> bytes:
    """The pieces as a .docx; ``pictures`` are PNGs by a chart's name and finding."""
    file = Document()
    _set_up(file, agent_year)
    for piece in pieces:
        _add(file, piece, pictures.get((piece.name, piece.text)))
    core = file.core_properties
    core.author = core.last_modified_by = agent_year.record.name
    core.title, core.comments, core.revision = f"{agent_year.record.name} · {agent_year.title}", "", 1
    core.created = core.modified = dt.datetime(2000, 1, 1)
    body = BytesIO()
    file.save(body)
    return repack(body.getvalue())


def _set_up(file: Any, agent_year: AgentYear) -> None:
    """A4, fonts and colours of the styles, and a company's logo at the head of its pages."""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    if agent_year.logo:
        head = page.header.paragraphs[0]
        head.add_run().add_picture(BytesIO(agent_year.logo), height=Cm(0.8))
    used = {name for name, *_ in _STYLES} | {"Table Grid", "Normal Table", "Default Paragraph Font"}
    for style in [style for style in file.styles if style.name not in used]:
        style.delete()  # each look-up goes through all of them
    for name, latin, chinese, size, role in _STYLES:
        font = file.styles[name].font
        font.name, font.size, font.italic = latin, Pt(size), False
        if name == "Caption":
            font.bold = False
        font.color.rgb = RGBColor.from_string(palette.colours(agent_year.accent)[role].removeprefix("#").upper())
        fonts = font.element.rPr.rFonts
        for attribute in [*fonts.attrib]:  # a theme's font would be stronger
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]
        fonts.set(qn("w:eastAsia"), chinese)


def _add(file: Any, piece: Piece, picture: bytes | None) -> None:
    if piece.kind == "heading":
        file.add_heading(_clean(piece.text), min(piece.level, 5))
    elif piece.kind == "table":
        _table(file, piece.rows)
    elif piece.kind == "chart":
        if not piece.titled:
            _paragraph(file, "Normal", "", piece.text).paragraph_format.keep_with_next = True
        if picture:
            file.add_picture(BytesIO(picture), width=_WIDTH)
            file.element.body.xpath(".//wp:docPr")[-1].set("descr", _clean(f"{piece.text}。{piece.caption}"))
        _paragraph(file, "Caption", "。".join(filter(None, (piece.lead, piece.caption))))
        if not picture:
            _table(file, piece.rows)
    elif piece.kind == "item":
        mark = "•" if piece.mark == "-" else piece.mark
        form = _paragraph(file, "Normal", f"{mark}\t{piece.lead and piece.lead + '：'}{piece.text}").paragraph_format
        form.left_indent, form.first_line_indent = Cm(0.7 * (piece.level + 1)), Cm(-0.7)
        form.tab_stops.add_tab_stop(form.left_indent)
        form.space_after = Pt(3)
    else:
        _paragraph(file, "Quote" if piece.kind == "quote" else "Normal", piece.text, piece.lead and f"{piece.lead}：")


def _paragraph(file: Any, style: str, text: str, bold: str = "") -> Any:
    """A paragraph; ``bold`` stands before its text."""
    paragraph = file.add_paragraph(style=style)
    if bold:
        paragraph.add_run(_clean(bold)).bold = True
    paragraph.add_run(_clean(text))
    return paragraph


def _table(file: Any, rows: Sequence[Sequence[str]]) -> None:
    if not rows:
        return
    rows = [[_clean(cell) for cell in row] for row in rows]
    body = file.element.body
    body.insert(
        len(body) - 1, parse_xml(render("docx/table.xml", rows=rows, hairline=palette.colours()["pale-ink"][1:]))
    )  # before the section's own properties
    file.add_paragraph().paragraph_format.space_after = Pt(0)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
