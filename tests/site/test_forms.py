"""The sample site in its other forms: what a chat unfolds, what is saved, what is sent."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest
from lxml import html as parser
from PIL import Image

from building import ADDRESS, LIKE_ANOTHER, PATIENCE, ROOT, Sample, missing
from chronicle.rendering.documents.packing import unpack

YEARS = sorted(path.with_suffix("") for path in (ROOT / "data" / "_sample" / "agents").glob("[a-z]*/*.yml"))
WRITTEN = (ROOT / "docs" / "_sample" / "agents").glob("[a-z]*/*/*.md")
STORIES = sorted(
    path.relative_to(ROOT / "docs" / "_sample").with_suffix("") for path in WRITTEN if path.stem != "index"
)
CHRONICLES = [path.relative_to(ROOT / "data" / "_sample") for path in YEARS]
PAGES = [path.as_posix() for path in (*CHRONICLES, *STORIES)]


def meta(html: str) -> dict[str, str]:
    """Every ``og:`` and ``twitter:`` tag."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', html))


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a picture."""
    return Image.open(io.BytesIO(picture.read_bytes())).size


@pytest.mark.parametrize("page", [page for page in PAGES if LIKE_ANOTHER not in page])
def test_a_link_unfolds_with_title_sentence_and_picture(addressed_sample: Sample, page: str):
    found = meta((addressed_sample.site / page / "index.html").read_text("utf-8"))
    assert found["og:image"] == found["twitter:image"] == f"{ADDRESS}{page}/card.png"
    picture = addressed_sample.site / found["og:image"].removeprefix(ADDRESS)
    assert picture.stat().st_size <= 120 * 1024
    assert size(picture) == (int(found["og:image:width"]), int(found["og:image:height"])) == (1200, 630)
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:locale"] == "zh_CN"
    assert found["og:type"] == "article"
    assert all(found[each] for each in ("og:title", "og:description", "og:image:alt", "twitter:image:alt", "og:url"))


@pytest.mark.parametrize("page", PAGES)
def test_without_an_address_a_link_unfolds_with_title_and_sentence(built_site: Path, page: str):
    found = meta((built_site / page / "index.html").read_text("utf-8"))
    assert found["twitter:card"] == "summary"
    assert found["og:locale"] == "zh_CN"
    assert found["og:type"] == "article"
    assert all(found[each] for each in ("og:title", "og:description", "og:url"))


def test_without_an_address_there_is_no_card_and_no_page_names_one(built_site: Path):
    assert not [*built_site.rglob("card.png")]
    pages = [*built_site.rglob("*.html")]
    assert len(pages) > len(PAGES)
    naming = ('card.png"', "og:image", "twitter:image")
    assert not [page for page in pages if any(name in page.read_text("utf-8") for name in naming)]


@pytest.mark.parametrize("page", [path.as_posix() for path in CHRONICLES])
def test_a_chronicle_has_a_poster_and_a_file_beside_it(built_site: Path, page: str):
    assert size(built_site / page / "poster.png")[0] == 1080
    whole = (built_site / page / "chronicle.html").read_bytes()
    assert len(whole) <= 2**20
    assert not re.search(rb'(?:src|href|srcset)="(?!#|data:|mailto:|tel:)', whole)
    assert b"<script" not in whole
    html = (built_site / page / "index.html").read_text("utf-8")
    assert 'href="poster.png"' in html
    assert size(built_site / page / "moment.png") == (1080, 1440)
    assert 'href="moment.png"' in html
    assert 'href="chronicle.html"' in html
    assert re.search(r'href="chronicle.pptx" download="[^"]+-\d{4}.pptx"', html)
    assert re.search(r'href="chronicle.docx" download="[^"]+-\d{4}.docx"', html)
    assert re.search(r'href="chronicle.md" download="[^"]+-\d{4}.md"', html)
    for name in ("chronicle.pptx", "chronicle.docx"):
        assert (built_site / page / name).read_bytes().startswith(b"PK")


@pytest.mark.parametrize("page", [path.as_posix() for path in CHRONICLES])
def test_the_text_and_the_word_file_say_what_the_pages_say(built_site: Path, page: str):
    text = (built_site / page / "chronicle.md").read_text("utf-8")
    assert not re.search(r"(?<!\\)<", text)
    word = "".join(unpack((built_site / page / "chronicle.docx").read_bytes())["word/document.xml"].decode())
    word = re.sub(r"<[^>]+>", "", word)
    for article in (built_site / page).rglob("index.html"):
        if article.parent.name in ("present", "onepage"):
            continue
        tree = parser.parse(article).getroot().find(".//article")
        headings = [heading for heading in tree.iter("h1", "h2", "h3") if not heading.xpath("ancestor-or-self::nav")]
        shown = [
            *headings,
            *tree.xpath("./p[not(@class)]"),
            *tree.iter("figcaption"),
            *tree.xpath(".//*[@data-figure]"),
        ]
        for element in shown:
            for words in "".join(element.itertext()).replace("¶", "").split("\n"):
                assert _bare(words) in _bare(text), words
                assert _bare(words) in _bare(word), words


def _bare(text: str) -> str:
    """Words without spaces, marks of quotation and Markdown's own signs."""
    return re.sub(r"[\s「」\\*_]", "", unescape(text))


