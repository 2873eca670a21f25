"""Find and mask personal data in Chinese customer-service text.

The text is first made plain (:func:`plain`): full-width and circled digits, HTML entities, percent-encoding,
zero-width characters and inline tags no longer hide anything, and a map leads every place back to the original. Rules
then look at the plain text, each a pattern whose repeats are bounded or possessive, so that time grows with the length
of the text and nothing else; what a pattern proposes, a small function confirms with what stands around it. Checksums
only ever speak for a finding, never against one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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

_RANK = {kind: rank for rank, kind in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data at ``text[start:end]`` of the original text: its kind (a key of :data:`LABELS`) and what may
    stand there instead."""

    start: int
    end: int
    kind: str
    masked: str


# --- Plain text with a way back ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without disguise, and where each stretch of it came from.

    Stretch *i* begins at ``at[i]`` of ``text`` and at ``origin[i]`` of the original; ``width[i]`` is how many original
    characters it stands for, or 0 where it was taken over as it is.
    """

    text: str
    at: list[int]
    origin: list[int]
    width: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of ``text[start:end]``, which must not be empty."""
        first, last = bisect_right(self.at, start) - 1, bisect_right(self.at, end - 1) - 1
        begin = self.origin[first] + (0 if self.width[first] else start - self.at[first])
        return begin, self.origin[last] + (self.width[last] or end - self.at[last])


_DISGUISE = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});"
    r"|(?:%[0-9A-Fa-f]{2})++"
    r"|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}"
    r"|</?(?:b|i|u|s|em|strong|span|mark|wbr|small|font|code|del|ins|sub|sup|kbd)[ \t]{0,3}/?>|<!--[ \t-]{0,5}-->"
    r"|(?<=[\d>])</?[a-z]{1,6}(?:[ \t][^<>\n]{0,60})?>(?=[\d<])"
    r"|[^\x00-\x7f\u4e00-\u9fff、。“”‘’《》「」·…—]"
)


@cache
def _bare(char: str) -> str:
    """Return the character that a reader takes *char* for: compatibility form, ASCII digit or dash; nothing where it
    cannot be seen."""
    if char.isascii():
        return char
    if unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return ""
    if unicodedata.category(char) == "Pd" or char == "−":
        return "-"
    if char in "•・‧∙⋅":
        return "·"
    digit = unicodedata.digit(char, None)
    return unicodedata.normalize("NFKC", char) if digit is None else str(digit)


@cache
def _same_width() -> dict[int, str]:
    """Return the characters that stand for one other character: full-width and circled forms, dashes, spaces."""
    ranges = ((0xA0, 0xC0), (0x2000, 0x20A0), (0x2460, 0x2500), (0x2776, 0x2794), (0x3000, 0x3001), (0xFE30, 0xFFF0))
    codes = (code for first, end in ranges for code in range(first, end))
    return {code: bare for code in codes if len(bare := _bare(chr(code))) == 1}


@cache
def _decodes(raw: bytes) -> bool:
    try:
        return raw.decode().isprintable()
    except UnicodeDecodeError:
        return False


def _percent(token: str) -> Iterator[tuple[str, int]]:
    """Yield the characters that percent-encoding stands for, each with its width; what is no printable text stays as
    it is."""
    raw, here = bytes.fromhex(token.replace("%", "")), 0
    while here < len(raw):
        size = next((n for n in (1, 2, 3, 4) if _decodes(raw[here : here + n])), 0)
        if size:
            yield raw[here : here + size].decode(), 3 * size
        else:
            yield from ((char, 1) for char in token[3 * here : 3 * here + 3])
        here += size or 1


def _revealed(token: str) -> Iterable[tuple[str, int]]:
    """Return what stands behind a disguise, piece by piece with the width of each."""
    if len(token) == 1:
        return ((_bare(token), 1),)
    if token[0] == "%":
        return _percent(token)
    if token[0] == "&":
        return (("".join(map(_bare, html.unescape(token))), len(token)),)
    return ((_bare(chr(int(token[2:], 16))) if token[0] == "\\" else "", len(token)),)


def plain(text: str) -> Plain:
    """Return *text* as a reader sees it: NFKC, entities and percent-encoding resolved, invisible characters and
    inline tags gone."""
    wide = text if text.isascii() else text.translate(_same_width())
    parts: list[str] = []
    at: list[int] = []
    origin: list[int] = []
    widths: list[int] = []
    done = size = 0
    for match in _DISGUISE.finditer(wide):
        start = match.start()
        pieces: Iterable[tuple[str, int]] = _revealed(match[0])
        for piece, width in ((wide[done:start], 0), *pieces) if start > done else pieces:
            at.append(size)
            origin.append(start if width else done)
            widths.append(width)
            parts.append(piece)
            size += len(piece)
            start += width
        done = start
    return Plain("".join([*parts, wide[done:]]), [*at, size], [*origin, done], [*widths, 0])


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SPELLED = "零〇○洞一壹幺二贰两三叁四肆五伍六陆七柒拐八捌九玖勾"
_CHINESE = str.maketrans(_SPELLED, "00001112223344556677788999")
_SPOKEN = re.compile(rf"[\d{_SPELLED}](?:[ \t.\-·,、转杠点空格横]{{0,2}}[\d{_SPELLED}]){{4,}}+")


