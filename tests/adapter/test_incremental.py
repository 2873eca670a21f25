"""A page of an earlier build is used again only where it would be made the same, and nothing was said of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage

from adapter.incremental import Finish, FinishedPage, IncrementalChecker, finish_of
from chronicle.cache import Cache
from chronicle.errors import ChronicleError, Problem
from chronicle.rendering.pages import Page

URI, HTML = "agents/linxia/2025/index.md", "<html><article><p>一年</p></article></html>"
DIGESTS = {URI: "one", "index.md": "two"}
FINISH = Finish(
    "林夏", [{"location": "x", "title": "林夏", "text": "一年"}], "cut", ["facts"], {"index.md": {"#a": "x"}}, 6, 20
)
MENU = [("index.md", "首页")]


def new_file(config: MkDocsConfig, uri: str) -> File:
    return File(uri, None, config.site_dir, config.use_directory_urls)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "docs/assets").mkdir(parents=True)
    (tmp_path / "docs/assets/book.css").write_text("a {}", "utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: 观察员\nplugins: []\n", "utf-8")
    return tmp_path


@pytest.fixture
def config(root: Path) -> MkDocsConfig:
    return load_config(str(root / "mkdocs.yml"))


@pytest.fixture
def file(config: MkDocsConfig) -> File:
    return new_file(config, URI)


@pytest.fixture
def looking(
    root: Path, config: MkDocsConfig, file: File, request: pytest.FixtureRequest
) -> Callable[[], IncrementalChecker]:
    """A new checker, as each build has one, that has looked at the settings."""

    def look() -> IncrementalChecker:
        checker = IncrementalChecker(Cache(root / ".cache"))
        request.addfinalizer(checker.close)
        checker.look_at(config, [file])
        return checker

    return look


def find(
    checker: IncrementalChecker, menu: Sequence[object] = MENU, digests: Mapping[str, str] = DIGESTS
) -> Collection[str]:
    """What a build asks, once it knows its menu and its pages."""
    checker.look_around(menu, digests)
    return checker.find(digests)


def keep(checker: IncrementalChecker, file: File, config: MkDocsConfig, digest: str = "one") -> None:
    """What a build does with a new page."""
    find(checker)
    checker.keep(Page(URI, digest=digest), SitePage("林夏", file, config), HTML, FINISH)
    checker.close()


def test_a_page_is_found_again_with_all_that_the_site_needs_of_it(looking, file, config):
    keep(looking(), file, config)
    checker = looking()
    assert set(find(checker)) == {URI}
    page = Page(URI, digest="one")
    assert checker.html(page) == HTML
    checker.reuse(Files([file]), [page], config)
    assert isinstance(file.page, FinishedPage)
    assert file.page.finish == FINISH
    assert file.page.title == "林夏"


def test_another_digest_is_another_page(looking, file, config):
    keep(looking(), file, config)
    assert not find(looking(), MENU, {**DIGESTS, URI: "another"})


@pytest.mark.parametrize("change", ["style", "setting", "file", "menu", "page"])
def test_what_every_page_rests_on_makes_every_page_another(looking, root, file, config, change):
    keep(looking(), file, config)
    menu, digests, files = MENU, DIGESTS, [file]
    if change == "style":
        (root / "docs/assets/book.css").write_text("b {}", "utf-8")
    elif change == "setting":
        config["site_name"] = "另一个"
    elif change == "file":
        files = [file, new_file(config, "map.png")]
    elif change == "menu":
        menu = [("index.md", "团队")]
    else:
        digests = {**DIGESTS, "guide.md": "three"}
    checker = looking()
    checker.look_at(config, files)
    assert not find(checker, menu, digests)


def test_a_page_that_mkdocs_said_something_of_is_made_again(looking, file, config):
    checker = looking()
    logging.getLogger("mkdocs.structure.pages").info("Doc file '%s' contains a link 'x.md', but …", URI)
    keep(checker, file, config)
    assert not find(looking())


def test_so_is_one_that_we_said_something_of(looking, file, config):
    checker = looking()
    checker.astray[URI] = [Problem(URI, 1, 1, "标签 <video>", "删掉它")]
    keep(checker, file, config)
    assert not find(looking())


def test_what_was_said_of_another_page_does_not_count(looking, file, config):
    checker = looking()
    checker.astray["index.md"] = []
    logging.getLogger("mkdocs.structure.pages").info("Doc file 'guide.md' contains a link")
    keep(checker, file, config)
    assert find(looking())


def test_a_page_with_a_mistake_has_no_digest_and_is_not_kept(looking, file, config):
    keep(looking(), file, config, digest="")
    assert not find(looking(), MENU, {**DIGESTS, URI: ""})


def test_a_page_that_leads_to_an_anchor_that_is_not_there_is_made_again(looking, file, config):
    home = new_file(config, "index.md")
    SitePage("首页", home, config).present_anchor_ids = {"top"}
    checker, page = looking(), SitePage("林夏", file, config)
    for anchor, kept in (("missing", False), ("top", True)):
        page.links_to_anchors = {home: {anchor: "x"}}
        find(checker)
        checker.keep(Page(URI, digest="one"), page, HTML, FINISH)
        assert bool(find(looking())) == kept


def test_beside_a_plugin_that_nobody_knows_no_page_is_kept_or_found(looking, file, config):
    keep(looking(), file, config)
    config.plugins["stranger"] = BasePlugin()
    assert not find(looking())


def test_an_entry_that_is_broken_or_gone_is_not_used(looking, root, file, config):
    keep(looking(), file, config)
    (entry,) = (path for path in (root / ".cache").glob("*/*") if path.is_file())
    whole = entry.read_bytes()
    for broken in (whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b""):
        entry.write_bytes(broken)
        assert not find(looking())
    entry.unlink()
    assert not find(looking())
    entry.write_bytes(whole)
    assert find(looking())


def test_a_page_that_is_lost_while_it_is_used_ends_the_build_in_a_line(looking, root, file, config):
    keep(looking(), file, config)
    checker = looking()
    assert find(checker)
    for entry in (root / ".cache").glob("*/*"):
        entry.unlink()
    with pytest.raises(ChronicleError, match="再生成一次"):
        checker.html(Page(URI, digest="one"))


def test_a_page_that_shows_problems_is_not_put_in_place(looking, file, config):
    keep(looking(), file, config)
    checker = looking()
    assert find(checker)
    checker.reuse(Files([file]), [Page(URI, shows_problems=True)], config)
    assert not isinstance(file.page, FinishedPage)


@pytest.mark.parametrize(("stand", "kept"), [({"agents/song/2025/index.md"}, True), (set(), False)])
def test_a_link_to_a_page_that_stands_in_a_preview_leads_somewhere(looking, file, config, stand, kept):
    checker = looking()
    checker.stand = stand
    target = "'agents/song/2025/index.md' which is excluded from the built site."
    logging.getLogger("mkdocs.structure.pages").info("Doc file %r contains a link to %s", URI, target)
    keep(checker, file, config)
    assert bool(find(looking())) == kept


def test_a_closed_checker_leaves_mkdocs_as_it_was(looking):
    logger = logging.getLogger("mkdocs.structure.pages")
    checker = looking()
    assert checker in logger.filters
    checker.close()
    assert (checker in logger.filters, logger.level) == (False, logging.NOTSET)


@pytest.mark.parametrize(
    ("html", "article"),
    [
        ("<body><article class='a'>\n<p>一年</p>\n</article></body>", "<p>一年</p>"),
        ("<body><article class='a'><p>一 年</p></article></body>", "<p>一 年</p>"),
    ],
    ids=["as it is", "changed"],
)
def test_the_article_is_the_content_or_what_stands_between_its_tags(file, config, html, article):
    page = SitePage("林夏", file, config)
    page.content = "<p>一年</p>"
    page.present_anchor_ids = {"b", "a"}
    finish = finish_of(page, html, [], "")
    assert html[finish.start : finish.end] == article
    assert finish.anchors == ["a", "b"]
