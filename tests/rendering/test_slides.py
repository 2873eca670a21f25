"""Slides as values: which there are, in which order, and how much each holds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import make
from chronicle.pipeline.build import Site
from chronicle.records.model import Shown, Team, Year
from chronicle.rendering import slides
from chronicle.rendering.blocks import Blocks
from chronicle.rendering.outline import SECTIONS, exhibits_of
from chronicle.rendering.slides import Row, Slide, deck
from chronicle.rendering.slides.deck import together
from chronicle.rendering.slides.layout import GAP, NOTE, TEXT, TITLE, WIDTH, divide, height_of, room_of
from chronicle.rendering.slides.rows import split_text
from composed import composed, write_files
from make import agent_year, story
from rows import for_each

ASSETS = Path(__file__).parents[2] / "docs" / "assets"
DRAWN = (
    '<svg class="chart chart--wide" viewBox="0 0 760 282">',
    '<svg class="chart chart--narrow" viewBox="0 0 328 237">',
)
JOURNEY = [{"at": "来电", "mood": -2}, {"at": "道别", "mood": 2}]
SENTENCE = "她说眼睛不好，字太小，点来点去又回到首页；我说一句，您看一句。"
FULL = {
    "motto": "听完了，再开口",
    "tags": {"耐心": 8},
    "quotes": ["谢谢，一切都好"],
    "crystals": [{"title": "时间点", "rule": "先报时间"}, {"title": "短句", "rule": "一句十个字"}],
    "plan": [{"track": "能力提升", "goal": "数据分析"}, {"track": "经验传承", "goal": "写手册"}],
    "improve": ["叹气"],
    "closing": "您好，请问有什么可以帮您？",
    "campaigns": [
        {"title": "迎峰度夏", "from": "2025-07-01", "to": "2025-08-31",
         "figures": [{"label": "日均接听", "unit": "通", "before": 96, "during": 168}]},
        {"title": "护航", "from": "2025-10-01", "to": "2025-10-09", "summary": "备好对照图"},
    ],
}  # fmt: skip


def blocks(**record) -> Blocks:
    made = agent_year(**record)
    shown = exhibits_of(made)
    return Blocks(made, shown, {}, lambda _: DRAWN)


def ids(made: Blocks) -> list[str]:
    return [each.id for each in deck(made)]


def html(made: Blocks) -> str:
    return slides.page(made).decode()


# --- which slides, in which order ---------------------------------------------------------------------------------


def test_a_talk_of_a_year():
    stories = (story("one", journey=JOURNEY), story("two", date="2025-05-01"))
    shown = ids(blocks(stories=stories, before={"contacts": [1900] * 12, "fcr": [99] * 12}, **FULL))
    assert shown == [
        "cover", "numbers", "trend-contacts", "trend-fcr", "trend-aht", "campaign-1", "one", "stories",
        "crystals", "plan",
    ]  # fmt: skip


def test_where_there_are_targets_and_promises_they_have_a_slide_each():
    promised = [{"track": "能力提升", "goal": goal} for goal in ("练确认", "写手册")]
    before = Year.model_validate({"name": "林夏", "plan": promised})
    kept = {"last_year": {"plan": [{"goal": goal, "outcome": "做到"} for goal in ("练确认", "写手册")]}}
    made = blocks(team=Team(targets={"fcr": Shown(95, 0)}), say={"scorecard": "一格一格对过"}, **kept, **FULL)
    made = replace(made, agent_year=replace(made.agent_year, before=before))
    assert ids(made) == [
        "cover", "numbers", "trend-contacts", "trend-fcr", "scorecard", "campaign-1", "crystals", "last-year", "plan",
    ]  # fmt: skip
    assert deck(made)[4].say == "一格一格对过"


def test_a_metric_that_an_event_explains_comes_first():
    shown = ids(blocks(events=[{"month": 7, "title": "迎峰度夏", "metrics": ["aht"]}]))
    assert shown[2:5] == ["trend-contacts", "trend-aht", "trend-fcr"]


def test_a_talk_has_twelve_slides_at_most_and_says_what_it_leaves_out():
    year = {
        **FULL,
        "crystals": [{"title": f"第 {at} 条", "rule": "先报时间，再说原因。" * 4} for at in range(30)],
        "improve": ["叹气"] * 3, "issues": [{"name": "停电", "count": 3}],
    }  # fmt: skip
    full = blocks(stories=(story("one", journey=JOURNEY), story("two", date="2025-05-01")), **year)
    slides_shown = deck(full)
    assert len(slides_shown) <= 12
    [crystals] = [each for each in slides_shown if each.block == "crystals"]
    assert re.fullmatch(r"还有 \d+ 条，都在纪实里。", crystals.rows[-1].words)
    assert len(crystals.rows) - 1 + int(crystals.rows[-1].words.split()[1]) == 30


def test_the_rest_of_a_journal_that_a_page_folds_away_has_no_heading_on_a_slide():
    journal = [{"date": f"2025-03-{day:02}", "note": f"记下第 {day} 件"} for day in range(1, 9)]
    slides_shown = deck(blocks(journal=journal, present=["journal"]))
    rows = [row for slide in slides_shown for row in slide.rows]
    assert [row.lead for row in rows] == [""] * 8
    assert [row.words.split()[-2] for row in rows] == [str(day) for day in range(1, 9)]


def test_a_plan_too_long_for_its_slide_says_how_many_goals_are_left_and_ends_with_the_closing_line():
    said = "讲一遍，再由三位同事各提一个问题" * 2
    goals = [{"track": "能力提升", "goal": f"第 {at} 项", "measure": said} for at in range(30)]
    *shown, more, closing = deck(blocks(**FULL | {"plan": goals, "improve": []}))[-1].rows
    assert more.words == f"还有 {30 - len(shown)} 条，都在纪实里。"
    assert closing.words == FULL["closing"]


def test_a_year_of_metrics_alone_has_no_empty_slide():
    assert ids(blocks()) == ["cover", "numbers", "trend-contacts", "trend-fcr", "trend-aht"]


def test_a_year_of_nothing_still_has_a_cover():
    assert ids(blocks(series={}))[0] == "cover"


def test_the_agent_chooses_and_orders():
    made = blocks(**FULL, present=["plan", "trend-fcr", {"block": "cover"}])
    assert ids(made) == ["plan", "trend-fcr", "cover"]


def test_a_known_block_without_data_is_left_out():
    made = blocks(present=["trend-fcr", "tags", "energy", "trend-qa", "stories", "closing"])
    assert ids(made) == ["trend-fcr"]
    assert not list(slides.unknown(made))
    assert slides.without_data(made) == [*enumerate(("tags", "energy", "trend-qa", "stories", "closing"), 1)]


def test_stories_with_a_curve_are_slides_of_their_own():
    made = blocks(stories=(story("flat"), story("curved", journey=JOURNEY)), present=["journey"])
    assert ids(made) == ["curved"]
    assert not slides.without_data(made)


def test_a_story_by_its_file_name():
    made = blocks(stories=(story("one"), story("two", date="2025-05-01")), present=["two"])
    assert ids(made) == ["two"]
    assert not list(slides.unknown(made))


def test_the_same_block_twice_has_two_ids():
    assert ids(blocks(present=["trend-fcr", "trend-fcr"])) == ["trend-fcr", "trend-fcr.2"]


@for_each("name", SECTIONS)
def test_every_block_may_be_chosen(name):
    assert not list(slides.unknown(blocks(present=[name])))


@pytest.mark.parametrize(
    ("written", "meant"), [("trend-fcrr", "trend-fcr"), ("stores", "stories"), ("midnight-bil", "midnight-bill")]
)
def test_an_unknown_block_suggests_the_nearest(written, meant):
    made = blocks(stories=(story(),), present=["tags", written])
    [(index, message, mend)] = slides.unknown(made)
    assert index == 1
    assert written in message
    assert meant in mend


def test_more_than_twenty_are_too_many():
    assert not list(slides.unknown(blocks(present=["trend-fcr"] * 20)))
    [(index, message, _)] = slides.unknown(blocks(present=["trend-fcr"] * 21))
    assert index == 20
    assert "21" in message


def test_the_line_of_ones_own_stands_on_the_first_slide_of_its_block():
    present = [{"block": "campaigns", "say": "两件难事"}]
    assert [each.say for each in deck(blocks(**FULL, present=present))] == ["两件难事", ""]


def test_crystals_stand_together():
    [slide] = deck(blocks(**FULL, present=["crystals"]))
    assert [(row.lead, row.words) for row in slide.rows] == [("时间点", "先报时间"), ("短句", "一句十个字")]


LITTLE = {
    "name": ({"series": {}}, [1]),
    "closing, with a sentence": ({"series": {}, "closing": "您好", "say": {"closing": "最后一句"}}, [3]),
    "one of three kinds": (
        {"series": {}, "crystals": FULL["crystals"][:1], "improve": ["叹气"], "closing": "您好"}, [1, 4],
    ),
    "short sections": (
        {"series": {}, "sections": [{"title": "荣誉", "items": ["之星"]}, {"title": "学到", "text": "学完**十二**讲"}]},
        [1, 3],
    ),
    "a month": ({"series": {"fcr": make.months(m3=95.5)}, "closing": "您好"}, [2, 0, 0]),
    "a story without a curve": ({"series": {}, "stories": (story("one"),), "plan": FULL["plan"][:1]}, [3, 0]),
    "counts alone": ({"series": {}, "assist_hours": 30}, [1, 0]),
}  # fmt: skip


@pytest.mark.parametrize("name", LITTLE)
def test_no_slide_shows_two_lines_only(name):
    record, meant = LITTLE[name]
    shown = deck(blocks(**record))
    assert [each.lines if each.kind != "cover" else 1 + len(each.rows) for each in shown] == meant
    words = html(blocks(**record))
    for written in [record.get("closing", ""), *record.get("improve", [])]:
        assert written in words


def test_the_numbers_say_nothing_of_what_there_was_none_of_as_in_the_record():
    nothing = html(blocks(present=["numbers"], assist_hours=0, suggestions={"submitted": 0, "adopted": 0}))
    assert [word for word in ("远程生活助手", "提交建议", "采纳建议") if word in nothing] == []
    assert "采纳建议" in html(blocks(present=["numbers"], suggestions={"submitted": 3, "adopted": 0}))


def test_what_is_joined_is_named_and_a_long_section_stays_as_it_is():
    long = {"title": "学到的", "text": "一条。\n\n" * 9}
    shown = deck(blocks(sections=[{"title": "荣誉", "items": ["服务之星", "优秀师傅"]}, long], **FULL))
    assert [each.title for each in shown if each.block.startswith("section")] == ["荣誉", "学到的"]
    short = {"title": "学到的", "text": "- 听"}
    [both] = deck(blocks(series={}, sections=[{"title": "荣誉", "items": ["服务之星", "优秀师傅"]}, short]))[1:]
    assert (both.title, [row.lead for row in both.rows]) == ("荣誉、学到的", ["荣誉", "荣誉", "学到的"])
    assert [row.words for row in both.rows] == ["服务之星", "优秀师傅", "听"]


def test_a_line_is_not_named_by_the_title_that_stands_above_it():
    stories, end = Slide("stories", "rows", "还有这些故事", rows=(Row("甲", "一"),)), Row("再见")
    both = together(stories, Slide("closing", "closing", rows=(end,)))
    assert both
    assert (both.title, [row.lead for row in both.rows]) == ("还有这些故事", ["", ""])


def test_a_block_is_lines_for_other_programs():
    stories = (story("one", journey=JOURNEY, need="尊重"),)
    [slide] = deck(blocks(stories=stories, present=["lessons"]))
    assert slide.rows[0].words.startswith("最难的一刻 → 最后一刻：")


# --- how much a slide holds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 5, 12, 40])
@pytest.mark.parametrize("length", [4, 40, 140])
def test_no_slide_holds_more_than_the_wall(count, length):
    slide = Slide("plan", "rows", "来年")
    rows = [Row("长" * length, "做到的标志", "能力提升") for _ in range(count)]
    for part in divide(rows, slide):
        assert sum(map(height_of, part)) <= room_of(slide) + 0.01


def test_nothing_is_lost_and_nothing_changes_its_place():
    rows = [Row(f"第 {index} 件" + "事" * (index % 30), lead="甲" if index < 9 else "乙") for index in range(40)]
    assert [row for part in divide(rows, Slide("plan", "rows", "来年")) for row in part] == rows


def test_slides_of_one_list_are_about_equally_full():
    sizes = [len(part) for part in divide([Row("二十个字" * 5) for _ in range(22)], Slide("journal", "rows", "记录"))]
    assert len(sizes) > 1
    assert max(sizes) - min(sizes) <= 2


def test_a_long_text_is_parted_at_the_end_of_a_sentence():
    pieces = split_text(SENTENCE * 12)
    assert "".join(pieces) == SENTENCE * 12
    assert all(len(piece) <= 150 and piece.endswith(("。", "；")) for piece in pieces)


def test_a_sentence_without_an_end_is_cut():
    assert [len(piece) for piece in split_text("长" * 400)] == [150, 150, 100]


def test_a_short_text_stays_as_it_is():
    assert split_text("听完了，再开口") == ["听完了，再开口"]


def test_a_story_with_more_than_the_wall_holds_takes_two_slides():
    made = blocks(stories=(story("one", journey=JOURNEY, lesson=SENTENCE * 6),))
    told = [each for each in deck(made) if each.block == "stories"]
    assert [each.kind for each in told][:2] == ["story", "rows"]
    assert [each.lesson for each in told[:2]] == ["", ""]
    assert "".join(row.words for each in told[1:] for row in each.rows) == SENTENCE * 6


def test_a_story_that_fits_is_one_slide_with_its_lesson():
    made = blocks(stories=(story("one", journey=JOURNEY, principle={"name": "三原则", "steps": ["慢", "简"]}),))
    [told] = [each for each in deck(made) if each.block == "stories"]
    assert told.lesson == "将心比心"
    assert told.principle == "三原则：慢 → 简"


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_page_needs_nothing_but_its_assets():
    page = html(blocks(stories=(story(),), **FULL))
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"""\s(?:style|on\w+)=["']""", page)
    assert set(re.findall(r'(?:href|src)="([^"#]+)"', page)) == {
        "../../../../assets/seal.svg", "../../../../assets/book.css", "../../../../assets/slides.css",
        "../../../../assets/slides.js", "../index.html",
    }  # fmt: skip


