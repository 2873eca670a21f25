"""Every number in PPT, Word and Markdown is the page's, for people that nobody has seen before."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import pytest
import yaml
from docx import Document
from lxml import html
from openpyxl import load_workbook
from pptx import Presentation

from chronicle.rendering.blocks import Blocks
from chronicle.rendering.documents.docx import document
from chronicle.rendering.documents.flow import Piece, flow
from chronicle.rendering.documents.markdown import markdown
from chronicle.rendering.documents.native_charts import is_native
from chronicle.rendering.documents.pptx import presentation
from chronicle.rendering.slides import deck
from composed import composed, html_of, pool_of

NUMBER = re.compile(r"[−-]?\d[\d,]*(?:\.\d+)?")
#: Where a number comes from is no number, nor is the place of a slide among others.
SOURCES = re.compile(r"[\w./\u4e00-\u9fff-]+\.(?:yml|csv|md|xlsx)(?::\d+)?|（\d+ / \d+）")


def months(dice: random.Random, low: float, high: float, decimals: int, mixed: bool = False) -> list[str | None]:
    """Twelve numbers as somebody types them, each in its own way where ``mixed``; at times without some months."""
    values: list[str | None] = [
        f"{dice.uniform(low, high):.{dice.randint(0, decimals) if mixed else decimals}f}" for _ in range(12)
    ]
    for month in dice.sample(range(12), dice.choice((0, 0, 1, 4))):
        values[month] = None
    return values


def person(dice: random.Random) -> dict[str, Any]:
    size = 10 ** dice.randint(1, 8)
    share = dice.choice((0, 1, 2, 4))
    aht = months(dice, 30, 3600, 2, mixed=True)
    if dice.random() < 0.3:
        aht = [value and f"{int(float(value)) // 60}:{int(float(value)) % 60:02}" for value in aht]
    figure = [{"label": f"第 {at} 项", "unit": dice.choice(("通", "%", "秒")),
               "before": months(dice, 1, 9 * 10 ** dice.randint(0, 7), 2)[0] or "5",
               "during": months(dice, 1, 9 * 10 ** dice.randint(0, 7), 3)[0] or "5.10"} for at in range(3)]  # fmt: skip
    return {
        "name": "林夏",
        "workdays": dice.randint(1, 260),
        "metrics": {
            "contacts": [value and value.partition(".")[0] for value in months(dice, size, size * 9, 0)],
            "fcr": months(dice, 80, 99.9, share, mixed=True),
            "csat": months(dice, 99, 99.999, 3),
            "qa": months(dice, 60, 99.9, 1, mixed=True),
            "aht": aht,
        },
        "issues": [{"name": f"事由 {chr(65 + at)}", "kind": dice.choice(("咨询", "投诉")),
                    "count": dice.randint(1, 10 ** dice.randint(1, 9))} for at in range(dice.randint(1, 9))],
        "energy": {"monthly": [dice.choice((None, *range(1, 11))) for _ in range(11)] + [5]},
        "growth": [{"skill": f"本领 {chr(65 + at)}", "before": dice.randint(1, 3), "after": dice.randint(3, 5)}
                   for at in range(dice.randint(1, 5))],
        "campaigns": [{"title": "护航", "from": "2025-07-01", "to": "2025-08-31", "figures": figure}],
        "suggestions": {"submitted": dice.randint(9, 9999), "adopted": dice.randint(0, 9)},
        "assist_hours": dice.choice((3, "12.5", 4000)),
        "present": ["cover", "numbers", "summary", "trends", "quarters", "issues", "energy", "growth", "campaigns",
                    "scorecard", "sources", "results"],
    }  # fmt: skip


def numbers(text: str) -> list[str]:
    """Every number in a text, as it is written there."""
    return [found.rstrip(",") for found in NUMBER.findall(SOURCES.sub("", text))]


def value(text: str) -> float | None:
    found = numbers(text.replace(" ", ""))
    return float(found[0].replace(",", "").replace("−", "-")) if found else None


def texts(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if shape.has_text_frame and "slidenum" not in shape.element.xml:
            yield shape.text_frame.text


Tables = dict[str, list[list[str]]]


@dataclass(frozen=True)
class Made:
    """A person's year: what the page shows (text, tables by chart), and what the other forms are made of."""

    blocks: Blocks
    page: Any
    tables: Tables
    pieces: tuple[Piece, ...]

    @property
    def said(self) -> set[str]:
        """Every number that the page says."""
        return {*numbers(" ".join(self.page.itertext())), "2025", "2024"}


