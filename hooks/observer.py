"""The MkDocs adapter: events only. It unpacks what MkDocs hands over and calls :mod:`chronicle`."""

from __future__ import annotations

import errno
import gzip
import logging
import sys
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from chronicle import attachments, clean, paper, policy, publish, search, site
from chronicle.cache import Cache
from chronicle.errors import ChronicleError
from chronicle.pages import Page
from chronicle.preview import Preview
from chronicle.privacy import Gate

log = logging.getLogger("mkdocs.hooks.observer")

_REFUSALS = {
    errno.ENOSPC: "磁盘满了，清出空间再试",
    errno.EDQUOT: "磁盘配额用完了，清出空间再试",
    errno.EACCES: "没有读写的权限",
    errno.EPERM: "没有读写的权限",
    errno.EROFS: "这个磁盘是只读的",
}


@dataclass
class _Run:
    """What lives between the events of one build."""

    serving: bool = False
    root: Path = Path()
    site_dir: str = ""
    publication: publish.Publication | None = None
    site: site.Site | None = None
    preview: Preview = field(default_factory=Preview)
    outputs: dict[str, str] = field(default_factory=dict)
    env: Environment | None = None

    def page(self, uri: str) -> Page | None:
        """Our page behind a Markdown file, if it is one of ours."""
        return self.site.pages.get(uri) if self.site else None


_run = _Run()


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether mistakes are to be shown or to end the build."""
    _run.serving = command == "serve"


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the site folder, and swap it in whole at the end."""
    _run.root = Path(config.config_file_path).parent
    _run.site_dir = config.site_dir
    if not _run.serving:
        _run.publication = publish.begin(Path(config.site_dir))
        config.site_dir = str(_run.publication.folder)
    else:
        config.site_dir = f"{_run.site_dir}.next"  # what changed is made beside what is served, then carried over
    return config


@event_priority(-50)
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Every page of ours in place of what stands on the disk, already masked, with its blocks as tokens."""
    for file in list(files):
        if _hidden(file, config):
            files.remove(file)
    docs = [file.src_uri for file in files.documentation_pages() if not file.src_uri.startswith("agents/")]
    held = _run.preview.hold()
    _run.site = site.assemble(_run.root, docs, _store(), _progress, _address(config), held)
    _run.preview.note(_run.site.middles, held)
    _report(_run.site)
    for file in [each for each in files if _is_from_docs(each, config) and not each.is_documentation_page()]:
        _attach(file, files, config, _run.site.gate)
    for uri, page in _run.site.pages.items():
        _publish_page(files, uri, page, config)
    for file in files.documentation_pages():
        file.url = file.dest_uri  # links end in index.html, so that they also work from a folder
    search.install(config.plugins, _run.site.vocabulary)
    _add_to_nav(config, _run.site)
    _run.outputs = {file.src_uri: file.dest_uri for file in files.documentation_pages()}
    if _run.serving:
        _leave_what_stands(files, _run.site)
    return files


def _leave_what_stands(files: Files, found: site.Site) -> None:
    """Under ``mkdocs serve``, pages that did not change are not made again."""
    _run.preview.plan(site.frame(_run.root, found, files.src_uris), found.pages)
    for uri in _run.preview.same:
        file = files.get_file_from_path(uri)
        if file and file.inclusion is InclusionLevel.NOT_IN_NAV and not uri.startswith("team/"):
            file.inclusion = InclusionLevel.EXCLUDED


def _add_to_nav(config: MkDocsConfig, found: site.Site) -> None:
    """The team's pages as a section of the navigation; none where there are no people, or where there is no ``nav``."""
    doors = [{door.title: f"{door.uri}.md"} for door in found.doors if f"{door.uri}.md" in found.pages]
    if doors and config.nav is not None:
        config.nav = [*(each for each in config.nav if "团队" not in each), {"团队": doors}]


def _address(config: MkDocsConfig) -> str:
    """Where the site will stand: known from ``site_url``, and never the address of a preview."""
    if not config.site_url:
        log.info(
            "没有填 site_url：链接的标题和图片只能写相对地址，多数聊天工具不认；在 mkdocs.yml 填上，海报也会带二维码"
        )
    return "" if _run.serving else config.site_url or ""


def _is_from_docs(file: File, config: MkDocsConfig) -> bool:
    return file.abs_src_path is not None and bool(file.src_dir) and Path(str(file.src_dir)) == Path(config.docs_dir)


def _hidden(file: File, config: MkDocsConfig) -> bool:
    """Drafts and templates, symbolic links, and Markdown under ``agents/`` that is no page of ours."""
    if file.abs_src_path is None or not _is_from_docs(file, config):
        return False
    if any(part.startswith(("_", ".")) for part in Path(file.src_uri).parts):
        return True
    if site.is_linked(_run.root, Path(file.abs_src_path)):
        log.warning("docs/%s:1:1: 这是一个符号链接，没有发布 — 把文件本身放进来", file.src_uri)
        return True
    return file.src_uri.startswith("agents/") and file.is_documentation_page()


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


def _attach(file: File, files: Files, config: MkDocsConfig, gate: Gate) -> None:
    """A file beside the pages: as it is where nothing is to be taken out, else clean, under a masked name, or not."""
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


def _publish_page(files: Files, uri: str, page: Page, config: MkDocsConfig) -> None:
    old = files.get_file_from_path(uri)
    if old is not None:
        files.remove(old)
    new = File.generated(config, uri, content=page.placed.markdown)
    ours = uri.startswith(("agents/", "team/"))
    new.inclusion = InclusionLevel.NOT_IN_NAV if ours else InclusionLevel.UNDEFINED
    files.append(new)


