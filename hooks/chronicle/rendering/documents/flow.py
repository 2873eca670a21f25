"""The articles of a year's pages -> its text in order: headings, sentences, lists, tables and charts.

The source of the documents that are read from top to bottom. They say what the pages say, since they are made of the
pages: the chronicle as the agent arranged it, then every story in full, masked as everything there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from lxml import etree, html

from ...figures.agent_year import AgentYear

_SPACE = re.compile(r"[ \t\r\f]*\n[ \t\r\n\f]*|[ \t\r\f]+")
_BESIDE_MARKS = re.compile(r" +(?=[，。；：、！？）」》])|(?<=：) +")
#: What is no text of the year: drawings, ways through the site, what only screen readers say, what opens the rest of a
#: list.
_LEFT_OUT = ("svg", "script", "style", "nav", "button", "input", "label")
_CLASSES = ("sr-only", "headerlink", "ways", "case-head__way", "footnote-backref", "fold__rest")
_OUT = ".//*[@aria-hidden='true' or @class and (" + " or ".join(
    f"contains(concat(' ',@class,' '),' {name} ')" for name in _CLASSES
) + ")]"  # fmt: skip
#: The story that a chronicle tells in full.
TOLD = re.compile(r'data-whole="([^"]+)"')
_BLOCKS = {
    "p", "div", "section", "header", "footer", "aside", "article", "main", "ul", "ol", "li", "dl", "dt", "dd", "figure",
    "figcaption", "table", "blockquote", "pre", "details", "summary", "hr", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip


class Piece(NamedTuple):
    """One thing in the flow.

    A heading has a ``level`` from 1, an item of a list one from 0 and its ``mark``. ``lead`` names a line and stands
    before it. A table is its ``rows``, the first its head; a chart has them too, its finding as ``text``, what it
    measures as ``lead``, its ``caption``, the ``legend`` of its picture, the ``note`` beneath its table, its ``name``;
    ``titled``: a heading above it says the finding already.
    """

    kind: Literal["heading", "line", "item", "quote", "table", "chart"]
    text: str = ""
    level: int = 0
    lead: str = ""
    mark: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    legend: str = ""
    note: str = ""
    name: str = ""
    titled: bool = False


_LINE = Piece("line")
#: A line below a heading of its own, within something that stands below a heading.
_WITHIN = Piece("line", level=1)


def flow(agent_year: AgentYear, articles: Mapping[str, str]) -> tuple[Piece, ...]:
    """The whole year; ``articles`` maps a page's Markdown file to its article's HTML."""
    chronicle = articles.get(f"{agent_year.uri}/index.md", "")
    pieces, told = [*pieces_of(chronicle)], TOLD.findall(chronicle)
    stories = [(story.slug, articles.get(f"{agent_year.uri}/{story.slug}.md", "")) for story in agent_year.stories]
    pieces += [Piece("heading", "附：故事全文", 2)] if any(article for _, article in stories) else []
    for slug, article in stories:
        own = pieces_of(article, told=slug in told)
        pieces += [piece._replace(level=piece.level + 2 * (piece.kind == "heading")) for piece in own]
    return tuple(pieces)


def around(tree: Any) -> None:
    """Removes the text from a story's article, since the chronicle has it: head, lesson and links stay."""
    for element in [child for child in tree if child.tag not in ("header", "aside", "nav")]:
        element.drop_tree()


def pieces_of(article: str, *, told: bool = False) -> Iterator[Piece]:
    """The pieces of one article's HTML; of a story that was ``told`` in full already, all but its text."""
    if not article.strip():
        return
    tree = html.fragment_fromstring(article, "div")
    if told:
        around(tree)
    for box in tree.xpath(".//input[@type='checkbox']"):
        control = box.getparent() if box.getparent().tag == "label" else box
        control.tail = ("☐ " if box.get("checked") is None else "☑ ") + (control.tail or "").lstrip()
    etree.strip_elements(tree, *_LEFT_OUT, with_tail=False)
    for element in tree.xpath(_OUT):
        if element.get("class") != "sr-only" or not element.text_content().endswith("："):  # else it names what follows
            element.drop_tree()
    above = ""
    for piece in _walk(tree, _LINE):
        is_titled = piece.kind == "chart" and above.rstrip("。").endswith(piece.text)
        yield piece._replace(titled=True) if is_titled else piece
        above = piece.text if piece.kind == "heading" else ""


def _walk(element: Any, style: Piece) -> Iterator[Piece]:
    """What stands in an element; loose text becomes pieces like ``style``."""
    words, beside = element.text or "", False
    for child in element:
        if child.tag in _BLOCKS:
            yield from _said(words, style)
            words = ""
            yield from _block(child, style)
        elif isinstance(child.tag, str):
            words += (" " if beside or _apart(child) else "") + _inline(child)
        beside = child.tag not in (*_BLOCKS, "br", "wbr") and not child.tail
        words += child.tail or ""
    yield from _said(words, style)


