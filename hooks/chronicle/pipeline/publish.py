"""A build is published whole or not at all: it is written beside the site folder and swapped in by one rename.

A kill at any moment, a full disk or a second build at the same time leave the published site as the old one or
the new one, whole. What a dead build leaves behind is removed by the next one. A power cut is not covered: that
would cost an fsync of every file, and a site can always be built again.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gzip
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from ..errors import ChronicleError, Problem

_BUILDING = ".building-"  # a site that is being written, or one that was replaced and waits for its removal
_PREVIOUS = ".previous-"  # the published site during the two renames where the system cannot exchange folders
_TRIES = 20  # a virus scanner or an open preview on Windows holds a folder for moments, not for seconds
_PAUSE = 0.1  # seconds
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


class PublishError(ChronicleError):
    """The site folder cannot be replaced; the published site is as it was."""


@dataclass(slots=True)
class Publication:
    """One build on its way to ``site``; write into ``folder``, then ``commit`` or ``abort``, each safe to repeat."""

    site: Path
    folder: Path
    _lock: int | None = field(repr=False)
    _open: bool = True

    def commit(self) -> None:
        """Make ``folder`` the site. Raises ``PublishError`` or ``OSError``; the old site then still stands."""
        if not self._open:
            return
        _carry_hidden(self.site, self.folder)
        _swap(self.folder, self.site)
        _sync_folder(self.site.parent)
        self._close()

    def abort(self) -> None:
        """Forget the build; the site stays as it was."""
        if self._open:
            self._close()

    def _close(self) -> None:
        """Remove what now stands at ``folder``: the replaced site after a commit, the unfinished one otherwise."""
        self._open = False
        shutil.rmtree(self.folder, ignore_errors=True)
        _release(self._lock)
        self._lock = None


def begin(site: Path) -> Publication:
    """A fresh, empty folder beside ``site``, on the same file system, that no other build touches.

    Mends what a killed build left: a site that stood aside is put back, abandoned folders are removed.
    Raises ``PublishError`` where ``site`` can never be swapped (a mount point, not a folder).
    """
    site = site.resolve()
    _refuse_unswappable(site)
    site.parent.mkdir(parents=True, exist_ok=True)
    _recover(site)
    for leftover in _siblings(site, _BUILDING):
        _remove_if_abandoned(leftover)
    return _create(site)


def settle(folder: Path) -> None:
    """Take the day of the build out of a finished site: MkDocs packs it into the sitemap, and equal sites are to be
    equal bytes."""
    sitemap = folder / "sitemap.xml"
    if sitemap.is_file():
        sitemap.with_name("sitemap.xml.gz").write_bytes(gzip.compress(sitemap.read_bytes(), mtime=0))


def _refuse_unswappable(site: Path) -> None:
    if site.is_mount():
        message, mend = "网站文件夹是一个挂载点，不能整体替换", "把 site_dir 改为挂载点里面的一个子文件夹"
        raise PublishError([Problem(site.name, 1, 1, message, mend)])
    if site.exists() and not site.is_dir():
        message, mend = "网站要写到这里，但它已经是一个文件", "移走这个文件，或另选 site_dir"
        raise PublishError([Problem(site.name, 1, 1, message, mend)])


def _create(site: Path) -> Publication:
    """Another build's clean-up may take the folder in the instant before it is locked; then a new one is made."""
    while True:
        folder = site.with_name(f"{site.name}{_BUILDING}{os.getpid()}-{uuid4().hex[:12]}")
        folder.mkdir()
        lock = _acquire(folder)
        if folder.is_dir():
            return Publication(site, folder, lock)
        _release(lock)


def _siblings(site: Path, mark: str) -> list[Path]:
    found = (path for path in site.parent.iterdir() if path.name.startswith(site.name + mark))
    return sorted(path for path in found if path.is_dir() and not path.is_symlink())


def _recover(site: Path) -> None:
    """Put back the newest site that a killed build had moved aside; remove those that are no longer needed."""
    aside = sorted(_siblings(site, _PREVIOUS), key=lambda path: path.stat().st_mtime_ns)
    if aside and not site.exists():
        with contextlib.suppress(OSError):  # another build was quicker
            aside.pop().rename(site)
    for leftover in aside:
        shutil.rmtree(leftover, ignore_errors=True)


