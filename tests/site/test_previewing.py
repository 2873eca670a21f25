"""Correct beats fast: a long random sequence of edits under serve ends in the bytes of a build from scratch."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import strangers
from strangers import place

from bench.people import YEAR, person, project
from building import contents, copied_project, preview_once, share_cache, started, without_guides

PEOPLE = 2
MOST_PEOPLE = 3  # from five on the team's bands are drawn, which a preview keeps while it runs
EDITS = int(os.environ.get("CHRONICLE_EDITS", "0"))  # by chance, after one of every kind
ROUND = 7  # of them from one build from scratch to the next
DRIVER = Path(__file__).with_name("preview_driver.py")

#: A hook of MkDocs that writes down which pages are made.
TELL = """
from pathlib import Path

def on_page_context(context, page, **named):
    with (Path(__file__).parent / "made.txt").open("a") as made:
        print(page.file.src_uri, file=made)
"""

Edit = Callable[[Path, random.Random], None]


@contextmanager
def preview(root: Path, served: Path) -> Iterator[Callable[..., None]]:
    """A process that builds into ``served`` whenever it is asked."""
    with started(root, root.parent / f"{served.name}.log", str(DRIVER), str(root), str(served)) as process:

        def build() -> None:
            print(file=process.stdin, flush=True)
            assert process.stdout.readline() == "built\n", "the preview died"

        yield build


def agent(dice: random.Random) -> str:
    return f"agent-{dice.randrange(PEOPLE):04d}"


def year_file(root: Path, dice: random.Random) -> Path:
    return root / "data" / "agents" / agent(dice) / f"{YEAR}.yml"


def change(file: Path, pattern: str, text: str) -> None:
    before = file.read_text("utf-8")
    after = re.sub(pattern, text, before, count=1)
    assert after != before
    file.write_text(after, "utf-8")


def a_number(root: Path, dice: random.Random) -> None:
    change(year_file(root, dice), r"contacts:(\s*)\[\s*\d+", rf"contacts:\1[{dice.randint(1000, 4000)}")


def a_sentence(root: Path, dice: random.Random) -> None:
    story = root / "docs" / "agents" / agent(dice) / str(YEAR) / "midnight-bill.md"
    story.write_text(story.read_text("utf-8") + f"\n又添一句，第 {dice.randint(1, 10**6)} 句。\n", "utf-8")


def a_title(root: Path, dice: random.Random) -> None:
    story = root / "docs" / "agents" / agent(dice) / str(YEAR) / "midnight-bill.md"
    change(story, r"(?m)^title: .*$", f"title: 凌晨 {dice.randint(1, 10**6)} 点的电费")


def a_name(root: Path, dice: random.Random) -> None:
    change(
        year_file(root, dice),
        r"(?m)^name: .*$",
        f"name: 云观{dice.choice('一二三四五六七八九')}{dice.randint(1, 10**6)}",
    )


def a_tag(root: Path, dice: random.Random) -> None:
    change(year_file(root, dice), r"(?m)^tags:\n", f"tags:\n  新说法{dice.randint(1, 10**6)}: 9\n")


def the_home_page(root: Path, dice: random.Random) -> None:
    home = root / "docs" / "index.md"
    home.write_text(home.read_text("utf-8") + f"\n首页又添一句 {dice.randint(1, 10**6)}。\n", "utf-8")


def the_team(root: Path, dice: random.Random) -> None:
    change(
        root / "data" / "team.yml",
        r"(?m)^characters_per_minute: .*$",
        f"characters_per_minute: {dice.randint(201, 2600)}",
    )


def a_stop_word(root: Path, dice: random.Random) -> None:
    words = root / "data" / "stopwords.txt"
    before = words.read_text("utf-8") if words.exists() else ""
    words.write_text(before + f"\n{dice.choice(['电话', '电费', '停电', '账单'])}\n", "utf-8")


def a_template(root: Path, dice: random.Random) -> None:
    template = root / "hooks" / "chronicle" / "rendering" / "templates" / "sections" / "closing.html"
    template.write_text(template.read_text("utf-8") + f"<!-- {dice.randint(1, 10**6)} -->\n", "utf-8")


def a_new_story(root: Path, dice: random.Random) -> None:
    folder = root / "docs" / "agents" / agent(dice) / str(YEAR)
    text = f"---\ntitle: 新来的一通\ndate: {YEAR}-05-0{dice.randint(1, 9)}\nlesson: 先听完\n---\n\n她说了三遍。\n"
    (folder / f"new-{dice.randint(1, 10**6)}.md").write_text(text, "utf-8")


def a_lost_story(root: Path, dice: random.Random) -> None:
    found = sorted((root / "docs" / "agents").glob(f"*/{YEAR}/new-*.md"))
    if found:
        dice.choice(found).unlink()


def a_renamed_story(root: Path, dice: random.Random) -> None:
    found = sorted((root / "docs" / "agents").glob(f"*/{YEAR}/new-*.md"))
    if found:
        chosen = dice.choice(found)
        chosen.rename(chosen.with_name(f"new-{dice.randint(1, 10**6)}.md"))


def a_mistake_or_its_mend(root: Path, dice: random.Random) -> None:
    for file in (root / "data" / "agents").glob("*/*.yml"):
        if "\nmetricks:" in file.read_text("utf-8"):
            return change(file, "\nmetricks:", "\nmetrics:")
    return change(year_file(root, dice), "\nmetrics:", "\nmetricks:")


def a_title_in_the_menu(root: Path, dice: random.Random) -> None:
    (root / "docs" / "notes.md").write_text(f"# 须知 {dice.randint(1, 10**6)}\n", "utf-8")


def a_new_person(root: Path, dice: random.Random) -> None:
    people = sorted(path.name for path in (root / "data" / "agents").iterdir())
    if len(people) < MOST_PEOPLE:
        person(root, PEOPLE + dice.randrange(50), numbers=0)
    else:
        for folder in ("data", "docs"):
            shutil.rmtree(root / folder / "agents" / people[-1])


#: Every kind once: the last of a round may make all pages anew, and would hide it where those before it had failed to.
EVERY: tuple[tuple[Edit, ...], ...] = (
    (a_number, a_sentence, a_title, a_name, a_tag, the_home_page),
    (a_new_person, a_new_story, a_mistake_or_its_mend, a_title_in_the_menu),
    (a_mistake_or_its_mend, a_renamed_story, a_lost_story, the_team, a_stop_word, a_template),
)


@pytest.fixture
def root(tmp_path):
    """Two people with the same numbers, so that what one's charts show is drawn once; and no guides."""
    root = tmp_path / "project"
    project(root, 0)
    share_cache(root)
    for index in range(PEOPLE):
        person(root, index, numbers=0)
    without_guides(root)
    change(root / "mkdocs.yml", r"nav: \[index\.md", "nav: [index.md, notes.md")
    a_title_in_the_menu(root, random.Random(0))
    return root


