"""A lead publishes without fear: masked names, clean pictures, the second look, whole or not at all."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image
from strangers import ONE, person, place

from building import PATIENCE, build, copied, copied_project, run, started, stop_in_the_middle
from chronicle.cache import Cache
from chronicle.pipeline.build import Site
from chronicle.pipeline.second_look import second_look
from chronicle.privacy.detector import Detector
from chronicle.rendering.documents.packing import unpack
from composed import composed

MOBILE = "13812345678"
CARD = "6222021234567890123"


#: Lines that hold something personal, each with what must not survive.
CORPUS = [
    case
    for case in yaml.load((Path(__file__).parents[1] / "cases" / "privacy.yml").read_text("utf-8"), yaml.CSafeLoader)
    if case["kind"] != "none" and not case.get("allow")
]
#: Keys of the YAML whose values are no free text.
_CHOSEN = {
    "track",
    "kind",
    "priority",
    "channel",
    "outcome",
    "status",
    "need",
    "case",
    "after",
    "by",
    "date",
    "block",
    "last_year",
}


def spoilt(data: Any, lines: Iterator[str]) -> Any:
    """The data of a YAML file with something personal in every free text."""
    if isinstance(data, dict):
        return {key: value if key in _CHOSEN else spoilt(value, lines) for key, value in data.items()}
    if isinstance(data, list):
        return [spoilt(value, lines) for value in data]
    return f"{data}。{next(lines)}" if isinstance(data, str) and re.search("[一-鿿]{2}", data) else data


def contents(path: Path) -> Iterator[bytes]:
    """What a file holds; a document's and its workbooks' parts, and their text without markup."""
    todo = [path.read_bytes()]
    while todo:
        data = todo.pop()
        yield data
        if data.startswith(b"PK"):
            todo += unpack(data).values()
        elif data.startswith(b"<?xml"):
            yield re.sub(rb"<[^>]*>", b"", data)


def photo(path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = f"电话 {MOBILE}".encode().decode("latin-1")
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", exif=exif, comment=MOBILE.encode())
    path.write_bytes(out.getvalue())


@pytest.fixture(scope="module")
def leaky(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A project with a secret in a picture, in names, in the team's file, in a drawing, a comment and a link."""
    root = copied(tmp_path_factory.mktemp("leaky") / "project", "linxia", "songqing")
    stories = root / "docs/agents/linxia/2025"
    photo(stories / "red.jpg")
    photo(stories / f"{MOBILE}.jpg")
    (stories / "drawing.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg"><text>{MOBILE}</text></svg>', "utf-8"
    )
    story = stories / "fish-pond.md"
    pictures = f"![红]({MOBILE}.jpg)\n\n![红](red.jpg)\n\n![画](drawing.svg)"
    words = f'\n\n{pictures}\n\n<!-- {MOBILE} -->\n\n[x](tel:{MOBILE} "{MOBILE}")\n'
    story.write_text(story.read_text("utf-8") + words, "utf-8")
    shutil.copy(stories / "missing-text.md", stories / f"{MOBILE}.md")
    team = root / "data/team.yml"
    team.write_text(team.read_text("utf-8").replace("name: 云杉热线中心", f"name: 云杉热线中心 {MOBILE}"), "utf-8")
    year = root / "data/agents/linxia/2025.yml"
    data = spoilt(yaml.load(year.read_text("utf-8"), yaml.BaseLoader), cycle(case["text"] for case in CORPUS))
    data["name"], data["closing"] = "林夏", f"卡号 {CARD}"
    year.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6), "utf-8")
    own = root / "docs/agents/linxia/2025/index.md"
    astray = "[去年](../2024/index.md#no-such-place) [没有](no-such.md) <b onclick=x>粗</b>"
    own.write_text((own.read_text("utf-8") if own.exists() else "") + f"\n\n{MOBILE} {astray}\n", "utf-8")
    secret = root.parent / "outside.txt"
    secret.write_text("别人的文件", "utf-8")
    (root / "docs/linked.txt").symlink_to(secret)
    result = build(root, root / "site")
    assert result.returncode == 0, result.stderr
    return root, result.stderr


def test_no_file_of_the_site_holds_the_secret(leaky: tuple[Path, str]) -> None:
    root, _ = leaky
    for path in (root / "site").rglob("*"):
        assert MOBILE not in path.name
        for raw in contents(path) if path.is_file() else ():
            assert MOBILE.encode() not in raw.replace("\u200b".encode(), b""), path
            assert CARD.encode() not in raw.replace("\u200b".encode(), b""), path


