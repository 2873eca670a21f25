"""What MkDocs calls first: events of the process. Those of one build are :class:`SiteBuild`'s."""

from __future__ import annotations

import gc
import logging
import socket
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority

from adapter.messages import ChineseLog
from adapter.net import end_by, stopped, unforeseen
from adapter.site_build import Preview, SiteBuild, force_settings
from chronicle import errors
from chronicle.reading import chinese
from chronicle.rendering.blocks import load_templates

_preview: Preview | None = None  # lives as long as MkDocs serves
_build: SiteBuild | None = None  # the build under way, or the last one


def on_startup(*, command: str, dirty: bool) -> None:
    """Under ``mkdocs serve`` mistakes are shown instead of ending the build."""
    global _preview, _build
    ChineseLog().listen(logging.getLogger("mkdocs"))
    end_by(SystemExit("已停下。"))
    _preview, _build = Preview() if command == "serve" else None, None
    gc.freeze()  # the libraries stay: the collector would look through them again and again


@event_priority(100)
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build beside the site folder, so that readers never meet half a site."""
    global _build
    if _preview and _build is None:
        _refuse_taken(*config.dev_addr)
    force_settings(config)
    _build = SiteBuild(config, _preview)
    config.plugins["hooks/observer.py build"] = _build  # type: ignore[assignment] # as MkDocs puts hooks there
    return config


def _refuse_taken(host: str, port: int) -> None:
    """A port that another preview holds is told in a line; MkDocs would build first and end in a traceback."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        other = f"mkdocs serve --dev-addr {host}:{port + 1}"
        raise Abort(f"{host}:{port} 用不了，多半是另一个预览还开着：关掉那个窗口，或换一个端口：{other}") from error


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
        raise stopped("有提醒，--strict 不发布：照 WARNING 改（写了 -q 就不显示），或不写 --strict。") from error


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
    gc.freeze()  # what the first build left stays: looking through it for what can go would cost every save 0.2 s
    gc.set_threshold(100_000)  # a save leaves about as much: it is looked through once, not a hundred times
    assert _preview
    for get_ready in (_preview.start_processes, load_templates, partial(chinese.tagged, "")):
        Thread(target=get_ready, daemon=True).start()
    return server


def on_shutdown() -> None:
    """The process ends, by Ctrl-C perhaps: nothing of a build is left behind."""
    if _build:
        _build.close()
    gc.unfreeze()  # what was left uncollected at the end, DuckDB's library would count in many lines
