from __future__ import annotations

import contextlib
import errno
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from building import PATIENCE
from chronicle.errors import ChronicleError
from chronicle.pipeline import publish
from chronicle.pipeline.publish import begin, carry_over

HOOKS = Path(publish.__file__).parents[2]

BUILD = """
import sys, pathlib
sys.path.insert(0, sys.argv[1])
from chronicle.pipeline.publish import begin
site, rounds = pathlib.Path(sys.argv[2]), int(sys.argv[4])
for number in range(rounds):
    build = begin(site)
    for page in range(12):
        (build.folder / f"{page}.html").write_text(f"{sys.argv[3]}-{number}")
    build.commit()
    print(number, flush=True)
"""


def _publish(site: Path, text: str) -> None:
    build = begin(site)
    (build.folder / "index.html").write_text(text, encoding="utf-8")
    build.commit()


def _leftovers(site: Path) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir() if path != site)


def _child(site: Path, name: str, rounds: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", BUILD, str(HOOKS), str(site), name, str(rounds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def _is_whole(site: Path) -> bool:
    """All twelve pages of one and the same build, and nothing else."""
    pages = sorted(site.iterdir())
    return len(pages) == 12 and len({page.read_text() for page in pages}) == 1


def test_the_first_build_becomes_the_site(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    _publish(site, "new")
    assert (site / "index.html").read_text() == "new"
    assert _leftovers(site) == []


def test_a_page_of_the_old_site_does_not_live_on(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "gone.html").write_text("old")
    _publish(site, "new")
    assert [path.name for path in site.iterdir()] == ["index.html"]


def test_until_the_commit_the_old_site_stands(tmp_path: Path) -> None:
    site = tmp_path / "site"
    _publish(site, "old")
    build = begin(site)
    (build.folder / "index.html").write_text("half")
    assert (site / "index.html").read_text() == "old"
    build.abort()
    assert (site / "index.html").read_text() == "old"
    assert _leftovers(site) == []


def test_commit_and_abort_may_be_repeated(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build = begin(site)
    build.commit()
    build.abort()
    build.commit()
    assert site.is_dir()


def test_whoever_is_interrupted_while_tidying_up_may_begin_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = begin(tmp_path / "site")

    def interrupted(*given: object, **named: object) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(publish.shutil, "rmtree", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build.commit()
    assert _leftovers(build.site) != []
    build.abort()
    assert (_leftovers(build.site), build.site.is_dir()) == ([], True)


def test_hidden_entries_are_kept_as_mkdocs_keeps_them(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".git" / "HEAD").write_text("ref")
    (site / ".nojekyll").touch()
    _publish(site, "new")
    assert (site / ".git" / "HEAD").read_text() == "ref"
    assert (site / ".nojekyll").exists()


def test_a_linked_site_folder_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    link = tmp_path / "site"
    try:
        link.symlink_to(real, target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    _publish(link, "new")
    assert link.is_symlink()
    assert (real / "index.html").read_text() == "new"


def test_a_file_in_the_place_of_the_site_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine")
    with pytest.raises(ChronicleError, match="已经是一个文件"):
        begin(tmp_path / "site")
    assert (tmp_path / "site").read_text() == "mine"


def test_a_mount_point_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda self: self.name == "site")
    with pytest.raises(ChronicleError, match="挂载点"):
        begin(tmp_path / "site")


def test_a_dead_builds_folder_is_removed_a_living_ones_is_not(tmp_path: Path) -> None:
    site = tmp_path / "site"
    dead = tmp_path / "site.building-1-abandoned"
    dead.mkdir()
    living = begin(site)
    other = begin(site)
    assert not dead.exists()
    assert living.folder.is_dir()
    assert other.folder != living.folder
    other.abort()
    living.commit()
    assert _leftovers(site) == []


def test_unrelated_neighbours_are_left_alone(tmp_path: Path) -> None:
    neighbour = tmp_path / "site-2.building-1-x"
    neighbour.mkdir()
    (tmp_path / "site.building-notes.txt").write_text("mine")
    _publish(tmp_path / "site", "new")
    assert neighbour.is_dir()
    assert (tmp_path / "site.building-notes.txt").exists()


def test_the_later_of_two_builds_at_once_wins_whole(tmp_path: Path) -> None:
    site = tmp_path / "site"
    first, second = begin(site), begin(site)
    for build, text in ((first, "1"), (second, "2")):
        (build.folder / f"{text}.html").write_text(text)
    second.commit()
    first.commit()
    assert [path.name for path in site.iterdir()] == ["1.html"]
    assert _leftovers(site) == []


@pytest.fixture
def without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "_exchange", lambda folder, site: False)
    monkeypatch.setattr(publish, "_PAUSE", 0)


@pytest.mark.usefixtures("without_exchange")
class TestWithoutExchange:
    def test_two_renames_do_it(self, tmp_path: Path) -> None:
        site = tmp_path / "site"
        _publish(site, "old")
        _publish(site, "new")
        assert (site / "index.html").read_text() == "new"
        assert _leftovers(site) == []

    def test_a_busy_folder_is_tried_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        site = tmp_path / "site"
        _publish(site, "old")
        rename, refusals = Path.rename, iter([True, True, False])

        def busy(self: Path, target: Path) -> Path:
            if self.name == "new" and next(refusals, False):
                raise PermissionError(errno.EACCES, "in use")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", busy)
        _publish(site, "new")
        assert (site / "index.html").read_text() == "new"

    def test_a_folder_busy_for_ever_leaves_the_old_site(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        site = tmp_path / "site"
        _publish(site, "old")
        rename = Path.rename

        def busy(self: Path, target: Path) -> Path:
            if self.name == "new":
                raise PermissionError(errno.EACCES, "in use")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", busy)
        with pytest.raises(PermissionError):
            _publish(site, "new")
        assert (site / "index.html").read_text() == "old"

    def test_a_kill_between_the_renames_is_mended_by_the_next_build(self, tmp_path: Path) -> None:
        site = tmp_path / "site"
        _publish(site, "old")
        killed = tmp_path / "site.building-abc"
        killed.mkdir()
        site.rename(killed / "old")
        build = begin(site)
        assert (site / "index.html").read_text() == "old"
        build.abort()
        assert _leftovers(site) == []


def test_twenty_kills_leave_a_whole_site(tmp_path: Path) -> None:
    site, chance = tmp_path / "site", random.Random(7)
    _child(site, "first", 1).communicate(timeout=PATIENCE)
    for attempt in range(20):
        child = _child(site, str(attempt), 10_000)
        assert child.stdout is not None
        child.stdout.readline()  # it is at work
        time.sleep(chance.uniform(0, 0.03))
        child.kill()
        child.wait(PATIENCE)
        child.stdout.close()
        assert _is_whole(site), attempt
    begin(site).abort()
    assert _leftovers(site) == []


def test_builds_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    site = tmp_path / "site"
    children = [_child(site, str(number), 40) for number in range(3)]
    for child in children:
        child.communicate(timeout=PATIENCE)
    assert [child.returncode for child in children] == [0, 0, 0]
    assert _is_whole(site)
    begin(site).abort()
    assert _leftovers(site) == []


def test_a_full_disk_at_the_last_step_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    _publish(site, "old")
    (site / ".keep").touch()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shutil.copy2", full)
    build = begin(site)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        build.commit()
    build.abort()
    assert (site / "index.html").read_text() == "old"
    assert sorted(path.name for path in site.iterdir()) == [".keep", "index.html"]
    assert _leftovers(site) == []


def test_a_disk_without_room_for_the_lock_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(publish.FileLock, "acquire", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        begin(tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_still_writes_does_not_keep_an_aborted_folder(tmp_path: Path) -> None:
    build = begin(tmp_path / "site")

    def write() -> None:
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                (build.folder / f"{time.monotonic_ns()}.html").touch()

    writer = threading.Thread(target=write)
    writer.start()
    build.abort()
    writer.join()
    assert list(tmp_path.iterdir()) == []


def test_a_site_folder_that_may_only_be_read_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    _publish(site, "old")
    site.chmod(0o555)

    def refuse(folder: Path, site: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(site))

    monkeypatch.setattr(publish, "_exchange", refuse)
    build = begin(site)
    (build.folder / "index.html").write_text("new", encoding="utf-8")
    with pytest.raises(PermissionError):
        build.commit()
    build.abort()
    assert _leftovers(site) == []
    assert (site / "index.html").read_text(encoding="utf-8") == "old"
    site.chmod(0o755)


# --- a preview, file by file ---

YEAR = "agents/linxia/2025"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Where a build writes, and what is served."""
    for name in ("next", "served"):
        (tmp_path / name).mkdir()
    return tmp_path / "next", tmp_path / "served"


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def read(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def test_the_first_build_is_served_whole(folders: tuple[Path, Path]) -> None:
    made = {"index.html": "home", f"{YEAR}/index.html": "a", "old.png": "picture"}
    write(folders[0], made)
    carry_over(*folders, lambda path: False)
    assert read(folders[1]) == made


def test_what_changed_takes_its_place_and_all_else_is_left_alone(folders: tuple[Path, Path]) -> None:
    new, served = folders
    write(served, {"index.html": "home", "old.png": "picture", f"{YEAR}/index.html": "a", f"{YEAR}/poster.png": "a"})
    stay = ("old.png", f"{YEAR}/index.html", f"{YEAR}/poster.png")
    untouched = {name: (served / name).stat().st_ino for name in stay}
    write(new, {"index.html": "new", "old.png": "picture"})
    carry_over(new, served, lambda path: path.startswith(YEAR))
    assert read(served) == {
        "index.html": "new", "old.png": "picture", f"{YEAR}/index.html": "a", f"{YEAR}/poster.png": "a",
    }  # fmt: skip
    assert {name: (served / name).stat().st_ino for name in stay} == untouched


def test_what_is_no_longer_made_goes_with_all_that_stood_beside_it(folders: tuple[Path, Path]) -> None:
    new, served = folders
    stood = ("index.html", "agents/linxia/index.html", f"{YEAR}/index.html", f"{YEAR}/night/index.html", "old.png")
    write(served, dict.fromkeys(stood, "old"))
    write(new, {"index.html": "home"})
    carry_over(new, served, lambda path: path == "agents/linxia/index.html")
    assert read(served) == {"index.html": "home", "agents/linxia/index.html": "old"}
