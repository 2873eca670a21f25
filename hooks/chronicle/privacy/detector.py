"""Find and mask personal data in Chinese customer-service text.

The text is first made plain (:mod:`.disguise`). Rules then look at the plain text, each a pattern whose repeats are
bounded or possessive, so that time grows with the length of the text and nothing else; what a pattern proposes, a small
function confirms with what stands around it, and looks at no more of the text than that. Checksums only ever speak for
a finding, never against one.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

from .normalize import plain

LABELS = {
    "id_card": "身份证号",
    "email": "邮箱",
    "bank_card": "银行卡号",
    "mobile": "手机号",
    "landline": "固定电话",
    "account_no": "户号",
    "order_no": "单号",
    "plate": "车牌",
    "wechat": "微信号",
    "qq": "QQ 号",
    "address": "详细地址",
    "name": "客户姓名",
}
"""What a reader calls each kind. Of two readings of the same characters the kind that stands first here is told."""

_KINDS = tuple(LABELS)
_MOST_RULES = 32  # for one kind


def _rank(kind: str, place: int = _MOST_RULES - 1) -> int:
    """Return the rank of a rule: by its kind, then by its place among the rules."""
    return _KINDS.index(kind) * _MOST_RULES + place


_Hit = tuple[int, int, int, str]
"""A finding in plain text, so that sorting puts first what is told: start, negative end, rank of the rule, mask.

Hits are made by the hundred thousand, and bare tuples of numbers and text cost least.
"""


class Finding(NamedTuple):
    """Personal data at ``text[start:end]`` of the original text: its kind (a key of :data:`LABELS`) and what may
    stand there instead."""

    start: int
    end: int
    kind: str
    masked: str


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SPELLED = "零〇○洞一壹幺二贰两三叁四肆五伍六陆七柒拐八捌九玖勾"
_CHINESE = str.maketrans(_SPELLED, "00001112223344556677788999")
_SPOKEN = re.compile(rf"[\d{_SPELLED}](?<![\d{_SPELLED}].)(?:[ \t.\-·,、转杠点空格横]{{0,2}}[\d{_SPELLED}]){{4,}}+")


def _spoken(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return *text* with numbers spelled in Chinese digits (five or more in a row) in ASCII ones, and where they
    stand; its length stays."""
    parts, places, done = [], [], 0
    for match in _SPOKEN.finditer(text):
        digits = match[0].translate(_CHINESE)
        if digits != match[0]:
            start, end = match.span()
            parts += [text[done:start], digits]
            places.append((start, end))
            done = end
    return "".join([*parts, text[done:]]), places


def _led(first: str, body: str) -> str:
    """Return a pattern for *body* that is tried only where a character of *first* stands; what is wanted is in its
    groups.

    The engine runs through a text at full speed for a set of characters at the head of a pattern, and at a tenth of it
    for a choice of words there. Only the first character is consumed: every place is tried, and the repeats in *body*
    bound the time.
    """
    return f"[{first}](?<=(?={body}).)"


def _one_of(words: str) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words.split(), key=lambda word: (-len(word), word)))) + ")"


# --- Numbers ----------------------------------------------------------------------------------------------------------

_STAR = r"(?<!\*)\*{1,2}(?!\*)"  # emphasis may split a number; the stars of a mask may not join one
_GAPS = rf"(?:[ \t.\-·_~'`/\\]|{_STAR})"
_GAP = rf"{_GAPS}{{0,2}}+"
_DIGIT = rf"(?:\d|{_GAPS}{{1,2}}+\d)"  # one more digit; most stand without a gap, and that is tried first
_UNIT = re.compile(
    r"[ \t]?(?=[毫微秒分小元美万亿次户千公度字条件笔步米倍%人页行mkKMb])"
    r"(?:毫秒|微秒|秒(?!杀)|分钟|小时|元(?!旦)|美元|万|亿|次(?!日)|户(?!主|名|号)|千瓦|千米|公里|度(?!假)|"
    r"字(?!条)|条(?!短)|件(?!事)|笔|步|"
    r"米(?![\u4e00-\u9fff])|倍|%|人次|人(?=[,。;、\s]|$)|页|行(?=[,。])|ms\b|kWh|KB|MB|bytes)"
)
_AMOUNTS = (
    "¥", "$", "€", "≈", "~", "±", "预算", "时长", "毫秒数", "批次", "批号", "批次号", "批", "序列", "序列号", "条码",
    "条形码", "样本", "样本号", "样本编号", "样例", "型号", "版本", "版本号", "文号", "圆周率", "系数", "合计",
    "总计", "总量", "累计", "共计", "话务量", "阅读量", "访问量", "标准号", "期号", "书号", "isbn", "issn", "_ms",
    "_s", "total", "count", "amount", "bytes", "size", "timestamp", "seed", "ratio", "rate", "build", "version",
    "hash", "sha1", "sha256", "sn",
)  # fmt: skip
_AMOUNT_ENDS = frozenset(word[-1] for word in _AMOUNTS)
_PHONE_WORD = re.compile(
    _led(
        "电手号联回拨致来短微座固传热呼打留tpmcTPMC",
        r"(?:电话|手机|号码|联系|回拨|拨打|致电|来电|短信|微信|座机|固话|传真|热线|呼叫|打给|留的|(?i:tel|phone|"
        r"mobile|call))",
    )
)
_CARD_WORD = re.compile(
    _led("卡银账帐打退汇转bciBCI", r"(?:卡|银行|账号|帐号|账户|打到|退到|汇|转到|(?i:bank|card|iban))")
)
_ID_WORD = re.compile(_led("身证老一实icsICS", r"(?:身份|证件|证号|老证|一代|实名|(?i:\bid_?card|cert|\bidno|\bsfz))"))


_NO_DIGIT = re.compile(r"\D")


def _digits(text: str) -> str:
    return text if text.isdigit() else _NO_DIGIT.sub("", text)


def _before(text: str, at: int, reach: int) -> str:
    """Return the *reach* characters before *at*, as far as they stand in the same line."""
    return text[max(0, at - reach) : at].rpartition("\n")[2]


def _near(text: str, at: int, word: re.Pattern[str], reach: int = 14) -> bool:
    """Tell whether *word* stands in the *reach* characters before *at*, in the same line."""
    return word.search(_before(text, at, reach)) is not None


def _counts(text: str, match: re.Match[str]) -> bool:
    """Tell whether the number counts or versions something: a unit follows, or a word for a quantity or a series
    comes before."""
    start, end = match.span("v")
    before = text[max(0, start - 18) : start].rstrip(" \t\"'`:=为是达约").lower()
    if before[-1:] in _AMOUNT_ENDS and before.endswith(_AMOUNTS) and not before.endswith("account"):
        return True
    return _UNIT.match(text, end) is not None


_MOBILE_GAPS = rf"(?:[ \t.\-·_~'`/\\,、()转点杠空格横隔再后面+]|{_STAR})"
_MOBILE_GAP = rf"{_MOBILE_GAPS}{{0,3}}+"
_MOBILE = re.compile(
    _led(
        "+(0-9lI",
        rf"(?P<v>(?<!\d)(?:(?<!\d\.)|(?m:(?<=^\d\.)))"
        rf"(?P<prefix>\(?\+?(?:00)?86\)?{_MOBILE_GAP}|(?:17951|17911|17909|12593){_GAP}|0(?=1))?"
        rf"(?P<body>(?:[1lI][3-9][\dOolI]|(?<!\d[ .\-*])[1lI](?![3-9]){_MOBILE_GAP}[3-9](?!\d){_MOBILE_GAP}[\dOolI])"
        rf"(?:[\dOolI]|{_MOBILE_GAPS}{{1,3}}+[\dOolI]){{8}})(?!\d|\.\d))",
    )
)
_MOBILE_SHAPES = {
    (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 5, 3), (8, 3), (3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 2, 2, 4), (3, 2, 3, 3),
    (1,) * 11,
}  # fmt: skip
_LOOKALIKE = str.maketrans("OolI", "0011")
_DIGIT_RUN = re.compile(r"\d+")
_LISTED = re.compile("[,、/+]")
_LETTER = re.compile("[A-Za-z]")