@pytest.mark.parametrize(
    "name", ["chronicle.pptx", "chronicle.docx", "chronicle.md", "chronicle.html", "onepage/index.html"]
)
def test_no_way_out_holds_a_secret_of_any_text(leaky: tuple[Path, str], name: str) -> None:
    root, _ = leaky
    raw = b"\n".join(contents(root / "site/agents/linxia/2025" / name)).decode("utf-8", "replace")
    assert [case["id"] for case in CORPUS if case["secret"] in raw] == []
    assert raw.count("×") > 20


def test_warnings_tell_places_and_never_the_secret(leaky: tuple[Path, str]) -> None:
    root, said = leaky
    assert MOBILE not in said
    assert CARD not in said
    lines = (root / "data/team.yml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("name: 云"))
    assert f"data/team.yml:{line}:" in said
    for named in ("linxia/2025/fish-pond.md:", "data/agents/linxia/2025.yml:", "drawing.svg:1:1", "linked.txt:1:1"):
        assert named in said, named
    assert said.count("文件名里有") == 2
    assert "成品里还有" not in said


def test_a_warm_build_warns_of_the_same(leaky: tuple[Path, str]) -> None:
    """What a page was made of before is told again, since a strict build has to end in it again."""
    root, said = leaky
    again = build(root, root / "site").stderr
    warnings = [line for line in said.splitlines() if line.startswith("WARNING")]
    assert [line for line in again.splitlines() if line.startswith("WARNING")] == warnings
    index = "agents/linxia/2025/index.md"
    for word in (f"docs/{index}:", "no-such-place", "no-such.md", "不安全"):
        assert any(word in line for line in warnings if index in line), word


def test_a_picture_with_a_telling_name_is_shown_under_a_masked_one(leaky: tuple[Path, str]) -> None:
    root, _ = leaky
    folder = root / "site/agents/linxia/2025"
    page = (folder / "fish-pond/index.html").read_text("utf-8")
    assert (folder / "138xxxx5678.jpg").is_file()
    assert 'src="../138xxxx5678.jpg"' in page
    assert (folder / "138xxxx5678/index.html").is_file()
    with Image.open(folder / "138xxxx5678.jpg") as picture:
        assert picture.size == (8, 8)


def test_what_lies_outside_is_not_published(leaky: tuple[Path, str]) -> None:
    root, _ = leaky
    assert not (root / "site/linked.txt").exists()


# --- whole or not at all ---


def standing(root: Path) -> Path:
    """The project with a site that was published before."""
    (root / "site").mkdir()
    (root / "site/index.html").write_text("老的", "utf-8")
    return root


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one person that has been built before, so that its cache knows what does not change."""
    root = tmp_path_factory.mktemp("alone") / "project"
    place(root, guides=False)
    person(root, "linxia", ONE, 2025, name="林夏")
    assert build(root, root / "site").returncode == 0
    shutil.rmtree(root / "site")
    return root


@pytest.fixture
def published(alone: Path, tmp_path: Path) -> Path:
    """A project of one person whose site stands."""
    return standing(copied_project(alone, tmp_path / "project"))


def is_old(root: Path) -> bool:
    """Whether the site that was published before stands; nothing may be left beside it."""
    left = [path.name for path in root.iterdir() if path.name.startswith("site.")]
    assert left == []
    return (root / "site/index.html").read_text("utf-8") == "老的"


def test_a_strict_build_with_a_warning_is_not_published(published: Path) -> None:
    (published / "docs/extra.md").write_text(f"# 一页\n\n打给 {MOBILE}。\n", "utf-8")
    result = build(published, published / "site", "--strict")
    assert result.returncode == 1
    assert "docs/extra.md:3:4: 发现手机号" in result.stderr
    assert is_old(published)
    result = build(published, published / "site", "--strict", "--quiet")
    assert (result.returncode, "发现手机号" in result.stderr) == (1, False)
    assert "写了 -q 就不显示" in result.stdout + result.stderr
    assert is_old(published)


def test_what_only_the_second_look_sees_is_not_published_strictly(published: Path) -> None:
    """A text that comes in past the detector, as a mistake of ours would let it."""
    theme = published / "hooks/theme/main.html"
    hole = "{% block content %}{{ super() }}<p>138<b>1234</b>5678</p>{% endblock %}"
    theme.write_text(theme.read_text("utf-8") + hole, "utf-8")
    result = build(published, published / "site", "--strict")
    assert result.returncode == 1
    assert "index.html:1:1: 成品里还有手机号" in result.stderr
    assert MOBILE not in result.stderr
    assert is_old(published)
    assert build(published, published / "site").returncode == 0


def test_the_second_look_reads_scripts_that_carry_data_and_none_of_the_theme_s(tmp_path: Path) -> None:
    for uri in ("agents/a/2025/stories.js", "search/search_index.js", "assets/javascripts/app.js"):
        (tmp_path / uri).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / uri).write_text(f'var it = {{"text": "打给 138\u200b<b>1234</b>5678 {MOBILE}"}}', "utf-8")
    found = second_look(tmp_path, Detector(), "code", Cache(tmp_path.parent / "cache"), tmp_path)
    assert [problem.path for problem in found] == ["agents/a/2025/stories.js", "search/search_index.js"]


def test_a_mistake_leaves_the_site_as_it_was(published: Path) -> None:
    (published / "data/agents/linxia/2025.yml").write_text("name: [\n", "utf-8")
    result = build(published, published / "site")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert is_old(published)


_FULL_DISK = """
import errno, pathlib, runpy, sys
whole = pathlib.Path.write_bytes
def full(self, data):
    if self.name == "chronicle.html":
        raise OSError(errno.ENOSPC, "No space left on device", str(self))
    return whole(self, data)
pathlib.Path.write_bytes = full
if __name__ == "__main__":
    sys.argv = ["mkdocs", *sys.argv[1:]]
    runpy.run_module("mkdocs", run_name="__main__")
"""


def test_a_full_disk_ends_in_one_clear_line(published: Path) -> None:
    (published / "full.py").write_text(_FULL_DISK, "utf-8")
    result = run(published, "full.py", "build", "-q")
    assert result.returncode == 1
    assert "磁盘满了" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    assert is_old(published)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_an_interrupted_build_leaves_nothing_behind(published: Path) -> None:
    (published / ".cache").unlink()  # so that there is something to draw
    stop_in_the_middle(published)
    said = published.parent / "said"
    with started(published, said, "mkdocs", "build", "-q") as process:
        assert process.stdout.readline() == "waiting\n"
        assert any(published.glob("site.building-*/new/*"))
        os.kill(process.pid, signal.SIGINT)
        assert (process.wait(PATIENCE), said.read_text("utf-8")) == (1, "已停下。\n")
    assert is_old(published)


# --- a secret in the place of a name ---


def small(root: Path, agent: str, name: str = "林夏", allow: str = "") -> Site:
    (root / f"data/agents/{agent}").mkdir(parents=True)
    (root / f"data/agents/{agent}/2025.yml").write_text(
        f"name: {name}\nmetrics: {{contacts: [{'9, ' * 12}]}}\n", "utf-8"
    )
    (root / "data/team.yml").write_text(f"year: 2025\nallow: [{allow}]\n", "utf-8")
    return composed(root)


@pytest.mark.parametrize("agent", [MOBILE, f"agent-{MOBILE}", CARD])
def test_a_folder_named_like_a_secret_is_refused_without_telling_it(tmp_path: Path, agent: str) -> None:
    found = [str(problem) for problem in small(tmp_path, agent).problems]
    assert len(found) == 1
    assert "data/agents/" in found[0]
    assert ("文件夹名里有手机号" if MOBILE in agent else "文件夹名里有银行卡号") in found[0]
    assert "改名" in found[0]
    assert MOBILE not in found[0]
    assert CARD not in found[0]


def test_a_folder_that_the_team_allows_is_an_agent_like_any_other(tmp_path: Path) -> None:
    assert small(tmp_path, MOBILE, allow=f'"{MOBILE}"').problems == []


def test_a_number_in_the_place_of_a_name_is_no_name(tmp_path: Path) -> None:
    made = small(tmp_path, "linxia", name=f'"{MOBILE}"')
    assert [(problem.line, problem.message) for problem in made.warnings] == [(1, "发现手机号")]
    assert not any(MOBILE in page.text.markdown for page in made.pages.values())
