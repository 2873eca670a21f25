"""Frozen records of what people wrote, and nothing else.

A scalar reaches a record as the text that was typed (``source`` keeps ``0123``, ``NO`` and ``12:30`` as they
stand), so text is never re-spelled and a number is parsed here, once, by the field that asks for one.
Positions are not kept in the records: a record's field path is the key into its document's marks.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from ..reading import values
from .keys import names, sections

MONTHS = values.MONTHS
TOO_LARGE = 1e12  # sums and products of honest figures stay far below what a float holds exactly

Kind = Literal["咨询", "投诉", "建议", "故障"]
Priority = Literal["高", "中", "低"]
Channel = Literal["电话", "在线", "工单", "社交平台"]
Work = Literal["热线", "在线", "工单", "外呼"]
Tone = Literal["praise", "blame", "neutral"]
Need = Literal["效率", "公平", "尊重", "安全", "掌控", "归属"]
Status = Literal["submitted", "accepted", "adopted", "declined"]
Track = Literal["能力提升", "经验传承", "流程优化"]
PlanResult = Literal["做到", "部分做到", "没做到", "还在做"]
ForesightResult = Literal["来了", "没来"]
RoleKind = Literal["lead"]
Better = Literal["higher", "lower", "none"]
Total = Literal["sum", "mean", "weighted"]
#: What the choices that are English words are called.
CHOICES = {
    choice: words.split()[0]
    for kind in ("status", "better", "total", "role_kind")
    for choice, words in sections()[kind].items()
}


class Shown(float):
    """A number with the decimals that it is shown with: those that were typed, or those that were worked out for it."""

    __slots__ = ("decimals",)
    decimals: int

    def __new__(cls, value: float, decimals: int) -> Shown:
        """``decimals``: digits after the point."""
        number = super().__new__(cls, value)
        number.decimals = decimals
        return number

    def __reduce__(self) -> tuple[type[Shown], tuple[float, int]]:
        return Shown, (float(self), self.decimals)


def _number(value: Any) -> Any:
    """Text -> float. ``2,890``, ``２８９０``, ``95.5 %``, ``120 次`` are read as meant; ``5分钟`` is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise PydanticCustomError("number", "not a number")
    typed = values.amount(str(value))
    if typed is None or not math.isfinite(typed.value) or (typed.unit and typed.unit not in values.COUNTED):
        raise PydanticCustomError("number", "not a number")
    if abs(typed.value) >= TOO_LARGE:
        raise PydanticCustomError("huge", "too large to be true")
    return typed.value


def _typed(value: Any, check: ValidatorFunctionWrapHandler) -> Shown:
    """A number with the decimals that were typed: ``95.50`` has two. ``check`` holds it against the field's bounds."""
    if isinstance(value, Shown):
        return Shown(check(value), value.decimals)
    number = check(value)
    typed = values.amount(repr(value).removesuffix(".0") if isinstance(value, float) else str(value))
    same = typed is not None and typed.value == number  # not a duration that was turned into another unit
    return Shown(number, typed.decimals if typed and same else int(not float(number).is_integer()))


def _whole(value: Any, unit: str = "") -> Any:
    """Text -> int, by way of a number, which may have a ``unit``; a share is no count."""
    number = _number(values.narrow(str(value)).removesuffix(unit) if unit else value)
    if str(value).rstrip().endswith(("%", "％")) or not float(number).is_integer():
        raise PydanticCustomError("whole", "not a whole number")
    return int(number)


def _hours(value: Any) -> Any:
    """``320``, ``320小时``, ``90分钟`` or ``5:30`` (hours and minutes) -> hours; other units are refused."""
    text = str(value)
    duration = values.seconds(f"{text}:00" if re.fullmatch(r"\d+[:：]\d\d", text.strip()) else text)
    if duration is not None:
        return duration / 3600
    if (typed := values.amount(text)) and typed.unit:
        raise PydanticCustomError("number", "not a number of hours")
    return _number(value)


