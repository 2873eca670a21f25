"""The Output section of the contract, line by line, for people that the project has never met."""

from __future__ import annotations

import re

import pytest
from reader import drawn, local, number, table, text
from strangers import (
    CASE,
    FULL,
    HOLES,
    LEVEL,
    ONE,
    RATES,
    RECORD,
    RUNNING,
    SECOND,
    STEPS,
    TABLE,
    YEAR,
    expected,
    extreme,
)

SERIES = {
    "zhongli-7": FULL, "one-month": ONE, "level": LEVEL, "running": RUNNING, "holes": HOLES, "rates": RATES,
    "long-name": ONE, "table": TABLE, "own-words": FULL,
}  # fmt: skip
PEOPLE = list(SERIES)
WHO = "zhongli-7"
HOME = f"agents/{WHO}/{YEAR}"
OWN = f"agents/own-words/{YEAR}"


def chronicle(built, agent, year=YEAR):
    return built.page(f"agents/{agent}/{year}")


# --- where pages stand ---


def test_chronicles_cases_and_home_stand_where_the_contract_says(strangers):
    for agent in (*PEOPLE, "luo-wang"):
        assert (strangers.site / f"agents/{agent}/{YEAR}/index.html").is_file()
    assert (strangers.site / f"{HOME}/last-ferry/index.html").is_file()
    assert (strangers.site / "index.html").is_file()
    assert (strangers.site / "404.html").is_file()


def test_home_reaches_everyone_also_those_with_past_years_only(strangers):
    links = strangers.page("").links()
    wanted = {f"agents/{agent}/{YEAR}/index.html" for agent in (*PEOPLE, "luo-wang")}
    wanted |= {f"agents/{WHO}/{year}/index.html" for year in range(YEAR - 4, YEAR)}
    assert wanted | {"agents/before/2020/index.html", "agents/before/2019/index.html"} <= links


def test_several_years_know_of_each_other(strangers):
    years = {f"agents/{WHO}/{year}/index.html" for year in range(YEAR - 4, YEAR + 1)}
    for year in range(YEAR - 4, YEAR + 1):
        page = chronicle(strangers, WHO, year)
        assert years - {page.path} <= page.links()


def test_drafts_and_hidden_files_are_left_alone(strangers):
    built = {path.as_posix() for path in strangers.site.rglob("*")}
    assert not [
        path for path in built if re.search(r"/[_.]|draft|hidden|_template", path.removeprefix(str(strangers.site)))
    ]


# --- key numbers ---


@pytest.mark.parametrize("agent", PEOPLE)
def test_every_key_number_is_on_the_page_and_right(strangers, agent):
    page = chronicle(strangers, agent)
    for key, value in expected(SERIES[agent]).items():
        found = page.figures(key)
        assert found, key
        for each in found:
            raw = each.attrib["data-value"]
            assert re.fullmatch(r"-?\d+(\.\d+)?", raw), (key, raw)
            assert float(raw) == pytest.approx(value, abs=5e-5), key
            assert float(raw) == value or len(raw.partition(".")[2]) >= 4, (key, raw)


@pytest.mark.parametrize("agent", PEOPLE)
def test_the_source_is_the_line_of_the_series(strangers, agent):
    page, series = chronicle(strangers, agent), SERIES[agent]
    for key in expected(series):
        metric = key.partition(".")[0].replace("characters", "contacts")
        for each in page.figures(key):
            place = each.attrib["data-source"]
            suffix = "csv" if agent == "table" else "yml"
            assert re.fullmatch(rf"data/agents/{agent}/{YEAR}\.{suffix}:\d+", place), place
            line = strangers.line(place)
            assert line.startswith("月份,") if suffix == "csv" else line.startswith(f"  {metric}:"), (key, line)


