"""The Content-Security-Policy of the site: the one place where its text stands.

Every page carries ``META``, so that it also holds where a page is opened from a folder; a server adds ``HEADER``, which
also says who may frame the site. Scripts come from the site's own files and from nowhere else: neither a page nor the
theme has any in the page itself (``hooks/theme/partials/javascripts`` sees to the theme's).
"""

from __future__ import annotations

# ``file:`` is what 'self' means in a folder; a page from a server may not load from there whatever a policy says
_OWN = "'self' file:"

#: Of every page of the site.
META = (
    f"default-src {_OWN}; script-src {_OWN}; style-src {_OWN}; img-src {_OWN} data:; object-src 'none'; "
    f"base-uri 'none'; form-action {_OWN}"
)
#: What a server says about every file. Styles in the page are for ``chronicle.html``, a file with everything inside.
HEADER = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
