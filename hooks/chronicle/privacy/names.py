"""Names of people: behind or before a word that says so, alone in a cell, and wherever such a name comes back.

A pattern finds the word or the sign; whether a name stands beside it, :mod:`.forms` says. Patterns with hundreds of
characters to choose from would cost every process a fifth of a second before it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from . import forms
from .context import before, is_near
from .forms import COMPOUNDS, FAMOUS, GIVEN, LISTS, NameForm, could_be_a_name, has_title, is_word, listed_end
from .patterns import MASK, Hit, Rules, behind, led, one_of

_HAN = "[\u4e00-\u9fff]"
_PINYIN = frozenset(LISTS["pinyin"].split())
_BEGIN = r"(?:(?<=[\s【】,。、;:!?|\"'`“‘「『(\[>*/_\-—…由和与跟是为给向请被的])|(?<![\s\S]))"
_END = r"(?=[\s【】,。、;:!?|\"'`”’」』)\]<*/_\-—…(]|$)"

# --- What stands around a name ----------------------------------------------------------------------------------------

_ROLES = LISTS["roles"].replace(" ", "")
_LABEL = (
    rf"(?:{one_of(LISTS['labels'])}|(?:来电|进线|致电|投诉|报修|催办)最[多勤]的?(?=[ \t]?[:是])|"
    rf"[姓户机业车失房店][ \t]{{1,4}}[名主]|[{_ROLES}]{_HAN}{{1,2}}人|法人(?:代表)?|人(?=[ \t]?[:|=])|"
    rf"(?<![A-Za-z]){one_of(LISTS['keys'])}(?i:(?:_?name)?(?![A-Za-z])))"
)
_LABEL_FIRST = (
    "法人来进致投报催姓户机业车失房店aAbBcCgGhHlLmMoOpPrRsStTuU"
    + _ROLES
    + "".join(word[0] for word in LISTS["labels"].split())
)
_AFTER_LABEL = (
    r"(?:\([^()\n]{1,8}\)(?=[ \t]?[:=|])|[ \t:|=\"'“‘「『(*/\[\]【】→\-]|"
    "分别|是|为|叫|写着|填的|登记的|登记|[填写录改开]成了?|客户|用户|代表){0,6}+"
)
_LABELLED_BODY = f"{_LABEL}{_AFTER_LABEL}"

Check = Callable[[str, int], object]
"""Takes the text and a place; whether what stands there speaks for a name beside it."""


def _at(pattern: str) -> Check:
    """Whether *pattern* matches at a place."""
    return re.compile(pattern, re.MULTILINE).match


_FOLLOWING = _at(one_of(LISTS["follows"]))
_ENDS, _BEGINS = _at(_END), _at(_BEGIN)
_MORE = rf"(?:{one_of(' '.join(LISTS[name] for name in ('says', 'does', 'follows')))}|{_END})"


def _follows(text: str, at: int) -> bool:
    """Whether a word stands at *at* that often comes right behind a name, or another name behind 和."""
    is_joined = text[at : at + 1] in ("和", "与") and listed_end(text, at + 1) is not None
    return is_joined or bool(_FOLLOWING(text, at))


def _or_follows(pattern: str) -> Check:
    """Whether *pattern* matches, or what often comes right behind a name."""
    matches = _at(pattern)
    return lambda text, at: matches(text, at) or _follows(text, at)


_SAYS, _GOES_ON = _or_follows(one_of(LISTS["says"])), _or_follows(_MORE)
_SAYS_SURELY = _or_follows(one_of(" ".join(word for word in LISTS["says"].split() if len(word) > 1)))


class _Behind(NamedTuple):
    """A name behind what ``pattern`` finds: of the first of these forms for which what stands behind it speaks."""

    pattern: re.Pattern[str]
    choices: tuple[tuple[NameForm, Check | None], ...]

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where the word before the name begins, and the name begins and ends."""
        for match in self.pattern.finditer(text):
            start = match.start("v")
            if forms.may_begin(text, start):
                ends = ((end, check) for form, check in self.choices for end in form.ends(text, start))
                end = next((end for end, check in ends if check is None or check(text, end)), None)
                if end is not None:
                    yield match.start(), start, end