def test_a_word_file_opens_with_every_heading_and_nothing_beside_the_paper(built_site: Path, tmp_path: Path):
    office, page = shutil.which("soffice"), built_site / "agents/linxia/2025"
    if office is None or shutil.which("pdftotext") is None:
        missing("LibreOffice (soffice) and pdftotext show what a Word file looks like")
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", tmp_path, page / "chronicle.docx"], check=True, capture_output=True, timeout=PATIENCE
    )
    paper = tmp_path / "chronicle.pdf"
    if not paper.is_file():
        missing("LibreOffice has no Writer (libreoffice-writer)")
    shown = subprocess.run(["pdftotext", "-bbox", paper, "-"], check=True, capture_output=True).stdout.decode()
    text = _bare("".join(re.findall(r">([^<>]+)</word>", shown)))
    for heading in parser.parse(page / "index.html").getroot().find(".//article").iter("h1", "h2", "h3"):
        for words in "".join(heading.itertext()).replace("¶", "").split("\n"):
            assert _bare(words) in text, words
    assert all(
        float(left) > 48 and float(right) < 548
        for left, right in re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)"', shown)
    )


@pytest.mark.parametrize("agent", sorted({path.parts[1] for path in CHRONICLES}))
def test_an_agents_page_leads_to_every_year_and_every_story(built_site: Path, agent: str):
    html = (built_site / "agents" / agent / "index.html").read_text("utf-8")
    for page in (page for page in PAGES if page.startswith(f"agents/{agent}/")):
        own = page.removeprefix(f"agents/{agent}/")
        assert f'href="{own}/index.html"' in html
        up = "../" * own.count("/") + "../index.html"
        assert f'href="{up}"' in (built_site / page / "index.html").read_text("utf-8")


def test_where_the_sites_address_is_known_everything_names_it(addressed_sample: Sample):
    assert "site_url" not in addressed_sample.said
    page = CHRONICLES[0].as_posix()
    folder = addressed_sample.site / page
    found = meta((folder / "index.html").read_text("utf-8"))
    assert found["og:image"] == f"{ADDRESS}{page}/card.png"
    assert found["og:url"] == f"{ADDRESS}{page}/index.html"
    whole = (folder / "chronicle.html").read_text("utf-8")
    assert f'rel="canonical" href="{ADDRESS}{page}/"' in whole


def test_a_companys_look_is_that_of_every_page(addressed_sample: Sample, built_site: Path):
    """The forms beside the pages: ``tests/pipeline/test_brand.py``."""
    site = addressed_sample.site
    style, seal = (site / "assets/book.css").read_text("utf-8"), (site / "assets/seal.svg").read_text("utf-8")
    assert re.findall(r"--(?:night-)?vermilion: (#\w{6})", style) == ["#0b6e8f", "#0f9ac8", "#0b6e8f"]
    assert 'fill="#0b6e8f"' in seal
    assert size(site / "assets/logo.png") == (480, 128)
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        if '<header class="md-header' in html:
            assert re.search(
                r'<img class="brand-logo" src="[^"]*assets/logo.png" alt="" width="480" height="128">', html
            ), page
    whole = (site / CHRONICLES[0] / "chronicle.html").read_text("utf-8")
    assert "--vermilion: #0b6e8f" in whole
    assert '<img class="cover__logo" src="data:image/png;base64,' in whole
    assert not (built_site / "assets/logo.png").exists()
    assert "--vermilion: #b3321b" in (built_site / "assets/book.css").read_text("utf-8")


def test_without_an_address_one_line_says_why_to_set_it(sample: Sample):
    lines = [line for line in sample.said.splitlines() if "site_url" in line]
    assert len(lines) == 1
    assert lines[0].startswith("INFO")