def _address(value: str) -> str:
    """A site's address, with a slash at its end."""
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
        raise PydanticCustomError("address", "not an address")
    return value.rstrip("/") + "/"


def _colour(value: str) -> str:
    """``#B3321B``, ``b3321b`` or ``#fa0`` -> ``#rrggbb``."""
    digits = values.narrow(value).strip().removeprefix("#").lower()
    if not re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", digits):
        raise PydanticCustomError("colour", "not a colour")
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def _month_number(value: Any) -> Any:
    """``7``, ``7月``, ``七月``, ``2025-07`` or ``Jul`` -> 7."""
    month = values.month(str(value))
    return month[1] if month else _whole(value)


def _month(value: Any) -> Any:
    """``2021-07``, ``2021/7`` or ``2021年7月15日`` -> (2021, 7)."""
    day = values.day(str(value))
    if not day or day.year is None or not 1 <= day.month <= MONTHS:
        raise PydanticCustomError("year_month", "not a month")
    return day.year, day.month


def _date(value: Any) -> Any:
    """``2025-07-01``, ``2025/7/1`` or ``2025年7月1日`` -> date; 31 February is refused."""
    day = values.day(str(value))
    if not day or day.year is None or day.day is None:
        raise PydanticCustomError("date_form", "not a date")
    try:
        return dt.date(day.year, day.month, day.day)
    except ValueError as error:
        raise PydanticCustomError("date_none", "no such day") from error


def _month_date(value: Any) -> Any:
    """A plan's ``by``: a month or a day in any usual form -> ``2026-06`` or ``2026-06-30``."""
    day = values.day(str(value))
    if day and day.day is not None:
        return _date(value).isoformat()
    year, month = _month(value)
    return f"{year:04}-{month:02}"


def _listed(value: Any) -> Any:
    """One thing where a list may stand is a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def _meaning(kind: str) -> BeforeValidator:
    """What the choices of a ``kind`` are called, each with the choice that is meant; English in any case."""
    known = names(kind)
    return BeforeValidator(lambda value: known.get(value, value.lower()) if isinstance(value, str) else value)


def _short_for(key: str, typed: Any) -> BeforeValidator:
    """``- 谢谢`` is short for ``- {text: 谢谢}``. ``typed``: all that may stand there, for the schema."""
    return BeforeValidator(
        lambda value: {key: value} if isinstance(value, str | int | float) else value, json_schema_input_type=typed
    )


def in_one(value: Any) -> Any:
    """A list of mappings, ``- 耐心: 812``, as one mapping, where no key stands twice in it."""
    if not isinstance(value, list) or not value or not all(isinstance(item, Mapping) for item in value):
        return value
    pairs = [pair for item in value for pair in item.items()]
    return dict(pairs) if len(dict(pairs)) == len(pairs) else value


#: Words, each with a number: two columns out of a spreadsheet, or 耐心×812、专业（640）.
_PASTED_PAIR = re.compile(
    r"([^\W\d][^\s:：×*(（、，,;；\d]*)\s*[×*(（]?\s*(\d[\d,]*)\s*次?[)）]?(?:\s*[、，,;；]\s*|\s+|$)"
)
_PASTED = re.compile(rf"(?:{_PASTED_PAIR.pattern}){{2,}}")


def _tags(value: Any) -> Any:
    """A plain mapping of words to counts are tags that nobody told apart; so are a list of such with one word each and
    pasted words with their counts."""
    if isinstance(value, list) and all(isinstance(tag, str) for tag in value):
        value = "、".join(value)
    if isinstance(value, str) and _PASTED.fullmatch(value.strip()):
        value = [{word: number} for word, number in _PASTED_PAIR.findall(value)]
    if (
        isinstance(value, list)
        and value
        and all(isinstance(tag, dict) and tag.keys() == {"name", "count"} for tag in value)
    ):
        value = [{str(tag["name"]): tag["count"]} for tag in value]
    value = in_one(value)
    if not isinstance(value, Mapping) or any(isinstance(counts, Mapping | list) for counts in value.values()):
        return value
    return {"other": value}


_YES = frozenset(("true", "yes", "on", "1", "是", "对", "要", "开"))
_NO = frozenset(("false", "no", "off", "0", "否", "不", "不是", "不要", "关", "无"))


def _flag(value: Any) -> Any:
    """``true`` or ``是`` -> True."""
    word = str(value).strip().lower()
    flag = True if word in _YES else False if word in _NO else None
    if flag is None:
        raise PydanticCustomError("flag", "neither yes nor no")
    return flag


def _limit(value: Any) -> Any:
    """``4``, ``>=4`` -> 4; ``<= 2`` -> ``<=2``, for a scale on which 1 is best."""
    text = values.narrow(str(value)).replace(" ", "").replace("≤", "<=").replace("≥", ">=")
    number = _number(text.removeprefix(">=").removeprefix("<="))
    return f"<={number:g}" if text.startswith("<=") else number


def _unquoted(text: str) -> str:
    """``「谢谢」`` and ``“谢谢”`` without the marks around the whole of it."""
    return text[1:-1] if re.fullmatch("""[「『“"][^「」『』“”"]+[」』”"]""", text) else text


