"""One log -> one SQL statement that counts all there is to count, so that no row ever leaves the database.

The statement reads, top down: ``calls`` (every row, its values read), ``kept`` (those that count), one grouping for
each thing that is counted, and their union, in which only names that have a file here appear. Text that people typed
is bound as a parameter or quoted; it is never part of the statement's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ..records.model import Log, LogColumns
from .connection import identifier, text
from .formats import LogTable
from .spelling import BLANKS, FULL_WIDTH, fold, spellings

Picked = Mapping[str, tuple[int, ...]]  #: field of LogColumns -> positions of its columns

#: The columns of the result, of every part alike.
RESULT = (
    "part",
    "file",
    "agent",
    "year",
    "month",
    "slot",
    "label",
    "kind",
    "priority",
    "n",
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
)

_MOMENTS = [
    *("%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%Y%m%d %H:%M:%S", "%Y%m%d %H:%M"),
    *(
        "%Y年%m月%d日",
        "%Y年%m月%d日 %H:%M:%S",
        "%Y年%m月%d日 %H:%M",
        "%Y年%m月%d日 %H时%M分%S秒",
        "%Y年%m月%d日 %H时%M分",
    ),
    *("%Y.%m.%d", "%Y.%m.%d %H:%M:%S", "%Y.%m.%d %H:%M"),
    *("%Y-%m-%d %I:%M:%S %p", "%Y/%m/%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p", "%Y/%m/%d %I:%M %p"),
]
_CLOCKS = ["%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H时%M分%S秒", "%H时%M分"]
_RATINGS = {"非常满意": 5, "很满意": 5, "满意": 4, "一般": 3, "不满意": 2, "很不满意": 1, "非常不满意": 1}
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
_NUMBERS = (*_INTEGERS, "FLOAT", "DOUBLE", "DECIMAL")
_WEEK_OF_DAYS = 7


@dataclass(slots=True)
class Statement:
    """SQL and the values of its parameters."""

    sql: str = ""
    values: dict[str, object] = field(default_factory=dict)

    def bind(self, value: object) -> str:
        """A parameter for a value, equal values sharing one."""
        name = next((key for key, known in self.values.items() if known == value), f"p{len(self.values)}")
        self.values[name] = value
        return f"${name}"


def statement(
    log: Log,
    tables: Sequence[tuple[LogTable, Picked]],
    names: Mapping[str, str],
    years: Iterable[int],
    words: Sequence[str],
) -> Statement:
    """The statement for a log. ``names`` maps a folded value of the agent column to the agent.

    The result's ``year`` is one of ``years``, or 0 for any other.
    """
    made = Statement()
    year = _year(years)
    parts = [_NAMED, _RHYTHM, *_labelled(log.columns), *_followed(log.columns), *_heard(log.columns, words, made)]
    stored = "NOT MATERIALIZED" if all(table.form == "parquet" for table, _ in tables) else "MATERIALIZED"
    heads = [
        f"calls AS {stored} (\n{_calls(log, tables, words, made)}\n)",
        f"taken AS NOT MATERIALIZED (SELECT *, {year} AS year FROM calls WHERE answered)",
        "kept AS NOT MATERIALIZED (SELECT * FROM taken WHERE moment IS NOT NULL)",
        _ROWS,
        _MONTHS,
        _names(names, made),
        *_follow_ups(log.columns, year),
    ]
    made.sql = "WITH " + ",\n".join(heads) + "\n" + "\nUNION ALL\n".join([_FILES, _STRANGERS, *parts])
    return made


# ---- the rows


def _calls(log: Log, tables: Sequence[tuple[LogTable, Picked]], words: Sequence[str], made: Statement) -> str:
    """Every row of every file; files of one shape are read by one scan, so that a folder of daily exports is cheap."""
    numbered = [(number, table, picked) for number, (table, picked) in enumerate(tables)]
    shapes = groupby(numbered, key=lambda each: (_shape(each[1]), tuple(sorted(each[2].items()))))
    scans = []
    for _, group in shapes:
        same = list(group)
        first, shape, picked = same[0]
        files = [table.file.as_posix() for _, table, _ in same]
        columns = ",\n    ".join(_columns(log, shape, picked, words, made))
        number = f"CAST(file_index + {first} AS INTEGER)" if len(same) > 1 else first
        scans.append(f"  SELECT {number} AS file,\n    {columns}\n  FROM {scan(shape, files, made)}")
    return "\n  UNION ALL\n".join(scans)


def _shape(table: LogTable) -> tuple[object, ...]:
    return table.form, table.types, table.header if table.form == "parquet" else (), table.skip, table.delimiter


def scan(table: LogTable, files: list[str], made: Statement) -> str:
    """The table function that reads files of one shape; of CSV every column as text, broken rows put aside."""
    if table.form == "parquet":
        return f"read_parquet({made.bind(files)})"
    width = len(table.types) + (table.form == "sheet")
    columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(width))
    return (
        f"read_csv({made.bind(files)}, auto_detect = false, header = false, skip = {table.skip}, "
        f"delim = {text(table.delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}}, "
        f"ignore_errors = true, store_rejects = true, rejects_limit = 0)"
    )


def _columns(log: Log, table: LogTable, picked: Picked, words: Sequence[str], made: Statement) -> list[str]:
    """What each row says, as typed values. A field that the log does not have is NULL, or what its absence means."""

    def as_is(name: str) -> str:
        """Text that is grouped by as it stands and trimmed afterwards, when it is thousands of values, not millions."""
        return f"CAST({_column(table, picked[name][0]) if name in picked else 'NULL'} AS VARCHAR) AS {name}"

    remark, customer = (_text(table, picked[name][0]) if name in picked else "" for name in ("remark", "customer"))
    customer = customer or "NULL"
    return [
        as_is("agent"),
        f"{moment(table, picked['at'])} AS moment",
        f"{_yes(log, table, picked, 'answered', 'true', made)} AS answered",
        f"{_yes(log, table, picked, 'resolved', 'CAST(NULL AS BOOLEAN)', made)} AS resolved",
        *_measured(log, table, picked, made),
        *map(as_is, ("reason", "kind", "priority", "channel")),
        # A customer is only ever compared with itself, so a hash will do, and what is not there cannot leak.
        f"CASE WHEN {customer} IS NOT NULL THEN hash({customer}) END AS customer",
        f"{_mask(remark, words, made)} AS heard",
    ]


def _column(table: LogTable, position: int) -> str:
    if table.form == "parquet":
        return identifier(table.header[position])
    return f"c{position + (table.form == 'sheet')}"


def _text(table: LogTable, position: int) -> str:
    """A column as text without the blanks around it; NULL where nothing is left."""
    column = _column(table, position)
    kind = table.types[position]
    plain = column if kind == "VARCHAR" else f"CAST({column} AS VARCHAR)"
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        plain = f"COALESCE(CAST(TRY_CAST({column} AS HUGEINT) AS VARCHAR), {plain})"
    return f"NULLIF({_trimmed(table, plain)}, '')"


def _trimmed(table: LogTable, value: str) -> str:
    """Without blanks around it. Worksheets come trimmed; trimming more than spaces is slow, so only where it tells."""
    if table.form != "csv":
        return value if table.form == "sheet" else f"trim({value})"
    odd = " OR ".join(f"contains({value}, {text(blank)})" for blank in BLANKS if blank not in " \ufeff")
    return f"CASE WHEN {odd} THEN trim({value}, {text(BLANKS)}) ELSE trim({value}) END"


def _yes(log: Log, table: LogTable, picked: Picked, name: str, otherwise: str, made: Statement) -> str:
    if name not in picked:
        return otherwise
    if table.types[picked[name][0]] == "BOOLEAN":
        return _column(table, picked[name][0])
    words = ", ".join(made.bind(word) for word in spellings(log.yes))
    return f"lower({_text(table, picked[name][0])}) IN ({words})"


# ---- times


def moment(table: LogTable, columns: Sequence[int]) -> str:
    """When a contact was: one column, or a date and a time."""
    day = _moment(table, columns[0])
    if len(columns) == 1:
        return day
    return f"CAST({day} AS DATE) + {_clock(table, columns[1])}"


def _moment(table: LogTable, position: int) -> str:
    column, kind = _column(table, position), table.types[position]
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"CAST({column} AS TIMESTAMP) + INTERVAL 8 HOUR"  # an instant, shown as the clocks of China show it
    if kind.startswith("TIMESTAMP") or kind == "DATE":
        return f"CAST({column} AS TIMESTAMP)"
    return _read_moment(_text(table, position))


def _read_moment(value: str) -> str:
    """A text as a moment: the ISO forms, Excel's serial number, the forms of ``_MOMENTS``; NULL if none fits."""
    serial = f"TRY_CAST({value} AS DOUBLE)"
    narrow = (
        f"regexp_replace(translate({value}, '０１２３４５６７８９：／－．　', '0123456789:/-. '), '\\s+', ' ', 'g')"
    )
    forms = ", ".join(map(text, _MOMENTS))
    return (
        f"COALESCE(CASE WHEN {value} LIKE '%Z' THEN TRY_CAST({value} AS TIMESTAMP) + INTERVAL 8 HOUR "
        f"ELSE TRY_CAST({value} AS TIMESTAMP) END, "
        f"CASE WHEN {serial} BETWEEN 1 AND 200000 THEN {_days(serial)} END, "
        f"try_strptime({value}, [{forms}]), TRY_CAST({narrow} AS TIMESTAMP), try_strptime({narrow}, [{forms}]))"
    )


