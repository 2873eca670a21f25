"""One build of the site, as a plugin of MkDocs: what is done with the files and pages as MkDocs goes through them."""

from __future__ import annotations

import gzip
import logging
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import partial
from html import escape
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import CountHandler, write_file
from mkdocs.utils.templates import TemplateContext

from chronicle.cache import Cache, Memo
from chronicle.errors import COMMAND, ChronicleError, Problem
from chronicle.pipeline import pool, publish
from chronicle.pipeline.build import SITE_NAME, Inputs, Site, build
from chronicle.pipeline.digests import code_digest
from chronicle.pipeline.second_look import second_look
from chronicle.pipeline.year_files import YearFiles
from chronicle.privacy.detector import Detector
from chronicle.reading import chinese
from chronicle.reading.document import Written
from chronicle.records.folders import SAMPLE, folders_of
from chronicle.records.project import read_team
from chronicle.rendering.blocks import render
from chronicle.rendering.pages import Page, problem_pages
from chronicle.rendering.placeholders import fill_drawings
from chronicle.rendering.print_links import addressed
from chronicle.rendering.prose import beside
from chronicle.rendering.questions import questions_html
from chronicle.rendering.single_file import theme_style
from chronicle.sanitize import csp
from chronicle.sanitize import html as safe_html
from chronicle.search import shards

from . import files as site_files
from .incremental import Finish, IncrementalChecker, fill_contents, finish_of, part_of
from .net import guard, stopped, unforeseen
from .search_entries import SearchEntries

log = logging.getLogger("mkdocs.hooks.observer")


def _show(line: str, end: str = "") -> None:
    """One line at the foot of a terminal, in place of the one before."""
    if log.isEnabledFor(logging.INFO) and sys.stderr.isatty():
        print(f"\r\x1b[K{line and f'INFO    -  {line}'}", end=end, file=sys.stderr, flush=True)


def _show_seconds(what: str, seconds: int) -> None:
    """What takes long, and how long it has; no seconds take the line away."""
    _show(f"正在{what}，{seconds} 秒" if seconds else "")


def _is_of_project(entry: object) -> bool:
    """Whether an entry of the navigation leads to a page about the project itself, of which its users need nothing."""
    target = next(iter(entry.values()), "") if isinstance(entry, dict) else entry
    return target in ("architecture.md", "publish.md")


def force_settings(config: MkDocsConfig) -> None:
    """Set what our pages rest on, whatever was chosen, and say so in a line each.

    Links lead to ``…/index.html``, which opens from a folder, too; the theme's plugin ``offline`` would lay the site
    out anew and load a script from another host. ``navigation.instant`` runs no page's own scripts again.
    """
    if not config.use_directory_urls:
        config.use_directory_urls = True
        log.info("use_directory_urls 没有改成 false：这里的链接都写到 index.html，从文件夹里也打得开")
    for name in ("offline", "material/offline"):
        if name in config.plugins:
            config.plugins[name].config["enabled"] = False
            log.info("offline 插件没有用上：做好的站点不用它也能从文件夹里打开、能检索")
    if not config.theme.name:  # the plugin of MkDocs would bring a search of its own
        config.theme["search_index_only"] = True
        config.theme.static_templates.update({"404.html", "sitemap.xml"})
    features = config.theme.get("features", [])
    kept = [feature for feature in features if not feature.startswith("navigation.instant")]
    if kept != features:
        config.theme["features"] = kept
        log.info("navigation.instant 没有用上：有了它，换页之后打印按钮不会出现")


@dataclass
class Preview:
    """What a preview remembers from one build to the next.

    ``served`` are the pages that stand, each with the key under which it is kept, and ``search`` the hashes of the
    search's files. ``processes`` draw what an edit changes while its pages are made.
    """

    memo: Memo = field(default_factory=Memo)
    served: dict[str, tuple[str, Finish]] = field(default_factory=dict)
    search: dict[str, int] = field(default_factory=dict)
    processes: ProcessPoolExecutor | None = None

    def start_processes(self) -> None:
        """Have the processes that draw at hand."""
        with suppress(RuntimeError):  # the program ends already
            self.processes = pool.start(2, with_documents=False)


