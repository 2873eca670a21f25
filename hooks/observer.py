"""The MkDocs adapter: events only. It unpacks what MkDocs hands over and calls :mod:`chronicle`."""

from __future__ import annotations

import gc
import logging
import socket
import sys
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from threading import Thread, Timer
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from adapter import files as listed
from adapter import pages as printed
from chronicle import errors
from chronicle.cache import Cache
from chronicle.pipeline import build, publish
from chronicle.pipeline.ahead import Ahead
from chronicle.pipeline.crew import Crew
from chronicle.pipeline.preview import Preview
from chronicle.pipeline.stock import Stock
from chronicle.records import project
from chronicle.rendering import print_links
from chronicle.rendering.pages import Page
from chronicle.sanitize import csp
from chronicle.sanitize import html as safe_html
from chronicle.search import segmentation
from chronicle.search.shards import Shards

log = logging.getLogger("mkdocs.hooks.observer")

_PAUSE = 2.0  # seconds without a save: shorter, and the next save meets the build that catches up


@dataclass
class _Run:
    """What lives between the events of one build."""

    serving: bool = False
    root: Path = Path()
    site_dir: str = ""
    publication: publish.Publication | None = None
    built: build.Site | None = None
    press: printed.Press | None = None
    preview: Preview = field(default_factory=Preview)
    crew: Crew = field(default_factory=Crew)
    pause: Timer | None = None
    ahead: Ahead | None = None
    cut: segmentation.Cut = field(default_factory=segmentation.Cut)
    shards: Shards = field(default_factory=Shards)
    outputs: dict[str, str] = field(default_factory=dict)
    env: Environment | None = None

    def page(self, page: SitePage) -> Page | None:
        """Our page behind MkDocs' one, if it is one of ours."""
        return self.built.pages.get(page.file.src_uri) if self.built else None

    @property
    def store(self) -> Cache:
        """The project's cache."""
        return Cache(self.root / ".cache" / "chronicle")

    @property
    def again(self) -> Path:
        """The file whose touch asks the preview for one more build."""
        return self.root / ".cache" / "again"


_run = _Run()


def on_startup(*, command: str, dirty: bool) -> None:
    """Remember whether mistakes are to be shown or to end the build."""
    _run.serving = command == "serve"


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the site folder, and swap it in whole at the end."""
    if _run.serving and _run.built is None:
        _need_free(*config.dev_addr)
    _run.root = Path(config.config_file_path).parent
    _stop_waiting()
    _run.crew = build.call_crew(_run.root, _run.store)
    _run.site_dir = config.site_dir
    if not _run.serving:
        _run.publication = publish.begin(Path(config.site_dir))
        config.site_dir = str(_run.publication.folder)
    else:
        config.site_dir = f"{_run.site_dir}.next"  # what changed is made beside what is served, then carried over
    return config


def _need_free(host: str, port: int) -> None:
    """A port that another preview holds is told in a line; MkDocs would build first and end in a traceback."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        other = f"mkdocs serve --dev-addr {host}:{port + 1}"
        raise Abort(f"{host}:{port} 用不了，多半是另一个预览还开着：关掉那个窗口，或换一个端口：{other}") from error


@event_priority(-50)
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Every page of ours in place of what stands on the disk, already masked, with its blocks as tokens."""
    listed.leave_out(files, config)
    held, settled = _run.preview.hold(), _run.preview.settled
    pages = listed.free_pages(files)
    found = build.assemble(_run.root, pages, _run.store, _progress, _address(config), held, settled, _run.crew)
    _run.built = found
    found.finished.articles.update(_run.preview.articles)
    _report(found)
    listed.attach(files, config, found.gate)
    for page in found.pages.values():
        listed.put(files, page, config)
    for file in files.documentation_pages():
        file.url = file.dest_uri  # links end in index.html, so that they also work from a folder
    _run.cut = segmentation.install(config.plugins, found.vocabulary)
    listed.join_styles(files, config)
    _add_to_nav(config, found)
    _run.outputs = listed.outputs(files)
    if not _run.serving:
        project.forget()  # there is no next time
    gc.freeze()  # all that was made lives on: the collector need not walk it again and again
    _leave_what_stands(files, found, config)
    return files


def _leave_what_stands(files: Files, found: build.Site, config: MkDocsConfig) -> None:
    """Pages that did not change are not made again: under ``mkdocs serve`` they are not even written."""
    frame = build.frame(_run.root, found, files.src_uris, printed.settings(config))
    if _run.serving:
        _run.preview.plan(frame, found.pages, found.between, is_held=found.is_held)
    for uri in _run.preview.same:
        listed.exclude(files, uri)
    folders = [Path(config.site_dir), *([Path(_run.site_dir)] if _run.serving else [])]
    styles = [str(style) for style in config.extra_css]
    same, stands = _run.preview.same, _run.preview.stands
    build.begin_writing(found, frame, folders, styles, same, stands, published=not _run.serving)
    _run.press = printed.Press(Stock(_run.store, frame), found.handover, _run.cut, config)
    _run.press.open(files, [page for uri, page in found.pages.items() if uri not in _run.preview.same], config)


def _add_to_nav(config: MkDocsConfig, found: build.Site) -> None:
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


def _report(found: build.Site) -> None:
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
        print(f"\rINFO    -  纪实 {done}/{whole}", end="\n" if done == whole else "", file=sys.stderr, flush=True)


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """The theme puts the policy into every page's head; templates are compiled once while they do not change."""
    if _run.env and not _run.preview.whole:
        return _run.env
    _run.env = env
    env.globals["content_policy"] = csp.META
    return env


