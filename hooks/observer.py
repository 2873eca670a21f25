"""The MkDocs adapter: events only. Each hands what MkDocs gives it to the preview or to the build under way."""

from __future__ import annotations

import logging
import socket
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from adapter.messages import ChineseLog
from adapter.net import end_by, stopped, unforeseen
from adapter.site_build import Preview, SiteBuild, force_settings
from chronicle import errors
from chronicle.pipeline.pool import load_libraries
from chronicle.reading import chinese
from chronicle.rendering.blocks import load_templates
from chronicle.sanitize import csp

_preview: Preview | None = None  # lives as long as MkDocs serves
_build: SiteBuild | None = None  # the build under way, or the last one


def _under_way() -> SiteBuild:
    assert _build, "MkDocs calls on_config first"
    return _build


def on_startup(*, command: str, dirty: bool) -> None:
    """Under ``mkdocs serve`` mistakes are shown instead of ending the build."""
    global _preview, _build
    ChineseLog().listen(logging.getLogger("mkdocs"))
    end_by(SystemExit("已停下。"))
    _preview, _build = Preview() if command == "serve" else None, None


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the site folder, so that readers never meet half a site."""
    global _build
    if _preview and _build is None:
        _refuse_taken(*config.dev_addr)
    force_settings(config)
    _build = SiteBuild(config, _preview)
    return config


def _refuse_taken(host: str, port: int) -> None:
    """A port that another preview holds is told in a line; MkDocs would build first and end in a traceback."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        other = f"mkdocs serve --dev-addr {host}:{port + 1}"
        raise Abort(f"{host}:{port} 用不了，多半是另一个预览还开着：关掉那个窗口，或换一个端口：{other}") from error


@event_priority(-50)
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Our pages in place of what stands on the disk."""
    _under_way().read(files, config)
    return files


def on_nav(nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
    """The navigation knows all pages; from here on MkDocs passes by those that need not be made."""
    _under_way().pass_by()
    return nav


def on_env(env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
    """What the theme's pages need beside MkDocs' own context; a preview keeps its templates as they were compiled,
    and those that were edited are compiled anew."""
    if _preview:
        env = _preview.memo.recall("templates", (config.theme.dirs, config.theme.locale), lambda: env)
        env.auto_reload = True
    env.globals["site_pages"] = _under_way().pages
    env.globals["content_policy"] = csp.META
    scripts = (file.src_uri for file in files)  # their names change with each version of the theme
    env.globals["theme_scripts"] = [uri for uri in scripts if fnmatch(uri, "assets/javascripts/bundle.*.js")]
    return env


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """What people wrote is made safe, and the blocks that the search reads come in."""
    try:
        return _under_way().content(html, page)
    except Exception as error:
        return _under_way().fail(page, error)


@event_priority(-100)
def on_page_context(context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Any) -> TemplateContext:
    """After the search has read the page: the other blocks, and the drawings."""
    try:
        _under_way().fill(page)
    except Exception as error:
        page.content = _under_way().fail(page, error)
    return context


@event_priority(-100)
def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """The page's file, new or as it was kept."""
    try:
        return _under_way().file(output, page)
    except Exception as error:
        return _under_way().fail(page, error)


@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    """The search, a second look, and the swap."""
    _under_way().finish(config)


def on_build_error(*, error: Exception) -> None:
    """Forget an unfinished site; the published one stays. What the machine refused is told in a line."""
    if _build:
        _build.close()
    if isinstance(error, errors.ChronicleError):
        raise stopped(error)
    if isinstance(error, OSError):
        raise stopped(f"{errors.refused(error)}。")
    if not isinstance(error, MkDocsException):
        raise stopped(unforeseen(error, Path.cwd())) from error
    if "strict mode" in str(error):
        raise Abort("有提醒，--strict 就不更新站点：照上面的 WARNING 改，或不写 --strict。") from error


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
    """Be ready to draw, to write and to cut when somebody saves; settings that cannot be read are told in a line."""
    end_by(KeyboardInterrupt())  # which MkDocs tells in its own words
    make = server.builder

    def rebuild() -> None:
        try:
            make()
        except SystemExit:
            raise
        except Exception as error:  # MkDocs reads its settings before any event
            said = " ".join(str(error).split()) or type(error).__name__
            raise stopped(f"mkdocs.yml:1:1: 设置读不出来：{said[:200]} — 撤回刚才的改动") from error

    server.builder = rebuild
    for get_ready in (load_libraries, load_templates, partial(chinese.tagged, "")):
        Thread(target=get_ready, daemon=True).start()
    return server


def on_shutdown() -> None:
    """The process ends, by Ctrl-C perhaps: nothing of a build is left behind."""
    if _build:
        _build.close()
