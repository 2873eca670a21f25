"""Hard cases of every kind of chart: what the geometry tests and the browser look at."""

from __future__ import annotations

from datetime import date, timedelta

from chronicle.charts.bars import Bars, plain_bars
from chronicle.charts.before_after import BeforeAfter
from chronicle.charts.calendar import Calendar
from chronicle.charts.journey import Journey
from chronicle.charts.quarters import Quarters
from chronicle.charts.rhythm import Rhythm
from chronicle.charts.trend import Trend
from chronicle.charts.voices import Voices
from chronicle.charts.wordcloud import Cloud, Word
from chronicle.charts.years import Years

CONTACTS = (1980, 1875, 2010, 1950, 2060, 2380, 2890, 2760, 2040, 1930, 1890, 1985)
LAST_YEAR = (1890, 1810, 1900, 1880, 1990, 2250, 2610, 2590, 1980, 1900, 1850, 1900)
FCR = (93.8, 94.0, 94.6, 95.1, 95.5, 95.2, 94.1, 94.9, 96.4, 97.0, 97.3, 97.6)
AHT = (312, 309, 305, 301, 298, 306, 318, 311, 296, 292, 290, 288)
SUMMER = (7.0, 9.0, "迎峰度夏")
LONG_LATIN = "Pneumonoultramicroscopicsilicovolcanoconiosis"
LONG_VOICE = (
    "复电时间总是变，到底听谁的，能不能给个准话，我好安排家里的老人和冰箱里的菜，"
    "每次都要重新打电话来问一遍，问了也没人知道"
)
TWELVE_EVENTS = tuple(
    enumerate(
        (
            "元旦假期后集中咨询",
            "春运期间网点排队",
            "新版 App 上线「找不到入口」",
            "阶梯电价清算",
            "五一假期",
            "雷雨停电",
            "高温",
            "连续高温，报修与停电咨询集中",
            "开学季",
            "国庆出行 🚗",
            "双十一账单合并展示引起的误解与集中投诉处理",
            "年终账单与迎峰度冬",
        ),
        1,
    )
)


def _sums(months):
    return tuple(sum(months[i : i + 3]) for i in (0, 3, 6, 9))


def _means(months):
    return tuple(sum(months[i : i + 3]) / 3 for i in (0, 3, 6, 9))