def on_page_markdown(markdown: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Title and description, escaped here since the theme's templates do not."""
    ours = _run.page(page)
    if page.file.src_uri in _run.preview.same:
        return ""  # it stands in the navigation, so MkDocs must meet it; what it makes of it is not used
    if ours and not isinstance(page, printed.FinishedPage):
        page.meta.update(ours.meta)
        page.meta.update({key: escape(value) for key, value in ours.meta.items() if isinstance(value, str)})
    return markdown


def on_page_content(html: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Only the safe part of what people wrote; then the blocks that the search looks into."""
    ours = _run.page(page)
    if ours is None or isinstance(page, printed.FinishedPage):
        return html
    safe, removed = safe_html.clean(html)
    written = ours.placed.written
    for line, column, name in safe_html.findings(written.text, removed) if removed else ():
        log.warning("%s:%d: 去掉了不安全的%s", written.where(line), column, name)
    if removed and _run.press:
        _run.press.blemish(ours.uri)
    page.title = ours.placed.plain(str(page.title))
    printed.fill_contents(page.toc.items, ours)
    return ours.placed.fill(print_links.addressed(safe), searched=True)


@event_priority(-100)
def on_page_context(context: TemplateContext, *, page: SitePage, config: MkDocsConfig, nav: Any) -> TemplateContext:
    """After the search has read the page: charts, and whatever else stands on several pages."""
    ours = _run.page(page)
    if ours and _run.press:
        _run.press.collect(page)
        page.content = ours.placed.fill(page.content or "", searched=False)
    return context


@event_priority(-100)
def on_post_page(output: str, *, page: SitePage, config: MkDocsConfig) -> str:
    """What stands finished comes in, and what is new is kept; MkDocs need not hold what is written."""
    ours = _run.page(page)
    if ours is None or _run.press is None or _run.built is None or ours.uri in _run.preview.same:
        return output
    html, finish = _run.press.finish(page, output, ours)
    if finish.article and ours.kind in ("chronicle", "case"):
        _run.built.finished.articles[ours.uri] = finish.article
    page.content = ""
    return html


@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Write what stands beside the pages, and swap the finished site in."""
    folder, served = Path(config.site_dir), Path(_run.site_dir)
    if _run.built:
        build.write_extras(_run.built, _run.preview.stands)
        _run.preview.articles = _run.built.finished.articles
    if _run.serving:
        _run.preview.join_index(folder, _run.outputs, _run.cut)
    _run.shards.publish(folder, whole=_run.preview.whole)
    publish.settle(folder)
    if _run.serving:
        _run.preview.carry_over(folder, served, _run.outputs)
        _catch_up_later()
    if _run.publication and _run.built:
        for problem in build.second_look(_run.built, folder, _run.store):
            log.warning("%s", problem)
        _forget() if config.strict and _has_complained() else _publish(_run.publication)
    _close()
    config.site_dir = _run.site_dir


def _catch_up_later() -> None:
    """Once the writer pauses, what was left is made: a touch of a file that is watched asks for one more build."""
    found = _run.built
    ahead = _run.ahead = Ahead(found.handover.workshop, found.owed) if found else None

    def ask() -> None:
        if ahead and ahead.run():
            _run.preview.catch_up()
            _run.again.touch()

    if _run.preview.behind and _run.again.exists():
        _run.pause = Timer(_PAUSE, ask)
        _run.pause.daemon = True
        _run.pause.start()


def _stop_waiting() -> None:
    if _run.pause:
        _run.pause.cancel()
        _run.pause = None
    if _run.ahead:
        _run.ahead.stop()
        _run.ahead = None


def _publish(publication: publish.Publication) -> None:
    publication.commit()
    _run.publication = None
    _run.store.prune()


def _has_complained() -> bool:
    """Whether a strict build has met a warning: MkDocs counts them, and would end the build after publishing."""
    counters = [each for each in logging.getLogger("mkdocs").handlers if isinstance(each, CountHandler)]
    return any(counter.get_counts() for counter in counters)


def on_build_error(*, error: Exception) -> None:
    """Forget an unfinished site; the published one stays. What the machine refused is told in a line."""
    _forget()
    _close()
    if isinstance(error, errors.ChronicleError):
        raise Abort(f"{error}\n站点没有更新。")
    if isinstance(error, OSError):
        raise Abort(f"{errors.refused(error)}。站点没有更新。")


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Watch the file by whose touch the preview asks for one more build; and be ready to draw when somebody saves."""
    _run.again.parent.mkdir(parents=True, exist_ok=True)
    _run.again.touch()
    server.watch(str(_run.again))
    Thread(target=build.get_ready, daemon=True).start()
    return server


def on_shutdown() -> None:
    """The process ends, by Ctrl-C perhaps."""
    _stop_waiting()
    _forget()
    _close()
    gc.unfreeze()


def _close() -> None:
    if _run.press:
        _run.press.close()
        _run.press = None
    _run.crew.dismiss()


def _forget() -> None:
    if _run.publication:
        _run.publication.abort()
        _run.publication = None
