"""A page of a real browser, and a witness of what it does behind the reader's back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Error, Page, ViewportSize, expect

PATIENCE = 60  # seconds until a page that hangs is given up; it measures nothing
expect.set_options(timeout=PATIENCE * 1000)
USUAL: ViewportSize = {"width": 1280, "height": 900}


class Tab:
    """One page for test after test: each new one costs a second of CPU, since its process reads every font anew."""

    def __init__(self, browser: Browser, *, scripts: bool = True) -> None:
        self.context = browser.new_context(
            viewport=USUAL, color_scheme="light", locale="zh-CN", java_script_enabled=scripts
        )
        self.page = self.context.new_page()
        self._devtools: CDPSession = self.context.new_cdp_session(self.page)
        self._origins = {"file://"}
        self.page.on("framenavigated", lambda frame: self._been(frame.url))

    def _been(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.netloc:
            self._origins.add(f"{parts.scheme}://{parts.netloc}")

    def forget(self) -> None:
        """As good as new: an empty page of the usual size, light, the mouse elsewhere, nothing remembered."""
        with suppress(Error):  # of a page that has no memory
            self.page.evaluate("sessionStorage.clear()")
        self.page.goto("about:blank")
        self.page.mouse.move(-9, -9)
        self.page.set_viewport_size(USUAL)
        self.page.emulate_media(color_scheme="light", reduced_motion="null", media="null")
        self.context.clear_cookies()
        for origin in self._origins:
            self._devtools.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})


@pytest.fixture(scope="session")
def tab(browser: Browser) -> Iterator[Tab]:
    made = Tab(browser)
    yield made
    made.context.close()


@pytest.fixture
def page(tab: Tab) -> Iterator[Page]:
    """A page, 1280 by 900, light, with nothing remembered; what cannot be taken back is for ``own_page``."""
    yield tab.page
    tab.forget()


@pytest.fixture(scope="session")
def scriptless_tab(browser: Browser) -> Iterator[Tab]:
    made = Tab(browser, scripts=False)
    yield made
    made.context.close()


@pytest.fixture
def scriptless(scriptless_tab: Tab) -> Iterator[Page]:
    """``page`` of a reader who lets no script run."""
    yield scriptless_tab.page
    scriptless_tab.forget()


@pytest.fixture
def own_page(browser: Browser) -> Iterator[Page]:
    """A page that nobody else is given: for scripts of a test's own, listeners, routes and another clock."""
    context = browser.new_context(viewport=USUAL, color_scheme="light", locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def site_url(built_site: Path, serve_folder: Callable[..., str]) -> str:
    """The sample site over http."""
    return serve_folder(built_site)


def until(page: Page, expected: str | Callable[[], bool]) -> None:
    """Wait until an expression is true in the page, or a function says so; Playwright's own way needs ``eval``, which
    the policy forbids."""
    end = time.monotonic() + PATIENCE
    while not (page.evaluate(expected) if isinstance(expected, str) else expected()):
        assert time.monotonic() < end, f"never true: {expected}"
        page.wait_for_timeout(20)


def come_to_rest(page: Page) -> None:
    """Wait until nothing on the page moves or fades any more."""
    page.evaluate("""async () => {
        const frame = () => new Promise(requestAnimationFrame)
        const moving = () => document.getAnimations().filter(each => each.effect.getTiming().iterations < Infinity)
        do {
            await frame()
            await Promise.allSettled(moving().map(each => each.finished))
            await frame()
        } while (moving().some(each => each.playState !== "finished"))
    }""")


@dataclass
class Witness:
    """What a page complained about, what it could not load, and whom else it asked."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def handlers(self) -> dict[str, Callable[[Any], None]]:
        """What is done at each event of a page; its own answer 404 is what a test for it asked for."""
        return {
            "pageerror": lambda error: self.errors.append(str(error)),
            "console": lambda said: self.errors.append(said.text) if said.type in {"error", "warning"} else None,
            "requestfailed": lambda request: self._failed(request.failure, request.url),
            "request": lambda request: self._asked(request.url),
        }

    def _failed(self, reason: str | None, url: str) -> None:
        """What a walk to the next page cuts off has not failed."""
        if reason != "net::ERR_ABORTED":
            self.errors.append(f"{reason}: {url}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"file", "data", "blob", "about"} and parts.hostname != "127.0.0.1":
            self.foreign.append(url)


@contextmanager
def watched(page: Page) -> Iterator[Witness]:
    """What ``page`` does from now on, and no longer."""
    witness = Witness()
    handlers = witness.handlers()
    for event, handler in handlers.items():
        page.on(event, handler)
    yield witness
    for event, handler in handlers.items():
        page.remove_listener(event, handler)


@pytest.fixture
def witness(page: Page) -> Iterator[Witness]:
    """Watches ``page``."""
    with watched(page) as found:
        yield found
