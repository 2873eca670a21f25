"""Names of people: behind or before a word that says so, alone in a cell, and wherever such a name comes back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from .context import before, is_near
from .patterns import MASK, Hit, Rules, behind, led, one_of, read_lists

_LISTS = read_lists("names.txt")
_CHARS = {name: words.replace(" ", "") for name, words in _LISTS.items()}
COMPOUNDS = frozenset(f"{_LISTS['compound']} {_LISTS['rare_compound']}".split())
COMMON_COMPOUNDS = frozenset(_LISTS["compound"].split())
"""Surnames of two characters, and the common ones among them."""
NOT_NAMES = frozenset(_LISTS["words"].split())
"""Words that look like surname and given name."""
FAMOUS = frozenset(_LISTS["famous"].split())
"""People of history and of books."""
SURNAMES = frozenset(_CHARS["surnames"] + _CHARS["rare"] + _CHARS["rarest"])
"""Surnames of one character."""
COMMON, GIVEN, SINGLE = (frozenset(_CHARS[name]) for name in ("surnames", "given", "single"))
"""Surnames that seldom begin a word; characters of given names, and those that may stand alone."""
_RAREST = frozenset(_CHARS["rarest"])
_ANSWERS = frozenset(_LISTS["kinds_of_answers"].split())
NOT_PEOPLE = tuple(_LISTS["not_people"].split())
_NO_NAME_CHAR = re.compile(f"[{_CHARS['not_in_names']}]")
_TITLES = tuple(_LISTS["titles"].split())
_PINYIN = frozenset(_LISTS["pinyin"].split())

# --- What a name looks like -------------------------------------------------------------------------------------------

_HAN = "[\u4e00-\u9fff]"
_SURNAME = f"[{_CHARS['surnames']}]"
_ANY_SURNAME = f"[{_CHARS['surnames']}{_CHARS['rare']}]"
_EVERY_SURNAME = f"[{''.join(sorted(SURNAMES))}]"
_COMPOUND = one_of(_LISTS["compound"])
_EVERY_COMPOUND = one_of(f"{_LISTS['compound']} {_LISTS['rare_compound']}")
_GIVEN = f"[{_CHARS['given']}]"
_FIRST = _CHARS["surnames"] + "".join(word[0] for word in _LISTS["compound"].split())
_BEGIN = r"(?:(?<=[\s,。、;:!?|\"'“‘「『(\[>*/_\-—…由和与跟是为给向请被的])|(?<![\s\S]))"
_END = r"(?=[\s,。、;:!?|\"'”’」』)\]<*/_\-—…(]|$)"
# 家 is a word of its own more often than it begins a given name
_OF_HOME = "家(?:[豪俊伟宝辉杰诚栋祥欣琪怡慧玲铭骏骥瑞荣昌裕]|明(?![天日年显确白])|强(?![行烈调大化]))"
_FULL = f"(?:{_COMPOUND}|{_ANY_SURNAME})(?:{_OF_HOME}|{_GIVEN}{{1,2}})"
_SURE = f"(?:{_COMPOUND}{_GIVEN}{{1,2}}|{_SURNAME}(?:{_GIVEN}{{2}}|{_OF_HOME}))"
_THREE = f"(?:{_COMPOUND}{_GIVEN}{{1,2}}|{_ANY_SURNAME}(?:{_GIVEN}{{2}}|{_OF_HOME}))"
_TWO = f"{_SURNAME}[{_CHARS['single']}]"
_LISTED = f"(?:{_COMPOUND}{_GIVEN}{{1,2}}|{_SURNAME}{_GIVEN}{{1,2}}|{_ANY_SURNAME}{_GIVEN}{{2}})"

# --- What stands around it --------------------------------------------------------------------------------------------

_LABEL = (
    rf"(?:{one_of(_LISTS['labels'])}|[{_CHARS['roles']}]{_HAN}{{1,2}}人|法人(?:代表)?|人(?=[ \t]?[:|=])|"
    r"(?i:(?<![A-Za-z])(?:customer|client|caller|owner|contact|user|recipient|payee|cust)(?:_?name)?(?![A-Za-z])))"
)
_LABEL_FIRST = "法人cCoOuUrRpP" + _CHARS["roles"] + "".join(word[0] for word in _LISTS["labels"].split())
_AFTER_LABEL = r"(?:[ \t:|=\"'“‘「『(*/]|是|为|叫|写着|填的|登记的|登记|客户|用户|代表){0,6}+"
_SAYS = one_of(_LISTS["says"])
_FOLLOWS = f"(?:{one_of(_LISTS['follows'])}|[和与](?={_LISTED}))"
_MORE = f"(?:{one_of(_LISTS['says'] + ' ' + _LISTS['does'])}|{_FOLLOWS}|{_END})"
_ANYBODY = f"(?:{_THREE}|(?:{_EVERY_COMPOUND}{_HAN}{{1,2}}|{_EVERY_SURNAME}{_GIVEN}{{2}})(?={_MORE}))"
_DOES = f"(?:{one_of(' '.join(word for word in _LISTS['says'].split() if len(word) > 1))}|{_FOLLOWS})"
_WHO = r"\((?:男|女|\d\d岁|客户|用户|业主|户主|报修人|来电人)"
_ACTS = f"(?:{one_of(_LISTS['acts'])}|{_WHO}|的{one_of(_LISTS['belongings'])})"
_ADDRESSED = rf"(?:{one_of(_LISTS['addressed'])}|收\b)"
_PLACE = one_of(_LISTS["places"])


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.MULTILINE) for pattern in patterns)


# Whatever its surname: only what no name would be is left out
_LABELLED = _compiled(
    led(
        _LABEL_FIRST,
        rf"{_LABEL}(?:代表)?(?:\([^()\n]{{1,6}}\))?[ \t]?"
        r"(?:[:=]|(?:登记|填写?|写|留)?的?[是为叫]|写着|登记为)[ \t\"'“‘「『(*]{0,3}+"
        rf"(?P<v>{_HAN}{{2,3}}|{_EVERY_COMPOUND}{_HAN}{{1,2}}|{_EVERY_SURNAME}[ \t]{_HAN}(?:[ \t]?{_HAN})?){_END}",
    ),
    led(
        _LABEL_FIRST,
        rf"{_LABEL}{_AFTER_LABEL}"
        rf"(?P<v>(?:{_EVERY_COMPOUND}|{_SURNAME})[ \t]?{_HAN}|{_EVERY_SURNAME}[ \t]?{_GIVEN}|"
        rf"(?:{_EVERY_COMPOUND}|{_EVERY_SURNAME})[ \t]?{_HAN}[ \t]?{_HAN}){_END}",
    ),
    led(
        _FIRST,
        rf"(?:(?<=[请找替让帮陪对接系])|{_BEGIN})(?P<v>(?:{_COMPOUND}|{_SURNAME}){_HAN}{{2}})[ \t]?(?:女士|先生)",
    ),
    behind(
        _LISTS["half_labels"],
        rf"[ \t:“\"'‘]{{0,2}}+(?P<v>(?:{_EVERY_COMPOUND}|{_EVERY_SURNAME}){_HAN}{{1,2}}?)(?:{_END}|(?=名下))",
    ),
)
# Said to be a person
_NAMED = _compiled(
    led(_LABEL_FIRST, f"{_LABEL}{_AFTER_LABEL}(?P<v>{_FULL}|{_ANYBODY})"),
    behind(
        _LISTS["kin"],
        rf"(?:[ \t:“\"'|=(]|是|叫){{0,2}}+(?P<v>{_SURE}|{_ANYBODY}|"
        rf"{_COMPOUND}{_HAN}{{2}}(?={_SAYS}|{_END})|{_TWO}(?={_END})|{_SURNAME}{_GIVEN}(?={_SAYS}|{_FOLLOWS})|{_ANY_SURNAME}{_GIVEN}(?={_DOES}))",
    ),
    led(_FIRST + _CHARS["rare"], f"{_BEGIN}(?P<v>{_THREE}|{_SURNAME}{_GIVEN}|{_TWO}){_ADDRESSED}"),
    led("".join(sorted(SURNAMES)), f"(?P<v>{_EVERY_SURNAME}{_GIVEN}{{1,2}})(?:女士|先生|老先生|老太太|老人家)"),
    led(
        _FIRST,
        f"(?P<v>{_COMPOUND}{_GIVEN}{{1,2}}|{_SURNAME}(?!家){_GIVEN}{{1,2}})(?:阿姨|大爷|奶奶|爷爷|大妈|大叔|小姐)",
    ),
    led(_FIRST, rf"{_BEGIN}(?P<v>{_SURNAME}[ \t]{_GIVEN}(?:[ \t]?{_GIVEN})?)[ \t]?(?:女士|先生)"),
    behind("名字 姓名 全名", f"(?:是|叫)?,(?P<v>{_SURE}){_END}"),
    rf"姓(?P<v>{_ANY_SURNAME}[, 、\t]?(?:单?名字?叫?是?|叫){_GIVEN}{{1,2}})",
    rf"姓({_EVERY_SURNAME})[,、](?:叫|全名)?(?P<v>\1{_HAN}{{1,2}}){_END}",
    behind(
        "姓名 名字 落款 署名 签名 联系人 客户 户主",
        rf"[ \t:“\"是为叫]{{0,3}}+(?P<v>{_SURNAME}[ \t/\-.·]{_GIVEN}(?:[ \t/\-.·]?{_GIVEN})?){_END}",
    ),
)
_KIN = _NAMED[1]
# Doing or suffering what people do
_LIKELY = _compiled(
    led(
        "叫名我自认署签写",
        r"(?:(?<![呼吼喊大])叫做?|名叫|我是|自称|认准|署名|签着|写着)[ \t“\"]{0,2}"
        rf"(?P<v>{_COMPOUND}{_HAN}{{2}}(?={_END})|{_SURE}|{_EVERY_SURNAME}{_GIVEN}{{2}}(?=的|{_END})|{_TWO}(?=的|{_END}))",
    ),
    led("帮回安找", rf"(?:帮助?|回访|安抚|找一下)[ \t]?(?P<v>{_SURE})(?={_HAN}|{_END})(?!{_PLACE})"),
    led("替给找联通为", rf"(?:替|给|找到?|联系上?|通知|为)[ \t]?(?P<v>{_SURE})(?={one_of(_LISTS['served'])})"),
    led(_FIRST, rf"{_BEGIN}(?P<v>{_SURE}|{_TWO})[ \t]?{_ACTS}"),
    led("tnsT标主", rf"(?:\b(?:title|note|summary|name)|标题|主题)[\"']?[ \t]?:[ \t]?[\"'“]?(?P<v>{_SURE})"),
    led(_FIRST, rf"(?<=[“‘「『(\[\"'/_>@\- —])(?<!\w )(?P<v>{_SURE})(?=[”’」』)\]\"'/_.<])"),
)
# Alone on their line, in their cell or behind a sign
_LONE = _compiled(
    led(_FIRST, rf"(?<=[“‘「『(\[\"'/_>@\- —])(?<!\w )(?P<v>{_SURE})$"),
    led(_FIRST, rf"(?P<v>{_SURE}|{_TWO})[ \t*]{{0,4}}(?:\||\t|$)"),
)
_CELL = _LONE[1]
_SHORT = re.compile(_TWO)
_FAMILY = re.compile(
    led(_FIRST, rf"(?P<v>{_LISTED}(?:[、和与及]{_LISTED}){{1,3}})(?=(?:这?{one_of(_LISTS['relations'])}))")
)
_NEXT = re.compile(f"[、和与及](?P<v>{_LISTED})(?=[、和与及]|{_END}|{_SAYS}|{_DOES})")
_FOLLOWING = re.compile(_FOLLOWS)
_COLLEAGUE = re.compile(one_of(_LISTS["colleagues"]))
_ALIAS = re.compile(
    r"(?P<before>[\u4e00-\u9fff·](?=[\u4e00-\u9fff·]{1,5}[ \t]?\([ \t]?(?:化名|假名|昵称))[\u4e00-\u9fff·]{1,5})"
    r"|(?:化名|网名|笔名|昵称)(?:是|为|叫|[: \t“\"]){0,3}(?P<after>[\u4e00-\u9fff·]{2,4})"
)
_COLUMN = re.compile(
    led(
        "nc客用" + _LABEL_FIRST,
        rf"(?<![^|,\t\n \"*]){one_of(_LISTS['labels'] + ' 客户 用户 name customer_name')}[ \t\"*]{{0,3}}(?:[|,\t]|$)",
    ),
    re.MULTILINE,
)
_WIDEST = 400  # characters before the head of a column in its line
_MOST_ECHOES = 200  # a bound on the names that are looked for a second time, so that the time stays linear


def find_names(
    text: str, known: Collection[str] = (), *, is_strict: bool = False, is_lone: bool = True
) -> Iterator[Hit]:
    """Full Chinese names: behind or before a word that says so, and wherever else such a name or one that is *known*
    comes back. *is_strict*: also those that the text calls invented. *is_lone*: also those that stand by themselves."""
    places = {span: text[slice(*span)] for span in _places(text, is_lone)}
    aliases = _aliases(text) if places and not is_strict else frozenset()
    masks = {value: "" if {value, value[:2]} & aliases else _hidden(value) for value in places.values()}
    for (start, end), value in places.items():
        if masks[value]:
            yield Hit(start, end, "name", masks[value])
    names = {name for name, mask in masks.items() if mask and name.isalpha()} | {*known} - aliases
    listed = sorted(names, key=lambda name: (-len(name), name))[:_MOST_ECHOES]
    for echo in re.finditer("|".join(map(re.escape, listed)), text) if listed else ():
        if echo.span() not in places and not _goes_on(text, *echo.span()):
            yield Hit(echo.start(), echo.end(), "name", _hidden(echo[0]))


def _places(text: str, is_lone: bool) -> Iterator[tuple[int, int]]:
    """Where a name stands."""
    for pattern in _LABELLED:
        yield from (match.span("v") for match in pattern.finditer(text) if _could_be_a_name(match["v"]))
    for family in _FAMILY.finditer(text):
        if not _COLLEAGUE.search(before(text, family.start("v"), 10)):
            yield from (name.span() for name in re.compile(_LISTED).finditer(text, *family.span("v")))
    yield from _column_places(text)
    for pattern in (*_NAMED, *_LIKELY, *(_LONE if is_lone else ())):
        is_weak = pattern not in _NAMED
        for match in pattern.finditer(text):
            start, end = match.start("v"), _end_of(text, *match.span("v"))
            if pattern is _KIN and _COLLEAGUE.search(before(text, match.start(), 4)):
                continue
            if pattern is _CELL and text[max(0, start - 5) : start].rstrip(" \t*-")[-1:] not in ("", "|", "\n"):
                continue  # no cell or line begins here, signs of lists and of emphasis left aside
            if is_weak and (
                text[start:end] in FAMOUS
                or _COLLEAGUE.search(before(text, start, 10))
                or (end < match.end("v") and not _SHORT.fullmatch(text, start, end))
            ):
                continue
            while not is_word(text[start:end]):
                yield start, end
                following = _NEXT.match(text, end)  # 侯永康和侯雨桐: what stands beside a name is one, too
                if following is None:
                    break
                start, end = following.start("v"), _end_of(text, *following.span("v"))


def _end_of(text: str, start: int, end: int) -> int:
    """Where a name really ends that seems to end at *end*: in 王芳来电 the name is 王芳."""
    size = 2 if text[start : start + 2] in COMPOUNDS else 1
    is_long = end - start == size + 2 and text[start:end].isalpha()
    return end - 1 if is_long and _FOLLOWING.match(text, end - 1) else end


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether what looks like a known name of two characters is the beginning of another name."""
    is_longer = end - start == 2 and re.match(_GIVEN, text[end : end + 1]) is not None
    return is_longer and not _FOLLOWING.match(text, end) and not re.match(_SAYS, text[end : end + 4])


