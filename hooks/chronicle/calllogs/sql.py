"""The SQL of a log: how its rows are read, and the statement that counts them.

``scan`` reads the files as they stand; ``rows`` gives each row its moment and leaves words as they are, to be judged
once each (``values``); ``calls`` is the view of typed columns; ``monthly`` is the statement that counts, in SQL that
every database understands (``in_dialect`` prints it). Text that people typed is quoted, and never part of the words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import get_args

from ..records.model import Kind, Log, Priority
from .connection import text
from .records import SERIES
from .spelling import BLANKS
from .tables import LogTable
from .times import shift_of
from .values import MOST_SECONDS, NOBODY, UNITS, UNREADABLE, Verdict, unit_of

Picked = Mapping[str, tuple[int, ...]]  #: field of LogColumns -> positions of its columns

Few = Mapping[str, Mapping[str, Verdict]]  #: column of ``rows`` -> word -> its meaning

WORDS = {"answered": "answered", "resolved": "resolved", "rating": "rating", "spoken": "seconds"}
"""Columns of ``rows`` that are judged word by word, and the field of each; ``spoken`` is no plain number."""

TIMES = ("day_word", "clock_word")
"""Columns of ``rows`` that hold a date or a time of day that the database does not read itself."""

_NO_TEXT = "CAST(NULL AS VARCHAR)"

_FOLLOW_UP_DAYS = 7
_FILE_SHIFT = 40  #: bits of a row's number within its file

ROW_NUMBER = (1 << _FILE_SHIFT) - 1
"""The bits of a ``sequence`` that number the row, within its file or all files that are read with it."""

_DATE = r"(19[7-9]\d|20\d\d)[-/]\d{1,2}[-/]\d{1,2}([ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?)?"
_TIME = r"\d{1,2}:\d\d(:\d\d(\.\d+)?)?"
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
_NUMBERS = (*_INTEGERS, "FLOAT", "DOUBLE", "DECIMAL")


def scan(table: LogTable, files: Sequence[str]) -> str:
    """The table function that reads files of one shape, with columns ``c0``, ``c1`` … in the order of the header.

    Of CSV every column is text, and any fault is an error; of a numbered copy there is also ``line``.
    """
    names = f"[{', '.join(map(text, files))}]"
    columns = [f"c{number}" for number in range(len(table.types))]
    if table.form == "parquet":
        return f"read_parquet({names}, file_row_number = true, binary_as_string = true) AS scan({', '.join(columns)})"
    is_numbered = table.form == "numbered"
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in (["line", *columns] if is_numbered else columns))
    return (
        f"read_csv({names}, auto_detect = false, header = false, skip = {0 if is_numbered else 1}, "
        f"delim = {text(table.delimiter)}, quote = '\"', escape = '\"', columns = {{{types}}}, "
        "max_line_size = 16000000)"
    )


def rows(log: Log, table: LogTable, picked: Picked, words: Sequence[str], file: str, source: str) -> str:
    """A query for the rows of ``source``: typed where that needs no judgement, and words as they stand.

    It has columns for what the table has. ``file`` is the expression of the file's number, ``words`` the vague ones.
    """
    columns = {"file": f"CAST({file} AS INTEGER)"}
    if table.form != "csv":
        columns["place"] = "CAST(line AS BIGINT)" if table.form == "numbered" else "file_row_number + 1"
    for name in ("agent", "reason", "kind", "priority", "channel", "answered", "resolved", "rating"):
        if name in picked:  # what is around a word tells nothing, and trimming millions of them takes long
            position = picked[name][0]
            is_number = name in WORDS and table.types[position] in _INTEGERS
            columns[name] = f"c{position}" if is_number else plain(table, position)
            if table.form == "parquet" and not is_number:  # of CSV a cell in which nothing stands is NULL
                columns[name] = f"NULLIF({columns[name]}, '')"
    is_split, shift = len(picked["at"]) > 1, shift_of_clocks(table, picked)
    columns["day"], columns["day_word"] = _day(table, picked["at"][0], 0 if is_split else shift)
    cells = {"day": "day_word"}
    if is_split:
        columns["clock"], columns["clock_word"] = _clock(table, picked["at"][1], shift)
        cells["clock"] = "clock_word"
    if "seconds" in picked:
        unit = log.seconds_in or unit_of(table.header.names[picked["seconds"][0]]) or "秒"
        most = MOST_SECONDS / UNITS[unit]
        columns["number"], columns["spoken"] = _duration(table, picked["seconds"][0], most)
        cells["number"] = "spoken"
    if "customer" in picked:
        columns["customer"] = _customer(plain(table, picked["customer"][0]))
    if "remark" in picked and words:
        remark = plain(table, picked["remark"][0])
        bits = (f"(contains({remark}, {text(word)})::BIGINT << {bit})" for bit, word in enumerate(words))
        columns["heard"] = f"COALESCE({' | '.join(bits)}, 0)"
    judged = {"customer": _somebody(log)} if "customer" in picked else {}
    for name, cell in cells.items():
        value = f"CASE WHEN number BETWEEN 0 AND {most} THEN number END" if name == "number" else name
        judged[cell] = f"CASE WHEN ({value}) IS NULL THEN NULLIF(trim({cell}, {text(BLANKS)}), '') END"
        judged[name] = value
    read, replaced = (", ".join(f"{value} AS {name}" for name, value in values.items()) for values in (columns, judged))
    return f"SELECT * REPLACE ({replaced}) FROM (\nSELECT {read}\nFROM {source})"


def _customer(cell: str) -> str:
    """A customer's cell, without what spreadsheets put around it: ="0012", '0012, 1001.0.

    A mobile number of China is the same with 0, 86 or +86 in front and with blanks or strokes in it.
    """
    whole = f"lower(trim({cell}))"
    wrapped = f"regexp_extract({whole}, '^(?:=\"|'')?(.*?)(?:\\.0+)?[\"\\s]*$', 1)"
    is_wrapped = " OR ".join(f"contains({cell}, {text(sign)})" for sign in ("=", "'", ".0", "\t"))
    signs = text(" -()='\"" + BLANKS)
    digits = f"translate({whole}, {signs}, '')"
    mobile = f"regexp_extract({digits}, '^(?:[+]|00)?(?:86|0)?(1[3-9]\\d{{9}})(?:\\.0+)?$', 1)"
    return f"""CASE WHEN strlen({cell}) BETWEEN 12 AND 20 THEN COALESCE(NULLIF({mobile}, ''), {wrapped})
     WHEN {is_wrapped} THEN {wrapped} ELSE {whole} END"""


def _somebody(log: Log) -> str:
    """A number that two cells share where they mean one customer; NULL for nobody in particular.

    Zeros and asterisks alone, and what a spreadsheet has rounded (``1.38e+10``), are nobody.
    """
    nobody = map(re.escape, sorted({*NOBODY, *(word.lower() for word in log.nobody)}))
    words = text("|".join(("[0* ]*", "[0-9.]+e[+][0-9]+", *nobody)))  # a list would become a join, made even unasked
    return f"CASE WHEN NOT regexp_full_match(customer, {words}) THEN hash(customer) END"


def plain(table: LogTable, position: int) -> str:
    """A column as text; a whole number without its decimals."""
    name, kind = f"c{position}", table.types[position]
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        whole = f"TRY_CAST(CASE WHEN {name} = round({name}) THEN {name} END AS HUGEINT)"
        return f"COALESCE(CAST({whole} AS VARCHAR), CAST({name} AS VARCHAR))"
    return name if kind == "VARCHAR" else f"CAST({name} AS VARCHAR)"


def trimmed(table: LogTable, position: int) -> str:
    """A column as text without the blanks around it; NULL where nothing is left."""
    return f"NULLIF(trim({plain(table, position)}, {text(BLANKS)}), '')"


def shift_of_clocks(table: LogTable, picked: Picked) -> int:
    """How many seconds a table's clocks are behind those of China, as its headers say."""
    return shift_of(table.header.names[position] for position in picked["at"])


