"""Names in running prose: what looks like one is a hint for the lead, never a mask.

Nothing around such a name gives it away, so that it is told by what it is made of: a listed surname and characters of
given names that stand between two seams of the sentence, as jieba cuts it, and are no word of everyday life, nobody of
history and nobody of a book. Only sentences with such a surname are cut, and what was found is kept by content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from ..cache import Cache
from ..reading import chinese
from . import forms

_HAN = "[\u4e00-\u9fff]"
_SENTENCE = re.compile(r"[^\n。！？；!?;|]+")
_GIVEN = forms.GIVEN
_SURNAMES = forms.SURNAMES - {*"占班支盖祖劳封权惠衡苍杭宣"}  # verbs and words of every day
_COMPOUND = "|".join(sorted(forms.COMMON_COMPOUNDS))
_CANDIDATE = re.compile(
    rf"(?:(?:{_COMPOUND}){_HAN}|[{''.join(sorted(_SURNAMES))}]"
    f"[{''.join(sorted(_GIVEN))}家]|{forms.FOREIGN_PART})"
)
_ABROAD = re.compile(f"{forms.FOREIGN_PART}{{2,3}}")
_INVENTED = re.compile(rf"{_HAN}{{2,4}}(?=[ \t]?[(（][ \t]?(?:化名|假名))")
_WORKS = re.compile("的(?:《|新?歌|诗|词|小说|散文|电影|专辑|演唱会)")  # of somebody whom everybody knows
# Times that jieba's dictionary counts: people whom everybody knows by their full name, and words of every day
_FAMOUS_FROM, _SHORT_FAMOUS_FROM, _EVERYDAY_FROM, _SELDOM_UNDER = 40, 500, 3000, 300
_BEFORE_NAMES = "对向跟给替找和与被把请问听让陪帮由"
_TITLES, _AND = "姐哥嫂婶叔姨", "和与"
_DOING = ("v", "uj", "p", "d")  # parts of speech of what is done by or belongs to somebody
_NO_PART = ("v", "c", "p", "d", "u", "r", "m")  # parts of speech of what goes on after a name


@dataclass(frozen=True, order=True)
class Hint:
    """What looks like a name, at its place, and the sentence around it. Its text tells the first character only."""

    path: str
    line: int
    column: int
    name: str
    sentence: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: 像是姓名（“{self.name[0]}”开头的 {len(self.name)} 个字），没有遮"


@dataclass(frozen=True)
class Passage:
    """Text of a file of people's, and in which line of it it begins."""

    path: str
    text: str
    first_line: int = 1


def find_hints(passages: Sequence[Passage], name: str, allow: Collection[str], cache: Cache) -> Iterator[Hint]:
    """What looks like a name in these passages; they are read only where ``cache`` does not know under ``name`` where
    in them something does. It keeps places, and no words."""

    def spans() -> bytes:
        found = [(n, *span) for n, passage in enumerate(passages) for span in find_spans(passage.text, allow)]
        return json.dumps(found).encode()

    for number, start, end in json.loads(cache.made(name, spans)):
        passage = passages[number]
        line_start = passage.text.rfind("\n", 0, start) + 1
        line = passage.first_line + passage.text.count("\n", 0, start)
        sentence = next(match[0] for match in _SENTENCE.finditer(passage.text) if match.end() >= end)
        yield Hint(passage.path, line, start - line_start + 1, passage.text[start:end], sentence.strip(" \t-'\""))


