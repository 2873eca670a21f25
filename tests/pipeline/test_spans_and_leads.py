"""A chronicle of a part of its year, what is held against the year before, special tasks whose figures are worked out,
and a team lead's own chronicle: from the files to what the pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html
from small_project import story, write

from chronicle.pipeline.build import Site
from composed import composed, html_of

MONTHS = [1980, 1875, 2010, 1950, 2060, 2380, 2890, 2760, 2040, 1930, 1890, 1985]
RATES = [93.8, 94.0, 94.6, 95.1, 95.5, 95.2, 94.1, 94.9, 96.4, 97.0, 97.3, 97.6]


def person(name: str, more: str = "", contacts: object = MONTHS, fcr: object = RATES) -> str:
    return f"name: {name}\n{more}metrics:\n  contacts: {contacts}\n  fcr: {fcr}\n"


def article(site: Site, root: Path, uri: str) -> html.HtmlElement:
    return html.fragment_fromstring(html_of(site, uri, root), "div")


def words(element: html.HtmlElement) -> str:
    """What is read, without drawings."""
    for drawing in element.xpath(".//svg"):
        drawing.drop_tree()
    return re.sub(r"\s+", " ", element.text_content())


def figures(element: html.HtmlElement) -> dict[str, str]:
    return {key.get("data-figure"): key.get("data-value") for key in element.xpath("//*[@data-figure]")}


def one(root: Path, text: str, before: str = "") -> Site:
    write(root, "data/agents/linxia/2025.yml", text)
    if before:
        write(root, "data/agents/linxia/2024.yml", before)
    write(root, "docs/index.md", "# 首页\n")
    return composed(root)


@pytest.mark.parametrize(
    ("period", "title", "this", "months"),
    [
        ("{from: 2025-07, to: 2025-12, title: 下半年}", "2025 年下半年", "这半年", range(7, 13)),
        ("{from: 2025年1月, to: 2025年6月}", "2025 年上半年", "这半年", range(1, 7)),
        ("{from: 2025-10, to: 2025-12}", "2025 年四季度", "这个季度", range(10, 13)),
        ("{from: 2025-04, to: 2025-06, title: 试用期}", "2025 年试用期", "这个季度", range(4, 7)),
        ("{from: 2025-03, to: 2025-07}", "2025 年 3—7 月", "这段时间", range(3, 8)),
        ("{from: 2025-05, to: 2025-05}", "2025 年 5 月", "这个月", range(5, 6)),
        ("{from: 2025-01, to: 2025-12}", "2025 年度", "这一年", range(1, 13)),
    ],
)
@pytest.mark.parametrize("short", [False, True])
def test_a_period_is_a_chronicle_of_its_own(
    tmp_path: Path, period: str, title: str, this: str, months: range, short: bool
) -> None:
    kept = slice(months[0] - 1, months[-1])
    contacts, fcr = (MONTHS[kept], RATES[kept]) if short else (MONTHS, RATES)
    site = one(tmp_path, person("林夏", f"period: {period}\n", contacts, fcr))
    assert not site.problems
    page = article(site, tmp_path, "agents/linxia/2025/index.md")
    shown, said = figures(page), words(page).replace("\u00a0", " ")
    weights = MONTHS[kept]
    assert float(shown["contacts.total"]) == sum(weights)
    assert float(shown["fcr.year"]) == pytest.approx(
        sum(n * rate for n, rate in zip(weights, RATES[kept], strict=True)) / sum(weights), abs=1e-4
    )
    assert f"{title}“人间观察员”工作纪实" in said
    assert f"{this}接起 {sum(weights):,} 通来电" in said
    rows = page.xpath("//figure[@data-chart='trend-fcr']//tbody/tr/th")
    assert [row.text_content().replace("\u00a0", " ") for row in rows] == [f"{month} 月" for month in months]
    assert bool(page.xpath("//figure[starts-with(@data-chart, 'quarters-')]")) == (len(months) >= 6)
    outside = [note for note in site.notes if "不在 period" in note]
    assert len(outside) == (0 if short or len(months) == 12 else 2)
    if len(months) < 12:
        assert not re.search("这一年|全年|有数据", said)


@pytest.mark.parametrize(
    ("text", "place", "message", "mend"),
    [
        (person("甲", "period: {from: 2025-10, to: 2026-03}\n"), (2, 29), "不全在 2025 年", "跨年的分成两册"),
        (person("甲", "period: {from: 2025-10, to: 2026-03}\n", MONTHS[:6], RATES[:6]), (2, 29), "不全在", "分成两册"),
        (person("甲", "period: {from: 2025-07, to: 2025-03}\n"), (2, 29), "结束早于开始", "对调"),
        (person("甲", "period: {from: 七月, to: 2025-12}\n"), (2, 16), "不是年月", "2025-07"),
        (person("甲", "period: 下半年\n"), (2, 9), "几个“键: 值”", "period: {from: 2025-07"),
        (person("甲", "period: {from: 2025-07, to: 2025-12}\n", MONTHS[:5]), (4, 13), "或照 period 写 6 个（7—12", ""),
        (person("甲", "period: {from: 2025-07, to: 2025-09}\n", "[1, 2, 3, ~, ~, ~, ~, ~, ~, ~, ~, ~]",
                "[~, ~, ~, ~, ~, ~, ~, ~, ~, ~, ~, 9]"), (3, 1), "都没有值", "至少写一个月"),
        (person("甲", "period: {from: 2025-07, to: 2025-09}\n", [1, 2, 3], [9, 9, 101]), (5, 15), "9 月的 101", "100"),
        (person("甲", "role_kind: boss\n"), (2, 12), "boss", "lead"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_period_is_said_at_its_place(
    tmp_path: Path, text: str, place: tuple[int, int], message: str, mend: str
) -> None:
    site = one(tmp_path, text)
    told = [problem for problem in site.problems if problem.path.endswith("2025.yml")]
    assert [(told[0].line, told[0].column), len(told)] == [place, 1], [*map(str, told)]
    assert message in told[0].message
    assert mend in told[0].mend


def test_what_lies_outside_a_period_is_named_and_nowhere_counted(tmp_path: Path) -> None:
    write(tmp_path, "docs/agents/linxia/2025/night.md", story("她说眼睛不好。"))  # of March
    more = (
        "period: {from: 2025-07, to: 2025-12}\nworkdays: 250\n"
        "events:\n  - {month: 3, title: 新版上线}\n  - {month: 7, title: 高温}\n"
        "campaigns:\n  - {title: 春检, from: 2025-03-01, to: 2025-04-02}\n"
        "  - {title: 度夏, from: 2025-06-20, to: 2025-08-31}\n"
        "energy: {monthly: [1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9]}\n"
        "journal:\n  - {date: 2025-02-01, note: 雪}\n  - {date: 2025-08-01, note: 雨}\n"
    )
    site = one(tmp_path, person("林夏", more))
    assert not site.problems
    told = {tuple(note.rsplit("/", 1)[-1].split(":")[:2]) for note in site.notes if "period" in note}
    assert told == {("2025.yml", str(line)) for line in (3, 5, 8, 10, 12, 15, 16)} | {("night.md", "3")}
    page = article(site, tmp_path, "agents/linxia/2025/index.md")
    drawn = "".join(page.xpath("//figure[starts-with(@data-chart, 'trend-')]//svg//text()"))
    assert "新版上线" not in drawn + "".join(page.xpath("//*[@class='events']//text()"))
    assert "高温" in drawn
    said = words(page).replace("\u00a0", " ")
    assert "工作日" not in said
    assert "参加专项任务 1 次：「度夏」" in said
    assert "能量最低的是 7 月" in said


@pytest.mark.parametrize(
    ("before", "words_of_change"),
    [
        (person("林夏", contacts=[1000] * 12), "比上年同期多"),
        (person("林夏", "period: {from: 2024-07, to: 2024-12}\n", [1000] * 6, RATES[:6]), "比上年同期多"),
        (person("林夏", "period: {from: 2024-09, to: 2024-12}\n", [1000] * 4, RATES[:4]), "比上年同期（9—12 月）多"),
    ],
)
def test_a_period_is_compared_with_the_same_months(tmp_path: Path, before: str, words_of_change: str) -> None:
    site = one(tmp_path, person("林夏", "period: {from: 2025-07, to: 2025-12}\n"), before)
    said = words(article(site, tmp_path, "agents/linxia/2025/index.md")).replace("\u00a0", " ")
    shared = MONTHS[8:] if "9—12" in words_of_change else MONTHS[6:]
    assert f"{words_of_change} {(sum(shared) / (1000 * len(shared)) - 1) * 100:.1f} %" in said
    assert "比上年多" not in said


def test_a_log_counts_within_a_period_and_says_what_it_left(tmp_path: Path) -> None:
    rows = [f"mei,2025-{month:02}-0{day} 09:00:00,话费" for month in (3, 7, 8) for day in (1, 2, 3, 4)]
    write(tmp_path, "data/logs/calls.csv", "坐席,时间,原因\n" + "\n".join(rows) + "\n")
    columns = "{agent: 坐席, at: 时间, reason: 原因}"
    write(tmp_path, "data/team.yml", f"logs:\n  - {{files: logs/calls.csv, columns: {columns}}}\n")
    write(tmp_path, "data/agents/mei/2025.yml", "name: 梅\nperiod: {from: 2025-07, to: 2025-12}\n")
    write(tmp_path, "docs/index.md", "# 首页\n")
    site = composed(tmp_path)
    assert not site.problems
    year = site.years["agents/mei/2025"].agent_year
    assert year.annual.figures["contacts.total"].value == 8
    assert year.record.issues[0].count == 8
    assert year.log
    assert year.log.sources[0].left == (("在 period 之外", 4),)
    assert sum(map(sum, year.log.rhythm or ())) == 8


TAGS = "tags: {{耐心: 800, 机械答复: {}, 要重复说: {}}}\n"
REASONS = "issues:\n  - {{name: 账单, kind: 咨询, count: {}}}\n  - {{name: 账单, kind: 投诉, count: 10}}\n"
AGAINST = ("对照上年：要重复说 21 → 17，机械答复 15 → 6。", "对照上年：账单 410 → 310。")


@pytest.mark.parametrize(
    ("period", "before", "months", "told"),
    [
        ("", "", 12, True),
        ("", "period: {from: 2024-07, to: 2024-12}\n", 12, False),
        ("period: {from: 2025-07, to: 2025-12}\n", "", 12, False),
        ("period: {from: 2025-07, to: 2025-12}\n", "period: {from: 2024-07, to: 2024-12}\n", 12, True),
        ("", "", 3, False),
    ],
)
def test_tags_and_reasons_stand_beside_last_years_of_the_same_months(
    tmp_path: Path, period: str, before: str, months: int, told: bool
) -> None:
    values = [*MONTHS[:months], *["~"] * (12 - months)]
    now = person("林夏", period + TAGS.format(6, 17) + REASONS.format(300), "[" + ", ".join(map(str, values)) + "]")
    then = person("林夏", before + TAGS.format(15, 21) + REASONS.format(400))
    said = words(article(one(tmp_path, now, then), tmp_path, "agents/linxia/2025/index.md")).replace("\u00a0", " ")
    for sentence in AGAINST:
        assert (sentence.replace("上年", "上年同期" if period else "上年") in said) == told


@pytest.mark.parametrize(
    ("dates", "figures_given", "told"),
    [
        ("from: 2025-07-01, to: 2025-08-31", "", ["月均接听量从 2,220 通到 2,825 通", "一次解决率从 95.3 % 到 94.5 %"]),
        ("from: 2025-07-01, to: 2025-07-31", "", ["月均接听量从 2,380 通到 2,890 通"]),
        ("from: 2025-07-02, to: 2025-08-31", "", []),
        ("from: 2025-01-01, to: 2025-01-31", "", []),
        ("from: 2024-12-01, to: 2025-01-31", "", []),
        ("from: 2025-07-01, to: 2025-12-31", "", ["月均接听量"]),
        ("from: 2025-06-01, to: 2025-12-31", "", []),
        ("from: 2025-07-01, to: 2025-08-31", ", figures: [{label: 疑难, before: 6, during: 11}]", ["疑难从 6 到 11"]),
    ],
)
def test_a_task_of_whole_months_has_its_figures_worked_out(
    tmp_path: Path, dates: str, figures_given: str, told: list[str]
) -> None:
    site = one(tmp_path, person("林夏", f"campaigns:\n  - {{title: 度夏, {dates}{figures_given}}}\n"))
    said = words(article(site, tmp_path, "agents/linxia/2025/index.md")).replace("\u00a0", " ")
    for sentence in told:
        assert sentence in said
    assert ("月均接听量从" in said) == bool(told and not figures_given)
    assert ("由每月的数算出：此前是" in said) == bool(told and not figures_given)


def test_a_single_month_of_a_task_stands_as_it_was_typed(tmp_path: Path) -> None:
    task = "campaigns:\n  - {title: 双十一, from: 2025-11-01, to: 2025-11-30}\n"
    site = one(tmp_path, person("林夏", task, fcr=[99.55] * 9 + [100, 99.9, 99.55]))
    said = words(article(site, tmp_path, "agents/linxia/2025/index.md")).replace("\u00a0", " ")
    assert "一次解决率从 100 % 到 99.9 %" in said


# --- a lead's own chronicle ---------------------------------------------------------------------------------------


def team(root: Path, count: int, lead: str = "team: 一组\n", of_team: str = "一组") -> Site:
    for at in range(count):
        contacts, fcr = [100 * (at + 1)] * 12, [90 + at] * 12
        write(root, f"data/agents/p{at}/2025.yml", person(f"甲{at}", f"team: {of_team}\n", contacts, fcr))
    write(root, "data/agents/boss/2025.yml", f"name: 班长\nrole_kind: lead\n{lead}")
    write(root, "data/team.yml", "name: 热线\nyear: 2025\n")
    write(root, "docs/index.md", "# 首页\n")
    return composed(root)


@pytest.mark.parametrize(("lead", "of_team"), [("team: 一组\n", "一组"), ("", "一组"), ("team: 中心\n", "一组")])
def test_a_lead_has_the_sums_of_the_people(tmp_path: Path, lead: str, of_team: str) -> None:
    site = team(tmp_path, 5, lead, of_team)
    assert not site.problems
    page = article(site, tmp_path, "agents/boss/2025/index.md")
    shown, said = figures(page), words(page).replace("\u00a0", " ")
    assert float(shown["contacts.total"]) == 12 * 1500
    assert float(shown["fcr.year"]) == pytest.approx(sum((at + 1) * (90 + at) for at in range(5)) / 15, abs=1e-4)
    assert page.xpath("//*[@data-figure='contacts.total']/@data-source")[0] == "data/agents/p0/2025.yml:4"
    assert "这一年全组接起 18,000 通来电" in said
    assert "团队一次解决率" in said
    assert "每月由 5 位观察员的数按接听量加权而来" in said
    assert not re.search("(?<!全组)(?<!全组累计)接起|(?<!全组)累计", said)


def test_a_leads_rates_are_weighted_by_what_all_channels_call_it(tmp_path: Path) -> None:
    write(tmp_path, "data/agents/chat/2025.yml", person("乙", "channel: 在线\nteam: 一组\n"))
    said = words(article(team(tmp_path, 5), tmp_path, "agents/boss/2025/index.md")).replace("\u00a0", " ")
    assert "每月由 6 位观察员的数按服务量加权而来" in said
    assert "接听量" not in said


def test_a_lead_says_of_how_many_people_each_years_sums_are(tmp_path: Path) -> None:
    for at in range(5):
        write(tmp_path, f"data/agents/p{at}/2024.yml", person(f"甲{at}", "team: 一组\n", [100] * 12))
    write(tmp_path, "data/agents/boss/2024.yml", "name: 班长\nrole_kind: lead\nteam: 一组\n")
    site = team(tmp_path, 6)
    said = words(article(site, tmp_path, "agents/boss/2025/index.md")).replace("\u00a0", " ")
    assert "每月由 6 位观察员的数相加而来；2024 年每月由 5 位观察员的数相加而来；人数不一样，不作比较。" in said
    measures = site.years["agents/boss/2025"].agent_year.annual.measures
    assert (measures["contacts"].change, bool(measures["fcr"].change)) == (None, True)
    text = site.pages["agents/boss/index.md"].text
    through = text.fill(text.markdown, searched=False).replace("\u00a0", " ")
    assert "团队接听量：2024 年 6,000 通，2025 年 25,200 通" in through
    assert "增到" not in through


def test_a_lead_of_one_channel_is_not_held_against_one_of_several(tmp_path: Path) -> None:
    for at in range(5):
        write(tmp_path, f"data/agents/p{at}/2024.yml", person(f"甲{at}", "team: 一组\n", [100] * 12, [90] * 12))
    write(tmp_path, "data/agents/boss/2024.yml", "name: 班长\nrole_kind: lead\nteam: 一组\n")
    write(tmp_path, "data/agents/chat/2025.yml", person("乙", "channel: 在线\nteam: 一组\n"))
    measures = team(tmp_path, 5).years["agents/boss/2025"].agent_year.annual.measures
    assert (measures["contacts"].change, bool(measures["fcr"].change)) == (None, True)


def test_a_leads_months_are_weighted_all_or_none_as_the_teams_page_has_them(tmp_path: Path) -> None:
    write(
        tmp_path,
        "data/agents/half/2025.yml",
        person("乙", "team: 一组\n", "[100, 100, 100, 100, 100, 100, ~, ~, ~, ~, ~, ~]", [80] * 12),
    )
    site = team(tmp_path, 5)
    values = site.years["agents/boss/2025"].agent_year.annual.measures["fcr"].values
    assert values == (90,) * 12
    text = site.pages["team/year.md"].text
    page = html.fragment_fromstring(text.fill(text.markdown, searched=False), "div")
    cells = page.xpath("//figure[@data-chart='team-fcr']//tbody/tr/td[1]")
    assert {cell.text_content() for cell in cells} == {"90"}
    assert "每月由 6 位观察员的数平均而来" in words(article(site, tmp_path, "agents/boss/2025/index.md"))


def test_the_band_of_a_team_of_several_channels_is_of_those_who_do_the_same(tmp_path: Path) -> None:
    for at in range(6):
        online = person(f"乙{at}", "channel: 在线\n", [*range(1000 + at, 1012 + at)], [70] * 12)
        write(tmp_path, f"data/agents/q{at}/2025.yml", online)
    write(tmp_path, "data/agents/alone/2025.yml", person("丙", "channel: 工单\n"))
    site = team(tmp_path, 5)
    hotline, online, tickets = (site.years[f"agents/{name}/2025"].agent_year for name in ("p2", "q2", "alone"))
    assert hotline.bands["contacts"].median == (300,) * 12
    assert online.bands["contacts"].median[0] == 1002.5
    assert "contacts" not in tickets.bands
    assert hotline.bands["fcr"] == online.bands["fcr"] == tickets.bands["fcr"]
    said = words(article(site, tmp_path, "agents/q2/2025/index.md"))
    assert "浅色带是同渠道居中的一半人，细线是中位数" in said
    assert "浅色带是团队居中的一半人" in said
    assert "同渠道" not in words(article(site, tmp_path, "agents/alone/2025/index.md"))


def test_a_lead_is_counted_once(tmp_path: Path) -> None:
    site = team(tmp_path, 5)
    person_year = site.years["agents/p0/2025"].agent_year
    assert not site.years["agents/boss/2025"].agent_year.bands
    assert person_year.bands["contacts"].median == (300,) * 12
    assert person_year.bands["contacts"].middle[0][1] < 500
    text = site.pages["team/year.md"].text
    assert "这一年全组接起 18,000\u00a0通来电" in text.fill(text.markdown, searched=False)


def test_what_a_lead_wrote_wins_and_another_team_is_not_counted(tmp_path: Path) -> None:
    write(tmp_path, "data/agents/other/2025.yml", person("乙", "team: 二组\n"))
    site = team(tmp_path, 5, "team: 一组\nmetrics:\n  fcr: [99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99]\n")
    annual = site.years["agents/boss/2025"].agent_year.annual
    assert annual.figures["fcr.year"].value == 99
    assert annual.figures["fcr.year"].source == "data/agents/boss/2025.yml:5"
    assert annual.figures["contacts.total"].value == 18_000


def test_fewer_than_five_are_no_sum_and_that_is_said(tmp_path: Path) -> None:
    site = team(tmp_path, 4)
    assert not site.problems
    assert not site.years["agents/boss/2025"].agent_year.annual.measures
    (told,) = [warning for warning in site.warnings if warning.path == "data/agents/boss/2025.yml"]
    assert (told.line, "满 5 人才合计，这里是 4 人" in told.message) == (2, True)
    assert "这里是 4 人，没有合计" in words(article(site, tmp_path, "agents/boss/2025/index.md"))


def test_a_month_of_fewer_people_is_no_valley_of_the_teams(tmp_path: Path) -> None:
    for at in range(6):
        contacts: list[object] = [310, 300, 320, 300, 330, 300, 380, 300, 300, 300, 300, 300]
        contacts[1] = contacts[1] if at else "~"
        typed = "[" + ", ".join(map(str, contacts)) + "]"
        write(tmp_path, f"data/agents/p{at}/2025.yml", person(f"甲{at}", "", typed))
    write(tmp_path, "data/agents/boss/2025.yml", "name: 班长\nrole_kind: lead\n")
    write(tmp_path, "docs/index.md", "# 首页\n")
    site = composed(tmp_path)
    page = article(site, tmp_path, "agents/boss/2025/index.md")
    assert float(figures(page)["contacts.total"]) == 6 * 3740 - 300
    said = words(page).replace("\u00a0", " ")
    assert "2 月有数的人比别的月少，只列在表里，不作比较。" in said
    assert "最忙的是" not in said
    (trend,) = page.xpath("//figure[@data-chart='trend-contacts']")
    assert "最低是" not in words(trend)


def test_the_line_of_the_team_can_be_turned_off(tmp_path: Path) -> None:
    site = team(tmp_path, 5)
    page = article(site, tmp_path, "agents/p4/2025/index.md")
    assert page.xpath("//figure[@data-chart='trend-contacts']//*[contains(@class, 'l-median')]")
    assert "团队的中位数在图外，箭头指着它" in words(page)
    write(tmp_path, "data/team.yml", "name: 热线\nyear: 2025\nteam_line: false\n")
    page = article(composed(tmp_path), tmp_path, "agents/p4/2025/index.md")
    assert not page.xpath("//*[contains(@class, 'l-median')]")


def test_a_lead_is_not_held_against_one_persons_target(tmp_path: Path) -> None:
    write(
        tmp_path, "data/team.yml", "name: 热线\ntargets: {contacts: 400, fcr: 92}\nweights: {contacts: 40, fcr: 60}\n"
    )
    for at in range(5):
        write(tmp_path, f"data/agents/p{at}/2025.yml", person(f"甲{at}", "", [300] * 12, [90 + at] * 12))
    write(tmp_path, "data/agents/boss/2025.yml", "name: 班长\nrole_kind: lead\n")
    write(tmp_path, "docs/index.md", "# 首页\n")
    page = article(composed(tmp_path), tmp_path, "agents/boss/2025/index.md")
    rows = [[cell.text_content().replace("\u00a0", " ") for cell in row] for row in page.xpath("//table[1]//tr")]
    assert ["团队接听量", "40 %", "—", "18,000 通", "—"] in rows
    assert ["团队一次解决率", "60 %", "92 %", "92 %", "达到"] in rows


@pytest.mark.parametrize(
    ("period", "contacts", "told"),
    [
        ("", MONTHS, True),
        ("", [*MONTHS[:6], *["~"] * 6], False),
        ("period: {from: 2025-07, to: 2025-12}\n", MONTHS, False),
    ],
)
def test_a_sum_that_was_promised_of_a_year_is_judged_of_a_year(
    tmp_path: Path, period: str, contacts: list[object], told: bool
) -> None:
    plan = "plan:\n  - {track: 能力提升, goal: 多接一点, target: {metric: contacts, value: 25000}}\n"
    typed = "[" + ", ".join(map(str, contacts)) + "]"
    site = one(tmp_path, person("林夏", period, typed), person("林夏", plan))
    page = article(site, tmp_path, "agents/linxia/2025/index.md")
    assert "多接一点" in words(page)
    assert bool(page.find_class("kept__outcome")) == told


def test_a_period_is_held_against_the_same_months_on_the_page_of_the_years_too(tmp_path: Path) -> None:
    rates = [round(rate - 1, 2) for rate in RATES]
    half = "period: {from: 2025-07, to: 2025-12}\n"
    site = one(tmp_path, person("林夏", half, MONTHS[6:], RATES[6:]), person("林夏", "", MONTHS, rates))
    for uri in ("agents/linxia/index.md", "agents/linxia/2025/index.md"):
        text = site.pages[uri].text
        page = text.fill(text.fill(text.markdown, searched=True), searched=False)
        said = words(html.fragment_fromstring(page, "div")).replace("\u00a0", " ")
        assert {*re.findall(r"比上年同期高 ([\d.]+) 个百分点", said)} == {"1.0"}


def test_of_promises_some_told_the_others_are_noted(tmp_path: Path) -> None:
    goals = ["{track: 能力提升, goal: 接一万通, target: {metric: contacts, value: 10000}}"]
    goals += [f"{{track: 经验传承, goal: {goal}}}" for goal in ("带徒弟", "写手册")]
    before = "plan:\n" + "".join(f"  - {goal}\n" for goal in goals)
    site = one(tmp_path, person("林夏", "last_year: {plan: [{goal: 带徒弟, outcome: 做到}]}\n"), person("林夏", before))
    (note,) = [note for note in site.notes if "后来怎样" in note]
    assert "2024 年说过的还有：写手册，" in note  # of the first the year's sum tells


@pytest.mark.parametrize(("before", "compared"), [("role_kind: lead\n", True), ("", False)])
def test_a_team_is_held_against_a_team(tmp_path: Path, before: str, compared: bool) -> None:
    for at in range(5):
        write(tmp_path, f"data/agents/p{at}/2024.yml", person(f"甲{at}", "", [100] * 12))
    more = "" if before else f"metrics:\n  contacts: {MONTHS}\n"
    write(tmp_path, "data/agents/boss/2024.yml", f"name: 班长\n{before}{more}")
    site = team(tmp_path, 5)
    measure = site.years["agents/boss/2025"].agent_year.measure("contacts")
    assert measure
    assert bool(measure.change) == compared
    text = site.pages["agents/boss/index.md"].text
    assert ("years-contacts" in text.fill(text.markdown, searched=False)) == compared
