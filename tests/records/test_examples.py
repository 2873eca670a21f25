from __future__ import annotations

from chronicle.records import examples
from chronicle.records.model import Team

PAGE = """\
# 指南

```yaml title="范例 2025.yml"
name: 范例
metrics: {fcr: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}
```

    ```yaml title="范例 2025.yml"
    缩进的是代码
    ```

```yaml
tags: [这一段只是字]
```

````markdown
```yaml title="范例 2025.yml"
motto: 框里的框也只是字
```
````

```yaml title="范例 2025.yml"
tags: {耐心: 3}
```

```markdown title="范例 midnight.md"
---
title: 夜里的账单
date: 2025-03-12
lesson: 先接住情绪
---
正文
```
"""


def read(page=PAGE, first_line=1):
    return examples.read("docs/guide.md", page, first_line, Team())


def test_all_fences_of_a_page_are_one_year():
    agent_year = read()
    assert (agent_year.agent, agent_year.year, agent_year.problems) == ("范例", 2025, ())
    assert (agent_year.record.name, agent_year.record.tags.counts, agent_year.record.motto) == (
        "范例",
        {"耐心": 3},
        None,
    )
    assert agent_year.record.metrics["fcr"][11] == 12


def test_a_markdown_fence_is_a_story():
    (story,) = read().cases
    assert (story.slug, story.record.title, story.body.strip()) == ("midnight", "夜里的账单", "正文")


def test_every_place_is_the_line_of_the_page():
    assert read().document.key_where(("metrics", "fcr"))[0] == 5
    assert read(first_line=10).document.key_where(("tags",))[0] == 32
    assert read().cases[0].document.where(("date",)) == (29, 7)


def test_a_mistake_is_told_at_its_line_of_the_page():
    wrong = PAGE.replace("耐心: 3", "耐心: 三").replace("2025-03-12", "2024-03-12")
    told = [str(problem) for problem in read(wrong, 4).problems]
    assert [line.split(": ")[0] for line in told] == ["docs/guide.md:26:12", "docs/guide.md:32:7"]


def test_metrics_go_by_every_name_and_unit_that_they_have_in_a_file():
    team = Team(metrics={"hold": {"label": "等候", "unit": "秒"}})
    months = ", ".join(["5分"] * 12)
    page = f'```yaml title="范例 2025.yml"\nname: 范例\nmetrics:\n- 等候: [{months}]\n- 满意度: [{months}, 1]\n```\n'
    agent_year = examples.read("docs/guide.md", page, 1, team)
    assert [str(problem).split(" — ")[0] for problem in agent_year.problems] == [
        "docs/guide.md:5:8: “csat”有 13 个值，应为 12 个"
    ]
    page = page.replace(", 1]", "]").replace("- 满意", "#")
    assert examples.read("docs/guide.md", page, 1, team).record.metrics["hold"][0] == 300


def test_a_page_without_examples_carries_no_year():
    assert read("# 首页\n\n```yaml\nname: 林夏\n```\n") is None


def test_no_person_can_be_called_like_the_example():
    from chronicle.records.project import AGENT

    assert not AGENT.fullmatch(examples.WHOSE)
