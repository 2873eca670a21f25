"""The slides as a .pptx: whole, native, the page's own numbers, in whichever template; nothing cut, nothing on top."""

from __future__ import annotations

import pickle
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from io import BytesIO
from itertools import combinations
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

import pytest
from lxml import etree
from odd_templates import ODD
from pptx import Presentation
from pptx.enum.chart import XL_TICK_LABEL_POSITION
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.util import Inches

from building import PATIENCE, missing
from chronicle.figures import sentences
from chronicle.figures.agent_year import AgentYear, headline
from chronicle.figures.words import Word
from chronicle.rendering.blocks import Blocks
from chronicle.rendering.documents import pptx, pptx_template
from chronicle.rendering.documents.jobs import pptx_job
from chronicle.rendering.documents.packing import pack, repack, unpack
from chronicle.rendering.outline import exhibits_of
from chronicle.rendering.slides import deck
from make import agent_year, story

DRAWN = ('<svg viewBox="0 0 760 282">', '<svg viewBox="0 0 328 237">')
JOURNEY = [{"at": "来电", "mood": -2, "note": "看不清"}, {"at": "梳理账单", "mood": 0}, {"at": "道别", "mood": 2}]
PRESENT = [
    "cover", "numbers", "summary", "trend-contacts", {"block": "trend-fcr", "say": "这一格我听得最多"},
    "quarters-fcr", "issues", "tags", "campaign-1", "energy", "growth", "needs", "stories", "crystals",
    "journal", "plan", "closing",
]  # fmt: skip
FULL = {
    "role": "热线客服代表",
    "motto": "听完了，再开口",
    "tags": {"耐心": 8, "专业": 5, "解决速度快": 3},
    "crystals": [{"title": "时间点", "rule": "先报时间", "phrasings": ["您别急"]}],
    "issues": [{"name": "电费账单", "kind": "咨询", "count": 620}, {"name": "停电", "kind": "投诉", "count": 41}],
    "energy": {"monthly": [7, 7, 6, 7, 7, 5, 3, 4, 7, 8, 8, 8], "gives": ["那声谢谢"], "drains": ["沉默"]},
    "growth": [{"skill": "三秒情绪识别", "before": 3, "after": 5}],
    "journal": [{"date": f"2025-{month:02}-02", "note": "安抚了一位着急的用户。"} for month in range(1, 13)],
    "plan": [{"track": "能力提升", "goal": "数据分析", "by": "2026-06", "measure": "独立完成一份分析"}],
    "closing": "您好，请问有什么可以帮您？",
    "campaigns": [
        {"title": "迎峰度夏", "from": "2025-07-01", "to": "2025-08-31",
         "figures": [{"label": "日均接听", "unit": "通", "before": 96, "during": 168},
                     {"label": "接通率", "unit": "%", "before": 94.5, "during": 97}]},
    ],
    "present": PRESENT,
}  # fmt: skip
LAST = {"contacts": [1900] * 12, "fcr": [93.6] * 12, "aht": [300] * 12}
NAME = "买买提·阿布都热合曼·库尔班江·艾则孜江江"
STORIES = (
    story("one", journey=JOURNEY, need="尊重", principle={"name": "三原则", "steps": ["慢", "简"]}),
    story("two", date="2025-05-01", lesson="先接住情绪，再给确定性。" * 12),
)


def year(**record) -> AgentYear:
    words = (Word("耐心", 812, "praise"), Word("机械答复", 6, "blame"), Word("账单", 3, "topic"))
    return replace(agent_year(before=LAST, stories=STORIES, **{**FULL, **record}), words=words)


def made(person: AgentYear, template: bytes = b"") -> bytes:
    exhibits = exhibits_of(person)
    slides = deck(Blocks(person, exhibits, {}, lambda _: DRAWN))
    return pptx.presentation(person, slides, template)


@cache
def odd(name: str) -> bytes:
    """A short presentation after one of the odd templates."""
    return made(year(name=NAME, present=SHORT), ODD[name]())


@cache
def built_in() -> bytes:
    """A short presentation in the look that is built in."""
    return made(year(present=SHORT))


@pytest.fixture(scope="module")
def full() -> bytes:
    return made(year())


