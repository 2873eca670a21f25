"""Chinese search: words for Material's index, cut fast and by the team's own vocabulary.

Material's plugin cuts with jieba, half of a stock build's time. rjieba cuts the same (Rust); words that the data names
(a principle, a tag, a campaign) are added to its dictionary, so that 情绪急救四步走 is one word. The browser takes the
longest words of the index that a query holds, so what is one word here is one word there.

Its way of reading a page's HTML, what then is left of its time, is replaced too: by :mod:`.sections`, where a probe
shows that the plugin at hand finds the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from types import SimpleNamespace
from typing import Any

from ..cache import key
from . import sections

# Unicode 16's Script=Han, as Material's plugin asks for it by name of another regular-expression engine
HAN = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufa6d\ufa70-\ufad9\U00016fe2\U00016fe3\U00016ff0-\U00016ff6\U00020000-\U0002a6df\U0002a700-\U0002b73f"
    "\U0002b740-\U0002b81d\U0002b820-\U0002cead\U0002ceb0-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d"
    "\U00030000-\U0003134a\U00031350-\U000323af"
)
_HAN_RUN = re.compile(f"[{HAN}]+")
_BREAK = "\u200b"  # what Material's browser side splits words at
_LONGEST = 16  # characters; longer ones are sentences, which nobody types whole
_KEPT = 8192  # texts; about 300 people's sections, a few MB

Segmenter = Callable[[str], str]
IndexEntry = dict[str, Any]


def segmenter(vocabulary: Iterable[str], separator: str = "") -> Segmenter:
    """A function that puts U+200B between the Chinese words of a text; the words of ``vocabulary`` stay whole.

    ``separator``: what the index is split at anyway, as a regular expression. Beside it, and beside a tag, Material's
    U+200B divides nothing, and is left out: a sixth of the index. The same arguments get the same function, which
    remembers its recent texts: a page that did not change is not cut again under ``mkdocs serve``.
    """
    runs = (run for word in vocabulary for run in _HAN_RUN.findall(word))
    return _segmenter(tuple(sorted({run for run in runs if 2 <= len(run) <= _LONGEST})), separator)


@lru_cache(maxsize=2)
def _segmenter(words: tuple[str, ...], separator: str) -> Segmenter:
    cutter = cache(partial(_cutter, words))  # its dictionary is loaded when something is to be cut
    divides = re.compile(f"[<>]|{separator}" if separator else "(?!)").fullmatch

    @cache  # of single characters
    def beside(sign: str) -> str:
        return "" if divides(sign) else _BREAK

    def run(match: re.Match[str]) -> str:
        text, start, end = match.string, match.start(), match.end()
        before, after = beside(text[max(start - 1, 0) : start]), beside(text[end : end + 1])
        return f"{before}{_BREAK.join(cutter()(match[0]))}{after}"

    @lru_cache(maxsize=_KEPT)
    def segment(text: str) -> str:
        return _HAN_RUN.sub(run, text).strip(_BREAK)

    return segment


def _cutter(words: tuple[str, ...]) -> Callable[[str], list[str]]:
    """rjieba with its own dictionary and these words."""
    import rjieba

    jieba = rjieba.Jieba()
    for word in words:
        jieba.add_word(word, None, None)
    return jieba.cut


@dataclass(frozen=True)
class Cut:
    """How a build cuts Chinese: ``name`` stands for all that decides it."""

    name: str = ""
    segment: Segmenter = str

    def again(self, entries: Iterable[IndexEntry]) -> list[IndexEntry]:
        """Entries of the index that were cut in another way."""
        fields = ("title", "text")
        return [
            {**entry, **{each: self.segment(entry[each].replace(_BREAK, "")) for each in fields}} for entry in entries
        ]


def install(plugins: Mapping[str, Any], vocabulary: Sequence[str]) -> Cut:
    """Let Material's search plugin, where it is in use, cut words and read pages with ours; call it once its
    ``on_config`` has run.

    Only this build's index object is changed. Where jieba is not installed the plugin would not segment at all, so it
    is told that it is.
    """
    plugin = plugins.get("material/search") or plugins.get("search")
    index = getattr(plugin, "search_index", None)
    if index is None:
        return Cut()
    module = sys.modules[type(plugin).__module__]
    module.jieba = getattr(module, "jieba", None) or True  # type: ignore[attr-defined]
    separator = index.config.get("separator", "")
    index._segment_chinese = segmenter(vocabulary, separator)
    if _reads_alike(index):
        index.add_entry_from_context = _reading(index)
    return Cut(key("cut", vocabulary, separator), index._segment_chinese)


# --- reading pages ---

#: What every rule of the plugin's reading has a part in.
_PROBE = """before<!--a--> <h1 id="a">Title <a class="headerlink" href="#a">#</a></h1>
<p>One &lt; two &amp; <em>three</em><br/> </p><p> </p><pre><code>a\n  b</code></pre><div><h2 id="b">In</h2>in</div>out
<h3 id="c" data-search-exclude>Left out</h3>left out<h2 id="d">Last</h2><ul><li data-search-exclude>no</li><li>yes
</li></ul><div class="linenodiv"><p>1</p></div><object><p>none</p></object><h4>Plain</h4><sub>2</sub> end"""

Add = Callable[[Any], None]


def _reading(index: Any) -> Add:
    """What adds a page to ``index``: read by ours, or as before where its HTML is not regular."""
    theirs: Add = index.add_entry_from_context

    def add(page: Any) -> None:
        found = sections.read(page.content)
        if found is None:
            theirs(page)
        elif not (page.meta.get("search") or {}).get("exclude"):
            for section in found:
                if not section.excluded:
                    index.create_entry_for_section(section, page.toc, page.url, page)

    return add


def _reads_alike(index: Any) -> bool:
    """Whether this version of the plugin makes the same entries of a page as it does with our reading."""
    meta = {"tags": ["t"], "search": {"boost": 2}}
    page = SimpleNamespace(content=_PROBE, meta=meta, toc=[], url="probe/", title="Probe")
    theirs, ours = copy(index), copy(index)
    try:
        for each in (theirs, ours):
            each.entries, each._segment_chinese = [], str
        theirs.add_entry_from_context(page)
        _reading(ours)(page)
    except (AttributeError, TypeError, ValueError, LookupError):  # another shape: it reads as it always did
        return False
    return bool(ours.entries == theirs.entries)
