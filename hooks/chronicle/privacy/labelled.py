"""What a word before it makes personal: birthdays, passwords, places on the map and in the network."""

from __future__ import annotations

import re
from ipaddress import IPv4Address

from .context import before, is_counted, is_near
from .patterns import LINK, LISTS, MASK, TAIL, Rules, behind, hidden, led

RULES = Rules()
"""What finds birthdays and places."""

PASSWORDS = Rules()
"""What finds passwords and codes, also those spelled in Chinese digits."""

# --- Birthdays --------------------------------------------------------------------------------------------------------

_NUMERAL = "[零〇一二三四五六七八九十廿初\\d]"
_DAY = (
    r"(?:(?:(?:19|20)?\d\d|(?:民国)?[零〇一二三四五六七八九十]{2,4})[ \t]?年[ \t,、]?)?"
    rf"(?:{_NUMERAL}{{1,3}}|[正冬腊])[ \t]?月[ \t,、]?{_NUMERAL}{{1,3}}[ \t]?[日号]?"
)
_DATE = (
    r"(?:(?<=[:是为 日])(?:0[1-9]|1[0-2])[0-3]\d|"
    rf"(?:19|20)\d\d[\-./ ]\d{{1,2}}[\-./ ]\d{{1,2}}|(?:19|20)\d\d[01]\d[0-3]\d|{_DAY}|"
    rf"(?:(?:19|20)?\d\d|[零〇一二三四五六七八九]{{4}})年{_NUMERAL}{{1,3}}月)"
)
_BORN = (
    r"出生|生人|生的|(?<=[日号])生(?![\u4e00-\u9fff])|"
    r"(?:是|过|为)?(?:她|他|我|客户|用户|老人|女儿|儿子|孩子|妈妈|母亲|父亲|老伴){0,2}的?生日"
)
_CALENDAR = "(?:农历|阴历|阳历|公历|新历|旧历)?"
RULES.add(
    "birthday",
    behind(LISTS["births"], rf"{LINK}{_CALENDAR}[ \t]?(?P<v>{_DATE})(?!\d)"),
    behind(
        LISTS["births"],
        rf"[^\n\d。;!?一]{{1,12}}[:是为作]{_CALENDAR}(?P<v>(?=19|一九)(?:{_DATE}))(?!\d)",
    ),
    behind(LISTS["births"], rf"[^\n\d]{{1,12}}[说答报][是:,]?(?P<v>{_CALENDAR}\d{{2,4}}年\d{{1,2}}月\d{{1,2}}[日号])"),
    led("\\d零〇一二三四五六七八九十正冬腊", rf"(?P<v>(?<!\d){_DATE})[ \t]?(?:{_BORN})"),
)(hidden(4))

# --- Passwords and codes ----------------------------------------------------------------------------------------------


@PASSWORDS.add(
    "password",
    behind(
        LISTS["passwords"],
        rf"(?P<link>(?:(?:[全半]角|[大小]写)(?=:))?{LINK})"
        rf"(?P<v>\d{{1,4}}(?:[ \t,、]\d{{1,4}}){{1,7}}+(?![ \t]?\d){TAIL}|[A-Za-z\d!@#$%^&+?_.\-]{{3,32}}+{TAIL}|"
        rf"[\u4e00-\u9fff]{{2,8}}[ \t]?(?P<end>[A-Za-z\d]{{2,16}}(?:[ \t]\d{{4}})?)(?![\u4e00-\u9fffA-Za-z\d]){TAIL})",
    ),
)
def _password(text: str, match: re.Match[str]) -> str | None:
    """Confirm a code: it has a digit in it, or stands behind a colon or an equals sign."""
    value, link = match["v"], match["link"]
    is_code = re.search(r"\d", value) or re.search("[:=]", link)
    if len(value) < 4 and not re.search("[:=是为]", link) and not is_near(text, match.start("v"), "short_codes", 6):
        return None
    if not value.isascii() and not re.search("[:=“]", link):  # 密码为空格加 8812ok
        return MASK * 4 if re.search("[是为]", link) and re.search(r"\d.*\d", match["end"]) else None
    return MASK * 4 if is_code and value.strip("-_.") else None