def _days(count: str) -> str:
    """Excel's count of days as a moment, to the second."""
    return f"TIMESTAMP '1899-12-30' + to_seconds(CAST(round(({count}) * 86400) AS BIGINT))"


def _clock(table: LogTable, position: int) -> str:
    if table.types[position] == "TIME":
        return _column(table, position)
    value = _text(table, position)
    part = f"TRY_CAST({value} AS DOUBLE)"
    forms = ", ".join(map(text, _CLOCKS))
    return (
        f"COALESCE(TRY_CAST({value} AS TIME), CAST(TRY_CAST({value} AS TIMESTAMP) AS TIME), "
        f"CASE WHEN {part} >= 0 THEN CAST({_days(f'{part} - floor({part})')} AS TIME) END, "
        f"CAST(try_strptime(translate({value}, '０１２３４５６７８９：', '0123456789:'), [{forms}]) AS TIME))"
    )


# ---- measures


def _measured(log: Log, table: LogTable, picked: Picked, made: Statement) -> list[str]:
    """``spent`` in milliseconds (whole numbers add up the same in every order), ``rated``/``satisfied``, and slips."""
    spent, rating = "CAST(NULL AS BIGINT)", "CAST(NULL AS DOUBLE)"
    if "seconds" in picked:
        spent = _milliseconds(table, picked["seconds"][0])
    if "rating" in picked:
        rating = _rating(table, picked["rating"][0])
    return [
        f"{spent} AS spent",
        f"{rating} >= {made.bind(log.satisfied)} AS satisfied",
        f"{_odd(table, picked, 'seconds', spent)} AS odd_seconds",
        f"{_odd(table, picked, 'rating', rating)} AS odd_rating",
    ]


