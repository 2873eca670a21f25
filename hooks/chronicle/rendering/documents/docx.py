"""A year as a Word file: headings as styles, tables, pictures of the charts that are spoken about, stories in full.

Fonts stand in the styles, for Latin and East Asian text: 宋体 and 微软雅黑 are on every machine with a Chinese Office.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from ...charts import palette
from ...charts.drawings import chart_png
from ...figures.agent_year import AgentYear
from ..blocks import render
from ..exhibits import Exhibit
from .flow import Piece
from .packing import CONTROL, saved

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


def document(agent_year: AgentYear, pieces: Sequence[Piece], exhibits: Sequence[Exhibit]) -> bytes:
    """The pieces as a .docx; ``exhibits`` are shown as pictures, the other charts as tables."""
    pictures = {(exhibit.name, exhibit.title): exhibit.spec for exhibit in exhibits}
    file = Document(BytesIO(_blank(agent_year.accent, agent_year.logo)))
    body = file.element.body
    hairline = palette.colours()["pale-ink"][1:]
    text = parse_xml(CONTROL.sub("", render("docx/text.xml", pieces=pieces, pictures=pictures, hairline=hairline)))
    captions = text.findall(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:pStyle')}[@{qn('w:val')}='Caption']")
    for element in list(text):
        body[-1].addprevious(element)  # the section's own properties stand last
    charts = [piece for piece in pieces if piece.kind == "chart"]
    for style, piece in zip(captions, charts, strict=True):
        if spec := pictures.get((piece.name, piece.text)):
            caption, picture = style.getparent().getparent(), chart_png(spec, agent_year.accent)
            shown = Paragraph(caption, file).insert_paragraph_before()
            shown.add_run().add_picture(BytesIO(picture), width=_WIDTH)
            label = CONTROL.sub("", f"{piece.text}。{piece.caption}{piece.legend}")
            caption.getprevious().xpath(".//wp:docPr")[0].set("descr", label)
    return saved(file, agent_year)


@lru_cache(maxsize=1)
def _blank(accent: str, logo: bytes) -> bytes:
    """An empty document: A4, with fonts and colours in its styles, and a company's logo at the head of its pages."""
    file = Document()
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    if logo:
        head = page.header.paragraphs[0]
        head.add_run().add_picture(BytesIO(logo), height=Cm(0.8))
    used = {name for name, *_ in _STYLES} | {"Table Grid", "Normal Table", "Default Paragraph Font"}
    for style in [style for style in file.styles if style.name not in used]:
        style.delete()
    for name, latin, chinese, size, role in _STYLES:
        font = file.styles[name].font
        font.name, font.size, font.italic = latin, Pt(size), False
        if name == "Caption":
            font.bold = False
        font.color.rgb = RGBColor.from_string(palette.colours(accent)[role].removeprefix("#").upper())
        fonts = font.element.rPr.rFonts
        for attribute in [*fonts.attrib]:  # a theme's font would be stronger
            if attribute.endswith("Theme"):
                del fonts.attrib[attribute]
        fonts.set(qn("w:eastAsia"), chinese)
    blank = BytesIO()
    file.save(blank)
    return blank.getvalue()