def _with_digits(text: str) -> str:
    """Return *text* with numbers spelled in Chinese digits (five or more in a row) in ASCII ones; its length stays."""
    return _SPOKEN.sub(lambda match: match[0].translate(_CHINESE), text)


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
_GAP = rf"(?:[ \t.\-·_~'`/\\]|{_STAR}){{0,2}}+"
_UNIT = re.compile(
    r"[ \t]?(?:毫秒|微秒|秒(?!杀)|分钟|小时|元(?!旦)|美元|万|亿|次(?!日)|户(?!主|名|号)|千瓦|千米|公里|度(?!假)|"
    r"字(?!条)|条(?!短)|件(?!事)|笔|步|"
    r"米(?![\u4e00-\u9fff])|倍|%|人次|人(?=[,。;、\s]|$)|页|行(?=[,。])|ms\b|kWh|KB|MB|bytes)"
)
_AMOUNTS = (
    "¥", "$", "€", "≈", "~", "±", "预算", "时长", "毫秒数", "批次", "批号", "批次号", "批", "序列", "序列号", "条码",
    "条形码", "样本", "样本号", "样本编号", "样例", "型号", "版本", "版本号", "文号", "圆周率", "系数", "合计",
    "总计", "总量", "累计", "共计", "话务量", "阅读量", "访问量", "标准号", "期号", "书号", "isbn", "issn", "_ms",
    "_s", "total", "count", "amount", "bytes", "size", "timestamp", "seed", "ratio", "rate", "build", "version",
    "hash", "sha1", "sha256",
)  # fmt: skip
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


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _near(text: str, at: int, word: re.Pattern[str], reach: int = 14) -> bool:
    """Tell whether *word* stands in the *reach* characters before *at*, in the same line."""
    return word.search(text[max(0, at - reach) : at].rpartition("\n")[2]) is not None


def _counts(text: str, match: re.Match[str]) -> bool:
    """Tell whether the number counts or versions something: a unit follows, or a word for a quantity or a series
    comes before."""
    start, end = match.span("v")
    before = text[max(0, start - 18) : start].rstrip(" \t\"'`:=为是达约")
    return before.lower().endswith(_AMOUNTS) or _UNIT.match(text, end) is not None