def test_what_people_wrote_is_text():
    page = html(blocks(motto="<script>alert(1)</script>", present=[{"block": "cover", "say": "<b>甲</b>"}]))
    assert "<b>" not in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;甲&lt;/b&gt;" in page


def test_key_numbers_keep_their_source():
    page = html(blocks())
    assert (
        f'data-figure="contacts.total" data-value="{sum(make.CONTACTS)}" data-source="data/agents/linxia/2025.yml:3"'
        in page
    )


def test_a_chart_has_its_caption_and_its_data():
    page = html(blocks(present=["trend-fcr"]))
    figure = re.search(r'<figure[^>]*data-chart="trend-fcr".*?</figure>', page, re.S)
    assert figure
    assert "<figcaption>" in figure[0]
    assert figure[0].count('<th scope="row">') == 12


def test_a_chart_carries_its_values():
    [slide] = deck(blocks(present=["trend-fcr"]))
    assert slide.exhibit
    assert slide.title == slide.exhibit.title
    assert "".join(DRAWN) in html(blocks(present=["trend-fcr"]))


def test_every_id_stands_once():
    found = re.findall(r'\sid="([^"]+)"', html(blocks(stories=(story(),), **FULL)))
    assert len(found) == len(set(found))


def test_without_a_cover_the_page_still_has_a_heading():
    assert html(blocks(present=["trend-fcr"])).count("<h1") == 1
    assert html(blocks(present=["cover"])).count("<h1") == 1


