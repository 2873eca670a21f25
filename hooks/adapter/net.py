"""What stops a page, a build or a preview: what nobody foresaw is told in one line that names the file being worked on,
and a preview goes on; whoever ends the process from outside finds it tidied up."""

from __future__ import annotations

import re
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType

from jinja2 import Undefined
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.structure.toc import get_toc

from chronicle.errors import Problem

_HOOKS = Path(__file__).parents[1]
_FILE = re.compile(r"(?:data|docs)/[^\n]+\.\w{2,5}")
#: Whoever sends one of these leaves as little behind as Ctrl-C does.
_SIGNS = ("SIGINT", "SIGTERM", "SIGHUP")
_TIDYING = 10.0  # seconds
_MEND = "撤回这个文件里刚改的地方，再存一次；还不行，把这一行和这个文件发给维护的人"


def unforeseen(error: Exception, root: Path) -> Problem:
    """What is told of an error that is a mistake of ours or of a library: the file, and where in the code it was.

    The file is the one that the innermost call knew of: errors carry no words of people's, and so none are told.
    """
    frames = [(frame, line) for frame, line in traceback.walk_tb(error.__traceback__)][::-1]
    ours = (f"{Path(f.f_code.co_filename).name}:{n}" for f, n in frames if _HOOKS in Path(f.f_code.co_filename).parents)
    paths = (path for frame, _ in frames for path in _paths(frame, root))
    path, where = next(paths, "data"), next(ours, "MkDocs")
    if isinstance(error, RecursionError):
        return Problem(path, 1, 1, "列表、引用或标签套得太深，排不出来", "拆开来写，套三四层就好")
    return Problem(path, 1, 1, f"程序在这里出了意外（{type(error).__name__}，{where}）", _MEND)


def _paths(frame: FrameType, root: Path) -> Iterator[str]:
    """The files of people's that the variables of a call stand for, the newest first."""
    for value in reversed([*frame.f_locals.values()]):
        if isinstance(value, Undefined):  # whatever one asks of it is an error
            continue
        if isinstance(value, Path) and value.is_relative_to(root):
            value = value.relative_to(root).as_posix()
        for holder in (value, *(getattr(value, name, None) for name in ("document", "agent_year", "file"))):
            path = getattr(holder, "path", holder)
            path = f"docs/{holder.src_uri}" if hasattr(holder, "src_uri") else path
            if isinstance(path, str) and _FILE.fullmatch(path):
                yield path


def stopped(said: object) -> Abort:
    """What ends a build, after it was ``said`` where mistakes are told."""
    print(said, file=sys.stderr)
    return Abort("站点没有更新。")


def end_by(exception: BaseException) -> None:
    """Whoever ends the process from outside raises ``exception`` in it; what is ignored stays ignored.

    One sign is enough: whoever is impatient and sends more of them does not stop the tidying up that follows the first.
    """
    begun = -_TIDYING

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal begun
        if time.monotonic() - begun > _TIDYING:
            begun = time.monotonic()
            raise exception

    for name in _SIGNS if current_thread() is main_thread() else ():  # only that one may choose what follows
        number = getattr(signal, name, None)  # not every system has all of them
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)


#: Told of a page and of what stopped it; gives what the page shows.
Tell = Callable[[SitePage, Exception], str]


class GuardedPage(SitePage):
    """A page that shows what ``tell`` makes of whatever stops MkDocs or a Markdown extension in rendering it."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, tell: Tell) -> None:
        super().__init__(title, file, config)
        self._tell = tell

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The page as MkDocs renders it, else what is told."""
        try:
            super().render(config, files)
        except Exception as error:  # of any library that has a part in Markdown
            self.content, self.toc, self.present_anchor_ids = self._tell(self, error), get_toc([]), set()


def guard(files: Files, config: MkDocsConfig, tell: Tell) -> None:
    """A guarded page for every file that has no page yet, with the title that the navigation gives it: MkDocs takes a
    page that is there as it stands."""
    titles = dict(_titles_in(config.nav))
    for file in files.documentation_pages():
        if file.page is None:
            GuardedPage(titles.get(file.src_uri), file, config, tell)


def _titles_in(nav: object) -> Iterator[tuple[str, str]]:
    for entry in nav if isinstance(nav, list) else ():
        for title, target in entry.items() if isinstance(entry, dict) else ():
            yield from [(target, title)] if isinstance(target, str) else _titles_in(target)