def find_spans(text: str, allow: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Where something stands in *text* that looks like a name, is called no invented one there, by whom no song or
    book is, and that stands in none of *allow*."""
    invented = tuple(match[0] for match in _INVENTED.finditer(text))
    for sentence in _SENTENCE.finditer(text):
        if _CANDIDATE.search(sentence[0]):
            for start, end in _names_in(sentence[0]):
                value = sentence[0][start:end]  # 林夏才没漏掉: an allowed name, and what it does
                is_free = any(value in word or value.startswith(word) for word in allow)
                is_free |= _WORKS.match(sentence[0], end) is not None
                if not is_free and not any(word.endswith(value) for word in invented):
                    yield sentence.start() + start, sentence.start() + end


@lru_cache(20_000)
def _names_in(sentence: str) -> tuple[tuple[int, int], ...]:
    """The names in a sentence by the seams between its words, and before a title or an 和 that jieba took into one."""
    words = chinese.tagged(sentence)
    starts = list(accumulate((len(word) for word, _ in words), initial=0))
    at_seam = dict(zip(starts, [*words, ("", "")], strict=True))  # the word that begins there
    for (word, _), start in zip(words, starts, strict=False):
        if len(word) > 2 and word[-1] in _TITLES + _AND:
            at_seam.setdefault(start + len(word) - 1, (word[-1], "c" if word[-1] in _AND else "n"))
        if len(word) > 1 and word[0] in "小老阿" and word not in forms.FAMOUS:  # 小徐丽丽 is cut as 小徐 and 丽丽
            at_seam.setdefault(start + 1, (word[1:], "n"))
        if len(word) == 2 and word[0] in _BEFORE_NAMES and at_seam[start + 2][1].startswith("nr"):
            at_seam.setdefault(start + 1, (word[1:], "n"))  # 对焦玉兰 is cut as 对焦 and 玉兰
    abroad = [match.span() for match in _ABROAD.finditer(sentence)]  # 索南达吉
    found: list[tuple[int, int]] = []
    for start, (word, tag) in sorted(at_seam.items()):
        surname = 2 if sentence[start : start + 2] in forms.COMMON_COMPOUNDS else 1
        for end in (start + surname + 2, start + surname + 1):  # the longer first
            value = sentence[start:end]
            if end not in at_seam or start < (found[-1][1] if found else 0):
                continue
            if any(first < end and start < last for first, last in abroad):
                continue
            rest = at_seam.get(end - 1, ("", ""))  # 谢娜笑: a name that jieba knows, and what she does
            is_apart = (
                word == value[:-1] and surname < len(word) and rest[1].startswith(_NO_PART) and rest[0] != word[-1]
            )
            is_and = value[-1] in _AND and sentence[end : end + 1] in _SURNAMES
            if not is_apart and not is_and and _is_name(value, surname, word, tag, at_seam[end][1].startswith(_DOING)):
                found.append((start, end))
                break
    return tuple(sorted(abroad + found))


def _is_name(value: str, surname: int, word: str, tag: str, does: bool) -> bool:
    """Whether *value*, which begins with a *word* of the sentence and ends with one, is the name of somebody who is not
    famous; the first *surname* characters of it would be the surname. *does*: something is done right behind it."""
    given, is_common, is_person = value[surname:], surname == 2 or value[0] in forms.COMMON, tag.startswith("nr")
    if (surname == 1 and value[0] not in _SURNAMES) or value in forms.FAMOUS or value.endswith(forms.NOT_PEOPLE):
        return False
    if word == value[:-1] and word in forms.FAMOUS:  # 郭靖学武功
        return False
    is_seldom = is_person and word == value and chinese.frequency(value[:2]) < _SELDOM_UNDER  # 丁一凡, not 梅雨季
    is_seldom = is_seldom and forms.is_over_word(value)
    if value in forms.NOT_NAMES or forms.has_title(value) or (value[:2] in forms.NOT_NAMES and not is_seldom):
        return False
    is_given, count = forms.is_given(given), chinese.frequency(value)
    if surname == 2:
        return is_given and count < _FAMOUS_FROM
    if len(given) == 1 and word == value and count == 0:  # a word that no dictionary has
        return is_given and (is_common or is_person)
    if len(given) == 1:
        is_single = is_person and given in forms.SINGLE
        return is_single and (is_common if word != value else count < (_SHORT_FAMOUS_FROM if is_common else 1))
    if word == value:
        return count < _FAMOUS_FROM and (is_person or (is_given and count == 0))
    most = _EVERYDAY_FROM if is_common or is_person else _SELDOM_UNDER
    if does:  # 苏建国说
        most *= 10
    return is_given and (word != value[0] or chinese.frequency(given) < most)