def _mobile(text: str, match: re.Match[str]) -> str | None:
    """Confirm eleven digits that begin like a mobile number: grouped as one, or after a word for telephone, and no
    count of anything."""
    prefix, body = match.group("prefix", "body")
    number, sure = (body, True) if body.isdigit() else _joined(body)
    if not sure or text[match.end("v") : match.end("v") + 1] in _LETTERS:
        listed = len(_digits(body)) < 8 or _LISTED.search(body) is not None
        if listed or not (_near(text, match.start("v"), _PHONE_WORD) or _is_named_after(text, match)):
            return None
    return None if _counts(text, match) else f"{prefix or ''}{number[:3]}****{number[-4:]}"


def _is_named_after(text: str, match: re.Match[str]) -> bool:
    """Tell whether a number with letters in the place of digits is called a telephone behind it."""
    end = match.end("v")
    return _LETTER.search(match["body"]) is not None and _PHONE_WORD.search(text, end, end + 14) is not None


def _joined(body: str) -> tuple[str, bool]:
    """Return the eleven digits of *body*, and whether they stand in groups as people write a mobile number; a list of
    numbers has commas and other groups, and a letter is no digit for sure."""
    runs = _DIGIT_RUN.findall(body)
    number = "".join(runs)
    if len(number) < 11:
        return _digits(body.translate(_LOOKALIKE)), False
    shape = tuple(map(len, runs))
    return number, shape in _MOBILE_SHAPES and (shape == (3, 4, 4) or _LISTED.search(body) is None)


_FOREIGN_PHONE = re.compile(
    rf"[+0](?<=(?=(?P<v>(?:\+|(?<![\d.])00)(?!86)(?:1|7|[2-6]\d|8[1-9]\d?|9[0-8]\d?)[ \t]?\(?"
    rf"{_DIGIT}{{1,3}}\)?{_DIGIT}{{6,9}}+)(?!\d)).)"
)
_GROUPS = re.compile(r"\d[ -]\d")


def _foreign_phone(text: str, match: re.Match[str]) -> str | None:
    grouped = match["v"][0] == "+" and _GROUPS.search(match["v"]) is not None
    if _counts(text, match) or not (grouped or _near(text, match.start("v"), _PHONE_WORD)):
        return None
    return f"{match['v'][:3]}****{_digits(match['v'])[-4:]}"


_AREA = r"(?:10|2[0-57-9]|3[1-9]\d|4[1-8]\d|5[1-9]\d|6[3-9]\d|7\d\d|8[1-9]\d|9[0-9]\d)"
_LANDLINE = re.compile(
    _led(
        "+(08",
        rf"(?P<v>(?<![\d.])(?P<area>(?:(?:\+|00)86\)?{_GAP}\(?0?|\(86\){_GAP}0?|86[ \-]0?|\(?0){_AREA})"
        rf"(?:{_GAP}\)?{_GAP}|转|杠|[,、])"
        rf"(?P<local>[2-9]{_DIGIT}{{6,7}})(?!\d)"
        rf"(?:[ \t]{{0,2}}+(?:[\-·.]?\(?(?:转|分机|ext\.?|#|x)|-)[ \t]?\d{{1,5}}(?!\d))?"
        rf"(?:[/、]\d{{7,8}}(?!\d)){{0,3}})",
    )
)
_SPACED_LANDLINE = re.compile(
    r"(?P<v>0(?<![\d.].)(?P<area>(?:[ \t]\d){2,3})[ \t]{0,2}+[- \t][ \t]{0,2}+(?P<local>[2-9](?:[ \t]\d){6,7}))"
    r"(?![ \t]?\d)"
)
_LOCAL = re.compile(
    _led(
        "座固总传宅小电号tfpTFP",
        r"(?:座机|固话|固定电话|总机|传真|宅电|小灵通|电话|号码|\b[tT]el|\b[fF]ax|\b[pP]hone)(?:号码|号|是|为|"
        r"[: \t\"'|=]){0,6}+"
        rf"(?P<v>[2-8]\d{{2,3}}{_GAP}\d{{4}})(?![\d.]|{_GAP}\d)",
    )
)


def _spaced_landline(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number that stands digit by digit: only after a word for telephone."""
    said = _near(text, match.start("v"), _PHONE_WORD) and not _counts(text, match)
    return f"0{_digits(match['area'])}-****{_digits(match['local'])[-4:]}" if said else None


def _landline(text: str, match: re.Match[str]) -> str | None:
    return None if _counts(text, match) else f"{match['area'].strip('(')}-****{_digits(match['local'])[-4:]}"


def _local(text: str, match: re.Match[str]) -> str | None:
    return None if _counts(text, match) else f"****{match['v'][-4:]}"


_ID_CARD = re.compile(
    rf"(?P<v>[1-8](?<![\d.].)(?:{_DIGIT}{{14}}+(?:{_DIGIT}{{2}}{_GAP}[\dXx×]|)))(?!\d|\.\d)",
)
_ID_PLAUSIBLE = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])\d{4}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|"
    r"3[01])\d{3}[\dXx×]"
)


_NO_ID = re.compile(r"[^\dXx×]")


def _id_card(text: str, match: re.Match[str]) -> str | None:
    """Confirm an ID number (GB 11643): a province and a date in 18 characters speak for themselves, others need a
    word before them."""
    number = _NO_ID.sub("", match["v"])
    if not (_ID_PLAUSIBLE.fullmatch(number) or _near(text, match.start("v"), _ID_WORD)) or _counts(text, match):
        return None
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


_LETTERED_ID = re.compile(
    r"(?P<v>[1-8](?<![A-Za-z\d.].)(?=\d{0,16}[OolI])[\dOolI]{16}[\dOoXx])(?![A-Za-z\d])",
)


def _lettered_id(text: str, match: re.Match[str]) -> str | None:
    """Confirm an ID number with letters in the place of digits: with a province and a date, after a word for it."""
    number = match["v"].translate(_LOOKALIKE)
    sure = _ID_PLAUSIBLE.fullmatch(number) and _near(text, match.start("v"), _ID_WORD)
    return number[:4] + "*" * (len(number) - 8) + number[-4:] if sure else None


_PASSPORT = re.compile(
    _led(
        "护通回台军驾居p",
        r"(?:护照|通行证|回乡证|台胞证|军官证|驾驶证|驾照|居留证|passport)(?:号码|号|编号|是|为|[Nn]o\.?|[: \t\"'|"
        r"=]){0,5}+"
        rf"(?P<v>[A-Za-z]{{0,3}}{_GAP}\d{{6,12}})(?!\d)",
    )
)


def _passport(text: str, match: re.Match[str]) -> str | None:
    return None if _counts(text, match) else f"{match['v'][:2]}****{match['v'][-2:]}"


_BANK_CARD = re.compile(rf"(?P<v>[2-9](?<![\d.].){_DIGIT}{{13,18}}+)(?!\d|\.\d)")
_FOURS = re.compile(r"\d{4}(\D)\d{4}\1\d{4}\1\d{4}")


def _luhn(number: str) -> bool:
    """Tell whether the check digit of *number* is right (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[::-2])) + sum(doubled)) % 10 == 0


def _bank_card(text: str, match: re.Match[str]) -> str | None:
    """Confirm a card number: 62 (UnionPay) speaks for itself, 3 to 5 with the check digit in four groups, others
    after a word for a card, or four groups before one."""
    number = _digits(match["v"])
    end = match.end("v")
    unionpay = number.startswith("62") and len(number) >= 16 and text[end : end + 1] not in _LETTERS
    fours = _FOURS.fullmatch(match["v"]) is not None
    sure = unionpay or (fours and number[0] in "345" and _luhn(number))
    named = sure or _near(text, match.start("v"), _CARD_WORD) or (fours and _CARD_WORD.search(text, end, end + 8))
    if not named or _counts(text, match):
        return None
    return f"{number[:4]} **** **** {number[-4:]}"