def _odd(table: LogTable, picked: Picked, name: str, read: str) -> str:
    """Whether something stands there that cannot be read; only text can be so."""
    if name not in picked or table.types[picked[name][0]] != "VARCHAR":
        return "false"
    return f"{_text(table, picked[name][0])} IS NOT NULL AND {read} IS NULL"


def _milliseconds(table: LogTable, position: int) -> str:
    column, kind = _column(table, position), table.types[position]
    if kind in _INTEGERS:
        return f"CASE WHEN {column} >= 0 THEN CAST({column} AS BIGINT) * 1000 END"
    if kind in ("TIME", "INTERVAL"):
        return (
            f"CAST(epoch_ms({column}) AS BIGINT)"
            if kind == "TIME"
            else f"CAST(round(epoch({column}) * 1000) AS BIGINT)"
        )
    if kind.startswith(_NUMBERS):
        return f"CASE WHEN {column} >= 0 THEN TRY_CAST(round({column} * 1000) AS BIGINT) END"
    return f"TRY_CAST(round(({_duration(_text(table, position))}) * 1000) AS BIGINT)"


def _duration(value: str) -> str:
    """Seconds from a text: a number (below one it is Excel's part of a day), ``h:mm:ss``, ``mm:ss`` or 2分23秒."""
    number = f"TRY_CAST(replace({value}, ',', '') AS DOUBLE)"
    narrow = f"translate({value}, '０１２３４５６７８９：．，时分', '0123456789:.,::')"
    parts = f"string_split(rtrim(replace({narrow}, '小', ''), '秒sS :'), ':')"
    places = [f"TRY_CAST(replace({parts}[-{place}], ',', '') AS DOUBLE)" for place in (1, 2, 3)]
    clock = (
        f"CASE len({parts}) WHEN 3 THEN {places[2]} * 3600 + {places[1]} * 60 + {places[0]} "
        f"WHEN 2 THEN {places[1]} * 60 + {places[0]} WHEN 1 THEN {places[0]} END"
    )
    seconds = f"CASE WHEN {number} > 0 AND {number} < 1 THEN {number} * 86400 WHEN {number} >= 0 THEN {number} END"
    return f"CASE WHEN {number} IS NOT NULL THEN {seconds} WHEN {value} NOT LIKE '-%' THEN {clock} END"


