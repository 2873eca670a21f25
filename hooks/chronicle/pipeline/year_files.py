"""The files beside a year's pages: slides, the chronicle in one file, the stories for paper, pictures, documents.

They are made when the last page of the year is, since some show the pages' own articles; each is kept in the cache by
all that it is made of. Pictures and documents for other programs are begun then, and written while further pages are
made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache as once
from functools import partial
from hashlib import blake2b
from pathlib import Path

from ..cache import Cache, key
from ..charts import palette
from ..charts.drawings import Job
from ..pictures.content import picture_jobs
from ..rendering import onepage, single_file, slides
from ..rendering.blocks import Blocks
from ..rendering.documents.flow import Piece, flow
from ..rendering.documents.jobs import docx_job, pptx_job
from ..rendering.documents.markdown import markdown
from .build import BuiltYear, Inputs, Site
from .compose import blocks_of
from .pool import Pool

#: Makes a file that is to be kept under the key that it is given; pictures and documents are made in the pool.
Maker = Callable[[str], bytes | Job]
_COMING = 16  # of them on their way at most: each document holds the text of a year


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
    _coming: deque[tuple[str, Path, Job]] = field(default_factory=deque)

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
            self._write_year(year, self._articles.pop(folder))
        return whole

    def write_begun(self, left: int = 0) -> None:
        """What was begun of the years that were added, the oldest first, until so many files are ``left``."""
        while len(self._coming) > left:
            entry, path, job = self._coming.popleft()
            data = self.pool.data(job)
            self.cache.put(entry, data)
            self._write(path, data)

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def _write_year(self, year: BuiltYear, articles: Mapping[str, str]) -> None:
        """The files of a year, one after the other: they never stand in memory together. Pictures and documents that
        are not kept are begun, and made while further pages are."""
        jobs, look = [], (palette.colours(), palette.rules())
        for name, (rests_on, make) in self._files(year, articles).items():
            entry, path = key("file", year.digest, look, name, rests_on), self.folder / year.agent_year.uri / name
            kept = self.cache.get(entry)
            file = make(entry) if kept is None else kept
            if isinstance(file, Job):
                jobs.append(file)
                self._coming.append((entry, path, file))
            else:
                if kept is None:
                    self.cache.put(entry, file)
                self._write(path, file)
        self.pool.begin(jobs)
        self.write_begun(_COMING)

    def _files(self, year: BuiltYear, articles: Mapping[str, str]) -> dict[str, tuple[object, Maker]]:
        """Every file of a year by its name: what it rests on beside the year, and what makes it."""
        agent_year, address, template = year.agent_year, self.inputs.site_url, self.inputs.template
        words = key(articles)

        @once
        def blocks() -> Blocks:
            own = year.blocks
            return own or blocks_of([agent_year], self.site.vocabulary, self.cache, self.pool)[agent_year.identity]

        @once
        def text() -> tuple[Piece, ...]:
            return flow(agent_year, articles)

        pictures = once(lambda: picture_jobs(blocks().agent_year, address))

        def picture(name: str, _: str) -> Job:
            return pictures()[name]

        cards = ["card.png", *(f"{story.slug}/card.png" for story in agent_year.stories)] if address else []
        uris = single_file.picture_uris(articles)
        shown = [(uri, blake2b(self._picture(uri) or b"").hexdigest()) for uri in uris]
        one_file = (agent_year, articles, self.styles, self._picture, address)
        files: dict[str, tuple[object, Maker]] = {
            "present/index.html": (None, lambda _: slides.page(blocks())),
            "onepage/index.html": (None, lambda _: onepage.page(blocks())),
            **{name: (None, partial(picture, name)) for name in ("poster.png", "moment.png", *cards)},
            "chronicle.md": (words, lambda _: markdown(text())),
            "chronicle.html": ([words, self.styles, shown], lambda _: single_file.chronicle_file(*one_file)),
        }
        if agent_year.stories:
            files["stories.js"] = words, lambda _: single_file.stories_script(agent_year, articles)
        if not self.inputs.preview:
            files["chronicle.pptx"] = template, lambda entry: pptx_job(blocks(), entry, template)
            files["chronicle.docx"] = words, lambda entry: docx_job(blocks(), text(), entry)
        return files

    def _picture(self, uri: str) -> bytes | None:
        """A picture of the site that is being written; None where there is none."""
        path = (self.folder / uri).resolve()
        return path.read_bytes() if path.is_relative_to(self.folder.resolve()) and path.is_file() else None
