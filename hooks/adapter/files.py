"""MkDocs' list of files: what is left out, what is made clean, and our pages in place of what stands on the disk."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from chronicle.pipeline import build, styles
from chronicle.privacy.detector import Gate
from chronicle.rendering.pages import Page
from chronicle.sanitize import attachments

log = logging.getLogger("mkdocs.hooks.observer")


def leave_out(files: Files, config: MkDocsConfig) -> None:
    """Take away what is not published: drafts, templates, links, and Markdown that our pages stand for."""
    docs = [file for file in files if _from_docs(file, config)]
    linked = build.find_linked(Path(config.config_file_path).parent, (Path(str(file.abs_src_path)) for file in docs))
    for file in docs:
        if _is_draft(file):
            files.remove(file)
        elif Path(str(file.abs_src_path)) in linked:
            files.remove(file)
            log.warning("docs/%s:1:1: 这是一个符号链接，没有发布 — 把文件本身放进来", file.src_uri)
        elif file.src_uri.startswith("agents/") and file.is_documentation_page():
            files.remove(file)


def _from_docs(file: File, config: MkDocsConfig) -> bool:
    return file.abs_src_path is not None and file.src_dir == config.docs_dir


def _is_draft(file: File) -> bool:
    return any(part.startswith(("_", ".")) for part in file.src_uri.split("/"))


def free_pages(files: Files) -> list[str]:
    """The URIs of the pages that belong to nobody."""
    return [file.src_uri for file in files.documentation_pages() if not file.src_uri.startswith("agents/")]


def attach(files: Files, config: MkDocsConfig, gate: Gate) -> None:
    """Files beside the pages: as they are where nothing is to be taken out, else clean, under a masked name, or not."""
    for file in list(_attachments(files, config)):
        _attach(file, files, config, gate)


def _attachments(files: Files, config: MkDocsConfig) -> Iterator[File]:
    return (file for file in files if _from_docs(file, config) and not file.is_documentation_page())


def _attach(file: File, files: Files, config: MkDocsConfig, gate: Gate) -> None:
    source = Path(str(file.abs_src_path))
    raw = source.read_bytes()
    found = attachments.judge(file.src_uri, raw, gate)
    for problem in found.problems:
        log.warning("%s", problem)
    for note in found.notes:
        log.info("%s", note)
    if found.data == raw and found.uri == file.src_uri:
        return
    files.remove(file)
    if found.data is not None:
        new = _Attachment(found.uri, None, config.site_dir, config.use_directory_urls, dest_uri=found.address)
        new.source, new.source_uri, new.gate = source, file.src_uri, gate
        new.abs_src_path = str(source)
        files.append(new)


class _Attachment(File):
    """A file of people's, made clean as it is written, so that pictures never stand in memory together."""

    source: Path
    source_uri: str
    gate: Gate

    def copy_file(self, dirty: bool = False) -> None:
        """Write what may be published of the source."""
        target = Path(self.abs_dest_path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(attachments.judge(self.source_uri, self.source.read_bytes(), self.gate).data or b"")


def put(files: Files, page: Page, config: MkDocsConfig) -> None:
    """Our page in place of what stands on the disk; people's own pages are in no navigation."""
    old = files.get_file_from_path(page.uri)
    if old is not None:
        files.remove(old)
    new = File.generated(config, page.uri, content=page.placed.markdown)
    ours = page.uri.startswith(("agents/", "team/"))
    new.inclusion = InclusionLevel.NOT_IN_NAV if ours else InclusionLevel.UNDEFINED
    files.append(new)


def join_styles(files: Files, config: MkDocsConfig) -> None:
    """One style sheet in place of ours; they are published, too, since the slides link to one of them."""
    found = {file.src_uri: file for file in files if not file.is_documentation_page()}
    config.extra_css, whole = styles.joined(
        [str(name) for name in config.extra_css],
        lambda name: found[name].content_string if name in found else None,
    )
    if whole:
        files.append(File.generated(config, config.extra_css[0], content=whole))


def exclude(files: Files, uri: str) -> None:
    """A page that a preview leaves as it stands; what is in the navigation MkDocs has to meet."""
    file = files.get_file_from_path(uri)
    if file and file.inclusion is InclusionLevel.NOT_IN_NAV and not uri.startswith("team/"):
        file.inclusion = InclusionLevel.EXCLUDED


def outputs(files: Files) -> dict[str, str]:
    """Every page's file below the site."""
    return {file.src_uri: file.dest_uri for file in files.documentation_pages()}
