"""What holds for every chart, in every form, for every hard case."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.charts.pictures import CASES, IDS, NAMES, picture, words
from tests.charts.samples import CONTACTS, ISSUES

from chronicle.charts import issues, journey, sparkline
from chronicle.charts.sizes import FORMS, NARROW, WIDE

STYLE = (Path(__file__).parents[2] / "docs" / "assets" / "charts.css").read_text("utf-8")
every_case = pytest.mark.parametrize(("module", "name"), NAMES, ids=IDS)
in_both_forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
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
    assert not [c for c in used - plain if f".{c} " not in STYLE]


@every_case
def test_the_same_values_give_the_same_bytes(module, name):
    again = module.draw(CASES[module][name], WIDE, f'{name} <&"')
    assert again == picture(module, name, WIDE)


def test_importing_charts_loads_no_drawing_library():
    modules = sorted({module.__name__ for module, _ in NAMES})
    heavy = {"matplotlib", "numpy", "PIL", "wordcloud", "rjieba"}
    code = f"import sys, {', '.join(modules)}; print(sorted({heavy} & set(sys.modules)))"
    folder = Path(__file__).parents[2] / "hooks"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@in_both_forms
def test_the_matrix_needs_kind_and_priority(form):
    assert ">4,120<" in issues.matrix(ISSUES["five"], form, "x")
    assert issues.matrix(ISSUES["names only"], form, "x") == ""


def test_sparks_are_hidden_and_wordless():
    for svg in (
        sparkline.spark(CONTACTS),
        journey.spark((-2, -3, 1, 3)),
        journey.spark((1,)),
        sparkline.spark((None, 3, None)),
    ):
        root = ElementTree.fromstring(svg)
        assert root.get("aria-hidden") == "true"
        assert not list(root.iter("text"))
    assert sparkline.spark((None, None)) == journey.spark(()) == ""


def test_spark_marks_the_peak_even_of_negative_values():
    root = ElementTree.fromstring(sparkline.spark((-5, -1, -3, None)))
    (dot,) = root.iter("circle")
    assert float(dot.get("cy")) == 5
    assert float(dot.get("cx")) == pytest.approx(5 + 150 / 3)


def test_narrow_is_narrow():
    assert NARROW.width < WIDE.width
    assert not NARROW.wide