def _day(table: LogTable, position: int, shift: int) -> tuple[str, str]:
    """A moment by the clocks of China where the cell is in ISO form, and the cell."""
    name, kind = f"c{position}", table.types[position]
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"CAST({name} AS TIMESTAMP) + INTERVAL 8 HOUR", _NO_TEXT
    shifted = f" + INTERVAL {shift} SECOND" if shift and kind != "DATE" else ""
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        return f"CAST({name} AS TIMESTAMP){shifted}", _NO_TEXT
    value = plain(table, position)
    if kind in _INTEGERS:  # as many different ones as rows: nothing to be judged word by word
        epochs = ((1_000_000_000, 1_000_000), (1_000_000_000_000, 1_000), (1_000_000_000_000_000, 1))
        number = f"CAST({name} AS BIGINT)"  # of a smaller kind microseconds are too many
        whens = " ".join(f"WHEN {name} BETWEEN {low} AND {2 * low} THEN {number} * {scale}" for low, scale in epochs)
        return f"make_timestamp(CASE {whens} END) + INTERVAL 8 HOUR", value
    is_common = f"{value} LIKE '____-__-__ __:__:__' OR {value} LIKE '____-__-__'"
    is_iso = f"({is_common} OR regexp_full_match({value}, '{_DATE}')) AND {value} BETWEEN '1970' AND '2100'"
    is_iso += f" AND length({value}) > 10" if shift else ""  # a day alone has no clock
    return f"CASE WHEN {is_iso} THEN TRY_CAST({value} AS TIMESTAMP){shifted} END", value


