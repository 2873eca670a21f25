"""A preview makes what changed and leaves what stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from adapter.incremental import Finish
from adapter.preview import Preview
from chronicle.figures.team import Bands
from chronicle.pipeline.build import Site
from chronicle.rendering.pages import Page
from chronicle.rendering.placeholders import PlacedText

OUTPUTS = {"index.md": "index.html", "a.md": "a/index.html"}
DIGESTS = {"index.md": "home", "a.md": "one"}
BANDS = Bands((("linxia", 2025),))


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Where a build writes, and what is served."""
    for name in ("next", "served"):
        (tmp_path / name).mkdir()
    return tmp_path / "next", tmp_path / "served"


def site(digests: Mapping[str, str], texts: Mapping[str, str] | None = None) -> Site:
    """A site of pages that have these digests, and these texts or else texts of their own."""
    pages = {uri: Page(uri, PlacedText((texts or digests)[uri]), digest=digests[uri]) for uri in digests}
    return Site(pages=pages, bands=BANDS)


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def read(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


@pytest.fixture
def preview(folders: tuple[Path, Path]) -> Preview:
    """After a first build."""
    new, served = folders
    preview = Preview()
    assert not preview.find("frame", DIGESTS)
    assert preview.whole
    assert not preview.begin(site(DIGESTS))
    preview.finishes |= dict.fromkeys(DIGESTS, Finish())
    write(new, {"index.html": "home", "a/index.html": "a", "sitemap.xml": "two pages", "old.png": "picture"})
    preview.carry_over(new, served, OUTPUTS)
    for path in new.rglob("*.*"):
        path.unlink()
    return preview


def test_the_first_build_makes_everything(preview: Preview, folders: tuple[Path, Path]) -> None:
    assert read(folders[1]) == {
        "index.html": "home", "a/index.html": "a", "sitemap.xml": "two pages", "old.png": "picture",
    }  # fmt: skip
    assert preview.bands == BANDS


def test_under_the_same_frame_the_same_digest_stands(preview: Preview) -> None:
    assert preview.find("frame", {**DIGESTS, "a.md": "two", "new.md": "one"}) == {"index.md"}
    assert not preview.whole


def test_another_frame_makes_everything(preview: Preview) -> None:
    assert not preview.find("another", DIGESTS)
    assert preview.whole


def test_a_page_without_a_digest_is_always_made(preview: Preview, folders: tuple[Path, Path]) -> None:
    preview.find("frame", {**DIGESTS, "a.md": ""})
    preview.begin(site({**DIGESTS, "a.md": ""}))
    preview.carry_over(*folders, OUTPUTS)
    assert preview.find("frame", {**DIGESTS, "a.md": ""}) == {"index.md"}


def test_a_page_that_turns_out_to_have_a_mistake_does_not_stand(preview: Preview) -> None:
    assert preview.find("frame", DIGESTS) == DIGESTS.keys()
    assert preview.begin(site({**DIGESTS, "a.md": ""})) == {"index.md"}


def test_after_a_build_that_failed_on_its_way_everything_is_made(preview: Preview) -> None:
    assert preview.find("frame", DIGESTS)
    assert not preview.find("frame", DIGESTS)
    assert preview.whole


def test_what_changed_takes_its_place_and_all_else_is_left_alone(preview: Preview, folders: tuple[Path, Path]) -> None:
    new, served = folders
    digests = {**DIGESTS, "a.md": "two"}
    preview.find("frame", digests)
    preview.begin(site(digests))
    untouched = {name: (served / name).stat().st_ino for name in ("index.html", "sitemap.xml", "old.png")}
    write(new, {"index.html": "not made", "a/index.html": "new", "sitemap.xml": "one page", "old.png": "picture"})
    preview.carry_over(new, served, OUTPUTS)
    assert read(served) == {
        "index.html": "home", "a/index.html": "new", "sitemap.xml": "two pages", "old.png": "picture",
    }  # fmt: skip
    assert {name: (served / name).stat().st_ino for name in untouched} == untouched
    assert preview.find("frame", digests) == digests.keys()


def test_a_whole_build_removes_what_is_no_longer_made(preview: Preview, folders: tuple[Path, Path]) -> None:
    new, served = folders
    preview.find("another", {"index.md": "home"})
    preview.begin(site({"index.md": "home"}))
    write(new, {"index.html": "home", "sitemap.xml": "one page"})
    preview.carry_over(new, served, {"index.md": "index.html"})
    assert read(served) == {"index.html": "home", "sitemap.xml": "one page"}


@pytest.mark.parametrize(("years", "same"), [({}, {"index.md", "a.md"}), ({"a": ["a.md"]}, {"index.md"})])
def test_a_page_that_turned_out_the_same_stands_unless_it_is_one_of_a_year(
    preview: Preview, years: Mapping[str, Sequence[str]], same: set[str]
) -> None:
    digests = {**DIGESTS, "a.md": "two"}
    preview.find("frame", digests)
    built = {folder: SimpleNamespace(uris=uris) for folder, uris in years.items()}
    assert preview.begin(replace(site(digests, DIGESTS), years=built)) == same


def test_a_page_that_came_back_as_it_was_kept_is_not_taken_for_what_stood_in_between(
    preview: Preview, folders: tuple[Path, Path]
) -> None:
    for digest, text in (("two", "other"), ("one", ""), ("three", "other")):  # no text: it came out of the cache
        digests = {**DIGESTS, "a.md": digest}
        preview.find("frame", digests)
        assert preview.begin(site(digests, {**DIGESTS, "a.md": text})) == {"index.md"}
        preview.carry_over(*folders, OUTPUTS)
