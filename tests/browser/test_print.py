"""Paper: what Chromium prints is read back with poppler, page by page."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from browser.conftest import Tab
from building import PATIENCE, missing

pytestmark = pytest.mark.browser

YEAR = "agents/linxia/2025/index.html"
ONE_FILE = "agents/linxia/2025/chronicle.html"
#: What must not be torn apart.
PIECES = "figure.exhibit, .story, .crystal, .record li, .numbers > div, .distilled, .journal > li, .life-year, .agent"

COVER, NUMBERS = ".cover__words, .seal, .numbers", ".numbers > div"
HEADINGS, DRAWN = "article :is(h1, h2, h3)", "svg.chart text"
STARTS = ".md-content__inner > :is(h2, h3), .exhibit__title, .exhibit__measure"
PARAGRAPHS = "article > p, .distilled p"
#: What is asked of a page that has been printed.
ASKED = (PIECES, COVER, NUMBERS, HEADINGS, DRAWN, STARTS, PARAGRAPHS)

#: The visible words of elements, each as the list of its text nodes; of what stands twice, the form that is printed.
WORDS = """(selector) => [...document.querySelectorAll(selector)]
  .filter(e => e.getClientRects().length && e.checkVisibility())
  .map(e => {
    const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), words = [];
    while (walk.nextNode()) {
      const parent = walk.currentNode.parentElement;
      const silent = parent.closest('.sr-only, svg title, svg desc');
      if (parent.checkVisibility() && !silent) words.push(walk.currentNode.data);
    }
    return words;
  })"""


def _poppler(name: str, *arguments: str) -> str:
    """What one of poppler's tools says. Without them these tests are skipped, and in CI they fail."""
    if shutil.which(name) is None:
        missing(f"{name} (poppler-utils) is not installed")
    said = subprocess.run([name, *arguments], capture_output=True, encoding="utf-8", check=True, timeout=PATIENCE)
    return said.stdout


def plain(text: str) -> str:
    """Text without the space that lines and columns make, letters in their usual form."""
    return re.sub(r"\s|\u200b", "", unicodedata.normalize("NFKC", text))


class Printed:
    """A PDF: its pages' texts in the order in which they were painted, and the words of the page that it shows."""

    def __init__(self, path: Path, words: dict[str, list[list[str]]]) -> None:
        self.path = path
        self.pages = [plain(page) for page in self._read("-raw")]
        self.lines = [list(filter(str.strip, page.split("\n"))) for page in self._read("-layout")]  # from the top down
        self.text = "".join(self.pages)
        self._words = words

    def _read(self, order: str) -> list[str]:
        return _poppler("pdftotext", order, str(self.path), "-").split("\f")[:-1]

    def words(self, selector: str) -> list[list[str]]:
        """The words of elements, one of ``ASKED``, as the printed page shows them."""
        return [list(filter(None, map(plain, each))) for each in self._words[selector]]