def _store() -> Cache:
    return Cache(_run.root / ".cache" / "chronicle")


def _report(found: site.Site) -> None:
    for warning in found.warnings:
        log.warning("%s", warning)
    for note in found.notes:
        log.info("%s", note)
    for problem in found.problems:
        print(problem, file=sys.stderr)
    if found.problems and not _run.serving:
        raise Abort(f"有 {len(found.problems)} 处需要修改，站点没有更新。")


def _progress(done: int, whole: int) -> None:
    """One line that counts, on a terminal and unless ``-q``."""
    if log.isEnabledFor(logging.INFO) and sys.stderr.isatty():
        print(f"\rINFO    -  画图 {done}/{whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """The theme puts the policy into every page's head; templates are compiled once while they do not change."""
    if _run.env and not _run.preview.whole:
        return _run.env
    _run.env = env
    env.globals["content_policy"] = policy.META
    return env


def on_page_markdown(markdown: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Title and description, escaped here since the theme's templates do not."""
    ours = _run.page(page.file.src_uri)
    if page.file.src_uri in _run.preview.same:
        return ""  # it stands in the navigation, so MkDocs must meet it; what it makes of it is not used
    if ours:
        page.meta.update(ours.meta)
        page.meta.update({key: escape(value) for key, value in ours.meta.items() if isinstance(value, str)})
    return markdown


def on_page_content(html: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Only the safe part of what people wrote; then the blocks that the search looks into."""
    ours = _run.page(page.file.src_uri)
    if ours is None:
        return html
    safe, removed = clean.clean(html)
    written = ours.placed.written
    for line, column, name in clean.findings(written.text, removed) if removed else ():
        log.warning("%s:%d: 去掉了不安全的%s", written.where(line), column, name)
    page.title = ours.placed.plain(str(page.title))
    _fill_contents(page.toc.items, ours)
    return ours.placed.fill(paper.addressed(safe), searched=True)


def _fill_contents(entries: list[AnchorLink], ours: Page) -> None:
    """Numbers that stand in headings stand in the table of contents too."""
    for entry in entries:
        entry.title = ours.placed.plain(entry.title)
        _fill_contents(entry.children, ours)


@event_priority(-100)
def on_page_context(context: TemplateContext, *, page: SitePage, config: MkDocsConfig, nav: Any) -> TemplateContext:
    """After the search has read the page: charts, and whatever else stands on several pages."""
    ours = _run.page(page.file.src_uri)
    if ours:
        page.content = ours.placed.fill(page.content or "", searched=False)
        if _run.site and ours.kind in ("chronicle", "case"):
            _run.site.finished.articles[ours.uri] = page.content
    return context


@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write what stands beside the pages, and swap the finished site in."""
    _publish_extras(Path(config.site_dir), [str(style) for style in config.extra_css])
    if _run.serving:
        _run.preview.join_index(Path(config.site_dir), _run.outputs)
    search.publish_offline(Path(config.site_dir))
    if _run.serving:
        _run.preview.carry_over(Path(config.site_dir), Path(_run.site_dir), _run.outputs)
        if _run.preview.behind:
            _again().touch()
    _settle_sitemap(Path(config.site_dir))
    if _run.publication and _run.site:
        for problem in site.second_look(_run.site, Path(config.site_dir), _store()):
            log.warning("%s", problem)
        _forget() if config.strict and _has_complained() else _run.publication.commit()
        _run.publication = None
    config.site_dir = _run.site_dir


def _has_complained() -> bool:
    """Whether a strict build has met a warning: MkDocs counts them, and would end the build after publishing."""
    counters = [each for each in logging.getLogger("mkdocs").handlers if isinstance(each, CountHandler)]
    return any(counter.get_counts() for counter in counters)


def _settle_sitemap(folder: Path) -> None:
    """MkDocs packs the date of the build into the sitemap; without it equal sites are equal bytes."""
    path = folder / "sitemap.xml"
    if path.is_file():
        path.with_name("sitemap.xml.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def _publish_extras(folder: Path, styles: list[str]) -> None:
    """Files that are no pages of the theme's, one after the other, so that they never stand in memory together."""
    if _run.site:
        _run.site.finished.folder, _run.site.finished.styles = folder, styles
    for uri, make in _run.site.extras.items() if _run.site else ():
        if _run.preview.stands(uri):
            continue
        path = folder / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(make())


def on_build_error(*, error: Exception) -> None:
    """Forget an unfinished site; the published one stays. What the machine refused is told in a line."""
    _forget()
    if isinstance(error, ChronicleError):
        raise Abort(f"{error}\n站点没有更新。")
    if isinstance(error, OSError):
        raise Abort(f"{_REFUSALS.get(error.errno or 0, '读写文件时出错')}：{error}。站点没有更新。")


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """A preview that shows last moment's middle halves asks for one more build, by touching a file that is watched."""
    _again().parent.mkdir(parents=True, exist_ok=True)
    _again().touch()
    server.watch(str(_again()))
    return server


def _again() -> Path:
    return _run.root / ".cache" / "again"


def on_shutdown() -> None:
    """The process ends, by Ctrl-C perhaps."""
    _forget()


def _forget() -> None:
    if _run.publication:
        _run.publication.abort()
        _run.publication = None
