"""A real browser, a loopback server, and a witness of what pages do behind the reader's back."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from building import missing

_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium; none is downloaded. Without one these tests are skipped, and in CI they fail."""
    path = next(filter(None, map(shutil.which, _CHROMIUMS)), None)
    if path is None:
        missing(f"no browser: none of {', '.join(_CHROMIUMS)} is installed")
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if as_root else [])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, 1280 by 900, light, with nothing remembered."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light", locale="zh-CN")
    yield context.new_page()
    context.close()


class _Handler(SimpleHTTPRequestHandler):
    """A static server as nginx is set up for such a site: quiet, and with the site's own page for what is not there."""

    def __init__(self, *args: Any, headers: Mapping[str, str], **options: Any) -> None:
        self.own_headers = headers
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        """The site's own headers on every answer, as a publishing guide would have them."""
        for name, value in self.own_headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """404.html in place of the server's own page."""
        own = Path(self.directory) / f"{code}.html"
        if not own.is_file():
            super().send_error(code, message, explain)
            return
        body = own.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves in the middle of an answer is no error."""


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[..., str]]:
    """A function that serves a folder on the loopback address and says where, with a slash at the end."""
    with ExitStack() as stack:

        def serve(folder: Path, headers: Mapping[str, str] = MappingProxyType({})) -> str:
            handler = partial(_Handler, directory=str(folder), headers=headers)
            server = stack.enter_context(_Server(("127.0.0.1", 0), handler))
            stack.callback(server.shutdown)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            return f"http://127.0.0.1:{server.server_port}/"

        yield serve


@pytest.fixture(scope="session")
def site_url(built_site: Path, serve_folder: Callable[..., str]) -> str:
    """The sample site over http."""
    return serve_folder(built_site)


def until(page: Page, expression: str, timeout: float = 10_000) -> None:
    """Wait until ``expression`` is true in the page; Playwright's own way needs ``eval``, which the policy forbids."""
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(20)


@dataclass
class Witness:
    """What a page complained about, what it could not load, and whom else it asked."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """From now on; a page's own answer 404 is what a test for it asked for."""
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("requestfailed", lambda request: self._failed(request.failure, request.url))
        page.on("request", lambda request: self._asked(request.url))

    def _failed(self, reason: str | None, url: str) -> None:
        """What a walk to the next page cuts off has not failed."""
        if reason != "net::ERR_ABORTED":
            self.errors.append(f"{reason}: {url}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"file", "data", "blob", "about"} and parts.hostname != "127.0.0.1":
            self.foreign.append(url)


@pytest.fixture
def witness(page: Page) -> Witness:
    """Watches ``page``."""
    witness = Witness()
    witness.watch(page)
    return witness