_MOBILE_GAP = rf"(?:[ \t.\-·_~'`/\\,、()转点杠空格横隔再后面+]|{_STAR}){{0,3}}+"
_MOBILE = re.compile(
    _led(
        "+(0-9lI",
        rf"(?P<v>(?<!\d)(?:(?<!\d\.)|(?m:(?<=^\d\.)))"
        rf"(?P<prefix>\(?\+?(?:00)?86\)?{_MOBILE_GAP}|(?:17951|17911|17909|12593){_GAP}|0(?=1))?"
        rf"(?P<body>(?:[1lI][3-9][\dOolI]|(?<!\d[ .\-*])[1lI](?![3-9]){_MOBILE_GAP}[3-9](?!\d){_MOBILE_GAP}[\dOolI])"
        rf"(?:{_MOBILE_GAP}[\dOolI]){{8}})(?!\d|\.\d))",
    )
)
_MOBILE_SHAPES = {
    (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (3, 5, 3), (8, 3), (3, 4, 2, 2), (3, 2, 2, 2, 2), (3, 2, 2, 4), (3, 2, 3, 3),
    (1,) * 11,
}  # fmt: skip
_LOOKALIKE = str.maketrans("OolI", "0011")


def _mobile(text: str, match: re.Match[str]) -> str | None:
    """Confirm eleven digits that begin like a mobile number: grouped as one, or after a word for telephone, and no
    count of anything."""
    body = match["body"]
    sure = body.isdigit() or (_grouped(body) and not re.search("[OolI]", body))
    if not sure or text[match.end("v") : match.end("v") + 1] in _LETTERS:
        listed = re.search("[,、/+]", body) is not None or len(_digits(body)) < 8
        if listed or not _near(text, match.start("v"), _PHONE_WORD):
            return None
    number = _digits(body.translate(_LOOKALIKE))
    return None if _counts(text, match) else f"{match['prefix'] or ''}{number[:3]}****{number[-4:]}"


def _grouped(body: str) -> bool:
    """Tell whether the digits stand in groups as people write a mobile number; a list of numbers has commas and other
    groups."""
    shape = tuple(map(len, re.findall(r"\d+", body)))
    return shape in _MOBILE_SHAPES and (shape == (3, 4, 4) or re.search("[,、/+]", body) is None)


_FOREIGN_PHONE = re.compile(rf"(?P<v>\+(?!86)(?:1|7|[2-6]\d|8[1-9]\d?|9[0-8]\d?){_GAP}\d(?:{_GAP}\d){{7,11}}+)(?!\d)")


def _foreign_phone(text: str, match: re.Match[str]) -> str | None:
    if _counts(text, match) or not (_near(text, match.start("v"), _PHONE_WORD) or re.search(r"\d[ -]\d", match["v"])):
        return None
    return f"{match['v'][:3]}****{_digits(match['v'])[-4:]}"


_AREA = r"(?:10|2[0-57-9]|3[1-9]\d|4[1-8]\d|5[1-9]\d|6[3-9]\d|7\d\d|8[1-9]\d|9[0-9]\d)"
_LANDLINE = re.compile(
    _led(
        "+(08",
        rf"(?P<v>(?<![\d.])(?P<area>(?:(?:\+|00)86\)?{_GAP}\(?0?|86[ \-]0?|\(?0){_AREA})(?:{_GAP}\)?{_GAP}|转|杠|[,、])"
        rf"(?P<local>[2-9](?:{_GAP}\d){{6,7}})(?!\d)(?:{_GAP}\(?(?:转|分机|ext\.?|#|x|"
        rf"-)[ \t]?\d{{1,5}}(?!\d))?(?:[/、]\d{{7,8}}(?!\d)){{0,3}})",
    )
)
_LOCAL = re.compile(
    _led(
        "座固总传宅小电号tfpTFP",
        r"(?:座机|固话|固定电话|总机|传真|宅电|小灵通|电话|号码|\b[tT]el|\b[fF]ax|\b[pP]hone)(?:号码|号|是|为|"
        r"[: \t\"'|=]){0,6}+"
        rf"(?P<v>[2-8]\d{{2,3}}{_GAP}\d{{4}})(?![\d.]|{_GAP}\d)",
    )
)


def _landline(text: str, match: re.Match[str]) -> str | None:
    return None if _counts(text, match) else f"{match['area'].strip('(')}-****{_digits(match['local'])[-4:]}"


def _local(text: str, match: re.Match[str]) -> str | None:
    return None if _counts(text, match) else f"****{match['v'][-4:]}"


_ID_CARD = re.compile(
    rf"(?P<v>[1-8](?<![\d.].)(?:(?:{_GAP}\d){{16}}{_GAP}[\dXx×]|(?:{_GAP}\d){{14}}))(?!\d|\.\d)",
)
_ID_PLAUSIBLE = re.compile(
    r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])\d{4}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|"
    r"3[01])\d{3}[\dXx×]"
)


def _id_card(text: str, match: re.Match[str]) -> str | None:
    """Confirm an ID number (GB 11643): a province and a date in 18 characters speak for themselves, others need a
    word before them."""
    number = re.sub(r"[^\dXx×]", "", match["v"])
    if not (_ID_PLAUSIBLE.fullmatch(number) or _near(text, match.start("v"), _ID_WORD)) or _counts(text, match):
        return None
    return number[:4] + "*" * (len(number) - 8) + number[-4:]


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


_BANK_CARD = re.compile(rf"(?P<v>[2-9](?<![\d.].)(?:{_GAP}\d){{13,18}}+)(?!\d|\.\d)")


