"""The company's look: followed by every form, adjusted where it would not be read; what cannot be followed is told."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from PIL import Image, ImageDraw
from small_project import FREE, small, story, write, year

from chronicle.cache import Cache
from chronicle.charts import palette
from chronicle.pipeline.build import Inputs, Site
from chronicle.pipeline.year_files import YearFiles
from chronicle.rendering.documents.packing import unpack
from composed import composed, pool_of

TEAM = "name: 热线中心\nyear: 2025\n"
BRAND = 'brand: {logo: 标志.png, accent: "#0b6e8f"}\n'
TEAL, VERMILION = (0x0B, 0x6E, 0x8F), (0xB3, 0x32, 0x1B)
ORANGE = (0xF0, 0xA0, 0x00)
ADDRESS = "http://intranet.example/"
FOLDER = "agents/linxia/2025"


def logo(path: Path) -> None:
    image = Image.new("RGBA", (900, 240))
    ImageDraw.Draw(image).rectangle((260, 60, 880, 180), fill=ORANGE)
    image.save(path, "PNG")


def project(root: Path, brand: str = BRAND) -> Path:
    small(root)
    write(root, "data/team.yml", TEAM + brand)
    write(root, "data/agents/linxia/2025.yml", year("林夏", more="motto: 听完再说\ntags: {耐心: 9, 慢: 2}\n"))
    write(root, "docs/agents/linxia/2025/night.md", story("她说眼睛不好。"))
    logo(root / "data" / "标志.png")
    return root


def forms(root: Path, site: Site, folder: Path) -> dict[str, bytes]:
    files = YearFiles(site, Inputs(root, FREE, ADDRESS), folder, "a {}", Cache(root / ".cache"), pool_of(root))
    for uri in (f"{FOLDER}/index.md", f"{FOLDER}/night.md"):
        files.add(uri, "<article><h1>林夏</h1></article>")
    files.write_begun()
    return {
        path.relative_to(folder / FOLDER).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def branded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files beside a year's pages, of a team with a colour and a logo."""
    root = project(tmp_path_factory.mktemp("branded"))
    return forms(root, composed(root, FREE), root / "site")


@pytest.mark.parametrize("name", ["card.png", "night/card.png", "poster.png", "moment.png"])
def test_pictures_are_drawn_in_it(branded: dict[str, bytes], name: str) -> None:
    image = Image.open(BytesIO(branded[name])).convert("RGB")
    counts = [(count, colour) for count, colour in image.getcolors(image.width * image.height) or []]

    def near(wanted: tuple[int, int, int]) -> int:
        return sum(n for n, c in counts if max(abs(a - b) for a, b in zip(c, wanted, strict=True)) < 9)

    assert near(TEAL) > 1000
    assert near(ORANGE) > 500  # the logo
    assert near(VERMILION) < 1000  # blame stays as it is; nothing else is vermilion


def test_a_presentation_without_a_template_has_colour_and_logo(branded: dict[str, bytes]) -> None:
    parts = unpack(branded["chronicle.pptx"])
    assert b'<a:accent2><a:srgbClr val="0b6e8f"/>' in parts["ppt/theme/theme1.xml"]
    rels = etree.fromstring(parts["ppt/slideMasters/_rels/slideMaster1.xml.rels"])
    [media] = [rel.get("Target").replace("..", "ppt") for rel in rels if rel.get("Type").endswith("/image")]
    assert Image.open(BytesIO(parts[media])).size == (480, 128)
    assert etree.fromstring(parts["ppt/slideMasters/slideMaster1.xml"]).findall(".//{*}pic")


def test_a_word_file_has_colour_and_logo(branded: dict[str, bytes]) -> None:
    file = Document(BytesIO(branded["chronicle.docx"]))
    assert str(file.styles["Heading 2"].font.color.rgb) == "0B6E8F"
    assert file.sections[0].header._element.findall(".//{*}blip")


@pytest.mark.parametrize("name", ["onepage/index.html", "present/index.html"])
def test_sheet_and_slides_show_the_logo(branded: dict[str, bytes], name: str) -> None:
    assert b'src="../../../../assets/logo.png"' in branded[name]