def _matching(pattern: str) -> Any:
    return Annotated[str, Field(pattern=pattern)]


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
#: What somebody said, and what becomes a part of a sentence of ours: the marks around them are the page's.
Words = Annotated[Text, AfterValidator(_unquoted)]
Title = Annotated[Text, AfterValidator(lambda text: text[1:-1] if re.fullmatch("《[^《》]+》", text) else text)]
Phrase = Annotated[Text, AfterValidator(lambda text: _unquoted(text.removesuffix("。")).removesuffix("。") or text)]
Number = Annotated[float, BeforeValidator(_number), WrapValidator(_typed)]
Count = Annotated[int, Field(ge=0), BeforeValidator(_whole)]
Hours = Annotated[float, Field(ge=0), BeforeValidator(_hours), WrapValidator(_typed)]
Month = Annotated[int, Field(ge=1, le=MONTHS), BeforeValidator(_month_number)]
YearMonth = Annotated[
    tuple[int, int], BeforeValidator(_month, json_schema_input_type=_matching(r"^\d{4}-(0?[1-9]|1[0-2])$"))
]
Date = Annotated[dt.date, BeforeValidator(_date, json_schema_input_type=_matching(r"^\d{4}-\d{1,2}-\d{1,2}$"))]
MonthOrDate = Annotated[
    str, BeforeValidator(_month_date, json_schema_input_type=_matching(r"^\d{4}-\d{1,2}(-\d{1,2})?$"))
]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed, json_schema_input_type=tuple[Text, ...] | Text)]
Sayings = Annotated[tuple[Words, ...], BeforeValidator(_listed, json_schema_input_type=tuple[Words, ...] | Words)]
Phrases = Annotated[tuple[Phrase, ...], BeforeValidator(_listed, json_schema_input_type=tuple[Phrase, ...] | Phrase)]
Strength = Annotated[float, Field(ge=1, le=10), BeforeValidator(_number), WrapValidator(_typed)]
Share = Annotated[float, Field(ge=0, le=100), BeforeValidator(_number), WrapValidator(_typed)]
Level = Annotated[float, Field(ge=1, le=5), BeforeValidator(_number), WrapValidator(_typed)]
Mood = Annotated[float, Field(ge=-3, le=3), BeforeValidator(_number), WrapValidator(_typed)]
Series = Annotated[tuple[Number | None, ...], Field(min_length=MONTHS, max_length=MONTHS)]
Counts = dict[Text, Count]
Flag = Annotated[bool, BeforeValidator(_flag)]
WorkChannel = Annotated[Work, _meaning("work")]
Address = Annotated[Text, AfterValidator(_address)]
Colour = Annotated[Text, AfterValidator(_colour)]