def opened(data: bytes):
    return Presentation(BytesIO(data))


def charts(presentation) -> list:
    return [shape.chart for slide in presentation.slides for shape in slide.shapes if shape.has_chart]


def words(presentation) -> str:
    frames = [shape.text_frame.text for slide in presentation.slides for shape in slide.shapes if shape.has_text_frame]
    return "\n".join(frames)


# --- a whole file -------------------------------------------------------------------------------------------------


def check_whole(data: bytes) -> None:
    """No part twice, every part of a known type, every relationship leads to a part, every id of a slide once."""
    with ZipFile(BytesIO(data)) as file:
        names = file.namelist()
        assert file.testzip() is None
    assert len(names) == len(set(map(str.lower, names)))
    parts = unpack(data)
    types = etree.fromstring(parts["[Content_Types].xml"])
    extensions = {each.get("Extension") for each in types if each.get("Extension")}
    overrides = [each.get("PartName").lstrip("/") for each in types if each.get("PartName")]
    assert len(overrides) == len(set(overrides))
    assert set(overrides) <= set(names)
    for name in names:
        assert name in overrides or name.rpartition(".")[2] in extensions
        if name.endswith(".rels"):
            folder = PurePosixPath(name).parent.parent
            rels = etree.fromstring(parts[name])
            assert len({each.get("Id") for each in rels}) == len(rels)
            for each in rels:
                assert each.get("TargetMode") != "External"
                target = each.get("Target")
                path = target.lstrip("/") if target.startswith("/") else str(folder / target)
                while "/../" in path:
                    path = re.sub(r"[^/]+/\.\./", "", path, count=1)
                assert path.lstrip("./") in names, (name, target)
        elif re.fullmatch(r"ppt/slides/slide\d+\.xml", name):
            root = etree.fromstring(parts[name])
            ids = [each.get("id") for each in root.iter("{*}cNvPr")]
            assert len(ids) == len(set(ids)), name
            used = {value for each in root.iter() for key, value in each.attrib.items() if "relationships}" in key}
            rels = etree.fromstring(parts[f"ppt/slides/_rels/{name.rpartition('/')[2]}.rels"])
            assert used <= {each.get("Id") for each in rels}


def test_the_file_is_whole(full):
    check_whole(full)
    for name, part in unpack(full).items():
        if name.endswith(".xlsx"):
            assert "xl/workbook.xml" in unpack(part)


def test_the_same_year_gives_the_same_bytes(full):
    assert made(year()) == full


def test_another_process_makes_the_same(full):
    exhibits = exhibits_of(year())
    blocks = Blocks(year(), exhibits, {}, lambda _: DRAWN)
    job = pickle.loads(pickle.dumps(pptx_job(blocks, "digest", b"")))
    assert job.draw() == full
    assert job.key == "digest"


def test_no_part_tells_when_it_was_made(full):
    with ZipFile(BytesIO(full)) as file:
        assert {info.date_time[:3] for info in file.infolist()} == {(1980, 1, 1)}
        books = [file.read(name) for name in file.namelist() if name.endswith(".xlsx")]
    assert books
    for data in [full, *books]:
        core = unpack(data)["docProps/core.xml"].decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2000-01-01T00:00:00Z"}


@pytest.mark.parametrize("foreign", [False, True])
def test_the_master_of_the_notes_is_named_once(foreign):
    root = etree.fromstring(unpack(made(year(), template() if foreign else None))["ppt/presentation.xml"])
    names = [etree.QName(each).localname for each in root]
    assert names[:3] == ["sldMasterIdLst", "notesMasterIdLst", "sldIdLst"]
    assert len(root.findall("{*}notesMasterIdLst/{*}notesMasterId")) == 1


def test_packing_keeps_every_byte_of_the_parts():
    parts = {"b.xml": b"<b/>", "a.bin": bytes(range(256))}
    assert unpack(repack(pack(parts))) == parts
    assert list(unpack(pack(parts))) == ["b.xml", "a.bin"]


def test_whose_it_is_stands_in_the_properties(full):
    core = opened(full).core_properties
    assert (core.author, core.last_modified_by) == ("林夏", "林夏")
    assert core.title == "林夏 · 2025 年度“人间观察员”工作纪实"


