"""``mkdocs build`` as a user runs it, once for all who look at it, and what tests do without a tool that they need."""

from __future__ import annotations

import atexit
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
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
    """Builds, each in a process of its own that begins with its libraries loaded."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory()
        command = [sys.executable, str(Path(__file__).with_name("builder.py"))]
        around = {**os.environ, "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(command, env=around, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, request: Mapping[str, object]) -> int | None:
        """What it answers to a line."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(request), file=self._process.stdin, flush=True)
        if not select.select([self._process.stdout], [], [], PATIENCE)[0]:
            raise TimeoutError(f"{request} does not end")
        answer: int | None = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """End it, and a build that hangs."""
        self._process.kill()
        self._process.communicate()
        self.folder.cleanup()


class Started:
    """``python -m module words…`` in ``root``, which begins with its libraries loaded and goes on by itself: so much of
    ``subprocess.Popen`` as tests need. What it says as an error stands in the file ``log``."""

    def __init__(self, builder: Builder, request: Mapping[str, object], log: Path) -> None:
        pipes = Path(mkdtemp(dir=builder.folder.name))
        ends = [pipes / name for name in ("in", "out")]
        for end in ends:
            os.mkfifo(end)
        self._builder = builder
        self.pid = builder.ask({**request, "files": [*map(str, ends), str(log)]}) or 0
        self.stdin, self.stdout = ends[0].open("w"), ends[1].open(encoding="utf-8")
        self._status: int | None = None

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        if self._status is None:
            self._status = self._builder.ask({"child": self.pid, "options": os.WNOHANG})
        return self._status

    def wait(self, timeout: float) -> int:
        """Its exit status, when it has ended."""
        end = time.monotonic() + timeout
        while (status := self.poll()) is None:
            assert time.monotonic() < end, "it does not end"
            time.sleep(0.02)
        return status


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
    environment = _environment(around)
    if hasattr(os, "fork") and not around:
        builder = _builder()
        said = [Path(builder.folder.name) / name for name in ("out", "err")]
        request = {"root": str(root), "module": module, "words": words, "environment": environment}
        child = builder.ask({**request, "files": [os.devnull, *map(str, said)]})
        status = builder.ask({"child": child, "options": 0})
        return subprocess.CompletedProcess(words, status or 0, *(file.read_text("utf-8") for file in said))
    return subprocess.run(
        _command(module, words), cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE,
        check=False,
    )  # fmt: skip


@contextmanager
def started(
    root: Path, log: Path, module: str, *words: str, **around: str
) -> Iterator[subprocess.Popen[str] | Started]:
    """As :func:`run`, but it goes on, the first of a session that ends with the context; its errors are written into
    ``log``, and ``around`` is added to what its environment holds."""
    environment = _environment(around)
    process: subprocess.Popen[str] | Started
    if hasattr(os, "fork"):
        request = {"root": str(root), "module": module, "words": words, "environment": environment}
        process = Started(_builder(), request, log)
    else:
        command = _command(module, words)
        with log.open("wb") as errors:
            process = subprocess.Popen(
                command, cwd=root, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
                encoding="utf-8",
            )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate() if isinstance(process, subprocess.Popen) else os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)
        process.stdin.close()  # type: ignore[union-attr]
        process.stdout.close()  # type: ignore[union-attr]


def _environment(around: Mapping[str, str]) -> dict[str, str]:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", **around}
    environment.pop("SOURCE_DATE_EPOCH", None)
    return environment


def _command(module: str, words: Sequence[str]) -> list[str]:
    return [sys.executable, *(["-m"] if not module.endswith(".py") else []), module, *words]


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


def copied(root: Path, *people: str, cold: bool = False) -> Path:
    """A copy of the project in which the sample people but one, or these ``people``, are its own, and with younger
    files; with what other builds have drawn, unless a ``cold`` one is asked for."""
    copy_code(root)
    if not cold:
        share_cache(root)
    for name in ("docs", "data"):
        shutil.copytree(ROOT / name, root / name, copy_function=shutil.copyfile)
        for path in (root / name / "_sample").glob("*"):
            path.rename(root / name / path.name)
        for person in (root / name / "agents").iterdir():
            if person.name == LIKE_ANOTHER or (people and person.name not in people):
                shutil.rmtree(person)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def share_cache(root: Path) -> None:
    """One cache for the builds of all projects: its entries are named by what they were made of, so that a project
    finds what another has drawn, and nothing that it would not draw itself."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with suppress(OSError):  # a system that makes no links draws each anew
        (root / ".cache").symlink_to(ROOT / ".cache", target_is_directory=True)


def without_guides(root: Path) -> None:
    """Of a project's own pages the home page alone is left: the guides take longer than a small team's pages."""
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(re.sub(r"(?m)^nav:\n(  - .*\n)*", "nav: [index.md]\n", settings), "utf-8")
    for guide in (root / "docs").glob("*.md"):
        if guide.name != "index.md":
            guide.unlink()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, and what it holds."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


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