# --- Places -----------------------------------------------------------------------------------------------------------

_IP_WORD = re.compile("(?i:(?<![a-z])ip(?![a-z])|地址|登录|访问|来源|来自|攻击|设备|mac)")
_DEGREES = (
    r"\d{1,3}(?:\.\d{2,}[°度]?|[°度][ \t]?\d{1,2}(?:\.\d+)?(?:[′'分][ \t]?(?:\d{1,2}(?:\.\d+)?(?:′′|[″\"秒])?)?)?)"
    r"|[零一二三四五六七八九十百廿两]{1,6}度[零一二三四五六七八九十廿]{1,3}分(?:[零一二三四五六七八九十廿]{1,3}秒)?"
)


@RULES.add("ip", r"(?P<v>\d(?<![\d.].)\d{0,2}(?:[.点]\d{1,3}){3})(?![\d]|\.\d)")
def _ip(text: str, match: re.Match[str]) -> str | None:
    """Confirm an address in the network: behind a word for it, or with two long numbers; a version has short ones, and
    the machine itself is nobody."""
    numbers = [int(number) for number in re.split("[.点]", match["v"])]
    if max(numbers) > 255 or numbers[0] in (0, 127, 255) or is_counted(text, match):
        return None
    is_private = IPv4Address(bytes(numbers)).is_private
    is_sure = not is_private and (numbers[0] > 30 or sum(number > 99 for number in numbers) > 1)
    return f"{numbers[0]}.{MASK * 3}" if is_sure or _IP_WORD.search(before(text, match.start("v"), 14)) else None


@RULES.add(
    "ip",
    r"(?P<v>[\dA-Fa-f](?<![A-Za-z\d_].)(?:(?<![\dA-Fa-f:]:.)|(?<=v6:.))[\dA-Fa-f]{0,3}(?::[\dA-Fa-f]{0,4}){4,7})"
    r"(?![A-Za-z\d_:])",
)
def _ip6(text: str, match: re.Match[str]) -> str | None:
    is_sure = re.match("2[0-9a-f]{3}:", match["v"].lower()) is not None and match["v"].count(":") > 4
    is_named = _IP_WORD.search(before(text, match.start("v"), 14)) is not None
    return f"{match['v'].split(':')[0]}:{MASK * 3}" if is_sure or is_named else None


RULES.add(
    "ip",
    r"(?P<v>[\dA-F](?=[\dA-F][:\-])(?:(?<![\dA-Za-z].)|(?<=MAC.))(?=[\d:\-]{0,15}[A-F])[\dA-F](?:[:\-][\dA-F]{2}){5})(?![\dA-F:\-])",
)(hidden(4))


@RULES.add(
    "gps",
    r"(?P<v>\d(?<![\d.].)\d{0,2}\.\d{3,15}[°]?[NSEW北南东西]?[ \t]{0,2}[,;/ ][ \t]{0,2}(?P<second>\d{1,3}\.\d{3,15})"
    r"[°]?[NSEW]?)(?!\d)",
)
def _pair(text: str, match: re.Match[str]) -> str | None:
    """Confirm a latitude and a longitude in either order: in China, or behind a word for a place."""
    first, second = sorted(float(number) for number in re.findall(r"\d+\.\d+", match["v"])[:2])
    is_sure = 3 < first < 54 and 73 < second < 136 and len(match["second"].partition(".")[2]) > 3
    is_named = first <= 90 and second <= 180 and is_near(text, match.start("v"), "map")
    return MASK * 4 if is_sure or is_named else None


RULES.add(
    "gps",
    led("\\d", r"(?P<v>(?<![\d.])\d{1,3}[°度][ \t]?\d{1,2}(?:\.\d+)?['′分][ \t\d.'′\"秒]{0,8}+[NSEW])(?![A-Za-z])"),
    led(
        "东西北南经纬lLNE",
        rf"(?:(?:东经|西经|北纬|南纬|经度|纬度|(?i:lat|lng|lon)(?:itude|gitude)?)[: \t=\"'是为]{{0,4}}|"
        rf"[NE][ \t]?)(?P<v>{_DEGREES})",
    ),
)(hidden(4))
