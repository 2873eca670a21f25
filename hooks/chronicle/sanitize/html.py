"""What people write is text and a safe subset of HTML; everything that could run, fetch or take over the page goes.

:func:`clean` makes a rendered page safe with nh3 (an HTML5 parser with an allow-list). :func:`findings` only tells the
writer where in the Markdown it stood: a plain search, on which nothing depends for safety.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import nh3

from ..reading.markdown_code import code_spans, with_code

_ALLOWED = tomllib.loads(Path(__file__).with_name("allowed.toml").read_text("utf-8"))
_TAGS, _WITH_CONTENT = (set(_ALLOWED[name].split()) for name in ("tags", "with_content"))
_ATTRIBUTES = {tag: set(names.split()) for tag, names in _ALLOWED["attributes"].items()}
_NAMES: dict[str, str] = _ALLOWED["names"]
_SCHEMES = {"http", "https", "mailto", "tel"}
_CONTROLS = {"checkbox", "radio"}

# Line numbers of code and content tabs are the only ids of the theme's own kind that rendered Markdown holds
_OWN_ID = re.compile(r"__(?:codelineno|span|tabbed)[\w-]*")
_ALIGNMENT = re.compile(r"\s*text-align:\s*(?:left|center|right);?\s*")  # what Markdown tables write
# The policy lets no style stand in a page: the style sheet sets what this says
_ALIGNED = re.compile(r' style="\s*text-align:\s*(left|center|right);?\s*"(?=[^<>]*>)')
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_HOST = re.compile(r"//+([^/?#]*)")
_BLANK = dict.fromkeys([*range(0x21), 0x7F])  # a browser strips these from a URL before it reads the scheme
_THEME_CLASS = re.compile(r"(?:^|\s)(md-(?!button)[\w-]*)")
_OFFICE = re.compile(r"(?:[omvw]|st1):[a-z]+", re.IGNORECASE)  # <o:p> in what was copied out of Word
_NESTING = re.compile(r"<(/?)(?!(?:br|hr|img|input|wbr|col)\b)[a-zA-Z]", re.IGNORECASE)
# A reference to the characters that a placed block stands between could forge one once the parser has resolved it
_PRIVATE_USE = re.compile(r"&#(?:x0*+e00[01](?![0-9a-f])|0*+5734[45](?!\d));?", re.IGNORECASE)
_SHORT, _DEEP = 20_000, 300  # characters; open tags
_PARTS = re.compile(r"<[a-zA-Z!?][^\s/>]*|[\s\"'/][a-zA-Z_:@][\w:.@-]*\s*=")


#: What to do about what was removed, by the beginning of its name.
_MENDS = {
    "外部图片": "把图片下载下来，放到这一页旁边，只写文件名",
    "属性": "从标签里删掉它，字不受影响",
    "标签": "删掉尖括号里的，字留着",
}


def clean(page: str) -> tuple[str, tuple[str, ...]]:
    """Rendered HTML -> the safe part of it, and what was removed, each once, in the order of the text.

    Comments go without a word. Ordinary rendered Markdown (Material's admonitions, details, tabs, task lists,
    footnotes, highlighted code) comes out the same in meaning, though quotes and ``<br />`` may be spelled anew.
    """
    page = _PRIVATE_USE.sub("\ufffd", page)
    if len(page) >= _SHORT:  # parsing tags that nest too deep would take minutes; no writer does that
        steps = (-1 if tag[1] else 1 for tag in _NESTING.finditer(page))
        if max(accumulate(steps), default=0) > _DEEP:
            return html.escape(page), ("嵌套过深的标签",)
    safe = _CLEANER.clean(page)
    return _ALIGNED.sub(r' data-align="\1"', safe), _removed(page, safe)


def findings(markdown: str, removed: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    """Line and column, from 1, of what :func:`clean` removed from a page, in its Markdown outside code.

    What stands behind a trick that only the renderer unfolds is placed at its line, or at the start where it cannot be
    found at all.
    """
    lines = []
    for line, is_code in with_code(markdown.split("\n")):
        for start, end in code_spans(line):  # blanks in the place of inline code
            line = line[:start] + " " * (end - start) + line[end:]
        lines.append("" if is_code else line)
    plain: list[str] = []
    places: list[tuple[int, int, str]] = []
    for name in removed:
        word = _word(name)
        exact = [
            (number, match.start() + 1, name) for number, line in enumerate(lines, 1) for match in word.finditer(line)
        ]
        if exact:
            places += exact
            continue
        plain = plain or [_plain_url(html.unescape(line)) for line in lines]
        hidden = [(number, 1, name) for number, line in enumerate(plain, 1) if word.search(line)]
        places += hidden or [(1, 1, name)]
    return tuple(sorted(places))


def told(name: str) -> tuple[str, str]:
    """What is said of a thing that was removed, and what to do about it."""
    scheme, _, what = name.partition(": ")
    if what in ("链接", "图片") and (len(scheme) == 1 or scheme == "file"):
        return f"{what}写的是您电脑里的路径，别人打不开", "把文件放到这一页旁边，只写文件名，如 ![停电](地图.png)"
    mend = next((mend for kind, mend in _MENDS.items() if name.startswith(kind)), "删掉它")
    return f"去掉了不安全的{name}", mend


def _word(name: str) -> re.Pattern[str]:
    """What to search in Markdown for the name of something that was removed; the word itself stands last in it."""
    kind, _, word = name.rpartition(" ")
    if name.endswith(("链接", "图片")):
        return re.compile(r"(?<![\w/])<?" + re.escape(name.split(" ")[0]), re.I)
    if kind == "外部图片":
        return re.compile(r"[^\s(<>\"'=]*" + re.escape(word), re.I)
    if kind.startswith("占用"):
        return re.compile("[#.]?" + re.escape(word), re.I)
    if kind in {"事件", "属性"}:
        return re.compile(rf"{re.escape(word)}\s*=|(?<=\s){re.escape(word)}(?=[\s/>])", re.I)
    return re.compile(re.escape(word.rstrip(">")), re.I)


# --- the rules ---


def _bad_tag(tag: str) -> str:
    """The name of the problem with a tag, or nothing; ``<scheme:…>`` is a link, Word's own tags are not."""
    if _OFFICE.fullmatch(tag):
        return ""
    if ":" in tag:
        return _bad_link("a", html.unescape(tag))
    return "" if tag in _TAGS else _NAMES.get(tag, f"标签 <{tag[:30]}>")


