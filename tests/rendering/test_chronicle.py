"""The generated chronicle: its order, the agent's own words in it, the story in full, and what a page of one's own
leaves to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from composed import composed

CHRONICLE = "agents/linxia/2025/index.md"
METRICS = """\
  contacts: [1980, 1875, 2010, 1950, 2060, 2380, 2890, 2760, 2040, 1930, 1890, 1985]
  fcr: [93.8, 94.0, 94.6, 95.1, 95.5, 95.2, 94.1, 94.9, 96.4, 97.0, 97.3, 97.6]
"""
MORE = """\
  csat: [99.5, 99.6, 99.7, 99.8, 99.8, 99.6, 99.4, 99.5, 99.8, 99.9, 99.9, 99.9]
  qa: [99.1, 99.2, 99.4, 99.5, 99.6, 99.5, 99.3, 99.4, 99.7, 99.7, 99.8, 99.8]
"""
WORDS = """\
tags: {耐心: 812, 专业: 640}
improve: [叹气]
plan: [{track: 能力提升, goal: 数据分析}]
crystals: [{title: 时间点, rule: 先报时间}]
journal: [{date: 2025-04-02, note: 给了五星}]
closing: 您好
"""


def year(more: str = "", metrics: str = METRICS) -> str:
    return f"name: 林夏\nmetrics:\n{metrics}{WORDS}{more}"


def story(title: str, more: str = "", last: int = 2, body: str = "她说眼睛不好。") -> str:
    curve = f"journey: [{{at: 来电, mood: -2, note: 看不清}}, {{at: 道别, mood: {last}, note: 谢谢}}]"
    return f"---\ntitle: {title}\ndate: 2025-03-12\nlesson: 将心比心\nneed: 尊重\n{curve}\n{more}---\n{body}\n"


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "data/agents/linxia/2025.yml", year())
    write(tmp_path, "docs/agents/linxia/2025/one.md", story("第一则"))
    write(tmp_path, "docs/agents/linxia/2025/two.md", story("第二则", "root_cause: 字太小\n", last=3))
    return tmp_path


def page(root: Path) -> HtmlElement:
    """The chronicle with its blocks in their places."""
    site = composed(root)
    assert not site.problems
    text = site.pages[CHRONICLE].text
    html = text.fill(text.fill(text.markdown, searched=True), searched=False)
    return lxml_html.fromstring(f"<div>{html}</div>")


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in composed(root).problems]


def words(root: Path) -> str:
    return page(root).text_content()


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


# --- the order ----------------------------------------------------------------------------------------------------


def test_the_story_and_the_record_stand_before_the_charts_and_what_is_looked_up_at_the_end(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("opening: 先说一句。\n"))
    text = words(root)
    assert in_order(
        text, "先说一句。", "她说眼睛不好。", "## 工作纪实", "*实*", "*真*", "## 来年", "## 细看", "知识晶体"
    )


def test_what_is_looked_up_is_folded_with_its_finding_and_can_be_linked(root: Path) -> None:
    [fold] = [each for each in page(root).find_class("fold") if each.get_element_by_id("crystals", None) is not None]
    assert fold.find("summary").text_content().split() == ["知识晶体", "1", "块"]
    assert "先报时间" in fold.text_content()
    assert [each.tag for each in fold.iter("h3", "h4")] == ["h3", "h4"]  # else the search took both into its title


def test_peaks_loops_and_needs_are_left_to_whoever_places_them(root: Path) -> None:
    assert "服务记忆峰值" not in words(root)
    write(root, "docs/agents/linxia/2025/index.md", "::: moments\n\n::: double-loop\n\n::: needs\n")
    there = page(root)
    assert there.find_class("moments")
    assert there.find_class("loops")
    assert there.xpath("//figure[@data-chart='needs']")


def test_from_eight_stories_on_the_needs_are_charted(root: Path) -> None:
    assert not page(root).xpath("//figure[@data-chart='needs']")
    for nth in range(6):
        write(root, f"docs/agents/linxia/2025/more-{nth}.md", story(f"又一则{nth}"))
    assert page(root).xpath("//figure[@data-chart='needs']")


def test_of_many_metrics_two_stand_in_full_and_the_others_open(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year(metrics=METRICS + MORE))
    there = page(root)
    folded = [each.xpath(".//figure/@data-chart")[0] for each in there.find_class("multiple")]
    whole = [name for name in there.xpath("//figure/@data-chart") if name.startswith("trend-") and name not in folded]
    assert len(whole) == len(folded) == 2
    assert whole[0] == "trend-contacts"
    assert "满意度" in there.find_class("multiple")[0].find("summary").text_content()


# --- the story in full --------------------------------------------------------------------------------------------


def titles(root: Path) -> tuple[str, list[str]]:
    """The story that is told in full, and those that have cards."""
    there = page(root)
    [lead] = there.find_class("lead-story__title")
    return lead.text_content(), [each.text_content() for each in there.find_class("story__title")]


def test_the_longest_way_from_the_valley_to_the_end_is_told_in_full(root: Path) -> None:
    assert titles(root) == ("第二则", ["第一则"])


def test_the_marked_story_is_told_in_full(root: Path) -> None:
    write(root, "docs/agents/linxia/2025/one.md", story("第一则", "lead: 是\n"))
    assert titles(root) == ("第一则", ["第二则"])


def test_two_marked_stories_are_a_problem_that_names_both(root: Path) -> None:
    for name in ("one", "two"):
        write(root, f"docs/agents/linxia/2025/{name}.md", story(name, "lead: true\n"))
    [problem] = problems(root)
    assert problem.startswith("docs/agents/linxia/2025/two.md:7:1: one、two 都写了 lead: true")


def test_a_mark_that_says_neither_yes_nor_no_is_a_problem(root: Path) -> None:
    write(root, "docs/agents/linxia/2025/one.md", story("第一则", "lead: 也许\n"))
    assert "看不出是还是不是" in problems(root)[0]


def test_the_story_in_full_is_safe_has_its_numbers_and_leads_where_it_led(root: Path) -> None:
    body = "# 大\n\n接了 {{ contacts.total }}。![图](map.jpg)[另一则](two.md)<script>alert(1)</script>\n\n::: tags"
    write(root, "docs/agents/linxia/2025/one.md", story("第一则", "lead: true\n", body=body))
    write(root, "docs/agents/linxia/2025/index.md", "::: lead-story\n")
    [lead] = page(root).find_class("lead-story")
    assert lead.xpath(".//span[@data-figure='contacts.total']")
    assert lead.xpath(".//img/@src") == ["map.jpg"]
    assert "two/index.html" in lead.xpath(".//a/@href")
    assert not lead.xpath(".//script | .//h1 | .//figure[@data-chart='tags']")


def test_a_row_for_each_story_says_what_it_teaches(root: Path) -> None:
    rows = [
        [cell.text_content() for cell in row] for row in page(root).xpath("//table[contains(@class, 'lessons')]//tr")
    ]
    assert rows[0] == ["需要", "最难的一刻 → 最后一刻", "根因", "留下"]
    assert rows[1:] == [
        ["尊重 第一则", "看不清 → 谢谢", "—", "将心比心"],
        ["尊重 第二则", "看不清 → 谢谢", "字太小", "将心比心"],
    ]


def test_of_many_stories_the_first_stand_and_the_others_open(root: Path) -> None:
    for at in range(12):
        write(root, f"docs/agents/linxia/2025/more-{at}.md", story(f"又一则{at}"))
    whole = page(root)
    others, lessons = (whole.xpath(f"//details[summary[contains(., '{text}')]]") for text in ("其余 4 则", "其余 5 则"))
    assert [len(fold.xpath(".//ul[@class='tales']/li")) for fold in others] == [4]
    assert [len(fold.xpath(".//tbody/tr")) for fold in lessons] == [5]
    assert len(whole.find_class("story")) == 9


def test_a_story_that_is_its_lesson_alone_needs_no_row(root: Path) -> None:
    (root / "docs/agents/linxia/2025/two.md").unlink()
    write(root, "docs/agents/linxia/2025/one.md", "---\ntitle: 灯\ndate: 2025-03-12\nlesson: 先听完\n---\n她等着。\n")
    whole = page(root)
    assert not whole.find_class("lessons")
    assert not whole.xpath("//*[@id='truth']")
    assert "先听完" in whole.text_content()


def test_what_stands_in_one_quarter_is_not_shown_by_quarters(root: Path) -> None:
    rows = "  contacts: [~, ~, ~, ~, ~, ~, ~, ~, 2035, ~, ~, ~]\n  csat: [~, ~, ~, ~, ~, ~, 99, 98, 97, ~, ~, ~]\n"
    write(root, "data/agents/linxia/2025.yml", year(metrics=rows))
    assert "fold-quarters" not in composed(root).pages[CHRONICLE].text.names
    assert not page(root).xpath("//*[@data-chart='quarters-csat']")
    write(root, "data/agents/linxia/2025.yml", year())
    assert "fold-quarters" in composed(root).pages[CHRONICLE].text.names


def test_the_scorecard_has_a_target_of_what_the_year_has_and_every_weight(root: Path) -> None:
    write(root, "data/team.yml", "name: 热线\ntargets: {fcr: 95, csat: 99.5, qa: 99}\nweights: {fcr: 60, csat: 40}\n")
    rows = page(root).xpath("//table[contains(@class, 'scorecard')]/tbody/tr/th/text()")
    assert rows == ["一次解决率", "满意度"]


def test_the_lines_of_the_record_lead_to_their_places(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("growth: [{skill: 听, before: 1, after: 2, note: 先听喘气}]\n"))
    whole = page(root)
    targets = [way.removeprefix("#") for way in whole.xpath("//a[@class='record__way']/@href")]
    assert targets == ["trends", "lessons", "growth", "next"]
    text = composed(root).pages[CHRONICLE].text.markdown
    for target in targets:
        assert f"#{target} " in text or whole.xpath(f"//*[@id='{target}']"), target
    write(root, "docs/agents/linxia/2025/index.md", "# 自己的\n\n::: results\n")
    assert page(root).xpath("//a[@class='record__way']/@href") in ([], ["#sources"])  # what is not there is not led to


def test_a_sentence_for_a_block_that_is_not_shown_is_named(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("say: {tags: 留住耐心, needs: 先认出需要, stories: 讲几个人}\n"))
    [warning] = composed(root).warnings
    assert (warning.path, warning.line) == ("data/agents/linxia/2025.yml", 11)
    assert "needs" in warning.message
    assert "::: needs" in warning.mend
    write(root, "docs/agents/linxia/2025/index.md", "# 自己的\n\n::: needs\n\n::: rest\n")
    assert not composed(root).warnings
    write(root, "data/agents/linxia/2025.yml", year("say: {energy: 累的时候}\n"))
    [warning] = composed(root).warnings
    assert warning.mend == "补上它的数据，或者删掉这一句"


def test_a_sentence_for_the_curves_stands_at_each_and_nowhere_else(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("say: {journey: 看弯处}\n"))
    flat = "---\ntitle: 第三则\ndate: 2025-03-12\nlesson: 将心比心\n---\n她说眼睛不好。\n"
    write(root, "docs/agents/linxia/2025/three.md", flat)
    site = composed(root)
    assert not site.warnings
    texts = {name: site.pages[f"agents/linxia/2025/{name}.md"].text for name in ("one", "two", "three")}
    there = {name for name, text in texts.items() if any("看弯处" in slot.html for slot in text.slots)}
    assert there == {"one", "two"}


# --- words of one's own -------------------------------------------------------------------------------------------


def test_an_opening_is_paragraphs_with_its_numbers(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("opening: |\n  接了 {{ contacts.total }}。\n\n  **再说一句**。\n"))
    [opening] = page(root).find_class("opening")
    assert len(opening.findall("p")) == 2
    assert opening.xpath(".//span[@data-figure='contacts.total']")
    assert opening.find(".//strong").text_content() == "再说一句"


def test_what_a_text_of_the_file_cannot_show_is_named(root: Path) -> None:
    text = "opening: |\n  好<script>x</script>。\n\n  ::: tags\n\n  > ::: issues\n\n  `::: tags`\n"
    text += "sections: [{title: 图, text: '![图](http://a.example/b.png)'}]\n"
    write(root, "data/agents/linxia/2025.yml", year(text))
    said = [warning.message for warning in composed(root).warnings]
    assert said == [
        "“::: issues”不能放在这里，没有用上",
        "“::: tags”不能放在这里，没有用上",
        "去掉了不安全的脚本 <script>",
        "去掉了不安全的外部图片 a.example",
    ]


def test_without_an_opening_a_quote_that_names_its_story_opens_the_year(root: Path) -> None:
    assert not page(root).find_class("opening")
    write(root, "data/agents/linxia/2025.yml", year("quotes: [不知出处, {text: 看得见, case: one}]\n"))
    assert page(root).find_class("opening")[0].text_content() == "看得见将心比心"


def test_a_sentence_stands_beneath_its_chart_and_its_section(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("say: {trend-fcr: 我听录音，最多的一个月, plan: <b>留一点</b>}\n"))
    there = page(root)
    [chart] = there.xpath("//figure[@data-chart='trend-fcr']")
    assert chart.getnext().text_content() == "我听录音，最多的一个月"
    assert there.find_class("plan")[0].getnext().text_content() == "<b>留一点</b>"


def test_a_section_of_ones_own_follows_its_block_else_it_stands_before_the_plan(root: Path) -> None:
    sections = "sections:\n- {title: 荣誉*, after: trend-fcr, items: [服务之星]}\n- {title: 学到的, text: 十二讲}\n"
    write(root, "data/agents/linxia/2025.yml", year(sections))
    text = words(root)
    assert in_order(text, "每月走势", "### 荣誉\\* { #section-1 .kicker }", "服务之星", "客户眼里的我", "*真*")
    assert in_order(text, "*真*", "### 学到的", "十二讲", "## 来年")


def test_a_sentence_or_a_section_at_a_block_that_does_not_exist_is_a_problem_with_its_line(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("say: {trend-fcrr: 我}\nsections: [{title: 荣誉, after: plann}]\n"))
    lines = (root / "data/agents/linxia/2025.yml").read_text("utf-8").splitlines()
    told = problems(root)
    assert told[0].startswith(f"data/agents/linxia/2025.yml:{len(lines) - 1}:7: 没有叫“trend-fcrr”的图表或栏目")
    assert "trend-fcr" in told[0].split("—")[1]
    assert told[1].startswith(f"data/agents/linxia/2025.yml:{len(lines)}:")


@pytest.mark.parametrize(
    ("title", "name"), [("客户眼里的我", "tags"), ("来年", "plan"), ("接听量", "trend-contacts"), ("荣誉", "section-1")]
)
def test_a_block_is_known_by_its_title(root: Path, title: str, name: str) -> None:
    named = f"say: {{{title}: 我}}\npresent: [{title}]\nsections: [{{title: 荣誉, text: 好}}]\n"
    write(root, "data/agents/linxia/2025.yml", year(named))
    write(root, "docs/agents/linxia/2025/index.md", f"::: {title}\n")
    told = problems(root)
    assert [line.split(" — ")[1] for line in told] == [f"是不是“{name}”？"] * 3


def test_a_number_that_does_not_exist_is_a_problem(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("opening: 接了 {{ contact.total }}\n"))
    [problem] = problems(root)
    assert "数据里没有“contact.total”这个数字" in problem
    assert "contacts.total" in problem


def test_words_of_ones_own_are_masked(root: Path) -> None:
    phone = "13812345678"
    own = f"opening: 打 {phone}\nsay: {{tags: 打 {phone}}}\nsections: [{{title: 荣誉, text: 打 {phone}}}]\n"
    write(root, "data/agents/linxia/2025.yml", year(own))
    text = words(root)
    assert phone not in text
    assert text.count("138×") == 3


# --- a page of one's own ------------------------------------------------------------------------------------------


def test_a_page_that_places_nothing_has_the_whole_chronicle_after_its_words(root: Path) -> None:
    write(root, "docs/agents/linxia/2025/index.md", "# 我的一年\n\n接了 {{ contacts.total }}。\n")
    assert in_order(words(root), "# 我的一年", "林夏", "## 工作纪实", "*实*", "*真*", "## 来年", "## 细看", "数据来源")


def test_the_rest_is_what_the_page_has_not_placed(root: Path) -> None:
    write(root, "data/agents/linxia/2025.yml", year("say: {trend-fcr: 只说一次}\n"))
    write(root, "docs/agents/linxia/2025/index.md", "::: trend-fcr\n\n::: stories\n\n::: rest\n\n最后一句\n")
    there = page(root)
    charts = there.xpath("//figure/@data-chart")
    assert charts.count("trend-fcr") == charts.count("trend-contacts") == 1
    assert there.text_content().count("只说一次") == 1
    assert not there.find_class("lead-story")
    assert len(there.find_class("story__title")) == 2
    assert there.text_content().rstrip().endswith("最后一句")


def test_a_block_of_another_year_says_whose_it_is(root: Path) -> None:
    write(root, "data/agents/zhouning/2024.yml", year().replace("林夏", "周宁").replace("2025-04", "2024-04"))
    blocks = ("trend-fcr", "linxia/2025/plan", "zhouning/2024/trend-fcr", "zhouning/2024/foresight")
    write(root, "docs/agents/linxia/2025/index.md", "".join(f"::: {name}\n\n" for name in blocks))
    said = [p for p in page(root).xpath("//p[@class='soft']") if "出自" in p.text_content()]
    assert [p.text_content() for p in said] == ["出自周宁，2024 年。"]  # of an empty block nothing is said
    assert said[0].xpath("a/@href") == ["../../zhouning/2024/index.html"]


def test_a_number_of_somebody_elses_stands_in_the_story_that_is_told_in_full(root: Path) -> None:
    write(root, "data/agents/zhouning/2024.yml", year().replace("林夏", "周宁").replace("2025-04", "2024-04"))
    write(root, "data/agents/linxia/2025.yml", year("opening: 上年周宁接了 {{ zhouning/2024/contacts.total }}。\n"))
    body = "周宁接了 {{ zhouning/2024/contacts.total }}，我数过。"
    write(root, "docs/agents/linxia/2025/one.md", story("第一则", "lead: true\n", body=body))
    write(root, "docs/agents/linxia/2025/two.md", story("第二则", body=body))
    said = page(root).text_content().replace("\u00a0", " ")
    assert "{{" not in said
    assert said.count("周宁接了 25,750 通") == 3  # the opening, the story, and the first words of the other


def test_a_page_of_everybody_names_years_that_are_not_there_and_none_whose_file_is_wrong(root: Path) -> None:
    write(root, "docs/index.md", "# 首页\n\n::: linxia/tags\n\n{{ fcr.year }} {{ lin/2025/fcr.year }}\n")
    said = [
        "年份也写上：linxia/2025/tags",
        "写全：拼音/年份/fcr.year，如 linxia/2025/fcr.year",
        "是不是“linxia/2025/fcr.year”？",
    ]
    assert [problem.mend for problem in composed(root).problems] == said
    write(root, "data/agents/lin/2025.yml", "name: 林\nmetrics: {fcr: 很多}\n")
    paths = [problem.path for problem in composed(root).problems]
    assert paths == ["data/agents/lin/2025.yml", "docs/index.md", "docs/index.md"]


def test_a_mistake_after_the_rest_is_told_with_its_own_line(root: Path) -> None:
    write(root, "docs/agents/linxia/2025/index.md", "::: plann\n\n::: rest\n\n::: tagss\n")
    assert [problem.split(": ")[0] for problem in problems(root)] == [
        f"docs/agents/linxia/2025/index.md:{line}:5" for line in (1, 5)
    ]
