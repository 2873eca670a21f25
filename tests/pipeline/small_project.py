"""A small project on the disk: two people, one with a year before and a story; home, and a page about nobody."""

from __future__ import annotations

from pathlib import Path

FREE = ("index.md", "about.md")


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def year(name: str, contacts: int = 1000, more: str = "") -> str:
    """A year's YAML; ``contacts`` is the first month's."""
    months = ", ".join(map(str, (contacts, *range(1001, 1012))))
    return f"name: {name}\nmetrics:\n  contacts: [{months}]\n{more}"


def story(body: str, year: int = 2025) -> str:
    return f"---\ntitle: 凌晨一点的电费\ndate: {year}-03-12\nlesson: 将心比心\n---\n{body}\n"


def small(root: Path) -> Path:
    """林夏 with 2024 and 2025 and a story, 周宁 with 2025."""
    write(root, "data/team.yml", "name: 热线中心\nyear: 2025\n")
    write(root, "data/agents/linxia/2024.yml", year("林夏"))
    write(root, "data/agents/linxia/2025.yml", year("林夏"))
    write(root, "data/agents/zhouning/2025.yml", year("周宁"))
    write(root, "docs/agents/linxia/2025/night.md", story("她说眼睛不好。"))
    write(root, "docs/index.md", "# 人间观察员\n")
    write(root, "docs/about.md", "# 关于\n\n一页不说谁的话。\n")
    return root
