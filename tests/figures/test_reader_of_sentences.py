"""A reader who checks: years made up by chance, their sentences parsed back, each number, month, direction and
superlative held against what follows from the typed text by a way of its own (decimal fractions, no code of ours)."""

from __future__ import annotations

import random
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from test_golden_sentences import agent_year_of

from rows import for_each
from sentences import told

BETTER = {"contacts": "none", "fcr": "higher", "csat": "higher", "qa": "higher", "aht": "lower", "wrong": "lower",
          "gifts": "lower"}  # fmt: skip
WEIGHTED = {"fcr", "csat", "aht"}
SUMMED = {"contacts", "gifts"}
TEAM = {
    "targets": {"csat": "99.95", "fcr": "95"},
    "metrics": {
        "wrong": {"label": "差错率", "unit": "%", "better": "lower", "total": "mean", "target": "0.05"},
        "gifts": {"label": "退件", "unit": "件", "better": "lower", "total": "sum"},
    },
}
CHANNELS = {
    "热线": ("来电", "通", "接起"),
    "在线": ("会话", "次", "接待"),
    "工单": ("工单", "件", "办结"),
    "外呼": ("外呼", "通", "拨出"),
}
QUARTERS = ("一季度", "二季度", "三季度", "四季度")
NUMBER = r"−?[\d,]+(?:\.\d+)?"
SEEDS = range(320)

Row = list[str | None]


def invented(seed: int) -> dict[str, Any]:
    """A case as the golden sentences have them: gaps, ties, numbers near 100 and near 0, a part of a last year."""
    dice = random.Random(seed)
    there = [dice.random() > dice.choice((0, 0, 0.2, 0.85)) for _ in range(12)]
    there = there if any(there) else [True] * 12

    def row(draw: Any) -> Row:
        return [draw(month) if there[month] else None for month in range(12)]

    def rate(low: float, high: float, digits: int) -> Row:
        slope = dice.choice((0, 0, 1, -1)) * (high - low) / 14
        ends = (f"{high:.{digits}f}", f"{low:.{digits}f}")

        def value(month: int) -> str:
            near = dice.uniform(low, high) / 2 + (low + high) / 4 + slope * (month - 6)
            return f"{min(high, max(low, near)):.{digits}f}"

        return row(value if dice.random() > 0.2 else lambda _: dice.choice(ends))

    metrics = {
        "contacts": row(lambda _: str(dice.choice((1800, 2000, 2100, dice.randint(900, 2900))))),
        "fcr": rate(88, 99, 1),
        "csat": rate(99.9, 100, dice.choice((2, 3))),
        "qa": rate(90, 100, dice.choice((0, 1))),
        "aht": rate(200, 320, 0),
        "wrong": rate(0.01, 0.06, 3),
        "gifts": row(lambda _: str(dice.randint(0, 4))),
    }
    for key in list(metrics)[1:]:
        if dice.random() < 0.25:
            metrics[key] = [value if dice.random() > 0.3 else None for value in metrics[key]]
        if not any(metrics[key]):
            del metrics[key]
    case: dict[str, Any] = {"team": TEAM, "year": {"channel": dice.choice(list(CHANNELS)), "metrics": metrics}}
    if dice.random() < 0.5:
        start = dice.choice((0, 0, 6))
        case["before_channel"] = case["year"]["channel"]
        case["before"] = {
            "contacts": [str(dice.randint(900, 2900)) if m >= start else None for m in range(12)],
            "qa": [f"{dice.uniform(88, 99):.1f}" if m >= start else None for m in range(12)],
        }
    if dice.random() < 0.5:
        case["year"]["workdays"] = str(dice.randint(200, 260))
    return case


class Truth:
    """What follows from the typed text of one metric."""

    def __init__(self, key: str, row: Row, contacts: Row) -> None:
        self.key, self.row = key, row
        self.values = {m: Decimal(v) for m, v in enumerate(row, 1) if v is not None}
        self.weights = {m: Decimal(v) for m, v in enumerate(contacts, 1) if v is not None}

    def span(self, months: set[int]) -> Decimal | None:
        """A span of months in one number, by the contract."""
        there = [m for m in sorted(months) if m in self.values]
        if not there:
            return None
        if self.key in SUMMED:
            return sum((self.values[m] for m in there), Decimal())
        if self.key in WEIGHTED and all(m in self.weights for m in there):
            whole = sum((self.weights[m] for m in there), Decimal())
            return sum((self.values[m] * self.weights[m] for m in there), Decimal()) / whole
        return sum((self.values[m] for m in there), Decimal()) / len(there)

    def months_of(self, value: Decimal) -> set[int]:
        return {m for m, v in self.values.items() if v == value}

    @property
    def top(self) -> Decimal:
        return max(self.values.values())

    @property
    def low(self) -> Decimal:
        return min(self.values.values())