# --- Numbers and ids behind a word ------------------------------------------------------------------------------------

_VALUE = (
    r"(?:[A-Za-z]{1,6}+[-_ ]?)?"
    rf"(?:\d{{6,40}}+(?:-\d{{1,8}}){{0,2}}|\d{{1,6}}(?:{_GAP}\d{{1,6}}){{1,9}}+|[A-Za-z0-9]{{8,40}}+)"
)
_LINK = r"(?:(?:No\.?|NO\.?|ID|id)[ \t:]{0,2}+)?"
_PAUSE = r"[^\dA-Za-z\n。!?;]{0,10}+"
_ACCOUNT_FIRST = "户客用会缴表资电水气智燃合宽社医公积储档卡账帐acmuACMU"
_ACCOUNT_WORD = (
    r"(?:户[ \t]?号|(?:客户|用户|会员|缴费|户主|表计|资产|电表|水表|气表|电能表|智能表|燃气|合同|宽带|社保|医保|"
    r"公积金|积分|储值|档案)(?:资产|账户|户|出厂)?"
    r"(?:卡号|编号|编码|代码|账号|号码|号)|表[ \t]?(?:计)?号|卡号|[账帐][号户]"
    r"|(?i:\b(?:account|acct|cons|consumer|meter|customer|cust|user|member)_?(?:no|id|number|code)\b|\baccount\b|"
    r"\bacct\b))"
)
_ORDER_FIRST = "顺圆中韵极德E工订流交受运快物保报投发回凭案预退支申派单业包取服合协小收缴来充换诉督挂邮商otswOTSW"
_ORDER_WORD = (
    r"(?:(?:工单|订单|流水|交易|受理|运单|快递|物流|保单|报修|投诉|发票|回执|凭证|案件|预约|退款|支付|申请|派工|单据|"
    r"业务|包裹|快件|取件|服务|合同|协议|小票|"
    r"收据|缴费|回单|来单|报装|充电|换电|诉求|督办|派单|挂号|邮件|商户|商家|顺丰|圆通|中通|申通|韵达|极兔|德邦|邮政|EMS)(?:登记)?(?:编号|单号|号码|码|号|流水号|"
    r"订单|单|ID|id)?|单[ \t]?号"
    r"|(?i:\b(?:work_?)?order(?:_?(?:id|no|number|sn))?\b|\bticket(?:_?(?:id|no))?\b|\btrade_?no\b|\bserial_?no\b|"
    r"\btracking(?:_?no)?\b|\bwaybill\b))"
)
_BACK = r"(?!\d)[ \t\"'`”)\]|,]{0,4}+(?:这个|就?是|为|的|这张|那张){0,2}[ \t]?"
_ACCOUNT = re.compile(_led(_ACCOUNT_FIRST, rf"{_ACCOUNT_WORD}{_PAUSE}{_LINK}(?P<v>{_VALUE})(?![A-Za-z\d])"))
_ORDER = re.compile(_led(_ORDER_FIRST, rf"(?P<word>{_ORDER_WORD}){_PAUSE}{_LINK}(?P<v>{_VALUE})(?![A-Za-z\d])"))
_ACCOUNT_AFTER = re.compile(rf"(?P<v>\d(?<![\d.].)\d{{7,29}})(?:{_BACK}{_ACCOUNT_WORD}|(?<=\d{{10}})的(?:客户|用户))")
_ORDER_AFTER = re.compile(rf"(?P<v>\d(?<![\d.].)\d{{9,29}}){_BACK}(?P<word>{_ORDER_WORD})")
_PARCEL = re.compile(
    r"(?P<v>[SYZJDEH](?<![A-Za-z\d].)(?<=(?=SF|YT|ZTO|STO|JD|JT|DPK|YD|EMS|HT).)[A-Z]{0,4}\d{10,15}"
    r"|SF(?<![A-Za-z\d]..)[ -]?\d{4}[ -]\d{4}[ -]\d{4}(?:[ -]?\d{1,3})?"
    r"|[CELRVS][A-Z](?<![A-Za-z\d]..)\d{9}[A-Z]{2})(?![A-Za-z\d])"
)
_QQ = re.compile(
    _led(
        "Qq扣抠球企加的",
        r"(?:(?<![A-Za-z])[Qq][ \t]?[Qq]|扣扣|抠抠|扣号|球球|企鹅|(?<![A-Za-z])[Qq][ \t]?(?=[号:])|"
        r"(?<![\u4e00-\u9fff])扣(?=:)|"
        r"(?<![A-Za-z])Q(?=[ \t][1-9]\d{6,9}(?!\d))|[加的][Qq](?![A-Za-z]))"
        rf"(?:号码|号|账号|邮箱|联系|同号|同微信|是|为|[: \t|=\"'“「`(\[*]){{0,6}}+"
        rf"(?P<v>[1-9]{_DIGIT}{{4,10}}+)(?!\d|\.\d)",
    )
)


def _middle(value: str, keep: int = 3) -> str:
    return f"{value[:keep]}****{value[-keep:]}"


_DECIMAL = re.compile(r"\.\d")
_AMOUNT_WORD = re.compile(_led("余金欠总合", "(?:余额|金额|欠费|总额|合计)"))


def _counted(text: str, match: re.Match[str]) -> bool:
    start, end = match.span("v")
    near = max(0, start - 6)
    line = text.rfind("\n", near, start) + 1  # what the line above says is of another number
    return (
        _UNIT.match(text, end) is not None
        or text.startswith(("¥", "$", "~"), max(0, start - 1))
        or _DECIMAL.match(text, end) is not None
        or _AMOUNT_WORD.search(text, max(near, line), start) is not None
    )


def _account(text: str, match: re.Match[str]) -> str | None:
    number = _digits(match["v"])
    return (
        None if len(number) < 6 or _counted(text, match) else _middle(match["v"].strip(), 2 if len(number) < 8 else 3)
    )


_NUMBER_WORD = re.compile("[号码]|(?i:id|no|number|sn)")
_NO_ORDER = re.compile(
    r"20\d\d(?:0[1-9]|1[0-2])[0-3]\d(?:-20\d\d(?:0[1-9]|1[0-2])[0-3]\d)?|\d{1,3}(?:\.\d{1,3}){3}|(\d)\1+"
)


