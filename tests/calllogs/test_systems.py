"""Exports in the shapes of well-known systems, with their odd columns, counted again in plain Python.

Each shape writes the same kind of calls, whose values are known; see ``test_recount``, whose second count is used.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.calllogs.test_faults import workbook
from tests.calllogs.test_recount import YEARS, Call, check

from chronicle.calllogs import read
from chronicle.records.model import Log

Cells = Callable[[Call, int], str]


def utc(call: Call) -> dt.datetime:
    return call.at - dt.timedelta(hours=8)


def unix(call: Call) -> int:
    return int((utc(call) - dt.datetime(1970, 1, 1)).total_seconds())


def half_day(call: Call) -> str:
    return f"{'上午' if call.at.hour < 12 else '下午'}{call.at.hour % 12 or 12}:{call.at:%M:%S}"


def clock(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def spoken(seconds: int | None, units: tuple[str, str, str] = ("小时", "分", "秒")) -> str:
    parts = zip(((seconds or 0) // 3600, (seconds or 0) // 60 % 60, (seconds or 0) % 60), units, strict=True)
    return "" if seconds is None else "".join(f"{n}{unit}" for n, unit in parts if n)


def by(yes: str, no: str, none: str = "") -> Callable[[bool | None], str]:
    return lambda value: none if value is None else yes if value else no


@dataclass(frozen=True)
class Shape:
    """An export: its columns in order (those with a field are mapped), how its cells are written, and its file."""

    columns: dict[str, Cells | str]
    fields: dict[str, str | list[str]]
    log: dict[str, object] = field(default_factory=dict)
    encoding: str = "utf-8"
    delimiter: str = ","
    newline: str = "\n"
    head: str = ""
    foot: str = ""
    tail: str = ""  # of each line
    quoting: int = csv.QUOTE_MINIMAL
    raw: bool = False  # quotes within cells are not doubled
    name: str = "a.csv"


AGENT = {"mei": "小梅", "lan": "兰兰(02)", "": "路人"}
AGENTS = {"小梅": "mei", "兰兰(02)": "lan"}


def who(call: Call, n: int) -> str:
    return "" if call.fault == "nameless" else AGENT[call.agent]


def when(form: Callable[[Call], str]) -> Cells:
    return lambda call, n: "待定" if call.fault == "undated" else form(call)


def iso(call: Call) -> str:
    return f"{call.at:%Y-%m-%d %H:%M:%S}"


def customer(nobody: str = "") -> Cells:
    return lambda call, n: call.customer if call.customer not in ("", "匿名") else nobody


SHAPES: dict[str, Shape] = {
    "七鱼": Shape(
        {
            "会话ID": lambda c, n: f"{9_000_000_000 + n}",
            "访客": customer("匿名用户"),
            "接待客服": who,
            "会话开始时间": when(iso),
            "会话时长": lambda c, n: clock(c.seconds),
            "满意度评价": lambda c, n: {True: "非常满意", False: "不满意", None: "未评价"}[c.satisfied],
            "评价内容": lambda c, n: ("", "很好，谢谢", '他说"好"', "第一行\n第二行")[n % 4],
            "咨询分类": lambda c, n: c.reason,
            "会话来源": "微信",
            "": "",
            "是否有效会话": lambda c, n: "是" if c.answered else "否",
        },
        {
            "agent": "接待客服",
            "at": "会话开始时间",
            "seconds": "会话时长",
            "rating": "满意度评价",
            "customer": "访客",
            "reason": "咨询分类",
            "answered": "是否有效会话",
        },
        encoding="gb18030",
        newline="\r\n",
    ),
    "智齿": Shape(
        {
            "接入时间": when(lambda c: f"{c.at.year}年{c.at.month}月{c.at.day}日 {c.at:%H}时{c.at:%M}分{c.at:%S}秒"),
            "客服昵称": who,
            "客服工号": lambda c, n: '="0012"',
            "用户ID": customer("无"),
            "会话持续时长": lambda c, n: spoken(c.seconds),
            "评分": lambda c, n: {True: "5星", False: "2星", None: "超时未评价"}[c.satisfied],
            "一级/二级分类": lambda c, n: c.reason,
            "接待状态": lambda c, n: "已接通" if c.answered else "未接通",
            "解决状态": lambda c, n: by("已解决", "未解决", "未填写")(c.resolved),
            "一级分类": "",
        },
        {
            "agent": "客服昵称",
            "at": "接入时间",
            "seconds": "会话持续时长",
            "rating": "评分",
            "customer": "用户ID",
            "reason": "一级/二级分类",
            "answered": "接待状态",
            "resolved": "解决状态",
        },
        encoding="utf-8-sig",
        quoting=csv.QUOTE_ALL,
        head="会话明细（导出于 2025-12-31）\n\n",
    ),
    "美洽": Shape(
        {
            "agent_name": who,
            "started_at": when(lambda c: f"{c.at:%Y-%m-%dT%H:%M:%S}.250+08:00"),
            "duration": lambda c, n: "" if c.seconds is None else f"{c.seconds}s",
            "evaluation": lambda c, n: {True: "好评", False: "差评", None: "-"}[c.satisfied],
            "visitor": customer("NULL"),
            "tags": lambda c, n: c.reason,
            "missed": lambda c, n: "Y" if c.answered else "N",
        },
        {
            "agent": "agent_name",
            "at": "started_at",
            "seconds": "duration",
            "rating": "evaluation",
            "customer": "visitor",
            "reason": "tags",
            "answered": "missed",
        },
        delimiter="\t",
        encoding="utf-16",
    ),
    "Zendesk": Shape(
        {
            "Id": lambda c, n: f"{n + 1}",
            "Subject": lambda c, n: f'Re: "order {n}", please\r\nthanks' if n % 3 else "hi",
            "Assignee": who,
            "Created at": when(lambda c: f"{utc(c):%Y-%m-%d %H:%M:%S} UTC"),
            "Requester": customer("-"),
            "Status": lambda c, n: by("Solved", "Open", "")(c.resolved),
            "Tags": lambda c, n: c.reason,
            "Satisfaction Score": lambda c, n: {True: "Good", False: "Bad", None: "Offered"}[c.satisfied],
            "Handle time (minutes)": lambda c, n: "" if c.seconds is None else repr(c.seconds / 60),
            "Via": "Mail",
            "Answered": lambda c, n: "true" if c.answered else "false",
        },
        {
            "agent": "Assignee",
            "at": "Created at",
            "seconds": "Handle time (minutes)",
            "rating": "Satisfaction Score",
            "customer": "Requester",
            "reason": "Tags",
            "resolved": "Status",
            "answered": "Answered",
        },
        {"yes": ["solved", "closed", "true"], "no": ["open", "pending"]},
        quoting=csv.QUOTE_ALL,
    ),
    "Freshdesk": Shape(
        {
            "Ticket ID": lambda c, n: f"{n}",
            "Agent": who,
            "Created time": when(lambda c: f"{c.at:%m/%d/%Y %I:%M:%S %p}"),
            "Resolution": lambda c, n: by("Resolved", "Unresolved", "")(c.resolved),
            "Survey results": lambda c, n: {True: "Extremely happy", False: "Sad", None: "No response"}[c.satisfied],
            "Contact ID": customer("unknown"),
            "Time tracked": lambda c, n: clock(c.seconds),
            "Type": lambda c, n: c.reason,
            "State": lambda c, n: "Yes" if c.answered else "No",
        },
        {
            "agent": "Agent",
            "at": "Created time",
            "seconds": "Time tracked",
            "rating": "Survey results",
            "customer": "Contact ID",
            "reason": "Type",
            "resolved": "Resolution",
            "answered": "State",
        },
        {"ratings": {"Extremely happy": "满意", "Sad": "不满意"}, "dates": "月/日/年"},
        newline="\r\n",
        tail=",",
    ),
    "Asterisk": Shape(
        {
            "accountcode": who,
            "src": customer("anonymous"),
            "dst": "8000",
            "dcontext": "from-queue",
            "clid": lambda c, n: f'"Caller {n}" <{1000 + n}>',
            "channel": "SIP/1-00",
            "lastapp": "Queue",
            "lastdata": "support,t,,,45",
            "calldate": when(iso),
            "answerdate": lambda c, n: iso(c) if c.answered else "",
            "duration": lambda c, n: f"{(c.seconds or 0) + 9}",
            "billsec": lambda c, n: "" if c.seconds is None else str(c.seconds),
            "disposition": lambda c, n: "ANSWERED" if c.answered else ("NO ANSWER", "BUSY", "FAILED")[n % 3],
            "amaflags": "DOCUMENTATION",
            "uniqueid": lambda c, n: f"{unix(c)}.{n}",
            "userfield": lambda c, n: c.reason,
        },
        {
            "agent": "accountcode",
            "at": "calldate",
            "seconds": "billsec",
            "customer": "src",
            "answered": "disposition",
            "reason": "userfield",
        },
        quoting=csv.QUOTE_ALL,
        raw=True,
        name="Master.csv",
    ),
    "FreeSWITCH": Shape(
        {
            "caller_id_name": "",
            "caller_id_number": customer("0"),
            "start_epoch": when(lambda c: str(unix(c))),
            "answer_epoch": lambda c, n: str(unix(c)) if c.answered else "0",
            "billmsec": lambda c, n: "" if c.seconds is None else str(c.seconds * 1000),
            "hangup_cause": lambda c, n: "NORMAL_CLEARING" if c.answered else ("NO_ANSWER", "USER_BUSY")[n % 2],
            "uuid": lambda c, n: f"{n:08x}-aa",
            "accountcode": who,
            "read_codec": "PCMU",
            "skill": lambda c, n: c.reason,
        },
        {
            "agent": "accountcode",
            "at": "start_epoch",
            "seconds": "billmsec",
            "customer": "caller_id_number",
            "answered": "hangup_cause",
            "reason": "skill",
        },
        {"yes": ["NORMAL_CLEARING"], "no": ["USER_BUSY"], "seconds_in": "毫秒"},
        delimiter=";",
        head="sep=;\n",
    ),
    "Amazon Connect": Shape(
        {
            "Contact ID": lambda c, n: f"{n:04}-ffff",
            "Channel": "Voice",
            "AWS Account ID": "000000000000",
            "Initiation timestamp": when(lambda c: f"{utc(c):%Y-%m-%dT%H:%M:%SZ}"),
            "Agent username": who,
            "Customer endpoint address": customer("Restricted"),
            "Queue": lambda c, n: c.reason,
            "Agent interaction duration": lambda c, n: clock(c.seconds),
            "Attributes": "{}",
            "Disconnect timestamp": "",
            "Answered?": lambda c, n: str(int(c.answered)),
        },
        {
            "agent": "Agent username",
            "at": "Initiation timestamp",
            "seconds": "Agent interaction duration",
            "customer": "Customer endpoint address",
            "reason": "Queue",
            "answered": "Answered?",
        },
        {"yes": ["1"], "nobody": ["Restricted"]},
        quoting=csv.QUOTE_ALL,
        encoding="utf-8-sig",
    ),
    "呼叫中心，日期和时刻分开": Shape(
        {
            "序号": lambda c, n: str(n + 1),
            "日期": when(lambda c: f"{c.at:%d.%m.%Y}"),
            "时间": lambda c, n: half_day(c),
            "坐席工号": lambda c, n: (
                "" if c.fault == "nameless" else {"mei": "1001.0", "lan": "'0012", "": "77"}[c.agent]
            ),
            "通话时长（分钟）": lambda c, n: "" if c.seconds is None else f"{c.seconds // 60}:{c.seconds % 60:02}",
            "满意度": lambda c, n: {True: "5-非常满意", False: "1-非常不满意", None: "0"}[c.satisfied],
            "是否接听": lambda c, n: "接听" if c.answered else "呼损",
            "一次解决": lambda c, n: by("√", "×")(c.resolved),
            "来电号码": customer("无号码"),
            "业务小类": lambda c, n: c.reason,
            "备注": lambda c, n: '屏 12" 的' if n % 5 else "",
        },
        {
            "agent": "坐席工号",
            "at": ["日期", "时间"],
            "seconds": "通话时长（分钟）",
            "rating": "满意度",
            "answered": "是否接听",
            "resolved": "一次解决",
            "customer": "来电号码",
            "reason": "业务小类",
        },
        {"agents": {"1001": "mei", "0012": "lan"}, "nobody": ["无号码"], "dates": "日/月/年"},
        raw=True,
        newline="\r\n",
        encoding="gb18030",
        head=",\n热线通话明细表,\n",
    ),
    "一分最好": Shape(
        {
            "坐席": who,
            "开始": when(lambda c: f"{c.at.year}/{c.at.month}/{c.at.day}  {c.at.hour}：{c.at:%M}"),
            "时长": lambda c, n: spoken(c.seconds, ("h", "m", "s")),
            "客户": customer("未登记"),
            "分数": lambda c, n: {True: ("1", "2")[n % 2], False: ("3", "5")[n % 2], None: "未评"}[c.satisfied],
            "接了吗": lambda c, n: "已接起" if c.answered else "漏接",
            "分数 ": "",
            "原因": lambda c, n: c.reason,
        },
        {
            "agent": "坐席",
            "at": "开始",
            "seconds": "时长",
            "rating": "分数",
            "answered": "接了吗",
            "customer": "客户",
            "reason": "原因",
        },
        {"satisfied": "<=2"},
        delimiter="|",
        foot="\n\n",
    ),
    "星号，印度时间，毫秒": Shape(
        {
            "Operator": who,
            "When": when(lambda c: f"{c.at - dt.timedelta(hours=2, minutes=30):%Y-%m-%dT%H:%M:%S}+05:30"),
            "talk_ms": lambda c, n: "" if c.seconds is None else f"{c.seconds * 1000}.0",
            "Customer": customer("n/a"),
            "Stars": lambda c, n: {True: "★★★★", False: "★★☆☆☆", None: ""}[c.satisfied],
            "Picked up": lambda c, n: "connected" if c.answered else "abandoned",
            "Topic": lambda c, n: c.reason,
        },
        {
            "agent": "Operator",
            "at": "When",
            "seconds": "talk_ms",
            "rating": "Stars",
            "answered": "Picked up",
            "customer": "Customer",
            "reason": "Topic",
        },
        delimiter="\t",
        newline="\r\n",
    ),
    "英文日期，千分位": Shape(
        {
            "Rep": who,
            "Call start": when(lambda c: f"{c.at:%b} {c.at.day}, {c.at:%Y} {c.at:%I:%M %p}"),
            "Talk Time (sec)": lambda c, n: "" if c.seconds is None else f"{c.seconds:,}",
            "Caller": customer("Anonymous"),
            "CSAT": lambda c, n: {True: "Very satisfied", False: "Dissatisfied", None: "N/A"}[c.satisfied],
            "Answer": lambda c, n: "Y" if c.answered else "N",
            "Why": lambda c, n: c.reason,
        },
        {
            "agent": "Rep",
            "at": "Call start",
            "seconds": "Talk Time (sec)",
            "rating": "CSAT",
            "answered": "Answer",
            "customer": "Caller",
            "reason": "Why",
        },
        quoting=csv.QUOTE_ALL,
        newline="\r",
    ),
}


def calls(dice: random.Random) -> list[Call]:
    """Calls to the minute, so that every shape can say when they were; the first shows the order of dates."""
    made = []
    for _ in range(dice.randint(30, 70)):
        year = dice.choice([2023, 2024, 2025, 2025, 2025])
        at = dt.datetime(
            year, dice.randint(1, 12), dice.randint(1, 28), dice.choice([0, 9, 11, 12, 23]), dice.randrange(60)
        )
        made.append(
            Call(
                dice.choice(["mei", "mei", "lan", ""]),
                at,
                dice.random() < 0.85,
                dice.choice([True, True, False, None]),
                dice.choice(["", "匿名", "K1", "K2", "K3", "K4"]),
                dice.choice([None, *range(60, 4000, 17)]),
                dice.choice([True, True, False, None]),
                dice.choice(["停电", "账单", ""]),
                dice.choice([*[""] * 25, "undated", "nameless"]),
            )
        )
    made[0] = Call("mei", dt.datetime(2025, 3, 25, 9, 7), seconds=300)
    return made


def cells(shape: Shape, made: list[Call]) -> list[list[str]]:
    return [
        [write if isinstance(write, str) else write(call, n) for write in shape.columns.values()]
        for n, call in enumerate(made)
    ]


def text(shape: Shape, made: list[Call]) -> bytes:
    """The file's bytes."""
    rows = [list(shape.columns), *cells(shape, made)]
    stream = io.StringIO(newline="")
    if shape.raw:
        sign = '"' if shape.quoting == csv.QUOTE_ALL else ""
        lines = [shape.delimiter.join(f"{sign}{cell}{sign}" for cell in row) for row in rows]
        stream.write("".join(f"{line}{shape.newline}" for line in lines))
    else:
        writer = csv.writer(
            stream, delimiter=shape.delimiter, lineterminator=shape.tail + shape.newline, quoting=shape.quoting
        )
        writer.writerows(rows)
    head = shape.head.replace("\n", shape.newline)
    return (head + stream.getvalue() + shape.foot).encode(shape.encoding)


