"""Frozen records of what people wrote, and nothing else.

A scalar reaches a record as the text that was typed (``source`` keeps ``0123``, ``NO`` and ``12:30`` as they
stand), so text is never re-spelled and a number is parsed here, once, by the field that asks for one.
Positions are not kept in the records: a record's field path is the key into its document's marks.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

MONTHS = 12
TOO_LARGE = 1e12  # sums and products of honest figures stay far below what a float holds exactly

Kind = Literal["咨询", "投诉", "建议", "故障"]
Priority = Literal["高", "中", "低"]
Channel = Literal["电话", "在线", "工单", "社交平台"]
Need = Literal["效率", "公平", "尊重", "安全", "掌控", "归属"]
Status = Literal["submitted", "accepted", "adopted", "declined"]
Track = Literal["能力提升", "经验传承", "流程优化"]
Better = Literal["higher", "lower", "none"]
Total = Literal["sum", "mean", "weighted"]

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def _narrow(value: Any) -> Any:
    """Full-width digits and signs are what a Chinese keyboard types; they mean the narrow ones."""
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value


def _number(value: Any) -> Any:
    """Text -> float. ``2,890``, ``２８９０`` and ``95.5 %`` are read as meant; ``yes`` and ``.nan`` are not numbers."""
    value = _narrow(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise PydanticCustomError("number", "not a number")
    text = str(value).removesuffix("%").rstrip()
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    if not _PLAIN.fullmatch(text) or not math.isfinite(float(text)):
        raise PydanticCustomError("number", "not a number")
    if abs(float(text)) >= TOO_LARGE:
        raise PydanticCustomError("huge", "too large to be true")
    return float(text)


def _whole(value: Any) -> Any:
    """Text -> int, by way of a number."""
    number = _number(value)
    if not float(number).is_integer():
        raise PydanticCustomError("whole", "not a whole number")
    return int(number)


def _month(value: Any) -> Any:
    """``2021-07``, ``2021/7`` or ``2021年7月`` -> (2021, 7)."""
    found = _MONTH.fullmatch(str(_narrow(value)))
    if not found or not 1 <= int(found[2]) <= MONTHS:
        raise PydanticCustomError("year_month", "not a month")
    return int(found[1]), int(found[2])


def _date(value: Any) -> Any:
    """``2025-07-01``, ``2025/7/1`` or ``2025年7月1日`` -> date; 31 February is refused."""
    found = _DATE.fullmatch(str(_narrow(value)))
    if not found:
        raise PydanticCustomError("date_form", "not a date")
    try:
        return dt.date(*map(int, found.groups()))
    except ValueError as error:
        raise PydanticCustomError("date_none", "no such day") from error


def _listed(value: Any) -> Any:
    """One thing where a list may stand is a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def _month_date(value: Any) -> Any:
    """A plan's ``by``: a month or a day, kept as it was typed, narrowed."""
    text = str(_narrow(value))
    _date(text) if _DATE.fullmatch(text) else _month(text)
    return text


def _stripped(value: str) -> str:
    return value.strip()  # not ``str.strip`` itself: pydantic parses a builtin's signature at every field


