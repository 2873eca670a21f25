"""The SQL of a log: how its rows are read, and the statements of ``statements.sql`` that count them.

``scan`` reads the files as they stand; ``rows`` gives each row its moment and leaves words as they are, to be judged
once each (``values``); ``calls`` is the view of typed columns; ``monthly`` is the statement that counts, in SQL that
every database understands (``in_dialect`` prints it). Text that people typed is quoted, and never part of the words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

from ..records.model import Kind, Log, Priority
from .connection import text
from .messages import ROWS
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
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
_NUMBERS = (*_INTEGERS, "FLOAT", "DOUBLE", "DECIMAL")
_AROUND_NUMBERS = {
    "signs": text(" -()='\"" + BLANKS),
    "telephone": r"'^(?:[+]|00)?(?:86|0)?(1[3-9]\d{9}|0\d{9,11})(?:\.0+)?$'",
    "wrapped": r"""'(?s)^(?:="|'')?(.*?)(?:\.0+)?["\s]*$'""",
}
"""What may stand in and around a customer's number, for the statement ``customer``."""


@cache
def _statements() -> Mapping[str, str]:
    _, *parts = re.split(r"^-- \[(\w+)\]\n", Path(__file__).with_name("statements.sql").read_text("utf-8"), flags=re.M)
    return {name: re.sub(r"^--.*\n", "", body, flags=re.M) for name, body in zip(parts[::2], parts[1::2], strict=True)}


def statement(name: str, **parts: object) -> str:
    """A statement of ``statements.sql``, without its remarks, with its ``parts`` filled in."""
    return _statements()[name].format(**parts).strip()


