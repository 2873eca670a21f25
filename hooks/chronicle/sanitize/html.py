"""What people write is text and a safe subset of HTML; everything that could run, fetch or take over the page goes.

``clean`` is the gate: nh3 (an HTML5 parser with an allow-list) rewrites the rendered page. ``audit`` only tells where
in the Markdown the gate will bite, so that the writer gets a line and a column; nothing depends on it for safety.
Both judge by the same rules and use the same names for what they find.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

import nh3

Finding = tuple[int, int, str]
"""Line and column, both from 1, and what will be removed, in Chinese."""


def _words(text: str) -> set[str]:
    return set(text.split())


_TAGS = _words(
    "a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q rp rt ruby s samp section "
    "small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
)
# What is inside these is code or another language, never prose: it goes with its tag
_WITH_CONTENT = _words(
    "script style iframe object embed applet svg math template noscript noembed noframes title textarea select "
    "xmp plaintext audio video canvas frameset"
)
_EVERYWHERE = {"align", "class", "dir", "id", "lang", "title", "data-search-exclude", "data-toc-label"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "name", "target"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "div": {"data-tabs"},
    "img": {"src", "alt", "width", "height", "loading"},
    "input": {"type", "checked", "disabled", "id", "name"},
    "label": {"for"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "span": {"data-linenos"},
    "td": {"colspan", "rowspan", "headers", "style", "data-align", "data-linenos"},
    "th": {"colspan", "rowspan", "headers", "scope", "style", "data-align"},
    "time": {"datetime"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_NAMES = {
    "script": "脚本 <script>",
    "style": "样式 <style>",
    "iframe": "内嵌网页 <iframe>",
    "meta": "跳转或设置 <meta>",
    "base": "改写链接的 <base>",
    "link": "外部资源 <link>",
    "form": "表单 <form>",
}

# Line numbers of code and content tabs are the only ids of the theme's own kind that rendered Markdown holds
_OWN_ID = re.compile(r"__(?:codelineno|span|tabbed)[\w-]*")
_ALIGNMENT = re.compile(r"\s*text-align:\s*(?:left|center|right);?\s*")  # what Markdown tables write
# The policy lets no style stand in a page: the style sheet sets what this says
_ALIGNED = re.compile(r' style="\s*text-align:\s*(left|center|right);?\s*"(?=[^<>]*>)')
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
_HOST = re.compile(r"//+([^/?#]*)")
_BLANK = dict.fromkeys([*range(0x21), 0x7F])  # a browser strips these from a URL before it reads the scheme
_THEME_CLASS = re.compile(r"(?:^|\s)(md-(?!button)[\w-]*)")
_NESTING = re.compile(r"<(/?)(?!(?:br|hr|img|input|wbr|col)\b)[a-zA-Z]", re.IGNORECASE)
# A reference to the characters that a placed block stands between could forge one once the parser has resolved it
_PRIVATE_USE = re.compile(r"&#(?:x0*+e00[01](?![0-9a-f])|0*+5734[45](?!\d));?", re.IGNORECASE)
_SHORT, _DEEP = 20_000, 300  # characters; open tags
_PARTS = re.compile(r"<[a-zA-Z!?][^\s/>]*|[\s\"'/][a-zA-Z_:@][\w:.@-]*\s*=")


def clean(page: str) -> tuple[str, tuple[str, ...]]:
    """Rendered HTML -> the safe part of it, and what was removed, each once, in the order of the text.

    Comments go without a word. Ordinary rendered Markdown (Material's admonitions, details, tabs, task lists,
    footnotes, highlighted code) comes out the same in meaning, though quotes and ``<br />`` may be spelled anew.
    """
    page = _PRIVATE_USE.sub("\ufffd", page)
    if _is_bottomless(page):
        return html.escape(page), ("嵌套过深的标签",)
    safe = _CLEANER.clean(page)
    lost = _lost(page, safe)
    return _ALIGNED.sub(r' data-align="\1"', safe), _removed(page, lost) if lost else ()


def audit(markdown: str) -> tuple[Finding, ...]:
    """Where in a Markdown source ``clean`` will remove something; code blocks and inline code are looked past.

    Linear in the length of the text. Positions are exact; a trick that only the renderer unfolds has none here and
    is still removed and named by ``clean``.
    """
    text = _without_comments(_without_code(markdown))
    starts = [0, *(match.end() for match in re.finditer(r"\n", text))]
    found = sorted({*_raw_html(text), *_instructions(text), *_links(text), *_attribute_lists(text)})
    return tuple((line := bisect_right(starts, at), at - starts[line - 1] + 1, name) for at, name in found)


def findings(markdown: str, removed: tuple[str, ...]) -> tuple[Finding, ...]:
    """What ``clean`` removed from a page, each with its place in the page's Markdown, or at its start where unknown.

    The gate has the last word: a place that it let pass (an indented code block, say) is not mentioned.
    """
    placed = tuple(finding for finding in audit(markdown) if finding[2] in removed)
    known = {name for _, _, name in placed}
    return (*((1, 1, name) for name in removed if name not in known), *placed)


# --- the rules ---


def _bad_tag(tag: str) -> str:
    """The name of the problem with a tag, or nothing."""
    return "" if tag in _TAGS else _NAMES.get(tag, f"标签 <{tag[:30]}>")


def _bad_attribute(tag: str, name: str, value: str) -> str:
    """The name of the problem with an attribute, or nothing."""
    if name not in _EVERYWHERE and name not in _ATTRIBUTES.get(tag, ()):
        return f"事件 {name[:30]}" if name.startswith("on") else f"属性 {name[:30]}"
    judge = _JUDGES.get(name)
    return judge(tag, value) if judge else ""


def _bad_target(tag: str, value: str) -> str:
    del tag
    scheme = _SCHEME.match(_plain_url(value))
    return f"{scheme[1]}: 链接" if scheme and scheme[1] not in _SCHEMES else ""


def _bad_source(tag: str, value: str) -> str:
    """An image comes from the repository: neither another host nor a scheme of its own."""
    del tag
    url = _plain_url(value)
    scheme, host = _SCHEME.match(url), _HOST.search(url.split("?")[0])
    if host and (host.start() == 0 or scheme):
        return f"外部图片 {host[1][:60]}"
    return f"{scheme[1]}: 图片" if scheme else ""


def _bad_id(tag: str, value: str) -> str:
    """The theme finds its own parts by ids that begin with two underscores."""
    del tag
    taken = value.startswith("__") and not _OWN_ID.fullmatch(value)
    return f"占用网页部件的 id {value[:30]}" if taken else ""


def _bad_name(tag: str, value: str) -> str:
    del tag
    return "" if _OWN_ID.fullmatch(value) else "属性 name"


def _bad_class(tag: str, value: str) -> str:
    """The classes of the theme's own parts would lay user text over the page."""
    del tag
    theirs = _THEME_CLASS.search(value)
    return f"占用网页部件的类 {theirs[1][:30]}" if theirs else ""


