"""What holds for every chart, in every form, for every hard case."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from io import BytesIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.text import Text
from PIL import Image
from tests.charts.pictures import CASES, NAMES, picture, words
from tests.charts.samples import CONTACTS, TRENDS

from chronicle.charts import canvas, palette, sparkline, trend
from chronicle.charts.agg import png
from chronicle.charts.drawings import chart_job
from chronicle.charts.sizes import FORMS, NARROW, SPARK, WIDE
from chronicle.charts.sparkline import MoodSparkline, SmallTrend, Sparkline
from rows import for_each

every_case = for_each(("module", "name"), NAMES)
in_both_forms = for_each("form", FORMS)
#: One decimal of a unit is lost in writing.
ROUNDING = 0.15


@in_both_forms
@every_case
def test_no_word_leaves_the_picture(module, name, form):
    svg = picture(module, name, form)
    width, height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
    out = [
        (text, box)
        for text, box in words(svg)
        if box.left < -1 or box.top < -1 or box.right > width + 1 or box.bottom > height + 1
    ]
    assert not out


@in_both_forms
@every_case
def test_no_word_touches_another(module, name, form):
    boxes = [(text, box._replace(right=box.right - ROUNDING, bottom=box.bottom - ROUNDING))
             for text, box in words(picture(module, name, form))]  # fmt: skip
    assert not [(a, b) for (a, box), (b, other) in combinations(boxes, 2) if box.meets(other)]


@in_both_forms
@every_case
def test_the_smallest_text_is_legible_on_the_smallest_screen(module, name, form):
    smallest_screen = {"wide": 600, "narrow": 288}[form.name]
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', picture(module, name, form))]
    assert min(sizes) * smallest_screen / form.width >= 11


@in_both_forms
@every_case
def test_svg_is_well_formed_named_and_carries_no_looks(module, name, form):
    svg = picture(module, name, form)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == f'{name} <&"'
    assert root.get("class").split()[:2] == ["chart", f"chart--{form.name}"]
    assert {element.tag for element in root.iter()} <= {"svg", "path", "circle", "text", "title"}
    assert not re.search(
        r"\b(style|id|fill|stroke|clip-path|xmlns)=|nan|inf\b|[\x00-\x08\x0b-\x1f]", svg.split(">", 1)[1]
    )


@every_case
def test_every_class_has_its_look(module, name):
    used = {c for form in FORMS for c in re.findall(r'class="([fltd]-[\w-]+)"', picture(module, name, form))}
    plain = {"t-ink", "t-note"}  # text is in ink unless said otherwise
    assert used - plain <= palette.rules().keys()


@every_case
def test_the_same_values_give_the_same_bytes(module, name):
    again = module.draw(CASES[module][name], WIDE).svg(f'{name} <&"')
    assert again == picture(module, name, WIDE)


def test_importing_charts_loads_no_drawing_library():
    modules = sorted({module.__name__ for module, _ in NAMES})
    heavy = {"matplotlib", "numpy", "PIL", "wordcloud", "jieba"}
    code = f"import sys, {', '.join(modules)}; print(sorted({heavy} & set(sys.modules)))"
    folder = Path(__file__).parents[2] / "hooks"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def spark(spec):
    return sparkline.draw(spec, SPARK).svg()


def test_sparks_are_hidden_and_wordless():
    for spec in (Sparkline(CONTACTS), MoodSparkline((-2, -3, 1, 3)), MoodSparkline((1,)), Sparkline((None, 3, None))):
        root = ElementTree.fromstring(spark(spec))
        assert root.get("aria-hidden") == "true"
        assert root.get("class") == "chart spark"
        assert not list(root.iter("text"))
    assert spark(Sparkline((None, None))) == spark(MoodSparkline(())) == ""


def test_spark_marks_the_peak_even_of_negative_values():
    root = ElementTree.fromstring(spark(Sparkline((-5, -1, -3, None))))
    (dot,) = root.iter("circle")
    assert float(dot.get("cy")) == 5
    assert float(dot.get("cx")) == pytest.approx(5 + 150 / 3)


@every_case
def test_every_chart_is_printed_by_agg(module, name):
    """On paper; every character is in a shipped font, else Agg warns."""
    sheet = module.draw(CASES[module][name], NARROW)
    image = Image.open(BytesIO(png(sheet, 2)))
    assert image.size == (656, 2 * round(sheet.height))
    assert max(image.convert("RGB").getcolors())[1] == tuple(bytes.fromhex(palette.colours()["paper"][1:]))


@for_each(
    ("text", "anchor"), [("7 月", "start"), ("接听 2,890 通", "middle"), ("《门当》", "end"), ("Wi-Fi AV", "end")]
)
def test_a_text_stands_on_a_png_where_matplotlib_would_put_it(monkeypatch, text, anchor):
    def ink():
        sheet = canvas.Sheet(WIDE)
        sheet.words(text, 300, 60, "ink", anchor, size=40, face="serif")
        dark = Image.open(BytesIO(png(sheet.cut(100), 2))).convert("L").point(lambda shade: 255 * (shade < 128))
        return dark.getbbox()

    own = ink()
    monkeypatch.setattr("chronicle.charts.svg.Label.draw", Text.draw)
    assert max(abs(mine - theirs) for mine, theirs in zip(own, ink(), strict=True)) <= 2


def test_when_a_chart_is_drawn_few_of_our_frames_are_on_the_stack(monkeypatch):
    depths = []

    def draw(spec, form):
        depths.append(sum("chronicle" in frame.filename for frame in inspect.stack(0)))
        return canvas.Sheet(form)

    monkeypatch.setattr(trend, "draw", draw)
    chart_job(TRENDS["one month"], "x").draw()
    assert max(depths) <= 8


def test_narrow_is_narrow():
    assert NARROW.width < WIDE.width
    assert not NARROW.wide


def test_a_small_lines_numbers_are_in_its_ink_and_lead_to_their_points():
    """They stand beyond last year's line, where without a leader they would be read as its own."""

    def drawn(previous: tuple[float, ...] | None, span: float) -> ElementTree.Element:
        return ElementTree.fromstring(
            sparkline.draw(SmallTrend((2.1, 2.0, 3.1, 1.3), previous, 3, 4, span), SPARK).svg()
        )

    def count(root: ElementTree.Element, kind: str) -> int:
        return sum(kind in (element.get("class") or "").split() for element in root.iter())

    beside, alone = drawn((3.0, 3.5, 5.0, 3.0), 3.7), drawn(None, 1.8)
    words = {element.text: element.get("class") for element in beside.iter() if element.text and element.text.strip()}
    assert {words["3.1"], words["1.3"]} == {"t-series"}
    assert (count(beside, "l-hair"), count(alone, "l-hair")) == (2, 1)  # alone, both stand right at their points