def _luhn(number: str) -> bool:
    """Tell whether the check digit of *number* is right (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[::-2])) + sum(doubled)) % 10 == 0


def _bank_card(text: str, match: re.Match[str]) -> str | None:
    """Confirm a card number: 62 (UnionPay) speaks for itself, 3 to 5 with the check digit in four groups, others
    after a word for a card."""
    number = _digits(match["v"])
    grouped = re.fullmatch(r"\d{4}(\D)\d{4}\1\d{4}\1\d{4}", match["v"]) is not None
    sure = (number.startswith("62") and len(number) >= 16) or (grouped and number[0] in "345" and _luhn(number))
    if not (sure or _near(text, match.start("v"), _CARD_WORD)) or _counts(text, match):
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
    r"公积金|积分|储值|档案)(?:资产|账户|户)?"
    r"(?:卡号|编号|编码|代码|账号|号码|号)|表[ \t]?(?:计)?号|卡号|[账帐][号户]"
    r"|(?i:\b(?:account|acct|cons|consumer|meter|customer|cust|user|member)_?(?:no|id|number|code)\b|\baccount\b|"
    r"\bacct\b))"
)
_ORDER_FIRST = "工订流交受运快物保报投发回凭案预退支申派单业包取服合协小收缴来充换诉督挂邮商otswOTSW"
_ORDER_WORD = (
    r"(?:(?:工单|订单|流水|交易|受理|运单|快递|物流|保单|报修|投诉|发票|回执|凭证|案件|预约|退款|支付|申请|派工|单据|"
    r"业务|包裹|快件|取件|服务|合同|协议|小票|"
    r"收据|缴费|回单|来单|报装|充电|换电|诉求|督办|派单|挂号|邮件|商户|商家)(?:登记)?(?:编号|单号|号码|码|号|流水号|"
    r"订单|单|ID|id)?|单[ \t]?号"
    r"|(?i:\b(?:work_?)?order(?:_?(?:id|no|number|sn))?\b|\bticket(?:_?(?:id|no))?\b|\btrade_?no\b|\bserial_?no\b|"
    r"\btracking(?:_?no)?\b|\bwaybill\b))"
)
_BACK = r"(?!\d)[ \t\"'`”)\]|,]{0,4}+(?:这个|就?是|为|的|这张|那张){0,2}[ \t]?"
_ACCOUNT = re.compile(_led(_ACCOUNT_FIRST, rf"{_ACCOUNT_WORD}{_PAUSE}{_LINK}(?P<v>{_VALUE})(?![A-Za-z\d])"))
_ORDER = re.compile(_led(_ORDER_FIRST, rf"(?P<word>{_ORDER_WORD}){_PAUSE}{_LINK}(?P<v>{_VALUE})(?![A-Za-z\d])"))
_ACCOUNT_AFTER = re.compile(rf"(?P<v>\d(?<![\d.].)\d{{7,29}}){_BACK}{_ACCOUNT_WORD}")
_ORDER_AFTER = re.compile(rf"(?P<v>\d(?<![\d.].)\d{{9,29}}){_BACK}(?P<word>{_ORDER_WORD})")
_PARCEL = re.compile(
    r"(?P<v>[SYZJDEH](?<![A-Za-z\d].)(?<=(?=SF|YT|ZTO|STO|JD|JT|DPK|YD|EMS|HT).)[A-Z]{0,4}\d{10,15})(?![A-Za-z\d])"
)
_QQ = re.compile(
    _led(
        "Qq扣抠球企加的",
        r"(?:(?<![A-Za-z])[Qq][ \t]?[Qq]|扣扣|抠抠|扣号|球球|企鹅|(?<![A-Za-z])[Qq][ \t]?(?=[号:])|"
        r"(?<![A-Za-z])Q(?=[ \t][1-9]\d{6,9}(?!\d))|[加的][Qq](?![A-Za-z]))"
        rf"(?:号码|号|账号|邮箱|联系|同号|是|为|[: \t|=\"'“`(*]){{0,6}}+(?P<v>[1-9](?:{_GAP}\d){{4,10}}+)(?!\d|\.\d)",
    )
)


def _middle(value: str, keep: int = 3) -> str:
    return f"{value[:keep]}****{value[-keep:]}"


def _counted(text: str, match: re.Match[str]) -> bool:
    return _UNIT.match(text, match.end("v")) is not None or text[match.start("v") - 1] in "¥$~"


def _account(text: str, match: re.Match[str]) -> str | None:
    number = _digits(match["v"])
    return (
        None if len(number) < 6 or _counted(text, match) else _middle(match["v"].strip(), 2 if len(number) < 8 else 3)
    )


def _order(text: str, match: re.Match[str]) -> str | None:
    """Confirm a number behind a word for an order: eight digits that are no date, and ten where the word does not say
    number."""
    number = _digits(match["v"])
    least = 8 if re.search("[号码]|(?i:id|no|number|sn)", match["word"]) else 10
    date = re.fullmatch(r"20\d\d(?:0[1-9]|1[0-2])[0-3]\d", number) is not None
    return None if len(number) < least or date or _counted(text, match) else _middle(match["v"].strip())


def _parcel(text: str, match: re.Match[str]) -> str:
    return _middle(match["v"], 4)


def _qq(text: str, match: re.Match[str]) -> str | None:
    return None if _counted(text, match) or text.startswith("@", match.end("v")) else _middle(_digits(match["v"]), 2)


_WECHAT_WORD = (
    r"(?:微[ \t]?[信芯❤♥]|[薇威徽维][信芯❤♥]|[Vv][信❤♥]|卫星号|绿泡泡|绿泡|(?<![A-Za-z])(?i:we_?chat|weixin|vx|"
    r"wx)(?![a-z])|[加我]薇|[加我][vV](?![A-Za-z])|"
    r"(?<![A-Za-z])[vV](?=[:号]))"
)
_WECHAT = re.compile(
    _led(
        "微薇威徽维Vv卫绿wW加我",
        rf"{_WECHAT_WORD}(?P<link>(?:账号|帐号|号码|号|ID|id|名|同号|联系|就?是|为|改成|搜索?|加我?|叫|[: \t|"
        rf"=\"'“”`(*【\[<]){{0,8}}+)"
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


def _wechat(text: str, match: re.Match[str]) -> str | None:
    """Confirm a WeChat id: it has a digit, - or _ in it, or stands after 号, ID, a colon, a table's bar or a quote."""
    value, link = match["v"], match["link"]
    explicit = re.search(r"[号:|=\"“加搜是]|(?i:id)", link) is not None
    if (value.isdigit() and not ("号" in link or ":" in link)) or _counted(text, match) or _PRODUCT.match(value):
        return None
    return f"{value[0]}***{value[-1]}" if explicit or re.search(r"[\d_\-]", value) else None


