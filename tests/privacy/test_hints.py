"""Names in running prose: how many are hinted at, how many words are taken for one, and what a hint tells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from chronicle.cache import Cache
from chronicle.privacy.audit import Reader
from chronicle.privacy.detector import Detector
from chronicle.privacy.hints import Passage, find_hints, find_spans
from commands import main
from composed import composed

CASES = yaml.load((Path(__file__).parent / "cases" / "hints.yml").read_text("utf-8"), yaml.CSafeLoader)


def hinted(text: str, *allow: str) -> list[str]:
    return [text[start:end] for start, end in find_spans(text, allow)]


def test_most_names_in_prose_are_hinted_at() -> None:
    missed = [text for text, name in CASES["names"] if name not in hinted(text)]
    assert len(CASES["names"]) >= 150
    assert len(missed) <= 0.1 * len(CASES["names"]), missed


def test_few_other_words_are() -> None:
    assert len(CASES["none"]) >= 250
    taken = [text for text in CASES["none"] if hinted(text)]
    assert len(taken) <= 0.02 * len(CASES["none"]), taken


def test_a_hint_is_no_mask() -> None:
    """A strict build is refused for nobody who is only spoken of, neither before nor after it is built."""
    assert len(CASES["spoken"]) >= 100
    texts = CASES["spoken"] + CASES["none"]
    assert [text for text in texts if Detector().find(text)] == []
    page = "".join(f"<p>{text}</p>" for text in texts) + f'<img alt="{texts[0]}">'
    assert Reader(Detector()).look("index.html", page.encode()) == ()
    words = sorted(name for _, name in CASES["names"])
    shard = f'shard("w0","0",{json.dumps({"words": words, "inner": {}})})'
    assert Reader(Detector()).look("search/words/0.js", shard.encode()) == ()


@pytest.mark.parametrize(
    ("text", "allow", "names"),
    [
        ("林夏才没漏掉，陈静怡也没有。", ["林夏"], ["陈静怡"]),
        ("林夏替我值班。", ["林夏", "热线中心"], []),
        ("客户陈××来电。", [], []),
        ("赵海峰哥来了，陈静怡姐和徐丽丽没来。", [], ["赵海峰", "陈静怡", "徐丽丽"]),
        ("| 王建国 | 好 |\n| 李慧敏 | 好 |", [], ["王建国", "李慧敏"]),
        ("", ["林夏"], []),
    ],
)
def test_what_is_hinted_at(text: str, allow: list[str], names: list[str]) -> None:
    assert hinted(text, *allow) == names


def test_a_hint_has_its_place_and_tells_one_character(tmp_path: Path) -> None:
    passages = [Passage("docs/a.md", "第一段。\n\n那天多亏许文静提醒，我才没漏掉。后来好了。", 8)]
    for _ in range(2):  # the second time out of the cache
        (hint,) = find_hints(passages, "key", (), Cache(tmp_path))
        assert (hint.path, hint.line, hint.column) == ("docs/a.md", 10, 5)
        assert (hint.name, hint.sentence) == ("许文静", "那天多亏许文静提醒，我才没漏掉")
        assert "（“许”开头的 3 个字）" in str(hint)
        assert "文静" not in str(hint)
        passages = [Passage("docs/a.md", passages[0].text, 8)]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "许文静".encode() not in kept


def project(root: Path) -> Path:
    (root / "data/agents/linxia").mkdir(parents=True)
    (root / "docs/agents/linxia/2025").mkdir(parents=True)
    year = "# 谢文慧写的\nname: 林夏\nmetrics: {contacts: [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]}\n"
    words = "opening: |\n  师父王建国教我看电表。\nclosing: 谢谢客户孙玉梅。\nquotes: [孙玉梅真好]\n"
    (root / "data/agents/linxia/2025.yml").write_text(year + words, "utf-8")
    (root / "docs/agents/linxia/2025/night.md").write_text(
        "---\ntitle: 和许文静一起的夜\ndate: 2025-03-01\nlesson: 先听\n---\n\n林夏才没漏掉，杜甫没有。\n", "utf-8"
    )
    (root / "docs/free.md").write_text("# 一页\n\n组长是郑国强，话不多。\n", "utf-8")
    (root / "docs/guide.md").write_text("# 写作指南\n\n陈静怡是例子。\n", "utf-8")
    return root


def test_a_build_tells_hints_apart_from_warnings(tmp_path: Path) -> None:
    site = composed(project(tmp_path))
    places = [(hint.path, hint.line, hint.name) for hint in site.hints]
    assert places == [
        ("data/agents/linxia/2025.yml", 5, "王建国"),
        ("docs/agents/linxia/2025/night.md", 2, "许文静"),
    ]
    assert [warning.message for warning in site.warnings] == ["发现客户姓名"] * 2


def test_the_lead_reviews_them_with_the_sentence_around(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--root", str(project(tmp_path))]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[:3] == [
        "data/agents/linxia/2025.yml:5:5: 师父【王建国】教我看电表",
        "docs/agents/linxia/2025/night.md:2:9: title: 和【许文静】一起的夜",
        "docs/free.md:3:4: 组长是【郑国强】，话不多",
    ]
    assert "3 处" in said[4]
    (tmp_path / "data/team.yml").write_text("allow: [王建国, 许文静, 郑国强]\n", "utf-8")
    main(["review", "--root", str(tmp_path)])
    assert capsys.readouterr().out == "正文里没有像是姓名的。\n"
