"""What several test files share: the sample site, built once the way a user builds it, a browser, a server."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

import pytest
from playwright.sync_api import Browser, sync_playwright

from building import ROOT, Sample, addressed, built_once, missing
from loopback import serving

# Compiled code is kept: every build that a test starts would compile the project anew
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
#: The theme's notice in English, which would stand in the output of every build that a test starts.
os.environ["NO_MKDOCS_2_WARNING"] = "1"

#: The one without windows and menus first: drawing its own takes a browser a third of its time.
_CHROMIUMS = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "msedge",
)  # fmt: skip


#: What takes longest comes first, so that at the end no process is left alone with a long file; and second what needs
#: no sample site, which the first process makes meanwhile.
_FIRST = (
    "tests/browser/test_axe", "tests/site/test_previewing", "tests/site/test_hostile", "tests/browser/", "tests/site/",
    "tests/privacy", "tests/test_mutations", "tests/calllogs/test_recount", "tests/rendering/test_pptx", "",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: next(rank for rank, start in enumerate(_FIRST) if item.nodeid.startswith(start)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays, so that no search for garbage goes through it again."""
    gc.freeze()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The project as it stands, built strictly."""
    return built_once(tmp_path_factory, "sample", lambda folder: ROOT)


@pytest.fixture(scope="session")
def built_site(sample: Sample) -> Path:
    """The folder of the sample site."""
    return sample.site


@pytest.fixture(scope="session")
def addressed_sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A copy of the project with an address and long names, in a folder with a Chinese name."""
    around = {"TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
    return built_once(tmp_path_factory, "addressed", lambda folder: addressed(folder / "甲 一"), **around)


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


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Callable[..., str]]:
    """A function that serves a folder on the loopback address and says where, with a slash at the end."""
    with ExitStack() as stack:

        def serve(folder: Path, headers: Mapping[str, str] = MappingProxyType({})) -> str:
            server = stack.enter_context(serving(folder, headers))
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}/"

        yield serve
