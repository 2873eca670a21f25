"""What stands in tables, by its name: headers, people, months, sums, units."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ...errors import Problem
from ...reading.nearest import fold
from ...reading.sheets import Row
from ...reading.slips import clip
from ...reading.values import day
from ..keys import names

#: What a number is placed by, and the rows among which its header is looked for, below a title.
PLACES = {"month", "person", "metric"}
HEAD = 15
#: What columns are for, by what stands at their heads.
ROLE_OF = names("columns")
#: What sums and means are called; the first of these stand behind what they are of, too: 一组小计.
SUMS_OF = ("合计", "总计", "小计", "汇总", "平均", "均值")
SUMS = (*SUMS_OF, "年均", "全年", "累计", "total", "grand total", "average", "avg", "sum", "mean")
SUM = re.compile(rf"(?:{'|'.join(SUMS)})(?![a-z])|.*(?:{'|'.join(SUMS_OF)})$")
#: What stands beside a month's number and is none: a target, a change.
BESIDE = re.compile(
    r"(?:[月日人组班]均|总[数量和]|同比|环比|目标|计划|任务|考核|标准|[去上]年(?:同期)?|[达完]成率|差[值异距]|最[大小高低]|中位)[值数]?"
)
#: A quarter, a half of a year, or other months together.
SEASON = re.compile(r"第?[一二三四1-4]季度?|q[1-4]|[上下]半年|h[12]|\d{1,2}月?[-~—至到]\d{1,2}月")
#: The unit behind a header's name.
UNIT = re.compile(
    r"\s*[(\[](?:单位:)?([^()\[\]]*)[)\]]$|\s*[/_:]\s*(?:单位:)?([^\s/_:\d]{1,3})$|\s+(秒钟?|分钟?|小时|s|min|h|%)$|\s*(%)$"
)
#: What stands before a name: 姓名：林夏.
CALLED = re.compile("^姓名[: ]*")
#: What is said below a table, of it as a whole.
REMARK = re.compile("(?:备?注|说明|制表|填表|审核|数据来源)人?:")
#: At the head of the only column of numbers.
NUMBERS = re.compile(r"(?:数|实际|完成|结果|指标)?值|数量|实[际绩]|完成|[本个]人|结果|value")
_ONLY_YEAR = re.compile(r"(?:20(?=\d\d)|(?=\d\d年))(\d\d)(?:\.0)?(?:年度?)?")
#: The blanks that spread the characters of a name: 林 夏.
SPREAD = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
#: The dots that people type within a name: 阿依古丽•买买提.
_DOT = re.compile(r"(?<=[\u4e00-\u9fff]) ?[.•・‧∙⋅] ?(?=[\u4e00-\u9fff])")
#: What must be filled in, or has a footnote: *姓名, 林夏*.
_STARRED = re.compile(r"^[*★☆]+(?=\w)|(?<=[\w)])[*★☆:]+$")
#: A number behind or before a name: 林夏(1001).
NUMBERED = re.compile(r"(?<=[\u4e00-\u9fff])\s*[-_/#(\[]?\s*\d+\s*[)\]]?$|^\d+\s*[-_/#]?\s*(?=[\u4e00-\u9fff])")
_BRACKETS = re.compile(r"\s*[(\[【][^()\[\]【】]*[)\]】]$")  # 林夏(一组)


def plain(text: str) -> str:
    """A header or a name without the blanks that spread its characters, ``姓 名`` is 姓名, nor a star beside it, and
    with one kind of dot."""
    return _STARRED.sub("", _DOT.sub("·", SPREAD.sub("", " ".join(fold(text).split()))))


def person_of(text: str) -> str:
    """A name without its number and what stands in brackets behind it: ``林夏(1001)`` and ``林夏（一组）`` are 林夏."""
    return _BRACKETS.sub("", NUMBERED.sub("", plain(text)))


def year_of(text: str) -> int | None:
    """The year of a text that says nothing else: 2024, 2024年, 24年度."""
    said = _ONLY_YEAR.fullmatch(plain(text))
    return 2000 + int(said[1]) if said else None


def note_on(path: str, passed: Sequence[str]) -> list[Problem]:
    """One note on everything that was not read."""
    message, mend = f"没有读：{'、'.join(dict.fromkeys(passed))}", "不需要的可以留着，不影响"
    return [Problem(path, 1, 1, message, mend)] if passed else []


def is_month(text: str) -> bool:
    """Whether a header is a month, and no mere number."""
    return bool(day(text)) and not plain(text).isdecimal()


def overhang(path: str, row: Row, header: Row, named: Collection[int] = ()) -> Problem | None:
    """What is wrong with the first cell that stands below no header, where a comma for thousands has moved it; the
    ``named`` columns need none."""
    for at, cell in enumerate(row):
        if cell.text and at not in named and (at >= len(header) or not header[at].text):
            mend = "补上表头；数字里的千分位逗号要去掉，或给数字加上英文引号"
            return cell.problem(path, f"“{clip(cell.text)}”上面没有表头", mend)
    return None