def _wechat_after(text: str, match: re.Match[str]) -> str | None:
    value = match["v"]
    return f"{value[0]}***{value[-1]}" if re.search(r"[\d_\-]", value) and not _PRODUCT.match(value) else None


def _wxid(text: str, match: re.Match[str]) -> str:
    return f"w***{match['v'][-1]}"


# --- E-mail -----------------------------------------------------------------------------------------------------------

_AT = re.compile(
    r"(?:[ \t]{0,2}\\?@[ \t]{0,2}|[ \t]?[\[({<【](?:at|AT|艾特|@)[\])}>】][ \t]?|[ \t]?(?:艾特|圈a|小老鼠)[ \t]?|"
    r"#(?=(?:qq|163|126|139|189|sina|sohu|gmail|outlook|hotmail|foxmail|aliyun|yahoo)\.)|[ \t](?:at|AT)[ \t])"
    r"(?P<domain>[A-Za-z0-9][A-Za-z0-9\-]{0,62}+"
    r"(?:(?:[ \t]?[.。][ \t]?|[ \t]?[\[({](?:dot|点|\.)[\])}][ \t]?|点|[ \t]dot[ \t])"
    r"[A-Za-z0-9\-]{1,63}+){1,5}+(?<=[A-Za-z]{2}))"
)
_EMAIL = re.compile(rf"[A-Za-z0-9_\-](?=[ \t\\@\[({{<【艾圈小#])(?<=(?=.(?P<v>{_AT.pattern})).)")
_LOCAL_PART = _LETTERS | frozenset("0123456789._%+-")
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


def _emails(text: str) -> Iterator[Finding]:
    """Yield every e-mail address of a person: found from its sign outwards, so that no stretch is read twice.

    The addresses of roles (service@, support@) and those reserved for examples (RFC 2606) are nobody's secret.
    """
    for match in _EMAIL.finditer(text):
        start = match.end()
        floor = max(0, start - 64)
        while start > floor and text[start - 1] in _LOCAL_PART:
            start -= 1
        local = text[start : match.end()]
        domain = re.sub(r"[ \t]?[\[({]?(?:dot|点|[.。])[\])}]?[ \t]?", ".", match["domain"])
        if _is_mail(local, domain, spelled="@" not in match["v"]):
            yield Finding(start, match.end("v"), "email", f"{local[0]}***@{domain}")


# --- Plates -----------------------------------------------------------------------------------------------------------

_PLATE_GAP = r"(?:[ \t\-·.]|\*\*){0,2}+"
_PLATE = re.compile(
    _led(
        "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼W军空海北沈兰济南广成",
        rf"(?P<v>(?<!阿里)(?<!腾讯)(?<!华为)(?P<head>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{_PLATE_GAP}[A-HJ-NP-Za-hj-np-z]"
        rf"|WJ[\u4e00-\u9fff]?{_PLATE_GAP}(?=\d)|[军空海北沈兰济南广成][A-HJ-NP-Z](?={_PLATE_GAP}\d{{5}})){_PLATE_GAP}"
        rf"(?P<tail>[A-HJ-NP-Za-hj-np-z0-9](?:{_PLATE_GAP}[A-HJ-NP-Za-hj-np-z0-9]){{3,5}}+)(?P<mark>挂|学|警|港|澳|"
        rf"领|使|试|超|应急)?)(?![A-Za-z0-9])",
    )
)
_EMBASSY = re.compile(r"车[牌号照]{0,3}[^\n\d车]{0,6}(?P<v>使[ \t·]?\d{3}[ \t·]?\d{3})(?!\d)")


def _plate(text: str, match: re.Match[str]) -> str | None:
    """Confirm a plate (GA 36): five characters, three of them digits; six of a new-energy car, its letter at an end;
    four and a mark."""
    tail = re.sub(r"[^A-Za-z0-9]", "", match["tail"]).upper()
    special = bool(match["mark"]) or "WJ" in match["head"]
    pattern = (
        r"[A-Z\d]{4}" if special else r"(?=(?:.*\d){3})[A-Z\d]{5}"
    ) + r"|[A-HJK][A-Z\d]\d{4}|\d{5}[A-HJK]|(?=(?:.*\d){3})[A-Z\d]{5}"
    if (
        not re.fullmatch(pattern, tail)
        or _UNIT.match(text, match.end("v"))
        or re.match("套餐|型|系列|类|股", text[match.end("v") :][:2])
    ):
        return None
    return f"{match['head']}·***{tail[-2:]}{match['mark'] or ''}"


