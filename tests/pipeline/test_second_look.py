"""The finished site is read once more; what was clean is not read again as long as the rules are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from chronicle.cache import Cache
from chronicle.pipeline.second_look import second_look
from chronicle.privacy import audit
from chronicle.privacy.detector import Detector

PHONE = "13912345678"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read, as they are."""
    names: list[str] = []
    words_of = audit.words_of

    def noting(uri: str, raw: bytes) -> str:
        names.append(uri)
        return words_of(uri, raw)

    monkeypatch.setattr(audit, "words_of", noting)
    return names


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    (folder / "index.html").write_text("<p>首页</p>", "utf-8")
    (folder / "a/index.html").write_text("<p>一年</p>", "utf-8")
    (folder / "a/card.png").write_bytes(b"\x89PNG")
    return folder


def look(site: Path, code: str = "code", allow: tuple[str, ...] = ()) -> list[str]:
    problems = second_look(site, Detector(allow), code, Cache(site.parent / "cache"), site.parent)
    assert PHONE not in str(problems)
    return [f"{problem.path}:{problem.line}: {problem.message.partition('（')[0]}" for problem in problems]


def test_what_is_still_personal_is_told_with_its_file(site: Path, reads: list[str]) -> None:
    (site / "a/index.html").write_text(f"<p>打 {PHONE}</p>", "utf-8")
    assert look(site) == ["a/index.html:1: 成品里还有手机号"]
    assert reads == ["a/index.html", "index.html"]


def test_where_somebody_typed_it_that_place_is_told(site: Path) -> None:
    (site.parent / "docs").mkdir()
    (site.parent / "docs/index.md").write_text(f"# 首页\n\n打 {PHONE}\n", "utf-8")
    (site / "index.html").write_text(f"<p>打 {PHONE}</p>", "utf-8")
    assert look(site) == ["docs/index.md:3: 成品里还有手机号"]


def test_a_clean_file_is_not_read_again(site: Path, reads: list[str]) -> None:
    assert look(site) == []
    reads.clear()
    assert look(site) == []
    assert reads == []


def test_a_file_that_changed_is(site: Path, reads: list[str]) -> None:
    look(site)
    reads.clear()
    (site / "index.html").write_text(f"<p>{PHONE}</p>", "utf-8")
    assert look(site) == ["index.html:1: 成品里还有手机号"]
    assert reads == ["index.html"]


def test_one_that_was_not_clean_is_told_again(site: Path) -> None:
    (site / "index.html").write_text(f"<p>{PHONE}</p>", "utf-8")
    assert look(site) == look(site) != []


@pytest.mark.parametrize("rules", [{"code": "other"}, {"allow": ("云杉电力",)}])
def test_other_rules_read_everything(site: Path, reads: list[str], rules: dict) -> None:  # type: ignore[type-arg]
    look(site)
    reads.clear()
    look(site, **rules)
    assert reads == ["a/index.html", "index.html"]