def in_unit(value: Any, unit: str) -> Any:
    """A duration with its unit, such as ``5分``, in the unit of its metric; all else as it was typed."""
    size = values.seconds_of(unit)
    duration = values.seconds(str(value)) if size else None
    return value if size is None or duration is None else duration / size


#: What is typed for no value.
_NOTHING = ("无", "暂无", "/", "—", "——", ["无"], ["暂无"])


class Record(BaseModel):
    """The base: frozen, unknown keys refused, a key without a value, or with 无 for one, the same as no key.

    ``in_its_unit``: the keys of numbers that are in the record's own ``unit``. ``verbatim``: the keys whose
    无 is a word like any other.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    in_its_unit: ClassVar[frozenset[str]] = frozenset()
    verbatim: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _absent(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise PydanticCustomError("keys", "keys and values expected")
        fields = _fields(cls)
        given = {
            key: in_one(value) if fields.get(key) else value
            for key, value in data.items()
            if key not in fields or (value is not None and (key in cls.verbatim or value not in _NOTHING))
        }
        return given | {key: in_unit(given[key], str(given.get("unit"))) for key in cls.in_its_unit & given.keys()}


@cache
def _fields(record: type[BaseModel]) -> Mapping[str, bool]:
    """The keys of a record, and whether what each holds is a mapping."""
    return {info.alias or name: get_origin(info.annotation) is dict for name, info in record.model_fields.items()}


class Metric(Record):
    """A metric of the catalogue. ``better`` says which way is good, ``total`` how months become a year, ``weight`` the
    metric that a weighted year is weighted by (contacts unless said), ``decimals`` those of worked-out values."""

    label: Text
    unit: str = ""
    better: Annotated[Better, _meaning("better")] = "none"
    total: Annotated[Total, _meaning("total")] = "mean"
    min: Number | None = None
    max: Number | None = None
    target: Number | None = None
    weight: Text | None = None
    decimals: Annotated[int, Field(ge=0, le=4), BeforeValidator(_whole)] | None = None

    in_its_unit = frozenset({"min", "max", "target"})


#: The units of time that a year is worked out in.
DURATIONS = ("秒", "分钟", "小时")
#: The catalogue that every team has; units: 通, %, %, 分, 秒.
BUILT_IN: Mapping[str, Metric] = {
    "contacts": Metric(label="接听量", unit="通", better="none", total="sum", min=0),
    "fcr": Metric(label="一次解决率", unit="%", better="higher", total="weighted", min=0, max=100),
    "csat": Metric(label="满意度", unit="%", better="higher", total="weighted", min=0, max=100),
    "qa": Metric(label="质检得分", unit="分", better="higher", total="mean", min=0, max=100),
    "aht": Metric(label="平均处理时长", unit="秒", better="lower", total="weighted", min=0),
}


def _over_built_in(value: Any) -> Any:
    """What is typed of a built-in metric (another label, unit, target) stands over what it has."""
    if not isinstance(value, Mapping):
        return value
    return {
        key: {**BUILT_IN[key].model_dump(exclude_none=True), **{k: v for k, v in typed.items() if v is not None}}
        if key in BUILT_IN and isinstance(typed, Mapping)
        else typed
        for key, typed in value.items()
    }


class Yardstick(Record):
    """A book that everybody knows, to hold the year's characters against."""

    title: Title
    characters: Annotated[int, Field(gt=0), BeforeValidator(_whole)]


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
    no: Texts = ()
    satisfied: Annotated[float | str, BeforeValidator(_limit)] = 4.0
    ratings: dict[Text, Text | None] = {}
    seconds_in: Literal["秒", "分", "时", "毫秒", "微秒"] | None = None
    dates: Literal["年/月/日", "日/月/年", "月/日/年"] | None = None
    nobody: Texts = ()

    verbatim = frozenset({"yes", "no", "nobody"})

    @property
    def threshold(self) -> tuple[float, bool]:
        """The rating from which on a contact counts as satisfied, and whether that is downward (``<=2``)."""
        downward = isinstance(self.satisfied, str)
        return float(str(self.satisfied).removeprefix("<=")), downward


