"""Two hundred small files that combine the forms of exports, counted again in plain Python that shares no line.

A log is made of calls whose values are known; each is then written in one of the forms in which exports write it, and
the reading has to say what the known values say, and account for every row.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests import logmaker

from chronicle.calllogs import AgentLog, LogReading, read
from chronicle.figures.annual import weighted
from chronicle.records.model import Log

LOGS, BATCHES = 60, 12  # of three or four files each, over 200 in all
YEARS = {"mei": [2024, 2025], "lan": [2025]}
NAMES = {
    "mei": ["mei", "MEI", " 小梅", "ｍｅｉ", "8001.0", '="8001"'],
    "lan": ["lan", "兰兰(02)"],
    "": ["路人", "王五", "9527"],
}
MAPPED = {"小梅": "mei", "8001": "mei", "兰兰(02)": "lan"}


@dataclass
class Call:
    """One row: what it means, or what is wrong with it."""

    agent: str
    at: dt.datetime
    answered: bool = True
    resolved: bool | None = None
    customer: str = ""
    seconds: int | None = None
    satisfied: bool | None = None
    reason: str = ""
    fault: str = ""  # undated, nameless, broken


def calls(dice: random.Random) -> list[Call]:
    found = []
    for _ in range(dice.randint(25, 60)):
        day = dt.datetime(dice.choice([2023, 2024, 2025, 2025, 2025, 2025]), dice.randint(1, 12), dice.randint(1, 28))
        at = day + dt.timedelta(minutes=dice.choice([0, 9 * 60 + 5, dice.randrange(1440), dice.randrange(1440)]))
        fault = dice.choice([*[""] * 40, "undated", "nameless"])
        found.append(
            Call(
                dice.choice(["mei", "mei", "lan", "lan", ""]), at, dice.random() < 0.9,
                dice.choice([True, True, False, None]), dice.choice(["", "匿名", "A", "B", "C", "D", "E"]),
                dice.choice([None, *range(30, 900, 7)]), dice.choice([True, True, False, None]),
                dice.choice(["停电", "账单", "换表", ""]), fault,
            )
        )  # fmt: skip
    return found


# ---- writing

TIMES = {
    "iso": "{0:%Y-%m-%d %H:%M:%S}",
    "slash": "{0.year}/{0.month}/{0.day} {0.hour}:{0:%M}",
    "chinese": "{0.year}年{0.month}月{0.day}日{0.hour}:{0:%M}",
    "halves": "{0.year}-{0.month}-{0.day} {1} {2}:{0:%M}",
    "packed": "{0:%Y%m%d%H%M%S}",
    "zulu": "{3:%Y-%m-%dT%H:%M:%SZ}",
    "offset": "{0:%Y-%m-%d %H:%M:%S}+08:00",
    "unix": "{4}",
    "milliseconds": "{4}000",
    "british": "{0:%d/%m/%Y %H:%M}",
    "american": "{0:%m/%d/%Y %I:%M %p}",
    "excel": "{5!r}",
}
DURATIONS = {
    "seconds": "{0}",
    "clock": "{1}:{2:02}:{3:02}",
    "short": "{4}:{3:02}",
    "chinese": "{5}",
    "letters": "{4}m{3}s",
    "minutes": "{6!r}",
    "milliseconds": "{0}000",
    "days": "{7!r}",
}
SATISFIED = {
    "points": "45",
    "words": ["满意", "非常满意", "十分满意"],
    "both": ["5-非常满意", "4-满意"],
    "one is best": "12",
}
DISSATISFIED = {
    "points": "123",
    "words": ["不满意", "一般", "差评"],
    "both": ["1-非常不满意", "3-一般"],
    "one is best": "345",
}
UNRATED = {"points": ["", "0", "-1"], "words": ["未评价", "", "-"], "both": ["", "未参评"], "one is best": ["", "0"]}


def a_time(at: dt.datetime, form: str) -> str:
    half, hour = ("上午" if at.hour < 12 else "下午"), at.hour % 12 or 12
    utc = at - dt.timedelta(hours=8)
    unix = int((utc - dt.datetime(1970, 1, 1)).total_seconds())
    return TIMES[form].format(at, half, hour, utc, unix, (at - dt.datetime(1899, 12, 30)) / dt.timedelta(1))


def a_duration(seconds: int | None, form: str) -> str:
    if seconds is None:
        return ""
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    spoken = "".join(f"{n}{unit}" for n, unit in ((hours, "小时"), (minutes, "分"), (rest, "秒")) if n)
    return DURATIONS[form].format(seconds, hours, minutes, rest, seconds // 60, spoken, seconds / 60, seconds / 86400)


def row(call: Call, forms: dict[str, str], dice: random.Random) -> dict[str, str]:
    rating = {True: SATISFIED, False: DISSATISFIED, None: UNRATED}[call.satisfied][forms["rating"]]
    yes, no = (["是", "Y", "yes"], ["否", "N"]) if forms["words"] == "plain" else (["已接听", "接通"], ["未接", "漏接"])
    return {
        "agent": "" if call.fault == "nameless" else dice.choice(NAMES[call.agent]),
        "at": dice.choice(["", "昨天", "2025-13-40"]) if call.fault == "undated" else a_time(call.at, forms["time"]),
        "answered": dice.choice(yes if call.answered else no),
        "resolved": {True: "是", False: "否", None: dice.choice(["", "未填", "-"])}[call.resolved],
        "customer": call.customer or dice.choice(["", "-", "NULL", "0"]),
        "seconds": a_duration(call.seconds, forms["duration"]),
        "rating": dice.choice(rating),
        "reason": call.reason,
        "note": dice.choice(["", "一句话", "有, 逗号", '有"引号"', "换\n行", "再\r\n换"])
        if forms["note"] == "odd"
        else "",
    }


def broken_line(dice: random.Random, delimiter: str) -> str:
    return delimiter.join("x" * dice.choice([2, 30]))


def write(
    path: Path, header: list[str], rows: list[dict[str, str]], forms: dict[str, str], broken: int, dice: random.Random
) -> None:
    """The rows in the file's form: text of any delimiter, encoding and line end, or a workbook of several sheets."""
    cells = [[row[name] for name in header] for row in rows]
    if forms["file"] == "xlsx":
        from tests.calllogs.test_faults import workbook

        half = len(cells) // 2
        workbook(path, {"一": [["标题"], header, *cells[:half]], "说明": [["无"]], "二": [header, *cells[half:]]})
        return
    if forms["file"] == "parquet":
        logmaker.write_parquet(path, cells, header)
        return
    delimiter = forms["delimiter"]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=forms["newline"])
    if forms["title"] == "yes":
        writer.writerow(["通话明细\n2025" if forms["newline"] == "\n" else "通话明细"])
    writer.writerow(header)
    writer.writerows(cells)
    text = stream.getvalue() + "".join(broken_line(dice, delimiter) + forms["newline"] for _ in range(broken))
    path.write_bytes(text.encode(forms["encoding"]))


