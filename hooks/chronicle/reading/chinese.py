"""Chinese text -> words and their parts of speech, by jieba. The only file that imports it.

jieba has one dictionary for the process. Material's search plugin cuts with the same one, so that a word given to
:func:`use_words` is one word in the search index as well. Nothing is loaded before something is cut: the dictionary
takes 0.7 s, the model of the parts of speech 0.3 s more, and a build in which nothing changed needs neither.
"""

import logging
import re
from collections.abc import Mapping
from io import StringIO
from itertools import pairwise
from tempfile import TemporaryDirectory
from threading import RLock

#: What may be a word of its own; a blank would end it in jieba's dictionary, where ``阶梯 0`` sets a frequency.
WORD = re.compile(r"[\u4e00-\u9fff]{2,16}")

_ENDLESS = re.compile(r"[\u4e00-\u9fff]{500}")
_lock = RLock()
_wanted: Mapping[str, str] = {}
_loaded: Mapping[str, str] = {}
#: How often the dictionary counts the words that are loaded, and all words together, without them.
_before: tuple[Mapping[str, int], int] | None = None


def use_words(words: Mapping[str, str]) -> None:
    """Keep these words whole from now on, wherever this process cuts text; words of an earlier call are forgotten.

    ``words``: a word and its part of speech in jieba's letters (``n`` a noun, ``nr`` a person's name). What is not
    2 to 16 Chinese characters is left out. Costs nothing until text is cut.
    """
    global _wanted
    _wanted = {word: words[word] for word in sorted(words, key=lambda word: (len(word), word)) if WORD.fullmatch(word)}


def load() -> None:
    """Have the dictionary ready, with the words of :func:`use_words`; call it before another library cuts with jieba.

    A frequency is worked out for each word by which it stays whole, the shorter words first, since a long word has to
    outweigh the short ones in it. Words of before are taken back first, each to the frequency of the dictionary, so
    that it is as if they had never been. jieba would keep its dictionary in the machine's common folder for temporary
    files, and trust what it finds there: it gets an empty one instead.
    """
    global _loaded, _before
    import jieba

    with _lock:
        words = _wanted  # another thread may ask for others meanwhile
        if _loaded == words and jieba.dt.initialized:
            return
        jieba.setLogLevel(logging.CRITICAL)  # that its own cache cannot be written is nobody's concern
        if not jieba.dt.initialized:
            with TemporaryDirectory() as folder:
                jieba.dt.tmp_dir = folder
                jieba.initialize()
        elif _before:
            counts, jieba.dt.total = _before
            jieba.dt.FREQ.update(counts)
        _before = {word: jieba.dt.FREQ.get(word, 0) for word in words}, jieba.dt.total
        jieba.load_userdict(StringIO("\n".join(words)))
        _loaded = words


def cut(text: str) -> list[str]:
    """The words of a text in their order, with all that stands between them: joined they are the text again."""
    import jieba

    load()
    return [word for piece in _pieces(text) for word in jieba.cut(piece)]


def tagged(text: str) -> list[tuple[str, str]]:
    """The words of a text, each with its part of speech: ``n`` nouns, ``nr`` people, ``ns`` places, ``m`` numerals ….

    Eight times as slow as :func:`cut`: give it what is in question, not whole texts.
    """
    import jieba.posseg

    load()
    return [
        (pair.word, _loaded.get(pair.word, pair.flag)) for piece in _pieces(text) for pair in jieba.posseg.cut(piece)
    ]


def _pieces(text: str) -> list[str]:
    """The text, cut where Chinese goes on and on without a mark: jieba's time grows with the square of its length."""
    return [text[start:end] for start, end in pairwise([0, *(run.end() for run in _ENDLESS.finditer(text)), len(text)])]


def frequency(word: str) -> int:
    """How often jieba's dictionary counted a word; 0 of one that it does not know."""
    import jieba

    load()
    return int(jieba.dt.FREQ.get(word, 0))
