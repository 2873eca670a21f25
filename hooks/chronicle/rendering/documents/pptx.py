"""Slides -> a .pptx whose charts and words can be edited, in the built-in look or a company's template.

One slide of the page is one of the presentation, or several where a template has less room. Sizes of type are worked
out from the room and the length of the text, since a program that opens a file does not shrink what is too long. Text
names no font: the theme's are used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Any, Literal, NamedTuple

from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.util import Pt

from ...charts.drawings import chart_png
from ...figures import sentences
from ...figures.agent_year import AgentYear, headline, tenure
from ...figures.annual import Figure, Measure
from ..exhibits import Exhibit
from ..slides import Slide
from ..slides.layout import ems
from ..slides.of_block import further
from .inks import set_colour
from .native_charts import ChartWriter, is_native
from .packing import CONTROL, saved
from .pptx_template import FOOT, TITLES, DeckTemplate, Room, TemplateError, UsedLayout, built_in, company

_POINT = 12_700  # EMU
#: Height of a line in sizes of its type: no common font for Chinese needs more.
_LEADING = 1.45
#: Space above a paragraph, in sizes of its type.
_ABOVE = 0.4
#: Width and height that the insets of a text box take, in points.
_INSET = (15, 8)
#: Sizes of type in points: of a title and of text at most, of text at least.
_TITLE, _TEXT, _SMALLEST = 30, 24, 12
_MOST_NUMBERS = 4
#: The smallest type of a foot, in points; what a template's foot would not hold in it stands elsewhere.
_SMALL_FOOT = 9
#: Where somebody's text begins a new line: a space, as on a page.
_BREAK = re.compile(r"[\t\n\r]+")


class Line(NamedTuple):
    """A paragraph: its size as a share of the text's, a lead before it in bold, its ink by name where it has one.

    ``bold``: None for the weight that the template gives.
    """

    text: str
    size: float = 1
    lead: str = ""
    ink: Literal["", "soft", "marked"] = ""
    bold: bool | None = False


def presentation(agent_year: AgentYear, slides: Sequence[Slide], template: bytes = b"") -> bytes:
    """The slides as a .pptx; ``template`` is a company's file, the content of ``data/template.pptx``.

    A template that cannot be followed is left alone. The same values give the same bytes.
    """
    try:
        look = company(template) if template else None
    except TemplateError:
        look = None
    look = look or built_in(agent_year)
    writer = _Writer(look, agent_year)
    for slide in slides:
        spec = slide.exhibit.spec if slide.exhibit else None
        writer.add(slide, chart_png(spec, agent_year.accent) if spec and not is_native(spec) else b"")
    _list_notes_master(look.presentation)
    return saved(look.presentation, agent_year)


def _list_notes_master(presentation: Any) -> None:
    """Name the master of the notes in the presentation, as the format asks; the library only relates them."""
    masters = [rel.rId for rel in presentation.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.NOTES_MASTER]
    if masters and presentation.element.find(qn("p:notesMasterIdLst")) is None:
        names = etree.Element(qn("p:notesMasterIdLst"))
        etree.SubElement(names, qn("p:notesMasterId")).set(qn("r:id"), masters[0])
        presentation.element.find(qn("p:sldMasterIdLst")).addnext(names)


def _with_text(*lines: Line) -> list[Line]:
    """Those of the lines that say something."""
    return [line for line in lines if line.text]


def _fits(lines: Sequence[Line], room: Room, size: float) -> bool:
    """Whether lines of this size stand in a text box."""
    return _height(lines, size, room) <= room.height / _POINT


def _height(lines: Sequence[Line], size: float, room: Room) -> float:
    """The height of a text box as wide as the room with paragraphs of this size, in points."""
    return _INSET[1] + sum(
        (_LEADING * ceil(ems(line.lead + line.text) * size * line.size / _wide(room)) + _ABOVE)
        * size * line.size
        for line in lines
    )  # fmt: skip


def _wide(room: Room) -> float:
    """How long a line may be in a text box, in points."""
    return room.width / _POINT - _INSET[0]


@dataclass(frozen=True)
class _Writer:
    """Adds slides to a presentation."""

    look: DeckTemplate
    agent_year: AgentYear

    def add(self, slide: Slide, picture: bytes = b"") -> None:
        """One slide of the page; ``picture`` is its chart where PowerPoint has no such kind."""
        if slide.kind == "cover":
            self._cover(slide)
        elif slide.kind == "numbers":
            self._numbers(slide)
        elif slide.exhibit:
            self._chart(slide, slide.exhibit, picture)
        else:
            self._text(slide)

    def _cover(self, slide: Slide) -> None:
        record = self.agent_year.record
        line = _wide(self.look.cover.title_room) // ems(record.name.replace("·", "一"))
        page, body = self._page(self.look.cover, record.name, min(48, line) if line >= _TITLE else 48)
        lines = [Line(f"《{self.agent_year.title}》"), Line(tenure(self.agent_year), 0.9, ink="soft")]
        lines += [Line(record.motto or "", 1.1), Line(slide.say, 0.9, ink="marked"), *self._lines(slide)]
        self._fill(body, lines, self.look.cover.body_room, 24)
        self._finish(page, self.look.cover, f"来源：{self.agent_year.path}")

    def _numbers(self, slide: Slide) -> None:
        """The numbers of the headline side by side, each with its change; further ones and the plain words below."""
        page, body = self._page(self.look.content, slide.title)
        room = self._intro(body, [Line(slide.say, ink="marked")])
        more = further(self.agent_year)
        columns: list[tuple[Figure, str, Measure | None]]
        columns = [(figure, measure.metric.label, measure) for measure, figure in headline(self.agent_year)]
        rest = [f"{figure.label} {sentences.figure_text(figure)}" for figure in more] if columns else []
        columns = (columns or [(figure, figure.label, None) for figure in more])[:_MOST_NUMBERS]
        column = room._replace(width=room.width // len(columns), height=room.height // 3)
        values = [sentences.figure_text(figure) for figure, *_ in columns]
        size, tall = min(44, *(_wide(column) / (1.25 * ems(value)) for value in values)), 0.0
        for at, (value, (_, label, measure)) in enumerate(zip(values, columns, strict=True)):
            words = sentences.changed(measure.change, measure.metric) if measure and measure.change else ""
            above, below = (
                max(_SMALLEST, min(most, _wide(column) / max(1, ems(text)))) / size
                for text, most in ((label, 16), (words, 14))
            )
            lines = _with_text(Line(label, above, ink="soft"), Line(value, bold=True), Line(words, below, ink="soft"))
            box = page.shapes.add_textbox(*column._replace(left=room.left + at * column.width))
            self._write(box, lines, size)
            tall = max(tall, _height(lines, size, column))
        below_them = [Line("；".join(rest), 0.8, ink="soft"), *self._lines(slide)]
        self._box(page, below_them, room.without_top(round(tall * _POINT)), 20)
        formulas = [f"{label}：{figure.formula}（{figure.source}）" for figure, label, _ in columns]
        self._finish(page, self.look.content, "\n".join(formulas))

    def _chart(self, slide: Slide, exhibit: Exhibit, picture: bytes) -> None:
        """A chart under its finding: native where PowerPoint has such a kind, else its picture."""
        page, body = self._page(self.look.content, slide.title)
        intro = Line(slide.kicker or exhibit.subtitle, 0.75, ink="soft"), Line(slide.say, ink="marked")
        room = self._intro(body, [*intro, Line(slide.text, 0.9)])
        after = _with_text(Line(slide.lesson, bold=True), Line(slide.principle, 0.8, ink="soft"))
        if after:
            height = min(room.height // 3, round(_height(after, 18, room) * _POINT))
            self._box(page, after, room.without_top(room.height - height), 18)
            room = room._replace(height=room.height - height)
        spec = exhibit.spec
        native = is_native(spec)  # which has no signs but its series and their names
        if native:
            text = max(11, min(14, room.height / _POINT / 24))
            shapes = ChartWriter(page.shapes, text, self.look.inks).add(spec, room)
        else:
            shapes = [_picture(page.shapes, picture, room)]
        for shape in shapes:
            shape.element.xpath(".//p:cNvPr")[0].set("descr", exhibit.told if native else exhibit.label)
        caption = sentences.plain(exhibit.caption) + ("" if native else exhibit.legend)
        notes = filter(None, (exhibit.subtitle, caption, f"来源：{exhibit.source}"))
        self._finish(page, self.look.content, "\n".join(notes))

    def _text(self, slide: Slide) -> None:
        """Rows, a long sentence, a story without a curve: on more than one slide where a template has no room."""
        large = slide.kind in ("summary", "closing")
        title = slide.title or (self.agent_year.span.this if slide.kind == "summary" else self.agent_year.record.name)
        if slide.of > 1:
            title += f"（{slide.nth} / {slide.of}）"
        intro = _with_text(Line(slide.kicker, 0.75, ink="soft"), Line(slide.say, ink="marked"))
        lines, room = self._lines(slide), self.look.content.body_room
        parts = [lines]
        while any(len(part) > 1 and not _fits([*intro, *part], room, _SMALLEST) for part in parts):
            count = len(parts) + 1
            parts = [lines[len(lines) * at // count : len(lines) * (at + 1) // count] for at in range(count)]
        for part in parts:
            page, body = self._page(self.look.content, title)
            self._fill(body, [*intro, *part], room, 30 if large else _TEXT)
            if large:
                body.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            self._finish(page, self.look.content, f"来源：{self.agent_year.source(slide.block)}")

    def _lines(self, slide: Slide) -> list[Line]:
        lines, lead = [Line(slide.text)], ""
        for row in slide.rows:
            again, lead = row.lead == lead, row.lead
            name = "" if again or not lead else f"{lead}　"
            lines.append(Line(row.words, lead=name, bold=row.kind == "rule"))
            lines.append(Line(row.note, 0.8, ink="soft"))
        return _with_text(*lines, Line(slide.lesson, bold=True), Line(slide.principle, 0.8, ink="soft"))

    # --- parts of a slide ---

    def _page(self, used: UsedLayout, title: str, largest: float = _TITLE) -> tuple[Any, Any]:
        """A slide with a title, and its placeholder for text; other placeholders are removed."""
        page = self.look.presentation.slides.add_slide(used.layout)
        is_title = [shape.placeholder_format.type in TITLES for shape in page.placeholders]
        pairs = [*zip(page.placeholders, is_title, strict=True)]  # a title and a text may have the same index
        head = next(shape for shape, titled in pairs if titled)
        body = next(shape for shape, titled in pairs if not titled and shape.placeholder_format.idx == used.body)
        for shape, _ in pairs:
            if shape not in (head, body):
                shape.element.getparent().remove(shape.element)
        self._fill(head, [Line(title, bold=None)], used.title_room, largest)
        return page, body

    def _intro(self, body: Any, lines: Sequence[Line]) -> Room:
        """Write what stands above a chart into the placeholder for text; returns the room that is left below it."""
        room, lines = self.look.content.body_room, _with_text(*lines)
        if not lines:
            body.element.getparent().remove(body.element)
            return room
        size = self._fill(body, lines, room._replace(height=room.height // 3), 20)
        body.height = round(_height(lines, size, room) * _POINT)
        return room.without_top(body.height)

    def _box(self, page: Any, lines: Sequence[Line], room: Room, largest: float) -> None:
        """Lines in a text box of their own, where any has text."""
        if lines := _with_text(*lines):
            self._fill(page.shapes.add_textbox(*room), lines, room, largest)

    def _finish(self, page: Any, used: UsedLayout, notes: str) -> None:
        """Name, year and page number where the template has them, else at the foot; ``notes`` say where a chart or
        number comes from."""
        look, margin = self.look.presentation, 36 * _POINT
        top, height, number = look.slide_height - FOOT, 22 * _POINT, 60 * _POINT
        rooms = {
            PP_PLACEHOLDER.FOOTER: Room(margin, top, look.slide_width - 3 * margin - number, height),
            PP_PLACEHOLDER.SLIDE_NUMBER: Room(look.slide_width - margin - number, top, number, height),
        }
        line = CONTROL.sub("", f"{self.agent_year.record.name} · {self.agent_year.when}")
        _, footer = used.feet.get(PP_PLACEHOLDER.FOOTER, (None, rooms[PP_PLACEHOLDER.FOOTER]))
        theirs = used.feet if _wide(footer) >= _SMALL_FOOT * ems(line) else {}
        for kind, room in rooms.items():
            if kind in theirs:
                element = deepcopy(theirs[kind][0].element)
                largest = max(int(id) for id in page.element.xpath("//@id") if id.isdecimal())
                element.xpath(".//p:cNvPr")[0].set("id", str(largest + 1))
                page.shapes.element.append(element)
                shape = Shape(element, page.shapes)
            else:
                shape = page.shapes.add_textbox(*room)
            shape.text_frame.text = line
            font = shape.text_frame.paragraphs[0].runs[0].font
            if kind not in theirs:
                set_colour(font, self.look.inks.soft)
            wide = _wide(theirs[kind][1] if kind in theirs else room) / ems(line)
            font.size = Pt(max(_SMALL_FOOT, min(_SMALLEST, int(wide))))
            if kind == PP_PLACEHOLDER.SLIDE_NUMBER:
                _number(shape, len(look.slides))
        page.notes_slide.notes_text_frame.text = CONTROL.sub("", notes)

    def _fill(self, shape: Any, lines: Sequence[Line], room: Room, largest: float) -> float:
        """Lines in a shape, which is put into the room, as large as they fit it and at most ``largest`` points, else in
        the smallest type; returns its size."""
        shape.left, shape.top, shape.width, shape.height = room
        lines = _with_text(*lines)
        sizes = (largest - step for step in range(int(largest - _SMALLEST) + 1))
        size = next((size for size in sizes if _fits(lines, room, size)), _SMALLEST)
        self._write(shape, lines, size)
        return size

    def _write(self, shape: Any, lines: Sequence[Line], size: float) -> None:
        """Fill a shape with paragraphs.

        What a template says of the direction of text, of its margins, of marks and of the space between lines does not
        count: sizes are worked out without.
        """
        frame = shape.text_frame
        frame.word_wrap = True
        frame.text = ""
        if not self.look.built_in:
            frame.margin_left = frame.margin_right = Pt(_INSET[0] / 2)
            frame.margin_top = frame.margin_bottom = Pt(_INSET[1] / 2)
            shape.element.xpath("./p:txBody/a:bodyPr")[0].set("vert", "horz")
        for at, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_before = Pt(round(_ABOVE * size * line.size, 1))
            if not self.look.built_in:
                paragraph.space_after, paragraph.line_spacing = Pt(0), 1.0
            properties = shape.element.xpath(".//a:p/a:pPr")[-1]
            properties.set("marL", "0")
            properties.set("indent", "0")
            etree.SubElement(properties, qn("a:buNone"))
            for text, bold in ((line.lead, True), (line.text, line.bold)):
                if text:
                    run = paragraph.add_run()
                    run.text = CONTROL.sub("", _BREAK.sub(" ", text))
                    run.font.size = Pt(round(size * line.size, 1))
                    run.font.bold = bold
                    if line.ink:
                        set_colour(run.font, getattr(self.look.inks, line.ink))


def _number(shape: Any, at: int) -> None:
    """Turn a shape's only run into the field of the slide's number."""
    (run,) = shape.element.xpath(".//a:r")
    run.tag = qn("a:fld")
    run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
    run.set("type", "slidenum")
    run.find(qn("a:t")).text = str(at)


def _picture(shapes: Any, data: bytes, room: Room) -> Any:
    """A picture as large as the room lets it be, in its middle."""
    picture = shapes.add_picture(BytesIO(data), room.left, room.top, width=room.width)
    if picture.height > room.height:
        picture.width, picture.height = picture.width * room.height // picture.height, room.height
    picture.left = room.left + (room.width - picture.width) // 2
    return picture
