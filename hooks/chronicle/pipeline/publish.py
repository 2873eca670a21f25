"""A build is published whole or not at all: it is written beside the site folder and moved in by one rename.

Beside ``site`` stands one folder for each build, ``site.building-…``: in it ``lock``, held as long as the build's
process lives, ``new`` (the site being written) and, for a moment, ``old`` (the site that it replaces). A kill at any
moment, a full disk or a second build at the same time leave the published site as the old one or the new one, whole;
the next build removes what a dead one left. A power cut is not covered: that would cost an fsync of every file.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import filecmp
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from filelock import FileLock, Timeout

from ..errors import ChronicleError, Problem

_BUILDING = ".building-"
_TRIES = 20  # a virus scanner or an open preview on Windows holds a folder for moments, not for seconds
_PAUSE = 0.1  # seconds
_UNSUPPORTED = {errno.ENOENT, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


@dataclass(slots=True)
class Publication:
    """One build on its way to ``site``; write into ``folder``, then ``commit`` or ``abort``, each safe to repeat."""

    site: Path
    folder: Path
    _lock: FileLock = field(repr=False)
    _open: bool = True

    def commit(self) -> None:
        """Make ``folder`` the site. Raises ``OSError`` where that fails; the old site then still stands."""
        if not self._open:
            return
        if self.site.is_dir():
            for entry in self.site.iterdir():  # MkDocs never cleans hidden entries (``.git``, ``.nojekyll``) either
                target = self.folder / entry.name
                if not entry.name.startswith(".") or os.path.lexists(target):
                    continue
                if entry.is_dir() and not entry.is_symlink():
                    shutil.copytree(entry, target, symlinks=True)
                else:
                    shutil.copy2(entry, target, follow_symlinks=False)
            shutil.copymode(self.site, self.folder)
        if not _exchange(self.folder, self.site):
            _replace_by_renames(self.folder, self.site)
        self.abort()

    def abort(self) -> None:
        """Remove what stands beside the site: an unfinished build, or after a commit the site that was replaced."""
        if self._open:
            _remove(self.folder.parent, self._lock, self.site)
            self._open = False  # not before: whoever interrupts this has to call it again


def begin(site: Path) -> Publication:
    """A fresh, empty folder beside ``site``, on the same file system, that no other build touches.

    Mends what a killed build left: a site that stood aside is put back, abandoned folders are removed.
    Raises ``ChronicleError`` where ``site`` can never be replaced (a mount point, not a folder).
    """
    site = site.resolve()
    if site.is_mount() or (site.exists() and not site.is_dir()):
        message, mend = "网站要写到这里，但它已经是一个文件", "移走这个文件，或另选 site_dir"
        if site.is_mount():
            message, mend = "网站文件夹是一个挂载点，不能整体替换", "把 site_dir 改为挂载点里面的一个子文件夹"
        raise ChronicleError([Problem(site.name, 1, 1, message, mend)])
    site.parent.mkdir(parents=True, exist_ok=True)
    for leftover in sorted(site.parent.iterdir()):
        if leftover.name.startswith(site.name + _BUILDING) and leftover.is_dir() and not leftover.is_symlink():
            lock = FileLock(leftover / "lock")
            with contextlib.suppress(Timeout, OSError):  # its build lives, or another build was quicker
                lock.acquire(blocking=False)
                _remove(leftover, lock, site)
    while True:  # another build may take a folder for abandoned in the instant before it is locked
        place = site.with_name(f"{site.name}{_BUILDING}{uuid4().hex[:12]}")
        folder, lock = place / "new", FileLock(place / "lock")
        try:
            folder.mkdir(parents=True)
            lock.acquire(blocking=False)
        except (Timeout, FileNotFoundError, FileExistsError):
            continue
        except OSError:  # no room on the disk
            _remove(place, lock, site)
            raise
        if folder.is_dir():
            return Publication(site, folder, lock)
        lock.release()


def _remove(place: Path, lock: FileLock, site: Path) -> None:
    """Remove a build's folder; a site that was set aside and never replaced is put back first.

    The lock goes last: until then no other build looks in, and Windows removes no file that is open.
    """
    for _ in range(_TRIES):
        _put_back(place / "old", site)
        shutil.rmtree(place / "new", ignore_errors=True)
        if not (place / "new").exists() and not (place / "old").exists():
            lock.release()
            shutil.rmtree(place, ignore_errors=True)
            return
        for path in place.rglob("*"):  # in a folder that may only be read nothing can be removed
            with contextlib.suppress(OSError):
                if not path.is_symlink():
                    path.chmod(path.stat().st_mode | stat.S_IRWXU)
        time.sleep(_PAUSE)  # a process of this build is still writing, or a program holds a file open
    lock.release()


def _put_back(old: Path, site: Path) -> None:
    """Only where another site stands is the old one removed."""
    with contextlib.suppress(OSError):  # nothing was set aside, or a program holds a file open
        if not site.exists():
            old.rename(site)
    if site.exists():
        shutil.rmtree(old, ignore_errors=True)


def _exchange(folder: Path, site: Path) -> bool:
    """Exchange two folders in one step; false where the system or its file system cannot, or ``site`` is absent.

    renameat2(RENAME_EXCHANGE) on Linux, renamex_np(RENAME_SWAP) on macOS; both take flag 2.
    """
    here, flag = -100, 2  # AT_FDCWD
    old, new = os.fsencode(site), os.fsencode(folder)
    try:
        if sys.platform == "linux":
            failed = ctypes.CDLL(None, use_errno=True).renameat2(here, new, here, old, flag)
        elif sys.platform == "darwin":
            failed = ctypes.CDLL(None, use_errno=True).renamex_np(new, old, flag)
        else:
            return False
    except (OSError, AttributeError):  # a C library without the call
        return False
    code = ctypes.get_errno()
    if failed and code not in _UNSUPPORTED:
        raise OSError(code, os.strerror(code), str(site))
    return not failed


def _replace_by_renames(folder: Path, site: Path) -> None:
    """Set the old site aside, then move the new one in; ``begin`` puts the old one back after a kill between."""
    old = folder.with_name("old")
    for attempt in range(_TRIES):
        try:
            with contextlib.suppress(FileNotFoundError):  # the first build has no site to set aside
                site.rename(old)
            folder.rename(site)
            return
        except OSError:  # another build moved in first, or a program holds a file open
            _put_back(old, site)
            if attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)


def carry_over(new: Path, served: Path, stays: Callable[[str], bool]) -> None:
    """Of a preview, file by file: put what was made in place of what is served, and take away what was not made again,
    but for the paths that ``stays`` is true of. What is the same is not touched."""
    made_paths = _files(new)
    for path in made_paths:
        made, old = new / path, served / path
        if not (old.is_file() and filecmp.cmp(old, made, shallow=False)):
            old.parent.mkdir(parents=True, exist_ok=True)
            made.replace(old)  # in one step: a browser never reads half a page
    for path in _files(served) - made_paths:
        if not stays(path):
            (served / path).unlink()


def _files(folder: Path) -> set[str]:
    paths = (f"{place}{os.sep}{name}" for place, _, names in os.walk(folder) for name in names)
    return {path[len(f"{folder}/") :].replace(os.sep, "/") for path in paths}
