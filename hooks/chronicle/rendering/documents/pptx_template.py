"""What a presentation is made in: the built-in look, or the company's ``data/template.pptx``.

Of a company's file the masters, layouts, size, fonts and colours are followed; its own slides are dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from ...charts import palette
from ...charts.canvas import Box
from ...figures.agent_year import AgentYear
from ...figures.formatting import year_in_characters
from ..blocks import environment
from .inks import BUILT_IN, Inks, inks_of
from .packing import pack

#: A larger file would make every agent's presentation as large.
LARGEST = 5 * 2**20
#: What it may hold unpacked, in bytes: a small file can be a bomb.
_UNPACKED = 20 * LARGEST
#: The colours of a theme, in the order of its schema, and those of the site.
_COLOURS = {
    "dk1": "ink", "lt1": "paper", "dk2": "soft-ink", "lt2": "wash", "accent1": "indigo", "accent2": "vermilion",
    "accent3": "bamboo", "accent4": "pale-ink", "accent5": "soft-ink", "accent6": "ink", "hlink": "vermilion",
    "folHlink": "soft-ink",
}  # fmt: skip
TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.BODY)
FEET = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
#: What is kept at the foot of a slide for name, year and page number, in EMU (914,400 to the inch).
FOOT = 430_000
#: Width and height of the least room for text that holds a chart, in EMU.
_LEAST = (3_200_000, 2_000_000)
_LOGO_HEIGHT = 250_000


class TemplateError(ValueError):
    """A company's template cannot be followed; the text says why, in Chinese."""


class Room(NamedTuple):
    """A rectangle on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """In square EMU."""
        return self.width * self.height

    @property
    def box(self) -> Box:
        """The same rectangle by its sides."""
        return Box(self.left, self.top, self.left + self.width, self.top + self.height)

    def without_top(self, height: int) -> Room:
        """What is left below so much of it."""
        return self._replace(top=self.top + height, height=self.height - height)


@dataclass(frozen=True)
class UsedLayout:
    """A layout, the index of its placeholder for text, and where title and text stand; its ``feet`` for name and page
    number with their rooms, where nothing stands on them; ``score``: how fit it is."""

    layout: Any
    body: int
    title_room: Room
    body_room: Room
    feet: Mapping[Any, tuple[Any, Room]]
    score: tuple[bool, bool, int]


@dataclass(frozen=True)
class DeckTemplate:
    """An empty presentation and the layouts that its slides are made with; ``built_in``: of our own look."""

    presentation: Any
    cover: UsedLayout
    content: UsedLayout
    inks: Inks
    built_in: bool


def built_in(agent_year: AgentYear) -> DeckTemplate:
    """The book's look: paper, ink and vermilion; 宋体 and 微软雅黑 in the theme, so that no text needs to name them; on
    the cover the seal of the year.

    A company's accent takes the place of vermilion; its logo, a PNG, stands at the foot of every slide.
    """
    logo, shades = agent_year.logo, palette.colours(agent_year.accent)
    colours = [(role, shades[name].removeprefix("#")) for role, name in _COLOURS.items()]
    wide, high = Image.open(BytesIO(logo)).size if logo else (0, 1)
    width, digits = _LOGO_HEIGHT * wide // high, year_in_characters(agent_year.year)
    given = {"colours": colours, "logo_width": width, "digits": digits}
    names = [name for name in environment().list_templates() if name.startswith("pptx/")]
    parts = {name.removeprefix("pptx/"): environment().get_template(name).render(given) for name in names}
    files = {name: text.encode() for name, text in parts.items()} | ({"ppt/media/logo.png": logo} if logo else {})
    presentation = Presentation(BytesIO(pack(files)))
    size = presentation.slide_width, presentation.slide_height
    cover, content = (_used(layout, size) for layout in presentation.slide_layouts)
    assert cover
    assert content
    return DeckTemplate(presentation, cover, content, BUILT_IN, built_in=True)


def company(template: bytes) -> DeckTemplate:
    """The look of a company's .pptx; raises :class:`TemplateError` where it cannot be followed."""
    if len(template) > LARGEST:
        raise TemplateError(f"大于 {LARGEST // 2**20} MB，请压缩里面的图片")
    try:
        with ZipFile(BytesIO(template)) as file:
            if sum(info.file_size for info in file.infolist()) > _UNPACKED:
                raise TemplateError("解开后太大，请另存一份干净的")
        return _followed(Presentation(BytesIO(template)))
    except TemplateError:
        raise
    except (BadZipFile, PythonPptxError, etree.LxmlError, LookupError, ValueError, AttributeError, OSError) as error:
        raise TemplateError(
            "不是能打开的 .pptx（.potx、.pptm 和加密的都不行），请在 PowerPoint 里另存为 .pptx"
        ) from error


