"""Numbers that stand for somebody: papers, vehicles, bank cards, accounts, orders, number plates."""

from __future__ import annotations

import re
from string import ascii_letters

from .context import before, has_unit, is_amount, is_counted, is_followed, is_near
from .patterns import (
    AS_DIGITS,
    DIGIT,
    EMOJI,
    GAP,
    LISTS,
    LOOKALIKE,
    MASK,
    PLAUSIBLE_ID,
    SPELLED,
    TABLE,
    Rules,
    digits_of,
    ends_of,
    led,
    one_of,
)

RULES = Rules()
"""What finds numbers of papers, cards, accounts and orders."""

PLATES = Rules()
"""What finds number plates, also those whose digits are spelled in Chinese."""

# --- Papers and vehicles ----------------------------------------------------------------------------------------------


@RULES.add(
    "id_card",
    rf"(?P<v>[1-8](?<![\d.].)(?:{DIGIT}{{14}}+(?:{DIGIT}{{2}}{GAP}[\dXx×]|)))(?!\d|\.\d)",
    r"(?P<v>[1-8](?<![A-Za-z\d.].)(?=\d{0,16}[OolI])[\dOolI]{16}[\dOoXx])(?![A-Za-z\d])",
)
def _id_card(text: str, match: re.Match[str]) -> str | None:
    """Confirm an ID number (GB 11643): a province and a date in 18 characters speak for themselves, others need a
    word before them, and so do those with letters in the place of digits."""
    is_lettered = not set("OolI").isdisjoint(match["v"])
    number = re.sub(r"[^\dXx×]", "", match["v"].translate(LOOKALIKE))
    is_plausible = PLAUSIBLE_ID.fullmatch(number) is not None
    is_named = is_near(text, match.start("v"), "identity")
    if not (is_plausible and is_named if is_lettered else is_plausible or is_named) or is_counted(text, match):
        return None
    return number[:4] + MASK * (len(number) - 8) + number[-4:]


_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


@RULES.add("certificate", r"第[ \t]?(?P<v>[A-Za-z]{0,2}\d{5,12})[ \t]?号?")
def _deed(text: str, match: re.Match[str]) -> str | None:
    return ends_of(match["v"], 2) if is_near(text, match.start(), "deeds", 20) else None


@RULES.add(
    "vin",
    r"(?P<v>[A-HJ-NPR-Za-hj-npr-z\d](?:(?<![A-Za-z\d].)|(?<=VIN.))[A-HJ-NPR-Za-hj-npr-z\d]{16})(?![A-Za-z\d])",
    r"(?P<v>[A-HJ-NPR-Z\d](?<![A-Za-z\d].)[A-HJ-NPR-Z\d]{1,8}"
    r"(?:[ ,、\-]{1,2}[A-HJ-NPR-Z\d]{2,9}){1,6}+)(?![A-Za-z\d])",
)
def _vin(text: str, match: re.Match[str]) -> str | None:
    """Confirm a vehicle's number (GB 16735): behind a word for it, or with letters and the right check digit."""
    value = re.sub(r"[ ,、\-]", "", match["v"].upper())
    if len(value) != 17:  # said in groups
        return None
    numbers = [int(sign) if sign.isdigit() else _VIN_VALUES[sign] for sign in value]
    rest = sum(weight * number for weight, number in zip(_VIN_WEIGHTS, numbers, strict=True)) % 11
    is_checked = value[8] == "0123456789X"[rest] and sum(map(str.isalpha, value)) > 3
    return (
        ends_of(value, 3)
        if is_checked
        or any((is_near(text, match.start("v"), "vehicle"), is_followed(text, match.end("v"), "vehicle", 6)))
        else None
    )


# --- Bank cards -------------------------------------------------------------------------------------------------------

_FOURS = re.compile(r"\d{4}(\D)\d{4}\1\d{4}\1\d{4}")


