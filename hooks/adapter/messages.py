"""What MkDocs says, in Chinese: of links and pictures with the file, the line and the mend."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from chronicle.errors import Problem
from chronicle.reading.document import Written
from chronicle.reading.nearest import nearest
from chronicle.sanitize.images import is_picture

#: The address of a site without its beginning.
_SITE = re.compile(r"(?i)www\.|[\w.-]+\.(?:com|cn|net|org|gov|edu)(?:/|$)")
_LINK = re.compile(
    r"Doc file '(?P<uri>.+?)' contains (?:a|an) (?P<kind>unrecognized relative |absolute )?link (?:to )?'(?P<link>.+?)'"
    r"(?P<rest>(?:,| which).*?)(?: Did you mean '(?P<meant>.+)'\?)?",
    re.S,
)
_CLOCK = re.compile(r"^\[\d\d:\d\d:\d\d\] ")
#: The rest, by how it begins; {} is what follows.
_SAID = {
    "Building documentation...": "正在生成……",
    "Cleaning site directory": "清理上一次留下的",
    "Building documentation to directory: ": "正写到 {}",
    "Documentation built in ": "做好了，用了 {} 秒",
    "Watching paths for changes: ": "存盘就会重做的地方：{}",
    "Serving on ": "预览在 {}",
    "Detected file changes": "有文件改了",
    "Reloading browsers": "页面刷新了",
    "Browser connected: ": "浏览器打开了 {}",
    "Shutting down...": "预览关了",
    "An error happened during the rebuild.": "这一次没有做成，页面还是原来的；改好再存一次盘",
    "The following pages are being built only for the preview": "",
    "Error reading page": "",  # what the error was is told when the build ends
    "Error building page": "",
}


class ChineseLog(logging.Filter):
    """MkDocs' everyday lines in Chinese; those with nothing to say go."""

    def listen(self, logger: logging.Logger) -> None:
        """Translate what MkDocs shows; ``-q`` hides warnings, and ``--strict`` counts them all the same."""
        for handler in logger.handlers:
            handler.addFilter(self)
            handler.setLevel(max(handler.level, logger.level))
        logger.setLevel(min(logger.level, logging.WARNING))

    def filter(self, record: logging.LogRecord) -> bool:
        """Translate what a handler is about to show; each handler may have the filter."""
        message = _CLOCK.sub("", record.getMessage())
        begun = next((begun for begun in _SAID if message.startswith(begun)), None)
        if begun is not None:
            rest = message.removeprefix(begun) if begun.endswith(" ") else ""
            record.msg, record.args = _SAID[begun].replace("{}", rest.removesuffix(" seconds")), ()
        return bool(record.msg)


def link_problem(message: str, pages: Mapping[str, Written], known: list[str]) -> tuple[str, Problem] | None:
    """What MkDocs says of a link: the page, by URI, and the problem at its line; None where it speaks of other things.

    ``pages`` are the words of the pages by URI, ``known`` the URIs of all files of the site.
    """
    found = _LINK.fullmatch(message)
    if not found or found["uri"] not in pages:
        return None
    uri, link, written = found["uri"], found["link"], pages[found["uri"]]
    lines = written.text.split("\n")
    at = next((n for n, line in enumerate(lines) if link in line or unquote(link) in unquote(line)), 0)
    column = max(0, lines[at].find(link)) + 1
    return uri, Problem.at(written.where(at + 1), *_told(found, known), column)


def _told(found: re.Match[str], known: list[str]) -> tuple[str, str]:
    """Message and mend."""
    link, rest, folder = unquote(found["link"]), found["rest"], PurePosixPath(found["uri"]).parent
    if "anchor" in rest:
        return f"链接“{link}”要去的那一处不在", "看看那一页的标题，改 # 后面的字；只到那一页，就删掉 # 和后面的字"
    if "excluded" in rest:
        return f"链接“{link}”要去的那一页不发布", "换一页，或删掉这个链接"
    if _SITE.match(link):
        return f"“{link}”像是网址，开头少了 http://", f"写成 http://{link}"
    target = PurePosixPath(link)
    others = (name for name in map(PurePosixPath, known) if name.parent == folder and str(name) != found["uri"])
    beside = {name.stem: name.name for name in others if is_picture(name.name) == is_picture(link)}
    near = found["meant"] or beside.get(nearest(target.stem, beside, 0.6) or "")
    meant = f"是不是“{near}”？" if near else ""
    if near == target.name:
        meant = "它在，可是没有发布：看它自己的那一条提醒"
    if found["kind"] == "absolute ":
        return f"链接“{link}”以“/”开头，站点换个地方就断了", meant or "从这一页写起，如 ../index.md"
    if found["kind"]:
        return f"链接“{link}”通不到哪一页", meant or "写到文件，如 midnight-bill.md；站外的从 http:// 写起"
    if is_picture(link):
        return f"没有“{link}”这张图", meant or f"把图片放在这一页旁边，文件名就叫 {target.name}，大小写也要一样"
    return (
        f"没有“{link}”这个文件",
        meant or "从这一页写起，如 midnight-bill.md、../../linxia/2025/index.md",
    )
