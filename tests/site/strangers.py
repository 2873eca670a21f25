"""A team that the project has never met, and its figures worked out a second time, straight from the contract."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

from building import ROOT, copy_code, share_cache, without_guides

YEAR = 2031
PER_MINUTE = 180
NAMES = ("tags", "issues", "energy", "growth", "needs", "voices")
HOLD = "每通电话里让客户等候的平均时长"
Series = list[float | None]

TEAM = f"""\
name: 北岭坐席中心
year: {YEAR}
characters_per_minute: {PER_MINUTE}
yardstick: {{title: 白鲸, characters: 510000}}
targets: {{fcr: 91.5}}
metrics:
  hold: {{label: {HOLD}, unit: 秒, better: lower, total: weighted, min: 0, target: 40}}
  callback: {{label: 回访, unit: 次, better: higher, total: sum}}
  mood: {{label: 自评, better: none, total: mean, min: 0, max: 10}}
logs:
  - files: logs/*.csv
    columns:
      {{agent: 坐席, at: [日期, 时刻], reason: 事由, answered: 接通, resolved: 解决, seconds: 时长, rating: 评分}}
    agents: {{罗望: luo-wang}}
    yes: [接了, 好了]
    satisfied: 4
"""

FULL: dict[str, Series] = {
    "contacts": [1204, 1187, 1333, 1290, 1411, 1502, 1777, 1689, 1305, 1298, 1187, 1266],
    "fcr": [88.1, 88.4, 89, 90.2, 90.9, 91.3, 87.6, 89.9, 92.2, 92.8, 93.4, 93.1],
    "csat": [97.2, 97.9, 98.1, 98, 98.4, 98.6, 96.9, 97.4, 98.8, 99.1, 99, 99.2],
    "qa": [92.5, 93, 94.5, 94, 95.5, 95, 93.5, 94, 96, 96.5, 97, 97.5],
    "aht": [341, 338, 333, 329, 325, 330, 352, 344, 318, 311, 309, 306],
    "hold": [44, 43, 42, 41, 41, 45, 58, 52, 40, 38, 37, 36],
    "callback": [31, 28, 35, 33, 30, 41, 62, 55, 37, 34, 29, 36],
    "mood": [7, 7.5, 6, 8, 7, 6.5, 4, 5, 8, 8.5, 9, 9],
}
LAST = {
    key: [v and round(v * 0.97, 1) if key != "contacts" else v - 40 for v in row] for key, row in FULL.items() if row
}
RUNNING: dict[str, Series] = {key: [*FULL[key][:5], *([None] * 7)] for key in ("contacts", "fcr", "aht")}
ONE: dict[str, Series] = {"contacts": [903, *[None] * 11], "fcr": [81.5, *[None] * 11]}
LEVEL: dict[str, Series] = {
    "contacts": [1000] * 12,
    "fcr": [90] * 12,
    "csat": [100] * 12,
    "qa": [95] * 12,
    "aht": [300] * 12,
}
HOLES: dict[str, Series] = {
    "contacts": [500, None, 700, 800, 900, 650, 720, 810, 605, 777, 690, 711],
    "fcr": [90.5, 70, 91, 92, 93, 88, 87, 89, 90, 94, 95, 96],
}
RATES: dict[str, Series] = {"csat": [95.5, 96, 97, 95.5, 98, 97, 96, 95.5, 98, 97, 96.5, 96], "qa": [90] * 11 + [88]}
TABLE: dict[str, Series] = {key: [v and v + 3 for v in FULL[key]] for key in ("contacts", "aht", "hold", "callback")}

STEPS = [("接起", -3, "对方在哭"), ("听完", -1, None), ("说清楚", 1, None), ("挂断前", 2.5, "说了两次谢谢")]
CASE: dict[str, Any] = {
    "title": "雨夜里的最后一班渡船",
    "date": f"{YEAR}-07-19",
    "kind": "投诉",
    "priority": "高",
    "channel": "电话",
    "need": "安全",
    "journey": [{"at": at, "mood": mood, **({"note": note} if note else {})} for at, mood, note in STEPS],
    "lesson": "先让人知道有人在，再谈怎么办",
    "principle": {"name": "渡口三问", "steps": ["人在哪里", "缺什么", "谁能到"]},
    "tags": ["夜间", "渡口"],
    "clues": ["风声很大", "孩子在旁边"],
    "root_cause": "停航通知只贴在码头",
    "closure": {"customer": "已到家", "internal": "工单已结", "follow_up": "次日回访"},
}
SECOND = {
    "title": "找不到的那张发票",
    "date": f"{YEAR}-03-02",
    "need": "掌控",
    "lesson": "慢一点，反而快",
    "kind": "咨询",
}

RECORD: dict[str, Any] = {
    "name": "钟离采薇",
    "role": "夜班坐席",
    "team": "渡口组",
    "since": "2026-09",
    "motto": "灯亮着，就有人应",
    "workdays": 243,
    "events": [
        {"month": 7, "title": "台风停航", "note": "三天里来电翻倍", "metrics": ["contacts", "fcr"]},
        {"month": 10, "title": "换了新系统"},
    ],
    "tags": {"沉稳": 611, "说得清楚": 402, "有耐性": 377, "听得懂方言": 120, "太慢": 19, "推来推去": 7},
    "quotes": ["那天晚上多亏你没挂电话"],
    "issues": [
        {"name": "停航改签", "kind": "故障", "priority": "高", "count": 3120},
        {"name": "票价疑问", "kind": "咨询", "priority": "低", "count": 2890},
        {"name": "行李丢失", "kind": "投诉", "priority": "中", "count": 705},
        {"name": "希望加一班船", "kind": "建议", "priority": "低", "count": 88},
    ],
    "campaigns": [
        {
            "title": f"第{n}次应急值守",
            "from": f"{YEAR}-{n:02d}-03",
            "to": f"{YEAR}-{n:02d}-21",
            "summary": f"第 {n} 次，白班夜班连着上",
            "figures": [{"label": "日均接听", "unit": "通", "before": 50 + n, "during": 80 + 3 * n}],
        }
        for n in range(1, 13)
    ],
    "suggestions": {
        "submitted": 27,
        "adopted": 9,
        "items": [
            {
                "title": "停航信息同步到短信",
                "to": "运营部",
                "status": "adopted",
                "effect": "白跑码头的人少了",
                "voice": "我带着孩子白跑一趟",
                "node": "停航通知",
                "count": 64,
            },
            {"title": "发票页加一个找回入口", "to": "产品部", "status": "accepted"},
        ],
    },
    "assist_hours": 187.5,
    "crystals": [
        {
            "title": "风声判断法",
            "rule": "先听背景，再问地点",
            "scenes": ["夜间", "户外"],
            "phrasings": ["您先找个背风的地方"],
            "case": "last-ferry",
        }
    ],
    "foresight": [{"signal": "气象台发蓝色预警", "action": "提前两小时备好改签口径", "expected": "排队缩短一半"}],
    "energy": {
        "monthly": [6, 7, 7, 6, 5, 5, 2, 3, 6, 7, 8, 9],
        "gives": ["有人说谢谢"],
        "drains": ["连着三个骂人的"],
        "restores": ["江边走十分钟"],
    },
    "growth": [{"skill": "听背景音", "before": 2, "after": 4, "note": "靠风声就能猜到码头"}],
    "improve": ["催促对方说重点"],
    "plan": [
        {"track": "经验传承", "goal": "带两个新人", "by": f"{YEAR + 1}-05", "measure": "能独立上夜班"},
        {"track": "流程优化", "goal": "停航一键外呼"},
    ],
    "closing": "船到了，灯再关",
    "knowledge": {
        "claimed": ["停航改签"],
        "score": 33,
        "feedback": {"答案错误": 4, "场景缺失": 11, "表述模糊": 6},
        "points": [{"title": "改签不收费", "rule": "停航当日有效", "scenes": ["台风"], "asks": ["要不要手续费"]}],
    },
    "translations": [{"heard": "你们是不是没人了", "meant": "我怕今晚回不去", "reply": "我在，您慢慢说"}],
    "phrasing": [{"instead_of": "这不归我们管", "say": "我帮您转到能管的人", "why": "不让人落空"}],
    "value": [{"feature": "短信通知", "problem": "白跑码头", "saves": "每人两小时", "brings": "投诉少"}],
    "signals": {"算了吧": 31, "随便": 12},
    "journal": [{"date": f"{YEAR}-07-20", "note": "他们到家了，给我发了平安"}],
    "pathway": {"stage": "熟手", "next": "带班", "has": ["倾听"], "adds": ["排班"]},
    "present": ["trend-fcr", {"block": "tags", "say": "最想留住的是沉稳"}],
}

LOG = f"""\
坐席,日期,时刻,事由,接通,解决,时长,评分
罗望,{YEAR}-02-03,09:15,改签,接了,好了,0:05:00,5
罗望,{YEAR}-02-03,10:20,改签,接了,没有,0:03:00,3
罗望,{YEAR}-02-04,10:40,退票,接了,好了,0:04:00,4
罗望,{YEAR}-02-05,23:10,退票,没接,,0:00:00,
罗望,{YEAR}-08-14,11:05,改签,接了,好了,0:06:00,
"""


def place(root: Path, *, guides: bool = True) -> None:
    """The project without its sample people: what is left after every user's first act; its code comes compiled."""
    root.mkdir(parents=True, exist_ok=True)
    share_cache(root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    copy_code(root)
    for name in ("docs", "data"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("_sample"))
    if not guides:
        without_guides(root)


def write(root: Path, path: str, content: str, encoding: str = "utf-8") -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode(encoding))


def dump(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=10_000)


def person(root: Path, agent: str, series: dict[str, Series] | None, year: int = YEAR, **record: Any) -> None:
    """A year as a person types it: one series a line."""
    written = dump(record)
    if series:
        rows = "".join(
            f"  {key}: [{', '.join('~' if v is None else str(v) for v in row)}]\n" for key, row in series.items()
        )
        written += f"metrics:\n{rows}"
    write(root, f"data/agents/{agent}/{year}.yml", written)


def story(root: Path, agent: str, slug: str, front: dict[str, Any], body: str, year: int = YEAR) -> None:
    write(root, f"docs/agents/{agent}/{year}/{slug}.md", f"---\n{dump(front)}---\n\n{body}\n")


# --- the contract's formulas, a second time ---

_TOTAL = {"contacts": "sum", "qa": "mean", "callback": "sum", "mood": "mean"}


def year_value(series: dict[str, Series], key: str) -> float:
    """``contacts.total``, ``fcr.year`` and their like."""
    there = [(m, v) for m, v in enumerate(series[key]) if v is not None]
    values = [v for _, v in there]
    if _TOTAL.get(key) == "sum":
        return sum(values)
    weights = [series.get("contacts", [None] * 12)[m] for m, _ in there]
    if _TOTAL.get(key) == "mean" or any(w is None for w in weights):
        return sum(values) / len(values)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)  # type: ignore[misc, operator, arg-type]


def extreme(series: dict[str, Series], key: str, *, peak: bool) -> tuple[int, float]:
    best: tuple[int, float] | None = None
    for month, value in enumerate(series[key], 1):
        if value is not None and (best is None or (value > best[1] if peak else value < best[1])):
            best = (month, value)
    assert best
    return best


def characters(series: dict[str, Series], per_minute: float = PER_MINUTE) -> float:
    pairs = zip(series["contacts"], series["aht"], strict=True)
    return sum(n * s / 60 * per_minute for n, s in pairs if n is not None and s is not None)


def expected(series: dict[str, Series]) -> dict[str, float]:
    """Every KEY of the metrics, by the contract."""
    found = {f"{key}.{'total' if _TOTAL.get(key) == 'sum' else 'year'}": year_value(series, key) for key in series}
    for key in series:
        found[f"{key}.peak"] = extreme(series, key, peak=True)[1]
        found[f"{key}.valley"] = extreme(series, key, peak=False)[1]
    if "contacts" in series and "aht" in series:
        found["characters.total"] = characters(series)
    return found