def _embassy(text: str, match: re.Match[str]) -> str:
    return f"使***{match['v'][-2:]}"


# --- Addresses --------------------------------------------------------------------------------------------------------

_NUMERAL = "零〇一二三四五六七八九十百两"
_NUM = rf"(?:\d{{1,5}}[A-Za-z]?|[A-Za-z](?:\d{{1,4}})?|[{_NUMERAL}]{{1,6}}|[甲乙丙丁戊己东西南北中])"
_SPACE = rf"(?:[ \t]|{_STAR}){{0,2}}+"
_DOOR = r"(?:号楼|号院|号门|号[东西南北中]院|号|#楼|#|弄|支弄|幢|栋|座|单元|室|楼|层|门|户|房|排|组|队|社|院|区|期|舍)"
# What was tried as a chain of numbers and doors is consumed whole, not tried again link by link.
_DOORS = re.compile(
    _led(
        f"A-Za-z0-9附负第甲乙丙丁戊己东西南北中{_NUMERAL}",
        rf"(?P<v>(?<![A-Za-z0-9{_NUMERAL}])(?:附|负|第|[甲乙丙丁])?{_NUM}{_SPACE}(?P<unit>{_DOOR})"
        rf"(?P<rest>(?:[ \t,、\-]{{0,2}}+(?:附|负|之|第|[东西南北中]院|院内)?{_NUM}{_SPACE}{_DOOR}){{0,8}}+)"
        r"(?P<tower>[\u4e00-\u9fff]{2,8}?(?:大厦|广场|公寓|大楼|小区|花园|家园|苑|中心)[A-Za-z\d]{1,3}[座栋幢楼]|)"
        r"(?P<bare>[ \t\-]{0,2}+(?:[A-Za-z]?\d{1,5}[A-Za-z]?(?:-\d{1,5}){0,2}|"
        r"[零〇一二三四五六七八九]{3,4}))?)(?![\d%]|\.\d)",
    )
    + rf"[\d{_NUMERAL}号楼院弄幢栋座单元室层门户房排组队社区期舍附# \t,、\-]{{0,60}}+"
)
_DASHED = re.compile(r"(?P<v>\d(?<![\d.\-].)\d{0,3}#?(?:-\d{1,3}){0,2}-\d{2,4})(?![\d\-.])")
_ROAD = re.compile(
    r"(?:(?<![线电网套思通条])路(?:[东南西北中一二三四五六七八九十]{1,2}段?)?|街|巷|胡同|大道|"
    r"(?<![频渠管通轨航跑知赛隧街])道|弄堂|里弄|"
    r"[村屯庄寨湾坪沟](?:第?[一二三四五六七八九十\d]{1,2}[组队社])?|(?<![公这那哪心家夜手店])里)[ \t*,]{0,2}$"
)
_ESTATE = re.compile(
    r"(?:小区|花园|花苑|苑|家园|公寓|新村|名邸|公馆|府|庭|宿舍|大院|城|山庄|别墅|雅居|园|湾|里|坊|轩|居|阁|大厦|广场|"
    r"大楼|中心|社区|世家|名都|一号|"
    r"[A-Za-z东西南北一二三四五六七八九\d]区|[一二三四五六七八九\d]期|校区)[ \t*,]{0,2}$"
)
_SOME_ESTATE = re.compile(r"(?:^|[该本此个各全旧建的在]|[^\u4e00-\u9fff])(?:小区|社区|公寓|大楼|宿舍)[ \t]*$")
_COUNTED_BEFORE = re.compile(r"[共有约计含达超过]$")
_LIVES = re.compile(r"地址|住|家在|寄到|寄往|寄至|送到|位于|门牌|上门|派送|户址|收货|(?i:addr)")
_PUBLIC_BEFORE = re.compile(
    r"(?:酒店|宾馆|饭店|餐厅|门店|分店|本店|营业厅|供电所|服务厅|网点|机关|法院|银行|公司|医院|学校|地铁|公交|"
    r"房间)[^\n,。;]{0,6}(?:地址|位于|在|是|为|:)"
)
_STAY = re.compile(r"入住|酒店|宾馆|饭店|客房|房间|餐厅|景区|展馆|机场|航站")
_PUBLIC_AFTER = re.compile(
    r"[ \t]?(?:楼(?!下|上)|线|环网|箱变|台区|支线|机组|机|台风|文件|员工|令|通知|公告|坐席|工位|窗口|杆|变|柜|开关|闸|"
    r"箱|主变|井|站|桥|出口|公交|车|桌|院线|元|家|格|供电|营业|网点|变电|"
    r"充电|配电|馆|码头|会议|口|次|多|米|左右|中|小|的[菜店房]|店|铺|民|年|月|日|当)"
)