@pytest.mark.parametrize("agent", PEOPLE)
def test_peak_and_valley_say_their_month_the_earlier_where_two_are_equal(strangers, agent):
    page, series = chronicle(strangers, agent), SERIES[agent]
    for metric in series:
        for name in ("peak", "valley"):
            month, _ = extreme(series, metric, peak=name == "peak")
            found = page.figures(f"{metric}.{name}")
            assert {each.attrib["data-month"] for each in found} == {str(month)}, (metric, name)


@pytest.mark.parametrize(
    ("agent", "key", "value", "line"),
    [
        (WHO, "suggestions.submitted", 27, "  submitted: 27"),
        (WHO, "suggestions.adopted", 9, "  adopted: 9"),
        (WHO, "assist_hours", 187.5, "assist_hours: 187.5"),
        ("rates", "suggestions.submitted", 5, "  submitted: 5"),
        ("rates", "assist_hours", 12, "assist_hours: 12"),
    ],
)
def test_what_was_typed_stands_as_typed(strangers, agent, key, value, line):
    found = chronicle(strangers, agent).figures(key)
    assert {float(each.attrib["data-value"]) for each in found} == {value}
    assert {strangers.line(each.attrib["data-source"]) for each in found} == {line}


def test_what_is_absent_has_no_number_at_all(strangers):
    page = chronicle(strangers, "rates")
    for key in ("contacts.total", "characters.total", "fcr.year", "suggestions.adopted", "aht.peak"):
        assert not page.figures(key)


@pytest.mark.parametrize("agent", ["holes", "rates"])
def test_a_page_says_where_the_mean_is_not_weighted(strangers, agent):
    page = chronicle(strangers, agent)
    key = "fcr" if agent == "holes" else "csat"
    assert re.search("未加权|没有加权|简单平均", text(page.chart(f"trend-{key}")))


def test_a_weighted_mean_is_not_called_plain(strangers):
    assert "未加权" not in text(chronicle(strangers, WHO).chart("trend-fcr"))


def test_a_key_number_reads_as_what_it_is_worth(strangers):
    for page in strangers.pages:
        for each in page.all(data_figure=""):
            shown, raw = text(each), float(each.attrib["data-value"])
            scale = 1e8 if "亿" in shown else 1e4 if "万" in shown else 1
            assert number(shown) * scale == pytest.approx(raw, rel=0.006, abs=0.051), (page.path, shown, raw)


def test_year_over_year_is_against_the_agents_previous_file(strangers):
    now, before = sum(FULL["contacts"]), sum(v - 40 for v in FULL["contacts"])
    said = chronicle(strangers, WHO).words
    assert f"比上年多 {(now / before - 1) * 100:.1f}" in said.replace("\u00a0", " ")
    assert "比上年" not in chronicle(strangers, "level").words


def test_a_year_in_progress_is_held_against_the_same_months(strangers):
    page = chronicle(strangers, "running")
    assert "1—5 月" in page.words.replace("\u00a0", " ")
    assert page.figures("contacts.total")[0].attrib["data-value"] == str(sum(FULL["contacts"][:5]))


def test_the_yardstick_and_the_speed_are_the_teams(strangers):
    assert "《白鲸》" in chronicle(strangers, WHO).words
    assert "红楼梦" not in chronicle(strangers, WHO).words


def test_figures_from_a_log_name_the_log(strangers):
    page = chronicle(strangers, "luo-wang")
    wanted = {"contacts.total": 4, "fcr.year": (2 / 3 * 100 * 3 + 100) / 4, "csat.year": 200 / 3, "aht.year": 270}
    for key, value in wanted.items():
        found = page.figures(key)
        assert found, key
        assert float(found[0].attrib["data-value"]) == pytest.approx(value, abs=5e-5)
        assert {each.attrib["data-source"] for each in found} == {f"data/logs/{YEAR}.csv"}
    assert {"rhythm", "issues"} <= page.chart_names


# --- charts ---