def read(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def shows(text: str, value: Decimal) -> bool:
    """Whether a number as it is written may stand for the value: rounded, but never to 0 or 100 without being it."""
    seen = read(text)
    if seen == value:
        return True
    exponent = Decimal(1).scaleb(int(seen.as_tuple().exponent))
    return value.quantize(exponent, ROUND_HALF_UP) == seen and abs(seen) not in (0, 100)


def months_in(text: str) -> set[int]:
    if "—" in text:
        first, last = (int(part) for part in text.split("—"))
        return set(range(first, last + 1))
    return {int(part) for part in text.split("、")}


def check_trend(truth: Truth, title: str, caption: str) -> None:
    count = len(truth.values)
    if found := re.search(rf"([\d、—]+) 月(?:最忙|\S+?最多)：(各 )?({NUMBER})", title):
        assert months_in(found[1]) == truth.months_of(truth.top), title
        assert read(found[3]) == truth.top, title
        assert bool(found[2]) == (len(months_in(found[1])) > 1), title
        assert count > 2, title
    elif found := re.search(rf"从 ({NUMBER}).*?(走到|升到|降到|增到|减到) ({NUMBER})", title):
        first, last = truth.values[min(truth.values)], truth.values[max(truth.values)]
        assert (read(found[1]), read(found[3])) == (first, last), title
        assert (last > first) == (found[2] in ("走到", "升到", "增到")), title
        ordered = [truth.values[month] for month in sorted(truth.values)]
        assert (sum(ordered[-3:]) > sum(ordered[:3])) == (last > first), title
    elif found := re.search(
        rf"：(\S+) 月最([低高])，(?:各 )?({NUMBER}).*?，(\d+) 月(起?)(?:升到|降到) ({NUMBER})", title
    ):
        extreme = truth.low if found[2] == "低" else truth.top
        assert truth.months_of(extreme) == months_in(found[1]), title
        assert read(found[3]) == extreme, title
        since = int(found[4])
        assert {value for month, value in truth.values.items() if month >= since} == {read(found[6])}, title
        assert bool(found[5]) == (since < max(truth.values)), title
    elif found := re.search(rf"在 ({NUMBER}).*?和 ({NUMBER}).*?之间", title):
        assert (read(found[1]), read(found[2])) == (truth.low, truth.top), title
    elif found := re.search(rf"(?:有数据的 (\d+) 个|每个)月都是 ({NUMBER})", title):
        assert int(found[1] or 12) == count, title
        assert {read(found[2])} == set(truth.values.values()), title
    else:
        parts = re.findall(rf"(\d+) 月[ ，]({NUMBER})", title)
        assert {int(month): read(value) for month, value in parts} == truth.values, title
    for word, extreme in (("最高", truth.top), ("最低", truth.low)):
        if found := re.search(rf"{word}是 ([\d、—]+) 月，(各 )?({NUMBER})", caption):
            assert months_in(found[1]) == truth.months_of(extreme), caption
            assert read(found[3]) == extreme, caption
        else:
            assert count < 3 or truth.low == truth.top or len(truth.months_of(extreme)) > 3, caption
    if found := re.search(rf"(全年|[合平][计均]) ({NUMBER})", caption):
        assert shows(found[2], truth.span(set(range(1, 13))) or Decimal()), caption
        assert (found[1] == "全年") == (count == 12), caption
    else:
        assert count == 1, caption
    if found := re.search(rf"(\d+) 个月里有 (\d+) 个月达到目标 ({NUMBER})", caption):
        goal = read(found[3])
        reached = [v for v in truth.values.values() if (v >= goal if BETTER[truth.key] == "higher" else v <= goal)]
        assert (int(found[1]), int(found[2])) == (count, len(reached)), caption


def check_quarters(truth: Truth, title: str, caption: str, table: str) -> None:
    shown = dict(re.findall(rf"^(.季度) \| ({NUMBER})", table, re.M))
    whole = {}
    for at, name in enumerate(QUARTERS):
        months = set(range(3 * at + 1, 3 * at + 4))
        value = truth.span(months)
        assert (value is None) == (name not in shown), table
        if value is not None:
            assert shows(shown[name], value), (table, value)
            if months <= truth.values.keys():
                whole[name] = value
    if found := re.search(rf"：(\S+?)(最好|最高|最多|最少)，(各 )?({NUMBER})", title):
        low = found[2] == "最少" or (BETTER[truth.key] == "lower" and found[2] == "最好")
        best = (min if low else max)(whole.values())
        assert len(whole) > 1, title
        alike = {
            name for name, value in whole.items() if abs(value - best) < Decimal("0.0001")
        }  # four decimals at most
        assert set(re.findall("[一二三四]季度", found[1])) == alike, (title, whole)
        assert shows(found[4], best), title
    if found := re.search(rf"(.季度)(?:[、和].季度)*比(.季度)(?:[、和].季度)*([高低多少快慢]) ({NUMBER})", caption):
        one, other = found[1], found[2]
        gap = read(shown[one]) - read(shown[other])
        assert abs(gap) == read(found[4]), (caption, table)
        assert (gap > 0) == (found[3] in "高多慢"), caption


@for_each("seed", SEEDS)
def test_every_sentence_is_true(seed: int) -> None:
    case = invented(seed)
    metrics, channel = case["year"]["metrics"], case["year"]["channel"]
    said = told(agent_year_of(case))
    noun, unit, verb = CHANNELS[channel]
    assert not [place for place, text in said.items() if place.endswith(".caption") and not text]
    for key, row in metrics.items():
        truth = Truth(key, row, metrics["contacts"])
        check_trend(truth, said[f"trend-{key}.title"], said[f"trend-{key}.caption"])
        check_quarters(truth, *(said[f"quarters-{key}.{part}"] for part in ("title", "caption", "table")))
        typed = re.findall(rf"^\d+ 月 \| ({NUMBER}|—)", said[f"trend-{key}.table"], re.M)
        assert [None if cell == "—" else cell.replace(",", "") for cell in typed] == row
    contacts = Truth("contacts", metrics["contacts"], metrics["contacts"])
    found = re.search(rf"{verb} ({NUMBER}) {unit}{noun}", said["summary"])
    assert found, said["summary"]
    assert read(found[1]) == contacts.span(set(range(1, 13)))
    assert said["summary"].startswith("这一年") == (len(contacts.values) == 12)
    if found := re.search(r"最忙的是 ([\d、—]+) 月", said["summary"]):
        assert months_in(found[1]) == contacts.months_of(contacts.top)
    found = re.search(rf"累计{verb}{noun} ({NUMBER}) {unit}", said["report.1"])
    assert found, said["report.1"]
    assert read(found[1]) == contacts.span(set(range(1, 13)))
    both = [m for m in contacts.values if (metrics.get("aht") or [None] * 12)[m - 1] is not None]
    assert ("说了约" in said["summary"]) == (bool(both) and channel in ("热线", "外呼"))
    if found := re.search(r"约 (\d+) 万字", said.get("report.2", "")):
        assert channel in ("热线", "外呼")
        characters = sum(contacts.values[m] * Decimal(metrics["aht"][m - 1] or 0) for m in both) / 60 * 200
        assert abs(characters / 10_000 - read(found[1])) <= Decimal("0.5"), said["report.2"]
    assert ("有处理时长的" in said["summary"]) == ("说了约" in said["summary"] and len(both) < len(contacts.values))
    if "before" in case:
        check_change(case, metrics, said)


def check_change(case: dict[str, Any], metrics: dict[str, Row], said: dict[str, str]) -> None:
    for key, before in case["before"].items():
        if key not in metrics or f"headline.{key}" not in said:
            continue
        now, then = (Truth(key, row, metrics["contacts"]) for row in (metrics[key], before))
        shared = now.values.keys() & then.values.keys()
        text = said[f"headline.{key}"]
        if not shared:
            assert "上年" not in text, text
            continue
        here, there = now.span(shared) or Decimal(), then.span(shared) or Decimal()
        assert ("同期" in text) == (now.values.keys() != then.values.keys()), text
        if found := re.search(rf"(?:上年|月）)([多少高低快慢]) ({NUMBER})", text):
            assert (here > there) == (found[1] in "多高慢"), text
            exact = abs(here / there - 1) * 100 if key in SUMMED else abs(here - there)
            assert abs(read(found[2]) - exact) <= Decimal("0.11"), (text, here, there)
        else:
            assert "持平" in text, text
            assert abs(here - there) < Decimal("0.0002"), (text, here, there)


def most_of(counts: dict[str, Decimal]) -> set[str]:
    return {name for name, count in counts.items() if count == max(counts.values())}


def quoted_in(text: str) -> set[str]:
    return set(re.findall("「([^」]+)」", text))


def told_by_hand(seed: int) -> dict[str, Any]:
    """Lists that people write, with ties, with one entry, with everything alike."""
    dice = random.Random(seed)

    def some(names: str, low: int, high: int) -> list[tuple[str, str]]:
        picked = dice.sample(names.split(), dice.randint(1, 5))
        return [(name, str(dice.choice((low, high, dice.randint(low, high))))) for name in picked]

    skills = [(name, dice.randint(1, 4), dice.randint(1, 5)) for name, _ in some("倾听 表达 共情 协作 数据", 1, 5)]
    energy = [str(dice.choice((3, 6, 8, dice.randint(1, 10)))) if dice.random() > 0.3 else None for _ in range(12)]
    days = sorted({(dice.choice((2, 5, dice.randint(1, 12))), dice.randint(1, 28)) for _ in range(dice.randint(1, 12))})
    year: dict[str, Any] = {
        "metrics": {"contacts": ["9000"]},
        "tags": dict(some("耐心 专业 没人接 太慢 普通话", 1, 9)),
        "issues": [{"name": name, "count": count} for name, count in some("账单 停电 过户 报装 电压", 1, 60)],
        "growth": [{"skill": name, "before": str(low), "after": str(high)} for name, low, high in skills],
        "knowledge": {"feedback": {name: str(dice.randint(0, 4)) for name in ("答案错误", "场景缺失", "表述模糊")}},
        "journal": [{"date": f"2025-{month:02}-{day:02}", "note": "记"} for month, day in days],
    }
    if any(energy):
        year["energy"] = {"monthly": energy}
    statuses = dice.choices(("adopted", "declined", "submitted", "accepted"), k=dice.randint(1, 4))
    year["suggestions"] = {
        "submitted": "9",
        "items": [{"title": f"第{n}条", "voice": "听不清", "status": s} for n, s in enumerate(statuses)],
    }
    stories = {f"s{n}": {"need": dice.choice(["效率", "公平", "尊重"])} for n in range(dice.randint(0, 5))}
    return {"year": year, "stories": stories, "statuses": statuses}


@for_each("seed", range(160))
def test_what_people_wrote_is_told_as_they_wrote_it(seed: int) -> None:
    case = told_by_hand(seed)
    year, said = case["year"], told(agent_year_of(case))
    for key, counts, unit in (
        ("tags", {name: Decimal(count) for name, count in year["tags"].items()}, "次"),
        ("issues", {each["name"]: Decimal(each["count"]) for each in year["issues"]}, "通"),
        ("ticks", {name: Decimal(count) for name, count in year["knowledge"]["feedback"].items()}, "条"),
    ):
        if title := said.get(f"{key}.title"):
            named, whole = quoted_in(title), sum(counts.values())
            assert not named or named == most_of(counts), title
            assert not re.search("最多的是", title) or (len(counts) > 1 and whole > max(counts.values())), title
            if found := re.search(rf"({NUMBER}) {unit}", title):
                assert read(found[1]) == max(counts.values()), title
            if found := re.search(rf"占\S+的 ({NUMBER}) %", title):
                assert shows(found[1], max(counts.values()) / whole * 100), title
    gains = {g["skill"]: Decimal(g["after"]) - Decimal(g["before"]) for g in year["growth"]}
    risen = {name: gain for name, gain in gains.items() if gain > 0}
    assert {line.partition("：")[0] for place, line in said.items() if place.startswith("grown.")} == set(risen)
    if named := quoted_in(said["growth.title"]):
        assert named == most_of(risen), said["growth.title"]
    check_energy(said.get("energy.title", ""), year.get("energy", {}).get("monthly", []))
    months = [int(entry["date"][5:7]) for entry in year["journal"]]
    if found := re.search(r"([\d、—]+) 月最亮，(?:各 )?(\d+) 天", said["days.caption"]):
        most = max(map(months.count, months))
        assert months_in(found[1]) == {m for m in months if months.count(m) == most}, said["days.caption"]
        assert int(found[2]) == most, said["days.caption"]
    for word, status in (("已采纳", {"adopted"}), ("未采纳", {"declined"}), ("等回音", {"submitted", "accepted"})):
        count = sum(each in status for each in case["statuses"])
        assert (word in said["voices.title"]) == bool(count), said["voices.title"]
        if found := re.search(rf"，(\d+) 条(?:还在)?{word}", said["voices.title"]):
            assert int(found[1]) == count, said["voices.title"]
    needs = [story["need"] for story in case["stories"].values()]
    if found := re.search("需要，最常见的是(.+)：", said.get("needs.title", "")):
        assert quoted_in(found[1]) == most_of({need: Decimal(needs.count(need)) for need in needs})


def check_energy(title: str, monthly: list[str | None]) -> None:
    there = {month: int(value) for month, value in enumerate(monthly, 1) if value is not None}
    if found := re.search(r"([\d、—]+) 月(?:最累|，[都有])?.*?(\d+) 分(?:，(\d+) 月升到 (\d+) 分)?$", title):
        if "最" not in title:
            return
        low = min(there.values())
        assert months_in(found[1]) == {month for month, value in there.items() if value == low}, title
        assert int(found[2]) == low, title
        if found[3]:
            after = {month: value for month, value in there.items() if month > max(months_in(found[1]))}
            assert int(found[4]) == max(after.values()) == there[int(found[3])] > low, title