def _order(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number behind a word for an order: eight digits, and ten where the word does not say number; but no
    days, no address of a machine and no row of one digit."""
    value, word = match.group("v", "word")
    number = _digits(value)
    if len(number) < 8 or (len(number) < 10 and not _NUMBER_WORD.search(word)) or _counted(text, match):
        return None
    return None if _NO_ORDER.fullmatch(value) else _middle(value.strip())


def _parcel(text: str, match: re.Match[str]) -> str:
    return _middle(match["v"], 4)


def _qq(text: str, match: re.Match[str]) -> str | None:
    return None if _counted(text, match) or text.startswith("@", match.end("v")) else _middle(_digits(match["v"]), 2)


_WECHAT_WORD = (
    r"(?:微[ \t]?[信芯❤♥]|[薇威徽维][信芯❤♥]|[Vv][信❤♥]|卫星号|绿泡泡|绿泡|(?<![A-Za-z])(?i:we_?chat|weixin|vx|"
    r"wx)(?![a-z])|[加我+]薇|[加+]微(?![信型])|(?:[加我]|(?<![A-Za-z])\+)[vV](?![A-Za-z])|"
    r"(?<![A-Za-z])[vV](?=[:号]))"
)
_WECHAT = re.compile(
    _led(
        "微薇威徽维Vv卫绿wW加我+",
        rf"{_WECHAT_WORD}(?P<link>(?:账号|帐号|号码|号|ID|id|名|同号|联系|就?是|为|改成|搜索?|加我?|叫|[: \t|"
        rf"=\"'“”「『`(*【\[<]){{0,8}}+)"
        r"(?P<v>(?:[A-Za-z][A-Za-z0-9_\-]{4,19}|[1-9]\d{5,11}))(?![A-Za-z0-9_@\-]|\.[A-Za-z0-9])",
    )
)
_WECHAT_AFTER = re.compile(
    r"(?P<v>[A-Za-z](?<![A-Za-z0-9_\-./@].)[A-Za-z0-9_\-]{5,19}+)[ \t\"'”`)]{0,3}+\(?(?:是|为|"
    r"这个)?[我他她您的客户本人]{0,4}"
    rf"{_WECHAT_WORD}(?!支付|小程序|公众)"
)
_WXID = re.compile(r"(?P<v>wxid_[A-Za-z0-9]{6,24})")
_PRODUCT = re.compile(
    r"(?i:iphone|android|windows|harmony|version|pay(?:ment)?$|work$|official|mini|https?|user(?:name|_id)?$|null|"
    r"openid|wechat|weixin|false)"
)


_ID_SIGN = re.compile(r"[\d_\-]")
_EXPLICIT = re.compile(r"[号:|=\"“「加搜是]|(?i:id)")


def _wechat(text: str, match: re.Match[str]) -> str | None:
    """Confirm a WeChat id: it has a digit, - or _ in it, or stands after 号, ID, a colon, a table's bar or a quote."""
    value, link = match["v"], match["link"]
    if (value.isdigit() and not ("号" in link or ":" in link)) or _counted(text, match) or _PRODUCT.match(value):
        return None
    return f"{value[0]}***{value[-1]}" if _ID_SIGN.search(value) or _EXPLICIT.search(link) else None


def _wechat_after(text: str, match: re.Match[str]) -> str | None:
    value = match["v"]
    return f"{value[0]}***{value[-1]}" if _ID_SIGN.search(value) and not _PRODUCT.match(value) else None


def _wxid(text: str, match: re.Match[str]) -> str:
    return f"w***{match['v'][-1]}"


# --- E-mail -----------------------------------------------------------------------------------------------------------

_AT = re.compile(
    r"(?:[ \t]{0,2}\\?@{1,2}[ \t]{0,2}|[ \t]?[\[({<【](?:at|AT|艾特|@)[\])}>】][ \t]?|[ \t]?(?:艾特|圈a|小老鼠)[ \t]?|"
    r"#(?=(?:qq|163|126|139|189|sina|sohu|gmail|outlook|hotmail|foxmail|aliyun|yahoo)\.)|[ \t](?:at|AT)[ \t])"
    r"(?P<domain>[A-Za-z0-9][A-Za-z0-9\-]{0,62}+"
    r"(?:(?:[ \t]?[.。][ \t]?|[ \t]?[\[({](?:dot|点|\.)[\])}][ \t]?|点|[ \t](?:dot|DOT)[ \t])"
    r"[A-Za-z0-9\-]{1,63}+){1,5}+(?<=[A-Za-z]{2}))"
)
_EMAIL = re.compile(rf"[A-Za-z0-9_\-](?=[ \t\\@\[({{<【艾圈小#])(?<=(?=.(?P<v>{_AT.pattern})).)")
_LOCAL_PART = "".join(sorted(_LETTERS)) + "0123456789._%+-"
_ROLES = re.compile(
    r"(?i:git|no-?reply|do-?not-?reply|example|x+|name|user(?:name)?|yourname|someone|abc|test|services?|support|help|"
    r"info|contact|kefu|admin|postmaster|"
    r"webmaster|hr|sales|office|press|security)"
)
_RESERVED = re.compile(r"(?i:(?:.*\.)?(?:example\.(?:com|org|net|cn)|test|invalid|localhost|xxx?\.com))")
_KNOWN_END = re.compile(r"(?i:com|cn|net|org|edu|gov|me|io|cc|hk|tw|jp|uk|de|fr)")
_FILE_END = re.compile(r"(?i:png|jpe?g|gif|svg|webp|js|ts|css|html?|md|py|json|ya?ml|mp[34]|wav|txt|zip)")


def _is_mail(local: str, domain: str, spelled: bool) -> bool:
    """Tell whether local part and domain are somebody's; where the sign is *spelled* out, the end must be known."""
    end = domain.rpartition(".")[2]
    known = _KNOWN_END.fullmatch(end) is not None if spelled else end.isalpha() and not _FILE_END.fullmatch(end)
    return known and not (_RESERVED.fullmatch(domain) or _ROLES.fullmatch(local))


_DOT = re.compile(r"[ \t]?[\[({]?(?:dot|DOT|点|[.。])[\])}]?[ \t]?")


def _emails(text: str) -> Iterator[_Hit]:
    """Yield every e-mail address of a person: found from its sign outwards, so that no stretch is read twice.

    The addresses of roles (service@, support@) and those reserved for examples (RFC 2606) are nobody's secret.
    """
    rank = _rank("email")
    for match in _EMAIL.finditer(text):
        end = match.end()
        before = text[max(0, end - 64) : end]
        local = before[len(before.rstrip(_LOCAL_PART)) :]
        domain = _DOT.sub(".", match["domain"])
        if _is_mail(local, domain, spelled="@" not in match["v"]):
            yield end - len(local), -match.end("v"), rank, f"{local[0]}***@{domain}"


# --- Plates -----------------------------------------------------------------------------------------------------------

_PLATE_GAP = r"(?:[ \t\-·.]|\*\*){0,3}+"
_PLATE = re.compile(
    _led(
        "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼W军空海北沈兰济南广成",
        rf"(?P<v>(?<!阿里)(?<!腾讯)(?<!华为)(?P<head>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{_PLATE_GAP}(?:[A-HJ-NP-Za-hj-np-z]|O(?=\d{{4}}[\d警]))"
        rf"|WJ[\u4e00-\u9fff]?{_PLATE_GAP}(?=\d)|[军空海北沈兰济南广成][A-HJ-NP-Z](?={_PLATE_GAP}\d{{5}})){_PLATE_GAP}"
        rf"(?P<tail>[A-HJ-NP-Za-hj-np-z0-9](?:{_PLATE_GAP}[A-HJ-NP-Za-hj-np-z0-9]){{3,5}}+)(?P<mark>挂|学|警|港|澳|"
        rf"领|使|试|超|应急)?)(?![A-Za-z0-9])",
    )
)
_EMBASSY = re.compile(r"车[牌号照]{0,3}[^\n\d车]{0,6}(?P<v>使[ \t·]?\d{3}[ \t·]?\d{3})(?!\d)")


_NO_PLATE = re.compile(r"[^A-Za-z0-9]")
_TAIL = re.compile(r"(?=(?:.*\d){3})[A-Z\d]{5}|[A-HJK][A-Z\d]\d{4}|\d{5}[A-HJK]")
_SPECIAL_TAIL = re.compile(rf"[A-Z\d]{{4}}|{_TAIL.pattern}")
_MODEL = re.compile("(?=[套型系类股])(?:套餐|型|系列|类|股)")


def _plate(text: str, match: re.Match[str]) -> str | None:
    """Confirm a plate (GA 36): five characters, three of them digits; six of a new-energy car, its letter at an end;
    four and a mark."""
    head, tail, mark = match.group("head", "tail", "mark")
    tail = tail.upper() if tail.isalnum() else _NO_PLATE.sub("", tail).upper()
    shape = _SPECIAL_TAIL if mark or "WJ" in head else _TAIL
    if not shape.fullmatch(tail) or _UNIT.match(text, match.end("v")) or _MODEL.match(text, match.end("v")):
        return None
    return f"{head}·***{tail[-2:]}{mark or ''}"


def _embassy(text: str, match: re.Match[str]) -> str:
    return f"使***{match['v'][-2:]}"


# --- Addresses --------------------------------------------------------------------------------------------------------

_NUMERAL = "零〇一二三四五六七八九十百两"
_NUM = (
    r"(?:\d{1,5}-\d{1,4}(?=号)|\d{1,5}[A-Za-z]?|[A-Za-z](?:\d{1,4})?"
    rf"|[{_NUMERAL}]{{1,6}}|[甲乙丙丁戊己东西南北中])"
)
_SPACE = rf"(?:[ \t]|{_STAR}){{0,2}}+"
_DOOR = r"(?:号楼|号院|号门|号[东西南北中]院|号|#楼|#|弄|支弄|幢|栋|座|单元|室|楼|层|门|户|房|排|组|队|社|院|区|期|舍)"
# What was tried as a chain of numbers and doors is consumed whole, not tried again link by link.
_DOORS = re.compile(
    _led(
        f"A-Za-z0-9附负第甲乙丙丁戊己东西南北中{_NUMERAL}",
        rf"(?P<v>(?<![A-Za-z0-9{_NUMERAL}])(?:附|负|第|[甲乙丙丁])?{_NUM}{_SPACE}(?P<unit>{_DOOR})"
        rf"(?P<rest>(?:[ \t,、\-]{{0,2}}+(?:附|负|之|第|[甲乙丙丁]|[东西南北中]院|院内)?{_NUM}{_SPACE}{_DOOR}){{0,8}}+)"
        r"(?P<tower>[\u4e00-\u9fff]{2,8}?(?:大厦|广场|公寓|大楼|小区|花园|家园|苑|中心)(?:[A-Za-z\d]{1,3}|[东西南北])[座栋幢楼]|)"
        r"(?P<bare>[ \t\-]{0,2}+(?:[A-Za-z]?\d{1,5}[A-Za-z]?(?:-(?:\d{1,5}|[A-Z](?![A-Za-z]))){0,2}|"
        r"[零〇一二三四五六七八九]{3,4}))?)(?![\d%]|\.\d)",
    )
    + rf"(?:[\d{_NUMERAL}号楼院弄幢栋座单元室层门户房排组队社区期舍附# \t,、\-]"
    r"|[A-Za-z甲乙丙丁戊己东西南北中](?=[\d号楼弄幢栋座室层门户房区期舍#])){0,60}+"
)
_DASHED = re.compile(r"(?P<v>\d(?<![\d.\-].)\d{0,3}#?(?:-\d{1,3}){0,2}-\d{2,4})(?![\d\-.])")


def _ends(*words: str) -> re.Pattern[str]:
    """Return a pattern that holds at a place which one of *words* ends at; each must have one length."""
    return re.compile("|".join(f"(?<={word})" for word in words))


_A_ROAD = "(?<![线电网套思通条])路"
_BY = "[东南西北中一二三四五六七八九十]"
_NTH = r"[一二三四五六七八九十\d]"
_A_VILLAGE = "[村屯庄寨湾坪沟]"
_ROAD = _ends(
    *(_A_ROAD, f"{_A_ROAD}{_BY}", f"{_A_ROAD}{_BY}{{2}}", f"{_A_ROAD}{_BY}段", f"{_A_ROAD}{_BY}{{2}}段"),
    *("[街巷]", "胡同|大道|弄堂|里弄", "(?<![频渠管通轨航跑知赛隧街])道", "(?<![公这那哪心家夜手店])里"),
    *(_A_VILLAGE, f"{_A_VILLAGE}{_NTH}[组队社]", f"{_A_VILLAGE}第{_NTH}[组队社]"),
    *(f"{_A_VILLAGE}{_NTH}{{2}}[组队社]", f"{_A_VILLAGE}第{_NTH}{{2}}[组队社]"),
)
_ESTATE = _ends(
    "[苑府庭城园湾里坊轩居阁]",
    "小区|花园|花苑|家园|公寓|新村|名邸|公馆|宿舍|大院|山庄|别墅|雅居|大厦|广场|大楼|中心|社区|世家|名都|一号|校区",
    r"[A-Za-z东西南北一二三四五六七八九\d]区",
    r"[一二三四五六七八九\d]期",
)
_ROAD_ENDS = frozenset("路东南西北中一二三四五六七八九十段街巷同道堂弄村屯庄寨湾坪沟组队社里")
_ESTATE_ENDS = frozenset("区园苑寓村邸馆府庭舍院城庄墅居湾里坊轩阁厦场楼心家都号期")
_SOME_ESTATE = re.compile(r"(?:(?<![\u4e00-\u9fff])|(?<=[该本此个各全旧建的在]))(?:小区|社区|公寓|大楼|宿舍)")
_COUNTED_BEFORE = frozenset("共有约计含达超过\n")
_LIVES = re.compile(r"地址|住|家在|寄到|寄往|寄至|送到|位于|门牌|上门|派送|户址|收货|(?i:addr)")
_BLOCK = re.compile("[栋幢座弄]|单元|号楼")
_INNER_DOOR = re.compile("[室门房户]|单元")
_NAMED = _ends(r"[\u4e00-\u9fff]{2}")
_AT_HOME = re.compile(r"(?:家?住|地址|家在)[^\n。]{0,12}$")
_PUBLIC_BEFORE = re.compile(
    _led(
        "酒宾饭餐门分本营供服网机法银公医学地房",
        r"(?:酒店|宾馆|饭店|餐厅|门店|分店|本店|营业厅|供电所|服务厅|网点|机关|法院|银行|公司|医院|学校|地铁|公交|"
        r"房间)[^\n,。;]{0,6}(?:地址|位于|在|是|为|:)",
    )
)
_STAY = re.compile(r"入住|酒店|宾馆|饭店|客房|房间|餐厅|景区|展馆|机场|航站")
_PUBLIC_AFTER = re.compile(
    r"[ \t]?(?=[楼线环箱台支机文员令通公坐工窗杆变柜开闸主井站桥出车桌院元家格供营网充配馆码会口次多米左中小的"
    r"店铺民年月日当])(?:楼(?!下|上)|线|环网|箱变|台区|支线|机组|机|台风|文件|员工|令|通知|公告|坐席|工位|窗口|杆|变|柜|开关|闸|"
    r"箱|主变|井|站|桥|出口|公交|车|桌|院线|元|家|格|供电|营业|网点|变电|"
    r"充电|配电|馆|码头|会议|口|次|多|米|左右|中|小|的[菜店房]|店|铺|民|年|月|日|当)"
)


def _address(text: str, match: re.Match[str]) -> str | None:
    """Confirm numbers down to the door: after a road, or several in a row after an estate or a word for living
    there."""
    start = match.start("v")
    if not start or text[start - 1] in _COUNTED_BEFORE:
        return None
    at = start if text[start - 1] not in " \t*," else _stem(text, start)
    if not (_at_door(match) if _is_road(text, at) else _indoors(text, at, match)) or _PUBLIC_AFTER.match(
        text, match.end("v")
    ):
        return None
    return None if _PUBLIC_BEFORE.search(_before(text, start, 24)) else "***"


def _stem(text: str, start: int) -> int:
    """Return where the word before *start* ends: up to two blanks, stars or commas may stand between."""
    for at in range(start, max(0, start - 2), -1):
        if text[at - 1] not in " \t*,":
            return at
    return max(0, start - 2)


def _is_road(text: str, at: int) -> bool:
    return text[at - 1 : at] in _ROAD_ENDS and _ROAD.match(text, at) is not None


def _is_estate(text: str, at: int) -> bool:
    return text[at - 1 : at] in _ESTATE_ENDS and _ESTATE.match(text, at) is not None


def _at_door(match: re.Match[str]) -> bool:
    """Tell whether what follows a road is a house or deeper."""
    unit, rest, tower, bare = match.group("unit", "rest", "tower", "bare")
    if unit in ("组", "队", "社"):
        return "号" in rest or bool(bare)
    return bool(rest or tower or bare) or unit[0] in "号弄#院"


def _indoors(text: str, at: int, match: re.Match[str]) -> bool:
    """Tell whether building, staircase and door follow the name of an estate, a place or a word for living there."""
    unit, rest, tower, bare = match.group("unit", "rest", "tower", "bare")
    if _is_estate(text, at):
        if rest or bare:
            deep = unit in ("#楼", "#", "号", "座", "区", "期", "弄") or (unit in ("组", "队", "社") and "号" in rest)
        else:
            deep = False
        single = unit in ("幢", "栋", "号楼", "单元", "室")
        return deep or (single and not _SOME_ESTATE.match(text, max(0, at - 2)))
    if not (rest or bare) or not (unit in ("号楼", "#楼", "#", "幢", "栋", "座", "单元", "弄") or _BLOCK.search(rest)):
        return False
    if not (bare or tower or _INNER_DOOR.search(unit + rest)):
        return False
    before = _before(text, match.start("v"), 24)
    return bool(_NAMED.match(text, at) or _LIVES.search(before)) and not _STAY.search(before)


def _dashed(text: str, match: re.Match[str]) -> str | None:
    """Confirm 3-2-501: after an estate, a road or a word for living there."""
    if match["v"].count("-") < 2 and "#" not in match["v"]:
        return None
    start = match.start("v")
    at = _stem(text, start)
    placed = _is_estate(text, at) or _is_road(text, at) or _AT_HOME.search(_before(text, start, 24))
    return "***" if placed else None


_ENGLISH = re.compile(
    r"(?P<v>\d(?<![A-Za-z\d].)\d{0,4}+),?[ \t]{1,2}(?:[A-Z][A-Za-z]{1,20}[ \t]){1,4}(?:Road|Rd|Street|St|Avenue|Ave|"
    r"Lane|Lu|Jie|Dadao)\b"
)


def _english(text: str, match: re.Match[str]) -> str:
    return "***"


# --- Names of people --------------------------------------------------------------------------------------------------


def _lists() -> dict[str, str]:
    """Read names.txt beside this file: the text of each section, by its name."""
    text = Path(__file__).with_name("names.txt").read_text(encoding="utf-8")
    sections = re.split(r"^\[(\w+)\].*$", text, flags=re.MULTILINE)
    return {name: " ".join(body.split()) for name, body in zip(sections[1::2], sections[2::2], strict=True)}


_WORDS = _lists()
_SURNAMES = _WORDS["surnames"].replace(" ", "")
_ALL_SURNAMES = _SURNAMES + _WORDS["rare"].replace(" ", "")
_COMPOUND = _one_of(_WORDS["compound"])
_CHAR = "[" + _WORDS["given"].replace(" ", "") + "]"
_SINGLE = "[" + _WORDS["single"].replace(" ", "") + "]"
_COMPOUNDS = frozenset(_WORDS["compound"].split())
_NO_NAME = re.compile(r"[^\u4e00-\u9fff]|名字?|叫|是")
_NOT_NAMES = frozenset(_WORDS["words"].split())
_TITLES = tuple(_WORDS["titles"].split())
_PINYIN = frozenset(_WORDS["pinyin"].split())
_FIRST = _SURNAMES + "".join(word[0] for word in _WORDS["compound"].split())
_ANY_FIRST = _FIRST + _ALL_SURNAMES

_LABEL = (
    r"(?:姓名|名字|户主|户名|联系人|收件人|收货人|寄件人|发件人|经办人|申请人|投诉人|报修人|来电人|来访人|反映人|"
    r"诉求人|当事人|开户人|持卡人|机主|车主|业主|房主|"
    r"房东|租客|租户|承租人|签名|署名|落款|签收人|受益人|代理人|监护人|法人(?:代表)?|投保人|被保险人|乘客|患者|客户名|"
    r"真名|本名|全名|实名|名叫|名为|人(?=[ \t]?[:|=])|"
    r"(?i:\b(?:customer|client|caller|owner|contact|user|recipient|payee|cust)(?:_?name)?\b))"
)
_LABEL_FIRST = "姓名户联收寄发经申投报来反诉当开持机车业房租承签署落受代监法被乘患客真本全实人cCoOuUrRpP"
_KIN = (
    "客户 用户 顾客 居民 村民 老人 市民 网友 女儿 儿子 丈夫 妻子 老伴 母亲 父亲 邻居 孙女 孙子 爱人 老公 老婆 "
    "家属 学生 大爷 大妈 奶奶 爷爷 阿姨 大叔"
)
_AFTER_LABEL = r"(?:[ \t:|=\"'“‘「『(*/]|是|为|叫|写着|填的|登记的|登记|客户|用户){0,6}+"
_BEGIN = r"(?:(?<=[\s,。、;:!?|\"'“‘「『(\[>*/_\-—…由和与跟是为给向请被的])|(?<![\s\S]))"
_END = r"(?=[\s,。、;:!?|\"'”’」』)\]<*/_\-—…(]|$)"
_OF_HOME = "家(?:[豪俊伟宝辉杰诚栋祥欣琪怡慧玲铭骏骥瑞荣昌裕]|明(?![天日年显确白])|强(?![行烈调大化]))"
_FULL = rf"(?:{_COMPOUND}|[{_ALL_SURNAMES}])(?:{_OF_HOME}|{_CHAR}{{1,2}})"
_SURE = rf"(?:{_COMPOUND}{_CHAR}{{1,2}}|[{_SURNAMES}](?:{_CHAR}{{2}}|{_OF_HOME}))"
_THREE = rf"(?:{_COMPOUND}{_CHAR}{{1,2}}|[{_ALL_SURNAMES}](?:{_CHAR}{{2}}|{_OF_HOME}))"
_TWO = rf"[{_SURNAMES}]{_SINGLE}"
_SAYS = (
    r"(?:来电|致电|打来|打电话|说|问|反映|投诉|报修|咨询|来访|家|表示|称|名下|本人|的|在|是|要求|想|急|哭|申请|办理|"
    r"给|拨打|道谢|感谢|送|提出|认可|留|把|去|"
    r"又|也|于|因|用|住|姓|女士|先生|老师|师傅|阿姨|奶奶|爷爷|大爷|大妈|小姐|大姐|大哥|同学|老人|您好|你好)"
)
_ACTS = (
    r"(?:敬赠|敬上|谨?赠|谨上|敬启|留言|来电|致电|打来|名下|家停电|本人|反映|报修|投诉|咨询|家里|家的|告诉|哽咽|"
    r"\((?:男|女|\d\d岁)|的(?:母亲|父亲|妈妈|爸爸|儿子|女儿|妻子|丈夫|老伴|家人|家|电费|账单|号码|电话|户号|工单|诉求|来信))"
)
_ADDRESSED = r"(?:女士|先生|阿姨|大爷|奶奶|爷爷|大妈|小姐|大姐|大哥|大叔|老人|老先生|同学|收\b|亲启)"
_PLACE = r"(?:区|市|县|镇|路|街|村|站|所|院|厂|公司|集团|酒店|小区|花园)"
_NAME_RULES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        _led(_LABEL_FIRST, rf"{_LABEL}{_AFTER_LABEL}(?P<v>{_FULL})"),
        _led(
            _LABEL_FIRST,
            rf"{_LABEL}[ \t]?[:|=][ \t\"'“]{{0,3}}(?P<v>(?:{_COMPOUND}|"
            rf"[{_ALL_SURNAMES}])[ \t]?[\u4e00-\u9fff](?:[ \t]?[\u4e00-\u9fff])?){_END}",
        ),
        _led(
            "客用顾居村老市网女儿丈妻母父邻孙爱家学大奶爷阿",
            rf"{_one_of(_KIN)}(?:[ \t:“\"'|=(]|是|叫){{0,2}}+(?P<v>{_SURE}|{_THREE}(?={_SAYS}|{_END})|"
            rf"{_COMPOUND}[\u4e00-\u9fff]{{2}}(?={_SAYS}|{_END})|{_TWO}(?={_SAYS}|{_END}))",
        ),
        _led(
            "叫名我自认署签写",
            rf"(?:(?<![呼吼喊大])叫做?|名叫|我是|自称|认准|署名|签着|写着)[ \t“\"]{{0,2}}(?P<v>{_SURE}|{_TWO}(?=的|"
            rf"{_END}))",
        ),
        _led(
            "帮替给找联通感致陪劝为向回安",
            rf"(?:帮助?|替|给|找到?|联系上?|通知|感谢|致|陪|劝|(?<!因)(?<!成)(?<!作)为|向|回访|"
            rf"安抚)[ \t]?(?P<v>{_SURE})(?=[\u4e00-\u9fff]|{_END})(?!{_PLACE})",
        ),
        _led(_FIRST, rf"{_BEGIN}(?P<v>{_SURE})[ \t]?{_ACTS}"),
        _led(_ANY_FIRST, rf"{_BEGIN}(?P<v>{_THREE}|{_TWO}){_ADDRESSED}"),
        _led(_FIRST, rf"(?<=[“‘「『(\[\"'/_>@\- —])(?<!\w )(?P<v>{_SURE})(?=[”’」』)\]\"'/_.<]|$)"),
        _led(_FIRST, rf"{_BEGIN}(?P<v>[{_SURNAMES}][ \t]{_CHAR}(?:[ \t]?{_CHAR})?)[ \t]?(?:女士|先生)"),
        _led("名姓全", rf"(?:名字|姓名|全名)(?:是|叫)?[,:](?P<v>{_SURE}){_END}"),
        _led("tnsT标主", rf"(?:\b(?:title|note|summary|name)|标题|主题)[\"']?[ \t]?:[ \t]?[\"'“]?(?P<v>{_SURE})"),
        rf"姓(?P<v>[{_ALL_SURNAMES}][, 、\t]?(?:单?名字?叫?是?|叫){_CHAR}{{1,2}})",
        _led(
            "姓名落署签联客户",
            rf"(?:姓名|名字|落款|署名|签名|联系人|客户|"
            rf"户主)[ \t:“\"是为叫]{{0,3}}+(?P<v>[{_SURNAMES}][ \t/\-.·]{_CHAR}(?:[ \t/\-.·]?{_CHAR})?){_END}",
        ),
    )
)
_CELL = re.compile(_led(_FIRST, rf"(?P<v>{_SURE}|{_TWO})[ \t*]{{0,4}}(?:\||\t|$)"), re.MULTILINE)