def forms_of(dice: random.Random, **of_log: str) -> dict[str, str]:
    """The forms of a file; ``of_log`` are those that all files of a log have in common."""
    forms = {
        "file": dice.choice(["csv"] * 8 + ["xlsx", "xlsx", "parquet"]),
        "time": dice.choice(list(TIMES)),
        "duration": dice.choice(list(DURATIONS)),
        "rating": dice.choice(list(SATISFIED)),
        "words": dice.choice(["plain", "taken"]),
        "delimiter": dice.choice(",;\t|"),
        "encoding": dice.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
        "newline": dice.choice(["\n", "\r\n"]),
        "note": dice.choice(["plain", "odd"]),
        "title": dice.choice(["yes", "no", "no"]),
        **of_log,
    }
    if forms["file"] == "parquet" and forms["duration"] == "days":
        forms["file"] = "xlsx"  # a part of a day is a spreadsheet's
    return forms


# ---- counting again


def recount(files: list[list[Call]], agent: str, year: int, by_resolved: bool) -> dict[str, list[float | None]]:
    taken = [call for calls in files for call in calls if call.answered and call.fault not in ("undated", "broken")]
    contacts: dict[str, list[tuple[dt.datetime, int]]] = defaultdict(list)
    for number, call in enumerate(taken):
        if call.customer not in ("", "匿名"):
            contacts[call.customer].append((call.at, number))
    series: dict[str, list[float | None]] = {"contacts": [], "fcr": [], "csat": [], "aht": []}
    for month in range(1, 13):
        here = [
            (number, call)
            for number, call in enumerate(taken)
            if call.agent == agent and not call.fault and (call.at.year, call.at.month) == (year, month)
        ]
        once = []
        for number, call in here:
            if by_resolved:
                once += [] if call.resolved is None else [call.resolved]
            elif call.customer not in ("", "匿名"):
                later = [at for at, other in contacts[call.customer] if (at, other) > (call.at, number)]
                once.append(not any(at <= call.at + dt.timedelta(7) for at in later))
        rated = [call.satisfied for _, call in here if call.satisfied is not None]
        timed = [call.seconds for _, call in here if call.seconds is not None]
        series["contacts"].append(len(here) or None)
        series["fcr"].append(100 * sum(once) / len(once) if once else None)
        series["csat"].append(100 * sum(rated) / len(rated) if rated else None)
        series["aht"].append(sum(timed) / len(timed) if timed else None)
    return series