TRENDS = {
    "campaign, last year": Trend(CONTACTS, "通", 2025, LAST_YEAR, None, 7, 2, ((7, "迎峰度夏"),), (SUMMER,)),
    "three events, target": Trend(
        FCR, "%", 2025, None, 95, 12, 1, ((7, "迎峰度夏"), (9, "三句话确认法"), (3, "新版上线"))
    ),
    "twelve events": Trend(
        FCR, "%", 2025, tuple(v - 1 for v in FCR), 95, 12, 1, TWELVE_EVENTS, (SUMMER, (1.0, 2.5, "春运保障"))
    ),
    "twelve campaigns": Trend(
        CONTACTS,
        "通",
        2025,
        None,
        None,
        7,
        2,
        (),
        tuple((m + 0.2, m + 1.4, f"第{m}次专项保障") for m in range(1, 13)),
    ),
    "joined in May, gaps": Trend(
        (None, None, None, None, 1200, 1300, None, 1250, None, 1400, 1350, None),
        "通",
        2025,
        None,
        None,
        10,
        5,
        ((8, "独立上岗"), (2, "尚未入职")),
    ),
    "one month": Trend((None, None, None, 1980, *(None,) * 8), "通", 2025),
    "nothing": Trend((None,) * 12, "通", 2025),
    "all equal": Trend((99.5,) * 12, "%", 2025, (99.5,) * 12, 99.5),
    "huge": Trend(tuple(v * 123456 for v in CONTACTS), "通", 2025, None, None, 7, 2),
    "tiny": Trend(tuple(v / 1e6 for v in CONTACTS), "分", 2025, None, 0.0022, 7, 2),
    "zeros": Trend((0, 0, 3, 1, 0, 0, 2, 0, 0, 0, 0, 1), "件", 2025, None, 2, 3, 1),
    "below zero": Trend(tuple(v - 95 for v in FCR), "分", 2025, None, None, 12, 1),
    "team's middle half": Trend(
        FCR, "%", 2025, None, 95, 12, 1, (), (), (*((v - 1, v + 0.5) for v in FCR[:8]), None, *((95, 97),) * 3)
    ),
    "hostile text": Trend(
        CONTACTS,
        "<b>&",
        2025,
        None,
        2000,
        7,
        2,
        ((7, "$x^2$ <script>\x00"), (2, LONG_LATIN)),
        ((3.0, 3.5, "\u202e&"),),
    ),
}
QUARTERS = {
    "rate": Quarters(_means(FCR), FCR, "%", 4),
    "sum": Quarters(_sums(CONTACTS), CONTACTS, "通", 3, summed=True),
    "huge sum": Quarters(
        _sums([v * 123456 for v in CONTACTS]), tuple(v * 123456 for v in CONTACTS), "通", 3, summed=True
    ),
    "gaps": Quarters((None, 99.5, None, 99.7), (None,) * 4 + (99.5, 99.5, None, None, None, None, 99.7, None), "%", 4),
    "all equal": Quarters((99.5,) * 4, (99.5,) * 12, "%"),
    "seconds": Quarters(_means(AHT), AHT, "秒", 4),
}
BARS = {
    "five": Bars(
        (
            ("电费账单", "咨询", "低", 6200),
            ("停电报修", "故障", "高", 4120),
            ("服务态度", "投诉", "高", 86),
            ("复电短信增加预计时间", "建议", "中", 310),
            ("其他", None, None, 1),
        )
    ),
    "twenty": Bars(
        tuple(
            (
                f"第{i}类很长很长的来电原因名称写到这里还没有完呢",
                ("咨询", "投诉", "建议", "故障", None)[i % 5],
                ("高", "中", "低", None)[i % 4],
                i * 7919 % 1000 * 10 ** (i % 4),
            )
            for i in range(20)
        )
    ),
    "names only": plain_bars(((f"{LONG_LATIN} & <b>", 3), ("停电", 0))),
    "huge": plain_bars((("答案错误", 987654321), ("场景缺失", 1), ("表述模糊", 30))),
}
BEFORE_AFTER = {
    "three": BeforeAfter(
        (("日均接听", "通", 96, 168), ("一次解决率", "%", 95.2, 94.1), ("平均处理时长", "秒", 306, 311))
    ),
    "twenty characters": BeforeAfter((("指标名称有二十个汉字那么长的一个专项数据项", "万千瓦时", 0, 1234567.8),)),
    "one side": BeforeAfter((("代班天数", "天", None, 12), ("值守", "次", 4, None), ("持平", "次", 5, 5))),
    "skills": BeforeAfter(
        tuple(
            (name, "级", before, after)
            for name, before, after in (
                ("三秒情绪识别", 3, 5),
                ("跨部门协作与知识沉淀能力的持续建设", 2, 3.5),
                ("打字", 4, 4),
                ("退步", 3, 2),
            )
        ),
        ("年初", "年末"),
        5,
    ),
}
JOURNEYS = {
    "three": Journey((("来电", -2, "看不清，也不会用"), ("梳理账单", 0, None), ("道别", 2, "谢谢，一切都好"))),
    "five": Journey(
        (
            ("来电", -2, "怎么又停电了！你们到底管不管"),
            ("确认诉求", -3, "冷库里两万块的货要坏了"),
            ("核实进度", -1, "抢修队已经在路上，二十分钟后到"),
            ("安排发电车", 1, None),
            ("回访", 3, "第一次有人打回来问我"),
        )
    ),
    "twelve": Journey(
        tuple(
            (
                f"步骤名称{i}",
                (-2, -3, -1, 0, 1, -1, 0, 1, 2, 1, 2, 3)[i],
                ("这一步客户说了一句挺长的话，长到要换行的那种长度呢", "谢谢 🙏", None)[i % 3],
            )
            for i in range(12)
        )
    ),
    "one": Journey((("来电", -1, "喂"),)),
    "level": Journey((("来电", 3, "好极了好极了好极了"), ("说明", 3, "好"), ("回访", -3, f"{LONG_LATIN} long word"))),
}
VOICES = {
    "five": Voices(
        (
            ("停电了为什么没人告诉我，短信也没有收到", "停电通知", "产品部", "已采纳", 120),
            ("账单看不懂", "账单展示", "产品部", "已采纳", 58),
            (LONG_VOICE, "抢修反馈", "运检部", "处理中", None),
            (f"{LONG_LATIN} 找不到入口", None, "数字化与客户体验管理部", "已提交", 9),
            ("谢谢你们", None, None, "未采纳", None),
        )
    ),
    "one": Voices((("谢谢", None, None, "已提交", None),)),
    "many": Voices(
        tuple(
            (f"第{i}句话", f"节点{i % 7}", f"部门{i % 5}", ("已采纳", "已提交", "未采纳")[i % 3], i) for i in range(16)
        )
    ),
}
RHYTHMS = {
    "busy": Rhythm(tuple(tuple((d * 31 + h * 17) % 53 * (8 <= h <= 20) for h in range(24)) for d in range(7))),
    "late": Rhythm(((0,) * 24,) * 6 + ((0,) * 23 + (123456,),)),
    "empty": Rhythm(((0,) * 24,) * 7),
}
YEARS = {
    "one": Years(2025, (95.2,), "%", 95),
    "two": Years(2024, (93.0, 95.2), "%", 95),
    "ten": Years(2016, (91.2, 92.4, 92.1, 93.5, 90.8, 94.0, 94.6, 95.9, 95.1, 97.6), "%", 95),
    "ten sums": Years(2016, tuple(25_000.0 + i % 3 * 400 for i in range(10)), "通"),
    "gap": Years(2021, (300, None, 280, None, 291), "秒", 285),
    "level": Years(2023, (99.5, 99.5, 99.5), "%", 99),
    "huge": Years(2023, (123_456_789_012, 999_999_999_999), "通"),
    "far target": Years(2024, (60.0, 61.0), "%", 99),
    "negative": Years(2024, (-5.5, 3.25), ""),
}
CALENDARS = {
    "year": Calendar(2025, (date(2024, 1, 1), *(date(2025, 1, 1) + timedelta(days=i * 37 % 365) for i in range(60)))),
    "leap year": Calendar(2024, (date(2024, 2, 29),)),
}