def _column_places(text: str) -> Iterator[tuple[int, int]]:
    """Where names stand in the columns of a table or of comma-separated values whose head says that they are names."""
    heads, last = 0, -1
    for head in _COLUMN.finditer(text):
        cells_before = before(text, head.start(), _WIDEST)
        end = text.find("\n", head.end(), head.end() + _WIDEST)
        heads, last = heads + 1 if end == last else 1, end
        if end < 0 or heads > 4:  # a line too long for the head of a table, or one of nothing but names
            continue
        sign = next((sign for sign in "|\t," if sign in cells_before + text[head.start() : end]), "")
        column = cells_before.count(sign) if sign else 0
        while sign and end < len(text):
            start, end = end + 1, (text.find("\n", end + 1) + 1 or len(text) + 1) - 1
            line = text[start:end]
            cells = line.split(sign)
            if len(cells) <= column or len(cells) == 1 or _COLUMN.search(line):
                break
            value = cells[column].strip(' \t"*\r')
            if re.fullmatch(f"{_HAN}{{2,4}}", value) and _could_be_a_name(value):
                at = text.index(value, start + len(sign.join(cells[:column])))
                yield at, at + len(value)


def _could_be_a_name(value: str) -> bool:
    """Whether what stands behind a label is a name, whatever its surname, and no word, answer or firm."""
    if (
        value in _ANSWERS
        or value.endswith(NOT_PEOPLE)
        or _NO_NAME_CHAR.search(value)
        or value[0] in "小老阿某"
        or value[-1] == "人"
    ):
        return False
    if value[:2] in COMPOUNDS:
        return len(value) > 2
    return value[1:] not in _TITLES and value[:2] not in NOT_NAMES


