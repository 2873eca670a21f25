"""What a word before it makes personal: passwords, places on the map and in the network."""

from __future__ import annotations

import re
from ipaddress import IPv4Address

from .context import before, is_counted, is_near
from .patterns import MASK


def password(text: str, match: re.Match[str]) -> str | None:
    """Confirm a code: it has a digit in it, or stands behind a colon or an equals sign."""
    value, link = match["v"], match["link"]
    is_code = re.search(r"\d", value) or re.search("[:=]", link)
    if len(value) < 4 and not re.search("[:=是为]", link) and not is_near(text, match.start("v"), "short_codes", 6):
        return None
    if not value.isascii() and not re.search("[:=“]", link):  # 密码为空格加 8812ok
        return MASK * 4 if re.search("[是为]", link) and re.search(r"\d.*\d", match["end"]) else None
    return MASK * 4 if is_code and value.strip("-_.") else None


_IP_WORD = re.compile("(?i:(?<![a-z])ip(?![a-z])|地址|登录|访问|来源|来自|攻击|设备|mac)")


def ip(text: str, match: re.Match[str]) -> str | None:
    """Confirm an address in the network: behind a word for it, or with two long numbers; a version has short ones, and
    the machine itself is nobody."""
    numbers = [int(number) for number in re.split("[.点]", match["v"])]
    if max(numbers) > 255 or numbers[0] in (0, 127, 255) or is_counted(text, match):
        return None
    is_private = IPv4Address(bytes(numbers)).is_private
    is_sure = not is_private and (numbers[0] > 30 or sum(number > 99 for number in numbers) > 1)
    return f"{numbers[0]}.{MASK * 3}" if is_sure or _IP_WORD.search(before(text, match.start("v"), 14)) else None


def ip6(text: str, match: re.Match[str]) -> str | None:
    """Confirm one of version 6: behind a word for it, or a long one that is given out (2000::/4)."""
    is_sure = re.match("2[0-9a-f]{3}:", match["v"].lower()) is not None and match["v"].count(":") > 4
    is_named = _IP_WORD.search(before(text, match.start("v"), 14)) is not None
    return f"{match['v'].split(':')[0]}:{MASK * 3}" if is_sure or is_named else None


def pair(text: str, match: re.Match[str]) -> str | None:
    """Confirm a latitude and a longitude in either order: in China, or behind a word for a place."""
    first, second = sorted(float(number) for number in re.findall(r"\d+\.\d+", match["v"])[:2])
    is_sure = 3 < first < 54 and 73 < second < 136 and len(match["second"].partition(".")[2]) > 3
    is_named = first <= 90 and second <= 180 and is_near(text, match.start("v"), "map")
    return MASK * 4 if is_sure or is_named else None