class Brand(Record):
    """The company's look: a picture in the folder of the team's file, and the colour of what is to be looked at."""

    logo: Text | None = None
    accent: Colour | None = None


class Team(Record):
    """``data/team.yml``."""

    name: Text = "客服团队"
    year: Annotated[int, Field(ge=1900, le=2999), BeforeValidator(lambda typed: _whole(typed, "年"))] | None = None
    characters_per_minute: Annotated[float, Field(gt=0), BeforeValidator(_number)] = 200
    yardstick: Yardstick = Yardstick(title="红楼梦", characters=730_000)
    targets: dict[Text, Number] = {}
    weights: dict[Text, Share] = {}
    metrics: Annotated[dict[Text, Metric], BeforeValidator(_over_built_in)] = {}
    allow: Texts = ()
    logs: tuple[Log, ...] = ()
    channel: WorkChannel | None = None
    url: Address | None = None
    brand: Brand = Brand()
    team_line: Flag = True

    verbatim = frozenset({"team_line"})

    @model_validator(mode="before")
    @classmethod
    def _targets_in_their_units(cls, data: Any) -> Any:
        typed = data if isinstance(data, Mapping) else {}
        targets, metrics = in_one(typed.get("targets")), _over_built_in(in_one(typed.get("metrics")) or {})
        if not isinstance(targets, Mapping) or not isinstance(metrics, Mapping):
            return data
        units = {key: metric.unit for key, metric in BUILT_IN.items()}
        units.update((key, str(metric.get("unit"))) for key, metric in metrics.items() if isinstance(metric, Mapping))
        return {**data, "targets": {key: in_unit(value, units.get(key, "")) for key, value in targets.items()}}

    @property
    def catalogue(self) -> dict[str, Metric]:
        """Every metric by key: the built-in ones, then the team's own; ``targets`` laid over both."""
        known = {**BUILT_IN, **self.metrics}
        return {
            key: metric.model_copy(update={"target": self.targets.get(key, metric.target)})
            for key, metric in known.items()
        }


class Event(Record):
    """What stood behind a peak or a valley, and what brought it back; on every trend where ``metrics`` names none."""

    month: Month
    title: Phrase
    note: Phrase | None = None
    method: Phrase | None = None
    metrics: Texts = ()


class Quote(Record):
    """A customer's own words; ``case``: the story that they were said in."""

    text: Words
    case: Text | None = None


AnyQuote = Annotated[Quote, _short_for("text", Quote | str)]


class Tags(Record):
    """Customers' evaluation tags and their counts, told apart by the writer; ``other`` are those that nobody did."""

    praise: Counts = {}
    blame: Counts = {}
    neutral: Counts = {}
    other: Counts = {}

    def __bool__(self) -> bool:
        return bool(self.counts)

    @property
    def counts(self) -> Counts:
        """Every tag with its count, in the order in which they were typed."""
        return {**self.praise, **self.blame, **self.neutral, **self.other}

    @property
    def tones(self) -> Mapping[str, Tone]:
        """The tone of every tag that the writer told apart."""
        tones: dict[str, Tone] = dict.fromkeys(self.praise, "praise")
        tones.update(dict.fromkeys(self.blame, "blame"), **dict.fromkeys(self.neutral, "neutral"))
        return tones


class Issue(Record):
    """A contact reason with its count."""

    name: Text
    kind: Kind | None = None
    priority: Priority | None = None
    count: Count

    verbatim = frozenset({"name"})  # exports have a reason of this name


class Comparison(Record):
    """One figure of a campaign, before it and during it."""

    label: Text
    unit: str = ""
    before: Number
    during: Number

    in_its_unit = frozenset({"before", "during"})


class Campaign(Record):
    """A special task with its days."""

    title: Phrase
    start: Date = Field(alias="from")
    end: Date = Field(alias="to")
    summary: Text | None = None
    figures: tuple[Comparison, ...] = ()