def test_the_same_year_gives_the_same_bytes():
    assert slides.page(blocks(**FULL)) == slides.page(blocks(**FULL))


# --- the style sheet ----------------------------------------------------------------------------------------------


def test_the_sizes_of_type_are_those_that_were_reckoned_with():
    css = (ASSETS / "slides.css").read_text("utf-8")
    [wall, _phone] = [
        each for each in re.findall(r":root(?::not\(\.paper\))? \{(.*?)\}", css, re.S) if "--title" in each
    ]
    declared = dict(re.findall(r"--(title|text|note|gap|room): ([\d.]+);", wall))
    reckoned = {"title": TITLE, "text": TEXT, "note": NOTE, "gap": GAP, "room": WIDTH}
    assert {name: float(size) for name, size in declared.items()} == reckoned


# --- mistakes -----------------------------------------------------------------------------------------------------

YEAR = """\
name: 林夏
metrics:
  contacts: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
present:
  - trend-contacts
  - trend-contcats
  - {say: 一句话, block: plans}
"""


def assembled(root: Path, year: str, **stories: str) -> Site:
    people, told = root / "data/agents/linxia", root / "docs/agents/linxia/2025"
    people.mkdir(parents=True)
    told.mkdir(parents=True)
    (people / "2025.yml").write_text(year, "utf-8")
    for name, text in stories.items():
        (told / f"{name}.md").write_text(text, "utf-8")
    return composed(root)