@pytest.mark.parametrize("path", [HOME, f"agents/own-words/{YEAR}", "deep/down"])
def test_every_chart_of_the_contract_is_there(strangers, path):
    wanted = {f"{kind}-{key}" for key in FULL for kind in ("trend", "quarters")}
    wanted |= {"tags", "issues", "energy", "growth", "needs", "voices", *(f"campaign-{n}" for n in range(1, 13))}
    if path == HOME:  # a year of a few stories leaves the needs to whoever places them
        wanted -= {"needs"}
    assert wanted <= strangers.page(path).chart_names


@pytest.mark.parametrize("path", [f"agents/own-words/{YEAR}", "deep/down"])
def test_the_curves_of_all_stories_may_be_placed_outside_them(strangers, path):
    curves = strangers.page(path).charts("journey")
    assert len(curves) == 2  # one by itself, one at the foot of the story in full
    assert all(STEPS[0][0] in table(curve) for curve in curves)


def test_every_chart_has_an_inline_picture_words_and_its_data(strangers):
    seen = 0
    for page in strangers.pages:
        for figure in page.charts():
            kinds = [local(each) for each in figure.iter()]
            assert "svg" in kinds, page.path
            assert all(each.strip() for each in drawn(figure)), (page.path, figure.attrib)
            assert drawn(figure), (page.path, figure.attrib)
            captions = [text(each) for each in figure.iter() if local(each) == "figcaption"]
            assert len(captions) == 1
            assert len(captions[0]) > 3, (page.path, figure.attrib)
            assert "table" in kinds
            assert not {"image", "foreignObject", "script", "style"} & set(kinds)
            seen += 1
    assert seen > 100


@pytest.mark.parametrize("agent", PEOPLE)
def test_the_table_of_a_trend_holds_the_series_with_gaps_as_gaps(strangers, agent):
    page = chronicle(strangers, agent)
    for key, row in SERIES[agent].items():
        rows = table(page.chart(f"trend-{key}"))
        for month, value in enumerate(row, 1):
            assert number(rows[f"{month} 月"][0]) == value, (key, month)


def test_the_table_of_quarters_holds_their_values(strangers):
    rows = table(chronicle(strangers, WHO).chart("quarters-fcr"))
    for index, cells in enumerate(list(rows.values())[1:]):
        months = slice(3 * index, 3 * index + 3)
        part = {key: FULL[key][months] for key in ("contacts", "fcr")}
        value = sum(a * b for a, b in zip(*part.values(), strict=True)) / sum(part["contacts"])
        assert number(cells[0]) == pytest.approx(value, abs=0.051)


def test_other_tables_hold_what_was_written(strangers):
    page = chronicle(strangers, WHO)
    tags, issues = table(page.chart("tags")), table(page.chart("issues"))
    for name, count in RECORD["tags"].items():
        assert number(tags[name][0]) == count
    for each in RECORD["issues"]:
        assert issues[each["name"]] == [each["kind"], each["priority"], f"{each['count']:,}"]
    for n in range(1, 13):
        assert table(page.chart(f"campaign-{n}"))["日均接听"] == ["通", str(50 + n), str(80 + 3 * n)]
        assert f"第{n}次应急值守" in text(page.chart(f"campaign-{n}"))
    energy = table(page.chart("energy"))
    assert [number(energy[f"{m} 月"][0]) for m in range(1, 13)] == RECORD["energy"]["monthly"]
    assert table(page.chart("growth"))["听背景音"][:2] == ["2", "4"]
    assert {
        need: number(row[0]) for need, row in table(strangers.page(OWN).chart("needs")).items() if need != "需要"
    } == {
        "安全": 1,
        "掌控": 1,
    }
    item = RECORD["suggestions"]["items"][0]
    voice = table(page.chart("voices"))[item["voice"]]
    assert [item["node"], item["to"], "已采纳", "64"] == voice[:4]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("trend-contacts", ["1,777", "台风停航", str(YEAR - 1)]),
        ("tags", ["沉稳", "说得清楚"]),
        ("issues", ["停航改签", "票价疑问"]),
        ("campaign-12", ["日均接听"]),
        ("growth", ["听背景音"]),
        ("needs", ["安全"]),
        ("voices", ["停航通知", "运营部"]),
    ],
)
def test_the_words_of_a_picture_can_be_searched(strangers, name, words):
    page = strangers.page(OWN) if name == "needs" else chronicle(strangers, WHO)
    said = " ".join(drawn(page.chart(name)))
    for word in words:
        assert word in said


