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

from adapter.incremental import Finish, IncrementalChecker, finish_of, part_of
from chronicle.cache import Cache
from chronicle.errors import ChronicleError, Problem
from chronicle.reading.document import Written
from chronicle.rendering.pages import Page

URI, HTML = "agents/linxia/2025/index.md", "<html><article><p>一年</p></article></html>"
DIGESTS = {URI: "one", "index.md": "two"}
FINISH = Finish(
    "林夏", [{"location": "x", "title": "林夏", "text": "一年"}], "cut", ["facts"], {"index.md": {"#a": "x"}}, 6, 20
)
MENU = [("index.md", "首页")]
NOT_FOUND = "Doc file '%s' contains a link 'x.md', but the target is not found among documentation files."


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
        checker = IncrementalChecker(Cache(root / ".cache"), {})
        request.addfinalizer(checker.close)
        checker.look_at(config, [file])
        return checker

    return look


def find(
    checker: IncrementalChecker, menu: Sequence[object] = MENU, digests: Mapping[str, str] = DIGESTS
) -> Collection[str]:
    """What a build asks, once it knows its menu and its pages."""
    return checker.find(menu, digests)


def keep(checker: IncrementalChecker, file: File, config: MkDocsConfig, digest: str = "one") -> None:
    """What a build does with a new page."""
    find(checker)
    checker.keep(Page(URI, digest=digest), SitePage("林夏", file, config), HTML, FINISH)
    checker.close()


def test_a_page_is_found_again_with_all_that_the_site_needs_of_it(looking, file, config):
    keep(looking(), file, config)
    checker = looking()
    assert set(find(checker)) == {URI}
    assert checker.html(URI) == HTML
    home = new_file(config, "index.md")
    checker.reuse(Files([file, home]), {URI: Page(URI, digest="one")}, config)
    assert checker.finishes == {URI: FINISH}
    assert isinstance(file.page, SitePage)
    assert (file.page.title, file.page.present_anchor_ids) == ("林夏", {"facts"})
    assert file.page.links_to_anchors == {home: {"#a": "x"}}


def test_another_digest_is_another_page(looking, file, config):
    keep(looking(), file, config)
    assert not find(looking(), MENU, {**DIGESTS, URI: "another"})


@pytest.mark.parametrize("change", ["style", "setting", "settings' file", "file", "menu", "page"])
def test_what_every_page_rests_on_makes_every_page_another(looking, root, file, config, change):
    keep(looking(), file, config)
    menu, digests, files = MENU, DIGESTS, [file]
    if change == "style":
        (root / "docs/assets/book.css").write_text("b {}", "utf-8")
    elif change == "setting":
        config["site_name"] = "另一个"
    elif change == "settings' file":  # mkdocs build -f
        (root / "company.yml").write_text("site_name: 观察员\nplugins: []\nmarkdown_extensions: [abbr]\n", "utf-8")
        config = load_config(str(root / "company.yml"))
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
    checker.texts = {URI: Written("去[x](x.md)", f"docs/{URI}")}
    logging.getLogger("mkdocs.structure.pages").info(NOT_FOUND, URI)
    keep(checker, file, config)
    assert not find(looking())


def test_so_is_one_that_we_said_something_of(looking, file, config):
    checker = looking()
    checker.astray[URI] = [Problem(URI, 1, 1, "标签 <video>", "删掉它")]
    keep(checker, file, config)
    assert not find(looking())


def test_what_was_said_of_another_page_does_not_count(looking, file, config):
    checker = looking()
    checker.texts = {URI: Written(), "guide.md": Written()}
    logging.getLogger("mkdocs.structure.pages").info(NOT_FOUND, "guide.md")
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
        checker.html(URI)


def test_a_page_in_whose_place_problems_stand_is_not_put_there(looking, file, config):
    keep(looking(), file, config)
    for pages in ({URI: Page(URI)}, {}):
        checker = looking()
        assert find(checker)
        checker.reuse(Files([file]), pages, config)
        assert checker.finishes == {}
        assert not file.page or not file.page.present_anchor_ids


@pytest.mark.parametrize(("target", "kept"), [(URI, True), ("agents/song/2025/index.md", False)])
def test_a_link_to_a_page_that_mkdocs_passes_by_leads_somewhere(looking, root, file, config, target, kept):
    keep(looking(), file, config)
    checker = looking()
    find(checker)
    checker.texts = {"index.md": Written()}
    said = f"Doc file 'index.md' contains a link to '{target}' which is excluded from the built site."
    logging.getLogger("mkdocs.structure.pages").info(said)
    checker.keep(Page("index.md", digest="two"), SitePage("首页", new_file(config, "index.md"), config), HTML, FINISH)
    assert ("index.md" in find(looking())) == kept


OTHER = "agents/linxia/2025/night.md"


@pytest.mark.parametrize(
    ("digests", "standing"),
    [
        ({URI: "1", OTHER: "2", "index.md": "3"}, {URI, OTHER, "index.md"}),
        ({URI: "1", OTHER: "2", "index.md": "another"}, {URI, OTHER}),
        ({URI: "1", OTHER: "another", "index.md": "3"}, {"index.md"}),  # files beside a year show all its pages
        ({URI: "1", OTHER: "2", "index.md": "3", "new.md": "4"}, set()),
    ],
    ids=["nothing changed", "the home page", "a story", "a page came"],
)
def test_what_stands_in_a_preview_need_not_be_written_while_its_year_is_the_same(
    looking, root, file, config, digests, standing
):
    first, before = looking(), {URI: "1", OTHER: "2", "index.md": "3"}
    find(first, MENU, before)
    for uri, digest in before.items():
        first.keep(Page(uri, digest=digest), SitePage("", new_file(config, uri), config), HTML, FINISH)
    first.close()
    again = IncrementalChecker(Cache(root / ".cache"), first.stands())
    again.look_at(config, [file])
    assert find(again, MENU, digests) == {uri for uri in before if len(digests) == 3 and digests[uri] == before[uri]}
    assert set(again.standing) == standing
    again.close()


@pytest.mark.parametrize("digest", ["one", ""])
def test_a_page_of_which_something_was_said_stands_in_a_preview_one_with_a_mistake_does_not(
    looking, file, config, digest
):
    checker = looking()
    find(checker)
    checker.astray[URI] = [Problem(URI, 1, 1, "标签 <video>", "删掉它")]
    checker.keep(Page(URI, digest=digest), SitePage("林夏", file, config), HTML, FINISH)
    assert set(checker.stands()) == ({URI} if digest else set())


@pytest.mark.parametrize(
    ("path", "part"),
    [
        (OTHER, "agents/linxia/2025"),
        ("agents/linxia/2025/present/index.html", "agents/linxia/2025"),
        ("agents/linxia/index.md", "agents/linxia/index.md"),
        ("index.md", "index.md"),
    ],
)
def test_a_year_is_one_part_of_the_site(path, part):
    assert part_of(path) == part


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