def _bad_attribute(tag: str, name: str, value: str) -> str:
    """The name of the problem with an attribute, or nothing."""
    if name not in _ATTRIBUTES["*"] and name not in _ATTRIBUTES.get(tag, ()):
        return f"事件 {name[:30]}" if name.startswith("on") else f"属性 {name[:30]}"
    rule = _RULES.get(name)
    return rule(tag, value) if rule else ""


def _plain_url(value: str) -> str:
    """As a browser reads it: blanks and control characters gone, backslashes turned."""
    return value.translate(_BLANK).replace("\\", "/").lower()


def _bad_link(_: str, value: str) -> str:
    scheme = _SCHEME.match(_plain_url(value))
    return f"{scheme[1]}: 链接" if scheme and scheme[1] not in _SCHEMES else ""


def _bad_source(_: str, value: str) -> str:
    """An image comes from the repository: neither another host nor a scheme of its own."""
    url = _plain_url(value)
    scheme, host = _SCHEME.match(url), _HOST.search(url.split("?")[0])
    if host and (host.start() == 0 or scheme):
        return f"外部图片 {host[1][:60]}"
    return f"{scheme[1]}: 图片" if scheme else ""


def _bad_id(_: str, value: str) -> str:
    """The theme finds its own parts by ids that begin with two underscores."""
    return f"占用网页部件的 id {value[:30]}" if value.startswith("__") and not _OWN_ID.fullmatch(value) else ""


def _bad_class(_: str, value: str) -> str:
    """The classes of the theme's own parts would lay user text over the page."""
    theirs = _THEME_CLASS.search(value)
    return f"占用网页部件的类 {theirs[1][:30]}" if theirs else ""


_RULES: dict[str, Callable[[str, str], str]] = {
    "href": _bad_link,
    "src": _bad_source,
    "id": _bad_id,
    "for": _bad_id,
    "class": _bad_class,
    "name": lambda tag, value: "" if _OWN_ID.fullmatch(value) else "属性 name",
    "style": lambda tag, value: "" if tag in {"td", "th"} and _ALIGNMENT.fullmatch(value) else "属性 style",
    "type": lambda tag, value: "" if tag == "ol" or value.lower() in _CONTROLS else f"表单控件 {value[:30]}",
    "target": lambda tag, value: "" if value == "_blank" else "属性 target",
}

# --- the cleaner ---

_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=lambda tag, name, value: None if _bad_attribute(tag, name, value) else value,
    url_schemes=_SCHEMES,
    strip_comments=True,
    link_rel=None,
)


def _removed(before: str, after: str) -> tuple[str, ...]:
    """What is missing in the clean page; that tags or attributes are fewer is a cheap sign of it."""
    if "<!--" in before:
        before = _without_comments(before)
    lost = Counter(_PARTS.findall(before.lower())) - Counter(_PARTS.findall(after.lower()))
    if not lost:
        return ()
    misplaced = (f"错位的 {part}>" for part in lost if part[0] == "<" and part[1:].lower() in _TAGS)
    return tuple(dict.fromkeys(_problems(before))) or tuple(misplaced)


# --- what was in a rendered page ---

_WHOLE_TAG = re.compile(r"<!--|<[a-zA-Z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_INSTRUCTION = re.compile(r"<\?[a-zA-Z][\w-]*+")
_COMMENT_END = re.compile("--!?>")
_TAG = re.compile(r"<([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>=<\"'][^\s/>=]*+)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>]++))?")


def _without_comments(text: str) -> str:
    """A comment's sign inside a quoted attribute opens none; ``<!-->`` and ``--!>`` close one, as browsers have it."""
    parts, last, at = [], 0, 0
    while tag := _WHOLE_TAG.search(text, at):
        at = tag.end()
        if tag[0] == "<!--":
            end = _COMMENT_END.search(text, at - 2)
            if end is None:
                break
            parts.append(text[last : tag.start()])
            last = at = end.end()
    return "".join([*parts, text[last:]])


def _problems(text: str) -> Iterator[str]:
    """The names of everything in HTML that is against the rules."""
    at = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        name = tag[1].lower()
        if problem := _bad_tag(name):
            yield problem
            continue
        while attribute := _ATTRIBUTE.match(text, at):
            value = html.unescape((attribute[2] or "").strip("\"'"))
            if problem := _bad_attribute(name, attribute[1].lower(), value):
                yield problem
            at = attribute.end()
    yield from (f"处理指令 {instruction[0][:30]}" for instruction in _INSTRUCTION.finditer(text))