def _said(words: str, style: Piece) -> Iterator[Piece]:
    if not words or words.isspace():  # as what stands between two elements is for the most part
        return
    text = _BESIDE_MARKS.sub("", _SPACE.sub(" ", words)).replace("\v", "\n").strip()
    yield style._replace(text=text)


def _inline(element: Any) -> str:
    """The words of an element inside a line; a line break is a vertical tab."""
    if element.tag == "br":
        return "\v"
    if element.tag == "img":
        return f"［图：{element.get('alt')}］" if element.get("alt") else ""
    words, beside = element.text or "", False
    for child in element:
        words += (" " if beside or _apart(child) else "") + (_inline(child) if isinstance(child.tag, str) else "")
        words += child.tail or ""
        beside = not child.tail and child.tag not in ("br", "wbr")
    if element.tag == "q":
        return f"「{words}」"
    if element.get("class") == "footnote-ref":
        return f"〔{words}〕"
    return f"{words}：" if element.get("class") == "label" else words


def _apart(element: Any) -> bool:
    """Whether the style sheet sets an element inside a line apart from what stands before it."""
    return bool(element.tag == "span" and element.get("class", "key") != "key")


def _text(element: Any) -> str:
    return " ".join(piece.text for piece in _walk(element, _LINE))


def _block(element: Any, style: Piece) -> Iterator[Piece]:
    """A block: heading, list, table, chart; or what stands in it."""
    tag, classes = element.tag, (element.get("class") or "").split()
    if re.fullmatch("h[1-6]", tag):
        level = max(4, int(tag[1])) if style.level or style.kind == "item" else int(tag[1])
        yield Piece("heading", _text(element), level)
    elif "chips" in classes:
        yield style._replace(text="、".join(map(_text, element)))
    elif tag in ("ul", "ol"):
        yield from _list(element, style)
    elif tag == "dl" and "numbers" in classes:
        yield _numbers(element)
    elif tag == "dl":
        lead = ""
        for entry in element.iter("dt", "dd"):
            if entry.tag == "dt":
                lead = _text(entry)
            else:
                first, *others = [*_walk(entry, style)] or [style]
                kept = (first.kind, first.level) == (style.kind, style.level)
                yield first._replace(lead=lead) if kept else _LINE._replace(text=lead)
                yield from others if kept else (first, *others)
    elif tag == "table" or element.get("role") == "table":
        yield Piece("table", rows=_rows(element))
    elif element.get("data-chart"):
        yield _chart(element)
    elif tag == "summary":
        yield Piece("heading", _text(element), 3)
    elif tag == "pre":
        yield style._replace(text=element.text_content().strip("\n"))
    else:
        inside = Piece("quote") if tag == "blockquote" else _WITHIN if "crystal" in classes else style
        yield from _walk(element, inside)


def _list(element: Any, style: Piece) -> Iterator[Piece]:
    """The items of a list; what else stands in an item is one level below it."""
    level = style.level + 1 if style.kind == "item" else 0
    start = element.get("start", "")
    for nth, entry in enumerate(element.iterchildren("li"), int(start) if re.fullmatch(r"\d{1,9}", start) else 1):
        mark = f"{nth}." if element.tag == "ol" else "-"
        item, first = Piece("item", level=level, mark=mark), True
        if entry.xpath(".//h2|.//h3|.//h4"):
            item = _WITHIN
        for piece in _walk(entry, item):
            own = piece.kind == "item" and piece.level == level and item is not _WITHIN
            yield piece._replace(level=level + 1, mark="-") if own and not first else piece
            first = first and not own


def _numbers(element: Any) -> Piece:
    """The numbers of the headline: name, value, change."""
    rows = [("指标", element.get("data-span", "值"), "比上年同期" if element.get("data-span") else "比上年")]
    for label, value in zip(element.iter("dt"), element.iter("dd"), strict=True):
        changes = [change.text_content() for change in label.find_class("change")]
        for change in label.find_class("change"):
            change.drop_tree()
        rows.append((_text(label), _text(value), "".join(changes)))
    return Piece("table", rows=tuple(rows if any(row[2] for row in rows[1:]) else [row[:2] for row in rows]))


def _rows(table: Any) -> tuple[tuple[str, ...], ...]:
    rows = table.xpath(".//tr|.//*[@role='row']")
    return tuple(tuple(_text(cell) for cell in row.xpath("./th|./td|./*[@role]")) for row in rows)


def _chart(figure: Any) -> Piece:
    def of_class(name: str) -> str:
        return "".join(_text(element) for element in figure.find_class(name))

    captions, tables = figure.iter("figcaption"), [*figure.iter("table")]
    return Piece(
        "chart",
        of_class("exhibit__title"),
        lead=of_class("exhibit__measure"),
        rows=_rows(tables[0]) if tables else (),
        caption="".join(map(_text, captions)),
        legend=of_class("exhibit__legend"),
        note=of_class("exhibit__note"),
        name=figure.get("data-chart"),
    )