class _Before(NamedTuple):
    """A name before what ``pattern`` finds, of one of these forms, where what stands before it speaks for it."""

    pattern: re.Pattern[str]
    kinds: tuple[NameForm, ...]
    begins: Check | None

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where the name begins (twice) and ends."""
        for match in self.pattern.finditer(text):
            end = match.start() - (text[match.start() - 1] in " \t")
            for start in range(max(0, end - 4), end - 1):
                is_begun = forms.may_begin(text, start) and (self.begins is None or self.begins(text, start))
                if is_begun and any(form.fits(text[start:end]) for form in self.kinds):
                    yield start, start, end
                    break


def _behind(first: str, body: str, *choices: tuple[NameForm, Check | None]) -> _Behind:
    """A name behind *body*, which begins with one of the characters *first*."""
    return _Behind(re.compile(led(first, f"{body}(?P<v>)")), choices)


def _before(words: str, *kinds: NameForm, more: str = "", begins: Check | None = None) -> _Before:
    """A name before one of *words*, with *more* behind them."""
    return _Before(re.compile(behind(words, more)), kinds, begins)


_ASKED = "(?<=[请找替让帮陪送对接系告访知给])"
_HELD = f"(?<={one_of('客户 用户 业主 户主 住户 邻居 村民 居民 房东 租客 店主 机主 车主')}..)"  # two characters on
_ANYBODY = ((forms.THREE, None), (forms.DOUBLE, _GOES_ON), (forms.ANY_COMPOUND, _GOES_ON), (forms.EVERY, _GOES_ON))
# Whatever its surname: only what no name would be is left out. A pattern, and the forms of which the name is one
_LABEL_PATTERNS: tuple[tuple[str, tuple[NameForm, ...]], ...] = (
    (
        led(
            _LABEL_FIRST,
            rf"{_LABEL}(?:代表)?(?:\([^()\n]{{1,6}}\))?[ \t]?"
            r"(?:(?P<sure>[:=叫】\]→]|(?<=[姓全]名)是|(?<=名字)是|写着)|(?:登记|填写?|写|留)?的?[是为]|登记为|[填写录改登开][记写]?成了?)"
            r"[ \t\"'“‘「『(*]{0,3}+"
            rf"(?P<v>{_HAN}{{2,3}}){_END}",
        ),
        (),
    ),
    (led(_LABEL_FIRST, rf"{_LABELLED_BODY}(?P<v>{_HAN}(?:(?:[ \t]|\*\*)?{_HAN}){{1,3}}){_END}"), forms.LABELLED),
    (
        behind(LISTS["half_labels"], rf"[ \t:“\"'‘]{{0,2}}+(?P<v>{_HAN}{{2,4}}?)(?:{_END}|(?=名下|的{_END}))"),
        (forms.PIECES,),
    ),
    # Written in pieces. From the blank on: a pattern that begins with any character is a slow one
    (
        rf"[ \t](?<=(?={_BEGIN}(?P<v>{_HAN}[ \t]{_HAN}(?:[ \t]?{_HAN})?)[ \t]?(?:女士|先生))..)",
        forms.LISTED,
    ),
    (
        rf"姓[:是]?(?P<v>{_HAN}[, 、|\t]{{0,3}}(?:单?名字?[叫是:]{{0,2}}|叫)"
        rf"(?:{_HAN}{{1,2}}{_END}|{_HAN}{{2}}(?=[的说来在打])|{_HAN}))",
        (forms.PIECES,),
    ),
    (rf"姓({_HAN})[,、](?:叫|全名)?(?P<v>\1{_HAN}{{1,2}}){_END}", ()),
    (
        led(
            "".join(sorted({word[0] for word in forms.WORD_NAMES})),
            rf"(?P<v>(?P<sure>{one_of(LISTS['word_names'])}))(?:(?={one_of(LISTS['addressed'])})(?<=(?:{_ASKED}|{_BEGIN})..)|"
            rf"{_END}(?<=[我他她本][叫名]..)|(?=来电|打来|致电|报修|的{one_of(LISTS['belongings'])}){_HELD})",
        ),
        (),
    ),
    (
        behind("落款 署名 签名 末尾 结尾 信尾", rf"[^\n。;]{{0,14}}[,:、 ](?P<v>{_HAN}{{2,4}}){_END}"),
        (forms.THREE, forms.TWO),
    ),
    (
        behind(
            "姓名 名字 落款 署名 签名 联系人 客户 户主",
            rf"(?:[^\n,。;:]{{1,6}}:|[ \t:“\"是为叫]{{0,3}}+)(?P<v>{_HAN}[ \t/\-.·]{_HAN}(?:[ \t/\-.·]?{_HAN})?){_END}",
        ),
        forms.LISTED,
    ),
)
_LABELLED = tuple((re.compile(pattern, re.MULTILINE), kinds) for pattern, kinds in _LABEL_PATTERNS)
_JOINT = re.compile(r"[ \t,、/\-.·|*]|(?<=.)(?:单?名字?[叫是:]{0,2}|叫)(?=.)")  # between the pieces
_SIR = _before("女士 先生", forms.EVERYHOW, begins=_at(f"{_ASKED}|{_BEGIN}"))
_KIN = _Behind(
    re.compile(behind(LISTS["kin"], r"(?:[ \t:“\"'|=(]|是|叫){0,2}+(?P<v>)")),
    (
        (forms.SURE, None),
        *_ANYBODY,
        (forms.COMPOUND, _SAYS),
        (forms.COMPOUND, _ENDS),
        (forms.TWO, _ENDS),
        (forms.SHORT, _SAYS),
        (forms.KNOWN_SHORT, _SAYS_SURELY),
        (forms.KNOWN_TWO, _SAYS),
    ),
)
_REACHED = _before(
    f"{LISTS['addressed']} {LISTS['spoken_to']}",
    *(forms.EVERYHOW, forms.SHORT),
    begins=_at("|".join(f"(?<={word})" for word in LISTS["reached"].split())),
)
_WHO_CALLS = _before(
    LISTS["spoken_to"], forms.EVERY, more="(?:打来|来电|致电|反映|报修|咨询|投诉|要求)", begins=_BEGINS
)
_HOLDER = _behind(_LABEL_FIRST, _LABELLED_BODY, (forms.FULL, None), *_ANYBODY)
_SERVED = one_of(LISTS["served"])
_SERVED_ONE = (
    (forms.SURE, _at(f"(?={_HAN}|{_END})(?!{one_of(LISTS['places'])})")),
    (forms.EVERY, _at(f"{_SERVED}|{_END}")),
)
# Said to be a person
_NAMED = (
    *(_HOLDER, _KIN, _REACHED, _WHO_CALLS),
    _behind("回安联转告", r"(?:回访|安抚|联系上?|转告|告知)(?:了|一下)?[ \t]?", *_SERVED_ONE),
    _before(LISTS["addressed"], forms.EVERY, forms.KNOWN_SHORT, begins=_at(f"{_ASKED}|{_BEGIN}")),
    _before("收", forms.THREE, forms.SHORT, more=r"\b", begins=_BEGINS),
    _before("女士 先生 老先生 老太太 老人家", forms.EVERY_FULL),
    _before("阿姨 大爷 奶奶 爷爷 大妈 大叔 小姐", forms.IN_CELL, forms.SHORT),
    _behind("名姓全", "(?:名字|姓名|全名)(?:是|叫)?,", (forms.SURE, _ENDS)),
    _behind("MD", r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Dr)\.?[ \t]?", (forms.EVERY, None), (forms.SHORT, None)),
)
_OF_OR_END = _at(f"的|{_END}")
_OF_KIN = _at(f"的{one_of(LISTS['kin'])}")
_INTRODUCED = _behind(
    "叫名我本自认署签写两三四",
    r"(?:(?<![呼吼喊大])叫做?|名叫|我是|本人|自称|认准|署名|签着|写着|[两三四]个字(?=:))[ \t:“\"]{0,2}",
    *(
        (forms.COMPOUND, _ENDS),
        (forms.SURE, None),
        (forms.EVERY, _OF_OR_END),
        (forms.EVERYHOW, _OF_KIN),
        (forms.ANYHOW, _ENDS),
        (forms.TWO, _OF_OR_END),
    ),
)
_SIGN = rf"[“‘「『(\[\"'/_>@\- —](?<!\w )(?={_HAN})"
_CLOSED = "(?=[”’」』)\\]\"'/_.<\\-]|,您)"
_CLOSES = _at(_CLOSED)
_ACTS = (
    f"(?:{one_of(LISTS['acts'])}|打了?[一二两三四五六七八九十几多\\d]{{1,3}}[次遍通回]|表示(?:满意|感谢|不满|理解|认可)|"
    "(?:申请|要求|请求)(?:增容|过户|更名|复电|报装|销户|减免|退费|退款|换表|校表|开票|复核|赔偿|道歉|答复|上门))"
)
_AGAIN = "又再还也就才刚却都已曾第今昨当一连半凌专特主多几两三四五\\d"
_OFTEN = (
    r"(?:再次|一次次|[又再还也就才刚却都已曾]|第[一二三四五六七八九十\d]{1,3}[次回遍]|[今昨当][天晚夜早日]|一早|连夜|半夜|凌晨|"
    r"专程|特[意地]|主动|连续|[多几两三四五\d][次度])"
    "{0,4}+"
)
_STATES = "确认|申请|同意|承诺|自愿|声明|放弃|授权|委托|知悉|保证|愿意|身份证|特此|[,(]"
_SIGNS = _before(LISTS["signs"], forms.EVERY, forms.TWO, begins=_at(f"{_BEGIN}|(?<=[在到归])"))
# Doing or suffering what people do
_LIKELY = (
    _INTRODUCED,
    _behind("本", "本人", (forms.EVERY, _at(_STATES)), (forms.FULL, _at(_STATES))),
    _behind("帮找开退寄", r"(?:帮助?|找一下|开票给|退款?给|寄给)[ \t]?", *_SERVED_ONE),
    _behind("替给找联通为陪帮", r"(?:替|给|陪|帮|找到?|联系上?|通知|为)[ \t]?", (forms.EVERY, _at(_SERVED))),
    _Before(
        re.compile(
            led(
                f"打申要请表{_AGAIN}{''.join(sorted({act[0] for act in LISTS['acts'].split()}))}",
                f"{_OFTEN}{_ACTS}(?![件率量])",
            )
        ),
        (forms.THREE, forms.TWO),
        _at(f"{_BEGIN}|(?<=[天晚早晨夜后分点时午上])|(?<=后来|今年|关于|收到|对于|接到|接听)|(?<=[在到归])"),
    ),
    _behind(
        "写签署刻绣印",
        '[写签署刻绣印](?:着|的是|了|下|上)[^\n“‘「『"。]{0,3}[“‘「『"]',
        (forms.EVERY, _CLOSES),
        (forms.TWO, _CLOSES),
    ),
    _SIGNS,
    _before(LISTS["spoken_to"], forms.EVERY, more=f"的(?:{one_of(LISTS['belongings'])})", begins=_BEGINS),
    _before(LISTS["spoken_to"], forms.EVERY, more="(?:送|寄|捎|拿)来", begins=_at(f"{_BEGIN}|(?<=感谢|谢谢)")),
    _Before(re.compile(r"[ \t,:(](?=1[3-9]\d[\d×]{4}\d{4})"), (forms.SURE, forms.TWO), _BEGINS),
    _Before(
        re.compile(r"[(,、](?=[男女][,、)]|\d\d[ \t]?岁)|\((?=客户|用户|业主|户主|报修人|来电人)"),
        (forms.SURE, forms.IN_CELL, forms.TWO),
        _BEGINS,
    ),
    _Behind(
        re.compile(r"\d(?:日|:\d\d|-\d\d)[ \t,|]{1,2}+(?P<v>)"),
        ((forms.SURE, _at("[ \t,|]")), (forms.IN_CELL, _at("[ \t,|]"))),
    ),
    _before("三个字 这个名字", forms.SURE, forms.IN_CELL, begins=_at(f"{_BEGIN}|(?<=把)")),
    _behind("经征取", "(?:经|征得|取得)", (forms.EVERY, _at("(?:本人)?(?:同意|授权|许可)"))),
    _before(
        "的",
        *(forms.SURE, forms.IN_CELL, forms.TWO),
        more=one_of(LISTS["belongings"]),
        begins=_at(f"{_BEGIN}|(?<=[用查把])|(?<=接到)"),
    ),
    _behind("与和跟同向", "[与和跟同向]", (forms.SURE, _at("沟通|核实|核对|协商|确认|约定|达成|解释|致歉|道歉|说明"))),
    _behind("是", "是", (forms.SURE, _at("家吗|吗|本人"))),
    _behind("他她你您称", "[他她你您称]是", (forms.EVERY, _OF_KIN)),
    _behind("尊", "尊敬的", (forms.SURE, _ENDS), (forms.EVERY, _ENDS), (forms.TWO, _ENDS)),
    _behind(
        "tnsTachkld标主",
        r"(?:(?<![A-Za-z])(?:(?:sub)?title|note|summary|name|alt|caption|heading|keywords|(?:data_)?label)|标题|主题)"
        r"[\"']?[ \t]?[:=][ \t]?[\"'“]?",
        (forms.SURE, None),
        (forms.IN_CELL, _OF_OR_END),
        (forms.ODD_COMPOUND, _ENDS),
        (forms.TWO, _ENDS),
    ),
    # Who speaks in a dialogue: the head of a quoted line, or of one with a quote in it
    _Before(
        re.compile(r"\*{0,2}:(?=[ \t]?(?:[“\"]|喂|[你您]好))"),
        (forms.SURE,),
        lambda text, at: not before(text, at, 8).strip(" \t*->"),
    ),
    _Behind(re.compile(r">[ \t*]{0,4}+(?P<v>)"), ((forms.SURE, _at(r"\*{0,2}:")),)),
)
_FIRM = (_REACHED, _WHO_CALLS, _INTRODUCED, _SIGNS)  # so sure of a name that it may begin like a word: 万里鹏
# Alone on their line, in their cell or behind a sign
_CELL = _Before(
    re.compile(rf"(?<={_HAN})[ \t*]{{0,4}}(?:\||\t|$)", re.MULTILINE),
    (forms.SURE, forms.IN_CELL, forms.TWO),
    lambda text, at: text[max(0, at - 5) : at].rstrip(" \t*-")[-1:] in ("", "|", "\n"),
)
_LISTED_TAG = re.compile(r"[\"']?[ \t]?[,\]]")


def _in_brackets(text: str, at: int) -> bool:
    """Whether *at* is the end of an entry of a list in brackets: tags: [停电, 邵红梅]."""
    return _LISTED_TAG.match(text, at) is not None and "[" in before(text, at, 80).rpartition("]")[2]


_QUOTED = (_Behind(re.compile(f"{_SIGN}(?P<v>)"), ((forms.SURE, _CLOSES),)),)
_LONE = (
    _Behind(re.compile(f"{_SIGN}(?P<v>)"), ((forms.SURE, _at(f"{_CLOSED}|$")),)),
    _Behind(re.compile(r"[,\[][ \t]?[\"']?(?P<v>)"), ((forms.SURE, _in_brackets), (forms.IN_CELL, _in_brackets))),
    _CELL,
)
_TOLD_OF = re.compile('(?:名叫|名为|[写填]的是)[“"‘「『]?$')
_CALLED = re.compile('[叫为名][“"‘「『]$')
_PERSON = one_of(LISTS["addressed"] + " " + LISTS["kin"] + " " + LISTS["persons"])
_THING = re.compile(rf"[”\"’」』](?:的?+(?!{_PERSON}){_HAN})")
_OF_THINGS = re.compile('[组队店群牌街村站社园苑校栏线猫狗](?:名字?|取名)?[叫为][“"‘「『]?$')
_NICKNAME = re.compile("管[^\n,。;]{1,8}叫[“‘「『]?$")
_FAMILY = re.compile(behind(" ".join(f"{word} 这{word}" for word in LISTS["relations"].split())))
_BESIDE = ("、", "和", "与", "及")
_COLLEAGUE = re.compile(one_of(LISTS["colleagues"]))
_AT_WORK = re.compile(f"[^\n。!?]{{0,30}}?{one_of(LISTS['at_work'])}")
_INVENTED_BEFORE = re.compile(r"[ \t(](?<=(?=[ \t]?\([ \t]?(?:化名|假名|昵称)).)")
_INVENTED_BEHIND = re.compile(
    behind("化名 网名 笔名 昵称", rf"(?:是|为|叫|[: \t“\"]){{0,3}}(?P<v>[{_HAN[1:-1]}·]{{2,4}})")
)
_MOST_ECHOES = 200  # a bound on the names that are looked for a second time, so that the time stays linear


def find_names(
    text: str, known: Collection[str] = (), *, is_strict: bool = False, is_lone: bool = True
) -> Iterator[Hit]:
    """Full Chinese names: behind or before a word that says so, and wherever else such a name or one that is *known*
    comes back. *is_strict*: also those that the text calls invented. *is_lone*: also those that stand by themselves."""
    places = {span: text[slice(*span)] for span in _places(text, is_lone)}
    aliases = _aliases(text) if places and not is_strict else frozenset()
    masks = {value: "" if {value, value[:2]} & aliases else _hidden(value) for value in places.values()}
    for (start, end), value in places.items():
        if masks[value]:
            yield Hit(start, end, "name", masks[value])
    names = {name for name, mask in masks.items() if mask and name.isalpha()} | {*known} - aliases
    listed = sorted(names, key=lambda name: (-len(name), name))[:_MOST_ECHOES]
    for echo in re.finditer("|".join(map(re.escape, listed)), text) if listed else ():
        if echo.span() not in places and not _is_longer(text, *echo.span()):
            yield Hit(echo.start(), echo.end(), "name", _hidden(echo[0]))


def _places(text: str, is_lone: bool) -> Iterator[tuple[int, int]]:
    """Where a name stands."""
    for pattern, kinds in _LABELLED:
        for match in pattern.finditer(text):
            if match[0][0] in "名姓叫" and _COLLEAGUE.search(before(text, match.start(), 6)):
                continue
            if _is_told_of(text, *match.span("v")):
                continue
            value, is_said = _JOINT.sub("", match["v"]), match.groupdict().get("sure") is not None
            is_name = could_be_a_name(match["v"], is_said=is_said) and not _is_thing(text, *match.span("v"))
            if is_name and (not kinds or any(form.fits(value) for form in kinds)):
                yield match.span("v")
    yield from ((start, end) for _, start, end in _SIR.places(text) if could_be_a_name(text[start:end]))
    yield from _family_places(text)
    for rule in (*_NAMED, *_LIKELY, *(_LONE if is_lone else _QUOTED)):
        for at, start, found in rule.places(text):
            end = _end_of(text, start, found)
            if rule in (_KIN, _HOLDER) and _COLLEAGUE.search(before(text, at, 4)):
                continue
            if _is_told_of(text, start, end):
                continue
            if rule not in _NAMED and (
                text[start:end] in FAMOUS
                or _is_colleague(text, start, end)
                or (end < found and not forms.TWO.fits(text[start:end]))
            ):
                continue
            if _is_thing(text, start, end):
                continue
            is_firm = (rule in _FIRM and text[start - 1] not in '“"') or (
                rule in (_HOLDER, _KIN) and text[start] in forms.KNOWN and bool(_GOES_ON(text, end))
            )
            yield from _names_from(text, start, end, is_firm=is_firm)


def _names_from(text: str, start: int, end: int, *, is_firm: bool) -> Iterator[tuple[int, int]]:
    """The name at ``text[start:end]``, and those that stand beside it: 侯永康和侯雨桐. *is_firm*: what stands around
    the first is sure of a name, so that it may begin like a word."""
    value = text[start:end]
    if text.startswith(forms.LONG_TITLES, start + 1):  # 称呼：王阿姨
        return
    is_name = not is_word(value) or (is_firm and could_be_a_name(value) and not has_title(value))
    while is_name:
        yield start, end
        beside = listed_end(text, end + 1) if text[end : end + 1] in _BESIDE else None
        if beside is None or not (text[beside : beside + 1] in _BESIDE or _SAYS(text, beside) or _ENDS(text, beside)):
            break
        start, end = end + 1, _end_of(text, end + 1, beside)
        is_name = not is_word(text[start:end])


def _is_told_of(text: str, start: int, end: int) -> bool:
    """Whether somebody famous stands where no person is named: a picture on the wall, a cat."""
    return text[start:end] in FAMOUS and _TOLD_OF.search(before(text, start, 5)) is not None


def _is_colleague(text: str, start: int, end: int) -> bool:
    """Whether what stands before a name or in the rest of its sentence is said of colleagues."""
    return _COLLEAGUE.search(before(text, start, 10)) is not None or _AT_WORK.match(text, end) is not None


def _is_thing(text: str, start: int, end: int) -> bool:
    """Whether what stands behind 叫 is no person: 名叫“向阳花”的班组, 班组名叫白杨树, 管音箱叫赵丽蓉."""
    if text[start - 1] not in '叫为名“"‘「『':
        return False
    if _NICKNAME.search(before(text, start, 14)):
        return True
    is_quoted = _CALLED.search(before(text, start, 4)) is not None and _THING.match(text, end) is not None
    return is_quoted or _OF_THINGS.search(before(text, start, 6)) is not None


def _family_places(text: str) -> Iterator[tuple[int, int]]:
    """Where two to four names stand before what they are to each other: 侯永康、侯雨桐父女."""
    for match in _FAMILY.finditer(text):
        family: list[tuple[int, int]] = []
        end = match.start()
        while len(family) < 4:
            starts = range(max(0, end - 4), end - 1)
            start = next((at for at in starts if any(form.fits(text[at:end]) for form in forms.LISTED)), None)
            if start is None:
                break
            family.append((start, end))
            if text[start - 1 : start] not in _BESIDE:
                break
            end = start - 1
        if len(family) > 1 and not _is_colleague(text, family[-1][0], family[0][1]):
            yield from family


def _end_of(text: str, start: int, end: int) -> int:
    """Where a name really ends that seems to end at *end*: in 王芳来电 the name is 王芳."""
    size = 2 if text[start : start + 2] in COMPOUNDS else 1
    is_long = end - start == size + 2 and text[start:end].isalpha()
    return end - 1 if is_long and _follows(text, end - 1) else end


def _is_longer(text: str, start: int, end: int) -> bool:
    """Whether what looks like a known name of two characters is the beginning of another name."""
    return end - start == 2 and text[end : end + 1] in GIVEN and not _SAYS(text, end)


def _aliases(text: str) -> frozenset[str]:
    """The last two to four characters before every （化名）, and those after 化名: invented names, free everywhere in
    the text."""
    if not any(word in text for word in ("化名", "假名", "昵称", "网名", "笔名")):
        return frozenset()
    sizes = (2, 3, 4)
    ends = [match.start() for match in _INVENTED_BEFORE.finditer(text)]
    words = [match["v"] for match in _INVENTED_BEHIND.finditer(text)]
    return frozenset(
        [*(text[max(0, end - size) : end] for end in ends for size in sizes)]
        + [part for word in words for size in sizes for part in (word[-size:], word[:size])]
    )


def _hidden(value: str) -> str:
    """A Chinese name with its given name hidden: 陈××."""
    chars = re.sub(r"[^\u4e00-\u9fff]|名字?|叫|是", "", value)
    size = 2 if chars[:2] in COMPOUNDS else 1
    return chars[:size] + MASK * max(1, len(chars) - size)


# --- Names of other peoples, and in Latin letters ---------------------------------------------------------------------

_SPEAKING = one_of("打来 来电 来信 发来 写信 说 问 表示 称 反映 报修 咨询 投诉 要求")
_LATIN = "[A-Z][a-z]{1,11}[ \\t][A-Z][a-z]{1,11}"
RULES = Rules()
"""What finds names of other peoples; Chinese names are found by :func:`find_names`."""

_ABROAD = f"[{LISTS['foreign'].replace(' ', '')}]"
_FOREIGN_PART = re.compile(forms.FOREIGN_PART)


@RULES.add("name", rf"(?P<v>{_ABROAD}(?<!{_ABROAD}.){_ABROAD}{{1,7}}+[·.\-]{_ABROAD}{{2,8}}+)")
def _foreign(text: str, match: re.Match[str]) -> str | None:
    is_known = _FOREIGN_PART.search(match["v"]) is not None
    return match["v"][0] + MASK * 2 if is_known or is_near(text, match.start("v"), "persons", 8) else None


RULES.add(
    "name",
    behind(
        f"{LISTS['labels']} {LISTS['kin']} 名叫 叫",
        rf"{_AFTER_LABEL}(?P<v>{_HAN}{{1,8}}·{_HAN}{{1,4}}?(?={_MORE})|"
        rf"{_ABROAD}{{0,4}}?{_FOREIGN_PART.pattern}{_ABROAD}{{0,4}}+)",
    ),
    behind("族", rf"(?:{one_of(LISTS['addressed'])}|客户|用户|老乡|牧民|姑娘|小伙)(?P<v>{_ABROAD}{{2,8}}+)"),
    rf"(?P<v>{_LATIN})[ \t]?(?:先生|女士|小姐|太太)",
    behind(f"{LISTS['labels']} 旅客 乘客 患者 病人 英文名", rf"{_AFTER_LABEL}(?P<v>{_LATIN})"),
    behind("外籍 外国 海外 境外", rf"{_HAN}{{1,4}}[ \t:(“]{{0,2}}+(?P<v>{_LATIN})"),
    behind(LISTS["kin"], rf"[ \t:(“]{{0,2}}+(?P<v>{_LATIN})[)” \t]{{0,2}}+{_SPEAKING}"),
    rf"(?P<v>(?:{'|'.join(sorted(_PINYIN)).upper()})/[A-Z]{{2,14}})[ \t]?(?:MR|MS|MRS|MISS|MSTR|CHD)(?![A-Za-z])",
    led(
        "".join(sorted({word[0] for word in LISTS["foreign_parts"].split()})),
        rf"(?P<v>{_FOREIGN_PART.pattern}{_ABROAD}{{0,4}}+)(?:{one_of(LISTS['addressed'])})",
    ),
)(lambda text, match: match["v"][0] + MASK * 2)


@RULES.add(
    "name",
    led(
        "拼姓名客联户叫护旅乘患业用租MDpncgs",
        r"(?P<word>拼音|姓名|名字|客户|联系人|户主|旅客|乘客|患者|业主|用户|租客|名叫|叫|护照[^\n\dA-Za-z]{0,6}|(?<![A-Za-z])(?:Mr|Ms|Mrs|Miss|Dear|"
        r"passenger|name|customer|contact|caller|owner|client|guest|signed)(?![A-Za-z]))"
        r"[\"'`=:.,是为 \t|“(]{0,4}+"
        r"(?P<v>[A-Za-z]{2,12}(?:[ \t]|,[ \t]?|·)[A-Za-z]{2,12}(?:[ \t\-'][A-Z][a-z]{1,7})?|"
        r"[A-Z][a-z]{1,5}[A-Z][a-z]{1,11})(?![A-Za-z\d])",
    ),
)
def _latin(text: str, match: re.Match[str]) -> str | None:
    """Confirm a name in Latin letters: capitals, and a Chinese surname at one end, or a word before it that can only
    mean a name."""
    parts = re.findall(r"[A-Z][a-z]*(?![A-Z])|[A-Z]{2,}", match["v"])
    is_known = len(parts) > 1 and (parts[0].lower() in _PINYIN or parts[-1].lower() in _PINYIN)
    is_named = len(parts) > 1 and re.search("姓名|拼音|Mr|Ms|Mrs|Miss|Dear|passenger|guest", match["word"]) is not None
    return " ".join(part[0] + MASK * 3 for part in parts) if is_known or is_named else None