@pytest.fixture
def calm(tmp_path):
    """Five people with little to tell, and a story of the first."""
    root = tmp_path / "project"
    place(root, guides=False)
    for number in range(5):
        strangers.person(
            root, f"agent-{number}", {"contacts": [900 + 10 * number, *range(1001, 1012)]}, name=f"观察员{number}号"
        )
    strangers.story(root, "agent-0", "calm", strangers.CASE, "一切如常。")
    return root


def from_scratch(root: Path, around: Path) -> dict[str, bytes]:
    """What a preview started anew would show of a project, with a hook beside which no page is ever used again."""
    copy = copied_project(root, around / "copy")
    (copy / "stranger.py").touch()
    change(copy / "mkdocs.yml", r"hooks/observer\.py\]", "hooks/observer.py, stranger.py]")
    preview_once(copy, around / "scratch")
    found = contents(around / "scratch")
    shutil.rmtree(around)
    return found


def test_any_edits_end_in_the_bytes_of_a_build_from_scratch(root, tmp_path):
    dice = random.Random(20251231)
    served = tmp_path / "served"
    by_chance = dice.choices([edit for edits in EVERY for edit in edits], k=EDITS)
    with preview(root, served) as build:
        build()
        for edits in (*EVERY, *(by_chance[at : at + ROUND] for at in range(0, EDITS, ROUND))):
            for edit in edits:
                edit(root, dice)
                build()
            ours, theirs = contents(served), from_scratch(root, tmp_path / "around")
            differing = [name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name)]
            assert not differing, f"after {', '.join(edit.__name__ for edit in edits)}: {sorted(differing)[:8]}"


def test_an_edit_makes_only_the_pages_that_rest_on_it(calm, tmp_path):
    served = tmp_path / "served"
    (calm / "tell.py").write_text(TELL, "utf-8")
    change(calm / "mkdocs.yml", r"hooks/observer\.py\]", "hooks/observer.py, tell.py]")
    with preview(calm, served) as build:
        build()
        before = {name: path.stat().st_mtime_ns for name in contents(served) if (path := served / name)}
        (calm / "made.txt").unlink()
        story = calm / f"docs/agents/agent-0/{strangers.YEAR}/calm.md"
        story.write_text(story.read_text("utf-8") + "\n最后一句。\n", "utf-8")
        build()
        touched = {name for name in contents(served) if (served / name).stat().st_mtime_ns != before.get(name)}
        made = (calm / "made.txt").read_text("utf-8").split()
        for right, wrong in ((False, True), (True, False)):  # a fault shows in place of the questions, and goes again
            keys = ("contacts:", "contacs:")[:: 1 if wrong else -1]
            change(calm / f"data/agents/agent-1/{strangers.YEAR}.yml", *keys)
            build()
            page = (served / f"agents/agent-1/{strangers.YEAR}/index.html").read_text("utf-8")
            assert ("还可以写" in page, "这一页还差一点" in page) == (right, wrong)
    assert f"agents/agent-0/{strangers.YEAR}/calm/index.html" in touched
    assert not [name for name in touched if name.startswith("agents/") and "agent-0" not in name]
    assert f"agents/agent-0/{strangers.YEAR}/calm.md" in made
    assert not [uri for uri in made if uri.startswith("agents/") and "agent-0" not in uri]
    preview_once(calm, tmp_path / "afresh")
    ours, theirs = contents(served), contents(tmp_path / "afresh")
    assert {name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name)} == set()


def test_the_team_s_bands_are_kept_while_a_preview_runs(calm, tmp_path):
    """One number moves everybody's middle half; a preview started anew shows where it is now."""
    page = f"agents/agent-4/{strangers.YEAR}/index.html"
    with preview(calm, tmp_path / "served") as build:
        build()
        before = (tmp_path / "served" / page).read_bytes()
        change(calm / f"data/agents/agent-0/{strangers.YEAR}.yml", r"contacts:(\s*)\[\s*\d+", r"contacts:\1[99999")
        build()
        assert (tmp_path / "served" / page).read_bytes() == before
        assert "99,999" in (tmp_path / "served" / page.replace("agent-4", "agent-0")).read_text("utf-8")
    preview_once(calm, tmp_path / "again")
    assert (tmp_path / "again" / page).read_bytes() != before
