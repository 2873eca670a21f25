"""A build without MkDocs, for tests: from the folders to pages, their text, and a year's files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chronicle.cache import Cache, Memo
from chronicle.pipeline.build import Inputs, Site, build
from chronicle.pipeline.pool import Pool
from chronicle.pipeline.year_files import YearFiles
from chronicle.rendering.placeholders import fill_drawings


def pool_of(root: Path) -> Pool:
    """Drawings made in this process, kept beside the project."""
    return Pool(Cache(root / ".cache"), processes=1)


def composed(root: Path, free_uris: Sequence[str] = (), site_url: str = "", memo: Memo | None = None) -> Site:
    """Everything that a build makes of a project; no page is used again. ``memo``: of builds before, as a preview has
    it."""
    pool = pool_of(root)
    return build(Inputs(root, free_uris, site_url), Cache(root / ".cache", memo), pool, lambda navigation, digests: ())


def html_of(site: Site, uri: str, root: Path) -> str:
    """A page's blocks and drawings in their places, Markdown left as it is."""
    text, pool = site.pages[uri].text, pool_of(root)
    pool.order(job for year in site.years.values() if year.blocks for job in year.blocks.jobs.values())
    return fill_drawings(text.fill(text.fill(text.markdown, searched=True), searched=False), pool.svgs)


def write_files(site: Site, root: Path, folder: Path, site_url: str = "") -> None:
    """The files beside everybody's pages, of articles that say only their page's name."""
    files = YearFiles(site, Inputs(root, (), site_url), folder, "", Cache(root / ".cache"), pool_of(root))
    for year in site.years.values():
        for uri in year.uris:
            files.add(uri, f"<p>{uri}</p>")