def _name_places(text: str) -> dict[tuple[int, int], str]:
    """Return what could be a name, by its place."""
    places: dict[tuple[int, int], str] = {}
    for rule in _NAME_RULES:
        for match in rule.finditer(text):
            places[match.span("v")] = match["v"]
    for match in _CELL.finditer(text):
        if text[max(0, match.start() - 5) : match.start()].rstrip(" \t*-")[-1:] in ("", "|", "\n"):
            places[match.span("v")] = match["v"]
    return places


_ALIAS = re.compile(
    r"(?P<before>[\u4e00-\u9fff·](?=[\u4e00-\u9fff·]{1,5}[ \t]?\([ \t]?(?:化名|假名|昵称))[\u4e00-\u9fff·]{1,5})"
    r"|(?:化名|网名|笔名|昵称)(?:是|为|叫|[: \t“\"]){0,3}(?P<after>[\u4e00-\u9fff·]{2,4})"
)


def _aliases(text: str) -> frozenset[str]:
    """Return the last two to four characters before every （化名）, and those after 化名: invented names, welcome
    everywhere in the text."""
    if not any(word in text for word in ("化名", "假名", "昵称", "网名", "笔名")):
        return frozenset()
    found = [match["before"] or match["after"] for match in _ALIAS.finditer(text)]
    return frozenset(part for word in found for size in (2, 3, 4) for part in (word[-size:], word[:size]))