def _clock(table: LogTable, position: int, shift: int) -> tuple[str, str]:
    """A time of day in seconds, by the clocks of China beyond its day, and the cell."""
    name, kind = f"c{position}", table.types[position]
    if kind == "TIME":
        return f"epoch({name}) + {shift}", _NO_TEXT
    if kind.startswith("TIMESTAMP"):
        return f"epoch(CAST({name} AS TIMESTAMP)) % 86400 + {shift}", _NO_TEXT
    value = plain(table, position)
    seconds = f"epoch(TRY_CAST({value} AS TIME)) + {shift}"
    return f"CASE WHEN regexp_full_match({value}, '{_TIME}') THEN {seconds} END", value


def _duration(table: LogTable, position: int, most: float) -> tuple[str, str]:
    """A number (in the log's unit; of a time of day or an interval in seconds), and the cell; a number's if it is none
    of seconds."""
    name, kind = f"c{position}", table.types[position]
    if kind in ("TIME", "INTERVAL"):
        return f"CAST(epoch({name}) AS DOUBLE)", _NO_TEXT
    if kind.startswith(_NUMBERS):
        number = f"CAST({name} AS DOUBLE)"
        return number, f"CASE WHEN {number} NOT BETWEEN 0 AND {most} THEN {plain(table, position)} END"
    return f"TRY_CAST({plain(table, position)} AS DOUBLE)", plain(table, position)


# ---- typed columns


def union(parts: Mapping[str, str]) -> str:
    """All loaded rows, with a ``sequence`` in order of file and row; ``parts`` gives each relation's form."""
    places = {name: "rowid" if form == "csv" else "place" for name, form in parts.items()}
    return " UNION ALL BY NAME ".join(
        f"SELECT *, (CAST(file AS BIGINT) << {_FILE_SHIFT}) + {place} AS sequence FROM {name}"
        for name, place in places.items()
    )