class Suggestion(Record):
    """A suggestion, and whose voice it was: voice -> process step -> department -> outcome."""

    title: Phrase
    to: Phrase | None = None
    status: Annotated[Status, _meaning("status")] = "submitted"
    effect: Phrase | None = None
    voice: Words | None = None
    node: Phrase | None = None
    count: Count | None = None


class Suggestions(Record):
    """How many were handed in and taken up, and the ones worth telling."""

    submitted: Count | None = None
    adopted: Count | None = None
    items: tuple[Suggestion, ...] = ()


class Crystal(Record):
    """A knowledge crystal: intuition made reusable."""

    title: Words
    rule: Text
    scenes: Phrases = ()
    phrasings: Sayings = ()
    case: Text | None = None


class Foresight(Record):
    """From passive response to active foresight."""

    signal: Phrase
    action: Text
    expected: Text | None = None


class Energy(Record):
    """Emotional labour: 1 drained … 10 full, and what gives, drains and restores."""

    monthly: Annotated[tuple[Strength | None, ...], Field(min_length=MONTHS, max_length=MONTHS)] | None = None
    gives: Phrases = ()
    drains: Phrases = ()
    restores: Phrases = ()


class Growth(Record):
    """A skill before and after, 1 … 5."""

    skill: Phrase
    before: Level
    after: Level
    note: Phrase | None = None


class PlanTarget(Record):
    """What a metric's year is to come to."""

    metric: Text
    value: Number


class Goal(Record):
    """One line of next year's plan; whether its ``target`` was reached is worked out by next year's chronicle."""

    track: Track
    goal: Phrase
    by: MonthOrDate | None = None
    measure: Phrase | None = None
    target: PlanTarget | None = None


class PlanOutcome(Record):
    """What became of one line of last year's plan."""

    goal: Phrase
    outcome: Annotated[PlanResult, _meaning("plan_result")]
    note: Phrase | None = None


class ForesightOutcome(Record):
    """Whether what was foreseen last year came."""

    signal: Phrase
    outcome: ForesightResult
    note: Phrase | None = None


class LastYear(Record):
    """What became of what was promised; the promises themselves stand in last year's file."""

    plan: tuple[PlanOutcome, ...] = ()
    foresight: tuple[ForesightOutcome, ...] = ()


class Feedback(Record):
    """The three ticks of the knowledge feedback form."""

    wrong: Count = Field(default=0, alias="答案错误")
    missing: Count = Field(default=0, alias="场景缺失")
    vague: Count = Field(default=0, alias="表述模糊")

    @property
    def counts(self) -> dict[str, int]:
        """How often each was ticked, by its name on the form."""
        return self.model_dump(by_alias=True)


class Point(Record):
    """A knowledge point: core rule, common scenes, derived ways of asking."""

    title: Text
    rule: Text
    scenes: Phrases = ()
    asks: Sayings = ()


class Knowledge(Record):
    """From user to builder of the knowledge base."""

    claimed: Texts = ()
    score: Annotated[float, Field(ge=0), BeforeValidator(_number), WrapValidator(_typed)] | None = None
    feedback: Feedback | None = None
    points: tuple[Point, ...] = ()


class Translation(Record):
    """情绪翻译: what was said, what was meant, what was answered."""

    heard: Words
    meant: Words
    reply: Words | None = None


class Phrasing(Record):
    """话术迭代: instead of this, say that, and why."""

    instead_of: Words
    say: Words
    why: Text | None = None


class Value(Record):
    """场景价值公式: a feature solves a problem, saves something, brings something."""

    feature: Phrase
    problem: Phrase
    saves: Phrase | None = None
    brings: Phrase | None = None


class Signal(Record):
    """服务临界信号: how many times it was followed up, and how many stayed, where that is known."""

    count: Count
    kept: Count | None = None


class JournalEntry(Record):
    """每日成功记录: one good moment with its day."""

    date: Date
    note: Text


