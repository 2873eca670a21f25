"""``mkdocs build`` as a user runs it, once for all who look at it, and what tests do without a tool that they need."""

from __future__ import annotations

import atexit
import json
import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest
from PIL import Image

ROOT = Path(__file__).parents[1]


ADDRESS = "http://intranet.example/guancha/"
LONG_NAMES = ("阿依努尔·买买提·吐尔逊江·阿不都热合曼", "Aleksandra-Maria Konstantinopolskaya")
LONG_ROLE = "95598 客户服务中心华东远程工作站高级客户代表（业务专家方向）兼内训师"
LONG_TITLE = "那年冬天停电的夜里我守着电话听见整个村庄的人都在等一盏灯亮起来呢"
LONG_MOTTO = "一张工单背后是一户人家的晚饭，晚饭等不得，工单也等不得；办完了还要回头看一眼，看灯是不是真的亮了"
LIKE_ANOTHER = "guyichuan"  # of the sample: all that this person's year may show, 林夏's shows, too
PATIENCE = 300  # seconds; a busy machine builds slowly


@dataclass(frozen=True)
class Sample:
    """A site that was built strictly, and what was said on standard error meanwhile."""

    root: Path
    site: Path
    said: str


class Builder:
    """Builds, one after the other, each in a process of its own that begins with its libraries loaded."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        command = [sys.executable, str(Path(__file__).with_name("builder.py"))]
        around = {**os.environ, "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(command, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(
        self, root: Path, module: str, words: Sequence[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """What ``python -m module words…`` ends in, in ``root``, and what it said."""
        assert self._process.stdin
        assert self._process.stdout
        said = [Path(self._folder.name) / name for name in ("out", "err")]
        asked = {"root": str(root), "module": module, "words": words, "environment": dict(environment)}
        print(json.dumps({**asked, "said": [*map(str, said)]}), file=self._process.stdin, flush=True)
        if not select.select([self._process.stdout], [], [], PATIENCE)[0]:
            raise TimeoutError(f"{module} {' '.join(words)} in {root} does not end")
        status = int(self._process.stdout.readline())
        return subprocess.CompletedProcess(words, status, *(file.read_text("utf-8") for file in said))

    def close(self) -> None:
        """End it, and a build that hangs."""
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()


@cache
def _builder() -> Builder:
    """This process's own, started with its first build."""
    builder = Builder()
    atexit.register(builder.close)
    return builder


def build(root: Path, site: Path, *options: str, **around: str) -> subprocess.CompletedProcess[str]:
    """``mkdocs build`` of the project in ``root`` into ``site``, in a process of its own, as text; ``around`` are
    variables of its environment, with which it begins from nothing."""
    return run(root, "mkdocs", "build", "--site-dir", str(site), *options, **around)


def run(root: Path, module: str, *words: str, **around: str) -> subprocess.CompletedProcess[str]:
    """``python -m module words…`` in ``root``, or that of a file ``….py``; ``around`` as of :func:`build`."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", **around}
    environment.pop("SOURCE_DATE_EPOCH", None)
    if hasattr(os, "fork") and not around:
        return _builder().run(root, module, words, environment)
    command = [sys.executable, *(["-m"] if not module.endswith(".py") else []), module, *words]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )


def preview_once(root: Path, served: Path, builds: int = 1) -> subprocess.CompletedProcess[str]:
    """What a preview of ``root``, started anew, has in the folder ``served`` after so many builds, and what it said."""
    return run(root, str(ROOT / "tests/site/preview_driver.py"), str(root), str(served), str(builds))


def built_once(factory: pytest.TempPathFactory, name: str, project: Callable[[Path], Path], **around: str) -> Sample:
    """The site of the project that ``project`` makes in a folder: built by the first of this run's processes that asks
    for ``name``; the others wait for it."""
    base = factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    try:
        folder.mkdir()
    except FileExistsError:
        _wait(folder / "ended")
    else:
        try:
            _build_strictly(folder, project, around)
        finally:
            (folder / "ended").touch()
    made = folder / "made.json"
    assert made.is_file(), f"the process that was to build {name} failed"
    root, said = json.loads(made.read_text("utf-8"))
    return Sample(Path(root), folder / "site", said)


def _build_strictly(folder: Path, project: Callable[[Path], Path], around: Mapping[str, str]) -> None:
    root = project(folder)
    result = build(root, folder / "site", "--strict", **around)
    assert result.returncode == 0, result.stdout + result.stderr
    (folder / "made.json").write_text(json.dumps([str(root), result.stderr]), "utf-8")


def _wait(sign: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not sign.exists():
        assert time.monotonic() < end, f"{sign.parent} was never made"
        time.sleep(0.1)


_STOP = """
import signal, time
from chronicle.pipeline import pool

signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in the background ignores it
pool._ENOUGH = 1  # a process of its own draws even what is little

def on_page_context(*given, **named):
    print("waiting", flush=True)
    time.sleep(3600)
"""


def stop_in_the_middle(root: Path) -> None:
    """A build of the project in ``root`` says so when its first files are written, and waits."""
    (root / "stop.py").write_text(_STOP, "utf-8")
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("hooks/observer.py]", "hooks/observer.py, stop.py]"), "utf-8")


def missing(reason: str) -> NoReturn:
    """A tool that a test needs is not on this machine: at home the test is skipped, in CI it fails."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def copy_code(root: Path) -> None:
    """The project's hooks, compiled as they are."""
    shutil.copytree(ROOT / "hooks", root / "hooks", ignore=shutil.ignore_patterns("*.pyc.*"))  # written this moment


def copied(root: Path, *, cold: bool = False) -> Path:
    """A copy of the project in which the sample people but one are its own, and with younger files; with what other
    builds have drawn, unless a ``cold`` one is asked for."""
    copy_code(root)
    if not cold:
        share_cache(root)
    for name in ("docs", "data"):
        shutil.copytree(ROOT / name, root / name, copy_function=shutil.copyfile)
        for path in (root / name / "_sample").glob("*"):
            path.rename(root / name / path.name)
        shutil.rmtree(root / name / "agents" / LIKE_ANOTHER)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def share_cache(root: Path) -> None:
    """One cache for the builds of all projects: its entries are named by what they were made of, so that a project
    finds what another has drawn, and nothing that it would not draw itself."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with suppress(OSError):  # a system that makes no links draws each anew
        (root / ".cache").symlink_to(ROOT / ".cache", target_is_directory=True)


def copied_project(made: Path, root: Path) -> Path:
    """Another copy of a project that a test has made."""
    return shutil.copytree(made, root, symlinks=True)


def addressed(root: Path, *, cold: bool = False) -> Path:
    """A copy of the project that knows its site's address, so that there is a sitemap, with a company's look, and
    people with long names and roles, one story of each with a long title."""
    text = (copied(root, cold=cold) / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(f"{text}\nsite_url: {ADDRESS}\n", "utf-8")
    with (root / "data" / "team.yml").open("a", encoding="utf-8") as team:
        team.write('brand: {logo: 标志.png, accent: "#0b6e8f"}\n')
    Image.new("RGBA", (900, 240), "orange").save(root / "data" / "标志.png")
    for index, year in enumerate(sorted((root / "data/agents").glob("*/2025.yml"))):
        written = re.sub(r"(?m)^name: .*", f"name: {LONG_NAMES[index % 2]}", year.read_text("utf-8"))
        written = re.sub(r"(?m)^motto: .*", f"motto: {LONG_MOTTO}", written)
        year.write_text(re.sub(r"(?m)^role: .*", f"role: {LONG_ROLE}", written), "utf-8")
    for folder in sorted((root / "docs/agents").glob("*/2025")):
        told = min(path for path in folder.glob("*.md") if path.stem != "index")
        told.write_text(re.sub(r"(?m)^title: .*", f"title: {LONG_TITLE}", told.read_text("utf-8"), count=1), "utf-8")
    return root