def calls(
    log: Log, loaded: str, names: Collection[str], unit: Mapping[int, float], few: Few, many: Collection[str]
) -> str:
    """The view ``typed``: every row with typed columns, ``at`` in local time, ``sequence`` in order of file and row.

    ``loaded`` is the query of all rows and ``names`` its columns; ``unit`` gives the seconds of a file's plain
    numbers. What words mean stands in ``few``, or, for the columns in ``many``, in the table ``judged``.
    """
    scales = " ".join(f"WHEN {file} THEN {scale!r}" for file, scale in unit.items() if scale != 1)
    scale = f" * CASE r.file {scales} ELSE 1 END" if scales else ""
    joins = "\n".join(
        f"LEFT JOIN judged AS {kind} ON {kind}.kind = '{kind}' AND {kind}.word = CAST(r.{kind} AS VARCHAR)"
        for kind in sorted(many)
    )

    def column(name: str, kind: str = "VARCHAR") -> str:
        return f"r.{name}" if name in names else f"CAST(NULL AS {kind})"

    def says(kind: str, meanings: Mapping[float, str]) -> str:
        """A case for each word of few; a long ``IN`` would become a join, made also where nobody asks for it."""
        words = few.get(kind, {}).items()
        cases = [
            f"WHEN {text(word)} THEN {meanings[verdict]}"
            for word, verdict in words
            if verdict is not None and verdict in meanings
        ]
        return f"CASE r.{kind} {' '.join(cases)} END" if cases else "CAST(NULL AS BOOLEAN)"

    def verdict(kind: str) -> str:
        return f"NULLIF({kind}.verdict, 'inf')" if kind in many else "CAST(NULL AS DOUBLE)"

    def is_yes(kind: str) -> str:
        return f"{verdict(kind)} = 1" if kind in many else says(kind, {1: "true", 0: "false"})

    def is_odd(kind: str) -> str:
        if kind in many:  # a word without a row is one of too many
            return f"r.{kind} IS NOT NULL AND ({kind}.word IS NULL OR COALESCE({kind}.verdict = 'inf', false))"
        return f"COALESCE({says(kind, {UNREADABLE: 'true'})}, false)"

    answered = f"COALESCE({is_yes('answered')}, false)" if log.columns.answered else "true"
    at = f"COALESCE(r.day, make_timestamp(CAST({verdict('day_word')} * 1000000 AS BIGINT)))"
    if len(log.columns.at) > 1:
        clock = f"COALESCE(r.clock, {verdict('clock_word')})"
        at = f"date_trunc('day', {at}) + to_milliseconds(CAST({clock} * 1000 AS BIGINT))"
    texts = ", ".join(f"{column(name)} AS {name}" for name in ("agent", "reason", "kind", "priority", "channel"))
    raw_at = f"{column('day_word')} AS raw_at"
    odd = ", ".join(f"{column(kind)} AS raw_{kind}, {is_odd(kind)} AS odd_{kind}" for kind in WORDS)
    return f"""CREATE TEMP VIEW typed AS SELECT r.file, r.sequence, {at} AS "at",
  {answered} AS answered, {is_yes("resolved")} AS resolved, {is_yes("rating")} AS satisfied,
  COALESCE({column("number", "DOUBLE")}{scale}, {verdict("spoken")}) AS seconds, {column("number", "DOUBLE")} AS number,
  {column("customer", "UBIGINT")} AS customer, {column("heard", "BIGINT")} AS heard, {raw_at}, {texts}, {odd}
FROM ({loaded}) AS r
{joins}"""