def check(reading: LogReading, files: list[list[Call]], broken: list[int], by_resolved: bool, about: str) -> None:
    for agent, years in YEARS.items():
        for year in years:
            log = reading.agents.get((agent, year), AgentLog(agent, year, *[(None,) * 12] * 4))
            for name, expected in recount(files, agent, year, by_resolved).items():
                got = [None if value is None else pytest.approx(value) for value in getattr(log, name)]
                assert got == expected, f"{about}: {agent} {year} {name}"
            mine = [call for calls in files for call in calls if call.agent == agent and call.at.year == year]
            reasons = Counter(call.reason for call in mine if call.answered and not call.fault and call.reason)
            assert Counter({issue.name: issue.count for issue in log.issues}) == reasons, about
    for use, calls, lost in zip(reading.files, files, broken, strict=True):
        left = Counter[str]({"broken": lost})
        for call in calls:
            if not call.answered:
                left["unanswered"] += 1
            elif call.fault:
                left[call.fault] += 1
            elif not call.agent:
                left["strangers"] += 1
            elif call.at.year not in YEARS[call.agent]:
                left["years"] += 1
        assert Counter(dict(use.left)) == +left, about
        assert use.rows == len(calls) + lost == use.used + sum(use.left.values()), about


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_recount_in_plain_python_agrees(tmp_path: Path, batch: int) -> None:
    for number in range(batch * LOGS // BATCHES, (batch + 1) * LOGS // BATCHES):
        dice = random.Random(number)
        of_log = {"duration": dice.choice(list(DURATIONS)), "rating": dice.choice(list(SATISFIED))}
        other_order = dice.choice(["british", "american"])
        by_resolved = dice.random() < 0.5
        header = ["agent", "at", "answered", "resolved", "customer", "seconds", "rating", "reason", "note"]
        files, broken, written = [], [], []
        folder = tmp_path / str(number) / "data/logs"
        folder.mkdir(parents=True)
        for part in range(dice.choice([3, 4])):
            forms = forms_of(dice, time=dice.choice([form for form in TIMES if form != other_order]), **of_log)
            made = calls(dice)
            made[0].at = made[0].at.replace(day=25)  # so that the order of a short date shows
            made[0].fault, made[0].seconds = "", 120
            lost = dice.choice([0, 0, 2]) if forms["file"] == "csv" else 0
            dice.shuffle(header)
            path = folder / f"{part}.{forms['file']}"
            write(path, header, [row(call, forms, dice) for call in made], forms, lost, dice)
            files.append(made)
            broken.append(lost)
            written.append(forms)
        columns = {name: name for name in header if name != "note" and (name != "resolved" or by_resolved)}
        unit = {"minutes": "分", "milliseconds": "毫秒"}.get(of_log["duration"])
        log = Log.model_validate(
            {
                "files": "logs/*",
                "columns": columns,
                "agents": MAPPED,
                "yes": ["是", "Y", "接听"],
                "satisfied": "<=2" if of_log["rating"] == "one is best" else 4,
                "seconds_in": unit,
            }
        )
        reading = read(tmp_path / str(number), (log,), YEARS)
        about = f"log {number} {written}"
        assert not reading.problems, f"{about}: {reading.problems}"
        check(reading, files, broken, by_resolved, about)


# ---- further contacts, hours and channels

MOMENTS = ["2024-12-31 23:59:59", "2025-01-01 00:00:00", "2025-02-28 12:00:00", "2025-06-24 08:30:00"]
STEPS = [0, 0, 1, 60, 604_799, 604_800, 604_801, 86_400 * 3, 86_400 * 14]  # seconds; a week is 604,800
COLUMNS = {"agent": "谁", "at": "何时", "answered": "接通", "customer": "客户", "seconds": "秒", "channel": "渠道"}


@pytest.mark.parametrize("seed", range(9))
def test_further_contacts_at_one_second_over_borders_and_by_channel(tmp_path: Path, seed: int) -> None:
    """Transfers are two contacts at one second; a file's rows are in no order, and the files' order breaks ties."""
    dice = random.Random(seed)
    rows, place = [], tmp_path / "data/logs"
    place.mkdir(parents=True)
    files = [f"{number}.{dice.choice(['csv', 'csv', 'parquet', 'xlsx'])}" for number in range(dice.randint(1, 3))]
    for name in files:
        part = []
        for _ in range(dice.randint(40, 120)):
            at = dt.datetime.fromisoformat(dice.choice(MOMENTS)) + dt.timedelta(0, dice.choice(STEPS))
            channel = dice.choice(["热线", "热线", "在线", ""])
            agent, customer = dice.choice(["mei", "mei", "lan", "路人", ""]), dice.choice(["", "匿名", *"ABCDEFGH"])
            part.append((agent, at, dice.random() < 0.9, customer, dice.randint(20, 400), channel))
        cells = [[who, str(at), "NY"[yes], customer, str(spoken), via] for who, at, yes, customer, spoken, via in part]
        if name.endswith("xlsx"):
            from tests.calllogs.test_faults import workbook

            workbook(place / name, {"一": [list(COLUMNS.values()), *cells]})
        else:
            writer = logmaker.write_parquet if name.endswith("parquet") else logmaker.write_csv
            writer(place / name, cells, list(COLUMNS.values()))
        rows += part
    reading = read(tmp_path, (Log.model_validate({"files": "logs/*", "columns": COLUMNS}),), YEARS)
    assert not reading.problems
    known = [(*row, number) for number, row in enumerate(rows) if row[2]]
    for (agent, year), log in reading.agents.items():
        mine = [row for row in known if row[0] == agent and row[1].year == year]
        again = {
            row[-1]: any(
                (row[1], row[-1]) < (other[1], other[-1]) and other[1] <= row[1] + dt.timedelta(7)
                for other in known
                if other[3] == row[3]
            )
            for row in mine
            if row[3] not in ("", "匿名")
        }
        for month in range(1, 13):
            asked = [again[row[-1]] for row in mine if row[1].month == month and row[-1] in again]
            assert log.behind["fcr"][month - 1] == len(asked)
            assert log.fcr[month - 1] == (pytest.approx(100 - 100 * sum(asked) / len(asked)) if asked else None)
        assert weighted(log.fcr, log.behind["fcr"])[0] == pytest.approx(100 - 100 * sum(again.values()) / len(again))
        assert dict(log.channels) == Counter(row[5] for row in mine if row[5])
        spoken = Counter[tuple[str, int]]()
        for row in mine:
            spoken[row[5], row[1].month] += row[4] if row[5] else 0
        assert {(via, month + 1): ms for via, series in log.talk.items() for month, ms in enumerate(series) if ms} == {
            key: seconds for key, seconds in spoken.items() if seconds
        }
        hours = Counter((row[1].weekday(), row[1].hour) for row in mine)
        assert log.rhythm == tuple(tuple(hours[day, hour] for hour in range(24)) for day in range(7))
    assert set(reading.agents) == {(row[0], row[1].year) for row in known if row[1].year in YEARS.get(row[0], ())}
