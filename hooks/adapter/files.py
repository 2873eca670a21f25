"""MkDocs' list of files: what is left out, what is made clean, and our pages in place of what stands on the disk."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from functools import cache as once
from io import BytesIO
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from PIL import Image

from chronicle.cache import Cache
from chronicle.charts import palette
from chronicle.pictures.company_look import CompanyLook
from chronicle.privacy.detector import Detector
from chronicle.reading.text import is_for_windows, is_passed_over, is_utf8, printable
from chronicle.rendering.pages import Page
from chronicle.sanitize import attachments

#: Where a company's logo stands in the site.
LOGO = "assets/logo.png"

log = logging.getLogger("mkdocs.hooks.observer")


def leave_out(files: Files, config: MkDocsConfig) -> None:
    """Take away what is not published: drafts, what is no plain file, and Markdown that our pages stand for."""
    around = Path(config.docs_dir).parent
    really = once(lambda folder: Path(os.path.realpath(folder)))

    def refused(path: Path) -> str:
        """Why this file cannot be published, and the mend; nothing where it can."""
        if path.is_symlink() or really(path.parent) != really(around) / path.parent.relative_to(around):
            # a link could show any file of the machine
            return "这是一个符号链接，没有发布 — 把文件本身放进来"
        if not path.is_file():  # a pipe would be waited for
            return "这不是普通文件，没有发布 — 把它移走"
        return "" if is_utf8(str(path)) else "文件名里有读不出的字符，没有发布 — 给文件改名，如 story.md"

    for file in [file for file in files if _from_docs(file, config)]:
        is_draft = any(is_passed_over(part) for part in file.src_uri.split("/"))
        reason = "" if is_draft else refused(Path(str(file.abs_src_path)))
        if reason:
            files.remove(file)
            log.warning("docs/%s:1:1: %s", printable(file.src_uri), reason)
        elif is_draft or (file.src_uri.startswith("agents/") and file.is_documentation_page()):
            files.remove(file)
    _tell_names_of_one_system(file.src_uri for file in files if _from_docs(file, config))


def _tell_names_of_one_system(uris: Iterable[str]) -> None:
    """A site is copied to Windows' folders sooner or later; stories are looked at where they are read."""
    seen: dict[str, str] = {}
    for uri in (uri for uri in uris if not uri.startswith("agents/")):
        other = seen.setdefault(uri.casefold(), uri)
        if other != uri:
            log.warning(
                "docs/%s:1:1: 与“%s”只有大小写不同 — 改名；在 Windows 上它们是同一个文件", *map(printable, (uri, other))
            )
        if not is_for_windows(uri):
            log.warning("docs/%s:1:1: 这个名字在 Windows 上不能用，站点拷不过去 — 改名，如 story.md", printable(uri))


def _from_docs(file: File, config: MkDocsConfig) -> bool:
    return file.abs_src_path is not None and file.src_dir == config.docs_dir


def attach(files: Files, config: MkDocsConfig, cache: Cache, detector: Detector) -> list[object]:
    """Files beside the pages: as they are where nothing is to be taken out, else clean, under a masked name, or not.

    What became of each comes back: links, and whatever shows its content, rest on that.
    """
    attached = list[object]()
    for file in [file for file in files if _from_docs(file, config) and not file.is_documentation_page()]:
        source = Path(str(file.abs_src_path))
        raw = source.read_bytes()
        clean = attachments.judge(file.src_uri, raw, detector, cache)
        for problem in clean.problems:
            log.warning("%s", problem)
        for note in clean.notes:
            log.info("%s", note)
        attached.append((clean.address, clean.data is not None, clean.digest))
        if clean.data == raw and clean.address == file.src_uri:
            continue
        files.remove(file)
        if clean.data is not None:
            new = _Attachment(clean.uri, None, config.site_dir, config.use_directory_urls, dest_uri=clean.address)
            new.abs_src_path, new.source_uri, new.detector, new.cache = str(source), file.src_uri, detector, cache
            files.append(new)
    return attached


class _Attachment(File):
    """A file of people's, made clean as it is written, so that pictures never stand in memory together."""

    source_uri: str
    detector: Detector
    cache: Cache

    def copy_file(self, dirty: bool = False) -> None:
        """Write what may be published of the source."""
        target = Path(self.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        source = Path(str(self.abs_src_path))
        clean = attachments.judge(self.source_uri, source.read_bytes(), self.detector, self.cache)
        target.write_bytes(clean.data or b"")


def put(files: Files, page: Page, config: MkDocsConfig) -> None:
    """Our page in place of what stands on the disk; people's own pages are in no navigation."""
    old = files.get_file_from_path(page.uri)
    if old is not None:
        files.remove(old)
    # MkDocs takes settings out of what a page begins with; behind an empty line it finds none
    new = File.generated(config, page.uri, content=f"\n{page.text.markdown}")
    ours = page.uri.startswith(("agents/", "team/"))
    new.inclusion = InclusionLevel.NOT_IN_NAV if ours else InclusionLevel.UNDEFINED
    files.append(new)


def put_look(files: Files, config: MkDocsConfig, look: CompanyLook) -> None:
    """A company's colour in our own styles and drawings, and its logo in the header."""
    for file in [file for file in files if look.accent and _from_docs(file, config)]:
        if PurePosixPath(file.src_uri).parent.as_posix() == "assets" and file.src_uri.endswith((".css", ".svg")):
            files.remove(file)
            text = palette.in_brand(file.content_string, look.accent)
            files.append(File.generated(config, file.src_uri, content=text))
    if look.logo:
        if old := files.get_file_from_path(LOGO):
            files.remove(old)
        files.append(File.generated(config, LOGO, content=look.logo))
        with Image.open(BytesIO(look.logo)) as image:
            config.theme["logo"], config.theme["logo_size"] = LOGO, image.size
