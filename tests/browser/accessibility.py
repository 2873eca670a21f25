"""axe-core on a page: what it finds, as one line for each place."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
COLOURS = ("color-contrast", "link-in-text-block")  # the rules that read colours
#: To judge the contrast of one chronicle axe reads nine colours 140,000 times, and makes as many objects, each with six
#: weak references. Here a colour is read once, and what is private is kept in the object: a third of the time, and
#: the same findings.
_KEPT = """class {
    constructor() { this.key = Symbol() }
    has(owner) { return this.key in owner }
    get(owner) { return owner[this.key] }
    set(owner, value) { owner[this.key] = value; return this }
    delete(owner) { return delete owner[this.key] }
}"""
_REMEMBER = """
const Color = axe.commons.color.Color, read = Color.prototype.parseString, known = new Map()
Color.prototype.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text)
    else known.set(text, [(read.call(this, text), this.r), this.g, this.b, this.alpha])
    return this
}"""
_SWIFT = f"(WeakMap => {{\n{AXE}\n{_REMEMBER}\n}})({_KEPT})"


def findings(page: Page, script: str = _SWIFT) -> list[str]:
    """Of a page that was opened."""
    page.evaluate(script)
    return findings_again(page)


def findings_again(page: Page, *rules: str) -> list[str]:
    """Of a page that was looked at before, and has another look now; ``rules``: these alone."""
    asked = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    found: dict[str, Any] = page.evaluate("asked => axe.run(asked)", asked)
    return [f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]]