# --- what stands on it --------------------------------------------------------------------------------------------


def test_one_slide_of_the_page_is_one_of_the_file(full):
    person = year()
    exhibits = exhibits_of(person)
    slides = deck(Blocks(person, exhibits, {}, lambda _: DRAWN))
    titles = [slide.shapes.title.text_frame.text for slide in opened(full).slides]
    assert len(titles) == len(slides)
    assert {slide.title for slide in slides if slide.kind in ("chart", "story")} <= set(titles)


def test_charts_are_native_and_hold_the_years_numbers(full):
    person = year()
    found = charts(opened(full))
    series = {each.name: list(each.values) for chart in found for each in chart.plots[0].series}
    years = [list(each.values) for chart in found for each in chart.plots[0].series if each.name == "2025 年"]
    trends = [list(person.annual.measures[key].values) for key in ("contacts", "fcr")]
    assert years == [*trends, FULL["energy"]["monthly"]]
    assert series["2024 年"] == [93.6] * 12
    bars = [list(each.values) for chart in found for each in chart.plots[0].series if each.name == "次数"]
    assert bars == [[620, 41], [1]]  # reasons and needs
    assert series["日均接听（通）"] == [96, 168]
    assert series["接通率（%）"] == [94.5, 97]
    assert series["三秒情绪识别（级）"] == [3, 5]
    shown = [round(value, value.decimals) for value in person.annual.measures["fcr"].quarters]
    assert series["季度值（%）"] == shown  # as they stand on the page
    below = {chart.category_axis.tick_label_position for chart in found}
    assert below == {XL_TICK_LABEL_POSITION.LOW}  # below values that are less than 0, too


def test_the_four_numbers_are_those_of_the_page(full):
    said = opened(full).slides[1]
    text = "\n".join(shape.text_frame.text for shape in said.shapes if shape.has_text_frame)
    for measure, figure in headline(year()):
        assert measure.metric.label in text
        assert sentences.figure_text(figure) in text


def test_what_has_no_native_kind_is_a_picture_with_words(full):
    slides = opened(full).slides
    pictures = [shape for slide in slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert len(pictures) == 3  # the cloud, the curve of one story, the days of the journal
    for shape in pictures:
        assert len(shape.element.xpath(".//p:cNvPr")[0].get("descr")) > 10


def test_every_chart_says_what_it_shows(full):
    for slide in opened(full).slides:
        for shape in slide.shapes:
            if shape.has_chart:
                assert len(shape.element.xpath(".//p:cNvPr")[0].get("descr")) > 10
                assert "小点" not in shape.element.xpath(".//p:cNvPr")[0].get("descr")  # there are none
                assert "来源：" in slide.notes_slide.notes_text_frame.text


def test_the_peak_is_marked(full):
    chart = charts(opened(full))[0]
    [label] = chart.plots[0].series[-1]._element.xpath(".//c:dLbl/c:idx")
    assert label.get("val") == "6"


def test_the_line_of_ones_own_stands_on_its_slide(full):
    assert "这一格我听得最多" in words(opened(full))


def test_name_year_and_number_stand_at_the_foot(full):
    for at, slide in enumerate(opened(full).slides, 1):
        xml = etree.tostring(slide._element).decode()
        assert 'type="slidenum"' in xml
        assert "林夏 · 2025" in "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert slide.slide_id == 255 + at


def test_no_text_names_a_font_and_the_theme_names_chinese_ones(full):
    parts = unpack(full)
    for name, part in parts.items():
        if re.match(r"ppt/(slides|charts|slideLayouts)/[^/]+\.xml$", name):
            assert not re.search(rb'<a:(latin|ea|cs) typeface="[^+"]', part), name
    theme = parts["ppt/theme/theme1.xml"].decode()
    assert re.findall(r'<a:ea typeface="([^"]*)"', theme) == ["宋体", "微软雅黑"]


def test_what_people_wrote_is_text():
    data = made(year(motto="<b>&甲</b>\x0b", name="乙<&>", closing="一行\n又一行"))
    check_whole(data)
    assert "一行 又一行" in words(opened(data))
    assert "<b>&甲</b>" in words(opened(data))


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({}, "林夏"),
        ({"closing": "您好", "say": {"closing": "最后一句"}}, "最后一句\n您好"),
        ({"assist_hours": 30, "suggestions": {"submitted": 5}}, "30\u00a0小时"),
        ({"sections": [{"title": "荣誉", "items": ["之星"]}, {"title": "学到", "text": "十二讲"}]}, "学到　十二讲"),
    ],
)
def test_a_year_of_next_to_nothing(record, said):
    data = made(agent_year(series={}, **record))
    check_whole(data)
    assert said in words(opened(data))