def _address(text: str, match: re.Match[str]) -> str | None:
    """Confirm numbers down to the door: after a road, or several in a row after an estate or a word for living
    there."""
    start = match.start("v")
    before = text[max(0, start - 24) : start].rpartition("\n")[2]
    if (
        not before
        or _COUNTED_BEFORE.search(before)
        or _PUBLIC_AFTER.match(text, match.end("v"))
        or _PUBLIC_BEFORE.search(before)
    ):
        return None
    if _ROAD.search(before):
        deep = match["rest"] or match["tower"] or match["bare"]
        return "***" if deep or match["unit"].startswith("号") or match["unit"] in ("弄", "#", "#楼", "院") else None
    return "***" if _indoors(before, match) else None


def _indoors(before: str, match: re.Match[str]) -> bool:
    """Tell whether building, staircase and door follow the name of an estate, a place or a word for living there."""
    unit, rest, bare = match["unit"], match["rest"], match["bare"]
    if _ESTATE.search(before):
        single = unit in ("幢", "栋", "号楼", "单元", "室") and not _SOME_ESTATE.search(before)
        group = unit in ("组", "队", "社") and "号" in rest
        return single or group or bool((rest or bare) and unit in ("#楼", "#", "号", "座", "区", "期", "弄"))
    block = (
        unit in ("号楼", "#楼", "#", "幢", "栋", "座", "单元", "弄")
        or re.search("[栋幢座弄]|单元|号楼", rest) is not None
    )
    door = bare or match["tower"] or re.search("[室门房户]|单元", unit + rest)
    named = re.search(r"[\u4e00-\u9fff]{2}[ \t*]{0,2}$", before) or _LIVES.search(before)
    return bool(block and door and (rest or bare) and named) and not _STAY.search(before)


def _dashed(text: str, match: re.Match[str]) -> str | None:
    """Confirm 3-2-501: after an estate, a road or a word for living there."""
    before = text[max(0, match.start("v") - 24) : match.start("v")].rpartition("\n")[2]
    doors = match["v"].count("-") >= 2 or "#" in match["v"]
    placed = _ESTATE.search(before) or _ROAD.search(before) or re.search(r"(?:家?住|地址|家在)[^\n。]{0,12}$", before)
    return "***" if doors and placed else None


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
_FULL = rf"(?:{_COMPOUND}|[{_ALL_SURNAMES}]){_CHAR}{{1,2}}"
_SURE = rf"(?:{_COMPOUND}{_CHAR}{{1,2}}|[{_SURNAMES}]{_CHAR}{{2}})"
_THREE = rf"(?:{_COMPOUND}{_CHAR}{{1,2}}|[{_ALL_SURNAMES}]{_CHAR}{{2}})"
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
_ADDRESSED = r"(?:女士|先生|阿姨|大爷|奶奶|爷爷|大妈|小姐|大姐|大哥|大叔|老人|老先生|收\b|亲启)"
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
            rf"{_TWO}(?={_SAYS}|{_END}))",
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


def _name_matches(text: str) -> Iterator[re.Match[str]]:
    for rule in _NAME_RULES:
        yield from rule.finditer(text)
    for match in _CELL.finditer(text):
        if text[max(0, match.start() - 5) : match.start()].rstrip(" \t*-")[-1:] in ("", "|", "\n"):
            yield match


_ALIAS = re.compile(
    r"(?P<before>[\u4e00-\u9fff·](?=[\u4e00-\u9fff·]{1,5}[ \t]?\([ \t]?(?:化名|假名|昵称))[\u4e00-\u9fff·]{1,5})"
    r"|(?:化名|网名|笔名|昵称)(?:是|为|叫|[: \t“\"]){0,3}(?P<after>[\u4e00-\u9fff·]{2,4})"
)


def _aliases(text: str) -> frozenset[str]:
    """Return the last two to four characters before every （化名）, and those after 化名: invented names, welcome
    everywhere in the text."""
    found = (
        [match["before"] or match["after"] for match in _ALIAS.finditer(text)] if "名" in text or "昵称" in text else []
    )
    return frozenset(part for word in found for size in (2, 3, 4) for part in (word[-size:], word[:size]))


def _hidden(value: str) -> str:
    """Return a Chinese name with its given name hidden: 陈**."""
    chars = re.sub(r"[^\u4e00-\u9fff]|名字?|叫|是", "", value)
    size = 2 if re.match(_COMPOUND, chars) else 1
    return chars[:size] + "*" * max(1, len(chars) - size)


_MOST_ECHOES = 32  # a bound on the names that are looked for a second time, so that the time stays linear


