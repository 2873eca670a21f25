"""The sheet: exactly one page of A4, with nothing cut away, whatever was written."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from building import ROOT, missing
from chronicle.charts.drawings import svgs
from chronicle.figures.agent_year import AgentYear
from chronicle.records.model import Team
from chronicle.rendering import onepage
from chronicle.rendering.blocks import Blocks
from chronicle.rendering.outline import exhibits_of
from make import agent_year, months, story

pytestmark = pytest.mark.browser

LONG = "先接住情绪，再给确定性，然后把话一句一句说到对方听得懂为止；" * 6
NAME = "买买提·阿布都热合曼·库尔班江·艾则孜江江"
OWN = {f"own{nth}": {"label": f"团队自己的第{nth}项指标", "unit": "分", "better": "higher"} for nth in range(6)}
SERIES = {"contacts": [1980] * 11 + [2001], "fcr": [93.8] * 12, "csat": [99.1, 99.5] * 6, "qa": [99.4] * 12}


def years() -> dict[str, AgentYear]:
    """From everything at its longest to nothing but a name."""
    goals = [{"track": "能力提升", "goal": LONG, "by": "2026-06"}] * 8
    own = {key: [80.5] * 12 for key in OWN}
    full: dict[str, Any] = {
        "name": NAME,
        "role": LONG[:30],
        "motto": LONG,
        "closing": LONG,
        "quotes": [LONG],
        "improve": [LONG],
        "plan": goals,
        "growth": [{"skill": LONG, "before": 1, "after": 5}],
        "assist_hours": 320,
    }
    keys = [*SERIES, *OWN]
    aims = {"targets": dict.fromkeys(keys, 99.5), "weights": dict.fromkeys(keys, 10)}
    stories = (story(title=LONG[:60], lesson=LONG),)
    return {
        "full": agent_year({**SERIES, **own}, stories=stories, team=Team.model_validate({"metrics": OWN}), **full),
        "scored": agent_year(
            {**SERIES, **own},
            {key: [90.0] * 12 for key in keys},
            stories,
            Team.model_validate({"metrics": OWN, **aims}),
            **full,
        ),
        "contacts": agent_year(series={"contacts": [900] * 12}),
        "one month": agent_year(series={"contacts": months(m3=900), "fcr": months(m3=95.2)}),
        "nothing": agent_year(series={}),
    }


@pytest.mark.parametrize("name", ["full", "scored", "contacts", "one month", "nothing"])
def test_it_is_one_page_and_nothing_falls_off(name: str, tmp_path: Path, page: Page) -> None:
    logo = io.BytesIO()
    Image.new("RGB", (900, 200), "navy").save(logo, "PNG")
    year = replace(years()[name], logo=logo.getvalue() if name == "scored" else b"")
    exhibits = exhibits_of(year)
    jobs = {name: exhibit.job for name, exhibit in exhibits.items()}
    blocks = Blocks(year, exhibits, jobs, {job.key: svgs(job.draw()) for job in jobs.values()}.__getitem__)
    file = tmp_path / year.uri / onepage.FOLDER / "index.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(onepage.page(blocks))
    shutil.copytree(ROOT / "docs" / "assets", tmp_path / "assets")
    (tmp_path / "assets/logo.png").write_bytes(logo.getvalue())
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    for part in (".sheet__side", ".sheet__main"):
        room, taken = page.evaluate(
            """(part) => { const sheet = document.querySelector('.sheet').getBoundingClientRect();
            const last = document.querySelector(part).lastElementChild?.getBoundingClientRect();
            return [sheet.bottom - 40, last ? last.bottom : 0]; }""",
            part,
        )
        assert taken <= room, part
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.sheet :is(p, li, dt, dd, td, th, span, small, h1, h2)')]
            .filter((each) => each.textContent.trim()).map((each) => parseFloat(getComputedStyle(each).fontSize)))"""
    )
    assert smallest >= 8 / 0.75  # 8 pt in pixels
    drawn = """() => [...document.querySelectorAll('.sheet svg text')]
        .map((each) => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a)"""
    assert min(page.evaluate(drawn), default=11) >= 8 / 0.75
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360
    assert min(page.evaluate(drawn), default=11) >= 8 / 0.75
    page.emulate_media(media="print", color_scheme="dark")
    ink, ground = page.evaluate(
        """() => [document.querySelector('h1'), document.body].map((each, at) =>
            getComputedStyle(each)[at ? 'backgroundColor' : 'color'].match(/[\\d.]+/g).map(Number))"""
    )
    assert sum(ink[:3]) < 300  # dark on white, whatever the screen shows
    assert sum(ground[:3]) > 700 or ground[3:] == [0]
    paper = tmp_path / "sheet.pdf"
    page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    if shutil.which("pdfinfo") is None:
        missing("pdfinfo (poppler-utils) is not installed")
    told = subprocess.run(["pdfinfo", str(paper)], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1\n" in told
    assert "(A4)" in told