def test_everything_rests_on_colour_and_logo(tmp_path: Path) -> None:
    root = project(tmp_path)
    digests = [composed(root, FREE).years[FOLDER].digest]
    logo(root / "data" / "标志.png")
    assert composed(root, FREE).years[FOLDER].digest == digests[0]
    Image.new("RGB", (9, 9)).save(root / "data" / "标志.png")
    digests.append(composed(root, FREE).years[FOLDER].digest)
    write(root, "data/team.yml", TEAM + BRAND.replace("0b6e8f", "0b6e90"))
    digests.append(composed(root, FREE).years[FOLDER].digest)
    assert len(set(digests)) == 3


FAULTS = {
    "{logo: 没有.png}": "没有这个文件",
    "{logo: 画.svg}": "SVG 里可以有程序",
    "{logo: 假.png}": "内容却不是网页能显示的图片",
    "{logo: 大.png}": "大于 1 MB",
    "{logo: ../标志.png}": "不在这个文件夹里",
    "{logo: /etc/passwd}": "不在这个文件夹里",
    "{logo: 链接.png}": "符号链接",
    "{logo: agents}": "没有这个文件",
}


@pytest.mark.parametrize("brand", FAULTS)
def test_a_logo_that_cannot_be_shown_is_one_line(tmp_path: Path, brand: str) -> None:
    root = project(tmp_path, f"brand: {brand}\n")
    write(root, "data/画.svg", "<svg/>")
    write(root, "data/假.png", "文字")
    (root / "data/大.png").write_bytes(bytes(2**20 + 1))
    (root / "data/链接.png").symlink_to(root / "data/标志.png")
    site = composed(root, FREE)
    [said] = map(str, site.warnings)
    assert said.startswith("data/team.yml:3:15: ")
    assert FAULTS[brand] in said
    assert not site.problems
    assert not site.look.logo


@pytest.mark.parametrize(
    ("written", "accent", "said"),
    [
        ('"#b3321b"', "", ""),  # the book's own
        ("#0B6E8F # 公司的蓝", "#0b6e8f", "深色用 "),  # without quotes YAML would take it for a remark
        ("0b6e8f", "#0b6e8f", "深色用 "),
        ('"#fc0"', "#ffcc00", "浅色用 #7d6400、打印用 "),
    ],
)
def test_a_colour_is_read_as_meant_and_its_shades_are_told(
    tmp_path: Path, written: str, accent: str, said: str
) -> None:
    site = composed(project(tmp_path, f"brand:\n  accent: {written}\n"), FREE)
    assert site.look.accent == accent
    assert [note.partition("调过了：")[2].startswith(said) for note in site.notes] == [True] * bool(said)
    assert not site.problems


@pytest.mark.parametrize("written", ["红", '"#12"', '"#b3321"', "rgb(1)"])
def test_what_is_no_colour_is_a_mistake_with_its_mend(tmp_path: Path, written: str) -> None:
    [problem] = composed(project(tmp_path, f"brand:\n  accent: {written}\n"), FREE).problems
    assert str(problem).startswith("data/team.yml:4:11: ")
    assert "写六位色号" in str(problem)


@pytest.mark.parametrize("colour", ["#b3321b", "#ffcc00", "#000000", "#ffffff", "#808080", "#00ff00", "#0b6e8f"])
def test_every_shade_can_be_read_on_the_grounds_of_its_scheme(colour: str) -> None:
    style = palette.in_brand((palette.ASSETS / "book.css").read_text("utf-8"), colour)
    light, dark, printed = palette.accents(colour)
    assert f"  --vermilion: {light};" in style
    assert f"--night-vermilion: {dark};" in style
    assert f"    --vermilion: {printed};" in style
    assert "--blame: #b3321b;" in style
    for shade, grounds in (
        (light, "#faf6ee #fffdf8 #f0e6d2"),
        (dark, "#181614 #211e1b #2d2822"),
        (printed, "#fff #e8e8e8"),
    ):
        assert min(palette.contrast(shade, ground) for ground in grounds.split()) >= 4.5
