"""The company's look for presentations, ``data/template.pptx``, and why it is not followed."""

from __future__ import annotations

import re
from pathlib import Path

from ...errors import Problem
from ...reading.text import is_passed_over

_TEMPLATE = "data/template.pptx"
_PRESENTATION = re.compile(r"\.(?:ppt|pot|pps|dps)[xmt]?$")


def read_template(root: Path) -> bytes:
    """The content of the template; empty where there is none."""
    path = root / _TEMPLATE
    return path.read_bytes() if path.is_file() else b""


def find_template_fault(root: Path, template: bytes) -> list[Problem]:
    """Why the ``template`` is not followed where one is there, or a file that was meant to be one."""
    if not template:
        files = sorted(path.name for path in (root / _TEMPLATE).parent.glob("*.*") if path.is_file())
        mend = "在 PowerPoint 里另存为 .pptx，改名“template.pptx”；先用了自带的样子"
        return [
            Problem(f"data/{name}", 1, 1, "没有照这个文件做 PPT：模板只认有内容的 template.pptx", mend)
            for name in files
            if _PRESENTATION.search(name.lower()) and not is_passed_over(name)
        ]
    from .pptx_template import TemplateError, company  # loading the library takes as long as many a build

    try:
        company(template)
    except TemplateError as error:
        return [Problem(_TEMPLATE, 1, 1, f"没有照这个模板做 PPT：{error}", "先用了自带的样子")]
    return []