def test_a_case_page_has_its_curve_and_what_was_distilled(strangers):
    page = strangers.page(f"{HOME}/last-ferry")
    assert table(page.chart("journey")) == {"时刻": ["情绪", "当时"]} | {
        at: [f"{'+' if mood > 0 else '−' if mood < 0 else ''}{abs(mood):g}", note or "—"] for at, mood, note in STEPS
    }
    for at, _, _ in STEPS:
        assert at in " ".join(drawn(page.chart("journey")))
    for written in (
        CASE["title"], CASE["lesson"], CASE["need"], CASE["root_cause"], CASE["principle"]["name"],
        *CASE["principle"]["steps"],
        *CASE["clues"], *CASE["tags"], *CASE["closure"].values(), "投诉", "高", "电话", "雨下得很大",
    ):  # fmt: skip
        assert written in page.words
    assert len(page.charts("journey")) == 1
    assert not strangers.page(f"{HOME}/lost-invoice").charts("journey")


def test_cases_lead_to_the_next_and_back(strangers):
    first, second = (f"{HOME}/{slug}/index.html" for slug in ("lost-invoice", "last-ferry"))
    assert {second, f"{HOME}/index.html"} <= strangers.page(f"{HOME}/lost-invoice").links()
    assert {first, f"{HOME}/index.html"} <= strangers.page(f"{HOME}/last-ferry").links()
    assert {first, second} <= strangers.page(HOME).links()


def test_nothing_that_was_written_is_missing(strangers):
    """Every text of the record is on its chronicle, on a page that it leads to, or on its slides."""
    said = strangers.page(HOME).words + " ".join(
        strangers.page(f"{HOME}/{slug}").words for slug in ("last-ferry", "lost-invoice")
    )
    said += text(strangers.page(f"{HOME}/present").root)
    skipped = {"from", "to", "date", "by", "case", "since", "status", "block", "metrics", "month", "workdays"}

    def texts(value, key=""):
        if key in skipped:
            return
        if isinstance(value, dict):
            for name, each in value.items():
                yield from texts(each, name)
        elif isinstance(value, list):
            for each in value:
                yield from texts(each, key)
        elif isinstance(value, str):
            yield value

    missing = [each for each in texts({k: v for k, v in RECORD.items() if k not in ("present",)}) if each not in said]
    missing += [each for each in texts(dict(SECOND)) if each not in said]
    assert missing == []


# --- what is placed by hand ---


@pytest.mark.parametrize("path", ["deep/down", "", f"agents/own-words/{YEAR}"])
def test_keys_placed_by_hand_are_the_same_numbers(strangers, path):
    page = strangers.page(path)
    wanted = {**expected(FULL), "suggestions.submitted": 27, "suggestions.adopted": 9, "assist_hours": 187.5}
    for key, value in wanted.items():
        found = [float(each.attrib["data-value"]) for each in page.figures(key)]
        assert found, key
        assert found == pytest.approx([value] * len(found), abs=5e-5), key


def test_a_case_page_places_blocks_and_numbers_too(strangers):
    page = strangers.page(f"{HOME}/lost-invoice")
    assert {"trend-fcr", "tags"} <= page.chart_names
    assert page.figures("contacts.peak")[0].attrib["data-value"] == "1777"


def test_the_first_words_of_a_story_have_their_numbers(strangers):
    page = strangers.page(HOME)
    first = next(each for each in page.all("p", class_="story__excerpt") if "她找了三天" in text(each))
    assert "1,777" in text(first)
    assert not re.search("[{}]", text(first))


