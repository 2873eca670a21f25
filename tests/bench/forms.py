"""Seconds that a built project's forms take by themselves: ``PYTHONPATH=ROOT/hooks python tests/bench/forms.py ROOT``.

The project's pages and drawings are as its last build left them; what stands beside the pages is forgotten first.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from chronicle.cache import Cache
from chronicle.pictures.content import picture_jobs
from chronicle.pipeline import pool as pools
from chronicle.pipeline.build import Inputs, build
from chronicle.pipeline.compose import blocks_of
from chronicle.pipeline.pool import Pool
from chronicle.pipeline.year_files import YearFiles


def article(folder: Path, uri: str) -> str:
    """The article of a page that was built, by its Markdown file."""
    file = folder / uri.removesuffix("index.md").removesuffix(".md") / "index.html"
    page = file.read_text("utf-8")
    return page[page.index(">", page.index("<article")) + 1 : page.rindex("</article>")]


def main() -> None:
    """Print the seconds."""
    root = Path(sys.argv[1])
    cache, folder = Cache(root / ".cache" / "chronicle"), root / "site"
    styles = "\n".join((folder / "assets" / name).read_text("utf-8") for name in ("book.css", "print.css"))
    inputs = Inputs(root, ["index.md"])
    pool, pools._ENOUGH = Pool(cache), 1
    site = build(inputs, cache, pool, lambda _, digests: digests)
    blocks = blocks_of([year.agent_year for year in site.years.values()], site.vocabulary, cache, pool)
    years = {
        uri: replace(year, digest=f"forms {time.time()}", blocks=blocks[year.agent_year.identity])
        for uri, year in site.years.items()
    }
    articles = {uri: article(folder, uri) for year in years.values() for uri in year.uris}
    with tempfile.TemporaryDirectory() as beside:
        files = YearFiles(replace(site, years=years), inputs, Path(beside), styles, cache, pool)
        pictures = [job for of_year in blocks.values() for job in picture_jobs(of_year.agent_year, "").values()]
        for job in pictures:
            cache._path(job.key).unlink()
        start = time.perf_counter()
        pool.begin(pictures)
        for uri, text in articles.items():
            files.add(uri, text)
        files.write_begun()
        print(time.perf_counter() - start)
    pool.close()


if __name__ == "__main__":
    main()
