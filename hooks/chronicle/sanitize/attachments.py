"""Files that people put beside their words: what of each is published, under which name.

Published is what can be looked at: pictures, and plain text, masked. Web pages, programs, office files and PDF are left
out, and so are drawings, which are programs, too. ``assets/`` belongs to whoever runs the site: its programs, styles,
fonts and drawings pass, everything else there is treated like any other file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import blake2b, sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from ..cache import Cache, key
from ..errors import Problem
from ..privacy.detector import LABELS, Detector
from ..privacy.masking import mask_text
from ..privacy.patterns import MASK
from ..reading.text import decode
from . import images
from .images import ImageError

_TEXT = frozenset({".txt", ".csv"})
_OWN = re.compile(r"\.(?:css|m?js|map|woff2?|ttf|otf|eot|ico|svg)")
_DATA = frozenset({".json", ".xml", ".webmanifest"})
_OFFICE = re.compile(r"\.(?:pdf|docx?|xls[xmb]?|pptx?|wps|et|dps|od[spt]|rtf|numbers|pages|key)")
_MADE = frozenset({"poster.png", "moment.png", "card.png"})
#: A picture that was made clean in another way is made clean anew.
_MADE_BY = blake2b(Path(images.__file__).read_bytes() + version("pillow").encode()).hexdigest()
_PLAIN_NAMES = frozenset({"CNAME", "robots.txt", "favicon.ico"})


@dataclass(frozen=True)
class Attachment:
    """What becomes of a file. ``data`` is None where it is left out; ``uri`` is its masked name, as links write it.

    ``problems`` are for the writer to mend, ``notes`` what was taken out without a word being lost; ``digest`` stands
    for the content of a picture.
    """

    uri: str
    data: bytes | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    digest: str = ""

    @property
    def address(self) -> str:
        """The name in the site, as :func:`address_of` gives it."""
        return address_of(self.uri)


def address_of(uri: str) -> str:
    """Where a file of people's stands in the site: in letters that an address need not encode, and not in the place of
    a picture that is made for a year."""
    path = PurePosixPath(uri.replace(MASK, "x"))
    taken = path.parts[:1] == ("agents",) and path.name.lower() in _MADE
    return str(path.with_stem(f"{path.stem}-own") if taken else path)


def judge(uri: str, data: bytes, detector: Detector, cache: Cache | None = None) -> Attachment:
    """The file at ``uri`` below ``docs`` as it is to be published; ``cache`` keeps what became of a picture."""
    name, findings = detector.mask(uri)
    mend = "已换成遮住的文件名；请改名，并改文中的链接"
    kinds = dict.fromkeys(finding.kind for finding in findings)
    problems = [Problem(f"docs/{name}", 1, 1, f"文件名里有{LABELS[kind]}", mend) for kind in kinds]

    def refused(message: str, mend: str) -> Attachment:
        return Attachment(name, None, (*problems, Problem(f"docs/{name}", 1, 1, message, mend)))

    suffix = PurePosixPath(uri).suffix.lower()
    if images.is_picture(uri):
        try:
            digest, picture, removed = _picture(uri, data, cache)
        except ImageError as error:
            return refused(f"{error}；这个文件没有发布", "")
        notes = tuple(f"docs/{name}: 去掉了图片里的{kind}" for kind in removed)
        return Attachment(name, picture, tuple(problems), notes, digest)
    is_own = uri.startswith("assets/")
    if (is_own and _OWN.fullmatch(suffix)) or uri in _PLAIN_NAMES:
        return Attachment(name, data, tuple(problems))
    if suffix in _TEXT or (is_own and suffix in _DATA):
        text = decode(f"docs/{name}", data)
        masked, findings_in_text = mask_text(text.text, f"docs/{name}", 1, detector)
        if text.lost:
            return refused("这个文件读不出文字，没有发布", "用记事本或表格软件另存为 UTF-8 编码的文本")
        if findings_in_text and suffix in _DATA:
            return refused("这个文件里有个人信息，没有发布", "去掉它，再放进来")
        clean = f"\ufeff{masked}".encode() if findings_in_text else data  # with the mark by which Excel knows UTF-8
        return Attachment(name, clean, (*problems, *findings_in_text))
    if suffix == ".svg":
        return refused("SVG 图片里可以藏程序，没有发布", "用浏览器打开它，截图存成 PNG，放进来，再改文中的链接")
    if _OFFICE.fullmatch(suffix):
        mend = "表格另存为 CSV 放在这里，或者贴进一页 Markdown；文字写进一页 Markdown"
        return refused("Office 和 PDF 文件里有什么看不出来，没有发布", mend)
    return refused("这种文件看不出里面有什么，没有发布", "这里只放图片；要给人下载的文件请放到别处，在文中写链接")


def _picture(uri: str, data: bytes, cache: Cache | None) -> tuple[str, bytes, tuple[str, ...]]:
    """What stands for the picture; the clean one, from the cache where it was made before, and what it lost."""
    name = key("picture", _MADE_BY, PurePosixPath(uri).suffix.lower(), sha256(data).hexdigest())

    def cleaned() -> bytes:
        picture, removed = images.clean(uri, data)
        return json.dumps(removed).encode() + b"\n" + picture

    removed, _, picture = (cache.made(name, cleaned) if cache else cleaned()).partition(b"\n")
    return name, picture, tuple(json.loads(removed))
