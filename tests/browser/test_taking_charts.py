"""What a reader takes from a chart: its picture and its numbers, from a server without https and from a folder."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from browser.conftest import until, watched

pytestmark = pytest.mark.browser

CHRONICLE = "agents/linxia/2025/index.html"
#: As from plain http on another machine, where a browser offers no newer interface.
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"


@pytest.fixture(params=["http", "file"])
def chronicle(request: pytest.FixtureRequest, built_site: Path, site_url: str) -> str:
    """The sample's chronicle, from a server and from a folder."""
    return (site_url if request.param == "http" else f"{built_site.as_uri()}/") + CHRONICLE


@pytest.mark.parametrize(("width", "form", "scheme"), [(1280, "wide", "light"), (360, "narrow", "dark")])
def test_a_chart_is_saved_as_it_is_seen(chronicle: str, width: int, form: str, scheme: str, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    with watched(page) as witness:
        page.goto(chronicle)
        figure = page.locator("[data-chart=trend-contacts]").first
        title = figure.locator(".exhibit__title").inner_text()
        assert figure.get_by_text("存为图片").count() == 0  # they come when they are looked for
        figure.locator(".exhibit__data > summary").click()
        shown = figure.locator(f".chart--{form}").bounding_box()
        assert shown
        with page.expect_download() as coming:
            figure.get_by_role("button", name="存为图片").click()
    assert witness.errors == []
    assert coming.value.suggested_filename == f"{title.replace(chr(0xA0), ' ').replace('/', ' ')}.png"
    image = Image.open(io.BytesIO(Path(coming.value.path()).read_bytes())).convert("RGB")
    assert image.width >= 2 * shown["width"] - 1
    assert abs(image.width / image.height - shown["width"] / shown["height"]) < 0.02
    colours = {colour: count for count, colour in image.getcolors(image.width * image.height) or []}
    ground = (0x18, 0x16, 0x14) if scheme == "dark" else (0xFA, 0xF6, 0xEE)
    series = (0x93, 0xB9, 0xE2) if scheme == "dark" else (0x2B, 0x4B, 0x73)
    assert colours[ground] > sum(colours.values()) / 2
    assert colours[series] > 500  # the year's line, in the page's own colour
    assert len(colours) > 50  # and smooth letters


@pytest.fixture(scope="module")
def older(browser: Browser) -> Iterator[Page]:
    """A page of a browser that has no newer way to copy."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.add_init_script(NO_CLIPBOARD)
    yield page
    context.close()


@pytest.mark.parametrize("newer", [True, False])
def test_numbers_are_copied_as_a_table(chronicle: str, newer: bool, page: Page, older: Page) -> None:
    page = page if newer else older
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(chronicle)
    assert page.evaluate("Boolean(navigator.clipboard)") == newer
    figure = page.locator("[data-chart=trend-contacts]").first
    figure.locator(".exhibit__data > summary").click()
    figure.get_by_role("button", name="复制数据").click()
    until(page, "document.querySelector('.exhibit__take [role=status]').textContent === '已复制，可以贴进表格'")
    box = page.evaluate_handle("document.body.appendChild(document.createElement('textarea'))").as_element()
    assert box
    box.focus()
    page.keyboard.press("Control+V")
    head, january, *others = str(box.input_value()).split("\n")
    assert head.split("\t")[:2] == ["月份", "2025 年（通）"]
    assert january.split("\t")[0] == "1 月"
    assert len(others) == 11
    page.context.clear_permissions()


def test_nothing_is_offered_without_a_script_or_on_paper(built_site: Path, scriptless: Page, own_page: Page) -> None:
    scriptless.goto(f"{built_site.as_uri()}/{CHRONICLE}")
    scriptless.locator(".exhibit__data > summary").first.click()
    assert scriptless.get_by_text("存为图片").count() == 0
    own_page.goto(f"{built_site.as_uri()}/{CHRONICLE}")
    own_page.locator(".exhibit__data > summary").first.click()
    expect(own_page.get_by_text("存为图片").first).to_be_visible()  # an unfolding is told a moment later
    own_page.emulate_media(media="print")
    expect(own_page.locator(".exhibit__take:visible")).to_have_count(0)
