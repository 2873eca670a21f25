"""Real builds of a team that the project has never met: few builds, many questions to each."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from reader import Page, pages
from strangers import (
    CASE,
    FULL,
    HOLD,
    HOLES,
    LAST,
    LEVEL,
    LOG,
    NAMES,
    ONE,
    RATES,
    RECORD,
    RUNNING,
    SECOND,
    TABLE,
    TEAM,
    YEAR,
    expected,
    person,
    place,
    story,
    write,
)  # fmt: skip

from building import ROOT, build
from chronicle.rendering.outline import HEADINGS, SECTIONS

CHARTS = (
    *(f"{kind}-{key}" for key in FULL for kind in ("trend", "quarters")), *NAMES,
    *(f"campaign-{n}" for n in range(1, 13)), "journey",
)  # fmt: skip
BLOCKS = tuple(
    dict.fromkeys((*CHARTS, "rhythm", "results", "stories", "crystals", "foresight", "plan", *SECTIONS, *HEADINGS))
)
KEYS = (*expected(FULL), "suggestions.submitted", "suggestions.adopted", "assist_hours")
WHO = "zhongli-7"
CODE = """
`{{ contacts.total }}` 和 ``::: tags`` 只是字。

```
::: tags
{{ fcr.year }} {{ 7*7 }} {% if x %}
```

- 列表里也一样：

    ```
    {{ csat.year }}
    ::: no-such-block
    ```

段落之后：

    {{ qa.year }} {{ no.such.key }}
    ::: no-such-block
"""


@dataclass(frozen=True)
class Built:
    """A build that has ended: the project, its site, and what was said."""

    root: Path
    site: Path
    code: int
    said: str

    @cached_property
    def _pages(self) -> dict[str, Page]:
        """Each page is parsed once, whatever it is asked."""
        return {page.path: page for page in pages(self.site)}

    @property
    def pages(self) -> list[Page]:
        return list(self._pages.values())

    def page(self, path: str) -> Page:
        return self._pages[f"{path}/index.html".lstrip("/")]

    def line(self, place: str) -> str:
        """The line of a file that a ``data-source`` names."""
        path, _, number = place.rpartition(":")
        raw = (self.root / path).read_bytes()
        text = raw.decode("gb18030" if path.endswith(".csv") else "utf-8")
        return text.splitlines()[int(number) - 1]


def made(root: Path, *options: str) -> Built:
    result = build(root, root / "site", *options)
    return Built(root, root / "site", result.returncode, result.stdout + result.stderr)


def _people(root: Path) -> None:
    write(root, "data/team.yml", TEAM)
    write(root, f"data/logs/{YEAR}.csv", LOG, "gb18030")
    person(root, WHO, FULL, **RECORD)
    for year in range(YEAR - 4, YEAR):
        person(root, WHO, LAST if year == YEAR - 1 else LEVEL, year, name=RECORD["name"])
    story(root, WHO, "last-ferry", CASE, "雨下得很大。\n\n他说：“我在渡口。”")
    story(
        root,
        WHO,
        "lost-invoice",
        SECOND,
        f"她找了三天。那个月最忙时接了 {{{{ contacts.peak }}}}。\n\n::: trend-fcr\n\n::: tags\n{CODE}",
    )
    person(root, "one-month", ONE, name="单于初一")
    person(root, "level", LEVEL, name="皇甫齐平")
    person(root, "running", RUNNING, name="令狐未央")
    person(root, "running", FULL, YEAR - 1, name="令狐未央")
    person(root, "holes", HOLES, name="淳于缺月")
    person(root, "rates", RATES, name="公孙无量", assist_hours=12, suggestions={"submitted": 5})
    person(root, "long-name", ONE, name="阿布都热依木·买买提明·" * 5 + "艾山", role="很长很长的岗位名称" * 6)
    person(root, "before", LEVEL, 2019, name="上官旧年")
    person(root, "before", FULL, 2020, name="上官旧年")
    person(root, "luo-wang", None, name="罗望")
    _table(root)


def _table(root: Path) -> None:
    person(root, "table", None, name="司马表格")
    rows = io.StringIO()
    heads = {"contacts": "接听量", "aht": "aht", "hold": HOLD, "callback": "回访"}
    out = csv.writer(rows)
    out.writerow(["月份", *heads.values()])
    for month in range(12):
        out.writerow([f"{month + 1}月", *(TABLE[key][month] for key in heads)])
    write(root, f"data/agents/table/{YEAR}.csv", rows.getvalue(), "gb18030")


def _own_pages(root: Path) -> None:
    """Everything placed by hand: in an agent's own chronicle, on the home page, and on a page in a folder."""
    person(root, "own-words", FULL, **{**RECORD, "name": "诸葛自述"})
    story(root, "own-words", "last-ferry", CASE, "照她自己的讲法。")
    story(root, "own-words", "no-curve", SECOND, "没有曲线的一则。\n\n" + "\n\n".join(f"::: {name}" for name in BLOCKS))
    keys = "\n\n".join(f"{key} 是 {{{{ {key} }}}}。" for key in KEYS)
    blocks = "\n\n".join(f"::: {name}" for name in BLOCKS)
    head = "## 我接了 {{ contacts.total }}电话 { #mine }\n\n| 项 | 值 |\n| --- | --- |\n| 一 | {{ fcr.year }} |\n"
    write(root, f"docs/agents/own-words/{YEAR}/index.md", f"# 我自己写\n\n{head}\n{keys}\n\n{blocks}\n{CODE}")
    far = "\n\n".join(f"::: {WHO}/{YEAR}/{name}" for name in BLOCKS)
    told = "\n\n".join(f"{key} 是 {{{{ {WHO}/{YEAR}/{key} }}}}。" for key in KEYS)
    home = (ROOT / "docs/_sample/index.md").read_text("utf-8")
    write(root, "docs/index.md", f"{home}\n\n{told}\n\n::: {WHO}/{YEAR}/trend-aht\n")
    write(root, "docs/deep/down.md", f"# 远处的一页\n\n{told}\n\n{far}\n{CODE}")


def _drafts(root: Path) -> None:
    """What begins with ``_`` or ``.`` is left alone, whatever is in it."""
    write(root, f"data/agents/_template/{YEAR}.yml", "name: [")
    write(root, "data/agents/.hidden", "x")
    write(root, f"data/agents/{WHO}/_{YEAR}.yml", "：：")
    write(root, f"docs/agents/{WHO}/{YEAR}/_draft.md", "没有文前信息的草稿")
    write(root, f"docs/agents/{WHO}/{YEAR}/.hidden.md", "隐藏")
    write(root, "docs/agents/_all/note.md", "::: nothing")
    write(root, "docs/_notes.md", "{{ nobody/2031/fcr.year }}")


@pytest.fixture(scope="session")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The whole team of strangers, built strictly."""
    root = tmp_path_factory.mktemp("strangers") / "项目 一"
    place(root)
    _people(root)
    _own_pages(root)
    _drafts(root)
    found = made(root, "--strict")
    assert found.code == 0, found.said
    return found


@pytest.fixture(scope="session")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What every user has after the first act: the sample people deleted."""
    root = tmp_path_factory.mktemp("nobody") / "project"
    place(root)
    return made(root, "--strict")
