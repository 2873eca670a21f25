"""What a presentation is made in: the built-in look, or the company's ``data/template.pptx``.

Of a company's file the masters, layouts, size, fonts and colours are followed; its own slides are dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
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
#: The height of a title where the layout has no place for it.
_TITLE_HEIGHT = 900_000
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
        """0 where it is no room at all."""
        return max(0, self.width) * max(0, self.height)

    def without_top(self, height: int) -> Room:
        """What is left below so much of it."""
        return self._replace(top=self.top + height, height=self.height - height)

    def holds(self, least: tuple[int, int]) -> bool:
        """Whether it is as wide and as high as that."""
        return self.width >= least[0] and self.height >= least[1]

    def meets(self, other: Room) -> bool:
        """Whether the two have a part in common."""
        beside = self.left >= other.left + other.width or other.left >= self.left + self.width
        return not beside and self.top < other.top + other.height and other.top < self.top + self.height


_NOWHERE = Room(0, 0, 0, 0)


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


def built_in(accent: str = "", logo: bytes = b"") -> DeckTemplate:
    """The book's look: paper, ink and vermilion; 宋体 and 微软雅黑 in the theme, so that no text needs to name them.

    A company's ``accent`` takes the place of vermilion; its ``logo``, a PNG, stands at the foot of every slide.
    """
    colours = [(role, palette.colours(accent)[name].removeprefix("#")) for role, name in _COLOURS.items()]
    wide, high = Image.open(BytesIO(logo)).size if logo else (0, 1)
    given = {"colours": colours, "logo_width": _LOGO_HEIGHT * wide // high}
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
    contents = [use for use in contents if use.body_room.holds(_LEAST)]
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
    """How a layout is used on slides of this width and height; None where it has no place for a title or for text.

    A title that is turned, set upright, off the slide or too small for a sentence stands at the slide's head, and text
    below it; text never stands on the title. The fittest layout has one placeholder for text, that takes anything, and
    is large.
    """
    placeholders = [(shape.placeholder_format, shape) for shape in layout.placeholders]
    titles = [shape for form, shape in placeholders if form.type in TITLES]
    kinds = (*_BODIES, PP_PLACEHOLDER.SUBTITLE)
    bodies = [(form, shape) for form, shape in placeholders if form.type in kinds]
    if not titles or not bodies:
        return None
    width, height = slide
    page = Room(width // 20, height // 20, width - width // 10, height - height // 20 - FOOT)
    title = _room(titles[0], slide)
    if not title or not _holds_title(title):
        title = page._replace(height=min(page.height // 4, _TITLE_HEIGHT))
    rooms = [(_without(_room(shape, slide) or _NOWHERE, title), form) for form, shape in bodies]
    room, form = max(rooms, key=lambda entry: entry[0].area)
    if not room.holds(_LEAST) and form.type != PP_PLACEHOLDER.SUBTITLE:
        room = _without(page, title)
    feet = {
        form.type: (foot, _room(foot, (width, height + FOOT)) or _NOWHERE)
        for form, foot in placeholders
        if form.type in FEET
    }
    if any(_place(foot) != place or place.meets(title) or place.meets(room) for foot, place in feet.values()):
        feet = {}
    score = (len(bodies) == 1, form.type == PP_PLACEHOLDER.OBJECT, room.area)
    return UsedLayout(layout, form.idx, title, room, feet, score) if room.area else None


def _place(shape: Any) -> tuple[int, ...]:
    return shape.left, shape.top, shape.width, shape.height


def _room(shape: Any, slide: tuple[int, int]) -> Room | None:
    """Where a placeholder stands, as far as it lies on the slide, above its foot; None where its text is turned."""
    turned = shape.rotation or shape.element.xpath("./p:txBody/a:bodyPr[@vert and @vert!='horz']")
    if turned or None in _place(shape):
        return None
    left, top, width, height = _place(shape)
    right, bottom, margin = left + width, top + height, slide[0] // 20
    left, top = (edge if edge >= 0 else margin for edge in (left, top))
    right, bottom = right if right <= slide[0] else slide[0] - margin, min(bottom, slide[1] - FOOT)
    return Room(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _holds_title(room: Room) -> bool:
    """Whether a sentence of forty characters finds room in type of 16 points, whose lines are 24 points high."""
    width, height = room.width / 12_700 - 15, room.height / 12_700 - 8
    return width > 0 and -(-40 * 16 // width) * 24 <= height


def _without(room: Room, other: Room) -> Room:
    """The largest part of a room that another does not cover, above, below or beside it."""
    if not room.meets(other):
        return room
    right, bottom = room.left + room.width, room.top + room.height
    parts = (
        room._replace(height=other.top - room.top),
        room._replace(top=other.top + other.height, height=bottom - other.top - other.height),
        room._replace(width=other.left - room.left),
        room._replace(left=other.left + other.width, width=right - other.left - other.width),
    )
    return max(parts, key=lambda part: part.area)


def _drop_slides(presentation: Any) -> None:
    """Remove the slides, and everything that leads to them: sections, shows, links of masters and layouts."""
    root, part = presentation.element, presentation.part
    for name in ("p:custShowLst", "p:extLst"):
        for element in root.findall(qn(name)):
            root.remove(element)
    for element in list(root.iter(qn("p:sldId"))):
        element.getparent().remove(element)
        part.drop_rel(element.get(qn("r:id")))
    for owner in _masters_and_layouts(presentation):
        for rel in [rel for rel in owner.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.SLIDE]:
            for link in owner.element.xpath(f"//*[@r:id='{rel.rId}']"):
                link.getparent().remove(link)
            owner.part.drop_rel(rel.rId)


def _masters_and_layouts(presentation: Any) -> Iterator[Any]:
    for master in presentation.slide_masters:
        yield master
        yield from master.slide_layouts