def accounts() -> str:
    """What became of the rows of each file, by ``file``: counts, and the first ``sequence`` of what may be mended.

    ``cells_…`` are the cells of a column that hold anything; of the answered rows there are the first and last moment,
    and how many have a duration and how many seconds they took.
    """
    reasons = {
        "unclear": "odd_answered",
        "unanswered": 'NOT answered AND NOT odd_answered AND ("at" IS NOT NULL OR raw_answered IS NOT NULL)',
        "undated": '"at" IS NULL AND (answered OR NOT odd_answered AND raw_answered IS NULL)',
        "nameless": 'answered AND "at" IS NOT NULL AND agent IS NULL',
        **{f"odd_{name}": f"odd_{name}" for name in WORDS},
    }
    counted = ", ".join(
        f"count(*) FILTER ({condition}) AS {name}, min(sequence) FILTER ({condition}) AS first_{name}"
        for name, condition in reasons.items()
    )
    columns = {name: name for name in ("agent", "customer", "reason", "kind", "priority", "channel")}
    columns |= {name: f"raw_{name}" for name in ("answered", "resolved", "rating")}
    cells = ", ".join(f"count({column}) AS cells_{name}" for name, column in columns.items())
    return f"""SELECT file, count(*) AS "rows", min(sequence) AS first, {counted}, {cells},
  count(number) + count(raw_spoken) AS cells_seconds, min("at") FILTER (answered) AS earliest,
  max("at") FILTER (answered) AS latest, count(seconds) FILTER (answered) AS timed,
  count(agent) FILTER (answered AND "at" IS NOT NULL) AS contacts, sum(seconds) FILTER (answered) AS spent
FROM typed GROUP BY file ORDER BY file"""


TELLING = ("customer", "seconds")
"""Columns by which two contacts of one agent at one moment are told apart."""


def contacts(source: str, telling: Collection[str], offset: int = 0) -> str:
    """The contacts of ``source``: file (from ``offset`` on), sequence, moment, a ``content`` that is the same for the
    same agent, moment and ``telling`` columns, and whether such a content is ``certain`` to be the same contact.

    Without customer and duration, or at midnight without either, two contacts may well look alike.
    """
    known = {"customer": "customer IS NOT NULL", "seconds": "COALESCE(seconds > 0, false)"}
    customer, duration = (known[name] if name in telling else "false" for name in TELLING)
    is_timed = '"at" <> date_trunc(\'day\', "at")'
    content = ", ".join(("agent", '"at"', *telling))
    return f"""SELECT file + {offset} AS file, sequence, "at", hash({content}) AS content,
  {customer} AND {duration} OR {is_timed} AND ({customer} OR {duration}) AS certain
FROM {source} WHERE answered AND "at" IS NOT NULL AND agent IS NOT NULL"""


def repeated(contacts: str, first: int = 0) -> str:
    """Those of ``contacts`` in files from ``first`` on that an earlier file has too: ``sequence``, ``file``, the
    ``other`` and whether it is ``certain``; where ``first`` is not 0, the other is a file before it."""
    return f"""WITH contacts AS ({contacts}), shared AS (
  SELECT *, row_number() OVER (PARTITION BY content, file ORDER BY sequence) AS nth FROM contacts
  SEMI JOIN (SELECT content FROM contacts GROUP BY content HAVING min(file) < max(file)) USING (content)
)
SELECT sequence, pair.file - {first} AS file, other - {first} AS other, certain, "at"
FROM (SELECT *, first_value(file) OVER (PARTITION BY content, nth ORDER BY file) AS other FROM shared) AS pair
WHERE pair.file >= {first} AND other < {first or "pair.file"}"""


_FOLLOWED = """(SELECT *, lead("at") OVER (PARTITION BY customer ORDER BY "at", sequence) AS next_at
  FROM calls WHERE answered AND "at" IS NOT NULL AND customer IS NOT NULL)"""

_LABELS: Mapping[str, tuple[str, str, str]] = {
    "rhythm": ('(epoch_us("at") // 3600000000 + 72) % 168', "", "calls"),  # the epoch began on a Thursday
    "reason": ("reason", ", kind, priority", "calls"),
    "channel": ("channel", "", "calls"),
    "talk": ("CASE WHEN seconds IS NOT NULL THEN channel END", ', EXTRACT(MONTH FROM "at")', "calls"),
    "heard": ("NULLIF(heard, 0)", ', EXTRACT(MONTH FROM "at")', "calls"),
    "again": (f'CASE WHEN heard <> 0 AND next_at <= "at" + INTERVAL {_FOLLOW_UP_DAYS} DAY THEN 1 END', "", _FOLLOWED),
}
"""Part -> its key (rows of which it is NULL do not count), further keys, and what they are read of.

``rhythm``: the hour of the week, Monday's first is 0. ``reason``: its name, kind and priority. ``talk``: the channel
and the month, and instead of a count the milliseconds. ``heard``: the vague words, a bit for each, and the month.
``again``: contacts with vague words that the customer followed up in time.
"""