def _bad_style(tag: str, value: str) -> str:
    return "" if tag in {"td", "th"} and _ALIGNMENT.fullmatch(value) else "属性 style"


def _bad_type(tag: str, value: str) -> str:
    return "" if tag == "ol" or value.lower() in {"checkbox", "radio"} else f"表单控件 {value[:30]}"


def _bad_window(tag: str, value: str) -> str:
    del tag
    return "" if value == "_blank" else "属性 target"


def _plain_url(value: str) -> str:
    """As a browser reads it: blanks and control characters gone, backslashes turned."""
    return value.translate(_BLANK).replace("\\", "/").lower()


_JUDGES = {
    "href": _bad_target,
    "src": _bad_source,
    "id": _bad_id,
    "for": _bad_id,
    "name": _bad_name,
    "class": _bad_class,
    "style": _bad_style,
    "type": _bad_type,
    "target": _bad_window,
}

# --- the gate ---


def _filter(tag: str, name: str, value: str) -> str | None:
    return None if _bad_attribute(tag, name, value) else value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_filter,
    url_schemes=_SCHEMES,
    strip_comments=True,
    link_rel=None,
)


def _parts(page: str) -> Counter[str]:
    return Counter(_PARTS.findall(page))


def _lost(before: str, after: str) -> Counter[str]:
    """Tags and attributes that are fewer than before: a cheap sign that something was removed."""
    lost = _parts(before) - _parts(after)
    return _parts(_without_comments(before)) - _parts(after) if "<!--" in lost else lost


def _removed(page: str, lost: Counter[str]) -> tuple[str, ...]:
    text = _without_comments(page)
    names = dict.fromkeys(name for _, name in (*_raw_html(text), *_instructions(text)))
    misplaced = (f"错位的 {part}>" for part in lost if part[0] == "<" and part[1:].lower() in _TAGS)
    return tuple(names) or tuple(misplaced)


def _is_bottomless(page: str) -> bool:
    """Whether tags nest so deep that parsing would take minutes; no writer does that, and short pages cannot."""
    if len(page) < _SHORT:
        return False
    steps = (-1 if tag[1] else 1 for tag in _NESTING.finditer(page))
    return max(accumulate(steps), default=0) > _DEEP


# --- the places in Markdown ---