def _aliases(text: str) -> frozenset[str]:
    """The last two to four characters before every （化名）, and those after 化名: invented names, free everywhere in
    the text."""
    if not any(word in text for word in ("化名", "假名", "昵称", "网名", "笔名")):
        return frozenset()
    words = [match["before"] or match["after"] for match in _ALIAS.finditer(text)]
    return frozenset(part for word in words for size in (2, 3, 4) for part in (word[-size:], word[:size]))


def is_word(value: str) -> bool:
    """Whether what could be a name is a word like any other, or a surname with its title."""
    is_split = value[1:] in NOT_NAMES and value[0] in _RAREST  # 于凌晨
    return value[:2] in NOT_NAMES or value in NOT_NAMES or is_split or has_title(value)


def has_title(value: str) -> bool:
    """Whether what could be a name is a surname, alone or with a title."""
    size = 2 if value[:2] in COMPOUNDS else 1
    if value[size : size + 1] == "老" and value[size:] not in _TITLES:
        return False  # 夏老根
    return value in COMPOUNDS or value.startswith(_TITLES, size)


def _hidden(value: str) -> str:
    """A Chinese name with its given name hidden: 陈××."""
    chars = re.sub(r"[^\u4e00-\u9fff]|名字?|叫|是", "", value)
    size = 2 if chars[:2] in COMPOUNDS else 1
    return chars[:size] + MASK * max(1, len(chars) - size)