def labels(part: str, *, periods: bool = False) -> str:
    """A query for a person's contacts of a year by something else: the agent, the year, lists of keys and of how many.

    A key may be NULL, and stands once for each name of the person. ``periods``: whether a table of that name says of
    which months (``first_month`` to ``last_month``) those count that the log calls ``value``, in ``of_year``.
    """
    key, others, source = _LABELS[part]
    counted = "CAST(sum(CAST(ROUND(seconds * 1000) AS BIGINT)) AS BIGINT)" if part == "talk" else "count(*)"
    joined = """LEFT JOIN periods ON value = agent AND of_year = EXTRACT(YEAR FROM "at")""" if periods else ""
    within = """AND EXTRACT(MONTH FROM "at") BETWEEN COALESCE(first_month, 1) AND COALESCE(last_month, 12)"""
    return f"""SELECT names.agent, "year", list(COLUMNS(counted.* EXCLUDE (agent, "year")))
FROM (SELECT agent, EXTRACT(YEAR FROM "at") AS "year", {key} AS key{others}, {counted} AS contacts
  FROM {source} {joined} WHERE answered AND "at" IS NOT NULL {within if periods else ""} GROUP BY ALL) AS counted
JOIN names ON value = counted.agent GROUP BY ALL"""


# ---- the statement that counts


def monthly(*, by_file: bool = False, repeat: bool = True) -> str:
    """The statement over ``calls`` that counts a person's month, as sums from which every figure follows.

    ``solved`` of ``asked``, ``pleased`` of ``rated``, ``milliseconds`` over ``timed``, and with ``repeat`` ``once``
    of ``known``: contacts of a known customer whom no contact followed within 7 days. Of two contacts at one moment
    the earlier row (``sequence``) is the one that was followed. No sum over the view has the name of one of its
    columns: to some databases it would then be the column. Only what a further contact rests on is sorted. ``by_file``
    keeps files apart.
    """
    keys = ("file, " if by_file else "") + "agent"
    month = 'EXTRACT(YEAR FROM "at") AS "year", EXTRACT(MONTH FROM "at") AS "month"'
    grouped = f'GROUP BY {keys}, EXTRACT(YEAR FROM "at"), EXTRACT(MONTH FROM "at")'
    counts = f"""SELECT {keys}, {month}, COUNT(*) AS contacts,
  COUNT(CASE WHEN resolved THEN 1 END) AS solved, COUNT(resolved) AS asked,
  COUNT(CASE WHEN satisfied THEN 1 END) AS pleased, COUNT(satisfied) AS rated,
  SUM(CAST(ROUND(seconds * 1000) AS BIGINT)) AS milliseconds, COUNT(seconds) AS timed,
  0 AS once, 0 AS known
FROM calls WHERE answered AND "at" IS NOT NULL
{grouped}"""
    if not repeat:
        return counts
    sums = ", ".join(f"SUM({name}) AS {name}" for name in SERIES)
    return f"""SELECT {keys}, "year", "month", {sums}
FROM (
{counts}
UNION ALL
SELECT {keys}, {month}, 0, 0, 0, 0, 0, 0, 0,
  COUNT(CASE WHEN next_at BETWEEN "at" AND "at" + INTERVAL '{_FOLLOW_UP_DAYS}' DAY THEN NULL ELSE 1 END) AS once,
  COUNT(*) AS known
FROM (
  SELECT {keys}, "at", LEAD("at") OVER (PARTITION BY customer ORDER BY "at", sequence) AS next_at
  FROM calls WHERE answered AND "at" IS NOT NULL AND customer IS NOT NULL) AS followed
{grouped}) AS counted
GROUP BY {keys}, "year", "month"
"""