def _hidden(value: str) -> str:
    """Return a Chinese name with its given name hidden: 陈**."""
    chars = _NO_NAME.sub("", value)
    size = 2 if chars[:2] in _COMPOUNDS else 1
    return chars[:size] + "*" * max(1, len(chars) - size)


_MOST_ECHOES = 32  # a bound on the names that are looked for a second time, so that the time stays linear


def _names(text: str, is_strict: bool = False) -> Iterator[_Hit]:
    """Yield full names: behind or before a word that says so, and wherever else in the text such a name of three
    characters comes back. *is_strict*: also those that the text calls invented."""
    places = _name_places(text)
    aliases = _aliases(text) if places and not is_strict else frozenset()
    known: dict[str, str] = {}  # what stands for each word that could be a name; nothing where it is none
    rank = _rank("name")
    for (start, end), value in places.items():
        mask = known.get(value)
        if mask is None:
            known[value] = mask = "" if _is_welcome(value, aliases) else _hidden(value)
        if mask:
            yield start, -end, rank, mask
    names = (name for name, mask in known.items() if mask and len(name) > 2 and name.isalpha())
    echoes = "|".join(map(re.escape, islice(names, _MOST_ECHOES)))
    for echo in re.finditer(echoes, text) if echoes else ():
        if echo.span() not in places:
            yield echo.start(), -echo.end(), rank, known[echo[0]]


