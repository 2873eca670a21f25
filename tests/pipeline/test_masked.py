"""What comes out of masking holds nothing personal, and every finding is told at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_project import small, story, write, year

from chronicle.cache import Cache
from chronicle.pipeline.masked import (
    MaskedYear,
    detector_of,
    find_telling_folders,
    mask_manuscript,
    mask_team,
)  # fmt: skip
from chronicle.privacy.detector import Detector
from chronicle.records.project import Manuscript, load

PHONE = "13912345678"
YEAR = "data/agents/linxia/2025.yml"
NIGHT = "docs/agents/linxia/2025/night.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def manuscript(root: Path) -> Manuscript:
    return next(each for each in load(root).years if (each.agent, each.year) == ("linxia", 2025))


def masked(root: Path, code: str = "code", detector: Detector | None = None) -> MaskedYear:
    return mask_manuscript(manuscript(root), detector or Detector(), code, Cache(root / ".cache"))


@pytest.mark.parametrize(
    "typed", ["name：赵小帆\nplan: 好好干", "name: 赵小帆\nplan: 好好干", 'name:  "赵小帆"  # 花名\nplan: 好']
)
def test_an_agents_own_name_is_quoted_as_it_is_where_the_file_is_wrong(root: Path, typed: str) -> None:
    write(root, YEAR, f"{typed}\n")
    project = load(root)
    assert not manuscript(root).record
    assert "赵小帆" in detector_of(project).allow
    write(root, YEAR, f"name：{PHONE}\n")
    assert PHONE not in detector_of(load(root)).allow


class Unused(Detector):
    """Finds fault with whoever asks it."""

    def find(self, *_: object, **__: object) -> tuple:  # type: ignore[type-arg, override]
        raise AssertionError("looked through again")

    mask = names_in = find  # type: ignore[assignment]


def test_nothing_personal_comes_out_of_record_story_and_own_page(root: Path) -> None:
    write(root, YEAR, year("林夏", more=f"closing: 打 {PHONE} 找我\n"))
    write(root, NIGHT, story(f"她留下 {PHONE}。\n\n又说了一遍 {PHONE}。"))
    write(root, "docs/agents/linxia/2025/index.md", f"::: numbers\n\n{PHONE}\n")
    result = masked(root)
    assert result.own
    texts = (str(result.record), result.stories[0].body, result.own.text)
    assert not [text for text in texts if PHONE in text]
    places = {(warning.path, warning.line) for warning in result.warnings}
    assert places == {(YEAR, 4), (NIGHT, 6), (NIGHT, 8), ("docs/agents/linxia/2025/index.md", 3)}


def test_lines_are_those_of_the_file(root: Path) -> None:
    result = masked(root)
    assert [(story.slug, story.line) for story in result.stories] == [("night", 6)]
    assert result.places["metrics.contacts"] == f"{YEAR}:3"


def test_a_files_name_stands_in_the_address_masked(root: Path) -> None:
    write(root, f"docs/agents/linxia/2025/{PHONE}.md", story("她说眼睛不好。"))
    result = masked(root)
    slugs = [each.slug for each in result.stories]
    assert len(set(slugs)) == 2
    assert not [slug for slug in slugs if PHONE in slug]
    assert [warning.message for warning in result.warnings] == ["文件名里有个人信息"]


def test_two_names_that_are_masked_alike_stay_two(root: Path) -> None:
    for number in (PHONE, "13912340078"):
        write(root, f"docs/agents/linxia/2025/{number}.md", story("她说眼睛不好。"))
    assert len({each.slug for each in masked(root).stories}) == 3


def test_what_was_clean_is_not_looked_through_again(root: Path) -> None:
    before = masked(root)
    assert masked(root, detector=Unused()) == before


@pytest.mark.parametrize("change", ["code", "allowed words", "a file"])
def test_but_is_where_the_rules_or_a_file_changed(root: Path, change: str) -> None:
    masked(root)
    if change == "a file":
        write(root, NIGHT, story(f"她留下 {PHONE}。"))
        assert PHONE not in masked(root).stories[0].body
    else:
        detector = Unused(["云杉电力"]) if change == "allowed words" else Unused()
        with pytest.raises(AssertionError, match="again"):
            masked(root, "other code" if change == "code" else "code", detector)


def test_a_finding_is_told_at_each_build(root: Path) -> None:
    write(root, NIGHT, story(f"她留下 {PHONE}。"))
    first = masked(root)
    assert first.warnings
    assert masked(root) == first


def test_the_digest_stands_for_every_file_of_the_year(root: Path) -> None:
    digests = {masked(root).digest}
    write(root, NIGHT, story("另一句。"))
    digests.add(masked(root).digest)
    write(root, YEAR, year("林夏", 999))
    digests.add(masked(root).digest)
    write(root, "docs/agents/linxia/2025/index.md", "::: numbers\n")
    digests.add(masked(root).digest)
    assert len(digests) == 4


def test_agents_are_called_by_their_names_but_not_by_numbers(root: Path) -> None:
    write(root, "data/agents/zhouning/2025.yml", year(f'"{PHONE}"'))
    detector = detector_of(load(root))
    assert not detector.find("客户姓名：林夏")
    assert detector.find(PHONE)


def test_of_the_team_all_but_its_rules_is_masked(root: Path) -> None:
    write(root, "data/team.yml", f"name: 热线中心 {PHONE}\nallow: [云杉电力]\n")
    project = load(root)
    team, warnings = mask_team(project, detector_of(project))
    assert PHONE not in team.team.name
    assert team.team.allow == project.team.allow
    assert [(warning.path, warning.line) for warning in warnings] == [("data/team.yml", 1)]


def test_a_folder_that_says_something_personal_is_a_problem(root: Path) -> None:
    write(root, f"data/agents/a{PHONE}/2025.yml", year("林夏"))
    (problem,) = find_telling_folders(load(root), Detector())
    assert problem.message == "文件夹名里有手机号"
