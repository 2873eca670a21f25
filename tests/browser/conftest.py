"""A page of a real browser, and a witness of what it does behind the reader's back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, 1280 by 900, light, with nothing remembered."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light", locale="zh-CN")
    yield context.new_page()
    context.close()


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