class SiteBuild:
    """The steps of one build: the events of MkDocs that it answers, in their order.

    A published site is written beside its folder and takes its place as a whole; under a ``preview`` what changed is
    written beside the served folder and carried over. :meth:`close` it, however the build ends.
    """

    def __init__(self, config: MkDocsConfig, preview: Preview | None) -> None:
        self._preview = preview or Preview()  # of a build that is published nothing stands yet
        self._served = Path(config.site_dir)
        self._publication = None if preview else publish.begin(self._served)
        self._folder = self._publication.folder if self._publication else Path(f"{self._served}.next")
        self._root = Path(config.config_file_path).parent
        self._cache = Cache(self._root / ".cache" / "chronicle", preview.memo if preview else None)
        self._pool = pool.Pool(self._cache, running=self._preview.processes)
        self._checker = IncrementalChecker(self._cache, self._preview.served)
        self._site, self._done = Site(), 0
        self._failed: dict[str, str] = {}
        if preview:
            self._folder.mkdir(mode=0o700, exist_ok=True)  # beside MkDocs' own, which nobody else may read either
        config.site_dir = str(self._folder)

    @event_priority(-50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Everything of ours, from the folders to the pages: they take the place of the Markdown on the disk, already
        masked, with their blocks as tokens."""
        name = self._settle_name_and_address(config)
        if not config.site_url:
            hint = "链接的标题和图片只能写相对地址，多数聊天工具不认；在 data/team.yml 的 url 里填上，海报也会带二维码"
            log.info("没有填 site_url：%s", hint)
        site_files.leave_out(files, config)
        if folders_of(self._root) is not SAMPLE and config.nav is not None:
            config.nav = [entry for entry in config.nav if not _is_of_project(entry)]
        self._checker.look_at(config, files)
        free = [uri for file in files.documentation_pages() if not (uri := file.src_uri).startswith("agents/")]
        is_preview = self._publication is None
        address = "" if is_preview else config.site_url or ""  # that of a preview is nobody else's
        attach = partial(site_files.attach, files, config, self._cache)
        inputs = Inputs(self._root, free, address, name, is_preview, _show_seconds, attach)

        try:
            self._site = build(inputs, self._cache, self._pool, self._checker.find)
        except (ChronicleError, OSError):
            raise
        except Exception as error:
            self._site = self._without_pages(error, files, config)
        self._report()
        self._hand_over(files, config)
        sheets = (files.get_file_from_path(str(uri)) for uri in config.extra_css)
        styles = "\n".join(sheet.content_string for sheet in sheets if sheet)
        self._files = YearFiles(self._site, inputs, self._folder, styles, self._cache, self._pool)
        return files

    def _hand_over(self, files: Files, config: MkDocsConfig) -> None:
        """What MkDocs is to make a site of: our pages, and whatever lies beside them; what stands is left."""
        site = self._site
        site_files.put_look(files, config, site.look)
        for page in site.pages.values():
            site_files.put(files, page, config)
        if not config.theme.name:
            files.append(File.generated(config, "assets/theme.css", content=theme_style()))
        self._all_files, self._pages = files, files.documentation_pages()
        for file in self._pages:
            file.url = file.dest_uri  # links end in index.html, so that they also work from a folder
        doors = [{door.title: f"{door.uri}.md"} for door in site.doors if f"{door.uri}.md" in site.pages]
        if doors and config.nav is not None:
            config.nav = [*(entry for entry in config.nav if "团队" not in entry), {"团队": doors}]
        self._entries = SearchEntries(config, site.vocabulary.coined, self._cache)
        self._checker.texts = {uri: page.text.written for uri, page in site.pages.items()}
        self._checker.reuse(files, site.pages, config)
        self._unchanged = [file for file in self._pages if file.src_uri in self._checker.finishes]
        for file in self._unchanged:
            self._entries.add(file.url, self._checker.finishes[file.src_uri])
        guard(files, config, self.fail)

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """The navigation knows all pages; from here on MkDocs passes by those that are unchanged."""
        for file in self._unchanged:
            file.inclusion = InclusionLevel.EXCLUDED
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """What the theme's pages need beside MkDocs' own context; a preview keeps its templates as they were compiled,
        and those that were edited are compiled anew."""
        if self._publication is None:
            env = self._preview.memo.recall("templates", (config.theme.dirs, config.theme.locale), lambda: env)
            env.auto_reload = True
        scripts = (file.src_uri for file in files)  # their names change with each version of the theme
        env.globals["theme_scripts"] = [uri for uri in scripts if fnmatch(uri, "assets/javascripts/bundle.*.js")]
        env.globals |= {"content_policy": csp.META, "site_pages": self._pages}
        return env

    def _without_pages(self, error: Exception, files: Files, config: MkDocsConfig) -> Site:
        """A preview shows what nobody foresaw at the page concerned, and leaves all others as they stood."""
        problem = unforeseen(error, self._root)
        if self._publication:
            raise stopped(problem) from error
        site_files.attach(files, config, self._cache, Detector())
        pages = {**problem_pages([replace(problem, path="data")], ()), **problem_pages([problem], ())}
        for file in files.documentation_pages():
            files.remove(file)
        config.nav = [uri for uri in pages if uri == "index.md"]
        return Site(pages=pages, problems=[problem])

    def fail(self, page: SitePage, error: Exception) -> str:
        """What a preview shows in the place of a page to which something unforeseen happened; other builds end."""
        if isinstance(error, (MkDocsException, ChronicleError, OSError)):
            raise error
        problem = unforeseen(error, self._root)
        if problem.path == "data":
            problem = replace(problem, path=f"docs/{page.file.src_uri}")
        if self._publication:
            raise stopped(problem) from error
        log.error("%s", problem)
        html = render("sections/problems.html", problems=[problem], title="这一页还差一点", shared=False)
        return self._failed.setdefault(page.file.src_uri, html)

    def _settle_name_and_address(self, config: MkDocsConfig) -> str:
        """The team's, unless ``mkdocs.yml`` was changed to have its own; returns the name. The theme escapes none."""
        team, name = read_team(self._root), config.site_name
        if name == SITE_NAME and "name" in team.model_fields_set:
            name, _ = Detector(team.allow).mask(team.name)
        config.site_name = Markup(escape(name))
        config.site_url = config.site_url or team.url
        return name

    def _report(self) -> None:
        """Say what is odd and what is wrong; what is wrong ends a build that is published."""
        for warning in self._site.warnings:
            log.warning("%s", warning)
        for note in (*self._site.notes, *self._site.hints):
            log.info("%s", note)
        for problem in self._site.problems:
            print(problem, file=sys.stderr)
        if self._site.problems and self._publication:
            raise Abort(f"有 {len(self._site.problems)} 处需要修改，站点没有更新。")

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
        """What the theme's templates show of a page beside its Markdown, escaped here since they do not."""
        own = self._site.pages.get(page.file.src_uri, Page(""))
        page.meta.update({key: escape(it) if isinstance(it, str) else it for key, it in own.meta.items()})
        return markdown

    def on_page_content(self, html: str, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
        """Only the safe part of what people wrote; then the blocks that the search looks into."""
        own = self._site.pages.get(page.file.src_uri)
        if own is None or own.uri in self._failed:
            return html
        try:
            chinese.load()  # with the words of the data, before the search cuts
            safe, removed = safe_html.clean(html)
            written = own.text.written
            places: dict[str, list[tuple[int, int]]] = {}  # of each thing that was removed
            for line, column, name in safe_html.findings(written.text, removed) if removed else ():
                places.setdefault(name, []).append((line, column))
            for name, [(line, column), *more] in places.items():
                message, mend = safe_html.told(name)
                mend += f"；这一页有 {len(more) + 1} 处" if more else ""
                problem = Problem.at(written.where(line), message, mend, column)
                log.warning("%s", problem)
                self._checker.astray.setdefault(own.uri, []).append(problem)
            page.title = own.text.plain(str(page.title))
            fill_contents(page.toc.items, own)
            safe = safe if page.file.name == "index" else beside(safe)
            return own.text.fill(addressed(safe), searched=True)
        except Exception as error:
            return self.fail(page, error)

    @event_priority(-100)
    def on_page_context(
        self, context: TemplateContext, *, page: SitePage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """After the search has read the page: charts, and whatever else stands on several pages."""
        if own := self._site.pages.get(page.file.src_uri):
            try:
                page.content = fill_drawings(own.text.fill(page.content or "", searched=False), self._pool.svgs)
            except Exception as error:
                page.content = self.fail(page, error)
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: SitePage, config: MkDocsConfig) -> str:
        """The file of a page, which is kept. MkDocs need not hold what is written."""
        own, entries = self._site.pages.get(page.file.src_uri), self._entries.take(page.url)
        if own is None:
            return output
        try:
            finish = finish_of(page, output, entries, self._entries.cut.key)
            if own.uri not in self._failed:
                self._checker.keep(own, page, output, finish)
            page.content = ""
            return self._written(own.uri, output, finish)
        except Exception as error:
            return self.fail(page, error)

    def _written(self, uri: str, html: str, finish: Finish) -> str:
        """What is written of one of our pages; a preview adds what it has to ask and to tell, which stands in no file
        beside the page."""
        if self._files.add(uri, html[finish.start : finish.end]):
            self._done, whole = self._done + 1, len(self._site.years)
            _show(f"纪实 {self._done}/{whole}", end="\n" if self._done == whole else "")
        if self._publication:
            return html
        year, astray = self._site.years.get(uri.removesuffix("/index.md")), self._checker.astray.get(uri)
        head = render("sections/astray.html", problems=astray) if astray else ""
        asks = year and "problems" not in self._site.pages[uri].text.names  # first what stands in the page's place
        head += questions_html(year.agent_year) if year and asks else ""
        return html[: finish.start] + head + html[finish.start :]

    def _write_unchanged(self, config: MkDocsConfig) -> None:
        """The pages that MkDocs passed by, as they are kept; where their links lead may have changed."""
        for file in self._unchanged:
            uri, page = file.src_uri, file.page
            if uri not in self._checker.standing:
                html = self._written(uri, self._checker.html(uri), self._checker.finishes[uri])
                write_file(html.encode(), file.abs_dest_path)
            if isinstance(page, SitePage) and page.links_to_anchors:
                if (source := self._root / "docs" / uri).is_file():
                    self._checker.texts[uri] = Written(source.read_text("utf-8", "replace"), f"docs/{uri}")
                page.validate_anchor_links(files=self._all_files, log_level=config.validation.links.anchors)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the last files and the search index, look at everything once more, and let the readers have it.

        A strict build that has met a warning is not published; MkDocs counts them, and would end the build after.
        """
        self._write_unchanged(config)
        index = self._entries.whole(file.url for file in self._pages)
        search = shards.publish(self._folder, index, self._cache, self._preview.search) if index else {}
        sitemap = self._folder / "sitemap.xml"
        if sitemap.is_file():  # MkDocs packs the day of the build into it, and equal sites are to be equal bytes
            sitemap.with_name("sitemap.xml.gz").write_bytes(gzip.compress(sitemap.read_bytes(), mtime=0))
        if self._publication:  # pictures and documents, which it does not open, are made meanwhile
            for problem in second_look(self._folder, self._site.detector, code_digest(), self._cache, self._root):
                log.warning("%s", problem)
        self._files.write_begun()
        if self._publication is None:
            self._preview.served, self._preview.search = {}, {}  # until all is in its place, for whatever may stop that
            parts = {part_of(file.url) for file in self._unchanged if file.src_uri in self._checker.standing}
            publish.carry_over(self._folder, self._served, lambda path: part_of(path) in parts or path in search)
            self._preview.served, self._preview.search = self._checker.stands(), search
        else:
            handlers = logging.getLogger("mkdocs").handlers
            warned = any(handler.get_counts() for handler in handlers if isinstance(handler, CountHandler))
            if not (config.strict and warned):
                self._publication.commit()
                self._cache.prune()
        config.site_dir = str(self._served)
        self.close()
        if hints := len(self._site.hints):
            log.info("正文里像是姓名的有 %d 处，没有遮，逐条看：%s review", hints, COMMAND)

    def close(self) -> None:
        """Leave nothing: no process, no folder that was not published. Safe to repeat."""
        self._checker.close()
        self._pool.close()
        if self._publication:
            self._publication.abort()
        else:
            shutil.rmtree(self._folder, ignore_errors=True)
