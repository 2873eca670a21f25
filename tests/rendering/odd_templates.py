"""Companies' templates as nobody should make them, each the library's own one with something odd about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from chronicle.rendering.documents.packing import pack, unpack

TITLE, BODY = PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.OBJECT
FEET = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE)
MASTER, LAYOUT = "ppt/slideMasters/slideMaster1.xml", "ppt/slideLayouts/slideLayout2.xml"


def saved(presentation: Any) -> bytes:
    body = BytesIO()
    presentation.save(body)
    return body.getvalue()


def blank(width: float = 13.333, height: float = 7.5, only: tuple[int, ...] = ()) -> Any:
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(width), Inches(height)
    for index, layout in reversed([*enumerate(presentation.slide_layouts)]):
        if only and index not in only:
            presentation.slide_layouts.remove(layout)
    return presentation


def moved(kinds: tuple[Any, ...], place: tuple[float, ...], turned: float = 0, width: float = 13.333) -> bytes:
    """The placeholders of these kinds of the layout for text, elsewhere (in inches) or turned."""
    presentation = blank(width)
    for at, shape in enumerate(
        [one for one in presentation.slide_layouts[1].placeholders if one.placeholder_format.type in kinds]
    ):
        left, top, wide, high = place or [side / 914_400 for side in (shape.left, shape.top, shape.width, shape.height)]
        shape.left, shape.top = Inches(left + at * wide), Inches(top)
        shape.width, shape.height, shape.rotation = Inches(wide), Inches(high), turned
    return saved(presentation)


def rewritten(name: str, *changes: tuple[str, str]) -> bytes:
    parts = unpack(saved(blank()))
    text = parts[name].decode()
    for old, new in changes:
        text, count = re.subn(old, new, text, flags=re.DOTALL)
        assert count, old
    parts[name] = text.encode()
    return pack(parts)


def dark() -> bytes:
    presentation = blank()
    ground = presentation.slide_master.background.fill
    ground.solid()
    ground.fore_color.rgb = RGBColor(0x10, 0x18, 0x30)
    parts = unpack(saved(presentation))
    parts[MASTER] = re.sub(rb'bg1="lt1" tx1="dk1"', b'bg1="dk1" tx1="lt1"', parts[MASTER])
    return pack(parts)


ODD: dict[str, Callable[[], bytes]] = {
    "a very small title": lambda: moved((TITLE,), (0.5, 0.3, 2, 0.35)),
    "a title on end": lambda: moved((TITLE,), (), 90),
    "a text on end": lambda: moved((BODY,), (1, 1, 10, 5), 270),
    "a title off the slide": lambda: moved((TITLE,), (-6, -2, 5, 1)),
    "a text half off the slide": lambda: moved((BODY,), (7, 2, 12, 9)),
    "a title below": lambda: moved((TITLE,), (0.5, 6.1, 12, 0.8)),
    "a title on the text": lambda: moved((TITLE,), (0.5, 0.5, 9, 2.5)),
    "feet in the text": lambda: moved(FEET, (1, 4, 3, 0.5)),
    "feet half off the slide": lambda: moved(FEET, (11, 7.2, 4, 0.4)),
    "feet at the head": lambda: moved(FEET, (1, 0.05, 3, 0.4)),
    "a phone held upright": lambda: saved(blank(7.5, 13.333)),
    "two columns alone": lambda: saved(blank(only=(0, 3, 4))),
    "pictures with captions alone": lambda: saved(blank(only=(0, 7, 8))),
    "dark": dark,
    "Chinese set upright": lambda: rewritten(LAYOUT, ("<a:bodyPr/>", '<a:bodyPr vert="eaVert"/>')),
    "wide lines": lambda: rewritten(
        MASTER, ('<a:spcPct val="20000"/>', '<a:spcPct val="100000"/>'),
        (r"(<p:(?:title|body)Style>\s*<a:lvl1pPr[^>]*>)", r'\1<a:lnSpc><a:spcPct val="200000"/></a:lnSpc>'),
    ),
    "wide margins": lambda: rewritten(
        MASTER, (r"<a:bodyPr[^>]*?(/?)>", r'<a:bodyPr lIns="900000" tIns="500000" rIns="900000" bIns="500000"\1>'),
    ),
}  # fmt: skip