class Pathway(Record):
    """成长路径 and 能力拼图: the stage, the next one, what one has and what one adds."""

    stage: Phrase
    next: Phrase | None = None
    has: Phrases = ()
    adds: Phrases = ()


class OwnSection(Record):
    """A section that the project has no key for; ``after`` is the block that it follows, absent: before the plan."""

    title: Text
    text: Text | None = None
    items: Texts = ()
    after: Text | None = None


class SlideRequest(Record):
    """One slide: a block by name, and a line of the agent's own."""

    block: Text
    say: Text | None = None


class Period(Record):
    """The part of its year that a chronicle is about: half a year, a quarter, a probation."""

    start: YearMonth = Field(alias="from")
    end: YearMonth = Field(alias="to")
    title: Text | None = None

    def months(self, year: int) -> range:
        """Its months (1 … 12); every month of the ``year`` that it does not lie in, which is a problem of its own."""
        if self.start[0] == self.end[0] == year and self.start <= self.end:
            return range(self.start[1], self.end[1] + 1)
        return range(1, MONTHS + 1)


class Year(Record):
    """``data/agents/<agent>/<year>.yml``: one agent's year, or the ``period`` of it that the chronicle is about."""

    name: Text
    role: Text | None = None
    team: Text | None = None
    channel: WorkChannel | None = None
    role_kind: Annotated[RoleKind, _meaning("role_kind")] | None = None
    period: Period | None = None
    since: YearMonth | None = None
    motto: Text | None = None
    workdays: Annotated[int, Field(ge=1, le=366), BeforeValidator(_whole)] | None = None
    metrics: dict[Text, Series] = {}
    events: tuple[Event, ...] = ()
    tags: Annotated[Tags, BeforeValidator(_tags, json_schema_input_type=Tags | Counts)] = Tags()
    quotes: Annotated[
        tuple[AnyQuote, ...], BeforeValidator(_listed, json_schema_input_type=tuple[AnyQuote, ...] | AnyQuote)
    ] = ()
    issues: tuple[Issue, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    suggestions: Suggestions | None = None
    assist_hours: Hours | None = None
    crystals: tuple[Crystal, ...] = ()
    foresight: tuple[Foresight, ...] = ()
    energy: Energy | None = None
    growth: tuple[Growth, ...] = ()
    results: Texts = ()
    improve: Texts = ()
    plan: tuple[Goal, ...] = ()
    last_year: LastYear | None = None
    closing: Text | None = None
    knowledge: Knowledge | None = None
    translations: tuple[Translation, ...] = ()
    phrasing: tuple[Phrasing, ...] = ()
    value: tuple[Value, ...] = ()
    signals: dict[Words, Annotated[Signal, _short_for("count", Signal | Count)]] = {}
    journal: tuple[JournalEntry, ...] = ()
    pathway: Pathway | None = None
    opening: Text | None = None
    say: dict[Text, Text] = {}
    sections: tuple[OwnSection, ...] = ()
    present: tuple[Annotated[SlideRequest, _short_for("block", SlideRequest | str)], ...] = ()


class Step(Record):
    """A point of the emotion curve, -3 … 3."""

    at: Phrase
    mood: Mood
    note: Phrase | None = None


class Principle(Record):
    """A named, numbered principle."""

    name: Phrase
    steps: Phrases = ()


class Closure(Record):
    """三重确认: the customer, the inside record, the long-term follow-up."""

    customer: Text | None = None
    internal: Text | None = None
    follow_up: Text | None = None


class Case(Record):
    """The front matter of a case story; ``date`` and ``lesson`` are what the chronicle needs of every story."""

    title: Title
    date: Date
    lesson: Text
    kind: Kind | None = None
    priority: Priority | None = None
    channel: Annotated[Channel, _meaning("channel")] | None = None
    need: Need | None = None
    asked: Text | None = None
    journey: tuple[Step, ...] = ()
    principle: Principle | None = None
    tags: Texts = ()
    clues: Texts = ()
    root_cause: Text | None = None
    closure: Closure | None = None
    lead: Flag = False