@pytest.fixture(scope="module", params=range(3))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    dice, root = random.Random(request.param), tmp_path_factory.mktemp("people")
    people = root / "data/agents/linxia"
    people.mkdir(parents=True)
    targets = {"fcr": f"{dice.uniform(90, 99):.{dice.randint(0, 3)}f}", "contacts": dice.randint(10, 10**8)}
    team = {"name": "中心", "year": 2025, "targets": targets}
    years = {
        "team": team,
        "agents/linxia/2025": person(dice),
        "agents/linxia/2024": person(dice) | {"present": [], "campaigns": []},
    }
    for name, record in years.items():
        (root / f"data/{name}.yml").write_text(yaml.safe_dump(record, allow_unicode=True, sort_keys=False), "utf-8")
    site = composed(root)
    assert not site.problems
    year = site.years["agents/linxia/2025"]
    assert year.blocks
    uri, pool = f"{year.agent_year.uri}/index.md", pool_of(root)
    pool.order(year.blocks.jobs.values())
    article = html_of(site, uri, root)
    page = html.fragment_fromstring(article, "div")
    tables = {
        figure.get("data-chart"): [[cell.text_content() for cell in row] for row in figure.iter("tr")]
        for figure in page.iter("figure")
    }
    return Made(replace(year.blocks, svgs=pool.svgs), page, tables, flow(year.agent_year, {uri: article}))


def test_every_number_of_a_presentation_is_the_pages(made: Made) -> None:
    slides = deck(made.blocks)
    file = Presentation(BytesIO(presentation(made.blocks.agent_year, slides)))
    for slide in file.slides:
        for text in [*texts(slide.shapes), slide.notes_slide.notes_text_frame.text]:
            assert {*numbers(text)} <= made.said, text
    charts = [[shape.chart for shape in slide.shapes if shape.has_chart] for slide in file.slides]
    natives = [slide.exhibit for slide in slides if slide.exhibit and is_native(slide.exhibit.spec)]
    assert len(natives) > 8
    for exhibit, there in zip(natives, filter(None, charts), strict=True):
        rows = made.tables[exhibit.name][1:]
        written = {number for row in rows for cell in row[1:] for number in numbers(cell)} | made.said
        for chart in there:
            series = [list(one.values) for one in chart.plots[0].series]
            book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
            assert [[cell.value for cell in column[1:]] for column in book.iter_cols(min_col=2)] == series
            assert {point for one in series for point in one if point is not None} <= {*map(value, written)}
            if exhibit.name.startswith(("trend", "quarters", "energy")):
                assert [value(row[1]) for row in rows] == series[-1], exhibit.name
            assert {*labels(chart)} <= written, exhibit.name


def labels(chart: Any) -> Iterator[str]:
    """The numbers that stand at the points of a chart's last series, as PowerPoint writes them."""
    root = chart._chartSpace
    last = root.xpath("(//c:ser)[last()]")[0]
    form = last.xpath(".//c:numCache/c:formatCode")[0].text
    own = {one.xpath("c:idx/@val")[0]: one.xpath("c:numFmt/@formatCode")[0] for one in last.xpath(".//c:dLbl")}
    for at, point in enumerate(chart.plots[0].series[-1].values):
        if point is not None and (str(at) in own or root.xpath("//c:lineChart") == []):
            pattern = own.get(str(at), form)
            decimals = len(pattern.partition(".")[2])
            yield (f"{point:.15g}" if pattern == "General" else f"{point:,.{decimals}f}").replace("-", "−")


def test_texts_have_the_pages_numbers_and_tables(made: Made) -> None:
    exhibits = [slide.exhibit for slide in deck(made.blocks) if slide.exhibit][:1]
    text = markdown(made.pieces).decode()
    word = Document(BytesIO(document(made.blocks.agent_year, made.pieces, exhibits)))
    words = "\n".join(paragraph.text for paragraph in word.paragraphs)
    in_word = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    assert {*numbers(text)} | {*numbers(words)} <= made.said | {str(at) for at in range(99)}
    for figure in made.page.xpath("//*[@data-figure]"):
        for number in numbers(figure.text_content()):
            assert number in numbers(text)
    for name, rows in made.tables.items():
        for row in rows:
            assert f"| {' | '.join(row)} |" in text, name
        assert rows in in_word or name == exhibits[0].name, name
