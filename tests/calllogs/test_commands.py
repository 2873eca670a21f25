"""``python -m hooks``: what it prints without building, and the statement for a warehouse."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from tests import logmaker
from tests.calllogs.test_calllogs import a_log, of, put

import commands
from chronicle.calllogs import sql
from chronicle.records.project import load

TEAM = """name: 热线
logs:
  - files: logs/*.csv
    columns: {agent: 坐席, at: 接入时间, answered: 是否接通, seconds: 通话时长, customer: 客户}
    agents: {林夏: linxia}
    yes: [是]
    ratings: {未评价: ~, "0": ~}
    satisfied: "<=2"
    dates: 日/月/年
    nobody: [访客]
"""


def run(*words: str) -> tuple[int, str]:
    """How the command ends, and what it says; its process is looked at in ``test_new_command.py``."""
    said = StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            code = commands.main(list(words))
        except SystemExit as end:
            code = int(end.code or 0)
    return code, said.getvalue()


def project(root: Path, team: str = TEAM) -> None:
    agent = root / "data/agents/linxia"
    agent.mkdir(parents=True)
    (agent / "2025.yml").write_text("name: 林夏\n", "utf-8")
    (root / "data/team.yml").write_text(team, "utf-8")


def test_without_a_word_it_says_what_it_can_do() -> None:
    for words, said in (((), "logs"), (("logs",), "check"), (("logs",), "sql")):
        code, text = run(*words)
        assert (code, said in text) == (0, True)
        assert "能做的事" in text
        assert "usage" not in text
    assert run("logs", "rhyme")[0] == 2


def test_the_check_says_how_each_file_is_read(tmp_path: Path) -> None:
    project(tmp_path)
    rows = logmaker.calls(["林夏", "路人"], 60, 2025)
    logmaker.write_csv(tmp_path / "data/logs/a.csv", rows)
    code, text = run("logs", "check", "--root", str(tmp_path))
    assert code == 0
    assert "时间 ← 「接入时间」" in text
    assert text.count("  行：") == 3
    mine = sum(row[1] == "林夏" and row[7] == "是" for row in rows)
    assert f"共 {mine}\n" in text
    assert "读到 60 行" in text
    assert rows[0][11] not in text  # no customer's number is printed


def test_a_log_is_looked_at_before_anybody_has_a_file(tmp_path: Path) -> None:
    logmaker.write_csv(tmp_path / "data/logs/a.csv", logmaker.calls(["林夏"], 60, 2025))
    sample = tmp_path / "data/_sample"
    (sample / "agents").mkdir(parents=True)
    logmaker.write_csv(sample / "logs/b.csv", logmaker.calls(["晓棠"], 60, 2025))
    (sample / "team.yml").write_text("logs: [{files: logs/*.csv, columns: {agent: 坐席, at: 接入时间}}]\n", "utf-8")
    for words in ((), ("logs/a.csv",)):
        code, text = run("logs", "check", *words, "--root", str(tmp_path))
        assert code == 0
        assert "files: logs/a.csv" in text
        assert "b.csv" not in text


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ("targts: {fcr: 95}\n", ":1:1: "),
        ("targets: {fcr: 高}\n", ":1:16: "),
        ("targets: {fcr: 95\n", ":1:10: "),
        ("logs_: 1\n", ":1:1: "),
    ],
)
def test_the_check_of_a_broken_team_file_says_what_is_wrong_and_reads_the_logs(
    tmp_path: Path, broken: str, place: str
) -> None:
    wrong = "  - {files: logs/*.csv, columns: {agnt: 坐席, at: 时间}}\n"
    project(tmp_path, broken + "logs:\n" + wrong + "  - {files: logs/*.csv, columns: {agent: 坐席, at: 时刻}}\n")
    put(tmp_path, "坐席,时间\n林夏,2025-01-06\n")
    code, text = run("logs", "check", "--root", str(tmp_path))
    assert code == 1
    assert f"要改 data/team.yml{place}" in text
    assert "不认识的键“agnt”" in text or "左括号" in text
    assert "data/team.yml:4:50: data/logs/a.csv 里没有「时刻」这一列" in text  # the place of the entry that is right
    assert "没有 logs" not in text
    assert "写法如下" not in text
    (tmp_path / "data/team.yml").write_text(f"{broken}logs:\n{wrong.replace('agnt', 'agent')}", "utf-8")
    (tmp_path / "data/agents/linxia/2025.yml").write_text("name: 林夏\nmetricz: 1\n", "utf-8")
    code, text = run("logs", "check", "--root", str(tmp_path))
    assert (code, "共 1\n" in text) == (1, True)
    assert "data/agents/linxia/2025.yml:2:1: 不认识的键“metricz”" in text


def test_files_of_one_shape_share_an_entry_and_a_table_of_months_is_sent_to_its_place(tmp_path: Path) -> None:
    project(tmp_path, "name: 热线\n")
    for name in ("一月", "二月"):
        put(tmp_path, "坐席,开始时间\n林夏,2025-01-06\n", f"{name}.csv")
    put(tmp_path, "姓名,月份,接听量,一次解决率\n林夏,1月,1980,95\n", "月报.csv")
    code, text = run("logs", "check", "--root", str(tmp_path))
    assert code == 0
    assert text.count("logs:\n") == text.count("columns:") == 1
    assert "月报.csv:1:1: 每人每月只有一行" in text
    assert "data/metrics.csv" in text
    entry = text[text.index("logs:\n") : text.index("记录里的名字")]
    (tmp_path / "data/team.yml").write_text(f"name: 热线\n{entry}", "utf-8")
    assert "共 2\n" in run("logs", "check", "--root", str(tmp_path))[1]  # found by the name in the person's own file


def test_the_check_ends_with_an_error_where_a_build_would(tmp_path: Path) -> None:
    project(tmp_path)
    put(tmp_path, "坐席,接入时间\n林夏,昨天\n")
    code, text = run("logs", "check", "--root", str(tmp_path))
    assert code == 1
    assert "要改 data/team.yml:4:" in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("logs/七月.csv", "没有文件符合「logs/七月.csv」 — 那里有：logs/a.csv\n"),
        ("a.csv", "没有文件符合「a.csv」 — 是不是 logs/a.csv？路径从 data/ 往下写\n"),
        *((word, f"「{word}」是文件夹 — 请写到文件，如 logs/*.csv\n") for word in (".", "", "logs")),
        ("/etc/hosts", "「/etc/hosts」指到了 data/ 之外 — 日志请放在 data/ 里面，路径从 data/ 往下写，如 logs/*.csv\n"),
    ],
)
def test_a_file_that_is_not_there_is_told_with_what_is(tmp_path: Path, typed: str, said: str) -> None:
    project(tmp_path, "name: 热线\n")
    put(tmp_path, "坐席,时间\n")
    assert run("logs", "check", typed, "--root", str(tmp_path)) == (1, said)


@pytest.mark.parametrize(
    ("header", "guessed"),
    [
        (
            "会话ID,接待客服,开始时间,会话时长,满意度评价,访客ID,咨询分类",
            "agent: 接待客服, at: 开始时间, seconds: 会话时长",
        ),
        ("calldate,src,disposition,billsec,accountcode", "agent: accountcode, at: calldate, seconds: billsec"),
        ("Agent,Date,Time,Topic,Answered (Y/N),Satisfaction rating", "at: [Date, Time]"),
        ("工单编号,受理人,创建时间,优先级,满意度,客户", "agent: 受理人, at: 创建时间, rating: 满意度"),
        ("流水,谁", "看不出哪一列是坐席"),
    ],
)
def test_the_check_guesses_an_entry_that_a_build_never_does(tmp_path: Path, header: str, guessed: str) -> None:
    project(tmp_path, "name: 热线\n")
    put(tmp_path, f"{header}\n" + ",".join("x" * (header.count(",") + 1)) + "\n")
    code, text = run("logs", "check", "--root", str(tmp_path))
    assert code == 0
    assert guessed in text


@pytest.mark.parametrize(
    ("header", "row", "guessed"),
    [
        *(
            ("坐席,坐席姓名,通话时间,呼叫时间", "a1@qq.com,林夏,0:05:12,2025-07-01 09:05", text)
            for text in ("agent: 坐席姓名, at: 呼叫时间", "seconds: 通话时间")
        ),
        ("'座席,'通話時間", "林夏,2025-07-01 09:05", "agent: 座席, at: 通話時間"),
        ("Users,Date,Time", "林夏,7/25/25,9:05 PM", "dates: 月/日/年"),
        (
            "AGENT NAME,StartTime,DISPOSITION",
            "林夏,2025-07-01 09:05,退款",
            "columns: {agent: AGENT NAME, at: StartTime}",
        ),
        ("AGENT NAME,StartTime,DISPOSITION", "林夏,2025-07-01 09:05,ANS", "answered: DISPOSITION"),
        ("user,datetime (UTC),duration (total),duration (in call)", "林夏,2025-07-01 09:05,9,5", "duration (in call)"),
        ("坐席,时刻,是否接通,是否解决", "林夏,09:05,接听,是", "看不出哪一列是时间"),
        ("坐席,日期,是否接通,是否解决", "林夏,12/31/25,接听,接听\n合计,合计,,", "yes': [接听]\n  dates: 月/日/年"),
        ("林夏,电话,13800000001", "林夏,2025-07-01 09:05,13800000001", "哪一列是坐席"),
        ("林夏,2025-07-01 09:05,13800000001", "林夏,2025-07-01 09:07,13800000002", "没有表头"),
    ],
)
def test_of_several_columns_the_check_takes_the_one_whose_cells_can_be_read(
    tmp_path: Path, header: str, row: str, guessed: str
) -> None:
    project(tmp_path, "name: 热线\n")
    put(tmp_path, f"{header}\n{row}\n")
    text = run("logs", "check", "--root", str(tmp_path))[1]
    assert guessed in text
    assert "13800000002" not in text


@pytest.mark.parametrize(
    "team",
    [
        "name: 热线\n",
        "logs: []\nname: 热线\n",
        "logs:\n- files: logs/b.csv\n  columns: {agent: 坐席, at: 时间}\nname: 热线\n",
        "logs:\n  - files: logs/b.csv\n    columns: {agent: 坐席, at: 时间}\nname: 热线\n",
    ],
)
def test_what_is_guessed_fits_where_it_is_to_be_pasted(tmp_path: Path, team: str) -> None:
    project(tmp_path, team)
    put(tmp_path, "坐席,时间\n林夏,2025-07-01 09:05\n")
    put(tmp_path, "坐席,时间\n林夏,2025-07-02 09:05\n", "b.csv")
    text = run("logs", "check", "logs/a.csv", "--root", str(tmp_path))[1]
    (entry,) = re.findall(r"运行这条命令：\n\n(.*?)\n\n", text, re.DOTALL)
    lines = team.splitlines()
    for line, kind in re.findall(r"第 (\d+) 行的 ?(上面|logs)", text) or [(len(lines) + 1, "")]:
        lines[int(line) - 1 : int(line) - (kind != "logs")] = [entry]
    (tmp_path / "data/team.yml").write_text("\n".join(lines))
    code, text = run("logs", "check", "--root", str(tmp_path))
    assert (code, text.count("用了 1 行")) == (0, 2 if "b.csv" in team else 1)


@pytest.mark.parametrize("dialect", sql.DIALECTS)
def test_the_statement_is_printed_for_every_dialect(dialect: str) -> None:
    code, text = run("logs", "sql", "--dialect", dialect)
    assert code == 0
    assert all(name in text for name in sql.COLUMNS)
    assert all(label in text for label in ("接听量", "一次解决率", "满意度", "平均处理时长", "来电原因"))
    assert ("没有实际试过" in text) == (dialect in ("spark", "trino", "hive"))
    assert "hash" not in text.lower()


def test_the_statement_gives_what_a_build_gives() -> None:
    """Over the same calls, by hand: two people, a tie, a customer who calls again, and nobody's rating."""
    import duckdb

    calls = """CREATE TABLE calls AS SELECT * FROM (VALUES
      ('a', TIMESTAMP '2025-01-01 09:00', true, NULL::BOOLEAN, 'K', 100.5, true, '账单', NULL, NULL, '电话', 1),
      ('b', TIMESTAMP '2025-01-01 09:00', true, NULL, 'K', 200.0, false, '账单', '咨询', NULL, '电话', 2),
      ('b', TIMESTAMP '2025-01-08 09:00', true, NULL, 'K', NULL, NULL, NULL, NULL, NULL, '电话', 3),
      ('b', TIMESTAMP '2025-02-08 09:00', false, NULL, 'K', 9.0, false, '停电', NULL, NULL, '电话', 4),
      ('b', NULL, true, NULL, 'K', 9.0, false, NULL, NULL, NULL, '电话', 5)
    ) AS t(agent, "at", answered, resolved, customer, seconds, satisfied, reason, kind, priority, channel, sequence)"""
    with duckdb.connect() as base:
        base.execute(calls)
        rows = base.execute(sql.in_dialect(sql.figures(), "duckdb")).fetchall()
        assert rows == [("a", 2025, 1, 1, 0, 100, 100.5), ("b", 2025, 1, 2, 50, 0, 200)]
        reasons = base.execute(sql.in_dialect(sql.reasons(), "duckdb")).fetchall()
        assert reasons == [("a", 2025, "账单", None, None, 1), ("b", 2025, "账单", "咨询", None, 1)]


def test_the_result_of_the_statement_comes_in_through_the_tables_of_everybody(tmp_path: Path) -> None:
    """A warehouse's result, saved as the printed lines say, gives the figures that its log would give."""
    import duckdb

    project(tmp_path, "name: 热线\n")
    rows = [
        (*row[:4], row[4] if n % 5 else "其他类", *row[5:])
        for n, row in enumerate(logmaker.calls(["林夏", "路人"], 900, 2025))
    ]
    source = logmaker.write_csv(tmp_path / "rows.csv", rows)
    with duckdb.connect() as base:
        base.execute(
            f"""CREATE VIEW calls AS SELECT 坐席 AS agent, 接入时间::TIMESTAMP AS "at", 是否接通 = '是' AS answered,
            NULL::BOOLEAN AS resolved, 客户 AS customer, 通话时长::DOUBLE AS seconds, 评分::INTEGER >= 4 AS satisfied,
            来电原因 AS reason, 类型 AS kind, 优先级 AS priority, 渠道 AS channel, row_number() OVER () AS sequence
            FROM read_csv('{source.as_posix()}')"""
        )
        for name, statement in (("metrics", sql.figures()), ("metrics.来电原因", sql.reasons())):
            path = (tmp_path / f"data/{name}.csv").as_posix()
            base.execute(f"COPY ({sql.in_dialect(statement, 'duckdb')}) TO '{path}' (HEADER)")
    loaded = load(tmp_path)
    assert not loaded.problems + loaded.warnings
    record = loaded.years[0].record
    assert record is not None
    logmaker.write_csv(tmp_path / "data/logs/a.csv", rows)
    columns = {key: value for key, value in logmaker.COLUMNS.items() if key != "resolved"}
    log = of(tmp_path, a_log(columns, agents={"林夏": "linxia"}), linxia=[2025]).agents["linxia", 2025]
    for key in ("contacts", "fcr", "csat", "aht"):
        assert record.metrics[key] == pytest.approx(getattr(log, key)), key
    reasons = Counter({(issue.name, issue.kind, issue.priority): issue.count for issue in log.issues})
    assert Counter({(issue.name, issue.kind, issue.priority): issue.count for issue in record.issues}) == reasons


def test_what_a_dialect_cannot_say_is_an_error() -> None:
    with pytest.raises(ValueError, match="oracle-of-delphi"):
        sql.in_dialect(sql.figures(), "oracle-of-delphi")