# --- Names of other peoples, and in Latin letters ---------------------------------------------------------------------

RULES = Rules()
"""What finds names of other peoples; Chinese names are found by :func:`find_names`."""

_ABROAD = f"[{_CHARS['foreign']}]"
_FOREIGN_PART = re.compile(one_of(_LISTS["foreign_parts"]))


@RULES.add("name", rf"(?P<v>{_ABROAD}(?<!{_ABROAD}.){_ABROAD}{{1,7}}+[·.\-]{_ABROAD}{{2,8}}+)")
def _foreign(text: str, match: re.Match[str]) -> str | None:
    is_known = _FOREIGN_PART.search(match["v"]) is not None
    return match["v"][0] + MASK * 2 if is_known or is_near(text, match.start("v"), "persons", 8) else None


RULES.add(
    "name",
    behind(
        f"{_LISTS['labels']} {_LISTS['kin']} 名叫 叫",
        rf"{_AFTER_LABEL}(?P<v>{_HAN}{{1,8}}·{_HAN}{{1,4}}?(?={_MORE})|"
        rf"{_ABROAD}{{0,4}}?{_FOREIGN_PART.pattern}{_ABROAD}{{0,4}}+)",
    ),
    r"(?P<v>[A-Z][a-z]{1,11}[ \t][A-Z][a-z]{1,11})[ \t]?(?:先生|女士|小姐|太太)",
    behind(
        f"{_LISTS['labels']} 旅客 乘客 患者 病人 英文名",
        rf"{_AFTER_LABEL}(?P<v>[A-Z][a-z]{{1,11}}[ \t][A-Z][a-z]{{1,11}})",
    ),
    led(
        "".join(sorted({word[0] for word in _LISTS["foreign_parts"].split()})),
        rf"(?P<v>{_FOREIGN_PART.pattern}{_ABROAD}{{0,4}}+)(?:{one_of(_LISTS['addressed'])})",
    ),
)(lambda text, match: match["v"][0] + MASK * 2)


