"""Style sheets -> one: on a slow line every file costs its way there and back, so that a page asks for a single one.

Its name holds its digest: a server lets browsers keep it for a year, and a new look is a new name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from hashlib import blake2b

#: Where sheets stand that may be joined: what they link to is relative to this folder.
FOLDER = "assets/"
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_INDENT = re.compile(r"\n\s*")


def joined(names: Iterable[str], read: Callable[[str], str | None]) -> tuple[list[str], str]:
    """The sheets that pages link to in place of ``names``, in the same order, and the text of the joined one.

    ``read`` gives a sheet's text, or None where it is not the site's own. A sheet from elsewhere, one in another
    folder, and one that imports others is linked as it was, after the joined one; where nothing is joined, the text is
    empty.
    """
    texts = {name: read(name) if name.startswith(FOLDER) and "/" not in name[len(FOLDER) :] else None for name in names}
    parts = [text for text in texts.values() if text and "@import" not in text]
    apart = [name for name, text in texts.items() if text is None or "@import" in text]
    if not parts:
        return apart, ""
    whole = _bare("\n".join(parts))
    digest = blake2b(whole.encode(), digest_size=4).hexdigest()
    return [f"{FOLDER}book.{digest}.min.css", *apart], whole


def _bare(text: str) -> str:
    """A sheet without its comments and indentation."""
    return _INDENT.sub("\n", _COMMENT.sub("", text)).strip() + "\n"
