"""ProperDocs, the fork that goes on where MkDocs 1 ends, builds the same site, and a plainer one without Material."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec

import pytest

from building import PATIENCE, ROOT, copy_code, missing, share_cache


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """The sample site built by ProperDocs."""
    if find_spec("properdocs") is None:
        missing("properdocs is not installed")
    return built(ROOT, tmp_path_factory.mktemp("properdocs") / "site")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The sample site built by ProperDocs with our own theme and no plugin of Material's."""
    if find_spec("properdocs") is None:
        missing("properdocs is not installed")
    root = tmp_path_factory.mktemp("plain") / "project"
    copy_code(root)
    share_cache(root)
    for folder in ("data", "docs"):
        shutil.copytree(ROOT / folder, root / folder)
    shutil.copy(ROOT / "mkdocs.yml", root)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    bare = "theme: {name: null, custom_dir: hooks/theme}\n\nplugins: [search]\n\nmarkdown_extensions:"
    settings, changed = re.subn(r"(?s)^theme:\n.*?^markdown_extensions:", bare, settings, flags=re.M)
    assert changed == 1
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    return built(root, root / "site")


def built(root, site):
    """A site that ProperDocs built."""
    command = [
        sys.executable,
        "-m",
        "properdocs",
        "build",
        "--strict",
        "--config-file",
        "mkdocs.yml",
        "--site-dir",
        str(site),
    ]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    result = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return site


def content(site):
    """Every file of a site but what tells the time of the build or who built it."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: _timeless(path.read_bytes()) for name, path in files.items() if not name.startswith("sitemap")}


def _timeless(raw: bytes) -> bytes:
    """A page without the line that names its maker."""
    return re.sub(rb'<meta name="generator"[^>]*>|\n<!--\nMkDocs version[^>]*-->|\n<!--\nProperDocs[^>]*-->', b"", raw)


def test_the_site_is_the_same(built_site, other):
    ours, theirs = content(built_site), content(other)
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def shown(path):
    """What of a page does not depend on the theme: charts, figures, links to other forms, the words of its article."""
    html = path.read_text("utf-8")
    article = html[html.find("<article") : html.rfind("</article>")]
    marks = r'data-(?:chart|figure|value|source)="[^"]*"|href="[^"]*\.(?:pptx|docx|md|png|html)[^"]*"|<svg [^>]*>'
    return re.findall(marks, article)


def test_every_page_chart_and_form_stands_without_material(built_site, plain):
    pages = sorted(path.relative_to(built_site).as_posix() for path in built_site.rglob("*.html"))
    assert sorted(path.relative_to(plain).as_posix() for path in plain.rglob("*.html")) == pages
    charted = 0
    for name in pages:
        assert shown(plain / name) == shown(built_site / name), name
        charted += "data-chart" in (plain / name).read_text("utf-8")
        assert "Content-Security-Policy" in (plain / name).read_text("utf-8"), name
    assert charted > 5
    forms = {path.relative_to(built_site).as_posix() for path in built_site.rglob("chronicle.*")}
    assert forms
    assert {path.relative_to(plain).as_posix() for path in plain.rglob("chronicle.*")} == forms


def test_nothing_that_a_plain_page_asks_for_is_missing(plain):
    for page in plain.rglob("index.html"):
        html = page.read_text("utf-8")
        for address in re.findall(r'<(?:script[^>]* src|link rel="(?:stylesheet|icon)" href)="([^"#?]+)"', html):
            assert (page.parent / address).is_file(), f"{page}: {address}"


@pytest.mark.browser
def test_the_plain_search_finds_with_our_own_index(browser, plain):
    page = browser.new_page()
    page.goto((plain / "index.html").as_uri())
    page.fill("[name=query]", "停电")
    page.wait_for_selector("form[name=search] li a")
    assert page.locator("form[name=search] li", has_text="一塘鱼的清晨").count() > 0
    page.locator("form[name=search] li a").first.click()
    page.wait_for_load_state()
    assert "停电" in page.inner_text("article")
    page.close()


def test_the_plain_search_cuts_where_the_index_does():
    script = (ROOT / "docs/assets/javascripts/plain.js").read_text("utf-8")
    entries = (ROOT / "hooks/adapter/search_entries.py").read_text("utf-8")
    assert re.search(r"String\.raw`([^`]+)`", script)[1] == re.search(r"\"separator\": r'([^']+)'", entries)[1]
