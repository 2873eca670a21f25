"""The files beside a year's pages: written once the year's pages are all there, and made again where they differ."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from small_project import FREE, small, story, write, year

from chronicle.cache import Cache
from chronicle.charts import palette
from chronicle.pipeline import compose
from chronicle.pipeline.build import Inputs, Site
from chronicle.pipeline.year_files import YearFiles
from chronicle.rendering.documents.packing import unpack
from composed import composed, pool_of

FOLDER = "agents/linxia/2025"
PAGES = (f"{FOLDER}/index.md", f"{FOLDER}/night.md")
ADDRESS = "http://intranet.example/"
DOCUMENTS = {"chronicle.pptx", "chronicle.docx"}
PICTURES = {"poster.png", "moment.png"}
PHONE = "13812345678"
ARTICLE = '<article><p>一年</p><img src="map.png" alt="地图"></article>'


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    return composed(root, FREE)


def files_of(site: Site, root: Path, folder: Path, address: str = "", styles: str = "a {}") -> YearFiles:
    return YearFiles(site, Inputs(root, FREE, address), folder, styles, Cache(root / ".cache"), pool_of(root))


def written(site: Site, root: Path, folder: Path, **how: str) -> dict[str, bytes]:
    """The files of the year, by name, after both its pages came."""
    files = files_of(site, root, folder, **how)
    for uri in PAGES:
        files.add(uri, ARTICLE)
    files.write_begun()
    below = (folder / FOLDER).rglob("*")
    return {path.relative_to(folder / FOLDER).as_posix(): path.read_bytes() for path in below if path.is_file()}


def picture(folder: Path, colour: str) -> None:
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    file = BytesIO()
    Image.new("RGB", (8, 8), colour).save(file, "png")
    (folder / FOLDER / "map.png").write_bytes(file.getvalue())


def test_a_year_is_written_when_its_last_page_came(site: Site, root: Path, tmp_path: Path) -> None:
    files = files_of(site, root, tmp_path)
    assert not files.add(PAGES[1], ARTICLE)
    assert not [*tmp_path.rglob("*")]
    assert files.add(PAGES[0], ARTICLE)
    names = {path.relative_to(tmp_path / FOLDER).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {"present/index.html", "onepage/index.html", "chronicle.html", "chronicle.md", "stories.js"}


def test_pictures_and_documents_come_later_and_no_document_in_a_preview(site: Site, root: Path, tmp_path: Path) -> None:
    assert written(site, root, tmp_path / "a").keys() >= {*DOCUMENTS, *PICTURES}
    files = files_of(site, root, tmp_path / "b")
    files.inputs = replace(files.inputs, preview=True)
    for uri in PAGES:
        files.add(uri, ARTICLE)
    files.write_begun()
    assert {path.name for path in (tmp_path / "b").rglob("*.*")} & {*DOCUMENTS, *PICTURES} == PICTURES


def test_documents_are_made_of_masked_values(tmp_path: Path) -> None:
    """The second look does not open them: they are made of the very values that the pages are made of."""
    root = small(tmp_path / "project")
    write(root, "data/agents/linxia/2025.yml", year("林夏", more=f"motto: 打 {PHONE} 找我\nclosing: 或 {PHONE}\n"))
    write(root, "docs/agents/linxia/2025/night.md", story(f"她留下 {PHONE}。"))
    site = composed(root, FREE)
    files = written(site, root, tmp_path / "site")
    for name in DOCUMENTS - {"chronicle.docx"}:  # whose text is that of the pages, which here have none
        data = files[name]
        parts = unpack(data) if data.startswith(b"PK") else {name: data}
        for part, content in parts.items():
            assert PHONE not in content.decode("utf-8", "ignore"), (name, part)
        assert any("138××××5678" in content.decode("utf-8", "ignore") for content in parts.values()), name


def test_the_libraries_of_documents_are_loaded_where_a_document_is_made() -> None:
    code = "import chronicle.pipeline.year_files, sys; print(*{'pptx', 'docx', 'matplotlib'} & {*sys.modules})"
    around = {**os.environ, "PYTHONPATH": str(Path(compose.__file__).parents[2])}
    assert subprocess.check_output([sys.executable, "-c", code], env=around).split() == []


def test_a_companys_template_is_the_look_of_the_slides(site: Site, root: Path, tmp_path: Path) -> None:
    ours = written(site, root, tmp_path / "a")["chronicle.pptx"]
    company = Presentation()
    file = BytesIO()
    company.save(file)
    (root / "data" / "template.pptx").write_bytes(file.getvalue())
    followed = written(site, root, tmp_path / "b")["chronicle.pptx"]
    assert composed(root, FREE).warnings == []
    (root / "data" / "template.pptx").write_bytes(b"not a presentation")
    assert [str(warning)[:24] for warning in composed(root, FREE).warnings] == ["data/template.pptx:1:1: "]
    assert written(site, root, tmp_path / "c")["chronicle.pptx"] == ours
    (root / "data" / "template.pptx").unlink()
    assert Presentation(BytesIO(followed)).slide_width == company.slide_width
    assert Presentation(BytesIO(ours)).slide_width != company.slide_width


@pytest.mark.parametrize("name", ["template.potx", "模板.pptx", "Template.PPT", "~$template.pptx", "说明.txt"])
def test_a_template_of_another_name_is_told(tmp_path: Path, name: str) -> None:
    root = small(tmp_path)
    (root / "data" / name).write_bytes(b"PK")
    said = [str(warning) for warning in composed(root, FREE).warnings]
    told = not name.startswith("~$") and not name.endswith(".txt")
    assert [line.startswith(f"data/{name}:1:1: 没有照这个文件做 PPT") for line in said] == [True] * told


def test_a_year_without_stories_has_no_file_of_stories(site: Site, root: Path, tmp_path: Path) -> None:
    assert files_of(site, root, tmp_path).add("agents/zhouning/2025/index.md", ARTICLE)
    assert {path.name for path in (tmp_path / "agents/zhouning/2025").iterdir()} == {
        "present", "onepage", "chronicle.html", "chronicle.md",
    }  # fmt: skip


@pytest.mark.parametrize("uri", ["index.md", "agents/linxia/index.md", "agents/nobody/2025/index.md"])
def test_a_page_of_no_year_writes_nothing(site: Site, root: Path, tmp_path: Path, uri: str) -> None:
    assert not files_of(site, root, tmp_path).add(uri, ARTICLE)
    assert not [*tmp_path.rglob("*")]


def test_cards_are_made_where_the_sites_address_is_known(root: Path, tmp_path: Path) -> None:
    site = composed(root, FREE, ADDRESS)
    cards = [name for name in written(site, root, tmp_path, address=ADDRESS) if name.endswith("card.png")]
    assert sorted(cards) == ["card.png", "night/card.png"]


def test_the_one_file_chronicle_is_made_again_when_a_picture_changes(site: Site, root: Path, tmp_path: Path) -> None:
    picture(tmp_path, "red")
    red = written(site, root, tmp_path)["chronicle.html"]
    picture(tmp_path, "blue")
    blue = written(site, root, tmp_path)["chronicle.html"]
    assert red != blue
    picture(tmp_path, "red")
    assert written(site, root, tmp_path)["chronicle.html"] == red


def test_so_it_is_when_a_style_or_an_article_changes(site: Site, root: Path, tmp_path: Path) -> None:
    before = written(site, root, tmp_path / "a")["chronicle.html"]
    assert written(site, root, tmp_path / "b", styles="b {}")["chronicle.html"] != before
    files = files_of(site, root, tmp_path / "c")
    files.add(PAGES[1], ARTICLE)
    files.add(PAGES[0], ARTICLE.replace("一年", "又一年"))
    assert (tmp_path / "c" / FOLDER / "chronicle.html").read_bytes() != before


def test_all_are_made_again_where_the_site_s_colours_change(
    site: Site, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, colours = written(site, root, tmp_path / "a"), palette.colours()
    monkeypatch.setattr(palette, "colours", lambda _accent="": {**colours, "paper": "#ffeedd"})
    palette.look.cache_clear()
    after = written(site, root, tmp_path / "b")
    palette.look.cache_clear()
    assert {name for name in before if before[name] != after[name]} >= PICTURES


def test_no_picture_outside_the_site_comes_in(site: Site, root: Path, tmp_path: Path) -> None:
    picture(folder := tmp_path / "site", "red")
    assert b"<img" in written(site, root, folder)["chronicle.html"]
    inside = folder / FOLDER / "map.png"
    inside.symlink_to(inside.rename(tmp_path / "secret.png"))
    whole = written(site, root, folder)["chronicle.html"].decode()
    assert "<span>地图</span>" in whole
    assert "<img" not in whole


def test_an_unchanged_year_is_read_from_the_cache(
    site: Site, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(site, root, tmp_path / "a")
    makers = "blocks_of slides.page onepage.page single_file.chronicle_file single_file.stories_script picture_jobs"
    for maker in makers.split():
        monkeypatch.setattr(f"chronicle.pipeline.year_files.{maker}", None)
    assert written(site, root, tmp_path / "b") == before


def test_a_year_that_changed_is_made_again(tmp_path: Path) -> None:
    root = small(tmp_path / "project")
    before = written(composed(root, FREE), root, tmp_path / "a")
    write(root, "data/agents/linxia/2025.yml", year("林夏", 5000, "closing: 您好\n"))
    write(root, "docs/agents/linxia/2025/night.md", story("她说灯太暗。"))
    after = written(composed(root, FREE), root, tmp_path / "b")
    assert before.keys() == after.keys()
    assert before["present/index.html"] != after["present/index.html"]
    assert before["poster.png"] != after["poster.png"]