def test_an_unknown_block_is_a_problem_at_its_place(tmp_path):
    found = assembled(tmp_path, YEAR).problems
    assert [(each.path, each.line, each.column) for each in found] == [
        ("data/agents/linxia/2025.yml", 6, 5),
        ("data/agents/linxia/2025.yml", 7, 23),
    ]
    assert "trend-contacts" in found[0].mend
    assert "plan" in found[1].mend


def test_the_slides_are_a_file_beside_the_chronicle(tmp_path):
    made = assembled(tmp_path, YEAR.split("present:")[0])
    assert not made.problems
    write_files(made, tmp_path, tmp_path / "site")
    slides_page = tmp_path / "site" / "agents/linxia/2025/present/index.html"
    assert slides_page.read_bytes().startswith(b"<!doctype html>")


def test_no_story_takes_the_folder_of_the_slides(tmp_path):
    story_text = "---\ntitle: 故事\ndate: 2025-03-12\nlesson: 一课\n---\n"
    [problem] = assembled(tmp_path, YEAR.split("present:")[0], present=story_text).problems
    assert problem.path == "docs/agents/linxia/2025/present.md"


# --- words of one's own -------------------------------------------------------------------------------------------


def test_the_sentence_beside_a_block_stands_on_its_slide_unless_the_slide_has_its_own():
    said = {"trend-fcr": "我听录音最多的一个月", "plan": "留一点"}
    chosen = deck(blocks(say=said, present=["trend-fcr", {"block": "plan", "say": "走"}], plan=FULL["plan"]))
    assert [(slide.block, slide.say) for slide in chosen] == [("trend-fcr", "我听录音最多的一个月"), ("plan", "走")]
    assert next(slide.say for slide in deck(blocks(say=said)) if slide.block == "trend-fcr") == "我听录音最多的一个月"


