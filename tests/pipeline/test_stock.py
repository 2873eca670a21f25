"""Finished pages are kept by all that they rest on, and anything less than whole is made anew."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from adapter.pages import is_steady
from chronicle.cache import Cache
from chronicle.errors import ChronicleError
from chronicle.pipeline.stock import Finish, Stock
from chronicle.rendering.pages import Page
from chronicle.rendering.placeholders import PlacedText
from chronicle.rendering.single_file import Article

PAGE = Page("agents/linxia/2025/index.md", "chronicle", PlacedText("", ()), digest="one")
FINISH = Finish(
    "林夏",
    ({"location": "x", "title": "林\u200b夏", "text": ""},),
    "cut",
    ("a",),
    {"b.md": {"c": "b.md#c"}},
    Article("f", 1, 2, ("p",)),
)
HTML = "<p>林夏\U00020bb7</p>" * 100


@pytest.fixture
def stock(tmp_path):
    stock = Stock(Cache(tmp_path), "frame")
    stock.keep(PAGE.uri, PAGE.digest, HTML.encode(), FINISH)
    return stock


def test_what_was_kept_comes_back_whole(stock):
    found = stock.find(PAGE)
    assert found is not None
    assert json.dumps(found.entries) == json.dumps(FINISH.entries)
    assert (found.title, list(found.anchors), found.links) == ("林夏", ["a"], {"b.md": {"c": "b.md#c"}})
    assert (found.article.file, found.article.start, found.article.end) == ("f", 1, 2)
    assert stock.html(PAGE) == HTML


@pytest.mark.parametrize(
    ("frame", "uri", "digest"),
    [("other", PAGE.uri, "one"), ("frame", "agents/linxia/2024/index.md", "one"), ("frame", PAGE.uri, "two")],
)
def test_a_page_that_rests_on_anything_else_is_made(stock, tmp_path, frame, uri, digest):
    other = Page(uri, "chronicle", PlacedText("", ()), digest=digest)
    assert Stock(Cache(tmp_path), frame).find(other) is None


def test_a_page_without_a_digest_is_never_kept(tmp_path):
    Stock(Cache(tmp_path), "frame").keep("x.md", "", HTML.encode(), FINISH)
    assert not any(tmp_path.rglob("*"))


@pytest.mark.parametrize("damage", [lambda raw: raw[:-1], lambda raw: b"", lambda raw: raw[:40] + b"\0" + raw[41:]])
def test_an_entry_that_is_damaged_is_no_entry(stock, tmp_path, damage):
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".TAG")
    assert len(files) == 2
    for path in files:
        whole = path.read_bytes()
        path.write_bytes(damage(whole))
        assert stock.find(PAGE) is None
        path.write_bytes(whole)
    assert stock.find(PAGE) is not None


def test_a_cache_that_goes_while_it_is_in_use_ends_the_build_with_a_word(stock, tmp_path):
    for path in [path for path in tmp_path.rglob("*") if path.is_file()]:
        path.unlink()
    with pytest.raises(ChronicleError, match="再生成一次"):
        stock.html(PAGE)


@pytest.mark.parametrize(
    ("plugins", "steady"),
    [
        (["material/search", "hooks/observer.py"], True),
        (["hooks/observer.py"], True),
        (["material/search", "git-revision-date", "hooks/observer.py"], False),
        (["material/search", "hooks/observer.py", "hooks/their_own.py"], False),
    ],
)
def test_where_a_plugin_or_hook_is_unknown_no_page_is_kept(plugins, steady):
    """Nobody knows whether it makes of the same page the same page."""
    assert is_steady(SimpleNamespace(plugins=dict.fromkeys(plugins))) is steady