def test_a_year_of_contacts_alone():
    person = agent_year(series={"contacts": [100] * 12})
    data = made(person)
    check_whole(data)
    assert len(charts(opened(data))) >= 1


# --- a company's template -----------------------------------------------------------------------------------------


def template(width: float = 10, height: float = 7.5) -> bytes:
    """A foreign one: another size, other layouts, English; with slides, a section and a link of its own."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Inches(width), Inches(height)
    for index in range(3):
        slide = presentation.slides.add_slide(presentation.slide_layouts[index])
        slide.shapes.title.text = "Our old slide"
        slide.notes_slide.notes_text_frame.text = "old notes"
    body = BytesIO()
    presentation.save(body)
    return body.getvalue()


def edited(data: bytes, name: str, old: str, new: str) -> bytes:
    parts = unpack(data)
    assert old in parts[name].decode()
    parts[name] = parts[name].decode().replace(old, new).encode()
    return pack(parts)


@pytest.mark.parametrize("size", [(10, 7.5), (13.333, 7.5), (25.4, 14.29), (10, 5.63)])
def test_a_companys_template_is_followed(size):
    foreign = template(*size)
    data = made(year(), foreign)
    check_whole(data)
    presentation = opened(data)
    assert presentation.slide_width == Inches(size[0])
    assert {slide.slide_layout.name for slide in presentation.slides} == {"Title Slide", "Title and Content"}
    everything = b"".join(unpack(data).values()).decode("utf-8", "replace")
    assert "Our old slide" not in everything
    assert "old notes" not in everything
    assert presentation.slides[0].shapes.title.placeholder_format.type == PP_PLACEHOLDER.CENTER_TITLE


def test_sections_and_links_to_dropped_slides_go_with_them():
    section = '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"/></p:ext></p:extLst></p:presentation>'
    foreign = edited(template(), "ppt/presentation.xml", "</p:presentation>", section)
    foreign = edited(
        foreign, "ppt/slideLayouts/_rels/slideLayout2.xml.rels", "</Relationships>",
        '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide" '
        'Target="../slides/slide2.xml"/></Relationships>',
    )  # fmt: skip
    link = r'\1><a:hlinkClick xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:id="rId77"/></p:cNvPr>'
    parts = unpack(foreign)
    layout = parts["ppt/slideLayouts/slideLayout2.xml"].decode()
    parts["ppt/slideLayouts/slideLayout2.xml"] = re.sub(r"(<p:cNvPr id=\"2\"[^>]*)/>", link, layout, count=1).encode()
    data = made(year(), pack(parts))
    check_whole(data)
    assert b"sectionLst" not in unpack(data)["ppt/presentation.xml"]
    assert b"hlinkClick" not in unpack(data)["ppt/slideLayouts/slideLayout2.xml"]


def without_layouts() -> bytes:
    presentation = Presentation()
    for layout in list(presentation.slide_layouts)[:6] + list(presentation.slide_layouts)[7:]:
        presentation.slide_layouts.remove(layout)
    body = BytesIO()
    presentation.save(body)
    return body.getvalue()


def potx() -> bytes:
    return edited(template(), "[Content_Types].xml", "presentation.main+xml", "template.main+xml")


BROKEN = {
    "nothing of a zip": (lambda: b"PK not really", "另存为 .pptx"),
    "a zip of something else": (lambda: pack({"a.txt": b"a"}), "另存为 .pptx"),
    "cut off": (lambda: template()[:5000], "另存为 .pptx"),
    "potx": (potx, "另存为 .pptx"),
    "no layout": (without_layouts, "版式"),
    "no room": (lambda: template(10, 2.6), "放不下一张图"),
    "no theme": (
        lambda: edited(template(), "ppt/slideMasters/_rels/slideMaster1.xml.rels", "/theme", "/tags"), "另存为 .pptx",
    ),
    "too large": (lambda: bytes(pptx_template.LARGEST + 1), "5 MB"),
    "a bomb": (lambda: pack({"a.bin": bytes(pptx_template.LARGEST * 21)}), "太大"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_template_that_cannot_be_followed_is_one_line_and_the_built_in_look(name):
    make, told = BROKEN[name]
    data = make()
    with pytest.raises(pptx_template.TemplateError, match=told) as fault:
        pptx_template.company(data)
    assert "\n" not in str(fault.value)
    assert made(year(present=SHORT), data) == built_in()


def test_a_title_and_a_text_of_the_same_index_are_told_apart():
    """LibreOffice writes no index for a layout's text, so that it has the title's."""
    foreign = edited(template(), "ppt/slideLayouts/slideLayout2.xml", '<p:ph idx="1"/>', "<p:ph/>")
    slides = opened(made(year(), foreign)).slides
    titles = [
        shape.text_frame.text
        for slide in slides
        for shape in slide.placeholders
        if shape.placeholder_format.type in pptx_template.TITLES
    ]
    assert len(titles) == len(slides)
    assert all(titles)
    assert {"这一年，用数字说", "凌晨一点的电费", "来年"} <= set(titles)


def test_a_good_template_has_no_fault():
    assert not pptx_template.company(template()).built_in


@pytest.mark.parametrize("name", ODD)
def test_an_odd_template_is_followed_too(name):
    assert not pptx_template.company(ODD[name]()).built_in
    data = odd(name)
    check_whole(data)
    master = "ppt/slideMasters/slideMaster1.xml"
    assert unpack(data)[master] == unpack(ODD[name]())[master]
    presentation = opened(data)
    for at, slide in enumerate(presentation.slides, 1):
        assert "来源：" in slide.notes_slide.notes_text_frame.text or at == 2
        assert 'type="slidenum"' in etree.tostring(slide._element).decode()
        for shape in slide.shapes:
            assert 0 <= shape.left <= presentation.slide_width - shape.width, (at, shape.name)
            assert 0 <= shape.top <= presentation.slide_height - shape.height, (at, shape.name)


@pytest.mark.parametrize("name", ["wide margins", "dark"])
def test_what_is_marked_is_in_the_ink_of_a_companys_text(name):
    """Its second accent may be green."""
    found = charts(opened(made(year(present=["quarters-fcr", "issues"]), ODD[name]())))
    fills = [
        [(point.xpath("c:idx/@val") or ["all"])[0] + " " + point.xpath("c:spPr/a:solidFill/*/@val")[0] for point in
         chart._chartSpace.xpath("//c:ser | //c:dPt")]
        for chart in found
    ]  # fmt: skip
    quarters, issues = ([entry.split()[1] for entry in each] for each in fills)
    assert issues == ["accent1", "tx1"]
    assert quarters[0] == "accent1"


def test_a_number_keeps_its_decimals_in_its_label():
    figures = [{"label": "接通率", "unit": "%", "before": "97.0", "during": "98.25"}]
    task = {"title": "护航", "from": "2025-10-01", "to": "2025-10-09", "figures": figures}
    [chart] = charts(opened(made(year(campaigns=[task], present=["campaign-1"]))))
    forms = {label.xpath("c:idx/@val")[0]: label.xpath("c:numFmt/@formatCode") for label in
             chart._chartSpace.xpath("//c:dLbl")}  # fmt: skip
    assert (chart._chartSpace.xpath("//c:numCache/c:formatCode/text()"), forms) == (["General"], {"0": ["#,##0.0"]})
    assert set(chart._chartSpace.xpath("//c:dLbls//a:bodyPr/@wrap")) == {"none"}
    assert chart._chartSpace.xpath("//c:ser/c:dLbls/c:showVal/@val") == ["1"]  # the other column keeps its own
    assert chart._chartSpace.xpath("//c:dLbl/c:idx/following-sibling::*[1][self::c:numFmt]")  # in its order


# --- as LibreOffice shows it --------------------------------------------------------------------------------------

Printed = tuple[float, float, float, float, str]


Page = tuple[float, float, list[Printed]]


def printed_pages(pdf: Path) -> list[Page]:
    """Width, height and the words of each page."""
    html = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True).stdout.decode()
    found = []
    for width, height, body in re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', html, re.S):
        number = r'="([-\d.]+)"'
        boxes = re.findall(rf"<word xMin{number} yMin{number} xMax{number} yMax{number}>(.*?)</word>", body)
        found.append((float(width), float(height), [(*map(float, box[:4]), box[4]) for box in boxes]))
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, list[Page]]]:
    """How many slides each of the presentations has, and what LibreOffice prints of it; one start of it for all."""
    office = shutil.which("soffice")
    if office is None or shutil.which("pdftotext") is None:
        missing("LibreOffice (soffice) and pdftotext show what a presentation looks like")
    folder = tmp_path_factory.mktemp("office")
    files = {name: folder / f"{at}.pptx" for at, name in enumerate(EXTREMES)}
    for name, path in files.items():
        path.write_bytes(EXTREMES[name]())
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *files.values()], check=True, capture_output=True, timeout=PATIENCE)
    return {
        name: (len(opened(path.read_bytes()).slides), printed_pages(path.with_suffix(".pdf")))
        for name, path in files.items()
    }


def overlap(one: Printed, other: Printed) -> float:
    """The share of the smaller word that the other covers; the line's own leading is left out."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    lean = [(each[1] + 0.2 * (each[3] - each[1]), each[3] - 0.2 * (each[3] - each[1])) for each in (one, other)]
    high = min(lean[0][1], lean[1][1]) - max(lean[0][0], lean[1][0])
    smaller = min((each[2] - each[0]) * (each[3] - each[1]) for each in (one, other))
    return wide * high / smaller if wide > 0 and high > 0 and smaller else 0