def _names(text: str) -> Iterator[Finding]:
    """Yield full names: behind or before a word that says so, and wherever else in the text such a name of three
    characters comes back."""
    aliases = _aliases(text)
    known: dict[str, None] = {}
    for match in _name_matches(text):
        value = match["v"]
        masked = value in _WORDS["compound"] and text.startswith("*", match.end("v"))
        if not (
            masked
            or value in aliases
            or value[:2] in aliases
            or value[:2] in _NOT_NAMES
            or value[1:].startswith(_TITLES)
        ):
            known.setdefault(value)
            yield Finding(match.start("v"), match.end("v"), "name", _hidden(value))
    echoes = [name for name in known if len(name) > 2 and name.isalpha()][:_MOST_ECHOES]
    for echo in re.finditer("|".join(map(re.escape, echoes)), text) if echoes else ():
        yield Finding(echo.start(), echo.end(), "name", _hidden(echo[0]))


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

_Rule = tuple[str, re.Pattern[str], Callable[[str, "re.Match[str]"], "str | None"]]
"""A kind, a pattern whose group ``v`` is what would be masked, and what confirms a match and tells its mask."""

_NUMBER_RULES: tuple[_Rule, ...] = (
    ("mobile", _MOBILE, _mobile),
    ("mobile", _FOREIGN_PHONE, _foreign_phone),
    ("landline", _LANDLINE, _landline),
    ("landline", _LOCAL, _local),
    ("id_card", _ID_CARD, _id_card),
    ("id_card", _PASSPORT, _passport),
    ("bank_card", _BANK_CARD, _bank_card),
    ("account_no", _ACCOUNT, _account),
    ("account_no", _ACCOUNT_AFTER, _account),
    ("order_no", _ORDER, _order),
    ("order_no", _ORDER_AFTER, _order),
    ("qq", _QQ, _qq),
    ("plate", _PLATE, _plate),
)
_TEXT_RULES: tuple[_Rule, ...] = (
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


def _apply(rules: tuple[_Rule, ...], text: str) -> Iterator[Finding]:
    for kind, pattern, confirm in rules:
        for match in pattern.finditer(text):
            masked = confirm(text, match)
            if masked is not None:
                yield Finding(match.start("v"), match.end("v"), kind, masked)


def _everything(text: str) -> Iterator[Finding]:
    """Yield every finding in plain text, in any order; they may overlap."""
    yield from _apply(_NUMBER_RULES, text)
    digits = _with_digits(text)
    if digits != text:
        yield from _apply(_NUMBER_RULES, digits)
    yield from _apply(_TEXT_RULES, text)
    yield from _emails(text)
    yield from _names(text)


def _merge(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings that do not overlap and together cover all that the given ones cover."""
    last: Finding | None = None
    for one in sorted(findings, key=lambda found: (found.start, -found.end, _RANK[found.kind])):
        if last is None or one.start >= last.end:
            if last is not None:
                yield last
            last = one
        elif one.end > last.end:
            last = Finding(
                last.start, one.end, min(last.kind, one.kind, key=_RANK.__getitem__), last.masked.rstrip("*") + "****"
            )
    if last is not None:
        yield last


class Gate:
    """Finds and masks personal data; *allow* are words of two characters or more in which nothing is found: the
    agents' own names, say."""

    def __init__(self, allow: Iterable[str] = ()) -> None:
        self.allow = frozenset(word for word in (plain(entry.strip()).text for entry in allow) if len(word) > 1)
        self._sizes = sorted({len(word) for word in self.allow})

    def find(self, text: str) -> tuple[Finding, ...]:
        """Return what is personal in *text*, in order and without overlap; offsets are those of *text*, and none
        spans a line end."""
        bare = plain(text)
        kept = [found for found in _everything(bare.text) if not self._allowed(bare.text, found)]
        merged = _merge(kept)
        if len(bare.at) == 1:  # nothing was disguised: the offsets are those of the original
            return tuple(merged)
        return tuple(Finding(*bare.span(found.start, found.end), found.kind, found.masked) for found in merged)

    def mask(self, text: str) -> tuple[str, tuple[Finding, ...]]:
        """Return *text* with every finding masked, and the findings; masking the result again finds nothing, and
        lines stay lines."""
        findings = self.find(text)
        parts, done = [], 0
        for found in findings:
            parts += [text[done : found.start], found.masked]
            done = found.end
        return "".join([*parts, text[done:]]), findings

    def _allowed(self, text: str, found: Finding) -> bool:
        """Tell whether an allowed word covers the finding, or, for a name, touches it."""
        for size in self._sizes:
            first, end = (
                (found.start - size + 1, found.end) if found.kind == "name" else (found.end - size, found.start + 1)
            )
            if any(text[at : at + size] in self.allow for at in range(max(0, first), end)):
                return True
        return False
