"""What YAML's parser cannot read, said in Chinese with the mend, at the place where the writer has to look."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import yaml

from .slips import clip

Fault = tuple[int, int, str, str]  # line and column from 1, message, mend

_PAIR_END = re.compile(r":(\s|$)")
#: A text in brackets of which a sign for remarks takes the rest, the closing bracket too.
_CUT = re.compile(r"[:,\[{]\s*([^,:\[\]{}\"'\s][^,:\[\]{}\"']*\s#[^\s,}\]][^,}\]]*)[,}\]]")
#: What begins a list's item in the place of a dash, and wide brackets around its keys.
_ODD_ITEM = re.compile(r"\s*(?:(\d{1,2}[.、)）]|[—·●•*]+|[①-⑳])\s*\S|(?:- +|[a-z_]+: +)?([（【])(?=[{a-z]))")
#: A quotation mark that begins a value, and the next one, which begins another.
_OPENED = re.compile(r"""[:,\[{-]\s*(["'])(?:(?!\1).)*[:,\[{-]\s*\1\s*\Z""", re.S)
_QUOTE_IT = "给整个值加上英文引号"


class _Where(NamedTuple):
    """A parser's error with its two places, from 1: where it begins and where the parser stopped, and what is there."""

    context: str
    trouble: str
    begin: tuple[int, int]
    at: tuple[int, int]
    lines: Sequence[str]
    opening: str  # the line that it begins in
    sign: str  # the character that it begins with
    line: str  # the line in which the parser stopped
    char: str  # the character at which it did; '' at the end of the file


def explain(error: yaml.YAMLError, lines: Sequence[str]) -> Fault:
    """The fault behind the parser's ``error`` in ``lines``.

    The libyaml parser and the Python one word their errors differently and mark the same places. An error at the very
    end belongs to the last line that says something.
    """
    lines = [*lines, ""]  # the parser may stop behind the last one
    marks = [getattr(error, f"{name}_mark", None) for name in ("problem", "context")]
    stop, start = ((mark.line + 1, mark.column + 1) if mark else None for mark in marks)
    at = stop or (1, 1)
    begin, ended = start or at, False
    if not any(line.strip() for line in lines[at[0] - 1 :]):
        last = max((number for number, line in enumerate(lines, 1) if line.strip()), default=1)
        at = last, max(1, len(lines[last - 1].rstrip()))
        ended = True
    context, trouble = (str(getattr(error, name, None) or "") for name in ("context", "problem"))
    opening, line = lines[begin[0] - 1], lines[at[0] - 1]
    sign, char = opening[begin[1] - 1 : begin[1]], "" if ended else line[at[1] - 1 : at[1]]
    where = _Where(context, trouble, begin, at, lines, opening, sign, line, char)
    if opened := _opened(lines, at):
        return _quote(where._replace(begin=opened, sign=lines[opened[0] - 1][opened[1] - 1]))
    said = next(said for needle, said in _EXPLANATIONS if needle in context or needle in trouble)
    return said(where) if callable(said) else (*getattr(where, said[0]), *said[1:])


def _opened(lines: Sequence[str], at: tuple[int, int]) -> tuple[int, int] | None:
    """Where a quotation mark begins a value that ends, right before ``at``, where another value was to begin."""
    before = "\n".join([*lines[: at[0] - 1], lines[at[0] - 1][: at[1] - 1]])
    if found := _OPENED.search(before, max(0, len(before) - 2000)):
        return before.count("\n", 0, found.start(1)) + 1, found.start(1) - before.rfind("\n", 0, found.start(1))
    return None


def _colon(where: _Where) -> Fault:
    """A second ``: `` on a line, or a key below a value that already stands."""
    if odd := _ODD_ITEM.match(where.line):
        sign = odd[1] or odd[2]
        mend = "每一条前面写短横和空格“- ”" if odd[1] else "改成半角的大括号“{”，右边也用半角“}”；整列才用“[ ]”"
        return where.at[0], odd.start(1 if odd[1] else 2) + 1, f"“{sign}”不能用在这里", mend
    first = _PAIR_END.search(where.line)
    if first and first.start() + 1 < where.at[1]:
        value = where.line[first.end() :].strip()
        key = where.line[: first.start()].strip(" -")
        if second := re.search(r"(?<=\s)[a-z_]{3,}$", where.line[: where.at[1] - 1].rstrip()):
            mend = f"“{second[0]}”另起一行写；真的是一句话，{_QUOTE_IT}"
            return where.at[0], second.start() + 1, "一行里有两个键", mend
        return (*where.at, "一行里有两个“冒号加空格”", f'{_QUOTE_IT}：{clip(key)}: "{clip(value)}"')
    above = next((line for line in reversed(where.lines[: where.at[0] - 1]) if line.strip()), "")
    line, column = where.at[0], len(where.line) - len(where.line.lstrip()) + 1
    return line, column, "这一行接在了上一行的值后面", f"检查上一行“{clip(above)}”的冒号，并让同类的行左边对齐"


def _quote(where: _Where) -> Fault:
    if "escape" in where.trouble:
        return (*where.at, "英文双引号里的反斜杠“\\”有特殊含义", "写成两个反斜杠“\\\\”，或者改用单引号")
    return (*where.begin, f"从这里开始的引号 {where.sign} 没有另一半", f"在值的末尾补上 {where.sign}")


def _bracket(where: _Where) -> Fault:
    sign, close = "[]" if "sequence" in where.context else "{}"
    if remark := _CUT.search(where.opening, where.begin[1] - 1):
        mend = f'给带 # 的文字加上英文引号，如 "{clip(remark[1].strip())}"'
        return where.begin[0], remark.start(1) + 1, "“ #”后面的字会被当成说明丢掉", mend
    if where.at[0] > where.begin[0] or not where.char.strip():
        return (*where.begin, f"左括号“{sign}”没有右括号", f"在末尾补上“{close}”")
    if where.char == ":":
        return (*where.at, "括号里这个冒号放得不对", f"两项之间用半角逗号“, ”隔开；值里有冒号时，{_QUOTE_IT}")
    return (*where.at, f"括号里的“{where.char}”放得不对", f"两项之间用半角逗号“, ”隔开，最后用“{close}”结束")


def _node(where: _Where) -> Fault:
    if where.char == ",":
        return (*where.at, "逗号前面没有值", "没有的月份写“~”，多余的逗号删掉")
    if where.char and where.char in "]}":
        return (*where.at, f"多了一个“{where.char}”，或者少了与它成对的左括号", "让括号左右成对")
    return (*where.at, "这里应该有一个值", f"补上值；值以符号开头时，{_QUOTE_IT}")


def _block(where: _Where) -> Fault:
    before = where.line[: where.at[1] - 1].strip()
    if where.char and where.char in "]}":
        return _node(where)
    if before.endswith(("]", "}")):
        rest = clip(where.line[where.at[1] - 1 :], 12)
        return (*where.at, f"右括号后面还有“{rest}”", "删掉；是说明，就在前面加“ # ”")
    if before.endswith(('"', "'")):
        return (*where.at, "引号结束以后还有字", "把这些字也放进引号里")
    if where.char == "-":
        return (*where.at, "这一条“- ”的位置不对：同一层已经有“键: 值”", "让它与别的“- ”左边对齐，或写到自己的键下面")
    if "collection" in where.context:
        return (*where.at, f"这一层是列表，“{clip(where.line)}”前面没有“- ”", "在前面加“- ”，或让它与上面的键左边对齐")
    if before:
        return (*where.at, f"这里的“{clip(where.line[where.at[1] - 1 :])}”放得不对", _QUOTE_IT)
    return (*where.at, "缩进与上面各行都对不齐", "让同一层的各行左边对齐，每一层缩进两个空格")


def _token(where: _Where) -> Fault:
    if where.char == "\t":
        return (*where.at, "用了制表符（Tab）", "改成半角空格，每一层两个")
    said = re.split(r"[,}\]]|\s#", where.line[where.at[1] - 1 :])[0].strip()
    return (*where.at, f"值不能以“{where.char}”开头", f'{_QUOTE_IT}："{clip(said)}"')


def _sign(where: _Where) -> Fault:
    """A value that begins with a sign of YAML's own; ``* `` is the dash of other lists."""
    if where.opening[where.begin[1] - 1 :].startswith("* "):
        return (*where.begin, "列表的短横写成了“*”", "每一条前面写短横和空格“- ”")
    return (*where.begin, f"值不能以“{where.sign}”开头", f'{_QUOTE_IT}，如 "{where.sign}…"')


def _no_pair(where: _Where) -> Fault:
    mend = "补上半角冒号和一个空格；要是上一行的文字，行首空两格"
    return (*where.begin, f"“{clip(where.opening)}”不是“键: 值”的样子", mend)


#: The first phrase that the error's text holds decides, the most particular first: what explains it, or where to point
#: (begin or at), message and mend.
_EXPLANATIONS: Sequence[tuple[str, Callable[[_Where], Fault] | tuple[str, str, str]]] = (
    ("quoted scalar", _quote),
    ("scanning a simple key", _no_pair),
    ("mapping values are not allowed", _colon),
    ("alias", _sign),
    ("anchor", _sign),
    ("tag", _sign),
    ("flow sequence", _bracket),
    ("flow mapping", _bracket),
    ("node content", _node),
    ("block sequence entries", ("at", "值不能以“- ”开头", f"{_QUOTE_IT}；是一条条的，就另起一行写")),
    ("block scalar", ("begin", "“|”或“>”后面不能直接跟字", "另起一行再写；如果它就是值的开头，给值加上英文引号")),
    ("cannot start any token", _token),
    ("directive", ("begin", "以“%”开头的行有特殊含义", "删掉这一行，或在前面加“#”变成注释")),
    ("document start", ("at", "“...”或“---”以后又有内容", "一个文件只写一份，删掉多余的分隔行")),
    ("block mapping", _block),
    ("block collection", _block),
    ("", ("at", "这里的写法读不懂", "对照上下同类的行，检查缩进、冒号、引号和括号")),
)
