"""The words that a team coins or edits: the cloud's words, and those that the search never cuts apart."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..cache import Cache, key
from ..charts.wordcloud import Word
from ..pipeline.assembly import Assembly, Masked
from ..records.model import Year
from ..rendering import placeholders  # fmt: skip
from .agent_year import Story


@dataclass(frozen=True)
class WordLists:
    """The lists that a team edits: words to leave out of the cloud, and words that mark a tag as blame."""

    stop: str
    blame: str


def read_word_lists(work: Assembly) -> WordLists:
    """The lists as they stand; an absent one is empty."""
    return WordLists(word_list(work.root, "stopwords.txt"), word_list(work.root, "blame.txt"))


def word_list(root: Path, name: str) -> str:
    """The text of a list in ``data/``."""
    path = root / "data" / name
    return path.read_text("utf-8-sig", "replace") if path.is_file() else ""


def cloud_words(store: Cache, record: Year, stories: Sequence[Story], lists: WordLists) -> tuple[Word, ...]:
    """The cloud's words; cutting text needs jieba, so that they are kept."""
    texts = tuple(placeholders.prose(story.body) for story in stories)
    own = _own_vocabulary(record, stories)
    name = key("words", 1, record.tags, record.quotes, texts, own, lists)
    known = store.get(name)
    if known is not None:
        return tuple(Word(*word) for word in json.loads(known))
    from ..charts import wordcloud

    found = wordcloud.words(record.tags, record.quotes, texts, own, lists.stop, lists.blame)
    kept = [(word.text, word.count, word.tone) for word in found]
    store.put(name, json.dumps(kept, ensure_ascii=False).encode())
    return found


@dataclass(frozen=True)
class WordCounter:
    """The words of one cloud, counted when they are asked for; goes from process to process."""

    store: Cache
    record: Year
    stories: Sequence[Story]
    lists: WordLists

    def __call__(self) -> tuple[Word, ...]:
        """The words, the most frequent first."""
        return self._words

    @cached_property
    def _words(self) -> tuple[Word, ...]:
        return cloud_words(self.store, self.record, self.stories, self.lists)


_WORD = re.compile(r"[\u4e00-\u9fff]{2,12}")


def _own_vocabulary(record: Year, stories: Sequence[Story]) -> tuple[str, ...]:
    """The words that an agent's data coins: they are never cut apart."""
    cases = [story.case for story in stories]
    coined = [*record.tags, *(c.title for c in record.crystals), *(c.title for c in record.campaigns)]
    coined += [case.principle.name for case in cases if case.principle]
    coined += [tag for case in cases for tag in case.tags] + [each.skill for each in record.growth]
    coined += [event.title for event in record.events] + [issue.name for issue in record.issues]
    return tuple(sorted({word for word in coined if _WORD.fullmatch(word)}))


def coined(masked: Sequence[Masked]) -> tuple[str, ...]:
    """The words that everybody's data coins, and everybody's name, for the search."""
    names = {each.record.name for each in masked if _WORD.fullmatch(each.record.name)}
    return tuple(sorted(names.union(*(_own_vocabulary(each.record, each.stories) for each in masked))))
