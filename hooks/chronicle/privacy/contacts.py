"""Ways to reach somebody: telephone numbers, ids in messengers and on other platforms, e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters, digits

from .context import has_word, is_amount, is_counted, is_followed, is_near
from .patterns import FILLER, LISTS, LOOKALIKE, MASK, PLAUSIBLE_ID, TABLE, Confirm, Finding, digits_of, ends_of

# --- Telephone --------------------------------------------------------------------------------------------------------

_MOBILE_SHAPES = {
    (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 5, 3), (8, 3), (3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 2, 2, 4), (3, 2, 3, 3),
    (1,) * 11,
}  # fmt: skip


def mobile(text: str, match: re.Match[str]) -> str | None:
    """Confirm eleven digits that begin like a mobile number: grouped as people write one, or after a word for
    telephone, and no count of anything. A list of numbers has commas and other groups, and a letter is no digit for
    sure."""
    prefix, body = match.group("prefix", "body")
    end = match.end("v")
    number = digits_of(body.translate(LOOKALIKE))
    shape = tuple(map(len, re.findall(r"\d+", body)))
    is_lettered = len(digits_of(body)) < 11
    is_list = not set(",、/+").isdisjoint(body)
    spoken = tuple(len(digits_of(part)) for part in re.split(r"[,、]", body))  # 1 3 5，8 8 0 6，7 7 1 2
    is_sure = shape in {(11,), (3, 4, 4)} or spoken == (3, 4, 4) or (shape in _MOBILE_SHAPES and not is_list)
    if is_lettered or not is_sure or text[end : end + 1] in {*ascii_letters}:
        is_named = is_near(text, match.start("v"), "phone") or (is_lettered and is_followed(text, end, "phone", 14))
        if is_list or not is_named or len(digits_of(body)) < 8:
            return None
    return None if is_counted(text, match) else f"{prefix or ''}{number[:3]}{MASK * 4}{number[-4:]}"


_BROKEN = tuple((row, re.compile(TABLE.pattern(row))) for row in TABLE.rows["broken"])
_GOES_ON = re.compile(r"[ ,、|]{1,3}\d")
_SAID = re.compile(rf"{FILLER}|-\n")


def find_broken(text: str, original: str) -> Iterator[Finding]:
    """Numbers that words, signs, line ends or cells break apart: 136，中间1234，后四位5678.

    *original* is the text before Chinese digits became ASCII ones. Each group of digits is a hit of its own, so that
    what stands between them stays.
    """
    is_said = text != original or _SAID.search(text) is not None
    for row, pattern in _BROKEN:
        kind, words, keep, tail = (row[key] for key in ("kind", "near", "keep", "tail"))
        if kind != "mobile" and not is_said and not has_word(text, words):
            continue
        for match in pattern.finditer(text):
            groups = list(re.finditer(r"[\dXx]+", match["v"]))
            is_named = is_near(text, match.start(), words, 20)
            is_spelled = original[slice(*match.span("v"))] != match["v"]
            if len(groups) == 1 or not _is_one_number(text, match, kind, is_named, is_spelled):
                continue
            number = "".join(group[0] for group in groups)
            masked = number[:keep] + MASK * (len(number) - keep - tail) + number[len(number) - tail :]
            at = 0
            for group in groups:
                mask = masked[at : at + len(group[0])]
                at += len(group[0])
                if mask != group[0]:
                    start = match.start("v") + group.start()
                    yield Finding(start, start + len(mask), kind, mask)


def _is_one_number(text: str, match: re.Match[str], kind: str, is_named: bool, is_spelled: bool) -> bool:
    """Whether groups of digits are one number and no list: said so by words between or before them, and grouped as
    people say one, by threes or more or digit by digit."""
    number, between = re.sub(r"[^\dXx]", "", match["v"]), re.sub(r"[\dXx]", "", match["v"])
    shape = tuple(map(len, re.findall(r"[\dXx]+", match["v"])))
    is_said = is_spelled or _SAID.search(between) is not None
    is_single = max(shape) == 1 and not _GOES_ON.match(text, match.end("v"))
    if kind == "mobile":
        lines = text[text.rfind("\n", 0, match.start()) + 1 : match.end("v") + 1]
        is_alone = re.fullmatch(r"\d{3}\n\d{4}\n\d{4}\n?", lines) is not None
        return (
            is_single
            or is_alone
            or ((is_named or is_said) and (shape in _MOBILE_SHAPES or ((is_named or is_spelled) and min(shape) > 1)))
        )
    if kind == "account_no":
        return is_named and min(shape) > 1 and re.search(FILLER, between) is not None
    is_shaped = is_single or min(shape) > 2 or is_said
    if kind == "id_card":
        return is_shaped and (is_named or (is_said and PLAUSIBLE_ID.fullmatch(number) is not None))
    is_row = "|" in between  # of a table
    is_list = is_row or "\n" in between
    is_in_fours = set(shape[:-1]) == {4} and len(shape) in (4, 5)
    return is_shaped and (
        (is_named and (is_in_fours or not is_list))
        or (number.startswith("62") and not is_row and (is_said or (len(shape) == 2 and (is_named or min(shape) > 7))))
    )


def foreign_phone(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number with the code of another country: in groups behind +, or after a word for telephone."""
    is_grouped = match["v"][0] == "+" and re.search(r"\d[ -]\d", match["v"]) is not None
    if is_counted(text, match) or not (is_grouped or is_near(text, match.start("v"), "phone")):
        return None
    return f"{match['v'][:3]}{MASK * 4}{digits_of(match['v'])[-4:]}"


