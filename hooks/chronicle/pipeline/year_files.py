"""The files beside a year's pages: slides, the chronicle in one file, the stories for paper, pictures, documents.

They are made when the last page of the year is, since some show the pages' own articles; each is kept in the cache by
all that it is made of. Documents for other programs are ordered then, and written after the last page of the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache as once
from functools import partial
from hashlib import blake2b
from pathlib import Path

from ..cache import Cache, key
from ..charts import palette
from ..charts.drawings import Job
from ..rendering import onepage, single_file, slides
from ..rendering.blocks import Blocks
from ..rendering.documents.flow import Piece, flow
from ..rendering.documents.markdown import markdown
from ..rendering.jobs import picture_jobs
from .build import BuiltYear, Inputs, Site
from .compose import blocks_of
from .pool import Pool

#: The year as text, worked out when it is first asked for.
Text = Callable[[], tuple[Piece, ...]]


@dataclass
class YearFiles:
    """Takes the articles of pages as they are made, and writes a year's files into ``folder`` once it has all.

    A year of which not all pages are made in this build keeps the files that stand. ``folder`` is the site that is
    being written: the pictures that people put beside their stories are read there, and nothing else is.
    ``styles`` is the text of the site's style sheets.
    """

    site: Site
    inputs: Inputs
    folder: Path
    styles: str
    cache: Cache
    pool: Pool
    _articles: dict[str, dict[str, str]] = field(default_factory=dict)
    _coming: list[tuple[Path, Job]] = field(default_factory=list)

    def add(self, uri: str, article: str) -> bool:
        """The article of a page, by the page's URI; true where it was the last one of a year."""
        folder = uri.rpartition("/")[0]
        year = self.site.years.get(folder)
        if year is None or uri not in year.uris:
            return False
        articles = self._articles.setdefault(folder, {})
        articles[uri] = article
        whole = len(articles) == len(year.uris)
        if whole:
            articles = self._articles.pop(folder)
            blocks, text = once(lambda: self._blocks(year)), once(lambda: flow(year.agent_year, articles))
            for name, data in self._files(year, blocks, text, articles):
                self._write(self.folder / folder / name, data)
            if not self.inputs.preview:
                self._order_documents(year, blocks, text, articles)
        return whole

    def write_documents(self) -> None:
        """The documents of all years that were added."""
        for path, job in self._coming:
            self._write(path, self.pool.data(job))
        self._coming.clear()

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def _blocks(self, year: BuiltYear) -> Blocks:
        agent_year = year.agent_year
        if year.blocks:
            return year.blocks
        return blocks_of([agent_year], self.site.vocabulary, self.cache, self.pool)[agent_year.identity]

    def _order_documents(
        self, year: BuiltYear, blocks: Callable[[], Blocks], text: Text, articles: Mapping[str, str]
    ) -> None:
        """Write the documents that are kept, and have the others made while further pages are."""
        agent_year, template = year.agent_year, self.inputs.template

        def slides(entry: str) -> Job:
            from ..rendering.documents.pptx import pptx_job  # loading the library takes as long as many a build

            return pptx_job(blocks(), entry, template)

        def word(entry: str) -> Job:
            from ..rendering.documents.docx import docx_job  # likewise

            return docx_job(blocks(), text(), entry)

        documents: dict[str, tuple[object, Callable[[str], Job]]] = {
            "chronicle.pptx": (template, slides),
            "chronicle.docx": (articles, word),
        }
        for name, (rests_on, job_of) in documents.items():
            entry = key(name, year.digest, palette.colours(), palette.rules(), rests_on)
            path, data = self.folder / agent_year.uri / name, self.cache.get(entry)
            if data is None:
                job = job_of(entry)
                self.pool.order([job])
                self._coming.append((path, job))
            else:
                self._write(path, data)

    def _files(
        self, year: BuiltYear, blocks: Callable[[], Blocks], text: Text, articles: Mapping[str, str]
    ) -> Iterator[tuple[str, bytes]]:
        """Name and content of every file of a year, one after the other: they never stand in memory together."""
        agent_year, address, words = year.agent_year, self.inputs.site_url, key(articles)

        def print_picture(name: str) -> bytes:
            return self.pool.data(picture_jobs(blocks().agent_year, address)[name])

        cards = ["card.png", *(f"{story.slug}/card.png" for story in agent_year.stories)] if address else []
        shown = [
            (uri, blake2b(self._picture(uri) or b"").hexdigest())
            for uri in single_file.picture_uris(agent_year, articles)
        ]
        one_file = (agent_year, articles, self.styles, self._picture, address)
        files: dict[str, tuple[object, Callable[[], bytes]]] = {
            "present/index.html": (None, lambda: slides.page(blocks())),
            "onepage/index.html": (None, lambda: onepage.page(blocks())),
            **{name: (None, partial(print_picture, name)) for name in ("poster.png", "moment.png", *cards)},
            "chronicle.md": (words, lambda: markdown(text())),
            "chronicle.html": ([words, self.styles, shown], lambda: single_file.chronicle_file(*one_file)),
        }
        if agent_year.stories:
            files["stories.js"] = words, lambda: single_file.stories_script(agent_year, articles)
        for name, (rests_on, make) in files.items():
            entry = key("file", year.digest, name, rests_on)
            data = self.cache.get(entry)
            if data is None:
                self.cache.put(entry, data := make())
            yield name, data

    def _picture(self, uri: str) -> bytes | None:
        """A picture of the site that is being written; None where there is none."""
        path = (self.folder / uri).resolve()
        return path.read_bytes() if path.is_relative_to(self.folder.resolve()) and path.is_file() else None