def scan(table: LogTable, files: Sequence[str]) -> str:
    """The table function that reads files of one shape, with columns ``c0``, ``c1`` … in the order of the header.

    Of CSV every column is text, and any fault is an error; of a numbered copy, whose lines end in LF whatever ends
    those within its cells, there is also ``line``.
    """
    names = f"[{', '.join(map(text, files))}]"
    columns = [f"c{number}" for number in range(len(table.types))]
    if table.form == "parquet":
        return f"read_parquet({names}, file_row_number = true, binary_as_string = true) AS scan({', '.join(columns)})"
    is_numbered = table.form == "numbered"
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in (["line", *columns] if is_numbered else columns))
    lines = r"new_line = '\n'" if is_numbered else "skip = 1"
    return (
        f"read_csv({names}, auto_detect = false, header = false, {lines}, "
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
        columns["customer"] = statement("customer", cell=plain(table, picked["customer"][0]), **_AROUND_NUMBERS)
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
    """A time of day in seconds, by the clocks of China beyond its day, and the cell; of a text only that, as there are
    few different ones."""
    name, kind = f"c{position}", table.types[position]
    if kind == "TIME":
        return f"epoch({name}) + {shift}", _NO_TEXT
    if kind.startswith("TIMESTAMP"):
        return f"epoch(CAST({name} AS TIMESTAMP)) % 86400 + {shift}", _NO_TEXT
    return "CAST(NULL AS DOUBLE)", plain(table, position)


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

    def verdict(kind: str) -> str:
        """A word's meaning: of few a case for each; a long ``IN`` would become a join, made also unasked."""
        if kind in many:
            return f"{kind}.verdict"
        known = {word: meaning for word, meaning in few.get(kind, {}).items() if meaning is not None}
        cases = " ".join(f"WHEN {text(word)} THEN CAST('{meaning}' AS DOUBLE)" for word, meaning in known.items())
        return f"CASE r.{kind} {cases} END" if cases else "CAST(NULL AS DOUBLE)"

    def is_yes(kind: str) -> str:
        return f"NULLIF({verdict(kind)}, 'inf') = 1"

    def is_odd(kind: str) -> str:
        if kind not in many and UNREADABLE not in few.get(kind, {}).values():
            return "false"
        odd = f"COALESCE({verdict(kind)} = 'inf', false)"  # a word without a row is one of too many
        return f"r.{kind} IS NOT NULL AND ({kind}.word IS NULL OR {odd})" if kind in many else odd

    answered = f"COALESCE({is_yes('answered')}, false)" if log.columns.answered else "true"
    at = f"COALESCE(r.day, make_timestamp(CAST({verdict('day_word')} * 1000000 AS BIGINT)))"
    if len(log.columns.at) > 1:
        clock = f"COALESCE(r.clock, {verdict('clock_word')})"
        at = f"date_trunc('day', {at}) + to_milliseconds(CAST({clock} * 1000 AS BIGINT))"
    texts = ", ".join(f"{column(name)} AS {name}" for name in ("agent", "reason", "kind", "priority", "channel"))
    odd = ", ".join(f"{column(kind)} AS raw_{kind}, {is_odd(kind)} AS odd_{kind}" for kind in WORDS)
    return f"""CREATE TEMP VIEW typed AS SELECT r.file, r.sequence, {at} AS "at",
  {answered} AS answered, {is_yes("resolved")} AS resolved, {is_yes("rating")} AS satisfied,
  COALESCE({column("number", "DOUBLE")}{scale}, NULLIF({verdict("spoken")}, 'inf')) AS seconds,
  {column("number", "DOUBLE")} AS number, {column("customer", "UBIGINT")} AS customer,
  {column("heard", "BIGINT")} AS heard, {column("day_word")} AS raw_at, {texts}, {odd}
FROM ({loaded}) AS r
{joins}"""


def accounts() -> str:
    """The statement ``accounts``, with the reasons why rows do not count."""
    reasons = {
        "unclear": "odd_answered",
        "unanswered": 'NOT answered AND NOT odd_answered AND ("at" IS NOT NULL OR raw_answered IS NOT NULL)',
        "undated": '"at" IS NULL AND (answered OR NOT odd_answered AND raw_answered IS NULL)',
        "nameless": 'answered AND "at" IS NOT NULL AND agent IS NULL',
        **{f"odd_{name}": f'odd_{name} AND "at" IS NOT NULL' for name in WORDS},  # sums have odd words
    }
    counted = ", ".join(
        f"count(*) FILTER ({condition}) AS {name}, min(sequence) FILTER ({condition}) AS first_{name}"
        for name, condition in reasons.items()
    )
    return statement("accounts", counted=counted)


TELLING = ("customer", "seconds")
"""Columns by which two contacts of one agent at one moment are told apart."""


def contacts(source: str, telling: Collection[str], offset: int = 0) -> str:
    """The contacts of ``source``, told apart by the columns of ``telling``; ``offset`` is added to their files."""
    known = {"customer": "customer IS NOT NULL", "seconds": "COALESCE(seconds > 0, false)"}
    customer, duration = (known[name] if name in telling else "false" for name in TELLING)
    content = ", ".join(("agent", '"at"', *telling))
    return statement("contacts", source=source, offset=offset, content=content, customer=customer, duration=duration)


def repeated(contacts: str, first: int = 0) -> str:
    """Those of ``contacts`` that an earlier file has too; where ``first`` is not 0, the other is a file before it."""
    return statement("repeated", contacts=contacts, first=first, before=first or "pair.file")


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


def labels(part: str) -> str:
    """A query for a person's contacts of a year by something else: the agent, the year, lists of keys and of how many.

    A key may be NULL, and stands once for each name of the person.
    """
    key, others, source = _LABELS[part]
    counted = "CAST(sum(CAST(ROUND(seconds * 1000) AS BIGINT)) AS BIGINT)" if part == "talk" else "count(*)"
    return statement("labels", key=key, others=others, counted=counted, source=source)


# ---- the statement that counts


def monthly(*, by_file: bool = False, repeat: bool = True) -> str:
    """The statement over ``calls`` that counts a person's month, as sums from which every figure follows.

    ``solved`` of ``asked``, ``pleased`` of ``rated``, ``milliseconds`` over ``timed``, and with ``repeat`` ``once``
    of ``known``: contacts of a known customer whom no contact followed within 7 days. Of two contacts at one moment
    the earlier row (``sequence``) is the one that was followed. Only what a further contact rests on is sorted.
    ``by_file`` keeps files apart.
    """
    keys = ("file, " if by_file else "") + "agent"
    counts = statement("counts", keys=keys)
    sums = ", ".join(f"SUM({name}) AS {name}" for name in SERIES)
    return statement("followed", keys=keys, counts=counts, sums=sums, days=_FOLLOW_UP_DAYS) if repeat else counts


# ---- for a warehouse

DIALECTS = ("postgres", "clickhouse", "spark", "trino", "hive", "duckdb")
"""Databases that the statement is printed for."""

COLUMNS: Mapping[str, Sequence[str]] = ROWS["view"]
"""The columns of the view ``calls``: type, and what stands there."""


def figures() -> str:
    """Everybody's months as ``data/metrics.csv`` takes them, out of ``monthly`` and by its rules."""
    return statement("figures", monthly=monthly())


def reasons() -> str:
    """Everybody's contact reasons by year, as ``data/metrics.来电原因.csv`` takes them."""
    kinds, priorities = (", ".join(map(text, get_args(words))) for words in (Kind, Priority))
    return statement("reasons", kinds=kinds, priorities=priorities)


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
