"""The sample site in its other forms: what a chat unfolds, what is saved, what is sent."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from building import ADDRESS, ROOT, Sample

YEARS = sorted(path.with_suffix("") for path in (ROOT / "data" / "agents").glob("[a-z]*/*.yml"))
WRITTEN = (ROOT / "docs" / "agents").glob("[a-z]*/*/*.md")
STORIES = sorted(path.relative_to(ROOT / "docs").with_suffix("") for path in WRITTEN if path.stem != "index")
CHRONICLES = [path.relative_to(ROOT / "data") for path in YEARS]
PAGES = [path.as_posix() for path in (*CHRONICLES, *STORIES)]


def meta(html: str) -> dict[str, str]:
    """Every ``og:`` and ``twitter:`` tag."""
    return dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', html))


def size(picture: Path) -> tuple[int, int]:
    """Width and height of a picture."""
    return Image.open(io.BytesIO(picture.read_bytes())).size


@pytest.mark.parametrize("page", PAGES)
def test_a_link_unfolds_with_title_sentence_and_picture(built_site: Path, page: str):
    found = meta((built_site / page / "index.html").read_text("utf-8"))
    picture = built_site / page / found["og:image"]
    assert picture.stat().st_size <= 120 * 1024
    assert size(picture) == (int(found["og:image:width"]), int(found["og:image:height"])) == (1200, 630)
    assert found["twitter:card"] == "summary_large_image"
    assert found["og:locale"] == "zh_CN"
    assert all(found[each] for each in ("og:title", "og:description", "og:image:alt", "og:url", "og:type"))


@pytest.mark.parametrize("page", [path.as_posix() for path in CHRONICLES])
def test_a_chronicle_has_a_poster_and_a_file_beside_it(built_site: Path, page: str):
    assert size(built_site / page / "poster.png")[0] == 1080
    whole = (built_site / page / "chronicle.html").read_bytes()
    assert len(whole) <= 2**20
    assert not re.search(rb'(?:src|href|srcset)="(?!#|data:|mailto:|tel:)', whole)
    assert b"<script" not in whole
    html = (built_site / page / "index.html").read_text("utf-8")
    assert 'href="poster.png"' in html
    assert 'href="chronicle.html"' in html


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


def test_without_an_address_one_line_says_why_to_set_it(sample: Sample):
    lines = [line for line in sample.said.splitlines() if "site_url" in line]
    assert len(lines) == 1
    assert lines[0].startswith("INFO")
