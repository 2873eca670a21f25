"""Names of people: behind or before a word that says so, alone in a cell, and wherever such a name comes back.

A pattern finds the word or the sign; whether a name stands beside it, :mod:`.forms` says. Patterns with hundreds of
characters to choose from would cost every process a fifth of a second before it begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from . import forms
from .context import before, is_near
from .forms import COMPOUNDS, FAMOUS, FORMS, GIVEN, LISTS, NameForm, could_be_a_name, has_title, is_word, listed_end
from .patterns import MASK, Confirm, Finding, Rule, RuleTable, behind, one_of

_PINYIN = frozenset(LISTS["pinyin"].split())
_ABROAD = f"[{LISTS['foreign'].replace(' ', '')}]"
_TABLE = RuleTable("names.toml", LISTS, abroad=_ABROAD)
_HAN, _END, _AFTER_LABEL = (_TABLE.pieces[name] for name in ("han", "end", "after_label"))

# --- What stands around a name ----------------------------------------------------------------------------------------

Check = Callable[[str, int], object]
"""Takes the text and a place; whether what stands there speaks for a name beside it."""


def _at(pattern: str) -> Check:
    """Whether *pattern* matches at a place."""
    return re.compile(pattern, re.MULTILINE).match


_FOLLOWING, _ENDS = _at(one_of(LISTS["follows"])), _at(_END)


def _follows(text: str, at: int) -> bool:
    """Whether a word stands at *at* that often comes right behind a name, or another name behind 和."""
    is_joined = text[at : at + 1] in ("和", "与") and listed_end(text, at + 1) is not None
    return is_joined or bool(_FOLLOWING(text, at))


def _or_follows(pattern: str) -> Check:
    """Whether *pattern* matches, or what often comes right behind a name."""
    matches = _at(pattern)
    return lambda text, at: matches(text, at) or _follows(text, at)


_SAYS, _DOES = _or_follows(one_of(LISTS["says"])), _at(one_of(LISTS["does"]))


def _goes_on(text: str, at: int) -> bool:
    """Whether what stands at *at* may stand behind a name: what somebody says or does, or the end of a sentence."""
    return bool(_SAYS(text, at) or _DOES(text, at) or _ENDS(text, at))


_LISTED_TAG = re.compile(r"[\"']?[ \t]?[,\]]")
_CHECKS: Mapping[str, Check | None] = {
    "": None,
    "says": _SAYS,
    "says_surely": _or_follows(one_of(" ".join(word for word in LISTS["says"].split() if len(word) > 1))),
    "goes_on": _goes_on,
    "line_head": lambda text, at: not before(text, at, 8).strip(" \t*->"),
    "cell_head": lambda text, at: text[max(0, at - 5) : at].rstrip(" \t*-")[-1:] in ("", "|", "\n"),
    # the end of an entry of a list in brackets: tags: [停电, 邵红梅]
    "in_brackets": lambda text, at: _LISTED_TAG.match(text, at) and "[" in before(text, at, 80).rpartition("]")[2],
}
"""What a rule may ask beside a pattern, by name."""


class _Rule(NamedTuple):
    """A rule of ``names.toml``: what ``pattern`` finds; of which ``kinds`` a name is that stands before it, and what
    speaks for that where it ``begins``; or, with ``choices``, the kinds of names behind it, each with what must follow.
    """

    group: str
    pattern: re.Pattern[str]
    kinds: tuple[NameForm, ...]
    begins: Check | None
    choices: tuple[tuple[NameForm, Check | None], ...]
    is_firm: bool
    is_label: bool

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where the word before the name begins (or the name), and the name begins and ends."""
        for match in self.pattern.finditer(text):
            if self.choices:
                start = match.start("v")
                if forms.may_begin(text, start):
                    ends = ((end, check) for form, check in self.choices for end in form.ends(text, start))
                    end = next((end for end, check in ends if check is None or check(text, end)), None)
                    if end is not None:
                        yield match.start(), start, end
                continue
            end = match.start() - (text[match.start() - 1] in " \t")
            for start in range(max(0, end - 4), end - 1):
                is_begun = forms.may_begin(text, start) and (self.begins is None or self.begins(text, start))
                if is_begun and any(form.fits(text[start:end]) for form in self.kinds):
                    yield start, start, end
                    break


def _rule(group: str, row: Mapping[str, Any]) -> _Rule:
    """A row of ``names.toml``."""

    def check(told: str) -> Check | None:
        return _CHECKS[told] if told in _CHECKS else _at(_TABLE.expanded(told))

    choices = tuple(
        (FORMS[name], check(each))
        for name, told in row.get("behind", {}).items()
        for each in (told if isinstance(told, list) else [told])
    )
    pattern = _TABLE.pattern(row, "(?P<v>)" if choices else "")
    begins = check(row.get("begins", ""))
    kinds = tuple(FORMS[name] for name in row.get("forms", "").split())
    flags = (row.get(name, False) for name in ("is_firm", "is_label"))
    return _Rule(group, re.compile(pattern, re.MULTILINE), kinds, begins, choices, *flags)


