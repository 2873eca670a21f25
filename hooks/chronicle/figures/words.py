"""The words of an agent's year: those of the word cloud, and those that the team's data coins."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from ..cache import Cache, key
from ..reading import chinese
from ..reading.markdown_code import prose
from ..records.model import Case, Tags, Year
from .tones import list_texts, tone_of

Tone = Literal["praise", "blame", "neutral", "topic"]


@dataclass(frozen=True)
class Word:
    """A word, how often it came, and whether as a tag it praises, blames or does neither, or only names a matter."""

    text: str
    count: int
    tone: Tone


# --- the lists that a team edits ---


@dataclass(frozen=True)
class Vocabulary:
    """What decides how words are cut and which count: the texts of two lists, words to leave out of the cloud and words
    that mark a tag as blame; and the words that the team's data coin, as :func:`coined` gives them."""

    stop: str = ""
    blame: str = ""
    coined: Mapping[str, str] = field(default_factory=dict)


def read_word_lists(root: Path) -> Vocabulary:
    """The lists of a project; an absent one is empty."""
    return Vocabulary(word_list(root, "stopwords.txt"), word_list(root, "blame.txt"))


def word_list(root: Path, name: str) -> str:
    """The text of a list: the project's own in ``data/_words``, and what a team adds to it in ``data``."""
    paths = (root / "data" / "_words" / name, root / "data" / name)
    return "\n".join(path.read_text("utf-8-sig", "replace") for path in paths if path.is_file())


def entries(text: str) -> frozenset[str]:
    """The words of a list: one a line, what follows ``#`` is a remark."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line.lower() for line in lines if line)


# --- the words of the cloud ---

#: Nouns of quotes and stories: at most so many, each said so often. The tags are the portrait, these its ground.
MOST_NOUNS = 8
LEAST_SAID = 3
#: jieba's parts of speech that name a matter: nouns, other proper names, nouns made of verbs and adjectives. People
#: (nr), places (ns), times (t), numerals (m), pronouns (r) and Latin words (eng) are none.
_NOUNS = frozenset({"n", "nz", "vn", "an"})
#: What Markdown, HTML and chat logs put between the words: emoticons by their names ([流泪]，/微笑), names of files,
#: targets of links and their attributes, tags, code.
_MARKUP = re.compile(
    r"(?:\[[\u4e00-\u9fff]{1,4}\])+(?![(\[:])|【[\u4e00-\u9fff]{1,4}】|(?<![\w/])/[\u4e00-\u9fff]{1,3}"
    r"|[^\s\[\]，。；：、！？]{0,80}(?: \(\d+\))?"
    r"\.(?i:jpe?g|png|gif|webp|heic|bmp|xlsx?|docx?|pptx?|pdf|csv|txt|mp[34]|wav|m4a|mov|zip)\b"
    r"|\]\([^)\n]{0,500}\)|\]\[[^\]\n]{0,200}\]|^ {0,3}\[[^\]\n]{1,200}\]:.*|\{[^{}\n]{0,300}\}|<[^<>\n]{0,300}>"
    r"|(?i:https?)://[^\s<>）)]{1,500}|`[^`\n]{0,200}`",
    re.MULTILINE,
)


def words(tags: Tags, texts: Iterable[str], lists: Vocabulary) -> tuple[Word, ...]:
    """The cloud's words, the most frequent first: every tag, and the nouns that were said most.

    ``tags`` carry their own counts (those of 0 are left out) and praise, blame, or do neither (``tones.py``).
    ``texts`` are the customers' own quotes and the stories; a noun of them is a topic and counts its occurrences. Words
    are cut as :func:`chronicle.reading.chinese.use_words` was told.
    """
    marks, stop, tones = entries(lists.blame), entries(lists.stop), tags.tones
    tagged = [Word(tag, count, tone_of(tag, tones, marks)) for tag, count in tags.counts.items() if count]
    said = Counter(word for text in texts for word in chinese.cut(_MARKUP.sub(" ", text)))
    topics: list[Word] = []
    for word, count in sorted(said.items(), key=lambda item: (-item[1], item[0])):
        if count < LEAST_SAID or len(topics) == MOST_NOUNS:
            break
        if chinese.WORD.fullmatch(word) and word not in tags.counts and word not in stop:
            parts = chinese.tagged(word)
            if len(parts) == 1 and parts[0][1] in _NOUNS:  # what is cut apart when it stands alone is a chance find
                topics.append(Word(word, count, "topic"))
    return tuple(sorted([*tagged, *topics], key=rank))


def rank(word: Word) -> tuple[int, str]:
    """What sorts words: the most frequent first, equals by their characters."""
    return -word.count, word.text


#: The form of what is kept; another one where the rules above give other words.
_FORM = 5, version("jieba")


def cloud_words(cache: Cache, record: Year, bodies: Iterable[str], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """The words of one agent's cloud, the most frequent first; kept by what they are counted from.

    ``bodies``: the stories' Markdown.
    """
    texts = _texts(record, bodies)
    here = _coined_in(texts, vocabulary.coined)
    name = key("words", _FORM, record.tags, texts, here, vocabulary.stop, vocabulary.blame, list_texts())

    def counted() -> bytes:
        chinese.use_words(vocabulary.coined)
        found = words(record.tags, texts, vocabulary)
        return json.dumps([(word.text, word.count, word.tone) for word in found], ensure_ascii=False).encode()

    return tuple(Word(*word) for word in json.loads(cache.made(name, counted)))


def _texts(record: Year, bodies: Iterable[str]) -> list[str]:
    return [*(quote.text for quote in record.quotes), *(prose(body) for body in bodies)]


# --- the words that the data coins ---

_COINED = re.compile(r"[\u4e00-\u9fff]{2,12}")


def coined(years: Sequence[tuple[Year, Sequence[Case]]]) -> dict[str, str]:
    """The words that the (masked) years and their cases coin, and everybody's name: each with its part of speech.

    They are never cut apart, neither for the cloud nor for the search: principles, tags, crystals, campaigns, skills,
    events, contact reasons. Sorted, so that the same words are the same dictionary.
    """
    vocabulary: dict[str, str] = {}
    for record, cases in years:
        coinages = [*record.tags.counts, *(crystal.title for crystal in record.crystals)]
        coinages += [campaign.title for campaign in record.campaigns] + [growth.skill for growth in record.growth]
        coinages += [event.title for event in record.events] + [issue.name for issue in record.issues]
        coinages += [case.principle.name for case in cases if case.principle]
        coinages += [tag for case in cases for tag in case.tags]
        vocabulary |= {word: "n" for word in coinages if _COINED.fullmatch(word)}
    names = {record.name for record, _ in years} | {record.name[1:] for record, _ in years if len(record.name) == 3}
    vocabulary |= {name: "nr" for name in names if _COINED.fullmatch(name)}
    return dict(sorted(vocabulary.items()))


def coined_here(record: Year, bodies: Iterable[str], coined: Mapping[str, str]) -> dict[str, str]:
    """Those of the ``coined`` words, by whomever, that stand in one agent's texts: the cloud rests on them, too."""
    return _coined_in(_texts(record, bodies), coined)


def _coined_in(texts: Iterable[str], coined: Mapping[str, str]) -> dict[str, str]:
    whole = "\n".join(texts)
    pairs = {whole[at : at + 2] for at in range(len(whole))}  # most words are no part of a text, which two signs tell
    return {word: tag for word, tag in coined.items() if word[:2] in pairs and word in whole}