def test_a_section_of_ones_own_is_a_slide():
    sections = [{"title": "荣誉", "items": ["服务之星", "优秀师傅"]}]
    for present in ([], ["section-1"]):
        [slide] = [slide for slide in deck(blocks(sections=sections, present=present)) if slide.block == "section-1"]
        assert slide.title == "荣誉"
        assert [row.words for row in slide.rows] == ["服务之星", "优秀师傅"]


@for_each("name", ["quotes", "phrasing", "knowledge", "translations", "journal", "moments"])
def test_a_section_of_text_is_rows_that_part_at_the_end_of_a_slide(name):
    written = {
        "quotes": ["谢谢你一直报"] * 30,
        "phrasing": [{"instead_of": "我不知道", "say": "我帮您查", "why": "给确定性"}] * 30,
        "knowledge": {"points": [{"title": "退货", "rule": "自签收起算", "scenes": ["快递延误"]}] * 30},
        "translations": [{"heard": "你们管不管", "meant": "怕没人负责", "reply": "我跟到底"}] * 30,
        "journal": [{"date": "2025-04-02", "note": "安抚了一位"}] * 30,
    }
    stories = tuple(story(f"s{at}", title=f"故事{at}", journey=JOURNEY) for at in range(30))
    shown = deck(blocks(stories=stories, say={name: "一句"}, present=[name], **written))
    rows = [row for slide in shown for row in slide.rows]
    first = {
        "quotes": Row("「谢谢你一直报」", kind="quote"),
        "phrasing": Row("不说：我不知道", "改说：我帮您查；给确定性"),
        "knowledge": Row("自签收起算", lead="退货"),
        "translations": Row("听懂的：怕没人负责；回答的：「我跟到底」", lead="「你们管不管」"),
        "moments": Row("人们记住的，是最强烈的那一刻和最后一刻。"),
    }
    assert len(shown) > 1
    assert shown[0].say == "一句"
    if name in first:
        assert rows[0] == first[name] or name == "moments"
    assert len(rows) >= 30


def test_the_marked_story_is_the_one_that_is_told():
    stories = (story("one", journey=JOURNEY), story("two", date="2025-05-01", lead="true"))
    assert "two" in ids(blocks(stories=stories))
    assert "one" not in ids(blocks(stories=stories))