def landline(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number with or without its area; one that stands digit by digit only after a word for telephone."""
    area = match.groupdict().get("area", "").strip("(")
    is_spaced = area[1:2].isspace()
    if is_counted(text, match) or (is_spaced and not is_near(text, match.start("v"), "phone")):
        return None
    head = f"{digits_of(area) if is_spaced else area}-" if area else ""
    return f"{head}{MASK * 4}{digits_of(match['local'])[-4:]}"


# --- Ids --------------------------------------------------------------------------------------------------------------


def qq(text: str, match: re.Match[str]) -> str | None:
    """Confirm what is no amount and no e-mail address."""
    return None if is_amount(text, match) or text.startswith("@", match.end("v")) else ends_of(digits_of(match["v"]), 2)


_PRODUCT = re.compile(
    r"(?i:iphone|android|windows|harmony|version|pay(?:ment)?$|work$|official|mini|https?|user(?:name|_id)?$|null|"
    r"openid|wechat|weixin|false|www|ios(?:\d|$)|app$|live$)"
)


def id_behind(said: str, sure: int = 99) -> Confirm:
    """Confirms an id: with a digit, - or _ in it, or behind what *said* so, a word or a sign; Chinese and mere digits
    only behind such, or where these are *sure* or more and no day."""

    def confirm(text: str, match: re.Match[str]) -> str | None:
        value = match["v"]
        is_named = re.search(said, match.groupdict().get("link", "")) is not None or (
            value.isdigit() and len(value) >= sure and not value.startswith("20")
        )
        if is_amount(text, match) or _PRODUCT.match(value) or not (is_named or value[0] in ascii_letters):
            return None
        return f"{value[0]}{MASK * 3}{value[-1]}" if is_named or re.search(r"[\d_\-]", value) else None

    return confirm


# --- E-mail -----------------------------------------------------------------------------------------------------------

_AT = re.compile(
    r"(?:[ \t]{0,2}\\?@{1,2}[ \t]{0,2}|[ \t]?[\[({<【](?:at|AT|艾特|@)[\])}>】][ \t]?|[ \t]?(?:艾特|圈a|小老鼠)[ \t]?|"
    r"#(?=(?:qq|163|126|139|189|sina|sohu|gmail|outlook|hotmail|foxmail|aliyun|yahoo|yeah|live|icloud)\.)|"
    r"[ \t](?:at|AT)[ \t])"
    r"(?P<domain>[A-Za-z0-9][A-Za-z0-9\-]{0,62}+"
    r"(?:(?:[ \t]?[.。][ \t]?|[ \t]?[\[({](?:dot|点|\.)[\])}][ \t]?|[ \t]?点[ \t]?|[ \t](?:dot|DOT)[ \t])"
    r"[A-Za-z0-9\-]{1,63}+){1,5}+(?<=[A-Za-z]{2}))"
)
_EMAIL = re.compile(rf"[A-Za-z0-9_\-](?=[ \t\\@\[({{<【艾圈小#])(?<=(?=.(?P<v>{_AT.pattern})).)")
_DOT = re.compile(r"[ \t]?[\[({]?(?:dot|DOT|点|[.。])[\])}]?[ \t]?")
_ROLES = frozenset(LISTS["roles"].split())
_RESERVED = re.compile(r"(?i:(?:.*\.)?(?:example\.(?:com|org|net|cn)|test|invalid|localhost|xxx?\.com))")
_KNOWN_ENDS, _FILE_ENDS = (frozenset(LISTS[name].split()) for name in ("domains", "files"))


def find_emails(text: str) -> Iterator[Finding]:
    """Every e-mail address of a person: found from its sign outwards, so that no stretch is read twice.

    The addresses of roles (service@, support@) and those reserved for examples (RFC 2606) are nobody's secret. Where
    the sign is spelled out, the end of the domain must be a known one.
    """
    for match in _EMAIL.finditer(text):
        words = text[max(0, match.end() - 64) : match.end()]
        local = words[len(words.rstrip(f"{ascii_letters}{digits}._%+-")) :]
        domain = _DOT.sub(".", match["domain"])
        end = domain.rpartition(".")[2].lower()
        is_known = end in _KNOWN_ENDS or ("@" in match["v"] and end.isalpha() and end not in _FILE_ENDS)
        if is_known and not _RESERVED.fullmatch(domain) and local.lower() not in _ROLES and local.lower().strip("x"):
            yield Finding(match.end() - len(local), match.end("v"), "email", f"{local[0]}{MASK * 3}@{domain}")
