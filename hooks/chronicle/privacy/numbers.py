"""Numbers that stand for somebody: papers, vehicles, bank cards, accounts, orders, number plates."""

from __future__ import annotations

import re
from string import ascii_letters

from .context import before, has_unit, is_amount, is_counted, is_followed, is_near
from .patterns import AS_DIGITS, LISTS, LOOKALIKE, MASK, PLAUSIBLE_ID, digits_of, ends_of

# --- Papers and vehicles ----------------------------------------------------------------------------------------------


def id_card(text: str, match: re.Match[str]) -> str | None:
    """Confirm an ID number (GB 11643): a province and a date in 18 characters speak for themselves, others need a
    word before them, and so do those with letters in the place of digits."""
    is_lettered = not set("OolI").isdisjoint(match["v"])
    number = re.sub(r"[^\dXx×]", "", match["v"].translate(LOOKALIKE))
    is_plausible = PLAUSIBLE_ID.fullmatch(number) is not None
    is_named = is_near(text, match.start("v"), "identity")
    if not (is_plausible and is_named if is_lettered else is_plausible or is_named) or is_counted(text, match):
        return None
    return number[:4] + MASK * (len(number) - 8) + number[-4:]


def deed(text: str, match: re.Match[str]) -> str | None:
    """Confirm 第…号 behind a word for the deed of a house."""
    return ends_of(match["v"], 2) if is_near(text, match.start(), "deeds", 20) else None


_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def vin(text: str, match: re.Match[str]) -> str | None:
    """Confirm a vehicle's number (GB 16735): behind a word for it, or with letters and the right check digit."""
    value = re.sub(r"[ ,、\-]", "", match["v"].upper())
    if len(value) != 17:  # said in groups
        return None
    numbers = [int(sign) if sign.isdigit() else _VIN_VALUES[sign] for sign in value]
    rest = sum(weight * number for weight, number in zip(_VIN_WEIGHTS, numbers, strict=True)) % 11
    is_checked = value[8] == "0123456789X"[rest] and sum(map(str.isalpha, value)) > 3
    is_named = is_near(text, match.start("v"), "vehicle") or is_followed(text, match.end("v"), "vehicle", 6)
    return ends_of(value, 3) if is_checked or is_named else None


# --- Bank cards -------------------------------------------------------------------------------------------------------

_FOURS = re.compile(r"\d{4}(\D)\d{4}\1\d{4}\1\d{4}")


def bank_card(text: str, match: re.Match[str]) -> str | None:
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

_NUMBER_WORD = re.compile("[号码]|(?i:id|no|number|sn)")
_NO_ORDER = re.compile(
    r"20\d\d-?(?:0[1-9]|1[0-2])-?[0-3]\d(?:-20\d\d(?:0[1-9]|1[0-2])[0-3]\d)?|[A-Za-z]{0,6}-?20\d\d-\d{1,4}|\d{1,3}(?:\.\d{1,3}){3}|(\d)\1+"
)


def account(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number behind or before a word for an account: six digits, not all the same, and no amount."""
    number = digits_of(match["v"])
    if len(number) < 6 or len(set(number)) == 1 or _is_no_number(match["v"]) or is_amount(text, match):
        return None
    return ends_of(match["v"].strip(), 2 if len(number) < 8 else 3)


def order(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number behind a word for an order: eight digits, and ten where the word does not say number; but no
    days, no address of a machine and no row of one digit."""
    value, word = match.group("v", "word")
    number = digits_of(value)
    if len(number) < 8 or (len(number) < 10 and not _NUMBER_WORD.search(word)) or is_amount(text, match):
        return None
    return None if _NO_ORDER.fullmatch(value) or _is_no_number(value) else ends_of(value.strip())


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


def numbered(text: str, match: re.Match[str]) -> str | None:
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

_PLATE_TAIL = re.compile(r"(?=(?:.*\d){3})[A-Z\d]{5}|[A-HJK][A-Z\d]\d{4}|\d{5}[A-HJK]")
_SPECIAL_TAIL = re.compile(rf"[A-Z\d]{{4}}|{_PLATE_TAIL.pattern}")
_MODEL = re.compile("套餐|型|系列|类|股")


def plate(text: str, match: re.Match[str]) -> str | None:
    """Confirm a plate (GA 36): five characters, three of them digits; six of a new-energy car, its letter at an end;
    four and a mark."""
    head, tail, mark = match.group("head", "tail", "mark")
    tail = re.sub("[^A-Z0-9]", "", tail.translate(AS_DIGITS).upper())
    shape = _SPECIAL_TAIL if mark or "WJ" in head else _PLATE_TAIL
    if not shape.fullmatch(tail) or has_unit(text, match.end("v")) or _MODEL.match(text, match.end("v")):
        return None
    return f"{head}·{MASK * 3}{tail[-2:]}{mark or ''}"


def embassy_plate(text: str, match: re.Match[str]) -> str:
    """Confirm every one: 使 and six digits."""
    return f"使{MASK * 3}{match['v'][-2:]}"