def _is_welcome(value: str, aliases: frozenset[str]) -> bool:
    """Tell whether what could be a name is invented, a word like any other, or a surname with its title."""
    if value in aliases or value[:2] in aliases or value[:2] in _NOT_NAMES or value in _NOT_NAMES:
        return True
    return value in _COMPOUNDS or value.startswith(_TITLES, 2 if value[:2] in _COMPOUNDS else 1)


_ABROAD = "[" + _WORDS["foreign"].replace(" ", "") + "]"
_FOREIGN = re.compile(rf"(?P<v>{_ABROAD}(?<!{_ABROAD}.){_ABROAD}{{1,7}}+[·.\-]{_ABROAD}{{2,8}}+)")
_FOREIGN_PART = re.compile(_one_of(_WORDS["foreign_parts"]))
_PERSON_WORD = re.compile(r"客户|用户|叫|姓名|户主|联系人|落款|业主|来电|居民|牧民|老人|大叔|大妈|女士|先生")


def _foreign(text: str, match: re.Match[str]) -> str | None:
    known = _FOREIGN_PART.search(match["v"]) is not None
    return f"{match['v'][0]}**" if known or _near(text, match.start("v"), _PERSON_WORD, 8) else None


_LATIN = re.compile(
    _led(
        "拼姓名客联户叫护MDpncgs",
        r"(?P<word>拼音|姓名|名字|客户|联系人|户主|名叫|叫|护照[^\n\dA-Za-z]{0,6}|\b(?:Mr|Ms|Mrs|Miss|Dear|passenger|"
        r"name|customer|guest|signed)\b)"
        r"[\"'`=:.,是为 \t|“(]{0,4}+"
        r"(?P<v>[A-Za-z]{2,8}(?:[ \t]|,[ \t]?|·)[A-Za-z]{2,12}(?:[ \t\-'][A-Z][a-z]{1,7})?|"
        r"[A-Z][a-z]{1,5}[A-Z][a-z]{1,11})(?![A-Za-z\d])",
    )
)