_STEMS = (
    "好听的",
    "认真听",
    "会解释",
    "不推诿",
    "答得快",
    "有温度",
    "说话算数",
    "记得我",
    "能听懂",
    "App 好用",
    "Wi-Fi",
)
_ENDS = " 了的极啊真很也又再还都最挺蛮超够忒颇甚特绝实确倍儿嘛哟"
_TONES = ("praise", "praise", "topic", "praise", "blame")
MANY_WORDS = tuple(
    Word(
        _STEMS[i % len(_STEMS)] + _ENDS[i // len(_STEMS)].strip(),
        max(1, int(900 / (i + 1) ** 0.9)),
        _TONES[i % 5],
    )
    for i in range(300)
)
CLOUDS = {
    "three": Cloud((Word("耐心", 812, "praise"), Word("专业", 640, "praise"), Word("机械答复", 6, "blame"))),
    "forty": Cloud(MANY_WORDS[:40]),
    "three hundred": Cloud(MANY_WORDS),
    "level": Cloud(tuple(Word(word.text, 1, word.tone) for word in MANY_WORDS[:60])),
    "odd": Cloud(
        (
            Word(f"{LONG_LATIN}一个极其极其长的标签超过一行宽度真的很长很长", 9, "praise"),
            Word("😀 emoji", 8, "praise"),
            Word("$x^2$ <b>&", 3, "blame"),
            Word("\x00", 2, "topic"),
        )
    ),
}