@RULES.add(
    "name",
    led(
        "拼姓名客联户叫护MDpncgs",
        r"(?P<word>拼音|姓名|名字|客户|联系人|户主|名叫|叫|护照[^\n\dA-Za-z]{0,6}|(?<![A-Za-z])(?:Mr|Ms|Mrs|Miss|Dear|"
        r"passenger|name|customer|guest|signed)(?![A-Za-z]))"
        r"[\"'`=:.,是为 \t|“(]{0,4}+"
        r"(?P<v>[A-Za-z]{2,12}(?:[ \t]|,[ \t]?|·)[A-Za-z]{2,12}(?:[ \t\-'][A-Z][a-z]{1,7})?|"
        r"[A-Z][a-z]{1,5}[A-Z][a-z]{1,11})(?![A-Za-z\d])",
    ),
)
def _latin(text: str, match: re.Match[str]) -> str | None:
    """Confirm a name in Latin letters: capitals, and a Chinese surname at one end, or a word before it that can only
    mean a name."""
    parts = re.findall(r"[A-Z][a-z]*(?![A-Z])|[A-Z]{2,}", match["v"])
    is_known = len(parts) > 1 and (parts[0].lower() in _PINYIN or parts[-1].lower() in _PINYIN)
    is_named = len(parts) > 1 and re.search("姓名|拼音|Mr|Ms|Mrs|Miss|passenger", match["word"]) is not None
    return " ".join(part[0] + MASK * 3 for part in parts) if is_known or is_named else None