@pytest.fixture(scope="module")
def printed(tab: Tab, built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A function that prints a page of the sample from its folder, once for each address and scheme."""
    folder, known, page = tmp_path_factory.mktemp("paper"), {}, tab.page

    def made(uri: str, scheme: Any = "light") -> Printed:
        if (uri, scheme) not in known:
            tab.forget()
            # A window as wide as the sheet between its margins, so that what is measured is what is printed
            page.set_viewport_size({"width": 665, "height": 980})
            page.emulate_media(color_scheme=scheme)
            path, _, query = uri.partition("?")
            page.goto((built_site / path).as_uri() + (f"?{query}" if query else ""))
            file = folder / f"{len(known)}.pdf"
            page.pdf(path=str(file), prefer_css_page_size=True)
            page.emulate_media(media="print")
            known[uri, scheme] = Printed(file, {each: page.evaluate(WORDS, each) for each in ASKED})
            tab.forget()
        return known[uri, scheme]

    return made


@pytest.fixture
def year(printed: Any) -> Printed:
    """The chronicle as a reader of dark screens prints it."""
    return printed(YEAR, "dark")


@pytest.fixture
def whole(printed: Any) -> Printed:
    """The chronicle with its stories."""
    return printed(f"{YEAR}?print=all")


def _torn(paper: Printed, selector: str) -> list[list[str]]:
    """The elements whose words do not stand on one page together."""
    found = paper.words(selector)
    assert found, f"nothing is {selector}"
    return [words for words in found if not any(all(word in page for word in words) for page in paper.pages)]


# --- the sheet ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("uri", [YEAR, ONE_FILE, "index.html", "guide/index.html", "agents/linxia/index.html"])
def test_it_is_a4(printed: Any, uri: str) -> None:
    info = _poppler("pdfinfo", str(printed(uri, "dark" if uri in (YEAR, ONE_FILE) else "light").path))
    assert re.search(r"Page size:\s+59[45]\S* x 84[12]\S* pts \(A4\)", info)


def test_the_pages_are_as_many_as_a_year_needs(year: Printed, whole: Printed) -> None:
    assert 8 <= len(year.pages) <= 12
    assert 4 <= len(whole.pages) - len(year.pages) <= 16
    assert min(map(len, whole.pages)) > 20  # none is blank


def test_no_page_is_emptier_than_a_third_but_the_last(year: Printed, tmp_path: Path) -> None:
    _poppler("pdftoppm", "-r", "24", "-gray", "-png", str(year.path), str(tmp_path / "page"))
    for file in sorted(tmp_path.glob("*.png"))[:-1]:
        with Image.open(file) as image:
            sheet = image.point(lambda shade: 255 * (shade < 200)).crop((0, 0, image.width, int(image.height * 0.93)))
            box = sheet.getbbox()
            assert box, file
            assert box[3] > image.height * 0.66, file


def test_name_and_year_head_every_page_but_the_cover(whole: Printed) -> None:
    assert [lines[0].strip() for lines in whole.lines[1:]] == ["林夏 · 2025"] * (len(whole.lines) - 1)


def test_the_story_in_the_chronicle_is_printed_once(whole: Printed) -> None:
    assert whole.text.count(plain("那先给你留着。规定哪天改了，你再来。")) == 1
    assert plain("施工方承担部分损失") in whole.text  # what was distilled from it stays with the other stories


def test_a_task_of_one_figure_is_a_sentence_on_paper(year: Printed) -> None:
    assert year.text.count(plain("夜间接听从 18 通到 31 通")) == 1  # its chart would say it once more


def test_the_file_can_be_sent(year: Printed) -> None:
    """Ground around every word of the charts made it 8.5 MB."""
    assert year.path.stat().st_size < 3_500_000


def test_the_cover_stands_alone(year: Printed) -> None:
    expected = "".join(map("".join, year.words(COVER)))
    assert len(year.words(NUMBERS)) == 4
    assert plain("听完了，再开口") in expected
    assert Counter(year.pages[0]) == Counter(expected)


def test_every_page_but_the_cover_has_its_number(whole: Printed) -> None:
    last = [lines[-1].strip() for lines in whole.lines]
    assert last[1:] == [str(number) for number in range(2, len(last) + 1)]
    assert last[0] != "1"


def test_all_fonts_are_inside(whole: Printed) -> None:
    header, rule, *fonts = _poppler("pdffonts", str(whole.path)).splitlines()
    column = header.index("emb")
    assert rule.startswith("---")
    assert fonts
    assert {line[column : column + 3].strip() for line in fonts} == {"yes"}


@pytest.mark.parametrize("uri", [YEAR, ONE_FILE])
def test_a_dark_screen_prints_black_on_white(printed: Any, uri: str, tmp_path: Path) -> None:
    _poppler("pdftoppm", "-r", "24", "-png", str(printed(uri, "dark").path), str(tmp_path / "page"))
    for file in sorted(tmp_path.glob("*.png")):
        with Image.open(file) as image:
            grey = image.convert("L")
            assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255), file
            shades = grey.histogram()
            assert sum(shades[250:]) > sum(shades) * 0.6, file


# --- what stands on it --------------------------------------------------------------------------------------------


def test_every_heading_and_every_word_of_the_charts_is_printed(year: Printed) -> None:
    headings = year.words(HEADINGS)
    assert len(headings) > 20
    assert [words for words in headings if "".join(words) not in year.text] == []
    drawn = year.words(DRAWN)
    assert len(drawn) > 200
    assert [words for words in drawn if not all(word in year.text for word in words)] == []


@pytest.mark.parametrize("uri", [YEAR, f"{YEAR}?print=all", ONE_FILE, "agents/linxia/index.html", "index.html"])
def test_nothing_is_cut_in_two(printed: Any, uri: str) -> None:
    assert _torn(printed(uri, "dark" if uri == YEAR else "light"), PIECES) == []


def test_a_crystal_stays_in_its_column(year: Printed) -> None:
    rule = "把打架的两句话写在纸的两头，问自己什么情形下两句都真，再找一个当场能做的动作去验证"
    words = re.findall(r'<word xMin="([\d.]+)"[^>]*>([^<]{6,})<', _poppler("pdftotext", "-bbox", str(year.path), "-"))
    lines = [(round(float(left)), text) for left, text in words if text in rule]
    assert "".join(text for _, text in lines) == rule
    assert len({left for left, _ in lines}) == 1


def test_headings_stay_with_what_follows(whole: Printed) -> None:
    bottoms = [plain(lines[-2]) for lines in whole.lines[1:]]
    headings = {"".join(words) for words in whole.words(STARTS)}
    assert headings & set(bottoms) == set()


@pytest.mark.parametrize(
    "uri", [f"{YEAR}?print=all", ONE_FILE, "agents/linxia/2025/fish-pond/index.html", "agents/linxia/index.html"]
)
def test_what_can_only_be_clicked_is_left_out(printed: Any, uri: str) -> None:
    paper = printed(uri)
    for word in ("放映", "打印", "手机海报", "看数据", "跳到正文", "搜索", "数据来源", "上一则", "回到纪实"):
        assert word not in paper.text, word
    assert "data/agents/" not in paper.text
    assert "file://" not in paper.text


def test_folded_tables_are_left_out(built_site: Path, year: Printed) -> None:
    html = (built_site / YEAR).read_text("utf-8")
    cells = {plain(cell) for cell in re.findall(r'<th scope="col">([^<]+)</th>', html)}
    assert "2025年(通)" in cells
    assert "2025年(通)" not in year.text


def test_an_address_is_printed_once_and_only_of_links_out(printed: Any) -> None:
    paper = printed("guide/index.html")
    assert paper.text.count("https://code.visualstudio.com/") == 1
    assert ".html)" not in paper.text


# --- the stories --------------------------------------------------------------------------------------------------


def _stories(built_site: Path) -> list[str]:
    pages = (built_site / YEAR).parent.glob("*/index.html")
    names = sorted(path.parent.name for path in pages if path.parent.name not in ("present", "onepage"))
    return [f"agents/linxia/2025/{name}/index.html" for name in names]


@pytest.mark.parametrize("uri", [f"{YEAR}?print=all", ONE_FILE])
def test_all_stories_are_printed_in_full(printed: Any, built_site: Path, year: Printed, uri: str) -> None:
    paper = printed(uri)
    for story in _stories(built_site):
        paragraphs = ["".join(words) for words in printed(story).words(PARAGRAPHS)]
        assert len(paragraphs) > 8
        assert [text for text in paragraphs if text not in paper.text] == [], story
        told_in_full = "fish-pond" in story  # the chronicle itself tells this one
        assert (sum(text in year.text for text in paragraphs) > len(paragraphs) / 2) == told_in_full


def test_the_title_of_a_folded_chart_is_printed_once(year: Printed) -> None:
    assert year.text.count(plain("新版 App 上线护航：日均找不到入口来电从")) == 1


def test_the_one_file_prints_as_the_site_does(printed: Any, whole: Printed) -> None:
    one = printed(ONE_FILE)
    assert abs(len(one.pages) - len(whole.pages)) <= 1
    assert one.pages[0] == whole.pages[0]
    assert Counter(re.sub(r"\d+", "", one.text)) == Counter(re.sub(r"\d+", "", whole.text))


def test_the_switch_fetches_the_stories_once_and_the_button_waits_for_them(site_url: str, own_page: Page) -> None:
    page = own_page
    page.add_init_script("window.print = () => { window.had = document.querySelectorAll('.appendix__story').length; }")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site_url + YEAR)
    button, switch = page.get_by_role("button", name="打印", exact=True), page.get_by_label("打印时附上故事全文")
    button.click()
    assert page.evaluate("window.had") == 0
    assert not [url for url in asked if url.endswith("stories.js")]
    switch.check()
    button.click()
    page.wait_for_function("window.had === 4")
    expect(page.locator(".appendix")).to_be_hidden()  # on paper only
    switch.uncheck()
    switch.check()
    page.emulate_media(media="print")
    expect(page.locator(".appendix")).to_be_visible()
    assert len([url for url in asked if url.endswith("stories.js")]) == 1
    page.evaluate("document.querySelector('[data-stories]').click()")
    expect(page.locator(".appendix")).to_be_hidden()


def test_a_year_without_stories_has_no_switch(built_site: Path) -> None:
    for path in built_site.glob("agents/*/*/index.html"):
        assert ("data-stories" in path.read_text("utf-8")) == (path.parent / "stories.js").is_file(), path
