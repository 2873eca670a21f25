"""Slides on a wall, on a phone and on paper: nothing spills over, everything is legible, every way of moving works."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.accessibility import findings
from browser.conftest import Tab, Witness, until, watched
from building import missing
from composed import composed, write_files

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
STAGES = [(1280, 720), (1920, 1080), (360, 740)]
WALL, HD, PHONE = STAGES
#: Below this, at 1280 x 720, nobody in the last row reads along.
LEGIBLE = 19.5
LEAST = {WALL: LEGIBLE, HD: LEGIBLE * 1.5, PHONE: 11}
LONG = "她说眼睛不好，字太小，点来点去又回到首页；我说一句，您看一句，不着急。"

SPILLS = """() => [...document.querySelectorAll('.slide')]
  .filter(s => s.scrollHeight > s.clientHeight || s.scrollWidth > s.clientWidth).map(s => s.id)"""
#: The smallest text of each slide, in pixels: what screen readers alone are told and the slide's number left aside.
SMALLEST = """() => [...document.querySelectorAll('.slide')].map(slide => {
  const shown = [...slide.querySelectorAll('*')].filter(e =>
    !e.closest('.sr-only, .slide__foot') && e.getClientRects().length && getComputedStyle(e).clipPath === 'none'
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
  const sizes = shown.map(e => {
    const svg = e.closest('svg'), size = parseFloat(getComputedStyle(e).fontSize);
    return svg ? size * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : size;
  });
  return [slide.id, Math.min(...sizes)];
})"""
AT = """() => [...document.querySelectorAll('.slide')]
  .findIndex(s => Math.abs(s.getBoundingClientRect().top) < innerHeight / 2)"""


def hostile_year() -> dict[str, Any]:
    """More of everything than anyone should write, and longer."""
    counts = [200_000_000 + month for month in range(12)]
    items = [{"title": LONG, "voice": LONG, "node": LONG[:16], "to": "产品部", "effect": LONG * 2} for _ in range(12)]
    figure = {"label": "日均接听", "unit": "通", "before": 3, "during": 9}
    goals = [{"track": "能力提升", "goal": f"{n}{LONG * (1 + n % 4)}", "measure": LONG} for n in range(40)]
    return {
        "name": "阿卜杜热合曼·买买提依明江·努尔艾合买提提",
        "role": "高级热线客服代表兼知识库建设与质量检查专员",
        "motto": "每一个来电都值得认真对待" * 5,
        "metrics": {"contacts": counts, "fcr": [90 + month / 2 for month in range(12)]},
        "events": [{"month": month, "title": LONG[:20]} for month in range(1, 13)],
        "tags": {f"{LONG[:9]}{index}": 900 - index for index in range(60)},
        "quotes": [LONG * (1 + index % 5) for index in range(30)],
        "issues": [{"name": f"{LONG[:14]}{index}", "kind": "咨询", "count": 9000 - index} for index in range(12)],
        "campaigns": [
            {"title": f"{month}·{LONG}", "from": f"2025-{month:02d}-01", "to": f"2025-{month:02d}-20",
             "summary": LONG * 6, "figures": [figure] * (month % 2 * 8)}
            for month in range(1, 13)
        ],
        "suggestions": {"submitted": 36, "items": [*items, *[{"title": LONG * 2, "effect": LONG * 3}] * 9]},
        "crystals": [{"title": LONG, "rule": LONG * 3, "scenes": [LONG] * 6, "phrasings": [LONG] * 9}] * 3,
        "energy": {"monthly": [5] * 12, "gives": [LONG] * 6, "drains": [LONG] * 6, "restores": [LONG] * 6},
        "growth": [{"skill": f"{LONG[:18]}{n}", "before": 1, "after": 5, "note": LONG * 2} for n in range(12)],
        "improve": [LONG * 12] * 3,
        "plan": goals,
        "journal": [{"date": dt.date(2025, 1 + n % 12, 3), "note": LONG * (1 + n % 9)} for n in range(50)],
        "pathway": {"stage": "熟练", "next": LONG, "has": [LONG] * 9, "adds": [LONG] * 9},
        "signals": {f"{LONG[:10]}{n}": 9 + n for n in range(30)},
        "closing": LONG * 4,
        "present": [
            "cover", "numbers", "summary", "trend-contacts", "quarters", "tags", "issues", "campaigns", "signals",
            "voices", "suggestions", "stories", "quotes", "journal", "crystals", "energy", "pathway", "results",
            "plan", "closing",
        ],
    }  # fmt: skip


def _written(record: dict[str, Any]) -> str:
    """JSON is YAML, too, one key a line."""
    return "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False, default=str)}" for key, value in record.items())


def story(**front: Any) -> str:
    front = {"title": LONG * 2, "date": dt.date(2025, 3, 12), "lesson": LONG * 6, "need": "尊重", **front}
    return f"---\n{_written(front)}\n---\n\n{LONG * 3}\n"


def decks(root: Path, record: dict[str, Any]) -> str:
    """The address of the slides of this year, made in a folder."""
    people, stories = root / "data" / "agents" / "wuxian", root / "docs" / "agents" / "wuxian" / "2025"
    people.mkdir(parents=True)
    stories.mkdir(parents=True)
    (people / "2025.yml").write_text(_written(record), "utf-8")
    steps = [{"at": f"{LONG[:12]}{n}", "mood": (-1) ** n * 2, "note": LONG} for n in range(12)]
    (stories / "curve.md").write_text(story(journey=steps, principle={"name": LONG, "steps": [LONG] * 7}), "utf-8")
    (stories / "plain.md").write_text(story(), "utf-8")
    made = composed(root)
    assert not made.problems
    uri = "agents/wuxian/2025/present/index.html"
    write_files(made, root, root / "site")
    shutil.copytree(ROOT / "docs" / "assets", root / "site" / "assets")
    return (root / "site" / uri).as_uri()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The slides of a year without measure, of which twenty blocks are chosen."""
    return decks(tmp_path_factory.mktemp("hostile"), hostile_year())


@pytest.fixture(scope="module")
def unchosen(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The slides of the same year where nothing is chosen."""
    return decks(tmp_path_factory.mktemp("unchosen"), {**hostile_year(), "present": []})


def _shown(page: Page, url: str, stage: tuple[int, int] = WALL) -> int:
    """Open slides on a stage; returns how many there are."""
    page.set_viewport_size({"width": stage[0], "height": stage[1]})
    page.goto(url)
    until(page, "document.documentElement.classList.contains('js')")
    return page.locator(".slide").count()


class Deck(NamedTuple):
    """How many slides there are, which of them spill over, and the smallest text of each."""

    count: int
    spills: list[str]
    smallest: list[tuple[str, float]]


def _decks(built_site: Path) -> list[str]:
    return [path.as_uri() for path in sorted(built_site.glob("agents/*/*/present/index.html"))]


@pytest.fixture
def deck(built_site: Path) -> str:
    """A deck of the sample that shows all that there is."""
    return (built_site / "agents/linxia/2024/present/index.html").as_uri()


# --- what one sees ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=STAGES, ids=str)
def shown(request: pytest.FixtureRequest, tab: Tab, built_site: Path) -> tuple[Any, dict[str, Deck], Witness]:
    """Every deck of the sample on one stage."""
    with watched(tab.page) as witness:
        decks = {}
        for url in _decks(built_site):
            count = _shown(tab.page, url, request.param)
            decks[url] = Deck(count, tab.page.evaluate(SPILLS), tab.page.evaluate(SMALLEST))
    tab.forget()
    return request.param, decks, witness


def test_no_slide_of_the_sample_spills_over(shown: tuple[Any, dict[str, Deck], Witness]) -> None:
    _, decks, witness = shown
    assert len(decks) > 3
    for url, deck in decks.items():
        assert deck.count > 3
        assert deck.spills == [], url
    assert witness.errors == []
    assert witness.foreign == []


def test_the_sample_is_legible_from_the_last_row(shown: tuple[Any, dict[str, Deck], Witness]) -> None:
    stage, decks, _ = shown
    for url, deck in decks.items():
        assert len(deck.smallest) == deck.count
        assert [each for each in deck.smallest if each[1] < LEAST[stage]] == [], url


@pytest.mark.parametrize("stage", STAGES, ids=str)
def test_no_slide_spills_over_whatever_the_data(
    hostile: str, page: Page, witness: Witness, stage: tuple[int, int]
) -> None:
    assert _shown(page, hostile, stage) > 80
    assert page.evaluate(SPILLS) == []
    assert witness.errors == []


@pytest.mark.parametrize("stage", STAGES, ids=str)
def test_where_nobody_chose_there_are_twelve_at_most(
    unchosen: str, page: Page, witness: Witness, stage: tuple[int, int]
) -> None:
    assert 8 < _shown(page, unchosen, stage) <= 12
    assert page.evaluate(SPILLS) == []
    assert witness.errors == []


def test_long_lists_are_parted_and_not_made_small(hostile: str, page: Page) -> None:
    _shown(page, hostile)
    fits = page.evaluate(
        """() => [...document.querySelectorAll('.slide--rows')]
          .map(s => Number(s.style.getPropertyValue('--fit') || 1))"""
    )
    assert len(fits) > 60
    assert min(fits) > 0.85


def test_a_chart_without_room_for_its_sentence_does_without_it(hostile: str, page: Page) -> None:
    _shown(page, hostile)
    high = """chart => [...document.querySelectorAll(chart + ' figcaption')].map(c => c.clientHeight)"""
    without, others = page.evaluate(high, ".slide--chart.bare"), page.evaluate(high, ".slide--chart:not(.bare)")
    assert without
    assert others
    assert max(without) <= 1 < min(others)


def test_another_window_is_measured_again(hostile: str, page: Page) -> None:
    _shown(page, hostile)
    for width, height in (PHONE, (740, 360), (1024, 768), WALL):
        page.set_viewport_size({"width": width, "height": height})
        until(page, f"({SPILLS})().length === 0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("stage", [WALL, PHONE], ids=str)
def test_axe_finds_nothing(deck: str, page: Page, stage: tuple[int, int], scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    _shown(page, deck, stage)
    assert findings(page) == []


def test_a_strict_policy_blocks_nothing(built_site: Path, own_page: Page, serve_folder: Callable[[Path], str]) -> None:
    said: list[str] = []
    own_page.on("console", lambda message: said.append(message.text))
    url = serve_folder(built_site) + "agents/linxia/2024/present/index.html"

    def guarded(route: Any) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": "default-src 'self'"}
        route.fulfill(response=answer, headers=headers)

    own_page.route(url, guarded)
    _shown(own_page, url)
    own_page.keyboard.press("End")
    assert own_page.evaluate(SPILLS) == []
    assert said == []


# --- moving -------------------------------------------------------------------------------------------------------


def _at(page: Page, index: int) -> None:
    until(page, f"({AT})() === {index}")


def test_by_keyboard_and_by_remote(deck: str, page: Page) -> None:
    last = _shown(page, deck) - 1
    for key, index in (
        ("ArrowRight", 1), ("PageDown", 2), ("Space", 3), ("ArrowDown", 4), ("Enter", 5), ("ArrowLeft", 4),
        ("PageUp", 3), ("Shift+Space", 2), ("ArrowUp", 1), ("End", last), ("ArrowRight", last), ("Home", 0),
        ("ArrowLeft", 0),
    ):  # fmt: skip
        page.keyboard.press(key)
        _at(page, index)
    for key in ("1", "2", "Enter"):
        page.keyboard.press(key)
    _at(page, 11)
    assert page.evaluate("location.hash") == "#" + str(page.locator(".slide").nth(11).get_attribute("id"))


@pytest.mark.parametrize("key", ["b", "."])
def test_the_wall_goes_dark_and_comes_back(deck: str, page: Page, key: str) -> None:
    _shown(page, deck)
    page.keyboard.press(key)
    expect(page.locator(".slide h1").first).to_be_hidden()
    page.keyboard.press(key)
    expect(page.locator(".slide h1").first).to_be_visible()
    page.keyboard.press(key)
    page.keyboard.press("PageDown")
    _at(page, 1)
    expect(page.locator(".slide h2").first).to_be_visible()


def test_by_click(deck: str, page: Page) -> None:
    _shown(page, deck)
    page.mouse.click(900, 300)
    _at(page, 1)
    page.mouse.click(900, 300)
    _at(page, 2)
    page.mouse.click(100, 300)
    _at(page, 1)
    page.get_by_role("button", name="下一页").click()
    _at(page, 2)


def test_what_the_observer_says_late_does_not_turn_back(deck: str, page: Page) -> None:
    """A click between the frame that saw slide 2 and the observer's word of it: the next step counts from slide 3."""
    _shown(page, deck)
    page.evaluate("""async () => {
      const frame = () => new Promise(requestAnimationFrame);
      const click = name => document.querySelector(`[data-do=${name}]`).click();
      click("on");
      await new Promise(done => requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { click("on"); done(); };
        channel.port2.postMessage(null);
      }));
      await frame();
      await frame();
      click("back");
    }""")
    _at(page, 1)


def test_by_swipe_and_by_scrolling(deck: str, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    _shown(page, deck, PHONE)
    swipe = """([from, to]) => {
      const touch = x => new Touch({identifier: 1, target: document.body, clientX: x, clientY: 300});
      document.body.dispatchEvent(new TouchEvent('touchstart', {touches: [touch(from)], bubbles: true}));
      document.body.dispatchEvent(new TouchEvent('touchend', {changedTouches: [touch(to)], bubbles: true}));
    }"""
    page.evaluate(swipe, [300, 100])
    _at(page, 1)
    page.evaluate(swipe, [100, 300])
    _at(page, 0)
    page.evaluate("scrollTo(0, innerHeight * 2.2)")
    _at(page, 2)
    context.close()


def test_full_screen(deck: str, page: Page) -> None:
    _shown(page, deck)
    page.keyboard.press("f")
    until(page, "document.fullscreenElement !== null")
    page.keyboard.press("f")
    until(page, "document.fullscreenElement === null")


def test_the_clock_starts_with_the_first_move_and_a_click_sets_it_back(deck: str, own_page: Page) -> None:
    own_page.clock.install(time=0)
    own_page.clock.pause_at(1)  # from here on it goes on only where it is told to
    _shown(own_page, deck)
    clock = own_page.locator("[data-do=clock]")
    own_page.clock.run_for(5000)
    assert clock.inner_text() == "00:00"
    own_page.keyboard.press("PageDown")
    own_page.clock.run_for(65_600)
    assert clock.inner_text() == "01:05"
    clock.click()
    assert clock.inner_text() == "00:00"


def test_progress_and_the_other_scheme(deck: str, page: Page) -> None:
    _shown(page, deck)
    page.keyboard.press("End")
    assert page.evaluate("document.documentElement.style.getPropertyValue('--done')") == "1"
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("d")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_from_the_chronicle_and_back(built_site: Path, page: Page) -> None:
    page.goto((built_site / "agents/linxia/2025/index.html").as_uri())
    page.get_by_role("link", name="放映").first.click()
    page.wait_for_url("**/agents/linxia/2025/present/index.html*")
    page.get_by_role("link", name="回到纪实").click()
    page.wait_for_url("**/agents/linxia/2025/index.html")


# --- without script, and on paper ---------------------------------------------------------------------------------


def test_without_script_one_scrolls_through(hostile: str, scriptless: Page) -> None:
    scriptless.set_viewport_size({"width": 1280, "height": 720})
    scriptless.goto(hostile)
    assert scriptless.evaluate(SPILLS) == []
    assert scriptless.locator(".closing").is_visible()
    assert scriptless.get_by_role("button").count() == 0


def _texts(pdf: Path) -> list[str]:
    """The text of each page, read back by poppler."""
    reader = shutil.which("pdftotext")
    if reader is None:
        missing("no pdftotext: apt install poppler-utils")
    text = subprocess.run([reader, pdf, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    return text.removesuffix("\f").split("\f")


@pytest.mark.parametrize("width", [1280, 360])
def test_one_slide_a_page(deck: str, hostile: str, page: Page, tmp_path: Path, width: int) -> None:
    for url in (deck, hostile):
        count = _shown(page, url, (width, 740))
        page.pdf(path=tmp_path / "slides.pdf", prefer_css_page_size=True, print_background=True)
        pages = _texts(tmp_path / "slides.pdf")
        assert len(pages) == count
        assert all(f"{index} / {count}" in text for index, text in enumerate(pages, 1))