Text = Annotated[str, AfterValidator(_stripped), Field(min_length=1)]
Number = Annotated[float, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Count = Annotated[int, BeforeValidator(_whole), Field(ge=0)]
Hours = Annotated[float, BeforeValidator(_number), Field(ge=0)]
Month = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=MONTHS)]
YearMonth = Annotated[tuple[int, int], BeforeValidator(_month)]
Date = Annotated[dt.date, BeforeValidator(_date)]
MonthOrDate = Annotated[str, BeforeValidator(_month_date)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
Strength = Annotated[float, BeforeValidator(_number), Field(ge=1, le=10)]
Level = Annotated[float, BeforeValidator(_number), Field(ge=1, le=5)]
Mood = Annotated[float, BeforeValidator(_number), Field(ge=-3, le=3)]
Series = Annotated[tuple[Number | None, ...], Field(min_length=MONTHS, max_length=MONTHS)]
Counts = dict[Text, Count]


class Record(BaseModel):
    """The base: frozen, unknown keys refused, a key without a value the same as no key."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _absent(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise PydanticCustomError("keys", "keys and values expected")
        return {key: value for key, value in data.items() if value is not None}


class Metric(Record):
    """A metric of the catalogue. ``better`` says which way is good, ``total`` how months become a year."""

    label: Text
    unit: str = ""
    better: Better = "none"
    total: Total = "mean"
    min: Number | None = None
    max: Number | None = None
    target: Number | None = None


#: The catalogue that every team has; units: 通, %, %, 分, 秒.
BUILT_IN: Mapping[str, Metric] = {
    "contacts": Metric(label="接听量", unit="通", better="none", total="sum", min=0),
    "fcr": Metric(label="一次解决率", unit="%", better="higher", total="weighted", min=0, max=100),
    "csat": Metric(label="满意度", unit="%", better="higher", total="weighted", min=0, max=100),
    "qa": Metric(label="质检得分", unit="分", better="higher", total="mean", min=0, max=100),
    "aht": Metric(label="平均处理时长", unit="秒", better="lower", total="weighted", min=0),
}


class Yardstick(Record):
    """A book that everybody knows, to hold the year's characters against."""

    title: Text = "红楼梦"
    characters: Annotated[int, BeforeValidator(_whole), Field(gt=0)] = 730_000


class LogColumns(Record):
    """Which header of a call log holds what; ``at`` may be a date column and a time column."""

    agent: Text
    at: Texts
    reason: Text | None = None
    answered: Text | None = None
    resolved: Text | None = None
    seconds: Text | None = None
    rating: Text | None = None
    customer: Text | None = None
    kind: Text | None = None
    priority: Text | None = None
    channel: Text | None = None
    remark: Text | None = None


class Log(Record):
    """Exports of a call or ticket system that fill the metrics that an agent's file does not give."""

    files: Texts
    columns: LogColumns
    agents: dict[Text, Text] = {}
    yes: Texts = ("Y", "是")
    satisfied: Number = 4


class Team(Record):
    """``data/team.yml``."""

    name: Text = "客服团队"
    year: Annotated[int, BeforeValidator(_whole), Field(ge=1900, le=2999)] | None = None
    characters_per_minute: Annotated[float, BeforeValidator(_number), Field(gt=0)] = 200
    yardstick: Yardstick = Yardstick()
    targets: dict[Text, Number] = {}
    metrics: dict[Text, Metric] = {}
    allow: Texts = ()
    logs: tuple[Log, ...] = ()

    @property
    def catalogue(self) -> dict[str, Metric]:
        """Every metric by key: the built-in ones, then the team's own; ``targets`` laid over both."""
        known = {**BUILT_IN, **self.metrics}
        return {
            key: metric.model_copy(update={"target": self.targets.get(key, metric.target)})
            for key, metric in known.items()
        }


class Event(Record):
    """What stood behind a peak or a valley; on every trend where ``metrics`` names none."""

    month: Month
    title: Text
    note: Text | None = None
    metrics: Texts = ()


class Issue(Record):
    """A contact reason with its count."""

    name: Text
    kind: Kind | None = None
    priority: Priority | None = None
    count: Count


class Comparison(Record):
    """One figure of a campaign, before it and during it."""

    label: Text
    unit: str = ""
    before: Number
    during: Number


class Campaign(Record):
    """A special task with its days."""

    title: Text
    start: Date = Field(alias="from")
    end: Date = Field(alias="to")
    summary: Text | None = None
    figures: tuple[Comparison, ...] = ()


class Suggestion(Record):
    """A suggestion, and whose voice it was: voice -> process step -> department -> outcome."""

    title: Text
    to: Text | None = None
    status: Status = "submitted"
    effect: Text | None = None
    voice: Text | None = None
    node: Text | None = None
    count: Count | None = None


class Suggestions(Record):
    """How many were handed in and taken up, and the ones worth telling."""

    submitted: Count | None = None
    adopted: Count | None = None
    items: tuple[Suggestion, ...] = ()


class Crystal(Record):
    """A knowledge crystal: intuition made reusable."""

    title: Text
    rule: Text
    scenes: Texts = ()
    phrasings: Texts = ()
    case: Text | None = None


class Foresight(Record):
    """From passive response to active foresight."""

    signal: Text
    action: Text
    expected: Text | None = None


class Energy(Record):
    """Emotional labour: 1 drained … 10 full, and what gives, drains and restores."""

    monthly: Annotated[tuple[Strength | None, ...], Field(min_length=MONTHS, max_length=MONTHS)] | None = None
    gives: Texts = ()
    drains: Texts = ()
    restores: Texts = ()


class Growth(Record):
    """A skill before and after, 1 … 5."""

    skill: Text
    before: Level
    after: Level
    note: Text | None = None


class Goal(Record):
    """One line of next year's plan."""

    track: Track
    goal: Text
    by: MonthOrDate | None = None
    measure: Text | None = None


class Feedback(Record):
    """The three ticks of the knowledge feedback form."""

    wrong: Count = Field(default=0, alias="答案错误")
    missing: Count = Field(default=0, alias="场景缺失")
    vague: Count = Field(default=0, alias="表述模糊")


class Point(Record):
    """A knowledge point: core rule, common scenes, derived ways of asking."""

    title: Text
    rule: Text
    scenes: Texts = ()
    asks: Texts = ()


class Knowledge(Record):
    """From user to builder of the knowledge base."""

    claimed: Texts = ()
    score: Hours | None = None
    feedback: Feedback | None = None
    points: tuple[Point, ...] = ()


class Translation(Record):
    """情绪翻译: what was said, what was meant, what was answered."""

    heard: Text
    meant: Text
    reply: Text | None = None


class Phrasing(Record):
    """话术迭代: instead of this, say that, and why."""

    instead_of: Text
    say: Text
    why: Text | None = None


class Value(Record):
    """场景价值公式: a feature solves a problem, saves something, brings something."""

    feature: Text
    problem: Text
    saves: Text | None = None
    brings: Text | None = None


class JournalEntry(Record):
    """每日成功记录: one good moment with its day."""

    date: Date
    note: Text


class Pathway(Record):
    """成长路径 and 能力拼图: the stage, the next one, what one has and what one adds."""

    stage: Text
    next: Text | None = None
    has: Texts = ()
    adds: Texts = ()


class SlideRequest(Record):
    """One slide: a block by name, and a line of the agent's own."""

    block: Text
    say: Text | None = None


def _slide(value: Any) -> Any:
    """``- tags`` is short for ``- {block: tags}``."""
    return {"block": value} if isinstance(value, str) else value


class Year(Record):
    """``data/agents/<agent>/<year>.yml``: one agent's year."""

    name: Text
    role: Text | None = None
    team: Text | None = None
    since: YearMonth | None = None
    motto: Text | None = None
    workdays: Annotated[int, BeforeValidator(_whole), Field(ge=1, le=366)] | None = None
    metrics: dict[Text, Series] = {}
    events: tuple[Event, ...] = ()
    tags: Counts = {}
    quotes: Texts = ()
    issues: tuple[Issue, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    suggestions: Suggestions | None = None
    assist_hours: Hours | None = None
    crystals: tuple[Crystal, ...] = ()
    foresight: tuple[Foresight, ...] = ()
    energy: Energy | None = None
    growth: tuple[Growth, ...] = ()
    improve: Texts = ()
    plan: tuple[Goal, ...] = ()
    closing: Text | None = None
    knowledge: Knowledge | None = None
    translations: tuple[Translation, ...] = ()
    phrasing: tuple[Phrasing, ...] = ()
    value: tuple[Value, ...] = ()
    signals: Counts = {}
    journal: tuple[JournalEntry, ...] = ()
    pathway: Pathway | None = None
    present: tuple[Annotated[SlideRequest, BeforeValidator(_slide)], ...] = ()


class Step(Record):
    """A point of the emotion curve, -3 … 3."""

    at: Text
    mood: Mood
    note: Text | None = None


class Principle(Record):
    """A named, numbered principle."""

    name: Text
    steps: Texts = ()


class Closure(Record):
    """三重确认: the customer, the inside record, the long-term follow-up."""

    customer: Text | None = None
    internal: Text | None = None
    follow_up: Text | None = None


class Case(Record):
    """The front matter of a case story; ``date`` and ``lesson`` are what the chronicle needs of every story."""

    title: Text
    date: Date
    lesson: Text
    kind: Kind | None = None
    priority: Priority | None = None
    channel: Channel | None = None
    need: Need | None = None
    journey: tuple[Step, ...] = ()
    principle: Principle | None = None
    tags: Texts = ()
    clues: Texts = ()
    root_cause: Text | None = None
    closure: Closure | None = None