# ---- for a warehouse

DIALECTS = ("postgres", "clickhouse", "spark", "trino", "hive", "duckdb")
"""Databases that the statement is printed for."""

COLUMNS = {
    "agent": ("VARCHAR", "坐席：与 data/agents/ 里的文件夹名或 name 相同"),
    "at": ("TIMESTAMP", "接入的时刻，已换算为当地时间，不带时区；不知道就是 NULL，不计入"),
    "answered": ("BOOLEAN", "有没有接起；系统里没有这一项就一律 TRUE"),
    "resolved": ("BOOLEAN", "有没有解决；没有写就是 NULL"),
    "customer": ("VARCHAR", "客户的编号，只用来比较是不是同一个人；匿名、未知、0、空的一律 NULL"),
    "seconds": ("DOUBLE", "通话秒数；没有就是 NULL"),
    "satisfied": ("BOOLEAN", "打的分算不算满意；没有评就是 NULL"),
    "reason": ("VARCHAR", "来电原因；没有就是 NULL"),
    "kind": ("VARCHAR", "咨询、投诉、建议、故障；没有就是 NULL"),
    "priority": ("VARCHAR", "高、中、低；没有就是 NULL"),
    "channel": ("VARCHAR", "渠道；没有就是 NULL"),
    "sequence": ("BIGINT", "流水号，先来的小；同一时刻的两通，号小的算先"),
}
"""The columns of the view ``calls``: type, and what stands there."""


def figures() -> str:
    """Everybody's months as ``data/metrics.csv`` takes them, out of ``monthly`` and by its rules."""
    return f"""WITH counts AS (
{monthly()})
SELECT agent AS "姓名", "year" AS "年份", "month" AS "月份", contacts AS "接听量",
  CASE WHEN SUM(asked) OVER (PARTITION BY agent, "year") > 0
    THEN 100 * CAST(solved AS DOUBLE PRECISION) / NULLIF(asked, 0)
    ELSE 100 * CAST(once AS DOUBLE PRECISION) / NULLIF(known, 0) END AS "一次解决率",
  100 * CAST(pleased AS DOUBLE PRECISION) / NULLIF(rated, 0) AS "满意度",
  CAST(milliseconds AS DOUBLE PRECISION) / 1000 / NULLIF(timed, 0) AS "平均处理时长"
FROM counts
ORDER BY agent, "year", "month"
"""


def reasons() -> str:
    """Everybody's contact reasons by year, as ``data/metrics.来电原因.csv`` takes them; kinds that the model knows."""
    kinds, priorities = (", ".join(map(text, get_args(words))) for words in (Kind, Priority))
    return f"""SELECT agent AS "姓名", "year" AS "年份", reason AS "来电原因", kind AS "类型", priority AS "优先级",
  COUNT(*) AS "次数"
FROM (SELECT agent, EXTRACT(YEAR FROM "at") AS "year", reason,
  CASE WHEN kind IN ({kinds}) THEN kind END AS kind, CASE WHEN priority IN ({priorities}) THEN priority END AS priority
  FROM calls WHERE answered AND "at" IS NOT NULL AND reason IS NOT NULL) AS told
GROUP BY agent, "year", reason, kind, priority
ORDER BY agent, "year", COUNT(*) DESC, reason"""


def in_dialect(statement: str, dialect: str) -> str:
    """A statement in the words of another database; the suite says it in all of ``DIALECTS``.

    Raises:
        ValueError: there is no such database.
    """
    import sqlglot

    raising = sqlglot.ErrorLevel.RAISE
    return sqlglot.transpile(
        statement, read="duckdb", write=dialect, identify=True, pretty=True, unsupported_level=raising
    )[0]
