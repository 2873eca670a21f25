"""Addresses down to the door."""

from __future__ import annotations

import re

from .context import before, is_near
from .patterns import LISTS, MASK, TABLE, behind, one_of

_RESIDENT = re.compile("的?(?:住户|业主|客户|用户|老人|居民|租客|租户|房客|住客)|[那这]家|家(?![电具])")


# What stands before a place in the text: a road, an estate, a row of houses
_ROAD, _ESTATE, _ROWS = (
    re.compile("|".join(f"(?<={TABLE.expanded(end)})" for end in TABLE.rows["ends"][name]))
    for name in ("road", "estate", "rows")
)
_SOME_ESTATE = re.compile(r"(?:(?<![\u4e00-\u9fff])|(?<=[该本此个各全旧建的在]))(?:小区|社区|公寓|大楼|宿舍)")
_COUNTED_BEFORE = frozenset("共有约计含达超过\n")
_BLOCK = re.compile("[栋幢座弄]|单元|号楼")
_VILLAGE = re.compile(r"[镇乡][^\n,。;\d]{1,8}村[^\n,。;\d]{1,6}$")
_INNER_DOOR = re.compile("[室门房户床]|单元|[楼层][A-Z]")
_NAMED = re.compile(r"(?<=[\u4e00-\u9fff]{2})")
_AT_HOME = re.compile(r"(?:家?住|地址|家在)[^\n。]{0,12}$")
_PUBLIC_BEFORE = re.compile(behind(LISTS["public"], r"[^\n,。;]{0,6}(?:地址|位于|在|是|为|:)"))
_PUBLIC_AFTER = re.compile(rf"[ \t]?(?:楼(?!下|上)|[坐座]席|的[菜店房]|{one_of(LISTS['of_all'])})")


def address(text: str, match: re.Match[str]) -> str | None:
    """Confirm numbers down to the door: after a road, or several in a row after an estate or a word for living
    there."""
    start = match.start("v")
    if _is_whole(match) and not _PUBLIC_AFTER.match(text, match.end("v")):
        return MASK * 3
    if not start or text[start - 1] in _COUNTED_BEFORE:
        return None
    at = _stem(text, start)
    is_in_village = match["unit"] == "号" and _VILLAGE.search(before(text, start, 20))
    is_on_road = _ROAD.match(text, at) is not None and _at_door(match)
    is_door = is_in_village or is_on_road or _indoors(text, at, match)
    if not is_door or _PUBLIC_AFTER.match(text, match.end("v")):
        return None
    return None if _PUBLIC_BEFORE.search(before(text, start, 24)) else MASK * 3


def _is_whole(match: re.Match[str]) -> bool:
    """Whether the doors speak for themselves: building, staircase and flat, or a room of a dormitory."""
    unit, rest, bare = match.group("unit", "rest", "bare")
    if re.search(r"舍楼?[ \t\-]*(?:\d{1,2}[楼层])?\d{3,4}室?$|(?:病区|[楼层])[A-Z]?\d+床$", match["v"]):
        return not match.string.startswith(("人", "名"), match.end("v"))
    return unit in ("号楼", "幢", "栋", "座") and "单元" in rest and bool(bare or "室" in rest)


def _stem(text: str, start: int) -> int:
    """Where the word before *start* ends: up to three blanks, stars, commas or ends of cells may stand between."""
    words = text[max(0, start - 3) : start]
    return start - len(words) + len(words.rstrip(" \t*,|"))


def _at_door(match: re.Match[str]) -> bool:
    """Whether what follows a road is a house or deeper."""
    unit, rest, tower, bare = match.group("unit", "rest", "tower", "bare")
    if unit.endswith(("组", "队", "社")):
        return "号" in rest or bool(bare)
    return bool(rest or tower or bare) or unit.startswith(("号", "弄", "#", "院"))


def _indoors(text: str, at: int, match: re.Match[str]) -> bool:
    """Whether building, staircase and door follow the name of an estate, a place or a word for living there."""
    unit, rest, tower, bare = match.group("unit", "rest", "tower", "bare")
    if unit == "排" and "号" in rest and _ROWS.match(text, at):
        return True
    if _ESTATE.match(text, at):
        if (bare or "室" in rest) and unit in ("号楼", "栋", "幢", "座"):
            return True
        is_deep = unit in ("#楼", "#", "号", "座", "区", "期", "弄") or (
            (unit.endswith(("组", "队", "社")) or "区" in rest) and "号" in rest
        )
        if (rest or bare) and is_deep:
            return True
        return unit in ("幢", "栋", "号楼", "单元", "室") and not _SOME_ESTATE.match(text, max(0, at - 2))
    lives = is_near(text, match.start("v"), "lives", 24)
    if (unit == "社区" or unit.endswith(("组", "队", "社", "排", "舍", "舍楼"))) and ("号" in rest or bare):
        return (lives or _RESIDENT.match(text, match.end("v")) is not None) and not is_near(
            text, match.start("v"), "seats", 24
        )
    if not (rest or bare) or not (unit in ("号楼", "#楼", "#", "幢", "栋", "座", "单元", "弄") or _BLOCK.search(rest)):
        return False
    is_inner = bool(bare or tower or _INNER_DOOR.search(unit + rest))
    return is_inner and (lives or bool(_NAMED.match(text, at))) and not is_near(text, match.start("v"), "stays", 24)


def dashed(text: str, match: re.Match[str]) -> str | None:
    """Confirm 3-2-501: after an estate, a road or a word for living there."""
    start = match.start("v")
    at = _stem(text, start)
    is_placed = _ESTATE.match(text, at) or _ROAD.match(text, at) or _AT_HOME.search(before(text, start, 24))
    return MASK * 3 if is_placed and (match["v"].count("-") > 1 or "#" in match["v"]) else None


def tower(text: str, match: re.Match[str]) -> str | None:
    """Confirm T3-1907: after an estate or a word for living there, or before one who lives there."""
    start, end = match.span("v")
    is_home = is_near(text, start, "lives") and not is_near(text, start, "stays")
    is_placed = is_home or _ESTATE.match(text, _stem(text, start)) or _RESIDENT.match(text, end)
    return MASK * 3 if is_placed and not _PUBLIC_AFTER.match(text, end) else None