def _followed(presentation: Any) -> DeckTemplate:
    _drop_slides(presentation)
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    size = presentation.slide_width, presentation.slide_height
    used = [use for layout in layouts if (use := _used(layout, size))]
    contents = [use for use in used if _kinds(use.layout) & {*_BODIES}]
    if not contents:
        raise TemplateError("里面没有既有标题又有正文的版式")
    width, height = _LEAST
    contents = [use for use in contents if use.body_room.width >= width and use.body_room.height >= height]
    if not contents:
        raise TemplateError("版式里正文的地方太小，放不下一张图")
    content = max(contents, key=lambda use: use.score)
    covers = [use for use in used if PP_PLACEHOLDER.SUBTITLE in _kinds(use.layout)]
    covers.sort(key=lambda use: PP_PLACEHOLDER.CENTER_TITLE not in _kinds(use.layout))
    inks = inks_of(content.layout.slide_master)
    return DeckTemplate(presentation, (covers or [content])[0], content, inks, built_in=False)


def _kinds(layout: Any) -> set[Any]:
    return {shape.placeholder_format.type for shape in layout.placeholders}


def _used(layout: Any, slide: tuple[int, int]) -> UsedLayout | None:
    """How a layout is used on slides of this width and height; None where it has no place for a title and for text
    that the other does not cover.

    The fittest layout has one placeholder for text, that takes anything, and is large.
    """
    places = [(shape, shape.placeholder_format, _room(shape, slide)) for shape in layout.placeholders]
    title = next((room for _, form, room in places if form.type in TITLES), None)
    if not title or not _holds_title(title):
        return None
    kinds = (*_BODIES, PP_PLACEHOLDER.SUBTITLE)
    bodies = [(room, form) for _, form, room in places if form.type in kinds and room and not room.box.meets(title.box)]
    if not bodies:
        return None
    room, form = max(bodies, key=lambda body: body[0].area)
    feet = {form.type: (shape, Room(*_place(shape))) for shape, form, _ in places if form.type in FEET}
    whole = Box(0, 0, *slide)
    if any(
        not foot.box.within(whole) or foot.box.meets(title.box) or foot.box.meets(room.box) for _, foot in feet.values()
    ):
        feet = {}
    score = (len(bodies) == 1, form.type == PP_PLACEHOLDER.OBJECT, room.area)
    return UsedLayout(layout, form.idx, title, room, feet, score)


def _place(shape: Any) -> tuple[int, ...]:
    return shape.left, shape.top, shape.width, shape.height


def _room(shape: Any, slide: tuple[int, int]) -> Room | None:
    """Where a placeholder stands, as far as it lies on the slide, above its foot; None where its text is turned."""
    turned = shape.rotation or shape.element.xpath("./p:txBody/a:bodyPr[@vert and @vert!='horz']")
    if turned or None in _place(shape):
        return None
    left, top, width, height = _place(shape)
    right, bottom = left + width, min(top + height, slide[1] - FOOT)
    right = right if right <= slide[0] else slide[0] * 19 // 20
    left, top = max(left, 0), max(top, 0)
    return Room(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _holds_title(room: Room) -> bool:
    """Whether a sentence of forty characters finds room in type of 16 points, whose lines are 24 points high."""
    width, height = room.width / 12_700 - 15, room.height / 12_700 - 8
    return width > 0 and -(-40 * 16 // width) * 24 <= height


def _drop_slides(presentation: Any) -> None:
    """Remove the slides, and everything that leads to them: sections, shows, links of masters and layouts."""
    root, part = presentation.element, presentation.part
    for name in ("p:custShowLst", "p:extLst"):
        for element in root.findall(qn(name)):
            root.remove(element)
    for element in list(root.iter(qn("p:sldId"))):
        element.getparent().remove(element)
        part.drop_rel(element.get(qn("r:id")))
    masters = presentation.slide_masters
    for owner in (*masters, *chain.from_iterable(master.slide_layouts for master in masters)):
        for rel in [rel for rel in owner.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.SLIDE]:
            for link in owner.element.xpath(f"//*[@r:id='{rel.rId}']"):
                link.getparent().remove(link)
            owner.part.drop_rel(rel.rId)
