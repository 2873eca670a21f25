"""What MkDocs says of links and pictures, in Chinese at the line; its words are read of it, not assumed."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage

from adapter.messages import ChineseLog, link_problem
from chronicle.reading.document import Written

FOLDER = "agents/linxia/2025"
OTHERS = (f"{FOLDER}/地图.png", f"{FOLDER}/night.md", "guide.md")


@pytest.mark.parametrize(
    ("typed", "message", "mend"),
    [
        ("![停电](地图1.png)", "没有“地图1.png”这张图", "是不是“地图.png”？"),
        ("![停电](我的 图(1).png)", "没有“我的 图(1).png”这张图", "把图片放在这一页旁边，文件名就叫 我的 图(1).png"),
        ("![停电](%E6%B9%96.png)", "没有“湖.png”这张图", "把图片放在这一页旁边，文件名就叫 湖.png"),
        ("![停电](100%.png)", "没有“100%.png”这张图", "把图片放在这一页旁边"),
        ("[夜](nigth.md)", "没有“nigth.md”这个文件", "是不是“night.md”？"),
        ("[夜](xyz.md)", "没有“xyz.md”这个文件", "从这一页写起"),
        ("[夜](/guide.md)", "链接“/guide.md”以“/”开头", "是不是“../../../guide.md”？"),
        ("[夜](../)", "链接“../”通不到哪一页", "写到文件"),
        ("[夜](night.md#x)", "链接“night.md#x”要去的那一处不在", "看看那一页的标题"),
        ("[网](www.a.example)", "“www.a.example”像是网址", "写成 http://www.a.example"),
        ("[网](a-b.com.cn/x)", "“a-b.com.cn/x”像是网址", "写成 http://a-b.com.cn/x"),
        ("[夜](#nowhere)", "链接“#nowhere”要去的那一处不在", "看看那一页的标题"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_at_its_line_with_the_mend(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, typed: str, message: str, mend: str
) -> None:
    (tmp_path / "docs").mkdir()
    links = "links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: 甲\nvalidation: {{{links}}}\nplugins: []\n", "utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    uris = [f"{FOLDER}/a.md", *OTHERS]
    files = Files([File(uri, None, config.site_dir, config.use_directory_urls) for uri in uris])
    pages = [SitePage(None, file, config) for file in files.documentation_pages()]
    for page in pages:
        page.markdown = f"头一行\n\n看：{typed}" if page.file.src_uri == uris[0] else ""
        page.render(config, files)
    for page in pages:
        page.validate_anchor_links(files=files, log_level=logging.WARNING)
    written = Written(f"头一行\n\n看：{typed}", f"docs/{FOLDER}/a.md", 6)
    (said,) = caplog.messages
    found = link_problem(said, {uris[0]: written}, uris)
    assert found
    uri, problem = found
    assert (uri, problem.path, problem.line) == (uris[0], f"docs/{FOLDER}/a.md", 8)
    assert problem.column > 5
    assert problem.message.startswith(message)
    assert problem.mend.startswith(mend)


def test_other_words_are_left_alone() -> None:
    assert link_problem("Config value 'x': bad", {"index.md": Written()}, []) is None
    assert link_problem("Doc file 'x.md' contains a link 'y', but …", {}, []) is None


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("[19:36:31] Detected file changes", "有文件改了"),
        ("Serving on http://127.0.0.1:8000/", "预览在 http://127.0.0.1:8000/"),
        ("Documentation built in 5.12 seconds", "做好了，用了 5.12 秒"),
        ("Error reading page 'x.md': boom", None),
        ("一句中文", "一句中文"),
    ],
)
def test_everyday_lines_are_chinese(said: str, shown: str | None) -> None:
    record = logging.LogRecord("mkdocs", logging.INFO, "", 1, said, (), None)
    assert (record.getMessage() if ChineseLog().filter(record) else None) == shown