def test_names_of_blocks_are_no_words_of_the_cloud(strangers):
    words = set(table(strangers.page(HOME).chart("tags")))
    assert not [each for each in words if re.search("[a-z]{3}", each)]


def test_no_token_is_left_on_any_page_or_in_the_search(strangers):
    files = [*strangers.site.rglob("*.html"), *strangers.site.rglob("search*.js*"), strangers.site / "sitemap.xml"]
    for path in files:
        assert not re.search("[\ue000\ue001]", path.read_text("utf-8")), path


def test_what_a_preview_asks_the_writer_stands_in_no_site(strangers):
    assert not [page for page in strangers.site.rglob("*.html") if "fold questions" in page.read_text("utf-8")]


def test_a_number_in_a_heading_stands_in_the_contents_too(strangers):
    page = strangers.page(f"agents/own-words/{YEAR}")
    entries = [text(each) for each in page.all("a", href="#mine", class_="md-nav__link")]
    assert entries
    assert all("16,449" in each for each in entries)


@pytest.mark.parametrize("path", [f"{HOME}/lost-invoice", f"agents/own-words/{YEAR}", "deep/down"])
def test_nothing_in_code_is_interpreted(strangers, path):
    codes = "\n".join("".join(each.itertext()) for each in strangers.page(path).all("code"))
    for written in (
        "{{ contacts.total }}", "::: tags", "{{ fcr.year }} {{ 7*7 }} {% if x %}", "{{ csat.year }}",
        "::: no-such-block",
    ):  # fmt: skip
        assert written in codes
    assert "{{ no.such.key }}" in text(strangers.page(path).all("article")[0])  # an indent is no code
    assert not [
        each for code in strangers.page(path).all("code") for each in code.iter() if "data-figure" in each.attrib
    ]


# --- the site as a whole ---


def test_every_address_leads_to_a_file_and_an_anchor(strangers):
    known = {page.path: page for page in strangers.pages}
    broken = []
    for page in known.values():
        for address, target, anchor in page.inner():
            if not (strangers.site / target).is_file() or target.endswith("/"):
                if page.path != "404.html":
                    broken.append((page.path, address))
            elif anchor and target in known and anchor not in known[target].anchors:
                broken.append((page.path, address))
    assert broken == []


def test_no_page_asks_another_host(strangers):
    asked = []
    for page in strangers.pages:
        for kind, address in page.addresses:
            if kind != "a href" and re.match(r"(?i)(https?:)?//", address):
                asked.append((page.path, kind, address))
    for path in [*strangers.site.rglob("*.html"), *strangers.site.rglob("*.css")]:
        found = re.findall(r"(?i)(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^'\")]+)", path.read_text("utf-8"))
        asked += [(path.name, "css", each) for each in found]
    assert asked == []


def test_the_same_input_gives_the_same_bytes(strangers):
    from building import build

    again = strangers.root.parent / "again"
    result = build(strangers.root, again, "--strict")
    assert result.returncode == 0, result.stderr
    for page in strangers.pages:
        assert (again / page.path).read_text("utf-8") == page.source, page.path


def test_without_people_the_site_builds_strictly_and_says_nothing(nobody):
    assert nobody.code == 0, nobody.said
    assert not re.search("WARNING|ERROR|data/agents|docs/agents|agents|没有(?!填 site_url)", nobody.said), nobody.said
    assert nobody.page("").words
    assert not (nobody.site / "agents").exists()


def test_the_pages_about_the_project_leave_a_team_s_navigation(strangers, built_site):
    """The writer's guide and the keys stay; the pages themselves are still there."""
    for name, is_there in (("guide", True), ("reference", True), ("architecture", False), ("publish", False)):
        assert (strangers.site / name / "index.html").is_file()
        home = (strangers.site / "index.html").read_text("utf-8")
        assert (f'href="{name}/index.html"' in home) is is_there
        assert f'href="{name}/index.html"' in (built_site / "index.html").read_text("utf-8")
