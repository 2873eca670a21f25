from __future__ import annotations

import markdown
import pytest

from chronicle.reading.pasted import as_markdown, with_links

#: What was pasted, and what it is: a paragraph each, parted by ``|``; ``*`` before an item of a list.
CASES = {
    "　　凌晨一点，电话响\n　　我说您慢慢讲": "凌晨一点，电话响|我说您慢慢讲",
    "　　一\n　　\n　　二\n\xa0\n三": "一|二|三",
    "\xa0\xa0她说\n    谢谢": "她说|谢谢",
    "一\n\n    缩进的一段\n\n\t再一段": "一|缩进的一段|再一段",
    "客户：几点来电\n我：六点一刻\n客户（女）：好": "客户：几点来电|我：六点一刻|客户（女）：好",
    "客户: 几点\n我: 六点": "客户: 几点|我: 六点",
    "1、先问\n2、再念\n１２、记下": "1、先问|2、再念|１２、记下",
    "（1）峰\n(2)谷\n（三）平": "（1）峰|(2)谷|（三）平",
    "①峰\n②谷\n一、总\n二、分": "①峰|②谷|一、总|二、分",
    "• 峰\n● 谷\n——他说": "• 峰|● 谷|——他说",
    "他说完了。\n我等着。\n“好。”\n挂了": "他说完了。|我等着。|“好。”|挂了",
    "起因\n【结果】好": "起因|【结果】好",
    "客户：几点\n她挂了\n没有再打来": "客户：几点|她挂了\n没有再打来",
    "　　一\n二": "一|二",
    "“几点”\n“六点”": "“几点”|“六点”",
    "- 峰\n1) 甲\n2）乙": "*峰|1) 甲|2）乙",
    "三样：\n- 峰\n- 谷\n我记下了": "三样：|*峰|*谷|我记下了",
    f"- {'很长' * 20}\n接着写": f"*{'很长' * 20}\n接着写",
    "三样\n1. 峰\n2. 谷": "三样|*峰|*谷",
    "一行没有写完\n接着写": "一行没有写完\n接着写",
    "　　- 峰\n　　- 谷": "*峰|*谷",
    "- 峰。\n谷": "*峰。|谷",
    "说到\n时间\t事\n23:05\t来电\n后来": "说到|时间  事|23:05   来电|后来",
    "- 峰\n\n    还是峰": "*峰|还是峰",
    "1. 峰\n- 甲\n- 乙\n2. 谷": "*峰|*甲|*乙|*谷",
    "她挂了。\n---\n第二天。\n=====\n后来": "她挂了。\n<hr />|第二天。|=====\n后来",
}


def _markdown(text: str) -> str:
    lines = text.split("\n")
    return "\n".join("\n" * apart + line[cut:] for line, (apart, cut) in zip(lines, as_markdown(lines), strict=True))


def _shape(html: str) -> str:
    for tag in ("<ul>", "</ul>", "<ol>", "</ol>", "</li>", "</p>"):
        html = html.replace(tag, "")
    parts = html.replace("<li>\n<p>", "<li>").replace("<li>", "|*").replace("<p>", "|").split("|")
    return "|".join(part.strip(" \n") if part.strip() else part for part in parts if part.strip())


@pytest.mark.parametrize("text", CASES)
def test_a_line_that_stands_by_itself_is_a_paragraph(text: str) -> None:
    assert _shape(markdown.markdown(_markdown(text))) == CASES[text]


@pytest.mark.parametrize("around", ["", "\n"])
def test_a_table_needs_no_empty_lines_around_it(around: str) -> None:
    text = f"客户：A|B 两种套餐\n我：记下了{around}\n甲 | 乙\n---|---\n1 | 2{around}\n说到这里"
    html = markdown.markdown(_markdown(text), extensions=["tables"])
    assert html.count("<table>") == html.count("</td>\n</tr>\n</tbody>") == 1
    assert [part.split("</p>")[0] for part in html.split("<p>")[1:]] == ["客户：A|B 两种套餐", "我：记下了", "说到这里"]


def test_a_picture_on_its_own_line_is_a_paragraph() -> None:
    assert _markdown("一行\n![图](图 （一）.jpg)\n下一行") == "一行\n\n![图](图 （一）.jpg)\n\n下一行"


@pytest.mark.parametrize(
    "text",
    [
        "```\n　　一。\n    二\n```",
        "a | b\n--- | ---\n客户：急。 | 我\n又。 | 稳。",
        "> 一。\n> 二。",
        "!!! note\n\n    一。\n    客户：二",
        "- 一\n    - 二\n- 三\n\n    四",
        "标题\n---",
        "一。  \n二",
        "词。\n:   说明",
        "一\n\n客户：二",
        "",
    ],
)
def test_what_is_markdown_already_stays(text: str) -> None:
    assert _markdown(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("![停电]（停电.jpg）", "![停电](停电.jpg)"),
        ("　　！[停电](停 电.JPG）", "　　![停电](停 电.JPG)"),
        ("见[那一则]（fish-pond.md）", "见[那一则](fish-pond.md)"),
        ("[网](https://a.example/x）。", "[网](https://a.example/x)。"),
        ("太好了！[网]（http://a.example）", "太好了！[网](http://a.example)"),
        ("[客户]（女）：喂", "[客户]（女）：喂"),
        ("（见 [图](图.jpg)）", "（见 [图](图.jpg)）"),
    ],
)
def test_full_width_signs_of_a_picture_and_a_link_are_theirs(typed: str, meant: str) -> None:
    assert with_links(typed) == meant
