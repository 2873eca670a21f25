"""What paper cannot follow: the addresses of links that lead out of the site."""

from __future__ import annotations

import re
from html import unescape

_LINK = re.compile(r'<a(?=\s)([^>]*?\shref="(https?://[^"]+)"[^>]*)>(.*?)</a>', re.S | re.I)
_TAG = re.compile(r"<[^>]*>")


def addressed(html: str) -> str:
    """Clean ``html`` whose links out are marked ``data-address`` where paper is to show the address: at the first link
    to it, unless the address is what one reads anyway."""
    shown: set[str] = set()

    def link(tag: re.Match[str]) -> str:
        address, text = unescape(tag[2]), unescape(_TAG.sub("", tag[3])).strip()
        is_known = address in shown or _bare(text) == _bare(address)
        shown.add(address)
        return tag[0] if is_known else f'<a data-address=""{tag[1]}>{tag[3]}</a>'

    return _LINK.sub(link, html)


def _bare(address: str) -> str:
    """An address as people write it."""
    return re.sub(r"^https?://|/$", "", address)