@RULES.add("bank_card", rf"(?P<v>[2-9](?<![\d.].){DIGIT}{{13,18}}+)(?!\d|\.\d)")
def _bank_card(text: str, match: re.Match[str]) -> str | None:
    """Confirm a card number: 62 (UnionPay) speaks for itself, 3 to 5 with the check digit (ISO/IEC 7812-1, annex B) in
    four groups, others after a word for a card, or four groups before one."""
    number = digits_of(match["v"])
    end = match.end("v")
    is_unionpay = number.startswith("62") and len(number) >= 16 and text[end : end + 1] not in {*ascii_letters}
    is_in_fours = _FOURS.fullmatch(match["v"]) is not None
    total = sum(map(int, number[::-2])) + sum(sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    is_sure = is_unionpay or (is_in_fours and number[0] in "345" and total % 10 == 0)
    is_named = is_near(text, match.start("v"), "card") or (is_in_fours and is_followed(text, end, "card", 8))
    if not (is_sure or is_named) or is_counted(text, match):
        return None
    return f"{number[:4]} {MASK * 4} {MASK * 4} {number[-4:]}"


# --- Accounts, orders, parcels ----------------------------------------------------------------------------------------

_VALUE = (
    r"(?P<v>(?:[A-Za-z]{1,6}+[-_ ]?)?"
    rf"(?:\d{{6,40}}+(?:-\d{{1,8}}){{0,2}}|\d{{2,6}}+(?:[,、]\d{{2,6}}){{1,9}}+|\d{{1,6}}(?:{GAP}\d{{1,6}}){{1,9}}+|"
    r"[A-Za-z0-9]{8,40}+))(?![A-Za-z\d])"
)
_PAUSE = r"[^\dA-Za-z\n。!?;]{0,10}+(?:\?\n[^\dA-Za-z\n。!?;:]{1,6}:[ ]?)?(?:(?:No\.?|NO\.?|ID|id)[ \t:]{0,2}+)?"
_ACCOUNT_WORD = (
    rf"(?:户[ \t]?号|{one_of(LISTS['accounts'])}(?:资产|账户|户|出厂)?"
    r"(?:卡号|编号|编码|代码|账号|号码|号)|表[ \t]?(?:计)?号|卡号|[账帐][号户]"
    r"|(?i:\b(?:account|acct|cons|consumer|meter|customer|cust|user|member|reader|subscriber|contract)_?(?:no|id|number|code|card)\b|\baccount\b|"
    r"\bacct\b))"
)
_ORDER_WORD = (
    rf"(?:{one_of(LISTS['orders'])}(?:登记)?(?:编号|单号|号码|码|号|流水号|订单|单|ID|id)?|单[ \t]?号"
    r"|(?i:\b(?:work_?)?order(?:_?(?:id|no|number|sn))?\b|\b(?:ticket|booking|reservation|shipment|parcel|invoice|receipt)(?:_?(?:id|no|number))?\b|\btrade_?no\b|\bserial_?no\b|"
    r"\btracking(?:_?no)?\b|\bwaybill\b))"
)
_ACCOUNT_FIRST = "户表卡账帐acmrsuACMRSU" + "".join(word[0] for word in LISTS["accounts"].split())
_ORDER_FIRST = "单beioprstwBEIOPRSTW" + "".join(word[0] for word in LISTS["orders"].split())
_BACK = r"(?!\d)[ \t\"'`”)\]|,]{0,4}+(?:这个|就?是|为|的|这张|那张){0,2}[ \t]?"
_NUMBER_WORD = re.compile("[号码]|(?i:id|no|number|sn)")
_NO_ORDER = re.compile(
    r"20\d\d-?(?:0[1-9]|1[0-2])-?[0-3]\d(?:-20\d\d(?:0[1-9]|1[0-2])[0-3]\d)?|[A-Za-z]{0,6}-?20\d\d-\d{1,4}|\d{1,3}(?:\.\d{1,3}){3}|(\d)\1+"
)


@RULES.add(
    "account_no",
    led(_ACCOUNT_FIRST, f"{_ACCOUNT_WORD}{_PAUSE}{_VALUE}"),
    rf"(?P<v>\d(?<![\d.].)\d{{7,29}})(?:{_BACK}{_ACCOUNT_WORD}|(?<=\d{{10}})的(?:客户|用户))",
)
def _account(text: str, match: re.Match[str]) -> str | None:
    number = digits_of(match["v"])
    if len(number) < 6 or len(set(number)) == 1 or _is_no_number(match["v"]) or is_amount(text, match):
        return None
    return ends_of(match["v"].strip(), 2 if len(number) < 8 else 3)


@RULES.add(
    "order_no",
    led(_ORDER_FIRST, f"(?P<word>{_ORDER_WORD}){_PAUSE}{_VALUE}"),
    rf"(?P<v>\d(?<![\d.].)\d{{9,29}}){_BACK}(?P<word>{_ORDER_WORD})",
)
def _order(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number behind a word for an order: eight digits, and ten where the word does not say number; but no
    days, no address of a machine and no row of one digit."""
    value, word = match.group("v", "word")
    number = digits_of(value)
    if len(number) < 8 or (len(number) < 10 and not _NUMBER_WORD.search(word)) or is_amount(text, match):
        return None
    return None if _NO_ORDER.fullmatch(value) or _is_no_number(value) else ends_of(value.strip())


_TAIL = TABLE.pieces["tail"]
_OURS = tuple(LISTS["ours"].split())
_NO_NUMBER = re.compile(
    r"[48]00[- ]?(?:\d{3}[- ]?\d{4}|\d{4}[- ]?\d{3})|\d{1,3}(?:,\d{3})+|"
    r"(?:1[012]|9[56])\d{3}(?:[,、](?:1[012]|9[56])\d{3})+|"
    r"[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}"
)


def _is_no_number(value: str) -> bool:
    """Whether a number is a public line or several, an amount with its commas, or drawn by a machine for one of its
    things (UUID, RFC 9562)."""
    return _NO_NUMBER.fullmatch(value) is not None


@RULES.add(
    "certificate",
    r"[号卡证单](?<=[\u4e00-\u9fff].)(?<=(?=.(?:号码|编号|单号|码)?(?:[: \t\"'“‘「`(*|=【\[,]|就?[是为叫在]){0,4}+"
    rf"(?P<v>(?:[A-Za-z]{{1,6}}\d{{0,5}}[-_ ]?)?\d[A-Za-z\d]{{2,}}(?:[-_][A-Za-z\d]{{1,20}}){{0,4}}+){_TAIL}).)",
)
def _numbered(text: str, match: re.Match[str]) -> str | None:
    """Confirm six digits and more behind whatever is called a 号 (eight behind a card, a paper or a slip): no day, no
    public line, no number of a thing of ours."""
    value, sign = match["v"], text[match.start()]
    is_short = len(digits_of(value)) < (6 if sign == "号" else 8)
    is_count = is_counted(text, match) or is_amount(text, match)
    what = before(text, match.start(), 8).rstrip("编")
    is_ours = (sign == "号" and what.endswith(_OURS)) or not re.search(r"[\u4e00-\u9fff]$", what)
    if is_short or is_count or is_ours or _NO_ORDER.fullmatch(value) or _is_no_number(value):
        return None
    return ends_of(value, 2)


# --- Number plates ----------------------------------------------------------------------------------------------------

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_FORCES = "军空海北沈兰济南广成"
_PLATE_GAP = rf"(?:[ \t\-·.,、点杠]|\*\*|{EMOJI}){{0,3}}+"
_PLATE_CHARS = ("A-HJ-NP-Za-hj-np-z0-9", f"A-HJ-NP-Za-hj-np-z0-9{SPELLED}")
_PLATE_TAIL = re.compile(r"(?=(?:.*\d){3})[A-Z\d]{5}|[A-HJK][A-Z\d]\d{4}|\d{5}[A-HJK]")
_SPECIAL_TAIL = re.compile(rf"[A-Z\d]{{4}}|{_PLATE_TAIL.pattern}")
_MODEL = re.compile("套餐|型|系列|类|股")


@PLATES.add(
    "plate",
    *(
        led(
            f"{_PROVINCES}W{_FORCES}",
            r"(?P<v>(?<!阿里)(?<!腾讯)(?<!华为)(?P<head>"
            rf"[{_PROVINCES}]{_PLATE_GAP}(?:[A-HJ-NP-Za-hj-np-z]|O(?=\d{{4}}[\d警]))"
            rf"|WJ[\u4e00-\u9fff]?{_PLATE_GAP}(?=\d)|[{_FORCES}][A-HJ-NP-Z](?={_PLATE_GAP}\d{{5}})){_PLATE_GAP}"
            rf"(?P<tail>[{chars}](?:{_PLATE_GAP}[{chars}]){{3,5}}+)(?P<mark>挂|学|警|港|澳|领|使|试|超|应急)?)"
            r"(?![A-Za-z0-9])",
        )
        for chars in _PLATE_CHARS
    ),
)
def _plate(text: str, match: re.Match[str]) -> str | None:
    """Confirm a plate (GA 36): five characters, three of them digits; six of a new-energy car, its letter at an end;
    four and a mark."""
    head, tail, mark = match.group("head", "tail", "mark")
    tail = re.sub("[^A-Z0-9]", "", tail.translate(AS_DIGITS).upper())
    shape = _SPECIAL_TAIL if mark or "WJ" in head else _PLATE_TAIL
    if not shape.fullmatch(tail) or has_unit(text, match.end("v")) or _MODEL.match(text, match.end("v")):
        return None
    return f"{head}·{MASK * 3}{tail[-2:]}{mark or ''}"


PLATES.add("plate", r"车[牌号照]{0,3}[^\n\d车]{0,6}(?P<v>使[ \t·]?\d{3}[ \t·]?\d{3})(?!\d)")(
    lambda text, match: f"使{MASK * 3}{match['v'][-2:]}"
)
