"""What a word before it makes personal: birthdays, papers, passwords, places on the map and in the network.

What needs no judgement beyond its shape and that word is a row of ``rules.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import IPv4Address

from .context import before, is_counted, is_near, uncounted
from .patterns import LISTS, MASK, TABLE, Confirm, Rules, behind, ending, hidden

RULES, NUMBERS = Rules(), Rules()
"""What finds birthdays and places; and numbers that need no more than their shape and the words around them."""

_MASKS: Mapping[str, Callable[[int], Confirm]] = {"hides": hidden, "keeps": ending, "uncounted": uncounted}
for rules, group in ((RULES, "rule"), (NUMBERS, "number")):
    for row in TABLE.rows[group]:
        (confirm,) = (_MASKS[key](row[key]) for key in _MASKS if key in row)
        rules.add(row["kind"], TABLE.pattern(row))(confirm)

PASSWORDS = Rules()
"""What finds passwords and codes, also those spelled in Chinese digits."""

# --- Passwords and codes ----------------------------------------------------------------------------------------------

_LINK, _TAIL = TABLE.pieces["link"], TABLE.pieces["tail"]


@PASSWORDS.add(
    "password",
    behind(
        LISTS["passwords"],
        rf"(?P<link>(?:(?:[全半]角|[大小]写)(?=:))?{_LINK})"
        rf"(?P<v>\d{{1,4}}(?:[ \t,、]\d{{1,4}}){{1,7}}+(?![ \t]?\d){_TAIL}|[A-Za-z\d!@#$%^&+?_.\-]{{3,32}}+{_TAIL}|"
        rf"[\u4e00-\u9fff]{{2,8}}[ \t]?(?P<end>[A-Za-z\d]{{2,16}}(?:[ \t]\d{{4}})?)(?![\u4e00-\u9fffA-Za-z\d]){_TAIL})",
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