def _carry_hidden(site: Path, folder: Path) -> None:
    """MkDocs never cleans hidden entries (``.git`` of a pages branch, ``.nojekyll``), so a swap keeps them too."""
    for entry in site.iterdir() if site.is_dir() else ():
        target = folder / entry.name
        if not entry.name.startswith(".") or os.path.lexists(target):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, target, symlinks=True)
        else:
            shutil.copy2(entry, target, follow_symlinks=False)


# --- the swap ---


def _swap(folder: Path, site: Path) -> None:
    """``folder`` becomes ``site``. Afterwards ``folder`` holds the old site, or nothing."""
    if site.is_dir():
        shutil.copymode(site, folder)
    if not _exchange(folder, site):
        _swap_by_renames(folder, site)


def _swap_by_renames(folder: Path, site: Path) -> None:
    """First set the old site aside, then move the new one in; ``begin`` puts the old one back after a kill between."""
    for attempt in range(_TRIES):
        aside = site.with_name(f"{site.name}{_PREVIOUS}{uuid4().hex[:12]}")
        try:
            _set_aside(site, aside)
            folder.rename(site)
        except OSError:  # another build moved in first, or a program holds a file open
            _put_back(aside, site)
            if attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)
        else:
            shutil.rmtree(aside, ignore_errors=True)
            return


def _set_aside(site: Path, aside: Path) -> None:
    with contextlib.suppress(FileNotFoundError):  # the first build has no site to set aside
        site.rename(aside)


def _put_back(aside: Path, site: Path) -> None:
    with contextlib.suppress(OSError):  # nothing was set aside, or a newer site stands there
        aside.rename(site)


def _exchange(folder: Path, site: Path) -> bool:
    """Exchange two folders in one step; false where this system, or its file system, cannot or ``site`` is absent."""
    function = _exchange_function()
    if function is None:
        return False
    if function(os.fsencode(folder), os.fsencode(site)) == 0:
        return True
    code = ctypes.get_errno()
    if code == errno.ENOENT or code in _UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(site))


def _exchange_function() -> Callable[[bytes, bytes], int] | None:
    """renameat2(RENAME_EXCHANGE) on Linux, renamex_np(RENAME_SWAP) on macOS; both take flag 2."""
    here, flag = -100, 2  # AT_FDCWD
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            return lambda old, new: int(libc.renameat2(here, old, here, new, flag))
        if sys.platform == "darwin":
            return lambda old, new: int(libc.renamex_np(old, new, flag))
    except (OSError, TypeError, AttributeError):  # Windows has no such thing
        return None
    return None


def _sync_folder(folder: Path) -> None:
    """The rename itself reaches the disk; Windows cannot open a folder for that."""
    with contextlib.suppress(OSError), _descriptor(folder) as handle:
        os.fsync(handle)


@contextlib.contextmanager
def _descriptor(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield handle
    finally:
        os.close(handle)


# --- who still lives ---


def _remove_if_abandoned(folder: Path) -> None:
    """A folder that nobody has locked belongs to a dead build, or is a replaced site."""
    if sys.platform == "win32":
        if not _process_lives(int(folder.name.rpartition(_BUILDING)[2].partition("-")[0] or 0)):
            shutil.rmtree(folder, ignore_errors=True)
        return
    lock = _acquire(folder)
    if lock is not None:
        shutil.rmtree(folder, ignore_errors=True)
        _release(lock)


def _acquire(folder: Path) -> int | None:
    """Lock the folder itself: the system lets go when the process dies, however it dies. None: not to be had."""
    if sys.platform == "win32":
        return None  # there the process number in the name tells who lives
    import fcntl

    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _release(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _process_lives(number: int) -> bool:
    """Whether a Windows process runs (there ``os.kill(pid, 0)`` would end it)."""
    if sys.platform != "win32":
        raise NotImplementedError("only Windows asks by number")
    kernel = ctypes.WinDLL("kernel32")
    handle = kernel.OpenProcess(0x00100000, False, number)  # SYNCHRONIZE
    if not handle:
        return False
    running = bool(kernel.WaitForSingleObject(handle, 0) == 0x102)  # WAIT_TIMEOUT
    kernel.CloseHandle(handle)
    return running