def compared(root: Path, shape: Shape, made: list[Call], about: str) -> None:
    columns = {
        "agents": AGENTS,
        "yes": ["是", "接听", "已解决"],
        **shape.log,
        "files": "logs/*",
        "columns": shape.fields,
    }
    reading = read(root, (Log.model_validate(columns),), YEARS)
    assert not reading.problems, f"{about}: {reading.problems}"
    if "rating" not in shape.fields:
        made = [Call(**{**vars(call), "satisfied": None}) for call in made]
    check(reading, [made], [0], "resolved" in shape.fields, about)


@pytest.mark.parametrize("name", SHAPES)
def test_the_exports_of_systems(tmp_path: Path, name: str) -> None:
    for seed in range(2):
        shape, made = SHAPES[name], calls(random.Random(f"{name}{seed}"))
        path = tmp_path / str(seed) / "data/logs" / shape.name
        path.parent.mkdir(parents=True)
        path.write_bytes(text(shape, made))
        compared(tmp_path / str(seed), shape, made, f"{name} {seed}")


@pytest.mark.parametrize("name", SHAPES)
def test_the_exports_of_systems_as_workbooks(tmp_path: Path, name: str) -> None:
    """The same cells as text in two sheets below two rows of title, one of them with its own order of columns."""
    shape, made = SHAPES[name], calls(random.Random(name))
    rows, header = cells(shape, made), list(shape.columns)
    half = len(rows) // 2
    turned = [row[::-1] for row in rows[half:]]
    sheets = {"上": [["明细"], ["2025 年"], header, *rows[:half]], "说明": [["无"]], "下": [header[::-1], *turned]}
    workbook(tmp_path / "data/logs/a.xlsx", sheets)
    compared(tmp_path, shape, made, name)
