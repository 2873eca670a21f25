"""Whether a customer's tag praises, blames, or is neither for all that anybody can tell.

Who marked it decides: the writer of the year, then the team's own list, as far as it names this very tag. Else the
words of ``praise.txt`` and ``blame.txt`` that stand in it: one that is negated says the opposite, and a tag that holds
both, or none, is neutral. (Those of ``neutral.txt`` only look as if they held one.) Last come the team's marks, for
what those lists do not know. Nothing is guessed: a word that nobody knows is called nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import get_args

from ..reading.traditional import simplified
from ..records.model import Tone

_NEGATED = re.compile(
    r"(?:不|没有|没|无|未|毫无|并非|绝非|难以|缺乏|缺少|欠缺|欠|缺|有失|谈不上|称不上|说不上|算不上|没啥|没什么|零|免|假|^别|^非)"
    r"(?:[是会能有让使令叫人我太够很那这么怎过再要用需必嫌怕曾被他她您]|客户|用户|老人|老年人|别人|人家|一点|一丝|半点|丝毫|任何|觉得|感到|什么|特别|非常|出现)*$"
)
#: What is said behind a good word that it falls short of: ``耐心不够``.
_LACKING = re.compile(
    r"[也还都很太]*(?:有点|有些|明显|非常)?(?:不够|不足|不高|不强|弱|不大|欠佳|欠缺|有限|全无|缺失|没有|太少|不多)"
)
#: What a word of one character stands before where it is a word of its own, and no part of another (快充, 慢性).
_WORD_ENDS = re.compile(
    r"$|[了的啊呀哦呢极死透得过到吧些点很我人客您你他她服态爆翻着哒滴但可却就也都还和与跟而，、。!！]"
)
#: What had to be done again and again: ``打了三遍``, ``转了四个部门``.
_AGAIN = re.compile(
    r"[打等转跑查催讲说问换找][了过]?(?:[两二三四五六七八九十几好多数]|\d)+[遍次趟回个天](?!就)|重复.{0,2}遍"
)
#: A wish or a question praises nobody.
_WISHED = re.compile(r"希望|要是|如果|就好了|能不能|可不可以|建议|应该|本可以|可以更|更.*[点些]$|再.*[点些]|[吗么?？]$")


@cache
def list_texts() -> Mapping[Tone, str]:
    """The lists of all three tones as they stand in their files: what is worked out by them rests on this."""
    return {tone: Path(__file__).with_name(f"{tone}.txt").read_text("utf-8") for tone in get_args(Tone)}


@cache
def _words() -> tuple[Mapping[str, Tone], re.Pattern[str]]:
    """Every word of the lists with its tone, and what finds them, the longest first."""
    lines = ((line, tone) for tone, text in list_texts().items() for line in text.splitlines())
    tones = {word: tone for line, tone in lines for word in line.partition("#")[0].split()}
    longest_first = sorted(tones, key=lambda word: (-len(word), word))
    return tones, re.compile("|".join(map(re.escape, longest_first)))


def plain(tag: str) -> str:
    """A tag as it is looked up: one width, lower case, simplified characters, without blanks."""
    narrow = unicodedata.normalize("NFKC", tag).lower()
    return simplified("".join(narrow.split()))


def known_tone(tag: str) -> Tone:
    """What the lists say of a tag; neutral where they know none of its words, or some of each kind."""
    text, heard = plain(tag), set[Tone]()
    tones, finds = _words()
    for found in finds.finditer(text):
        tone = tones[found[0]]
        if len(found[0]) == 1 and not _WORD_ENDS.match(text, found.end()):
            continue
        if tone == "praise" and _LACKING.match(text, found.end()):
            tone = "blame"
        elif tone != "neutral" and _NEGATED.search(text[: found.start()]):
            tone = "blame" if tone == "praise" else "praise"
        if tone == "praise" and _WISHED.search(text):
            tone = "neutral"
        heard.add(tone)
    if _AGAIN.search(text):
        heard.add("blame")
    heard.discard("neutral")
    return heard.pop() if len(heard) == 1 else "neutral"


def tone_of(tag: str, written: Mapping[str, Tone], marks: frozenset[str]) -> Tone:
    """The tone of a tag. ``written``: the tags that the writer told apart. ``marks``: a team's words of blame."""
    if tag in written:
        return written[tag]
    text, blame, tone = plain(tag), {plain(mark) for mark in marks}, known_tone(tag)
    tones, finds = _words()
    is_unknown = tone == "neutral" and all(tones[word] == "neutral" for word in finds.findall(text))
    return "blame" if text in blame or (is_unknown and any(mark in text for mark in blame)) else tone