def _rating(table: LogTable, position: int) -> str:
    column, kind = _column(table, position), table.types[position]
    if kind.startswith(_NUMBERS):
        return f"CAST({column} AS DOUBLE)"
    value = _text(table, position)
    words = " ".join(f"WHEN {text(word)} THEN {points}" for word, points in _RATINGS.items())
    narrow = f"rtrim(translate({value}, '０１２３４５６７８９．', '0123456789.'), '分星 ')"
    return (
        f"COALESCE(TRY_CAST({value} AS DOUBLE), CAST(CASE {value} {words} END AS DOUBLE), TRY_CAST({narrow} AS DOUBLE))"
    )


def _mask(remark: str, words: Sequence[str], made: Statement) -> str:
    """Which vague words a remark holds, one bit each: the remark itself goes no further."""
    if not remark or not words:
        return "CAST(0 AS BIGINT)"
    bits = [
        f"CASE WHEN contains({remark}, {made.bind(word)}) THEN {1 << bit} ELSE 0 END" for bit, word in enumerate(words)
    ]
    return f"CAST(COALESCE({' + '.join(bits)}, 0) AS BIGINT)"


# ---- the groupings


def _year(years: Iterable[int]) -> str:
    """The year of a moment by comparing, the latest first: several times faster than taking every date apart."""
    cases = [
        f"WHEN moment >= TIMESTAMP '{year:04}-01-01' AND moment < TIMESTAMP '{year + 1:04}-01-01' THEN {year}"
        for year in sorted(set(years), reverse=True)
    ]
    return f"CAST(CASE WHEN moment IS NULL THEN NULL {' '.join(cases)} ELSE 0 END AS SMALLINT)"


_ROWS = """files AS (
  SELECT file, count(*) AS n, count(*) FILTER (odd_seconds) AS odd_seconds, count(*) FILTER (odd_rating) AS odd_rating
  FROM calls GROUP BY file)"""

_MONTHS = """months AS MATERIALIZED (
  SELECT file, agent, year, CAST(month(moment) AS TINYINT) AS month, count(*) AS n,
    count(*) FILTER (resolved) AS a, count(resolved) AS b, count(*) FILTER (satisfied) AS c, count(satisfied) AS d,
    sum(spent) AS e, count(spent) AS f
  FROM taken GROUP BY file, agent, year, month)"""


def _folded(value: str) -> str:
    full, narrow = map(text, FULL_WIDTH)
    return f"lower(trim(translate({value}, {full}, {narrow}), {text(BLANKS)}))"


def _names(names: Mapping[str, str], made: Statement) -> str:
    """Every way in which the agent column writes a name, with the agent; ``agent`` NULL for those not known here."""
    values, agents = made.bind(list(names)), made.bind(list(names.values()))
    return (
        f"known AS (SELECT unnest({values}) AS value, unnest({agents}) AS agent),\n"
        f"names AS MATERIALIZED (\n  SELECT raw, hash(raw) AS who, folded, known.agent\n"
        f"  FROM (SELECT DISTINCT agent AS raw, {_folded('agent')} AS folded FROM months)\n"
        f"  LEFT JOIN known ON known.value = folded)"
    )


_FILES = """SELECT 'file' AS part, file, NULL AS agent, NULL AS year, NULL AS month, NULL AS slot, NULL AS label,
  NULL AS kind, NULL AS priority, n, odd_seconds AS a, odd_rating AS b, NULL AS c, NULL AS d, NULL AS e, NULL AS f
FROM files
UNION ALL
SELECT 'undated', file, NULL, NULL, NULL, NULL, NULL, NULL, NULL, sum(n), NULL, NULL, NULL, NULL, NULL, NULL
FROM months WHERE year IS NULL GROUP BY file"""

# Of a name that is not known here only the first sign leaves the database, and of what looks like a number nothing.
_STRANGERS = """SELECT 'stranger', file, NULL, NULL, NULL, NULL,
  CASE WHEN folded IS NULL OR folded = '' THEN '' WHEN regexp_matches(folded, '[0-9]{3}') THEN '*'
    ELSE left(trim(raw), 1) || '**' END AS label,
  NULL, NULL, sum(n), count(DISTINCT folded), NULL, NULL, NULL, NULL, NULL
FROM months JOIN names ON raw IS NOT DISTINCT FROM months.agent
WHERE names.agent IS NULL AND year IS NOT NULL GROUP BY file, label"""

_NAMED = """SELECT 'month', file, names.agent, year, month, NULL, NULL, NULL, NULL,
  sum(n), sum(a), sum(b), sum(c), sum(d), sum(e), sum(f)
FROM months JOIN names ON raw = months.agent
WHERE names.agent IS NOT NULL AND year IS NOT NULL GROUP BY file, names.agent, year, month"""