_FENCE = re.compile(r"^[ >\t]*(?P<fence>`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_TICKS = re.compile(r"`+")
_WHOLE_TAG = re.compile(r"<!--|<[a-zA-Z](?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_INSTRUCTION = re.compile(r"<\?[a-zA-Z][\w-]*+")
_COMMENT_END = re.compile("--!?>")
_TAG = re.compile(r"<([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(r"[\s/]*+([^\s/>=<\"'][^\s/>=]*+)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>]++))?")
_AUTOLINK = re.compile(r"[a-zA-Z][a-zA-Z0-9+.&#;-]{0,60}+:")
_LINK = re.compile(r"(!?)(\[[^\[\]\n]{0,2000}+)?\]\(\s{0,20}+<?([^)>\n]{0,4000}+)")
_REFERENCE = re.compile(r"^[ >]{0,20}+\[([^\]\n]{1,999}+)\]:[ \t]*+<?([^\s>]++)", re.MULTILINE)
_PICTURED = re.compile(r"!\[([^\[\]\n]{0,999}+)\](?:\[([^\[\]\n]{1,999}+)\])?+")
_LIST = re.compile(r"\{:?([^{}\n]{1,2000}+)\}")
_SHORT_PAIR = re.compile(r"(?<![^\s:])([#.])([^\s}]++)")
_PAIR = re.compile(r"([\w:@.-]++)\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s}]++)")


def _without_code(text: str) -> str:
    """The same text with every character of code, line ends apart, turned into a blank: positions stay."""
    prose = _blank_spans(text, _fenced(text), filler="\0")
    return _blank_spans(prose, _code_spans(prose), filler=" ")


def _blank_spans(text: str, spans: Iterator[tuple[int, int]], filler: str) -> str:
    """A fenced block becomes NULs first, so that inline code cannot begin inside it or reach across it."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], re.sub(r"[^\n]", filler, text[start:end])]
        last = end
    return "".join([*parts, text[last:]])


def _without_comments(text: str) -> str:
    return _blank_spans(text, _comments(text), filler=" ")


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """A comment's sign inside a quoted attribute opens none; ``<!-->`` and ``--!>`` close one, as browsers have it."""
    at = 0
    while part := _WHOLE_TAG.search(text, at):
        at = part.end()
        if part[0] == "<!--":
            end = _COMMENT_END.search(text, at - 2)
            if end is None:
                return
            at = end.end()
            yield part.start(), at


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """A fence closes at a line of the same sign, at least as long; an open one is ordinary text to Python-Markdown."""
    opened: re.Match[str] | None = None
    for line in _FENCE.finditer(text):
        fence = line["fence"]
        if opened is None:
            opened = line
        elif fence.startswith(opened["fence"]) and line[0].strip(" >\t") == fence:
            yield opened.start(), line.end()
            opened = None


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """A run of backticks closes at the next run of the same length in the same paragraph."""
    at = 0
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        opened: dict[int, int] = {}
        for run in _TICKS.finditer(paragraph):
            start = opened.pop(len(run[0]), None)
            if start is None:
                opened[len(run[0])] = run.start()
            else:
                yield at + start, at + run.end()
                opened.clear()
        at += len(paragraph)


def _raw_html(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        name = tag[1].lower()
        if _AUTOLINK.match(tag[1]):
            yield from _judged(tag.start(), _bad_target("a", html.unescape(tag[1])))
        elif problem := _bad_tag(name):
            yield tag.start(), problem
        else:
            at, found = _attributes(text, at, name)
            yield from found


def _instructions(text: str) -> Iterator[tuple[int, str]]:
    for found in _INSTRUCTION.finditer(text):
        yield found.start(), f"处理指令 {found[0][:30]}"


def _attributes(text: str, at: int, tag: str) -> tuple[int, list[tuple[int, str]]]:
    """The problems of one tag's attributes, and where the tag ends."""
    found: list[tuple[int, str]] = []
    while match := _ATTRIBUTE.match(text, at):
        value = html.unescape((match[2] or "").strip("\"'"))
        found += _judged(match.start(1), _bad_attribute(tag, match[1].lower(), value))
        at = match.end()
    return at, found


def _links(text: str) -> Iterator[tuple[int, str]]:
    """Inline links and images, and the definitions that reference links point to (those may serve either)."""
    for link in _LINK.finditer(text):
        judge = _bad_source if _is_image(text, link) else _bad_target
        yield from _judged(link.start(3), judge("", html.unescape(link[3].replace("\\\\", "\\")).split(' "')[0]))
    pictures = {label.lower() for pair in _PICTURED.findall(text) for label in pair if label}
    for reference in _REFERENCE.finditer(text):
        target, judges = html.unescape(reference[2]), [_bad_target]
        if reference[1].lower() in pictures:
            judges.append(_bad_source)
        yield from (each for judge in judges for each in _judged(reference.start(2), judge("", target)))


def _is_image(text: str, link: re.Match[str]) -> bool:
    return bool(link[1]) and text.startswith("![", link.start())


def _attribute_lists(text: str) -> Iterator[tuple[int, str]]:
    """``{: onclick=… }`` of the attr_list extension; what it hangs on is not known here, so only the name counts."""
    for braces in _LIST.finditer(text):
        for pair in _PAIR.finditer(braces[1]):
            name, value = pair[1].lower(), html.unescape(pair[2].strip("\"'"))
            yield from _judged(braces.start(1) + pair.start(), _bad_anywhere(name, value))
        for short in _SHORT_PAIR.finditer(braces[1]):
            judge = _bad_id if short[1] == "#" else _bad_class
            yield from _judged(braces.start(1) + short.start(1), judge("", short[2]))


def _bad_anywhere(name: str, value: str) -> str:
    """The problem with an attribute that no tag may carry in this form."""
    tags = [tag for tag, names in _ATTRIBUTES.items() if name in names]
    problems = [_bad_attribute(tag, name, value) for tag in tags or ["p"]]
    return problems[0] if all(problems) else ""


def _judged(at: int, problem: str) -> list[tuple[int, str]]:
    return [(at, problem)] if problem else []
