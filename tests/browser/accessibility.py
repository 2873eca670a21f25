"""axe-core on a page: what it finds, as one line for each place."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
#: To judge the contrast of one chronicle axe reads nine colours 140,000 times; here it reads each of them once, and the
#: same page takes half the time.
_REMEMBER = """() => {
    const Color = axe.commons.color.Color, read = Color.prototype.parseString, known = new Map()
    Color.prototype.parseString = function (text) {
        if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text)
        else known.set(text, [(read.call(this, text), this.r), this.g, this.b, this.alpha])
        return this
    }
}"""


def findings(page: Page, *, remember: bool = True) -> list[str]:
    page.evaluate(_AXE.axe_script)
    if remember:
        page.evaluate(_REMEMBER)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]]