_RULES = [_rule(group, row) for group, rows in _TABLE.rows.items() if group != "abroad" for row in rows]
_LABELLED = [rule for rule in _RULES if rule.group == "labelled"]
_IN_TEXT, _LONE = ([rule for rule in _RULES if rule.group in ("named", "likely", last)] for last in ("quoted", "lone"))
_SIR = _rule("sir", {"words": "女士 先生", "forms": "everyhow", "begins": "@asked|@begin"})
_JOINT = re.compile(r"[ \t,、/\-.·|*]|(?<=.)(?:单?名字?[叫是:]{0,2}|叫)(?=.)")  # between the pieces
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
) -> Iterator[Finding]:
    """Full Chinese names: behind or before a word that says so, and wherever else such a name or one that is *known*
    comes back. *is_strict*: also those that the text calls invented. *is_lone*: also those that stand by themselves."""
    places = {span: text[slice(*span)] for span in _places(text, is_lone)}
    aliases = _aliases(text) if places and not is_strict else frozenset()
    masks = {value: "" if {value, value[:2]} & aliases else _hidden(value) for value in places.values()}
    for (start, end), value in places.items():
        if masks[value]:
            yield Finding(start, end, "name", masks[value])
    names = {name for name, mask in masks.items() if mask and name.isalpha()} | {*known} - aliases
    listed = sorted(names, key=lambda name: (-len(name), name))[:_MOST_ECHOES]
    for echo in re.finditer("|".join(map(re.escape, listed)), text) if listed else ():
        if echo.span() not in places and not _is_longer(text, *echo.span()):
            yield Finding(echo.start(), echo.end(), "name", _hidden(echo[0]))


def _places(text: str, is_lone: bool) -> Iterator[tuple[int, int]]:
    """Where a name stands."""
    for rule in _LABELLED:
        for match in rule.pattern.finditer(text):
            start, end = match.span("v")
            value = _JOINT.sub("", match["v"])
            is_name = could_be_a_name(match["v"], is_said=match.groupdict().get("sure") is not None)
            is_formed = not rule.kinds or any(form.fits(value) for form in rule.kinds)
            is_colleague = match[0][0] in "名姓叫" and _COLLEAGUE.search(before(text, match.start(), 6))
            if is_name and is_formed and not is_colleague and not _is_thing(text, start, end):
                yield start, end
    yield from ((start, end) for _, start, end in _SIR.places(text) if could_be_a_name(text[start:end]))
    yield from _family_places(text)
    for rule in _LONE if is_lone else _IN_TEXT:
        for at, start, found in rule.places(text):
            end = _end_of(text, start, found)
            if _is_thing(text, start, end) or (rule.is_label and _COLLEAGUE.search(before(text, at, 4))):
                continue
            if rule.group != "named" and (
                text[start:end] in FAMOUS
                or _is_colleague(text, start, end)
                or (end < found and not FORMS["two"].fits(text[start:end]))
            ):
                continue
            is_firm = (rule.is_firm and text[start - 1] not in '“"') or (
                rule.is_label and text[start] in forms.KNOWN and _goes_on(text, end)
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


def _is_colleague(text: str, start: int, end: int) -> bool:
    """Whether what stands before a name or in the rest of its sentence is said of colleagues."""
    return _COLLEAGUE.search(before(text, start, 10)) is not None or _AT_WORK.match(text, end) is not None


def _is_thing(text: str, start: int, end: int) -> bool:
    """Whether what is told of is no person, but a picture on the wall, or what stands behind 叫: 名叫“向阳花”的班组,
    班组名叫白杨树, 管音箱叫赵丽蓉."""
    if text[start:end] in FAMOUS and _TOLD_OF.search(before(text, start, 5)):
        return True
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

_FOREIGN_PART = re.compile(forms.FOREIGN_PART)


def _foreign(text: str, match: re.Match[str]) -> str | None:
    """Confirm a name with a dot in it: a part of it is known, or a word for a person stands before it."""
    is_known = _FOREIGN_PART.search(match["v"]) is not None
    return match["v"][0] + MASK * 2 if is_known or is_near(text, match.start("v"), "persons", 8) else None


def _latin(text: str, match: re.Match[str]) -> str | None:
    """Confirm a name in Latin letters: capitals, and a Chinese surname at one end, or a word before it that can only
    mean a name."""
    parts = re.findall(r"[A-Z][a-z]*(?![A-Z])|[A-Z]{2,}", match["v"])
    is_known = len(parts) > 1 and (parts[0].lower() in _PINYIN or parts[-1].lower() in _PINYIN)
    is_named = len(parts) > 1 and re.search("姓名|拼音|Mr|Ms|Mrs|Miss|Dear|passenger|guest", match["word"]) is not None
    return " ".join(part[0] + MASK * 3 for part in parts) if is_known or is_named else None


_CONFIRMS: Mapping[str, Confirm] = {
    "foreign": _foreign,
    "latin": _latin,
    "": lambda text, match: match["v"][0] + MASK * 2,
}
RULES = [Rule("name", re.compile(_TABLE.pattern(row)), _CONFIRMS[row.get("by", "")]) for row in _TABLE.rows["abroad"]]
"""What finds names of other peoples; Chinese names are found by :func:`find_names`."""
