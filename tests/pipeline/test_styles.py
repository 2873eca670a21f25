"""Style sheets joined into one."""

from __future__ import annotations

import re

from chronicle.pipeline.styles import joined

SHEETS = {
    "assets/a.css": "/* what it is for */\n.a {\n  color: red;\n}\n",
    "assets/b.css": ".b { color: blue } /* over\ntwo lines */\n",
    "assets/import.css": "@import 'c.css';\n",
    "assets/own/d.css": ".d { background: url(d.png) }",
}


def test_one_in_their_order_without_comments_and_indentation():
    links, text = joined(["assets/a.css", "assets/b.css"], SHEETS.get)
    assert text == ".a {\ncolor: red;\n}\n.b { color: blue }\n"
    assert len(links) == 1
    assert re.fullmatch(r"assets/book\.[0-9a-f]{8}\.min\.css", links[0])


def test_the_name_is_the_content():
    one, other = (joined([name], SHEETS.get)[0] for name in ("assets/a.css", "assets/b.css"))
    assert one != other
    assert one == joined(["assets/a.css"], SHEETS.get)[0]


def test_what_cannot_be_joined_is_linked_after_it():
    apart = ["https://cdn.example/x.css", "assets/import.css", "assets/own/d.css", "assets/missing.css"]
    links, text = joined([apart[0], "assets/a.css", *apart[1:]], SHEETS.get)
    assert links[1:] == apart
    assert text.startswith(".a")


def test_nothing_to_join_leaves_everything_as_it_is():
    assert joined(["assets/missing.css"], SHEETS.get) == (["assets/missing.css"], "")
    assert joined([], SHEETS.get) == ([], "")
