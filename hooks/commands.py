"""The commands of ``python -m hooks``: their words, and what they print."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from textwrap import indent
from typing import Any, NoReturn

import yaml
from pydantic import ValidationError

from chronicle.cache import Cache
from chronicle.calllogs import messages, people_of, read, sql, vague_words, with_names
from chronicle.calllogs.discovery import RefusedError, matching
from chronicle.calllogs.formats import open_tables, words_of
from chronicle.calllogs.records import LogReading
from chronicle.calllogs.sql import Picked
from chronicle.calllogs.tables import LogTable, guess_entry, is_summary
from chronicle.calllogs.values import WORDS
from chronicle.errors import COMMAND, Problem, refused
from chronicle.figures.words import word_list
from chronicle.reading.document import Document
from chronicle.records import newcomer, project
from chronicle.records.folders import OWN
from chronicle.records.model import Log, Year
from chronicle.records.validation import suggestion

_FIELDS = WORDS["fields"]
_TRIED = ("postgres", "clickhouse", "duckdb")


class _Chinese(argparse.HelpFormatter):
    """The headings of argparse in Chinese."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Command(argparse.ArgumentParser):
    """A command whose help and errors are in Chinese; without a word it says what it can do."""

    def __init__(self, **given: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Chinese, **given)
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示这段说明")
        self.set_defaults(run=lambda _: self.print_help())

    def error(self, message: str) -> NoReturn:
        """Say what of the command was not understood, and end with 2; ``message`` is argparse's own, in English."""
        where, _, known = message.partition("choose from ")
        typed = re.search(r"unrecognized arguments: (.+)|'(.*?)'", where)
        option = re.match(r"argument ([^\s:]+)", where)
        what = f"“{option[1]}”后面要写一个值" if option else "看不懂这条命令"
        what = f"看不懂“{typed[1] or typed[2]}”" if typed else what
        choices = re.findall(r"[\w-]+", known)
        mend = suggestion(typed[2], choices) if typed and choices else "在后面加上 -h，看看怎么写"
        self.exit(2, f"{self.format_usage()}{what}；{mend}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0, or 1 where there is something to mend."""
    command = Command(prog=COMMAND, description="不生成站点，只管数据。", epilog="预览是 mkdocs serve，见 README。")
    things = command.add_subparsers(title="能做的事", metavar="命令")
    new = things.add_parser(
        "new", help="给一个人建好文件；不写姓名，就照 data/metrics.xlsx 来建", description="照模板建好文件。"
    )
    new.options.add_argument("name", nargs="?", default="", metavar="姓名", help="如 林夏；里面有空格的加上引号")
    new.options.add_argument("folder", nargs="?", default="", metavar="文件夹", help="不写就用姓名的拼音")
    new.options.add_argument("--year", type=int, metavar="年份", help="写哪一年")
    new.options.add_argument("--all", action="store_true", help="表里有、还没有文件的，不问就全建")
    new.options.add_argument("--root", type=Path, default=Path(), metavar="文件夹", help="项目的文件夹，默认是这里")
    new.set_defaults(run=lambda given: make_files(given.root.resolve(), given))
    logs = things.add_parser("logs", help="话务记录：看看会怎样读", description="话务记录：看看会怎样读。")
    parts = logs.add_subparsers(title="能做的事", metavar="命令")
    check = parts.add_parser(
        "check",
        help="看看每个记录文件会怎样读，不生成站点",
        description="看看每个记录文件会怎样读；team.yml 里还没有 logs 的，替您写好一段。",
    )
    check.options.add_argument(
        "files", nargs="*", metavar="文件", help="还没有写进 logs 的文件，从 data/ 算起，如 logs/a.xlsx"
    )
    check.options.add_argument("--root", type=Path, default=Path(), metavar="文件夹", help="项目的文件夹，默认是这里")
    check.set_defaults(run=lambda given: check_logs(given.root.resolve(), given.files))
    about = "打印在数据仓库里数出同样数字的 SQL"
    statement = parts.add_parser("sql", help=about, description=f"{about}。")
    statement.options.add_argument(
        "--dialect", choices=sql.DIALECTS, default="postgres", metavar="数据库", help="、".join(sql.DIALECTS)
    )
    statement.set_defaults(run=lambda given: print_sql(given.dialect))
    review = things.add_parser("review", help="正文里像是姓名的，逐条列出来看", description="逐条列出来，带着整句。")
    review.options.add_argument("--root", type=Path, default=Path(), metavar="文件夹", help="项目的文件夹，默认是这里")
    review.set_defaults(run=lambda given: print_hints(given.root.resolve()))
    given = command.parse_args(arguments)
    try:
        return int(given.run(given) or 0)
    except OSError as error:
        print(refused(error), file=sys.stderr)
        return 1


# ---- new


def make_files(root: Path, given: argparse.Namespace) -> int:
    """Make the files of the person who is named, else of everybody in the team's table who has none."""
    year, name = given.year or newcomer.usual_year(root), given.name
    people, problems = ((), ()) if name else newcomer.absent_people(root)
    for problem in () if people else problems:
        print(problem)
    if people:
        names = dict.fromkeys(person.name for person in people)
        print("表里有、还没有文件的：" + "、".join(names))
        if given.all or _ask(f"给这 {len(names)} 位都建好？(y/n) ").lower() in ("y", "yes", "是"):
            for line in newcomer.create_all(root, people, year):
                print(line)
            print("数字从表里来，别的照文件里的说明填。故事去掉文件名前面的 _ 才上页。")
            _say_how_to_preview()
            return 0
    elif given.all and not (name or problems):
        print("表里的人都有文件了；没有表的，把全队的数存成 data/metrics.xlsx，一列写姓名")
        return 0
    name = name or ("" if given.all else _ask("给谁建？姓名："))
    if not name:
        print(f"没有建什么。写上姓名：{COMMAND} new 林夏；或照 data/metrics.xlsx 的表全建：{COMMAND} new --all")
        return 1
    try:
        year_file, *stories = newcomer.create(root, name, year, given.folder)
    except newcomer.NotMadeError as refused:
        print(refused)
        return 1
    print(f"建好了 {name} 的 {year} 年（写别的年份，加上 --year）。用记事本或 VS Code 打开：")
    print(f"  {year_file}  填数，一行一行换成自己的")
    for story in stories:
        print(f"  {story}  讲一个故事；现在不写，就先删掉它")
    _say_how_to_preview()
    return 0


def _ask(question: str) -> str:
    """What is typed in answer; nothing where nobody sits at a terminal, or who does will not say."""
    try:
        return input(question).strip() if sys.stdin.isatty() else ""
    except (EOFError, KeyboardInterrupt):
        print()
        return ""


def _say_how_to_preview() -> None:
    how = "双击 预览.bat" if os.name == "nt" else "运行 .venv/bin/mkdocs serve，打开 http://127.0.0.1:8000"
    print(f"看样子：{how}。存了盘，页面自己会刷新。")


# ---- review


def print_hints(root: Path) -> None:
    """Print what looks like a name in people's prose, each with the sentence around it."""
    from chronicle.pipeline.findings import all_hints  # what makes pages takes a second to load

    hints = all_hints(root, Cache(root / ".cache" / "chronicle"))
    for hint in hints:
        print(f"{hint.path}:{hint.line}:{hint.column}: {hint.sentence.replace(hint.name, f'【{hint.name}】')}")
    if not hints:
        print("正文里没有像是姓名的。")
        return
    print(f"\n像是姓名的有 {len(hints)} 处。客户的，在原文里改成称呼，如 王阿姨；")
    print("同事的，可以公开的，写进 data/team.yml 的 allow，就不再列出来。")


# ---- logs check


def check_logs(root: Path, files: Sequence[str]) -> int:
    """Print what would be read from each log; of files that no entry names, the entry that seems to fit."""
    is_own = any((root / OWN.data / "logs").glob("[!._~]*"))  # while nobody is there, the sample's count
    library = project.load(root, folders=OWN if is_own else None)
    team, folder = library.team_document, library.folders.data
    broken = [each for each in library.years if not each.record]
    faults = [*team.problems, *(problem for each in broken for problem in each.problems)]
    for problem in faults:
        print(f"要改 {problem}")
    numbers, logs = _readable_logs(team) if team.problems else ([*range(len(library.team.logs))], library.team.logs)
    named, _ = _matching(root, folder, [pattern for log in logs for pattern in log.files])
    is_first = not team.data.get("logs") and not team.broken
    wanted, refused = _matching(root, folder, files or (["logs/**/*"] if is_first else []))
    if not files and not any((root / folder / "logs").glob("[!._~]*")):
        refused = ["data/team.yml 里没有 logs，data/logs/ 里也没有文件。把导出的记录放进 data/logs/，再运行一次。"]
    people = [
        (each.agent, each.year, each.record or Year.model_construct(name=str(each.document.data.get("name") or "")))
        for each in library.years
    ]
    agents, periods, names = people_of(people)
    guess(root, [path for path in wanted if path not in named], {*agents, *names}, team, is_first=is_first)
    for line in refused if files or is_first else ():
        print(line)
    if not logs or (files and refused):
        return 1 if faults or (files and refused) else 0
    reading = read(
        root,
        with_names(logs, names),
        agents,
        vague_words(word_list(root, "vague_words.txt")),
        lambda loc: team.where((loc[0], numbers[int(loc[1])], *loc[2:])),
        _show_progress,
        _show,
        folder,
        periods,
    )
    return report(reading) or (1 if faults else 0)


def _readable_logs(team: Document) -> tuple[list[int], list[Log]]:
    """The entries of ``logs`` in a wrong file that are right by themselves, and the number of each."""
    entries = team.data.get("logs")
    found: dict[int, Log] = {}
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        with suppress(ValidationError):
            found[number] = Log.model_validate(entry, by_alias=True, by_name=False)
    return [*found], [*found.values()]


def _matching(root: Path, folder: str, patterns: Iterable[str]) -> tuple[list[Path], list[str]]:
    """The files that patterns mean, each once, and what is said of patterns that mean none."""
    found: dict[Path, None] = {}
    refused = []
    for pattern in patterns:
        try:
            found |= dict.fromkeys(matching(root, pattern.removeprefix(f"{root}/"), folder))
        except RefusedError as error:
            refused.append(" — ".join(error.args))
    return [*found], refused


def guess(root: Path, paths: Sequence[Path], people: Collection[str], team: Document, *, is_first: bool) -> None:
    """Print the entries of ``logs`` that files suggest, ready to paste; files of one shape share one.

    ``people`` are the names of those who have a file here; ``team`` is where it goes, ``is_first`` if as the first one.
    """
    words = [word for known in WORDS["headers"].values() for word in known]
    entries: list[dict[str, Any]] = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        with tempfile.TemporaryDirectory(prefix="chronicle-", ignore_cleanup_errors=True) as scratch:
            try:
                tables, _ = open_tables(path, name, words, Path(scratch))
            except RefusedError as refused:
                print(Problem(name, 1, 1, *refused.args))
                continue
            if not tables:
                print(f"{name}：是空文件。")
                continue
            header = tables[0].header
            cells = cache(partial(words_of, tables[0], scratch=Path(scratch)))
            guessed = guess_entry(tables[0], cells, people)
        columns = guessed["columns"]
        missing = [_FIELDS[field] for field in ("agent", "at") if field not in columns]
        if "at" not in columns and is_summary(header):
            print(Problem(name, header.line, 1, *messages.summary("月")))
        elif missing:
            print(f"{name}：看不出哪一列是{'、哪一列是'.join(missing)}，请照说明自己写 logs。{header.told}")
        else:
            shape = columns, guessed.get("dates")
            same = next((entry for entry in entries if (entry["columns"], entry.get("dates")) == shape), None)
            if not same:
                entries.append(same := {"files": [], **guessed})
            same["files"].append(path.relative_to(root / "data").as_posix())
            if yes := {*same.get("yes", ()), *guessed.get("yes", ())}:
                same["yes"] = sorted(yes)
    if not entries:
        return
    listed = [{**entry, "files": entry["files"][0]} if len(entry["files"]) == 1 else entry for entry in entries]
    line = team.where(("logs",) if is_first else ("logs", 0))[0]
    entry = team.lines[line - 1] if team.lines else ""
    where = f"，换下第 {line} 行的 logs" if "logs" in team.data else " 末尾，顶格"
    if not is_first:
        where = f" 里，第 {line} 行的上面，空格也照样" if entry.lstrip().startswith("-") else " 的 logs 里"
    print(f"\n表头认得的，写法如下。核对每一列，再整段复制到 data/team.yml{where}，然后重新运行这条命令：\n")
    told = yaml.safe_dump({"logs": listed}, allow_unicode=True, sort_keys=False, default_flow_style=None, width=200)
    blanks = "" if is_first else entry[: len(entry) - len(entry.lstrip())]
    print(told if is_first else indent(told.removeprefix("logs:\n"), blanks))
    print("记录里的名字和各人文件里的 name 不一样，再加一行 agents，每个人都写上：")
    print(f"{blanks}  agents: {{小林: linxia, 小周: zhou}}")


def _show_progress(what: str, seconds: int) -> None:
    """One line at the foot of a terminal; no seconds take it away."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{f'正在{what}，{seconds} 秒' if seconds else ''}", end="", file=sys.stderr, flush=True)


def _show(table: LogTable, picked: Picked, rows: list[dict[str, Any]]) -> None:
    print(f"\n{table.label}")
    columns = [
        f"{_FIELDS[name]} ← {' + '.join(f'「{table.header.names[position]}」' for position in positions)}"
        for name, positions in picked.items()
    ]
    print(f"  列：{'，'.join(columns)}")
    for row in rows:
        customer = {"customer": ("没写", "有")[row["customer"]] if "customer" in picked else None}
        said = []
        for name, value in (row | customer).items():
            if isinstance(value, bool | float):
                value = ("否", "是")[value] if isinstance(value, bool) else f"{value:g}"
            said += [f"{_FIELDS[name]} {value}"] if value is not None else []
        print(f"  行：{'，'.join(said)}")


def report(reading: LogReading) -> int:
    """Print the counts by person and month, what became of the rows, and what there is to mend."""
    print("\n各人各月的接听量，一月到十二月：" if reading.agents else "\n没有一行算到这里的人头上，原因在下面。")
    for (agent, year), log in reading.agents.items():
        months = " ".join(f"{count or '-':>6,}" if count else "     -" for count in log.contacts)
        print(f"  {agent} {year} {months}  共 {sum(count or 0 for count in log.contacts):,}")
    print()
    for kind, problems in (("", reading.notes), ("提醒 ", reading.warnings), ("要改 ", reading.problems)):
        for problem in problems:
            print(f"{kind}{problem}")
    return 1 if reading.problems else 0


# ---- logs sql


def print_sql(dialect: str) -> int:
    """Print the view that a warehouse has to offer, and the statements over it."""
    tried = "" if dialect in _TRIED else "（这种数据库没有实际试过，请先用一小段数据核对）"
    print(f"-- {dialect}{tried}\n--\n-- 先建一个叫 calls 的视图，一通一行：")
    for name, (kind, about) in sql.COLUMNS.items():
        print(f"--   {name:<10}{kind:<11}{about}")
    statements: Mapping[str, str] = {
        "各人各月的数字，结果存成 data/metrics.csv": sql.figures(),
        "来电原因，结果存成 data/metrics.来电原因.csv": sql.reasons(),
    }
    for about, statement in statements.items():
        print(f"\n-- {about}\n{sql.in_dialect(statement, dialect)};")
    return 0


if __name__ == "__main__":
    sys.exit(main())
