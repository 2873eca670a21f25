"""Ways to reach somebody: telephone numbers, ids in messengers and on other platforms, e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters, digits

from .context import has_word, is_amount, is_counted, is_followed, is_near
from .patterns import (
    DIGIT,
    FILLER,
    GAP,
    LISTS,
    LOOKALIKE,
    MASK,
    PLAUSIBLE_ID,
    STAR,
    TABLE,
    Confirm,
    Finding,
    Rules,
    digits_of,
    ends_of,
    hidden,
    led,
)

RULES = Rules()
"""What finds telephone numbers and ids; e-mail addresses are found by :func:`find_emails`."""

# --- Telephone --------------------------------------------------------------------------------------------------------

_MOBILE_GAPS = rf"(?:[ \t.\-·_~'`/\\,、()转点杠空格横隔再后面+]|{STAR})"
_MOBILE_GAP = rf"{_MOBILE_GAPS}{{0,3}}+"
_MOBILE_SHAPES = {
    (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 5, 3), (8, 3), (3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 2, 2, 4), (3, 2, 3, 3),
    (1,) * 11,
}  # fmt: skip


@RULES.add(
    "mobile",
    led(
        "+(0-9lI",
        rf"(?P<v>(?<!\d)(?:(?<!\d\.)|(?m:(?<=^\d\.)))"
        rf"(?P<prefix>\(?\+?(?:00)?86\)?{_MOBILE_GAP}|(?:17951|17911|17909|12593){GAP}|0(?=1))?"
        rf"(?P<body>(?:[1lI][3-9][\dOolI]|(?<!\d[ .\-*])[1lI](?![3-9]){_MOBILE_GAP}[3-9](?!\d){_MOBILE_GAP}[\dOolI])"
        rf"(?:[\dOolI]|{_MOBILE_GAPS}{{1,3}}+[\dOolI]){{8}})(?![\d{MASK}]|\.\d))",
    ),
)
def _mobile(text: str, match: re.Match[str]) -> str | None:
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


@RULES.add(
    "mobile",
    rf"[+0](?<=(?=(?P<v>(?:\+|(?<![\d.])00)(?!86)(?:1|7|[2-6]\d|8[1-9]\d?|9[0-8]\d?)[ \t]?\(?"
    rf"{DIGIT}{{1,3}}\)?{DIGIT}{{6,9}}+)(?!\d)).)",
)
def _foreign_phone(text: str, match: re.Match[str]) -> str | None:
    is_grouped = match["v"][0] == "+" and re.search(r"\d[ -]\d", match["v"]) is not None
    if is_counted(text, match) or not (is_grouped or is_near(text, match.start("v"), "phone")):
        return None
    return f"{match['v'][:3]}{MASK * 4}{digits_of(match['v'])[-4:]}"


_AREA = r"(?:10|2[0-57-9]|3[1-9]\d|4[1-8]\d|5[1-9]\d|6[3-9]\d|7\d\d|8[1-9]\d|9[0-9]\d)"


@RULES.add(
    "landline",
    led(
        "+(08",
        rf"(?P<v>(?<![\d.])(?P<area>(?:(?:\+|00)86\)?{GAP}\(?0?|\(86\){GAP}0?|86[ \-]0?|\(?0){_AREA})"
        rf"(?:{GAP}\)?{GAP}|转|杠|[,、](?:再|接着|然后|后[面边]?)?[拨加是]?)"
        rf"(?P<local>[2-9]{DIGIT}{{6,7}})(?!\d)"
        rf"(?:[ \t]{{0,2}}+(?:[\-·.]?\(?(?:转|分机|ext\.?|#|x)|-)[ \t]?\d{{1,5}}(?!\d))?"
        rf"(?:[/、]\d{{7,8}}(?!\d)){{0,3}})",
    ),
    r"(?P<v>(?P<area>0(?<![\d.].)(?:[ \t]\d){2,3})[ \t]{0,2}+[- \t][ \t]{0,2}+(?P<local>[2-9](?:[ \t]\d){6,7}))"
    r"(?![ \t]?\d)",
    led(
        "座固总传宅家小电号tfpTFP",
        r"(?:座机|固话|固定电话|总机|传真|宅电|家电|小灵通|电话|号码|\b[tT]el|\b[fF]ax|\b[pP]hone)(?:号码|号|是|为|"
        r"[: \t\"'|=]){0,6}+"
        rf"(?P<v>(?P<local>[2-8]\d{{2,3}}{GAP}\d{{4}}))(?![\d.]|{GAP}\d)",
    ),
)
def _landline(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number with or without its area; one that stands digit by digit only after a word for telephone."""
    area = match.groupdict().get("area", "").strip("(")
    is_spaced = area[1:2].isspace()
    if is_counted(text, match) or (is_spaced and not is_near(text, match.start("v"), "phone")):
        return None
    head = f"{digits_of(area) if is_spaced else area}-" if area else ""
    return f"{head}{MASK * 4}{digits_of(match['local'])[-4:]}"


# --- Ids --------------------------------------------------------------------------------------------------------------


@RULES.add(
    "qq",
    led(
        "Qq扣抠球企蔻加的我她他",
        r"(?:(?<![A-Za-z])[Qq][ \t]?[Qq]|扣扣|抠抠|扣号|球球|企鹅|蔻蔻|(?<![A-Za-z])[Qq][ \t]?(?=[号:])|"
        r"(?<![\u4e00-\u9fff])扣(?=:)|[加我]扣(?=[ :\d])|"
        r"(?<![A-Za-z])Q(?=[ \t][1-9]\d{6,9}(?!\d))|[加的我她他][Qq](?![A-Za-z]))"
        rf"(?:[\u4e00-\u9fff]{{0,8}},(?=号))?"
        rf"(?:号码|号|账号|邮箱|联系|同号|同微信|[写填改]成|是|为|[: \t|=\"'“「`(\[*]){{0,6}}+"
        rf"(?P<v>[1-9]{DIGIT}{{4,10}}+)(?!\d|\.\d)",
    ),
)
def _qq(text: str, match: re.Match[str]) -> str | None:
    return None if is_amount(text, match) or text.startswith("@", match.end("v")) else ends_of(digits_of(match["v"]), 2)


_PRODUCT = re.compile(
    r"(?i:iphone|android|windows|harmony|version|pay(?:ment)?$|work$|official|mini|https?|user(?:name|_id)?$|null|"
    r"openid|wechat|weixin|false|www|ios(?:\d|$)|app$|live$)"
)


def _id(said: str, sure: int = 99) -> Confirm:
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


for _row in TABLE.rows["id"]:
    _confirm = hidden(_row["hides"]) if "hides" in _row else _id(_row["said"], _row.get("sure", 99))
    RULES.add(_row["kind"], TABLE.pattern(_row))(_confirm)

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