# The hour of the week, 0 for Monday's first (the epoch began on a Thursday), with its contacts: ``0:12 1:9 …``. An
# agent's hash is grouped by faster than the name, which tells where a thousand agents have 168 hours each.
_RHYTHM = """SELECT 'rhythm', NULL, names.agent, year, NULL, NULL, string_agg(slot || ':' || n, ' '), NULL, NULL,
  sum(n), NULL, NULL, NULL, NULL, NULL, NULL
FROM (SELECT hash(agent) AS who, year, CAST((epoch_us(moment) // 3600000000 + 72) % 168 AS SMALLINT) AS slot,
    count(*) AS n
  FROM kept GROUP BY who, year, slot) AS part
JOIN names USING (who) WHERE names.agent IS NOT NULL GROUP BY names.agent, year"""


def _counted(part: str, keys: Mapping[str, str], condition: str) -> str:
    """Contacts per agent, year and some keys: grouped by the agent's value as it stands, named afterwards."""
    inner = ", ".join(f"{expression} AS {key}" for key, expression in keys.items())
    outer = ", ".join(key if key in keys else "NULL" for key in ("month", "slot", "label", "kind", "priority"))
    return f"""SELECT '{part}', NULL, names.agent, year, {outer}, sum(n), NULL, NULL, NULL, NULL, NULL, NULL
FROM (SELECT agent, year, {inner}, count(*) AS n FROM kept WHERE {condition} GROUP BY ALL) AS part
JOIN names ON raw = part.agent WHERE names.agent IS NOT NULL GROUP BY names.agent, year, {", ".join(keys)}"""


def _labelled(columns: LogColumns) -> Iterable[str]:
    if columns.reason:
        keys = {"label": "reason"} | {key: key for key in ("kind", "priority") if getattr(columns, key)}
        yield _counted("issue", keys, "reason IS NOT NULL")
    if columns.channel:
        yield _counted("channel", {"label": "channel"}, "channel IS NOT NULL")


def _heard(columns: LogColumns, words: Sequence[str], made: Statement) -> Iterable[str]:
    if columns.remark and words:
        yield _counted("heard", {"month": "CAST(month(moment) AS TINYINT)"}, "heard <> 0")
        numbers, bits = made.bind(list(range(len(words)))), made.bind([1 << bit for bit in range(len(words))])
        yield f"""SELECT 'signal', NULL, names.agent, year, month, number, NULL, NULL, NULL,
  sum(n), NULL, NULL, NULL, NULL, NULL, NULL
FROM (SELECT agent, year, CAST(month(moment) AS TINYINT) AS month, heard, count(*) AS n
  FROM kept WHERE heard <> 0 GROUP BY ALL) AS part
JOIN (SELECT unnest({numbers}) AS number, unnest({bits}) AS bit) AS words ON part.heard & words.bit <> 0
JOIN names ON raw = part.agent WHERE names.agent IS NOT NULL GROUP BY names.agent, year, month, number"""


def _follows(columns: LogColumns) -> bool:
    """A further contact is asked for where it says something: instead of ``resolved``, and after a vague word."""
    return bool(columns.customer and (columns.remark or not columns.resolved))


def _follow_ups(columns: LogColumns, year: str) -> Iterable[str]:
    """The customer's next contact. Where two fall on one moment the earlier row is the one that was followed."""
    if _follows(columns):
        yield f"""followed AS (
  SELECT who, {year} AS year, CAST(month(moment) AS TINYINT) AS month, heard,
    next <= moment + INTERVAL {_WEEK_OF_DAYS} DAY IS TRUE AS again
  FROM (SELECT who, moment, heard, lead(moment) OVER (PARTITION BY customer ORDER BY moment, who, heard) AS next
    FROM (SELECT hash(agent) AS who, moment, heard, customer FROM kept WHERE customer IS NOT NULL)))"""


def _followed(columns: LogColumns) -> Iterable[str]:
    if _follows(columns):
        yield """SELECT 'follow', NULL, names.agent, year, month, NULL, NULL, NULL, NULL,
  sum(n), sum(again), sum(heard_again), NULL, NULL, NULL, NULL
FROM (SELECT who, year, month, count(*) AS n,
    count(*) FILTER (again) AS again, count(*) FILTER (again AND heard <> 0) AS heard_again
  FROM followed GROUP BY ALL) AS part
JOIN names USING (who) WHERE names.agent IS NOT NULL GROUP BY names.agent, year, month"""


def folded_names(log: Log, agents: Iterable[str]) -> dict[str, str]:
    """Folded value of the agent column -> agent: the agents themselves, and what the log's mapping says."""
    return {fold(agent): agent for agent in agents} | {fold(value): agent for value, agent in log.agents.items()}
