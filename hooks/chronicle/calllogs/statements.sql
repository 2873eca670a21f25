-- The statements of a log by their names in brackets; what stands in braces is filled in. Two views are read by most:
-- typed has every row with typed columns, and calls those of them that no other table has, too.

-- [customer]
-- A customer's cell without what spreadsheets put around it: ="0012", '0012, 1001.0. A telephone number of China is the
-- same with 86 or +86 in front and with blanks or strokes in it, that of a mobile also with 0. Most cells need nothing.
CASE WHEN strlen({cell}) BETWEEN 12 AND 20 THEN COALESCE(
    NULLIF(regexp_extract(translate({cell}, {signs}, ''), {telephone}, 1), ''),
    regexp_extract(lower(trim({cell})), {wrapped}, 1))
  WHEN contains({cell}, '=') OR contains({cell}, '''') OR contains({cell}, '.0') OR contains({cell}, chr(9))
    THEN regexp_extract(lower(trim({cell})), {wrapped}, 1)
  ELSE lower(trim({cell})) END

-- [parts_of_days]
-- Files of which most numbers are below one, and whether all are.
SELECT file, max(number) < 1 AS every FROM {part} WHERE number > 0 GROUP BY file
HAVING max(number) < 1 OR count(*) FILTER (number < 1) * 2 > count(*)

-- [words]
-- The different words of a column, each with a file that has it and the number of its cells.
CREATE OR REPLACE TEMP TABLE words AS SELECT CAST({kind} AS VARCHAR) AS word, min(file) AS file, count(*) AS cells
FROM ({loaded}) WHERE {kind} IS NOT NULL GROUP BY {kind} {limit}

-- [longest]
-- How many digits the longest word of a file has.
SELECT file, max(length(word)) FROM words WHERE regexp_full_match(word, {digits}) GROUP BY file

-- [swapped]
-- Of some files those whose days that can be read are all of the first twelve.
SELECT file FROM ({loaded}) WHERE file IN ({files}) GROUP BY file
HAVING count(day) >= {least} AND max(EXTRACT(DAY FROM day)) <= 12

-- [few]
-- What the words mean of columns that have few.
SELECT kind, word, verdict FROM judged WHERE kind IN (
  SELECT kind FROM judged WHERE kind IN ('answered', 'resolved', 'rating') GROUP BY kind HAVING count(*) <= {most})

-- [names]
-- The names in the log that are somebody's who has a file here.
CREATE TEMP TABLE names AS SELECT * FROM (SELECT value, person(value) AS agent FROM every WHERE value IS NOT NULL)
WHERE agent IS NOT NULL

-- [periods]
-- Of which months a name's contacts count, in years of which not all do; there may be none.
CREATE TEMP TABLE periods AS SELECT value, of_year, first_month, last_month FROM names
JOIN (VALUES ('', 0, 1, 12){spans}) AS span (person, of_year, first_month, last_month) ON person = agent

-- [first_rows]
SELECT COALESCE(names.agent, calls.agent) AS agent, "at", answered, resolved, customer IS NOT NULL AS customer, seconds,
  satisfied, reason, kind, priority, channel
FROM calls LEFT JOIN names ON value = calls.agent WHERE file = {file} ORDER BY sequence LIMIT 3

-- [accounts]
-- What became of the rows of each file: counts, and the first sequence of what may be mended. cells_… are the cells of
-- a column that hold anything; of the answered rows there are the first and last moment, and how many have a duration
-- and how many seconds they took.
SELECT file, count(*) AS "rows", min(sequence) AS first, {counted},
  count(agent) AS cells_agent, count(customer) AS cells_customer, count(reason) AS cells_reason,
  count(kind) AS cells_kind, count(priority) AS cells_priority, count(channel) AS cells_channel,
  count(raw_answered) AS cells_answered, count(raw_resolved) AS cells_resolved, count(raw_rating) AS cells_rating,
  count(number) + count(raw_spoken) AS cells_seconds, count("at") AS dated, min("at") FILTER (answered) AS earliest,
  max("at") FILTER (answered) AS latest, count(seconds) FILTER (answered) AS timed,
  count(agent) FILTER (answered AND "at" IS NOT NULL) AS contacts, sum(seconds) FILTER (answered) AS spent
FROM typed GROUP BY file ORDER BY file

-- [contacts]
-- File (from an offset on), sequence, moment, a content that is the same for the same agent, moment and the columns
-- that tell contacts apart, and whether such a content is certain to be the same contact. Without customer and
-- duration, or at midnight without either, two contacts may well look alike.
SELECT file + {offset} AS file, sequence, "at", hash({content}) AS content,
  {customer} AND {duration} OR "at" <> date_trunc('day', "at") AND ({customer} OR {duration}) AS certain
FROM {source} WHERE answered AND "at" IS NOT NULL AND agent IS NOT NULL

-- [repeated]
-- Those of contacts in files from the first on that an earlier file has too: sequence, file, the other and whether it
-- is certain.
WITH contacts AS ({contacts}), shared AS (
  SELECT *, row_number() OVER (PARTITION BY content, file ORDER BY sequence) AS nth FROM contacts
  SEMI JOIN (SELECT content FROM contacts GROUP BY content HAVING min(file) < max(file)) USING (content)
)
SELECT sequence, pair.file - {first} AS file, other - {first} AS other, certain, "at"
FROM (SELECT *, first_value(file) OVER (PARTITION BY content, nth ORDER BY file) AS other FROM shared) AS pair
WHERE pair.file >= {first} AND other < {before}

-- [pairs]
-- What pairs of files share: how many contacts, the first, of which time, how many with a time of day, and how many
-- the file has between the earliest and the latest.
SELECT *, (SELECT count(*) FROM typed WHERE typed.file = pair.file AND answered
  AND "at" BETWEEN earliest AND latest) AS spanned
FROM (SELECT file, other, certain, count(*) AS shared, min(sequence) AS first, min("at") AS earliest,
    max("at") AS latest, count(*) FILTER ("at" <> date_trunc('day', "at")) AS timed
  FROM repeated GROUP BY file, other, certain) AS pair
ORDER BY file, other

-- [strangers]
-- The contacts of those who have no file here, by file and name.
SELECT file, agent, count(*) AS contacts, min(sequence) AS first FROM calls
SEMI JOIN (FROM every ANTI JOIN names USING (value)) AS strangers ON value = agent
WHERE answered AND "at" IS NOT NULL GROUP BY ALL ORDER BY first

-- [undated]
-- Contacts of people here, and of whomever else, whose time cannot be read.
SELECT count(*), min(sequence) FROM typed WHERE answered AND "at" IS NULL AND file = {file}
  AND ({named} OR agent IN (SELECT value FROM names))

-- [odd_words]
-- The commonest words of a column that cannot be read.
SELECT raw_{kind} AS word FROM calls WHERE file IN ({files}) AND odd_{kind} AND "at" IS NOT NULL
GROUP BY ALL ORDER BY count(*) DESC, word LIMIT 20

-- [one_customer]
-- The contacts of the customer who has most of the first ones, and all of these.
SELECT max(contacts), sum(contacts) FROM (SELECT count(*) AS contacts
  FROM (SELECT customer FROM calls WHERE answered AND customer IS NOT NULL LIMIT {rows}) GROUP BY customer)

-- [sums]
-- Of each of some files, and of those of one header together (kin): how many different months, days and moments of
-- people, how many months, rows with a time of day and with no whole hour, and rows that are the same as one before.
SELECT file, kin, count(*) AS "rows", count(DISTINCT (agent, date_trunc('month', "at"))) AS months,
  count(DISTINCT (agent, date_trunc('day', "at"))) AS days, count(DISTINCT (agent, "at")) AS moments,
  count(DISTINCT date_trunc('month', "at")) AS spread,
  count(*) FILTER ("at" <> date_trunc('day', "at")) AS timed, count(*) FILTER ("at" <> date_trunc('hour', "at")) AS odd,
  count(*) FILTER (is_same) AS same
FROM (SELECT *, answered AND customer IS NOT NULL AND seconds > 0 AND "at" <> date_trunc('day', "at")
    AND row_number() OVER (PARTITION BY file, agent, "at", customer, seconds) > 1 AS is_same
  FROM calls JOIN (SELECT unnest({files}::INTEGER[]) AS file, unnest({kin}::INTEGER[]) AS kin) USING (file)
  WHERE "at" IS NOT NULL) GROUP BY GROUPING SETS ((file), (kin))
HAVING count(*) >= {least} AND (file IS NOT NULL OR count(DISTINCT file) > 1) ORDER BY file, kin

-- [labels]
-- A person's contacts of a year by something else: the agent, the year, lists of keys and of how many.
SELECT names.agent, "year", list(COLUMNS(counted.* EXCLUDE (agent, "year")))
FROM (SELECT agent, EXTRACT(YEAR FROM "at") AS "year", {key} AS key{others}, {counted} AS contacts
  FROM {source} LEFT JOIN periods ON value = agent AND of_year = EXTRACT(YEAR FROM "at")
  WHERE answered AND "at" IS NOT NULL
    AND EXTRACT(MONTH FROM "at") BETWEEN COALESCE(first_month, 1) AND COALESCE(last_month, 12) GROUP BY ALL) AS counted
JOIN names ON value = counted.agent GROUP BY ALL

-- [counts]
-- A person's month, as sums from which every figure follows. No sum over the view has the name of one of its columns:
-- to some databases it would then be the column.
SELECT {keys}, EXTRACT(YEAR FROM "at") AS "year", EXTRACT(MONTH FROM "at") AS "month", COUNT(*) AS contacts,
  COUNT(CASE WHEN resolved THEN 1 END) AS solved, COUNT(resolved) AS asked,
  COUNT(CASE WHEN satisfied THEN 1 END) AS pleased, COUNT(satisfied) AS rated,
  SUM(CAST(ROUND(seconds * 1000) AS BIGINT)) AS milliseconds, COUNT(seconds) AS timed,
  0 AS once, 0 AS known
FROM calls WHERE answered AND "at" IS NOT NULL
GROUP BY {keys}, EXTRACT(YEAR FROM "at"), EXTRACT(MONTH FROM "at")

-- [followed]
-- The same with contacts of a known customer, and those of them whom no contact followed in time.
SELECT {keys}, "year", "month", {sums}
FROM (
{counts}
UNION ALL
SELECT {keys}, EXTRACT(YEAR FROM "at") AS "year", EXTRACT(MONTH FROM "at") AS "month", 0, 0, 0, 0, 0, 0, 0,
  COUNT(CASE WHEN next_at BETWEEN "at" AND "at" + INTERVAL '{days}' DAY THEN NULL ELSE 1 END) AS once,
  COUNT(*) AS known
FROM (
  SELECT {keys}, "at", LEAD("at") OVER (PARTITION BY customer ORDER BY "at", sequence) AS next_at
  FROM calls WHERE answered AND "at" IS NOT NULL AND customer IS NOT NULL) AS followed
GROUP BY {keys}, EXTRACT(YEAR FROM "at"), EXTRACT(MONTH FROM "at")) AS counted
GROUP BY {keys}, "year", "month"

-- [months]
-- Everybody's months by file, under the names of those who have a file here.
SELECT file, names.agent, "year", "month", {sums} FROM months JOIN names ON value = months.agent

-- [figures]
-- Everybody's months as data/metrics.csv takes them.
WITH counts AS (
{monthly})
SELECT agent AS "姓名", "year" AS "年份", "month" AS "月份", contacts AS "接听量",
  CASE WHEN SUM(asked) OVER (PARTITION BY agent, "year") > 0
    THEN 100 * CAST(solved AS DOUBLE PRECISION) / NULLIF(asked, 0)
    ELSE 100 * CAST(once AS DOUBLE PRECISION) / NULLIF(known, 0) END AS "一次解决率",
  100 * CAST(pleased AS DOUBLE PRECISION) / NULLIF(rated, 0) AS "满意度",
  CAST(milliseconds AS DOUBLE PRECISION) / 1000 / NULLIF(timed, 0) AS "平均处理时长"
FROM counts
ORDER BY agent, "year", "month"

-- [reasons]
-- Everybody's contact reasons by year, as data/metrics.来电原因.csv takes them; kinds that the model knows.
SELECT agent AS "姓名", "year" AS "年份", reason AS "来电原因", kind AS "类型", priority AS "优先级",
  COUNT(*) AS "次数"
FROM (SELECT agent, EXTRACT(YEAR FROM "at") AS "year", reason,
  CASE WHEN kind IN ({kinds}) THEN kind END AS kind, CASE WHEN priority IN ({priorities}) THEN priority END AS priority
  FROM calls WHERE answered AND "at" IS NOT NULL AND reason IS NOT NULL) AS told
GROUP BY agent, "year", reason, kind, priority
ORDER BY agent, "year", COUNT(*) DESC, reason