SHORT = ["cover", "numbers", {"block": "trend-fcr", "say": "这一格"}, "issues", "journal"]
HUGE_TASK = {
    "title": "护航", "from": "2025-10-01", "to": "2025-10-09",
    "figures": [{"label": f"第 {at} 项", "unit": "通", "before": 1234567, "during": 98765432} for at in range(4)],
}  # fmt: skip
EXTREMES: dict[str, Callable[[], bytes]] = {
    "as written": lambda: made(year()),
    "a long name, twelve events": lambda: made(
        year(name=NAME, events=[{"month": at, "title": f"第 {at} 件要紧的事情"} for at in range(1, 13)])
    ),
    "long texts": lambda: made(
        year(motto="听完了，再开口。" * 5, closing="您好，请问有什么可以帮您？" * 8, improve=["偶尔叹气。" * 40],
             plan=[{"track": "能力提升", "goal": "数据分析入门，" * 14, "measure": "独立完成一份分析，" * 10}] * 6,
             present=[*PRESENT, "results"])
    ),
    "contacts alone": lambda: made(agent_year(series={"contacts": [100 + 10 * at for at in range(12)]})),
    "four to three": lambda: made(year(name=NAME), template()),
    "small and flat": lambda: made(year(), template(10, 5.63)),
    "huge numbers at the ends": lambda: made(
        agent_year(
            series={"contacts": [1987654321 - at for at in range(12)], "aht": [123456 + at for at in range(12)]},
            campaigns=[HUGE_TASK],
        )
    ),
    **{name: partial(odd, name) for name in ODD},
}  # fmt: skip


@pytest.mark.parametrize("name", EXTREMES)
def test_no_text_is_cut_or_stands_on_other_text(name, printed):
    count, shown = printed[name]
    assert len(shown) == count
    for at, (width, height, found) in enumerate(shown, 1):
        out = [word[4] for word in found if word[0] < -1 or word[1] < -1 or word[2] > width + 1 or word[3] > height + 1]
        assert not out, at
        both = [(a[4], b[4]) for a, b in combinations(found, 2) if overlap(a, b) > 0.15]
        assert not both, at
