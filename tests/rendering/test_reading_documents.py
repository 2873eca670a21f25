"""A year as text: what the pages say, in Markdown and in Word."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from chronicle.rendering.documents.docx import document
from chronicle.rendering.documents.flow import Piece, flow
from chronicle.rendering.documents.markdown import markdown
from chronicle.rendering.documents.packing import unpack
from chronicle.rendering.outline import exhibits_of
from make import agent_year, story

CHART = """<figure data-chart="trend-contacts"><p class="exhibit__title">7 月最忙</p>
<p class="exhibit__measure">每月接听量，通</p><svg><text>画</text></svg>
<figcaption>最高是 7 月，<span class="key" data-figure="contacts.peak">2,890 通</span>。
</figcaption><p class="exhibit__legend">细线是中位数。</p>
<details class="exhibit__data"><summary>看数据<span class="sr-only">：7 月最忙</span></summary>
<table><tr><th>月份</th><th>通</th></tr><tr><th>1 月</th><td>2|310</td></tr></table>
<p class="soft exhibit__note">按量加权。</p></details></figure>"""
NUMBERS = """<dl class="numbers"><div><dt>接听量 <span class="change">比上年多 4.5 %</span></dt>
<dd><a href="#x"><span class="key">26,590</span><span class="sr-only">，看出处</span></a>
<span class="unit">通</span></dd></div></dl>"""


def text(article: str, *stories: str) -> str:
    year = agent_year(stories=tuple(story(f"s{nth}") for nth in range(len(stories))))
    articles = {f"{year.uri}/index.md": article}
    articles |= {f"{year.uri}/s{nth}.md": told for nth, told in enumerate(stories)}
    return markdown(flow(year, articles)).decode()


@pytest.mark.parametrize(
    ("article", "meant"),
    [
        ("<h2 id=a><em>实</em> 足迹<a class=headerlink href=#a>¶</a></h2><p>一句\n话。</p>", "## 实 足迹\n\n一句 话。"),
        ("<ul><li>一</li><li>二<ul><li>三</li></ul></li></ul>", "- 一\n- 二\n   - 三"),
        ('<ol><li>一</li></ol><p>话。</p><ol start="2"><li>二</li></ol>', "1. 一\n\n话。\n\n2. 二"),
        ("<ol><li><p>目标</p><p>标志</p></li></ol>", "1. 目标\n   - 标志"),
        ("<ol><li><h3>题</h3><ol><li>慢</li><li>简</li></ol></li></ol>", "#### 题\n\n1. 慢\n2. 简"),
        ("<ol start=3><li>一</li><li>二</li></ol>", "3. 一\n4. 二"),
        (
            "<ol><li>一</li></ol><details><summary class=fold__rest>其余 1 条</summary>"
            "<ol start=2><li>二</li></ol></details>",
            "1. 一\n2. 二",
        ),
        ("<blockquote><p>谢谢</p><p>再见</p></blockquote>", "> 谢谢\n\n> 再见"),
        ("<dl><div><dt>用在</dt><dd>停电</dd></div></dl>", "**用在**：停电"),
        ("<p>她说<q>好吧</q></p>", "她说「好吧」"),
        ("<p>甲<br>乙</p>", "甲  \n乙"),
        ("<p>小于 &lt;b&gt; *星*</p>", "小于 \\<b> \\*星\\*"),
        ("<p># 不是标题</p>", "\\# 不是标题"),
        ("<nav>历年</nav><p class=ways>带走</p><p aria-hidden=true>印</p><script>x</script>", ""),
        ("<p><span class=sr-only>不说：</span>不清楚</p>", "不说：不清楚"),
        ('<p><img src="a.png" alt="地图"></p>', "［图：地图］"),
        ('<p>干的。<sup><a class="footnote-ref" href="#n">1</a></sup></p>', "干的。〔1〕"),
        ('<ol><li><p>外墙。<a class="footnote-backref" href="#r">↩</a></p></li></ol>', "1. 外墙。"),
        ('<ul><li><label><input type="checkbox" checked></label> 做了</li></ul>', "- ☑ 做了"),
        ('<ul><li><input type="checkbox" disabled> 没做</li></ul>', "- ☐ 没做"),
        ("<ul class=chips><li>语速缓</li><li>解释简</li></ul>", "语速缓、解释简"),
        (NUMBERS, "| 指标 | 值 | 比上年 |\n| --- | --- | --- |\n| 接听量 | 26,590 通 | 比上年多 4.5 % |"),
        (
            CHART,
            "**7 月最忙**\n\n每月接听量，通\n\n最高是 7 月，2,890 通。\n\n"
            "| 月份 | 通 |\n| --- | --- |\n| 1 月 | 2\\|310 |\n\n按量加权。",
        ),
        (
            "<h3>走势 <span>7 月最忙。</span></h3>" + CHART.partition("<details")[0] + "</figure>",
            "### 走势 7 月最忙。\n\n每月接听量，通\n\n最高是 7 月，2,890 通。",
        ),
    ],
)
def test_a_page_as_markdown(article: str, meant: str) -> None:
    assert text(article).strip() == meant


def test_stories_stand_in_full_after_the_chronicle() -> None:
    written = text("<h1>林夏</h1><p>一年</p>", "<h1>夜里</h1><p>她说灯太暗。</p>", "<h1>清晨</h1><p>鱼。</p>")
    assert written.splitlines()[::2] == [
        "# 林夏",
        "一年",
        "## 附：故事全文",
        "### 夜里",
        "她说灯太暗。",
        "### 清晨",
        "鱼。",
    ]


def test_a_story_that_the_chronicle_tells_is_not_told_again() -> None:
    there = '<h1>林夏</h1><section data-whole="s0"><h2>夜里</h2><p>灯太暗。</p></section>'
    again = "<header><h1>夜里</h1></header><p>灯太暗。</p><aside><p>先问灯</p></aside><nav>下一则</nav>"
    lines = text(there, again, "<header><h1>清晨</h1></header><p>鱼。</p>").splitlines()[::2]
    assert lines == ["# 林夏", "## 夜里", "灯太暗。", "## 附：故事全文", "### 夜里", "先问灯", "### 清晨", "鱼。"]


def test_a_word_file_has_headings_tables_pictures_and_chinese_fonts() -> None:
    year = agent_year()
    exhibit = exhibits_of(year)["trend-contacts"]
    pieces = (
        Piece("heading", "林夏", 1),
        Piece("heading", "工作纪实", 2),
        Piece("table", rows=(("指标", "全年"), ("接听量", "26,590 & <通>"))),
        Piece("chart", exhibit.title, caption="一句。", legend="细线是中位数。", name=exhibit.name),
        Piece(
            "chart",
            "没有画的图",
            lead="通",
            caption="又一句。",
            legend="小点是各月。",
            note="未加权。",
            rows=(("月份", "通"), ("1 月", "9")),
            name="quarters-fcr",
        ),
        Piece("item", "一件\x0b事", mark="1."),
        Piece("quote", "谢谢"),
        Piece("line", "停电", lead="用在"),
    )
    data = document(year, pieces, [exhibit])
    assert data == document(year, pieces, [exhibit])
    file = Document(BytesIO(data))
    styles = {paragraph.text: paragraph.style.name for paragraph in file.paragraphs if paragraph.text}
    assert styles["林夏"] == "Heading 1"
    assert styles["工作纪实"] == "Heading 2"
    assert styles["谢谢"] == "Quote"
    assert styles["1.\t一件事"] == styles["用在：停电"] == "Normal"
    assert [table.cell(1, 1).text for table in file.tables] == ["26,590 & <通>", "9"]
    assert len(file.inline_shapes) == 1
    assert file.element.body.xpath(".//wp:docPr/@descr")[0] == f"{exhibit.title}。一句。细线是中位数。"
    assert styles["一句。细线是中位数。"] == styles["通。又一句。未加权。"] == "Caption"
    parts = unpack(data)
    assert len(parts) == len(set(parts))
    assert parts["word/styles.xml"].decode().count('w:eastAsia="微软雅黑"') >= 4
    assert file.core_properties.author == "林夏"