def _latin(text: str, match: re.Match[str]) -> str | None:
    """Confirm a name in Latin letters: capitals, and a Chinese surname at one end, or a word before it that can only
    mean a name."""
    parts = re.findall(r"[A-Z][a-z]*(?![A-Z])|[A-Z]{2,}", match["v"])
    known = len(parts) > 1 and (parts[0].lower() in _PINYIN or parts[-1].lower() in _PINYIN)
    explicit = len(parts) > 1 and re.search("姓名|拼音|Mr|Ms|Mrs|Miss|passenger", match["word"]) is not None
    return " ".join(f"{part[0]}***" for part in parts) if known or explicit else None


# --- The gate ---------------------------------------------------------------------------------------------------------

_Rule = tuple[int, re.Pattern[str], Callable[[str, "re.Match[str]"], "str | None"]]
"""A rank, a pattern whose group ``v`` is what would be masked, and what confirms a match and tells its mask."""

_RULES: tuple[_Rule, ...] = tuple(
    (_rank(kind, place), pattern, confirm)
    for place, (kind, pattern, confirm) in enumerate(
        (
            ("mobile", _MOBILE, _mobile),
            ("mobile", _FOREIGN_PHONE, _foreign_phone),
            ("landline", _LANDLINE, _landline),
            ("landline", _SPACED_LANDLINE, _spaced_landline),
            ("landline", _LOCAL, _local),
            ("id_card", _ID_CARD, _id_card),
            ("id_card", _LETTERED_ID, _lettered_id),
            ("id_card", _PASSPORT, _passport),
            ("bank_card", _BANK_CARD, _bank_card),
            ("account_no", _ACCOUNT, _account),
            ("account_no", _ACCOUNT_AFTER, _account),
            ("order_no", _ORDER, _order),
            ("order_no", _ORDER_AFTER, _order),
            ("qq", _QQ, _qq),
            ("plate", _PLATE, _plate),
            # From here on no number that may be spelled in Chinese digits
            ("order_no", _PARCEL, _parcel),
            ("plate", _EMBASSY, _embassy),
            ("wechat", _WECHAT, _wechat),
            ("wechat", _WECHAT_AFTER, _wechat_after),
            ("wechat", _WXID, _wxid),
            ("address", _DOORS, _address),
            ("address", _DASHED, _dashed),
            ("address", _ENGLISH, _english),
            ("name", _FOREIGN, _foreign),
            ("name", _LATIN, _latin),
        )
    )
)
_NUMBER_RULES = _RULES[:15]


def _apply(rules: tuple[_Rule, ...], text: str, start: int = 0, end: int = sys.maxsize) -> list[_Hit]:
    hits = []
    for rank, pattern, confirm in rules:
        for match in pattern.finditer(text, start, end):
            masked = confirm(text, match)
            if masked is not None:
                first, last = match.span("v")
                hits.append((first, -last, rank, masked))
    return hits


_NAME = _KINDS.index("name")
_REACH = 200  # more than any rule for numbers looks at, to either side


def _spelled_out(text: str) -> Iterator[_Hit]:
    """Yield numbers that are spelled in Chinese digits, in part or in whole; only what stands around these is read."""
    digits, places = _spoken(text)
    for start, end in _neighbourhoods(places):
        # What comes close to the end of the window may be half of something, and has no spelled digit in it
        yield from (hit for hit in _apply(_NUMBER_RULES, digits, start, end) if -hit[1] < end - _REACH // 2)


def _neighbourhoods(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield *places* with what stands around them, those that are close to each other in one."""
    start = end = -1
    for first, last in places:
        if end < 0:
            start = max(0, first - _REACH)
        elif first - _REACH > end + _REACH:
            yield start, end + _REACH
            start = first - _REACH
        end = last
    if end >= 0:
        yield start, end + _REACH


def _everything(text: str) -> list[_Hit]:
    """Return every finding in plain text, in any order; they may overlap."""
    return [*_apply(_RULES, text), *_spelled_out(text), *_emails(text), *_names(text)]


_APART = "\n" * 8
"""What keeps texts apart that are looked through together: no rule reads on behind a line end, and what stands before
a number pardons it from a few characters away at most."""


def _suspicions(text: str) -> list[tuple[int, int]]:
    """Return where something personal may stand in plain text: everything that :func:`_everything` would find in any
    part of it that lies between two :data:`_APART`, looked at alone; what pardons from afar is left out of account."""
    found = [*_apply(_RULES, text), *_emails(text), *_names(text, is_strict=True)]
    return [*((start, -back) for start, back, *_ in found), *_spoken(text)[1]]


def _merged(hits: list[_Hit]) -> Iterator[Finding]:
    """Yield findings that do not overlap and together cover all that *hits* cover."""
    hits.sort()
    start = end = -1
    rank, mask = 0, ""
    for first, back, one, masked in hits:
        if first >= end:
            if end > 0:
                yield Finding(start, end, _KINDS[rank // _MOST_RULES], mask)
            start, end, rank, mask = first, -back, one, masked
        elif -back > end:
            end, rank, mask = -back, min(rank, one), mask.rstrip("*") + "****"
    if end > 0:
        yield Finding(start, end, _KINDS[rank // _MOST_RULES], mask)


class Gate:
    """Finds and masks personal data; *allow* are words of two characters or more in which nothing is found: the
    agents' own names, say."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self.allow = frozenset(word for word in (plain(entry.strip()).text for entry in allow) if len(word) > 1)

    def find(self, text: str) -> tuple[Finding, ...]:
        """Return what is personal in *text*, in order and without overlap; offsets are those of *text*, and none
        spans a line end."""
        bare = plain(text)
        merged = _merged(self._unallowed(bare.text, _everything(bare.text)))
        if bare.untouched:
            return tuple(merged)
        return tuple(Finding(*bare.span(start, end), kind, masked) for start, end, kind, masked in merged)

    def mask(self, text: str) -> tuple[str, tuple[Finding, ...]]:
        """Return *text* with every finding masked, and the findings; masking the result again finds nothing, and
        lines stay lines."""
        findings = self.find(text)
        parts, done = [], 0
        for start, end, _, masked in findings:
            parts += [text[done:start], masked]
            done = end
        return "".join([*parts, text[done:]]), findings

    def suspect(self, texts: Iterable[str]) -> frozenset[str]:
        """Return those of *texts* in which :meth:`find` might find something; in each of the others it finds nothing.

        Short texts are looked through together: asking each alone costs ten times as much, and nearly none holds
        anything. What one of them says (an invented name, an allowed word) clears no other.
        """
        apart = list(dict.fromkeys(texts))
        bare = plain("".join([_APART, *(text + _APART for text in apart)]))
        starts = list(accumulate((len(text) + len(_APART) for text in apart), initial=len(_APART)))
        places = (bare.span(start, end)[0] for start, end in _suspicions(bare.text))
        return frozenset(apart[bisect_right(starts, place) - 1] for place in places)

    def _unallowed(self, text: str, hits: list[_Hit]) -> list[_Hit]:
        """Leave out what an allowed word covers, and the names that one touches."""
        words = [word for word in self.allow if word in text] if hits else []
        if not words:
            return hits
        marks = _marked(text, words)
        return [hit for hit in hits if not _is_allowed(text, hit, words, marks)]


def _marked(text: str, words: list[str]) -> bytearray:
    """Return a 1 for each character of *text* that is part of one of *words*."""
    marks = bytearray(len(text))
    for word in words:
        at = text.find(word)
        while at >= 0:
            marks[at : at + len(word)] = b"\1" * len(word)
            at = text.find(word, at + 1)
    return marks


def _is_allowed(text: str, hit: _Hit, words: list[str], marks: bytearray) -> bool:
    """Tell whether one of *words* stands where the finding is, with all of it inside; for a name, a touch is enough."""
    start, end = hit[0], -hit[1]
    if hit[2] // _MOST_RULES == _NAME:
        return marks.find(1, start, end) >= 0
    if marks.find(0, start, end) >= 0:
        return False
    return any(text.find(word, max(0, end - len(word)), start + len(word)) >= 0 for word in words)
